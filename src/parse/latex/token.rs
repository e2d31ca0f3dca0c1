//! What LaTeX is made of after its commands have been looked up.

use super::LinkKind;
use crate::parse::stream::{self, Lexeme};
use crate::term::Func;

/// A pair of delimiters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// `{ }`, which is not printed.
    Brace,
    /// `( )`
    Round,
    /// `[ ]`
    Square,
    /// `\{ \}`
    Curly,
    /// Bars that say which one opens: `\lvert \rvert`, `\left| \right|`.
    Line,
    /// `\lfloor \rfloor`
    Floor,
    /// `\lceil \rceil`
    Ceil,
    /// `\left.`, closed by `\right|`.
    Nothing,
    /// `\begin{cases} \end{cases}`
    Cases,
    /// `\begin{aligned} \end{aligned}` and other environments of rows.
    Rows,
}

/// A delimiter, and whether it follows `\left` or `\right`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fence {
    pub shape: Shape,
    pub tall: bool,
}

impl Fence {
    pub const fn new(shape: Shape) -> Self {
        Fence { shape, tall: false }
    }

    /// Whether `close` is the partner of this one.
    pub fn closed_by(self, close: Fence) -> bool {
        let pair = self.shape == close.shape || (self.shape == Shape::Nothing && close.shape == Shape::Line);
        pair && self.tall == close.tall
    }
}

/// How the letters in a group are set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Font {
    /// `\mathrm`, `\operatorname`, `\mathit`: letters that make one name.
    Name,
    /// `\text`: words.
    Text,
}

/// What is said about the size of the delimiter that follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Size {
    /// `\left`
    Left,
    /// `\right`
    Right,
    /// `\bigl`
    Opening,
    /// `\bigr`
    Closing,
    /// `\big`
    Any,
}

/// What a token is; its text is found by its place in its source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    // Before the words are put together.
    Digit,
    Point,
    Font(Font),
    Size(Size),
    Begin,
    Finish,
    Space,
    /// A command that is left out together with its argument, `\label{…}`.
    Skipped,
    Parameter,
    /// A command that is not known.
    Command,
    /// A command that is known and not read, with the name of what it stands for.
    Unsupported(&'static str),
    /// A wide space; it separates formulas or is a space.
    Wide,
    /// A full stop.
    Stop,
    Row,
    Amp,

    // Names and numbers.
    Number,
    Letter,
    Greek,
    Word,
    /// `\mathrm{e}`, the number.
    Exponential,
    Function(Func),
    /// `\lg`
    Decadic,
    /// Words that are no name.
    Text,
    /// The word of the last row of `cases`.
    Otherwise,

    // Commands with arguments.
    Fraction,
    Root,
    /// `\hat` and others: the beginning of the name.
    Accent(&'static str),
    /// `\dot`, `\ddot`
    Dot(u32),
    Partial,
    /// `\dv`, `\pdv`
    Shorthand,

    // Signs.
    Plus,
    Minus,
    Star,
    Slash,
    Caret,
    Under,
    Prime,
    Open(Fence),
    Close(Fence),
    Bar,
    Comma,
    Link(LinkKind),
    Separator,
    End,
}

impl Kind {
    /// Whether delimiters of that shape open here.
    pub fn opens(self, shape: Shape) -> bool {
        matches!(self, Kind::Open(fence) if fence.shape == shape)
    }
}

/// The braces around an argument.
pub(super) const BRACE: Kind = Kind::Open(Fence::new(Shape::Brace));
pub(super) const BRACE_END: Kind = Kind::Close(Fence::new(Shape::Brace));

/// A token: where it stands in the formula, and where its text is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    /// The bytes of the formula; those of the call for a token of a macro.
    pub start: u32,
    pub end: u32,
    /// The text it was read from (0 is the formula, the others are bodies of macros), and its bytes there.
    pub source: u32,
    pub from: u32,
    pub to: u32,
    /// From an opening delimiter to its partner, in tokens.
    pub size: u32,
}

impl Token {
    /// Whether this token follows another one without a space.
    pub fn touches(&self, before: &Token) -> bool {
        self.source == before.source && self.from == before.to
    }

    /// Both tokens as one.
    pub fn joined(self, last: Token) -> Self {
        Token { to: last.to, end: last.end, ..self }
    }
}

impl Lexeme for Token {
    type Kind = Kind;
    const END: Self = Token { kind: Kind::End, start: 0, end: 0, source: 0, from: 0, to: 0, size: 0 };

    fn kind(&self) -> Kind {
        self.kind
    }

    fn span(&self) -> (usize, usize) {
        (self.start as usize, self.end as usize)
    }
}

/// The tokens not read yet.
pub(super) type Tokens<'a> = stream::Tokens<'a, Token>;
