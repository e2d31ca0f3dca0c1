//! Numbers: how they are spelled and what they are worth, exactly.

use super::codes::Code;
use super::error::{ParseError, refuse};
use super::lexer::{Kind, Lexed};
use crate::term::Rational;
use dashu::integer::IBig;
use nom::Parser;
use nom::branch::alt;
use nom::character::complete::{char, digit1, one_of};
use nom::combinator::{opt, recognize};
use nom::sequence::{pair, preceded};

/// A whole number or a decimal: `12`, `0.5`, `.5`, `1e400`, `2e-3`.
pub(super) fn number(input: &str) -> Lexed<'_, Kind> {
    let fraction = || preceded(char('.'), digit1);
    let mantissa = alt((recognize(pair(digit1, opt(fraction()))), recognize(fraction())));
    let (rest, _) = recognize(pair(mantissa, opt(exponent))).parse(input)?;
    match fault(input, rest) {
        Some((length, message, hint)) => {
            Err(refuse(ParseError::new(Code::Number, (0, length), message).with_hint(hint)))
        }
        None => Ok((rest, Kind::Number)),
    }
}

/// The power of ten of a number: `e400`, `E-3`.
fn exponent(input: &str) -> Lexed<'_, &str> {
    recognize((one_of("eE"), opt(one_of("+-−")), digit1)).parse(input)
}

/// What is wrong with what follows a number: length, message, hint.
fn fault(input: &str, rest: &str) -> Option<(usize, String, String)> {
    let read = &input[..input.len() - rest.len()];
    let next = rest.chars().next()?;
    let after = rest.get(next.len_utf8()..).and_then(|r| r.chars().next());
    let length = read.len() + next.len_utf8();
    let wrong = |message: &str, hint: &str| Some((length, message.to_string(), hint.to_string()));
    match next {
        '.' if read.contains(['.', 'e', 'E']) => {
            wrong("a second decimal point in a number", "a product is written with *")
        }
        '.' => wrong("a decimal point needs a digit after it", &format!("write {read} or {read}.0")),
        '_' => wrong("digits are not grouped", "write the number without _"),
        'x' | 'X' if read == "0" && after.is_some_and(|c| c.is_ascii_hexdigit()) => {
            wrong("there are no hexadecimal numbers", "write the number in decimal digits, or 0*x for a product")
        }
        'b' | 'B' | 'o' | 'O' if read == "0" && after.is_some_and(|c| c.is_ascii_digit()) => {
            wrong("numbers are written in decimal digits", "write * for a product")
        }
        'e' | 'E' if stands_alone(&rest[1..]) => {
            let message = format!("`{read}{next}` is the product {read}*{next} or an unfinished power of ten");
            let hint = format!("write {read}*{next} for the product, {read}e0 for the number");
            Some((length, message, hint))
        }
        _ => None,
    }
}

/// Whether an `e` before this text is neither the start of a longer name nor the base of a power.
fn stands_alone(rest: &str) -> bool {
    let follows = |c: char| c == '_' || c.is_alphanumeric() || super::character::superscript(c).is_some();
    !rest.starts_with(follows) && !rest.trim_start().starts_with(['^']) && !rest.trim_start().starts_with("**")
}

/// Whether a number is a few digits and no more, as nearly all are.
fn is_short(text: &str) -> bool {
    text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit())
}

/// The digits a number takes when written out, or `None` if they can't be counted. Numbers of the
/// same value take as many, unless there are superfluous zeros: what can be read can be printed.
pub(super) fn digits_of(text: &str) -> Option<usize> {
    if is_short(text) {
        return Some(if text == "0" { 0 } else { text.len() });
    }
    let (mantissa, power) = split(text);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let power: i64 = power.parse().ok()?;
    let length = |digits: &str| i64::try_from(digits.len()).ok();
    let before = length(if whole == "0" { "" } else { whole })?.checked_add(power)?.max(0);
    let after = length(fraction)?.checked_sub(power)?.max(0);
    usize::try_from(before.checked_add(after)?).ok()
}

/// The exact value of a number whose digits have been counted; the second is whether it is a decimal.
pub(super) fn value(text: &str) -> Option<(Rational, bool)> {
    if is_short(text) {
        return Some((Rational::from(text.parse::<i64>().ok()?), false));
    }
    let (mantissa, power) = split(text);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let power = power.parse::<i64>().ok()?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    let top: IBig = format!("{whole}{fraction}").parse().ok()?;
    let scale = IBig::from(10).pow(usize::try_from(power.unsigned_abs()).ok()?);
    let decimal = mantissa.contains('.') || power < 0;
    if power >= 0 {
        return Some((Rational::from_integer(top * scale), decimal));
    }
    let value = Rational::from_integer(top).checked_div(&Rational::from_integer(scale))?;
    Some((value, decimal))
}

/// Mantissa and power of ten, the latter with an ASCII sign.
fn split(text: &str) -> (&str, String) {
    match text.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, power.replace('−', "-").replace('+', "")),
        None => (text, "0".to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::digits_of;

    #[test]
    fn a_value_takes_as_many_digits_however_it_is_spelled() {
        let all =
            [("19e9998", "1.9e9999"), (".19e-9998", "1.9e-9999"), ("0.19e3", "190"), ("0.05", "5e-2"), ("0", "0e0")];
        for (a, b) in all {
            assert_eq!(digits_of(a), digits_of(b), "{a} {b}");
        }
        assert_eq!((digits_of("19e9998"), digits_of("1.9e-9999")), (Some(10_000), Some(10_000)));
        assert_eq!((digits_of("12.5"), digits_of("0.001"), digits_of("100e-2")), (Some(3), Some(3), Some(3)));
        assert_eq!(digits_of("1e99999999999999999999"), None);
        assert_eq!(digits_of("1e9223372036854775807"), None);
    }
}
