//! Operands: numbers, brackets, bars, fractions, roots, and their exponents.

use super::context::{Context, Piece, Read, Shape, span};
use super::derivative::{derivative, is_derivative};
use super::expression::{enclosed, expression, starts_factor};
use super::function::application;
use super::name::{index, single, variable};
use super::token::{Fence, Kind, Shape as Fencing, Token, Tokens};
use super::value::{exponential, root_of};
use crate::parse::codes::Code;
use crate::parse::context::Refused;
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

/// An exponent: one sign, or a group.
pub(super) fn power<'a>(cx: &Context<'_>, input: Tokens<'a>, base: Shape) -> Read<'a, Piece> {
    let (rest, caret) = token(Kind::Caret)(input)?;
    check_exponent(cx, caret, rest, base)?;
    let (after, piece) = argument(cx, rest)?;
    let last = cx.previous(after).unwrap_or(caret);
    if after.kind() == Kind::Number && after.token(0).touches(&last) && last.kind == Kind::Number {
        let digits = (last.start as usize, after.token(0).end as usize);
        let place = (caret.start as usize, digits.1);
        let hint = format!("write ^{{{}}}", cx.quote(digits));
        return Err(cx.refuse_hint(Code::Ambiguous, place, "TeX takes the first digit only as the exponent", hint));
    }
    Ok((after, piece))
}

/// Refuses what is raised without being an exponent: a transpose, a star, an index in brackets.
fn check_exponent(cx: &Context<'_>, caret: Token, input: Tokens<'_>, base: Shape) -> Result<(), Refused> {
    let brace = Fence::new(Fencing::Brace);
    let braced = input.kind() == Kind::Open(brace);
    let inner = input.token(usize::from(braced));
    let lone = !braced || input.ahead(2) == Kind::Close(brace);
    let place = (caret.start as usize, inner.end as usize);
    let named = matches!(base, Shape::Name | Shape::Group);
    if inner.kind == Kind::Letter && lone && cx.source(inner) == "T" && named {
        return Err(cx.unsupported(place, "vectors and their transposes"));
    }
    if inner.kind == Kind::Star && lone {
        return Err(cx.unsupported(place, "a star as an exponent"));
    }
    let bracketed = matches!(inner.kind, Kind::Open(fence) if fence != brace);
    let atom = inner.size == 2 && matches!(input.ahead(2), Kind::Number | Kind::Letter);
    if braced && bracketed && atom && input.ahead(4) == Kind::Close(brace) && base == Shape::Name {
        let place = (place.0, input.token(4).end as usize);
        let message = format!("`{}` can be a power, an index or a derivative", cx.quote(place));
        return Err(cx.refuse_hint(Code::Ambiguous, place, message, "write a power without the brackets"));
    }
    Ok(())
}

/// What a command takes: a group, or one sign.
pub(super) fn argument<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (next, before) = (input.token(0), cx.previous(input));
    match next.kind {
        Kind::Number => literal(cx, input),
        Kind::Letter | Kind::Greek | Kind::Word | Kind::Exponential => single(cx, input),
        Kind::Open(fence) if fence.shape == Fencing::Brace => nested(cx, input, |i| group(cx, i)),
        Kind::Fraction | Kind::Root | Kind::Accent(_) => nested(cx, input, |i| factor(cx, i)),
        Kind::Minus | Kind::Plus if before.is_some_and(|t| t.kind == Kind::Caret) => {
            let place = (before.map_or(next.start, |t| t.start) as usize, input.token(1).end as usize);
            let hint = format!("write ^{{{}{}}}", cx.source(next), cx.source(input.token(1)));
            Err(cx.refuse_hint(Code::Ambiguous, place, "TeX takes the sign only as the exponent", hint))
        }
        _ => {
            let sign = before.map(|t| cx.shown(t)).unwrap_or_default();
            let message = format!("an argument is missing after {sign}, before {}", cx.shown(next));
            Err(cx.refuse_hint(Code::MissingOperand, span(next), message, "arguments stand in braces { }"))
        }
    }
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
fn nested<'a>(
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
fn factor<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    match input.kind() {
        _ if is_derivative(cx, input)? => derivative(cx, input),
        Kind::Open(fence) => match fence.shape {
            Fencing::Line => absolute(cx, input),
            Fencing::Floor | Fencing::Ceil => rounded(cx, input),
            Fencing::Cases => Err(cx.unsupported(span(input.token(0)), "formulas in cases")),
            Fencing::Nothing => Err(cx.unsupported(span(input.token(0)), "an evaluation bar inside of a term")),
            _ => group(cx, input),
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
    let bar = input.token(0);
    let inner = input.rest();
    let plain = bar.kind == Kind::Bar;
    if plain && inner.kind() == Kind::Bar {
        return Err(cx.unsupported((bar.start as usize, inner.token(0).end as usize), "norms"));
    }
    let (rest, piece) = inside(cx, inner, |i| if plain { enclosed(cx, i) } else { expression(cx, i) })?;
    if plain && rest.kind() != Kind::Bar {
        return Err(match rest.kind() {
            Kind::End | Kind::Close(_) => cx.refuse(Code::Bracket, span(bar), "this `|` is never closed"),
            _ => cx.unexpected(rest),
        });
    }
    let rest = if plain { rest.rest() } else { closed(cx, rest)?.0 };
    let term = cx.arena().call(Func::Abs, piece.term);
    Ok((rest, Piece::new(term, bar, cx.read_to(rest))))
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
