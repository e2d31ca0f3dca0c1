//! What divides a whole polynomial: numbers and power products.

use super::monomial::Monomial;
use super::poly::{Poly, Term};
use crate::term::Rational;
use dashu::base::{Gcd, UnsignedAbs};
use dashu::integer::{IBig, UBig};

impl Poly {
    /// The greatest power product that divides every term; 1 for the zero polynomial.
    pub fn monomial_content(&self) -> Monomial {
        let mut terms = self.terms().iter();
        let first = terms.next().map(|t| t.0.clone()).unwrap_or_default();
        terms.fold(first, |g, (m, _)| g.gcd(m))
    }

    /// The number that makes the rest have coprime whole coefficients, the first above zero.
    pub fn content(&self) -> Rational {
        if self.is_zero() {
            return Rational::ONE;
        }
        let size = small_content(self.terms()).unwrap_or_else(|| big_content(self.terms()));
        if self.leading_coefficient().is_negative() { -size } else { size }
    }

    /// The content and the polynomial divided by it.
    pub fn primitive(&self) -> (Rational, Self) {
        let content = self.content();
        let inverse = if content.is_one() { Rational::ONE } else { content.recip().unwrap_or(Rational::ONE) };
        (content, self.scaled(&inverse))
    }
}

/// The content without its sign, if all coefficients are small whole numbers.
fn small_content(terms: &[Term]) -> Option<Rational> {
    let mut shared = 0u64;
    for (_, c) in terms {
        let mut next = c.to_i64()?.unsigned_abs();
        while next != 0 && shared != 1 {
            (shared, next) = (next, shared % next);
        }
    }
    i64::try_from(shared).ok().map(Rational::from)
}

/// The content without its sign: gcd of the numerators over lcm of the denominators.
fn big_content(terms: &[Term]) -> Rational {
    let (mut top, mut bottom) = (UBig::ZERO, UBig::ONE);
    for (_, c) in terms {
        let (n, d) = (c.numerator().unsigned_abs(), c.denominator().unsigned_abs());
        top = if top == UBig::ZERO { n } else { top.gcd(&n) };
        bottom = &bottom / (&bottom).gcd(&d) * &d;
    }
    Rational::from_integer(IBig::from(top)) / Rational::from_integer(IBig::from(bottom))
}
