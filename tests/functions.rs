//! Every row of the function table, held to the values of its function.
//!
//! The derivative against a difference quotient, the definition against the function, and the
//! domain, the parity and the range against values, all by enclosures of several hundred bits. A
//! new row is tested without a line here.

use chainrule::decide::{Point, Value, evaluate, holds};
use chainrule::parse::read;
use chainrule::term::{Arena, Func, Need, Parity, Rational, TermId};
use rustc_hash::FxHashMap;

const BITS: u32 = 400;

/// A function of the arguments u and v.
struct Subject {
    function: Func,
    arena: Arena,
    term: TermId,
}

impl Subject {
    fn new(function: Func) -> Self {
        let mut arena = Arena::new();
        let (u, v) = (arena.symbol("u"), arena.symbol("v"));
        let term = match function.row().arity() {
            1 => arena.call(function, u),
            _ => arena.call2(function, u, v),
        };
        Subject { function, arena, term }
    }

    fn point(&mut self, arguments: &[Rational]) -> Point {
        let names = ["u", "v"].map(|name| self.arena.intern(name));
        Point::new(&self.arena, names.into_iter().zip(arguments.iter().cloned()))
    }

    /// The value of the function.
    fn value(&mut self, arguments: &[Rational]) -> Value {
        let point = self.point(arguments);
        evaluate(&self.arena, self.term, &point, BITS)
    }

    /// The value of a text of the row in u, v and the function's value r.
    fn text(&mut self, text: &'static str, arguments: &[Rational]) -> Value {
        let (term, point) = (self.read(text), self.point(arguments));
        evaluate(&self.arena, term, &point, BITS)
    }

    /// Whether a condition of the row holds.
    fn holds(&mut self, text: &'static str, arguments: &[Rational]) -> Option<bool> {
        let (term, point) = (self.read(text), self.point(arguments));
        holds(&self.arena, term, &point, BITS)
    }

    fn read(&mut self, text: &'static str) -> TermId {
        let term = read(&mut self.arena, text);
        let r = self.arena.intern("r");
        self.arena.substitute(term, &FxHashMap::from_iter([(r, self.term)]))
    }

    /// Points inside the row's windows.
    fn samples(&self) -> Vec<Vec<Rational>> {
        let windows = self.function.row().sample;
        let at = |(from, to): (i32, i32), k: i64| {
            let (from, to) = (i64::from(from), i64::from(to));
            Rational::new(from * (17 - k) + to * k, 170)
        };
        [(1, 3), (5, 16), (8, 8), (11, 2), (16, 13)]
            .iter()
            .map(|(k, l)| windows.iter().zip([*k, *l]).map(|(window, place)| at(*window, place)).collect())
            .collect()
    }

    /// Points on both sides of every domain's end, the ends included.
    fn grid(&self) -> Vec<Vec<Rational>> {
        let line: Vec<Rational> = (-12..=12).map(|k| Rational::new(k, 4)).collect();
        let with = |v: Rational| line.iter().map(move |u| vec![u.clone(), v.clone()]);
        match self.function.row().arity() {
            1 => line.iter().map(|u| vec![u.clone()]).collect(),
            // The index of a root is a whole number above 0.
            _ if self.function == Func::Root => (1..6).flat_map(|n| with(Rational::from(n))).collect(),
            _ => line.iter().step_by(3).flat_map(|v| with(v.clone())).collect(),
        }
    }

    fn name(&self) -> &'static str {
        self.function.name()
    }
}

fn subjects() -> impl Iterator<Item = Subject> {
    Func::ALL.iter().map(|function| Subject::new(*function))
}

/// The ends of the value's enclosure.
fn ends(value: &Value) -> (Rational, Rational) {
    match value {
        Value::Exact(x) => (x.clone(), x.clone()),
        Value::Enclosed(i) => (i.lo(), i.hi()),
        other => panic!("no value: {other}"),
    }
}

/// An upper bound of the distance of two numbers in these enclosures.
fn distance((a, b): (Rational, Rational), (c, d): (Rational, Rational)) -> Rational {
    (b - c).abs().max((d - a).abs())
}

fn power_of_two(exponent: i32) -> Rational {
    Rational::from(2).pow(exponent).expect("2 is not 0")
}

/// Holds one derivative of a row to the central difference quotient with the step 2^-100, which
/// is off by some 2^-200.
fn check_derivative(subject: &mut Subject, argument: usize, text: &'static str, at: &[Rational]) {
    let h = power_of_two(-100);
    let mut moved = |by: &Rational| {
        let mut to = at.to_vec();
        to[argument] = &to[argument] + by;
        ends(&subject.value(&to))
    };
    let ((a, b), (c, d)) = (moved(&-h.clone()), moved(&h));
    let quotient = [c - b, d - a].map(|gap| gap / (&h + &h));
    let derivative = ends(&subject.text(text, at));
    let gap = distance(derivative, quotient.into());
    assert!(gap < power_of_two(-150), "{} by argument {argument} at {at:?}", subject.name());
}

#[test]
fn derivatives_agree_with_difference_quotients() {
    for mut subject in subjects() {
        let row = subject.function.row();
        for at in subject.samples() {
            for condition in row.smooth {
                assert_eq!(subject.holds(condition, &at), Some(true), "{} at {at:?}: {condition}", subject.name());
            }
            for (argument, text) in row.derivatives.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                check_derivative(&mut subject, argument, text, &at);
            }
        }
    }
}

#[test]
fn definitions_agree_with_their_functions() {
    for mut subject in subjects().filter(|s| !s.function.row().means.is_empty()) {
        let means = subject.function.row().means;
        for at in [subject.samples(), subject.grid()].concat() {
            let (value, meant) = (subject.value(&at), subject.text(means, &at));
            let place = format!("{} at {at:?}: {value} and {meant}", subject.name());
            assert_eq!(value.is_defined(), meant.is_defined(), "{place}");
            assert_eq!(value == Value::Undefined, meant == Value::Undefined, "{place}");
            assert!(!value.is_defined() || distance(ends(&value), ends(&meant)) < power_of_two(-300), "{place}");
        }
    }
}

#[test]
fn functions_have_values_exactly_on_their_domains() {
    for mut subject in subjects() {
        let row = subject.function.row();
        for at in subject.grid() {
            let mut holds = |need: &Need| match need {
                Need::Where(text) => subject.holds(text, &at) == Some(true),
                Need::EvenRoot => !at[0].is_negative() || at[1].to_i64().is_some_and(|n| n % 2 == 1),
                Need::IntegerOrPositive => at[0].is_integer() || at[1].signum() > 0,
            };
            let inside = row.domain.iter().all(&mut holds);
            let value = subject.value(&at);
            let place = format!("{} at {at:?}: {value}", subject.name());
            assert_eq!(value == Value::Undefined, !inside, "{place}");
            assert!(!inside || value.is_defined(), "{place}");
        }
    }
}

#[test]
fn a_change_of_sign_does_what_the_row_says() {
    for mut subject in subjects().filter(|s| s.function.row().parity != Parity::Neither) {
        let odd = subject.function.row().parity == Parity::Odd;
        for at in [subject.samples(), subject.grid()].concat() {
            let (value, mirrored) = (subject.value(&at), subject.value(&[-at[0].clone()]));
            let place = format!("{} at {at:?}: {value} and {mirrored}", subject.name());
            assert_eq!(value == Value::Undefined, mirrored == Value::Undefined, "{place}");
            if value.is_defined() {
                let (c, d) = ends(&mirrored);
                let expected = if odd { (-d, -c) } else { (c, d) };
                assert!(distance(ends(&value), expected) < power_of_two(-300), "{place}");
            }
        }
    }
}

#[test]
fn values_lie_in_their_ranges() {
    for mut subject in subjects() {
        for condition in subject.function.row().range {
            for at in subject.samples() {
                assert_eq!(subject.holds(condition, &at), Some(true), "{} at {at:?}: {condition}", subject.name());
            }
            for at in subject.grid() {
                let outside = subject.value(&at).is_defined() && subject.holds(condition, &at) == Some(false);
                assert!(!outside, "{} at {at:?}: {condition}", subject.name());
            }
        }
    }
}

#[test]
fn functions_cross_numbers_where_the_table_says() {
    for mut subject in subjects() {
        let mut sides = std::collections::BTreeSet::new();
        for crossing in subject.function.crossings() {
            for at in subject.grid() {
                if !subject.value(&at).is_defined() {
                    continue;
                }
                let beyond = at[0].cmp(&Rational::from(crossing.at));
                let expected = if crossing.rises { beyond } else { beyond.reverse() };
                let relation = ["<", "=", ">"][(expected as i8 + 1) as usize];
                let text: &'static str = format!("r {relation} {}", crossing.value).leak();
                assert_eq!(subject.holds(text, &at), Some(true), "{} at {}: {text}", subject.name(), at[0]);
                sides.insert(expected as i8);
            }
            assert!(sides.len() > 1, "{} was looked at on one side only", subject.name());
        }
    }
}

#[test]
fn values_at_numbers_are_what_the_table_says() {
    for &function in Func::ALL {
        for (at, value) in function.values() {
            let mut arena = Arena::new();
            let (at_term, expected) = (read(&mut arena, at), read(&mut arena, value));
            let term = arena.call(function, at_term);
            let point = Point::new(&arena, []);
            let (found, expected) = (evaluate(&arena, term, &point, BITS), evaluate(&arena, expected, &point, BITS));
            assert!(found.is_defined() && expected.is_defined(), "{}({at})", function.name());
            assert!(!found.differs(&expected), "{}({at}) is {found}, not {expected}", function.name());
        }
    }
}
