//! Signs that can be read off a term as it is spelled, without algebra.

use super::natural::number;
use super::{Sign, table};
use crate::term::{Arena, Func, Node, Operator, TermId};

/// How deep a term is looked into.
const DEEPEST: u32 = 6;

/// The signs a term can have wherever it has a value, as far as its operators and the ranges of its
/// functions say: `1 + exp(-x)` is above zero. Takes time bounded by a constant.
pub fn spelled_sign(arena: &Arena, term: TermId) -> Sign {
    within(arena, term, DEEPEST)
}

fn within(arena: &Arena, term: TermId, depth: u32) -> Sign {
    let Some(depth) = depth.checked_sub(1) else { return Sign::ANY };
    match arena.node(term) {
        Node::Number(n) => Sign::of(arena.number_value(n)),
        Node::Pi => Sign::POSITIVE,
        Node::Neg(a) => within(arena, a, depth).negated(),
        Node::Call(f, a) => of_call(arena, f, a, depth),
        Node::Binary(Operator::Pow, a, e) => match number(arena, e).and_then(|e| e.to_i64()) {
            Some(e) if e % 2 == 0 => within(arena, a, depth).power(2),
            Some(_) => within(arena, a, depth),
            None if within(arena, a, depth).within(Sign::POSITIVE) => Sign::POSITIVE,
            None => Sign::ANY,
        },
        Node::Binary(Operator::Mul, a, b) if a == b => within(arena, a, depth).power(2),
        Node::Binary(op, a, b) => {
            let left = within(arena, a, depth);
            // No sign of the other side makes up for this one.
            if left == Sign::ANY {
                return left;
            }
            let right = within(arena, b, depth);
            match op {
                Operator::Add => left.plus(right),
                Operator::Sub => left.plus(right.negated()),
                Operator::Mul => left.times(right),
                _ => left.times(right.and(Sign::NONZERO)),
            }
        }
        _ => Sign::ANY,
    }
}

/// A function's own sign, or where it passes zero at zero that of its argument.
fn of_call(arena: &Arena, f: Func, a: TermId, depth: u32) -> Sign {
    let own = table::sign(f);
    match f.crossings().find(|c| (c.at, c.value, c.rises) == (0, 0, true)).filter(|_| !own.is_settled()) {
        Some(_) => own.and(within(arena, a, depth)),
        None => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_spelling_shows_and_what_not() {
        for (text, sign) in [
            ("1 + exp(-x)", Sign::POSITIVE),
            ("(1 + exp(x))^(-2)", Sign::POSITIVE),
            ("x^2 + 1", Sign::POSITIVE),
            ("x*x*cosh(y)", Sign::NONNEGATIVE),
            ("-(sqrt(x) + 2)/pi", Sign::NEGATIVE),
            ("exp(x)^y", Sign::POSITIVE),
            ("abs(x)*sign(y)", Sign::ANY),
            ("2*sqrt(x^2 + 1)*sqrt(pi)", Sign::POSITIVE),
            ("sinh(-exp(x))", Sign::NEGATIVE),
            ("sqrt(x^2)", Sign::NONNEGATIVE),
            ("acosh(x^2 + 1)", Sign::NONNEGATIVE),
            ("log(x^2 + 1)", Sign::ANY),
            ("x^2 - 1", Sign::ANY),
            ("x^3", Sign::ANY),
            ("x^(1/2)", Sign::ANY),
            ("1/x^0", Sign::POSITIVE),
        ] {
            let mut arena = Arena::new();
            let term = crate::parse::read(&mut arena, text);
            assert_eq!(spelled_sign(&arena, term), sign, "{text}");
        }
    }
}
