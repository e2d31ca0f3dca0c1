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
use dashu::integer::UBig;

/// The primes that are tried.
const PRIMES: [u32; 15] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47];

/// The polynomials looked at have degrees below this one.
const BITS: usize = 128;

/// Whether some primes show that a polynomial with these whole coefficients, lowest first, has no
/// factors; its ends are not 0.
pub(super) fn has_no_factors(coefficients: &[Rational]) -> bool {
    if !(2..=BITS).contains(&coefficients.len()) {
        return false;
    }
    let numbers: Vec<UBig> = coefficients.iter().map(|c| c.numerator().unsigned_abs()).collect();
    let (first, last) = (&numbers[0], &numbers[numbers.len() - 1]);
    let ends = 1 | 1 << (numbers.len() - 1);
    let mut possible = u128::MAX >> (BITS - numbers.len());
    for p in PRIMES {
        // Where p divides neither end, all of the polygon may be flat.
        if (first % p == 0 || last % p == 0) && possible != ends {
            possible &= degrees(&polygon(&numbers, p));
        }
    }
    possible == ends
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

/// The corners of the lower hull.
fn polygon(numbers: &[UBig], p: u32) -> Vec<(usize, usize)> {
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
    fn products_are_never_taken_for_whole() {
        // (x^2 + 2)*(x^2 + 4*x + 2), (2*x + 1)*(x + 6), (x + 2)*(x + 3)*(x + 6), x^4 + 4.
        for product in [&[4, 8, 4, 4, 1][..], &[6, 13, 2], &[36, 36, 11, 1], &[4, 0, 0, 0, 1]] {
            assert!(!whole(product), "{product:?}");
        }
    }
}
