//! `grad`: derivatives by several variables, as a gradient, a Jacobian or a Hessian matrix.

use super::args::{Grad, Shared, To};
use super::commands::{Done, notation, problem, remarks, text};
use super::output::Output;
use super::schema::{self, Object};
use chainrule::engine::{Error, Fault, Partial, Partials, Problem, report};
use chainrule::render::{Notation, Style, render, render_shared};
use chainrule::term::{Arena, Symbol, TermId};
use rustc_hash::FxHashSet;
use serde_json::{Value as Json, json};

/// What the derivatives make up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Gradient,
    Jacobian,
    Hessian,
}

/// `grad`
pub fn grad(arguments: &Grad, out: &mut Output) -> Result<Done, Error> {
    let shared = &arguments.shared;
    let formulas = [&arguments.expr]
        .into_iter()
        .chain(&arguments.and)
        .map(|e| text(shared, e))
        .collect::<Result<Vec<String>, Error>>()?;
    let mut problem = problem(shared, &Default::default(), formulas.iter().chain(&arguments.wrt))?;
    let terms = formulas.iter().map(|f| problem.read(f)).collect::<Result<Vec<TermId>, Error>>()?;
    let by = problem.by_each(&terms, &arguments.wrt)?;
    let shape = match (arguments.hessian, &terms[..]) {
        (false, [_]) => Shape::Gradient,
        (false, _) => Shape::Jacobian,
        (true, [_]) => Shape::Hessian,
        (true, _) => return Err(Error::new(Fault::Request, "--hessian takes one formula")),
    };
    let found = match shape {
        Shape::Gradient => problem.gradient(terms[0], &by, arguments.raw)?,
        Shape::Jacobian => problem.jacobian(&terms, &by, arguments.raw)?,
        Shape::Hessian => problem.hessian(terms[0], &by, arguments.raw)?,
    };
    if shared.to == To::Json {
        let mut object = object(&mut problem, &found, shared.steps, shared.lets);
        if shape != Shape::Gradient {
            let places: Vec<[usize; 2]> = found.entries.iter().map(|e| [e.row, e.column]).collect();
            object.insert("places", places);
        }
        out.line(&object.with_id(None));
    } else {
        written(&mut problem, &found, shape, shared, out);
    }
    remarks(&mut problem, &found.notes);
    Ok(Done::Yes)
}

/// The derivatives, one a line, each with the conditions that are its own; on the last line those
/// that all of them have.
fn written(problem: &mut Problem, found: &Partials, shape: Shape, shared: &Shared, out: &mut Output) {
    let notation = notation(shared.to);
    if shared.steps {
        for entry in &found.entries {
            out.line(&format!("{}:", label(&problem.arena, found, entry, shape, notation)));
            for stage in &entry.answer.stages {
                report::stage(&mut problem.arena, stage, notation).iter().for_each(|line| out.line(line));
            }
            out.line("");
        }
    }
    if found.entries.is_empty() {
        return out.line("every entry is 0");
    }
    let (terms, common) = terms(found);
    let style = Style { notation, print_limit: u128::from(problem.arena.limits.printed), force_let: shared.lets };
    let shown = render_shared(&problem.arena, &terms, &style);
    for (name, part) in &shown.lets {
        out.line(&format!("let {name} = {part}"));
    }
    let mut results = shown.results.iter();
    for entry in &found.entries {
        let label = label(&problem.arena, found, entry, shape, notation);
        let result = results.next().map_or("", String::as_str);
        let own: Vec<&str> = own(entry, &common).filter_map(|_| results.next()).map(String::as_str).collect();
        let result = if entry.answer.empty() { "has no value anywhere" } else { result };
        let conditions = if own.is_empty() { String::new() } else { format!("   where {}", own.join(", ")) };
        out.line(&format!("{label} = {result}{conditions}"));
    }
    let common: Vec<&str> = results.map(String::as_str).collect();
    if !common.is_empty() {
        out.line(&format!("where {}", common.join(", ")));
    }
}

/// Everything that is printed: each derivative with its own conditions, then those of all of them.
fn terms(found: &Partials) -> (Vec<TermId>, Vec<TermId>) {
    let mut common = found.common.clone();
    if let [first, rest @ ..] = &found.entries[..]
        && !rest.is_empty()
    {
        let others: Vec<FxHashSet<TermId>> =
            rest.iter().map(|e| e.answer.conditions.iter().copied().collect()).collect();
        let shared = first.answer.conditions.iter().filter(|c| others.iter().all(|o| o.contains(c)));
        common.extend(shared);
    }
    let mut terms = Vec::new();
    for entry in &found.entries {
        terms.push(entry.answer.term);
        terms.extend(own(entry, &common));
    }
    terms.extend(&common);
    (terms, common)
}

/// The conditions of a derivative that not all of them have.
fn own<'a>(entry: &'a Partial, common: &'a [TermId]) -> impl Iterator<Item = TermId> + 'a {
    entry.answer.conditions.iter().copied().filter(|c| !common.contains(c))
}

/// What a line is about: `d/dx`, `[2] d/dx` for the second formula, `d2/dx dy`.
fn label(arena: &Arena, found: &Partials, entry: &Partial, shape: Shape, notation: Notation) -> String {
    let (sign, square, frac) = match notation {
        Notation::Text | Notation::Ascii => ("d", "2", false),
        Notation::Unicode => ("∂", "²", false),
        Notation::Latex => (r"\partial ", "^{2}", true),
    };
    let name = |x: Symbol| spelled(arena, x, notation);
    let (x, y) = (name(found.by[entry.column]), found.by.get(entry.row).copied());
    let over = |top: &str, bottom: &str| {
        if frac { format!(r"\frac{{{}}}{{{bottom}}}", top.trim_end()) } else { format!("{top}/{bottom}") }
    };
    match (shape, y) {
        (Shape::Hessian, Some(_)) if entry.row == entry.column => {
            over(&format!("{}{square}", sign.trim_end()), &format!("{sign}{x}{square}"))
        }
        (Shape::Hessian, Some(y)) => {
            let gap = if frac || sign == "∂" { "" } else { " " };
            over(&format!("{}{square}", sign.trim_end()), &format!("{sign}{}{gap}{sign}{x}", name(y)))
        }
        (Shape::Jacobian, _) => format!("[{}] {}", entry.row + 1, over(sign, &format!("{sign}{x}"))),
        _ => over(sign, &format!("{sign}{x}")),
    }
}

fn spelled(arena: &Arena, x: Symbol, notation: Notation) -> String {
    match notation {
        Notation::Text | Notation::Ascii => arena.name(x).to_string(),
        _ => arena.symbol_term(x).map_or_else(String::new, |term| render(arena, term, notation)),
    }
}

/// The object of several derivatives: a list for each key of [`schema::answer`], and one list of the
/// parts that have names.
pub fn object(problem: &mut Problem, found: &Partials, steps: bool, lets: bool) -> Object {
    let arena = &problem.arena;
    let (mut terms, mut places) = (Vec::new(), Vec::new());
    for entry in &found.entries {
        places.push(terms.len());
        terms.push(entry.answer.term);
        terms.extend(&entry.answer.conditions);
    }
    let last = terms.len();
    terms.extend(&found.common);
    let style = Style { notation: Notation::Ascii, print_limit: u128::from(arena.limits.printed), force_let: lets };
    let shown = render_shared(arena, &terms, &style);
    let mut named = shown.lets;
    let is_named = !named.is_empty();
    let mut columns: [Vec<Json>; 6] = Default::default();
    for (i, entry) in found.entries.iter().enumerate() {
        let answer = &entry.answer;
        let at = places[i];
        let (result, conditions) = match (answer.empty(), is_named) {
            (true, _) => (Json::Null, Json::Null),
            (false, false) => (json!(shown.results[at]), json!(shown.results[at + 1..=at + answer.conditions.len()])),
            (false, true) => {
                named.push((format!("result{}", i + 1), shown.results[at].clone()));
                (Json::Null, json!(shown.results[at + 1..=at + answer.conditions.len()]))
            }
        };
        let parts = if answer.left { Json::Null } else { json!(arena.dag_size(answer.term)) };
        let stopped = if answer.stopped() { json!("budget") } else { Json::Null };
        let row = [result, conditions, schema::size(arena.tree_size(answer.term)), parts, stopped];
        let row = row.into_iter().chain([Json::Bool(answer.checked())]);
        columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
    }
    let mut out = Object::default();
    out.insert("ok", true);
    out.insert("wrt", found.by.iter().map(|x| arena.name(*x)).collect::<Vec<_>>());
    let keys = ["result", "conditions", "size", "dag_size", "stopped", "checked"];
    for (key, column) in keys.into_iter().zip(columns) {
        out.insert(key, column);
    }
    out.insert("let", named);
    if !found.common.is_empty() {
        out.insert("common", &shown.results[last..]);
    }
    if steps {
        let each = |entry: &Partial| -> Json {
            entry.answer.stages.iter().flat_map(|s| schema::stage(&mut problem.arena, s)).collect()
        };
        out.insert("steps", found.entries.iter().map(each).collect::<Vec<_>>());
    }
    schema::note(&mut out, &found.notes);
    out
}
