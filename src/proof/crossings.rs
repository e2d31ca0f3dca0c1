//! Comparisons of a function with a number it passes once, as comparisons of its argument.

use super::facts::Scope;
use super::mono::Gauss;
use super::ring::{Frac, Head};
use crate::term::{Arena, Func, Node, Rational, TermId};

impl Scope {
    /// For a function compared with a number it passes once, functions inside it included: what has
    /// the sign of the comparison, and whether it is the opposite sign.
    pub(super) fn crossed(&mut self, arena: &mut Arena, mut a: TermId, b: TermId) -> Option<(Frac, bool)> {
        let (mut value, mut turned) = (arena.as_rational(b)?, false);
        let outer = a;
        while let Node::Call(f, u) = arena.node(a)
            && let Some(crossing) = f.crossing_of(&value)
        {
            (a, value, turned) = (u, Rational::from(crossing.at), turned == crossing.rises);
        }
        let bound = arena.rational(&value);
        (a != outer).then(|| (self.difference(arena, a, bound), turned))
    }

    /// For a multiple of `f(u) - v`, what has the sign of that by the function's crossing of the
    /// number v, for `abs(u)` and a v above 0 `u^2 - v^2`; and whether the multiple is negative.
    pub(super) fn crossing(&mut self, f: &Frac) -> Option<(Frac, bool)> {
        let (a, b) = match f.num.0.as_slice() {
            [a] => (a, Gauss::real(Rational::ZERO)),
            [a, b] if b.0.is_one() => (a, b.1.clone()),
            [b, a] if b.0.is_one() => (a, b.1.clone()),
            _ => return None,
        };
        let [(k, e)] = a.0.0.as_slice() else { return None };
        let kernel = &self.ring.kernels[*k as usize];
        let (head, argument) = (kernel.head, *kernel.arguments.first()?);
        if !(kernel.real && e.is_one() && f.den.is_empty() && a.1.im.is_zero() && b.im.is_zero()) {
            return None;
        }
        let (u, v) = (self.ring.fracs[argument as usize].clone(), (-b.re).checked_div(&a.1.re)?);
        let (left, right, rises) = match head {
            Head::Abs if v.signum() > 0 => (self.ring.times(&u, &u), &v * &v, true),
            Head::Call(_) | Head::Log => {
                let function = if let Head::Call(f) = head { f } else { Func::Log };
                let crossing = function.crossing_of(&v)?;
                (Frac::clone(&u), Rational::from(crossing.at), crossing.rises)
            }
            _ => return None,
        };
        Some((self.ring.minus(&left, &Frac::number(right)), a.1.re.is_negative() == rises))
    }
}
