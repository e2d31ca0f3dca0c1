//! Fixed-point numbers that carry a bound of their own error, and the four series that every
//! elementary function is made of.
//!
//! A [`Ball`] at scale p stands for a real number within `r` units of `v`, a unit being `2^-p`.
//! Each operation adds to `r` what it may lose, so the bound of a result needs no analysis of
//! its own. The arguments are reduced by halving (Brent, "Fast multiple-precision evaluation of
//! elementary functions", 1976), which takes about `sqrt(p)` products of p bits.

use dashu::base::{BitTest, DivEuclid, DivRemEuclid, SquareRoot, UnsignedAbs};
use dashu::integer::IBig;

/// A number within `r` units of `v`.
#[derive(Clone, Debug)]
pub(super) struct Ball {
    /// The centre, in units.
    pub v: IBig,
    /// The radius, in units; [`LOST`] or more says nothing.
    pub r: u128,
}

/// A radius from which on nothing is known. It is far below the overflow of a product of a
/// radius and a size.
pub(super) const LOST: u128 = 1 << 90;

/// Sizes are rounded up to this many bits after the binary point.
const FINE: u32 = 16;

impl Ball {
    fn new(v: IBig, r: u128) -> Self {
        Ball { v, r: if r >= LOST { u128::MAX } else { r } }
    }

    fn negated(self) -> Self {
        Ball { v: -self.v, r: self.r }
    }

    /// The ball times `2^n`.
    fn doubled(&self, n: u32) -> Self {
        let r = if n < 90 && self.r < LOST >> n { self.r << n } else { LOST };
        Ball::new(&self.v << n as usize, r)
    }

    /// The ball times `2^-n`.
    fn halved(&self, n: u32) -> Self {
        if self.r >= LOST { self.clone() } else { Ball::new(&self.v >> n as usize, shifted(self.r, n) + 2) }
    }

    fn over_small(&self, n: u64) -> Self {
        if self.r >= LOST {
            return self.clone();
        }
        Ball::new((&self.v).div_euclid(&IBig::from(n)), self.r / u128::from(n) + 2)
    }

    fn plus(&self, other: &Ball) -> Self {
        Ball::new(&self.v + &other.v, self.r.saturating_add(other.r))
    }

    fn minus(&self, other: &Ball) -> Self {
        Ball::new(&self.v - &other.v, self.r.saturating_add(other.r))
    }

    fn is_spent(&self) -> bool {
        self.v.bit_len() <= 1
    }
}

/// The operations at one scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// The number of bits after the binary point, at least 32.
    pub p: u32,
}

impl Scale {
    fn whole(self, n: i64) -> Ball {
        Ball::new(IBig::from(n) << self.p as usize, 0)
    }

    /// An upper bound of the size, in units of `2^-FINE`.
    fn size(self, a: &Ball) -> u128 {
        let whole = (&a.v >> (self.p - FINE) as usize).unsigned_abs();
        u128::try_from(whole).unwrap_or(LOST).saturating_add(1).min(1 << 36)
    }

    fn times(self, a: &Ball, b: &Ball) -> Ball {
        let v = (&a.v * &b.v) >> self.p as usize;
        let (x, y) = (self.size(a), self.size(b));
        if a.r >= LOST || b.r >= LOST || x.max(y) >= 1 << 36 {
            return Ball::new(v, LOST);
        }
        // |ab − a'b'| ≤ |a|r_b + |b|r_a + r_a r_b; the first two fit in 36 + 90 bits, and the last
        // is bounded by a product of halves.
        let half = |r: u128| shifted(r, self.p / 2).saturating_add(1);
        let both = half(a.r).saturating_mul(half(b.r));
        Ball::new(v, ((x * b.r) >> FINE) + ((y * a.r) >> FINE) + both.saturating_add(4).min(LOST))
    }

    /// The quotient; a divisor that may be below 1/16 in size gives nothing.
    fn over(self, a: &Ball, b: &Ball) -> Ball {
        let low = (&b.v >> (self.p - FINE) as usize).unsigned_abs();
        let low = u128::try_from(low).unwrap_or(LOST).saturating_sub(2);
        let spread = if a.r >= LOST || b.r >= LOST { LOST } else { shifted(b.r, self.p - FINE) };
        if low < (1 << (FINE - 4)) + spread || b.v.is_zero() {
            return Ball::new(IBig::ZERO, LOST);
        }
        let v = (&a.v << self.p as usize).div_euclid(&b.v);
        let q = Ball::new(v, 0);
        if self.size(&q) >= 1 << 36 {
            return Ball::new(q.v, LOST);
        }
        let lost = a.r + ((self.size(&q) * b.r) >> FINE) + 2;
        let r = if lost >= LOST >> FINE { LOST } else { (lost << FINE) / (low - spread) + 3 };
        Ball::new(q.v, r)
    }

    /// The square root; a number that may be below 1/4 gives nothing.
    fn sqrt(self, a: &Ball) -> Ball {
        let quarter = IBig::ONE << (self.p as usize - 2);
        if a.r >= LOST || &a.v - IBig::from(a.r) < quarter {
            return Ball::new(IBig::ZERO, LOST);
        }
        let v = (&a.v << self.p as usize).unsigned_abs().sqrt();
        // |√a − √a'| = |a − a'|/(√a + √a') ≤ |a − a'|
        Ball::new(v.into(), a.r + 2)
    }

    /// `Σ (±1)^n z^(2n+1)/(2n+1)` for |z| ≤ 1/2: atan with alternating signs, atanh without.
    fn odd_series(self, z: &Ball, alternating: bool) -> Ball {
        let square = self.times(z, z);
        let square = if alternating { square.negated() } else { square };
        let (mut sum, mut power) = (z.clone(), z.clone());
        for n in (3u64..).step_by(2) {
            power = self.times(&power, &square);
            if power.is_spent() || power.r >= LOST {
                return widened(sum, &power);
            }
            sum = sum.plus(&power.over_small(n));
        }
        sum
    }

    /// `exp` of a number of size at most 1.
    fn exp(self, x: &Ball) -> Ball {
        let halvings = halvings(self.p, 2);
        let s = x.halved(halvings);
        let (mut sum, mut term) = (self.whole(1), self.whole(1));
        for n in 1u64.. {
            term = self.times(&term, &s).over_small(n);
            if term.is_spent() || term.r >= LOST {
                sum = widened(sum, &term);
                break;
            }
            sum = sum.plus(&term);
        }
        (0..halvings).fold(sum, |e, _| self.times(&e, &e))
    }

    /// The natural logarithm of a number from 1/2 to 3/2.
    fn log(self, x: &Ball) -> Ball {
        let halvings = halvings(self.p, 4);
        let root = (0..halvings).fold(x.clone(), |m, _| self.sqrt(&m));
        let one = self.whole(1);
        let z = self.over(&root.minus(&one), &root.plus(&one));
        self.odd_series(&z, false).doubled(halvings + 1)
    }

    /// The arc tangent of a number of size at most 2.
    fn atan(self, x: &Ball) -> Ball {
        let halvings = halvings(self.p, 4).max(2);
        let one = self.whole(1);
        let halve = |t: Ball| {
            let secant = self.sqrt(&one.plus(&self.times(&t, &t)));
            self.over(&t, &one.plus(&secant))
        };
        let z = (0..halvings).fold(x.clone(), |t, _| halve(t));
        self.odd_series(&z, true).doubled(halvings)
    }

    /// Sine and cosine of a number of size at most 1.
    fn sin_cos(self, x: &Ball) -> (Ball, Ball) {
        let halvings = halvings(self.p, 3);
        let s = x.halved(halvings);
        let square = self.times(&s, &s).negated();
        let (mut sine, mut less_one) = (s.clone(), Ball::new(IBig::ZERO, 0));
        let mut term = s.clone();
        let mut even = self.whole(1);
        for n in (1u64..).step_by(2) {
            even = self.times(&even, &square).over_small(n * (n + 1));
            term = self.times(&term, &square).over_small((n + 1) * (n + 2));
            if even.is_spent() || even.r >= LOST {
                sine = widened(sine, &even);
                less_one = widened(less_one, &even);
                break;
            }
            less_one = less_one.plus(&even);
            sine = sine.plus(&term);
        }
        // sin 2t = 2 sin t (1 + c) and cos 2t − 1 = −2 sin² t, with c = cos t − 1.
        for _ in 0..halvings {
            let double = self.times(&sine, &self.whole(1).plus(&less_one)).doubled(1);
            less_one = self.times(&sine, &sine).doubled(1).negated();
            sine = double;
        }
        (sine, self.whole(1).plus(&less_one))
    }
}

fn shifted(r: u128, n: u32) -> u128 {
    r.checked_shr(n).unwrap_or(0)
}

/// How often to halve an argument so that halvings and terms of the series cost alike.
fn halvings(p: u32, share: u32) -> u32 {
    p.isqrt() / share + 1
}

/// The sum with a bound for the terms from `next` on, each at most half the one before.
fn widened(sum: Ball, next: &Ball) -> Ball {
    let rest = next.r.saturating_add(2).saturating_mul(2);
    Ball::new(sum.v, sum.r.saturating_add(rest))
}

/// π and log 2, kept at the greatest scale asked for so far.
#[derive(Default, Debug)]
pub(super) struct Constants {
    pi: Option<(u32, IBig)>,
    log2: Option<(u32, IBig)>,
}

impl Constants {
    /// π, by Machin's formula.
    pub fn pi(&mut self, p: u32) -> Ball {
        kept(&mut self.pi, p, |p| (inverse_series(5, p, true) << 4usize) - (inverse_series(239, p, true) << 2usize))
    }

    /// log 2 = 18 atanh(1/26) − 2 atanh(1/4801) + 8 atanh(1/8749).
    pub fn log2(&mut self, p: u32) -> Ball {
        kept(&mut self.log2, p, |p| {
            inverse_series(26, p, false) * IBig::from(18) - (inverse_series(4801, p, false) << 1usize)
                + (inverse_series(8749, p, false) << 3usize)
        })
    }

    /// `exp x`, as a ball and a power of two to multiply it by.
    pub fn exp(&mut self, scale: Scale, x: &Ball) -> (Ball, IBig) {
        let log2 = self.log2(scale.p + 32);
        let (k, _) = (&x.v << 32usize).div_rem_euclid(&log2.v);
        let rest = Ball::new(&x.v - ((&k * &log2.v) >> 32usize), x.r.saturating_add(multiple_error(&k)));
        (scale.exp(&rest), k)
    }

    /// `log(x·2^k)` for x from 1/2 to 3/2.
    pub fn log(&mut self, scale: Scale, x: &Ball, k: i64) -> Ball {
        let log2 = self.log2(scale.p + 32);
        let k = IBig::from(k);
        let whole = Ball::new((&k * &log2.v) >> 32usize, multiple_error(&k));
        scale.log(x).plus(&whole)
    }

    /// Arc tangent of a number of size at most 2.
    pub fn atan(&mut self, scale: Scale, x: &Ball) -> Ball {
        scale.atan(x)
    }

    /// Sine and cosine of a number of size below `2^top`.
    pub fn sin_cos(&mut self, scale: Scale, x: &Ball, top: u32) -> (Ball, Ball) {
        let extra = top + 40;
        let quarter: IBig = self.pi(scale.p + extra).v >> 1usize;
        let turned: IBig = (&x.v << extra as usize) + (&quarter >> 1usize);
        let (q, _) = turned.div_rem_euclid(&quarter);
        let rest = Ball::new(&x.v - ((&q * &quarter) >> extra as usize), x.r.saturating_add(4));
        let (sine, cosine) = scale.sin_cos(&rest);
        match u8::try_from(&q & IBig::from(3)).unwrap_or(0) {
            0 => (sine, cosine),
            1 => (cosine, sine.negated()),
            2 => (sine.negated(), cosine.negated()),
            _ => (cosine.negated(), sine),
        }
    }
}

/// What the multiple `k` of a constant known to 3 units at 32 more bits may lose, in units.
fn multiple_error(k: &IBig) -> u128 {
    u128::try_from(k.clone().unsigned_abs()).map_or(LOST, |k| (k.saturating_mul(3) >> 32) + 2)
}

/// The constant at scale p, within 3 units.
fn kept(store: &mut Option<(u32, IBig)>, p: u32, compute: impl Fn(u32) -> IBig) -> Ball {
    // 32 more bits leave room for the error of the series: some 40 units a term.
    if store.as_ref().is_none_or(|(have, _)| *have < p + 32) {
        let wide = p + 32 + p / 4;
        *store = Some((wide, compute(wide)));
    }
    match store {
        Some((have, v)) => Ball::new(&*v >> (*have - p) as usize, 3),
        None => Ball::new(IBig::ZERO, LOST),
    }
}

/// `Σ (±1)^n / ((2n+1) k^(2n+1))` in units of `2^-p`, within two units a term.
fn inverse_series(k: u64, p: u32, alternating: bool) -> IBig {
    let mut power: IBig = (IBig::ONE << p as usize) / IBig::from(k);
    let mut sum = power.clone();
    let square = IBig::from(k * k);
    for n in 1u64.. {
        power /= &square;
        if power.is_zero() {
            break;
        }
        let term = &power / IBig::from(2 * n + 1);
        if alternating && n % 2 == 1 { sum -= term } else { sum += term }
    }
    sum
}
