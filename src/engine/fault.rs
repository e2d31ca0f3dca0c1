//! What can be wrong with a problem: one opaque error, with a code, a place and a hint.

use crate::derive::Unsupported;
use crate::parse::{self, ParseError};
use crate::term::{Arena, Limits};
use std::fmt;

macro_rules! faults {
    ($($id:ident $code:literal $title:literal $explanation:literal)*) => {
        /// A kind of error that is not about the text of one formula.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[allow(missing_docs)]
        pub enum Fault { $($id),* }

        impl Fault {
            /// Every kind, in order.
            pub const ALL: &'static [Fault] = &[$(Fault::$id),*];

            /// The code, such as `E0103`.
            pub fn id(self) -> &'static str {
                match self { $(Fault::$id => $code),* }
            }

            /// The long text of `--explain`.
            pub fn explanation(self) -> &'static str {
                match self { $(Fault::$id => concat!($code, ": ", $title, "\n\n", $explanation, "\n")),* }
            }
        }
    };
}

faults! {
    Json "E0101" "a line is not JSON" "batch reads one JSON object a line, check one text or object a line of a .jsonl file. The line's
number is given with the error, and the lines after it are answered.

Example: {\"id\": 1,"
    Request "E0102" "a request is not understood" "A request has an op (diff, grad, simplify or equal) and the keys that go with it: id, expr, wrt,
order, lhs, rhs, assume, given, in, steps. Any other key is an error, so that no misspelled key is
passed over in silence.

Example: {\"id\": 1, \"op\": \"diff\", \"expression\": \"x^2\"}"
    Circle "E0103" "the given names go in a circle" "Each name stands for its definition, so a definition must not lead back to its own name. The same
holds for functions.

Example: --given 'a = b' --given 'b = a'"
    Twice "E0104" "a name is defined twice" "A name has one definition in a problem.

Example: --given 'a = x' --given 'a = y'"
    Variable "E0105" "it is not clear by which variable to differentiate" "With more than one variable, or none, say by which: --wrt x. It must be a variable's name.

Example: chainrule diff 'x*y'"
    NoRule "E0106" "there is no rule for a derivative" "Every function has its derivatives by each argument in its row, and some have none, such as
besselj by its order. Nothing is guessed.

Example: diff besselj(n, x) by n."
    Limit "E0107" "a limit is exceeded" "Orders, sizes and memory are limited, so that no input can use up the machine; --limits prints the
limits.

Example: chainrule diff x^2 --order 1000000000"
    Equation "E0108" "an equation stands where a formula is wanted, or the other way round" "diff, simplify and slope take a formula. equal takes one equation, or its two sides as two
arguments.

Example: chainrule equal 'x + 1'"
    Point "E0109" "a point is not well formed" "A point gives each variable a number: --at a=2 or --at 'x=1/2, y=-3'.

Example: --at 2"
    NoValue "E0110" "there is no value to show" "The formula has no real value at that point, or it is too large to be computed.

Example: chainrule slope 'log(a)' --at a=-1"
    File "E0111" "the input cannot be read or the output not written" "The message is the operating system's."
    Proof "E0112" "a proof file cannot be read, or no proof can be written" "A proof file is the JSON that --proof writes. Any other key or version is an error, and so is a term
that cannot be read. A verdict that is undecided, and an answer the checker has not replayed, have
no proof.

Example: chainrule replay README.md"
    Settings "E0113" "a configuration or a baseline is not understood" "chainrule.toml may hold assume, function, loss, ignore (lists of texts), strict (true or false), budget
(a number), baseline (a path) and a table [limit]. Any other key is an error, so that no misspelled
key is passed over in silence. A baseline is the JSON that --write-baseline writes.

Example: asume = [\"a > 0\"]"
    Internal "E0199" "the program failed" "This is a mistake in the program, not in the input. Only the request that met it is lost; please
report it with the input."
}

/// The long explanation of an error code, with an input that causes it.
///
/// ```
/// assert!(chainrule::explain("E0103").unwrap().contains("circle"));
/// assert_eq!(chainrule::explain("E9999"), None);
/// ```
pub fn explain(code: &str) -> Option<&'static str> {
    let own = Fault::ALL.iter().find(|f| f.id().eq_ignore_ascii_case(code)).map(|f| f.explanation());
    own.or_else(|| parse::explain(code))
}

/// Why a problem could not be read or solved.
///
/// ```
/// let error = "2*(x+".parse::<chainrule::Expr>().unwrap_err();
/// assert_eq!(error.code(), "E0004");
/// assert_eq!(error.span(), Some((5, 5)));
/// assert!(error.report().contains("1 | 2*(x+"));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error(Box<Cause>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Cause {
    /// A text could not be read; `role` says which one, and is empty for the formula.
    Text {
        error: ParseError,
        text: String,
        role: &'static str,
    },
    Problem {
        fault: Fault,
        message: String,
        hint: Option<String>,
    },
}

impl Error {
    /// An error in a text; `role` says which one, and is empty for the formula.
    #[doc(hidden)]
    pub fn text(error: ParseError, text: &str, role: &'static str) -> Self {
        Error(Box::new(Cause::Text { error, text: text.to_string(), role }))
    }

    /// An error of a kind.
    #[doc(hidden)]
    pub fn new(fault: Fault, message: impl Into<String>) -> Self {
        Error(Box::new(Cause::Problem { fault, message: message.into(), hint: None }))
    }

    /// The error with what to do instead.
    #[doc(hidden)]
    pub fn with_hint(mut self, text: impl Into<String>) -> Self {
        if let Cause::Problem { hint, .. } = &mut *self.0 {
            *hint = Some(text.into());
        }
        self
    }

    /// The code that [`explain`] says more about, such as `E0004`.
    pub fn code(&self) -> &'static str {
        match &*self.0 {
            Cause::Text { error, .. } => error.code(),
            Cause::Problem { fault, .. } => fault.id(),
        }
    }

    /// What is wrong, on one line.
    pub fn message(&self) -> String {
        match &*self.0 {
            Cause::Text { error, role: "", .. } => error.message().to_string(),
            Cause::Text { error, role, .. } => format!("in the {role}: {}", error.message()),
            Cause::Problem { message, .. } => message.clone(),
        }
    }

    /// The bytes of the text at fault, where the error is about a text.
    pub fn span(&self) -> Option<(usize, usize)> {
        match &*self.0 {
            Cause::Text { error, .. } => Some(error.span()),
            Cause::Problem { .. } => None,
        }
    }

    /// What to write instead, where that can be said.
    pub fn hint(&self) -> Option<&str> {
        match &*self.0 {
            Cause::Text { error, .. } => error.hint(),
            Cause::Problem { hint, .. } => hint.as_deref(),
        }
    }

    /// The error with its place in the text, a caret and the hint, on several lines.
    pub fn report(&self) -> String {
        match &*self.0 {
            Cause::Text { error, text, role: "" } => error.render(text),
            Cause::Text { error, text, role } => format!("in the {role}\n{}", error.render(text)),
            Cause::Problem { fault, message, hint } => {
                let help = hint.as_ref().map(|h| format!("  = help: {h}\n")).unwrap_or_default();
                format!("error[{}]: {message}\n{help}", fault.id())
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.message())
    }
}

impl std::error::Error for Error {}

/// The error for a derivative that cannot be taken.
pub fn unsupported(why: Unsupported) -> Error {
    let fault = match why {
        Unsupported::NoRule { .. } => Fault::NoRule,
        Unsupported::NotAValue => Fault::Equation,
        Unsupported::TooLarge { .. } | Unsupported::Order { .. } => Fault::Limit,
    };
    Error::new(fault, why.to_string())
}

/// An error where the arena is larger than a formula may be.
pub fn within_memory(arena: &Arena) -> Result<(), Error> {
    let most = arena.limits.memory;
    if arena.bytes() as u64 <= most {
        return Ok(());
    }
    Err(Error::new(Fault::Limit, format!("the formula takes more than {most} bytes of memory")))
}

/// Sets the limit of that word.
///
/// # Errors
/// Where there is no such limit.
pub fn set_limit(limits: &mut Limits, word: &str, value: u64) -> Result<(), Error> {
    limits.set(word, value).map_err(|_| {
        let words: Vec<&str> = limits.rows().into_iter().map(|row| row.0).collect();
        let error = Error::new(Fault::Request, format!("there is no limit `{word}`"));
        error.with_hint(format!("the limits are {}", words.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_is_used_twice() {
        let mut codes: Vec<&str> = Fault::ALL.iter().map(|f| f.id()).collect();
        codes.extend(parse::Code::ALL.iter().map(|c| c.id()));
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all);
        assert!(codes.iter().all(|c| explain(c).is_some_and(|t| t.starts_with(c))));
    }
}
