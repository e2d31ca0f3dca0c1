//! What the productions share: the text, the arena, notes, limits, and how refusals are worded.

use super::codes::Code;
use super::error::{Fault, ParseError, refuse};
use super::lexer::{Kind, Token};
use super::stream::Tokens;
use super::{Note, Options, character, euler, number};
use crate::term::{Arena, TermId};
use nom::IResult;
use std::borrow::Cow;
use std::cell::{Cell, RefCell, RefMut};

/// What a production of the syntactic part returns.
pub(super) type Read<'a, O> = IResult<Tokens<'a>, O, Fault>;

/// A refusal.
pub(super) type Refused = nom::Err<Fault>;

/// Notes kept for one text; a formula of a megabyte could give hundreds of thousands.
pub(super) const NOTES: usize = 100;
/// The longest piece of the text that a message quotes, in characters.
const QUOTE: usize = 40;

/// What the reading of a part must be remembered for until it is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// Nothing.
    Plain,
    /// The letter `e`: the base of the exponential if a power follows.
    Euler,
    /// A quotient without parentheses: `1/2` in `1/2x`.
    Quotient,
    /// A function without parentheses: `sin x` in `sin x/2`.
    Bare,
    /// A root sign with its operand: `√x` in `√x^2`.
    Radical,
    /// An `if` over conditions: no term.
    Condition,
}

/// A part that has been read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub term: TermId,
    pub start: u32,
    pub end: u32,
    /// Signs, exponents and derivatives on top of each other, for the limit of depth.
    pub height: u32,
    pub shape: Shape,
}

impl Piece {
    pub fn new(term: TermId, first: Token, last: (usize, usize)) -> Self {
        Piece { term, start: first.start, end: last.1 as u32, height: 0, shape: Shape::Plain }
    }

    pub fn shaped(self, shape: Shape) -> Self {
        Piece { shape, ..self }
    }

    pub fn span(&self) -> (usize, usize) {
        (self.start as usize, self.end as usize)
    }
}

/// The state of one reading.
pub(super) struct Context<'s> {
    pub text: &'s str,
    pub options: &'s Options,
    tokens: Tokens<'s>,
    arena: RefCell<&'s mut Arena>,
    notes: RefCell<Vec<Note>>,
    pub decimals: Cell<bool>,
    /// Whether some `e^…` was read as the exponential.
    pub exponential: Cell<bool>,
    /// Whether `e` stands alone in the problem.
    pub lone_e: bool,
    /// How deep the part being read is nested.
    pub depth: Cell<usize>,
    /// Whether a bar after an operand closes.
    pub barred: Cell<bool>,
    /// Open parentheses.
    pub open: Cell<usize>,
    digits: Cell<usize>,
    /// Whether the text is from the product's own tables, where a root's index may be a letter.
    pub table: bool,
}

impl<'s> Context<'s> {
    pub fn new(arena: &'s mut Arena, text: &'s str, tokens: Tokens<'s>, options: &'s Options, table: bool) -> Self {
        Context {
            text,
            options,
            tokens,
            arena: RefCell::new(arena),
            notes: RefCell::default(),
            decimals: Cell::new(false),
            exponential: Cell::new(false),
            lone_e: !table && (options.lone_e || euler::alone(text, tokens)),
            depth: Cell::new(0),
            barred: Cell::new(false),
            open: Cell::new(0),
            digits: Cell::new(0),
            table,
        }
    }

    pub fn arena(&self) -> RefMut<'_, &'s mut Arena> {
        self.arena.borrow_mut()
    }

    pub fn into_notes(self) -> Vec<Note> {
        let mut notes = self.notes.into_inner();
        notes.sort_by_key(|n| n.span);
        notes
    }

    /// Keeps a note if it says something new; its text is made only if there is room.
    pub fn note(&self, span: (usize, usize), text: impl FnOnce() -> String) {
        let mut notes = self.notes.borrow_mut();
        if notes.len() < NOTES {
            let text = text();
            if notes.iter().all(|n| n.text != text) {
                notes.push(Note { span, text });
            }
        }
    }

    /// The token's text.
    pub fn source(&self, token: Token) -> &'s str {
        self.text.get(token.start as usize..token.end as usize).unwrap_or("")
    }

    /// A part of the text for a message: short, on one line, printable.
    pub fn quote(&self, span: (usize, usize)) -> String {
        quoted(self.text, span)
    }

    /// A word's name in ASCII where it is Greek.
    pub fn name(&self, token: Token) -> Cow<'s, str> {
        let text = self.source(token);
        if text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let spell = |c: char| character::greek(c).unwrap_or_else(|| c.to_string());
        Cow::Owned(text.chars().map(spell).collect())
    }

    /// The value of a number token.
    pub fn number(&self, token: Token) -> Result<TermId, Refused> {
        let text = self.source(token);
        let limit = self.options.bytes;
        self.digits.set(self.digits.get().saturating_add(number::digits_of(text).unwrap_or(limit)));
        if self.digits.get() > limit.max(self.options.digits) {
            let message = format!("the numbers of the text have more than {limit} digits together");
            return Err(self.refuse(Code::Limit, token.span(), message));
        }
        let Some((value, decimal)) = number::value(text) else {
            return Err(self.refuse(Code::Number, token.span(), "this number cannot be read"));
        };
        self.decimals.set(self.decimals.get() || decimal);
        Ok(self.arena().literal(value))
    }

    /// The token before the next one.
    pub fn previous(&self, input: Tokens) -> Option<Token> {
        use nom::Input;
        let read = self.tokens.input_len().checked_sub(input.input_len() + 1)?;
        Some(self.tokens.token(read))
    }

    /// The end of what has been read before `input`.
    pub fn read_to(&self, input: Tokens) -> (usize, usize) {
        self.previous(input).map_or((0, 0), |t| t.span())
    }

    pub fn refuse(&self, code: Code, span: (usize, usize), message: impl Into<String>) -> Refused {
        refuse(ParseError::new(code, span, message))
    }

    pub fn refuse_hint(
        &self,
        code: Code,
        span: (usize, usize),
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Refused {
        refuse(ParseError::new(code, span, message).with_hint(hint))
    }

    /// A token as a message names it.
    pub fn shown(&self, token: Token) -> String {
        match token.kind {
            Kind::End => "the end of the text".to_string(),
            _ => format!("`{}`", self.quote(token.span())),
        }
    }

    /// Why the next token cannot follow what has been read.
    pub fn unexpected(&self, input: Tokens) -> Refused {
        let token = input.token(0);
        let (span, shown) = (token.span(), self.shown(token));
        match token.kind {
            Kind::Close => self.refuse(Code::Bracket, span, "unexpected `)`: no parenthesis is open here"),
            Kind::Bar => self.refuse(Code::Bracket, span, "unexpected `|`: no bar is open here"),
            Kind::Number => self.side_by_side(input),
            Kind::Relation(_) if self.open.get() > 0 => {
                self.refuse(Code::Relation, span, format!("{shown} cannot stand inside a term"))
            }
            Kind::Relation(_) => self.refuse(Code::Relation, span, format!("{shown} cannot follow here")),
            Kind::Comma => {
                let hint = "digits are not grouped (write 1000) and decimals have a point (write 0.5)";
                self.refuse_hint(
                    Code::Unexpected,
                    span,
                    "unexpected `,`: commas separate the arguments of a function",
                    hint,
                )
            }
            Kind::OpenSquare | Kind::CloseSquare => {
                self.refuse_hint(Code::Unexpected, span, format!("unexpected {shown}"), "group with parentheses ( )")
            }
            Kind::Superscript => {
                let hint = "write the exponent with ^ and parentheses";
                self.refuse_hint(Code::Ambiguous, span, format!("the exponent {shown} follows another exponent"), hint)
            }
            Kind::Keyword => {
                let hint = "integer, not, pole and defined stand only in conditions";
                self.refuse_hint(Code::Reserved, span, format!("{shown} is a word of the notation"), hint)
            }
            Kind::Prime => {
                let hint = "primes follow the name of a function: f'(x); for other terms write diff(f, x)";
                self.refuse_hint(Code::Unexpected, span, "unexpected prime", hint)
            }
            _ => self.refuse(Code::Unexpected, span, format!("unexpected {shown}")),
        }
    }

    fn side_by_side(&self, input: Tokens) -> Refused {
        let number = input.token(0);
        let (before, after) = (self.previous(input), self.source(number));
        if before.is_some_and(|t| t.kind == Kind::Number) {
            let first = before.map_or("", |t| self.source(t));
            let span = (before.map_or(number.start, |t| t.start) as usize, number.end as usize);
            let both = self.quote(span);
            let (first, after) = (shortened(first), shortened(after));
            let hint = format!("write {first}*{after} for the product or {first}{after} for one number");
            return self.refuse_hint(Code::SideBySide, span, format!("two numbers side by side: `{both}`"), hint);
        }
        let hint = "put the number first, or write * or ^ before it";
        self.refuse_hint(
            Code::SideBySide,
            number.span(),
            format!("the number {} follows a term", shortened(after)),
            hint,
        )
    }

    /// Why no operand can begin at the next token.
    pub fn no_operand(&self, input: Tokens) -> Refused {
        let token = input.token(0);
        let before = self.previous(input);
        let sign = before.map(|t| self.shown(t));
        match (token.kind, before.map(|t| t.kind)) {
            (Kind::Close, Some(Kind::Open)) => {
                let span = (before.map_or(token.start, |t| t.start) as usize, token.end as usize);
                self.refuse(Code::EmptyParentheses, span, "there is nothing between the parentheses")
            }
            (Kind::Close, _) if self.open.get() == 0 => self.unexpected(input),
            (Kind::End, Some(Kind::Open)) => {
                self.refuse(Code::Bracket, before.map_or((0, 0), |t| t.span()), "this `(` is never closed")
            }
            (Kind::OpenSquare | Kind::CloseSquare | Kind::Keyword, _) => self.unexpected(input),
            (_, Some(Kind::Comma)) => self.missing(token, "an argument is missing after `,`"),
            (Kind::Comma, Some(Kind::Open)) => self.missing(token, "an argument is missing before `,`"),
            (Kind::End, None) => self.refuse(Code::Empty, token.span(), "there is no formula"),
            (_, None) => self.missing(token, &format!("there is nothing on the left of {}", self.shown(token))),
            _ => {
                let sign = sign.unwrap_or_default();
                self.missing(token, &format!("a term is missing after {sign}, before {}", self.shown(token)))
            }
        }
    }

    fn missing(&self, token: Token, message: &str) -> Refused {
        self.refuse(Code::MissingOperand, token.span(), message)
    }

    /// A refusal of the depth of nesting.
    pub fn too_deep(&self, span: (usize, usize)) -> Refused {
        let message = format!("nested deeper than {} levels", self.options.depth);
        self.refuse(Code::Limit, span, message)
    }
}

/// A part of a text for a message: short, on one line, printable.
pub(super) fn quoted(text: &str, span: (usize, usize)) -> String {
    let part = text.get(span.0..span.1).unwrap_or("");
    let mut quoted: String = part.chars().take(QUOTE).map(character_or_space).collect();
    if part.chars().nth(QUOTE).is_some() {
        quoted.push('…');
    }
    quoted
}

pub(super) fn shortened(number: &str) -> String {
    let mut text: String = number.chars().take(12).collect();
    if number.len() > 12 {
        text.push('…');
    }
    text
}

fn character_or_space(c: char) -> char {
    if c.is_whitespace() { ' ' } else { super::diagnostic::printable(c) }
}
