//! Factors of polynomials in one variable with whole coefficients.
//!
//! The polynomial is factored modulo the prime 2⁶¹ − 1 and subsets of the factors are read back
//! as whole coefficients and tried by exact division (Zassenhaus, "On Hensel factorization",
//! 1969, with a prime so large that nothing needs lifting for coefficients of usual size). Larger
//! true factors may be missed; what is found is always a factor.

use super::budget::{Budget, Exhausted};
use super::field::{self, Image};
use super::modular::{P, add, mul, residue};
use super::monomial::Monomial;
use super::newton;
use super::poly::Poly;
use crate::term::Rational;
use dashu::base::Gcd;
use dashu::integer::IBig;

/// Above this degree a polynomial is left alone.
const DEGREE: u32 = 64;

/// The units one polynomial may spend before it is left as it is.
const EFFORT: u64 = 50_000;

/// The factors of a primitive squarefree polynomial in one variable.
///
/// A polynomial in xᵏ is factored as one in x first, and the factors again after each prime of k
/// comes back, which keeps the number of subsets small.
pub(super) fn parts(p: &Poly, v: u32, budget: &mut Budget) -> Result<Vec<Poly>, Exhausted> {
    let k = p.terms().iter().fold(0, |k: u32, (m, _)| if k == 1 { 1 } else { shared(k, m.degree(v)) });
    let mut found = direct(respaced(p, v, |e| e / k.max(1)), v, budget)?;
    for prime in primes(k) {
        let mut next = Vec::new();
        for f in found {
            let inflated = respaced(&f, v, |e| e * prime);
            if newton::stays_whole(&dense(&f, v), prime) {
                next.push(inflated);
            } else {
                next.extend(direct(inflated, v, budget)?);
            }
        }
        found = next;
    }
    Ok(found)
}

/// The gcd, where 0 is divided by everything.
pub(super) fn shared(a: u32, b: u32) -> u32 {
    if a == 0 || b == 0 { a | b } else { a.gcd(b) }
}

fn respaced(p: &Poly, v: u32, power: impl Fn(u32) -> u32) -> Poly {
    Poly::of(p.terms().iter().map(|(m, c)| (Monomial::power(v, power(m.degree(v))), c.clone())).collect())
}

/// The prime factors with repetition; a large one is left out, since no degree limit allows it.
fn primes(mut k: u32) -> Vec<u32> {
    let mut found = Vec::new();
    let mut d = 2;
    while k > 1 && u64::from(d) * u64::from(d) <= u64::from(k) {
        while k.is_multiple_of(d) {
            found.push(d);
            k /= d;
        }
        d += 1;
    }
    found.extend((k > 1).then_some(k));
    found
}

fn direct(p: Poly, v: u32, budget: &mut Budget) -> Result<Vec<Poly>, Exhausted> {
    let degree = p.degree(v);
    if !(2..=DEGREE).contains(&degree) {
        return Ok(vec![p]);
    }
    if degree == 2 {
        return Ok(quadratic(&p, v).map_or_else(|| vec![p], Vec::from));
    }
    let coefficients = dense(&p, v);
    if !coefficients[0].is_zero() && newton::has_no_factors(&coefficients) {
        return Ok(vec![p]);
    }
    let image: Image = coefficients.iter().map(residue).collect();
    // A prime that divides the leading coefficient or the discriminant is no use.
    if image.last() == Some(&0) || field::gcd(image.clone(), field::derivative(&image)).len() > 1 {
        return Ok(vec![p]);
    }
    let found = budget.attempt(EFFORT, |part| match field::irreducible(field::monic(image), part)? {
        Some(factors) => recombine(p.clone(), v, factors, part),
        None => Ok(vec![p.clone()]),
    })?;
    Ok(found.unwrap_or_else(|| vec![p]))
}

/// The coefficients, lowest first.
fn dense(p: &Poly, v: u32) -> Vec<Rational> {
    let mut coefficients = vec![Rational::ZERO; p.degree(v) as usize + 1];
    p.terms().iter().for_each(|(m, c)| coefficients[m.degree(v) as usize] = c.clone());
    coefficients
}

/// The two factors of a primitive polynomial of degree 2, if its discriminant is a square.
fn quadratic(p: &Poly, v: u32) -> Option<[Poly; 2]> {
    let c = |e| p.terms().iter().find(|(m, _)| m.degree(v) == e).map_or(Rational::ZERO, |t| t.1.clone());
    let (a, b, c) = (c(2), c(1), c(0));
    let root = (&(&b * &b) - &(&Rational::from(4) * &(&a * &c))).exact_root(2)?;
    let twice = Poly::variable(v).scaled(&(&a + &a));
    let linear = |end: Rational| twice.plus(&Poly::constant(end)).primitive().1;
    let (first, second) = (linear(&b - &root), linear(&b + &root));
    // Up to a sign the product of primitive polynomials is the primitive one.
    Some(if a.is_negative() { [first.scaled(&Rational::from(-1)), second] } else { [first, second] })
}

/// Tries the products of one, two, … modular factors. Once all subsets of up to half the factors
/// have failed, the rest is irreducible.
fn recombine(mut p: Poly, v: u32, mut factors: Vec<Image>, budget: &mut Budget) -> Result<Vec<Poly>, Exhausted> {
    factors.sort();
    let (mut found, mut size) = (Vec::new(), 1);
    let mut chosen: Vec<usize> = vec![0];
    let mut filter = Filter::new(&p);
    while 2 * size <= factors.len() {
        budget.spend(1 + size as u64 / 8)?;
        if filter.passes(&factors, &chosen)
            && let Some((factor, rest)) = attempt(&p, v, &factors, &chosen, budget)?
        {
            found.push(factor);
            p = rest;
            filter = Filter::new(&p);
            chosen.iter().rev().for_each(|&i| drop(factors.remove(i)));
            // Subsets before this one have failed already, and still do.
            let start = chosen[0];
            chosen = (start..start + size).collect();
            if start + size <= factors.len() {
                continue;
            }
        } else if advance(&mut chosen, factors.len()) {
            continue;
        }
        size += 1;
        chosen = (0..size).collect();
    }
    if p.as_constant().is_none() {
        found.push(p);
    }
    Ok(found)
}

/// The next subset of the same size in lexicographic order.
fn advance(chosen: &mut [usize], count: usize) -> bool {
    let size = chosen.len();
    let Some(i) = (0..size).rev().find(|&i| chosen[i] + size - i < count) else { return false };
    let start = chosen[i] + 1;
    chosen[i..].iter_mut().enumerate().for_each(|(k, slot)| *slot = start + k);
    true
}

/// The factor that a subset stands for, with the quotient.
fn attempt(
    p: &Poly,
    v: u32,
    factors: &[Image],
    chosen: &[usize],
    budget: &mut Budget,
) -> Result<Option<(Poly, Poly)>, Exhausted> {
    let image =
        chosen.iter().fold(vec![residue(&p.leading_coefficient())], |image, &i| field::times(&image, &factors[i]));
    let terms = image.iter().enumerate().rev().filter(|x| *x.1 != 0);
    let term = |(e, c): (usize, &u64)| (Monomial::power(v, e as u32), Rational::from_integer(lifted(*c)));
    let factor = Poly::of(terms.map(term).collect()).primitive().1;
    Ok(p.divide_exact_within(&factor, budget)?.map(|rest| (factor, rest)))
}

/// Quick tests on the product of modular factors, before it is multiplied out.
///
/// A factor g of p, scaled to p's leading coefficient, is lead·∏(x − r) over some roots r of p.
/// Its constant term divides lead·p(0), unless that is 0, and by Cauchy's bound |r| ≤ 1 + max|pᵢ|/|lead| its second
/// coefficient is at most deg p · (|lead| + max|pᵢ|). A limit of half the prime tells nothing.
struct Filter {
    lead: u64,
    constant: u64,
    second: u64,
}

impl Filter {
    fn new(p: &Poly) -> Self {
        let lead = p.leading_coefficient();
        let limit = |c: Rational| c.to_i64().map_or(P, i64::unsigned_abs);
        let last = p.terms().last().filter(|t| t.0.is_one()).map(|t| &lead * &t.1);
        let norm = p.terms().iter().map(|t| t.1.abs()).max().unwrap_or(Rational::ZERO);
        let second = (norm + lead.abs()) * Rational::from(i64::from(p.total_degree()));
        Filter { lead: residue(&lead), constant: last.map_or(P, limit), second: limit(second) }
    }

    fn passes(&self, factors: &[Image], chosen: &[usize]) -> bool {
        let (mut constant, mut second) = (self.lead, 0);
        for f in chosen.iter().filter_map(|&i| factors.get(i)) {
            constant = mul(constant, f[0]);
            second = add(second, f[f.len() - 2]);
        }
        let size = |c: u64| c.min(P - c);
        size(constant) <= self.constant && size(mul(second, self.lead)) <= self.second
    }
}

/// The whole number between −p/2 and p/2.
fn lifted(c: u64) -> IBig {
    if c > P / 2 { IBig::from(c) - IBig::from(P) } else { IBig::from(c) }
}

#[cfg(test)]
mod tests {
    use super::super::samples::parse;
    use super::*;

    fn degrees(text: &str) -> Vec<u32> {
        let p = parse(text);
        let found = parts(&p, 0, &mut Budget::new(2_000_000)).unwrap();
        assert_eq!(found.iter().fold(Poly::one(), |q, f| q.times(f)), p);
        let mut degrees: Vec<u32> = found.iter().map(|f| f.degree(0)).collect();
        degrees.sort();
        degrees
    }

    #[test]
    fn factors_over_the_rationals() {
        assert_eq!(degrees("x^4 + 1"), [4]);
        assert_eq!(degrees("x^4 + 4"), [2, 2]);
        assert_eq!(degrees("x^12 - 1"), [1, 1, 2, 2, 2, 4]);
        assert_eq!(degrees("6 x^3 - 5 x^2 - 2 x + 1"), [1, 1, 1]);
        assert_eq!(degrees("x^5 - x - 1"), [5]);
        assert_eq!(degrees("x^10 + x^5 + 1"), [2, 8]);
        assert_eq!(degrees("x^8 - 40 x^6 + 352 x^4 - 960 x^2 + 576"), [8]);
    }

    #[test]
    fn the_sixty_cyclotomic_polynomials_come_apart() {
        assert_eq!(degrees("x^60 - 1").len(), 12);
    }

    #[test]
    fn what_takes_too_long_stays_whole() {
        // Modulo p, x^64 + 1 has 32 factors, and no product of fewer is a whole polynomial.
        assert_eq!(degrees("x^64 + 1"), [64]);
        assert_eq!(degrees("x^1024 - 1"), [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
    }

    #[test]
    fn subsets_come_in_order() {
        let mut chosen = vec![0, 1];
        let mut count = 1;
        while advance(&mut chosen, 5) {
            count += 1;
        }
        assert_eq!((count, chosen), (10, vec![3, 4]));
    }
}
