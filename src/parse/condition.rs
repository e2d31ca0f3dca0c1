//! Comparisons and properties, `if`, and the whole texts: formulas, conditions, definitions.

use super::Definition;
use super::codes::Code;
use super::context::{Context, Piece, Read, Refused, Shape};
use super::error::Fault;
use super::expression::{expression, value};
use super::lexer::{Kind, Token};
use super::operand::{close, open, token, valued};
use super::role::is_name;
use super::stream::Tokens;
use crate::term::{Node, Property, Relation, Symbol, TermId};
use nom::multi::separated_list1;
use nom::sequence::preceded;
use nom::{IResult, Parser};

/// A term with what it is compared to: no part makes it a term, several a chain.
pub(super) struct Comparison {
    first: Piece,
    parts: Vec<TermId>,
    span: (usize, usize),
}

/// A whole formula: a term or an equation.
pub(super) fn formula<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, TermId> {
    let (rest, left) = value(cx, input)?;
    let Kind::Relation(sign) = rest.kind() else { return Ok((rest, left.term)) };
    if sign != Relation::Eq {
        let message = format!("{} cannot stand in a formula", cx.shown(rest.token(0)));
        let hint = "give conditions with --assume, or as the first argument of if(condition, a, b)";
        return Err(cx.refuse_hint(Code::Relation, rest.span(), message, hint));
    }
    let (after, right) = value(cx, rest.rest())?;
    if matches!(after.kind(), Kind::Relation(_)) {
        let hint = "claim each equation apart";
        return Err(cx.refuse_hint(Code::Chain, after.span(), "an equation has two sides, and a third follows", hint));
    }
    let term = cx.arena().relation(Relation::Eq, left.term, right.term);
    Ok((after, term))
}

/// A list of conditions.
pub(super) fn conditions<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Vec<TermId>> {
    let (rest, lists) = separated_list1(token(Kind::Comma), |i| condition(cx, i)).parse(input)?;
    Ok((rest, lists.concat()))
}

/// One condition, or the parts of a chain.
fn condition<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Vec<TermId>> {
    let (rest, found) = comparison(cx, input)?;
    match found.first.shape {
        _ if !found.parts.is_empty() => Ok((rest, found.parts)),
        Shape::Condition => Ok((rest, vec![found.first.term])),
        _ => {
            let message = format!("`{}` is a term, and a condition is expected", cx.quote(found.span));
            let hint = "compare it, as in a > 0, or write `n integer`";
            Err(cx.refuse_hint(Code::Condition, found.span, message, hint))
        }
    }
}

/// A term, compared to others, or with a property.
fn comparison<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Comparison> {
    let (mut rest, first) = expression(cx, input)?;
    let mut parts = Vec::new();
    if rest.kind() == Kind::Keyword {
        let (after, property) = property(cx, rest)?;
        let term = valued(cx, first)?.term;
        parts.push(cx.arena().add(Node::Property(property, term)));
        rest = after;
    } else {
        let mut left = first;
        while let Kind::Relation(sign) = rest.kind() {
            let (after, right) = value(cx, rest.rest())?;
            let term = valued(cx, left)?.term;
            parts.push(cx.arena().relation(sign, term, right.term));
            (left, rest) = (right, after);
        }
    }
    let span = (first.start as usize, cx.read_to(rest).1);
    Ok((rest, Comparison { first, parts, span }))
}

/// The words of a property.
fn property<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Property> {
    let (rest, first) = token(Kind::Keyword)(input)?;
    let second = if rest.kind() == Kind::Keyword { cx.source(rest.token(0)) } else { "" };
    match (cx.source(first), second) {
        ("integer", "") => Ok((rest, Property::Integer)),
        ("defined", "") => Ok((rest, Property::Defined)),
        ("not", "integer") => Ok((rest.rest(), Property::NotInteger)),
        ("not", "pole") => Ok((rest.rest(), Property::NotPole)),
        _ => {
            let hint = "write `n integer`, `x not integer`, `x not pole` or `t defined`";
            let span = (first.start as usize, cx.read_to(rest).1);
            Err(cx.refuse_hint(Code::Condition, span, "this is not a property of a term", hint))
        }
    }
}

/// A branch of an `if`: a term or one condition.
fn branch<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (rest, found) = comparison(cx, input)?;
    match found.parts[..] {
        [] => Ok((rest, found.first)),
        [only] => Ok((rest, Piece { term: only, ..found.first }.shaped(Shape::Condition))),
        _ => Err(chained(cx, found.span)),
    }
}

/// `if(condition, a, b)`: a term, or a condition if its branches are conditions.
pub(super) fn choice<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (rest, word) = token(Kind::Word)(input)?;
    let first = rest.span();
    let comma = |i| comma(cx, i, word);
    let inside = (|i| condition(cx, i), preceded(comma, |i| branch(cx, i)), preceded(comma, |i| branch(cx, i)));
    let (rest, (test, a, b)) = preceded(|i| open(cx, i), inside).parse(rest)?;
    if rest.kind() == Kind::Comma {
        return Err(cx.refuse(Code::Arity, rest.span(), "`if` takes 3 arguments, and more are given"));
    }
    let (rest, ()) = close(cx, rest, first)?;
    let span = (word.start as usize, cx.read_to(rest).1);
    let [test] = test[..] else { return Err(chained(cx, span)) };
    if (a.shape == Shape::Condition) != (b.shape == Shape::Condition) {
        let message = "one branch of this `if` is a condition and the other a term";
        return Err(cx.refuse(Code::Condition, span, message));
    }
    let term = cx.arena().add(Node::If(test, a.term, b.term));
    let shape = if a.shape == Shape::Condition { Shape::Condition } else { Shape::Plain };
    Ok((rest, Piece::new(term, word, span).shaped(shape)))
}

fn comma<'a>(cx: &Context<'_>, input: Tokens<'a>, word: Token) -> IResult<Tokens<'a>, (), Fault> {
    match input.kind() {
        Kind::Comma => Ok((input.rest(), ())),
        Kind::Close => {
            let span = (word.start as usize, input.span().1);
            Err(cx.refuse_hint(
                Code::Arity,
                span,
                "`if` takes 3 arguments, and fewer are given",
                "write if(condition, a, b)",
            ))
        }
        Kind::End => close(cx, input, word.span()),
        _ => Err(cx.unexpected(input)),
    }
}

fn chained(cx: &Context<'_>, span: (usize, usize)) -> Refused {
    let hint = "write if(a < x, if(x < b, p, q), q)";
    cx.refuse_hint(Code::Condition, span, "a chain of comparisons cannot stand inside `if`", hint)
}

/// `name = term` or `f(name, …) = term`.
pub(super) fn definition<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Definition> {
    let (rest, (name, parameters)) = head(cx, input)?;
    let (rest, _) = token(Kind::Relation(Relation::Eq))(rest).map_err(|_| no_definition(cx, rest))?;
    let (rest, body) = value(cx, rest)?;
    if matches!(rest.kind(), Kind::Relation(_)) {
        return Err(cx.refuse(Code::Chain, rest.span(), "a definition has two sides, and a third follows"));
    }
    let Some(parameters) = parameters else {
        if cx.arena().variables(body.term).contains(&name) {
            let message = "a name cannot stand in its own definition";
            return Err(cx.refuse(Code::Definition, body.span(), message));
        }
        return Ok((rest, Definition::Name(name, body.term)));
    };
    Ok((rest, Definition::Function { name, parameters, body: body.term }))
}

/// What a definition defines.
fn head<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, (Symbol, Option<Vec<Symbol>>)> {
    let (rest, name) = defined(cx, input)?;
    if rest.kind() != Kind::Open {
        return Ok((rest, (name, None)));
    }
    let (rest, parameters) = separated_list1(token(Kind::Comma), |i| defined(cx, i)).parse(rest.rest())?;
    let (rest, _) = token(Kind::Close)(rest).map_err(|_| no_definition(cx, rest))?;
    let distinct = parameters.iter().enumerate().all(|(i, p)| *p != name && !parameters[..i].contains(p));
    if !distinct {
        let span = (input.span().0, cx.read_to(rest).1);
        return Err(cx.refuse(Code::Definition, span, "the names of a function and of its arguments differ"));
    }
    Ok((rest, (name, Some(parameters))))
}

/// A name that may be given a meaning.
fn defined<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Symbol> {
    let (mut rest, word) = token(Kind::Word)(input).map_err(|_| no_definition(cx, input))?;
    let mut name = cx.name(word).into_owned();
    let letter = matches!(name.as_str(), "sigma" | "gamma") && rest.kind() != Kind::Open;
    if name == "pi" || !(letter || is_name(&name)) {
        let message = format!("`{name}` has a meaning already");
        return Err(cx.refuse(Code::Definition, word.span(), message));
    }
    while rest.kind() == Kind::Prime {
        name.push('\'');
        rest = rest.rest();
    }
    let symbol = cx.arena().intern(&name);
    Ok((rest, symbol))
}

fn no_definition(cx: &Context<'_>, input: Tokens<'_>) -> Refused {
    let message = format!("unexpected {} on the left of a definition", cx.shown(input.token(0)));
    cx.refuse_hint(Code::Definition, input.span(), message, "write a = term or f(a) = term")
}

/// A term, a comparison or a property: a text of the product's own tables.
pub(super) fn entry<'a>(cx: &Context<'_>, input: Tokens<'a>) -> IResult<Tokens<'a>, TermId, Fault> {
    let (rest, piece) = branch(cx, input)?;
    Ok((rest, piece.term))
}
