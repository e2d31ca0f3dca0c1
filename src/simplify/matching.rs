//! Whether any rule of the page applies to a set of terms as they are written: where none does,
//! there is nothing for an e-graph to find.

use super::language::{Compiled, ENode, Functions, Head, head, rules};
use crate::term::{Arena, Func, Node, TermId};
use egg::{ENodeOrVar, PatternAst, Var};
use smallvec::SmallVec;

/// What the variables of a pattern stand for.
type Bindings = SmallVec<[(Var, TermId); 4]>;

/// Whether some rule's left side matches a sub-term of the roots. Linear in their distinct
/// sub-terms times the rules that begin alike.
pub fn any_applies(arena: &Arena, roots: &[TermId]) -> bool {
    let terms = arena.reachable(roots);
    let present = terms.iter().filter_map(|t| called(arena, *t)).fold(Functions::default(), Functions::with);
    let rules: Vec<&Compiled> = rules(present).collect();
    terms.into_iter().any(|t| rules.iter().any(|r| is_instance(arena, &r.left.ast, t)))
}

fn called(arena: &Arena, t: TermId) -> Option<Func> {
    match arena.node(t) {
        Node::Call(f, _) | Node::Call2(f, _, _) => Some(f),
        _ => None,
    }
}

fn is_instance(arena: &Arena, pattern: &PatternAst<ENode>, term: TermId) -> bool {
    if !begins_alike(arena, pattern, term) {
        return false;
    }
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

    fn applies(text: &'static str) -> bool {
        let mut arena = Arena::new();
        let term = crate::parse::read(&mut arena, text);
        any_applies(&arena, &[term])
    }

    #[test]
    fn every_rule_applies_to_its_own_left_side() {
        for rule in PAGE {
            assert!(applies(rule.lhs), "{}", rule.name);
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
