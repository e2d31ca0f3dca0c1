//! The commands, but for `batch`: each reads its arguments, asks the engine and writes the answer.

use super::args::{Diff, Equal, Proof, Shared, Slope, To};
use super::output::{Output, tell};
use super::proof;
use super::schema;
use chainrule::decide::{Finding, Judgement, Missing, shown};
use chainrule::engine::{self, Answer, Asked, Error, Fault, Problem, Reading, Settings, report};
use chainrule::parse;
use chainrule::render::{Notation, Style, condition, render, render_shared};
use chainrule::term::{Arena, TermId};
use serde_json::json;
use std::io::Read;

/// How a command ended when it did not fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Done {
    /// Done, or proved.
    Yes = 0,
    /// Refuted, or rejected.
    No = 1,
    /// Undecided or vacuous.
    Unknown = 3,
}

/// Reads the text of an argument: itself, or standard input for `-`.
pub fn text(shared: &Shared, argument: &str) -> Result<String, Error> {
    if argument != "-" {
        return Ok(argument.to_string());
    }
    let mut bytes = Vec::new();
    // One byte more than a formula may have is enough to refuse it.
    let longest = shared.bounds.limits()?.formula.saturating_add(1);
    let read = std::io::stdin().lock().take(longest).read_to_end(&mut bytes);
    read.map_err(|e| Error::new(Fault::File, format!("standard input cannot be read: {e}")))?;
    parse::decode(&bytes).map(str::to_string).map_err(|e| Error::text(e, "", ""))
}

/// The problem that the shared options pose.
pub fn problem<'a>(
    shared: &Shared,
    proof: &Proof,
    texts: impl IntoIterator<Item = &'a String>,
) -> Result<Problem, Error> {
    Problem::new(&Settings {
        assume: shared.assume.clone(),
        given: shared.given.clone(),
        wanted: shared.names.clone(),
        functions: shared.function.clone(),
        texts: texts.into_iter().cloned().collect(),
        limits: shared.bounds.limits()?,
        unfold: shared.steps || proof.file.is_some(),
    })
}

/// The notation of an answer.
pub fn notation(to: To) -> Notation {
    match to {
        To::Text => Notation::Text,
        To::Ascii | To::Json => Notation::Ascii,
        To::Unicode => Notation::Unicode,
        To::Latex => Notation::Latex,
    }
}

/// `diff`
pub fn diff(arguments: &Diff, out: &mut Output) -> Result<Done, Error> {
    let shared = &arguments.shared;
    let formula = text(shared, &arguments.expr)?;
    let mut problem =
        problem(shared, &arguments.proof, [&formula].into_iter().chain(&arguments.wrt).chain(&arguments.at))?;
    let term = problem.read(&formula)?;
    let x = problem.by(term, arguments.wrt.as_deref())?;
    let order = order(&arguments.order)?;
    let mut found = problem.diff(term, x, order)?;
    if arguments.raw {
        found = problem.raw(found);
    }
    let point = engine::read_point(&mut problem, &arguments.at)?;
    let value = match point.is_empty() {
        true => None,
        false => Some(problem.at(found.term, &found.conditions, &point, shared.digits)?),
    };
    let value = value.map(|v| match v {
        Reading::Number(text) => text,
        Reading::Term(term) => render(&problem.arena, term, notation(shared.to)),
        Reading::Nothing => "no value".into(),
    });
    let place: Vec<(String, String)> =
        point.iter().map(|(s, v)| (problem.arena.name(*s).to_string(), v.to_string())).collect();
    if shared.to == To::Json {
        let mut object = schema::answer(&mut problem, &found, shared.steps, shared.lets);
        if let Some(value) = value {
            let point: serde_json::Map<_, _> = place.into_iter().map(|(n, v)| (n, json!(v))).collect();
            object.insert("at", json!({"point": point, "value": value}));
        }
        if arguments.forms {
            object.insert("forms", schema::forms(&mut problem, &found)?);
        }
        out.line(&object.with_id(None));
    } else {
        answer(&mut problem, &found, shared, out);
        if arguments.forms {
            all_forms(&mut problem, &found, shared, out)?;
        }
        if let Some(value) = value {
            let place: Vec<String> = place.into_iter().map(|(n, v)| format!("{n} = {v}")).collect();
            out.line(&format!("at {}: {value}", place.join(", ")));
        }
    }
    remarks(&mut problem, &found.notes);
    proof::write(&arguments.proof, || problem.proof_of_answer(Asked::Diff(term, x, order), &found))?;
    Ok(Done::Yes)
}

fn order(text: &str) -> Result<u32, Error> {
    let wrong = || Error::new(Fault::Limit, format!("the order `{text}` is not a whole number from 1 to 100"));
    text.parse::<u32>().map_err(|_| wrong())
}

/// `simplify`
pub fn simplify(expr: &str, forms: bool, proof: &Proof, shared: &Shared, out: &mut Output) -> Result<Done, Error> {
    let formula = text(shared, expr)?;
    let mut problem = problem(shared, proof, [&formula])?;
    let term = problem.read(&formula)?;
    let found = problem.simplify(term)?;
    if shared.to == To::Json {
        let mut object = schema::answer(&mut problem, &found, shared.steps, shared.lets);
        if forms {
            object.insert("forms", schema::forms(&mut problem, &found)?);
        }
        out.line(&object.with_id(None));
    } else {
        answer(&mut problem, &found, shared, out);
        if forms {
            all_forms(&mut problem, &found, shared, out)?;
        }
    }
    remarks(&mut problem, &found.notes);
    proof::write(proof, || problem.proof_of_answer(Asked::Simplify(term), &found))?;
    Ok(Done::Yes)
}

/// The answer, then its conditions, and before them the derivation if it is asked for.
fn answer(problem: &mut Problem, found: &Answer, shared: &Shared, out: &mut Output) {
    let notation = notation(shared.to);
    if shared.steps {
        for stage in &found.stages {
            for line in report::stage(&mut problem.arena, stage, notation) {
                out.line(&line);
            }
            out.line("");
        }
    }
    if found.empty() {
        return out.line("has no value anywhere");
    }
    let print_limit = u128::from(problem.arena.limits.printed);
    let style = Style { notation, print_limit, force_let: shared.lets };
    let mut terms = vec![found.term];
    terms.extend(&found.conditions);
    let shown = render_shared(&problem.arena, &terms, &style);
    for (name, part) in &shown.lets {
        out.line(&format!("let {name} = {part}"));
    }
    let (first, conditions) = shown.results.split_first().map_or(("", &[][..]), |(a, b)| (a.as_str(), b));
    out.line(first);
    if !conditions.is_empty() {
        out.line(&format!("where {}", conditions.join(", ")));
    }
}

/// A line for each kind of form, with its conditions where they are not the answer's.
fn all_forms(problem: &mut Problem, found: &Answer, shared: &Shared, out: &mut Output) -> Result<(), Error> {
    let (forms, notation) = (problem.forms(found)?, notation(shared.to));
    let width = forms.iter().map(|f| f.best.words().len()).max().unwrap_or(0);
    for form in forms {
        let mut line = format!("  {:width$}  {}", form.best.words(), render(&problem.arena, form.term, notation));
        if form.conditions != found.conditions {
            let all: Vec<String> = form.conditions.iter().map(|c| condition(&problem.arena, *c, notation)).collect();
            let all =
                if all.is_empty() { "wherever it has a value".into() } else { format!("where {}", all.join(", ")) };
            line.push_str(&format!("   ({all})"));
        }
        out.line(&line);
    }
    Ok(())
}

/// Says each remark once.
pub fn remarks(problem: &mut Problem, notes: &[String]) {
    let mut said: Vec<String> = Vec::new();
    for note in notes.iter().cloned().chain(problem.take_notes()) {
        if !said.contains(&note) {
            tell(&format!("note: {note}"));
            said.push(note);
        }
    }
}

/// `equal`
pub fn equal(claim: &Equal, out: &mut Output) -> Result<Done, Error> {
    let Equal { lhs, rhs, why, proof, shared } = claim;
    let why = *why;
    let lhs = text(shared, lhs)?;
    let rhs = rhs.as_ref().map(|rhs| text(shared, rhs)).transpose()?;
    let mut problem = problem(shared, proof, [&lhs].into_iter().chain(&rhs))?;
    let (lhs, rhs) = match rhs {
        None => problem.read_claim(&lhs)?,
        Some(rhs) => (problem.read(&lhs)?, problem.read(&rhs)?),
    };
    let found = problem.equal(lhs, rhs)?;
    let open = matches!(found.finding, Finding::Undecided(..) | Finding::Refuted(..));
    let missing = if why && open { problem.why(lhs, rhs)? } else { None };
    let notes = problem.take_notes();
    if shared.to == To::Json {
        let mut object = schema::verdict(&problem.arena, &found);
        if why {
            object.insert("why", schema::why(&problem.arena, missing.as_ref()));
        }
        schema::note(&mut object, &notes);
        out.line(&object.with_id(None));
    } else {
        verdict(&mut problem.arena, &found, shared, out);
        if why && open {
            out.line(&reason(&problem.arena, missing.as_ref(), shared));
        }
    }
    remarks(&mut problem, &notes);
    proof::write(proof, || problem.proof_of_verdict(lhs, rhs, &found))?;
    Ok(match found.finding {
        Finding::Proved(_) => Done::Yes,
        Finding::Refuted(..) => Done::No,
        Finding::Vacuous | Finding::Undecided(..) => Done::Unknown,
    })
}

/// What `--why` says of a claim that is not proved.
fn reason(arena: &Arena, missing: Option<&Missing>, shared: &Shared) -> String {
    let Some(missing) = missing else {
        return "why: no single assumption was found under which it is proved".into();
    };
    let notation = notation(shared.to);
    let facts: Vec<String> = missing.facts.iter().map(|c| condition(arena, *c, notation)).collect();
    let assume: Vec<String> = facts.iter().map(|f| format!("--assume '{f}'")).collect();
    let part = render(arena, missing.part, notation);
    format!("why: {part} turns on {}, which is not known; {} would do", facts.join(" and "), assume.join(" "))
}

fn verdict(arena: &mut Arena, found: &Judgement, shared: &Shared, out: &mut Output) {
    let notation = notation(shared.to);
    let listed = |arena: &Arena, all: &[TermId], between: &str| {
        all.iter().map(|c| condition(arena, *c, notation)).collect::<Vec<_>>().join(between)
    };
    out.line(schema::word(&found.finding));
    match &found.finding {
        Finding::Refuted(at, lhs, rhs) => {
            let place = if at.iter().next().is_none() { String::new() } else { format!("at {at}: ") };
            out.line(&format!("{place}{} is not {}", shown(lhs), shown(rhs)));
        }
        Finding::Undecided(why, agree) => {
            tell(&format!("note: {}; both sides agree at {agree} points", engine::obstacle(*why)));
        }
        _ => {}
    }
    if !found.conditions.is_empty() {
        out.line(&format!("where {}", listed(arena, &found.conditions, ", ")));
    }
    for (side, region) in [("left", &found.lhs_only), ("right", &found.rhs_only)] {
        if let Some(region) = region {
            let place = report::place(arena, region, notation);
            out.line(&format!("only the {side} side can have a value where {place}, as at {}", region.point));
        }
    }
    if !found.not_claimed.is_empty() {
        out.line(&format!("nothing is claimed where {}", listed(arena, &found.not_claimed, " or ")));
    }
    if let (true, Some(derivation)) = (shared.steps, &found.derivation) {
        out.line("");
        for line in report::chain(arena, derivation, notation) {
            out.line(&line);
        }
    }
}

/// `slope`
pub fn slope(arguments: &Slope, out: &mut Output) -> Result<Done, Error> {
    let shared = &arguments.shared;
    let formula = text(shared, &arguments.expr)?;
    let texts = [&formula].into_iter().chain(&arguments.wrt).chain(&arguments.at);
    let mut problem = problem(shared, &Proof::default(), texts)?;
    let term = problem.read(&formula)?;
    let point = engine::read_point(&mut problem, &arguments.at)?;
    let nudge = problem.number(&arguments.nudge)?;
    let x = match (&arguments.wrt, &point[..]) {
        (None, [(only, _)]) => *only,
        (named, _) => problem.by(term, named.as_deref())?,
    };
    let table = engine::slope(&mut problem, term, x, &point, &nudge, shared.digits)?;
    if shared.to == To::Json {
        let rows: Vec<_> = table.iter().map(|(label, value)| json!([label, value])).collect();
        let mut object = schema::Object::default();
        object.insert("ok", true);
        object.insert("slope", rows);
        out.line(&object.with_id(None));
    } else {
        let width = table.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
        for (label, value) in table {
            out.line(&format!("{label:<width$} = {value}"));
        }
    }
    remarks(&mut problem, &[]);
    Ok(Done::Yes)
}
