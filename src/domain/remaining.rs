//! The conditions printed with an answer.

use super::Truth;
use super::canonical::canonical;
use super::facts::Facts;
use crate::term::{Arena, Node, Rational, Relation, TermId};
use rustc_hash::FxHashSet;
use std::fmt::Write;

/// More conditions than this are not compared with each other.
const MOST_COMPARED: usize = 32;

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
    let mut base = Facts::new(arena, &said);
    let mut kept = Vec::new();
    let mut seen = FxHashSet::default();
    for &condition in a {
        for simple in canonical(arena, condition) {
            if seen.insert(simple) && base.holds(arena, simple) != Truth::Yes {
                kept.push(simple);
            }
        }
    }
    if kept.len() <= MOST_COMPARED {
        sharpen(arena, &mut kept);
        drop_implied(arena, &base, &mut kept);
    }
    let mut keyed: Vec<_> = kept.into_iter().map(|c| (key(arena, c), c)).collect();
    keyed.sort();
    keyed.into_iter().map(|(_, c)| c).collect()
}

/// `u >= 0` and `u != 0` together say `u > 0`.
fn sharpen(arena: &mut Arena, conditions: &mut Vec<TermId>) {
    let mut facts = Facts::new(arena, conditions);
    if facts.contradictory() {
        return;
    }
    let mut sharp: Vec<TermId> = Vec::new();
    for &condition in conditions.iter() {
        for c in sharper(arena, &mut facts, condition) {
            if !sharp.contains(&c) {
                sharp.push(c);
            }
        }
    }
    *conditions = sharp;
}

fn sharper(arena: &mut Arena, facts: &mut Facts, condition: TermId) -> Vec<TermId> {
    let Node::Relation(Relation::Ge | Relation::Le | Relation::Ne, a, b) = arena.node(condition) else {
        return vec![condition];
    };
    for relation in [Relation::Gt, Relation::Lt] {
        let strict = arena.relation(relation, a, b);
        if facts.holds(arena, strict) == Truth::Yes {
            return canonical(arena, strict);
        }
    }
    vec![condition]
}

/// Leaves out, longest first, what follows from the rest.
fn drop_implied(arena: &mut Arena, base: &Facts, conditions: &mut Vec<TermId>) {
    let mut order: Vec<_> =
        conditions.iter().map(|&c| (arena.tree_size(c), is_unequal(arena, c), key(arena, c), c)).collect();
    order.sort();
    for (_, _, _, condition) in order.into_iter().rev() {
        let others: Vec<TermId> = conditions.iter().copied().filter(|&c| c != condition).collect();
        let mut facts = base.with(arena, &others);
        if facts.holds(arena, condition) == Truth::Yes {
            *conditions = others;
        }
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
