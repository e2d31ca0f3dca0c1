//! What the productions share: the setting, the arena, notes, and how refusals are worded.

use super::digits::plain;
use super::expand::Sources;
use super::primed::Primes;
use super::token::{Kind, Token, Tokens};
use super::{Reach, Setting};
use crate::parse::codes::Code;
use crate::parse::context::{NOTES, Refused, quoted};
use crate::parse::error::{Fault, ParseError, refuse};
use crate::parse::{Note, number};
use crate::term::{Arena, TermId};
use nom::{IResult, Input};
use std::cell::{Cell, OnceCell, RefCell, RefMut};

/// What a production returns.
pub(super) type Read<'a, O> = IResult<Tokens<'a>, O, Fault>;

/// Bytes of the formula.
pub(super) type Span = (usize, usize);

/// What is said about a reading.
#[derive(Default)]
pub(super) struct Log {
    pub notes: Vec<Note>,
    pub repairs: Vec<Note>,
    pub doubts: Vec<Note>,
}

impl Log {
    /// Keeps a note if it says something new; its text is made only if there is room.
    pub fn note(&mut self, span: Span, text: impl FnOnce() -> String) {
        if self.notes.len() < NOTES {
            let text = text();
            if self.notes.iter().all(|n| n.text != text) {
                self.notes.push(Note { span, text });
            }
        }
    }

    /// Keeps what may be meant otherwise.
    pub fn doubt(&mut self, span: Span, text: String) {
        if self.doubts.len() < NOTES {
            self.doubts.push(Note { span, text });
        }
    }

    /// Keeps what was mended.
    pub fn repair(&mut self, note: Note) {
        if self.repairs.len() < NOTES {
            self.repairs.push(note);
        }
    }
}

/// What the reading of a part must be remembered for until it is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// Nothing.
    Plain,
    /// A number.
    Number,
    /// A variable.
    Name,
    /// The letter `e`.
    Euler,
    /// `\mathrm{e}`
    Exponential,
    /// In visible delimiters.
    Group,
    /// A function without parentheses.
    Bare,
    /// `\frac`
    Fraction,
    /// A derivative.
    Derivative,
    Sum,
    Product,
    /// A quotient with a slash.
    Quotient,
}

/// A part that has been read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub term: TermId,
    pub start: u32,
    pub end: u32,
    /// Signs and derivatives on top of each other, for the limit of depth.
    pub height: u32,
    pub shape: Shape,
    /// Whether its first factor stands in visible delimiters.
    pub fenced: bool,
    /// Whether a later factor is a derivative.
    pub derived: bool,
}

impl Piece {
    pub fn new(term: TermId, first: Token, end: Span) -> Self {
        let end = (end.1 as u32).max(first.end);
        Piece { term, start: first.start, end, height: 0, shape: Shape::Plain, fenced: false, derived: false }
    }

    pub fn shaped(self, shape: Shape) -> Self {
        Piece { shape, fenced: shape == Shape::Group, ..self }
    }

    pub fn span(&self) -> Span {
        (self.start as usize, self.end as usize)
    }
}

/// The state of one reading.
pub(super) struct Context<'s> {
    pub setting: &'s Setting<'s>,
    sources: &'s Sources<'s>,
    tokens: Tokens<'s>,
    arena: RefCell<&'s mut Arena>,
    log: RefCell<Log>,
    /// Whether `e` stands alone in the problem.
    pub lone_e: bool,
    /// How deep the part being read is nested.
    pub depth: Cell<usize>,
    /// Whether a bar after an operand closes.
    pub barred: Cell<bool>,
    /// Delimiters around the part being read.
    pub inside: Cell<usize>,
    /// Whether a letter before a parenthesis is a function: what is differentiated.
    pub applied: Cell<bool>,
    /// Where `\sigma` is called, and where it stands alone.
    pub sigma: Cell<(Option<Span>, Option<Span>)>,
    /// Which readings matter that are not taken.
    pub matters: Cell<Reach>,
    /// What primes on brackets say, read when it is first asked for.
    primes: OnceCell<Primes>,
    digits: Cell<usize>,
}

impl<'s> Context<'s> {
    pub fn new(
        arena: &'s mut Arena,
        sources: &'s Sources<'s>,
        setting: &'s Setting<'s>,
        tokens: Tokens<'s>,
        log: Log,
    ) -> Self {
        let mut cx = Context {
            setting,
            sources,
            tokens,
            arena: RefCell::new(arena),
            log: RefCell::new(log),
            lone_e: setting.options.lone_e,
            depth: Cell::new(0),
            barred: Cell::new(false),
            inside: Cell::new(0),
            applied: Cell::new(false),
            sigma: Cell::new((None, None)),
            matters: Cell::new(Reach::default()),
            primes: OnceCell::new(),
            digits: Cell::new(0),
        };
        cx.lone_e = cx.lone_e || cx.e_alone();
        cx
    }

    /// Whether `e` stands anywhere but below an exponent or as the base of a logarithm.
    fn e_alone(&self) -> bool {
        let mut before = Kind::End;
        self.tokens.iter_elements().zip(self.tokens.iter_elements().skip(1)).any(|(token, next)| {
            let found = token.kind == Kind::Letter && self.source(token) == "e";
            let alone = found && next.kind != Kind::Caret && before != Kind::Under;
            before = token.kind;
            alone
        })
    }

    /// What the primes on brackets say.
    pub fn primes(&self) -> &Primes {
        self.primes.get_or_init(|| Primes::of(self, self.tokens))
    }

    /// The variable that a name is a function of since it has primes where brackets have some.
    pub fn argument_of(&self, name: &str) -> Option<String> {
        self.primes().argument_of(name)
    }

    pub fn arena(&self) -> RefMut<'_, &'s mut Arena> {
        self.arena.borrow_mut()
    }

    /// What is said about the reading, in the order of the text.
    pub fn into_log(self) -> Log {
        let mut log = self.log.into_inner();
        for list in [&mut log.notes, &mut log.repairs, &mut log.doubts] {
            list.sort_by_key(|n| n.span);
        }
        log
    }

    /// Which of the less usual readings are taken.
    pub fn reach(&self) -> Reach {
        self.setting.options.reach
    }

    /// Remembers that another reading matters.
    pub fn matters(&self, reach: Reach) {
        self.matters.set(self.matters.get().or(reach));
    }

    pub fn doubt(&self, span: Span, text: String) {
        self.log.borrow_mut().doubt(span, text);
    }

    pub fn note(&self, span: Span, text: impl FnOnce() -> String) {
        self.log.borrow_mut().note(span, text);
    }

    pub fn source(&self, token: Token) -> &'s str {
        self.sources.text(&token)
    }

    pub fn quote(&self, span: Span) -> String {
        quoted(self.sources.formula(), span)
    }

    /// The value of a number token.
    pub fn number(&self, token: Token) -> Result<TermId, Refused> {
        let (text, limit) = (plain(self.source(token)), self.setting.options.bytes.max(self.setting.options.digits));
        self.digits.set(self.digits.get().saturating_add(number::digits_of(&text).unwrap_or(limit)));
        if self.digits.get() > limit {
            let message = format!("the numbers of the text have more than {limit} digits together");
            return Err(self.refuse(Code::Limit, span(token), message));
        }
        match number::value(&text) {
            Some((value, _)) => Ok(self.arena().literal(value)),
            None => Err(self.refuse(Code::Number, span(token), "this number cannot be read")),
        }
    }

    /// The token before the next one.
    pub fn previous(&self, input: Tokens) -> Option<Token> {
        let read = self.tokens.input_len().checked_sub(input.input_len() + 1)?;
        Some(self.tokens.token(read))
    }

    /// The end of what has been read before `input`.
    pub fn read_to(&self, input: Tokens) -> Span {
        self.previous(input).map_or((0, 0), span)
    }

    /// From the first token to the end of what has been read.
    pub fn from(&self, first: Token, input: Tokens) -> Span {
        (first.start as usize, self.read_to(input).1.max(first.end as usize))
    }

    pub fn refuse(&self, code: Code, span: Span, message: impl Into<String>) -> Refused {
        refuse(ParseError::new(code, span, message))
    }

    pub fn refuse_hint(&self, code: Code, span: Span, message: impl Into<String>, hint: impl Into<String>) -> Refused {
        refuse(ParseError::new(code, span, message).with_hint(hint))
    }

    /// A refusal of what is not read yet.
    pub fn unsupported(&self, span: Span, what: &str) -> Refused {
        let message = format!("`{}` is not read yet: {what}", self.quote(span));
        self.refuse(Code::Unsupported, span, message)
    }

    /// A token as a message names it.
    pub fn shown(&self, token: Token) -> String {
        match token.kind {
            Kind::End => "the end of the text".to_string(),
            _ => format!("`{}`", self.quote(span(token))),
        }
    }

    /// Refuses `\sigma` as a function and as a letter in one text.
    pub fn check_sigma(&self) -> Result<(), Refused> {
        let (Some(called), Some(alone)) = self.sigma.get() else { return Ok(()) };
        let message = "`\\sigma` stands before a parenthesis and alone: the sigmoid, or a factor";
        let hint = "write \\operatorname{sigmoid}(z) for the function, or \\sigma \\cdot (…) for the product";
        Err(self.refuse_hint(Code::Ambiguous, (called.0.min(alone.0), called.1.max(alone.1)), message, hint))
    }
}

/// A token's bytes in the formula.
pub(super) fn span(token: Token) -> Span {
    (token.start as usize, token.end as usize)
}
