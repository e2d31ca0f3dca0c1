//! The tables of derivatives: every formula is proved under the condition beside it, and no other.

use assert_cmd::Command;
use chainrule::document::{Format, Kind, Lines, check};
use std::path::Path;

fn tables(arguments: &[&str]) -> (String, bool) {
    let output = Command::cargo_bin("chainrule").unwrap().arg("tables").args(arguments).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.success())
}

#[test]
fn every_formula_is_proved_under_its_condition() {
    let mut formulas = 0;
    for entry in Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables").read_dir().unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let (found, lines) = (check(&text, Format::Markdown), Lines::new(&text));
        for (number, line) in text.lines().enumerate().filter(|(_, line)| line.contains("$ |")) {
            let here: Vec<_> = found.iter().filter(|f| lines.place(f.span.start).0 == number + 1).collect();
            let [proved] = here[..] else { panic!("{}:{}: {here:?}", path.display(), number + 1) };
            assert_eq!(proved.kind, Kind::Proved, "{line}: {}", proved.message);
            let cell = line.trim_end_matches(" |").rsplit(" | ").next().unwrap();
            assert_eq!(proved.conditions.join(", "), cell.trim().trim_matches('`'), "{line}");
            formulas += 1;
        }
    }
    assert!(formulas >= 172, "{formulas}");
}

#[test]
fn tables_are_listed_printed_and_verified() {
    let (list, _) = tables(&[]);
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables").read_dir().unwrap().count();
    assert_eq!(list.lines().count(), files);
    let first = list.split_whitespace().next().unwrap();
    let (text, done) = tables(&[first]);
    assert!(done && text.starts_with("# ") && text.contains("| formula | where |"));
    let (said, done) = tables(&[first, "--verify"]);
    assert!(done && said.trim_end().ends_with("proved"), "{said}");
    assert!(!tables(&["none"]).1);
}
