//! The conditions in the function rows, read once and copied into an arena when they are needed.

use super::constants;
use super::interval::Interval;
use crate::parse;
use crate::term::{Arena, Func, Need, Node, Operator, Property, Rational, Relation, TermId};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What one row says of its function's domain and range.
struct Entry {
    domain: Vec<Demand>,
    range: Interval,
    turns: Interval,
}

enum Demand {
    Where(TermId),
    EvenRoot,
    IntegerOrPositive,
}

struct Table {
    arena: Arena,
    entries: Vec<Entry>,
    places: [TermId; 2],
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut arena = Arena::new();
    let places = [arena.symbol("u"), arena.symbol("v")];
    let entries = Func::ALL.iter().map(|f| read_row(&mut arena, *f)).collect();
    Table { arena, entries, places }
});

fn read_row(arena: &mut Arena, function: Func) -> Entry {
    let row = function.row();
    let demand = |arena: &mut Arena, need: &Need| match need {
        Need::Where(text) => Demand::Where(parse::read(arena, text)),
        Need::EvenRoot => Demand::EvenRoot,
        Need::IntegerOrPositive => Demand::IntegerOrPositive,
    };
    let domain = row.domain.iter().map(|need| demand(arena, need)).collect();
    let bounds: Vec<TermId> = row.range.iter().map(|text| parse::read(arena, text)).collect();
    let range = bounds.iter().fold(Interval::default(), |all, &b| all.and(&side(arena, b, enclosure)));
    let turns = bounds.iter().fold(Interval::default(), |all, &b| all.and(&side(arena, b, in_turns)));
    Entry { domain, range, turns }
}

/// The conditions under which a call has a value where its arguments have one.
pub fn demands(arena: &mut Arena, call: TermId, function: Func, arguments: &[TermId]) -> Vec<TermId> {
    let entry = &TABLE.entries[function as usize];
    entry.domain.iter().filter_map(|demand| instance(arena, demand, call, arguments)).collect()
}

fn instance(arena: &mut Arena, demand: &Demand, call: TermId, arguments: &[TermId]) -> Option<TermId> {
    match demand {
        Demand::Where(template) => Some(copy(arena, *template, arguments)),
        Demand::EvenRoot => {
            let (radicand, index) = (*arguments.first()?, *arguments.get(1)?);
            match arena.as_rational(index) {
                Some(n) if n.is_integer() && n.signum() > 0 => {
                    let even = (&n * &Rational::new(1, 2)).is_integer();
                    let zero = arena.integer(0);
                    even.then(|| arena.relation(Relation::Ge, radicand, zero))
                }
                _ => Some(arena.add(Node::Property(Property::Defined, call))),
            }
        }
        Demand::IntegerOrPositive => {
            let whole = arguments.first().and_then(|&a| arena.as_rational(a)).is_some_and(|n| n.is_integer());
            (!whole).then(|| arena.add(Node::Property(Property::Defined, call)))
        }
    }
}

/// The interval of a function's values; ends that are not rational are rounded outward.
pub fn range(function: Func) -> &'static Interval {
    &TABLE.entries[function as usize].range
}

/// The same in units of pi, where the row's ends are multiples of pi.
pub fn turns(function: Func) -> &'static Interval {
    &TABLE.entries[function as usize].turns
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

fn copy(arena: &mut Arena, template: TermId, arguments: &[TermId]) -> TermId {
    let source = &TABLE.arena;
    let mut new: FxHashMap<TermId, TermId> = TABLE.places.iter().copied().zip(arguments.iter().copied()).collect();
    for id in source.reachable(&[template]) {
        if new.contains_key(&id) {
            continue;
        }
        let of = |id: &TermId| new.get(id).copied().unwrap_or(*id);
        let copied = match source.node(id) {
            Node::Number(n) => arena.literal(source.number_value(n).clone()),
            Node::Symbol(s) => arena.symbol(source.name(s)),
            Node::Neg(a) => arena.neg(of(&a)),
            Node::Binary(op, a, b) => arena.binary(op, of(&a), of(&b)),
            Node::Relation(r, a, b) => arena.relation(r, of(&a), of(&b)),
            Node::Property(p, a) => arena.add(Node::Property(p, of(&a))),
            Node::Call(f, a) => arena.call(f, of(&a)),
            Node::Call2(f, a, b) => arena.call2(f, of(&a), of(&b)),
            // The one kind left that a row's condition contains.
            _ => arena.pi(),
        };
        new.insert(id, copied);
    }
    new.get(&template).copied().unwrap_or(template)
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
            assert_eq!(ends, f.row().range.len(), "{f:?}");
        }
    }
}
