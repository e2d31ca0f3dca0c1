//! A line of a `.jsonl` file: a formula, or a whole document, as a JSON value.
//!
//! Each line stands for itself: what one defines means nothing to another, so that a file can be cut
//! anywhere between lines and checked in parts. Findings point into the line as it stands there: a
//! backslash is written as two, which the places take into account.

use super::fragment::{Extract, Found, Writing, placed};
use super::{Finding, Format, Lines, Setting, extract, judged};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::ops::Range;

/// What a line holds.
///
/// | line | is |
/// |---|---|
/// | `"d/da a^2 = 2a"` | claims in the plain notation, one a line |
/// | `{"text": "d/da a^2 = 2a"}` | the same |
/// | `{"tex": "\\frac{d}{da} a^2 = 2a"}` | a formula in LaTeX, without signs around it |
/// | `{"file": "lesson.md", "text": "…"}` | a document, written as its name says |
///
/// An `id` may be any JSON value; other keys are passed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// The value of `id`, as it is written.
    pub id: Option<String>,
    /// The document's name, if the line holds one. Findings then point into its text.
    pub file: Option<String>,
    /// The text, without the escapes of JSON.
    pub text: String,
    written: Written,
    escapes: Escapes,
}

/// How a text is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Written {
    /// One formula in LaTeX.
    Formula,
    Document(Format),
}

#[derive(Deserialize)]
struct Fields<'l> {
    #[serde(borrow)]
    id: Option<&'l RawValue>,
    #[serde(borrow)]
    text: Option<&'l RawValue>,
    #[serde(borrow)]
    tex: Option<&'l RawValue>,
    file: Option<String>,
}

impl Record {
    /// Reads a line.
    ///
    /// ```
    /// use chainrule::document::{Kind, Record, Setting};
    /// let line = r#"{"id": 7, "tex": "\\frac{d}{da} a^2 = 3a"}"#;
    /// let record = Record::read(line)?;
    /// let found = record.check(1, &Setting::default());
    /// assert_eq!((record.id.as_deref(), found[0].kind), (Some("7"), Kind::Refuted));
    /// assert_eq!(&line[found[0].span.clone()], r"\\frac{d}{da} a^2 = 3a");
    /// assert_eq!(found[0].text, r"\frac{d}{da} a^2 = 3a");
    /// # Ok::<(), String>(())
    /// ```
    ///
    /// # Errors
    /// What is wrong with the line, in a sentence.
    pub fn read(line: &str) -> Result<Record, String> {
        let json = line.trim_start_matches('\u{feff}').trim();
        let plain = Written::Document(Format::Formulas);
        if json.starts_with('"') {
            return Record::holding(line, json, plain);
        }
        // serde says at which line of the text; there is one line.
        let wrong = |e: serde_json::Error| e.to_string().replace(" at line 1 column ", " at column ");
        if !json.starts_with('{') {
            serde_json::from_str::<&RawValue>(json).map_err(|e| format!("this is not JSON: {}", wrong(e)))?;
            return Err("a line is a text or an object".into());
        }
        let fields: Fields<'_> = serde_json::from_str(json).map_err(wrong)?;
        let mut record = match (fields.text, fields.tex, &fields.file) {
            (Some(text), None, None) => Record::holding(line, text.get(), plain),
            (None, Some(tex), None) => Record::holding(line, tex.get(), Written::Formula),
            (Some(text), None, Some(name)) => {
                let unknown = || format!("how the file `{name}` is written is not known by its name");
                Record::holding(line, text.get(), Written::Document(Format::of(name).ok_or_else(unknown)?))
            }
            (None, Some(_), Some(_)) => Err("a file goes with its text, and a tex alone".into()),
            (Some(_), Some(_), _) => Err("there is a text and a tex; one is wanted".into()),
            (None, None, _) => Err("there is no text and no tex".into()),
        }?;
        record.id = fields.id.map(|id| id.get().to_string());
        record.file = fields.file;
        Ok(record)
    }

    fn holding(line: &str, string: &str, written: Written) -> Result<Record, String> {
        let wrong =
            |e: serde_json::Error| format!("this is not a text: {e}").replace(" at line 1 column ", " at column ");
        let text: String = serde_json::from_str(string).map_err(wrong)?;
        // Both are parts of one text.
        let start = string.as_ptr() as usize - line.as_ptr() as usize;
        let escapes = Escapes::new(start + 1, &string[1..], &text);
        Ok(Record { id: None, file: None, text, written, escapes })
    }

    /// What became of its formulas. The line's number in its file is what findings refer to.
    pub fn check(&self, number: usize, setting: &Setting) -> Vec<Finding> {
        let extract = match self.written {
            Written::Document(format) => extract(&self.text, format),
            Written::Formula => formula(&self.text),
        };
        if self.file.is_some() {
            return judged(&self.text, &extract, &Lines::new(&self.text), setting, &|_, _| {});
        }
        let mut findings = judged(&self.text, &extract, &Lines::one("", number), setting, &|_, _| {});
        for finding in &mut findings {
            finding.span = self.escapes.in_line(&finding.span);
            if let Some((span, _)) = &mut finding.correction {
                *span = self.escapes.in_line(span);
            }
        }
        findings
    }
}

/// A text that is one formula.
fn formula(text: &str) -> Extract {
    let found = Found { span: 0..text.len(), text: text.to_string(), writing: Writing::Latex };
    Extract { fragments: placed(text, &[0], vec![found]), comments: vec![] }
}

/// Where the bytes of a text stand in the line that holds it as a JSON string.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Escapes {
    /// Places behind which text and line run alike: in the text, and in the line.
    alike: Vec<(usize, usize)>,
}

impl Escapes {
    /// Of a string that begins, behind its quotation mark, at a place of the line. Takes time linear
    /// in its length.
    fn new(start: usize, string: &str, text: &str) -> Escapes {
        let (mut alike, mut at) = (vec![(0, start)], 0);
        for (place, c) in text.char_indices() {
            let escaped = string[at..].starts_with('\\');
            at += match string.as_bytes().get(at + 1) {
                // Half of a pair of UTF-16 each, beyond its first plane.
                Some(b'u') if escaped => 6 * c.len_utf16(),
                _ if escaped => 2,
                _ => c.len_utf8(),
            };
            if escaped {
                alike.push((place + c.len_utf8(), start + at));
            }
        }
        Escapes { alike }
    }

    fn in_line(&self, span: &Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let last = self.alike.partition_point(|(text, _)| *text <= at).saturating_sub(1);
            self.alike.get(last).map_or(at, |(text, line)| line + at.saturating_sub(*text))
        };
        place(span.start)..place(span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;

    fn found(line: &str) -> Vec<(&str, Finding)> {
        let found = Record::read(line).unwrap().check(3, &Setting::default());
        found.into_iter().map(|f| (&line[f.span.clone()], f)).collect()
    }

    #[test]
    fn places_take_escapes_into_account() {
        let line = r#" {"tex": "\ud835\udc4e\u0020é\/b = \\frac{1}{2}"}"#;
        let text = "𝑎 é/b = \\frac{1}{2}";
        let record = Record::read(line).unwrap();
        assert_eq!(record.text, text);
        for (part, written) in
            [("𝑎", r"\ud835\udc4e"), (" ", r"\u0020"), ("é", "é"), ("/b", r"\/b"), ("\\frac", r"\\frac")]
        {
            let at = text.find(part).unwrap();
            assert_eq!(&line[record.escapes.in_line(&(at..at + part.len()))], written);
        }
    }

    #[test]
    fn a_line_is_a_document_of_its_own() {
        let all = found(r#"{"id": null, "text": "f(a) = a^2\nf(3) = 8", "more": [1]}"#);
        assert_eq!(
            all.iter().map(|(text, f)| (*text, f.kind)).collect::<Vec<_>>(),
            [("f(a) = a^2", Kind::Definition), ("f(3) = 8", Kind::Conflict)]
        );
        assert!(all[1].1.message.contains("of line 3") && all[1].1.uses[0].line == 3, "{all:?}");
        assert_eq!(found(r#""1 + 1 = 2""#)[0].0, "1 + 1 = 2");
    }

    #[test]
    fn findings_of_a_document_point_into_its_text() {
        let line = r#"{"file": "a.md", "text": "So:\n\n$1 = \\frac{1}{2}$"}"#;
        let record = Record::read(line).unwrap();
        let finding = &record.check(3, &Setting::default())[0];
        assert_eq!((finding.kind, &record.text[finding.span.clone()]), (Kind::Refuted, r"1 = \frac{1}{2}"));
    }

    #[test]
    fn other_lines_are_named() {
        for (line, part) in [
            ("", "not JSON"),
            ("1 = 1", "not JSON"),
            ("[1]", "a text or an object"),
            ("\"1 = 1", "not a text"),
            ("{\"text\": 1}", "not a text"),
            ("{\"text\": \"\", \"text\": \"\"}", "duplicate"),
            ("{\"test\": \"1 = 1\"}", "no text"),
            ("{\"text\": \"a\", \"tex\": \"a\"}", "one is wanted"),
            ("{\"tex\": \"a\", \"file\": \"a.tex\"}", "a tex alone"),
            ("{\"text\": \"a\", \"file\": \"a.png\"}", "not known by its name"),
            ("{\"text\": \"\\ud800\"}", "not a text"),
        ] {
            let error = Record::read(line).unwrap_err();
            assert!(error.contains(part), "{line}: {error}");
        }
    }
}
