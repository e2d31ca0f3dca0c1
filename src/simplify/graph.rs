//! The e-graph in which all equal forms of one formula meet.
//!
//! A union is made for a normal form's candidate or for a rule of the page, and only when what is
//! added is known to have a value on the whole domain: so all members of a class have a value and
//! are equal at every point of it.

use super::cost::Cost;
use super::knowledge::Ground;
use super::language::{Compiled, ENode, Functions, Head, build, expression, rules};
use crate::algebra::order::compare_terms;
use crate::domain::Truth;
use crate::term::{Arena, Func, TermId};
use egg::{EGraph, ENodeOrVar, Id, Language, PatternAst, Subst};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// The word that marks a union made by the normal form.
pub const RING: &str = "ring";

/// The e-graph with the best term of each class.
pub struct Graph {
    egraph: EGraph<ENode, ()>,
    root: Id,
    best: FxHashMap<Id, (Cost, TermId)>,
    /// The most nodes.
    nodes: usize,
}

const ROUNDS: usize = 4;
const NODES: u64 = 2_000;
const MATCHES: u64 = 4_000;

/// A number of things that memory could hold.
fn count(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

impl Graph {
    /// A graph that holds one formula.
    pub fn new(arena: &Arena, root: TermId) -> Self {
        let mut egraph = EGraph::new(()).with_explanations_enabled().without_explanation_length_optimization();
        let root = egraph.add_expr_uncanonical(&expression(arena, root));
        let nodes = count(arena.limits.share(NODES).min(arena.limits.egraph));
        Graph { egraph, root, best: FxHashMap::default(), nodes }
    }

    /// Adds a form the normal form says is equal to the formula, known to have a value.
    pub fn unite(&mut self, arena: &Arena, form: TermId) {
        let id = self.egraph.add_expr_uncanonical(&expression(arena, form));
        self.egraph.union_trusted(self.root, id, RING);
    }

    /// Saturates the rule page within its limits; says whether a limit stopped it.
    pub fn saturate(&mut self, arena: &mut Arena, ground: &mut Ground<'_>) -> bool {
        let mut left = count(arena.limits.share(MATCHES));
        for _ in 0..ROUNDS {
            self.rebuild();
            self.extract(arena, ground);
            let found = self.search(&mut left);
            let changed = self.apply(arena, ground, &found);
            if left == 0 || self.egraph.total_size() > self.nodes {
                self.rebuild();
                self.extract(arena, ground);
                return true;
            }
            if !changed {
                return false;
            }
        }
        self.rebuild();
        self.extract(arena, ground);
        false
    }

    /// Restores what unions have broken. The library reads a clock for its log, which costs ten
    /// milliseconds to set up; no answer may depend on one, so it is given one that stands still.
    fn rebuild(&mut self) {
        quanta::with_clock(&quanta::Clock::mock().0, || self.egraph.rebuild());
    }

    /// Every match of every rule, as long as the budget lasts.
    fn search(&self, left: &mut usize) -> Vec<(&'static Compiled, Subst)> {
        use egg::Searcher;
        let mut found = Vec::new();
        let present = self.egraph.nodes().iter().filter_map(called).fold(Functions::default(), Functions::with);
        for rule in rules(present) {
            for matches in rule.searcher().search_with_limit(&self.egraph, *left) {
                *left = left.saturating_sub(matches.substs.len());
                found.extend(matches.substs.into_iter().map(|s| (rule, s)));
            }
        }
        found
    }

    /// Makes the unions whose conditions hold, until the graph is as large as it may be.
    fn apply(&mut self, arena: &mut Arena, ground: &mut Ground<'_>, found: &[(&'static Compiled, Subst)]) -> bool {
        let mut changed = false;
        for (rule, subst) in found {
            if self.egraph.total_size() > self.nodes {
                break;
            }
            if self.allowed(arena, ground, rule, subst) {
                let name = rule.rule.name;
                changed |= self.egraph.union_instantiations(&rule.left, &rule.effect().right, subst, name).1;
            }
        }
        changed
    }

    /// Whether the rule's condition holds and its right side has a value on the whole domain.
    fn allowed(&self, arena: &mut Arena, ground: &mut Ground<'_>, rule: &Compiled, subst: &Subst) -> bool {
        for condition in &rule.effect().conditions {
            let Some(t) = self.instance(arena, condition, subst) else { return false };
            if ground.facts.holds(arena, t) != Truth::Yes {
                return false;
            }
        }
        self.instance(arena, &rule.effect().right, subst).is_some_and(|t| ground.defined(arena, t))
    }

    /// The pattern with the best term of each class put in.
    fn instance(&self, arena: &mut Arena, pattern: &PatternAst<ENode>, subst: &Subst) -> Option<TermId> {
        let mut terms: Vec<TermId> = Vec::new();
        for node in pattern {
            let term = match node {
                ENodeOrVar::Var(v) => self.best.get(&self.egraph.find(subst[*v]))?.1,
                ENodeOrVar::ENode(n) => {
                    let arguments: Vec<TermId> = n.arguments.iter().map(|a| terms[usize::from(*a)]).collect();
                    build(arena, &n.head, &arguments)
                }
            };
            terms.push(term);
        }
        terms.pop()
    }

    /// Finds the best term of every class, bottom-up until nothing improves.
    pub fn extract(&mut self, arena: &mut Arena, ground: &Ground<'_>) {
        self.best.clear();
        let mut changed = true;
        while changed {
            changed = false;
            for class in self.egraph.classes() {
                for node in &class.nodes {
                    let old = self.best.get(&class.id).copied();
                    let Some(cost) = self.cost(node, ground).filter(|c| old.is_none_or(|o| *c <= o.0)) else {
                        continue;
                    };
                    let best = |a: &Id| self.best[&self.egraph.find(*a)].1;
                    let arguments: SmallVec<[TermId; 3]> = node.children().iter().map(best).collect();
                    let term = build(arena, &node.head, &arguments);
                    let better = old.is_none_or(|o| cost < o.0 || compare_terms(arena, term, o.1).is_lt());
                    if better && old.is_none_or(|o| o.1 != term) {
                        self.best.insert(class.id, (cost, term));
                        changed = true;
                    }
                }
            }
        }
    }

    fn cost(&self, node: &ENode, ground: &Ground<'_>) -> Option<Cost> {
        let mut cost = Cost::of(&node.head);
        if let Head::Call(f) = node.head
            && !ground.allows(f)
        {
            return None;
        }
        for a in node.children() {
            cost.add(self.best.get(&self.egraph.find(*a))?.0);
        }
        Some(cost)
    }

    /// The best form of the whole formula.
    pub fn answer(&self) -> Option<TermId> {
        self.best.get(&self.egraph.find(self.root)).map(|b| b.1)
    }

    /// The chain of terms from `from` to `to`, each with the place and name of the step to it;
    /// `true` where the rule is read from right to left.
    pub fn explain(&mut self, arena: &mut Arena, from: TermId, to: TermId) -> Vec<Link> {
        let (a, b) = (expression(arena, from), expression(arena, to));
        let mut explanation = self.egraph.explain_equivalence(&a, &b);
        let chain = explanation.make_flat_explanation();
        let mut links = Vec::with_capacity(chain.len());
        for flat in chain {
            let mut marks = Vec::new();
            let term = rebuild(arena, flat, &mut Vec::new(), &mut marks);
            links.push(Link { term, mark: marks.pop() });
        }
        links
    }
}

fn called(node: &ENode) -> Option<Func> {
    if let Head::Call(f) = node.head { Some(f) } else { None }
}

/// One term of an explanation and how it was reached from the one before.
pub struct Link {
    /// The whole term.
    pub term: TermId,
    /// The place, the rule, and whether it was applied from right to left.
    pub mark: Option<(Vec<u32>, String, bool)>,
}

fn rebuild(
    arena: &mut Arena,
    flat: &egg::FlatTerm<ENode>,
    place: &mut Vec<u32>,
    marks: &mut Vec<(Vec<u32>, String, bool)>,
) -> TermId {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
        if let Some(rule) = flat.forward_rule {
            marks.push((place.clone(), rule.to_string(), false));
        }
        if let Some(rule) = flat.backward_rule {
            marks.push((place.clone(), rule.to_string(), true));
        }
        let mut arguments = Vec::with_capacity(flat.children.len());
        for (i, child) in flat.children.iter().enumerate() {
            place.push(i as u32);
            arguments.push(rebuild(arena, child, place, marks));
            place.pop();
        }
        build(arena, &flat.node.head, &arguments)
    })
}
