//! The texts of the function rows, read once a run and filled in with arguments.

use crate::parse::read;
use crate::term::{Arena, Func, Node, Operator, Rational, Symbol, TermId};
use smallvec::SmallVec;

/// The row texts read so far.
pub(super) struct Templates {
    u: Symbol,
    v: Symbol,
    /// By the texts' addresses; a formula has few functions.
    known: Vec<(*const u8, Vec<Part>)>,
}

/// A sub-term of a text; arguments are the places of parts before it.
#[derive(Clone, Copy)]
enum Part {
    /// Holds no argument.
    Fixed(TermId),
    Argument(usize),
    Neg(usize),
    Call(Func, usize),
    Binary(Operator, usize, usize),
    /// Anything else, with up to three arguments.
    Other(TermId, [usize; 3]),
}

/// The terms that stand for the parts.
type Values = SmallVec<[TermId; 24]>;

impl Templates {
    /// No text read yet.
    pub(super) fn new(arena: &mut Arena) -> Self {
        Templates { u: arena.intern("u"), v: arena.intern("v"), known: Vec::new() }
    }

    /// The text with `u` and `v` replaced by the arguments. A sum of two numbers that arises so,
    /// as in the order `1 + 1` of a polygamma, is written as one number.
    pub(super) fn fill(&mut self, arena: &mut Arena, text: &'static str, arguments: &[TermId]) -> TermId {
        let names = [self.u, self.v];
        let at = self.known.iter().position(|k| k.0 == text.as_ptr()).unwrap_or_else(|| {
            self.known.push((text.as_ptr(), parts(arena, text, names)));
            self.known.len() - 1
        });
        let mut values = Values::new();
        for part in &self.known[at].1 {
            let value = match *part {
                Part::Fixed(id) => id,
                Part::Argument(n) => arguments[n],
                Part::Neg(a) => arena.neg(values[a]),
                Part::Call(f, a) => arena.call(f, values[a]),
                Part::Binary(op, a, b) => match number_sum(arena, op, values[a], values[b]) {
                    Some(value) => arena.rational(&value),
                    None => arena.binary(op, values[a], values[b]),
                },
                Part::Other(id, places) => {
                    let count = arena.children(id).count();
                    let new: SmallVec<[TermId; 3]> = places[..count].iter().map(|&p| values[p]).collect();
                    arena.with_children(id, &new)
                }
            };
            values.push(value);
        }
        values[values.len() - 1]
    }
}

/// The parts of a text, arguments first.
fn parts(arena: &mut Arena, text: &'static str, names: [Symbol; 2]) -> Vec<Part> {
    let root = read(arena, text);
    let order = arena.reachable(&[root]);
    let mut parts: Vec<Part> = Vec::with_capacity(order.len());
    for &id in &order {
        let mut places = [0; 3];
        let mut fixed = true;
        for (place, child) in places.iter_mut().zip(arena.children(id)) {
            *place = order.iter().position(|&t| t == child).unwrap_or(0);
            fixed &= matches!(parts[*place], Part::Fixed(_));
        }
        parts.push(match arena.node(id) {
            Node::Symbol(s) if names.contains(&s) => Part::Argument(usize::from(s == names[1])),
            _ if fixed => Part::Fixed(id),
            Node::Neg(_) => Part::Neg(places[0]),
            Node::Call(f, _) => Part::Call(f, places[0]),
            Node::Binary(op, _, _) => Part::Binary(op, places[0], places[1]),
            _ => Part::Other(id, places),
        });
    }
    parts
}

/// The value of a sum or difference of two numbers.
fn number_sum(arena: &Arena, op: Operator, a: TermId, b: TermId) -> Option<Rational> {
    match op {
        Operator::Add => Some(&arena.as_rational(a)? + &arena.as_rational(b)?),
        Operator::Sub => Some(&arena.as_rational(a)? - &arena.as_rational(b)?),
        _ => None,
    }
}
