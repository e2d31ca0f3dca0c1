//! Products grouped anew, wherever they stand in a formula: all square roots of products under one, and powers
//! above the line with like powers below it: `s*sqrt(t)/sqrt(2*pi)` is `s*sqrt(t/(2*pi))`, and
//! `2*r^2/(p + r)^2` is `2*(r/(p + r))^2`. The graph's rules are binary and see only neighbours.

use super::{order::compare_factors, spelling};
use crate::term::{Arena, Func, Node, Operator, Rational, TermId};

/// Longer products are left alone.
const LONGEST: usize = 16;
/// Roots of sums longer than this stay apart.
const SHORT: u128 = 9;

/// The term with its products grouped anew, if that changes it. Linear in the distinct sub-terms.
pub fn regrouped(arena: &mut Arena, term: TermId) -> Option<TermId> {
    let joins = |id: &TermId| matches!(arena.node(*id), Node::Call(Func::Sqrt, _) | Node::Binary(Operator::Pow, _, _));
    if arena.reachable(&[term]).iter().filter(|id| joins(id)).count() < 2 {
        return None;
    }
    // A factor of a larger product is regrouped with that.
    let new = arena.rebuild(term, |arena, _, t| match arena.node(t) {
        Node::Binary(Operator::Mul | Operator::Div, _, _) => product(arena, t).unwrap_or(t),
        Node::Binary(Operator::Pow, base, e) if arena.as_rational(e).is_some_and(|e| e == Rational::from(2)) => {
            square(arena, base, e).unwrap_or(t)
        }
        _ => t,
    });
    (new != term).then_some(new)
}

/// A base, its exponent, and whether it stands below the line.
type Power = (TermId, TermId, bool);

/// What stands above and below the line of one product.
#[derive(Default)]
struct Sides {
    above: Vec<TermId>,
    below: Vec<TermId>,
}

impl Sides {
    fn push(&mut self, factor: TermId, below: bool) {
        if below { self.below.push(factor) } else { self.above.push(factor) }
    }

    /// The factors of a product by themselves.
    fn push_all(&mut self, arena: &Arena, t: TermId, below: bool) {
        let mut todo = vec![(t, below)];
        while let Some((t, below)) = todo.pop() {
            match arena.node(t) {
                Node::Binary(Operator::Mul, a, b) => todo.extend([(b, below), (a, below)]),
                Node::Binary(Operator::Div, a, b) => todo.extend([(b, !below), (a, below)]),
                _ if !arena.is_one(t) => self.push(t, below),
                _ => {}
            }
        }
    }

    /// Above over below, each in the order of factors.
    fn written(mut self, arena: &mut Arena) -> TermId {
        self.above.sort_by(|a, b| compare_factors(arena, *a, *b));
        self.below.sort_by(|a, b| compare_factors(arena, *a, *b));
        let top = spelling::product(arena, &self.above);
        if self.below.is_empty() {
            return top;
        }
        let bottom = spelling::product(arena, &self.below);
        arena.binary(Operator::Div, top, bottom)
    }
}

/// A product grouped anew, if there is something to group.
fn product(arena: &mut Arena, t: TermId) -> Option<TermId> {
    let (mut rest, mut roots) = (Sides::default(), Sides::default());
    let (mut powers, mut halves): (Vec<Power>, Vec<Power>) = Default::default();
    let mut todo = vec![(t, false)];
    let (mut seen, mut count, mut nested) = (0, 0, false);
    let whole = t;
    while let Some((t, below)) = todo.pop() {
        seen += 1;
        match arena.node(t) {
            _ if seen > LONGEST => return None,
            Node::Binary(Operator::Mul, a, b) => todo.extend([(b, below), (a, below)]),
            Node::Binary(Operator::Div, a, b) => {
                // x*(1/y) is x/y.
                nested |= t != whole && arena.is_one(a);
                todo.extend([(b, !below), (a, below)]);
            }
            Node::Call(Func::Sqrt, u) if !has_sum(arena, u) || arena.tree_size(u) <= SHORT => {
                count += 1;
                roots.push_all(arena, u, below);
            }
            Node::Binary(Operator::Pow, base, e) if is_half(arena, e) => halves.push((base, e, below)),
            Node::Binary(Operator::Pow, base, e) if arena.as_rational(e).is_none_or(|e| e > Rational::ONE) => {
                powers.push((base, e, below));
            }
            _ if arena.is_one(t) => {}
            _ => rest.push(t, below),
        }
    }
    let joined = count > 0;
    for (base, e, below) in halves {
        // A root of a power beside another root: sqrt(c)/x^(3/2) is sqrt(c/x^3).
        let twice = arena.as_rational(e).map(|e| &e + &e).filter(|_| joined && !has_sum(arena, base));
        match twice {
            Some(twice) => {
                count += 1;
                roots.push(spelling::power(arena, base, &twice), below);
            }
            None => rest.push(arena.binary(Operator::Pow, base, e), below),
        }
    }
    let joins = count > 1;
    // On one side of the line, symbolic powers are left to the rules: not all of them join.
    let joinable = |arena: &Arena, e| arena.as_rational(e).is_some();
    let meet = |p: &Power, q: &Power| p.1 == q.1 && (p.2 != q.2 || joinable(arena, p.1));
    let pairs = powers.iter().enumerate().any(|(i, p)| powers[..i].iter().any(|q| meet(p, q)));
    if !joins && !pairs && !nested {
        return None;
    }
    let below = roots.above.is_empty();
    if below {
        std::mem::swap(&mut roots.above, &mut roots.below);
    }
    if !roots.above.is_empty() {
        let radicand = roots.written(arena);
        let root = arena.call(Func::Sqrt, radicand);
        rest.push(root, below);
    }
    while let Some(&(_, exponent, _)) = powers.first() {
        let (like, others): (Vec<Power>, _) = powers.into_iter().partition(|p| p.1 == exponent);
        powers = others;
        let mut group = Sides::default();
        like.iter().for_each(|(base, _, below)| group.push(*base, *below));
        let below = group.above.is_empty();
        if (below || group.below.is_empty()) && !joinable(arena, exponent) {
            let power = |arena: &mut Arena, base| arena.binary(Operator::Pow, base, exponent);
            like.iter().for_each(|(base, _, below)| rest.push(power(arena, *base), *below));
            continue;
        }
        if below {
            std::mem::swap(&mut group.above, &mut group.below);
        }
        let base = group.written(arena);
        let power = arena.binary(Operator::Pow, base, exponent);
        rest.push(power, below);
    }
    Some(rest.written(arena))
}

/// The square of a product without the square roots in it: `(x/sqrt(2))^2` is `x^2/2`.
fn square(arena: &mut Arena, base: TermId, two: TermId) -> Option<TermId> {
    let (mut all, mut kept, mut squares) = (Sides::default(), Sides::default(), Sides::default());
    all.push_all(arena, base, false);
    if all.above.len() + all.below.len() > LONGEST {
        return None;
    }
    for (factors, below) in [(all.above, false), (all.below, true)] {
        for t in factors {
            match arena.node(t) {
                Node::Call(Func::Sqrt, u) => squares.push_all(arena, u, below),
                _ => kept.push(t, below),
            }
        }
    }
    if squares.above.is_empty() && squares.below.is_empty() || kept.above.is_empty() {
        return None;
    }
    let rest = kept.written(arena);
    let power = arena.binary(Operator::Pow, rest, two);
    squares.push(power, false);
    Some(squares.written(arena))
}

/// Whether an exponent is an odd number of halves, above one.
fn is_half(arena: &Arena, e: TermId) -> bool {
    arena.as_rational(e).is_some_and(|e| e > Rational::ONE && e.bottom() == Rational::from(2))
}

/// Roots of long sums stay apart: their signs may be settled each by itself only.
fn has_sum(arena: &Arena, t: TermId) -> bool {
    arena.any(t, |node| matches!(node, Node::Binary(Operator::Add | Operator::Sub, _, _)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::read;

    #[test]
    fn roots_and_like_powers_meet_across_other_factors() {
        for (text, expected) in [
            ("s*sqrt(t)/sqrt(2*pi)", Some("s*sqrt(t/(2*pi))")),
            ("erf(x/(v*sqrt(t))/sqrt(2))", Some("erf(x/(v*sqrt(2*t)))")),
            ("2*r^2/(p + r)^2", Some("2*(r/(p + r))^2")),
            ("c*k^a*(1 - a)/l^a", Some("c*(k/l)^a*(1 - a)")),
            ("2*x*k^2/(x^2 + k^2)^2", Some("2*x*(k/(x^2 + k^2))^2")),
            ("x^2/y^3", None),
            ("x*sqrt(y)", None),
            ("exp(-((a + b)/(s*sqrt(2)))^2)", Some("exp(-(((a + b)/s)^2/2))")),
            ("h*k^2*(1/x^2)", Some("h*(k/x)^2")),
            ("h*k^2*(1/x^3)", Some("h*k^2/x^3")),
            ("x^2*y/z^3", None),
            ("a*sqrt(c)/x^(3/2)", Some("a*sqrt(c/x^3)")),
            ("a*c/x^(3/2)", None),
            ("pi*a^2*b^2", Some("pi*(a*b)^2")),
            ("c/(2*a^2*b^2)", Some("c/(2*(a*b)^2)")),
        ] {
            let mut arena = Arena::new();
            let term = read(&mut arena, text);
            let expected = expected.map(|t| read(&mut arena, t));
            assert_eq!(regrouped(&mut arena, term), expected, "{text}");
        }
    }
}
