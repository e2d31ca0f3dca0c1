//! Rational numbers as values: operators, order, and how they are printed.

use super::Rational;
use super::Repr::{Big, Small};
use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};

impl From<i64> for Rational {
    fn from(value: i64) -> Self {
        Rational(Small(value, 1))
    }
}

macro_rules! arithmetic {
    ($trait:ident, $method:ident, $whole:ident, |$n:ident, $d:ident, $m:ident, $e:ident| $wide:expr, $op:tt) => {
        impl $trait for Rational {
            type Output = Rational;
            fn $method(self, other: Rational) -> Rational {
                &self $op &other
            }
        }
        impl $trait for &Rational {
            type Output = Rational;
            fn $method(self, other: &Rational) -> Rational {
                if let (Small(n, d), Small(m, e)) = (&self.0, &other.0) {
                    // Whole numbers need no common denominator: the usual case, and the quick one.
                    if (*d, *e) == (1, 1)
                        && let Some(whole) = n.$whole(*m)
                    {
                        return Rational(Small(whole, 1));
                    }
                    let ($n, $d, $m, $e) = (i128::from(*n), i128::from(*d), i128::from(*m), i128::from(*e));
                    if let Some((num, den)) = $wide {
                        return Rational::from_wide(num, den);
                    }
                }
                Rational::from_big(self.to_big() $op other.to_big())
            }
        }
    };
}

fn checked_sum(n: i128, d: i128, m: i128, e: i128) -> Option<(i128, i128)> {
    Some((n.checked_mul(e)?.checked_add(m.checked_mul(d)?)?, d.checked_mul(e)?))
}

arithmetic!(Add, add, checked_add, |n, d, m, e| checked_sum(n, d, m, e), +);
arithmetic!(Sub, sub, checked_sub, |n, d, m, e| checked_sum(n, d, -m, e), -);
arithmetic!(Mul, mul, checked_mul, |n, d, m, e| n.checked_mul(m).zip(d.checked_mul(e)), *);

impl Div for Rational {
    type Output = Rational;
    /// # Panics
    /// If `other` is zero; [`Rational::checked_div`] asks first.
    fn div(self, other: Rational) -> Rational {
        self.checked_div(&other).expect("the caller knows the divisor is not zero")
    }
}

impl Neg for Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        match self.0 {
            Small(n, d) if n != i64::MIN => Rational(Small(-n, d)),
            _ => Rational::ZERO - self,
        }
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Small(n, d), Small(m, e)) if d == e => n.cmp(m),
            (Small(n, d), Small(m, e)) => (i128::from(*n) * i128::from(*e)).cmp(&(i128::from(*m) * i128::from(*d))),
            _ => self.to_big().cmp(&other.to_big()),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Small(n, 1) => write!(f, "{n}"),
            Small(n, d) => write!(f, "{n}/{d}"),
            Big(b) => write!(f, "{b}"),
        }
    }
}
