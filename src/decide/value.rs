//! The value of a term: exact where it is rational, enclosed where it is not.

use super::decimal::{decimal, is_short, shown};
use super::interval::Interval;
use crate::term::{Rational, Relation};

/// The value of a term at a point.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// The value is this number.
    Exact(Rational),
    /// The term has a value, and it lies in the interval.
    Enclosed(Interval),
    /// The term certainly has no value at the point.
    Undefined,
    /// Not settled at this precision, or not supported.
    Unknown,
}

impl Value {
    /// Whether the term certainly has a value.
    pub fn is_defined(&self) -> bool {
        matches!(self, Value::Exact(_) | Value::Enclosed(_))
    }

    /// Whether both have values and these certainly differ.
    pub fn differs(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Exact(a), Value::Exact(b)) => a != b,
            _ => self.apart(other).unwrap_or(false),
        }
    }

    /// The sign, where it is settled.
    pub fn sign(&self) -> Option<i32> {
        match self {
            Value::Exact(a) => Some(a.signum()),
            Value::Enclosed(i) => i.sign(),
            _ => None,
        }
    }

    fn apart(&self, other: &Value) -> Option<bool> {
        let bits = self.bits().max(other.bits());
        Some(self.interval(bits)?.disjoint(&other.interval(bits)?))
    }

    /// Enough bits for a number to be compared with the value's ends.
    fn bits(&self) -> u32 {
        match self {
            Value::Enclosed(i) => (i.accuracy().unwrap_or(0) + i.top()).clamp(0, 1 << 20) as u32 + 64,
            _ => 64,
        }
    }

    /// An interval around the value, with at least that many bits.
    pub(super) fn interval(&self, bits: u32) -> Option<Interval> {
        match self {
            Value::Exact(a) => Interval::from_rational(a, bits),
            Value::Enclosed(i) => Some(i.clone()),
            _ => None,
        }
    }

    /// Whether the comparison holds between two values, where that is settled.
    pub(super) fn compare(&self, relation: Relation, other: &Value) -> Option<bool> {
        if let (Value::Exact(a), Value::Exact(b)) = (self, other) {
            return Some(relation.holds(a.cmp(b)));
        }
        let bits = self.bits().max(other.bits());
        let (a, b) = (self.interval(bits)?, other.interval(bits)?);
        let settled = |yes: bool, no: bool| (yes || no).then_some(yes);
        match relation {
            Relation::Lt => settled(a.high() < b.low(), a.low() >= b.high()),
            Relation::Le => settled(a.high() <= b.low(), a.low() > b.high()),
            Relation::Eq => settled(a.is_point() && a == b, a.disjoint(&b)),
            Relation::Ne => settled(a.disjoint(&b), a.is_point() && a == b),
            Relation::Gt | Relation::Ge => other.compare(relation.flipped(), self),
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Undefined => f.write_str("no value"),
            Value::Unknown => f.write_str("not settled"),
            Value::Exact(x) if is_short(x) => f.write_str(&decimal(self, 12)),
            _ => f.write_str(&shown(self)),
        }
    }
}

/// What a node of a term gives: a value, or for a condition whether it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Cell {
    /// A term's value; a condition that has no value or isn't settled, too.
    Value(Value),
    /// Whether a condition holds.
    Truth(bool),
}

impl Cell {
    /// A term's value; a condition is no number.
    pub fn value(&self) -> &Value {
        match self {
            Cell::Value(v) => v,
            Cell::Truth(_) => &Value::Unknown,
        }
    }

    /// Whether a condition holds; one without a value doesn't.
    pub fn holds(&self) -> Option<bool> {
        match self {
            Cell::Truth(t) => Some(*t),
            Cell::Value(Value::Undefined) => Some(false),
            Cell::Value(_) => None,
        }
    }
}
