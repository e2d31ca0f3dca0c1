//! Exponents and arguments, by TeX's rule: a group in braces, or one sign.

use super::context::{Context, Piece, Read, Shape, span};
use super::name::single;
use super::operand::{factor, group, literal, nested, token};
use super::token::{Fence, Kind, Shape as Fencing, Token, Tokens};
use super::variable::variable;
use crate::parse::codes::Code;
use crate::parse::context::Refused;

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
        Kind::Letter | Kind::Greek | Kind::Word | Kind::Exponential | Kind::Accent(_) => single(cx, input),
        Kind::Open(fence) if fence.shape == Fencing::Brace => nested(cx, input, |i| group(cx, i)),
        Kind::Fraction | Kind::Root | Kind::Dot(_) | Kind::Shorthand => nested(cx, input, |i| factor(cx, i)),
        Kind::Minus | Kind::Plus if before.is_some_and(|t| t.kind == Kind::Caret) => {
            let place = (before.map_or(next.start, |t| t.start) as usize, input.token(1).end as usize);
            let hint = format!("write ^{{{}{}}}", cx.source(next), cx.source(input.token(1)));
            Err(cx.refuse_hint(Code::Ambiguous, place, "TeX takes the sign only as the exponent", hint))
        }
        Kind::Partial => variable(cx, input),
        _ => {
            let sign = before.map(|t| cx.shown(t)).unwrap_or_default();
            let message = format!("an argument is missing after {sign}, before {}", cx.shown(next));
            Err(cx.refuse_hint(Code::MissingOperand, span(next), message, "arguments stand in braces { }"))
        }
    }
}
