//! Whether a sum of roots of unity and of the square roots of 2, 3 and 5 is 0.
//!
//! All of these are polynomials in one root of unity `z` of order M: `exp(i·pi·r) = z^(r·M/2)`,
//! `√2 = z^(M/8) + z^(-M/8)`, `√3 = z^(M/12) + z^(-M/12)`, `√5 = 1 + 2(z^(M/5) + z^(-M/5))`. Such a
//! polynomial is 0 exactly if the M-th cyclotomic polynomial divides it.

use super::facts::Scope;
use super::mono::{Gauss, Mono};
use super::poly::Poly;
use super::ring::{Frac, Head};
use crate::term::Rational;
use std::collections::BTreeMap;

/// The largest order of a root of unity.
const MAX_ORDER: i64 = 1000;
/// The most products of such sums that are multiplied out in one term.
const MAX_WORK: usize = 200_000;

/// A power of `z` for each slot, multiplied by it.
type Sum = Vec<Gauss>;

/// A factor of a term: the shape of the sum it stands for.
#[derive(Clone, Copy)]
enum Part {
    Unity(i64, i64),
    Root(i64),
}

impl Scope {
    /// Whether a fraction is 0 wherever it has a value.
    pub(super) fn vanishes(&mut self, f: &Frac) -> bool {
        f.num.is_zero() || self.numbers_cancel(&f.num) || self.powers_cancel(&f.num)
    }

    /// Whether the coefficients, sums of roots of unity, of every product of other kernels are 0.
    fn numbers_cancel(&mut self, p: &Poly) -> bool {
        let Some(order) = self.order(p) else { return false };
        let mut sums: BTreeMap<Mono, Sum> = BTreeMap::new();
        let mut work = 0;
        for (m, c) in p.0.iter() {
            let (parts, others) = self.taken_apart(m);
            let mut sum: Vec<(i64, Gauss)> = vec![(0, c.clone())];
            for part in parts {
                let terms = part.terms(order);
                sum = sum.iter().flat_map(|(e, c)| terms.iter().map(move |(f, d)| (e + f, c.times(d)))).collect();
                work += sum.len();
                if work > MAX_WORK {
                    return false;
                }
            }
            let slots = sums.entry(others).or_insert_with(|| vec![Gauss::real(Rational::ZERO); order as usize]);
            for (e, c) in sum {
                if let Some(slot) = slots.get_mut(e.rem_euclid(order) as usize) {
                    *slot = slot.plus(&c);
                }
            }
        }
        let Some(minimal) = cyclotomic(order) else { return false };
        self.ring.spend(work / 16 + 1) && sums.into_values().all(|sum| divides(&minimal, unmixed(sum, order)))
    }

    /// An order that all roots of unity and square roots in `p` have in common; `None` if there are none.
    fn order(&self, p: &Poly) -> Option<i64> {
        let (mut order, mut some) = (4, false);
        for (m, _) in p.0.iter() {
            for part in self.taken_apart(m).0 {
                some = true;
                let more = match part {
                    Part::Unity(_, below) => below.checked_mul(2)?,
                    Part::Root(2) => 8,
                    Part::Root(3) => 12,
                    Part::Root(_) => 5,
                };
                order = order / gcd(order, more) * more;
                if order > MAX_ORDER {
                    return None;
                }
            }
        }
        some.then_some(order)
    }

    /// The roots of unity and square roots in a monomial, and the rest of it.
    fn taken_apart(&self, m: &Mono) -> (Vec<Part>, Mono) {
        let (mut parts, mut others) = (Vec::new(), Mono::default());
        for (k, e) in &m.0 {
            let kernel = &self.ring.kernels[*k as usize];
            let small = |n: &Rational| n.to_i64().filter(|n| n.abs() < MAX_ORDER);
            let above = small(&e.top());
            let below = small(&e.bottom());
            let prime = kernel.arguments.first().and_then(|a| self.ring.fracs.get(*a as usize)?.rational()?.to_i64());
            match (kernel.head, prime, above, below) {
                (Head::Unity, _, Some(a), Some(b)) => parts.push(Part::Unity(a, b)),
                (Head::Prime, Some(p @ (2 | 3 | 5)), Some(1), Some(2)) => parts.push(Part::Root(p)),
                _ => others.0.push((*k, e.clone())),
            }
        }
        (parts, others)
    }
}

impl Part {
    /// The powers of `z` with their coefficients.
    fn terms(self, order: i64) -> Vec<(i64, Gauss)> {
        let one = |n: i64| Gauss::real(Rational::from(n));
        match self {
            Part::Unity(a, b) => vec![(a * (order / (2 * b)), one(1))],
            Part::Root(2) => vec![(order / 8, one(1)), (-order / 8, one(1))],
            Part::Root(3) => vec![(order / 12, one(1)), (-order / 12, one(1))],
            Part::Root(_) => vec![(0, one(1)), (order / 5, one(2)), (-order / 5, one(2))],
        }
    }
}

/// The sum with `i` written as `z^(M/4)`.
fn unmixed(sum: Sum, order: i64) -> Vec<Rational> {
    let size = sum.len();
    let mut out = vec![Rational::ZERO; size];
    for (e, c) in sum.into_iter().enumerate() {
        let at = (e + order as usize / 4) % size;
        out[e] = &out[e] + &c.re;
        out[at] = &out[at] + &c.im;
    }
    out
}

/// The cyclotomic polynomial as a quotient of products of `x^d - 1`, by Möbius inversion.
fn cyclotomic(order: i64) -> Option<Vec<Rational>> {
    let divisors = (1..=order).filter(|d| order % d == 0);
    let (above, below): (Vec<i64>, Vec<i64>) =
        divisors.filter(|d| moebius(order / d) != 0).partition(|d| moebius(order / d) > 0);
    let mut p = vec![Rational::ONE];
    for d in above {
        let d = usize::try_from(d).ok()?;
        let mut next = vec![Rational::ZERO; p.len() + d];
        for (i, c) in p.iter().enumerate() {
            next[i + d] = &next[i + d] + c;
            next[i] = &next[i] - c;
        }
        p = next;
    }
    for d in below {
        let d = usize::try_from(d).ok()?;
        let mut quotient = vec![Rational::ZERO; p.len().checked_sub(d)?];
        for i in (0..quotient.len()).rev() {
            quotient[i] = p[i + d].clone();
            p[i] = &p[i] + &quotient[i];
        }
        if p.iter().take(d).any(|c| !c.is_zero()) {
            return None;
        }
        p = quotient;
    }
    Some(p)
}

/// 1 or -1 for a product of an even or odd number of different primes, else 0.
fn moebius(mut n: i64) -> i64 {
    let (mut sign, mut p) = (1, 2);
    while n > 1 {
        if n % p == 0 {
            (n, sign) = (n / p, -sign);
            if n % p == 0 {
                return 0;
            }
        }
        p += 1;
    }
    sign
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Whether a polynomial with leading coefficient 1 divides another.
fn divides(by: &[Rational], mut p: Vec<Rational>) -> bool {
    let degree = by.len() - 1;
    for top in (degree..p.len()).rev() {
        let c = p[top].clone();
        if c.is_zero() {
            continue;
        }
        for (i, b) in by.iter().enumerate().filter(|x| !x.1.is_zero()) {
            p[top - degree + i] = &p[top - degree + i] - &(&c * b);
        }
    }
    p.iter().all(Rational::is_zero)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cyclotomic_polynomials() {
        let is = |order, expected: &[i64]| {
            let expected: Vec<Rational> = expected.iter().map(|n| Rational::from(*n)).collect();
            assert_eq!(cyclotomic(order), Some(expected), "{order}");
        };
        is(1, &[-1, 1]);
        is(2, &[1, 1]);
        is(4, &[1, 0, 1]);
        is(6, &[1, -1, 1]);
        is(12, &[1, 0, -1, 0, 1]);
        is(15, &[1, -1, 0, 1, -1, 1, 0, -1, 1]);
        let sevenths = cyclotomic(7).unwrap();
        let ones = |n| vec![Rational::ONE; n];
        assert!(divides(&sevenths, ones(7)) && divides(&sevenths, ones(14)) && !divides(&sevenths, ones(6)));
    }
}
