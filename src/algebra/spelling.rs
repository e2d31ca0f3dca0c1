//! Sums, products and powers of terms, spelled the way a person writes them.

use crate::term::{Arena, Func, Node, Operator, Rational, TermId};
use smallvec::SmallVec;

/// The product of terms, grouped to the left.
pub fn product(arena: &mut Arena, factors: &[TermId]) -> TermId {
    match factors.iter().copied().reduce(|a, b| arena.binary(Operator::Mul, a, b)) {
        Some(t) => t,
        None => arena.integer(1),
    }
}

/// A sum of signed terms; the first that is not negated comes first.
pub fn sum(arena: &mut Arena, terms: Vec<(bool, TermId)>) -> TermId {
    let has_sign = |t| matches!(arena.node(t), Node::Neg(_) | Node::Binary(Operator::Add | Operator::Sub, _, _));
    let mut flat = Signed::new();
    for (negative, t) in terms {
        match has_sign(t) {
            true => flat.extend(addends(arena, t).into_iter().map(|(s, t)| (s ^ negative, t))),
            false => flat.push((negative, t)),
        }
    }
    if let Some(i) = flat.iter().position(|t| !t.0) {
        flat[..=i].rotate_right(1);
    }
    signed_sum(arena, flat)
}

/// A sum of signed terms in the given order.
pub fn signed_sum(arena: &mut Arena, terms: impl IntoIterator<Item = (bool, TermId)>) -> TermId {
    let mut out = None;
    for (negative, t) in terms {
        out = Some(match (out, negative) {
            (None, false) => t,
            (None, true) => arena.neg(t),
            (Some(o), false) => arena.binary(Operator::Add, o, t),
            (Some(o), true) => arena.binary(Operator::Sub, o, t),
        });
    }
    out.unwrap_or_else(|| arena.integer(0))
}

/// Terms with whether each is subtracted.
pub type Signed = SmallVec<[(bool, TermId); 8]>;

/// The signed parts of a sum, in order.
pub fn addends(arena: &Arena, root: TermId) -> Signed {
    let mut out = Signed::new();
    let mut todo = Signed::from_slice(&[(false, root)]);
    while let Some((negative, t)) = todo.pop() {
        match arena.node(t) {
            Node::Binary(Operator::Add, a, b) => todo.extend([(negative, b), (negative, a)]),
            Node::Binary(Operator::Sub, a, b) => todo.extend([(!negative, b), (negative, a)]),
            Node::Neg(a) => todo.push((!negative, a)),
            _ => out.push((negative, t)),
        }
    }
    out
}

/// A base to a positive rational power.
pub fn power(arena: &mut Arena, base: TermId, exponent: &Rational) -> TermId {
    if exponent.is_one() {
        return base;
    }
    if *exponent == Rational::new(1, 2) {
        return arena.call(Func::Sqrt, base);
    }
    let e = arena.rational(exponent);
    arena.binary(Operator::Pow, base, e)
}

/// A term times a positive number, folded into the term's own numeric factors.
pub fn scaled(arena: &mut Arena, t: TermId, by: &Rational) -> TermId {
    if by.is_one() {
        return t;
    }
    let (mut value, mut rest, mut below) = (by.clone(), t, None);
    if let Some(v) = arena.as_rational(t).filter(|v| !v.is_negative()) {
        return arena.rational(&(v * value));
    }
    if let Node::Binary(Operator::Div, a, b) = arena.node(rest) {
        match arena.as_rational(b).and_then(|v| v.recip()) {
            Some(inverse) => {
                value = value * inverse;
                rest = a;
            }
            None => {
                rest = a;
                below = Some(b);
            }
        }
    }
    if let Some((v, factor)) = leading_number(arena, rest) {
        value = value * v;
        rest = factor;
    }
    let top = value.top();
    if !top.is_one() {
        let number = arena.rational(&top);
        rest = if arena.as_rational(rest).is_some_and(|v| v.is_one()) {
            number
        } else {
            arena.binary(Operator::Mul, number, rest)
        };
    }
    let bottom = value.bottom();
    let below = match (below, bottom.is_one()) {
        (None, true) => return rest,
        (Some(b), true) => b,
        (None, false) => match beside_root(arena, rest, &bottom) {
            // x*sqrt(2)/2 is x/sqrt(2).
            Some((other, root)) => {
                rest = other;
                root
            }
            None => arena.rational(&bottom),
        },
        (Some(b), false) => {
            let number = arena.rational(&bottom);
            arena.binary(Operator::Mul, number, b)
        }
    };
    arena.binary(Operator::Div, rest, below)
}

/// The root of a number that is a factor of a product, and the other factor.
fn beside_root(arena: &Arena, t: TermId, number: &Rational) -> Option<(TermId, TermId)> {
    let Node::Binary(Operator::Mul, a, b) = arena.node(t) else { return None };
    let is_root =
        |t: TermId| matches!(arena.node(t), Node::Call(Func::Sqrt, u) if arena.as_rational(u).as_ref() == Some(number));
    [(a, b), (b, a)].into_iter().find(|x| is_root(x.1))
}

/// Splits a number off the front of a product: `2*x*y` is 2 and `x*y`.
pub(super) fn leading_number(arena: &mut Arena, t: TermId) -> Option<(Rational, TermId)> {
    let mut spine = Vec::new();
    let mut first = t;
    while let Node::Binary(Operator::Mul, a, b) = arena.node(first) {
        spine.push(b);
        first = a;
    }
    let value = arena.as_rational(first).filter(|v| !v.is_negative() && !spine.is_empty())?;
    let rest = spine.into_iter().rev().reduce(|a, b| arena.binary(Operator::Mul, a, b))?;
    Some((value, rest))
}
