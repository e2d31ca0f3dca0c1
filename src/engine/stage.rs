//! One simplification: asked for, replayed by the checker, and given only as far as it replays.

use super::answer::{Differentiated, Stage};
use crate::domain;
use crate::proof::{self, Claim};
use crate::rules::{Derivation, Reason, Ring, Step};
use crate::simplify::{self, Outcome, Request};
use crate::term::{Arena, Symbol, TermId};

/// How many shorter derivations are tried where the whole one is rejected.
const SHORTER: usize = 6;

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
    /// The variable of the next differentiation, if there is one.
    pub closed: Option<Symbol>,
    /// How much work may be done.
    pub budget: Option<u64>,
}

/// Simplifies `start` on the domain, and replays what was found. Where the checker rejects it, a
/// shorter derivation is given, in the end the start itself.
pub fn settle(
    arena: &mut Arena,
    ground: &Ground,
    start: TermId,
    domain: &[TermId],
    differentiated: Option<Differentiated>,
) -> Stage {
    let domain = with_names(arena, ground, domain);
    let sound = match &differentiated {
        None => true,
        Some(d) => {
            let problem = proof::Problem { assumptions: &ground.assumptions, names: &[] };
            proof::check_derivative(arena, &problem, d.of, d.by, start, &domain).is_ok()
        }
    };
    // Names are folded into the last answer only.
    let names: &[_] = if ground.closed.is_some() { &[] } else { &ground.names };
    let request = Request {
        term: start,
        domain: &domain,
        assumptions: &ground.assumptions,
        inputs: &ground.inputs,
        names,
        wanted: &ground.wanted,
        unfold: true,
    };
    let outcome = simplify::simplify(arena, &request);
    let (stopped, empty) = (outcome.stopped, outcome.empty);
    let mut found = if empty {
        nowhere(arena, ground, start, &domain, outcome)
    } else {
        replayed(arena, ground, start, &domain, outcome)
    };
    found.checked &= sound;
    Stage { differentiated, stopped, empty, ..found }
}

/// The domain with what the definitions of names need that the user wants to see.
fn with_names(arena: &mut Arena, ground: &Ground, domain: &[TermId]) -> Vec<TermId> {
    let mut all = domain.to_vec();
    let mentioned: Vec<Symbol> = ground.inputs.iter().flat_map(|t| arena.variables(*t)).collect();
    for (name, definition) in &ground.names {
        if ground.wanted.contains(name) || mentioned.contains(name) {
            all.extend(domain::natural(arena, *definition));
        }
    }
    let mut seen = rustc_hash::FxHashSet::default();
    all.retain(|c| seen.insert(*c));
    all
}

fn nowhere(arena: &mut Arena, ground: &Ground, start: TermId, domain: &[TermId], outcome: Outcome) -> Stage {
    let problem = proof::Problem { assumptions: &ground.assumptions, names: &ground.names };
    let none = Derivation { start, steps: vec![], end: start };
    let whole = Derivation { start, steps: outcome.steps, end: outcome.term };
    let claim = Claim::Empty { start, domain };
    let checked = [&none, &whole].into_iter().any(|d| proof::check(arena, &problem, &claim, d).is_ok());
    stage(none, vec![], checked)
}

fn stage(derivation: Derivation, conditions: Vec<TermId>, checked: bool) -> Stage {
    Stage { differentiated: None, derivation, conditions, checked, stopped: false, empty: false }
}

/// The longest derivation that the checker accepts.
fn replayed(arena: &mut Arena, ground: &Ground, start: TermId, domain: &[TermId], outcome: Outcome) -> Stage {
    let mut all = domain::natural(arena, start);
    all.extend_from_slice(domain);
    let problem = proof::Problem { assumptions: &ground.assumptions, names: &ground.names };
    let mut last = None;
    for derivation in attempts(arena, start, outcome) {
        let said = domain::natural(arena, derivation.end);
        let conditions = domain::remaining(arena, &all, &said, &ground.assumptions);
        let claim = Claim::Simplify { start, end: derivation.end, domain, conditions: &conditions };
        let accepted = proof::check(arena, &problem, &claim, &derivation);
        if std::env::var_os("CHAINRULE_TRACE").is_some()
            && let Err(e) = &accepted
        {
            eprintln!("{e:?} {}", crate::render::render(arena, derivation.end, crate::render::Notation::Text));
        }
        if accepted.is_ok() {
            return stage(derivation, conditions, true);
        }
        last = Some((derivation, conditions));
    }
    let (derivation, conditions) = last.unwrap_or((Derivation { start, steps: vec![], end: start }, all));
    stage(derivation, conditions, false)
}

/// The whole derivation, then the same in one step, then its beginnings, at last the start alone.
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
        let reason = Reason::Ring(Ring::Rearrange);
        let step = Step { reason, place: vec![], before: start, after: end, conditions: vec![] };
        all.push(Derivation { start, steps: vec![step], end });
    }
    all.extend(beginnings.into_iter().skip(1).rev().take(SHORTER));
    if end != start {
        all.push(Derivation { start, steps: vec![], end: start });
    }
    all
}

