//! What a single sub-term needs of its arguments to have a value.

use super::template::Templates;
use crate::term::{Arena, Func, Need, Node, Operator, Property, Rational, Relation, TermId};

/// The conditions under which the term has a value where its arguments have one.
pub(super) fn needs(arena: &mut Arena, templates: &mut Templates, id: TermId) -> Vec<TermId> {
    match arena.node(id) {
        Node::Binary(Operator::Div, _, divisor) => vec![compared(arena, Relation::Ne, divisor)],
        Node::Binary(Operator::Pow, base, exponent) => power(arena, id, base, exponent).into_iter().collect(),
        Node::Call(f, a) => call(arena, templates, id, f, &[a]),
        Node::Call2(f, a, b) => call(arena, templates, id, f, &[a, b]),
        _ => Vec::new(),
    }
}

/// Whether a condition on numbers is true as it is written.
pub(super) fn is_evident(arena: &Arena, condition: TermId) -> bool {
    match arena.node(condition) {
        Node::Relation(relation, a, b) => match (arena.as_rational(a), arena.as_rational(b)) {
            (Some(a), Some(b)) => relation.holds(a.cmp(&b)),
            _ => false,
        },
        Node::Property(property, a) => arena.as_rational(a).is_some_and(|value| match property {
            Property::Integer => value.is_integer(),
            Property::NotInteger => !value.is_integer(),
            Property::NotPole => !value.is_integer() || value.signum() > 0,
            Property::Defined => true,
        }),
        _ => false,
    }
}

/// `term relation 0`
pub(super) fn compared(arena: &mut Arena, relation: Relation, term: TermId) -> TermId {
    let zero = arena.literal(Rational::ZERO);
    arena.relation(relation, term, zero)
}

/// Whether a term is a number above 0.
pub(super) fn is_positive_number(arena: &Arena, term: TermId) -> bool {
    arena.as_rational(term).is_some_and(|value| value.signum() > 0)
}

fn power(arena: &mut Arena, id: TermId, base: TermId, exponent: TermId) -> Option<TermId> {
    if is_positive_number(arena, base) {
        return None;
    }
    let Some(value) = arena.as_rational(exponent) else {
        return Some(defined(arena, id));
    };
    match (value.is_integer(), value.signum() > 0) {
        (true, true) => None,
        (true, false) => Some(compared(arena, Relation::Ne, base)),
        (false, true) => Some(compared(arena, Relation::Ge, base)),
        (false, false) => Some(compared(arena, Relation::Gt, base)),
    }
}

fn call(arena: &mut Arena, templates: &mut Templates, id: TermId, f: Func, arguments: &[TermId]) -> Vec<TermId> {
    let needs = f.row().domain.iter();
    needs
        .filter_map(|need| match *need {
            Need::Where(text) => Some(templates.fill(arena, text, arguments)),
            Need::EvenRoot => even_root(arena, id, arguments),
            Need::IntegerOrPositive => integer_or_positive(arena, id, arguments),
        })
        .collect()
}

/// A root needs `u >= 0` unless its index is odd.
fn even_root(arena: &mut Arena, id: TermId, arguments: &[TermId]) -> Option<TermId> {
    let &[u, index] = arguments else { return None };
    match arena.as_rational(index).filter(|n| n.is_integer() && n.signum() > 0) {
        Some(n) if n.is_even() => Some(compared(arena, Relation::Ge, u)),
        Some(_) => None,
        None => Some(defined(arena, id)),
    }
}

/// `u integer` or `v > 0`, as one condition.
fn integer_or_positive(arena: &mut Arena, id: TermId, arguments: &[TermId]) -> Option<TermId> {
    let &[u, v] = arguments else { return None };
    match arena.as_rational(u) {
        Some(order) if order.is_integer() => None,
        Some(_) => Some(compared(arena, Relation::Gt, v)),
        None => Some(defined(arena, id)),
    }
}

fn defined(arena: &mut Arena, id: TermId) -> TermId {
    arena.add(Node::Property(Property::Defined, id))
}
