//! Proof files: any bytes are read or refused, and a real proof with a few bytes changed is refused
//! unless what it then says holds at points.
#![no_main]

#[path = "../../oracle/mod.rs"]
mod oracle;

use chainrule::engine::{Asked, Problem, Settings, replay};
use chainrule::parse::{Options, parse_condition};
use chainrule::term::Limits;
use libfuzzer_sys::fuzz_target;
use oracle::{laws, terms};
use serde_json::Value as Json;

/// So many bytes say what is changed; the others make the formula.
const CHANGE: usize = 6;
/// What is written into a file.
const SIGNS: &[u8] = b"0123456789+-*/^()xy<>=,\"[]abcdefg ";

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits::default();
    if bytes.starts_with(b"{") || bytes.len() <= CHANGE {
        let _ = replay(bytes, &limits);
        return;
    }
    let (change, formula) = bytes.split_at(CHANGE);
    let Some(file) = proof(formula) else { return };
    let accepts = |file: &[u8]| matches!(replay(file, &limits), Ok(Ok(_)));
    assert!(accepts(&file), "not accepted: {}", String::from_utf8_lossy(&file));
    let other = changed(&file, change);
    if other != file && accepts(&other) {
        if let Err(broken) = said(&other) {
            panic!("accepted: {broken}");
        }
    }
});

/// The proof of a formula's simplest form.
fn proof(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut problem = Problem::new(&Settings { unfold: true, ..Settings::default() }).ok()?;
    let term = terms::term(&mut problem.arena, bytes);
    let answer = problem.simplify(term).ok()?;
    problem.proof_of_answer(Asked::Simplify(term), &answer).ok().map(String::into_bytes)
}

/// The file with bytes written over others, put in or left out.
fn changed(file: &[u8], change: &[u8]) -> Vec<u8> {
    let mut all = file.to_vec();
    let at = (usize::from(change[0]) << 8 | usize::from(change[1])) % all.len();
    let new = SIGNS[usize::from(change[2]) % SIGNS.len()];
    match change[3] % 4 {
        0 => all[at] = new,
        1 => all.insert(at, new),
        2 => drop(all.remove(at)),
        _ => {
            let to = (at + usize::from(change[4])).min(all.len());
            let from = usize::from(change[5]) * all.len() / 256;
            let piece = all[at..to].to_vec();
            all.splice(from..from, piece);
        }
    }
    all
}

/// What an accepted file says of a formula, tried at points.
fn said(file: &[u8]) -> laws::Law {
    let file: Json = serde_json::from_slice(file).map_err(|e| e.to_string())?;
    let plain = file["let"] == serde_json::json!([]) && file["statement"]["op"] == "simplify";
    let (Some(input), Some(answer), true) = (file["statement"]["input"].as_str(), file["answer"].as_str(), plain) else {
        return Ok(());
    };
    let mut problem = Problem::new(&Settings::default()).map_err(|e| e.report())?;
    let term = problem.read(input).map_err(|e| e.report())?;
    let mut found = problem.simplify(term).map_err(|e| e.report())?;
    if found.empty() {
        return Err(format!("{input} has no value, and an answer"));
    }
    found.term = problem.read(answer).map_err(|e| e.report())?;
    found.conditions.clear();
    for condition in file["conditions"].as_array().into_iter().flatten().filter_map(Json::as_str) {
        let read = parse_condition(&mut problem.arena, condition, &Options::default());
        found.conditions.extend(read.map_err(|e| e.render(condition))?);
    }
    laws::kept(&mut problem.arena, term, &found)
}
