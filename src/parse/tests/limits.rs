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
        let forms = [
            ("sin(", ")", 100_000),
            ("-", "", 200_000),
            ("x^", "", 200_000),
            ("(", ")", 20_000),
            ("1+(", ")", 20_000),
            ("sin ", "", 20_000),
            ("√", "", 20_000),
            ("if(x>0,x,", ")", 20_000),
            ("d/dx ", "", 20_000),
        ];
        for (open, close, deep) in forms {
            let text = format!("{}x{}", open.repeat(deep), close.repeat(deep));
            assert!(parse_formula(&mut Arena::new(), &text, &Options::default()).is_ok(), "{open}");
        }
    });
}

#[test]
fn every_kind_of_nesting_has_a_limit() {
    let options = Options { depth: 1000, ..Options::default() };
    let forms =
        ["(", "-", "x^", "sin ", "sin(", "√", "|x+", "if(", "if(x>0,", "d/dx ", "f(x, ", "diff(", "2^-", "sin x^"];
    for open in forms {
        let text = format!("{}x", open.repeat(1002));
        let error = parse_formula(&mut Arena::new(), &text, &options).unwrap_err();
        assert_eq!(error.code(), "E0009", "{open}");
    }
}

#[test]
fn long_and_hopeless_texts_end_quickly() {
    on_a_small_stack(|| {
        table(&[
            (&format!("{}x", "-".repeat(1_000_000)), "E0009"),
            (&"(".repeat(20_000), "E0005"),
            (&"|".repeat(100_000), "E0012"),
            (&"|x+".repeat(20_000), "E0004"),
            (&"if(".repeat(20_000), "E0005"),
            (&"1e9999+".repeat(100_000), "E0009"),
        ]);
        let options = Options::default();
        let sum = format!("{}x", "x + ".repeat(250_000));
        assert!(parse_formula(&mut Arena::new(), &sum, &options).is_ok());
        let product = format!("{}x", "x*".repeat(100_000));
        assert!(parse_formula(&mut Arena::new(), &product, &options).is_ok());
    });
}
