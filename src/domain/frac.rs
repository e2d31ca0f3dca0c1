//! Fractions of polynomials, kept short.

use crate::algebra::{Monomial, Poly};
use crate::term::Rational;

/// Products longer than this become kernels.
const MOST_TERMS: usize = 96;
/// And so do those with longer coefficients: nested powers of a number grow without end.
const MOST_BITS: usize = 100_000;
/// And so do those of higher degree: exponents are 32 bits wide, and the products of a few of these
/// still fit.
const HIGHEST: u64 = 1 << 28;

/// A numerator over a denominator; the denominator has coprime whole coefficients, the first
/// above zero, so a constant one is 1.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Frac {
    /// The numerator.
    pub num: Poly,
    /// The denominator.
    pub den: Poly,
}

/// A polynomial as a fraction.
pub fn whole(num: Poly) -> Frac {
    Frac { num, den: Poly::one() }
}

/// The opposite.
pub fn negated(x: &Frac) -> Frac {
    Frac { num: x.num.scaled(&Rational::from(-1)), den: x.den.clone() }
}

/// The reciprocal; `None` for that of 0.
pub fn inverse(x: &Frac) -> Option<Frac> {
    if x.num.is_zero() { None } else { reduced(x.den.clone(), x.num.clone()) }
}

/// The product; `None` where it gets too long.
pub fn times(a: &Poly, b: &Poly) -> Option<Poly> {
    if a.is_one() {
        return Some(b.clone());
    }
    if b.is_one() {
        return Some(a.clone());
    }
    if a.is_zero() || b.is_zero() {
        return Some(Poly::zero());
    }
    let few = a.len().saturating_mul(b.len()) <= 2 * MOST_TERMS;
    let low = u64::from(a.total_degree()) + u64::from(b.total_degree()) <= HIGHEST;
    (few && low && length(a).saturating_add(length(b)) <= MOST_BITS).then(|| a.times(b))
}

/// The power; `None` where it gets too long. A single term is raised at once; of several, a power
/// is too long after few steps.
fn power(p: &Poly, exponent: u32) -> Option<Poly> {
    if p.len() > 1 {
        return (0..exponent).try_fold(Poly::one(), |all, _| times(&all, p));
    }
    let degree = u64::from(p.total_degree()) * u64::from(exponent);
    let bits = if p.content().abs().is_one() { 0 } else { length(p).saturating_mul(exponent as usize) };
    (degree <= HIGHEST && bits <= MOST_BITS).then(|| p.pow(exponent))
}

/// The bits of the longest coefficient.
fn length(p: &Poly) -> usize {
    p.terms().iter().map(|t| t.1.bits()).max().unwrap_or(0)
}

/// Even powers of a root replaced; `None` where that gets too long.
pub fn flatten(p: &Poly, kernel: u32, square: &Frac) -> Option<Frac> {
    let highest = p.degree(kernel) / 2;
    let mut sum = Poly::zero();
    for (e, coefficient) in p.coefficients(kernel) {
        let rest = Poly::monomial(Monomial::power(kernel, e % 2), Rational::ONE);
        let replaced = times(&power(&square.num, e / 2)?, &power(&square.den, highest - e / 2)?)?;
        sum = sum.plus(&times(&times(&coefficient, &rest)?, &replaced)?);
    }
    Some(Frac { num: sum, den: power(&square.den, highest)? })
}

/// The fraction with what is plainly shared cancelled; `None` if it is too long or divides by 0.
pub fn reduced(num: Poly, den: Poly) -> Option<Frac> {
    if den.is_zero() || num.len() > MOST_TERMS || den.len() > MOST_TERMS {
        return None;
    }
    if den.is_one() {
        return Some(Frac { num, den });
    }
    let (content, den) = den.primitive();
    let num = num.scaled(&content.recip()?);
    if num.is_zero() || den.is_one() {
        return Some(whole(num));
    }
    let shared = num.monomial_content().gcd(&den.monomial_content());
    let (num, den) = (num.over_monomial(&shared)?, den.over_monomial(&shared)?);
    if let Some(quotient) = num.divide_exact(&den) {
        return Some(whole(quotient));
    }
    if num.len() > 1
        && let Some(quotient) = den.divide_exact(&num)
    {
        let (content, den) = quotient.primitive();
        return Some(Frac { num: Poly::constant(content.recip()?), den });
    }
    Some(Frac { num, den })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_end_before_they_would_be_wrong() {
        let x = |e| Poly::monomial(Monomial::power(0, e), Rational::ONE);
        let (high, top) = (1 << 27, 1 << 28);
        assert_eq!(times(&x(high), &x(high)), Some(x(top)));
        assert_eq!(times(&x(top), &x(1)), None);
        assert_eq!((power(&x(2), high), power(&x(2), top)), (Some(x(top)), None));
        // Of a root's powers, at once: one by one they would take minutes.
        let square = Frac { num: x(1), den: Poly::constant(Rational::from(1)) };
        let root = Poly::monomial(Monomial::power(1, top + 1), Rational::ONE);
        let rest = Poly::monomial(Monomial::power(1, 1), Rational::ONE);
        assert_eq!(flatten(&root, 1, &square).map(|f| f.num), Some(x(high).times(&rest)));
    }
}
