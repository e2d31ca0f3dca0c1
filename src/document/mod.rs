//! Documents: the formulas of a Markdown or LaTeX file, what they claim, and whether that is so.
//!
//! A file's formulas are found (`markdown`, `tex`, `lines`), read (`statement`, by the document's
//! `habits`), told apart into definitions, points and claims (`plan`, with the meaning of names in
//! `scope`), judged (`judge`) in the `ways` in which they may be meant, and what became of each is
//! said with its place (`finding`, `report`). A line of JSON can hold a formula or a document, too
//! (`record`). Nothing here changes what the author wrote.

mod attempt;
mod chain;
mod claim;
mod definition;
mod finding;
mod fragment;
mod habits;
mod judge;
mod lines;
mod markdown;
mod plan;
mod prescan;
mod primes;
mod readings;
mod record;
mod relation;
pub mod report;
mod scope;
mod slips;
mod statement;
mod tex;
mod ways;

pub use finding::{Finding, Kind, Lines, Use};
pub use record::Record;

use crate::term::Limits;
use fragment::Extract;
use plan::{Item, plan};
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How a document is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Markdown, and plain text.
    Markdown,
    /// LaTeX.
    Latex,
    /// Claims in the plain notation, one a line.
    Formulas,
}

impl Format {
    /// The format of a file's name.
    ///
    /// ```
    /// use chainrule::document::Format;
    /// assert_eq!(Format::of("notes/lesson.md"), Some(Format::Markdown));
    /// assert_eq!(Format::of("paper.tex"), Some(Format::Latex));
    /// assert_eq!(Format::of("picture.png"), None);
    /// ```
    pub fn of(name: &str) -> Option<Format> {
        let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
        Format::named(&extension)
    }

    /// The format of an extension: `md`, `txt`, `tex` or `formulas`.
    pub fn named(word: &str) -> Option<Format> {
        match word {
            "md" | "markdown" | "txt" => Some(Format::Markdown),
            "tex" | "latex" => Some(Format::Latex),
            "formulas" => Some(Format::Formulas),
            _ => None,
        }
    }
}

/// What is set for the check of a document, besides what the document says itself.
///
/// ```
/// use chainrule::document::{Format, Kind, Setting, check_with};
/// let setting = Setting { assume: vec!["x > 0".into()], ..Setting::default() };
/// let found = check_with(r"$\sqrt{x^2} = x$", Format::Markdown, &setting, &|_, _| {});
/// assert_eq!(found[0].kind, Kind::Proved);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Setting {
    /// Conditions that hold throughout, such as `a > 0`.
    pub assume: Vec<String>,
    /// Names of unknown functions, besides `f`, `g`, `h` and primed ones.
    pub functions: Vec<String>,
    /// The names of a loss, of which `da` is the derivative by `a`: the first one that is defined.
    pub losses: Vec<String>,
    /// What one claim may take.
    pub limits: Limits,
}

impl Default for Setting {
    fn default() -> Self {
        let losses = ["L", "J", "C", "E", "loss", "cost"].map(String::from).to_vec();
        Setting { assume: vec![], functions: vec![], losses, limits: Limits::default() }
    }
}

/// What became of each formula of a document, in its order. Formulas that claim nothing have no
/// finding. Uses all cores; the findings don't depend on how many there are.
///
/// ```
/// use chainrule::document::{Format, Kind, check};
/// let text = "With $f(a) = a^2$ we have $\\frac{d}{da} f(a) = 2a$, and at $a=2$ it is $f(a) = 5$.";
/// let kinds: Vec<Kind> = check(text, Format::Markdown).iter().map(|f| f.kind).collect();
/// assert_eq!(kinds, [Kind::Definition, Kind::Proved, Kind::Binding, Kind::Conflict]);
/// ```
pub fn check(source: &str, format: Format) -> Vec<Finding> {
    check_with(source, format, &Setting::default(), &|_, _| {})
}

/// As [`check`], with what is set for it; tells again and again how many formulas of how many are
/// done, from any thread.
pub fn check_with(
    source: &str,
    format: Format,
    setting: &Setting,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Vec<Finding> {
    judged(source, &extract(source, format), &Lines::new(source), setting, progress)
}

fn extract(source: &str, format: Format) -> Extract {
    match format {
        Format::Markdown => markdown::extract(source),
        Format::Latex => tex::extract(source),
        Format::Formulas => lines::extract(source),
    }
}

/// What became of the formulas of a text; `lines` says on which lines they stand.
fn judged(
    source: &str,
    extract: &Extract,
    lines: &Lines<'_>,
    setting: &Setting,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Vec<Finding> {
    let plan = plan(source, extract, setting);
    let (scope, all, done) = (plan.scope, plan.items.len(), AtomicUsize::new(0));
    let judged = plan.items.into_par_iter().map(|item| {
        let mut finding = match item {
            Item::Said(finding) => *finding,
            Item::Claim(claim) => judge::judge(&claim, &scope, lines),
            Item::Perhaps(claim, otherwise, strict) => {
                let judged = if strict { judge::judge } else { judge::tried };
                let found = judged(&claim, &scope, lines);
                let holds = matches!(found.kind, Kind::Proved | Kind::Rounded);
                if holds || strict && found.kind == Kind::Conflict { found } else { *otherwise }
            }
        };
        finding.text = source.get(finding.span.clone()).unwrap_or("").to_string();
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, all);
        finding
    });
    judged.collect()
}
