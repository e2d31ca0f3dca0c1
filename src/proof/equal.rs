//! Whether two terms are equal wherever both have a value: by field arithmetic over kernels, with the
//! functions unfolded or as they stand.

use super::facts::Scope;
use super::ring::Head;
use crate::term::{Arena, Func, Node, Operator, TermId};
use rustc_hash::FxHashMap;

/// Longer steps are not tried without the facts: to fail is dear there.
const SHORT: u128 = 300;
/// Longer steps are tried with any function as it stands first.
const LONG: u128 = 80;
/// From how many functions on a step is tried with the functions as they stand first.
const MANY: usize = 8;

impl Scope {
    /// Whether two terms are equal wherever both have a value in the scope.
    pub(super) fn equal(&mut self, arena: &mut Arena, a: TermId, b: TermId) -> bool {
        if Scope::read_alike(arena, a, b) {
            return true;
        }
        if !self.waiting.is_empty() {
            let short = arena.tree_size(a).saturating_add(arena.tree_size(b)) <= SHORT;
            if short && self.equal_by_what_is_known(arena, a, b) {
                return true;
            }
            self.read_waiting(arena);
        }
        self.equal_by_what_is_known(arena, a, b)
    }

    fn equal_by_what_is_known(&mut self, arena: &mut Arena, a: TermId, b: TermId) -> bool {
        self.equal_as_they_stand(arena, a, b, MANY)
            || self.equal_unfolded(arena, a, b)
            || self.equal_as_they_stand(arena, a, b, 1)
    }

    /// The same with functions written as exponentials, and inverse ones as logarithms.
    pub(super) fn equal_unfolded(&mut self, arena: &mut Arena, a: TermId, b: TermId) -> bool {
        for deep in [false, true] {
            if self.deep != deep {
                self.deep = deep;
                self.memo.clear();
            }
            let mut left = self.differences(arena, a, b);
            if left.len() > 1 {
                left.retain(|f| !self.vanishes(f));
            }
            let difference = self.sum_of(&left);
            if self.vanishes(&difference) {
                self.reset_depth();
                return !self.ring.over;
            }
            let inverse_hyperbolic =
                |n| matches!(n, Node::Call(Func::Asinh | Func::Acosh | Func::Atanh | Func::Acoth, _));
            let worth = arena.any(a, inverse_hyperbolic) || arena.any(b, inverse_hyperbolic);
            if !worth && !deep {
                return false;
            }
        }
        self.reset_depth();
        false
    }

    /// Whether field arithmetic is enough, with sines for the squares of cosines; only asked where so
    /// many functions would be written as exponentials, whose products grow twofold with each, or
    /// high powers of some.
    pub(super) fn equal_as_they_stand(&mut self, arena: &mut Arena, a: TermId, b: TermId, many: usize) -> bool {
        let written = |t: &TermId| match arena.node(*t) {
            Node::Call(f, _) => matches!(f, Func::Sin | Func::Cos) || !f.row().means.is_empty(),
            _ => false,
        };
        let terms = arena.reachable(&[a, b]);
        let functions = terms.iter().filter(|t| written(t)).count();
        let long = arena.tree_size(a).saturating_add(arena.tree_size(b)) >= LONG;
        if functions < if long { 1 } else { many } {
            return false;
        }
        // What stands under a root shows its squares only with sines for cosines.
        let rooted = terms.iter().any(|t| is_root(arena, *t));
        self.equal_plainly(arena, a, b, false) || rooted && self.equal_plainly(arena, a, b, true)
    }

    /// The same, with sines for the squares of cosines at the end, or everywhere.
    fn equal_plainly(&mut self, arena: &mut Arena, a: TermId, b: TermId, everywhere: bool) -> bool {
        // Most steps share a side with the one before.
        let before = if everywhere { FxHashMap::default() } else { std::mem::take(&mut self.as_they_stand) };
        let unfolded = std::mem::replace(&mut self.memo, before);
        (self.plain, self.in_sines) = (true, everywhere);
        let mut parts = self.differences(arena, a, b);
        (self.plain, self.in_sines) = (false, false);
        if !everywhere && parts.len() > 1 {
            parts.retain(|f| !self.without_cosines(f.num.clone()).is_zero());
        }
        let difference = self.sum_of(&parts).num;
        let left = if everywhere { difference } else { self.without_cosines(difference) };
        self.ring.kernels.iter_mut().filter(|k| k.head == Head::Call(Func::Cos)).for_each(|k| k.modulus = None);
        let expanded = std::mem::replace(&mut self.memo, unfolded);
        if !everywhere {
            self.as_they_stand = expanded;
        }
        left.is_zero() && !self.ring.over
    }

    pub(super) fn reset_depth(&mut self) {
        if std::mem::take(&mut self.deep) {
            self.memo.clear();
        }
    }
}

/// With inverse hyperbolic functions unfolded to logarithms.
pub(super) fn deeply<T>(scope: &mut Scope, ask: impl FnOnce(&mut Scope) -> T) -> T {
    if !std::mem::replace(&mut scope.deep, true) {
        scope.memo.clear();
    }
    let answer = ask(scope);
    scope.reset_depth();
    answer
}

/// Whether a term is a root or an absolute value.
fn is_root(arena: &Arena, t: TermId) -> bool {
    match arena.node(t) {
        Node::Call(f, _) | Node::Call2(f, _, _) => matches!(f, Func::Sqrt | Func::Cbrt | Func::Root | Func::Abs),
        Node::Binary(Operator::Pow, _, e) => arena.as_rational(e).is_some_and(|e| !e.is_integer()),
        _ => false,
    }
}
