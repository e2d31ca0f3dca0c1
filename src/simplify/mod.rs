//! The e-graph in which all equal forms meet, and the choice of the best.
//!
//! The normal form drives: it reads the formula, emits candidates, and these meet the rule page in
//! a small e-graph, from which the shortest form is taken. This layer does not know that
//! derivatives exist.

mod angles;
mod bases;
mod between;
mod candidates;
mod cost;
mod forms;
mod graph;
mod groups;
mod halves;
mod hyperbolic;
mod kernels;
mod knowledge;
mod language;
mod logs;
mod matching;
mod names;
mod partial;
mod radicals;
mod shapes;
mod sums;
mod turns;
mod unfold;
mod within;

use crate::algebra::{regroup, shared, spread, turned};
use crate::domain::{self, Facts};
use crate::rules::{Reason, Ring, Step};
use crate::term::{Arena, Symbol, TermId};
use graph::{Graph, RING};
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

const PASSES: usize = 4;
const KEPT: usize = 4;
/// So many candidates are grouped anew.
const GROUPED: usize = 6;
/// So many have their sums divided by what stands below them.
const SPREAD: usize = 3;
/// Candidates up to this size were never shortened by another pass.
const SETTLED: u128 = 9;
/// Answers up to this size are not looked for group by group.
const LONG: u128 = 60;

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
    rounds(arena, &mut ground, &mut outcome, request.unfold);
    if !request.names.is_empty()
        && !outcome.empty
        && let Some((term, steps)) = names::folded(arena, &mut ground, outcome.term, request.names, request.wanted)
    {
        outcome.term = term;
        outcome.steps.extend(steps);
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

/// Simplifies the term of an outcome as a whole, unless it is a heavy sum, and group by group where it
/// stays long.
fn rounds(arena: &mut Arena, ground: &mut Ground<'_>, outcome: &mut Outcome, unfold: bool) {
    for _ in 0..PASSES {
        let (start, before) = (outcome.term, outcome.steps.len());
        if !groups::is_heavy(arena, start) {
            passes(arena, ground, outcome, unfold);
        }
        if outcome.empty || arena.tree_size(outcome.term) <= LONG {
            return;
        }
        let found = groups::by_groups(arena, ground, start, unfold);
        outcome.stopped |= found.stopped;
        outcome.empty |= found.empty;
        if found.empty || ground.costs.of(arena, found.term) >= ground.costs.of(arena, outcome.term) {
            return;
        }
        outcome.steps.truncate(before);
        outcome.steps.extend(found.steps);
        outcome.term = found.term;
    }
}

/// Rounds of candidates as long as they come to something new.
fn passes(arena: &mut Arena, ground: &mut Ground<'_>, outcome: &mut Outcome, unfold: bool) {
    let mut written = Vec::new();
    for _ in 0..PASSES {
        if !pass(arena, ground, outcome, &mut written, unfold) {
            break;
        }
    }
}

/// One round of candidates, rules and extraction; says whether another may find more. `written` is
/// how the normal form writes the formula, and how it wrote the one of the round before.
fn pass(
    arena: &mut Arena,
    ground: &mut Ground<'_>,
    outcome: &mut Outcome,
    written: &mut Vec<TermId>,
    unfold: bool,
) -> bool {
    let start = outcome.term;
    if arena.tree_size(start) <= 1 {
        return false;
    }
    let found = candidates::candidates(arena, ground, start, written);
    outcome.stopped |= found.stopped;
    outcome.empty |= found.empty;
    let known = !found.written.is_empty() && found.written == *written;
    if found.empty || known {
        return false;
    }
    *written = found.written;
    let mut ranked = ranked(arena, ground, start, found.forms);
    let mut grouped: Vec<TermId> =
        ranked.iter().take(GROUPED).chain([&start]).filter_map(|t| regroup::regrouped(arena, *t)).collect();
    let mut others: Vec<TermId> = grouped.iter().filter_map(|t| shared::taken_out(arena, *t)).collect();
    for t in ranked.iter().take(SPREAD) {
        let spread = spread::spread(arena, *t);
        let turned = turned::turned(arena, spread.unwrap_or(*t));
        others.extend(turned.or(spread));
    }
    // These are for little but their length.
    let least = ranked.first().map_or(u128::MAX, |t| ground.costs.of(arena, *t).size());
    grouped.extend(others.into_iter().filter(|t| ground.costs.of(arena, *t).size() < least));
    if grouped.iter().any(|t| !ranked.contains(t)) {
        ranked.extend(grouped);
        ranked = self::ranked(arena, ground, start, ranked);
        ranked.dedup();
    }
    let mut top: Vec<TermId> = ranked.iter().copied().take(2 * KEPT).collect();
    top.push(start);
    let smallest = ranked.first().copied().filter(|t| arena.tree_size(*t) <= 1 && ground.defined(arena, *t));
    if smallest.is_some() || !matching::any_applies(arena, &top) {
        let best = ranked.into_iter().find(|t| ground.allows_all(arena, *t) && ground.defined(arena, *t));
        return best.is_some_and(|best| adopt(arena, ground, outcome, best, unfold));
    }
    let forms: Vec<TermId> = ranked.into_iter().filter(|t| ground.defined(arena, *t)).take(KEPT).collect();
    let mut graph = Graph::new(arena, start);
    for form in &forms {
        graph.unite(arena, *form);
    }
    outcome.stopped |= graph.saturate(arena, ground);
    let found = graph.answer().filter(|t| ground.costs.of(arena, *t) < ground.costs.of(arena, start));
    let found = found.filter(|t| !ground.refused.contains(t));
    // What the rules come to may not be known to have a value where the forms have.
    let found = found.filter(|t| ground.defined(arena, *t));
    let Some(best) = found.or_else(|| forms.iter().copied().find(|t| ground.allows_all(arena, *t))) else {
        return false;
    };
    if forms.contains(&best) {
        return adopt(arena, ground, outcome, best, unfold);
    }
    let links = graph.explain(arena, start, best);
    let steps = steps(arena, ground, links, unfold);
    outcome.steps.extend(steps);
    outcome.term = best;
    true
}

/// Takes over a candidate of the normal form: one field step.
fn adopt(arena: &mut Arena, ground: &mut Ground<'_>, outcome: &mut Outcome, best: TermId, unfold: bool) -> bool {
    if ground.costs.of(arena, best) >= ground.costs.of(arena, outcome.term) {
        return false;
    }
    let reason = Reason::Ring(Ring::Rearrange);
    let step = Step { reason, place: Vec::new(), before: outcome.term, after: best, conditions: Vec::new() };
    let steps = if unfold { unfold::unfold(arena, ground, &step) } else { vec![step] };
    outcome.steps.extend(steps);
    outcome.term = best;
    // Another pass pays only where the new spelling leaves room for another reading.
    arena.tree_size(best) > SETTLED
}

/// The candidates that are not much longer than the formula, shortest first.
fn ranked(arena: &Arena, ground: &mut Ground<'_>, start: TermId, mut forms: Vec<TermId>) -> Vec<TermId> {
    let limit = arena.tree_size(start).saturating_mul(2) + 8;
    forms.retain(|t| ground.costs.of(arena, *t).size() <= limit && !ground.refused.contains(t));
    ground.costs.sort(arena, &mut forms);
    forms
}

/// An explanation as steps, field steps unfolded.
fn steps(arena: &mut Arena, ground: &mut Ground<'_>, links: Vec<graph::Link>, unfold: bool) -> Vec<Step> {
    let mut out = Vec::new();
    let mut previous = None;
    for link in links {
        if let (Some(before), Some((place, name, reversed))) = (previous, link.mark) {
            let (Some(a), Some(b)) = (arena.at(before, &place), arena.at(link.term, &place)) else { continue };
            let step = |reason| Step { reason, place, before: a, after: b, conditions: Vec::new() };
            if name == RING {
                let step = step(Reason::Ring(Ring::Rearrange));
                out.extend(if unfold { unfold::unfold(arena, ground, &step) } else { vec![step] });
            } else if let Some(rule) = crate::rules::PAGE.iter().find(|r| r.name == name) {
                out.push(step(if reversed { Reason::RuleReversed(rule.name) } else { Reason::Rule(rule.name) }));
            }
        }
        previous = Some(link.term);
    }
    out
}
