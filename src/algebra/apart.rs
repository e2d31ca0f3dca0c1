//! Roots of products taken apart, where the factors' signs are known: `sqrt(x*y)` beside `sqrt(x)`.

use super::fraction::Failure;
use super::kernel::{Kind, Knowledge};
use super::normal::{HIGHEST, Normal};
use super::{Fraction, Poly};

/// Sums of more terms are not factored under roots.
const SHORT: usize = 4;

impl<K: Knowledge> Normal<'_, K> {
    /// Whether roots of products are taken apart.
    pub(super) fn takes_apart(&self) -> bool {
        self.split != Split::Whole
    }

    /// Whether another root is of something that shares a factor with the radicand.
    pub(super) fn meets_other_root(&mut self, radicand: &Fraction, index: u32) -> bool {
        let others: Vec<Fraction> = (0..self.kernels.len() as u32)
            .filter_map(|k| match self.kernels.kind(k) {
                Kind::Root { radicand, index: i, .. } if *i == index => Some(radicand.clone()),
                _ => None,
            })
            .collect();
        let own = if others.is_empty() { Fraction::one() } else { self.short_factored(radicand) };
        for other in others {
            let other = self.short_factored(&other);
            if own.factors.iter().any(|(p, _)| other.exponent(p) != 0) {
                return true;
            }
        }
        false
    }

    /// Whether the fraction has a factor that also stands, beside others, under a root in it, or a square
    /// stands there, and whether that is only one that has factors itself.
    pub fn meets_own_root(&mut self, f: &Fraction) -> Option<Split> {
        let (mut split, mut outside) = (None, None);
        for k in f.variables() {
            let Kind::Root { radicand, index, .. } = self.kernels.kind(k).clone() else { continue };
            if index == 2 && radicand.factors.iter().any(|x| x.1 % 2 == 0) {
                return Some(Split::Apart);
            }
            let inside = self.short_factored(&radicand);
            if inside.factors.len() < 2 {
                continue;
            }
            if inside.factors.iter().any(|(q, _)| f.exponent(q) != 0) {
                return Some(Split::Apart);
            }
            let outside = outside.get_or_insert_with(|| self.short_factored(f));
            if inside.factors.len() > 2 && inside.factors.iter().any(|(q, _)| outside.exponent(q) != 0) {
                split = Some(Split::Paired);
            }
        }
        split
    }

    /// The root of the radicand by another root there is already, where the product or the quotient of
    /// the two radicands is a square: `sqrt(y/x)` is `abs(y)/sqrt(x*y)`, or `sqrt(x*y)/abs(x)`.
    pub(super) fn by_other_root(&mut self, radicand: &Fraction) -> Result<Option<Fraction>, Failure> {
        for k in 0..self.kernels.len() as u32 {
            let Kind::Root { radicand: other, base, index: 2 } = self.kernels.kind(k).clone() else { continue };
            for e in [1, -1] {
                let other = other.pow(e, &mut self.kernels)?;
                let Some(root) = square_root(&radicand.times(&other, &mut self.kernels)?) else { continue };
                let size = super::emit::spell(self, &root);
                if self.facts.nonzero(self.arena, if e > 0 { base } else { size }) {
                    let size = self.read_abs(size, &root)?;
                    return Ok(Some(size.times(&Fraction::kernel(k, -e), &mut self.kernels)?));
                }
            }
        }
        Ok(None)
    }

    /// The short sums among the factors split: of long ones a person would not see the factors.
    fn short_factored(&mut self, f: &Fraction) -> Fraction {
        let (short, long): (Vec<_>, Vec<_>) = f.factors.iter().cloned().partition(|(p, _)| p.len() <= SHORT);
        let mut out = self.fully_factored(&Fraction { coefficient: f.coefficient.clone(), factors: short });
        long.into_iter().for_each(|(p, e)| out.push(p, e));
        out
    }

    /// The sums among the factors split where the sign of a part is known.
    pub(super) fn split_by_sign(&mut self, f: &Fraction, index: u32) -> Fraction {
        let mut out = Fraction::constant(f.coefficient.clone());
        for (p, e) in &f.factors {
            let split = self.short_factored(&Fraction::factor(p));
            let unit = split.coefficient.abs().is_one() && e.unsigned_abs() < HIGHEST;
            if !unit || split.factors.iter().all(|q| self.sign(&q.0, index, false) == 0) {
                out.push(p.clone(), *e);
                continue;
            }
            if split.coefficient.is_negative() && e % 2 != 0 {
                out = out.negated();
            }
            let factors = if self.split == Split::Paired { paired(split.factors) } else { split.factors };
            factors.into_iter().for_each(|(q, m)| out.push(q, m * e));
        }
        out
    }

    /// The sign of a factor on the whole domain: 1 above zero, or where that does, not below; -1 the
    /// other way round, for roots of even index; 0 if it isn't known.
    pub(super) fn sign(&mut self, p: &Poly, index: u32, strict: bool) -> i32 {
        let spelled = super::emit::spell(self, &Fraction::factor(p));
        let negated = self.arena.neg(spelled);
        let mut known = |t| match strict {
            true => self.facts.positive(self.arena, t),
            false => self.facts.nonnegative(self.arena, t),
        };
        match known(spelled) {
            true => 1,
            false => -i32::from(index.is_multiple_of(2) && known(negated)),
        }
    }
}

/// How roots of products are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Split {
    /// As they stand.
    #[default]
    Whole,
    /// As products of roots of their factors, where the factors' signs are known.
    Apart,
    /// The same, with `1 - x^2` as one factor.
    Paired,
}

/// The factors with those in pairs multiplied whose product is shorter than both, as that of `x - 1`
/// and `x + 1`.
fn paired(factors: Vec<(Poly, i32)>) -> Vec<(Poly, i32)> {
    let mut out: Vec<(Poly, i32)> = Vec::new();
    for (p, e) in factors {
        let partner = out.iter().position(|(q, m)| *m == e && p.len() == 2 && q.len() == 2 && p.times(q).len() == 2);
        match partner {
            Some(i) => out[i].0 = out[i].0.times(&p),
            None => out.push((p, e)),
        }
    }
    out
}

/// The fraction whose square the fraction is, up to sign, if all its parts are squares.
fn square_root(f: &Fraction) -> Option<Fraction> {
    let mut out = Fraction::constant(f.coefficient.exact_root(2)?);
    for (p, e) in &f.factors {
        (e % 2 == 0).then(|| out.push(p.clone(), e / 2))?;
    }
    Some(out)
}
