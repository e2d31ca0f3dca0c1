//! The counterexamples that shaped what Chainrule means by an answer, each asked from outside.
//!
//! Every one has a naive answer, which a rule that holds "generically" leads to, and a point where
//! that answer is wrong. What must not come out is refuted or left undecided, and what does come
//! out has the formula's value at the point.

use chainrule::{Expr, Simplified, Simplifier, Verdict};

fn expr(text: &str) -> Expr {
    text.parse().unwrap_or_else(|e: chainrule::Error| panic!("{text}: {}", e.report()))
}

fn under(assume: &[&str]) -> Simplifier {
    assume.iter().fold(Simplifier::new(), |ask, text| ask.assume(text))
}

fn checked(text: &str, answer: Result<Simplified, chainrule::Error>) -> Simplified {
    let answer = answer.unwrap_or_else(|e| panic!("{text}: {}", e.report()));
    assert!(answer.checked(), "{text}: {} is not checked", answer.expr());
    answer
}

fn simplified(text: &str, assume: &[&str]) -> Simplified {
    checked(text, under(assume).simplify(&expr(text)))
}

fn slope(text: &str, by: &str, order: u32, assume: &[&str]) -> Simplified {
    checked(text, under(assume).diff_n(&expr(text), by, order))
}

/// The answer and its conditions as text.
fn shown(answer: &Simplified) -> (String, Vec<String>) {
    (answer.expr().to_string(), answer.conditions())
}

fn value(formula: &Expr, point: &str) -> String {
    formula.eval_at(point, 5).unwrap_or_else(|e| panic!("{formula} at {point}: {e}"))
}

/// Simplifies, and holds formula and answer to a value at each point.
fn has_values(text: &str, assume: &[&str], values: &[(&str, &str)]) {
    let answer = simplified(text, assume);
    assert!(!answer.is_empty(), "{text}");
    for (point, expected) in values {
        assert_eq!(value(&expr(text), point), *expected, "{text} at {point}");
        assert_eq!(value(&answer.expr(), point), *expected, "{text} = {} at {point}", answer.expr());
    }
}

fn verdict(lhs: &str, rhs: &str, assume: &[&str]) -> Verdict {
    under(assume).prove_equal(&expr(lhs), &expr(rhs)).unwrap_or_else(|e| panic!("{lhs} = {rhs}: {}", e.report()))
}

fn refuted(lhs: &str, rhs: &str, assume: &[&str]) {
    let found = verdict(lhs, rhs, assume);
    assert!(found.is_refuted(), "{lhs} = {rhs}: {found}");
}

/// The conditions under which a claim was proved.
fn proved(lhs: &str, rhs: &str, assume: &[&str]) -> Vec<String> {
    match verdict(lhs, rhs, assume) {
        Verdict::Proved { conditions, .. } => conditions,
        other => panic!("{lhs} = {rhs}: {other}"),
    }
}

/// Functions that are 0 on a part of their domain and a multiple of pi, or 2x, on another: each
/// with a point where it is 0 and one where it is the value given.
const HIDDEN: &[(&str, &str, &str, &str)] = &[
    ("(atan(x) + atan(1/x) - pi/2)", "x = 2", "x = -2", "~-3.14159"),
    ("(atan(tan(x)) - x)", "x = 1", "x = 2", "~-3.14159"),
    ("(acos(cos(x)) - x)", "x = 1", "x = -2", "~4"),
    ("(sqrt(x^2) - x)", "x = 1", "x = -2", "4"),
];

#[test]
fn c01_a_conjugate_that_is_zero() {
    let text = "1/(sqrt(x) + sqrt(y) + sqrt(x + y + 2*sqrt(x*y)))";
    has_values(text, &[], &[("x = 1, y = 1", "1/4"), ("x = 4, y = 1", "1/6"), ("x = 0, y = 1", "1/2")]);
    refuted(text, "0", &[]);
    let divisor = "sqrt(x) + sqrt(y) - sqrt(x + y + 2*sqrt(x*y))";
    has_values(&format!("{text} + y*({divisor})^2"), &[], &[("x = 1, y = 1", "1/4")]);
    assert!(!verdict(&format!("({divisor})/({divisor})"), "1", &[]).is_proved());
}

#[test]
fn c02_a_product_of_zero_divisors() {
    for (v, zero, other, there) in HIDDEN {
        let product = format!("y*{v}*({v} + pi)");
        assert!(!simplified(&format!("y*({v} + pi)"), &[]).expr().to_string().eq("0"), "{v}");
        has_values(&format!("y*({v} + pi)"), &[], &[(&format!("{zero}, y = 3"), "~9.42478")]);
        has_values(&format!("1*{v}"), &[], &[(other, there)]);
        refuted(&format!("y*({v} + pi)"), "0", &[]);
        refuted(&format!("y*{v}"), "0", &[]);
        // Whatever is said of the product, a factor of it is not said to be 0.
        let quotient = simplified(&format!("{product}/{v}"), &[]);
        assert_ne!(quotient.expr().to_string(), "0", "{product}/{v}");
    }
}

#[test]
fn c03_a_root_with_a_point_of_its_own() {
    let text = "sqrt(x^2*(x - 1)) + abs(x - 1)";
    has_values(text, &[], &[("x = 0", "1"), ("x = 1", "0"), ("x = 2", "3")]);
    refuted(text, "sqrt(x^2*(x - 1)) + x - 1", &[]);
    assert_eq!(simplified(text, &[]).conditions(), Vec::<String>::new());
    let text = "sqrt(1 - sec(x)) + abs(cos(x))";
    has_values(text, &[], &[("x = 0", "1"), ("x = 2", "~2.26087")]);
    refuted(text, "sqrt(1 - sec(x)) - cos(x)", &[]);
}

#[test]
fn c04_an_integer_has_no_neighbours() {
    let whole = &["n integer", "n >= 2"];
    has_values("abs(n - 5/2)", whole, &[("n = 2", "1/2"), ("n = 3", "1/2"), ("n = 4", "3/2")]);
    has_values("abs(n - 5/2) + (n - 2)*(n - 2)", whole, &[("n = 2", "1/2"), ("n = 3", "3/2")]);
    refuted("abs(n - 5/2)", "n - 5/2", whole);
    refuted("(abs(n - 5/2) - n + 5/2)*(n - 5)", "0", whole);
    // Both sides are 0 for every integer, and a divisor that is 0 there proves nothing.
    assert!(!verdict("abs(x)*sin(pi*n)", "x*sin(pi*n)", &["n integer"]).is_refuted());
    assert!(!verdict("abs(x)*sin(pi*n)/sin(pi*n)", "x", &["n integer"]).is_proved());
    refuted("abs(x) + x^n - x^n", "x", &["n integer"]);
    assert_ne!(simplified("abs(x)*sin(pi*n)/sin(pi*n)", &["n integer"]).expr().to_string(), "x");
}

#[test]
fn c05_a_total_function_by_way_of_a_partial_one() {
    has_values("sign(x)^2", &[], &[("x = 0", "0"), ("x = -3", "1")]);
    refuted("sign(x)^2", "1", &[]);
    refuted("sign(x)*sign(x)", "1", &[]);
    assert_eq!(shown(&simplified("(abs(x)/x)^2", &[])), ("1".into(), vec!["x != 0".into()]));
    assert_eq!(proved("(abs(x)/x)^2", "1", &[]), ["x != 0"]);
    for square in ["x^2/x^2", "abs(x)^2/x^2"] {
        assert_eq!(shown(&simplified(square, &[])), ("1".into(), vec!["x != 0".into()]), "{square}");
    }
}

#[test]
fn c05_a_sign_is_that_of_what_is_inside() {
    let cases = [
        ("sign(3*x^3/(1 + x^2)) + sign(atan(2*y)) + sign(exp(z) - 1)", "sign(x) + sign(y) + sign(z)"),
        ("sign(x^2*y)", "sign(x^2*y)"),
        ("sign(2*exp(x) - 1)", "sign(2*exp(x) - 1)"),
    ];
    for (text, expected) in cases {
        assert_eq!(simplified(text, &[]).expr().to_string(), expected, "{text}");
    }
    for (text, expected) in [("abs(sinh(x))", "cosh(x)*sign(x)"), ("abs(exp(x) - 1)", "exp(x)*sign(x)")] {
        assert_eq!(shown(&slope(text, "x", 1, &[])), (expected.into(), vec!["x != 0".into()]), "{text}");
    }
    has_values("sign(acot(x)*x)", &[], &[("x = 2", "1"), ("x = -2", "1")]);
    has_values("abs(tanh(x)) + sign(x^2*y)", &[], &[("x = 0, y = 3", "0"), ("x = -2, y = -3", "~-0.03597")]);
}

#[test]
fn c06_a_derivative_before_any_fact() {
    let at_one = |answer: &Simplified| value(&answer.expr(), "n = 1");
    assert_eq!(at_one(&slope("sin(pi*n)", "n", 1, &["n integer"])), "~-3.14159");
    assert_eq!(at_one(&simplified("diff(sin(pi*n), n)", &["n integer"])), "~-3.14159");
    assert_eq!(at_one(&slope("n*sin(pi*n)", "n", 2, &["n integer"])), "~-6.28319");
    let named = Simplifier::new().given("a = sigma(z)").in_terms_of(["a"]);
    for answer in [named.diff(&expr("a"), "z"), named.simplify(&expr("diff(a, z)"))] {
        assert_eq!(checked("a", answer).expr().to_string(), "a*(1 - a)");
    }
    assert_eq!(checked("a", named.diff(&expr("a"), "a")).expr().to_string(), "1");
    assert_eq!(value(&checked("a", Simplifier::new().given("a = z^2").diff(&expr("a"), "z")).expr(), "z = 3"), "6");
}

#[test]
fn c07_where_a_derivative_is_not_claimed() {
    let derivative = |text| shown(&slope(text, "x", 1, &[]));
    let is = |answer: &str, conditions: &[&str]| {
        (answer.to_string(), conditions.iter().map(|c| c.to_string()).collect::<Vec<_>>())
    };
    assert_eq!(derivative("x^(3/2)"), is("3*sqrt(x)/2", &["x > 0"]));
    assert_eq!(derivative("x*abs(x)"), is("2*abs(x)", &["x != 0"]));
    assert_eq!(derivative("if(x > 0, x, -x)").1, ["x != 0"]);
    assert_eq!(derivative("abs(x)"), is("sign(x)", &["x != 0"]));
    assert!(slope("(-x^2)^(3/2)", "x", 1, &[]).is_empty());
    // A point where nothing is claimed is no difference of the two domains.
    match verdict("diff(x*abs(x), x)", "2*abs(x)", &[]) {
        Verdict::Proved { conditions, lhs_only, rhs_only, .. } => {
            assert_eq!((&conditions[..], lhs_only, rhs_only), (&["x != 0".to_string()][..], None, None));
        }
        other => panic!("{other}"),
    }
    // Between two orders no fact is used that holds at single points only.
    assert_eq!(value(&slope("x^3 + abs(y)", "x", 2, &["x >= 0", "x <= 0"]).expr(), "x = 0, y = 1"), "0");
}

#[test]
fn c08_names_bring_their_domain() {
    let root = Simplifier::new().given("a = sqrt(x)").in_terms_of(["a"]);
    for text in ["sqrt(x^2)", "x", "abs(x)"] {
        let answer = checked(text, root.simplify(&expr(text)));
        let named = answer.expr().variables().contains(&"a".to_string());
        let says_it = answer.conditions() == ["x >= 0"];
        assert!(says_it || !named, "{text} = {} is said without x >= 0", answer.expr());
        assert!(says_it || value(&answer.expr(), "x = -2") == value(&expr(text), "x = -2"), "{text}");
    }
    let ask = |definition: &str| Simplifier::new().given(definition);
    assert_eq!(ask("a = a + 1").simplify(&expr("a")).unwrap_err().code(), "E0017");
    let circle = ask("a = b + 1").given("b = a - 1");
    assert_eq!(circle.simplify(&expr("a")).unwrap_err().code(), "E0103");
    // It looks like a polynomial that is not zero, and is 0 everywhere.
    for hidden in ["1/(a - sigma(z))", "(a - sigma(z))/(a - sigma(z))", "y*(a - sigma(z))/(a - sigma(z))"] {
        let answer = checked(hidden, ask("a = sigma(z)").simplify(&expr(hidden)));
        assert!(answer.is_empty(), "{hidden} = {}", answer.expr());
    }
}

#[test]
fn c09_a_branch_keeps_its_facts() {
    let text = "if(x > 0, log(x), sqrt(x^2))";
    has_values(text, &[], &[("x = -2", "2"), ("x = 1", "0"), ("x = 0", "0")]);
    refuted(text, "if(x > 0, log(x), x)", &[]);
    // The same part inside a branch, outside it, and in the other one.
    has_values("if(x > 0, sqrt(x^2), 0) + sqrt(x^2)", &[], &[("x = -2", "2"), ("x = 3", "6")]);
    has_values("sqrt(x^2) + if(x > 0, 0, sqrt(x^2))", &[], &[("x = -2", "4"), ("x = 3", "3")]);
    has_values("if(x > 0, sqrt(x^2), sqrt(x^2)) + abs(x)", &[], &[("x = -2", "4"), ("x = 3", "6")]);
    refuted("if(x > 0, sqrt(x^2), sqrt(x^2))", "x", &[]);
    // What a branch divides by says nothing outside it.
    has_values("if(x > 0, 1/x, x^2) + x/(x^2 + 1)", &[], &[("x = 0", "0"), ("x = 1", "3/2")]);
    // What has no value in one branch may have one in the other.
    has_values("if(x > 1, 1/0, x)", &[], &[("x = 0", "0")]);
    has_values("if(x > 1, x, 1/(x - x)) + 1", &[], &[("x = 2", "3")]);
}

#[test]
fn c10_no_common_point_no_proof() {
    let hidden_zeros = [
        ("(sin(x)^2 + cos(x)^2 - 1)", &[][..]),
        ("(atan(x) + atan(1/x) - pi/2)", &["x > 0"][..]),
        ("(sqrt(x) + sqrt(y) - sqrt(x + y + 2*sqrt(x*y)))", &[]),
        ("(exp(log(x)) - x)", &[]),
        ("((x + 1)^2 - x^2 - 2x - 1)", &[]),
    ];
    for (u, assume) in hidden_zeros {
        let found = verdict(&format!("{u}/{u}"), "1", assume);
        assert!(!found.is_proved() && !found.is_refuted(), "{u}/{u} = 1: {found}");
    }
    let point = "sqrt(x) + sqrt(-x)";
    has_values(point, &[], &[("x = 0", "0")]);
    refuted(point, "1", &[]);
    assert!(!verdict(point, "0", &[]).is_refuted());
    assert_eq!(verdict("log(x) + log(-x)", "1", &[]).to_string(), "vacuous");
}

#[test]
fn c11_equality_is_not_transitive() {
    assert_eq!(proved("sqrt(x^2)", "sqrt(x)^2", &[]), ["x >= 0"]);
    assert_eq!(proved("sqrt(x)^2", "x", &[]), ["x >= 0"]);
    refuted("sqrt(x^2)", "x", &[]);
    refuted("abs(x)", "x", &[]);
    assert_eq!(shown(&simplified("sqrt(x^2)", &[])).0, "abs(x)");
    assert_eq!(shown(&simplified("sqrt(x)^2", &[])), ("x".into(), vec!["x >= 0".into()]));
    assert!(proved("sqrt(x^2)", "x", &["x >= 0"]).is_empty());
}

#[test]
fn c12_nothing_and_powers_of_powers() {
    for text in ["(x - x)/(x - x) + y", "y + 0/(x - x)", "y^((x - x)/(x - x))", "log(x - x)*y", "(y - y)^0"] {
        let answer = simplified(text, &[]);
        assert!(answer.is_empty(), "{text} = {}", answer.expr());
    }
    assert_eq!(verdict("(x - x)/(x - x) + y", "y", &[]).to_string(), "vacuous");
    refuted("(x^a)^b", "x^(a*b)", &[]);
    refuted("(x^(-2))^(3/2)", "x^(-3)", &[]);
    assert_eq!(value(&expr("(x^a)^b"), "x = -1/2, a = -2, b = 3/2"), "8");
    assert_eq!(value(&simplified("(x^a)^b", &[]).expr(), "x = -1/2, a = -2, b = 3/2"), "8");
    assert!(proved("(x^a)^b", "x^(a*b)", &["x > 0"]).is_empty());
    has_values("x^(n/2)*sqrt(x^n)", &["x < 0"], &[("x = -1, n = 2", "-1"), ("x = -2, n = 4", "16")]);
    has_values("x^(3*n/2)/sqrt(x^n)", &["x < 0"], &[("x = -1, n = 2", "-1")]);
    has_values("(-1)^(m/2)*sqrt((-1)^m)", &[], &[("m = 2", "-1"), ("m = 4", "1")]);
}

/// Exponents of more than 32 bits: cut off there, all powers would be the same.
#[test]
fn c13_powers_beyond_the_range_of_an_exponent() {
    let power = |times| (0..times).fold("x".to_string(), |b, _| format!("({b})^4"));
    let [smaller, larger] = [power(16), power(17)];
    assert!(!simplified(&format!("log({smaller} - {larger})"), &[]).is_empty());
    assert!(!verdict(&smaller, &larger, &[]).is_proved());
}
