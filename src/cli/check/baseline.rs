//! Accepted findings, kept in a file: what is in it is no reason to fail.
//!
//! A finding is known by its file, its verdict and its text, not by its line, so that a file may
//! grow above it. A text that stands there twice is accepted twice if it is listed twice. Files are
//! named from the folder in which the baseline lies, wherever the program is run.

use super::paths;
use chainrule::document::{Finding, report};
use chainrule::engine::{Error, Fault};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The version of the file's format.
const VERSION: u64 = 1;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    chainrule_baseline: u64,
    findings: Vec<Entry>,
}

/// A finding that is accepted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    verdict: String,
    text: String,
}

/// What is accepted, each as often as it may still be met.
pub struct Baseline {
    path: PathBuf,
    folder: PathBuf,
    left: BTreeMap<Entry, usize>,
    /// The files that were checked.
    seen: BTreeSet<String>,
}

impl Baseline {
    /// Nothing is accepted yet by the file that will be written there.
    pub fn new(path: &Path) -> Self {
        let folder = paths::whole(path).parent().map(Path::to_path_buf).unwrap_or_default();
        Baseline { path: path.to_path_buf(), folder, left: BTreeMap::new(), seen: BTreeSet::new() }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// Where it can't be read, or is no such file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let name = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|e| Error::new(Fault::File, format!("the baseline {name} cannot be read: {e}")))?;
        let damaged = |e: String| {
            let error = Error::new(Fault::Settings, format!("{name} is no baseline: {e}"));
            error.with_hint("--write-baseline writes one")
        };
        let kept: Kept = serde_json::from_str(&text).map_err(|e| damaged(e.to_string()))?;
        if kept.chainrule_baseline != VERSION {
            return Err(damaged(format!("version {} is not known", kept.chainrule_baseline)));
        }
        let mut baseline = Baseline::new(path);
        for entry in kept.findings {
            *baseline.left.entry(entry).or_default() += 1;
        }
        Ok(baseline)
    }

    /// The name of a checked file in the baseline.
    pub fn name(&self, file: &Path) -> String {
        if file == Path::new("-") { "-".into() } else { paths::from(&self.folder, &paths::whole(file)) }
    }

    /// Marks the findings of a file, by its name here, that are accepted.
    pub fn accept(&mut self, name: &str, findings: &mut [Finding]) {
        self.seen.insert(name.to_string());
        for finding in findings.iter_mut().filter(|f| f.kind.is_open()) {
            if let Some(left) = self.left.get_mut(&entry(name, finding)).filter(|left| **left > 0) {
                *left -= 1;
                finding.accepted = true;
            }
        }
    }

    /// Accepts the findings from now on.
    pub fn add(&mut self, name: &str, findings: &[Finding]) {
        for finding in findings.iter().filter(|f| f.kind.is_open()) {
            *self.left.entry(entry(name, finding)).or_default() += 1;
        }
    }

    /// What is accepted in files that were checked, and wasn't met there.
    pub fn stale(&self) -> Vec<String> {
        let left = self.left.iter().filter(|(entry, left)| **left > 0 && self.seen.contains(&entry.file));
        let said = |(entry, _): (&Entry, _)| {
            let Entry { file, verdict, text } = entry;
            format!("{}: {file} has no {} `{text}` any more", self.path.display(), verdict.replace('_', " "))
        };
        left.map(said).collect()
    }

    /// Writes the file, one finding a line; says how many there are.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn write(&self) -> Result<usize, Error> {
        let all: Vec<&Entry> = self.left.iter().flat_map(|(entry, n)| std::iter::repeat_n(entry, *n)).collect();
        let lines: Vec<String> = all.iter().filter_map(|entry| serde_json::to_string(entry).ok()).collect();
        let inner = if lines.is_empty() { String::new() } else { format!("\n    {}\n  ", lines.join(",\n    ")) };
        let text = format!("{{\n  \"chainrule_baseline\": {VERSION},\n  \"findings\": [{inner}]\n}}\n");
        let cannot = |e| Error::new(Fault::File, format!("{} cannot be written: {e}", self.path.display()));
        std::fs::write(&self.path, text).map_err(cannot)?;
        Ok(all.len())
    }
}

fn entry(name: &str, finding: &Finding) -> Entry {
    Entry { file: name.to_string(), verdict: finding.kind.word().to_string(), text: report::text(finding) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chainrule::document::{Format, check};

    #[test]
    fn a_finding_is_accepted_as_often_as_it_is_listed() {
        let mut known = Baseline::new(Path::new("/a/known.json"));
        let findings = |text: &str| check(text, Format::Formulas);
        known.add("b.md", &findings("1 = 2\n1 = 1\n1  =  3"));
        let mut later = findings("# more\n1 = 2\n1 = 2\n1 = 4");
        known.accept("b.md", &mut later);
        assert_eq!(later.iter().map(|f| f.accepted).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(known.stale(), ["/a/known.json: b.md has no refuted `1 = 3` any more"]);
        let mut other = findings("1 = 3");
        known.accept("c.md", &mut other);
        assert!(!other[0].accepted);
        assert_eq!(known.name(Path::new("/c/d.md")), "../c/d.md");
    }
}
