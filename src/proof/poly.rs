//! Sparse polynomials over the Gaussian rationals, with rational exponents on numbered kernels.
//!
//! Exponents may be negative or fractional; what a kernel's powers mean, and which of them
//! collapse, is the business of [`super::ring`]. Terms are kept in descending order of a group
//! order on the monomials, so multiplying by a monomial keeps the order.

use super::mono::{Gauss, Mono};
use crate::term::Rational;
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// Terms in descending order, no coefficient zero; shared by copies.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Poly(pub(super) Rc<Terms>);

impl Hash for Poly {
    /// The first term and the last tell nearly all polynomials apart that meet in a table.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let terms = &self.0;
        state.write_usize(terms.len());
        terms.first().hash(state);
        if let [_, .., last] = terms.as_slice() {
            last.hash(state);
        }
    }
}

/// Most polynomials have one term, which then needs no room of its own.
pub(super) type Terms = SmallVec<[(Mono, Gauss); 1]>;

impl Poly {
    /// The polynomial of terms in descending order, no coefficient zero.
    pub(super) fn of(terms: Terms) -> Self {
        Poly(Rc::new(terms))
    }

    pub(super) fn term(m: Mono, c: Gauss) -> Self {
        Self::of(if c.is_zero() { smallvec![] } else { smallvec![(m, c)] })
    }

    pub(super) fn number(value: Rational) -> Self {
        thread_local!(static ONE: Poly = Poly::term(Mono::default(), Gauss::real(Rational::ONE)));
        if value.is_one() {
            return ONE.with(Poly::clone);
        }
        Self::term(Mono::default(), Gauss::real(value))
    }

    pub(super) fn kernel(kernel: u32) -> Self {
        Self::term(Mono::power(kernel, Rational::ONE), Gauss::real(Rational::ONE))
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a polynomial without kernels.
    pub(super) fn constant(&self) -> Option<Gauss> {
        match self.0.as_slice() {
            [] => Some(Gauss::real(Rational::ZERO)),
            [(m, c)] if m.is_one() => Some(c.clone()),
            _ => None,
        }
    }

    pub(super) fn rational(&self) -> Option<Rational> {
        self.constant().filter(|c| c.im.is_zero()).map(|c| c.re)
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        if self.is_zero() {
            return other.clone();
        }
        if other.is_zero() {
            return self.clone();
        }
        let mut out = Terms::with_capacity(self.0.len() + other.0.len());
        let (mut i, mut j) = (0, 0);
        while let (Some(a), Some(b)) = (self.0.get(i), other.0.get(j)) {
            match a.0.cmp(&b.0) {
                Ordering::Greater => (out.push(a.clone()), i += 1).1,
                Ordering::Less => (out.push(b.clone()), j += 1).1,
                Ordering::Equal => {
                    let sum = a.1.plus(&b.1);
                    if !sum.is_zero() {
                        out.push((a.0.clone(), sum));
                    }
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        out.extend(self.0[i..].iter().cloned());
        out.extend(other.0[j..].iter().cloned());
        Self::of(out)
    }

    /// How large the first coefficient is: above 0, and 1 where there is none.
    pub(super) fn size(&self) -> Rational {
        let Some((_, lead)) = self.0.first() else { return Rational::ONE };
        if lead.re.is_zero() { lead.im.abs() } else { lead.re.abs() }
    }

    /// How many kernels stand in its terms, each counted in every term.
    pub(super) fn length(&self) -> usize {
        self.0.iter().map(|t| t.0.0.len()).sum()
    }

    /// The bits of its longest coefficient.
    pub(super) fn bits(&self) -> usize {
        self.0.iter().map(|t| t.1.re.bits().max(t.1.im.bits())).max().unwrap_or(0)
    }

    /// The product with one term.
    pub(super) fn scaled(&self, m: &Mono, c: &Gauss) -> Self {
        if c.is_zero() {
            return Poly::default();
        }
        if m.is_one() && c.is_one() {
            return self.clone();
        }
        // Most have one term, and collecting more is dearer.
        if let [(n, d)] = self.0.as_slice() {
            return Self::of(smallvec![(n.times(m), d.times(c))]);
        }
        Self::of(self.0.iter().map(|(n, d)| (n.times(m), d.times(c))).collect())
    }

    pub(super) fn negated(&self) -> Self {
        if let [(m, c)] = self.0.as_slice() {
            return Self::of(smallvec![(m.clone(), c.negated())]);
        }
        Self::of(self.0.iter().map(|(m, c)| (m.clone(), c.negated())).collect())
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        match (self.0.as_slice(), other.0.as_slice()) {
            ([], _) | (_, []) => return Poly::default(),
            ([(m, c)], _) => return other.scaled(m, c),
            (_, [(m, c)]) => return self.scaled(m, c),
            _ => {}
        }
        let all = self.0.iter().flat_map(|(m, c)| other.0.iter().map(move |(n, d)| (m.times(n), c.times(d))));
        Poly::collected(all.collect())
    }

    /// A polynomial from terms in any order.
    pub(super) fn collected(mut all: Vec<(Mono, Gauss)>) -> Self {
        all.sort_by(|a, b| b.0.cmp(&a.0));
        let mut out = Terms::with_capacity(all.len());
        for (m, c) in all {
            match out.last_mut() {
                Some(last) if last.0 == m => last.1 = last.1.plus(&c),
                _ => {
                    if out.last().is_some_and(|l| l.1.is_zero()) {
                        out.pop();
                    }
                    out.push((m, c));
                }
            }
        }
        if out.last().is_some_and(|l| l.1.is_zero()) {
            out.pop();
        }
        Self::of(out)
    }

    /// The kernels that stand in the polynomial, ascending.
    pub(super) fn kernels(&self) -> SmallVec<[u32; 4]> {
        let mut all: SmallVec<[u32; 4]> = self.0.iter().flat_map(|(m, _)| m.0.iter().map(|x| x.0)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The power product of the least exponents: dividing by it leaves none negative.
    pub(super) fn content(&self) -> Mono {
        match self.0.as_slice() {
            [(m, _)] => return m.clone(),
            // Beside a constant, only negative exponents can be shared.
            [rest @ .., (m, _)] if m.is_one() && rest.iter().all(|t| t.0.0.iter().all(|x| !x.1.is_negative())) => {
                return Mono::default();
            }
            _ => {}
        }
        let first = self.0.first().map(|t| t.0.clone()).unwrap_or_default();
        self.0.iter().skip(1).fold(first, |least, t| least.meet(&t.0))
    }

    /// The highest degree in each kernel, where that is above 0.
    fn highest(&self) -> FxHashMap<u32, Rational> {
        let mut found: FxHashMap<u32, Rational> = FxHashMap::default();
        for (k, e) in self.0.iter().flat_map(|t| &t.0.0).filter(|x| !x.1.is_negative()) {
            match found.get_mut(k) {
                Some(known) if *known >= *e => {}
                Some(known) => known.clone_from(e),
                None => {
                    found.insert(*k, e.clone());
                }
            }
        }
        found
    }

    /// The exact quotient by a polynomial of more than one term, both without content;
    /// `None` if there is none, or if `limit` quotient terms don't suffice. Degrees add up, so that
    /// a quotient term of a higher degree in a kernel than is left for it shows that there is none.
    /// Products wait in a heap (Johnson, 1974): each step costs the logarithm of the quotient's length.
    pub(super) fn over(&self, divisor: &Self, limit: usize) -> Option<Self> {
        let (lead, inverse) = (divisor.0.first()?, divisor.0.first()?.1.inverse()?);
        let (rooms, taken) = (self.highest(), divisor.highest());
        let zero = Rational::ZERO;
        let room = |k: u32| rooms.get(&k).unwrap_or(&zero) - taken.get(&k).unwrap_or(&zero);
        let (mut left, mut quotient) = (self.0.iter().peekable(), Terms::new());
        // The next product of each quotient term with one of the divisor, the highest on top.
        let mut products: BinaryHeap<(Mono, usize, usize)> = BinaryHeap::new();
        while let Some(m) = left.peek().map(|t| &t.0).max(products.peek().map(|p| &p.0)).cloned() {
            let mut c = left.next_if(|t| t.0 == m).map_or(Gauss::real(Rational::ZERO), |t| t.1.clone());
            while let Some((_, i, j)) = products.peek().filter(|p| p.0 == m).cloned() {
                products.pop();
                let by: &(Mono, Gauss) = &quotient[i];
                c = c.plus(&by.1.times(&divisor.0[j].1).negated());
                products.extend(divisor.0.get(j + 1).map(|next| (by.0.times(&next.0), i, j + 1)));
            }
            if c.is_zero() {
                continue;
            }
            let m = m.times(&lead.0.inverse());
            let fits = |(k, e): &(u32, Rational)| !e.is_negative() && *e <= room(*k);
            if quotient.len() >= limit || !m.0.iter().all(fits) {
                return None;
            }
            products.extend(divisor.0.get(1).map(|next| (m.times(&next.0), quotient.len(), 1)));
            quotient.push((m, c.times(&inverse)));
        }
        Some(Self::of(quotient))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_divided_by_their_factors() {
        let (x, y, one) = (Poly::kernel(0), Poly::kernel(1), Poly::number(Rational::ONE));
        let (p, q) = (x.plus(&y).plus(&one), x.minus(&y.plus(&y)).minus(&one));
        let product = p.times(&p).times(&q);
        assert_eq!(product.over(&p, 9), Some(p.times(&q)));
        assert_eq!(product.over(&q, 9), Some(p.times(&p)));
        assert_eq!(product.over(&q, 5), None);
        assert_eq!(product.plus(&y).over(&p, 99), None);
    }

    #[test]
    fn contents_are_the_least_exponents() {
        let power = |k, e| Poly::term(Mono::power(k, Rational::from(e)), Gauss::real(Rational::ONE));
        let p = power(0, 2).times(&power(1, -1)).plus(&power(0, 1)).plus(&power(0, 3).times(&power(2, 1)));
        assert_eq!(p.content(), power(0, 1).times(&power(1, -1)).0[0].0);
        assert_eq!(power(0, 2).plus(&power(1, 1)).content(), Mono::default());
    }
}
