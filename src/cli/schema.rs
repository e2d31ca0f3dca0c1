//! The one JSON schema of `batch` and `--to json`.

use chainrule::decide::{Finding, Judgement, Missing, Point, Region, shown};
use chainrule::engine::{Answer, Error, Form, Problem, Stage, obstacle, report};
use chainrule::render::{Notation, Style, condition, render, render_shared};
use chainrule::rules::Derivation;
use chainrule::term::{Arena, TermId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value as Json, json};

/// The members of an object, written as they come.
#[derive(Default)]
pub struct Object(String);

impl Object {
    /// Adds a member. The key is none that JSON would write otherwise.
    pub fn insert(&mut self, key: &str, value: impl Serialize) {
        let between = if self.0.is_empty() { "" } else { "," };
        let value = serde_json::to_string(&value).unwrap_or_default();
        self.0.extend([between, "\"", key, "\":", &value]);
    }

    /// The object with the id in front, as that was written.
    pub fn with_id(&self, id: Option<&RawValue>) -> String {
        format!("{{\"id\":{},{}}}", id.map_or("null", RawValue::get), self.0)
    }
}

/// Sizes from here on are written as text: JSON's readers round them.
const EXACT: u128 = 1 << 53;

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Op {
    Diff,
    Grad,
    Simplify,
    Equal,
}

/// One variable or several.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(untagged)]
pub enum Names {
    One(String),
    Many(Vec<String>),
}

/// A request. Keys that are not here are errors.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    #[serde(default)]
    pub id: Option<Box<RawValue>>,
    pub op: Op,
    pub expr: Option<String>,
    pub lhs: Option<String>,
    pub rhs: Option<String>,
    pub wrt: Option<Names>,
    pub order: Option<u64>,
    #[serde(default)]
    pub assume: Vec<String>,
    #[serde(default)]
    pub given: Vec<String>,
    #[serde(default, rename = "in")]
    pub names: Vec<String>,
    #[serde(default)]
    pub steps: bool,
    #[serde(default)]
    pub forms: bool,
}

impl Request {
    /// The formulas, and what they are differentiated by.
    pub fn texts(&self) -> Vec<String> {
        let by = match &self.wrt {
            None => &[][..],
            Some(Names::One(name)) => std::slice::from_ref(name),
            Some(Names::Many(names)) => names,
        };
        [&self.expr, &self.lhs, &self.rhs].into_iter().flatten().chain(by).cloned().collect()
    }
}

/// The `id` of a request whatever else is in it.
#[derive(Deserialize)]
pub struct Identified {
    #[serde(default)]
    pub id: Option<Box<RawValue>>,
}

/// The object of a failed request.
pub fn failure(error: &Error) -> Object {
    let mut out = Object::default();
    out.insert("ok", false);
    let span = error.span().map(|(a, b)| json!([a, b]));
    out.insert("error", json!({"code": error.code(), "message": error.message(), "span": span}));
    out
}

/// The object of an answer.
pub fn answer(problem: &mut Problem, answer: &Answer, steps: bool, lets: bool) -> Object {
    let mut out = Object::default();
    out.insert("ok", true);
    let arena = &mut problem.arena;
    let assumed: Vec<String> = answer.assumed.iter().map(|c| condition(arena, *c, Notation::Ascii)).collect();
    if answer.empty() {
        out.insert("result", ());
        out.insert("empty_domain", true);
        out.insert("assumed", assumed);
    } else {
        let (result, conditions, named) = printed(arena, answer, lets);
        out.insert("result", result);
        out.insert("conditions", conditions);
        out.insert("assumed", assumed);
        out.insert("size", size(arena.tree_size(answer.term)));
        out.insert("dag_size", arena.dag_size(answer.term));
        out.insert("let", named);
        out.insert("stopped", answer.stopped().then_some("budget"));
    }
    if steps {
        let all: Vec<Json> = answer.stages.iter().flat_map(|s| stage(arena, s)).collect();
        out.insert("steps", all);
    }
    out.insert("checked", answer.checked());
    note(&mut out, &answer.notes);
    out
}

/// The best form of each kind.
///
/// # Errors
/// As [`Problem::forms`].
pub fn forms(problem: &mut Problem, answer: &Answer) -> Result<Json, Error> {
    let forms = problem.forms(answer)?;
    let arena = &problem.arena;
    let text = |c: &TermId| condition(arena, *c, Notation::Ascii);
    let object = |form: &Form| {
        let conditions: Vec<String> = form.conditions.iter().map(text).collect();
        let result = render(arena, form.term, Notation::Ascii);
        json!({"kind": form.best.words(), "result": result, "conditions": conditions})
    };
    Ok(Json::Array(forms.iter().map(object).collect()))
}

/// Says how texts were read and the like, if there is anything to say.
pub fn note(object: &mut Object, notes: &[String]) {
    if !notes.is_empty() {
        object.insert("notes", notes);
    }
}

/// The answer's text or, over the print limit, none with the last named part standing for it.
fn printed(arena: &Arena, answer: &Answer, lets: bool) -> (Option<String>, Vec<String>, Vec<(String, String)>) {
    let print_limit = u128::from(arena.limits.printed);
    let style = Style { notation: Notation::Ascii, print_limit, force_let: lets };
    let mut terms = vec![answer.term];
    terms.extend(&answer.conditions);
    let mut shared = render_shared(arena, &terms, &style);
    let result = shared.results.remove(0);
    if shared.lets.is_empty() {
        return (Some(result), shared.results, shared.lets);
    }
    shared.lets.push(("result".into(), result));
    (None, shared.results, shared.lets)
}

/// A size, as a number where JSON's readers keep it.
pub fn size(n: u128) -> Json {
    if n < EXACT { json!(n as u64) } else { json!(n.to_string()) }
}

/// The steps of a stage, its differentiation first.
pub fn stage(arena: &mut Arena, stage: &Stage) -> Vec<Json> {
    let mut out = Vec::new();
    if let Some(d) = &stage.differentiated {
        let (of, by) = (text(arena, d.of), arena.name(d.by));
        let before = of.map(|t| format!("diff({t}, {by})"));
        let after = text(arena, stage.derivation.start);
        out.push(json!({"rule": "differentiate", "place": [], "before": before, "after": after, "conditions": []}));
    }
    out.extend(steps(arena, &stage.derivation));
    out
}

/// The steps of a derivation.
pub fn steps(arena: &mut Arena, derivation: &Derivation) -> Vec<Json> {
    let mut out = Vec::with_capacity(derivation.steps.len());
    for step in &derivation.steps {
        let conditions = report::conditions(arena, step, Notation::Ascii);
        let (rule, before, after) =
            (report::name(arena, step.reason), text(arena, step.before), text(arena, step.after));
        out.push(json!({
            "rule": rule, "place": step.place, "before": before, "after": after, "conditions": conditions
        }));
    }
    out
}

/// A term's text, if it is not too long to print.
fn text(arena: &Arena, term: TermId) -> Option<String> {
    (arena.tree_size(term) <= u128::from(arena.limits.printed)).then(|| render(arena, term, Notation::Ascii))
}

/// The object of a verdict.
pub fn verdict(arena: &Arena, found: &Judgement) -> Object {
    let mut out = Object::default();
    out.insert("ok", true);
    out.insert("verdict", word(&found.finding));
    match &found.finding {
        Finding::Refuted(at, lhs, rhs) => {
            out.insert("point", point(at));
            out.insert("lhs", shown(lhs));
            out.insert("rhs", shown(rhs));
            return out;
        }
        Finding::Undecided(why, agree) => {
            out.insert("reason", obstacle(*why));
            out.insert("agree", agree);
        }
        _ => {}
    }
    let conditions: Vec<String> = found.conditions.iter().filter_map(|c| text(arena, *c)).collect();
    out.insert("conditions", conditions);
    out.insert("lhs_only", region(arena, found.lhs_only.as_ref()));
    out.insert("rhs_only", region(arena, found.rhs_only.as_ref()));
    let beyond = found.not_claimed.iter().filter_map(|c| text(arena, *c)).collect::<Vec<_>>().join(" or ");
    out.insert("not_claimed", if beyond.is_empty() { Json::Null } else { json!({"condition": beyond}) });
    if let Finding::Proved(_) = found.finding {
        let assumed: Vec<String> = found.used.iter().filter_map(|c| text(arena, *c)).collect();
        out.insert("assumed", assumed);
    }
    out.insert("checked", found.checked);
    out
}

/// What `--why` says: the sub-term, and the facts that would close the proof.
pub fn why(arena: &Arena, missing: Option<&Missing>) -> Json {
    let Some(missing) = missing else { return Json::Null };
    let facts: Vec<String> = missing.facts.iter().filter_map(|c| text(arena, *c)).collect();
    json!({"part": text(arena, missing.part), "assume": facts})
}

fn region(arena: &Arena, region: Option<&Region>) -> Json {
    let Some(found) = region else { return Json::Null };
    json!({"condition": report::place(arena, found, Notation::Ascii), "point": point(&found.point)})
}

/// A verdict in one word.
pub fn word(finding: &Finding) -> &'static str {
    match finding {
        Finding::Proved(_) => "proved",
        Finding::Refuted(..) => "refuted",
        Finding::Vacuous => "vacuous",
        Finding::Undecided(..) => "undecided",
    }
}

fn point(at: &Point) -> Json {
    Json::Object(at.iter().map(|(_, name, value)| (name.to_string(), json!(value.to_string()))).collect())
}
