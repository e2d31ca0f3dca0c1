//! Everything written like a call: functions, `if`, unknown functions, `diff`.

use super::Notation;
use super::layout::{Built, Doc, Edge, Layout};
use crate::term::{Func, ListId, Precedence, Symbol, TermId, UnknownId};
use pretty::DocAllocator;

/// Derivatives of an unknown function up to this order are written with primes.
const MOST_PRIMES: u32 = 3;

impl<'d> Layout<'d> {
    /// A function of one argument.
    pub fn call(&self, function: Func, a: TermId) -> Built<'d> {
        let atom = |doc| (doc, Precedence::Atom, Edge::Other);
        match (self.notation, function) {
            (Notation::Latex, _) => self.latex_call(function, a),
            (Notation::Unicode, Func::Sqrt) => self.radical(a),
            (Notation::Unicode, Func::Abs) if !self.piece(a).bars => {
                atom(self.docs.text("|").append(self.doc(a)).append("|"))
            }
            (Notation::Unicode, Func::Sigmoid) => atom(self.listed("σ", &[a])),
            _ => atom(self.listed(function.name(), &[a])),
        }
    }

    /// A function of two arguments.
    pub fn call2(&self, function: Func, a: TermId, b: TermId) -> Built<'d> {
        match self.notation {
            Notation::Latex => self.latex_call2(function, a, b),
            _ => (self.listed(function.name(), &[a, b]), Precedence::Atom, Edge::Other),
        }
    }

    /// `if(c, a, b)`
    pub fn choice(&self, c: TermId, a: TermId, b: TermId) -> Built<'d> {
        match self.notation {
            Notation::Latex => self.latex_cases(c, a, b),
            _ => (self.listed("if", &[c, a, b]), Precedence::Atom, Edge::Other),
        }
    }

    /// An unknown function's value: `f(x)`, `f'(x)`, `f'[1,0](x, y)`.
    pub fn apply(&self, function: UnknownId, list: ListId) -> Built<'d> {
        let unknown = self.terms.unknown(function);
        let orders = match *unknown.orders {
            _ if unknown.orders.iter().all(|&n| n == 0) => String::new(),
            [n] if n <= MOST_PRIMES => "'".repeat(n as usize),
            _ => {
                let orders: Vec<String> = unknown.orders.iter().map(u32::to_string).collect();
                let orders = orders.join(",");
                if self.notation == Notation::Latex { format!("^{{({orders})}}") } else { format!("'[{orders}]") }
            }
        };
        let doc = self.listed(self.name(unknown.name).0 + &orders, self.terms.list(list));
        (doc, Precedence::Atom, if self.notation == Notation::Latex { Edge::Name } else { Edge::Other })
    }

    /// `diff(f, x, n)`
    pub fn diff(&self, a: TermId, x: Symbol, order: u32) -> Built<'d> {
        if self.notation == Notation::Latex {
            return self.latex_diff(a, x, order);
        }
        let last = if order == 1 { String::new() } else { format!(", {order}") };
        let doc = self.docs.text("diff(").append(self.doc(a)).append(", ").append(self.name(x).0);
        (doc.append(last).append(")"), Precedence::Atom, Edge::Other)
    }

    /// A head, and arguments in parentheses.
    pub fn listed(&self, head: impl Into<std::borrow::Cow<'d, str>>, arguments: &[TermId]) -> Doc<'d> {
        let comma = self.docs.text(",").append(self.docs.softline());
        let list = self.docs.intersperse(arguments.iter().map(|&a| self.doc(a)), comma);
        self.docs.text(head).append(self.enclosed(list))
    }

    /// `√x`, or `√(…)` around anything but a single sign; as the base of a power it is enclosed.
    fn radical(&self, a: TermId) -> Built<'d> {
        let bare = self.piece(a).size == 1 && self.piece(a).level == Precedence::Atom;
        let under = if bare { self.doc(a) } else { self.enclosed(self.doc(a)) };
        (self.docs.text("√").append(under), Precedence::Power, Edge::Other)
    }
}
