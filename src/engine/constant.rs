//! Inverse functions of composed arguments by a shorter formula with the same derivative: what two formulas
//! with one derivative differ by on an interval is a constant, and its value at one point says which.
//!
//! For the identities of inverse functions: `atan(x) + atan((1 - x)/(1 + x))` is `pi/4` for `x > -1`,
//! `atan(x/sqrt(1 - x^2))` is `asin(x)`. The checker sees whether the domain is an interval.

use super::stage::{Ground, outcome_of};
use crate::derive::differentiate;
use crate::domain;
use crate::parse::read;
use crate::rules::{Reason, Step};
use crate::term::{Arena, Func, Node, Operator, Relation, Symbol, TermId};
use rustc_hash::FxHashMap;

/// Longer formulas are no identities that a person would look for.
const LONGEST: u128 = 60;
/// In more variables neither.
const MOST_VARIABLES: usize = 2;
/// An argument of so many nodes is no more than a multiple or a part of a variable.
const PLAIN: u128 = 4;

/// The functions with an algebraic derivative.
const INVERSES: [Func; 7] = [Func::Asin, Func::Acos, Func::Atan, Func::Asinh, Func::Acosh, Func::Atanh, Func::Log];

/// Where the two formulas are compared, the simplest values first.
const POINTS: [&str; 13] =
    ["0", "1", "-1", "sqrt(3)", "-sqrt(3)", "1/2", "-1/2", "sqrt(3)/3", "-sqrt(3)/3", "2", "-2", "3", "-3"];

/// Steps from the formula to shorter ones with the same derivative, the shortest first. That they hold on the
/// domain is for the checker to see.
pub fn shorter(arena: &mut Arena, ground: &Ground, term: TermId, domain: &[TermId]) -> Vec<Step> {
    if arena.tree_size(term) > LONGEST || !holds_composed(arena, term) {
        return Vec::new();
    }
    let variables = arena.variables(term);
    if variables.len() > MOST_VARIABLES {
        return Vec::new();
    }
    let mut found = Vec::new();
    for &x in &variables {
        found.extend(by_variable(arena, ground, term, domain, x));
    }
    found.retain(|s| arena.tree_size(s.after) < arena.tree_size(term));
    found.sort_by_key(|s| arena.tree_size(s.after));
    found
}

/// Whether there are several inverse circular or hyperbolic functions, or one with an argument that is more
/// than a multiple of a variable.
fn holds_composed(arena: &Arena, term: TermId) -> bool {
    let mut inverses = 0;
    for t in arena.reachable(&[term]) {
        if let Node::Call(f, u) = arena.node(t)
            && f != Func::Log
            && INVERSES.contains(&f)
        {
            inverses += if arena.tree_size(u) > PLAIN { 2 } else { 1 };
        }
    }
    inverses > 1
}

fn by_variable(arena: &mut Arena, ground: &Ground, term: TermId, domain: &[TermId], x: Symbol) -> Vec<Step> {
    let Some(slope) = derivative(arena, ground, term, domain, x) else { return Vec::new() };
    let zero = arena.integer(0);
    if slope == zero {
        return beside(arena, ground, term, domain, (x, zero)).into_iter().collect();
    }
    let (mut found, variable) = (Vec::new(), arena.add(Node::Symbol(x)));
    for f in INVERSES {
        let value = arena.call(f, variable);
        let Some(own) = derivative(arena, ground, value, domain, x) else { continue };
        let ratio = arena.binary(Operator::Div, slope, own);
        let ratio = outcome_of(arena, ground, ratio, domain).term;
        if !arena.variables(ratio).contains(&x) {
            let multiple = arena.binary(Operator::Mul, ratio, value);
            found.extend(beside(arena, ground, term, domain, (x, multiple)));
        }
    }
    found
}

/// The derivative in its simplest form.
fn derivative(arena: &mut Arena, ground: &Ground, term: TermId, domain: &[TermId], x: Symbol) -> Option<TermId> {
    let raw = differentiate(arena, term, x).ok()?;
    let domain = [domain, &raw.domain].concat();
    let found = outcome_of(arena, ground, raw.term, &domain);
    (!found.empty).then_some(found.term)
}

/// The step to a formula with the same derivative, with the constant between them.
fn beside(
    arena: &mut Arena,
    ground: &Ground,
    term: TermId,
    domain: &[TermId],
    (x, other): (Symbol, TermId),
) -> Option<Step> {
    let difference = arena.binary(Operator::Sub, term, other);
    let mut conditions = domain::natural(arena, difference);
    conditions.extend_from_slice(domain);
    conditions.extend_from_slice(&ground.assumptions);
    for point in POINTS {
        let point = read(arena, point);
        let at = FxHashMap::from_iter([(x, point)]);
        let here: Vec<TermId> = conditions.iter().map(|c| arena.substitute(*c, &at)).collect();
        let value = arena.substitute(difference, &at);
        let constant = outcome_of(arena, ground, value, &here);
        if constant.empty || arena.tree_size(constant.term) * 2 > arena.tree_size(term) {
            continue;
        }
        let sum = arena.binary(Operator::Add, constant.term, other);
        let after = outcome_of(arena, ground, sum, domain).term;
        let variable = arena.add(Node::Symbol(x));
        let condition = arena.relation(Relation::Eq, variable, point);
        let reason = Reason::Constant(x);
        return Some(Step { reason, place: vec![], before: term, after, conditions: vec![condition] });
    }
    None
}
