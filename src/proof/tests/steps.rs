//! Steps by squares, angles, exponentials, constants and cases: claims that hold, and more that don't.

use crate::parse::read;
use crate::proof::{Claim, Problem, Rejection, check};
use crate::rules::{Derivation, Reason, Step};
use crate::term::{Arena, TermId};

type S = &'static str;

/// A claim by one step.
fn step(reason: Reason, lhs: S, rhs: S, conditions: &[S], assume: &[S]) -> Result<(), Rejection> {
    let mut arena = Arena::new();
    let (start, end) = (read(&mut arena, lhs), read(&mut arena, rhs));
    let assumptions: Vec<TermId> = assume.iter().map(|t| read(&mut arena, t)).collect();
    let conditions = conditions.iter().map(|t| read(&mut arena, t)).collect();
    let steps = vec![Step { reason, place: vec![], before: start, after: end, conditions }];
    let (problem, claim) =
        (Problem { assumptions: &assumptions, names: &[] }, Claim::Equal { lhs: start, rhs: end, domain: &[] });
    check(&mut arena, &problem, &claim, &Derivation { start, steps, end }).map(|_| ())
}

#[track_caller]
fn all(reason: Reason, yes: &[(S, S, &[S], &[S])], no: &[(S, S, &[S], &[S])]) {
    assert!(no.len() >= yes.len());
    for (lhs, rhs, conditions, assume) in yes {
        let found = step(reason, lhs, rhs, conditions, assume);
        assert!(found.is_ok(), "{lhs} = {rhs} by {reason:?} {conditions:?} under {assume:?}: {found:?}");
    }
    for (lhs, rhs, conditions, assume) in no {
        let found = step(reason, lhs, rhs, conditions, assume);
        assert!(found.is_err(), "{lhs} = {rhs} by {reason:?} {conditions:?} under {assume:?}");
    }
}

#[test]
fn squares_need_one_sign() {
    all(
        Reason::Squares,
        &[
            ("sqrt((1 - cos(x))/2)", "sin(x/2)", &[], &["x >= 0", "x <= 2*pi"]),
            ("sqrt((x - 1)^2)", "1 - x", &[], &["x <= 1"]),
        ],
        &[
            ("sqrt((1 - cos(x))/2)", "sin(x/2)", &[], &[]),
            ("sqrt((1 - cos(x))/2)", "sin(x/2)", &[], &["x >= 0"]),
            ("x", "-x", &[], &["x >= 0"]),
            ("abs(x)", "x", &[], &[]),
        ],
    );
}

#[test]
fn angles_are_less_than_a_turn_apart() {
    all(
        Reason::Angles,
        &[
            ("atan(x) + atan(1/x)", "pi/2", &[], &["x > 0"]),
            ("16*atan(1/5) - 4*atan(1/239)", "pi", &[], &[]),
            ("acos(-x)", "pi - acos(x)", &[], &[]),
            ("atan(x) + atan(y)", "atan2(x + y, 1 - x*y)", &[], &[]),
        ],
        &[
            ("atan(x) + atan(1/x)", "pi/2", &[], &[]),
            ("atan(x) + atan(1/x)", "pi/2", &[], &["x < 0"]),
            ("atan(x) + atan(1/x)", "5*pi/2", &[], &["x > 0"]),
            ("16*atan(1/5) - 4*atan(1/239)", "3*pi", &[], &[]),
            ("x", "x + 2*pi", &[], &[]),
            ("atan(x) + atan(y)", "atan((x + y)/(1 - x*y))", &[], &[]),
            ("atan(x) + atan(y)", "atan((x + y)/(1 - x*y))", &[], &["x*y > 1"]),
            ("acos(cos(x))", "x", &[], &["x >= 0"]),
        ],
    );
}

#[test]
fn exponentials_are_of_real_numbers() {
    all(
        Reason::Exponentials,
        &[("asinh(x)", "log(x + sqrt(x^2 + 1))", &[], &[]), ("2*acosh(x)", "acosh(2*x^2 - 1)", &[], &[])],
        &[("2*acosh(x)", "acosh(2*x^2 - 1) + 1", &[], &[]), ("log(x^2)", "2*log(x) + log(2)", &[], &[])],
    );
}

#[test]
fn constants_are_compared_on_one_interval() {
    let mut arena = Arena::new();
    let by = |arena: &mut Arena| Reason::Constant(arena.intern("x"));
    let reason = by(&mut arena);
    all(
        reason,
        &[
            ("atan(x) + atan(1/x)", "pi/2", &["x = 1"], &["x > 0"]),
            ("atan(x) + atan(y)", "atan((x + y)/(1 - x*y))", &["x = 0"], &["x*y < 1"]),
            ("asin(sin(x))", "pi - x", &["x = pi"], &["x >= pi/2", "x <= 3*pi/2"]),
        ],
        &[
            ("atan(x) + atan(1/x)", "pi/2", &["x = 1"], &[]),
            ("atan(x) + atan(1/x)", "pi/2", &["x = 1"], &["x != 0"]),
            ("atan(x) + atan(1/x)", "pi/2", &["x = 1"], &["x > -1"]),
            ("atan(x) + atan(1/x)", "pi/2", &["x = 1"], &["x < 0"]),
            ("atan(x) + atan(1/x)", "pi/2", &[], &["x > 0"]),
            ("atan(x) + atan(1/x)", "pi/2", &["x > 0"], &["x > 0"]),
            ("atan(x) + atan(y)", "atan((x + y)/(1 - x*y))", &["x = 0"], &[]),
            ("atan(x) + atan(y)", "atan((x + y)/(1 - x*y))", &["x = 0"], &["x*y != 1"]),
            ("asin(sin(x))", "pi - x", &["x = pi"], &["x >= 0", "x <= 3*pi/2"]),
            ("sign(y)^2*atan(x)", "atan(x)", &["x = 0"], &["x*y >= 0"]),
            ("sign(y)^2*atan(x)", "atan(x)", &["x = 0"], &[]),
            ("floor(x)", "0", &["x = 0"], &[]),
            ("sign(x)", "1", &["x = 1"], &["x >= 0"]),
            ("if(x > 0, 1, 0)", "1", &["x = 1"], &[]),
            ("x*(x - 1)", "0", &["x = 0"], &["x integer"]),
            ("abs(x)", "x", &["x = 1"], &[]),
            ("log(abs(x))", "log(abs(x)) + sign(x) - 1", &["x = 1"], &["x != 0"]),
            ("atan(x)", "atan(x) + y", &["x = y"], &[]),
            ("atan(x) + atan(1/x)", "pi/2", &["x = 1/y"], &["x > 0"]),
        ],
    );
}

#[test]
fn cases_cover_the_domain() {
    all(
        Reason::Cases,
        &[
            ("abs(x)*sign(x)", "x", &["x != 0"], &[]),
            ("if(x > 0, x, -x)", "abs(x)", &["x > 0"], &[]),
            ("max(x, y) + min(x, y)", "x + y", &["x >= y"], &[]),
            ("floor(2*x)", "floor(x) + floor(x + 1/2)", &["x - floor(x) >= 1/2"], &[]),
            ("atan(x) + atan(1/x)", "pi*sign(x)/2", &["x != 0", "x = 1", "x = -1"], &[]),
            ("if(x != 0, x/x, 1)", "1", &["x != 0"], &[]),
        ],
        &[
            ("sign(x)^2", "1", &["x != 0"], &[]),
            ("sign(x)^2", "1", &["x > 0"], &[]),
            ("sign(x)^2", "1", &["1/x > 0"], &["y > 0"]),
            ("sign(x)^2", "1", &["1/x != 0"], &[]),
            ("sign(x)^2 + sign(y)", "1 + sign(y)", &["y/x > 0", "x != 0"], &[]),
            ("if(x >= 0, 1, -1)", "sign(x)", &["x != 0"], &[]),
            ("if(x > 0, x, -x)", "x", &["x > 0"], &[]),
            ("floor(2*x)", "floor(x) + floor(x + 1/3)", &["x - floor(x) >= 1/2", "x - floor(x) >= 1/3"], &[]),
            ("floor(-x)", "-floor(x) - 1", &["x - floor(x) > 0"], &[]),
            ("abs(x)", "x", &["x != 0"], &[]),
            ("if(x = 2, 1, 0)", "0", &["x != 2"], &[]),
            ("atan(x) + atan(1/x)", "pi*sign(x)/2", &["x = 1"], &[]),
            ("(-1)^n", "1", &["n > 0", "n integer"], &["n integer"]),
        ],
    );
}

#[test]
fn a_formula_is_its_own_answer_however_large() {
    let run = |conditions: &[S], other: bool| {
        let mut arena = Arena::new();
        // Its expansion is beyond any budget.
        let start = read(&mut arena, "acsc((((((cos(x)^4)^4)^4)^4)^4)^4)");
        let end = if other { read(&mut arena, "acsc(cos(x)^4095)") } else { start };
        let conditions: Vec<TermId> = conditions.iter().map(|t| read(&mut arena, t)).collect();
        let problem = Problem { assumptions: &[], names: &[] };
        let claim = Claim::Simplify { start, end, domain: &[], conditions: &conditions };
        check(&mut arena, &problem, &claim, &Derivation { start, steps: vec![], end: start }).is_ok()
    };
    assert!(run(&[], false));
    assert!(!run(&["x > 0"], false));
    assert!(!run(&[], true));
}

#[test]
fn nested_powers_of_numbers_end_the_work_and_not_the_machine() {
    let mut arena = Arena::new();
    let mut big = read(&mut arena, "3/7");
    let (four, mut doubled) = (read(&mut arena, "4"), big);
    for _ in 0..40 {
        big = arena.binary(crate::term::Operator::Pow, big, four);
        doubled = arena.binary(crate::term::Operator::Mul, doubled, doubled);
    }
    let problem = Problem { assumptions: &[], names: &[] };
    for start in [big, doubled] {
        let end = arena.neg(start);
        let reason = Reason::Ring(crate::rules::Ring::Expand);
        let steps = vec![Step { reason, place: vec![], before: start, after: end, conditions: vec![] }];
        let claim = Claim::Simplify { start, end, domain: &[], conditions: &[] };
        assert!(check(&mut arena, &problem, &claim, &Derivation { start, steps, end }).is_err());
    }
}
