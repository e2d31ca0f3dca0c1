//! Texts as they stand in documents: with their own functions and macros, with slips, and hopeless ones.

use super::reading::{reading, reading_in, remarks, table};
use chainrule::parse::Options;
use chainrule::parse::latex::{Macro, Setting, macros, parse_latex};
use chainrule::term::Arena;

#[test]
fn functions_of_the_document() {
    let calls: &[(&str, &[&str])] = &[("L", &["a", "y"]), ("f", &["x"]), ("x", &["t"]), ("sigma_own", &["z"])];
    for (text, expected) in [
        (r"L", "L(a, y)"),
        (r"L(b,y)", "L(b, y)"),
        (r"\frac{dL}{da}", "diff(L(a, y), a, 1)"),
        (r"\frac{\partial L}{\partial y}", "diff(L(a, y), y, 1)"),
        (r"f'", "f'(x)"),
        (r"f'(2)", "f'(2)"),
        (r"f^{(2)}(x)", "f''(x(t))"),
        (r"L'", "E0011"),
        (r"\dot x", "diff(x(t), t, 1)"),
        (r"\sigma(1-\sigma)", "(sigma_own(z)*(1-sigma_own(z)))"),
        (r"\sigma", "sigma_own(z)"),
    ] {
        assert_eq!(reading_in(text, &[], calls, &[]), expected, "{text}");
    }
    assert_eq!(reading_in(r"J(w) + \mathrm{foo}(1) + J", &["J", "foo"], &[], &[]), "((J(w)+foo(1))+J)");
    assert_eq!(reading_in(r"J'(w)", &[], &[], &[]), "J'(w)");
}

#[test]
fn macros_of_the_document() {
    let preamble = r"\newcommand{\R}{\mathbb{R}} % \newcommand{\no}{1}
        \newcommand\half{\frac12}\renewcommand*{\pd}[2]{\frac{\partial #1}{\partial #2}}
        \DeclareMathOperator{\loss}{loss} \DeclareMathOperator*{\sech}{sech} \newcommand{\opt}[2][x]{#1#2}
        \newcommand{\sq}[1]{#1^2} \newcommand{\a}{\b\b}\newcommand{\b}{\a}\newcommand{\bad}{#1} \newcommand{\open";
    let found = macros(preamble);
    let names: Vec<(&str, usize)> = found.iter().map(|m| (m.name.as_str(), m.arguments)).collect();
    let expected =
        [("R", 0), ("half", 0), ("pd", 2), ("loss", 0), ("sech", 0), ("sq", 1), ("a", 0), ("b", 0), ("bad", 0)];
    assert_eq!(names, expected);
    for (text, expected) in [
        (r"\half x", "((1/2)*x)"),
        (r"\pd{L}{a} = 1", "diff(L, a, 1) = 1"),
        (r"\pd L a", "diff(L, a, 1)"),
        (r"\loss + \sech x", "(loss+sech(x))"),
        (r"\sq{\sq{x}}", "E0012"),
        (r"\sq{(\sq{x})}", "((x^2)^2)"),
        (r"\half12", "(((1/2)*1)*2)"),
        (r"\sq", "E0021"),
        (r"\bad", "E0021"),
        (r"x \in \R", "E0021"),
        (r"\a", "E0009"),
        (r"\opt{1}", "E0021"),
    ] {
        let text = if text == r"\half12" { r"\half\cdot12" } else { text };
        let expected = if text == r"\half\cdot12" { "((1/2)*12)" } else { expected };
        assert_eq!(reading_in(text, &[], &[], &found), expected, "{text}");
    }
    let options = Options::default();
    let setting = Setting { options: &options, calls: &[], macros: &found };
    let read = parse_latex(&mut Arena::new(), r"1 + \half = \pd{L}{a}", &setting).unwrap();
    assert_eq!(read.chains[0].parts.iter().map(|p| p.span).collect::<Vec<_>>(), [(0, 9), (12, 21)]);
    // Each command stands for ten of the one before.
    let laughs: Vec<Macro> = ('a'..='j')
        .zip(std::iter::once("x".to_string()).chain(('a'..='i').map(|c| format!("\\l{c}").repeat(10))))
        .map(|(c, body)| Macro { name: format!("l{c}"), arguments: 0, body })
        .collect();
    assert_eq!(reading_in(r"\lj", &[], &[], &laughs), "E0009");
    assert_eq!(reading_in(r"\lb", &[], &[], &laughs), "(((((((((x*x)*x)*x)*x)*x)*x)*x)*x)*x)");
}

#[test]
fn crossed_and_missing_brackets_are_mended_and_named() {
    for (text, expected, named) in [
        (
            r"-(y\log{(a)} + (1-y)\log{(1-a))}",
            "(-((y*log(a))+((1-y)*log((1-a)))))",
            "`)` and `}` are crossed; read as `})`",
        ),
        (r"\frac{(1}{2}", "(1/2)", "a `)` is missing; read as if it stood here"),
        (r"\log{(1-a}b", "(log((1-a))*b)", "a `)` is missing; read as if it stood here"),
    ] {
        assert_eq!(reading(text), expected);
        assert_eq!(remarks(text).1, [named]);
    }
    table(
        &[
            (r"\log{(1-a)b", "E0005"),
            (r"\frac{(1-a)b(c-d}{2}", "E0005"),
            (r"\frac{(1-a b}{2}", "E0005"),
            (r"(a}", "E0005"),
            (r"\left({a\right)}", "((a))"),
        ]
        .map(|(text, expected)| if expected == "((a))" { (text, "a") } else { (text, expected) }),
    );
    let options = Options::default();
    let setting = Setting { options: &options, calls: &[], macros: &[] };
    let error = parse_latex(&mut Arena::new(), r"\frac{1}{2]", &setting).unwrap_err();
    assert_eq!((error.code(), error.span()), ("E0005", (10, 11)));
    let read = parse_latex(&mut Arena::new(), r"-(y\log{(a)} + (1-y)\log{(1-a))}", &setting).unwrap();
    assert_eq!(read.repairs[0].span, (30, 32));
}

#[test]
fn the_lessons_are_read() {
    let calls: &[(&str, &[&str])] = &[("L", &["a", "y"])];
    for (text, expected) in [
        (r"\hat{y}", "hat_y"),
        (r"a = \sigma(z)", "a = sigmoid(z)"),
        (r"x_1,x_2", "x_1; x_2"),
        (r"z = w_1x_1 + w_2x_2 + b", "z = (((w_1*x_1)+(w_2*x_2))+b)"),
        (
            r"da = \cfrac{dL(a,y)}{da} = -\cfrac{y}{a} + \cfrac{1-y}{1-a}",
            "da = diff(L(a, y), a, 1) = ((-(y/a))+((1-y)/(1-a)))",
        ),
        (
            r"dz = \cfrac{dL}{dz} = \cfrac{dL(a,y)}{dz} = a - y = \cfrac{dL}{da} \cdot \cfrac{da}{dz}",
            "dz = diff(L(a, y), z, 1) = diff(L(a, y), z, 1) = (a-y) = (diff(L(a, y), a, 1)*diff(a, z, 1))",
        ),
        (r"\frac{d}{da}f(a)=4", "diff(f(a), a, 1) = 4"),
        (r"\frac{d}{da}a^2=2a", "diff((a^2), a, 1) = (2*a)"),
        (r"f(a)=a^3=8", "f(a) = (a^3) = 8"),
        (r"f(a) = \log{a}", "f(a) = log(a)"),
        (r"\frac{d}{da}f(a)=\frac{1}{2}", "diff(f(a), a, 1) = (1/2)"),
        (r".001", "1/1000"),
    ] {
        assert_eq!(reading_in(text, &[], calls, &[]), expected, "{text}");
    }
}

#[test]
fn claims_of_real_documents_are_read() {
    table(&[
        (r"\frac{\partial f}{\partial x} = y", "diff(f, x, 1) = y"),
        (r"\frac{df}{dx} = -1/x^2", "diff(f, x, 1) = (-(1/(x^2)))"),
        (r"\frac{df}{dx} = e^x", "diff(f, x, 1) = exp(x)"),
        (
            "\\frac{d\\sigma(x)}{dx} = \\frac{e^{-x}}{(1+e^{-x})^2} = \\left( \\frac{1 + e^{-x} - 1}{1 + e^{-x}} \\right) \
             \\left( \\frac{1}{1+e^{-x}} \\right) \n= \\left( 1 - \\sigma(x) \\right) \\sigma(x)",
            "diff(sigmoid(x), x, 1) = (exp((-x))/((1+exp((-x)))^2)) = ((((1+exp((-x)))-1)/(1+exp((-x))))*(1/(1+exp((-x))))) \
             = ((1-sigmoid(x))*sigmoid(x))",
        ),
        (r"\frac{d}{dx}(ax) = a", "diff((a*x), x, 1) = a"),
        (r"\frac{d}{dx}x^n = nx^{n-1}", "diff((x^n), x, 1) = (n*(x^(n-1)))"),
        (r"\frac{d}{dx}e^x = e^x", "diff(exp(x), x, 1) = exp(x)"),
        (r"\frac{d}{dx}\log(x) = \frac{1}{x}", "diff(log(x), x, 1) = (1/x)"),
        (r"f'(x) = 1 - \tanh^2(x)", "f'(x) = (1-(tanh(x)^2))"),
        (r"f'(x) = 0", "f'(x) = 0"),
    ]);
}

#[test]
fn inputs_that_hurt_others() {
    table(&[
        (r"\frac123", "((1/2)*3)"),
        (r"\frac{1}{2", "E0005"),
        (r"\frac{1}", "E0004"),
        (r"\frac{}{2}", "E0004"),
        (r"\frac ab", "(a/b)"),
        (r"\sqrt2", "sqrt(2)"),
        (r"\sqrt[3]{x}", "cbrt(x)"),
        (r"\sqrt[n]{x}", "(x^(1/n))"),
        (r"\left(x", "E0005"),
        (r"\left(x\right]", "E0005"),
        (r"\left.x\right|", "E0021"),
        (r"\left|x\right|", "abs(x)"),
        (r"\|x\|", "E0021"),
        (r"-(y\log{(a)} + (1-y)\log{(1-a))}", "(-((y*log(a))+((1-y)*log((1-a)))))"),
        (r"\log a b", "E0012"),
        (r"\log_2 x", "(log(x)/log(2))"),
        (r"\log_{10}x", "(log(x)/log(10))"),
        (r"\log^2 x", "(log(x)^2)"),
        (r"\sin^{-1}x", "asin(x)"),
        (r"\sin x \cos x", "(sin(x)*cos(x))"),
        (r"x^12", "E0012"),
        (r"x^-1", "E0012"),
        (r"f'(x)", "f'(x)"),
        (r"f''(x)", "f''(x)"),
        (r"\frac{dy}{dx}", "diff(y, x, 1)"),
        (r"\frac{d^2}{dx^2}x^3", "diff((x^3), x, 2)"),
        (r"\frac{d}{dx}(x^2)y", "E0012"),
        (r"\mathrm{sin}(x)", "sin(x)"),
        (r"\text{if }x>0", "E0021"),
        (r"\begin{cases}x&x>0\\-x&x\le0\end{cases}", "if(x > 0, x, (-x))"),
        (r"\int x\,dx", "E0021"),
        (r"x % comment", "x"),
        (r"\%", "E0002"),
        (r"{x", "E0005"),
        (r"a&b", "E0003"),
        (r"#1", "E0002"),
        (r"\def\x{\x\x}\x", "E0021"),
        (r"\binom{n}{k}", "E0021"),
        (r"\hat{y}", "hat_y"),
        (r"\sigma(1-\sigma)", "E0012"),
        (r"x \neq y", "x != y"),
        (r"x=y，", "x = y"),
        (r"\displaystyle x", "x"),
        (r"\color{red}x", "x"),
        (r"\underbrace{x}_{a}", "E0021"),
    ]);
}
