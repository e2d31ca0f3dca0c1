//! Bessel functions by those of two orders next to each other.

use crate::algebra::emit::spell;
use crate::algebra::{Failure, Fraction, Key, Kind, Knowledge, Normal, Poly};
use crate::term::{Func, Node, Rational, TermId};

/// Orders further apart are left as they are.
const FARTHEST: i64 = 6;

/// The functions of one argument, by how far their orders are from the first one's.
struct Family {
    order: Fraction,
    argument: Fraction,
    written: TermId,
    members: Vec<(i64, u32)>,
}

/// The fraction with the functions of each argument in every pair of orders about those that stand there,
/// by `J(n + 1) + J(n - 1) = 2*n/u*J(n)` (DLMF 10.6.1): the derivative of `x*besselj(1, x)`.
pub fn variants<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let mut out = Vec::new();
    if !(0..n.kernels.len() as u32).any(|kernel| argument(n, kernel).is_some()) {
        return out;
    }
    for family in families(n, f) {
        let offsets = || family.members.iter().map(|m| m.0);
        let (Some(least), Some(most)) = (offsets().min(), offsets().max()) else { continue };
        if least == most || most - least > FARTHEST {
            continue;
        }
        for first in least - 1..=most {
            let known = most - least == 1 && first == least;
            out.extend(if known { None } else { in_pair(n, f, &family, first).ok().flatten() });
        }
    }
    out.retain(|g| g != f);
    out
}

fn families<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Family> {
    let mut out: Vec<Family> = Vec::new();
    for kernel in f.variables() {
        let Some(written) = argument(n, kernel) else { continue };
        let Some(Key::Call(_, arguments)) = n.kernels.key(kernel).cloned() else { continue };
        let [order, argument] = &arguments[..] else { continue };
        let place = |family: &Family| {
            let apart = order.plus(&family.order.negated(), &mut n.kernels).ok()?;
            apart.as_constant().and_then(Rational::to_i64).filter(|_| family.argument == *argument)
        };
        let found = out.iter().map(place).enumerate().find_map(|(i, offset)| Some((i, offset?)));
        match found {
            Some((i, offset)) => out[i].members.push((offset, kernel)),
            None => out.push(Family {
                order: order.clone(),
                argument: argument.clone(),
                written,
                members: vec![(0, kernel)],
            }),
        }
    }
    out
}

/// The argument of a kernel that is a Bessel function.
fn argument<K: Knowledge>(n: &Normal<'_, K>, kernel: u32) -> Option<TermId> {
    let Kind::Opaque(term) = *n.kernels.kind(kernel) else { return None };
    let Node::Call2(Func::BesselJ, _, argument) = n.arena.node(term) else { return None };
    Some(argument)
}

/// The fraction with all functions of a family by those of one order and the next.
fn in_pair<K: Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    family: &Family,
    first: i64,
) -> Result<Option<Fraction>, Failure> {
    let pair = [first, first + 1];
    let lowest = family.order.as_constant().map(|order| order + &Rational::from(first));
    if lowest.is_some_and(|order| order.is_negative()) {
        return Ok(None);
    }
    let mut out = f.clone();
    for (offset, kernel) in &family.members {
        if pair.contains(offset) {
            continue;
        }
        let value = by_pair(n, family, pair, *offset)?;
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
    offset: i64,
) -> Result<Fraction, Failure> {
    let step = if offset < pair[0] { -1 } else { 1 };
    let [near, far] = if step < 0 { pair } else { [pair[1], pair[0]] };
    let (mut at, mut value, mut before) = (near, member(n, family, near)?, member(n, family, far)?);
    let inverse = family.argument.pow(-1, &mut n.kernels)?;
    while at != offset {
        let order = order(n, family, at)?.scaled(&Rational::from(2)).times(&inverse, &mut n.kernels)?;
        let next = order.times(&value, &mut n.kernels)?.plus(&before.negated(), &mut n.kernels)?;
        (before, value, at) = (value, next, at + step);
    }
    Ok(value)
}

fn order<K: Knowledge>(n: &mut Normal<'_, K>, family: &Family, offset: i64) -> Result<Fraction, Failure> {
    family.order.plus(&Fraction::constant(Rational::from(offset)), &mut n.kernels)
}

/// The function with the order that far from the family's first.
fn member<K: Knowledge>(n: &mut Normal<'_, K>, family: &Family, offset: i64) -> Result<Fraction, Failure> {
    if let Some((_, kernel)) = family.members.iter().find(|m| m.0 == offset) {
        return Ok(Fraction::kernel(*kernel, 1));
    }
    let order = order(n, family, offset)?;
    let written = spell(n, &order);
    let term = n.arena.call2(Func::BesselJ, written, family.written);
    let key = Key::Call(Func::BesselJ, vec![order, family.argument.clone()]);
    let kernel = n.kernels.intern(key, || Kind::Opaque(term));
    Ok(Fraction::kernel(kernel, 1))
}

/// The fraction with a kernel's value in its place; none where a factor becomes 0.
fn substituted<K: Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    kernel: u32,
    value: &Fraction,
) -> Result<Option<Fraction>, Failure> {
    let (above, below) = value.split();
    let above = above.expanded(&mut n.kernels)?.scaled(&value.coefficient);
    let below = below.expanded(&mut n.kernels)?;
    let mut out = Fraction::constant(f.coefficient.clone());
    for (p, e) in &f.factors {
        let degree = p.degree(kernel);
        let mut sum = Poly::zero();
        for (power, coefficient) in p.coefficients(kernel) {
            let part = above.pow(power).times(&below.pow(degree - power));
            sum = sum.plus(&coefficient.times(&part));
        }
        if sum.is_zero() {
            return Ok(None);
        }
        let part = Fraction::polynomial(&sum).pow(*e, &mut n.kernels)?;
        let divisor = Fraction::polynomial(&below).pow(-e * degree as i32, &mut n.kernels)?;
        out = out.times(&part, &mut n.kernels)?.times(&divisor, &mut n.kernels)?;
    }
    Ok(Some(out))
}
