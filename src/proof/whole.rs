//! Whole numbers: the whole part of a quantity, and factorials.

use super::facts::Scope;
use super::poly::{Poly, Terms};
use super::range::{NEG, POS, ZERO};
use super::ring::{Frac, Head};
use crate::term::{Arena, Func, Property, Rational};
use std::rc::Rc;

/// The largest whole argument at which the gamma function is worked out.
const MAX_FACTORIAL: i64 = 500;

impl Scope {
    /// `floor(u)`: whole summands come out, and what is left is looked for in a cell of length 1.
    pub(super) fn floor(&mut self, arena: &mut Arena, u: &Frac) -> Frac {
        self.open = true;
        let (mut whole, mut rest) = self.whole_summands(u);
        if let Some(c) = rest.rational() {
            return self.ring.plus(&whole, &Frac::number(c.floor()));
        }
        for (argument, kernel) in self.floors() {
            // Whole multiples of a known whole part come out, too: u = m·(g - floor g) + m·floor g + …
            let Some(times) = multiple_of(&rest, &argument) else { continue };
            let fraction = self.ring.minus(&argument, &kernel);
            let scaled = self.ring.times(&fraction, &Frac::number(times.clone()));
            let taken = self.ring.times(&kernel, &Frac::number(times.clone()));
            let left = self.ring.times(&argument, &Frac::number(times.clone()));
            let left = self.ring.minus(&rest, &left);
            let (more, left) = self.whole_summands(&left);
            let beside = self.ring.plus(&scaled, &left);
            if let Some(cell) = left.rational().and_then(|c| self.cell(&beside, &c, &times)) {
                let out = self.ring.plus(&whole, &taken);
                let out = self.ring.plus(&out, &more);
                return self.ring.plus(&out, &Frac::number(cell));
            }
        }
        if let Some(low) = self.lowest(&rest)
            && let Some(cell) = self.cell(&rest, &low, &Rational::ZERO)
        {
            return self.ring.plus(&whole, &Frac::number(cell));
        }
        if let Some(c) = rest.num.0.last().filter(|t| t.0.is_one() && rest.den.is_empty()) {
            // A number's whole part comes out of what stays.
            let n = Frac::number(c.1.re.floor());
            (whole, rest) = (self.ring.plus(&whole, &n), self.ring.minus(&rest, &n));
        }
        let kernel = self.opaque(arena, Head::Call(Func::Floor), &[Rc::new(rest.clone())]);
        if self.total(&rest) {
            let fraction = self.ring.minus(&rest, &kernel);
            let missing = self.ring.minus(&Frac::number(Rational::ONE), &fraction);
            let whole = if self.knows(Property::NotInteger, &rest) { 0 } else { ZERO };
            self.learn(&fraction, POS | whole);
            self.learn(&missing, POS);
        }
        self.ring.plus(&whole, &kernel)
    }

    /// Whether the quantity has a value everywhere: what is said of it must not say where it has one.
    fn total(&self, f: &Frac) -> bool {
        let everywhere = |k: u32| {
            let head = self.ring.kernels[k as usize].head;
            matches!(head, Head::Symbol(_) | Head::Pi | Head::Prime | Head::Call(Func::Floor))
        };
        let whole = |e: &Rational| e.is_integer() && !e.is_negative();
        f.den.is_empty() && f.num.0.iter().all(|t| t.0.0.iter().all(|(k, e)| everywhere(*k) && whole(e)))
    }

    /// The summands that are whole at every point, and the others.
    fn whole_summands(&self, f: &Frac) -> (Frac, Frac) {
        if !f.den.is_empty() {
            return (Frac::default(), f.clone());
        }
        let (whole, rest): (Terms, Terms) =
            f.num.0.iter().cloned().partition(|(m, c)| self.is_integer(&Frac::poly(Poly::term(m.clone(), c.clone()))));
        (Frac::poly(Poly::of(whole)), Frac::poly(Poly::of(rest)))
    }

    /// The arguments of the whole parts met so far, with the kernels that stand for these.
    fn floors(&self) -> Vec<(Frac, Frac)> {
        let floor = |(i, k): (usize, &super::ring::Kernel)| match k.head {
            Head::Call(Func::Floor) => {
                let argument = self.ring.fracs.get(*k.arguments.first()? as usize)?;
                Some((Frac::clone(argument), Frac::poly(Poly::kernel(i as u32))))
            }
            _ => None,
        };
        self.ring.kernels.iter().enumerate().filter_map(floor).take(8).collect()
    }

    /// The whole number `n` with `n <= f < n + 1` everywhere, near `from` and `from + length`.
    fn cell(&mut self, f: &Frac, from: &Rational, length: &Rational) -> Option<Rational> {
        let low = if length.is_negative() { from + length } else { from.clone() }.floor();
        let steps = length.abs().to_i64()?.clamp(0, 16) + 1;
        (0..=steps).map(|i| &low + &Rational::from(i)).find(|n| {
            let above = self.ring.minus(f, &Frac::number(n.clone()));
            let below = self.ring.minus(&above, &Frac::number(Rational::ONE));
            self.signs_of(&above) & NEG == 0 && self.signs_of(&below) & !NEG == 0
        })
    }

    /// A number that a quantity in one kernel is never below.
    fn lowest(&mut self, f: &Frac) -> Option<Rational> {
        let mut sum = Rational::ZERO;
        for (m, c) in f.num.0.iter() {
            let low = match m.0.as_slice() {
                [] => c.re.clone(),
                [(k, e)] if e.is_one() => {
                    let range = self.kernel_range(*k);
                    let end = if c.re.is_negative() { range.hi } else { range.lo };
                    &end?.0 * &c.re
                }
                _ => return None,
            };
            sum = &sum + &low;
        }
        f.den.is_empty().then_some(sum)
    }
}

/// The whole number that the first coefficient of `f` is of that of `g`, if one is.
fn multiple_of(f: &Frac, g: &Frac) -> Option<Rational> {
    let ((m, c), (n, d)) = (f.num.0.first()?, g.num.0.first()?);
    let times = c.re.checked_div(&d.re)?;
    (m == n && f.den == g.den && times.is_integer() && !times.is_zero()).then_some(times)
}

/// `gamma(n)` for a whole number above 0.
pub(super) fn gamma(u: &Frac) -> Option<Frac> {
    let n = u.rational()?.to_i64().filter(|n| (1..=MAX_FACTORIAL).contains(n))?;
    Some(Frac::number((1..n).fold(Rational::ONE, |all, k| &all * &Rational::from(k))))
}
