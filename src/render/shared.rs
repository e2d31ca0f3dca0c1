//! Terms too large to print as trees, written as named sub-terms.

use super::Notation;
use super::layout::Layout;
use crate::term::{Arena, Node, TermId};
use rustc_hash::{FxHashMap, FxHashSet};

/// How an answer is to be printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// The notation.
    pub notation: Notation,
    /// The tree size above which named sub-terms are used.
    pub print_limit: u128,
    /// Whether named sub-terms are used in any case.
    pub force_let: bool,
}

impl Default for Style {
    fn default() -> Self {
        Style { notation: Notation::Text, print_limit: 20_000, force_let: false }
    }
}

/// Printed terms, with the sub-terms that were given names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shared {
    /// Each name with what it stands for, which uses only names before it.
    pub lets: Vec<(String, String)>,
    /// The terms' texts, in the order the terms were given in.
    pub results: Vec<String>,
}

/// The smallest size of a sub-term that gets a name: `-x` and `sin(x)` are as clear as a name.
const LEAST_NAMED: u128 = 3;

/// Prints terms that may share parts: as they are where their trees together are within the
/// style's limit, and otherwise with a name `t1`, `t2`, … for each sub-term used more than once.
///
/// Names are numbered in the order in which a reader meets what they stand for, and avoid the
/// terms' own variables. A condition gets no name. The work is linear in the number of
/// distinct sub-terms.
///
/// ```
/// use chainrule::render::{render_shared, Style};
/// use chainrule::term::{Arena, Operator};
/// let mut arena = Arena::new();
/// let (x, one) = (arena.symbol("x"), arena.integer(1));
/// let sum = arena.binary(Operator::Add, x, one);
/// let square = arena.binary(Operator::Mul, sum, sum);
/// let shared = render_shared(&arena, &[square], &Style { force_let: true, ..Style::default() });
/// assert_eq!(shared.lets, [("t1".to_string(), "x + 1".to_string())]);
/// assert_eq!(shared.results, ["t1*t1"]);
/// ```
pub fn render_shared(arena: &Arena, terms: &[TermId], style: &Style) -> Shared {
    let total = terms.iter().fold(0u128, |n, t| n.saturating_add(arena.tree_size(*t)));
    let (order, names) = if style.force_let || total > style.print_limit {
        let order = arguments_first(arena, terms);
        let names = names(arena, terms, &order);
        (order, names)
    } else {
        (arena.reachable(terms), FxHashMap::default())
    };
    let docs = pretty::Arena::new();
    let mut layout = Layout::new(arena, &docs, style.notation);
    let mut lets = Vec::new();
    for id in order {
        layout.lay(id);
        if let Some(name) = names.get(&id) {
            let value = layout.text(id, usize::MAX);
            layout.call_it(id, name);
            lets.push((layout.text(id, usize::MAX), value));
        }
    }
    Shared { lets, results: terms.iter().map(|&t| layout.text(t, usize::MAX)).collect() }
}

/// The distinct sub-terms, arguments before the terms that use them, in reading order.
fn arguments_first(arena: &Arena, terms: &[TermId]) -> Vec<TermId> {
    let (mut order, mut met) = (Vec::new(), FxHashSet::default());
    let mut todo: Vec<(TermId, bool)> = terms.iter().rev().map(|&t| (t, false)).collect();
    while let Some((id, done)) = todo.pop() {
        if done {
            order.push(id);
        } else if met.insert(id) {
            todo.push((id, true));
            let first = todo.len();
            todo.extend(arena.children(id).map(|c| (c, false)));
            todo[first..].reverse();
        }
    }
    order
}

/// A name for every sub-term that is used more than once and worth one.
fn names(arena: &Arena, terms: &[TermId], order: &[TermId]) -> FxHashMap<TermId, String> {
    let mut uses: FxHashMap<TermId, u32> = FxHashMap::default();
    for id in order.iter().flat_map(|&id| arena.children(id)).chain(terms.iter().copied()) {
        *uses.entry(id).or_default() += 1;
    }
    let taken = taken_names(arena, order);
    let mut free = (1u64..).map(|n| format!("t{n}")).filter(|name| !taken.contains(name.as_str()));
    let conditions = conditions(arena, order);
    let large = |id: TermId| arena.tree_size(id) >= LEAST_NAMED;
    let worth = |id: &&TermId| uses.get(*id).is_some_and(|&n| n > 1) && large(**id) && !conditions.contains(*id);
    order.iter().filter(worth).filter_map(|&id| Some((id, free.next()?))).collect()
}

/// The sub-terms that are comparisons, properties, or an `if` over such: a name stands for a value.
fn conditions(arena: &Arena, order: &[TermId]) -> FxHashSet<TermId> {
    let mut found = FxHashSet::default();
    for &id in order {
        let is_one = match arena.node(id) {
            Node::Relation(..) | Node::Property(..) => true,
            Node::If(_, branch, _) => found.contains(&branch),
            _ => false,
        };
        if is_one {
            found.insert(id);
        }
    }
    found
}

fn taken_names<'a>(arena: &'a Arena, order: &[TermId]) -> FxHashSet<&'a str> {
    let symbol = |&id: &TermId| match arena.node(id) {
        Node::Symbol(s) | Node::Diff(_, s, _) => Some(arena.name(s)),
        Node::Apply(f, _) => Some(arena.name(arena.unknown(f).name)),
        _ => None,
    };
    order.iter().filter_map(symbol).collect()
}
