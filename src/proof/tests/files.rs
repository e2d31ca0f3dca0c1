//! What only a proof file asks of the checker.

use super::*;

/// What must hold for it to have a value is too much to be worked out.
const LARGE: S = "tan(min(min(x, min(x, min(x/min(x, min(x, min(x, min(x, x + x)))), x))), min(x, x/x)))";

/// Both lists being the same needs no facts: however much there would be to work out.
#[test]
fn a_domain_is_its_own() {
    let mut arena = Arena::new();
    let problem = Problem { assumptions: &[], names: &[] };
    let (all, other) = ([read(&mut arena, LARGE)], [read(&mut arena, "tan(x)")]);
    assert_eq!(check_domain(&mut arena, &problem, (&all, None), &all), Ok(()));
    assert!(check_domain(&mut arena, &problem, (&all, None), &other).is_err());
}
