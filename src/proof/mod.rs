//! The checker: it replays derivations and shares no code with what found them.
//!
//! What it guarantees of `simplify(start) = end where conditions`, at every point that satisfies
//! the assumptions: (S1) where `start` has a value, `end` has one, and the same; (S2) where `end`
//! has a value and the conditions hold, `start` has a value; (S3) where `start` has a value, the
//! conditions hold. A step is verified wherever its left side has a value: by expanding both sides
//! into fractions over kernels, or as an instance of a rule whose conditions are known.

mod alike;
mod angles;
mod check;
mod constant;
mod crossings;
mod cyclotomic;
mod decide;
mod defined;
mod derivative;
mod equal;
mod expand;
mod exponentials;
mod facts;
mod joined;
mod lines;
mod matching;
mod mono;
mod needs;
mod parts;
mod pieces;
mod plain;
mod poly;
mod powers;
mod radicals;
mod range;
mod replay;
mod ring;
mod roots;
mod said;
mod shifts;
mod signs;
mod sturm;
mod sums;
mod turns;
mod whole;

use crate::rules::{Derivation, DerivativeLine};
use crate::term::{Arena, Symbol, TermId};

/// What a claim is made under.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
    /// Relations and properties of the variables.
    pub assumptions: &'a [TermId],
    /// Given names with what they stand for, without circles.
    pub names: &'a [(Symbol, TermId)],
}

/// What a derivation is said to show.
#[derive(Clone, Copy, Debug)]
pub enum Claim<'a> {
    /// `start` has a value exactly where `end` has one and the conditions hold, and the same one,
    /// on the natural domain of `start` under the assumptions and `domain`.
    Simplify {
        /// The first term.
        start: TermId,
        /// The answer.
        end: TermId,
        /// Conditions carried along besides the natural domain of `start`.
        domain: &'a [TermId],
        /// What is printed with the answer.
        conditions: &'a [TermId],
    },
    /// The sides agree wherever both have a value. That there is such a point is not checked here.
    Equal {
        /// The left side.
        lhs: TermId,
        /// The right side.
        rhs: TermId,
        /// Conditions carried along.
        domain: &'a [TermId],
    },
    /// `start` has a value nowhere.
    Empty {
        /// The term.
        start: TermId,
        /// Conditions carried along.
        domain: &'a [TermId],
    },
}

/// A derivation that was replayed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Checked {
    /// Whether some step divides by something that may vanish on a thin set.
    pub generic: bool,
}

/// Why a derivation was not accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rejection {
    /// The step at fault, if it is a step.
    pub step: Option<usize>,
    /// What is wrong, or not known.
    pub reason: String,
}

/// Replays a derivation of a claim. The work is bounded; beyond the budget it is rejected.
///
/// # Errors
/// If a step is not known to be true, or an end of the claim is not known to hold.
pub fn check(
    arena: &mut Arena,
    problem: &Problem,
    claim: &Claim,
    derivation: &Derivation,
) -> Result<Checked, Rejection> {
    check::check(arena, problem, claim, derivation, None)
}

/// Replays a derivation whose start is said to be the derivative of `body` by `x`, and recomputes
/// that derivative on the same domain: [`check_derivative`] and [`check`] in one.
///
/// # Errors
/// If either is not known to be true.
pub fn check_differentiated(
    arena: &mut Arena,
    problem: &Problem,
    claim: &Claim,
    derivation: &Derivation,
    (body, x): (TermId, Symbol),
) -> Result<Checked, Rejection> {
    check::check(arena, problem, claim, derivation, Some((body, x)))
}

/// Recomputes the derivative of `body` by `x` from the function rows: `raw` equals it wherever
/// `raw` has a value and `domain` holds, and there every rule that was used holds.
///
/// # Errors
/// If `raw` is not known to be the derivative, or a rule not known to hold.
pub fn check_derivative(
    arena: &mut Arena,
    problem: &Problem,
    body: TermId,
    x: Symbol,
    raw: TermId,
    domain: &[TermId],
) -> Result<(), Rejection> {
    derivative::check(arena, problem, (body, x), raw, domain)
}

/// Whether two lists of terms and conditions hold, or have values, at the same points. To the
/// first list come the conditions of the rules that a differentiation uses.
///
/// # Errors
/// If one list is not known to follow from the other.
pub fn check_domain(
    arena: &mut Arena,
    problem: &Problem,
    asked: (&[TermId], Option<(TermId, Symbol)>),
    said: &[TermId],
) -> Result<(), Rejection> {
    lines::check_domain(arena, problem, asked, said)
}

/// Whether every line of a differentiation names the rule for its term and gives that term's
/// derivative, and the last one, where it is `body`'s, gives `raw`; on the domain of `raw`.
///
/// # Errors
/// If a line is not known to be right.
pub fn check_lines(
    arena: &mut Arena,
    problem: &Problem,
    of: (TermId, Symbol),
    lines: &[DerivativeLine],
    raw: (TermId, &[TermId]),
) -> Result<(), Rejection> {
    lines::check_lines(arena, problem, of, lines, raw)
}

#[cfg(test)]
mod tests;
