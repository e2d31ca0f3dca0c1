//! The Bessel function of the first kind, of an interval.

use super::dyadic::Dyadic;
use super::elementary::Engine;
use super::gamma::symmetric;
use super::integral::far;
use super::interval::Interval;
use crate::term::Rational;

/// The power series of larger arguments takes too long.
const MAX_SERIES: i64 = 1 << 11;
/// Larger orders are given up.
const MAX_ORDER: i64 = 1 << 12;
/// Orders farther below zero are given up.
const MAX_STEPS: i64 = 256;

impl Engine {
    /// `J_n(x)` for a whole number n, whose slope is at most 1 in size (DLMF 10.9.2).
    pub fn bessel_whole(&mut self, order: i64, x: &Interval) -> Option<Interval> {
        let n = i64::try_from(order.unsigned_abs()).ok().filter(|n| *n <= MAX_ORDER)?;
        let end = Interval::point(x.low().clone());
        // J_(−n)(x) = J_n(−x) = (−1)^n J_n(x) (DLMF 10.4.1, 10.11.1)
        let turned = n % 2 == 1 && (order < 0) != (end.sign() == Some(-1));
        let value = match end.sign() {
            Some(0) => Interval::whole(i64::from(n == 0)),
            _ => self.bessel_above(&Rational::from(n), &end.abs())?,
        };
        let value = if turned { value.negated() } else { value };
        let bits = self.bits + 8;
        Some(value.plus(&symmetric(x.width()), bits)?.within(-1, 1))
    }

    /// `J_ν(x)` for x above zero.
    pub fn bessel_above(&mut self, order: &Rational, x: &Interval) -> Option<Interval> {
        if order.abs() > Rational::from(MAX_ORDER) {
            return None;
        }
        if order.is_negative() { self.bessel_below(order, x) } else { self.bessel_beside(order, x) }
    }

    /// An order below zero, by `J_(μ−1)(x) = (2μ/x) J_μ(x) − J_(μ+1)(x)` (DLMF 10.6.1) from two
    /// orders above it.
    fn bessel_below(&mut self, order: &Rational, x: &Interval) -> Option<Interval> {
        let steps = (-order.clone()).ceil().to_i64().filter(|steps| *steps <= MAX_STEPS)?;
        let mut mu = order + &Rational::from(steps);
        self.spare(steps, |e, b| {
            let mut here = e.bessel_beside(&mu, x)?;
            let mut above = e.bessel_beside(&(&mu + &Rational::ONE), x)?;
            for _ in 0..steps {
                let factor = Interval::from_rational(&mu, b)?.scaled(1).over(x, b)?;
                let below = factor.times(&here, b)?.minus(&above, b)?;
                (above, here) = (here, below);
                mu = &mu - &Rational::ONE;
            }
            Some(here)
        })
    }

    /// An order not below zero. There no value exceeds 1 in size (DLMF 10.14.1), so the slope
    /// `(ν/x) J_ν(x) − J_(ν+1)(x)` (DLMF 10.6.2) doesn't exceed ν/x + 1.
    fn bessel_beside(&mut self, order: &Rational, x: &Interval) -> Option<Interval> {
        let at = Interval::point(x.low().clone());
        let value = self.spare(16, |e, b| e.bessel_at(order, &at, b))?;
        if x.is_point() {
            return Some(value);
        }
        let slope = Interval::from_rational(order, 64)?.over(&at, 64)?.plus(&Interval::whole(1), 64)?;
        let spread = slope.times(&Interval::point(x.width()), 64)?;
        Some(value.plus(&symmetric(spread.high().clone()), self.bits + 8)?.within(-1, 1))
    }

    fn bessel_at(&mut self, order: &Rational, x: &Interval, bits: u32) -> Option<Interval> {
        let nu = Interval::from_rational(order, bits)?;
        let limit = nu.times(&nu, bits)?.plus(&Interval::whole(bits.into()), bits)?;
        if x.low() > limit.high() { self.bessel_far(&nu, x, bits) } else { self.bessel_series(order, x, bits) }
    }

    /// `(x/2)^ν/Γ(ν+1) · Σ (−x²/4)^k/(k! (ν+1)_k)` (DLMF 10.2.2)
    fn bessel_series(&mut self, order: &Rational, x: &Interval, bits: u32) -> Option<Interval> {
        let size = i64::try_from(x.high().floor()).ok().filter(|size| *size < MAX_SERIES)?;
        // The terms cancel down from some e^x, and the factor is at most e^x.
        let sum = self.spare(4 * size, |_, b| {
            let nu = Interval::from_rational(order, b)?;
            let square = x.scaled(-1).power(2, b)?.negated();
            let (mut sum, mut term) = (Interval::whole(1), Interval::whole(1));
            for k in 1i64.. {
                let below = nu.plus(&Interval::whole(k), b)?.times(&Interval::whole(k), b)?;
                term = term.times(&square, b)?.over(&below, b)?;
                sum = sum.plus(&term, b)?;
                // From here on each term is less than half the one before.
                if k > size && term.top() < -i64::from(b) {
                    return sum.plus(&symmetric(Dyadic::power(term.top())), b);
                }
            }
            None
        })?;
        let (half, nu) = (x.scaled(-1), Interval::from_rational(order, bits)?);
        let power = match order.to_i64().map(u64::try_from) {
            Some(Ok(n)) => half.power(n, bits)?,
            _ => {
                let log = self.log(&half)?;
                self.exp(&nu.times(&log, bits)?)?
            }
        };
        let gamma = self.gamma(&nu.plus(&Interval::whole(1), bits)?)?;
        sum.times(&power, bits)?.over(&gamma, bits)
    }

    /// `√(2/(πx)) (P cos ω − Q sin ω)` with `ω = x − (ν/2 + 1/4)π` and the sums P and Q over even
    /// and odd k of `a_k(ν)/x^k`, whose errors the first terms left out bound as soon as k exceeds
    /// ν, for ν and x not below zero (DLMF 10.17.3, 10.17(iii)).
    fn bessel_far(&mut self, nu: &Interval, x: &Interval, bits: u32) -> Option<Interval> {
        let square = nu.scaled(1).power(2, bits)?;
        let eight = x.scaled(3);
        let ratio = |k: i64| {
            let odd = Interval::whole((2 * k + 1) * (2 * k + 1));
            square.minus(&odd, bits)?.over(&eight.times(&Interval::whole(k + 1), bits)?, bits)
        };
        let least = usize::try_from(nu.high().floor()).ok()? + 2;
        let (p, q) = far(Interval::whole(1), ratio, least, bits)?;
        // The angle takes as many more bits as its whole part has.
        let (sine, cosine) = self.spare(x.top().max(0), |e, b| {
            let quarter = e.pi().scaled(-2).times(&nu.scaled(1).plus(&Interval::whole(1), b)?, b)?;
            let angle = x.minus(&quarter, b)?;
            Some(e.sin_cos(&angle))
        })?;
        let wave = p.times(&cosine, bits)?.minus(&q.times(&sine, bits)?, bits)?;
        let size = Interval::whole(2).over(&self.pi().times(x, bits)?, bits)?.root(2, bits);
        wave.times(&size, bits)
    }
}
