//! Logarithms, exponentials and roots of unity.

use super::facts::Scope;
use super::mono::{Gauss, Mono};
use super::poly::Poly;
use super::range::{NEG, POS, Range};
use super::ring::{Frac, Head, Kernel, parted};
use super::roots::{Factor, primes};
use crate::term::{Func, Rational};
use smallvec::SmallVec;

impl Scope {
    pub(super) fn log(&mut self, f: &Frac) -> Frac {
        if f.num.is_zero() {
            return self.ring.nowhere();
        }
        let (size, bases, rest) = self.split(f);
        let mut out = Frac::default();
        let mut parts: Vec<(Poly, Rational)> = bases
            .into_iter()
            .map(|(factor, e)| match factor {
                Factor::Kernel(k) => (Poly::kernel(k), e),
                Factor::Poly(p) => (p, e),
            })
            .collect();
        parts.extend(primes(&size).into_iter().map(|(p, e)| (Poly::number(p), Rational::from(e))));
        if rest.rational().is_none_or(|c| !c.is_one()) {
            parts.push((rest, Rational::ONE));
        }
        for (p, e) in parts {
            let log = self.log_of(p);
            let term = self.ring.times(&log, &Frac::number(e));
            out = self.ring.plus(&out, &term);
        }
        out
    }

    /// The logarithm of something that doesn't split: an exponential's is its exponent.
    fn log_of(&mut self, p: Poly) -> Frac {
        if let [(m, _)] = p.0.as_slice()
            && let [(k, e)] = m.0.as_slice()
            && e.is_one()
            && p == Poly::kernel(*k)
        {
            let kernel = &self.ring.kernels[*k as usize];
            let argument = kernel.arguments.first().and_then(|a| self.ring.fracs.get(*a as usize).cloned());
            match (kernel.head, argument) {
                (Head::Exp(false), Some(a)) if kernel.range.nonzero && kernel.real => return Frac::clone(&a),
                (Head::Root | Head::Prime, Some(a)) => return self.log_kernel(&a.num),
                _ => {}
            }
        }
        self.log_kernel(&p)
    }

    fn log_kernel(&mut self, p: &Poly) -> Frac {
        if let Some(log) = self.related_log(p) {
            return log;
        }
        Frac::poly(Poly::kernel(self.keyed(Head::Log, p, None, true)))
    }

    /// `exp` of a sum is a product of powers of `E[m]`, one for each term.
    pub(super) fn exp(&mut self, f: &Frac) -> Frac {
        let (whole, rest) = self.parted(f);
        let mut out = Frac::number(Rational::ONE);
        for (num, den) in [(&whole, &[][..]), (&rest, &f.den[..])] {
            for (m, c) in num.0.iter() {
                for (size, imaginary) in [(&c.re, false), (&c.im, true)] {
                    if !size.is_zero() {
                        let power = self.exp_piece(m, den, size, imaginary);
                        out = self.ring.times(&out, &power);
                    }
                }
            }
        }
        out
    }

    /// A fraction as a polynomial and what is left of its numerator: `n/(n - 1)` is `1 + 1/(n - 1)`.
    fn parted(&mut self, f: &Frac) -> (Poly, Poly) {
        let one = Poly::number(Rational::ONE);
        let divisor = f.den.iter().fold(one, |all, &(d, e)| self.ring.times_power(all, d, e));
        if divisor.0.len() > 1
            && let Some(parts) = parted(&f.num, &divisor)
            && self.ring.spend(divisor.0.len() * f.num.0.len())
        {
            return parts;
        }
        (Poly::default(), f.num.clone())
    }

    fn exp_piece(&mut self, m: &Mono, den: &[(u32, i64)], size: &Rational, imaginary: bool) -> Frac {
        let argument = Frac { num: Poly::term(m.clone(), Gauss::real(Rational::ONE)), den: SmallVec::from_slice(den) };
        if let ([(k, e)], true) = (m.0.as_slice(), den.is_empty())
            && e.is_one()
        {
            let kernel = &self.ring.kernels[*k as usize];
            match (kernel.head, imaginary) {
                (Head::Log, false) => {
                    let p = self.ring.fracs[kernel.arguments[0] as usize].num.clone();
                    return self.poly_power(&p, size);
                }
                (Head::Pi, true) => {
                    let unity = self.unity();
                    let turns = size - &(&Rational::from(2) * &(size * &Rational::new(1, 2)).floor());
                    return self.ring.kernel_power(unity, &turns);
                }
                (Head::Call(f @ (Func::Atan | Func::Asin | Func::Acos | Func::Atan2)), true) => {
                    let mut arguments = kernel.arguments.iter().map(|a| self.ring.fracs[*a as usize].clone());
                    let (u, v) = (arguments.next().unwrap_or_default(), arguments.next());
                    if let Some(power) = self.exp_of_angle(f, &u, v.as_deref(), size) {
                        return power;
                    }
                }
                _ => {}
            }
        }
        let id = self.ring.intern(&argument);
        let head = Head::Exp(imaginary);
        let kernel = self.ring.kernel(head, &[id]).unwrap_or_else(|| {
            let real = !imaginary && self.real_argument(&argument);
            let range = Range::of_signs(if real { POS } else { POS | NEG });
            self.ring.new_kernel(Kernel { head, arguments: SmallVec::from_slice(&[id]), modulus: None, real, range })
        });
        if imaginary && self.ring.kernels[kernel as usize].modulus.is_none() && self.half_turns(&argument) {
            // The exponential of a whole number of half turns is 1 or -1.
            let one = Poly::number(Rational::ONE);
            self.ring.kernels[kernel as usize].modulus = Some((Rational::from(2), one));
        }
        self.ring.kernel_power(kernel, size)
    }

    /// Whether a monomial over a denominator is a whole number times π.
    fn half_turns(&mut self, f: &Frac) -> bool {
        let Some((m, _)) = f.num.0.first() else { return false };
        let pi = |k: u32| self.ring.kernels[k as usize].head == Head::Pi;
        let Some((k, _)) = m.0.iter().find(|(k, e)| pi(*k) && e.is_one()) else { return false };
        self.open = true;
        let rest = m.times(&Mono::power(*k, -Rational::ONE));
        let count = Poly::term(rest, Gauss::real(Rational::ONE));
        self.is_integer(&Frac { num: count, den: f.den.clone() })
    }

    /// Whether a monomial over a denominator is real.
    fn real_argument(&mut self, f: &Frac) -> bool {
        // Which powers are real depends on signs; only fractional ones of several kernels do.
        self.open |= f.num.0.iter().any(|(m, _)| m.0.iter().any(|x| !x.1.is_integer()));
        self.is_real(&f.num) && f.den.iter().all(|x| self.is_real(&self.ring.polys[x.0 as usize]))
    }

    /// `exp(i·pi)`, whose twelfth root is `(√6 + √2)/4 + i(√6 − √2)/4`.
    fn unity(&mut self) -> u32 {
        if let Some(id) = self.ring.kernel(Head::Unity, &[]) {
            return id;
        }
        let half = Rational::new(1, 2);
        let (two, six) =
            (self.number_power(&Rational::from(2), &half).num, self.number_power(&Rational::from(6), &half).num);
        let quarter = |re: i64, im: i64| Gauss { re: Rational::new(re, 4), im: Rational::new(im, 4) };
        let value = six.scaled(&Mono::default(), &quarter(1, 1)).plus(&two.scaled(&Mono::default(), &quarter(1, -1)));
        let modulus = Some((Rational::new(1, 12), value));
        let range = Range { nonzero: true, ..Range::all() };
        self.ring.new_kernel(Kernel { head: Head::Unity, arguments: SmallVec::new(), modulus, real: false, range })
    }
}
