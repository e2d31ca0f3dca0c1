//! Findings for programs: JSON, SARIF, and the annotations of GitHub's workflows.

use super::{Checked, sentence};
use crate::document::{Finding, Kind};
use serde_json::{Map, Value, json};

/// A finding as an object.
pub fn object(checked: &Checked<'_>, finding: &Finding) -> Value {
    let (line, column) = checked.place(finding);
    let at: Map<String, Value> = finding.at.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    let uses: Vec<Value> = finding.uses.iter().map(|u| json!({"name": u.name, "line": u.line})).collect();
    json!({
        "file": checked.file,
        "line": line,
        "column": column,
        "span": [finding.span.start, finding.span.end],
        "text": checked.source.get(finding.span.clone()).unwrap_or(""),
        "read_as": finding.read_as,
        "verdict": finding.kind.word(),
        "message": finding.message,
        "conditions": finding.conditions,
        "uses": uses,
        "at": at,
        "suggestion": finding.suggestion,
        "repaired": finding.repaired,
    })
}

/// How grave a finding is for those who show it.
fn level(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Refuted => Some("error"),
        Kind::Conflict | Kind::Vacuous | Kind::NotUnderstood => Some("warning"),
        Kind::Undecided => Some("note"),
        _ => None,
    }
}

/// All findings that need a look, as SARIF 2.1.0. Columns count UTF-16 units there.
pub fn sarif(all: &[Checked<'_>]) -> Value {
    let results: Vec<Value> =
        all.iter().flat_map(|checked| checked.findings.iter().filter_map(|finding| result(checked, finding))).collect();
    let rules: Vec<Value> = Kind::ALL.iter().filter(|k| k.is_open()).map(|k| json!({"id": k.word()})).collect();
    json!({
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [{
            "tool": {"driver": {"name": "chainrule", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    })
}

fn result(checked: &Checked<'_>, finding: &Finding) -> Option<Value> {
    let (start, end) = (finding.span.start, finding.span.end);
    let region = json!({
        "startLine": checked.lines.place(start).0,
        "startColumn": checked.lines.utf16_column(start),
        "endLine": checked.lines.place(end).0,
        "endColumn": checked.lines.utf16_column(end),
    });
    Some(json!({
        "ruleId": finding.kind.word(),
        "level": level(finding.kind)?,
        "message": {"text": said(finding)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": checked.file}, "region": region}}],
    }))
}

fn said(finding: &Finding) -> String {
    let text = sentence(finding);
    let help = finding.suggestion.as_ref().map(|s| format!("; rather {s}")).unwrap_or_default();
    format!("{}: {text}{help}", finding.kind.word().replace('_', " "))
}

/// A finding that needs a look, as a workflow command of GitHub.
pub fn github(checked: &Checked<'_>, finding: &Finding) -> Option<String> {
    let level = match level(finding.kind)? {
        "note" => "notice",
        other => other,
    };
    let (line, column) = checked.place(finding);
    let escaped = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let file = escaped(checked.file).replace(',', "%2C").replace(':', "%3A");
    Some(format!("::{level} file={file},line={line},col={column}::{}", escaped(&said(finding))))
}
