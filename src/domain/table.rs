//! What the function rows say of domains and ranges.

use super::Sign;
use super::constants;
use super::interval::Interval;
use crate::parse;
use crate::term::{Arena, Func, Need, Node, Operator, Property, Rational, Relation, TermId};
use std::sync::LazyLock;

/// What one row says of its function's range.
struct Entry {
    range: Interval,
    turns: Interval,
    sign: Sign,
}

static TABLE: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let mut arena = Arena::new();
    Func::ALL.iter().map(|f| read_row(&mut arena, *f)).collect()
});

fn read_row(arena: &mut Arena, function: Func) -> Entry {
    let bounds: Vec<TermId> = function.row().range.iter().map(|text| parse::read(arena, text)).collect();
    let range = bounds.iter().fold(Interval::default(), |all, &b| all.and(&side(arena, b, enclosure)));
    let turns = bounds.iter().fold(Interval::default(), |all, &b| all.and(&side(arena, b, in_turns)));
    let never_zero =
        bounds.iter().any(|&b| matches!(arena.node(b), Node::Relation(Relation::Ne, _, zero) if arena.is_zero(zero)));
    let sign = range.sign().and(if never_zero { Sign::NONZERO } else { Sign::ANY });
    Entry { range, turns, sign }
}

/// The conditions under which a call has a value where its arguments have one.
pub fn demands(arena: &mut Arena, call: TermId, function: Func, arguments: &[TermId]) -> Vec<TermId> {
    function.row().domain.iter().filter_map(|need| demand(arena, need, call, arguments)).collect()
}

fn demand(arena: &mut Arena, need: &Need, call: TermId, arguments: &[TermId]) -> Option<TermId> {
    match need {
        Need::Where(text) => Some(parse::filled(arena, text, arguments)),
        Need::EvenRoot => {
            let (radicand, index) = (*arguments.first()?, *arguments.get(1)?);
            match arena.as_rational(index) {
                Some(n) if n.is_integer() && n.signum() > 0 => {
                    let even = n.is_even();
                    let zero = arena.integer(0);
                    even.then(|| arena.relation(Relation::Ge, radicand, zero))
                }
                _ => Some(arena.add(Node::Property(Property::Defined, call))),
            }
        }
        Need::IntegerOrPositive => {
            let whole = arguments.first().and_then(|&a| arena.as_rational(a)).is_some_and(|n| n.is_integer());
            (!whole).then(|| arena.add(Node::Property(Property::Defined, call)))
        }
    }
}

/// The interval of a function's values; ends that are not rational are rounded outward.
pub fn range(function: Func) -> &'static Interval {
    &TABLE[function as usize].range
}

/// The signs of a function's values.
pub fn sign(function: Func) -> Sign {
    TABLE[function as usize].sign
}

/// The same in units of pi, where the row's ends are multiples of pi.
pub fn turns(function: Func) -> &'static Interval {
    &TABLE[function as usize].turns
}

fn side(arena: &Arena, condition: TermId, enclose: fn(&Arena, TermId) -> Interval) -> Interval {
    let Node::Relation(relation, _, bound) = arena.node(condition) else { return Interval::default() };
    let value = enclose(arena, bound);
    match relation {
        Relation::Gt => Interval { lo: value.lo.map(|e| (e.0, false)), hi: None },
        Relation::Ge => Interval { lo: value.lo, hi: None },
        Relation::Lt => Interval { lo: None, hi: value.hi.map(|e| (e.0, false)) },
        Relation::Le => Interval { lo: None, hi: value.hi },
        _ => Interval::default(),
    }
}

/// The value of a row's bound: a number, pi, and their opposites and fractions.
fn enclosure(arena: &Arena, bound: TermId) -> Interval {
    match arena.node(bound) {
        Node::Pi => constants::pi(),
        Node::Neg(a) => enclosure(arena, a).negated(),
        Node::Binary(Operator::Div, a, b) => {
            let part = arena.as_rational(b).and_then(|b| b.recip());
            part.map_or(Interval::default(), |p| enclosure(arena, a).scaled(&p))
        }
        _ => arena.as_rational(bound).map_or(Interval::default(), Interval::point),
    }
}

/// A row's bound in units of pi.
fn in_turns(arena: &Arena, bound: TermId) -> Interval {
    match arena.node(bound) {
        Node::Pi => Interval::point(Rational::ONE),
        Node::Neg(a) => in_turns(arena, a).negated(),
        Node::Binary(Operator::Div, a, b) => {
            let part = arena.as_rational(b).and_then(|b| b.recip());
            part.map_or(Interval::default(), |p| in_turns(arena, a).scaled(&p))
        }
        _ => arena.as_rational(bound).filter(Rational::is_zero).map_or(Interval::default(), Interval::point),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_reads_and_copies() {
        for &f in Func::ALL {
            let mut arena = Arena::new();
            let (x, y) = (arena.symbol("x"), arena.symbol("y"));
            let call = if f.row().arity() == 1 { arena.call(f, x) } else { arena.call2(f, x, y) };
            let found = demands(&mut arena, call, f, &[x, y]);
            assert!(found.iter().all(|&c| matches!(arena.node(c), Node::Relation(..) | Node::Property(..))));
            let ends = usize::from(range(f).lo.is_some()) + usize::from(range(f).hi.is_some());
            let never_zero = usize::from(sign(f) != range(f).sign());
            assert_eq!(ends + never_zero, f.row().range.len(), "{f:?}");
        }
    }
}
