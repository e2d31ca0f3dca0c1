//! A derivation as lines a person reads.

use super::answer::Stage;
use crate::decide::Region;
use crate::domain;
use crate::render::{Notation, condition, render};
use crate::rules::{Derivation, Reason, Ring, Step};
use crate::term::{Arena, Node, Relation, TermId};

/// Terms larger than this are shown by the part that changed.
const WHOLE: u128 = 400;
/// Parts larger than this are not shown.
const PART: u128 = 4_000;
/// The column at which a line says what was done, where it fits.
const COLUMN: usize = 40;

/// One line: a term, what was done to get there, and what that needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The term the line leaves.
    pub term: String,
    /// What was done, in words.
    pub word: String,
    /// What the step needs besides the term before having a value.
    pub conditions: Vec<String>,
}

/// Where only one side of a claim has a value, in words, without what is too large to print.
pub fn place(arena: &Arena, region: &Region, notation: Notation) -> String {
    let short = |t: &&TermId| arena.tree_size(**t) <= u128::from(arena.limits.printed);
    let held = region.any_of.iter().filter(short).map(|c| condition(arena, *c, notation));
    let word = if notation == Notation::Latex { r"\text{ not defined}" } else { "not defined" };
    let undefined = region.undefined.iter().filter(short).map(|t| format!("{} {word}", render(arena, *t, notation)));
    held.chain(undefined).collect::<Vec<_>>().join(" or ")
}

/// The word for a reason, without what it was done to.
pub fn name(arena: &Arena, reason: Reason) -> String {
    match reason {
        Reason::Ring(ring) => ring_word(ring).to_string(),
        Reason::Rule(name) => name.to_string(),
        Reason::RuleReversed(name) => match name.strip_suffix("_rev") {
            Some(stem) => stem.to_string(),
            None => format!("{name}_rev"),
        },
        Reason::Definition(f) => format!("definition of {}", f.name()),
        Reason::Name(symbol) => format!("definition of {}", arena.name(symbol)),
        Reason::Squares => "equal squares, one sign".into(),
        Reason::Angles => "the same angle".into(),
        Reason::Exponentials => "equal exponentials".into(),
        Reason::Constant(symbol) => format!("equal derivatives by {}, and at one point", arena.name(symbol)),
        Reason::Cases => "case by case".into(),
    }
}

/// The word for a piece of field arithmetic.
pub fn ring_word(ring: Ring) -> &'static str {
    match ring {
        Ring::Distribute => "distribute over the sum",
        Ring::CommonDenominator => "common denominator",
        Ring::Cancel => "cancel",
        Ring::Expand => "expand",
        Ring::Collect => "collect",
        Ring::Factor => "factor",
        Ring::SplitFraction => "split the fraction",
        Ring::Exponentials => "exponentials",
        Ring::Powers => "powers",
        Ring::Roots => "roots",
        Ring::Trigonometry => "trigonometry",
        Ring::Logarithms => "logarithms",
        Ring::Rearrange => "rearrange",
    }
}

/// What a step does, with the factors it cancels.
fn words(arena: &Arena, step: &Step, notation: Notation) -> String {
    let word = name(arena, step.reason);
    if step.reason != Reason::Ring(Ring::Cancel) {
        return word;
    }
    let factors: Vec<String> =
        step.conditions.iter().filter_map(|c| nonzero(arena, *c)).map(|t| render(arena, t, notation)).collect();
    match &factors[..] {
        [] => word,
        [one] => format!("{word} {one}"),
        [most @ .., last] => format!("{word} {} and {last}", most.join(", ")),
    }
}

fn nonzero(arena: &Arena, condition: TermId) -> Option<TermId> {
    match arena.node(condition) {
        Node::Relation(Relation::Ne, t, zero) if arena.as_rational(zero)?.is_zero() => Some(t),
        _ => None,
    }
}

/// A step's conditions as a person would write them; those that say how it is shown, as they are.
pub fn conditions(arena: &mut Arena, step: &Step, notation: Notation) -> Vec<String> {
    let simple = match step.reason.conditions_guide() {
        true => step.conditions.clone(),
        false => domain::remaining(arena, &step.conditions, &[], &[]),
    };
    simple.into_iter().map(|c| condition(arena, c, notation)).collect()
}

/// The lines of a derivation. Steps that do the same in disjoint places make one line.
pub fn lines(arena: &mut Arena, derivation: &Derivation, notation: Notation) -> Vec<Line> {
    let mut out = Vec::new();
    let mut current = derivation.start;
    let mut steps = &derivation.steps[..];
    while !steps.is_empty() {
        let (group, rest) = steps.split_at(together(steps));
        let (mut word, mut needs) = (String::new(), Vec::new());
        for step in group {
            current = arena.replace_at(current, &step.place, step.after).unwrap_or(current);
            let more = words(arena, step, notation);
            word = if word.is_empty() { more } else { word };
            needs.extend(
                conditions(arena, step, notation).into_iter().filter(|c| !needs.contains(c)).collect::<Vec<_>>(),
            );
        }
        let term = shown(arena, current, group, notation);
        out.push(Line { term, word, conditions: needs });
        steps = rest;
    }
    out
}

/// How many of the first steps have one reason and places none of which lies in another.
fn together(steps: &[Step]) -> usize {
    let apart = |a: &Step, b: &Step| !a.place.starts_with(&b.place) && !b.place.starts_with(&a.place);
    let mut n = 1;
    while n < steps.len()
        && steps[n].reason == steps[0].reason
        && steps[..n].iter().all(|s| apart(s, &steps[n]) && s.conditions == steps[n].conditions)
    {
        n += 1;
    }
    n
}

/// The whole term where it is short, and otherwise the parts that changed.
fn shown(arena: &Arena, whole: TermId, group: &[Step], notation: Notation) -> String {
    if arena.tree_size(whole) <= WHOLE {
        return render(arena, whole, notation);
    }
    let part = |t: TermId| match arena.tree_size(t) <= PART {
        true => render(arena, t, notation),
        false => format!("a term of {} distinct parts", arena.dag_size(t)),
    };
    let changes: Vec<String> = group.iter().map(|s| format!("… {} → {} …", part(s.before), part(s.after))).collect();
    changes.join(", ")
}

/// A stage in text: the rule at each step of a differentiation, then each step of the simplification.
pub fn stage(arena: &mut Arena, stage: &Stage, notation: Notation) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(d) = &stage.differentiated {
        let by = arena.name(d.by).to_string();
        for line in &d.lines {
            let of = brief(arena, line.of, notation);
            let text = format!("  d/d{by} ({of}) = {}", brief(arena, line.result, notation));
            out.push(beside(&text, &line.rule));
        }
    }
    out.extend(chain(arena, &stage.derivation, notation));
    out
}

/// A derivation in text: its start, then a line for each step.
pub fn chain(arena: &mut Arena, derivation: &Derivation, notation: Notation) -> Vec<String> {
    let mut out = vec![format!("  {}", brief(arena, derivation.start, notation))];
    for line in lines(arena, derivation, notation) {
        let mut note = line.word;
        if !line.conditions.is_empty() {
            note.push_str(&format!("   ({})", line.conditions.join(", ")));
        }
        out.push(beside(&format!("= {}", line.term), &note));
    }
    out
}

fn brief(arena: &Arena, term: TermId, notation: Notation) -> String {
    match arena.tree_size(term) <= PART {
        true => render(arena, term, notation),
        false => format!("a term of {} distinct parts", arena.dag_size(term)),
    }
}

fn beside(text: &str, note: &str) -> String {
    let width = text.chars().count();
    let space = COLUMN.saturating_sub(width).max(3);
    format!("{text}{}{note}", " ".repeat(space))
}
