//! What each formula of a document is: a definition, a point, a claim, or nothing to judge.

use super::Setting;
use super::finding::{Finding, Kind};
use super::fragment::{Comment, Extract, Fragment, Writing};
use super::prescan::function;
use super::scope::{Binding, Definition, Place, Scope, Stated};
use super::statement::{Chain, Form, Habits, Link, Side, Statement, read};
use crate::parse::ParseError;
use crate::parse::latex::macros;
use rayon::prelude::*;
use std::ops::Range;

/// An equation to be judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Claim {
    pub left: Side,
    pub link: Link,
    pub right: Side,
    pub place: Place,
    pub sentence: usize,
    pub paragraph: usize,
    pub repaired: Option<String>,
    pub notes: Vec<String>,
    pub writing: Writing,
}

impl Claim {
    pub fn span(&self) -> Range<usize> {
        self.left.span.start.min(self.right.span.start)..self.right.span.end.max(self.left.span.end)
    }
}

/// What is said at once, or has to be judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Item {
    Said(Box<Finding>),
    Claim(Box<Claim>),
}

/// What a document holds.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub items: Vec<Item>,
    pub scope: Scope,
    /// The next formula is not to be judged.
    ignored: bool,
}

/// The plan of a document.
pub(super) fn plan(source: &str, extract: &Extract, setting: &Setting) -> Plan {
    let (functions, limits) = (setting.functions.clone(), setting.limits);
    let mut habits = Habits { macros: macros(source), functions, limits, ..Habits::default() };
    let defined = extract.fragments.iter().filter_map(|f| function(&f.text, f.writing));
    let said = extract.comments.iter().filter_map(|c| function(&c.text, Writing::Plain));
    for (name, parameters) in defined.chain(said) {
        if habits.calls.iter().all(|c| c.0 != name) {
            habits.calls.push((name, parameters));
        }
    }
    let statements: Vec<_> = extract.fragments.par_iter().map(|f| read(f, &habits)).collect();
    let mut plan = Plan::default();
    plan.scope.setting = setting.clone();
    let mut comments = extract.comments.iter().peekable();
    for (i, (fragment, statement)) in extract.fragments.iter().zip(statements).enumerate() {
        while let Some(comment) = comments.next_if(|c| c.span.start < fragment.span.start) {
            plan.comment(comment, 2 * i, &habits);
        }
        if std::mem::take(&mut plan.ignored) {
            continue;
        }
        match statement {
            Ok(Statement { doubtful: Some(name), .. }) => {
                let message = format!("{name} can be a function or a factor; a definition says which");
                let span = fragment.span.clone();
                plan.items.push(Item::Said(Box::new(Finding::new(Kind::NotUnderstood, span, String::new(), message))));
            }
            Ok(statement) => plan.statement(fragment, statement, 2 * i + 1),
            Err(error) => plan.items.push(Item::Said(Box::new(not_understood(fragment, &error)))),
        }
    }
    for comment in comments {
        plan.comment(comment, 2 * extract.fragments.len(), &habits);
    }
    plan
}

fn not_understood(fragment: &Fragment, error: &ParseError) -> Finding {
    let (from, to) = error.span();
    let start = (fragment.span.start + from).min(fragment.span.end);
    let span = start..(fragment.span.start + to).clamp(start, fragment.span.end);
    let hint = error.hint().map(|h| format!("; {h}")).unwrap_or_default();
    let message = format!("{}{hint} [{}]", error.message(), error.code());
    Finding::new(Kind::NotUnderstood, span, String::new(), message)
}

impl Plan {
    fn comment(&mut self, comment: &Comment, place: Place, habits: &Habits) {
        if let Some(condition) = comment.text.strip_prefix("assume ") {
            return self.scope.assume(place, comment.paragraph, condition.trim().to_string());
        }
        if comment.text == "ignore" || comment.text.starts_with("ignore ") {
            self.ignored = true;
            return;
        }
        let fragment = Fragment {
            span: comment.span.clone(),
            text: comment.text.clone(),
            writing: Writing::Plain,
            paragraph: 0,
            sentence: 0,
        };
        let chain = read(&fragment, habits).ok().and_then(|s| s.chains.into_iter().next());
        let definition = chain.filter(|c| c.links.len() == 1).and_then(|mut chain| {
            chain.sides.iter_mut().for_each(|side| side.span = comment.span.clone());
            Definition::of(&chain.sides[0], Link::Defines, &chain.sides[1], place)
        });
        match definition {
            Some(definition) => self.define(definition, None),
            None => {
                let message = "this comment is not understood; write f(a) = log(a), assume a > 0, or ignore REASON";
                let span = comment.span.clone();
                self.items.push(Item::Said(Box::new(Finding::new(
                    Kind::NotUnderstood,
                    span,
                    String::new(),
                    message.into(),
                ))));
            }
        }
    }

    fn statement(&mut self, fragment: &Fragment, statement: Statement, place: Place) {
        let repaired = statement.repairs.iter().map(|r| r.1.clone()).reduce(|a, b| format!("{a}; {b}"));
        for chain in statement.chains {
            self.chain(fragment, chain, place, repaired.as_ref(), &statement.notes);
        }
    }

    fn chain(&mut self, fragment: &Fragment, chain: Chain, place: Place, repaired: Option<&String>, notes: &[String]) {
        let Chain { sides, links } = chain;
        let relations = || links.iter().any(|l| matches!(l, Link::Relation(_)));
        if let ([left, right], [Link::Relation(relation)]) = (&sides[..], &links[..]) {
            let condition = format!("{} {} {}", left.text, relation.symbol(), right.text);
            let variables = left.variables.union(&right.variables).cloned().collect();
            self.scope.state(Stated { condition, variables, place, paragraph: fragment.paragraph });
        }
        if links.is_empty() || relations() {
            return;
        }
        let mut from = 0;
        if self.binding(fragment, &sides, &links, place) {
            return;
        }
        if let Some(claim) = self.derivative_by_name(&sides, &links) {
            let claim = (claim, sides[1].clone(), links[0]);
            self.claim(fragment, claim, place, repaired, notes);
            from = 1;
        } else if let Some(definition) = Definition::of(&sides[0], links[0], &sides[1], place) {
            self.define(definition, repaired.cloned());
            from = 1;
        } else if links[0] == Link::Equal && gives_a_new_value(&sides[0], &sides[1]) {
            let message = "it gives a name a new value, or is an equation to solve: no identity";
            let span = sides[0].span.start..sides[1].span.end;
            let read_as = format!("{} = {}", sides[0].text, sides[1].text);
            self.items.push(Item::Said(Box::new(Finding::new(Kind::Undecided, span, read_as, message.into()))));
            from = 1;
        } else if links[0] == Link::Defines {
            // `w := w - 1` gives a new value, and claims nothing.
            from = 1;
        }
        for i in from..links.len() {
            let pair = (sides[i].clone(), sides[i + 1].clone(), links[i]);
            self.claim(fragment, pair, place, repaired, notes);
        }
    }

    fn claim(
        &mut self,
        fragment: &Fragment,
        (left, right, link): (Side, Side, Link),
        place: Place,
        repaired: Option<&String>,
        notes: &[String],
    ) {
        let (sentence, paragraph) = (fragment.sentence, fragment.paragraph);
        let (repaired, notes, writing) = (repaired.cloned(), notes.to_vec(), fragment.writing);
        let claim = Claim { left, link, right, place, sentence, paragraph, repaired, notes, writing };
        self.items.push(Item::Claim(Box::new(claim)));
    }

    fn define(&mut self, definition: Definition, repaired: Option<String>) {
        let message = format!("defines {}", definition.name);
        let mut finding = Finding::new(Kind::Definition, definition.span.clone(), definition.text(), message);
        finding.repaired = repaired;
        self.items.push(Item::Said(Box::new(finding)));
        self.scope.define(definition);
    }

    /// `a = 2`, unless the document says what `a` is.
    fn binding(&mut self, fragment: &Fragment, sides: &[Side], links: &[Link], place: Place) -> bool {
        let ([left, right], [Link::Equal]) = (sides, links) else { return false };
        let (Form::Name(name), true) = (&left.form, is_constant(right)) else { return false };
        if self.scope.meaning(name, place).is_some_and(|d| !d.mentions.is_empty()) {
            return false;
        }
        let (sentence, paragraph) = (fragment.sentence, fragment.paragraph);
        let (name, value) = (name.clone(), right.text.clone());
        let read_as = format!("{name} = {value}");
        let span = left.span.start..right.span.end;
        self.items.push(Item::Said(Box::new(Finding::new(
            Kind::Binding,
            span,
            read_as,
            format!("{name} is {value} here"),
        ))));
        let definition = Definition::of(left, Link::Equal, right, place).filter(|_| !is_rational(right));
        self.scope.bind(Binding { name, value, definition, place, sentence, paragraph });
        true
    }

    /// `dz = …` without a derivative beside it is the loss's, where the document defines a loss.
    fn derivative_by_name(&self, sides: &[Side], links: &[Link]) -> Option<Side> {
        let Form::Name(name) = &sides[0].form else { return None };
        let by = name.strip_prefix('d').filter(|by| !by.is_empty())?;
        if links[0] != Link::Equal || sides.iter().any(|s| !s.by.is_empty()) {
            return None;
        }
        // A differential such as `dx = v dt` is no derivative, and neither is delta.
        let letter = by.split('_').next().is_some_and(|b| b.chars().count() == 1 && b.chars().all(char::is_alphabetic));
        let differential = |v: &String| v.len() > 1 && v.starts_with('d') && sides[1].variables.contains(&v[1..]);
        if !letter || sides[1].variables.iter().any(differential) {
            return None;
        }
        let loss = self.scope.setting.losses.iter().find_map(|l| self.scope.meaning(l, Place::MAX))?;
        let reached = self.scope.closure(&loss.mentions, Place::MAX, &[]);
        let parameters = || loss.parameters.iter().flatten();
        let arguments = parameters().flat_map(|p| self.scope.closure(&[p.clone()].into(), Place::MAX, &[]));
        let depends = |d: &Definition| d.mentions.contains(by);
        let direct = loss.mentions.contains(by) || parameters().any(|p| p == by);
        if name == &format!("d{}", loss.name) || !direct && !reached.into_iter().chain(arguments).any(depends) {
            return None;
        }
        let called = match &loss.parameters {
            None => loss.name.clone(),
            Some(parameters) => format!("{}({})", loss.name, parameters.join(", ")),
        };
        let mut side = Side { text: format!("diff({called}, {by})"), form: Form::Other, ..sides[0].clone() };
        side.variables = loss.parameters.iter().flatten().cloned().chain([by.to_string()]).collect();
        side.functions = [loss.name.clone()].into();
        side.by = [by.to_string()].into();
        Some(side)
    }
}

/// Whether a name stands on the left, and on the right with something more.
fn gives_a_new_value(left: &Side, right: &Side) -> bool {
    matches!(&left.form, Form::Name(name) if right.variables.contains(name) && right.text != *name)
}

fn is_constant(side: &Side) -> bool {
    side.variables.is_empty() && side.functions.is_empty() && side.by.is_empty()
}

/// Whether a side is written with digits alone, so that its value is rational.
fn is_rational(side: &Side) -> bool {
    side.text.chars().all(|c| c.is_ascii_digit() || "+-*/^.() ".contains(c))
}
