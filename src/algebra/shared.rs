//! What all terms of a sum share, as it is written, in front of the sum.

use super::regroup::{Side, Sides};
use super::spelling::{addends, sum};
use crate::term::{Arena, Node, Operator, TermId};

/// Longer sums are left alone.
const LONGEST: usize = 8;

/// A sum with the factors and divisors in front that stand in each of its terms, if there are any:
/// `3*b*u/2 - 3*b*v/2` is `3*b*(u - v)/2`.
pub fn taken_out(arena: &mut Arena, term: TermId) -> Option<TermId> {
    let terms = addends(arena, term);
    // Raw formulas may have negative exponents, which read worse than quotients.
    let raw = |node| matches!(node, Node::Binary(Operator::Pow, _, e) if arena.as_rational(e).is_some_and(|e| e.is_negative()));
    if !(2..=LONGEST).contains(&terms.len()) || arena.any(term, raw) {
        return None;
    }
    let sides = |t: &(bool, TermId)| {
        let mut sides = Sides::default();
        sides.push_all(arena, t.1, false);
        sides
    };
    let mut rests: Vec<Sides> = terms.iter().map(sides).collect();
    let above = in_all(rests.iter_mut().map(|s| &mut s.above).collect());
    let below = in_all(rests.iter_mut().map(|s| &mut s.below).collect());
    if above.is_empty() && below.is_empty() {
        return None;
    }
    let inner = rests.into_iter().zip(&terms).map(|(rest, t)| (t.0, rest.written(arena))).collect();
    let mut front = Sides { above, below };
    front.above.push(sum(arena, inner));
    Some(front.written(arena))
}

/// The things that stand in every list, which they leave.
fn in_all(mut lists: Vec<&mut Side>) -> Side {
    let mut shared = Side::new();
    for t in lists.first().map(|l| l.to_vec()).unwrap_or_default() {
        let places: Vec<Option<usize>> = lists.iter().map(|l| l.iter().position(|x| *x == t)).collect();
        if places.iter().all(Option::is_some) {
            lists.iter_mut().zip(places).for_each(|(l, at)| _ = at.map(|at| l.remove(at)));
            shared.push(t);
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::read;

    #[test]
    fn what_all_terms_share_stands_in_front() {
        for (text, expected) in [
            ("3*b*sin(x)/2 - 3*b*cos(x)/2", Some("3*b*(sin(x) - cos(x))/2")),
            ("a*b*x + a*c*x - a*x", Some("a*x*(b + c - 1)")),
            ("x/y + 1/y", Some("(x + 1)/y")),
            ("a*x + b*y", None),
            ("a*b", None),
        ] {
            let mut arena = Arena::new();
            let term = read(&mut arena, text);
            let expected = expected.map(|t| read(&mut arena, t));
            assert_eq!(taken_out(&mut arena, term), expected, "{text}");
        }
    }
}
