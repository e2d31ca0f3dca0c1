//! Formulas made from bytes: what simplification says of each is held to values at points.
#![no_main]

#[path = "../../oracle/mod.rs"]
mod oracle;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = oracle::laws::simplified(bytes) {
        panic!("{broken}");
    }
});
