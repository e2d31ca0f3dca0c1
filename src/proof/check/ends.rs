//! What a claim owes at its two ends, whatever the steps between them are.

use super::super::needs::Needed;
use super::super::{Claim, Rejection, plain};
use super::{Checker, rejected};
use crate::rules::Derivation;
use crate::term::{Operator, TermId};

impl Checker<'_> {
    /// Refuses divisors that may vanish on a thin set, unless that does no harm on D.
    pub(in super::super) fn thin_is_harmless(&mut self, terms: &[TermId]) -> Result<(), Rejection> {
        if !self.generic {
            return Ok(());
        }
        let all: Vec<TermId> = terms.iter().map(|t| self.resolved(*t)).collect();
        self.scope.read_waiting(self.arena);
        let (facts, bare) = (self.facts.clone(), self.names.is_empty() && self.guarded.is_empty());
        if bare && plain::is_plain(&mut self.scope, self.arena, &all, &facts) {
            return Ok(());
        }
        rejected("a divisor that may vanish, on a domain that is not plain")
    }

    pub(super) fn ends_match(&mut self, claim: &Claim, derivation: &Derivation) -> Result<(), Rejection> {
        let ok = match *claim {
            Claim::Simplify { start, end, .. } => derivation.start == start && derivation.end == end,
            Claim::Empty { start, .. } => derivation.start == start,
            Claim::Equal { lhs, rhs, .. } => {
                let difference = self.arena.binary(Operator::Sub, lhs, rhs);
                let zero = self.arena.integer(0);
                let ends = (derivation.start, derivation.end);
                ends == (lhs, rhs) || ends == (rhs, lhs) || ends == (difference, zero)
            }
        };
        if ok { Ok(()) } else { rejected("the derivation is of another claim") }
    }

    /// S1 to S3 of a simplification.
    pub(super) fn simplified(
        &mut self,
        start: TermId,
        end: TermId,
        domain: &[TermId],
        conditions: &[TermId],
        assumed: (Vec<TermId>, Vec<Needed>),
    ) -> Result<(), Rejection> {
        let (start, end) = (self.resolved(start), self.resolved(end));
        let conditions: Vec<TermId> = conditions.iter().map(|t| self.resolved(*t)).collect();
        let domain: Vec<TermId> = domain.iter().map(|t| self.resolved(*t)).collect();
        // The answer has a value wherever the start has one, and the conditions hold there.
        let owed = self.owed_by(end, &conditions)?;
        self.all_known(&owed)?;
        // Where the answer has a value and the conditions hold, the start has one.
        let owed = self.owed_by(start, &domain)?;
        let back: Vec<TermId> = conditions.iter().copied().chain([end]).collect();
        let there = (std::mem::replace(&mut self.facts, assumed.0), std::mem::replace(&mut self.guarded, assumed.1));
        let scope = std::mem::take(&mut self.scope);
        self.gather(&back)?;
        let unsaid = self.unsaid(&owed);
        let result = if unsaid.is_empty() { Ok(()) } else { self.settle(&[]).and_then(|()| self.each_known(&unsaid)) };
        let over = self.scope.ring.over;
        (self.facts, self.guarded) = there;
        self.scope = scope;
        self.scope.ring.over |= over;
        result.map_err(|r| Rejection { reason: format!("the conditions leave out a point: {}", r.reason), ..r })
    }

    /// What must hold for a term to have a value and for conditions to hold, each once.
    fn owed_by(&mut self, t: TermId, conditions: &[TermId]) -> Result<Vec<Needed>, Rejection> {
        let terms: Vec<TermId> = [t].iter().chain(conditions).copied().collect();
        let mut owed = self.needs(&terms)?;
        for c in conditions {
            owed.extend(self.stated(*c)?);
        }
        owed.sort_unstable();
        owed.dedup();
        Ok(owed)
    }

    /// Some condition of a term fails at every point.
    pub(super) fn empty(&mut self, terms: &[TermId]) -> Result<(), Rejection> {
        let terms: Vec<TermId> = terms.iter().map(|t| self.resolved(*t)).collect();
        let needs = self.needs(&terms)?;
        self.scope.read_waiting(self.arena);
        let empty = self.scope.contradictory();
        let fails = |n: &Needed| n.guards.is_empty() && self.scope.decide(self.arena, n.condition) == Some(false);
        if empty || needs.iter().any(fails) {
            return Ok(());
        }
        rejected("the term may have a value somewhere")
    }
}
