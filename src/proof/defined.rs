//! Whether powers and calls have values where their parts have.

use super::facts::Scope;
use super::range::{NEG, POS, ZERO};
use super::ring::Frac;
use crate::term::{Arena, Func, Node, Operator, Rational, TermId};
use std::rc::Rc;

/// So many powers of one base are looked at.
const MOST_KNOWN: usize = 4;
/// So many exponents are added up.
const MOST_ADDED: u32 = 3;

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

    /// Whether powers of the same base, or of a multiple above zero, have values whose exponents add up to this
    /// one, or for a base that is not zero add up to it with whole numbers when some are taken off.
    fn power_beside(&mut self, arena: &mut Arena, b: TermId, e: TermId, nonzero: bool) -> bool {
        let (base, exponent) = (self.expand(arena, b), self.expand(arena, e));
        let rest = self.by_sign(&base).1;
        let mut known: Vec<[Rc<Frac>; 2]> =
            self.defined.iter().filter(|x| x.0.is_none()).map(|x| x.1.clone()).collect();
        known.retain(|[b, _]| *b == base || self.by_sign(b).1 == rest);
        let known: Vec<Rc<Frac>> = known.into_iter().map(|[_, e]| e).take(MOST_KNOWN).collect();
        known.iter().any(|e| **e == *exponent) || self.adds_up(&exponent, &known, nonzero, MOST_ADDED)
    }

    /// Whether whole multiples of a few of some fractions add up to one, as above.
    fn adds_up(&mut self, to: &Frac, parts: &[Rc<Frac>], freely: bool, few: u32) -> bool {
        let done = if freely { to.rational().is_some_and(|n| n.is_integer()) } else { to.num.is_zero() };
        if done {
            return freely || few < MOST_ADDED;
        }
        few > 0
            && parts.iter().any(|part| {
                let lead = |f: &Frac| f.num.0.first().map(|t| t.1.re.clone());
                let ratio = lead(to).zip(lead(part)).and_then(|(a, b)| a.checked_div(&b));
                let times = [ratio.unwrap_or(Rational::ONE), Rational::ONE, Rational::from(-1)];
                times.into_iter().filter(|n| n.is_integer() && (freely || n.signum() > 0)).any(|n| {
                    let taken = self.ring.times(part, &Frac::number(n));
                    let rest = self.ring.minus(to, &taken);
                    self.adds_up(&rest, parts, freely, few - 1)
                })
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
            (&["x^n defined", "x != 0"], "x^(2*n) defined", true),
            (&["x^n defined", "x != 0"], "x^(n/2) defined", false),
            (&["x^n defined", "x^m defined"], "x^(n + m) defined", true),
            (&["x^n defined", "x^m defined"], "x^(5*n + m) defined", true),
            (&["x^n defined"], "x^(-n) defined", false),
            (&["x^n defined", "x^m defined"], "x^(m - 2*n) defined", false),
            (&["x^n defined", "x^m defined"], "x^(n - m) defined", false),
            (&["x^n defined", "x^m defined", "x != 0"], "x^(n - 2*m + 3) defined", true),
            (&["x^n defined", "y^m defined", "x != 0"], "x^(n - m) defined", false),
            (&["x^n defined", "x^m defined"], "x^0 defined", false),
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
