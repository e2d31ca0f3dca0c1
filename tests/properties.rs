//! Properties of every answer, on formulas made from random bytes and at points whose values come
//! from another crate's floating point.
//!
//! `CASES=5000` tries more than the usual number of formulas of each property, `DERIVATIVES=100000`
//! more derivatives. Every run draws the same formulas.

mod oracle;

use chainrule::engine::{Problem, Settings};
use chainrule::parse::{Options, parse_formula};
use chainrule::render::{Notation, render};
use chainrule::term::Arena;
use oracle::{laws, terms};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use rayon::prelude::*;

/// The setting of that name, or the usual number.
fn setting(name: &str, usual: u32) -> u32 {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// Tries a property on so many formulas, the same in every run; what fails is made shorter.
fn holds(usual: u32, law: impl Fn(&[u8]) -> laws::Law) {
    let config =
        ProptestConfig { cases: setting("CASES", usual), failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let bytes = prop::collection::vec(any::<u8>(), 1..40);
    runner.run(&bytes, |bytes| law(&bytes).map_err(TestCaseError::fail)).unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn what_is_printed_reads_back() {
    holds(200, |bytes| {
        let mut arena = Arena::new();
        let term = terms::term(&mut arena, bytes);
        for notation in [Notation::Text, Notation::Ascii, Notation::Unicode] {
            let text = render(&arena, term, notation);
            let read = parse_formula(&mut arena, &text, &Options::default()).map_err(|e| e.render(&text))?;
            if read.term != term {
                return Err(format!("{text} is read as {}", render(&arena, read.term, notation)));
            }
        }
        Ok(())
    });
}

#[test]
fn simplifying_keeps_values_and_domains_and_replays() {
    holds(60, laws::simplified);
}

#[test]
fn verdicts_survive_points() {
    holds(60, laws::judged);
}

#[test]
fn simplifying_twice_is_simplifying_once() {
    holds(40, laws::idempotent);
}

#[test]
fn derivatives_agree_with_differences() {
    let count = setting("DERIVATIVES", 200);
    let tried: Vec<usize> = (0..count).into_par_iter().map(one_derivative).collect();
    let points: usize = tried.iter().sum();
    assert!(points > count as usize, "only {points} points of {count} formulas could be tried");
    println!("{count} derivatives at {points} points");
}

#[test]
fn gradients_are_forward_derivatives() {
    holds(100, |bytes| laws::gradient_is_forward(bytes, false));
}

#[test]
fn gradients_of_branches_are_forward_derivatives() {
    holds(100, |bytes| laws::gradient_is_forward(bytes, true));
}

/// The n-th formula's derivative; the number of points at which it could be tried.
fn one_derivative(n: u32) -> usize {
    let mut state = u64::from(n) + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as u8
    };
    next();
    let length = 4 + next() % 20;
    let bytes: Vec<u8> = (0..length).map(|_| next()).collect();
    laws::differentiated(&bytes).unwrap_or_else(|e| panic!("formula {n}: {e}"))
}

/// The answer and how it was reached, as bytes; other names are met first, so that symbols are
/// created in another order.
fn written(bytes: &[u8], before: &[&str]) -> String {
    let mut problem = Problem::new(&Settings { unfold: true, ..Settings::default() }).unwrap();
    for name in before {
        problem.arena.symbol(name);
    }
    let term = terms::term(&mut problem.arena, bytes);
    let Ok(answer) = problem.simplify(term) else { return String::new() };
    let arena = &mut problem.arena;
    let shown: Vec<_> = answer.conditions.iter().map(|c| render(arena, *c, Notation::Text)).collect();
    let steps = answer.stages.iter().flat_map(|s| chainrule::engine::report::stage(arena, s, Notation::Text));
    let steps: Vec<String> = steps.collect();
    format!("{}\n{shown:?}\n{}", render(arena, answer.term, Notation::Text), steps.join("\n"))
}

#[test]
fn the_same_bytes_whatever_came_before() {
    holds(24, |bytes| {
        let plain = written(bytes, &[]);
        for before in [&[][..], &["y", "x"], &["z", "y", "a", "x"]] {
            let other = written(bytes, before);
            if other != plain {
                return Err(format!("{plain}\nafter {before:?}: {other}"));
            }
        }
        Ok(())
    });
}

#[test]
fn the_same_bytes_on_every_thread() {
    let formula =
        |n: u8| (0..24u8).map(|i| i.wrapping_mul(37) ^ n.wrapping_mul(91).wrapping_add(i)).collect::<Vec<u8>>();
    let alone: Vec<String> = (0..24).map(|n| written(&formula(n), &[])).collect();
    let together: Vec<String> = (0..24u8).into_par_iter().map(|n| written(&formula(n), &[])).collect();
    assert_eq!(alone, together);
}

/// The laws find what is wrong: else the properties above would say nothing.
#[test]
fn a_wrong_answer_is_noticed() {
    let wrong = [
        ("sqrt(x^2)", "x"),
        ("x/x", "1"),
        ("log(x^2)", "2*log(x)"),
        ("sin(x)^2", "1 - cos(x)^3"),
        ("sqrt(x)", "sqrt(abs(x))"),
        ("atan(x) + atan(1/x)", "pi/2"),
    ];
    for (formula, answer) in wrong {
        let mut problem = Problem::new(&Settings::default()).unwrap();
        let (term, other) = (problem.read(formula).unwrap(), problem.read(answer).unwrap());
        let mut found = problem.simplify(term).unwrap();
        assert_eq!(laws::kept(&mut problem.arena, term, &found), Ok(()), "{formula}");
        found.term = other;
        found.conditions.clear();
        assert!(laws::kept(&mut problem.arena, term, &found).is_err(), "{formula} = {answer}");
    }
}
