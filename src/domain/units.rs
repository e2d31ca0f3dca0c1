//! Powers of what is known to be above zero, as powers of its factors: `(y/x)^(1 - a)` is
//! `y/x*(x^a/y^a)`, so that powers of related bases are fractions in a few kernels.

use super::frac::{Frac, whole};
use super::polysign::split;
use super::print;
use super::space::{HIGHEST_POWER, Kind, Space};
use crate::algebra::Poly;
use crate::term::{Arena, Operator, Rational};

/// Bases of more factors are left alone.
const MOST_UNITS: usize = 6;

impl Space {
    /// Takes note that a primitive polynomial is above zero, or below.
    pub(super) fn settle(&mut self, p: &Poly, above: bool) {
        self.settled.insert(p.clone(), above);
    }

    /// The power of a base whose factors are all known to be above zero.
    pub(super) fn power_of_units(&mut self, arena: &mut Arena, base: &Frac, exponent: &Frac) -> Option<Frac> {
        if self.settled.is_empty() {
            return None;
        }
        let units = self.units(base)?;
        let (whole_part, times, rest) = parted(exponent)?;
        let mut out = self.whole_power(base, whole_part)?;
        for (unit, e) in units {
            let kernel = self.unit_power(arena, unit, &rest);
            let power = self.whole_power(&kernel, e.checked_mul(times)?)?;
            out = self.product(&out, &power)?;
        }
        Some(out)
    }

    /// Polynomials above zero and the powers of them that a fraction is the product of, if it is one.
    fn units(&self, base: &Frac) -> Option<Vec<(Poly, i64)>> {
        let (mut content, num) = base.num.primitive();
        let mut units = Vec::new();
        for (side, p) in [(1, &num), (-1, &base.den)] {
            if p.is_one() {
                continue;
            }
            for (factor, e) in split(p) {
                let above = *self.settled.get(&factor)?;
                if !above && e % 2 == 1 {
                    content = -content;
                }
                let unit = if above { factor } else { factor.scaled(&Rational::from(-1)) };
                units.push((unit, side * i64::from(e)));
            }
        }
        if content.signum() <= 0 || units.len() > MOST_UNITS {
            return None;
        }
        for (side, number) in [(1, content.top()), (-1, content.bottom())] {
            if !number.is_one() {
                units.push((Poly::constant(number), side));
            }
        }
        Some(units)
    }

    fn unit_power(&mut self, arena: &mut Arena, unit: Poly, exponent: &Frac) -> Frac {
        let unit = whole(unit);
        let (base, above) = (print::frac(arena, self, &unit), print::frac(arena, self, exponent));
        let term = arena.binary(Operator::Pow, base, above);
        let kind = Kind::Power(self.intern(unit), self.intern(exponent.clone()));
        self.kernel_frac(kind, term)
    }
}

/// An exponent as a whole number, and a whole number times what has neither a whole term nor a whole
/// factor nor a minus sign in front.
fn parted(exponent: &Frac) -> Option<(i64, i64, Frac)> {
    let constant = exponent.num.terms().last().filter(|t| t.0.is_one() && exponent.den.is_one());
    let whole_part = constant.and_then(|t| t.1.to_i64()).filter(|n| n.abs() <= HIGHEST_POWER).unwrap_or(0);
    let rest = exponent.num.minus(&Poly::constant(Rational::from(whole_part)));
    if rest.is_zero() {
        return None;
    }
    let content = rest.content();
    let times = content.top().to_i64().filter(|n| n.abs() <= HIGHEST_POWER).unwrap_or(content.signum().into());
    let inverse = Rational::from(times).recip()?;
    Some((whole_part, times, Frac { num: rest.scaled(&inverse), den: exponent.den.clone() }))
}

#[cfg(test)]
mod tests {
    use crate::domain::{Facts, Truth};
    use crate::parse::read;
    use crate::term::{Arena, TermId};

    #[test]
    fn powers_of_related_bases_are_compared_where_these_are_above_zero() {
        for (facts, asked, known) in [
            (&["x > 0", "x^a != 1"][..], "x^(-a) != 1", true),
            (&["x^a != 1"], "x^(-a) != 1", false),
            (&["x^(-a) > 1", "x < 1", "x > 0"], "x^a < 1", true),
            (&["x > 0", "y > 0", "a*x^r + b*y^r > 0"], "a + b*(y/x)^r > 0", true),
            (&["x > 0", "a*x^r + b*y^r > 0"], "a + b*(y/x)^r > 0", false),
            (&["x < 0", "(-x)^r > 2"], "(-2*x)^r/2^r > 2", true),
            (&["x > 0", "x^(a + 1) > x"], "x^a > 1", true),
            (&["a > x", "x > 0", "a^(2/3) > x^(2/3)"], "(a/x)^(2/3) > 1", true),
        ] {
            let mut arena = Arena::new();
            let facts: Vec<TermId> = facts.iter().map(|text| read(&mut arena, text)).collect();
            let asked = read(&mut arena, asked);
            let found = Facts::new(&mut arena, &facts).holds(&mut arena, asked);
            assert_eq!(found == Truth::Yes, known, "{asked:?}");
        }
    }
}
