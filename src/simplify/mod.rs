//! The e-graph in which all equal forms meet, and the choice of the best.
//!
//! The normal form drives: it reads the formula, emits candidates, and these meet the rule page in
//! a small e-graph, from which the shortest form is taken. This layer does not know that
//! derivatives exist.

mod angles;
mod bases;
mod bessels;
mod between;
mod candidates;
mod cost;
mod forms;
mod gammas;
mod graph;
mod groups;
mod half_waves;
mod halves;
mod hyperbolic;
mod kernels;
mod knowledge;
mod language;
mod logs;
mod matching;
mod names;
mod partial;
mod passes;
mod powers;
mod products;
mod quotients;
mod radicals;
mod shapes;
mod shifts;
mod squares;
mod sums;
mod turns;
mod unfold;
mod within;

use crate::domain::{self, Facts};
use crate::rules::Step;
use crate::term::{Arena, Symbol, TermId};
use knowledge::Ground;

/// A formula to simplify, on a domain.
pub struct Request<'a> {
    /// The formula.
    pub term: TermId,
    /// Conditions that hold on the domain besides the formula's own.
    pub domain: &'a [TermId],
    /// What the user assumed.
    pub assumptions: &'a [TermId],
    /// The formulas whose functions the answer may use besides the common ones.
    pub inputs: &'a [TermId],
    /// Given names with their definitions in variables alone; the formula doesn't use the names.
    pub names: &'a [(Symbol, TermId)],
    /// The variables the answer should use; empty for any.
    pub wanted: &'a [Symbol],
    /// Forms that are not wanted: it could not be shown that they are equal to the formula.
    pub refused: &'a [TermId],
    /// Whether field steps are unfolded into what a person writes.
    pub unfold: bool,
}

/// What simplification came to.
pub struct Outcome {
    /// The answer: it has a value wherever the formula has one, and the same.
    pub term: TermId,
    /// How it was reached.
    pub steps: Vec<Step>,
    /// Whether a budget ended the search.
    pub stopped: bool,
    /// Whether the formula has no value anywhere.
    pub empty: bool,
}

/// A kind of form that the normal form builds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Shape {
    /// A product of powers of sums that light factoring splits no further.
    Factored,
    /// A sum of products, each over what is below the line.
    Expanded,
    /// One numerator, multiplied out, over the denominators' product.
    OneFraction,
    /// A whole part and fractions over powers of single factors of the denominator.
    PartialFractions,
}

impl Shape {
    /// All kinds, in the order they are listed in.
    pub const ALL: [Shape; 4] = [Shape::Factored, Shape::Expanded, Shape::OneFraction, Shape::PartialFractions];
}

/// The forms found.
pub struct Forms {
    /// The shortest of each kind that there is.
    pub shaped: Vec<(Shape, TermId)>,
    /// All of them, and the candidates of simplification, the shortest first, none twice.
    pub all: Vec<TermId>,
}

/// The forms of a formula on its domain; each has a value wherever the formula has one, and the same.
/// None of a tree that is too large to be simplified.
pub fn forms(arena: &mut Arena, request: &Request<'_>) -> Forms {
    forms::all(arena, request)
}

/// Simplifies a formula on its domain.
pub fn simplify(arena: &mut Arena, request: &Request<'_>) -> Outcome {
    if is_too_large(arena, request.term) {
        return Outcome { term: request.term, steps: Vec::new(), stopped: true, empty: false };
    }
    let mut facts = facts(arena, request);
    let mut outcome = Outcome { term: request.term, steps: Vec::new(), stopped: false, empty: facts.contradictory() };
    if outcome.empty {
        return outcome;
    }
    let mut ground = Ground::new(arena, &mut facts, request);
    passes::rounds(arena, &mut ground, &mut outcome, request.unfold);
    if !request.names.is_empty() && !outcome.empty {
        let mut folded = |term| names::folded(arena, &mut ground, term, request.names, request.wanted);
        if let Some((term, steps)) = folded(outcome.term) {
            outcome.term = term;
            outcome.steps.extend(steps);
        } else if let Some((term, steps)) = folded(request.term).filter(|_| !request.wanted.is_empty()) {
            // Simplified, the formula stood in other functions than the names: 1/cosh(u)^2 for 1 - tanh(u)^2.
            (outcome.term, outcome.steps) = (term, steps);
        }
    }
    outcome
}

/// The normal form of a formula as it is written, for a formula that is differentiated once more; none
/// where it is not shorter. That it has a value wherever the formula has one is for the caller to see.
pub fn written(arena: &mut Arena, request: &Request<'_>) -> Option<Outcome> {
    between::written(arena, request)
}

/// No form of a large tree would be read by a person.
fn is_too_large(arena: &Arena, term: TermId) -> bool {
    let (parts, tree) = (arena.limits.parts, arena.limits.tree);
    arena.dag_size(term) as u64 > parts || arena.tree_size(term) > u128::from(tree)
}

/// What is known on the domain of a request.
fn facts(arena: &mut Arena, request: &Request<'_>) -> Facts {
    let mut conditions: Vec<TermId> = request.assumptions.to_vec();
    conditions.extend_from_slice(request.domain);
    conditions.extend(domain::natural(arena, request.term));
    Facts::new(arena, &conditions)
}
