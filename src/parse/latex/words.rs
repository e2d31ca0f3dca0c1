//! Digits to numbers, letters to names and functions, delimiters with what is said of their size.
//!
//! TeX takes one digit where a command takes an argument without braces: `\frac12`, `x^12`.

use super::commands::nearest;
use super::context::Log;
use super::expand::Sources;
use super::letters::{named, run, spoken};
use super::token::{Fence, Font, Kind, Shape, Size, Token};
use crate::parse::Options;
use crate::parse::codes::Code;
use crate::parse::context::quoted;
use crate::parse::error::ParseError;

/// The tokens as the parser reads them.
pub(super) fn words(
    list: &[Token],
    sources: &Sources<'_>,
    options: &Options,
    log: &mut Log,
) -> Result<Vec<Token>, ParseError> {
    let mut reader =
        Words { list, sources, options, log, found: Vec::with_capacity(list.len()), single: 0, outer: vec![] };
    let mut at = 0;
    let mut dropped: Vec<usize> = Vec::new();
    while let Some(token) = list.get(at) {
        if dropped.last() == Some(&at) {
            (_, at) = (dropped.pop(), at + 1);
            continue;
        }
        if let Some(close) = reader.operator_in_braces(at, *token) {
            dropped.push(close);
            at += 1;
            continue;
        }
        at += reader.word(at, *token)?.max(1);
    }
    Ok(reader.found)
}

/// The most tokens of a group in `{\frac{d}{dx}}`.
const GROUP: usize = 16;

pub(super) struct Words<'w, 's> {
    pub list: &'w [Token],
    pub sources: &'w Sources<'s>,
    pub options: &'w Options,
    log: &'w mut Log,
    found: Vec<Token>,
    /// How many arguments without braces are still to come, of which each is one token.
    pub single: usize,
    /// The same outside of the groups that are open.
    outer: Vec<usize>,
}

impl Words<'_, '_> {
    /// Reads the token at a place, and says how many were read.
    fn word(&mut self, at: usize, token: Token) -> Result<usize, ParseError> {
        let after = self.list.get(at + 1..).unwrap_or_default();
        let place = (token.start as usize, token.end as usize);
        match token.kind {
            Kind::Space | Kind::Skipped => Ok(1),
            Kind::Parameter => {
                Err(ParseError::new(Code::Character, place, "`#` stands for an argument, and only inside of a macro"))
            }
            Kind::Command => Err(self.unknown(token)),
            Kind::Unsupported(what) => {
                let shown = quoted(self.sources.formula(), place);
                Err(ParseError::new(Code::Unsupported, place, format!("`{shown}` is not read yet: {what}")))
            }
            Kind::Digit | Kind::Point => self.number(at, token),
            Kind::Letter if self.single == 0 => {
                let (read, count) = run(at, self.list, self.sources, self.log)?;
                self.found.extend(read);
                Ok(count)
            }
            Kind::Font(Font::Name) => {
                let read = named(at, self.list, self.sources, &self.options.functions)?;
                match read {
                    Some((word, count)) => {
                        self.check_unit(at, token, word);
                        self.check_applied(token, word, self.list.get(at + count..).unwrap_or_default())?;
                        self.emit(word, count)
                    }
                    None => {
                        self.check_unit(at, token, token);
                        Ok(1)
                    }
                }
            }
            Kind::Font(Font::Text) => match spoken(token, self.sources, &self.options.functions) {
                Some(word) => {
                    self.check_unit(at, token, word);
                    self.emit(word, 1)
                }
                None => Ok(1),
            },
            Kind::Size(size) => self.delimiter(size, token, after),
            _ => self.emit(token, 1),
        }
    }

    /// Where the braces end that open here around `\frac{d}{dx}` alone, as encyclopedias set it.
    fn operator_in_braces(&self, at: usize, token: Token) -> Option<usize> {
        let brace = Fence::new(Shape::Brace);
        if token.kind != Kind::Open(brace) || self.single > 0 {
            return None;
        }
        let kind = |i: usize| self.list.get(i).map(|t| t.kind);
        let text = |i: usize| self.list.get(i).map_or("", |t| self.sources.text(t));
        let group = |from: usize| {
            let inside = (from + 1..from + GROUP).find(|i| kind(*i) == Some(Kind::Close(brace)))?;
            let flat =
                kind(from) == Some(Kind::Open(brace)) && (from + 1..inside).all(|i| kind(i) != Some(Kind::Open(brace)));
            flat.then_some(inside + 1)
        };
        let applied =
            self.found.last().is_some_and(|t| matches!(t.kind, Kind::Function(_) | Kind::Decadic | Kind::Root));
        let operator =
            kind(at + 2) == Some(Kind::Open(brace)) && (kind(at + 3) == Some(Kind::Partial) || text(at + 3) == "d");
        if applied || !operator || kind(at + 1) != Some(Kind::Fraction) {
            return None;
        }
        let above = group(at + 2)?;
        let power = above - (at + 4);
        let close = group(above)?;
        (kind(close) == Some(Kind::Close(brace)) && (power == 1 || kind(at + 4) == Some(Kind::Caret))).then_some(close)
    }

    /// Keeps a token, and counts the arguments that follow it or end with it.
    pub fn emit(&mut self, token: Token, read: usize) -> Result<usize, ParseError> {
        let less = self.single.saturating_sub(1);
        let root = self.found.last().is_some_and(|t| t.kind == Kind::Root);
        self.single = match token.kind {
            Kind::Fraction => less + 2,
            Kind::Root | Kind::Accent(_) | Kind::Dot(_) => less + 1,
            Kind::Caret | Kind::Under => 1,
            Kind::Open(fence) => {
                self.outer.push(if root && fence.shape == Shape::Square { self.single } else { less });
                0
            }
            Kind::Close(_) => self.outer.pop().unwrap_or(0),
            Kind::Prime => self.single,
            _ => less,
        };
        self.found.push(token);
        Ok(read)
    }

    /// A name or letter that is set upright behind a number or a space may be a unit.
    fn check_unit(&mut self, at: usize, font: Token, word: Token) {
        let before = at.checked_sub(1).and_then(|i| self.list.get(i));
        let space = before.is_some_and(|t| t.kind == Kind::Space) && !matches!(self.sources.text(&word), "d" | "e");
        let number = self.found.last().is_some_and(|t| t.kind == Kind::Number);
        if (number || space && !self.found.is_empty()) && matches!(word.kind, Kind::Word | Kind::Letter | Kind::Font(_))
        {
            let place = (font.start as usize, word.end as usize);
            let shown = quoted(self.sources.formula(), place);
            self.log.doubt(place, format!("`{shown}` is read as a factor, and may be meant as a unit"));
        }
    }

    /// Refuses the name of an operator that is not known before what it may be applied to; a name
    /// of another kind may be meant as a factor.
    fn check_applied(&mut self, font: Token, word: Token, after: &[Token]) -> Result<(), ParseError> {
        let text = self.sources.text(&word);

        if word.kind != Kind::Word || self.options.functions.iter().any(|f| f == text) {
            return Ok(());
        }
        let mut after = after.iter().filter(|t| t.kind != Kind::Space);
        let next = after.next().map(|t| t.kind);
        let next = if next == Some(Kind::Caret) { after.nth(1).map(|t| t.kind) } else { next };
        let factor = matches!(
            next,
            Some(
                Kind::Letter
                    | Kind::Greek
                    | Kind::Digit
                    | Kind::Command
                    | Kind::Function(_)
                    | Kind::Font(_)
                    | Kind::Fraction
            )
        );
        if !factor {
            return Ok(());
        }
        let place = (word.start as usize, word.end as usize);
        if self.sources.text(&font).starts_with("\\operatorname") {
            let message = format!("the function `{text}` is not known");
            let hint = format!("write \\mathrm{{{text}}} \\cdot … for a product, or define {text}(x)");
            return Err(ParseError::new(Code::UnknownFunction, place, message).with_hint(hint));
        }
        self.log.doubt(place, format!("`{text}` is read as a factor, and may be meant as a function"));
        Ok(())
    }

    /// A delimiter with `\left`, `\right` or `\big` before it.
    fn delimiter(&mut self, size: Size, said: Token, after: &[Token]) -> Result<usize, ParseError> {
        let spaces = after.iter().take_while(|t| t.kind == Kind::Space).count();
        let Some(next) = after.get(spaces) else { return Err(self.no_delimiter(said)) };
        let tall = matches!(size, Size::Left | Size::Right);
        let line = Fence { shape: Shape::Line, tall };
        let followed = after.get(spaces + 1).is_some_and(|t| t.kind == Kind::Under);
        let kind = match (size, next.kind) {
            (Size::Left, Kind::Bar) | (Size::Opening, Kind::Bar) => Kind::Open(line),
            (Size::Closing, Kind::Bar) if followed => Kind::Bar,
            (Size::Right, Kind::Bar) | (Size::Closing, Kind::Bar) => Kind::Close(line),
            (Size::Left, Kind::Stop | Kind::Point) => Kind::Open(Fence { shape: Shape::Nothing, tall }),
            (Size::Right, Kind::Stop | Kind::Point) => Kind::Close(Fence { shape: Shape::Nothing, tall }),
            (Size::Left, Kind::Open(fence)) if fence.shape != Shape::Brace => Kind::Open(Fence { tall, ..fence }),
            (Size::Right, Kind::Close(fence)) if fence.shape != Shape::Brace => Kind::Close(Fence { tall, ..fence }),
            (Size::Left, Kind::Close(_)) | (Size::Right, Kind::Open(_)) => return Err(self.interval(said, *next)),
            (Size::Opening | Size::Closing | Size::Any, kind @ (Kind::Bar | Kind::Slash)) => kind,
            (Size::Opening | Size::Closing | Size::Any, kind @ (Kind::Open(fence) | Kind::Close(fence)))
                if fence.shape != Shape::Brace =>
            {
                kind
            }
            (_, Kind::Unsupported(_)) => return self.word(self.list.len(), *next),
            _ => return Err(self.no_delimiter(said)),
        };
        self.emit(Token { kind, start: said.start, ..*next }, spaces + 2)
    }

    fn no_delimiter(&self, said: Token) -> ParseError {
        let message = format!("a delimiter is missing after `{}`", self.sources.text(&said));
        ParseError::new(Code::Bracket, (said.start as usize, said.end as usize), message)
    }

    fn interval(&self, said: Token, next: Token) -> ParseError {
        let message = "intervals are not read yet: a delimiter stands the wrong way round";
        ParseError::new(Code::Unsupported, (said.start as usize, next.end as usize), message)
    }

    fn unknown(&self, token: Token) -> ParseError {
        let place = (token.start as usize, token.end as usize);
        let name: String = self.sources.text(&token).chars().take(40).collect();
        let error = ParseError::new(Code::Unsupported, place, format!("the command `{name}` is not known"));
        match nearest(name.trim_start_matches('\\')) {
            Some(near) => error.with_hint(format!("did you mean \\{near}?")),
            None => error,
        }
    }
}
