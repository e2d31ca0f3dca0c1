//! Plain notation to terms, with spans and errors.
//!
//! A text becomes tokens (`lexer`), and tokens become terms (`expression`, `function`,
//! `derivative`, `condition`). Every function that returns `Lexed` or `Read` is a production of
//! `grammar/expression.ebnf` and has its name. Terms are built as written: `2+3` stays a sum.
//! Where a text could be read in two ways that matter, a note says which was taken, or it is refused.

mod call;
mod character;
mod codes;
mod condition;
mod context;
mod derivative;
mod diagnostic;
mod error;
mod euler;
mod expression;
mod function;
mod lexer;
mod number;
mod operand;
mod role;
mod spelling;
mod stream;
mod table;

pub mod latex;

pub use codes::{Code, Reader};
pub use error::ParseError;
pub use euler::e_stands_alone;

use crate::term::{Arena, Limits, Symbol, TermId};
use context::{Context, Read};
use lexer::Kind;
use stream::Tokens;

/// The limits of a text, and the names that are functions in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
    /// The deepest nesting of parentheses, functions, signs and exponents.
    pub depth: usize,
    /// The longest text, in bytes.
    pub bytes: usize,
    /// The most digits of one number, written out.
    pub digits: usize,
    /// The highest order of a derivative.
    pub order: u32,
    /// Names of unknown functions, besides `f`, `g`, `h` and primed ones.
    pub functions: Vec<String>,
    /// Whether `e` stands alone in another text of the same problem, so that `e^2` is its square.
    pub lone_e: bool,
    /// Which of the less usual readings of LaTeX are taken.
    pub reach: latex::Reach,
}

impl Options {
    /// The options under a problem's limits, without further functions.
    pub fn within(limits: &Limits) -> Self {
        let size = |limit| usize::try_from(limit).unwrap_or(usize::MAX);
        let order = u32::try_from(limits.order).unwrap_or(u32::MAX);
        let (depth, bytes, digits) = (size(limits.depth), size(limits.formula), size(limits.digits));
        Options { depth, bytes, digits, order, functions: Vec::new(), lone_e: false, reach: latex::Reach::default() }
    }
}

impl Default for Options {
    fn default() -> Self {
        Options::within(&Limits::default())
    }
}

/// What was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parsed<T = TermId> {
    /// The term, or the equation.
    pub term: T,
    /// Which reading was taken where there is a choice, in the order of the text; at most 100.
    pub notes: Vec<Note>,
    /// Whether a number was written as a decimal.
    pub decimals: bool,
    /// Whether some `e^…` was read as the exponential.
    pub exponential: bool,
}

/// A reading that was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// The bytes of the text it is about.
    pub span: (usize, usize),
    /// One line without control characters.
    pub text: String,
}

/// What a text gives a meaning to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Definition {
    /// `a = sigma(z)`
    Name(Symbol, TermId),
    /// `f(a) = a^2`
    #[allow(missing_docs)]
    Function { name: Symbol, parameters: Vec<Symbol>, body: TermId },
}

/// Reads a term or an equation.
///
/// Takes time linear in the length of the text.
///
/// ```
/// use chainrule::{parse, term::Arena};
/// let mut arena = Arena::new();
/// let read = parse::parse_formula(&mut arena, "1/2x", &parse::Options::default()).unwrap();
/// assert_eq!(read.notes[0].text, "`1/2x` is read as (1/2)*x");
/// ```
///
/// # Errors
/// Every code but those of conditions and definitions; [`explain`] has an example for each.
pub fn parse_formula(arena: &mut Arena, text: &str, options: &Options) -> Result<Parsed, ParseError> {
    whole(arena, text, options, false, condition::formula)
}

/// Reads conditions, separated by commas: comparisons, chains of them (`0 < a < 1` gives two),
/// `n integer`, `x not integer`, `x not pole`, `t defined`, and `if` over conditions.
///
/// # Errors
/// As [`parse_formula`], and E0016 where something is no condition.
pub fn parse_condition(arena: &mut Arena, text: &str, options: &Options) -> Result<Vec<TermId>, ParseError> {
    Ok(whole(arena, text, options, false, condition::conditions)?.term)
}

/// Reads `a = sigma(z)` or `f(a) = a^2`.
///
/// # Errors
/// As [`parse_formula`], and E0017 where something is no definition.
pub fn parse_definition(arena: &mut Arena, text: &str, options: &Options) -> Result<Definition, ParseError> {
    Ok(whole(arena, text, options, false, condition::definition)?.term)
}

/// Reads a term, a comparison or a property from the product's own tables, where the index of a
/// root may be a letter.
///
/// # Panics
/// If the text is wrong: the tables are part of the program, and their tests read every row.
pub fn read(arena: &mut Arena, text: &'static str) -> TermId {
    table::copied(arena, text, |_| None)
}

/// A text of the tables with terms in the places of `u` and `v`.
///
/// # Panics
/// As [`read`].
///
/// ```
/// use chainrule::term::{Arena, Func};
/// let mut arena = Arena::new();
/// let x = arena.symbol("x");
/// assert_eq!(chainrule::parse::filled(&mut arena, "sin(u)", &[x]), arena.call(Func::Sin, x));
/// ```
pub fn filled(arena: &mut Arena, text: &'static str, arguments: &[TermId]) -> TermId {
    table::copied(arena, text, |name| match name {
        "u" => arguments.first().copied(),
        "v" => arguments.get(1).copied(),
        _ => None,
    })
}

/// The text of some bytes.
///
/// # Errors
/// E0018 with the place of the first byte that is not UTF-8.
pub fn decode(bytes: &[u8]) -> Result<&str, ParseError> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let end = at + error.error_len().unwrap_or(bytes.len() - at);
    let shown: Vec<String> = bytes[at..end].iter().map(|b| format!("{b:02X}")).collect();
    let what = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the text is UTF-16",
        _ => match bytes[at..] {
            [0xc0 | 0xc1, ..] | [0xe0, 0x80..=0x9f, ..] | [0xf0, 0x80..=0x8f, ..] => "an overlong encoding",
            [0xed, 0xa0..=0xbf, ..] => "half of a surrogate pair",
            _ if error.error_len().is_none() => "a character cut off at the end",
            _ => "a byte that is not UTF-8",
        },
    };
    let message = format!("{what} at byte {at}: {}", shown.join(" "));
    Err(ParseError::new(Code::Encoding, (at, end), message).with_hint("save the text as UTF-8"))
}

/// The long explanation of an error code, with an input that causes it.
///
/// ```
/// assert!(chainrule::parse::explain("E0004").unwrap().contains("an operand is missing"));
/// assert!(chainrule::parse::explain("E9999").is_none());
/// ```
pub fn explain(code: &str) -> Option<&'static str> {
    Code::ALL.iter().find(|c| c.id().eq_ignore_ascii_case(code)).map(|c| c.explanation())
}

/// Reads a text to its end.
fn whole<T>(
    arena: &mut Arena,
    text: &str,
    options: &Options,
    table: bool,
    production: impl for<'a> Fn(&Context<'_>, Tokens<'a>) -> Read<'a, T>,
) -> Result<Parsed<T>, ParseError> {
    let list = lexer::tokens(text, options)?;
    let tokens = Tokens::new(&list);
    let cx = Context::new(arena, text, tokens, options, table);
    let result = production(&cx, tokens).and_then(|(rest, found)| match rest.kind() {
        Kind::End => Ok(found),
        _ => Err(cx.unexpected(rest)),
    });
    let (decimals, exponential) = (cx.decimals.get(), cx.exponential.get());
    match result {
        Ok(term) => Ok(Parsed { term, notes: cx.into_notes(), decimals, exponential }),
        Err(fault) => Err(error::reason(fault, tokens.span())),
    }
}

#[cfg(test)]
mod tests;
