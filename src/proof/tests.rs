mod files;
mod plain;
mod steps;

use super::*;
use crate::parse::read;
use crate::rules::{Reason, Ring, Step};

type S = &'static str;

fn ring(arena: &mut Arena, claim: (S, S), assume: &[S], conditions: &[S]) -> Result<Checked, Rejection> {
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
fn yes(start: S, end: S, assume: &[S], conditions: &[S]) {
    let found = ring(&mut Arena::new(), (start, end), assume, conditions);
    assert!(found.is_ok(), "{start} = {end}: {found:?}");
}

#[track_caller]
fn no(start: S, end: S, assume: &[S], conditions: &[S]) {
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

/// The slope of a sum of quotients over as many different divisors, as the quotient rule gives it, and
/// with each addend shorter.
fn long_sums(addends: usize) -> (String, String) {
    let functions = ["sin", "tanh", "exp", "sqrt", "atan", "log"];
    let quotient = |i: usize| {
        let (f, k) = (functions[i % 6], i + 2);
        let (u, below) = (format!("{f}(x + {k})"), format!("(a + {k}*x^2)"));
        (format!("(x^3*{u}*{below} - x*{u}*{k}*x^2)/{below}^2"), format!("x^3*{u}*(a + {k}*x^2 - {k})/{below}^2"))
    };
    let (before, after): (Vec<String>, Vec<String>) = (0..addends).map(quotient).unzip();
    (before.join(" + "), after.into_iter().rev().collect::<Vec<_>>().join(" + "))
}

#[test]
fn long_sums_need_no_common_denominator() {
    let check = |(before, after): (String, String)| ring(&mut Arena::new(), (before.leak(), after.leak()), &[], &[]);
    assert!(check(long_sums(4)).is_ok() && check(long_sums(60)).is_ok());
    let (before, after) = long_sums(60);
    assert!(check((before, after.replace("- 31)", "- 32)"))).is_err());
}

#[test]
fn cosines_vanish_where_sines_are_one() {
    yes("cos(x)/(1 + sin(x)) + cos(x)/(1 - sin(x))", "2/cos(x)", &[], &[]);
    no("cos(x)/(1 + sin(x))", "(1 - sin(x))/cos(x)", &[], &[]);
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

/// Functions are shifted by what may be zero to compare two terms, never to see that a condition holds.
#[test]
fn what_holds_but_on_a_thin_set_decides_no_condition() {
    no("y*gamma(x + 1)", "x*y/(x/gamma(x + 1))", &[], &[]);
    no("x*y/(x/gamma(x + 1))", "y*gamma(x + 1)", &[], &[]);
    no("x/gamma(x + 1)", "1/(1/(x/gamma(x + 1)))", &[], &[]);
    no("x/gamma(x + 1)", "x/gamma(x + 1) + log(x^2/gamma(x + 1)^2) - log((x/gamma(x + 1))^2)", &[], &[]);
    for (said, assume) in [
        ("x/gamma(x + 1) != 0", &["x + 1 not pole"][..]),
        ("besselj(0, x) + besselj(2, x) <= 0", &["besselj(1, x) <= 0", "x >= 0"]),
    ] {
        let mut arena = Arena::new();
        let said = read(&mut arena, said);
        let assumptions: Vec<TermId> = assume.iter().map(|t| read(&mut arena, t)).collect();
        let problem = Problem { assumptions: &assumptions, names: &[] };
        assert!(super::check_domain(&mut arena, &problem, (&[], None), &[said]).is_err());
    }
    // Where nothing is divided, the domain need not be plain.
    yes("floor(y)*gamma(x + 1) + floor(y)*gamma(x + 1)", "2*floor(y)*gamma(x + 1)", &[], &[]);
    yes("x^n*besselj(2, y) + x^n*besselj(2, y)", "2*x^n*besselj(2, y)", &[], &[]);
    yes("gamma(x + 1)/(2*x)", "gamma(x)/2", &["x not pole"], &[]);
    no("floor(y)*gamma(x + 1)/(2*x)", "floor(y)*gamma(x)/2", &[], &["x != 0"]);
}

/// A claim by one step at the root.
fn step(reason: Reason, start: S, end: S, assume: &[S], names: &[(S, S)]) -> Result<Checked, Rejection> {
    let mut arena = Arena::new();
    let a = &mut arena;
    let (start, end) = (read(a, start), read(a, end));
    let assumptions: Vec<TermId> = assume.iter().map(|t| read(a, t)).collect();
    let names: Vec<(Symbol, TermId)> = names.iter().map(|(n, t)| (a.intern(n), read(a, t))).collect();
    let step = Step { reason, place: vec![], before: start, after: end, conditions: vec![] };
    let derivation = Derivation { start, steps: vec![step], end };
    let problem = Problem { assumptions: &assumptions, names: &names };
    check(a, &problem, &Claim::Simplify { start, end, domain: &[], conditions: &[] }, &derivation)
}

#[test]
fn rules_fire_only_where_their_conditions_are_known() {
    assert!(step(Reason::Rule("sqrt_square"), "sqrt(x^2)", "abs(x)", &[], &[]).is_ok());
    assert!(step(Reason::Rule("abs_of_positive"), "abs(x)", "x", &["x > 0"], &[]).is_ok());
    assert!(step(Reason::Rule("abs_of_positive"), "abs(x)", "x", &[], &[]).is_err());
    assert!(step(Reason::Rule("abs_of_positive"), "abs(1 + exp(x))", "1 + exp(x)", &[], &[]).is_ok());
    assert!(step(Reason::Rule("sin_double_rev"), "cos(t)*sin(t)*2", "sin(2*t)", &[], &[]).is_ok());
    assert!(step(Reason::RuleReversed("sin_double_rev"), "sin(2*t)", "2*(sin(t)*cos(t))", &[], &[]).is_ok());
    assert!(step(Reason::RuleReversed("log_mul_rev"), "log(x*y)", "log(x) + log(y)", &[], &[]).is_err());
    assert!(step(Reason::Rule("no_such_rule"), "x", "x", &[], &[]).is_err());
    assert!(step(Reason::RuleReversed("mul_sign"), "abs(x)", "x*sign(x)", &[], &[]).is_ok());
    assert!(step(Reason::RuleReversed("exp_log"), "x", "exp(log(x))", &[], &[]).is_err());
}

#[test]
fn definitions_and_names_fold_and_unfold() {
    let sigmoid = crate::term::Func::Sigmoid;
    assert!(step(Reason::Definition(sigmoid), "sigmoid(z)", "1/(1 + exp(-z))", &[], &[]).is_ok());
    assert!(step(Reason::Definition(sigmoid), "1/(1 + exp(-z))", "sigmoid(z)", &[], &[]).is_ok());
    assert!(step(Reason::Definition(sigmoid), "sigmoid(z)", "1/(exp(-z) + 1)", &[], &[]).is_ok());
    assert!(step(Reason::Definition(sigmoid), "sigmoid(z)", "1/(1 + exp(z))", &[], &[]).is_err());
    let ring = Reason::Ring(Ring::Collect);
    assert!(step(ring, "sigmoid(z)*(1 - sigmoid(z))", "a*(1 - a)", &[], &[("a", "sigmoid(z)")]).is_ok());
    assert!(step(ring, "sqrt(x^2)", "a^2", &[], &[("a", "sqrt(x)")]).is_err());
    assert!(step(ring, "x", "x", &[], &[("a", "a + 1")]).is_err());
    assert!(step(ring, "1/(a - sigma(z))", "0", &[], &[("a", "sigma(z)")]).is_err());
}

#[test]
fn a_fact_stays_in_its_branch() {
    let mut arena = Arena::new();
    let a = &mut arena;
    let problem = Problem { assumptions: &[], names: &[] };
    for (branch, ok) in [(1, true), (2, false)] {
        let start = read(a, "if(x > 0, sqrt(x^2), sqrt(x^2))");
        let (before, after) = (read(a, "sqrt(x^2)"), read(a, "x"));
        let end = a.replace_at(start, &[branch], after).unwrap();
        let step = Step { reason: Reason::Ring(Ring::Roots), place: vec![branch], before, after, conditions: vec![] };
        let derivation = Derivation { start, steps: vec![step], end };
        let claim = Claim::Simplify { start, end, domain: &[], conditions: &[] };
        let found = check(a, &problem, &claim, &derivation);
        assert_eq!(found.is_ok(), ok, "{found:?}");
    }
    let (start, end) = (read(a, "if(x > 0, log(x), x)"), read(a, "if(x > 0, log(x), x)"));
    let derivation = Derivation { start, steps: vec![], end };
    assert!(check(a, &problem, &Claim::Simplify { start, end, domain: &[], conditions: &[] }, &derivation).is_ok());
    let wrong = [read(a, "x > 0")];
    assert!(check(a, &problem, &Claim::Simplify { start, end, domain: &[], conditions: &wrong }, &derivation).is_err());
}

#[test]
fn an_empty_domain_is_seen() {
    for (text, empty) in [("1/(x - x)", true), ("log(-exp(x))", true), ("1/x", false), ("sqrt(x) + sqrt(-x)", false)] {
        let mut arena = Arena::new();
        let start = read(&mut arena, text);
        let derivation = Derivation { start, steps: vec![], end: start };
        let problem = Problem { assumptions: &[], names: &[] };
        let found = check(&mut arena, &problem, &Claim::Empty { start, domain: &[] }, &derivation);
        assert_eq!(found.is_ok(), empty, "{text}: {found:?}");
    }
}

fn derivative(body: S, raw: S, domain: &[S]) -> Result<(), Rejection> {
    let mut arena = Arena::new();
    let (body, raw, x) = (read(&mut arena, body), read(&mut arena, raw), arena.intern("x"));
    let domain: Vec<TermId> = domain.iter().map(|t| read(&mut arena, t)).collect();
    check_derivative(&mut arena, &Problem { assumptions: &[], names: &[] }, body, x, raw, &domain)
}

#[test]
fn derivatives_are_recomputed() {
    let good: &[(S, S, &[S])] = &[
        ("x^2", "2*x", &[]),
        ("x*log(x)", "log(x) + x/x", &["x > 0"]),
        ("abs(x)", "sign(x)", &["x != 0"]),
        ("sqrt(1 - x^2)", "-x/sqrt(1 - x^2)", &["1 - x^2 >= 0", "1 - x^2 > 0"]),
        ("x^x", "x^x*(log(x) + 1)", &["x > 0"]),
        ("x^n", "n*x^n/x", &["x^n defined", "x != 0"]),
        ("tan(x)", "1 + tan(x)^2", &["cos(x) != 0"]),
        ("if(x > 0, x^2, -x)", "if(x > 0, 2*x, -1)", &["x != 0"]),
        ("if(x > 1, log(x), x)", "if(x > 1, 1/x, 1)", &["x != 1", "if(x > 1, x, 1) > 0"]),
        ("a*exp(-x^2/2)", "-a*x*exp(-x^2/2)", &[]),
        ("asin(x)", "1/sqrt(1 - x^2)", &["x > -1", "x < 1"]),
        ("x^(3/2)", "3*sqrt(x)/2", &["x > 0"]),
        ("if(abs(x) > 1, x, 0)", "if(abs(x) > 1, 1, 0)", &["abs(x) != 1"]),
        ("x^2*g(x)", "2*x*g(x) + x^2*g'(x)", &[]),
    ];
    for (body, raw, domain) in good {
        let found = derivative(body, raw, domain);
        assert!(found.is_ok(), "{body}: {found:?}");
    }
    let bad: &[(S, S, &[S])] = &[
        ("x^2", "3*x", &[]),
        ("abs(x)", "sign(x)", &[]),
        ("x^(3/2)", "3*sqrt(x)/2", &["x >= 0"]),
        ("if(x > 0, x, -x)", "if(x > 0, 1, -1)", &[]),
        ("floor(x)", "0", &[]),
        ("sin(x)", "-cos(x)", &[]),
        ("if(floor(x) > 1, x, 0)", "if(floor(x) > 1, 1, 0)", &["floor(x) != 1"]),
        ("besselj(x, 2)", "0", &[]),
    ];
    for (body, raw, domain) in bad {
        assert!(derivative(body, raw, domain).is_err(), "{body}");
    }
}

#[test]
fn deep_and_large_terms_neither_crash_nor_hang() {
    use crate::term::{Func, Operator};
    let mut arena = Arena::new();
    let problem = Problem { assumptions: &[], names: &[] };
    for function in [Func::Sin, Func::Exp, Func::Sqrt, Func::Tanh, Func::Abs, Func::Log, Func::Cbrt] {
        let x = arena.symbol("x");
        let start = (0..2_500).fold(x, |t, _| arena.call(function, t));
        let end = arena.binary(Operator::Add, start, x);
        let step =
            Step { reason: Reason::Ring(Ring::Expand), place: vec![], before: start, after: end, conditions: vec![] };
        let derivation = Derivation { start, steps: vec![step], end };
        let claim = Claim::Simplify { start, end, domain: &[], conditions: &[] };
        assert!(check(&mut arena, &problem, &claim, &derivation).is_err());
    }
    let x = arena.symbol("x");
    let root = (0..2_500).fold(x, |t, _| arena.call(Func::Cbrt, t));
    let (one, start) = (arena.integer(1), arena.integer(1));
    let start = arena.binary(Operator::Div, start, root);
    let derivation = Derivation { start, steps: vec![], end: start };
    let claim = Claim::Simplify { start, end: one, domain: &[], conditions: &[] };
    assert!(check(&mut arena, &problem, &claim, &derivation).is_err());
    let step =
        Step { reason: Reason::Ring(Ring::Roots), place: vec![], before: start, after: start, conditions: vec![] };
    let derivation = Derivation { start, steps: vec![step], end: start };
    let claim = Claim::Simplify { start, end: start, domain: &[], conditions: &[] };
    let found = check(&mut arena, &problem, &claim, &derivation);
    assert!(found.is_ok(), "{found:?}");
    no("(x + y + 1)^1000000", "x", &[], &[]);
    no("(x + y + z + w + 1)^30*(x + y + z - w)^30", "x", &[], &[]);
    no("2^1000000000", "x", &[], &[]);
    no("2^(1/1000000000)", "x", &[], &[]);
    no("(1 + x)^(-1000000000)", "x", &[], &[]);
    no("x^1000000000000000000000", "x", &[], &[]);
}

/// A small stream of numbers, the same everywhere.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize
}

fn random(arena: &mut Arena, state: &mut u64, depth: u32) -> TermId {
    use crate::term::{Func, Operator};
    let x = ["x", "y"][next(state) % 2];
    if depth == 0 || next(state) < u32::MAX as usize / 16 {
        return if next(state) % 3 < 1 { arena.integer((next(state) % 5) as i64 - 2) } else { arena.symbol(x) };
    }
    let a = random(arena, state, depth - 1);
    let functions =
        [Func::Exp, Func::Log, Func::Sqrt, Func::Abs, Func::Sin, Func::Tanh, Func::Atan, Func::Cosh, Func::Cbrt];
    match next(state) % 4 {
        0 => arena.call(functions[next(state) % functions.len()], a),
        1 => {
            let n = arena.integer([2, 2, 3, -1, -2][next(state) % 5]);
            arena.binary(Operator::Pow, a, n)
        }
        _ => {
            let b = random(arena, state, depth - 1);
            arena.binary(Operator::ALL[next(state) % 4], a, b)
        }
    }
}

/// The value in doubles; only this test's points come from it, no verdict.
fn value(arena: &Arena, t: TermId, x: f64, y: f64) -> f64 {
    use crate::term::{Func, Node, Operator};
    let at = |a: TermId| value(arena, a, x, y);
    match arena.node(t) {
        Node::Number(n) => arena.number_value(n).to_f64(),
        Node::Symbol(s) => {
            if arena.name(s) == "x" {
                x
            } else {
                y
            }
        }
        Node::Neg(a) => -at(a),
        Node::Binary(op, a, b) => match op {
            Operator::Add => at(a) + at(b),
            Operator::Sub => at(a) - at(b),
            Operator::Mul => at(a) * at(b),
            Operator::Div => {
                if at(b) == 0.0 {
                    f64::NAN
                } else {
                    at(a) / at(b)
                }
            }
            Operator::Pow => {
                if at(a) == 0.0 && at(b) < 0.0 {
                    f64::NAN
                } else {
                    at(a).powi(at(b) as i32)
                }
            }
        },
        Node::Call(f, a) => match f {
            Func::Exp => at(a).exp(),
            Func::Log => {
                if at(a) > 0.0 {
                    at(a).ln()
                } else {
                    f64::NAN
                }
            }
            Func::Sqrt => at(a).sqrt(),
            Func::Abs => at(a).abs(),
            Func::Sin => at(a).sin(),
            Func::Tanh => at(a).tanh(),
            Func::Atan => at(a).atan(),
            Func::Cosh => at(a).cosh(),
            _ => at(a).cbrt(),
        },
        _ => f64::NAN,
    }
}

#[test]
fn signs_agree_with_values() {
    use super::facts::Scope;
    use super::range::{NEG, POS};
    let (mut state, mut told) = (7, 0);
    for _ in 0..3000 {
        let mut arena = Arena::new();
        let t = random(&mut arena, &mut state, 4);
        let Some(needs) = Scope::default().needs(&mut arena, &[t]) else { continue };
        let facts: Vec<TermId> = needs.iter().map(|n| n.condition).collect();
        let mut scope = Scope::new(&mut arena, &facts);
        let signs = scope.signs(&mut arena, t);
        if scope.ring.over {
            continue;
        }
        told += usize::from(signs.count_ones() < 3);
        for i in -6..7 {
            for j in -6..7 {
                let v = value(&arena, t, f64::from(i) / 2.0, f64::from(j) / 2.0);
                let wrong = (v > 1e-6 && signs & POS == 0) || (v < -1e-6 && signs & NEG == 0);
                assert!(
                    !(v.is_finite() && (wrong || scope.contradictory())),
                    "{:?} at {i}/2 {j}/2 is {v}, {signs}",
                    arena.node(t)
                );
            }
        }
    }
    assert!(told > 500, "{told}");
}
