//! What can be wrong with a text: where, why, and what to write instead.

use super::codes::Code;
use super::diagnostic;
use std::fmt;

/// A text that could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseError {
    code: Code,
    span: (usize, usize),
    message: String,
    hint: Option<String>,
}

impl ParseError {
    pub(super) fn new(code: Code, span: (usize, usize), message: impl Into<String>) -> Self {
        ParseError { code, span, message: message.into(), hint: None }
    }

    pub(super) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same error, `by` bytes further on.
    pub(crate) fn shifted(self, by: usize) -> Self {
        ParseError { span: (self.span.0 + by, self.span.1 + by), ..self }
    }

    /// The same error, at another place.
    pub(super) fn placed(self, span: (usize, usize)) -> Self {
        ParseError { span, ..self }
    }

    /// The row of the error table.
    pub fn kind(&self) -> Code {
        self.code
    }

    /// The code to ask `--explain` for, such as `E0004`.
    pub fn code(&self) -> &'static str {
        self.code.id()
    }

    /// What is wrong, on one line without control characters.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The bytes of the text that are at fault; empty at the end of the text.
    pub fn span(&self) -> (usize, usize) {
        self.span
    }

    /// What to write instead, where that can be said.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Line and column of the fault in `text`, both from 1, columns in characters.
    pub fn line_column(&self, text: &str) -> (usize, usize) {
        diagnostic::line_column(text, self.span.0)
    }

    /// The error with the line of `text` it stands in and a caret under the fault, at most about
    /// 120 columns wide; control characters of the text are shown as pictures or `?`.
    ///
    /// ```
    /// use chainrule::{parse, term::Arena};
    /// let text = "2*(x+";
    /// let error = parse::parse_formula(&mut Arena::new(), text, &parse::Options::default()).unwrap_err();
    /// assert!(error.render(text).contains("1 | 2*(x+"));
    /// ```
    pub fn render(&self, text: &str) -> String {
        diagnostic::render(self, text)
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.message)
    }
}

impl std::error::Error for ParseError {}

/// What a production hands back when it fails.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// The text is something else here; another production may fit.
    Mismatch,
    /// The text is wrong, and this is why.
    Refused(Box<ParseError>),
}

impl<I> nom::error::ParseError<I> for Fault {
    fn from_error_kind(_: I, _: nom::error::ErrorKind) -> Self {
        Fault::Mismatch
    }

    fn append(_: I, _: nom::error::ErrorKind, other: Self) -> Self {
        other
    }
}

impl<I> nom::error::FromExternalError<I, Fault> for Fault {
    fn from_external_error(_: I, _: nom::error::ErrorKind, fault: Fault) -> Self {
        fault
    }
}

/// A refusal that no other production may overrule.
pub(super) fn refuse(error: ParseError) -> nom::Err<Fault> {
    nom::Err::Failure(Fault::Refused(Box::new(error)))
}

/// The error behind a failed parse, or one that blames `place` where none was given.
pub(super) fn reason(fault: nom::Err<Fault>, place: (usize, usize)) -> ParseError {
    match fault {
        nom::Err::Error(Fault::Refused(e)) | nom::Err::Failure(Fault::Refused(e)) => *e,
        _ => ParseError::new(Code::Unexpected, place, "this was not expected here"),
    }
}
