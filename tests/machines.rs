//! The README's examples for more than one machine, run as they stand there: with GNU parallel, and
//! with Spark. Where one of these is missing, its test says so and is skipped.
#![cfg(unix)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const README: &str = include_str!("../README.md");
const PROGRAM: &str = env!("CARGO_BIN_EXE_chainrule");

/// The README's example in a language that speaks of an engine.
fn example(language: &str, engine: &str) -> &'static str {
    let begin = format!("```{language}\n");
    let mut blocks = README.split(&*begin).skip(1).filter_map(|block| block.split("```").next());
    blocks.find(|block| block.contains(engine)).expect("an example")
}

/// Whether a command succeeds; else it is said that the test is skipped.
fn there(engine: &str, command: &str, arguments: &[&str]) -> bool {
    let there = Command::new(command).args(arguments).output().is_ok_and(|o| o.status.success());
    if !there {
        eprintln!("skipped: {engine} is missing");
    }
    there
}

/// A folder with requests and claims, where the program is found by its name.
fn workplace(name: &str, more: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("machines").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let request = |i: usize| format!("{{\"id\": {i}, \"op\": \"diff\", \"expr\": \"x^{i}\", \"wrt\": \"x\"}}\n");
    let claim = |i: usize| format!("{{\"id\": {i}, \"tex\": \"\\\\frac{{d}}{{dx}} x^{{{i}}} = 3x^2\"}}\n");
    std::fs::write(folder.join("requests.jsonl"), (1..=60).map(request).collect::<String>()).unwrap();
    std::fs::write(folder.join("claims.jsonl"), (1..=60).map(claim).collect::<String>() + more).unwrap();
    folder
}

/// Runs an example there.
fn run(folder: &Path, command: &str, arguments: &[&str]) -> Output {
    let path = std::env::var("PATH").unwrap_or_default();
    let own = Path::new(PROGRAM).parent().unwrap().display();
    let mut command = Command::new(command);
    command.current_dir(folder).args(arguments).env("PATH", format!("{own}:{path}")).output().unwrap()
}

/// The ids of lines, in their order, and how many say a word.
fn ids(text: &str, word: &str) -> (Vec<u64>, usize) {
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (lines.iter().map(|l| l["id"].as_u64().unwrap()).collect(), text.matches(word).count())
}

fn holds_what_it_should(answers: &str, findings: &str) {
    let all: Vec<u64> = (1..=60).collect();
    assert_eq!(ids(answers, "\"ok\":true"), (all.clone(), 60));
    assert_eq!(ids(findings, "\"verdict\":\"refuted\""), (all, 59));
}

#[test]
fn gnu_parallel_keeps_the_order_and_fails_loudly() {
    if !there("GNU parallel", "sh", &["-c", "parallel --version | grep -q GNU"]) {
        return;
    }
    // Small parts, so that there is more than one.
    let script = format!("set -e\n{}", example("sh", "parallel")).replace("--pipe", "--pipe --block 300");
    let folder = workplace("parallel", "");
    let output = run(&folder, "sh", &["-c", &script]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    holds_what_it_should(&read("answers.jsonl"), &read("findings.jsonl"));
    let output = run(&workplace("parallel-bad", "oops\n"), "sh", &["-c", &script]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("could not be read"));
}

#[test]
fn spark_keeps_the_order_and_fails_loudly() {
    if !there("Spark", "python3", &["-c", "import pyspark"]) || !there("Java", "java", &["-version"]) {
        return;
    }
    let script = example("python", "pyspark");
    let folder = workplace("spark", "");
    let output = run(&folder, "python3", &["-c", script]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |name: &str| {
        let parts = std::fs::read_dir(folder.join(name)).unwrap().map(|e| e.unwrap().path());
        let mut parts: Vec<PathBuf> = parts.filter(|p| p.to_string_lossy().contains("/part-")).collect();
        parts.sort();
        assert!(parts.len() > 1);
        parts.iter().map(|part| std::fs::read_to_string(part).unwrap()).collect::<String>()
    };
    holds_what_it_should(&read("answers"), &read("findings"));
    let output = run(&workplace("spark-bad", "oops\n"), "python3", &["-c", script]);
    assert!(!output.status.success());
}
