//! The complementary error function and the sine and exponential integrals, of an interval.
//!
//! A power series near zero, with more bits where its terms cancel; far out the asymptotic series,
//! whose error the first term left out bounds.

use super::dyadic::Dyadic;
use super::elementary::Engine;
use super::gamma::symmetric;
use super::interval::Interval;

/// Power series of larger arguments take too long.
const MAX_SERIES: i64 = 1 << 12;

impl Engine {
    /// `1 − erf x`, which falls.
    pub fn erfc(&mut self, x: &Interval) -> Option<Interval> {
        let value = self.by_ends(x, |e, x| e.spare(0, |e, b| e.erfc_at(x, b)))?;
        Some(value.within(0, 2))
    }

    /// For x² above the bits `e^(−x²)/(x√π) · Σ (−1)^k (2k−1)!!/(2x²)^k`, whose error is below the
    /// first term left out (DLMF 7.12.1).
    fn erfc_at(&mut self, x: &Interval, bits: u32) -> Option<Interval> {
        if x.low() < &Dyadic::power(0) {
            return one().minus(&self.erf(x)?, bits);
        }
        // The exponential says how small it is, and gives up on what is too small.
        let square = if x.top() > 13 { x.clone() } else { x.times(x, bits)? };
        if x.top() > 13 {
            return Some(Interval::new(Dyadic::zero(), self.exp(&Interval::whole(-(1 << 23)))?.high().clone()));
        }
        let size = i64::try_from(square.high().floor()).ok()?;
        if size > i64::from(bits) {
            let twice = square.scaled(1);
            let ratio = |k: i64| Interval::whole(2 * k + 1).over(&twice, bits);
            let sum = alternating(terms(one(), ratio, 0, bits)?.iter(), bits)?;
            let root = self.pi().root(2, bits);
            return self.exp(&square.negated())?.times(&sum, bits)?.over(&x.times(&root, bits)?, bits);
        }
        self.spare(3 * size / 2 + 16, |e, b| one().minus(&e.erf(x)?, b))
    }

    /// The sine integral, odd, with a slope of at most 1.
    pub fn si(&mut self, x: &Interval) -> Option<Interval> {
        let end = Interval::point(x.low().clone());
        let value = self.spare(0, |e, b| match end.sign() {
            Some(0) => Some(end.clone()),
            Some(-1) => Some(e.si_above(&end.negated(), b)?.negated()),
            _ => e.si_above(&end, b),
        })?;
        value.plus(&symmetric(x.width()), self.bits + 8)
    }

    /// `Σ (−1)^k x^(2k+1)/((2k+1)(2k+1)!)` (DLMF 6.6.5), or far out `π/2 − f cos x − g sin x` with
    /// `f ~ Σ (−1)^k (2k)!/x^(2k+1)` and `g ~ Σ (−1)^k (2k+1)!/x^(2k+2)`, whose errors the first
    /// terms left out bound (DLMF 6.12(ii)).
    fn si_above(&mut self, x: &Interval, bits: u32) -> Option<Interval> {
        if x.top() > 62 || i64::try_from(x.low().floor()).ok()? > i64::from(bits) {
            let (f, g) = far(one().over(x, bits)?, |k| Interval::whole(k + 1).over(x, bits), 0, bits)?;
            let (sine, cosine) = self.sin_cos(x);
            let quarter = self.pi().scaled(-1);
            return quarter.minus(&f.times(&cosine, bits)?, bits)?.minus(&g.times(&sine, bits)?, bits);
        }
        let size = i64::try_from(x.high().floor()).ok().filter(|size| *size < MAX_SERIES)?;
        self.spare(2 * size, |_, b| {
            let square = x.times(x, b)?.negated();
            let (mut sum, mut power) = (x.clone(), x.clone());
            for k in 1i64.. {
                power = power.times(&square, b)?.over(&Interval::whole(2 * k * (2 * k + 1)), b)?;
                let term = power.over(&Interval::whole(2 * k + 1), b)?;
                sum = sum.plus(&term, b)?;
                if 2 * k > size + 2 && term.vanishes(x.top() - i64::from(b)) {
                    // The terms alternate and fall, so that the rest is smaller than the last.
                    return sum.plus(&symmetric(Dyadic::power(term.top())), b);
                }
            }
            None
        })
    }

    /// The exponential integral, which falls below zero and grows above it.
    pub fn ei(&mut self, x: &Interval) -> Option<Interval> {
        self.by_ends(x, |e, x| e.spare(0, |e, b| if x.sign() == Some(1) { e.ei_above(x, b) } else { e.ei_below(x, b) }))
    }

    /// Far out `e^x/x Σ k!/x^k`, whose error is at most `1 + χ(n + 1)` times the first term left
    /// out, the n-th (DLMF 6.12.2), and `χ(n)`, about `√(πn/2)`, is below n + 1.
    fn ei_above(&mut self, x: &Interval, bits: u32) -> Option<Interval> {
        if !is_far(x, bits) {
            return self.ei_series(x, bits);
        }
        let terms = terms(one(), |k| Interval::whole(k + 1).over(x, bits), 0, bits)?;
        let (last, taken) = terms.split_last()?;
        let bound = last.times(&Interval::whole(terms.len() as i64 + 3), bits)?;
        let mut sum = symmetric(bound.high().clone());
        for term in taken {
            sum = sum.plus(term, bits)?;
        }
        self.exp(x)?.times(&sum, bits)?.over(x, bits)
    }

    /// With z = −x, `−e^(−z)/z Σ (−1)^k k!/z^k`, whose error the first term left out bounds
    /// (DLMF 6.12.1).
    fn ei_below(&mut self, x: &Interval, bits: u32) -> Option<Interval> {
        let size = x.negated();
        if !is_far(&size, bits) {
            let loses = i64::try_from(size.high().floor()).ok()?;
            return self.spare(3 * loses, |e, b| e.ei_series(x, b));
        }
        let terms = terms(one(), |k| Interval::whole(k + 1).over(&size, bits), 0, bits)?;
        let sum = alternating(terms.iter(), bits)?;
        self.exp(x)?.times(&sum, bits)?.over(x, bits)
    }

    /// `γ + log|x| + Σ x^k/(k k!)` (DLMF 6.6.2)
    fn ei_series(&mut self, x: &Interval, bits: u32) -> Option<Interval> {
        let size = i64::try_from(x.abs().high().floor()).ok().filter(|size| *size < MAX_SERIES)?;
        let log = self.log(&x.abs())?;
        let mut sum = self.euler()?.plus(&log, bits)?;
        let mut power = one();
        for k in 1i64.. {
            power = power.times(x, bits)?.over(&Interval::whole(k), bits)?;
            let term = power.over(&Interval::whole(k), bits)?;
            sum = sum.plus(&term, bits)?;
            if k > 2 * size + 2 && term.top() < -i64::from(bits) {
                // From here on each term is at most half the one before.
                return sum.plus(&symmetric(Dyadic::power(term.top())), bits);
            }
        }
        None
    }
}

fn one() -> Interval {
    Interval::whole(1)
}

/// Whether the asymptotic series of a number above zero is sharp enough.
fn is_far(x: &Interval, bits: u32) -> bool {
    x.low() > &Dyadic::new(bits.into(), 0)
}

/// The terms of a series from the first one and the quotients of the next ones, at least
/// `least + 2` of them, until the last two are negligible or grow; those are not to be taken, but
/// bound the rest.
pub(super) fn terms(
    first: Interval,
    ratio: impl Fn(i64) -> Option<Interval>,
    least: usize,
    bits: u32,
) -> Option<Vec<Interval>> {
    let small = first.top() - i64::from(bits);
    let mut terms = vec![first];
    loop {
        let last = terms.last()?;
        let next = last.times(&ratio(terms.len() as i64 - 1)?, bits)?;
        let done = terms.len() > least && (next.vanishes(small) || next.top() > last.top());
        terms.push(next);
        if done && terms.len() > 2 {
            return Some(terms);
        }
    }
}

/// `t₀ − t₁ + t₂ − …` without the last one, which bounds the rest from one side.
pub(super) fn alternating<'a>(terms: impl Iterator<Item = &'a Interval>, bits: u32) -> Option<Interval> {
    let signed = terms.enumerate().map(|(k, t)| if k % 2 == 0 { t.clone() } else { t.negated() });
    let mut signed = signed.peekable();
    let mut sum = Interval::whole(0);
    while let Some(term) = signed.next() {
        let term = if signed.peek().is_none() { term.hull(&Interval::whole(0)) } else { term };
        sum = sum.plus(&term, bits)?;
    }
    Some(sum)
}

/// `t₀ − t₂ + t₄ − …` and `t₁ − t₃ + t₅ − …`, each with its own rest.
pub(super) fn far(
    first: Interval,
    ratio: impl Fn(i64) -> Option<Interval>,
    least: usize,
    bits: u32,
) -> Option<(Interval, Interval)> {
    let terms = terms(first, ratio, least + 2, bits)?;
    let half = |from: usize| alternating(terms.iter().skip(from).step_by(2), bits);
    Some((half(0)?, half(1)?))
}
