//! Where functions pass a number: what their sign, or their distance from 1, says of the argument.

use super::{Func, Rational};

/// Where a function passes a number once: `f(u) - value` has the sign of `u - at` wherever f(u) has
/// a value, or the opposite sign where it falls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Crossing {
    /// The function.
    pub function: Func,
    /// The argument.
    pub at: i64,
    /// The number that is passed there.
    pub value: i64,
    /// Whether the function is above the number beyond that argument.
    pub rises: bool,
}

const fn rises(function: Func, at: i64, value: i64) -> Crossing {
    Crossing { function, at, value, rises: true }
}

const fn falls(function: Func, at: i64, value: i64) -> Crossing {
    Crossing { function, at, value, rises: false }
}

/// The crossings of all functions.
const CROSSINGS: &[Crossing] = &[
    rises(Func::Exp, 0, 1),
    rises(Func::Log, 1, 0),
    rises(Func::Sqrt, 0, 0),
    rises(Func::Sqrt, 1, 1),
    rises(Func::Cbrt, 0, 0),
    rises(Func::Cbrt, 1, 1),
    rises(Func::Asin, 0, 0),
    falls(Func::Acos, 1, 0),
    rises(Func::Atan, 0, 0),
    rises(Func::Acot, 0, 0),
    rises(Func::Acsc, 0, 0),
    rises(Func::Sinh, 0, 0),
    rises(Func::Tanh, 0, 0),
    rises(Func::Coth, 0, 0),
    rises(Func::Csch, 0, 0),
    rises(Func::Asinh, 0, 0),
    rises(Func::Acosh, 1, 0),
    rises(Func::Atanh, 0, 0),
    rises(Func::Acoth, 0, 0),
    falls(Func::Asech, 1, 0),
    rises(Func::Acsch, 0, 0),
    rises(Func::Sign, 0, 0),
    rises(Func::Erf, 0, 0),
    falls(Func::Erfc, 0, 1),
    rises(Func::Si, 0, 0),
    rises(Func::LambertW, 0, 0),
];

impl Func {
    /// Where the function passes a number, if its sign there is a matter of one argument.
    ///
    /// ```
    /// use chainrule::term::Func;
    /// let log = Func::Log.crossings().next().unwrap();
    /// assert_eq!((log.at, log.value, log.rises), (1, 0, true));
    /// ```
    pub fn crossings(self) -> impl Iterator<Item = &'static Crossing> {
        CROSSINGS.iter().filter(move |c| c.function == self)
    }

    /// The crossing at which the function's value is this number.
    pub fn crossing_of(self, value: &Rational) -> Option<&'static Crossing> {
        self.crossings().find(|c| *value == Rational::from(c.value))
    }
}
