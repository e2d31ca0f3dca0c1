//! What a term is, one level deep, and by what numbers an arena knows its parts.

use super::{Func, Operator, Property, Relation};

/// A term in an [`Arena`]. Equal terms of one arena have equal ids, and a term's arguments
/// always have smaller ids than the term, so ascending ids are a topological order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TermId(pub(crate) u32);

impl Symbol {
    /// The position among the names of the arena, in the order in which they were met.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl TermId {
    /// The position in the arena.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A variable's name, interned in an [`Arena`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Symbol(pub(crate) u32);

/// An interned number of an [`Arena`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NumberId(pub(super) u32);

/// An interned list of arguments of an [`Arena`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ListId(pub(super) u32);

/// An unknown function with the orders of its derivative, interned in an [`Arena`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct UnknownId(pub(super) u32);

/// An unknown function, taken as smooth everywhere, such as `f`, `f'` or `g'[1,0]`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Unknown {
    /// The function's name, without primes.
    pub name: Symbol,
    /// How often it is differentiated by each argument.
    pub orders: Box<[u32]>,
}

/// What a term is, one level deep.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Node {
    /// A number as it is written: not negative, a whole number or a terminating decimal.
    Number(NumberId),
    /// The circle's constant.
    Pi,
    /// A variable.
    Symbol(Symbol),
    /// `-a`
    Neg(TermId),
    /// An operator with two arguments.
    Binary(Operator, TermId, TermId),
    /// A comparison: a condition or an equation.
    Relation(Relation, TermId, TermId),
    /// A condition that is not a comparison.
    Property(Property, TermId),
    /// A function of one argument.
    Call(Func, TermId),
    /// A function of two arguments.
    Call2(Func, TermId, TermId),
    /// `if(condition, a, b)`
    If(TermId, TermId, TermId),
    /// An unknown function's value.
    Apply(UnknownId, ListId),
    /// `diff(f, x, n)`: the derivative of the given order, not yet carried out.
    Diff(TermId, Symbol, u32),
}

/// A hash by which terms with neighbouring arguments come into one group of the table: they are
/// often made one after another.
#[inline(always)]
pub(super) fn hash(node: &Node) -> u64 {
    let (kind, a, b) = match *node {
        Node::Number(n) => (0, n.0, 0),
        Node::Pi => (1, 0, 0),
        Node::Symbol(s) => (2, s.0, 0),
        Node::Neg(a) => (3, a.0, 0),
        Node::Binary(op, a, b) => (4 + op as u32, a.0, b.0),
        Node::Relation(r, a, b) => (16 + r as u32, a.0, b.0),
        Node::Property(p, a) => (24 + p as u32, a.0, 0),
        Node::If(c, a, b) => (32, a.0, b.0 ^ c.0.wrapping_mul(MIX as u32)),
        Node::Apply(f, list) => (33, list.0, f.0),
        Node::Diff(a, x, n) => (34, a.0, x.0 ^ n.wrapping_mul(MIX as u32)),
        Node::Call(f, a) => (64 + f as u32, a.0, 0),
        Node::Call2(f, a, b) => (64 + f as u32, a.0, b.0),
    };
    // The distance of the arguments is often the same from one term to the next.
    let (top, apart) = (a.max(b), a.abs_diff(b));
    let group = (u64::from(top >> NEAR) << 32 | u64::from(apart >> NEAR)).wrapping_mul(MIX);
    let group = (group ^ group >> 32).wrapping_mul(MIX) >> 32;
    let place = a.wrapping_mul(5).wrapping_add(b.wrapping_mul(9)) ^ kind;
    group << 32 | u64::from(place.wrapping_mul(MIX as u32) & !31 | place & 31)
}

/// Arguments are near each other if their numbers differ in so many last bits only.
const NEAR: u32 = 4;
/// An odd number with irregular bits, to mix hashes with.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
