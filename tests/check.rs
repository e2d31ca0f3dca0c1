//! `check` as a shell runs it: verdicts with their places, forms of the report, exit codes.

use assert_cmd::Command;
use serde_json::Value;

/// What the program says of a text, and its exit code.
fn check(arguments: &[&str], text: &str) -> (String, String, i32) {
    let mut command = Command::cargo_bin("chainrule").unwrap();
    let output = command.arg("check").args(arguments).write_stdin(text).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

fn objects(text: &str) -> Vec<Value> {
    let (out, _, _) = check(&["--as", "formulas", "--to", "jsonl", "-"], text);
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const CLAIMS: &str = "f(a) = a^2\nd/da f(a) = 2a\nd/da a^3 = 3a\nf(3) = 8\na = 5\nf(a) = 25\n(\n";

#[test]
fn each_claim_has_its_place_and_verdict() {
    let found = objects(CLAIMS);
    let said: Vec<(u64, u64, &str)> = found
        .iter()
        .map(|o| (o["line"].as_u64().unwrap(), o["column"].as_u64().unwrap(), o["verdict"].as_str().unwrap()))
        .collect();
    let wanted = [
        (1, 1, "definition"),
        (2, 1, "proved"),
        (3, 1, "refuted"),
        (4, 1, "conflict"),
        (5, 1, "binding"),
        (6, 1, "proved"),
        (7, 1, "not_understood"),
    ];
    assert_eq!(said, wanted);
    assert_eq!(found[2]["text"], "d/da a^3 = 3a");
    assert_eq!(found[2]["suggestion"], "3a^2 (a power off by one)");
    assert_eq!((&found[3]["uses"][0]["name"], &found[3]["uses"][0]["line"]), (&"f".into(), &1.into()));
    assert_eq!(found[5]["at"]["a"], "5");
}

#[test]
fn the_exit_code_says_whether_something_is_refuted() {
    let code = |arguments: &[&str], text: &str| check(&[arguments, &["--as", "formulas", "-"]].concat(), text).2;
    assert_eq!(code(&[], "1 + 1 = 2"), 0);
    assert_eq!(code(&[], "1 + 1 = 3"), 1);
    assert_eq!(code(&[], "f(a) = a^2\nf(3) = 8"), 0);
    assert_eq!(code(&["--strict"], "f(a) = a^2\nf(3) = 8"), 1);
    assert_eq!(code(&["--strict"], "("), 1);
    assert_eq!(code(&[], ""), 0);
}

#[test]
fn a_file_that_cannot_be_read_stops_no_other() {
    let (out, err, code) = check(&["no/such.md", "picture.png", "--as", "formulas", "-"], "1 = 1");
    assert_eq!((out.as_str(), code), ("-:1:1: proved: 1 = 1\n-: 1 proved\n", 2));
    assert!(err.contains("no/such.md") && err.contains("picture.png"), "{err}");
    let (_, err, code) = check(&["picture.png"], "");
    assert!(err.contains("--as") && code == 2, "{err}");
    // Other limits reach the claims.
    let second = "diff(x^5, x, 2) = 20x^3";
    assert!(check(&["--as", "formulas", "-"], second).0.contains("proved"));
    assert!(check(&["--as", "formulas", "--limit", "order=1", "-"], second).0.contains("above the limit 1"));
    let (_, err, code) = check(&["--limit", "document=3", "-"], "long");
    assert!(err.contains("more than 3 bytes") && code == 2, "{err}");
}

#[test]
fn reports_for_people_show_the_line() {
    let (out, _, _) = check(&["--as", "formulas", "--quiet", "-"], CLAIMS);
    insta::assert_snapshot!(out, @r"
    error: refuted: 12 is not 6; at a = 2
     --> -:3:1
      |
    3 | d/da a^3 = 3a
      | ^^^^^^^^^^^^^
      |
      = note: read as diff(a^3, a) = 3*a
      = help: should the right side be 3a^2 (a power off by one)?
    warning: conflict: with f(a) = a^2 of line 1: 9 is not 8
     --> -:4:1
      |
    4 | f(3) = 8
      | ^^^^^^^^
      |
      = note: read as f(3) = 8
      = help: should the right side be 9 (the left side, worked out)?
    warning: not understood: this `(` is never closed [E0005]
     --> -:7:1
      |
    7 | (
      | ^
    -: 2 proved, 1 refuted, 1 conflict, 1 definition, 1 binding, 1 not understood
    ");
}

#[test]
fn a_correction_is_not_the_left_side_once_more() {
    for (claim, wanted) in [
        ("cos(3t) = 4cos(t)^3 + 3cos(t)", "4*cos(t)^3 - 3*cos(t) (a sign)"),
        ("(a - b)^3 = a^3 - 3a^2*b + 3a*b^2 + b^3", "a^3 - 3a^2*b + 3a*b^2 - b^3 (a sign)"),
        ("(1 + x)*(1 - x) = 1 + x^2", "1 - x^2 (a sign)"),
    ] {
        let (out, _, code) = check(&["--as", "formulas", "-"], claim);
        let line = format!("should the right side be {wanted}?");
        assert!(out.contains(&line) && code == 1, "{out}");
    }
}

#[test]
fn reports_for_programs() {
    let form = |form: &str| check(&["--as", "formulas", "--to", form, "-"], "1 = 2\n𝑥 = 1 = x\n").0;
    let sarif: Value = serde_json::from_str(&form("sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!((&results[0]["level"], &results[0]["ruleId"]), (&"error".into(), &"refuted".into()));
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"], &region["endColumn"]), (&1.into(), &1.into(), &6.into()));
    let all: Vec<Value> = serde_json::from_str(&form("json")).unwrap();
    assert_eq!(all.len(), form("jsonl").lines().count());
    assert!(form("github").starts_with("::error file=-,line=1,col=1::refuted: 1 is not 2"));
    assert!(form("markdown").contains("| 1:1 | refuted | `1 = 2` | 1 is not 2 |"));
}

#[test]
fn corrections_are_a_diff() {
    let (out, _, code) = check(&["--as", "formulas", "--fix", "-"], "1 = 1\nd/da a^3 = 3a\nf(x) = x^2\nf(2) = 5\n");
    assert_eq!(code, 1);
    assert!(out.starts_with("--- a/-\n+++ b/-\n@@ "), "{out}");
    assert!(out.contains("\n-d/da a^3 = 3a\n+d/da a^3 = 3a^2\n f(x) = x^2\n f(2) = 5"), "{out}");
    assert_eq!(check(&["--as", "formulas", "--fix", "-"], "1 = 1\n").0, "");
}
