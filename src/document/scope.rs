//! What names mean at a place of the document: definitions, from the nearest before it or else the
//! first after it; points that are bound in the sentence, or in the paragraph before; assumptions.

use super::Setting;
use super::chain::{Form, Link, Side};
use crate::parse::latex::Reach;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// `f(a) = a^2`, or `a = sigma(z)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Definition {
    /// The name.
    pub name: String,
    /// A function's parameters.
    pub parameters: Option<Vec<String>>,
    /// What it stands for, in plain notation.
    pub body: String,
    /// The names in it.
    pub mentions: BTreeSet<String>,
    /// Those among them that it calls as functions.
    pub calls: BTreeSet<String>,
    /// The bytes of the file.
    pub span: Range<usize>,
    /// The formula it stands in, counted from 0; half a step before for a comment.
    pub place: Place,
    /// What it stands for in the other readings of its text.
    pub others: Vec<(Reach, String)>,
}

/// A place in the order of the file: twice the number of formulas before, and one more inside one.
pub type Place = usize;

impl Definition {
    /// The definition that an equation's first two sides are, if they are one: a function of names
    /// whose right side holds one of them, or a name that the right side doesn't hold.
    pub fn of(left: &Side, link: Link, right: &Side, place: Place) -> Option<Definition> {
        if !matches!(link, Link::Equal | Link::Defines) {
            return None;
        }
        let (name, parameters) = match &left.form {
            Form::Call(name, parameters) => {
                let holds = parameters.iter().any(|p| right.variables.contains(p)) && !right.functions.contains(name);
                (name, Some(parameters.clone()).filter(|_| holds || link == Link::Defines)?)
            }
            // A name with a prime is a derivative, of what can't be said.
            Form::Name(name) if !right.variables.contains(name) && !name.contains('\'') => {
                let span = left.span.start..right.span.end;
                return Some(Definition::new(name, None, right, span, place));
            }
            _ => return None,
        };
        let span = left.span.start..right.span.end;
        let mut definition = Definition::new(name, Some(parameters), right, span, place);
        let parameters = definition.parameters.iter().flatten().cloned().collect::<Vec<_>>();
        definition.mentions.retain(|n| !parameters.contains(n));
        Some(definition)
    }

    fn new(name: &str, parameters: Option<Vec<String>>, right: &Side, span: Range<usize>, place: Place) -> Definition {
        let mentions = right.variables.iter().chain(&right.functions).cloned().collect();
        let (body, calls) = (right.text.clone(), right.functions.clone());
        Definition { name: name.into(), parameters, body, mentions, calls, span, place, others: vec![] }
    }

    /// As the engine reads it.
    pub fn text(&self) -> String {
        self.text_of(Reach::default())
    }

    /// As the engine reads it in another reading of the document.
    pub fn text_of(&self, reach: Reach) -> String {
        let body = self.others.iter().find(|(other, _)| *other == reach.within(self.matters()));
        let body = body.map_or(&self.body, |(_, body)| body);
        match &self.parameters {
            None => format!("{} = {body}", self.name),
            Some(parameters) => format!("{}({}) = {body}", self.name, parameters.join(", ")),
        }
    }

    /// Which readings make another definition of it.
    pub fn matters(&self) -> Reach {
        self.others.iter().fold(Reach::default(), |all, (reach, _)| all.or(*reach))
    }

    /// The variable that a name's definition is a function of, as far as it has one that stands out.
    pub fn variable(&self) -> Option<&str> {
        let has = |name: &&&str| self.mentions.contains(**name);
        let usual: Vec<&&str> = ["x", "t"].iter().filter(has).collect();
        match (&usual[..], self.mentions.len()) {
            ([one], _) => Some(**one),
            ([], 1) => self.mentions.first().map(String::as_str),
            _ => None,
        }
    }
}

/// The number e, for texts that don't say what `e` is; it stands nowhere in them.
pub static EULER: LazyLock<Definition> = LazyLock::new(|| Definition {
    name: "e".into(),
    parameters: None,
    body: "exp(1)".into(),
    mentions: BTreeSet::new(),
    calls: BTreeSet::new(),
    span: 0..0,
    place: Place::MAX,
    others: Vec::new(),
});

/// `a = 2` as the text says it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    /// The variable.
    pub name: String,
    /// Its value, in plain notation.
    pub value: String,
    /// The same as a definition, where the value is not rational.
    pub definition: Option<Definition>,
    /// Whether the document says besides what it is.
    pub claimed: bool,
    /// Where it stands.
    pub place: Place,
    /// The sentence.
    pub sentence: usize,
    /// The paragraph.
    pub paragraph: usize,
}

/// `x > 0` as the text says it, for its paragraph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stated {
    /// The condition, in plain notation.
    pub condition: String,
    /// Its variables.
    pub variables: BTreeSet<String>,
    /// Where it stands.
    pub place: Place,
    /// The paragraph.
    pub paragraph: usize,
}

/// How many values of a variable are tried besides the last one.
const EARLIER: usize = 3;

/// All that a document says on its names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scope {
    /// By name, in the order of the file.
    definitions: BTreeMap<String, Vec<Definition>>,
    /// By name, in the order of the file.
    bindings: BTreeMap<String, Vec<Binding>>,
    /// Assumptions, each from a place on or in a paragraph.
    assumptions: Vec<(Place, Option<usize>, String)>,
    /// Conditions in the text, in the order of the file.
    stated: Vec<Stated>,
    /// The names of vectors and matrices.
    pub vectors: BTreeSet<String>,
    /// What was set for the check.
    pub setting: Setting,
}

impl Scope {
    /// Adds a definition; those of the file come in its order.
    /// One that says what the one before has said adds nothing.
    pub fn define(&mut self, definition: Definition) {
        let all = self.definitions.entry(definition.name.clone()).or_default();
        if all.last().is_none_or(|d| d.text() != definition.text()) {
            all.push(definition);
        }
    }

    /// Adds a point, as [`Scope::define`] does.
    pub fn bind(&mut self, binding: Binding) {
        self.bindings.entry(binding.name.clone()).or_default().push(binding);
    }

    /// Adds an assumption that holds from a place on, or only in the rest of a paragraph.
    pub fn assume(&mut self, place: Place, paragraph: Option<usize>, condition: String) {
        self.assumptions.push((place, paragraph, condition));
    }

    /// Adds a condition that the text states.
    pub fn state(&mut self, stated: Stated) {
        self.stated.push(stated);
    }

    /// The conditions on some variables that a paragraph states.
    pub fn stated(&self, names: &BTreeSet<String>, paragraph: usize) -> Vec<String> {
        let first = self.stated.partition_point(|s| s.paragraph < paragraph);
        let here = self.stated[first..].iter().take_while(|s| s.paragraph == paragraph);
        here.filter(|s| !s.variables.is_disjoint(names)).map(|s| s.condition.clone()).collect()
    }

    /// The conditions on some variables that stand beside a place: in its formula or in a neighbour.
    pub fn beside(&self, names: &BTreeSet<String>, paragraph: usize, place: Place) -> Vec<String> {
        let first = self.stated.partition_point(|s| s.paragraph < paragraph);
        let here = self.stated[first..].iter().take_while(|s| s.paragraph == paragraph);
        let near = here.filter(|s| s.place.abs_diff(place) <= 2 && !s.variables.is_disjoint(names));
        near.map(|s| s.condition.clone()).collect()
    }

    /// What a name means at a place, if the document says it.
    pub fn meaning(&self, name: &str, place: Place) -> Option<&Definition> {
        let all = self.definitions.get(name)?;
        let before = all.partition_point(|d| d.place <= place);
        all.get(before.saturating_sub(1))
    }

    /// The definitions that names need at a place, those of definitions included, in the file's
    /// order; those that are bound to values need none.
    pub fn closure(&self, names: &BTreeSet<String>, place: Place, bound: &[(String, String)]) -> Vec<&Definition> {
        let mut found: BTreeMap<&str, &Definition> = BTreeMap::new();
        let mut todo: Vec<&str> = names.iter().map(String::as_str).collect();
        while let Some(name) = todo.pop() {
            if found.contains_key(name) || bound.iter().any(|(b, _)| b == name) {
                continue;
            }
            if let Some(definition) = self.meaning(name, place) {
                found.insert(name, definition);
                todo.extend(definition.mentions.iter().map(String::as_str));
            }
        }
        let mut all: Vec<&Definition> = found.into_values().collect();
        all.sort_by_key(|d| (d.place, d.span.start));
        all
    }

    /// The value that a variable is bound to for a claim: by its sentence, nearest before it or
    /// else after it, or by its paragraph before it.
    pub fn bound(&self, name: &str, place: Place, sentence: usize, paragraph: usize) -> Option<&Binding> {
        let all = self.bindings.get(name)?;
        let (before, after) = all.split_at(all.partition_point(|b| b.place <= place));
        // A definition behind a binding ends it.
        let defined = |b: &&Binding| self.definitions.get(name).is_some_and(|all| ends(all, b.place, place));
        let last = before.last().filter(|b| !defined(b));
        let here = |b: &&Binding| b.sentence == sentence;
        last.filter(here).or(after.first().filter(here)).or(last.filter(|b| b.paragraph == paragraph))
    }

    /// The values that a variable has had before the last one, in the claim's sentence, or if that says
    /// none, in its paragraph; the latest first.
    pub fn bound_earlier(&self, name: &str, place: Place, sentence: usize, paragraph: usize) -> Vec<&Binding> {
        let Some(all) = self.bindings.get(name) else { return Vec::new() };
        let before = &all[..all.partition_point(|b| b.place <= place)];
        let within = before.last().is_some_and(|b| b.sentence == sentence);
        let near = |b: &&Binding| if within { b.sentence == sentence } else { b.paragraph == paragraph };
        before.iter().rev().skip(1).take_while(near).take(EARLIER).collect()
    }

    /// The assumptions in force at a place.
    pub fn assumed(&self, place: Place, paragraph: usize) -> Vec<String> {
        let holds = |a: &&(Place, Option<usize>, String)| a.0 <= place && a.1.is_none_or(|p| p == paragraph);
        self.setting.assume.iter().cloned().chain(self.assumptions.iter().filter(holds).map(|a| a.2.clone())).collect()
    }
}

/// Whether one of some definitions stands between two places.
fn ends(definitions: &[Definition], from: Place, to: Place) -> bool {
    definitions.iter().any(|d| from < d.place && d.place <= to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn define(name: &str, mentions: &[&str], place: Place) -> Definition {
        let mentions = mentions.iter().map(|m| m.to_string()).collect();
        let (body, calls) = (place.to_string(), BTreeSet::new());
        Definition { name: name.into(), parameters: None, body, mentions, calls, span: 0..0, place, others: vec![] }
    }

    #[test]
    fn the_nearest_definition_before_or_the_first_after() {
        let mut scope = Scope::default();
        for definition in [define("a", &["z"], 3), define("z", &["w"], 5), define("a", &[], 7)] {
            scope.define(definition);
        }
        assert_eq!([1, 3, 6, 7].map(|place| scope.meaning("a", place).unwrap().place), [3, 3, 3, 7]);
        let names = BTreeSet::from(["a".to_string()]);
        assert_eq!(scope.closure(&names, 6, &[]).iter().map(|d| &*d.name).collect::<Vec<_>>(), ["a", "z"]);
        assert_eq!(scope.closure(&names, 8, &[]).len(), 1);
        assert!(scope.closure(&names, 6, &[("a".into(), "2".into())]).is_empty());
    }

    #[test]
    fn points_are_bound_in_the_sentence_first() {
        let bind = |value: &str, place, sentence, paragraph| Binding {
            name: "a".into(),
            value: value.into(),
            definition: None,
            claimed: false,
            place,
            sentence,
            paragraph,
        };
        let mut scope = Scope::default();
        scope.bind(bind("2", 1, 0, 0));
        scope.bind(bind("3", 5, 1, 0));
        let value = |place, sentence, paragraph| scope.bound("a", place, sentence, paragraph).map(|b| &*b.value);
        assert_eq!(value(3, 0, 0), Some("2"));
        assert_eq!(value(3, 1, 0), Some("3"));
        assert_eq!(value(7, 2, 0), Some("3"));
        assert_eq!(value(7, 2, 1), None);
    }
}
