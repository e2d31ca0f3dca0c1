//! Findings for programs: JSON, SARIF, and the annotations of GitHub's workflows.

use super::{Checked, sentence};
use crate::document::{Finding, Kind};
use serde_json::{Map, Value, json};

/// A finding as a JSON object; behind the `id` of its line, if that has one.
pub fn object(checked: &Checked<'_>, finding: &Finding) -> String {
    let mut object = fields(checked, finding);
    if let (true, Value::Object(object)) = (finding.accepted, &mut object) {
        object.insert("accepted".into(), json!(true));
    }
    let text = object.to_string();
    match checked.id {
        Some(id) => format!("{{\"id\":{id},{}", text.trim_start_matches('{')),
        None => text,
    }
}

fn fields(checked: &Checked<'_>, finding: &Finding) -> Value {
    let (line, column) = checked.place(finding);
    let at: Map<String, Value> = finding.at.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    let uses: Vec<Value> = finding.uses.iter().map(|u| json!({"name": u.name, "line": u.line})).collect();
    json!({
        "file": checked.file,
        "line": line,
        "column": column,
        "span": [checked.offset + finding.span.start, checked.offset + finding.span.end],
        "text": finding.text,
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

/// Results as SARIF 2.1.0. Columns count UTF-16 units there.
pub fn sarif(results: Vec<Value>) -> Value {
    let rule = |kind: &Kind| Some(json!({"id": kind.word(), "shortDescription": {"text": meaning(*kind)?}}));
    let rules: Vec<Value> = Kind::ALL.iter().filter_map(rule).collect();
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

/// What a rule of SARIF says, for the findings that need a look.
fn meaning(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Refuted => Some("The claim fails at a point."),
        Kind::Conflict => Some("The claim fails with a definition that stands elsewhere."),
        Kind::Vacuous => Some("The sides never both have a value."),
        Kind::Undecided => Some("It is not known whether the claim holds."),
        Kind::NotUnderstood => Some("The formula could not be read with certainty."),
        _ => None,
    }
}

/// A finding that needs a look, as a result of SARIF.
pub fn sarif_result(checked: &Checked<'_>, finding: &Finding) -> Option<Value> {
    let (start, end) = (finding.span.start, finding.span.end);
    let region = json!({
        "startLine": checked.lines.place(start).0,
        "startColumn": checked.lines.utf16_column(start),
        "endLine": checked.lines.place(end).0,
        "endColumn": checked.lines.utf16_column(end),
    });
    let mut result = json!({
        "ruleId": finding.kind.word(),
        "level": level(finding.kind)?,
        "message": {"text": said(finding)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(checked.file)}, "region": region}}],
    });
    if finding.accepted {
        result["suppressions"] = json!([{"kind": "external"}]);
    }
    Some(result)
}

/// A path as a reference of a URI.
fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn said(finding: &Finding) -> String {
    let text = sentence(finding);
    let help = finding.suggestion.as_ref().map(|s| format!("; rather {s}")).unwrap_or_default();
    format!("{}: {text}{help}", finding.kind.word().replace('_', " "))
}

/// A finding that needs a look and isn't accepted, as a workflow command of GitHub.
pub fn github(checked: &Checked<'_>, finding: &Finding) -> Option<String> {
    let level = match level(finding.kind).filter(|_| !finding.accepted)? {
        "note" => "notice",
        other => other,
    };
    let (line, column) = checked.place(finding);
    let escaped = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let file = escaped(checked.file).replace(',', "%2C").replace(':', "%3A");
    Some(format!("::{level} file={file},line={line},col={column}::{}", escaped(&said(finding))))
}
