//! The best form of each kind, each one replayed by the checker.

use super::answer::{Answer, Stage};
use super::fault::Error;
use super::problem::Problem;
use super::stage::{Ground, reached};
use crate::decide::{lost_bits, stability_points};
use crate::domain::natural;
use crate::simplify::{self, Request, Shape};
use crate::term::{Arena, TermId};

/// What a form is the best at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Best {
    /// The answer in the given names.
    Named,
    /// The fewest symbols.
    Shortest,
    /// Of a built kind.
    Shaped(Shape),
    /// The fewest operations, each distinct part computed once.
    Operations,
    /// The fewest bits lost to rounding at sample points.
    Stable,
}

impl Best {
    /// The kind in words.
    pub fn words(self) -> &'static str {
        match self {
            Best::Named => "in given names",
            Best::Shortest => "shortest",
            Best::Shaped(Shape::Factored) => "factored",
            Best::Shaped(Shape::Expanded) => "expanded",
            Best::Shaped(Shape::OneFraction) => "one fraction",
            Best::Shaped(Shape::PartialFractions) => "partial fractions",
            Best::Operations => "fewest operations",
            Best::Stable => "stable",
        }
    }
}

/// One form of an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Form {
    /// What it is the best at.
    pub best: Best,
    /// The form.
    pub term: TermId,
    /// The part of the domain that the form does not say by itself.
    pub conditions: Vec<TermId>,
}

/// So many forms are tried for a kind before it is left out.
const TRIES: usize = 3;

impl Problem {
    /// The best forms of an answer, the answer first; none where there is no value. A kind that there is
    /// no form of, or none that the checker replays, is left out; so are all of a large answer.
    ///
    /// # Errors
    /// As [`Problem::simplify`].
    pub fn forms(&mut self, answer: &Answer) -> Result<Vec<Form>, Error> {
        let Some(stage) = answer.stages.last().filter(|s| s.checked && !s.empty) else { return Ok(vec![]) };
        let ground = self.ground(&[], &[stage.derivation.start, answer.term])?;
        let mut domain = natural(&mut self.arena, stage.derivation.start);
        domain.extend(&stage.domain);
        let request = Request {
            term: answer.term,
            domain: &domain,
            assumptions: &ground.assumptions,
            inputs: &ground.inputs,
            names: &ground.names,
            wanted: &[],
            refused: &[],
            unfold: false,
        };
        let found = simplify::forms(&mut self.arena, &request);
        let mut out = Vec::new();
        let own = |best| Form { best, term: answer.term, conditions: answer.conditions.clone() };
        if ground.names.is_empty() {
            out.push(own(Best::Shortest));
        } else {
            out.push(own(Best::Named));
            out.extend(self.shown(&ground, stage, Best::Shortest, found.all.clone()));
        }
        for (shape, term) in found.shaped {
            out.extend(self.shown(&ground, stage, Best::Shaped(shape), [term]));
        }
        let mut by_work = found.all.clone();
        by_work.sort_by_key(|t| operations(&self.arena, *t));
        out.extend(self.shown(&ground, stage, Best::Operations, by_work));
        let stable = self.by_stability(found.all, answer);
        out.extend(self.shown(&ground, stage, Best::Stable, stable));
        Ok(out)
    }

    /// The forms that lose the fewest bits first; of equals the shorter.
    fn by_stability(&self, mut forms: Vec<TermId>, answer: &Answer) -> Vec<TermId> {
        let Some(shortest) = forms.first().copied() else { return forms };
        let mut conditions = answer.conditions.clone();
        conditions.extend(&answer.assumed);
        let points = stability_points(&self.arena, shortest, &conditions);
        // Two bits a point are not worth a longer form.
        let step = 2 * points.len().max(1) as i64;
        forms.sort_by_cached_key(|t| lost_bits(&self.arena, *t, &points) / step);
        forms
    }

    /// The first of the forms that the checker accepts.
    fn shown(
        &mut self,
        ground: &Ground,
        stage: &Stage,
        best: Best,
        forms: impl IntoIterator<Item = TermId>,
    ) -> Option<Form> {
        forms.into_iter().take(TRIES).find_map(|term| {
            let conditions = reached(&mut self.arena, ground, stage, term)?;
            Some(Form { best, term, conditions })
        })
    }
}

/// The operations of a form, where each distinct part is computed once.
fn operations(arena: &Arena, term: TermId) -> usize {
    arena.reachable(&[term]).into_iter().filter(|t| arena.children(*t).next().is_some()).count()
}
