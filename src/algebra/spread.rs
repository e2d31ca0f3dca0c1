//! Sums above the line divided by what stands in some of their terms and below the line, wherever that
//! is shorter: `exp(-t/s)*(b*s + c*t)/s` is `exp(-t/s)*(b + c*t/s)`.

use super::regroup::Sides;
use super::spelling::{addends, power, sum};
use crate::term::{Arena, Node, Operator, Rational, TermId};

/// Longer sums, and products, are left alone.
const LONGEST: usize = 8;

/// The term with its sums divided so, if that makes it shorter. Linear in the distinct sub-terms.
pub fn spread(arena: &mut Arena, term: TermId) -> Option<TermId> {
    if !arena.any(term, |node| matches!(node, Node::Binary(Operator::Div, _, _))) {
        return None;
    }
    let new = arena.rebuild(term, |arena, _, t| match arena.node(t) {
        Node::Binary(Operator::Div, _, _) => quotient(arena, t).unwrap_or(t),
        _ => t,
    });
    (new != term).then_some(new)
}

fn quotient(arena: &mut Arena, t: TermId) -> Option<TermId> {
    let sides = factors(arena, t)?;
    for (i, &above) in sides.above.iter().enumerate() {
        let terms = addends(arena, above);
        if !(2..=LONGEST).contains(&terms.len()) {
            continue;
        }
        for (j, &below) in sides.below.iter().enumerate() {
            if arena.as_rational(below).is_some() {
                continue;
            }
            let Some(divided) = divided(arena, &terms, below) else { continue };
            let mut new = sides.clone();
            new.below.remove(j);
            new.above[i] = divided;
            let new = new.written(arena);
            if arena.tree_size(new) < arena.tree_size(t) {
                return quotient(arena, new).or(Some(new));
            }
        }
    }
    None
}

/// The sum with every term divided, if the divisor is a factor of some.
fn divided(arena: &mut Arena, terms: &[(bool, TermId)], by: TermId) -> Option<TermId> {
    let (mut out, mut some) = (Vec::new(), false);
    for &(negative, t) in terms {
        let mut sides = factors(arena, t)?;
        match sides.above.iter().position(|f| *f == by || is_power_above(arena, *f, by)) {
            Some(at) => {
                let factor = sides.above.remove(at);
                sides.above.extend((factor != by).then(|| lowered(arena, factor, by)));
                some = true;
            }
            None => sides.below.push(by),
        }
        out.push((negative, sides.written(arena)));
    }
    some.then(|| sum(arena, out))
}

/// A term as a power with a whole exponent above 0.
fn as_power(arena: &Arena, t: TermId) -> (TermId, i64) {
    match arena.node(t) {
        Node::Binary(Operator::Pow, base, e) => match arena.as_rational(e).and_then(|e| e.to_i64()) {
            Some(e) if e > 0 => (base, e),
            _ => (t, 1),
        },
        _ => (t, 1),
    }
}

/// Whether a factor is a higher power of what the other is a power of.
fn is_power_above(arena: &Arena, factor: TermId, other: TermId) -> bool {
    let ((base, e), (own, d)) = (as_power(arena, factor), as_power(arena, other));
    base == own && e > d
}

/// The quotient of two powers of one base.
fn lowered(arena: &mut Arena, factor: TermId, by: TermId) -> TermId {
    let ((base, e), (_, d)) = (as_power(arena, factor), as_power(arena, by));
    power(arena, base, &Rational::from(e - d))
}

fn factors(arena: &Arena, t: TermId) -> Option<Sides> {
    let mut sides = Sides::default();
    sides.push_all(arena, t, false);
    (sides.above.len() + sides.below.len() <= LONGEST).then_some(sides)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::read;

    #[test]
    fn a_sum_takes_in_what_divides_some_of_its_terms() {
        for (text, expected) in [
            ("exp(-t/s)*(b*s + c*t)/s", Some("exp(-t/s)*(b + c*t/s)")),
            ("x*(a*b - c)/(a*y)", Some("x*(b - c/a)/y")),
            ("(a*b + a*c + d)/a", Some("b + c + d/a")),
            ("(a*b + c + d)/a", None),
            ("(l*w^4 - 1)/(w^3*y)", Some("(l*w - 1/w^3)/y")),
            ("(a + b)/c", None),
            ("exp((x*y + z)/x)", Some("exp(y + z/x)")),
        ] {
            let mut arena = Arena::new();
            let term = read(&mut arena, text);
            let expected = expected.map(|t| read(&mut arena, t));
            assert_eq!(spread(&mut arena, term), expected, "{text}");
        }
    }
}
