//! Findings as text: for people, for programs, and for the services that show them beside the code.

mod exchange;
mod people;
mod tally;

pub use exchange::{github, object, sarif, sarif_result};
pub use people::{corrections, markdown, row, shown};
pub use tally::Tally;

use super::{Finding, Kind, Lines};

/// A file that was checked, or a line of one.
#[derive(Debug)]
pub struct Checked<'s> {
    /// Its name, as it was given.
    pub file: &'s str,
    /// Its text.
    pub source: &'s str,
    /// Where its lines begin.
    pub lines: Lines<'s>,
    /// Where the text begins in the file, in bytes.
    pub offset: usize,
    /// The `id` of a JSON line, as it is written there.
    pub id: Option<&'s str>,
    /// What was found in it, in its order.
    pub findings: Vec<Finding>,
}

impl<'s> Checked<'s> {
    /// A whole file.
    pub fn new(file: &'s str, source: &'s str, findings: Vec<Finding>) -> Self {
        Checked { file, source, lines: Lines::new(source), offset: 0, id: None, findings }
    }

    /// One line of a file, with its number and the byte at which it begins.
    pub fn line(file: &'s str, source: &'s str, number: usize, offset: usize, findings: Vec<Finding>) -> Self {
        Checked { lines: Lines::one(source, number), offset, ..Checked::new(file, source, findings) }
    }

    /// Line and column of a finding, both from 1.
    pub fn place(&self, finding: &Finding) -> (usize, usize) {
        self.lines.place(finding.span.start)
    }
}

/// The formula as its author wrote it, on one line.
pub fn text(finding: &Finding) -> String {
    finding.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A finding in a sentence.
fn sentence(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    let mut add = |part: String| {
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(&part);
    };
    if !finding.conditions.is_empty() {
        add(format!("where {}", finding.conditions.join(", ")));
    }
    if !finding.at.is_empty() && finding.kind != Kind::Binding {
        let point: Vec<String> = finding.at.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        add(format!("at {}", point.join(", ")));
    }
    if !finding.uses.is_empty() && finding.kind != Kind::Conflict {
        let uses: Vec<String> = finding.uses.iter().map(|u| format!("{} (line {})", u.name, u.line)).collect();
        add(format!("with {}", uses.join(", ")));
    }
    if let Some(repaired) = &finding.repaired {
        add(format!("repaired: {repaired}"));
    }
    text
}
