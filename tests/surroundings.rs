//! What the program runs in must not hurt: locales, closed streams, a full disk, an interrupt, files
//! that are none.
#![cfg(unix)]

mod confined;

use confined::{PROGRAM, confined, fed, started};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

#[test]
fn surroundings_change_nothing() {
    let run = |name: &str, value: &str| {
        let mut command = confined(&["diff", "-", "--at", "x=0.5", "--steps"]);
        command.env(name, value);
        fed(command, b"log(1 + x^2)*sin(x/3)").stdout
    };
    let plain = run("LC_ALL", "C");
    assert!(!plain.is_empty());
    for (name, value) in [("LC_ALL", "tr_TR.UTF-8"), ("LC_ALL", "de_DE.UTF-8"), ("TZ", "Asia/Kathmandu"), ("HOME", "/")]
    {
        assert_eq!(run(name, value), plain, "{name}={value}");
    }
}

#[test]
fn closed_streams_and_a_full_disk() {
    let shell = |script: &str| {
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).arg(PROGRAM);
        fed(command, b"")
    };
    assert_eq!(shell("\"$0\" simplify 'x +' 2>&-").status.code(), Some(2));
    assert_eq!(shell("\"$0\" equal 'x = 2x' 2>&-").status.code(), Some(1));
    assert_eq!(shell("\"$0\" batch < /dev/null").status.code(), Some(0));
    assert_eq!(shell("\"$0\" simplify - < /dev/null").status.code(), Some(2));
    let cut = shell("yes '{\"op\":\"simplify\",\"expr\":\"x+x\"}' | head -20000 | \"$0\" batch | head -1");
    assert!(cut.stderr.is_empty(), "{}", String::from_utf8_lossy(&cut.stderr));
    if std::path::Path::new("/dev/full").exists() {
        for script in
            ["\"$0\" simplify x > /dev/full", "echo '{\"op\":\"simplify\",\"expr\":\"x\"}' | \"$0\" batch > /dev/full"]
        {
            let full = shell(script);
            let said = String::from_utf8_lossy(&full.stderr);
            assert_eq!(full.status.code(), Some(2), "{said}");
            assert!(said.contains("E0111") && said.contains("cannot be written"), "{said}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    let long = "x".repeat(300);
    let all: &[(&[&str], &str)] = &[
        (&[""], "''"),
        (&["missing.md"], "'missing.md'"),
        (&[&long], &long),
        (&["simplify", ""], "E0001"),
        (&["simplify", "missing.md"], "E0002"),
        (&["simplify", "x", "--to", "text", "--to", "text"], "'--to <NOTATION>' cannot be used multiple times"),
    ];
    for (arguments, part) in all {
        let output = fed(confined(arguments), b"");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty() && said.contains(part), "{arguments:?}: {said}");
    }
    for arguments in [&["simplify", "-"][..], &["batch"]] {
        let mut command = confined(arguments);
        // A folder can be opened, and not read.
        let output = command.stdin(std::fs::File::open("/").unwrap()).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("E0111"));
    }
}

/// Sends the signal of Ctrl-C and says how long the program went on.
fn interrupted(child: &mut Child) -> Duration {
    let sent = Instant::now();
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let status = child.wait().unwrap();
    let took = sent.elapsed();
    assert_eq!(status.code(), Some(130));
    took
}

#[test]
fn an_interrupt_ends_a_search_at_once() {
    let mut command = confined(&["diff", "x^x", "--order", "100"]);
    command.arg("--limit").arg("again=100000000");
    let mut child = started(command);
    std::thread::sleep(Duration::from_millis(1500));
    // A fifth of a second is promised; the machine that tests may be busy.
    assert!(interrupted(&mut child) < Duration::from_millis(1000));
}

#[test]
fn an_interrupted_batch_keeps_its_whole_lines() {
    let mut child = started(confined(&["batch"]));
    let mut input = child.stdin.take().unwrap();
    for id in 1..=40 {
        writeln!(input, "{{\"id\":{id},\"op\":\"diff\",\"expr\":\"x^{id}\",\"wrt\":\"x\"}}").unwrap();
    }
    writeln!(input, "{{\"id\":41,\"op\":\"diff\",\"expr\":\"diff(x^x, x, 28)\",\"wrt\":\"x\"}}").unwrap();
    input.flush().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in 1..=40 {
        let line: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        assert_eq!(line["id"], id);
    }
    interrupted(&mut child);
    for line in lines {
        let line = line.unwrap();
        serde_json::from_str::<serde_json::Value>(&line).unwrap_or_else(|e| panic!("half a line, {e}: {line}"));
    }
}

/// No code of ours speaks to a network or starts a program.
#[test]
fn nothing_leaves_the_machine() {
    fn read(folder: &std::path::Path, all: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { read(&path, all) } else { all.push_str(&std::fs::read_to_string(&path).unwrap()) }
        }
    }
    let mut all = String::new();
    read(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    for word in ["std::net", "process::Command", "std::time", "SystemTime", "thread_rng"] {
        assert!(!all.lines().any(|l| l.contains(word) && !l.contains("time::Duration")), "{word}");
    }
}
