//! The one tree: a hash-consed arena in which equal sub-terms are one node.

use super::{Func, Limits, Operator, Property, Rational, Relation};
use rustc_hash::FxHashMap;

/// A term in an [`Arena`]. Equal terms of one arena have equal ids, and a term's arguments
/// always have smaller ids than the term, so ascending ids are a topological order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TermId(pub(crate) u32);

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
pub struct NumberId(u32);

/// An interned list of arguments of an [`Arena`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ListId(u32);

/// An unknown function with the orders of its derivative, interned in an [`Arena`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct UnknownId(u32);

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
#[derive(Clone, Debug)]
pub struct Arena {
    nodes: Vec<Node>,
    /// Each term's size as a tree: asked for often, and one look at the arguments when it is added.
    sizes: Vec<u128>,
    ids: FxHashMap<Node, TermId>,
    numbers: Vec<Rational>,
    number_ids: FxHashMap<Rational, NumberId>,
    names: Vec<Box<str>>,
    symbols: FxHashMap<Box<str>, Symbol>,
    lists: Vec<Box<[TermId]>>,
    list_ids: FxHashMap<Box<[TermId]>, ListId>,
    unknowns: Vec<Unknown>,
    unknown_ids: FxHashMap<Unknown, UnknownId>,
    /// What the problem of these terms may take.
    pub limits: Limits,
}

/// The numbers every arena has from the start, so that asking for them is one comparison.
const ZERO: NumberId = NumberId(0);
const ONE: NumberId = NumberId(1);

impl Default for Arena {
    fn default() -> Self {
        let numbers = vec![Rational::ZERO, Rational::ONE];
        Arena {
            nodes: Vec::new(),
            sizes: Vec::new(),
            ids: FxHashMap::default(),
            number_ids: numbers.iter().cloned().zip([ZERO, ONE]).collect(),
            numbers,
            names: Vec::new(),
            symbols: FxHashMap::default(),
            lists: Vec::new(),
            list_ids: FxHashMap::default(),
            unknowns: Vec::new(),
            unknown_ids: FxHashMap::default(),
            limits: Limits::default(),
        }
    }
}

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

    /// The bytes the terms take, tables included: what the memory limit counts.
    pub fn bytes(&self) -> usize {
        let node = std::mem::size_of::<Node>();
        let lists: usize = self.lists.iter().map(|l| 16 * l.len() + 64).sum();
        let numbers: usize = self.numbers.iter().map(|n| n.bits() / 4 + 64).sum();
        self.nodes.capacity() * (node + 16) + self.ids.capacity() * (node + 8) + lists + numbers + self.names.len() * 96
    }

    /// What the term is.
    pub fn node(&self, id: TermId) -> Node {
        self.nodes[id.index()]
    }

    /// The size as a tree: leaves, binary operators, negations and calls each count one.
    /// Saturates at `u128::MAX`.
    pub fn tree_size(&self, root: TermId) -> u128 {
        self.sizes[root.index()]
    }

    /// Whether the term is the number 0, as it is written.
    pub fn is_zero(&self, id: TermId) -> bool {
        self.node(id) == Node::Number(ZERO)
    }

    /// Whether the term is the number 1, as it is written.
    pub fn is_one(&self, id: TermId) -> bool {
        self.node(id) == Node::Number(ONE)
    }

    /// The value of an interned number.
    pub fn number_value(&self, id: NumberId) -> &Rational {
        &self.numbers[id.0 as usize]
    }

    /// The name of a variable.
    pub fn name(&self, symbol: Symbol) -> &str {
        &self.names[symbol.0 as usize]
    }

    /// The variable's term, if it has been made.
    pub fn symbol_term(&self, symbol: Symbol) -> Option<TermId> {
        self.ids.get(&Node::Symbol(symbol)).copied()
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
        if let Some(&id) = self.ids.get(&node) {
            return id;
        }
        let id = TermId(u32::try_from(self.nodes.len()).expect("limits keep an arena under 2^32 terms"));
        self.nodes.push(node);
        self.ids.insert(node, id);
        let size = self.children(id).fold(1u128, |n, c| n.saturating_add(self.sizes[c.index()]));
        self.sizes.push(size);
        id
    }

    /// Interns a variable's name.
    pub fn intern(&mut self, name: &str) -> Symbol {
        if let Some(&symbol) = self.symbols.get(name) {
            return symbol;
        }
        let symbol = Symbol(self.names.len() as u32);
        self.names.push(name.into());
        self.symbols.insert(name.into(), symbol);
        symbol
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
        let next = NumberId(self.numbers.len() as u32);
        let id = *self.number_ids.entry(value.clone()).or_insert(next);
        if id == next {
            self.numbers.push(value);
        }
        self.add(Node::Number(id))
    }

    /// A whole number, with a minus sign where it is negative.
    pub fn integer(&mut self, value: i64) -> TermId {
        self.rational(&Rational::from(value))
    }

    /// A rational number spelled with literals: `-(2/3)` is the negation of `2/3`.
    pub fn rational(&mut self, value: &Rational) -> TermId {
        let size = value.abs();
        let top = self.literal(Rational::from_integer(size.numerator()));
        let positive = if size.is_integer() {
            top
        } else {
            let bottom = self.literal(Rational::from_integer(size.denominator()));
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
        self.add(Node::Neg(a))
    }

    /// `a op b`
    pub fn binary(&mut self, op: Operator, a: TermId, b: TermId) -> TermId {
        self.add(Node::Binary(op, a, b))
    }

    /// A comparison.
    pub fn relation(&mut self, relation: Relation, a: TermId, b: TermId) -> TermId {
        self.add(Node::Relation(relation, a, b))
    }

    /// A function of one argument.
    pub fn call(&mut self, function: Func, argument: TermId) -> TermId {
        debug_assert_eq!(function.row().arity(), 1);
        self.add(Node::Call(function, argument))
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
