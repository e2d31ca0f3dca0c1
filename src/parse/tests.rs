//! What texts are read as.

mod limits;

use super::*;
use crate::term::{Func, Node, Rational};

/// The term in full brackets, so that a test shows how the text was grouped.
fn shown(arena: &Arena, id: TermId) -> String {
    let part = |id| shown(arena, id);
    match arena.node(id) {
        Node::Number(n) => arena.number_value(n).to_string(),
        Node::Pi => "pi".to_string(),
        Node::Symbol(s) => arena.name(s).to_string(),
        Node::Neg(a) => format!("(-{})", part(a)),
        Node::Binary(op, a, b) => format!("({}{}{})", part(a), op.symbol(), part(b)),
        Node::Relation(r, a, b) => format!("{} {} {}", part(a), r.symbol(), part(b)),
        Node::Property(p, a) => format!("{} {}", part(a), p.words()),
        Node::Call(f, a) => format!("{}({})", f.name(), part(a)),
        Node::Call2(f, a, b) => format!("{}({}, {})", f.name(), part(a), part(b)),
        Node::If(c, a, b) => format!("if({}, {}, {})", part(c), part(a), part(b)),
        Node::Diff(f, x, n) => format!("diff({}, {}, {n})", part(f), arena.name(x)),
        Node::Apply(f, list) => {
            let unknown = arena.unknown(f);
            let arguments: Vec<String> = arena.list(list).iter().map(|a| part(*a)).collect();
            format!("{}{:?}({})", arena.name(unknown.name), unknown.orders, arguments.join(", "))
        }
    }
}

fn reading(text: &str) -> String {
    let mut arena = Arena::new();
    match parse_formula(&mut arena, text, &Options::default()) {
        Ok(read) => shown(&arena, read.term),
        Err(error) => error.code().to_string(),
    }
}

fn conditions(text: &str) -> String {
    let mut arena = Arena::new();
    match parse_condition(&mut arena, text, &Options::default()) {
        Ok(list) => list.iter().map(|c| shown(&arena, *c)).collect::<Vec<_>>().join("; "),
        Err(error) => error.code().to_string(),
    }
}

fn notes(text: &str) -> usize {
    parse_formula(&mut Arena::new(), text, &Options::default()).unwrap().notes.len()
}

/// Each text with its reading, or the code of its error.
fn table(rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        assert_eq!(reading(text), *expected, "{text}");
    }
}

#[test]
fn operators_group_as_in_books() {
    table(&[
        ("2+3", "(2+3)"),
        ("a - b - c", "((a-b)-c)"),
        ("a/b/c", "((a/b)/c)"),
        ("2^3^2", "(2^(3^2))"),
        ("-x^2", "(-(x^2))"),
        ("(-x)^2", "((-x)^2)"),
        ("x^-2", "(x^(-2))"),
        ("2^-x^2", "(2^(-(x^2)))"),
        ("-x*y", "(-(x*y))"),
        ("a*-b", "(a*(-b))"),
        ("x++y", "(x+y)"),
        ("+-+-x", "(-(-x))"),
        ("x - -y", "(x-(-y))"),
        ("9^9^9^9", "(9^(9^(9^9)))"),
        ("x**2", "(x^2)"),
        ("x = y", "x = y"),
        ("x == y", "x = y"),
    ]);
}

#[test]
fn factors_side_by_side_are_products() {
    table(&[
        ("2a", "(2*a)"),
        ("1/2x", "((1/2)*x)"),
        ("2 x y", "((2*x)*y)"),
        ("2x^2", "(2*(x^2))"),
        ("-2x", "(-(2*x))"),
        ("a(1-a)", "(a*(1-a))"),
        ("(a)(b)", "(a*b)"),
        ("2|x|", "(2*abs(x))"),
        ("|x|y", "(abs(x)*y)"),
        ("|2|a|b|", "((abs(2)*a)*abs(b))"),
        ("|2|a|b", "E0005"),
        ("|a*|b||", "abs((a*abs(b)))"),
        ("|x-|y||", "abs((x-abs(y)))"),
        ("|(2|a|b)|", "abs(((2*abs(a))*b))"),
        ("sin(x)y", "(sin(x)*y)"),
        ("xy", "xy"),
        ("x_1w_ij", "x_1w_ij"),
        ("2πr", "((2*pi)*r)"),
        ("αβ", "(alpha*beta)"),
        ("1x", "(1*x)"),
        ("x 2", "E0007"),
        ("(a)2", "E0007"),
    ]);
    assert_eq!(notes("1/2x") + notes("a(1-a)") + notes("|2|a|b|"), 3);
    assert_eq!(notes("(1/2)x + 2 x y"), 0);
}

#[test]
fn numbers_are_exact() {
    table(&[
        (".5", "1/2"),
        ("2e-3", "1/500"),
        ("1e3", "1000"),
        ("2e^x", "(2*exp(x))"),
        ("2exp(x)", "(2*exp(x))"),
        ("2 e - 3", "((2*e)-3)"),
        ("0.30000000000000004", "7500000000000001/25000000000000000"),
        ("0*x", "(0*x)"),
        ("0x", "(0*x)"),
    ]);
    for text in ["0.1.2", "2.", "1e", "1e+", "2e - 3", "0x10", "1_000", "1..2", "0b1"] {
        assert_eq!(reading(text), "E0008", "{text}");
    }
    for text in ["1e999999999", "1e-999999999", "1e99999999999999999999", &"9".repeat(1_000_000)] {
        assert_eq!(reading(text), "E0009");
    }
    let mut arena = Arena::new();
    let big = parse_formula(&mut arena, "1e400", &Options::default()).unwrap();
    assert_eq!(arena.as_rational(big.term), Rational::from(10).pow(400));
    assert!(!big.decimals && parse_formula(&mut arena, "0.5x", &Options::default()).unwrap().decimals);
}

#[test]
fn functions_without_parentheses_take_a_number_and_a_factor() {
    table(&[
        ("log a", "log(a)"),
        ("sin 2x cos x", "(sin((2*x))*cos(x))"),
        ("sin x^2", "sin((x^2))"),
        ("sin 2 pi x", "sin(((2*pi)*x))"),
        ("sin πx", "sin((pi*x))"),
        ("sin x/2", "(sin(x)/2)"),
        ("log log x", "log(log(x))"),
        ("sin |x|", "sin(abs(x))"),
        ("|sin 2|x", "(abs(sin(2))*x)"),
        ("sin^2(x)", "(sin(x)^2)"),
        ("sin²x", "(sin(x)^2)"),
        ("sin^2 x + cos^2 x", "((sin(x)^2)+(cos(x)^2))"),
        ("sin^-1(x)", "asin(x)"),
        ("sin⁻¹ x", "asin(x)"),
        ("sin^n(x)", "(sin(x)^n)"),
        ("log_2(x)", "(log(x)/log(2))"),
        ("log_10 x", "(log(x)/log(10))"),
        ("2^sin x", "(2^sin(x))"),
        ("y log a + (1-y) log(1-a)", "((y*log(a))+((1-y)*log((1-a))))"),
    ]);
    for text in ["sin x y", "sin 2x y", "sin -x", "sin x(x+1)", "sin 2 cos x", "log^-1 x", "sin^-2 x", "sin 2|x|"] {
        assert_eq!(reading(text), "E0012", "{text}");
    }
    assert_eq!(notes("sin^-1(x)") + notes("sin x/2"), 2);
}

#[test]
fn names_and_constants() {
    table(&[
        ("e^x", "exp(x)"),
        ("e^-x", "exp((-x))"),
        ("e^(-x)", "exp((-x))"),
        ("e²", "exp(2)"),
        ("e^x^2", "exp((x^2))"),
        ("e^2 + e", "((e^2)+e)"),
        ("e^(-1/2)*x*e", "(((e^(-(1/2)))*x)*e)"),
        ("e^x*e^2", "(exp(x)*exp(2))"),
        ("e^x + e", "(exp(x)+e)"),
        ("(e)^2", "(e^2)"),
        ("diff(e^2, e)", "diff((e^2), e, 1)"),
        ("d/de e^2", "diff((e^2), e, 1)"),
        ("2e", "E0008"),
        ("x e", "(x*e)"),
        ("pi", "pi"),
        ("α+β", "(alpha+beta)"),
        ("σ", "sigma"),
        ("σ(z)", "sigmoid(z)"),
        ("sigma(z)", "sigmoid(z)"),
        ("i", "i"),
        ("cost", "cost"),
        ("tanx", "E0010"),
        ("log2(x)", "E0010"),
        ("lim(x)", "E0010"),
        ("L'", "L'"),
        ("inf", "E0019"),
        ("if + 1", "E0019"),
        ("integer", "E0019"),
        ("x or y", "E0019"),
        ("android", "android"),
    ]);
    assert_eq!(notes("e") + notes("x + e"), 2);
    assert_eq!(notes("e^x"), 0);
}

#[test]
fn functions_and_derivatives() {
    table(&[
        ("f(x)", "f[0](x)"),
        ("f'(x)", "f[1](x)"),
        ("f''(g(x))", "f[2](g[0](x))"),
        ("L'(a)", "L[1](a)"),
        ("g(x, y)", "g[0, 0](x, y)"),
        ("f'[1,0](u, v)", "f[1, 0](u, v)"),
        ("f'(x, y)", "E0011"),
        ("max(a, b, c)", "max(max(a, b), c)"),
        ("max(a)", "E0011"),
        ("root(x, 3)", "root(x, 3)"),
        ("root(x, 1.5)", "E0020"),
        ("d/da a^2", "diff((a^2), a, 1)"),
        ("d/da a^2 + 1", "(diff((a^2), a, 1)+1)"),
        ("d/dx x*y z", "diff(((x*y)*z), x, 1)"),
        ("2 d/dx sin(x)", "(2*diff(sin(x), x, 1))"),
        ("d^2/dx^2 f(x)", "diff(f[0](x), x, 2)"),
        ("d²/dx² (x^3)", "diff((x^3), x, 2)"),
        ("d^2/dx x", "E0013"),
        ("1 + d/dx", "E0013"),
        ("|d/dx|", "E0013"),
        ("d/dα α", "diff(alpha, alpha, 1)"),
        ("diff(x^2, x)", "diff((x^2), x, 1)"),
        ("diff(x^2, x, 0)", "(x^2)"),
        ("diff(x, y)", "diff(x, y, 1)"),
        ("diff(x^2, x, -1)", "E0013"),
        ("diff(x^2, 2)", "E0013"),
        ("diff(x^5, x, 4294967296)", "E0009"),
        ("diff(tan(x), x, 1000)", "E0009"),
        ("σ'(z)", "diff(sigmoid(z), z, 1)"),
        ("d/x", "(d/x)"),
        ("dL/da", "(dL/da)"),
        ("if(x >= 0, x, -x)", "if(x >= 0, x, (-x))"),
        ("if(n integer, 1, 0)", "if(n integer, 1, 0)"),
        ("if(x > 0, 1)", "E0011"),
        ("if(0<x<1, 1, 0)", "E0016"),
        ("if(x > 0, x > 1, 0)", "E0016"),
    ]);
}

#[test]
fn other_spellings() {
    table(&[
        ("x−1", "(x-1)"),
        ("a×b·c⋅d÷2", "((((a*b)*c)*d)/2)"),
        ("x²³", "(x^23)"),
        ("x⁻¹", "(x^(-1))"),
        ("-x²", "(-(x^2))"),
        ("2^x²", "(2^(x^2))"),
        ("x²^3", "E0012"),
        ("√x", "sqrt(x)"),
        ("√(x+1)", "sqrt((x+1))"),
        ("∛8", "cbrt(8)"),
        ("\u{a0}x\u{3000}+\u{2028}1", "(x+1)"),
        ("x ≤ 1", "E0014"),
    ]);
}

#[test]
fn wrong_texts_are_refused() {
    table(&[
        ("   \t ", "E0001"),
        (")", "E0005"),
        ("()", "E0006"),
        ("(x))", "E0005"),
        ("(x", "E0005"),
        ("|x", "E0005"),
        ("||x||", "E0012"),
        ("+", "E0004"),
        ("*x", "E0004"),
        ("x*", "E0004"),
        ("x^", "E0004"),
        ("^2", "E0004"),
        ("1 2", "E0007"),
        ("x = = y", "E0004"),
        ("x = y = z", "E0015"),
        ("x =", "E0004"),
        (",", "E0004"),
        ("max(,x)", "E0004"),
        ("atan2(y)", "E0011"),
        ("1,000", "E0003"),
        ("(x = y)", "E0014"),
        ("sin", "E0004"),
        ("sin()", "E0006"),
        ("sin^cos(x)", "E0004"),
        ("if'(x)", "E0003"),
        ("f[1](x)", "E0003"),
    ]);
    for text in
        ["x # c", "\"x\"", "x & y", "x\\y", "x!", "x!!", "!x", "-x!", "x->0", "∞x", "x\u{200d}", "\u{202e}x+1\u{202c}"]
    {
        assert_eq!(reading(text), "E0002", "{text}");
    }
    for text in
        ["x\u{ad}", "１＋２", "（x）", "\u{661}", "𝑥", "e\u{301}", "x\0+1", "\u{1b}[31mx", "x\u{7f}", "{x}", "a;b"]
    {
        assert_eq!(reading(text), "E0002", "{text}");
    }
    assert_eq!(decode(b"\xff\xfex\0").unwrap_err().span(), (0, 1));
    assert_eq!(decode(b"x\xed\xa0\x80").unwrap_err().code(), "E0018");
}

#[test]
fn conditions_and_definitions() {
    assert_eq!(conditions("a>0"), "a > 0");
    assert_eq!(conditions("0 < a < 1, n integer"), "0 < a; a < 1; n integer");
    assert_eq!(conditions("x not integer, x+1 not pole, x^n defined"), "x not integer; (x+1) not pole; (x^n) defined");
    assert_eq!(conditions("if(x > 0, y > 1, y integer)"), "if(x > 0, y > 1, y integer)");
    assert_eq!(conditions("if(x > 0, y, z) != 1"), "if(x > 0, y, z) != 1");
    for text in ["x + 1", "n pole", "if(x > 0, y > 1, 2) > 0", "x not"] {
        assert_eq!(conditions(text), "E0016", "{text}");
    }
    let mut arena = Arena::new();
    let options = Options::default();
    let Ok(Definition::Name(a, term)) = parse_definition(&mut arena, "a = σ(z)", &options) else { panic!() };
    assert_eq!((arena.name(a), shown(&arena, term).as_str()), ("a", "sigmoid(z)"));
    let Ok(Definition::Function { parameters, body, .. }) = parse_definition(&mut arena, "f(a, b) = a^b", &options)
    else {
        panic!()
    };
    assert_eq!((parameters.len(), shown(&arena, body).as_str()), (2, "(a^b)"));
    for text in ["a + 1 = b", "a", "a = a + 1", "sin(x) = x", "pi = 3", "f(a, a) = a", "2 = a", "sin' = a"] {
        assert_eq!(parse_definition(&mut arena, text, &options).unwrap_err().code(), "E0017", "{text}");
    }
}

#[test]
fn the_products_own_tables_are_readable() {
    let mut arena = Arena::new();
    for function in Func::ALL {
        let row = function.row();
        for text in row.derivatives.iter().chain(row.smooth).chain(row.range).chain([&row.means]) {
            if !text.is_empty() {
                read(&mut arena, text);
            }
        }
    }
}
