//! Operands: numbers, brackets, bars, fractions, roots, and their exponents.

use super::cases::cases;
use super::context::{Context, Piece, Read, Shape, span};
use super::derivative::{derivative, is_derivative, ratio};
use super::expression::{enclosed, expression, starts_factor};
use super::function::application;
use super::name::index;
use super::power::{argument, power};
use super::primed::primed;
use super::token::{Fence, Kind, Shape as Fencing, Token, Tokens};
use super::value::{exponential, root_of};
use super::variable::variable;
use crate::parse::codes::Code;
use crate::parse::error::Fault;
use crate::term::{Func, Operator};
use nom::IResult;

/// The stack that must be free before an operand is read, and how much is added when it is not.
const RED_ZONE: usize = 128 * 1024;
const SEGMENT: usize = 4 * 1024 * 1024;

/// An operand and its exponent.
pub(super) fn raised<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (rest, base) = operand(cx, input)?;
    if rest.kind() != Kind::Caret {
        return Ok((rest, base));
    }
    let (mut rest, exponent) = power(cx, rest, base.shape)?;
    if rest.kind() == Kind::Under && base.shape == Shape::Name {
        // The index of x^2_1 was read with the name.
        rest = index(cx, rest)?.0;
    }
    if rest.kind() == Kind::Caret {
        return Err(cx.unexpected(rest));
    }
    let both = (base.start as usize, exponent.end.max(base.end) as usize);
    if matches!(base.shape, Shape::Fraction | Shape::Derivative) {
        cx.note(both, || format!("`{}` is read as a power of the whole fraction", cx.quote(both)));
    }
    let term = match base.shape {
        Shape::Euler | Shape::Exponential => exponential(cx, base, exponent),
        _ => cx.arena().binary(Operator::Pow, base.term, exponent.term),
    };
    let shape = if base.shape == Shape::Bare { Shape::Bare } else { Shape::Plain };
    Ok((rest, Piece { term, end: both.1 as u32, shape, ..base }))
}

/// An operand: a number, a factor or an absolute value.
pub(super) fn operand<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    nested(cx, input, |i| match i.kind() {
        Kind::Number => literal(cx, i),
        Kind::Bar => absolute(cx, i),
        _ if starts_factor(cx, i) => factor(cx, i),
        _ => Err(cx.no_operand(i)),
    })
}

/// Reads what is one level deeper: here nesting is counted and the stack grows.
pub(super) fn nested<'a>(
    cx: &Context<'_>,
    input: Tokens<'a>,
    read: impl FnOnce(Tokens<'a>) -> IResult<Tokens<'a>, Piece, Fault>,
) -> IResult<Tokens<'a>, Piece, Fault> {
    if cx.depth.get() > cx.setting.options.depth {
        return Err(cx.too_deep(span(input.token(0))));
    }
    cx.depth.set(cx.depth.get() + 1);
    let applied = cx.applied.get() && matches!(input.kind(), Kind::Letter | Kind::Greek | Kind::Word | Kind::Accent(_));
    cx.applied.set(applied);
    let found = stacker::maybe_grow(RED_ZONE, SEGMENT, || read(input));
    cx.depth.set(cx.depth.get().saturating_sub(1));
    found
}

/// A number.
pub(super) fn literal<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (rest, number) = token(Kind::Number)(input)?;
    Ok((rest, Piece::new(cx.number(number)?, number, span(number)).shaped(Shape::Number)))
}

/// What may follow another factor without a sign.
pub(super) fn factor<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    match input.kind() {
        Kind::Letter | Kind::Partial if is_derivative(cx, input)? => ratio(cx, input),
        _ if is_derivative(cx, input)? => derivative(cx, input),
        Kind::Open(fence) => match fence.shape {
            Fencing::Line => lined(cx, input),
            Fencing::Floor | Fencing::Ceil => rounded(cx, input),
            Fencing::Cases => cases(cx, input),
            Fencing::Nothing => Err(cx.unsupported(span(input.token(0)), "an evaluation bar inside of a term")),
            _ => primed(cx, input),
        },
        Kind::Fraction => fraction(cx, input),
        Kind::Root => root(cx, input),
        Kind::Function(_) | Kind::Decadic => application(cx, input),
        _ => variable(cx, input),
    }
}

/// A term in brackets, which may be braces.
pub(super) fn group<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let first = input.token(0);
    let Kind::Open(fence) = first.kind else { return Err(nom::Err::Error(Fault::Mismatch)) };
    let (rest, piece) = inside(cx, input.rest(), |i| expression(cx, i))?;
    let (rest, _) = closed(cx, rest)?;
    let whole = Piece::new(piece.term, first, cx.read_to(rest));
    if fence.shape == Fencing::Brace {
        let shape =
            if matches!(piece.shape, Shape::Group | Shape::Name | Shape::Number) { piece.shape } else { Shape::Plain };
        return Ok((rest, whole.shaped(shape)));
    }
    let atom = first.size == 2;
    if fence.shape == Fencing::Curly || (fence.shape == Fencing::Square && atom) {
        cx.note(whole.span(), || format!("`{}` is read as a term in parentheses", cx.quote(whole.span())));
    }
    Ok((rest, whole.shaped(Shape::Group)))
}

/// An absolute value between bars.
fn absolute<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (inner, bar) = token(Kind::Bar)(input)?;
    if inner.kind() == Kind::Bar {
        return Err(cx.unsupported((bar.start as usize, inner.token(0).end as usize), "norms"));
    }
    let (rest, piece) = inside(cx, inner, |i| enclosed(cx, i))?;
    if rest.kind() != Kind::Bar {
        return Err(match rest.kind() {
            Kind::End | Kind::Close(_) | Kind::Comma => {
                let hint = "conditions behind a bar, as in P(A|B), are not read";
                cx.refuse_hint(Code::Bracket, span(bar), "this `|` is never closed", hint)
            }
            _ => cx.unexpected(rest),
        });
    }
    let term = cx.arena().call(Func::Abs, piece.term);
    Ok((rest.rest(), Piece::new(term, bar, span(rest.token(0)))))
}

/// An absolute value between bars that say which one opens.
fn lined<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (rest, piece) = inside(cx, input.rest(), |i| expression(cx, i))?;
    let (rest, _) = closed(cx, rest)?;
    let term = cx.arena().call(Func::Abs, piece.term);
    Ok((rest, Piece::new(term, input.token(0), cx.read_to(rest))))
}

/// `\lfloor x \rfloor`, `\lceil x \rceil`.
fn rounded<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let first = input.token(0);
    let Kind::Open(fence) = first.kind else { return Err(nom::Err::Error(Fault::Mismatch)) };
    let (rest, piece) = inside(cx, input.rest(), |i| expression(cx, i))?;
    let (rest, _) = closed(cx, rest)?;
    let function = if fence.shape == Fencing::Floor { Func::Floor } else { Func::Ceil };
    let term = cx.arena().call(function, piece.term);
    Ok((rest, Piece::new(term, first, cx.read_to(rest))))
}

/// A fraction that is no derivative.
fn fraction<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (rest, word) = token(Kind::Fraction)(input)?;
    let (rest, above) = argument(cx, rest)?;
    let (rest, below) = argument(cx, rest)?;
    let term = cx.arena().binary(Operator::Div, above.term, below.term);
    Ok((rest, Piece::new(term, word, cx.read_to(rest)).shaped(Shape::Fraction)))
}

/// A root, with its index in square brackets.
fn root<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (mut rest, word) = token(Kind::Root)(input)?;
    let mut degree = None;
    if rest.kind() == Kind::Open(Fence::new(Fencing::Square)) {
        let (after, piece) = inside(cx, rest.rest(), |i| expression(cx, i))?;
        (rest, degree) = (closed(cx, after)?.0, Some(piece));
    }
    let (rest, of) = argument(cx, rest)?;
    let whole = cx.from(word, rest);
    let term = root_of(cx, of, degree, whole);
    Ok((rest, Piece::new(term, word, whole)))
}

/// Reads what stands inside of delimiters.
pub(super) fn inside<'a, T>(
    cx: &Context<'_>,
    input: Tokens<'a>,
    read: impl FnOnce(Tokens<'a>) -> IResult<Tokens<'a>, T, Fault>,
) -> IResult<Tokens<'a>, T, Fault> {
    cx.inside.set(cx.inside.get() + 1);
    let (rest, found) = read(input)?;
    if !matches!(rest.kind(), Kind::Close(_) | Kind::Comma | Kind::Bar | Kind::End) {
        return Err(cx.unexpected(rest));
    }
    if rest.kind() != Kind::Comma {
        cx.inside.set(cx.inside.get().saturating_sub(1));
    }
    Ok((rest, found))
}

/// The closing delimiter; its partner was found before.
pub(super) fn closed<'a>(cx: &Context<'_>, input: Tokens<'a>) -> IResult<Tokens<'a>, Token, Fault> {
    match input.kind() {
        Kind::Close(_) => Ok((input.rest(), input.token(0))),
        _ => Err(cx.unexpected(input)),
    }
}

/// The next token, if it is of that kind.
pub(super) fn token<'a>(kind: Kind) -> impl Fn(Tokens<'a>) -> IResult<Tokens<'a>, Token, Fault> {
    move |input| {
        if input.kind() == kind { Ok((input.rest(), input.token(0))) } else { Err(nom::Err::Error(Fault::Mismatch)) }
    }
}
