//! Definitions: names that stand for formulas, and functions.

use super::chain::{Form, Link, Side};
use super::scope::Place;
use crate::parse::latex::Reach;
use std::collections::BTreeSet;
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
