//! The heuristic gcd: variables are replaced by large whole numbers one by one, the gcd of two
//! whole numbers is taken, and its digits are read back as coefficients.
//!
//! (Char, Geddes, Gonnet, "GCDHEU: heuristic polynomial GCD algorithm based on integer GCD
//! computation", 1989.) The result is a guess; the caller divides by it to see.

use super::budget::{Budget, Exhausted};
use super::monomial::Monomial;
use super::poly::Poly;
use crate::term::Rational;
use dashu::base::{Abs, BitTest, Gcd, UnsignedAbs};
use dashu::integer::{IBig, UBig};

/// Numbers of more bits than this are not tried.
const BITS: u64 = 100_000;

/// Terms with whole coefficients, greatest power product first.
type Whole = Vec<(Monomial, IBig)>;

/// A guess at the gcd of two polynomials with whole coefficients, or `None`.
/// Different attempts use different numbers.
pub(super) fn guess(a: &Poly, b: &Poly, attempt: u32, budget: &mut Budget) -> Result<Option<Poly>, Exhausted> {
    let degrees = a.degrees().lcm(&b.degrees());
    let whole = |p: &Poly| -> Whole { p.terms().iter().map(|(m, c)| (m.clone(), c.numerator())).collect() };
    let (a, b) = (whole(a), whole(b));
    let bits = degrees
        .0
        .iter()
        .fold(8 + norm(&a).min(norm(&b)).bit_len() as u64, |bits, &(_, e)| bits.saturating_mul(u64::from(e) + 1));
    if bits > BITS {
        return Ok(None);
    }
    let limbs = bits / 64;
    budget.spend((a.len() + b.len()) as u64 * (1 + limbs / 4) + limbs * limbs / 4)?;
    let variables: Vec<u32> = degrees.0.iter().map(|x| x.0).collect();
    let Some(found) = images(a, b, &variables, attempt) else { return Ok(None) };
    let terms = found.into_iter().map(|(m, c)| (m, Rational::from_integer(c)));
    Ok(Some(Poly::of(terms.collect()).primitive().1))
}

/// The gcd with its content, for polynomials in the given variables; recursion per variable.
fn images(mut a: Whole, mut b: Whole, variables: &[u32], attempt: u32) -> Option<Whole> {
    let (content_a, content_b) = (strip(&mut a), strip(&mut b));
    if content_a == UBig::ZERO || content_b == UBig::ZERO {
        return None;
    }
    let shared = IBig::from(content_a.gcd(content_b));
    let Some((&last, rest)) = variables.split_last() else {
        return Some(vec![(Monomial::one(), shared)]);
    };
    let number = IBig::from(norm(&a).min(norm(&b)) * UBig::from(2u32 + attempt) + UBig::from(29 + 14 * attempt));
    let image = images(evaluate(&a, last, &number), evaluate(&b, last, &number), rest, attempt)?;
    let most = a.iter().chain(&b).map(|(m, _)| m.degree(last)).max().unwrap_or(0);
    let mut found = digits(image, last, &number, most)?;
    strip(&mut found);
    if shared != IBig::ONE {
        found.iter_mut().for_each(|t| t.1 *= &shared);
    }
    Some(found)
}

/// The greatest size of a coefficient.
fn norm(p: &Whole) -> UBig {
    p.iter().map(|t| (&t.1).unsigned_abs()).max().unwrap_or_default()
}

/// Divides by the content and returns it.
fn strip(p: &mut Whole) -> UBig {
    let mut content = UBig::ZERO;
    for (_, c) in p.iter() {
        let size = c.unsigned_abs();
        content = if content == UBig::ZERO { size } else { content.gcd(size) };
        if content == UBig::ONE {
            return content;
        }
    }
    let divisor = IBig::from(content.clone());
    p.iter_mut().for_each(|t| t.1 /= &divisor);
    content
}

/// The last variable replaced by a number. Terms that differ only in it stand side by side,
/// highest power first, so each group is one Horner scheme.
fn evaluate(p: &Whole, last: u32, number: &IBig) -> Whole {
    let mut out: Whole = Vec::new();
    let mut power = 0;
    let raise = |value: &mut IBig, by: u32| {
        if by > 0 {
            *value *= number.pow(by as usize);
        }
    };
    for (m, c) in p {
        let (prefix, e) = (m.without(last), m.degree(last));
        match out.last_mut() {
            Some((before, value)) if *before == prefix => {
                raise(value, power - e);
                *value += c;
            }
            open => {
                if let Some((_, value)) = open {
                    raise(value, power);
                }
                out.push((prefix, c.clone()));
            }
        }
        power = e;
    }
    if let Some((_, value)) = out.last_mut() {
        raise(value, power);
    }
    out.retain(|t| t.1 != IBig::ZERO);
    out
}

/// The coefficients' digits to the base `number`, between −number/2 and number/2, as coefficients
/// of the powers of a variable; `None` if there are more than fit the degree.
fn digits(image: Whole, variable: u32, number: &IBig, degree: u32) -> Option<Whole> {
    let half = number / IBig::from(2);
    let mut out = Vec::with_capacity(image.len());
    for (m, mut rest) in image {
        let start = out.len();
        let mut power = 0;
        while rest != IBig::ZERO {
            if power > degree {
                return None;
            }
            let mut digit = &rest % number;
            if (&digit).abs() > half {
                digit -= if digit > IBig::ZERO { number.clone() } else { -number };
            }
            rest = (rest - &digit) / number;
            if digit != IBig::ZERO {
                out.push((m.times(&Monomial::power(variable, power)), digit));
            }
            power += 1;
        }
        out[start..].reverse();
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guess_is_the_common_factor() {
        let (x, y) = (Poly::variable(0), Poly::variable(1));
        let shared = x.times(&y).scaled(&Rational::from(3)).minus(&x).plus(&Poly::one());
        let (a, b) = (shared.times(&x.plus(&y).pow(2)), shared.times(&x.minus(&y)));
        assert_eq!(guess(&a, &b, 0, &mut Budget::new(10_000)), Ok(Some(shared)));
    }

    #[test]
    fn digits_undo_evaluation() {
        let (x, y) = (Monomial::power(0, 2), Monomial::power(1, 3));
        let p = vec![(x.times(&y), IBig::from(-7)), (x, IBig::from(5)), (y, IBig::from(14))];
        let number = IBig::from(29);
        assert_eq!(digits(evaluate(&p, 1, &number), 1, &number, 3), Some(p.clone()));
        assert_eq!(digits(evaluate(&p, 1, &number), 1, &number, 2), None);
    }
}
