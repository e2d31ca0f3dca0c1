//! The bases one fraction can be written in: sines or cosines, multiple angles, tangents,
//! exponentials with either sign.

use crate::algebra::emit::spell;
use crate::algebra::spelling::scaled;
use crate::algebra::{Fraction, Key, Kind, Knowledge, Monomial, Normal, Poly, Relations, single};
use crate::term::{Func, Node, Rational, TermId};

/// How many bases are combined with others.
const COMBINED: usize = 4;
/// About how many bases are tried in all.
const MOST: usize = 40;

/// The fraction in every other basis that applies, up to a bound.
pub fn variants<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let mut out = Vec::new();
    for kernel in kernels_of(f) {
        match n.kernels.kind(kernel).clone() {
            Kind::Exp { power: None, .. } => out.extend(flipped(n, f, kernel)),
            Kind::Cos { .. } => out.extend(in_sines(n, f, kernel - 1)),
            Kind::Abs { argument, inner } => {
                out.extend(as_sign(n, f, kernel, &argument, inner));
                out.extend(over_size(n, f, kernel, &argument, inner));
            }
            _ => {}
        }
    }
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

/// The kernels of the factors, ascending.
pub fn kernels_of(f: &Fraction) -> Vec<u32> {
    let mut all: Vec<u32> = f.factors.iter().flat_map(|(p, _)| p.variables()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Another kernel for `exp(-u)`, so that sums can be written with either sign of the exponent:
/// `1/(1 + exp(-x))`, `exp(-x)*(1 - exp(-x))`.
fn flipped<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, kernel: u32) -> Option<Fraction> {
    let Kind::Exp { exponent, lattice, .. } = *n.kernels.kind(kernel) else { return None };
    let negated = match n.arena.node(exponent) {
        Node::Neg(a) => a,
        _ => n.arena.neg(exponent),
    };
    let key = n.arena.call(Func::Exp, negated);
    let other = n.kernels.intern(Key::Term(key), || Kind::Exp { exponent: negated, lattice, power: None });
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

/// `u/|u|`, and `|u|/u`, as the sign of u.
fn as_sign<K: Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    size: u32,
    argument: &Fraction,
    inner: TermId,
) -> Option<Fraction> {
    let e = f.exponent(&Poly::variable(size));
    let mut out = f.clone();
    for (p, m) in &argument.factors {
        let (own, taken) = (f.exponent(p), -m * e);
        if e.abs() != 1 || own.signum() != taken.signum() || own.abs() < taken.abs() {
            return None;
        }
        out.push(p.clone(), -taken);
    }
    out.coefficient = &out.coefficient * &argument.coefficient.pow(e)?;
    out.push(Poly::variable(size), -e);
    let sign = called(n, Func::Sign, inner);
    out.push(sign, 1);
    Some(out)
}

/// `|u|/u^2` as `1/|u|`.
fn over_size<K: Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    size: u32,
    argument: &Fraction,
    inner: TermId,
) -> Option<Fraction> {
    if f.exponent(&Poly::variable(size)) != 1 || argument.factors.iter().any(|(p, m)| f.exponent(p) > -2 * m) {
        return None;
    }
    let mut out = f.clone();
    argument.factors.iter().for_each(|(p, m)| out.push(p.clone(), 2 * m));
    out.coefficient = &out.coefficient * &argument.coefficient.pow(2)?;
    out.push(Poly::variable(size), -1);
    let below = called(n, Func::Abs, inner);
    out.push(below, -1);
    Some(out)
}

/// Cosines above the first power replaced by sines: `1 - cos(x)^2` becomes `sin(x)^2`.
fn in_sines<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, sine: u32) -> Option<Fraction> {
    let s = Poly::variable(sine);
    let square = Poly::one().minus(&s.times(&s));
    replaced(f, |p| if p.len() > 1 { lower_degree(n, p, sine + 1, &square) } else { Some(p.clone()) })
}

/// The fraction with every factor changed; `None` where a factor can't be, or becomes 0.
pub fn replaced(f: &Fraction, mut change: impl FnMut(&Poly) -> Option<Poly>) -> Option<Fraction> {
    let mut out = Fraction::constant(f.coefficient.clone());
    for (p, e) in &f.factors {
        let part = Fraction::polynomial(&change(p).filter(|new| !new.is_zero())?);
        out.coefficient = &out.coefficient * &part.coefficient.pow(*e)?;
        part.factors.into_iter().for_each(|(q, m)| out.push(q, m * e));
    }
    Some(out)
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

/// Products of sines and cosines as tangents and double angles, and sums of them as sums over
/// multiple angles: `sin(x)/cos(x)`, `2*sin(x)*cos(x)`, `1 - 2*sin(x)^2`.
fn angles<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let mut out = Vec::new();
    for kernel in kernels_of(f).into_iter().take(MOST / 2) {
        if let Kind::Sin { angle, lattice } = *n.kernels.kind(kernel) {
            let unit = scaled(n.arena, angle, &Rational::new(1, lattice));
            out.extend(as_tangent(n, f, kernel, unit));
            out.extend(doubled(n, f, kernel, unit));
            out.extend(multiples(n, f, kernel, unit));
        } else if let Kind::Cos { angle, lattice } = *n.kernels.kind(kernel) {
            let unit = scaled(n.arena, angle, &Rational::new(1, lattice));
            out.extend(multiples(n, f, kernel - 1, unit));
            out.extend(halved(n, f, kernel, unit));
        }
    }
    out
}

/// `1 + cos(u)` and `1 - cos(u)` as squares of the half angle: `(1 + cos(2*x))/2` is `cos(x)^2`.
fn halved<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, cosine: u32, unit: TermId) -> Option<Fraction> {
    let half = scaled(n.arena, unit, &Rational::new(1, 2));
    let mut out = f.clone();
    for (p, e) in &f.factors {
        let Some((1, plus)) = binomial(p, cosine) else { continue };
        let function = called(n, if plus { Func::Cos } else { Func::Sin }, half);
        out.push(p.clone(), -e);
        out.push(function, 2 * e);
        // C - 1 = -2 sin(u/2)^2
        let factor = if plus { Rational::from(2) } else { Rational::from(-2) };
        out.coefficient = &out.coefficient * &factor.pow(*e)?;
    }
    Some(out)
}

fn opaque<K: Knowledge>(n: &mut Normal<'_, K>, t: TermId) -> Poly {
    Poly::variable(n.kernels.intern(Key::Term(t), || Kind::Opaque(t)))
}

/// A function's value as a kernel.
pub fn called<K: Knowledge>(n: &mut Normal<'_, K>, f: Func, t: TermId) -> Poly {
    let term = n.arena.call(f, t);
    opaque(n, term)
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
    let single = f.factors.iter().filter_map(|(p, _)| single(p));
    let waves: Vec<(u32, (Func, TermId))> = single.filter_map(|k| Some((k, wave(n, k)?))).collect();
    for (sine, (function, unit)) in &waves {
        let (other, names) = match function {
            Func::Sin => (Func::Cos, (Func::Tan, Func::Cot)),
            Func::Sinh => (Func::Cosh, (Func::Tanh, Func::Coth)),
            _ => continue,
        };
        if let Some((cosine, ..)) = waves.iter().find(|w| w.1 == (other, *unit)) {
            out = paired(n, out.as_ref().unwrap_or(f), (*sine, *cosine), names, *unit).or(out);
        }
    }
    out
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

fn doubled<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, sine: u32, unit: TermId) -> Option<Fraction> {
    let (s, c) = (f.exponent(&Poly::variable(sine)), f.exponent(&Poly::variable(sine + 1)));
    if s * c <= 0 {
        return None;
    }
    let shared = s.abs().min(c.abs()) * s.signum();
    let mut out = f.clone();
    out.push(Poly::variable(sine), -shared);
    out.push(Poly::variable(sine + 1), -shared);
    let double = scaled(n.arena, unit, &Rational::from(2));
    let function = called(n, Func::Sin, double);
    out.push(function, shared);
    out.coefficient = &out.coefficient * &Rational::new(1, 2).pow(shared)?;
    Some(out)
}

/// The part above the line as a sum over multiple angles, and each sum below it: `1/(1 - e*cos(x))`
/// hides in sines and cosines of `x/2`.
fn multiples<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, sine: u32, unit: TermId) -> Option<Fraction> {
    let mut rest = f.clone();
    let mut product = Poly::one();
    let mut below = Vec::new();
    for (p, e) in f.factors.iter().filter(|(p, _)| p.degree(sine) > 0 || p.degree(sine + 1) > 0) {
        if *e > 0 {
            let power = p.pow_within(*e as u32, n.kernels.budget()).ok()?;
            product = product.times_within(&power, n.kernels.budget()).ok()?;
        } else if p.len() > 1 && p.degree(sine) + p.degree(sine + 1) > 1 {
            below.push((p.clone(), *e));
        } else {
            continue;
        }
        rest.push(p.clone(), -e);
    }
    let above = if product.total_degree() < 2 { vec![] } else { vec![(product.clone(), 1)] };
    if above.is_empty() {
        rest = rest.times(&Fraction::polynomial(&product), &mut n.kernels).ok()?;
    }
    if above.is_empty() && below.is_empty() {
        return None;
    }
    for (p, e) in above.into_iter().chain(below) {
        let sum = waves(n, &p, sine, unit)?;
        if sum.is_zero() {
            return (e > 0).then(Fraction::zero);
        }
        let part = Fraction::polynomial(&sum);
        rest.coefficient = &rest.coefficient * &part.coefficient.pow(e)?;
        part.factors.into_iter().for_each(|(q, m)| rest.push(q, m * e));
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

/// `E^d - 1` or `E^d + 1`.
pub fn binomial(p: &Poly, kernel: u32) -> Option<(u32, bool)> {
    let [(m, c), (one, d)] = p.terms() else { return None };
    if !one.is_one() || !c.is_one() || m.0.len() != 1 || m.degree(kernel) == 0 {
        return None;
    }
    (d.abs().is_one()).then(|| (m.degree(kernel), !d.is_negative()))
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
    super::shapes::push_sum(n, &parts, &mut sums);
    let sum = sums.pop()?;
    let mut rest = f.clone();
    rest.push(p.clone(), -e);
    rest.push(Poly::variable(kernel), middle * e);
    let kernel = n.kernels.intern(Key::Term(sum), || Kind::Opaque(sum));
    rest.push(Poly::variable(kernel), *e);
    Some(spell(n, &rest))
}
