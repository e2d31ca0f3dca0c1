//! Polynomials for tests: a small notation, and random ones.

use super::{Monomial, Poly};
use crate::term::Rational;
use proptest::prelude::*;

/// Reads sums such as `3 x^2 y - z + 1`; the letters x y z w a b c count from 0.
pub fn parse(text: &str) -> Poly {
    let (mut terms, mut sign) = (Vec::new(), 1);
    let mut open: Option<(Monomial, Rational)> = None;
    for word in text.split_whitespace() {
        if matches!(word, "+" | "-") {
            terms.extend(open.take());
            sign = if word == "-" { -1 } else { 1 };
            continue;
        }
        let (m, c) = open.take().unwrap_or((Monomial::one(), Rational::from(sign)));
        open = Some(match word.parse::<i64>() {
            Ok(n) => (m, c * Rational::from(n)),
            Err(_) => {
                let (name, exponent) = word.split_once('^').unwrap_or((word, "1"));
                let index = "xyzwabc".find(name).unwrap() as u32;
                (m.times(&Monomial::power(index, exponent.parse().unwrap())), c)
            }
        });
    }
    terms.extend(open);
    Poly::from_terms(terms)
}

/// Random small polynomials in up to four variables.
pub fn poly() -> impl Strategy<Value = Poly> {
    let monomial = prop::collection::vec((0u32..4, 0u32..4), 0..3);
    let term = (monomial, -9i64..10, 1i64..3);
    prop::collection::vec(term, 0..5).prop_map(|terms| {
        let term = |(powers, n, d): (Vec<(u32, u32)>, i64, i64)| {
            let m = powers.into_iter().fold(Monomial::one(), |m, (v, e)| m.times(&Monomial::power(v, e)));
            (m, Rational::new(n, d))
        };
        Poly::from_terms(terms.into_iter().map(term).collect())
    })
}
