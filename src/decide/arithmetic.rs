//! Sums, products, quotients and powers of values: exact while that is cheap, else enclosed.

use super::dyadic::{Dyadic, length};
use super::elementary::Engine;
use super::interval::Interval;
use super::value::Value;
use super::value::Value::{Enclosed, Exact, Undefined, Unknown};
use crate::term::{Operator, Rational};

/// The greatest whole number kept exactly, in bits.
const MAX_INTEGER: usize = 1_000_000;
/// The greatest fraction kept exactly, in bits: longer ones cost a gcd each time.
const MAX_FRACTION: usize = 4_096;
/// The bits that long exact numbers may take together in one evaluation.
const ROOM: usize = 16_000_000;

/// Computes values at one precision.
#[derive(Debug)]
pub(super) struct Evaluator {
    pub engine: Engine,
    room: usize,
}

impl Evaluator {
    pub fn new(bits: u32) -> Self {
        Evaluator { engine: Engine::new(bits), room: ROOM }
    }

    /// Starts over at a precision, keeping the constants.
    pub fn restart(&mut self, bits: u32) {
        self.engine.bits = bits;
        self.room = ROOM;
    }

    pub fn bits(&self) -> u32 {
        self.engine.bits
    }

    /// An exact number, or an enclosure of one that is too long to carry on.
    pub fn exact(&mut self, value: Rational) -> Value {
        let length = value.bits();
        if length <= MAX_FRACTION {
            return Exact(value);
        }
        if value.is_integer() && length <= MAX_INTEGER && length <= self.room {
            self.room -= length;
            return Exact(value);
        }
        enclosed(Interval::from_rational(&value, self.bits()))
    }

    /// The value of `a op b`.
    pub fn binary(&mut self, op: Operator, a: &Value, b: &Value) -> Value {
        if *a == Undefined || *b == Undefined {
            return Undefined;
        }
        if *a == Unknown || *b == Unknown {
            return Unknown;
        }
        match (op, a, b) {
            (Operator::Pow, ..) => self.power(a, b),
            (Operator::Div, _, Exact(d)) if d.is_zero() => Undefined,
            (Operator::Mul, Exact(z), _) | (Operator::Mul, _, Exact(z)) if z.is_zero() => Exact(Rational::ZERO),
            (Operator::Div, Exact(z), Enclosed(d)) if z.is_zero() && !d.has_zero() => Exact(Rational::ZERO),
            (_, Exact(x), Exact(y)) => self.exact_binary(op, x, y),
            _ => self.interval_binary(op, a, b),
        }
    }

    fn exact_binary(&mut self, op: Operator, x: &Rational, y: &Rational) -> Value {
        let value = match op {
            Operator::Add => x + y,
            Operator::Sub => x - y,
            Operator::Mul => x * y,
            Operator::Div | Operator::Pow => match x.checked_div(y) {
                Some(q) => q,
                None => return Undefined,
            },
        };
        self.exact(value)
    }

    fn interval_binary(&mut self, op: Operator, a: &Value, b: &Value) -> Value {
        let bits = self.bits();
        let (Some(x), Some(y)) = (a.interval(bits + 16), b.interval(bits + 16)) else { return Unknown };
        enclosed(match op {
            Operator::Add => x.plus(&y, bits),
            Operator::Sub => x.minus(&y, bits),
            Operator::Mul => x.times(&y, bits),
            Operator::Div | Operator::Pow => x.over(&y, bits),
        })
    }

    /// `-a`
    pub fn negative(&self, a: &Value) -> Value {
        match a {
            Exact(x) => Exact(-x.clone()),
            Enclosed(i) => Enclosed(i.negated()),
            other => other.clone(),
        }
    }

    /// `a^b` of two defined values.
    fn power(&mut self, a: &Value, b: &Value) -> Value {
        match (a.sign(), b) {
            (Some(0), _) => self.power_of_zero(b),
            (_, Exact(n)) if n.is_integer() => self.whole_power(a, n),
            (Some(1), _) => self.positive_power(a, b),
            (Some(_), Exact(_)) => Undefined,
            (Some(_), Enclosed(y)) if !holds_integer(y) => Undefined,
            _ => Unknown,
        }
    }

    fn power_of_zero(&mut self, b: &Value) -> Value {
        match b.sign() {
            Some(1) => Exact(Rational::ZERO),
            Some(_) => Undefined,
            // Zero belongs to the exponents without a value.
            None => match b {
                Enclosed(y) if y.high().signum() <= 0 => Undefined,
                _ => Unknown,
            },
        }
    }

    /// A whole power; the base is not exactly zero.
    fn whole_power(&mut self, a: &Value, n: &Rational) -> Value {
        if a.sign().is_none() && n.signum() <= 0 {
            return Unknown;
        }
        if n.is_zero() {
            return Exact(Rational::ONE);
        }
        if let Some(power) = self.exact_power(a, n) {
            return power;
        }
        let Some(exponent) = n.abs().to_i64() else { return self.huge_power(a, n) };
        let bits = self.bits();
        let power = a.interval(bits + 96).and_then(|x| x.power(exponent.unsigned_abs(), bits + 8));
        let power = match power {
            Some(p) if n.is_negative() => Interval::whole(1).over(&p, bits),
            // A base below 1 to a large power is tiny, and its reciprocal huge: ask the other way.
            None if n.is_negative() => a
                .interval(bits + 96)
                .and_then(|x| Interval::whole(1).over(&x, bits + 96)?.power(exponent.unsigned_abs(), bits)),
            other => other,
        };
        enclosed(power)
    }

    fn exact_power(&mut self, a: &Value, n: &Rational) -> Option<Value> {
        let Exact(x) = a else { return None };
        if x.abs().is_one() {
            let odd = x.is_negative() && !(n.checked_div(&Rational::from(2))?.is_integer());
            return Some(Exact(if odd { x.clone() } else { Rational::ONE }));
        }
        let exponent = i32::try_from(n.to_i64()?).ok()?;
        let length = x.bits().checked_mul(exponent.unsigned_abs() as usize)?;
        let limit = if x.is_integer() && exponent > 0 { MAX_INTEGER.min(self.room) } else { MAX_FRACTION };
        if length > limit {
            return None;
        }
        let power = x.pow(exponent)?;
        Some(self.exact(power))
    }

    /// A power whose exponent exceeds 63 bits, of a base other than 0, 1 and −1.
    fn huge_power(&mut self, a: &Value, n: &Rational) -> Value {
        let even = n.checked_div(&Rational::from(2)).is_some_and(|half| half.is_integer());
        match a.sign() {
            Some(1) => self.by_logarithm(a, &Exact(n.clone())),
            Some(-1) => {
                let size = self.negative(a);
                let power = self.by_logarithm(&size, &Exact(n.clone()));
                if even { power } else { self.negative(&power) }
            }
            _ => Unknown,
        }
    }

    /// `a^b` for a above zero: an exact root where there is one, else by logarithm.
    fn positive_power(&mut self, a: &Value, b: &Value) -> Value {
        if let (Exact(x), Exact(y)) = (a, b) {
            if x.is_one() {
                return Exact(Rational::ONE);
            }
            let index = y.denominator();
            if let Some(root) = usize::try_from(index).ok().and_then(|q| self.exact_root(x, q)) {
                return self.whole_power(&Exact(root), &y.top());
            }
        }
        self.by_logarithm(a, b)
    }

    /// `exp(b log a)` for a above zero.
    fn by_logarithm(&mut self, a: &Value, b: &Value) -> Value {
        let bits = self.bits();
        // As many more bits as the exponent of the result takes.
        self.engine.bits = bits + 40;
        let power = self.argument(a).zip(self.argument(b)).and_then(|(x, y)| {
            let log = self.engine.log(&x)?;
            let product = log.times(&y, bits + 40)?;
            self.engine.exp(&product)
        });
        self.engine.bits = bits;
        enclosed(power.map(|p| p.rounded(bits)))
    }

    /// The exact root of a number above zero, where it is rational and short.
    pub fn exact_root(&self, x: &Rational, index: usize) -> Option<Rational> {
        if index == 1 {
            return Some(x.clone());
        }
        // A rational root of a number of n bits has an index of at most n.
        if index > x.bits() || x.bits() > MAX_FRACTION {
            return None;
        }
        x.exact_root(index)
    }

    /// A value as the argument of a function, with bits enough for its whole part and fraction.
    pub fn argument(&self, a: &Value) -> Option<Interval> {
        match a {
            Exact(x) => {
                let top = length(&x.numerator()).saturating_sub(length(&x.denominator())) as u32;
                Interval::from_rational(x, 2 * self.bits() + 64 + top.min(1 << 15))
            }
            other => other.interval(0),
        }
    }
}

/// An enclosure as a value; a single number is exact.
pub(super) fn enclosed(interval: Option<Interval>) -> Value {
    match interval {
        None => Unknown,
        Some(i) if i.is_point() && i.low().e.unsigned_abs() <= MAX_FRACTION as u64 => Exact(i.lo()),
        Some(i) => Enclosed(i),
    }
}

/// Whether some whole number lies in the interval.
pub(super) fn holds_integer(y: &Interval) -> bool {
    y.top() > 1 << 20 || Dyadic::new(y.high().floor(), 0) >= *y.low()
}
