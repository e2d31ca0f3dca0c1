//! The letter `e`: the base of the exponential in `e^x`, and a variable where it stands alone.
//!
//! `e^2` is either: a number where `e` is nothing but a base, and the square of the variable where
//! `e` also stands alone in the problem, since one text seldom means both.

use super::Options;
use super::context::{Context, Piece};
use super::lexer::{self, Kind};
use super::stream::Tokens;
use crate::term::{Func, Operator, TermId};

/// Whether `e` stands alone in a text: other than below an exponent, or as what is differentiated by.
///
/// ```
/// use chainrule::parse::{Options, e_stands_alone};
/// let alone = |text| e_stands_alone(text, &Options::default());
/// assert!(alone("e^2*x + e") && alone("d/de e^2") && !alone("e^2*x") && !alone("e^x + exp(1)"));
/// ```
pub fn e_stands_alone(text: &str, options: &Options) -> bool {
    ends_a_word(text) && lexer::tokens(text, options).is_ok_and(|list| alone(text, Tokens::new(&list)))
}

/// Whether some `e` is followed by no plain letter, digit or underscore, as each that stands alone is.
fn ends_a_word(text: &str) -> bool {
    let goes_on = |c: char| c == '_' || c.is_ascii_alphanumeric();
    text.match_indices('e').any(|(at, e)| !text[at + e.len()..].starts_with(goes_on))
}

/// As [`e_stands_alone`], of a text's tokens.
pub(super) fn alone(text: &str, mut input: Tokens<'_>) -> bool {
    let mut before = Kind::End;
    while input.kind() != Kind::End {
        let (start, end) = input.span();
        let followed = matches!(input.ahead(1), Kind::Caret | Kind::Superscript);
        match text.get(start..end) {
            Some("e") if !followed => return true,
            Some("de") if before == Kind::Slash => return true,
            _ => {}
        }
        before = input.kind();
        input = input.rest();
    }
    false
}

/// What `e^b` is.
pub(super) fn power(cx: &Context<'_>, e: Piece, b: Piece) -> TermId {
    let number = cx.arena().as_rational(b.term).is_some();
    if cx.lone_e && number {
        let span = (e.start as usize, b.end as usize);
        cx.note(span, || "`e` stands alone too, so a number above it makes a power of the variable".to_string());
        return cx.arena().binary(Operator::Pow, e.term, b.term);
    }
    cx.exponential.set(true);
    cx.arena().call(Func::Exp, b.term)
}
