//! Claims: two sides that a document says are equal, with all that is said around them.

use super::chain::{Chain, Link, Side};
use super::fragment::{Fragment, Writing};
use super::scope::Place;
use super::statement::Factor;
use crate::parse::latex::Reach;
use std::collections::BTreeSet;
use std::ops::Range;

/// An equation to be judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Claim {
    pub left: Side,
    pub link: Link,
    pub right: Side,
    pub place: Place,
    pub sentence: usize,
    pub paragraph: usize,
    pub repaired: Option<String>,
    pub notes: Vec<String>,
    /// What may be meant otherwise, in a way that can't be read.
    pub doubts: Vec<String>,
    /// What its formula reads as factors before parentheses.
    pub factors: Vec<Factor>,
    /// The sides in the other readings of the text.
    pub others: Vec<(Reach, Side, Side)>,
    /// The name whose value is claimed, and so is not used.
    pub valued: Option<String>,
    pub writing: Writing,
}

impl Claim {
    pub fn span(&self) -> Range<usize> {
        self.left.span.start.min(self.right.span.start)..self.right.span.end.max(self.left.span.end)
    }

    /// Which readings make another claim of it.
    pub fn matters(&self) -> Reach {
        self.others.iter().fold(Reach::default(), |all, (reach, ..)| all.or(*reach))
    }

    /// The names of its variables and functions.
    pub fn names(&self) -> BTreeSet<String> {
        let (left, right) = (&self.left, &self.right);
        let names = [&left.variables, &left.functions, &right.variables, &right.functions];
        names.into_iter().flatten().cloned().collect()
    }

    /// The claim in another reading.
    pub fn read(&self, reach: Reach) -> Claim {
        let mut claim = self.clone();
        let other = self.others.iter().find(|(other, ..)| *other == reach.within(self.matters()));
        if let Some((_, left, right)) = other {
            (claim.left, claim.right) = (left.clone(), right.clone());
        }
        claim
    }
}

/// A formula on its way into the plan.
pub(super) struct Formula<'f> {
    pub fragment: &'f Fragment,
    pub place: Place,
    pub repaired: Option<String>,
    pub notes: Vec<String>,
    pub doubts: Vec<(Range<usize>, String)>,
    pub factors: Vec<Factor>,
    /// The same chain in the other readings.
    pub others: Vec<(Reach, Chain)>,
}

/// The claim of two neighbours in a chain.
pub(super) fn claim(formula: &Formula<'_>, sides: &[Side], links: &[Link], i: usize) -> Claim {
    let (left, right) = (sides[i].clone(), sides[i + 1].clone());
    let other =
        |(reach, chain): &(Reach, Chain)| Some((*reach, chain.sides.get(i)?.clone(), chain.sides.get(i + 1)?.clone()));
    let differs = |(_, a, b): &(Reach, Side, Side)| (&a.text, &b.text) != (&left.text, &right.text);
    let others = formula.others.iter().filter_map(other).filter(differs).collect();
    let Fragment { sentence, paragraph, writing, .. } = *formula.fragment;
    let (repaired, notes, doubts) = (formula.repaired.clone(), formula.notes.clone(), Vec::new());
    let (link, place, valued, factors) = (links[i], formula.place, None, formula.factors.clone());
    let mut found = Claim {
        left,
        link,
        right,
        place,
        sentence,
        paragraph,
        repaired,
        notes,
        doubts,
        factors,
        others,
        valued,
        writing,
    };
    let span = found.span();
    let here = formula.doubts.iter().filter(|(at, _)| at.start < span.end && span.start < at.end);
    found.doubts = here.map(|(_, doubt)| doubt.clone()).collect();
    found
}
