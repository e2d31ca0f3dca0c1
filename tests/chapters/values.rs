//! Answers against values: the formula, its raw derivative and the answer at rational points.
//!
//! Nothing here asks the checker. Where the answer has a value and its conditions hold, the formula
//! has a value, and the raw derivative has the answer's. Where nothing is differentiated, the
//! formula has no value elsewhere.

use super::{SOLVED, none};
use crate::page::start;
use crate::problem::{Problem, Task};
use chainrule::{Expr, Simplified};

/// Values to try, the special ones among them.
const VALUES: [&str; 8] = ["1/3", "-2", "1", "0", "5/2", "-1", "1/2", "3"];
/// Points for each problem.
const POINTS: usize = 24;

/// A point: the variables take different values of the list, in an order that differs by variable.
fn point(variables: &[String], i: usize) -> String {
    let value = |j: usize| VALUES[(i / VALUES.len().pow(j as u32) + i * (j + 1) + j) % VALUES.len()];
    let all: Vec<String> = variables.iter().enumerate().map(|(j, name)| format!("{name} = {}", value(j))).collect();
    all.join(", ")
}

/// The formula where the conditions hold, and without a value elsewhere.
fn guarded(formula: &Expr, conditions: &[String]) -> Expr {
    let single = conditions.iter().flat_map(|c| comparisons(c));
    let text = single.fold(formula.to_string(), |text, c| format!("if({c}, {text}, 1/0)"));
    text.parse().unwrap_or_else(|e: chainrule::Error| panic!("{text}: {}", e.report()))
}

/// A condition as `if` reads it: a chain as its comparisons, and `x^n defined`, which holds where
/// the power has a value, as its square not being below zero.
fn comparisons(condition: &str) -> Vec<String> {
    if let Some(power) = condition.strip_suffix(" defined") {
        return vec![format!("({power})^2 >= 0")];
    }
    let sides: Vec<&str> = condition.split(" < ").collect();
    match sides.len() {
        0..=2 => vec![condition.to_string()],
        _ => sides.windows(2).map(|pair| pair.join(" < ")).collect(),
    }
}

/// The value at a point, where there is one.
fn value(formula: &Expr, point: &str) -> Option<f64> {
    let text = formula.eval_at(point, 12).ok()?;
    let text = text.trim_start_matches('~');
    let (over, under) = text.split_once('/').unwrap_or((text, "1"));
    Some(over.parse::<f64>().ok()? / under.parse::<f64>().ok()?)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs())
}

/// What is compared at each point: the answer where its conditions hold, what it is of, and the
/// formula; the first two under the problem's assumptions.
struct Sides {
    answer: Expr,
    raw: Expr,
    formula: Expr,
    alone: bool,
}

impl Sides {
    fn new(problem: &Problem, answer: &Simplified) -> Self {
        let held = guarded(&answer.expr(), &answer.conditions());
        Sides {
            answer: guarded(&held, &problem.assume),
            raw: guarded(&start(problem, answer), &problem.assume),
            formula: problem.formula.parse().unwrap(),
            alone: problem.task == Task::Simplify,
        }
    }

    /// Whether the raw term has a value at a point, and what speaks against the answer.
    fn compare(&self, point: &str) -> (bool, Option<String>) {
        let (found, before) = (value(&self.answer, point), value(&self.raw, point));
        let agrees = match (found, before) {
            (Some(a), Some(b)) => close(a, b) && value(&self.formula, point).is_some(),
            (Some(_), None) => false,
            (None, before) => !(self.alone && before.is_some()),
        };
        (before.is_some(), (!agrees).then(|| format!("at {point}: {found:?}, and {before:?} before")))
    }
}

#[test]
fn answers_have_the_values_of_what_they_are_of() {
    let (mut complaints, mut tried) = (Vec::new(), 0);
    // Given names would have to be computed first, and unknown functions have no values.
    let plain = |p: &&(Problem, Simplified)| p.0.given.is_empty() && !p.1.is_empty();
    for (problem, answer) in SOLVED.iter().filter(plain) {
        let sides = Sides::new(problem, answer);
        let variables = sides.formula.variables();
        for i in 0..POINTS {
            let (valued, complaint) = sides.compare(&point(&variables, i));
            tried += usize::from(valued);
            complaints.extend(complaint.map(|c| format!("{} {c}", problem.place())));
        }
    }
    none(complaints);
    assert!(tried > 1000, "only {tried} points had values");
}
