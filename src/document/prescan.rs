//! Which names are functions: a document says so by `L(a, y) = …`, and its other formulas can only
//! be read when that is known.

use super::fragment::Writing;
use crate::term::Func;
use std::borrow::Cow;

/// A function as a formula defines it: its name and its parameters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Head {
    pub name: String,
    pub parameters: Vec<String>,
    /// Whether it is the name of a known function, which the document may mean otherwise.
    pub known: bool,
}

/// Known functions that documents define for themselves.
const OWN: &[&str] = &[
    "sigma", "Gamma", "gamma", "sigmoid", "softplus", "relu", "ReLU", "erf", "erfc", "sign", "sgn", "sh", "ch", "th",
    "digamma", "Si", "Ei",
];

/// The function that a formula defines, with its parameters, as far as its letters tell.
///
/// `C(x) = x^2` defines `C`, since the right side holds x; `a(1) = a` and `\log(x) = y` define nothing.
pub(super) fn function(formula: &str, writing: Writing) -> Option<Head> {
    let plain = ["\\left", "\\right", "\\,", "\\!", "&", " "].iter().fold(formula.to_string(), |t, s| t.replace(s, ""));
    let (head, rest) = plain.split_once('(')?;
    let (inside, rest) = rest.split_once(')')?;
    let body = rest.strip_prefix(":=").or(rest.strip_prefix('='))?;
    let name = name(head, writing)?;
    let parameters: Option<Vec<String>> = inside.split(',').map(|p| self::name(p, writing)).collect();
    let holds = inside.split(',').any(|p| body.contains(p));
    let own = OWN.contains(&name.as_str());
    let known = own || Func::named(&name).is_some() || matches!(&*name, "d" | "e" | "pi");
    let parameters = parameters.filter(|_| holds && (own || !known))?;
    Some(Head { name, parameters, known })
}

/// Whether a formula says what `e` is: a variable, and not the number.
pub(super) fn is_variable_e(formula: &str) -> bool {
    let plain = ["\\,", "\\!", "&", " ", "\n"].iter().fold(formula.to_string(), |t, s| t.replace(s, ""));
    plain.contains("{de}")
        || plain.match_indices("e=").any(|(at, _)| {
            let alone = plain[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !"_^{\\}'".contains(c));
            let alone = alone || plain[..at].ends_with("\\\\") || plain[..at].ends_with("quad");
            let value = &plain[at + 2..];
            let number = value.starts_with(|c: char| c.is_ascii_digit()) || value.starts_with("\\");
            alone && !number && !value.is_empty()
        })
}

/// The letters that a formula uses for vectors and matrices: transposed, in `\det`, in spaces of
/// several dimensions.
pub(super) fn vectors(formula: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut keep = |text: &str| {
        let group = text.strip_suffix(')').and_then(|t| t.rsplit_once('(')).map(|(_, inside)| inside);
        match group {
            Some(inside) => found.extend(inside.chars().filter(char::is_ascii_uppercase).map(String::from)),
            None => found.extend(last_letter(text)),
        }
    };
    for sign in ["^T", "^{T}", "^\\top", "^{\\top}", "^\\intercal", "^{-T}", "^{-\\top}", "^\\dagger"] {
        for (at, _) in formula.match_indices(sign) {
            let longer = formula[at + sign.len()..].starts_with(|c: char| c.is_ascii_alphabetic());
            if !(sign.contains('\\') && !sign.ends_with('}') && longer) {
                keep(formula[..at].trim_end());
            }
        }
    }
    for (at, _) in formula.match_indices("\\in") {
        let space = formula[at + 3..].trim_start();
        let real =
            ["\\mathbb{R}^", "\\R^", "\\mathbb R^", "\\mathbb{C}^", "\\Bbb{R}^"].iter().any(|s| space.starts_with(s));
        let letters: Vec<&str> = if real { formula[..at].split(',').collect() } else { vec![] };
        // A small letter in such a space stands for scalars elsewhere.
        letters.into_iter().filter(|t| t.contains(|c: char| c.is_ascii_uppercase())).for_each(|t| keep(t.trim()));
    }
    for command in ["\\det", "\\operatorname{tr}", "\\mathrm{tr}", "\\operatorname{rank}", "\\mathrm{rank}"] {
        for (at, _) in formula.match_indices(command) {
            let rest = formula[at + command.len()..].trim_start_matches([' ', '(']);
            found.extend(rest.chars().take_while(char::is_ascii_uppercase).map(String::from));
        }
    }
    found
}

/// The letter or Greek letter that a text ends with, perhaps with an index.
fn last_letter(text: &str) -> Option<String> {
    let text = text.trim_end().trim_end_matches('}');
    let (text, index) = text.rsplit_once('_').filter(|(_, i)| i.len() < 4).map_or((text, None), |(t, i)| (t, Some(i)));
    let letters = text.len() - text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let word = &text[text.len() - letters..];
    let command = text[..text.len() - letters].ends_with('\\');
    let base = if command { word } else { &word[word.len().saturating_sub(1)..] };
    // A bold letter is another one than the same letter in italics.
    let bold =
        ["\\mathbf{", "\\boldsymbol{", "\\bm{", "\\vec{"].iter().any(|set| text[..text.len() - letters].ends_with(set));
    let base = if bold { "" } else { base };
    let index = index.map(|i| i.trim_start_matches('{')).filter(|i| i.chars().all(char::is_alphanumeric));
    (!base.is_empty()).then(|| index.map_or(base.to_string(), |i| format!("{base}_{i}")))
}

/// The text with blanks for the macros it declares.
pub(super) fn without_macros(text: &str) -> Cow<'_, str> {
    let commands = ["\\newcommand", "\\renewcommand", "\\providecommand", "\\DeclareMathOperator", "\\def\\"];
    if !commands.iter().any(|c| text.contains(c)) {
        return Cow::Borrowed(text);
    }
    let (mut left, mut from) = (String::with_capacity(text.len()), 0);
    for (at, _) in text.match_indices('\\') {
        // What stands inside a declaration declares nothing.
        if at >= from && commands.iter().any(|c| text[at..].starts_with(c)) {
            left.push_str(&text[from..at]);
            from = at + declaration(&text[at..]);
            left.extend(std::iter::repeat_n(' ', from - at));
        }
    }
    left.push_str(&text[from..]);
    Cow::Owned(left)
}

/// The length of a declaration: the command, and the groups behind it.
fn declaration(text: &str) -> usize {
    let (mut depth, mut groups) = (0usize, 0);
    let command = 1 + text[1..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len() - 1);
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < command) {
        match c {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                groups += usize::from(depth == 0);
            }
            _ => {}
        }
        if groups == if text.starts_with("\\def") { 1 } else { 2 } {
            return at + 1;
        }
    }
    text.len()
}

/// Whether a factor looks like a function that the document doesn't define: before a name or a number
/// alone in parentheses, as in `W(x)` and `y(0)`, or as a capital before any, as in `E[X + 1]`.
pub(super) fn is_call(formula: &str, factor: &str) -> bool {
    let sizes = ["\\left", "\\right", "\\bigg", "\\Bigg", "\\big", "\\Big", "\u{1}l", "\u{1}r", "\u{1}", " "];
    let marked = |size: &str| if size.contains("ig") { "\u{1}" } else { "" };
    let plain = sizes.iter().fold(formula.to_string(), |t, s| t.replace(s, marked(s)));
    let capital = factor.chars().all(|c| c.is_uppercase() || c == 'd') && factor.chars().count() == 1;
    plain.match_indices(factor).any(|(at, _)| {
        let rest = &plain[at + factor.len()..];
        let Some(inside) = rest.strip_prefix('(').and_then(|r| r.split_once(')')).map(|(inside, _)| inside) else {
            return capital && rest.starts_with('[');
        };
        let number = !inside.is_empty() && inside.chars().all(|c| c.is_ascii_digit() || c == '.');
        capital || number || name(inside, Writing::Latex).is_some()
    })
}

/// A letter, a Greek letter or a word set upright, with a subscript.
fn name(text: &str, writing: Writing) -> Option<String> {
    let (letter, index) = text.split_once('_').map_or((text, None), |(l, i)| (l, Some(i)));
    let word = letter.strip_prefix('\\').unwrap_or(letter);
    let upright = ["mathrm{", "text{", "operatorname{"].iter().find_map(|p| word.strip_prefix(p));
    if let Some(letter) = word.strip_prefix("mathcal{").and_then(|w| w.strip_suffix('}')) {
        return (index.is_none() && letter.chars().count() == 1).then(|| format!("cal_{letter}"));
    }
    let word = word.strip_prefix("var").filter(|_| letter.starts_with('\\')).unwrap_or(word);
    let word = upright.and_then(|w| w.strip_suffix('}')).unwrap_or(word);
    let single = letter == word && (writing == Writing::Plain || word.chars().count() == 1);
    let plain = !word.is_empty() && word.chars().all(char::is_alphabetic) && (single || letter != word);
    let index = index.map(|i| i.trim_start_matches('{').trim_end_matches('}'));
    let named = index.is_none_or(|i| !i.is_empty() && i.chars().all(char::is_alphanumeric));
    (plain && named).then(|| index.map_or(word.to_string(), |i| format!("{word}_{i}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_that_look_like_functions() {
        assert!(is_call("E\\Bigl[X + 1\\Bigr]", "E"));
        let calls = ["W(x) = 1", "u\\left(x_1\\right)", "y(0) = 1", "E[X + 1]", "u(x + 1) = u(x)"];
        for formula in calls {
            assert!(is_call(formula, &formula[..1]), "{formula}");
        }
        for formula in ["a(1 - a)", "x[a]", "a"] {
            assert!(!is_call(formula, &formula[..1]), "{formula}");
        }
    }

    #[test]
    fn letters_of_vectors_and_the_letter_e() {
        let of = |text| vectors(text).join(" ");
        assert_eq!(of("w^T x + b"), "w");
        assert_eq!(of("(AB)^\\top = \\theta_1^{T}"), "theta_1 A B");
        assert_eq!(of("W, b \\in \\mathbb{R}^{n}"), "W");
        assert_eq!(of("\\mathbf{x}^T y^T"), "y");
        assert_eq!(of("x \\in \\mathbb{R}, \\det(AB), T^2"), "A B");
        for text in ["e = y - a", "z = 1, e = a^2", "\\frac{dE}{de}"] {
            assert!(is_variable_e(text), "{text}");
        }
        for text in ["e = 2.718", "e^x = 1", "\\rate=e", "x_e = 1 + a"] {
            assert!(!is_variable_e(text), "{text}");
        }
    }

    #[test]
    fn definitions_of_functions_by_their_letters() {
        let found =
            |text: &str| function(text, Writing::Latex).map(|h| format!("{}({})", h.name, h.parameters.join(", ")));
        assert_eq!(found("L(a, y) = -y\\log a").unwrap(), "L(a, y)");
        assert_eq!(found("\\phi\\left(x_{1}\\right) := x_{1}^2").unwrap(), "phi(x_1)");
        assert_eq!(found("\\mathrm{loss}(w) &= w^2").unwrap(), "loss(w)");
        for text in ["a(1) = a", "f(a) = 4", "\\sin(x) = x", "a(1 - a) = a", "f(a)", "d/da f(a) = a"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
