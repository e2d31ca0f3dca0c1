//! The document's own commands: what `\newcommand` declares, put in the place of its calls.
//!
//! Expansion uses no recursion, and is bounded in depth and in tokens: a command that calls itself,
//! or one that doubles thirty times, is an error.

use super::Macro;
use super::lexer::scan;
use super::token::{Fence, Font, Kind, Shape, Token};
use crate::parse::codes::Code;
use crate::parse::error::ParseError;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// How deep calls may stand in the bodies of others.
const DEPTH: u32 = 20;
/// The most tokens that expansion may give.
const TOKENS: usize = 10_000;

/// The texts that tokens point into: the formula, then the bodies of macros.
pub(super) struct Sources<'s>(Vec<&'s str>);

impl<'s> Sources<'s> {
    pub fn new(text: &'s str) -> Self {
        Sources(vec![text])
    }

    /// A token's own text.
    pub fn text(&self, token: &Token) -> &'s str {
        let text = self.0.get(token.source as usize).copied().unwrap_or("");
        text.get(token.from as usize..token.to as usize).unwrap_or("")
    }

    /// The formula itself.
    pub fn formula(&self) -> &'s str {
        self.0.first().copied().unwrap_or("")
    }
}

/// The tokens with every call of a macro replaced; those of a body stand where the call stands.
pub(super) fn expand<'s>(
    list: Vec<Token>,
    macros: &'s [Macro],
    sources: &mut Sources<'s>,
) -> Result<Vec<Token>, ParseError> {
    if macros.is_empty() {
        return Ok(over(list, sources));
    }
    let names: FxHashMap<&str, usize> = macros.iter().enumerate().map(|(i, m)| (m.name.as_str(), i)).collect();
    let mut bodies: Vec<Option<Rc<[Token]>>> = vec![None; macros.len()];
    let mut waiting: Vec<(Token, u32)> = list.into_iter().rev().map(|t| (t, 0)).collect();
    let (mut found, mut produced) = (Vec::with_capacity(waiting.len()), 0);
    while let Some((token, depth)) = waiting.pop() {
        let called = called(&token, sources).and_then(|name| names.get(name)).copied();
        let Some((index, called)) = called.and_then(|i| Some((i, macros.get(i)?))) else {
            found.push(token);
            continue;
        };
        let (given, end) = arguments(&mut waiting, called, token)?;
        let place = (token.start as usize, end.max(token.end) as usize);
        let body = body(&mut bodies, index, called, sources).map_err(|error| error.placed(place))?;
        let before = waiting.len();
        for part in body.iter().rev() {
            match parameter(part, sources) {
                Some(n) => match n.checked_sub(1).and_then(|n| given.get(n)) {
                    Some(argument) => waiting.extend(argument.iter().rev().map(|t| (*t, depth + 1))),
                    None => return Err(wrong(called, place, "its text names an argument that it does not take")),
                },
                None => waiting.push((*part, depth + 1)),
            }
            produced += given.len() + 1;
            if depth >= DEPTH || produced + (waiting.len() - before) > TOKENS {
                return Err(endless(called, place));
            }
        }
        produced += waiting.len() - before;
        for (token, _) in waiting.iter_mut().skip(before) {
            (token.start, token.end) = (place.0 as u32, place.1 as u32);
        }
    }
    Ok(over(found, sources))
}

/// The tokens with `{a \over b}` written as `\frac{a}{b}`. One that stands in no braces of its own
/// is left, and is refused as a command that is not known.
fn over(list: Vec<Token>, sources: &Sources<'_>) -> Vec<Token> {
    if !list.iter().any(|t| sources.text(t) == "\\over") {
        return list;
    }
    let brace = Fence::new(Shape::Brace);
    let (mut found, mut open): (Vec<Token>, Vec<(usize, bool)>) = (Vec::with_capacity(list.len() + 8), Vec::new());
    for token in list {
        match token.kind {
            Kind::Open(_) => open.push((found.len(), false)),
            Kind::Close(_) => _ = open.pop(),
            Kind::Command if sources.text(&token) == "\\over" => {
                let own = open
                    .last_mut()
                    .filter(|(at, done)| !done && found.get(*at).is_some_and(|t| t.kind == Kind::Open(brace)));
                if let Some((at, done)) = own {
                    let first = found.get(*at).copied().unwrap_or(token);
                    found.push(Token { kind: Kind::Close(brace), ..token });
                    found.push(Token { kind: Kind::Open(brace), ..token });
                    found.insert(*at, Token { kind: Kind::Fraction, end: first.start, to: first.from, ..first });
                    *done = true;
                    continue;
                }
            }
            _ => {}
        }
        found.push(token);
    }
    found
}

/// The name of the command at a token.
fn called<'s>(token: &Token, sources: &Sources<'s>) -> Option<&'s str> {
    match token.kind {
        Kind::Font(Font::Text) | Kind::Skipped => None,
        _ => sources.text(token).strip_prefix('\\'),
    }
}

fn parameter(token: &Token, sources: &Sources<'_>) -> Option<usize> {
    match token.kind {
        Kind::Parameter => sources.text(token).strip_prefix('#').map(|n| n.parse().unwrap_or(0)),
        _ => None,
    }
}

/// The tokens of a macro's body, read when it is first called.
fn body<'s>(
    bodies: &mut [Option<Rc<[Token]>>],
    index: usize,
    called: &'s Macro,
    sources: &mut Sources<'s>,
) -> Result<Rc<[Token]>, ParseError> {
    if let Some(Some(known)) = bodies.get(index) {
        return Ok(known.clone());
    }
    let source = sources.0.len() as u32;
    sources.0.push(&called.body);
    let list: Rc<[Token]> = scan(&called.body, source)?.into();
    if let Some(slot) = bodies.get_mut(index) {
        *slot = Some(list.clone());
    }
    Ok(list)
}

type Arguments = (Vec<Vec<Token>>, u32);

/// The arguments of a call, each a group or one token, and where the last one ends.
fn arguments(waiting: &mut Vec<(Token, u32)>, called: &Macro, call: Token) -> Result<Arguments, ParseError> {
    let brace = Fence::new(Shape::Brace);
    let (mut given, mut end) = (Vec::new(), call.end);
    while given.len() < called.arguments {
        let (mut argument, mut open) = (Vec::new(), 0_usize);
        loop {
            let Some((token, _)) = waiting.pop() else {
                let place = (call.start as usize, call.end as usize);
                return Err(wrong(called, place, "an argument is missing"));
            };
            end = end.max(token.end);
            let outer = open;
            match token.kind {
                Kind::Space => continue,
                Kind::Open(fence) if fence == brace => open += 1,
                Kind::Close(fence) if fence == brace => open = open.saturating_sub(1),
                _ => {}
            }
            if outer.max(open) > 1 || (outer == 1 && open == 1) || (outer == 0 && open == 0) {
                argument.push(token);
            }
            if open == 0 {
                break;
            }
        }
        given.push(argument);
    }
    Ok((given, end))
}

fn wrong(called: &Macro, place: (usize, usize), what: &str) -> ParseError {
    ParseError::new(Code::Unsupported, place, format!("the macro `\\{}` can't be read: {what}", shown(called)))
}

fn endless(called: &Macro, place: (usize, usize)) -> ParseError {
    let message = format!("the macro `\\{}` grows beyond {DEPTH} levels or {TOKENS} signs", shown(called));
    ParseError::new(Code::Limit, place, message)
}

fn shown(called: &Macro) -> String {
    called.name.chars().filter(|c| !c.is_control()).take(40).collect()
}
