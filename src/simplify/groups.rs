//! Long sums group by group: addends over the same divisors can meet, and the common denominator of
//! all would be as long as the product of the groups' own.

use super::Outcome;
use super::knowledge::Ground;
use super::passes::passes;
use crate::algebra::spelling::{addends, signed_sum, sum};
use crate::rules::Step;
use crate::term::{Arena, Node, Operator, TermId};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Lighter sums are simplified as a whole.
const HEAVY: u128 = 2000;

/// Simplifies the addends of a sum that are divided by the same, group by group.
pub fn by_groups(arena: &mut Arena, ground: &mut Ground<'_>, root: TermId, unfold: bool) -> Outcome {
    let groups = by_divisors(arena, root);
    if groups.len() == 1 {
        return one_by_one(arena, ground, root, unfold);
    }
    each(arena, root, groups, |arena, group| {
        let apart = one_by_one(arena, ground, group, unfold);
        if is_heavy(arena, group) {
            return apart;
        }
        let whole = settled(arena, ground, group, unfold);
        let longer = ground.costs.of(arena, whole.term) > ground.costs.of(arena, apart.term);
        if longer && !whole.empty { apart } else { whole }
    })
}

/// Simplifies each addend of a sum by itself.
fn one_by_one(arena: &mut Arena, ground: &mut Ground<'_>, root: TermId, unfold: bool) -> Outcome {
    let parts = addends(arena, root).into_iter().map(|addend| signed_sum(arena, vec![addend])).collect();
    each(arena, root, parts, |arena, part| settled(arena, ground, part, unfold))
}

fn settled(arena: &mut Arena, ground: &mut Ground<'_>, term: TermId, unfold: bool) -> Outcome {
    let mut outcome = Outcome { term, steps: Vec::new(), stopped: false, empty: false };
    passes(arena, ground, &mut outcome, unfold);
    outcome
}

/// The addends by what they are divided by, the groups in the order they begin.
fn by_divisors(arena: &mut Arena, root: TermId) -> Vec<TermId> {
    let mut places: BTreeMap<Vec<TermId>, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<(bool, TermId)>> = Vec::new();
    for addend in addends(arena, root) {
        let place = *places.entry(divided_by(arena, addend.1)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(addend),
            None => groups.push(vec![addend]),
        }
    }
    groups.into_iter().map(|group| signed_sum(arena, group)).collect()
}

/// A sum of parts, each simplified in its place.
fn each(
    arena: &mut Arena,
    start: TermId,
    parts: Vec<TermId>,
    mut simplified: impl FnMut(&mut Arena, TermId) -> Outcome,
) -> Outcome {
    let mut all = Outcome { term: start, steps: Vec::new(), stopped: false, empty: false };
    let last = parts.len().saturating_sub(1);
    let (mut steps, mut before, mut after) = (Vec::new(), Vec::new(), Vec::new());
    for (i, part) in parts.into_iter().enumerate() {
        let found = simplified(arena, part);
        all.stopped |= found.stopped;
        all.empty |= found.empty;
        let place = std::iter::repeat_n(0, last - i).chain((i > 0).then_some(1));
        steps.extend(found.steps.into_iter().map(|s| Step { place: place.clone().chain(s.place).collect(), ..s }));
        before.push((false, part));
        after.push((false, found.term));
    }
    let (parted, simplified) = (signed_sum(arena, before), signed_sum(arena, after.clone()));
    all.term = sum(arena, after);
    all.steps.extend(rearranged(start, parted));
    all.steps.extend(steps);
    all.steps.extend(rearranged(simplified, all.term));
    all
}

/// The step from a sum to the same in another order, if it is another.
fn rearranged(before: TermId, after: TermId) -> Option<Step> {
    (before != after).then(|| Step::rearranged(before, after))
}

/// Whether a sum is too heavy to be simplified as a whole: its size times the number of its divisors
/// says how long it is over their common multiple.
pub fn is_heavy(arena: &Arena, root: TermId) -> bool {
    let size = arena.tree_size(root);
    // A divisor and what it divides have four nodes at least.
    size.saturating_mul(size / 4) >= HEAVY && size.saturating_mul(divisors(arena, root).len() as u128) >= HEAVY
}

/// Whether a sum or function stands below the line somewhere.
pub fn is_divided(arena: &Arena, root: TermId) -> bool {
    !divisors(arena, root).is_empty()
}

fn divisors(arena: &Arena, root: TermId) -> FxHashSet<TermId> {
    let mut found = FxHashSet::default();
    for t in arena.reachable(&[root]) {
        if let Some(under) = divisor(arena, t) {
            bases(arena, under, &mut found);
        }
    }
    found
}

/// What a quotient or a power with a negative exponent is divided by.
fn divisor(arena: &Arena, t: TermId) -> Option<TermId> {
    match arena.node(t) {
        Node::Binary(Operator::Div, _, b) => Some(b),
        Node::Binary(Operator::Pow, b, e) => arena.as_rational(e).filter(|e| e.is_negative()).map(|_| b),
        _ => None,
    }
}

/// The sums and functions that a product's powers are of.
fn bases(arena: &Arena, root: TermId, out: &mut FxHashSet<TermId>) {
    let mut todo = vec![root];
    while let Some(t) = todo.pop() {
        match arena.node(t) {
            Node::Binary(Operator::Mul | Operator::Div, a, b) => todo.extend([a, b]),
            Node::Binary(Operator::Pow, a, _) | Node::Neg(a) => todo.push(a),
            Node::Number(_) | Node::Pi | Node::Symbol(_) => {}
            _ => {
                out.insert(t);
            }
        }
    }
}

/// The bases of all that divides a product, in order.
fn divided_by(arena: &Arena, addend: TermId) -> Vec<TermId> {
    let (mut found, mut todo) = (FxHashSet::default(), vec![addend]);
    while let Some(t) = todo.pop() {
        if let Some(under) = divisor(arena, t) {
            bases(arena, under, &mut found);
        }
        match arena.node(t) {
            Node::Binary(Operator::Mul, a, b) => todo.extend([a, b]),
            Node::Binary(Operator::Div, a, _) | Node::Neg(a) => todo.push(a),
            _ => {}
        }
    }
    let mut found: Vec<TermId> = found.into_iter().collect();
    found.sort_unstable();
    found
}
