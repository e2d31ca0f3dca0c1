//! Images of polynomials modulo the prime 2⁶¹ − 1: bounds on the degrees of a gcd.
//!
//! Let a, b be polynomials over the integers, g = gcd(a, b) primitive, so that a = g·h and
//! b = g·k with h, k over the integers (Gauss). Every variable but v is replaced by a number
//! modulo p. This is a ring homomorphism, so the image of g divides the images of a and b, and
//! the degree of their gcd bounds the degree of g's image. If the image of a keeps its degree in
//! v, its leading coefficient lc(a) = lc(g)·lc(h) doesn't vanish, hence lc(g) doesn't, and g's
//! image has the degree of g in v. So deg_v g ≤ deg gcd(image a, image b): a true bound, not a
//! probable one, whenever one of the two images keeps its degree. With bound 0 for every shared
//! variable the polynomials are coprime. The numbers are fixed; bad luck only loosens the bound.
//! (Knuth, The Art of Computer Programming 2, 4.6.1; Brown, "On Euclid's algorithm and the
//! computation of polynomial greatest common divisors", 1971.)

use super::budget::{Budget, Exhausted};
use super::poly::Poly;
use crate::term::Rational;
use dashu::integer::IBig;

/// The prime.
pub(super) const P: u64 = (1 << 61) - 1;

/// Images of a higher degree are not computed.
const DEGREE_LIMIT: u32 = 4_000;

/// The product in the field.
pub(super) fn mul(a: u64, b: u64) -> u64 {
    let wide = u128::from(a) * u128::from(b);
    // 2⁶¹ is 1 modulo p, so the high part is added to the low one; both are below p + 1.
    let sum = (wide as u64 & P) + (wide >> 61) as u64;
    if sum >= P { sum - P } else { sum }
}

/// The sum in the field.
pub(super) fn add(a: u64, b: u64) -> u64 {
    if a + b >= P { a + b - P } else { a + b }
}

/// The difference in the field.
pub(super) fn sub(a: u64, b: u64) -> u64 {
    if a >= b { a - b } else { a + P - b }
}

/// The power in the field.
pub(super) fn pow(mut base: u64, mut exponent: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = mul(result, base);
        }
        base = mul(base, base);
        exponent >>= 1;
    }
    result
}

/// The number for a variable, never 0: its index scrambled (SplitMix64).
fn point(variable: u32) -> u64 {
    scramble(u64::from(variable))
}

/// A fixed sequence of scattered numbers from 1 to p − 1.
pub(super) fn scramble(index: u64) -> u64 {
    let mut z = index.wrapping_add(0x5eed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) % (P - 1) + 1
}

/// A whole number modulo the prime.
pub(super) fn residue(c: &Rational) -> u64 {
    match c.to_i64() {
        Some(n) => {
            let size = n.unsigned_abs() % P;
            if n < 0 { sub(0, size) } else { size }
        }
        None => {
            let r = c.numerator() % IBig::from(P);
            let r = if r < IBig::ZERO { r + IBig::from(P) } else { r };
            u64::try_from(r).unwrap_or(0)
        }
    }
}

/// The values of a polynomial's terms at the fixed point.
fn values(p: &Poly) -> Vec<u64> {
    let term = |(m, c): &(super::monomial::Monomial, Rational)| {
        m.0.iter().fold(residue(c), |value, &(v, e)| mul(value, pow(point(v), u64::from(e))))
    };
    p.terms().iter().map(term).collect()
}

/// The image in one variable, lowest coefficient first. The variable v itself is replaced by
/// point·v, which changes no degree and lets all variables share one list of values.
fn image(p: &Poly, values: &[u64], variable: u32, degree: u32) -> Vec<u64> {
    let mut out = vec![0; degree as usize + 1];
    for ((m, _), value) in p.terms().iter().zip(values) {
        if let Some(slot) = out.get_mut(m.degree(variable) as usize) {
            *slot = add(*slot, *value);
        }
    }
    trim(&mut out);
    out
}

/// Drops zero coefficients at the top.
pub(super) fn trim(p: &mut Vec<u64>) {
    while p.last() == Some(&0) {
        p.pop();
    }
}

/// The degree of the gcd of two images that are not both 0, by Euclid without inversions.
fn gcd_degree(mut a: Vec<u64>, mut b: Vec<u64>) -> u32 {
    while let Some(&lead) = b.last() {
        while let Some(&top) = a.last().filter(|_| a.len() >= b.len()) {
            let shift = a.len() - b.len();
            a[..shift].iter_mut().for_each(|c| *c = mul(lead, *c));
            for (c, d) in a[shift..].iter_mut().zip(&b) {
                *c = sub(mul(lead, *c), mul(top, *d));
            }
            trim(&mut a);
        }
        std::mem::swap(&mut a, &mut b);
    }
    (a.len() as u32).saturating_sub(1)
}

/// For every variable of either polynomial a true upper bound on its degree in the gcd.
/// Both polynomials have whole coefficients and are not 0.
pub(super) fn degree_bounds(a: &Poly, b: &Poly, budget: &mut Budget) -> Result<Vec<(u32, u32)>, Exhausted> {
    let (in_a, in_b) = (a.degrees(), b.degrees());
    budget.spend(a.work() + b.work())?;
    let mut computed = None;
    let mut bounds = Vec::with_capacity(in_a.0.len());
    for &(v, e) in &in_a.lcm(&in_b).0 {
        let (d, f) = (in_a.degree(v), in_b.degree(v));
        if d == 0 || f == 0 || e > DEGREE_LIMIT {
            bounds.push((v, d.min(f)));
            continue;
        }
        budget.spend(1 + (a.len() + b.len()) as u64 / 4 + u64::from(d) * u64::from(f) / 8)?;
        let (of_a, of_b) = computed.get_or_insert_with(|| (values(a), values(b)));
        let (p, q) = (image(a, of_a, v, d), image(b, of_b, v, f));
        let kept = p.len() == d as usize + 1 || q.len() == f as usize + 1;
        bounds.push((v, if kept { gcd_degree(p, q).min(d).min(f) } else { d.min(f) }));
    }
    Ok(bounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_is_that_of_the_field() {
        assert_eq!(mul(1 << 60, 2), 1);
        assert_eq!(mul(P - 1, P - 1), 1);
        assert_eq!(add(sub(5, P - 1), P - 1), 5);
        assert_eq!((pow(3, 5), pow(2, 61)), (243, 1));
        // i64::MAX is 4·(p + 1) − 1, so 3 modulo p.
        assert_eq!(residue(&(Rational::from(i64::MAX) * Rational::from(-4))), P - 12);
    }

    #[test]
    fn bounds_hold_the_degrees_of_a_common_factor() {
        let (x, y) = (Poly::variable(0), Poly::variable(1));
        let shared = x.times(&y).plus(&Poly::one());
        let (a, b) = (shared.times(&x.plus(&y)), shared.times(&x.minus(&y)));
        assert_eq!(degree_bounds(&a, &b, &mut Budget::new(1000)), Ok(vec![(0, 1), (1, 1)]));
        assert_eq!(degree_bounds(&x, &y, &mut Budget::new(1000)), Ok(vec![(0, 0), (1, 0)]));
    }
}
