//! Reverse mode inside branches of `if`.
//!
//! A branch may have no value where it is not taken, and neither may its derivative: that of
//! `if(x > 0, log(x), y)` by x is `if(x > 0, 1/x, 0)`, and not `if(x > 0, 1, 0)/x`. So an adjoint
//! belongs to a scope, and leaves it as a branch of an `if`: at the variables, or where the term is
//! evaluated outside as well, or has a value and a derivative everywhere. Two branches of one `if`
//! meet in one term.

use super::Unsupported;
use super::dependent::Dependent;
use super::natural::is_positive_number;
use super::reverse::Adjoints;
use super::slope::Slope;
use crate::term::{Arena, Node, Operator, TermId};
use smallvec::smallvec;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The scope of the whole formula.
pub(super) const EVERYWHERE: u32 = 0;

/// A term in more scopes than this is not looked for in the scopes around them.
const MOST_SCOPES: usize = 16;

/// One branch of an `if`, inside `parent`; the other one's number differs in the last bit.
#[derive(Clone, Copy)]
struct Scope {
    parent: u32,
    depth: u32,
    condition: TermId,
    /// The adjoint of the `if` itself.
    adjoint: Slope,
}

/// The scopes of a formula, as far as the walk has come.
pub(super) struct Branches {
    /// The branches of scopes 2 and 3, 4 and 5, and so on.
    scopes: Vec<Scope>,
    /// By place, whether the term has a value and a derivative wherever its variables have values.
    total: Vec<bool>,
    /// How many terms may still be made.
    room: u64,
}

/// Adjoints by scope, the deepest first, and of these the last that was opened: the first in reading.
type Waiting = BTreeMap<(Reverse<u32>, Reverse<u32>), Slope>;

impl Branches {
    /// No branch yet; nothing where the formula has no `if` that holds a variable.
    pub(super) fn new(arena: &Arena, dependent: &Dependent) -> Option<Self> {
        if !arena.has_choices() || !dependent.iter().any(|id| matches!(arena.node(id), Node::If(..))) {
            return None;
        }
        let mut total: Vec<bool> = Vec::with_capacity(dependent.len());
        for id in dependent.iter() {
            let argument = |c| dependent.place(c).is_none_or(|place| total[place]);
            total.push(is_total(arena, id) && arena.children(id).all(argument));
        }
        Some(Branches { scopes: Vec::new(), total, room: arena.limits.added })
    }

    /// The scopes of the two branches of an `if`.
    pub(super) fn opened(&mut self, condition: TermId, parent: u32, adjoint: Slope) -> (u32, u32) {
        let scope = Scope { parent, depth: self.depth(parent) + 1, condition, adjoint };
        self.scopes.push(scope);
        let first = 2 * self.scopes.len() as u32;
        (first, first + 1)
    }

    /// The adjoint of a term that has a value everywhere, in the scope of the whole.
    pub(super) fn everywhere(&mut self, arena: &mut Arena, adjoints: Adjoints) -> Result<Slope, Unsupported> {
        let mut left = self.folded_down(arena, adjoints, true)?;
        let Some((mut scope, mut slope)) = left.pop() else { return Ok(Slope::zero(arena)) };
        while scope != EVERYWHERE {
            slope = self.outside(arena, scope, slope, None)?;
            scope = self.parent(scope);
        }
        Ok(slope)
    }

    /// The adjoints of a term, in as few scopes as they can be had in; several only where the term
    /// may have no value in a scope around them.
    pub(super) fn folded(
        &mut self,
        arena: &mut Arena,
        adjoints: Adjoints,
        place: Option<usize>,
    ) -> Result<Adjoints, Unsupported> {
        let total = place.is_some_and(|place| self.total[place]);
        let mut left = adjoints;
        loop {
            let before = left.len();
            left = self.folded_down(arena, left, total)?;
            // What was left alone may have met its surroundings in the meantime.
            if left.len() <= 1 || left.len() == before {
                return Ok(left);
            }
        }
    }

    /// One way up through the scopes, the deepest first.
    fn folded_down(&mut self, arena: &mut Arena, adjoints: Adjoints, total: bool) -> Result<Adjoints, Unsupported> {
        let mut waiting = Waiting::new();
        for (scope, slope) in adjoints {
            self.join(arena, &mut waiting, scope, slope);
        }
        let mut left = Adjoints::new();
        while let Some((&(depth, Reverse(scope)), &slope)) = waiting.first_key_value() {
            waiting.pop_first();
            if waiting.is_empty() && left.is_empty() {
                return Ok(smallvec![(scope, slope)]);
            }
            let other = waiting.remove(&(depth, Reverse(scope ^ 1))).filter(|_| scope != EVERYWHERE);
            if other.is_some() || (scope != EVERYWHERE && total) || self.is_inside(scope, &waiting) {
                let outer = self.outside(arena, scope, slope, other)?;
                self.join(arena, &mut waiting, self.parent(scope), outer);
            } else {
                left.push((scope, slope));
            }
        }
        left.reverse();
        Ok(left)
    }

    fn join(&self, arena: &mut Arena, waiting: &mut Waiting, scope: u32, slope: Slope) {
        let key = (Reverse(self.depth(scope)), Reverse(scope));
        let sum = match waiting.get(&key) {
            Some(before) => before.add(arena, slope),
            None => slope,
        };
        waiting.insert(key, sum);
    }

    /// Whether one of the scopes around a scope is among those that wait.
    fn is_inside(&self, mut scope: u32, waiting: &Waiting) -> bool {
        if waiting.len() > MOST_SCOPES {
            return false;
        }
        while scope != EVERYWHERE {
            scope = self.parent(scope);
            if waiting.contains_key(&(Reverse(self.depth(scope)), Reverse(scope))) {
                return true;
            }
        }
        false
    }

    /// What a branch's adjoint, and the other branch's, are outside the `if`.
    fn outside(
        &mut self,
        arena: &mut Arena,
        scope: u32,
        slope: Slope,
        other: Option<Slope>,
    ) -> Result<Slope, Unsupported> {
        let zero = Slope::zero(arena);
        let other = other.unwrap_or(zero);
        if slope.is_zero(arena) && other.is_zero(arena) {
            return Ok(zero);
        }
        let limit = usize::try_from(arena.limits.added).unwrap_or(usize::MAX);
        self.room = self.room.checked_sub(1).ok_or(Unsupported::TooLarge { limit })?;
        let Scope { condition, adjoint, .. } = self.scopes[scope as usize / 2 - 1];
        let (yes, no) = if scope & 1 == 0 { (slope, other) } else { (other, slope) };
        let (yes, no) = (yes.term(arena), no.term(arena));
        let choice = Slope::whole(arena.add(Node::If(condition, yes, no)));
        Ok(adjoint.mul(arena, choice))
    }

    fn depth(&self, scope: u32) -> u32 {
        if scope == EVERYWHERE { 0 } else { self.scopes[scope as usize / 2 - 1].depth }
    }

    fn parent(&self, scope: u32) -> u32 {
        self.scopes[scope as usize / 2 - 1].parent
    }
}

/// Whether a term has a value and a derivative wherever its arguments have values.
fn is_total(arena: &Arena, id: TermId) -> bool {
    match arena.node(id) {
        Node::Binary(Operator::Add | Operator::Sub | Operator::Mul, _, _) => true,
        Node::Binary(Operator::Div, _, b) => arena.is_rational(b) && !arena.is_zero(b),
        Node::Binary(Operator::Pow, a, n) => {
            let whole = arena.as_rational(n).is_some_and(|n| n.is_integer() && n.signum() > 0);
            whole || is_positive_number(arena, a)
        }
        Node::Call(f, _) | Node::Call2(f, _, _) => f.row().domain.is_empty() && f.row().smooth.is_empty(),
        Node::Diff(..) => false,
        _ => true,
    }
}
