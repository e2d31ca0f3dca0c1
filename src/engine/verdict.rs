//! Verdicts, as the library's users see them.

use super::expr::Expr;
use super::fault::Error;
use super::report;
use super::simplifier::Simplifier;
use crate::decide::{Finding, Judgement, Obstacle, Region};
use crate::render::{Notation, condition};
use crate::term::{Arena, TermId};
use std::fmt;

/// Where one side of a claim has a value and the other has none.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Difference {
    /// The condition under which it is so, among the points where the side has a value.
    pub condition: String,
    /// One such point, such as `x = -2`.
    pub point: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, as at {}", self.condition, self.point)
    }
}

/// What is known of a claim `A = B`: that both sides agree wherever both have a value.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Verdict {
    /// It holds, by a derivation that the checker has replayed.
    #[non_exhaustive]
    Proved {
        /// The conditions under which both sides have a value.
        conditions: Vec<String>,
        /// Where only the left side has a value.
        lhs_only: Option<Difference>,
        /// Where only the right side has a value.
        rhs_only: Option<Difference>,
        /// Where nothing is claimed, since a derivative in the claim has no rule there.
        not_claimed: Option<String>,
        /// The assumptions that the proof needs.
        assumed: Vec<String>,
        /// The steps, one a line.
        derivation: Vec<String>,
    },
    /// It fails, at an exact point.
    #[non_exhaustive]
    Refuted {
        /// The point, such as `x = -3`.
        point: String,
        /// The left side's value there; rounded values are marked with `~`.
        lhs: String,
        /// The right side's value there.
        rhs: String,
    },
    /// The two sides never both have a value.
    #[non_exhaustive]
    Vacuous,
    /// Neither is known.
    #[non_exhaustive]
    Undecided {
        /// Why.
        reason: String,
        /// At how many points the sides agree, as far as can be told.
        agree: usize,
    },
}

impl Verdict {
    pub(super) fn new(mut arena: Arena, found: Judgement) -> Verdict {
        let texts =
            |all: &[TermId]| -> Vec<String> { all.iter().map(|c| condition(&arena, *c, Notation::Text)).collect() };
        let place = |region: &Option<Region>| {
            let condition = |r| report::place(&arena, r, Notation::Text);
            region.as_ref().map(|r| Difference { condition: condition(r), point: r.point.to_string() })
        };
        match found.finding {
            Finding::Proved(_) => {
                let (conditions, lhs_only) = (texts(&found.conditions), place(&found.lhs_only));
                let (rhs_only, assumed) = (place(&found.rhs_only), texts(&found.used));
                let not_claimed = Some(texts(&found.not_claimed).join(" or ")).filter(|t| !t.is_empty());
                let derivation = found.derivation.map(|d| report::chain(&mut arena, &d, Notation::Text));
                let derivation = derivation.unwrap_or_default();
                Verdict::Proved { conditions, lhs_only, rhs_only, not_claimed, assumed, derivation }
            }
            Finding::Refuted(point, lhs, rhs) => {
                Verdict::Refuted { point: point.to_string(), lhs: lhs.to_string(), rhs: rhs.to_string() }
            }
            Finding::Vacuous => Verdict::Vacuous,
            Finding::Undecided(why, agree) => Verdict::Undecided { reason: obstacle(why).to_string(), agree },
        }
    }

    /// Whether the claim was proved.
    pub fn is_proved(&self) -> bool {
        matches!(self, Verdict::Proved { .. })
    }

    /// Whether the claim was refuted.
    pub fn is_refuted(&self) -> bool {
        matches!(self, Verdict::Refuted { .. })
    }
}

/// Why a claim is undecided, in words.
pub fn obstacle(why: Obstacle) -> &'static str {
    match why {
        Obstacle::NoRule => "no rule leads from one side to the other",
        Obstacle::Budget => "a budget ended the search",
        Obstacle::Precision => "the values of the sides could not be enclosed",
        Obstacle::NoCommonPoint => "no common point found",
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Proved { conditions, .. } if conditions.is_empty() => f.write_str("proved"),
            Verdict::Proved { conditions, .. } => write!(f, "proved where {}", conditions.join(", ")),
            Verdict::Refuted { point, lhs, rhs } => write!(f, "refuted at {point}: {lhs} is not {rhs}"),
            Verdict::Vacuous => f.write_str("vacuous"),
            Verdict::Undecided { reason, agree } => write!(f, "undecided: {reason}; {agree} points agree"),
        }
    }
}

/// The verdict on the claim that two formulas agree wherever both have a value.
/// [`Simplifier::prove_equal`] does the same under assumptions.
///
/// # Errors
/// Where a derivative in a formula has no rule, or a limit is passed.
///
/// ```
/// use chainrule::{Expr, prove_equal};
/// let (root, x): (Expr, Expr) = ("sqrt(x^2)".parse()?, "x".parse()?);
/// assert!(prove_equal(&root, &x)?.is_refuted());
/// let (slope, double): (Expr, Expr) = ("diff(a^2, a)".parse()?, "2a".parse()?);
/// assert_eq!(prove_equal(&slope, &double)?.to_string(), "proved");
/// # Ok::<(), chainrule::Error>(())
/// ```
pub fn prove_equal(lhs: &Expr, rhs: &Expr) -> Result<Verdict, Error> {
    Simplifier::new().prove_equal(lhs, rhs)
}
