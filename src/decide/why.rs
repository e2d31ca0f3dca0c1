//! What keeps a claim from being proved: a sub-term on which it turns, and a fact that would do.
//!
//! Each fact is tried: the claim is judged under it, and only a fact under which it is proved is
//! named. That the fact is the weakest is not said.

use super::verdict::{Claimed, Finding, judge};
use crate::term::{Arena, Func, Node, Operator, Property, Rational, Relation, TermId};

/// The most facts that are tried.
const MAX_TRIES: usize = 24;

/// What is missing for a proof.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing {
    /// The sub-term that turns on it.
    pub part: TermId,
    /// The conditions that are not known; assumed, they close the proof.
    pub facts: Vec<TermId>,
}

/// The first sub-term of a claim that is not proved, with facts under which the claim is, smaller
/// sub-terms first. Takes up to 24 judgements.
///
/// ```
/// use chainrule::decide::{Claimed, Side, why};
/// use chainrule::{parse::read, term::Arena};
/// let mut arena = Arena::new();
/// let side = |term| Side { term, domain: vec![], not_claimed: vec![] };
/// let (root, x, fact) = (read(&mut arena, "sqrt(x^2)"), read(&mut arena, "x"), read(&mut arena, "x >= 0"));
/// let claim = Claimed { lhs: side(root), rhs: side(x), assumptions: &[], unfold: false };
/// let missing = why(&mut arena, &claim).unwrap();
/// assert_eq!((missing.part, missing.facts), (root, vec![fact]));
/// ```
pub fn why(arena: &mut Arena, claim: &Claimed<'_>) -> Option<Missing> {
    let sides = [claim.lhs.term, claim.rhs.term];
    let mut tried: Vec<Vec<TermId>> = Vec::new();
    for missing in suspects(arena, &sides) {
        if tried.contains(&missing.facts) {
            continue;
        }
        if tried.len() == MAX_TRIES {
            break;
        }
        let assumptions: Vec<TermId> = claim.assumptions.iter().chain(&missing.facts).copied().collect();
        let under =
            Claimed { lhs: claim.lhs.clone(), rhs: claim.rhs.clone(), assumptions: &assumptions, unfold: false };
        if matches!(judge(arena, &under).finding, Finding::Proved(_)) {
            return Some(missing);
        }
        tried.push(missing.facts);
    }
    None
}

/// Facts that matter to sub-terms, then the signs of the variables.
fn suspects(arena: &mut Arena, sides: &[TermId]) -> Vec<Missing> {
    let mut out = Vec::new();
    for part in arena.reachable(sides) {
        out.extend(of_operation(arena, part).into_iter().map(|facts| Missing { part, facts }));
    }
    let zero = arena.integer(0);
    for x in sides.iter().flat_map(|t| arena.variables(*t)).collect::<Vec<_>>() {
        let part = arena.add(Node::Symbol(x));
        for relation in [Relation::Gt, Relation::Lt] {
            let fact = arena.relation(relation, part, zero);
            out.push(Missing { part, facts: vec![fact] });
        }
        let whole = arena.add(Node::Property(Property::Integer, part));
        out.push(Missing { part, facts: vec![whole] });
    }
    out
}

/// What would settle the outermost operation of a term.
fn of_operation(arena: &mut Arena, t: TermId) -> Vec<Vec<TermId>> {
    use Relation::{Ge, Gt, Le, Lt};
    let zero = arena.integer(0);
    match arena.node(t) {
        Node::Call(Func::Abs | Func::Relu, u) => compared(arena, &[u], zero, &[Ge, Le]),
        Node::Call(Func::Sign, u) => compared(arena, &[u], zero, &[Gt, Lt]),
        Node::Call(Func::Sqrt, u) => {
            let bases = bases(arena, u);
            compared(arena, &bases, zero, &[Ge, Le])
        }
        Node::Call(Func::Log, u) => {
            let bases = bases(arena, u);
            compared(arena, &bases, zero, &[Gt, Lt])
        }
        Node::Call2(Func::Min | Func::Max, u, v) => compared(arena, &[u], v, &[Ge, Le]),
        Node::Call(Func::Floor | Func::Ceil, u) => vec![vec![arena.add(Node::Property(Property::Integer, u))]],
        Node::Call(Func::Sin | Func::Cos | Func::Tan, u) => {
            let bases = bases(arena, u).into_iter().filter(|b| matches!(arena.node(*b), Node::Symbol(_)));
            bases
                .collect::<Vec<_>>()
                .into_iter()
                .map(|b| vec![arena.add(Node::Property(Property::Integer, b))])
                .collect()
        }
        Node::Call(Func::Asin | Func::Atan, u) => inside(arena, u, &[(-1, 2), (1, 2)]),
        Node::Call(Func::Acos, u) => inside(arena, u, &[(0, 1), (1, 1)]),
        Node::Binary(Operator::Pow, b, e) if !arena.as_rational(e).is_some_and(|n| n.is_integer()) => {
            let mut out = compared(arena, &[b], zero, &[Gt]);
            if let Node::Binary(Operator::Pow, inner, _) = arena.node(b) {
                out.extend(compared(arena, &[inner], zero, &[Gt, Lt]));
            }
            out
        }
        Node::If(c, _, _) => match arena.node(c) {
            Node::Relation(r, a, b) => compared(arena, &[a], b, &[r, r.negated()]),
            _ => vec![vec![c]],
        },
        Node::Binary(Operator::Div, _, b) => compared(arena, &[b], zero, &[Gt, Lt]),
        _ => vec![],
    }
}

fn compared(arena: &mut Arena, all: &[TermId], with: TermId, relations: &[Relation]) -> Vec<Vec<TermId>> {
    let all: Vec<TermId> = all.iter().copied().filter(|a| arena.as_rational(*a).is_none()).collect();
    let mut out: Vec<Vec<TermId>> =
        relations.iter().map(|r| all.iter().map(|a| arena.relation(*r, *a, with)).collect()).collect();
    if all.len() > 1 {
        out.extend(
            all.iter()
                .flat_map(|a| relations.iter().map(move |r| (*a, *r)))
                .map(|(a, r)| vec![arena.relation(r, a, with)]),
        );
    }
    out.retain(|facts| !facts.is_empty());
    out
}

/// The factors of a product and the bases of powers in it.
fn bases(arena: &Arena, t: TermId) -> Vec<TermId> {
    let (mut out, mut todo) = (Vec::new(), vec![t]);
    while let Some(t) = todo.pop() {
        match arena.node(t) {
            Node::Binary(Operator::Mul | Operator::Div, a, b) => todo.extend([b, a]),
            Node::Binary(Operator::Pow, b, _) => todo.push(b),
            Node::Neg(a) => todo.push(a),
            _ if out.len() < 4 && !out.contains(&t) => out.push(t),
            _ => {}
        }
    }
    out
}

/// That the argument of a circular function whose inverse is taken lies between two multiples of π.
fn inside(arena: &mut Arena, u: TermId, ends: &[(i64, i64); 2]) -> Vec<Vec<TermId>> {
    let Node::Call(Func::Sin | Func::Cos | Func::Tan, angle) = arena.node(u) else { return vec![] };
    let pi = arena.pi();
    let [low, high] = ends.map(|(n, d)| match (n, d) {
        (0, _) => arena.integer(0),
        (1, 1) => pi,
        _ => {
            let c = arena.rational(&Rational::from(d));
            let part = arena.binary(Operator::Div, pi, c);
            if n < 0 { arena.neg(part) } else { part }
        }
    });
    let tangent = matches!(arena.node(u), Node::Call(Func::Tan, _));
    let (from, to) = if tangent { (Relation::Gt, Relation::Lt) } else { (Relation::Ge, Relation::Le) };
    vec![vec![arena.relation(from, angle, low), arena.relation(to, angle, high)]]
}

#[cfg(test)]
mod tests {
    use super::super::verdict::Side;
    use super::*;
    use crate::parse::read;

    fn facts(lhs: &'static str, rhs: &'static str) -> Option<(TermId, TermId, Vec<TermId>, Arena)> {
        let mut arena = Arena::new();
        let side = |term| Side { term, domain: vec![], not_claimed: vec![] };
        let (lhs, rhs) = (side(read(&mut arena, lhs)), side(read(&mut arena, rhs)));
        let found = why(&mut arena, &Claimed { lhs: lhs.clone(), rhs, assumptions: &[], unfold: false })?;
        Some((lhs.term, found.part, found.facts, arena))
    }

    #[track_caller]
    fn closed_by(lhs: &'static str, rhs: &'static str, expected: &[&'static str]) {
        let (_, _, found, mut arena) = facts(lhs, rhs).unwrap();
        let expected: Vec<TermId> = expected.iter().map(|t| read(&mut arena, t)).collect();
        assert_eq!(found, expected, "{lhs} = {rhs}");
    }

    #[test]
    fn a_missing_fact_is_named() {
        closed_by("sqrt(x^2)", "x", &["x >= 0"]);
        closed_by("sqrt(x^2)", "-x", &["x <= 0"]);
        closed_by("(x^a)^b", "x^(a*b)", &["x > 0"]);
        closed_by("sin(pi*n)", "0", &["n integer"]);
        closed_by("floor(x)", "x", &["x integer"]);
        closed_by("asin(sin(x))", "x", &["x >= -(pi/2)", "x <= pi/2"]);
        closed_by("max(x, y)", "y", &["x <= y"]);
        closed_by("atan(x) + atan(1/x)", "pi/2", &["x > 0"]);
        closed_by("if(x > 1, x, 2)", "2", &["x <= 1"]);
    }

    #[test]
    fn no_fact_makes_a_false_claim_true() {
        assert!(facts("sin(x)", "cos(x)").is_none());
        assert!(facts("x + 1", "x").is_none());
        assert!(facts("f(x)", "g(x)").is_none());
    }
}
