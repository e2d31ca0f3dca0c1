//! Sums in powers of one quotient.

use super::kernels::opaque;
use crate::algebra::emit::spell;
use crate::algebra::{Fraction, Knowledge, Monomial, Normal, Poly, single};
use crate::term::{Operator, TermId};

/// Longer sums are left alone.
const LONGEST: usize = 6;

/// A sum of power products of one degree in two letters, of which one stands above the line and one
/// below, in powers of their quotient: `24*e*s^6*(r^6 - 2*s^6)/r^13` is `24*e*((s/r)^6 - 2*(s/r)^12)/r`.
pub fn in_quotient<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    let letters: Vec<(u32, i32)> = f.factors.iter().filter_map(|(p, e)| Some((single(p)?, *e))).collect();
    let above = letters.iter().filter(|x| x.1 > 0);
    let pairs = above.flat_map(|a| letters.iter().filter(|x| x.1 < -1).map(move |b| (*a, *b)));
    for (above, below) in pairs.collect::<Vec<_>>() {
        if let Some(g) = by_quotient(n, f, above, below) {
            out.push(spell(n, &g));
        }
    }
}

fn by_quotient<K: Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    (s, above): (u32, i32),
    (r, below): (u32, i32),
) -> Option<Fraction> {
    let fits = |p: &Poly| (2..=LONGEST).contains(&p.len()) && p.degree(s) > 0 && p.degree(r) > 0;
    let (p, _) = f.factors.iter().find(|(p, e)| *e == 1 && fits(p))?;
    let (first, _) = p.terms().first()?;
    let degree = first.degree(s) + first.degree(r);
    let left = above + below + i32::try_from(degree).ok()?;
    let alike = |m: &Monomial| m.degree(s) + m.degree(r) == degree;
    if left > 0 || !p.terms().iter().all(|(m, _)| alike(m)) {
        return None;
    }
    let [top, bottom] = [s, r].map(|k| spell(n, &Fraction::kernel(k, 1)));
    let quotient = n.arena.binary(Operator::Div, top, bottom);
    let quotient = opaque(n, quotient).only_variable()?;
    let power = |m: &Monomial| Monomial::power(quotient, m.degree(s) + above.unsigned_abs());
    let turned = p.terms().iter().map(|(m, c)| (m.without(s).without(r).times(&power(m)), c.clone()));
    let mut out = f.clone();
    for (k, e) in [(s, -above), (r, left - below)] {
        out.push(Poly::variable(k), e);
    }
    out.push(p.clone(), -1);
    let sum = Fraction::whole(Poly::from_terms(turned.collect()));
    out.coefficient = &out.coefficient * &sum.coefficient;
    sum.factors.into_iter().for_each(|(p, e)| out.push(p, e));
    Some(out)
}
