//! Claims made from bytes: each verdict is held to values at points, found without the enclosures.
#![no_main]

#[path = "../../oracle/mod.rs"]
mod oracle;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = oracle::laws::judged(bytes) {
        panic!("{broken}");
    }
});
