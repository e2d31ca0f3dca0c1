//! Looking for a point where two terms certainly differ, or where terms certainly have a value.
//!
//! Points are cheap and precision is not: all points are tried with few bits first, and only some
//! where both sides have values that still touch are tried again with more.

use super::point::Point;
use super::sampling::{FIRST_BITS, Sampling};
use super::value::Value;
use crate::term::{Arena, TermId};

/// How many points are tried up to [`MIDDLE_BITS`] at once, and in all, and how many beyond.
const FIRST_POINTS: usize = 8;
const MIDDLE_POINTS: usize = 48;
const MIDDLE_BITS: u32 = 512;
const LAST_POINTS: usize = 3;
/// How many points where a value is not settled are tried with more bits.
const OPEN_POINTS: usize = 4;

/// How much to spend on a search.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SearchBudget {
    /// The points at which the assumptions hold and the terms are evaluated.
    pub points: usize,
    /// The greatest precision, in bits.
    pub max_bits: u32,
    /// The work: one unit is one sub-term at 64 bits, and more in proportion to the bits.
    pub work: u64,
}

impl SearchBudget {
    /// A search of a millisecond or so, for a first look: most false claims fall at its first points.
    pub const QUICK: SearchBudget = SearchBudget { points: 24, max_bits: 128, work: 20_000 };
}

impl Default for SearchBudget {
    /// A thorough search, up to 4,096 bits.
    fn default() -> Self {
        SearchBudget { points: 320, max_bits: 4_096, work: 600_000 }
    }
}

/// What a search for a counterexample found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refutation {
    /// A point where the assumptions hold and both sides have values that certainly differ.
    Found {
        /// The point.
        point: Point,
        /// The left side's value there.
        lhs: Value,
        /// The right side's value there.
        rhs: Value,
    },
    /// No such point among those tried, which proves nothing.
    NotFound {
        /// How many points both sides have a value at, none of them known to differ.
        agree: usize,
        /// A point where both sides have a value.
        common: Option<Point>,
        /// A point where only the left side has one.
        lhs_only: Option<Point>,
        /// A point where only the right side has one.
        rhs_only: Option<Point>,
    },
}

/// Looks for an exact rational point that satisfies the assumptions, where both sides certainly
/// have a value and these certainly differ. A side with a derivative not carried out is
/// `Unknown` everywhere, so nothing is found for it.
///
/// The result depends on the terms and the budget only. The time is bounded by `budget.work`.
pub fn refute(arena: &Arena, lhs: TermId, rhs: TermId, assumptions: &[TermId], budget: SearchBudget) -> Refutation {
    let mut search = Sampling::new(arena, &[lhs, rhs], assumptions, budget);
    let mut survey = Survey::default();
    // Some of the work is left for higher precision.
    let reserve = budget.work / 3;
    while search.budget.work > reserve
        && let Some((point, values)) = search.next_point()
    {
        let settled = values.iter().all(|v| *v != Value::Unknown);
        let values = if settled { values } else { search.second_try(&point).unwrap_or(values) };
        if let Some(found) = survey.add(point, values) {
            return found;
        }
    }
    survey.settle(&mut search)
}

/// A point where the conditions certainly hold and each of the terms certainly has a value.
pub fn find_point(arena: &Arena, terms: &[TermId], conditions: &[TermId], budget: SearchBudget) -> Option<Point> {
    let mut search = Sampling::new(arena, terms, conditions, budget);
    while let Some((point, values)) = search.next_point() {
        let all = |values: &[Value]| values.iter().all(Value::is_defined);
        let hopeless = values.contains(&Value::Undefined);
        if all(&values) || !hopeless && search.second_try(&point).is_some_and(|values| all(&values)) {
            return Some(point);
        }
    }
    None
}

/// A point where the conditions certainly hold, and of two terms the first certainly has a value and the
/// second certainly none.
pub(super) fn find_one_sided(
    arena: &Arena,
    terms: [TermId; 2],
    conditions: &[TermId],
    budget: SearchBudget,
) -> Option<Point> {
    let mut search = Sampling::new(arena, &terms, conditions, budget);
    std::iter::from_fn(|| search.next_point())
        .find(|(_, values)| values[0].is_defined() && values[1] == Value::Undefined)
        .map(|found| found.0)
}

/// What the points so far have shown.
#[derive(Default)]
struct Survey {
    agree: usize,
    common: Option<Point>,
    lhs_only: Option<Point>,
    rhs_only: Option<Point>,
    /// Points where the two enclosures touch or a value is not settled.
    touching: Vec<Point>,
    open: usize,
}

impl Survey {
    fn add(&mut self, point: Point, values: Vec<Value>) -> Option<Refutation> {
        let [lhs, rhs] = <[Value; 2]>::try_from(values).ok()?;
        match (lhs.is_defined(), rhs.is_defined()) {
            (true, true) if lhs.differs(&rhs) => return Some(Refutation::Found { point, lhs, rhs }),
            (true, true) => {
                self.agree += 1;
                if matches!(lhs, Value::Enclosed(_)) || matches!(rhs, Value::Enclosed(_)) {
                    self.touching.push(point.clone());
                }
                self.common.get_or_insert(point);
            }
            (true, false) if rhs == Value::Undefined => {
                self.lhs_only.get_or_insert(point);
            }
            (false, true) if lhs == Value::Undefined => {
                self.rhs_only.get_or_insert(point);
            }
            _ if lhs != Value::Undefined && rhs != Value::Undefined && self.open < OPEN_POINTS => {
                self.open += 1;
                self.touching.push(point);
            }
            _ => {}
        }
        None
    }

    /// Tries some of the points where the sides touch with more and more bits: the first ones at
    /// once up to [`MIDDLE_BITS`], then others, and a few beyond that.
    fn settle(mut self, search: &mut Sampling) -> Refutation {
        let first = self.touching.len().min(FIRST_POINTS);
        let middle = self.touching.len().min(MIDDLE_POINTS);
        let last = self.touching.len().min(LAST_POINTS);
        let max_bits = search.budget.max_bits;
        let rungs = |from: u32, to: u32| {
            let next = |bits: &u32| Some(bits.saturating_mul(2));
            std::iter::successors(Some(from), next).take_while(move |bits| *bits <= to.min(max_bits))
        };
        let plan = rungs(2 * FIRST_BITS, MIDDLE_BITS)
            .map(|bits| (bits, 0..first))
            .chain(rungs(2 * FIRST_BITS, MIDDLE_BITS).map(|bits| (bits, first..middle)))
            .chain(rungs(2 * MIDDLE_BITS, max_bits).map(|bits| (bits, 0..last)));
        for (bits, points) in plan {
            for point in &self.touching[points] {
                let Some(values) = search.values(point, bits) else { return self.not_found() };
                if let [lhs, rhs] = &values[..]
                    && lhs.differs(rhs)
                {
                    let (lhs, rhs) = (lhs.clone(), rhs.clone());
                    return Refutation::Found { point: point.clone(), lhs, rhs };
                }
            }
        }
        self.not_found()
    }

    fn not_found(&mut self) -> Refutation {
        Refutation::NotFound {
            agree: self.agree,
            common: self.common.take(),
            lhs_only: self.lhs_only.take(),
            rhs_only: self.rhs_only.take(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::{Func, Operator, Rational, Relation};

    fn quick(arena: &Arena, lhs: TermId, rhs: TermId, assumptions: &[TermId]) -> Refutation {
        refute(arena, lhs, rhs, assumptions, SearchBudget::default())
    }

    #[test]
    fn a_root_of_a_square_is_not_the_number() {
        let mut arena = Arena::new();
        let (x, two, zero) = (arena.symbol("x"), arena.integer(2), arena.integer(0));
        let square = arena.binary(Operator::Pow, x, two);
        let root = arena.call(Func::Sqrt, square);
        let Refutation::Found { point, lhs, .. } = quick(&arena, root, x, &[]) else { panic!("not found") };
        let x_value = point.get(arena.intern("x")).unwrap();
        assert!(x_value.is_negative() && lhs == Value::Exact(x_value.abs()));
        let positive = arena.relation(Relation::Gt, x, zero);
        let Refutation::NotFound { agree, common, lhs_only, .. } = quick(&arena, root, x, &[positive]) else {
            panic!("found")
        };
        assert!(agree > 30 && common.is_some() && lhs_only.is_none());
    }

    #[test]
    fn a_difference_below_double_precision_is_found() {
        let mut arena = Arena::new();
        let (x, one) = (arena.symbol("x"), arena.integer(1));
        let sine = arena.call(Func::Sin, x);
        let tiny = arena.rational(&Rational::from(10).pow(-200).unwrap());
        let more = arena.binary(Operator::Add, sine, tiny);
        assert!(matches!(quick(&arena, sine, more, &[]), Refutation::Found { .. }));
        let erf = {
            let argument = arena.integer(20);
            arena.call(Func::Erf, argument)
        };
        assert!(matches!(quick(&arena, erf, one, &[]), Refutation::Found { .. }));
    }

    #[test]
    fn domains_that_differ_are_told() {
        let mut arena = Arena::new();
        let x = arena.symbol("x");
        let quotient = arena.binary(Operator::Div, x, x);
        let one = arena.integer(1);
        let Refutation::NotFound { rhs_only, lhs_only, .. } = quick(&arena, quotient, one, &[]) else {
            panic!("found")
        };
        assert_eq!(rhs_only.unwrap().to_string(), "x = 0");
        assert_eq!(lhs_only, None);
    }

    #[test]
    fn assumed_equations_are_solved() {
        let mut arena = Arena::new();
        let (x, y, z) = (arena.symbol("x"), arena.symbol("y"), arena.symbol("z"));
        let (one, two) = (arena.integer(1), arena.integer(2));
        let sum = arena.binary(Operator::Add, x, y);
        let first = arena.relation(Relation::Eq, sum, one);
        let square = arena.binary(Operator::Pow, x, two);
        let second = arena.relation(Relation::Eq, z, square);
        let point = find_point(&arena, &[x], &[first, second], SearchBudget::default()).unwrap();
        let value = |arena: &mut Arena, name| point.get(arena.intern(name)).unwrap().clone();
        let (x, y, z) = (value(&mut arena, "x"), value(&mut arena, "y"), value(&mut arena, "z"));
        assert_eq!((&x + &y, &x * &x), (Rational::ONE, z));
    }
}
