//! Every form of a report, of one small document with each verdict in it, held in `snapshots/reports`.
//! To accept changes: `INSTA_UPDATE=always cargo test --test reports`.

use assert_cmd::Command;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const DOCUMENT: &str = "tests/documents/verdicts.md";
const TEXT: &str = include_str!("documents/verdicts.md");

/// The forms, by the names of their snapshots.
const FORMS: [(&str, &[&str]); 7] = [
    ("text", &[]),
    ("json", &["--to", "json"]),
    ("jsonl", &["--to", "jsonl"]),
    ("sarif", &["--to", "sarif"]),
    ("github", &["--to", "github"]),
    ("markdown", &["--to", "markdown"]),
    ("fix", &["--fix"]),
];

fn reported(arguments: &[&str], files: &[&str]) -> String {
    let mut command = Command::cargo_bin("chainrule").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["check", "--no-config"]).args(arguments).args(files);
    let output = command.output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn objects() -> Vec<Value> {
    serde_json::from_str(&reported(&["--to", "json"], &[DOCUMENT])).unwrap()
}

#[test]
fn reports_look_as_pinned() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/reports");
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.set_omit_expression(true);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/reports");
    let held = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let written: BTreeSet<String> = FORMS.iter().map(|(name, _)| format!("{name}.snap")).collect();
    assert!(held.filter(|name| name.ends_with(".snap")).all(|name| written.contains(&name)), "an orphan");
    settings.bind(|| {
        for (name, arguments) in FORMS {
            let said = reported(arguments, &[DOCUMENT]);
            // One line of JSON is hard to read.
            let page = match serde_json::from_str::<Value>(&said) {
                Ok(json) => serde_json::to_string_pretty(&json).unwrap(),
                Err(_) => said,
            };
            insta::assert_snapshot!(name, page);
        }
    });
}

#[test]
fn the_document_has_every_verdict() {
    let words: BTreeSet<String> = objects().iter().map(|o| o["verdict"].as_str().unwrap().to_string()).collect();
    let all = "proved refuted vacuous undecided conflict definition binding rounded not_understood";
    assert_eq!(words, all.split(' ').map(String::from).collect());
}

#[test]
fn an_object_has_every_key_and_its_places_are_right() {
    let keys = "file line column span text read_as verdict message conditions uses at suggestion repaired";
    let empty = Map::new();
    for object in objects() {
        assert_eq!(object.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" "), keys);
        let span = |i: usize| object["span"][i].as_u64().unwrap() as usize;
        assert_eq!(object["text"], TEXT[span(0)..span(1)]);
        let before = &TEXT[..span(0)];
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        assert_eq!((&object["line"], &object["column"]), (&json!(before.matches('\n').count() + 1), &json!(column)));
        let texts = |value: &Value| value.as_array().is_some_and(|all| all.iter().all(Value::is_string));
        assert!(texts(&object["conditions"]) && object["message"].is_string() && object["read_as"].is_string());
        assert!(object["uses"].as_array().unwrap().iter().all(|u| u["name"].is_string() && u["line"].is_u64()));
        assert!(object["at"].as_object().unwrap_or(&empty).values().all(Value::is_string) && object["at"].is_object());
        assert!(["suggestion", "repaired"].iter().all(|key| object[key].is_string() || object[key].is_null()));
    }
    let lines = reported(&["--to", "jsonl"], &[DOCUMENT]);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, objects());
}

/// What the schema of SARIF 2.1.0 asks of the parts we write, and its rules on columns and names.
#[test]
fn sarif_is_as_its_schema_wants_it() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("reports");
    std::fs::create_dir_all(&folder).unwrap();
    let odd = folder.join("100% é [b].md");
    std::fs::write(&odd, "\u{feff}é𝑥 $1 = 2$\n").unwrap();
    let log: Value = serde_json::from_str(&reported(&["--to", "sarif"], &[DOCUMENT, odd.to_str().unwrap()])).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let driver = &run["tool"]["driver"];
    assert!(driver["name"].is_string() && log["$schema"].as_str().unwrap().ends_with("sarif-2.1.0.json"));
    let rules: Vec<&str> = driver["rules"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
    let results = run["results"].as_array().unwrap();
    let lines: Vec<Vec<u16>> = TEXT.lines().map(|line| line.encode_utf16().collect()).collect();
    let (ours, others) = results.split_at(results.len() - 1);
    for result in results {
        assert!(rules.contains(&result["ruleId"].as_str().unwrap()));
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let region = &result["locations"][0]["physicalLocation"]["region"];
        for key in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(region[key].as_u64().unwrap() >= 1, "{region}");
        }
    }
    let open = objects().into_iter().filter(|o| rules.contains(&o["verdict"].as_str().unwrap()));
    for (result, object) in ours.iter().zip(open) {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], DOCUMENT);
        let at = |key: &str| place["region"][key].as_u64().unwrap() as usize - 1;
        if at("startLine") == at("endLine") {
            let text = &lines[at("startLine")][at("startColumn")..at("endColumn")];
            assert_eq!(object["text"], String::from_utf16(text).unwrap());
        }
    }
    let place = &others[0]["locations"][0]["physicalLocation"];
    let uri = place["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.starts_with("file:///") && uri.ends_with("/100%25%20%C3%A9%20%5Bb%5D.md"), "{uri}");
    assert_eq!(place["region"]["startColumn"], 7);
}

#[test]
fn nothing_but_the_report_is_written_where_there_is_no_terminal() {
    let lesson = include_str!("documents/lesson.md").repeat(12);
    let mut command = Command::cargo_bin("chainrule").unwrap();
    let output = command.args(["check", "-"]).write_stdin(lesson).output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout.iter().all(|b| !b"\r\x1b".contains(b)));
}
