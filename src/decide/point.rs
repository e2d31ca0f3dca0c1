//! Points: an exact rational number for each variable.

use crate::term::{Arena, Rational, Symbol};
use std::fmt;

/// An exact rational number for each of some variables, sorted by name.
///
/// ```
/// use chainrule::decide::Point;
/// use chainrule::term::{Arena, Rational};
/// let mut arena = Arena::new();
/// let (x, y) = (arena.intern("x"), arena.intern("y"));
/// let point = Point::new(&arena, [(y, Rational::new(1, 2)), (x, Rational::from(-3))]);
/// assert_eq!(point.to_string(), "x = -3, y = 1/2");
/// assert_eq!(point.get(x), Some(&Rational::from(-3)));
/// ```
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Point {
    values: Vec<(Symbol, Box<str>, Rational)>,
}

impl Point {
    /// The point with these values; of two values for one variable the later counts.
    pub fn new(arena: &Arena, values: impl IntoIterator<Item = (Symbol, Rational)>) -> Self {
        let mut point = Point::default();
        for (symbol, value) in values {
            point.set(arena, symbol, value);
        }
        point
    }

    /// The value of a variable.
    pub fn get(&self, symbol: Symbol) -> Option<&Rational> {
        self.values.iter().find(|(s, _, _)| *s == symbol).map(|(_, _, value)| value)
    }

    /// Gives a variable a value.
    pub fn set(&mut self, arena: &Arena, symbol: Symbol, value: Rational) {
        let name = arena.name(symbol);
        match self.values.binary_search_by(|(_, n, _)| (**n).cmp(name)) {
            Ok(at) => self.values[at].2 = value,
            Err(at) => self.values.insert(at, (symbol, name.into(), value)),
        }
    }

    /// The variables, their names and values, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (Symbol, &str, &Rational)> {
        self.values.iter().map(|(symbol, name, value)| (*symbol, &**name, value))
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (_, name, value)) in self.iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{name} = {value}")?;
        }
        Ok(())
    }
}
