//! Terms: signs and operators between operands, by the operator table of `term`.

use super::codes::Code;
use super::context::{Context, Piece, Read, Refused, Shape};
use super::derivative::derivation;
use super::error::Fault;
use super::euler;
use super::lexer::Kind;
use super::operand::{operand, raised, starts_factor, token, valued};
use super::stream::Tokens;
use crate::term::{Node, Operator, Precedence, Symbol};
use nom::branch::alt;
use nom::combinator::map;
use nom::{IResult, Parser};
use nom_language::precedence::{Assoc, Binary, Operation, binary_op, precedence, unary_op};

/// What may stand before an operand.
#[derive(Clone, Copy, Debug)]
pub(super) enum Prefix {
    Plus,
    Minus,
    /// `d/dx`, with its order; it takes the product that follows: looser than a product, tighter than a sum.
    Derivation(Symbol, u32),
}

impl Prefix {
    fn binding(self) -> u8 {
        match self {
            Prefix::Plus | Prefix::Minus => binding(Precedence::Negation),
            Prefix::Derivation(..) => binding(Precedence::Product) + 1,
        }
    }
}

/// What may stand between two operands: an operator, or nothing for a product.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Infix {
    Written(Operator),
    Juxtaposed,
}

/// How far a term goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    Open,
    /// Between bars: a bar after an operand closes.
    Barred,
    /// Powers only.
    Tight,
}

/// A term.
pub(super) fn expression<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    operators(cx, input, Mode::Open)
}

/// A term between bars, where a bar after an operand closes.
pub(super) fn enclosed<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    operators(cx, input, Mode::Barred)
}

/// An operand with its powers: what a function without parentheses takes.
pub(super) fn tight<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    operators(cx, input, Mode::Tight)
}

/// A term that is no condition.
pub(super) fn value<'a>(cx: &Context<'_>, input: Tokens<'a>) -> IResult<Tokens<'a>, Piece, Fault> {
    let (rest, piece) = expression(cx, input)?;
    Ok((rest, valued(cx, piece)?))
}

/// Operands with their signs and operators, grouped by the operator table without recursion.
fn operators<'a>(cx: &Context<'_>, input: Tokens<'a>, mode: Mode) -> IResult<Tokens<'a>, Piece, Fault> {
    let outer = cx.barred.get();
    cx.barred.set(if mode == Mode::Tight { outer } else { mode == Mode::Barred });
    let signs = |i: Tokens<'a>| {
        let (rest, found) = prefix(cx, i)?;
        // Inside a product or an exponent a sign takes the next factor only.
        let inside = cx.previous(i).is_some_and(|t| matches!(t.kind, Kind::Star | Kind::Slash | Kind::Caret));
        let sign = matches!(found, Prefix::Plus | Prefix::Minus);
        let level = if inside && sign { binding(Precedence::Power) + 1 } else { found.binding() };
        unary_op(level, |i| Ok((i, found)))(rest)
    };
    let infix = |i: Tokens<'a>| {
        if mode == Mode::Tight && i.kind() != Kind::Caret {
            return Err(nom::Err::Error(Fault::Mismatch));
        }
        let (rest, found) = operator(cx, i)?;
        binary(found)(rest)
    };
    let raised = unary_op(0, |i| superscripted(cx, i));
    let read = precedence(signs, raised, infix, |i| operand(cx, i), |step| fold(cx, step))(input);
    cx.barred.set(outer);
    read.map_err(|e| match e {
        nom::Err::Error(fault) => nom::Err::Failure(fault),
        other => other,
    })
}

/// How tightly a level binds for nom, where a smaller number binds tighter.
const fn binding(level: Precedence) -> u8 {
    2 * (Precedence::Atom as u8 - level as u8)
}

fn binary<'a>(found: Infix) -> impl FnMut(Tokens<'a>) -> IResult<Tokens<'a>, Binary<Infix, u8>, Fault> {
    let operator = match found {
        Infix::Written(operator) => operator,
        Infix::Juxtaposed => Operator::Mul,
    };
    let side = if operator == Operator::Pow { Assoc::Right } else { Assoc::Left };
    binary_op(binding(operator.precedence()), side, move |i| Ok((i, found)))
}

/// A sign, or `d/dx`.
fn prefix<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Prefix> {
    let sign = alt((map(token(Kind::Plus), |_| Prefix::Plus), map(token(Kind::Minus), |_| Prefix::Minus)));
    alt((sign, |i| derivation(cx, i))).parse(input)
}

/// An operator, or nothing before a factor: a product.
fn operator<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Infix> {
    let written = match input.kind() {
        Kind::Plus => Operator::Add,
        Kind::Minus => Operator::Sub,
        Kind::Star => Operator::Mul,
        Kind::Slash => Operator::Div,
        Kind::Caret => Operator::Pow,
        kind if starts_factor(kind, cx.barred.get()) => return Ok((input, Infix::Juxtaposed)),
        _ => return Err(nom::Err::Error(Fault::Mismatch)),
    };
    Ok((input.rest(), Infix::Written(written)))
}

/// A raised exponent after an operand, not followed by a second exponent.
fn superscripted<'a>(cx: &Context<'_>, input: Tokens<'a>) -> IResult<Tokens<'a>, Piece, Fault> {
    let (rest, exponent) = raised(cx, input)?;
    match rest.kind() {
        Kind::Superscript | Kind::Caret => Err(cx.refuse_hint(
            Code::Ambiguous,
            (input.span().0, rest.span().1),
            "two exponents in a row can be read as (a^b)^c or a^(b^c)",
            "write the one you mean with parentheses",
        )),
        _ => Ok((rest, exponent)),
    }
}

/// One sign or operator with its operands.
fn fold(cx: &Context<'_>, step: Operation<Prefix, Piece, Infix, Piece>) -> Result<Piece, Fault> {
    let fault = |e: Refused| match e {
        nom::Err::Error(f) | nom::Err::Failure(f) => f,
        nom::Err::Incomplete(_) => Fault::Mismatch,
    };
    let folded = match step {
        Operation::Prefix(sign, piece) => prefixed(cx, sign, piece),
        Operation::Postfix(base, exponent) => joined(cx, base, Infix::Written(Operator::Pow), exponent),
        Operation::Binary(a, infix, b) => joined(cx, a, infix, b),
    };
    folded.map_err(fault)
}

fn prefixed(cx: &Context<'_>, sign: Prefix, piece: Piece) -> Result<Piece, Refused> {
    let piece = valued(cx, piece)?;
    let term = match sign {
        Prefix::Plus => piece.term,
        Prefix::Minus => cx.arena().neg(piece.term),
        Prefix::Derivation(_, 0) => piece.term,
        Prefix::Derivation(x, n) => cx.arena().add(Node::Diff(piece.term, x, n)),
    };
    let height = piece.height + 1;
    if height as usize > cx.options.depth {
        return Err(cx.too_deep(piece.span()));
    }
    Ok(Piece { term, height, shape: Shape::Plain, ..piece })
}

fn joined(cx: &Context<'_>, a: Piece, infix: Infix, b: Piece) -> Result<Piece, Refused> {
    let (a, b) = (valued(cx, a)?, valued(cx, b)?);
    explain(cx, a, infix, b);
    let power = infix == Infix::Written(Operator::Pow);
    let height = if power { a.height.max(b.height + 1) } else { a.height.max(b.height) };
    if height as usize > cx.options.depth {
        return Err(cx.too_deep(b.span()));
    }
    let operator = match infix {
        Infix::Written(operator) => operator,
        Infix::Juxtaposed => Operator::Mul,
    };
    let term = match a.shape {
        Shape::Euler if power => euler::power(cx, a, b),
        _ => cx.arena().binary(operator, a.term, b.term),
    };
    let shape = if operator == Operator::Div { Shape::Quotient } else { Shape::Plain };
    Ok(Piece { term, start: a.start, end: b.end, height, shape })
}

/// Says which reading was taken where books differ.
fn explain(cx: &Context<'_>, a: Piece, infix: Infix, b: Piece) {
    let (left, right, both) = (a.span(), b.span(), (a.start as usize, b.end as usize));
    let note = |sign: &str| {
        cx.note(both, || format!("`{}` is read as ({}){sign}{}", cx.quote(both), cx.quote(left), cx.quote(right)));
    };
    match (a.shape, infix) {
        (Shape::Quotient, Infix::Juxtaposed) => note("*"),
        (_, Infix::Juxtaposed) if starts_with_bar(cx, a) && starts_with_bar(cx, b) => note("*"),
        (Shape::Bare, Infix::Written(operator @ (Operator::Mul | Operator::Div))) => note(operator.symbol()),
        (Shape::Radical, Infix::Written(Operator::Pow)) => note("^"),
        _ => {}
    }
}

/// Whether a piece begins with a bar: two such factors could be nested bars too.
fn starts_with_bar(cx: &Context<'_>, piece: Piece) -> bool {
    cx.text.as_bytes().get(piece.start as usize) == Some(&b'|')
}
