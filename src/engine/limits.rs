//! The limits, each with what happens beyond it.

use crate::term::Limits;

/// The lines of a derivation of the raw derivative.
pub const LINES: usize = 1_000;

/// A limit: its name, its value and what happens beyond it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limit {
    /// The word it is set by.
    pub word: &'static str,
    /// What is limited.
    pub name: &'static str,
    /// The largest value allowed, with its unit.
    pub value: String,
    /// What happens beyond it.
    pub beyond: &'static str,
}

/// Every limit, with its usual value; [`Simplifier::limit`](crate::Simplifier::limit) sets another.
///
/// ```
/// assert!(chainrule::limits().iter().any(|l| l.name == "order of a derivative" && l.value == "100"));
/// ```
pub fn limits() -> Vec<Limit> {
    let row = |(word, name, unit, beyond, value): (_, _, &str, _, u64)| Limit {
        word,
        name,
        value: format!("{value} {unit}").trim_end().to_string(),
        beyond,
    };
    Limits::default().rows().into_iter().map(row).collect()
}
