//! Differences of long sums: addends that share nothing below the line are not brought over a
//! common denominator, whose length is the product of theirs.

use super::facts::Scope;
use super::ring::Frac;
use crate::term::{Arena, Node, Operator, TermId};
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};
use std::collections::BTreeMap;
use std::hash::Hash;
use std::rc::Rc;

/// The differences of shorter sums are worked out at once.
const SHORT: usize = 6;
/// Sums of smaller trees are short.
const SMALL: u128 = 60;
/// Sums of larger trees share parts, so that their addends may be without number.
const LARGE: u128 = 100_000;

/// The denominators of a fraction without their powers.
type Below = SmallVec<[u32; 2]>;

impl Scope {
    /// Fractions whose sum is `a - b`. Of a long sum each group of addends with related denominators
    /// comes to one fraction, none of them zero.
    pub(super) fn differences(&mut self, arena: &mut Arena, a: TermId, b: TermId) -> Vec<Frac> {
        let mut addends = Vec::new();
        if arena.tree_size(a).max(arena.tree_size(b)) <= LARGE {
            flatten(arena, a, 1, &mut addends);
            flatten(arena, b, -1, &mut addends);
        }
        if addends.len() <= SHORT {
            return vec![self.difference(arena, a, b)];
        }
        let expand = |(t, times)| (self.expand(arena, t), times);
        let expanded: Vec<(Rc<Frac>, i64)> = counted(addends).into_iter().map(expand).collect();
        self.grouped(expanded)
    }

    /// The sum of addends that were expanded.
    pub(super) fn long_sum(&mut self, addends: &[(TermId, i64)]) -> Frac {
        let expanded: Vec<(Rc<Frac>, i64)> = addends.iter().map(|(t, times)| (self.memo[t].clone(), *times)).collect();
        let groups = self.grouped(expanded);
        self.sum_of(&groups)
    }

    fn grouped(&mut self, all: Vec<(Rc<Frac>, i64)>) -> Vec<Frac> {
        let mut groups = BTreeMap::new();
        for (f, times) in counted(all) {
            let f = self.ring.times(&Frac::number(times.into()), &f);
            self.gather(&mut groups, f);
        }
        self.by_denominators(groups)
    }

    /// Adds a fraction to those over the same denominators; what cancels there may join others.
    fn gather(&mut self, groups: &mut BTreeMap<Below, Frac>, mut f: Frac) {
        while !f.num.is_zero() && !self.ring.over {
            let below: Below = f.den.iter().map(|x| x.0).collect();
            match groups.remove(&below) {
                Some(other) => f = self.ring.plus(&other, &f),
                None => {
                    groups.insert(below, f);
                    return;
                }
            }
        }
    }

    /// The sums of those that share a denominator with another one, directly or by others.
    fn by_denominators(&mut self, mut groups: BTreeMap<Below, Frac>) -> Vec<Frac> {
        let mut sums = Vec::new();
        while let Some((mut below, mut sum)) = groups.pop_first() {
            while let Some(next) = groups.keys().find(|k| k.iter().any(|p| below.contains(p))).cloned() {
                let Some(f) = groups.remove(&next) else { break };
                sum = self.ring.plus(&sum, &f);
                below.extend(next);
            }
            if !sum.num.is_zero() {
                sums.push(sum);
            }
        }
        sums
    }

    /// The sum of fractions.
    pub(super) fn sum_of(&mut self, all: &[Frac]) -> Frac {
        all.iter().fold(Frac::default(), |sum, f| self.ring.plus(&sum, f))
    }
}

/// The addends of a long sum, with 1 for each that is added and -1 for each that is subtracted.
pub(super) fn addends_of_long(arena: &Arena, t: TermId) -> Option<Vec<(TermId, i64)>> {
    let is_sum = matches!(arena.node(t), Node::Binary(Operator::Add | Operator::Sub, _, _));
    let mut addends = Vec::new();
    if is_sum && (SMALL..LARGE).contains(&arena.tree_size(t)) {
        flatten(arena, t, 1, &mut addends);
    }
    (addends.len() > SHORT).then_some(addends)
}

/// The addends of a sum, with 1 for each that is added and -1 for each that is subtracted.
pub(super) fn flatten(arena: &Arena, t: TermId, sign: i64, out: &mut Vec<(TermId, i64)>) {
    let mut todo: SmallVec<[(TermId, i64); 8]> = smallvec![(t, sign)];
    while let Some((t, sign)) = todo.pop() {
        match arena.node(t) {
            Node::Binary(Operator::Add, x, y) => todo.extend([(y, sign), (x, sign)]),
            Node::Binary(Operator::Sub, x, y) => todo.extend([(y, -sign), (x, sign)]),
            Node::Neg(x) => todo.push((x, -sign)),
            _ => out.push((t, sign)),
        }
    }
}

/// Equal things with how often they stand there together, without those that cancel; in order.
fn counted<T: Clone + Eq + Hash>(all: impl IntoIterator<Item = (T, i64)>) -> Vec<(T, i64)> {
    let mut found: Vec<(T, i64)> = Vec::new();
    let mut places = FxHashMap::default();
    for (t, times) in all {
        let place = *places.entry(t.clone()).or_insert(found.len());
        match found.get_mut(place) {
            Some(known) => known.1 += times,
            None => found.push((t, times)),
        }
    }
    found.retain(|x| x.1 != 0);
    found
}
