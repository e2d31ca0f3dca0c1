//! What each formula of a document is: a definition, a point, a claim, or nothing to judge.

use super::Setting;
use super::attempt::Attempt;
use super::chain::{Chain, Condition, Form, Link, Side};
use super::claim::{Claim, Formula, claim};
use super::definition::Definition;
use super::finding::{Finding, Kind};
use super::fragment::{Comment, Extract, Fragment, Writing};
use super::habits::{Habit, Read, derived, habit};
use super::prescan::Head;
use super::primes::of_loss;
use super::scope::{Binding, Place, Scope, Stated};
use super::statement::{Statement, read};
use crate::parse::ParseError;
use crate::parse::latex::Reach;
use std::collections::{BTreeMap, BTreeSet};

/// What is said at once, or has to be judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Item {
    Said(Box<Finding>),
    Claim(Box<Claim>),
    /// A claim if it holds, or else what is said; the flag tells that a conflict is said too.
    Perhaps(Box<Claim>, Box<Finding>, bool),
}

/// What a document holds.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub items: Vec<Item>,
    pub scope: Scope,
    /// The next formula is not to be judged.
    ignored: bool,
    /// By function, the names that are its partial derivatives.
    partial: BTreeMap<String, Vec<Partial>>,
}

/// `f_xy` as a derivative of f.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Partial {
    name: String,
    by: Vec<String>,
}

/// The plan of a document.
pub(super) fn plan(source: &str, extract: &Extract, setting: &Setting) -> Plan {
    let habit = habit(source, extract, setting);
    let statements = habit.read(&extract.fragments);
    let mut plan = Plan { partial: partial(&habit, &statements), ..Plan::default() };
    plan.scope.setting = setting.clone();
    let mut comments = extract.comments.iter().peekable();
    for (i, (fragment, read)) in extract.fragments.iter().zip(statements).enumerate() {
        while let Some(comment) = comments.next_if(|c| c.span.start < fragment.span.start) {
            plan.comment(comment, 2 * i, &habit);
        }
        if std::mem::take(&mut plan.ignored) {
            continue;
        }
        match read.statement {
            Ok(Statement { doubtful: Some(name), .. }) => {
                let message = format!("{name} can be a function or a factor; a definition says which");
                plan.say(Finding::new(Kind::NotUnderstood, fragment.span.clone(), String::new(), message));
            }
            Ok(statement) => plan.statement(fragment, statement, read.others, 2 * i + 1),
            Err(error) => plan.say(not_understood(fragment, &error)),
        }
    }
    for comment in comments {
        plan.comment(comment, 2 * extract.fragments.len(), &habit);
    }
    plan.scope.vectors = habit.vectors;
    plan
}

/// The names in a document that are partial derivatives of its functions.
fn partial(habit: &Habit, statements: &[Read]) -> BTreeMap<String, Vec<Partial>> {
    let sides = || statements.iter().flat_map(|r| &r.statement).flat_map(|s| &s.chains).flat_map(|c| &c.sides);
    let names: BTreeSet<&String> =
        sides().flat_map(|s| s.variables.union(&s.functions)).filter(|name| name.contains('_')).collect();
    let mut found: BTreeMap<String, Vec<Partial>> = BTreeMap::new();
    for name in names {
        for (of, parameters) in &habit.common.calls {
            let head = Head { name: of.clone(), parameters: parameters.clone(), known: false };
            if let Some(by) = derived(&head, name) {
                found.entry(of.clone()).or_default().push(Partial { name: name.clone(), by });
            }
        }
    }
    found
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
    fn say(&mut self, finding: Finding) {
        self.items.push(Item::Said(Box::new(finding)));
    }

    fn comment(&mut self, comment: &Comment, place: Place, habit: &Habit) {
        if let Some(condition) = comment.text.strip_prefix("assume ") {
            let condition = condition.trim().to_string();
            let (assume, limits) = (vec![condition.clone()], self.scope.setting.limits);
            let alone = Attempt { assume, functions: habit.common.functions.clone(), limits, ..Attempt::default() };
            match alone.problem(&[]) {
                Ok(_) => self.scope.assume(place, comment.paragraph, condition),
                Err(error) => {
                    let message = error.message().to_string();
                    self.say(Finding::new(Kind::NotUnderstood, comment.span.clone(), String::new(), message));
                }
            }
            return;
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
            escaped: false,
        };
        let statement = read(&fragment, &habit.common, Reach::default());
        let chain = statement.ok().and_then(|s| s.chains.into_iter().next());
        let definition = chain.filter(|c| c.links.len() == 1).and_then(|mut chain| {
            chain.sides.iter_mut().for_each(|side| side.span = comment.span.clone());
            Definition::of(&chain.sides[0], Link::Defines, &chain.sides[1], place)
        });
        match definition {
            Some(definition) => self.define(definition, None),
            None => {
                let message = "this comment is not understood; write f(a) = log(a), assume a > 0, or ignore REASON";
                self.say(Finding::new(Kind::NotUnderstood, comment.span.clone(), String::new(), message.into()));
            }
        }
    }

    fn statement(&mut self, fragment: &Fragment, statement: Statement, others: Vec<(Reach, Statement)>, place: Place) {
        let repaired = statement.repairs.iter().map(|r| r.1.clone()).reduce(|a, b| format!("{a}; {b}"));
        self.state(fragment, &statement.chains, place);
        let count = statement.chains.len();
        for (i, chain) in statement.chains.into_iter().enumerate() {
            let same = |c: &&Chain| c.sides.len() == chain.sides.len();
            let others = others.iter().filter(|(_, s)| s.chains.len() == count);
            let others: Vec<(Reach, Vec<Chain>)> =
                others.filter_map(|(reach, s)| Some((*reach, s.chains.get(i).filter(same)?.equations()))).collect();
            for (j, equation) in chain.equations().into_iter().enumerate().filter(|(_, e)| !e.links.is_empty()) {
                let others = others.iter().filter_map(|(reach, all)| Some((*reach, all.get(j)?.clone()))).collect();
                let (notes, doubts) = (statement.notes.clone(), statement.doubts.clone());
                let (repaired, factors) = (repaired.clone(), statement.factors.clone());
                let formula = Formula { fragment, place, repaired, notes, doubts, factors, others };
                self.chain(&formula, equation);
            }
        }
    }

    /// Keeps the conditions that a formula states, `0 < x < 1`; in `x, y > 0`, for each of the names.
    fn state(&mut self, fragment: &Fragment, chains: &[Chain], place: Place) {
        let mut listed: Vec<&str> = Vec::new();
        for chain in chains {
            let name = match (&chain.sides[..], chain.links.first()) {
                ([Side { form: Form::Name(name), .. }, ..], None | Some(Link::Relation(_))) => Some(name.as_str()),
                _ => None,
            };
            let mut conditions = chain.conditions();
            if let (Some(name), Some(first)) = (name, conditions.first().cloned()) {
                let compared = first.text.strip_prefix(name).unwrap_or_default();
                conditions.extend(listed.drain(..).map(|other| {
                    let variables = first.variables.iter().filter(|v| *v != name).cloned().chain([other.to_string()]);
                    Condition { text: format!("{other}{compared}"), variables: variables.collect(), ..first.clone() }
                }));
            }
            for condition in conditions {
                self.scope.state(Stated { condition, place, paragraph: fragment.paragraph });
            }
            match name {
                Some(name) if chain.links.is_empty() => listed.push(name),
                _ => listed.clear(),
            }
        }
    }

    fn chain(&mut self, formula: &Formula<'_>, chain: Chain) {
        let Chain { sides, links } = chain;
        let mut from = 0;
        let by_name = of_loss(&sides, &links, &self.scope);
        if self.binding(formula, &sides, &links, by_name.as_ref()) {
            return;
        }
        let first = || claim(formula, &sides, &links, 0);
        if let Some(left) = by_name {
            let other = |(reach, _, right): &(Reach, Side, Side)| (*reach, left.clone(), right.clone());
            let meant = first();
            let others = meant.others.iter().map(other).collect();
            self.items.push(Item::Claim(Box::new(Claim { left, others, ..meant })));
            from = 1;
        } else if let Some(definition) = self.definition(formula, &sides, &links) {
            self.defined(first(), definition, formula.repaired.clone());
            from = 1;
        } else if links[0] == Link::Equal && gives_a_new_value(&sides[0], &sides[1]) {
            let message = "it gives a name a new value, or is an equation to solve: no identity";
            let span = sides[0].span.start..sides[1].span.end;
            let read_as = format!("{} = {}", sides[0].text, sides[1].text);
            self.say(Finding::new(Kind::Undecided, span, read_as, message.into()));
            from = 1;
        } else if links[0] == Link::Defines {
            // `w := w - 1` gives a new value, and claims nothing.
            from = 1;
        }
        for i in from..links.len() {
            self.items.push(Item::Claim(Box::new(claim(formula, &sides, &links, i))));
        }
    }

    /// The definition that a formula begins with, unless its name is a derivative's.
    fn definition(&self, formula: &Formula<'_>, sides: &[Side], links: &[Link]) -> Option<Definition> {
        let mut found = Definition::of(&sides[0], links[0], &sides[1], formula.place)?;
        if self.partial.values().flatten().any(|p| p.name == found.name) {
            return None;
        }
        let others =
            formula.others.iter().filter_map(|(reach, chain)| Some((*reach, chain.sides.get(1)?.text.clone())));
        found.others = others.filter(|(_, text)| *text != found.body).collect();
        Some(found)
    }

    /// Keeps a definition; where the name had another one, the two may say the same.
    fn defined(&mut self, claim: Claim, definition: Definition, repaired: Option<String>) {
        // A name is defined before its formula, or not at all yet.
        let place = claim.place.saturating_sub(1);
        let earlier = self.scope.meaning(&definition.name, place).filter(|d| d.text() != definition.text());
        let Some(earlier) = earlier.map(Definition::text) else { return self.define(definition, repaired) };
        let message = format!("defines {} anew, which was {earlier}", definition.name);
        let mut said = Finding::new(Kind::Definition, definition.span.clone(), definition.text(), message);
        said.repaired = repaired;
        self.items.push(Item::Perhaps(Box::new(Claim { place, ..claim }), Box::new(said), false));
        self.derive(&definition);
        self.scope.define(definition);
    }

    fn define(&mut self, definition: Definition, repaired: Option<String>) {
        let message = format!("defines {}", definition.name);
        let mut finding = Finding::new(Kind::Definition, definition.span.clone(), definition.text(), message);
        finding.repaired = repaired;
        self.say(finding);
        self.derive(&definition);
        self.scope.define(definition);
    }

    /// Defines the partial derivatives of a function that the document names.
    fn derive(&mut self, definition: &Definition) {
        let (Some(parameters), Some(all)) = (&definition.parameters, self.partial.get(&definition.name)) else {
            return;
        };
        let whole = format!("{}({})", definition.name, parameters.join(", "));
        for Partial { name, by } in all.clone() {
            let body = by.iter().fold(whole.clone(), |body, x| format!("diff({body}, {x})"));
            let mentions = BTreeSet::from([definition.name.clone()]);
            let (calls, parameters) = (mentions.clone(), Some(parameters.clone()));
            let (span, place) = (definition.span.clone(), definition.place);
            self.scope.define(Definition { name, parameters, body, mentions, calls, span, place, others: vec![] });
        }
    }

    /// `a = 2`: a value of `a`; a claim too if the document says what `a` is.
    fn binding(&mut self, formula: &Formula<'_>, sides: &[Side], links: &[Link], by_name: Option<&Side>) -> bool {
        let ([left, right], [Link::Equal]) = (sides, links) else { return false };
        let (Form::Name(name), true) = (&left.form, right.is_constant()) else { return false };
        let derivative = self.partial.values().flatten().any(|p| p.name == *name);
        if name.contains('\'') || derivative {
            return false;
        }
        let place = formula.place;
        let (sentence, paragraph) = (formula.fragment.sentence, formula.fragment.paragraph);
        let (name, value) = (name.clone(), right.text.clone());
        let read_as = format!("{name} = {value}");
        let span = left.span.start..right.span.end;
        let said = Finding::new(Kind::Binding, span, read_as, format!("{name} is {value} here"));
        let meant = Claim { valued: Some(name.clone()), ..claim(formula, sides, links, 0) };
        let defined = self.scope.meaning(&name, place).is_some_and(|d| !d.mentions.is_empty());
        self.items.push(match by_name {
            Some(left) => Item::Perhaps(Box::new(Claim { left: left.clone(), ..meant }), Box::new(said), false),
            None if defined => Item::Perhaps(Box::new(meant), Box::new(said), true),
            None => Item::Said(Box::new(said)),
        });
        let definition = Definition::of(left, Link::Equal, right, place).filter(|_| !right.is_rational());
        self.scope.bind(Binding { name, value, definition, claimed: defined, place, sentence, paragraph });
        true
    }
}

/// Whether a name stands on the left, and on the right with something more.
fn gives_a_new_value(left: &Side, right: &Side) -> bool {
    matches!(&left.form, Form::Name(name) if right.variables.contains(name) && right.text != *name)
}
