//! The forms of one formula: factored, expanded, over one line, in partial fractions, and every
//! other candidate, from which a caller may choose by a measure of its own.
//!
//! Every form has a value wherever the formula has one on its domain, and the same one.

use super::candidates::candidates;
use super::knowledge::Ground;
use super::{Forms, Request, Shape, facts, is_too_large, names, partial, sums};
use crate::algebra::{Fraction, Normal, Poly, emit, spelling};
use crate::term::{Arena, Func, Node, Operator, TermId};

/// The forms of a formula on its domain.
pub fn all(arena: &mut Arena, request: &Request<'_>) -> Forms {
    let term = names::unnamed(arena, request.term, request.names);
    if is_too_large(arena, term) {
        return Forms { shaped: Vec::new(), all: Vec::new() };
    }
    let mut facts = facts(arena, request);
    let mut ground = Ground::new(arena, &mut facts, request);
    let mut shaped = Vec::new();
    for shape in Shape::ALL {
        let built = built(arena, &mut ground, term, shape);
        shaped.extend(best(arena, &mut ground, built).map(|t| (shape, t)));
    }
    let mut all = candidates(arena, &mut ground, term, &[]).forms;
    all.extend(shaped.iter().map(|s| s.1));
    let again: Vec<TermId> =
        all.iter().chain([&term]).flat_map(|t| without_cancellation(arena, &mut ground, *t)).collect();
    all.extend(again);
    all.push(term);
    all.retain(|t| ground.allows_all(arena, *t) && ground.defined(arena, *t));
    ground.costs.sort(arena, &mut all);
    all.dedup();
    Forms { shaped, all }
}

/// The shortest that an answer may have.
fn best(arena: &mut Arena, ground: &mut Ground<'_>, mut forms: Vec<TermId>) -> Option<TermId> {
    ground.costs.sort(arena, &mut forms);
    forms.into_iter().find(|t| ground.allows_all(arena, *t) && ground.defined(arena, *t))
}

/// The forms of one kind; both readings of functions that have relations are taken.
fn built(arena: &mut Arena, ground: &mut Ground<'_>, term: TermId, shape: Shape) -> Vec<TermId> {
    let mut out = Vec::new();
    for plain in [true, false] {
        let mut normal = Normal::new(arena, ground);
        normal.plain = plain;
        let Ok(f) = normal.read(term) else { continue };
        match shape {
            Shape::Factored => factored(&mut normal, &f, &mut out),
            Shape::Expanded => expanded(&mut normal, &f, &mut out),
            Shape::OneFraction => one_fraction(&mut normal, &f, &mut out),
            Shape::PartialFractions => partial_fractions(&mut normal, &f, &mut out),
        }
    }
    out
}

fn factored(n: &mut Normal<'_, Ground<'_>>, f: &Fraction, out: &mut Vec<TermId>) {
    let split = n.fully_factored(f);
    out.push(emit::spell(n, &split));
}

fn expanded(n: &mut Normal<'_, Ground<'_>>, f: &Fraction, out: &mut Vec<TermId>) {
    let Some((top, below)) = over_below(n, f) else { return };
    if let Ok(parts) = below.times_terms(&top, &mut n.kernels) {
        if !below.factors.is_empty() {
            return sums::push_sum(n, &parts, out);
        }
        // In the order of the polynomial's terms, highest powers first.
        let terms = parts.iter().map(|f| emit::spell_signed(n, f)).collect();
        out.push(spelling::sum(n.arena, terms));
    }
}

fn one_fraction(n: &mut Normal<'_, Ground<'_>>, f: &Fraction, out: &mut Vec<TermId>) {
    let Some((top, below)) = over_below(n, f) else { return };
    if let Ok(whole) = Fraction::polynomial(&top).times(&below, &mut n.kernels) {
        out.push(emit::spell(n, &whole));
    }
}

fn partial_fractions(n: &mut Normal<'_, Ground<'_>>, f: &Fraction, out: &mut Vec<TermId>) {
    let split = n.fully_factored(f);
    let Some((top, below)) = over_below(n, &split) else { return };
    for v in below.factors.iter().flat_map(|(p, _)| p.variables()).collect::<std::collections::BTreeSet<u32>>() {
        if let Some(parts) = partial::apart(&mut n.kernels, &top, &below, v).filter(|parts| parts.len() > 1) {
            sums::push_sum(n, &parts, out);
        }
    }
}

/// What stands above the line, multiplied out, and one over what stands below.
fn over_below(n: &mut Normal<'_, Ground<'_>>, f: &Fraction) -> Option<(Poly, Fraction)> {
    let (above, below) = f.split();
    let top = above.scaled(&f.coefficient).expanded(&mut n.kernels).ok()?;
    Some((top, below.pow(-1, &mut n.kernels).ok()?))
}

/// Spellings that avoid taking nearly equal numbers from each other: `1 - cos(u)` as
/// `2*sin(u/2)^2`, and `sqrt(u) - sqrt(v)` as `(u - v)/(sqrt(u) + sqrt(v))`.
fn without_cancellation(arena: &mut Arena, ground: &mut Ground<'_>, term: TermId) -> Vec<TermId> {
    let rebuilt = arena.rebuild(term, |arena, _, t| {
        let Node::Binary(Operator::Sub, a, b) = arena.node(t) else { return t };
        match (arena.node(a), arena.node(b)) {
            (_, Node::Call(Func::Cos, u)) if arena.as_rational(a).is_some_and(|n| n.is_one()) => twice_sine(arena, u),
            (Node::Call(Func::Sqrt, u), Node::Call(Func::Sqrt, v)) => {
                let (top, below) = (difference(arena, ground, u, v), arena.binary(Operator::Add, a, b));
                arena.binary(Operator::Div, top, below)
            }
            _ => t,
        }
    });
    if rebuilt == term { Vec::new() } else { vec![rebuilt] }
}

/// `u - v`, collected.
fn difference(arena: &mut Arena, ground: &mut Ground<'_>, u: TermId, v: TermId) -> TermId {
    let plain = arena.binary(Operator::Sub, u, v);
    let mut normal = Normal::new(arena, ground);
    normal.read(plain).map_or(plain, |f| emit::spell(&mut normal, &f))
}

fn twice_sine(arena: &mut Arena, u: TermId) -> TermId {
    let two = arena.integer(2);
    let half = arena.binary(Operator::Div, u, two);
    let sine = arena.call(Func::Sin, half);
    let square = arena.binary(Operator::Pow, sine, two);
    arena.binary(Operator::Mul, two, square)
}
