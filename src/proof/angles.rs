//! Equality by exponentials, of angles and of logarithms, and by squares.
//!
//! `exp(i·A)` is algebraic for `A = atan u`, `asin u`, `acos u`, on all of the function's domain, so
//! that two angles are compared by their exponentials; what is left open is a multiple of a full
//! turn, which bounds in units of π exclude.

use super::equal::deeply;
use super::facts::Scope;
use super::mono::{Gauss, Mono};
use super::range::{NEG, POS, Range};
use super::ring::{Frac, Head};
use crate::term::{Arena, Func, Rational, TermId};

/// The largest multiple of an angle whose exponential is worked out.
const MOST_TURNS: i64 = 64;

impl Scope {
    /// `exp(i·n·A)` for the angle `A` that the function gives for `u`, or for `u` and `v`.
    pub(super) fn exp_of_angle(&mut self, f: Func, u: &Frac, v: Option<&Frac>, n: &Rational) -> Option<Frac> {
        if let (Func::Atan2, Some(v)) = (f, v) {
            return self.exp_of_direction(u, v, n);
        }
        if let (Func::Acos, false) = (f, n.is_integer()) {
            return self.exp_of_half_angle(u, n);
        }
        let n = n.to_i64().filter(|n| n.abs() <= MOST_TURNS)?;
        let (one, half) = (Frac::number(Rational::ONE), Rational::new(1, 2));
        let iu = turned(u, if n < 0 { -1 } else { 1 });
        let size = n.abs();
        if f == Func::Atan {
            let (up, down) = (self.ring.plus(&one, &iu), self.ring.minus(&one, &iu));
            let under = self.ring.inverse(&down);
            let double = self.ring.times(&up, &under);
            let whole = self.ring.power(&double, size / 2);
            if size % 2 == 0 {
                return Some(whole);
            }
            let square = self.ring.times(u, u);
            let length = self.ring.plus(&one, &square);
            let single = self.root(&length, &-half);
            let single = self.ring.times(&up, &single);
            return Some(self.ring.times(&whole, &single));
        }
        let square = self.ring.times(u, u);
        let rest = self.ring.minus(&one, &square);
        let other = self.root(&rest, &half);
        let base = match f {
            Func::Asin => self.ring.plus(&other, &iu),
            _ => {
                let other = turned(&other, if n < 0 { -1 } else { 1 });
                self.ring.plus(u, &other)
            }
        };
        Some(self.ring.power(&base, size))
    }

    /// `exp(i·n·atan2(y, x))`: `(x + i·y)/√(x² + y²)` to the power `n`.
    fn exp_of_direction(&mut self, y: &Frac, x: &Frac, n: &Rational) -> Option<Frac> {
        let n = n.to_i64().filter(|n| n.abs() <= MOST_TURNS)?;
        let iy = turned(y, if n < 0 { -1 } else { 1 });
        let (up, down) = (self.ring.plus(x, &iy), self.ring.minus(x, &iy));
        let under = self.ring.inverse(&down);
        let double = self.ring.times(&up, &under);
        let whole = self.ring.power(&double, n.abs() / 2);
        if n % 2 == 0 {
            return Some(whole);
        }
        let square = self.ring.times(&up, &down);
        let length = self.root(&square, &Rational::new(-1, 2));
        let single = self.ring.times(&up, &length);
        Some(self.ring.times(&whole, &single))
    }

    /// `exp(i·n·acos(u)/2)`: `√((1 + u)/2) + i·√((1 - u)/2)` to the power `n`, as the angle's half
    /// lies between 0 and `π/2`.
    fn exp_of_half_angle(&mut self, u: &Frac, n: &Rational) -> Option<Frac> {
        let n = (n * &Rational::from(2)).to_i64().filter(|n| n.abs() <= MOST_TURNS)?;
        let (one, half) = (Frac::number(Rational::ONE), Rational::new(1, 2));
        let (over, under) = (self.ring.plus(&one, u), self.ring.minus(&one, u));
        let [over, under] = [over, under].map(|f| {
            let f = self.ring.times(&f, &Frac::number(half.clone()));
            self.root(&f, &half)
        });
        let under = turned(&under, if n < 0 { -1 } else { 1 });
        let base = self.ring.plus(&over, &under);
        Some(self.ring.power(&base, n.abs()))
    }

    /// Whether two angles are equal: their exponentials are, and they are less than a turn apart.
    pub(super) fn equal_angles(&mut self, arena: &mut Arena, a: TermId, b: TermId) -> bool {
        let d = self.difference(arena, a, b);
        let angles: Vec<&Rational> = d.num.0.iter().filter(|t| self.angle(&t.0).is_some()).map(|t| &t.1.re).collect();
        if angles.is_empty() || !d.den.is_empty() {
            return false;
        }
        let Some(whole) = common_denominator(&angles) else { return false };
        let apart = self.in_turns(&d);
        for times in [whole, 2 * whole] {
            let scale = Rational::from(times);
            let scaled = apart.times(&Range::point(scale.clone()));
            let turn = Rational::from(2);
            let below = scaled.hi.as_ref().is_some_and(|x| x.0 < turn || (x.0 == turn && !x.1));
            let above = scaled.lo.as_ref().is_some_and(|x| x.0 > -turn.clone() || (x.0 == -turn.clone() && !x.1));
            if !(below && above) {
                continue;
            }
            let exponent = Frac::poly(d.num.scaled(&Mono::default(), &Gauss::imaginary(scale)));
            // The second time, roots are at hand that others are products of.
            for _ in 0..2 {
                let value = self.exp(&exponent);
                let left = self.ring.minus(&value, &Frac::number(Rational::ONE));
                if self.vanishes(&left) {
                    return !self.ring.over;
                }
            }
        }
        false
    }

    /// The inverse circular function that a monomial consists of.
    fn angle(&self, m: &Mono) -> Option<(Func, u32)> {
        let [(k, e)] = m.0.as_slice() else { return None };
        match self.ring.kernels[*k as usize].head {
            Head::Call(f @ (Func::Asin | Func::Acos | Func::Atan | Func::Atan2)) if e.is_one() => Some((f, *k)),
            _ => None,
        }
    }

    /// Whether two quantities of one sign have equal squares.
    pub(super) fn equal_squares(&mut self, arena: &mut Arena, a: TermId, b: TermId) -> bool {
        let (x, y) = (self.signs(arena, a), self.signs(arena, b));
        if (x | y) & NEG != 0 && (x | y) & POS != 0 {
            return false;
        }
        let (a, b) = (self.expand(arena, a), self.expand(arena, b));
        let (a, b) = (self.ring.times(&a, &a), self.ring.times(&b, &b));
        let left = self.ring.minus(&a, &b);
        self.vanishes(&left) && !self.ring.over
    }

    /// Whether two real quantities, logarithms among them, have equal exponentials.
    pub(super) fn equal_exponentials(&mut self, arena: &mut Arena, a: TermId, b: TermId) -> bool {
        deeply(self, |scope| {
            let d = scope.difference(arena, a, b);
            if scope.vanishes(&d) {
                return !scope.ring.over;
            }
            let log = |m: &Mono| matches!(m.0.as_slice(), [(k, e)] if e.is_one() && scope.ring.kernels[*k as usize].head == Head::Log);
            let logs: Vec<&Rational> = d.num.0.iter().filter(|t| log(&t.0)).map(|t| &t.1.re).collect();
            let Some(times) = common_denominator(&logs).filter(|_| !logs.is_empty() && d.den.is_empty()) else {
                return false;
            };
            let exponent = scope.ring.times(&d, &Frac::number(Rational::from(times)));
            let value = scope.exp(&exponent);
            let left = scope.ring.minus(&value, &Frac::number(Rational::ONE));
            scope.vanishes(&left) && !scope.ring.over
        })
    }
}

/// `f` times `±i`.
fn turned(f: &Frac, sign: i64) -> Frac {
    Frac { num: f.num.scaled(&Mono::default(), &Gauss::imaginary(Rational::from(sign))), den: f.den.clone() }
}

fn common_denominator(all: &[&Rational]) -> Option<i64> {
    let mut whole = 1i64;
    for c in all {
        let mut least = whole;
        while !(*c * &Rational::from(least)).is_integer() {
            least += whole;
            if least > MOST_TURNS {
                return None;
            }
        }
        whole = least;
    }
    Some(whole)
}
