//! What is said of the findings, in one of the forms of a report.

use crate::cli::args::{Check, Form};
use crate::cli::output::Output;
use chainrule::document::{Finding, Kind, report};
use report::{Checked, Tally};
use serde_json::Value;
use std::io::IsTerminal;

/// What has been said of a file, and what is kept for the end.
pub struct Says<'a> {
    arguments: &'a Check,
    colour: bool,
    tally: Tally,
    rows: Vec<String>,
    objects: Vec<String>,
    results: Vec<Value>,
    /// Whether there is a reason to fail.
    pub failed: bool,
}

impl<'a> Says<'a> {
    /// Nothing said yet.
    pub fn new(arguments: &'a Check) -> Self {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        let (tally, rows, objects, results) = (Tally::default(), vec![], vec![], vec![]);
        Says { arguments, colour, tally, rows, objects, results, failed: false }
    }

    /// Says what can be said of a file, or a line of one, before the others.
    pub fn findings(&mut self, checked: &Checked<'_>, strict: bool, out: &mut Output) {
        for finding in &checked.findings {
            self.tally.add(finding);
            self.failed |= failing(finding, strict);
        }
        if self.arguments.fix {
            let diff = report::corrections(checked);
            if !diff.is_empty() {
                out.line(diff.trim_end_matches('\n'));
            }
            return;
        }
        let quiet = self.arguments.quiet;
        for finding in checked.findings.iter().filter(|f| !quiet || f.kind.is_open() && !f.accepted) {
            self.finding(checked, finding, out);
        }
    }

    fn finding(&mut self, checked: &Checked<'_>, finding: &Finding, out: &mut Output) {
        match self.arguments.to {
            Form::Text if finding.accepted => {}
            Form::Text => out.line(&report::shown(checked, finding, self.colour)),
            Form::Jsonl => out.line(&report::object(checked, finding)),
            Form::Github => report::github(checked, finding).iter().for_each(|line| out.line(line)),
            Form::Json => self.objects.push(report::object(checked, finding)),
            Form::Markdown => self.rows.push(report::row(checked, finding)),
            Form::Sarif => self.results.extend(report::sarif_result(checked, finding)),
        }
    }

    /// Says that a line could not be read, if that has a place among the findings.
    pub fn unread(&mut self, object: String, out: &mut Output) -> bool {
        match self.arguments.to {
            _ if self.arguments.fix => return false,
            Form::Jsonl => out.line(&object),
            Form::Json => self.objects.push(object),
            _ => return false,
        }
        true
    }

    /// Says what there is to say at the end of a file.
    pub fn file(&mut self, name: &str, out: &mut Output) {
        let tally = std::mem::take(&mut self.tally);
        match self.arguments.to {
            _ if self.arguments.fix => {}
            Form::Text => out.line(&format!("{name}: {tally}")),
            Form::Markdown => {
                out.line(&report::markdown(name, &tally));
                self.rows.drain(..).for_each(|row| out.line(&row));
                out.line("");
            }
            _ => {}
        }
        out.flush();
    }

    /// Says what there is to say at the end.
    pub fn end(&mut self, out: &mut Output) {
        match self.arguments.to {
            Form::Json => out.line(&format!("[{}]", self.objects.join(","))),
            Form::Sarif => out.line(&report::sarif(std::mem::take(&mut self.results)).to_string()),
            _ => {}
        }
    }
}

fn failing(finding: &Finding, strict: bool) -> bool {
    !finding.accepted && (finding.kind == Kind::Refuted || strict && finding.kind.is_open())
}
