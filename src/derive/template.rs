//! The texts of the function rows, read once a run and filled in with arguments.

use crate::parse::read;
use crate::term::{Arena, Node, Operator, Rational, Symbol, TermId};
use rustc_hash::FxHashMap;

/// The row texts read so far.
pub(super) struct Templates {
    u: Symbol,
    v: Symbol,
    known: FxHashMap<&'static str, TermId>,
}

impl Templates {
    /// No text read yet.
    pub(super) fn new(arena: &mut Arena) -> Self {
        Templates { u: arena.intern("u"), v: arena.intern("v"), known: FxHashMap::default() }
    }

    /// The text with `u` and `v` replaced by the arguments. A sum of two numbers that arises so,
    /// as in the order `1 + 1` of a polygamma, is written as one number.
    pub(super) fn fill(&mut self, arena: &mut Arena, text: &'static str, arguments: &[TermId]) -> TermId {
        let template = *self.known.entry(text).or_insert_with(|| read(arena, text));
        let (u, v) = (self.u, self.v);
        arena.rebuild(template, |arena, old, rebuilt| match arena.node(old) {
            Node::Symbol(s) if s == u => arguments.first().copied().unwrap_or(rebuilt),
            Node::Symbol(s) if s == v => arguments.get(1).copied().unwrap_or(rebuilt),
            _ => number_sum(arena, rebuilt).map_or(rebuilt, |value| arena.rational(&value)),
        })
    }
}

/// The value of a sum or difference of two numbers.
fn number_sum(arena: &Arena, term: TermId) -> Option<Rational> {
    match arena.node(term) {
        Node::Binary(Operator::Add, a, b) => Some(&arena.as_rational(a)? + &arena.as_rational(b)?),
        Node::Binary(Operator::Sub, a, b) => Some(&arena.as_rational(a)? - &arena.as_rational(b)?),
        _ => None,
    }
}
