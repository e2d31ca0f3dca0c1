//! Values in units of pi: the ranges of the inverse trigonometric functions have their ends there,
//! and the signs of the trigonometric functions change there.

use super::facts::Facts;
use super::interval::Interval;
use super::space::{Form, Kind};
use super::{Sign, constants, table};
use crate::algebra::Poly;
use crate::term::{Func, Rational};

impl Facts {
    /// A sum of multiples of pi and of kernels with bounds.
    pub(super) fn by_turns(&mut self, p: &Poly, _: u32) -> Sign {
        let is_pi = |facts: &Facts, k: u32| facts.space.kernel(k).is_some_and(|k| k.kind == Kind::Pi);
        if p.total_degree() > 1 || !p.terms().iter().any(|(m, _)| m.0.iter().any(|x| is_pi(self, x.0))) {
            return Sign::ANY;
        }
        self.turns(p).sign()
    }

    /// The values of a polynomial in units of pi.
    fn turns(&mut self, p: &Poly) -> Interval {
        let mut sum = Interval::point(Rational::ZERO);
        for (m, c) in p.terms() {
            let term = match m.0[..] {
                [] => in_turns(&Interval::point(c.clone())),
                [(k, 1)] => self.kernel_turns(k).scaled(c),
                _ => Interval::default(),
            };
            sum = sum.plus(&term);
            if sum.is_everything() {
                break;
            }
        }
        sum
    }

    fn kernel_turns(&mut self, k: u32) -> Interval {
        let own = match self.space.kernel(k).map(|k| k.kind) {
            Some(Kind::Pi) => return Interval::point(Rational::ONE),
            Some(Kind::Call(f, _) | Kind::Call2(f, _, _)) => table::turns(f).clone(),
            _ => Interval::default(),
        };
        let sign = Interval::of_sign(self.kernel_sign(k));
        own.and(&sign).and(&in_turns(&self.kernel_interval(k)))
    }

    /// The sign of a trigonometric function whose argument stays between two of its zeros.
    pub(super) fn quadrant_sign(&mut self, f: Func, argument: Form) -> Sign {
        let frac = self.space.frac(argument);
        if !frac.den.is_one() || frac.num.total_degree() > 1 {
            return Sign::ANY;
        }
        let turns = self.turns(&frac.num);
        let sine = sine_sign(&turns);
        let cosine = sine_sign(&turns.plus(&Interval::point(Rational::new(1, 2))));
        match f {
            Func::Sin => sine,
            Func::Cos => cosine,
            Func::Tan => sine.times(cosine.and(Sign::NONZERO)),
            Func::Cot => cosine.times(sine.and(Sign::NONZERO)),
            Func::Sec => cosine.and(Sign::NONZERO),
            _ => sine.and(Sign::NONZERO),
        }
    }
}

/// A multiple of 1/pi.
fn in_turns(values: &Interval) -> Interval {
    let pi = constants::pi();
    let inverse = |end: super::interval::End| end.and_then(|e| e.0.recip());
    match (inverse(pi.hi), inverse(pi.lo)) {
        (Some(lo), Some(hi)) => values.times(&Interval::closed(lo, hi)),
        _ => Interval::default(),
    }
}

/// The sign of the sine, whose zeros are the whole numbers in units of pi.
fn sine_sign(turns: &Interval) -> Sign {
    let (Some((lo, lo_in)), Some((hi, hi_in))) = (&turns.lo, &turns.hi) else { return Sign::ANY };
    let zero = lo.floor();
    let next = &zero + &Rational::ONE;
    if *hi > next {
        return Sign::ANY;
    }
    let even = zero.is_even();
    let touches = (*lo == zero && *lo_in) || (*hi == next && *hi_in);
    Sign { neg: !even, zero: touches, pos: even }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sine_has_one_sign_between_two_zeros() {
        let between =
            |lo: (i64, i64), hi: (i64, i64)| Interval::closed(Rational::new(lo.0, lo.1), Rational::new(hi.0, hi.1));
        assert_eq!(sine_sign(&between((1, 4), (3, 4))), Sign::POSITIVE);
        assert_eq!(sine_sign(&between((0, 1), (1, 2))), Sign::NONNEGATIVE);
        assert_eq!(sine_sign(&between((-1, 2), (-1, 4))), Sign::NEGATIVE);
        assert_eq!(sine_sign(&between((-1, 2), (1, 2))), Sign::ANY);
    }
}
