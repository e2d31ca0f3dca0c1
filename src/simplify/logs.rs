//! Sums of logarithms as the logarithm of a product.

use super::kernels::called;
use crate::algebra::emit::spell;
use crate::algebra::{Fraction, Key, Kind, Knowledge, Monomial, Normal, Poly};
use crate::term::{Func, Node, Rational};

/// Logarithms with equal or opposite coefficients joined in every sum: `log(u) - log(v)` has a value
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
        let front = Poly::monomial(front, c.clone());
        let opposite = front.scaled(&Rational::from(-1));
        let at = groups.iter().position(|g| g.0 == front || g.0 == opposite).unwrap_or(groups.len());
        if at == groups.len() {
            groups.push((front.clone(), 0, Fraction::one()));
        }
        quotients |= u.factors.iter().any(|x| x.1 < 0);
        let u = if groups[at].0 == front { u } else { u.pow(-1, &mut n.kernels).ok()? };
        groups[at].1 += 1;
        groups[at].2 = groups[at].2.times(&u, &mut n.kernels).ok()?;
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

/// What stands before a logarithm in a power product, and its argument.
fn argument<K: Knowledge>(n: &Normal<'_, K>, m: &Monomial) -> Option<(Monomial, Fraction)> {
    let opaque =
        |k| matches!(n.kernels.kind(k), Kind::Opaque(t) if matches!(n.arena.node(*t), Node::Call(Func::Log, _)));
    m.0.iter().filter(|x| x.1 == 1 && opaque(x.0)).find_map(|(kernel, _)| match n.kernels.key(*kernel)? {
        Key::Call(Func::Log, arguments) => Some((m.without(*kernel), arguments.first()?.clone())),
        _ => None,
    })
}
