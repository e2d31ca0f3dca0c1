//! Enclosures of the same term at different precisions hold the same value, so they touch; and
//! what certainly has no value at one precision has none at another.

use chainrule::decide::{Point, Refutation, SearchBudget, Value, evaluate, find_point, refute};
use chainrule::term::{Arena, Func, Operator, Rational, TermId};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Builds a term of x from a sequence of numbers, each adding an operation on earlier terms.
fn build(arena: &mut Arena, recipe: &[(u8, u8, u8, i16)]) -> TermId {
    let x = arena.symbol("x");
    let three = arena.integer(3);
    let mut terms = vec![x, arena.pi()];
    for (kind, a, b, number) in recipe {
        let pick = |i: &u8| terms[terms.len() - 1 - usize::from(*i) % terms.len().min(4)];
        let (left, right) = (pick(a), pick(b));
        let function = Func::ALL[usize::from(*b) % Func::ALL.len()];
        let literal = arena.rational(&Rational::new(i64::from(*number), 1 + i64::from(*a) % 7));
        terms.push(match kind % 8 {
            op @ 0..=4 => {
                arena.binary(Operator::ALL[usize::from(op)], left, if number % 3 == 0 { literal } else { right })
            }
            5 => arena.binary(Operator::Mul, literal, left),
            _ if function.row().arity() == 1 => arena.call(function, left),
            _ => arena.call2(function, left, if function == Func::Root { three } else { right }),
        });
    }
    terms[terms.len() - 1]
}

fn recipes() -> impl Strategy<Value = Vec<(u8, u8, u8, i16)>> {
    prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>(), -40..40i16), 1..14)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn enclosures_of_all_precisions_touch(recipe in recipes(), top in -50..50i64, bottom in 1..20i64) {
        let mut arena = Arena::new();
        let term = build(&mut arena, &recipe);
        let x = arena.intern("x");
        let point = Point::new(&arena, [(x, Rational::new(top, bottom))]);
        let values = [8, 30, 64, 200, 700].map(|bits| evaluate(&arena, term, &point, bits));
        for a in &values {
            for b in &values {
                prop_assert!(!a.differs(b), "{a:?} and {b:?}");
                prop_assert!(!(a.is_defined() && *b == Value::Undefined), "{a:?} and {b:?}");
            }
        }
    }

    #[test]
    fn a_term_is_never_refuted_against_itself(recipe in recipes()) {
        let mut arena = Arena::new();
        let term = build(&mut arena, &recipe);
        let zero = arena.integer(0);
        let same = arena.binary(Operator::Add, term, zero);
        let negated = arena.neg(term);
        let twice = arena.neg(negated);
        for other in [same, twice] {
            let found = refute(&arena, term, other, &[], SearchBudget::QUICK);
            let settled = matches!(found, Refutation::NotFound { lhs_only: None, rhs_only: None, .. });
            prop_assert!(settled, "{found:?}");
        }
        let found = find_point(&arena, &[term], &[], SearchBudget::QUICK);
        prop_assert_eq!(found.is_some(), find_point(&arena, &[twice], &[], SearchBudget::QUICK).is_some());
    }
}
