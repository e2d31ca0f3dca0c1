//! `--forms`: the best form of each kind, and that each has the formula's value.

use chainrule::decide::{Point, evaluate};
use chainrule::engine::{Form, Problem, Settings};
use chainrule::render::{Notation, render};
use chainrule::term::Rational;

fn forms(text: &str) -> (Problem, Vec<Form>) {
    let mut problem = Problem::new(&Settings::default()).unwrap();
    let term = problem.read(text).unwrap();
    let answer = problem.simplify(term).unwrap();
    let found = problem.forms(&answer).unwrap();
    (problem, found)
}

/// A formula, and its forms of some kinds.
#[rustfmt::skip]
const FORMS: [(&str, &[(&str, &str)]); 110] = [
    ("x^2/(x^2 - 1)", &[
        ("factored", "x^2/((x - 1)*(x + 1))"), ("partial fractions", "1/(2*(x - 1)) - 1/(2*(x + 1)) + 1")]),
    ("1/(x*(x + 1)^2*(x^2 + 1))", &[
        ("partial fractions", "1/x - 1/(2*(x + 1)^2) - 1/(2*(x^2 + 1)) - 1/(x + 1)")]),
    ("x^5/(x^2 + 1)", &[("partial fractions", "x/(x^2 + 1) + x^3 - x")]),
    ("b*(x + c)/(x^2 - x)", &[("partial fractions", "b*(c + 1)/(x - 1) - b*c/x")]),
    ("sqrt(x + 1) - sqrt(x)", &[("shortest", "sqrt(x + 1) - sqrt(x)"), ("stable", "1/(sqrt(x + 1) + sqrt(x))")]),
    ("1 - cos(x)", &[("stable", "2*sin(x/2)^2")]),
    ("(a + b)^2 - c^2", &[("factored", "(a + b - c)*(a + b + c)"), ("expanded", "a^2 + 2a*b + b^2 - c^2")]),
    ("1/(1 + exp(-x))", &[("fewest operations", "exp(x)/(1 + exp(x))"), ("stable", "1/(1 + exp(-x))")]),
    ("1/x + 1/y", &[("one fraction", "(x + y)/(x*y)"), ("expanded", "1/x + 1/y")]),
    ("x*(x + 1)*(x + 2)", &[("expanded", "x^3 + 3x^2 + 2x"), ("factored", "x*(x + 1)*(x + 2)")]),
    ("1/(cos(x/2)^2*(1 + 4*tan(x/2)^2))", &[("shortest", "2/(5 - 3*cos(x))")]),
    ("x*sqrt(1/cos(x)^2)", &[("shortest", "x/abs(cos(x))")]),
    ("x*sqrt((1 - x)*(1 + x))", &[("shortest", "x*sqrt(1 - x^2)")]),
    ("y*exp(x)/(exp(x) - 1)^2", &[("shortest", "y/(2*(cosh(x) - 1))")]),
    ("2*(x - m)/(s^2 + x^2 - 2*m*x + m^2)", &[("shortest", "2*(x - m)/(s^2 + (x - m)^2)")]),
    ("(1 - x)/sqrt(1 - x^2)", &[("shortest", "sqrt((1 - x)/(x + 1))")]),
    ("m - 2*m/(1 + exp(2*m*x)) - x", &[("shortest", "m*tanh(m*x) - x")]),
    ("p*exp(t)/(1 - p + p*exp(t))", &[("shortest", "p/(exp(-t)*(1 - p) + p)")]),
    ("g*(k^2 + w^2)/((k^2 - w^2)^2 + (g*w)^2)", &[("shortest", "g*(k^2 + w^2)/((k^2 - w^2)^2 + (g*w)^2)")]),
    ("1/(1 - sin(x)) + 1/(1 + sin(x))", &[("shortest", "2/cos(x)^2")]),
    ("pi*r*r^2*sin(t)^3", &[("shortest", "pi*(r*sin(t))^3")]),
    ("(1/(2*(1 - p - q)) + 2/(4*(1 - 2*q)))/3", &[("shortest", "(1/(1 - 2q) + 1/(1 - p - q))/6")]),
    ("exp(-x)*sqrt(c/2)/x^(3/2)", &[("shortest", "exp(-x)*sqrt(c/(2x^3))")]),
    ("f*sqrt(t*x)/(t*x)", &[("shortest", "f/sqrt(t*x)")]),
    ("x*log(a)/t - log(2) - log(cosh(x)) - log(b)", &[("shortest", "x*log(a)/t - log(2b*cosh(x))")]),
    ("(cos(x/2)*cos(y))^2 + (sin(x/2)*cos(y))^2 - sin(y)^2", &[("shortest", "cos(2y)")]),
    ("sqrt(m*g/k)*sqrt(g*k/m)", &[("shortest", "g*sign(k/m)")]),
    ("sqrt(r^2 - a^2) - a^2/sqrt(r^2 - a^2) + r^2/(r*sqrt(1 - (a/r)^2))", &[
        ("shortest", "(r^2 + r*abs(r) - 2a^2)/sqrt(r^2 - a^2)")]),
    ("1/(cos(x)^2*tan(x))", &[("shortest", "2/sin(2x)")]),
    ("exp(x)*(sin(x) + 1)/(2*cos(x/2)^2)", &[("shortest", "exp(x)*(sin(x) + 1)/(cos(x) + 1)")]),
    ("(sin(x) + 1)/cos(x)^2", &[("shortest", "1/(1 - sin(x))")]),
    ("-sin(x)*cos(y) - cos(x)*sin(y)", &[("shortest", "-sin(x + y)")]),
    ("p^(b - 1)*p/p^b", &[("shortest", "1")]),
    ("exp(-((log(a/b) + w)/sqrt(2))^2)", &[("shortest", "exp(-(log(a/b) + w)^2/2)")]),
    ("2/(cos(2*x) + 1)", &[("shortest", "1/cos(x)^2")]),
    ("(247*(sin(5*x) + 2*x) - 4293*(sin(3*x) + 2*x) + 15619*sin(x) + 8092*x - sin(7*x))/y", &[
        ("shortest", "(15619*sin(x) - 4293*sin(3x) + 247*sin(5x) - sin(7x))/y")]),
    ("cos(pi)", &[("shortest", "-1")]),
    ("2*cos(x)*cos(pi/3)", &[("shortest", "cos(x)")]),
    ("sin(x + 5*pi/4) + sin(x - 5*pi/4)", &[("shortest", "-sqrt(2)*sin(x)")]),
    ("6^x/3^x", &[("shortest", "2^x")]),
    ("2^x*3^x*y", &[("shortest", "6^x*y")]),
    ("sin((pi + 2*x)/2)", &[("shortest", "cos(x)")]),
    ("1/cos(x - y + pi)", &[("shortest", "-1/cos(x - y)")]),
    ("1/(2*sin(x/2 + pi/4)*cos(x/2 + pi/4))", &[("shortest", "1/cos(x)")]),
    ("2*c/(2*a*b*sqrt(1 - ((a^2 + b^2 - c^2)/(2*a*b))^2))", &[
        ("shortest", "c/(a*b*sqrt(1 - ((a^2 + b^2 - c^2)/(2a*b))^2))")]),
    ("(1 + x^2)^(a - 1)*(2 + x^2)^(1 - a)", &[("shortest", "((1 + x^2)/(2 + x^2))^(a - 1)")]),
    ("log(v)*v^3/(v^2 + w^2)^(3/2)", &[("shortest", "log(v)/((w/v)^2 + 1)^(3/2)")]),
    ("x/2 + a/(2*x)", &[("shortest", "(a/x + x)/2")]),
    ("sin(x)/(1 + cos(x))", &[("shortest", "tan(x/2)")]),
    ("(1 - cos(x))/sin(x)", &[("shortest", "tan(x/2)")]),
    ("1/x - a*sin(t)/(1 - cos(t))", &[("shortest", "1/x - a*cot(t/2)")]),
    ("(1 - cos(2*x))/(1 + cos(2*x))", &[("shortest", "tan(x)^2")]),
    ("1/(cos(f/2)^2*(k + 1 - (k - 1)*tan(f/2)^2))", &[("shortest", "1/(k*cos(f) + 1)")]),
    ("1/(cos(x)^2*((b*tan(x))^2 + a^2))", &[("shortest", "1/((a*cos(x))^2 + (b*sin(x))^2)")]),
    ("log(p/q) + log(r/s) + x", &[("shortest", "x + log(p*r/(q*s))")]),
    ("(exp(-t/s)*(b*s + c*t) + a*s)/s", &[("shortest", "exp(-t/s)*(b + c*t/s) + a")]),
    ("((l*w - 1/(w*c))*(l + 1/(w^2*c)))/sqrt(r^2 + (l*w - 1/(w*c))^2)", &[
        ("shortest", "(w*l^2 - 1/(c^2*w^3))/sqrt(r^2 + (l*w - 1/(w*c))^2)")]),
    ("(v*(k + s + s^2/j) - v*s*(1 + 2*s/j))/(k + s + s^2/j)^2", &[
        ("shortest", "v*(k - s^2/j)/(k + s + s^2/j)^2")]),
    ("(1 + x^2)^(g/(g - 1)) - (1 + x^2)^(1/(g - 1))", &[("shortest", "x^2*(1 + x^2)^(1/(g - 1))")]),
    ("(1 + x^2)^((g + 1)/(2*(1 - g)))/(1 + x^2)^((1 - 3*g)/(2*(g - 1)))", &[("shortest", "1 + x^2")]),
    ("sqrt(2*x*x)/x", &[("shortest", "sqrt(2)*sign(x)")]),
    ("sqrt(a/x^2 + b/x)", &[("shortest", "sqrt(b*x + a)/abs(x)")]),
    ("(tanh(z) - y)*(1 - tanh(z)^2)", &[("shortest", "(tanh(z) - y)/cosh(z)^2")]),
    ("sqrt((1 + sin(x))/(1 - sin(x)))", &[("shortest", "abs(cos(x))/(1 - sin(x))")]),
    ("10^x/(1 + 10^x)^2", &[("shortest", "1/(2*(cosh(x*log(10)) + 1))")]),
    ("(1 - x)^n/(x - 1)", &[("shortest", "-(1 - x)^(n - 1)")]),
    ("besselj(-2, x) - 3*besselj(2, x)", &[("shortest", "-2*besselj(2, x)")]),
    ("besselj(1, x) + x*(besselj(0, x) - besselj(2, x))/2", &[("shortest", "x*besselj(0, x)")]),
    ("x^3*(besselj(2, x) - besselj(4, x))/2 + 3*x^2*besselj(3, x)", &[("shortest", "x^3*besselj(2, x)")]),
    ("log(1 + s/w) - s/(w*(1 + s/w))", &[("shortest", "log(1 + s/w) - s/(s + w)")]),
    ("1/(1 + (w*t/2)^2)", &[("shortest", "4/((t*w)^2 + 4)")]),
    ("gamma(x + 2)/gamma(x)", &[("shortest", "x*(x + 1)")]),
    ("digamma(x + 1) - digamma(x)", &[("shortest", "1/x")]),
    ("1/x - digamma(x + 1) + digamma(x)", &[("shortest", "0")]),
    ("x*(besselj(0, x) + besselj(2, x)) - 2*besselj(1, x)", &[("shortest", "0")]),
    ("exp(x)*sinh(x*sqrt(2)/2)", &[("shortest", "exp(x)*sinh(x/sqrt(2))")]),
    ("((k*r)^2 + 2*k*r + 2)/r", &[("shortest", "((k*r + 1)^2 + 1)/r")]),
    ("v*(1 - 2*t*u*(1 - v) - t*(v - 1))", &[("shortest", "v*(t*(v - 1)*(2u - 1) + 1)")]),
    ("2a", &[("shortest", "2a"), ("factored", "2a"), ("expanded", "2a"), ("one fraction", "2a"), ("stable", "2a")]),
    ("exp(-(x - a)^2/(2*s^2))/exp(-(x - b)^2/(2*s^2))", &[("shortest", "exp((b - a)*(a + b - 2x)/(2s^2))")]),
    ("m*(sinh(m*(l - x)) - cosh(m*(l - x))*tanh(m*l))/cosh(m*l)", &[("shortest", "-m*sinh(m*x)/cosh(m*l)^2")]),
    ("(1 + sin(x) - cos(x))/(1 + sin(x) + cos(x))", &[("shortest", "tan(x/2)")]),
    ("cosh(a + b) - cosh(a - b)", &[("shortest", "2*sinh(a)*sinh(b)")]),
    ("-log((1 + m)/(1 - m))/2", &[("shortest", "-atanh(m)")]),
    ("(tanh(a) + tanh(b))/(1 + tanh(a)*tanh(b))", &[("shortest", "tanh(a + b)")]),
    ("-2*g*k*sinh(k*a)*cosh(k*a)/(1 + g*sinh(k*a)^2)^2", &[("shortest", "-g*k*sinh(2*(k*a))/(1 + g*sinh(k*a)^2)^2")]),
    ("x + asin(-1/2) + acos(1/sqrt(2))", &[("shortest", "pi/12 + x")]),
    ("atan(1)", &[("shortest", "pi/4")]),
    ("atan(2)", &[("shortest", "atan(2)")]),
    ("asin(x) - atan(x/sqrt(1 - x^2))", &[("shortest", "0")]),
    ("atan(sqrt((1 - x)/(1 + x)))", &[("shortest", "acos(x)/2")]),
    ("2*asin(sqrt(x)) - acos(1 - 2*x)", &[("shortest", "0")]),
    ("asinh(2*x*sqrt(1 + x^2))", &[("shortest", "2*asinh(x)")]),
    ("atanh(x/sqrt(1 + x^2))", &[("shortest", "asinh(x)")]),
    // One half on one side, the other on the other: no constant.
    ("atan(x) + atan((1 - x)/(1 + x))", &[("shortest", "atan(x) + atan((1 - x)/(1 + x))")]),
    ("acos((1 - x^2)/(1 + x^2))", &[("shortest", "acos((1 - x^2)/(1 + x^2))")]),
    ("asin(2*x/(1 + x^2))", &[("shortest", "asin(2x/(1 + x^2))")]),
    ("atan((x + 1)/(1 - x))", &[("shortest", "atan((x + 1)/(1 - x))")]),
    ("abs(1 - x/sqrt(1 + x^2))", &[("shortest", "1 - x/sqrt(1 + x^2)")]),
    ("c/(c*(1 - (v/c)^2))", &[("shortest", "1/(1 - (v/c)^2)")]),
    // Wherever these have values, the powers do that they come to.
    ("x^n/x^m", &[("shortest", "x^(n - m)")]),
    ("(x^n)^2*(x^n)^3", &[("shortest", "x^(5n)")]),
    ("x^(2*n)/x^n", &[("shortest", "x^n")]),
    ("(n*x^(n - 1)*x^m - x^n*(m*x^(m - 1)))/(x^m)^2", &[("shortest", "x^(n - m - 1)*(n - m)")]),
    ("x^(n + 1)*x^(1 - n)", &[("shortest", "x^2")]),
    ("x^(n + m)/(x^n*x^m)", &[("shortest", "1")]),
    ("sqrt(x)*x^n", &[("shortest", "sqrt(x)*x^n")]),
    ("sqrt(1 + tan(x)^2)", &[("shortest", "1/abs(cos(x))")]),
    ("x*atan(sqrt(3) - 2)", &[("shortest", "-x*pi/12")]),
    ("b*(x/a)^(-b - 1)/(a*(1 + (x/a)^(-b))^2) + 0/x", &[("shortest", "b*(x/a)^b/(x*((x/a)^b + 1)^2)")]),
];

#[test]
fn the_best_of_each_kind() {
    for (text, expected) in FORMS {
        let (problem, found) = forms(text);
        for (kind, form) in expected {
            let found = found.iter().find(|f| f.best.words() == *kind);
            let found = found.unwrap_or_else(|| panic!("{text} has no {kind} form"));
            assert_eq!(render(&problem.arena, found.term, Notation::Text), *form, "{kind} of {text}");
        }
    }
}

#[test]
fn every_form_has_the_formulas_value() {
    for (text, _) in FORMS {
        let (mut problem, found) = forms(text);
        let term = problem.read(text).unwrap();
        let mut compared = 0;
        for (i, n) in [2i64, 3, 5, 7, 11].into_iter().enumerate() {
            let names = problem.arena.variables(term);
            let values = names.iter().enumerate().map(|(k, s)| (*s, Rational::new(n + k as i64, 3 + i as i64)));
            let point = Point::new(&problem.arena, values);
            let value = evaluate(&problem.arena, term, &point, 128);
            for form in &found {
                let other = evaluate(&problem.arena, form.term, &point, 128);
                assert!(!value.differs(&other), "{} of {text} at {point}: {value} and {other}", form.best.words());
                compared += usize::from(value.is_defined() && other.is_defined());
            }
        }
        assert!(compared >= found.len(), "{text}");
    }
}

/// What is assumed, a formula, and its shortest form there.
const ASSUMED: [(&[&str], &str, &str); 33] = [
    (&["x > 0"], "(x^r)^(1/r)", "x"),
    (&["x > 0", "m > 0", "w > 0"], "2*log(x) + log(m/w) + 1", "log(m/w*x^2) + 1"),
    (&["0 < u", "u < 1"], "(-log(u))^t/(u*log(u))", "-(-log(u))^(t - 1)/u"),
    (&["x > 0", "b > 0"], "p*(x/b)^(-a)", "p*(b/x)^a"),
    (&["x > 0"], "n*x^(n - 1)*besselj(n, x) + x^n*(besselj(n - 1, x) - besselj(n + 1, x))/2", "x^n*besselj(n - 1, x)"),
    (&["v > 0", "n > 0", "c > 0"], "k*(log(v/n*c^(3/2)) + 5/2) - k", "k*(log(v/n*c^(3/2)) + 3/2)"),
    (&["x > 0", "y > 0"], "x^(r - 1)*(x^r + y^r)^(1/r - 1)", "(1 + (y/x)^r)^(1/r - 1)"),
    (
        &["x > 0", "y > 0", "0 < a", "a < 1"],
        "x^(r - 1)*a*(a*x^r + (1 - a)*y^r)^(1/r - 1)",
        "a*(a + (y/x)^r*(1 - a))^(1/r - 1)",
    ),
    (&["x > 0", "a > 0"], "1/(x*(x/a)^b*(1 + (x/a)^(-b))^2)", "1/(2x*(cosh(b*log(x/a)) + 1))"),
    (&["x > 0", "x < pi"], "sqrt((1 - cos(x))/(1 + cos(x)))", "tan(x/2)"),
    (&["x > 0", "x < 2*pi"], "sqrt((1 - cos(x))/2)", "sin(x/2)"),
    (&["x > -pi", "x < 0"], "sqrt((1 - cos(x))/(1 + cos(x)))", "-tan(x/2)"),
    (&["m > 0", "x > 0"], "a*m*(m/x)^(a - 1)/x^2", "a*(m/x)^a/x"),
    (&["g > 1"], "m*(g + 1)*(1 + g*m^2)^(g/(g - 1))/(1 + g*m^2)", "m*(1 + g*m^2)^(1/(g - 1))*(g + 1)"),
    (&["x > 0", "y > 0"], "(y/x)^r*x^r", "y^r"),
    (&["x > 0", "y > 0"], "a*x^(r - 1)*(a*x^r + (1 - a)*y^r)^(1/r - 1)", "a*(a + (y/x)^r*(1 - a))^(1/r - 1)"),
    (&["0 < p", "p < 1"], "1/((1 - p)^a*((1 - p)^(-a) - 1))", "1/(1 - (1 - p)^a)"),
    (&["0 < p", "p < 1"], "c*d*p^(c - 1)*(1 - p)^(c - 1)", "c*d*(p*(1 - p))^(c - 1)"),
    (&["k > 0", "s > 0", "x > m"], "(1 + k*(x - m)/s)^(-1/k)/(k*(x - m) + s)", "(1 + k*(x - m)/s)^(-1/k - 1)/s"),
    (&["a > x", "x > 0"], "sqrt(a^(2/3) - x^(2/3))/x^(1/3)", "sqrt((a/x)^(2/3) - 1)"),
    (&["t > 0", "t < 2*pi"], "sqrt(2*(1 - cos(t)))", "2*sin(t/2)"),
    (&["m > -1", "m < 1"], "t*(1/(1 + m) + 1/(1 - m))/2 - j", "t/(1 - m^2) - j"),
    (
        &["u > 0", "w > 0"],
        "2*u*w^2*tanh(z)*(tanh(z)^2 - 1)/(1 + u*w*(1 - tanh(z)^2))",
        "-2w^2*tanh(z)/(cosh(z)^2/u + w)",
    ),
    (&["n integer"], "(-6)^n/3^n", "(-2)^n"),
    (&["n integer"], "((-3)^n - 3^n)/3^n", "(-1)^n - 1"),
    (&["x < 0", "y < 0"], "(x*y)^a/(x^a*y^a)", "1"),
    (&["x > 0"], "(-x)^n/x^n", "(-1)^n"),
    (&["x > -1"], "atan(x) + atan((1 - x)/(1 + x))", "pi/4"),
    (&["x > 0"], "atan(1/x) + atan(x)", "pi/2"),
    (&["x > 0"], "2^a*(1/2)^a*(x^2)^b*(1/x^2)^b", "1"),
    (&["a*x < 1"], "atan((x + a)/(1 - a*x))", "atan(a) + atan(x)"),
    (&["x > 0"], "acos((1 - x^2)/(1 + x^2))", "2*atan(x)"),
    (&["x > 1"], "asin(2*x/(1 + x^2))", "pi - 2*atan(x)"),
];

#[test]
fn the_shortest_form_where_more_is_known() {
    for (assumed, text, expected) in ASSUMED {
        let assumed = assumed.iter().map(|s| s.to_string()).collect();
        let mut problem = Problem::new(&Settings { assume: assumed, ..Settings::default() }).unwrap();
        let term = problem.read(text).unwrap();
        let answer = problem.simplify(term).unwrap();
        assert_eq!(render(&problem.arena, answer.term, Notation::Text), expected, "{text}");
        assert!(answer.checked(), "{text}");
    }
}

#[test]
fn a_formula_without_a_value_has_no_forms() {
    assert!(forms("1/(x - x)").1.is_empty());
}

#[test]
fn a_large_formula_stays_as_it_is() {
    let terms: Vec<String> = (1..3000).map(|i| format!("sin({i}*x)*cos(y + {i})")).collect();
    let (_, found) = forms(&terms.join(" + "));
    assert_eq!(found.iter().map(|f| f.best.words()).collect::<Vec<_>>(), ["shortest"]);
}
