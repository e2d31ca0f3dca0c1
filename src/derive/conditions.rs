//! Where a derivative's rules hold: the body's natural domain, and what each rule needs besides.
//!
//! What a rule needs can turn on which arguments depend on the variable. So the conditions are
//! listed once for all variables, each with the steps down the term that a variable must be below,
//! and a variable's own are chosen from the list: forward and reverse mode choose from the same one.

use super::natural::{compared, is_evident, is_positive_number, needs};
use super::scope::Scopes;
use super::template::Templates;
use crate::term::{Arena, Func, Node, Operator, Property, Relation, TermId};
use rustc_hash::FxHashSet;

/// The conditions found, without repetitions, in topological order of the terms they belong to.
#[derive(Clone, Default, Debug)]
pub(super) struct Conditions {
    pub(super) domain: Vec<TermId>,
    pub(super) not_claimed: Vec<TermId>,
}

/// A condition as it binds on the whole term.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) condition: TermId,
    pub(super) binds: Binds,
}

/// For which variables a condition binds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Binds {
    /// The natural domain asks for it.
    All,
    /// A rule does, for variables in that term.
    In(TermId),
    /// A rule does, for variables in the first term that are not in the second.
    InBut(TermId, TermId),
}

/// The conditions of the derivatives of `body` by all variables; `depends` says of a sub-term
/// whether it holds one of them, and `order` lists all, ascending. Linear in the size of the body.
pub(super) fn candidates(
    arena: &mut Arena,
    templates: &mut Templates,
    body: TermId,
    order: &[TermId],
    depends: &impl Fn(TermId) -> bool,
) -> Vec<Candidate> {
    let scopes = Scopes::new(arena, body);
    let values = if scopes.is_one() { None } else { Some(values(arena, body)) };
    let mut found = Vec::new();
    for &id in order {
        if is_harmless(arena, arena.node(id)) {
            continue;
        }
        let mut push = |arena: &mut Arena, condition, binds| {
            if !is_evident(arena, condition) {
                let bound = scopes.bind(arena, id, condition, |c| c);
                found.extend(bound.into_iter().map(|condition| Candidate { condition, binds }));
            }
        };
        for condition in needs(arena, templates, id) {
            push(arena, condition, Binds::All);
        }
        if depends(id) {
            let is_value = values.as_ref().is_none_or(|v| v.contains(&id));
            for (condition, binds) in smooth(arena, templates, id, is_value) {
                push(arena, condition, binds);
            }
        }
    }
    found
}

/// Those of the candidates that bind for a variable; `depends` says whether a sub-term holds it.
pub(super) fn chosen(candidates: &[Candidate], depends: impl Fn(TermId) -> bool) -> Conditions {
    if candidates.is_empty() {
        return Conditions::default();
    }
    let mut found = Conditions::default();
    let (mut seen, mut of_rules) = (FxHashSet::default(), FxHashSet::default());
    for &Candidate { condition, binds } in candidates {
        let natural = match binds {
            Binds::All => true,
            Binds::In(term) if depends(term) => false,
            Binds::InBut(term, not) if depends(term) && !depends(not) => false,
            _ => continue,
        };
        if seen.insert(condition) {
            found.domain.push(condition);
            if !natural {
                of_rules.insert(condition);
                found.not_claimed.push(condition);
            }
        } else if natural {
            // The natural domain asks for it too: outside there is no value, let alone a slope.
            of_rules.remove(&condition);
        }
    }
    found.not_claimed.retain(|c| of_rules.contains(c));
    found
}

/// Whether a term of that kind never needs anything.
fn is_harmless(arena: &Arena, node: Node) -> bool {
    match node {
        Node::Binary(Operator::Pow, _, exponent) => match arena.node(exponent) {
            Node::Number(n) => arena.number_value(n).is_integer() && !arena.is_zero(exponent),
            _ => false,
        },
        Node::Binary(op, _, _) => op != Operator::Div,
        Node::Number(_) | Node::Pi | Node::Symbol(_) | Node::Neg(_) | Node::Apply(..) => true,
        Node::Call(f, _) | Node::Call2(f, _, _) => f.row().domain.is_empty() && f.row().smooth.is_empty(),
        _ => false,
    }
}

/// The sub-terms that stand elsewhere than in the condition of an `if`.
fn values(arena: &Arena, body: TermId) -> FxHashSet<TermId> {
    let reached = arena.reachable_by(&[body], |id, visit| {
        let skip = usize::from(matches!(arena.node(id), Node::If(..)));
        arena.children(id).skip(skip).for_each(visit);
    });
    reached.into_iter().collect()
}

/// What the rule for a term needs that depends on a variable. In the condition of an `if`
/// nothing is differentiated, but the condition must not change sides except at its boundary,
/// and must have a value on both sides of the point: so jumps and ends of domains count there.
fn smooth(arena: &mut Arena, templates: &mut Templates, id: TermId, is_value: bool) -> Vec<(TermId, Binds)> {
    let conditions = match arena.node(id) {
        Node::Binary(Operator::Pow, base, exponent) => return power(arena, base, exponent),
        Node::If(condition, _, _) => {
            let edge = boundary(arena, condition);
            return edge.into_iter().map(|c| (c, Binds::In(condition))).collect();
        }
        Node::Call(f, a) => call(arena, templates, f, &[a], is_value),
        Node::Call2(f, a, b) => call(arena, templates, f, &[a, b], is_value),
        _ => Vec::new(),
    };
    conditions.into_iter().map(|c| (c, Binds::In(id))).collect()
}

fn call(
    arena: &mut Arena,
    templates: &mut Templates,
    function: Func,
    arguments: &[TermId],
    is_value: bool,
) -> Vec<TermId> {
    let row = function.row();
    if !is_value && !row.jumps && row.domain.is_empty() {
        return Vec::new();
    }
    row.smooth.iter().map(|text| templates.fill(arena, text, arguments)).collect()
}

/// `u != 0` for an exponent that is not a whole number from 0 up, `u > 0` if it is no whole
/// number or depends on the variable.
fn power(arena: &mut Arena, base: TermId, exponent: TermId) -> Vec<(TermId, Binds)> {
    if is_positive_number(arena, base) {
        return Vec::new();
    }
    match arena.as_rational(exponent) {
        Some(n) if n.is_integer() && !n.is_negative() => Vec::new(),
        Some(n) => {
            let relation = if n.is_integer() { Relation::Ne } else { Relation::Gt };
            vec![(compared(arena, relation, base), Binds::In(base))]
        }
        None => vec![
            (compared(arena, Relation::Gt, base), Binds::In(exponent)),
            (compared(arena, Relation::Ne, base), Binds::InBut(base, exponent)),
        ],
    }
}

/// The points where a condition may begin or cease to hold are left out.
fn boundary(arena: &mut Arena, condition: TermId) -> Vec<TermId> {
    match arena.node(condition) {
        Node::Relation(_, a, b) => vec![arena.relation(Relation::Ne, a, b)],
        Node::Property(Property::Integer | Property::NotInteger, a) => {
            vec![arena.add(Node::Property(Property::NotInteger, a))]
        }
        Node::Property(property, a) => vec![arena.add(Node::Property(property, a))],
        _ => Vec::new(),
    }
}
