//! The limits: each can be set, each is printed, and each that is passed says so in its own words.
#![cfg(unix)]

mod confined;

use confined::{confined, expect, fed};

#[test]
fn every_limit_is_said_where_it_is_passed() {
    let all: &[(&[&str], i32, &str)] = &[
        (&["simplify", "x + 1", "--limit", "formula=3"], 2, "E0009: the text has 5 bytes, and the limit is 3"),
        (&["simplify", "((((x))))", "--limit", "depth=3"], 2, "E0009: nested deeper than 3 levels"),
        (&["simplify", "1234", "--limit", "digits=3"], 2, "E0009: a number with more than 3 digits"),
        (&["diff", "x^9", "--order", "8", "--limit", "order=7"], 2, "E0107: the order 8 is not between 1 and 7"),
        (&["simplify", "x + diff(x^9, x, 8)", "--limit", "order=7"], 2, "above the limit 7"),
        (&["simplify", "x", "--given", "a = 1", "--limit", "given=0"], 2, "E0107: more than 0 definitions are given"),
        (&["simplify", "x + y", "--limit", "memory=10"], 2, "E0107: the formula takes more than 10 bytes of memory"),
        (
            &["simplify", "1 + diff(x^x, x, 2)", "--limit", "added=3"],
            2,
            "E0107: the derivative takes more than 3 terms",
        ),
        (&["diff", "x^x", "--order", "60", "--limit", "again=2000"], 2, "2000 is the limit"),
        (&["simplify", "x + x", "--limit", "parts=1"], 0, "x + x"),
        (&["simplify", "x + x", "--limit", "tree=2"], 0, "x + x"),
        (&["simplify", "x + x", "--limit", "work=1"], 0, "x + x"),
        (&["simplify", "x + x", "--budget", "1"], 0, "x + x"),
        (&["simplify", "(x + 1)*(x + 2) - x^2", "--limit", "expansion=3"], 0, "(x + 1)*(x + 2) - x^2"),
        (&["simplify", "2^100", "--limit", "integer=99"], 0, "2^100"),
        (&["simplify", "sin(x)^2 + x*cos(x)^2", "--limit", "egraph=2"], 0, ""),
        (&["simplify", "sin(x + 1)^2 + (x + 1)^3", "--limit", "printed=5"], 0, "let t1 = x + 1"),
        (&["simplify", "x", "--limit", "haste=5"], 2, "E0102: there is no limit `haste`"),
        (&["simplify", "x", "--limit", "depth"], 2, "E0102: `depth` sets no limit to a whole number"),
        (&["simplify", "x", "--limit", "depth=-1"], 2, "E0102: `depth=-1` sets no limit"),
    ];
    for (arguments, code, part) in all {
        expect(&fed(confined(arguments), b""), arguments.join(" ").as_bytes(), *code, part);
    }
    let listed = fed(confined(&["--limits"]), b"");
    let listed = String::from_utf8(listed.stdout).unwrap();
    let words: Vec<&str> = all.iter().filter_map(|(a, ..)| a.last()?.split_once('=').map(|s| s.0)).collect();
    for line in listed.lines() {
        let word = line.split(' ').next().unwrap();
        // The limits of what comes by standard input have tests of their own, here and in tests/check.rs.
        assert!(matches!(word, "line" | "document") || words.contains(&word), "no test passes the limit `{word}`");
    }
}

#[test]
fn a_line_of_a_batch_has_its_limit() {
    let lines = "{\"id\":1,\"op\":\"simplify\",\"expr\":\"x + x + x + x + x\"}\n{\"op\":\"simplify\",\"expr\":\"1\"}\n";
    let output = fed(confined(&["batch", "--limit", "line=40"]), lines.as_bytes());
    let said = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<&str> = said.lines().collect();
    assert!(answers[0].contains("the line is longer than 40 bytes") && answers[0].contains("\"line\":1"), "{said}");
    assert!(answers[1].contains("\"result\":\"1\"") && answers.len() == 2, "{said}");
}

#[test]
fn more_work_never_loses_what_less_work_finds() {
    let size = |budget: &str| {
        let output = fed(confined(&["simplify", "(x^2 - 1)/(x - 1) + sin(y)^2 + cos(y)^2", "--budget", budget]), b"");
        output.stdout.split(|b| *b == b'\n').next().unwrap().len()
    };
    let sizes = ["0", "100", "10000", "1000000", "20000000"].map(size);
    assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes[0] > sizes[3], "{sizes:?}");
}

#[test]
fn high_orders_stay_as_short_as_their_polynomials() {
    for formula in ["1/(1 + x^2)", "tan(x)", "sqrt(1 + x^2)"] {
        let done = fed(confined(&["diff", formula, "--order", "36"]), b"");
        let answer = String::from_utf8(done.stdout).unwrap();
        assert!(done.status.success() && answer.lines().count() == 1, "{formula}: {answer}");
        // About nineteen coefficients of up to forty-two digits.
        assert!(answer.len() < 1_000, "{formula} has {} characters", answer.len());
        assert!(done.stderr.is_empty(), "{formula}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

/// Sums of quotients with as many divisors as there are letters and powers.
fn long_sum(addends: usize) -> String {
    let functions = ["sin", "log", "tanh", "exp", "sqrt", "atan", "cos"];
    let addend = |i: usize| {
        let (f, a, b) = (functions[i % 7], ["a", "b", "c"][i % 3], ["a", "b", "c"][i % 4 % 3]);
        format!("{}*x^{}*{f}({}*x + {a})/({b} + x^{})", i % 8 + 2, i % 3 + 2, i % 5 + 2, i % 4 + 2)
    };
    (0..addends).map(addend).collect::<Vec<_>>().join(" + ")
}

#[test]
fn long_sums_are_simplified_addend_by_addend() {
    for addends in [12, 40] {
        let formula = long_sum(addends);
        let done = fed(confined(&["diff", &formula, "--wrt", "x"]), b"");
        let answer = String::from_utf8(done.stdout).unwrap();
        assert!(done.status.success() && done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
        let answer = answer.lines().next().unwrap();
        assert!(answer.len() < 5 * formula.len() / 2, "{addends} addends: {answer}");
    }
}

#[test]
fn functions_and_products_of_long_sums_are_replayed() {
    let sum = |shift: usize| {
        let addend = |i: usize| {
            format!("{}*x^{}*{}({}*x)", i % 8 + 2, i % 7 + 1, ["sin", "exp", "tanh", "cosh"][i % 4], i % 9 + shift)
        };
        (0..80).map(addend).collect::<Vec<_>>().join(" + ")
    };
    let factors: Vec<String> = (0..80).map(|i| format!("(a + {}*sin({}*x))", i % 7 + 1, i % 9 + 1)).collect();
    let quotient = format!("({})/({})", sum(1), sum(3));
    for formula in [format!("log({})", sum(2)), format!("sqrt({})", sum(2)), quotient, factors.join("*")] {
        let done = fed(confined(&["diff", &formula, "--wrt", "x", "--to", "json"]), b"");
        let answer = String::from_utf8(done.stdout).unwrap();
        assert!(answer.contains("\"checked\":true"), "{formula}: {answer}");
    }
}

#[test]
fn definitions_that_share_parts_are_not_multiplied_out() {
    let definition = |i: usize| match i {
        0 => "a0 = x + sin(x)".to_string(),
        _ => format!("a{i} = a{0} + (a{0} + sin(x))", i - 1),
    };
    let definitions: Vec<String> = (0..32).map(definition).collect();
    let given: Vec<&str> = definitions.iter().flat_map(|d| ["--given", d]).collect();
    for asked in [&["diff", "a31", "--wrt", "a30"][..], &["equal", "a31*y = a31 + y"], &["simplify", "a31 - 2*a30"]] {
        let done = fed(confined(&[asked, &given].concat()), b"");
        assert!(done.status.code().is_some_and(|c| c < 2), "{asked:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
}
