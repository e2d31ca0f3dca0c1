//! The value of a known function: arity, powers between name and argument, primes.

use super::codes::Code;
use super::context::{Context, Piece, Refused};
use super::lexer::Token;
use super::role::Role;
use crate::term::{Func, Node, Operator, Rational, TermId};

/// The value of a known function.
pub(super) fn call(cx: &Context<'_>, word: Token, what: Role, given: &[Piece]) -> Result<TermId, Refused> {
    match (what, given) {
        (Role::Logarithm(base), [a]) => {
            let mut arena = cx.arena();
            let base = arena.integer(i64::from(base));
            let (top, bottom) = (arena.call(Func::Log, a.term), arena.call(Func::Log, base));
            Ok(arena.binary(Operator::Div, top, bottom))
        }
        (Role::Function(f @ (Func::Max | Func::Min)), [a, b, more @ ..]) => {
            let mut arena = cx.arena();
            let first = arena.call2(f, a.term, b.term);
            Ok(more.iter().fold(first, |all, next| arena.call2(f, all, next.term)))
        }
        (Role::Function(Func::Root), [_, index]) if !is_index(cx, index.term) => {
            let message = "the index of a root is a whole number from 1 on, written out";
            Err(cx.refuse_hint(Code::RootIndex, index.span(), message, "write x^(1/n) for other exponents"))
        }
        (Role::Function(f), [a]) if f.row().arity() == 1 => Ok(cx.arena().call(f, a.term)),
        (Role::Function(f), [a, b]) if f.row().arity() == 2 => Ok(cx.arena().call2(f, a.term, b.term)),
        _ => Err(arity(cx, word, what, given)),
    }
}

fn is_index(cx: &Context<'_>, term: TermId) -> bool {
    let arena = cx.arena();
    let whole = |v: &Rational| v.is_integer() && *v >= Rational::ONE;
    matches!(arena.node(term), Node::Number(n) if whole(arena.number_value(n))) || cx.table
}

fn arity(cx: &Context<'_>, word: Token, what: Role, given: &[Piece]) -> Refused {
    let name = cx.quote(word.span());
    let wanted = match what {
        Role::Function(Func::Max | Func::Min) => "two or more arguments".to_string(),
        Role::Function(f) if f.row().arity() == 2 => "2 arguments".to_string(),
        _ => "1 argument".to_string(),
    };
    let end = given.last().map_or(word.end, |p| p.end);
    let message =
        format!("`{name}` takes {wanted}, and {} {} given", given.len(), if given.len() == 1 { "is" } else { "are" });
    let span = (word.start as usize, end as usize);
    match what {
        Role::Function(Func::Log) => cx.refuse_hint(Code::Arity, span, message, "write log(x)/log(b) for the base b"),
        Role::Function(Func::Sqrt) => cx.refuse_hint(Code::Arity, span, message, "write root(x, n) for the n-th root"),
        _ => cx.refuse(Code::Arity, span, message),
    }
}

/// `sin^2(x)` is a power of the value, `sin^-1(x)` the inverse function.
pub(super) fn powered(
    cx: &Context<'_>,
    word: Token,
    what: Role,
    given: &[Piece],
    power: Piece,
    span: (usize, usize),
) -> Result<TermId, Refused> {
    let exponent = cx.arena().as_rational(power.term);
    if !exponent.as_ref().is_some_and(Rational::is_negative) {
        let value = call(cx, word, what, given)?;
        return Ok(cx.arena().binary(Operator::Pow, value, power.term));
    }
    let name = cx.name(word);
    let inverse = match what {
        Role::Function(f) if exponent == Some(Rational::from(-1)) => Func::named(&format!("a{}", f.name())),
        _ => None,
    };
    let Some(inverse) = inverse else {
        let hint = format!("write 1/{name}(…)^n for the reciprocal");
        let message = format!("a negative power of `{name}` can mean its inverse or a reciprocal");
        return Err(cx.refuse_hint(Code::Ambiguous, (span.0, power.end as usize), message, hint));
    };
    cx.note(span, || {
        format!("`{}` is read as the inverse {}(…), not as the reciprocal 1/{name}(…)", cx.quote(span), inverse.name())
    });
    call(cx, word, Role::Function(inverse), given)
}

/// `sin'(x)`: the derivative of a known function, where the argument is a variable.
pub(super) fn primed(
    cx: &Context<'_>,
    word: Token,
    what: Role,
    given: &[Piece],
    primes: usize,
) -> Result<TermId, Refused> {
    let span = (word.start as usize, given.last().map_or(word.end, |p| p.end) as usize);
    let order = u32::try_from(primes).ok().filter(|n| *n <= cx.options.order);
    let Some(order) = order else {
        return Err(cx.refuse(Code::Limit, span, format!("more than {} primes", cx.options.order)));
    };
    let value = call(cx, word, what, given)?;
    let argument = given.first().map(|p| p.term);
    let node = argument.map(|a| cx.arena().node(a));
    let Some(Node::Symbol(x)) = node.filter(|_| given.len() == 1) else {
        let message = "primes on a known function need a variable as its only argument";
        return Err(cx.refuse_hint(Code::Derivative, span, message, "write the derivative with diff(f, x)"));
    };
    Ok(cx.arena().add(Node::Diff(value, x, order)))
}
