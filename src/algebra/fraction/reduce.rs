//! Fractions in lowest terms: divisors that factors share, and powers of kernels that have a relation.

use super::super::{Monomial, Poly, gcd};
use super::{Failure, Fraction, Relations, single};
use crate::term::Rational;
use std::borrow::Cow;

/// Splits denominators that share a divisor, so that the common denominator is the least one.
pub(super) fn coprime_denominators<'a>(
    a: &'a Fraction,
    b: &'a Fraction,
    kernels: &mut impl Relations,
) -> Result<(Cow<'a, Fraction>, Cow<'a, Fraction>), Failure> {
    let (mut a, mut b) = (Cow::Borrowed(a), Cow::Borrowed(b));
    let lower = |f: &Fraction| -> Vec<Poly> { f.factors.iter().filter(|x| x.1 < 0).map(|x| x.0.clone()).collect() };
    for p in lower(&a) {
        for q in lower(&b) {
            if p == q || a.exponent(&p) == 0 || b.exponent(&q) == 0 {
                continue;
            }
            let shared = gcd(&p, &q, kernels.budget())?;
            if shared.as_constant().is_none() {
                split_factor(a.to_mut(), &p, &shared);
                split_factor(b.to_mut(), &q, &shared);
            }
        }
    }
    Ok((a, b))
}

/// Writes the factor `p` as `divisor · rest`.
fn split_factor(f: &mut Fraction, p: &Poly, divisor: &Poly) {
    let exponent = f.exponent(p);
    if let Some(rest) = p.divide_exact(divisor).filter(|_| exponent != 0 && p != divisor) {
        f.push(p.clone(), -exponent);
        f.push_polynomial(divisor, exponent);
        f.push_polynomial(&rest, exponent);
    }
}

/// Divides factors above the line by divisors they share with factors below it.
pub(super) fn cancel(mut f: Fraction, kernels: &mut impl Relations) -> Result<Fraction, Failure> {
    loop {
        let Some((p, q, shared)) = shared_divisor(&f, kernels)? else { return Ok(f) };
        split_factor(&mut f, &p, &shared);
        split_factor(&mut f, &q, &shared);
    }
}

fn shared_divisor(f: &Fraction, kernels: &mut impl Relations) -> Result<Option<(Poly, Poly, Poly)>, Failure> {
    for (p, _) in f.factors.iter().filter(|x| x.1 > 0 && x.0.len() > 1) {
        for (q, _) in f.factors.iter().filter(|x| x.1 < 0 && x.0.len() > 1) {
            let shared = gcd(p, q, kernels.budget())?;
            if shared.as_constant().is_none() {
                return Ok(Some((p.clone(), q.clone(), shared)));
            }
        }
    }
    Ok(None)
}

/// Brings powers of single kernels with a relation below the relation's degree.
pub(super) fn reduce_powers(f: Fraction, kernels: &mut impl Relations) -> Result<Fraction, Failure> {
    // No relation is about a first power.
    let over = f.factors.iter().filter(|x| !(0..2).contains(&x.1)).find_map(|(p, e)| {
        let kernel = single(p)?;
        let (degree, value) = kernels.relation(kernel).filter(|_| kernels.relation_in_products(kernel))?;
        let whole = e.div_euclid(degree as i32);
        (whole != 0).then(|| (p.clone(), whole, degree as i32, value))
    });
    let Some((p, whole, degree, value)) = over else { return Ok(f) };
    let mut rest = f;
    rest.push(p, -whole * degree);
    let power = value.pow(whole, kernels)?;
    reduce_powers(rest.raw_times(&power), kernels)
}

/// The polynomial with every relation applied until none applies.
///
/// # Errors
/// When the budget is spent.
pub fn reduce(p: &Poly, kernels: &mut impl Relations) -> Result<Fraction, Failure> {
    for kernel in p.variables().into_iter().rev() {
        let own = p.degree(kernel);
        let relation = if own < 2 { None } else { kernels.relation(kernel) };
        let Some((degree, value)) = relation.filter(|(degree, _)| own >= *degree) else { continue };
        let highest = own / degree;
        kernels.budget().spend(p.len() as u64)?;
        let (above, below) = value.split();
        let (above, below) = (above.scaled(&value.coefficient).expanded(kernels)?, below.expanded(kernels)?);
        let mut sum = Poly::zero();
        for (exponent, coefficient) in p.coefficients(kernel) {
            let whole = exponent / degree;
            let power = above.pow_within(whole, kernels.budget())?;
            let rest = below.pow_within(highest - whole, kernels.budget())?;
            let left = Poly::monomial(Monomial::power(kernel, exponent % degree), Rational::ONE);
            let term = coefficient.times_within(&power, kernels.budget())?.times_within(&rest, kernels.budget())?;
            sum = sum.plus(&term.times(&left));
        }
        let denominator = Fraction::polynomial(&below).pow(-(highest as i32), kernels)?;
        return Ok(reduce(&sum, kernels)?.raw_times(&denominator));
    }
    Ok(Fraction::polynomial(p))
}
