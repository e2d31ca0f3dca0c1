//! Functions with their arguments, with parentheses and without.

use super::call::{call, powered, primed};
use super::codes::Code;
use super::context::{Context, Piece, Read, Refused, Shape};
use super::derivative::derivation;
use super::error::Fault;
use super::expression::{tight, value};
use super::lexer::Kind;
use super::operand::{close, group, literal, open, raised, starts_factor, token, valued};
use super::role::{Role, is_name, primes, role};
use super::stream::Tokens;
use crate::term::{Operator, TermId, Unknown};
use nom::combinator::opt;
use nom::multi::separated_list1;
use nom::sequence::{delimited, pair};
use nom::{IResult, Parser};

/// A known function with its argument, or a power of it.
pub(super) fn application<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let what = role(cx, input)?;
    let (rest, word) = token(Kind::Word)(input)?;
    let primes = primes(rest);
    let rest = rest.skip(primes);
    let (rest, power) = if primes == 0 { opt(|i| power(cx, i)).parse(rest)? } else { (rest, None) };
    let bracketed = rest.kind() == Kind::Open;
    let (rest, given) = if bracketed {
        arguments(cx, rest)?
    } else {
        let (rest, argument) = bare(cx, rest)?;
        (rest, vec![argument])
    };
    let end = cx.read_to(rest);
    let span = (word.start as usize, end.1);
    let term = match power {
        Some(power) => powered(cx, word, what, &given, power, span)?,
        None if primes > 0 => primed(cx, word, what, &given, primes)?,
        None => call(cx, word, what, &given)?,
    };
    let shape = if bracketed { Shape::Plain } else { Shape::Bare };
    Ok((rest, Piece::new(term, word, end).shaped(shape)))
}

/// The power between a function and its argument: `^2`, `²`, `^-1`, `^n`.
fn power<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    if input.kind() == Kind::Superscript {
        return raised(cx, input);
    }
    let (rest, caret) = token(Kind::Caret)(input)?;
    match rest.kind() {
        Kind::Number => literal(cx, rest),
        Kind::Minus if rest.ahead(1) == Kind::Number => {
            let (rest, piece) = literal(cx, rest.rest())?;
            let term = cx.arena().neg(piece.term);
            Ok((rest, Piece::new(term, caret, piece.span())))
        }
        Kind::Open => group(cx, rest),
        Kind::Word => {
            let start = rest;
            let (rest, word) = token(Kind::Word)(start)?;
            let name = cx.name(word);
            if !is_name(&name) {
                return Err(cx.no_operand(start));
            }
            let term = if name == "pi" { cx.arena().pi() } else { cx.arena().symbol(&name) };
            Ok((rest, Piece::new(term, word, word.span())))
        }
        _ => Err(cx.no_operand(rest)),
    }
}

/// Arguments in parentheses.
pub(super) fn arguments<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Vec<Piece>> {
    let first = input.span();
    let list = separated_list1(token(Kind::Comma), |i| value(cx, i));
    delimited(|i| open(cx, i), list, |i| close(cx, i, first)).parse(input)
}

/// The argument of a function without parentheses: a number and the next factor, as in books.
fn bare<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let name = cx.previous(input).map_or_else(String::new, |t| cx.shown(t));
    let begins = matches!(input.kind(), Kind::Number | Kind::Bar) || starts_factor(input.kind(), true);
    if matches!(input.kind(), Kind::Minus | Kind::Plus) || derivation(cx, input).is_ok() {
        return Err(ambiguous(cx, input, input.rest(), "a sign or d/dx after a function without parentheses"));
    }
    if !begins {
        let message = format!("a function needs an argument after {name}, before {}", cx.shown(input.token(0)));
        return Err(cx.refuse_hint(
            Code::MissingOperand,
            input.span(),
            message,
            "write it in parentheses, as in sin(x)",
        ));
    }
    let (rest, factor) = opt(|i| coefficient(cx, i)).parse(input)?;
    let Some(factor) = factor else {
        let (rest, piece) = tight(cx, input)?;
        return ended(cx, rest, valued(cx, piece)?);
    };
    if !starts_factor(rest.kind(), true) {
        return ended(cx, rest, factor);
    }
    if rest.kind() == Kind::Word && matches!(role(cx, rest)?, Role::Function(_) | Role::Logarithm(_)) {
        return Err(readings(cx, input, rest));
    }
    let (rest, piece) = tight(cx, rest)?;
    let piece = valued(cx, piece)?;
    let term = cx.arena().binary(Operator::Mul, factor.term, piece.term);
    ended(cx, rest, Piece { term, end: piece.end, ..factor })
}

/// A number, `pi`, or a number and `pi`, not raised to a power, before the rest of an argument.
fn coefficient<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let free = |i: Tokens<'a>| !matches!(i.kind(), Kind::Caret | Kind::Superscript | Kind::Prime);
    let circle = |i: Tokens<'a>| i.kind() == Kind::Word && cx.name(i.token(0)) == "pi" && free(i.rest());
    let first = input.token(0);
    let pi = || cx.arena().pi();
    if circle(input) {
        return Ok((input.rest(), Piece::new(pi(), first, first.span())));
    }
    if input.kind() != Kind::Number || !free(input.rest()) {
        return Err(nom::Err::Error(Fault::Mismatch));
    }
    let (rest, piece) = literal(cx, input)?;
    if !circle(rest) {
        return Ok((rest, piece));
    }
    let pi = pi();
    let term = cx.arena().binary(Operator::Mul, piece.term, pi);
    Ok((rest.rest(), Piece::new(term, first, rest.span())))
}

/// The argument, unless another factor follows that is no function: then it could belong to it.
fn ended<'a>(cx: &Context<'_>, rest: Tokens<'a>, argument: Piece) -> IResult<Tokens<'a>, Piece, Fault> {
    if !starts_factor(rest.kind(), cx.barred.get()) {
        return Ok((rest, argument));
    }
    if rest.kind() == Kind::Word && matches!(role(cx, rest)?, Role::Function(_) | Role::Logarithm(_)) {
        return Ok((rest, argument));
    }
    let (a, b) = (cx.quote(argument.span()), cx.quote(rest.span()));
    let name = function_before(cx, argument.start);
    let dots = if rest.kind() == Kind::Word { "" } else { "…" };
    let message = format!("`{name} {a} {b}{dots}` can be {name}({a})*{b}{dots} or {name}({a}*{b}{dots})");
    let span = (argument.start as usize, rest.span().1);
    Err(cx.refuse_hint(Code::Ambiguous, span, message, "write the one you mean with parentheses"))
}

/// The name of the function whose argument starts at an offset.
fn function_before(cx: &Context<'_>, start: u32) -> String {
    let before = cx.text.get(..start as usize).unwrap_or("").trim_end();
    let from = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == '^')).map_or(0, |i| i + 1);
    let word = before.get(from..).unwrap_or("");
    if word.is_empty() { "f".to_string() } else { word.chars().take(12).collect() }
}

fn readings(cx: &Context<'_>, number: Tokens<'_>, function: Tokens<'_>) -> Refused {
    let name = function_before(cx, number.token(0).start);
    let a = cx.quote((number.span().0, cx.read_to(function).1));
    let b = cx.quote(function.span());
    let span = (number.span().0, function.span().1);
    let message = format!("`{name} {a} {b} …` can be {name}({a})*{b}(…) or {name}({a}*{b}(…))");
    cx.refuse_hint(Code::Ambiguous, span, message, "write the one you mean with parentheses")
}

fn ambiguous(cx: &Context<'_>, from: Tokens<'_>, to: Tokens<'_>, message: &str) -> Refused {
    let hint = "write the argument in parentheses, as in sin(-x)";
    cx.refuse_hint(Code::Ambiguous, (from.span().0, to.span().1), message, hint)
}

/// The value of an unknown function or of its derivative.
pub(super) fn unknown<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (rest, word) = token(Kind::Word)(input)?;
    let primes = primes(rest);
    let (rest, (list, given)) = pair(opt(|i| orders(cx, i)), |i| arguments(cx, i)).parse(rest.skip(primes))?;
    let span = (word.start as usize, cx.read_to(rest).1);
    let single = u32::try_from(primes).unwrap_or(u32::MAX);
    let wanted = match list {
        Some(list) => list,
        None if primes > 0 => vec![single],
        None => vec![0; given.len()],
    };
    if wanted.len() != given.len() {
        let hint = "write the orders by each argument: f'[1,0](u, v)";
        let message = format!("the derivative is by {} argument(s), and {} are given", wanted.len(), given.len());
        return Err(cx.refuse_hint(Code::Arity, span, message, hint));
    }
    if wanted.iter().map(|n| u64::from(*n)).sum::<u64>() > u64::from(cx.options.order) {
        return Err(cx.refuse(Code::Limit, span, format!("a derivative of an order above {}", cx.options.order)));
    }
    let name = cx.name(word);
    let mut arena = cx.arena();
    let name = arena.intern(&name);
    let terms: Vec<TermId> = given.iter().map(|p| p.term).collect();
    let term = arena.apply(Unknown { name, orders: wanted.into() }, &terms);
    Ok((rest, Piece::new(term, word, (span.0, span.1))))
}

/// The orders of a derivative by each argument: `[1,0]`.
fn orders<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Vec<u32>> {
    let order = |i: Tokens<'a>| {
        let (rest, number) = token(Kind::Number)(i).map_err(|_| cx.no_operand(i))?;
        match cx.source(number).parse::<u32>() {
            Ok(n) => Ok((rest, n)),
            Err(_) => Err(cx.refuse(Code::Derivative, number.span(), "an order is a whole number")),
        }
    };
    let (rest, _) = token(Kind::OpenSquare)(input)?;
    let (rest, list) = separated_list1(token(Kind::Comma), order).parse(rest)?;
    let (rest, _) = token(Kind::CloseSquare)(rest).map_err(|_| cx.unexpected(rest))?;
    Ok((rest, list))
}
