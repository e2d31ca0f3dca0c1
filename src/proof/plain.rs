//! Plain domains: those where a thin set of missing points does no harm.

use super::check::{divisor, jumps};
use super::facts::Scope;
use super::mono::{Gauss, Mono};
use super::needs::Needed;
use super::poly::Poly;
use super::range::POS;
use super::ring::{Frac, Head};
use crate::term::{Arena, Node, Operator, Property, Rational, Relation, TermId};

/// Whether the condition says that a polynomial in the variables alone, not the zero polynomial,
/// is not 0: what it excludes is thin.
pub(super) fn nonzero_polynomial(scope: &mut Scope, arena: &mut Arena, needed: &Needed) -> bool {
    let Some(divisor) = divisor(arena, needed.condition).filter(|_| needed.guards.is_empty()) else { return false };
    let f = scope.expand(arena, divisor);
    !f.num.is_zero() && is_polynomial(scope, &f.num) && f.den.is_empty()
}

/// Whether a polynomial is one in variables alone.
pub(super) fn is_polynomial(scope: &Scope, p: &Poly) -> bool {
    let variable = |k: u32| matches!(scope.ring.kernels[k as usize].head, Head::Symbol(_) | Head::Pi);
    p.0.iter()
        .all(|(m, c)| c.im.is_zero() && m.0.iter().all(|(k, e)| variable(*k) && e.is_integer() && !e.is_negative()))
}

/// Whether D, made by `facts`, is plain and the terms don't jump.
pub(super) fn is_plain(scope: &mut Scope, arena: &mut Arena, terms: &[TermId], facts: &[TermId]) -> bool {
    // What holds everywhere without any fact is no constraint.
    let mut bare = Scope::default();
    let facts: Vec<TermId> = facts.iter().copied().filter(|c| !bare.holds(arena, *c)).collect();
    let all: Vec<TermId> = terms.iter().chain(&facts).copied().collect();
    for t in arena.reachable(&all) {
        let settled = match arena.node(t) {
            Node::Binary(Operator::Pow, b, e) => arena.as_rational(e).is_some() || scope.signs(arena, b) & !POS == 0,
            Node::Relation(Relation::Eq, _, _) | Node::Property(Property::Integer | Property::Defined, _) => false,
            _ => !jumps(arena, t),
        };
        if !settled {
            return false;
        }
    }
    let mut weak = Vec::new();
    for &c in &facts {
        let Node::Relation(relation, a, b) = arena.node(c) else { continue };
        let sides = match relation {
            Relation::Ge => (a, b),
            Relation::Le => (b, a),
            _ => continue,
        };
        let (x, y) = (scope.expand(arena, sides.0), scope.expand(arena, sides.1));
        let f = scope.ring.minus(&x, &y);
        if !affine(scope, &f) {
            return false;
        }
        weak.push(f.num);
    }
    weak.is_empty() || strict_point(&weak)
}

fn affine(scope: &Scope, f: &Frac) -> bool {
    let variable = |k: u32| matches!(scope.ring.kernels[k as usize].head, Head::Symbol(_));
    let linear = |m: &[(u32, Rational)]| m.is_empty() || (m.len() == 1 && m[0].1.is_one() && variable(m[0].0));
    f.den.is_empty() && f.num.0.iter().all(|(m, c)| c.im.is_zero() && linear(&m.0))
}

/// Steps towards a point before it is given up.
const ROUNDS: i64 = 200;

/// Looks for a point that makes every affine form positive, moving towards the one that fails.
fn strict_point(weak: &[Poly]) -> bool {
    let mut point: rustc_hash::FxHashMap<u32, Rational> = rustc_hash::FxHashMap::default();
    let value = |p: &Poly, point: &rustc_hash::FxHashMap<u32, Rational>| {
        let term = |(m, c): &(Mono, Gauss)| match m.0.first() {
            Some((k, _)) => &c.re * point.get(k).unwrap_or(&Rational::ZERO),
            None => c.re.clone(),
        };
        p.0.iter().map(term).fold(Rational::ZERO, |a, b| &a + &b)
    };
    for round in 0..ROUNDS {
        let Some(p) = weak.iter().find(|p| value(p, &point).signum() <= 0) else { return true };
        // Onto the hyperplane and a bit beyond, by less in later rounds.
        let size = p.0.iter().filter(|t| !t.0.is_one()).fold(Rational::ZERO, |s, t| &s + &(&t.1.re * &t.1.re));
        let aim = &Rational::new(1, 1 + round / 8) - &value(p, &point);
        let Some(step) = aim.checked_div(&size).filter(|s| s.bits() < 512) else { return false };
        for (m, c) in p.0.iter() {
            if let Some((k, _)) = m.0.first() {
                let x = point.entry(*k).or_insert(Rational::ZERO);
                *x = &*x + &(&step * &c.re);
            }
        }
    }
    false
}
