//! Replaying a file: what it claims is built from its statement, and every part of it is given to
//! the checker. Nothing that found the proof takes part.

use super::format::{File, Op, Statement};
use super::read::{Reader, StageTerms, parsed, unreadable};
use super::statement::{Derivative, Derivatives, Unfolding};
use super::used::used;
use crate::engine::fault::Error;
use crate::engine::problem::is_open;
use crate::proof::{self, Claim, Rejection};
use crate::rules::Reason;
use crate::term::{Arena, Limits, Symbol, TermId};

/// Why a file is rejected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// What is not known to be true, and where.
    pub reason: String,
}

/// What was replayed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replayed {
    /// How many steps.
    pub steps: usize,
    /// How many differentiations.
    pub derivatives: usize,
}

pub(super) type Outcome<T> = Result<Result<T, Refusal>, Error>;

pub(super) fn refuse<T>(reason: impl Into<String>) -> Outcome<T> {
    Ok(Err(Refusal { reason: reason.into() }))
}

/// Unwraps what was accepted, and passes a refusal on.
macro_rules! accepted {
    ($found:expr) => {
        match $found? {
            Ok(found) => found,
            Err(refusal) => return Ok(Err(refusal)),
        }
    };
}
pub(super) use accepted;

/// Reads a proof file and checks everything it claims.
///
/// # Errors
/// Where the file cannot be read. That it is rejected is the inner error.
///
/// ```
/// use chainrule::engine::{Asked, Problem, Settings, replay};
/// let limits = chainrule::term::Limits::default();
/// let mut problem = Problem::new(&Settings { unfold: true, ..Settings::default() })?;
/// let term = problem.read("(x^2 - 1)/(x - 1)")?;
/// let answer = problem.simplify(term)?;
/// let file = problem.proof_of_answer(Asked::Simplify(term), &answer)?;
/// assert!(replay(file.as_bytes(), &limits)?.is_ok());
/// let wrong = file.replace("\"answer\": \"x + 1\"", "\"answer\": \"x - 1\"");
/// assert!(replay(wrong.as_bytes(), &limits)?.is_err());
/// assert!(replay(b"{}", &limits).is_err());
/// # Ok::<(), chainrule::Error>(())
/// ```
pub fn replay(bytes: &[u8], limits: &Limits) -> Outcome<Replayed> {
    let file = parsed(bytes, limits)?;
    let mut reader = Reader::new(&file, limits)?;
    let mut stages = Vec::with_capacity(file.stages.len());
    for stage in &file.stages {
        stages.push(reader.stage(stage)?);
    }
    let conditions = reader.conditions(&file.conditions)?;
    let mut source = Listed::default();
    for d in &file.derivatives {
        let (of, by, result) = (reader.term(&d.of)?, reader.variable(&d.by)?, reader.term(&d.result)?);
        source.all.push((of, by, (result, reader.conditions(&d.domain)?)));
    }
    let mut replay = Replay { reader, source, file: &file, stages, conditions };
    accepted!(replay.statements());
    accepted!(replay.listed());
    match file.statement.op {
        Op::Equal => accepted!(replay.equal()),
        Op::Simplify | Op::Diff => accepted!(replay.answer()),
    }
    let steps = replay.stages.iter().map(|s| s.derivation.steps.len()).sum();
    let own = replay.stages.iter().filter(|s| s.differentiated.is_some()).count();
    Ok(Ok(Replayed { steps, derivatives: own + replay.source.all.len() }))
}

/// The derivatives of the statement, as the file lists them.
#[derive(Default)]
struct Listed {
    all: Vec<(TermId, Symbol, Derivative)>,
}

impl Derivatives for Listed {
    fn derivative(&mut self, _: &mut Arena, of: TermId, by: Symbol) -> Result<Derivative, Error> {
        let found = self.all.iter().find(|d| d.0 == of && d.1 == by).map(|d| d.2.clone());
        found.ok_or_else(|| unreadable("a derivative in the statement is not listed under `derivatives`"))
    }
}

/// A file that is being replayed.
pub(super) struct Replay<'a> {
    pub(super) reader: Reader,
    source: Listed,
    pub(super) file: &'a File,
    pub(super) stages: Vec<StageTerms>,
    pub(super) conditions: Vec<TermId>,
}

/// What the statement's parts stand for.
pub(super) struct Ground {
    pub(super) inputs: Vec<TermId>,
    pub(super) domain: Vec<TermId>,
    pub(super) assumptions: Vec<TermId>,
    names: Vec<(Symbol, TermId)>,
}

impl Replay<'_> {
    /// The statements of rules and functions are the page's, and all those used are there.
    fn statements(&self) -> Outcome<()> {
        let reasons: Vec<Reason> = self.stages.iter().flat_map(|s| &s.derivation.steps).map(|s| s.reason).collect();
        let (rules, definitions) = used(&reasons);
        match self.file.rules == rules && self.file.definitions == definitions {
            true => Ok(Ok(())),
            false => refuse("the statements of the rules are not those of the page for the rules used"),
        }
    }

    /// Every derivative that stands in the statement is one.
    fn listed(&mut self) -> Outcome<()> {
        for (i, (of, by, (result, domain))) in self.source.all.clone().into_iter().enumerate() {
            let problem = proof::Problem { assumptions: &[], names: &[] };
            let arena = self.reader.arena();
            let right: Vec<TermId> = domain.iter().copied().chain([result]).collect();
            let found = proof::check_derivative(arena, &problem, of, by, result, &domain)
                .and_then(|()| proof::check_domain(arena, &problem, (&[of, result], Some((of, by))), &right));
            if let Err(r) = found {
                return refuse(format!("derivative {} of the statement: {}", i + 1, r.reason));
            }
        }
        Ok(Ok(()))
    }

    /// The statement's formulas without names and derivatives.
    pub(super) fn ground(&mut self, inputs: &[TermId], keep: &[Symbol]) -> Result<Ground, Error> {
        let problem = &mut self.reader.problem;
        let given = problem.given.clone();
        let assumed = problem.assumptions.clone();
        let mut unfolding = Unfolding::new(&mut problem.arena, &given, &mut self.source);
        let mut found = Ground { inputs: vec![], domain: vec![], assumptions: vec![], names: vec![] };
        for term in inputs {
            found.inputs.push(unfolding.unfold(*term, keep)?);
        }
        found.domain = std::mem::take(&mut unfolding.domain);
        for condition in assumed {
            found.assumptions.push(unfolding.unfold(condition, keep)?);
        }
        for (name, definition) in given.names.iter().filter(|n| !keep.contains(&n.0)) {
            found.names.push((*name, unfolding.unfold(*definition, keep)?));
        }
        Ok(found)
    }

    /// `simplify` and `diff`.
    fn answer(&mut self) -> Outcome<()> {
        let statement = self.file.statement.clone();
        let input = self.reader.stated(statement.input.as_ref(), "input")?;
        let by = self.variable(&statement)?;
        let given = |x: &Symbol| self.reader.problem.given.is_name(*x);
        let keep: Vec<Symbol> = by.iter().map(|b| b.0).filter(given).collect();
        let mut ground = self.ground(&[input], &keep)?;
        let shown = self.shown_names(&[input, ground.inputs[0]], &ground);
        ground.domain.extend(shown);
        let orders = by.map_or(1, |b| b.1 as usize);
        let empty = self.file.stages.last().is_some_and(|s| s.empty);
        if self.stages.len() != orders && !(empty && self.stages.len() < orders) || self.stages.is_empty() {
            return refuse("there is not one stage for each order");
        }
        let mut of = ground.inputs[0];
        let mut carried = ground.domain.clone();
        for i in 0..self.stages.len() {
            let last = i + 1 == orders;
            accepted!(self.stage(i, &ground, (of, by.map(|b| b.0), last), &carried));
            of = self.stages[i].derivation.end;
            carried = self.stages[i].conditions.clone();
            carried.extend(self.shown_names(&[input, ground.inputs[0]], &ground));
        }
        self.printed(of, empty)
    }

    /// By which variable and how often `diff` differentiates.
    pub(super) fn variable(&mut self, statement: &Statement) -> Result<Option<(Symbol, u32)>, Error> {
        match (statement.op, &statement.wrt, statement.order) {
            (Op::Diff, Some(x), Some(order)) => Ok(Some((self.reader.variable(x)?, order))),
            (Op::Simplify, None, None) => Ok(None),
            _ => Err(unreadable("`wrt` and `order` go with `diff`, and only with it")),
        }
    }

    /// The definitions of names that the user wants to see: they must have a value, too.
    fn shown_names(&self, inputs: &[TermId], ground: &Ground) -> Vec<TermId> {
        let problem = &self.reader.problem;
        let mentioned: Vec<Symbol> = inputs.iter().flat_map(|t| problem.arena.variables(*t)).collect();
        let shown = |name: &Symbol| problem.wanted.contains(name) || mentioned.contains(name);
        ground.names.iter().filter(|n| shown(&n.0)).map(|n| n.1).collect()
    }

    /// The file's answer is the last stage's.
    fn printed(&mut self, end: TermId, empty: bool) -> Outcome<()> {
        let answer = self.file.answer.as_ref().map(|text| self.reader.term(text)).transpose()?;
        if answer != (!empty).then_some(end) {
            return refuse("the answer is not where the last stage ends");
        }
        if self.file.verdict.is_some() || self.stages.last().is_none_or(|s| s.conditions != self.conditions) {
            return refuse("the conditions are not those of the last stage");
        }
        Ok(Ok(()))
    }

    /// One stage: its differentiation, its domain, its steps and what they end in.
    fn stage(
        &mut self,
        i: usize,
        ground: &Ground,
        (of, by, last): (TermId, Option<Symbol>, bool),
        carried: &[TermId],
    ) -> Outcome<()> {
        let (stage, record) = (&self.stages[i], &self.file.stages[i]);
        let arena = &mut self.reader.problem.arena;
        let place = if by.is_some() { format!("order {}: ", i + 1) } else { String::new() };
        let refused = |r: Rejection| match r.step {
            Some(step) => refuse(format!("{place}step {}: {}", step + 1, r.reason)),
            None => refuse(format!("{place}{}", r.reason)),
        };
        let start = stage.derivation.start;
        if stage.differentiated.as_ref().map(|d| (d.0, d.1)) != by.map(|x| (of, x)) || by.is_none() && start != of {
            return refuse(format!("{place}the stage does not begin where the statement leads"));
        }
        let closed = by.filter(|_| !last);
        let kept = |c: &&TermId| closed.is_none_or(|x| is_open(arena, **c, x));
        let assumptions: Vec<TermId> = ground.assumptions.iter().filter(kept).copied().collect();
        let problem = proof::Problem { assumptions: &assumptions, names: &ground.names };
        let asked: Vec<TermId> = carried.iter().copied().chain([start]).chain(by.map(|_| of)).collect();
        let said: Vec<TermId> = stage.domain.iter().copied().chain([start]).collect();
        if let Err(r) = proof::check_domain(arena, &problem, (&asked, by.map(|x| (of, x))), &said) {
            return refused(Rejection { reason: format!("the domain: {}", r.reason), ..r });
        }
        if let Some((of, by, lines)) = &stage.differentiated
            && let Err(r) = proof::check_lines(arena, &problem, (*of, *by), lines, (start, &stage.domain))
        {
            return refused(r);
        }
        let (derivation, domain) = (&stage.derivation, &stage.domain[..]);
        let claim = match record.empty {
            true => Claim::Empty { start, domain },
            false => Claim::Simplify { start, end: derivation.end, domain, conditions: &stage.conditions },
        };
        let checked = match by {
            Some(x) if !record.empty => proof::check_differentiated(arena, &problem, &claim, derivation, (of, x)),
            Some(x) => proof::check(arena, &problem, &claim, derivation).and_then(|c| {
                let alone = proof::Problem { names: &[], ..problem };
                proof::check_derivative(arena, &alone, of, x, start, domain).map(|()| c)
            }),
            None => proof::check(arena, &problem, &claim, derivation),
        };
        match checked {
            Ok(_) if record.empty && !stage.conditions.is_empty() => refuse("conditions on nothing"),
            Ok(_) => Ok(Ok(())),
            Err(r) => refused(r),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Asked, Problem, Settings};

    /// The checker sees of these that they have no value anywhere, or are their own answers, under
    /// some numberings of the terms only, or with much work only.
    #[test]
    fn what_is_written_is_accepted() {
        let large = "min(min(x, min(x, min(x/min(x, min(x, min(x, min(x, x + x)))), x))), min(x, x/x))";
        for text in ["asin(exp((exp(x)*exp(x^(1/2)))^(1/2)))^(-1) + (1 + x)", &format!("x + (x + tan({large}))")] {
            let mut problem = Problem::new(&Settings { unfold: true, ..Settings::default() }).unwrap();
            let term = problem.read(text).unwrap();
            let answer = problem.simplify(term).unwrap();
            match problem.proof_of_answer(Asked::Simplify(term), &answer) {
                Ok(file) => assert!(replay(file.as_bytes(), &Limits::default()).unwrap().is_ok(), "{text}"),
                Err(error) => assert!(error.report().contains("no proof is written"), "{text}: {}", error.report()),
            }
        }
    }
}
