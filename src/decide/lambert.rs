//! Lambert's function W: the w from −1 on with `w e^w = x`.
//!
//! Newton's method finds a candidate; that it lies within δ is then seen by the values of the
//! growing function `w e^w` on both sides of it, so nothing rests on the iteration.

use super::dyadic::Dyadic;
use super::elementary::Engine;
use super::interval::Interval;

/// Newton's method takes about 20 steps to come near and then doubles the bits.
const MAX_STEPS: usize = 60;
/// How often the distance looked at grows, by more each time.
const MAX_TRIES: i64 = 16;

impl Engine {
    /// The principal branch, of an interval that is not below `−1/e`; it grows.
    pub fn lambert_w(&mut self, x: &Interval) -> Option<Interval> {
        // Next to −1/e the value is as far from −1 as the root of the distance.
        let loses = if x.low().signum() < 0 { i64::from(self.bits) } else { 0 };
        self.by_ends(x, |e, x| e.spare(loses, |e, b| e.lambert_at(x, b)))
    }

    fn lambert_at(&mut self, x: &Interval, bits: u32) -> Option<Interval> {
        if x.low().is_zero() {
            return Some(x.clone());
        }
        let w = self.lambert_near(x, bits)?;
        let least = Interval::whole(-1);
        for step in 0..MAX_TRIES {
            let distance = Interval::point(Dyadic::power(w.top() - i64::from(bits) + 4 + (1 << step)));
            let low = w.minus(&distance, bits + 64)?.max(&least);
            let high = w.plus(&distance, bits + 64)?.max(&least);
            let under = low == least || self.times_exp(&low, bits)?.high() <= x.low();
            if under && self.times_exp(&high, bits)?.low() >= x.high() {
                return Some(low.hull(&high));
            }
        }
        None
    }

    fn times_exp(&mut self, w: &Interval, bits: u32) -> Option<Interval> {
        w.times(&self.exp(w)?, bits)
    }

    /// A number near the value, by Newton's method.
    fn lambert_near(&mut self, x: &Interval, bits: u32) -> Option<Interval> {
        let mut w = self.lambert_first(x, bits)?;
        let mut before = i64::MAX;
        for _ in 0..MAX_STEPS {
            let slope = w.plus(&Interval::whole(1), bits)?;
            if slope.sign() != Some(1) {
                return Some(Interval::whole(-1));
            }
            // (w − x e^(−w))/(1 + w)
            let decay = self.exp(&w.negated())?;
            let step = middle(&w.minus(&x.times(&decay, bits)?, bits)?.over(&slope, bits)?);
            w = middle(&w.minus(&step, bits)?);
            let settled = step.top() < w.top() - i64::from(bits) + 4;
            let stuck = step.top() >= before && step.top() < w.top() - i64::from(bits) / 2;
            if step.low().is_zero() || settled || stuck {
                break;
            }
            before = step.top();
        }
        Some(w)
    }

    /// `log(1 + x)` above zero, `−1 + √(2(1 + e x))` below, both above the value.
    fn lambert_first(&mut self, x: &Interval, bits: u32) -> Option<Interval> {
        let one = Interval::whole(1);
        if x.low().signum() >= 0 {
            // Below the resolution of 1 + x, W and the logarithm are as good as x.
            return if x.top() < -8 { Some(middle(x)) } else { Some(middle(&self.log(&x.plus(&one, bits)?)?)) };
        }
        let above = self.exp(&one)?.times(x, bits)?.plus(&one, bits)?.not_negative();
        Some(middle(&above.scaled(1).root(2, bits).minus(&one, bits)?))
    }
}

/// One of the numbers in the interval.
fn middle(x: &Interval) -> Interval {
    Interval::point(x.low().clone())
}
