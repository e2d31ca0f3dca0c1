//! The points of a search: candidates moved onto the assumed equations, kept where every
//! assumption certainly holds, and paid for from the budget.

use super::arithmetic::Evaluator;
use super::candidate::Candidates;
use super::point::Point;
use super::program::Program;
use super::search::SearchBudget;
use super::value::{Cell, Value};
use crate::term::{Arena, Node, Rational, Relation, Symbol, TermId};

/// The bits that every point is tried with.
pub(super) const FIRST_BITS: u32 = 64;
/// The bits for what is not settled with the first ones, such as an argument near its domain's end.
const SECOND_BITS: u32 = 256;
/// How many points not settled at first are tried again.
const SECOND_TRIES: usize = 16;

/// The points of one search at which the assumptions hold.
pub(super) struct Sampling<'a> {
    arena: &'a Arena,
    terms: Program,
    conditions: Program,
    equations: Vec<Equation>,
    candidates: Candidates,
    evaluator: Evaluator,
    pub budget: SearchBudget,
    second_tries: usize,
}

/// An assumed equation, for solving it in one of its variables.
struct Equation {
    sides: Program,
    variables: Vec<Symbol>,
}

impl<'a> Sampling<'a> {
    pub fn new(arena: &'a Arena, terms: &[TermId], assumptions: &[TermId], budget: SearchBudget) -> Self {
        let equation = |id: &TermId| match arena.node(*id) {
            Node::Relation(Relation::Eq, a, b) => {
                Some(Equation { sides: Program::new(arena, &[a, b]), variables: arena.variables(*id) })
            }
            _ => None,
        };
        Sampling {
            arena,
            terms: Program::new(arena, terms),
            conditions: Program::new(arena, assumptions),
            equations: assumptions.iter().filter_map(equation).collect(),
            candidates: Candidates::new(arena, terms, assumptions, budget.points.saturating_mul(12), budget.work / 8),
            evaluator: Evaluator::new(FIRST_BITS),
            budget,
            second_tries: SECOND_TRIES,
        }
    }

    /// The next point at which the assumptions hold, with the terms' values there.
    pub fn next_point(&mut self) -> Option<(Point, Vec<Value>)> {
        loop {
            if self.budget.points == 0 {
                return None;
            }
            let mut point = self.candidates.next(self.arena)?;
            self.solve(&mut point)?;
            if self.allowed(&point)? {
                self.budget.points -= 1;
                let values = self.values(&point, FIRST_BITS)?;
                return Some((point, values));
            }
        }
    }

    /// Whether the assumptions certainly hold; `None` when the work is used up.
    fn allowed(&mut self, point: &Point) -> Option<bool> {
        for bits in [FIRST_BITS, SECOND_BITS] {
            self.spend(self.conditions.price(), bits)?;
            let cells = self.conditions.run(&mut self.evaluator, point, bits);
            let settled: Vec<Option<bool>> = cells.iter().map(Cell::holds).collect();
            if settled.contains(&Some(false)) {
                return Some(false);
            }
            if settled.iter().all(Option::is_some) {
                return Some(true);
            }
        }
        Some(false)
    }

    pub fn values(&mut self, point: &Point, bits: u32) -> Option<Vec<Value>> {
        self.spend(self.terms.price(), bits)?;
        let cells = self.terms.run(&mut self.evaluator, point, bits);
        Some(cells.iter().map(|cell| cell.value().clone()).collect())
    }

    /// The values with more bits, for the first few points that need them.
    pub fn second_try(&mut self, point: &Point) -> Option<Vec<Value>> {
        self.second_tries = self.second_tries.checked_sub(1)?;
        self.values(point, SECOND_BITS.min(self.budget.max_bits))
    }

    /// Takes the price of an evaluation off the budget, if it can be paid.
    fn spend(&mut self, steps: u64, bits: u32) -> Option<()> {
        let words = u64::from(bits / 64).max(1);
        let price = steps.saturating_mul(words + words * words / 16);
        self.budget.work = self.budget.work.checked_sub(price)?;
        Some(())
    }

    /// Moves the point onto the assumed equations, each solved for a variable it is linear in.
    fn solve(&mut self, point: &mut Point) -> Option<()> {
        let mut solved: Vec<Symbol> = Vec::new();
        for i in 0..self.equations.len() {
            let free: Vec<Symbol> =
                self.equations[i].variables.iter().copied().filter(|s| !solved.contains(s)).collect();
            for symbol in free {
                self.spend(3 * self.equations[i].sides.price(), FIRST_BITS)?;
                if let Some(root) = self.root(i, point, symbol) {
                    point.set(self.arena, symbol, root);
                    solved.push(symbol);
                    break;
                }
            }
        }
        Some(())
    }

    /// The value of one variable that solves an equation linear in it.
    fn root(&mut self, equation: usize, point: &Point, symbol: Symbol) -> Option<Rational> {
        let mut moved = point.clone();
        let mut difference = |evaluator: &mut Evaluator, value: Rational| {
            moved.set(self.arena, symbol, value);
            let cells = self.equations[equation].sides.run(evaluator, &moved, FIRST_BITS);
            match [cells.first()?.value(), cells.get(1)?.value()] {
                [Value::Exact(a), Value::Exact(b)] => Some(a - b),
                _ => None,
            }
        };
        let at_one = difference(&mut self.evaluator, Rational::ONE)?;
        let at_two = difference(&mut self.evaluator, Rational::from(2))?;
        let step = (&at_one - &at_two).recip()?;
        let root = Rational::ONE + at_one * step;
        difference(&mut self.evaluator, root.clone())?.is_zero().then_some(root)
    }
}
