//! The limits of a problem: one row each, with what happens beyond it.
//!
//! They stand beside the terms because every layer meets them there.

macro_rules! limits {
    ($($id:ident $usual:literal $name:literal $unit:literal $beyond:literal)*) => {
        /// What one problem may take. Every value can be set; none depends on a clock.
        ///
        /// ```
        /// use chainrule::term::Limits;
        /// let mut limits = Limits::default();
        /// limits.set("order", 7).unwrap();
        /// assert_eq!((limits.order, limits.digits), (7, 10_000));
        /// assert!(limits.set("haste", 7).is_err());
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct Limits {
            $(#[doc = concat!("The largest ", $name, " (", $unit, ").")] pub $id: u64,)*
        }

        impl Default for Limits {
            fn default() -> Self {
                Limits { $($id: $usual,)* }
            }
        }

        impl Limits {
            /// Each limit: the word it is set by, what is limited, its unit, what happens beyond
            /// it, and its value here.
            pub fn rows(&self) -> Vec<(&'static str, &'static str, &'static str, &'static str, u64)> {
                vec![$((stringify!($id), $name, $unit, $beyond, self.$id)),*]
            }

            /// Sets the limit of that word.
            ///
            /// # Errors
            /// Where there is no such limit.
            pub fn set(&mut self, word: &str, value: u64) -> Result<(), UnknownLimit> {
                match word {
                    $(stringify!($id) => self.$id = value,)*
                    _ => return Err(UnknownLimit),
                }
                Ok(())
            }
        }
    };
}

limits! {
    line      16_777_216  "line of a batch"                           "bytes"  "error"
    document  16_777_216 "document"                                  "bytes"  "error"
    formula   1_048_576   "formula"                                   "bytes"  "error"
    depth     200_000     "depth of nesting"                          "levels" "error"
    digits    10_000      "number that is read"                       "digits" "error"
    order     100         "order of a derivative"                     ""       "error"
    given     1_000       "number of given names"                     ""       "error"
    memory    268_435_456 "memory of a formula's terms"               "bytes"  "error"
    added     2_000_000   "number of terms a derivative adds"         ""       "error"
    again     200_000     "number of parts to differentiate again"    ""       "error"
    parts     4_000       "number of distinct parts to simplify"      ""       "left as it is, and said"
    tree      20_000      "size of a tree to simplify"                ""       "left as it is, and said"
    work      1_000_000   "work of a simplification"                  "units"  "the best so far, and said"
    expansion 100_000     "number of terms of an expansion"           ""       "left unexpanded"
    integer   1_000_000   "integer that is computed"                  "bits"   "left as it is"
    egraph    20_000      "number of nodes of the e-graph"            ""       "the best so far, and said"
    printed   20_000      "size of a tree that is printed"            ""       "named parts"
}

/// There is no limit of that name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnknownLimit;

impl Limits {
    /// The usual work of a simplification, against which every part's own budget is measured.
    const USUAL_WORK: u64 = 1_000_000;

    /// What a part of a simplification may spend that usually may spend so much.
    ///
    /// ```
    /// use chainrule::term::Limits;
    /// let half = Limits { work: 500_000, ..Limits::default() };
    /// assert_eq!(half.share(400), 200);
    /// assert_eq!(Limits::default().share(400), 400);
    /// ```
    pub fn share(&self, usual: u64) -> u64 {
        let share = u128::from(usual) * u128::from(self.work) / u128::from(Self::USUAL_WORK);
        u64::try_from(share).unwrap_or(u64::MAX)
    }
}
