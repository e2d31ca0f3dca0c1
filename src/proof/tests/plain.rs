//! Thin sets of missing points: where they do no harm, and where the checker must not let them pass.

use super::S;
use crate::parse::read;
use crate::proof::facts::Scope;
use crate::proof::*;
use crate::rules::{Derivation, Reason, Ring, Step};

#[test]
fn divisors_that_may_vanish_need_a_plain_domain() {
    let run = |start: S, middle: S, end: S, assume: &[S]| {
        let mut arena = Arena::new();
        let a = &mut arena;
        let (start, middle, end) = (read(a, start), read(a, middle), read(a, end));
        let assumptions: Vec<TermId> = assume.iter().map(|t| read(a, t)).collect();
        let reason = Reason::Ring(Ring::Cancel);
        let first = Step { reason, place: vec![], before: start, after: middle, conditions: vec![] };
        let last = Step { reason, place: vec![], before: middle, after: end, conditions: vec![] };
        let derivation = Derivation { start, steps: vec![first, last], end };
        let problem = Problem { assumptions: &assumptions, names: &[] };
        check(a, &problem, &Claim::Simplify { start, end, domain: &[], conditions: &[] }, &derivation)
    };
    assert_eq!(run("x", "x*(x - 1)/(x - 1)", "x", &[]), Ok(Checked { generic: true }));
    assert_eq!(run("sqrt(x - 2)", "sqrt(x - 2)*x/x", "sqrt(x - 2)", &[]), Ok(Checked { generic: false }));
    assert_eq!(run("sqrt(x)", "sqrt(x)*x/x", "sqrt(x)", &[]), Ok(Checked { generic: true }));
    assert!(run("x^y", "x^y*(x + 1)/(x + 1)", "x^y", &[]).is_err());
    assert!(run("abs(x)", "abs(x)*n/n", "abs(x)", &["n integer"]).is_err());
    assert!(run("sqrt(x) + sqrt(-x)", "x*(sqrt(x) + sqrt(-x))/x", "sqrt(x) + sqrt(-x)", &[]).is_err());
    assert!(run("sign(x)", "sign(x)*x/x", "sign(x)", &[]).is_err());
    assert!(run("x", "x*sin(x)/sin(x)", "x", &[]).is_err());
}

#[test]
fn plain_domains() {
    let plain = |term: S, assume: &[S]| {
        let mut arena = Arena::new();
        let term = read(&mut arena, term);
        let mut facts: Vec<TermId> = assume.iter().map(|t| read(&mut arena, t)).collect();
        let needs = Scope::default().needs(&mut arena, &[term]).unwrap();
        facts.extend(needs.iter().filter(|n| n.guards.is_empty()).map(|n| n.condition));
        let mut scope = Scope::new(&mut arena, &facts);
        crate::proof::plain::is_plain(&mut scope, &mut arena, &[term], &facts)
    };
    let yes: [(S, &[S]); 6] = [
        ("log(a) + 1/(1 - a)", &[]),
        ("sqrt(x) + sqrt(1 - x) + sqrt(x^2)", &[]),
        ("asin(x)*sqrt(y - x)", &[]),
        ("sqrt(x - 2) + sqrt(5/2 - x) + sqrt(y - 3*x)", &[]),
        ("x^(3/2) + x^(-2)", &[]),
        ("sqrt(x^2 + 1)", &[]),
    ];
    // Known to be none, or not affine and so not known to be one.
    let no: [(S, &[S]); 13] = [
        ("x^n", &[]),
        ("sqrt(-x^2)", &[]),
        ("sqrt(x - 1) + sqrt(1 - x)", &[]),
        ("sqrt(x) + sqrt(-x)", &[]),
        ("sqrt(x - y) + sqrt(y - z) + sqrt(z - x)", &[]),
        ("sqrt(x^2*(x - 1))", &[]),
        ("sqrt(1 - x^2)", &[]),
        ("sqrt(sin(x) - 1)", &[]),
        ("sqrt(1/x)", &[]),
        ("sqrt(floor(x))", &[]),
        ("x", &["n integer"]),
        ("x", &["x = y"]),
        ("if(x > 0, x, 1)", &[]),
    ];
    yes.iter().for_each(|(term, assume)| assert!(plain(term, assume), "{term}"));
    no.iter().for_each(|(term, assume)| assert!(!plain(term, assume), "{term}"));
}
