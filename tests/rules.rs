//! Every line of the rule page, alone: it is read, it is true at each of some 200 points where its
//! conditions hold, its right side has a value wherever its left side has one, and none of its
//! conditions can be dropped. A new line is tested without a line here.
//!
//! The letters of a pattern are replaced by closed terms, whole numbers, fractions and multiples
//! of π. Values are enclosures; where they don't settle whether there is a value, as for
//! tan(π/2), the exact domain does. That the right side has a value is asked once more of the
//! domain with letters in place, which speaks for all points and not for some.

#[path = "rules/by_hand.rs"]
mod by_hand;

use by_hand::DOMAIN_BY_HAND;
use chainrule::decide::{Point, Value, evaluate, holds};
use chainrule::domain::{Facts, Truth, natural};
use chainrule::parse::read;
use chainrule::rules::{PAGE, Rewrite};
use chainrule::term::{Arena, Node, Operator, Rational, Symbol, TermId};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// The letters a pattern may use; n and m would stand for literal numbers only, e and i read as
/// names of something else.
const LETTERS: [&str; 5] = ["a", "b", "u", "v", "w"];
/// Every letter takes each of these values together with each of the others'.
const CORNERS: [(i64, i64); 5] = [(0, 1), (1, 1), (-1, 1), (-2, 1), (1, 2)];
const POINTS: usize = 200;
/// So many points must show a value on both sides.
const ENOUGH: usize = 20;
const PRECISIONS: [u32; 2] = [64, 256];

/// A rule, read.
struct Reading {
    arena: Arena,
    lhs: TermId,
    rhs: TermId,
    conditions: Vec<TermId>,
    letters: Vec<Symbol>,
}

/// What is known of a side at a point.
#[derive(Clone, PartialEq, Debug)]
enum Side {
    Undefined,
    /// It has a value, which may or may not be enclosed.
    Defined(Value),
    Open,
}

impl Reading {
    fn new(rule: &Rewrite) -> Self {
        let mut arena = Arena::new();
        let [lhs, rhs] = [rule.lhs, rule.rhs].map(|text| read(&mut arena, text));
        let conditions = rule.conditions.iter().map(|text| read(&mut arena, text)).collect();
        let letters = arena.variables(lhs);
        Reading { arena, lhs, rhs, conditions, letters }
    }

    /// About 200 closed terms for each letter.
    fn points(&mut self) -> Vec<FxHashMap<Symbol, TermId>> {
        let corners: Vec<TermId> =
            CORNERS.iter().map(|(top, bottom)| self.arena.rational(&Rational::new(*top, *bottom))).collect();
        let mut pool = corners.clone();
        pool.extend(values(&mut self.arena));
        let (count, mut choose) = (self.letters.len(), chooser());
        let mut rows: Vec<Vec<TermId>> = vec![vec![]];
        for _ in 0..count {
            rows = rows.iter().flat_map(|row| corners.iter().map(|c| [row.as_slice(), &[*c]].concat())).collect();
        }
        match count {
            0 => {}
            1 => rows = pool.iter().map(|value| vec![*value]).collect(),
            _ => rows.extend((rows.len()..POINTS).map(|_| (0..count).map(|_| pool[choose(pool.len())]).collect())),
        }
        assert!(rows.len() >= POINTS || count == 0, "too few points");
        rows.into_iter().map(|row| self.letters.iter().copied().zip(row).collect()).collect()
    }

    /// The value of a side, or whether it has one.
    fn side(&mut self, pattern: TermId, at: &FxHashMap<Symbol, TermId>) -> Side {
        let term = self.arena.substitute(pattern, at);
        for bits in PRECISIONS {
            match evaluate(&self.arena, term, &Point::default(), bits) {
                Value::Unknown => {}
                Value::Undefined => return Side::Undefined,
                value => return Side::Defined(value),
            }
        }
        let needs: Vec<Truth> = natural(&mut self.arena, term).into_iter().map(|c| self.exactly(c)).collect();
        if needs.contains(&Truth::No) {
            Side::Undefined
        } else if needs.contains(&Truth::Unknown) {
            Side::Open
        } else {
            Side::Defined(Value::Unknown)
        }
    }

    /// Which of the conditions hold at a point.
    fn conditions(&mut self, at: &FxHashMap<Symbol, TermId>) -> Vec<Truth> {
        let closed: Vec<TermId> = self.conditions.iter().map(|c| self.arena.substitute(*c, at)).collect();
        let truth = |c| match holds(&self.arena, c, &Point::default(), PRECISIONS[1]) {
            Some(true) => Truth::Yes,
            Some(false) => Truth::No,
            None => Truth::Unknown,
        };
        let enclosed: Vec<(TermId, Truth)> = closed.into_iter().map(|c| (c, truth(c))).collect();
        enclosed.into_iter().map(|(c, t)| if t == Truth::Unknown { self.exactly(c) } else { t }).collect()
    }

    fn exactly(&mut self, closed: TermId) -> Truth {
        Facts::new(&mut self.arena, &[]).holds(&mut self.arena, closed)
    }

    /// What the right side needs and the left side with the conditions isn't known to give.
    fn missing(&mut self) -> Vec<TermId> {
        let mut given = natural(&mut self.arena, self.lhs);
        given.extend_from_slice(&self.conditions);
        let mut facts = Facts::new(&mut self.arena, &given);
        let needs = natural(&mut self.arena, self.rhs);
        needs.into_iter().filter(|c| facts.holds(&mut self.arena, *c) != Truth::Yes).collect()
    }
}

/// Whole numbers, multiples of π/4, numbers between -1 and 1, and fractions of all sizes.
fn values(arena: &mut Arena) -> Vec<TermId> {
    let pi = arena.pi();
    let whole = (-10..=10).map(|k| Rational::from(2 * k + 1)).chain([2, 4, 6, -4, -6].map(Rational::from));
    let mut numbers: Vec<Rational> = whole.collect();
    numbers.extend((-15..=15).map(|k| Rational::new(k, 16)));
    let mut choose = chooser();
    let mut any = |n: usize| choose(n) as i64;
    numbers.extend((0..POINTS - 77).map(|_| Rational::new(any(181) - 90, 1 + any(9))));
    let mut terms: Vec<TermId> = numbers.into_iter().map(|n| arena.rational(&n)).collect();
    for k in (-8..=8).filter(|k| *k != 0) {
        let quarter = arena.rational(&Rational::new(k, 4));
        terms.push(arena.binary(Operator::Mul, quarter, pi));
    }
    terms
}

/// A number below n, the same in every run (Knuth's linear congruential generator).
fn chooser() -> impl FnMut(usize) -> usize {
    let mut state = 7u64;
    move |n| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    }
}

/// What is wrong with a rule at the points, if anything is.
fn at_points(rule: &Rewrite) -> Result<(), String> {
    let mut reading = Reading::new(rule);
    let (mut both, mut needed) = (0, vec![false; rule.conditions.len()]);
    for at in reading.points() {
        let lhs = reading.side(reading.lhs, &at);
        let Side::Defined(left) = &lhs else { continue };
        let rhs = reading.side(reading.rhs, &at);
        let wrong = match &rhs {
            Side::Defined(right) => left.differs(right),
            Side::Undefined => true,
            Side::Open => false,
        };
        let failed: Vec<usize> =
            (0..).zip(reading.conditions(&at)).filter(|c| c.1 != Truth::Yes).map(|c| c.0).collect();
        let place = || at.values().map(|t| text(&reading.arena, *t)).collect::<Vec<_>>().join(", ");
        match failed[..] {
            [] if wrong => return Err(format!("at {}: {lhs:?} and {rhs:?}", place())),
            [] if rhs == Side::Open => return Err(format!("at {} the right side may have no value", place())),
            [] => both += usize::from(is_sharp(left) && matches!(&rhs, Side::Defined(right) if is_sharp(right))),
            [one] => needed[one] |= wrong,
            _ => {}
        }
    }
    if both < ENOUGH {
        return Err(format!("both sides have a value at {both} points only"));
    }
    let dropped = rule.conditions.iter().zip(needed).find(|(_, needed)| !needed);
    dropped.map_or(Ok(()), |(c, _)| Err(format!("nothing shows that {c} is needed")))
}

/// Whether an enclosure is narrow enough to tell different values apart.
fn is_sharp(value: &Value) -> bool {
    match value {
        Value::Exact(_) => true,
        Value::Enclosed(i) => i.hi() - i.lo() < Rational::new(1, 1 << 30),
        _ => false,
    }
}

fn text(arena: &Arena, closed: TermId) -> String {
    arena.as_rational(closed).map_or_else(|| format!("{:?}", arena.node(closed)), |n| n.to_string())
}

/// What is wrong with the way a rule is written, if anything is.
fn as_written(rule: &Rewrite) -> Result<(), String> {
    let reading = Reading::new(rule);
    let names = |t: TermId| reading.arena.variables(t).into_iter().map(|s| reading.arena.name(s).to_string());
    let left: BTreeSet<String> = names(reading.lhs).collect();
    let others: BTreeSet<String> = reading.conditions.iter().chain([&reading.rhs]).flat_map(|t| names(*t)).collect();
    let words = rule.name.split('_').all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase()));
    // Rules about sums and products of any terms are the normal form's business.
    let shaped = |node| matches!(node, Node::Call(..) | Node::Call2(..) | Node::Binary(Operator::Pow, ..));
    let complaint = if !words {
        "its name is not words joined by _"
    } else if left.iter().any(|name| !LETTERS.contains(&name.as_str())) {
        "a letter that no pattern may use"
    } else if !others.is_subset(&left) {
        "a letter that the left side does not have"
    } else if !reading.arena.any(reading.lhs, shaped) {
        "no function and no power on the left"
    } else if reading.lhs == reading.rhs {
        "both sides are the same"
    } else {
        return Ok(());
    };
    Err(complaint.into())
}

fn on_the_whole_domain(rule: &Rewrite) -> Result<(), String> {
    let mut reading = Reading::new(rule);
    let missing = reading.missing();
    if missing.is_empty() { Ok(()) } else { Err(format!("{} needs are not known", missing.len())) }
}

/// All rules for which a check complains.
fn complaints(check: impl Fn(&Rewrite) -> Result<(), String>) -> Vec<String> {
    PAGE.iter().filter_map(|rule| check(rule).err().map(|e| format!("{}: {e}", rule.name))).collect()
}

#[test]
fn rules_are_written_as_agreed() {
    assert_eq!(complaints(as_written), Vec::<String>::new());
    let names: BTreeSet<&str> = PAGE.iter().map(|rule| rule.name).collect();
    let lines: BTreeSet<_> = PAGE.iter().map(|rule| (rule.lhs, rule.rhs, rule.conditions)).collect();
    assert_eq!((names.len(), lines.len()), (PAGE.len(), PAGE.len()));
}

#[test]
fn rules_hold_at_every_point_and_need_every_condition() {
    assert_eq!(complaints(at_points), Vec::<String>::new());
}

#[test]
fn the_right_side_has_a_value_wherever_the_left_side_has() {
    let listed = |rule: &Rewrite| DOMAIN_BY_HAND.iter().any(|(name, _)| *name == rule.name);
    let check = |rule: &Rewrite| match (on_the_whole_domain(rule), listed(rule)) {
        (Ok(()), true) => Err("listed though its domain is known".into()),
        (Err(_), true) => Ok(()),
        (found, false) => found,
    };
    assert_eq!(complaints(check), Vec::<String>::new());
    for (name, _) in DOMAIN_BY_HAND {
        assert!(PAGE.iter().any(|rule| rule.name == *name), "{name} is not on the page");
    }
}

fn planted(name: &'static str, lhs: &'static str, rhs: &'static str, conditions: &'static [&'static str]) -> Rewrite {
    Rewrite { name, lhs, rhs, conditions }
}

#[test]
fn wrong_rules_are_seen() {
    for rule in [
        planted("differs_below_zero", "sqrt(u^2)", "u", &[]),
        planted("undefined_on_the_right", "log(u*v)", "log(u) + log(v)", &[]),
        planted("undefined_at_one_place", "u/abs(u) + abs(v)", "u/abs(u) + v^2/abs(v)", &[]),
        planted("undefined_at_no_rational_point", "cos(u)/sin(u)", "1/tan(u)", &[]),
        planted("powers_of_powers", "(u^a)^b", "u^(a*b)", &[]),
        planted("condition_too_weak", "asin(sin(u))", "u", &["u <= pi/2"]),
        planted("condition_not_needed", "u^a*u^b", "u^(a + b)", &["u > 0"]),
        planted("one_condition_not_needed", "max(u, v)", "u", &["u >= v", "u + 1 >= v"]),
        planted("holds_nowhere", "log(-1 - u^2)", "log(u)", &[]),
        planted("hardly_ever_holds", "sqrt(-u^2)", "0", &[]),
    ] {
        assert!(at_points(&rule).is_err(), "{}", rule.name);
    }
    for rule in [
        planted("square", "sqrt(u^2*v)", "abs(u)*sqrt(v)", &[]),
        planted("cotangent", "cos(u)/sin(u)", "1/tan(u)", &[]),
        planted("log_of_gamma", "log(gamma(u))", "loggamma(u)", &[]),
    ] {
        assert!(on_the_whole_domain(&rule).is_err(), "{}", rule.name);
    }
    for rule in [
        planted("Upper", "sqrt(u^2)", "abs(u)", &[]),
        planted("literal", "sin(n)", "sin(-n)", &[]),
        planted("free_letter", "sin(u)", "sin(v)", &[]),
        planted("commutative", "u + v", "v + u", &[]),
        planted("same", "sin(u)", "sin(u)", &[]),
    ] {
        assert!(as_written(&rule).is_err(), "{}", rule.name);
    }
}
