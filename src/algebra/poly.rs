//! Sparse polynomials with rational coefficients in variables numbered from 0.

use super::monomial::Monomial;
use crate::term::Rational;
use rustc_hash::FxHasher;
use smallvec::{SmallVec, smallvec};
use std::cell::Cell;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

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
#[derive(Clone, Debug, Default)]
pub struct Poly {
    /// Shared by copies: polynomials are copied far more often than they are made.
    shared: Rc<Shared>,
}

/// The terms of a polynomial, and their hash once a table has asked for it, or 0: a growing table asks again.
#[derive(Clone, Debug, Default)]
struct Shared {
    terms: Terms,
    hash: Cell<u64>,
}

/// A power product and its coefficient.
pub(super) type Term = (Monomial, Rational);

/// Most polynomials have one term, which then needs no room of its own.
pub(super) type Terms = SmallVec<[Term; 1]>;

/// Variables, nearly always few.
pub type Variables = SmallVec<[u32; 8]>;

impl PartialEq for Poly {
    fn eq(&self, other: &Self) -> bool {
        self.is_copy_of(other) || self.terms() == other.terms()
    }
}

impl Eq for Poly {}

impl Hash for Poly {
    /// The first term and the last tell nearly all polynomials apart that meet in a table.
    fn hash<H: Hasher>(&self, state: &mut H) {
        if self.shared.hash.get() == 0 {
            let (mut own, terms) = (FxHasher::default(), self.terms());
            (terms.len(), terms.first(), terms.last()).hash(&mut own);
            self.shared.hash.set(own.finish() | 1);
        }
        state.write_u64(self.shared.hash.get());
    }
}

/// So many variables are made once for all formulas: they are asked for again and again.
const FEW: u32 = 32;

fn new_variable(variable: u32) -> Poly {
    Poly::monomial(Monomial::power(variable, 1), Rational::ONE)
}

impl Poly {
    /// The polynomial of terms in descending order, no coefficient zero.
    pub(super) fn of(terms: Terms) -> Self {
        Poly { shared: Rc::new(Shared { terms, hash: Cell::new(0) }) }
    }

    /// The terms by themselves.
    pub(super) fn into_terms(self) -> Terms {
        Rc::unwrap_or_clone(self.shared).terms
    }

    /// The polynomial 0.
    pub fn zero() -> Self {
        Self::default()
    }

    /// The polynomial 1.
    pub fn one() -> Self {
        thread_local!(static ONE: Poly = Poly::constant(Rational::ONE));
        ONE.with(Poly::clone)
    }

    /// A constant polynomial.
    pub fn constant(value: Rational) -> Self {
        Self::monomial(Monomial::one(), value)
    }

    /// A polynomial of one variable to the first power.
    pub fn variable(variable: u32) -> Self {
        thread_local!(static FIRST: Vec<Poly> = (0..FEW).map(new_variable).collect());
        FIRST.with(|first| first.get(variable as usize).cloned()).unwrap_or_else(|| new_variable(variable))
    }

    /// A polynomial of at most one term.
    pub fn monomial(m: Monomial, coefficient: Rational) -> Self {
        Self::of(if coefficient.is_zero() { smallvec![] } else { smallvec![(m, coefficient)] })
    }

    /// Collects terms in any order, with repetitions.
    pub fn from_terms(mut terms: Vec<(Monomial, Rational)>) -> Self {
        terms.sort_by(|a, b| b.0.cmp(&a.0));
        let mut out = Terms::with_capacity(terms.len());
        for (m, c) in terms {
            match out.last_mut() {
                Some(last) if last.0 == m => last.1 = &last.1 + &c,
                _ => {
                    drop_last_zero(&mut out);
                    out.push((m, c));
                }
            }
        }
        drop_last_zero(&mut out);
        Self::of(out)
    }

    /// The terms, greatest power product first.
    pub fn terms(&self) -> &[(Monomial, Rational)] {
        &self.shared.terms
    }

    /// Whether both are copies of one polynomial; equal ones need not be.
    pub(super) fn is_copy_of(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.shared, &other.shared)
    }

    /// The number of terms.
    pub fn len(&self) -> usize {
        self.terms().len()
    }

    /// Whether there is no term: the polynomial is 0.
    pub fn is_empty(&self) -> bool {
        self.terms().is_empty()
    }

    /// Whether the polynomial is 0.
    pub fn is_zero(&self) -> bool {
        self.terms().is_empty()
    }

    /// Whether the polynomial is 1.
    pub fn is_one(&self) -> bool {
        matches!(self.terms(), [(m, c)] if m.is_one() && c.is_one())
    }

    /// The value, if no variable stands in the polynomial.
    pub fn as_constant(&self) -> Option<Rational> {
        match self.terms() {
            [] => Some(Rational::ZERO),
            [(m, c)] if m.is_one() => Some(c.clone()),
            _ => None,
        }
    }

    /// The first coefficient; zero for the zero polynomial.
    pub fn leading_coefficient(&self) -> Rational {
        self.terms().first().map_or(Rational::ZERO, |t| t.1.clone())
    }

    /// The variables, ascending.
    pub fn variables(&self) -> Variables {
        let mut all = Variables::new();
        for (m, _) in self.terms() {
            m.0.iter().for_each(|x| all.push(x.0));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The variable, if there is just one.
    pub fn only_variable(&self) -> Option<u32> {
        let mut all = self.terms().iter().flat_map(|(m, _)| m.0.iter().map(|x| x.0));
        let first = all.next()?;
        all.all(|v| v == first).then_some(first)
    }

    /// The highest exponent of a variable.
    pub fn degree(&self, variable: u32) -> u32 {
        self.terms().iter().map(|(m, _)| m.degree(variable)).max().unwrap_or(0)
    }

    /// The highest total degree of a term.
    pub fn total_degree(&self) -> u32 {
        self.terms().iter().map(|(m, _)| m.total_degree()).max().unwrap_or(0)
    }

    /// For each variable its highest exponent, as one power product.
    pub fn degrees(&self) -> Monomial {
        let mut all = Monomial::one().0;
        for (m, _) in self.terms() {
            all.extend_from_slice(&m.0);
        }
        all.sort_unstable_by(|x, y| x.0.cmp(&y.0).then(y.1.cmp(&x.1)));
        all.dedup_by_key(|x| x.0);
        Monomial(all)
    }

    /// What one pass over the coefficients costs, in units of a [`Budget`](super::Budget).
    pub fn work(&self) -> u64 {
        self.terms().iter().map(|(_, c)| 1 + c.bits() as u64 / 128).sum()
    }

    /// The sum.
    pub fn plus(&self, other: &Self) -> Self {
        if self.is_zero() {
            return other.clone();
        }
        if other.is_zero() {
            return self.clone();
        }
        Self::of(merge(self.terms().iter().cloned(), other.terms().iter().cloned()))
    }

    /// The difference.
    pub fn minus(&self, other: &Self) -> Self {
        if other.is_zero() {
            return self.clone();
        }
        Self::of(merge(self.terms().iter().cloned(), other.terms().iter().map(|(m, c)| (m.clone(), -c.clone()))))
    }

    /// Every coefficient times a number.
    pub fn scaled(&self, factor: &Rational) -> Self {
        if factor.is_zero() {
            return Self::zero();
        }
        if factor.is_one() {
            return self.clone();
        }
        Self::of(self.terms().iter().map(|(m, c)| (m.clone(), c * factor)).collect())
    }

    /// The coefficients by powers of one variable, highest power first; none is zero.
    pub fn coefficients(&self, variable: u32) -> Vec<(u32, Poly)> {
        let mut order: SmallVec<[(u32, usize); 16]> =
            self.terms().iter().enumerate().map(|(i, (m, _))| (m.degree(variable), i)).collect();
        // Terms with the same power of the variable keep their order without it.
        order.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let without = |i: usize| (self.terms()[i].0.without(variable), self.terms()[i].1.clone());
        let part = |same: &[(u32, usize)]| (same[0].0, Self::of(same.iter().map(|x| without(x.1)).collect()));
        order.chunk_by(|a, b| a.0 == b.0).map(part).collect()
    }

    /// The coefficients by power products of some variables, greatest first; none is zero.
    pub fn collect(&self, variables: &[u32]) -> Vec<(Monomial, Poly)> {
        let mut by_product: std::collections::BTreeMap<Monomial, Terms> = Default::default();
        for (m, c) in self.terms() {
            let (inside, outside) = m.0.iter().copied().partition(|x| variables.contains(&x.0));
            by_product.entry(Monomial(inside)).or_default().push((Monomial(outside), c.clone()));
        }
        by_product.into_iter().rev().map(|(m, terms)| (m, Self::of(terms))).collect()
    }

    /// The coefficient of the highest power of a variable; zero for the zero polynomial.
    pub fn leading_in(&self, variable: u32) -> Poly {
        let degree = self.degree(variable);
        let highest = self.terms().iter().filter(|(m, _)| m.degree(variable) == degree);
        Self::of(highest.map(|(m, c)| (m.without(variable), c.clone())).collect())
    }

    /// The derivative by a variable.
    pub fn derivative(&self, variable: u32) -> Self {
        let terms = self.terms().iter().filter_map(|(m, c)| {
            let e = m.degree(variable);
            let lower = m.over(&Monomial::power(variable, 1))?;
            Some((lower, c * &Rational::from(i64::from(e))))
        });
        Self::of(terms.collect())
    }
}

/// The sum of two descending lists of terms, moved, not copied.
pub(super) fn merge(a: impl Iterator<Item = Term>, b: impl Iterator<Item = Term>) -> Terms {
    let (mut a, mut b) = (a.peekable(), b.peekable());
    let mut out = Terms::with_capacity(a.size_hint().0 + b.size_hint().0);
    loop {
        let order = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) => x.0.cmp(&y.0),
            (Some(_), None) => Ordering::Greater,
            (None, Some(_)) => Ordering::Less,
            (None, None) => return out,
        };
        match order {
            Ordering::Greater => append(&mut out, a.next()),
            Ordering::Less => append(&mut out, b.next()),
            Ordering::Equal => {
                let sum = a.next().zip(b.next()).map(|(x, y)| (x.0, &x.1 + &y.1));
                append(&mut out, sum.filter(|t| !t.1.is_zero()));
            }
        }
    }
}

fn append(out: &mut Terms, term: Option<Term>) {
    if let Some(term) = term {
        out.push(term);
    }
}

/// Terms that were added up may have come to zero.
fn drop_last_zero(terms: &mut Terms) {
    if terms.last().is_some_and(|t| t.1.is_zero()) {
        terms.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::super::budget::Budget;
    use super::*;

    fn x(i: u32) -> Poly {
        Poly::variable(i)
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
        let shifted = p.substitute(0, &x(0).plus(&x(1)), &mut Budget::new(100)).unwrap();
        assert_eq!(shifted, x(0).plus(&x(1)).pow(2).plus(&x(1)));
        assert_eq!(shifted.derivative(0), x(0).plus(&x(1)).scaled(&Rational::from(2)));
    }
}
