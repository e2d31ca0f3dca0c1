//! The terms of what was read: values of functions, powers of them, primes, roots, exponentials.

use super::context::{Context, Piece, Span, span};
use super::token::Token;
use crate::parse::codes::Code;
use crate::parse::context::Refused;
use crate::parse::error::refuse;
use crate::parse::role::is_name;
use crate::term::{Func, Node, Operator, Rational, TermId, Unknown};

/// The value of a known function.
pub(super) fn call(cx: &Context<'_>, word: Token, function: Func, given: &[Piece]) -> Result<TermId, Refused> {
    match (function, given) {
        (f @ (Func::Max | Func::Min), [a, b, more @ ..]) => {
            let mut arena = cx.arena();
            let first = arena.call2(f, a.term, b.term);
            Ok(more.iter().fold(first, |all, next| arena.call2(f, all, next.term)))
        }
        (f, [a]) if f.row().arity() == 1 => {
            if matches!(f, Func::Acot | Func::Asec | Func::Acsc) {
                let place = (word.start as usize, a.end.max(word.end) as usize);
                cx.doubt(place, format!("books differ on the values of {}", f.name()));
            }
            Ok(cx.arena().call(f, a.term))
        }
        (f, [a, b]) if f.row().arity() == 2 && f != Func::Root => Ok(cx.arena().call2(f, a.term, b.term)),
        _ => {
            let (name, count) = (cx.quote(span(word)), given.len());
            let wanted = match function {
                Func::Max | Func::Min => "two or more",
                f if f.row().arity() == 2 => "2",
                _ => "1",
            };
            let end = given.last().map_or(word.end, |p| p.end) as usize;
            let message = format!("`{name}` takes {wanted} arguments, given are {count}");
            Err(cx.refuse(Code::Arity, (word.start as usize, end.max(word.end as usize)), message))
        }
    }
}

/// The logarithm to a base, as a quotient; to the base `e`, the logarithm itself.
pub(super) fn logarithm(cx: &Context<'_>, value: TermId, base: TermId) -> TermId {
    let mut arena = cx.arena();
    let natural = match arena.node(base) {
        Node::Symbol(e) => arena.name(e) == "e",
        _ => false,
    };
    if natural {
        return value;
    }
    let bottom = arena.call(Func::Log, base);
    arena.binary(Operator::Div, value, bottom)
}

/// `\sin^2(x)` is a power of the value, `\sin^{-1}(x)` the inverse function.
pub(super) fn powered(
    cx: &Context<'_>,
    word: Token,
    function: Func,
    given: &[Piece],
    power: Piece,
    place: Span,
) -> Result<(TermId, Option<Piece>), Refused> {
    let exponent = cx.arena().as_rational(power.term);
    if !exponent.as_ref().is_some_and(Rational::is_negative) {
        let value = call(cx, word, function, given)?;
        if function == Func::Log {
            cx.note(place, || format!("`{}` is read as a power of the logarithm", cx.quote(place)));
        }
        return Ok((value, Some(power)));
    }
    let name = function.name();
    let inverse = Func::named(&format!("a{name}")).filter(|_| exponent == Some(Rational::from(-1)));
    let Some(inverse) = inverse else {
        let message = format!("a negative power of `{name}` can mean its inverse or a reciprocal");
        let hint = format!("write \\frac{{1}}{{\\{name} x}} for the reciprocal");
        return Err(cx.refuse_hint(Code::Ambiguous, (place.0, power.end as usize), message, hint));
    };
    cx.note(place, || {
        format!("`{}` is read as the inverse {}(…), not as the reciprocal 1/{name}(…)", cx.quote(place), inverse.name())
    });
    Ok((call(cx, word, inverse, given)?, None))
}

/// A known function with primes: the derivative, where the argument is a variable.
pub(super) fn applied(
    cx: &Context<'_>,
    word: Token,
    function: Func,
    given: &[Piece],
    primes: u32,
) -> Result<TermId, Refused> {
    let place = (word.start as usize, given.last().map_or(word.end, |p| p.end) as usize);
    let value = call(cx, word, function, given)?;
    if primes == 0 {
        return Ok(value);
    }
    check_order(cx, u64::from(primes), place)?;
    let node = given.first().map(|p| cx.arena().node(p.term));
    match (node, given) {
        (Some(Node::Symbol(x)), [_]) => Ok(cx.arena().add(Node::Diff(value, x, primes))),
        (_, [argument]) if primes == 1 && DERIVED.contains(&function) => Ok(outer(cx, function, argument.term)?),
        _ => {
            let message = "primes on a known function need a variable as its only argument";
            Err(cx.refuse_hint(Code::Derivative, place, message, "write the derivative with \\frac{d}{dx}"))
        }
    }
}

/// The functions whose derivative has a value only where they have one, and are differentiable there.
const DERIVED: &[Func] = &[
    Func::Exp,
    Func::Sin,
    Func::Cos,
    Func::Tan,
    Func::Cot,
    Func::Atan,
    Func::Sinh,
    Func::Cosh,
    Func::Tanh,
    Func::Sigmoid,
    Func::Gamma,
    Func::Softplus,
    Func::Erf,
    Func::Erfc,
];

/// The value of a function's derivative, from its row.
fn outer(cx: &Context<'_>, function: Func, at: TermId) -> Result<TermId, Refused> {
    let text = function.row().derivatives.first().copied().unwrap_or_default();
    let mut arena = cx.arena();
    let row = crate::parse::parse_formula(&mut arena, text, &crate::parse::Options::default()).map_err(refuse)?;
    let values = [(arena.intern("u"), at)].into_iter().collect();
    Ok(arena.substitute(row.term, &values))
}

/// The value of an unknown function, or of its derivative.
pub(super) fn unknown_value(
    cx: &Context<'_>,
    name: &str,
    orders: u32,
    given: &[TermId],
    place: Span,
) -> Result<TermId, Refused> {
    if orders > 0 && given.len() != 1 {
        let message = format!("a derivative of `{name}` with {} arguments needs its variable", given.len());
        let hint = "write \\frac{\\partial}{\\partial x}";
        return Err(cx.refuse_hint(Code::Arity, place, message, hint));
    }
    if !is_name(name) {
        return Err(cx.refuse(Code::Reserved, place, format!("`{name}` has a meaning already")));
    }
    check_order(cx, u64::from(orders), place)?;
    let list = if orders > 0 { vec![orders] } else { vec![0; given.len()] };
    let mut arena = cx.arena();
    let name = arena.intern(name);
    Ok(arena.apply(Unknown { name, orders: list.into() }, given))
}

/// What a bare name means if the document defines it as a function: its value at its parameters.
pub(super) fn defined(cx: &Context<'_>, name: &str, place: Span, primes: u32) -> Result<Option<TermId>, Refused> {
    let Some((_, parameters)) = cx.setting.calls.iter().find(|(f, _)| f == name) else { return Ok(None) };
    let given: Vec<TermId> = parameters.iter().map(|x| cx.arena().symbol(x)).collect();
    unknown_value(cx, name, primes, &given, place).map(Some)
}

fn check_order(cx: &Context<'_>, order: u64, place: Span) -> Result<(), Refused> {
    let limit = cx.setting.options.order;
    if order <= u64::from(limit) {
        return Ok(());
    }
    Err(cx.refuse(Code::Limit, place, format!("a derivative of an order above {limit}")))
}

/// `e^b`: the exponential, unless `e` also stands alone and `b` is a number.
pub(super) fn exponential(cx: &Context<'_>, e: Piece, b: Piece) -> TermId {
    let number = cx.arena().as_rational(b.term).is_some();
    if cx.lone_e && number && e.shape == super::context::Shape::Euler {
        let place = (e.start as usize, b.end as usize);
        cx.note(place, || "`e` stands alone too, so a number above it makes a power of the variable".to_string());
        return cx.arena().binary(Operator::Pow, e.term, b.term);
    }
    cx.arena().call(Func::Exp, b.term)
}

/// A root: of the second or third degree by its own function, of a letter's degree as a power.
pub(super) fn root_of(cx: &Context<'_>, of: Piece, degree: Option<Piece>, place: Span) -> TermId {
    let Some(degree) = degree else { return cx.arena().call(Func::Sqrt, of.term) };
    let value = cx.arena().as_rational(degree.term);
    let whole = value.filter(|v| v.is_integer() && *v >= Rational::ONE);
    let mut arena = cx.arena();
    match whole.as_ref().and_then(Rational::to_i64) {
        Some(2) => arena.call(Func::Sqrt, of.term),
        Some(3) => {
            drop(arena);
            cx.note(place, || "a cube root is the real one, negative for negative numbers".to_string());
            cx.arena().call(Func::Cbrt, of.term)
        }
        _ if whole.is_some() => arena.call2(Func::Root, of.term, degree.term),
        _ => {
            let one = arena.integer(1);
            let exponent = arena.binary(Operator::Div, one, degree.term);
            let term = arena.binary(Operator::Pow, of.term, exponent);
            drop(arena);
            cx.note(place, || format!("`{}` is read as a power, which negative numbers don't have", cx.quote(place)));
            term
        }
    }
}
