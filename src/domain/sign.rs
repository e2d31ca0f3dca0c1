//! Sets of signs and their arithmetic.

use crate::term::{Rational, Relation};

/// The signs a term can have: a set of some of negative, zero and positive.
///
/// ```
/// use chainrule::domain::Sign;
/// let nonnegative = Sign { neg: false, zero: true, pos: true };
/// assert_eq!(nonnegative.times(Sign::NEGATIVE), Sign { neg: true, zero: true, pos: false });
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Sign {
    /// It can be below zero.
    pub neg: bool,
    /// It can be zero.
    pub zero: bool,
    /// It can be above zero.
    pub pos: bool,
}

impl Sign {
    /// Nothing is known.
    pub const ANY: Sign = Sign { neg: true, zero: true, pos: true };
    /// No sign is possible: there is no point.
    pub const NONE: Sign = Sign { neg: false, zero: false, pos: false };
    /// Above zero.
    pub const POSITIVE: Sign = Sign { neg: false, zero: false, pos: true };
    /// Below zero.
    pub const NEGATIVE: Sign = Sign { neg: true, zero: false, pos: false };
    /// Zero.
    pub const ZERO: Sign = Sign { neg: false, zero: true, pos: false };
    /// Not below zero.
    pub const NONNEGATIVE: Sign = Sign { neg: false, zero: true, pos: true };
    /// Not zero.
    pub const NONZERO: Sign = Sign { neg: true, zero: false, pos: true };

    /// The sign of a number.
    pub fn of(value: &Rational) -> Sign {
        match value.signum() {
            0 => Sign::ZERO,
            1 => Sign::POSITIVE,
            _ => Sign::NEGATIVE,
        }
    }

    /// The signs of `a - b` where the comparison of a with b holds.
    pub fn where_holds(relation: Relation) -> Sign {
        use std::cmp::Ordering::{Equal, Greater, Less};
        Sign { neg: relation.holds(Less), zero: relation.holds(Equal), pos: relation.holds(Greater) }
    }

    /// Whether no sign is possible.
    pub fn is_none(self) -> bool {
        self == Sign::NONE
    }

    /// Whether one sign at most is possible.
    pub fn is_settled(self) -> bool {
        u8::from(self.neg) + u8::from(self.zero) + u8::from(self.pos) <= 1
    }

    /// The signs in both sets.
    pub fn and(self, other: Sign) -> Sign {
        Sign { neg: self.neg && other.neg, zero: self.zero && other.zero, pos: self.pos && other.pos }
    }

    /// The signs in either set.
    pub fn or(self, other: Sign) -> Sign {
        Sign { neg: self.neg || other.neg, zero: self.zero || other.zero, pos: self.pos || other.pos }
    }

    /// Whether every sign of this set is in the other.
    pub fn within(self, other: Sign) -> bool {
        self.and(other) == self
    }

    /// The signs of the opposite.
    pub fn negated(self) -> Sign {
        Sign { neg: self.pos, zero: self.zero, pos: self.neg }
    }

    /// The signs of a sum.
    pub fn plus(self, other: Sign) -> Sign {
        if self.is_none() || other.is_none() {
            return Sign::NONE;
        }
        let opposite = (self.neg && other.pos) || (self.pos && other.neg);
        Sign { neg: self.neg || other.neg, zero: (self.zero && other.zero) || opposite, pos: self.pos || other.pos }
    }

    /// The signs of a product.
    pub fn times(self, other: Sign) -> Sign {
        if self.is_none() || other.is_none() {
            return Sign::NONE;
        }
        Sign {
            neg: (self.neg && other.pos) || (self.pos && other.neg),
            zero: self.zero || other.zero,
            pos: (self.pos && other.pos) || (self.neg && other.neg),
        }
    }

    /// The signs of a whole power above 0.
    pub fn power(self, exponent: u32) -> Sign {
        if exponent % 2 == 1 { self } else { Sign { neg: false, zero: self.zero, pos: self.neg || self.pos } }
    }

    /// The signs a factor can have when the other factor's signs are `self` and the product's
    /// are `product`.
    pub fn cofactor(self, product: Sign) -> Sign {
        let possible = |s: Sign| !s.times(self).and(product).is_none();
        Sign { neg: possible(Sign::NEGATIVE), zero: possible(Sign::ZERO), pos: possible(Sign::POSITIVE) }
    }
}

#[cfg(test)]
mod tests {
    use super::Sign;

    #[test]
    fn a_sum_of_nonnegatives_is_positive_if_one_is() {
        assert_eq!(Sign::NONNEGATIVE.plus(Sign::POSITIVE), Sign::POSITIVE);
        assert_eq!(Sign::NONNEGATIVE.plus(Sign::NEGATIVE), Sign::ANY);
        assert_eq!(Sign::ZERO.plus(Sign::NEGATIVE), Sign::NEGATIVE);
    }

    #[test]
    fn a_factor_that_may_be_zero_says_nothing_of_the_other() {
        assert_eq!(Sign::NONNEGATIVE.cofactor(Sign::NONNEGATIVE), Sign::ANY);
        assert_eq!(Sign::POSITIVE.cofactor(Sign::NONNEGATIVE), Sign::NONNEGATIVE);
        assert_eq!(Sign::NONNEGATIVE.cofactor(Sign::POSITIVE), Sign::POSITIVE);
    }
}
