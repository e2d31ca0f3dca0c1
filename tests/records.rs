//! `check` as a filter of JSON lines: each line for itself, in order, as they come.

use assert_cmd::Command;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

/// What the filter says of lines, its complaints and its exit code.
fn filtered(lines: &str) -> (Vec<Value>, String, i32) {
    let mut command = Command::cargo_bin("chainrule").unwrap();
    let output = command.args(["check", "--as", "jsonl", "--to", "jsonl", "-"]).write_stdin(lines).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let objects = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (objects, String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
}

#[test]
fn findings_point_into_the_lines() {
    let lines = concat!(
        "{\"id\": [1.0], \"tex\": \"\\\\frac{d}{da} a^3 = 3a\", \"source\": \"a book\"}\r\n",
        "\n",
        "\"𝑥 + 1 = 2\"\n",
        "{\"text\": \"f(a) = a^2\\nf(3) = 8\"}\n",
        "{\"id\": null, \"file\": \"notes/a.md\", \"text\": \"So\\n\\n$1 = 2$.\"}\n",
    );
    let (found, err, code) = filtered(lines);
    assert_eq!((code, err.as_str()), (1, ""));
    let said = |o: &Value| format!("{}:{}:{} {} {}", o["file"], o["line"], o["column"], o["verdict"], o["text"]);
    let said: Vec<String> = found.iter().map(|o| said(o).replace('"', "")).collect();
    let wanted = [
        r"-:1:23 refuted \\frac{d}{da} a^3 = 3a",
        "-:3:2 not_understood 𝑥",
        "-:4:11 definition f(a) = a^2",
        "-:4:23 conflict f(3) = 8",
        "notes/a.md:3:2 refuted 1 = 2",
    ];
    assert_eq!(said, wanted);
    for object in &found[..4] {
        let span = |i: usize| object["span"][i].as_u64().unwrap() as usize;
        let text = object["text"].as_str().unwrap().replace('\\', "\\\\");
        assert_eq!(&lines[span(0)..span(1)], text);
    }
    assert_eq!((found[0]["id"].to_string().as_str(), found[1].get("id")), ("[1.0]", None));
    assert_eq!(found[3]["uses"][0]["line"], 4);
}

#[test]
fn a_bad_line_gets_its_error_and_the_rest_goes_on() {
    let (found, err, code) = filtered("oops\n{\"id\": 7, \"test\": \"1 = 1\"}\n\"1 = 1\"\n");
    assert_eq!(code, 2);
    assert!(err.contains("2 lines of - could not be read"), "{err}");
    let keys = |o: &Value| (o["id"].clone(), o["line"].clone(), o["error"]["code"].clone());
    assert_eq!(keys(&found[0]), (Value::Null, 1.into(), "E0101".into()));
    assert_eq!(keys(&found[1]), (7.into(), 2.into(), "E0101".into()));
    assert!(found[1]["error"]["message"].as_str().unwrap().contains("no text and no tex"));
    assert_eq!(found[2]["verdict"], "proved");
    let mut command = Command::cargo_bin("chainrule").unwrap();
    let output = command.args(["check", "--as", "jsonl", "-"]).write_stdin("oops\n").output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains("-:1: this is not JSON"));
    let mut command = Command::cargo_bin("chainrule").unwrap();
    let short = ["check", "--as", "jsonl", "--to", "jsonl", "--limit", "line=9", "-"];
    let output = command.args(short).write_stdin("\"1 + 1 = 2\"\n\"1 = 1\"\n").output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(
        out.starts_with("{\"id\":null,\"ok\":false,\"error\":{\"code\":\"E0107\"") && out.contains("proved"),
        "{out}"
    );
}

#[test]
fn answers_keep_the_order_of_the_lines() {
    // Some take longer than others.
    let text = |i: usize| match i % 7 {
        0 => format!("d/dx log(x^{i} + sin(x)^2) = {i}*x"),
        _ => format!("{i} + 1 = {}", i + 1),
    };
    let lines: String = (0..120).map(|i| format!("{{\"id\": {i}, \"text\": \"{}\"}}\n", text(i))).collect();
    let (found, _, code) = filtered(&lines);
    assert_eq!(code, 1);
    let ids: Vec<u64> = found.iter().map(|o| o["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, (0..120).collect::<Vec<u64>>());
}

#[test]
fn an_answer_does_not_wait_for_the_next_line() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_chainrule"))
        .args(["check", "--as", "jsonl", "--to", "jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for i in 0..3 {
        writeln!(input, "{{\"id\": {i}, \"text\": \"1 = 1\"}}").unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["id"], i);
    }
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
