//! Coefficients and power products: Gaussian rationals, and kernels to rational exponents in a group
//! order, so that multiplying by a power product keeps the order.

use crate::term::Rational;
use smallvec::{SmallVec, smallvec};
use std::cmp::Ordering;

/// A Gaussian rational `re + im·i`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Gauss {
    pub(super) re: Rational,
    pub(super) im: Rational,
}

impl Gauss {
    pub(super) fn real(re: Rational) -> Self {
        Gauss { re, im: Rational::ZERO }
    }

    pub(super) fn imaginary(im: Rational) -> Self {
        Gauss { re: Rational::ZERO, im }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.re.is_zero() && self.im.is_zero()
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        Gauss { re: &self.re + &other.re, im: &self.im + &other.im }
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        if self.im.is_zero() && other.im.is_zero() {
            return Gauss::real(&self.re * &other.re);
        }
        let re = &(&self.re * &other.re) - &(&self.im * &other.im);
        Gauss { re, im: &(&self.re * &other.im) + &(&self.im * &other.re) }
    }

    pub(super) fn inverse(&self) -> Option<Self> {
        if self.im.is_zero() {
            return self.re.recip().map(Gauss::real);
        }
        let size = (&(&self.re * &self.re) + &(&self.im * &self.im)).recip()?;
        Some(Gauss { re: &self.re * &size, im: -(&self.im * &size) })
    }

    pub(super) fn negated(&self) -> Self {
        Gauss { re: -self.re.clone(), im: -self.im.clone() }
    }

    pub(super) fn is_one(&self) -> bool {
        self.re.is_one() && self.im.is_zero()
    }

    /// The sign of the first part that is not zero.
    pub(super) fn lead(&self) -> i32 {
        if self.re.is_zero() { self.im.signum() } else { self.re.signum() }
    }
}

/// A power product: kernels in ascending order, no exponent zero.
#[derive(PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Mono(pub(super) SmallVec<[(u32, Rational); 1]>);

impl Clone for Mono {
    // The derived copy goes through an iterator, and most power products have at most one power.
    fn clone(&self) -> Self {
        match self.0.as_slice() {
            [] => Mono::default(),
            [power] => Mono(smallvec![power.clone()]),
            several => Mono(several.iter().cloned().collect()),
        }
    }
}

impl Mono {
    pub(super) fn power(kernel: u32, exponent: Rational) -> Self {
        let mut m = Mono::default();
        if !exponent.is_zero() {
            m.0.push((kernel, exponent));
        }
        m
    }

    pub(super) fn is_one(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn degree(&self, kernel: u32) -> Rational {
        self.0.iter().find(|x| x.0 == kernel).map_or(Rational::ZERO, |x| x.1.clone())
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        if self.is_one() || other.is_one() {
            return if self.is_one() { other.clone() } else { self.clone() };
        }
        let (mut out, mut j) = (SmallVec::new(), 0);
        for (k, e) in &self.0 {
            while let Some(x) = other.0.get(j).filter(|x| x.0 < *k) {
                out.push(x.clone());
                j += 1;
            }
            match other.0.get(j).filter(|x| x.0 == *k) {
                Some(x) => {
                    let sum = e + &x.1;
                    if !sum.is_zero() {
                        out.push((*k, sum));
                    }
                    j += 1;
                }
                None => out.push((*k, e.clone())),
            }
        }
        out.extend(other.0.iter().skip(j).cloned());
        Mono(out)
    }

    /// The lower exponent of each kernel, one that doesn't stand there counting as 0.
    pub(super) fn meet(&self, other: &Self) -> Self {
        let (mut out, mut i, mut j) = (SmallVec::new(), 0, 0);
        let mut keep = |k: u32, e: &Rational| {
            if !e.is_zero() {
                out.push((k, e.clone()));
            }
        };
        loop {
            match (self.0.get(i), other.0.get(j)) {
                (Some((k, e)), Some((l, f))) if k == l => {
                    keep(*k, e.min(f));
                    (i, j) = (i + 1, j + 1);
                }
                (Some((k, e)), next) if next.is_none_or(|x| *k < x.0) => {
                    keep(*k, e.min(&Rational::ZERO));
                    i += 1;
                }
                (_, Some((l, f))) => {
                    keep(*l, f.min(&Rational::ZERO));
                    j += 1;
                }
                (_, None) => return Mono(out),
            }
        }
    }

    pub(super) fn raised(&self, exponent: &Rational) -> Self {
        if exponent.is_zero() {
            return Mono::default();
        }
        Mono(self.0.iter().map(|(k, e)| (*k, e * exponent)).collect())
    }

    pub(super) fn inverse(&self) -> Self {
        Mono(self.0.iter().map(|(k, e)| (*k, -e.clone())).collect())
    }
}

impl Ord for Mono {
    /// Lexicographic by exponent, the lowest kernel first, an absent kernel counting as 0.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        loop {
            let order = match (a.peek(), b.peek()) {
                (None, None) => return Ordering::Equal,
                (Some(x), None) => return x.1.cmp(&Rational::ZERO),
                (None, Some(y)) => return Rational::ZERO.cmp(&y.1),
                (Some(x), Some(y)) if x.0 < y.0 => return x.1.cmp(&Rational::ZERO),
                (Some(x), Some(y)) if x.0 > y.0 => return Rational::ZERO.cmp(&y.1),
                (Some(x), Some(y)) => x.1.cmp(&y.1),
            };
            if order.is_ne() {
                return order;
            }
            a.next();
            b.next();
        }
    }
}

impl PartialOrd for Mono {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
