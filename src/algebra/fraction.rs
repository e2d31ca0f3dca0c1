//! Rational functions over kernels, kept as products of powers of polynomials.
//!
//! Denominators are never expanded into numerators and back: a product only merges exponents,
//! and a sum expands just the parts its operands do not share (the representation of
//! `ca` in Calcium and of the field normal form of most computer algebra systems, factored).

use super::{Budget, Exhausted, Monomial, Poly, Variables};
use crate::term::Rational;
use reduce::{cancel, coprime_denominators, reduce_powers};

mod reduce;

pub use reduce::reduce;

/// `coefficient · ∏ polynomial ^ exponent`, the polynomials primitive, not constant, distinct and
/// sorted. Zero has the coefficient 0 and no factors.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Fraction {
    /// The rational factor.
    pub coefficient: Rational,
    /// The other factors with exponents that are not zero.
    pub factors: Vec<(Poly, i32)>,
}

/// Why a fraction could not be formed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The work units are spent.
    Exhausted,
    /// A divisor is identically zero.
    DivisionByZero,
    /// The lattice of exponents was refined and everything must be read again.
    Restart,
}

impl From<Exhausted> for Failure {
    fn from(_: Exhausted) -> Self {
        Failure::Exhausted
    }
}

/// What the arithmetic must know of the kernels: a kernel's power that is another fraction.
pub trait Relations {
    /// The degree from which powers of the kernel are replaced, and what its power of that degree is.
    fn relation(&self, kernel: u32) -> Option<(u32, Fraction)>;
    /// Whether the relation also holds for powers of the kernel alone, not just within sums.
    fn relation_in_products(&self, kernel: u32) -> bool;
    /// The work units left.
    fn budget(&mut self) -> &mut Budget;
}

impl Fraction {
    /// Zero.
    pub fn zero() -> Self {
        Self::constant(Rational::ZERO)
    }

    /// One.
    pub fn one() -> Self {
        Self::constant(Rational::ONE)
    }

    /// A number.
    pub fn constant(coefficient: Rational) -> Self {
        Fraction { coefficient, factors: vec![] }
    }

    /// A kernel to a whole power.
    pub fn kernel(kernel: u32, exponent: i32) -> Self {
        let factors = if exponent == 0 { vec![] } else { vec![(Poly::variable(kernel), exponent)] };
        Fraction { coefficient: Rational::ONE, factors }
    }

    /// A number, not 0, times kernel powers.
    pub fn term(m: &Monomial, coefficient: &Rational) -> Self {
        let mut out = Self::constant(coefficient.clone());
        for (v, e) in &m.0 {
            out.push(Poly::variable(*v), *e as i32);
        }
        out
    }

    /// One factor, alone: a primitive polynomial.
    pub fn factor(p: &Poly) -> Self {
        Fraction { coefficient: Rational::ONE, factors: vec![(p.clone(), 1)] }
    }

    /// A polynomial of more than one term as one factor, with its content in front.
    pub fn whole(p: Poly) -> Self {
        let (coefficient, primitive) = p.primitive();
        Fraction { coefficient, factors: vec![(primitive, 1)] }
    }

    /// A polynomial, its monomial content split off into kernel powers.
    pub fn polynomial(p: &Poly) -> Self {
        match p.terms() {
            [] => return Self::zero(),
            [(m, c)] => return Self::term(m, c),
            _ => {}
        }
        let shared = p.monomial_content();
        let (coefficient, rest) = p.over_monomial(&shared).unwrap_or_else(|| p.clone()).primitive();
        let mut out = Fraction { coefficient, factors: vec![] };
        for (v, e) in &shared.0 {
            out.push(Poly::variable(*v), *e as i32);
        }
        out.push(rest, 1);
        out
    }

    /// Whether this is zero.
    pub fn is_zero(&self) -> bool {
        self.coefficient.is_zero()
    }

    /// The value, if no kernel stands in the fraction.
    pub fn as_constant(&self) -> Option<&Rational> {
        self.factors.is_empty().then_some(&self.coefficient)
    }

    /// Multiplies in a primitive polynomial's power.
    pub fn push(&mut self, p: Poly, exponent: i32) {
        match self.factors.binary_search_by(|(q, _)| order(q, &p)) {
            Ok(i) => {
                self.factors[i].1 += exponent;
                if self.factors[i].1 == 0 {
                    self.factors.remove(i);
                }
            }
            Err(i) if exponent != 0 => self.factors.insert(i, (p, exponent)),
            Err(_) => {}
        }
    }

    /// Multiplies by a power of a polynomial that is not 0, its content split off.
    pub fn push_polynomial(&mut self, p: &Poly, exponent: i32) {
        let part = Fraction::polynomial(p);
        if let Some(c) = part.coefficient.pow(exponent) {
            self.coefficient = &self.coefficient * &c;
        }
        for (q, e) in part.factors {
            self.push(q, e * exponent);
        }
    }

    /// The product, before relations are applied.
    fn raw_times(&self, other: &Self) -> Self {
        if self.is_zero() || other.is_zero() {
            return Self::zero();
        }
        let (long, short) = if self.factors.len() < other.factors.len() { (other, self) } else { (self, other) };
        let mut factors = Vec::with_capacity(long.factors.len() + short.factors.len());
        factors.extend_from_slice(&long.factors);
        let mut out = Fraction { coefficient: &self.coefficient * &other.coefficient, factors };
        for (p, e) in &short.factors {
            out.push(p.clone(), *e);
        }
        out
    }

    /// The product.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn times(&self, other: &Self, kernels: &mut impl Relations) -> Result<Self, Failure> {
        if self.factors.is_empty() || other.factors.is_empty() {
            return Ok(self.raw_times(other));
        }
        let product = self.raw_times(other);
        cancel(reduce_powers(product, kernels)?, kernels)
    }

    /// The fraction to a whole power.
    ///
    /// # Errors
    /// When zero is raised to a negative power, or the budget is spent.
    pub fn pow(&self, exponent: i32, kernels: &mut impl Relations) -> Result<Self, Failure> {
        if exponent == 0 {
            return Ok(Self::one());
        }
        let work = self.coefficient.bits().saturating_mul(exponent.unsigned_abs() as usize);
        kernels.budget().allows(1, if self.coefficient.abs().is_one() { 0 } else { work as u64 })?;
        kernels.budget().spend(work as u64 / 64 + 1)?;
        let coefficient = self.coefficient.pow(exponent).ok_or(Failure::DivisionByZero)?;
        let mut factors = Vec::with_capacity(self.factors.len());
        for (p, e) in &self.factors {
            factors.push((p.clone(), e.checked_mul(exponent).ok_or(Failure::Exhausted)?));
        }
        reduce_powers(Fraction { coefficient, factors }, kernels)
    }

    /// The fraction with the other sign.
    pub fn negated(&self) -> Self {
        Fraction { coefficient: -self.coefficient.clone(), factors: self.factors.clone() }
    }

    /// The fraction times a number.
    pub fn scaled(&self, by: &Rational) -> Self {
        if by.is_zero() {
            Self::zero()
        } else {
            Fraction { coefficient: &self.coefficient * by, factors: self.factors.clone() }
        }
    }

    /// The sum.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn plus(&self, other: &Self, kernels: &mut impl Relations) -> Result<Self, Failure> {
        if self.is_zero() || other.is_zero() {
            return Ok(if self.is_zero() { other.clone() } else { self.clone() });
        }
        let (a, b) = coprime_denominators(self, other, kernels)?;
        let mut common = Fraction::one();
        for (p, e) in &a.factors {
            let f = b.exponent(p);
            common.push(p.clone(), if f == 0 && *e > 0 { 0 } else { (*e).min(f) });
        }
        for (p, f) in &b.factors {
            if a.exponent(p) == 0 && *f < 0 {
                common.push(p.clone(), *f);
            }
        }
        let numerator = a.over_common(&common, kernels)?.plus(&b.over_common(&common, kernels)?);
        let reduced = reduce(&numerator, kernels)?;
        if common.factors.is_empty() { reduced } else { common.raw_times(&reduced) }.finished(kernels)
    }

    fn finished(self, kernels: &mut impl Relations) -> Result<Self, Failure> {
        cancel(reduce_powers(self, kernels)?, kernels)
    }

    /// The exponent of a factor.
    pub fn exponent(&self, p: &Poly) -> i32 {
        self.factors.binary_search_by(|(q, _)| order(q, p)).map_or(0, |i| self.factors[i].1)
    }

    /// The terms of a polynomial, each times this fraction.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn times_terms(&self, p: &Poly, kernels: &mut impl Relations) -> Result<Vec<Self>, Failure> {
        p.terms().iter().map(|(m, c)| Fraction::term(m, c).times(self, kernels)).collect()
    }

    /// The kernels of all factors, ascending.
    pub fn variables(&self) -> Variables {
        let mut all = Variables::new();
        for (p, _) in &self.factors {
            match single(p) {
                Some(kernel) => all.push(kernel),
                None => all.extend_from_slice(&p.variables()),
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    fn over_common(&self, common: &Self, kernels: &mut impl Relations) -> Result<Poly, Failure> {
        if common.factors.is_empty() {
            return self.expanded(kernels);
        }
        let mut rest = self.clone();
        for (p, e) in &common.factors {
            rest.push(p.clone(), -e);
        }
        rest.expanded(kernels)
    }

    /// The product of the factors with positive exponents, expanded, times the coefficient; the
    /// others must have been taken out.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn expanded(&self, kernels: &mut impl Relations) -> Result<Poly, Failure> {
        let mut out = None::<Poly>;
        for (p, e) in &self.factors {
            let power = p.pow_within(e.unsigned_abs(), kernels.budget())?;
            out = Some(match out {
                Some(before) => before.times_within(&power, kernels.budget())?,
                None => power,
            });
        }
        Ok(match out {
            Some(product) => product.scaled(&self.coefficient),
            None => Poly::constant(self.coefficient.clone()),
        })
    }

    /// The factors above and below the line, without the coefficient.
    pub fn split(&self) -> (Self, Self) {
        let part = |sign: i32| Fraction {
            coefficient: Rational::ONE,
            factors: self.factors.iter().filter(|(_, e)| e * sign > 0).map(|(p, e)| (p.clone(), e * sign)).collect(),
        };
        (part(1), part(-1))
    }
}

/// The order of a fraction's factors: short before long, then by terms.
pub fn order(a: &Poly, b: &Poly) -> std::cmp::Ordering {
    // Most that are equal are copies of one.
    if a.is_copy_of(b) {
        return std::cmp::Ordering::Equal;
    }
    a.len().cmp(&b.len()).then_with(|| b.terms().cmp(a.terms()))
}

/// The kernel, if the polynomial is that kernel alone.
pub fn single(p: &Poly) -> Option<u32> {
    match p.terms() {
        [(m, c)] if c.is_one() => match m.0.as_slice() {
            [(v, 1)] => Some(*v),
            _ => None,
        },
        _ => None,
    }
}
