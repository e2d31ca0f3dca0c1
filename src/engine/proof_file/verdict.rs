//! Replaying the verdict of `equal`.

use super::format::{Op, Statement, Verdict, Word};
use super::replay::{Ground, Outcome, Replay, accepted, refuse};
use crate::decide::{self, Point, Value, shown};
use crate::engine::fault::Error;
use crate::proof::{self, Claim};
use crate::term::{Operator, TermId};

/// Bits for values at points: as many as the search for a point uses, and more where they settle it.
const BITS: [u32; 4] = [64, 256, 1024, 8192];

impl Replay<'_> {
    /// A verdict.
    pub(super) fn equal(&mut self) -> Outcome<()> {
        let statement = self.file.statement.clone();
        let lhs = self.reader.stated(statement.lhs.as_ref(), "lhs")?;
        let rhs = self.reader.stated(statement.rhs.as_ref(), "rhs")?;
        self.variable(&Statement { op: Op::Simplify, ..statement })?;
        let ground = self.ground(&[lhs, rhs], &[])?;
        let Some(verdict) = self.file.verdict.clone() else { return refuse("there is no verdict") };
        if self.file.answer.is_some() {
            return refuse("a verdict has no answer");
        }
        let point = self.point(&verdict)?;
        match verdict.verdict {
            Word::Refuted => self.refuted(&ground, &verdict, point),
            Word::Proved => {
                accepted!(self.has_values(&ground, point));
                self.proved(&ground)
            }
            Word::Vacuous if point.is_some() => refuse("a vacuous claim has no point"),
            Word::Vacuous => self.vacuous(&ground),
        }
    }

    fn point(&mut self, verdict: &Verdict) -> Result<Option<Point>, Error> {
        let Some(named) = &verdict.point else { return Ok(None) };
        let mut values = Vec::with_capacity(named.len());
        for (name, text) in named {
            values.push((self.reader.variable(name)?, self.reader.number(text)?));
        }
        Ok(Some(Point::new(&self.reader.problem.arena, values)))
    }

    /// Both sides have a value at the point, and what was assumed holds there.
    fn has_values(&mut self, ground: &Ground, point: Option<Point>) -> Outcome<()> {
        let Some(point) = point else { return refuse("there is no point where both sides have a value") };
        let arena = &self.reader.problem.arena;
        let settled = |condition| BITS.iter().find_map(|bits| decide::holds(arena, condition, &point, *bits));
        if !ground.assumptions.iter().chain(&ground.domain).all(|c| settled(*c) == Some(true)) {
            return refuse("an assumption is not known to hold at the point");
        }
        let valued = |term| BITS.iter().any(|bits| decide::evaluate(arena, term, &point, *bits).is_defined());
        match ground.inputs.iter().all(|t| valued(*t)) {
            true => Ok(Ok(())),
            false => refuse("a side is not known to have a value at the point"),
        }
    }

    fn refuted(&mut self, ground: &Ground, verdict: &Verdict, point: Option<Point>) -> Outcome<()> {
        accepted!(self.has_values(ground, point.clone()));
        let (arena, point) = (&self.reader.problem.arena, point.unwrap_or_default());
        let value = |term: TermId, bits: u32| decide::evaluate(arena, term, &point, bits);
        let (a, b) = (ground.inputs[0], ground.inputs[1]);
        let Some(bits) = BITS.into_iter().find(|bits| value(a, *bits).differs(&value(b, *bits))) else {
            return refuse("the sides are not known to differ at the point");
        };
        let said = |text: &Option<String>, v: Value| text.as_ref().is_some_and(|t| *t == shown(&v));
        let same = BITS.into_iter().filter(|more| *more >= bits);
        let values = |bits| said(&verdict.lhs, value(a, bits)) && said(&verdict.rhs, value(b, bits));
        if !same.into_iter().any(values) {
            return refuse("the sides have other values at the point");
        }
        match self.stages.is_empty() && self.conditions.is_empty() {
            true => Ok(Ok(())),
            false => refuse("a refutation has no steps and no conditions"),
        }
    }

    fn proved(&mut self, ground: &Ground) -> Outcome<()> {
        let [stage] = &self.stages[..] else { return refuse("there is not one stage") };
        let arena = &mut self.reader.problem.arena;
        let problem = proof::Problem { assumptions: &ground.assumptions, names: &[] };
        let (lhs, rhs) = (ground.inputs[0], ground.inputs[1]);
        let said: Vec<TermId> = [lhs, rhs].iter().chain(&stage.domain).copied().collect();
        let asked: Vec<TermId> = [lhs, rhs].iter().chain(&ground.domain).copied().collect();
        if let Err(r) = proof::check_domain(arena, &problem, (&asked, None), &said) {
            return refuse(format!("the domain: {}", r.reason));
        }
        let claim = Claim::Equal { lhs, rhs, domain: &stage.domain };
        if let Err(r) = proof::check(arena, &problem, &claim, &stage.derivation) {
            let step = r.step.map(|i| format!("step {}: ", i + 1)).unwrap_or_default();
            return refuse(format!("{step}{}", r.reason));
        }
        if let Err(r) = proof::check_domain(arena, &problem, (&said, None), &self.conditions) {
            return refuse(format!("the conditions: {}", r.reason));
        }
        match stage.conditions == self.conditions && stage.differentiated.is_none() && !self.file.stages[0].empty {
            true => Ok(Ok(())),
            false => refuse("the stage claims something else"),
        }
    }

    fn vacuous(&mut self, ground: &Ground) -> Outcome<()> {
        let [stage] = &self.stages[..] else { return refuse("there is not one stage") };
        let arena = &mut self.reader.problem.arena;
        let problem = proof::Problem { assumptions: &ground.assumptions, names: &[] };
        let start = arena.binary(Operator::Sub, ground.inputs[0], ground.inputs[1]);
        // Only what follows from the statement may be used.
        let asked: Vec<TermId> = ground.domain.iter().copied().chain([start]).collect();
        let claim = Claim::Empty { start, domain: &asked };
        if stage.derivation.start != start || stage.differentiated.is_some() || !self.conditions.is_empty() {
            return refuse("the stage claims something else");
        }
        match proof::check(arena, &problem, &claim, &stage.derivation) {
            Ok(_) => Ok(Ok(())),
            Err(r) => refuse(r.reason),
        }
    }
}
