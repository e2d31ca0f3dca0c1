//! The search for a proof that the checker accepts.
//!
//! From the left side to the right one in one step; from their difference to 0; by way of the
//! simplest forms; and, where field arithmetic doesn't reach, by squares, angles, exponentials,
//! equal derivatives and cases.

use super::subjects;
use super::verdict::Claimed;
use crate::proof::{self, Claim, Problem};
use crate::rules::{Derivation, Reason, Step};
use crate::simplify::{self, Request};
use crate::term::{Arena, Node, Operator, Relation, TermId};

/// A derivation of the claim that the checker accepts, and whether a budget ended the search.
/// `carried` are the conditions of derivatives, `domain` all conditions of both sides.
pub fn prove(
    arena: &mut Arena,
    claim: &Claimed<'_>,
    carried: &[TermId],
    domain: &[TermId],
) -> (Option<Derivation>, bool) {
    Prover { arena, claim, carried, domain }.prove()
}

/// The assumptions of a claim without which the derivation is not accepted.
pub fn used(arena: &mut Arena, claim: &Claimed<'_>, carried: &[TermId], derivation: &Derivation) -> Vec<TermId> {
    let mut used = claim.assumptions.to_vec();
    let equal = Claim::Equal { lhs: claim.lhs.term, rhs: claim.rhs.term, domain: carried };
    for assumption in claim.assumptions {
        let fewer: Vec<TermId> = used.iter().copied().filter(|c| c != assumption).collect();
        if proof::check(arena, &Problem { assumptions: &fewer, names: &[] }, &equal, derivation).is_ok() {
            used = fewer;
        }
    }
    used
}

struct Prover<'a> {
    arena: &'a mut Arena,
    claim: &'a Claimed<'a>,
    carried: &'a [TermId],
    domain: &'a [TermId],
}

impl Prover<'_> {
    /// A derivation that the checker accepts, and whether a budget ended the search.
    fn prove(&mut self) -> (Option<Derivation>, bool) {
        let (lhs, rhs) = (self.claim.lhs.term, self.claim.rhs.term);
        let direct = in_one_step(lhs, rhs);
        if self.accepts(&direct) {
            return (Some(direct), false);
        }
        let zero = self.arena.integer(0);
        let difference = self.arena.binary(Operator::Sub, lhs, rhs);
        let (found, stopped) = self.simplified(difference, true);
        if found.end == zero && self.accepts(&found) {
            return (Some(found), stopped);
        }
        let ((left, a), (right, b)) = (self.simplified(lhs, false), self.simplified(rhs, false));
        for chain in self.chains(left.clone(), right.clone()) {
            if self.accepts(&chain) {
                return (Some(chain), false);
            }
        }
        (self.otherwise(&found, &left, &right), stopped | a | b)
    }

    /// Proofs by other means than field arithmetic: of the claim as it stands, of the simplest
    /// forms of its sides, and of the simplest form of their difference.
    fn otherwise(&mut self, difference: &Derivation, left: &Derivation, right: &Derivation) -> Option<Derivation> {
        let zero = self.arena.integer(0);
        let ways = [
            (left.start, right.start, vec![], vec![]),
            (left.end, right.end, left.steps.clone(), reversed(right)),
            // The steps of one side may not be known to hold on the domain of the whole.
            (left.end, right.start, left.steps.clone(), vec![]),
            (left.start, right.end, vec![], reversed(right)),
            (difference.end, zero, difference.steps.clone(), vec![]),
        ];
        let mut seen = Vec::new();
        for (a, b, before, after) in ways {
            if seen.contains(&(a, b)) {
                continue;
            }
            seen.push((a, b));
            for (reason, conditions) in self.means(a, b) {
                let mut steps = before.clone();
                steps.push(Step { reason, place: vec![], before: a, after: b, conditions });
                steps.extend(after.iter().cloned());
                let derivation = match b == zero && a == difference.end {
                    true => Derivation { start: difference.start, steps, end: zero },
                    false => Derivation { start: left.start, steps, end: right.start },
                };
                if self.accepts(&derivation) {
                    return Some(self.trimmed(derivation, before.len()));
                }
            }
        }
        None
    }

    /// The derivation without those conditions of a step that it doesn't need.
    fn trimmed(&mut self, mut derivation: Derivation, at: usize) -> Derivation {
        let mut size = derivation.steps.get(at).map_or(0, |s| s.conditions.len());
        while size > 0 {
            let mut from = 0;
            while let Some(step) = derivation.steps.get(at).filter(|s| from < s.conditions.len()) {
                let end = (from + size).min(step.conditions.len());
                let mut shorter = derivation.clone();
                if let Some(step) = shorter.steps.get_mut(at) {
                    step.conditions.drain(from..end);
                }
                if self.accepts(&shorter) { derivation = shorter } else { from = end }
            }
            size /= 2;
        }
        self.named(&mut derivation, at);
        derivation
    }

    /// A case by case step without cases is named for the one point it goes by.
    fn named(&mut self, derivation: &mut Derivation, at: usize) {
        let Some(step) = derivation.steps.get_mut(at).filter(|s| s.reason == Reason::Cases) else { return };
        if let [point] = step.conditions[..]
            && let Node::Relation(Relation::Eq, x, _) = self.arena.node(point)
            && let Node::Symbol(x) = self.arena.node(x)
        {
            step.reason = Reason::Constant(x);
            if !self.accepts(derivation)
                && let Some(step) = derivation.steps.get_mut(at)
            {
                step.reason = Reason::Cases;
            }
        }
    }

    /// Ways to show that two terms are equal, the simpler ones first.
    fn means(&mut self, a: TermId, b: TermId) -> Vec<(Reason, Vec<TermId>)> {
        let all: Vec<TermId> = self.domain.iter().chain(self.claim.assumptions).copied().collect();
        let splits = subjects::splits(self.arena, &[a, b], &all);
        let points = subjects::points(self.arena, &[a, b], &all);
        let mut out = vec![(Reason::Squares, vec![]), (Reason::Angles, vec![]), (Reason::Exponentials, vec![])];
        if !splits.is_empty() {
            out.push((Reason::Cases, splits.clone()));
        }
        if !points.is_empty() {
            out.push((Reason::Cases, splits.iter().chain(&points).copied().collect()));
        }
        out
    }

    /// From the left side to its simplest form and from there to the right side.
    fn chains(&mut self, left: Derivation, right: Derivation) -> Vec<Derivation> {
        let (start, end) = (left.start, right.start);
        let back = reversed(&right);
        let mut chain = left.steps.clone();
        if left.end != right.end {
            chain.push(Step::rearranged(left.end, right.end));
        }
        chain.extend(back.iter().cloned());
        let mut middle = vec![Step::rearranged(start, right.end)];
        middle.extend(back);
        let mut last = left.steps;
        last.push(Step::rearranged(left.end, end));
        [chain, middle, last].into_iter().map(|steps| Derivation { start, steps, end }).collect()
    }

    fn accepts(&mut self, derivation: &Derivation) -> bool {
        let claim = Claim::Equal { lhs: self.claim.lhs.term, rhs: self.claim.rhs.term, domain: self.carried };
        let problem = Problem { assumptions: self.claim.assumptions, names: &[] };
        proof::check(self.arena, &problem, &claim, derivation).is_ok()
    }

    /// A term simplified on the domain of both sides, or, if `whole`, on its own.
    fn simplified(&mut self, term: TermId, whole: bool) -> (Derivation, bool) {
        let domain = if whole { self.carried } else { self.domain };
        let inputs = [self.claim.lhs.term, self.claim.rhs.term];
        let assumptions = self.claim.assumptions;
        let request = Request {
            term,
            domain,
            assumptions,
            inputs: &inputs,
            names: &[],
            wanted: &[],
            refused: &[],
            unfold: self.claim.unfold,
        };
        let found = simplify::simplify(self.arena, &request);
        (Derivation { start: term, steps: found.steps, end: found.term }, found.stopped)
    }
}

fn in_one_step(start: TermId, end: TermId) -> Derivation {
    let steps = if start == end { vec![] } else { vec![Step::rearranged(start, end)] };
    Derivation { start, steps, end }
}

/// The steps from a derivation's end back to its start.
fn reversed(derivation: &Derivation) -> Vec<Step> {
    let back = |step: &Step| Step {
        reason: match step.reason {
            Reason::Rule(name) => Reason::RuleReversed(name),
            Reason::RuleReversed(name) => Reason::Rule(name),
            same => same,
        },
        place: step.place.clone(),
        before: step.after,
        after: step.before,
        conditions: step.conditions.clone(),
    };
    derivation.steps.iter().rev().map(back).collect()
}
