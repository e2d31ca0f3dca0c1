//! How long questions take; run by hand, in release.

use super::tests::read_all;
use super::*;
use crate::term::Arena;
use std::time::Instant;

#[test]
#[ignore = "measures time"]
fn time_questions() {
    let mut arena = Arena::new();
    for (given, asked) in [
        ("x > 0; x < 1; y > 0", "x - y > 0"),
        ("x > 0; x < 1; y > 0", "x*y - 1/2 > 0"),
        ("a > 0; a < 1; y > 0; y < 1", "a*y - y + 1 - 2*a > 0"),
        ("x^2 < 2; x > 0", "x^3 - x - 1 > 0"),
        ("x > 0; exp(x) > 2", "x^2 - 3*x + 1 != 0"),
        ("", "sin(x)*cos(x) - 1/3 != 0"),
        ("x != 0; s > 0", "(x/s)^k - 1 > 0"),
    ] {
        let (given, asked) = (read_all(&mut arena, given), read_all(&mut arena, asked));
        let facts = Facts::new(&mut arena, &given);
        let mut total = 0;
        for _ in 0..1000 {
            let mut fresh = facts.clone();
            let start = Instant::now();
            fresh.holds(&mut arena, asked[0]);
            total += start.elapsed().as_nanos();
        }
        let answer = facts.clone().holds(&mut arena, asked[0]);
        println!("{answer:?} {} ns: {}", total / 1000, super::tests::show_all(&arena, &asked)[0]);
    }
    for (a, b) in [
        ("1 - x^2 >= 0; sqrt(1 - x^2) != 0; x >= -1; x <= 1; x > -1; x < 1", "1 - x^2 >= 0; sqrt(1 - x^2) != 0"),
        ("a > 0; 1 - a > 0; a != 0; 1 - a != 0; a*(1 - a) != 0; y > 0", "a*(1 - a) != 0"),
        ("x > 0; y > 0; x*y - 1 != 0; x + y != 0; log(x) != 0; exp(y) - 1 != 0", ""),
        ("cos(x) != 0; sin(x) != 0; sin(x) + 1 != 0; 1 + x^2/n > 0; n != 0; x^2 + n != 0", "cos(x) != 0"),
    ] {
        let (a, b) = (read_all(&mut arena, a), read_all(&mut arena, b));
        let start = Instant::now();
        for _ in 0..100 {
            remaining(&mut arena, &a, &b, &[]);
        }
        let rest = remaining(&mut arena, &a, &b, &[]);
        println!("{} us: {:?}", start.elapsed().as_micros() / 100, super::tests::show_all(&arena, &rest));
    }
}
