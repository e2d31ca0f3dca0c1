//! Any bytes as a document of each format, and as lines of JSON: nothing panics, and every finding has
//! a place in it.
#![no_main]

use chainrule::document::{Format, Record, Setting, check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for format in [Format::Markdown, Format::Latex, Format::Formulas] {
        for finding in check(text, format) {
            assert!(text.get(finding.span.clone()).is_some(), "{finding:?}");
        }
    }
    for line in text.lines() {
        let Ok(record) = Record::read(line) else { continue };
        let source = if record.file.is_some() { &record.text } else { line };
        for finding in record.check(1, &Setting::default()) {
            assert!(source.get(finding.span.clone()).is_some(), "{finding:?}");
        }
    }
});
