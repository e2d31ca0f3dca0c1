//! One way to understand a claim: with some definitions, at some point; and what the engine says.

use super::chain::{Form, Link, Side};
use super::claim::Claim;
use super::definition::Definition;
use super::scope::Place;
use crate::decide::{self, Finding, Point};
use crate::engine::{Error, Problem, Settings, obstacle};
use crate::parse::latex::Reach;
use crate::render::{Notation, condition};
use crate::term::{Func, Limits, Operator, Rational, Relation, Symbol, TermId};

/// The precision at which rounded numbers are compared.
const BITS: u32 = 256;
/// More decimal places are not compared.
const MOST_PLACES: i32 = 1_000;

/// What a claim is judged with.
#[derive(Clone, Debug, Default)]
pub(super) struct Attempt<'d> {
    /// The definitions used.
    pub given: Vec<&'d Definition>,
    /// The variables' values.
    pub at: Vec<(String, String)>,
    /// The assumptions.
    pub assume: Vec<String>,
    /// The names that the claim calls as functions.
    pub functions: Vec<String>,
    /// The reading of the document.
    pub reach: Reach,
    /// Whether a value of its point is one that the document's definitions say otherwise.
    pub claimed: bool,
    /// Whether its point is one that the text has left since.
    pub earlier: bool,
    /// Whether the assumptions are such as the text states near the claim.
    pub stated: bool,
    /// What a problem may take.
    pub limits: Limits,
}

/// What the engine says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Outcome {
    /// With its conditions, and the assumptions it needs.
    Proved(Vec<String>, Vec<String>),
    /// To the digits printed.
    Rounded,
    /// Where, and the sides' values there.
    Refuted(Vec<(String, String)>, String, String),
    Vacuous,
    /// Why.
    Undecided(String),
}

impl Outcome {
    /// Whether the claim holds, if only to the digits printed.
    pub fn holds(&self) -> bool {
        matches!(self, Outcome::Proved(..) | Outcome::Rounded)
    }
}

impl<'d> Attempt<'d> {
    /// The last definition used that stands elsewhere than the claim.
    pub fn elsewhere(&self, place: Place) -> Option<&'d Definition> {
        self.given.iter().rfind(|d| d.place != place && d.place != Place::MAX).copied()
    }

    /// Judges the claim.
    pub fn judge(&self, claim: &Claim) -> Outcome {
        let asked = self.asked(&claim.left, claim.link, &claim.right);
        asked.unwrap_or_else(|e| Outcome::Undecided(e.message().to_string()))
    }

    /// Judges whether two sides are equal.
    pub fn compare(&self, left: &Side, right: &Side) -> Outcome {
        let asked = self.asked(left, Link::Equal, right);
        asked.unwrap_or_else(|e| Outcome::Undecided(e.message().to_string()))
    }

    /// The problem in which its formulas are read.
    pub fn problem(&self, texts: &[&str]) -> Result<Problem, Error> {
        let own = self.given.iter().filter(|d| d.parameters.is_some()).map(|d| &d.name);
        let defined = self.given.iter().flat_map(|d| &d.calls).chain(own).cloned();
        Problem::new(&Settings {
            assume: self.assume.clone(),
            given: self.given.iter().map(|d| d.text_of(self.reach)).collect(),
            functions: self.functions.iter().cloned().chain(defined).collect(),
            texts: texts.iter().map(|t| t.to_string()).collect(),
            limits: self.limits,
            ..Settings::default()
        })
    }

    /// Its point in a problem, with that of the evaluation bars.
    pub fn point(&self, problem: &mut Problem, bars: &[(String, String)]) -> Result<Vec<(Symbol, Rational)>, Error> {
        let mut point = Vec::new();
        for (name, value) in bars.iter().chain(&self.at) {
            let symbol = problem.variable(name)?;
            if point.iter().all(|(s, _)| *s != symbol) {
                point.push((symbol, problem.number(value)?));
            }
        }
        Ok(point)
    }

    fn asked(&self, left: &Side, link: Link, right: &Side) -> Result<Outcome, Error> {
        let mut problem = self.problem(&[&left.text, &right.text])?;
        let bars = if left.at.is_empty() { &right.at } else { &left.at };
        let point = self.point(&mut problem, bars)?;
        let (a, b) = (problem.read(&left.text)?, problem.read(&right.text)?);
        let found = problem.equal_at(a, b, &point)?;
        // A variable that no point gives a value: the sides can't be compared to the digits printed.
        let free = |term| problem.arena.variables(term).iter().any(|v| point.iter().all(|(s, _)| s != v));
        let open = free(a) || free(b);
        Ok(match found.finding {
            Finding::Proved(_) => {
                let said = |c: &TermId| condition(&problem.arena, *c, Notation::Text);
                let said = |all: &[TermId]| all.iter().map(said).collect();
                Outcome::Proved(said(&found.conditions), said(&found.used))
            }
            Finding::Refuted(place, l, r) => match within_digits(&mut problem, [left, right], link, [a, b], &point)? {
                Some(true) => Outcome::Rounded,
                // What is nearly a whole number is a matter of taste.
                other if link == Link::Approximate && (other.is_none() && !open || !has_decimals(left, right)) => {
                    Outcome::Undecided("an approximation is only judged where one side is a decimal number".into())
                }
                _ => {
                    let place = place.iter().map(|(_, name, value)| (name.to_string(), value.to_string()));
                    Outcome::Refuted(place.collect(), l.to_string(), r.to_string())
                }
            },
            Finding::Vacuous => Outcome::Vacuous,
            Finding::Undecided(why, _) => Outcome::Undecided(obstacle(why).to_string()),
        })
    }
}

/// Whether one side is a number with decimals, and none is one without.
fn has_decimals(left: &Side, right: &Side) -> bool {
    let is = |side: &Side, wanted: fn(i32) -> bool| matches!(side.form, Form::Number(places) if wanted(places));
    let some = |wanted| is(left, wanted) || is(right, wanted);
    some(|places| places != 0) && !some(|places| places == 0)
}

/// Whether the sides agree to the digits that are printed, if one is a decimal number and the other
/// has a value: within half a unit of the last place, or one unit if the text says `≈`.
fn within_digits(
    problem: &mut Problem,
    [left, right]: [&Side; 2],
    link: Link,
    sides: [TermId; 2],
    point: &[(Symbol, Rational)],
) -> Result<Option<bool>, Error> {
    let places = match (&left.form, &right.form) {
        (Form::Number(a), Form::Number(b)) => *a.min(b),
        (Form::Number(places), _) | (_, Form::Number(places)) => *places,
        _ => return Ok(None),
    };
    if link != Link::Approximate && places == 0 || places < -MOST_PLACES {
        return Ok(None);
    }
    let [a, b] = [problem.plain(sides[0])?, problem.plain(sides[1])?];
    let arena = &mut problem.arena;
    let difference = arena.binary(Operator::Sub, a, b);
    let size = arena.call(Func::Abs, difference);
    let half = if link == Link::Approximate { 1 } else { 2 };
    let power = Rational::from(10).pow(places.min(MOST_PLACES));
    let Some(unit) = power.and_then(|p| Rational::new(1, half).checked_div(&p)) else { return Ok(None) };
    let unit = arena.rational(&unit);
    let near = arena.relation(Relation::Le, size, unit);
    let point = Point::new(arena, point.iter().cloned());
    Ok(decide::holds(arena, near, &point, BITS))
}
