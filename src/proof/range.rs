//! Intervals with exact rational ends: a coarse, certain enclosure of a term's values.

use crate::term::Rational;
use std::cmp::Ordering;

/// The possible signs of a value, as a set.
pub(super) type Signs = u8;
pub(super) const NEG: Signs = 1;
pub(super) const ZERO: Signs = 2;
pub(super) const POS: Signs = 4;
pub(super) const ANY: Signs = 7;

/// The signs that `a*b` can have.
pub(super) fn times_signs(a: Signs, b: Signs) -> Signs {
    let both = |x: Signs, y: Signs| a & x != 0 && b & y != 0;
    let pos = both(POS, POS) || both(NEG, NEG);
    let neg = both(POS, NEG) || both(NEG, POS);
    ((pos as u8) * POS) | ((neg as u8) * NEG) | ((both(ZERO, ANY) || both(ANY, ZERO)) as u8 * ZERO)
}

/// The signs of `-a`.
pub(super) fn flip_signs(a: Signs) -> Signs {
    (a & ZERO) | ((a & NEG) << 2) | ((a & POS) >> 2)
}

/// An end: the value and whether it may be attained; `None` is unbounded.
type End = Option<(Rational, bool)>;

/// The reals between two ends, without 0 if `nonzero`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Range {
    pub(super) lo: End,
    pub(super) hi: End,
    pub(super) nonzero: bool,
}

fn tighter(a: &End, b: &End, keep: Ordering) -> End {
    match (a, b) {
        (None, x) | (x, None) => x.clone(),
        (Some(x), Some(y)) => match x.0.cmp(&y.0) {
            Ordering::Equal => Some((x.0.clone(), x.1 && y.1)),
            order => Some(if order == keep { x.clone() } else { y.clone() }),
        },
    }
}

fn wider(a: &End, b: &End, keep: Ordering) -> End {
    let (x, y) = (a.as_ref()?, b.as_ref()?);
    Some(match x.0.cmp(&y.0) {
        Ordering::Equal => (x.0.clone(), x.1 || y.1),
        order => {
            if order == keep {
                x.clone()
            } else {
                y.clone()
            }
        }
    })
}

/// An end on the extended line, for products of corners: a sign for infinity or a value.
enum Corner {
    Infinite(i32),
    Finite(Rational, bool),
}

fn corner(a: &End, a_sign: i32, b: &End, b_sign: i32) -> Corner {
    let sign = |end: &End, infinite: i32| end.as_ref().map_or(infinite, |x| x.0.signum());
    match (a, b) {
        (Some(x), Some(y)) => {
            let value = &x.0 * &y.0;
            let attained = (x.1 && y.1) || value.is_zero();
            Corner::Finite(value, attained)
        }
        _ => match sign(a, a_sign) * sign(b, b_sign) {
            0 => Corner::Finite(Rational::ZERO, true),
            s => Corner::Infinite(s),
        },
    }
}

impl Range {
    pub(super) fn all() -> Self {
        Range { lo: None, hi: None, nonzero: false }
    }

    pub(super) fn point(value: Rational) -> Self {
        let end = Some((value, true));
        Range { lo: end.clone(), hi: end, nonzero: false }
    }

    pub(super) fn at_least(value: Rational, attained: bool) -> Self {
        Range { lo: Some((value, attained)), hi: None, nonzero: false }
    }

    pub(super) fn at_most(value: Rational, attained: bool) -> Self {
        Range { lo: None, hi: Some((value, attained)), nonzero: false }
    }

    /// Where pi lies.
    pub(super) fn of_pi() -> Self {
        let end = |digits| Some((Rational::new(digits, 100_000_000), false));
        Range { lo: end(314_159_265), hi: end(314_159_266), nonzero: false }
    }

    /// The smallest range that holds the signs.
    pub(super) fn of_signs(signs: Signs) -> Self {
        let end = Some((Rational::ZERO, signs & ZERO != 0));
        let (lo, hi) = (signs & NEG == 0, signs & POS == 0);
        Range { lo: end.clone().filter(|_| lo), hi: end.filter(|_| hi), nonzero: signs & ZERO == 0 }
    }

    /// The signs of the values in the range.
    pub(super) fn signs(&self) -> Signs {
        let neg = self.lo.as_ref().is_none_or(|x| x.0.is_negative());
        let pos = self.hi.as_ref().is_none_or(|x| x.0.signum() > 0);
        let above = self.lo.as_ref().is_some_and(|x| x.0.signum() > 0 || (x.0.is_zero() && !x.1));
        let below = self.hi.as_ref().is_some_and(|x| x.0.is_negative() || (x.0.is_zero() && !x.1));
        let zero = !(self.nonzero || above || below);
        ((neg as u8) * NEG) | ((zero as u8) * ZERO) | ((pos as u8) * POS)
    }

    pub(super) fn meet(&self, other: &Self) -> Self {
        Range {
            lo: tighter(&self.lo, &other.lo, Ordering::Greater),
            hi: tighter(&self.hi, &other.hi, Ordering::Less),
            nonzero: self.nonzero || other.nonzero,
        }
    }

    pub(super) fn join(&self, other: &Self) -> Self {
        Range {
            lo: wider(&self.lo, &other.lo, Ordering::Less),
            hi: wider(&self.hi, &other.hi, Ordering::Greater),
            nonzero: self.signs() & other.signs() & ZERO == 0 && (self.signs() | other.signs()) & ZERO == 0,
        }
    }

    pub(super) fn negated(&self) -> Self {
        let turn = |end: &End| end.as_ref().map(|x| (-x.0.clone(), x.1));
        Range { lo: turn(&self.hi), hi: turn(&self.lo), nonzero: self.nonzero }
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let add = |a: &End, b: &End| Some((&a.as_ref()?.0 + &b.as_ref()?.0, a.as_ref()?.1 && b.as_ref()?.1));
        Range { lo: add(&self.lo, &other.lo), hi: add(&self.hi, &other.hi), nonzero: false }
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        let signs = times_signs(self.signs(), other.signs());
        let mut lo: Option<End> = None;
        let mut hi: Option<End> = None;
        for (a, s) in [(&self.lo, -1), (&self.hi, 1)] {
            for (b, t) in [(&other.lo, -1), (&other.hi, 1)] {
                let (low, high) = match corner(a, s, b, t) {
                    Corner::Infinite(s) if s < 0 => (Some(None), None),
                    Corner::Infinite(_) => (None, Some(None)),
                    Corner::Finite(v, c) => (Some(Some((v.clone(), c))), Some(Some((v, c)))),
                };
                let merge = |old: &mut Option<End>, new: Option<End>, keep| match (&old, new) {
                    (_, None) => {}
                    (None, Some(end)) => *old = Some(end),
                    (Some(end), Some(new)) => *old = Some(wider(end, &new, keep)),
                };
                merge(&mut lo, low, Ordering::Less);
                merge(&mut hi, high, Ordering::Greater);
            }
        }
        Range { lo: lo.flatten(), hi: hi.flatten(), nonzero: false }.meet(&Range::of_signs(signs))
    }

    /// The values `1/x`.
    pub(super) fn reciprocal(&self) -> Self {
        let turn = |end: &End| end.as_ref().and_then(|x| Some((x.0.recip()?, x.1)));
        match self.signs() & !ZERO {
            POS => Range { lo: turn(&self.hi), hi: turn(&self.lo), nonzero: true }.meet(&Range::of_signs(POS)),
            NEG => Range { lo: turn(&self.hi), hi: turn(&self.lo), nonzero: true }.meet(&Range::of_signs(NEG)),
            _ => Range { nonzero: true, ..Range::all() },
        }
    }

    /// The values `x^n` of real numbers, for `n >= 1`.
    pub(super) fn power(&self, n: i64) -> Self {
        let signs = self.signs();
        let even = n % 2 == 0;
        let up = |end: &End| {
            let (v, c) = end.as_ref()?;
            let n = i32::try_from(n).ok().filter(|_| n <= 64 && v.bits() < 256)?;
            Some((v.pow(n)?, *c))
        };
        let (low, high) = (up(&self.lo), up(&self.hi));
        let plain = if !even || signs & NEG == 0 {
            Range { lo: low, hi: high, nonzero: false }
        } else if signs & POS == 0 {
            Range { lo: high, hi: low, nonzero: false }
        } else {
            Range { lo: None, hi: wider(&low, &high, Ordering::Greater), nonzero: false }
        };
        let kept = match (even, signs & ZERO) {
            (true, 0) => POS,
            (true, _) => POS | ZERO,
            (false, _) => signs,
        };
        plain.meet(&Range::of_signs(kept))
    }

    /// Some number strictly inside, by steps from the ends; `None` where there is none.
    pub(super) fn inside(&self, step: i64, of: i64) -> Option<Rational> {
        let part = Rational::new(step, of);
        match (&self.lo, &self.hi) {
            (Some(a), Some(b)) if a.0 >= b.0 => None,
            (Some(a), Some(b)) => Some(&a.0 + &(&part * &(&b.0 - &a.0))),
            (Some(a), None) => Some(&a.0 + &Rational::from(step)),
            (None, Some(b)) => Some(&b.0 - &Rational::from(step)),
            (None, None) => Some(Rational::from(step - of / 2)),
        }
    }
}
