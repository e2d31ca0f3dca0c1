//! Where to look for a counterexample: exact points in a fixed order, the telling ones first.
//!
//! First points without any symmetry, then the special values, the neighbours of the numbers in
//! the formulas, the far out, and at last a fixed pseudo-random sequence. A variable that the
//! assumptions bound by a number gets values inside its bounds; other assumptions filter.

use super::point::Point;
use super::program::evaluate;
use super::value::Value;
use crate::term::{Arena, Node, Property, Rational, Relation, Symbol, TermId};
use rustc_hash::FxHashSet;

/// No symmetry: no two alike, nothing that a formula treats apart.
const GENERIC: [[(i64, i64); 6]; 6] = [
    [(2, 1), (3, 1), (5, 1), (7, 1), (11, 1), (13, 1)],
    [(5, 7), (3, 7), (2, 7), (2, 11), (1, 9), (1, 13)],
    [(-13, 4), (-11, 5), (-7, 3), (-9, 7), (-8, 7), (-7, 8)],
    [(1, 7), (1, 5), (2, 7), (3, 7), (5, 9), (7, 9)],
    [(-1, 3), (2, 5), (-3, 7), (7, 5), (-9, 5), (11, 5)],
    [(7, 2), (-5, 3), (4, 3), (-3, 4), (2, 3), (-1, 5)],
];

const SPECIAL: [(i64, i64); 13] =
    [(1, 1), (0, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (-1, 2), (3, 1), (-3, 1), (3, 2), (-3, 2), (4, 1), (-4, 1)];

const FAR: [(i64, i64); 9] =
    [(10, 1), (-10, 1), (100, 1), (1, 1_000), (-100, 1), (1_000, 1), (-1, 1_000), (1_000_000, 1), (-1_000_000, 1)];

/// The numbers of the formulas whose neighbours are tried.
const MAX_LITERALS: usize = 8;

/// What the assumptions say of a single variable.
struct Variable {
    symbol: Symbol,
    integer: bool,
    low: Option<Rational>,
    high: Option<Rational>,
}

/// A deterministic sequence of points, no two alike.
pub(super) struct Candidates {
    variables: Vec<Variable>,
    neighbours: Vec<Rational>,
    next: usize,
    limit: usize,
    random: u64,
    seen: FxHashSet<Vec<Rational>>,
}

impl Candidates {
    /// Points for all variables in the terms and the assumptions; at most `limit` of them.
    pub fn new(arena: &Arena, terms: &[TermId], assumptions: &[TermId], limit: usize) -> Self {
        let roots = [terms, assumptions].concat();
        let mut symbols: Vec<Symbol> = roots.iter().flat_map(|root| arena.variables(*root)).collect();
        symbols.sort_by(|a, b| arena.name(*a).cmp(arena.name(*b)));
        symbols.dedup();
        let mut variables: Vec<Variable> =
            symbols.into_iter().map(|symbol| Variable { symbol, integer: false, low: None, high: None }).collect();
        for assumption in assumptions {
            learn(arena, *assumption, &mut variables);
        }
        let neighbours = neighbours(arena, &roots);
        Candidates { variables, neighbours, next: 0, limit, random: 0, seen: FxHashSet::default() }
    }

    /// The next point, or `None` when there are enough.
    pub fn next(&mut self, arena: &Arena) -> Option<Point> {
        while self.next < self.limit {
            let turn = self.next;
            self.next += 1;
            let values: Vec<Rational> = (0..self.variables.len()).map(|i| self.value(turn, i)).collect();
            if self.seen.insert(values.clone()) {
                return Some(Point::new(arena, self.variables.iter().map(|v| v.symbol).zip(values)));
            }
        }
        None
    }

    fn value(&mut self, turn: usize, i: usize) -> Rational {
        let phases = [GENERIC.len(), SPECIAL.len(), self.neighbours.len(), FAR.len()];
        let q = |(n, d): (i64, i64)| Rational::new(n, d);
        let (mut phase, mut at) = (0, turn);
        while phase < 4 && at >= phases[phase] {
            at -= phases[phase];
            phase += 1;
        }
        let wanted = match phase {
            0 => q(GENERIC[at][i % 6]) + Rational::from((i / 6) as i64),
            // All alike first, then each variable one further than the one before.
            1 if at < 3 => q(SPECIAL[at]),
            1 => q(SPECIAL[(at + i) % SPECIAL.len()]),
            2 => self.neighbours[(at + i) % self.neighbours.len()].clone(),
            3 => q(FAR[(at + 2 * i) % FAR.len()]),
            _ => self.dyadic(),
        };
        let share = Rational::new((self.number() % 15) as i64 + 1, 16);
        self.variables[i].fit(wanted, share)
    }

    /// A pseudo-random dyadic number of one of three sizes.
    fn dyadic(&mut self) -> Rational {
        let number = self.number();
        let (range, scale) = [(64, 16), (255, 256), (128, 4)][(number % 3) as usize];
        Rational::new((number >> 8) as i64 % (2 * range + 1) - range, scale)
    }

    /// The next number, below 2^56 (Steele, Lea, Flood, "Fast splittable pseudorandom number
    /// generators", 2014).
    fn number(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) >> 8
    }
}

impl Variable {
    /// The wanted value, or one inside the bounds that is as telling.
    fn fit(&self, wanted: Rational, share: Rational) -> Rational {
        let wanted = if self.integer { wanted.floor() } else { wanted };
        let low = self.low.as_ref().is_none_or(|low| *low <= wanted);
        let high = self.high.as_ref().is_none_or(|high| wanted <= *high);
        let value = match (&self.low, &self.high) {
            _ if low && high => return wanted,
            (Some(low), Some(high)) => low + &((high - low) * share),
            (Some(low), None) => low + &wanted.abs(),
            (None, Some(high)) => high - &wanted.abs(),
            (None, None) => wanted,
        };
        if self.integer { value.floor() } else { value }
    }

    fn bound(&mut self, relation: Relation, value: Rational) {
        if relation != Relation::Lt && relation != Relation::Le && relation != Relation::Ne {
            let low = self.low.take().map_or(value.clone(), |old| old.max(value.clone()));
            self.low = Some(low);
        }
        if relation != Relation::Gt && relation != Relation::Ge && relation != Relation::Ne {
            let high = self.high.take().map_or(value.clone(), |old| old.min(value));
            self.high = Some(high);
        }
    }
}

/// Takes in an assumption on one variable: `n integer`, or a comparison with a constant.
fn learn(arena: &Arena, assumption: TermId, variables: &mut [Variable]) {
    let place = |id: TermId| match arena.node(id) {
        Node::Symbol(s) => variables.iter().position(|v| v.symbol == s),
        _ => None,
    };
    match arena.node(assumption) {
        Node::Property(Property::Integer, a) => {
            if let Some(i) = place(a) {
                variables[i].integer = true;
            }
        }
        Node::Relation(relation, a, b) => {
            let known = |(relation, a, b)| Some((place(a)?, relation, constant(arena, b)?));
            let found = [(relation, a, b), (relation.flipped(), b, a)].map(known);
            for (i, relation, value) in found.into_iter().flatten() {
                variables[i].bound(relation, value);
            }
        }
        _ => {}
    }
}

/// The value of a term without variables; one in the middle where it is enclosed.
fn constant(arena: &Arena, id: TermId) -> Option<Rational> {
    if !arena.variables(id).is_empty() {
        return None;
    }
    match evaluate(arena, id, &Point::default(), 64) {
        Value::Exact(x) => Some(x),
        Value::Enclosed(i) if i.top().abs() < 4_096 => (i.lo() + i.hi()).checked_div(&Rational::from(2)),
        _ => None,
    }
}

/// The numbers that stand in the terms, what is next to them, between them, and their quotients.
fn neighbours(arena: &Arena, roots: &[TermId]) -> Vec<Rational> {
    let mut literals: Vec<Rational> = Vec::new();
    for id in arena.reachable(roots) {
        if let Node::Number(n) = arena.node(id) {
            literals.push(arena.number_value(n).clone());
        }
    }
    literals.retain(|c| *c != Rational::ZERO && *c != Rational::ONE && *c != Rational::from(2) && c.bits() < 4_096);
    literals.truncate(MAX_LITERALS);
    let (one, half) = (Rational::ONE, Rational::new(1, 2));
    let mut found: Vec<Rational> = Vec::new();
    for c in &literals {
        found.extend([c + &half, c - &half, c.clone(), -c.clone(), c + &one, c - &one, c * &half, c + c]);
        found.extend([-(c + &one), c.recip().unwrap_or(Rational::ZERO)]);
    }
    for pair in literals.windows(2) {
        found.push((&pair[0] + &pair[1]) * half.clone());
        found.extend(pair[0].checked_div(&pair[1]));
        found.extend(pair[1].checked_div(&pair[0]));
    }
    let mut seen = FxHashSet::default();
    found.retain(|c| seen.insert(c.clone()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_kept_and_points_differ() {
        let mut arena = Arena::new();
        let (x, n) = (arena.symbol("x"), arena.symbol("n"));
        let (zero, five) = (arena.integer(0), arena.integer(5));
        let tiny = arena.rational(&Rational::from(10).pow(-20).unwrap());
        let above = arena.relation(Relation::Lt, zero, x);
        let below = arena.relation(Relation::Lt, x, tiny);
        let many = arena.relation(Relation::Ge, n, five);
        let whole = arena.add(Node::Property(Property::Integer, n));
        let mut candidates = Candidates::new(&arena, &[x, n], &[above, below, many, whole], 100);
        let (x, n) = (arena.intern("x"), arena.intern("n"));
        let mut inside = 0;
        while let Some(point) = candidates.next(&arena) {
            let (x, n) = (point.get(x).unwrap(), point.get(n).unwrap());
            assert!(n.is_integer() && *n >= Rational::from(5));
            inside += usize::from(x.signum() > 0 && *x < Rational::from(10).pow(-20).unwrap());
        }
        assert!(inside > 60, "{inside}");
    }
}
