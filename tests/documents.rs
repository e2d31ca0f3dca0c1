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
