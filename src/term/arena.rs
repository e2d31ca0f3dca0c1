//! The one tree: a hash-consed arena in which equal sub-terms are one node.

use super::node::hash;
use super::table::{Names, Table};
use super::{Func, Limits, ListId, Node, NumberId, Operator, Rational, Relation, Symbol, TermId, Unknown, UnknownId};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher;

/// Owns terms; ids of one arena mean nothing in another.
///
/// ```
/// use chainrule::term::{Arena, Operator};
/// let mut arena = Arena::new();
/// let x = arena.symbol("x");
/// let one = arena.integer(1);
/// let sum = arena.binary(Operator::Add, x, one);
/// assert_eq!(sum, arena.binary(Operator::Add, x, one));
/// ```
#[derive(Clone, Default, Debug)]
pub struct Arena {
    nodes: Vec<Node>,
    /// Each term's size as a tree: asked for often, and one look at the arguments when it is added.
    /// Those of [`LARGE`] and more stand in `large`.
    sizes: Vec<u64>,
    large: FxHashMap<TermId, u128>,
    ids: Table,
    /// Whether any `diff`, and any `if`, has been made: most formulas have none.
    diffs: bool,
    choices: bool,
    numbers: Vec<Rational>,
    number_ids: Table,
    /// The terms of small whole numbers, once they are made.
    small: [Option<TermId>; SMALL],
    names: Names,
    lists: Vec<Box<[TermId]>>,
    list_ids: FxHashMap<Box<[TermId]>, ListId>,
    unknowns: Vec<Unknown>,
    unknown_ids: FxHashMap<Unknown, UnknownId>,
    /// What the problem of these terms may take.
    pub limits: Limits,
}

/// Whole numbers below this are found without a search.
const SMALL: usize = 16;
/// Sizes from here on are kept apart.
const LARGE: u64 = 1 << 62;
const NODE_BYTES: usize = std::mem::size_of::<Node>();

impl Arena {
    /// An arena without terms.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of distinct terms.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the arena holds no term.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Makes room for about so many terms more: making it bit by bit costs a large arena a good part of
    /// the time that its terms take.
    pub(crate) fn reserve(&mut self, more: usize) {
        self.nodes.reserve(more);
        self.sizes.reserve(more);
        let Arena { nodes, ids, .. } = self;
        ids.reserve(nodes.len().saturating_add(more), |id| hash(&nodes[id as usize]));
    }

    /// The bytes the terms take, tables included: what the memory limit counts.
    pub fn bytes(&self) -> usize {
        let lists: usize = self.lists.iter().map(|l| 16 * l.len() + 64).sum();
        let numbers: usize = self.numbers.iter().map(|n| n.bits() / 4 + 64).sum();
        let tables = self.ids.bytes() + self.number_ids.bytes() + self.names.bytes();
        let large = self.large.capacity() * 33;
        self.nodes.capacity() * NODE_BYTES + self.sizes.capacity() * 8 + large + lists + numbers + tables
    }

    /// Whether the arena holds a `diff`.
    pub fn has_diffs(&self) -> bool {
        self.diffs
    }

    /// Whether the arena holds an `if`.
    pub fn has_choices(&self) -> bool {
        self.choices
    }

    /// What the term is.
    #[inline]
    pub fn node(&self, id: TermId) -> Node {
        self.nodes[id.index()]
    }

    /// The size as a tree: leaves, binary operators, negations and calls each count one.
    /// Saturates at `u128::MAX`.
    pub fn tree_size(&self, root: TermId) -> u128 {
        let size = self.sizes[root.index()];
        if size < LARGE { u128::from(size) } else { self.large.get(&root).copied().unwrap_or(u128::MAX) }
    }

    /// Whether the term is the number 0, as it is written.
    pub fn is_zero(&self, id: TermId) -> bool {
        self.small[0] == Some(id)
    }

    /// Whether the term is the number 1, as it is written.
    pub fn is_one(&self, id: TermId) -> bool {
        self.small[1] == Some(id)
    }

    /// The value of an interned number.
    pub fn number_value(&self, id: NumberId) -> &Rational {
        &self.numbers[id.0 as usize]
    }

    /// The name of a variable.
    pub fn name(&self, symbol: Symbol) -> &str {
        self.names.of(symbol.0)
    }

    /// The variable's term, if it has been made.
    pub fn symbol_term(&self, symbol: Symbol) -> Option<TermId> {
        let node = Node::Symbol(symbol);
        self.ids.find(hash(&node), |id| self.nodes[id as usize] == node).map(TermId)
    }

    /// The arguments in an interned list.
    pub fn list(&self, id: ListId) -> &[TermId] {
        &self.lists[id.0 as usize]
    }

    /// An interned unknown function.
    pub fn unknown(&self, id: UnknownId) -> &Unknown {
        &self.unknowns[id.0 as usize]
    }

    /// Adds a node whose arguments are in the arena already.
    pub fn add(&mut self, node: Node) -> TermId {
        self.insert(node, |other| *other == node)
    }

    /// Adds a node, given what is the same. Inlined, so that where the kind of node is known nothing
    /// asks for it.
    #[inline(always)]
    fn insert(&mut self, node: Node, same: impl Fn(&Node) -> bool) -> TermId {
        let next = u32::try_from(self.nodes.len()).expect("limits keep an arena under 2^32 terms");
        let nodes = &self.nodes;
        let (same, rehash) = (|id| same(&nodes[id as usize]), |id| hash(&nodes[id as usize]));
        if let Some(id) = self.ids.find_or_insert(hash(&node), same, rehash) {
            return TermId(id);
        }
        self.nodes.push(node);
        match node {
            Node::Number(number) => {
                if let Some(n) = small(self.number_value(number)) {
                    self.small[n] = Some(TermId(next));
                }
            }
            Node::Diff(..) => self.diffs = true,
            Node::If(..) => self.choices = true,
            _ => {}
        }
        self.measure(TermId(next), node);
        TermId(next)
    }

    /// Notes the size of a term as a tree.
    #[inline(always)]
    fn measure(&mut self, id: TermId, node: Node) {
        let of = |c: TermId| self.sizes[c.index()];
        let size = match node {
            Node::Number(_) | Node::Pi | Node::Symbol(_) => 1,
            Node::Neg(a) | Node::Call(_, a) => of(a).saturating_add(1),
            Node::Binary(_, a, b) => of(a).saturating_add(of(b)).saturating_add(1),
            _ => self.children(id).fold(1u64, |n, c| n.saturating_add(of(c))),
        };
        if size >= LARGE {
            self.measure_large(id);
        }
        self.sizes.push(size.min(LARGE));
    }

    #[cold]
    fn measure_large(&mut self, id: TermId) {
        let size = self.children(id).fold(1u128, |n, c| n.saturating_add(self.tree_size(c)));
        self.large.insert(id, size);
    }

    /// Interns a variable's name.
    pub fn intern(&mut self, name: &str) -> Symbol {
        Symbol(self.names.intern(name))
    }

    fn number(&mut self, value: Rational) -> NumberId {
        let (hash, next) = (FxBuildHasher.hash_one(&value), self.numbers.len() as u32);
        let numbers = &self.numbers;
        let (same, rehash) = (|id| numbers[id as usize] == value, |id| FxBuildHasher.hash_one(&numbers[id as usize]));
        if let Some(id) = self.number_ids.find_or_insert(hash, same, rehash) {
            return NumberId(id);
        }
        self.numbers.push(value);
        NumberId(next)
    }

    /// The variable of that name.
    pub fn symbol(&mut self, name: &str) -> TermId {
        let symbol = self.intern(name);
        self.add(Node::Symbol(symbol))
    }

    /// A number as it is written: not negative, and whole or a terminating decimal.
    /// Other numbers are spelled with [`Arena::rational`].
    pub fn literal(&mut self, value: Rational) -> TermId {
        debug_assert!(!value.is_negative(), "a literal has no sign");
        if let Some(known) = small(&value).and_then(|n| self.small[n]) {
            return known;
        }
        let number = self.number(value);
        self.add(Node::Number(number))
    }

    /// A whole number, with a minus sign where it is negative.
    pub fn integer(&mut self, value: i64) -> TermId {
        self.rational(&Rational::from(value))
    }

    /// A rational number spelled with literals: `-(2/3)` is the negation of `2/3`.
    pub fn rational(&mut self, value: &Rational) -> TermId {
        let size = value.abs();
        let top = self.literal(size.top());
        let positive = if size.is_integer() {
            top
        } else {
            let bottom = self.literal(size.bottom());
            self.binary(Operator::Div, top, bottom)
        };
        if value.is_negative() { self.neg(positive) } else { positive }
    }

    /// The circle's constant.
    pub fn pi(&mut self) -> TermId {
        self.add(Node::Pi)
    }

    /// `-a`
    pub fn neg(&mut self, a: TermId) -> TermId {
        self.insert(Node::Neg(a), |other| matches!(*other, Node::Neg(b) if b == a))
    }

    /// `a op b`
    pub fn binary(&mut self, op: Operator, a: TermId, b: TermId) -> TermId {
        let same = |other: &Node| matches!(*other, Node::Binary(f, c, d) if (f, c, d) == (op, a, b));
        self.insert(Node::Binary(op, a, b), same)
    }

    /// A comparison.
    pub fn relation(&mut self, relation: Relation, a: TermId, b: TermId) -> TermId {
        self.add(Node::Relation(relation, a, b))
    }

    /// A function of one argument.
    pub fn call(&mut self, function: Func, argument: TermId) -> TermId {
        debug_assert_eq!(function.row().arity(), 1);
        let same = |other: &Node| matches!(*other, Node::Call(f, a) if (f, a) == (function, argument));
        self.insert(Node::Call(function, argument), same)
    }

    /// A function of two arguments.
    pub fn call2(&mut self, function: Func, a: TermId, b: TermId) -> TermId {
        debug_assert_eq!(function.row().arity(), 2);
        self.add(Node::Call2(function, a, b))
    }

    /// Interns a list of arguments.
    pub fn arguments(&mut self, list: &[TermId]) -> ListId {
        if let Some(&id) = self.list_ids.get(list) {
            return id;
        }
        let id = ListId(self.lists.len() as u32);
        self.lists.push(list.into());
        self.list_ids.insert(list.into(), id);
        id
    }

    /// Interns an unknown function with the orders of its derivative.
    pub fn unknown_function(&mut self, unknown: Unknown) -> UnknownId {
        let next = UnknownId(self.unknowns.len() as u32);
        let id = *self.unknown_ids.entry(unknown.clone()).or_insert(next);
        if id == next {
            self.unknowns.push(unknown);
        }
        id
    }

    /// An unknown function's value.
    pub fn apply(&mut self, unknown: Unknown, arguments: &[TermId]) -> TermId {
        let (function, list) = (self.unknown_function(unknown), self.arguments(arguments));
        self.add(Node::Apply(function, list))
    }
}

/// The place of a small whole number.
fn small(value: &Rational) -> Option<usize> {
    value.to_i64().and_then(|n| usize::try_from(n).ok()).filter(|n| *n < SMALL)
}
