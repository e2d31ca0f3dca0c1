//! Terms flattened once, to be evaluated at many points and precisions.
//!
//! The evaluation runs over the distinct sub-terms in ascending order, so that neither depth nor
//! sharing costs anything; both branches of an `if` are evaluated and the chosen one is taken.

use super::arithmetic::Evaluator;
use super::point::Point;
use super::special::{is_integer, is_pole};
use super::value::{Cell, Value};
use crate::term::{Arena, Func, Node, Operator, Property, Rational, Relation, Symbol, TermId};
use rustc_hash::FxHashMap;

enum Step {
    Number(Rational),
    Pi,
    Symbol(Symbol),
    Neg(usize),
    Binary(Operator, usize, usize),
    Relation(Relation, usize, usize),
    Property(Property, usize),
    Call(Func, usize),
    Call2(Func, usize, usize),
    If(usize, usize, usize),
    Unsupported,
}

/// Some terms, ready to be evaluated together.
pub(super) struct Program {
    steps: Vec<Step>,
    roots: Vec<usize>,
    price: u64,
}

impl Program {
    /// Flattens terms; takes time and memory linear in their distinct sub-terms.
    pub fn new(arena: &Arena, roots: &[TermId]) -> Self {
        let order = arena.reachable(roots);
        let places: FxHashMap<TermId, usize> = order.iter().enumerate().map(|(place, id)| (*id, place)).collect();
        let steps: Vec<Step> = order.iter().map(|id| step(arena, *id, |child| places[&child])).collect();
        let price = steps.iter().map(price).sum();
        Program { steps, roots: roots.iter().map(|root| places[root]).collect(), price }
    }

    /// The work of one evaluation: one unit a distinct sub-term, and more for what takes a long series.
    pub fn price(&self) -> u64 {
        self.price
    }

    /// What each of the terms gives at a point.
    pub fn run(&self, evaluator: &mut Evaluator, point: &Point, bits: u32) -> Vec<Cell> {
        let cells = self.cells(evaluator, point, bits, Some).unwrap_or_default();
        self.roots.iter().filter_map(|root| cells.get(*root).cloned()).collect()
    }

    /// The first term's value where the result of every step is passed on as `kept` makes it; `None`
    /// where that has no result for a step.
    pub fn run_kept(
        &self,
        evaluator: &mut Evaluator,
        point: &Point,
        bits: u32,
        kept: impl Fn(Cell) -> Option<Cell>,
    ) -> Option<Value> {
        let cells = self.cells(evaluator, point, bits, kept)?;
        self.roots.first().and_then(|root| cells.get(*root)).map(|cell| cell.value().clone())
    }

    fn cells(
        &self,
        evaluator: &mut Evaluator,
        point: &Point,
        bits: u32,
        kept: impl Fn(Cell) -> Option<Cell>,
    ) -> Option<Vec<Cell>> {
        evaluator.restart(bits);
        let mut cells: Vec<Cell> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            let cell = kept(one(evaluator, step, &cells, point))?;
            cells.push(cell);
        }
        Some(cells)
    }
}

fn price(step: &Step) -> u64 {
    use Func::{BesselJ, Digamma, Ei, Erf, Erfc, Gamma, LambertW, Loggamma, Polygamma, Si};
    match step {
        Step::Call(Gamma | Loggamma | Digamma | LambertW | Si | Ei | Erf | Erfc, _) => 200,
        Step::Call2(Polygamma | BesselJ, ..) => 300,
        _ => 1,
    }
}

fn step(arena: &Arena, id: TermId, place: impl Fn(TermId) -> usize) -> Step {
    match arena.node(id) {
        Node::Number(n) => Step::Number(arena.number_value(n).clone()),
        Node::Pi => Step::Pi,
        Node::Symbol(s) => Step::Symbol(s),
        Node::Neg(a) => Step::Neg(place(a)),
        Node::Binary(op, a, b) => Step::Binary(op, place(a), place(b)),
        Node::Relation(r, a, b) => Step::Relation(r, place(a), place(b)),
        Node::Property(p, a) => Step::Property(p, place(a)),
        Node::Call(f, a) => Step::Call(f, place(a)),
        Node::Call2(f, a, b) => Step::Call2(f, place(a), place(b)),
        Node::If(c, a, b) => Step::If(place(c), place(a), place(b)),
        Node::Apply(..) | Node::Diff(..) => Step::Unsupported,
    }
}

fn one(evaluator: &mut Evaluator, step: &Step, cells: &[Cell], point: &Point) -> Cell {
    let value = match step {
        Step::Number(n) => evaluator.exact(n.clone()),
        Step::Pi => Value::Enclosed(evaluator.engine.pi()),
        Step::Symbol(s) => point.get(*s).map_or(Value::Unknown, |value| evaluator.exact(value.clone())),
        Step::Neg(a) => evaluator.negative(cells[*a].value()),
        Step::Binary(op, a, b) => evaluator.binary(*op, cells[*a].value(), cells[*b].value()),
        Step::Call(f, a) => evaluator.call(*f, cells[*a].value()),
        Step::Call2(f, a, b) => evaluator.call2(*f, cells[*a].value(), cells[*b].value()),
        Step::Relation(r, a, b) => return relation(*r, cells[*a].value(), cells[*b].value()),
        Step::Property(p, a) => return property(*p, &cells[*a]),
        Step::If(c, a, b) => return choose(&cells[*c], &cells[*a], &cells[*b]),
        Step::Unsupported => Value::Unknown,
    };
    Cell::Value(value)
}

fn relation(relation: Relation, a: &Value, b: &Value) -> Cell {
    if *a == Value::Undefined || *b == Value::Undefined {
        return Cell::Value(Value::Undefined);
    }
    truth(a.compare(relation, b))
}

fn property(property: Property, cell: &Cell) -> Cell {
    let value = cell.value();
    match (property, value) {
        (Property::Defined, Value::Undefined) => return Cell::Truth(false),
        (_, Value::Undefined) => return Cell::Value(Value::Undefined),
        _ => {}
    }
    truth(match property {
        Property::Integer => is_integer(value),
        Property::NotInteger => is_integer(value).map(|yes| !yes),
        Property::NotPole => is_pole(value).map(|yes| !yes),
        Property::Defined => value.is_defined().then_some(true),
    })
}

fn choose(condition: &Cell, a: &Cell, b: &Cell) -> Cell {
    match condition {
        Cell::Truth(true) => a.clone(),
        Cell::Truth(false) => b.clone(),
        Cell::Value(Value::Undefined) => Cell::Value(Value::Undefined),
        Cell::Value(_) if *a == *b && *a == Cell::Value(Value::Undefined) => a.clone(),
        Cell::Value(_) => Cell::Value(Value::Unknown),
    }
}

fn truth(settled: Option<bool>) -> Cell {
    settled.map_or(Cell::Value(Value::Unknown), Cell::Truth)
}

/// The value of a term at a point, computed with `bits` bits. Variables that the point doesn't
/// give, unknown functions and derivatives not carried out make it `Unknown`.
///
/// ```
/// use chainrule::decide::{Point, Value, evaluate};
/// use chainrule::term::{Arena, Func, Rational};
/// let mut arena = Arena::new();
/// let x = arena.intern("x");
/// let term = arena.symbol("x");
/// let root = arena.call(Func::Sqrt, term);
/// let at = |n| Point::new(&arena, [(x, Rational::from(n))]);
/// assert_eq!(evaluate(&arena, root, &at(9), 64), Value::Exact(Rational::from(3)));
/// assert_eq!(evaluate(&arena, root, &at(-1), 64), Value::Undefined);
/// ```
pub fn evaluate(arena: &Arena, term: TermId, point: &Point, bits: u32) -> Value {
    let mut evaluator = Evaluator::new(bits);
    let cells = Program::new(arena, &[term]).run(&mut evaluator, point, bits);
    cells.first().map_or(Value::Unknown, |cell| cell.value().clone())
}

/// Whether a condition holds at a point, where that is settled with `bits` bits. A condition with
/// a side that has no value doesn't hold.
pub fn holds(arena: &Arena, condition: TermId, point: &Point, bits: u32) -> Option<bool> {
    let mut evaluator = Evaluator::new(bits);
    let cells = Program::new(arena, &[condition]).run(&mut evaluator, point, bits);
    cells.first().and_then(Cell::holds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::function::whole;

    fn power(base: Rational, exponent: Rational) -> Value {
        let mut arena = Arena::new();
        let (x, y) = (arena.symbol("x"), arena.symbol("y"));
        let term = arena.binary(Operator::Pow, x, y);
        let (x, y) = (arena.intern("x"), arena.intern("y"));
        evaluate(&arena, term, &Point::new(&arena, [(x, base), (y, exponent)]), 64)
    }

    #[test]
    fn powers_have_values_where_the_manual_says() {
        let q = Rational::new;
        assert_eq!(power(q(0, 1), q(0, 1)), Value::Undefined);
        assert_eq!(power(q(0, 1), q(1, 2)), whole(0));
        assert_eq!(power(q(0, 1), q(-1, 1)), Value::Undefined);
        assert_eq!(power(q(-8, 1), q(1, 3)), Value::Undefined);
        assert_eq!(power(q(-2, 1), q(-3, 1)), Value::Exact(q(-1, 8)));
        assert_eq!(power(q(8, 27), q(-2, 3)), Value::Exact(q(9, 4)));
        assert!(matches!(power(q(2, 1), q(1, 2)), Value::Enclosed(_)));
        assert!(matches!(power(q(3, 2), q(100_000, 1)), Value::Enclosed(_)));
        assert!(matches!(power(q(3, 2), q(-100_000, 1)), Value::Enclosed(_)));
        let huge = q(10, 1).pow(30).expect("10 is not 0");
        assert_eq!(power(q(3, 2), huge.clone()), Value::Unknown);
        assert!(matches!(power(q(-2, 3), huge), Value::Enclosed(_)));
    }

    #[test]
    fn towers_are_given_up_at_once() {
        let mut arena = Arena::new();
        let mut tower = arena.integer(9);
        for _ in 0..3 {
            let nine = arena.integer(9);
            tower = arena.binary(Operator::Pow, nine, tower);
        }
        assert_eq!(evaluate(&arena, tower, &Point::default(), 64), Value::Unknown);
        let mut nested = arena.integer(10);
        for _ in 0..4 {
            nested = arena.call(Func::Exp, nested);
        }
        assert_eq!(evaluate(&arena, nested, &Point::default(), 64), Value::Unknown);
    }

    #[test]
    fn a_branch_not_taken_does_not_matter() {
        let mut arena = Arena::new();
        let (x, zero) = (arena.symbol("x"), arena.integer(0));
        let condition = arena.relation(Relation::Gt, x, zero);
        let log = arena.call(Func::Log, x);
        let minus = arena.neg(x);
        let term = arena.add(Node::If(condition, log, minus));
        let x = arena.intern("x");
        let at = |n| Point::new(&arena, [(x, Rational::from(n))]);
        assert_eq!(evaluate(&arena, term, &at(-2), 64), whole(2));
        assert_eq!(evaluate(&arena, term, &at(1), 64), whole(0));
        assert_eq!(holds(&arena, condition, &at(-1), 64), Some(false));
    }

    #[test]
    fn a_large_angle_needs_only_more_bits() {
        let mut arena = Arena::new();
        let pi = arena.pi();
        let many = arena.literal(Rational::from(10).pow(30).unwrap());
        let three = arena.integer(3);
        let third = arena.binary(Operator::Div, pi, three);
        let angle = arena.binary(Operator::Mul, many, third);
        let sine = arena.call(Func::Sin, angle);
        let value = evaluate(&arena, sine, &Point::default(), 256);
        // 10^30 leaves 4 when divided by 6, and sin(4π/3) = −√3/2.
        let Value::Enclosed(found) = value else { panic!("{value:?}") };
        let square = found.lo() * found.lo();
        assert_eq!(found.sign(), Some(-1));
        assert!((square - Rational::new(3, 4)).abs() < Rational::new(1, 1 << 40));
    }

    #[test]
    fn depth_costs_no_stack() {
        let mut arena = Arena::new();
        let mut deep = arena.symbol("x");
        for _ in 0..100_000 {
            deep = arena.neg(deep);
        }
        let x = arena.intern("x");
        let run = move || evaluate(&arena, deep, &Point::new(&arena, [(x, Rational::ONE)]), 64);
        let thread = std::thread::Builder::new().stack_size(1 << 17).spawn(run).unwrap();
        assert_eq!(thread.join().unwrap(), whole(1));
    }
}
