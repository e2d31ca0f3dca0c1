//! Reading a proof file: JSON to objects, texts to terms. Everything that is wrong with a file as
//! such is an error here, whatever it claims.

use super::format::{Differentiated, FORMAT, File, Kind, StageRecord, StepRecord, VERSION};
use crate::engine::fault::{Error, Fault, within_memory};
use crate::engine::problem::{Problem, Settings};
use crate::engine::report::ring_word;
use crate::parse;
use crate::rules::{Derivation, DerivativeLine, PAGE, Reason, Ring, Step};
use crate::term::{Arena, Func, Limits, Rational, Symbol, TermId};
use rustc_hash::FxHashMap;

/// A file's texts on their way to terms.
pub(super) struct Reader {
    pub(super) problem: Problem,
    lets: FxHashMap<Symbol, TermId>,
}

/// A stage's terms.
pub(super) struct StageTerms {
    pub(super) differentiated: Option<(TermId, Symbol, Vec<DerivativeLine>)>,
    pub(super) domain: Vec<TermId>,
    pub(super) derivation: Derivation,
    pub(super) conditions: Vec<TermId>,
}

pub(super) fn unreadable(message: impl Into<String>) -> Error {
    Error::new(Fault::Proof, message)
}

/// The objects of a file.
pub(super) fn parsed(bytes: &[u8], limits: &Limits) -> Result<File, Error> {
    if bytes.len() as u64 > limits.line {
        return Err(Error::new(Fault::Limit, format!("the proof file is longer than {} bytes", limits.line)));
    }
    let text = parse::decode(bytes).map_err(|e| Error::text(e, "", ""))?;
    let file: File = serde_json::from_str(text).map_err(|e| unreadable(format!("the proof file: {e}")))?;
    if file.format != FORMAT || file.version != VERSION {
        return Err(unreadable(format!("this is not version {VERSION} of the format `{FORMAT}`")));
    }
    Ok(file)
}

impl Reader {
    pub(super) fn new(file: &File, limits: &Limits) -> Result<Reader, Error> {
        let statement = &file.statement;
        let declared = statement.integer.iter().map(|name| format!("{name} integer"));
        let settings = Settings {
            assume: statement.assume.iter().cloned().chain(declared).collect(),
            given: statement.given.clone(),
            wanted: statement.wanted.clone(),
            functions: statement.functions.clone(),
            limits: *limits,
            ..Settings::default()
        };
        let mut reader = Reader { problem: Problem::new(&settings)?, lets: FxHashMap::default() };
        // The parts of a file are shared, but a term without any may be as long as the file.
        reader.problem.options.bytes = usize::try_from(limits.line).unwrap_or(usize::MAX);
        for (name, value) in &file.lets {
            let term = reader.term(value)?;
            let symbol = reader.problem.variable(name)?;
            if reader.lets.insert(symbol, term).is_some() || reader.problem.given.is_name(symbol) {
                return Err(unreadable(format!("the shared part `{name}` is named twice")));
            }
        }
        Ok(reader)
    }

    pub(super) fn arena(&mut self) -> &mut Arena {
        &mut self.problem.arena
    }

    /// A formula in the file's shared parts.
    pub(super) fn term(&mut self, text: &str) -> Result<TermId, Error> {
        let term = self.problem.read(text)?;
        Ok(self.whole(term))
    }

    fn whole(&mut self, term: TermId) -> TermId {
        if self.lets.is_empty() { term } else { self.problem.arena.substitute(term, &self.lets) }
    }

    /// A formula of the statement, in which no shared part stands.
    pub(super) fn stated(&mut self, text: Option<&String>, what: &str) -> Result<TermId, Error> {
        let text = text.ok_or_else(|| unreadable(format!("the statement has no {what}")))?;
        self.problem.read(text)
    }

    pub(super) fn conditions(&mut self, texts: &[String]) -> Result<Vec<TermId>, Error> {
        let mut all = Vec::with_capacity(texts.len());
        for text in texts {
            let read = parse::parse_condition(&mut self.problem.arena, text, &self.problem.options);
            let read = read.map_err(|e| Error::text(e, text, "condition"))?;
            within_memory(&self.problem.arena)?;
            let [only] = read[..] else {
                return Err(unreadable(format!("`{text}` is more than one condition")));
            };
            all.push(self.whole(only));
        }
        Ok(all)
    }

    /// An exact number.
    pub(super) fn number(&mut self, text: &str) -> Result<Rational, Error> {
        let term = self.problem.read(text)?;
        let number = self.problem.arena.as_rational(term);
        number.ok_or_else(|| unreadable("a coordinate of the point is not a number"))
    }

    pub(super) fn variable(&mut self, name: &str) -> Result<Symbol, Error> {
        self.problem.variable(name)
    }

    pub(super) fn stage(&mut self, stage: &StageRecord) -> Result<StageTerms, Error> {
        let differentiated = match &stage.differentiated {
            Some(d) => Some(self.differentiated(d)?),
            None => None,
        };
        let (start, end) = (self.term(&stage.start)?, self.term(&stage.end)?);
        let mut steps = Vec::with_capacity(stage.steps.len());
        for step in &stage.steps {
            steps.push(self.step(step)?);
        }
        Ok(StageTerms {
            differentiated,
            domain: self.conditions(&stage.domain)?,
            derivation: Derivation { start, steps, end },
            conditions: self.conditions(&stage.conditions)?,
        })
    }

    fn differentiated(&mut self, d: &Differentiated) -> Result<(TermId, Symbol, Vec<DerivativeLine>), Error> {
        let (of, by) = (self.term(&d.of)?, self.variable(&d.by)?);
        let mut lines = Vec::with_capacity(d.lines.len());
        for line in &d.lines {
            let (of, result) = (self.term(&line.of)?, self.term(&line.result)?);
            lines.push(DerivativeLine { rule: line.rule.clone(), of, result });
        }
        Ok((of, by, lines))
    }

    fn step(&mut self, step: &StepRecord) -> Result<Step, Error> {
        Ok(Step {
            reason: self.reason(step)?,
            place: step.place.clone(),
            before: self.term(&step.before)?,
            after: self.term(&step.after)?,
            conditions: self.conditions(&step.conditions)?,
        })
    }

    fn reason(&mut self, step: &StepRecord) -> Result<Reason, Error> {
        let name = step.rule.as_str();
        let rule = || PAGE.iter().find(|r| r.name == name).map(|r| r.name);
        let found = match step.kind {
            Kind::Ring => Ring::ALL.iter().find(|r| ring_word(**r) == name).map(|r| Reason::Ring(*r)),
            Kind::Rule => rule().map(Reason::Rule),
            Kind::Reversed => rule().map(Reason::RuleReversed),
            Kind::Definition => Func::named(name).map(Reason::Definition),
            Kind::Name => {
                let symbol = self.problem.variable(name)?;
                self.problem.given.is_name(symbol).then_some(Reason::Name(symbol))
            }
            Kind::Squares => Some(Reason::Squares).filter(|_| name == "equal squares"),
            Kind::Angles => Some(Reason::Angles).filter(|_| name == "equal angles"),
            Kind::Exponentials => Some(Reason::Exponentials).filter(|_| name == "equal exponentials"),
            Kind::Constant => Some(Reason::Constant(self.problem.variable(name)?)),
            Kind::Cases => Some(Reason::Cases).filter(|_| name == "cases"),
        };
        found.ok_or_else(|| unreadable(format!("there is no {} `{name}`", noun(step.kind))))
    }
}

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Ring | Kind::Squares | Kind::Angles | Kind::Exponentials | Kind::Cases => "word",
        Kind::Rule | Kind::Reversed => "rule",
        Kind::Definition => "function",
        Kind::Name => "given name",
        Kind::Constant => "variable",
    }
}
