//! The configuration of a project, `chainrule.toml`: found upwards from the file that is checked.
//!
//! The search ends at the first one found, at the root of a repository (a folder that holds `.git`)
//! or at the root of the file system. What the command line says goes first; its assumptions and
//! functions come in addition. Paths and patterns are meant from the folder of the configuration.

use super::paths;
use crate::cli::args::Check;
use chainrule::document::{Lines, Setting};
use chainrule::engine::{Error, Fault, Problem, Settings, set_limit};
use chainrule::term::Limits;
use glob::{MatchOptions, Pattern};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use toml::Spanned;

/// The name of the file.
const NAME: &str = "chainrule.toml";

/// What the file may say.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Said {
    assume: Vec<Spanned<String>>,
    function: Vec<String>,
    loss: Vec<String>,
    strict: bool,
    budget: Option<u64>,
    limit: BTreeMap<String, u64>,
    ignore: Vec<Spanned<String>>,
    baseline: Option<PathBuf>,
}

/// What holds for the check of a file.
#[derive(Debug)]
pub struct Rules {
    /// What the documents are read with.
    pub setting: Setting,
    /// Whether open findings are a reason to fail.
    pub strict: bool,
    /// The file of accepted findings.
    pub baseline: Option<PathBuf>,
    /// The configuration, if there is one.
    found: Option<PathBuf>,
    ignore: Vec<Pattern>,
}

impl Rules {
    /// The configuration that says not to check the file, if one does.
    pub fn ignores(&self, file: &Path) -> Option<&Path> {
        let found = self.found.as_deref()?;
        let way = paths::from(found.parent()?, &paths::whole(file));
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
        self.ignore.iter().any(|pattern| pattern.matches_with(&way, options)).then_some(found)
    }
}

/// The rules for each configuration met.
pub struct Configs<'a> {
    arguments: &'a Check,
    known: Vec<(Option<PathBuf>, Rc<Rules>)>,
}

impl<'a> Configs<'a> {
    /// Of a command line.
    pub fn new(arguments: &'a Check) -> Self {
        Configs { arguments, known: vec![] }
    }

    /// The rules for a file.
    ///
    /// # Errors
    /// Where its configuration can't be read or says what isn't known, and where an assumption or a
    /// limit is none.
    pub fn of(&mut self, file: &Path) -> Result<Rc<Rules>, Error> {
        let found = if self.arguments.no_config { None } else { find(file) };
        if let Some((_, rules)) = self.known.iter().find(|(known, _)| *known == found) {
            return Ok(rules.clone());
        }
        let rules = Rc::new(rules(self.arguments, found.as_deref())?);
        self.known.push((found, rules.clone()));
        Ok(rules)
    }
}

/// The configuration next above a file; of standard input, above the folder one is in.
fn find(file: &Path) -> Option<PathBuf> {
    let whole = if file == Path::new("-") { paths::whole(Path::new("./-")) } else { paths::whole(file) };
    for folder in whole.ancestors().skip(1) {
        let candidate = folder.join(NAME);
        if candidate.is_file() {
            return Some(candidate);
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    None
}

fn rules(arguments: &Check, found: Option<&Path>) -> Result<Rules, Error> {
    let (said, text) = found.map(read).transpose()?.unwrap_or_default();
    let name = found.map(Path::to_path_buf).unwrap_or_default();
    let broken = |what: &str| Error::new(Fault::Settings, format!("{}: {what}", name.display()));
    let wrong = |at: &Spanned<String>, what: &str| {
        let line = Lines::new(&text).place(at.span().start).0;
        broken(&format!("line {line}: `{}`: {what}", at.get_ref()))
    };
    let mut limits = Limits::default();
    limits.work = said.budget.unwrap_or(limits.work);
    for (word, value) in &said.limit {
        set_limit(&mut limits, word, *value).map_err(|e| broken(&e.message()))?;
    }
    for assume in &said.assume {
        condition(assume.get_ref(), limits).map_err(|e| wrong(assume, &e.message()))?;
    }
    let ignore = said.ignore.iter().map(|text| pattern(text.get_ref()).map_err(|e| wrong(text, &e.to_string())));
    let limits = arguments.bounds.over(limits)?;
    for assume in &arguments.assume {
        condition(assume, limits)?;
    }
    let losses = [&arguments.loss, &said.loss].into_iter().find(|names| !names.is_empty());
    let assume = said.assume.iter().map(|a| a.get_ref().clone()).chain(arguments.assume.iter().cloned());
    let baseline = said.baseline.as_ref().map(|path| name.parent().unwrap_or(Path::new("")).join(path));
    Ok(Rules {
        setting: Setting {
            assume: assume.collect(),
            functions: [&said.function[..], &arguments.function].concat(),
            losses: losses.cloned().unwrap_or_else(|| Setting::default().losses),
            limits,
        },
        strict: arguments.strict.unwrap_or(said.strict),
        baseline: arguments.baseline.clone().or(baseline),
        ignore: ignore.collect::<Result<_, _>>()?,
        found: found.map(Path::to_path_buf),
    })
}

/// What a file says, and its text.
fn read(path: &Path) -> Result<(Said, String), Error> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| Error::new(Fault::File, format!("{} cannot be read: {e}", path.display())))?;
    let said = toml::from_str(&text).map_err(|e| Error::new(Fault::Settings, format!("{}: {e}", path.display())))?;
    Ok((said, text))
}

/// A pattern without a `/` is meant for the name alone, in any folder.
fn pattern(text: &str) -> Result<Pattern, glob::PatternError> {
    if text.contains('/') { Pattern::new(text) } else { Pattern::new(&format!("**/{text}")) }
}

/// That it is a condition.
fn condition(assume: &str, limits: Limits) -> Result<(), Error> {
    Problem::new(&Settings { assume: vec![assume.to_string()], limits, ..Settings::default() }).map(|_| ())
}
