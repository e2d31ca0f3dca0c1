//! The shapes one fraction can be written in: factored, expanded, split, divided, collected.
//!
//! Each function serves one class of formulas and says which; none needs to know what the others do.

use super::partial;
use super::products::expansions;
use super::quotients::in_quotient;
use super::radicals::{by_author, root_shifts};
use super::squares::completed;
use super::sums::{main_sum, push_common, push_grouped, push_shorter, push_sum, push_with_common, times_power};
use super::within::{distributed, distributed_powers, distributed_roots, in_both_waves, in_sub_sums};
use crate::algebra::emit::{self, spell, spell_signed};
use crate::algebra::spelling;
use crate::algebra::{Fraction, Knowledge, Normal, Poly};
use crate::term::{Rational, TermId};
use smallvec::SmallVec;

/// A fully factored fraction longer than the best form by more nodes is not shaped further.
const NEAR: u128 = 6;

/// All shapes of one fraction, duplicates included.
pub fn all<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    let plain = spell(n, f);
    out.push(plain);
    let split = n.fully_factored(f);
    if split != *f {
        out.push(spell(n, &split));
    }
    for g in expansions(n, f) {
        out.push(spell(n, &g));
        // The product of two sums may have two terms, as that of `a - b` and `a + b` has.
        if main_sum(&g).is_some_and(|(p, _)| p.len() == 2 && f.exponent(&p) == 0) {
            terms(n, &g, out);
        }
    }
    for shape in [terms, divided, apart, collected, by_letters, in_sub_sums, in_both_waves, in_quotient] {
        shape(n, f, out);
    }
    let mut shifted = root_shifts(n, f);
    shifted.extend(by_author(n, f));
    for g in shifted {
        out.push(spell(n, &g));
        collected(n, &g, out);
    }
    if split != *f && near(n, &split, out) {
        for shape in [terms, divided, apart, collected] {
            shape(n, &split, out);
        }
    }
    let mut taken_in = Vec::new();
    distributed(n, f, &mut taken_in);
    distributed_powers(n, f, &mut taken_in);
    distributed_roots(n, f, &mut taken_in);
    completed(n, f, &mut taken_in);
    push_shorter(n, taken_in, plain, out);
}

/// Whether a fraction as it stands is about as short as the best form.
fn near<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, forms: &[TermId]) -> bool {
    let written = spell(n, f);
    let size = n.arena.tree_size(written);
    forms.iter().all(|t| size <= n.arena.tree_size(*t).saturating_add(NEAR))
}

/// Numerators split over the denominator, alone and grouped by what is left below the line, for
/// sums of unrelated parts: `2*a/v^3 - r*t/(v - b)^2`, `s/t^2 - 1/s`.
fn terms<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    let Some((p, rest)) = main_sum(f) else { return };
    if p.len() > 12 || !rest.factors.iter().any(|x| x.1 < 0) && rest.coefficient.is_integer() {
        return;
    }
    let Ok(parts) = rest.times_terms(&p, &mut n.kernels) else { return };
    push_sum(n, &parts, out);
    if n.held || !rest.coefficient.is_integer() {
        let (plain, mut common) = (spell(n, f), Vec::new());
        push_common(n, &parts, &mut common);
        push_shorter(n, common, plain, out);
    }
    push_grouped(n, parts, out);
}

/// Quotient and remainder by each sum below the line, for a whole part plus a rest: a
/// probability minus a label, `1/(1 + exp(-z)) - y`.
fn divided<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    let Some((p, rest)) = main_sum(f) else { return };
    let divisors: Vec<Poly> = rest.factors.iter().filter(|x| x.1 < 0 && x.0.len() > 1).map(|x| x.0.clone()).collect();
    for d in divisors {
        for v in d.variables() {
            let parts = partial::divided(&mut n.kernels, &p, &d, v);
            let Some((quotient, remainder)) = parts.filter(|x| !x.0.is_zero()) else { continue };
            let whole = Fraction::polynomial(&quotient.times(&d)).times(&rest, &mut n.kernels);
            let left = Fraction::polynomial(&remainder).times(&rest, &mut n.kernels);
            let (Ok(whole), Ok(left)) = (whole, left) else { continue };
            push_with_common(n, vec![whole, left], out);
        }
    }
}

/// Partial fractions over linear denominators of one variable: `(a - 1)/x - (b - 1)/(1 - x)`.
fn apart<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    let Some((p, rest)) = main_sum(f) else { return };
    for v in p.variables() {
        let linear = |q: &Poly| q.only_variable() == Some(v) && q.degree(v) == 1;
        let divisors = rest.factors.iter().filter(|(q, e)| *e == -1 && linear(q)).count();
        let below = rest.factors.iter().filter(|(q, e)| *e < 0 && q.degree(v) > 0).count();
        if divisors < 2 || divisors != below || p.degree(v) as usize >= divisors {
            continue;
        }
        if let Some(parts) = partial::apart(&mut n.kernels, &p, &rest, v) {
            push_with_common(n, parts, out);
        }
    }
}

/// Terms with each power of a letter over the denominator by themselves, for sums of unrelated parts
/// of which one is a quotient, or of which the letter stands below some: `m*tanh(m*x) - x`,
/// `a + (b + c)/exp(t)`.
fn by_letters<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    let Some((p, rest)) = main_sum(f).filter(|x| x.0.len() > 2) else { return };
    let below: Vec<Poly> = rest.factors.iter().filter(|x| x.1 < 0 && x.0.len() > 1).map(|x| x.0.clone()).collect();
    for v in p.variables() {
        let groups = p.coefficients(v);
        let apart = !below.is_empty() && below.iter().all(|q| q.degree(v) == 0);
        let divided = rest.exponent(&Poly::variable(v)) < 0;
        if !(apart || divided) || !(2..=3).contains(&groups.len()) {
            continue;
        }
        let part = |(e, c): &(u32, Poly)| {
            let mut g = Fraction::polynomial(c);
            g.push(Poly::variable(v), *e as i32);
            g.times(&rest, &mut n.kernels)
        };
        if let Ok(parts) = groups.iter().map(part).collect::<Result<Vec<_>, _>>() {
            push_with_common(n, parts, out);
        }
    }
}

/// Sums collected by each kernel, coefficients factored, for formulas of the shape
/// `exp(x)*(3 - x) - 3`, `2*b + w*(x1 + x2)` or `p/(p + (1 - p)*exp(-t))`.
fn collected<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    for (p, e) in f.factors.iter().filter(|x| (3..=24).contains(&x.0.len())) {
        let (mut p, mut rest) = (p.clone(), f.clone());
        rest.push(p.clone(), -e);
        // A minus sign in front goes into the sum, and on into the sums in it.
        if rest.coefficient.is_negative() && e % 2 != 0 {
            (p, rest) = (p.scaled(&Rational::from(-1)), rest.negated());
        }
        for v in p.variables() {
            let degrees: SmallVec<[u32; 24]> = p.terms().iter().map(|t| t.0.degree(v)).collect();
            let is_shared = |(i, e): (usize, &u32)| *e > 0 && degrees[..i].contains(e);
            if !degrees.iter().enumerate().any(is_shared) {
                continue;
            }
            let sum = collected_by(n, v, p.coefficients(v));
            out.push(times_power(n, &rest, sum, *e));
        }
    }
}

fn collected_by<K: Knowledge>(n: &mut Normal<'_, K>, v: u32, groups: Vec<(u32, Poly)>) -> TermId {
    let mut terms: Vec<(bool, TermId)> = Vec::new();
    for (e, c) in groups {
        if e == 0 {
            terms.extend(emit::spell_terms(n, &c));
        } else {
            let mut g = Fraction::polynomial(&c);
            // A product of two sums has so many terms.
            if c.len() >= 4 {
                g = n.fully_factored(&g);
            }
            g.push(Poly::variable(v), e as i32);
            terms.push(spell_signed(n, &g));
        }
    }
    spelling::sum(n.arena, terms)
}
