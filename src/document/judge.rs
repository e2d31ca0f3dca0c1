//! From a claim to what is said of it: by itself first, then with what names mean, then at the point
//! that the text names. A claim that fails only with a definition made elsewhere is in conflict with
//! it: the text may have changed the meaning in words.

use super::attempt::{Attempt, Outcome};
use super::chain::Link;
use super::claim::Claim;
use super::finding::{Finding, Kind, Lines, Use};
use super::primes::{primed, value};
use super::readings::holding;
use super::relation::relates;
use super::scope::{Place, Scope};
use super::slips::correction;
use super::ways::attempts;
use crate::parse::latex::Reach;
use std::collections::BTreeSet;

/// The longest number that a message holds, in bytes.
const LONGEST_NUMBER: usize = 60;

/// What is said of a claim.
pub(super) fn judge(claim: &Claim, scope: &Scope, lines: &Lines<'_>) -> Finding {
    judged(claim, scope, lines, true)
}

/// The same, without a correction of what fails.
pub(super) fn tried(claim: &Claim, scope: &Scope, lines: &Lines<'_>) -> Finding {
    judged(claim, scope, lines, false)
}

fn judged(claim: &Claim, scope: &Scope, lines: &Lines<'_>, mend: bool) -> Finding {
    let claim = &primed(claim, scope);
    let Verdict { finding: mut found, attempt } = verdict(claim, scope, lines, Reach::default());
    let matrix = || claim.names().into_iter().find(|name| scope.vectors.contains(name));
    if found.kind == Kind::Proved {
        if let Some(name) = matrix().filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase())) {
            found.kind = Kind::Undecided;
            add(&mut found.message, &format!("{name} is read as a number, and used as a vector or matrix elsewhere"));
        }
        let readings = claim.notes.iter().filter(|n| !claim.others.is_empty() && n.contains(" is read as ("));
        readings.for_each(|note| add(&mut found.message, note));
        return found;
    }
    if !matches!(found.kind, Kind::Refuted | Kind::Conflict | Kind::Vacuous) {
        return found;
    }
    let doubt = matrix().map(|name| format!("{name} is used as a vector or matrix elsewhere"));
    if let Some(doubt) = doubt.or_else(|| claim.doubts.first().cloned()).or_else(|| value(claim, scope)) {
        let attempt = attempt.unwrap_or_default();
        return finding(claim, Kind::Undecided, doubt, &attempt, lines);
    }
    if let Some(found) = otherwise(claim, scope, lines) {
        return found;
    }
    if let Some(correction) =
        attempt.filter(|_| mend && found.kind != Kind::Vacuous).and_then(|a| correction(claim, &a))
    {
        found.suggestion = Some(format!("{} ({})", correction.text, correction.slip));
        found.correction = Some((claim.right.span.clone(), correction.written));
    }
    found
}

/// What is said of a claim that fails in the reading taken, and may hold in another one.
fn otherwise(claim: &Claim, scope: &Scope, lines: &Lines<'_>) -> Option<Finding> {
    let names = claim.names();
    let used = scope.closure(&names, claim.place, &[]);
    let matters = used.iter().fold(claim.matters(), |all, d| all.or(d.matters()));
    for reach in matters.others() {
        let meant = claim.read(reach);
        let Verdict { finding: other, .. } = verdict(&meant, scope, lines, reach);
        if matches!(other.kind, Kind::Refuted | Kind::Conflict | Kind::Vacuous) {
            continue;
        }
        let held = if other.kind == Kind::Undecided { "may hold" } else { "holds" };
        let given =
            used.iter().filter(|d| d.text() != d.text_of(reach)).map(|d| format!(", with {}", d.text_of(reach)));
        let given: String = given.collect();
        let message = format!("it has two readings: it {held} as {}{given}, and fails as read here", other.read_as);
        return Some(finding(claim, Kind::Undecided, message, &Attempt::default(), lines));
    }
    None
}

/// A number, if it is short enough to be read.
fn short(number: &str) -> String {
    if number.len() <= LONGEST_NUMBER {
        return number.to_string();
    }
    let start: String = number.chars().take(LONGEST_NUMBER / 2).collect();
    format!("{start}… ({} digits)", number.chars().filter(char::is_ascii_digit).count())
}

/// A sentence more.
fn add(message: &mut String, text: &str) {
    if !message.is_empty() {
        message.push_str("; ");
    }
    message.push_str(text);
}

/// What is said of a claim, and the way to understand it that says so.
struct Verdict<'s> {
    finding: Finding,
    attempt: Option<Attempt<'s>>,
}

impl From<Finding> for Verdict<'_> {
    fn from(finding: Finding) -> Self {
        Verdict { finding, attempt: None }
    }
}

/// The verdict on a claim in one reading of the document.
fn verdict<'s>(claim: &Claim, scope: &'s Scope, lines: &Lines<'_>, reach: Reach) -> Verdict<'s> {
    if let Some(message) = unrelated(claim, scope) {
        return finding(claim, Kind::Undecided, message, &Attempt::default(), lines).into();
    }
    let attempts = attempts(claim, scope, reach);
    let tried = tried_out(claim, &attempts);
    let Some((attempt, outcome)) = telling(&tried) else {
        return finding(claim, Kind::Undecided, String::new(), &Attempt::default(), lines).into();
    };
    if let Some(message) = beside(claim, scope, &attempts, (attempt, outcome))
        .or_else(|| at_the_point_only(claim, &tried, (attempt, outcome)))
        .or_else(|| imaginary(claim, scope, outcome))
    {
        return finding(claim, Kind::Undecided, message, attempt, lines).into();
    }
    let finding = match outcome {
        Outcome::Proved(conditions, assumed) => {
            let said = if assumed.is_empty() { String::new() } else { format!("assuming {}", assumed.join(", ")) };
            let mut found = finding(claim, Kind::Proved, said, attempt, lines);
            found.conditions.clone_from(conditions);
            found
        }
        Outcome::Rounded => finding(claim, Kind::Rounded, "holds to the digits printed".into(), attempt, lines),
        Outcome::Refuted(..) => return failed(claim, &tried, lines),
        Outcome::Vacuous => finding(claim, Kind::Vacuous, "the sides never both have a value".into(), attempt, lines),
        Outcome::Undecided(why) => finding(claim, Kind::Undecided, open(claim, scope, why.clone()), attempt, lines),
    };
    Verdict { finding, attempt: Some((*attempt).clone()) }
}

/// A way to understand a claim, and what the engine says of it.
type Tried<'a, 's> = (&'a Attempt<'s>, Outcome);

/// The ways that say something, up to the first in which the claim holds.
fn tried_out<'a, 's>(claim: &Claim, attempts: &'a [Attempt<'s>]) -> Vec<Tried<'a, 's>> {
    let mut tried: Vec<Tried<'a, 's>> = Vec::new();
    for attempt in attempts {
        let outcome = attempt.judge(claim);
        let held = outcome.holds();
        // Conditions that can't be meant for the claim say nothing of it.
        if !attempt.stated || outcome != Outcome::Vacuous {
            tried.push((attempt, outcome));
        }
        if held {
            break;
        }
    }
    // Of a failure, the last way is spoken of: not one at a point that the text has left.
    tried.sort_by_key(|(attempt, _)| !attempt.earlier);
    tried
}

/// The way that the verdict is taken from: what one way leaves open, no other refutes.
fn telling<'t, 'a, 's>(tried: &'t [Tried<'a, 's>]) -> Option<&'t Tried<'a, 's>> {
    let of = |wanted: fn(&Outcome) -> bool| tried.iter().rfind(|(_, outcome)| wanted(outcome));
    let left_open = || of(|o| matches!(o, Outcome::Undecided(_))).or(of(|o| matches!(o, Outcome::Vacuous)));
    of(Outcome::holds).or_else(left_open).or(tried.last())
}

/// Under which condition beside it a claim holds that does not hold under all of them: of conditions
/// that exclude each other, one may be meant.
fn beside(
    claim: &Claim,
    scope: &Scope,
    attempts: &[Attempt<'_>],
    (attempt, outcome): (&Attempt<'_>, &Outcome),
) -> Option<String> {
    if outcome.holds() || !attempts.iter().any(|a| a.stated) {
        return None;
    }
    let given = attempt.assume.iter().filter(|_| !attempt.stated);
    let holds = |condition: &String| {
        let assume = given.clone().cloned().chain([condition.clone()]).collect();
        matches!(Attempt { assume, ..attempt.clone() }.judge(claim), Outcome::Proved(..))
    };
    let condition = scope.beside(&claim.names(), claim.paragraph, claim.place).into_iter().find(holds)?;
    Some(format!("it holds where {condition}, which stands beside it"))
}

/// That a claim holds at a point only, which nothing says it is meant for.
fn at_the_point_only(
    claim: &Claim,
    tried: &[Tried<'_, '_>],
    (attempt, outcome): (&Attempt<'_>, &Outcome),
) -> Option<String> {
    let constant = claim.left.variables.is_empty() || claim.right.variables.is_empty();
    if constant || attempt.at.is_empty() || !matches!(outcome, Outcome::Proved(..)) {
        return None;
    }
    let fails = tried.iter().any(|(a, o)| a.at.is_empty() && matches!(o, Outcome::Refuted(..)));
    fails.then(|| "it holds at the point, and not in general".into())
}

/// That a claim fails which may be one on the imaginary unit.
fn imaginary(claim: &Claim, scope: &Scope, outcome: &Outcome) -> Option<String> {
    let unit = claim.names().contains("i") && scope.meaning("i", claim.place).is_none();
    let fails = matches!(outcome, Outcome::Refuted(..));
    (fails && unit).then(|| "i is a variable here, and may be meant as a number".into())
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

/// What is said of a claim that every attempt refutes: it is refuted by itself, unless it is an
/// equation that identities have no say in; else it is in conflict with what its names mean.
fn failed<'s>(claim: &Claim, tried: &[Tried<'_, 's>], lines: &Lines<'_>) -> Verdict<'s> {
    let refuted = |alone: bool| {
        let all = tried
            .iter()
            .filter(move |(attempt, _)| (attempt.elsewhere(claim.place).is_none() && !attempt.claimed) == alone);
        let mut all = all.filter_map(|(attempt, outcome)| match outcome {
            Outcome::Refuted(point, l, r) => Some((*attempt, point, format!("{} is not {}", short(l), short(r)))),
            _ => None,
        });
        all.next_back()
    };
    let (own, with) = (refuted(true), refuted(false));
    if let Some((attempt, ..)) = &own
        && let Some(message) = holding(claim, attempt)
    {
        return finding(claim, Kind::Undecided, message.into(), attempt, lines).into();
    }
    let relation = own.as_ref().and_then(|(attempt, ..)| relates(claim, attempt));
    let beyond = with.as_ref().and_then(|(attempt, ..)| relates(claim, attempt));
    let (kind, (attempt, point, values)) = match (own, with) {
        (Some(own), _) if relation.is_none() => (Kind::Refuted, own),
        (_, Some(with)) if beyond.is_none() => (Kind::Conflict, with),
        _ => {
            let message = relation.or(beyond).unwrap_or_default();
            return finding(claim, Kind::Undecided, message, &Attempt::default(), lines).into();
        }
    };
    let meant = attempt.elsewhere(claim.place).filter(|_| kind == Kind::Conflict);
    let with = meant.map(|d| format!("with {} of line {}: ", d.text(), lines.place(d.span.start).0));
    let mut found = finding(claim, kind, with.unwrap_or_default() + &values, attempt, lines);
    found.at.extend(point.iter().cloned());
    Verdict { finding: found, attempt: Some(attempt.clone()) }
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
    let sign = if claim.link == Link::Approximate { "≈" } else { "=" };
    let read_as = format!("{} {sign} {}", claim.left.text, claim.right.text);
    let mut found = Finding::new(kind, claim.span(), read_as, message);
    let used = attempt.given.iter().filter(|d| d.place != claim.place && d.place != Place::MAX);
    found.uses = used.map(|d| Use { name: d.name.clone(), line: lines.place(d.span.start).0 }).collect();
    let bars = if claim.left.at.is_empty() { &claim.right.at } else { &claim.left.at };
    found.at = bars.iter().chain(attempt.at.iter().filter(|a| bars.iter().all(|b| b.0 != a.0))).cloned().collect();
    found.repaired.clone_from(&claim.repaired);
    let later = attempt.given.iter().find(|d| d.place > claim.place && d.place != Place::MAX);
    let notes = claim.notes.iter().filter(|_| kind.is_open());
    if attempt.given.iter().any(|d| d.place == Place::MAX) {
        add(&mut found.message, "e is read as the number exp(1)");
    }
    for note in later.map(|d| format!("{} is defined only later", d.name)).iter().chain(notes) {
        let gap = if found.message.is_empty() { "" } else { "; " };
        found.message = format!("{}{gap}{note}", found.message);
    }
    found
}
