//! Bessel functions by those of two orders next to each other.

use super::facts::Scope;
use super::plain::is_polynomial;
use super::range::ZERO;
use super::ring::{Frac, Head};
use crate::term::{Arena, Func, Rational};
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
        let constant = n.num.0.iter().find(|t| t.0.is_one()).map_or(Rational::ZERO, |t| t.1.re.clone());
        let steps = constant.floor().to_i64().unwrap_or(0);
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
        if u.num.is_zero() {
            return false;
        }
        self.open = true;
        if self.signs_of(u) & ZERO == 0 {
            return true;
        }
        let thin = self.thin.as_ref().filter(|_| u.den.is_empty() && is_polynomial(self, &u.num));
        thin.inspect(|thin| thin.set(true)).is_some()
    }
}
