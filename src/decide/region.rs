//! Where one side of a claim has a value and the other has none.

use super::Point;
use super::search::{SearchBudget, find_one_sided, find_point};
use super::verdict::Side;
use crate::domain;
use crate::term::{Arena, Node, Property, TermId};
use rustc_hash::FxHashSet;

/// A part of the space of the variables.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Region {
    /// It is where at least one of these holds, among the points where the side has a value,
    pub any_of: Vec<TermId>,
    /// or where at least one of these has no value.
    pub undefined: Vec<TermId>,
    /// A point in it.
    pub point: Point,
}

/// Where a power has no value often lies on a line: more points are tried, each with little work.
const THIN: SearchBudget = SearchBudget { points: 240, max_bits: 128, work: 60_000 };

/// Where only `side` has a value, if a point of that kind is found. Points beyond which a
/// derivative is not claimed are none.
pub fn only(arena: &mut Arena, side: &Side, other: &Side, assumptions: &[TermId]) -> Option<Region> {
    let mut here = domain::natural(arena, side.term);
    here.extend(side.domain.iter().chain(&other.not_claimed).copied());
    let mut there = domain::natural(arena, other.term);
    there.extend(other.domain.iter().filter(|c| !other.not_claimed.contains(c)));
    let mut missing = domain::remaining(arena, &there, &here, assumptions);
    // A condition fails, too, where what it compares has no value.
    let compared: Vec<TermId> = missing.iter().flat_map(|c| arena.children(*c)).collect();
    let needed: Vec<TermId> = compared.into_iter().flat_map(|t| domain::natural(arena, t)).collect();
    missing.extend(domain::remaining(arena, &needed, &here, assumptions));
    let mut seen = FxHashSet::default();
    missing.retain(|c| seen.insert(*c));
    let constraints: Vec<TermId> = assumptions.iter().chain(&side.domain).chain(&other.not_claimed).copied().collect();
    let (mut any_of, mut undefined, mut first) = (Vec::new(), Vec::new(), None);
    for condition in missing {
        let found = if let Node::Property(Property::Defined, part) = arena.node(condition) {
            let found = find_one_sided(arena, [side.term, part], &constraints, THIN);
            undefined.extend(found.is_some().then_some(part));
            found
        } else {
            let Some(failed) = negated(arena, condition) else { continue };
            let constraints: Vec<TermId> = constraints.iter().copied().chain([failed]).collect();
            let found = find_point(arena, &[side.term], &constraints, SearchBudget::QUICK);
            any_of.extend(found.is_some().then_some(failed));
            found
        };
        first = first.or(found);
    }
    first.map(|point| Region { any_of, undefined, point })
}

/// The conditions beyond which a derivative is not claimed, as far as the sides don't say them.
pub fn not_claimed(arena: &mut Arena, lhs: &Side, rhs: &Side, assumptions: &[TermId]) -> Vec<TermId> {
    let mut beyond = Vec::new();
    for (side, other) in [(lhs, rhs), (rhs, lhs)] {
        if side.not_claimed.is_empty() {
            continue;
        }
        let mut said = domain::natural(arena, other.term);
        said.extend_from_slice(&other.domain);
        let left = domain::remaining(arena, &side.not_claimed, &said, assumptions);
        beyond.extend(left.into_iter().filter_map(|c| negated(arena, c)));
    }
    beyond.dedup();
    beyond
}

/// The condition that holds where this one, having a value, does not.
fn negated(arena: &mut Arena, condition: TermId) -> Option<TermId> {
    match arena.node(condition) {
        Node::Relation(relation, a, b) => Some(arena.relation(relation.negated(), a, b)),
        Node::Property(Property::Integer, a) => Some(arena.add(Node::Property(Property::NotInteger, a))),
        Node::Property(Property::NotInteger, a) => Some(arena.add(Node::Property(Property::Integer, a))),
        _ => None,
    }
}
