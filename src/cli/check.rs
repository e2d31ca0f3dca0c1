//! `check FILE…`

use super::args::{Check, Form, Written};
use super::commands::Done;
use super::output::{Output, tell};
use chainrule::document::{self, Format, Kind, Lines, report};
use chainrule::engine::{Error, Fault};
use chainrule::parse;
use report::Checked;
use serde_json::Value;
use std::io::{IsTerminal, Read};
use std::path::Path;

/// Checks documents, and says what became of each formula. A file that can't be read stops no other.
pub fn check(arguments: &Check, out: &mut Output) -> Result<Done, Error> {
    let mut sources = Vec::new();
    let mut unread = None;
    for path in &arguments.files {
        match source(arguments, path) {
            Ok((text, format)) => sources.push((path.display().to_string(), text, format)),
            Err(e) => {
                if let Some(before) = unread.replace(e) {
                    tell(&before.report());
                }
            }
        }
    }
    let mut all = Vec::with_capacity(sources.len());
    for (file, source, format) in &sources {
        let mut findings = document::check(source, *format);
        let failed = findings.iter().any(|f| failing(f.kind, arguments.strict));
        let summary = report::summary(&findings);
        if arguments.quiet {
            findings.retain(|f| f.kind.is_open());
        }
        let checked = Checked { file, source, lines: Lines::new(source), findings };
        said(arguments, &checked, &summary, out);
        all.push((checked, failed));
    }
    let failed = all.iter().any(|(_, failed)| *failed);
    let all: Vec<Checked<'_>> = all.into_iter().map(|(checked, _)| checked).collect();
    match arguments.to {
        Form::Json => {
            let objects = all.iter().flat_map(|c| c.findings.iter().map(|f| report::object(c, f)));
            out.line(&Value::Array(objects.collect()).to_string());
        }
        Form::Sarif => out.line(&report::sarif(&all).to_string()),
        _ => {}
    }
    match unread {
        Some(error) => Err(error),
        None => Ok(if failed { Done::No } else { Done::Yes }),
    }
}

fn failing(kind: Kind, strict: bool) -> bool {
    kind == Kind::Refuted || strict && kind.is_open()
}

/// Says what can be said of one file before the others.
fn said(arguments: &Check, checked: &Checked<'_>, summary: &str, out: &mut Output) {
    if arguments.fix {
        let diff = report::corrections(checked);
        if !diff.is_empty() {
            out.line(diff.trim_end_matches('\n'));
        }
        return;
    }
    match arguments.to {
        Form::Text => {
            let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
            for finding in &checked.findings {
                out.line(&report::shown(checked, finding, colour));
            }
            out.line(&format!("{}: {summary}", checked.file));
        }
        Form::Jsonl => {
            for finding in &checked.findings {
                out.line(&report::object(checked, finding).to_string());
            }
        }
        Form::Github => {
            for line in checked.findings.iter().filter_map(|f| report::github(checked, f)) {
                out.line(&line);
            }
        }
        Form::Markdown => out.line(&report::markdown(checked, summary)),
        Form::Json | Form::Sarif => {}
    }
}

/// A document's text and format.
fn source(arguments: &Check, path: &Path) -> Result<(String, Format), Error> {
    let name = path.display().to_string();
    let format = match arguments.format {
        Some(Written::Md) => Some(Format::Markdown),
        Some(Written::Tex) => Some(Format::Latex),
        Some(Written::Formulas) => Some(Format::Formulas),
        None if name == "-" => Some(Format::Markdown),
        None => Format::of(&name),
    };
    let unknown = || {
        let error = Error::new(Fault::File, format!("{name}: how the file is written is not known by its name"));
        error.with_hint("say --as md, --as tex or --as formulas")
    };
    let format = format.ok_or_else(unknown)?;
    let longest = arguments.bounds.limits()?.document;
    let cannot = |e: std::io::Error| Error::new(Fault::File, format!("{name} cannot be read: {e}"));
    let mut bytes = Vec::new();
    let file: &mut dyn Read = match name == "-" {
        true => &mut std::io::stdin(),
        false => &mut std::fs::File::open(path).map_err(cannot)?,
    };
    file.take(longest.saturating_add(1)).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() as u64 > longest {
        return Err(Error::new(Fault::Limit, format!("{name} has more than {longest} bytes")));
    }
    let text = parse::decode(&bytes).map_err(|e| Error::new(Fault::File, format!("{name}: {}", e.message())))?;
    Ok((text.to_string(), format))
}
