//! Sums with a square root: of two numbers the one with the greater square is the greater in size.

use super::Sign;
use super::facts::Facts;
use super::frac::Frac;
use crate::algebra::Poly;

/// Longer polynomials are not squared.
const MOST_TERMS: usize = 8;

impl Facts {
    /// `a + b*sqrt(q)` has the sign of b where `b^2*q` is above `a^2`, and that of a where it is below:
    /// `x + sqrt(x^2 + 1)` is above zero.
    pub(super) fn by_root(&mut self, p: &Poly, level: u32) -> Sign {
        let mut sign = Sign::ANY;
        if p.len() > MOST_TERMS || !self.space.has_radicals() {
            return sign;
        }
        for k in p.variables() {
            let Some(square) = self.space.square_of(k).filter(|_| p.degree(k) == 1).cloned() else { continue };
            let part = |e| p.coefficients(k).into_iter().find(|c| c.0 == e).map(|c| c.1).unwrap_or_default();
            let (a, b) = (part(0), part(1));
            let above = b.times(&b).times(&square.num).minus(&a.times(&a).times(&square.den));
            let Some(apart) = self.space.simplified(above, square.den) else { continue };
            sign = sign.and(match self.apart_sign(&apart, level) {
                Sign::POSITIVE => self.sign_at(&b, level),
                Sign::NEGATIVE => self.sign_at(&a, level),
                s if s.within(Sign::NONNEGATIVE) => self.sign_at(&b, level).or(Sign::ZERO),
                _ => Sign::ANY,
            });
        }
        sign
    }

    fn apart_sign(&mut self, apart: &Frac, level: u32) -> Sign {
        self.sign_at(&apart.num, level).times(self.sign_at(&apart.den, level).and(Sign::NONZERO))
    }
}
