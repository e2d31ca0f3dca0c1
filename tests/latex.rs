//! What LaTeX is read as: tables of texts with their readings, or the codes of their errors.

mod reading;

use chainrule::parse::Options;
use chainrule::parse::latex::{LinkKind, Macro, Setting, macros, parse_latex};
use chainrule::term::Arena;
use reading::{reading, reading_in, remarks};

/// Each text with its reading, or the code of its error.
fn table(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(text, expected)| {
            let found = reading(text);
            (found != *expected).then(|| format!("{text}\n  expected {expected}\n  found    {found}\n"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[test]
fn fractions_and_roots() {
    table(&[
        (r"\frac{1}{2}", "(1/2)"),
        (r"\dfrac{a+b}{c}", "((a+b)/c)"),
        (r"\tfrac12x", "((1/2)*x)"),
        (r"\cfrac{y}{a}", "(y/a)"),
        (r"\frac ab", "(a/b)"),
        (r"\frac\pi2", "(pi/2)"),
        (r"\frac12", "(1/2)"),
        (r"\frac123", "((1/2)*3)"),
        (r"\frac{1}{2}{3}", "((1/2)*3)"),
        (r"\frac{1}{2", "E0005"),
        (r"\frac{1}", "E0004"),
        (r"\frac{}{2}", "E0004"),
        (r"\frac{1}{2]", "E0005"),
        (r"\frac", "E0004"),
        (r"\sqrt2", "sqrt(2)"),
        (r"\sqrt{x+1}", "sqrt((x+1))"),
        (r"\sqrt[3]{x}", "cbrt(x)"),
        (r"\sqrt[2]{x}", "sqrt(x)"),
        (r"\sqrt[5]{x}", "root(x, 5)"),
        (r"\sqrt[n]{x}", "(x^(1/n))"),
        (r"\sqrt x y", "(sqrt(x)*y)"),
        (r"\frac{a}{b}^2", "((a/b)^2)"),
        (r"1/2x", "((1/2)*x)"),
        (r"a\div b\times c*2", "(((a/b)*c)*2)"),
    ]);
}

#[test]
fn powers_and_names() {
    table(&[
        (r"x^2", "(x^2)"),
        (r"x^{12}", "(x^12)"),
        (r"x^12", "E0012"),
        (r"x^-1", "E0012"),
        (r"x^{-1}", "(x^(-1))"),
        (r"x^{n-1}", "(x^(n-1))"),
        (r"-x^2", "(-(x^2))"),
        (r"2^{3^2}", "(2^(3^2))"),
        (r"x^2^3", "E0012"),
        (r"{x^2}^3", "((x^2)^3)"),
        (r"xy", "(x*y)"),
        (r"w_1x_1 + w_2x_2 + b", "(((w_1*x_1)+(w_2*x_2))+b)"),
        (r"x_{ij}", "x_ij"),
        (r"x_{12}", "x_12"),
        (r"x_12", "E0012"),
        (r"x^2_1", "(x_1^2)"),
        (r"x_1^2", "(x_1^2)"),
        (r"x^2_{ij} y", "((x_ij^2)*y)"),
        (r"\theta_0", "theta_0"),
        (r"x_\alpha", "x_alpha"),
        (r"x_{\mathrm{max}}", "x_max"),
        (r"x_\text{max}", "x_max"),
        (r"x_{i+1}", "E0021"),
        (r"x_{i,j}", "E0021"),
        (r"x^{(2)}", "E0012"),
        (r"a^{[1]}", "E0012"),
        (r"e^{(x)}", "exp(x)"),
        (r"\hat{y}", "hat_y"),
        (r"\hat y_1", "hat_y_1"),
        (r"\bar{x}\tilde{z}", "(bar_x*tilde_z)"),
        (r"\hat{\theta}", "hat_theta"),
        (r"\mathcal{L}", "cal_L"),
        (r"\overline{xy}", "E0021"),
        (r"\alpha\beta", "(alpha*beta)"),
        (r"2\pi r", "((2*pi)*r)"),
        (r"\varepsilon", "epsilon"),
        (r"\mathrm{loss} + \text{cost} + \operatorname{rate}", "((loss+cost)+rate)"),
        (r"\mathit{ab}", "ab"),
        (r"\mathrm{inf}", "E0019"),
        (r"αx", "(alpha*x)"),
        (r"w^Tx + b", "E0021"),
        (r"w^{T}x", "E0021"),
        (r"w^\top x", "E0021"),
        (r"2^T", "(2^T)"),
        (r"x^*", "E0021"),
        (r"da", "da"),
        (r"dz = a - y", "dz = (a-y)"),
        (r"dw_1 = x_1 dz", "dw_1 = (x_1*dz)"),
        (r"ad - bc", "((a*d)-(b*c))"),
        (r"d e^x", "(d*exp(x))"),
        (r"\frac{\Delta y}{\Delta x}", "(Delta_y/Delta_x)"),
        (r"L'", "L'"),
        (r"f^\prime(x)", "f'(x)"),
        (r"x 2", "E0007"),
        (r"2 3", "E0007"),
        (r"2\cdot 3", "(2*3)"),
        (r"2.5x", "(5/2*x)"),
        (r".5", "1/2"),
        (r"1.2.3", "E0008"),
        (r"1{,}000", "E0012"),
        (r"x = 1,000", "E0012"),
        (r"\underbrace{x}_{a}", "E0021"),
        (r"(x)_1", "E0021"),
        (r"\mathrm{a b}", "E0021"),
    ]);
}

#[test]
fn delimiters() {
    table(&[
        (r"(a+b)c", "((a+b)*c)"),
        (r"\left(a+b\right)c", "((a+b)*c)"),
        (r"\bigl[a+b\bigr]\Big(c\Big)", "((a+b)*c)"),
        (r"\{a+b\}c", "((a+b)*c)"),
        (r"{a+b}c", "((a+b)*c)"),
        (r"|x|", "abs(x)"),
        (r"\left|x\right|", "abs(x)"),
        (r"\lvert x\rvert^2", "(abs(x)^2)"),
        (r"2|x|y", "((2*abs(x))*y)"),
        (r"|x||y|", "(abs(x)*abs(y))"),
        (r"\lfloor x\rfloor+\lceil y\rceil", "(floor(x)+ceil(y))"),
        (r"\left(x", "E0005"),
        (r"\left(x\right]", "E0005"),
        (r"\left(x)", "E0005"),
        (r"(x", "E0005"),
        (r"x)", "E0005"),
        (r"{x", "E0005"),
        (r"x}", "E0005"),
        (r"()", "E0006"),
        (r"\left.x\right|", "E0021"),
        (r"\left.x^2\right|_{x=3}", "(x^2) at x=3"),
        (r"-\left.xy\right|_{x=3, y=1} = 2", "(-(x*y)) at x=3 at y=1 = 2"),
        (r"f'(x)|_{x=0} = 1", "f'(x) at x=0 = 1"),
        (r"\frac{dL}{da}\Big|_{a=2}", "diff(L, a, 1) at a=2"),
        (r"x + x^2|_{x=0}", "E0012"),
        (r"x^2|_0^1", "E0021"),
        (r"2\left.x\right|_{x=1}", "E0021"),
        (r"\|x\|", "E0021"),
        (r"||x||", "E0021"),
        (r"|x", "E0005"),
        (r"(1,2)", "E0021"),
        (r"[0,1]", "E0021"),
        (r"\{1,2\}", "E0021"),
    ]);
}

#[test]
fn functions() {
    table(&[
        (r"\log a", "log(a)"),
        (r"\log{(a)}", "log(a)"),
        (r"\log\left(\frac{1}{x}\right)", "log((1/x))"),
        (r"\log{a}", "log(a)"),
        (r"\log{a}b", "(log(a)*b)"),
        (r"log a", "log(a)"),
        (r"log(1-a)", "log((1-a))"),
        (r"\log a b", "E0012"),
        (r"\sin x y", "E0012"),
        (r"\sin 2x", "sin((2*x))"),
        (r"\sin 2\pi x", "sin(((2*pi)*x))"),
        (r"\sin x \cos x", "(sin(x)*cos(x))"),
        (r"\sin^2 x + \cos^2 x", "((sin(x)^2)+(cos(x)^2))"),
        (r"\sin x^2", "sin((x^2))"),
        (r"\sin(x)^2", "(sin(x)^2)"),
        (r"\sin^{-1}x", "asin(x)"),
        (r"\tanh^{2}(x)", "(tanh(x)^2)"),
        (r"\log^2 x", "(log(x)^2)"),
        (r"\log_2 x", "(log(x)/log(2))"),
        (r"\log_{10}x", "(log(x)/log(10))"),
        (r"\log^2_{10}x", "((log(x)/log(10))^2)"),
        (r"\log_b(x)", "(log(x)/log(b))"),
        (r"\log_10 x", "E0012"),
        (r"\ln|x|", "log(abs(x))"),
        (r"\ln\left|x\right|", "log(abs(x))"),
        (r"\lg x", "(log(x)/log(10))"),
        (r"\exp(-x)", "exp((-x))"),
        (r"\exp\left\{-x\right\}", "exp((-x))"),
        (r"e^{-x}", "exp((-x))"),
        (r"e^x", "exp(x)"),
        (r"e^2 + e", "((e^2)+e)"),
        (r"\mathrm{e}^2 + \mathrm e", "(exp(2)+exp(1))"),
        (r"\arcsin x + \arctan(x)", "(asin(x)+atan(x))"),
        (r"\operatorname{sech} x", "sech(x)"),
        (r"\mathrm{sin}(x)", "sin(x)"),
        (r"\operatorname{ReLU}(x) + \operatorname{softplus}(x)", "(relu(x)+softplus(x))"),
        (r"\max(a,b)", "max(a, b)"),
        (r"\min\{a, b, c\}", "min(min(a, b), c)"),
        (r"\max(a)", "E0011"),
        (r"\sin(a,b)", "E0011"),
        (r"\sin", "E0004"),
        (r"\sin()", "E0006"),
        (r"\sin -x", "E0012"),
        (r"\sin^{-2} x", "E0012"),
        (r"xsin(x)", "E0012"),
        (r"cosx", "E0012"),
        (r"\sigma(z)", "sigmoid(z)"),
        (r"\sigma{z}", "sigmoid(z)"),
        (r"\sigma", "sigma"),
        (r"\frac{x-\mu}{\sigma}", "((x-mu)/sigma)"),
        (r"\sigma(z)(1-\sigma(z))", "(sigmoid(z)*(1-sigmoid(z)))"),
        (r"\sigma(1-\sigma)", "E0012"),
        (r"\sigma'(z)", "diff(sigmoid(z), z, 1)"),
        (r"\Gamma(x)", "gamma(x)"),
        (r"\sin'(x)", "diff(sin(x), x, 1)"),
        (r"f(x)", "f(x)"),
        (r"f'(x)", "f'(x)"),
        (r"f''(x)", "f''(x)"),
        (r"f^{(3)}(x)", "f'''(x)"),
        (r"f^2(x)", "E0012"),
        (r"L(a,y)", "L(a, y)"),
        (r"L(a)", "(L*a)"),
        (r"a(1-a)", "(a*(1-a))"),
        (r"w_1(1-a)", "(w_1*(1-a))"),
        (r"\mathrm{foo}(x)", "E0010"),
        (r"x^{\sin x}", "(x^sin(x))"),
        (r"y\log a + (1-y)\log(1-a)", "((y*log(a))+((1-y)*log((1-a))))"),
    ]);
}

#[test]
fn derivatives() {
    table(&[
        (r"\frac{d}{da} f(a)", "diff(f(a), a, 1)"),
        (r"\frac{d}{da}\left(a^2+1\right)", "diff(((a^2)+1), a, 1)"),
        (r"\frac{d}{dx}x^3 + 1", "(diff((x^3), x, 1)+1)"),
        (r"\frac{d^2}{dx^2}x^3", "diff((x^3), x, 2)"),
        (r"\frac{d^{2}}{dx^{2}}x^3", "diff((x^3), x, 2)"),
        (r"\frac{\mathrm{d}}{\mathrm{d}x}x", "diff(x, x, 1)"),
        (r"\frac d{dx} x", "diff(x, x, 1)"),
        (r"\frac{\partial}{\partial x} xy", "diff((x*y), x, 1)"),
        (r"\frac{dL}{da}", "diff(L, a, 1)"),
        (r"\frac{dL(a,y)}{da}", "diff(L(a, y), a, 1)"),
        (r"\frac{d\sigma(x)}{dx}", "diff(sigmoid(x), x, 1)"),
        (r"\frac{dy(x)}{dx}", "diff(y(x), x, 1)"),
        (r"\frac{d}{dx}y(x)", "diff(y(x), x, 1)"),
        (r"\frac{\partial f}{\partial x}", "diff(f, x, 1)"),
        (r"\frac{d^2y}{dx^2}", "diff(y, x, 2)"),
        (r"\frac{\partial^2 f}{\partial x\partial y}", "diff(diff(f, y, 1), x, 1)"),
        (r"\frac{d\hat{y}}{dw_1}", "diff(hat_y, w_1, 1)"),
        (r"\frac{d\log x}{dx}", "diff(log(x), x, 1)"),
        (r"\frac{d(x^2)}{dx}", "diff((x^2), x, 1)"),
        (r"\frac{dL}{da}\cdot\frac{da}{dz}", "(diff(L, a, 1)*diff(a, z, 1))"),
        (r"2\frac{d}{dx}x", "(2*diff(x, x, 1))"),
        (r"\frac{d}{dx} f g", "diff((f*g), x, 1)"),
        (r"\frac{d}{dx}(x^2)y", "E0012"),
        (r"\frac{d}{dx} L \cdot \frac{dx}{dt}", "E0012"),
        (r"\frac{d}{dx}\frac{d}{dx}x", "diff(diff(x, x, 1), x, 1)"),
        (r"\frac{d}{dx}", "E0013"),
        (r"\frac{d^2y}{dx}", "E0013"),
        (r"\frac{d^n}{dx^n}x", "E0013"),
        (r"\frac{2dy}{dx}", "E0013"),
        (r"\frac{d x y}{dx}", "E0012"),
        (r"\frac{dy}{dx}(2)", "E0012"),
        (r"\frac{da}{2}", "(da/2)"),
        (r"dL/da", "diff(L, a, 1)"),
        (r"d/da\, a^2", "diff((a^2), a, 1)"),
        (r"\partial f/\partial x", "diff(f, x, 1)"),
        (r"\partial_x x^2", "diff((x^2), x, 1)"),
        (r"\dv{f}{x} + \dv{x} x^2", "(diff(f, x, 1)+diff((x^2), x, 1))"),
        (r"\dv[2]{y}{x}", "diff(y, x, 2)"),
        (r"\pdv{f}{x}{y}", "diff(diff(f, y, 1), x, 1)"),
        (r"\dot x + \ddot{x}", "(diff(x, t, 1)+diff(x, t, 2))"),
        (r"\partial", "E0013"),
        (r"df(x)", "E0013"),
    ]);
}

#[test]
fn formulas_and_rows() {
    table(&[
        ("", "E0001"),
        (r"a = b = c", "a = b = c"),
        (r"a \approx 0.69 < 1", "a ~ 69/100 < 1"),
        (r"f(x) := x^2 \ne 1", "f(x) := (x^2) != 1"),
        (r"x \le 1, y \geq 2", "x <= 1; y >= 2"),
        (r"x_1,x_2", "x_1; x_2"),
        (r"a = b.", "a = b"),
        (r"a = b,", "a = b"),
        ("x=y，", "x = y"),
        (r"a = 1 \quad b = 2", "a = 1; b = 2"),
        (r"a \quad = 1", "a = 1"),
        (r"a = 1 \quad\text{and}\quad b = 2", "a = 1; b = 2"),
        (r"a = 1 \text{ where } b = 2", "a = 1; b = 2"),
        (r"a = 1 \implies b = 2 \Rightarrow c = 3", "a = 1; b = 2; c = 3"),
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a = b = c"),
        (r"\begin{aligned} a &= b, \\ c &= d. \end{aligned}", "a = b; c = d"),
        (r"\begin{align*} a &= b + \\ &\quad c \\ &= d \end{align*}", "a = (b+c) = d"),
        (r"\begin{aligned} a &= b \\ &+ c \end{aligned}", "a = (b+c)"),
        (r"\begin{aligned} a &= b \\ &- c \end{aligned}", "a = (b-c)"),
        (r"\begin{aligned} a &= b \\ &- c = d \end{aligned}", "E0012"),
        (r"\begin{aligned} a &= b & c &= d \end{aligned}", "a = b; c = d"),
        (r"\begin{aligned} a & b \end{aligned}", "E0003"),
        (r"\begin{equation}\begin{split} a &= b \\[2pt] &= c \end{split}\end{equation}", "a = b = c"),
        (r"x = \begin{aligned}[t] &a \\ &= b\end{aligned}", "x = a = b"),
        (r"a \\ b", "a; b"),
        (r"a&b", "E0003"),
        (r"(a \\ b)", "E0003"),
        (r"a = (b = c)", "E0014"),
        (r"= b", "E0004"),
        (r"a = ", "E0004"),
        (r"a = = b", "E0004"),
        (r"\text{if }x>0", "E0021"),
        (r"\text{where } x = 2", "x = 2"),
        (r"\implies x = 2", "x = 2"),
        (r"x \text{ is large}", "E0021"),
        (r"x % comment", "x"),
        ("x % comment = 2\n + 1", "(x+1)"),
        (r"\displaystyle x\,y\;z\!~w", "(((x*y)*z)*w)"),
        (r"a = b \label{eq:1}\tag{1}\nonumber", "a = b"),
        (r"\color{red}x", "x"),
        (r"\begin{matrix}a\end{matrix}", "E0021"),
        (r"\begin{pmatrix}a\\b\end{pmatrix}", "E0021"),
        (r"\begin{cases}x&x>0\\-x&x\le0\end{cases}", "if(x > 0, x, (-x))"),
        (
            r"f(x) = \begin{cases} 1, & \text{if } x > 0, \\ 0 & x = 0 \\ -1 & \text{otherwise.} \end{cases}",
            "f(x) = if(x > 0, 1, if(x = 0, 0, (-1)))",
        ),
        (r"\begin{cases}x&x>0\\-x&x<0\end{cases}", "E0021"),
        (r"\begin{cases}x&\text{otherwise}\end{cases}", "E0021"),
        (r"\begin{cases}x\\y\end{cases}", "E0003"),
        (r"\begin{aligned} a", "E0005"),
    ]);
}

#[test]
fn what_is_not_read_is_named() {
    for (text, named) in [
        (r"\int x\,dx", "integrals"),
        (r"\sum_{i=1}^n x_i", "sums"),
        (r"\prod x", "products"),
        (r"\lim_{x\to0} x", "limits"),
        (r"A \cup B", "sets"),
        (r"\vec{x}", "vectors"),
        (r"\mathbf{w} x", "vectors"),
        (r"w^Tx", "transposes"),
        (r"\|x\|", "norms"),
        (r"\binom{n}{k}", "binomial"),
        (r"1 + \ldots + n", "dots"),
        (r"\pm 1", "plus or minus"),
        (r"n!", "factorials"),
        (r"x \in [0,1]", "sets"),
        (r"\infty", "infinity"),
        (r"\begin{bmatrix}a\end{bmatrix}", "matrices"),
        (r"(0,1)", "intervals"),
        (r"\text{all good}", "words"),
        (r"\def\x{\x\x}\x", r"\def"),
        (r"\foo x", r"\foo"),
    ] {
        let options = Options::default();
        let setting = Setting { options: &options, calls: &[], macros: &[] };
        let error = parse_latex(&mut Arena::new(), text, &setting).unwrap_err();
        assert_eq!(error.code(), "E0021", "{text}");
        assert!(error.message().contains(named), "{text}: {}", error.message());
    }
    table(&[("#1", "E0002"), (r"\%", "E0002"), ("$x$", "E0002"), (r"x \& y", "E0002")]);
}

/// A text in a document that defines L(a, y), f(x) and x(t), with its reading.
#[test]
fn functions_of_the_document() {
    let calls: &[(&str, &[&str])] = &[("L", &["a", "y"]), ("f", &["x"]), ("x", &["t"]), ("sigma", &["z"])];
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
        (r"\sigma(1-\sigma)", "sigma((1-sigma(z)))"),
        (r"\sigma", "sigma(z)"),
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
fn choices_are_noted() {
    for (text, part) in [
        (r"\frac123", "(\\frac12)*3"),
        (r"1/2x", "(1/2)*x"),
        (r"\sin^{-1}x", "not as the reciprocal"),
        (r"\log^2 x", "a power of the logarithm"),
        (r"log a", "LaTeX writes \\log"),
        (r"a(1-a)", "the product a*(…)"),
        (r"dz", "is one name"),
        (r"loss", "\\mathrm{loss} is a name"),
        (r"\sqrt[3]{x}", "the real one"),
        (r"\sqrt[n]{x}", "as a power"),
        (r"\log{1-a}", "the whole argument"),
        (r"\{x\}", "in parentheses"),
        (r"\sin x/2", "(\\sin x)/2"),
        (r"\frac ab^2", "the whole fraction"),
        (r"e + 1", "`e` is a variable"),
        (r"\lg x", "base 10"),
    ] {
        let notes = remarks(text).0;
        assert!(notes.len() == 1 && notes[0].contains(part), "{text}: {notes:?}");
    }
    for text in [r"\frac{1}{2}x + \log(a)", r"e^{-x}", r"\frac{d}{da}f(a)", r"w_1x_1 + b", r"|x||y|"] {
        assert_eq!(remarks(text), (vec![], vec![]), "{text}");
    }
}

#[test]
fn places_spans_and_links() {
    let options = Options::default();
    let setting = Setting { options: &options, calls: &[], macros: &[] };
    let read = parse_latex(&mut Arena::new(), r"f(a) = 4.004 \approx -4 = 2\cdot 2", &setting).unwrap();
    let chain = &read.chains[0];
    assert_eq!(chain.parts.iter().map(|p| p.places).collect::<Vec<_>>(), [None, Some(3), Some(0), None]);
    assert_eq!(chain.parts.iter().map(|p| p.span).collect::<Vec<_>>(), [(0, 4), (7, 12), (21, 23), (26, 34)]);
    assert_eq!((chain.links[1].kind, chain.links[1].span), (LinkKind::Approximate, (13, 20)));
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
fn deep_long_and_hopeless_texts_end_quickly() {
    let work = || {
        let forms = [
            ("{", "}", 20_000),
            ("(", ")", 20_000),
            (r"\frac{1}{", "}", 20_000),
            (r"\frac{d}{dx}(", ")", 20_000),
            (r"\sqrt{", "}", 20_000),
            (r"\sin ", "", 20_000),
            (r"\log{", "}", 20_000),
            (r"x^{", "}", 20_000),
            (r"-", "", 20_000),
            (r"f(", ")", 20_000),
            (r"a(", ")", 20_000),
            (r"\frac{d}{dx}", "", 20_000),
            (r"\frac{d\sin(", ")}{dx}", 10_000),
            (r"\left|", r"\right|", 20_000),
        ];
        for (open, close, deep) in forms {
            let text = format!("{}x{}", open.repeat(deep), close.repeat(deep));
            let read = reading_code(&text);
            assert!(read.is_none_or(|code| code == "E0009"), "{open}: {read:?}");
        }
        for open in [
            "{",
            "(",
            r"\frac",
            r"\hat",
            r"\hat{",
            "_",
            "^",
            "|x+",
            r"\label{",
            r"\text{",
            "d",
            r"\begin{aligned}",
            "&",
            r"\\",
        ] {
            let text = open.repeat(100_000);
            assert!(open == "d" || reading_code(&text).is_some(), "{open}");
        }
        assert_eq!(reading_code(&"x+".repeat(400_000)), Some("E0004"));
        assert_eq!(reading_code(&format!("{}x", "x y".repeat(300_000))), None);
        assert_eq!(reading_code(&format!("{}x", r"a &= b \\ ".repeat(100_000))), Some("E0003"));
        assert_eq!(reading_code(&format!("a{}", r"= b \\ ".repeat(100_000))), None);
        assert_eq!(reading_code(&"9".repeat(20_000)), Some("E0009"));
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(work).unwrap().join().unwrap();
}

/// The code of a text's error.
fn reading_code(text: &str) -> Option<&'static str> {
    let options = Options::default();
    let setting = Setting { options: &options, calls: &[], macros: &[] };
    parse_latex(&mut Arena::new(), text, &setting).err().map(|e| e.code())
}
