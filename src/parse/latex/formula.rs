//! Whole texts: formulas one after the other, each a chain of terms with relations between them.

use super::context::{Context, Piece, Read, Shape, span};
use super::digits::plain;
use super::expression::expression;
use super::name::name;
use super::operand::{closed, inside, token};
use super::token::{BRACE, BRACE_END, Fence, Kind, Shape as Fencing, Tokens};
use super::{Chain, Link, Part};
use crate::parse::codes::Code;
use crate::parse::error::Fault;
use crate::term::{Symbol, TermId};

type Bindings = Vec<(Symbol, TermId)>;

/// All formulas of a text.
pub(super) fn formula<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Vec<Chain>> {
    let (mut rest, first) = chain(cx, input)?;
    let mut found = vec![first];
    while rest.kind() == Kind::Separator {
        let (after, next) = chain(cx, rest.rest())?;
        found.push(next);
        rest = after;
    }
    match rest.kind() {
        Kind::End => Ok((rest, found)),
        _ => Err(cx.unexpected(rest)),
    }
}

/// Terms with relations between them.
fn chain<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Chain> {
    let (mut rest, first) = part(cx, input)?;
    let (mut parts, mut links) = (vec![first], Vec::new());
    while let Kind::Link(kind) = rest.kind() {
        links.push(Link { kind, span: span(rest.token(0)) });
        let (after, next) = part(cx, rest.rest())?;
        parts.push(next);
        rest = after;
    }
    Ok((rest, Chain { parts, links }))
}

/// One side of a relation, perhaps evaluated.
fn part<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Part> {
    let first = input.token(0);
    let signs = usize::from(matches!(input.kind(), Kind::Minus | Kind::Plus));
    let (rest, term, at) = match input.ahead(signs) {
        Kind::Open(fence) if fence.shape == Fencing::Nothing => {
            let (rest, (piece, at)) = evaluated(cx, input.skip(signs))?;
            let negative = input.kind() == Kind::Minus;
            let term = if negative { cx.arena().neg(piece.term) } else { piece.term };
            (rest, term, at)
        }
        _ => {
            let (rest, piece) = expression(cx, input)?;
            match rest.kind() {
                Kind::Bar if rest.ahead(1) == Kind::Under => {
                    if piece.shape == Shape::Sum {
                        let message = "the bar can evaluate the whole sum or its last term";
                        let hint = "write \\left.…\\right|_{x=2} around what is evaluated";
                        return Err(cx.refuse_hint(Code::Ambiguous, piece.span(), message, hint));
                    }
                    let (rest, at) = evaluation(cx, rest.rest())?;
                    (rest, piece.term, at)
                }
                _ => (rest, piece.term, Vec::new()),
            }
        }
    };
    if !at.is_empty() && !matches!(rest.kind(), Kind::End | Kind::Link(_) | Kind::Separator) {
        return Err(cx.unsupported(cx.from(first, rest), "an evaluation bar inside of a larger term"));
    }
    let places = places(cx, input, rest);
    Ok((rest, Part { term, span: cx.from(first, rest), places, at }))
}

/// `\left.…\right|_{a=2}`
fn evaluated<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, (Piece, Bindings)> {
    let first = input.token(0);
    let (rest, piece) = inside(cx, input.rest(), |i| expression(cx, i))?;
    let (rest, close) = closed(cx, rest)?;
    if rest.kind() != Kind::Under || close.kind == Kind::Close(Fence { shape: Fencing::Nothing, tall: true }) {
        return Err(cx.unsupported((first.start as usize, close.end as usize), "an evaluation bar without its point"));
    }
    let (rest, at) = evaluation(cx, rest)?;
    Ok((rest, (piece, at)))
}

/// The point after an evaluation bar: `_{a=2, y=1}`.
fn evaluation<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Bindings> {
    let (rest, under) = token(Kind::Under)(input)?;
    let place = (under.start as usize, rest.token(0).end as usize);
    if rest.kind() != BRACE {
        return Err(cx.unsupported(place, "an evaluation bar that does not say which variable it is about"));
    }
    let (mut rest, mut found) = (rest, Vec::new());
    loop {
        let (after, one) = binding(cx, rest.rest())?;
        found.push(one);
        rest = after;
        match rest.kind() {
            Kind::Comma => cx.inside.set(cx.inside.get().saturating_sub(1)),
            _ => return Ok((closed(cx, rest)?.0, found)),
        }
    }
}

/// A variable and its value.
fn binding<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, (Symbol, TermId)> {
    let first = input.token(0);
    let missing = |_| cx.unsupported(span(first), "an evaluation bar that does not say which variable it is about");
    let (rest, x) = name(cx, input).map_err(missing)?;
    let Kind::Link(super::LinkKind::Equal) = rest.kind() else { return Err(missing(nom::Err::Error(Fault::Mismatch))) };
    let (rest, value) = inside(cx, rest.rest(), |i| expression(cx, i))?;
    Ok((rest, (cx.arena().intern(&x.text), value.term)))
}

/// The decimal places of a part that is one number, with or without a sign. A whole number times a
/// power of ten is exact.
fn places(cx: &Context<'_>, input: Tokens<'_>, rest: Tokens<'_>) -> Option<i32> {
    let number = input.skip(usize::from(matches!(input.kind(), Kind::Minus | Kind::Plus)));
    if number.kind() != Kind::Number {
        return None;
    }
    let text = plain(cx.source(number.token(0)));
    let decimals = i32::try_from(text.split_once('.').map_or(0, |(_, decimals)| decimals.len())).ok()?;
    if number.rest() == rest {
        return Some(decimals);
    }
    let (end, exponent) = power_of_ten(cx, number.rest())?;
    if end == rest && decimals > 0 { decimals.checked_sub(exponent) } else { None }
}

/// The exponent in `\times 10^{8}`, and what follows.
fn power_of_ten<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Option<(Tokens<'a>, i32)> {
    let ten = input.kind() == Kind::Star && cx.source(input.token(1)) == "10" && input.ahead(2) == Kind::Caret;
    let braced = input.ahead(3) == BRACE;
    let sign = 3 + usize::from(braced);
    let negative = input.ahead(sign) == Kind::Minus;
    let digits = sign + usize::from(negative);
    let closed = !braced || input.ahead(digits + 1) == BRACE_END;
    let number = ten && closed && input.ahead(digits) == Kind::Number;
    let exponent: i32 = cx.source(input.token(digits)).parse().ok().filter(|_| number)?;
    Some((input.skip(digits + 1 + usize::from(braced)), if negative { -exponent } else { exponent }))
}
