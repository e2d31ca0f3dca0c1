//! Comparisons of a function with a number it passes once, as comparisons of its argument.

use super::facts::Scope;
use super::mono::{Gauss, Mono};
use super::poly::Poly;
use super::ring::{Frac, Head};
use crate::term::{Arena, Func, Node, Rational, TermId};
use std::rc::Rc;

/// Sizes are looked for inside so many functions.
const DEEPEST: usize = 4;

impl Scope {
    /// The sign of a real quantity as that of what is inside its functions.
    pub(super) fn sign(&mut self, arena: &mut Arena, u: &Frac, zero: bool) -> Frac {
        let inner = self.innermost(u, usize::MAX);
        if zero {
            return self.opaque(arena, Head::Call(Func::Sign), &[Rc::new(inner)]);
        }
        let (size, under) = (self.abs(&inner), self.ring.inverse(&inner));
        self.ring.times(&size, &under)
    }

    /// What a real quantity has the sign of, inside so many functions at most.
    fn innermost(&mut self, u: &Frac, levels: usize) -> Frac {
        let mut u = self.of_same_sign(u);
        for _ in 0..levels {
            let Some((inner, turned)) = self.crossing(&u).filter(|_| self.ring.spend(1)) else { break };
            let inner = self.of_same_sign(&inner);
            u = if turned { self.ring.minus(&Frac::default(), &inner) } else { inner };
        }
        u
    }

    /// The size of a real quantity that is not zero and that functions pass zero with, by the size of what is
    /// inside them: `abs(atan(x))` is `atan(x)*abs(x)/x`.
    pub(super) fn size_through(&mut self, p: &Poly) -> Option<Frac> {
        let whole = Frac::poly(p.clone());
        self.crossing(&whole)?;
        let inner = self.innermost(&whole, DEEPEST);
        if !inner.den.is_empty() || self.crossing(&inner).is_some() {
            return None;
        }
        let size = Frac::poly(Poly::kernel(self.abs_kernel(&inner.num)));
        let under = self.ring.inverse(&inner);
        let sign = self.ring.times(&size, &under);
        Some(self.ring.times(&whole, &sign))
    }

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
        if let Some(found) = self.between_exponents(f) {
            return Some(found);
        }
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

    /// The same for a multiple of `exp(u) - exp(v)`, one of which may be 1: it has the sign of `u - v`.
    fn between_exponents(&mut self, f: &Frac) -> Option<(Frac, bool)> {
        let [(m, c), (n, d)] = f.num.0.as_slice() else { return None };
        if !f.den.is_empty() || !c.im.is_zero() || !c.plus(d).is_zero() {
            return None;
        }
        let (u, v) = (self.exponent_of(m)?, self.exponent_of(n)?);
        Some((self.ring.minus(&u, &v), c.re.is_negative()))
    }

    /// The exponent of a product of powers of real exponentials.
    fn exponent_of(&mut self, m: &Mono) -> Option<Frac> {
        let mut sum = Frac::default();
        for (k, e) in &m.0 {
            let kernel = &self.ring.kernels[*k as usize];
            let argument = *kernel.arguments.first().filter(|_| kernel.head == Head::Exp(false) && kernel.real)?;
            let argument = self.ring.fracs[argument as usize].clone();
            let part = self.ring.times(&argument, &Frac::number(e.clone()));
            sum = self.ring.plus(&sum, &part);
        }
        Some(sum)
    }
}
