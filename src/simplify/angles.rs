//! Fractions in sines and cosines: as tangents, with double angles, as sums over multiple angles.

use super::halves::{half_tangents, halved, squares_doubled};
use super::kernels::called;
use crate::algebra::spelling::scaled;
use crate::algebra::{Fraction, Kind, Knowledge, Normal, Poly, Relations, single};
use crate::term::{Func, Node, Rational, TermId};

/// About how many kernels are looked at.
const MOST_KERNELS: usize = 20;

/// Products of sines and cosines as tangents and double angles, and sums of them as sums over
/// multiple angles: `sin(x)/cos(x)`, `2*sin(x)*cos(x)`, `1 - 2*sin(x)^2`.
pub fn angles<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let mut out = Vec::new();
    for kernel in f.variables().into_iter().take(MOST_KERNELS) {
        if let Kind::Sin { angle, lattice } = *n.kernels.kind(kernel) {
            let unit = scaled(n.arena, angle, &Rational::new(1, lattice));
            out.extend(as_tangent(n, f, kernel, unit));
            out.extend(half_tangents(n, f, kernel, unit));
            out.extend(squares_doubled(n, f, kernel, unit));
            out.extend(doubled(n, f, (kernel, kernel + 1), (Func::Sin, unit)));
            out.extend(by_cofactors(f, kernel));
            out.extend(multiples(n, f, kernel, unit));
        } else if let Kind::Cos { angle, lattice } = *n.kernels.kind(kernel) {
            let unit = scaled(n.arena, angle, &Rational::new(1, lattice));
            out.extend(multiples(n, f, kernel - 1, unit));
            out.extend(halved(n, f, kernel, unit));
            out.extend(squares_doubled(n, f, kernel, unit));
        }
    }
    out
}

/// A square of a cosine beside `1 + sin(u)` on the other side as `(1 - sin(u))*(1 + sin(u))`, and the
/// other way round: `(1 + sin(u))/cos(u)^2` is `1/(1 - sin(u))`.
fn by_cofactors(f: &Fraction, sine: u32) -> Option<Fraction> {
    for (own, other) in [(sine + 1, sine), (sine, sine + 1)] {
        let sign = f.exponent(&Poly::variable(own)) / 2;
        let ends = [1, -1].map(|end| Poly::variable(other).plus(&Poly::constant(Rational::from(end))));
        if sign == 0 || ends.iter().all(|p| f.exponent(p).signum() != -sign.signum()) {
            continue;
        }
        let mut out = f.negated();
        out.push(Poly::variable(own), -2 * sign.signum());
        ends.into_iter().for_each(|p| out.push(p, sign.signum()));
        return Some(out);
    }
    None
}

fn as_tangent<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, sine: u32, unit: TermId) -> Option<Fraction> {
    paired(n, f, (sine, sine + 1), (Func::Tan, Func::Cot), unit)
}

/// The quotient of two kernels as a function, or as another where it is upside down.
fn paired<K: Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    (sine, cosine): (u32, u32),
    (tangent, cotangent): (Func, Func),
    unit: TermId,
) -> Option<Fraction> {
    let (s, c) = (f.exponent(&Poly::variable(sine)), f.exponent(&Poly::variable(cosine)));
    if s * c >= 0 {
        return None;
    }
    let shared = s.abs().min(c.abs()) * s.signum();
    let mut out = f.clone();
    out.push(Poly::variable(sine), -shared);
    out.push(Poly::variable(cosine), shared);
    // A cotangent has a value where the cosine is zero, one over a tangent has none.
    let quotient = called(n, if shared > 0 { tangent } else { cotangent }, unit);
    out.push(quotient, shared.abs());
    Some(out)
}

/// Quotients of sines and cosines of one argument, circular or hyperbolic, as tangents, for the
/// addends of a sum: `x*sinh(x)/cosh(x)` in `log(cosh(x)) + x*tanh(x)`.
pub fn in_tangents<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Option<Fraction> {
    let mut out = None;
    let waves = waves_of(n, f);
    for (sine, (function, unit)) in &waves {
        if matches!(n.kernels.kind(*sine), Kind::Sin { .. }) {
            out = half_tangents(n, out.as_ref().unwrap_or(f), *sine, *unit).or(out);
        }
        let names = if *function == Func::Sin { (Func::Tan, Func::Cot) } else { (Func::Tanh, Func::Coth) };
        if let Some(cosine) = beside(&waves, *function, *unit) {
            out = paired(n, out.as_ref().unwrap_or(f), (*sine, cosine), names, *unit).or(out);
        }
    }
    out
}

/// Products of the sine and the cosine of one argument, circular or hyperbolic, by the sine of twice that.
pub fn in_double_angles<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let waves = waves_of(n, f);
    let mut out = Vec::new();
    for (sine, (function, unit)) in &waves {
        if let Some(cosine) = beside(&waves, *function, *unit) {
            out.extend(doubled(n, f, (*sine, cosine), (*function, *unit)));
        }
    }
    out
}

/// The factors of a fraction that are sines or cosines.
fn waves_of<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<(u32, (Func, TermId))> {
    let single = f.factors.iter().filter_map(|(p, _)| single(p));
    single.filter_map(|k| Some((k, wave(n, k)?))).collect()
}

/// The cosine of the argument, for a sine.
fn beside(waves: &[(u32, (Func, TermId))], function: Func, unit: TermId) -> Option<u32> {
    let other = match function {
        Func::Sin => Func::Cos,
        Func::Sinh => Func::Cosh,
        _ => return None,
    };
    waves.iter().find(|w| w.1 == (other, unit)).map(|w| w.0)
}

/// The function and its argument, where a kernel is a sine or cosine, circular or hyperbolic.
fn wave<K: Knowledge>(n: &mut Normal<'_, K>, kernel: u32) -> Option<(Func, TermId)> {
    let (function, angle, lattice) = match *n.kernels.kind(kernel) {
        Kind::Sin { angle, lattice } => (Func::Sin, angle, lattice),
        Kind::Cos { angle, lattice } => (Func::Cos, angle, lattice),
        Kind::Opaque(t) => match n.arena.node(t) {
            Node::Call(f @ (Func::Sin | Func::Cos | Func::Sinh | Func::Cosh), u) => return Some((f, u)),
            _ => return None,
        },
        _ => return None,
    };
    Some((function, scaled(n.arena, angle, &Rational::new(1, lattice))))
}

fn doubled<K: Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    (sine, cosine): (u32, u32),
    (function, unit): (Func, TermId),
) -> Option<Fraction> {
    let (s, c) = (f.exponent(&Poly::variable(sine)), f.exponent(&Poly::variable(cosine)));
    if s * c <= 0 {
        return None;
    }
    let shared = s.abs().min(c.abs()) * s.signum();
    let mut out = f.clone();
    out.push(Poly::variable(sine), -shared);
    out.push(Poly::variable(cosine), -shared);
    let double = scaled(n.arena, unit, &Rational::from(2));
    let function = called(n, function, double);
    out.push(function, shared);
    out.coefficient = &out.coefficient * &Rational::new(1, 2).pow(shared)?;
    Some(out)
}

/// The part above the line as a sum over multiple angles, and each sum below it: `1/(1 - e*cos(x))`
/// hides in sines and cosines of `x/2`.
fn multiples<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, sine: u32, unit: TermId) -> Option<Fraction> {
    let mut rest = f.clone();
    let mut product = Poly::one();
    let mut turned = Vec::new();
    for (p, e) in f.factors.iter().filter(|(p, _)| p.degree(sine) > 0 || p.degree(sine + 1) > 0) {
        if *e > 0 {
            let power = p.pow_within(*e as u32, n.kernels.budget()).ok()?;
            product = product.times_within(&power, n.kernels.budget()).ok()?;
        } else if p.len() > 1 && p.degree(sine) + p.degree(sine + 1) > 1 {
            // (sin(u) - cos(u))^2 is 1 - sin(2*u).
            let power = p.pow_within(e.unsigned_abs(), n.kernels.budget()).ok()?;
            turned.push((power, -1));
        } else {
            continue;
        }
        rest.push(p.clone(), -e);
    }
    let waving = product.total_degree() > 1;
    if !waving && turned.is_empty() {
        return None;
    }
    if waving {
        turned.push((product, 1));
    } else {
        rest.push_polynomial(&product, 1);
    }
    for (p, e) in turned {
        let sum = waves(n, &p, sine, unit)?;
        if sum.is_zero() {
            return (e > 0).then(Fraction::zero);
        }
        rest.push_polynomial(&sum, e);
    }
    Some(rest)
}

/// A polynomial as a sum over multiple angles (its Fourier series).
fn waves<K: Knowledge>(n: &mut Normal<'_, K>, p: &Poly, sine: u32, unit: TermId) -> Option<Poly> {
    if p.len() > 30 {
        return None;
    }
    let mut sum = Poly::zero();
    for (m, c) in p.terms() {
        let (s, k) = (m.degree(sine), m.degree(sine + 1));
        let other = Poly::monomial(m.without(sine).without(sine + 1), c.clone());
        let series = fourier(s, k)?;
        for (multiple, (cosine, sine_part)) in series {
            for (function, weight) in [(Func::Cos, cosine), (Func::Sin, sine_part)] {
                if weight.is_zero() {
                    continue;
                }
                let angle = scaled(n.arena, unit, &Rational::from(multiple));
                let wave = if multiple == 0 { Poly::one() } else { called(n, function, angle) };
                sum = sum.plus(&other.times(&wave).scaled(&weight));
            }
        }
    }
    Some(sum)
}

type Series = std::collections::BTreeMap<i64, (Rational, Rational)>;

/// `sin(t)^s cos(t)^c` as `Σ aₖ cos(k t) + bₖ sin(k t)`, by the product formulas.
fn fourier(s: u32, c: u32) -> Option<Series> {
    if s + c > 12 {
        return None;
    }
    let mut series = Series::from([(0, (Rational::ONE, Rational::ZERO))]);
    let half = Rational::new(1, 2);
    for step in 0..s + c {
        let mut next = Series::new();
        let mut add = |k: i64, cosine: Rational, sine: Rational| {
            let sine = if k < 0 { -sine } else { sine };
            let slot = next.entry(k.abs()).or_insert((Rational::ZERO, Rational::ZERO));
            slot.0 = &slot.0 + &cosine;
            slot.1 = &slot.1 + &sine;
        };
        for (k, (a, b)) in &series {
            let (a, b) = (a * &half, b * &half);
            if step < s {
                // cos(kt) sin(t) = (sin((k+1)t) - sin((k-1)t))/2, sin(kt) sin(t) = (cos((k-1)t) - cos((k+1)t))/2
                add(k + 1, -b.clone(), a.clone());
                add(k - 1, b, -a);
            } else {
                add(k + 1, a.clone(), b.clone());
                add(k - 1, a, b);
            }
        }
        next.entry(0).and_modify(|x| x.1 = Rational::ZERO);
        series = next;
    }
    Some(series)
}
