//! Comparisons of one variable with numbers: what they say of each other is seen on the line, without
//! the facts that other conditions take.

use super::Sign;
use super::interval::Interval;
use crate::term::{Arena, Node, Operator, Rational, Relation, Symbol, TermId};

/// A variable and what it is compared with.
struct Bound {
    variable: Symbol,
    relation: Relation,
    value: Rational,
}

/// Whether a bound on a variable follows from the others among conditions that don't contradict each
/// other. `None` where it is no such bound, or where something else may speak of its variable.
pub fn follows(arena: &Arena, facts: &[TermId], condition: TermId) -> Option<bool> {
    let asked = bound(arena, condition)?;
    let (mut range, mut holes, mut thin) = (Interval::default(), Vec::new(), false);
    for &fact in facts {
        match bound(arena, fact) {
            Some(b) if b.variable != asked.variable => {}
            Some(b) if b.relation == Relation::Ne => holes.push(b.value),
            Some(b) => range = range.and(&line(b.relation, b.value)),
            None if !arena.any(fact, |node| node == Node::Symbol(asked.variable)) => {}
            // It takes away points, none of which leaves a gap beside it.
            None if asked.relation != Relation::Ne && leaves_out_points(arena, fact) => thin = true,
            None => return None,
        }
    }
    for end in [&mut range.lo, &mut range.hi].into_iter().flatten() {
        if end.0 == asked.value && thin {
            return None;
        }
        end.1 &= !holes.contains(&end.0);
    }
    let others = match asked.relation {
        Relation::Ne if holes.contains(&asked.value) => return Some(true),
        Relation::Ne => Interval::point(asked.value),
        relation => line(relation.negated(), asked.value),
    };
    (!range.is_empty()).then(|| range.and(&others).is_empty())
}

/// A comparison of a variable with a number, but for an equation.
fn bound(arena: &Arena, condition: TermId) -> Option<Bound> {
    let Node::Relation(relation, a, b) = arena.node(condition) else { return None };
    let Node::Symbol(variable) = arena.node(a) else { return None };
    let value = arena.as_rational(b).filter(|_| relation != Relation::Eq)?;
    Some(Bound { variable, relation, value })
}

/// The numbers that compare so with the value.
fn line(relation: Relation, value: Rational) -> Interval {
    Interval::of_sign(Sign::where_holds(relation)).plus(&Interval::point(value))
}

/// Whether a condition says of a quotient of polynomials that it isn't zero, which holds next to any point.
fn leaves_out_points(arena: &Arena, condition: TermId) -> bool {
    let is_other = |node| match node {
        Node::Relation(relation, ..) => relation != Relation::Ne,
        Node::Binary(Operator::Pow, _, e) => arena.as_rational(e).is_none_or(|e| !e.is_integer()),
        Node::Number(_) | Node::Symbol(_) | Node::Neg(_) | Node::Binary(..) => false,
        _ => true,
    };
    !arena.any(condition, is_other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Facts, Truth};
    use crate::parse::{Options, parse_condition};

    /// Conditions, what is asked, and whether it follows; `None` where the line doesn't say.
    const CASES: &[(&[&str], &str, Option<bool>)] = &[
        (&["x > 0"], "x != 0", Some(true)),
        (&["x > 0"], "x >= 0", Some(true)),
        (&["x >= 0"], "x > 0", Some(false)),
        (&["x >= 0", "x != 0"], "x > 0", Some(true)),
        (&["x > -1", "x < 1"], "x != 1", Some(true)),
        (&["x > -1", "x < 1"], "x != 1/2", Some(false)),
        (&["x != 1"], "x != 1", Some(true)),
        (&["x < 1/2"], "x <= 1", Some(true)),
        (&["x < 1"], "x > 0", Some(false)),
        (&["y > 0"], "x > 0", Some(false)),
        (&["x > 1", "x < 0"], "x > 3", None),
        (&["x*(x - 1) != 0"], "x > 0", Some(false)),
        (&["x*(x - 1) != 0"], "x != 0", None),
        (&["x*y != 0", "x >= 0"], "x > 0", None),
        (&["x*y != 0", "x >= 0"], "x > 1", Some(false)),
        (&["sqrt(x) != 0"], "x > 0", None),
        (&["x^(1/2) != 0"], "x > 0", None),
        (&["x^2 > 1"], "x > 1", None),
        (&["x integer", "x > 0"], "x >= 1", None),
        (&["x > 0"], "y*x > 0", None),
        (&["x = 1"], "x > 0", None),
    ];

    #[test]
    fn bounds_follow_from_bounds_as_on_the_line() {
        for (facts, asked, expected) in CASES {
            let mut arena = Arena::new();
            let mut read = |text: &str| {
                parse_condition(&mut arena, text, &Options::default()).expect("the case is a condition")[0]
            };
            let facts: Vec<TermId> = facts.iter().map(|c| read(c)).collect();
            let condition = read(asked);
            assert_eq!(follows(&arena, &facts, condition), *expected, "{asked}");
            let known = Facts::new(&mut arena, &facts).holds(&mut arena, condition) == Truth::Yes;
            assert!(expected.is_none_or(|e| e == known), "{asked}");
        }
    }
}
