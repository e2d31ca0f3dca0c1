//! Operands: numbers, names, brackets, bars and roots.

use super::codes::Code;
use super::condition::choice;
use super::context::{Context, Piece, Read, Refused, Shape};
use super::derivative::{derivative, note_quotient};
use super::error::Fault;
use super::expression::{enclosed, value};
use super::function::{application, unknown};
use super::lexer::{Kind, Token};
use super::role::{Role, role};
use super::stream::Tokens;
use crate::term::{Func, Rational};
use nom::sequence::delimited;
use nom::{IResult, Parser};

/// The stack that must be free before an operand is read, and how much is added when it is not.
const RED_ZONE: usize = 128 * 1024;
const SEGMENT: usize = 4 * 1024 * 1024;

/// An operand: a number, a factor or an absolute value. Here nesting is counted and the stack grows.
pub(super) fn operand<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    if cx.depth.get() > cx.options.depth {
        return Err(cx.too_deep(input.span()));
    }
    cx.depth.set(cx.depth.get() + 1);
    let read = stacker::maybe_grow(RED_ZONE, SEGMENT, || match input.kind() {
        Kind::Number => literal(cx, input),
        Kind::Bar => absolute(cx, input),
        kind if starts_factor(kind, true) => factor(cx, input),
        _ => Err(cx.no_operand(input)),
    });
    cx.depth.set(cx.depth.get().saturating_sub(1));
    read
}

/// A number.
pub(super) fn literal<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (rest, token) = token(Kind::Number)(input)?;
    Ok((rest, Piece::new(cx.number(token)?, token, token.span())))
}

/// What may follow another factor without a sign.
fn factor<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    match input.kind() {
        Kind::Open => group(cx, input),
        Kind::Radical(_) => radical(cx, input),
        _ => match role(cx, input)? {
            Role::Choice => choice(cx, input),
            Role::Derivative => derivative(cx, input),
            Role::Function(_) | Role::Logarithm(_) => application(cx, input),
            Role::Unknown => unknown(cx, input),
            Role::Variable => variable(cx, input),
        },
    }
}

/// A term in parentheses.
pub(super) fn group<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let first = input.token(0);
    let inner = delimited(|i| open(cx, i), |i| value(cx, i), |i| close(cx, i, first.span()));
    let (rest, piece) = { inner }.parse(input)?;
    Ok((rest, Piece::new(piece.term, first, cx.read_to(rest))))
}

/// An absolute value between bars.
fn absolute<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (inner, bar) = token(Kind::Bar)(input)?;
    if inner.kind() == Kind::Bar {
        let span = (bar.start as usize, inner.span().1);
        let message = "`||` can be a norm or two absolute values";
        return Err(cx.refuse_hint(Code::Ambiguous, span, message, "write abs(abs(x)), or sqrt(x^2 + y^2) for a norm"));
    }
    let (rest, piece) = enclosed(cx, inner)?;
    let piece = valued(cx, piece)?;
    if rest.kind() != Kind::Bar {
        return Err(match rest.kind() {
            Kind::End | Kind::Close => cx.refuse(Code::Bracket, bar.span(), "this `|` is never closed"),
            _ => cx.unexpected(rest),
        });
    }
    let term = cx.arena().call(Func::Abs, piece.term);
    Ok((rest.rest(), Piece::new(term, bar, rest.span())))
}

/// A root sign and the operand right after it.
fn radical<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let sign = input.token(0);
    let Kind::Radical(index) = sign.kind else { return Err(nom::Err::Error(Fault::Mismatch)) };
    let (rest, piece) = operand(cx, input.rest())?;
    let piece = valued(cx, piece)?;
    if starts_factor(rest.kind(), true) && matches!(input.ahead(1), Kind::Number | Kind::Word) {
        let span = (sign.start as usize, piece.end as usize);
        cx.note(span, || format!("the root covers only `{}`", cx.quote(piece.span())));
    }
    let mut arena = cx.arena();
    let term = match index {
        2 => arena.call(Func::Sqrt, piece.term),
        3 => arena.call(Func::Cbrt, piece.term),
        _ => {
            let index = arena.integer(i64::from(index));
            arena.call2(Func::Root, piece.term, index)
        }
    };
    Ok((rest, Piece::new(term, sign, piece.span()).shaped(Shape::Radical)))
}

/// A variable or the circle's constant; primes belong to its name.
fn variable<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (mut rest, word) = token(Kind::Word)(input)?;
    let mut name = cx.name(word).into_owned();
    while rest.kind() == Kind::Prime {
        name.push('\'');
        rest = rest.rest();
    }
    note_quotient(cx, word, rest);
    let end = cx.read_to(rest);
    let term = if name == "pi" { cx.arena().pi() } else { cx.arena().symbol(&name) };
    let piece = Piece::new(term, word, end);
    if name == "e" {
        if matches!(rest.kind(), Kind::Caret | Kind::Superscript) {
            return Ok((rest, piece.shaped(Shape::Euler)));
        }
        cx.note(piece.span(), || "`e` is a variable here; the number is exp(1), and e^x is exp(x)".to_string());
    }
    if rest.kind() == Kind::Open && name != "pi" {
        cx.note(piece.span(), || {
            format!("`{name}(…)` is the product {name}*(…); --function {name} makes it a function")
        });
    } else if rest.kind() == Kind::Word && rest.span().0 == end.1 {
        let both = (piece.start as usize, rest.span().1);
        cx.note(both, || format!("`{}` is a product of two names", cx.quote(both)));
    }
    Ok((rest, piece))
}

/// An opening parenthesis.
pub(super) fn open<'a>(cx: &Context<'_>, input: Tokens<'a>) -> IResult<Tokens<'a>, (), Fault> {
    let (rest, _) = token(Kind::Open)(input).map_err(|_| cx.unexpected(input))?;
    cx.open.set(cx.open.get() + 1);
    Ok((rest, ()))
}

/// The parenthesis that closes the one at `opened`.
pub(super) fn close<'a>(cx: &Context<'_>, input: Tokens<'a>, opened: (usize, usize)) -> IResult<Tokens<'a>, (), Fault> {
    match input.kind() {
        Kind::Close => {
            cx.open.set(cx.open.get().saturating_sub(1));
            Ok((input.rest(), ()))
        }
        Kind::End => Err(cx.refuse(Code::Bracket, opened, "this `(` is never closed")),
        Kind::Bar => Err(cx.refuse(Code::Bracket, opened, "this `(` is not closed before the next `|`")),
        _ => Err(cx.unexpected(input)),
    }
}

/// The next token, if it is of that kind.
pub(super) fn token<'a>(kind: Kind) -> impl Fn(Tokens<'a>) -> IResult<Tokens<'a>, Token, Fault> {
    move |input| {
        if input.kind() == kind { Ok((input.rest(), input.token(0))) } else { Err(nom::Err::Error(Fault::Mismatch)) }
    }
}

/// The piece, unless it is a condition.
pub(super) fn valued(cx: &Context<'_>, piece: Piece) -> Result<Piece, Refused> {
    match piece.shape {
        Shape::Condition => {
            Err(cx.refuse(Code::Condition, piece.span(), "this `if` is a condition, and a term is expected here"))
        }
        _ => Ok(piece),
    }
}

/// A raised whole number as an exponent: `²`, `⁻¹`.
pub(super) fn raised<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (rest, token) = token(Kind::Superscript)(input)?;
    let digits: String = cx.source(token).chars().filter_map(super::character::superscript).collect();
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, digits.trim_start_matches('+')),
    };
    if digits.len() > cx.options.digits {
        return Err(cx.refuse(
            Code::Limit,
            token.span(),
            format!("an exponent with more than {} digits", cx.options.digits),
        ));
    }
    let Ok(value) = digits.parse() else { return Err(cx.unexpected(input)) };
    let mut arena = cx.arena();
    let term = arena.literal(Rational::from_integer(value));
    let term = if negative { arena.neg(term) } else { term };
    Ok((rest, Piece::new(term, token, token.span())))
}

/// Whether a token after an operand begins another factor.
pub(super) fn starts_factor(kind: Kind, barred: bool) -> bool {
    match kind {
        Kind::Word | Kind::Open | Kind::Radical(_) => true,
        Kind::Bar => !barred,
        _ => false,
    }
}
