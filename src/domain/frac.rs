//! Fractions of polynomials, kept short.

use crate::algebra::{Monomial, Poly};
use crate::term::Rational;

/// Products longer than this become kernels.
const MOST_TERMS: usize = 96;
/// And so do those with longer coefficients: nested powers of a number grow without end.
const MOST_BITS: usize = 100_000;

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
    (few && length(a).saturating_add(length(b)) <= MOST_BITS).then(|| a.times(b))
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
        let mut term = times(&coefficient, &rest)?;
        for i in 0..highest {
            term = times(&term, if i < e / 2 { &square.num } else { &square.den })?;
        }
        sum = sum.plus(&term);
    }
    let den = (0..highest).try_fold(Poly::one(), |d, _| times(&d, &square.den))?;
    Some(Frac { num: sum, den })
}

/// The fraction with what is plainly shared cancelled; `None` if it is too long or divides by 0.
pub fn reduced(num: Poly, den: Poly) -> Option<Frac> {
    if den.is_zero() || num.len() > MOST_TERMS || den.len() > MOST_TERMS {
        return None;
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
