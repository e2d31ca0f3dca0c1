//! What simplification may rely on: facts of the domain, and the functions an answer may use.

use super::Request;
use super::cost::Costs;
use super::language::Functions;
use crate::algebra::Knowledge;
use crate::domain::{self, Facts, Truth};
use crate::term::{Arena, Func, Node, Relation, TermId};
use rustc_hash::FxHashMap;

/// The domain's facts, with what was asked before.
pub struct Ground<'a> {
    /// The facts.
    pub facts: &'a mut Facts,
    /// What forms cost.
    pub costs: Costs,
    /// Forms that are not wanted.
    pub refused: &'a [TermId],
    allowed: Functions,
    defined: FxHashMap<TermId, bool>,
}

/// The functions an answer may use besides those of the input.
const COMMON: [Func; 21] = [
    Func::Exp,
    Func::Log,
    Func::Sqrt,
    Func::Abs,
    Func::Sign,
    Func::Sin,
    Func::Cos,
    Func::Tan,
    Func::Cot,
    Func::Sinh,
    Func::Cosh,
    Func::Tanh,
    Func::Asin,
    Func::Acos,
    Func::Atan,
    Func::Asinh,
    Func::Acosh,
    Func::Atanh,
    Func::Cbrt,
    Func::Root,
    Func::Erf,
];

impl<'a> Ground<'a> {
    /// The facts, and the functions of the request's formulas with the common ones as vocabulary.
    pub fn new(arena: &Arena, facts: &'a mut Facts, request: &Request<'a>) -> Self {
        let mut allowed = COMMON.into_iter().fold(Functions::default(), Functions::with);
        let inputs: Vec<TermId> = request.inputs.iter().chain([&request.term]).copied().collect();
        for id in arena.reachable(&inputs) {
            if let Node::Call(f, _) | Node::Call2(f, _, _) = arena.node(id) {
                allowed = allowed.with(f);
            }
        }
        Ground { facts, costs: Costs::default(), refused: request.refused, allowed, defined: FxHashMap::default() }
    }

    /// Whether an answer may use the function.
    pub fn allows(&self, f: Func) -> bool {
        Functions::default().with(f).within(self.allowed)
    }

    /// Whether an answer may use all functions of the term.
    pub fn allows_all(&self, arena: &Arena, term: TermId) -> bool {
        !arena.any(term, |node| match node {
            Node::Call(f, _) | Node::Call2(f, _, _) => !self.allows(f),
            _ => false,
        })
    }

    /// Whether a term is known to have a value at every point of the domain.
    pub fn defined(&mut self, arena: &mut Arena, term: TermId) -> bool {
        if let Some(known) = self.defined.get(&term) {
            return *known;
        }
        let needs = domain::natural(arena, term);
        let known = needs.into_iter().all(|c| self.facts.holds(arena, c) == Truth::Yes);
        self.defined.insert(term, known);
        known
    }

    fn compare(&mut self, arena: &mut Arena, relation: Relation, term: TermId) -> bool {
        let zero = arena.integer(0);
        let condition = arena.relation(relation, term, zero);
        self.facts.holds(arena, condition) == Truth::Yes
    }
}

impl Knowledge for Ground<'_> {
    fn positive(&mut self, arena: &mut Arena, term: TermId) -> bool {
        self.compare(arena, Relation::Gt, term)
    }

    fn nonnegative(&mut self, arena: &mut Arena, term: TermId) -> bool {
        self.compare(arena, Relation::Ge, term)
    }

    fn nonzero(&mut self, arena: &mut Arena, term: TermId) -> bool {
        self.compare(arena, Relation::Ne, term)
    }
}
