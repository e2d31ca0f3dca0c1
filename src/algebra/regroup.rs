//! Products grouped anew, wherever they stand in a formula: all square roots of products under one, and powers
//! above the line with like powers below it: `s*sqrt(t)/sqrt(2*pi)` is `s*sqrt(t/(2*pi))`, and
//! `2*r^2/(p + r)^2` is `2*(r/(p + r))^2`. The graph's rules are binary and see only neighbours.

use super::{layout, order::compare_factors, spelling};
use crate::term::{Arena, Func, Node, Operator, Rational, TermId};
use smallvec::{SmallVec, smallvec};
use std::cell::Cell;

/// Longer products are left alone.
const LONGEST: usize = 16;
/// Roots of sums longer than this stay apart.
const SHORT: u128 = 9;

/// The term with its products grouped anew, if that changes it. Linear in the distinct sub-terms.
pub fn regrouped(arena: &mut Arena, term: TermId) -> Option<TermId> {
    let count = Cell::new(0);
    let is_second = |node| {
        let joins = matches!(node, Node::Call(Func::Sqrt, _) | Node::Binary(Operator::Pow, _, _));
        count.set(count.get() + usize::from(joins));
        count.get() > 1
    };
    if !arena.any(term, is_second) {
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

/// Factors on one side of the line, nearly always few.
pub(super) type Side = SmallVec<[TermId; 8]>;

/// What stands above and below the line of one product.
#[derive(Clone, Default)]
pub(super) struct Sides {
    pub(super) above: Side,
    pub(super) below: Side,
}

impl Sides {
    fn push(&mut self, factor: TermId, below: bool) {
        if below { self.below.push(factor) } else { self.above.push(factor) }
    }

    /// The factors of a product by themselves.
    pub(super) fn push_all(&mut self, arena: &Arena, t: TermId, below: bool) {
        let mut todo: SmallVec<[(TermId, bool); 8]> = smallvec![(t, below)];
        while let Some((t, below)) = todo.pop() {
            match arena.node(t) {
                Node::Binary(Operator::Mul, a, b) => todo.extend([(b, below), (a, below)]),
                Node::Binary(Operator::Div, a, b) => todo.extend([(b, !below), (a, below)]),
                _ if !arena.is_one(t) => self.push(t, below),
                _ => {}
            }
        }
    }

    /// With something above the line if there is anything, and whether the sides were turned for that.
    fn upright(mut self) -> (Self, bool) {
        let turned = self.above.is_empty();
        if turned {
            std::mem::swap(&mut self.above, &mut self.below);
        }
        (self, turned)
    }

    /// Above over below, each in the order of factors.
    pub(super) fn written(mut self, arena: &mut Arena) -> TermId {
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

/// What a product is made of.
#[derive(Default)]
struct Parts {
    /// What stands under its square roots, and how many there are.
    roots: Sides,
    count: usize,
    powers: Vec<Power>,
    /// Powers with an odd number of halves above.
    halves: Vec<Power>,
    rest: Sides,
    /// Whether one over something is a factor: `x*(1/y)` is `x/y`.
    nested: bool,
}

/// Whether a product has two roots or powers, or one over something, among its factors.
fn may_join(arena: &Arena, whole: TermId) -> bool {
    let (mut todo, mut joins) = (SmallVec::<[TermId; 16]>::from_slice(&[whole]), 0);
    while let Some(t) = todo.pop() {
        match arena.node(t) {
            Node::Binary(Operator::Div, a, _) if t != whole && arena.is_one(a) => return true,
            Node::Binary(Operator::Mul | Operator::Div, a, b) => todo.extend([a, b]),
            Node::Call(Func::Sqrt, _) | Node::Binary(Operator::Pow, _, _) => joins += 1,
            _ => {}
        }
    }
    joins > 1
}

/// A product grouped anew, if there is something to group.
fn product(arena: &mut Arena, t: TermId) -> Option<TermId> {
    if !may_join(arena, t) {
        return None;
    }
    let mut parts = taken_apart(arena, t)?;
    parts.roots_of_powers(arena);
    parts.align(arena);
    if parts.count < 2 && !parts.powers_meet(arena) && !parts.nested {
        return None;
    }
    let (roots, below) = std::mem::take(&mut parts.roots).upright();
    if !roots.above.is_empty() {
        let radicand = roots.written(arena);
        parts.rest.push(arena.call(Func::Sqrt, radicand), below);
    }
    parts.like_powers(arena);
    Some(parts.rest.written(arena))
}

fn taken_apart(arena: &Arena, whole: TermId) -> Option<Parts> {
    let (mut parts, mut todo, mut seen) = (Parts::default(), vec![(whole, false)], 0);
    while let Some((t, below)) = todo.pop() {
        seen += 1;
        match arena.node(t) {
            _ if seen > LONGEST => return None,
            Node::Binary(Operator::Mul, a, b) => todo.extend([(b, below), (a, below)]),
            Node::Binary(Operator::Div, a, b) => {
                parts.nested |= t != whole && arena.is_one(a);
                todo.extend([(b, !below), (a, below)]);
            }
            Node::Call(Func::Sqrt, u) if !has_sum(arena, u) || arena.tree_size(u) <= SHORT => {
                parts.count += 1;
                parts.roots.push_all(arena, u, below);
            }
            Node::Binary(Operator::Pow, base, e) if is_half(arena, e) => parts.halves.push((base, e, below)),
            Node::Binary(Operator::Pow, base, e) if arena.as_rational(e).is_none_or(|e| is_joined(&e)) => {
                parts.powers.push((base, e, below));
            }
            _ if arena.is_one(t) => {}
            _ => parts.rest.push(t, below),
        }
    }
    Some(parts)
}

impl Parts {
    /// A root of a power beside another root: `sqrt(c)/x^(3/2)` is `sqrt(c/x^3)`.
    fn roots_of_powers(&mut self, arena: &mut Arena) {
        let joined = self.count > 0;
        for (base, e, below) in std::mem::take(&mut self.halves) {
            let twice = arena.as_rational(e).map(|e| &e + &e).filter(|_| joined && !has_sum(arena, base));
            match twice {
                Some(twice) => {
                    self.count += 1;
                    self.roots.push(spelling::power(arena, base, &twice), below);
                }
                None => self.rest.push(arena.binary(Operator::Pow, base, e), below),
            }
        }
    }

    /// Powers with opposite exponents on opposite sides: `k^(a - 1)*l^(1 - a)` as `l^(1 - a)/k^(1 - a)`.
    fn align(&mut self, arena: &Arena) {
        for i in 1..self.powers.len() {
            let Node::Binary(Operator::Sub, p, q) = arena.node(self.powers[i].1) else { continue };
            let opposite = |e: TermId| arena.node(e) == Node::Binary(Operator::Sub, q, p);
            let Some(found) = self.powers[..i].iter().map(|x| x.1).find(|e| opposite(*e)) else { continue };
            let (base, _, below) = self.powers[i];
            self.powers[i] = (base, found, !below);
        }
    }

    /// Whether two powers have one exponent and may be one power.
    fn powers_meet(&self, arena: &Arena) -> bool {
        let meet = |p: &Power, q: &Power| p.1 == q.1 && (p.2 != q.2 || joins_beside(arena, p.1));
        self.powers.iter().enumerate().any(|(i, p)| self.powers[..i].iter().any(|q| meet(p, q)))
    }

    /// Powers with one exponent as one power.
    fn like_powers(&mut self, arena: &mut Arena) {
        while let Some(&(_, exponent, _)) = self.powers.first() {
            let (like, others): (Vec<Power>, _) =
                std::mem::take(&mut self.powers).into_iter().partition(|p| p.1 == exponent);
            self.powers = others;
            let mut group = Sides::default();
            like.iter().for_each(|(base, _, below)| group.push(*base, *below));
            if (group.above.is_empty() || group.below.is_empty()) && !joins_beside(arena, exponent) {
                for (base, _, below) in like {
                    self.rest.push(arena.binary(Operator::Pow, base, exponent), below);
                }
                continue;
            }
            let (group, below) = group.upright();
            let base = layout::quotient(arena, &group.above, &group.below);
            if !arena.is_one(base) {
                self.rest.push(arena.binary(Operator::Pow, base, exponent), below);
            }
        }
    }
}

/// Whether powers on one side of the line join: symbolic ones are left to the rules, since not all of
/// them do.
fn joins_beside(arena: &Arena, exponent: TermId) -> bool {
    arena.as_rational(exponent).is_some()
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

/// Whether powers with this exponent become one: `a^(2/3)/x^(2/3)` is `(a/x)^(2/3)` wherever it has a value.
fn is_joined(e: &Rational) -> bool {
    *e > Rational::ONE || !e.is_negative() && e.bottom() > Rational::from(2)
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
            ("c*a^(2/3)/x^(2/3)", Some("c*(a/x)^(2/3)")),
            ("a^(2/3)/x^(1/3)", None),
            ("c/(2*a^2*b^2)", Some("c/(2*(a*b)^2)")),
        ] {
            let mut arena = Arena::new();
            let term = read(&mut arena, text);
            let expected = expected.map(|t| read(&mut arena, t));
            assert_eq!(regrouped(&mut arena, term), expected, "{text}");
        }
    }
}
