//! Sparse polynomials with rational coefficients in variables numbered from 0.

use crate::term::Rational;
use smallvec::SmallVec;
use std::cmp::Ordering;

/// A power product: variables in ascending order with exponents above 0.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Monomial(pub SmallVec<[(u32, u32); 3]>);

impl Monomial {
    /// The power product 1.
    pub fn one() -> Self {
        Self::default()
    }

    /// `variable ^ exponent`
    pub fn power(variable: u32, exponent: u32) -> Self {
        let mut m = Self::default();
        if exponent > 0 {
            m.0.push((variable, exponent));
        }
        m
    }

    /// Whether the power product is 1.
    pub fn is_one(&self) -> bool {
        self.0.is_empty()
    }

    /// The exponent of a variable.
    pub fn degree(&self, variable: u32) -> u32 {
        self.0.iter().find(|(v, _)| *v == variable).map_or(0, |(_, e)| *e)
    }

    /// The sum of all exponents.
    pub fn total_degree(&self) -> u32 {
        self.0.iter().map(|(_, e)| *e).sum()
    }

    /// The product; exponents saturate, and budgets stop a computation long before that.
    pub fn times(&self, other: &Self) -> Self {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut out = SmallVec::new();
        loop {
            match (a.peek(), b.peek()) {
                (Some(&&(v, e)), Some(&&(w, f))) if v == w => {
                    out.push((v, e.saturating_add(f)));
                    a.next();
                    b.next();
                }
                (Some(&&x), Some(&&y)) if x.0 < y.0 => {
                    out.push(x);
                    a.next();
                }
                (_, Some(&&y)) => {
                    out.push(y);
                    b.next();
                }
                (Some(&&x), None) => {
                    out.push(x);
                    a.next();
                }
                (None, None) => return Monomial(out),
            }
        }
    }

    /// The quotient, if it is a power product.
    pub fn over(&self, other: &Self) -> Option<Self> {
        let mut out = self.0.clone();
        for (v, e) in &other.0 {
            let slot = out.iter_mut().find(|(w, _)| w == v)?;
            slot.1 = slot.1.checked_sub(*e)?;
        }
        out.retain(|(_, e)| *e > 0);
        Some(Monomial(out))
    }

    /// The greatest common divisor.
    pub fn gcd(&self, other: &Self) -> Self {
        Monomial(self.0.iter().filter_map(|&(v, e)| Some((v, e.min(other.degree(v)))).filter(|x| x.1 > 0)).collect())
    }

    /// The power product without one variable.
    pub fn without(&self, variable: u32) -> Self {
        Monomial(self.0.iter().copied().filter(|(v, _)| *v != variable).collect())
    }
}

impl Ord for Monomial {
    /// Lexicographic: the lowest variable counts first, and a higher exponent is greater.
    fn cmp(&self, other: &Self) -> Ordering {
        for (x, y) in self.0.iter().zip(&other.0) {
            let order = y.0.cmp(&x.0).then(x.1.cmp(&y.1));
            if order.is_ne() {
                return order;
            }
        }
        self.0.len().cmp(&other.0.len())
    }
}

impl PartialOrd for Monomial {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A sparse polynomial: terms in descending order of their power products, no coefficient zero.
/// Equal polynomials are equal values.
///
/// ```
/// use chainrule::algebra::Poly;
/// let x = Poly::variable(0);
/// let one = Poly::one();
/// let square = x.plus(&one).times(&x.minus(&one));
/// assert_eq!(square, x.times(&x).minus(&one));
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Poly {
    terms: Vec<(Monomial, Rational)>,
}

impl Poly {
    /// The polynomial 0.
    pub fn zero() -> Self {
        Self::default()
    }

    /// The polynomial 1.
    pub fn one() -> Self {
        Self::constant(Rational::ONE)
    }

    /// A constant polynomial.
    pub fn constant(value: Rational) -> Self {
        Self::monomial(Monomial::one(), value)
    }

    /// A polynomial of one variable to the first power.
    pub fn variable(variable: u32) -> Self {
        Self::monomial(Monomial::power(variable, 1), Rational::ONE)
    }

    /// A polynomial of at most one term.
    pub fn monomial(m: Monomial, coefficient: Rational) -> Self {
        Poly { terms: if coefficient.is_zero() { vec![] } else { vec![(m, coefficient)] } }
    }

    /// Collects terms in any order, with repetitions.
    pub fn from_terms(mut terms: Vec<(Monomial, Rational)>) -> Self {
        terms.sort_by(|a, b| b.0.cmp(&a.0));
        let mut out: Vec<(Monomial, Rational)> = Vec::with_capacity(terms.len());
        for (m, c) in terms {
            match out.last_mut() {
                Some(last) if last.0 == m => last.1 = &last.1 + &c,
                _ => {
                    out.retain_last_nonzero();
                    out.push((m, c));
                }
            }
        }
        out.retain_last_nonzero();
        Poly { terms: out }
    }

    /// The terms, greatest power product first.
    pub fn terms(&self) -> &[(Monomial, Rational)] {
        &self.terms
    }

    /// The number of terms.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether there is no term: the polynomial is 0.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether the polynomial is 0.
    pub fn is_zero(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether the polynomial is 1.
    pub fn is_one(&self) -> bool {
        self.as_constant().is_some_and(|c| c.is_one())
    }

    /// The value, if no variable stands in the polynomial.
    pub fn as_constant(&self) -> Option<Rational> {
        match self.terms.as_slice() {
            [] => Some(Rational::ZERO),
            [(m, c)] if m.is_one() => Some(c.clone()),
            _ => None,
        }
    }

    /// The first coefficient; zero for the zero polynomial.
    pub fn leading_coefficient(&self) -> Rational {
        self.terms.first().map_or(Rational::ZERO, |t| t.1.clone())
    }

    /// The variables, ascending.
    pub fn variables(&self) -> Vec<u32> {
        let mut all: Vec<u32> = self.terms.iter().flat_map(|(m, _)| m.0.iter().map(|x| x.0)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The highest exponent of a variable.
    pub fn degree(&self, variable: u32) -> u32 {
        self.terms.iter().map(|(m, _)| m.degree(variable)).max().unwrap_or(0)
    }

    /// The highest total degree of a term.
    pub fn total_degree(&self) -> u32 {
        self.terms.iter().map(|(m, _)| m.total_degree()).max().unwrap_or(0)
    }

    /// The sum.
    pub fn plus(&self, other: &Self) -> Self {
        self.merge(other, &Rational::ONE)
    }

    /// The difference.
    pub fn minus(&self, other: &Self) -> Self {
        self.merge(other, &Rational::from(-1))
    }

    fn merge(&self, other: &Self, sign: &Rational) -> Self {
        let mut out = Vec::with_capacity(self.len() + other.len());
        let (mut a, mut b) = (self.terms.iter().peekable(), other.terms.iter().peekable());
        loop {
            match (a.peek(), b.peek()) {
                (Some(x), Some(y)) if x.0 == y.0 => {
                    let sum = &x.1 + &(&y.1 * sign);
                    if !sum.is_zero() {
                        out.push((x.0.clone(), sum));
                    }
                    a.next();
                    b.next();
                }
                (Some(x), Some(y)) if x.0 > y.0 => {
                    out.push((*x).clone());
                    a.next();
                }
                (_, Some(y)) => {
                    out.push((y.0.clone(), &y.1 * sign));
                    b.next();
                }
                (Some(x), None) => {
                    out.push((*x).clone());
                    a.next();
                }
                (None, None) => return Poly { terms: out },
            }
        }
    }

    /// The product; costs the product of the two lengths.
    pub fn times(&self, other: &Self) -> Self {
        if self.len() == 1 || other.len() == 1 {
            let (one, many) = if self.len() == 1 { (self, other) } else { (other, self) };
            let (m, c) = &one.terms[0];
            return Poly { terms: many.terms.iter().map(|(n, d)| (m.times(n), c * d)).collect() };
        }
        let mut out = Vec::with_capacity(self.len() * other.len());
        for (m, c) in &self.terms {
            out.extend(other.terms.iter().map(|(n, d)| (m.times(n), c * d)));
        }
        Self::from_terms(out)
    }

    /// Every coefficient times a number.
    pub fn scaled(&self, factor: &Rational) -> Self {
        if factor.is_zero() {
            return Self::zero();
        }
        Poly { terms: self.terms.iter().map(|(m, c)| (m.clone(), c * factor)).collect() }
    }

    /// The polynomial to a whole power. The caller estimates the size first.
    pub fn pow(&self, exponent: u32) -> Self {
        let mut result = Self::one();
        for _ in 0..exponent {
            result = result.times(self);
        }
        result
    }

    /// The coefficients by powers of one variable, highest power first; none is zero.
    pub fn coefficients(&self, variable: u32) -> Vec<(u32, Poly)> {
        let mut by_power: std::collections::BTreeMap<u32, Vec<(Monomial, Rational)>> = Default::default();
        for (m, c) in &self.terms {
            by_power.entry(m.degree(variable)).or_default().push((m.without(variable), c.clone()));
        }
        by_power.into_iter().rev().map(|(e, terms)| (e, Self::from_terms(terms))).collect()
    }

    /// The quotient by a monomial, if it divides every term.
    pub fn over_monomial(&self, m: &Monomial) -> Option<Self> {
        let terms = self.terms.iter().map(|(n, c)| Some((n.over(m)?, c.clone()))).collect::<Option<Vec<_>>>()?;
        Some(Poly { terms })
    }

    /// The quotient, if the division leaves no remainder and the divisor is not zero.
    pub fn divide_exact(&self, divisor: &Self) -> Option<Self> {
        let (lead, coefficient) = divisor.terms.first()?;
        let (mut rest, mut quotient) = (self.clone(), Vec::new());
        while let Some((m, c)) = rest.terms.first() {
            let (m, c) = (m.over(lead)?, c.checked_div(coefficient)?);
            let step = Self::monomial(m.clone(), c.clone());
            rest = rest.minus(&step.times(divisor));
            quotient.push((m, c));
        }
        Some(Poly { terms: quotient })
    }

    /// The greatest power product that divides every term; 1 for the zero polynomial.
    pub fn monomial_content(&self) -> Monomial {
        let mut terms = self.terms.iter();
        let first = terms.next().map(|t| t.0.clone()).unwrap_or_default();
        terms.fold(first, |g, (m, _)| g.gcd(m))
    }

    /// The number that makes the rest have coprime whole coefficients, the first above zero.
    pub fn content(&self) -> Rational {
        use dashu::base::Gcd;
        use dashu::integer::{IBig, UBig};
        let (mut top, mut bottom) = (UBig::ZERO, UBig::ONE);
        for (_, c) in &self.terms {
            let (n, d) = (unsigned(c.numerator()), unsigned(c.denominator()));
            top = if top == UBig::ZERO { n } else { top.gcd(&n) };
            bottom = &bottom / (&bottom).gcd(&d) * &d;
        }
        let size = Rational::from_integer(IBig::from(top)) / Rational::from_integer(IBig::from(bottom));
        if self.is_zero() {
            Rational::ONE
        } else if self.leading_coefficient().is_negative() {
            -size
        } else {
            size
        }
    }

    /// The content and the polynomial divided by it.
    pub fn primitive(&self) -> (Rational, Self) {
        let content = self.content();
        let inverse = content.recip().unwrap_or(Rational::ONE);
        (content, self.scaled(&inverse))
    }

    /// The derivative by a variable.
    pub fn derivative(&self, variable: u32) -> Self {
        let terms = self.terms.iter().filter_map(|(m, c)| {
            let e = m.degree(variable);
            let lower = m.over(&Monomial::power(variable, 1))?;
            Some((lower, c * &Rational::from(i64::from(e))))
        });
        Self::from_terms(terms.collect())
    }

    /// A variable replaced by a polynomial.
    pub fn substitute(&self, variable: u32, value: &Self) -> Self {
        let mut result = Self::zero();
        let (mut power, mut exponent) = (Self::one(), 0);
        for (e, coefficient) in self.coefficients(variable).into_iter().rev() {
            while exponent < e {
                power = power.times(value);
                exponent += 1;
            }
            result = result.plus(&coefficient.times(&power));
        }
        result
    }
}

fn unsigned(value: dashu::integer::IBig) -> dashu::integer::UBig {
    use dashu::base::UnsignedAbs;
    value.unsigned_abs()
}

trait RetainLast {
    fn retain_last_nonzero(&mut self);
}

impl RetainLast for Vec<(Monomial, Rational)> {
    fn retain_last_nonzero(&mut self) {
        if self.last().is_some_and(|t| t.1.is_zero()) {
            self.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn x(i: u32) -> Poly {
        Poly::variable(i)
    }

    #[test]
    fn exact_division_undoes_multiplication() {
        let a = x(0).times(&x(1)).plus(&Poly::constant(Rational::new(1, 2)));
        let b = x(0).minus(&x(1)).pow(3);
        assert_eq!(a.times(&b).divide_exact(&b), Some(a.clone()));
        assert_eq!(a.times(&b).plus(&x(2)).divide_exact(&b), None);
    }

    #[test]
    fn content_makes_coefficients_whole_and_the_first_positive() {
        let p = x(0).scaled(&Rational::new(-2, 3)).plus(&Poly::constant(Rational::new(4, 9)));
        let (content, rest) = p.primitive();
        assert_eq!(content, Rational::new(-2, 9));
        assert_eq!(rest, x(0).scaled(&Rational::from(3)).minus(&Poly::constant(Rational::from(2))));
    }

    #[test]
    fn substitution_and_derivative_agree_with_expansion() {
        let p = x(0).pow(2).plus(&x(1));
        let shifted = p.substitute(0, &x(0).plus(&x(1)));
        assert_eq!(shifted, x(0).plus(&x(1)).pow(2).plus(&x(1)));
        assert_eq!(shifted.derivative(0), x(0).plus(&x(1)).scaled(&Rational::from(2)));
    }
}
