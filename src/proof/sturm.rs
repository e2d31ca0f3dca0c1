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
        let Some(scale) = content(&rest).recip() else { break };
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

/// The largest number of which all coefficients are whole multiples; 0 for none.
fn content(p: &[Rational]) -> Rational {
    p.iter().fold(Rational::ZERO, |shared, c| match c.checked_div(&shared) {
        Some(ratio) => shared.checked_div(&ratio.bottom()).unwrap_or(shared),
        None => c.abs(),
    })
}

/// The value at `n/d` times a power of `d`, with the sign that the value has.
fn value(p: &[Rational], x: &Rational) -> Rational {
    let (n, d) = (x.top(), x.bottom());
    let horner = |(sum, power): (Rational, Rational), c: &Rational| (&(&sum * &n) + &(c * &power), &power * &d);
    p.iter().rev().fold((Rational::ZERO, Rational::ONE), horner).0
}

/// A polynomial whose square divides this one, and the quotient, if its derivative shows one.
pub(super) fn square_part(p: &[Rational]) -> Option<(Dense, Dense)> {
    let root = gcd(p, &derivative(p));
    if root.len() < 2 || 2 * root.len() > p.len() + 1 {
        return None;
    }
    let (rest, remainder) = divided(p, &multiplied(&root, &root))?;
    remainder.is_empty().then_some((root, rest))
}

/// The product of the square-free factors that stand in odd powers, and of all.
fn odd_and_all(p: &[Rational]) -> Option<(Dense, Dense)> {
    if p.len() == 2 || discriminant(p).is_some_and(|d| !d.is_zero()) {
        return Some((p.to_vec(), p.to_vec()));
    }
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

/// `b^2 - 4*a*c` of a polynomial of degree two.
fn discriminant(p: &[Rational]) -> Option<Rational> {
    let [c, b, a] = p else { return None };
    Some(&(b * b) - &(&(a * c) * &Rational::from(4)))
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
    if discriminant(p).is_some_and(|d| d.is_negative()) {
        return 0;
    }
    if let [b, a] = p
        && let Some(root) = b.checked_div(a).map(|quotient| -quotient)
    {
        let above = range.lo.as_ref().is_none_or(|lo| lo.0 < root);
        return usize::from(above && range.hi.as_ref().is_none_or(|hi| root < hi.0));
    }
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

/// The square-free part.
fn squarefree(p: &[Rational]) -> Option<Dense> {
    if p.len() == 2 {
        return Some(p.to_vec());
    }
    Some(divided(p, &gcd(p, &derivative(p)))?.0)
}

/// The signs `p` takes where every fact holds: a complete decision in one variable.
///
/// All roots of all polynomials are isolated; between two roots every sign is constant, so one
/// point of each gap and each root itself are enough.
pub(super) fn signs_where(p: &[Rational], facts: &[(Dense, Signs)], range: &Range) -> Option<Signs> {
    // The ends of the range part gaps, too.
    let zero = range.nonzero.then_some(&Rational::ZERO);
    let ends: Vec<&Rational> = range.lo.iter().chain(&range.hi).map(|x| &x.0).chain(zero).collect();
    let roots = facts.iter().map(|f| f.0.as_slice()).chain([p]).map(rational_roots);
    if let Some(mut points) = roots.collect::<Option<Vec<_>>>() {
        points.push(ends.into_iter().cloned().collect());
        return Some(signs_between(p, facts, range, points.concat()));
    }
    let mut product = p.to_vec();
    facts.iter().for_each(|(f, _)| product = multiplied(&product, f));
    for end in ends {
        product = multiplied(&product, &[-end.clone(), Rational::ONE]);
    }
    let all = squarefree(&product)?;
    if all.len() > 32 {
        return None;
    }
    let cells = isolated(&all)?;
    let mut signs = 0;
    let mut gap_start: Option<Rational> = None;
    for (lo, hi) in cells.iter().map(|c| (Some(&c.0), Some(&c.1))).chain([(None, None)]) {
        let inside = match (&gap_start, lo) {
            (None, None) => Rational::ZERO,
            (None, Some(b)) => b - &Rational::ONE,
            (Some(a), None) => a + &Rational::ONE,
            (Some(a), Some(b)) => &(a + b) * &Rational::new(1, 2),
        };
        signs |= sign_in_cell(p, facts, range, |f| value(f, &inside).signum(), |x| inside.cmp(x));
        if let (Some(lo), Some(hi)) = (lo, hi) {
            let at = |f: &[Rational]| sign_at_root(f, &all, lo, hi);
            let beside = |x: &Rational| root_beside(&all, lo, hi, x);
            signs |= sign_in_cell(p, facts, range, |f| at(f).unwrap_or(2), beside);
            gap_start = Some(hi.clone());
        }
    }
    Some(signs)
}

/// The roots of a polynomial of degree one or two, if all are rational or there are none.
fn rational_roots(p: &[Rational]) -> Option<Vec<Rational>> {
    match p {
        [_] => Some(vec![]),
        [b, a] => Some(vec![-b.checked_div(a)?]),
        [_, b, a] => {
            let below = (a * &Rational::from(2)).recip()?;
            let d = discriminant(p)?;
            if d.is_negative() {
                return Some(vec![]);
            }
            let root = d.exact_root(2)?;
            Some(vec![&(&root - b) * &below, &-(&root + b) * &below])
        }
        _ => None,
    }
}

/// The signs `p` takes where every fact holds, if the points are all roots of all of them.
fn signs_between(p: &[Rational], facts: &[(Dense, Signs)], range: &Range, mut points: Vec<Rational>) -> Signs {
    points.sort();
    points.dedup();
    let gaps = points.windows(2).map(|w| &(&w[0] + &w[1]) * &Rational::new(1, 2));
    let (first, last) = (points.first().unwrap_or(&Rational::ZERO), points.last().unwrap_or(&Rational::ZERO));
    let beyond = [first - &Rational::ONE, last + &Rational::ONE];
    let cells: Vec<Rational> = gaps.chain(beyond).chain(points.iter().cloned()).collect();
    cells.iter().fold(0, |all, x| all | sign_in_cell(p, facts, range, |f| value(f, x).signum(), |y| x.cmp(y)))
}

/// The sign of `p` in a cell where the range and the facts hold, else none; a sign that could not
/// be found allows everything.
fn sign_in_cell(
    p: &[Rational],
    facts: &[(Dense, Signs)],
    range: &Range,
    sign: impl Fn(&[Rational]) -> i32,
    side: impl Fn(&Rational) -> std::cmp::Ordering,
) -> Signs {
    let set = |s: i32| [NEG, ZERO, POS].get((s + 1) as usize).copied().unwrap_or(ANY);
    let above = range.lo.as_ref().is_none_or(|(x, closed)| side(x).is_gt() || (*closed && side(x).is_eq()));
    let below = range.hi.as_ref().is_none_or(|(x, closed)| side(x).is_lt() || (*closed && side(x).is_eq()));
    let nonzero = !range.nonzero || side(&Rational::ZERO).is_ne();
    let holds = above && below && nonzero && facts.iter().all(|(f, s)| set(sign(f)) & s != 0);
    if holds { set(sign(p)) } else { 0 }
}

/// Disjoint open intervals, ascending, each around exactly one root of a square-free polynomial,
/// their ends no roots.
fn isolated(p: &[Rational]) -> Option<Vec<(Rational, Rational)>> {
    let lead = p.last()?.abs().recip()?;
    let largest = p.iter().map(|c| &c.abs() * &lead).max()?;
    let bound = &largest + &Rational::from(2);
    let mut todo = vec![(-bound.clone(), bound)];
    let mut found = Vec::new();
    let mut steps = 0;
    while let Some((lo, hi)) = todo.pop() {
        steps += 1;
        match roots_inside(p, &open(&lo, &hi)) {
            0 => {}
            1 => found.push((lo, hi)),
            _ if steps > 400 => return None,
            _ => {
                let middle = not_a_root(p, &lo, &hi)?;
                todo.extend([(middle.clone(), hi), (lo, middle)]);
            }
        }
    }
    found.sort();
    Some(found)
}

fn open(lo: &Rational, hi: &Rational) -> Range {
    Range::at_least(lo.clone(), false).meet(&Range::at_most(hi.clone(), false))
}

/// A point inside the interval, near its middle, at which `p` is not zero.
fn not_a_root(p: &[Rational], lo: &Rational, hi: &Rational) -> Option<Rational> {
    let width = hi - lo;
    (2..40i64).map(|n| lo + &(&width * &Rational::new(n / 2, n))).find(|x| !value(p, x).is_zero())
}

/// The sign of `f` at the one root of `all` inside the interval.
fn sign_at_root(f: &[Rational], all: &[Rational], lo: &Rational, hi: &Rational) -> Option<i32> {
    let f = squarefree(f).filter(|q| q.len() > 1).map_or_else(|| (f.to_vec(), f.to_vec()), |q| (f.to_vec(), q));
    if f.1.len() == 1 {
        return Some(f.0.first()?.signum());
    }
    let shared = gcd(&f.1, all);
    if shared.len() > 1 && roots_inside(&squarefree(&shared)?, &open(lo, hi)) > 0 {
        return Some(0);
    }
    let (mut lo, mut hi) = (lo.clone(), hi.clone());
    for _ in 0..200 {
        let clear = roots_inside(&f.1, &open(&lo, &hi)) == 0;
        let middle = not_a_root(all, &lo, &hi)?;
        if clear && !value(&f.0, &middle).is_zero() {
            return Some(value(&f.0, &middle).signum());
        }
        if roots_inside(all, &open(&lo, &middle)) == 1 { hi = middle } else { lo = middle }
    }
    None
}

/// On which side of `x` the one root of `all` inside the interval lies.
fn root_beside(all: &[Rational], lo: &Rational, hi: &Rational, x: &Rational) -> std::cmp::Ordering {
    use std::cmp::Ordering::{Equal, Greater, Less};
    if x <= lo {
        return Greater;
    }
    if x >= hi {
        return Less;
    }
    if value(all, x).is_zero() {
        return Equal;
    }
    if roots_inside(all, &open(x, hi)) == 1 { Greater } else { Less }
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

    #[test]
    fn facts_in_one_variable_decide() {
        let dense = |p: &[i64]| p.iter().map(|c| Rational::from(*c)).collect::<Dense>();
        let inside = (dense(&[1, 0, -1]), POS);
        let on = |p: &[i64], facts: &[(Dense, Signs)]| signs_where(&dense(p), facts, &Range::all());
        assert_eq!(on(&[1, 1], std::slice::from_ref(&inside)), Some(POS));
        assert_eq!(on(&[-1, 1], std::slice::from_ref(&inside)), Some(NEG));
        assert_eq!(on(&[0, 1], std::slice::from_ref(&inside)), Some(ANY));
        // x^2 >= 2 and x > 0 leave x^2 - 1 above zero, and x^2 - 2 at zero for one point.
        let outside = [(dense(&[-2, 0, 1]), POS | ZERO), (dense(&[0, 1]), POS)];
        assert_eq!(on(&[-1, 0, 1], &outside), Some(POS));
        assert_eq!(on(&[-2, 0, 1], &outside), Some(POS | ZERO));
        let above = Range::at_least(Rational::ZERO, false);
        let apart = [(dense(&[-1, 0, 1]), NEG | POS)];
        assert_eq!(signs_where(&dense(&[-1, 1]), &apart, &above), Some(NEG | POS));
        // No point satisfies x^2 < 0.
        assert_eq!(on(&[0, 1], &[(dense(&[0, 0, 1]), NEG)]), Some(0));
    }
}
