//! Two terms whose derivatives agree on an interval, and which agree at one point of it.
//!
//! For fixed values of the other variables, the points of a piece are an interval of `x` where the
//! facts that are affine in `x` imply all others in which `x` stands. There two continuous terms
//! with the same derivative inside differ by a constant.

use super::derivative;
use super::expand::call;
use super::facts::Scope;
use super::mono::{Gauss, Mono};
use super::needs::Needed;
use super::pieces::{Piece, equal_somehow};
use super::poly::Poly;
use super::ring::Head;
use crate::term::{Arena, Node, Relation, Symbol, TermId};
use rustc_hash::FxHashMap;

/// What is known on a piece, by how `x` stands in it.
struct Sorted {
    /// Without `x`.
    free: Vec<TermId>,
    /// Affine in `x`: for fixed other variables they cut out an interval.
    affine: Vec<TermId>,
    /// All others.
    rest: Vec<TermId>,
}

/// Whether the two sides of a piece are equal on all of it, by their derivatives in `x` and their
/// values at `x = p`. The scope is the piece's.
pub(super) fn holds(scope: &mut Scope, arena: &mut Arena, piece: &Piece, x: Symbol, p: TermId) -> bool {
    let sides = [piece.before, piece.after];
    if arena.variables(p).contains(&x) || unfit(arena, &sides, x) {
        return false;
    }
    let sorted = sorted(scope, arena, &piece.facts, x);
    if !agree_at(scope, arena, piece, &sorted, (x, p)) {
        return false;
    }
    let mut interval: Vec<TermId> = sorted.free.iter().chain(&sorted.affine).copied().collect();
    let mut line = Scope::new(arena, &interval);
    if !sorted.rest.iter().all(|c| line.holds(arena, *c)) || !have_values(&mut line, arena, &sides) {
        return false;
    }
    interval.truncate(sorted.free.len());
    for c in &sorted.affine {
        interval.push(strict(arena, *c));
    }
    let mut inside = Scope::new(arena, &interval);
    let slopes = (slope(&mut inside, arena, sides[0], x), slope(&mut inside, arena, sides[1], x));
    let (Some(a), Some(b)) = slopes else { return false };
    equal_somehow(&mut inside, arena, a, b)
}

/// Whether something in the terms may jump as `x` changes, or isn't understood.
fn unfit(arena: &Arena, sides: &[TermId; 2], x: Symbol) -> bool {
    let dependent = |t: TermId| arena.variables(t).contains(&x);
    arena.reachable(sides).into_iter().any(|t| match arena.node(t) {
        Node::If(..) | Node::Diff(..) => true,
        _ => call(arena, t).is_some_and(|c| c.0.row().jumps) && dependent(t),
    })
}

fn sorted(scope: &mut Scope, arena: &mut Arena, facts: &[TermId], x: Symbol) -> Sorted {
    let mut out = Sorted { free: vec![], affine: vec![], rest: vec![] };
    for &c in facts {
        if !arena.variables(c).contains(&x) {
            out.free.push(c);
        } else if affine(scope, arena, c, x) {
            out.affine.push(c);
        } else {
            out.rest.push(c);
        }
    }
    out
}

/// Whether a comparison is one of an affine function of `x`, whose coefficients are polynomials
/// in other variables and in numbers. The strict form of a comparison that is not strict must be
/// the inside of the interval for all values of the other variables, so that the coefficient of
/// `x` is a number there.
fn affine(scope: &mut Scope, arena: &mut Arena, c: TermId, x: Symbol) -> bool {
    let Node::Relation(relation, a, b) = arena.node(c) else { return false };
    let weak = match relation {
        Relation::Lt | Relation::Gt => false,
        Relation::Le | Relation::Ge => true,
        Relation::Eq | Relation::Ne => return false,
    };
    let f = scope.difference(arena, a, b);
    let head = |k: u32| scope.ring.kernels[k as usize].head;
    let fits = |(m, c): &(Mono, Gauss)| {
        let by_x = m.0.iter().any(|(k, _)| head(*k) == Head::Symbol(x));
        c.im.is_zero()
            && m.0.iter().all(|(k, e)| match head(*k) {
                Head::Symbol(s) if s == x => e.is_one(),
                Head::Symbol(_) => e.is_integer() && !e.is_negative() && !(weak && by_x),
                Head::Pi | Head::Prime => true,
                _ => false,
            })
    };
    f.den.is_empty() && f.num.0.iter().all(fits) && one_slope(&f.num, weak, |k| head(k) == Head::Symbol(x))
}

/// Whether at most one term holds the variable, so that its coefficient, a number, is not 0; only
/// asked of comparisons that are not strict.
fn one_slope(p: &Poly, weak: bool, is_x: impl Fn(u32) -> bool) -> bool {
    !weak || p.0.iter().filter(|(m, _)| m.0.iter().any(|(k, _)| is_x(*k))).count() <= 1
}

fn strict(arena: &mut Arena, c: TermId) -> TermId {
    match arena.node(c) {
        Node::Relation(Relation::Le, a, b) => arena.relation(Relation::Lt, a, b),
        Node::Relation(Relation::Ge, a, b) => arena.relation(Relation::Gt, a, b),
        _ => c,
    }
}

fn known(scope: &mut Scope, arena: &mut Arena, needs: Option<Vec<Needed>>) -> bool {
    needs.is_some_and(|all| all.iter().all(|n| n.guards.is_empty() && scope.holds(arena, n.condition)))
}

fn have_values(scope: &mut Scope, arena: &mut Arena, terms: &[TermId]) -> bool {
    let needs = scope.needs(arena, terms);
    known(scope, arena, needs)
}

/// The derivative by `x`, if every rule used holds in all of the scope.
fn slope(scope: &mut Scope, arena: &mut Arena, t: TermId, x: Symbol) -> Option<TermId> {
    let dependent = derivative::dependent(arena, t, x);
    let rules = derivative::rules(scope, arena, t, &dependent);
    if !known(scope, arena, rules) {
        return None;
    }
    derivative::by(arena, t, x, &dependent)
}

/// Whether `x = p` lies in the interval, for all values of the other variables for which there is
/// one, and the two sides are equal there.
fn agree_at(scope: &mut Scope, arena: &mut Arena, piece: &Piece, sorted: &Sorted, (x, p): (Symbol, TermId)) -> bool {
    let values: FxHashMap<Symbol, TermId> = [(x, p)].into_iter().collect();
    if !have_values(scope, arena, &[p]) {
        return false;
    }
    let mut facts = sorted.free.clone();
    for c in &sorted.affine {
        let there = arena.substitute(*c, &values);
        if !scope.holds(arena, there) {
            return false;
        }
        facts.push(there);
    }
    for c in &sorted.rest {
        facts.push(arena.substitute(*c, &values));
    }
    let [a, b] = [piece.before, piece.after].map(|t| arena.substitute(t, &values));
    let mut there = Scope::new(arena, &facts);
    equal_somehow(&mut there, arena, a, b)
}
