//! The natural domain of a term, as a list of conditions.

use super::expand::call;
use super::facts::Scope;
use crate::parse::filled;
use crate::term::{Arena, Func, Need, Node, Operator, Property, Relation, TermId};
use rustc_hash::{FxHashMap, FxHashSet};

/// A condition that is needed only where every guard holds.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Needed {
    pub(super) guards: Vec<TermId>,
    pub(super) condition: TermId,
}

/// The condition that holds exactly where `c`, whose sides have values, does not.
pub(super) fn negated(arena: &mut Arena, c: TermId) -> Option<TermId> {
    match arena.node(c) {
        Node::Relation(r, a, b) => Some(arena.relation(r.negated(), a, b)),
        Node::Property(Property::Integer, a) => Some(arena.add(Node::Property(Property::NotInteger, a))),
        Node::Property(Property::NotInteger, a) => Some(arena.add(Node::Property(Property::Integer, a))),
        _ => None,
    }
}

/// A condition with an `if` in it as conditions on its branches; others stay as they are.
pub(super) fn unpacked(arena: &mut Arena, condition: TermId) -> Option<Vec<Needed>> {
    if !arena.has_choices() && matches!(arena.node(condition), Node::Relation(..) | Node::Property(..)) {
        return Some(vec![Needed { guards: Vec::new(), condition }]);
    }
    let (mut out, mut todo) = (Vec::new(), vec![(Vec::new(), condition)]);
    while let Some((guards, condition)) = todo.pop() {
        let branches = match arena.node(condition) {
            Node::If(c, a, b) => Some((c, a, b)),
            Node::Relation(r, l, z) => match (arena.node(l), arena.node(z)) {
                (Node::If(c, a, b), _) => Some((c, arena.relation(r, a, z), arena.relation(r, b, z))),
                (_, Node::If(c, a, b)) => Some((c, arena.relation(r, l, a), arena.relation(r, l, b))),
                _ => None,
            },
            Node::Property(p, l) => match arena.node(l) {
                Node::If(c, a, b) => Some((c, arena.add(Node::Property(p, a)), arena.add(Node::Property(p, b)))),
                _ => None,
            },
            _ => return None,
        };
        let Some((c, a, b)) = branches else {
            out.push(Needed { guards, condition });
            continue;
        };
        if guards.len() > 32 || out.len() > 256 {
            return None;
        }
        for (guard, branch) in [(c, a), (negated(arena, c)?, b)] {
            todo.push((guards.iter().copied().chain([guard]).collect(), branch));
        }
    }
    Some(out)
}

impl Scope {
    /// What must hold for the terms to have values; `None` where a term isn't understood.
    pub(super) fn needs(&mut self, arena: &mut Arena, roots: &[TermId]) -> Option<Vec<Needed>> {
        self.gathered(arena, roots, Self::own_needs)
    }

    /// What `own` asks of each sub-term, under the guards of the branches it stands in.
    pub(super) fn gathered(
        &mut self,
        arena: &mut Arena,
        roots: &[TermId],
        mut own: impl FnMut(&mut Self, &mut Arena, TermId, &mut Vec<TermId>),
    ) -> Option<Vec<Needed>> {
        if !arena.has_choices() {
            return self.gathered_outside(arena, roots, own);
        }
        let mut out = Vec::new();
        let mut seen: FxHashSet<(TermId, usize)> = FxHashSet::default();
        let mut guards: Vec<Vec<TermId>> = vec![Vec::new()];
        let mut scopes: FxHashMap<(usize, TermId), usize> = FxHashMap::default();
        let mut todo: Vec<(TermId, usize)> = roots.iter().map(|r| (*r, 0)).collect();
        while let Some((t, g)) = todo.pop() {
            if !seen.insert((t, g)) || !self.ring.spend(1) {
                continue;
            }
            match arena.node(t) {
                Node::Diff(..) => return None,
                Node::If(c, a, b) => {
                    let other = negated(arena, c)?;
                    todo.push((c, g));
                    for (guard, branch) in [(c, a), (other, b)] {
                        let next = *scopes.entry((g, guard)).or_insert_with(|| {
                            let mut longer = guards[g].clone();
                            longer.push(guard);
                            guards.push(longer);
                            guards.len() - 1
                        });
                        todo.push((branch, next));
                    }
                }
                _ => todo.extend(arena.children(t).map(|c| (c, g))),
            }
            let mut found = Vec::new();
            own(self, arena, t, &mut found);
            out.extend(found.into_iter().map(|condition| Needed { guards: guards[g].clone(), condition }));
        }
        out.sort_by(|a, b| (a.guards.len(), a.condition, &a.guards).cmp(&(b.guards.len(), b.condition, &b.guards)));
        out.dedup();
        (!self.ring.over).then_some(out)
    }

    /// The same where there are no branches: nearly always.
    fn gathered_outside(
        &mut self,
        arena: &mut Arena,
        roots: &[TermId],
        mut own: impl FnMut(&mut Self, &mut Arena, TermId, &mut Vec<TermId>),
    ) -> Option<Vec<Needed>> {
        let mut found = Vec::new();
        for t in arena.reachable(roots) {
            if !self.ring.spend(1) || matches!(arena.node(t), Node::Diff(..)) {
                return None;
            }
            own(self, arena, t, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        let all = found.into_iter().map(|condition| Needed { guards: Vec::new(), condition }).collect();
        (!self.ring.over).then_some(all)
    }

    /// What the term's outermost operation needs.
    pub(super) fn own_needs(&mut self, arena: &mut Arena, t: TermId, out: &mut Vec<TermId>) {
        match arena.node(t) {
            Node::Binary(Operator::Div, _, b) => out.extend(against_zero(arena, Relation::Ne, b)),
            Node::Binary(Operator::Pow, b, e) => out.extend(power_needs(arena, t, b, e)),
            _ => {}
        }
        let Some((f, arguments)) = call(arena, t) else { return };
        for need in f.row().domain {
            match need {
                Need::Where(text) => out.push(filled(arena, text, &arguments)),
                Need::EvenRoot => {
                    let index = arguments.get(1).and_then(|v| arena.as_rational(*v)).and_then(|n| n.to_i64());
                    if index.is_none_or(|n| n <= 0 || n % 2 == 0) {
                        out.extend(against_zero(arena, Relation::Ge, arguments[0]));
                    }
                    if index.is_none_or(|n| n <= 0) {
                        out.push(arena.add(Node::Property(Property::Defined, t)));
                    }
                }
                // "Integer or positive" is claimed only where it is an integer.
                Need::IntegerOrPositive => out.push(self.integer_or_positive(arena, t, f, &arguments)),
            }
        }
    }

    fn integer_or_positive(&mut self, arena: &mut Arena, t: TermId, _: Func, arguments: &[TermId]) -> TermId {
        let (u, v) = (arguments[0], arguments.get(1).copied().unwrap_or(arguments[0]));
        if arena.as_rational(u).is_some_and(|n| n.is_integer()) {
            return arena.add(Node::Property(Property::Integer, u));
        }
        let zero = arena.integer(0);
        let positive = arena.relation(Relation::Gt, v, zero);
        self.read_waiting(arena);
        match self.decide(arena, positive) {
            Some(true) => positive,
            _ => arena.add(Node::Property(Property::Defined, t)),
        }
    }
}

fn against_zero(arena: &mut Arena, relation: Relation, b: TermId) -> Option<TermId> {
    if arena.as_rational(b).is_some_and(|n| n.signum() > 0) {
        return None;
    }
    let zero = arena.integer(0);
    Some(arena.relation(relation, b, zero))
}

fn power_needs(arena: &mut Arena, t: TermId, b: TermId, e: TermId) -> Option<TermId> {
    if arena.as_rational(b).is_some_and(|n| n.signum() > 0) {
        return None;
    }
    match arena.as_rational(e) {
        Some(n) if n.is_integer() && n.signum() > 0 => None,
        Some(n) if n.is_integer() => against_zero(arena, Relation::Ne, b),
        Some(r) if r.is_negative() => against_zero(arena, Relation::Gt, b),
        Some(_) => against_zero(arena, Relation::Ge, b),
        None => Some(arena.add(Node::Property(Property::Defined, t))),
    }
}
