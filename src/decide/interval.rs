//! Closed intervals that certainly hold the value they stand for.
//!
//! Lower ends are rounded down and upper ends up. Where the size of an end leaves the range that
//! is worth keeping, the operation gives `None`: nothing is known of the value then.

use super::dyadic::Toward::{Above, Below};
use super::dyadic::{Dyadic, Toward};
use crate::term::Rational;

/// The greatest exponent of two an end may have, either way.
pub(super) const MAX_EXPONENT: i64 = 1 << 24;

/// A closed interval with dyadic ends that certainly holds the value it stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Interval {
    lo: Dyadic,
    hi: Dyadic,
}

impl Interval {
    /// The lower end, exactly.
    pub fn lo(&self) -> Rational {
        self.lo.to_rational()
    }

    /// The upper end, exactly.
    pub fn hi(&self) -> Rational {
        self.hi.to_rational()
    }

    /// Whether a number lies in the interval.
    pub fn contains(&self, value: &Rational) -> bool {
        self.lo() <= *value && *value <= self.hi()
    }

    /// Whether the interval is a single number.
    pub fn is_point(&self) -> bool {
        self.lo == self.hi
    }

    /// Whether no number lies in both intervals.
    pub fn disjoint(&self, other: &Interval) -> bool {
        self.hi < other.lo || other.hi < self.lo
    }

    /// The sign every number in the interval has, if they agree.
    pub fn sign(&self) -> Option<i32> {
        match (self.lo.signum(), self.hi.signum()) {
            (1, _) => Some(1),
            (_, -1) => Some(-1),
            (0, 0) => Some(0),
            _ => None,
        }
    }

    /// The number of bits after the binary point that the enclosure settles: its width is below
    /// `2^-n`. `None` for a single number.
    pub fn accuracy(&self) -> Option<i64> {
        let width = self.width();
        (!width.is_zero()).then(|| -width.top())
    }

    pub(super) fn new(lo: Dyadic, hi: Dyadic) -> Self {
        debug_assert!(lo <= hi, "an interval's ends are in order");
        Interval { lo, hi }
    }

    pub(super) fn point(value: Dyadic) -> Self {
        Interval { lo: value.clone(), hi: value }
    }

    pub(super) fn whole(value: i64) -> Self {
        Self::point(Dyadic::new(value.into(), 0))
    }

    pub(super) fn from_rational(value: &Rational, bits: u32) -> Option<Self> {
        let ends = [Below, Above].map(|toward| Dyadic::from_rational(value, bits, toward));
        let [lo, hi] = ends;
        Self::new(lo, hi).sealed()
    }

    pub(super) fn low(&self) -> &Dyadic {
        &self.lo
    }

    pub(super) fn high(&self) -> &Dyadic {
        &self.hi
    }

    /// An upper bound of the width.
    pub(super) fn width(&self) -> Dyadic {
        self.hi.plus(&self.lo.negated(), 32, Above)
    }

    /// The least `t` with `|x| < 2^t` for every x in the interval but zero.
    pub(super) fn top(&self) -> i64 {
        self.lo.top().max(self.hi.top())
    }

    /// Whether the value is below `2^top`, or too near zero to become much smaller.
    pub(super) fn vanishes(&self, top: i64) -> bool {
        self.top() < top.max(4 - MAX_EXPONENT)
    }

    pub(super) fn has_zero(&self) -> bool {
        self.lo.signum() <= 0 && self.hi.signum() >= 0
    }

    /// Ends out of range: a huge one gives up, a tiny one moves outward to zero or to the least
    /// number kept.
    pub(super) fn sealed(self) -> Option<Self> {
        let top = self.top();
        if top > MAX_EXPONENT {
            return None;
        }
        let tiny = |x: &Dyadic| !x.is_zero() && x.top() < -MAX_EXPONENT;
        if !tiny(&self.lo) && !tiny(&self.hi) {
            return Some(self);
        }
        let least = Dyadic::power(-MAX_EXPONENT);
        let flush = |x: Dyadic, toward: Toward| match (tiny(&x), x.signum() > 0, toward) {
            (false, ..) => x,
            (true, true, Above) => least.clone(),
            (true, false, Below) => least.negated(),
            _ => Dyadic::zero(),
        };
        Some(Self::new(flush(self.lo, Below), flush(self.hi, Above)))
    }

    /// The interval with ends of at most `bits` bits.
    pub(super) fn rounded(self, bits: u32) -> Self {
        Self::new(self.lo.rounded(bits, Below), self.hi.rounded(bits, Above))
    }

    pub(super) fn negated(&self) -> Self {
        Self::new(self.hi.negated(), self.lo.negated())
    }

    /// The interval times `2^n`.
    pub(super) fn scaled(&self, n: i64) -> Self {
        Self::new(self.lo.scaled(n), self.hi.scaled(n))
    }

    pub(super) fn abs(&self) -> Self {
        match self.sign() {
            Some(-1) => self.negated(),
            Some(_) => self.clone(),
            None => Self::new(Dyadic::zero(), self.hi.clone().max(self.lo.negated())),
        }
    }

    pub(super) fn min(&self, other: &Self) -> Self {
        Self::new(self.lo.clone().min(other.lo.clone()), self.hi.clone().min(other.hi.clone()))
    }

    pub(super) fn max(&self, other: &Self) -> Self {
        Self::new(self.lo.clone().max(other.lo.clone()), self.hi.clone().max(other.hi.clone()))
    }

    /// The least interval that holds both.
    pub(super) fn hull(&self, other: &Self) -> Self {
        Self::new(self.lo.clone().min(other.lo.clone()), self.hi.clone().max(other.hi.clone()))
    }

    /// The part between two whole numbers the value is known to lie between.
    pub(super) fn within(&self, lo: i64, hi: i64) -> Self {
        self.max(&Self::whole(lo)).min(&Self::whole(hi))
    }

    /// The part not below zero, of a value known not to be negative.
    pub(super) fn not_negative(&self) -> Self {
        self.max(&Self::whole(0))
    }

    pub(super) fn plus(&self, other: &Self, bits: u32) -> Option<Self> {
        Self::new(self.lo.plus(&other.lo, bits, Below), self.hi.plus(&other.hi, bits, Above)).sealed()
    }

    pub(super) fn minus(&self, other: &Self, bits: u32) -> Option<Self> {
        self.plus(&other.negated(), bits)
    }

    pub(super) fn times(&self, other: &Self, bits: u32) -> Option<Self> {
        if self.sign().is_some_and(|s| s < 0) {
            return Some(self.negated().times(other, bits)?.negated());
        }
        if other.sign().is_some_and(|s| s < 0) {
            return Some(self.times(&other.negated(), bits)?.negated());
        }
        let product = |a: &Dyadic, b: &Dyadic, toward| a.times(b, bits, toward);
        let (lo, hi) = match (self.lo.signum() >= 0, other.lo.signum() >= 0) {
            (true, true) => (product(&self.lo, &other.lo, Below), product(&self.hi, &other.hi, Above)),
            (true, false) => (product(&self.hi, &other.lo, Below), product(&self.hi, &other.hi, Above)),
            (false, true) => (product(&self.lo, &other.hi, Below), product(&self.hi, &other.hi, Above)),
            (false, false) => (
                product(&self.lo, &other.hi, Below).min(product(&self.hi, &other.lo, Below)),
                product(&self.lo, &other.lo, Above).max(product(&self.hi, &other.hi, Above)),
            ),
        };
        Self::new(lo, hi).sealed()
    }

    /// The quotient, or `None` where the divisor may be zero.
    pub(super) fn over(&self, divisor: &Self, bits: u32) -> Option<Self> {
        if divisor.has_zero() {
            return None;
        }
        if divisor.sign() == Some(-1) {
            return self.negated().over(&divisor.negated(), bits);
        }
        let low = if self.lo.signum() >= 0 { &divisor.hi } else { &divisor.lo };
        let high = if self.hi.signum() >= 0 { &divisor.lo } else { &divisor.hi };
        Self::new(self.lo.over(low, bits, Below), self.hi.over(high, bits, Above)).sealed()
    }

    /// The root of a small index; for an even one the interval has no negative number.
    pub(super) fn root(&self, index: usize, bits: u32) -> Self {
        Self::new(self.lo.root(index, bits, Below), self.hi.root(index, bits, Above))
    }

    /// A whole power above 0, by repeated squaring of the ends.
    pub(super) fn power(&self, exponent: u64, bits: u32) -> Option<Self> {
        // Each of the roundings may double what the ones before it lost, hence the extra bits.
        let working = bits + 2 * (64 - exponent.leading_zeros()) + 8;
        let even = exponent.is_multiple_of(2);
        let (mut square, mut rest) = (if even { self.abs() } else { self.clone() }, exponent);
        let mut result = Self::whole(1);
        loop {
            if rest & 1 == 1 {
                result = result.times(&square, working)?;
            }
            rest >>= 1;
            if rest == 0 {
                return Some(result.rounded(bits));
            }
            square = square.times(&square.clone(), working)?;
            square = square.not_negative();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over_eight(lo: i64, hi: i64) -> Interval {
        Interval::new(Dyadic::new(lo.into(), -3), Dyadic::new(hi.into(), -3))
    }

    #[test]
    fn products_hold_the_products_of_their_numbers() {
        let ends = [-13i64, -8, 0, 3, 11];
        for (&a, &b, &c, &d) in ends
            .iter()
            .flat_map(|a| ends.iter().map(move |b| (a, b)))
            .flat_map(|(a, b)| [(a, b, &-13, &3), (a, b, &3, &11), (a, b, &-8, &0), (a, b, &-13, &-8)])
        {
            if a > b {
                continue;
            }
            let product = over_eight(a, b).times(&over_eight(c, d), 4).unwrap();
            for (x, y) in [(a, c), (a, d), (b, c), (b, d)] {
                assert!(product.contains(&Rational::new(x * y, 64)), "[{a}, {b}]*[{c}, {d}]");
            }
        }
    }

    #[test]
    fn a_divisor_that_may_be_zero_gives_nothing() {
        assert_eq!(over_eight(1, 2).over(&over_eight(-1, 1), 64), None);
        let quotient = over_eight(-1, 2).over(&over_eight(-3, -1), 64).unwrap();
        assert!(quotient.contains(&Rational::from(1)) && quotient.contains(&Rational::from(-2)));
    }

    #[test]
    fn powers_of_an_interval_round_zero() {
        let x = over_eight(-8, 16);
        assert_eq!(x.power(2, 64).unwrap(), over_eight(0, 32));
        assert!(x.power(3, 64).unwrap().contains(&Rational::from(-1)));
        assert!(over_eight(-16, -8).power(5, 64).unwrap().contains(&Rational::from(-32)));
    }

    #[test]
    fn huge_ends_give_up_and_tiny_ones_move_outward() {
        let huge = Interval::point(Dyadic::power(MAX_EXPONENT - 1));
        assert_eq!(huge.times(&huge, 64), None);
        let tiny = Interval::point(Dyadic::power(2 - MAX_EXPONENT));
        let square = tiny.times(&tiny, 64).unwrap();
        assert!(square.low().is_zero() && square.high().signum() > 0);
    }
}
