//! Primes on a term in brackets, as tables of derivatives write them: `(\sin x)' = \cos x`,
//! `(uv)' = u'v + uv'`. By which variable, the letters of the text say.

use super::commands::greek;
use super::context::{Context, Piece, Read, Shape};
use super::name::{name, primes};
use super::operand::group;
use super::token::{Fence, Kind, Shape as Fencing, Token, Tokens};
use crate::parse::codes::Code;
use crate::parse::role::names_a_function;
use crate::term::Node;
use nom::Input;

/// What the primes of a text say, where some stand on brackets.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Primes {
    /// The variable, if it is clear.
    by: Option<String>,
    /// The names that are functions of it, since they have primes themselves.
    functions: Vec<String>,
}

/// A variable by which one differentiates if no `x` or `t` stands in the text.
const USUAL: &[&str] = &["z", "s", "y", "u", "v", "w", "theta", "r", "q"];

impl Primes {
    /// What the tokens of a text say; nothing where no primes stand on brackets.
    pub fn of(cx: &Context<'_>, tokens: Tokens<'_>) -> Primes {
        let list: Vec<Token> = tokens.iter_elements().collect();
        let closes = |kind| matches!(kind, Kind::Close(f) if matches!(f.shape, Fencing::Round | Fencing::Square));
        if !list.windows(2).any(|p| matches!(p, [a, b] if closes(a.kind) && b.kind == Kind::Prime)) {
            return Primes::default();
        }
        let (mut found, mut all): (Primes, Vec<String>) = Default::default();
        let mut at = 0;
        while at < list.len() {
            let rest = tokens.skip(at);
            let Ok((after, one)) = name(cx, rest) else {
                at += 1;
                continue;
            };
            // A letter that names a function of the program is no function of the text.
            let list =
                if !names_a_function(&one.text) && primes(after).1 > 0 { &mut found.functions } else { &mut all };
            if !list.contains(&one.text) {
                list.push(one.text);
            }
            at += (rest.input_len() - after.input_len()).max(1);
        }
        all.retain(|name| !found.functions.contains(name));
        let has = |name: &&str| all.iter().any(|other| other == name);
        let free = |name: &&&str| !found.functions.iter().any(|other| other == *name);
        let by = match (has(&"x"), has(&"t")) {
            (true, false) => Some("x"),
            (false, true) => Some("t"),
            (true, true) => None,
            _ if !found.functions.is_empty() => ["x", "t"].iter().find(free).copied(),
            _ => USUAL.iter().find(|name| all.len() == 1 && has(name)).copied(),
        };
        found.by = by.map(String::from);
        found
    }

    /// The variable that a name is a function of.
    pub fn argument_of(&self, name: &str) -> Option<String> {
        self.by.clone().filter(|_| self.functions.iter().any(|f| f == name))
    }
}

/// A sum of functions has no more tokens than this.
const FEW: usize = 40;

/// Keeps a doubt at `(f + g)(x)`: bare functions of the document in brackets, before one sign in
/// parentheses.
fn check_value(cx: &Context<'_>, input: Tokens<'_>, rest: Tokens<'_>) {
    let size = input.token(0).size as usize;
    let bare = |at: usize| {
        let name = greek(cx.source(input.token(at)));
        !input.ahead(at + 1).opens(Fencing::Round) && cx.setting.calls.iter().any(|(f, _)| *f == name)
    };
    if input.kind().opens(Fencing::Round)
        && rest.kind().opens(Fencing::Round)
        && rest.token(0).size == 2
        && (1..size.min(FEW)).any(bare)
    {
        let place = cx.from(input.token(0), rest.skip(3));
        cx.doubt(place, format!("`{}` is read as a product, and may be meant as a value", cx.quote(place)));
    }
}

/// A term in brackets, perhaps with primes.
pub(super) fn primed<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let (rest, piece) = group(cx, input)?;
    let (rest, order) = primes(rest);
    if order == 0 {
        check_value(cx, input, rest);
        return Ok((rest, piece));
    }
    let place = cx.from(input.token(0), rest);
    let braces = input.kind() == Kind::Open(Fence::new(Fencing::Brace));
    if braces || rest.kind().opens(Fencing::Round) {
        return Err(cx.unsupported(place, "primes on a term in braces, or before parentheses"));
    }
    let Some(x) = cx.primes().by.clone() else {
        let hint = "write \\frac{d}{dx}\\left(…\\right)";
        return Err(cx.refuse_hint(Code::Derivative, place, "the text does not say by which variable", hint));
    };
    if order > cx.setting.options.order {
        return Err(cx.refuse(Code::Limit, place, "a derivative of too high an order"));
    }
    cx.note(place, || format!("`{}` is the derivative by {x}", cx.quote(place)));
    let mut arena = cx.arena();
    let x = arena.intern(&x);
    let term = arena.add(Node::Diff(piece.term, x, order));
    Ok((rest, Piece::new(term, input.token(0), place).shaped(Shape::Derivative)))
}
