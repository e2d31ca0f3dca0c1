//! Answers in the names the user gave: `a = sigma(z)` turns `exp(-z)/(1 + exp(-z))^2` into `a*(1 - a)`.
//!
//! A definition that is a Möbius function of one kernel is solved for that kernel, which is then
//! eliminated; elsewhere, parts equal to a definition are replaced by its name. Either way the form
//! is checked with the names replaced by what they stand for.

use super::cost::Cost;
use super::is_too_large;
use super::knowledge::Ground;
use super::shapes;
use crate::algebra::{Fraction, Key, Kind, Normal, Poly};
use crate::rules::{Reason, Step};
use crate::term::{Arena, Node, Symbol, TermId};
use rustc_hash::FxHashMap;

/// A given name with its definition in variables alone.
pub type Name = (Symbol, TermId);

/// The best form of a term that uses the given names, and the steps to it.
///
/// Where `wanted` is not empty, forms with only these variables come first; without any such form
/// there is none to give.
pub fn folded(
    arena: &mut Arena,
    ground: &mut Ground<'_>,
    term: TermId,
    names: &[Name],
    wanted: &[Symbol],
) -> Option<(TermId, Vec<Step>)> {
    // Of definitions that share parts the normal form would be without end.
    let short: Vec<Name> = names.iter().copied().filter(|n| !is_too_large(arena, n.1)).collect();
    let names = short.as_slice();
    let mut forms = eliminated(arena, ground, term, names);
    forms.push(term);
    let replaced: Vec<TermId> = forms.iter().filter_map(|t| replaced(arena, ground, *t, names)).collect();
    replaced.iter().for_each(|t| shaped(arena, ground, *t, &mut forms));
    forms.extend(replaced);
    let mut best: Option<(Cost, TermId, TermId)> = None;
    for form in forms {
        if form == term || !wanted.is_empty() && !arena.variables(form).iter().all(|v| wanted.contains(v)) {
            continue;
        }
        let meaning = unnamed(arena, form, names);
        let cost = ground.costs.of(arena, form);
        if best.is_none_or(|b| cost < b.0) && ground.defined(arena, meaning) {
            best = Some((cost, form, meaning));
        }
    }
    let (cost, form, meaning) = best?;
    if wanted.is_empty() && cost > ground.costs.of(arena, term) {
        return None;
    }
    Some((form, fold_steps(arena, term, meaning, form, names)))
}

/// The term with every name replaced by its definition.
pub fn unnamed(arena: &mut Arena, term: TermId, names: &[Name]) -> TermId {
    let values: FxHashMap<Symbol, TermId> = names.iter().copied().collect();
    arena.substitute(term, &values)
}

/// One field step to the unfolded form, then each definition folded into its name.
fn fold_steps(arena: &mut Arena, from: TermId, meaning: TermId, form: TermId, names: &[Name]) -> Vec<Step> {
    let mut steps = Vec::new();
    if from != meaning {
        steps.push(Step::rearranged(from, meaning));
    }
    let values: FxHashMap<Symbol, TermId> = names.iter().copied().collect();
    let mut todo = vec![(Vec::new(), form)];
    while let Some((place, t)) = todo.pop() {
        if let Node::Symbol(s) = arena.node(t)
            && let Some(definition) = values.get(&s)
        {
            steps.push(Step { reason: Reason::Name(s), place, before: *definition, after: t, conditions: vec![] });
            continue;
        }
        for (i, c) in arena.children(t).enumerate() {
            let mut inner = place.clone();
            inner.push(i as u32);
            todo.push((inner, c));
        }
    }
    steps
}

/// The forms in which a kernel is eliminated in favour of a name.
fn eliminated(arena: &mut Arena, ground: &mut Ground<'_>, term: TermId, names: &[Name]) -> Vec<TermId> {
    let mut out = Vec::new();
    for &(name, definition) in names {
        let mut normal = Normal::new(arena, ground);
        let Ok(read) = normal.read_all(&[definition, term]) else { continue };
        let symbol = normal.arena.add(Node::Symbol(name));
        let a = normal.kernels.intern(Key::Term(symbol), || Kind::Opaque(symbol));
        for kernel in read[0].factors.iter().flat_map(|(p, _)| p.variables()).collect::<Vec<_>>() {
            let Some((above, below)) = solved(&mut normal, &read[0], kernel, a) else { continue };
            let Some(f) = without(&mut normal, &read[1], kernel, &above, &below) else { continue };
            shapes::all(&mut normal, &f, &mut out);
        }
    }
    out
}

/// The good forms of a term, whose names are variables like others.
fn shaped(arena: &mut Arena, ground: &mut Ground<'_>, term: TermId, out: &mut Vec<TermId>) {
    let mut normal = Normal::new(arena, ground);
    if let Ok(read) = normal.read_all(&[term]) {
        shapes::all(&mut normal, &read[0], out);
    }
}

/// Solves `f(kernel) = a` for the kernel, where `f` is a quotient of linear functions of it.
fn solved<K: crate::algebra::Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    kernel: u32,
    a: u32,
) -> Option<(Poly, Poly)> {
    let (above, below) = f.split();
    let top = above.scaled(&f.coefficient).expanded(&mut n.kernels).ok()?;
    let bottom = below.expanded(&mut n.kernels).ok()?;
    if top.degree(kernel) > 1 || bottom.degree(kernel) > 1 {
        return None;
    }
    let part = |p: &Poly, e| p.coefficients(kernel).into_iter().find(|c| c.0 == e).map_or_else(Poly::zero, |c| c.1);
    let a = Poly::variable(a);
    let numerator = part(&bottom, 0).times(&a).minus(&part(&top, 0));
    let denominator = part(&top, 1).minus(&part(&bottom, 1).times(&a));
    (!denominator.is_zero()).then_some((numerator, denominator))
}

/// A fraction with `kernel = above/below` put in.
fn without<K: crate::algebra::Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    kernel: u32,
    above: &Poly,
    below: &Poly,
) -> Option<Fraction> {
    let mut out = Fraction::constant(f.coefficient.clone());
    for (p, e) in &f.factors {
        let degree = p.degree(kernel);
        let mut sum = Poly::zero();
        for (i, c) in p.coefficients(kernel) {
            let up = above.pow_within(i, &mut n.kernels.work).ok()?;
            let down = below.pow_within(degree - i, &mut n.kernels.work).ok()?;
            sum = sum
                .plus(&c.times_within(&up, &mut n.kernels.work).ok()?.times_within(&down, &mut n.kernels.work).ok()?);
        }
        let whole = Fraction::polynomial(&sum).pow(*e, &mut n.kernels).ok()?;
        let scale = Fraction::polynomial(below).pow(-(degree as i32) * e, &mut n.kernels).ok()?;
        out = out.times(&whole, &mut n.kernels).ok()?.times(&scale, &mut n.kernels).ok()?;
    }
    Some(out)
}

/// The term with parts equal to a definition, or to its negative, replaced by the name.
fn replaced(arena: &mut Arena, ground: &mut Ground<'_>, term: TermId, names: &[Name]) -> Option<TermId> {
    let mut normal = Normal::new(arena, ground);
    let mut all: Vec<TermId> = names.iter().map(|n| n.1).collect();
    let parts = normal.arena.reachable(&[term]);
    all.extend(&parts);
    let read = normal.read_all(&all).ok()?;
    // The hash that a polynomial keeps changes neither its value nor its place in a table.
    #[allow(clippy::mutable_key_type)]
    let mut by_value: FxHashMap<Fraction, TermId> = FxHashMap::default();
    for ((name, _), f) in names.iter().zip(&read) {
        let symbol = normal.arena.add(Node::Symbol(*name));
        let negated = normal.arena.neg(symbol);
        by_value.entry(f.clone()).or_insert(symbol);
        by_value.entry(f.negated()).or_insert(negated);
    }
    let values: FxHashMap<TermId, TermId> =
        parts.iter().zip(&read[names.len()..]).filter_map(|(t, f)| Some((*t, *by_value.get(f)?))).collect();
    let new = arena.rebuild(term, |_, old, rebuilt| values.get(&old).copied().unwrap_or(rebuilt));
    (new != term).then_some(new)
}
