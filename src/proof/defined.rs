//! Whether powers and calls have values where their parts have.

use super::facts::Scope;
use super::range::{NEG, POS, ZERO};
use super::ring::Frac;
use crate::term::{Arena, Func, Node, Operator, TermId};
use std::rc::Rc;

impl Scope {
    /// What is known of a power, or of a call of two arguments, once it has a value where these have.
    pub(super) fn defined_parts(&mut self, arena: &mut Arena, t: TermId) -> Option<(Option<Func>, [Rc<Frac>; 2])> {
        let (f, a, b) = match arena.node(t) {
            Node::Binary(Operator::Pow, b, e) => (None, b, e),
            Node::Call2(f, a, b) => (Some(f), a, b),
            _ => return None,
        };
        Some((f, [self.expand(arena, a), self.expand(arena, b)]))
    }

    /// Whether a power, or a call of two arguments, is known to have a value where its parts have.
    pub(super) fn is_defined(&mut self, arena: &mut Arena, t: TermId) -> bool {
        let known = self.defined_parts(arena, t).is_some_and(|parts| self.defined.contains(&parts));
        known
            || match arena.node(t) {
                Node::Binary(Operator::Pow, b, e) => self.power_defined(arena, b, e),
                Node::Call2(Func::BesselJ, n, u) => self.bessel_defined(arena, n, u),
                _ => false,
            }
    }

    /// `b^e` has a value for b > 0; for b = 0 if e > 0; for b < 0 if e is an integer.
    fn power_defined(&mut self, arena: &mut Arena, b: TermId, e: TermId) -> bool {
        let (base, exponent) = (self.signs(arena, b), self.signs(arena, e));
        let f = self.expand(arena, e);
        if (base & ZERO == 0 || exponent & !POS == 0) && (base & NEG == 0 || self.is_integer(&f)) {
            return true;
        }
        self.power_beside(arena, b, e, base & ZERO == 0)
    }

    /// `besselj(n, u)` has a value for a whole n, and for u > 0.
    fn bessel_defined(&mut self, arena: &mut Arena, n: TermId, u: TermId) -> bool {
        let order = self.expand(arena, n);
        let whole = order.rational().map_or_else(|| self.is_integer(&order), |n| n.is_integer());
        whole || self.signs(arena, u) & !POS == 0
    }

    /// Whether a power of the same base, or of a multiple above zero, has a value whose exponent is the same, or
    /// for a base that is not zero one that differs by an integer from it or its opposite.
    fn power_beside(&mut self, arena: &mut Arena, b: TermId, e: TermId, nonzero: bool) -> bool {
        let (base, exponent) = (self.expand(arena, b), self.expand(arena, e));
        let rest = self.by_sign(&base).1;
        let powers: Vec<[Rc<Frac>; 2]> = self.defined.iter().filter(|x| x.0.is_none()).map(|x| x.1.clone()).collect();
        powers.iter().any(|[b, known]| {
            let apart = [self.ring.minus(&exponent, known), self.ring.plus(&exponent, known)];
            let integer = apart.into_iter().any(|d| d.rational().is_some_and(|d| d.is_integer()));
            (integer && nonzero || *known == exponent) && (*b == base || self.by_sign(b).1 == rest)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::read;

    /// Powers that are equal where they have values need not have them together.
    #[test]
    fn what_is_defined_is_known_by_its_parts() {
        for (facts, asked, holds) in [
            (&["0^y defined"][..], "0^z defined", false),
            (&["x^n defined"], "x^n defined", true),
            (&["x^n defined"], "x^(n + 1) defined", false),
            (&["x^n defined", "x != 0"], "x^(n + 1) defined", true),
            (&["x^n defined", "x != 0"], "x^(2 - n) defined", true),
            (&["x^n defined", "x != 0"], "x^(2*n) defined", false),
            (&["x^n defined", "x != 0", "y > 0"], "(2*x/y)^n defined", true),
            (&["x^n defined", "y > 0"], "(x*y)^n defined", true),
            (&["x^n defined", "y > 0"], "(x*y)^(n + 1) defined", false),
            (&["x^n defined", "x != 0"], "(x*y)^n defined", false),
            (&["x^n defined", "x != 0"], "(-x)^n defined", false),
            (&["besselj(n, x) defined"], "besselj(n, x) defined", true),
            (&["besselj(n, x) defined"], "besselj(n, y) defined", false),
        ] {
            let mut arena = Arena::new();
            let facts: Vec<TermId> = facts.iter().map(|text| read(&mut arena, text)).collect();
            let asked = read(&mut arena, asked);
            let found = Scope::new(&mut arena, &facts).decide(&mut arena, asked);
            assert_eq!(found == Some(true), holds, "{asked:?}");
        }
    }
}
