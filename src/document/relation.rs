//! Equations that are no identities: `x^2 = 25`, to be solved, or `p*V = n*R*T`, a law. To refute
//! them at some point would be true of the identity and beside what their author says.

use super::attempt::Attempt;
use super::chain::Side;
use super::claim::Claim;
use crate::decide::{self, Point};
use crate::engine::Error;
use crate::term::{Operator, Rational, Relation};
use std::collections::BTreeSet;

/// Where an equation with a constant is tried: numbers, and powers of ten with both signs.
const SAMPLES: [(i64, i64); 8] = [(0, 1), (1, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (5, 1), (-5, 1)];
const POWERS: [i32; 7] = [1, 2, 6, 12, 24, -1, -6];
/// The precision at which signs are told.
const BITS: u32 = 64;

/// Why a claim that fails somewhere is still no false identity, if so. A claim with a derivative
/// is one.
pub(super) fn relates(claim: &Claim, attempt: &Attempt<'_>) -> Option<String> {
    let (left, right) = (&claim.left, &claim.right);
    let names: BTreeSet<&String> = left.functions.union(&right.functions).collect();
    let derivative = attempt.given.iter().any(|d| names.contains(&d.name) && d.body.starts_with("diff("));
    if derivative || !left.by.is_empty() || !right.by.is_empty() || !attempt.at.is_empty() {
        return None;
    }
    let (first, second) = (reached(left, attempt), reached(right, attempt));
    let own = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.iter().find(|v| !b.contains(*v)).cloned();
    match (own(&first, &second), own(&second, &first)) {
        (Some(a), Some(b)) => Some(format!("it relates {a} and {b}, which stand on one side each: no identity")),
        (Some(x), None) | (None, Some(x)) if first.is_empty() || second.is_empty() => {
            let some = takes_both_signs(claim, attempt).unwrap_or(false);
            some.then(|| format!("it holds for some values of {x} only: bind {x} in the sentence, as in {x} = 2"))
        }
        _ => None,
    }
}

/// The variables of a side, with those that its names are defined by in their place.
fn reached(side: &Side, attempt: &Attempt<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let (mut seen, mut todo) = (BTreeSet::new(), side.variables.union(&side.functions).collect::<Vec<_>>());
    while let Some(name) = todo.pop() {
        if !seen.insert(name) {
            continue;
        }
        match attempt.given.iter().find(|d| d.name == *name) {
            Some(definition) => todo.extend(&definition.mentions),
            None if side.variables.contains(name) || !side.functions.contains(name) => _ = found.insert(name.clone()),
            None => {}
        }
    }
    found
}

/// Whether the sides differ in both directions, or agree somewhere, at the sampled points.
fn takes_both_signs(claim: &Claim, attempt: &Attempt<'_>) -> Result<bool, Error> {
    let mut problem = attempt.problem(&[&claim.left.text, &claim.right.text])?;
    let (a, b) = (problem.read(&claim.left.text)?, problem.read(&claim.right.text)?);
    let (a, b) = (problem.plain(a)?, problem.plain(b)?);
    let arena = &mut problem.arena;
    let difference = arena.binary(Operator::Sub, a, b);
    let zero = arena.integer(0);
    let at_least = arena.relation(Relation::Ge, difference, zero);
    let at_most = arena.relation(Relation::Le, difference, zero);
    let variables = arena.variables(difference);
    let powers = POWERS.iter().filter_map(|n| Rational::from(10).pow(*n)).flat_map(|p| [-p.clone(), p]);
    let samples: Vec<Rational> = SAMPLES.iter().map(|(n, d)| Rational::new(*n, *d)).chain(powers).collect();
    let holds = |condition| {
        samples.iter().any(|value| {
            let point = Point::new(arena, variables.iter().map(|v| (*v, value.clone())));
            decide::holds(arena, condition, &point, BITS) == Some(true)
        })
    };
    Ok(holds(at_least) && holds(at_most))
}
