//! Products laid out: powers of terms above and below a line, in the order a person writes them.

use super::order::compare_factors;
use super::spelling::{addends, leading_number, power, product, scaled, sum};
use crate::term::{Arena, Func, Node, Operator, Rational, TermId};
use smallvec::SmallVec;

/// Factors of one product, nearly always few.
pub(super) type Few<T> = SmallVec<[T; 4]>;

/// A factor on its way to be written: a base and its exponent.
pub(super) struct Item {
    pub(super) base: TermId,
    pub(super) exponent: Rational,
    pub(super) symbolic: Option<TermId>,
    /// Whether the base is known to be above zero, so that a symbolic power may stand below the line.
    pub(super) divides: bool,
}

impl Item {
    /// A base with a number above.
    pub(super) fn new(base: TermId, exponent: Rational) -> Self {
        Item { base, exponent, symbolic: None, divides: false }
    }
}

/// The product of the items, of an exponential, and of a number over another, as a term.
pub(super) fn write(
    arena: &mut Arena,
    items: Few<Item>,
    exponentials: Vec<(TermId, Rational)>,
    top: &Rational,
    bottom: &Rational,
) -> TermId {
    let (mut above, mut below, mut inverse) = (Few::new(), Few::new(), Vec::new());
    if let Some(e) = write_exponential(arena, &exponentials) {
        above.push(e);
    }
    let merged = merge_symbolic(arena, items);
    for (base, exponent) in join_symbolic(arena, merged) {
        match exponent {
            Written::Number(r) if r.is_negative() => below.push((base, -r)),
            Written::Number(r) => {
                let t = power(arena, base, &r);
                above.push(t);
            }
            Written::Term(e, divides) => match opposite(arena, e).filter(|_| divides) {
                Some(positive) => inverse.push((base, e, positive)),
                None => above.push(arena.binary(Operator::Pow, base, e)),
            },
        }
    }
    // x^(-n) by itself, but y/x^n.
    let beside = !above.is_empty() || !top.is_one();
    let mut below = if below.is_empty() { Few::new() } else { merge_constant_roots(arena, below) };
    above = join_constant_roots(arena, above);
    for (base, e, positive) in inverse {
        if let Some(reciprocal) = reciprocal(arena, base) {
            above.push(arena.binary(Operator::Pow, reciprocal, positive));
            continue;
        }
        let (side, e) = if beside { (&mut below, positive) } else { (&mut above, e) };
        side.push(arena.binary(Operator::Pow, base, e));
    }
    above.sort_by(|a, b| compare_factors(arena, *a, *b));
    below.sort_by(|a, b| compare_factors(arena, *a, *b));
    if !top.is_one() || above.is_empty() {
        let t = arena.literal(top.clone());
        above.insert(0, t);
    }
    if !bottom.is_one() {
        let t = arena.rational(bottom);
        below.insert(0, t);
    }
    let numerator = product(arena, &above);
    if below.is_empty() {
        return numerator;
    }
    let denominator = product(arena, &below);
    arena.binary(Operator::Div, numerator, denominator)
}

/// A number over another.
pub(super) fn number(arena: &mut Arena, top: &Rational, bottom: &Rational) -> TermId {
    let above = arena.literal(top.clone());
    if bottom.is_one() {
        return above;
    }
    let below = arena.rational(bottom);
    arena.binary(Operator::Div, above, below)
}

/// The product of some terms over that of others, without what stands on both sides: `x*(y/x)` is `y`, and
/// 6/3 is 2.
pub(super) fn quotient(arena: &mut Arena, above: &[TermId], below: &[TermId]) -> TermId {
    let sides = above.iter().map(|t| (*t, 1)).chain(below.iter().map(|t| (*t, -1)));
    let (mut todo, mut number, mut items): (Vec<(TermId, i32)>, _, _) = (sides.collect(), Rational::ONE, Few::new());
    while let Some((t, side)) = todo.pop() {
        if let Some(value) = arena.as_rational(t).and_then(|value| value.pow(side)) {
            number = &number * &value;
            continue;
        }
        let exponent = Rational::from(i64::from(side));
        match arena.node(t) {
            Node::Binary(Operator::Mul, a, b) => todo.extend([(b, side), (a, side)]),
            Node::Binary(Operator::Div, a, b) => todo.extend([(b, -side), (a, side)]),
            Node::Neg(a) => {
                number = -number;
                todo.push((a, side));
            }
            Node::Binary(Operator::Pow, base, e) => match arena.as_rational(e) {
                Some(e) => items.push(Item::new(base, &e * &exponent)),
                None => items.push(Item::new(t, exponent)),
            },
            _ => items.push(Item::new(t, exponent)),
        }
    }
    let size = number.abs();
    let written = write(arena, items, Vec::new(), &size.top(), &size.bottom());
    if number.is_negative() { arena.neg(written) } else { written }
}

/// A quotient upside down, where it then still is one.
fn reciprocal(arena: &mut Arena, t: TermId) -> Option<TermId> {
    let Node::Binary(Operator::Div, a, b) = arena.node(t) else { return None };
    (!arena.is_one(a)).then(|| arena.binary(Operator::Div, b, a))
}

/// A power with a sum of multiples of terms above.
struct Power {
    base: TermId,
    exponent: Vec<(TermId, Rational)>,
    divides: bool,
}

enum Written {
    Number(Rational),
    /// And whether the base is known to be above zero.
    Term(TermId, bool),
}

/// The opposite of a sum all of whose terms have a minus sign.
fn opposite(arena: &mut Arena, e: TermId) -> Option<TermId> {
    let terms = addends(arena, e);
    let turned = terms.iter().map(|(_, t)| (false, *t)).collect();
    terms.iter().all(|t| t.0).then(|| sum(arena, turned))
}

/// Powers of one base with symbolic and whole exponents become one power: `x^n/x` is `x^(n - 1)`.
fn merge_symbolic(arena: &mut Arena, items: Few<Item>) -> Few<(TermId, Written)> {
    let mut out: Few<(TermId, Written)> = Few::new();
    let mut plain: Few<(TermId, Rational)> = Few::new();
    let mut bases: Vec<Power> = Vec::new();
    for Item { base, exponent, symbolic, divides } in items {
        match symbolic {
            Some(t) => match bases.iter_mut().find(|x| x.base == base) {
                Some(x) => {
                    x.exponent.push((t, exponent));
                    x.divides &= divides;
                }
                None => bases.push(Power { base, exponent: vec![(t, exponent)], divides }),
            },
            None => match plain.iter_mut().find(|x| x.0 == base) {
                Some(x) => x.1 = &x.1 + &exponent,
                None => plain.push((base, exponent)),
            },
        }
    }
    for Power { base, exponent: parts, divides } in bases {
        let shift = plain.iter().position(|x| x.0 == base && x.1.is_integer()).map(|i| plain.remove(i).1);
        let exponent = linear(arena, &parts, shift.as_ref());
        match arena.as_rational(exponent) {
            Some(number) => plain.push((base, number)),
            None => out.push((base, Written::Term(exponent, divides))),
        }
    }
    for (base, number) in plain.into_iter().filter(|x| !x.1.is_zero()) {
        out.push((base, Written::Number(number)));
    }
    out
}

/// Powers above the line with one symbolic exponent, their bases above zero, as the power of a product.
fn join_symbolic(arena: &mut Arena, items: Few<(TermId, Written)>) -> Few<(TermId, Written)> {
    let mut out: Few<(TermId, Written)> = Few::new();
    // What is symbolic comes first.
    if !matches!(items.first(), Some((_, Written::Term(..)))) {
        return items;
    }
    for (base, exponent) in items {
        let alike = |x: &&mut (TermId, Written)| match (&x.1, &exponent) {
            (Written::Term(e, true), Written::Term(own, true)) => e == own,
            _ => false,
        };
        match out.iter_mut().find(alike) {
            Some(x) => x.0 = quotient(arena, &[x.0, base], &[]),
            None => out.push((base, exponent)),
        }
    }
    // One to a power is one.
    out.retain(|x| !arena.is_one(x.0));
    out
}

/// `Σ cᵢ tᵢ + shift`, written as a sum.
pub(super) fn linear(arena: &mut Arena, parts: &[(TermId, Rational)], shift: Option<&Rational>) -> TermId {
    let is_signed = |t| matches!(arena.node(t), Node::Neg(_) | Node::Binary(Operator::Add | Operator::Sub, _, _));
    if let ([(t, c)], None) = (parts, shift)
        && c.is_one()
        && !is_signed(*t)
    {
        return *t;
    }
    if let Some(added) = added_up(arena, parts, shift) {
        return added;
    }
    let mut terms: Vec<(bool, TermId)> = Vec::new();
    for (t, c) in parts {
        let (negative, t) = strip_sign(arena, *t);
        let size = scaled(arena, t, &c.abs());
        terms.push((negative ^ c.is_negative(), size));
    }
    if let Some(s) = shift.filter(|s| !s.is_zero()) {
        terms = shifted(arena, terms, s);
    }
    sum(arena, terms)
}

/// The sum of several sums whose terms partly come together: `(n + 1) + (1 - n)` is 2.
fn added_up(arena: &mut Arena, parts: &[(TermId, Rational)], shift: Option<&Rational>) -> Option<TermId> {
    if parts.len() < 2 {
        return None;
    }
    let (mut number, mut numbers) = (shift.cloned().unwrap_or(Rational::ZERO), usize::from(shift.is_some()));
    let (mut rest, mut all): (Vec<(TermId, Rational)>, usize) = (Vec::new(), 0);
    for (t, c) in parts {
        for (minus, t) in addends(arena, *t) {
            let (below, t) = strip_sign(arena, t);
            let c = if minus != below { -c.clone() } else { c.clone() };
            if let Some(value) = arena.as_rational(t) {
                (number, numbers) = (&number + &(&value * &c), numbers + 1);
                continue;
            }
            let (times, t) = leading_number(arena, t).unwrap_or((Rational::ONE, t));
            let c = &c * &times;
            all += 1;
            match rest.iter_mut().find(|x| x.0 == t) {
                Some(x) => x.1 = &x.1 + &c,
                None => rest.push((t, c)),
            }
        }
    }
    if rest.len() == all && numbers < 2 {
        return None;
    }
    rest.retain(|x| !x.1.is_zero());
    let mut terms: Vec<(bool, TermId)> =
        rest.into_iter().map(|(t, c)| (c.is_negative(), scaled(arena, t, &c.abs()))).collect();
    push_number(arena, &mut terms, &number);
    Some(sum(arena, terms))
}

/// A number at the end of a sum, which is left out where it is zero and not all there is.
fn push_number(arena: &mut Arena, terms: &mut Vec<(bool, TermId)>, number: &Rational) {
    if !number.is_zero() || terms.is_empty() {
        let t = arena.rational(&number.abs());
        terms.push((number.is_negative(), t));
    }
}

/// The terms of a sum and a number more, with all numbers in one.
fn shifted(arena: &mut Arena, terms: Vec<(bool, TermId)>, by: &Rational) -> Vec<(bool, TermId)> {
    let (mut number, mut rest) = (by.clone(), Vec::new());
    for (negative, t) in terms {
        for (minus, t) in addends(arena, t) {
            match arena.as_rational(t) {
                Some(v) if minus != negative => number = &number - &v,
                Some(v) => number = &number + &v,
                None => rest.push((minus != negative, t)),
            }
        }
    }
    push_number(arena, &mut rest, &number);
    rest
}

fn strip_sign(arena: &Arena, t: TermId) -> (bool, TermId) {
    match arena.node(t) {
        Node::Neg(a) => (true, a),
        _ => (false, t),
    }
}

fn write_exponential(arena: &mut Arena, parts: &[(TermId, Rational)]) -> Option<TermId> {
    if parts.is_empty() {
        return None;
    }
    let exponent = linear(arena, parts, None);
    Some(arena.call(Func::Exp, exponent))
}

/// Below the line, square roots of constants share one root: `sqrt(2*pi)`.
fn merge_constant_roots(arena: &mut Arena, items: Few<(TermId, Rational)>) -> Few<TermId> {
    let written = items.iter().map(|(b, e)| power(arena, *b, e)).collect();
    join_constant_roots(arena, written)
}

fn join_constant_roots(arena: &mut Arena, items: Few<TermId>) -> Few<TermId> {
    let constant_root = |arena: &Arena, t: TermId| match arena.node(t) {
        Node::Call(Func::Sqrt, inside) if arena.variables(inside).is_empty() => Some(inside),
        _ => None,
    };
    if !items.iter().any(|t| constant_root(arena, *t).is_some()) {
        return items;
    }
    let (roots, mut rest): (Few<TermId>, Few<TermId>) =
        items.into_iter().partition(|t| constant_root(arena, *t).is_some());
    let mut inside: Few<TermId> = roots.into_iter().filter_map(|t| constant_root(arena, t)).collect();
    inside.sort_by(|a, b| compare_factors(arena, *a, *b));
    if !inside.is_empty() {
        let t = product(arena, &inside);
        let root = arena.call(Func::Sqrt, t);
        rest.push(root);
    }
    rest
}
