//! A minus sign taken into a difference: `-tanh(k*(y - p))` is `tanh(k*(p - y))`.

use crate::term::{Arena, Node, Operator, Parity, TermId};

/// The term with every minus sign that stands before a product taken into a difference in it, or in the
/// argument of an odd function in it, if there is one. Linear in the distinct sub-terms.
pub fn turned(arena: &mut Arena, term: TermId) -> Option<TermId> {
    if !arena.any(term, |node| matches!(node, Node::Neg(_))) {
        return None;
    }
    let new = arena.rebuild(term, |arena, _, t| match arena.node(t) {
        Node::Neg(a) => negated(arena, a).unwrap_or(t),
        _ => t,
    });
    (new != term).then_some(new)
}

/// Minus a product, without a minus sign.
fn negated(arena: &mut Arena, t: TermId) -> Option<TermId> {
    // Functions nest in their arguments, as deep as the user chose.
    stacker::maybe_grow(64 << 10, 1 << 20, || match arena.node(t) {
        Node::Binary(Operator::Sub, a, b) => Some(arena.binary(Operator::Sub, b, a)),
        Node::Binary(op @ (Operator::Mul | Operator::Div), a, b) => {
            if let Some(a) = negated(arena, a) {
                return Some(arena.binary(op, a, b));
            }
            let b = negated(arena, b)?;
            Some(arena.binary(op, a, b))
        }
        Node::Call(f, u) if f.row().parity == Parity::Odd => {
            let u = negated(arena, u)?;
            Some(arena.call(f, u))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::read;

    #[test]
    fn a_minus_sign_goes_into_a_difference() {
        for (text, expected) in [
            ("-tanh(k*(y - p))", Some("tanh(k*(p - y))")),
            ("x - a*(b - c)", None),
            ("-a*(b - c)/d", Some("a*(c - b)/d")),
            ("1/(-sin(x - y))", Some("1/sin(y - x)")),
            ("-cos(x - y)", None),
            ("-sin(x)*exp(x - y)", None),
        ] {
            let mut arena = Arena::new();
            let term = read(&mut arena, text);
            let expected = expected.map(|t| read(&mut arena, t));
            assert_eq!(turned(&mut arena, term), expected, "{text}");
        }
    }
}
