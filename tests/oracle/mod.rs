//! Values of formulas at points, in a floating point of some hundred bits from another crate: what
//! tests hold answers to. It shares nothing with the enclosures, and says so where it can't tell.

// Each test that includes this file uses a part of it.
#![allow(dead_code)]

mod functions;
pub mod laws;
pub mod terms;

use astro_float::{BigFloat, Consts, RoundingMode};
use chainrule::term::{Arena, Func, Node, Operator, Property, Rational, Relation, Symbol, TermId};
use std::cmp::Ordering;
use std::collections::HashMap;

const RM: RoundingMode = RoundingMode::ToEven;
/// Exact values have at most so many bits.
const EXACT: usize = 2048;

/// What is known of a value.
#[derive(Clone, Debug)]
pub enum Value {
    /// Exactly this.
    Exact(Rational),
    /// This, but for rounding.
    About(BigFloat),
    /// There is none.
    Nothing,
    /// It can't be told.
    Unknown,
}

/// Values of variables.
pub type Place = Vec<(Symbol, Rational)>;

/// An evaluator of a precision in bits.
pub struct Oracle {
    bits: usize,
    consts: Consts,
}

impl Oracle {
    /// An evaluator of so many bits.
    pub fn new(bits: usize) -> Self {
        Oracle { bits, consts: Consts::new().unwrap() }
    }

    /// The value of a term at a point.
    pub fn value(&mut self, arena: &Arena, root: TermId, place: &Place) -> Value {
        let mut known: HashMap<TermId, Value> = HashMap::new();
        for id in arena.reachable(&[root]) {
            let found = self.node(arena, id, place, &known);
            known.insert(id, self.kept(found));
        }
        known.remove(&root).unwrap()
    }

    /// Whether a condition holds at a point.
    pub fn holds(&mut self, arena: &Arena, condition: TermId, place: &Place) -> Option<bool> {
        match arena.node(condition) {
            Node::Relation(r, a, b) => {
                let (a, b) = (self.value(arena, a, place), self.value(arena, b, place));
                self.compared(r, &a, &b)
            }
            Node::Property(p, a) => {
                let a = self.value(arena, a, place);
                self.has(p, &a)
            }
            Node::If(c, p, q) => {
                let branch = if self.holds(arena, c, place)? { p } else { q };
                self.holds(arena, branch, place)
            }
            _ => None,
        }
    }

    /// Whether all conditions hold at a point.
    pub fn all_hold(&mut self, arena: &Arena, conditions: &[TermId], place: &Place) -> Option<bool> {
        let each: Vec<Option<bool>> = conditions.iter().map(|c| self.holds(arena, *c, place)).collect();
        if each.contains(&Some(false)) {
            return Some(false);
        }
        each.into_iter().collect::<Option<Vec<_>>>().map(|_| true)
    }

    /// Whether two values differ, by far more than rounding explains.
    pub fn differ(&mut self, a: &Value, b: &Value) -> Option<bool> {
        self.order(a, b).map(|order| order.is_ne())
    }

    /// The order of two values; equal means that they can't be told apart.
    fn order(&mut self, a: &Value, b: &Value) -> Option<Ordering> {
        if let (Value::Exact(a), Value::Exact(b)) = (a, b) {
            return Some(a.cmp(b));
        }
        let (x, y) = (self.float(a)?, self.float(b)?);
        let size = [&x, &y].iter().filter_map(|v| v.exponent()).fold(0, i32::max);
        let difference = x.sub(&y, self.bits, RM);
        let far = !difference.is_zero() && difference.exponent()? > size - self.bits as i32 / 4;
        Some(if !far {
            Ordering::Equal
        } else {
            if difference.is_negative() { Ordering::Less } else { Ordering::Greater }
        })
    }

    /// The sign of a value that is exactly 0 or far from it.
    pub(crate) fn sign(&mut self, a: &Value) -> Option<Ordering> {
        match a {
            Value::Exact(x) => Some(x.cmp(&Rational::ZERO)),
            Value::About(x) if !x.is_zero() && x.exponent()? > -(self.bits as i32) / 3 => {
                Some(if x.is_negative() { Ordering::Less } else { Ordering::Greater })
            }
            _ => None,
        }
    }

    fn compared(&mut self, r: Relation, a: &Value, b: &Value) -> Option<bool> {
        match self.difference(a, b) {
            Value::Nothing => Some(false),
            d => self.sign(&d).map(|order| r.holds(order)),
        }
    }

    fn has(&mut self, property: Property, a: &Value) -> Option<bool> {
        let whole = match a {
            Value::Nothing => return Some(false),
            Value::Unknown => return None,
            _ if property == Property::Defined => return Some(true),
            Value::Exact(x) => x.is_integer(),
            Value::About(_) => {
                self.floor(a)?;
                false
            }
        };
        Some(match property {
            Property::Integer => whole,
            Property::NotInteger => !whole,
            Property::NotPole => !whole || self.sign(a)? == Ordering::Greater,
            Property::Defined => true,
        })
    }

    /// The next whole number below a value; none near a whole number.
    pub(crate) fn floor(&mut self, a: &Value) -> Option<Rational> {
        match a {
            Value::Exact(x) => Some(x.floor()),
            Value::About(x) => {
                let low = x.floor();
                let part = x.sub(&low, self.bits, RM);
                let near = |v: &BigFloat| v.is_zero() || v.exponent().is_none_or(|e| e < -(self.bits as i32) / 4);
                let rest = BigFloat::from_i64(1, self.bits).sub(&part, self.bits, RM);
                if near(&part) || near(&rest) || low.exponent()? > 60 {
                    return None;
                }
                let text = low.to_string().parse::<f64>().ok()?;
                (text.abs() < 1e15).then(|| Rational::from(text as i64))
            }
            _ => None,
        }
    }

    fn node(&mut self, arena: &Arena, id: TermId, place: &Place, known: &HashMap<TermId, Value>) -> Value {
        let of = |id: TermId| known[&id].clone();
        match arena.node(id) {
            Node::Number(n) => Value::Exact(arena.number_value(n).clone()),
            Node::Pi => Value::About(self.pi()),
            Node::Symbol(s) => {
                place.iter().find(|(name, _)| *name == s).map_or(Value::Unknown, |(_, v)| Value::Exact(v.clone()))
            }
            Node::Neg(a) => self.difference(&Value::Exact(Rational::ZERO), &of(a)),
            Node::Binary(op, a, b) => self.operated(op, &of(a), &of(b)),
            Node::Call(f, a) => self.called(f, &of(a)),
            Node::Call2(f, a, b) => self.called_with(f, &of(a), &of(b)),
            Node::If(c, a, b) => match self.holds(arena, c, place) {
                Some(true) => of(a),
                // Where the condition has no value the whole has none.
                Some(false) if self.has_value(arena, c, place) != Some(true) => Value::Unknown,
                Some(false) => of(b),
                None => Value::Unknown,
            },
            _ => Value::Unknown,
        }
    }

    /// Whether the sides of a condition have values.
    fn has_value(&mut self, arena: &Arena, condition: TermId, place: &Place) -> Option<bool> {
        let sides: Vec<TermId> = arena.children(condition).collect();
        sides.into_iter().try_fold(true, |all, side| match self.value(arena, side, place) {
            Value::Unknown => None,
            Value::Nothing => Some(false),
            _ => Some(all),
        })
    }

    /// A value, unless it is so large that what is added to it is lost, or as small.
    fn kept(&mut self, value: Value) -> Value {
        match value {
            Value::About(x) if x.is_nan() || x.is_inf() => Value::Unknown,
            Value::About(x) if x.exponent().is_some_and(|e| e.abs() > self.bits as i32 / 2) => Value::Unknown,
            Value::Exact(x) if x.bits() > EXACT => self.float(&Value::Exact(x)).map_or(Value::Unknown, Value::About),
            other => other,
        }
    }

    pub(crate) fn pi(&mut self) -> BigFloat {
        self.consts.pi(self.bits, RM)
    }

    pub(crate) fn float(&mut self, value: &Value) -> Option<BigFloat> {
        match value {
            Value::About(x) => Some(x.clone()),
            Value::Exact(x) => {
                let mut whole =
                    |text: String| BigFloat::parse(&text, astro_float::Radix::Dec, self.bits, RM, &mut self.consts);
                let (top, bottom) = (whole(x.numerator().to_string()), whole(x.denominator().to_string()));
                Some(top.div(&bottom, self.bits, RM))
            }
            _ => None,
        }
    }

    pub(crate) fn difference(&mut self, a: &Value, b: &Value) -> Value {
        self.operated(Operator::Sub, a, b)
    }

    pub(crate) fn operated(&mut self, op: Operator, a: &Value, b: &Value) -> Value {
        if let Some(settled) = unsettled(a, b) {
            return settled;
        }
        if op == Operator::Div {
            match self.sign(b) {
                Some(Ordering::Equal) => return Value::Nothing,
                None => return Value::Unknown,
                _ => {}
            }
        }
        if op == Operator::Pow {
            return self.power(a, b);
        }
        if let (Value::Exact(x), Value::Exact(y)) = (a, b) {
            let (x, y) = (x.clone(), y.clone());
            return Value::Exact(match op {
                Operator::Add => x + y,
                Operator::Sub => x - y,
                Operator::Mul => x * y,
                _ => x.checked_div(&y).unwrap(),
            });
        }
        if op == Operator::Mul && [a, b].iter().any(|v| matches!(v, Value::Exact(x) if x.is_zero())) {
            return Value::Exact(Rational::ZERO);
        }
        let (Some(x), Some(y)) = (self.float(a), self.float(b)) else { return Value::Unknown };
        Value::About(match op {
            Operator::Add => x.add(&y, self.bits, RM),
            Operator::Sub => x.sub(&y, self.bits, RM),
            Operator::Mul => x.mul(&y, self.bits, RM),
            _ => x.div(&y, self.bits, RM),
        })
    }

    fn power(&mut self, a: &Value, b: &Value) -> Value {
        let whole = match b {
            Value::Exact(n) => n.is_integer(),
            _ if self.floor(b).is_none() => return Value::Unknown,
            _ => false,
        };
        match self.sign(a) {
            None => Value::Unknown,
            Some(Ordering::Equal) => match self.sign(b) {
                Some(Ordering::Greater) => Value::Exact(Rational::ZERO),
                Some(_) => Value::Nothing,
                None => Value::Unknown,
            },
            Some(Ordering::Less) if !whole => Value::Nothing,
            Some(sign) => {
                if let (Value::Exact(x), Value::Exact(n)) = (a, b)
                    && let Some(n) = n.to_i64().filter(|n| n.unsigned_abs() as usize * x.bits() < EXACT)
                    && whole
                {
                    return x.pow(n as i32).map_or(Value::Nothing, Value::Exact);
                }
                let odd = whole && matches!(b, Value::Exact(n) if !(n.clone() / Rational::from(2)).is_integer());
                let size = self.called(Func::Abs, a);
                let log = self.called(Func::Log, &size);
                let product = self.operated(Operator::Mul, b, &log);
                let value = self.called(Func::Exp, &product);
                if sign.is_lt() && odd { self.difference(&Value::Exact(Rational::ZERO), &value) } else { value }
            }
        }
    }
}

/// What the arguments alone say of a result.
pub(crate) fn unsettled(a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Nothing, _) | (_, Value::Nothing) => Some(Value::Nothing),
        (Value::Unknown, _) | (_, Value::Unknown) => Some(Value::Unknown),
        _ => None,
    }
}
