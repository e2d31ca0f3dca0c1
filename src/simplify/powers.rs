//! Powers of sums with symbolic exponents beside powers of what stands in the sums.

use super::kernels::opaque;
use super::sums::push_shorter;
use crate::algebra::emit::spell;
use crate::algebra::spelling::{addends, product, sum};
use crate::algebra::{Fraction, Kind, Knowledge, Normal, regroup};
use crate::term::{Arena, Node, Operator, TermId};

/// Longer sums take nothing in.
const LONGEST: usize = 6;

/// A factor of a product, and whether it stands below the line.
type Factor = (TermId, bool);

/// Powers above zero beside a power of a sum in which they stand, taken into the sum:
/// `x^(r - 1)*(x^r + y^r)^(1/r - 1)` is `(1 + (y/x)^r)^(1/r - 1)`.
pub fn taken_in<K: Knowledge>(n: &mut Normal<'_, K>, written: TermId, out: &mut Vec<TermId>) {
    let symbolic = |k| matches!(n.kernels.kind(k), Kind::Power { .. } | Kind::Exp { power: Some(_), .. });
    if !(0..n.kernels.len() as u32).any(symbolic) {
        return;
    }
    let (negative, whole) = match n.arena.node(written) {
        Node::Neg(a) => (true, a),
        _ => (false, written),
    };
    let all = factors(n.arena, whole);
    let mut found = Vec::new();
    for (i, (t, _)) in all.iter().enumerate() {
        let Node::Binary(Operator::Pow, base, e) = n.arena.node(*t) else { continue };
        let parts = addends(n.arena, base);
        if n.arena.as_rational(e).is_some() || !(2..=LONGEST).contains(&parts.len()) {
            continue;
        }
        for unit in units(n, &parts, &all) {
            let taken = with_unit(n, &all, i, unit);
            found.extend(taken.map(|t| if negative { n.arena.neg(t) } else { t }));
        }
    }
    push_shorter(n, found, written, out);
}

/// Sums that are multiples of the base of a symbolic power as powers of that base, so that the exponents meet:
/// `(1 + x/s)^a/(s + x)` is `(1 + x/s)^(a - 1)/s`.
pub fn by_bases<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Option<Fraction> {
    let mut out = None::<Fraction>;
    for k in f.variables() {
        let (Kind::Exp { power: Some((base, _)), .. } | Kind::Power { base, .. }) = *n.kernels.kind(k) else {
            continue;
        };
        let Some(value) = n.read_before(base).filter(|b| b.factors.len() > 1) else { continue };
        let (mut sums, whole) = (value.factors.iter().filter(|x| x.0.len() > 1), out.as_ref().unwrap_or(f));
        let Some((p, m)) = sums.find(|(p, _)| whole.exponent(p) != 0) else { continue };
        let times = whole.exponent(p) / m;
        let mut turned = value.pow(-times, &mut n.kernels).and_then(|g| g.times(whole, &mut n.kernels)).ok()?;
        turned.push(opaque(n, base), times);
        out = Some(turned);
    }
    out
}

/// The powers in a sum that are above zero and of which others stand among the factors.
fn units<K: Knowledge>(n: &mut Normal<'_, K>, parts: &[(bool, TermId)], all: &[Factor]) -> Vec<TermId> {
    let inside = parts.iter().flat_map(|(_, t)| factors(n.arena, *t)).map(|x| x.0);
    let beside = |t: &TermId| all.iter().any(|(u, _)| base(n.arena, *u) == base(n.arena, *t));
    let symbolic = |t: &TermId| n.arena.as_rational(*t).is_none();
    let mut units: Vec<TermId> = inside.filter(|t| symbolic(t) && beside(t)).collect();
    units.sort_unstable();
    units.dedup();
    units.retain(|t| n.facts.positive(n.arena, *t));
    units
}

/// The product with the sum under one power divided by a unit, and that unit's power among the others.
fn with_unit<K: Knowledge>(n: &mut Normal<'_, K>, all: &[Factor], at: usize, unit: TermId) -> Option<TermId> {
    let (power, below) = all[at];
    let Node::Binary(_, base, e) = n.arena.node(power) else { return None };
    let mut terms = Vec::new();
    for (negative, t) in addends(n.arena, base) {
        let part = n.arena.binary(Operator::Div, t, unit);
        let part = n.read(part).ok()?;
        let part = spell(n, &part);
        terms.push((negative, regroup::regrouped(n.arena, part).unwrap_or(part)));
    }
    let inside = sum(n.arena, terms);
    let inside = n.arena.binary(Operator::Pow, inside, e);
    let taken = n.arena.binary(Operator::Pow, unit, e);
    let others = all.iter().enumerate().filter(|x| x.0 != at).map(|x| *x.1);
    let beside: Vec<Factor> = others.chain([(taken, below)]).collect();
    let side = |below| beside.iter().filter(|x| x.1 == below).map(|x| x.0).collect::<Vec<_>>();
    let (above, under) = (product(n.arena, &side(false)), product(n.arena, &side(true)));
    let outside = n.arena.binary(Operator::Div, above, under);
    let mut outside = n.read(outside).ok()?;
    outside.push(opaque(n, inside), if below { -1 } else { 1 });
    Some(spell(n, &outside))
}

/// The factors of a product.
fn factors(arena: &Arena, t: TermId) -> Vec<Factor> {
    let (mut todo, mut found) = (vec![(t, false)], Vec::new());
    while let Some((t, below)) = todo.pop() {
        match arena.node(t) {
            Node::Binary(Operator::Mul, a, b) => todo.extend([(b, below), (a, below)]),
            Node::Binary(Operator::Div, a, b) => todo.extend([(b, !below), (a, below)]),
            _ => found.push((t, below)),
        }
    }
    found
}

/// What is raised to a power.
fn base(arena: &Arena, t: TermId) -> TermId {
    match arena.node(t) {
        Node::Binary(Operator::Pow, base, _) => base,
        _ => t,
    }
}
