//! Power products of variables numbered from 0.

use smallvec::SmallVec;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A power product: variables in ascending order with exponents above 0.
#[derive(PartialEq, Eq, Debug, Default)]
pub struct Monomial(pub SmallVec<[(u32, u32); 3]>);

impl Clone for Monomial {
    // The derived copy goes element by element, and power products are copied all the time.
    fn clone(&self) -> Self {
        Monomial(SmallVec::from_slice(&self.0))
    }
}

impl Hash for Monomial {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for &(variable, exponent) in &self.0 {
            state.write_u64(u64::from(variable) << 32 | u64::from(exponent));
        }
    }
}

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
        self.0.iter().fold(0, |sum, (_, e)| sum.saturating_add(*e))
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

    /// The least common multiple.
    pub fn lcm(&self, other: &Self) -> Self {
        let (mut out, mut b) = (SmallVec::with_capacity(self.0.len()), other.0.iter().peekable());
        for &(v, e) in &self.0 {
            while let Some(&&next) = b.peek().filter(|x| x.0 < v) {
                out.push(next);
                b.next();
            }
            let shared = b.next_if(|x| x.0 == v).map_or(0, |x| x.1);
            out.push((v, e.max(shared)));
        }
        out.extend(b.copied());
        Monomial(out)
    }

    /// Whether the quotient of another by this is a power product.
    pub fn divides(&self, other: &Self) -> bool {
        self.0.iter().all(|&(v, e)| e <= other.degree(v))
    }

    /// The power product to a whole power; `None` if an exponent would not fit.
    pub fn pow(&self, exponent: u32) -> Option<Self> {
        if exponent == 0 {
            return Some(Self::one());
        }
        self.0.iter().map(|&(v, e)| Some((v, e.checked_mul(exponent)?))).collect::<Option<_>>().map(Monomial)
    }

    /// The power product without one variable.
    pub fn without(&self, variable: u32) -> Self {
        let mut rest = self.clone();
        if let Some(i) = rest.0.iter().position(|(v, _)| *v == variable) {
            rest.0.remove(i);
        }
        rest
    }
}

impl Ord for Monomial {
    /// Lexicographic: the lowest variable counts first, and a higher exponent is greater.
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (self.0.as_slice(), other.0.as_slice());
        for (x, y) in a.iter().zip(b) {
            let order = y.0.cmp(&x.0).then(x.1.cmp(&y.1));
            if order.is_ne() {
                return order;
            }
        }
        a.len().cmp(&b.len())
    }
}

impl PartialOrd for Monomial {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::Monomial;

    #[test]
    fn lcm_and_gcd_take_the_higher_and_the_lower_exponents() {
        let a = Monomial::power(0, 2).times(&Monomial::power(3, 1));
        let b = Monomial::power(0, 1).times(&Monomial::power(1, 4)).times(&Monomial::power(5, 1));
        assert_eq!(a.lcm(&b).times(&a.gcd(&b)), a.times(&b));
        assert_eq!(a.lcm(&b), b.lcm(&a));
        assert!(a.divides(&a.lcm(&b)) && !a.divides(&b));
    }

    #[test]
    fn the_order_is_lexicographic() {
        let (x, y) = (Monomial::power(0, 1), Monomial::power(1, 9));
        assert!(x > y && x.times(&y) > x && Monomial::power(0, 2) > x.times(&y));
    }
}
