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
    /// Two quantities that are both never negative, or both never positive, have equal squares.
    Squares,
    /// Two angles `a`, `b` have `exp(i·m·a) = exp(i·m·b)` for a whole `m`, and `m·(a - b)` lies
    /// strictly between `-2·pi` and `2·pi`. The exponentials of inverse circular functions are
    /// algebraic on all of their domain: `exp(i·atan u) = (1 + i·u)/sqrt(1 + u^2)`,
    /// `exp(i·asin u) = sqrt(1 - u^2) + i·u`, `exp(i·acos u) = u + i·sqrt(1 - u^2)`.
    Angles,
    /// Two real quantities `a`, `b` have `exp(m·a) = exp(m·b)` for a whole `m`.
    Exponentials,
    /// The two sides have the same derivative by the variable on an interval, for each value of
    /// the other variables, and agree at one point of it. The step's only condition is `x = p`,
    /// which names the point. The interval is where those facts hold that are affine in `x`; they
    /// must imply all other facts in which `x` stands, both sides must have a value on all of it,
    /// the derivative's rules must hold inside it, and nothing that jumps may depend on `x`.
    Constant(Symbol),
    /// The step's conditions split the domain one after the other: `u != v` into `u > v`, `u < v`
    /// and `u = v`, any other condition into itself and its negation, so that the pieces cover it.
    /// On each piece, an `if` whose condition is known is the branch it takes, and the two sides
    /// are equal by field arithmetic, [`Reason::Squares`], [`Reason::Angles`],
    /// [`Reason::Exponentials`] or, at the points that conditions of the form `x = p` name,
    /// [`Reason::Constant`]; or no point lies in it. On `u = v`, a variable that the equation gives
    /// is replaced. Conditions `x = p` split nothing.
    Cases,
}

impl Reason {
    /// Whether a step's conditions say how it is shown, rather than what must be known for it.
    pub fn conditions_guide(self) -> bool {
        matches!(self, Reason::Cases | Reason::Constant(_))
    }
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

impl Step {
    /// The whole term in another form, by field arithmetic.
    pub(crate) fn rearranged(before: TermId, after: TermId) -> Self {
        let reason = Reason::Ring(Ring::Rearrange);
        Step { reason, place: Vec::new(), before, after, conditions: Vec::new() }
    }
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
