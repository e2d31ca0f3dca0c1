//! Proof files: every chapter's problem is written as one, both replayers accept it, and neither
//! accepts one that was changed unless what it claims is still true.
//!
//! The second replayer, `tests/replay/replay.py`, shares no code with the program. Where there is no
//! Python it is left out, and the test says so.

#[path = "proofs/audit.rs"]
mod audit;
#[path = "rules/by_hand.rs"]
mod by_hand;
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

/// The identities of `tests/identities`, with the file's proof of each.
fn identities() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for file in ["true.txt", "handbooks.txt"] {
        let table = fs::read_to_string(root().join("tests/identities").join(file)).unwrap();
        for line in table.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
            let parts: Vec<&str> = line.split('|').map(str::trim).collect();
            let assume: Vec<&str> = parts[3..].iter().flat_map(|a| a.split(',')).map(str::trim).collect();
            let assume: Vec<&str> = assume.into_iter().filter(|a| !a.is_empty()).collect();
            let claim = format!("{} = {}", parts[1], parts[2]);
            all.push((line.to_string(), verdict(&(&claim, &assume))));
        }
    }
    all
}

/// So many proofs of identities the second replayer accepts, as the README says.
const SECOND: usize = 271;

#[test]
fn identities_are_replayed() {
    let (names, texts): (Vec<_>, Vec<_>) = identities().into_iter().unzip();
    let first: Vec<String> =
        names.iter().zip(&texts).filter_map(|(name, text)| Some(format!("{name}: {}", refusal(text)?))).collect();
    let other = second("identities", &texts);
    if let Some(other) = other {
        let accepted = other.iter().filter(|v| v.is_none()).count();
        eprintln!("the second replayer accepts {accepted} of {} proofs of identities", texts.len());
        assert!(accepted >= SECOND, "{accepted}");
    }
    none(first);
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

/// The most lines that someone has to read who wants to trust the second replayer.
const READABLE: usize = 925;

#[test]
fn the_second_replayer_is_short_and_apart() {
    let script = fs::read_to_string(root().join("tests/replay/replay.py")).unwrap();
    let lines: Vec<&str> = script.lines().collect();
    assert!(lines.len() <= READABLE, "{}", lines.len());
    none(lines.iter().filter(|l| l.chars().count() > 120).map(|l| format!("too wide: {l}")).collect());
    let names = [".rs", "src", "target", "subprocess", "Cargo"].into_iter().filter(|name| script.contains(name));
    none(names.map(|name| format!("names {name}")).collect());
    // Beside the proofs it is given, it reads its own table.
    assert_eq!(script.matches("__file__").count(), 1);
    assert!(script.contains(r#"Path(__file__).parent / "functions.txt""#));
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

/// A proof file with one value in place of another.
fn with(pointer: &str, value: Value) -> Vec<u8> {
    let mut file: Value = serde_json::from_str(&verdict(&CLAIMS[8])).unwrap();
    *file.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
    file.to_string().into_bytes()
}

#[test]
fn hostile_files_are_refused_with_a_message() {
    let whole = verdict(&CLAIMS[8]).into_bytes();
    let (deep, long) = ("(".repeat(300_000), "9".repeat(2_000_000));
    let nested = format!("{}x{}", "sin(".repeat(150_000), ")".repeat(150_000));
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("empty", vec![]),
        ("no object", b"[1, 2]".to_vec()),
        ("truncated", whole[..whole.len() / 2].to_vec()),
        ("not UTF-8", [&whole[..40], &[0xff, 0xfe, 0x80], &whole[40..]].concat()),
        ("deep JSON", vec![b'['; 1_000_000]),
        ("missing keys", br#"{"format": "chainrule proof", "version": 1}"#.to_vec()),
        ("unknown key", [&whole[..1], br#""more": 1, "#, &whole[1..]].concat()),
        ("another version", with("/version", 2.into())),
        ("another format", with("/format", "proof".into())),
        ("huge version", with("/version", 1e300.into())),
        ("open brackets", with("/statement/lhs", deep.into())),
        ("nested calls", with("/stages/0/start", nested.into())),
        ("long number", with("/statement/rhs", long.into())),
        ("huge power", with("/statement/rhs", "9^9^9^9^9".into())),
        ("negative place", with("/stages/0/steps/0/place", serde_json::json!([-1]))),
        ("far place", with("/stages/0/steps/0/place", serde_json::json!([4_000_000_000u32, 7]))),
        ("no such rule", with("/stages/0/steps/0/kind", "rule".into())),
        ("no such operation", with("/statement/op", "prove".into())),
        ("huge order", with("/statement/lhs", "diff(x^4, x, 4000000000)".into())),
        ("a part named twice", with("/let", serde_json::json!([["t_1", "x"], ["t_1", "x + 1"]]))),
        ("no number", with("/verdict/point", serde_json::json!({"x": "1/0"}))),
    ];
    for (what, bytes) in files {
        let said = match replay(&bytes, &Limits::default()) {
            Ok(Ok(found)) => panic!("{what}: accepted {found:?}"),
            Ok(Err(refusal)) => refusal.reason,
            Err(error) => error.report(),
        };
        assert!(!said.is_empty() && said.len() < 2_000, "{what}: {} bytes", said.len());
    }
}

#[test]
fn shared_parts_that_double_use_bounded_memory() {
    let mut lets = vec![serde_json::json!(["t_0", "x + 1"])];
    lets.extend((1..200).map(|i| serde_json::json!([format!("t_{i}"), format!("t_{0}*t_{0}", i - 1)])));
    let file = String::from_utf8(with("/let", lets.into())).unwrap();
    assert!(refusal(&file).is_none_or(|why| why.len() < 2_000));
}

#[test]
fn the_command_line_replays_and_rejects() {
    let folder = folder("command");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_chainrule")).args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let file = folder.join("proof.json");
    let path = file.to_str().unwrap();
    assert_eq!(run(&["diff", "a^3", "--proof", path]).0, Some(0));
    assert_eq!(run(&["replay", path]), (Some(0), "accepted: 0 steps, 1 differentiation\n".to_string()));
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("3*a^2", "4*a^2")).unwrap();
    let (code, said) = run(&["replay", path]);
    assert!(code == Some(1) && said.starts_with("rejected: "), "{code:?} {said}");
    fs::write(&file, &text[..text.len() / 2]).unwrap();
    assert_eq!(run(&["replay", path]).0, Some(2));
    assert_eq!(run(&["replay", folder.join("none.json").to_str().unwrap()]).0, Some(2));
    assert_eq!(run(&["equal", "x = 1", "--proof", "/"]).0, Some(2));
}

#[test]
fn the_audit_of_the_rules_is_held() {
    let proofs = || PROOFS.iter().map(|(p, text)| (p.chapter.as_str(), text.as_str()));
    assert_eq!(audit::missing(proofs()), Vec::<String>::new());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let table = audit::table(proofs());
    settings.bind(|| insta::assert_snapshot!("rules", table));
    let printed = Command::new(env!("CARGO_BIN_EXE_chainrule")).args(["rules", "--audit"]).output().unwrap();
    assert_eq!(String::from_utf8(printed.stdout).unwrap().trim_end(), table);
}

/// Proofs that are corrupted, and how often each.
const CORRUPTED: usize = 50;
const TIMES: usize = 100;

/// Corruptions of the first proofs with steps, each with its place and the way it was changed.
fn forged() -> Vec<(String, Value)> {
    let files: Vec<(String, Value)> = PROOFS
        .iter()
        .map(|(p, text)| (p.place(), serde_json::from_str::<Value>(text).unwrap()))
        .filter(|(_, file)| file["stages"].as_array().is_some_and(|s| s.iter().any(|s| s["steps"][0].is_object())))
        .collect();
    assert!(files.len() >= CORRUPTED, "{}", files.len());
    let mut dice = corrupt::Dice(0x5eed_0123_4567_89ab);
    let mut forged = Vec::with_capacity(CORRUPTED * TIMES);
    for (place, file) in &files[..CORRUPTED] {
        let mut made = 0;
        while made < TIMES {
            let way = corrupt::WAYS[dice.below(corrupt::WAYS.len())];
            let Some(new) = corrupt::corrupted(file, way, &mut dice).filter(|new| new != file) else { continue };
            forged.push((format!("{place}, {way}"), new));
            made += 1;
        }
    }
    forged
}

#[test]
fn no_replayer_accepts_what_is_not_true() {
    let forged = forged();
    // A short proof has few places to change, so that some corruptions are made twice.
    let mut different: BTreeMap<String, (&str, &Value)> = BTreeMap::new();
    for (place, file) in &forged {
        different.entry(file.to_string()).or_insert((place, file));
    }
    let texts: Vec<String> = different.keys().cloned().collect();
    let (first, other) = std::thread::scope(|scope| {
        let other = scope.spawn(|| second("corrupt", &texts));
        let first: Vec<Option<String>> = texts.iter().map(|t| refusal(t)).collect();
        (first, other.join().unwrap())
    });
    let (mut complaints, mut known, mut accepted) = (Vec::new(), points::Known::new(), [0, 0]);
    let mut claims = BTreeMap::<String, Option<String>>::new();
    for (i, (place, file)) in different.values().enumerate() {
        let here = [Some(&first[i]), other.as_ref().map(|o| &o[i])];
        for (who, verdict) in here.into_iter().enumerate() {
            if verdict.is_some_and(Option::is_none) {
                accepted[who] += 1;
                let why = claims.entry(claim(file)).or_insert_with(|| points::complaint(file, &mut known)).clone();
                let by = ["the checker", "the second replayer"][who];
                complaints.extend(why.map(|why| format!("{place} ({i}.json), accepted by {by}: {why}")));
            }
        }
    }
    let (all, claims) = (forged.len(), claims.len());
    let [a, b] = accepted;
    eprintln!("{all} corruptions, {} different: {a} and {b} accepted, with {claims} claims that hold", texts.len());
    none(complaints);
}

/// What a file claims: everything but the words for steps and what kind they are.
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
