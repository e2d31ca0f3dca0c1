//! One layout for every notation.
//!
//! A term is laid out bottom-up: each distinct sub-term becomes one [`pretty`] document, from the
//! documents of its arguments, so the work is linear in the number of distinct sub-terms and
//! nothing recurses. What differs between the notations is a row of signs, plus LaTeX's
//! two-dimensional forms; parentheses come from the operator table alone. The three plain
//! notations read back to the same term. Above a print limit a term is written as named
//! sub-terms instead, since a small graph can be an enormous tree.

mod called;
mod latex;
mod layout;
mod name;
mod number;
mod shared;
mod signs;

use crate::term::{Arena, TermId};
pub use shared::{Shared, Style, render_shared};

/// How a term is spelled.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Notation {
    /// ASCII as a person writes it: `3a^2`.
    #[default]
    Text,
    /// ASCII with every operator explicit, for other programs: `3*a^2`.
    Ascii,
    /// Unicode's signs: `3a²`, `√x`, `α`.
    Unicode,
    /// LaTeX's mathematics: `\frac{1}{a}`.
    Latex,
}

/// The whole term on one line. The caller makes sure that its tree is of a size that can be
/// printed; the work is linear in the text's length.
///
/// ```
/// use chainrule::render::{render, Notation};
/// use chainrule::term::{Arena, Operator};
/// let mut arena = Arena::new();
/// let (three, two, a) = (arena.integer(3), arena.integer(2), arena.symbol("a"));
/// let square = arena.binary(Operator::Pow, a, two);
/// let term = arena.binary(Operator::Mul, three, square);
/// assert_eq!(render(&arena, term, Notation::Text), "3a^2");
/// assert_eq!(render(&arena, term, Notation::Ascii), "3*a^2");
/// assert_eq!(render(&arena, term, Notation::Unicode), "3a²");
/// assert_eq!(render(&arena, term, Notation::Latex), "3a^{2}");
/// ```
pub fn render(arena: &Arena, term: TermId, notation: Notation) -> String {
    render_within(arena, term, notation, usize::MAX)
}

/// The whole term on lines of at most `width` bytes where it has places to break at: before
/// `+` and `-`, around relations and after commas. Further lines are indented.
pub fn render_within(arena: &Arena, term: TermId, notation: Notation, width: usize) -> String {
    let docs = pretty::Arena::new();
    let mut layout = layout::Layout::new(arena, &docs, notation);
    for id in arena.reachable(&[term]) {
        layout.lay(id);
    }
    layout.text(term, width)
}

/// A condition on one line: `a != 0`, `n integer`, `x^n defined`. Every notation but LaTeX
/// reads back to the same condition.
///
/// ```
/// use chainrule::render::{condition, Notation};
/// use chainrule::term::{Arena, Relation};
/// let mut arena = Arena::new();
/// let (a, zero) = (arena.symbol("a"), arena.integer(0));
/// let term = arena.relation(Relation::Ne, a, zero);
/// assert_eq!(condition(&arena, term, Notation::Text), "a != 0");
/// assert_eq!(condition(&arena, term, Notation::Unicode), "a ≠ 0");
/// assert_eq!(condition(&arena, term, Notation::Latex), r"a \neq 0");
/// ```
pub fn condition(arena: &Arena, term: TermId, notation: Notation) -> String {
    render(arena, term, notation)
}

#[cfg(test)]
mod tests;
