//! What conditions say as they are spelled, without algebra: that a product is not zero whose factors are
//! not, what a comparison says with or without equality, and `1 - a > 0` of `a < 1`; and where terms lie.

use super::range::{Range, ZERO};
use crate::term::{Arena, Func, Node, Operator, Relation, TermId};
use smallvec::{SmallVec, smallvec};

/// Longer products are left to algebra.
const MOST_FACTORS: usize = 64;

/// What is compared: two terms in the order of their numbers, or one with zero.
type Sides = (TermId, Option<TermId>);

/// The comparisons among some conditions, each list in ascending order.
pub(super) struct Said {
    compared: Vec<(Relation, Sides)>,
    apart: Vec<Sides>,
    /// Where terms lie that are compared with numbers.
    ranges: Vec<(TermId, Range)>,
}

impl Said {
    pub(super) fn new(arena: &Arena, conditions: &[TermId]) -> Self {
        let mut said = Said { compared: Vec::new(), apart: Vec::new(), ranges: Vec::new() };
        for &condition in conditions {
            said.ranges.extend(bounded(arena, condition));
            let Some((relation, sides)) = leveled(arena, condition) else { continue };
            said.compared.push((relation, sides));
            if matches!(relation, Relation::Ne | Relation::Gt | Relation::Lt) {
                said.apart.push(sides);
                let product = if sides.1.is_none() { factors(arena, sides.0) } else { None };
                said.apart.extend(product.into_iter().flatten().map(|t| difference(arena, t).0));
            }
        }
        said.compared.sort_unstable();
        said.apart.sort_unstable();
        said.ranges.sort_by_key(|x| x.0);
        said
    }

    /// Whether a comparison follows.
    pub(super) fn says(&self, arena: &Arena, condition: TermId) -> bool {
        let Some((relation, sides)) = leveled(arena, condition) else { return false };
        let says = |relation| self.compared.binary_search(&(relation, sides)).is_ok();
        let is_apart = || self.is_apart(arena, sides);
        says(relation)
            || match relation {
                Relation::Ge => says(Relation::Gt),
                Relation::Le => says(Relation::Lt),
                Relation::Ne => is_apart(),
                Relation::Gt => says(Relation::Ge) && is_apart(),
                Relation::Lt => says(Relation::Le) && is_apart(),
                Relation::Eq => false,
            }
    }

    /// The values in `range` that a term takes, given that it takes no others.
    pub(super) fn narrowed(&self, t: TermId, range: Range) -> Range {
        let first = self.ranges.partition_point(|x| x.0 < t);
        let known = self.ranges[first..].iter().take_while(|x| x.0 == t);
        let range = known.fold(range, |range, x| range.meet(&x.1));
        match range.signs() & ZERO != 0 && self.stands_apart((t, None)) {
            true => range.meet(&Range::of_signs(range.signs() & !ZERO)),
            false => range,
        }
    }

    fn stands_apart(&self, sides: Sides) -> bool {
        self.apart.binary_search(&sides).is_ok()
    }

    /// Whether two terms differ everywhere, or no factor of one is zero anywhere.
    fn is_apart(&self, arena: &Arena, sides: Sides) -> bool {
        let is_nonzero = |t: &TermId| match arena.node(*t) {
            Node::Number(n) => !arena.number_value(n).is_zero(),
            _ => self.stands_apart(difference(arena, *t).0),
        };
        let product = || factors(arena, sides.0).is_some_and(|all| all.iter().all(is_nonzero));
        self.stands_apart(sides) || sides.1.is_none() && product()
    }
}

/// A term that is compared with a number, and where it lies.
fn bounded(arena: &Arena, condition: TermId) -> Option<(TermId, Range)> {
    let Node::Relation(relation, a, b) = arena.node(condition) else { return None };
    let (relation, t, limit) = match arena.as_rational(b) {
        Some(limit) => (relation, a, limit),
        None => (relation.flipped(), b, arena.as_rational(a)?),
    };
    let range = match relation {
        Relation::Gt | Relation::Ge => Range::at_least(limit, relation == Relation::Ge),
        Relation::Lt | Relation::Le => Range::at_most(limit, relation == Relation::Le),
        Relation::Eq => Range::point(limit),
        Relation::Ne if limit.is_zero() => Range { nonzero: true, ..Range::all() },
        Relation::Ne => return None,
    };
    Some((t, range))
}

/// A comparison with its sides in order, a difference compared with zero as one of its parts.
fn leveled(arena: &Arena, condition: TermId) -> Option<(Relation, Sides)> {
    let Node::Relation(relation, a, b) = arena.node(condition) else { return None };
    let (sides, turned) = if arena.is_zero(b) { difference(arena, a) } else { ordered(a, b) };
    Some((if turned { relation.flipped() } else { relation }, sides))
}

/// The sides of a term compared with zero, and whether they are the other way round.
fn difference(arena: &Arena, t: TermId) -> (Sides, bool) {
    match arena.node(t) {
        Node::Binary(Operator::Sub, a, b) => ordered(a, b),
        _ => ((t, None), false),
    }
}

fn ordered(a: TermId, b: TermId) -> (Sides, bool) {
    if a.index() <= b.index() { ((a, Some(b)), false) } else { ((b, Some(a)), true) }
}

/// The factors of a product, unless there are many: it is not zero just where none of them is. A power or
/// quotient that has a value is zero only where its base or dividend is, a root or absolute value where
/// its argument is.
fn factors(arena: &Arena, t: TermId) -> Option<SmallVec<[TermId; 4]>> {
    let mut todo: SmallVec<[TermId; 8]> = smallvec![t];
    let mut found = SmallVec::new();
    for _ in 0..MOST_FACTORS {
        let Some(t) = todo.pop() else { return Some(found) };
        match arena.node(t) {
            Node::Neg(a) | Node::Binary(Operator::Pow | Operator::Div, a, _) => todo.push(a),
            Node::Call(Func::Sqrt | Func::Cbrt | Func::Abs, a) => todo.push(a),
            Node::Binary(Operator::Mul, a, b) => todo.extend([a, b]),
            _ => found.push(t),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::read;
    use crate::proof::facts::Scope;

    #[test]
    fn comparisons_follow_as_they_are_spelled() {
        for (facts, asked, follows) in [
            (&["a < 1"][..], "1 - a > 0", true),
            (&["a < 1"], "1 - a != 0", true),
            (&["a < 1"], "a - 1 <= 0", true),
            (&["a < 1"], "1 - a < 0", false),
            (&["a <= 1"], "1 - a > 0", false),
            (&["a != 1"], "a > 1", false),
            (&["a != 1", "a >= 1"], "a - 1 > 0", true),
            (&["a != 0", "a != 1"], "2*a*(1 - a)^2 != 0", true),
            (&["a*(1 - a) != 0"], "(a - 1)/3 != 0", true),
            (&["a*b > c^2"], "c^2 - a*b < 0", true),
            (&["a*b > c^2"], "a*b - c^2 >= 0", true),
            (&["x >= 0"], "x != 0", false),
            (&["x >= 0", "sqrt(x) != 0"], "x > 0", true),
            (&["x - 1 != 0"], "x + 1 != 0", false),
            (&[], "2*x != 0", false),
        ] {
            let mut arena = Arena::new();
            let facts: Vec<TermId> = facts.iter().map(|text| read(&mut arena, text)).collect();
            let asked = read(&mut arena, asked);
            assert_eq!(Said::new(&arena, &facts).says(&arena, asked), follows, "{asked:?}");
        }
    }

    #[test]
    fn ranges_follow_from_what_is_said_of_parts() {
        for (facts, asked, follows) in [
            (&["x > -1", "x < 1"][..], "1 - x^2 > 0", true),
            (&["x >= -1", "x < 1"], "1 - x^2 > 0", false),
            (&["x != 0"], "x^2 + y^2 > 0", true),
            (&["x != 0"], "x + y != 0", false),
            (&["x != 2"], "x != 0", false),
            (&["0 < s"], "s*sqrt(2*pi) != 0", true),
            (&["s >= 0"], "s*sqrt(2*pi) != 0", false),
            (&["2*s^2 != 0"], "s^4 > 0", true),
            (&["p > 0", "1 - p > 0"], "(1 - p)/p > 0", true),
            (&["p < 0", "1 - p > 0"], "(1 - p)/p > 0", false),
            (&["x = 3"], "x - 2 > 0", true),
            (&["x <= 3", "x > 2"], "x != 5", true),
            (&["x <= 3", "x > 2"], "x != 3", false),
        ] {
            let mut arena = Arena::new();
            let facts: Vec<TermId> = facts.iter().map(|text| read(&mut arena, text)).collect();
            let asked = read(&mut arena, asked);
            let said = Said::new(&arena, &facts);
            assert_eq!(Scope::default().evident(&mut arena, &said, asked), follows, "{asked:?}");
        }
    }
}
