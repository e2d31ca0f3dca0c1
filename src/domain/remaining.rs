//! The conditions printed with an answer.

use super::bounds::follows;
use super::canonical::{all_canonical, canonical, is_variable};
use super::facts::Facts;
use super::natural::evident;
use super::nonzero::unsaid;
use super::{Truth, load};
use crate::term::{Arena, Node, Rational, Relation, Symbol, TermId};
use rustc_hash::FxHashSet;
use std::fmt::Write;

/// More conditions than this are not compared with each other.
const MOST_COMPARED: usize = 32;

/// Of many conditions the longer ones stay as they are.
const SHORT: u128 = 40;

/// Conditions are told apart by so many of their sub-terms.
const LONGEST_TEXT: usize = 256;

/// The part of the conditions `a` that the conditions `b` and the assumptions don't say already:
/// canonical, none following from the others, sorted by variable, then value.
///
/// Takes time quadratic in the number of conditions that remain.
pub fn remaining(arena: &mut Arena, a: &[TermId], b: &[TermId], assumptions: &[TermId]) -> Vec<TermId> {
    let mut said: Vec<TermId> = b.iter().chain(assumptions).copied().collect();
    said.sort_unstable();
    said.dedup();
    if a.len() + said.len() > load::MOST_CONDITIONS || !load::are_few(arena, a) {
        return not_said_simply(arena, a, said);
    }
    let open = unsaid(arena, a, &said);
    let mut kept: Vec<TermId> = all_canonical(arena, &open);
    let mut seen: FxHashSet<TermId> = said.iter().copied().collect();
    kept.retain(|&c| seen.insert(c));
    let mut base = Base { said, facts: None };
    base.drop_known(arena, &mut kept);
    if kept.len() <= MOST_COMPARED {
        sharpen(arena, &mut kept);
        // A condition may follow from what another needs to have a value, so joining goes first.
        join(arena, &mut base, &mut kept);
        drop_implied(arena, &mut base, &mut kept);
    }
    let mut keyed: Vec<_> = kept.into_iter().map(|c| (key(arena, c), c)).collect();
    keyed.sort();
    keyed.into_iter().map(|(_, c)| c).collect()
}

/// What was said, and the facts from it once they are asked for.
struct Base {
    said: Vec<TermId>,
    facts: Option<Facts>,
}

impl Base {
    fn facts(&mut self, arena: &mut Arena) -> &mut Facts {
        self.facts.get_or_insert_with(|| Facts::new(arena, &self.said))
    }

    /// Leaves out what is known by what was said.
    fn drop_known(&mut self, arena: &mut Arena, conditions: &mut Vec<TermId>) {
        let mut asked: Vec<TermId> = Vec::new();
        conditions.retain(|&c| {
            let known = follows(arena, &self.said, c);
            asked.extend(known.is_none().then_some(c));
            known != Some(true)
        });
        if asked.is_empty() {
            return;
        }
        // What was said is often enough without the conclusions from it.
        let mut facts = Facts::default().stated(arena, &self.said);
        conditions.retain(|c| !asked.contains(c) || facts.holds(arena, *c) != Truth::Yes);
        if !conditions.iter().any(|c| asked.contains(c)) {
            return;
        }
        facts.conclude(arena);
        conditions.retain(|c| !asked.contains(c) || facts.holds(arena, *c) != Truth::Yes);
        self.facts = Some(facts);
    }

    /// Whether a condition follows from what was said and others.
    fn implies(&mut self, arena: &mut Arena, others: &[TermId], condition: TermId) -> bool {
        let said: Vec<TermId> = self.said.iter().chain(others).copied().collect();
        if let Some(known) = follows(arena, &said, condition) {
            return known;
        }
        let mut facts = self.facts(arena).stated(arena, others);
        if facts.holds(arena, condition) == Truth::Yes {
            return true;
        }
        facts.conclude(arena);
        facts.holds(arena, condition) == Truth::Yes
    }
}

/// Of many conditions those that are not said, the short ones canonical, not compared with each other.
fn not_said_simply(arena: &mut Arena, conditions: &[TermId], mut said: Vec<TermId>) -> Vec<TermId> {
    let (short, long): (Vec<TermId>, Vec<TermId>) =
        unsaid(arena, conditions, &said).into_iter().partition(|&c| arena.tree_size(c) <= SHORT);
    let short = all_canonical(arena, &short);
    let own: Vec<TermId> = said.iter().copied().filter(|&c| arena.tree_size(c) <= SHORT).collect();
    said.extend(all_canonical(arena, &own));
    let simple: Vec<TermId> = short.into_iter().chain(long).collect();
    let open = unsaid(arena, &simple, &said);
    open.into_iter().filter(|&c| evident(arena, c) != Some(true)).collect()
}

/// `u >= 0` and `u != 0` together say `u > 0`.
fn sharpen(arena: &mut Arena, conditions: &mut Vec<TermId>) {
    let names: Vec<Vec<Symbol>> = conditions.iter().map(|&c| arena.variables(c)).collect();
    let loose = |c: TermId| match arena.node(c) {
        // A bound on a variable alone is made sharper by other conditions on it only.
        Node::Relation(Relation::Ge | Relation::Le | Relation::Ne, a, b) => match arena.node(a) {
            Node::Symbol(s) if arena.as_rational(b).is_some() => names.iter().filter(|n| n.contains(&s)).count() > 1,
            _ => true,
        },
        _ => false,
    };
    if !conditions.iter().any(|&c| loose(c)) {
        return;
    }
    let (mut facts, mut sharp) = (None, Vec::new());
    for &condition in conditions.iter() {
        let Some(new) = sharper(arena, &mut facts, conditions, condition) else { return };
        for c in new {
            if !sharp.contains(&c) {
                sharp.push(c);
            }
        }
    }
    *conditions = sharp;
}

/// A condition, strict where all of them say so; `None` where they contradict each other. Their facts
/// are for when they are asked for.
fn sharper(arena: &mut Arena, facts: &mut Option<Facts>, all: &[TermId], condition: TermId) -> Option<Vec<TermId>> {
    let Node::Relation(Relation::Ge | Relation::Le | Relation::Ne, a, b) = arena.node(condition) else {
        return Some(vec![condition]);
    };
    for relation in [Relation::Gt, Relation::Lt] {
        let strict = arena.relation(relation, a, b);
        let mut holds = follows(arena, all, strict);
        if holds.is_none() {
            let facts = facts.get_or_insert_with(|| Facts::new(arena, all));
            if facts.contradictory() {
                return None;
            }
            holds = Some(facts.holds(arena, strict) == Truth::Yes);
        }
        if holds == Some(true) {
            return Some(canonical(arena, strict));
        }
    }
    Some(vec![condition])
}

/// Leaves out, longest first, what follows from the rest.
fn drop_implied(arena: &mut Arena, base: &mut Base, conditions: &mut Vec<TermId>) {
    let mut order: Vec<_> =
        conditions.iter().map(|&c| (arena.tree_size(c), is_unequal(arena, c), key(arena, c), c)).collect();
    order.sort();
    let names: Vec<Vec<Symbol>> = conditions.iter().map(|&c| arena.variables(c)).collect();
    for (_, _, _, condition) in order.into_iter().rev() {
        // A condition that shares no variable with another doesn't follow from it.
        let own = arena.variables(condition);
        if names.iter().filter(|n| n.iter().any(|s| own.contains(s))).count() < 2 {
            continue;
        }
        let others: Vec<TermId> = conditions.iter().copied().filter(|&c| c != condition).collect();
        if base.implies(arena, &others, condition) {
            *conditions = others;
        }
    }
}

/// Conditions on one variable that amount to an interval become its bounds, where those are shorter.
fn join(arena: &mut Arena, base: &mut Base, conditions: &mut Vec<TermId>) {
    let curved =
        |&c: &TermId| matches!(arena.node(c), Node::Relation(_, a, _) if !matches!(arena.node(a), Node::Symbol(_)));
    if conditions.len() < 2 || !conditions.iter().any(curved) {
        return;
    }
    let base = base.facts(arena);
    let mut facts = base.with(arena, conditions);
    let kernels: Vec<Option<u32>> = conditions.iter().map(|&c| facts.only_variable(arena, c)).collect();
    let mut distinct: Vec<u32> = kernels.iter().copied().flatten().collect();
    distinct.sort_unstable();
    distinct.dedup();
    for kernel in distinct {
        let (old, rest) = facts.by_variable(arena, conditions, kernel);
        let Some(bounds) = facts.bounds_of(kernel).filter(|_| old.len() > 1) else { continue };
        let Some(left) = facts.term_of(kernel) else { continue };
        let mut new = Vec::new();
        for (relation, value) in bounds {
            let right = arena.rational(&value);
            let bound = arena.relation(relation, left, right);
            if base.holds(arena, bound) != Truth::Yes {
                new.push(bound);
            }
        }
        let size = |list: &[TermId]| list.iter().map(|&c| arena.tree_size(c)).fold(0u128, u128::saturating_add);
        if size(&new) < size(&old) {
            *conditions = rest.into_iter().chain(new).collect();
        }
    }
}

impl Facts {
    /// The variable that a comparison is a condition on, if there is just one.
    fn only_variable(&mut self, arena: &mut Arena, condition: TermId) -> Option<u32> {
        let Node::Relation(_, a, b) = arena.node(condition) else { return None };
        let frac = self.space.difference(arena, a, b);
        let kernel = frac.num.only_variable()?;
        let alone = frac.den.variables().iter().all(|&k| k == kernel) && is_variable(&self.space, kernel);
        alone.then_some(kernel)
    }

    /// The conditions on a variable alone, and the others.
    fn by_variable(&mut self, arena: &mut Arena, all: &[TermId], kernel: u32) -> (Vec<TermId>, Vec<TermId>) {
        all.iter().partition(|&&c| self.only_variable(arena, c) == Some(kernel))
    }

    fn term_of(&self, kernel: u32) -> Option<TermId> {
        self.space.kernel(kernel).map(|k| k.term)
    }
}

fn is_unequal(arena: &Arena, condition: TermId) -> bool {
    matches!(arena.node(condition), Node::Relation(Relation::Ne, _, _))
}

/// Variables by name, then the number compared with, then the relation, then the text.
type Key = (Vec<Box<str>>, Option<Rational>, Option<Relation>, String);

fn key(arena: &Arena, condition: TermId) -> Key {
    let names = arena.variables(condition).into_iter().map(|s| arena.name(s).into()).collect();
    let (value, relation) = match arena.node(condition) {
        Node::Relation(relation, _, b) => (arena.as_rational(b), Some(relation)),
        _ => (None, None),
    };
    (names, value, relation, text(arena, condition))
}

/// The term's nodes in prefix order, as far as telling terms apart asks for.
fn text(arena: &Arena, term: TermId) -> String {
    let (mut out, mut todo, mut left) = (String::new(), vec![term], LONGEST_TEXT);
    while let Some(id) = todo.pop() {
        if left == 0 {
            break;
        }
        left -= 1;
        let written = match arena.node(id) {
            Node::Number(n) => write!(out, "{} ", arena.number_value(n)),
            Node::Symbol(s) => write!(out, "{} ", arena.name(s)),
            Node::Pi => write!(out, "pi "),
            Node::Neg(_) => write!(out, "- "),
            Node::Binary(op, _, _) => write!(out, "{} ", op.symbol()),
            Node::Relation(r, _, _) => write!(out, "{} ", r.symbol()),
            Node::Property(p, _) => write!(out, "{} ", p.words()),
            Node::Call(f, _) | Node::Call2(f, _, _) => write!(out, "{} ", f.name()),
            Node::If(..) => write!(out, "if "),
            Node::Apply(f, _) => write!(out, "{}{:?} ", arena.name(arena.unknown(f).name), arena.unknown(f).orders),
            Node::Diff(_, s, n) => write!(out, "diff {} {n} ", arena.name(s)),
        };
        debug_assert!(written.is_ok(), "writing to a string succeeds");
        let children: Vec<TermId> = arena.children(id).collect();
        todo.extend(children.into_iter().rev());
    }
    out
}
