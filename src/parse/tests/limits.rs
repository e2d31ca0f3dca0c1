//! Deep, long and hopeless texts.

use super::table;
use crate::parse::{Options, parse_formula};
use crate::term::Arena;

/// Runs on a stack of 2 MiB, as a worker thread of the batch has.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().unwrap();
}

#[test]
fn deep_texts_are_read_on_a_small_stack() {
    on_a_small_stack(|| {
        let deep = 100_000;
        for (open, close) in [("sin(", ")"), ("(", ")"), ("-", ""), ("x^", ""), ("sin ", ""), ("1+(", ")"), ("√", "")]
        {
            let text = format!("{}x{}", open.repeat(deep), close.repeat(deep));
            let options = Options { bytes: 1 << 21, ..Options::default() };
            assert!(parse_formula(&mut Arena::new(), &text, &options).is_ok(), "{open}");
        }
    });
}

#[test]
fn long_and_hopeless_texts_end_quickly() {
    on_a_small_stack(|| {
        table(&[
            (&format!("{}x", "-".repeat(1_000_000)), "E0009"),
            (&format!("{}x", "(".repeat(300_000)), "E0009"),
            (&format!("{}x", "x^".repeat(300_000)), "E0009"),
            (&"(".repeat(100_000), "E0005"),
            (&"|".repeat(100_000), "E0012"),
            (&"|x+".repeat(100_000), "E0004"),
            (&"if(".repeat(100_000), "E0005"),
            (&"1e9999+".repeat(100_000), "E0009"),
        ]);
        let options = Options::default();
        let sum = format!("{}x", "x + ".repeat(250_000));
        assert!(parse_formula(&mut Arena::new(), &sum, &options).is_ok());
        let product = format!("{}x", "x*".repeat(100_000));
        assert!(parse_formula(&mut Arena::new(), &product, &options).is_ok());
    });
}
