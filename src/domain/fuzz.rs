//! Random conditions against values: what is said to hold on a domain holds at its points.

use super::tests::{show, show_all};
use super::*;
use crate::term::{Arena, Func, Node, Operator, Property, Relation, TermId};

/// A small linear congruential generator, so that every run is the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

const FUNCTIONS: [Func; 12] = [
    Func::Sqrt,
    Func::Abs,
    Func::Exp,
    Func::Log,
    Func::Sin,
    Func::Tanh,
    Func::Atan,
    Func::Floor,
    Func::Cosh,
    Func::Relu,
    Func::Acosh,
    Func::Asin,
];

fn term(arena: &mut Arena, dice: &mut Dice, depth: u32) -> TermId {
    if depth == 0 || dice.roll(5) == 0 {
        return match dice.roll(5) {
            0 | 1 => arena.symbol("x"),
            2 => arena.symbol("y"),
            3 => arena.integer(1),
            _ => {
                let n = dice.roll(4) as i64;
                arena.integer(n)
            }
        };
    }
    let a = term(arena, dice, depth - 1);
    match dice.roll(11) {
        0 => arena.neg(a),
        1 => {
            let n = arena.integer(dice.roll(4) as i64);
            arena.binary(Operator::Pow, a, n)
        }
        2 | 3 => {
            let f = FUNCTIONS[dice.roll(FUNCTIONS.len() as u64) as usize];
            arena.call(f, a)
        }
        4 => {
            let b = term(arena, dice, depth - 1);
            arena.call2(if dice.roll(2) == 0 { Func::Max } else { Func::Min }, a, b)
        }
        k => {
            let b = term(arena, dice, depth - 1);
            let ops = [Operator::Add, Operator::Add, Operator::Sub, Operator::Mul, Operator::Mul, Operator::Div];
            arena.binary(ops[k as usize - 5], a, b)
        }
    }
}

fn condition(arena: &mut Arena, dice: &mut Dice, depth: u32) -> TermId {
    let (a, b) = (term(arena, dice, depth), term(arena, dice, depth / 2));
    match dice.roll(12) {
        0 => arena.add(Node::Property(Property::NotInteger, a)),
        1 => arena.add(Node::Property(Property::Integer, a)),
        2 if depth > 1 => {
            let [c, p, q] = [1, 1, 1].map(|d| condition(arena, dice, d));
            arena.add(Node::If(c, p, q))
        }
        k => arena.relation(Relation::ALL[k as usize % 6], a, b),
    }
}

fn value(arena: &Arena, id: TermId, x: f64, y: f64) -> f64 {
    let of = |id| value(arena, id, x, y);
    // Infinity stands for a value that a float can't tell.
    if arena.children(id).any(|c| of(c).is_infinite()) {
        return f64::INFINITY;
    }
    match arena.node(id) {
        Node::Number(n) => arena.number_value(n).to_f64(),
        Node::Symbol(s) if arena.name(s) == "x" => x,
        Node::Symbol(_) => y,
        Node::Neg(a) => -of(a),
        Node::Binary(op, a, b) => operated(op, of(a), of(b)),
        Node::Call(f, a) => called(f, of(a)),
        Node::Call2(f, a, b) => {
            let (a, b) = (of(a), of(b));
            when(!a.is_nan() && !b.is_nan(), if f == Func::Max { a.max(b) } else { a.min(b) })
        }
        _ => f64::NAN,
    }
}

fn when(ok: bool, value: f64) -> f64 {
    if ok { value } else { f64::NAN }
}

fn operated(operator: Operator, a: f64, b: f64) -> f64 {
    match operator {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mul => a * b,
        Operator::Div => when(b.abs() > 1e-9, a / b),
        Operator::Pow => when(!a.is_nan() && (b > 0.0 || a.abs() > 1e-9), a.powf(b)),
    }
}

fn called(function: Func, a: f64) -> f64 {
    // Beyond, the value is too large, or too near its limit, to be told.
    let within = |most: f64, value: f64| if a.abs() > most { f64::INFINITY } else { value };
    match function {
        Func::Sqrt => when(a > -1e-12, a.max(0.0).sqrt()),
        Func::Abs => a.abs(),
        Func::Exp => within(12.0, a.exp()),
        Func::Log => when(a > 1e-9, a.ln()),
        Func::Sin => a.sin(),
        Func::Tanh => within(6.0, a.tanh()),
        Func::Atan => a.atan(),
        Func::Floor => (a + 1e-9).floor(),
        Func::Cosh => within(12.0, a.cosh()),
        Func::Relu => when(!a.is_nan(), a.max(0.0)),
        Func::Acosh => when(a > 1.0 - 1e-12, a.max(1.0).acosh()),
        _ => when(a.abs() < 1.0 + 1e-12, a.clamp(-1.0, 1.0).asin()),
    }
}

/// Whether the condition holds at a point; `None` where a float can't tell.
fn at(arena: &Arena, id: TermId, x: f64, y: f64) -> Option<bool> {
    match arena.node(id) {
        Node::Relation(r, a, b) => {
            let (a, b) = (value(arena, a, x, y), value(arena, b, x, y));
            let d = a - b;
            if a.is_infinite() || b.is_infinite() {
                return None;
            }
            if d.is_nan() {
                return Some(false);
            }
            if d.abs() > 1e6 || (d != 0.0 && d.abs() < 1e-6) {
                return None;
            }
            Some(r.holds(d.partial_cmp(&0.0)?))
        }
        Node::Property(p, a) => {
            let v = value(arena, a, x, y);
            let off = (v - v.round()).abs();
            if v.is_nan() {
                Some(false)
            } else if v.is_infinite() || v.abs() > 1e6 || (off != 0.0 && off < 1e-6) {
                None
            } else {
                Some((off == 0.0) == (p == Property::Integer))
            }
        }
        Node::If(c, p, q) => at(arena, if at(arena, c, x, y)? { p } else { q }, x, y),
        _ => None,
    }
}

/// The points on which conditions are tried.
fn points() -> Vec<(f64, f64)> {
    let halves = || (-8..=8).map(|i| f64::from(i) / 2.0);
    halves().flat_map(|x| halves().map(move |y| (x, y))).collect()
}

/// Whether all conditions hold at a point; `None` where a float can't tell.
fn all_at(arena: &Arena, conditions: &[TermId], (x, y): (f64, f64)) -> Option<bool> {
    conditions.iter().try_fold(true, |all, &c| Some(all && at(arena, c, x, y)?))
}

/// How many random domains are tried; more by hand, with `FUZZ=10000 SEED=3`.
fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// Conditions with those under which they have a value.
fn closed(arena: &mut Arena, conditions: &[TermId]) -> Vec<TermId> {
    let mut all = super::natural::of_all(arena, conditions);
    all.extend_from_slice(conditions);
    all
}

#[test]
fn what_is_said_to_hold_holds_at_the_points() {
    let (mut dice, mut known) = (Dice(setting("SEED", 7)), 0);
    for _ in 0..setting("FUZZ", 150) {
        let mut arena = Arena::new();
        let given: Vec<TermId> = (0..dice.roll(4)).map(|_| condition(&mut arena, &mut dice, 2)).collect();
        let needs = closed(&mut arena, &given);
        let mut facts = Facts::new(&mut arena, &given);
        let inside: Vec<_> = points().into_iter().filter(|&p| all_at(&arena, &needs, p) == Some(true)).collect();
        let text = show_all(&arena, &needs);
        assert!(!facts.contradictory() || inside.is_empty(), "{text:?} at {:?}", inside.first());
        for _ in 0..8 {
            let asked = condition(&mut arena, &mut dice, 3);
            let answer = facts.holds(&mut arena, asked);
            let whole = closed(&mut arena, &[asked]);
            for &p in inside.iter().filter(|_| answer != Truth::Unknown) {
                let Some(holds) = all_at(&arena, &whole, p) else { continue };
                known += 1;
                assert_eq!(holds, answer == Truth::Yes, "{text:?} |- {} at {p:?}", show(&arena, asked));
            }
        }
    }
    assert!(known > 0);
}

#[test]
fn canonical_conditions_hold_at_the_same_points() {
    let mut dice = Dice(setting("SEED", 8));
    for _ in 0..setting("FUZZ", 300) {
        let mut arena = Arena::new();
        let asked = condition(&mut arena, &mut dice, 3);
        let simple = canonical(&mut arena, asked);
        let needs = super::natural::of_all(&mut arena, &[asked]);
        for p in points().into_iter().filter(|&p| all_at(&arena, &needs, p) == Some(true)) {
            let (before, after) = (all_at(&arena, &[asked], p), all_at(&arena, &simple, p));
            let differ = before.is_some() && after.is_some() && before != after;
            assert!(!differ, "{} as {:?} at {p:?}", show(&arena, asked), show_all(&arena, &simple));
        }
    }
}

#[test]
fn the_remaining_conditions_make_up_the_difference() {
    let mut dice = Dice(setting("SEED", 9));
    for _ in 0..setting("FUZZ", 150) {
        let mut arena = Arena::new();
        let (a, b) = (term(&mut arena, &mut dice, 4), term(&mut arena, &mut dice, 2));
        let given: Vec<TermId> = (0..dice.roll(2)).map(|_| condition(&mut arena, &mut dice, 1)).collect();
        let (a, b) = (natural(&mut arena, a), natural(&mut arena, b));
        let rest = remaining(&mut arena, &a, &b, &given);
        let mut said = closed(&mut arena, &given);
        said.extend_from_slice(&b);
        let rest_closed = closed(&mut arena, &rest);
        for p in points().into_iter().filter(|&p| all_at(&arena, &said, p) == Some(true)) {
            let (wanted, found) = (all_at(&arena, &a, p), all_at(&arena, &rest_closed, p));
            let differ = wanted.is_some() && found.is_some() && wanted != found;
            let show = |list: &[TermId]| show_all(&arena, list);
            assert!(!differ, "{:?} less {:?}: {:?} at {p:?}", show(&a), show(&said), show(&rest));
        }
    }
}
