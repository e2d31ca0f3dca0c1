//! Steps: each is true wherever the term before it has a value.

use super::Rejection;
use super::check::{Checker, rejected};
use super::expand::call;
use super::facts::Scope;
use super::matching::{Bindings, matches};
use super::needs::{Needed, negated};
use super::plain;
use crate::parse::read;
use crate::rules::{Derivation, PAGE, Reason, Step};
use crate::term::{Arena, Func, Node, Symbol, TermId};
use rustc_hash::FxHashMap;

/// A way to see that two terms are equal.
type Comparison = fn(&mut Scope, &mut Arena, TermId, TermId) -> bool;

impl Checker<'_> {
    pub(super) fn replay(&mut self, derivation: &Derivation) -> Result<(), Rejection> {
        let mut current = derivation.start;
        for (i, step) in derivation.steps.iter().enumerate() {
            let at = |mut r: Rejection| {
                r.step = Some(i);
                r
            };
            if self.arena.at(current, &step.place) != Some(step.before) {
                return Err(at(Rejection { step: None, reason: "the place does not hold the term before".into() }));
            }
            let branch = self.branch_conditions(current, &step.place).map_err(at)?;
            self.step(step, &branch).map_err(at)?;
            let next = self.arena.replace_at(current, &step.place, step.after);
            current = next.ok_or(Rejection { step: Some(i), reason: "no such place".into() })?;
        }
        if current != derivation.end {
            return rejected("the steps do not lead to the end");
        }
        Ok(())
    }

    /// The conditions of the branches that a place lies in.
    fn branch_conditions(&mut self, root: TermId, place: &[u32]) -> Result<Vec<TermId>, Rejection> {
        let (mut all, mut t) = (Vec::new(), root);
        for &i in place {
            match (self.arena.node(t), i) {
                (Node::Diff(..), _) => return rejected("a place inside a derivative"),
                (Node::If(c, _, _), 1) => all.push(c),
                (Node::If(c, _, _), 2) => match negated(self.arena, c) {
                    Some(other) => all.push(other),
                    None => return rejected("a branch without a condition"),
                },
                _ => {}
            }
            let Some(next) = self.arena.children(t).nth(i as usize) else { return rejected("no such place") };
            t = next;
        }
        Ok(all.into_iter().map(|c| self.resolved(c)).collect())
    }

    /// One step: true wherever the term before has a value, under the conditions of its branch.
    fn step(&mut self, step: &Step, branch: &[TermId]) -> Result<(), Rejection> {
        let (before, after) = (self.resolved(step.before), self.resolved(step.after));
        let old = self.needs(&[before])?;
        let new = self.needs(&[after])?;
        let mut scope = if branch.is_empty() { std::mem::take(&mut self.scope) } else { self.scope_with(branch, &[]) };
        let mut result = self.step_in(&mut scope, step, (before, after), (&old, &new), branch);
        let locals: Vec<TermId> = old.iter().filter(|n| n.guards.is_empty()).map(|n| n.condition).collect();
        if result.is_err() && locals.iter().any(|c| !scope.holds(self.arena, *c)) {
            // Wherever the term before has a value, its own conditions hold.
            let more: Vec<TermId> = branch.iter().copied().chain(locals).collect();
            let mut wider = self.scope_with(&more, &old);
            result = self.step_in(&mut wider, step, (before, after), (&old, &new), &more);
        }
        self.scope = if branch.is_empty() { scope } else { std::mem::take(&mut self.scope) };
        result
    }

    fn step_in(
        &mut self,
        scope: &mut Scope,
        step: &Step,
        (before, after): (TermId, TermId),
        (old, new): (&[Needed], &[Needed]),
        extra: &[TermId],
    ) -> Result<(), Rejection> {
        self.reason_holds(scope, step, (before, after), (extra, old))?;
        let mut generic = false;
        for n in self.unsaid(new) {
            if !self.known(scope, n, extra, old) {
                if !plain::nonzero_polynomial(scope, self.arena, n) {
                    return rejected(format!("the new term needs {}", self.describe(n.condition)));
                }
                generic = true;
            }
        }
        for &c in step.conditions.iter().filter(|_| !step.reason.conditions_guide()) {
            let c = self.resolved(c);
            let stated = self.stated(c)?;
            if !generic && !stated.iter().all(|n| self.known(scope, n, extra, old)) {
                return rejected(format!("the step's condition is not known: {}", self.describe(c)));
            }
        }
        self.generic |= generic;
        if scope.ring.over { rejected("budget") } else { Ok(()) }
    }

    fn reason_holds(
        &mut self,
        scope: &mut Scope,
        step: &Step,
        (before, after): (TermId, TermId),
        known: (&[TermId], &[Needed]),
    ) -> Result<(), Rejection> {
        if let Reason::Squares | Reason::Angles | Reason::Exponentials = step.reason {
            scope.read_waiting(self.arena);
        }
        let mut compared = |equal: Comparison, what: &str| {
            let ask = |scope: &mut Scope, arena: &mut Arena| equal(scope, arena, before, after);
            match ask(scope, self.arena) || self.thinly(known, &[before, after], ask) {
                true => Ok(()),
                false if scope.ring.over => rejected("budget"),
                false => rejected(what),
            }
        };
        match step.reason {
            Reason::Squares => compared(Scope::equal_squares, "not of one sign, or the squares differ"),
            Reason::Angles => compared(Scope::equal_angles, "not the same angle"),
            Reason::Exponentials => compared(Scope::equal_exponentials, "the exponentials differ"),
            Reason::Ring(_) => compared(Scope::equal, "the two sides are not equal by field arithmetic"),
            Reason::Constant(x) => self.by_constant(x, &step.conditions, (before, after), known),
            Reason::Cases => self.by_cases(&step.conditions, (before, after), known),
            Reason::Rule(name) => self.rule(scope, name, step.before, step.after),
            Reason::RuleReversed(name) => self.rule(scope, name, step.after, step.before),
            Reason::Definition(f) => {
                let sides = [(step.before, step.after), (step.after, step.before)];
                let ok = sides.iter().any(|(x, y)| self.is_definition(f, *x, *y));
                if ok { Ok(()) } else { rejected("not the function's definition") }
            }
            Reason::Name(s) => {
                let symbol = self.arena.add(Node::Symbol(s));
                let given = self.names.get(&s).copied();
                let folds = [(step.before, after), (step.after, before)];
                let ok = folds.iter().any(|(x, y)| *x == symbol && given == Some(*y));
                if ok { Ok(()) } else { rejected("not the given definition") }
            }
        }
    }

    /// Whether `means` is what the row of `f` says of the call `t`.
    fn is_definition(&mut self, f: Func, t: TermId, means: TermId) -> bool {
        let Some((_, arguments)) = call(self.arena, t).filter(|c| c.0 == f && !f.row().means.is_empty()) else {
            return false;
        };
        let bindings: Bindings = ['u', 'v'].into_iter().zip(arguments).collect();
        let pattern = read(self.arena, f.row().means);
        !matches(self.arena, pattern, means, vec![bindings]).is_empty()
    }

    /// An instance of a rule whose conditions hold.
    fn rule(&mut self, scope: &mut Scope, name: &str, left: TermId, right: TermId) -> Result<(), Rejection> {
        let Some(rule) = PAGE.iter().find(|r| r.name == name) else { return rejected(format!("no rule {name}")) };
        let (lhs, rhs) = (read(self.arena, rule.lhs), read(self.arena, rule.rhs));
        let found = matches(self.arena, rhs, right, matches(self.arena, lhs, left, vec![Bindings::new()]));
        if found.is_empty() {
            return rejected(format!("not an instance of {name}"));
        }
        for bindings in found {
            let values: FxHashMap<Symbol, TermId> =
                bindings.iter().map(|(c, t)| (self.arena.intern(c.encode_utf8(&mut [0; 4])), *t)).collect();
            let all = rule.conditions.iter().all(|text| {
                let pattern = read(self.arena, text);
                let condition = self.arena.substitute(pattern, &values);
                let condition = self.resolved(condition);
                scope.holds(self.arena, condition)
            });
            if all {
                return Ok(());
            }
        }
        rejected(format!("a condition of {name} is not known"))
    }
}
