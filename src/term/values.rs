//! Known values of functions at numbers.

use super::Func;

/// An argument and the function's value there, both without variables.
pub type Value = (&'static str, &'static str);

/// The values by function, for arguments that are not negative where the function is odd or even.
const VALUES: &[(Func, &[Value])] = &[
    (Func::Asin, &[("0", "0"), ("1/2", "pi/6"), ("sqrt(2)/2", "pi/4"), ("sqrt(3)/2", "pi/3"), ("1", "pi/2")]),
    (
        Func::Acos,
        &[
            ("-1", "pi"),
            ("-sqrt(3)/2", "5*pi/6"),
            ("-sqrt(2)/2", "3*pi/4"),
            ("-1/2", "2*pi/3"),
            ("0", "pi/2"),
            ("1/2", "pi/3"),
            ("sqrt(2)/2", "pi/4"),
            ("sqrt(3)/2", "pi/6"),
            ("1", "0"),
        ],
    ),
    (
        Func::Atan,
        &[
            ("0", "0"),
            ("2 - sqrt(3)", "pi/12"),
            ("sqrt(2) - 1", "pi/8"),
            ("sqrt(3)/3", "pi/6"),
            ("1", "pi/4"),
            ("sqrt(3)", "pi/3"),
            ("sqrt(2) + 1", "3*pi/8"),
            ("sqrt(3) + 2", "5*pi/12"),
        ],
    ),
    (Func::Asinh, &[("0", "0")]),
    (Func::Acosh, &[("1", "0")]),
    (Func::Atanh, &[("0", "0")]),
    (Func::Erf, &[("0", "0")]),
    (Func::LambertW, &[("0", "0"), ("exp(1)", "1")]),
    (Func::Si, &[("0", "0")]),
];

impl Func {
    /// Arguments without variables at which the value is known, with the values.
    ///
    /// ```
    /// use chainrule::term::Func;
    /// assert!(Func::Atan.values().contains(&("1", "pi/4")));
    /// ```
    pub fn values(self) -> &'static [Value] {
        VALUES.iter().find(|row| row.0 == self).map_or(&[], |row| row.1)
    }
}
