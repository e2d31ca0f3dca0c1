//! Products, powers and quotients of polynomials, with budgets.

use super::budget::{Budget, Exhausted};
use super::monomial::Monomial;
use super::poly::{Poly, Term, Terms, merge};
use crate::term::Rational;

/// Above this total degree exponents come near to the end of their range.
const DEGREE_LIMIT: u64 = 1 << 31;

impl Poly {
    /// The product; costs the product of the two lengths, in memory little more than the result.
    /// The caller bounds the sizes, or uses [`Poly::times_within`].
    pub fn times(&self, other: &Self) -> Self {
        if self.is_one() {
            return other.clone();
        }
        if other.is_one() {
            return self.clone();
        }
        // One term times one term is most of what is multiplied.
        if let ([(m, c)], [(n, d)]) = (self.terms(), other.terms()) {
            return Self::monomial(m.times(n), c * d);
        }
        let (few, many) = if self.len() <= other.len() { (self, other) } else { (other, self) };
        // Partial sums of 1, 2, 4, … rows, added like the carries of a binary counter.
        let mut sums: Vec<Terms> = Vec::new();
        for (m, c) in few.terms() {
            let mut row = many.times_term(m, c).into_terms();
            for slot in sums.iter_mut() {
                if slot.is_empty() {
                    *slot = std::mem::take(&mut row);
                    break;
                }
                row = merge(std::mem::take(slot).into_iter(), row.into_iter());
            }
            if !row.is_empty() {
                sums.push(row);
            }
        }
        let terms = sums.into_iter().reduce(|sum, next| merge(sum.into_iter(), next.into_iter()));
        Poly::of(terms.unwrap_or_default())
    }

    /// The product with one term, whose coefficient is not zero.
    pub fn times_term(&self, m: &Monomial, c: &Rational) -> Self {
        Poly::of(self.terms().iter().map(|(n, d)| (m.times(n), c * d)).collect())
    }

    /// The quotient by a monomial, if it divides every term.
    pub fn over_monomial(&self, m: &Monomial) -> Option<Self> {
        if m.is_one() {
            return Some(self.clone());
        }
        let terms = self.terms().iter().map(|(n, c)| Some((n.over(m)?, c.clone()))).collect::<Option<Terms>>()?;
        Some(Poly::of(terms))
    }

    /// The product, paid for in advance. Exponents above 2³¹ count as exhaustion.
    pub fn times_within(&self, other: &Self, budget: &mut Budget) -> Result<Self, Exhausted> {
        let degree = u64::from(self.total_degree()) + u64::from(other.total_degree());
        if degree > DEGREE_LIMIT {
            return Err(Exhausted);
        }
        budget.allows((self.len() as u64).saturating_mul(other.len() as u64), 0)?;
        budget.spend(self.work().saturating_mul(other.work()))?;
        Ok(self.times(other))
    }

    /// The polynomial to a whole power. The caller estimates the size first, or uses
    /// [`Poly::pow_within`].
    pub fn pow(&self, exponent: u32) -> Self {
        self.pow_within(exponent, &mut Budget::unlimited()).unwrap_or_default()
    }

    /// The polynomial to a whole power, paid for step by step.
    ///
    /// One term is raised directly. Several are multiplied one factor at a time, which for sparse
    /// polynomials does less work than squaring (Fateman, "On the computation of powers of sparse
    /// polynomials", 1974).
    pub fn pow_within(&self, exponent: u32, budget: &mut Budget) -> Result<Self, Exhausted> {
        if exponent < 2 {
            return Ok(if exponent == 0 { Self::one() } else { self.clone() });
        }
        if u64::from(self.total_degree()) * u64::from(exponent) > DEGREE_LIMIT {
            return Err(Exhausted);
        }
        if let [(m, c)] = self.terms() {
            let bits = c.bits() as u64 * u64::from(exponent);
            budget.allows(1, if c.abs().is_one() { 0 } else { bits })?;
            let limbs = bits / 64;
            budget.spend(1 + limbs.saturating_mul(if c.abs().is_one() { 0 } else { limbs }))?;
            let power = i32::try_from(exponent).ok().and_then(|e| c.pow(e)).ok_or(Exhausted)?;
            return Ok(Self::monomial(m.pow(exponent).ok_or(Exhausted)?, power));
        }
        let mut result = self.clone();
        for _ in 1..exponent {
            if self.is_zero() {
                return Ok(Self::zero());
            }
            result = result.times_within(self, budget)?;
        }
        Ok(result)
    }

    /// The quotient, if the division leaves no remainder and the divisor is not zero.
    ///
    /// Quotients of some ten thousand terms are not found: `x^n - 1` has such by `x - 1`.
    pub fn divide_exact(&self, divisor: &Self) -> Option<Self> {
        self.divide_exact_within(divisor, &mut Budget::new(100_000)).ok().flatten()
    }

    /// The quotient, if the division leaves no remainder and the divisor is not zero.
    ///
    /// Stops at the first quotient term that cannot be right, because it is no power product or
    /// its degree in some variable is above the difference of the degrees.
    pub fn divide_exact_within(&self, divisor: &Self, budget: &mut Budget) -> Result<Option<Self>, Exhausted> {
        if divisor.is_one() {
            return Ok(Some(self.clone()));
        }
        let Some(mut division) = Division::new(self, divisor) else {
            return Ok(self.is_zero().then(Self::zero).filter(|_| !divisor.is_zero()));
        };
        let cost = divisor.work();
        let mut rest = self.clone().into_terms();
        while let Some(head) = rest.first() {
            budget.spend(cost + rest.len() as u64 / 4)?;
            let Some((m, c)) = division.next(head) else { return Ok(None) };
            // `x^n - 1` by `x + 2` has coefficients of up to n bits, which the quotient keeps.
            budget.spend(c.bits() as u64 / 128)?;
            let minus = divisor.terms().iter().skip(1).map(|(n, d)| (m.times(n), -(d * &c)));
            rest = merge(rest.into_iter().skip(1), minus);
            division.quotient.push((m, c));
        }
        Ok(Some(Poly::of(division.quotient)))
    }

    /// Quotient and remainder of the division by `divisor` as polynomials in one variable, where
    /// the divisor's leading coefficient in it is a number; `None` otherwise.
    pub fn divide_with_remainder(
        &self,
        divisor: &Self,
        variable: u32,
        budget: &mut Budget,
    ) -> Result<Option<(Self, Self)>, Exhausted> {
        let degree = divisor.degree(variable);
        let Some(inverse) = divisor.leading_in(variable).as_constant().and_then(|c| c.recip()) else {
            return Ok(None);
        };
        let (mut quotient, mut rest) = (Self::zero(), self.clone());
        while !rest.is_zero() && rest.degree(variable) >= degree {
            let shift = Monomial::power(variable, rest.degree(variable) - degree);
            let step = rest.leading_in(variable).times_term(&shift, &inverse);
            rest = rest.minus(&step.times_within(divisor, budget)?);
            budget.spend(rest.len() as u64)?;
            quotient = quotient.plus(&step);
        }
        Ok(Some((quotient, rest)))
    }

    /// Quotient and remainder of which no term is divided by the divisor's first: both are the same for
    /// all dividends that differ by a multiple of the divisor.
    pub fn parted(&self, divisor: &Self, budget: &mut Budget) -> Result<(Self, Self), Exhausted> {
        let (mut quotient, mut rest, mut done) = (Self::zero(), self.clone(), 0);
        let Some((lead, inverse)) = divisor.terms().first().and_then(|t| Some((&t.0, t.1.recip()?))) else {
            return Ok((quotient, rest));
        };
        while let Some((m, c)) = rest.terms().get(done) {
            match m.over(lead) {
                Some(shift) => {
                    let step = Self::monomial(shift, c * &inverse);
                    rest = rest.minus(&step.times_within(divisor, budget)?);
                    quotient = quotient.plus(&step);
                }
                None => done += 1,
            }
        }
        Ok((quotient, rest))
    }

    /// The polynomial with a value in place of a variable, paid for step by step.
    pub fn substitute(&self, variable: u32, value: &Self, budget: &mut Budget) -> Result<Self, Exhausted> {
        let mut result = Self::zero();
        let (mut power, mut exponent) = (Self::one(), 0);
        for (e, coefficient) in self.coefficients(variable).into_iter().rev() {
            let factor = value.pow_within(e - exponent, budget)?;
            power = power.times_within(&factor, budget)?;
            exponent = e;
            result = result.plus(&coefficient.times_within(&power, budget)?);
        }
        Ok(result)
    }
}

/// A division under way.
struct Division<'a> {
    lead: &'a Monomial,
    inverse: Rational,
    room: Monomial,
    quotient: Terms,
}

impl<'a> Division<'a> {
    /// `None` where the degrees or the last terms show that the division leaves a remainder.
    fn new(dividend: &Poly, divisor: &'a Poly) -> Option<Self> {
        let (lead, c) = divisor.terms().first()?;
        let (last, last_of_divisor) = (dividend.terms().last()?, divisor.terms().last()?);
        if !last_of_divisor.0.divides(&last.0) || !lead.divides(&dividend.terms().first()?.0) {
            return None;
        }
        let room = dividend.degrees().over(&divisor.degrees())?;
        Some(Division { lead, inverse: c.recip()?, room, quotient: Terms::new() })
    }

    fn next(&self, head: &Term) -> Option<Term> {
        let m = head.0.over(self.lead).filter(|m| m.divides(&self.room))?;
        Some((m, &head.1 * &self.inverse))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn x(i: u32) -> Poly {
        Poly::variable(i)
    }

    fn number(n: i64) -> Poly {
        Poly::constant(Rational::from(n))
    }

    #[test]
    fn exact_division_undoes_multiplication() {
        let a = x(0).times(&x(1)).plus(&Poly::constant(Rational::new(1, 2)));
        let b = x(0).minus(&x(1)).pow(3);
        assert_eq!(a.times(&b).divide_exact(&b), Some(a.clone()));
        assert_eq!(a.times(&b).plus(&x(2)).divide_exact(&b), None);
        assert_eq!(a.divide_exact(&Poly::zero()), None);
        assert_eq!(Poly::zero().divide_exact(&a), Some(Poly::zero()));
        let one = Poly::one();
        assert_eq!(x(0).pow(99).minus(&one).divide_exact(&x(0).minus(&one)).map(|q| q.len()), Some(99));
        assert_eq!(x(0).pow(1 << 28).minus(&one).divide_exact(&x(0).minus(&one)), None);
    }

    #[test]
    fn the_rows_of_a_product_cancel() {
        let sum = (0..5).fold(number(1), |s, i| s.plus(&x(0).pow(i + 1)));
        assert_eq!(sum.times(&x(0).minus(&number(1))), x(0).pow(6).minus(&number(1)));
        assert_eq!(Poly::zero().times(&sum), Poly::zero());
    }

    #[test]
    fn division_with_remainder_needs_a_number_in_front() {
        let mut budget = Budget::new(10_000);
        let (p, d) = (x(0).pow(3).times(&x(1)), x(0).pow(2).plus(&x(1)));
        let (q, r) = p.divide_with_remainder(&d, 0, &mut budget).unwrap().unwrap();
        assert_eq!(q.times(&d).plus(&r), p);
        assert!(r.degree(0) < 2);
        assert_eq!(p.divide_with_remainder(&x(0).times(&x(1)), 0, &mut budget), Ok(None));
    }

    #[test]
    fn large_products_and_powers_run_out() {
        let sum = (0..10).fold(number(1), |s, i| s.plus(&x(i)));
        assert_eq!(sum.pow_within(30, &mut Budget::new(1_000_000)), Err(Exhausted));
        let high = x(0).pow(512).plus(&x(1));
        assert_eq!(high.substitute(0, &sum, &mut Budget::new(1_000_000)), Err(Exhausted));
        let high = Poly::monomial(Monomial::power(0, 3_000_000_000), Rational::ONE);
        assert_eq!(high.times_within(&high, &mut Budget::unlimited()), Err(Exhausted));
        assert_eq!(number(3).pow_within(u32::MAX, &mut Budget::new(1_000_000)), Err(Exhausted));
    }
}
