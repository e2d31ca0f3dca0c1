//! Names: letters with their indices, accents and primes.

use super::commands::greek;
use super::context::{Context, Piece, Read, Shape, Span, span};
use super::token::{BRACE, BRACE_END, Kind, Shape as Fencing, Token, Tokens};
use super::value::{defined, unknown_value};
use crate::parse::codes::Code;
use crate::parse::context::Refused;
use crate::parse::error::Fault;
use crate::parse::role::names_a_variable;
use crate::term::Func;
use nom::Input;

/// A name that has been read.
pub(super) struct Name {
    pub text: String,
    pub first: Token,
    /// Whether it is a letter, perhaps with index and accent, and no word.
    pub letter: bool,
}

/// The most accents on one letter.
const ACCENTS: usize = 4;

/// A letter, a Greek letter or a word, with accents and an index.
pub(super) fn name<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Name> {
    let first = input.token(0);
    let (mut rest, mut prefix, mut open, mut accents) = (input, String::new(), 0, 0);
    while let Kind::Accent(accent) = rest.kind() {
        prefix.push_str(accent);
        accents += 1;
        rest = rest.rest();
        if rest.kind() == BRACE {
            (rest, open) = (rest.rest(), open + 1);
        }
        if accents > ACCENTS {
            return Err(cx.unsupported(span(first), "this many accents"));
        }
    }
    let letter = rest.token(0);
    let base = match letter.kind {
        Kind::Letter | Kind::Word | Kind::Greek => greek(cx.source(letter)),
        _ if accents == 0 => return Err(nom::Err::Error(Fault::Mismatch)),
        _ => return Err(cx.unsupported(cx.from(first, rest.rest()), "an accent over something that is no letter")),
    };
    let (mut rest, mut text) = indexed(cx, rest.rest(), prefix + &base)?;
    for _ in 0..open {
        if rest.kind() != BRACE_END {
            return Err(cx.unsupported(cx.from(first, rest), "an accent over more than one letter"));
        }
        (rest, text) = indexed(cx, rest.rest(), text)?;
    }
    Ok((rest, Name { text, first, letter: letter.kind != Kind::Word }))
}

/// A name with its index, if there is one.
fn indexed<'a>(cx: &Context<'_>, rest: Tokens<'a>, text: String) -> Result<(Tokens<'a>, String), Refused> {
    if rest.kind() != Kind::Under {
        return Ok((rest, text));
    }
    let (rest, part) = index(cx, rest)?;
    Ok((rest, text + "_" + &part))
}

/// An index: one sign, or letters and digits in braces, which may have an index themselves.
pub(super) fn index<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, String> {
    let (under, next) = (input.token(0), input.ahead(1));
    let size = if next == BRACE { input.token(1).size as usize + 1 } else { 1 };
    let rest = input.skip(1 + size);
    let place = cx.from(under, rest);
    let wrong = || cx.unsupported(place, "an index that is not made of letters and digits");
    let (mut text, mut at) = (String::new(), if next == BRACE { 2 } else { 1 });
    let end = if next == BRACE { size } else { size + 1 };
    while at < end {
        let (after, part) = mark(cx, input.skip(at)).map_err(|_| wrong())?;
        text.push_str(&part);
        at = input.input_len() - after.input_len();
        // An index in the index, with braces or without.
        if at < end && input.ahead(at) == Kind::Under {
            text.push('_');
            at += 1;
            if input.ahead(at) == BRACE {
                let inner = input.token(at).size as usize;
                let marks = (at + 1..at + inner).map(|n| mark(cx, input.skip(n)).map(|(_, part)| part));
                text.extend(marks.collect::<Result<Vec<_>, _>>().map_err(|_| wrong())?);
                at += inner + 1;
            } else {
                let (_, part) = mark(cx, input.skip(at)).map_err(|_| wrong())?;
                text.push_str(&part);
                at += 1;
            }
        }
    }
    if text.is_empty() || text.ends_with('_') {
        return Err(if rest.kind() == Kind::End { cx.no_operand(input.rest()) } else { wrong() });
    }
    let last = cx.previous(rest).unwrap_or(under);
    if rest.kind() == Kind::Number && last.kind == Kind::Number && rest.token(0).touches(&last) {
        let digits = (last.start as usize, rest.token(0).end as usize);
        let hint = format!("write _{{{}}}", cx.quote(digits));
        let place = (place.0, digits.1);
        return Err(cx.refuse_hint(Code::Ambiguous, place, "TeX takes the first digit only as the index", hint));
    }
    Ok((rest, text))
}

/// One sign of an index.
fn mark<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, String> {
    let token = input.token(0);
    let text = match token.kind {
        Kind::Number => cx.source(token).to_string(),
        Kind::Function(_) => cx.source(token).trim_start_matches('\\').to_string(),
        Kind::Letter | Kind::Word | Kind::Greek => greek(cx.source(token)),
        _ => return Err(nom::Err::Error(Fault::Mismatch)),
    };
    match text.chars().all(char::is_alphanumeric) {
        true => Ok((input.rest(), text)),
        false => Err(nom::Err::Error(Fault::Mismatch)),
    }
}

/// A letter or a word by itself, as an argument without braces.
pub(super) fn single<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let first = input.token(0);
    let text = match first.kind {
        Kind::Exponential => {
            let mut arena = cx.arena();
            let one = arena.integer(1);
            let term = arena.call(Func::Exp, one);
            return Ok((input.rest(), Piece::new(term, first, span(first)).shaped(Shape::Exponential)));
        }
        Kind::Accent(_) => {
            let (rest, accented) = name(cx, input)?;
            return Ok((rest, symbol(cx, &accented.text, first, cx.from(first, rest), 0)?));
        }
        _ => greek(cx.source(first)),
    };
    let piece = symbol(cx, &text, first, span(first), 0)?;
    Ok((input.rest(), piece))
}

/// How many primes come next: `''`, `^\prime`, `^{\prime\prime}`.
pub(super) fn primes<'a>(input: Tokens<'a>) -> (Tokens<'a>, u32) {
    let braced = input.kind() == Kind::Caret && input.ahead(1) == BRACE;
    let from = if braced { 2 } else { usize::from(input.kind() == Kind::Caret) };
    let mut count = 0;
    while input.ahead(from + count) == Kind::Prime {
        count += 1;
    }
    let closed = !braced || input.ahead(from + count) == BRACE_END;
    if count == 0 || !closed {
        return (input, 0);
    }
    (input.skip(from + count + usize::from(braced)), u32::try_from(count).unwrap_or(u32::MAX))
}

/// The order in `f^{(3)}`, where a value or nothing follows.
pub(super) fn order<'a>(cx: &Context<'_>, input: Tokens<'a>) -> (Tokens<'a>, Option<u32>) {
    let round = |k: Kind| matches!(k, Kind::Open(f) | Kind::Close(f) if f.shape == Fencing::Round);
    let shape = [input.ahead(1), input.ahead(3), input.ahead(5)];
    let fits = input.kind() == Kind::Caret && shape[0] == BRACE && input.ahead(3) == Kind::Number;
    let fits = fits && round(input.ahead(2)) && round(input.ahead(4)) && shape[2] == BRACE_END;
    let called = input.ahead(6).opens(Fencing::Round);
    match cx.source(input.token(3)).parse() {
        Ok(n) if fits && called => (input.skip(6), Some(n)),
        _ => (input, None),
    }
}

/// What follows an argument: a group or one token.
pub(super) fn after_argument(input: Tokens<'_>) -> Tokens<'_> {
    if input.kind() == BRACE { input.skip(input.token(0).size as usize + 1) } else { input.rest() }
}

/// A name that stands alone: a variable, the circle's constant, or a function of the document.
pub(super) fn symbol(
    cx: &Context<'_>,
    text: &str,
    first: Token,
    place: Span,
    primes: u32,
) -> Result<Piece, nom::Err<Fault>> {
    if text == "pi" && primes == 0 {
        let term = cx.arena().pi();
        return Ok(Piece::new(term, first, place));
    }
    if let Some(term) = defined(cx, text, place, primes)? {
        return Ok(Piece::new(term, first, place).shaped(Shape::Name));
    }
    if let Some(x) = cx.argument_of(text) {
        let x = cx.arena().symbol(&x);
        let term = unknown_value(cx, text, primes, &[x], place)?;
        return Ok(Piece::new(term, first, place).shaped(Shape::Name));
    }
    if !names_a_variable(text) {
        return Err(cx.refuse(Code::Reserved, place, format!("`{}` has a meaning already", cx.quote(place))));
    }
    let text = format!("{text}{}", "'".repeat(primes.min(100) as usize));
    let term = cx.arena().symbol(&text);
    Ok(Piece::new(term, first, place).shaped(Shape::Name))
}
