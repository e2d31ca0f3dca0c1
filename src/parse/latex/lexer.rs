//! Characters to tokens, one letter, digit or command each; comments end with their line.

use super::LinkKind;
use super::commands::{command, environment, sign};
use super::token::{Fence, Font, Kind, Token};
use crate::parse::codes::Code;
use crate::parse::error::ParseError;
use crate::parse::{Options, character};
use crate::term::Relation;

/// What the lexer reads next: how many bytes, what they are, and the part of them that is the text.
struct Lexeme {
    length: usize,
    kind: Kind,
    text: (usize, usize),
}

impl Lexeme {
    fn new(length: usize, kind: Kind) -> Self {
        Lexeme { length, kind, text: (0, length) }
    }
}

/// The tokens of a text, without an end.
pub(super) fn scan(text: &str, source: u32) -> Result<Vec<Token>, ParseError> {
    let mut found = Vec::with_capacity(text.len() / 2);
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        let skipped = blank(rest);
        if skipped > 0 {
            at += skipped;
            continue;
        }
        let next = lexeme(rest).map_err(|error| error.shifted(at))?;
        let (from, to) = (at + next.text.0, at + next.text.1);
        found.push(Token {
            kind: next.kind,
            start: at as u32,
            end: (at + next.length) as u32,
            source,
            from: from as u32,
            to: to as u32,
            size: 0,
        });
        at += next.length.max(1);
    }
    Ok(found)
}

/// Refuses a text that is too long.
pub(super) fn check_length(text: &str, options: &Options) -> Result<(), ParseError> {
    let limit = options.bytes.min(u32::MAX as usize - 1);
    if text.len() <= limit {
        return Ok(());
    }
    let message = format!("the text has {} bytes, and the limit is {limit}", text.len());
    Err(ParseError::new(Code::Limit, (limit, text.len()), message))
}

/// The bytes of spaces, of a tie or of a comment at the start.
fn blank(rest: &str) -> usize {
    match rest.chars().next() {
        Some('%') => rest.find('\n').map_or(rest.len(), |end| end + 1),
        Some(c) if c == '~' || c == '\u{feff}' || c.is_whitespace() => c.len_utf8(),
        _ => 0,
    }
}

fn lexeme(rest: &str) -> Result<Lexeme, ParseError> {
    let mut characters = rest.chars();
    let first = characters.next().unwrap_or(' ');
    let second = characters.next().unwrap_or(' ');
    let length = first.len_utf8();
    if first == '\\' {
        return control(rest);
    }
    if let Some((text, kind)) = DIGRAPHS.iter().find(|(text, _)| rest.starts_with(text)) {
        return Ok(Lexeme::new(text.len(), *kind));
    }
    let kind = match first {
        '0'..='9' => Kind::Digit,
        '.' if second.is_ascii_digit() => Kind::Point,
        '#' if second.is_ascii_digit() => return Ok(Lexeme::new(2, Kind::Parameter)),
        c if character::greek(c).is_some() => Kind::Greek,
        c => match sign(c) {
            Some(kind) => kind,
            None if character::is_letter(c) => Kind::Letter,
            None => return Err(strange(c)),
        },
    };
    Ok(Lexeme::new(length, kind))
}

/// Signs that are written with two characters.
const DIGRAPHS: &[(&str, Kind)] = &[
    (":=", Kind::Link(LinkKind::Defines)),
    ("==", Kind::Link(LinkKind::Equal)),
    ("<=", Kind::Link(LinkKind::Relation(Relation::Le))),
    (">=", Kind::Link(LinkKind::Relation(Relation::Ge))),
    ("!=", Kind::Link(LinkKind::Relation(Relation::Ne))),
    ("->", Kind::Unsupported("limits and maps")),
];

/// A command, with what belongs to it as text: the words of `\text{…}`, the name of an environment.
fn control(rest: &str) -> Result<Lexeme, ParseError> {
    let length = name_length(rest);
    let name = rest.get(1..length).unwrap_or("");
    let kind = command(name);
    match kind {
        Kind::Font(Font::Text) => match group(rest, length) {
            // Words between two rows end the one before.
            Some((_, end)) if name.ends_with("intertext") => Ok(Lexeme::new(end, Kind::Row)),
            Some((inner, end)) => Ok(Lexeme { length: end, kind, text: inner }),
            None => Err(ParseError::new(Code::Bracket, (0, length), "the words of this command are not closed by `}`")),
        },
        Kind::Skipped => Ok(Lexeme::new(group(rest, length).map_or(length, |(_, end)| end), kind)),
        Kind::Begin | Kind::Finish => bounds(rest, length, kind),
        Kind::Row => Ok(Lexeme::new(length + distance(rest.get(length..).unwrap_or("")), kind)),
        Kind::Command if name.is_empty() => {
            Err(ParseError::new(Code::Character, (0, length), "a backslash without a command"))
        }
        Kind::Command if !name.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            Err(ParseError::new(Code::Character, (0, length), format!("`\\{name}` cannot stand in a formula")))
        }
        _ => Ok(Lexeme::new(length, kind)),
    }
}

/// The bytes of a command's name with its backslash: letters, or one other character.
fn name_length(rest: &str) -> usize {
    let after = rest.get(1..).unwrap_or("");
    let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
    let starred = letters > 0 && after.as_bytes().get(letters) == Some(&b'*');
    match after.get(..=letters) {
        Some(name) if starred && command(name) != Kind::Command => letters + 2,
        _ if letters > 0 => letters + 1,
        _ => 1 + after.chars().next().map_or(0, char::len_utf8),
    }
}

/// `\begin{aligned}` and `\end{aligned}` are delimiters.
fn bounds(rest: &str, length: usize, kind: Kind) -> Result<Lexeme, ParseError> {
    let Some(((from, to), mut end)) = group(rest, length) else {
        return Err(ParseError::new(Code::Bracket, (0, length), "the name of an environment is missing"));
    };
    let name = rest.get(from..to).unwrap_or("").trim();
    let shape = match environment(name) {
        Ok(shape) => shape,
        Err(what) => return Ok(Lexeme { length: end, kind: Kind::Unsupported(what), text: (from, to) }),
    };
    let fence = Fence::new(shape);
    if kind == Kind::Finish {
        return Ok(Lexeme { length: end, kind: Kind::Close(fence), text: (from, to) });
    }
    if name.starts_with("alignat") || name.starts_with("alignedat") {
        end = group(rest, end).map_or(end, |(_, after)| after);
    }
    let after = rest.get(end..).unwrap_or("");
    let placed = ["[t]", "[b]", "[c]"].iter().any(|place| after.starts_with(place));
    Ok(Lexeme { length: if placed { end + 3 } else { end }, kind: Kind::Open(fence), text: (from, to) })
}

/// The bytes of the distance that may follow `\\`: `[2pt]`, `*`.
fn distance(rest: &str) -> usize {
    let star = usize::from(rest.starts_with('*'));
    let inner = rest.get(star..).and_then(|r| r.strip_prefix('[')).and_then(|r| r.split_once(']'));
    let units = ["pt", "em", "ex", "mm", "cm", "in", "px", "skip"];
    match inner {
        Some((length, _)) if length.len() < 20 && units.iter().any(|unit| length.ends_with(unit)) => {
            star + length.len() + 2
        }
        _ => star,
    }
}

/// The longest words, label or name of an environment, in bytes.
const LONGEST: usize = 400;

/// The inside of the group that follows, and where it ends; longer ones are not looked through.
pub(super) fn group(rest: &str, after: usize) -> Option<((usize, usize), usize)> {
    let tail = rest.get(after..)?;
    let space = tail.len() - tail.trim_start().len();
    tail.get(space..)?.strip_prefix('{')?;
    let from = after + space + 1;
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, c) in rest.get(from..)?.char_indices().take_while(|(at, _)| *at <= LONGEST) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' if depth == 0 => return Some(((from, from + at), from + at + 1)),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn strange(c: char) -> ParseError {
    let (what, hint) = character::describe(c);
    let error = ParseError::new(Code::Character, (0, c.len_utf8()), format!("{what} cannot stand in a formula"));
    match (c, hint) {
        (':', _) => error.with_hint("write := for a definition and / for a quotient"),
        (_, Some(hint)) => error.with_hint(hint),
        (_, None) => error,
    }
}
