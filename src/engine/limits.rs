//! The limits, each with what happens beyond it.

use crate::{derive, parse, render, simplify};

/// The memory a formula's arena may take, in bytes.
pub const MEMORY: usize = 256 << 20;
/// The highest order of a derivative.
pub const ORDER: u32 = 100;
/// Given names and functions in one problem.
pub const GIVEN: usize = 1_000;
/// The longest line that `batch` reads, in bytes.
pub const LINE: usize = 16 << 20;
/// The lines of a derivation of the raw derivative.
pub const LINES: usize = 1_000;

/// A limit: its name, its value and what happens beyond it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limit {
    /// What is limited.
    pub name: &'static str,
    /// The largest value allowed, with its unit.
    pub value: String,
    /// What happens beyond it.
    pub beyond: &'static str,
}

/// Every limit.
///
/// ```
/// assert!(chainrule::limits().iter().any(|l| l.name == "order of a derivative" && l.value == "100"));
/// ```
pub fn limits() -> Vec<Limit> {
    let read = parse::Options::default();
    let row = |name, value: String, beyond| Limit { name, value, beyond };
    vec![
        row("line of a batch", format!("{LINE} bytes"), "error"),
        row("formula", format!("{} bytes", read.bytes), "error"),
        row("depth of nesting", read.depth.to_string(), "error"),
        row("digits of a number", read.digits.to_string(), "error"),
        row("order of a derivative", ORDER.to_string(), "error"),
        row("given names", GIVEN.to_string(), "error"),
        row("memory of a formula", format!("{MEMORY} bytes"), "error"),
        row("terms a repeated derivative adds", derive::NODE_LIMIT.to_string(), "error"),
        row("distinct parts of a formula to simplify", simplify::LARGEST.to_string(), "left as it is, and said"),
        row("bits of a resulting integer", "1000000".into(), "left as it is"),
        row("terms of an expansion", "100000".into(), "left unexpanded, and said"),
        row("nodes of the e-graph", "20000".into(), "the best so far, and said"),
        row("size of a printed tree", render::Style::default().print_limit.to_string(), "named parts"),
    ]
}
