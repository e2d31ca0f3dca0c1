//! Reads the facts of a domain: at once, or when something is asked that may depend on them.

use super::super::check::divisor;
use super::super::range::{NEG, POS, ZERO, flip_signs};
use super::{MAX_COMBINED, Scope, allowed};
use crate::term::{Arena, Node, Operator, Property, Rational, Relation, TermId};

/// Longer conditions are only recognised.
const LONG: u128 = 500;

/// Powers above this one are not multiplied out to learn that they are not zero.
const HIGH: i64 = 6;

impl Scope {
    /// The facts of a domain: each condition holds at every point.
    pub(in super::super) fn new(arena: &mut Arena, conditions: &[TermId]) -> Self {
        let mut scope = Scope::waiting(conditions);
        scope.read_waiting(arena);
        scope
    }

    /// The same, but what they say is worked out once it is asked for: most steps hold whatever is known.
    pub(in super::super) fn waiting(conditions: &[TermId]) -> Self {
        Scope { waiting: conditions.to_vec(), ..Scope::default() }
    }

    /// Reads the facts that wait, and forgets what may say more with them.
    pub(in super::super) fn read_waiting(&mut self, arena: &mut Arena) -> &mut Self {
        if self.waiting.is_empty() {
            return self;
        }
        let waiting = std::mem::take(&mut self.waiting);
        if self.open || self.ring.over {
            let more = self.ring.more;
            *self = Scope::default();
            self.ring.more = more;
        }
        self.ranges.clear();
        self.read(arena, &waiting);
        self
    }

    fn read(&mut self, arena: &mut Arena, conditions: &[TermId]) {
        // What a long condition says of its parts is not looked for: it is known word for word.
        let conditions: Vec<TermId> = conditions.iter().copied().filter(|c| arena.tree_size(*c) <= LONG).collect();
        // What is whole decides how powers are read.
        let property = |c: &&TermId| matches!(arena.node(**c), Node::Property(..));
        let (first, then): (Vec<&TermId>, Vec<&TermId>) = conditions.iter().partition(property);
        // The second round reads the facts anew, with all of them known.
        for round in 0..2 {
            if round == 1 && !self.open && !self.products {
                break;
            }
            first.iter().chain(&then).for_each(|c| self.assume(arena, **c));
            self.forget_open();
            if !first.is_empty() {
                first.iter().for_each(|c| self.assume(arena, **c));
                self.forget_open();
            }
        }
        self.ranges.clear();
    }

    /// Forgets what was worked out, if any of it may say more with the facts known by now.
    fn forget_open(&mut self) {
        if self.open {
            self.memo.clear();
            self.as_they_stand.clear();
            self.taken.clear();
        }
    }

    fn assume(&mut self, arena: &mut Arena, condition: TermId) {
        match arena.node(condition) {
            Node::Relation(relation, a, b) => {
                let a = if divisor(arena, condition).is_some() { lowered(arena, a) } else { a };
                let f = self.difference(arena, a, b);
                self.learn(&f, allowed(relation));
                if let (Relation::Ne, Node::Binary(Operator::Pow, base, e)) = (relation, arena.node(a))
                    && arena.is_zero(b)
                    && let Some(e) = arena.as_rational(e).filter(|e| e.signum() > 0)
                    && (self.sums.len() >= MAX_COMBINED || e > Rational::from(2))
                {
                    let base = self.expand(arena, base);
                    self.note(&base, allowed(relation));
                }
                if let Some((f, turned)) = self.crossed(arena, a, b) {
                    let signs = allowed(relation);
                    self.learn(&f, if turned { flip_signs(signs) } else { signs });
                }
            }
            Node::Property(Property::Defined, a) => {
                let parts = self.defined_parts(arena, a);
                self.defined.extend(parts);
                if let Node::Binary(Operator::Pow, b, e) = arena.node(a) {
                    self.assume_power(arena, b, e);
                }
            }
            Node::Property(p, a) => {
                let f = self.expand(arena, a);
                self.learn_property(p, &f);
            }
            _ => {}
        }
    }

    /// What the base of a power that has a value satisfies, if the exponent is a number after all.
    fn assume_power(&mut self, arena: &mut Arena, b: TermId, e: TermId) {
        let (base, exponent) = (self.expand(arena, b), self.expand(arena, e));
        if self.signs_of(&base) & !NEG == 0 && !self.is_integer(&exponent) {
            self.learn_property(Property::Integer, &exponent);
        }
        let Some(r) = exponent.rational() else { return };
        let zero = if r.signum() > 0 { ZERO } else { 0 };
        let below = if r.is_integer() { NEG } else { 0 };
        self.learn(&base, POS | zero | below);
    }
}

/// A high power as the square of its base: that is zero at the same points.
fn lowered(arena: &mut Arena, t: TermId) -> TermId {
    let (mut base, mut power) = (t, 1i64);
    while let Node::Binary(Operator::Pow, b, e) = arena.node(base)
        && let Some(e) = arena.as_rational(e).and_then(|e| e.to_i64()).filter(|e| *e > 0)
    {
        (base, power) = (b, power.saturating_mul(e));
    }
    if power <= HIGH {
        return t;
    }
    let two = arena.integer(2);
    arena.binary(Operator::Pow, base, two)
}
