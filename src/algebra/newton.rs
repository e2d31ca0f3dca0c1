//! Which degrees the factors of a polynomial can have, by Newton polygons.
//!
//! For a prime p, each coefficient aᵢ stands at the height with which p divides it; the lower hull of
//! these points is p's polygon. The polygon of a product is made of the edges of its factors', so a
//! factor's degree is a sum of steps from one whole point to the next along the edges (Dumas, "Sur
//! quelques cas d'irréductibilité des polynômes à coefficients rationnels", 1906). Where one step
//! reaches from end to end this is Eisenstein's criterion. Polynomials with factorials in them, such
//! as the derivatives of high order have, seldom leave more than one degree possible.

use crate::term::Rational;
use dashu::base::{Gcd, UnsignedAbs};
use dashu::integer::{IBig, UBig};

/// The primes that are tried.
const PRIMES: [u32; 15] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47];

/// The polynomials looked at have degrees below this one.
const BITS: usize = 128;

/// Whether some primes show that a polynomial with these whole coefficients, lowest first, has no
/// factors; its ends are not 0. A shift changes no degree, but the polygons: `f(x + 1)` is looked at,
/// too, and `f(x - 1)`.
pub(super) fn has_no_factors(coefficients: &[Rational]) -> bool {
    if !(2..=BITS).contains(&coefficients.len()) {
        return false;
    }
    let ends = 1 | 1 << (coefficients.len() - 1);
    let mut possible = u128::MAX >> (BITS - coefficients.len());
    for shift in [0, 1, -1] {
        let numbers = shifted(coefficients.iter().map(Rational::numerator).collect(), shift);
        let numbers: Vec<UBig> = numbers.into_iter().map(UnsignedAbs::unsigned_abs).collect();
        for p in PRIMES {
            if possible == ends {
                return true;
            }
            possible &= degrees(&polygon(&numbers, p));
        }
    }
    possible == ends
}

/// The coefficients of `f(x + by)`, by Horner's rule.
fn shifted(mut numbers: Vec<IBig>, by: i32) -> Vec<IBig> {
    for i in 0..if by == 0 { 0 } else { numbers.len() - 1 } {
        for j in (i..numbers.len() - 1).rev() {
            let carried = &numbers[j + 1] * by;
            numbers[j] += carried;
        }
    }
    numbers
}

/// Whether `f(x^q)`, with a prime q, surely has no factors as f has none: else a root of f would be a
/// q-th power in the field it generates, and so would its norm be in the rationals (Capelli).
pub(super) fn stays_whole(coefficients: &[Rational], q: u32) -> bool {
    let [first, .., last] = coefficients else { return false };
    let Some(norm) = first.checked_div(last) else { return false };
    let norm = if coefficients.len().is_multiple_of(2) { -norm } else { norm };
    let root = if q == 2 { norm.exact_root(2) } else { norm.abs().exact_root(q as usize) };
    !norm.is_zero() && root.is_none()
}

/// A bit for each degree that a factor can have.
fn degrees(hull: &[(usize, usize)]) -> u128 {
    hull.windows(2).fold(1, |mut all, edge| {
        let (width, height) = (edge[1].0 - edge[0].0, edge[1].1.abs_diff(edge[0].1));
        let steps = if height == 0 { width } else { width.gcd(height) };
        (0..steps).for_each(|_| all |= all << (width / steps));
        all
    })
}

/// The corners of the lower hull; flat where p divides neither end.
fn polygon(numbers: &[UBig], p: u32) -> Vec<(usize, usize)> {
    let (first, last) = (&numbers[0], &numbers[numbers.len() - 1]);
    if first.is_zero() || first % p != 0 && last % p != 0 {
        return vec![(0, 0), (numbers.len() - 1, 0)];
    }
    let mut hull: Vec<(usize, usize)> = Vec::new();
    for (i, number) in numbers.iter().enumerate().filter(|x| !x.1.is_zero()) {
        let point = (i, valuation(number, p));
        while let [.., a, b] = hull[..]
            && !is_below(a, b, point)
        {
            hull.pop();
        }
        hull.push(point);
    }
    hull
}

/// Whether the middle one of three points lies below the line through the others.
fn is_below(a: (usize, usize), b: (usize, usize), c: (usize, usize)) -> bool {
    let [ax, ay, bx, by, cx, cy] = [a.0, a.1, b.0, b.1, c.0, c.1].map(|n| n as i128);
    (by - ay) * (cx - ax) < (cy - ay) * (bx - ax)
}

/// How often p divides a number that is not 0.
fn valuation(number: &UBig, p: u32) -> usize {
    let (mut rest, mut times) = (number.clone(), 0);
    while &rest % p == 0 {
        rest /= p;
        times += 1;
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(coefficients: &[i64]) -> bool {
        has_no_factors(&coefficients.iter().map(|c| Rational::from(*c)).collect::<Vec<_>>())
    }

    #[test]
    fn polygons_show_irreducible_polynomials() {
        // Eisenstein, the same backwards, and x^4 + 4*x^2 + 8: one edge of three steps up, width four.
        assert!(whole(&[2, 4, 0, 6, 1]));
        assert!(whole(&[1, 6, 0, 4, 2]));
        assert!(whole(&[8, 0, 4, 0, 1]));
        // 5! times the exponential series up to x^5: 2 and 5 leave no common degree.
        assert!(whole(&[120, 120, 60, 20, 5, 1]));
    }

    #[test]
    fn shifts_and_norms_show_more() {
        // (x + 1)^4 + ... + 1, and 2*x^2 + 4*x + 1 in the place of x - 1.
        assert!(whole(&[5, 10, 10, 5, 1]));
        assert!(whole(&[1, 1, 1, 1, 1]));
        // x^2 - 3 at x^2; x^2 + 1 at x^2, of norm 1, and at x^3; x - 8 at x^3; x^2 + x + 1 at x^5.
        let stays = |c: &[i64], q| stays_whole(&c.iter().map(|c| Rational::from(*c)).collect::<Vec<_>>(), q);
        assert!(stays(&[-3, 0, 1], 2));
        assert!(!stays(&[1, 0, 1], 2) && !stays(&[1, 0, 1], 3));
        assert!(!stays(&[-8, 1], 3) && stays(&[-8, 1], 2));
        assert!(!stays(&[-4, 1], 2) && stays(&[4, 1], 2));
    }

    #[test]
    fn products_are_never_taken_for_whole() {
        // (x^2 + 2)*(x^2 + 4*x + 2), (2*x + 1)*(x + 6), (x + 2)*(x + 3)*(x + 6), x^4 + 4.
        for product in [&[4, 8, 4, 4, 1][..], &[6, 13, 2], &[36, 36, 11, 1], &[4, 0, 0, 0, 1]] {
            assert!(!whole(product), "{product:?}");
        }
    }
}
