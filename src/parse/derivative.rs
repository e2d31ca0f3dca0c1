//! Derivatives: `d/dx f`, `d^2/dx^2 f`, `diff(f, x)`, `diff(f, x, n)`.

use super::codes::Code;
use super::context::{Context, Piece, Read, Refused};
use super::error::Fault;
use super::expression::Prefix;
use super::function::arguments;
use super::lexer::{Kind, Token};
use super::operand::{starts_factor, token};
use super::role::names_a_variable;
use super::stream::Tokens;
use crate::term::{Func, Node, Rational, Symbol};

/// `d/dx` or `d^n/dx^n` before the product it applies to.
pub(super) fn derivation<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Prefix> {
    let mismatch = nom::Err::Error(Fault::Mismatch);
    let (rest, first) = token(Kind::Word)(input)?;
    if cx.source(first) != "d" {
        return Err(mismatch);
    }
    let (rest, above) = repeated(cx, rest);
    let (rest, _) = token(Kind::Slash)(rest)?;
    let (rest, below) = token(Kind::Word)(rest)?;
    let Some(variable) = differential(cx, below) else { return Err(mismatch) };
    let (rest, times) = repeated(cx, rest);
    let span = (first.start as usize, cx.read_to(rest).1);
    let Some(above) = above.filter(|n| Some(n) == times.as_ref()) else {
        let message = "the orders above and below the line are not the same whole number";
        return Err(cx.refuse_hint(Code::Derivative, span, message, "write d^2/dx^2 f or diff(f, x, 2)"));
    };
    if !begins_operand(rest, cx.barred.get()) {
        let message = format!("a term is missing after `{}`", cx.quote(span));
        return Err(cx.refuse_hint(Code::Derivative, span, message, "write d/dx f or diff(f, x)"));
    }
    if cx.previous(input).is_some_and(|t| t.kind == Kind::Caret) {
        let message = "d/dx in an exponent can be a derivative or the quotient of d and dx";
        return Err(cx.refuse_hint(
            Code::Ambiguous,
            span,
            message,
            "write the derivative in parentheses, or diff(f, x)",
        ));
    }
    let symbol = cx.arena().intern(&variable);
    Ok((rest, Prefix::Derivation(symbol, order(cx, &above, span)?)))
}

/// Whether a term may begin here; between bars, a bar closes.
fn begins_operand(input: Tokens<'_>, barred: bool) -> bool {
    matches!(input.kind(), Kind::Number | Kind::Plus | Kind::Minus) || starts_factor(input.kind(), barred)
}

/// The variable of `dx`, unless the word is a name for itself.
pub(super) fn differential(cx: &Context<'_>, word: Token) -> Option<String> {
    let name = cx.name(word);
    let taken = Func::named(&name).is_some() || matches!(&*name, "diff" | "delta");
    let spelled = cx.source(word) != "δ";
    name.strip_prefix('d')
        .filter(|rest| !taken && spelled && rest.chars().next().is_some_and(char::is_alphabetic))
        .filter(|rest| names_a_variable(rest))
        .map(String::from)
}

/// The order at `d^n` or `dx^n`, which is 1 where no exponent follows; `None` if it is not whole.
fn repeated<'a>(cx: &Context<'_>, input: Tokens<'a>) -> (Tokens<'a>, Option<Rational>) {
    let (read, digits): (usize, String) = match (input.kind(), input.ahead(1)) {
        (Kind::Caret, Kind::Number) => (2, cx.source(input.token(1)).to_string()),
        (Kind::Superscript, _) => {
            (1, cx.source(input.token(0)).chars().filter_map(super::character::superscript).collect())
        }
        _ => return (input, Some(Rational::ONE)),
    };
    (input.skip(read), digits.parse().ok().map(Rational::from_integer))
}

/// `diff(f, x)` or `diff(f, x, n)`.
pub(super) fn derivative<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (rest, word) = token(Kind::Word)(input)?;
    let (rest, given) = arguments(cx, rest)?;
    let span = (word.start as usize, cx.read_to(rest).1);
    let (of, by, times) = match given.as_slice() {
        [of, by] => (of, by, None),
        [of, by, times] => (of, by, Some(times)),
        _ => {
            let message = format!("`diff` takes 2 or 3 arguments, and {} given", count(given.len()));
            return Err(cx.refuse_hint(Code::Arity, span, message, "write diff(f, x) or diff(f, x, n)"));
        }
    };
    let x = variable_of(cx, by)?;
    let n = times.map_or(Ok(1), |times| order_of(cx, times))?;
    let term = if n == 0 { of.term } else { cx.arena().add(Node::Diff(of.term, x, n)) };
    Ok((rest, Piece::new(term, word, span)))
}

fn count(n: usize) -> String {
    if n == 1 { "1 is".to_string() } else { format!("{n} are") }
}

fn variable_of(cx: &Context<'_>, by: &Piece) -> Result<Symbol, Refused> {
    match cx.arena().node(by.term) {
        Node::Symbol(x) => Ok(x),
        _ => {
            let message = format!("a derivative is by a variable, and `{}` is none", cx.quote(by.span()));
            Err(cx.refuse(Code::Derivative, by.span(), message))
        }
    }
}

fn order_of(cx: &Context<'_>, times: &Piece) -> Result<u32, Refused> {
    let value = cx.arena().as_rational(times.term);
    match value {
        Some(n) => order(cx, &n, times.span()),
        None => Err(not_an_order(cx, times.span())),
    }
}

/// The order as a number within the limit.
fn order(cx: &Context<'_>, value: &Rational, span: (usize, usize)) -> Result<u32, Refused> {
    if !value.is_integer() || value.is_negative() {
        return Err(not_an_order(cx, span));
    }
    let small = value.to_i64().and_then(|n| u32::try_from(n).ok());
    small.filter(|n| *n <= cx.options.order).ok_or_else(|| {
        let message = format!("the order of a derivative is above the limit {}", cx.options.order);
        cx.refuse(Code::Limit, span, message)
    })
}

fn not_an_order(cx: &Context<'_>, span: (usize, usize)) -> Refused {
    let message = "the order of a derivative is a whole number from 0 on, written out";
    cx.refuse(Code::Derivative, span, message)
}

/// A note where `dL/da` is read as a quotient of two names.
pub(super) fn note_quotient(cx: &Context<'_>, word: Token, rest: Tokens<'_>) {
    let below = rest.token(1);
    if rest.kind() == Kind::Slash
        && below.kind == Kind::Word
        && let (Some(above), Some(x)) = (differential(cx, word), differential(cx, below))
    {
        let span = (word.start as usize, below.end as usize);
        cx.note(span, || {
            format!("`{}` is a quotient of two names; the derivative is diff({above}, {x})", cx.quote(span))
        });
    }
}
