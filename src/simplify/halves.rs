//! Fractions in sines and cosines by those of the half angle, and the other way round.

use super::kernels::{binomial, called, opaque};
use crate::algebra::emit::spell;
use crate::algebra::spelling::scaled;
use crate::algebra::{Fraction, Key, Kind, Knowledge, Normal, Poly, single};
use crate::term::{Func, Rational, TermId};

/// Higher powers of cosines stay as they are.
const HIGHEST: i32 = 12;

/// A sine beside `1 + cos(u)` or `1 - cos(u)` on the other side of the line, or these two beside each
/// other, as tangents of the half angle: `sin(u)/(1 + cos(u))` and `(1 - cos(u))/sin(u)` are
/// `tan(u/2)`. The cotangent has a value where the sine is below the line.
pub fn half_tangents<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, sine: u32, unit: TermId) -> Option<Fraction> {
    let half = scaled(n.arena, unit, &Rational::new(1, 2));
    let [more, less] = [1, -1].map(|end| Poly::variable(sine + 1).plus(&Poly::constant(Rational::from(end))));
    let sine = Poly::variable(sine);
    let mut out = f.clone();
    // Above the line, below it, the power of the tangent, and whether the quotient is minus that.
    let pairs = [(&sine, &more, 1, false), (&less, &sine, 1, true), (&less, &more, 2, true)];
    for (over, under, power, turned) in pairs {
        let (e, d) = (out.exponent(over), out.exponent(under));
        if e.signum() * d.signum() >= 0 {
            continue;
        }
        let shared = e.abs().min(d.abs()) * e.signum();
        out.push(over.clone(), -shared);
        out.push(under.clone(), shared);
        let function = if shared > 0 { Func::Tan } else { Func::Cot };
        out.push(called(n, function, half), power * shared.abs());
        out = if turned && shared % 2 != 0 { out.negated() } else { out };
    }
    (out != *f).then_some(out)
}

/// `1 + cos(u)` and `1 - cos(u)` as squares of the half angle: `(1 + cos(2*x))/2` is `cos(x)^2`.
pub fn halved<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, cosine: u32, unit: TermId) -> Option<Fraction> {
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

/// Square roots of `1 + cos(u)` and `1 - cos(u)`, alone or in a product, by the size of a wave of half the
/// angle: `sqrt(2*(1 - cos(t)))` is `2*sin(t/2)` where that is not below zero.
pub fn halved_roots<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Option<Fraction> {
    let mut out = f.clone();
    for (p, e) in &f.factors {
        let Some(Kind::Root { radicand, index: 2, .. }) = single(p).map(|k| n.kernels.kind(k).clone()) else {
            continue;
        };
        let mut rest = radicand.clone();
        for (q, m) in &radicand.factors {
            let Some((size, factor)) = half_size(n, q) else { continue };
            rest.push(q.clone(), -m);
            rest.coefficient = &rest.coefficient * &factor.pow(*m)?;
            // Below the line a root may stand as one above it over the sum.
            let whole = out.exponent(q);
            out.push(q.clone(), -whole);
            out.coefficient = &out.coefficient * &factor.pow(whole)?;
            out.push_polynomial(&size, m * e + 2 * whole);
        }
        if rest != radicand {
            out.push(p.clone(), -e);
            let (outside, inside) = n.leave_root(&rest, 2).ok()?;
            out = outside.pow(*e, &mut n.kernels).and_then(|g| g.times(&out, &mut n.kernels)).ok()?;
            if inside != Fraction::one() {
                let base = spell(n, &inside);
                let root = || Kind::Root { radicand: inside.clone(), base, index: 2 };
                let root = Fraction::kernel(n.kernels.intern(Key::Root(inside.clone(), 2), root), *e);
                out = out.times(&root, &mut n.kernels).ok()?;
            }
        }
    }
    (out != *f).then_some(out)
}

/// The size of the wave whose square a sum `C + 1` or `C - 1` is times a number, and that number.
fn half_size<K: Knowledge>(n: &mut Normal<'_, K>, p: &Poly) -> Option<(Poly, Rational)> {
    let cosine = p.only_variable()?;
    let (Kind::Cos { angle, lattice }, (1, plus)) = (n.kernels.kind(cosine).clone(), binomial(p, cosine)?) else {
        return None;
    };
    let half = scaled(n.arena, angle, &Rational::new(1, 2 * lattice));
    let (function, factor) = if plus { (Func::Cos, 2) } else { (Func::Sin, -2) };
    let wave = n.arena.call(function, half);
    let turned = n.arena.neg(wave);
    let size = if n.facts.nonnegative(n.arena, wave) {
        opaque(n, wave)
    } else if n.facts.nonnegative(n.arena, turned) {
        opaque(n, wave).scaled(&Rational::from(-1))
    } else {
        called(n, Func::Abs, wave)
    };
    Some((size, Rational::from(factor)))
}

/// An even power of a sine or cosine below the line by the cosine of the double angle: `1/(2*cos(x)^2)`
/// is `1/(1 + cos(2*x))`.
pub fn squares_doubled<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, wave: u32, unit: TermId) -> Option<Fraction> {
    let e = f.exponent(&Poly::variable(wave));
    if !(-HIGHEST..0).contains(&e) || e % 2 != 0 {
        return None;
    }
    let mut out = f.clone();
    out.push(Poly::variable(wave), -e);
    let double = scaled(n.arena, unit, &Rational::from(2));
    let cosine = called(n, Func::Cos, double);
    let is_sine = matches!(n.kernels.kind(wave), Kind::Sin { .. });
    let twice = if is_sine { Poly::one().minus(&cosine) } else { Poly::one().plus(&cosine) };
    out.push_polynomial(&twice, e / 2);
    out.coefficient = &out.coefficient * &Rational::new(1, 2).pow(e / 2)?;
    Some(out)
}
