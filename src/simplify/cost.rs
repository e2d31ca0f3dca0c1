//! What forms cost: of all equal forms the cheapest is given.

use super::language::{Head, head};
use crate::algebra::order::compare_terms;
use crate::term::{Arena, TermId};

/// What an inverse function of a number costs besides its nodes.
const UNSAID: u32 = 3;

/// What makes one form better than another: size, then how often variables and the circle's constant stand in it, then
/// negations, then depth.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
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

/// The costs of terms outside any graph, by their numbers: candidates share most of their parts.
#[derive(Default)]
pub struct Costs(Vec<Option<Cost>>);

impl Costs {
    /// Sorts terms, the cheapest first; ties by their structure.
    pub fn sort(&mut self, arena: &Arena, terms: &mut [TermId]) {
        terms.sort_by(|a, b| self.of(arena, *a).cmp(&self.of(arena, *b)).then_with(|| compare_terms(arena, *a, *b)));
    }

    /// The cost of a term. Linear in the sub-terms it shares with none asked for before, but for
    /// one bit each of the others.
    pub fn of(&mut self, arena: &Arena, root: TermId) -> Cost {
        if let Some(Some(known)) = self.0.get(root.index()) {
            return *known;
        }
        self.0.resize(arena.len().max(self.0.len()), None);
        let known = &self.0;
        let unknown = arena.reachable_by(&[root], |id, visit| {
            arena.each_child(id, |c| {
                if known[c.index()].is_none() {
                    visit(c);
                }
            });
        });
        let mut last = Cost::default();
        for id in unknown {
            let head = head(arena, id);
            last = Cost::of(&head);
            if !matches!(head, Head::Whole(_)) {
                arena.children(id).filter_map(|c| self.0[c.index()]).for_each(|c| last.add(c));
                last.say_number(&head);
            }
            self.0[id.index()] = Some(last);
        }
        last
    }
}
