//! A list of claims in the plain notation, one a line; `#` begins a comment or a heading. Lines
//! without a claim separate paragraphs.

use super::fragment::{Comment, Extract, Found, Writing, addressed, placed};

/// The claims and comments of a text. Takes time linear in its length.
pub(super) fn extract(source: &str) -> Extract {
    let (mut found, mut comments, mut blocks, mut at) = (vec![], vec![], vec![0], 0);
    for line in source.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        let (text, comment) = line.trim().split_once('#').map_or((line.trim(), None), |(t, c)| (t.trim_end(), Some(c)));
        if let Some(text) = comment.and_then(|c| addressed(c.trim_start_matches('#'))) {
            comments.push(Comment { span: start..at, text, paragraph: None });
        }
        if text.is_empty() {
            blocks.push(at);
        } else {
            found.push(Found {
                span: start..start + text.len(),
                text: text.to_string(),
                writing: Writing::Plain,
                escaped: false,
            });
        }
    }
    Extract { fragments: placed(source, &blocks, found), comments }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_claim_a_line() {
        let found = extract("# Powers\nd/da a^2 = 2a  # so it is\n\n  x = x\n# chainrule: assume a > 0\n");
        assert_eq!(found.fragments.iter().map(|f| &*f.text).collect::<Vec<_>>(), ["d/da a^2 = 2a", "x = x"]);
        assert_eq!(found.comments[0].text, "assume a > 0");
    }
}
