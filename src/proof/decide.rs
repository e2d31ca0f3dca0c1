//! The small decider: does a condition hold at every point of a scope, or at none?

use super::facts::{Scope, allowed, single};
use super::range::{ANY, NEG, POS, Range, Signs, ZERO, flip_signs};
use super::ring::Frac;
use super::said::Said;
use crate::parse::read;
use crate::term::{Arena, Func, Node, Operator, Property, Rational, Relation, TermId};
use smallvec::SmallVec;

/// Functions with the sign of their argument.
const ODD_INCREASING: [Func; 8] =
    [Func::Sinh, Func::Tanh, Func::Asinh, Func::Atan, Func::Erf, Func::Asin, Func::Atanh, Func::Cbrt];

/// Shorter conditions may hold everywhere as they are spelled.
const SHORT: u128 = 60;

impl Scope {
    pub(super) fn difference(&mut self, arena: &mut Arena, a: TermId, b: TermId) -> Frac {
        let (a, b) = (self.expand(arena, a), self.expand(arena, b));
        self.ring.minus(&a, &b)
    }

    /// `Some(true)` if the condition holds at every point, `Some(false)` if at none.
    pub(super) fn decide(&mut self, arena: &mut Arena, condition: TermId) -> Option<bool> {
        let found = self.on_its_own(arena, condition);
        if found != Some(true) && self.contradictory() { Some(true) } else { found }
    }

    fn on_its_own(&mut self, arena: &mut Arena, condition: TermId) -> Option<bool> {
        match arena.node(condition) {
            Node::Relation(relation, a, b) => {
                let signs = self.compared(arena, a, b);
                match (signs & !allowed(relation), signs & allowed(relation)) {
                    (0, _) => Some(true),
                    (_, 0) => Some(false),
                    _ => None,
                }
            }
            Node::Property(p, a) => self.decide_property(arena, p, a),
            _ => None,
        }
    }

    /// Whether the condition is known to hold at every point.
    pub(super) fn holds(&mut self, arena: &mut Arena, condition: TermId) -> bool {
        self.read_waiting(arena);
        self.decide(arena, condition) == Some(true) && !self.ring.over
    }

    fn compared(&mut self, arena: &mut Arena, a: TermId, b: TermId) -> Signs {
        let (x, y) = (self.range(arena, a), self.range(arena, b));
        let apart = x.plus(&y.negated()).signs();
        let zero = arena.as_rational(b).is_some_and(|b| b.is_zero());
        let signs = if zero { x.signs() } else { apart };
        if signs.count_ones() == 1 {
            return signs;
        }
        let f = self.difference(arena, a, b);
        let signs = signs & self.signs_of(&f);
        match self.crossed(arena, a, b).filter(|_| signs.count_ones() > 1) {
            Some((f, turned)) => {
                let found = self.signs_of(&f);
                signs & if turned { flip_signs(found) } else { found }
            }
            None => signs,
        }
    }

    fn decide_property(&mut self, arena: &mut Arena, p: Property, a: TermId) -> Option<bool> {
        if p == Property::Defined {
            return self.is_defined(arena, a).then_some(true);
        }
        let f = self.expand(arena, a);
        if self.knows(p, &f) {
            return Some(true);
        }
        let signs = self.signs(arena, a);
        let number = f.rational();
        match p {
            Property::Integer => number.map(|n| n.is_integer()).or(self.is_integer(&f).then_some(true)),
            Property::NotInteger => number.map(|n| !n.is_integer()).or(self.is_integer(&f).then_some(false)),
            Property::NotPole => match number {
                Some(n) => Some(n.signum() > 0 || !n.is_integer()),
                None => (signs & !POS == 0 || self.is_known_no_pole(&f)).then_some(true),
            },
            Property::Defined => None,
        }
    }

    /// The possible signs of a term's value.
    pub(super) fn signs(&mut self, arena: &mut Arena, t: TermId) -> Signs {
        let signs = self.range(arena, t).signs();
        if signs.count_ones() == 1 {
            return signs;
        }
        let f = self.expand(arena, t);
        signs & self.signs_of(&f)
    }

    /// Whether a short comparison holds wherever its sides have values and what was said holds, as they are
    /// spelled: `1 + exp(x) > 0`, and `1 - x^2 > 0` where `x > -1` and `x < 1`.
    pub(super) fn evident(&mut self, arena: &mut Arena, said: &Said, condition: TermId) -> bool {
        let Node::Relation(relation, a, b) = arena.node(condition) else { return false };
        if arena.tree_size(condition) > SHORT {
            return false;
        }
        let x = self.spelled_range(arena, said, a);
        if arena.is_zero(b) {
            return x.signs() & !allowed(relation) == 0;
        }
        let y = self.spelled_range(arena, said, b);
        x.plus(&y.negated()).signs() & !allowed(relation) == 0
    }

    /// An interval that holds every value a short term takes where what was said holds.
    fn spelled_range(&mut self, arena: &mut Arena, said: &Said, t: TermId) -> Range {
        let range = match arena.node(t) {
            Node::Number(n) => return Range::point(arena.number_value(n).clone()),
            Node::If(..) => Range::all(),
            Node::Call(f @ (Func::Sin | Func::Cos | Func::Tan), _) => self.row_range(arena, f),
            _ => {
                let parts: SmallVec<[TermId; 3]> = arena.children(t).collect();
                let args: SmallVec<[Range; 3]> = parts.iter().map(|c| self.spelled_range(arena, said, *c)).collect();
                self.combined_range(arena, t, &args)
            }
        };
        said.narrowed(t, range)
    }

    /// An interval that holds every value the term takes.
    pub(super) fn range(&mut self, arena: &mut Arena, root: TermId) -> Range {
        let mut stack = vec![root];
        while let Some(&t) = stack.last() {
            if self.ranges.contains_key(&t) {
                stack.pop();
                continue;
            }
            let mut parts: SmallVec<[TermId; 4]> = SmallVec::new();
            match arena.node(t) {
                Node::If(_, a, b) => parts.extend([a, b]),
                _ => arena.each_child(t, |part| parts.push(part)),
            }
            let before = stack.len();
            for part in &parts {
                if !self.ranges.contains_key(part) {
                    stack.push(*part);
                }
            }
            if stack.len() > before {
                continue;
            }
            let args: SmallVec<[Range; 3]> = parts.iter().map(|p| self.ranges[p].clone()).collect();
            let mut range = self.combined_range(arena, t, &args);
            let f = self.expand(arena, t);
            range = range.meet(&Range::of_signs(self.looked_up(&f)));
            if let Some(k) = single(&f) {
                range = range.meet(&self.kernel_range(k));
            }
            self.ranges.insert(t, range);
        }
        self.ranges[&root].clone()
    }

    fn combined_range(&mut self, arena: &mut Arena, t: TermId, args: &[Range]) -> Range {
        match (arena.node(t), args) {
            (Node::Number(n), _) => Range::point(arena.number_value(n).clone()),
            (Node::Pi, _) => Range::of_pi(),
            (Node::Neg(_), [a]) => a.negated(),
            (Node::Binary(Operator::Add, _, _), [a, b]) => a.plus(b),
            (Node::Binary(Operator::Sub, _, _), [a, b]) => a.plus(&b.negated()),
            (Node::Binary(Operator::Mul, x, y), [a, _]) if x == y => a.power(2),
            (Node::Binary(Operator::Mul, _, _), [a, b]) => a.times(b),
            (Node::Binary(Operator::Div, _, _), [a, b]) => a.times(&b.reciprocal()),
            (Node::Binary(Operator::Pow, _, e), [a, _]) => power_range(a, arena.as_rational(e)),
            (Node::If(..), [a, b]) => a.join(b),
            (Node::Call(f, u), [a]) => {
                let range = self.row_range(arena, f).meet(&call_range(f, a));
                match f {
                    Func::Sin | Func::Cos | Func::Tan => range.meet(&self.circular_range(arena, f, u)),
                    _ => range,
                }
            }
            (Node::Call2(Func::Root, _, _), [a, _]) if a.signs() & NEG == 0 => Range::of_signs(a.signs()),
            (Node::Call2(f, _, _), _) => self.row_range(arena, f),
            _ => Range::all(),
        }
    }

    /// What a function's row says of its value.
    pub(super) fn row_range(&mut self, arena: &mut Arena, f: Func) -> Range {
        f.row().range.iter().fold(Range::all(), |all, &text| {
            let condition = read(arena, text);
            let Node::Relation(relation, _, limit) = arena.node(condition) else { return all };
            let bound = self.range(arena, limit);
            let said = match relation {
                Relation::Gt | Relation::Ge => Range { lo: bound.lo, ..Range::all() },
                Relation::Lt | Relation::Le => Range { hi: bound.hi, ..Range::all() },
                _ => Range::all(),
            };
            let strict = |end: Option<(Rational, bool)>| {
                end.map(|x| (x.0, x.1 && matches!(relation, Relation::Ge | Relation::Le)))
            };
            let nonzero = relation == Relation::Ne && arena.as_rational(limit).is_some_and(|n| n.is_zero());
            all.meet(&Range { lo: strict(said.lo), hi: strict(said.hi), nonzero })
        })
    }
}

fn power_range(base: &Range, exponent: Option<Rational>) -> Range {
    let signs = base.signs();
    match exponent {
        Some(r) if r.is_zero() => Range::point(Rational::ONE),
        Some(r) if r.is_integer() => match r.to_i64() {
            Some(n) if n > 0 => base.power(n),
            Some(n) => base.power(n.saturating_neg()).reciprocal(),
            None => Range::all(),
        },
        Some(r) => Range::of_signs(if r.is_negative() { POS } else { POS | (signs & ZERO) }),
        None if signs & NEG == 0 => Range::of_signs(signs),
        None => Range { nonzero: signs & ZERO == 0, ..Range::all() },
    }
}

/// What the argument's range says of the value.
fn call_range(f: Func, a: &Range) -> Range {
    let signs = a.signs();
    let one = Rational::ONE;
    match f {
        Func::Exp => {
            let lo = a.lo.as_ref().map_or(Range::all(), |x| Range::at_least(&x.0 + &one, x.1));
            let hi = a.hi.as_ref().filter(|x| x.0.signum() <= 0);
            lo.meet(&hi.map_or(Range::all(), |x| Range::at_most(one, x.1 && x.0.is_zero())))
        }
        Func::Log => {
            let above = a.lo.as_ref().filter(|x| x.0 >= one);
            let lo = above.map_or(Range::all(), |x| Range::at_least(Rational::ZERO, x.1 && x.0.is_one()));
            lo.meet(&a.hi.as_ref().map_or(Range::all(), |x| Range::at_most(&x.0 - &one, x.1)))
        }
        Func::Sqrt => {
            let lo = a.lo.as_ref().filter(|x| x.0 >= one).map(|x| Range::at_least(one.clone(), x.1));
            let hi = a.hi.as_ref().filter(|x| x.0 <= one).map(|x| Range::at_most(one, x.1));
            let ends = lo.unwrap_or(Range::all()).meet(&hi.unwrap_or(Range::all()));
            ends.meet(&Range::of_signs(POS | (signs & ZERO)))
        }
        Func::Abs => match (signs & NEG == 0, signs & POS == 0) {
            (true, _) => a.clone(),
            (_, true) => a.negated(),
            _ => Range::of_signs(POS | (signs & ZERO)),
        },
        Func::Sign => Range::of_signs(signs),
        f if ODD_INCREASING.contains(&f) => Range::of_signs(signs),
        _ => Range::of_signs(ANY),
    }
}
