//! The counterexamples of `SOUNDNESS.md` §2 that concern facts, and what is asked of conditions.

use super::*;
use crate::parse::read;
use crate::term::{Arena, Node, TermId};

/// A term as text with all parentheses.
pub fn show(arena: &Arena, id: TermId) -> String {
    let side = |id| show(arena, id);
    match arena.node(id) {
        Node::Number(n) => arena.number_value(n).to_string(),
        Node::Pi => "pi".into(),
        Node::Symbol(s) => arena.name(s).into(),
        Node::Neg(a) => format!("-{}", side(a)),
        Node::Binary(op, a, b) => format!("({}{}{})", side(a), op.symbol(), side(b)),
        Node::Relation(r, a, b) => format!("({} {} {})", side(a), r.symbol(), side(b)),
        Node::Property(p, a) => format!("({} {})", side(a), p.words()),
        Node::Call(f, a) => format!("{}({})", f.name(), side(a)),
        Node::Call2(f, a, b) => format!("{}({},{})", f.name(), side(a), side(b)),
        Node::If(a, b, c) => format!("if({},{},{})", side(a), side(b), side(c)),
        other => format!("{other:?}"),
    }
}

pub fn show_all(arena: &Arena, ids: &[TermId]) -> Vec<String> {
    ids.iter().map(|&id| show(arena, id)).collect()
}

pub fn read_all(arena: &mut Arena, text: &'static str) -> Vec<TermId> {
    text.split(';').filter(|t| !t.trim().is_empty()).map(|t| read(arena, t)).collect()
}

/// The conditions printed for an answer, given assumptions apart by semicolons.
pub fn conditions_under(term: &'static str, answer: &'static str, assumptions: &'static str) -> Vec<String> {
    let mut arena = Arena::new();
    let [a, b] = [term, answer].map(|t| {
        if t.is_empty() {
            Vec::new()
        } else {
            let term = read(&mut arena, t);
            natural(&mut arena, term)
        }
    });
    let assumptions = read_all(&mut arena, assumptions);
    let found = remaining(&mut arena, &a, &b, &assumptions);
    show_all(&arena, &found).into_iter().map(|s| s[1..s.len() - 1].to_string()).collect()
}

pub fn conditions(term: &'static str, answer: &'static str) -> Vec<String> {
    conditions_under(term, answer, "")
}

/// The facts of a term's domain under assumptions, asked a condition.
fn asked(term: &'static str, assumptions: &'static str, condition: &'static str) -> Truth {
    let mut arena = Arena::new();
    let term = read(&mut arena, term);
    let mut given = natural(&mut arena, term);
    given.extend(read_all(&mut arena, assumptions));
    let mut facts = Facts::new(&mut arena, &given);
    assert!(!facts.contradictory());
    let condition = read(&mut arena, condition);
    facts.holds(&mut arena, condition)
}

fn under(assumptions: &'static str, condition: &'static str) -> Truth {
    asked("0", assumptions, condition)
}

fn contradictory(assumptions: &'static str) -> bool {
    let mut arena = Arena::new();
    let given = read_all(&mut arena, assumptions);
    Facts::new(&mut arena, &given).contradictory()
}

fn simple(condition: &'static str) -> Vec<String> {
    let mut arena = Arena::new();
    let condition = read(&mut arena, condition);
    let found = canonical(&mut arena, condition);
    show_all(&arena, &found).into_iter().map(|s| s[1..s.len() - 1].to_string()).collect()
}

use Truth::{No, Unknown, Yes};

#[test]
fn hidden_zeros_are_not_nonzero() {
    // 2: v is zero for x > 0, though no polynomial in the kernels.
    assert_eq!(asked("1/x", "", "atan(x) + atan(1/x) - pi/2 != 0"), Unknown);
    assert_eq!(under("", "sqrt(x^2) - x != 0"), Unknown);
    assert_eq!(under("x != 0", "sqrt(x^2) - x != 0"), Unknown);
    assert_eq!(under("", "acos(cos(x)) - x != 0"), Unknown);
    assert_eq!(under("x >= 0; y >= 0", "sqrt(x) + sqrt(y) - sqrt(x + y + 2*sqrt(x*y)) != 0"), No);
}

#[test]
fn an_isolated_point_stays_in_the_domain() {
    // 3: 0 is in the domain.
    assert_eq!(asked("sqrt(x^2*(x - 1))", "", "x >= 1"), Unknown);
    assert_eq!(asked("sqrt(x^2*(x - 1))", "", "x - 1 >= 0"), Unknown);
    assert_eq!(asked("sqrt(x^2*(x - 1))", "x != 0", "x >= 1"), Yes);
    assert_eq!(asked("sqrt(1 - 1/cos(x))", "", "cos(x) < 0"), Unknown);
}

#[test]
fn facts_stay_in_their_branch() {
    // 9: what holds in one branch is not known in the other.
    let term = "if(x > 0, log(x), sqrt(x^2))";
    assert_eq!(asked(term, "", "x > 0"), Unknown);
    assert_eq!(asked(term, "x > 0", "x > 0"), Yes);
    assert_eq!(asked("if(x > 0, 1/y, 2)", "x > 1", "y != 0"), Yes);
    assert_eq!(asked("if(x > 0, 1/y, 2)", "x < 1", "y != 0"), Unknown);
    assert_eq!(under("", "if(x > 0, x > -1, x < 1)"), Yes);
}

#[test]
fn empty_and_thin_domains() {
    // 10: u/u with u a hidden zero, and a domain of one point.
    assert!(contradictory("x - x != 0"));
    assert!(contradictory("(x + 1)^2 - x^2 - 2*x - 1 != 0"));
    assert!(!contradictory("x >= 0; -x >= 0"));
    assert_eq!(under("x >= 0; -x >= 0", "x = 0"), Yes);
    assert!(contradictory("x > 1; x < 0"));
    assert!(contradictory("0 > 1"));
    assert!(contradictory("x^2 < 0"));
    assert!(contradictory("n integer; n not integer"));
}

#[test]
fn whole_numbers_are_not_generic() {
    // 4: n = 2 is in the domain.
    assert_eq!(under("n integer; n >= 2", "n - 2 != 0"), Unknown);
    assert_eq!(under("n integer", "sin(pi*n) != 0"), Unknown);
    assert_eq!(under("n integer", "2*n^2 + 3 integer"), Yes);
    assert_eq!(under("n integer", "n/2 integer"), Unknown);
    assert_eq!(under("", "floor(x) integer"), Yes);
    assert_eq!(under("x > 0; x < 1", "x not integer"), Yes);
}

#[test]
fn roots_need_their_sign() {
    // 8: sqrt(x^2) is x just where x >= 0.
    assert_eq!(under("", "x >= 0"), Unknown);
    assert_eq!(under("", "sqrt(x^2) >= 0"), Yes);
    assert_eq!(asked("sqrt(x)", "", "x >= 0"), Yes);
    assert_eq!(asked("1/sqrt(x)", "", "x > 0"), Yes);
    assert_eq!(asked("log(sqrt(x) - 1)", "", "x > 1"), Yes);
}

#[test]
fn a_condition_without_a_value_does_not_hold() {
    assert_eq!(under("", "x/x = 1"), Unknown);
    assert_eq!(under("x > 0", "x/x = 1"), Yes);
    assert_eq!(under("", "exp(log(x)) > -1"), Unknown);
    assert_eq!(under("", "x/x = 2"), No);
}

#[test]
fn signs_follow() {
    let yes = |given: &'static str, condition: &'static str| {
        assert_eq!(under(given, condition), Yes, "{given} |- {condition}")
    };
    yes("a > 0; a < 1", "a*(1 - a) > 0");
    yes("a > 0; a < 1", "a - a^2 != 0");
    yes("a > 0; a < 1; y > 0; y < 1", "1 - a*y > 0");
    yes("", "x^2 + x + 1 > 0");
    yes("", "x^2 + x*y + y^2 >= 0");
    yes("", "x^4 - 2*x^2 + 1 >= 0");
    yes("x > 3", "x^2 - 5*x + 6 > 0");
    yes("x > y; y > z", "x > z");
    yes("x > y; y > 0", "x^2 > y^2");
    yes("x >= y", "exp(x - y) >= 1");
    yes("", "exp(-x^2) <= 1");
    yes("", "1 + exp(-x) > 0");
    yes("", "cosh(x) > 0");
    yes("exp(x) != 1", "cosh(x) > 1");
    yes("x > 0; 1 + y*sqrt(x) != 0", "sqrt(x)*(1 + y*sqrt(x)) != 0");
    yes("", "2 - sin(x) > 0");
    yes("", "1/(1 + exp(-x)) > 0");
    yes("x > 1", "log(x) > 0");
    yes("x != 0", "abs(x) > 0");
    yes("x < 0", "tanh(x) < 0");
    yes("b > 0", "b^c > 0");
    yes("", "pi > 3");
    yes("", "sqrt(2) < 1.4143");
    yes("", "x + sqrt(x^2 + 1) > 0");
    yes("", "x/sqrt(1 + x^2) < 1");
    yes("", "(1 + x^2)*(x - sqrt(1 + x^2)) < 0");
    yes("a != 0", "sqrt(x^2 + a^2) - x > 0");
    yes("", "sqrt(x^2 + a^2) - x >= 0");
    yes("", "exp(1) > 2.718");
    yes("", "log(2) - 0.69 > 0");
    yes("", "cos(1) != 0");
    yes("x > 0", "x^n defined");
    yes("n integer; x != 0", "x^n defined");
    yes("x > 0", "x not pole");
    yes("sqrt(x) != 0", "x > 0");
    yes("exp(x) != 1", "x != 0");
    yes("x > 0; x*y > 0", "y > 0");
    yes("x > 2", "if(y > 0, x > 0, x > 1)");
    assert_eq!(under("x > 0", "x < 0"), No);
    assert_eq!(under("x > 0", "x > 1"), Unknown);
    assert_eq!(under("", "x^2 > 0"), Unknown);
}

#[test]
fn conditions_read_as_a_person_writes_them() {
    assert_eq!(simple("a*(1 - a) != 0"), ["a != 0", "a != 1"]);
    assert_eq!(simple("1 - 2*x > 0"), ["x < (1/2)"]);
    assert_eq!(simple("0 < x"), ["x > 0"]);
    assert_eq!(simple("x^2 - 1 != 0"), ["x != 1", "x != -1"]);
    assert_eq!(simple("x^2 > 1"), ["(x^2) > 1"]);
    assert_eq!(simple("x^2 + 1 != 0"), Vec::<String>::new());
    assert_eq!(simple("exp(x) > 0"), Vec::<String>::new());
    assert_eq!(simple("u^2 != 0"), ["u != 0"]);
    assert_eq!(simple("log(x) != 0"), ["x != 1"]);
    assert_eq!(simple("exp(x^2 - x) - 1 != 0"), ["x != 0", "x != 1"]);
    assert_eq!(simple("sqrt(x) > 0"), ["x > 0"]);
    assert_eq!(simple("cos(x) != 0"), ["cos(x) != 0"]);
    assert_eq!(simple("x^2 + y^2 != 0"), ["((x^2)+(y^2)) != 0"]);
    assert_eq!(simple("a*b > 0"), ["(a*b) > 0"]);
    assert_eq!(simple("x^2*(x - 1) >= 0"), ["((x^2)*(x-1)) >= 0"]);
    assert_eq!(simple("x^2*(x - 1) > 0"), ["x != 0", "x > 1"]);
    assert_eq!(simple("y - x > 0"), ["x < y"]);
    assert_eq!(simple("1 > 2"), ["1 < 0"]);
}

#[test]
fn one_kernel_is_decided_completely() {
    let yes = |given: &'static str, condition: &'static str| {
        assert_eq!(under(given, condition), Yes, "{given} |- {condition}")
    };
    yes("(1 - p)/p > 0", "p > 0");
    yes("(1 - p)/p > 0", "p < 1");
    yes("p*(p - 1) < 0", "p > 0");
    yes("x^2 < 2; x > 1", "x^3 - 2*x < 0");
    yes("x^2 != 1; x^2 >= 1; x > -1", "x > 1");
    yes("x^3 - x > 0; x < 1/2", "x < 0");
    yes("exp(x)^2 - 3*exp(x) + 2 < 0", "x > 0");
    yes("sqrt(1 - x^2) != 0", "x < 1");
    yes("sin(x)^2 < 1/4", "sin(x) < 1/2");
    assert_eq!(under("x^2 < 2", "x < 1"), Unknown);
    assert_eq!(under("x^2 < 2", "x > 2"), No);
    assert!(contradictory("x^2 < 1; x^3 > 1"));
    assert!(contradictory("x^2 = 2; x^2 + x = 0"));
    assert!(!contradictory("x^2 = 2; x^3 = 2*x"));
    assert_eq!(conditions("asin(x)/sqrt(1 - x^2) + log(1 - x) + log(1 + x)", "1/sqrt(1 - x^2)"), Vec::<String>::new());
}

#[test]
fn powers_inverse_functions_and_whole_numbers() {
    let yes = |given: &'static str, condition: &'static str| {
        assert_eq!(under(given, condition), Yes, "{given} |- {condition}")
    };
    yes("x/s != 0; (x/s)^(k - 1) defined", "(x/s)^(k - 1 - 1) defined");
    yes("x != 0; x^k defined", "x^(-2*k + 3) defined");
    yes("b^e != 0", "b != 0");
    yes("b^e != 0", "b^(e - 1) defined");
    assert_eq!(under("x^k defined", "x^(k - 1) defined"), Unknown);
    assert_eq!(under("x != 0; x^k defined", "x^(k/2) defined"), Unknown);
    yes("", "cos(atan(u)) > 0");
    yes("x >= -1; x <= 1", "cos(asin(x)) >= 0");
    yes("x >= -1; x <= 1", "sin(acos(x)) >= 0");
    yes("x >= -1; x <= 1", "asin(x) <= pi/2");
    yes("x >= -1; x <= 1", "acos(x) <= pi");
    yes("", "atan(x) < pi/2");
    yes("x > 0", "cos(atan(x) + pi/2) < 0");
    yes("x > 0; x < pi", "sin(x) > 0");
    yes("x >= 0; 2*x <= pi", "cos(x) >= 0");
    yes("x > pi; x < 2*pi", "sin(x) < 0");
    yes("x > -2*pi; x < 0", "sin(x/2) < 0");
    assert_eq!(under("x > 0; x < 2*pi", "sin(x) > 0"), Unknown);
    assert_eq!(under("x != pi", "sin(x) != 0"), Unknown);
    yes("x >= -1; x <= 1", "cos(asin(x)/2) > 0");
    assert_eq!(under("x >= -1; x <= 1", "cos(asin(x)) > 0"), Unknown);
    assert_eq!(conditions("tan(atan(x))", "x"), Vec::<String>::new());
    yes("n integer; n > 1", "n >= 2");
    yes("n integer; n > 1; n != 2", "n >= 3");
    yes("n integer; n < 5/2", "n <= 2");
    assert!(contradictory("n integer; 2 < n; n < 3"));
    assert!(!contradictory("n integer; 2 <= n; n < 3"));
}

#[test]
fn monotone_functions_are_inverted_and_the_shortest_form_wins() {
    assert_eq!(simple("exp(2*x) - 1 != 0"), ["x != 0"]);
    assert_eq!(simple("exp(2*x) < 1"), ["x < 0"]);
    assert_eq!(simple("log(x + y) > 0"), ["(x+y) > 1"]);
    assert_eq!(simple("sqrt(x) < 2"), ["x < 4"]);
    assert_eq!(simple("abs(x) < 1"), ["x > -1", "x < 1"]);
    assert_eq!(simple("cosh(x) != 1"), ["x != 0"]);
    assert_eq!(simple("p*(p - 1) < 0"), ["p > 0", "p < 1"]);
    assert_eq!(simple("(1 - p)/p >= 0"), ["p > 0", "p <= 1"]);
    assert_eq!(simple("1 - x^2 >= 0"), ["x >= -1", "x <= 1"]);
    assert_eq!(simple("x^2 < 2"), ["(x^2) < 2"]);
    assert_eq!(simple("1 + x^2/n > 0"), ["((x^2)/n) > -1"]);
    assert_eq!(simple("tan(x) + 1/cos(x) > 0"), ["(tan(x)+(1/cos(x))) > 0"]);
    assert_eq!(simple("t/s > 0"), ["(t/s) > 0"]);
    assert_eq!(simple("x^2 - y^2 > 0"), ["(x^2) > (y^2)"]);
    assert_eq!(conditions("log(x^2 - 1) + sqrt(x)", "0"), ["x > 1"]);
    assert_eq!(conditions("asin(x^0/y) + sqrt(y)", "0"), ["x != 0", "y >= 1"]);
    assert_eq!(conditions("1/x + log(4 - x^2) + 1/(x - 1)", "0"), ["x > -2", "x != 0", "x != 1", "x < 2"]);
}

#[test]
fn what_an_answer_does_not_say() {
    assert_eq!(conditions("(a*(1 - a))/(a*(1 - a))*(a - y)", "a - y"), ["a != 0", "a != 1"]);
    assert_eq!(conditions("log(a) + log(1 - a) + 1/a + 1/(1 - a)", "(a - y)/(a*(1 - a))"), ["a > 0", "a < 1"]);
    assert_eq!(conditions("1/x^2", "1/x"), Vec::<String>::new());
    assert_eq!(conditions("x/x", "1"), ["x != 0"]);
    assert_eq!(conditions("sin(x)/cos(x) - tan(x)", "0"), ["cos(x) != 0"]);
    assert_eq!(conditions("sqrt(x)^2", "x"), ["x >= 0"]);
    assert_eq!(conditions("x/sqrt(x)^2", "1"), ["x > 0"]);
    assert_eq!(conditions("log(x) + 1/(x + 3) + sqrt(x + 1)", "0"), ["x > 0"]);
    assert_eq!(conditions_under("log(a) + log(1 - a)", "0", "a > 0"), ["a < 1"]);
    assert_eq!(conditions("1/y + 1/(x - 2) + 1/(x + 1)", "0"), ["x != -1", "x != 2", "y != 0"]);
    assert_eq!(conditions("1/(x - x)", "0"), ["0 != 0"]);
    assert_eq!(conditions("x^n/x^n", "1"), ["(x^n) != 0"]);
}

#[test]
fn deep_terms_take_no_stack() {
    let mut arena = Arena::new();
    let mut term = arena.symbol("x");
    for _ in 0..100_000 {
        term = arena.call(crate::term::Func::Asinh, term);
    }
    let log = arena.call(crate::term::Func::Log, term);
    let found = natural(&mut arena, log);
    let mut facts = Facts::new(&mut arena, &found);
    assert_eq!(facts.holds(&mut arena, found[0]), Yes);
    assert_eq!(remaining(&mut arena, &found, &[], &[]).len(), 1);
}

#[test]
fn what_is_above_something_positive_is_positive() {
    for (assumptions, condition) in [
        ("m > n; n > 0", "m > 0"),
        ("m > n; n > 0", "2*m > 0"),
        ("m > n; n > 0", "m >= 0"),
        ("n > 0; m > n", "m >= 0"),
        ("a > b; b > 1", "a > 1"),
    ] {
        assert_eq!(under(assumptions, condition), Truth::Yes, "{assumptions}: {condition}");
    }
}

#[test]
fn bounded_functions_and_half_angles() {
    for (assumptions, condition, expected) in [
        ("r > 0; r < 1", "r^2 - 2*r*cos(x) + 1 > 0", Truth::Yes),
        ("r > 0; r < 1", "r^2 - 3*r*cos(x) + 1 > 0", Truth::Unknown),
        ("b > a; a > 0", "b + a*tanh(x) > 0", Truth::Yes),
        ("k + 1 - (k - 1)*tan(f/2)^2 != 0", "1 + k*cos(f) != 0", Truth::Yes),
        ("k + 1 - (k - 1)*tan(f/2)^2 != 0", "1 - k*cos(f) != 0", Truth::Unknown),
        ("k + 2*tan(f/2) + k*tan(f/2)^2 != 0", "k + sin(f) != 0", Truth::Yes),
        ("a^2 + b^2*tan(x)^2 != 0", "(a*cos(x))^2 + (b*sin(x))^2 != 0", Truth::Yes),
        ("a^2 + b^2 != 0", "(a*cos(x))^2 + (b*sin(x))^2 != 0", Truth::Unknown),
    ] {
        assert_eq!(under(assumptions, condition), expected, "{assumptions}: {condition}");
    }
}
