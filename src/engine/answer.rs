//! An answer: the last term with its conditions, and every stage that led there.

use crate::rules::{Derivation, DerivativeLine};
use crate::term::{Symbol, TermId};

/// The differentiation in front of a simplification.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Differentiated {
    /// What was differentiated.
    pub of: TermId,
    /// By which variable.
    pub by: Symbol,
    /// The rule at each step, where steps are unfolded.
    pub lines: Vec<DerivativeLine>,
}

/// One simplification, after a differentiation or alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stage {
    /// The differentiation that gave the derivation's start.
    pub differentiated: Option<Differentiated>,
    /// The conditions of the domain, besides the natural domain of the raw term.
    pub domain: Vec<TermId>,
    /// From the raw term to the stage's answer.
    pub derivation: Derivation,
    /// What the stage's answer does not say of the domain.
    pub conditions: Vec<TermId>,
    /// Whether the checker replayed the derivation, and the differentiation.
    pub checked: bool,
    /// Whether a budget ended the search.
    pub stopped: bool,
    /// Whether there is no point with a value.
    pub empty: bool,
}

/// What a problem came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The answer.
    pub term: TermId,
    /// The part of the domain the answer does not say by itself.
    pub conditions: Vec<TermId>,
    /// What the user assumed.
    pub assumed: Vec<TermId>,
    /// One stage for each order of differentiation, or one simplification.
    pub stages: Vec<Stage>,
    /// Remarks for the user.
    pub notes: Vec<String>,
    /// Whether the answer was left raw because the formula is large: without stages.
    pub left: bool,
}

impl Answer {
    /// Whether the formula has no value anywhere.
    pub fn empty(&self) -> bool {
        self.stages.iter().any(|s| s.empty)
    }

    /// Whether every stage was replayed.
    pub fn checked(&self) -> bool {
        !self.left && self.stages.iter().all(|s| s.checked)
    }

    /// Whether a budget ended the search in some stage.
    pub fn stopped(&self) -> bool {
        self.left || self.stages.iter().any(|s| s.stopped)
    }
}
