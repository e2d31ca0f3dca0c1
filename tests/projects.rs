//! `check` in a project: its configuration, and the findings it has accepted.

use assert_cmd::Command;
use std::path::{Path, PathBuf};

/// A project of its own for a test, with some files.
fn project(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join(".git")).unwrap();
    for (path, text) in files {
        std::fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        std::fs::write(folder.join(path), text).unwrap();
    }
    folder
}

/// What `check` says there, what it complains of, and its exit code.
fn check(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    let mut command = Command::cargo_bin("chainrule").unwrap();
    let output = command.current_dir(folder).arg("check").args(arguments).write_stdin("1 = 1").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

/// The words of the findings of one file.
fn verdicts(folder: &Path, arguments: &[&str]) -> String {
    let (out, err, _) = check(folder, &[&["--to", "jsonl"], arguments].concat());
    assert_eq!(err, "");
    let word =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["verdict"].as_str().unwrap().to_string();
    out.lines().map(word).collect::<Vec<_>>().join(" ")
}

const CONFIG: &str = "assume = [\"x > 0\"]\nfunction = [\"phi\"]\nloss = [\"R\"]\nstrict = true\nignore = [\"drafts/**\", \"*.tmp.md\"]\n";
const NOTES: &str = "$\\sqrt{x^2} = x$, $R(a) = a^2$, $da = 2a$, $\\phi(2) = \\phi(2)$.";

#[test]
fn a_configuration_is_found_upwards_and_the_command_line_goes_first() {
    let files =
        [("chainrule.toml", CONFIG), ("deep/down/notes.md", NOTES), ("drafts/a.md", "$1=2$"), ("b.tmp.md", "$1=2$")];
    let folder = project("found", &files);
    let notes = "deep/down/notes.md";
    assert_eq!(verdicts(&folder, &[notes]), "proved definition proved proved");
    assert_eq!(verdicts(&folder, &["--no-config", notes]), "refuted definition definition not_understood");
    assert_eq!(verdicts(&folder, &["--loss", "L", notes]), "proved definition definition proved");
    assert_eq!(
        verdicts(&folder, &["--no-config", "--assume", "x > 0", "--loss", "L,R", "--function", "phi", notes]),
        "proved definition proved proved"
    );
    // Assumptions come together.
    assert_eq!(verdicts(&folder, &["--assume", "y > 0", notes]), "proved definition proved proved");
    let open = project("strict", &[("chainrule.toml", "strict = true"), ("a.md", "$x^2 = 4$")]);
    assert_eq!(check(&open, &["a.md"]).2, 1);
    assert_eq!(check(&open, &["--strict=false", "a.md"]).2, 0);
    assert_eq!(check(&open, &["--no-config", "a.md"]).2, 0);
    for ignored in ["drafts/a.md", "b.tmp.md"] {
        let (out, err, code) = check(&folder, &[ignored]);
        assert_eq!((out.as_str(), code), ("", 0));
        assert!(err.contains("chainrule.toml says to ignore"), "{err}");
        assert_eq!(check(&folder, &["--no-config", ignored]).2, 1);
    }
    // Standard input is meant to lie where the program is run.
    assert!(check(&folder, &["--as", "formulas", "-"]).0.contains("1 proved"));
}

#[test]
fn a_configuration_ends_at_its_repository() {
    let folder =
        project("outer", &[("chainrule.toml", "nonsense"), ("inner/.git/HEAD", ""), ("inner/a.md", "$1 = 1$")]);
    assert_eq!(check(&folder, &["inner/a.md"]).2, 0);
    std::fs::remove_dir_all(folder.join("inner/.git")).unwrap();
    assert_eq!(check(&folder, &["inner/a.md"]).2, 2);
}

#[test]
fn what_a_configuration_gets_wrong_is_shown() {
    for (text, parts) in [
        ("asume = [\"a > 0\"]\n", &["line 1, column 1", "asume = ", "unknown field `asume`"][..]),
        ("\nstrict = 1\n", &["line 2, column 10", "boolean"]),
        ("strict = \n", &["line 1"]),
        ("assume = [\n\"a > 0\",\n\"a >\"]\n", &["chainrule.toml: line 3: `a >`", "assumption"]),
        ("[limit]\nhaste = 7\n", &["no limit `haste`"]),
        ("ignore = [\"a***\"]\n", &["line 1: `a***`"]),
        ("baseline = \"missing.json\"\n", &["missing.json", "cannot be read"]),
    ] {
        let folder = project("wrong", &[("chainrule.toml", text), ("a.md", "$1 = 1$")]);
        let (out, err, code) = check(&folder, &["a.md"]);
        assert_eq!((out.as_str(), code), ("", 2), "{text}");
        for part in parts {
            assert!(err.contains(part), "{text}: {err}");
        }
        assert_eq!(check(&folder, &["--no-config", "a.md"]).2, 0);
    }
    let folder = project("limits", &[("chainrule.toml", "limit = { document = 3 }"), ("a.md", "$1 = 1$")]);
    assert!(check(&folder, &["a.md"]).1.contains("more than 3 bytes"));
    assert_eq!(check(&folder, &["--limit", "document=30", "a.md"]).2, 0);
    assert_eq!(check(&folder, &["--assume", "a >", "a.md"]).2, 2);
}

#[test]
fn accepted_findings_are_no_reason_to_fail() {
    let folder = project("accepted", &[("notes/a.md", "$1 = 2$, $1 = 2$, $x^2 = 4$\n"), ("notes/b.md", "$3 = 4$\n")]);
    let (a, b) = ("notes/a.md", "notes/b.md");
    let (_, err, code) = check(&folder, &["--write-baseline", "known.json", a, b]);
    assert_eq!(code, 0);
    assert!(err.contains("4 findings"), "{err}");
    let (out, err, code) = check(&folder, &["--baseline", "known.json", "--strict", a, b]);
    let counts = "notes/a.md: 2 refuted (2 accepted), 1 undecided (1 accepted)\nnotes/b.md: 1 refuted (1 accepted)\n";
    assert_eq!((out.as_str(), err.as_str(), code), (counts, "", 0));
    // Lines move, one is mended, one is new; from another folder.
    std::fs::write(folder.join(a), "More.\n\n$3 = 4$. Then $1 =\n2$ and $x^2 = 4$.\n").unwrap();
    let notes = folder.join("notes");
    let (out, err, code) = check(&notes, &["--baseline", "../known.json", "./a.md"]);
    assert_eq!((out.matches("error: refuted").count(), code), (1, 1));
    assert!(out.contains("a.md:3:2") && out.contains("2 refuted (1 accepted), 1 undecided (1 accepted)"), "{out}");
    assert!(err.contains("notes/a.md has no refuted `1 = 2` any more") && !err.contains("b.md"), "{err}");
    let objects = check(&notes, &["--baseline", "../known.json", "--to", "jsonl", "a.md"]).0;
    assert_eq!(objects.lines().map(|l| l.ends_with(",\"accepted\":true}")).collect::<Vec<_>>(), [false, true, true]);
    let sarif = check(&notes, &["--baseline", "../known.json", "--to", "sarif", "a.md"]).0;
    assert_eq!(sarif.matches("\"suppressions\":[{\"kind\":\"external\"}]").count(), 2);
    let annotations = check(&notes, &["--baseline", "../known.json", "--to", "github", "a.md"]).0;
    assert_eq!(annotations.lines().count(), 1, "{annotations}");
    // The configuration names it from its own folder.
    std::fs::write(folder.join("chainrule.toml"), "baseline = \"known.json\"").unwrap();
    assert_eq!(check(&notes, &["b.md"]).2, 0);
    assert_eq!(check(&notes, &["--no-config", "b.md"]).2, 1);
    assert_eq!(check(&notes, &["--write-baseline", "../known.json", "a.md"]).2, 0);
    assert_eq!(check(&notes, &["a.md"]).2, 0);
    assert_eq!(check(&notes, &["b.md"]).2, 1);
}

#[test]
fn a_damaged_baseline_is_an_error() {
    let folder = project("damaged", &[("a.md", "$1 = 2$")]);
    for (text, part) in [
        ("", "EOF"),
        ("{\"chainrule_baseline\": 2, \"findings\": []}", "version 2"),
        ("{\"chainrule_baseline\": 1, \"findings\": [{\"file\": \"a.md\"}]}", "missing field"),
        ("{\"chainrule_baseline\": 1, \"findings\": [], \"more\": 1}", "unknown field `more`"),
    ] {
        std::fs::write(folder.join("known.json"), text).unwrap();
        let (out, err, code) = check(&folder, &["--baseline", "known.json", "a.md"]);
        assert_eq!((out.as_str(), code), ("", 2), "{text}");
        assert!(err.contains("known.json is no baseline") && err.contains(part), "{err}");
    }
    let (_, err, code) = check(&folder, &["--baseline", "none.json", "a.md"]);
    assert!(err.contains("none.json cannot be read") && code == 2, "{err}");
    assert_eq!(check(&folder, &["--write-baseline", "no/such/folder.json", "a.md"]).2, 2);
}
