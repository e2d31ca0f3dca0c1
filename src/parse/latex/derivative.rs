//! Derivatives: `\frac{d}{dx} f`, `\frac{df}{dx}`, `d/dx f`, `dy/dx`, `\partial_x f`, `\dv{f}{x}`, `\dot x`.

use super::context::{Context, Piece, Read, Shape, Span, span};
use super::expression::starts_factor;
use super::name::{name, variable};
use super::operand::{argument, raised};
use super::token::{Fence, Kind, Shape as Fencing, Token, Tokens};
use crate::parse::codes::Code;
use crate::parse::context::Refused;
use crate::parse::error::Fault;
use crate::term::{Node, Symbol};

/// By which variables something is differentiated, and how often by each; the last comes first.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct By {
    pub list: [Option<(Symbol, u32)>; 3],
}

/// A derivative as it is laid out, before its parts are read.
struct Form<'a> {
    /// The order above the line; `None` if it is no number.
    order: Option<u32>,
    by: Vec<(String, Option<u32>)>,
    /// What is differentiated and where it must end; `None` for an operator.
    body: Option<(Tokens<'a>, Tokens<'a>)>,
    rest: Tokens<'a>,
}

const BRACE: Kind = Kind::Open(Fence::new(Fencing::Brace));

/// `\frac{d}{dx}` and its other spellings, before the product they apply to.
pub(super) fn derivation<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, By> {
    let Some(Form { order, by, body: None, rest }) = form(cx, input)? else {
        return Err(nom::Err::Error(Fault::Mismatch));
    };
    let place = cx.from(input.token(0), rest);
    let found = orders(cx, order, &by, place)?;
    let bar = rest.kind() == Kind::Bar && rest.ahead(1) != Kind::Under && !cx.barred.get();
    if !bar && !starts_factor(cx, rest) && !matches!(rest.kind(), Kind::Number | Kind::Plus | Kind::Minus) {
        let message = format!("a term is missing after `{}`", cx.quote(place));
        return Err(cx.refuse(Code::Derivative, place, message));
    }
    let called = matches!(rest.ahead(1), Kind::Open(f) if f.shape == Fencing::Round) && rest.token(1).size == 2;
    let same = by.first().is_some_and(|(x, _)| *x == cx.source(rest.token(2)));
    cx.applied.set(called && same);
    Ok((rest, found))
}

/// Whether an operand is a derivative of something it names.
pub(super) fn is_derivative(cx: &Context<'_>, input: Tokens<'_>) -> Result<bool, Refused> {
    Ok(matches!(input.kind(), Kind::Dot(_)) || matches!(form(cx, input)?, Some(Form { body: Some(_), .. })))
}

/// `\frac{df}{dx}`, `dy/dx`, `\dv{f}{x}`, `\dot x`.
pub(super) fn derivative<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let first = input.token(0);
    if let Kind::Dot(n) = first.kind {
        let (rest, of) = argument(cx, input.rest())?;
        let mut arena = cx.arena();
        let time = arena.intern("t");
        let term = arena.add(Node::Diff(of.term, time, n));
        return Ok((rest, Piece::new(term, first, of.span()).shaped(Shape::Derivative)));
    }
    let Some(Form { order, by, body: Some((body, end)), rest }) = form(cx, input)? else {
        return Err(nom::Err::Error(Fault::Mismatch));
    };
    let place = cx.from(first, rest);
    let by = orders(cx, order, &by, place)?;
    cx.applied.set(true);
    let (after, of) = if matches!(first.kind, Kind::Letter | Kind::Partial) {
        variable(cx, body)?
    } else if first.kind == Kind::Shorthand {
        super::expression::expression(cx, body)?
    } else {
        raised(cx, body)?
    };
    if after != end {
        let message = format!("what is differentiated in `{}` is more than one factor", cx.quote(place));
        return Err(cx.refuse_hint(Code::Ambiguous, place, message, "write \\frac{d}{dx}\\left(…\\right)"));
    }
    let next = rest.token(0);
    if matches!(next.kind, Kind::Open(f) if f.shape == Fencing::Round) && next.size == 2 {
        let place = (place.0, rest.token(2).end as usize);
        let message = "a derivative before parentheses can be multiplied or evaluated";
        return Err(cx.refuse_hint(Code::Ambiguous, place, message, "write \\cdot, or \\left.…\\right|_{x=2}"));
    }
    let term = by.of(cx, of.term);
    Ok((rest, Piece::new(term, first, place).shaped(Shape::Derivative)))
}

/// How a derivative at `input` is laid out, if there is one.
fn form<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Result<Option<Form<'a>>, Refused> {
    match input.kind() {
        Kind::Fraction => over(cx, input),
        Kind::Shorthand => Ok(shorthand(cx, input)),
        Kind::Letter | Kind::Partial if is_sign(cx, input.token(0)) => Ok(inline(cx, input)),
        _ => Ok(None),
    }
}

/// `d` or `\partial`.
fn is_sign(cx: &Context<'_>, token: Token) -> bool {
    token.kind == Kind::Partial || (token.kind == Kind::Letter && cx.source(token) == "d")
}

/// The inside of an argument, its end, and what follows it.
fn parts(input: Tokens<'_>) -> (Tokens<'_>, Tokens<'_>, Tokens<'_>) {
    let size = input.token(0).size as usize;
    match input.kind() {
        BRACE => (input.rest(), input.skip(size), input.skip(size + 1)),
        _ => (input, input.rest(), input.rest()),
    }
}

fn over<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Result<Option<Form<'a>>, Refused> {
    let (above, end, next) = parts(input.rest());
    let (below, close, rest) = parts(next);
    let Some((after, by)) = differentials(cx, below).filter(|(after, _)| next.kind() == BRACE && *after == close)
    else {
        return Ok(None);
    };
    if !is_sign(cx, above.token(0)) {
        let place = (span(input.token(0)).0, span(after.token(0)).1);
        let message = "a differential stands below the line, and none begins what is above";
        return Err(cx.refuse_hint(Code::Derivative, place, message, "write 2\\frac{dy}{dx} for \\frac{2dy}{dx}"));
    }
    let (body, order) = repeated(cx, above.rest());
    let body = (body != end).then_some((body, end));
    Ok(Some(Form { order, by, body, rest }))
}

/// `d/dx`, `dy/dx`, `\partial f/\partial x`, `\partial_x`.
fn inline<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Option<Form<'a>> {
    let (after, order) = repeated(cx, input.rest());
    if after.kind() == Kind::Under && input.kind() == Kind::Partial {
        let (inside, close, rest) = parts(after.rest());
        let (end, x) = name(cx, inside).ok().filter(|(end, _)| *end == close)?;
        let rest = if end == rest { end } else { rest };
        return Some(Form { order, by: vec![(x.text, order)], body: None, rest });
    }
    let body = if after.kind() == Kind::Slash { None } else { Some(after) };
    let slash = match body {
        None => after,
        Some(body) => {
            let (end, _) = name(cx, body).ok()?;
            match end.kind() {
                Kind::Open(fence) if fence.shape == Fencing::Round => end.skip(end.token(0).size as usize + 1),
                _ => end,
            }
        }
    };
    let below = Some(slash.rest()).filter(|below| slash.kind() == Kind::Slash && is_sign(cx, below.token(0)))?;
    let (rest, by) = match input.kind() {
        Kind::Partial => differentials(cx, below)?,
        _ => {
            let (rest, x) = differential(cx, below)?;
            (rest, vec![x])
        }
    };
    Some(Form { order, by, body: body.map(|body| (body, slash)), rest })
}

/// `\dv{x}`, `\dv{f}{x}`, `\dv[2]{f}{x}`, `\pdv{f}{x}{y}`.
fn shorthand<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Option<Form<'a>> {
    let mut next = input.rest();
    let mut order = None;
    if next.kind() == Kind::Open(Fence::new(Fencing::Square)) {
        order = Some(whole(cx, next.token(1)).filter(|_| next.token(0).size == 2)?);
        next = next.skip(next.token(0).size as usize + 1);
    }
    let (inside, end, mut rest) = parts(next);
    let variable =
        |i: Tokens<'a>, end: Tokens<'a>| name(cx, i).ok().filter(|(after, _)| *after == end).map(|(_, x)| x.text);
    if rest.kind() != BRACE {
        return Some(Form {
            order: order.or(Some(1)),
            by: vec![(variable(inside, end)?, order.or(Some(1)))],
            body: None,
            rest,
        });
    }
    let mut by = Vec::new();
    while rest.kind() == BRACE && by.len() < 3 {
        let (inside, end, after) = parts(rest);
        by.push((variable(inside, end)?, Some(1)));
        rest = after;
    }
    if let ([only], Some(n)) = (by.as_mut_slice(), order) {
        only.1 = Some(n);
    }
    let total = order.unwrap_or(by.len() as u32);
    Some(Form { order: Some(total), by, body: Some((inside, end)), rest })
}

type Differential = (String, Option<u32>);

/// `dx`, `dx^2`, `\partial x\,\partial y`.
fn differentials<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Option<(Tokens<'a>, Vec<Differential>)> {
    let (mut rest, first) = differential(cx, input)?;
    let mut found = vec![first];
    while is_sign(cx, rest.token(0)) && found.len() < 3 {
        let (after, next) = differential(cx, rest)?;
        found.push(next);
        rest = after;
    }
    Some((rest, found))
}

fn differential<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Option<(Tokens<'a>, Differential)> {
    if !is_sign(cx, input.token(0)) {
        return None;
    }
    let (rest, x) = name(cx, input.rest()).ok()?;
    if x.text == "pi" || matches!(input.ahead(1), Kind::Word) && x.text.len() < 2 {
        return None;
    }
    let (rest, order) = repeated(cx, rest);
    Some((rest, (x.text, order)))
}

/// The order at `d^n` or `dx^n`, which is 1 where no exponent follows; `None` if it is no number.
fn repeated<'a>(cx: &Context<'_>, input: Tokens<'a>) -> (Tokens<'a>, Option<u32>) {
    if input.kind() != Kind::Caret {
        return (input, Some(1));
    }
    let (inside, end, rest) = parts(input.rest());
    let order = if inside.rest() == end { whole(cx, inside.token(0)) } else { None };
    (rest, order)
}

fn whole(cx: &Context<'_>, token: Token) -> Option<u32> {
    match token.kind {
        Kind::Number => cx.source(token).parse().ok(),
        _ => None,
    }
}

/// The variables with their orders, which add up to the order above the line.
fn orders(cx: &Context<'_>, above: Option<u32>, by: &[Differential], place: Span) -> Result<By, Refused> {
    let total = by.iter().try_fold(0_u64, |sum, (_, n)| Some(sum + u64::from((*n)?)));
    match (above, total) {
        (Some(above), Some(total)) if u64::from(above) == total => {}
        _ => {
            let message = "the orders above and below the line are not the same whole number";
            return Err(cx.refuse(Code::Derivative, place, message));
        }
    }
    if above.is_none_or(|n| n > cx.setting.options.order) {
        let message = format!("the order of a derivative is above the limit {}", cx.setting.options.order);
        return Err(cx.refuse(Code::Limit, place, message));
    }
    let mut found = By::default();
    for (slot, (x, n)) in found.list.iter_mut().zip(by) {
        *slot = Some((cx.arena().intern(x), n.unwrap_or(1)));
    }
    Ok(found)
}
