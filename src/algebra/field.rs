//! Polynomials in one variable modulo the prime 2⁶¹ − 1, and their factors.
//!
//! Coefficients stand lowest first. Distinct-degree factoring and equal-degree splitting as in
//! Cantor, Zassenhaus, "A new algorithm for factoring polynomials over finite fields", 1981;
//! powers by the prime are compositions with xᵖ (von zur Gathen, Shoup, 1992).

use super::budget::{Budget, Exhausted};
use super::modular::{P, add, mul, pow, scramble, sub, trim};

/// A polynomial; the last coefficient is not 0.
pub(super) type Image = Vec<u64>;

/// How many random polynomials are tried to split one.
const TRIES: u64 = 60;

/// The irreducible monic factors of a monic polynomial without repeated factors; `None` if luck
/// runs out.
pub(super) fn irreducible(mut f: Image, budget: &mut Budget) -> Result<Option<Vec<Image>>, Exhausted> {
    let mut found = Vec::new();
    let mut frobenius = power_of_x(&f, budget)?;
    let (mut h, mut degree) = (frobenius.clone(), 1);
    while 2 * degree < f.len() {
        let shared = gcd(f.clone(), minus(&h, &[0, 1]));
        if shared.len() > 1 {
            f = quotient(f, &shared);
            match equal_degree(shared, degree, &frobenius, budget)? {
                Some(parts) => found.extend(parts),
                None => return Ok(None),
            }
            (h, frobenius) = (remainder(h, &f), remainder(frobenius, &f));
        }
        degree += 1;
        h = compose(&h, &frobenius, &f, budget)?;
    }
    if f.len() > 1 {
        found.push(f);
    }
    Ok(Some(found))
}

/// The factors of a product of irreducible polynomials of one degree.
fn equal_degree(f: Image, degree: usize, frobenius: &Image, b: &mut Budget) -> Result<Option<Vec<Image>>, Exhausted> {
    let (mut open, mut found, mut tried) = (vec![f], Vec::new(), 0);
    while let Some(f) = open.pop() {
        if f.len() == degree + 1 {
            found.push(f);
            continue;
        }
        tried += 1;
        if tried > TRIES {
            return Ok(None);
        }
        let random = (0..f.len() as u64 - 1).map(|i| scramble((tried << 32) + i)).collect();
        let power = half_power(random, degree, &remainder(frobenius.clone(), &f), &f, b)?;
        let part = gcd(f.clone(), minus(&power, &[1]));
        if part.len() > 1 && part.len() < f.len() {
            open.push(quotient(f, &part));
            open.push(part);
        } else {
            open.push(f);
        }
    }
    Ok(Some(found))
}

/// r to the power (pᵈ − 1)/2 modulo f: the norm r^(1 + p + … + p^(d−1)), to the power (p − 1)/2.
fn half_power(r: Image, degree: usize, frobenius: &Image, f: &Image, b: &mut Budget) -> Result<Image, Exhausted> {
    let (mut conjugate, mut norm) = (r.clone(), r);
    for _ in 1..degree {
        conjugate = compose(&conjugate, frobenius, f, b)?;
        norm = product(&norm, &conjugate, f);
    }
    b.spend(120 * cost(f))?;
    let mut power = norm.clone();
    // (p − 1)/2 is 2⁶⁰ − 1: sixty ones.
    for _ in 1..60 {
        power = product(&product(&power, &power, f), &norm, f);
    }
    Ok(power)
}

/// x to the power p modulo f; p is sixty-one ones.
fn power_of_x(f: &Image, budget: &mut Budget) -> Result<Image, Exhausted> {
    budget.spend(61 * cost(f))?;
    let mut power = remainder(vec![0, 1], f);
    for _ in 1..61 {
        power = product(&power, &power, f);
        power.insert(0, 0);
        power = remainder(power, f);
    }
    Ok(power)
}

/// What one product modulo f costs.
fn cost(f: &Image) -> u64 {
    1 + (f.len() * f.len()) as u64 / 8
}

/// h(x) modulo f.
fn compose(h: &Image, x: &Image, f: &Image, budget: &mut Budget) -> Result<Image, Exhausted> {
    budget.spend(h.len() as u64 * cost(f))?;
    let mut value = Image::new();
    for c in h.iter().rev() {
        value = product(&value, x, f);
        value = minus(&value, &[sub(0, *c)]);
    }
    Ok(value)
}

/// a·b modulo a monic f.
fn product(a: &[u64], b: &[u64], f: &Image) -> Image {
    remainder(times(a, b), f)
}

/// a·b.
pub(super) fn times(a: &[u64], b: &[u64]) -> Image {
    if a.is_empty() || b.is_empty() {
        return Image::new();
    }
    let mut out = vec![0; a.len() + b.len() - 1];
    for (i, x) in a.iter().enumerate() {
        for (slot, y) in out[i..].iter_mut().zip(b) {
            *slot = add(*slot, mul(*x, *y));
        }
    }
    out
}

fn minus(a: &[u64], b: &[u64]) -> Image {
    let mut out = a.to_vec();
    out.resize(a.len().max(b.len()), 0);
    for (slot, y) in out.iter_mut().zip(b) {
        *slot = sub(*slot, *y);
    }
    trim(&mut out);
    out
}

/// The remainder by a monic f.
fn remainder(mut a: Image, f: &Image) -> Image {
    divide(&mut a, f);
    a.truncate(f.len() - 1);
    trim(&mut a);
    a
}

/// The quotient by a monic f.
fn quotient(mut a: Image, f: &Image) -> Image {
    divide(&mut a, f);
    a.drain(..(f.len() - 1).min(a.len()));
    a
}

/// Long division by a monic f in place: the quotient above the remainder.
fn divide(a: &mut Image, f: &Image) {
    let low = f.len() - 1;
    for top in (low..a.len()).rev() {
        let c = a[top];
        for (slot, y) in a[top - low..top].iter_mut().zip(f) {
            *slot = sub(*slot, mul(c, *y));
        }
    }
}

/// The same polynomial with leading coefficient 1.
pub(super) fn monic(mut a: Image) -> Image {
    let inverse = pow(a.last().copied().unwrap_or(1), P - 2);
    a.iter_mut().for_each(|c| *c = mul(*c, inverse));
    a
}

/// The monic gcd.
pub(super) fn gcd(mut a: Image, mut b: Image) -> Image {
    while !b.is_empty() {
        b = monic(b);
        a = remainder(a, &b);
        std::mem::swap(&mut a, &mut b);
    }
    monic(a)
}

/// The derivative.
pub(super) fn derivative(a: &Image) -> Image {
    let mut out: Image = a.iter().enumerate().skip(1).map(|(i, c)| mul(*c, i as u64)).collect();
    trim(&mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_multiply_back_and_are_irreducible() {
        // x⁸ − 1, and a polynomial with scattered coefficients.
        let mut roots = vec![0; 9];
        (roots[0], roots[8]) = (P - 1, 1);
        let scattered = monic((1..=11).map(scramble).collect());
        for f in [roots, scattered] {
            let parts = irreducible(f.clone(), &mut Budget::new(1_000_000)).unwrap().unwrap();
            assert_eq!(parts.iter().fold(vec![1], |p, q| times(&p, q)), f);
            for part in parts {
                assert_eq!(irreducible(part.clone(), &mut Budget::new(1_000_000)), Ok(Some(vec![part])));
            }
        }
    }

    #[test]
    fn long_division() {
        let (a, f): (Image, Image) = ((1..=7).map(scramble).collect(), vec![5, 7, 1]);
        let (q, r) = (quotient(a.clone(), &f), remainder(a.clone(), &f));
        assert_eq!(minus(&a, &times(&q, &f)), r);
    }
}
