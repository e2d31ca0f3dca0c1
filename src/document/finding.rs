//! What is said about a place in a document.

use std::ops::Range;

/// What became of a formula.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// The claim holds wherever both sides have a value, or at the point that the text names.
    Proved,
    /// It holds to the digits printed.
    Rounded,
    /// It fails at a point, by itself.
    Refuted,
    /// It fails with a definition that stands elsewhere, which may not be meant.
    Conflict,
    /// The sides never both have a value.
    Vacuous,
    /// Nothing is known.
    Undecided,
    /// It gives a name a meaning.
    Definition,
    /// It gives a variable a value.
    Binding,
    /// It could not be read.
    NotUnderstood,
}

impl Kind {
    /// All of them, in the order of a summary.
    pub const ALL: [Kind; 9] = [
        Kind::Proved,
        Kind::Rounded,
        Kind::Refuted,
        Kind::Conflict,
        Kind::Vacuous,
        Kind::Undecided,
        Kind::Definition,
        Kind::Binding,
        Kind::NotUnderstood,
    ];

    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Proved => "proved",
            Kind::Rounded => "rounded",
            Kind::Refuted => "refuted",
            Kind::Conflict => "conflict",
            Kind::Vacuous => "vacuous",
            Kind::Undecided => "undecided",
            Kind::Definition => "definition",
            Kind::Binding => "binding",
            Kind::NotUnderstood => "not_understood",
        }
    }

    /// Whether a strict check fails because of it.
    pub fn is_open(self) -> bool {
        matches!(self, Kind::Refuted | Kind::Conflict | Kind::Vacuous | Kind::Undecided | Kind::NotUnderstood)
    }
}

/// A definition that a verdict rests on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Use {
    /// What it defines.
    pub name: String,
    /// Its line, from 1.
    pub line: usize,
}

/// A verdict on a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What became of it.
    pub kind: Kind,
    /// The bytes of the file.
    pub span: Range<usize>,
    /// What stands there, as the author wrote it.
    pub text: String,
    /// The formula in plain notation, if it was read.
    pub read_as: String,
    /// Why, in a sentence.
    pub message: String,
    /// The conditions under which a proved claim speaks.
    pub conditions: Vec<String>,
    /// The definitions it rests on.
    pub uses: Vec<Use>,
    /// The values of variables that the text names.
    pub at: Vec<(String, String)>,
    /// What should stand on the right, and how that differs.
    pub suggestion: Option<String>,
    /// What bytes of the file that would replace, and how the file would write it.
    pub correction: Option<(Range<usize>, String)>,
    /// What was mended to read it.
    pub repaired: Option<String>,
    /// Whether the finding is known and accepted, so that it isn't counted.
    pub accepted: bool,
}

impl Finding {
    /// A finding without anything but its place.
    pub fn new(kind: Kind, span: Range<usize>, read_as: String, message: String) -> Finding {
        Finding {
            kind,
            span,
            text: String::new(),
            read_as,
            message,
            conditions: vec![],
            uses: vec![],
            at: vec![],
            suggestion: None,
            correction: None,
            repaired: None,
            accepted: false,
        }
    }
}

/// Where lines begin.
#[derive(Clone, Debug)]
pub struct Lines<'s> {
    source: &'s str,
    starts: Vec<usize>,
    first: usize,
}

impl<'s> Lines<'s> {
    /// The lines of a text.
    pub fn new(source: &'s str) -> Self {
        let after = source.match_indices('\n').map(|(at, _)| at + 1);
        Lines { source, starts: std::iter::once(0).chain(after).collect(), first: 1 }
    }

    /// A text that is one line of a file, the one of that number.
    pub fn one(source: &'s str, number: usize) -> Self {
        Lines { source, starts: vec![0], first: number }
    }

    /// Line and column of a byte, both from 1; columns count characters.
    pub fn place(&self, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self.starts[line.saturating_sub(1)];
        (line + self.first - 1, self.source.get(start..at).map_or(0, |text| text.chars().count()) + 1)
    }

    /// The column of a byte in UTF-16 units, from 1.
    pub fn utf16_column(&self, at: usize) -> usize {
        let start = self.starts[self.starts.partition_point(|start| *start <= at).saturating_sub(1)];
        self.source.get(start..at).map_or(0, |text| text.encode_utf16().count()) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let lines = Lines::new("é𝑥$a$\nb");
        assert_eq!((lines.place(0), lines.place(7), lines.place(10)), ((1, 1), (1, 4), (2, 1)));
        assert_eq!((lines.utf16_column(0), lines.utf16_column(7)), (1, 5));
    }
}
