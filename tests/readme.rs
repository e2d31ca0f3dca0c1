//! The README's examples are run, its commands exist, and CI runs its test command.

use std::io::Write;
use std::process::{Command, Stdio};

const README: &str = include_str!("../README.md");

/// The console examples: a command line and what it prints.
fn examples() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for block in README.split("```console\n").skip(1) {
        for line in block.split("```").next().unwrap_or("").lines() {
            match line.strip_prefix("$ ") {
                Some(command) => found.push((command.to_string(), String::new())),
                None => found.last_mut().expect("a command comes first").1 += &format!("{line}\n"),
            }
        }
    }
    found
}

/// Splits a command line at spaces outside single quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("there is a word").push(c),
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

fn run(line: &str) -> String {
    let (input, command) = match line.split_once(" | ") {
        Some((said, command)) => {
            let (first, text) = (&words(said)[0], words(said)[1..].join(" "));
            (if first == "printf" { text.replace("\\n", "\n") } else { text + "\n" }, command)
        }
        None => (String::new(), line),
    };
    let words = words(command);
    assert_eq!(words[0], "chainrule", "{line}");
    let mut child = Command::new(env!("CARGO_BIN_EXE_chainrule"))
        .args(&words[1..])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("it reads").write_all(input.as_bytes()).expect("it takes its input");
    let output = child.wait_with_output().expect("it ends");
    String::from_utf8(output.stdout).expect("it prints text")
}

#[test]
fn the_examples_print_what_stands_there() {
    let examples = examples();
    assert!(examples.len() >= 10, "{}", examples.len());
    for (line, expected) in examples {
        assert_eq!(run(&line), expected, "{line}");
    }
}

#[test]
fn every_command_and_option_is_described() {
    let help = run("chainrule --help");
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|l| *l != "Commands:")
        .skip(1)
        .take_while(|l| !l.is_empty())
        .filter_map(|l| l.split_whitespace().next())
        .collect();
    assert!(commands.len() >= 6, "{help}");
    for command in commands {
        assert!(README.contains(&format!("| `{command}")), "{command}");
        for word in run(&format!("chainrule {command} --help")).split_whitespace() {
            let option = word.trim_end_matches([',', '.', ';']);
            let named = option.strip_prefix("--").is_some_and(|o| o.chars().all(|c| c.is_ascii_lowercase()));
            assert!(!named || README.contains(option), "{command}: {option}");
        }
    }
}

#[test]
fn ci_runs_the_test_command() {
    let script = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/.ci/run")).expect("the script is there");
    let command = README.lines().rfind(|l| l.starts_with("    cargo test")).expect("a test command").trim();
    assert!(script.contains(command), "{command}");
}
