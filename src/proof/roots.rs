//! Roots and absolute values of real quantities, taken apart where signs are known.

use super::facts::Scope;
use super::mono::{Gauss, Mono};
use super::poly::Poly;
use super::range::{NEG, POS, Range, Signs, ZERO};
use super::ring::{Frac, Head, Kernel};
use crate::term::Rational;
use smallvec::SmallVec;

/// So many absolute values are looked at, and so many terms of a product with one.
const MAX_SIZES: usize = 8;

/// A factor of a real quantity.
#[derive(Clone)]
pub(super) enum Factor {
    Kernel(u32),
    Poly(Poly),
}

impl Scope {
    /// A positive constant times factors with exponents; the constant's sign stays in a factor.
    fn factors(&mut self, f: &Frac) -> (Rational, Vec<(Factor, Rational, Signs)>) {
        let (size, content, p) = self.ring.primitive(&f.num);
        let mut all = Vec::new();
        self.open = true;
        for (k, e) in content.0 {
            let mut signs = self.kernel_signs(k);
            if signs.count_ones() > 1 {
                signs &= self.poly_signs(&Poly::kernel(k), 1);
            }
            all.push((Factor::Kernel(k), e, signs));
        }
        for &(d, e) in &f.den {
            let d = self.ring.polys[d as usize].as_ref().clone();
            let signs = self.poly_signs(&d, 1) & !ZERO;
            all.push((Factor::Poly(d), Rational::from(-e), signs));
        }
        if p.rational().is_none_or(|c| !c.is_one()) {
            let signs = self.poly_signs(&p, 1);
            all.push((Factor::Poly(p), Rational::ONE, signs));
        }
        (size, all)
    }

    /// A real quantity as the product of what is above zero in it and of the rest.
    pub(super) fn by_sign(&mut self, f: &Frac) -> (Frac, Frac) {
        let (size, factors) = self.factors(f);
        let (mut unit, mut rest) = (Frac::number(size), Frac::number(Rational::ONE));
        for (factor, e, signs) in factors {
            let power = self.raised_factor(factor, &e);
            let side = if signs & !POS == 0 { &mut unit } else { &mut rest };
            *side = self.ring.times(side, &power);
        }
        (unit, rest)
    }

    fn raised_factor(&mut self, factor: Factor, e: &Rational) -> Frac {
        match factor {
            Factor::Kernel(k) => self.ring.kernel_power(k, e),
            Factor::Poly(p) => self.ring.power(&Frac::poly(p), e.to_i64().unwrap_or(1)),
        }
    }

    /// What a real quantity has the sign of: its factors but those of a known sign, odd powers as the first.
    pub(super) fn of_same_sign(&mut self, f: &Frac) -> Frac {
        let mut rest = Frac::number(Rational::ONE);
        for (factor, e, signs) in self.factors(f).1 {
            let real = match &factor {
                Factor::Kernel(k) => self.ring.kernels[*k as usize].real,
                Factor::Poly(p) => self.is_real(p),
            };
            let odd = real && e.to_i64().is_some_and(|n| n % 2 != 0);
            let factor = match signs {
                POS => continue,
                NEG if odd => Frac::number(Rational::from(-1)),
                _ => self.raised_factor(factor, if odd { &Rational::ONE } else { &e }),
            };
            rest = self.ring.times(&rest, &factor);
        }
        rest
    }

    /// Splits a real quantity that is not negative into a positive constant, powers of factors
    /// that are never negative, and a rest.
    pub(super) fn split(&mut self, f: &Frac) -> (Rational, Vec<(Factor, Rational)>, Poly) {
        let (size, factors) = self.factors(f);
        let (mut bases, mut rest) = (Vec::new(), Frac::number(Rational::ONE));
        for (factor, e, signs) in factors {
            let (p, n) = match (factor, e.to_i64()) {
                (factor, _) if signs & NEG == 0 => {
                    bases.push((factor, e));
                    continue;
                }
                (Factor::Kernel(k), None) => {
                    let power = Poly::term(Mono::power(k, e), Gauss::real(Rational::ONE));
                    rest = self.ring.times(&rest, &Frac::poly(power));
                    continue;
                }
                (Factor::Kernel(k), Some(n)) => (Poly::kernel(k), n),
                (Factor::Poly(p), n) => (p, n.unwrap_or(1)),
            };
            if signs & POS == 0 {
                let base = p.negated();
                if base.rational().is_none_or(|c| !c.is_one()) {
                    bases.push((Factor::Poly(base), e));
                }
                rest.num = if n % 2 == 0 { rest.num } else { rest.num.negated() };
                continue;
            }
            // An even power is one of the absolute value; at most one factor is left over.
            let even = 2 * n.div_euclid(2);
            if even != 0 {
                let size = match self.related_abs(&p) {
                    // |p| = p·q/|q| where p·q is above zero.
                    Some((product, size)) => {
                        bases.push((Factor::Poly(product), Rational::from(even)));
                        (size, -even)
                    }
                    None => (self.abs_kernel(&p), even),
                };
                bases.push((Factor::Kernel(size.0), Rational::from(size.1)));
            }
            if n != even {
                rest = self.ring.times(&rest, &Frac::poly(p));
            }
        }
        (size, bases, rest.num)
    }

    /// The principal power `f^r` of a quantity that is not negative.
    pub(super) fn root(&mut self, f: &Frac, r: &Rational) -> Frac {
        if f.num.is_zero() {
            return if r.signum() > 0 { Frac::default() } else { self.ring.nowhere() };
        }
        let (size, bases, rest) = self.split(f);
        let mut out = self.number_power(&size, r);
        for (factor, e) in bases {
            let power = match factor {
                Factor::Kernel(k) => self.ring.kernel_power(k, &(&e * r)),
                Factor::Poly(p) => self.poly_power(&p, &(&e * r)),
            };
            out = self.ring.times(&out, &power);
        }
        let power = self.poly_power(&rest, r);
        self.ring.times(&out, &power)
    }

    /// The principal power of a polynomial, as a power of its kernel.
    pub(super) fn poly_power(&mut self, p: &Poly, r: &Rational) -> Frac {
        if let [(m, c)] = p.0.as_slice()
            && c.im.is_zero()
            && c.re.is_one()
        {
            match m.0.as_slice() {
                [] => return Frac::number(Rational::ONE),
                // Powers of exp(i*u) stand for exp(i*u*r), which is the principal power of it for whole r only.
                [(k, e)] if e.is_one() && (self.ring.kernels[*k as usize].real || r.is_integer()) => {
                    return self.ring.kernel_power(*k, r);
                }
                _ => {}
            }
        }
        if let Some(c) = p.rational().filter(|c| c.signum() > 0) {
            return self.number_power(&c, r);
        }
        if let Some(power) = self.related_root(p, r) {
            return power;
        }
        let id = self.keyed(Head::Root, p, Some(Rational::ONE), true);
        self.ring.kernel_power(id, r)
    }

    /// The kernel of that head with a polynomial as its argument.
    pub(super) fn keyed(&mut self, head: Head, p: &Poly, modulus: Option<Rational>, real: bool) -> u32 {
        let argument = self.ring.intern(&Frac::poly(p.clone()));
        if let Some(id) = self.ring.kernel(head, &[argument]) {
            return id;
        }
        let modulus = modulus.map(|m| {
            let square = matches!(head, Head::Abs).then(|| self.ring.times_poly(p, p));
            (m, square.unwrap_or_else(|| p.clone()))
        });
        let signs = self.poly_signs(p, 1);
        let range = match head {
            Head::Abs => Range::of_signs(POS | (signs & ZERO)),
            Head::Prime => Range::of_signs(POS),
            Head::Root | Head::OddRoot(_) => Range::of_signs(signs),
            _ => Range::all(),
        };
        self.ring.new_kernel(Kernel { head, arguments: SmallVec::from_slice(&[argument]), modulus, real, range })
    }

    /// The positive product of `p` with a polynomial whose absolute value is there already, or with the
    /// opposite of it, and that absolute value.
    fn related_abs(&mut self, p: &Poly) -> Option<(Poly, u32)> {
        let sizes = (0..self.ring.kernels.len() as u32).filter(|k| self.ring.kernels[*k as usize].head == Head::Abs);
        for size in sizes.take(MAX_SIZES).collect::<Vec<_>>() {
            let argument = *self.ring.kernels[size as usize].arguments.first()?;
            let q = self.ring.fracs.get(argument as usize)?.num.clone();
            if q == *p || q == p.negated() || q.0.len() * p.0.len() > MAX_SIZES {
                continue;
            }
            let product = self.ring.times_poly(p, &q);
            match self.poly_signs(&product, 1) {
                POS => return Some((product, size)),
                NEG => return Some((product.negated(), size)),
                _ => {}
            }
        }
        None
    }

    pub(super) fn abs_kernel(&mut self, p: &Poly) -> u32 {
        let turn = p.0.first().is_some_and(|t| t.1.lead() < 0);
        let p = if turn { p.negated() } else { p.clone() };
        self.keyed(Head::Abs, &p, Some(Rational::from(2)), true)
    }

    /// `c^r` for `c > 0`, by the small primes of `c`.
    pub(super) fn number_power(&mut self, c: &Rational, r: &Rational) -> Frac {
        let mut out = Frac::number(Rational::ONE);
        for (prime, e) in primes(c) {
            let k = self.keyed(Head::Prime, &Poly::number(prime), Some(Rational::ONE), true);
            let power = self.ring.kernel_power(k, &(&Rational::from(e) * r));
            out = self.ring.times(&out, &power);
        }
        out
    }

    pub(super) fn odd_root(&mut self, f: &Frac, n: i64) -> Frac {
        if f.num.is_zero() {
            return Frac::default();
        }
        let (size, factors) = self.factors(f);
        let r = Rational::new(1, n);
        let mut out = self.number_power(&size, &r);
        for (factor, e, signs) in factors {
            let power = match factor {
                Factor::Kernel(k) if signs & NEG == 0 => self.ring.kernel_power(k, &(&e * &r)),
                Factor::Poly(p) if signs & NEG == 0 => self.poly_power(&p, &(&e * &r)),
                Factor::Kernel(_) if !e.is_integer() => self.ring.nowhere(),
                factor => {
                    let p = match factor {
                        Factor::Kernel(k) => Poly::kernel(k),
                        Factor::Poly(p) => p,
                    };
                    let turn = p.0.first().is_some_and(|t| t.1.lead() < 0);
                    let p = if turn { p.negated() } else { p };
                    if turn && !e.is_even() {
                        out.num = out.num.negated();
                    }
                    if p.rational().is_some_and(|c| c.is_one()) {
                        continue;
                    }
                    let id = self.keyed(Head::OddRoot(n), &p, Some(Rational::from(n)), true);
                    self.ring.kernel_power(id, &e)
                }
            };
            out = self.ring.times(&out, &power);
        }
        out
    }

    pub(super) fn abs(&mut self, f: &Frac) -> Frac {
        if f.num.is_zero() {
            return Frac::default();
        }
        let (size, factors) = self.factors(f);
        let mut out = Frac::number(size);
        let mut rest = Poly::number(Rational::ONE);
        for (factor, e, signs) in factors {
            let (p, n) = match (factor, e.to_i64()) {
                (Factor::Kernel(k), None) if signs & NEG == 0 => {
                    let power = self.ring.kernel_power(k, &e);
                    out = self.ring.times(&out, &power);
                    continue;
                }
                (Factor::Kernel(k), None) => {
                    // Only a product of several such powers need be real.
                    rest = rest.scaled(&Mono::power(k, e), &Gauss::real(Rational::ONE));
                    continue;
                }
                (Factor::Kernel(k), Some(n)) => (Poly::kernel(k), n),
                (Factor::Poly(p), n) => (p, n.unwrap_or(1)),
            };
            let factor = match (signs & NEG == 0, signs & POS == 0) {
                (true, _) => Frac::poly(p),
                (_, true) => Frac::poly(p.negated()),
                _ if p.rational().is_some() => Frac::number(Rational::ONE),
                _ => match if signs & ZERO == 0 { self.size_through(&p) } else { None } {
                    Some(size) => size,
                    None => Frac::poly(Poly::kernel(self.abs_kernel(&p))),
                },
            };
            let power = self.ring.power(&factor, n);
            out = self.ring.times(&out, &power);
        }
        if rest.rational().is_none_or(|c| !c.is_one()) {
            let k = self.abs_kernel(&rest);
            out = self.ring.times(&out, &Frac::poly(Poly::kernel(k)));
        }
        out
    }
}

/// The prime powers of a positive number up to a bound, and what is left.
pub(super) fn primes(c: &Rational) -> Vec<(Rational, i64)> {
    let mut out = Vec::new();
    for (part, sign) in [(c.top(), 1), (c.bottom(), -1)] {
        let Some(mut n) = part.to_i64() else {
            out.push((part, sign));
            continue;
        };
        for p in 2..1000 {
            let mut e = 0;
            while n % p == 0 {
                (n, e) = (n / p, e + 1);
            }
            if e > 0 {
                out.push((Rational::from(p), sign * e));
            }
            if p * p > n {
                break;
            }
        }
        if n > 1 {
            out.push((Rational::from(n), sign));
        }
    }
    out
}
