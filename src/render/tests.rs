//! Pinned texts in every notation; that they read back is tested where the parser is at hand.

use super::*;
use crate::term::{Func, Operator, Property, Rational, Relation, Unknown};

/// Terms by short names, for one arena.
struct Build(Arena);

impl Build {
    fn new() -> Self {
        Build(Arena::new())
    }
    fn v(&mut self, name: &str) -> TermId {
        self.0.symbol(name)
    }
    fn n(&mut self, value: i64) -> TermId {
        self.0.integer(value)
    }
    fn op(&mut self, sign: char, a: TermId, b: TermId) -> TermId {
        let op = Operator::ALL.into_iter().find(|o| o.symbol().starts_with(sign)).unwrap();
        self.0.binary(op, a, b)
    }
    fn text(&self, id: TermId) -> String {
        render(&self.0, id, Notation::Text)
    }
    fn all(&self, id: TermId) -> [String; 3] {
        [Notation::Ascii, Notation::Unicode, Notation::Latex].map(|n| render(&self.0, id, n))
    }
}

#[test]
fn a_minus_negates_the_product_that_follows() {
    let mut b = Build::new();
    let (a, x) = (b.v("a"), b.v("x"));
    let (na, nx, ax) = (b.0.neg(a), b.0.neg(x), b.op('*', a, x));
    let nax = b.0.neg(ax);
    let cases = [
        (nax, "-a*x"),
        (b.op('*', na, x), "(-a)*x"),
        (b.op('*', a, nx), "a*(-x)"),
        (b.op('+', x, nax), "x + (-a*x)"),
        (b.op('+', nax, x), "-a*x + x"),
        (b.op('-', x, na), "x - (-a)"),
        (b.0.neg(na), "-(-a)"),
        (b.op('^', na, x), "(-a)^x"),
        (b.op('^', a, nx), "a^(-x)"),
    ];
    for (term, text) in cases {
        assert_eq!(b.text(term), text);
    }
    let (sum, power) = (b.op('+', a, x), b.op('^', a, x));
    let (nsum, npower) = (b.0.neg(sum), b.0.neg(power));
    assert_eq!((b.text(nsum), b.text(npower)), ("-(a + x)".into(), "-a^x".into()));
}

#[test]
fn operators_group_as_the_table_says() {
    let mut b = Build::new();
    let (a, x, y) = (b.v("a"), b.v("x"), b.v("y"));
    for (inner, outer, left, right) in [
        ('-', '-', "a - x - y", "y - (a - x)"),
        ('/', '/', "a/x/y", "y/(a/x)"),
        ('*', '/', "a*x/y", "y/(a*x)"),
        ('^', '^', "(a^x)^y", "y^a^x"),
        ('+', '*', "(a + x)*y", "y*(a + x)"),
        ('*', '+', "a*x + y", "y + a*x"),
    ] {
        let part = b.op(inner, a, x);
        let (l, r) = (b.op(outer, part, y), b.op(outer, y, part));
        assert_eq!((b.text(l).as_str(), b.text(r).as_str()), (left, right));
    }
}

#[test]
fn numbers_stand_before_single_letters() {
    let mut b = Build::new();
    let (one, two, x, e, loss) = (b.n(1), b.n(2), b.v("x"), b.v("e"), b.v("loss"));
    let (half, double, pi) = (b.op('/', one, two), b.op('*', two, x), b.0.pi());
    let huge = b.0.literal(Rational::from(10).pow(400).unwrap());
    let cases = [
        (double, "2x"),
        (b.op('*', half, x), "1/2*x"),
        (b.op('/', one, double), "1/(2x)"),
        (b.op('*', x, double), "x*(2x)"),
        (b.op('*', two, e), "2*e"),
        (b.op('*', two, loss), "2*loss"),
        (b.op('*', two, pi), "2*pi"),
        (b.op('*', huge, x), "1e400*x"),
        (b.op('*', two, two), "2*2"),
        (b.op('^', double, two), "(2x)^2"),
    ];
    for (term, text) in cases {
        assert_eq!(b.text(term), text);
    }
    let term = b.op('*', two, pi);
    assert_eq!(b.all(term), ["2*pi", "2π", r"2\pi"]);
}

#[test]
fn names_of_the_notation_itself_are_kept_apart() {
    let mut b = Build::new();
    let (d, dx, e, x) = (b.v("d"), b.v("dx"), b.v("e"), b.v("x"));
    let (quotient, xd, power) = (b.op('/', d, dx), b.op('*', x, d), b.op('^', e, x));
    let longer = b.op('/', xd, dx);
    assert_eq!([b.text(quotient), b.text(longer), b.text(power)], ["d/(dx)", "x*d/(dx)", "(e)^x"]);
}

#[test]
fn functions_in_every_notation() {
    let mut b = Build::new();
    let (x, two, n) = (b.v("x"), b.n(2), b.v("n"));
    let one = b.n(1);
    let sum = b.op('+', x, one);
    for (f, a, [ascii, unicode, latex]) in [
        (Func::Sin, x, ["sin(x)", "sin(x)", r"\sin\left(x\right)"]),
        (Func::Sqrt, x, ["sqrt(x)", "√x", r"\sqrt{x}"]),
        (Func::Sqrt, sum, ["sqrt(x + 1)", "√(x + 1)", r"\sqrt{x + 1}"]),
        (Func::Abs, sum, ["abs(x + 1)", "|x + 1|", r"\left|x + 1\right|"]),
        (Func::Exp, sum, ["exp(x + 1)", "exp(x + 1)", "e^{x + 1}"]),
        (Func::Sigmoid, x, ["sigmoid(x)", "σ(x)", r"\sigma\left(x\right)"]),
        (Func::Cbrt, x, ["cbrt(x)", "cbrt(x)", r"\sqrt[3]{x}"]),
    ] {
        let term = b.0.call(f, a);
        assert_eq!(b.all(term), [ascii, unicode, latex]);
    }
    let (root, bessel) = (b.0.call2(Func::Root, x, n), b.0.call2(Func::BesselJ, n, x));
    assert_eq!(b.all(root), ["root(x, n)", "root(x, n)", r"\sqrt[n]{x}"]);
    assert_eq!(b.all(bessel)[2], r"\operatorname{besselj}\left(n, x\right)");
    let (sine, radical) = (b.0.call(Func::Sin, x), b.0.call(Func::Sqrt, x));
    let (square, undone) = (b.op('^', sine, two), b.op('^', radical, two));
    assert_eq!(b.all(square), ["sin(x)^2", "sin(x)²", r"\sin\left(x\right)^{2}"]);
    assert_eq!(b.all(undone), ["sqrt(x)^2", "(√x)²", r"\sqrt{x}^{2}"]);
    let (inner, outer) = (b.0.call(Func::Abs, x), b.op('-', x, one));
    let nested = b.op('*', inner, outer);
    let nested = b.0.call(Func::Abs, nested);
    assert_eq!(b.all(nested)[1], "abs(|x|·(x − 1))");
}

#[test]
fn fractions_powers_and_derivatives() {
    let mut b = Build::new();
    let (a, y, one) = (b.v("a"), b.v("y"), b.n(1));
    let (top, rest) = (b.op('-', a, y), b.op('-', one, a));
    let bottom = b.op('*', a, rest);
    let mission = b.op('/', top, bottom);
    assert_eq!(b.text(mission), "(a - y)/(a*(1 - a))");
    assert_eq!(b.all(mission)[2], r"\frac{a - y}{a \cdot \left(1 - a\right)}");
    let minus = b.n(-1);
    let inverse = b.op('^', a, minus);
    assert_eq!(b.all(inverse), ["a^(-1)", "a⁻¹", "a^{-1}"]);
    let x = b.0.intern("x");
    let (d1, d2) = (b.0.add(crate::term::Node::Diff(a, x, 1)), b.0.add(crate::term::Node::Diff(a, x, 2)));
    assert_eq!([b.text(d1), b.text(d2)], ["diff(a, x)", "diff(a, x, 2)"]);
    assert_eq!(b.all(d1)[2], r"\frac{d}{dx}\left(a\right)");
    assert_eq!(b.all(d2)[2], r"\frac{d^{2}}{dx^{2}}\left(a\right)");
}

#[test]
fn unknown_functions_and_cases() {
    let mut b = Build::new();
    let (x, y, zero) = (b.v("x"), b.v("y"), b.n(0));
    let name = b.0.intern("f");
    for (orders, args, text) in [
        (vec![0], vec![x], "f(x)"),
        (vec![2], vec![x], "f''(x)"),
        (vec![4], vec![x], "f'[4](x)"),
        (vec![1, 0], vec![x, y], "f'[1,0](x, y)"),
        (vec![0, 0], vec![x, y], "f(x, y)"),
    ] {
        let term = b.0.apply(Unknown { name, orders: orders.into() }, &args);
        assert_eq!(b.text(term), text);
    }
    let positive = b.0.relation(Relation::Ge, x, zero);
    let term = b.0.add(crate::term::Node::If(positive, x, y));
    assert_eq!(b.all(term)[..2], ["if(x >= 0, x, y)", "if(x ≥ 0, x, y)"]);
    assert_eq!(b.all(term)[2], r"\begin{cases} x & \text{if } x \geq 0 \\ y & \text{otherwise} \end{cases}");
}

#[test]
fn conditions() {
    let mut b = Build::new();
    let (x, n) = (b.v("x"), b.v("n"));
    let power = b.op('^', x, n);
    for (property, term, [ascii, unicode, latex]) in [
        (Property::Integer, n, ["n integer", "n integer", r"n \in \mathbb{Z}"]),
        (Property::NotInteger, x, ["x not integer", "x not integer", r"x \notin \mathbb{Z}"]),
        (Property::Defined, power, ["x^n defined", "x^n defined", r"x^{n} \text{ defined}"]),
    ] {
        let term = b.0.add(crate::term::Node::Property(property, term));
        assert_eq!(b.all(term), [ascii, unicode, latex]);
    }
}

#[test]
fn long_sums_break_before_a_sign() {
    let mut b = Build::new();
    let mut sum = b.v("x1");
    for i in 2..9 {
        let next = b.v(&format!("x{i}"));
        sum = b.op('+', sum, next);
    }
    let text = render_within(&b.0, sum, Notation::Text, 20);
    assert_eq!(text, "x1 + x2 + x3 + x4\n    + x5 + x6 + x7\n    + x8");
}

#[test]
fn names_avoid_variables_and_come_in_reading_order() {
    let mut b = Build::new();
    let (x, t1, two) = (b.v("x"), b.v("t1"), b.n(2));
    let right = b.op('+', x, two);
    let left = b.op('+', x, t1);
    let (ll, rr) = (b.op('*', left, left), b.op('*', right, right));
    let term = b.op('-', ll, rr);
    let shared = render_shared(&b.0, &[term, left], &Style { force_let: true, ..Style::default() });
    let lets: Vec<(&str, &str)> = shared.lets.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    assert_eq!(lets, [("t2", "x + t1"), ("t3", "x + 2")]);
    assert_eq!(shared.results, ["t2*t2 - t3*t3", "t2"]);
    let plain = render_shared(&b.0, &[term], &Style::default());
    assert_eq!((plain.lets.len(), plain.results[0].as_str()), (0, "(x + t1)*(x + t1) - (x + 2)*(x + 2)"));
}

#[test]
fn conditions_get_no_name() {
    let mut b = Build::new();
    let (x, y, zero) = (b.v("x"), b.v("y"), b.n(0));
    let above = b.0.relation(Relation::Gt, x, zero);
    let whole = b.0.add(crate::term::Node::Property(Property::Integer, y));
    let either = b.0.add(crate::term::Node::If(above, whole, above));
    let choice = b.0.add(crate::term::Node::If(either, x, y));
    let shared = render_shared(&b.0, &[choice, choice, either], &Style { force_let: true, ..Style::default() });
    assert_eq!(shared.lets, [("t1".to_string(), "if(if(x > 0, y integer, x > 0), x, y)".to_string())]);
}

/// Runs on the smallest stack the product promises to work on.
fn on_a_small_stack(work: fn()) {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap();
    assert!(thread.join().is_ok());
}

#[test]
fn deep_terms_print_on_a_small_stack() {
    on_a_small_stack(|| {
        let mut b = Build::new();
        let x = b.v("x");
        let mut nest = x;
        for _ in 0..100_000 {
            nest = b.0.call(Func::Sin, nest);
        }
        assert_eq!(b.text(nest).len(), 500_001);
        let mut sum = x;
        for _ in 0..100_000 {
            sum = b.op('-', x, sum);
        }
        assert!(b.text(sum).starts_with("x - (x - (x - "));
        assert!(render_within(&b.0, nest, Notation::Latex, 80).len() > 1_000_000);
    });
}

#[test]
fn an_enormous_tree_prints_as_named_parts() {
    on_a_small_stack(|| {
        let mut b = Build::new();
        let (mut inner, mut slope) = (b.v("x"), b.n(1));
        for _ in 0..100_000 {
            let cosine = b.0.call(Func::Cos, inner);
            slope = b.op('*', cosine, slope);
            inner = b.0.call(Func::Sin, inner);
        }
        let shared = render_shared(&b.0, &[slope], &Style::default());
        assert_eq!(shared.lets.len(), 99_997);
        assert_eq!(shared.lets[1], ("t2".into(), "sin(t1)".into()));
        assert!(shared.results[0].starts_with("cos(sin(t99997))*(cos(t99997)*(cos(t99996)*"));
        assert!(shared.lets.iter().map(|l| l.1.len()).sum::<usize>() < 2_000_000);
    });
}
