//! Any bytes as the lines of a batch: each gets one JSON object, and none a failure of the program.
#![no_main]
#![allow(dead_code)]

#[path = "../../../src/cli/mod.rs"]
mod cli;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for (i, line) in bytes.split(|b| *b == b'\n').enumerate() {
        let answer = cli::batch::line(i + 1, line);
        if !answer.is_empty() {
            let object: serde_json::Value = serde_json::from_str(&answer).unwrap_or_else(|e| panic!("{e}: {answer}"));
            assert!(object["ok"].is_boolean() && object["error"]["code"] != "E0199", "{answer}");
        }
    }
});
