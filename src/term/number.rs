//! Exact rational numbers: small ones inline, promoted to big ones on overflow.

use dashu::base::{Abs, Sign, UnsignedAbs};
use dashu::integer::{IBig, UBig};
use dashu::rational::RBig;
use std::hash::{Hash, Hasher};

mod arithmetic;

/// An exact rational number in lowest terms with a positive denominator.
///
/// Values whose numerator and denominator fit in 64 bits are held inline; arithmetic promotes
/// to arbitrary precision on overflow and comes back when the result fits again, so two equal
/// numbers are always represented alike.
///
/// ```
/// use chainrule::term::Rational;
/// let third = Rational::new(2, 6);
/// assert_eq!((third.clone() + third).to_string(), "2/3");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Rational(Repr);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Repr {
    Small(i64, i64),
    Big(Box<RBig>),
}

impl Hash for Repr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Small(n, d) => state.write_i64(n ^ d.rotate_left(32)),
            Big(value) => value.hash(state),
        }
    }
}
use Repr::{Big, Small};

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Rational {
    /// Zero.
    pub const ZERO: Self = Rational(Small(0, 1));
    /// One.
    pub const ONE: Self = Rational(Small(1, 1));

    /// The fraction `numerator / denominator`; the denominator must not be zero.
    ///
    /// # Panics
    /// If `denominator` is zero.
    pub fn new(numerator: i64, denominator: i64) -> Self {
        assert!(denominator != 0, "a fraction's denominator is not zero");
        Self::from_wide(i128::from(numerator), i128::from(denominator))
    }

    fn from_wide(num: i128, den: i128) -> Self {
        if let (Ok(n), Ok(d)) = (i64::try_from(num), i64::try_from(den))
            && n != i64::MIN
            && d != i64::MIN
        {
            return if d == 1 { Rational(Small(n, 1)) } else { Self::from_small(n, d) };
        }
        let shared = gcd(num.unsigned_abs(), den.unsigned_abs()).max(1);
        let shared = i128::try_from(shared).unwrap_or(1);
        let (num, den) = if den < 0 { (-num / shared, -den / shared) } else { (num / shared, den / shared) };
        match (i64::try_from(num), i64::try_from(den)) {
            (Ok(n), Ok(d)) => Rational(Small(n, d)),
            _ => Rational(Big(Box::new(RBig::from_parts_signed(num.into(), den.into())))),
        }
    }

    /// The same for parts whose opposites fit, without wide divisions.
    fn from_small(n: i64, d: i64) -> Self {
        let (mut a, mut b) = (n.unsigned_abs(), d.unsigned_abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let shared = i64::try_from(a).unwrap_or(1).max(1);
        let shared = if d < 0 { -shared } else { shared };
        Rational(Small(n / shared, d / shared))
    }

    fn from_big(value: RBig) -> Self {
        match (i64::try_from(value.numerator()), i64::try_from(value.denominator())) {
            (Ok(n), Ok(d)) => Rational(Small(n, d)),
            _ => Rational(Big(Box::new(value))),
        }
    }

    /// The whole number `value`.
    pub fn from_integer(value: IBig) -> Self {
        Self::from_big(RBig::from(value))
    }

    /// The value as an arbitrary-precision rational.
    pub fn to_big(&self) -> RBig {
        match &self.0 {
            Small(n, d) => RBig::from_parts_signed((*n).into(), (*d).into()),
            Big(b) => (**b).clone(),
        }
    }

    /// The numerator, with the sign.
    pub fn numerator(&self) -> IBig {
        match &self.0 {
            Small(n, _) => (*n).into(),
            Big(b) => b.numerator().clone(),
        }
    }

    /// The denominator, always positive.
    pub fn denominator(&self) -> IBig {
        match &self.0 {
            Small(_, d) => (*d).into(),
            Big(b) => b.denominator().clone().into(),
        }
    }

    /// The numerator as a number, with the sign.
    pub fn top(&self) -> Self {
        match &self.0 {
            Small(n, _) => Rational(Small(*n, 1)),
            Big(_) => Self::from_integer(self.numerator()),
        }
    }

    /// The denominator as a number, always positive.
    pub fn bottom(&self) -> Self {
        match &self.0 {
            Small(_, d) => Rational(Small(*d, 1)),
            Big(_) => Self::from_integer(self.denominator()),
        }
    }

    /// Whether the number is zero.
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Small(0, _))
    }

    /// Whether the number is one.
    pub fn is_one(&self) -> bool {
        matches!(self.0, Small(1, 1))
    }

    /// Whether the number is a whole number.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Small(_, d) => *d == 1,
            Big(b) => b.is_int(),
        }
    }

    /// Whether the number is whole and even.
    pub fn is_even(&self) -> bool {
        match &self.0 {
            Small(n, d) => *d == 1 && n % 2 == 0,
            Big(_) => (self * &Rational::new(1, 2)).is_integer(),
        }
    }

    /// Whether the number is below zero.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Small(n, _) => *n < 0,
            Big(b) => b.sign() == Sign::Negative,
        }
    }

    /// −1, 0 or 1.
    pub fn signum(&self) -> i32 {
        if self.is_zero() {
            0
        } else if self.is_negative() {
            -1
        } else {
            1
        }
    }

    /// The number without its sign.
    pub fn abs(&self) -> Self {
        if self.is_negative() { -self.clone() } else { self.clone() }
    }

    /// The whole number as an `i64`, if it is one and fits.
    pub fn to_i64(&self) -> Option<i64> {
        match self.0 {
            Small(n, 1) => Some(n),
            _ => None,
        }
    }

    /// One divided by the number, or `None` for zero.
    pub fn recip(&self) -> Option<Self> {
        match &self.0 {
            Small(0, _) => None,
            Small(n, d) if *n > 0 => Some(Rational(Small(*d, *n))),
            Small(n, d) => Some(Self::from_wide(i128::from(*d), i128::from(*n))),
            Big(b) => Some(Self::from_big(RBig::ONE / &**b)),
        }
    }

    /// The quotient, or `None` where `divisor` is zero.
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        if let (Small(n, 1), Small(m, 1)) = (&self.0, &divisor.0)
            && n.checked_rem(*m) == Some(0)
        {
            return Some(Rational(Small(n / m, 1)));
        }
        Some(self.clone() * divisor.recip()?)
    }

    /// The number raised to a whole power; `None` for zero to a negative power.
    ///
    /// The caller bounds the size of the result: the cost grows with `|exponent|` times the
    /// number's length.
    pub fn pow(&self, exponent: i32) -> Option<Self> {
        let base = if exponent < 0 { self.recip()? } else { self.clone() };
        if exponent.unsigned_abs() == 1 || base.is_one() {
            return Some(base);
        }
        let mut result = Self::ONE;
        let (mut square, mut rest) = (base, exponent.unsigned_abs());
        while rest > 0 {
            if rest & 1 == 1 {
                result = result * square.clone();
            }
            rest >>= 1;
            if rest > 0 {
                square = square.clone() * square;
            }
        }
        Some(result)
    }

    /// The greatest whole number not above the number.
    pub fn floor(&self) -> Self {
        match &self.0 {
            Small(n, d) => Self::from_wide(i128::from(n.div_euclid(*d)), 1),
            Big(b) => Self::from_integer(b.floor()),
        }
    }

    /// The least whole number not below the number.
    pub fn ceil(&self) -> Self {
        -(-self.clone()).floor()
    }

    /// How many bits numerator and denominator take together: the work one operation costs.
    pub fn bits(&self) -> usize {
        match &self.0 {
            Small(n, d) => (128 - n.unsigned_abs().leading_zeros() - d.unsigned_abs().leading_zeros()) as usize,
            Big(b) => {
                use dashu::base::BitTest;
                b.numerator().bit_len() + b.denominator().bit_len()
            }
        }
    }

    /// The exact `index`-th root, where it is rational and the number is not negative.
    pub fn exact_root(&self, index: usize) -> Option<Self> {
        if self.is_negative() || index == 0 {
            return None;
        }
        let root = |n: IBig| {
            let n = n.unsigned_abs();
            let r = n.nth_root(index);
            (r.pow(index) == n).then(|| IBig::from(r))
        };
        Some(Self::from_big(RBig::from_parts_signed(root(self.numerator())?, root(self.denominator())?)))
    }

    /// The nearest double; only ever used to choose points, never to decide.
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Small(n, d) => *n as f64 / *d as f64,
            Big(b) => b.to_f64().value(),
        }
    }

    /// How the number is written as a decimal, where that is exact: `1/8` is `0.125`.
    pub fn to_decimal(&self) -> Option<String> {
        if let Some(whole) = self.to_i64() {
            return Some(whole.to_string());
        }
        let mut rest = self.denominator().into_parts().1;
        let mut power = |prime: u8| rest.remove(&UBig::from(prime)).unwrap_or(0);
        let places = power(2).max(power(5));
        if rest != UBig::ONE {
            return None;
        }
        let scaled = (self.numerator() * IBig::from(10).pow(places) / self.denominator()).abs();
        let mut digits = scaled.to_string();
        if places > 0 {
            if digits.len() <= places {
                digits.insert_str(0, &"0".repeat(places + 1 - digits.len()));
            }
            digits.insert(digits.len() - places, '.');
        }
        Some(if self.is_negative() { format!("-{digits}") } else { digits })
    }
}

#[cfg(test)]
mod tests {
    use super::Rational;

    #[test]
    fn overflow_promotes_and_comes_back() {
        let big = Rational::from(i64::MAX);
        let square = &big * &big;
        assert_eq!(square.checked_div(&big), Some(big.clone()));
        assert_eq!((&square - &square), Rational::ZERO);
        assert_eq!(Rational::from(i64::MIN).recip().and_then(|r| r.recip()), Some(Rational::from(i64::MIN)));
    }

    #[test]
    fn decimals_are_exact() {
        let text = |n, d| Rational::new(n, d).to_decimal();
        assert_eq!(text(1, 8).as_deref(), Some("0.125"));
        assert_eq!(text(-4_004_001, 1_000_000).as_deref(), Some("-4.004001"));
        assert_eq!(text(30, 1).as_deref(), Some("30"));
        assert_eq!(text(1, 3), None);
    }

    #[test]
    fn floor_rounds_down_for_either_sign() {
        assert_eq!(Rational::new(-3, 2).floor(), Rational::from(-2));
        assert_eq!(Rational::new(-3, 2).ceil(), Rational::from(-1));
        assert_eq!(Rational::new(3, 2).floor(), Rational::from(1));
    }

    #[test]
    fn roots_are_exact_or_none() {
        assert_eq!(Rational::new(4, 9).exact_root(2), Some(Rational::new(2, 3)));
        assert_eq!(Rational::from(2).exact_root(2), None);
    }
}
