//! Polynomials in kernels with bounds by their ends, and in sines and cosines by tangents.

use super::Sign;
use super::facts::Facts;
use super::space::{Form, Kind};
use crate::algebra::Poly;
use crate::term::{Func, Rational};

/// Longer polynomials are left alone.
const MOST_TERMS: usize = 12;

/// Polynomials of a higher degree in the sine or cosine are left alone.
const HIGHEST: u32 = 4;

impl Facts {
    /// What is linear in a function's value lies between what it is at the ends of that value's range.
    pub(super) fn by_ends(&mut self, p: &Poly, level: u32) -> Sign {
        for k in p.variables() {
            let called = matches!(self.space.kernel(k).map(|k| k.kind), Some(Kind::Call(..)));
            if !called || p.degree(k) != 1 || p.len() > MOST_TERMS {
                continue;
            }
            let range = self.kernel_interval(k);
            let (Some((lo, _)), Some((hi, _))) = (range.lo, range.hi) else { continue };
            let at = |value: &Rational| {
                let part = |(degree, c): (u32, Poly)| if degree == 0 { c } else { c.scaled(value) };
                p.coefficients(k).into_iter().map(part).fold(Poly::zero(), |sum, c| sum.plus(&c))
            };
            let signs = self.sign_at(&at(&lo), level).or(self.sign_at(&at(&hi), level));
            if !(signs.neg && signs.pos) {
                return signs;
            }
        }
        Sign::ANY
    }

    /// Sines and cosines by the tangent of half their argument, where D says that it has a value, and
    /// their squares by that of the argument.
    pub(super) fn by_tangents(&mut self, p: &Poly, level: u32) -> Sign {
        for k in p.variables() {
            let Some(Kind::Call(f @ (Func::Sin | Func::Cos), u)) = self.space.kernel(k).map(|k| k.kind) else {
                continue;
            };
            let degrees = p.coefficients(k);
            let highest = p.degree(k);
            if highest > HIGHEST || p.len() > MOST_TERMS {
                continue;
            }
            let half = self.scaled(u, &Rational::new(1, 2));
            let (step, tangent) = match (self.tangent_of(half), self.tangent_of(u)) {
                (Some(t), _) => (1, t),
                (None, Some(t)) if degrees.iter().all(|c| c.0 % 2 == 0) => (2, t),
                _ => continue,
            };
            let square = tangent.times(&tangent);
            let below = Poly::one().plus(&square);
            let above = match (step, f) {
                (1, Func::Cos) => Poly::one().minus(&square),
                (1, _) => tangent.scaled(&Rational::from(2)),
                (_, Func::Cos) => Poly::one(),
                _ => square,
            };
            let term = |(degree, c): (u32, Poly)| {
                c.times(&above.pow(degree / step)).times(&below.pow((highest - degree) / step))
            };
            let cleared = degrees.into_iter().map(term).fold(Poly::zero(), |sum, t| sum.plus(&t));
            return self.sign_at(&cleared, level);
        }
        Sign::ANY
    }

    /// The tangent, if the facts are about it.
    fn tangent_of(&self, argument: Form) -> Option<Poly> {
        self.space.find(Kind::Call(Func::Tan, argument)).filter(|k| *k < self.free_from).map(Poly::variable)
    }
}
