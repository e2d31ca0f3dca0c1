//! Functions whose arguments differ by whole numbers: Bessel functions by those of two orders next to each other,
//! gamma functions by one of them.

use super::facts::Scope;
use super::plain::is_polynomial;
use super::range::{POS, ZERO};
use super::ring::{Frac, Head};
use super::whole::gamma;
use crate::term::{Arena, Func, Node, Rational};
use std::rc::Rc;

/// Orders further from the pair stay as they are.
const FARTHEST: i64 = 12;

impl Scope {
    /// `besselj(n, u)`, for a whole n below 0 as `(-1)^n*besselj(-n, u)` (DLMF 10.4.1), and by the orders c
    /// and c + 1 for the c from 0 to 1 that a whole number is added to (DLMF 10.6.1).
    pub(super) fn bessel(&mut self, arena: &mut Arena, n: &Rc<Frac>, u: &Rc<Frac>) -> Frac {
        let negative = n.rational().filter(|n| n.is_integer() && n.is_negative());
        let size = negative.as_ref().map_or(n.clone(), |n| Rc::new(Frac::number(n.abs())));
        let value = self.by_orders(arena, &size, u);
        match negative {
            Some(n) if !n.is_even() => Frac { num: value.num.negated(), den: value.den },
            _ => value,
        }
    }

    fn by_orders(&mut self, arena: &mut Arena, n: &Rc<Frac>, u: &Rc<Frac>) -> Frac {
        let steps = whole_steps(n);
        let far = !(0..=1).contains(&steps) && steps.abs() <= FARTHEST;
        if self.plain || !far || !n.den.is_empty() || !self.may_divide(u) {
            return self.opaque(arena, Head::Call(Func::BesselJ), &[n.clone(), u.clone()]);
        }
        let base = self.ring.minus(n, &Frac::number(Rational::from(steps)));
        let next = self.ring.plus(&base, &Frac::number(Rational::ONE));
        let [low, high] = [&base, &next].map(|order| {
            let arguments = [Rc::new(order.clone()), u.clone()];
            self.opaque(arena, Head::Call(Func::BesselJ), &arguments)
        });
        let twice = self.ring.inverse(u);
        let twice = Frac { num: twice.num.plus(&twice.num), den: twice.den };
        let (mut at, step) = if steps > 0 { (1, 1) } else { (0, -1) };
        let (mut value, mut before) = if steps > 0 { (high, low) } else { (low, high) };
        while at != steps {
            let order = self.ring.plus(&base, &Frac::number(Rational::from(at)));
            let product = self.ring.times(&order, &twice);
            let product = self.ring.times(&product, &value);
            let following = self.ring.minus(&product, &before);
            (before, value, at) = (value, following, at + step);
        }
        value
    }

    /// Whether the argument is not zero, but on a thin set where that may be said.
    fn may_divide(&mut self, u: &Frac) -> bool {
        self.open = true;
        !u.num.is_zero() && (self.signs_of(u) & ZERO == 0 || self.is_thin(u))
    }

    /// `gamma(u)`, or `digamma(u)`, by that of the argument from 0 to 1 that a whole number is added to
    /// (DLMF 5.5.1 and 5.5.2).
    pub(super) fn gamma(&mut self, arena: &mut Arena, f: Func, u: &Frac) -> Frac {
        if let Some(value) = gamma(u).filter(|_| f == Func::Gamma) {
            return value;
        }
        let steps = whole_steps(u);
        let base = self.ring.minus(u, &Frac::number(Rational::from(steps)));
        let least = if steps > 0 { &base } else { u };
        if self.plain || steps == 0 || steps.abs() > FARTHEST || !u.den.is_empty() || !self.is_no_pole(least) {
            return self.opaque(arena, Head::Call(f), &[Rc::new(u.clone())]);
        }
        let mut value = self.opaque(arena, Head::Call(f), &[Rc::new(base.clone())]);
        for step in steps.min(0)..steps.max(0) {
            let factor = self.ring.plus(&base, &Frac::number(Rational::from(step)));
            let inverse = self.ring.inverse(&factor);
            value = match (f, steps > 0) {
                (Func::Gamma, true) => self.ring.times(&value, &factor),
                (Func::Gamma, false) => self.ring.times(&value, &inverse),
                (_, true) => self.ring.plus(&value, &inverse),
                (_, false) => self.ring.minus(&value, &inverse),
            };
        }
        value
    }

    /// Whether the argument is no whole number up to 0, but on a thin set where that may be said: then it is
    /// none when a whole number above 0 is added, either.
    fn is_no_pole(&mut self, u: &Frac) -> bool {
        self.open = true;
        match u.rational() {
            Some(n) => n.signum() > 0 || !n.is_integer(),
            None => self.is_known_no_pole(u) || self.signs_of(u) & !POS == 0 || self.is_thin(u),
        }
    }

    /// Whether an argument is a polynomial, so that what must not be is thin, and that may be.
    fn is_thin(&mut self, u: &Frac) -> bool {
        let thin = self.thin && u.den.is_empty() && is_polynomial(self, &u.num);
        self.divided |= thin;
        thin
    }
}

/// Whether a term calls a function that is written by one of a shifted argument.
pub(super) fn is_shifted(node: Node) -> bool {
    matches!(node, Node::Call(Func::Gamma | Func::Digamma, _) | Node::Call2(Func::BesselJ, _, _))
}

/// The whole part of what stands without a letter.
fn whole_steps(u: &Frac) -> i64 {
    let constant = u.num.0.iter().find(|t| t.0.is_one()).map_or(Rational::ZERO, |t| t.1.re.clone());
    constant.floor().to_i64().unwrap_or(0)
}
