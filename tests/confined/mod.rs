//! The program as a shell runs it, with a stack of 256 KiB and an address space of 512 MiB.
#![allow(dead_code)]

use std::io::Write;
use std::process::{Child, Command, Output, Stdio};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_chainrule");

/// The program under a small stack and address space.
pub fn confined(arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    let limits = if cfg!(target_os = "linux") { "ulimit -s 256; ulimit -v 524288; " } else { "" };
    command.arg("-c").arg(format!("{limits}exec \"$0\" \"$@\"")).arg(PROGRAM).args(arguments);
    command
}

pub fn started(mut command: Command) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// The outcome of a command that is given a text.
pub fn fed(command: Command, text: &[u8]) -> Output {
    let mut child = started(command);
    let (mut input, text) = (child.stdin.take().unwrap(), text.to_vec());
    // A program that has read enough may end before it has read all.
    let feeder = std::thread::spawn(move || drop(input.write_all(&text)));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    output
}

#[track_caller]
pub fn expect(output: &Output, text: &[u8], code: i32, part: &str) {
    let start = String::from_utf8_lossy(&text[..text.len().min(40)]).into_owned();
    let said = String::from_utf8(if code == 2 { &output.stderr } else { &output.stdout }.clone()).unwrap();
    let shown: String = said.chars().take(300).collect();
    assert_eq!(output.status.code(), Some(code), "{start}: {shown}");
    assert!(said.replacen("]: ", ": ", 1).contains(part), "{start}: {shown}");
}
