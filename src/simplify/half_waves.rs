//! Sums of sines and cosines of one angle as products of those of half of it.

use super::kernels::called;
use crate::algebra::spelling::scaled;
use crate::algebra::{Fraction, Knowledge, Monomial, Normal, Poly};
use crate::term::{Func, Rational, TermId};

/// Sums of a higher degree in the two stay as they are: products of them have many terms.
const HIGHEST: u32 = 2;

/// The fraction in the sine s and the cosine c of half the angle, where `1 = s^2 + c^2` makes its sums ones of a
/// single degree, which may have factors in common: `(1 + sin(x) - cos(x))/(1 + sin(x) + cos(x))` is `tan(x/2)`.
pub fn half_waves<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, sine: u32, unit: TermId) -> Option<Fraction> {
    let mixes = |p: &Poly| p.degree(sine) > 0 && p.degree(sine + 1) > 0 && p.len() > 2;
    if !f.factors.iter().any(|(p, _)| mixes(p)) {
        return None;
    }
    let half = scaled(n.arena, unit, &Rational::new(1, 2));
    let [s, c] = [Func::Sin, Func::Cos].map(|function| called(n, function, half));
    let mut out = Fraction::constant(f.coefficient.clone());
    for (p, e) in &f.factors {
        if p.degree(sine) + p.degree(sine + 1) == 0 {
            out.push(p.clone(), *e);
            continue;
        }
        let (content, parts) = n.factors(&in_halves(p, sine, (&s, &c))?).ok()?;
        out.coefficient = &out.coefficient * &content.pow(*e)?;
        parts.into_iter().for_each(|(q, m)| out.push(q, m as i32 * e));
    }
    // A quotient of the two is a tangent, and has a value where the one below is not zero.
    let (above, below) = (out.exponent(&s), out.exponent(&c));
    let shared = above.abs().min(below.abs()) * above.signum();
    if above * below < 0 {
        out.push(s, -shared);
        out.push(c, shared);
        let function = if shared > 0 { Func::Tan } else { Func::Cot };
        out.push(called(n, function, half), shared.abs());
    }
    Some(out)
}

/// A polynomial in the sine and the cosine of an angle in those of half of it, all its terms of one degree in
/// them; none where that is high.
fn in_halves(p: &Poly, sine: u32, (s, c): (&Poly, &Poly)) -> Option<Poly> {
    let degree = |m: &Monomial| m.degree(sine) + m.degree(sine + 1);
    let highest = p.terms().iter().map(|t| degree(&t.0)).max().filter(|d| *d <= HIGHEST)?;
    let (ss, cc) = (s.times(s), c.times(c));
    let doubled = s.times(c).scaled(&Rational::from(2));
    let (difference, one) = (cc.minus(&ss), cc.plus(&ss));
    Some(p.terms().iter().fold(Poly::zero(), |sum, (m, value)| {
        let rest = Poly::monomial(m.without(sine).without(sine + 1), value.clone());
        let powers = doubled.pow(m.degree(sine)).times(&difference.pow(m.degree(sine + 1)));
        sum.plus(&rest.times(&powers).times(&one.pow(highest - degree(m))))
    }))
}
