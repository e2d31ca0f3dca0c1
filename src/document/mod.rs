//! Documents: the formulas of a Markdown or LaTeX file, what they claim, and whether that is so.
//!
//! A file's formulas are found (`markdown`, `tex`, `lines`), read (`statement`, by the document's
//! `habits`), told apart into definitions, points and claims (`plan`, with the meaning of names in
//! `scope`), judged (`judge`) in the `ways` in which they may be meant, and what became of each is said with its place (`finding`, `report`). Nothing here changes what
//! the author wrote.

mod attempt;
mod claim;
mod finding;
mod fragment;
mod habits;
mod judge;
mod lines;
mod markdown;
mod plan;
mod prescan;
mod primes;
mod relation;
pub mod report;
mod scope;
mod slips;
mod statement;
mod tex;
mod ways;

pub use finding::{Finding, Kind, Lines, Use};

use plan::{Item, plan};
use rayon::prelude::*;

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
    let extract = match format {
        Format::Markdown => markdown::extract(source),
        Format::Latex => tex::extract(source),
        Format::Formulas => lines::extract(source),
    };
    let lines = Lines::new(source);
    let plan = plan(source, &extract);
    let scope = plan.scope;
    let judged = plan.items.into_par_iter().map(|item| match item {
        Item::Said(finding) => *finding,
        Item::Claim(claim) => judge::judge(&claim, &scope, &lines),
        Item::Perhaps(claim, otherwise, strict) => {
            let judged = if strict { judge::judge } else { judge::tried };
            let found = judged(&claim, &scope, &lines);
            let holds = matches!(found.kind, Kind::Proved | Kind::Rounded);
            if holds || strict && found.kind == Kind::Conflict { found } else { *otherwise }
        }
    });
    judged.collect()
}
