//! LaTeX to terms, as it stands in documents: with spans, notes, and what was mended.
//!
//! A text becomes tokens (`lexer`), the document's macros are replaced (`expand`), letters become
//! words (`words`), delimiters find their partners (`brackets`), rows and commas separate formulas
//! (`rows`), and what is left is read by productions that bear the names of
//! `grammar/latex.ebnf`. What is not read is named, never guessed.

mod brackets;
mod cases;
mod commands;
mod context;
mod derivative;
mod digits;
mod expand;
mod expression;
mod form;
mod formula;
mod function;
mod letters;
mod lexer;
mod macros;
mod name;
mod operand;
mod power;
mod primed;
mod reach;
mod refusal;
mod rows;
mod token;
mod value;
mod variable;
mod words;

pub use macros::macros;
pub use reach::Reach;

use super::{Note, Options, ParseError, error};
use crate::term::{Arena, Relation, Symbol, TermId};
use context::{Context, Log};
use expand::Sources;
use token::{Kind, Token, Tokens};

/// How the document wants its formulas read.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The limits, and the names that are functions when followed by a parenthesis.
    pub options: &'a Options,
    /// Functions defined in the document with their parameters: a bare `L` or `f'` means `L(a, y)`, `f'(x)`.
    /// One with the letter of a known function, such as sigma, is given as `sigma_own`.
    pub calls: &'a [(String, Vec<String>)],
    /// What the document declares with `\newcommand`.
    pub macros: &'a [Macro],
}

/// A command that the document declares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Macro {
    /// The name without its backslash.
    pub name: String,
    /// How many arguments it takes, at most 9.
    pub arguments: usize,
    /// What it stands for, with `#1` for its first argument.
    pub body: String,
}

/// What was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Latex {
    /// The formulas of the text, in order; at least one.
    pub chains: Vec<Chain>,
    /// Which reading was taken where there is a choice, in the order of the text; at most 100.
    pub notes: Vec<Note>,
    /// What was mended, and where; at most 100.
    pub repairs: Vec<Note>,
    /// What may be meant otherwise, in a way that can't be read; at most 100.
    pub doubts: Vec<Note>,
    /// Which of the less usual readings would make another formula of the text.
    pub matters: Reach,
}

/// `A = B = C`: one part more than links. A formula without a relation is a chain of one part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chain {
    /// What stands between the relations.
    pub parts: Vec<Part>,
    /// The relations.
    pub links: Vec<Link>,
}

/// One side of a relation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// Its term.
    pub term: TermId,
    /// Its bytes in the text.
    pub span: (usize, usize),
    /// How many decimal places are printed, if the part is one number, with or without a sign: 2 for
    /// `0.25`, and -7 for `1.8 \times 10^{8}`, which says nothing of the last seven digits.
    pub places: Option<i32>,
    /// Where it is evaluated: `\left.…\right|_{a=2}`, `…|_{x=0}`.
    pub at: Vec<(Symbol, TermId)>,
}

/// A relation between two parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// Which relation it is.
    pub kind: LinkKind,
    /// Its bytes in the text.
    pub span: (usize, usize),
}

/// What a link says of its two sides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkKind {
    /// `=`
    Equal,
    /// `\approx`, `\simeq`, `\doteq`
    Approximate,
    /// `:=`, `\coloneqq`, `\triangleq`, `\equiv`
    Defines,
    /// `<`, `\le`, `\ne` and the other comparisons.
    Relation(Relation),
}

/// Reads the formulas of one text: what stands between two dollar signs.
///
/// Takes time linear in the length of the text.
///
/// ```
/// use chainrule::parse::{Options, latex::{Setting, parse_latex}};
/// use chainrule::term::Arena;
/// let (mut arena, options) = (Arena::new(), Options::default());
/// let setting = Setting { options: &options, calls: &[], macros: &[] };
/// let read = parse_latex(&mut arena, r"\frac{d}{da}a^2 = 2a", &setting).unwrap();
/// assert_eq!((read.chains[0].parts.len(), read.chains[0].links.len()), (2, 1));
/// assert!(parse_latex(&mut arena, r"\int x\,dx", &setting).is_err());
/// ```
///
/// # Errors
/// As [`parse_formula`](super::parse_formula), and E0021 for what LaTeX can say and is not read.
pub fn parse_latex(arena: &mut Arena, text: &str, setting: &Setting<'_>) -> Result<Latex, ParseError> {
    lexer::check_length(text, setting.options)?;
    let (mut sources, mut log) = (Sources::new(text), Log::default());
    let list = expand::expand(lexer::scan(text, 0)?, setting.macros, &mut sources)?;
    let list = words::words(&list, &sources, setting.options, &mut log)?;
    let list = brackets::measured(brackets::brackets(&list, &sources, &mut log)?);
    let mut list = rows::rows(rows::unwrapped(&list), &sources)?;
    let end = text.len() as u32;
    list.push(Token { kind: Kind::End, start: end, end, source: 0, from: end, to: end, size: 0 });
    let list = brackets::measured(list);
    let tokens = Tokens::new(&list);
    let cx = Context::new(arena, &sources, setting, tokens, log);
    let result = formula::formula(&cx, tokens).and_then(|(_, chains)| {
        cx.check_sigma()?;
        Ok(chains)
    });
    match result {
        Ok(chains) => {
            let matters = cx.matters.get();
            let Log { notes, repairs, doubts } = cx.into_log();
            Ok(Latex { chains, notes, repairs, doubts, matters })
        }
        Err(fault) => Err(error::reason(fault, tokens.span())),
    }
}
