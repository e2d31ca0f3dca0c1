//! Formulas of a LaTeX document: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and the environments of formulas,
//! with comments `% chainrule: …`. Verbatim text is left alone.

use super::fragment::{Ahead, Comment, Extract, Found, Writing, addressed, placed};
use std::ops::Range;

/// Environments that hold a formula; the parser needs to see those of several lines itself.
const SINGLE: &[&str] = &["equation", "displaymath", "math", "dmath"];
const LINES: &[&str] = &["align", "gather", "multline", "eqnarray", "flalign", "alignat"];
/// Environments whose text is no LaTeX.
const VERBATIM: &[&str] = &["verbatim", "lstlisting", "minted", "comment"];

/// The longest formula, in bytes: an opening sign without a closing one is none.
const LONGEST: usize = 1 << 16;

/// The formulas and comments of a LaTeX text. Takes time linear in its length.
pub(super) fn extract(source: &str) -> Extract {
    let body = source.find("\\begin{document}").unwrap_or(0);
    let (ahead, found, comments) = (Ahead::new(source), vec![], vec![]);
    let mut scan = Scan { source, ahead, at: body, found, comments, blocks: vec![body] };
    while scan.at < source.len() {
        scan.step();
    }
    Extract { fragments: placed(source, &scan.blocks, scan.found), comments: scan.comments }
}

struct Scan<'s> {
    source: &'s str,
    ahead: Ahead<'s>,
    at: usize,
    found: Vec<Found>,
    comments: Vec<Comment>,
    blocks: Vec<usize>,
}

impl Scan<'_> {
    fn step(&mut self) {
        let Some(step) = self.source[self.at..].find(['$', '\\', '%', '\n']) else {
            self.at = self.source.len();
            return;
        };
        self.at += step;
        let rest = &self.source[self.at..];
        if rest.starts_with('%') {
            self.comment(rest.find('\n').unwrap_or(rest.len()));
        } else if let Some(line) = rest.strip_prefix('\n') {
            let next = line.find(|c: char| !c.is_whitespace()).unwrap_or(line.len());
            if line[..next].contains('\n') {
                self.blocks.push(self.at + 1 + next);
            }
            self.at += 1 + next;
        } else if rest.starts_with("$$") {
            self.until(2, "$$");
        } else if rest.starts_with('$') {
            self.until(1, "$");
        } else if rest.starts_with("\\(") {
            self.until(2, "\\)");
        } else if rest.starts_with("\\[") {
            self.until(2, "\\]");
        } else if rest.starts_with("\\item") || rest.starts_with("\\section") || rest.starts_with("\\sub") {
            self.blocks.push(self.at);
            self.at += 2;
        } else if rest.starts_with("\\begin{") {
            self.environment();
        } else if rest.starts_with("\\end{document}") {
            self.at = self.source.len();
        } else if let Some(text) = rest.strip_prefix("\\verb") {
            let sign = text.trim_start_matches('*').chars().next().unwrap_or('|');
            let start = self.at + rest.find(sign).unwrap_or(4) + sign.len_utf8();
            self.at = self.source[start..].find(sign).map_or(self.source.len(), |end| start + end + sign.len_utf8());
        } else {
            // A backslash and what it escapes.
            self.at += 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
        }
    }

    fn comment(&mut self, length: usize) {
        let span = self.at..self.at + length;
        if let Some(text) = addressed(self.source[span.clone()].trim_start_matches('%')) {
            self.comments.push(Comment { span: span.clone(), text, paragraph: None });
        }
        self.at = span.end;
    }

    /// A formula from behind its sign up to the closing one; without that, no formula.
    fn until(&mut self, sign: usize, close: &str) {
        let start = self.at + sign;
        let mut end = start;
        loop {
            let Some(place) = self.ahead.find(close, end).filter(|place| place - start <= LONGEST) else {
                self.at = start;
                return;
            };
            end = place;
            if close != "$" || !self.source[start..end].ends_with('\\') {
                break;
            }
            end += 1;
        }
        self.formula(start..end);
        self.at = end + close.len();
    }

    fn environment(&mut self) {
        let rest = &self.source[self.at..];
        let name = rest[7..].split(|c: char| !c.is_ascii_alphabetic() && c != '*').next().unwrap_or("");
        let (plain, body) = (name.strip_suffix('*').unwrap_or(name), self.at + 7 + name.len());
        let close = format!("\\end{{{name}}}");
        let is = |lists: &[&[&str]]| lists.iter().any(|list| list.contains(&plain));
        let known = is(&[SINGLE, LINES, VERBATIM]) && self.source[body..].starts_with('}');
        let place = if known { self.ahead.find(&close, body) } else { None };
        let Some(end) = place.filter(|place| is(&[VERBATIM]) || place - body <= LONGEST) else {
            self.at = body;
            return;
        };
        let after = end + close.len();
        if SINGLE.contains(&plain) {
            self.formula(body + 1..end);
        } else if LINES.contains(&plain) {
            self.formula(self.at..after);
        }
        self.at = after;
    }

    fn formula(&mut self, span: Range<usize>) {
        self.found.push(Found {
            text: self.source[span.clone()].to_string(),
            span,
            writing: Writing::Latex,
            escaped: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formulas(source: &str) -> Vec<String> {
        extract(source).fragments.into_iter().map(|f| f.text).collect()
    }

    #[test]
    fn formulas_in_all_their_signs() {
        assert_eq!(formulas("$a$ $$b$$ \\(c\\) \\[d\\] \\$5 % $no$\n$e\\$f$"), ["a", "b", "c", "d", "e\\$f"]);
        assert_eq!(formulas("\\begin{equation*}a\\end{equation*}"), ["a"]);
        assert_eq!(formulas("\\begin{align}a&=b\\end{align}"), ["\\begin{align}a&=b\\end{align}"]);
        assert_eq!(formulas("$no$\\begin{document}\\verb|$no$| \\begin{verbatim}$no$\\end{verbatim}$x$"), ["x"]);
        assert_eq!(formulas("$ never closed"), Vec::<String>::new());
        assert_eq!(formulas("\\begin{document}$x$ \\verb|\\end{document}| $y$\\end{document} $no$"), ["x", "y"]);
        let long = format!("\\begin{{verbatim}}{}$no$\\end{{verbatim}}$x$", " ".repeat(LONGEST));
        assert_eq!(formulas(&long), ["x"]);
    }

    #[test]
    fn comments_and_paragraphs() {
        let found = extract("$a$\n% chainrule: assume a > 0\n$b$\n\n$c$");
        assert_eq!(found.comments[0].text, "assume a > 0");
        let paragraphs: Vec<usize> = found.fragments.iter().map(|f| f.paragraph).collect();
        assert!(paragraphs[0] == paragraphs[1] && paragraphs[1] < paragraphs[2]);
    }
}
