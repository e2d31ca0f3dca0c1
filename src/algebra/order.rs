//! A total order on terms by what is written, not by when it was made.

use crate::term::{Arena, Node, Operator, TermId};
use smallvec::SmallVec;
use std::cmp::Ordering;

/// Names and their powers first, then functions, then sums.
pub fn compare_factors(arena: &Arena, a: TermId, b: TermId) -> Ordering {
    rank(arena, a).cmp(&rank(arena, b)).then_with(|| compare_terms(arena, a, b))
}

fn rank(arena: &Arena, t: TermId) -> u32 {
    match arena.node(t) {
        Node::Number(_) => 0,
        Node::Binary(Operator::Pow, base, _) => rank(arena, base),
        Node::Pi | Node::Symbol(_) => 1,
        Node::Binary(Operator::Add | Operator::Sub, _, _) => 3,
        _ => 2,
    }
}

/// A total order on terms by what is written, not by when it was made.
pub fn compare_terms(arena: &Arena, a: TermId, b: TermId) -> Ordering {
    let mut todo: SmallVec<[(TermId, TermId); 8]> = SmallVec::from_slice(&[(a, b)]);
    while let Some((x, y)) = todo.pop() {
        if x == y {
            continue;
        }
        let order = head_order(arena, x, y);
        if order.is_ne() {
            return order;
        }
        let (first, mut left, mut right) = (todo.len(), arena.children(x), arena.children(y));
        loop {
            match (left.next(), right.next()) {
                (Some(p), Some(q)) => todo.push((p, q)),
                (None, None) => break,
                (more, _) => return if more.is_some() { Ordering::Greater } else { Ordering::Less },
            }
        }
        todo[first..].reverse();
    }
    Ordering::Equal
}

fn head_order(arena: &Arena, x: TermId, y: TermId) -> Ordering {
    match (arena.node(x), arena.node(y)) {
        (Node::Symbol(a), Node::Symbol(b)) => arena.name(a).cmp(arena.name(b)),
        (Node::Number(a), Node::Number(b)) => arena.number_value(a).cmp(arena.number_value(b)),
        (Node::Apply(f, _), Node::Apply(g, _)) => {
            let (f, g) = (arena.unknown(f), arena.unknown(g));
            arena.name(f.name).cmp(arena.name(g.name)).then_with(|| f.orders.cmp(&g.orders))
        }
        (p, q) => kind_rank(p).cmp(&kind_rank(q)),
    }
}

fn kind_rank(node: Node) -> (u8, u8) {
    match node {
        Node::Symbol(_) => (0, 0),
        Node::Pi => (1, 0),
        Node::Number(_) => (2, 0),
        Node::Binary(op, _, _) => (3, 10 - op as u8),
        Node::Neg(_) => (4, 0),
        Node::Call(f, _) | Node::Call2(f, _, _) => (5, f as u8),
        Node::Apply(_, _) => (6, 0),
        Node::If(_, _, _) => (7, 0),
        Node::Relation(r, _, _) => (8, r as u8),
        Node::Property(p, _) => (9, p as u8),
        Node::Diff(_, _, n) => (10, n.min(255) as u8),
    }
}
