//! Where a derivative's rules hold: the body's natural domain, and what each rule needs besides.

use super::natural::{compared, is_evident, is_positive_number, needs};
use super::rule::Rules;
use super::scope::Scopes;
use crate::term::{Arena, Func, Node, Operator, Property, Relation, TermId};
use rustc_hash::FxHashSet;

/// The conditions found, without repetitions, in topological order of the terms they belong to.
#[derive(Default)]
pub(super) struct Conditions {
    pub(super) domain: Vec<TermId>,
    pub(super) not_claimed: Vec<TermId>,
    seen: FxHashSet<TermId>,
    seen_rules: FxHashSet<TermId>,
}

/// The conditions of the derivative of `body`.
pub(super) fn conditions(rules: &mut Rules<'_>, body: TermId) -> Conditions {
    let scopes = Scopes::new(rules.arena, body);
    let values: FxHashSet<TermId> = rules.differentiated().into_iter().collect();
    let mut found = Conditions::default();
    for id in rules.arena.reachable(&[body]) {
        for condition in needs(rules.arena, &mut rules.templates, id) {
            found.push(rules.arena, &scopes, id, condition, false);
        }
        if rules.dependent.contains(&id) {
            for condition in smooth(rules, id, values.contains(&id)) {
                found.push(rules.arena, &scopes, id, condition, true);
            }
        }
    }
    found.not_claimed.retain(|c| found.seen_rules.contains(c));
    found
}

impl Conditions {
    fn push(&mut self, arena: &mut Arena, scopes: &Scopes, at: TermId, condition: TermId, of_rule: bool) {
        if is_evident(arena, condition) {
            return;
        }
        for bound in scopes.bind(arena, at, condition, |c| c) {
            if self.seen.insert(bound) {
                self.domain.push(bound);
                if of_rule {
                    self.seen_rules.insert(bound);
                    self.not_claimed.push(bound);
                }
            } else if !of_rule {
                // The natural domain asks for it too: outside there is no value, let alone a slope.
                self.seen_rules.remove(&bound);
            }
        }
    }
}

/// What the rule for a term that depends on the variable needs. In the condition of an `if`
/// nothing is differentiated, but the condition must not change sides except at its boundary,
/// and must have a value on both sides of the point: so jumps and ends of domains count there.
fn smooth(rules: &mut Rules<'_>, id: TermId, is_value: bool) -> Vec<TermId> {
    match rules.arena.node(id) {
        Node::Binary(Operator::Pow, base, exponent) => power(rules, base, exponent).into_iter().collect(),
        Node::Call(f, a) => call(rules, f, &[a], is_value),
        Node::Call2(f, a, b) => call(rules, f, &[a, b], is_value),
        Node::If(condition, _, _) if rules.dependent.contains(&condition) => boundary(rules.arena, condition),
        _ => Vec::new(),
    }
}

fn call(rules: &mut Rules<'_>, function: Func, arguments: &[TermId], is_value: bool) -> Vec<TermId> {
    let row = function.row();
    if !is_value && !row.jumps && row.domain.is_empty() {
        return Vec::new();
    }
    row.smooth.iter().map(|text| rules.templates.fill(rules.arena, text, arguments)).collect()
}

/// `u != 0` for an exponent that is not a whole number from 0 up, `u > 0` if it is no whole
/// number or depends on the variable.
fn power(rules: &mut Rules<'_>, base: TermId, exponent: TermId) -> Option<TermId> {
    if is_positive_number(rules.arena, base) {
        return None;
    }
    if rules.dependent.contains(&exponent) {
        return Some(compared(rules.arena, Relation::Gt, base));
    }
    match rules.arena.as_rational(exponent) {
        Some(n) if n.is_integer() && !n.is_negative() => None,
        Some(n) if !n.is_integer() => Some(compared(rules.arena, Relation::Gt, base)),
        _ => Some(compared(rules.arena, Relation::Ne, base)),
    }
}

/// The points where a condition may begin or cease to hold are left out.
fn boundary(arena: &mut Arena, condition: TermId) -> Vec<TermId> {
    match arena.node(condition) {
        Node::Relation(_, a, b) => vec![arena.relation(Relation::Ne, a, b)],
        Node::Property(Property::Integer | Property::NotInteger, a) => {
            vec![arena.add(Node::Property(Property::NotInteger, a))]
        }
        Node::Property(property, a) => vec![arena.add(Node::Property(property, a))],
        _ => Vec::new(),
    }
}
