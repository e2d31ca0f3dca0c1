//! Among the forms of a condition that can be made, the shortest; of equally long ones the author's.

use super::natural::number;
use crate::term::{Arena, Node, Operator, Rational, Relation, TermId};

/// Sums of more terms are left as they stand.
const MOST_ADDENDS: usize = 16;

/// The shortest of the forms by size as a tree: the author's, the given ones, each a
/// conjunction, and the author's with numbers alone on the right.
pub fn shortest(arena: &mut Arena, condition: TermId, made: Vec<Vec<TermId>>) -> Vec<TermId> {
    let Node::Relation(relation, a, b) = arena.node(condition) else {
        return made.into_iter().next().unwrap_or_default();
    };
    let mut forms = vec![vec![oriented(arena, relation, a, b)]];
    forms.extend(made);
    forms.extend(rearranged(arena, relation, a, b).map(|c| vec![c]));
    let size = |form: &Vec<TermId>| form.iter().map(|&c| arena.tree_size(c)).fold(0u128, u128::saturating_add);
    forms.into_iter().min_by_key(size).unwrap_or_default()
}

/// Whether a condition compares one variable, function or power with a number.
pub fn is_simple(arena: &Arena, condition: TermId) -> bool {
    let Node::Relation(_, a, b) = arena.node(condition) else { return true };
    let single = match arena.node(a) {
        Node::Binary(Operator::Pow, x, n) => {
            matches!(arena.node(x), Node::Symbol(_) | Node::Call(..)) && arena.as_rational(n).is_some()
        }
        Node::Binary(..) | Node::Neg(_) => false,
        _ => true,
    };
    single && number(arena, b).is_some()
}

/// A number on the left goes to the right.
fn oriented(arena: &mut Arena, relation: Relation, a: TermId, b: TermId) -> TermId {
    if number(arena, a).is_some() && number(arena, b).is_none() {
        return arena.relation(relation.flipped(), b, a);
    }
    arena.relation(relation, a, b)
}

/// The numbers added up on the right; where they are nothing, the negative terms go there.
fn rearranged(arena: &mut Arena, relation: Relation, a: TermId, b: TermId) -> Option<TermId> {
    let (mut plus, mut minus, mut constant) = (Vec::new(), Vec::new(), Rational::ZERO);
    let mut todo = vec![(a, false), (b, true)];
    while let Some((id, negative)) = todo.pop() {
        match arena.node(id) {
            Node::Binary(Operator::Add, x, y) => todo.extend([(y, negative), (x, negative)]),
            Node::Binary(Operator::Sub, x, y) => todo.extend([(y, !negative), (x, negative)]),
            Node::Neg(x) => todo.push((x, !negative)),
            _ => match number(arena, id) {
                Some(c) => constant = if negative { &constant + &c } else { &constant - &c },
                None if negative => minus.push(id),
                None => plus.push(id),
            },
        }
        if plus.len() + minus.len() + todo.len() > MOST_ADDENDS {
            return None;
        }
    }
    let zero = constant.is_zero();
    if zero && !plus.is_empty() && !minus.is_empty() {
        let (left, right) = (sum(arena, &plus, &[])?, sum(arena, &minus, &[])?);
        return Some(arena.relation(relation, left, right));
    }
    let (relation, left, right) = if plus.is_empty() {
        (relation.flipped(), sum(arena, &minus, &[])?, -constant)
    } else {
        (relation, sum(arena, &plus, &minus)?, constant)
    };
    let right = arena.rational(&right);
    Some(arena.relation(relation, left, right))
}

fn sum(arena: &mut Arena, plus: &[TermId], minus: &[TermId]) -> Option<TermId> {
    let all = plus.iter().copied().reduce(|a, b| arena.binary(Operator::Add, a, b))?;
    Some(minus.iter().fold(all, |a, &b| arena.binary(Operator::Sub, a, b)))
}
