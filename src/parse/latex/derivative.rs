//! Derivatives: `\frac{d}{dx} f`, `\frac{df}{dx}`, `d/dx f`, `dy/dx`, `\partial_x f`, `\dv{f}{x}`, `\dot x`.

use super::context::{Context, Piece, Read, Shape, Span};
use super::expression::{expression, starts_factor};
use super::form::{Differential, Form, form, parts};
use super::function::unknown;
use super::name::name;
use super::operand::raised;
use super::power::argument;
use super::token::{Kind, Shape as Fencing, Tokens};
use super::variable::{is_declared, variable};
use crate::parse::codes::Code;
use crate::parse::context::Refused;
use crate::parse::error::Fault;
use crate::parse::role::names_a_variable;
use crate::term::{Node, Symbol};
use nom::IResult;

/// By which variables something is differentiated, and how often by each; the last comes first.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct By {
    pub list: [Option<(Symbol, u32)>; 3],
}

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
    let called = rest.ahead(1).opens(Fencing::Round) && rest.token(1).size == 2;
    let same = called && name(cx, rest.skip(2)).is_ok_and(|(_, x)| by.first().is_some_and(|(y, _)| *y == x.text));
    cx.applied.set(same);
    Ok((rest, found))
}

/// Whether an operand is a derivative of something it names.
pub(super) fn is_derivative(cx: &Context<'_>, input: Tokens<'_>) -> Result<bool, Refused> {
    match form(cx, input)? {
        Some(Form { body: None, rest, .. }) => {
            let place = cx.from(input.token(0), rest);
            let hint = "write the derivative in parentheses";
            Err(cx.refuse_hint(Code::Derivative, place, "a derivative stands where one factor is taken", hint))
        }
        found => Ok(found.is_some() || matches!(input.kind(), Kind::Dot(_))),
    }
}

/// `\frac{df}{dx}`, `\dv{f}{x}`, `\dot x`.
pub(super) fn derivative<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let first = input.token(0);
    if let Kind::Dot(n) = first.kind {
        if let Some(read) = dotted_value(cx, input, n)? {
            return Ok(read);
        }
        let (rest, of) = argument(cx, input.rest())?;
        let mut arena = cx.arena();
        let time = arena.intern("t");
        let term = arena.add(Node::Diff(of.term, time, n));
        return Ok((rest, Piece::new(term, first, of.span()).shaped(Shape::Derivative)));
    }
    match first.kind {
        Kind::Shorthand => of_body(cx, input, expression),
        _ => of_body(cx, input, raised),
    }
}

/// `\dot x(t)`: the derivative of a function at its argument. Before parentheses with more in them,
/// a name that is no function of the document is a factor.
fn dotted_value<'a>(cx: &Context<'_>, input: Tokens<'a>, n: u32) -> Result<Option<(Tokens<'a>, Piece)>, Refused> {
    let (inside, end, rest) = parts(input.rest());
    let round = rest.kind().opens(Fencing::Round);
    let Some((_, found)) = name(cx, inside).ok().filter(|(after, _)| round && *after == end) else { return Ok(None) };
    let alone = rest.token(0).size == 2 && (rest.ahead(1) == Kind::Number || cx.source(rest.token(1)) == "t");
    if alone || is_declared(cx, &found.text) {
        return unknown(cx, rest, &found, n).map(Some);
    }
    let place = cx.from(input.token(0), rest.rest());
    cx.doubt(place, format!("`{}…` is read as a product, and may be meant as a value", cx.quote(place)));
    Ok(None)
}

/// `dy/dx`, `\partial f/\partial x`.
pub(super) fn ratio<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    of_body(cx, input, variable)
}

/// A derivative of what it names, which `read` reads.
fn of_body<'a>(
    cx: &Context<'_>,
    input: Tokens<'a>,
    read: impl FnOnce(&Context<'_>, Tokens<'a>) -> IResult<Tokens<'a>, Piece, Fault>,
) -> IResult<Tokens<'a>, Piece, Fault> {
    let Some(Form { order, by, body: Some((body, end)), rest }) = form(cx, input)? else {
        return Err(nom::Err::Error(Fault::Mismatch));
    };
    let first = input.token(0);
    let place = cx.from(first, rest);
    let by = orders(cx, order, &by, place)?;
    cx.applied.set(true);
    let (after, of) = read(cx, body)?;
    if after != end {
        let message = format!("what is differentiated in `{}` is more than one factor", cx.quote(place));
        return Err(cx.refuse_hint(Code::Ambiguous, place, message, "write \\frac{d}{dx}\\left(…\\right)"));
    }
    let next = rest.token(0);
    if next.kind.opens(Fencing::Round) && next.size == 2 {
        let place = (place.0, rest.token(2).end as usize);
        let message = "a derivative before parentheses can be multiplied or evaluated";
        return Err(cx.refuse_hint(Code::Ambiguous, place, message, "write \\cdot, or \\left.…\\right|_{x=2}"));
    }
    let term = by.of(cx, of.term);
    Ok((rest, Piece::new(term, first, place).shaped(Shape::Derivative)))
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
    if by.iter().any(|(x, _)| !names_a_variable(x)) {
        return Err(cx.refuse(Code::Derivative, place, "a derivative is by a variable"));
    }
    if by.len() > By::default().list.len() {
        return Err(cx.unsupported(place, "derivatives by more than three variables"));
    }
    let mut found = By::default();
    for (slot, (x, n)) in found.list.iter_mut().zip(by) {
        *slot = Some((cx.arena().intern(x), n.unwrap_or(1)));
    }
    Ok(found)
}
