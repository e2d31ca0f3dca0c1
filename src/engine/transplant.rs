//! Terms carried from one arena into another.

use crate::term::{Arena, Node, Symbol, TermId, Unknown};
use rustc_hash::FxHashMap;

/// The same terms in another arena. Linear in the number of distinct sub-terms.
pub fn transplant(from: &Arena, terms: &[TermId], into: &mut Arena) -> Vec<TermId> {
    let mut new: FxHashMap<TermId, TermId> = FxHashMap::default();
    for id in from.reachable(terms) {
        let named = |into: &mut Arena, s: Symbol| into.intern(from.name(s));
        let value = match from.node(id) {
            Node::Number(n) => into.literal(from.number_value(n).clone()),
            Node::Pi => into.pi(),
            Node::Symbol(s) => into.symbol(from.name(s)),
            Node::Neg(a) => into.neg(new[&a]),
            Node::Binary(op, a, b) => into.binary(op, new[&a], new[&b]),
            Node::Relation(r, a, b) => into.relation(r, new[&a], new[&b]),
            Node::Property(p, a) => into.add(Node::Property(p, new[&a])),
            Node::Call(f, a) => into.call(f, new[&a]),
            Node::Call2(f, a, b) => into.call2(f, new[&a], new[&b]),
            Node::If(c, a, b) => into.add(Node::If(new[&c], new[&a], new[&b])),
            Node::Diff(a, x, n) => {
                let x = named(into, x);
                into.add(Node::Diff(new[&a], x, n))
            }
            Node::Apply(f, list) => {
                let f = from.unknown(f);
                let unknown = Unknown { name: named(into, f.name), orders: f.orders.clone() };
                let arguments: Vec<TermId> = from.list(list).iter().map(|c| new[c]).collect();
                into.apply(unknown, &arguments)
            }
        };
        new.insert(id, value);
    }
    terms.iter().map(|t| new[t]).collect()
}
