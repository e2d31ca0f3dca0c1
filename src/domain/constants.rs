//! Rational enclosures of closed elementary values, by series with a stated remainder.

use super::interval::Interval;
use crate::term::Rational;
use dashu::base::SquareRoot;
use dashu::integer::{IBig, UBig};

/// The grid on which ends are rounded outward is 2^-BITS.
const BITS: usize = 80;

/// Terms of every series; what they leave off is below a grid step.
const TERMS: i64 = 48;

fn grid() -> Rational {
    Rational::from_integer(IBig::ONE << BITS)
}

/// `value` between neighbours on the grid, so that numbers stay short.
fn round_down(value: &Rational) -> Rational {
    (value * &grid()).floor() / grid()
}

fn around(lo: &Rational, hi: &Rational) -> Interval {
    let up = -round_down(&-hi.clone());
    Interval::closed(round_down(lo), up)
}

fn outward(x: &Interval) -> Interval {
    match (&x.lo, &x.hi) {
        (Some(lo), Some(hi)) => around(&lo.0, &hi.0),
        _ => Interval::default(),
    }
}

fn product(a: &Interval, b: &Interval) -> Interval {
    outward(&a.times(b))
}

/// What is left off a series: at most a grid step either way.
fn rest() -> Interval {
    Interval::closed(-tiny(), tiny())
}

fn tiny() -> Rational {
    Rational::ONE / grid()
}

/// π, from its decimal digits.
pub fn pi() -> Interval {
    let digits = 3_141_592_653_589_793_238_i64;
    Interval::closed(
        Rational::new(digits, 1_000_000_000_000_000_000),
        Rational::new(digits + 1, 1_000_000_000_000_000_000),
    )
}

/// The square root of a number that is not negative.
pub fn sqrt(x: &Rational) -> Option<Interval> {
    if x.is_negative() {
        return None;
    }
    if let Some(exact) = x.exact_root(2) {
        return Some(Interval::point(exact));
    }
    let scaled = (x * &Rational::from_integer(IBig::ONE << (2 * BITS))).floor().numerator();
    let root = UBig::try_from(scaled).ok()?.sqrt();
    let lo = Rational::from_integer(IBig::from(root)) / grid();
    let hi = &lo + &tiny();
    Some(Interval::closed(lo, hi))
}

/// The exponential of a number between -64 and 64.
pub fn exp(x: &Rational) -> Option<Interval> {
    if x.is_zero() {
        return Some(Interval::point(Rational::ONE));
    }
    if x.abs() > Rational::from(64) {
        return None;
    }
    // exp(x) = exp(x/128)^128, and (1/2)^48/48! is below 2^-250
    let small = x * &Rational::new(1, 128);
    let near = around(&small, &small);
    let (mut term, mut sum) = (Interval::point(Rational::ONE), Interval::point(Rational::ONE));
    for i in 1..TERMS {
        term = product(&term, &near.scaled(&Rational::new(1, i)));
        sum = sum.plus(&term);
    }
    let mut value = sum.plus(&rest());
    for _ in 0..7 {
        value = product(&value, &value);
    }
    Some(value)
}

/// The natural logarithm of a number above 0.
pub fn log(x: &Rational) -> Option<Interval> {
    if x.signum() <= 0 || x.bits() > 512 {
        return None;
    }
    if x.is_one() {
        return Some(Interval::point(Rational::ZERO));
    }
    let (mut mantissa, mut halvings) = (x.clone(), 0i64);
    while mantissa > Rational::new(4, 3) {
        mantissa = &mantissa * &Rational::new(1, 2);
        halvings += 1;
    }
    while mantissa < Rational::new(2, 3) {
        mantissa = &mantissa * &Rational::from(2);
        halvings -= 1;
    }
    let two = log_near_one(&Rational::from(2))?.scaled(&Rational::from(halvings));
    Some(log_near_one(&mantissa)?.plus(&two))
}

/// `log(m) = 2 artanh((m-1)/(m+1))` for m between 1/2 and 2: the quotient is at most 1/3, and
/// (1/3)^97 is below 2^-150.
fn log_near_one(m: &Rational) -> Option<Interval> {
    let z = (m - &Rational::ONE).checked_div(&(m + &Rational::ONE))?;
    let near = around(&z, &z);
    let square = product(&near, &near);
    let (mut power, mut sum) = (near.clone(), near);
    for i in 1..TERMS {
        power = product(&power, &square);
        sum = sum.plus(&power.scaled(&Rational::new(1, 2 * i + 1)));
    }
    Some(outward(&sum.scaled(&Rational::from(2)).plus(&rest())))
}

/// The sine (`odd`) or cosine of a number between -8 and 8: 8^96/96! is below 2^-200.
pub fn sine_or_cosine(x: &Rational, odd: bool) -> Option<Interval> {
    if x.abs() > Rational::from(8) {
        return None;
    }
    if x.is_zero() {
        return Some(Interval::point(if odd { Rational::ZERO } else { Rational::ONE }));
    }
    let near = around(x, x);
    let square = product(&near, &near);
    let mut term = if odd { near } else { Interval::point(Rational::ONE) };
    let mut sum = term.clone();
    for i in 1..TERMS {
        let k = 2 * i + i64::from(odd);
        term = product(&term, &square).scaled(&Rational::new(-1, k * (k - 1)));
        term = outward(&term);
        sum = sum.plus(&term);
    }
    Some(sum.plus(&rest()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_tight(found: Option<Interval>, digits: i64) {
        let found = found.expect("the argument is in range");
        let near = |d| Rational::new(digits + d, 1_000_000_000_000);
        let (lo, hi) = (found.lo.expect("bounded").0, found.hi.expect("bounded").0);
        assert!(near(-1) < lo && lo <= hi && hi < near(1), "{lo} to {hi}");
    }

    #[test]
    fn enclosures_are_tight() {
        assert_tight(exp(&Rational::ONE), 2_718_281_828_459);
        assert_tight(exp(&Rational::from(-1)), 367_879_441_171);
        assert_tight(log(&Rational::from(10)), 2_302_585_092_994);
        assert_tight(log(&Rational::new(1, 2)), -693_147_180_560);
        assert_tight(sqrt(&Rational::from(2)), 1_414_213_562_373);
        assert_tight(sine_or_cosine(&Rational::from(7), true), 656_986_598_719);
        assert_tight(sine_or_cosine(&Rational::from(-2), false), -416_146_836_547);
        assert_tight(Some(pi()), 3_141_592_653_590);
    }
}
