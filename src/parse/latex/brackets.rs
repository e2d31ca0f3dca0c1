//! Delimiters and their partners. Where two closing ones are crossed, or one is missing and every
//! place for it gives the same reading, the formula is mended and the place is kept.

use super::context::Log;
use super::expand::Sources;
use super::token::{Fence, Kind, Shape, Token};
use crate::parse::Note;
use crate::parse::codes::Code;
use crate::parse::error::ParseError;

/// The tokens with every delimiter closed by its partner.
pub(super) fn brackets(list: &[Token], sources: &Sources<'_>, log: &mut Log) -> Result<Vec<Token>, ParseError> {
    let mut found: Vec<Token> = Vec::with_capacity(list.len());
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(token) = list.get(at) {
        at += 1;
        let Kind::Close(close) = token.kind else {
            if matches!(token.kind, Kind::Open(_)) {
                open.push(found.len());
            }
            found.push(*token);
            continue;
        };
        let fence = |nth: usize| open.iter().rev().nth(nth).and_then(|i| found.get(*i)).map(|t| fence_of(t.kind));
        let (inner, outer) = (fence(0), fence(1));
        let next = list.get(at).filter(|t| matches!(t.kind, Kind::Close(_)));
        if inner.is_some_and(|f| f.closed_by(close)) {
            open.pop();
            found.push(*token);
        } else if close == Fence::new(Shape::Line) && list.get(at).is_some_and(|t| t.kind == Kind::Under) {
            found.push(Token { kind: Kind::Bar, ..*token });
        } else if let (Some(inner), Some(outer), Some(next)) = (inner, outer, next)
            && inner.closed_by(fence_of(next.kind))
            && outer.closed_by(close)
        {
            log.repair(crossed(token, next, sources));
            open.truncate(open.len() - 2);
            // The two trade kinds, not places, so that offsets stay in order.
            found.push(Token { kind: next.kind, ..*token });
            found.push(Token { kind: token.kind, ..*next });
            at += 1;
        } else if let (Some(inner), Some(outer)) = (inner, outer)
            && outer.closed_by(close)
            && one_reading(&found, open.last().copied(), inner)
        {
            log.repair(missing(token, inner));
            found.push(Token { kind: Kind::Close(inner), end: token.start, to: token.from, ..*token });
            found.push(*token);
            open.truncate(open.len() - 2);
        } else {
            return Err(mismatch(token, open.last().and_then(|i| found.get(*i)), sources));
        }
    }
    match open.first().and_then(|i| found.get(*i)) {
        Some(never) => Err(unclosed(never, sources)),
        None => Ok(found),
    }
}

/// Says how far it is from each opening delimiter to its partner.
pub(super) fn measured(mut list: Vec<Token>) -> Vec<Token> {
    let mut open = Vec::new();
    for at in 0..list.len() {
        match list.get(at).map(|t| t.kind) {
            Some(Kind::Open(_)) => open.push(at),
            Some(Kind::Close(_)) => {
                if let Some(token) = open.pop().and_then(|from| Some((from, list.get_mut(from)?))) {
                    token.1.size = (at - token.0) as u32;
                }
            }
            _ => {}
        }
    }
    list
}

fn fence_of(kind: Kind) -> Fence {
    match kind {
        Kind::Open(fence) | Kind::Close(fence) => fence,
        _ => Fence::new(Shape::Nothing),
    }
}

/// Whether it makes no difference where a delimiter is closed: it is the first sign in its group,
/// and a sum of single letters and numbers follows.
fn one_reading(found: &[Token], open: Option<usize>, inner: Fence) -> bool {
    let Some(open) = open.filter(|_| inner == Fence::new(Shape::Round) || inner == Fence::new(Shape::Square)) else {
        return false;
    };
    let first = open.checked_sub(1).and_then(|i| found.get(i));
    let inside = found.get(open + 1..).unwrap_or_default();
    let mut operand = true;
    for token in inside {
        match token.kind {
            Kind::Number | Kind::Letter | Kind::Greek | Kind::Word if operand => operand = false,
            Kind::Plus | Kind::Minus if !operand => operand = true,
            _ => return false,
        }
    }
    !operand && first.is_some_and(|t| t.kind == Kind::Open(Fence::new(Shape::Brace)))
}

fn crossed(token: &Token, next: &Token, sources: &Sources<'_>) -> Note {
    let (a, b) = (sources.text(token), sources.text(next));
    Note {
        span: (token.start as usize, next.end as usize),
        text: format!("`{a}` and `{b}` are crossed; read as `{b}{a}`"),
    }
}

fn missing(token: &Token, inner: Fence) -> Note {
    let sign = if inner.shape == Shape::Round { ')' } else { ']' };
    let span = (token.start as usize, token.end as usize);
    Note { span, text: format!("a `{sign}` is missing; read as if it stood here") }
}

fn unclosed(token: &Token, sources: &Sources<'_>) -> ParseError {
    let fence = fence_of(token.kind);
    let shown = sources.text(token);
    let message = match fence {
        Fence { tall: true, .. } => format!("`\\left{shown}` has no `\\right`"),
        Fence { shape: Shape::Rows | Shape::Cases, .. } => format!("the environment `{shown}` is never closed"),
        _ => format!("this `{shown}` is never closed"),
    };
    ParseError::new(Code::Bracket, (token.start as usize, token.end as usize), message)
}

fn mismatch(token: &Token, open: Option<&Token>, sources: &Sources<'_>) -> ParseError {
    let shown = sources.text(token);
    let right = if fence_of(token.kind).tall { "\\right" } else { "" };
    let span = (token.start as usize, token.end as usize);
    let Some(open) = open else {
        return ParseError::new(Code::Bracket, span, format!("`{right}{shown}` closes nothing"));
    };
    let left = if fence_of(open.kind).tall { "\\left" } else { "" };
    let message = format!("`{right}{shown}` stands where `{left}{}` is to be closed", sources.text(open));
    let error = ParseError::new(Code::Bracket, span, message);
    match fence_of(open.kind).shape {
        Shape::Brace => error.with_hint("write } here"),
        Shape::Round | Shape::Square if right != left => error.with_hint("\\left needs \\right, and ( needs )"),
        _ => error.with_hint("intervals are not read; brackets close as they open"),
    }
}
