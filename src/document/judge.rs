//! From a claim to what is said of it: by itself first, then with what names mean, then at the point
//! that the text names. A claim that fails only with a definition made elsewhere is in conflict with
//! it: the text may have changed the meaning in words.

use super::attempt::{Attempt, Outcome};
use super::finding::{Finding, Kind, Lines, Use};
use super::plan::Claim;
use super::relation::relates;
use super::scope::{Binding, Definition, Scope};
use super::slips::correction;
use super::statement::Side;
use std::collections::BTreeSet;

/// What is said of a claim.
pub(super) fn judge(claim: &Claim, scope: &Scope, lines: &Lines<'_>) -> Finding {
    if let Some(message) = unrelated(claim, scope) {
        return finding(claim, Kind::Undecided, message, &Attempt::default(), lines);
    }
    let attempts = attempts(claim, scope);
    let mut tried: Vec<(&Attempt<'_>, Outcome)> = Vec::new();
    for attempt in &attempts {
        let outcome = attempt.judge(claim);
        let held = matches!(outcome, Outcome::Proved(..) | Outcome::Rounded);
        tried.push((attempt, outcome));
        if held {
            break;
        }
    }
    let of = |wanted: fn(&Outcome) -> bool| tried.iter().rfind(|(_, outcome)| wanted(outcome));
    let held = of(|o| matches!(o, Outcome::Proved(..) | Outcome::Rounded));
    // What one way leaves open, no other refutes.
    let left_open = of(|o| matches!(o, Outcome::Undecided(_))).or(of(|o| matches!(o, Outcome::Vacuous)));
    let Some((attempt, outcome)) = held.or(left_open).or(tried.last()) else {
        return finding(claim, Kind::Undecided, String::new(), &Attempt::default(), lines);
    };
    let general = || tried.iter().any(|(a, o)| a.at.is_empty() && matches!(o, Outcome::Refuted(..)));
    let constant = claim.left.variables.is_empty() || claim.right.variables.is_empty();
    if matches!(outcome, Outcome::Proved(..)) && !attempt.at.is_empty() && !constant && general() {
        return finding(claim, Kind::Undecided, "it holds at the point, and not in general".into(), attempt, lines);
    }
    let unit = ["e", "i"].into_iter().find(|n| {
        let stands = |s: &Side| s.variables.contains(*n);
        (stands(&claim.left) || stands(&claim.right)) && scope.meaning(n, claim.place).is_none()
    });
    if let (Outcome::Refuted(..), Some(name)) = (outcome, unit) {
        let message = format!("{name} is a variable here, and may be meant as a number");
        return finding(claim, Kind::Undecided, message, attempt, lines);
    }
    match outcome {
        Outcome::Proved(conditions, assumed) => {
            let said = if assumed.is_empty() { String::new() } else { format!("assuming {}", assumed.join(", ")) };
            let mut found = finding(claim, Kind::Proved, said, attempt, lines);
            found.conditions.clone_from(conditions);
            found
        }
        Outcome::Rounded => finding(claim, Kind::Rounded, "holds to the digits printed".into(), attempt, lines),
        Outcome::Refuted(..) => failed(claim, &tried, lines),
        Outcome::Vacuous => finding(claim, Kind::Vacuous, "the sides never both have a value".into(), attempt, lines),
        Outcome::Undecided(why) => finding(claim, Kind::Undecided, open(claim, scope, why.clone()), attempt, lines),
    }
}

/// The claim with the derivative on its left taken of the whole sum, where it stands before one.
fn wider(claim: &Claim) -> Option<Claim> {
    let rest = claim.left.text.strip_prefix("diff(")?;
    let mut depth = 1;
    let end = rest.char_indices().find_map(|(at, c)| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        (depth == 0).then_some(at)
    })?;
    let (body, by) = rest[..end].rsplit_once(", ")?;
    let more = rest[end + 1..].trim_start();
    let mut wider = claim.clone();
    wider.left.text = format!("diff({body} {more}, {by})");
    more.starts_with(['+', '-']).then_some(wider)
}

/// The claim with logarithms to the base 10, if there are any.
fn common(claim: &Claim) -> Option<Claim> {
    let mut common = claim.clone();
    for side in [&mut common.left, &mut common.right] {
        side.text = side.text.replace("log(", "1/log(10)*log(");
    }
    (common != *claim).then_some(common)
}

/// Why a derivative in the claim can't be taken, if so: it is one of a name alone, or by what the
/// document says nothing in it depends on its variable. Where the other side is 0, just that is the claim.
fn unrelated(claim: &Claim, scope: &Scope) -> Option<String> {
    let mut variables = claim.left.variables.union(&claim.right.variables);
    if let Some(name) = variables.find(|name| name.contains('\'')) {
        return Some(format!("the document doesn't say what {name} is"));
    }
    let depends = |names: &BTreeSet<String>, by: &String| {
        scope.closure(names, claim.place, &[]).iter().any(|d| d.mentions.contains(by))
    };
    let zero = claim.left.text == "0" || claim.right.text == "0";
    let alone = |names: &BTreeSet<String>, by: &String| {
        let whole = names.iter().map(|name| format!("diff({name}, {by})")).next().unwrap_or_default();
        zero && names.len() == 1 && (claim.left.text == whole || claim.right.text == whole)
    };
    let apart = claim.left.apart.iter().chain(&claim.right.apart);
    let mut apart = apart.filter(|(names, by)| !alone(names, by));
    let (names, by) = apart.find(|(names, by)| !depends(names, by))?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Some(format!("the document doesn't say how {} depends on {by}", names.join(", ")))
}

/// The ways to understand a claim, in the order in which they are tried.
fn attempts<'s>(claim: &Claim, scope: &'s Scope) -> Vec<Attempt<'s>> {
    let (left, right) = (&claim.left, &claim.right);
    let names = [&left.variables, &left.functions, &right.variables, &right.functions];
    let names: BTreeSet<String> = names.into_iter().flatten().cloned().collect();
    let all = scope.closure(&names, claim.place, &[]);
    let declared = &scope.setting.functions;
    let called = left.functions.union(&right.functions).chain(declared).cloned().collect::<Vec<_>>();
    let limits = scope.setting.limits;
    let assume = scope.assumed(claim.place, claim.paragraph);
    let (functions, values): (Vec<&Definition>, Vec<&Definition>) = all.iter().partition(|d| d.parameters.is_some());
    let by: BTreeSet<&String> = left.by.iter().chain(&right.by).collect();
    let reaches = |d: &&Definition| {
        let within = scope.closure(&d.mentions, claim.place, &[]);
        by.iter().any(|v| d.name != **v && (d.mentions.contains(*v) || within.iter().any(|w| w.mentions.contains(*v))))
    };
    let mut attempts = Vec::with_capacity(3);
    // Names are variables like any other, unless a total derivative reaches through one.
    let direct = left.apart.is_empty() && right.apart.is_empty();
    if direct && (left.partial || right.partial) || !values.iter().any(reaches) {
        attempts.push(Attempt {
            given: functions.clone(),
            at: vec![],
            assume: assume.clone(),
            functions: called.clone(),
            limits,
        });
    }
    if !values.is_empty() {
        let (assume, functions) = (assume.clone(), called.clone());
        attempts.push(Attempt { given: all.clone(), at: vec![], assume, functions, limits });
    }
    let variables: BTreeSet<&String> = names.iter().chain(all.iter().flat_map(|d| &d.mentions)).collect();
    let bound = variables.iter().filter_map(|v| scope.bound(v, claim.place, claim.sentence, claim.paragraph));
    let bound: Vec<&Binding> = bound.collect();
    if !bound.is_empty() {
        let point: Vec<(String, String)> = bound.iter().map(|b| (b.name.clone(), b.value.clone())).collect();
        let mut given = scope.closure(&names, claim.place, &point);
        given.extend(bound.iter().filter_map(|b| b.definition.as_ref()));
        let rational = bound.iter().filter(|b| b.definition.is_none());
        let at = rational.map(|b| (b.name.clone(), b.value.clone())).collect();
        attempts.push(Attempt { given, at, assume, functions: called, limits });
    }
    // A condition in the text may be meant for the claim, before it or after.
    let stated = scope.stated(&names, claim.paragraph);
    if let Some(last) = attempts.last().filter(|_| !stated.is_empty()) {
        let assume = last.assume.iter().cloned().chain(stated).collect();
        attempts.push(Attempt { assume, ..last.clone() });
    }
    attempts
}

/// What is said of a claim that every attempt refutes: it is refuted by itself, unless it is an
/// equation that identities have no say in; else it is in conflict with what its names mean.
fn failed(claim: &Claim, tried: &[(&Attempt<'_>, Outcome)], lines: &Lines<'_>) -> Finding {
    let refuted = |alone: bool| {
        let all = tried.iter().filter(move |(attempt, _)| attempt.elsewhere(claim.place).is_none() == alone);
        let mut all = all.filter_map(|(attempt, outcome)| match outcome {
            Outcome::Refuted(point, l, r) => Some((*attempt, point, format!("{l} is not {r}"))),
            _ => None,
        });
        all.next_back()
    };
    let (own, with) = (refuted(true), refuted(false));
    let readings = [
        (wider(claim), "it holds if the derivative is of the whole sum, which needs parentheses"),
        (common(claim), "it holds for logarithms to the base 10; log is the natural one here"),
    ];
    for (reading, message) in readings {
        if let (Some((attempt, ..)), Some(reading)) = (own.as_ref(), reading)
            && matches!(attempt.judge(&reading), Outcome::Proved(..) | Outcome::Rounded)
        {
            return finding(claim, Kind::Undecided, message.into(), attempt, lines);
        }
    }
    let relation = own.as_ref().and_then(|(attempt, ..)| relates(claim, attempt));
    let (kind, (attempt, point, values)) = match (own, with) {
        (Some(own), _) if relation.is_none() => (Kind::Refuted, own),
        (_, Some(with)) => (Kind::Conflict, with),
        _ => {
            return finding(claim, Kind::Undecided, relation.unwrap_or_default(), &Attempt::default(), lines);
        }
    };
    let meant = attempt.elsewhere(claim.place).filter(|_| kind == Kind::Conflict);
    let with = meant.map(|d| format!("with {} of line {}: ", d.text(), lines.place(d.span.start).0));
    let mut found = finding(claim, kind, with.unwrap_or_default() + &values, attempt, lines);
    found.at.extend(point.iter().cloned());
    if let Some(correction) = correction(claim, attempt) {
        found.suggestion = Some(format!("{} ({})", correction.text, correction.slip));
        found.correction = Some((claim.right.span.clone(), correction.written));
    }
    found
}

/// Why nothing is known.
fn open(claim: &Claim, scope: &Scope, why: String) -> String {
    let functions = claim.left.functions.iter().chain(&claim.right.functions);
    let unknown: BTreeSet<&String> = functions.filter(|f| scope.meaning(f, claim.place).is_none()).collect();
    match unknown.first() {
        Some(name) => format!("the document doesn't say what {name} is"),
        None => why,
    }
}

fn finding(claim: &Claim, kind: Kind, message: String, attempt: &Attempt<'_>, lines: &Lines<'_>) -> Finding {
    let sign = if claim.link == super::statement::Link::Approximate { "≈" } else { "=" };
    let read_as = format!("{} {sign} {}", claim.left.text, claim.right.text);
    let mut found = Finding::new(kind, claim.span(), read_as, message);
    let used = attempt.given.iter().filter(|d| d.place != claim.place);
    found.uses = used.map(|d| Use { name: d.name.clone(), line: lines.place(d.span.start).0 }).collect();
    let bars = if claim.left.at.is_empty() { &claim.right.at } else { &claim.left.at };
    found.at = bars.iter().chain(attempt.at.iter().filter(|a| bars.iter().all(|b| b.0 != a.0))).cloned().collect();
    found.repaired.clone_from(&claim.repaired);
    let later = attempt.given.iter().find(|d| d.place > claim.place);
    let notes = claim.notes.iter().filter(|_| kind.is_open());
    for note in later.map(|d| format!("{} is defined only later", d.name)).iter().chain(notes) {
        let gap = if found.message.is_empty() { "" } else { "; " };
        found.message = format!("{}{gap}{note}", found.message);
    }
    found
}
