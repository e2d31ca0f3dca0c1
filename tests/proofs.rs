//! Proof files: every chapter's problem is written as one, both replayers accept it, and neither
//! accepts one that was changed unless what it claims is still true.
//!
//! The second replayer, `tests/replay/replay.py`, shares no code with the program. Where there is no
//! Python it is left out, and the test says so.

#[path = "proofs/corrupt.rs"]
mod corrupt;
#[path = "proofs/points.rs"]
mod points;
#[path = "chapters/problem.rs"]
#[allow(dead_code)]
mod problem;

use chainrule::engine::{self, Asked, Settings, replay};
use chainrule::term::Limits;
use problem::{Problem, Task, root};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

/// The chapters' problems with their proof files.
static PROOFS: LazyLock<Vec<(Problem, String)>> = LazyLock::new(|| {
    problem::all()
        .into_iter()
        .map(|p| {
            let text = proof(&p);
            (p, text)
        })
        .collect()
});

/// The proof file of a problem.
fn proof(problem: &Problem) -> String {
    let settings = Settings {
        assume: problem.assume.clone(),
        given: problem.given.clone(),
        wanted: problem.wanted.clone(),
        unfold: true,
        ..Settings::default()
    };
    let mut engine = engine::Problem::new(&settings).unwrap();
    let term = engine.read(&problem.formula).unwrap();
    let (asked, found) = match &problem.task {
        Task::Simplify => (Asked::Simplify(term), engine.simplify(term)),
        Task::Diff { by, order } => {
            let x = engine.variable(by).unwrap();
            (Asked::Diff(term, x, *order), engine.diff(term, x, *order))
        }
    };
    engine.proof_of_answer(asked, &found.unwrap()).unwrap_or_else(|e| panic!("{}: {}", problem.place(), e.report()))
}

/// Claims with a proof file of their own: each side, and what is assumed.
const CLAIMS: &[(&str, &[&str])] = &[
    ("d/da a^3 = 3a^2", &[]),
    ("sqrt(x^2) = x", &[]),
    ("sqrt(x)^2 = x", &[]),
    ("sin(x)^2 + cos(x)^2 = 1", &[]),
    ("log(x*y) = log(x) + log(y)", &["x > 0"]),
    ("log(x) = log(-x)", &[]),
    ("tan(x)^2 + 1 = 1/cos(x)^2", &[]),
    ("sin(2x) = 2 sin(x) cos(x)", &[]),
    ("(x^2 - 1)/(x - 1) = x + 1", &[]),
    ("abs(x) = x", &["x > 0"]),
    ("sin(pi*n) = 0", &["n integer"]),
    ("sin(x) = x", &[]),
    ("exp(x) = 1 + x", &[]),
    ("sqrt(2) = 1.41421356", &[]),
    ("(x^a)^b = x^(a*b)", &["x > 0"]),
    ("diff(x^4, x, 2) = 12x^2", &[]),
    ("max(x, y) = (x + y + abs(x - y))/2", &[]),
];

fn verdict((claim, assume): &(&str, &[&str])) -> String {
    let assume = assume.iter().map(|a| a.to_string()).collect();
    let mut engine = engine::Problem::new(&Settings { assume, unfold: true, ..Settings::default() }).unwrap();
    let (lhs, rhs) = engine.read_claim(claim).unwrap();
    let found = engine.equal(lhs, rhs).unwrap();
    engine.proof_of_verdict(lhs, rhs, &found).unwrap_or_else(|e| panic!("{claim}: {}", e.report()))
}

/// Fails with all complaints at once.
fn none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "{} complaints\n{}", complaints.len(), complaints.join("\n"));
}

/// What the checker says of a file: nothing, or why it is rejected or not read.
fn refusal(text: &str) -> Option<String> {
    match replay(text.as_bytes(), &Limits::default()) {
        Ok(Ok(_)) => None,
        Ok(Err(refusal)) => Some(refusal.reason),
        Err(e) => Some(e.report()),
    }
}

/// A folder for this test's files.
fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// What the second replayer says of each text, or `None` where there is no Python.
fn second(name: &str, texts: &[String]) -> Option<Vec<Option<String>>> {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("no python3: the second replayer is left out");
        return None;
    }
    let folder = folder(name);
    let rules = Command::new(env!("CARGO_BIN_EXE_chainrule")).args(["rules", "--to", "json"]).output().unwrap();
    fs::write(folder.join("rules.jsonl"), rules.stdout).unwrap();
    let mut list = String::new();
    for (i, text) in texts.iter().enumerate() {
        let path = folder.join(format!("{i}.json"));
        fs::write(&path, text).unwrap();
        list += &format!("{}\n", path.display());
    }
    fs::write(folder.join("all.list"), list).unwrap();
    let script = root().join("tests/replay/replay.py");
    let mut command = Command::new("python3");
    command.arg(script).arg("--rules").arg(folder.join("rules.jsonl")).arg(folder.join("all.list"));
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let verdicts: Vec<Option<String>> = said
        .lines()
        .map(|line| line.split_once(' ').map_or("", |x| x.1))
        .map(|said| (said != "accepted").then(|| said.to_string()))
        .collect();
    assert_eq!(verdicts.len(), texts.len(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(verdicts)
}

#[test]
fn both_replayers_accept_every_proof() {
    let problems = PROOFS.iter().map(|(p, text)| (p.place(), text.clone()));
    let (names, texts): (Vec<_>, Vec<_>) = problems.chain(CLAIMS.iter().map(|c| (c.0.to_string(), verdict(c)))).unzip();
    let mut complaints = Vec::new();
    let first: Vec<Option<String>> = texts.iter().map(|t| refusal(t)).collect();
    for verdicts in [Some(first), second("accept", &texts)].into_iter().flatten() {
        let refused = names.iter().zip(verdicts).filter_map(|(name, why)| Some(format!("{name}: {}", why?)));
        complaints.extend(refused);
    }
    none(complaints);
}

#[test]
fn the_statements_of_rules_are_those_of_the_page() {
    let rules = Command::new(env!("CARGO_BIN_EXE_chainrule")).args(["rules", "--to", "json"]).output().unwrap();
    let rows: Vec<Value> =
        String::from_utf8(rules.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let mut met = 0;
    for (problem, text) in PROOFS.iter() {
        let file: Value = serde_json::from_str(text).unwrap();
        for rule in file["rules"].as_array().unwrap() {
            assert!(rows.contains(rule), "{}: {rule}", problem.place());
            met += 1;
        }
        for definition in file["definitions"].as_array().unwrap() {
            let same = |row: &&Value| row["function"] == definition["function"] && row["means"] == definition["means"];
            assert!(rows.iter().any(|row| same(&row)), "{}: {definition}", problem.place());
        }
    }
    assert!(met >= 3);
}

/// Proofs that are corrupted, and how often each.
const CORRUPTED: usize = 50;
const TIMES: usize = 100;

#[test]
fn no_replayer_accepts_what_is_not_true() {
    let files: Vec<(String, Value)> = PROOFS
        .iter()
        .map(|(p, text)| (p.place(), serde_json::from_str::<Value>(text).unwrap()))
        .filter(|(_, file)| file["stages"].as_array().is_some_and(|s| s.iter().any(|s| s["steps"][0].is_object())))
        .collect();
    assert!(files.len() >= CORRUPTED, "{}", files.len());
    let mut dice = corrupt::Dice(0x5eed_0123_4567_89ab);
    let mut forged: Vec<(String, Value)> = Vec::new();
    for (place, file) in &files[..CORRUPTED] {
        let mut made = 0;
        while made < TIMES {
            let way = corrupt::WAYS[dice.below(corrupt::WAYS.len())];
            let Some(new) = corrupt::corrupted(file, way, &mut dice).filter(|new| new != file) else { continue };
            forged.push((format!("{place}, {way}"), new));
            made += 1;
        }
    }
    let texts: Vec<String> = forged.iter().map(|f| f.1.to_string()).collect();
    let first: Vec<Option<String>> = texts.iter().map(|t| refusal(t)).collect();
    let other = second("corrupt", &texts);
    let (mut complaints, mut known, mut accepted) = (Vec::new(), BTreeMap::<String, Option<String>>::new(), [0, 0]);
    for (i, (place, file)) in forged.iter().enumerate() {
        let here = [Some(&first[i]), other.as_ref().map(|o| &o[i])];
        for (who, verdict) in here.into_iter().enumerate() {
            if verdict.is_some_and(Option::is_none) {
                accepted[who] += 1;
                // Words for field arithmetic claim nothing.
                let claim = claim(file);
                let why = known.entry(claim).or_insert_with(|| points::complaint(file)).clone();
                let by = ["the checker", "the second replayer"][who];
                complaints.extend(why.map(|why| format!("{place} ({i}.json), accepted by {by}: {why}")));
            }
        }
    }
    eprintln!(
        "of {} corruptions {} and {} were accepted, {} claims tested",
        texts.len(),
        accepted[0],
        accepted[1],
        known.len()
    );
    none(complaints);
}

/// What a file claims: everything but the words and the conditions of steps.
fn claim(file: &Value) -> String {
    let mut file = file.clone();
    for stage in file["stages"].as_array_mut().into_iter().flatten() {
        for step in stage["steps"].as_array_mut().into_iter().flatten() {
            step["rule"] = Value::Null;
            step["kind"] = Value::Null;
        }
    }
    file.to_string()
}
