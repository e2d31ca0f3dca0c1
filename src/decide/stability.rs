//! How well a form can be computed with numbers of 53 bits.
//!
//! Every operation is enclosed by interval arithmetic with that many bits, so the width of the
//! result bounds what rounding may do to it: cancellation shows as bits lost. It ranks forms that are
//! known to be equal, and decides nothing else.

use super::arithmetic::Evaluator;
use super::interval::Interval;
use super::point::Point;
use super::program::{Program, evaluate, holds};
use super::value::{Cell, Value};
use crate::term::{Arena, Rational, TermId};

/// The bits of a double.
const BITS: u32 = 53;
/// Greater numbers overflow a double.
const OVERFLOW: i64 = 1_024;
/// How many points are looked for.
const POINTS: usize = 24;

/// Ordinary numbers, small and large ones, and neighbours of 1: as `m·2^e`.
const VALUES: [(i64, i32); 14] = [
    (2, 0),
    (1, -2),
    (-3, -1),
    (12, 0),
    (-12, 0),
    (1, -10),
    (-1, -10),
    (700, 0),
    (-700, 0),
    (1, 30),
    (-1, 30),
    (1, -30),
    ((1 << 20) + 1, -20),
    (3, -2),
];

/// Points for [`lost_bits`] at which the term has a value and the conditions hold, in a fixed order.
pub fn stability_points(arena: &Arena, term: TermId, conditions: &[TermId]) -> Vec<Point> {
    let variables = arena.variables(term);
    let mut found = Vec::new();
    for i in 0..VALUES.len() * VALUES.len() {
        let point = Point::new(arena, variables.iter().enumerate().map(|(k, s)| (*s, value(i, k))));
        let inside = conditions.iter().all(|c| holds(arena, *c, &point, 4 * BITS) == Some(true));
        if inside && evaluate(arena, term, &point, 4 * BITS).is_defined() && !found.contains(&point) {
            found.push(point);
        }
        if found.len() == POINTS {
            break;
        }
    }
    found
}

fn value(round: usize, variable: usize) -> Rational {
    let (m, e) = VALUES[(round + variable * (3 + round / VALUES.len())) % VALUES.len()];
    &Rational::from(m) * &Rational::from(2).pow(e).unwrap_or(Rational::ONE)
}

/// The bits of 53 that rounding may cost at the points, all together; where an operation overflows
/// or the enclosure says nothing, all of them.
pub fn lost_bits(arena: &Arena, term: TermId, points: &[Point]) -> i64 {
    let program = Program::new(arena, &[term]);
    let mut evaluator = Evaluator::new(BITS);
    points.iter().map(|point| lost(program.run_kept(&mut evaluator, point, BITS, as_double).as_ref())).sum()
}

fn lost(found: Option<&Value>) -> i64 {
    let all = i64::from(BITS);
    match found.and_then(rounded) {
        Some(i) if i.is_point() => 0,
        Some(i) if !i.has_zero() => (all - (i.top() - i.width().top())).clamp(0, all),
        _ => all,
    }
}

/// The result of a step as a double would hold it, rounded outward.
fn as_double(cell: Cell) -> Option<Cell> {
    match cell {
        // A whole number is an exponent or a factor; as a double it is exact.
        Cell::Value(Value::Exact(x)) if x.is_integer() && x.bits() <= BITS as usize => {
            Some(Cell::Value(Value::Exact(x)))
        }
        Cell::Value(value) => Some(Cell::Value(Value::Enclosed(rounded(&value)?))),
        truth => Some(truth),
    }
}

/// A value rounded outward to the bits of a double; `None` if it overflows or is not known.
fn rounded(value: &Value) -> Option<Interval> {
    let interval = match value {
        Value::Exact(x) => Interval::from_rational(x, BITS)?,
        Value::Enclosed(i) => i.clone().rounded(BITS),
        _ => return None,
    };
    (interval.top() <= OVERFLOW).then_some(interval)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lost_by(text: &'static str) -> i64 {
        let mut arena = Arena::new();
        let term = crate::parse::read(&mut arena, text);
        let points = stability_points(&arena, term, &[]);
        assert!(points.len() >= 7, "{text}");
        lost_bits(&arena, term, &points)
    }

    #[test]
    fn cancellation_and_overflow_cost_bits() {
        assert!(lost_by("1/(sqrt(x^2 + 1) + x)") < lost_by("sqrt(x^2 + 1) - x"));
        assert!(lost_by("2*sin(x/2)^2") < lost_by("1 - cos(x)"));
        assert!(lost_by("1/(1 + exp(-x)^2)") <= lost_by("exp(x)^2/(1 + exp(x)^2)"));
        assert_eq!(lost_by("x + 0"), 0);
    }
}
