//! Functions with their arguments: in parentheses, in braces, and without either.

use super::context::{Context, Piece, Read, Shape, span};
use super::derivative::derivation;
use super::expression::{expression, starts_factor};
use super::name::{Name, single};
use super::operand::{closed, group, inside, literal, raised};
use super::power::{argument, power};
use super::token::{BRACE, Kind, Shape as Fencing, Token, Tokens};
use super::value::{applied, logarithm, powered, unknown_value};
use crate::parse::codes::Code;
use crate::parse::error::Fault;
use crate::term::{Func, Operator};
use nom::IResult;

/// What stands between a function and its argument.
#[derive(Default)]
struct Scripts {
    base: Option<Piece>,
    power: Option<Piece>,
    primes: u32,
}

/// A known function with its argument, or a power of it.
pub(super) fn application<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let word = input.token(0);
    let function = match word.kind {
        Kind::Function(function) => function,
        Kind::Decadic => Func::Log,
        _ => return Err(nom::Err::Error(Fault::Mismatch)),
    };
    let (rest, scripts) = scripts(cx, input.rest(), word)?;
    let bracketed = is_bracketed(rest);
    let (rest, given) = given(cx, rest)?;
    let place = cx.from(word, rest);
    let (value, power) = match scripts.power {
        Some(power) => powered(cx, word, function, &given, power, place)?,
        None => (applied(cx, word, function, &given, scripts.primes)?, None),
    };
    let value = match (scripts.base, word.kind) {
        (Some(base), _) => logarithm(cx, value, base.term),
        (None, Kind::Decadic) => {
            cx.note(place, || "`\\lg` is read as the logarithm to the base 10".to_string());
            cx.doubt(place, "`\\lg` is read as the logarithm to the base 10; some write it for the base 2".to_string());
            let ten = cx.arena().integer(10);
            logarithm(cx, value, ten)
        }
        _ => value,
    };
    let term = match power {
        Some(power) => cx.arena().binary(Operator::Pow, value, power.term),
        None => value,
    };
    let shape = if bracketed { Shape::Plain } else { Shape::Bare };
    Ok((rest, Piece::new(term, word, place).shaped(shape)))
}

/// The base, and the power or the primes, after a function's name, in either order.
fn scripts<'a>(cx: &Context<'_>, input: Tokens<'a>, word: Token) -> Read<'a, Scripts> {
    let (rest, first) = base(cx, input, word)?;
    let (mut rest, mut found) = (rest, Scripts { base: first, ..Scripts::default() });
    if rest.kind() == Kind::Caret {
        let (after, exponent) = power(cx, rest, Shape::Plain)?;
        (rest, found.power) = (after, Some(exponent));
    }
    while rest.kind() == Kind::Prime && found.power.is_none() {
        (rest, found.primes) = (rest.rest(), found.primes.saturating_add(1));
    }
    if found.base.is_none() {
        (rest, found.base) = base(cx, rest, word)?;
    }
    match rest.kind() {
        Kind::Caret | Kind::Prime | Kind::Under => Err(cx.unexpected(rest)),
        _ => Ok((rest, found)),
    }
}

/// The base of a logarithm, if one is written.
fn base<'a>(cx: &Context<'_>, input: Tokens<'a>, word: Token) -> IResult<Tokens<'a>, Option<Piece>, Fault> {
    if input.kind() != Kind::Under {
        return Ok((input, None));
    }
    if word.kind != Kind::Function(Func::Log) || cx.source(word).ends_with("ln") {
        return Err(cx.unsupported(cx.from(word, input.rest()), "an index on a function"));
    }
    let (rest, found) = argument(cx, input.rest())?;
    split(cx, rest)?;
    Ok((rest, Some(found)))
}

/// Refuses a second digit after the base that TeX took: `\log_10 x`.
fn split(cx: &Context<'_>, rest: Tokens<'_>) -> Result<(), nom::Err<Fault>> {
    let Some(last) = cx.previous(rest).filter(|t| t.kind == Kind::Number) else { return Ok(()) };
    if rest.kind() != Kind::Number || !rest.token(0).touches(&last) {
        return Ok(());
    }
    let digits = (last.start as usize, rest.token(0).end as usize);
    let hint = format!("write _{{{}}}", cx.quote(digits));
    Err(cx.refuse_hint(Code::Ambiguous, digits, "TeX takes the first digit only as the base", hint))
}

/// Whether the argument stands in visible brackets, with braces around them or without.
fn is_bracketed(input: Tokens<'_>) -> bool {
    let visible =
        |k: Kind| matches!(k, Kind::Open(f) if matches!(f.shape, Fencing::Round | Fencing::Square | Fencing::Curly));
    visible(input.kind()) || (input.kind() == BRACE && visible(input.ahead(1)) && is_whole(input))
}

/// Whether one pair of brackets fills the braces that open here.
fn is_whole(input: Tokens<'_>) -> bool {
    input.token(0).size == input.token(1).size + 2
}

/// The arguments of a known function.
pub(super) fn given<'a>(cx: &Context<'_>, input: Tokens<'a>) -> IResult<Tokens<'a>, Vec<Piece>, Fault> {
    if is_bracketed(input) && input.kind() == BRACE {
        let (rest, found) = arguments(cx, input.rest())?;
        return Ok((closed(cx, rest)?.0, found));
    }
    if is_bracketed(input) {
        return arguments(cx, input);
    }
    let (rest, piece) = if input.kind() == BRACE { braced(cx, input)? } else { bare(cx, input)? };
    Ok((rest, vec![piece]))
}

/// Arguments in brackets.
pub(super) fn arguments<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Vec<Piece>> {
    let Kind::Open(_) = input.kind() else { return Err(nom::Err::Error(Fault::Mismatch)) };
    let mut found = Vec::new();
    let mut rest = input;
    loop {
        let (after, piece) = inside(cx, rest.rest(), |i| expression(cx, i))?;
        found.push(piece);
        rest = after;
        match rest.kind() {
            Kind::Comma => cx.inside.set(cx.inside.get().saturating_sub(1)),
            Kind::Close(_) => return Ok((rest.rest(), found)),
            _ => return Err(cx.unexpected(rest)),
        }
    }
}

/// An argument in braces, which are not printed.
fn braced<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let first = input.token(0);
    let (rest, piece) = group(cx, input)?;
    let place = (first.start as usize, cx.read_to(rest).1);
    if rest.kind() == Kind::Caret {
        let message = "an exponent after an argument in braces belongs to the argument or to the function";
        return Err(cx.refuse_hint(Code::Ambiguous, place, message, "write the argument in parentheses"));
    }
    if first.size != 2 {
        cx.note(place, || format!("`{}` is read as the whole argument", cx.quote(place)));
    }
    Ok((rest, piece))
}

/// The argument of a function without brackets: a number and the next factor, as in books.
fn bare<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let name = cx.previous(input).map_or_else(String::new, |t| cx.shown(t));
    let hint = "write the argument in parentheses, as in \\sin(x)";
    if matches!(input.kind(), Kind::Minus | Kind::Plus) || derivation(cx, input).is_ok() {
        let message = "a sign or a derivative after a function without parentheses";
        return Err(cx.refuse_hint(Code::Ambiguous, span(input.token(0)), message, hint));
    }
    if !matches!(input.kind(), Kind::Number | Kind::Bar) && !starts_factor(cx, input) {
        let message = format!("a function needs an argument after {name}, before {}", cx.shown(input.token(0)));
        return Err(cx.refuse_hint(Code::MissingOperand, span(input.token(0)), message, hint));
    }
    let (rest, factor) = match coefficient(cx, input) {
        Err(nom::Err::Error(_)) => {
            let (rest, piece) = raised(cx, input)?;
            return ended(cx, rest, input, piece);
        }
        read => read?,
    };
    if !starts_factor(cx, rest) {
        return divided(cx, rest, factor);
    }
    if matches!(rest.kind(), Kind::Function(_) | Kind::Decadic) {
        return Err(ambiguous(cx, input, rest));
    }
    let (rest, piece) = raised(cx, rest)?;
    let term = cx.arena().binary(Operator::Mul, factor.term, piece.term);
    ended(cx, rest, input, Piece { term, end: piece.end, ..factor })
}

/// A number, `\pi`, or a number and `\pi`, not raised to a power, before the rest of an argument.
fn coefficient<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let free = |i: Tokens<'a>| !matches!(i.kind(), Kind::Caret | Kind::Prime | Kind::Under);
    let circle = |i: Tokens<'a>| matches!(cx.source(i.token(0)), "\\pi" | "π") && free(i.rest());
    if circle(input) {
        return single(cx, input);
    }
    if input.kind() != Kind::Number || !free(input.rest()) {
        return Err(nom::Err::Error(Fault::Mismatch));
    }
    let (rest, number) = literal(cx, input)?;
    if !circle(rest) {
        return Ok((rest, number));
    }
    let (rest, pi) = single(cx, rest)?;
    let term = cx.arena().binary(Operator::Mul, number.term, pi.term);
    Ok((rest, Piece { term, end: pi.end, ..number }))
}

/// The argument, unless another factor follows that is no function: then it could belong to it.
fn ended<'a>(
    cx: &Context<'_>,
    rest: Tokens<'a>,
    from: Tokens<'a>,
    argument: Piece,
) -> IResult<Tokens<'a>, Piece, Fault> {
    if !starts_factor(cx, rest) || matches!(rest.kind(), Kind::Function(_) | Kind::Decadic) {
        return divided(cx, rest, argument);
    }
    Err(ambiguous(cx, from, rest))
}

/// The argument with what it is divided by, where `\sin x/2` is the sine of x/2.
fn divided<'a>(cx: &Context<'_>, rest: Tokens<'a>, argument: Piece) -> IResult<Tokens<'a>, Piece, Fault> {
    let (mut rest, mut found) = (rest, argument);
    while cx.reach().argument && rest.kind() == Kind::Slash {
        let (mut after, mut below) = raised(cx, rest.rest())?;
        while cx.reach().quotient && starts_factor(cx, after) {
            let (next, factor) = raised(cx, after)?;
            let term = cx.arena().binary(Operator::Mul, below.term, factor.term);
            (after, below) = (next, Piece { term, end: factor.end, ..below });
        }
        let term = cx.arena().binary(Operator::Div, found.term, below.term);
        (rest, found) = (after, Piece { term, end: below.end, ..found });
    }
    Ok((rest, found))
}

fn ambiguous(cx: &Context<'_>, from: Tokens<'_>, next: Tokens<'_>) -> nom::Err<Fault> {
    let name = cx.previous(from).map_or_else(String::new, |t| cx.quote(span(t)));
    let a = cx.quote((span(from.token(0)).0, cx.read_to(next).1));
    let b = cx.quote(span(next.token(0)));
    let place = (span(from.token(0)).0, span(next.token(0)).1);
    let message = format!("`{name} {a} {b}…` can be {name}({a})*{b}… or {name}({a}*{b}…)");
    cx.refuse_hint(Code::Ambiguous, place, message, "write the one you mean with parentheses")
}

/// The value of an unknown function or of its derivative.
pub(super) fn unknown<'a>(
    cx: &Context<'_>,
    input: Tokens<'a>,
    name: &Name,
    orders: u32,
) -> IResult<Tokens<'a>, Piece, Fault> {
    let (rest, given) = arguments(cx, input)?;
    let place = cx.from(name.first, rest);
    let terms: Vec<_> = given.iter().map(|p| p.term).collect();
    let term = unknown_value(cx, &name.text, orders, &terms, place)?;
    Ok((rest, Piece::new(term, name.first, place)))
}
