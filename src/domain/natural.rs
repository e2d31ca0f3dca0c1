//! The natural domain of a term: what every part of it needs to have a value.

use super::spelled::spelled_sign;
use super::{Sign, table};
use crate::term::{Arena, Node, Operator, Property, Rational, Relation, TermId};
use rustc_hash::{FxHashMap, FxHashSet};

/// More conditions than this in a branch are joined into one, so that nested branches stay linear.
const MOST_IN_A_BRANCH: usize = 16;

/// The natural domain of a term as a conjunction of conditions, those of inner sub-terms first and
/// none twice. A branch's conditions are bound to it: `if(c, p, q)` over conditions.
///
/// Conditions that are seen to hold from how they are spelled are left out.
/// Takes time linear in the number of distinct sub-terms, counted once per branch they stand in.
///
/// ```
/// use chainrule::term::{Arena, Func};
/// let mut arena = Arena::new();
/// let x = arena.symbol("x");
/// let log = arena.call(Func::Log, x);
/// let zero = arena.integer(0);
/// let positive = arena.relation(chainrule::term::Relation::Gt, x, zero);
/// assert_eq!(chainrule::domain::natural(&mut arena, log), [positive]);
/// ```
pub fn natural(arena: &mut Arena, term: TermId) -> Vec<TermId> {
    of_all(arena, &[term])
}

/// The natural domain of several terms at once.
pub fn of_all(arena: &mut Arena, terms: &[TermId]) -> Vec<TermId> {
    let outside = unconditional(arena, terms);
    if !outside.iter().any(|id| is_if(arena.node(*id))) {
        return conditions(arena, outside, &FxHashMap::default());
    }
    let everything = arena.reachable(terms);
    let branching: Vec<TermId> = everything.into_iter().filter(|id| is_if(arena.node(*id))).collect();
    let mut branches = FxHashMap::default();
    for id in branching {
        let Node::If(condition, yes, no) = arena.node(id) else { continue };
        let (yes, no) = (scope(arena, &[yes], &branches), scope(arena, &[no], &branches));
        let paired = pair(arena, condition, yes, no);
        branches.insert(id, paired);
    }
    scope(arena, terms, &branches)
}

fn is_if(node: Node) -> bool {
    matches!(node, Node::If(..))
}

/// Whether a function that jumps inside its domain, or an `if`, stands in the term.
pub fn jumps(arena: &Arena, term: TermId) -> bool {
    arena.any(term, |node| match node {
        Node::If(..) => true,
        Node::Call(f, _) | Node::Call2(f, _, _) => f.row().jumps,
        _ => false,
    })
}

/// The conditions of all sub-terms, where those of an `if`'s branches are known already.
fn scope(arena: &mut Arena, roots: &[TermId], branches: &FxHashMap<TermId, Vec<TermId>>) -> Vec<TermId> {
    let order = unconditional(arena, roots);
    conditions(arena, order, branches)
}

fn conditions(arena: &mut Arena, order: Vec<TermId>, branches: &FxHashMap<TermId, Vec<TermId>>) -> Vec<TermId> {
    let (mut out, mut seen) = (Vec::new(), FxHashSet::default());
    for id in order {
        let needs = match branches.get(&id) {
            Some(known) => known.clone(),
            None => needs(arena, id),
        };
        if !needs.is_empty() {
            out.extend(needs.into_iter().filter(|&c| seen.insert(c)));
        }
    }
    out
}

/// The sub-terms outside the branches of an `if`, arguments first.
fn unconditional(arena: &Arena, roots: &[TermId]) -> Vec<TermId> {
    arena.reachable_by(roots, |id, visit| match arena.node(id) {
        Node::If(condition, _, _) => visit(condition),
        Node::Property(Property::Defined, inner) => arena.each_child(inner, visit),
        _ => arena.each_child(id, visit),
    })
}

/// What one sub-term needs of its arguments.
fn needs(arena: &mut Arena, id: TermId) -> Vec<TermId> {
    let mut found = match arena.node(id) {
        Node::Binary(Operator::Div, _, divisor) => vec![against_zero(arena, Relation::Ne, divisor)],
        Node::Binary(Operator::Pow, base, exponent) => power(arena, id, base, exponent).into_iter().collect(),
        Node::Call(f, a) => table::demands(arena, id, f, &[a]),
        Node::Call2(f, a, b) => table::demands(arena, id, f, &[a, b]),
        _ => return Vec::new(),
    };
    found.retain(|&c| !is_spelled_out(arena, c));
    found
}

/// Whether a condition is seen to hold from its spelling: on numbers, or by the signs of its parts,
/// as `1 + exp(x) != 0`.
pub fn is_spelled_out(arena: &Arena, condition: TermId) -> bool {
    if let Some(known) = evident(arena, condition) {
        return known;
    }
    match arena.node(condition) {
        Node::Relation(relation, a, b) if arena.as_rational(b).is_some_and(|b| b.is_zero()) => {
            spelled_sign(arena, a).within(Sign::where_holds(relation))
        }
        _ => false,
    }
}

/// `term relation 0`
pub fn against_zero(arena: &mut Arena, relation: Relation, term: TermId) -> TermId {
    let zero = arena.integer(0);
    arena.relation(relation, term, zero)
}

fn power(arena: &mut Arena, id: TermId, base: TermId, exponent: TermId) -> Option<TermId> {
    let positive = number(arena, base).is_some_and(|b| b.signum() > 0) || arena.node(base) == Node::Pi;
    if positive {
        return None;
    }
    let Some(value) = number(arena, exponent) else {
        return Some(arena.add(Node::Property(Property::Defined, id)));
    };
    let relation = match (value.is_integer(), value.signum() > 0) {
        (true, true) => return None,
        (true, false) => Relation::Ne,
        (false, true) => Relation::Ge,
        (false, false) => Relation::Gt,
    };
    Some(against_zero(arena, relation, base))
}

/// The value of a number as it is spelled; `-1/2` is read as `(-1)/2`, which counts as well.
pub fn number(arena: &Arena, term: TermId) -> Option<Rational> {
    arena.as_rational(term).or_else(|| match arena.node(term) {
        Node::Binary(Operator::Div, a, b) => arena.as_rational(a)?.checked_div(&arena.as_rational(b)?),
        _ => None,
    })
}

/// Whether a condition on numbers as they are spelled holds.
pub fn evident(arena: &Arena, condition: TermId) -> Option<bool> {
    match arena.node(condition) {
        Node::Relation(relation, a, b) => Some(relation.holds(number(arena, a)?.cmp(&number(arena, b)?))),
        Node::Property(property, a) => of_number(property, &number(arena, a)?),
        _ => None,
    }
}

/// Whether a number has a property.
pub fn of_number(property: Property, value: &Rational) -> Option<bool> {
    Some(match property {
        Property::Integer => value.is_integer(),
        Property::NotInteger => !value.is_integer(),
        Property::NotPole => !value.is_integer() || value.signum() > 0,
        Property::Defined => true,
    })
}

/// `if(condition, p, q)` for the conditions of the two branches, side by side.
fn pair(arena: &mut Arena, condition: TermId, yes: Vec<TermId>, no: Vec<TermId>) -> Vec<TermId> {
    let (yes, no) = (joined(arena, yes), joined(arena, no));
    let always = truth(arena, true);
    let side = |list: &[TermId], i: usize| list.get(i).copied().unwrap_or(always);
    let bind = |i: usize| arena.add(Node::If(condition, side(&yes, i), side(&no, i)));
    (0..yes.len().max(no.len())).map(bind).collect()
}

/// Many conditions as one: `if(p, q, 1 = 0)` holds just where p and q do.
fn joined(arena: &mut Arena, list: Vec<TermId>) -> Vec<TermId> {
    if list.len() <= MOST_IN_A_BRANCH {
        return list;
    }
    let never = truth(arena, false);
    let all = list.into_iter().rev().reduce(|rest, c| arena.add(Node::If(c, rest, never)));
    all.into_iter().collect()
}

/// `0 = 0`, or `1 = 0`.
pub fn truth(arena: &mut Arena, value: bool) -> TermId {
    let left = arena.integer(i64::from(!value));
    against_zero(arena, Relation::Eq, left)
}

#[cfg(test)]
mod tests {
    use crate::domain::tests::{conditions, show_all};

    #[test]
    fn every_kind_of_need() {
        let natural = |text: &'static str| {
            let mut arena = crate::term::Arena::new();
            let term = crate::parse::read(&mut arena, text);
            let found = super::natural(&mut arena, term);
            show_all(&arena, &found)
        };
        assert_eq!(natural("1/x + x/x"), ["(x != 0)"]);
        assert_eq!(natural("log(sqrt(x))"), ["(x >= 0)", "(sqrt(x) > 0)"]);
        assert_eq!(natural("x^3 + 2^x + pi^x"), Vec::<String>::new());
        assert_eq!(natural("x^0 + y^(1/2) + z^(-1/2)"), ["(x != 0)", "(y >= 0)", "(z > 0)"]);
        assert_eq!(natural("x^n"), ["((x^n) defined)"]);
        assert_eq!(natural("root(x, 3) + root(y, 4)"), ["(y >= 0)"]);
        assert_eq!(natural("besselj(2, x) + besselj(y, x)"), ["(besselj(y,x) defined)"]);
        assert_eq!(natural("1/(1 - 1)"), ["((1-1) != 0)"]);
        assert_eq!(natural("1/0"), ["(0 != 0)"]);
        assert_eq!(natural("if(x > 0, log(x), 1/y) + log(y)"), ["if((x > 0),(x > 0),(y != 0))", "(y > 0)"]);
        assert_eq!(conditions("if(1/x > 0, 1, 2)", ""), ["x != 0"]);
    }

    #[test]
    fn a_long_chain_of_branches_stays_linear() {
        let mut arena = crate::term::Arena::new();
        let (x, one) = (arena.symbol("x"), arena.integer(1));
        let mut term = x;
        for i in 0..3000 {
            let n = arena.integer(i);
            let shifted = arena.binary(crate::term::Operator::Sub, x, n);
            let inverse = arena.binary(crate::term::Operator::Div, one, shifted);
            let condition = super::against_zero(&mut arena, crate::term::Relation::Gt, shifted);
            term = arena.add(crate::term::Node::If(condition, inverse, term));
        }
        assert!(super::natural(&mut arena, term).len() <= super::MOST_IN_A_BRANCH + 1);
        assert!(arena.len() < 100_000);
    }
}
