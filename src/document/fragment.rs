//! What a document holds for us: its formulas and the comments that speak to the program, each with
//! its place in the file, its paragraph and its sentence.

use std::ops::Range;

/// How a formula is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Writing {
    /// LaTeX.
    Latex,
    /// The plain notation, one claim a line.
    Plain,
}

/// A formula as it stands in a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fragment {
    /// The bytes of the file, without the signs that make it a formula.
    pub span: Range<usize>,
    /// Its text, as long as its span: what doesn't belong to it, such as the `>` of a quotation, is
    /// blank.
    pub text: String,
    /// How it is written.
    pub writing: Writing,
    /// Counts the paragraphs, table cells and headings of the file.
    pub paragraph: usize,
    /// Counts the sentences of the file.
    pub sentence: usize,
    /// Whether Markdown has made bars of what would be norms for LaTeX: `\|` in a table.
    pub escaped: bool,
}

/// What a comment says to the program, such as `assume a > 0`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comment {
    /// The bytes of the file.
    pub span: Range<usize>,
    /// The text behind `chainrule:`.
    pub text: String,
    /// The paragraph or cell that it stands in, if it stands inside of one.
    pub paragraph: Option<usize>,
}

/// All formulas and comments, in the order of the file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Extract {
    /// The formulas.
    pub fragments: Vec<Fragment>,
    /// The comments.
    pub comments: Vec<Comment>,
}

/// A formula that has been found, before its sentence is known.
pub(super) struct Found {
    pub span: Range<usize>,
    pub text: String,
    pub writing: Writing,
    pub escaped: bool,
}

/// Where signs come next in a text. For a scan that goes forward, each sign is looked for in the
/// whole text once, however many places ask for it.
pub(super) struct Ahead<'s> {
    source: &'s str,
    /// For each sign asked for, a stretch that it doesn't begin in before the end.
    free: Vec<(String, Range<usize>)>,
}

impl<'s> Ahead<'s> {
    pub fn new(source: &'s str) -> Self {
        Ahead { source, free: vec![] }
    }

    /// The first place of the sign from a place on.
    pub fn find(&mut self, sign: &str, from: usize) -> Option<usize> {
        let Ahead { source, free } = self;
        let known = free.iter().position(|(known, _)| known == sign).unwrap_or_else(|| {
            // Nothing is known yet of what comes before any place.
            free.push((sign.to_string(), usize::MAX..usize::MAX));
            free.len() - 1
        });
        let free = &mut free[known].1;
        if !(free.start..=free.end).contains(&from) {
            *free = from..source[from..].find(sign).map_or(source.len(), |step| from + step);
        }
        Some(free.end).filter(|end| *end < source.len())
    }
}

/// Gives each formula its paragraph and its sentence; in a list of claims, each line is one.
/// `blocks` are where paragraphs, cells and headings begin, in order.
pub(super) fn placed(source: &str, blocks: &[usize], found: Vec<Found>) -> Vec<Fragment> {
    let mut fragments: Vec<Fragment> = Vec::with_capacity(found.len());
    for Found { span, text, writing, escaped } in found {
        let paragraph = blocks.partition_point(|start| *start <= span.start);
        let sentence = fragments.last().map_or(0, |last| {
            let between = source.get(last.span.end..span.start).unwrap_or("");
            let apart =
                last.paragraph != paragraph && (between.contains('|') || between.contains(char::is_alphanumeric));
            let line = writing == Writing::Plain;
            last.sentence + usize::from(line || apart || last.text.trim_end().ends_with('.') || ends_sentence(between))
        });
        fragments.push(Fragment { span, text, writing, paragraph, sentence, escaped });
    }
    fragments
}

/// Whether a sentence ends in the text between two formulas.
fn ends_sentence(between: &str) -> bool {
    let mut letters = between.chars().peekable();
    while let Some(c) = letters.next() {
        let space_follows = letters.peek().is_some_and(|next| next.is_whitespace());
        if matches!(c, '。' | '！' | '？') || matches!(c, '.' | '!' | '?') && space_follows {
            return true;
        }
    }
    false
}

/// The comment's text behind `chainrule:`, if it speaks to the program.
pub(super) fn addressed(comment: &str) -> Option<String> {
    Some(comment.trim().strip_prefix("chainrule:")?.trim().to_string())
}

/// The bytes of a part, with as many blanks for what stands in the source but not in the content,
/// such as the `>` of a quotation.
pub(super) fn blanked(source: &str, content: &str) -> String {
    if source == content {
        return content.to_string();
    }
    let mut wanted = content.chars().peekable();
    let mut text = String::with_capacity(source.len());
    for c in source.chars() {
        if wanted.next_if_eq(&c).is_some() {
            text.push(c);
        } else {
            text.extend(std::iter::repeat_n(' ', c.len_utf8()));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_stops_and_paragraphs() {
        let source = "at $a$ and $b$. Then $c$: 0.5 of\n\n$d$\n\nwords $e$ | $f$";
        let spans = source.match_indices('$').map(|m| m.0).collect::<Vec<_>>();
        let found = spans.chunks(2).map(|p| p[0] + 1..p[1]).map(|span| Found {
            text: source[span.clone()].to_string(),
            span,
            writing: Writing::Latex,
            escaped: false,
        });
        let blocks = [0, source.find("$d").unwrap(), source.find("words").unwrap(), source.find("$f").unwrap()];
        let placed = placed(source, &blocks, found.collect());
        assert_eq!(placed.iter().map(|f| f.sentence).collect::<Vec<_>>(), [0, 0, 1, 2, 3, 4]);
        assert_eq!(placed.iter().map(|f| f.paragraph).collect::<Vec<_>>(), [1, 1, 1, 2, 3, 4]);
    }

    #[test]
    fn signs_are_found_from_any_place_on() {
        let mut ahead = Ahead::new("a$b$c");
        let places = [(0, Some(1)), (1, Some(1)), (2, Some(3)), (4, None), (5, None), (0, Some(1))];
        for (from, place) in places {
            assert_eq!((ahead.find("$", from), ahead.find("%", from)), (place, None), "{from}");
        }
    }

    #[test]
    fn what_a_quotation_adds_is_blank() {
        assert_eq!(blanked("a =\n> b", "a =\nb"), "a =\n  b");
    }
}
