//! Findings as text: for people, for programs, and for the services that show them beside the code.

mod exchange;
mod people;

pub use exchange::{github, object, sarif};
pub use people::{corrections, markdown, shown, summary};

use super::{Finding, Kind, Lines};

/// A file that was checked.
#[derive(Debug)]
pub struct Checked<'s> {
    /// Its name, as it was given.
    pub file: &'s str,
    /// Its text.
    pub source: &'s str,
    /// Where its lines begin.
    pub lines: Lines<'s>,
    /// What was found in it, in its order.
    pub findings: Vec<Finding>,
}

impl Checked<'_> {
    /// Line and column of a finding, both from 1.
    pub fn place(&self, finding: &Finding) -> (usize, usize) {
        self.lines.place(finding.span.start)
    }

    /// The formula as it stands in the file, on one line.
    pub fn text(&self, finding: &Finding) -> String {
        let text = self.source.get(finding.span.clone()).unwrap_or("");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
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
