//! Several derivatives at once: gradients, Jacobian and Hessian matrices.
//!
//! Raw derivatives come from one walk over the formula ([`derive::gradient`]); so do those of a
//! large formula, which stay raw. Where they are simplified and replayed one by one, that is most of
//! the work, and each starts from forward mode's line, so that the answer is that of `diff`.

use super::answer::{Answer, Differentiated, Stage};
use super::fault::{Error, Fault, unsupported, within_memory};
use super::given::Plain;
use super::problem::Problem;
use super::stage::{Ground, as_it_is};
use crate::derive::{self, Raw};
use crate::term::{Symbol, TermId};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// One derivative of several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Partial {
    /// The formula's position, or in a Hessian the position of the variable differentiated by first.
    pub row: usize,
    /// The variable's position.
    pub column: usize,
    /// The derivative.
    pub answer: Arc<Answer>,
}

/// Derivatives by several variables.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Partials {
    /// The variables.
    pub by: Vec<Symbol>,
    /// The derivatives, row by row. Of a matrix, those that may differ from 0 or have conditions, and
    /// of a Hessian those on and above the diagonal.
    pub entries: Vec<Partial>,
    /// Conditions that bind for all of them together, where the formula is so large that they are
    /// not told for each.
    pub common: Vec<TermId>,
    /// Remarks for the user.
    pub notes: Vec<String>,
}

/// What several derivatives of one formula are asked under.
struct Under {
    ground: Ground,
    /// What is differentiated.
    of: TermId,
    /// Conditions of the domain besides the derivative's own.
    domain: Vec<TermId>,
    raw: bool,
}

impl Problem {
    /// The variables to differentiate by: the named ones, or all that stand in the formulas, sorted.
    ///
    /// # Errors
    /// Where a name is no variable's, where one is named twice, and where there is none.
    pub fn by_each(&mut self, terms: &[TermId], named: &[String]) -> Result<Vec<Symbol>, Error> {
        let mut all: Vec<Symbol> = terms.iter().flat_map(|t| self.arena.variables(*t)).collect();
        all.sort_by(|a, b| self.arena.name(*a).cmp(self.arena.name(*b)));
        all.dedup();
        let mut by: Vec<Symbol> = Vec::with_capacity(named.len());
        let mut standing: FxHashSet<Symbol> = all.iter().copied().collect();
        for term in terms {
            let (plain, _) = self.given.plain(&mut self.arena, *term, &[])?;
            standing.extend(self.arena.variables(plain));
        }
        let mut seen = FxHashSet::default();
        for text in named {
            let x = self.variable(text)?;
            let name = self.arena.name(x);
            if !seen.insert(x) {
                return Err(Error::new(Fault::Variable, format!("`{name}` is named twice")));
            }
            if !standing.contains(&x) {
                self.notes.push(format!("`{name}` does not stand in the formula"));
            }
            by.push(x);
        }
        if named.is_empty() {
            by = all;
        }
        if by.is_empty() {
            return Err(
                Error::new(Fault::Variable, "there is no variable to differentiate by").with_hint("say --wrt x")
            );
        }
        Ok(by)
    }

    /// The derivatives of a formula by each of the variables, simplified unless they are to be raw.
    /// By a given name the derivative is partial.
    ///
    /// # Errors
    /// Where a function has no rule, or a limit is passed.
    pub fn gradient(&mut self, term: TermId, by: &[Symbol], raw: bool) -> Result<Partials, Error> {
        let mut out = Partials::new(by);
        self.row(&mut out, 0, term, raw)?;
        Ok(self.finished(out))
    }

    /// The derivatives of several formulas by each of the variables, where they may differ from 0.
    ///
    /// # Errors
    /// As [`Problem::gradient`].
    pub fn jacobian(&mut self, terms: &[TermId], by: &[Symbol], raw: bool) -> Result<Partials, Error> {
        let mut out = Partials::new(by);
        for (row, &term) in terms.iter().enumerate() {
            self.row(&mut out, row, term, raw)?;
        }
        out.entries.retain(|e| self.says_more(&e.answer));
        Ok(self.finished(out))
    }

    /// The second derivatives of a formula on and above the diagonal, where they may differ from 0.
    /// The first derivatives are simplified before they are differentiated again.
    ///
    /// # Errors
    /// As [`Problem::gradient`]; by given names, since which of them depends on which is not asked.
    pub fn hessian(&mut self, term: TermId, by: &[Symbol], raw: bool) -> Result<Partials, Error> {
        if let Some(name) = by.iter().find(|x| self.given.is_name(**x)) {
            let message = format!("`{}` is a given name, not a variable", self.arena.name(*name));
            return Err(Error::new(Fault::Variable, message).with_hint("differentiate by what it is made of"));
        }
        let mut out = Partials::new(by);
        let (body, Plain { domain, .. }) = self.given.plain(&mut self.arena, term, &[])?;
        if self.is_large(body, by.len()) {
            let found = derive::hessian(&mut self.arena, body, by).map_err(unsupported)?;
            self.left(&mut out, domain, found.into_iter().map(|e| (e.row, e.column, e.raw)));
            return Ok(self.finished(out));
        }
        let first = derive::gradient(&mut self.arena, body, by).map_err(unsupported)?;
        for row in 0..by.len() {
            let slope = first.raw(row);
            if !self.arena.is_zero(slope.term) {
                let ground = self.ground(&[], &[term, body])?;
                self.second(&mut out, row, slope, Under { ground, of: body, domain: domain.clone(), raw })?;
            }
        }
        Ok(self.finished(out))
    }

    /// A row of a Hessian from the diagonal on, given the first derivative.
    fn second(&mut self, out: &mut Partials, row: usize, slope: Raw, mut under: Under) -> Result<(), Error> {
        let mut stages = Vec::new();
        if under.raw {
            under.domain.extend(slope.domain);
            under.of = slope.term;
        } else {
            under.ground.closed.clone_from(&out.by);
            let stage = self.derivative(&mut under, out.by[row], None)?;
            under.ground.closed.clear();
            under.of = stage.derivation.end;
            under.domain.clone_from(&stage.conditions);
            stages.push(stage);
        }
        under.ground.wanted.clone_from(&self.wanted);
        let held: FxHashSet<Symbol> = self.arena.variables(under.of).into_iter().collect();
        let columns: Vec<usize> = (row..out.by.len()).filter(|&column| held.contains(&out.by[column])).collect();
        self.answers(out, row, &columns, &mut under, &stages)?;
        out.entries.retain(|e| e.row < row || self.says_more(&e.answer));
        Ok(())
    }

    /// Whether an entry of a matrix is more than a 0: it may be 0 only where its conditions hold.
    fn says_more(&self, answer: &Answer) -> bool {
        !self.arena.is_zero(answer.term) || answer.empty() || !answer.conditions.is_empty()
    }

    fn finished(&mut self, mut out: Partials) -> Partials {
        let mut seen = FxHashSet::default();
        out.notes.append(&mut self.take_notes());
        out.notes.retain(|note| seen.insert(note.clone()));
        let mut seen = FxHashSet::default();
        out.common.retain(|condition| seen.insert(*condition));
        out
    }

    /// The derivatives of one formula by all of the variables. Given names come one by one: for each,
    /// what they stand for is another formula.
    fn row(&mut self, out: &mut Partials, row: usize, term: TermId, raw: bool) -> Result<(), Error> {
        let (names, variables): (Vec<usize>, Vec<usize>) =
            (0..out.by.len()).partition(|&column| self.given.is_name(out.by[column]));
        let groups = names.iter().map(|&name| vec![name]).chain([variables]);
        let first = out.entries.len();
        for columns in groups.filter(|columns| !columns.is_empty()) {
            let by: Vec<Symbol> = columns.iter().map(|&column| out.by[column]).collect();
            let keep = if self.given.is_name(by[0]) { &by[..] } else { &[] };
            let (of, Plain { domain, .. }) = self.given.plain(&mut self.arena, term, keep)?;
            if self.is_large(of, by.len()) {
                let found = derive::gradient(&mut self.arena, of, &by).map_err(unsupported)?;
                let raws = columns
                    .iter()
                    .zip(&found.terms)
                    .map(|(&column, &term)| (row, column, Raw { term, domain: vec![], not_claimed: vec![] }));
                let conditions = domain.into_iter().chain(found.conditions().0).collect();
                self.left(out, conditions, raws);
                continue;
            }
            let mut ground = self.ground(keep, &[term, of])?;
            ground.wanted.clone_from(&self.wanted);
            self.answers(out, row, &columns, &mut Under { ground, of, domain, raw }, &[])?;
        }
        out.entries[first..].sort_by_key(|e| e.column);
        within_memory(&self.arena)
    }

    /// Whether going through the formula once for each variable is too much.
    fn is_large(&self, body: TermId, variables: usize) -> bool {
        let most = self.arena.limits.added / variables.max(1) as u64;
        self.arena.dag_size(body) as u64 > most
    }

    /// Derivatives of a large formula, as they are.
    fn left(&mut self, out: &mut Partials, common: Vec<TermId>, raws: impl IntoIterator<Item = (usize, usize, Raw)>) {
        self.notes.push("the formula is large: its derivatives are given raw, and were not replayed".into());
        out.common.extend(common);
        for (row, column, Raw { term, domain, .. }) in raws {
            out.common.extend(domain);
            let (conditions, assumed) = (vec![], self.assumptions.clone());
            let answer = Answer { term, conditions, assumed, stages: vec![], notes: vec![], left: true };
            out.entries.push(Partial { row, column, answer: Arc::new(answer) });
        }
    }

    /// The derivatives by the variables in some columns, after what led to the formula.
    fn answers(
        &mut self,
        out: &mut Partials,
        row: usize,
        columns: &[usize],
        under: &mut Under,
        before: &[Stage],
    ) -> Result<(), Error> {
        let by: Vec<Symbol> = columns.iter().map(|&column| out.by[column]).collect();
        let found = match under.raw {
            true => Some(derive::gradient(&mut self.arena, under.of, &by).map_err(unsupported)?),
            false => None,
        };
        for (i, &column) in columns.iter().enumerate() {
            let stage = self.derivative(under, by[i], found.as_ref().map(|f| f.raw(i)))?;
            let stages: Vec<Stage> = before.iter().cloned().chain([stage]).collect();
            let answer = self.answer(&under.ground, stages);
            out.notes.extend(answer.notes.iter().cloned());
            out.entries.push(Partial { row, column, answer: Arc::new(answer) });
        }
        Ok(())
    }

    /// One derivative: the given raw one with its conditions, or, as `diff` has it, simplified.
    fn derivative(&mut self, under: &mut Under, x: Symbol, raw: Option<Raw>) -> Result<Stage, Error> {
        let (of, mut domain) = (under.of, under.domain.clone());
        if let Some(raw) = raw {
            within_memory(&self.arena)?;
            domain.extend(&raw.domain);
            let differentiated = Some(Differentiated { of, by: x, lines: vec![] });
            return Ok(as_it_is(&mut self.arena, &under.ground, raw.term, &domain, differentiated));
        }
        let raw = derive::differentiate(&mut self.arena, of, x).map_err(unsupported)?;
        within_memory(&self.arena)?;
        domain.extend(&raw.domain);
        let lines = self.lines(of, x);
        self.stage(&mut under.ground, raw.term, domain, Some(Differentiated { of, by: x, lines }), false)
    }
}

impl Partials {
    fn new(by: &[Symbol]) -> Self {
        Partials { by: by.to_vec(), entries: vec![], common: vec![], notes: vec![] }
    }
}
