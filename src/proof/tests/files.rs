//! What a proof file asks of the checker: the same verdict however the terms are numbered.

use super::*;

/// What must hold for it to have a value is too much to be worked out.
const LARGE: S = "tan(min(min(x, min(x, min(x/min(x, min(x, min(x, min(x, x + x)))), x))), min(x, x/x)))";

/// A proof is read from a file into other numbers of terms than it was found in.
#[test]
fn what_was_met_before_changes_no_verdict() {
    let text = "asin(exp((exp(x)*exp(x^(1/2)))^(1/2)))^(-1) + (1 + x)";
    let conditions =
        ["x >= 0", "x^(1/2) >= 0", "exp(x)*exp(x^(1/2)) >= 0", "asin(exp((exp(x)*exp(x^(1/2)))^(1/2))) != 0"];
    let empty = |before: &[S]| {
        let mut arena = Arena::new();
        before.iter().for_each(|t| drop(read(&mut arena, t)));
        let start = read(&mut arena, text);
        let derivation = Derivation { start, steps: vec![], end: start };
        let problem = Problem { assumptions: &[], names: &[] };
        check(&mut arena, &problem, &Claim::Empty { start, domain: &[] }, &derivation)
    };
    let alone = empty(&[]);
    for before in [&conditions[..1], &conditions[1..], &conditions[3..], &["1 + x", "exp(x^(1/2))"]] {
        assert_eq!(empty(before), alone, "after {before:?}");
    }
}

/// Both lists being the same needs no facts: however much there would be to work out.
#[test]
fn a_domain_is_its_own() {
    let mut arena = Arena::new();
    let problem = Problem { assumptions: &[], names: &[] };
    let (all, other) = ([read(&mut arena, LARGE)], [read(&mut arena, "tan(x)")]);
    assert_eq!(check_domain(&mut arena, &problem, (&all, None), &all), Ok(()));
    assert!(check_domain(&mut arena, &problem, (&all, None), &other).is_err());
}
