//! Which names are functions: a document says so by `L(a, y) = …`, and its other formulas can only
//! be read when that is known.

use super::fragment::Writing;
use crate::term::Func;

/// The function that a formula defines, with its parameters, as far as its letters tell.
///
/// `C(x) = x^2` defines `C`, since the right side holds x; `a(1) = a` and `\log(x) = y` define nothing.
pub(super) fn function(formula: &str, writing: Writing) -> Option<(String, Vec<String>)> {
    let plain = ["\\left", "\\right", "\\,", "\\!", "&", " "].iter().fold(formula.to_string(), |t, s| t.replace(s, ""));
    let (head, rest) = plain.split_once('(')?;
    let (inside, rest) = rest.split_once(')')?;
    let body = rest.strip_prefix(":=").or(rest.strip_prefix('='))?;
    let name = name(head, writing)?;
    let parameters: Option<Vec<String>> = inside.split(',').map(|p| self::name(p, writing)).collect();
    let holds = inside.split(',').any(|p| body.contains(p));
    let known = Func::named(&name).is_some() || matches!(&*name, "d" | "e" | "pi" | "sigma");
    Some((name, parameters?)).filter(|_| holds && !known)
}

/// A factor before a name alone in parentheses, such as `W` in `W(x)`: more likely that is a function
/// which the document doesn't define. `rest` is what follows the factor.
pub(super) fn is_call(rest: &str) -> bool {
    let plain = ["\\left", "\\right", " "].iter().fold(rest.to_string(), |t, s| t.replace(s, ""));
    let inside = plain.strip_prefix('(').and_then(|r| r.split_once(')'));
    inside.is_some_and(|(inside, _)| name(inside, Writing::Latex).is_some())
}

/// A letter, a Greek letter or a word set upright, with a subscript.
fn name(text: &str, writing: Writing) -> Option<String> {
    let (letter, index) = text.split_once('_').map_or((text, None), |(l, i)| (l, Some(i)));
    let word = letter.strip_prefix('\\').unwrap_or(letter);
    let upright = ["mathrm{", "text{", "operatorname{", "mathcal{"].iter().find_map(|p| word.strip_prefix(p));
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
    fn a_name_alone_in_parentheses() {
        for (rest, call) in
            [("(x) = 1", true), ("\\left(x_1\\right)", true), ("(1 - a)", false), ("[x]", false), ("", false)]
        {
            assert_eq!(is_call(rest), call, "{rest}");
        }
    }

    #[test]
    fn definitions_of_functions_by_their_letters() {
        let found = |text: &str| function(text, Writing::Latex).map(|(n, p)| format!("{n}({})", p.join(", ")));
        assert_eq!(found("L(a, y) = -y\\log a").unwrap(), "L(a, y)");
        assert_eq!(found("\\phi\\left(x_{1}\\right) := x_{1}^2").unwrap(), "phi(x_1)");
        assert_eq!(found("\\mathrm{loss}(w) &= w^2").unwrap(), "loss(w)");
        for text in ["a(1) = a", "f(a) = 4", "\\sigma(z) = z", "\\sin(x) = x", "a(1 - a) = a", "f(a)", "d/da f(a) = a"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
