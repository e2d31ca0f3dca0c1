//! Names: letters with their indices, accents and primes, and what stands for a function's value.

use super::commands::greek;
use super::context::{Context, Piece, Read, Shape, Span, span};
use super::function::{arguments, unknown};
use super::token::{Fence, Kind, Shape as Fencing, Token, Tokens};
use super::value::{applied, defined};
use crate::parse::codes::Code;
use crate::parse::error::Fault;
use crate::parse::role::names_a_variable;
use crate::term::Func;
use nom::IResult;

/// A name that has been read.
pub(super) struct Name {
    pub text: String,
    pub first: Token,
    /// Whether it is a letter, perhaps with index and accent, and no word.
    pub letter: bool,
}

const BRACE: Kind = Kind::Open(Fence::new(Fencing::Brace));
const BRACE_END: Kind = Kind::Close(Fence::new(Fencing::Brace));
/// The most accents on one letter.
const ACCENTS: usize = 4;

/// A letter, a Greek letter or a word, with accents and an index.
pub(super) fn name<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Name> {
    let first = input.token(0);
    let (mut rest, mut prefix, mut open) = (input, String::new(), Vec::new());
    while let Kind::Accent(accent) = rest.kind() {
        if open.len() == ACCENTS {
            return Err(cx.unsupported(span(first), "this many accents"));
        }
        prefix.push_str(accent);
        rest = rest.rest();
        open.push(rest.kind() == BRACE);
        rest = if rest.kind() == BRACE { rest.rest() } else { rest };
    }
    let letter = rest.token(0);
    let base = match letter.kind {
        Kind::Letter | Kind::Word => cx.source(letter).to_string(),
        Kind::Greek => greek(cx.source(letter)),
        _ if open.is_empty() => return Err(nom::Err::Error(Fault::Mismatch)),
        _ => return Err(cx.unsupported(cx.from(first, rest.rest()), "an accent over something that is no letter")),
    };
    let mut text = prefix + &base;
    rest = rest.rest();
    for braced in open.iter().rev().chain([&false]) {
        if rest.kind() == Kind::Under {
            let (after, part) = index(cx, rest)?;
            text = text + "_" + &part;
            rest = after;
        }
        if *braced {
            if rest.kind() != BRACE_END {
                return Err(cx.unsupported(cx.from(first, rest), "an accent over more than one letter"));
            }
            rest = rest.rest();
        }
    }
    if rest.kind() == Kind::Under {
        let (after, part) = index(cx, rest)?;
        (text, rest) = (text + "_" + &part, after);
    }
    Ok((rest, Name { text, first, letter: letter.kind != Kind::Word }))
}

/// An index: one sign, or letters and digits in braces.
pub(super) fn index<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, String> {
    let (under, next) = (input.token(0), input.ahead(1));
    let size = if next == BRACE { input.token(1).size as usize + 1 } else { 1 };
    let rest = input.skip(1 + size);
    let place = cx.from(under, rest);
    let mut text = String::new();
    for at in 1..=size {
        let token = input.token(at);
        match token.kind {
            Kind::Number | Kind::Letter | Kind::Word => text.push_str(cx.source(token)),
            Kind::Function(_) => text.push_str(cx.source(token).trim_start_matches('\\')),
            Kind::Greek => text.push_str(&greek(cx.source(token))),
            Kind::Under => text.push('_'),
            BRACE | BRACE_END if next == BRACE => {}
            Kind::End => return Err(cx.no_operand(input.rest())),
            _ => return Err(cx.unsupported(place, "an index that is not made of letters and digits")),
        }
    }
    if !text.chars().all(|c| c == '_' || c.is_alphanumeric()) || text.is_empty() {
        return Err(cx.unsupported(place, "an index that is not made of letters and digits"));
    }
    let last = cx.previous(rest).unwrap_or(under);
    if rest.kind() == Kind::Number && last.kind == Kind::Number && rest.token(0).touches(&last) {
        let digits = (last.start as usize, rest.token(0).end as usize);
        let hint = format!("write _{{{}}}", cx.quote(digits));
        let place = (place.0, digits.1);
        return Err(cx.refuse_hint(Code::Ambiguous, place, "TeX takes the first digit only as the index", hint));
    }
    Ok((rest, text))
}

/// A letter or a word by itself, as an argument without braces.
pub(super) fn single<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let first = input.token(0);
    let text = match first.kind {
        Kind::Exponential => {
            let mut arena = cx.arena();
            let one = arena.integer(1);
            let term = arena.call(Func::Exp, one);
            return Ok((input.rest(), Piece::new(term, first, span(first)).shaped(Shape::Exponential)));
        }
        Kind::Greek => greek(cx.source(first)),
        _ => cx.source(first).to_string(),
    };
    let piece = symbol(cx, &text, first, span(first), 0)?;
    Ok((input.rest(), piece))
}

/// A variable, or the value of a function.
pub(super) fn variable<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let first = input.token(0);
    let told = cx.applied.take();
    match first.kind {
        Kind::Exponential => return single(cx, input),
        Kind::Partial => {
            let hint = "derivatives are \\frac{\\partial f}{\\partial x} and \\partial_x f";
            return Err(cx.refuse_hint(
                Code::Derivative,
                span(first),
                "`\\partial` stands outside of a derivative",
                hint,
            ));
        }
        Kind::Shorthand => return Err(cx.refuse(Code::Derivative, span(first), "this derivative has no variable")),
        _ => {}
    }
    let (rest, mut found) = match differential(cx, input)? {
        Some(read) => read,
        None => name(cx, input)?,
    };
    let (rest, primes) = primes(cx, rest);
    let (rest, order) = order(cx, rest);
    let orders = order.unwrap_or(primes);
    let (rest, ahead) = crossed(cx, &mut found, rest)?;
    let round = matches!(rest.kind(), Kind::Open(fence) if fence.shape == Fencing::Round);
    let declared = is_declared(cx, &found.text);
    if found.text == "sigma" && !declared && order.is_none() {
        let called = rest.kind() == BRACE || round;
        let (called_at, alone_at) = cx.sigma.get();
        let place = Some(span(first));
        cx.sigma.set(if called { (called_at.or(place), alone_at) } else { (called_at, alone_at.or(place)) });
        if called {
            return sigmoid(cx, rest, first, primes);
        }
    }
    if found.text == "Gamma" && round && !declared && orders == 0 {
        let (rest, given) = arguments(cx, rest)?;
        let term = super::value::call(cx, first, Func::Gamma, &given)?;
        return Ok((rest, Piece::new(term, first, cx.read_to(rest))));
    }
    let function = orders > 0 || declared || told || is_function(&found.text) || (round && has_comma(rest));
    if function && round {
        return unknown(cx, rest, &found, orders);
    }
    let raised = !ahead && rest.kind() == Kind::Caret && function && !told;
    if raised && matches!(after_argument(rest.rest()).kind(), Kind::Open(f) if f.shape == Fencing::Round) {
        let place = (found.first.start as usize, span(rest.token(1)).1);
        let message = format!("a power of the function `{}` can be of its value, or repeat it", found.text);
        return Err(cx.refuse_hint(Code::Ambiguous, place, message, "write (f(x))^{2}, or f(f(x))"));
    }
    let place = cx.from(first, rest);
    if round && !found.letter {
        let hint = format!("write \\mathrm{{{0}}} \\cdot (…) for a product, or declare {0} as a function", found.text);
        return Err(cx.refuse_hint(
            Code::UnknownFunction,
            place,
            format!("the function `{}` is not known", found.text),
            hint,
        ));
    }
    let piece = symbol(cx, &found.text, first, place, orders)?;
    if matches!(rest.kind(), Kind::Open(f) if matches!(f.shape, Fencing::Round | Fencing::Square)) {
        cx.note(place, || format!("`{0}(…)` is the product {0}*(…); define {0}(x) to make it a function", found.text));
    }
    let euler = found.text == "e" && orders == 0 && rest.kind() == Kind::Caret;
    if found.text == "e" && !euler {
        cx.note(place, || "`e` is a variable here; the number is \\mathrm{e}, and e^x is exp(x)".to_string());
    }
    Ok((rest, if euler { piece.shaped(Shape::Euler) } else { piece }))
}

/// `da` and `\Delta x` are one name each, outside of fractions that are derivatives.
fn differential<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Result<Option<(Tokens<'a>, Name)>, nom::Err<Fault>> {
    let (first, next) = (input.token(0), input.rest());
    let prefix = match (first.kind, cx.source(first)) {
        (Kind::Letter, "d") => "d",
        (Kind::Greek, "\\Delta" | "Δ") => "Delta_",
        _ => return Ok(None),
    };
    let letter = matches!(next.kind(), Kind::Letter | Kind::Greek | Kind::Accent(_));
    let euler = next.ahead(1) == Kind::Caret && cx.source(next.token(0)) == "e";
    if !letter || euler || cx.source(next.token(0)) == "\\pi" {
        return Ok(None);
    }
    let (rest, of) = name(cx, next)?;
    let place = cx.from(first, rest);
    let round = matches!(rest.kind(), Kind::Open(fence) if fence.shape == Fencing::Round);
    if round && (is_function(&of.text) || is_declared(cx, &of.text) || has_comma(rest)) {
        let message = format!("`{}` is the differential of a function outside of a derivative", cx.quote(place));
        return Err(cx.refuse_hint(Code::Derivative, place, message, "write \\frac{df(x)}{dx}"));
    }
    let text = format!("{prefix}{}", of.text);
    if names_a_variable(&text) {
        cx.note(place, || format!("`{}` is one name", cx.quote(place)));
        return Ok(Some((rest, Name { text, first, letter: true })));
    }
    Ok(None)
}

/// The index of `x^2_1`, which is read with the name; the second is whether there is one.
fn crossed<'a>(cx: &Context<'_>, found: &mut Name, rest: Tokens<'a>) -> IResult<Tokens<'a>, bool, Fault> {
    let after = after_argument(rest.rest());
    if rest.kind() != Kind::Caret || after.kind() != Kind::Under {
        return Ok((rest, false));
    }
    let (_, part) = index(cx, after)?;
    found.text = format!("{}_{part}", found.text);
    Ok((rest, true))
}

/// What follows an argument: a group or one token.
fn after_argument(input: Tokens<'_>) -> Tokens<'_> {
    if input.kind() == BRACE { input.skip(input.token(0).size as usize + 1) } else { input.rest() }
}

/// How many primes come next: `''`, `^\prime`, `^{\prime\prime}`.
fn primes<'a>(_: &Context<'_>, input: Tokens<'a>) -> (Tokens<'a>, u32) {
    let braced = input.kind() == Kind::Caret && input.ahead(1) == BRACE;
    let from = if braced { 2 } else { usize::from(input.kind() == Kind::Caret) };
    let mut count = 0;
    while input.ahead(from + count) == Kind::Prime {
        count += 1;
    }
    let closed = !braced || input.ahead(from + count) == BRACE_END;
    if count == 0 || !closed {
        return (input, 0);
    }
    (input.skip(from + count + usize::from(braced)), u32::try_from(count).unwrap_or(u32::MAX))
}

/// The order in `f^{(3)}`, where a value or nothing follows.
fn order<'a>(cx: &Context<'_>, input: Tokens<'a>) -> (Tokens<'a>, Option<u32>) {
    let round = |k: Kind| matches!(k, Kind::Open(f) | Kind::Close(f) if f.shape == Fencing::Round);
    let shape = [input.ahead(1), input.ahead(3), input.ahead(5)];
    let fits = input.kind() == Kind::Caret && shape[0] == BRACE && input.ahead(3) == Kind::Number;
    let fits = fits && round(input.ahead(2)) && round(input.ahead(4)) && shape[2] == BRACE_END;
    let called = matches!(input.ahead(6), Kind::Open(f) if f.shape == Fencing::Round);
    match cx.source(input.token(3)).parse() {
        Ok(n) if fits && called => (input.skip(6), Some(n)),
        _ => (input, None),
    }
}

/// The sigmoid's value, or its derivative's.
fn sigmoid<'a>(cx: &Context<'_>, input: Tokens<'a>, first: Token, primes: u32) -> IResult<Tokens<'a>, Piece, Fault> {
    let (rest, given) = super::function::given(cx, input)?;
    let term = applied(cx, first, Func::Sigmoid, &given, primes)?;
    Ok((rest, Piece::new(term, first, cx.read_to(rest))))
}

fn is_function(name: &str) -> bool {
    let (base, index) = name.split_once('_').unwrap_or((name, "1"));
    matches!(base, "f" | "g" | "h") && !index.is_empty()
}

fn is_declared(cx: &Context<'_>, name: &str) -> bool {
    cx.setting.options.functions.iter().any(|f| f == name) || cx.setting.calls.iter().any(|(f, _)| f == name)
}

/// Whether a comma stands between the parentheses that open here.
fn has_comma(input: Tokens<'_>) -> bool {
    let size = input.token(0).size as usize;
    let mut at = 1;
    while at < size {
        match input.ahead(at) {
            Kind::Comma => return true,
            Kind::Open(_) => at += input.token(at).size as usize + 1,
            _ => at += 1,
        }
    }
    false
}

/// A name that stands alone: a variable, the circle's constant, or a function of the document.
fn symbol(cx: &Context<'_>, text: &str, first: Token, place: Span, primes: u32) -> Result<Piece, nom::Err<Fault>> {
    if text == "pi" && primes == 0 {
        let term = cx.arena().pi();
        return Ok(Piece::new(term, first, place));
    }
    if let Some(term) = defined(cx, text, place, primes)? {
        return Ok(Piece::new(term, first, place).shaped(Shape::Name));
    }
    if !names_a_variable(text) {
        return Err(cx.refuse(Code::Reserved, place, format!("`{}` has a meaning already", cx.quote(place))));
    }
    let text = format!("{text}{}", "'".repeat(primes.min(100) as usize));
    let term = cx.arena().symbol(&text);
    Ok(Piece::new(term, first, place).shaped(Shape::Name))
}
