//! Names that are nearly right: what was probably meant.

use crate::term::Func;

/// Functions that are often run together with a one-letter argument, as in `tanx`.
const SHORT: &[&str] = &["sinh", "cosh", "tanh", "sin", "cos", "tan", "cot", "sec", "csc", "exp", "log", "ln", "sqrt"];
/// The letters that stand for arguments; `cost` and `logs` are names.
const ARGUMENTS: &[&str] = &["x", "y", "z", "u", "v", "w", "a", "b", "theta", "phi", "alpha", "beta"];

/// Spellings from other books and systems.
const FOREIGN: &[(&str, &str)] = &[
    ("log2", "log(x)/log(2)"),
    ("log10", "log(x)/log(10)"),
    ("lg", "log(x)/log(10)"),
    ("lb", "log(x)/log(2)"),
    ("tg", "tan(x)"),
    ("ctg", "cot(x)"),
    ("cosec", "csc(x)"),
    ("arctg", "atan(x)"),
    ("sh", "sinh(x)"),
    ("ch", "cosh(x)"),
    ("th", "tanh(x)"),
    ("logistic", "sigmoid(x)"),
    ("pow", "x^n"),
    ("heaviside", "if(x >= 0, 1, 0)"),
    ("psi", "digamma(x)"),
    ("lgamma", "loggamma(x)"),
    ("derivative", "diff(f, x)"),
    ("D", "diff(f, x)"),
];

/// What to write for a function of another notation.
pub(super) fn foreign(name: &str) -> Option<&'static str> {
    FOREIGN.iter().find(|(other, _)| *other == name).map(|(_, ours)| *ours)
}

/// A function's name and its argument, run together into one name.
pub(super) fn run_together(name: &str) -> Option<(&'static str, &str)> {
    SHORT.iter().find_map(|f| {
        let argument = name.strip_prefix(f)?;
        ARGUMENTS.contains(&argument).then_some((*f, argument))
    })
}

/// The function whose name is one slip away, or two in a long name.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    if name.len() > 24 {
        return None;
    }
    let slips = if name.len() > 6 { 2 } else { 1 };
    let names = Func::ALL.iter().flat_map(|f| f.row().names);
    let near = names.map(|n| (distance(name, n), *n)).filter(|(d, n)| *d <= slips && n.len() > 2);
    near.min_by_key(|(d, _)| *d).map(|(_, n)| n)
}

/// Levenshtein's distance, with exchanged neighbours as one slip.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.to_lowercase().chars().collect(), b.to_lowercase().chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_names_left_alone() {
        assert_eq!(nearest("sigmiod"), Some("sigmoid"));
        assert_eq!(nearest("lim"), None);
        assert_eq!(run_together("tanx"), Some(("tan", "x")));
        assert_eq!(run_together("cost"), None);
        assert_eq!(foreign("log2"), Some("log(x)/log(2)"));
    }
}
