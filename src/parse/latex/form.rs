//! How derivatives are laid out: a fraction of differentials, with or without what is differentiated.

use super::context::{Context, Read, span};
use super::name::name;
use super::token::{BRACE, Fence, Kind, Shape as Fencing, Token, Tokens};
use super::variable::is_declared;
use crate::parse::codes::Code;
use crate::parse::context::Refused;
use crate::parse::error::Fault;

/// A derivative as it is laid out, before its parts are read.
pub(super) struct Form<'a> {
    /// The order above the line; `None` if it is no number.
    pub order: Option<u32>,
    pub by: Vec<Differential>,
    /// What is differentiated and where it must end; `None` for an operator.
    pub body: Option<(Tokens<'a>, Tokens<'a>)>,
    pub rest: Tokens<'a>,
}

/// How a derivative at `input` is laid out, if there is one.
pub(super) fn form<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Result<Option<Form<'a>>, Refused> {
    match input.kind() {
        Kind::Fraction => over(cx, input),
        Kind::Shorthand => Ok(shorthand(cx, input)),
        Kind::Letter | Kind::Partial if is_sign(cx, input.token(0)) => Ok(inline(cx, input)),
        Kind::Letter if input.ahead(1) == Kind::Under && cx.source(input.token(0)) == "D" => Ok(operator(cx, input)),
        _ => Ok(None),
    }
}

/// `d` or `\partial`.
fn is_sign(cx: &Context<'_>, token: Token) -> bool {
    token.kind == Kind::Partial || (token.kind == Kind::Letter && cx.source(token) == "d")
}

/// The inside of an argument without further braces, its end, and what follows the argument.
pub(super) fn parts(input: Tokens<'_>) -> (Tokens<'_>, Tokens<'_>, Tokens<'_>) {
    if input.kind() != BRACE {
        return (input, input.rest(), input.rest());
    }
    let mut size = input.token(0).size as usize;
    let (mut inside, rest) = (input.rest(), input.skip(size + 1));
    while inside.kind() == BRACE && inside.token(0).size as usize + 2 == size {
        size -= 2;
        inside = inside.rest();
    }
    (inside, inside.skip(size - 1), rest)
}

fn over<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Result<Option<Form<'a>>, Refused> {
    let (above, end, next) = parts(input.rest());
    let (below, close, rest) = parts(next);
    let Some((after, by)) = differentials(cx, below).filter(|(after, _)| next.kind() == BRACE && *after == close)
    else {
        return check_fraction(cx, input, above, below).map(|()| None);
    };
    if !is_sign(cx, above.token(0)) {
        let place = (span(input.token(0)).0, span(after.token(0)).1);
        let message = "a differential stands below the line, and none begins what is above";
        return Err(cx.refuse_hint(Code::Derivative, place, message, "write 2\\frac{dy}{dx} for \\frac{2dy}{dx}"));
    }
    let (body, order) = repeated(cx, above.rest())?;
    let body = (body != end).then_some((body, end));
    Ok(Some(Form { order, by, body, rest }))
}

/// Refuses fractions that look like derivatives and are laid out as none.
fn check_fraction(cx: &Context<'_>, input: Tokens<'_>, above: Tokens<'_>, below: Tokens<'_>) -> Result<(), Refused> {
    let place = (span(input.token(0)).0, span(below.token(0)).1);
    let letter = matches!(below.ahead(1), Kind::Letter | Kind::Greek | Kind::Accent(_) | Kind::Open(_));
    if is_sign(cx, above.token(0)) && is_sign(cx, below.token(0)) && letter {
        let message = "this fraction begins as a derivative, and more than differentials stand below the line";
        return Err(cx.refuse_hint(Code::Derivative, place, message, "write \\frac{d}{dx}\\left(…\\right)"));
    }
    let small = |i: Tokens<'_>| matches!(cx.source(i.token(0)), "\\delta" | "δ");
    if small(above) && small(below) {
        let message = "`\\delta` above and below a line can be a derivative or a factor";
        return Err(cx.refuse_hint(Code::Ambiguous, place, message, "write \\partial for a derivative"));
    }
    Ok(())
}

/// `d/dx`, `dy/dx`, `\partial f/\partial x`, `\partial_x`.
fn inline<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Option<Form<'a>> {
    let (after, order) = repeated(cx, input.rest()).ok()?;
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
            let (rest, x) = differential(cx, below).ok()?;
            (rest, vec![x])
        }
    };
    Some(Form { order, by, body: body.map(|body| (body, slash)), rest })
}

/// `D_x` before a function of the document, or before parentheses.
fn operator<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Option<Form<'a>> {
    let (inside, close, rest) = parts(input.skip(2));
    let (_, x) = name(cx, inside).ok().filter(|(end, _)| *end == close)?;
    let round = rest.kind().opens(Fencing::Round);
    let function = name(cx, rest).is_ok_and(|(_, of)| is_declared(cx, &of.text));
    let by = vec![(x.text, Some(1))];
    (round || function).then_some(Form { order: Some(1), by, body: None, rest })
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

/// A variable and how often it is differentiated by; `None` if the order is no number.
pub(super) type Differential = (String, Option<u32>);

/// `dx`, `dx^2`, `\partial x\,\partial y`.
fn differentials<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Option<(Tokens<'a>, Vec<Differential>)> {
    let (mut rest, first) = differential(cx, input).ok()?;
    let mut found = vec![first];
    while is_sign(cx, rest.token(0)) {
        let (after, next) = differential(cx, rest).ok()?;
        found.push(next);
        rest = after;
    }
    Some((rest, found))
}

/// `dx` or `dx^2`.
fn differential<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Differential> {
    if !is_sign(cx, input.token(0)) {
        return Err(nom::Err::Error(Fault::Mismatch));
    }
    let (rest, x) = name(cx, input.rest())?;
    let (rest, order) = repeated(cx, rest)?;
    Ok((rest, (x.text, order)))
}

/// The order at `d^n` or `dx^n`, which is 1 where no exponent follows; `None` if it is no number.
fn repeated<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Option<u32>> {
    if input.kind() != Kind::Caret {
        return Ok((input, Some(1)));
    }
    let (inside, end, rest) = parts(input.rest());
    let order = if inside.rest() == end { whole(cx, inside.token(0)) } else { None };
    Ok((rest, order))
}

fn whole(cx: &Context<'_>, token: Token) -> Option<u32> {
    match token.kind {
        Kind::Number => cx.source(token).parse().ok(),
        _ => None,
    }
}
