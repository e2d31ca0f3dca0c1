//! What separates the formulas of one text: rows, wide spaces, commas and words at the top level.
//!
//! A row that begins with a relation or an operator goes on with the row before; elsewhere a new
//! formula begins. Spaces, alignment marks and a sentence's last sign leave no token.

use super::expand::Sources;
use super::token::{Fence, Kind, Shape, Token};
use crate::parse::codes::Code;
use crate::parse::error::ParseError;

/// What a stretch of layout between two tokens holds.
#[derive(Clone, Copy, Default)]
struct Layout {
    row: bool,
    amp: bool,
    /// An alignment mark after the last row break.
    led: bool,
    comma: bool,
    stop: bool,
    word: bool,
    first: usize,
}

/// The tokens without braces around all of them, as encyclopedias write `{\displaystyle a = b}`.
pub(super) fn unwrapped(mut list: &[Token]) -> &[Token] {
    let brace = Fence::new(Shape::Brace);
    while let [first, inner @ .., last] = list
        && (first.kind, last.kind) == (Kind::Open(brace), Kind::Close(brace))
        && first.size as usize == inner.len() + 1
    {
        list = inner;
    }
    list
}

/// The tokens with separators in the place of what separates.
pub(super) fn rows(list: &[Token], sources: &Sources<'_>) -> Result<Vec<Token>, ParseError> {
    let mut found: Vec<Token> = Vec::with_capacity(list.len() + 1);
    let (mut inside, mut environments, mut related): (Vec<Shape>, usize, bool) = (Vec::new(), 0, false);
    let mut at = 0;
    while let Some(token) = list.get(at) {
        let remark = || in_parentheses(*token, list.get(at + 1), sources) && remark(list, at).is_some();
        if inside.is_empty() && !found.is_empty() && remark() || inside.is_empty() && is_layout(token.kind) {
            let (layout, after) = layout(list, at, &mut environments)?;
            let next = list.get(after);
            if separates(list, &found, layout, after, related, sources)? {
                found.push(Token { kind: Kind::Separator, ..list.get(layout.first).copied().unwrap_or(*token) });
            }
            related = related && !layout.row && next.is_some();
            at = after;
            continue;
        }
        at += 1;
        match token.kind {
            Kind::Open(fence) => inside.push(fence.shape),
            Kind::Close(_) => _ = inside.pop(),
            Kind::Link(_) => related = true,
            Kind::Wide => continue,
            Kind::Comma if !matches!(sources.text(token), "," | "，") => {
                found.push(Token { kind: Kind::Separator, ..*token });
                continue;
            }
            Kind::Row | Kind::Amp | Kind::Stop if inside.last() != Some(&Shape::Cases) => return Err(misplaced(token)),
            _ => {}
        }
        if token.kind.opens(Shape::Rows) {
            return Err(misplaced(token));
        }
        found.push(*token);
    }
    Ok(found)
}

fn is_layout(kind: Kind) -> bool {
    match kind {
        Kind::Open(fence) | Kind::Close(fence) => fence.shape == Shape::Rows,
        Kind::Wide | Kind::Row | Kind::Amp | Kind::Stop | Kind::Comma | Kind::Separator => true,
        _ => false,
    }
}

/// The stretch of layout that begins here, and where it ends.
fn layout(list: &[Token], from: usize, environments: &mut usize) -> Result<(Layout, usize), ParseError> {
    let mut found = Layout { first: from, ..Layout::default() };
    let mut at = from;
    while let Some(token) = list.get(at) {
        if let Some(after) = remark(list, at) {
            at = after;
            continue;
        }
        match token.kind {
            kind if !is_layout(kind) => break,
            Kind::Open(_) => *environments += 1,
            Kind::Close(_) => *environments = environments.saturating_sub(1),
            Kind::Row => (found.row, found.led) = (true, false),
            Kind::Amp if *environments == 0 => return Err(misplaced(token)),
            Kind::Amp => (found.amp, found.led) = (true, found.row),
            Kind::Comma => found.comma = true,
            Kind::Stop => found.stop = true,
            Kind::Separator => found.word = true,
            _ => {}
        }
        at += 1;
    }
    Ok((found, at))
}

/// Where words end that begin here and go on to the end of a row, if they do: a remark, perhaps in
/// parentheses.
fn remark(list: &[Token], from: usize) -> Option<usize> {
    let kind = |at: usize| list.get(at).map(|t| t.kind);
    let round = Fence::new(Shape::Round);
    let mut at = from;
    loop {
        at = match kind(at) {
            Some(Kind::Text) => at + 1,
            Some(Kind::Open(open)) if open == round && kind(at + 1) == Some(Kind::Text) => {
                let words = (at + 1..).take_while(|i| kind(*i) == Some(Kind::Text)).count();
                let closed = kind(at + 1 + words) == Some(Kind::Close(round));
                if closed { at + words + 2 } else { return None }
            }
            Some(Kind::Stop | Kind::Comma) if at > from => at + 1,
            None | Some(Kind::Row) => return (at > from).then_some(at),
            Some(Kind::Close(fence)) if fence.shape == Shape::Rows => return (at > from).then_some(at),
            _ => return None,
        };
    }
}

/// Whether words stand in parentheses, which are set as words or as signs.
fn in_parentheses(token: Token, next: Option<&Token>, sources: &Sources<'_>) -> bool {
    match token.kind {
        Kind::Text => sources.text(&token).trim_start().starts_with(['(', '[']),
        Kind::Open(fence) => fence == Fence::new(Shape::Round) && next.is_some_and(|t| t.kind == Kind::Text),
        _ => false,
    }
}

/// Whether a stretch of layout ends a formula and begins another one.
fn separates(
    list: &[Token],
    found: &[Token],
    layout: Layout,
    after: usize,
    related: bool,
    sources: &Sources<'_>,
) -> Result<bool, ParseError> {
    let Some(next) = list.get(after) else { return Ok(false) };
    let first = list.get(layout.first).unwrap_or(next);
    let Some(before) = found.last() else {
        // `\implies x = 2` and `where x = 2` go on with the text before; a condition does not stand alone.
        let condition = matches!(sources.text(first).trim(), "if" | "for");
        return Ok(layout.comma || layout.stop || condition);
    };
    let wrong = |code, message: &str| Err(ParseError::new(code, (first.start as usize, next.end as usize), message));
    let relation = matches!(next.kind, Kind::Link(_));
    if layout.comma || layout.word || layout.stop {
        if layout.stop && !layout.comma && !layout.word && !layout.row && after == layout.first + 1 {
            let message = "`.` cannot stand in a formula: a product is written with \\cdot";
            return wrong(Code::Character, message);
        }
        if grouped(before, first, next, sources) {
            return wrong(Code::Ambiguous, "this comma can group digits, begin the decimals or separate two numbers");
        }
        return Ok(!(layout.row && relation));
    }
    let begun = is_operator(before.kind) || matches!(before.kind, Kind::Link(_));
    let goes_on = matches!(next.kind, Kind::Plus | Kind::Star | Kind::Slash | Kind::Link(_));
    if begun || before.kind == Kind::Separator || goes_on {
        return Ok(false);
    }
    let minus = next.kind == Kind::Minus;
    if layout.row {
        let related = has_relation(list, after);
        return match (minus, layout.led, related) {
            (true, true, false) => Ok(false),
            (true, true, true) | (true, false, false) => wrong(
                Code::Ambiguous,
                "a row that begins with a minus can go on with the row before or be a new formula",
            ),
            _ => Ok(true),
        };
    }
    if layout.amp {
        return match (minus, related) {
            (true, _) => Ok(false),
            (false, true) => Ok(true),
            (false, false) => wrong(Code::Unexpected, "`&` stands between two terms and aligns nothing"),
        };
    }
    if minus {
        return wrong(Code::Ambiguous, "a wide space before a minus: one formula, or two");
    }
    Ok(true)
}

fn is_operator(kind: Kind) -> bool {
    matches!(kind, Kind::Plus | Kind::Minus | Kind::Star | Kind::Slash)
}

/// Whether a relation stands in the row that begins here.
fn has_relation(list: &[Token], from: usize) -> bool {
    let mut depth = 0_usize;
    for token in list.get(from..).unwrap_or_default() {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(fence) if depth == 0 && fence.shape == Shape::Rows => return false,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            Kind::Row if depth == 0 => return false,
            Kind::Link(_) if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

/// Whether a comma stands directly between two digits.
fn grouped(before: &Token, comma: &Token, next: &Token, sources: &Sources<'_>) -> bool {
    let numbers = before.kind == Kind::Number && next.kind == Kind::Number;
    numbers && sources.text(comma) == "," && comma.touches(before) && next.touches(comma)
}

fn misplaced(token: &Token) -> ParseError {
    let place = (token.start as usize, token.end as usize);
    match token.kind {
        Kind::Amp => ParseError::new(Code::Unexpected, place, "`&` stands outside of an alignment")
            .with_hint("write \\begin{aligned} … \\end{aligned} around the rows"),
        Kind::Row => ParseError::new(Code::Unexpected, place, "a row ends inside of brackets"),
        Kind::Stop => ParseError::new(Code::Character, place, "`.` cannot stand in a formula")
            .with_hint("a point needs digits: write 0.5 or .5; a product is written with \\cdot"),
        _ => ParseError::new(Code::Unsupported, place, "rows inside of a term are not read yet"),
    }
}
