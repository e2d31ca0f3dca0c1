//! Powers of one base with opposite exponents: `x^b` is `1/x^(-b)` where that has a value and x is not zero.

use super::Sign;
use super::facts::{Facts, WORK};
use super::frac::{Frac, negated, whole};
use super::space::Kind;
use crate::algebra::Poly;
use crate::term::Property;

impl Facts {
    /// Whether a fraction is not zero, seen with each power in it as the inverse of the opposite one that
    /// is known to have a value, if there is one.
    pub(super) fn is_nonzero_by_opposites(&mut self, f: &Frac) -> bool {
        let (mut p, mut turned) = (f.num.clone(), false);
        for k in f.num.variables() {
            if let Some(opposite) = self.opposite(k) {
                (p, turned) = (inverted(&p, k, opposite), true);
            }
        }
        self.work = WORK;
        turned && self.frac_sign(&whole(p)).within(Sign::NONZERO)
    }

    /// The power with the opposite exponent, if it is known to have a value, of a base that is not zero.
    fn opposite(&mut self, kernel: u32) -> Option<u32> {
        let Kind::Power(base, exponent) = self.space.kernel(kernel)?.kind else { return None };
        let turned = negated(&self.space.frac(exponent));
        let turned = self.space.intern(turned);
        let opposite = self.space.find(Kind::Power(base, turned))?;
        let form = self.space.intern(whole(Poly::variable(opposite)));
        let base = self.space.frac(base);
        let known = self.properties.contains(&(Property::Defined, form));
        (known && self.sign_of_difference(&base).within(Sign::NONZERO)).then_some(opposite)
    }
}

/// The polynomial with `1/other` for a kernel, times the power of `other` that leaves none below a line.
fn inverted(p: &Poly, kernel: u32, other: u32) -> Poly {
    let highest = p.degree(kernel);
    let powers = p.coefficients(kernel).into_iter();
    powers.fold(Poly::zero(), |sum, (e, c)| sum.plus(&c.times(&Poly::variable(other).pow(highest - e))))
}

#[cfg(test)]
mod tests {
    use crate::domain::{Facts, Truth};
    use crate::parse::read;
    use crate::term::Arena;

    #[test]
    fn a_sum_is_not_zero_where_its_opposite_is_not() {
        for (facts, asked, expected) in [
            (&["x^(-b) defined", "x != 0", "1 + x^(-b) != 0"][..], "x^b + 1 != 0", true),
            (&["x^(-b) defined", "x != 0", "2*x^(-2*b) - y != 0"], "2 - y*x^(2*b) != 0", true),
            (&["x^(-b) defined", "x != 0", "2*x^(-b) - y != 0"], "2 - y*x^b != 0", true),
            (&["x^(-b) defined", "1 + x^(-b) != 0"], "x^b + 1 != 0", false),
            (&["x != 0", "1 + x^(-b) != 0"], "x^(2*b) + 1 != 0", false),
            (&["x^(-b) defined", "x != 0", "1 + x^(-b) != 0"], "x^b + 2 != 0", false),
        ] {
            let mut arena = Arena::new();
            let conditions: Vec<_> = facts.iter().map(|text| read(&mut arena, text)).collect();
            let asked = read(&mut arena, asked);
            let found = Facts::new(&mut arena, &conditions).atom(&mut arena, asked) == Truth::Yes;
            assert_eq!(found, expected, "{facts:?}");
        }
    }
}
