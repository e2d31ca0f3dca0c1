//! Where a sub-term's value is needed: everywhere, or only inside branches of `if`.
//!
//! A condition found inside a branch binds only where the branch is taken. It is written with
//! the branch's own condition: `u > 0` inside the first branch of `if(c, …, …)` becomes
//! `if(c, u, 1) > 0`, which says just that, since only the chosen branch of an `if` is evaluated.

use crate::term::{Arena, Node, Operator, Property, Rational, Relation, TermId};
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

/// No more branches than this are kept apart for one sub-term; beyond, its conditions bind
/// everywhere, which claims less and stays true.
const MAX_SCOPES: usize = 8;
/// Branches nested deeper than this add no condition of their own, which claims less too.
const MAX_DEPTH: u32 = 16;
/// The scope of the whole term.
const EVERYWHERE: u32 = 0;

/// A branch: inside `parent`, where `condition` holds or does not.
#[derive(Clone, Copy)]
struct Scope {
    parent: u32,
    depth: u32,
    condition: TermId,
    holds: bool,
}

/// Scopes by number.
type Few = SmallVec<[u32; 2]>;

/// The scopes of every sub-term of a term.
pub(super) struct Scopes {
    scopes: Vec<Scope>,
    ids: FxHashMap<(u32, TermId, bool), u32>,
    of: FxHashMap<TermId, Few>,
}

impl Scopes {
    /// The scopes in `root`; linear in its size.
    pub(super) fn new(arena: &Arena, root: TermId) -> Self {
        let whole = Scope { parent: EVERYWHERE, depth: 0, condition: root, holds: true };
        let mut found = Scopes { scopes: vec![whole], ids: FxHashMap::default(), of: FxHashMap::default() };
        if !arena.has_choices() || !arena.any(root, |node| matches!(node, Node::If(..))) {
            return found;
        }
        found.of.insert(root, smallvec![EVERYWHERE]);
        for &id in arena.reachable(&[root]).iter().rev() {
            let here = found.scopes_of(id);
            if let Node::If(condition, a, b) = arena.node(id) {
                found.widen(condition, &here);
                for (branch, holds) in [(a, true), (b, false)] {
                    let inside: Few = here.iter().map(|&s| found.inside(s, condition, holds)).collect();
                    found.widen(branch, &inside);
                }
            } else {
                arena.children(id).for_each(|c| found.widen(c, &here));
            }
        }
        found
    }

    /// Whether there is one scope only.
    pub(super) fn is_one(&self) -> bool {
        self.of.is_empty()
    }

    /// The condition, found at the sub-term `at`, as it binds on the whole term: once for each
    /// scope. `rebuilt` gives what a branch's condition has become in the meantime.
    pub(super) fn bind(
        &self,
        arena: &mut Arena,
        at: TermId,
        condition: TermId,
        rebuilt: impl Fn(TermId) -> TermId,
    ) -> SmallVec<[TermId; 2]> {
        let scopes = self.scopes_of(at);
        scopes.iter().rev().map(|&scope| self.guarded(arena, condition, scope, &rebuilt)).collect()
    }

    fn scopes_of(&self, id: TermId) -> Few {
        self.of.get(&id).cloned().unwrap_or_else(|| smallvec![EVERYWHERE])
    }

    fn inside(&mut self, parent: u32, condition: TermId, holds: bool) -> u32 {
        let depth = self.scopes[parent as usize].depth + 1;
        if depth > MAX_DEPTH {
            return parent;
        }
        let (scopes, next) = (&mut self.scopes, self.ids.len() as u32 + 1);
        *self.ids.entry((parent, condition, holds)).or_insert_with(|| {
            scopes.push(Scope { parent, depth, condition, holds });
            next
        })
    }

    fn widen(&mut self, id: TermId, more: &[u32]) {
        let own = self.of.entry(id).or_default();
        for &scope in more {
            if !own.contains(&scope) {
                own.push(scope);
            }
        }
        if own.contains(&EVERYWHERE) || own.len() > MAX_SCOPES {
            *own = smallvec![EVERYWHERE];
        }
    }

    fn guarded(
        &self,
        arena: &mut Arena,
        condition: TermId,
        mut scope: u32,
        rebuilt: impl Fn(TermId) -> TermId,
    ) -> TermId {
        let Some((mut subject, safe)) = (scope != EVERYWHERE).then(|| subject(arena, condition)).flatten() else {
            return condition;
        };
        while scope != EVERYWHERE {
            let Scope { parent, condition, holds, .. } = self.scopes[scope as usize];
            let (a, b) = if holds { (subject, safe) } else { (safe, subject) };
            subject = arena.add(Node::If(rebuilt(condition), a, b));
            scope = parent;
        }
        about(arena, condition, subject)
    }
}

/// What a condition is about, and a value of it with which the condition holds.
fn subject(arena: &mut Arena, condition: TermId) -> Option<(TermId, TermId)> {
    match arena.node(condition) {
        Node::Relation(relation, a, b) => {
            let safe = match relation {
                Relation::Eq | Relation::Le => 0,
                Relation::Ne | Relation::Gt | Relation::Ge => 1,
                Relation::Lt => -1,
            };
            let zero = arena.as_rational(b).is_some_and(|value| value.is_zero());
            let subject = if zero { a } else { arena.binary(Operator::Sub, a, b) };
            Some((subject, arena.integer(safe)))
        }
        Node::Property(property, a) => {
            let safe = if property == Property::NotInteger { Rational::new(1, 2) } else { Rational::ONE };
            Some((a, arena.rational(&safe)))
        }
        _ => None,
    }
}

/// The same condition about another term, with zero on a comparison's right.
fn about(arena: &mut Arena, condition: TermId, subject: TermId) -> TermId {
    match arena.node(condition) {
        Node::Relation(relation, _, _) => {
            let zero = arena.integer(0);
            arena.relation(relation, subject, zero)
        }
        Node::Property(property, _) => arena.add(Node::Property(property, subject)),
        _ => condition,
    }
}
