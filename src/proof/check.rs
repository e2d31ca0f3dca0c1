//! Replays a derivation step by step and compares the two ends.

use super::expand::call;
use super::facts::Scope;
use super::needs::{Needed, unpacked};
use super::said::Said;
use super::shifts;
use super::{Checked, Claim, Problem, Rejection};
use crate::rules::Derivation;
use crate::term::{Arena, Node, Relation, Symbol, TermId};
use rustc_hash::FxHashMap;

mod ends;

/// One check: the names' definitions and the facts of D.
pub(super) struct Checker<'a> {
    pub(super) arena: &'a mut Arena,
    /// Given names by what they stand for, with other names replaced already.
    pub(super) names: FxHashMap<Symbol, TermId>,
    /// What holds on D, other than conditions inside branches.
    facts: Vec<TermId>,
    /// The conditions inside branches that hold on D.
    guarded: Vec<Needed>,
    pub(super) scope: Scope,
    pub(super) generic: bool,
    /// Products of terms that the size of a derivative allows besides.
    more: usize,
}

/// Each node of a derivative allows so many products of terms, up to a bound.
const PRODUCTS: usize = 1_000;
const MOST_PRODUCTS: usize = 800_000;

pub(super) fn rejected<T>(reason: impl Into<String>) -> Result<T, Rejection> {
    Err(Rejection { step: None, reason: reason.into() })
}

impl<'a> Checker<'a> {
    pub(super) fn new(arena: &'a mut Arena, problem: &Problem) -> Result<Self, Rejection> {
        let (names, scope) = (FxHashMap::default(), Scope::default());
        let mut checker = Checker { arena, names, facts: vec![], guarded: vec![], scope, generic: false, more: 0 };
        checker.resolve_names(problem)?;
        if !problem.assumptions.is_empty() {
            checker.settle(problem.assumptions)?;
        }
        Ok(checker)
    }

    fn resolve_names(&mut self, problem: &Problem) -> Result<(), Rejection> {
        let mut left: Vec<(Symbol, TermId)> = problem.names.to_vec();
        while !left.is_empty() {
            let ready =
                |x: &(Symbol, TermId)| !self.arena.variables(x.1).iter().any(|v| left.iter().any(|y| y.0 == *v));
            let Some(at) = left.iter().position(ready) else { return rejected("the given names go in a circle") };
            let (name, term) = left.swap_remove(at);
            let term = self.resolved(term);
            self.names.insert(name, term);
        }
        Ok(())
    }

    /// The term with the given names replaced by what they stand for.
    pub(super) fn resolved(&mut self, t: TermId) -> TermId {
        if self.names.is_empty() { t } else { self.arena.substitute(t, &self.names) }
    }

    pub(super) fn needs(&mut self, terms: &[TermId]) -> Result<Vec<Needed>, Rejection> {
        match self.scope.needs(self.arena, terms) {
            Some(needs) => Ok(needs),
            None => rejected("a term is not understood, or is too large"),
        }
    }

    /// A condition as what it says inside each branch.
    pub(super) fn stated(&mut self, condition: TermId) -> Result<Vec<Needed>, Rejection> {
        match unpacked(self.arena, condition) {
            Some(all) => Ok(all),
            None => rejected("a condition is not understood"),
        }
    }

    /// Adds conditions that hold on D.
    pub(super) fn add_needs(&mut self, needs: Vec<Needed>) {
        for n in needs {
            if n.guards.is_empty() { self.facts.push(n.condition) } else { self.guarded.push(n) }
        }
    }

    /// Makes D from the facts and the natural domains of `terms`, which may be conditions.
    pub(super) fn settle(&mut self, terms: &[TermId]) -> Result<(), Rejection> {
        self.gather(terms)?;
        if self.guarded.is_empty() {
            self.scope = Scope::waiting(&self.facts);
            self.scope.ring.more = self.more;
        } else {
            self.scope = self.scope_with(&[], &[]);
        }
        Ok(())
    }

    /// Adds the natural domains of `terms` to the facts, without a look at what follows from them.
    fn gather(&mut self, terms: &[TermId]) -> Result<(), Rejection> {
        let terms: Vec<TermId> = terms.iter().map(|t| self.resolved(*t)).collect();
        let needs = self.needs(&terms)?;
        self.add_needs(needs);
        for t in terms {
            if is_condition(self.arena, t) {
                let stated = self.stated(t)?;
                self.add_needs(stated);
            }
        }
        self.facts.sort_unstable();
        self.facts.dedup();
        Ok(())
    }

    /// What holds on D, and what holds there inside branches.
    pub(super) fn domain(&self) -> (&[TermId], &[Needed]) {
        (&self.facts, &self.guarded)
    }

    /// The facts of D with more, and the guarded conditions whose guards those imply.
    pub(super) fn scope_with(&mut self, more: &[TermId], guarded: &[Needed]) -> Scope {
        let mut facts: Vec<TermId> = more.iter().chain(&self.facts).copied().collect();
        let mut scope = Scope::new(self.arena, &facts);
        let all: Vec<Needed> = self.guarded.iter().chain(guarded).cloned().collect();
        for _ in 0..3 {
            let implied = |n: &&Needed| n.guards.iter().all(|g| scope.holds(self.arena, *g));
            let new: Vec<TermId> =
                all.iter().filter(implied).map(|n| n.condition).filter(|c| !facts.contains(c)).collect();
            if new.is_empty() {
                break;
            }
            facts.extend(new);
            scope = Scope::new(self.arena, &facts);
        }
        scope.ring.more = self.more;
        scope
    }

    /// Whether terms are equal as `ask` compares them: in a scope with these facts more, in which functions may
    /// be shifted by what is zero on a thin set. What such a scope says of conditions counts for nothing.
    pub(super) fn thinly(
        &mut self,
        (more, guarded): (&[TermId], &[Needed]),
        terms: &[TermId],
        ask: impl Fn(&mut Scope, &mut Arena) -> bool,
    ) -> bool {
        if !terms.iter().any(|t| self.arena.any(*t, shifts::is_shifted)) {
            return false;
        }
        let mut scope = self.scope_with(more, guarded);
        // The facts' terms were expanded as they stand.
        scope.memo.clear();
        scope.thin = true;
        let equal = ask(&mut scope, self.arena) && !scope.ring.over;
        self.generic |= equal && scope.divided;
        equal
    }

    /// Whether a condition holds at every point of `scope`; inside branches, where they are taken.
    pub(super) fn known(&mut self, scope: &mut Scope, needed: &Needed, extra: &[TermId], guarded: &[Needed]) -> bool {
        if scope.holds(self.arena, needed.condition) || self.guarded.contains(needed) || guarded.contains(needed) {
            return true;
        }
        if needed.guards.is_empty() {
            return false;
        }
        let more: Vec<TermId> = extra.iter().chain(&needed.guards).copied().collect();
        let mut inner = self.scope_with(&more, guarded);
        let holds = inner.holds(self.arena, needed.condition);
        self.scope.ring.over |= inner.ring.over;
        holds
    }

    /// The conditions that, as they are spelled, neither stand among the facts nor follow from them.
    pub(super) fn unsaid<'n>(&mut self, needs: &'n [Needed]) -> Vec<&'n Needed> {
        let open = |n: &&Needed| !n.guards.is_empty() || self.facts.binary_search(&n.condition).is_err();
        let mut open: Vec<&Needed> = needs.iter().filter(open).collect();
        if !open.is_empty() {
            let said = Said::new(self.arena, &self.facts);
            let mut stands = |c: TermId| said.says(self.arena, c) || self.scope.evident(self.arena, &said, c);
            open.retain(|n| !n.guards.is_empty() || !stands(n.condition));
        }
        open
    }

    /// Whether every condition is known on D.
    pub(super) fn all_known(&mut self, needs: &[Needed]) -> Result<(), Rejection> {
        let unsaid = self.unsaid(needs);
        self.each_known(&unsaid)
    }

    fn each_known(&mut self, needs: &[&Needed]) -> Result<(), Rejection> {
        for n in needs {
            let mut scope = std::mem::take(&mut self.scope);
            let known = self.known(&mut scope, n, &[], &[]);
            scope.ring.over |= self.scope.ring.over;
            self.scope = scope;
            if !known {
                return rejected(format!("not known on the domain: {}", self.describe(n.condition)));
            }
        }
        Ok(())
    }

    /// A condition in a few words.
    pub(super) fn describe(&self, t: TermId) -> String {
        let subject = |a: TermId| match self.arena.node(a) {
            Node::Symbol(s) => self.arena.name(s).to_string(),
            _ => self.arena.as_rational(a).map_or(format!("term {}", a.index()), |n| n.to_string()),
        };
        match self.arena.node(t) {
            Node::Relation(r, a, b) => format!("{} {} {}", subject(a), r.symbol(), subject(b)),
            Node::Property(p, a) => format!("{} {}", subject(a), p.words()),
            _ => subject(t),
        }
    }
}

/// Whether a term is a condition: a relation, a property, or an `if` over such.
pub(super) fn is_condition(arena: &Arena, mut t: TermId) -> bool {
    while let Node::If(_, a, _) = arena.node(t) {
        t = a;
    }
    matches!(arena.node(t), Node::Relation(..) | Node::Property(..))
}

pub(super) fn check(
    arena: &mut Arena,
    problem: &Problem,
    claim: &Claim,
    derivation: &Derivation,
    differentiated: Option<(TermId, Symbol)>,
) -> Result<Checked, Rejection> {
    // By given names the derivative has another reading than the steps.
    let (here, apart) = if problem.names.is_empty() { (differentiated, None) } else { (None, differentiated) };
    if let Some((body, x)) = apart {
        let domain = if let Claim::Simplify { domain, .. } = claim { domain } else { &[][..] };
        let problem = Problem { names: &[], ..*problem };
        super::derivative::check(arena, &problem, (body, x), derivation.start, domain)?;
    }
    if let (Claim::Simplify { start, end, domain: [], conditions: [] }, None) = (claim, differentiated)
        && derivation.steps.is_empty()
        && [*start, *end, derivation.start, derivation.end] == [*start; 4]
    {
        // A formula is its own answer, however large.
        return Ok(Checked { generic: false });
    }
    let mut c = Checker::new(arena, problem)?;
    let (sides, domain): (Vec<TermId>, &[TermId]) = match *claim {
        Claim::Simplify { start, domain, .. } | Claim::Empty { start, domain } => (vec![start], domain),
        Claim::Equal { lhs, rhs, domain } => (vec![lhs, rhs], domain),
    };
    c.ends_match(claim, derivation)?;
    let assumed = (c.facts.clone(), c.guarded.clone());
    let of_d: Vec<TermId> = sides.iter().chain(domain).copied().collect();
    // Only a derivative: a claim that is not so would take all that it may.
    if differentiated.is_some() {
        let size = usize::try_from(c.arena.tree_size(derivation.start)).unwrap_or(MOST_PRODUCTS);
        c.more = size.saturating_mul(PRODUCTS).min(MOST_PRODUCTS);
    }
    c.settle(&of_d)?;
    if let Some(of) = here {
        c.is_derivative(of, derivation.start)?;
    }
    c.replay(derivation)?;
    match *claim {
        Claim::Simplify { start, end, domain, conditions } => c.simplified(start, end, domain, conditions, assumed)?,
        Claim::Equal { .. } => {}
        Claim::Empty { .. } => c.empty(&[sides[0], derivation.end])?,
    }
    let mut all = of_d;
    all.push(derivation.end);
    all.extend(differentiated.map(|of| of.0));
    c.thin_is_harmless(&all)?;
    if c.scope.ring.over { rejected("budget") } else { Ok(Checked { generic: c.generic }) }
}

/// The condition `a != 0` of a divisor.
pub(super) fn divisor(arena: &Arena, condition: TermId) -> Option<TermId> {
    match arena.node(condition) {
        Node::Relation(Relation::Ne, a, b) if arena.as_rational(b).is_some_and(|n| n.is_zero()) => Some(a),
        _ => None,
    }
}

/// Whether a term's outermost operation jumps.
pub(super) fn jumps(arena: &Arena, t: TermId) -> bool {
    matches!(arena.node(t), Node::If(..)) || call(arena, t).is_some_and(|x| x.0.row().jumps)
}
