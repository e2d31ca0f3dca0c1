//! Rounds of candidates, rules and extraction, until nothing shorter is found.

use super::candidates::Written;
use super::graph::{Graph, Link, RING};
use super::knowledge::Ground;
use super::{Outcome, candidates, groups, matching, unfold};
use crate::algebra::{regroup, shared, spread, turned};
use crate::rules::{PAGE, Reason, Ring, Step};
use crate::term::{Arena, Func, Node, Operator, TermId};

const PASSES: usize = 4;
/// A form of so few nodes, as `a - y`, is shorter only as a number or a letter, and the normal form
/// sees where a formula is that.
const SIMPLEST: u128 = 3;
const KEPT: usize = 4;
/// So many candidates are grouped anew.
const GROUPED: usize = 6;
/// So many have their sums divided by what stands below them.
const SPREAD: usize = 3;
/// Candidates up to this size were never shortened by another pass.
const SETTLED: u128 = 9;
/// Larger formulas are not brought into a graph: explaining what was done there would take long.
const GRAPHED: u128 = 1000;
/// Answers up to this size are not looked for group by group.
const LONG: u128 = 60;

/// Simplifies the term of an outcome as a whole, unless it is a heavy sum, and group by group where it
/// stays long.
pub fn rounds(arena: &mut Arena, ground: &mut Ground<'_>, outcome: &mut Outcome, unfold: bool) {
    for _ in 0..PASSES {
        let (start, before) = (outcome.term, outcome.steps.len());
        let is_sum = matches!(arena.node(start), Node::Binary(Operator::Add | Operator::Sub, _, _));
        if !is_sum || !groups::is_heavy(arena, start) {
            passes(arena, ground, outcome, unfold);
        }
        if outcome.empty || !is_sum || arena.tree_size(outcome.term) <= LONG {
            return;
        }
        // Without divisors the sum as a whole is as good as its groups.
        if arena.tree_size(start) <= GRAPHED && !groups::is_divided(arena, start) {
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
pub fn passes(arena: &mut Arena, ground: &mut Ground<'_>, outcome: &mut Outcome, unfold: bool) {
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
    written: &mut Vec<Written>,
    unfold: bool,
) -> bool {
    let start = outcome.term;
    if arena.tree_size(start) <= 1 || is_as_written(arena, start, written) {
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
    let ranked = competitors(arena, ground, start, found.forms);
    let own = ground.costs.of(arena, start);
    // They are sorted: the others are no better than the formula, so that none of them is the answer.
    let better = ranked.iter().take_while(|t| ground.costs.of(arena, **t) < own).count();
    let best = ranked[..better].iter().copied().find(|t| ground.allows_all(arena, *t) && ground.defined(arena, *t));
    if may_gain_by_rules(arena, ground, start, &ranked, best.or(ranked.get(better).copied())) {
        return by_rules(arena, ground, outcome, ranked, unfold);
    }
    best.is_some_and(|best| adopt(arena, ground, outcome, best, unfold))
}

/// Whether the formula is what the first reading of the one before wrote, so that it reads as the same
/// again: only exponents that meet are written as one.
fn is_as_written(arena: &Arena, term: TermId, written: &[Written]) -> bool {
    let raised = |node| match node {
        Node::Call(f, _) => f == Func::Exp,
        Node::Binary(Operator::Pow, _, e) => arena.as_rational(e).is_none(),
        _ => false,
    };
    written.first().is_some_and(|w| w.0 == term) && !arena.any(term, raised)
}

/// The candidates that are not much longer than the formula, shortest first, the best of them also with
/// their products grouped anew and their sums taken apart.
fn competitors(arena: &mut Arena, ground: &mut Ground<'_>, start: TermId, forms: Vec<TermId>) -> Vec<TermId> {
    let mut ranked = ranked(arena, ground, start, forms);
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
    ranked
}

/// Whether rules may make the formula or a good form of it shorter than the best form, and that isn't as
/// simple as a formula gets. Of a long formula nobody would follow the steps.
fn may_gain_by_rules(
    arena: &mut Arena,
    ground: &mut Ground<'_>,
    start: TermId,
    ranked: &[TermId],
    best: Option<TermId>,
) -> bool {
    let size = ground.costs.of(arena, best.unwrap_or(start)).size();
    if size <= SIMPLEST || arena.tree_size(start) > GRAPHED {
        return false;
    }
    let mut top: Vec<TermId> = ranked.iter().copied().take(KEPT).collect();
    top.push(start);
    matching::may_shorten(arena, &mut ground.costs, &top, size)
}

/// Brings the best forms together in a graph, applies the rules and takes over the shortest term.
fn by_rules(
    arena: &mut Arena,
    ground: &mut Ground<'_>,
    outcome: &mut Outcome,
    ranked: Vec<TermId>,
    unfold: bool,
) -> bool {
    let start = outcome.term;
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
    let step = Step::rearranged(outcome.term, best);
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
fn steps(arena: &mut Arena, ground: &mut Ground<'_>, links: Vec<Link>, unfold: bool) -> Vec<Step> {
    let mut out = Vec::new();
    let mut previous = None;
    for link in links {
        if let (Some(before), Some((place, name, reversed))) = (previous, link.mark) {
            let (Some(a), Some(b)) = (arena.at(before, &place), arena.at(link.term, &place)) else { continue };
            let step = |reason| Step { reason, place, before: a, after: b, conditions: Vec::new() };
            if name == RING {
                let step = step(Reason::Ring(Ring::Rearrange));
                out.extend(if unfold { unfold::unfold(arena, ground, &step) } else { vec![step] });
            } else if let Some(rule) = PAGE.iter().find(|r| r.name == name) {
                out.push(step(if reversed { Reason::RuleReversed(rule.name) } else { Reason::Rule(rule.name) }));
            }
        }
        previous = Some(link.term);
    }
    out
}
