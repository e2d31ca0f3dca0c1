//! What LaTeX is read as: tables of texts with their readings, or the codes of their errors.

#[path = "latex/documents.rs"]
mod documents;
#[path = "latex/printed.rs"]
mod printed;
mod reading;
#[path = "latex/terms.rs"]
mod terms;

use chainrule::parse::Options;
use chainrule::parse::latex::{LinkKind, Setting, parse_latex};
use chainrule::term::Arena;
use reading::{code, remarks, table};

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
        (r"{\displaystyle f'(x)=2x}", "f'(x) = (2*x)"),
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
        (r"e^{i\pi}", "not the imaginary unit"),
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
            let read = code(&text);
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
            assert!(open == "d" || code(&text).is_some(), "{open}");
        }
        assert_eq!(code(&"x+".repeat(100_000)), Some("E0004"));
        assert_eq!(code(&format!("{}x", "x y".repeat(50_000))), None);
        assert_eq!(code(&format!("{}x", r"a &= b \\ ".repeat(20_000))), Some("E0003"));
        assert_eq!(code(&format!("a{}", r"= b \\ ".repeat(50_000))), None);
        assert_eq!(code(&"9".repeat(20_000)), Some("E0009"));
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(work).unwrap().join().unwrap();
}
