//! What a name stands for: a variable, a function's value, the differential `da`.

use super::context::{Context, Piece, Read, Shape, span};
use super::function::{given, unknown};
use super::name::{Name, after_argument, index, name, order, primes, single, symbol};
use super::token::{BRACE, Kind, Shape as Fencing, Token, Tokens};
use super::value::applied;
use crate::parse::codes::Code;
use crate::parse::context::Refused;
use crate::parse::error::Fault;
use crate::parse::role::names_a_variable;
use crate::term::Func;
use nom::IResult;

/// A variable, or the value of a function.
pub(super) fn variable<'a>(cx: &Context<'_>, input: Tokens<'a>) -> Read<'a, Piece> {
    let first = input.token(0);
    let told = cx.applied.take();
    match first.kind {
        Kind::Exponential => return single(cx, input),
        Kind::Partial => {
            let message = "`\\partial` stands outside of a derivative";
            let hint = "derivatives are \\frac{\\partial f}{\\partial x} and \\partial_x f";
            return Err(cx.refuse_hint(Code::Derivative, span(first), message, hint));
        }
        Kind::Shorthand => return Err(cx.refuse(Code::Derivative, span(first), "this derivative has no variable")),
        _ => {}
    }
    let (rest, mut found) = match differential(cx, input)? {
        Some(read) => read,
        None => name(cx, input)?,
    };
    if is_declared(cx, &format!("{}_own", found.text)) {
        found.text.push_str("_own");
    }
    let (rest, primes) = primes(rest);
    let (rest, order) = order(cx, rest);
    let (rest, ahead) = crossed(cx, &mut found, rest)?;
    let declared = is_declared(cx, &found.text);
    let usual = !declared && order.is_none();
    if let Some(function) = if usual { by_letter(cx, &found, rest) } else { None } {
        return value(cx, rest, first, function, primes);
    }
    let orders = order.unwrap_or(primes);
    let round = rest.kind().opens(Fencing::Round);
    let function = orders > 0 || declared || told || is_function(&found.text) || (round && has_comma(rest));
    if function && round {
        if orders == 0 && declared && holds(cx, rest, found.first) {
            let place = cx.from(first, rest);
            let shown = cx.quote(place);
            cx.note(place, || format!("`{shown}(…)` is a product here: the function itself stands inside"));
            return Ok((rest, symbol(cx, &found.text, first, place, 0)?));
        }
        return unknown(cx, rest, &found, orders);
    }
    if function && !told && !ahead {
        check_power(cx, &found, rest)?;
    }
    Ok((rest, alone(cx, &found, rest, orders)?))
}

/// The function that a Greek letter is where it is called: the sigmoid, the gamma function. It is
/// remembered where `\sigma` is called and where it stands alone, which one text can't do both.
fn by_letter(cx: &Context<'_>, found: &Name, rest: Tokens<'_>) -> Option<Func> {
    let round = rest.kind().opens(Fencing::Round);
    match found.text.as_str() {
        "sigma" => {
            let called = rest.kind() == BRACE || round;
            let (called_at, alone_at) = cx.sigma.get();
            let place = Some(span(found.first));
            cx.sigma.set(if called { (called_at.or(place), alone_at) } else { (called_at, alone_at.or(place)) });
            called.then_some(Func::Sigmoid)
        }
        "Gamma" if round => Some(Func::Gamma),
        _ => None,
    }
}

/// Refuses a power between a function's name and its argument.
fn check_power(cx: &Context<'_>, found: &Name, rest: Tokens<'_>) -> Result<(), Refused> {
    if rest.kind() != Kind::Caret || !after_argument(rest.rest()).kind().opens(Fencing::Round) {
        return Ok(());
    }
    let place = (found.first.start as usize, span(rest.token(1)).1);
    let message = format!("a power of the function `{}` can be of its value, or repeat it", found.text);
    Err(cx.refuse_hint(Code::Ambiguous, place, message, "write (f(x))^{2}, or f(f(x))"))
}

/// A name without arguments, with what is to be said of it.
fn alone(cx: &Context<'_>, found: &Name, rest: Tokens<'_>, orders: u32) -> Result<Piece, Refused> {
    let (first, name) = (found.first, &found.text);
    let place = cx.from(first, rest);
    let bracketed = rest.kind().opens(Fencing::Round) || rest.kind().opens(Fencing::Square);
    if bracketed && !found.letter {
        let message = format!("the function `{name}` is not known");
        let hint = format!("write \\mathrm{{{name}}} \\cdot (…) for a product, or declare {name} as a function");
        return Err(cx.refuse_hint(Code::UnknownFunction, place, message, hint));
    }
    let piece = symbol(cx, name, first, place, orders)?;
    if bracketed {
        cx.note(place, || format!("`{name}(…)` is the product {name}*(…); define {name}(x) to make it a function"));
    }
    let euler = name == "e" && orders == 0 && rest.kind() == Kind::Caret;
    if name == "e" && !euler {
        cx.note(place, || "`e` is a variable here; the number is \\mathrm{e}, and e^x is exp(x)".to_string());
    }
    if name == "i" {
        cx.note(place, || "`i` is a variable here, not the imaginary unit".to_string());
    }
    Ok(if euler { piece.shaped(Shape::Euler) } else { piece })
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
    let round = rest.kind().opens(Fencing::Round);
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
    if found.text.contains('_') {
        return Err(cx.unsupported(span(after.token(0)), "a second index"));
    }
    let (_, part) = index(cx, after)?;
    found.text = format!("{}_{part}", found.text);
    Ok((rest, true))
}

/// The value of a function that is named by a letter, or its derivative's.
fn value<'a>(
    cx: &Context<'_>,
    input: Tokens<'a>,
    first: Token,
    function: Func,
    primes: u32,
) -> IResult<Tokens<'a>, Piece, Fault> {
    let (rest, given) = given(cx, input)?;
    let term = applied(cx, first, function, &given, primes)?;
    Ok((rest, Piece::new(term, first, cx.read_to(rest))))
}

fn is_function(name: &str) -> bool {
    let (base, index) = name.split_once('_').unwrap_or((name, "1"));
    matches!(base, "f" | "g" | "h") && !index.is_empty()
}

/// Whether the document says that a name is a function.
pub(super) fn is_declared(cx: &Context<'_>, name: &str) -> bool {
    cx.setting.options.functions.iter().any(|f| f == name) || cx.setting.calls.iter().any(|(f, _)| f == name)
}

/// Whether a name stands inside of the parentheses that open here without a value of its own.
fn holds(cx: &Context<'_>, input: Tokens<'_>, name: Token) -> bool {
    let round = |kind: Kind| kind.opens(Fencing::Round);
    let same = |at: usize| input.ahead(at) == name.kind && cx.source(input.token(at)) == cx.source(name);
    (1..input.token(0).size as usize)
        .any(|at| same(at) && !round(input.ahead(at + 1)) && input.ahead(at + 1) != Kind::Under)
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
