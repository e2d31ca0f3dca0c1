//! The signs of a polynomial in one variable on an interval, by Sturm's theorem.
//!
//! Dense coefficients, lowest first. Source: Sturm chains and Yun's square-free decomposition,
//! as in von zur Gathen and Gerhard, *Modern Computer Algebra*.

use super::range::{ANY, NEG, POS, Range, Signs, ZERO};
use crate::term::Rational;

type Dense = Vec<Rational>;

fn trimmed(mut p: Dense) -> Dense {
    while p.last().is_some_and(Rational::is_zero) {
        p.pop();
    }
    p
}

/// Quotient and remainder by a polynomial that is not zero.
fn divided(p: &[Rational], by: &[Rational]) -> Option<(Dense, Dense)> {
    let inverse = by.last()?.recip()?;
    let mut rest = trimmed(p.to_vec());
    let mut quotient = vec![Rational::ZERO; p.len()];
    while rest.len() >= by.len() {
        let (at, c) = (rest.len() - by.len(), rest.last()? * &inverse);
        for (i, b) in by.iter().enumerate() {
            rest[at + i] = &rest[at + i] - &(&c * b);
        }
        quotient[at] = c;
        rest = trimmed(rest);
    }
    Some((trimmed(quotient), rest))
}

/// The remainder scaled by a positive number to keep coefficients small.
fn chain(p: &[Rational], q: Dense) -> Vec<Dense> {
    let mut all = vec![p.to_vec(), q];
    while let [.., a, b] = all.as_slice() {
        let Some((_, rest)) = divided(a, b) else { break };
        let Some(scale) = rest.last().and_then(|c| c.abs().recip()) else { break };
        all.push(rest.iter().map(|c| -(c * &scale)).collect());
    }
    all
}

fn derivative(p: &[Rational]) -> Dense {
    p.iter().enumerate().skip(1).map(|(i, c)| c * &Rational::from(i as i64)).collect()
}

fn gcd(p: &[Rational], q: &[Rational]) -> Dense {
    chain(p, q.to_vec()).into_iter().rfind(|x| !x.is_empty()).unwrap_or_default()
}

fn value(p: &[Rational], x: &Rational) -> Rational {
    p.iter().rev().fold(Rational::ZERO, |v, c| &(&v * x) + c)
}

/// The product of the square-free factors that stand in odd powers, and of all.
fn odd_and_all(p: &[Rational]) -> Option<(Dense, Dense)> {
    let shared = gcd(p, &derivative(p));
    let (all, _) = divided(p, &shared)?;
    let (mut odd, mut rest, mut deeper) = (all.clone(), all.clone(), shared);
    let mut inside = false;
    while deeper.len() > 1 {
        // `rest` are the factors of multiplicity above the round's number.
        rest = gcd(&rest, &deeper);
        (deeper, _) = divided(&deeper, &rest)?;
        odd = if inside { multiplied(&odd, &rest) } else { divided(&odd, &rest)?.0 };
        inside = !inside;
    }
    Some((odd, all))
}

fn multiplied(p: &[Rational], q: &[Rational]) -> Dense {
    let mut out = vec![Rational::ZERO; p.len() + q.len()];
    for (i, a) in p.iter().enumerate() {
        for (j, b) in q.iter().enumerate() {
            out[i + j] = &out[i + j] + &(a * b);
        }
    }
    trimmed(out)
}

/// How many roots a square-free polynomial has strictly inside the range.
fn roots_inside(p: &[Rational], range: &Range) -> usize {
    let chain = chain(p, derivative(p));
    let far = |p: &Dense, up: bool| {
        let turned = !up && p.len().is_multiple_of(2);
        p.last().map_or(0, |c| if turned { -c.signum() } else { c.signum() })
    };
    let changes = |at: Option<&Rational>, up: bool| {
        let signs = chain.iter().map(|p| at.map_or_else(|| far(p, up), |x| value(p, x).signum())).filter(|s| *s != 0);
        let signs: Vec<i32> = signs.collect();
        signs.windows(2).filter(|w| w[0] != w[1]).count()
    };
    let (lo, hi) = (range.lo.as_ref().map(|x| &x.0), range.hi.as_ref().map(|x| &x.0));
    let closed = changes(lo, false).saturating_sub(changes(hi, true));
    closed.saturating_sub(hi.is_some_and(|x| value(p, x).is_zero()) as usize)
}

/// The signs that `p`, not zero and lowest coefficient first, takes on the range.
pub(super) fn signs_on(p: &[Rational], range: &Range) -> Signs {
    let degree = p.len() as i64;
    let sample = (1..=degree + 1).filter_map(|j| range.inside(j, degree + 2)).map(|x| value(p, &x).signum());
    let Some(sign) = sample.into_iter().find(|s| *s != 0) else { return ANY };
    let Some((odd, all)) = odd_and_all(p) else { return ANY };
    if roots_inside(&odd, range) > 0 {
        return ANY;
    }
    let touches = |end: &Option<(Rational, bool)>| end.as_ref().is_some_and(|x| x.1 && value(p, &x.0).is_zero());
    let zero = roots_inside(&all, range) > 0 || touches(&range.lo) || touches(&range.hi);
    (if sign > 0 { POS } else { NEG }) | if zero { ZERO } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(p: &[i64], range: Range) -> Signs {
        signs_on(&p.iter().map(|c| Rational::from(*c)).collect::<Vec<_>>(), &range)
    }

    #[test]
    fn signs_on_intervals() {
        let unit = Range::at_least(Rational::ZERO, false).meet(&Range::at_most(Rational::ONE, false));
        assert_eq!(signs(&[0, 1, -1], unit.clone()), POS);
        assert_eq!(signs(&[1, 1, 1], Range::all()), POS);
        assert_eq!(signs(&[1, -2, 1], Range::all()), POS | ZERO);
        assert_eq!(signs(&[1, -2, 1], unit), POS);
        assert_eq!(signs(&[-1, 0, 1], Range::all()), ANY);
        assert_eq!(signs(&[-1, 3, -3, 1], Range::all()), ANY);
        assert_eq!(signs(&[-1, 3, -3, 1], Range::at_least(Rational::ONE, true)), POS | ZERO);
        // (x - 1)^2 (x - 2)^3 and (x - 1)^4 (x - 2)^2
        assert_eq!(signs(&[-8, 28, -38, 25, -8, 1], Range::at_least(Rational::from(2), false)), POS);
        assert_eq!(signs(&[-8, 28, -38, 25, -8, 1], Range::all()), ANY);
        assert_eq!(signs(&[4, -20, 41, -44, 26, -8, 1], Range::all()), POS | ZERO);
    }
}
