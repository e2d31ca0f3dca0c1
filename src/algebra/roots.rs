//! Roots: what leaves them, and how they leave denominators.

use super::Fraction;
use super::Poly;
use super::apart::Split;
use super::fraction::{Failure, single};
use super::kernel::{Key, Kind, Knowledge};
use super::normal::{HIGHEST, Normal};
use crate::term::{Arena, Node, Operator, Rational, TermId};
use dashu::base::BitTest;

impl<K: Knowledge> Normal<'_, K> {
    /// The fraction with everything above the line multiplied out and relations applied, for
    /// products in which a root meets its conjugate.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn multiplied_out(&mut self, f: &Fraction) -> Result<Fraction, Failure> {
        let (above, below) = f.split();
        let p = above.scaled(&f.coefficient).expanded(&mut self.kernels)?;
        let top = super::fraction::reduce(&p, &mut self.kernels)?;
        top.times(&below.pow(-1, &mut self.kernels)?, &mut self.kernels)
    }

    /// The fraction with sums that are each other's conjugates multiplied out: `(sqrt(x) - 1)*(sqrt(x) + 1)`
    /// is `x - 1`.
    pub(super) fn conjugates_joined(&mut self, f: Fraction) -> Result<Fraction, Failure> {
        if f.factors.iter().filter(|(p, _)| p.len() > 1).count() < 2 {
            return Ok(f);
        }
        for (p, e) in &f.factors {
            let of_root = |k: &u32| matches!(self.kernels.kind(*k), Kind::Root { index: 2, .. }) && p.degree(*k) == 1;
            let Some(kernel) = p.variables().into_iter().find(of_root).filter(|_| p.len() > 1) else { continue };
            let (conjugate, norm) = self.conjugate(p, kernel)?;
            let (content, other) = conjugate.primitive();
            let shared = e.abs().min(f.exponent(&other).abs()) * e.signum();
            if shared == 0 || f.exponent(&other).signum() != e.signum() || other == *p || norm.is_zero() {
                continue;
            }
            let mut rest = f.clone();
            rest.push(p.clone(), -shared);
            rest.push(other, -shared);
            let norm = norm.scaled(&content.recip().ok_or(Failure::DivisionByZero)?);
            return rest.times(&norm.pow(shared, &mut self.kernels)?, &mut self.kernels);
        }
        Ok(f)
    }

    /// The fraction with a square root out of a sum above the line whose rest the radicand divides:
    /// `c*sqrt(u) + u` is `sqrt(u)*(c + sqrt(u))`, which may meet its like below the line.
    pub(super) fn root_in_front(&mut self, f: Fraction) -> Result<Fraction, Failure> {
        for k in 0..self.kernels.len() as u32 {
            let Kind::Root { radicand, index: 2, .. } = self.kernels.kind(k) else { continue };
            let [(q, 1)] = radicand.factors.as_slice() else { continue };
            let (q, scale) = (q.clone(), radicand.coefficient.recip().ok_or(Failure::DivisionByZero)?);
            let above = f.factors.iter().find(|(p, e)| *e == 1 && p.len() > 1 && p.degree(k) == 1);
            let Some((p, _)) = above else { continue };
            let [(1, beside), (0, alone)] = &p.coefficients(k)[..] else { continue };
            let Some(inside) = alone.divide_exact_within(&q, &mut self.kernels.work)? else { continue };
            let mut rest = f.clone();
            rest.push(p.clone(), -1);
            rest.push_polynomial(&beside.plus(&inside.scaled(&scale).times(&Poly::variable(k))), 1);
            return rest.times(&Fraction::kernel(k, 1), &mut self.kernels);
        }
        Ok(f)
    }

    /// One over the fraction, with roots moved out of sums below the line.
    pub(super) fn inverse(&mut self, f: &Fraction) -> Result<Fraction, Failure> {
        let mut out = f.pow(-1, &mut self.kernels)?;
        while let Some((p, e, kernel)) = self.irrational_divisor(&out) {
            let (conjugate, norm) = self.conjugate(&p, kernel)?;
            // Where the norm is zero the sum need not be.
            let grows = self.kept && norm.as_constant().is_none();
            if norm.is_zero() || grows || norm.factors.iter().any(|x| x.0 == p) {
                break;
            }
            out.push(p, -e);
            let above = Fraction::polynomial(&conjugate).pow(-e, &mut self.kernels)?;
            let below = norm.pow(e, &mut self.kernels)?;
            out = out.times(&above, &mut self.kernels)?.times(&below, &mut self.kernels)?;
        }
        Ok(out)
    }

    pub(super) fn irrational_divisor(&self, f: &Fraction) -> Option<(Poly, i32, u32)> {
        f.factors.iter().filter(|x| x.1 < 0 && x.0.len() > 1).find_map(|(p, e)| {
            let square_root =
                |k: &u32| matches!(self.kernels.kind(*k), Kind::Root { index: 2, .. }) && p.degree(*k) == 1;
            p.variables().into_iter().rev().find(square_root).map(|k| (p.clone(), *e, k))
        })
    }

    /// `a - b R` and `a² - b² R²` for a polynomial `a + b R`.
    pub(super) fn conjugate(&mut self, p: &Poly, kernel: u32) -> Result<(Poly, Fraction), Failure> {
        let part = |degree| p.coefficients(kernel).into_iter().find(|c| c.0 == degree).map_or_else(Poly::zero, |c| c.1);
        let conjugate = part(0).minus(&part(1).times(&Poly::variable(kernel)));
        let product = p.times_within(&conjugate, &mut self.kernels.work)?;
        Ok((conjugate, super::fraction::reduce(&product, &mut self.kernels)?))
    }

    /// `b^(p/q)` by the relation `R^q = b`; positive parts leave the root.
    pub(super) fn root_power(&mut self, spelled: TermId, b: &Fraction, p: i32, q: u32) -> Result<Fraction, Failure> {
        if b.is_zero() {
            return if p > 0 { Ok(Fraction::zero()) } else { Err(Failure::DivisionByZero) };
        }
        let held = self.held && is_sum_of_quotients(self.arena, spelled);
        let (mut outside, mut inside) = if held { (Fraction::one(), b.clone()) } else { self.leave_root(b, q)? };
        if let Some(joined) = self.waves_joined(&inside).filter(|_| q == 2) {
            let (more, left) = self.leave_root(&joined, q)?;
            (outside, inside) = (outside.times(&more, &mut self.kernels)?, left);
        }
        let rest = if inside == Fraction::one() {
            Fraction::one()
        } else if !self.takes_apart() && b.coefficient == inside.coefficient && inside.factors == b.factors {
            self.root_kernel(inside, spelled, q)?
        } else {
            self.split_root(inside, q)?
        };
        outside = outside.times(&rest, &mut self.kernels)?;
        if p < 0 { self.inverse(&outside)?.pow(-p, &mut self.kernels) } else { outside.pow(p, &mut self.kernels) }
    }

    fn root_kernel(&mut self, radicand: Fraction, spelled: TermId, index: u32) -> Result<Fraction, Failure> {
        let key = Key::Root(radicand.clone(), index);
        if let Some(known) = self.kernels.find(&key) {
            return Ok(Fraction::kernel(known, 1));
        }
        if !self.takes_apart() && self.meets_other_root(&radicand, index) {
            self.split = Split::Apart;
            return Err(Failure::Restart);
        }
        if self.takes_apart()
            && index == 2
            && let Some(root) = self.by_other_root(&radicand)?
        {
            return Ok(root);
        }
        let mut base = self.shorter_spelling(&radicand, spelled);
        // A product of two sums is often shorter multiplied out: `sqrt(1 - x^2)`.
        let sums = radicand.factors.iter().filter(|(p, _)| p.len() > 1).count();
        if sums == 2 && radicand.factors.iter().all(|(p, e)| *e == 1 && p.len() < 4) {
            let product = radicand.factors.iter().fold(Poly::one(), |p, (q, _)| p.times(q));
            base = self.shorter_spelling(&Fraction::whole(product.scaled(&radicand.coefficient)), base);
        }
        Ok(Fraction::kernel(self.kernels.intern(key, || Kind::Root { radicand, base, index }), 1))
    }

    /// Separate roots for the number, for the circle's constant, where roots are taken apart for each
    /// factor of known sign, and for the rest.
    fn split_root(&mut self, inside: Fraction, index: u32) -> Result<Fraction, Failure> {
        let inside = if self.takes_apart() { self.split_by_sign(&inside, index) } else { inside };
        let mut out = Fraction::one();
        let number = inside.coefficient.abs().top();
        if !number.is_one() {
            let spelled = self.arena.rational(&number);
            out = self.root_kernel(Fraction::constant(number), spelled, index)?;
        }
        let mut rest = Fraction::constant(Rational::from(i64::from(inside.coefficient.signum())));
        // Where a factor is zero the root of the others may have no value.
        let all = self.takes_apart() && inside.factors.iter().all(|(p, _)| self.sign(p, index, false) != 0);
        for (p, e) in &inside.factors {
            let sign = if self.takes_apart() { self.sign(p, index, !all) } else { i32::from(*e > 0 && self.is_pi(p)) };
            if sign == 0 {
                rest.push(p.clone(), *e);
                continue;
            }
            let part = Fraction::factor(p).scaled(&Rational::from(i64::from(sign)));
            let spelled = super::emit::spell(self, &part);
            let root = self.root_kernel(part, spelled, index)?;
            out = out.times(&root.pow(*e, &mut self.kernels)?, &mut self.kernels)?;
            if sign < 0 && e % 2 != 0 {
                rest = rest.negated();
            }
        }
        if rest != Fraction::one() {
            let spelled = super::emit::spell(self, &rest);
            let root = self.root_kernel(rest, spelled, index)?;
            out = out.times(&root, &mut self.kernels)?;
        }
        Ok(out)
    }

    fn is_pi(&self, p: &Poly) -> bool {
        single(p).is_some_and(|k| self.is_circle(k))
    }

    /// The fraction with the squares in its sums written as squares.
    fn with_squares(&mut self, f: &Fraction) -> Fraction {
        let mut out = Fraction::constant(f.coefficient.clone());
        for (p, e) in &f.factors {
            let long = p.len() > 2 && e.unsigned_abs() < HIGHEST;
            let parts =
                if long { super::squarefree(p, &mut self.kernels.work).unwrap_or_default() } else { Vec::new() };
            if parts.iter().all(|(_, m)| *m == 1) {
                out.push(p.clone(), *e);
                continue;
            }
            parts.into_iter().for_each(|(q, m)| out.push(q, m as i32 * e));
        }
        out
    }

    /// Splits `b = outside^q · inside` with `outside` known not to be negative.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn leave_root(&mut self, b: &Fraction, q: u32) -> Result<(Fraction, Fraction), Failure> {
        let squares = if q == 2 { self.with_squares(b) } else { b.clone() };
        let (mut outside, mut inside) = (Fraction::one(), squares.clone());
        let (top, left_top) = perfect_part(&b.coefficient.abs().numerator(), q);
        let (bottom, left_bottom) = perfect_part(&b.coefficient.abs().denominator(), q);
        // b/d = b d^(q-1) / d^q, so no root stays below the line of the number.
        let bits = left_bottom.bit_len().saturating_mul(q as usize - 1);
        self.kernels.work.allows(1, if left_bottom.is_one() { 0 } else { bits as u64 })?;
        let lift = Rational::from_integer(left_bottom.clone()).pow(q as i32 - 1).ok_or(Failure::Exhausted)?;
        let below = Rational::from_integer(bottom) * Rational::from_integer(left_bottom);
        outside.coefficient = Rational::from_integer(top).checked_div(&below).ok_or(Failure::DivisionByZero)?;
        inside.coefficient = Rational::from_integer(left_top) * lift;
        if b.coefficient.is_negative() {
            inside.coefficient = -inside.coefficient;
        }
        let (mut even, mut even_below) = (Fraction::one(), Fraction::one());
        for (p, e) in &squares.factors {
            let whole = e.div_euclid(q as i32);
            if whole == 0 {
                continue;
            }
            let spelled = super::emit::spell(self, &Fraction::factor(p));
            let exact = e % q as i32 == 0;
            if self.facts.positive(self.arena, spelled)
                || (exact && whole > 0 && self.facts.nonnegative(self.arena, spelled))
            {
                outside.push(p.clone(), whole);
                inside.push(p.clone(), -whole * q as i32);
            } else {
                let negated = self.arena.neg(spelled);
                if q.is_multiple_of(2) && self.facts.positive(self.arena, negated) {
                    outside.push(p.clone(), whole);
                    if whole % 2 != 0 {
                        outside.coefficient = -outside.coefficient.clone();
                    }
                    inside.push(p.clone(), -whole * q as i32);
                } else if self.takes_apart()
                    && exact
                    && q.is_multiple_of(2)
                    && (whole < 0 || self.facts.nonzero(self.arena, spelled))
                {
                    if whole > 0 { &mut even } else { &mut even_below }.push(p.clone(), whole.abs());
                    inside.push(p.clone(), -whole * q as i32);
                }
            }
        }
        for (part, e) in [(even, 1), (even_below, -1)] {
            let spelled = super::emit::spell(self, &part);
            let size = self.read_abs(spelled, &part)?.pow(e, &mut self.kernels)?;
            outside = outside.times(&size, &mut self.kernels)?;
        }
        Ok((outside, inside))
    }
}

/// `n = root^q · rest` with the largest root that small primes give.
fn perfect_part(n: &dashu::integer::IBig, q: u32) -> (dashu::integer::IBig, dashu::integer::IBig) {
    use dashu::integer::{IBig, UBig};
    let (sign, mut size) = n.clone().into_parts();
    let (mut root, mut left) = (UBig::ONE, UBig::ONE);
    for prime in [2u32, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31] {
        // A power larger than the number is not worked out: q may be in the millions.
        if prime.ilog2() as usize * q as usize >= size.bit_len() {
            continue;
        }
        let prime = UBig::from(prime);
        // All at once: one by one, thousands of them would take the square of their number.
        let times = size.remove(&prime).unwrap_or(0);
        root *= prime.pow(times / q as usize);
        left *= prime.pow(times % q as usize);
    }
    let (root, rest) = (IBig::from(root), IBig::from_parts(sign, size * left));
    let whole = Rational::from_integer(rest.clone()).exact_root(q as usize).filter(|r| !r.is_one());
    match whole {
        Some(r) => (root * r.numerator(), IBig::ONE),
        None => (root, rest),
    }
}

/// Whether a term is a sum with a quotient in it, as in `1 - v^2/c^2`.
pub fn is_sum_of_quotients(arena: &Arena, t: TermId) -> bool {
    matches!(arena.node(t), Node::Binary(Operator::Add | Operator::Sub, _, _))
        && arena.any(t, |node| is_quotient(arena, node))
}

/// Whether a node is a quotient by more than a number.
fn is_quotient(arena: &Arena, node: Node) -> bool {
    matches!(node, Node::Binary(Operator::Div, _, b) if arena.as_rational(b).is_none())
}

/// A sum of which an addend is a quotient, as in `k + s + s^2/j`, and its power that a divisor is.
pub fn divisor_of_quotients(arena: &Arena, mut divisor: TermId) -> Option<(TermId, i32)> {
    let mut power = 1i32;
    while let Node::Binary(Operator::Pow, base, e) = arena.node(divisor) {
        let e = arena.as_rational(e).and_then(|e| e.to_i64()).and_then(|e| i32::try_from(e).ok());
        (divisor, power) = (base, power.checked_mul(e.filter(|e| *e > 0)?)?);
    }
    let all = super::spelling::addends(arena, divisor);
    let some = all.iter().any(|t| is_quotient(arena, arena.node(t.1)));
    (all.len() > 1 && some).then_some((divisor, power))
}

#[cfg(test)]
mod tests {
    use super::perfect_part;
    use dashu::integer::IBig;

    #[test]
    fn only_powers_that_fit_are_worked_out() {
        let parts = |n: i64, q| perfect_part(&IBig::from(n), q);
        assert_eq!(parts(72, 2), (IBig::from(6), IBig::from(2)));
        assert_eq!(parts(81 * 8, 3), (IBig::from(6), IBig::from(3)));
        assert_eq!(parts(37 * 37, 2), (IBig::from(37), IBig::ONE));
        for n in [1, 12, i64::MAX] {
            assert_eq!(parts(n, u32::MAX), (IBig::ONE, IBig::from(n)));
        }
    }
}
