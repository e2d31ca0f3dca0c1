//! The bases one fraction can be written in: sines or cosines, those of [`angles`], exponentials
//! with either sign, signs and absolute values.

use super::angles::angles;
use super::half_waves::half_waves;
use super::halves::halved_roots;
use super::kernels::{called, opaque, replaced};
use super::turns;
use crate::algebra::emit::spell;
use crate::algebra::spelling::scaled;
use crate::algebra::{Fraction, Key, Kind, Knowledge, Monomial, Normal, Poly, Relations};
use crate::term::{Func, Node, Operator, Rational, TermId};

/// How many bases are combined with others.
const COMBINED: usize = 4;
/// About how many bases are tried in all.
const MOST: usize = 40;

/// The fraction in every other basis that applies, up to a bound.
pub fn variants<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let mut out = Vec::new();
    for kernel in f.variables() {
        match n.kernels.kind(kernel).clone() {
            Kind::Exp { .. } => out.extend(flipped(n, f, kernel)),
            Kind::Cos { .. } => out.extend(in_sines(n, f, kernel - 1)),
            Kind::Sin { angle, lattice } => {
                out.extend(homogeneous(f, kernel));
                let unit = scaled(n.arena, angle, &Rational::new(1, lattice));
                out.extend(half_waves(n, f, kernel, unit));
            }
            _ => {}
        }
    }
    out.extend(signed(n, f));
    out.extend(turns::joined(n, f));
    out.extend(halved_roots(n, f));
    // Each basis combines with each of the others, so only a few of many are combined.
    let combined: Vec<Fraction> = [f].into_iter().chain(out.iter().take(COMBINED)).cloned().collect();
    for g in &combined {
        if out.len() < MOST {
            out.extend(angles(n, g));
        }
    }
    out.retain(|g| g != f);
    out
}

/// Another kernel for `exp(-u)`, or `b^(-u)`, so that sums can be written with either sign of the exponent:
/// `1/(1 + exp(-x))`, `exp(-x)*(1 - exp(-x))`.
fn flipped<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, kernel: u32) -> Option<Fraction> {
    let Kind::Exp { exponent, lattice, power } = *n.kernels.kind(kernel) else { return None };
    let mut negated = |e| match n.arena.node(e) {
        Node::Neg(a) => a,
        _ => n.arena.neg(e),
    };
    let (exponent, power) = (negated(exponent), power.map(|(base, e)| (base, negated(e))));
    let key = match power {
        Some((base, e)) => n.arena.binary(Operator::Pow, base, e),
        None => n.arena.call(Func::Exp, exponent),
    };
    let other = n.kernels.intern(Key::Term(key), || Kind::Exp { exponent, lattice, power });
    let mut out = replaced(f, |p| {
        let degree = p.degree(kernel);
        let turned = |(m, c): &(Monomial, Rational)| {
            (m.without(kernel).times(&Monomial::power(other, degree - m.degree(kernel))), c.clone())
        };
        Some(Poly::from_terms(p.terms().iter().map(turned).collect()))
    })?;
    for (p, e) in &f.factors {
        out.push(Poly::variable(other), -(p.degree(kernel) as i32) * e);
    }
    Some(out)
}

/// The fraction with signs for absolute values, as far as these stand with what they are of.
pub fn signed<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let is_size = |k: &u32| matches!(n.kernels.kind(*k), Kind::Abs { .. });
    let sizes: Vec<u32> = f.variables().into_iter().filter(is_size).collect();
    let mut out: Vec<Fraction> = sizes.iter().flat_map(|k| without_sizes(n, f, *k)).collect();
    let mut all = f.clone();
    for k in sizes {
        all = one_sided(n, &all, k).unwrap_or(all);
    }
    out.extend((all != *f).then_some(all));
    out
}

/// `|u| + u` in a sum as `2*max(0, u)`, and `|u| - u` as `2*max(0, -u)`, for formulas with a maximum.
fn one_sided<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, size: u32) -> Option<Fraction> {
    let Kind::Abs { argument, .. } = n.kernels.kind(size).clone() else { return None };
    let [(q, 1)] = argument.factors.as_slice() else { return None };
    let mut found = None::<Fraction>;
    for (p, e) in &f.factors {
        let groups = p.coefficients(size);
        let [(1, a), (0, b)] = groups.as_slice() else { continue };
        let product = a.times(q);
        for (rest, side) in [(b.minus(&product), q.clone()), (b.plus(&product), q.scaled(&Rational::from(-1)))] {
            if rest.len() >= b.len() {
                continue;
            }
            let greater = greater_than_zero(n, &side);
            let sum = greater.times(a).scaled(&Rational::from(2)).plus(&rest);
            let out = found.get_or_insert_with(|| f.clone());
            out.push(p.clone(), -e);
            out.push_polynomial(&sum, *e);
            // u*max(0, u) is the square of the maximum.
            if side == *q && *e > 0 && rest.is_zero() && out.exponent(q) > 0 {
                out.push(q.clone(), -1);
                out.push(greater, 1);
            }
        }
    }
    found
}

fn greater_than_zero<K: Knowledge>(n: &mut Normal<'_, K>, p: &Poly) -> Poly {
    let (zero, side) = (n.arena.integer(0), spell(n, &Fraction::polynomial(p)));
    let greater = n.arena.add(Node::Call2(Func::Max, zero, side));
    opaque(n, greater)
}

/// `u/|u|`, and `|u|/u`, as the sign of u, and `|u|/u^2` as `1/|u|`.
fn without_sizes<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, size: u32) -> Vec<Fraction> {
    let sign = match f.exponent(&Poly::variable(size)) {
        e @ (1 | -1) => without_size(n, f, size, (-e, Func::Sign, 1)),
        _ => return Vec::new(),
    };
    let below = without_size(n, f, size, (-2, Func::Abs, -1)).filter(|_| f.exponent(&Poly::variable(size)) == 1);
    sign.into_iter().chain(below).collect()
}

/// The power of an absolute value and one of its argument, if that stands in the fraction, as a power
/// of a function of the argument.
fn without_size<K: Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    size: u32,
    (taken, function, exponent): (i32, Func, i32),
) -> Option<Fraction> {
    let Kind::Abs { argument, inner } = n.kernels.kind(size).clone() else { return None };
    let mut out = f.clone();
    for (p, m) in &argument.factors {
        let (own, part) = (f.exponent(p), m * taken);
        if own.signum() != part.signum() || own.abs() < part.abs() {
            return None;
        }
        out.push(p.clone(), -part);
    }
    out.coefficient = &out.coefficient * &argument.coefficient.pow(-taken)?;
    out.push(Poly::variable(size), -f.exponent(&Poly::variable(size)));
    let value = called(n, function, inner);
    out.push(value, exponent);
    Some(out)
}

/// Cosines above the first power replaced by sines: `1 - cos(x)^2` becomes `sin(x)^2`.
fn in_sines<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, sine: u32) -> Option<Fraction> {
    let s = Poly::variable(sine);
    let square = Poly::one().minus(&s.times(&s));
    replaced(f, |p| if p.len() > 1 { lower_degree(n, p, sine + 1, &square) } else { Some(p.clone()) })
}

/// Sums with a square of a sine or a cosine as sums of both squares, where that leaves fewer terms:
/// `a^2 + (b^2 - a^2)*sin(x)^2` becomes `a^2*cos(x)^2 + b^2*sin(x)^2`.
fn homogeneous(f: &Fraction, sine: u32) -> Option<Fraction> {
    replaced(f, |p| {
        for (own, other) in [(sine, sine + 1), (sine + 1, sine)] {
            let groups = p.coefficients(own);
            if p.degree(own) != 2 || groups.iter().any(|(e, c)| *e == 1 || c.degree(other) > 0) {
                continue;
            }
            let square = |k| Poly::monomial(Monomial::power(k, 2), Rational::ONE);
            let part = |degree| groups.iter().find(|g| g.0 == degree).map_or_else(Poly::zero, |g| g.1.clone());
            let new = part(2).plus(&part(0)).times(&square(own)).plus(&part(0).times(&square(other)));
            if new.len() < p.len() {
                return Some(new);
            }
        }
        Some(p.clone())
    })
}

/// Every `kernel²` in a polynomial replaced.
fn lower_degree<K: Knowledge>(n: &mut Normal<'_, K>, p: &Poly, kernel: u32, square: &Poly) -> Option<Poly> {
    let mut sum = Poly::zero();
    for (e, c) in p.coefficients(kernel) {
        let power = square.pow_within(e / 2, n.kernels.budget()).ok()?;
        let odd = Poly::monomial(Monomial::power(kernel, e % 2), Rational::ONE);
        sum = sum.plus(&c.times_within(&power, n.kernels.budget()).ok()?.times(&odd));
    }
    Some(sum)
}

/// Sums of one exponential centred around its middle, `exp(x) + exp(-x)`, as terms.
pub fn laurent<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Option<TermId> {
    let (p, e) = f.factors.iter().find(|(p, _)| p.len() > 1)?;
    let kernel = p
        .variables()
        .into_iter()
        .find(|k| matches!(n.kernels.kind(*k), Kind::Exp { power: None, .. }) && p.degree(*k) % 2 == 0)?;
    let middle = p.degree(kernel) as i32 / 2;
    let mut parts = Vec::new();
    for (m, c) in p.terms() {
        let mut part = Fraction::term(m, c);
        part.push(Poly::variable(kernel), -middle);
        parts.push(part);
    }
    let mut sums = Vec::new();
    super::sums::push_sum(n, &parts, &mut sums);
    let sum = sums.pop()?;
    let mut rest = f.clone();
    rest.push(p.clone(), -e);
    rest.push(Poly::variable(kernel), middle * e);
    let sum = opaque(n, sum);
    rest.push(sum, *e);
    Some(spell(n, &rest))
}
