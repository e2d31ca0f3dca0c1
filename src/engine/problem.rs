//! A problem: an arena, the assumptions, the given names, and the formulas asked about.

use super::answer::{Answer, Differentiated, Stage};
use super::fault::{Error, Fault, unsupported, within_memory};
use super::given::{Given, Plain};
use super::limits;
use super::reading::function_name;
use super::stage::{Ground, settle, settle_between};
use crate::decide::{self, Finding, Judgement, Missing};
use crate::derive;
use crate::domain::{Facts, jumps, natural, remaining};
use crate::parse;
use crate::rules::DerivativeLine;
use crate::term::{Arena, Func, Limits, Node, Rational, Relation, Symbol, TermId};
use rustc_hash::FxHashMap;

/// What a problem is asked under, as texts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// Conditions, each a text such as `0 < a < 1` or `n integer`.
    pub assume: Vec<String>,
    /// Definitions such as `a = sigma(z)` or `f(a) = a^2`.
    pub given: Vec<String>,
    /// The variables the answer should use; empty for any.
    pub wanted: Vec<String>,
    /// Names of unknown functions, besides `f`, `g`, `h` and primed ones.
    pub functions: Vec<String>,
    /// The texts that will be asked about: how some things are read depends on the whole problem.
    pub texts: Vec<String>,
    /// What the problem may take.
    pub limits: Limits,
    /// Whether steps are asked for: those of a differentiation are kept, and field steps unfolded into
    /// what a person writes.
    pub unfold: bool,
}

/// The highest order before which every derivative is as short as can be.
const FEW: u32 = 5;

/// Of higher ones, so many orders are; those in between are in the normal form.
const SIMPLIFIED: u32 = 2;

/// A problem that is being solved.
#[derive(Debug)]
pub struct Problem {
    /// All terms of the problem.
    pub arena: Arena,
    pub(super) options: parse::Options,
    pub(super) assumptions: Vec<TermId>,
    pub(super) given: Given,
    pub(super) wanted: Vec<Symbol>,
    unfold: bool,
    /// Whether some `e^…` was read as the exponential.
    pub(super) exponential: bool,
    pub(super) notes: Vec<String>,
}

impl Problem {
    /// Reads what the problem is asked under.
    ///
    /// # Errors
    /// Where a text cannot be read, or the definitions contradict each other.
    pub fn new(settings: &Settings) -> Result<Problem, Error> {
        let mut arena = Arena::new();
        arena.limits = settings.limits;
        let functions = settings.functions.clone();
        let mut options = parse::Options { functions, ..parse::Options::within(&settings.limits) };
        options.functions.extend(settings.given.iter().filter_map(|t| function_name(t)));
        let mut texts = [&settings.assume, &settings.given, &settings.wanted, &settings.texts].into_iter().flatten();
        options.lone_e = texts.any(|text| parse::e_stands_alone(text, &options));
        let given = Given::read(&mut arena, &settings.given, &options)?;
        let mut assumptions = Vec::new();
        for text in &settings.assume {
            let read = parse::parse_condition(&mut arena, text, &options);
            assumptions.extend(read.map_err(|e| Error::text(e, text, "assumption"))?);
        }
        let (unfold, wanted, notes) = (settings.unfold, vec![], vec![]);
        let mut problem = Problem { arena, options, assumptions, given, wanted, unfold, exponential: false, notes };
        for name in &settings.wanted {
            let symbol = problem.variable(name)?;
            problem.wanted.push(symbol);
        }
        Ok(problem)
    }

    /// Simplifies a formula as it stands.
    ///
    /// # Errors
    /// Where a derivative in it has no rule, or a limit is passed.
    pub fn simplify(&mut self, term: TermId) -> Result<Answer, Error> {
        if let Node::Diff(body, x, order) = self.arena.node(term)
            && order > 0
        {
            return self.diff(body, x, order);
        }
        let (start, found) = self.given.plain(&mut self.arena, term, &[])?;
        let mut ground = self.ground(&[], &[term, start])?;
        ground.wanted.clone_from(&self.wanted);
        let stage = self.stage(&mut ground, start, found.domain, None, false)?;
        Ok(self.answer(&ground, vec![stage]))
    }

    /// The derivative of the given order, simplified after each differentiation; above order five, those
    /// in between are only brought into the normal form. By a given name it
    /// is partial: the name is then a variable like any other.
    ///
    /// # Errors
    /// Where a function has no rule, or a limit is passed.
    pub fn diff(&mut self, term: TermId, x: Symbol, order: u32) -> Result<Answer, Error> {
        let highest = self.arena.limits.order;
        if order == 0 || u64::from(order) > highest {
            let message = format!("the order {order} is not between 1 and {highest}");
            return Err(Error::new(Fault::Limit, message));
        }
        let keep: &[Symbol] = if self.given.is_name(x) { &[x] } else { &[] };
        let (body, Plain { mut domain, .. }) = self.given.plain(&mut self.arena, term, keep)?;
        let mut ground = self.ground(keep, &[term, body])?;
        let (mut stages, mut current) = (Vec::new(), body);
        for i in 1..=order {
            self.not_too_large_again(current, i)?;
            let raw = derive::differentiate(&mut self.arena, current, x).map_err(unsupported)?;
            within_memory(&self.arena)?;
            let lines = self.lines(current, x);
            let differentiated = Differentiated { of: current, by: x, lines };
            domain.extend(raw.domain);
            if i == order {
                ground.wanted.clone_from(&self.wanted);
                ground.closed = vec![];
            } else {
                ground.closed = vec![x];
            }
            let between = order > FEW && i > SIMPLIFIED && i < order;
            let stage = self.stage(&mut ground, raw.term, domain, Some(differentiated), between)?;
            current = stage.derivation.end;
            domain = stage.conditions.clone();
            let empty = stage.empty;
            stages.push(stage);
            if empty {
                break;
            }
        }
        Ok(self.answer(&ground, stages))
    }

    /// The rule at each step of a differentiation, if steps are asked for.
    pub(super) fn lines(&mut self, of: TermId, x: Symbol) -> Vec<DerivativeLine> {
        if self.unfold { derive::lines(&mut self.arena, of, x, limits::LINES) } else { Vec::new() }
    }

    /// An error where a derivative has grown beyond what is differentiated once more.
    fn not_too_large_again(&self, term: TermId, order: u32) -> Result<(), Error> {
        let (parts, most) = (self.arena.dag_size(term) as u64, self.arena.limits.again);
        if order == 1 || parts <= most {
            return Ok(());
        }
        let message = format!("the derivative of order {} has {parts} parts, and {most} is the limit", order - 1);
        Err(Error::new(Fault::Limit, message).with_hint("ask for a lower order, or raise it with --limit again=N"))
    }

    /// The same answer, stopped at the raw derivative of the highest order.
    pub fn raw(&mut self, mut answer: Answer) -> Answer {
        if let Some(last) = answer.stages.last_mut() {
            last.derivation.steps.clear();
            let (raw, end) = (last.derivation.start, last.derivation.end);
            let mut all = natural(&mut self.arena, end);
            all.extend(&last.conditions);
            let said = natural(&mut self.arena, raw);
            last.conditions = remaining(&mut self.arena, &all, &said, &self.assumptions);
            last.derivation.end = raw;
            answer.term = raw;
            answer.conditions.clone_from(&last.conditions);
        }
        answer
    }

    /// The verdict on a claim.
    ///
    /// # Errors
    /// Where a derivative in it has no rule, or a limit is passed.
    pub fn equal(&mut self, lhs: TermId, rhs: TermId) -> Result<Judgement, Error> {
        self.equal_at(lhs, rhs, &[])
    }

    /// The verdict on a claim at a point: derivatives are taken first, then numbers put in.
    ///
    /// # Errors
    /// As [`Problem::equal`].
    pub fn equal_at(&mut self, lhs: TermId, rhs: TermId, at: &[(Symbol, Rational)]) -> Result<Judgement, Error> {
        let found = self.claimed(lhs, rhs, at, decide::judge)?;
        if matches!(found.finding, Finding::Refuted(..))
            && let Some([lhs, rhs]) = self.with_e_as_number([lhs, rhs])
        {
            let other = self.claimed(lhs, rhs, at, decide::judge)?;
            if !matches!(other.finding, Finding::Refuted(..)) {
                self.notes.push("`e` is read as the number exp(1): as a variable the claim would be refuted".into());
                return Ok(other);
            }
        }
        Ok(found)
    }

    /// The terms with the number in the place of `e`, where a text has both `e` and `e^x`.
    fn with_e_as_number(&mut self, sides: [TermId; 2]) -> Option<[TermId; 2]> {
        let e = self.arena.intern("e");
        let stands = |arena: &Arena, side: &TermId| arena.variables(*side).contains(&e);
        if !self.exponential || self.given.is_name(e) || !sides.iter().any(|s| stands(&self.arena, s)) {
            return None;
        }
        let one = self.arena.integer(1);
        let number = self.arena.call(Func::Exp, one);
        let values = FxHashMap::from_iter([(e, number)]);
        Some(sides.map(|side| self.arena.substitute(side, &values)))
    }

    /// What keeps a claim from being proved.
    ///
    /// # Errors
    /// As [`Problem::equal`].
    pub fn why(&mut self, lhs: TermId, rhs: TermId) -> Result<Option<Missing>, Error> {
        self.claimed(lhs, rhs, &[], decide::why)
    }

    fn claimed<T>(
        &mut self,
        lhs: TermId,
        rhs: TermId,
        at: &[(Symbol, Rational)],
        ask: impl FnOnce(&mut Arena, &decide::Claimed<'_>) -> T,
    ) -> Result<T, Error> {
        let mut side = |term| {
            let (term, found) = self.given.plain(&mut self.arena, term, &[])?;
            let mut put = |all: Vec<TermId>| all.into_iter().map(|c| self.put_in(c, at)).collect::<Vec<_>>();
            let (domain, not_claimed) = (put(found.domain), put(found.not_claimed));
            Ok(decide::Side { term: self.put_in(term, at), domain, not_claimed })
        };
        let (lhs, rhs) = (side(lhs)?, side(rhs)?);
        let mut assumptions = self.assumed(&[])?;
        for condition in &mut assumptions {
            *condition = self.put_in(*condition, at);
        }
        let claim = decide::Claimed { lhs, rhs, assumptions: &assumptions, unfold: self.unfold };
        Ok(ask(&mut self.arena, &claim))
    }

    /// Remarks on how texts were read, each once.
    pub fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    /// What the user assumed, as it was written.
    pub fn assumptions(&self) -> &[TermId] {
        &self.assumptions
    }

    /// The term with names, functions and derivatives carried out.
    ///
    /// # Errors
    /// As [`Problem::simplify`].
    pub fn plain(&mut self, term: TermId) -> Result<TermId, Error> {
        Ok(self.given.plain(&mut self.arena, term, &[])?.0)
    }

    pub(super) fn assumed(&mut self, keep: &[Symbol]) -> Result<Vec<TermId>, Error> {
        let mut all = Vec::with_capacity(self.assumptions.len());
        for condition in self.assumptions.clone() {
            all.push(self.given.plain(&mut self.arena, condition, keep)?.0);
        }
        Ok(all)
    }

    pub(super) fn ground(&mut self, keep: &[Symbol], inputs: &[TermId]) -> Result<Ground, Error> {
        let assumptions = self.assumed(keep)?;
        if !assumptions.is_empty() && Facts::new(&mut self.arena, &assumptions).contradictory() {
            self.notes.push("the assumptions contradict each other".into());
        }
        let names = self.given.in_variables(&mut self.arena, keep)?;
        let inputs = inputs.to_vec();
        Ok(Ground { assumptions, names, inputs, wanted: vec![], closed: vec![], unfold: self.unfold })
    }

    /// Simplifies one term, which is `between` two differentiations of high order or an answer. Between
    /// orders only assumptions that hold on an open set are used.
    pub(super) fn stage(
        &mut self,
        ground: &mut Ground,
        start: TermId,
        domain: Vec<TermId>,
        differentiated: Option<Differentiated>,
        between: bool,
    ) -> Result<Stage, Error> {
        let all = ground.assumptions.clone();
        let arena = &self.arena;
        ground.assumptions.retain(|c| ground.closed.iter().all(|x| is_open(arena, *c, *x)));
        let quick = differentiated.as_ref().filter(|_| between);
        let quick = quick.and_then(|d| settle_between(&mut self.arena, ground, start, &domain, d));
        let stage = match quick {
            Some(stage) => Stage { differentiated, ..stage },
            None => settle(&mut self.arena, ground, start, &domain, differentiated),
        };
        ground.assumptions = all;
        within_memory(&self.arena)?;
        Ok(stage)
    }

    pub(super) fn answer(&mut self, ground: &Ground, stages: Vec<Stage>) -> Answer {
        let last = stages.last().map(|s| (s.derivation.end, s.conditions.clone()));
        let (term, conditions) = last.unwrap_or((ground.inputs[0], Vec::new()));
        let missed: Vec<&str> = match self.wanted[..] {
            [] => vec![],
            _ => self
                .arena
                .variables(term)
                .into_iter()
                .filter(|v| !self.wanted.contains(v))
                .map(|v| self.arena.name(v))
                .collect(),
        };
        if !missed.is_empty() {
            let note = format!("the answer could not be expressed without {}", missed.join(", "));
            self.notes.push(note);
        }
        if stages.iter().any(|s| s.stopped) {
            self.notes.push("a limit ended the search: there may be a shorter form".into());
        }
        if stages.iter().any(|s| !s.checked) {
            self.notes.push("the checker could not replay this answer".into());
        }
        Answer { term, conditions, assumed: self.assumptions.clone(), stages, notes: self.take_notes(), left: false }
    }
}

/// Whether a condition on `x` holds on an open set in `x`.
pub(super) fn is_open(arena: &Arena, condition: TermId, x: Symbol) -> bool {
    let strict = matches!(arena.node(condition), Node::Relation(Relation::Ne | Relation::Lt | Relation::Gt, _, _));
    !arena.variables(condition).contains(&x) || strict && !jumps(arena, condition)
}
