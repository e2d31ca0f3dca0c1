//! Roots and logarithms that stand in a relation: products, conjugates, squares, nested roots.
//!
//! Two kernels `√p` and `√q` are independent to field arithmetic, though `√p·√q = √(p·q)` where
//! neither is negative. So before a kernel is made, those at hand are looked at.

use super::facts::Scope;
use super::mono::{Gauss, Mono};
use super::poly::Poly;
use super::range::{NEG, POS, ZERO};
use super::ring::{Frac, Head, divided};
use super::signs::dense;
use super::sturm;
use crate::term::Rational;

/// How many kernels are looked at.
const MAX_KERNELS: usize = 12;
/// The most terms of a polynomial whose square root is looked for.
const MAX_TERMS: usize = 48;

impl Scope {
    /// `p^r` for a polynomial that is not negative, by roots there are already; `None` if none helps.
    pub(super) fn related_root(&mut self, p: &Poly, r: &Rational) -> Option<Frac> {
        if p.0.len() < 2 || p.0.len() > MAX_TERMS || !self.ring.spend(p.0.len()) {
            return None;
        }
        if let Some(root) = self.square_root(p) {
            // √(h²) = |h|
            let size = self.abs(&Frac::poly(root));
            return Some(self.root(&size, &(r * &Rational::from(2))));
        }
        if let Some((g, rest)) = square_part(p) {
            // √(g²·s) = |g|·√s where g is not zero, or s not below zero where it is.
            if self.poly_signs(&g, 1) & ZERO == 0 || self.poly_signs(&rest, 1) & NEG == 0 {
                let size = self.abs(&Frac::poly(g));
                let (a, b) = (self.root(&size, &(r * &Rational::from(2))), self.root(&Frac::poly(rest), r));
                return Some(self.ring.times(&a, &b));
            }
        }
        if let Some((a, b)) = self.unnested(p) {
            let half = Rational::new(1, 2);
            let (a, b) = (self.number_power(&a.0, &half), (self.number_power(&b.0, &half), b.1));
            let sum = if b.1 { self.ring.minus(&a, &b.0) } else { self.ring.plus(&a, &b.0) };
            let twice = (r * &Rational::from(2)).to_i64()?;
            return Some(self.ring.power(&sum, twice));
        }
        for q in self.arguments_of(Head::Root) {
            if let Some(rest) = smaller_quotient(p, &q).filter(|_| self.poly_signs(&q, 1) & NEG == 0) {
                // p = q·s with p >= 0 and q > 0, so that s >= 0; where q = 0, s must be known.
                if self.poly_signs(&q, 1) & !POS != 0 && self.poly_signs(&rest, 1) & NEG != 0 {
                    continue;
                }
                let kernel = self.keyed(Head::Root, &q, Some(Rational::ONE), true);
                let (a, b) = (self.ring.kernel_power(kernel, r), self.root(&Frac::poly(rest), r));
                return Some(self.ring.times(&a, &b));
            }
            if let Some(root) = self.cofactor_root(p, &q, r) {
                return Some(root);
            }
            if let Some(c) = self.conjugate(p, &q).filter(|_| self.poly_signs(&q, 1) & !POS == 0) {
                let kernel = self.keyed(Head::Root, &q, Some(Rational::ONE), true);
                let (c, b) = (self.number_power(&c, r), self.ring.kernel_power(kernel, &-r.clone()));
                return Some(self.ring.times(&c, &b));
            }
        }
        None
    }

    /// `p^r` as `q^r/s^r` for a root of `q = p·s` that is there already, with `s` above zero.
    fn cofactor_root(&mut self, p: &Poly, q: &Poly, r: &Rational) -> Option<Frac> {
        let rest = smaller_quotient(q, p).filter(|rest| self.poly_signs(rest, 1) & !POS == 0)?;
        let (size, content, rest) = self.ring.primitive(&rest);
        let argument = self.ring.intern(&Frac::poly(p.clone()));
        if !content.is_one() || self.ring.kernel(Head::Root, &[argument]).is_some() {
            return None;
        }
        let whole = self.keyed(Head::Root, q, Some(Rational::ONE), true);
        // The kernel itself: its own cofactor is p.
        let part = self.keyed(Head::Root, &rest, Some(Rational::ONE), true);
        let (a, b) = (self.ring.kernel_power(whole, r), self.ring.kernel_power(part, &-r.clone()));
        let (size, root) = (self.number_power(&size, &-r.clone()), self.ring.times(&a, &b));
        Some(self.ring.times(&size, &root))
    }

    /// `log p` for a positive polynomial by logarithms there are already; `None` if none helps.
    pub(super) fn related_log(&mut self, p: &Poly) -> Option<Frac> {
        if p.0.len() < 2 || p.0.len() > MAX_TERMS || !self.ring.spend(p.0.len()) {
            return None;
        }
        for q in self.arguments_of(Head::Log) {
            if self.poly_signs(&q, 1) & !POS != 0 {
                continue;
            }
            if let Some(rest) = smaller_quotient(p, &q) {
                // The kernel itself: without its content, q may be as large as p, and lead back here.
                let a = Frac::poly(Poly::kernel(self.keyed(Head::Log, &q, None, true)));
                let b = self.log(&Frac::poly(rest));
                return Some(self.ring.plus(&a, &b));
            }
            if let Some(c) = self.conjugate(p, &q) {
                let b = Frac::poly(Poly::kernel(self.keyed(Head::Log, &q, None, true)));
                let c = self.log(&Frac::number(c));
                return Some(self.ring.minus(&c, &b));
            }
        }
        None
    }

    /// Whether there are several roots, or several logarithms, of sums.
    pub(super) fn related(&self) -> bool {
        [Head::Root, Head::Log].into_iter().any(|head| self.arguments_of(head).len() > 1)
    }

    /// The polynomials under the kernels of that kind.
    fn arguments_of(&self, head: Head) -> Vec<Poly> {
        let of = self.ring.kernels.iter().filter(|k| k.head == head);
        let arguments = of.filter_map(|k| self.ring.fracs.get(*k.arguments.first()? as usize));
        arguments.filter(|f| f.num.0.len() > 1).map(|f| f.num.clone()).take(MAX_KERNELS).collect()
    }

    /// The positive number `p·q`, if it is one.
    fn conjugate(&mut self, p: &Poly, q: &Poly) -> Option<Rational> {
        if p == q || p.0.len() + q.0.len() > 16 || p.kernels() != q.kernels() {
            return None;
        }
        self.ring.times_poly(p, q).rational().filter(|c| c.signum() > 0)
    }

    /// `√(a + b√c) = √x ± √y` with `x + y = a` and `4xy = b²c`, where these are rational; also
    /// whether the sign is a minus.
    fn unnested(&mut self, p: &Poly) -> Option<((Rational,), (Rational, bool))> {
        let half = Rational::new(1, 2);
        let [first, last] = p.0.as_slice() else { return None };
        let (nested, number) = if last.0.is_one() { (first, last) } else { (last, first) };
        if !number.0.is_one() || !first.1.im.is_zero() || !last.1.im.is_zero() || number.1.re.is_negative() {
            return None;
        }
        let mut under = &nested.1.re * &nested.1.re;
        for (k, e) in &nested.0.0 {
            let kernel = &self.ring.kernels[*k as usize];
            let prime = self.ring.fracs.get(*kernel.arguments.first()? as usize)?.rational();
            if kernel.head != Head::Prime || *e != half {
                return None;
            }
            under = &under * &prime?;
        }
        let a = number.1.re.clone();
        let root = (&(&a * &a) - &under).exact_root(2).filter(|_| under.signum() > 0)?;
        let (x, y) = (&(&a + &root) * &half, &(&a - &root) * &half);
        (y.signum() > 0).then_some(((x,), (y, nested.1.re.is_negative())))
    }

    /// The polynomial with real coefficients whose square `p` is, if there is one.
    fn square_root(&mut self, p: &Poly) -> Option<Poly> {
        let real = p.0.iter().all(|t| t.1.im.is_zero());
        let half = Rational::new(1, 2);
        let (m, c) = p.0.first().filter(|_| real && self.is_real(p))?;
        let lead = (m.raised(&half), c.re.exact_root(2)?);
        if lead.0.0.iter().any(|x| !x.1.is_integer()) {
            return None;
        }
        let twice = (&lead.1 * &Rational::from(2)).recip()?;
        let mut root = Poly::term(lead.0.clone(), Gauss::real(lead.1.clone()));
        for _ in 0..p.0.len() {
            let square = self.ring.times_poly(&root, &root);
            let rest = p.minus(&square);
            let Some((m, c)) = rest.0.first() else { return Some(root) };
            let next = m.times(&lead.0.inverse());
            // Terms come in descending order, so that none is met twice.
            if next >= root.0.last()?.0 || next.0.iter().any(|x| !x.1.is_integer() || x.1.is_negative()) {
                return None;
            }
            root = root.plus(&Poly::term(next, c.times(&Gauss::real(twice.clone()))));
        }
        None
    }
}

/// `p = g²·s` in one kernel, as g and s.
fn square_part(p: &Poly) -> Option<(Poly, Poly)> {
    let [k] = p.kernels()[..] else { return None };
    let (root, rest) = sturm::square_part(&dense(p, k)?)?;
    let poly = |dense: Vec<Rational>| {
        let power = |e: usize| Mono::power(k, Rational::from(e as i64));
        let terms = dense.into_iter().enumerate().filter(|x| !x.1.is_zero());
        Poly::collected(terms.map(|(e, c)| (power(e), Gauss::real(c))).collect())
    };
    Some((poly(root), poly(rest)))
}

/// `p/q`, if it is a polynomial that is not a number and shorter in degree than `p`.
fn smaller_quotient(p: &Poly, q: &Poly) -> Option<Poly> {
    if p == q || q.0.len() < 2 || p.0.len() < q.0.len() || degree(q) >= degree(p) {
        return None;
    }
    let rest = divided(p, q)?;
    let whole = rest.0.iter().all(|t| t.0.0.iter().all(|x| !x.1.is_negative()));
    (whole && rest.constant().is_none()).then_some(rest)
}

fn degree(p: &Poly) -> Rational {
    let of = |m: &Mono| m.0.iter().fold(Rational::ZERO, |d, x| &d + &x.1);
    p.0.iter().map(|t| of(&t.0)).max().unwrap_or(Rational::ZERO)
}
