//! The rule at each step, as lines a reader can follow.

use super::dependent::Dependent;
use super::expand::expand_diffs;
use super::rule::{Room, Rules};
use crate::rules::DerivativeLine;
use crate::term::{Arena, Node, Operator, Symbol, TermId};

/// The rule for each distinct sub-term that depends on `x`, arguments first, at most `limit`
/// lines; one line with the rule `constant` where `body` does not depend on `x`. Empty where
/// [`super::differentiate`] gives an error. `diff`s inside `body` are carried out first.
pub fn lines(arena: &mut Arena, body: TermId, x: Symbol, limit: usize) -> Vec<DerivativeLine> {
    let Ok((body, _, _)) = expand_diffs(arena, body) else { return Vec::new() };
    let mut rules = Rules::new(arena, body, x);
    if rules.run(Room::FREE).is_err() {
        return Vec::new();
    }
    let mut order = rules.differentiated();
    if order.is_empty() {
        order.push(body);
    }
    order.truncate(limit);
    let mut found = Vec::with_capacity(order.len());
    for of in order {
        let Ok(result) = rules.derivative(of) else { return Vec::new() };
        found.push(DerivativeLine { rule: name(rules.arena, &rules.dependent, of), of, result });
    }
    found
}

fn name(arena: &Arena, dependent: &Dependent, id: TermId) -> String {
    if !dependent.contains(id) {
        return "constant".into();
    }
    match arena.node(id) {
        Node::Symbol(_) => "variable".into(),
        Node::Neg(_) => "negation".into(),
        Node::Binary(op, a, b) => binary(arena, op, (a, dependent.contains(a)), (b, dependent.contains(b))),
        Node::Call(f, _) | Node::Call2(f, _, _) => {
            let inner = arena.children(id).filter(|c| dependent.contains(*c));
            chained(f.name(), inner.into_iter().all(|c| is_variable(arena, c)))
        }
        Node::Apply(..) => "unknown function".into(),
        Node::If(..) => "if".into(),
        _ => "constant".into(),
    }
}

/// The rule for an operator, from the arguments and whether they depend on the variable.
fn binary(arena: &Arena, op: Operator, (a, in_a): (TermId, bool), (b, in_b): (TermId, bool)) -> String {
    match (op, in_a, in_b) {
        (Operator::Add, ..) => "sum".into(),
        (Operator::Sub, ..) => "difference".into(),
        (Operator::Mul, true, true) => "product".into(),
        (Operator::Mul, ..) | (Operator::Div, true, false) => "constant multiple".into(),
        (Operator::Div, ..) => "quotient".into(),
        (Operator::Pow, true, true) => "general power".into(),
        (Operator::Pow, true, false) => chained("power", is_variable(arena, a)),
        (Operator::Pow, ..) => chained("exponential", is_variable(arena, b)),
    }
}

fn chained(rule: &str, inner_is_variable: bool) -> String {
    if inner_is_variable { rule.into() } else { format!("chain {rule}") }
}

fn is_variable(arena: &Arena, id: TermId) -> bool {
    matches!(arena.node(id), Node::Symbol(_))
}
