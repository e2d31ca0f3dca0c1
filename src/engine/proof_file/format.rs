//! The objects of a proof file, key by key.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a file calls itself.
pub const FORMAT: &str = "chainrule proof";
/// The version that is written and read.
pub const VERSION: u32 = 1;

/// What was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Op {
    /// A derivative, simplified after each differentiation.
    Diff,
    /// A formula, simplified.
    Simplify,
    /// Whether two formulas are equal.
    Equal,
}

/// A whole file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// What is claimed, apart from the answer.
    pub statement: Statement,
    /// The answer; none where the formula has no value anywhere, and for `equal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The verdict of `equal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// What is printed with the answer after `where`.
    pub conditions: Vec<String>,
    /// Names for parts that many terms share; each uses only names before it.
    #[serde(rename = "let")]
    pub lets: Vec<(String, String)>,
    /// The derivatives that stand inside the statement, one differentiation each.
    pub derivatives: Vec<Carried>,
    /// One for each order of differentiation, or the only one.
    pub stages: Vec<StageRecord>,
    /// The statements of the page's rules that the steps use.
    pub rules: Vec<RuleRecord>,
    /// What the functions mean that the steps replace by their definitions.
    pub definitions: Vec<MeaningRecord>,
}

/// What was asked, and under what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// What was asked.
    pub op: Op,
    /// The formula of `diff` and `simplify`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// The left side of `equal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lhs: Option<String>,
    /// The right side of `equal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rhs: Option<String>,
    /// The variable of `diff`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrt: Option<String>,
    /// How often `diff` differentiates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<u32>,
    /// The user's assumptions, other than those of the next key.
    pub assume: Vec<String>,
    /// The variables declared as integers.
    pub integer: Vec<String>,
    /// Definitions, such as `a = sigmoid(z)` or `f(a) = a^2`.
    pub given: Vec<String>,
    /// Unknown functions, besides `f`, `g`, `h` and primed ones.
    pub functions: Vec<String>,
    /// The variables the answer should use.
    #[serde(rename = "in")]
    pub wanted: Vec<String>,
}

/// One differentiation inside the statement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// What is differentiated.
    pub of: String,
    /// By which variable.
    pub by: String,
    /// The derivative.
    pub result: String,
    /// Where it is one, besides where it has a value.
    pub domain: Vec<String>,
}

/// One simplification, after a differentiation or alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageRecord {
    /// The differentiation that gave `start`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differentiated: Option<Differentiated>,
    /// The first term.
    pub start: String,
    /// The conditions of the domain, besides those for `start` to have a value.
    pub domain: Vec<String>,
    /// The steps in order.
    pub steps: Vec<StepRecord>,
    /// The last term.
    pub end: String,
    /// What `end` does not say of the domain.
    pub conditions: Vec<String>,
    /// Whether `start` has no value anywhere.
    pub empty: bool,
}

/// A differentiation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Differentiated {
    /// What is differentiated.
    pub of: String,
    /// By which variable.
    pub by: String,
    /// The rule at each step.
    pub lines: Vec<LineRecord>,
}

/// One line of a differentiation: the derivative of `of` is `result`, by the rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineRecord {
    /// The rule's name.
    pub rule: String,
    /// What is differentiated.
    pub of: String,
    /// Its derivative.
    pub result: String,
}

/// Why a step's sides are equal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Field arithmetic; the rule's name says what a person would call it.
    Ring,
    /// A rule of the page, from left to right.
    Rule,
    /// A rule of the page, from right to left.
    Reversed,
    /// A function replaced by its meaning, or the other way round.
    Definition,
    /// A given name replaced by its definition, or the other way round.
    Name,
    /// Both sides of one sign, with equal squares.
    Squares,
    /// Two angles less than a turn apart, with equal exponentials.
    Angles,
    /// Two real quantities with equal exponentials.
    Exponentials,
    /// Equal derivatives by the variable on an interval, and equal values at the point of the
    /// step's condition; the rule is the variable.
    Constant,
    /// Equal on each of the pieces that the conditions cut the domain into.
    Cases,
}

/// One step: at `place`, `before` became `after`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRecord {
    /// Why the sides are equal.
    pub kind: Kind,
    /// The rule's, the function's or the given name, or what was done.
    pub rule: String,
    /// The path of argument positions, counted from 0.
    pub place: Vec<u32>,
    /// The sub-term before.
    pub before: String,
    /// The sub-term after.
    pub after: String,
    /// What the step needs besides `before` having a value.
    pub conditions: Vec<String>,
}

/// A rule of the page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleRecord {
    /// The name.
    pub rule: String,
    /// The pattern; single letters stand for any term.
    pub lhs: String,
    /// What replaces it.
    pub rhs: String,
    /// What must be known to hold.
    pub conditions: Vec<String>,
}

/// What a function means: `means`, with `u` and `v` for its arguments.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeaningRecord {
    /// The function.
    pub function: String,
    /// The same in other functions.
    pub means: String,
}

/// A word of [`Verdict`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Word {
    /// The sides agree wherever both have a value.
    Proved,
    /// They differ at the point.
    Refuted,
    /// They never both have a value.
    Vacuous,
}

/// The verdict of `equal`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// The verdict.
    pub verdict: Word,
    /// A point where both sides have a value, an exact number for each variable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<BTreeMap<String, String>>,
    /// The left side's value at a refuting point: exact, or rounded to twelve places and marked `~`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lhs: Option<String>,
    /// The right side's value there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rhs: Option<String>,
}
