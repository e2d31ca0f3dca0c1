//! LaTeX's two-dimensional forms: fractions, roots, cases, derivatives.

use super::layout::{Built, Edge, Layout};
use crate::term::{Func, Precedence, Symbol, TermId};
use pretty::DocAllocator;

/// The largest size of an exponent that is written above `e`.
const SHORT_EXPONENT: u32 = 12;

/// The functions that LaTeX writes around their argument, with what stands before and after it.
const FENCES: &[(Func, &str, &str)] = &[
    (Func::Sqrt, r"\sqrt{", "}"),
    (Func::Cbrt, r"\sqrt[3]{", "}"),
    (Func::Abs, r"\left|", r"\right|"),
    (Func::Floor, r"\left\lfloor ", r" \right\rfloor"),
    (Func::Ceil, r"\left\lceil ", r" \right\rceil"),
];

impl<'d> Layout<'d> {
    /// `\frac{a}{b}`, which binds like a power: only as the base of one it is enclosed.
    pub fn fraction(&self, a: TermId, b: TermId) -> Built<'d> {
        let doc = self.docs.text(r"\frac{").append(self.doc(a)).append("}{").append(self.doc(b)).append("}");
        (doc, Precedence::Power, Edge::Other)
    }

    pub fn latex_call(&self, function: Func, a: TermId) -> Built<'d> {
        if let Some((_, open, close)) = FENCES.iter().find(|fence| fence.0 == function) {
            let doc = self.docs.text(*open).append(self.doc(a)).append(*close);
            return (doc, Precedence::Atom, Edge::Name);
        }
        if function == Func::Exp && self.piece(a).size <= SHORT_EXPONENT {
            return (self.docs.text("e^{").append(self.doc(a)).append("}"), Precedence::Power, Edge::Name);
        }
        (self.listed(function.row().latex, &[a]), Precedence::Atom, Edge::Name)
    }

    pub fn latex_call2(&self, function: Func, a: TermId, b: TermId) -> Built<'d> {
        let text = |t: &'static str| self.docs.text(t);
        let doc = match function {
            Func::Root => text(r"\sqrt[").append(self.doc(b)).append("]{").append(self.doc(a)).append("}"),
            _ => self.listed(function.row().latex, &[a, b]),
        };
        (doc, Precedence::Atom, Edge::Name)
    }

    /// A `cases` environment, enclosed wherever an operator stands beside it.
    pub fn latex_cases(&self, c: TermId, a: TermId, b: TermId) -> Built<'d> {
        let first = self.docs.text(r"\begin{cases} ").append(self.doc(a));
        let first = first.append(r" & \text{if } ").append(self.doc(c));
        let doc = first.append(r" \\ ").append(self.doc(b)).append(r" & \text{otherwise} \end{cases}");
        (doc, Precedence::Relation, Edge::Other)
    }

    /// `\frac{d^{n}}{dx^{n}}\left(f\right)`, which would take the factors behind it too.
    pub fn latex_diff(&self, a: TermId, x: Symbol, order: u32) -> Built<'d> {
        let times = if order == 1 { String::new() } else { format!("^{{{order}}}") };
        let operator = format!(r"\frac{{d{times}}}{{d{}{times}}}", self.name(x).0);
        (self.docs.text(operator).append(self.enclosed(self.doc(a))), Precedence::Negation, Edge::Other)
    }
}
