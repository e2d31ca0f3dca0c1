//! The verdict on a claim `L = R`.
//!
//! First a glance at a few points, which most false claims don't survive; then a proof, which the
//! checker replays; then a thorough search for a counterexample. What is left is undecided.

use super::region::{self, Region};
use super::sampling::Sampling;
use super::search::{Refutation, SearchBudget, find_point, refute};
use super::{Point, Value, prove};
use crate::domain::{self, Facts};
use crate::proof::{self, Claim, Problem};
use crate::rules::Derivation;
use crate::term::{Arena, Node, Operator, TermId};

/// One side of a claim, its derivatives carried out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Side {
    /// The term, without `diff`s and given names.
    pub term: TermId,
    /// The conditions of the derivatives' domains.
    pub domain: Vec<TermId>,
    /// Those among them beyond which nothing is claimed.
    pub not_claimed: Vec<TermId>,
}

/// A claim: that two sides agree wherever both have a value and the assumptions hold.
#[derive(Clone, Debug)]
pub struct Claimed<'a> {
    /// The left side.
    pub lhs: Side,
    /// The right side.
    pub rhs: Side,
    /// The conditions it is made under.
    pub assumptions: &'a [TermId],
    /// Whether field steps are unfolded into what a person writes.
    pub unfold: bool,
}

/// Why a claim is undecided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Obstacle {
    /// No rule led from one side to the other.
    NoRule,
    /// A budget ended the search.
    Budget,
    /// The sides' values could not be enclosed at any point, so that nothing can be told there.
    Precision,
    /// No point was found at which both sides certainly have a value.
    NoCommonPoint,
}

/// What is known of a claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// It holds, by a derivation that was replayed; both sides have a value at the point.
    Proved(Point),
    /// It fails at the point, where the sides have these values.
    Refuted(Point, Value, Value),
    /// The sides never both have a value.
    Vacuous,
    /// Neither is known; the sides agree at so many points as far as can be told.
    Undecided(Obstacle, usize),
}

/// A verdict with what belongs to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judgement {
    /// What is known.
    pub finding: Finding,
    /// Where the claim speaks: the conditions for both sides to have a value.
    pub conditions: Vec<TermId>,
    /// Where only the left side has a value.
    pub lhs_only: Option<Region>,
    /// Where only the right side has a value.
    pub rhs_only: Option<Region>,
    /// Conditions beyond which a derivative in the claim is not claimed.
    pub not_claimed: Vec<TermId>,
    /// The assumptions that the proof needs.
    pub used: Vec<TermId>,
    /// How it was proved.
    pub derivation: Option<Derivation>,
    /// Whether the checker has replayed what the verdict rests on.
    pub checked: bool,
}

/// Judges a claim. Only exact values and enclosures refute, and only a replayed derivation proves.
///
/// ```
/// use chainrule::decide::{Claimed, Finding, Side, judge};
/// use chainrule::{parse::read, term::Arena};
/// let mut arena = Arena::new();
/// let side = |term| Side { term, domain: vec![], not_claimed: vec![] };
/// let (lhs, rhs) = (side(read(&mut arena, "(x + 1)^2")), side(read(&mut arena, "x^2 + 2*x + 1")));
/// let found = judge(&mut arena, &Claimed { lhs, rhs, assumptions: &[], unfold: true });
/// assert!(matches!(found.finding, Finding::Proved(_)));
/// ```
pub fn judge(arena: &mut Arena, claim: &Claimed<'_>) -> Judgement {
    let mut judge = Judge::new(arena, claim);
    let (finding, derivation) = judge.find();
    let checked = derivation.is_some() || !matches!(finding, Finding::Proved(_) | Finding::Vacuous);
    let mut found = Judgement {
        finding,
        conditions: Vec::new(),
        lhs_only: None,
        rhs_only: None,
        not_claimed: Vec::new(),
        used: Vec::new(),
        derivation,
        checked,
    };
    if let (Finding::Proved(_), Some(derivation)) = (&found.finding, &found.derivation) {
        found.used = prove::used(judge.arena, claim, &judge.carried, derivation);
    }
    if matches!(found.finding, Finding::Proved(_) | Finding::Undecided(..)) {
        found.conditions = domain::remaining(judge.arena, &judge.domain, &[], claim.assumptions);
        found.rhs_only = region::only(judge.arena, &claim.rhs, &claim.lhs, claim.assumptions);
        found.lhs_only = region::only(judge.arena, &claim.lhs, &claim.rhs, claim.assumptions);
        found.not_claimed = region::not_claimed(judge.arena, &claim.lhs, &claim.rhs, claim.assumptions);
    }
    found
}

struct Judge<'a> {
    arena: &'a mut Arena,
    claim: &'a Claimed<'a>,
    /// The conditions of derivatives on either side.
    carried: Vec<TermId>,
    /// All conditions of both sides.
    domain: Vec<TermId>,
    /// What a point must satisfy besides both sides having a value.
    constraints: Vec<TermId>,
}

impl<'a> Judge<'a> {
    fn new(arena: &'a mut Arena, claim: &'a Claimed<'a>) -> Self {
        let carried: Vec<TermId> = claim.lhs.domain.iter().chain(&claim.rhs.domain).copied().collect();
        let mut domain = domain::natural(arena, claim.lhs.term);
        domain.extend(domain::natural(arena, claim.rhs.term));
        domain.extend_from_slice(&carried);
        let constraints = claim.assumptions.iter().chain(&carried).copied().collect();
        Judge { arena, claim, carried, domain, constraints }
    }

    fn find(&mut self) -> (Finding, Option<Derivation>) {
        let (lhs, rhs) = (self.claim.lhs.term, self.claim.rhs.term);
        let all: Vec<TermId> = self.claim.assumptions.iter().chain(&self.domain).copied().collect();
        if Facts::new(self.arena, &all).contradictory() {
            return self.vacuous();
        }
        let common = match refute(self.arena, lhs, rhs, &self.constraints, SearchBudget::QUICK) {
            Refutation::Found { point, lhs, rhs } => return (Finding::Refuted(point, lhs, rhs), None),
            Refutation::NotFound { common, .. } => common,
        };
        let (proof, stopped) = self.prove();
        if let Some(derivation) = proof {
            return match common.or_else(|| self.common_point()) {
                Some(point) => (Finding::Proved(point), Some(derivation)),
                None => (Finding::Undecided(Obstacle::NoCommonPoint, 0), Some(derivation)),
            };
        }
        match refute(self.arena, lhs, rhs, &self.constraints, SearchBudget::default()) {
            Refutation::Found { point, lhs, rhs } => (Finding::Refuted(point, lhs, rhs), None),
            Refutation::NotFound { agree: 0, .. } => {
                let why = if self.unenclosed() { Obstacle::Precision } else { Obstacle::NoCommonPoint };
                (Finding::Undecided(why, 0), None)
            }
            Refutation::NotFound { agree, .. } => {
                let why = if stopped { Obstacle::Budget } else { Obstacle::NoRule };
                (Finding::Undecided(why, agree), None)
            }
        }
    }

    /// A point where both sides have values: found by these, or, where a function has no enclosure,
    /// by all conditions of both natural domains.
    fn common_point(&mut self) -> Option<Point> {
        let sides = [self.claim.lhs.term, self.claim.rhs.term];
        find_point(self.arena, &sides, &self.constraints, SearchBudget::default()).or_else(|| {
            let all: Vec<TermId> = self.claim.assumptions.iter().chain(&self.domain).copied().collect();
            let conditional = |c: &TermId| self.arena.any(*c, |n| matches!(n, Node::If(..)));
            let settled = !all.iter().any(conditional);
            settled.then(|| find_point(self.arena, &[], &all, SearchBudget::QUICK)).flatten()
        })
    }

    /// Whether at some point neither side is known to have no value, and yet one has no enclosure.
    fn unenclosed(&mut self) -> bool {
        let sides = [self.claim.lhs.term, self.claim.rhs.term];
        let mut search = Sampling::new(self.arena, &sides, &self.constraints, SearchBudget::QUICK);
        std::iter::from_fn(|| search.next_point())
            .any(|(_, values)| values.contains(&Value::Unknown) && !values.contains(&Value::Undefined))
    }

    /// There is no common point; the checker sees it by the difference having no value anywhere.
    fn vacuous(&mut self) -> (Finding, Option<Derivation>) {
        let start = self.arena.binary(Operator::Sub, self.claim.lhs.term, self.claim.rhs.term);
        let derivation = Derivation { start, steps: vec![], end: start };
        let claim = Claim::Empty { start, domain: &self.carried };
        let problem = Problem { assumptions: self.claim.assumptions, names: &[] };
        let checked = proof::check(self.arena, &problem, &claim, &derivation).is_ok();
        (Finding::Vacuous, checked.then_some(derivation))
    }

    /// A derivation that the checker accepts, and whether a budget ended the search.
    fn prove(&mut self) -> (Option<Derivation>, bool) {
        prove::prove(self.arena, self.claim, &self.carried, &self.domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Options, parse_condition, parse_formula};

    fn verdict(lhs: &str, rhs: &str, assume: &[&str]) -> Finding {
        let (mut arena, options) = (Arena::new(), Options::default());
        let mut side = |text| {
            let term = parse_formula(&mut arena, text, &options).unwrap().term;
            let (term, domain, not_claimed) = crate::derive::expand_diffs(&mut arena, term).unwrap();
            Side { term, domain, not_claimed }
        };
        let (lhs, rhs) = (side(lhs), side(rhs));
        let all: Vec<TermId> = assume.iter().flat_map(|t| parse_condition(&mut arena, t, &options).unwrap()).collect();
        judge(&mut arena, &Claimed { lhs, rhs, assumptions: &all, unfold: false }).finding
    }

    #[test]
    fn verdicts() {
        assert!(matches!(verdict("diff(a^2, a)", "2*a", &[]), Finding::Proved(_)));
        assert!(matches!(verdict("sin(x)^2 + cos(x)^2", "1", &[]), Finding::Proved(_)));
        assert!(matches!(verdict("sqrt(x^2)", "x", &[]), Finding::Refuted(..)));
        assert!(matches!(verdict("sqrt(x^2)", "x", &["x > 0"]), Finding::Proved(_)));
        assert_eq!(verdict("log(x)", "log(-x) + 1", &[]), Finding::Vacuous);
        assert_eq!(verdict("x", "x + 1", &["x > 1", "x < 0"]), Finding::Vacuous);
        assert!(matches!(verdict("f(x)", "g(x)", &[]), Finding::Undecided(..)));
    }
}
