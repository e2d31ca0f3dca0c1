//! What names mean at a place of the document: definitions, from the nearest before it or else the
//! first after it; points that are bound in the sentence, or in the paragraph before; assumptions.

use super::Setting;
use super::chain::Condition;
use super::definition::Definition;
use std::collections::{BTreeMap, BTreeSet};

/// A place in the order of the file: twice the number of formulas before, and one more inside one.
pub type Place = usize;

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
    /// The condition.
    pub condition: Condition,
    /// Where it stands.
    pub place: Place,
    /// The paragraph.
    pub paragraph: usize,
}

/// How many conditions beside a claim are tried one by one.
const BESIDE: usize = 16;
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

    /// The conditions on some names that a paragraph states. One that calls another function says
    /// nothing of them: without it, its text would be another one.
    fn on<'s>(&'s self, names: &'s BTreeSet<String>, paragraph: usize) -> impl Iterator<Item = &'s Stated> {
        let first = self.stated.partition_point(|s| s.paragraph < paragraph);
        let here = self.stated[first..].iter().take_while(move |s| s.paragraph == paragraph);
        here.filter(|s| !s.condition.variables.is_disjoint(names) && s.condition.functions.is_subset(names))
    }

    /// The conditions on some names that a paragraph states.
    pub fn stated(&self, names: &BTreeSet<String>, paragraph: usize) -> Vec<String> {
        self.on(names, paragraph).map(|s| s.condition.text.clone()).collect()
    }

    /// The conditions on some names that stand beside a place: in its formula or in a neighbour.
    pub fn beside(&self, names: &BTreeSet<String>, paragraph: usize, place: Place) -> Vec<String> {
        let near = self.on(names, paragraph).filter(|s| s.place.abs_diff(place) <= 2);
        near.map(|s| s.condition.text.clone()).take(BESIDE).collect()
    }

    /// What a name means at a place, if the document says it.
    pub fn meaning(&self, name: &str, place: Place) -> Option<&Definition> {
        let all = self.definitions.get(name)?;
        let before = all.partition_point(|d| d.place <= place);
        all.get(before.saturating_sub(1))
    }

    /// The definitions that names need at a place, those of definitions included, in the file's
    /// order; those that are bound to values need none. A definition that leads back to one it is
    /// needed for says nothing more: where `F = ma` is needed, `a = F/m` is left out.
    pub fn closure(&self, names: &BTreeSet<String>, place: Place, bound: &[(String, String)]) -> Vec<&Definition> {
        let meaning = |name: &str| {
            let free = bound.iter().all(|(b, _)| b != name);
            if free { self.meaning(name, place) } else { None }
        };
        let back = leading_back(names, meaning);
        let mut found: BTreeMap<&str, &Definition> = BTreeMap::new();
        let mut todo: Vec<&str> = names.iter().map(String::as_str).collect();
        while let Some(name) = todo.pop() {
            if found.contains_key(name) || back.contains(name) {
                continue;
            }
            if let Some(definition) = meaning(name) {
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

/// The names whose definitions lead back to one that they are needed for, other than themselves.
fn leading_back<'n, 's: 'n>(
    names: &'n BTreeSet<String>,
    meaning: impl Fn(&str) -> Option<&'s Definition>,
) -> BTreeSet<&'n str> {
    let (mut back, mut met, mut open) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    // The names whose definitions are open, each inside of the one before.
    let mut path: Vec<&str> = Vec::new();
    let mut todo: Vec<Option<&str>> = names.iter().map(|name| Some(name.as_str())).collect();
    while let Some(next) = todo.pop() {
        match next {
            None => _ = path.pop().map(|name| open.remove(name)),
            Some(name) if !met.insert(name) => {
                back.extend(path.last().filter(|last| **last != name && open.contains(name)));
            }
            Some(name) => {
                if let Some(definition) = meaning(name) {
                    path.push(name);
                    open.insert(name);
                    todo.push(None);
                    todo.extend(definition.mentions.iter().map(|name| Some(name.as_str())));
                }
            }
        }
    }
    back
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
        // What leads back is left out, unless it leads to itself at once.
        for definition in [define("w", &["v"], 8), define("v", &["a", "w"], 9), define("n", &["n"], 9)] {
            scope.define(definition);
        }
        let used = |name: &str| {
            scope.closure(&[name.to_string()].into(), 9, &[]).iter().map(|d| &*d.name).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(["v", "w", "z", "n"].map(used), ["a v", "w", "z w", "n"]);
    }

    #[test]
    fn conditions_speak_of_names_whose_functions_are_known() {
        let mut scope = Scope::default();
        let set = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<BTreeSet<String>>();
        let condition = Condition { text: "u(x) > 0".into(), variables: set(&["x"]), functions: set(&["u"]) };
        scope.state(Stated { condition, place: 1, paragraph: 0 });
        assert!(scope.stated(&set(&["x"]), 0).is_empty() && scope.beside(&set(&["u"]), 0, 1).is_empty());
        assert_eq!(scope.stated(&set(&["u", "x"]), 0), ["u(x) > 0"]);
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
