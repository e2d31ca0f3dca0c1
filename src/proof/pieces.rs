//! Equality piece by piece: the domain is split by conditions, and each piece is shown alone.

use super::check::{Checker, rejected};
use super::facts::Scope;
use super::needs::{Needed, negated};
use super::{Rejection, constant};
use crate::term::{Arena, Node, Operator, Relation, Symbol, TermId};
use rustc_hash::FxHashMap;

/// The most pieces that are looked at in one step.
const MAX_PIECES: usize = 96;
/// The most conditions that split.
const MAX_SPLITS: usize = 12;

/// A piece of the domain with what is to be shown on it.
#[derive(Clone)]
pub(super) struct Piece {
    /// What holds on it.
    pub(super) facts: Vec<TermId>,
    /// What holds on it where guards hold.
    pub(super) guarded: Vec<Needed>,
    pub(super) before: TermId,
    pub(super) after: TermId,
    /// Variables with the values at which constants may be compared.
    pub(super) points: Vec<(Symbol, TermId)>,
}

impl Checker<'_> {
    /// The two sides are equal on every piece that the conditions cut D into.
    pub(super) fn by_cases(
        &mut self,
        conditions: &[TermId],
        (before, after): (TermId, TermId),
        (extra, old): (&[TermId], &[Needed]),
    ) -> Result<(), Rejection> {
        let mut piece = self.whole(extra, old, before, after);
        let mut splits = Vec::new();
        for &c in conditions {
            let c = self.resolved(c);
            match self.arena.node(c) {
                Node::Relation(Relation::Eq, x, p) => match self.arena.node(x) {
                    Node::Symbol(x) => piece.points.push((x, p)),
                    _ => return rejected("a point is given for no variable"),
                },
                Node::Relation(..) | Node::Property(..) => splits.push(c),
                _ => return rejected("the domain is split by no condition"),
            }
        }
        if splits.len() > MAX_SPLITS {
            return rejected("too many cases");
        }
        let mut left = MAX_PIECES;
        self.covered(piece, &splits, &mut left)
    }

    /// The two sides differ by a constant that is 0.
    pub(super) fn by_constant(
        &mut self,
        x: Symbol,
        conditions: &[TermId],
        (before, after): (TermId, TermId),
        (extra, old): (&[TermId], &[Needed]),
    ) -> Result<(), Rejection> {
        let [condition] = conditions else { return rejected("a point is missing") };
        let condition = self.resolved(*condition);
        let variable = self.arena.add(Node::Symbol(x));
        let point = match self.arena.node(condition) {
            Node::Relation(Relation::Eq, a, p) if a == variable => p,
            _ => return rejected("no point of the variable"),
        };
        let piece = self.whole(extra, old, before, after);
        match self.facts_of(&piece) {
            Some((piece, mut scope)) => match constant::holds(&mut scope, self.arena, &piece, x, point) {
                true => Ok(()),
                false => rejected("not known to differ by a constant that is 0"),
            },
            None => Ok(()),
        }
    }

    fn whole(&mut self, extra: &[TermId], old: &[Needed], before: TermId, after: TermId) -> Piece {
        let (own, guards) = self.domain();
        let facts = extra.iter().chain(own).copied().collect();
        let guarded = guards.iter().chain(old.iter().filter(|n| !n.guards.is_empty())).cloned().collect();
        Piece { facts, guarded, before, after, points: Vec::new() }
    }

    /// Shows the piece as it is, or each of the parts that the first condition cuts it into.
    fn covered(&mut self, piece: Piece, splits: &[TermId], left: &mut usize) -> Result<(), Rejection> {
        *left = left.saturating_sub(1);
        if *left == 0 {
            return rejected("too many cases");
        }
        let Some((piece, mut scope)) = self.facts_of(&piece) else { return Ok(()) };
        let shown = shown(&mut scope, self.arena, &piece);
        if shown {
            return Ok(());
        }
        let Some((&split, splits)) = splits.split_first() else {
            return rejected(format!("a case is not known to hold: {}", self.case(&piece)));
        };
        // Where a side of the condition has no value, neither it nor its negation holds.
        let needs = scope.needs(self.arena, &[split]);
        if !needs.is_some_and(|all| all.iter().all(|n| n.guards.is_empty() && scope.holds(self.arena, n.condition))) {
            return rejected("a condition that splits the domain has no value on all of it");
        }
        let Some(parts) = parts(self.arena, split) else { return rejected("a condition cannot be split") };
        if parts.iter().any(|c| scope.decide(self.arena, *c) == Some(true)) {
            return self.covered(piece, splits, left);
        }
        for part in parts {
            let (mut next, mut rest) = (piece.clone(), splits.to_vec());
            next.facts.insert(0, part);
            if let Some((x, value)) = solved(self.arena, part) {
                self.replace(&mut next, &mut rest, x, value);
            }
            self.covered(next, &rest, left)?;
        }
        Ok(())
    }

    fn case(&self, piece: &Piece) -> String {
        piece.facts.first().map_or_else(|| "the whole domain".to_string(), |c| self.describe(*c))
    }

    /// The scope of a piece with its branches resolved; `None` if no point lies in the piece.
    fn facts_of(&mut self, piece: &Piece) -> Option<(Piece, Scope)> {
        let mut piece = piece.clone();
        let mut scope = Scope::new(self.arena, &piece.facts);
        for _ in 0..3 {
            let mut new = Vec::new();
            for n in &piece.guarded {
                if n.guards.iter().all(|g| scope.holds(self.arena, *g)) && !piece.facts.contains(&n.condition) {
                    new.push(n.condition);
                }
            }
            if new.is_empty() || scope.contradictory() {
                break;
            }
            piece.facts.extend(new);
            scope = Scope::new(self.arena, &piece.facts);
        }
        if scope.contradictory() && !scope.ring.over {
            return None;
        }
        for side in [&mut piece.before, &mut piece.after] {
            *side = without_branches(&mut scope, self.arena, *side);
        }
        Some((piece, scope))
    }

    fn replace(&mut self, piece: &mut Piece, splits: &mut [TermId], x: Symbol, value: TermId) {
        let values: FxHashMap<Symbol, TermId> = [(x, value)].into_iter().collect();
        let arena = &mut *self.arena;
        let mut put = |t: &mut TermId| *t = arena.substitute(*t, &values);
        piece.facts.iter_mut().for_each(&mut put);
        splits.iter_mut().for_each(&mut put);
        for n in &mut piece.guarded {
            n.guards.iter_mut().for_each(&mut put);
            put(&mut n.condition);
        }
        put(&mut piece.before);
        put(&mut piece.after);
        piece.points.retain(|p| p.0 != x);
        piece.points.iter_mut().for_each(|p| put(&mut p.1));
    }
}

/// Whether the two sides are equal at every point of the piece.
fn shown(scope: &mut Scope, arena: &mut Arena, piece: &Piece) -> bool {
    if equal_somehow(scope, arena, piece.before, piece.after) {
        return true;
    }
    let points = piece.points.clone();
    points.into_iter().any(|(x, p)| constant::holds(scope, arena, piece, x, p))
}

/// Whether two terms are equal wherever both have a value in the scope, in any of the ways that
/// need no cases.
pub(super) fn equal_somehow(scope: &mut Scope, arena: &mut Arena, a: TermId, b: TermId) -> bool {
    if scope.equal(arena, a, b)
        || scope.equal_squares(arena, a, b)
        || scope.equal_angles(arena, a, b)
        || scope.equal_exponentials(arena, a, b)
    {
        return true;
    }
    // Once more, with roots and logarithms at hand that others are products of.
    scope.memo.clear();
    scope.as_they_stand.clear();
    scope.related() && (scope.equal(arena, a, b) || scope.equal_exponentials(arena, a, b))
}

/// The conditions of which one holds wherever the given one, or its negation, has a value.
fn parts(arena: &mut Arena, c: TermId) -> Option<Vec<TermId>> {
    if let Node::Relation(Relation::Ne, a, b) = arena.node(c) {
        return Some([Relation::Gt, Relation::Lt, Relation::Eq].map(|r| arena.relation(r, a, b)).to_vec());
    }
    Some(vec![c, negated(arena, c)?])
}

/// A variable with what an equation says it is.
fn solved(arena: &mut Arena, equation: TermId) -> Option<(Symbol, TermId)> {
    let Node::Relation(Relation::Eq, a, b) = arena.node(equation) else { return None };
    for (left, right) in [(a, b), (b, a)] {
        if let Node::Symbol(x) = arena.node(left)
            && !arena.variables(right).contains(&x)
        {
            return Some((x, right));
        }
    }
    // u - v = 0 with a variable on one side
    match (arena.node(a), arena.as_rational(b)) {
        (Node::Binary(Operator::Sub, u, v), Some(zero)) if zero.is_zero() => {
            let inner = arena.relation(Relation::Eq, u, v);
            solved(arena, inner)
        }
        _ => None,
    }
}

/// The term with every `if` whose condition is known replaced by the branch it takes.
fn without_branches(scope: &mut Scope, arena: &mut Arena, t: TermId) -> TermId {
    if !arena.any(t, |n| matches!(n, Node::If(..))) {
        return t;
    }
    arena.rebuild(t, |arena, _, new| match arena.node(new) {
        Node::If(c, a, b) => match scope.decide(arena, c) {
            Some(true) => a,
            Some(false) => b,
            None => new,
        },
        _ => new,
    })
}
