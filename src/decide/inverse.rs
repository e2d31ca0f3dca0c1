//! Hyperbolic functions, inverse functions and erf of an interval, built on the four kernels.
//!
//! Each expression is chosen so that it loses no bits where its argument is small; where bits are
//! lost all the same, it works with as many more.

use super::dyadic::Dyadic;
use super::elementary::Engine;
use super::interval::Interval;

impl Engine {
    /// `(e^x − e^−x)/2`
    pub fn sinh(&mut self, x: &Interval) -> Option<Interval> {
        self.with_more(x, |e, b| {
            let up = e.exp(x)?;
            let down = one().over(&up, b)?;
            Some(up.minus(&down, b)?.scaled(-1))
        })
    }

    /// `(e^x + e^−x)/2`
    pub fn cosh(&mut self, x: &Interval) -> Option<Interval> {
        self.with_more(&one(), |e, b| {
            let up = e.exp(&x.abs())?;
            let down = one().over(&up, b)?;
            Some(up.plus(&down, b)?.scaled(-1).max(&one()))
        })
    }

    /// `(1 − e^−2x)/(1 + e^−2x)` for x of one sign.
    pub fn tanh(&mut self, x: &Interval) -> Option<Interval> {
        let value = self.odd_increasing(x, |e, a, b| {
            let down = e.exp(&a.scaled(1).negated())?;
            one().minus(&down, b)?.over(&one().plus(&down, b)?, b)
        })?;
        Some(value.within(-1, 1))
    }

    /// `log(x + sqrt(x² + 1))` for x of one sign.
    pub fn asinh(&mut self, x: &Interval) -> Option<Interval> {
        self.odd_increasing(x, |e, a, b| {
            let root = a.times(a, b)?.plus(&one(), b)?.root(2, b);
            e.log(&a.plus(&root, b)?)
        })
    }

    /// `log(x + sqrt(x² − 1))` for x from 1.
    pub fn acosh(&mut self, x: &Interval) -> Option<Interval> {
        let near = x.minus(&one(), 32)?;
        let value = self.with_more(&near, |e, b| {
            let square = near_product(x, b)?.not_negative();
            e.log(&x.plus(&square.root(2, b), b)?.max(&one()))
        })?;
        Some(value.not_negative())
    }

    /// `log((1 + x)/(1 − x))/2` for x between −1 and 1.
    pub fn atanh(&mut self, x: &Interval) -> Option<Interval> {
        self.odd_increasing(x, |e, a, b| {
            let quotient = one().plus(a, b)?.over(&one().minus(a, b)?, b)?;
            Some(e.log(&quotient)?.scaled(-1))
        })
    }

    /// `2 atan(x/(1 + sqrt(1 − x²)))` for x from −1 to 1.
    pub fn asin(&mut self, x: &Interval) -> Option<Interval> {
        self.odd_increasing(x, |e, a, b| {
            let cosine = near_product(a, b)?.negated().not_negative().root(2, b);
            Some(e.atan(&a.over(&one().plus(&cosine, b)?, b)?)?.scaled(1))
        })
    }

    /// `π/2 − asin x` for x from −1 to 1.
    pub fn acos(&mut self, x: &Interval) -> Option<Interval> {
        let near = one().minus(x, 32)?;
        let value = self.with_more(&near, |e, b| e.pi().scaled(-1).minus(&e.asin(x)?, b))?;
        Some(value.not_negative())
    }

    /// The error function: `erf x = 2/√π · e^(−x²) · Σ 2^n x^(2n+1)/(2n+1)!!` (Abramowitz and
    /// Stegun 7.1.6), whose terms have one sign; for large x between `1 − e^(−x²)` and 1.
    pub fn erf(&mut self, x: &Interval) -> Option<Interval> {
        let value = self.odd_increasing(x, |e, a, b| {
            let low = e.erf_at(a.low(), b)?;
            if a.is_point() {
                return Some(low);
            }
            // The derivative is below 2.
            low.plus(&Interval::new(Dyadic::zero(), a.width().scaled(1)), b)
        })?;
        Some(value.within(-1, 1))
    }

    fn erf_at(&mut self, x: &Dyadic, bits: u32) -> Option<Interval> {
        let x = Interval::point(x.clone());
        if x.sign() == Some(0) {
            return Some(x);
        }
        if x.top() > 20 || x.times(&x, bits)?.low() > &Dyadic::new(bits.into(), 0) {
            let gap = Interval::new(Dyadic::new((-1).into(), -i64::from(bits)), Dyadic::zero());
            return one().plus(&gap, bits + 2);
        }
        let square = x.times(&x, bits)?;
        let (mut sum, mut term) = (x.clone(), x);
        let twice = square.scaled(1);
        for n in 1i64.. {
            let odd = Interval::whole(2 * n + 1);
            term = term.times(&twice, bits)?.over(&odd, bits)?;
            sum = sum.plus(&term, bits)?;
            let halves = twice.scaled(1).high() < odd.low();
            if halves && term.vanishes(sum.top() - i64::from(bits)) {
                break;
            }
        }
        // From here on each term is at most half the one before.
        let rest = Interval::new(Dyadic::zero(), term.high().clone());
        let sum = sum.plus(&rest, bits)?;
        let factor = self.exp(&square.negated())?.over(&self.pi().root(2, bits), bits)?;
        sum.times(&factor.scaled(1), bits)
    }

    /// Runs `f` with bits to spare for a value as small as `near`.
    fn with_more(&mut self, near: &Interval, f: impl FnOnce(&mut Self, u32) -> Option<Interval>) -> Option<Interval> {
        let bits = self.bits;
        self.bits += 16 + self.smallness(near) as u32;
        let value = f(self, self.bits);
        self.bits = bits;
        value.map(|v| v.rounded(bits))
    }

    /// An odd function that grows, from its values for arguments not below zero.
    fn odd_increasing(
        &mut self,
        x: &Interval,
        f: impl Fn(&mut Self, &Interval, u32) -> Option<Interval>,
    ) -> Option<Interval> {
        let mut side = |a: &Interval| self.with_more(a, |e, b| f(e, a, b));
        if x.low().signum() >= 0 {
            return side(x);
        }
        if x.high().signum() <= 0 {
            return Some(side(&x.negated())?.negated());
        }
        let below = side(&Interval::point(x.low().negated()))?;
        let above = side(&Interval::point(x.high().clone()))?;
        Some(below.negated().hull(&above))
    }
}

fn one() -> Interval {
    Interval::whole(1)
}

/// `(x − 1)(x + 1)`, exact near 1 where `x² − 1` would cancel.
fn near_product(x: &Interval, bits: u32) -> Option<Interval> {
    x.minus(&one(), bits)?.times(&x.plus(&one(), bits)?, bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::Rational;

    type Function = fn(&mut Engine, &Interval) -> Option<Interval>;

    /// Each pair undoes the other, so a value of the inverse goes back to where it came from.
    #[test]
    fn inverse_functions_undo() {
        let pairs: [(&str, Function, Function); 5] = [
            ("sinh", Engine::asinh, Engine::sinh),
            ("tanh", Engine::atanh, Engine::tanh),
            ("sin", Engine::asin, |e, x| Some(e.sin_cos(x).0)),
            ("cos", Engine::acos, |e, x| Some(e.sin_cos(x).1)),
            ("tan", Engine::atan, |e, x| {
                let (s, c) = e.sin_cos(x);
                s.over(&c, e.bits)
            }),
        ];
        for (name, inverse, function) in pairs {
            for (m, bits) in [(1, 64), (-97, 64), (100, 200), (3, 1000), (-127, 64)] {
                let mut engine = Engine::new(bits);
                let x = Dyadic::new(m.into(), -7);
                let back = inverse(&mut engine, &Interval::point(x.clone())).and_then(|y| function(&mut engine, &y));
                let back = back.expect("in range");
                assert!(back.contains(&x.to_rational()), "{name} {m} {bits}");
                assert!(back.width().top() < 8 - i64::from(bits), "{name} {m} {bits}");
            }
        }
    }

    #[test]
    fn acosh_and_the_ends_of_arcs() {
        let mut engine = Engine::new(64);
        let y = engine.acosh(&Interval::whole(3)).unwrap();
        assert!(engine.cosh(&y).unwrap().contains(&Rational::from(3)));
        assert!(engine.acosh(&one()).unwrap().contains(&Rational::ZERO));
        let half_turn = engine.acos(&Interval::whole(-1)).unwrap();
        assert!(!half_turn.disjoint(&engine.pi()) && half_turn.width().top() < -60);
    }

    #[test]
    fn erf_of_an_interval_that_ends_at_zero() {
        let mut engine = Engine::new(64);
        for (low, high) in [(0, 1), (-1, 0), (0, 0)] {
            let x = Interval::new(Dyadic::new(low.into(), 0), Dyadic::new(high.into(), 0));
            let value = engine.erf(&x).unwrap();
            assert!(value.contains(&Rational::ZERO) && value.contains(&Rational::new(low + high, 2)));
        }
    }

    #[test]
    fn erf_is_told_from_one_far_out() {
        let mut engine = Engine::new(64);
        let half = engine.erf(&Interval::point(Dyadic::power(-1))).unwrap();
        let known = Rational::new(520_499_877_813_046_537, 1_000_000_000_000_000_000);
        assert!((half.lo() - known).abs() < Rational::new(1, 1_000_000_000_000_000));
        assert!(engine.erf(&Interval::whole(20)).unwrap().contains(&Rational::ONE));
        let mut engine = Engine::new(700);
        assert!(!engine.erf(&Interval::whole(20)).unwrap().contains(&Rational::ONE));
        assert!(!engine.erf(&Interval::whole(-20)).unwrap().contains(&Rational::from(-1)));
    }
}
