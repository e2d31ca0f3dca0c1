//! Terms: signs and operators between operands, by the operator table of `term`.

use super::Reach;
use super::context::{Context, Piece, Read, Shape};
use super::derivative::{By, derivation};
use super::operand::raised;
use super::token::{Kind, Tokens};
use crate::parse::codes::Code;
use crate::parse::context::Refused;
use crate::parse::error::Fault;
use crate::term::{Node, Operator, Precedence, Rational, TermId};
use nom::IResult;
use nom_language::precedence::{Assoc, Binary, Operation, Unary, binary_op, precedence, unary_op};

/// What may stand before an operand.
#[derive(Clone, Copy, Debug)]
pub(super) enum Prefix {
    Plus,
    Minus,
    /// `\frac{d}{dx}`; it takes the product that follows: looser than a product, tighter than a sum.
    Derivation(By),
}

/// What may stand between two operands: an operator, or nothing for a product.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Infix {
    Written(Operator),
    Juxtaposed,
}

/// A term.
pub(super) fn expression<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    operators(cx, input, false)
}

/// A term between bars, where a bar after an operand closes.
pub(super) fn enclosed<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    operators(cx, input, true)
}

/// Operands with their signs and operators, grouped by the operator table without recursion.
fn operators<'a>(cx: &Context<'_>, input: Tokens<'a>, barred: bool) -> IResult<Tokens<'a>, Piece, Fault> {
    let outer = cx.barred.replace(barred);
    let signs = |i: Tokens<'a>| {
        let (rest, found) = prefix(cx, i)?;
        // Inside a product a sign takes the next factor only.
        let inside = cx.previous(i).is_some_and(|t| matches!(t.kind, Kind::Star | Kind::Slash));
        let level = match found {
            Prefix::Derivation(_) => binding(Precedence::Product) + 1,
            _ if inside => binding(Precedence::Power) + 1,
            _ => binding(Precedence::Negation),
        };
        unary_op(level, |i| Ok((i, found)))(rest)
    };
    let infix = |i: Tokens<'a>| {
        let (rest, found) = operator(cx, i)?;
        binary(found, cx.reach().quotient)(rest)
    };
    let read = precedence(signs, none, infix, |i| raised(cx, i), |step| fold(cx, step))(input);
    cx.barred.set(outer);
    read.map_err(|e| match e {
        nom::Err::Error(fault) => nom::Err::Failure(fault),
        other => other,
    })
}

/// No operator stands after its operand: exponents belong to operands here.
fn none<'a>(_: Tokens<'a>) -> IResult<Tokens<'a>, Unary<(), u8>, Fault> {
    Err(nom::Err::Error(Fault::Mismatch))
}

/// How tightly a level binds for nom, where a smaller number binds tighter.
const fn binding(level: Precedence) -> u8 {
    2 * (Precedence::Atom as u8 - level as u8)
}

fn operator_of(infix: Infix) -> Operator {
    match infix {
        Infix::Written(operator) => operator,
        Infix::Juxtaposed => Operator::Mul,
    }
}

/// Where `a/bc` is a/(bc), nothing between two factors binds tighter than a sign.
fn binary<'a>(found: Infix, tight: bool) -> impl FnMut(Tokens<'a>) -> IResult<Tokens<'a>, Binary<Infix, u8>, Fault> {
    let tighter = u8::from(tight && found == Infix::Juxtaposed);
    binary_op(binding(operator_of(found).precedence()) - tighter, Assoc::Left, move |i| Ok((i, found)))
}

/// A sign, or `\frac{d}{dx}`.
fn prefix<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Prefix> {
    match input.kind() {
        Kind::Plus => Ok((input.rest(), Prefix::Plus)),
        Kind::Minus => Ok((input.rest(), Prefix::Minus)),
        _ => {
            let (rest, by) = derivation(cx, input)?;
            Ok((rest, Prefix::Derivation(by)))
        }
    }
}

/// An operator, or nothing before a factor: a product.
fn operator<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Infix> {
    let written = match input.kind() {
        Kind::Plus => Operator::Add,
        Kind::Minus => Operator::Sub,
        Kind::Star => Operator::Mul,
        Kind::Slash => Operator::Div,
        _ if starts_factor(cx, input) || digit_left(cx, input) => return Ok((input, Infix::Juxtaposed)),
        _ => return Err(nom::Err::Error(Fault::Mismatch)),
    };
    Ok((input.rest(), Infix::Written(written)))
}

/// Whether a token after an operand begins another factor.
pub(super) fn starts_factor(cx: &Context<'_>, input: Tokens<'_>) -> bool {
    match input.kind() {
        Kind::Letter | Kind::Greek | Kind::Word | Kind::Exponential | Kind::Function(_) | Kind::Decadic => true,
        Kind::Fraction | Kind::Root | Kind::Accent(_) | Kind::Dot(_) | Kind::Partial | Kind::Shorthand => true,
        Kind::Open(_) => true,
        Kind::Bar => !cx.barred.get() && input.ahead(1) != Kind::Under,
        _ => false,
    }
}

/// Whether a digit follows that TeX did not take as an argument: `\frac123` is (1/2)*3.
fn digit_left(cx: &Context<'_>, input: Tokens<'_>) -> bool {
    let digit = input.token(0);
    let split = |before| digit.touches(&before) && before.kind == Kind::Number && !cx.source(digit).starts_with('.');
    digit.kind == Kind::Number && cx.previous(input).is_some_and(split)
}

/// One sign or operator with its operands.
fn fold(cx: &Context<'_>, step: Operation<Prefix, (), Infix, Piece>) -> Result<Piece, Fault> {
    let folded = match step {
        Operation::Prefix(sign, piece) => prefixed(cx, sign, piece),
        Operation::Postfix(piece, ()) => Ok(piece),
        Operation::Binary(a, infix, b) => joined(cx, a, infix, b),
    };
    folded.map_err(|e| match e {
        nom::Err::Error(f) | nom::Err::Failure(f) => f,
        nom::Err::Incomplete(_) => Fault::Mismatch,
    })
}

fn prefixed(cx: &Context<'_>, sign: Prefix, piece: Piece) -> Result<Piece, Refused> {
    let height = piece.height + 1;
    if height as usize > cx.setting.options.depth {
        return Err(cx.too_deep(piece.span()));
    }
    let (term, shape) = match sign {
        Prefix::Plus => (piece.term, Shape::Plain),
        Prefix::Minus => (cx.arena().neg(piece.term), Shape::Plain),
        Prefix::Derivation(by) => (derived(cx, by, piece)?, Shape::Derivative),
    };
    Ok(Piece { term, height, shape, fenced: false, derived: shape == Shape::Derivative, ..piece })
}

/// The derivative of a product, unless it is not clear how far the product goes.
fn derived(cx: &Context<'_>, by: By, piece: Piece) -> Result<TermId, Refused> {
    let product = matches!(piece.shape, Shape::Product | Shape::Quotient);
    if product && (piece.fenced || piece.derived) {
        let shown = cx.quote(piece.span());
        let message = format!("the derivative can be of `{shown}` or of its first factor only");
        let hint = "write \\frac{d}{dx}\\left(…\\right) around what is differentiated, and other factors before it";
        return Err(cx.refuse_hint(Code::Ambiguous, piece.span(), message, hint));
    }
    Ok(by.of(cx, piece.term))
}

fn joined(cx: &Context<'_>, a: Piece, infix: Infix, b: Piece) -> Result<Piece, Refused> {
    let both = (a.start as usize, b.end as usize);
    let note = |sign: &str| {
        cx.note(both, || {
            format!("`{}` is read as ({}){sign}{}", cx.quote(both), cx.quote(a.span()), cx.quote(b.span()))
        });
    };
    let none = Reach::default();
    let mixed = infix == Infix::Juxtaposed && is_mixed(cx, a, b);
    match (a.shape, infix) {
        (Shape::Quotient, Infix::Juxtaposed) => {
            cx.matters(Reach { quotient: true, ..none });
            note("*");
        }
        (_, Infix::Written(Operator::Div)) if b.shape == Shape::Product => note("/"),
        (Shape::Fraction, Infix::Juxtaposed) if b.shape == Shape::Number => note("*"),
        (Shape::Bare, Infix::Written(operator @ (Operator::Mul | Operator::Div))) => {
            cx.matters(Reach { argument: operator == Operator::Div, ..none });
            note(operator.symbol());
        }
        _ if mixed => {
            cx.matters(Reach { mixed: true, ..none });
            note(if cx.reach().mixed { "+" } else { "*" });
        }
        _ => {}
    }
    let operator = if mixed && cx.reach().mixed { Operator::Add } else { operator_of(infix) };
    let term = cx.arena().binary(operator, a.term, b.term);
    let shape = match operator {
        Operator::Add | Operator::Sub => Shape::Sum,
        Operator::Div => Shape::Quotient,
        _ => Shape::Product,
    };
    let derived = b.derived || b.shape == Shape::Derivative || a.derived && a.shape != Shape::Derivative;
    let height = a.height.max(b.height);
    Ok(Piece { term, start: a.start, end: b.end.max(a.end), height, shape, fenced: a.fenced, derived })
}

/// Whether a whole number stands before a proper fraction of two: `1\frac12`.
fn is_mixed(cx: &Context<'_>, a: Piece, b: Piece) -> bool {
    let arena = cx.arena();
    let whole = |id| arena.as_rational(id).filter(Rational::is_integer);
    let proper = match arena.node(b.term) {
        Node::Binary(Operator::Div, c, d) => whole(c).zip(whole(d)).is_some_and(|(c, d)| c < d),
        _ => false,
    };
    proper && (a.shape, b.shape) == (Shape::Number, Shape::Fraction) && whole(a.term).is_some()
}

impl By {
    /// The derivative of a term, as often as is said.
    pub fn of(self, cx: &Context<'_>, term: TermId) -> TermId {
        let mut arena = cx.arena();
        self.list.iter().rev().flatten().fold(term, |term, (x, n)| match n {
            0 => term,
            n => arena.add(Node::Diff(term, *x, *n)),
        })
    }
}
