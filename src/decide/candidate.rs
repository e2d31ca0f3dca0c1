//! Where to look for a counterexample: exact points in a fixed order, the telling ones first.
//!
//! First points without any symmetry, then the special values, the break points of the formulas,
//! small exponents and whole numbers together, all patterns of signs, the neighbours of the numbers
//! in the formulas, the far out, and at last a fixed pseudo-random sequence. A variable that the
//! assumptions bound by a number gets values inside its bounds; other assumptions filter.

use super::edges::Edges;
use super::point::Point;
use super::variable::{Variable, learn};
use crate::term::{Arena, Node, Operator, Rational, Symbol, TermId};
use rustc_hash::FxHashSet;
use std::collections::VecDeque;

type Fractions = [(i64, i64)];

/// No symmetry: no two alike, nothing that a formula treats apart.
const GENERIC: [[(i64, i64); 6]; 6] = [
    [(2, 1), (3, 1), (5, 1), (7, 1), (11, 1), (13, 1)],
    [(5, 7), (3, 7), (2, 7), (2, 11), (1, 9), (1, 13)],
    [(-13, 4), (-11, 5), (-7, 3), (-9, 7), (-8, 7), (-7, 8)],
    [(1, 7), (1, 5), (2, 7), (3, 7), (5, 9), (7, 9)],
    [(-1, 3), (2, 5), (-3, 7), (7, 5), (-9, 5), (11, 5)],
    [(7, 2), (-5, 3), (4, 3), (-3, 4), (2, 3), (-1, 5)],
];

const SPECIAL: &Fractions =
    &[(1, 1), (0, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (-1, 2), (3, 1), (-3, 1), (3, 2), (-3, 2), (4, 1), (-4, 1)];

const FAR: &Fractions = &[
    (10, 1),
    (-10, 1),
    (100, 1),
    (1, 1_000),
    (-100, 1),
    (1_000, 1),
    (-1, 1_000),
    (1_000_000, 1),
    (-1_000_000, 1),
    (1, 1 << 40),
    (-1, 1 << 40),
    (1 << 40, 1),
    (-(1 << 40), 1),
];

/// Values of a variable in an exponent, of one declared whole, and of the others beside them.
const EXPONENTS: &Fractions =
    &[(2, 1), (1, 2), (-1, 1), (3, 1), (-1, 2), (3, 2), (0, 1), (1, 1), (-2, 1), (1, 3), (4, 1), (-3, 1)];
const WHOLE: &Fractions = &[
    (2, 1),
    (0, 1),
    (1, 1),
    (-1, 1),
    (3, 1),
    (4, 1),
    (-2, 1),
    (5, 1),
    (-3, 1),
    (6, 1),
    (7, 1),
    (8, 1),
    (-4, 1),
    (9, 1),
    (10, 1),
    (-5, 1),
    (11, 1),
    (12, 1),
    (101, 1),
    (-100, 1),
];
const BESIDE: &Fractions = &[(2, 1), (-2, 1), (1, 2), (-1, 2), (0, 1)];
/// So many of their combinations are tried.
const MAX_JOINT: usize = 160;
/// Of more variables not all patterns of signs are tried.
const MAX_SIGNED: usize = 4;
/// The generic rows that break points are looked for from.
const BASES: [usize; 3] = [0, 2, 5];
/// So many points on and next to break points are tried.
const MAX_EDGES: usize = 120;
/// So many break points of each of two variables are tried together.
const MAX_PAIRED: usize = 4;
/// The numbers of the formulas whose neighbours are tried.
const MAX_LITERALS: usize = 8;

/// A deterministic sequence of points, no two alike.
pub(super) struct Candidates {
    variables: Vec<Variable>,
    roots: Vec<TermId>,
    queue: VecDeque<Vec<Rational>>,
    phase: usize,
    turns: usize,
    effort: u64,
    random: u64,
    seen: FxHashSet<Vec<Rational>>,
}

impl Candidates {
    /// Points for all variables in the terms and the assumptions; at most `turns` of them, and at
    /// most `effort` steps of evaluation to find break points.
    pub fn new(arena: &Arena, terms: &[TermId], assumptions: &[TermId], turns: usize, effort: u64) -> Self {
        let roots = [terms, assumptions].concat();
        let mut symbols: Vec<Symbol> = roots.iter().flat_map(|root| arena.variables(*root)).collect();
        symbols.sort_by(|a, b| arena.name(*a).cmp(arena.name(*b)));
        symbols.dedup();
        let mut variables: Vec<Variable> = symbols.into_iter().map(Variable::new).collect();
        for assumption in assumptions {
            learn(arena, *assumption, &mut variables);
        }
        let (queue, seen) = (VecDeque::new(), FxHashSet::default());
        Candidates { variables, roots, queue, phase: 0, turns, effort, random: 0, seen }
    }

    /// The next point, or `None` when there are enough.
    pub fn next(&mut self, arena: &Arena) -> Option<Point> {
        while self.turns > 0 {
            self.turns -= 1;
            let wanted = self.wanted(arena);
            let values = self.fitted(wanted);
            if self.seen.insert(values.clone()) {
                return Some(self.point(arena, values));
            }
        }
        None
    }

    fn point(&self, arena: &Arena, values: Vec<Rational>) -> Point {
        Point::new(arena, self.variables.iter().map(|v| v.symbol).zip(values))
    }

    fn fitted(&mut self, wanted: Vec<Rational>) -> Vec<Rational> {
        let share = |number: u64| Rational::new((number % 15) as i64 + 1, 16);
        let shares: Vec<Rational> = wanted.iter().map(|_| share(self.number())).collect();
        self.variables.iter().zip(wanted).zip(shares).map(|((v, wanted), share)| v.fit(wanted, share)).collect()
    }

    fn wanted(&mut self, arena: &Arena) -> Vec<Rational> {
        while self.queue.is_empty() && self.phase < 7 {
            self.phase += 1;
            self.queue = match self.phase {
                1 => generic(self.variables.len()).collect(),
                2 => self.special(),
                3 => self.at_edges(arena),
                4 => self.joint(arena),
                5 => self.signed(),
                6 => self.shifted(&neighbours(arena, &self.roots), 1),
                _ => self.shifted(&fractions(FAR), 2),
            };
        }
        match self.queue.pop_front() {
            Some(wanted) => wanted,
            None => (0..self.variables.len()).map(|_| self.dyadic()).collect(),
        }
    }

    /// All alike first, then each variable one further than the one before.
    fn special(&self) -> VecDeque<Vec<Rational>> {
        let values = fractions(SPECIAL);
        let alike = values.iter().take(3).map(|value| vec![value.clone(); self.variables.len()]);
        alike.chain(self.shifted(&values, 1).into_iter().skip(3)).collect()
    }

    /// Every variable takes each of the values, `step` further than the variable before.
    fn shifted(&self, values: &[Rational], step: usize) -> VecDeque<Vec<Rational>> {
        let value = |at: usize, i: usize| values[(at + step * i) % values.len()].clone();
        let row = |at| (0..self.variables.len()).map(|i| value(at, i)).collect();
        (0..values.len()).map(row).collect()
    }

    /// On the break points of the formulas, between them and beside them: one variable moves, the
    /// others stay at generic values; at last two variables, one after the other.
    fn at_edges(&mut self, arena: &Arena) -> VecDeque<Vec<Rational>> {
        let Some(mut edges) = Edges::new(arena, &self.roots, self.effort) else { return VecDeque::new() };
        let count = self.variables.len();
        let mut rows = Vec::new();
        for base in generic(count).enumerate().filter(|(i, _)| BASES.contains(i) && (count > 1 || *i == 0)) {
            let base = self.fitted(base.1);
            for i in 0..count {
                rows.extend(self.along(arena, &mut edges, &base, i));
            }
        }
        rows.truncate(MAX_EDGES);
        if let Some(base) = generic(count).next().filter(|_| count > 1) {
            let base = self.fitted(base);
            for first in 0..count {
                for row in self.along(arena, &mut edges, &base, first).into_iter().take(MAX_PAIRED) {
                    let others = (0..count).filter(|second| *second != first);
                    for second in others {
                        rows.extend(self.along(arena, &mut edges, &row, second).into_iter().take(MAX_PAIRED));
                    }
                }
            }
        }
        rows.truncate(2 * MAX_EDGES);
        rows.into()
    }

    /// The row with the telling values of one variable.
    fn along(&self, arena: &Arena, edges: &mut Edges, row: &[Rational], i: usize) -> Vec<Vec<Rational>> {
        let point = self.point(arena, row.to_vec());
        let moved = |value| {
            let mut row = row.to_vec();
            row[i] = value;
            row
        };
        edges.telling(arena, &point, self.variables[i].symbol).into_iter().map(moved).collect()
    }

    /// Small exponents and whole numbers, together with all signs of the other variables.
    fn joint(&self, arena: &Arena) -> VecDeque<Vec<Rational>> {
        let exponents = exponents(arena, &self.roots);
        let list = |v: &Variable| match v.integer {
            true => WHOLE,
            false if exponents.contains(&v.symbol) => EXPONENTS,
            false => BESIDE,
        };
        let mut lists: Vec<&Fractions> = self.variables.iter().map(list).collect();
        if lists.iter().all(|list| *list == BESIDE) {
            return VecDeque::new();
        }
        let combinations =
            |lists: &[&Fractions]| lists.iter().fold(1usize, |all, list| all.saturating_mul(list.len()).min(1 << 40));
        // Zero is left to the other phases where not all combinations are tried.
        if combinations(&lists) > MAX_JOINT {
            lists.iter_mut().filter(|list| **list == BESIDE).for_each(|list| *list = &BESIDE[..BESIDE.len() - 1]);
        }
        let total = combinations(&lists);
        let row = |turn: usize| {
            // A golden step spreads the turns over all combinations.
            let step = if total <= MAX_JOINT { 1 } else { (total / 1_618 * 1_000 + 1) | 1 };
            let mut rest = turn.wrapping_mul(step) % total;
            let digit = |list: &&Fractions| {
                let (top, bottom) = list[rest % list.len()];
                rest /= list.len();
                Rational::new(top, bottom)
            };
            lists.iter().map(digit).collect()
        };
        (0..total.min(MAX_JOINT)).map(row).collect()
    }

    /// The first generic rows with every pattern of signs.
    fn signed(&self) -> VecDeque<Vec<Rational>> {
        let count = self.variables.len();
        if !(2..=MAX_SIGNED).contains(&count) {
            return VecDeque::new();
        }
        let turned = |pattern: usize, row: &[Rational]| {
            let signed = |(i, x): (usize, &Rational)| if pattern >> i & 1 == 1 { -x.clone() } else { x.clone() };
            row.iter().enumerate().map(signed).collect()
        };
        let rows: Vec<Vec<Rational>> = generic(count).take(2).collect();
        rows.iter().flat_map(|row| (1..1 << count).map(|pattern| turned(pattern, row))).collect()
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

fn fractions(list: &Fractions) -> Vec<Rational> {
    list.iter().map(|(top, bottom)| Rational::new(*top, *bottom)).collect()
}

fn generic(count: usize) -> impl Iterator<Item = Vec<Rational>> {
    let value =
        |row: &[(i64, i64); 6], i: usize| Rational::new(row[i % 6].0, row[i % 6].1) + Rational::from((i / 6) as i64);
    GENERIC.iter().map(move |row| (0..count).map(|i| value(row, i)).collect())
}

/// The variables that stand in an exponent.
fn exponents(arena: &Arena, roots: &[TermId]) -> FxHashSet<Symbol> {
    let exponent = |id| match arena.node(id) {
        Node::Binary(Operator::Pow, _, exponent) => Some(exponent),
        _ => None,
    };
    let exponents: Vec<TermId> = arena.reachable(roots).into_iter().filter_map(exponent).collect();
    let symbol = |id| match arena.node(id) {
        Node::Symbol(s) => Some(s),
        _ => None,
    };
    arena.reachable(&exponents).into_iter().filter_map(symbol).collect()
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
    use crate::parse::read;
    use crate::term::{Property, Relation};

    fn points(lhs: &'static str, assumptions: &[&'static str]) -> Vec<String> {
        let mut arena = Arena::new();
        let term = read(&mut arena, lhs);
        let assumptions: Vec<TermId> = assumptions.iter().map(|text| read(&mut arena, text)).collect();
        let mut candidates = Candidates::new(&arena, &[term], &assumptions, 400, 100_000);
        std::iter::from_fn(|| candidates.next(&arena).map(|p| p.to_string())).collect()
    }

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
        let mut candidates = Candidates::new(&arena, &[x, n], &[above, below, many, whole], 200, 0);
        let (x, n) = (arena.intern("x"), arena.intern("n"));
        let mut inside = 0;
        while let Some(point) = candidates.next(&arena) {
            let (x, n) = (point.get(x).unwrap(), point.get(n).unwrap());
            assert!(n.is_integer() && *n >= Rational::from(5));
            inside += usize::from(x.signum() > 0 && *x < Rational::from(10).pow(-20).unwrap());
        }
        assert!(inside > 60, "{inside}");
    }

    #[test]
    fn break_points_exponents_and_signs_are_among_the_points() {
        for (term, wanted) in [
            ("abs(3*x - 7/5)", "x = 7/15"),
            ("floor(2*x/9)", "x = 9/2"),
            ("if(x^2 = 49/4, 1, 0)", "x = -7/2"),
            ("if(x^3 = 10 + 17, 1, 0)", "x = 3"),
            ("sign(log(x - 5))", "x = 6"),
            ("max(x, 2*y + 1)", "x = 7, y = 3"),
            ("if(x > 157/50, if(x < 22/7, 1, 0), 0)", "x = 2199/700"),
            ("(x*y)^a", "a = 1/2, x = -2, y = -1/2"),
            ("x*y*z", "x = -2, y = 3, z = -5"),
        ] {
            assert!(points(term, &[]).iter().any(|point| point == wanted), "{term}: {wanted}");
        }
        assert!(points("(-1)^n", &["n integer"]).contains(&"n = 101".to_string()));
    }
}
