//! Whether any rule of the page applies to a set of terms as they are written: where none does,
//! there is nothing for an e-graph to find.

use super::language::{Compiled, ENode, Functions, Head, RULES, head};
use crate::term::{Arena, Func, Node, Operator, TermId};
use egg::{ENodeOrVar, PatternAst, Var};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::LazyLock;

/// The rules by what stands at the top of their left side.
struct Index {
    operators: FxHashMap<Operator, Vec<&'static Compiled>>,
    functions: FxHashMap<Func, Vec<&'static Compiled>>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index { operators: FxHashMap::default(), functions: FxHashMap::default() };
    for rule in RULES.iter() {
        let Some(ENodeOrVar::ENode(top)) = rule.left.ast.last() else { continue };
        match &top.head {
            Head::Binary(op) => index.operators.entry(*op).or_default().push(rule),
            Head::Call(f) => index.functions.entry(*f).or_default().push(rule),
            _ => unreachable!("the left side of {} is an operation or a call", rule.rule.name),
        }
    }
    index
});

/// What the variables of a pattern stand for.
type Bindings = SmallVec<[(Var, TermId); 4]>;

/// Whether some rule's left side matches a sub-term of the roots. Linear in their distinct
/// sub-terms times the rules that begin alike.
pub fn any_applies(arena: &Arena, roots: &[TermId]) -> bool {
    let terms = arena.reachable(roots);
    let present = terms.iter().filter_map(|t| called(arena, *t)).fold(Functions::default(), Functions::with);
    terms.into_iter().any(|t| {
        let rules = match arena.node(t) {
            Node::Binary(op, _, _) => INDEX.operators.get(&op),
            Node::Call(f, _) | Node::Call2(f, _, _) => INDEX.functions.get(&f),
            _ => None,
        };
        rules.is_some_and(|rules| {
            rules.iter().any(|r| r.functions.within(present) && is_instance(arena, &r.left.ast, t))
        })
    })
}

fn called(arena: &Arena, t: TermId) -> Option<Func> {
    match arena.node(t) {
        Node::Call(f, _) | Node::Call2(f, _, _) => Some(f),
        _ => None,
    }
}

fn is_instance(arena: &Arena, pattern: &PatternAst<ENode>, term: TermId) -> bool {
    let mut bindings = Bindings::new();
    let mut todo: SmallVec<[(usize, TermId); 8]> = SmallVec::from_slice(&[(pattern.len() - 1, term)]);
    while let Some((at, term)) = todo.pop() {
        match &pattern[egg::Id::from(at)] {
            ENodeOrVar::Var(v) => match bindings.iter().find(|b| b.0 == *v) {
                Some(bound) if bound.1 != term => return false,
                Some(_) => {}
                None => bindings.push((*v, term)),
            },
            ENodeOrVar::ENode(node) => {
                if !stands_at(arena, &node.head, term) {
                    return false;
                }
                todo.extend(node.arguments.iter().map(|a| usize::from(*a)).zip(arena.children(term)));
            }
        }
    }
    true
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

    fn applies(text: &'static str) -> bool {
        let mut arena = Arena::new();
        let term = crate::parse::read(&mut arena, text);
        any_applies(&arena, &[term])
    }

    #[test]
    fn every_rule_applies_to_its_own_left_side() {
        for rule in RULES.iter() {
            assert!(applies(rule.rule.lhs), "{}", rule.rule.name);
        }
    }

    #[test]
    fn a_variable_stands_for_one_term_at_all_its_places() {
        assert!(applies("2 + x*(sin(x + 1)/cos(x + 1))"));
        assert!(!applies("2 + x*(sin(x + 1)/cos(x + 2))"));
        assert!(applies("1/exp(x)"));
        assert!(!applies("2/exp(x)"));
        assert!(!applies("(x + 1)/(x - 1)"));
    }
}
