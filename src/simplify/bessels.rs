//! Bessel functions by those of two orders next to each other.

use super::shifts::{Family, families, substituted};
use crate::algebra::{Failure, Fraction, Knowledge, Normal};
use crate::term::{Func, Rational};

/// Orders further apart are left as they are.
const FARTHEST: i64 = 6;

/// The fraction with the functions of each argument in every pair of orders about those that stand there,
/// by `J(n + 1) + J(n - 1) = 2*n/u*J(n)` (DLMF 10.6.1): the derivative of `x*besselj(1, x)`.
pub fn variants<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let mut out = Vec::new();
    for family in families(n, f, Func::BesselJ, FARTHEST) {
        let Some((least, most)) = family.span() else { continue };
        for first in least - 1..=most {
            let known = most - least == 1 && first == least;
            out.extend(if known { None } else { in_pair(n, f, &family, first).ok().flatten() });
        }
    }
    out.retain(|g| g != f);
    out
}

/// The fraction with all functions of a family by those of one order and the next.
fn in_pair<K: Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    family: &Family,
    first: i64,
) -> Result<Option<Fraction>, Failure> {
    let pair = [first, first + 1];
    let lowest = family.first.as_constant().map(|order| order + &Rational::from(first));
    if lowest.is_some_and(|order| order.is_negative()) {
        return Ok(None);
    }
    let mut out = f.clone();
    for (distance, kernel) in family.members.iter().filter(|m| !pair.contains(&m.0)) {
        let value = by_pair(n, family, pair, *distance)?;
        match substituted(n, &out, *kernel, &value)? {
            Some(next) => out = next,
            None => return Ok(None),
        }
    }
    Ok(Some(out))
}

/// The function of one order by those of a pair: from the pair on, order by order.
fn by_pair<K: Knowledge>(
    n: &mut Normal<'_, K>,
    family: &Family,
    pair: [i64; 2],
    distance: i64,
) -> Result<Fraction, Failure> {
    let step = if distance < pair[0] { -1 } else { 1 };
    let [near, far] = if step < 0 { pair } else { [pair[1], pair[0]] };
    let (mut at, mut value, mut before) = (near, family.member(n, near)?, family.member(n, far)?);
    let inverse = family.others[0].pow(-1, &mut n.kernels)?;
    while at != distance {
        let order = family.at(n, at)?.scaled(&Rational::from(2)).times(&inverse, &mut n.kernels)?;
        let next = order.times(&value, &mut n.kernels)?.plus(&before.negated(), &mut n.kernels)?;
        (before, value, at) = (value, next, at + step);
    }
    Ok(value)
}
