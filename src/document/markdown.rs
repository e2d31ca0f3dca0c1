//! Formulas of a Markdown document: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and ```` ```math ````, with
//! comments `<!-- chainrule: … -->`. Code and HTML are left alone.

use super::fragment::{Ahead, Comment, Extract, Found, Writing, addressed, blanked, placed};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// The longest formula in signs that Markdown doesn't know, in bytes.
const LONGEST: usize = 1 << 13;

/// The formulas and comments of a Markdown text. Takes time linear in its length.
pub(super) fn extract(source: &str) -> Extract {
    let mut reading = Reading { source, found: vec![], comments: vec![], blocks: vec![], closed: vec![], math: false };
    let options = Options::ENABLE_MATH | Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        reading.event(event, range);
    }
    reading.bracketed();
    reading.found.sort_by_key(|f| f.span.start);
    let fragments = placed(source, &reading.blocks, reading.found);
    Extract { fragments, comments: reading.comments }
}

struct Reading<'s> {
    source: &'s str,
    found: Vec<Found>,
    comments: Vec<Comment>,
    /// Where paragraphs, cells and headings begin.
    blocks: Vec<usize>,
    /// Code, HTML and formulas that have been read: no `\(` is looked for there.
    closed: Vec<Range<usize>>,
    /// Whether a code block with formulas is open.
    math: bool,
}

impl Reading<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::InlineMath(text) => self.formula(range, 1, &text),
            Event::DisplayMath(text) => self.formula(range, 2, &text),
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell | Tag::Item) => {
                self.blocks.push(range.start);
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                self.blocks.push(range.start);
                self.math = matches!(kind, CodeBlockKind::Fenced(info) if &*info == "math");
                self.closed.push(range);
            }
            Event::End(TagEnd::CodeBlock) => self.math = false,
            Event::Text(text) if self.math => self.line_of_math(range, &text),
            Event::Code(_) => self.closed.push(range),
            Event::Start(Tag::HtmlBlock) => self.html(range, None),
            Event::InlineHtml(_) => {
                let paragraph = self.blocks.partition_point(|start| *start <= range.start);
                self.html(range, Some(paragraph));
            }
            _ => {}
        }
    }

    fn formula(&mut self, range: Range<usize>, sign: usize, content: &str) {
        self.closed.push(range.clone());
        let mut span = range.start + sign..range.end - sign;
        let mut content = content;
        // GitHub's formulas may stand in code: $`a^2`$.
        if let Some(inside) = content.strip_prefix('`').and_then(|c| c.strip_suffix('`')) {
            (content, span) = (inside, span.start + 1..span.end - 1);
        }
        // Two prices, or what begins in code, are no formula.
        let price = sign == 1 && self.source[range.end..].starts_with(|c: char| c.is_ascii_digit());
        if price || content.contains('`') {
            return;
        }
        let source = &self.source[span.clone()];
        let text = blanked(source, content);
        let escaped = source.contains("\\|") && !content.contains("\\|");
        self.found.push(Found { span, text, writing: Writing::Latex, escaped });
    }

    /// A code block comes in lines, which belong to one formula.
    fn line_of_math(&mut self, span: Range<usize>, content: &str) {
        let text = blanked(&self.source[span.clone()], content);
        match self.found.last_mut().filter(|last| self.closed.last().is_some_and(|c| c.contains(&last.span.start))) {
            Some(last) => {
                let gap = self.source[last.span.end..span.start].chars();
                last.text
                    .extend(gap.flat_map(|c| std::iter::repeat_n(if c == '\n' { '\n' } else { ' ' }, c.len_utf8())));
                last.text.push_str(&text);
                last.span.end = span.end;
            }
            None => self.found.push(Found { span, text, writing: Writing::Latex, escaped: false }),
        }
    }

    /// Keeps the comments in HTML that speak to the program; one may have several lines.
    fn html(&mut self, range: Range<usize>, paragraph: Option<usize>) {
        let mut at = range.start;
        while let Some(inner) = self.source[at..range.end].find("<!--").map(|step| at + step + 4) {
            let Some(length) = self.source[inner..range.end].find("-->") else { break };
            let end = inner + length;
            if let Some(text) = addressed(&self.source[inner..end]) {
                self.comments.push(Comment { span: inner - 4..end + 3, text, paragraph });
            }
            at = end + 3;
        }
        self.closed.push(range);
    }

    /// The formulas that Markdown itself doesn't know: between `\(` and `\)`, or `\[` and `\]`, and
    /// those between dollars whose braces are not balanced.
    fn bracketed(&mut self) {
        self.closed.sort_by_key(|r| r.start);
        let mut closed = std::mem::take(&mut self.closed).into_iter().peekable();
        let (mut ahead, mut at) = (Ahead::new(self.source), 0);
        // Up to where lines have been counted, and whether the line there is a table's row.
        let (mut counted, mut row) = (0, is_row(self.source));
        while let Some(step) = self.source[at..].find(['\\', '$']) {
            let start = at + step;
            if let Some(end) = self.source[counted..start].rfind('\n') {
                row = is_row(&self.source[counted + end + 1..]);
            }
            counted = start;
            while closed.next_if(|r| r.end <= start).is_some() {}
            if let Some(inside) = closed.peek().filter(|r| r.start <= start) {
                at = inside.end;
                continue;
            }
            let sign = self.source[start..].chars().take(2).map(char::len_utf8).sum::<usize>();
            let limit = closed.peek().map_or(self.source.len(), |r| r.start);
            at = match self.unknown(start, limit, row, &mut ahead) {
                Some(span) => {
                    let end = span.end + 1;
                    let text = self.source[span.clone()].to_string();
                    self.found.push(Found { text, span, writing: Writing::Latex, escaped: false });
                    end
                }
                None if self.source[start..].starts_with('$') => start + 1,
                None => start + sign,
            };
        }
    }

    /// The formula that begins with the sign at a place and ends before another, in one paragraph.
    fn unknown(&self, start: usize, limit: usize, row: bool, ahead: &mut Ahead<'_>) -> Option<Range<usize>> {
        let (sign, close) = match &self.source.as_bytes()[start..] {
            [b'\\', b'(', ..] => (2, "\\)"),
            [b'\\', b'[', ..] => (2, "\\]"),
            [b'$', ..] => (1, "$"),
            _ => return None,
        };
        let (from, limit) = (start + sign, limit.min(start + LONGEST));
        let end = ahead.find(close, from).filter(|end| end + close.len() <= limit)?;
        if ahead.find("\n\n", from).is_some_and(|gap| gap < end) {
            return None;
        }
        let inside = &self.source[from..end];
        let command = inside.split('\\').nth(1).is_some_and(|c| c.starts_with(|c: char| c.is_ascii_alphabetic()));
        // A table's cells end at bars, those of absolute values too.
        let row = row && !inside.contains('\n');
        let plain = command || row && inside.contains('|') && inside.contains(['=', '^']);
        let formula = close != "$" || plain && inside.trim() == inside;
        formula.then_some(from..end)
    }
}

/// Whether a line is one of a table.
fn is_row(line: &str) -> bool {
    line.trim_start().starts_with('|')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formulas(source: &str) -> Vec<String> {
        let found = extract(source);
        for f in &found.fragments {
            assert_eq!(f.text.len(), f.span.len(), "{f:?}");
        }
        found.fragments.into_iter().map(|f| f.text).collect()
    }

    #[test]
    fn formulas_in_all_their_signs() {
        assert_eq!(formulas("$a$ and $$b$$, \\(c\\) and \\[d\n e\\]"), ["a", "b", "c", "d\n e"]);
        assert_eq!(formulas("`$a$` costs $5 and $6, <b title='x'>"), Vec::<String>::new());
        assert_eq!(formulas("```math\na\n= b\n```\n\n```\n$c$\n```"), ["a\n= b\n"]);
        assert_eq!(formulas("> $$a\n> = b$$"), ["a\n  = b"]);
        assert_eq!(formulas("| $a$ | b |\n|---|---|\n| $c$ | $d$ |"), ["a", "c", "d"]);
        assert_eq!(formulas("$a=2$일 때 $f(a)$는"), ["a=2", "f(a)"]);
        assert_eq!(formulas("$`a^2`$ and $`b`$, $5 or `$x`, $3$5"), ["a^2", "b"]);
        assert_eq!(formulas("$a$의 $\\frac{1}{2]$인 $5 \\(b"), ["a", "\\frac{1}{2]"]);
    }

    #[test]
    fn comments_speak_to_the_program() {
        let found =
            extract("text <!-- chainrule: assume a > 0 --> text\n\n<!-- other -->\n\n<!--chainrule: ignore x-->");
        assert_eq!(found.comments.iter().map(|c| &*c.text).collect::<Vec<_>>(), ["assume a > 0", "ignore x"]);
        let source = "<div>\n<!-- chainrule:\nassume a > 0 --> <!-- chainrule: ignore -->\n</div>\n";
        let found = extract(source).comments;
        assert_eq!(found.iter().map(|c| &*c.text).collect::<Vec<_>>(), ["assume a > 0", "ignore"]);
        assert_eq!(&source[found[1].span.clone()], "<!-- chainrule: ignore -->");
    }
}
