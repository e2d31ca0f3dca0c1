//! How a variable's name is spelled: Greek letters, subscripts, primes.

use super::Notation;

/// The Greek letters that are written as signs; LaTeX's command is the name with a backslash.
const GREEK: &[(&str, char)] = &[
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ε'),
    ("zeta", 'ζ'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("iota", 'ι'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("nu", 'ν'),
    ("xi", 'ξ'),
    ("rho", 'ρ'),
    ("sigma", 'σ'),
    ("tau", 'τ'),
    ("upsilon", 'υ'),
    ("phi", 'φ'),
    ("chi", 'χ'),
    ("psi", 'ψ'),
    ("omega", 'ω'),
    ("Gamma", 'Γ'),
    ("Delta", 'Δ'),
    ("Theta", 'Θ'),
    ("Lambda", 'Λ'),
    ("Xi", 'Ξ'),
    ("Sigma", 'Σ'),
    ("Phi", 'Φ'),
    ("Psi", 'Ψ'),
    ("Omega", 'Ω'),
];

/// A name's text in the notation, and whether it may follow a number directly.
pub(super) fn spell(name: &str, notation: Notation) -> (String, bool) {
    let parts = Parts::of(name);
    let text = match notation {
        Notation::Latex => return (parts.latex(), true),
        Notation::Unicode => parts.plain(parts.sign().map_or(parts.head.to_string(), String::from)),
        Notation::Text | Notation::Ascii => parts.plain(greek_name(parts.head).unwrap_or(parts.head).to_string()),
    };
    // `2e3` is a number, and a longer name reads better behind a sign.
    let mut letters = text.chars().take_while(|c| c.is_alphabetic());
    let single = letters.next().is_some_and(|c| !matches!(c, 'e' | 'E')) && letters.next().is_none();
    (text, single)
}

/// A name taken apart: `w_12'` is `w`, `_`, `12`, `'`.
struct Parts<'a> {
    head: &'a str,
    joint: &'static str,
    subscript: &'a str,
    primes: &'a str,
}

impl<'a> Parts<'a> {
    fn of(name: &'a str) -> Self {
        let stem = name.trim_end_matches('\'');
        let primes = name.get(stem.len()..).unwrap_or("");
        let (head, joint, subscript) = match stem.split_once('_') {
            Some((head, subscript)) => (head, "_", subscript),
            None => {
                let head = stem.trim_end_matches(|c: char| c.is_ascii_digit());
                (head, "", stem.get(head.len()..).unwrap_or(""))
            }
        };
        Parts { head, joint, subscript, primes }
    }

    fn plain(&self, head: String) -> String {
        head + self.joint + self.subscript + self.primes
    }

    /// The Greek sign of the head, which can carry a subscript but not a lone `_`.
    fn sign(&self) -> Option<char> {
        greek_sign(self.head).filter(|_| self.joint.is_empty() || !self.subscript.is_empty())
    }

    fn latex(&self) -> String {
        let mut text = latex_word(self.head);
        if !self.subscript.is_empty() {
            text += &format!("_{{{}}}", latex_word(self.subscript));
        }
        text + self.primes
    }
}

fn latex_word(word: &str) -> String {
    if let Some(name) = greek_name(word).or_else(|| greek_sign(word).map(|_| word)) {
        return format!(r"\{name}");
    }
    let digits = word.bytes().all(|b| b.is_ascii_digit());
    if digits || word.chars().count() == 1 {
        return word.to_string();
    }
    format!(r"\mathrm{{{}}}", word.replace('_', r"\_"))
}

fn greek_sign(word: &str) -> Option<char> {
    GREEK.iter().find(|(name, _)| *name == word).map(|&(_, sign)| sign)
}

fn greek_name(word: &str) -> Option<&'static str> {
    let mut letters = word.chars();
    let (sign, rest) = (letters.next()?, letters.next());
    GREEK.iter().find(|&&(_, s)| s == sign && rest.is_none()).map(|&(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_in_each_notation() {
        for (name, text, unicode, latex) in [
            ("x", "x", "x", "x"),
            ("x1", "x1", "x1", "x_{1}"),
            ("w_12'", "w_12'", "w_12'", "w_{12}'"),
            ("alpha", "alpha", "α", r"\alpha"),
            ("alpha_i", "alpha_i", "α_i", r"\alpha_{i}"),
            ("α", "alpha", "α", r"\alpha"),
            ("loss", "loss", "loss", r"\mathrm{loss}"),
            ("mu_", "mu_", "mu_", r"\mu"),
            ("y_hat_1", "y_hat_1", "y_hat_1", r"y_{\mathrm{hat\_1}}"),
        ] {
            assert_eq!(spell(name, Notation::Text).0, text);
            assert_eq!(spell(name, Notation::Unicode).0, unicode);
            assert_eq!(spell(name, Notation::Latex).0, latex);
        }
    }

    #[test]
    fn a_number_stands_before_single_letters_only() {
        let follows = |name| spell(name, Notation::Text).1;
        assert!(follows("a") && follows("x1") && follows("w_1") && follows("L'"));
        assert!(!follows("e") && !follows("E2") && !follows("loss") && !follows("alpha"));
        assert!(spell("alpha", Notation::Unicode).1);
    }
}
