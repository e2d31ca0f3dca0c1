//! Characters to tokens. Functions that return [`Lexed`] are productions of the grammar's lexical part.

use super::character::{describe, is_letter, superscript as raised};
use super::codes::Code;
use super::error::{Fault, ParseError, refuse};
use super::number::{digits_of, number};
use super::{Options, character};
use crate::term::Relation;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, satisfy};
use nom::combinator::{opt, recognize, verify};
use nom::sequence::{pair, preceded};
use nom::{IResult, Parser};

/// What a lexical production returns: the rest of the text, and its token.
pub(super) type Lexed<'a, O> = IResult<&'a str, O, Fault>;

/// What a token is; its text is found by its span.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Number,
    Word,
    /// A word that follows a term in a condition.
    Keyword,
    Superscript,
    Plus,
    Minus,
    Star,
    Slash,
    Caret,
    Open,
    Close,
    OpenSquare,
    CloseSquare,
    Comma,
    Bar,
    Prime,
    /// √, ∛ or ∜, by index.
    Radical(u8),
    Relation(Relation),
    /// The end of the text; always the last token.
    End,
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: u32,
    pub end: u32,
}

impl Token {
    pub fn span(&self) -> (usize, usize) {
        (self.start as usize, self.end as usize)
    }
}

/// The tokens of a text, with an [`Kind::End`] at the end.
pub(super) fn tokens(text: &str, options: &Options) -> Result<Vec<Token>, ParseError> {
    check_length(text, options)?;
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut found = Vec::with_capacity(text.len() / 2 + 2);
    loop {
        rest = rest.trim_start_matches(char::is_whitespace);
        let start = text.len() - rest.len();
        let Some(first) = rest.chars().next() else { break };
        match token(rest) {
            Ok((after, kind)) => {
                let end = text.len() - after.len();
                found.push(Token { kind, start: start as u32, end: end as u32 });
                rest = after;
            }
            Err(nom::Err::Failure(Fault::Refused(error))) => return Err(error.shifted(start)),
            Err(_) => return Err(strange(first, start)),
        }
        check_digits(text, found.last(), options)?;
    }
    let end = text.len() as u32;
    if found.is_empty() {
        return Err(
            ParseError::new(Code::Empty, (0, text.len()), "there is no formula").with_hint("write one, such as a^2")
        );
    }
    found.push(Token { kind: Kind::End, start: end, end });
    Ok(found)
}

/// One token. The first character nearly always says of which kind.
fn token(input: &str) -> Lexed<'_, Kind> {
    match input.as_bytes() {
        [b'a'..=b'z' | b'A'..=b'Z', ..] => latin_word(input).map_or_else(|| word(input), Ok),
        // Among ASCII's other characters, only a point begins a number.
        [first, ..] if first.is_ascii_punctuation() && *first != b'.' => sign(input),
        _ => alt((number, word, superscript, sign)).parse(input),
    }
}

/// A name in ASCII alone, as nearly all are: what [`word`] comes to where nothing else follows it.
fn latin_word(input: &str) -> Option<(&str, Kind)> {
    let end = input.bytes().position(|b| !(b == b'_' || b.is_ascii_alphanumeric())).unwrap_or(input.len());
    let (found, rest) = input.split_at(end);
    rest.bytes().next().is_none_or(|b| b.is_ascii()).then(|| (rest, word_kind(found)))
}

/// What a word is by its spelling.
fn word_kind(found: &str) -> Kind {
    if KEYWORDS.contains(&found) { Kind::Keyword } else { Kind::Word }
}

/// A name or a function's name. A Greek letter begins a name of its own, so that `πr` is a
/// product; only `d` before one letter belongs to it, for `d/dα`.
fn word(input: &str) -> Lexed<'_, Kind> {
    let latin = |c: char| is_letter(c) && character::greek(c).is_none();
    let greek = |c: char| character::greek(c).is_some();
    let plain = move |c: char| c == '_' || c.is_ascii_digit() || latin(c);
    let subscript = take_while(|c: char| c.is_ascii_digit());
    let index = opt(pair(char('_'), take_while1(move |c: char| c == '_' || c.is_ascii_digit() || is_letter(c))));
    let differential = recognize((char('d'), satisfy(move |c| greek(c) && c != 'π'), subscript, index));
    let subscript = take_while(|c: char| c.is_ascii_digit());
    let index = opt(pair(char('_'), take_while1(move |c: char| c == '_' || c.is_ascii_digit() || is_letter(c))));
    let letter = recognize((satisfy(move |c| greek(c) && c != 'π'), subscript, index));
    let name = recognize(pair(satisfy(latin), take_while(plain)));
    let (rest, found) = alt((recognize(char('π')), differential, letter, name)).parse(input)?;
    combined(rest, found.len())?;
    Ok((rest, word_kind(found)))
}

/// A raised whole number: `²`, `⁻¹`, `¹²`.
fn superscript(input: &str) -> Lexed<'_, Kind> {
    let digit = |c: char| raised(c).is_some_and(|d| d.is_ascii_digit());
    let (rest, _) = recognize(pair(opt(satisfy(|c| matches!(c, '⁻' | '⁺'))), take_while1(digit))).parse(input)?;
    Ok((rest, Kind::Superscript))
}

/// Operators, brackets and comparisons, longest first.
fn sign(input: &str) -> Lexed<'_, Kind> {
    let first = input.as_bytes().first();
    for (text, kind) in SIGNS.iter().filter(|sign| sign.0.as_bytes().first() == first) {
        if let Some(rest) = input.strip_prefix(text) {
            return misspelled(input).map_or(Ok((rest, *kind)), Err);
        }
    }
    let exclamation = preceded(char('!'), verify(tag("="), |_: &str| true));
    let (rest, _) = recognize(exclamation).parse(input)?;
    Ok((rest, Kind::Relation(Relation::Ne)))
}

/// The words of the properties of a condition.
const KEYWORDS: &[&str] = &["integer", "not", "pole", "defined"];

/// What stands most often comes first, and longer signs before those they begin with.
const SIGNS: &[(&str, Kind)] = &[
    ("(", Kind::Open),
    (")", Kind::Close),
    ("^", Kind::Caret),
    ("/", Kind::Slash),
    ("+", Kind::Plus),
    ("-", Kind::Minus),
    (",", Kind::Comma),
    ("**", Kind::Caret),
    ("==", Kind::Relation(Relation::Eq)),
    ("<=", Kind::Relation(Relation::Le)),
    (">=", Kind::Relation(Relation::Ge)),
    ("−", Kind::Minus),
    ("*", Kind::Star),
    ("·", Kind::Star),
    ("×", Kind::Star),
    ("⋅", Kind::Star),
    ("∗", Kind::Star),
    ("÷", Kind::Slash),
    ("∕", Kind::Slash),
    ("[", Kind::OpenSquare),
    ("]", Kind::CloseSquare),
    ("|", Kind::Bar),
    ("'", Kind::Prime),
    ("′", Kind::Prime),
    ("’", Kind::Prime),
    ("√", Kind::Radical(2)),
    ("∛", Kind::Radical(3)),
    ("∜", Kind::Radical(4)),
    ("=", Kind::Relation(Relation::Eq)),
    ("<", Kind::Relation(Relation::Lt)),
    (">", Kind::Relation(Relation::Gt)),
    ("≠", Kind::Relation(Relation::Ne)),
    ("≤", Kind::Relation(Relation::Le)),
    ("≥", Kind::Relation(Relation::Ge)),
];

/// Signs of other notations that would be read as two of ours.
const MISSPELLED: &[(&str, &str)] = &[
    ("->", "there are no limits and no maps here"),
    ("=>", "write >= for a comparison"),
    ("=<", "write <= for a comparison"),
    ("<>", "write != for a comparison"),
    ("===", "write = for an equation"),
    ("//", "write floor(a/b) for a whole quotient"),
];

fn misspelled(input: &str) -> Option<nom::Err<Fault>> {
    // Each of them goes on with one of these.
    if !matches!(input.as_bytes().get(1), Some(b'>' | b'<' | b'=' | b'/')) {
        return None;
    }
    let (text, hint) = MISSPELLED.iter().find(|(text, _)| input.starts_with(text))?;
    let error = ParseError::new(Code::Character, (0, text.len()), format!("`{text}` is not a sign of this notation"));
    Some(refuse(error.with_hint(*hint)))
}

/// A combining mark after a name belongs to its last letter; the error should show both.
fn combined(rest: &str, at: usize) -> Result<(), nom::Err<Fault>> {
    match rest.chars().next() {
        Some(c) if !c.is_ascii() && describe(c).0.starts_with("a combining mark") => Err(refuse(strange(c, at))),
        _ => Ok(()),
    }
}

fn strange(c: char, at: usize) -> ParseError {
    let (what, hint) = describe(c);
    let error = ParseError::new(Code::Character, (at, at + c.len_utf8()), format!("{what} cannot stand in a formula"));
    match hint {
        Some(hint) => error.with_hint(hint),
        None => error,
    }
}

fn check_length(text: &str, options: &Options) -> Result<(), ParseError> {
    let limit = options.bytes.min(u32::MAX as usize - 1);
    if text.len() <= limit {
        return Ok(());
    }
    let message = format!("the text has {} bytes, and the limit is {limit}", text.len());
    Err(ParseError::new(Code::Limit, (limit, text.len()), message))
}

fn check_digits(text: &str, token: Option<&Token>, options: &Options) -> Result<(), ParseError> {
    let Some(token) = token.filter(|t| t.kind == Kind::Number) else { return Ok(()) };
    let (start, end) = token.span();
    let digits = text.get(start..end).and_then(digits_of);
    if digits.is_some_and(|n| n <= options.digits) {
        return Ok(());
    }
    let message = format!("a number with more than {} digits", options.digits);
    Err(ParseError::new(Code::Limit, (start, end), message))
}
