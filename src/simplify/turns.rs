//! Products of sines and cosines of two angles as those of the angles' sum and difference.

use super::kernels::{called, replaced};
use crate::algebra::spelling::{scaled, sum};
use crate::algebra::{Fraction, Kind, Knowledge, Normal, Poly};
use crate::term::{Func, Rational, TermId};

/// With more angles, no two are joined.
const MOST_ANGLES: usize = 4;

/// The sine's kernel, whose cosine is the next, and the angle.
type Wave = (u32, TermId);

/// The fraction with sums over products of two angles' waves joined where that leaves fewer terms:
/// `sin(x)*cos(y) + cos(x)*sin(y)` is `sin(x + y)`.
pub fn joined<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let mut waves: Vec<Wave> = Vec::new();
    for kernel in f.variables() {
        if let Kind::Sin { angle, lattice } = *n.kernels.kind(kernel) {
            waves.push((kernel, scaled(n.arena, angle, &Rational::new(1, lattice))));
        }
    }
    let mut out = Vec::new();
    for (i, a) in waves.iter().enumerate().filter(|_| waves.len() <= MOST_ANGLES) {
        for b in &waves[..i] {
            out.extend(replaced(f, |p| joined_sum(n, p, *b, *a)).filter(|g| g != f));
        }
    }
    out
}

/// One sum; as it stands where joining leaves as many terms.
fn joined_sum<K: Knowledge>(n: &mut Normal<'_, K>, p: &Poly, a: Wave, b: Wave) -> Option<Poly> {
    let mut new = Poly::zero();
    for (m, c) in p.terms() {
        let parts = [a.0, a.0 + 1, b.0, b.0 + 1].map(|k| m.degree(k));
        let rest = [a.0, a.0 + 1, b.0, b.0 + 1].iter().fold(m.clone(), |m, k| m.without(*k));
        // Which function, and the weights of that of the sum and of that of the difference.
        let (function, plus, minus) = match parts {
            [1, 0, 0, 1] => (Func::Sin, 1, 1),
            [0, 1, 1, 0] => (Func::Sin, 1, -1),
            [0, 1, 0, 1] => (Func::Cos, 1, 1),
            [1, 0, 1, 0] => (Func::Cos, -1, 1),
            _ => {
                new = new.plus(&Poly::monomial(m.clone(), c.clone()));
                continue;
            }
        };
        let front = Poly::monomial(rest, c * &Rational::new(1, 2));
        for (weight, negative) in [(plus, false), (minus, true)] {
            let angle = sum(n.arena, vec![(false, a.1), (negative, b.1)]);
            let wave = called(n, function, angle);
            new = new.plus(&front.times(&wave).scaled(&Rational::from(weight)));
        }
    }
    Some(if new.len() < p.len() { new } else { p.clone() })
}
