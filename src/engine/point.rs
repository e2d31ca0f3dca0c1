//! Points the user names, values there, and the slope between two near points.

use super::fault::{Error, Fault};
use super::problem::Problem;
use crate::decide::{self, Point, Value};
use crate::term::{Operator, Rational, Symbol, TermId};
use rustc_hash::FxHashMap;

/// The precision at which exactness is looked for.
const BITS: u32 = 128;

/// Reads `a=2` or `x=1/2, y=-3`: an exact rational number for each variable.
///
/// # Errors
/// Where a part is no equation between a variable and a number.
pub fn read_point(problem: &mut Problem, texts: &[String]) -> Result<Vec<(Symbol, Rational)>, Error> {
    let mut values: Vec<(Symbol, Rational)> = Vec::new();
    for text in texts.iter().flat_map(|t| t.split(',')) {
        let wrong = || Error::new(Fault::Point, format!("`{}` is no point; write a=2", text.trim()));
        let (name, value) = text.split_once('=').ok_or_else(wrong)?;
        let symbol = problem.variable(name)?;
        if values.iter().any(|v| v.0 == symbol) {
            return Err(Error::new(Fault::Point, format!("`{}` has two values", name.trim())));
        }
        values.push((symbol, problem.number(value)?));
    }
    Ok(values)
}

/// A value at a point, for people: exact where it is rational, else rounded and marked with `~`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reading {
    /// A number, written out.
    Number(String),
    /// A term in the variables the point leaves open.
    Term(TermId),
    /// There is no value, or it is too large to be computed.
    Nothing,
}

impl Problem {
    /// An exact rational number from its text.
    ///
    /// # Errors
    /// Where the text is anything else.
    pub fn number(&mut self, text: &str) -> Result<Rational, Error> {
        let term = self.read(text)?;
        match decide::evaluate(&self.arena, term, &Point::default(), BITS) {
            Value::Exact(value) => Ok(value),
            _ => Err(Error::new(Fault::Point, format!("`{}` is not a rational number", text.trim()))),
        }
    }

    /// The value of a term at a point where all conditions hold. Where the point leaves variables
    /// open, the rest is simplified.
    ///
    /// # Errors
    /// Where the rest cannot be simplified.
    pub fn at(
        &mut self,
        term: TermId,
        conditions: &[TermId],
        values: &[(Symbol, Rational)],
        digits: u32,
    ) -> Result<Reading, Error> {
        let term = self.plain(term)?;
        let point = Point::new(&self.arena, values.iter().cloned());
        for condition in conditions {
            let condition = self.plain(*condition)?;
            if decide::holds(&self.arena, condition, &point, BITS) == Some(false) {
                return Ok(Reading::Nothing);
            }
        }
        if self.arena.variables(term).iter().all(|v| point.get(*v).is_some()) {
            return Ok(match decide::evaluate(&self.arena, term, &point, BITS) {
                Value::Exact(value) => Reading::Number(value.to_string()),
                _ => decide::approximate(&self.arena, term, &point, digits).map_or(Reading::Nothing, Reading::Number),
            });
        }
        let rest = self.put_in(term, values);
        let found = self.simplify(rest)?;
        Ok(if found.empty() { Reading::Nothing } else { Reading::Term(found.term) })
    }

    /// The term with numbers for variables.
    pub fn put_in(&mut self, term: TermId, values: &[(Symbol, Rational)]) -> TermId {
        if values.is_empty() {
            return term;
        }
        let values: FxHashMap<Symbol, TermId> =
            values.iter().map(|(s, value)| (*s, self.arena.rational(value))).collect();
        self.arena.substitute(term, &values)
    }
}

/// The lesson's table: what stands on the left, and the value.
///
/// # Errors
/// Where the formula has no value at one of the two points, or no derivative.
pub fn slope(
    problem: &mut Problem,
    term: TermId,
    x: Symbol,
    values: &[(Symbol, Rational)],
    nudge: &Rational,
    digits: u32,
) -> Result<Vec<(String, String)>, Error> {
    let name = problem.arena.name(x).to_string();
    let Some(at) = values.iter().position(|v| v.0 == x) else {
        return Err(Error::new(Fault::Point, format!("the point says nothing of `{name}`")));
    };
    if nudge.is_zero() {
        return Err(Error::new(Fault::Point, "the nudge is 0, and two points are needed"));
    }
    let derivative = problem.diff(term, x, 1)?;
    let plain = problem.plain(term)?;
    let mut moved = values.to_vec();
    moved[at].1 = &values[at].1 + nudge;
    let (first, second) = (problem.put_in(plain, values), problem.put_in(plain, &moved));
    let rise = problem.arena.binary(Operator::Sub, second, first);
    let run = problem.arena.rational(nudge);
    let quotient = problem.arena.binary(Operator::Div, rise, run);
    let shown = |r: &Rational| decide::decimal(&Value::Exact(r.clone()), digits);
    let (here, there) = (shown(&values[at].1), shown(&moved[at].1));
    let rows = [(format!("f({here})"), first), (format!("f({there})"), second), ("quotient".to_string(), quotient)];
    let mut table = Vec::with_capacity(4);
    for (label, value) in rows {
        let number = decide::approximate(&problem.arena, value, &Point::default(), digits);
        let none = || {
            Error::new(Fault::NoValue, format!("the formula has no value for {label}, or none that can be computed"))
        };
        table.push((label.clone(), number.ok_or_else(none)?));
    }
    let value = match problem.at(derivative.term, &derivative.conditions, values, digits)? {
        Reading::Number(text) => text,
        _ => "no value".to_string(),
    };
    table.push(("derivative".to_string(), value));
    Ok(table)
}
