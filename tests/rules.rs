//! The rule page, rule by rule, held to the values of both sides.
//!
//! A rule says: wherever the left side has a value and the conditions hold, the right side has the
//! same. Each is tried at 200 exact points, the awkward ones among them, by enclosures. A new rule
//! is tested without a line here.

use chainrule::decide::{Point, Value, evaluate, holds};
use chainrule::parse::read;
use chainrule::rules::{PAGE, Rewrite};
use chainrule::term::{Arena, Enclose, Node, Rational, TermId};
use std::collections::BTreeSet;

/// How many points a rule is tried at.
const POINTS: usize = 200;
/// At how many of them both sides must be seen to have a value.
const COMPARED: usize = 20;
/// The precisions that are tried in turn until a value is settled.
const BITS: [u32; 3] = [128, 256, 512];

/// Rules that can't be tried, because no enclosure is known for a function in them: what they rest on.
const BY_THE_BOOK: [(&str, &str); 2] = [
    ("polygamma_zero", "the definition of polygamma; both rows have the same domain"),
    ("besselj_neg_one", "DLMF 10.4.1: the sign is (-1)^n for a whole order n"),
];

/// A rule with its texts read.
struct Subject {
    rule: &'static Rewrite,
    arena: Arena,
    left: TermId,
    right: TermId,
    conditions: Vec<TermId>,
}

/// What a rule comes to at a point where its left side has a value.
#[derive(PartialEq, Eq, Debug)]
enum Outcome {
    /// Both values lie in enclosures that meet.
    Agrees,
    /// The values differ.
    Differs,
    /// The right side has no value.
    Undefined,
    /// Not settled, or the left side has no value.
    Unsettled,
}

impl Subject {
    fn new(rule: &'static Rewrite) -> Self {
        let mut arena = Arena::new();
        let (left, right) = (read(&mut arena, rule.lhs), read(&mut arena, rule.rhs));
        let conditions = rule.conditions.iter().map(|text| read(&mut arena, text)).collect();
        Subject { rule, arena, left, right, conditions }
    }

    /// The pattern variables of a side.
    fn variables(&self, side: TermId) -> BTreeSet<String> {
        let name = |id: TermId| match self.arena.node(id) {
            Node::Symbol(s) => Some(self.arena.name(s).to_string()),
            _ => None,
        };
        self.arena.reachable(&[side]).into_iter().filter_map(name).collect()
    }

    /// Whether values of all functions in the rule can be enclosed.
    fn enclosed(&self) -> bool {
        self.arena.reachable(&[self.left, self.right]).into_iter().all(|id| match self.arena.node(id) {
            Node::Call(f, _) | Node::Call2(f, _, _) => f.row().enclose != Enclose::None,
            _ => true,
        })
    }

    /// Every choice of special values first, as far as they go, then numbers from a fixed sequence.
    fn points(&mut self) -> Vec<Point> {
        let names: Vec<_> = self.variables(self.left).iter().map(|name| self.arena.intern(name)).collect();
        let special = [(0, 1), (1, 1), (-1, 1), (-2, 1), (1, 2)].map(|(n, d)| Rational::new(n, d));
        let combinations = special.len().pow(names.len() as u32).min(POINTS * 3 / 4);
        let chosen = |k: usize, i: usize| special[k / special.len().pow(i as u32) % special.len()].clone();
        let mut sequence = Sequence(1);
        (0..POINTS)
            .map(|k| {
                let value = |i: usize| if k < combinations { chosen(k, i) } else { sequence.next() };
                let values: Vec<Rational> = (0..names.len()).map(value).collect();
                Point::new(&self.arena, names.iter().copied().zip(values))
            })
            .collect()
    }

    fn value(&self, side: TermId, point: &Point) -> Value {
        let tried = BITS.iter().map(|bits| evaluate(&self.arena, side, point, *bits));
        tried.into_iter().find(|value| *value != Value::Unknown).unwrap_or(Value::Unknown)
    }

    fn holds(&self, condition: TermId, point: &Point) -> Option<bool> {
        BITS.iter().find_map(|bits| holds(&self.arena, condition, point, *bits))
    }

    /// Whether all conditions but the one at `except` hold.
    fn others_hold(&self, except: Option<usize>, point: &Point) -> bool {
        let mut others = self.conditions.iter().enumerate().filter(|(i, _)| Some(*i) != except);
        others.all(|(_, condition)| self.holds(*condition, point) == Some(true))
    }

    fn outcome(&self, point: &Point) -> Outcome {
        let left = self.value(self.left, point);
        if !left.is_defined() {
            return Outcome::Unsettled;
        }
        match self.value(self.right, point) {
            Value::Undefined => Outcome::Undefined,
            Value::Unknown => Outcome::Unsettled,
            right if left.differs(&right) => Outcome::Differs,
            right if sharp(&left) && sharp(&right) => Outcome::Agrees,
            _ => Outcome::Unsettled,
        }
    }
}

/// Whether an enclosure is narrow enough to tell different values apart.
fn sharp(value: &Value) -> bool {
    match value {
        Value::Exact(_) => true,
        Value::Enclosed(i) => i.hi() - i.lo() < Rational::new(1, 1 << 40),
        _ => false,
    }
}

/// Dyadic numbers in a fixed order: whole ones, ones near 0 and larger ones.
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> Rational {
        // Knuth's multiplier (MMIX); the upper bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (number, kind) = ((self.0 >> 40) as i64, (self.0 >> 36) % 4);
        match kind {
            0 => Rational::from(number % 13 - 6),
            1 => Rational::new(number % 129 - 64, 64),
            _ => Rational::new(number % 385 - 192, 32),
        }
    }
}

fn subjects() -> impl Iterator<Item = Subject> {
    PAGE.iter().map(Subject::new)
}

/// The rules whose functions all have enclosures.
fn tried() -> impl Iterator<Item = Subject> {
    subjects().filter(Subject::enclosed)
}

fn is_listed(rule: &Rewrite) -> bool {
    BY_THE_BOOK.iter().any(|(name, _)| *name == rule.name)
}

#[test]
fn names_are_unique() {
    let names: BTreeSet<&str> = PAGE.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), PAGE.len());
}

#[test]
fn both_sides_read_and_are_different_terms() {
    for subject in subjects() {
        assert_ne!(subject.left, subject.right, "{}", subject.rule.name);
    }
}

#[test]
fn pattern_variables_are_letters_bound_by_the_left_side() {
    for subject in subjects() {
        let bound = subject.variables(subject.left);
        for side in subject.conditions.iter().chain([&subject.right]) {
            assert!(subject.variables(*side).is_subset(&bound), "{}", subject.rule.name);
        }
        assert!(bound.iter().all(|name| name.len() == 1), "{}", subject.rule.name);
    }
}

#[test]
fn exactly_the_rules_without_enclosures_go_by_the_book() {
    for subject in subjects() {
        assert_eq!(subject.enclosed(), !is_listed(subject.rule), "{}", subject.rule.name);
    }
    for (name, _) in BY_THE_BOOK {
        assert!(PAGE.iter().any(|rule| rule.name == name), "{name}");
    }
}

#[test]
fn the_right_side_has_the_left_sides_value() {
    let mut faults = Vec::new();
    for mut subject in tried() {
        let mut compared = 0;
        for point in subject.points() {
            if !subject.others_hold(None, &point) {
                continue;
            }
            match subject.outcome(&point) {
                Outcome::Agrees => compared += 1,
                Outcome::Unsettled => {}
                wrong => faults.push(format!("{}: {wrong:?} at {point}", subject.rule.name)),
            }
        }
        if compared < COMPARED {
            faults.push(format!("{}: compared at {compared} points", subject.rule.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_condition_is_needed() {
    let mut faults = Vec::new();
    for mut subject in tried() {
        let points = subject.points();
        for (i, text) in subject.rule.conditions.iter().enumerate() {
            let fails = |point: &Point| {
                subject.holds(subject.conditions[i], point) == Some(false)
                    && subject.others_hold(Some(i), point)
                    && matches!(subject.outcome(point), Outcome::Differs | Outcome::Undefined)
            };
            if !points.iter().any(fails) {
                faults.push(format!("{} is true without {text}", subject.rule.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_wrong_rule_is_found_out() {
    let wrong: [(&str, &str, Outcome); 3] = [
        ("sqrt(u^2)", "u", Outcome::Differs),
        ("log(u*v)", "log(u) + log(v)", Outcome::Undefined),
        ("1 - sin(u)", "cos(u)", Outcome::Differs),
    ];
    for (lhs, rhs, fault) in wrong {
        let rule = Box::leak(Box::new(Rewrite { name: "wrong", lhs, rhs, conditions: &[] }));
        let mut subject = Subject::new(rule);
        let points = subject.points();
        assert!(points.iter().any(|point| subject.outcome(point) == fault), "{lhs} => {rhs}");
    }
}
