//! Findings for people.

use super::{Checked, Tally, sentence, text};
use crate::document::{Finding, Kind};
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// How far from a finding its line is shown, in bytes.
const NEAR: usize = 1 << 10;

/// One finding: a line if all is well, else with the source and carets below it.
///
/// ```
/// use chainrule::document::{Format, check, report};
/// let source = "$1 + 1 = 2$";
/// let findings = check(source, Format::Markdown);
/// let checked = report::Checked::new("a.md", source, findings);
/// assert_eq!(report::shown(&checked, &checked.findings[0], false), "a.md:1:2: proved: 1 + 1 = 2");
/// ```
pub fn shown(checked: &Checked<'_>, finding: &Finding, colour: bool) -> String {
    let said = sentence(finding);
    if !finding.kind.is_open() {
        let (line, column) = checked.place(finding);
        let said = if said.is_empty() { said } else { format!(" ({said})") };
        return format!("{}:{line}:{column}: {}: {}{said}", checked.file, finding.kind.word(), text(finding));
    }
    let level = match finding.kind {
        Kind::Refuted => Level::ERROR,
        Kind::Undecided => Level::NOTE,
        _ => Level::WARNING,
    };
    let word = finding.kind.word().replace('_', " ");
    let title = if said.is_empty() { word } else { format!("{word}: {said}") };
    let (lines, span) = window(checked, finding);
    let (line, column) = checked.place(finding);
    // Of a line that is cut, the snippet doesn't know the column.
    let cut = lines[..span.start].chars().count() + 1 != column;
    let origin = cut.then(|| Origin::path(checked.file).line(line).char_column(column));
    let snippet = Snippet::source(lines).line_start(line).annotation(AnnotationKind::Primary.span(span));
    let snippet = snippet.path((!cut).then_some(checked.file));
    let mut group = level.primary_title(&title).elements(origin).element(snippet);
    if !finding.read_as.is_empty() {
        group = group.element(Level::NOTE.message(format!("read as {}", finding.read_as)));
    }
    if let Some(suggestion) = &finding.suggestion {
        group = group.element(Level::HELP.message(format!("should the right side be {suggestion}?")));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// The lines a finding stands on, as far as they are near, and the finding's bytes in them.
fn window<'s>(checked: &Checked<'s>, finding: &Finding) -> (&'s str, Range<usize>) {
    let (source, span) = (checked.source, &finding.span);
    let near = |at: usize| (0..=at.min(source.len())).rev().find(|at| source.is_char_boundary(*at)).unwrap_or(0);
    let (first, last) = (near(span.start.saturating_sub(NEAR)), near(span.end.min(span.start + NEAR)));
    let start = source[first..span.start].rfind('\n').map_or(first, |at| first + at + 1);
    let after = &source[last..near(last + NEAR)];
    let end = last + after.find('\n').unwrap_or(after.len());
    (&source[start..end], span.start - start..last - start)
}

/// The corrections of what is refuted, as a unified diff of the file; empty if there are none.
pub fn corrections(checked: &Checked<'_>) -> String {
    let mut text = String::with_capacity(checked.source.len());
    let mut at = 0;
    for finding in checked.findings.iter().filter(|f| f.kind == Kind::Refuted && !f.accepted) {
        // A correction inside another one would not be the same any more.
        if let Some((span, written)) = finding.correction.as_ref().filter(|(span, _)| span.start >= at) {
            text.push_str(&checked.source[at..span.start]);
            text.push_str(written);
            at = span.end;
        }
    }
    text.push_str(&checked.source[at..]);
    if text == checked.source {
        return String::new();
    }
    let diff = similar::TextDiff::from_lines(checked.source, &text);
    diff.unified_diff().header(&format!("a/{}", checked.file), &format!("b/{}", checked.file)).to_string()
}

/// The head of a table in Markdown of a file's findings.
pub fn markdown(file: &str, tally: &Tally) -> String {
    format!("## {file}\n\n{tally}\n\n| place | verdict | formula | remark |\n|---|---|---|---|")
}

/// A finding as a row of that table.
pub fn row(checked: &Checked<'_>, finding: &Finding) -> String {
    let (line, column) = checked.place(finding);
    let cell = |text: &str| text.replace('|', "\\|");
    let word = finding.kind.word().replace('_', " ");
    let accepted = if finding.accepted { " (accepted)" } else { "" };
    let (formula, said) = (cell(&text(finding)), cell(&sentence(finding)));
    let help = finding.suggestion.as_ref().map(|s| format!("; rather {}", cell(s))).unwrap_or_default();
    format!("| {line}:{column} | {word}{accepted} | `{formula}` | {said}{help} |")
}
