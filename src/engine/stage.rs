//! One simplification: asked for, replayed by the checker, and given only as far as it replays.

use super::answer::{Differentiated, Stage};
use super::constant;
use crate::domain::{self, Facts, Truth};
use crate::proof::{self, Claim};
use crate::rules::{Derivation, Reason, Ring, Step};
use crate::simplify::{self, Outcome, Request};
use crate::term::{Arena, Func, Node, Symbol, TermId};

/// How many shorter derivations are tried where the whole one is rejected.
const SHORTER: usize = 6;

/// So many other forms are looked for where the checker does not accept one.
const OTHERS: usize = 4;

/// For larger formulas none is: each takes as long as the first.
const LARGE: u128 = 400;

/// More conditions than this are given as they came.
const MOST_MENDED: usize = 12;

/// What a simplification stands on.
pub struct Ground {
    /// Assumptions, names replaced.
    pub assumptions: Vec<TermId>,
    /// Given names in variables alone.
    pub names: Vec<(Symbol, TermId)>,
    /// The user's own formulas.
    pub inputs: Vec<TermId>,
    /// The variables the answer should use.
    pub wanted: Vec<Symbol>,
    /// The variables of the next differentiations, if there are any.
    pub closed: Vec<Symbol>,
    /// Whether field steps are unfolded into what a person writes.
    pub unfold: bool,
}

/// Simplifies `start` on the domain, and replays what was found. Where the checker rejects it, another
/// form is looked for, and a shorter derivation given, in the end the start itself.
pub fn settle(
    arena: &mut Arena,
    ground: &Ground,
    start: TermId,
    domain: &[TermId],
    differentiated: Option<Differentiated>,
) -> Stage {
    let domain = with_names(arena, ground, domain);
    let (mut refused, mut best) = (Vec::new(), None::<Stage>);
    // One that was checked, then the shorter.
    let rank = |arena: &Arena, s: &Stage| (!s.checked, arena.tree_size(s.derivation.end));
    let others = if arena.tree_size(start) > LARGE { 0 } else { OTHERS };
    loop {
        let outcome = simplify::simplify(arena, &request(ground, start, &domain, &refused));
        let (stopped, empty, end) = (outcome.stopped, outcome.empty, outcome.term);
        let found = if empty {
            let mut found = nowhere(arena, ground, start, &domain, outcome);
            found.checked &= is_derivative(arena, ground, start, &domain, differentiated.as_ref());
            found
        } else {
            replayed(arena, ground, start, &domain, differentiated.as_ref(), outcome)
        };
        let accepted = found.derivation.end == end || refused.contains(&end);
        let done = empty || stopped || accepted || refused.len() == others;
        refused.push(end);
        let found = Stage { stopped, empty, ..found };
        let better = match best.take() {
            Some(before) if rank(arena, &before) <= rank(arena, &found) => before,
            _ => found,
        };
        if done {
            let shorter = if better.checked && !better.empty && !better.stopped {
                let better = by_way_of(arena, ground, &domain, better, &refused);
                by_derivatives(arena, ground, &domain, better)
            } else {
                better
            };
            return Stage { differentiated, domain, ..shorter };
        }
        best = Some(better);
    }
}

/// The stage with a shorter answer that the checker refused before and accepts in a step from this one:
/// `x^n*x^(1 - n)` is `x^(n + (1 - n))`, and that is `x`.
fn by_way_of(arena: &mut Arena, ground: &Ground, domain: &[TermId], stage: Stage, refused: &[TermId]) -> Stage {
    let end = stage.derivation.end;
    let shorter = refused.iter().filter(|form| arena.tree_size(**form) < arena.tree_size(end));
    for form in shorter.copied().collect::<Vec<_>>() {
        let attempt = followed(&stage.derivation, Step::rearranged(end, form));
        if let Some((derivation, conditions)) = accepted(arena, ground, domain, [attempt]) {
            return Stage { derivation, conditions, ..stage };
        }
    }
    stage
}

/// The stage with a shorter answer that has the same derivative, if the checker accepts one.
fn by_derivatives(arena: &mut Arena, ground: &Ground, domain: &[TermId], stage: Stage) -> Stage {
    if !ground.names.is_empty() {
        return stage;
    }
    for step in constant::shorter(arena, ground, stage.derivation.end, domain) {
        let by = |reason| Step { reason, conditions: vec![], ..step.clone() };
        let attempts =
            [step.clone(), by(Reason::Angles), by(Reason::Exponentials)].map(|step| followed(&stage.derivation, step));
        if let Some((derivation, conditions)) = accepted(arena, ground, domain, attempts) {
            return Stage { derivation, conditions, ..stage };
        }
    }
    stage
}

/// A derivation with a step more, from its end.
fn followed(derivation: &Derivation, step: Step) -> Derivation {
    let (start, end) = (derivation.start, step.after);
    Derivation { start, steps: derivation.steps.iter().cloned().chain([step]).collect(), end }
}

/// What a term comes to on a domain, by itself.
pub(super) fn outcome_of(arena: &mut Arena, ground: &Ground, term: TermId, domain: &[TermId]) -> Outcome {
    simplify::simplify(arena, &Request { unfold: false, ..request(ground, term, domain, &[]) })
}

fn request<'a>(ground: &'a Ground, term: TermId, domain: &'a [TermId], refused: &'a [TermId]) -> Request<'a> {
    let Ground { assumptions, inputs, wanted, unfold, .. } = ground;
    // Names are folded into the last answer only.
    let names: &[_] = if ground.closed.is_empty() { &ground.names } else { &[] };
    Request { term, domain, assumptions, inputs, names, wanted, refused, unfold: *unfold }
}

/// The start in its normal form as that is written, for one that is differentiated once more; none
/// where the checker does not accept it with the conditions of the domain.
pub fn settle_between(
    arena: &mut Arena,
    ground: &Ground,
    start: TermId,
    domain: &[TermId],
    differentiated: &Differentiated,
) -> Option<Stage> {
    let own = domain::natural(arena, start);
    let domain = with_names(arena, ground, domain);
    let domain = domain::unsaid(arena, &domain, &own);
    let outcome = simplify::written(arena, &request(ground, start, &domain, &[]))?;
    let derivation = Derivation { start, steps: outcome.steps, end: outcome.term };
    let said = domain::natural(arena, derivation.end);
    let conditions = domain::unsaid(arena, &domain, &said);
    let problem = proof::Problem { assumptions: &ground.assumptions, names: &ground.names };
    let claim = Claim::Simplify { start, end: derivation.end, domain: &domain, conditions: &conditions };
    let of = (differentiated.of, differentiated.by);
    proof::check_differentiated(arena, &problem, &claim, &derivation, of).ok()?;
    Some(Stage { domain, ..stage(derivation, conditions, true) })
}

/// The start itself with its conditions, not simplified.
pub fn as_it_is(
    arena: &mut Arena,
    ground: &Ground,
    start: TermId,
    domain: &[TermId],
    differentiated: Option<Differentiated>,
) -> Stage {
    let domain = with_names(arena, ground, domain);
    let outcome = Outcome { term: start, steps: vec![], stopped: false, empty: false };
    let found = replayed(arena, ground, start, &domain, differentiated.as_ref(), outcome);
    Stage { differentiated, domain, ..found }
}

/// The domain with what the definitions of names need that the user wants to see, and without what
/// holds everywhere as it is spelled.
fn with_names(arena: &mut Arena, ground: &Ground, domain: &[TermId]) -> Vec<TermId> {
    let mut all = domain.to_vec();
    let mentioned: Vec<Symbol> = ground.inputs.iter().flat_map(|t| arena.variables(*t)).collect();
    for (name, definition) in &ground.names {
        if ground.wanted.contains(name) || mentioned.contains(name) {
            all.extend(domain::natural(arena, *definition));
        }
    }
    let mut seen = rustc_hash::FxHashSet::default();
    all.retain(|c| seen.insert(*c) && !domain::is_spelled_out(arena, *c));
    all
}

fn nowhere(arena: &mut Arena, ground: &Ground, start: TermId, domain: &[TermId], outcome: Outcome) -> Stage {
    let problem = proof::Problem { assumptions: &ground.assumptions, names: &ground.names };
    let none = Derivation { start, steps: vec![], end: start };
    let whole = Derivation { start, steps: outcome.steps, end: outcome.term };
    let claim = Claim::Empty { start, domain };
    // The shortest that shows it: the formula alone, else what it was turned into.
    let mut shows = |d: &Derivation| proof::check(arena, &problem, &claim, d).is_ok();
    if shows(&none) {
        return stage(none, vec![], true);
    }
    let checked = shows(&whole);
    stage(if checked { whole } else { none }, vec![], checked)
}

fn stage(derivation: Derivation, conditions: Vec<TermId>, checked: bool) -> Stage {
    Stage { differentiated: None, domain: vec![], derivation, conditions, checked, stopped: false, empty: false }
}

/// Whether the checker finds the same derivative.
fn is_derivative(
    arena: &mut Arena,
    ground: &Ground,
    start: TermId,
    domain: &[TermId],
    differentiated: Option<&Differentiated>,
) -> bool {
    let problem = proof::Problem { assumptions: &ground.assumptions, names: &[] };
    differentiated.is_none_or(|d| proof::check_derivative(arena, &problem, d.of, d.by, start, domain).is_ok())
}

/// The longest derivation that the checker accepts.
fn replayed(
    arena: &mut Arena,
    ground: &Ground,
    start: TermId,
    domain: &[TermId],
    differentiated: Option<&Differentiated>,
    outcome: Outcome,
) -> Stage {
    let mut sound = None;
    let mut all = domain::natural(arena, start);
    all.extend_from_slice(domain);
    let problem = proof::Problem { assumptions: &ground.assumptions, names: &ground.names };
    for derivation in attempts(arena, start, outcome) {
        let mut accepts = |arena: &mut Arena, conditions: &[TermId]| {
            let claim = Claim::Simplify { start, end: derivation.end, domain, conditions };
            proof::check(arena, &problem, &claim, &derivation)
        };
        let said = domain::natural(arena, derivation.end);
        let simple = domain::remaining(arena, &all, &said, &ground.assumptions);
        if let (None, Some(d)) = (sound, differentiated) {
            // The usual case, both in one: the domain's facts are worked out once.
            let claim = Claim::Simplify { start, end: derivation.end, domain, conditions: &simple };
            if proof::check_differentiated(arena, &problem, &claim, &derivation, (d.of, d.by)).is_ok() {
                return stage(derivation, simple, true);
            }
        }
        let sound = *sound.get_or_insert_with(|| is_derivative(arena, ground, start, domain, differentiated));
        match accepts(arena, &simple) {
            Ok(_) => return stage(derivation, simple, sound),
            // Other conditions do not mend a step.
            Err(rejection) if rejection.step.is_some() => {}
            Err(_) => {
                if let Some(conditions) = as_they_came(arena, ground, &all, said, &mut accepts) {
                    return stage(derivation, conditions, sound);
                }
            }
        }
    }
    // Nothing replays: the start itself, which no step separates from the problem.
    let said = domain::natural(arena, start);
    let conditions = domain::remaining(arena, &all, &said, &ground.assumptions);
    stage(Derivation { start, steps: vec![], end: start }, conditions, false)
}

type Accepts<'a> = dyn FnMut(&mut Arena, &[TermId]) -> Result<proof::Checked, proof::Rejection> + 'a;

/// The conditions of another form of a stage's answer, if the checker accepts it: in one step from
/// the start, or from the answer.
pub fn reached(arena: &mut Arena, ground: &Ground, stage: &Stage, form: TermId) -> Option<Vec<TermId>> {
    let start = stage.derivation.start;
    let further = |derivation: &Derivation| match derivation.end == form {
        true => derivation.clone(),
        false => followed(derivation, Step::rearranged(derivation.end, form)),
    };
    let attempts = [further(&Derivation { start, steps: vec![], end: start }), further(&stage.derivation)];
    accepted(arena, ground, &stage.domain, attempts).map(|found| found.1)
}

/// The first of some derivations from one start to one end that the checker accepts, with its conditions.
fn accepted<const N: usize>(
    arena: &mut Arena,
    ground: &Ground,
    domain: &[TermId],
    attempts: [Derivation; N],
) -> Option<(Derivation, Vec<TermId>)> {
    let Derivation { start, end, .. } = *attempts.first()?;
    let mut all = domain::natural(arena, start);
    all.extend_from_slice(domain);
    let said = domain::natural(arena, end);
    let conditions = domain::remaining(arena, &all, &said, &ground.assumptions);
    let problem = proof::Problem { assumptions: &ground.assumptions, names: &ground.names };
    let claim = Claim::Simplify { start, end, domain, conditions: &conditions };
    let found = attempts.into_iter().find(|d| proof::check(arena, &problem, &claim, d).is_ok())?;
    Some((found, conditions))
}

/// For a checker that doesn't see why the simple conditions are the domain's own: the domain's
/// conditions that the answer doesn't say, or else all of them, each simple where that replays,
/// and none that the checker sees to be superfluous.
fn as_they_came(
    arena: &mut Arena,
    ground: &Ground,
    all: &[TermId],
    mut said: Vec<TermId>,
    accepts: &mut Accepts<'_>,
) -> Option<Vec<TermId>> {
    said.extend_from_slice(&ground.assumptions);
    let mut known = Facts::new(arena, &said);
    let mut left: Vec<TermId> = all.iter().copied().filter(|c| known.holds(arena, *c) != Truth::Yes).collect();
    let mut seen = rustc_hash::FxHashSet::default();
    left.retain(|c| seen.insert(*c));
    if accepts(arena, &left).is_err() {
        left = all.to_vec();
        let mut seen = rustc_hash::FxHashSet::default();
        left.retain(|c| seen.insert(*c));
        accepts(arena, &left).ok()?;
    }
    if left.len() > MOST_MENDED {
        return Some(left);
    }
    for condition in left.clone() {
        let mut without = left.clone();
        without.retain(|c| *c != condition);
        if accepts(arena, &without).is_ok() {
            left = without;
            continue;
        }
        let mut simpler = without;
        simpler.extend(domain::canonical(arena, condition));
        if simpler.len() >= left.len() && accepts(arena, &simpler).is_ok() {
            left = simpler;
        }
    }
    Some(domain::remaining(arena, &left, &[], &[])).filter(|c| accepts(arena, c).is_ok()).or(Some(left))
}

/// The whole derivation, then the same in one step, by field arithmetic, by the exponentials of
/// logarithms or by the squares of roots, then its beginnings, at last the start alone.
fn attempts(arena: &mut Arena, start: TermId, outcome: Outcome) -> Vec<Derivation> {
    let Outcome { term: end, steps, .. } = outcome;
    let mut all = Vec::new();
    let mut beginnings = Vec::new();
    let mut current = start;
    for (i, step) in steps.iter().enumerate() {
        beginnings.push(Derivation { start, steps: steps[..i].to_vec(), end: current });
        match arena.replace_at(current, &step.place, step.after) {
            Some(next) => current = next,
            None => break,
        }
    }
    all.push(Derivation { start, steps, end });
    let own: Vec<Symbol> = arena.variables(start);
    if end != start && arena.variables(end).iter().all(|v| own.contains(v)) {
        let holds = |f| arena.any(start, |node| matches!(node, Node::Call(g, _) if g == f));
        let exponentials = holds(Func::Log).then_some(Reason::Exponentials);
        let squares = holds(Func::Sqrt).then_some(Reason::Squares);
        for reason in [Reason::Ring(Ring::Rearrange)].into_iter().chain(exponentials).chain(squares) {
            let step = Step { reason, place: vec![], before: start, after: end, conditions: vec![] };
            all.push(Derivation { start, steps: vec![step], end });
        }
    }
    all.extend(beginnings.into_iter().skip(1).rev().take(SHORTER));
    if end != start {
        all.push(Derivation { start, steps: vec![], end: start });
    }
    all
}
