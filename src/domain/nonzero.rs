//! What follows from others of conditions that products are not zero, by how they are spelled alone.

use crate::term::{Arena, Node, Operator, Relation, TermId};
use rustc_hash::FxHashSet;

/// Products of more parts are not taken apart.
const MOST_FACTORS: u32 = 32;

/// The factors of a product that are not zero just where it is not, where it has a value; the whole
/// of one with many.
pub(super) fn factors(arena: &Arena, term: TermId) -> Vec<TermId> {
    let (mut todo, mut found) = (vec![term], Vec::new());
    for _ in 0..MOST_FACTORS {
        let Some(t) = todo.pop() else { return found };
        match arena.node(t) {
            Node::Binary(Operator::Mul, a, b) => todo.extend([a, b]),
            Node::Neg(a) | Node::Binary(Operator::Div, a, _) => todo.push(a),
            Node::Binary(Operator::Pow, a, e) if arena.as_rational(e).is_some() => todo.push(a),
            _ => found.push(t),
        }
    }
    vec![term]
}

/// The conditions, each once, that are not said as they stand, nor say of a product that it is not zero
/// whose factors are said not to be, there or before: those need no facts, and often that is all of them.
pub fn unsaid(arena: &Arena, conditions: &[TermId], said: &[TermId]) -> Vec<TermId> {
    let mut seen: FxHashSet<TermId> = said.iter().copied().collect();
    let factors_of = |c| nonzero_by(arena, c).map(|t| factors(arena, t)).unwrap_or_default();
    let mut nonzero: FxHashSet<TermId> = said.iter().flat_map(|&c| factors_of(c)).collect();
    let mut open = conditions.to_vec();
    open.retain(|&c| {
        let factors = factors_of(c);
        let is_nonzero = |t: &TermId| nonzero.contains(t) || arena.as_rational(*t).is_some_and(|n| !n.is_zero());
        let strict = matches!(arena.node(c), Node::Relation(Relation::Lt | Relation::Gt, ..));
        let follows = !strict && !factors.is_empty() && factors.iter().all(is_nonzero);
        nonzero.extend(factors);
        seen.insert(c) && !follows
    });
    open
}

/// The term that a condition says is not zero, above it or below.
fn nonzero_by(arena: &Arena, condition: TermId) -> Option<TermId> {
    match arena.node(condition) {
        Node::Relation(Relation::Ne | Relation::Lt | Relation::Gt, t, b) if arena.is_zero(b) => Some(t),
        _ => None,
    }
}
