//! Outer derivatives: a term's derivative by one of its arguments, before the chain rule. Forward
//! and reverse mode are two ways to multiply them.

use super::Unsupported;
use super::slope::Slope;
use super::template::Templates;
use crate::term::{Arena, Func, ListId, Node, Operator, Rational, TermId, UnknownId};

/// The outer derivative of `u^n` by `u`, `n*u^(n - 1)`; where `n` is a number, `n - 1` is written
/// as one.
pub(super) fn by_base(arena: &mut Arena, u: TermId, n: TermId) -> Slope {
    if let Some(value) = arena.as_rational(n) {
        return number_exponent(arena, u, n, &value);
    }
    let one = arena.integer(1);
    let lower = arena.binary(Operator::Sub, n, one);
    let power = arena.binary(Operator::Pow, u, lower);
    Slope::of(arena, n).mul(arena, Slope::whole(power))
}

/// The outer derivative of `power = a^v` by `v`: `a^v*log(a)`
pub(super) fn by_exponent(arena: &mut Arena, power: TermId, a: TermId) -> Slope {
    let log = arena.call(Func::Log, a);
    Slope::whole(arena.binary(Operator::Mul, power, log))
}

/// The derivative of a function by the argument of that position, from its row.
pub(super) fn by_row(
    arena: &mut Arena,
    templates: &mut Templates,
    function: Func,
    arguments: &[TermId],
    position: usize,
) -> Result<Slope, Unsupported> {
    let text = function.row().derivatives.get(position).copied().unwrap_or("");
    if text.is_empty() {
        return Err(Unsupported::NoRule { function, argument: position });
    }
    let outer = templates.fill(arena, text, arguments);
    Ok(Slope::of(arena, outer))
}

/// The derivative of an unknown function by an argument: its order by that argument goes up.
pub(super) fn by_order(arena: &mut Arena, function: UnknownId, list: ListId, position: usize) -> Slope {
    let arguments = arena.list(list).to_vec();
    let mut raised = arena.unknown(function).clone();
    if let Some(order) = raised.orders.get_mut(position) {
        *order = order.saturating_add(1);
    }
    Slope::whole(arena.apply(raised, &arguments))
}

fn number_exponent(arena: &mut Arena, u: TermId, n: TermId, value: &Rational) -> Slope {
    let lower = value - &Rational::ONE;
    if value.is_zero() {
        return Slope::zero(arena);
    }
    if lower.is_zero() {
        return Slope::one(arena);
    }
    let decimal = is_decimal(arena, n);
    let power = if lower.is_one() {
        u
    } else {
        let lower = spelled(arena, &lower, decimal);
        arena.binary(Operator::Pow, u, lower)
    };
    let size = value.abs();
    let top = if size.is_one() {
        power
    } else {
        let factor = spelled(arena, &size, decimal);
        arena.binary(Operator::Mul, factor, power)
    };
    if value.is_negative() { Slope::whole(top).neg() } else { Slope::whole(top) }
}

/// Whether a number is written with a decimal point.
fn is_decimal(arena: &Arena, number: TermId) -> bool {
    match arena.node(number) {
        Node::Neg(a) => is_literal_fraction(arena, a),
        _ => is_literal_fraction(arena, number),
    }
}

fn is_literal_fraction(arena: &Arena, number: TermId) -> bool {
    matches!(arena.node(number), Node::Number(n) if !arena.number_value(n).is_integer())
}

/// A number in the way the exponent it comes from is written.
fn spelled(arena: &mut Arena, value: &Rational, decimal: bool) -> TermId {
    if !decimal {
        return arena.rational(value);
    }
    let size = arena.literal(value.abs());
    if value.is_negative() { arena.neg(size) } else { size }
}
