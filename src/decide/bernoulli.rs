//! The Bernoulli numbers of even index.

use super::dyadic::Dyadic;
use super::interval::Interval;
use dashu::integer::IBig;

/// The tangent numbers `T_1, T_2, …` as far as they were asked for.
#[derive(Default, Debug)]
pub(super) struct Bernoulli {
    tangent: Vec<IBig>,
}

impl Bernoulli {
    /// The greatest k for which `B_2k` is given.
    pub const MAX: usize = 1_024;

    /// `B_2k = (−1)^(k−1) 2k T_k / (4^k (4^k − 1))` for k from 1 to [`Bernoulli::MAX`].
    pub fn number(&mut self, k: usize, bits: u32) -> Option<Interval> {
        if k > self.tangent.len() && k <= Self::MAX {
            self.tangent = tangent_numbers((k + k / 4).clamp(16, Self::MAX));
        }
        let above = self.tangent.get(k.checked_sub(1)?)? * IBig::from(2 * k);
        let below = (IBig::ONE << (2 * k)) - IBig::ONE;
        let whole = |n: IBig| Interval::point(Dyadic::new(n, 0));
        let size = whole(above).over(&whole(below), bits)?.scaled(-2 * k as i64);
        Some(if k % 2 == 1 { size } else { size.negated() })
    }
}

/// The first n tangent numbers, in n² products of a number of n log n bits and a small one (Brent
/// and Harvey, "Fast computation of Bernoulli, tangent and secant numbers", 2011, algorithm 2).
fn tangent_numbers(n: usize) -> Vec<IBig> {
    let mut tangent = vec![IBig::ONE; n];
    for k in 1..n {
        tangent[k] = &tangent[k - 1] * IBig::from(k);
    }
    for k in 1..n {
        for j in k..n {
            let before = &tangent[j - 1] * IBig::from(j - k);
            tangent[j] *= IBig::from(j - k + 2);
            tangent[j] += before;
        }
    }
    tangent
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::Rational;

    #[test]
    fn they_are_the_known_ones_and_fulfil_their_recurrence() {
        let mut bernoulli = Bernoulli::default();
        for (k, n, d) in [(1, 1, 6), (2, -1, 30), (3, 1, 42), (4, -1, 30), (5, 5, 66), (6, -691, 2730)] {
            assert!(bernoulli.number(k, 64).unwrap().contains(&Rational::new(n, d)));
        }
        // Σ_{j ≤ m} C(m + 1, j) B_j = 0, with B_1 = −1/2.
        for m in [20i64, 61, 100] {
            let mut choose = Rational::ONE;
            let mut sum = Interval::whole(0);
            for j in 0..=m {
                let value = match j {
                    0 => Some(Interval::whole(1)),
                    1 => Some(Interval::whole(-1).scaled(-1)),
                    _ if j % 2 == 1 => None,
                    _ => bernoulli.number(j as usize / 2, 600),
                };
                if let Some(value) = value {
                    let weight = Interval::from_rational(&choose, 600).unwrap();
                    sum = sum.plus(&value.times(&weight, 600).unwrap(), 600).unwrap();
                }
                choose = choose * Rational::new(m + 1 - j, j + 1);
            }
            assert!(sum.has_zero() && sum.width().top() < -100, "{m}");
        }
        assert!(bernoulli.number(0, 64).is_none() && bernoulli.number(1_025, 64).is_none());
    }
}
