//! Powers of one base whose exponents are not numbers, brought together: `b^e*b^f` is `b^(e + f)`.
//!
//! At a point where the powers of `b` in a product have values, `b` is above zero, or all their exponents
//! are whole, or `b` is zero and they are above zero; a power below the line is not zero, nor is then its
//! base. In each case the product is the one power, and it has a value there.

use super::facts::{Scope, single};
use super::mono::{Gauss, Mono};
use super::poly::Poly;
use super::ring::{Frac, Head};
use crate::term::Rational;
use std::collections::BTreeMap;

/// Longer polynomials are left as they are.
const LONGEST: usize = 200;

/// A base, as an interned fraction, and its kernel where it is one.
type Base = (u32, Option<u32>);

impl Scope {
    /// Whether a polynomial is zero where the powers in it have values.
    pub(super) fn powers_cancel(&mut self, p: &Poly) -> bool {
        let bases = self.bases(p);
        if bases.is_empty() || p.0.len() > LONGEST {
            return false;
        }
        let mut sums: BTreeMap<(Mono, Vec<u32>), Gauss> = BTreeMap::new();
        for (m, c) in p.0.iter() {
            let (others, exponents) = self.by_bases(m, &bases);
            let exponents = exponents.iter().map(|e| self.ring.intern(e)).collect();
            let sum = sums.entry((others, exponents)).or_insert_with(|| Gauss::real(Rational::ZERO));
            *sum = sum.plus(c);
        }
        !self.ring.over && sums.values().all(Gauss::is_zero)
    }

    /// The bases of the powers in a polynomial.
    fn bases(&self, p: &Poly) -> Vec<Base> {
        let kernels = p.kernels().into_iter().map(|k| &self.ring.kernels[k as usize]);
        let mut bases: Vec<u32> = kernels.filter(|k| k.head == Head::Power).map(|k| k.arguments[0]).collect();
        bases.sort_unstable();
        bases.dedup();
        bases.into_iter().map(|b| (b, single(&self.ring.fracs[b as usize]))).collect()
    }

    /// A power product without whole powers of these bases, and the exponent of each.
    fn by_bases(&mut self, m: &Mono, bases: &[Base]) -> (Mono, Vec<Frac>) {
        let mut others = Mono::default();
        let mut exponents = vec![Frac::default(); bases.len()];
        for (k, times) in &m.0 {
            let kernel = &self.ring.kernels[*k as usize];
            let power = (kernel.head == Head::Power).then(|| (kernel.arguments[0], kernel.arguments[1]));
            let of = |(b, alone): &Base| power.is_some_and(|p| p.0 == *b) || *alone == Some(*k);
            match bases.iter().position(of).filter(|_| times.is_integer()) {
                Some(at) => {
                    let own = power.map_or(Frac::number(Rational::ONE), |p| (*self.ring.fracs[p.1 as usize]).clone());
                    let own = self.ring.times(&own, &Frac::number(times.clone()));
                    exponents[at] = self.ring.plus(&exponents[at], &own);
                }
                None => others = others.times(&Mono::power(*k, times.clone())),
            }
        }
        (others, exponents)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::read;
    use crate::term::{Arena, TermId};

    #[test]
    fn powers_of_one_base_come_together() {
        for (a, b, facts, equal) in [
            ("x^n*x^m", "x^(n + m)", &[][..], true),
            ("x^n*x^(1 - n)", "x", &[], true),
            ("(n*x^n - m*x^n)/x^m", "(n - m)*x^(n - m)", &[], true),
            ("x*x^n", "x^(n + 1)", &[], true),
            ("x^n/x^m*y", "y*x^(n - m)", &["y > 0"], true),
            ("(x + 1)^n*(x + 1)^m", "(x + 1)^(m + n)", &[], true),
            ("x^n*x^m", "x^(n*m)", &[], false),
            ("x^n*y^n", "(x*y)^n", &[], false),
            ("(x^n)^m", "x^(n*m)", &[], false),
            ("(x^2)^n", "x^(2*n)", &[], false),
            ("x^n + x^m", "x^(n + m)", &[], false),
            ("sqrt(x)*x^n", "x^(n + 1)", &[], false),
        ] {
            let mut arena = Arena::new();
            let facts: Vec<TermId> = facts.iter().map(|text| read(&mut arena, text)).collect();
            let (a, b) = (read(&mut arena, a), read(&mut arena, b));
            let found = Scope::new(&mut arena, &facts).equal(&mut arena, a, b);
            assert_eq!(found, equal, "{facts:?}");
        }
    }
}
