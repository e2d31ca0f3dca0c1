//! The layout: each distinct sub-term becomes one document, built from its arguments' documents.

use super::signs::{Signs, property_words, relation_sign, signs};
use super::{Notation, name, number};
use crate::term::{Arena, Func, Node, Operator, Precedence, Symbol, TermId};
use pretty::{DocAllocator, DocBuilder, RefDoc};
use rustc_hash::FxHashMap;

/// The documents' owner. Its documents are freed as one, without recursion.
pub(super) type Docs<'d> = pretty::Arena<'d>;
/// A document under construction.
pub(super) type Doc<'d> = DocBuilder<'d, Docs<'d>>;

/// How far lines after the first are indented.
const INDENT: isize = 4;
/// Exponents of at most this value are written in superscript digits.
const LARGEST_SUPERSCRIPT: i64 = 999;

/// What a factor to the left or right sees of a piece.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// A number that a name may follow directly.
    Number,
    /// A name that may follow a number directly, or its power.
    Name,
    /// Anything else.
    Other,
}

/// A sub-term's document and what its surroundings must know of it.
#[derive(Clone, Copy)]
pub(super) struct Piece<'d> {
    pub doc: RefDoc<'d>,
    /// How tightly it binds; below what its place asks for, it is put in parentheses.
    pub level: Precedence,
    pub edge: Edge,
    /// Whether it contains an absolute value written with bars, or one that can't be.
    pub bars: bool,
    /// The size as a tree, saturating.
    pub size: u32,
}

/// Terms on their way to documents.
pub(super) struct Layout<'d> {
    pub terms: &'d Arena,
    pub docs: &'d Docs<'d>,
    pub notation: Notation,
    pub signs: &'static Signs,
    pieces: FxHashMap<TermId, Piece<'d>>,
}

/// A document with its level and edge, from one of the functions that build them.
pub(super) type Built<'d> = (Doc<'d>, Precedence, Edge);

impl<'d> Layout<'d> {
    pub fn new(terms: &'d Arena, docs: &'d Docs<'d>, notation: Notation) -> Self {
        Layout { terms, docs, notation, signs: signs(notation), pieces: FxHashMap::default() }
    }

    /// Lays out one term whose arguments have been laid out.
    pub fn lay(&mut self, id: TermId) {
        let (doc, level, edge) = self.build(id);
        let arguments = self.terms.children(id).map(|c| self.piece(c));
        let (bars, size) = arguments.fold((false, 1u32), |(b, n), p| (b || p.bars, n.saturating_add(p.size)));
        let bars = bars || matches!(self.terms.node(id), Node::Call(Func::Abs, _));
        self.pieces.insert(id, Piece { doc: doc.into_doc(), level, edge, bars, size });
    }

    /// Writes `name` for the term from here on.
    pub fn call_it(&mut self, id: TermId, name: &str) {
        let (text, glues) = name::spell(name, self.notation);
        let doc = self.docs.text(text).into_doc();
        let edge = self.edge(glues);
        self.pieces.insert(id, Piece { doc, level: Precedence::Atom, edge, bars: false, size: 1 });
    }

    /// The text of a term that has been laid out.
    pub fn text(&self, id: TermId, width: usize) -> String {
        let mut text = String::new();
        let doc = self.doc(id).nest(INDENT).group();
        // Writing to a string does not fail.
        let _ = doc.into_doc().render_fmt(width, &mut text);
        text
    }

    /// The piece of a term that has been laid out; nothing for one that has not.
    pub fn piece(&self, id: TermId) -> Piece<'d> {
        let nothing = || self.docs.nil().into_doc();
        let empty = || Piece { doc: nothing(), level: Precedence::Atom, edge: Edge::Other, bars: false, size: 0 };
        self.pieces.get(&id).copied().unwrap_or_else(empty)
    }

    /// The term's document as it is.
    pub fn doc(&self, id: TermId) -> Doc<'d> {
        DocBuilder(self.docs, self.piece(id).doc.into())
    }

    /// The term's document, in parentheses where it binds less tightly than `least`.
    pub fn within(&self, id: TermId, least: Precedence) -> Doc<'d> {
        if self.piece(id).level < least { self.enclosed(self.doc(id)) } else { self.doc(id) }
    }

    /// The document in parentheses.
    pub fn enclosed(&self, doc: Doc<'d>) -> Doc<'d> {
        self.docs.text(self.signs.open).append(doc).append(self.signs.close)
    }

    /// A variable's name.
    pub fn name(&self, symbol: Symbol) -> (String, bool) {
        name::spell(self.terms.name(symbol), self.notation)
    }

    fn build(&self, id: TermId) -> Built<'d> {
        match self.terms.node(id) {
            Node::Number(n) => self.number(number::spell(self.terms.number_value(n), self.notation)),
            Node::Pi => (self.docs.text(self.signs.pi), Precedence::Atom, self.edge(self.notation != Notation::Text)),
            Node::Symbol(s) => {
                let (text, glues) = self.name(s);
                (self.docs.text(text), Precedence::Atom, self.edge(glues))
            }
            Node::Neg(a) => self.neg(a),
            Node::Binary(op, a, b) => self.binary(op, a, b),
            Node::Relation(r, a, b) => self.infix(Precedence::Relation, relation_sign(self.notation, r), a, b),
            Node::Property(p, a) => {
                let words = property_words(self.notation, p);
                let doc = self.within(a, Precedence::Sum).append(" ").append(words);
                (doc, Precedence::Relation, Edge::Other)
            }
            Node::Call(f, a) => self.call(f, a),
            Node::Call2(f, a, b) => self.call2(f, a, b),
            Node::If(c, a, b) => self.choice(c, a, b),
            Node::Apply(f, list) => self.apply(f, list),
            Node::Diff(a, x, order) => self.diff(a, x, order),
        }
    }

    /// The edge of a name, where the notation lets names follow numbers at all.
    pub fn edge(&self, glues: bool) -> Edge {
        if glues && self.signs.juxtaposes { Edge::Name } else { Edge::Other }
    }

    fn number(&self, spelled: number::Spelled) -> Built<'d> {
        let edge = if spelled.glues { Edge::Number } else { Edge::Other };
        (self.docs.text(spelled.text), spelled.level, edge)
    }

    /// A minus sign before the whole product that follows it.
    fn neg(&self, a: TermId) -> Built<'d> {
        let doc = self.docs.text(self.signs.minus).append(self.within(a, Precedence::Product));
        (doc, Precedence::Negation, Edge::Other)
    }

    fn binary(&self, op: Operator, a: TermId, b: TermId) -> Built<'d> {
        match op {
            Operator::Add => self.infix(Precedence::Sum, op.symbol(), a, b),
            Operator::Sub => self.infix(Precedence::Sum, self.signs.minus, a, b),
            Operator::Mul => self.product(a, b),
            Operator::Div if self.notation == Notation::Latex => self.fraction(a, b),
            Operator::Div => self.quotient(a, b),
            Operator::Pow => self.power(a, b),
        }
    }

    /// Two terms with a spaced sign between them, and a place to break the line before it.
    fn infix(&self, level: Precedence, sign: &'static str, a: TermId, b: TermId) -> Built<'d> {
        let (left, right) = match level {
            Precedence::Relation => (Precedence::Sum, Precedence::Sum),
            _ => Operator::Add.sides(),
        };
        let doc = self.within(a, left).append(self.docs.softline()).append(sign);
        (doc.append(" ").append(self.within(b, right)), level, Edge::Other)
    }

    fn product(&self, a: TermId, b: TermId) -> Built<'d> {
        let (left, right) = Operator::Mul.sides();
        let glued = self.piece(a).edge == Edge::Number && self.piece(b).edge == Edge::Name;
        let sign = if glued { "" } else { self.signs.times };
        (self.within(a, left).append(sign).append(self.within(b, right)), Precedence::Product, Edge::Other)
    }

    fn quotient(&self, a: TermId, b: TermId) -> Built<'d> {
        let (left, right) = Operator::Div.sides();
        let divisor = if self.looks_like_derivative(a, b) { self.enclosed(self.doc(b)) } else { self.within(b, right) };
        (self.within(a, left).append("/").append(divisor), Precedence::Product, Edge::Other)
    }

    fn power(&self, a: TermId, b: TermId) -> Built<'d> {
        let (left, right) = Operator::Pow.sides();
        // `e^x` is the exponential; the variable of that name keeps to itself.
        let euler = self.is_named(a, "e");
        let base = if euler { self.enclosed(self.doc(a)) } else { self.within(a, left) };
        let edge = self.edge(!euler && self.piece(a).edge == Edge::Name);
        let doc = match self.notation {
            Notation::Latex => base.append("^{").append(self.doc(b)).append("}"),
            Notation::Unicode => match self.superscript(b) {
                Some(digits) => base.append(digits),
                // A superscript inside an exponent is easily misread.
                None => base.append("^").append(self.within(b, Precedence::Atom)),
            },
            _ => base.append("^").append(self.within(b, right)),
        };
        (doc, Precedence::Power, edge)
    }

    /// A small whole number, with or without a sign, in superscript digits.
    fn superscript(&self, id: TermId) -> Option<String> {
        let (sign, digits) = match self.terms.node(id) {
            Node::Neg(a) => ("⁻", a),
            _ => ("", id),
        };
        let Node::Number(n) = self.terms.node(digits) else { return None };
        let value = self.terms.number_value(n).to_i64().filter(|v| (0..=LARGEST_SUPERSCRIPT).contains(v))?;
        let raised = |c: char| c.to_digit(10).and_then(|d| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(d as usize));
        Some(sign.chars().chain(value.to_string().chars().filter_map(raised)).collect())
    }

    /// Whether `a/b` would be read as the operator `d/dx`.
    fn looks_like_derivative(&self, a: TermId, b: TermId) -> bool {
        let base = |id| match self.terms.node(id) {
            Node::Binary(Operator::Pow, base, _) => base,
            _ => id,
        };
        let last = match self.terms.node(a) {
            Node::Binary(Operator::Mul | Operator::Div, _, last) => last,
            _ => a,
        };
        let Node::Symbol(divisor) = self.terms.node(base(b)) else { return false };
        self.is_named(base(last), "d") && self.terms.name(divisor).starts_with('d')
    }

    fn is_named(&self, id: TermId, name: &str) -> bool {
        matches!(self.terms.node(id), Node::Symbol(s) if self.terms.name(s) == name)
    }
}
