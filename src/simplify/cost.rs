//! What forms cost: of all equal forms the cheapest is given.

use super::language::{Head, head};
use crate::algebra::order::compare_terms;
use crate::term::{Arena, TermId};
use rustc_hash::FxHashMap;

/// What an inverse function of a number costs besides its nodes.
const UNSAID: u32 = 3;

/// What makes one form better than another: size, then how often variables and the circle's constant stand in it, then
/// negations, then depth.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cost {
    size: u32,
    variables: u32,
    negations: u32,
    depth: u32,
}

impl Cost {
    /// The size, with functions that stand for a quotient counted as that.
    pub fn size(&self) -> u128 {
        u128::from(self.size)
    }

    /// The cost of a head alone.
    pub fn of(head: &Head) -> Self {
        let (variable, negation) = (matches!(head, Head::Symbol(_) | Head::Pi), *head == Head::Neg);
        Cost { size: head.size(), variables: u32::from(variable), negations: u32::from(negation), depth: 0 }
    }

    /// `pi/4` says more than `atan(1)`, though it is longer.
    fn say_number(&mut self, head: &Head) {
        if self.variables == 0 && matches!(head, Head::Call(f) if !f.values().is_empty()) {
            self.size = self.size.saturating_add(UNSAID);
        }
    }

    /// Adds the cost of an argument.
    pub fn add(&mut self, argument: Cost) {
        self.size = self.size.saturating_add(argument.size);
        self.variables = self.variables.saturating_add(argument.variables);
        self.negations = self.negations.saturating_add(argument.negations);
        self.depth = self.depth.max(argument.depth.saturating_add(1));
    }
}

/// The costs of terms outside any graph: candidates share most of their parts.
#[derive(Default)]
pub struct Costs(FxHashMap<TermId, Cost>);

impl Costs {
    /// Sorts terms, the cheapest first; ties by their structure.
    pub fn sort(&mut self, arena: &Arena, terms: &mut [TermId]) {
        terms.sort_by(|a, b| self.of(arena, *a).cmp(&self.of(arena, *b)).then_with(|| compare_terms(arena, *a, *b)));
    }

    /// The cost of a term. Linear in the sub-terms it shares with none asked for before, but for
    /// one bit each of the others.
    pub fn of(&mut self, arena: &Arena, root: TermId) -> Cost {
        if let Some(known) = self.0.get(&root) {
            return *known;
        }
        let known = &self.0;
        let unknown = arena.reachable_by(&[root], |id, visit| {
            arena.each_child(id, |c| {
                if !known.contains_key(&c) {
                    visit(c);
                }
            });
        });
        for id in unknown {
            let head = head(arena, id);
            let mut cost = Cost::of(&head);
            if !matches!(head, Head::Whole(_)) {
                arena.children(id).for_each(|c| cost.add(self.0[&c]));
                cost.say_number(&head);
            }
            self.0.insert(id, cost);
        }
        self.0[&root]
    }
}
