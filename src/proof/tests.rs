use super::text::read;
use super::*;
use crate::rules::{Reason, Ring, Step};

fn ring(arena: &mut Arena, claim: (&str, &str), assume: &[&str], conditions: &[&str]) -> Result<Checked, Rejection> {
    let (start, end) = (read(arena, claim.0), read(arena, claim.1));
    let assumptions: Vec<TermId> = assume.iter().map(|t| read(arena, t)).collect();
    let conditions: Vec<TermId> = conditions.iter().map(|t| read(arena, t)).collect();
    let step =
        Step { reason: Reason::Ring(Ring::Cancel), place: vec![], before: start, after: end, conditions: vec![] };
    let derivation = Derivation { start, steps: vec![step], end };
    let problem = Problem { assumptions: &assumptions, names: &[] };
    check(arena, &problem, &Claim::Simplify { start, end, domain: &[], conditions: &conditions }, &derivation)
}

#[track_caller]
fn yes(start: &str, end: &str, assume: &[&str], conditions: &[&str]) {
    let found = ring(&mut Arena::new(), (start, end), assume, conditions);
    assert!(found.is_ok(), "{start} = {end}: {found:?}");
}

#[track_caller]
fn no(start: &str, end: &str, assume: &[&str], conditions: &[&str]) {
    let found = ring(&mut Arena::new(), (start, end), assume, conditions);
    assert!(found.is_err(), "{start} = {end} was accepted");
}

#[test]
fn mission_needs_exactly_its_conditions() {
    let start = "(-y/a + (1 - y)/(1 - a))*a*(1 - a)";
    yes(start, "a - y", &[], &["a != 0", "a != 1"]);
    no(start, "a - y", &[], &["a != 0"]);
    no(start, "a - y", &[], &["a != 0", "a != 1", "a > 0"]);
    no(start, "a + y", &[], &["a != 0", "a != 1"]);
}

#[test]
fn identities_by_expansion() {
    yes("exp(-z)/(1 + exp(-z))^2", "exp(z)/(1 + exp(z))^2", &[], &[]);
    yes("1 - tanh(x)^2", "1/cosh(x)^2", &[], &[]);
    yes("sin(x)*cos(x)*2", "sin(2*x)", &[], &[]);
    yes("x^(n - 1)*x", "x^n", &["x > 0"], &[]);
    yes("sqrt(x^2)", "abs(x)", &[], &[]);
    yes("log(x) + log(y)", "log(x*y)", &[], &["x > 0", "y > 0"]);
    yes("x/sqrt(1 + x^2)", "x*sqrt(1 + x^2)/(1 + x^2)", &[], &[]);
    yes("sigmoid(z)*(1 - sigmoid(z))", "exp(z)/(1 + exp(z))^2", &[], &[]);
    yes("sqrt(8)", "2*sqrt(2)", &[], &[]);
    yes("sqrt(x)*sqrt(y)", "sqrt(x*y)", &["x >= 0", "y >= 0"], &[]);
    yes("sqrt(s^2*t)", "s*sqrt(t)", &["s > 0"], &[]);
    yes("cos(pi/3)", "1/2", &[], &[]);
    yes("sin(x + pi/2)", "cos(x)", &[], &[]);
    yes("(x^2)^(1/2 - 1)", "1/abs(x)", &[], &[]);
    yes("cbrt(-x)", "-cbrt(x)", &[], &[]);
    yes("asinh(x)", "log(x + sqrt(x^2 + 1))", &[], &[]);
    yes("erf(-x) + erf(x)", "0", &[], &[]);
    yes("x*x^2/x", "x^2", &[], &["x != 0"]);
    yes("log(exp(x)*y)", "x + log(y)", &[], &[]);
    yes("exp(2*log(x))", "x^2", &[], &["x > 0"]);
    yes("1/sqrt(x^2 - 1)", "sqrt(x^2 - 1)/((x - 1)*(x + 1))", &[], &[]);
}

#[test]
fn traps_are_rejected() {
    no("log(x*y)", "log(x) + log(y)", &[], &[]);
    no("sqrt(x^2)", "x", &[], &[]);
    no("sqrt(x*y)", "sqrt(x)*sqrt(y)", &[], &[]);
    no("(x^2)^(1/2 - 1)", "1/x", &[], &[]);
    no("(x^a)^b", "x^(a*b)", &[], &[]);
    no("1/(sqrt(x) + sqrt(y) + sqrt(x + y + 2*sqrt(x*y)))", "0", &[], &[]);
    no("y*(atan(x) + atan(1/x) - pi/2 + pi)", "0", &[], &["x != 0"]);
    no("sqrt(x^2*(x - 1)) + abs(x - 1)", "x*sqrt(x - 1) + x - 1", &[], &[]);
    no("sqrt(x^2*(x - 1)) + abs(x - 1)", "abs(x)*sqrt(x - 1) + x - 1", &[], &[]);
    no("x^2/x^2", "sign(x)^2", &[], &[]);
    no("1", "sign(x)^2", &[], &[]);
    no("if(x > 0, log(x), sqrt(x^2))", "if(x > 0, log(x), x)", &[], &[]);
    no("(x - x)/(x - x) + y", "y", &[], &[]);
    no("y/y", "1", &[], &[]);
    no("1/x", "1/x + 1", &[], &[]);
    no("x", "x^2/x", &["x >= 0"], &["x > 0"]);
    no("x", "x^2/x", &[], &["x != 0"]);
    no("cos(acos(x))", "x", &[], &[]);
}
