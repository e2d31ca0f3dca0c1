//! Whole powers and quotients of fractions, with every kernel's relation respected.

use super::mono::{Gauss, Mono};
use super::poly::Poly;
use super::range::Range;
use super::ring::{Frac, Head, Kernel, MAX_BITS, MAX_POWER, Ring};
use crate::term::Rational;
use smallvec::SmallVec;

/// The most products of terms on the way to a power beyond [`MAX_POWER`].
const MAX_PRODUCTS: i64 = 40_000;

impl Ring {
    /// `k^e`, with the modulus respected.
    pub(super) fn kernel_power(&mut self, k: u32, e: &Rational) -> Frac {
        // A root's inverse needs its argument's, as deep as roots are nested.
        stacker::maybe_grow(64 << 10, 1 << 20, || self.power_of_kernel(k, e))
    }

    fn power_of_kernel(&mut self, k: u32, e: &Rational) -> Frac {
        let modulus = self.kernels[k as usize].modulus.as_ref().filter(|_| e.is_negative());
        let Some((modulus, value)) = modulus.cloned() else {
            let p = self.reduced(Poly::term(Mono::power(k, e.clone()), Gauss::real(Rational::ONE)));
            return Frac::poly(p);
        };
        let times = (-e.clone()).checked_div(&modulus).map_or(Rational::ONE, |x| x.ceil());
        let top = Poly::term(Mono::power(k, e + &(&times * &modulus)), Gauss::real(Rational::ONE));
        let bottom = self.inverse(&Frac::poly(value));
        let power = self.power(&bottom, times.to_i64().unwrap_or(i64::MAX));
        self.times(&Frac::poly(top), &power)
    }

    /// `1/f`. A divisor that is 0 gives a kernel nothing is known of: the term has no value.
    pub(super) fn inverse(&mut self, f: &Frac) -> Frac {
        if !self.spend(1) {
            return Frac::default();
        }
        let (size, content, p) = self.primitive(&f.num);
        if p.is_zero() {
            return self.nowhere();
        }
        let negative = p.0.first().is_some_and(|t| t.1.lead() < 0);
        let p = if negative { p.negated() } else { p };
        let size = if negative { -size } else { size };
        let mut out = Frac::number(size.recip().unwrap_or(Rational::ZERO));
        for (k, e) in &content.0 {
            let factor = self.kernel_power(*k, &-e.clone());
            out = self.times(&out, &factor);
        }
        for &(d, e) in &f.den {
            out.num = self.times_power(out.num, d, e);
        }
        if let [(m, c)] = p.0.as_slice() {
            // One term: each kernel's power is inverted by itself, so that its relation is respected.
            let number = Poly::term(Mono::default(), c.inverse().unwrap_or(Gauss::real(Rational::ZERO)));
            let start = self.times(&out, &Frac::poly(number));
            return m.0.iter().fold(start, |all, (k, e)| {
                let factor = self.kernel_power(*k, &-e.clone());
                self.times(&all, &factor)
            });
        }
        let under = Frac { num: Poly::number(Rational::ONE), den: SmallVec::from_slice(&[(self.intern_poly(p), 1)]) };
        self.times(&out, &under)
    }

    /// A kernel of its own for a term without a value: it equals nothing else.
    pub(super) fn nowhere(&mut self) -> Frac {
        let (arguments, range) = (SmallVec::from_slice(&[self.kernels.len() as u32]), Range::all());
        let id = self.new_kernel(Kernel { head: Head::Nowhere, arguments, modulus: None, real: false, range });
        Frac::poly(Poly::kernel(id))
    }

    /// `f^n` for a whole `n`; a high power of a sum or of a long number is a kernel of its own.
    pub(super) fn power(&mut self, f: &Frac, n: i64) -> Frac {
        if n < 0 {
            let (top, n) = (self.inverse(f), n.checked_neg().unwrap_or(i64::MAX));
            return self.power(&top, n);
        }
        let term = f.num.0.first().filter(|_| f.num.0.len() == 1);
        if let Some((m, c)) = term.filter(|t| power_size(&t.1, n) < MAX_BITS) {
            let num = self.reduced(Poly::term(m.raised(&Rational::from(n)), power_of(c, n)));
            return Frac { num, den: f.den.iter().map(|x| (x.0, x.1.saturating_mul(n))).filter(|x| x.1 > 0).collect() };
        }
        if !is_short(&f.num, n) || n > 1 && term.is_some() {
            let (base, exponent) = (self.intern(f), self.intern(&Frac::number(Rational::from(n))));
            return Frac::poly(Poly::kernel(self.opaque(Head::Power, &[base, exponent], Range::all())));
        }
        (0..n).fold(Frac::number(Rational::ONE), |v, _| self.times(&v, f))
    }
}

/// Whether a power of a sum is multiplied out: where it is low, or short all the same, as that of a
/// sum of two terms, which has n + 1.
pub(super) fn is_short(p: &Poly, n: i64) -> bool {
    let more = (p.0.len() as i64).saturating_sub(1);
    let terms = (1..=more).try_fold(1i64, |all, i| Some(all.checked_mul(n.checked_add(i)?)? / i));
    n <= MAX_POWER || terms.and_then(|terms| terms.checked_mul(n)).is_some_and(|work| work <= MAX_PRODUCTS)
}

/// About how many bits `c^n` takes.
pub(super) fn power_size(c: &Gauss, n: i64) -> i64 {
    let unit = c.im.is_zero() && c.re.abs().is_one();
    if unit { 1 } else { n.saturating_mul(c.re.bits().max(c.im.bits()) as i64) }
}

/// `c^n`
pub(super) fn power_of(c: &Gauss, n: i64) -> Gauss {
    let (mut value, mut square, mut rest) = (Gauss::real(Rational::ONE), c.clone(), n);
    while rest > 0 {
        if rest & 1 == 1 {
            value = value.times(&square);
        }
        rest >>= 1;
        if rest > 0 {
            square = square.times(&square);
        }
    }
    value
}
