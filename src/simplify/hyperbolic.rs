//! Fractions in exponentials written with hyperbolic functions.

use super::angles::in_double_angles;
use super::bases::signed;
use super::kernels::{binomial, called, replaced};
use crate::algebra::emit::sum_of_multiples;
use crate::algebra::order::compare_factors;
use crate::algebra::spelling::{product, scaled};
use crate::algebra::{Fraction, Key, Kind, Knowledge, Monomial, Normal, Poly};
use crate::term::{Arena, Func, Node, Operator, Rational, TermId};
use std::collections::BTreeMap;

/// Higher powers of tangents stay as they are.
const HIGHEST: u32 = 4;

/// Which sums are written by the cosine, by what they become and what they are: the fewest first.
type Fits = fn(&Poly, &Poly) -> bool;
const FITTING: [Fits; 3] = [|q, _| q.len() == 1, |q, p| q.len() < p.len(), |q, p| q.len() <= p.len()];

/// By multiples of half the exponent, the powers of the sine and of the cosine.
type Parts = BTreeMap<u32, (i32, i32)>;

/// The fraction with hyperbolic functions in every way that applies, and in the quotient of two
/// exponentials.
pub fn variants<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let kernels = f.variables();
    let mut out = hyperbolic(n, f, &kernels);
    for fits in FITTING {
        out.extend(squares(n, f, &kernels, fits).filter(|g| !out.contains(g)));
    }
    out.extend(in_double_angles(n, f));
    if !out.is_empty() {
        for g in signed(n, f) {
            out.extend(hyperbolic(n, &g, &g.variables()));
        }
    }
    if let Some(g) = in_quotient(n, f, &kernels) {
        out.extend(hyperbolic(n, &g, &g.variables()));
        out.push(g);
    }
    out.retain(|g| g != f);
    out
}

/// Sums in the square of `tanh(u)`, by the cosine: `(tanh(z) - y)/cosh(z)^2`, and `u*w + cosh(z)^2` from
/// `1 + u*w*(1 - tanh(z)^2)`; only those sums that fit what they become.
fn squares<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, kernels: &[u32], fits: Fits) -> Option<Fraction> {
    let mut found = None::<Fraction>;
    for &kernel in kernels {
        let Kind::Opaque(t) = *n.kernels.kind(kernel) else { continue };
        let Node::Call(Func::Tanh, u) = n.arena.node(t) else { continue };
        let cosine = called(n, Func::Cosh, u);
        for (p, e) in &f.factors {
            let Some(q) = by_cosine(p, kernel, &cosine).filter(|q| fits(q, p)) else { continue };
            let out = found.get_or_insert_with(|| f.clone());
            out.push(p.clone(), -e);
            out.push_polynomial(&q, *e);
            out.push(cosine.clone(), e.checked_mul(-(p.degree(kernel) as i32))?);
        }
    }
    found
}

/// A sum with `tanh^2 = 1 - 1/cosh^2` times the power of the cosine that clears its denominators; none where
/// the tangent has an odd power or a high one.
fn by_cosine(p: &Poly, tangent: u32, cosine: &Poly) -> Option<Poly> {
    let (degree, groups) = (p.degree(tangent), p.coefficients(tangent));
    if !(2..=HIGHEST).contains(&degree) || p.len() < 2 || groups.iter().any(|g| g.0 % 2 != 0) {
        return None;
    }
    let square = cosine.times(cosine);
    let below = square.minus(&Poly::one());
    let turned = groups
        .iter()
        .fold(Poly::zero(), |sum, (i, c)| sum.plus(&c.times(&below.pow(i / 2)).times(&square.pow((degree - i) / 2))));
    Some(turned)
}

/// Two exponentials that matter by their quotient alone as one: `exp(x + y)/(exp(x) + exp(y))^2` as
/// a fraction in `exp(x - y)`.
fn in_quotient<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, kernels: &[u32]) -> Option<Fraction> {
    let mut exponentials = Vec::new();
    for &kernel in kernels {
        if let Kind::Exp { power: None, exponent, lattice } = *n.kernels.kind(kernel) {
            exponentials.push((kernel, scaled(n.arena, exponent, &Rational::new(1, lattice))));
        }
    }
    let [(a, above), (b, below)] = exponentials[..] else { return None };
    let degree = |m: &Monomial| m.degree(a) + m.degree(b);
    let first = |p: &Poly| p.terms().first().map_or(0, |t| degree(&t.0));
    let total: i64 = f.factors.iter().map(|(p, e)| i64::from(first(p)) * i64::from(*e)).sum();
    if total != 0 || f.factors.iter().any(|(p, _)| p.terms().iter().any(|t| degree(&t.0) != first(p))) {
        return None;
    }
    let exponent = sum_of_multiples(n, &[(above, Rational::ONE), (below, Rational::from(-1))]);
    let key = n.arena.call(Func::Exp, exponent);
    let quotient = n.kernels.intern(Key::Term(key), || Kind::Exp { exponent, lattice: 1, power: None });
    replaced(f, |p| {
        let turned = |(m, c): &(Monomial, Rational)| {
            (m.without(a).without(b).times(&Monomial::power(quotient, m.degree(a))), c.clone())
        };
        Some(Poly::from_terms(p.terms().iter().map(turned).collect()))
    })
}

/// Exponentials as hyperbolic functions: `E^m + 1 = 2 E^(m/2) cosh(m u/2)`, and likewise with a
/// minus sign, for formulas such as `(exp(x) - exp(-x))/(exp(x) + exp(-x))`.
fn hyperbolic<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, kernels: &[u32]) -> Vec<Fraction> {
    let mut out = Vec::new();
    for &kernel in kernels {
        let in_it = |(p, _): &(Poly, i32)| p.len() > 1 && p.only_variable() == Some(kernel);
        if let Kind::Exp { power, exponent, lattice } = *n.kernels.kind(kernel)
            && f.factors.iter().any(in_it)
        {
            let exponent = power.map_or(exponent, |(base, e)| times_log(n.arena, base, e));
            let unit = scaled_exponent(n, exponent, lattice);
            let Some((rest, parts)) = centred(n, f, kernel) else { continue };
            for style in [Style::Paired, Style::Apart, Style::Doubled] {
                out.extend(styled(n, &rest, &parts, unit, style));
            }
        }
    }
    out
}

/// The exponent for which a power is an exponential.
fn times_log(arena: &mut Arena, base: TermId, exponent: TermId) -> TermId {
    let (negative, size) = match arena.node(exponent) {
        Node::Neg(e) => (true, e),
        _ => (false, exponent),
    };
    let (above, below) = match arena.node(size) {
        Node::Binary(Operator::Div, a, b) => (a, Some(b)),
        _ => (size, None),
    };
    let mut factors = [above, arena.call(Func::Log, base)];
    factors.sort_by(|a, b| compare_factors(arena, *a, *b));
    let product = product(arena, &factors);
    let out = below.map_or(product, |b| arena.binary(Operator::Div, product, b));
    if negative { arena.neg(out) } else { out }
}

/// How hyperbolic functions are written.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    /// Sines and cosines of one argument brought together as double arguments or tangents.
    Paired,
    /// As they come.
    Apart,
    /// Paired, and squares by the double argument: `2*cosh(w)^2` is `1 + cosh(2*w)`.
    Doubled,
}

/// The exponent of one kernel, in half units, without a sign.
fn scaled_exponent<K: Knowledge>(n: &mut Normal<'_, K>, exponent: TermId, lattice: i64) -> (TermId, i64, bool) {
    match n.arena.node(exponent) {
        Node::Neg(a) => (a, lattice, true),
        _ => (exponent, lattice, false),
    }
}

/// The binomials of one kernel as hyperbolic functions, without the powers of two, and the rest.
fn centred<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, kernel: u32) -> Option<(Fraction, Parts)> {
    let mut rest = f.clone();
    let mut parts: Parts = Default::default();
    let mut shift = 0i64;
    for (p, e) in &f.factors {
        let pieces = if p.len() > 1 && p.only_variable() == Some(kernel) { n.factors(p).ok()? } else { continue };
        let known: Vec<(u32, bool, u32)> = pieces
            .1
            .iter()
            .map(|(q, m)| binomial(q, kernel).map(|(d, plus)| (d, plus, *m)))
            .collect::<Option<_>>()
            .unwrap_or_default();
        let pieces = if known.len() == pieces.1.len() {
            known
        } else {
            vec![binomial(p, kernel).map(|(d, plus)| (d, plus, 1))?]
        };
        rest.push(p.clone(), -e);
        for (d, plus, m) in pieces {
            let slot = parts.entry(d).or_default();
            *(if plus { &mut slot.1 } else { &mut slot.0 }) += e * m as i32;
            shift += i64::from(d) * i64::from(*e) * i64::from(m);
        }
    }
    let total: i64 = i64::from(f.exponent(&Poly::variable(kernel))) * 2 + shift;
    if parts.is_empty() || total % 2 != 0 {
        return None;
    }
    let e = i64::from(f.exponent(&Poly::variable(kernel)));
    rest.push(Poly::variable(kernel), i32::try_from(total / 2 - e).ok()?);
    Some((rest, parts))
}

/// What is centred, written in one style; `None` where that is the same as another.
fn styled<K: Knowledge>(
    n: &mut Normal<'_, K>,
    rest: &Fraction,
    parts: &Parts,
    unit: (TermId, i64, bool),
    style: Style,
) -> Option<Fraction> {
    let (mut rest, mut parts) = (rest.clone(), parts.clone());
    let mut power_of_two = parts.values().map(|(s, c)| s + c).sum::<i32>();
    if style != Style::Apart {
        power_of_two -= join_pairs(&mut parts);
    }
    if style == Style::Doubled {
        if !parts.values().any(are_even) {
            return None;
        }
        power_of_two -= double_squares(n, &mut rest, &mut parts, unit);
    }
    write_hyperbolic(n, &mut rest, &parts, unit);
    rest.coefficient = &rest.coefficient * &Rational::from(2).pow(power_of_two)?;
    Some(rest)
}

/// `sinh(w) cosh(w)` becomes `sinh(2 w)/2`, from small arguments to large; returns the halves taken out.
fn join_pairs(parts: &mut Parts) -> i32 {
    let mut halves = 0;
    let mut next = parts.keys().next().copied();
    while let Some(d) = next {
        let (s, c) = parts[&d];
        if s * c > 0 {
            let shared = s.abs().min(c.abs()) * s.signum();
            parts.insert(d, (s - shared, c - shared));
            parts.entry(2 * d).or_default().0 += shared;
            halves += shared;
        }
        next = parts.range(d + 1..).next().map(|x| *x.0);
    }
    halves
}

/// Whether a sine and a cosine stand to even powers.
fn are_even((s, c): &(i32, i32)) -> bool {
    s % 2 == 0 && c % 2 == 0 && (*s, *c) != (0, 0)
}

/// Even powers become sums with a cosine of the double argument, `2*sinh(w)^2 = cosh(2*w) - 1`;
/// returns the halves taken out.
fn double_squares<K: Knowledge>(
    n: &mut Normal<'_, K>,
    rest: &mut Fraction,
    parts: &mut Parts,
    (exponent, lattice, _): (TermId, i64, bool),
) -> i32 {
    let mut halves = 0;
    for (d, powers) in parts.iter_mut().filter(|x| are_even(x.1)) {
        let (s, c) = std::mem::take(powers);
        let double = scaled(n.arena, exponent, &Rational::new(i64::from(*d), lattice));
        let cosine = called(n, Func::Cosh, double);
        rest.push(cosine.minus(&Poly::one()), s / 2);
        rest.push(cosine.plus(&Poly::one()), c / 2);
        halves += (s + c) / 2;
    }
    halves
}

fn write_hyperbolic<K: Knowledge>(
    n: &mut Normal<'_, K>,
    rest: &mut Fraction,
    parts: &Parts,
    (exponent, lattice, negative): (TermId, i64, bool),
) {
    for (d, (s, c)) in parts {
        let argument = scaled(n.arena, exponent, &Rational::new(i64::from(*d), 2 * lattice));
        if negative && s % 2 != 0 {
            rest.coefficient = -rest.coefficient.clone();
        }
        let shared = if s * c < 0 { s.abs().min(c.abs()) * s.signum() } else { 0 };
        for (function, e) in [(Func::Tanh, shared), (Func::Sinh, s - shared), (Func::Cosh, c + shared)] {
            if e != 0 {
                let k = called(n, function, argument);
                rest.push(k, e);
            }
        }
    }
}
