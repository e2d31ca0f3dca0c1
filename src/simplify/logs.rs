//! Sums of logarithms as the logarithm of a product.

use super::kernels::{called, opaque};
use crate::algebra::emit::spell;
use crate::algebra::spelling::{self, addends};
use crate::algebra::{Fraction, Key, Kind, Knowledge, Monomial, Normal, Poly};
use crate::term::{Arena, Func, Node, Operator, TermId};

/// Multiples of logarithms up to so many times another one are joined with it.
const MOST_TIMES: i32 = 4;

/// Logarithms whose coefficients are multiples of one of them joined in every sum: `log(u) - log(v)` has a value
/// only where `log(u/v)` has one.
pub fn joined<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Option<Fraction> {
    let sums: Vec<(Poly, i32)> = f.factors.iter().filter(|(p, _)| p.len() > 1).cloned().collect();
    let mut out = f.clone();
    let mut lone = false;
    // Where one sum is joined, so is each of two by themselves: they may be the same.
    for _ in 0..2 {
        for (p, e) in sums.iter().filter(|x| f.exponent(&x.0) == out.exponent(&x.0)).collect::<Vec<_>>() {
            if let Some(sum) = joined_sum(n, p, lone) {
                out.push(p.clone(), -e);
                out.push_polynomial(&sum, *e);
            }
        }
        lone = out != *f;
    }
    (out != *f).then_some(out)
}

fn joined_sum<K: Knowledge>(n: &mut Normal<'_, K>, p: &Poly, lone: bool) -> Option<Poly> {
    let mut groups: Vec<(Poly, usize, Fraction)> = Vec::new();
    let (mut rest, mut quotients) = (Vec::new(), false);
    for (m, c) in p.terms() {
        let Some((front, u)) = argument(n, m) else {
            rest.push((m.clone(), c.clone()));
            continue;
        };
        quotients |= u.factors.iter().any(|x| x.1 < 0);
        let front = Poly::monomial(front, c.clone());
        let found = groups
            .iter_mut()
            .find_map(|g| Some((times(&front, &g.0), times(&g.0, &front), g)).filter(|x| x.0.or(x.1).is_some()));
        match found {
            // log(u) + 2*log(v) is log(u*v^2).
            Some((Some(more), _, group)) => {
                let power = u.pow(more, &mut n.kernels).ok()?;
                *group = (group.0.clone(), group.1 + 1, group.2.times(&power, &mut n.kernels).ok()?);
            }
            Some((None, Some(less), group)) => {
                let power = group.2.pow(less, &mut n.kernels).ok()?;
                *group = (front, group.1 + 1, power.times(&u, &mut n.kernels).ok()?);
            }
            _ => groups.push((front, 1, u)),
        }
    }
    // Two by themselves are left to the rules, which say what was done, but don't join quotients.
    if groups.iter().all(|g| g.1 < 2) || rest.is_empty() && !quotients && !lone && groups.iter().all(|g| g.1 < 3) {
        return None;
    }
    let mut sum = Poly::from_terms(rest);
    for (front, _, product) in groups {
        let inside = spell(n, &product);
        sum = sum.plus(&called(n, Func::Log, inside).times(&front));
    }
    Some(sum)
}

/// By which whole number, not far from 0, one monomial is a multiple of another.
fn times(a: &Poly, b: &Poly) -> Option<i32> {
    let ([(m, c)], [(l, d)]) = (a.terms(), b.terms()) else { return None };
    let ratio = c.checked_div(d).filter(|_| m == l)?.to_i64()?;
    i32::try_from(ratio).ok().filter(|r| r.abs() <= MOST_TIMES)
}

/// Logarithms as they were written, in every sum that has what they were read as: `log(1 + s/n)` for
/// `log(n + s) - log(n)`.
pub fn as_written<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Option<Fraction> {
    let read: Vec<(TermId, Poly)> = n.logarithms().into_iter().filter_map(|(t, g)| Some((t, sum_of(&g)?))).collect();
    let mut out = f.clone();
    for (p, e) in f.factors.iter().filter(|x| x.0.len() > 1) {
        let mut sum = p.clone();
        for (written, parts) in &read {
            let log = opaque(n, *written);
            // Each time it has fewer terms.
            while let Some(shorter) = with_log(&sum, parts, &log) {
                sum = shorter;
            }
        }
        if sum != *p {
            out.push(p.clone(), -e);
            out.push_polynomial(&sum, *e);
        }
    }
    (out != *f).then_some(out)
}

/// The fraction as a polynomial, if it is a sum times a number.
fn sum_of(f: &Fraction) -> Option<Poly> {
    match &f.factors[..] {
        [(p, 1)] => Some(p.scaled(&f.coefficient)),
        _ => None,
    }
}

/// The sum with a multiple of some of its terms in one piece.
fn with_log(sum: &Poly, parts: &Poly, log: &Poly) -> Option<Poly> {
    let (lead, c) = parts.terms().first()?;
    sum.terms().iter().find_map(|(m, d)| {
        let front = Poly::monomial(m.over(lead)?, d.checked_div(c)?);
        let rest = sum.minus(&front.times(parts));
        (parts.len() > 1 && rest.len() + parts.len() == sum.len()).then(|| rest.plus(&front.times(log)))
    })
}

/// What stands before a logarithm in a power product, and its argument.
fn argument<K: Knowledge>(n: &Normal<'_, K>, m: &Monomial) -> Option<(Monomial, Fraction)> {
    let opaque =
        |k| matches!(n.kernels.kind(k), Kind::Opaque(t) if matches!(n.arena.node(*t), Node::Call(Func::Log, _)));
    m.0.iter().filter(|x| x.1 == 1 && opaque(x.0)).find_map(|(kernel, _)| match n.kernels.key(*kernel)? {
        Key::Call(Func::Log, arguments) => Some((m.without(*kernel), arguments.first()?.clone())),
        _ => None,
    })
}

/// How many exponentials of a sum are tried in front of it.
const MOST_FRONT: usize = 3;

/// A sum with the logarithm of a sum of exponentials in it, the first there is, by the quotients with one
/// of these: `a - log(exp(a) + exp(b))` is `-log(1 + exp(b - a))`.
pub fn shifted(arena: &mut Arena, root: TermId) -> Vec<TermId> {
    if addends(arena, root).len() < 2 {
        return Vec::new();
    }
    let exponent = |t: &(bool, TermId)| match arena.node(t.1) {
        Node::Call(Func::Exp, u) => Some(u).filter(|_| !t.0),
        _ => None,
    };
    let exponents = |u| addends(arena, u).iter().map(exponent).collect::<Option<Vec<TermId>>>();
    let found = arena.reachable(&[root]).into_iter().find_map(|t| match arena.node(t) {
        Node::Call(Func::Log, u) => Some((t, exponents(u).filter(|all| all.len() > 1)?)),
        _ => None,
    });
    let Some((log, exponents)) = found else { return Vec::new() };
    let shift = |front: &TermId| {
        let quotients = exponents.iter().map(|u| match u == front {
            true => (false, arena.integer(1)),
            false => {
                let difference = arena.binary(Operator::Sub, *u, *front);
                (false, arena.call(Func::Exp, difference))
            }
        });
        let quotients = quotients.collect();
        let inner = spelling::sum(arena, quotients);
        let rest = arena.call(Func::Log, inner);
        let new = arena.binary(Operator::Add, *front, rest);
        arena.rebuild(root, |_, old, t| if old == log { new } else { t })
    };
    exponents.iter().take(MOST_FRONT).map(shift).collect()
}
