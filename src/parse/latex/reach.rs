//! How far a slash and a function without parentheses reach. Books differ, and so do the readings of
//! `1/2x`; who judges a formula can have the other ones read too.

/// Which of the less usual readings are taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Reach {
    /// `a/bc` is a/(bc): what stands behind a slash without signs between is all below the line.
    pub quotient: bool,
    /// `\sin x/2` is the sine of x/2.
    pub argument: bool,
    /// `1\frac12` is one and a half.
    pub mixed: bool,
}

impl Reach {
    /// The other readings of a text in which some of the three matter: each by itself, and all of them.
    ///
    /// ```
    /// use chainrule::parse::latex::Reach;
    /// let matters = Reach { quotient: true, argument: true, mixed: false };
    /// assert_eq!(matters.others().len(), 3);
    /// assert!(Reach::default().others().is_empty());
    /// ```
    pub fn others(self) -> Vec<Reach> {
        let one = Reach::default();
        let single = [
            (self.quotient, Reach { quotient: true, ..one }),
            (self.argument, Reach { argument: true, ..one }),
            (self.mixed, Reach { mixed: true, ..one }),
        ];
        let mut found: Vec<Reach> =
            single.into_iter().filter(|(matters, _)| *matters).map(|(_, reach)| reach).collect();
        if found.len() > 1 {
            found.push(self);
        }
        found
    }

    /// What matters in one text or the other.
    pub fn or(self, other: Reach) -> Reach {
        Reach {
            quotient: self.quotient || other.quotient,
            argument: self.argument || other.argument,
            mixed: self.mixed || other.mixed,
        }
    }

    /// This reading, as far as it matters.
    pub fn within(self, matters: Reach) -> Reach {
        Reach {
            quotient: self.quotient && matters.quotient,
            argument: self.argument && matters.argument,
            mixed: self.mixed && matters.mixed,
        }
    }
}
