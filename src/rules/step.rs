//! Steps and derivations: how an answer was reached, as data.

use crate::term::{Func, Symbol, TermId};

/// Why a step's two sides are equal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reason {
    /// Field arithmetic over the kernels and their relations, with the word for what was done.
    Ring(Ring),
    /// A rule of the page, by name, from left to right.
    Rule(&'static str),
    /// A rule of the page, by name, from right to left.
    RuleReversed(&'static str),
    /// A function replaced by its definition, or the definition by the function.
    Definition(Func),
    /// A given name replaced by its definition, or the definition by the name.
    Name(Symbol),
}

/// What a person would call a piece of field arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub enum Ring {
    Distribute,
    CommonDenominator,
    Cancel,
    Expand,
    Collect,
    Factor,
    SplitFraction,
    Exponentials,
    Powers,
    Roots,
    Trigonometry,
    Logarithms,
    Rearrange,
}

impl Ring {
    /// Every word.
    pub const ALL: [Ring; 13] = [
        Ring::Distribute,
        Ring::CommonDenominator,
        Ring::Cancel,
        Ring::Expand,
        Ring::Collect,
        Ring::Factor,
        Ring::SplitFraction,
        Ring::Exponentials,
        Ring::Powers,
        Ring::Roots,
        Ring::Trigonometry,
        Ring::Logarithms,
        Ring::Rearrange,
    ];
}

/// One step: at `place`, a path of argument positions, `before` became `after`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Why the two are equal.
    pub reason: Reason,
    /// Where in the whole term the change is.
    pub place: Vec<u32>,
    /// The sub-term before.
    pub before: TermId,
    /// The sub-term after.
    pub after: TermId,
    /// What the step needs besides `before` having a value, such as `a != 0` for a cancelled factor.
    pub conditions: Vec<TermId>,
}

/// One line of a differentiation: `d/dx of` is `result`, by the named rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DerivativeLine {
    /// The rule's name, such as `product` or `chain sin`.
    pub rule: String,
    /// What was differentiated.
    pub of: TermId,
    /// Its derivative, with inner derivatives already carried out.
    pub result: TermId,
}

/// A chain of equal terms from `start` to `end`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Derivation {
    /// The first term.
    pub start: TermId,
    /// The steps in order; each applies to the whole term the one before left.
    pub steps: Vec<Step>,
    /// The last term.
    pub end: TermId,
}
