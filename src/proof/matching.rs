//! Instances of rules by substitution.

use crate::term::{Arena, Node, Operator, TermId};
use smallvec::SmallVec;

/// The terms that pattern variables stand for.
pub(super) type Bindings = SmallVec<[(char, TermId); 4]>;

/// Every way to read `t` as an instance of `pattern`, sums and products in either order, that
/// extends one of `so_far`. Patterns are the rule page's, so the recursion is as deep as they are.
pub(super) fn matches(arena: &Arena, pattern: TermId, t: TermId, so_far: Vec<Bindings>) -> Vec<Bindings> {
    if so_far.is_empty() {
        return so_far;
    }
    match (arena.node(pattern), arena.node(t)) {
        (Node::Symbol(s), _) => match arena.name(s).chars().next() {
            Some(c) if arena.name(s).len() == 1 => bound(arena, c, t, so_far),
            _ => keep(pattern == t, so_far),
        },
        (Node::Binary(op, a, b), Node::Binary(found, x, y)) if op == found => {
            let straight = matches(arena, b, y, matches(arena, a, x, so_far.clone()));
            if !matches!(op, Operator::Add | Operator::Mul) {
                return straight;
            }
            let swapped = matches(arena, b, x, matches(arena, a, y, so_far));
            straight.into_iter().chain(swapped).collect()
        }
        (Node::Neg(a), Node::Neg(x)) => matches(arena, a, x, so_far),
        (Node::Call(f, a), Node::Call(g, x)) if f == g => matches(arena, a, x, so_far),
        (Node::Call2(f, a, b), Node::Call2(g, x, y)) if f == g => matches(arena, b, y, matches(arena, a, x, so_far)),
        _ => keep(pattern == t, so_far),
    }
}

fn keep(yes: bool, so_far: Vec<Bindings>) -> Vec<Bindings> {
    if yes { so_far } else { Vec::new() }
}

/// Binds a variable; `n` and `m` stand for literal numbers only.
fn bound(arena: &Arena, c: char, t: TermId, so_far: Vec<Bindings>) -> Vec<Bindings> {
    if matches!(c, 'n' | 'm') && arena.as_rational(t).is_none() {
        return Vec::new();
    }
    let extend = |mut b: Bindings| match b.iter().find(|x| x.0 == c) {
        Some(x) => (x.1 == t).then_some(b),
        None => {
            b.push((c, t));
            Some(b)
        }
    };
    so_far.into_iter().filter_map(extend).collect()
}
