//! Fractions of polynomials over kernels as terms again.

use super::frac::Frac;
use super::space::Space;
use crate::algebra::{Monomial, Poly};
use crate::term::{Arena, Operator, Rational, TermId};

/// The term of a fraction.
pub fn frac(arena: &mut Arena, space: &Space, value: &Frac) -> TermId {
    let num = poly(arena, space, &value.num);
    if value.den.is_one() {
        return num;
    }
    let den = poly(arena, space, &value.den);
    arena.binary(Operator::Div, num, den)
}

/// The sum of a polynomial's terms: those with positive coefficients first, so that a sum starts
/// without a sign where it can; within each sort greatest power product first.
pub fn poly(arena: &mut Arena, space: &Space, value: &Poly) -> TermId {
    let (minus, plus): (Vec<_>, Vec<_>) = value.terms().iter().partition(|(_, c)| c.is_negative());
    let mut sum: Option<TermId> = None;
    for (m, c) in plus.into_iter().chain(minus) {
        let term = product(arena, space, m, &c.abs());
        sum = Some(match (sum, c.is_negative()) {
            (None, false) => term,
            (None, true) => arena.neg(term),
            (Some(s), false) => arena.binary(Operator::Add, s, term),
            (Some(s), true) => arena.binary(Operator::Sub, s, term),
        });
    }
    sum.unwrap_or_else(|| arena.integer(0))
}

/// A coefficient above 0 times a power product.
pub fn product(arena: &mut Arena, space: &Space, m: &Monomial, coefficient: &Rational) -> TermId {
    let mut factors = Vec::new();
    if !coefficient.is_one() || m.is_one() {
        factors.push(arena.rational(coefficient));
    }
    for &(kernel, exponent) in &m.0 {
        let Some(kernel) = space.kernel(kernel) else { continue };
        factors.push(power(arena, kernel.term, exponent));
    }
    let product = factors.into_iter().reduce(|a, b| arena.binary(Operator::Mul, a, b));
    product.unwrap_or_else(|| arena.integer(1))
}

/// A term to a whole power above 0.
pub fn power(arena: &mut Arena, base: TermId, exponent: u32) -> TermId {
    if exponent == 1 {
        return base;
    }
    let exponent = arena.integer(i64::from(exponent));
    arena.binary(Operator::Pow, base, exponent)
}
