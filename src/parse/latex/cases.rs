//! Formulas in cases: each row a term and where it holds, the last one for everything else.

use super::LinkKind;
use super::context::{Context, Piece, Read, Span};
use super::expression::expression;
use super::operand::closed;
use super::token::{Kind, Tokens};
use crate::parse::codes::Code;
use crate::term::{Node, Relation, TermId};

/// A row: its term, and its condition unless it is for everything else.
struct Row {
    term: TermId,
    condition: Option<TermId>,
}

/// `\begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}`
pub(super) fn cases<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let first = input.token(0);
    let (mut rest, mut rows) = (input, Vec::new());
    loop {
        let (after, found) = case(cx, rest.rest())?;
        rows.push(found);
        rest = after;
        let last = rest.kind() == Kind::Row && matches!(rest.ahead(1), Kind::Close(_));
        rest = if last { rest.rest() } else { rest };
        if rest.kind() != Kind::Row {
            break;
        }
    }
    let (rest, _) = closed(cx, rest)?;
    let place = cx.from(first, rest);
    let term = choice(cx, &rows, place)?;
    Ok((rest, Piece::new(term, first, place)))
}

/// One row.
fn case<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Row> {
    let (rest, piece) = expression(cx, input)?;
    let rest = punctuated(rest);
    if rest.kind() != Kind::Amp {
        return Err(cx.unexpected(rest));
    }
    let (rest, condition) = whereabouts(cx, rest.rest())?;
    Ok((punctuated(rest), Row { term: piece.term, condition }))
}

/// Where a row holds: a comparison, or everywhere else.
fn whereabouts<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Option<TermId>> {
    if input.kind() == Kind::Otherwise {
        return Ok((input.rest(), None));
    }
    let word = input.kind() == Kind::Separator && cx.source(input.token(0)).contains(char::is_alphabetic);
    let input = if word { input.rest() } else { input };
    let (rest, left) = expression(cx, input)?;
    let relation = match rest.kind() {
        Kind::Link(LinkKind::Equal) => Relation::Eq,
        Kind::Link(LinkKind::Relation(relation)) => relation,
        _ => return Err(cx.unexpected(rest)),
    };
    let (rest, right) = expression(cx, rest.rest())?;
    let term = cx.arena().relation(relation, left.term, right.term);
    Ok((rest, Some(term)))
}

/// What follows a comma or full stop at the end of a row's part.
fn punctuated(input: Tokens<'_>) -> Tokens<'_> {
    if matches!(input.kind(), Kind::Comma | Kind::Stop) { input.rest() } else { input }
}

/// The rows as one term. The last row is for everything else, or for what the only other one leaves.
fn choice(cx: &Context<'_>, rows: &[Row], place: Span) -> Result<TermId, crate::parse::context::Refused> {
    let mut arena = cx.arena();
    let opposite = |a: TermId, b: TermId| match (arena.node(a), arena.node(b)) {
        (Node::Relation(r, a, b), Node::Relation(s, c, d)) => {
            (r.negated() == s && (a, b) == (c, d)) || (r.negated() == s.flipped() && (a, b) == (d, c))
        }
        _ => false,
    };
    let complete = match rows {
        [.., last] if last.condition.is_none() => true,
        [Row { condition: Some(a), .. }, Row { condition: Some(b), .. }] => opposite(*a, *b),
        _ => false,
    };
    let Some((last, before)) = rows.split_last().filter(|(_, before)| complete && !before.is_empty()) else {
        drop(arena);
        let message = "these cases do not say what holds everywhere else";
        let hint = "give the last row the condition \\text{otherwise}";
        return Err(cx.refuse_hint(Code::Unsupported, place, message, hint));
    };
    let mut term = last.term;
    for row in before.iter().rev() {
        let Some(condition) = row.condition else {
            drop(arena);
            return Err(cx.refuse(Code::Condition, place, "only the last row can be for everything else"));
        };
        term = arena.add(Node::If(condition, row.term, term));
    }
    Ok(term)
}
