//! Whole documents: a lesson that is right in all it says, and the same lesson with one slip at a time.

use chainrule::document::{Finding, Format, Kind, check};

const LESSON: &str = include_str!("documents/lesson.md");

/// What stands in the lesson, and what a hasty author might have written.
#[rustfmt::skip]
const SLIPS: [(&str, &str); 40] = [
    ("f(a) = 9$", "f(a) = 6$"), ("9.006001", "9.06001"), ("f(a) = 2a", "f(a) = a"), ("f(a) = 2a", "f(a) = 2a^2"),
    ("f(a) = 6$", "f(a) = 9$"), ("5x^4", "5x^5"), ("5x^4", "4x^4"), ("5x^4", "x^4"),
    (r"\frac{1}{2\sqrt{x}}", r"\frac{1}{\sqrt{x}}"), (r"\frac{1}{2\sqrt{x}}", r"-\frac{1}{2\sqrt{x}}"),
    (r"-\frac{1}{x^2}", r"\frac{1}{x^2}"), (r"-\frac{1}{x^2}", r"-\frac{1}{x}"),
    (" 3e^{3x}", " e^{3x}"), (r"\rvert = \frac{1}{x}", r"\rvert = -\frac{1}{x}"),
    (r"2\cos(2x)", r"\cos(2x)"), (r"2\cos(2x)", r"-2\cos(2x)"), (r"2\cos(2x)", r"2\sin(2x)"),
    (r"-\sin x", r"\sin x"), (r"\frac{1}{\cos^2 x}", r"\frac{1}{\cos x}"), (r"\frac{1}{\cos^2 x}", r"\frac{1}{\sin^2 x}"),
    (r"2 \sin x \cos x", r"2 \sin x"), (r"2 \sin x \cos x", r"-2 \sin x \cos x"),
    (r"\frac{1}{1+x^2}", r"\frac{1}{1-x^2}"), (r"\frac{1}{1+x^2}", r"\frac{1}{1+x}"),
    (r"\sin x + x^2 \cos x", r"\sin x - x^2 \cos x"), (r"= 2x \sin x", r"= x \sin x"),
    (r"\frac{1}{(x+1)^2}", r"\frac{1}{x+1}"), (r"\frac{1}{(x+1)^2}", r"-\frac{1}{(x+1)^2}"),
    (r"\frac{x}{\sqrt{1+x^2}}", r"\frac{1}{\sqrt{1+x^2}}"), (r"\frac{x}{\sqrt{1+x^2}}", r"\frac{2x}{\sqrt{1+x^2}}"),
    (r"-2x e^{-x^2}", r"2x e^{-x^2}"), (r"-2x e^{-x^2}", r"-2 e^{-x^2}"), (r"(1 - \sigma(t))", r"(1 + \sigma(t))"),
    (r"-\frac{y}{a} +", r"\frac{y}{a} +"), (r"-\frac{y}{a} +", r"-\frac{y}{a} -"), ("= a(1-a)$", "= a(1+a)$"),
    (r"\frac{da}{dz} = a - y", r"\frac{da}{dz} = y - a"), ("x(a - y)", "w(a - y)"), ("x(a - y)", "x(y - a)"),
    (r"\frac{dL}{db} = a - y", r"\frac{dL}{db} = a + y"),
];

fn of(findings: &[Finding], kind: Kind) -> Vec<&Finding> {
    findings.iter().filter(|f| f.kind == kind).collect()
}

#[test]
fn a_lesson_without_slips_is_proved() {
    let found = check(LESSON, Format::Markdown);
    let open: Vec<&Finding> = found.iter().filter(|f| f.kind.is_open()).collect();
    assert!(open.is_empty(), "{open:#?}");
    assert_eq!(of(&found, Kind::Proved).len(), 25);
}

#[test]
fn slips_are_refuted_or_in_conflict_and_most_are_mended() {
    let right = of(&check(LESSON, Format::Markdown), Kind::Proved).len();
    let (mut mended, mut missed) = (0, Vec::new());
    for (good, bad) in SLIPS {
        assert_eq!(LESSON.matches(good).count(), 1, "{good}");
        let found = check(&LESSON.replacen(good, bad, 1), Format::Markdown);
        let wrong = [of(&found, Kind::Refuted), of(&found, Kind::Conflict)].concat();
        assert!(of(&found, Kind::Proved).len() < right, "{bad} is proved");
        match wrong[..] {
            [] => missed.push(bad),
            [first, ..] => mended += usize::from(first.suggestion.is_some()),
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
    assert!(mended >= 36, "{mended} slips are mended");
}

/// Short documents and what becomes of their formulas: the verdict's word for each that has one.
#[rustfmt::skip]
const MEANING: &[(&str, &str)] = &[
    // Points are bound by their sentence, before or after, else by the paragraph before.
    (r"At $a=2$ we have $a^2 = 4$, and $a^3 = 8$.", "binding proved proved"),
    (r"We have $a^2 = 4$ at $a = 2$.", "proved binding"),
    (r"At $x = \frac{\pi}{2}$, $\sin x = 1$ and $\cos x = 1$. Elsewhere $x^2 = 4$.", "binding proved conflict conflict"),
    (r"$y' = y$ and $y' = 2y + 1$.", "undecided undecided"),
    (r"Let $a = 2$. Then $a^2 = 4$.", "binding proved"),
    ("Let $a = 2$.\n\nThen $a^2 = 4$.", "binding undecided"),
    (r"Let $a = 2$. Then $a = 3$ gives $a^2 = 4$.", "binding binding refuted"),
    // A function's last definition before a claim holds, or the first after it.
    (r"$f(x) = x^2$, so $f(3) = 9$. With $f(x) = x^3$ it is $f(3) = 27$.", "definition proved definition proved"),
    (r"$f(3) = 9$ for $f(x) = x^2$.", "proved definition"),
    (r"$f(x) = x^2$ gives $f'(x) = 3x$.", "definition conflict"),
    (r"$C(q) = q^3$ costs $C'(q) = 3q^2$ and $C(2) = 8$.", "definition proved proved"),
    (r"$f(x) = 5$ somewhere, $g'(x) = 1$ too.", "undecided undecided"),
    (r"$W'(x) = 1$, $\frac{d}{dx} W(x) = W$, $W(x) = 2W$, $\frac{d}{dx} x(a - x) = a - 2x$.", "undecided undecided not_understood proved"),
    (r"$\Gamma(3) = 2$, $\Gamma'(x) = \Gamma(x) \operatorname{digamma}(x)$, $\Gamma'(1) = 3$.", "proved proved refuted"),
    // Total derivatives go through names; partial ones don't.
    (r"$y = x^2$, $g(x, y) = x y$: $\frac{\partial g}{\partial x} = y$, $\frac{dy}{dx} = 2x$.", "definition definition proved proved"),
    (r"$a = \sigma(z)$, $L(a) = a^2$: $\frac{dL}{dz} = 2a \cdot a(1-a)$, $\frac{dL}{dz} = 0$.", "definition definition proved conflict"),
    (r"$\frac{dy}{dx} = -y$, $\dot{x} = v$, $\frac{d}{dx} c = 0$.", "undecided undecided proved"),
    // Laws and equations to solve are no identities, but false identities are false.
    (r"$p V = n R T$, $x^2 = 25$, $x^2 - 5x + 6 = 0$.", "undecided undecided undecided"),
    (r"$\sin^2 x + \cos^2 x = 2$, $(x+1)^2 = x^2 + 1$.", "refuted refuted"),
    // Numbers hold to the digits printed, and approximations to one unit more.
    (r"$\pi = 3.14159$, $\pi = 3.14$, $\pi = 3.15$, $\pi = 3$, $\pi \approx 3.1415$, $\pi \approx 3.2$.",
     "rounded rounded refuted refuted rounded rounded"),
    (r"$\sin x \approx x$.", "undecided"),
    (r"$2^{64} = 1.8 \times 10^{19}$, $2^{64} = 1.9 \cdot 10^{19}$, $2^{-10} \approx 9.8 \times 10^{-4}$, $3 \times 10^5 = 300001$, $e^{10} \approx 2.3 \times 10^4$.",
     "rounded refuted rounded refuted rounded"),
    (r"With $p = 0.3$ it is $p^2 \approx 0.09$, and not $p^2 \approx 0.2$. Somewhere $\sin x \approx 0.5$.",
     "binding proved refuted undecided"),
    // What claims nothing has no verdict.
    (r"$x_1$, $a > 0$, $x \ne y$, $w := w - 1$.", ""),
    (r"$\int x\,dx = 1$, $\frac{1}{2]$.", "not_understood not_understood"),
    // Chains and rows are judged link by link.
    (r"$$\begin{aligned} (x+1)^2 &= x^2 + 2x + 1 \\ &= x^2 + 2x + 2 \end{aligned}$$", "proved refuted"),
    (r"$f(x) = x^2 = x \cdot x = 9$ at $x = 3$.", "definition proved proved binding"),
    // The derivative of the loss, by its short name.
    (r"$L(a) = a^2$ and $da = 2a$.", "definition proved"),
    // Conditions in the text.
    (r"Let $x > 0$. Then $\sqrt{x^2} = x$.", "proved"),
    (r"$\frac{d}{dx} |x| = 1$ if $x > 0$, and $\frac{d}{dx} |x| = 2$ never.", "proved refuted"),
    (r"For $0 < x < 1$ we have $\sqrt{x^2} = x$, and for $u, v \ge 0$ it is $\sqrt{u^2} \sqrt{v^2} = uv$.", "proved proved"),
    // Between comparisons, equations are claims and definitions like any others.
    (r"$1 + 1 = 2 < 3$, $1 = 2 < 3$, $0 \le (x-1)^2 = x^2 - 1$.", "proved refuted refuted"),
    (r"$f(x) = x^2 \ge 0$ gives $f(2) = 4 \ne 0$, not $f(2) = 5$.", "definition proved conflict"),
    // Differentials, differential equations, updates, values put in, numbers as letters.
    (r"$E = \frac{1}{2} v^2$ and $dE = v\,dv$, $dx = v\,dt$, $dA = 2 \pi r\,dr$.", "definition definition definition definition"),
    (r"$L = (a - y)^2$ and $\delta_2 = 2(a - y)$.", "definition definition"),
    (r"$\ddot{x} + \omega^2 x = 0$, $x \frac{dy}{dx} + y = 0$, $y(0) = 1$, $E[X + 1] = E[X] + 1$.",
     "undecided undecided not_understood not_understood"),
    (r"$w = w - \eta x$ and $i = i + 1$, $i^2 = -1$, $\ln e = 1$, $\ln e = 2$, $e \approx 2.71828$.",
     "undecided undecided undecided proved refuted rounded"),
    (r"$F = m a = 2 \cdot 3 = 6$, $\cos^2 \alpha = \frac{1}{4}$.", "definition undecided proved undecided"),
    (r"At $x = 0$ it is $x^2 = 0$. The slope is $\frac{d}{dx} x^2 = x^2$.", "binding proved undecided"),
    (r"$\frac{d}{dx} x^2 + 3x = 2x + 3$, $\frac{d}{dx} x^2 + 3x = 2x + 2$.", "undecided refuted"),
    (r"$\hat{y} = w x$, $J = \hat{y}^2$, $\frac{\partial J}{\partial w} = 2 \hat{y} x$.", "definition definition proved"),
    (r"$\log 100 = 2$, $\log 100 = 3$, $\log 2 = 0.301$, $\log^2 100 = 4$.", "undecided refuted undecided undecided"),
    // A law may be told in every direction.
    (r"$V = IR$ and $I = V/R$ and $R = V/I$. Then $V \cdot I = I^2 R$, not $V \cdot I = I R^2$.",
     "definition definition definition proved conflict"),
    (r"$a = 2^{1/2}$ has $a^2 = 2$, and not $a^4 = 5$.", "binding proved conflict"),
    // Comments.
    ("<!-- chainrule: assume a >> 0 -->\n\n$a + a = 2a$", "not_understood proved"),
    ("<!-- chainrule: f(a) = log(a) -->\n$f'(a) = 1/a$, $a f'(a) = 2$", "definition proved conflict"),
    ("<!-- chainrule: assume x > 0 -->\n\n$\\sqrt{x^2} = x$", "proved"),
    ("$\\sqrt{x^2} = x$", "refuted"),
    ("<!-- chainrule: ignore to be solved -->\n\n$1 = 2$ and $2 = 3$", "refuted"),
    ("<!-- chainrule: nonsense -->\n\n$1 = 1$", "not_understood proved"),
    (r"$u = 3$ and $v = u + 1$, so $v = 5$ is wrong, and $v^2 = 15$.", "binding definition conflict conflict"),
    // What has two readings is not refuted when one of them holds; where both fail, it is.
    (r"$1/2\pi = \frac{1}{2\pi}$, $1/2\pi = \frac{\pi}{2}$, $1/2\pi = \pi$.", "undecided proved refuted"),
    (r"$a/bc = \frac{a}{bc}$, $1/2(x+1) = \frac{1}{2(x+1)}$, $1/2x = x$.", "undecided undecided refuted"),
    (r"$\frac{d}{dx} e^{-x^2/2s^2} = -\frac{x}{s^2} e^{-x^2/2s^2}$.", "undecided"),
    (r"$\sin \pi/6 = \frac12$, $\log 1/x = -\log x$, $\sin x/2 = \cos x$.", "undecided undecided refuted"),
    (r"$f(t) = e^{-t/RC}$, so $f'(t) = -\frac{1}{RC} f(t)$, not $f'(t) = \frac{1}{RC} f(t)$.", "definition undecided conflict"),
    (r"$1\frac12 = \frac32$, $2\frac13 = \frac73$, $1\frac12 = 2$.", "undecided undecided refuted"),
    (r"$SE = \frac{s}{\sqrt n}$, $MC(q) = q^2$, $\operatorname{ch}^2 x - \operatorname{sh}^2 x = 1$, $\operatorname{Var} X = 1$.",
     "undecided not_understood proved not_understood"),
    // Decimals with a comma, and groups of digits.
    (r"$0{,}5 + 0{,}25 = 0{,}75$, $1{,}5 = \frac32$, $\pi \approx 3{,}14$, $10^6 = 1\,000\,000$, $1{,}000 = 1$, $1{,}000{,}000 = 10^6$.",
     "proved proved rounded proved not_understood proved"),
    // `e` is a variable where the document says so.
    (r"$e = y - a$ and $E = \frac12 e^2$: $\frac{dE}{da} = -(y - a)$, $\frac{dE}{de} = e$, $\frac{dE}{da} = y - a$.",
     "definition definition proved proved conflict"),
    // Partial derivatives by an index, of a function that the document defines.
    (r"$f(x,y) = x^2 y + y^3$: $f_x(x,y) = 2xy$, $f_{yy} = 6y$, $f_{xy} = f_{yx}$, $f_y(1,2) = 13$, $f_y(1,2) = 12$, $f_y = x^2 + 3y^2$, $f_{xx} = y$, $\partial_x f = 2xy$, $D_y f = x^2 + 3y^2$.",
     "definition proved proved proved proved conflict proved conflict proved proved"),
    (r"$w_x = 2$ and $f_x = 3x$.", "binding definition"),
    // Primes of names that are defined.
    (r"$y = x^2$: $y' = 2x$, $y'' = 2$, $y'' = 5$, $y' = x$, $y'(3) = 6$.", "definition proved proved conflict conflict proved"),
    (r"$y = x^3$: $y(2x) = 8x^3$, $y(-x) = -y$, $y(1-y) = y + y^2$, $y(a+1) = y$.",
     "definition undecided undecided refuted refuted"),
    (r"$y = C e^{kt}$ solves $y' = ky$; $z' = 2$.", "definition proved undecided"),
    // Primes on brackets and on functions, as tables have them.
    (r"$(\sin x)' = \cos x$, $(\cos x)' = \sin x$, $(uv)' = u'v + uv'$, $(uv)' = u'v'$, $\left(\frac{u}{v}\right)' = \frac{u'v - uv'}{v^2}$.",
     "proved refuted proved undecided undecided"),
    (r"$(x^n)' = nx^{n-1}$, $(u^n)' = n u^{n-1} u'$, $(e^{ax})'' = a^2 e^{ax}$, $(C)' = 0$, $(f(g(x)))' = f'(g(x)) g'(x)$, $(xt)' = x$.",
     "proved undecided proved not_understood proved not_understood"),
    (r"$\sigma'(0) = \frac14$, $\tanh'(0) = 2$, $\sin'(\pi) = -1$, $f(x) = \sigma(3x)$ gives $f'(x) = 3\sigma'(3x)$, $\ln'(2) = 1$.",
     "proved refuted proved definition proved not_understood"),
    (r"$f(x) = x^2$, $g(x) = x^3$: $(f + g)(x) = x^2 + x^3$, $(f(x) + x)(x) = x^3$, $(f - 1)(x + 1) = 2$.",
     "definition definition undecided conflict undecided"),
    // A second definition; a value of what is defined.
    (r"$A = 2x$, so $\frac{dA}{dx} = 2$. Now $A = x^2$, so $\frac{dA}{dx} = 2x$.", "definition proved definition proved"),
    (r"$F = \frac{2ab}{a+b}$, or $F = 2\frac{ab}{a+b}$.", "definition proved"),
    (r"With $b = 3$, $c = 2$ and $u = bc$ we get $u = 6$. Not $u = 7$.", "binding binding definition proved conflict"),
    (r"$\sigma(x) = \tanh x$ gives $\sigma'(x) = 1 - \sigma(x)^2$.", "definition proved"),
    (r"$\sigma(x) = \frac{1}{1+e^{-x}}$ gives $\sigma'(x) = \sigma(x)(1 - \sigma(x))$.", "proved proved"),
    (r"$f(x) = x^2$, $f'(x) = 2x$; later $f(x, y) = xy$, $\frac{\partial f}{\partial x} = y$.", "definition proved definition proved"),
    (r"$x(t) = t^2$ and $\dot x(t) = 2t$, $\dot{x}(1) = 2$, $\frac{d}{dx} x^3 = 3x^2$, $g(x) = x^2$, $g'(x) = 2x$.",
     "definition proved proved proved definition proved"),
    (r"$N(t) = \frac{K}{1 + e^{-rt}}$ gives $N' = rN(1 - N/K)$.", "definition proved"),
    // Points: the last one counts first, then those before it in the paragraph.
    (r"For $a = 5$ we have $a^2 = 25$. Then $a = 5.001$ gives $a^2 = 25.010001$. So the slope is $\frac{d}{da} a^2 = 10$.",
     "binding proved binding proved proved"),
    (r"From $a = 2$ to $a = 3$: $a^2$ goes from $a^2 = 4$ to $a^2 = 9$, not $a^2 = 8$.", "binding binding proved proved refuted"),
    // Letters of vectors and matrices are no numbers.
    (r"$(AB)^T = B^T A^T$, $AB = BA$, $A^2 = A$.", "not_understood undecided undecided"),
    // Words beside rows.
    (r"$$\begin{aligned} (x+1)^2 &= x^2 + 2x + 1 && \text{(expand)} \\ &= x(x+2) + 1 \quad \text{by factoring.} \end{aligned}$$", "proved proved"),
    (r"$$f(x) = \begin{cases} x & \text{für } x \ge 0 \\ -x & \text{sonst} \end{cases}$$ gives $f(-2) = 2$.", "definition proved"),
    // Units, approximations of whole numbers, signs of operators.
    (r"$\frac{d}{dt} 5t^2 = 10t\,\mathrm{m/s}$, $\sin^2 x = 1\,\text{m}$, $1\,\text{mol} = 6 \times 10^{23}$, $1024 \approx 10^3$.",
     "undecided undecided undecided undecided"),
    (r"$D_x(x^2) = 2x$, $\mathrm{Var}[aX] = a^2 \mathrm{Var}[X]$, $E\bigl[X^2\bigr] = 2$.", "proved not_understood not_understood"),
    // A letter is a function's from its paragraph on.
    ("$a = 2$ gives $a^3 = 8$.\n\nThen $a(t) = t^2$, so $\\dot a = 2t$.", "binding proved definition proved"),
    (r"$p(t) = t^2$; $H(p) = p^2$ and $H'(p) = 2p$, $\varphi(x) = x^2$, $\varphi'(x) = 2x$.", "definition definition proved definition proved"),
    (r"$g(z) = \max(0, z)$: $g'(z) = 1$ if $z > 0$, and $g'(z) = 0$ if $z < 0$.", "definition undecided undecided"),
    // As encyclopedias and older books write.
    (r"${\frac {d}{dx}}\sin(x)=\cos(x)$, ${d \over dx} x^2 = 2x$, $({\sqrt {x}})'={1 \over 2{\sqrt {x}}}$, $x^{1 \over 2} = \sqrt{x}$.",
     "proved proved proved proved"),
    (r"$\frac{\dd}{\dd x} x^2 = 2x$, $U = \log c$, $U'(c) = 1/c$.", "proved definition proved"),
    // Macros.
    (r"$$\newcommand{\half}{\frac{1}{2}}$$ and $\half + \half = 1$", "proved"),
    (r"$$\newcommand{\loss}{\mathcal{L}}$$ $\loss(a) = a^2$, $\loss'(a) = 2a$, $\frac{d\loss}{da} = 3a$.", "definition proved conflict"),
    (r"$$\def\half{\frac12} \def\sq#1{#1^2}$$ and $\half + \half = 1$, $\sq{3} = 9$.", "proved proved"),
    ("| a | b |\n|---|---|\n| $\\|x\\| = x$ | $`1 + 1 = 3`$ |\n| $|x|^2 = x^2$ | $\\lvert x \\rvert = x$ |", "undecided refuted proved refuted"),
    ("\\newcommand{\\R}[1]{\\frac{1}{#1}}\n\n$\\R{2} + \\R{2} = 1$", "proved"),
];

#[test]
fn formulas_mean_what_their_document_says() {
    let mut wrong = String::new();
    for (text, wanted) in MEANING {
        let found = check(text, Format::Markdown);
        let words: Vec<&str> = found.iter().map(|f| f.kind.word()).collect();
        if words.join(" ") != *wanted {
            let said = found.iter().map(|f| format!("\n  {} {} ({})", f.kind.word(), f.read_as, f.message));
            wrong += &format!("{text}{}\n", said.collect::<String>());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn lines_of_claims_have_every_sign_between_sides() {
    let text = "f(x) := x^3\nf(2.001) ≈ 8.012 # rounded\nf(2) ~= 8.3\n2 + 2 == 4\npi ≈ 3.14 = 3.140\n|-2| = 2\n2^64 = 1.8e19\n2^64 ≈ -1.8 * 10^19\n";
    let words: Vec<&str> = check(text, Format::Formulas).iter().map(|f| f.kind.word()).collect();
    assert_eq!(
        words,
        ["definition", "rounded", "conflict", "proved", "rounded", "proved", "proved", "rounded", "refuted"]
    );
}

#[test]
fn latex_documents_are_read_as_markdown_ones_are() {
    let text = "% chainrule: assume x > 0\n\\begin{align*}\n\\sqrt{x^2} &= x \\\\\n&= -x\n\\end{align*}\n\\[f(x) = x^2\\] $f(2)=4$";
    let words: Vec<&str> = check(text, Format::Latex).iter().map(|f| f.kind.word()).collect();
    assert_eq!(words, ["proved", "refuted", "definition", "proved"]);
}
