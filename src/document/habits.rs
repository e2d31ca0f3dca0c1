//! How a document wants to be read: its macros, its functions and where each is defined, whether `e`
//! is a variable of its, and the names it uses for vectors and matrices.

use super::Setting;
use super::attempt::{Attempt, Outcome};
use super::chain::Link;
use super::fragment::{Extract, Fragment, Writing};
use super::prescan::{Head, function, is_variable_e, vectors};
use super::statement::{Habits, Statement, read};
use crate::parse::ParseError;
use crate::parse::latex::{Macro, Reach, macros};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A formula as it is read, and in the other ways that would make another formula of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Read {
    pub statement: Result<Statement, ParseError>,
    pub others: Vec<(Reach, Statement)>,
}

/// What a document says on how its formulas are read.
#[derive(Debug, Default)]
pub(super) struct Habit {
    /// For most of its formulas.
    pub common: Habits,
    /// The parameter lists of each function, with the formula from which on each holds.
    lists: BTreeMap<String, Vec<(usize, Vec<String>)>>,
    /// The paragraphs of the formulas.
    paragraphs: Vec<usize>,
    /// The names of vectors and matrices.
    pub vectors: BTreeSet<String>,
}

/// The habits of a document, by the letters of its formulas.
pub(super) fn habit(source: &str, extract: &Extract, setting: &Setting) -> Habit {
    let (macros, functions) = (declared(source).into(), setting.functions.clone());
    let common = Habits { macros, functions, limits: setting.limits, ..Habits::default() };
    let mut found = Habit { common, ..Habit::default() };
    found.common.lone_e = extract.fragments.iter().any(|f| is_variable_e(&f.text));
    found.vectors = extract.fragments.iter().flat_map(|f| vectors(&f.text)).collect();
    let texts: Vec<Cow<'_, str>> = extract.fragments.iter().map(|f| named(&f.text, &found.common.macros)).collect();
    let defined = extract.fragments.iter().zip(&texts).enumerate();
    let defined = defined.filter_map(|(i, (f, text))| Some((i, f, function(text, f.writing)?)));
    let mut heads: Vec<(usize, Head)> = Vec::new();
    for (i, fragment, head) in defined {
        if !head.known {
            heads.push((i, head));
        } else if fragment.writing == Writing::Latex && !is_so(fragment, &head, &found.common) {
            // The known function keeps its name.
            heads.push((i, Head { name: format!("{}_own", head.name), ..head }));
        }
    }
    let said = extract.comments.iter().filter_map(|c| function(&c.text, Writing::Plain));
    heads.splice(0..0, said.filter(|head| !head.known).map(|head| (0, head)));
    found.paragraphs = extract.fragments.iter().map(|f| f.paragraph).collect();
    found.functions(heads);
    found
}

/// A formula with the macros that take no arguments replaced once, as far as names go; where `\dd` is
/// the only macro there are none.
fn named<'t>(text: &'t str, macros: &[Macro]) -> Cow<'t, str> {
    if macros.len() < 2 || !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let plain = macros.iter().filter(|m| m.arguments == 0).map(|m| (m.name.as_str(), m.body.as_str()));
    let bodies: FxHashMap<&str, &str> = plain.collect();
    let (mut found, mut from) = (String::new(), 0);
    for (at, _) in text.match_indices('\\') {
        let rest = &text[at + 1..];
        let word = &rest[..rest.bytes().take_while(u8::is_ascii_alphabetic).count()];
        if let Some(body) = bodies.get(word) {
            found.push_str(&text[from..at]);
            found.push_str(body);
            from = at + 1 + word.len();
        }
    }
    if from == 0 { Cow::Borrowed(text) } else { Cow::Owned(found + &text[from..]) }
}

/// The macros of a document, and those of packages that nearly all of them load for derivatives.
fn declared(source: &str) -> Vec<Macro> {
    let mut all = macros(source);
    if all.iter().all(|m| m.name != "dd") {
        all.push(Macro { name: "dd".into(), arguments: 0, body: "\\mathrm{d}".into() });
    }
    all
}

impl Habit {
    /// Keeps which functions there are, but not the partial derivatives of others.
    fn functions(&mut self, heads: Vec<(usize, Head)>) {
        let all: Vec<Head> = heads.iter().map(|(_, head)| head.clone()).collect();
        let mut lists: BTreeMap<String, Vec<(usize, Vec<String>)>> = BTreeMap::new();
        for (i, head) in heads {
            if all.iter().any(|f| derived(f, &head.name).is_some()) {
                continue;
            }
            let list = lists.entry(head.name).or_default();
            if list.last().is_none_or(|(_, parameters)| *parameters != head.parameters) {
                list.push((i, head.parameters));
            }
        }
        self.common.functions.extend(lists.keys().cloned());
        self.common.calls = lists.iter().map(|(name, list)| (name.clone(), list[0].1.clone())).collect();
        self.lists = lists;
    }

    /// Those of a formula. A bare name is a function's from the paragraph of its definition on; before,
    /// the letter may have stood for something else. The formula's own parameters are variables in it.
    fn at(&self, i: usize, fragment: &Fragment, own: &[String]) -> Habits {
        let text = named(&fragment.text, &self.common.macros);
        let occurs = |name: &str| !text.is_ascii() || text.contains(letters(name)) || self.common.macros.len() > 1;
        let names = self.lists.iter().filter(|(name, _)| !own.contains(name) && occurs(name));
        let paragraph = |i: usize| self.paragraphs.get(i).copied().unwrap_or_default();
        let (mut functions, mut calls) = (Vec::new(), Vec::new());
        for (name, list) in names {
            functions.push(name.clone());
            let before = list.partition_point(|(from, _)| *from <= i);
            if before > 0 || paragraph(list[0].0) == paragraph(i) {
                calls.push((name.clone(), list[before.saturating_sub(1)].1.clone()));
            }
        }
        functions.extend(self.common.functions.iter().filter(|name| !self.lists.contains_key(*name)).cloned());
        let Habits { macros, lone_e, limits, .. } = &self.common;
        Habits { functions, calls, macros: macros.clone(), lone_e: *lone_e, limits: *limits }
    }

    /// The formulas of a document, read on all cores.
    pub fn read(&self, fragments: &[Fragment]) -> Vec<Read> {
        let one = |(i, fragment): (usize, &Fragment)| {
            let own = function(&named(&fragment.text, &self.common.macros), fragment.writing)
                .map(|head| head.parameters)
                .unwrap_or_default();
            if self.common.calls.is_empty() {
                return reading(fragment, &self.common);
            }
            reading(fragment, &self.at(i, fragment, &own))
        };
        fragments.par_iter().enumerate().map(one).collect()
    }
}

/// The letters that any spelling of a name has in LaTeX.
pub(super) fn letters(name: &str) -> &str {
    let name = name.strip_prefix("cal_").unwrap_or(name);
    name.split_once('_').map_or(name, |(letters, _)| letters)
}

/// A formula in all the ways in which it may be meant.
fn reading(fragment: &Fragment, habits: &Habits) -> Read {
    let mut statement = read(fragment, habits, Reach::default());
    let sides = || statement.iter().flat_map(|s| &s.chains).flat_map(|chain| &chain.sides);
    let mut by: BTreeSet<String> = sides().flat_map(|side| side.by.iter().cloned()).collect();
    // So is what stands in the place of a function's parameter of that name.
    let parameter = |f: &str, at: usize| habits.calls.iter().find(|c| c.0 == f).and_then(|c| c.1.get(at));
    let within = sides().flat_map(|side| &side.within).filter(|(f, at, g)| parameter(f, *at) == Some(g));
    by.extend(within.map(|(_, _, g)| g.clone()));
    if habits.calls.iter().any(|(name, _)| by.contains(name)) {
        // What is differentiated by is a variable in that formula.
        let mut plain = habits.clone();
        plain.calls.retain(|(name, _)| !by.contains(name));
        plain.functions.retain(|name| !by.contains(name));
        statement = read(fragment, &plain, Reach::default());
    }
    let matters = statement.as_ref().map(|s| s.matters).unwrap_or_default();
    let others = matters.others().into_iter();
    let others = others.filter_map(|reach| Some((reach, read(fragment, habits, reach).ok()?))).collect();
    Read { statement, others }
}

/// By which parameters of a function a name with an index is its partial derivative: `f_{xy}`.
pub(super) fn derived(of: &Head, name: &str) -> Option<Vec<String>> {
    let letters = name.strip_prefix(&of.name)?.strip_prefix('_')?;
    let mut found = Vec::new();
    let mut rest = letters;
    while !rest.is_empty() {
        let by = of.parameters.iter().filter(|p| rest.starts_with(p.as_str())).max_by_key(|p| p.len())?;
        rest = &rest[by.len()..];
        found.push(by.clone());
    }
    (!found.is_empty()).then_some(found)
}

/// Whether the definition of a known function by its name is true of it, as far as can be told; of
/// what can't be read, only the sigmoid's name is thought to be another function's.
fn is_so(fragment: &Fragment, head: &Head, habits: &Habits) -> bool {
    let Ok(statement) = read(fragment, habits, Reach::default()) else { return head.name != "sigma" };
    let Some(chain) = statement.chains.first() else { return true };
    let ([left, right, ..], Some(Link::Equal | Link::Defines)) = (&chain.sides[..], chain.links.first()) else {
        return true;
    };
    let attempt = Attempt { limits: habits.limits, ..Attempt::default() };
    matches!(attempt.compare(left, right), Outcome::Proved(..) | Outcome::Undecided(_))
}
