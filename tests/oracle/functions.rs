//! The functions' values and where they have one, written down once more and independently.

use super::{Oracle, RM, Value, unsettled};
use astro_float::BigFloat;
use chainrule::term::{Func, Operator, Rational};
use std::cmp::Ordering::{Equal, Greater, Less};

/// Arguments of exponentials beyond 2^LARGE, of periodic functions and of series beyond 2^ANGLE and
/// 2^SERIES are given up.
const LARGE: i32 = 12;
const ANGLE: i32 = 40;
const SERIES: i32 = 3;

fn exact(n: i64) -> Value {
    Value::Exact(Rational::from(n))
}

impl Oracle {
    /// A function's value.
    pub(crate) fn called(&mut self, f: Func, u: &Value) -> Value {
        if let Some(settled) = unsettled(u, u) {
            return settled;
        }
        match f {
            Func::Abs | Func::Sign | Func::Relu | Func::Floor | Func::Ceil => self.piecewise(f, u),
            Func::Sqrt => self.root(u, 2),
            Func::Cbrt => self.root(u, 3),
            Func::Tan => self.quotient(Func::Sin, Func::Cos, u),
            Func::Cot => self.quotient(Func::Cos, Func::Sin, u),
            Func::Coth => self.quotient(Func::Cosh, Func::Sinh, u),
            Func::Sec | Func::Csc | Func::Sech | Func::Csch => self.reciprocal_of(f, u),
            Func::Acot | Func::Asec | Func::Acsc | Func::Acoth | Func::Asech | Func::Acsch => self.of_reciprocal(f, u),
            Func::Sigmoid => self.sigmoid(u),
            Func::Softplus => {
                let e = self.called(Func::Exp, u);
                let sum = self.operated(Operator::Add, &exact(1), &e);
                self.called(Func::Log, &sum)
            }
            Func::Erfc => {
                let erf = self.called(Func::Erf, u);
                self.difference(&exact(1), &erf)
            }
            _ => self.smooth(f, u),
        }
    }

    /// The value of a function of two arguments.
    pub(crate) fn called_with(&mut self, f: Func, u: &Value, v: &Value) -> Value {
        if let Some(settled) = unsettled(u, v) {
            return settled;
        }
        match f {
            Func::Root => match v {
                Value::Exact(n) => n.to_i64().map_or(Value::Unknown, |n| self.root(u, n)),
                _ => Value::Unknown,
            },
            Func::Min | Func::Max => {
                let difference = self.difference(u, v);
                match (self.sign(&difference), f) {
                    (None, _) => Value::Unknown,
                    (Some(Less), Func::Min) | (Some(Greater), Func::Max) => u.clone(),
                    _ => v.clone(),
                }
            }
            Func::Mod => {
                let quotient = self.operated(Operator::Div, u, v);
                let cells = self.called(Func::Floor, &quotient);
                let whole = self.operated(Operator::Mul, v, &cells);
                self.difference(u, &whole)
            }
            Func::Atan2 => self.angle(u, v),
            _ => Value::Unknown,
        }
    }

    fn piecewise(&mut self, f: Func, u: &Value) -> Value {
        if f == Func::Floor {
            return self.floor(u).map_or(Value::Unknown, Value::Exact);
        }
        if f == Func::Ceil {
            let below = self.difference(&exact(0), u);
            let low = self.called(Func::Floor, &below);
            return self.difference(&exact(0), &low);
        }
        match (self.sign(u), f) {
            // Both sides of these meet at 0, so that a small value is as good as its neighbour.
            (None, Func::Sign) => Value::Unknown,
            (None, _) => match u {
                Value::About(x) => Value::About(x.abs()),
                _ => Value::Unknown,
            },
            (Some(Less), Func::Abs) => self.difference(&exact(0), u),
            (Some(Less), Func::Relu) => exact(0),
            (Some(_), Func::Abs | Func::Relu) => u.clone(),
            (Some(order), _) => exact(order as i64),
        }
    }

    fn root(&mut self, u: &Value, index: i64) -> Value {
        if index < 1 {
            return Value::Unknown;
        }
        if index == 1 {
            return u.clone();
        }
        match self.sign(u) {
            None => return Value::Unknown,
            Some(Equal) => return exact(0),
            Some(Less) if index % 2 == 0 => return Value::Nothing,
            Some(Less) => {
                let size = self.difference(&exact(0), u);
                let root = self.root(&size, index);
                return self.difference(&exact(0), &root);
            }
            Some(Greater) => {}
        }
        if let Value::Exact(x) = u
            && let Some(root) = x.exact_root(index as usize)
        {
            return Value::Exact(root);
        }
        let log = self.called(Func::Log, u);
        let part = self.operated(Operator::Div, &log, &exact(index));
        self.called(Func::Exp, &part)
    }

    fn quotient(&mut self, top: Func, bottom: Func, u: &Value) -> Value {
        let (top, bottom) = (self.called(top, u), self.called(bottom, u));
        self.operated(Operator::Div, &top, &bottom)
    }

    fn reciprocal_of(&mut self, f: Func, u: &Value) -> Value {
        let bottom = match f {
            Func::Sec => Func::Cos,
            Func::Csc => Func::Sin,
            Func::Sech => Func::Cosh,
            _ => Func::Sinh,
        };
        let bottom = self.called(bottom, u);
        self.operated(Operator::Div, &exact(1), &bottom)
    }

    fn of_reciprocal(&mut self, f: Func, u: &Value) -> Value {
        let inverse = self.operated(Operator::Div, &exact(1), u);
        let function = match f {
            Func::Acot => Func::Atan,
            Func::Asec => Func::Acos,
            Func::Acsc => Func::Asin,
            Func::Acoth => Func::Atanh,
            Func::Asech => Func::Acosh,
            _ => Func::Asinh,
        };
        self.called(function, &inverse)
    }

    fn sigmoid(&mut self, u: &Value) -> Value {
        let negated = self.difference(&exact(0), u);
        let e = self.called(Func::Exp, &negated);
        let bottom = self.operated(Operator::Add, &exact(1), &e);
        self.operated(Operator::Div, &exact(1), &bottom)
    }

    fn angle(&mut self, y: &Value, x: &Value) -> Value {
        let (Some(above), Some(right)) = (self.sign(y), self.sign(x)) else { return Value::Unknown };
        let pi = Value::About(self.pi());
        match (above, right) {
            (Equal, Equal) => Value::Nothing,
            (Equal, Greater) => exact(0),
            (Equal, Less) => pi,
            (_, Equal) => {
                let half = self.operated(Operator::Div, &pi, &exact(2));
                if above == Greater { half } else { self.difference(&exact(0), &half) }
            }
            _ => {
                let slope = self.operated(Operator::Div, y, x);
                let angle = self.called(Func::Atan, &slope);
                match (right, above) {
                    (Greater, _) => angle,
                    (_, Greater) => self.operated(Operator::Add, &angle, &pi),
                    _ => self.difference(&angle, &pi),
                }
            }
        }
    }

    /// Whether a value lies in a function's domain, the ends `closed` or not; an end left out is none.
    fn within(&mut self, u: &Value, low: Option<i64>, high: Option<i64>, closed: bool) -> Option<bool> {
        let ends = [low.map(|n| (n, Less)), high.map(|n| (n, Greater))];
        for (end, outside) in ends.into_iter().flatten() {
            let difference = self.difference(u, &exact(end));
            let order = self.sign(&difference)?;
            if order == outside || order == Equal && !closed {
                return Some(false);
            }
        }
        Some(true)
    }

    /// A function that the library or a series gives.
    fn smooth(&mut self, f: Func, u: &Value) -> Value {
        if let Value::Exact(x) = u
            && let Some(value) = at_special(f, x)
        {
            return exact(value);
        }
        let inside = match f {
            Func::Log => self.within(u, Some(0), None, false),
            Func::Asin | Func::Acos => self.within(u, Some(-1), Some(1), true),
            Func::Atanh => self.within(u, Some(-1), Some(1), false),
            Func::Acosh => self.within(u, Some(1), None, true),
            _ => Some(true),
        };
        match inside {
            None => return Value::Unknown,
            Some(false) => return Value::Nothing,
            Some(true) => {}
        }
        let Some(x) = self.float(u) else { return Value::Unknown };
        let size = x.exponent().unwrap_or(i32::MIN);
        let (p, c) = (self.bits, &mut self.consts);
        Value::About(match f {
            Func::Exp if size <= LARGE => x.exp(p, RM, c),
            Func::Sinh if size <= LARGE => x.sinh(p, RM, c),
            Func::Cosh if size <= LARGE => x.cosh(p, RM, c),
            Func::Tanh if size <= LARGE => x.tanh(p, RM, c),
            Func::Log => x.ln(p, RM, c),
            Func::Sin if size <= ANGLE => x.sin(p, RM, c),
            Func::Cos if size <= ANGLE => x.cos(p, RM, c),
            Func::Asin => x.asin(p, RM, c),
            Func::Acos => x.acos(p, RM, c),
            Func::Atan => x.atan(p, RM, c),
            Func::Asinh => x.asinh(p, RM, c),
            Func::Acosh => x.acosh(p, RM, c),
            Func::Atanh => x.atanh(p, RM, c),
            Func::Erf if size <= SERIES => {
                let root = c.pi(p, RM).sqrt(p, RM);
                odd_series(&x, p, |_| 1).mul(&BigFloat::from_i64(2, p), p, RM).div(&root, p, RM)
            }
            Func::Si if size <= SERIES => odd_series(&x, p, |n| 4 * n + 6),
            _ => return Value::Unknown,
        })
    }
}

/// Values at 0 and 1 that are whole.
fn at_special(f: Func, x: &Rational) -> Option<i64> {
    use Func::{Acos, Acosh, Asin, Asinh, Atan, Atanh, Cos, Cosh, Erf, Exp, Log, Si, Sin, Sinh, Tanh};
    match f {
        Sin | Asin | Atan | Sinh | Tanh | Asinh | Atanh | Erf | Si if x.is_zero() => Some(0),
        Cos | Cosh | Exp if x.is_zero() => Some(1),
        Log | Acos | Acosh if x.is_one() => Some(0),
        _ => None,
    }
}

/// x − x³/(3·c₁) + x⁵/(5·c₂) − …, where c gains the factor (n + 1)·`extra(n)` with each term.
fn odd_series(x: &BigFloat, p: usize, extra: fn(i64) -> i64) -> BigFloat {
    let q = p + 256;
    let square = x.mul(x, q, RM);
    let (mut power, mut sum) = (x.clone(), BigFloat::from_i64(0, q));
    for n in 0..20_000 {
        let term = power.div(&BigFloat::from_i64(2 * n + 1, q), q, RM);
        sum = sum.add(&term, q, RM);
        if term.is_zero() || term.exponent().is_none_or(|e| e < -(q as i32)) {
            break;
        }
        power = power.mul(&square, q, RM).div(&BigFloat::from_i64(-(n + 1) * extra(n), q), q, RM);
    }
    sum
}
