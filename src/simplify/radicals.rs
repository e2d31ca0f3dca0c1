//! Roots with their radicands as they stand.

use super::kernels::opaque;
use super::within::by_sub_sums;
use crate::algebra::{Fraction, Kind, Knowledge, Normal, Poly, single, spelling};
use crate::term::{Rational, TermId};

/// Shorter radicands hold no square of a sum.
const LONG: usize = 4;

/// Powers of a root whose radicand is a fraction, written with the radicand as it stands:
/// `x/sqrt(1 + (x/k)^2)`, `v/(c^2*(1 - v^2/c^2)^(3/2))`.
pub fn root_shifts<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let mut out = Vec::new();
    for (p, e) in &f.factors {
        let Some(kernel) = single(p) else { continue };
        let Kind::Root { radicand, base, index } = n.kernels.kind(kernel).clone() else { continue };
        let plain = matches!(radicand.factors.as_slice(), [(_, 1)]) && radicand.coefficient.is_one();
        if plain || radicand.factors.is_empty() {
            continue;
        }
        for shift in [-3, -2, -1, 1] {
            let mut rest = f.clone();
            rest.push(p.clone(), -e);
            let Ok(back) = radicand.pow(-shift, &mut n.kernels) else { continue };
            let Ok(mut rest) = rest.times(&back, &mut n.kernels) else { continue };
            let exponent = &Rational::new(i64::from(*e), i64::from(index)) + &Rational::from(i64::from(shift));
            let power = spelling::power(n.arena, base, &exponent.abs());
            let power = opaque(n, power);
            rest.push(power, exponent.signum());
            out.push(rest);
        }
    }
    out
}

/// The fraction with roots in the author's spelling.
pub fn by_author<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let mut out = Vec::new();
    for (p, e) in &f.factors {
        let Some(kernel) = single(p) else { continue };
        let Kind::Root { radicand, index, .. } = n.kernels.kind(kernel).clone() else { continue };
        if let ([(q, 1)], true) = (radicand.factors.as_slice(), radicand.coefficient.is_one()) {
            out.extend(root_by_author(n, f, (p, *e), (q, index)));
            let sums = if q.len() >= LONG { by_sub_sums(n, q) } else { Vec::new() };
            out.extend(
                sums.into_iter().filter_map(|sum| with_radicand(n, f, (p, *e), (q, index), (sum, Rational::ONE))),
            );
        }
    }
    out
}

/// A power of a root with the author's spelling of the radicand where that is a square number times as
/// large: `sqrt((a - b)^2 + 4*w^2)` is `2*sqrt(((a - b)/2)^2 + w^2)`.
fn root_by_author<K: Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    (root, e): (&Poly, i32),
    (radicand, index): (&Poly, u32),
) -> Option<Fraction> {
    let (spelled, scale) = n.spellings.get(radicand).filter(|s| !s.1.is_one())?.clone();
    let size = scale.recip()?.exact_root(index as usize)?;
    with_radicand(n, f, (root, e), (radicand, index), (spelled, size))
}

/// The power of a root with its radicand spelled another way, times what that root is smaller by.
fn with_radicand<K: Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    (root, e): (&Poly, i32),
    (radicand, index): (&Poly, u32),
    (spelled, size): (TermId, Rational),
) -> Option<Fraction> {
    // Whole powers of the radicand join those of the root.
    let whole = f.exponent(radicand);
    let total = e.checked_add(whole.checked_mul(index as i32)?)?;
    let mut rest = f.clone();
    rest.push(root.clone(), -e);
    rest.push(radicand.clone(), -whole);
    rest.coefficient = &rest.coefficient * &size.pow(total)?;
    let power = spelling::power(n.arena, spelled, &Rational::new(i64::from(total.abs()), i64::from(index)));
    let power = opaque(n, power);
    rest.push(power, total.signum());
    Some(rest)
}
