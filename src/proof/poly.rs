//! Sparse polynomials over the Gaussian rationals, with rational exponents on numbered kernels.
//!
//! Exponents may be negative or fractional; what a kernel's powers mean, and which of them
//! collapse, is the business of [`super::ring`]. Terms are kept in descending order of a group
//! order on the monomials, so multiplying by a monomial keeps the order.

use crate::term::Rational;
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// A Gaussian rational `re + im·i`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Gauss {
    pub(super) re: Rational,
    pub(super) im: Rational,
}

impl Gauss {
    pub(super) fn real(re: Rational) -> Self {
        Gauss { re, im: Rational::ZERO }
    }

    pub(super) fn imaginary(im: Rational) -> Self {
        Gauss { re: Rational::ZERO, im }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.re.is_zero() && self.im.is_zero()
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        Gauss { re: &self.re + &other.re, im: &self.im + &other.im }
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        if self.im.is_zero() && other.im.is_zero() {
            return Gauss::real(&self.re * &other.re);
        }
        let re = &(&self.re * &other.re) - &(&self.im * &other.im);
        Gauss { re, im: &(&self.re * &other.im) + &(&self.im * &other.re) }
    }

    pub(super) fn inverse(&self) -> Option<Self> {
        let size = (&(&self.re * &self.re) + &(&self.im * &self.im)).recip()?;
        Some(Gauss { re: &self.re * &size, im: -(&self.im * &size) })
    }

    pub(super) fn negated(&self) -> Self {
        Gauss { re: -self.re.clone(), im: -self.im.clone() }
    }

    pub(super) fn is_one(&self) -> bool {
        self.re.is_one() && self.im.is_zero()
    }

    /// The sign of the first part that is not zero.
    pub(super) fn lead(&self) -> i32 {
        if self.re.is_zero() { self.im.signum() } else { self.re.signum() }
    }
}

/// A power product: kernels in ascending order, no exponent zero.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Mono(pub(super) SmallVec<[(u32, Rational); 1]>);

impl Mono {
    pub(super) fn power(kernel: u32, exponent: Rational) -> Self {
        let mut m = Mono::default();
        if !exponent.is_zero() {
            m.0.push((kernel, exponent));
        }
        m
    }

    pub(super) fn is_one(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn degree(&self, kernel: u32) -> Rational {
        self.0.iter().find(|x| x.0 == kernel).map_or(Rational::ZERO, |x| x.1.clone())
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        if self.is_one() || other.is_one() {
            return if self.is_one() { other.clone() } else { self.clone() };
        }
        let (mut out, mut j) = (SmallVec::new(), 0);
        for (k, e) in &self.0 {
            while let Some(x) = other.0.get(j).filter(|x| x.0 < *k) {
                out.push(x.clone());
                j += 1;
            }
            match other.0.get(j).filter(|x| x.0 == *k) {
                Some(x) => {
                    let sum = e + &x.1;
                    if !sum.is_zero() {
                        out.push((*k, sum));
                    }
                    j += 1;
                }
                None => out.push((*k, e.clone())),
            }
        }
        out.extend(other.0.iter().skip(j).cloned());
        Mono(out)
    }

    /// The lower exponent of each kernel, one that doesn't stand there counting as 0.
    fn meet(&self, other: &Self) -> Self {
        let (mut out, mut i, mut j) = (SmallVec::new(), 0, 0);
        let mut keep = |k: u32, e: &Rational| {
            if !e.is_zero() {
                out.push((k, e.clone()));
            }
        };
        loop {
            match (self.0.get(i), other.0.get(j)) {
                (Some((k, e)), Some((l, f))) if k == l => {
                    keep(*k, e.min(f));
                    (i, j) = (i + 1, j + 1);
                }
                (Some((k, e)), next) if next.is_none_or(|x| *k < x.0) => {
                    keep(*k, e.min(&Rational::ZERO));
                    i += 1;
                }
                (_, Some((l, f))) => {
                    keep(*l, f.min(&Rational::ZERO));
                    j += 1;
                }
                (_, None) => return Mono(out),
            }
        }
    }

    pub(super) fn raised(&self, exponent: &Rational) -> Self {
        if exponent.is_zero() {
            return Mono::default();
        }
        Mono(self.0.iter().map(|(k, e)| (*k, e * exponent)).collect())
    }

    pub(super) fn inverse(&self) -> Self {
        Mono(self.0.iter().map(|(k, e)| (*k, -e.clone())).collect())
    }
}

impl Ord for Mono {
    /// Lexicographic by exponent, the lowest kernel first, an absent kernel counting as 0.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        loop {
            let order = match (a.peek(), b.peek()) {
                (None, None) => return Ordering::Equal,
                (Some(x), None) => return x.1.cmp(&Rational::ZERO),
                (None, Some(y)) => return Rational::ZERO.cmp(&y.1),
                (Some(x), Some(y)) if x.0 < y.0 => return x.1.cmp(&Rational::ZERO),
                (Some(x), Some(y)) if x.0 > y.0 => return Rational::ZERO.cmp(&y.1),
                (Some(x), Some(y)) => x.1.cmp(&y.1),
            };
            if order.is_ne() {
                return order;
            }
            a.next();
            b.next();
        }
    }
}

impl PartialOrd for Mono {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

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
