//! Break points: where a piece of a formula begins or ends.
//!
//! `abs(u)` breaks where u is 0, `floor(u)` where u is whole, `max(u, v)` and a condition on u and v
//! where they are equal, and a domain ends where a root's argument is 0. Such an equation is solved
//! for one variable at a time: exactly where it is linear or quadratic there with a rational root,
//! else between two points where its sign differs. All of it only proposes points to try.

use super::arithmetic::Evaluator;
use super::point::Point;
use super::program::Program;
use super::value::Value;
use crate::term::{Arena, Func, Node, Operator, Property, Rational, Symbol, TermId};
use rustc_hash::FxHashSet;

/// The precision of the search.
const BITS: u32 = 64;
/// More equations and values are not looked at.
const MAX_EDGES: usize = 24;
const MAX_VALUES: usize = 24;
/// How often an interval with a root is halved.
const HALVINGS: usize = 24;

const ZERO: &[i64] = &[0];
const WHOLE: &[i64] = &[0, 1, -1, 2, -2, 3];
const ENDS: &[i64] = &[1, -1];
const ONE: &[i64] = &[1];

/// Three points on each of some pieces, from which a linear or quadratic equation is solved.
const TRIPLES: [[(i64, i64); 3]; 4] =
    [[(1, 1), (2, 1), (3, 1)], [(-1, 1), (-2, 1), (-3, 1)], [(1, 8), (1, 4), (3, 8)], [(21, 2), (11, 1), (25, 2)]];
/// Where a change of sign is looked for, in sixteenths.
const GRID: [i64; 30] = [
    -160_001, -16_001, -1_601, -481, -161, -129, -97, -81, -65, -49, -33, -25, -17, -9, -1, 3, 7, 13, 19, 27, 35, 43,
    51, 67, 83, 99, 131, 163, 1_603, 160_003,
];

/// How the compared number comes about.
#[derive(Clone, Copy)]
enum Compared {
    /// A term.
    Alone,
    /// A term less another.
    Difference,
    /// A term over another.
    Quotient,
}

/// An equation between a number and one of the levels.
struct Edge {
    sides: Program,
    compared: Compared,
    levels: &'static [i64],
    variables: Vec<Symbol>,
}

/// The break points of some terms.
pub(super) struct Edges {
    edges: Vec<Edge>,
    evaluator: Evaluator,
    effort: u64,
}

impl Edges {
    /// The equations of all pieces of the terms; `None` where there are none. The effort is the
    /// number of steps of evaluation that solving them may take.
    pub fn new(arena: &Arena, roots: &[TermId], effort: u64) -> Option<Self> {
        let edge = |(compared, levels, sides): (Compared, &'static [i64], Vec<TermId>)| {
            let mut variables: Vec<Symbol> = sides.iter().flat_map(|side| arena.variables(*side)).collect();
            variables.sort();
            variables.dedup();
            Edge { sides: Program::new(arena, &sides), compared, levels, variables }
        };
        let found = arena.reachable(roots).into_iter().flat_map(|id| breaks(arena, id));
        let edges: Vec<Edge> = found.map(edge).filter(|e| !e.variables.is_empty()).take(MAX_EDGES).collect();
        (!edges.is_empty()).then(|| Edges { edges, evaluator: Evaluator::new(BITS), effort })
    }

    /// Values of one variable on the break points, between them and beside them, where the other
    /// variables stay at the point.
    pub fn telling(&mut self, arena: &Arena, point: &Point, symbol: Symbol) -> Vec<Rational> {
        let mut breaks: Vec<Rational> = Vec::new();
        for i in 0..self.edges.len() {
            if self.edges[i].variables.contains(&symbol) {
                let mut line = Line { edges: self, arena, i, point: point.clone(), symbol };
                breaks.extend(line.solve());
            }
        }
        let mut seen = FxHashSet::default();
        breaks.retain(|c| seen.insert(c.clone()));
        breaks.truncate(MAX_VALUES);
        let mut order = breaks;
        order.sort();
        let half = Rational::new(1, 2);
        let mut found = order.clone();
        found.extend(order.windows(2).map(|pair| (&pair[0] + &pair[1]) * half.clone()));
        for step in [Rational::ONE, Rational::new(1, 16)] {
            found.extend(order.iter().flat_map(|c| [c + &step, c - &step]));
        }
        found
    }
}

/// The equations that a node breaks at.
fn breaks(arena: &Arena, id: TermId) -> Vec<(Compared, &'static [i64], Vec<TermId>)> {
    let alone = |levels, u| vec![(Compared::Alone, levels, vec![u])];
    match arena.node(id) {
        Node::Call(Func::Abs | Func::Sign | Func::Relu | Func::Sqrt, u) => alone(ZERO, u),
        Node::Call(Func::Floor | Func::Ceil, u) | Node::Property(Property::Integer | Property::NotInteger, u) => {
            alone(WHOLE, u)
        }
        Node::Call(Func::Asin | Func::Acos | Func::Asec | Func::Acsc, u) => alone(ENDS, u),
        Node::Call(Func::Acosh | Func::Asech, u) => alone(ONE, u),
        Node::Call2(Func::Root, u, _) => alone(ZERO, u),
        Node::Call2(Func::Atan2, u, v) => [alone(ZERO, u), alone(ZERO, v)].concat(),
        Node::Call2(Func::Min | Func::Max, u, v) | Node::Relation(_, u, v) => {
            vec![(Compared::Difference, ZERO, vec![u, v])]
        }
        Node::Call2(Func::Mod, u, v) => vec![(Compared::Quotient, WHOLE, vec![u, v])],
        Node::Binary(Operator::Pow, u, e) if arena.as_rational(e).is_none_or(|e| !e.is_integer()) => alone(ZERO, u),
        _ => vec![],
    }
}

/// An equation along one variable.
struct Line<'a> {
    edges: &'a mut Edges,
    arena: &'a Arena,
    i: usize,
    point: Point,
    symbol: Symbol,
}

impl Line<'_> {
    fn solve(&mut self) -> Vec<Rational> {
        let mut found: Vec<Rational> = Vec::new();
        let levels: Vec<Rational> = self.edges.edges[self.i].levels.iter().map(|k| Rational::from(*k)).collect();
        for triple in TRIPLES {
            let [a, b, c] = triple.map(|(top, bottom)| Rational::new(top, bottom));
            let values = [&a, &b, &c].map(|x| self.exact(x));
            let [Some(fa), Some(fb), Some(fc)] = values else { continue };
            for level in &levels {
                let roots = parabola([&a, &b, &c], [&fa - level, &fb - level, &fc - level]);
                let new: Vec<Rational> = roots.into_iter().filter(|x| !found.contains(x)).collect();
                found.extend(new.into_iter().filter(|x| self.exact(x).as_ref() == Some(level)));
            }
        }
        if found.is_empty() {
            found.extend(levels.iter().take(3).flat_map(|level| self.bracketed(level)));
        }
        found
    }

    /// The compared number where the variable has a value.
    fn at(&mut self, x: &Rational) -> Option<Value> {
        let edge = &self.edges.edges[self.i];
        self.edges.effort = self.edges.effort.checked_sub(edge.sides.price())?;
        self.point.set(self.arena, self.symbol, x.clone());
        let evaluator = &mut self.edges.evaluator;
        let cells = edge.sides.run(evaluator, &self.point, BITS);
        let first = cells.first()?.value();
        let second = cells.get(1).map(|cell| cell.value());
        Some(match (edge.compared, second) {
            (Compared::Difference, Some(second)) => evaluator.binary(Operator::Sub, first, second),
            (Compared::Quotient, Some(second)) => evaluator.binary(Operator::Div, first, second),
            _ => first.clone(),
        })
    }

    fn exact(&mut self, x: &Rational) -> Option<Rational> {
        match self.at(x)? {
            Value::Exact(value) => Some(value),
            _ => None,
        }
    }

    /// The side of the level that the number is on.
    fn side(&mut self, x: &Rational, level: &Rational) -> Option<i32> {
        let value = self.at(x)?;
        self.edges.evaluator.binary(Operator::Sub, &value, &Value::Exact(level.clone())).sign()
    }

    /// The simplest number in each short interval at whose ends the sides differ.
    fn bracketed(&mut self, level: &Rational) -> Vec<Rational> {
        let mut found = Vec::new();
        let mut before: Option<(Rational, i32)> = None;
        for x in GRID.map(|n| Rational::new(n, 16)) {
            let Some(side) = self.side(&x, level) else { continue };
            if let Some((low, below)) = before.take()
                && below != side
            {
                found.push(self.halved(low, x.clone(), below, level));
            }
            before = Some((x, side));
        }
        found
    }

    fn halved(&mut self, mut low: Rational, mut high: Rational, below: i32, level: &Rational) -> Rational {
        for _ in 0..HALVINGS {
            let middle = (&low + &high) * Rational::new(1, 2);
            match self.side(&middle, level) {
                Some(side) if side == below => low = middle,
                Some(0) => return middle,
                Some(_) => high = middle,
                None => break,
            }
        }
        simplest(&low, &high)
    }
}

/// The rational roots of the polynomial of degree at most 2 with these values at three points.
fn parabola(x: [&Rational; 3], y: [Rational; 3]) -> Vec<Rational> {
    let slope = |i: usize, j: usize| (&y[j] - &y[i]).checked_div(&(x[j] - x[i])).unwrap_or(Rational::ZERO);
    let (first, second) = (slope(0, 1), slope(1, 2));
    let a = (&second - &first).checked_div(&(x[2] - x[0])).unwrap_or(Rational::ZERO);
    let b = &first - &(&a * &(x[0] + x[1]));
    let c = &y[0] - &(&(&a * x[0] + b.clone()) * x[0]);
    if a.is_zero() {
        return (-c).checked_div(&b).into_iter().collect();
    }
    let square = &b * &b - Rational::from(4) * a.clone() * c;
    let root = match square.signum() {
        0 => Some(Rational::ZERO),
        1 if square.bits() < 512 => square.exact_root(2),
        _ => None,
    };
    let twice = &a + &a;
    root.into_iter()
        .flat_map(|root| [(&root - &b).checked_div(&twice), (-(&root + &b)).checked_div(&twice)])
        .flatten()
        .collect()
}

/// The number of least denominator between two, the first of which is below the second, by their
/// continued fractions.
fn simplest(low: &Rational, high: &Rational) -> Rational {
    let (mut low, mut high) = (low.clone(), high.clone());
    let mut whole: Vec<Rational> = Vec::new();
    let mut value = loop {
        let floor = low.floor();
        if floor == low {
            break floor;
        }
        if &floor + &Rational::ONE <= high {
            break floor + Rational::ONE;
        }
        let (a, b) = ((&low - &floor).recip(), (&high - &floor).recip());
        let (Some(a), Some(b)) = (a, b) else { break low };
        (low, high) = (b, a);
        whole.push(floor);
    };
    while let Some(floor) = whole.pop() {
        value = floor + value.recip().unwrap_or(Rational::ZERO);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_simplest_number_between_two() {
        let q = Rational::new;
        assert_eq!(simplest(&q(314, 100), &q(315, 100)), q(22, 7));
        assert_eq!(simplest(&q(-315, 100), &q(-314, 100)), q(-22, 7));
        assert_eq!(simplest(&q(59, 10), &q(61, 10)), q(6, 1));
    }

    #[test]
    fn rational_roots_of_a_parabola() {
        let x = [1, 2, 3].map(Rational::from);
        let values = |f: fn(i64) -> i64| [1, 2, 3].map(|x| Rational::from(f(x)));
        let roots = |f| parabola([&x[0], &x[1], &x[2]], values(f));
        assert_eq!(roots(|x| 2 * x - 7), [Rational::new(7, 2)]);
        assert_eq!(roots(|x| 4 * x * x - 49), [Rational::new(7, 2), Rational::new(-7, 2)]);
        assert_eq!(roots(|x| x * x + 1), []);
        assert_eq!(roots(|_| 5), []);
    }
}
