//! Partial fractions in one variable or kernel, over any denominators with rational coefficients.
//!
//! `p/∏ qᵢ^eᵢ` is a whole part and fractions `aᵢⱼ/qᵢ^j` with `aᵢⱼ` of lower degree than `qᵢ`. Their
//! coefficients solve a system of linear equations over the rationals; what stands in `p` besides
//! the variable goes along on the right side.

use crate::algebra::{Fraction, Kernels, Monomial, Poly, Relations};
use crate::term::Rational;

/// The highest degree of a denominator that is taken apart: elimination is cubic in it.
const HIGHEST: u32 = 12;

/// The sum that `p·rest` is, taken apart in the variable `v`; `None` if there is nothing to take
/// apart, the denominators have other variables beside `v`, or it gets too large.
pub fn apart(kernels: &mut Kernels, p: &Poly, rest: &Fraction, v: u32) -> Option<Vec<Fraction>> {
    let mut front = rest.clone();
    let divisors: Vec<(Poly, u32)> = rest
        .factors
        .iter()
        .filter(|(q, e)| *e < 0 && q.degree(v) > 0)
        .map(|(q, e)| (q.clone(), e.unsigned_abs()))
        .collect();
    divisors.iter().for_each(|(q, e)| front.push(q.clone(), *e as i32));
    let degree: u32 = divisors.iter().map(|(q, e)| q.degree(v).saturating_mul(*e)).sum();
    let alone = divisors.iter().all(|(q, _)| q.only_variable() == Some(v));
    if !alone || degree == 0 || degree > HIGHEST || front.factors.iter().any(|x| x.0.degree(v) > 0) {
        return None;
    }
    let product = divisors.iter().fold(Poly::one(), |all, (q, e)| all.times(&q.pow(*e)));
    let (quotient, remainder) = divided(kernels, p, &product, v)?;
    if quotient.is_zero() && divisors.len() == 1 && remainder.degree(v) < divisors[0].0.degree(v) {
        return None;
    }
    let mut parts: Vec<Fraction> = quotient.terms().iter().map(|(m, c)| Fraction::term(m, c)).collect();
    parts.extend(proper(kernels, &remainder, &product, &divisors, v)?);
    parts.retain(|f| !f.is_zero());
    parts.iter().map(|f| f.times(&front, kernels).ok()).collect()
}

/// The fractions of `p/product`, whose degree is below 0 in `v`.
fn proper(kernels: &mut Kernels, p: &Poly, product: &Poly, divisors: &[(Poly, u32)], v: u32) -> Option<Vec<Fraction>> {
    // One unknown for each coefficient of each numerator.
    let mut unknowns: Vec<(usize, u32, u32)> = Vec::new();
    for (i, (q, e)) in divisors.iter().enumerate() {
        unknowns.extend((1..=*e).flat_map(|j| (0..q.degree(v)).map(move |m| (i, j, m))));
    }
    let size = unknowns.len();
    let mut rows: Vec<(Vec<Rational>, Poly)> = Vec::with_capacity(size);
    for power in 0..size as u32 {
        rows.push((vec![Rational::ZERO; size], coefficient(p, v, power)));
    }
    for (column, (i, j, m)) in unknowns.iter().enumerate() {
        let below = divisors[*i].0.pow(*j);
        let whole = product.divide_exact(&below)?.times(&Poly::monomial(Monomial::power(v, *m), Rational::ONE));
        for (e, c) in whole.coefficients(v) {
            rows.get_mut(e as usize)?.0[column] = c.as_constant()?;
        }
    }
    let solution = solved(kernels, rows)?;
    let mut tops: Vec<((usize, u32), Poly)> = Vec::new();
    for ((i, j, m), value) in unknowns.into_iter().zip(solution) {
        let term = value.times(&Poly::monomial(Monomial::power(v, m), Rational::ONE));
        match tops.last_mut() {
            Some((key, top)) if *key == (i, j) => *top = top.plus(&term),
            _ => tops.push(((i, j), term)),
        }
    }
    let fraction = |((i, j), top): ((usize, u32), Poly)| {
        let mut f = Fraction::polynomial(&top);
        if !f.is_zero() {
            f.push(divisors[i].0.clone(), -(j as i32));
        }
        f
    };
    Some(tops.into_iter().map(fraction).collect())
}

fn coefficient(p: &Poly, v: u32, power: u32) -> Poly {
    p.coefficients(v).into_iter().find(|c| c.0 == power).map_or_else(Poly::zero, |c| c.1)
}

/// The solution of a square system, if there is just one.
fn solved(kernels: &mut Kernels, mut rows: Vec<(Vec<Rational>, Poly)>) -> Option<Vec<Poly>> {
    for column in 0..rows.len() {
        let pivot = (column..rows.len()).find(|r| !rows[*r].0[column].is_zero())?;
        rows.swap(column, pivot);
        let inverse = rows[column].0[column].recip()?;
        let (left, right) = &mut rows[column];
        left.iter_mut().for_each(|x| *x = &*x * &inverse);
        *right = right.scaled(&inverse);
        let (left, right) = rows[column].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(r, row)| *r != column && !row.0[column].is_zero()) {
            kernels.budget().spend((left.len() + right.len()) as u64).ok()?;
            let times = row.0[column].clone();
            row.0.iter_mut().zip(&left).for_each(|(x, y)| *x = &*x - &(y * &times));
            row.1 = row.1.minus(&right.scaled(&times));
        }
    }
    Some(rows.into_iter().map(|r| r.1).collect())
}

/// Quotient and remainder by a polynomial whose first coefficient in `v` is a number.
pub fn divided(kernels: &mut Kernels, p: &Poly, d: &Poly, v: u32) -> Option<(Poly, Poly)> {
    let lead = d.coefficients(v).into_iter().next()?;
    let inverse = lead.1.as_constant()?.recip()?;
    let (mut rest, mut quotient) = (p.clone(), Poly::zero());
    while let Some((e, c)) = rest.coefficients(v).into_iter().next().filter(|x| x.0 >= lead.0) {
        kernels.budget().spend((c.len() * d.len()) as u64).ok()?;
        let step = c.scaled(&inverse).times(&Poly::monomial(Monomial::power(v, e - lead.0), Rational::ONE));
        rest = rest.minus(&step.times(d));
        quotient = quotient.plus(&step);
    }
    Some((quotient, rest))
}
