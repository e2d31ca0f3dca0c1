//! The ways to understand a claim: with the document's functions alone, with its names worked out,
//! at a point that the text names, under a condition that it states.

use super::attempt::Attempt;
use super::claim::Claim;
use super::definition::{Definition, EULER};
use super::scope::{Binding, Scope};
use crate::parse::latex::Reach;
use std::collections::BTreeSet;

/// The ways to understand a claim, in the order in which they are tried.
pub(super) fn attempts<'s>(claim: &Claim, scope: &'s Scope, reach: Reach) -> Vec<Attempt<'s>> {
    let (left, right) = (&claim.left, &claim.right);
    let names = claim.names();
    let all = scope.closure(&names, claim.place, &[]);
    let declared = &scope.setting.functions;
    let functions = left.functions.union(&right.functions).chain(declared).cloned().collect();
    let (assume, limits) = (scope.assumed(claim.place, claim.paragraph), scope.setting.limits);
    let base = Attempt { assume, functions, reach, limits, ..Attempt::default() };
    let (called, values): (Vec<&Definition>, Vec<&Definition>) = all.iter().partition(|d| d.parameters.is_some());
    let by: BTreeSet<&String> = left.by.iter().chain(&right.by).collect();
    let reaches = |d: &&Definition| {
        let within = scope.closure(&d.mentions, claim.place, &[]);
        by.iter().any(|v| d.name != **v && (d.mentions.contains(*v) || within.iter().any(|w| w.mentions.contains(*v))))
    };
    let mut attempts = Vec::with_capacity(4);
    // Names are variables like any other, unless a total derivative reaches through one.
    let apart: Vec<&(BTreeSet<String>, String)> = left.apart.iter().chain(&right.apart).collect();
    let partial = left.partial || right.partial;
    if apart.is_empty() && partial || !values.iter().any(reaches) {
        attempts.push(Attempt { given: called.clone(), ..base.clone() });
    } else if partial {
        // What is differentiated is worked out if it holds the variable itself, and nothing else.
        let direct =
            |d: &&&Definition| apart.iter().any(|(names, x)| names.contains(&d.name) && d.mentions.contains(x));
        let given: Vec<&Definition> = called.iter().chain(values.iter().filter(direct)).copied().collect();
        if given.len() > called.len() {
            attempts.push(Attempt { given, ..base.clone() });
        }
    }
    if !values.is_empty() {
        attempts.push(Attempt { given: all.clone(), ..base.clone() });
    }
    let euler = names.contains("e") || all.iter().any(|d| d.mentions.contains("e"));
    if euler && scope.meaning("e", claim.place).is_none() {
        let given = all.iter().copied().chain([&*EULER]).collect();
        attempts.push(Attempt { given, ..base.clone() });
    }
    points(claim, scope, &names, &all, &base, &mut attempts);
    // A condition in the text may be meant for the claim, before it or after.
    let stated = scope.stated(&names, claim.paragraph);
    let last = attempts.iter().rfind(|a| !a.earlier);
    if let Some(last) = last.filter(|_| !stated.is_empty()) {
        let assume = last.assume.iter().cloned().chain(stated).collect();
        attempts.push(Attempt { assume, stated: true, ..last.clone() });
    }
    attempts
}

/// The ways to understand a claim at a point that the text names: the last one first.
fn points<'s>(
    claim: &Claim,
    scope: &'s Scope,
    names: &BTreeSet<String>,
    all: &[&'s Definition],
    base: &Attempt<'s>,
    attempts: &mut Vec<Attempt<'s>>,
) {
    let Claim { place, sentence, paragraph, .. } = *claim;
    let variables: BTreeSet<&String> = names.iter().chain(all.iter().flat_map(|d| &d.mentions)).collect();
    let free = |v: &&&String| claim.valued.as_ref() != Some(**v);
    let last: Vec<&Binding> =
        variables.iter().filter(free).filter_map(|v| scope.bound(v, place, sentence, paragraph)).collect();
    if last.is_empty() {
        return;
    }
    let mut add = |bound: &[&'s Binding], earlier: bool| {
        let point: Vec<(String, String)> = bound.iter().map(|b| (b.name.clone(), b.value.clone())).collect();
        let mut given = scope.closure(names, place, &point);
        given.extend(bound.iter().filter_map(|b| b.definition.as_ref()));
        let rational = bound.iter().filter(|b| b.definition.is_none());
        let at = rational.map(|b| (b.name.clone(), b.value.clone())).collect();
        let claimed = bound.iter().any(|b| b.claimed);
        attempts.push(Attempt { given, at, earlier, claimed, ..base.clone() });
    };
    add(&last, false);
    for (i, binding) in last.iter().enumerate() {
        for earlier in scope.bound_earlier(&binding.name, place, sentence, paragraph) {
            let mut bound = last.clone();
            bound[i] = earlier;
            add(&bound, true);
        }
    }
}
