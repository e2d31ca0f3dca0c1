//! Intervals with rational ends, open or closed, possibly without bound.

use super::Sign;
use crate::term::Rational;

/// One end of an interval; `None` stands for no bound.
pub type End = Option<(Rational, bool)>;

/// Powers of ends of more bits are only bounded.
const MOST_BITS: usize = 10_000;

/// The numbers between two ends. An end's flag says whether the end itself belongs to it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Interval {
    /// The lower end.
    pub lo: End,
    /// The upper end.
    pub hi: End,
}

impl Interval {
    /// One number.
    pub fn point(value: Rational) -> Self {
        Interval { lo: Some((value.clone(), true)), hi: Some((value, true)) }
    }

    /// Between two numbers, both included.
    pub fn closed(lo: Rational, hi: Rational) -> Self {
        Interval { lo: Some((lo, true)), hi: Some((hi, true)) }
    }

    /// Whether no bound is known.
    pub fn is_everything(&self) -> bool {
        self.lo.is_none() && self.hi.is_none()
    }

    /// Whether no number lies in it.
    pub fn is_empty(&self) -> bool {
        match (&self.lo, &self.hi) {
            (Some((a, x)), Some((b, y))) => a > b || (a == b && !(*x && *y)),
            _ => false,
        }
    }

    /// The numbers in both.
    pub fn and(&self, other: &Self) -> Self {
        Interval { lo: higher(&self.lo, &other.lo), hi: lower(&self.hi, &other.hi) }
    }

    /// The opposites.
    pub fn negated(&self) -> Self {
        let flip = |e: &End| e.as_ref().map(|(v, c)| (-v.clone(), *c));
        Interval { lo: flip(&self.hi), hi: flip(&self.lo) }
    }

    /// The sums.
    pub fn plus(&self, other: &Self) -> Self {
        let add = |a: &End, b: &End| Some((&a.as_ref()?.0 + &b.as_ref()?.0, a.as_ref()?.1 && b.as_ref()?.1));
        Interval { lo: add(&self.lo, &other.lo), hi: add(&self.hi, &other.hi) }
    }

    /// The multiples by a number.
    pub fn scaled(&self, factor: &Rational) -> Self {
        match factor.signum() {
            0 => Self::point(Rational::ZERO),
            1 => self.scaled_by_positive(factor),
            _ => self.scaled_by_positive(&-factor.clone()).negated(),
        }
    }

    fn scaled_by_positive(&self, factor: &Rational) -> Self {
        let scale = |e: &End| e.as_ref().map(|(v, c)| (v * factor, *c));
        Interval { lo: scale(&self.lo), hi: scale(&self.hi) }
    }

    /// The products.
    pub fn times(&self, other: &Self) -> Self {
        let sign = self.sign();
        if sign.within(Sign::NONNEGATIVE) {
            self.times_nonnegative(other)
        } else if sign.within(Sign::NONNEGATIVE.negated()) {
            self.negated().times_nonnegative(other).negated()
        } else if other.sign().within(Sign::NONNEGATIVE) {
            other.times_nonnegative(self)
        } else if other.sign().within(Sign::NONNEGATIVE.negated()) {
            other.negated().times_nonnegative(self).negated()
        } else {
            self.times_mixed(other)
        }
    }

    /// Products where no number of this interval is below zero.
    fn times_nonnegative(&self, other: &Self) -> Self {
        let lo = match &other.lo {
            Some((v, _)) if v.is_negative() => product(&self.hi, &other.lo),
            Some(_) => product(&self.lo, &other.lo),
            None => None,
        };
        let hi = match &other.hi {
            Some((v, _)) if v.is_negative() => product(&self.lo, &other.hi),
            Some((v, c)) if v.is_zero() => Some((Rational::ZERO, *c || self.sign().zero)),
            _ => product(&self.hi, &other.hi),
        };
        Interval { lo, hi }
    }

    /// Products of two bounded intervals with zero inside; closed ends are a safe hull.
    fn times_mixed(&self, other: &Self) -> Self {
        let (Some(a), Some(b), Some(c), Some(d)) = (&self.lo, &self.hi, &other.lo, &other.hi) else {
            return Self::default();
        };
        let corners = [&a.0 * &c.0, &a.0 * &d.0, &b.0 * &c.0, &b.0 * &d.0];
        match (corners.iter().min(), corners.iter().max()) {
            (Some(lo), Some(hi)) => Self::closed(lo.clone(), hi.clone()),
            _ => Self::default(),
        }
    }

    /// The powers with a whole exponent above 0.
    pub fn power(&self, exponent: u32) -> Self {
        if exponent % 2 == 1 || self.sign().within(Sign::NONNEGATIVE) {
            Interval { lo: raised(&self.lo, exponent, false), hi: raised(&self.hi, exponent, true) }
        } else if self.sign().within(Sign::NONNEGATIVE.negated()) {
            self.negated().power(exponent)
        } else {
            let size = lower(&self.lo, &self.negated().lo);
            let largest = size.map(|(v, _)| (-v, true));
            let bounded = self.lo.is_some() && self.hi.is_some();
            Interval { lo: Some((Rational::ZERO, true)), hi: raised(&largest, exponent, true).filter(|_| bounded) }
        }
    }

    /// The signs of its numbers.
    pub fn sign(&self) -> Sign {
        if self.is_empty() {
            return Sign::NONE;
        }
        let below = |e: &End, s: i32| {
            e.as_ref().map_or((true, true), |(v, c)| {
                let side = v.signum() * s;
                (side < 0, side < 0 || (side == 0 && *c))
            })
        };
        let ((neg, zero_lo), (pos, zero_hi)) = (below(&self.lo, 1), below(&self.hi, -1));
        Sign { neg, zero: zero_lo && zero_hi, pos }
    }

    /// The numbers of a sign; those of two opposite signs are everything.
    pub fn of_sign(sign: Sign) -> Self {
        let end = |open: bool| if open { None } else { Some((Rational::ZERO, sign.zero)) };
        Interval { lo: end(sign.neg), hi: end(sign.pos) }
    }
}

fn product(a: &End, b: &End) -> End {
    let zero = |e: &End| matches!(e, Some((v, true)) if v.is_zero());
    if zero(a) || zero(b) {
        return Some((Rational::ZERO, true));
    }
    let (a, b) = (a.as_ref()?, b.as_ref()?);
    Some((&a.0 * &b.0, a.1 && b.1))
}

fn higher(a: &End, b: &End) -> End {
    match (a, b) {
        (Some(x), Some(y)) if x.0 == y.0 => Some((x.0.clone(), x.1 && y.1)),
        (Some(x), Some(y)) => Some(if x.0 > y.0 { x.clone() } else { y.clone() }),
        (x, None) => x.clone(),
        (None, y) => y.clone(),
    }
}

fn lower(a: &End, b: &End) -> End {
    match (a, b) {
        (Some(x), Some(y)) if x.0 == y.0 => Some((x.0.clone(), x.1 && y.1)),
        (Some(x), Some(y)) => Some(if x.0 < y.0 { x.clone() } else { y.clone() }),
        (x, None) => x.clone(),
        (None, y) => y.clone(),
    }
}

/// An end's power, where powers grow with their base; one that takes too many bits goes outward to
/// -1, 0 or 1, which are powers of themselves or of their negatives.
fn raised(end: &End, exponent: u32, upper: bool) -> End {
    let (v, closed) = end.as_ref()?;
    if v.bits().saturating_mul(exponent as usize) <= MOST_BITS {
        return Some((v.pow(i32::try_from(exponent).ok()?)?, *closed));
    }
    let mut steps = [-1_i64, 0, 1].map(Rational::from).into_iter();
    let near = if upper { steps.find(|t| t >= v) } else { steps.rfind(|t| t <= v) }?;
    let closed = *closed && near == *v;
    Some((near, closed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(lo: i64, hi: i64) -> Interval {
        Interval { lo: Some((lo.into(), false)), hi: Some((hi.into(), false)) }
    }

    #[test]
    fn products_keep_open_ends_open() {
        assert_eq!(open(0, 1).times(&open(0, 1)), open(0, 1));
        assert_eq!(open(0, 1).times(&open(-2, 3)), open(-2, 3));
        let below = Interval { lo: None, hi: Some((Rational::ZERO, true)) };
        assert_eq!(Interval::of_sign(Sign::NONNEGATIVE).times(&below), below);
        assert!(Interval::default().times(&Interval::default()).is_everything());
    }

    #[test]
    fn even_powers_are_not_negative() {
        assert_eq!(open(-2, 1).power(2).sign(), Sign::NONNEGATIVE);
        assert_eq!(Interval::default().power(2).sign(), Sign::NONNEGATIVE);
        assert_eq!(open(-2, 0).power(2), open(0, 4));
        let (high, odd) = (u32::MAX - 1, u32::MAX);
        assert_eq!(open(0, 1).power(high), open(0, 1));
        assert_eq!(Interval::closed(Rational::from(-1), Rational::ONE).power(odd).sign(), Sign::ANY);
        assert_eq!(open(-3, 0).power(odd).sign(), Sign::NEGATIVE);
        assert_eq!(open(2, 3).power(high), Interval { lo: Some((Rational::ONE, false)), hi: None });
        assert_eq!(open(-3, -2).power(odd), Interval { lo: None, hi: Some((Rational::from(-1), false)) });
        let part = Interval { lo: Some((Rational::new(1, 3), true)), hi: Some((Rational::new(1, 2), true)) };
        assert_eq!(part.power(odd), open(0, 1));
    }
}
