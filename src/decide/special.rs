//! Functions by cases, of two arguments, and those whose domain takes more than two ends to tell.

use super::arithmetic::{Evaluator, enclosed, holds_integer};
use super::dyadic::Dyadic;
use super::elementary::Engine;
use super::function::whole;
use super::interval::Interval;
use super::value::Value;
use super::value::Value::{Enclosed, Exact, Undefined, Unknown};
use crate::term::{Func, Operator, Rational, Relation};

/// Whole parts of numbers above `2^16384` are not looked for.
const MAX_WHOLE: i64 = 1 << 14;

/// A function of one argument that has a value.
pub(super) fn call(evaluator: &mut Evaluator, function: Func, u: &Value) -> Value {
    match function {
        Func::Abs => abs(u),
        Func::Sign => sign(u),
        Func::Floor => floor(u),
        Func::Ceil => evaluator.negative(&floor(&evaluator.negative(u))),
        Func::Relu => extreme(evaluator, u, &whole(0), true),
        Func::Gamma => match factorial(u) {
            Some(exact) => Exact(exact),
            None => evaluator.off_poles(u, |e, x| e.gamma(x)),
        },
        Func::Digamma => evaluator.off_poles(u, |e, x| e.digamma(x)),
        Func::LambertW if u.sign() == Some(0) => whole(0),
        Func::LambertW => {
            let e = evaluator.call(Func::Exp, &whole(-1));
            let inside = u.compare(Relation::Ge, &evaluator.negative(&e));
            evaluator.enclose_inside(inside, u, |e, x| e.lambert_w(x))
        }
        Func::Ei => {
            let inside = u.compare(Relation::Ne, &whole(0));
            evaluator.enclose_inside(inside, u, |e, x| e.ei(x))
        }
        _ => Unknown,
    }
}

impl Evaluator {
    /// A function of two arguments.
    pub fn call2(&mut self, function: Func, u: &Value, v: &Value) -> Value {
        if *u == Undefined || *v == Undefined {
            return Undefined;
        }
        if *u == Unknown || *v == Unknown {
            return Unknown;
        }
        match function {
            Func::Min => extreme(self, u, v, false),
            Func::Max => extreme(self, u, v, true),
            Func::Mod => self.modulo(u, v),
            Func::Root => self.root(u, v),
            Func::Atan2 => self.atan2(u, v),
            Func::Polygamma => self.polygamma(u, v),
            Func::BesselJ => self.bessel(u, v),
            _ => Unknown,
        }
    }

    /// A function inside its domain, as far as that is settled.
    fn enclose_inside(
        &mut self,
        inside: Option<bool>,
        u: &Value,
        enclose: impl FnOnce(&mut Engine, &Interval) -> Option<Interval>,
    ) -> Value {
        match inside {
            Some(true) => enclosed(self.argument(u).and_then(|x| enclose(&mut self.engine, &x))),
            Some(false) => Undefined,
            None => Unknown,
        }
    }

    /// A function with poles at 0, −1, −2, …
    fn off_poles(&mut self, u: &Value, enclose: impl FnOnce(&mut Engine, &Interval) -> Option<Interval>) -> Value {
        self.enclose_inside(is_pole(u).map(|pole| !pole), u, enclose)
    }

    fn polygamma(&mut self, order: &Value, v: &Value) -> Value {
        if is_integer(order) == Some(false) || order.sign() == Some(-1) || is_pole(v) == Some(true) {
            return Undefined;
        }
        let Exact(n) = order else { return Unknown };
        match n.to_i64().map(u32::try_from) {
            Some(Ok(0)) => self.off_poles(v, |e, x| e.digamma(x)),
            Some(Ok(n)) => self.off_poles(v, |e, x| e.polygamma(n, x)),
            _ => Unknown,
        }
    }

    fn bessel(&mut self, order: &Value, v: &Value) -> Value {
        let above_zero = v.compare(Relation::Gt, &whole(0));
        match (is_integer(order), v.sign(), order) {
            (Some(false), ..) if above_zero == Some(false) => Undefined,
            (Some(true), Some(0), _) => whole(i64::from(order.sign() == Some(0))),
            (Some(true), _, Exact(n)) => {
                let value = self.argument(v).zip(n.to_i64());
                enclosed(value.and_then(|(x, n)| self.engine.bessel_whole(n, &x)))
            }
            (Some(false), _, Exact(n)) if above_zero == Some(true) => {
                enclosed(self.argument(v).and_then(|x| self.engine.bessel_above(n, &x)))
            }
            _ => Unknown,
        }
    }

    /// `u − v·floor(u/v)`
    fn modulo(&mut self, u: &Value, v: &Value) -> Value {
        let quotient = self.binary(Operator::Div, u, v);
        if !quotient.is_defined() {
            return quotient;
        }
        let multiple = self.binary(Operator::Mul, v, &floor(&quotient));
        self.binary(Operator::Sub, u, &multiple)
    }

    /// The root whose index is a whole number above 0.
    fn root(&mut self, u: &Value, index: &Value) -> Value {
        let Exact(n) = index else { return Unknown };
        let Some(n) = n.to_i64().filter(|n| *n > 0) else { return Unknown };
        match (u.sign(), n % 2 == 1) {
            (Some(0), _) => whole(0),
            (Some(-1), false) => Undefined,
            (Some(-1), true) => {
                let root = self.positive_root(&self.negative(u), n);
                self.negative(&root)
            }
            (Some(_), _) => self.positive_root(u, n),
            (None, true) if n < 64 => {
                let bits = self.bits();
                enclosed(u.interval(bits).map(|i| i.root(n as usize, bits)))
            }
            _ => Unknown,
        }
    }

    fn positive_root(&mut self, u: &Value, n: i64) -> Value {
        let exponent = Exact(Rational::new(1, n));
        self.binary(Operator::Pow, u, &exponent)
    }

    /// The angle of the point (v, u).
    fn atan2(&mut self, u: &Value, v: &Value) -> Value {
        match (u.sign(), v.sign()) {
            (Some(0), Some(0)) => Undefined,
            (Some(0), Some(1)) => whole(0),
            (Some(0), Some(_)) => Enclosed(self.engine.pi()),
            (_, Some(1)) => {
                let slope = self.binary(Operator::Div, u, v);
                self.call(Func::Atan, &slope)
            }
            (Some(side), _) => {
                let slope = self.binary(Operator::Div, v, u);
                let angle = self.call(Func::Atan, &slope);
                let quarter = self.engine.pi().scaled(-1);
                let quarter = if side > 0 { quarter } else { quarter.negated() };
                self.binary(Operator::Sub, &Enclosed(quarter), &angle)
            }
            (None, Some(_)) => Enclosed(Interval::whole(-4).hull(&Interval::whole(4))),
            (None, None) => Unknown,
        }
    }
}

fn abs(u: &Value) -> Value {
    match u {
        Exact(x) => Exact(x.abs()),
        Enclosed(i) => Enclosed(i.abs()),
        other => other.clone(),
    }
}

fn sign(u: &Value) -> Value {
    match u.sign() {
        Some(s) => whole(i64::from(s)),
        None => Enclosed(Interval::whole(-1).hull(&Interval::whole(1))),
    }
}

fn floor(u: &Value) -> Value {
    match u {
        Exact(x) => Exact(x.floor()),
        Enclosed(i) if i.top() <= MAX_WHOLE => {
            let end = |x: &Dyadic| Dyadic::new(x.floor(), 0);
            enclosed(Some(Interval::new(end(i.low()), end(i.high()))))
        }
        _ => Unknown,
    }
}

/// The greater or the lesser of two values.
fn extreme(evaluator: &Evaluator, u: &Value, v: &Value, greater: bool) -> Value {
    match u.compare(Relation::Ge, v) {
        Some(above) => if above == greater { u } else { v }.clone(),
        None => {
            let bits = evaluator.bits() + 16;
            let pair = u.interval(bits).zip(v.interval(bits));
            enclosed(pair.map(|(a, b)| if greater { a.max(&b) } else { a.min(&b) }))
        }
    }
}

/// Whether the value is one of 0, −1, −2, …
pub(super) fn is_pole(u: &Value) -> Option<bool> {
    match u {
        Exact(x) => Some(x.is_integer() && x.signum() <= 0),
        _ if u.sign() == Some(1) || is_integer(u) == Some(false) => Some(false),
        _ => None,
    }
}

/// Whether the value is a whole number.
pub(super) fn is_integer(u: &Value) -> Option<bool> {
    match u {
        Exact(x) => Some(x.is_integer()),
        Enclosed(i) if !holds_integer(i) => Some(false),
        _ => None,
    }
}

/// `gamma(n) = (n − 1)!` for small whole n above 0.
fn factorial(u: &Value) -> Option<Rational> {
    let Exact(x) = u else { return None };
    let n = x.to_i64().filter(|n| (1..=200).contains(n))?;
    Some((1..n).fold(Rational::ONE, |product, k| product * Rational::from(k)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(function: Func, u: (i64, i64), v: (i64, i64)) -> Value {
        let value = |(n, d)| Exact(Rational::new(n, d));
        Evaluator::new(64).call2(function, &value(u), &value(v))
    }

    #[test]
    fn the_angle_of_a_point_in_each_quarter() {
        assert_eq!(both(Func::Atan2, (0, 1), (2, 1)), whole(0));
        assert_eq!(both(Func::Atan2, (0, 1), (0, 1)), Undefined);
        let tenths = |u, v| {
            let angle = both(Func::Atan2, (u, 1), (v, 1));
            floor(&Evaluator::new(64).binary(Operator::Mul, &angle, &whole(10)))
        };
        let found = [(1, 1), (1, -1), (-1, -1), (-1, 1), (0, -1), (1, 0), (-1, 0)].map(|(u, v)| tenths(u, v));
        assert_eq!(found, [7, 23, -24, -8, 31, 15, -16].map(whole));
    }

    #[test]
    fn remainders_and_roots_follow_their_definition() {
        assert_eq!(both(Func::Mod, (-7, 2), (2, 1)), Exact(Rational::new(1, 2)));
        assert_eq!(both(Func::Mod, (7, 2), (-2, 1)), Exact(Rational::new(-1, 2)));
        assert_eq!(both(Func::Mod, (1, 1), (0, 1)), Undefined);
        assert_eq!(both(Func::Root, (-32, 1), (5, 1)), whole(-2));
        assert_eq!(both(Func::Root, (-4, 1), (2, 1)), Undefined);
        assert!(matches!(both(Func::Root, (7, 1), (4, 1)), Enclosed(_)));
    }
}
