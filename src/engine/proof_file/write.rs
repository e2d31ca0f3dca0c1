//! Writing a proof file: every term once, then every object with the terms' texts.

use super::format::{
    Carried, Differentiated, FORMAT, File, Kind, LineRecord, Op, StageRecord, Statement, StepRecord, VERSION, Verdict,
    Word,
};
use super::replay::replay;
use super::statement::{Derivative, Derivatives, Unfolding};
use super::used::used;
use crate::decide::{Finding, Judgement, shown};
use crate::derive;
use crate::domain::natural;
use crate::engine::answer::{Answer, Stage};
use crate::engine::fault::{Error, Fault, unsupported};
use crate::engine::problem::Problem;
use crate::engine::report::ring_word;
use crate::proof;
use crate::render::{Notation, Style, render, render_shared};
use crate::rules::{Derivation, Reason, Step};
use crate::term::{Arena, Limits, Node, Property, Symbol, TermId};
use rustc_hash::FxHashMap;

/// What an answer is to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
    /// The formula in its simplest form.
    Simplify(TermId),
    /// The derivative by the variable, of the order.
    Diff(TermId, Symbol, u32),
}

/// Derivatives on their first way: made, and written down.
#[derive(Default)]
struct Made {
    all: Vec<(TermId, Symbol, Derivative)>,
}

impl Derivatives for Made {
    fn derivative(&mut self, arena: &mut Arena, of: TermId, by: Symbol) -> Result<Derivative, Error> {
        if let Some(known) = self.all.iter().find(|d| d.0 == of && d.1 == by) {
            return Ok(known.2.clone());
        }
        let raw = derive::differentiate(arena, of, by).map_err(unsupported)?;
        self.all.push((of, by, (raw.term, raw.domain.clone())));
        Ok((raw.term, raw.domain))
    }
}

impl Problem {
    /// The proof file of an answer.
    ///
    /// # Errors
    /// Where the checker has not replayed the answer or rejects the file, or the statement has no
    /// place in a file.
    pub fn proof_of_answer(&mut self, asked: Asked, answer: &Answer) -> Result<String, Error> {
        if !answer.checked() {
            return Err(none("the checker has not replayed this answer"));
        }
        let (op, input, by) = match asked {
            Asked::Simplify(term) => match self.arena.node(term) {
                Node::Diff(body, x, order) if order > 0 => (Op::Diff, body, Some((x, order))),
                _ => (Op::Simplify, term, None),
            },
            Asked::Diff(term, x, order) => (Op::Diff, term, Some((x, order))),
        };
        let keep: Vec<Symbol> = by.iter().map(|b| b.0).filter(|x| self.given.is_name(*x)).collect();
        let (first, made) = self.unfolded(&[input], &keep)?;
        let mut statement = self.statement(op);
        statement.input = Some(self.whole(input));
        statement.wrt = by.map(|b| self.arena.name(b.0).to_string());
        statement.order = by.map(|b| b.1);
        let begins = answer.stages.first().map(|s| s.differentiated.as_ref().map_or(s.derivation.start, |d| d.of));
        if begins != first.first().copied() {
            return Err(none("the statement's derivatives cannot be written one by one"));
        }
        let empty = answer.empty();
        let file = Writer::new(&self.arena, answer.stages.iter(), &made, &[answer.term], &answer.conditions);
        let mut file = file.file(statement, &answer.stages, &made, &answer.conditions);
        file.answer = file.stages.last().filter(|_| !empty).map(|s| s.end.clone());
        text(&file, &self.arena.limits)
    }

    /// The proof file of a verdict: proved, refuted or vacuous.
    ///
    /// # Errors
    /// Where it is undecided, the checker has not replayed what it rests on, or it rejects the file.
    pub fn proof_of_verdict(&mut self, lhs: TermId, rhs: TermId, found: &Judgement) -> Result<String, Error> {
        if !found.checked {
            return Err(none("the checker has not replayed this verdict"));
        }
        let verdict = match &found.finding {
            Finding::Proved(point) => (Word::Proved, Some(point), None),
            Finding::Refuted(point, a, b) => (Word::Refuted, Some(point), Some((a, b))),
            Finding::Vacuous => (Word::Vacuous, None, None),
            Finding::Undecided(..) => return Err(none("the verdict is undecided")),
        };
        let (sides, made) = self.unfolded(&[lhs, rhs], &[])?;
        let mut statement = self.statement(Op::Equal);
        (statement.lhs, statement.rhs) = (Some(self.whole(lhs)), Some(self.whole(rhs)));
        let domain: Vec<TermId> = self.unfolded_domain(&[lhs, rhs])?;
        let derivation =
            found.derivation.clone().unwrap_or(Derivation { start: sides[0], steps: vec![], end: sides[0] });
        let refuted = matches!(found.finding, Finding::Refuted(..));
        let of_d: Vec<TermId> = sides.iter().chain(&domain).copied().collect();
        let conditions = match found.finding {
            Finding::Proved(_) => self.sufficient(&of_d, &found.conditions)?,
            _ => found.conditions.clone(),
        };
        let stage = Stage {
            differentiated: None,
            domain,
            derivation,
            conditions: conditions.clone(),
            checked: true,
            stopped: false,
            empty: matches!(found.finding, Finding::Vacuous),
        };
        let stages: &[Stage] = if refuted { &[] } else { std::slice::from_ref(&stage) };
        let writer = Writer::new(&self.arena, stages.iter(), &made, &[], &conditions);
        let mut file = writer.file(statement, stages, &made, &conditions);
        let (word, point, values) = verdict;
        file.verdict = Some(Verdict {
            verdict: word,
            point: point.map(|p| p.iter().map(|(_, name, value)| (name.to_string(), value.to_string())).collect()),
            lhs: values.map(|v| shown(v.0)),
            rhs: values.map(|v| shown(v.1)),
        });
        text(&file, &self.arena.limits)
    }

    /// The printed conditions; or all there are, where the checker doesn't see that those say it all.
    fn sufficient(&mut self, of_d: &[TermId], printed: &[TermId]) -> Result<Vec<TermId>, Error> {
        let assumptions = self.assumed(&[])?;
        let problem = proof::Problem { assumptions: &assumptions, names: &[] };
        if proof::check_domain(&mut self.arena, &problem, (of_d, None), printed).is_ok() {
            return Ok(printed.to_vec());
        }
        let mut all = Vec::new();
        for term in of_d {
            let own = if self.is_condition(*term) { vec![*term] } else { natural(&mut self.arena, *term) };
            all.extend(own);
        }
        all.dedup();
        Ok(all)
    }

    fn is_condition(&self, term: TermId) -> bool {
        matches!(self.arena.node(term), Node::Relation(..) | Node::Property(..))
    }

    /// What the terms stand for, and every derivative carried out on the way.
    fn unfolded(&mut self, terms: &[TermId], keep: &[Symbol]) -> Result<(Vec<TermId>, Made), Error> {
        let mut made = Made::default();
        let mut unfolding = Unfolding::new(&mut self.arena, &self.given, &mut made);
        let mut all = Vec::new();
        for term in terms {
            all.push(unfolding.unfold(*term, keep)?);
        }
        for (_, definition) in self.given.names.iter().filter(|n| !keep.contains(&n.0)) {
            unfolding.unfold(*definition, keep)?;
        }
        for condition in &self.assumptions {
            unfolding.unfold(*condition, keep)?;
        }
        Ok((all, made))
    }

    fn unfolded_domain(&mut self, terms: &[TermId]) -> Result<Vec<TermId>, Error> {
        let mut made = Made::default();
        let mut unfolding = Unfolding::new(&mut self.arena, &self.given, &mut made);
        for term in terms {
            unfolding.unfold(*term, &[])?;
        }
        Ok(unfolding.domain)
    }

    fn whole(&self, term: TermId) -> String {
        render(&self.arena, term, Notation::Ascii)
    }

    /// The statement without its formulas.
    fn statement(&self, op: Op) -> Statement {
        let declared = |c: &TermId| match self.arena.node(*c) {
            Node::Property(Property::Integer, t) if matches!(self.arena.node(t), Node::Symbol(_)) => Some(t),
            _ => None,
        };
        let names = self.given.names.iter().map(|(s, t)| format!("{} = {}", self.arena.name(*s), self.whole(*t)));
        let functions = self.given.functions(&self.arena).into_iter().map(|(name, parameters, body)| {
            let parameters: Vec<&str> = parameters.iter().map(|p| self.arena.name(*p)).collect();
            format!("{name}({}) = {}", parameters.join(", "), self.whole(body))
        });
        let defined = |name: &str| self.given.functions(&self.arena).iter().any(|f| f.0 == name);
        Statement {
            op,
            input: None,
            lhs: None,
            rhs: None,
            wrt: None,
            order: None,
            assume: self.assumptions.iter().filter(|c| declared(c).is_none()).map(|c| self.whole(*c)).collect(),
            integer: self.assumptions.iter().filter_map(declared).map(|t| self.whole(t)).collect(),
            given: names.chain(functions).collect(),
            functions: self.options.functions.iter().filter(|name| !defined(name)).cloned().collect(),
            wanted: self.wanted.iter().map(|s| self.arena.name(*s).to_string()).collect(),
        }
    }
}

fn none(why: &str) -> Error {
    Error::new(Fault::Proof, format!("no proof is written: {why}"))
}

/// The file as text. It is replayed before it is given away: read into an arena of its own, where
/// terms have other numbers and facts another order, the checker may see less than it saw here.
fn text(file: &File, limits: &Limits) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(file).map_err(|e| none(&e.to_string()))?;
    match replay(text.as_bytes(), limits)? {
        Ok(_) => Ok(text),
        Err(refusal) => Err(none(&format!("read back, it is rejected: {}", refusal.reason))),
    }
}

/// The terms of a file with their texts.
struct Writer<'a> {
    arena: &'a Arena,
    texts: FxHashMap<TermId, String>,
    lets: Vec<(String, String)>,
}

impl<'a> Writer<'a> {
    fn new<'s>(
        arena: &'a Arena,
        stages: impl Iterator<Item = &'s Stage>,
        made: &Made,
        more: &[TermId],
        conditions: &[TermId],
    ) -> Self {
        let mut all: Vec<TermId> = more.iter().chain(conditions).copied().collect();
        for (of, _, (result, domain)) in &made.all {
            all.extend([*of, *result].iter().chain(domain));
        }
        for stage in stages {
            all.extend([stage.derivation.start, stage.derivation.end]);
            all.extend(stage.domain.iter().chain(&stage.conditions));
            for line in stage.differentiated.iter().flat_map(|d| &d.lines) {
                all.extend([line.of, line.result]);
            }
            all.extend(stage.differentiated.iter().map(|d| d.of));
            for step in &stage.derivation.steps {
                all.extend([step.before, step.after].iter().chain(&step.conditions));
            }
        }
        let mut seen = rustc_hash::FxHashSet::default();
        all.retain(|t| seen.insert(*t));
        let shared = render_shared(arena, &all, &Style { notation: Notation::Ascii, ..Style::default() });
        let texts = all.into_iter().zip(shared.results).collect();
        Writer { arena, texts, lets: shared.lets }
    }

    fn text(&self, term: TermId) -> String {
        self.texts.get(&term).cloned().unwrap_or_default()
    }

    fn all(&self, terms: &[TermId]) -> Vec<String> {
        terms.iter().map(|t| self.text(*t)).collect()
    }

    fn file(self, statement: Statement, stages: &[Stage], made: &Made, conditions: &[TermId]) -> File {
        let reasons: Vec<Reason> = stages.iter().flat_map(|s| &s.derivation.steps).map(|s| s.reason).collect();
        let carried = made.all.iter().map(|(of, by, (result, domain))| Carried {
            of: self.text(*of),
            by: self.arena.name(*by).to_string(),
            result: self.text(*result),
            domain: self.all(domain),
        });
        let (rules, definitions) = used(&reasons);
        File {
            format: FORMAT.into(),
            version: VERSION,
            statement,
            answer: None,
            verdict: None,
            conditions: self.all(conditions),
            derivatives: carried.collect(),
            stages: stages.iter().map(|s| self.stage(s)).collect(),
            rules,
            definitions,
            lets: self.lets,
        }
    }

    fn stage(&self, stage: &Stage) -> StageRecord {
        let line = |l: &crate::rules::DerivativeLine| LineRecord {
            rule: l.rule.clone(),
            of: self.text(l.of),
            result: self.text(l.result),
        };
        let differentiated = stage.differentiated.as_ref().map(|d| Differentiated {
            of: self.text(d.of),
            by: self.arena.name(d.by).to_string(),
            lines: d.lines.iter().map(line).collect(),
        });
        StageRecord {
            differentiated,
            start: self.text(stage.derivation.start),
            domain: self.all(&stage.domain),
            steps: stage.derivation.steps.iter().map(|s| self.step(s)).collect(),
            end: self.text(stage.derivation.end),
            conditions: self.all(&stage.conditions),
            empty: stage.empty,
        }
    }

    fn step(&self, step: &Step) -> StepRecord {
        let (kind, rule) = match step.reason {
            Reason::Ring(ring) => (Kind::Ring, ring_word(ring)),
            Reason::Rule(name) => (Kind::Rule, name),
            Reason::RuleReversed(name) => (Kind::Reversed, name),
            Reason::Definition(f) => (Kind::Definition, f.name()),
            Reason::Name(symbol) => (Kind::Name, self.arena.name(symbol)),
            Reason::Squares => (Kind::Squares, "equal squares"),
            Reason::Angles => (Kind::Angles, "equal angles"),
            Reason::Exponentials => (Kind::Exponentials, "equal exponentials"),
            Reason::Constant(symbol) => (Kind::Constant, self.arena.name(symbol)),
            Reason::Cases => (Kind::Cases, "cases"),
        };
        StepRecord {
            kind,
            rule: rule.to_string(),
            place: step.place.clone(),
            before: self.text(step.before),
            after: self.text(step.after),
            conditions: self.all(&step.conditions),
        }
    }
}
