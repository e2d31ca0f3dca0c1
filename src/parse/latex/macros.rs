//! What a document declares: `\newcommand{\name}[n]{body}`, `\DeclareMathOperator{\name}{text}`,
//! `\def\name#1{body}`.

use super::Macro;
use super::lexer::group;
use rustc_hash::FxHashMap;

/// The commands that declare others; the second is whether the text is an operator's name.
const DECLARING: &[(&str, bool)] =
    &[("newcommand", false), ("renewcommand", false), ("providecommand", false), ("DeclareMathOperator", true)];

/// The most macros of a text: each of its formulas is read with all of them.
const MOST: usize = 1_000;

/// The macros a text declares, in its order; the last one of a name is the one that counts. Of more
/// than a thousand names, those that come first.
///
/// Declarations with a default for their first argument are left out, and so are those that can't
/// be read. Takes time linear in the length of the text.
///
/// ```
/// use chainrule::parse::latex::macros;
/// let found = macros(r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}} \DeclareMathOperator{\loss}{loss}");
/// assert_eq!((found[0].name.as_str(), found[0].arguments), ("pd", 2));
/// assert_eq!((found[1].name.as_str(), found[1].body.as_str()), ("loss", r"\operatorname{loss}"));
/// ```
pub fn macros(text: &str) -> Vec<Macro> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '%']) {
        rest = rest.get(at..).unwrap_or("");
        if rest.starts_with('%') {
            rest = rest.find('\n').and_then(|end| rest.get(end..)).unwrap_or("");
            continue;
        }
        let name = rest.get(1..).unwrap_or("");
        let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (word, after) = name.split_at(letters);
        if word == "def" {
            found.extend(defined(after));
        }
        match DECLARING.iter().find(|(declaring, _)| *declaring == word) {
            Some((_, operator)) => found.extend(declared(after, *operator)),
            None if letters == 0 => {
                let length = name.chars().next().map_or(0, char::len_utf8);
                rest = name.get(length..).unwrap_or("");
                continue;
            }
            None => {}
        }
        rest = after;
    }
    let mut last: FxHashMap<String, usize> = FxHashMap::default();
    let mut kept: Vec<Macro> = Vec::new();
    for one in found {
        let at = *last.entry(one.name.clone()).or_insert(kept.len());
        if at < kept.len() {
            kept[at] = one;
        } else if at < MOST {
            kept.push(one);
        }
    }
    kept
}

/// The macro of `\def\name#1#2{body}`; one with other signs between its parameters is left out.
fn defined(after: &str) -> Option<Macro> {
    let name = after.trim_start().strip_prefix('\\')?;
    let (name, mut after) = name.split_at(name.bytes().take_while(u8::is_ascii_alphabetic).count());
    let mut arguments = 0;
    while let Some(rest) = after.trim_start().strip_prefix('#') {
        arguments += 1;
        after = rest.strip_prefix(&arguments.to_string())?;
    }
    let ((from, to), _) = group(after, 0).filter(|_| !name.is_empty() && arguments <= 9)?;
    Some(Macro { name: name.to_string(), arguments, body: after.get(from..to)?.to_string() })
}

/// The macro declared by what follows the declaring command.
fn declared(after: &str, operator: bool) -> Option<Macro> {
    let after = after.strip_prefix('*').unwrap_or(after).trim_start();
    let (name, after) = match group(after, 0) {
        Some(((from, to), end)) => (after.get(from..to)?.trim().strip_prefix('\\')?, after.get(end..)?),
        None => {
            let name = after.strip_prefix('\\')?;
            name.split_at(name.bytes().take_while(u8::is_ascii_alphabetic).count())
        }
    };
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let after = after.trim_start();
    let (arguments, after) = match after.strip_prefix('[') {
        Some(inner) => {
            let (count, after) = inner.split_once(']')?;
            (count.trim().parse().ok().filter(|n| *n <= 9)?, after.trim_start())
        }
        None => (0, after),
    };
    let ((from, to), _) = group(after, 0)?;
    let body = after.get(from..to)?;
    let body = if operator { format!("\\operatorname{{{}}}", body.trim()) } else { body.to_string() };
    Some(Macro { name: name.to_string(), arguments, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_a_name_counts_and_names_are_limited() {
        let found = macros(r"\def\a{1}\def\b{2}\def\a{3}");
        let shown: Vec<String> = found.iter().map(|m| format!("{}={}", m.name, m.body)).collect();
        assert_eq!(shown, ["a=3", "b=2"]);
        let many: String = (0..2 * MOST).map(|i| format!("\\def\\q{}{{}}", "x".repeat(i % MOST) + "y")).collect();
        assert_eq!(macros(&many).len(), MOST);
    }
}
