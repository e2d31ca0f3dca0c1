//! The signs a polynomial of one variable takes on an interval, exactly: Sturm's theorem on its
//! square-free parts (Basu, Pollack, Roy, Algorithms in Real Algebraic Geometry, 2.2.2).

use super::Sign;
use super::interval::{End, Interval};
use crate::algebra::Poly;
use crate::term::Rational;

/// Coefficients by ascending power, without a zero at the end.
pub type Dense = Vec<Rational>;

/// The signs of a polynomial in one variable on an interval, or `None` if it is of too high a
/// degree. Exact: a sign is in the set just when it is taken.
pub fn signs_on(p: &Poly, variable: u32, interval: &Interval, max_degree: u32) -> Option<Sign> {
    if p.degree(variable) > max_degree {
        return None;
    }
    if interval.is_empty() {
        return Some(Sign::NONE);
    }
    let dense = dense(p, variable)?;
    if let Some(sign) = of_quadratic(&dense, interval) {
        return Some(sign);
    }
    let parts = squarefree_parts(&dense);
    let roots: Vec<usize> = parts.iter().map(|q| roots_inside(q, interval)).collect();
    let changes = roots.iter().step_by(2).any(|&n| n > 0);
    let mut signs = if changes { Sign::NONZERO } else { inner_sign(&dense, &parts, interval) };
    signs.zero |= roots.iter().any(|&n| n > 0);
    for (value, closed) in [&interval.lo, &interval.hi].into_iter().flatten() {
        if *closed {
            signs = signs.or(Sign::of(&value_at(&dense, value)));
        }
    }
    Some(signs)
}

/// The signs of a polynomial of degree two without real roots, or with two of them on the whole line.
fn of_quadratic(p: &Dense, interval: &Interval) -> Option<Sign> {
    match discriminant(p)?.signum() {
        -1 => Some(Sign::of(p.last()?)),
        1 if interval.is_everything() => Some(Sign::ANY),
        _ => None,
    }
}

/// Whether a polynomial is of degree two and has no real root.
pub fn is_rootless(p: &Dense) -> bool {
    discriminant(p).is_some_and(|d| d.is_negative())
}

/// `b^2 - 4*a*c` of a polynomial of degree two.
fn discriminant(p: &Dense) -> Option<Rational> {
    let [c, b, a] = p.as_slice() else { return None };
    Some(&(b * b) - &(&(a * c) * &Rational::from(4)))
}

/// The sign inside, where no root of odd multiplicity lies there: that of a point without a root.
fn inner_sign(p: &Dense, parts: &[Dense], interval: &Interval) -> Sign {
    if let (Some(a), Some(b)) = (&interval.lo, &interval.hi)
        && a.0 == b.0
    {
        return Sign::NONE;
    }
    let degree = parts.iter().map(Vec::len).sum::<usize>() as i64;
    // Between p's at most `degree` roots, one of these inner points is none of them.
    let points = (1..=degree + 1).map(|i| inner_point(interval, &Rational::new(i, degree + 2)));
    let signs = points.map(|x| Sign::of(&value_at(p, &x)));
    signs.into_iter().find(|s| !s.zero).unwrap_or(Sign::ANY)
}

fn inner_point(interval: &Interval, part: &Rational) -> Rational {
    match (&interval.lo, &interval.hi) {
        (Some((a, _)), Some((b, _))) => a + &(&(b - a) * part),
        (Some((a, _)), None) => a + part,
        (None, Some((b, _))) => b - part,
        (None, None) => part.clone(),
    }
}

/// The number of distinct roots strictly between the ends.
fn roots_inside(p: &Dense, interval: &Interval) -> usize {
    if p.len() < 2 {
        return 0;
    }
    let chain = sturm_chain(p);
    let (low, high) = (changes_at(&chain, &interval.lo, true), changes_at(&chain, &interval.hi, false));
    // Sturm counts the roots in (lo, hi]; a root at hi is not inside.
    let at_end = interval.hi.as_ref().is_some_and(|(v, _)| value_at(p, v).is_zero());
    low.saturating_sub(high).saturating_sub(usize::from(at_end))
}

/// The polynomial, its derivative and the opposites of their remainders.
pub fn sturm_chain(p: &Dense) -> Vec<Dense> {
    let mut chain = vec![p.clone(), derivative(p)];
    loop {
        let [.., a, b] = chain.as_slice() else { return chain };
        let rest = remainder(a, b);
        if rest.is_empty() {
            return chain;
        }
        let negative: Dense = rest.iter().map(|c| -c.clone()).collect();
        chain.push(normalised(negative));
    }
}

/// The changes of sign along the chain at an end, or far out where there is none.
pub fn changes_at(chain: &[Dense], end: &End, low: bool) -> usize {
    let sign = |p: &Dense| match end {
        Some((x, _)) => value_at(p, x).signum(),
        None => {
            let lead = p.last().map_or(0, Rational::signum);
            if low && p.len().is_multiple_of(2) { -lead } else { lead }
        }
    };
    let signs: Vec<i32> = chain.iter().map(sign).filter(|s| *s != 0).collect();
    signs.windows(2).filter(|w| w[0] != w[1]).count()
}

/// Yun's decomposition: the i-th part holds the factors of multiplicity i + 1.
fn squarefree_parts(p: &Dense) -> Vec<Dense> {
    let mut parts = Vec::new();
    let slope = derivative(p);
    let mut shared = gcd(p, &slope);
    let mut rest = quotient(p, &shared);
    while rest.len() > 1 {
        let next = gcd(&rest, &shared);
        parts.push(quotient(&rest, &next));
        shared = quotient(&shared, &next);
        rest = next;
    }
    parts
}

/// The coefficients of a polynomial in one variable.
pub fn dense(p: &Poly, variable: u32) -> Option<Dense> {
    let mut out = vec![Rational::ZERO; p.degree(variable) as usize + 1];
    for (m, c) in p.terms() {
        let d = m.degree(variable);
        if m.total_degree() != d {
            return None;
        }
        *out.get_mut(d as usize)? = c.clone();
    }
    Some(trimmed(out))
}

fn trimmed(mut p: Dense) -> Dense {
    while p.last().is_some_and(Rational::is_zero) {
        p.pop();
    }
    p
}

/// A positive multiple with whole coefficients that share no factor: these stay short.
fn normalised(p: Dense) -> Dense {
    let mut content = Rational::ZERO;
    for c in p.iter().filter(|c| !c.is_zero()) {
        // c/g = m/n in lowest terms, so that c and g are whole multiples of g/n.
        let n = c.checked_div(&content).map(|x| x.bottom());
        content = n.and_then(|n| content.checked_div(&n)).unwrap_or_else(|| c.abs());
    }
    let Some(scale) = content.recip() else { return p };
    p.iter().map(|c| c * &scale).collect()
}

fn derivative(p: &Dense) -> Dense {
    p.iter().enumerate().skip(1).map(|(i, c)| c * &Rational::from(i as i64)).collect()
}

/// The value at a number times a power of its denominator: whole where the coefficients are.
pub fn value_at(p: &Dense, x: &Rational) -> Rational {
    let (top, bottom) = (x.top(), x.bottom());
    let (mut sum, mut power) = (Rational::ZERO, Rational::ONE);
    for c in p.iter().rev() {
        sum = &(&sum * &top) + &(c * &power);
        power = &power * &bottom;
    }
    sum
}

fn divide(p: &Dense, by: &Dense) -> (Dense, Dense) {
    let (mut rest, mut out) = (p.clone(), vec![Rational::ZERO; p.len().saturating_sub(by.len()) + 1]);
    let Some(inverse) = by.last().and_then(Rational::recip) else { return (Dense::new(), rest) };
    while rest.len() >= by.len() {
        let shift = rest.len() - by.len();
        let factor = rest.last().map_or(Rational::ZERO, |c| c * &inverse);
        for (i, c) in by.iter().enumerate() {
            rest[shift + i] = &rest[shift + i] - &(c * &factor);
        }
        out[shift] = factor;
        rest = trimmed(rest);
    }
    (trimmed(out), rest)
}

fn remainder(p: &Dense, by: &Dense) -> Dense {
    divide(p, by).1
}

/// The quotient of a division with remainder.
pub fn quotient(p: &Dense, by: &Dense) -> Dense {
    divide(p, by).0
}

/// The product.
pub fn times(p: &Dense, q: &Dense) -> Dense {
    let mut out = vec![Rational::ZERO; (p.len() + q.len()).saturating_sub(1)];
    for (i, a) in p.iter().enumerate() {
        for (j, b) in q.iter().enumerate() {
            out[i + j] = &out[i + j] + &(a * b);
        }
    }
    out
}

/// The polynomial with each of its roots once.
pub fn squarefree(p: &Dense) -> Dense {
    if p.len() < 3 { p.clone() } else { quotient(p, &gcd(p, &derivative(p))) }
}

/// The greatest common divisor up to a number.
pub fn gcd(a: &Dense, b: &Dense) -> Dense {
    let (mut a, mut b) = (a.clone(), b.clone());
    while !b.is_empty() {
        let rest = normalised(remainder(&a, &b));
        a = std::mem::replace(&mut b, rest);
    }
    normalised(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poly(coefficients: &[i64]) -> Poly {
        let term = |(i, c): (usize, &i64)| Poly::variable(0).pow(i as u32).scaled(&Rational::from(*c));
        coefficients.iter().enumerate().map(term).fold(Poly::zero(), |a, b| a.plus(&b))
    }

    #[test]
    fn roots_of_even_multiplicity_change_no_sign() {
        let square = poly(&[1, -2, 1]);
        assert_eq!(signs_on(&square, 0, &Interval::default(), 9), Some(Sign::NONNEGATIVE));
        assert_eq!(signs_on(&poly(&[-1, 3, -3, 1]), 0, &Interval::default(), 9), Some(Sign::ANY));
        assert_eq!(signs_on(&poly(&[1, 1, 1]), 0, &Interval::default(), 9), Some(Sign::POSITIVE));
        assert_eq!(signs_on(&poly(&[0, 0, -1, 1]), 0, &Interval::default(), 9), Some(Sign::ANY));
    }

    #[test]
    fn ends_count_just_when_they_belong_to_the_interval() {
        let p = poly(&[-1, 0, 1]);
        let from = |closed| Interval { lo: Some((Rational::ONE, closed)), hi: None };
        assert_eq!(signs_on(&p, 0, &from(false), 9), Some(Sign::POSITIVE));
        assert_eq!(signs_on(&p, 0, &from(true), 9), Some(Sign::NONNEGATIVE));
        let inside = Interval { lo: Some((Rational::from(-1), false)), hi: Some((Rational::ONE, true)) };
        assert_eq!(signs_on(&p, 0, &inside, 9), Some(Sign::NONNEGATIVE.negated()));
        assert_eq!(signs_on(&p, 0, &Interval::point(Rational::ONE), 9), Some(Sign::ZERO));
    }
}
