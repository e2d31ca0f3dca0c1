//! Dyadic numbers `m·2^e`: what the ends of an enclosure are made of.
//!
//! Every operation is exact or rounded in a direction its caller names, so an end never moves
//! the wrong way. Integers only: the same bits on every platform.

use crate::term::Rational;
use dashu::base::{BitTest, DivEuclid, Sign, SquareRoot, UnsignedAbs};
use dashu::integer::IBig;
use std::cmp::Ordering;

/// The direction a result is rounded in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Toward {
    /// To the greatest representable number not above the true one.
    Below,
    /// To the least representable number not below the true one.
    Above,
}
use Toward::{Above, Below};

impl Toward {
    fn opposite(self) -> Self {
        if self == Below { Above } else { Below }
    }
}

/// The number `m·2^e`.
#[derive(Clone, Debug)]
pub(super) struct Dyadic {
    /// The mantissa, with the sign.
    pub m: IBig,
    /// The exponent of two.
    pub e: i64,
}

impl Dyadic {
    /// The number `m·2^e`.
    pub fn new(m: IBig, e: i64) -> Self {
        Dyadic { m, e }
    }

    /// Zero.
    pub fn zero() -> Self {
        Dyadic::new(IBig::ZERO, 0)
    }

    /// The power of two with exponent `e`.
    pub fn power(e: i64) -> Self {
        Dyadic::new(IBig::ONE, e)
    }

    /// Whether the number is zero.
    pub fn is_zero(&self) -> bool {
        self.m.is_zero()
    }

    /// −1, 0 or 1.
    pub fn signum(&self) -> i32 {
        match self.m.sign() {
            _ if self.m.is_zero() => 0,
            Sign::Positive => 1,
            Sign::Negative => -1,
        }
    }

    /// The least `t` with `|x| < 2^t`, for x other than zero; `i64::MIN / 4` for zero.
    pub fn top(&self) -> i64 {
        if self.m.is_zero() { i64::MIN / 4 } else { length(&self.m) as i64 + self.e }
    }

    /// The number with at most `bits` bits of mantissa.
    pub fn rounded(self, bits: u32, toward: Toward) -> Self {
        let spare = length(&self.m).saturating_sub(bits as usize);
        if spare == 0 {
            return self;
        }
        Dyadic::new(shifted_right(&self.m, spare, toward), self.e + spare as i64)
    }

    /// The negative.
    pub fn negated(&self) -> Self {
        Dyadic::new(-&self.m, self.e)
    }

    /// `x·2^n`
    pub fn scaled(&self, n: i64) -> Self {
        Dyadic::new(self.m.clone(), self.e + n)
    }

    /// The product.
    pub fn times(&self, other: &Self, bits: u32, toward: Toward) -> Self {
        Dyadic::new(&self.m * &other.m, self.e + other.e).rounded(bits, toward)
    }

    /// The sum. A summand too small to matter is replaced by a bound, so that two numbers of
    /// very different size cost no more than two alike.
    pub fn plus(&self, other: &Self, bits: u32, toward: Toward) -> Self {
        if self.is_zero() || other.is_zero() {
            return if self.is_zero() { other } else { self }.clone().rounded(bits, toward);
        }
        let (big, small) = if self.top() >= other.top() { (self, other) } else { (other, self) };
        let floor = big.e.min(big.top() - i64::from(bits) - 4);
        if small.top() < floor {
            let nudge = match (small.signum() > 0, toward) {
                (true, Above) => 1,
                (false, Below) => -1,
                _ => 0,
            };
            let m = shifted_left(&big.m, (big.e - floor) as usize) + IBig::from(nudge);
            return Dyadic::new(m, floor).rounded(bits, toward);
        }
        let e = big.e.min(small.e);
        let m = shifted_left(&big.m, (big.e - e) as usize) + shifted_left(&small.m, (small.e - e) as usize);
        Dyadic::new(m, e).rounded(bits, toward)
    }

    /// The quotient; the divisor is not zero.
    pub fn over(&self, divisor: &Self, bits: u32, toward: Toward) -> Self {
        let (n, d) = if divisor.signum() < 0 { (-&self.m, -&divisor.m) } else { (self.m.clone(), divisor.m.clone()) };
        let shift = (bits as usize + 2 + length(&d)).saturating_sub(length(&n));
        let n = shifted_left(&n, shift);
        let down = (&n).div_euclid(&d);
        let m = if toward == Above && &down * &d != n { down + IBig::ONE } else { down };
        Dyadic::new(m, self.e - divisor.e - shift as i64).rounded(bits, toward)
    }

    /// The root of a small positive index, by an integer root; an even root's radicand is not negative.
    pub fn root(&self, index: usize, bits: u32, toward: Toward) -> Self {
        if self.signum() < 0 {
            return self.negated().root(index, bits, toward.opposite()).negated();
        }
        let wanted = index * (bits as usize + 2);
        let mut shift = wanted.saturating_sub(length(&self.m)) as i64;
        shift += (self.e - shift).rem_euclid(index as i64);
        let whole = shifted_left(&self.m, shift as usize).unsigned_abs();
        let down = if index == 2 { whole.sqrt() } else { whole.nth_root(index) };
        let exact = down.pow(index) == whole;
        let m = IBig::from(down) + if exact || toward == Below { IBig::ZERO } else { IBig::ONE };
        Dyadic::new(m, (self.e - shift) / index as i64).rounded(bits, toward)
    }

    /// The fixed-point integer `x·2^p`, rounded.
    pub fn fixed(&self, p: i64, toward: Toward) -> IBig {
        let shift = self.e + p;
        if shift >= 0 {
            shifted_left(&self.m, shift as usize)
        } else {
            shifted_right(&self.m, shift.unsigned_abs() as usize, toward)
        }
    }

    /// The greatest whole number not above the number.
    pub fn floor(&self) -> IBig {
        self.fixed(0, Below)
    }

    /// The exact value.
    pub fn to_rational(&self) -> Rational {
        let whole = |m: IBig| Rational::from_integer(m);
        if self.e >= 0 {
            return whole(shifted_left(&self.m, self.e as usize));
        }
        // Cutting the shared powers of two first keeps the gcd short.
        let twos = self.m.trailing_zeros().unwrap_or(0).min(self.e.unsigned_abs() as usize);
        let m = &self.m >> twos;
        let bottom = shifted_left(&IBig::ONE, self.e.unsigned_abs() as usize - twos);
        if bottom == IBig::ONE { whole(m) } else { whole(m).checked_div(&whole(bottom)).unwrap_or(Rational::ZERO) }
    }

    /// A rational number with at most `bits` bits, rounded.
    pub fn from_rational(value: &Rational, bits: u32, toward: Toward) -> Self {
        let top = Dyadic::new(value.numerator(), 0);
        if value.is_integer() {
            return top.rounded(bits, toward);
        }
        let bottom = value.denominator();
        let twos = bottom.trailing_zeros().unwrap_or(0);
        if length(&bottom) == twos + 1 {
            return top.scaled(-(twos as i64)).rounded(bits, toward);
        }
        top.over(&Dyadic::new(bottom, 0), bits, toward)
    }
}

impl PartialEq for Dyadic {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Dyadic {}

impl PartialOrd for Dyadic {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Dyadic {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = self.signum();
        let order = sign.cmp(&other.signum());
        if order.is_ne() || sign == 0 {
            return order;
        }
        let sizes = self.top().cmp(&other.top());
        if sizes.is_ne() {
            return if sign > 0 { sizes } else { sizes.reverse() };
        }
        let e = self.e.min(other.e);
        shifted_left(&self.m, (self.e - e) as usize).cmp(&shifted_left(&other.m, (other.e - e) as usize))
    }
}

/// The number of bits of `|m|`.
pub(super) fn length(m: &IBig) -> usize {
    m.bit_len()
}

fn shifted_left(m: &IBig, n: usize) -> IBig {
    if n == 0 { m.clone() } else { m << n }
}

fn shifted_right(m: &IBig, n: usize, toward: Toward) -> IBig {
    match toward {
        Below => m >> n,
        Above => -(-m >> n),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(m: i64, e: i64) -> Dyadic {
        Dyadic::new(m.into(), e)
    }

    #[test]
    fn rounding_goes_the_way_it_is_told() {
        assert_eq!(d(-5, 0).rounded(2, Below), d(-6, 0));
        assert_eq!(d(-5, 0).rounded(2, Above), d(-4, 0));
        assert_eq!(d(1, 0).over(&d(-3, 0), 4, Above), d(-10, -5));
        assert_eq!(d(1, 0).over(&d(-3, 0), 4, Below), d(-11, -5));
    }

    #[test]
    fn a_tiny_summand_still_moves_the_bound() {
        let tiny = Dyadic::power(-1_000_000);
        assert!(d(1, 0).plus(&tiny, 64, Above) > d(1, 0));
        assert_eq!(d(1, 0).plus(&tiny, 64, Below), d(1, 0));
        assert!(d(1, 0).plus(&tiny.negated(), 64, Below) < d(1, 0));
    }

    #[test]
    fn roots_enclose() {
        for (m, e, index) in [(2, 0, 2), (2, 1, 2), (-5, -3, 3), (7, 5, 3), (9, 0, 2)] {
            let (lo, hi) = (d(m, e).root(index, 64, Below), d(m, e).root(index, 64, Above));
            let power = |x: &Dyadic| (1..index).fold(x.clone(), |p, _| p.times(x, 10_000, Below));
            assert!(power(&lo) <= d(m, e) && d(m, e) <= power(&hi), "{m} {e} {index}");
        }
        assert_eq!(d(9, 0).root(2, 64, Above), d(3, 0));
    }

    #[test]
    fn rationals_come_back() {
        assert_eq!(d(12, -3).to_rational(), Rational::new(3, 2));
        let third = Rational::new(-1, 3);
        assert!(Dyadic::from_rational(&third, 64, Below).to_rational() < third);
        assert!(Dyadic::from_rational(&third, 64, Above).to_rational() > third);
    }
}
