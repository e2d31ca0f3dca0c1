//! Sums written in other terms: with what stands around them taken in, in the author's own shorter
//! sums.

use super::kernels::opaque;
use super::sums::{main_sum, push_grouped, push_sum, times_power, times_term};
use crate::algebra::emit::spell;
use crate::algebra::{Fraction, Kind, Knowledge, Monomial, Normal, Poly, Relations, regroup, single, spelling};
use crate::term::{Rational, TermId};

/// Longer sums take nothing in.
const MOST_DISTRIBUTED: usize = 8;

/// Higher powers of roots stay as they are.
const HIGHEST: u32 = 12;

/// Work units for writing one sum in terms of another.
const THROUGH: u64 = 20_000;

/// What stands in front of a sum or below it taken into the sum where that cancels something, for
/// `v*(2 - (v/a)^2)`, `((x/s)^2 - 2)/s` and `(12*x - 8*x^3)*exp(-x^2)`.
pub fn distributed<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    let Some((p, rest)) = main_sum(f).filter(|(p, _)| p.len() <= MOST_DISTRIBUTED) else { return };
    let number = Fraction::constant(rest.coefficient.clone());
    let mut inner = Vec::new();
    // A number in front of a sum is best taken in where every term has one already.
    let bare = |(m, c): &(Monomial, Rational)| c.abs().is_one() && !m.is_one();
    if number.coefficient.is_integer() && !number.coefficient.abs().is_one() && !p.terms().iter().any(bare) {
        inner.push(number.clone());
    }
    for (q, e) in &rest.factors {
        let is_power = |k: &u32| matches!(n.kernels.kind(*k), Kind::Exp { .. } | Kind::Power { .. });
        if let Some(k) = single(q).filter(|k| *e < 0 && p.degree(*k) > 0 && !is_power(k)) {
            let part = Fraction::kernel(k, (*e).max(-(p.degree(k) as i32)));
            let whole = number.coefficient.is_integer();
            inner.push(if whole { part } else { Fraction { coefficient: number.coefficient.clone(), ..part } });
        }
    }
    for part in inner {
        let parts = part.times_terms(&p, &mut n.kernels);
        let front = part.pow(-1, &mut n.kernels).and_then(|g| g.times(&rest, &mut n.kernels));
        let (Ok(mut parts), Ok(mut front)) = (parts, front) else { return };
        if front.coefficient.is_negative() {
            parts = parts.iter().map(Fraction::negated).collect();
            front = front.negated();
        }
        let mut sums = Vec::new();
        push_sum(n, &parts, &mut sums);
        push_grouped(n, parts, &mut sums);
        out.extend(sums.into_iter().map(|s| times_term(n, &front, s)));
    }
}

/// Powers of a sum with what stands on the other side to a multiple of their power taken in:
/// `(c^2 - x^2)^2/c^4` is `(1 - (x/c)^2)^2`.
pub fn distributed_powers<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    for (p, e) in f.factors.iter().filter(|(p, e)| *e != 1 && p.len() > 1 && p.len() <= MOST_DISTRIBUTED) {
        for (q, m) in f.factors.iter().filter(|(_, m)| m.signum() == -e.signum() && m % e == 0) {
            let Some(k) = single(q).filter(|k| p.degree(*k) > 0) else { continue };
            let part = Fraction::kernel(k, m / e);
            let Ok(parts) = part.times_terms(p, &mut n.kernels) else { continue };
            let mut rest = f.clone();
            rest.push(p.clone(), -e);
            rest.push(q.clone(), -m);
            let mut sums = Vec::new();
            push_sum(n, &parts, &mut sums);
            for sum in sums {
                let written = times_power(n, &rest, sum, *e);
                out.extend(regroup::regrouped(n.arena, written));
                out.push(written);
            }
        }
    }
}

/// Roots of sums over a letter above zero whose power stands on the other side taken in:
/// `v^2/(s^2 + v^2)^(3/2)` is `1/(v*(1 + (s/v)^2)^(3/2))`.
pub fn distributed_roots<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    for (root, e) in &f.factors {
        let Some(Kind::Root { radicand, index, .. }) = single(root).map(|k| n.kernels.kind(k).clone()) else {
            continue;
        };
        let Some(p) = sum_of(n, &radicand) else { continue };
        let (index, whole) = (index as i32, shared_exponent(f, &radicand));
        if e.unsigned_abs().max(whole.unsigned_abs()) > HIGHEST {
            continue;
        }
        let e = e + index * whole;
        let Some(scale) = radicand.coefficient.pow(-whole) else { continue };
        for k in p.variables() {
            let (degree, m) = (p.degree(k) as i32, exponent_of(n, f, k));
            let leaves = degree * e / index;
            let shortens = m.signum() == -e.signum() && (m + leaves).abs() < m.abs();
            let letter = spell(n, &Fraction::kernel(k, 1));
            if degree * e % index != 0 || !shortens || !n.facts.positive(n.arena, letter) {
                continue;
            }
            let part = Fraction::kernel(k, -degree).scaled(&radicand.coefficient);
            let Ok(parts) = part.times_terms(&p, &mut n.kernels) else { continue };
            let mut rest = f.scaled(&scale);
            rest.push(root.clone(), index * whole - e);
            radicand.factors.iter().for_each(|(q, _)| rest.push(q.clone(), -whole));
            rest.push(Poly::variable(k), leaves);
            let mut sums = Vec::new();
            push_sum(n, &parts, &mut sums);
            for sum in sums {
                let power = spelling::power(n.arena, sum, &Rational::new(e.abs().into(), index.into()));
                let written = times_power(n, &rest, power, e.signum());
                out.extend(regroup::regrouped(n.arena, written));
                out.push(written);
            }
        }
    }
}

/// A product of different short sums multiplied out, without the number in front.
fn sum_of<K: Knowledge>(n: &mut Normal<'_, K>, product: &Fraction) -> Option<Poly> {
    let mut sum = Poly::one();
    for (p, e) in &product.factors {
        if *e != 1 || p.len().max(sum.len()) > MOST_DISTRIBUTED {
            return None;
        }
        sum = sum.times_within(p, n.kernels.budget()).ok()?;
    }
    (2..=MOST_DISTRIBUTED).contains(&sum.len()).then_some(sum)
}

/// The power of a whole product that stands in a fraction.
fn shared_exponent(f: &Fraction, product: &Fraction) -> i32 {
    let exponents = || product.factors.iter().map(|(p, _)| f.exponent(p));
    let (least, most) = (exponents().min().unwrap_or(0), exponents().max().unwrap_or(0));
    if least > 0 { least } else { most.min(0) }
}

/// The exponent of a kernel, that of a root with what it is the root of: `x^(2/3)/x` is a root to the
/// power -1.
fn exponent_of<K: Knowledge>(n: &Normal<'_, K>, f: &Fraction, k: u32) -> i32 {
    let own = f.exponent(&Poly::variable(k));
    match n.kernels.kind(k) {
        Kind::Root { radicand, index, .. } => match radicand.factors.as_slice() {
            [(q, 1)] if radicand.coefficient.is_one() => own + *index as i32 * f.exponent(q),
            _ => own,
        },
        _ => own,
    }
}

/// Sums written in terms of a shorter sum of the author's, for formulas that depend on `x - m`
/// as a whole: `(x - m)^2 - s^2`, `1/(s^2 + (x - m)^2)`.
pub fn in_sub_sums<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    for (p, e) in f.factors.iter().filter(|(p, _)| p.len() > 1) {
        for sum in by_sub_sums(n, p) {
            let mut rest = f.clone();
            rest.push(p.clone(), -e);
            out.push(times_power(n, &rest, sum, *e));
        }
    }
}

/// A sum in terms of each of the author's that makes it shorter, and of the others that still do.
pub fn by_sub_sums<K: Knowledge>(n: &mut Normal<'_, K>, p: &Poly) -> Vec<TermId> {
    let shorter = n.spellings.iter().filter(|(q, _)| q.len() < p.len());
    let mut known: Vec<(Poly, TermId)> = shorter.map(|(q, s)| (q.clone(), s.0)).collect();
    known.sort_by_key(|k| k.1);
    let ways = known.iter().flat_map(|(q, spelled)| q.variables().into_iter().map(move |v| (q, v, *spelled)));
    let ways: Vec<(&Poly, u32, TermId)> = ways.collect();
    let found: Vec<Poly> = ways.iter().filter_map(|(q, v, spelled)| through(n, p, q, *v, *spelled)).collect();
    let in_others = |mut sum: Poly| {
        for (q, v, spelled) in &ways {
            // What is shorter than the square of a sum holds none.
            if sum.len() > 3 {
                sum = through(n, &sum, q, *v, *spelled).unwrap_or(sum);
            }
        }
        spell(n, &Fraction::polynomial(&sum))
    };
    found.into_iter().map(in_others).collect()
}

/// `p` as a sum of powers of `q` with coefficients of lower degree in `v`, if that is shorter.
fn through<K: Knowledge>(n: &mut Normal<'_, K>, p: &Poly, q: &Poly, v: u32, spelled: TermId) -> Option<Poly> {
    if q.degree(v) == 0 || p.degree(v) < q.degree(v) {
        return None;
    }
    let scale = n.spellings.get(q).map_or(Rational::ONE, |s| s.1.clone()).recip()?;
    let name = opaque(n, spelled).scaled(&scale);
    let new = n.kernels.budget().attempt(THROUGH, |budget| {
        let (mut sum, mut power, mut left) = (Poly::zero(), Poly::one(), p.clone());
        while !left.is_zero() {
            let Some((quotient, rest)) = left.divide_with_remainder(q, v, budget)? else { return Ok(None) };
            sum = sum.plus(&rest.times_within(&power, budget)?);
            power = power.times_within(&name, budget)?;
            left = quotient;
        }
        Ok(Some(sum))
    });
    new.ok()??.filter(|new| new.len() < p.len())
}

/// Sums with the square of a sine or a cosine in terms of both squares, where that is shorter:
/// `b^2 + (a^2 - b^2)*cos(x)^2` is `(a*cos(x))^2 + (b*sin(x))^2`.
pub fn in_both_waves<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    for (p, e) in f.factors.iter().filter(|(p, _)| (3..=MOST_DISTRIBUTED).contains(&p.len())) {
        for wave in p.variables() {
            let other = match n.kernels.kind(wave) {
                Kind::Sin { .. } => wave + 1,
                Kind::Cos { .. } => wave - 1,
                _ => continue,
            };
            let coefficients = p.coefficients(wave);
            let [(2, beside), (0, alone)] = coefficients.as_slice() else { continue };
            let both = alone.plus(beside);
            if both.is_zero() || both.len() >= beside.len() {
                continue;
            }
            let parts =
                [(alone, other), (&both, wave)].map(|(c, k)| Fraction::polynomial(&c.times(&Poly::variable(k).pow(2))));
            let mut rest = f.clone();
            rest.push(p.clone(), -e);
            let mut sums = Vec::new();
            push_sum(n, &parts, &mut sums);
            out.extend(sums.into_iter().map(|t| times_power(n, &rest, t, *e)));
        }
    }
}
