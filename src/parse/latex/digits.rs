//! Digits to numbers: with a point, with the comma that TeX is told not to space, `0{,}5`, and in
//! groups of three.

use super::token::{Fence, Kind, Shape, Token};
use super::words::Words;
use crate::parse::codes::Code;
use crate::parse::error::ParseError;
use crate::parse::number::digits_of;
use std::borrow::Cow;

impl Words<'_, '_> {
    /// A number, or one digit of it where an argument is expected.
    pub fn number(&mut self, at: usize, first: Token) -> Result<usize, ParseError> {
        let (mut last, mut count, mut points) = (first, 1, usize::from(first.kind == Kind::Point));
        while let Some(next) = self.list.get(at + count).filter(|t| self.single == 0 && t.touches(&last)) {
            match next.kind {
                Kind::Digit => {}
                Kind::Point => points += 1,
                _ => break,
            }
            (last, count) = (*next, count + 1);
        }
        let number = Token { kind: Kind::Number, ..first.joined(last) };
        let place = (number.start as usize, number.end as usize);
        let wrong = |code, message: String| Err(ParseError::new(code, place, message));
        if points > 1 {
            return wrong(Code::Number, "a number with two decimal points".to_string());
        }
        if first.kind == Kind::Point && self.single > 0 {
            return wrong(Code::Number, "TeX takes only the point here; write the number in braces".to_string());
        }
        if digits_of(self.sources.text(&number)).is_none_or(|n| n > self.options.digits) {
            return wrong(Code::Limit, format!("a number with more than {} digits", self.options.digits));
        }
        if points > 0 && self.separator(at + count) == Some(3) {
            return wrong(Code::Number, "a number with a point and a comma".to_string());
        }
        let more = if self.single == 0 && points == 0 { self.separated(at + count, number)? } else { None };
        let (number, more) = more.unwrap_or((number, 0));
        self.emit(number, count + more)
    }

    /// A number with its decimals behind `{,}`, or with groups of three digits; and how many tokens
    /// belong to it besides.
    fn separated(&self, from: usize, first: Token) -> Result<Option<(Token, usize)>, ParseError> {
        let (mut at, mut groups, mut last) = (from, 0, first);
        let (mut comma, mut even) = (false, true);
        while let Some(sign) = self.separator(at) {
            let from = at + sign;
            let run = self.list.get(from..).unwrap_or_default();
            let touching = run.windows(2).take_while(|p| matches!(p, [a, b] if b.kind == Kind::Digit && b.touches(a)));
            let begins = run.first().is_some_and(|t| t.kind == Kind::Digit);
            let length = if begins { 1 + touching.count() } else { 0 };
            let point = self.list.get(from + length).is_some_and(|t| t.kind == Kind::Point);
            if length == 0 || sign == 1 && length != 3 || point && sign == 3 {
                break;
            }
            (comma, even) = (comma || sign == 3, even && length == 3);
            last = self.list.get(from + length - 1).copied().unwrap_or(last);
            (at, groups) = (from + length, groups + 1);
        }
        if groups == 0 {
            return Ok(None);
        }
        let place = (first.start as usize, last.end as usize);
        let number = Token { end: last.end, to: last.to, ..first };
        let text = self.sources.text(&number);
        let whole = self.sources.text(&first);
        let decimal = text.split_once("{,}").is_some_and(|(whole, rest)| is_decimal(whole, rest));
        let grouped = even && whole.len() <= 3 && !whole.starts_with('0');
        let wrong = |code, message| Err(ParseError::new(code, place, message));
        match (decimal, grouped) {
            (true, _) => Ok(Some((number, at - from))),
            (false, true) if comma && groups == 1 => {
                wrong(Code::Ambiguous, "`{,}` can group digits or begin the decimals")
            }
            (false, true) => Ok(Some((number, at - from))),
            (false, false) if comma => wrong(Code::Number, "the digits of this number are grouped unevenly"),
            (false, false) => Ok(None),
        }
    }

    /// How many tokens separate digits here: 3 for `{,}`, 1 for a thin space.
    fn separator(&self, at: usize) -> Option<usize> {
        let kind = |n: usize| self.list.get(at + n).map(|t| t.kind);
        let brace = Fence::new(Shape::Brace);
        let comma = kind(0) == Some(Kind::Open(brace)) && kind(1) == Some(Kind::Comma);
        if comma && kind(2) == Some(Kind::Close(brace)) {
            return Some(3);
        }
        let thin = self.list.get(at).filter(|t| t.kind == Kind::Space && self.sources.text(t) == "\\,");
        thin.map(|_| 1)
    }
}

/// A number as the plain notation writes it: a point before the decimals, and no groups.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['{', '\\']) {
        return Cow::Borrowed(text);
    }
    let point = if text.split_once("{,}").is_some_and(|(whole, rest)| is_decimal(whole, rest)) { "." } else { "" };
    Cow::Owned(text.replace("{,}", point).replace("\\,", "").split_whitespace().collect())
}

/// Whether digits on both sides of one comma can't be groups.
fn is_decimal(whole: &str, rest: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && digits(rest) && (rest.len() != 3 || whole.len() > 3 || whole.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_the_plain_notation_writes_them() {
        for (text, expected) in [("0{,}5", "0.5"), ("1\\,000", "1000"), ("1{,}000{,}000", "1000000"), ("0.5", "0.5")] {
            assert_eq!(plain(text), expected);
        }
    }
}
