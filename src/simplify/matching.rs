//! Whether the rule page may make a formula shorter than its best form, by what its rules change where
//! they match as the forms are written: where none does, there is nothing for an e-graph to find.

use super::cost::Costs;
use super::language::{Compiled, ENode, Functions, Head, head, rules};
use crate::term::{Arena, Func, Node, TermId};
use egg::{ENodeOrVar, PatternAst, Var};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// What the variables of a pattern stand for.
type Bindings = SmallVec<[(Var, TermId); 4]>;

/// Whether rules that match in one of the forms could make it shorter than the best one, each of them
/// where it shortens most. Linear in the distinct sub-terms times the rules that begin alike.
pub fn may_shorten(arena: &Arena, costs: &mut Costs, forms: &[TermId], best: u128) -> bool {
    let changes = changes(arena, costs, forms);
    !changes.is_empty()
        && forms.iter().any(|form| {
            let saved: i128 = arena.reachable(&[*form]).into_iter().filter_map(|t| changes.get(&t)).sum();
            let size = i128::try_from(costs.of(arena, *form).size()).unwrap_or(i128::MAX);
            saved < 0 && size.saturating_add(saved) < i128::try_from(best).unwrap_or(i128::MAX)
        })
}

/// What the rule that shortens a sub-term most changes its size by, for those that some rule shortens.
fn changes(arena: &Arena, costs: &mut Costs, forms: &[TermId]) -> FxHashMap<TermId, i128> {
    let terms = arena.reachable(forms);
    let present = terms.iter().filter_map(|t| called(arena, *t)).fold(Functions::default(), Functions::with);
    let rules = by_top(rules(present));
    let mut changes = FxHashMap::default();
    for t in terms.into_iter().filter(|t| arena.children(*t).next().is_some()) {
        let alike = rules.iter().filter(|(top, _)| top.is_none_or(|top| stands_at(arena, top, t))).flat_map(|x| &x.1);
        let matched = alike.filter_map(|r| Some((r, bindings(arena, &r.left, t)?)));
        let least = matched.map(|(rule, bindings)| change(arena, costs, rule, &bindings)).min();
        if let Some(least) = least.filter(|change| *change < 0) {
            changes.insert(t, least);
        }
    }
    changes
}

/// The rules by what stands at the top of their left sides: few are looked at for one term.
fn by_top(rules: impl Iterator<Item = &'static Compiled>) -> Vec<(Option<&'static Head>, Vec<&'static Compiled>)> {
    let mut all: Vec<(Option<&Head>, Vec<&Compiled>)> = Vec::new();
    for rule in rules {
        let top = rule.top();
        match all.iter_mut().find(|x| x.0 == top) {
            Some(x) => x.1.push(rule),
            None => all.push((top, vec![rule])),
        }
    }
    all
}

/// What a rule changes the size of a term by.
fn change(arena: &Arena, costs: &mut Costs, rule: &Compiled, bindings: &Bindings) -> i128 {
    let of = |v: &Var| bindings.iter().find(|b| b.0 == *v).map(|b| b.1);
    let growth = &rule.effect().growth;
    let parts = growth.variables.iter().filter_map(|(v, n)| Some((of(v)?, *n)));
    parts.fold(i128::from(growth.nodes), |sum, (t, n)| {
        let size = i128::try_from(costs.of(arena, t).size()).unwrap_or(i128::MAX);
        sum.saturating_add(size.saturating_mul(i128::from(n)))
    })
}

fn called(arena: &Arena, t: TermId) -> Option<Func> {
    match arena.node(t) {
        Node::Call(f, _) | Node::Call2(f, _, _) => Some(f),
        _ => None,
    }
}

/// What the variables of a pattern stand for in a term that it matches.
fn bindings(arena: &Arena, pattern: &PatternAst<ENode>, term: TermId) -> Option<Bindings> {
    if !begins_alike(arena, pattern, term) {
        return None;
    }
    let mut bindings = Bindings::new();
    let mut todo: SmallVec<[(usize, TermId); 8]> = SmallVec::from_slice(&[(pattern.len() - 1, term)]);
    while let Some((at, term)) = todo.pop() {
        match &pattern[egg::Id::from(at)] {
            ENodeOrVar::Var(v) => match bindings.iter().find(|b| b.0 == *v) {
                Some(bound) if bound.1 != term => return None,
                Some(_) => {}
                None => bindings.push((*v, term)),
            },
            ENodeOrVar::ENode(node) => {
                if !stands_at(arena, &node.head, term) {
                    return None;
                }
                todo.extend(node.arguments.iter().map(|a| usize::from(*a)).zip(arena.children(term)));
            }
        }
    }
    Some(bindings)
}

/// Whether what stands at the top of a pattern and right below it stands there in the term as well:
/// nearly always it doesn't.
fn begins_alike(arena: &Arena, pattern: &PatternAst<ENode>, term: TermId) -> bool {
    let ENodeOrVar::ENode(top) = &pattern[egg::Id::from(pattern.len() - 1)] else { return true };
    stands_at(arena, &top.head, term)
        && top.arguments.iter().zip(arena.children(term)).all(|(a, t)| match &pattern[*a] {
            ENodeOrVar::ENode(node) => stands_at(arena, &node.head, t),
            ENodeOrVar::Var(_) => true,
        })
}

/// Whether the head of a pattern is that of the term; the usual ones without making the term's.
fn stands_at(arena: &Arena, wanted: &Head, term: TermId) -> bool {
    match (wanted, arena.node(term)) {
        (Head::Binary(op), Node::Binary(other, _, _)) => *op == other,
        (Head::Call(f), Node::Call(g, _) | Node::Call2(g, _, _)) => *f == g,
        (Head::Binary(_) | Head::Call(_), _) => false,
        _ => *wanted == head(arena, term),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::PAGE;

    /// What the rules change the size of the term by, each where it shortens most.
    fn changed(text: &'static str) -> Vec<i128> {
        let mut arena = Arena::new();
        let term = crate::parse::read(&mut arena, text);
        let mut found: Vec<i128> = changes(&arena, &mut Costs::default(), &[term]).into_values().collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn every_rule_matches_its_own_left_side_and_changes_its_size_as_counted() {
        for compiled in rules(Functions::all()) {
            let mut arena = Arena::new();
            let rule = compiled.rule;
            let (left, right) = (crate::parse::read(&mut arena, rule.lhs), crate::parse::read(&mut arena, rule.rhs));
            let mut costs = Costs::default();
            let mut size = |t| costs.of(&arena, t).size() as i128;
            let expected = size(right) - size(left);
            let found = bindings(&arena, &compiled.left, left).map(|b| change(&arena, &mut costs, compiled, &b));
            assert_eq!(found, Some(expected), "{}", rule.name);
        }
        assert_eq!(rules(Functions::all()).count(), PAGE.len());
    }

    #[test]
    fn a_variable_stands_for_one_term_at_all_its_places() {
        assert_eq!(changed("2 + x*(sin(x + 1)/cos(x + 1))"), [-5]);
        assert_eq!(changed("2 + x*(sin(x + 1)/cos(x + 2))"), []);
        assert_eq!(changed("1/exp(x)"), [-1]);
        assert_eq!(changed("2/exp(x)"), []);
        assert_eq!(changed("(x + 1)/(x - 1)"), []);
    }

    #[test]
    fn what_stays_longer_than_the_best_form_is_not_looked_at() {
        let mut arena = Arena::new();
        let term = crate::parse::read(&mut arena, "x + y + sqrt(z)^2");
        let may = |best| may_shorten(&arena, &mut Costs::default(), &[term], best);
        assert!(may(6) && !may(5));
    }
}
