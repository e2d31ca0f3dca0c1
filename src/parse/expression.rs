//! Terms: signs, operators and operands, by the operator table of `term`.

use super::codes::Code;
use super::condition::choice;
use super::context::{Context, Piece, Read, Refused, Shape};
use super::derivative::{derivation, derivative, note_quotient};
use super::error::Fault;
use super::function::{Role, application, role, unknown};
use super::lexer::Kind;
use super::stream::Tokens;
use crate::term::{Func, Node, Operator, Precedence, Rational, Symbol};
use nom::branch::alt;
use nom::combinator::map;
use nom::sequence::delimited;
use nom::{IResult, Parser};
use nom_language::precedence::{Assoc, Binary, Operation, binary_op, precedence, unary_op};

/// The stack that must be free before an operand is read, and how much is added when it is not.
const RED_ZONE: usize = 128 * 1024;
const SEGMENT: usize = 4 * 1024 * 1024;

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
fn enclosed<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
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
        unary_op(found.binding(), |i| Ok((i, found)))(rest)
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

/// Whether a token after an operand begins another factor.
pub(super) fn starts_factor(kind: Kind, barred: bool) -> bool {
    match kind {
        Kind::Word | Kind::Open | Kind::Radical(_) => true,
        Kind::Bar => !barred,
        _ => false,
    }
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
    let (rest, _) = token(Kind::Open)(input)?;
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
pub(super) fn token<'a>(kind: Kind) -> impl Fn(Tokens<'a>) -> IResult<Tokens<'a>, super::lexer::Token, Fault> {
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
    let mut arena = cx.arena();
    let term = match a.shape {
        Shape::Euler if power => arena.call(Func::Exp, b.term),
        _ => arena.binary(operator, a.term, b.term),
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
