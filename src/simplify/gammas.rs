//! Gamma functions, and the slopes of their logarithms, by one of them.

use super::shifts::{Family, families, substituted};
use crate::algebra::{Failure, Fraction, Knowledge, Normal};
use crate::term::Func;

/// Arguments further apart are left as they are.
const FARTHEST: i64 = 8;

/// The fraction with the functions whose arguments differ by whole numbers by the one with the least argument,
/// and by the one with the greatest: `gamma(u + 1) = u*gamma(u)` (DLMF 5.5.1), `digamma(u + 1) = digamma(u) + 1/u`
/// (DLMF 5.5.2).
pub fn variants<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let mut out = Vec::new();
    for function in [Func::Gamma, Func::Digamma] {
        for family in families(n, f, function, FARTHEST) {
            let Some((least, most)) = family.span() else { continue };
            for one in [least, most] {
                out.extend(by_one(n, f, &family, function, one).ok().flatten());
            }
        }
    }
    out.retain(|g| g != f);
    out
}

fn by_one<K: Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    family: &Family,
    function: Func,
    one: i64,
) -> Result<Option<Fraction>, Failure> {
    let mut out = f.clone();
    for (distance, kernel) in family.members.iter().filter(|m| m.0 != one) {
        let mut value = family.member(n, one)?;
        for step in one.min(*distance)..one.max(*distance) {
            let (up, between) = (distance > &one, family.at(n, step)?);
            let inverse = between.pow(-1, &mut n.kernels)?;
            value = match (function, up) {
                (Func::Gamma, true) => value.times(&between, &mut n.kernels)?,
                (Func::Gamma, false) => value.times(&inverse, &mut n.kernels)?,
                (_, true) => value.plus(&inverse, &mut n.kernels)?,
                (_, false) => value.plus(&inverse.negated(), &mut n.kernels)?,
            };
        }
        match substituted(n, &out, *kernel, &value)? {
            Some(next) => out = next,
            None => return Ok(None),
        }
    }
    Ok(Some(out))
}
