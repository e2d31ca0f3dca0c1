//! Raw lines, conditions and rule names, compared with what a textbook prints.

use super::expand::expand_within;
use super::{Unsupported, differentiate, expand_diffs, lines};
use crate::parse::read;
use crate::term::{Arena, Func, Node, Operator, Rational, TermId, Unknown};

fn raw(body: &'static str, x: &str, expected: &'static str) {
    let mut arena = Arena::new();
    let (body_id, x) = (read(&mut arena, body), arena.intern(x));
    let found = differentiate(&mut arena, body_id, x).unwrap().term;
    let wanted = read(&mut arena, expected);
    assert_eq!(found, wanted, "{body}: {} is not {expected}", written(&arena, found));
}

fn conditions(body: &'static str, domain: &[&'static str], not_claimed: &[&'static str]) {
    let mut arena = Arena::new();
    let (body_id, x) = (read(&mut arena, body), arena.intern("x"));
    let found = differentiate(&mut arena, body_id, x).unwrap();
    for (list, wanted) in [(found.domain, domain), (found.not_claimed, not_claimed)] {
        let wanted: Vec<TermId> = wanted.iter().map(|c| read(&mut arena, c)).collect();
        let shown: Vec<String> = list.iter().map(|&c| written(&arena, c)).collect();
        assert_eq!(list, wanted, "{body}: {shown:?}");
    }
}

/// A fully bracketed form, for messages only.
pub(super) fn written(arena: &Arena, id: TermId) -> String {
    let inner: Vec<String> = arena.children(id).map(|c| written(arena, c)).collect();
    let joined = |sign: &str| format!("({})", inner.join(sign));
    match arena.node(id) {
        Node::Number(n) => arena.number_value(n).to_string(),
        Node::Pi => "pi".into(),
        Node::Symbol(s) => arena.name(s).into(),
        Node::Neg(_) => format!("(-{})", inner[0]),
        Node::Binary(op, _, _) => joined(op.symbol()),
        Node::Relation(r, _, _) => joined(r.symbol()),
        Node::Property(p, _) => format!("({} {})", inner[0], p.words()),
        Node::Call(f, _) | Node::Call2(f, _, _) => format!("{}{}", f.name(), joined(", ")),
        Node::If(..) => format!("if{}", joined(", ")),
        Node::Apply(f, _) => format!("{:?}{}", arena.unknown(f).orders, joined(", ")),
        Node::Diff(..) => format!("diff{}", joined(", ")),
    }
}

#[test]
fn the_lessons_lines() {
    raw("a^2", "a", "2*a");
    raw("a^3", "a", "3*a^2");
    raw("log(a)", "a", "1/a");
    raw("3*a", "a", "3");
    raw("y*log(a)", "a", "y/a");
    raw("(1 - y)*log(1 - a)", "a", "-(1 - y)/(1 - a)");
    raw("-(y*log(a) + (1 - y)*log(1 - a))", "a", "-(y/a - (1 - y)/(1 - a))");
}

#[test]
fn sums_products_and_quotients() {
    raw("x + y - 2*x", "x", "1 - 2");
    raw("x*sin(x)", "x", "sin(x) + x*cos(x)");
    raw("-2*x*sin(x)", "x", "-(2*sin(x) + 2*x*cos(x))");
    raw("5*x^3", "x", "5*3*x^2");
    raw("x/2", "x", "1/2");
    raw("-x/2", "x", "-(1/2)");
    raw("1/x", "x", "-1/x^2");
    raw("sin(x)/x", "x", "(cos(x)*x - sin(x))/x^2");
    raw("log(x)/2", "x", "1/(2*x)");
    raw("y^2 + 7", "x", "0");
    raw("0*x", "x", "0");
}

#[test]
fn powers() {
    raw("x^(3/2)", "x", "3/2*x^(1/2)");
    raw("x^2.5", "x", "2.5*x^1.5");
    raw("x^0.5", "x", "0.5*x^(-0.5)");
    raw("x^(-1)", "x", "-x^(-2)");
    raw("x^1", "x", "1");
    raw("x^0", "x", "0");
    raw("x^n", "x", "n*x^(n - 1)");
    raw("x^(-n)", "x", "-n*x^(-n - 1)");
    raw("a^x", "x", "a^x*log(a)");
    raw("2^(3*x)", "x", "3*2^(3*x)*log(2)");
    raw("x^x", "x", "x^x*(log(x) + x/x)");
    raw("sin(x)^3", "x", "3*sin(x)^2*cos(x)");
    raw("(x^2 + x)^2", "x", "2*(x^2 + x)*(2*x + 1)");
}

#[test]
fn the_chain_rule() {
    raw("sin(2*x)", "x", "2*cos(2*x)");
    raw("cos(x)", "x", "-sin(x)");
    raw("exp(-x)", "x", "-exp(-x)");
    raw("exp(x^2)", "x", "2*x*exp(x^2)");
    raw("exp(sin(x))", "x", "exp(sin(x))*cos(x)");
    raw("log(1 - a)", "a", "-1/(1 - a)");
    raw("log(log(x))", "x", "1/(x*log(x))");
    raw("sqrt(log(x))", "x", "1/(2*sqrt(log(x))*x)");
    raw("cos(cos(x))", "x", "sin(cos(x))*sin(x)");
    raw("atan2(y, x)", "x", "-y/(y^2 + x^2)");
    raw("polygamma(1, x)", "x", "polygamma(2, x)");
    raw("if(x > 0, x^2, sin(y))", "x", "if(x > 0, 2*x, 0)");
    raw("floor(x)*x", "x", "floor(x)");
}

#[test]
fn partial_derivatives_keep_the_rest() {
    raw("x^2*y^3", "y", "3*y^2*x^2");
    raw("w*x + b", "w", "x");
    raw("w*x + b", "b", "1");
}

#[test]
fn unknown_functions() {
    raw("f(g(x))", "x", "f'(g(x))*g'(x)");
    raw("f(2*x)", "x", "2*f'(2*x)");
    let mut arena = Arena::new();
    let (x, f) = (arena.symbol("x"), arena.intern("f"));
    let x_symbol = arena.intern("x");
    let mut of = |orders: [u32; 2]| arena.apply(Unknown { name: f, orders: orders.into() }, &[x, x]);
    let (body, first, second) = (of([0, 0]), of([1, 0]), of([0, 1]));
    let sum = arena.binary(Operator::Add, first, second);
    assert_eq!(differentiate(&mut arena, body, x_symbol).unwrap().term, sum);
}

#[test]
fn every_row_differentiates() {
    for &function in Func::ALL {
        for (position, text) in function.row().derivatives.iter().enumerate() {
            let mut arena = Arena::new();
            let (x, two, name) = (arena.symbol("x"), arena.integer(2), arena.intern("x"));
            let body = match (function.row().arity(), position) {
                (1, _) => arena.call(function, x),
                (_, 0) => arena.call2(function, x, two),
                _ => arena.call2(function, two, x),
            };
            let found = differentiate(&mut arena, body, name);
            let no_rule = Unsupported::NoRule { function, argument: position };
            let wanted = if text.is_empty() { Some(no_rule) } else { None };
            assert_eq!(found.err(), wanted, "{}", function.name());
        }
    }
}

#[test]
fn conditions_of_the_natural_domain() {
    conditions("x*log(x)", &["x > 0"], &[]);
    conditions("1/x + y/2", &["x != 0"], &[]);
    conditions("x^(-1)", &["x != 0"], &[]);
    conditions("x^2 + 2^x", &[], &[]);
    conditions("sqrt(y)", &["y >= 0"], &[]);
    conditions("gamma(x)", &["x not pole"], &[]);
}

#[test]
fn conditions_of_the_rules() {
    conditions("abs(x)", &["x != 0"], &["x != 0"]);
    conditions("sqrt(x)", &["x >= 0", "x > 0"], &["x > 0"]);
    conditions("x^(3/2)", &["x >= 0", "x > 0"], &["x > 0"]);
    conditions("x^n", &["x^n defined", "x != 0"], &["x != 0"]);
    conditions("x^x", &["x^x defined", "x > 0"], &["x > 0"]);
    conditions("a^x", &["a^x defined", "a > 0"], &["a > 0"]);
    conditions("floor(2*x)", &["2*x not integer"], &["2*x not integer"]);
    conditions("max(x, y) + abs(y)", &["x != y"], &["x != y"]);
    conditions("root(x, 3)", &["x != 0"], &["x != 0"]);
    conditions("root(x, 4)", &["x >= 0", "x != 0"], &["x != 0"]);
    conditions("1/x + abs(x)", &["x != 0"], &[]);
}

#[test]
fn a_branch_keeps_its_conditions_to_itself() {
    conditions("if(x > 1, log(x), x)", &["if(x > 1, x, 1) > 0", "x != 1"], &["x != 1"]);
    conditions(
        "if(x > 1, x, abs(x)) + log(x)",
        &["if(x > 1, 1, x) != 0", "x != 1", "x > 0"],
        &["if(x > 1, 1, x) != 0", "x != 1"],
    );
    conditions("if(x > 1, log(x), 0) + log(x)", &["x > 0", "x != 1"], &["x != 1"]);
    conditions("if(floor(x) > y, x, 1)", &["x not integer", "floor(x) != y"], &["x not integer", "floor(x) != y"]);
    conditions("if(abs(x) > 1, x, 1)", &["abs(x) != 1"], &["abs(x) != 1"]);
}

#[test]
fn too_many_branches_claim_less() {
    let body = |count: usize| {
        let terms: Vec<String> = (0..count).map(|n| format!("if(y > {n}, log(x), 0)")).collect();
        terms.join(" + ").leak()
    };
    let few: Vec<&str> = (0..8).map(|n| &*format!("if(y > {n}, x, 1) > 0").leak()).collect();
    conditions(body(8), &few, &[]);
    conditions(body(9), &["x > 0"], &[]);
}

#[test]
fn deep_branches_claim_less() {
    let nested = |count: usize, inner: &str, other: &str| {
        (0..count).rev().fold(inner.to_string(), |inside, n| format!("if(y > {n}, {inside}, {other})")).leak()
    };
    let bound: &str = format!("{} > 0", nested(16, "x", "1")).leak();
    conditions(nested(16, "log(x)", "0"), &[bound], &[]);
    conditions(nested(17, "log(x)", "0"), &[bound], &[]);
}

#[test]
fn diffs_inside_are_carried_out_first() {
    raw("diff(x^3, x)*y", "x", "3*2*x*y");
    raw("diff(x*y^2, y)", "x", "2*y");
    conditions("diff(abs(x), x)", &["x != 0"], &["x != 0"]);
    let mut arena = Arena::new();
    let term = read(&mut arena, "if(x > 1, diff(log(x), x, 2), 0) + diff(diff(f(x, y), x), y)");
    let (expanded, domain, _) = expand_diffs(&mut arena, term).unwrap();
    assert!(!arena.any(expanded, |node| matches!(node, Node::Diff(..))));
    let wanted = ["if(x > 1, x, 1) > 0", "if(x > 1, x, 1) != 0"].map(|c| read(&mut arena, c));
    assert_eq!(domain, wanted);
}

#[test]
fn limits_are_errors() {
    let mut arena = Arena::new();
    let (inner, by) = (read(&mut arena, "exp(x)"), arena.intern("x"));
    let high = arena.add(Node::Diff(inner, by, 101));
    assert_eq!(expand_diffs(&mut arena, high), Err(Unsupported::Order { order: 101, limit: 100 }));
    let large = read(&mut arena, "diff(exp(-x^2)*sin(x)/x, x, 100)");
    let (before, limit) = (arena.len(), 10_000);
    assert_eq!(expand_within(&mut arena, large, limit), Err(Unsupported::TooLarge { limit }));
    assert!(arena.len() < before + limit + 100);
    let (order, x) = (read(&mut arena, "besselj(x, 2)"), arena.intern("x"));
    let error = differentiate(&mut arena, order, x).unwrap_err();
    assert_eq!(error.to_string(), "there is no rule for the derivative of besselj by its argument 1");
    let (equation, x) = (read(&mut arena, "x = 1"), arena.intern("x"));
    assert_eq!(differentiate(&mut arena, equation, x), Err(Unsupported::NotAValue));
}

#[test]
fn lines_of_the_loss() {
    let mut arena = Arena::new();
    let (loss, a) = (read(&mut arena, "-(y*log(a) + (1 - y)*log(1 - a))"), arena.intern("a"));
    let found = lines(&mut arena, loss, a, 100);
    let rules: Vec<&str> = found.iter().map(|line| line.rule.as_str()).collect();
    let wanted =
        ["variable", "log", "constant multiple", "difference", "chain log", "constant multiple", "sum", "negation"];
    assert_eq!(rules, wanted);
    let result = read(&mut arena, "-1/(1 - a)");
    assert_eq!(found[4].result, result);
    assert_eq!(found.last().map(|line| line.of), Some(loss));
    assert_eq!(lines(&mut arena, loss, a, 3).len(), 3);
}

#[test]
fn deep_nesting_is_linear() {
    let work = || {
        for function in [Func::Cos, Func::Log] {
            let mut arena = Arena::new();
            let (mut body, x) = (arena.symbol("x"), arena.intern("x"));
            for _ in 0..100_000 {
                body = arena.call(function, body);
            }
            let found = differentiate(&mut arena, body, x).unwrap();
            assert!(arena.dag_size(found.term) < 600_000 && arena.len() < 1_500_000, "{}", function.name());
        }
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().unwrap();
}

#[test]
fn long_sums_products_and_branches_are_linear() {
    let mut arena = Arena::new();
    let (x, name) = (arena.symbol("x"), arena.intern("x"));
    for op in [Operator::Add, Operator::Sub, Operator::Mul, Operator::Div, Operator::Pow] {
        let mut body = x;
        for n in 0..30_000 {
            let number = arena.literal(Rational::from(n + 2));
            let inner = arena.binary(Operator::Mul, number, x);
            let sine = arena.call(Func::Sin, inner);
            body = arena.binary(op, body, sine);
        }
        let before = arena.len();
        differentiate(&mut arena, body, name).unwrap();
        assert!(arena.len() - before < 30_000 * 40, "{op:?}");
    }
    let mut body = x;
    for n in 0..30_000 {
        let number = arena.literal(Rational::from(n));
        let condition = arena.relation(crate::term::Relation::Gt, x, number);
        let value = arena.call(Func::Log, x);
        body = arena.add(Node::If(condition, value, body));
    }
    let before = arena.len();
    differentiate(&mut arena, body, name).unwrap();
    assert!(arena.len() - before < 30_000 * 60);
}
