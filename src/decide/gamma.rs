//! The gamma function, its logarithm and the derivatives of that, of an interval.
//!
//! An argument is moved up until Stirling's series is sharp. The partial sums of that series for
//! `log Γ` and all its derivatives lie in turn above and below the value wherever the argument is
//! above zero (DLMF 5.11(ii); for the derivatives Abramowitz and Stegun 6.4.11), so what is left
//! out lies between zero and the first term left out, however few terms are taken.

use super::bernoulli::Bernoulli;
use super::dyadic::{Dyadic, Toward};
use super::elementary::Engine;
use super::interval::Interval;
use crate::term::Rational;
use dashu::integer::IBig;

/// Arguments above `2^1000` say nothing.
const MAX_SIZE: i64 = 1_000;
/// The greatest order of a derivative.
const MAX_ORDER: u32 = 500;
/// Poles farther out are not passed one by one.
const MAX_SHIFT: i64 = 1 << 13;

/// What the gamma function keeps between evaluations.
#[derive(Default, Debug)]
pub(super) struct Kept {
    bernoulli: Bernoulli,
    euler: Option<(u32, Interval)>,
}

impl Engine {
    /// The gamma function of an interval without poles.
    pub fn gamma(&mut self, x: &Interval) -> Option<Interval> {
        if x.low().signum() > 0 {
            return self.valley(x, Engine::gamma_above, Rational::new(885, 1_000));
        }
        // Γ(x) Γ(1 − x) = π / sin(πx) (DLMF 5.5.3)
        self.spare(x.top().max(0), |e, b| {
            let other = e.gamma(&Interval::whole(1).minus(x, wide(x, b))?)?;
            let (sine, _) = e.sin_cos_pi(x)?;
            e.pi().over(&sine.times(&other, b)?, b)
        })
    }

    /// The logarithm of the gamma function of an interval above zero.
    pub fn loggamma(&mut self, x: &Interval) -> Option<Interval> {
        self.valley(x, Engine::loggamma_above, Rational::new(-122, 1_000))
    }

    /// The digamma function of an interval without poles; it grows between any two of them.
    pub fn digamma(&mut self, x: &Interval) -> Option<Interval> {
        self.by_ends(x, |e, x| e.spare(x.top().max(0), |e, b| e.digamma_at(x, b)))
    }

    /// The derivative of that order, from 1 on, of the digamma function, of an interval without
    /// poles. Above zero it falls towards zero, or grows towards it from below.
    pub fn polygamma(&mut self, order: u32, x: &Interval) -> Option<Interval> {
        if order > MAX_ORDER {
            return None;
        }
        let at = |e: &mut Engine, x: &Interval| e.spare(0, |e, b| e.polygamma_at(order, x, b));
        if x.low().signum() > 0 { self.by_ends(x, at) } else { at(self, x) }
    }

    /// Euler's constant, `−ψ(1)`.
    pub fn euler(&mut self) -> Option<Interval> {
        if let Some((bits, value)) = &self.kept.euler
            && *bits >= self.bits
        {
            return Some(value.clone());
        }
        let value = self.digamma(&Interval::whole(1))?.negated();
        self.kept.euler = Some((self.bits, value.clone()));
        Some(value)
    }

    /// A function of an interval above zero that falls up to 1.46 and grows from 1.47 on, whose
    /// slope is below 1 in size from 1.25 to 1.75 and that is nowhere below `least`.
    fn valley(&mut self, x: &Interval, at: Function, least: Rational) -> Option<Interval> {
        let end = |x: &Dyadic| Interval::point(x.clone());
        let low = at(self, &end(x.low()))?;
        if x.is_point() {
            return Some(low);
        }
        let quarters = |n: i64| Dyadic::new(n.into(), -2);
        if *x.low() >= quarters(5) && *x.high() <= quarters(7) {
            return low.plus(&symmetric(x.width()), self.bits + 8);
        }
        let both = low.hull(&at(self, &end(x.high()))?);
        let monotone = *x.high() <= hundredths(146) || *x.low() >= hundredths(147);
        if monotone { Some(both) } else { Some(both.hull(&Interval::from_rational(&least, self.bits)?)) }
    }

    fn gamma_above(&mut self, x: &Interval) -> Option<Interval> {
        // Γ(2^25) is far out of range.
        if x.top() > 25 {
            return None;
        }
        // The exponential takes as many more bits as the whole part of the logarithm has.
        self.spare(2 * x.top().max(0), |e, b| {
            let (y, product, _) = e.moved_up(x, 0, b)?;
            let log = e.stirling(&y, b)?;
            e.exp(&log)?.over(&product, b)
        })
    }

    fn loggamma_above(&mut self, x: &Interval) -> Option<Interval> {
        self.spare(2 * x.top().max(0), |e, b| {
            let (y, product, _) = e.moved_up(x, 0, b)?;
            let log = e.log(&product)?;
            e.stirling(&y, b)?.minus(&log, b)
        })
    }

    fn digamma_at(&mut self, x: &Interval, bits: u32) -> Option<Interval> {
        if x.low().signum() <= 0 {
            // ψ(1 − x) − ψ(x) = π cot(πx) (DLMF 5.5.4)
            let other = self.digamma_at(&Interval::whole(1).minus(x, wide(x, bits))?, bits)?;
            let (sine, cosine) = self.sin_cos_pi(x)?;
            return other.minus(&self.pi().times(&cosine, bits)?.over(&sine, bits)?, bits);
        }
        let (y, _, sum) = self.moved_up(x, 1, bits)?;
        let half = Interval::whole(1).over(&y.scaled(1), bits)?;
        let main = self.log(&y)?.minus(&half, bits)?;
        main.minus(&self.series(-1, 1, &y, 0, bits)?, bits)?.minus(&sum, bits)
    }

    /// `ψ⁽ⁿ⁾(x) = (−1)^(n+1) ((n−1)!/x^n + n!/(2x^(n+1)) + Σ B_2k (2k+n−1)!/((2k)! x^(2k+n)))`
    /// (Abramowitz and Stegun 6.4.11), and `ψ⁽ⁿ⁾(x + 1) = ψ⁽ⁿ⁾(x) + (−1)^n n!/x^(n+1)` (6.4.6).
    fn polygamma_at(&mut self, order: u32, x: &Interval, bits: u32) -> Option<Interval> {
        let n = i64::from(order);
        let (y, _, sum) = self.moved_up(x, u64::from(order) + 1, bits)?;
        let factorial = factorial(order);
        let power = y.power(u64::from(order), bits)?;
        let leading = factorial.over(&Interval::whole(n), bits)?.over(&power, bits)?;
        let next = factorial.over(&power.times(&y, bits)?, bits)?;
        let rest = self.series(leading.top(), order as usize + 1, &y, n, bits)?;
        let total = leading.plus(&next.scaled(-1), bits)?.plus(&rest, bits)?;
        let total = total.plus(&factorial.times(&sum, bits)?, bits)?;
        Some(if order % 2 == 1 { total } else { total.negated() })
    }

    /// `log Γ(y) = (y − 1/2) log y − y + log(2π)/2 + Σ B_2k/(2k(2k−1) y^(2k−1))` (DLMF 5.11.1)
    fn stirling(&mut self, y: &Interval, bits: u32) -> Option<Interval> {
        let half = Interval::point(Dyadic::power(-1));
        let log = self.log(y)?;
        let main = y.minus(&half, bits)?.times(&log, bits)?.minus(y, bits)?;
        let turn = self.pi().scaled(1);
        let constant = self.log(&turn)?.scaled(-1);
        main.plus(&constant, bits)?.plus(&self.series(-1, 0, y, -1, bits)?, bits)
    }

    /// `Σ B_2k (2k+n−1)!/(2k)! y^−(2k+n)` for y above zero, from k = 1 until the terms fall below
    /// `2^(top−bits)` or grow; with it, what is left out. `start` is n + 1.
    fn series(&mut self, top: i64, start: usize, y: &Interval, n: i64, bits: u32) -> Option<Interval> {
        let inverse = Interval::whole(1).over(y, bits)?;
        let square = inverse.times(&inverse, bits)?;
        // (n + 1)!/2 · y^−(n+2)
        let mut factor = factorial(start as u32).scaled(-1);
        factor = factor.times(&inverse.power(start as u64 + 1, bits)?, bits)?;
        let (mut sum, mut before) = (Interval::whole(0), i64::MAX);
        for index in 1.. {
            let k = index as i64;
            let term = self.kept.bernoulli.number(index, bits)?.times(&factor, bits)?;
            if term.top() < top - i64::from(bits) || term.top() > before || index >= Bernoulli::MAX {
                return sum.plus(&term.hull(&Interval::whole(0)), bits);
            }
            before = term.top();
            sum = sum.plus(&term, bits)?;
            let above = Interval::whole((2 * k + n) * (2 * k + n + 1));
            let below = Interval::whole((2 * k + 1) * (2 * k + 2));
            factor = factor.times(&square, bits)?.times(&above, bits)?.over(&below, bits)?;
        }
        None
    }

    /// `x + m`, large enough for the series to be sharp, with the product of x, …, x + m − 1 and,
    /// for a power above 0, the sum of their reciprocals to that power.
    fn moved_up(&mut self, x: &Interval, power: u64, bits: u32) -> Option<(Interval, Interval, Interval)> {
        if x.top() > MAX_SIZE {
            return None;
        }
        let target = IBig::from(bits / 2 + 8 + power as u32);
        let m = i64::try_from(target - x.low().floor()).unwrap_or(0).max(0);
        if m > MAX_SHIFT {
            return None;
        }
        let (mut product, mut sum) = (Interval::whole(1), Interval::whole(0));
        for j in 0..m {
            let factor = x.plus(&Interval::whole(j), wide(x, bits))?;
            if power == 0 {
                product = product.times(&factor, bits)?;
            } else {
                let inverse = Interval::whole(1).over(&factor, bits)?;
                sum = sum.plus(&inverse.power(power, bits)?, bits)?;
            }
        }
        Some((x.plus(&Interval::whole(m), wide(x, bits))?, product, sum))
    }

    /// `sin(πx)` and `cos(πx)`, without loss next to a whole number.
    fn sin_cos_pi(&mut self, x: &Interval) -> Option<(Interval, Interval)> {
        let whole = x.low().plus(&Dyadic::power(-1), 1 << 14, Toward::Below).floor();
        let odd = &whole & IBig::ONE == IBig::ONE;
        let rest = x.minus(&Interval::point(Dyadic::new(whole, 0)), wide(x, self.bits))?;
        let bits = self.bits;
        let (sine, cosine) = self.spare(-rest.top(), |e, b| {
            let angle = e.pi().times(&rest, b)?;
            let (s, c) = e.sin_cos(&angle);
            Some((s, c))
        })?;
        let (sine, cosine) = (sine.rounded(bits), cosine.rounded(bits));
        Some(if odd { (sine.negated(), cosine.negated()) } else { (sine, cosine) })
    }

    /// A monotone function, from its values at the ends.
    pub(super) fn by_ends(
        &mut self,
        x: &Interval,
        mut f: impl FnMut(&mut Self, &Interval) -> Option<Interval>,
    ) -> Option<Interval> {
        let low = f(self, &Interval::point(x.low().clone()))?;
        if x.is_point() {
            return Some(low);
        }
        Some(low.hull(&f(self, &Interval::point(x.high().clone()))?))
    }

    /// Runs `f` with 24 more bits and as many as it says that it loses.
    pub(super) fn spare<T>(&mut self, loses: i64, f: impl FnOnce(&mut Self, u32) -> Option<T>) -> Option<T> {
        let bits = self.bits;
        self.bits += 24 + loses.clamp(0, 1 << 16) as u32;
        let value = f(self, self.bits);
        self.bits = bits;
        value
    }
}

type Function = fn(&mut Engine, &Interval) -> Option<Interval>;

/// From `−width` to `width`.
pub(super) fn symmetric(width: Dyadic) -> Interval {
    Interval::new(width.negated(), width)
}

fn factorial(n: u32) -> Interval {
    let value = (1..=n).fold(IBig::ONE, |product, k| product * IBig::from(k));
    Interval::point(Dyadic::new(value, 0))
}

/// A number of hundredths between 1 and 2, rounded away from 1.46⅔.
fn hundredths(n: i64) -> Dyadic {
    let toward = if n < 147 { Toward::Below } else { Toward::Above };
    Dyadic::from_rational(&Rational::new(n, 100), 32, toward)
}

/// Bits enough for `x ± n` to lose nothing of an end of x, within reason.
fn wide(x: &Interval, bits: u32) -> u32 {
    let length = |end: &Dyadic| (end.top().max(0) - end.e.min(0)).clamp(0, 1 << 14) as u32;
    bits.max(length(x.low())).max(length(x.high())) + 64
}
