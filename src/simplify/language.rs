//! Terms as e-graph nodes and back; the rule page compiled to patterns, once.

use crate::parse;
use crate::rules::{PAGE, Rewrite};
use crate::term::{Arena, Func, Node, Operator, Property, Rational, Relation, Symbol, TermId, UnknownId};
use egg::{ENodeOrVar, Id, Language, Pattern, PatternAst, RecExpr, Var};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::{LazyLock, OnceLock};

/// What stands at the top of a term; numbers by value, so that patterns fit every arena.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Head {
    Number(Rational),
    Pi,
    Symbol(Symbol),
    Neg,
    Binary(Operator),
    Relation(Relation),
    Property(Property),
    Call(Func),
    Apply(UnknownId),
    /// A term the e-graph doesn't look into.
    Whole(TermId),
}

impl Head {
    /// What a node adds to the size; functions that have a longer name for a quotient count as the
    /// quotient they stand for, so that vocabulary doesn't count.
    pub fn size(&self) -> u32 {
        match self {
            Head::Call(Func::Sec | Func::Csc | Func::Cot | Func::Sech | Func::Csch | Func::Coth | Func::Softplus) => 3,
            Head::Call(Func::Sigmoid) => 6,
            Head::Whole(_) => 8,
            _ => 1,
        }
    }
}

/// A node of the e-graph.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ENode {
    pub head: Head,
    pub arguments: SmallVec<[Id; 3]>,
}

impl Language for ENode {
    type Discriminant = Head;

    fn discriminant(&self) -> Head {
        self.head.clone()
    }

    fn matches(&self, other: &Self) -> bool {
        self.head == other.head && self.arguments.len() == other.arguments.len()
    }

    fn children(&self) -> &[Id] {
        &self.arguments
    }

    fn children_mut(&mut self) -> &mut [Id] {
        &mut self.arguments
    }
}

/// The head of a term. Branches and derivatives stay whole: facts differ inside a branch, and a
/// derivative never stands in an e-graph.
pub fn head(arena: &Arena, id: TermId) -> Head {
    match arena.node(id) {
        Node::Number(n) => Head::Number(arena.number_value(n).clone()),
        Node::Pi => Head::Pi,
        Node::Symbol(s) => Head::Symbol(s),
        Node::Neg(_) => Head::Neg,
        Node::Binary(op, _, _) => Head::Binary(op),
        Node::Relation(r, _, _) => Head::Relation(r),
        Node::Property(p, _) => Head::Property(p),
        Node::Call(f, _) | Node::Call2(f, _, _) => Head::Call(f),
        Node::Apply(f, _) => Head::Apply(f),
        Node::If(_, _, _) | Node::Diff(_, _, _) => Head::Whole(id),
    }
}

/// The term as an expression of the e-graph's language.
pub fn expression(arena: &Arena, root: TermId) -> RecExpr<ENode> {
    let mut out = RecExpr::default();
    let mut ids: FxHashMap<TermId, Id> = FxHashMap::default();
    for id in arena.reachable(&[root]) {
        let head = head(arena, id);
        let arguments = match head {
            Head::Whole(_) => SmallVec::new(),
            _ => arena.children(id).map(|c| ids[&c]).collect(),
        };
        ids.insert(id, out.add(ENode { head, arguments }));
    }
    out
}

/// The term with this head and these arguments.
pub fn build(arena: &mut Arena, head: &Head, arguments: &[TermId]) -> TermId {
    let node = match (head, arguments) {
        (Head::Number(r), _) => return arena.literal(r.clone()),
        (Head::Symbol(s), _) => Node::Symbol(*s),
        (Head::Whole(id), _) => return *id,
        (Head::Neg, &[a]) => Node::Neg(a),
        (Head::Binary(op), &[a, b]) => Node::Binary(*op, a, b),
        (Head::Relation(r), &[a, b]) => Node::Relation(*r, a, b),
        (Head::Property(p), &[a]) => Node::Property(*p, a),
        (Head::Call(f), &[a]) => Node::Call(*f, a),
        (Head::Call(f), &[a, b]) => Node::Call2(*f, a, b),
        (Head::Apply(f), list) => {
            let list = arena.arguments(list);
            Node::Apply(*f, list)
        }
        _ => Node::Pi,
    };
    arena.add(node)
}

/// A set of functions, one bit for each.
#[derive(Clone, Copy, Default)]
pub struct Functions(u128);

const _: () = assert!(Func::ALL.len() <= 128, "a function has no bit");

impl Functions {
    /// Every function there is.
    #[cfg(test)]
    pub fn all() -> Self {
        Functions(u128::MAX)
    }

    /// The set with one more.
    pub fn with(self, f: Func) -> Self {
        Functions(self.0 | 1 << f as u32)
    }

    /// Whether all of them are in the other set.
    pub fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }
}

/// A rule of the page, ready to be searched for.
pub struct Compiled {
    pub rule: &'static Rewrite,
    pub left: PatternAst<ENode>,
    /// What it does, which only a rule that matches is asked for.
    effect: OnceLock<Effect>,
    /// The left side as a program that searches a graph, which few formulas need.
    searcher: OnceLock<Pattern<ENode>>,
}

/// What a rule does where it matches.
pub struct Effect {
    pub right: PatternAst<ENode>,
    /// Conditions as patterns of relations.
    pub conditions: Vec<PatternAst<ENode>>,
    /// What the right side has more than the left.
    pub growth: Growth,
}

/// How a rule changes the size of a term: by nodes of its own, and by how many more times what a
/// variable stands for is written.
#[derive(Clone, Default)]
pub struct Growth {
    pub nodes: i64,
    pub variables: SmallVec<[(Var, i64); 4]>,
}

impl Growth {
    /// Adds what another one says, so many times.
    fn add(&mut self, other: &Growth, times: i64) {
        self.nodes += other.nodes * times;
        for (v, n) in &other.variables {
            match self.variables.iter_mut().find(|x| x.0 == *v) {
                Some(known) => known.1 += n * times,
                None => self.variables.push((*v, n * times)),
            }
        }
    }

    /// The size of a pattern written out.
    fn of(pattern: &PatternAst<ENode>) -> Growth {
        let mut sizes: Vec<Growth> = Vec::new();
        for node in pattern {
            let mut size = Growth::default();
            match node {
                ENodeOrVar::Var(v) => size.variables.push((*v, 1)),
                ENodeOrVar::ENode(node) => {
                    size.nodes = i64::from(node.head.size());
                    node.arguments.iter().for_each(|a| size.add(&sizes[usize::from(*a)], 1));
                }
            }
            sizes.push(size);
        }
        sizes.pop().unwrap_or_default()
    }
}

impl Compiled {
    fn new(rule: &'static Rewrite) -> Self {
        Compiled { rule, left: compiled(rule.lhs), effect: OnceLock::new(), searcher: OnceLock::new() }
    }

    /// What the rule does where it matches.
    pub fn effect(&self) -> &Effect {
        self.effect.get_or_init(|| {
            let right = compiled(self.rule.rhs);
            let conditions = self.rule.conditions.iter().map(|c| compiled(c)).collect();
            let mut growth = Growth::of(&right);
            growth.add(&Growth::of(&self.left), -1);
            Effect { right, conditions, growth }
        })
    }

    /// What finds the left side in a graph.
    pub fn searcher(&self) -> &Pattern<ENode> {
        self.searcher.get_or_init(|| Pattern::new(self.left.clone()))
    }

    /// What stands at the top of the left side; none where that is a variable.
    pub fn top(&self) -> Option<&Head> {
        match self.left.last()? {
            ENodeOrVar::ENode(node) => Some(&node.head),
            ENodeOrVar::Var(_) => None,
        }
    }
}

/// A row of the page, compiled when a formula first has all of its functions.
struct Row {
    rule: &'static Rewrite,
    /// The functions in the left side: without them all, it matches nothing.
    functions: Functions,
    compiled: OnceLock<Compiled>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let words = |text: &'static str| text.split(|c: char| !c.is_ascii_alphanumeric());
    let functions = |text| words(text).filter_map(Func::named).fold(Functions::default(), Functions::with);
    let row = |rule: &'static Rewrite| Row { rule, functions: functions(rule.lhs), compiled: OnceLock::new() };
    PAGE.iter().map(row).collect()
});

/// The rules that can match where just these functions stand.
pub fn rules(present: Functions) -> impl Iterator<Item = &'static Compiled> {
    let rows = ROWS.iter().filter(move |row| row.functions.within(present));
    rows.map(|row| row.compiled.get_or_init(|| Compiled::new(row.rule)))
}

/// A side of a rule or a condition as a pattern.
fn compiled(text: &'static str) -> PatternAst<ENode> {
    let mut arena = Arena::new();
    let term = parse::read(&mut arena, text);
    pattern(&arena, term)
}

/// A term as a pattern: its variables stand for any term.
fn pattern(arena: &Arena, root: TermId) -> PatternAst<ENode> {
    let mut out = PatternAst::default();
    let mut ids: FxHashMap<TermId, Id> = FxHashMap::default();
    for id in arena.reachable(&[root]) {
        let node = match arena.node(id) {
            Node::Symbol(s) => ENodeOrVar::Var(variable(arena.name(s))),
            _ => {
                let arguments = arena.children(id).map(|c| ids[&c]).collect();
                ENodeOrVar::ENode(ENode { head: head(arena, id), arguments })
            }
        };
        ids.insert(id, out.add(node));
    }
    out
}

fn variable(name: &str) -> Var {
    // The letters of the page are few, so their numbers fit without a table.
    Var::from_u32(name.bytes().fold(0, |n, b| n * 256 + u32::from(b)))
}
