//! How many findings there are of each kind.

use super::{Finding, Kind};
use std::fmt;

/// Counts findings.
///
/// ```
/// use chainrule::document::{Format, check, report::Tally};
/// let mut tally = Tally::default();
/// assert_eq!(tally.to_string(), "nothing to check");
/// check("$1 + 1 = 2$ and $a = 2$", Format::Markdown).iter().for_each(|f| tally.add(f));
/// assert_eq!(tally.to_string(), "1 proved, 1 binding");
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// In the order of [`Kind::ALL`]: how many there are, and how many of them are accepted.
    counts: [(usize, usize); Kind::ALL.len()],
}

impl Tally {
    /// Counts a finding.
    pub fn add(&mut self, finding: &Finding) {
        for (kind, (all, accepted)) in Kind::ALL.iter().zip(&mut self.counts) {
            let of_it = *kind == finding.kind;
            *all += usize::from(of_it);
            *accepted += usize::from(of_it && finding.accepted);
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let some = Kind::ALL.iter().zip(self.counts).filter(|(_, (all, _))| *all > 0);
        let parts: Vec<String> = some
            .map(|(kind, (all, accepted))| {
                let word = kind.word().replace('_', " ");
                if accepted > 0 { format!("{all} {word} ({accepted} accepted)") } else { format!("{all} {word}") }
            })
            .collect();
        f.write_str(if parts.is_empty() { "nothing to check" } else { "" })?;
        f.write_str(&parts.join(", "))
    }
}
