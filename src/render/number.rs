//! How a literal is spelled: in digits, or with an exponent where digits are mostly zeros.

use super::Notation;
use crate::term::{Precedence, Rational};

/// Numbers of more digits than this are written with an exponent where that is shorter.
const LONGEST_WHOLE: usize = 21;
/// Trailing zeros that make a long whole number worth an exponent.
const TRAILING_ZEROS: usize = 10;
/// Zeros after the decimal point that make a decimal worth an exponent.
const LEADING_ZEROS: usize = 6;

/// A literal's text, how tightly it binds, and whether a name may follow it directly.
pub(super) struct Spelled {
    pub text: String,
    pub level: Precedence,
    pub glues: bool,
}

/// Spells a literal, which has no sign. A number that is no terminating decimal is not a
/// literal; it is written as a fraction.
pub(super) fn spell(value: &Rational, notation: Notation) -> Spelled {
    let Some(digits) = value.to_decimal() else {
        return Spelled { text: value.to_string(), level: Precedence::Product, glues: false };
    };
    let Some((mantissa, exponent)) = scientific(&digits) else {
        // `0x1` would be read as a number in another base.
        let glues = digits != "0";
        return Spelled { text: digits, level: Precedence::Atom, glues };
    };
    if notation != Notation::Latex {
        return Spelled { text: format!("{mantissa}e{exponent}"), level: Precedence::Atom, glues: false };
    }
    let power = format!("10^{{{exponent}}}");
    let text = if mantissa == "1" { power } else { format!(r"{mantissa} \cdot {power}") };
    Spelled { text, level: Precedence::Product, glues: false }
}

/// Mantissa and exponent of a number that has many zeros at its end or after its point.
fn scientific(digits: &str) -> Option<(String, String)> {
    if let Some(fraction) = digits.strip_prefix("0.") {
        let significant = fraction.trim_start_matches('0');
        let zeros = fraction.len() - significant.len();
        return (zeros >= LEADING_ZEROS).then(|| (with_point(significant), format!("-{}", zeros + 1)));
    }
    let significant = digits.trim_end_matches('0');
    let zeros = digits.len() - significant.len();
    let long = digits.len() > LONGEST_WHOLE && zeros >= TRAILING_ZEROS && !digits.contains('.');
    long.then(|| (with_point(significant), (digits.len() - 1).to_string()))
}

/// The digits with a decimal point after the first.
fn with_point(digits: &str) -> String {
    match digits.split_at_checked(1) {
        Some((first, rest)) if !rest.is_empty() => format!("{first}.{rest}"),
        _ => digits.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: Rational) -> String {
        spell(&value, Notation::Text).text
    }

    #[test]
    fn zeros_become_an_exponent_only_where_there_are_many() {
        let ten = |n| Rational::from(10).pow(n).unwrap();
        assert_eq!(text(ten(400)), "1e400");
        assert_eq!(text(ten(20)), "100000000000000000000");
        assert_eq!(text(ten(400) * Rational::from(125)), "1.25e402");
        assert_eq!(text(ten(400) + Rational::ONE).len(), 401);
        assert_eq!(text(ten(-6)), "0.000001");
        assert_eq!(text(ten(-9) * Rational::from(15)), "1.5e-8");
        assert_eq!(spell(&(ten(400) * Rational::from(125)), Notation::Latex).text, r"1.25 \cdot 10^{402}");
    }
}
