//! What stands above each variable, as far as conditions turn on it.
//!
//! Whether a condition binds for a variable is a question about a few terms: whether they hold the
//! variable. So for each sub-term the terms among these few that hold it are kept, as a small graph
//! of sets that grows only where such a term stands or where two ways meet.

use super::conditions::{Binds, Candidate};
use super::dependent::Dependent;
use crate::term::{Arena, TermId};
use rustc_hash::FxHashSet;

/// A set: one more term than another set, or what is in either of two.
#[derive(Clone, Copy, Debug)]
enum Set {
    More(TermId, u32),
    Either(u32, u32),
}

/// The sets of a formula, numbered from 1; 0 is the empty one.
#[derive(Debug)]
pub(super) struct Holders {
    /// The terms that conditions turn on and that hold some variable.
    asked: FxHashSet<TermId>,
    sets: Vec<Set>,
    /// By place, which set the sub-term itself has been added to; empty if no condition turns on
    /// the variable.
    of: Vec<u32>,
}

impl Holders {
    /// The empty set.
    pub(super) const NONE: u32 = 0;

    /// The sets for the sub-terms in `order`, arguments first.
    pub(super) fn new(arena: &Arena, order: &[TermId], dependent: &Dependent, candidates: &[Candidate]) -> Self {
        let mut asked = FxHashSet::default();
        for candidate in candidates {
            match candidate.binds {
                Binds::All => {}
                Binds::In(term) => asked.extend([term]),
                Binds::InBut(term, not) => asked.extend([term, not]),
            }
        }
        asked.retain(|id| dependent.contains(*id));
        let mut found = Holders { asked, sets: Vec::new(), of: Vec::new() };
        if found.asked.is_empty() {
            return found;
        }
        found.of = vec![Self::NONE; dependent.len()];
        for &id in order.iter().rev() {
            let Some(place) = dependent.place(id) else { continue };
            if found.asked.contains(&id) {
                found.of[place] = found.add(Set::More(id, found.of[place]));
            }
            let here = found.of[place];
            for child in arena.children(id).filter_map(|c| dependent.place(c)) {
                found.of[child] = match found.of[child] {
                    Self::NONE => here,
                    own if own == here || here == Self::NONE => own,
                    own => found.add(Set::Either(own, here)),
                };
            }
        }
        found
    }

    fn add(&mut self, set: Set) -> u32 {
        self.sets.push(set);
        self.sets.len() as u32
    }

    /// Whether any condition turns on which variables stand where.
    pub(super) fn is_needed(&self) -> bool {
        !self.asked.is_empty()
    }

    /// Whether a condition turns on the term, and some variable stands in it.
    pub(super) fn asked(&self, id: TermId) -> bool {
        self.asked.contains(&id)
    }

    /// The number of the set of a sub-term.
    pub(super) fn above(&self, dependent: &Dependent, id: TermId) -> u32 {
        dependent.place(id).and_then(|place| self.of.get(place).copied()).unwrap_or(Self::NONE)
    }

    /// The terms in a set.
    pub(super) fn of(&self, set: u32) -> FxHashSet<TermId> {
        let (mut terms, mut seen, mut todo) = (FxHashSet::default(), FxHashSet::default(), vec![set]);
        while let Some(set) = todo.pop() {
            if set == Self::NONE || !seen.insert(set) {
                continue;
            }
            match self.sets[set as usize - 1] {
                Set::More(term, rest) => {
                    terms.insert(term);
                    todo.push(rest);
                }
                Set::Either(a, b) => todo.extend([a, b]),
            }
        }
        terms
    }
}
