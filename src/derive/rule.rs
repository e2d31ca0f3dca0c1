//! The rules: one small function for each kind of term, and the chain rule once.

use super::Unsupported;
use super::dependent::Dependent;
use super::outer;
use super::slope::Slope;
use super::template::Templates;
use crate::term::{Arena, Func, ListId, Node, Operator, Symbol, TermId, UnknownId};

/// One run over a body: what depends on the variable, and the derivatives found so far.
pub(super) struct Rules<'a> {
    pub(super) arena: &'a mut Arena,
    pub(super) templates: Templates,
    pub(super) dependent: Dependent,
    body: TermId,
    zero: Slope,
    one: Slope,
    /// All sub-terms, ascending.
    pub(super) order: Vec<TermId>,
    /// The derivatives of the sub-terms that depend on the variable, by place.
    slopes: Vec<Option<Slope>>,
}

/// How many terms the arena may hold, and the limit that comes from.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub(super) limit: usize,
    pub(super) end: usize,
}

impl Room {
    /// Without a limit: one derivative is linear in its formula, which has limits of its own.
    pub(super) const FREE: Room = Room { limit: usize::MAX, end: usize::MAX };
}

/// About so many terms are made for each that is differentiated: an outer derivative, and its product.
const MADE: usize = 2;
/// And some that do not depend on their number.
const OTHERS: usize = 16;

type Found = Result<Slope, Unsupported>;

impl<'a> Rules<'a> {
    /// A run over `body`, which holds no `diff`, by the variable `x`.
    pub(super) fn new(arena: &'a mut Arena, body: TermId, x: Symbol) -> Self {
        let order = arena.reachable(&[body]);
        let dependent = Dependent::new(arena, &order, |s| s == x);
        arena.reserve(dependent.len() * MADE + OTHERS);
        let (templates, zero, one) = (Templates::new(arena), Slope::zero(arena), Slope::one(arena));
        Rules { arena, templates, dependent, body, zero, one, order, slopes: Vec::new() }
    }

    /// Differentiates every sub-term that depends on the variable, once, arguments first.
    pub(super) fn run(&mut self, room: Room) -> Result<(), Unsupported> {
        self.slopes.reserve_exact(self.dependent.len());
        let order = std::mem::take(&mut self.order);
        for &id in &order {
            if !self.dependent.contains(id) {
                continue;
            }
            if self.arena.len() > room.end {
                return Err(Unsupported::TooLarge { limit: room.limit });
            }
            let slope = match self.arena.node(id) {
                Node::Relation(..) | Node::Property(..) => None,
                _ => Some(self.rule(id)?),
            };
            self.slopes.push(slope);
        }
        self.order = order;
        Ok(())
    }

    /// The raw derivative of a sub-term, after [`Rules::run`].
    pub(super) fn derivative(&mut self, id: TermId) -> Result<TermId, Unsupported> {
        if matches!(self.arena.node(id), Node::Relation(..) | Node::Property(..)) {
            return Err(Unsupported::NotAValue);
        }
        let slope = self.slope(id)?;
        Ok(slope.term(self.arena))
    }

    /// The sub-terms that are differentiated, arguments first: those that depend on the variable
    /// and stand elsewhere than in the condition of an `if`.
    pub(super) fn differentiated(&self) -> Vec<TermId> {
        let arena = &*self.arena;
        let mut order = arena.reachable_by(&[self.body], |id, visit| {
            let skip = usize::from(matches!(arena.node(id), Node::If(..)));
            arena.children(id).skip(skip).for_each(visit);
        });
        order.retain(|id| self.dependent.contains(*id));
        order
    }

    fn slope(&self, id: TermId) -> Found {
        match self.dependent.place(id) {
            None => Ok(self.zero),
            Some(place) => self.slopes.get(place).copied().flatten().ok_or(Unsupported::NotAValue),
        }
    }

    fn rule(&mut self, id: TermId) -> Found {
        match self.arena.node(id) {
            Node::Symbol(_) => Ok(self.one),
            Node::Neg(a) => Ok(self.slope(a)?.neg()),
            Node::Binary(op, a, b) => self.binary(id, op, a, b),
            Node::Call(f, a) => self.call(f, a),
            Node::Call2(f, a, b) => self.chain(f, [a, b]),
            Node::If(condition, a, b) => self.branches(condition, a, b),
            Node::Apply(f, list) => self.unknown(f, list),
            Node::Number(_) | Node::Pi => Ok(self.zero),
            Node::Relation(..) | Node::Property(..) | Node::Diff(..) => Err(Unsupported::NotAValue),
        }
    }

    fn binary(&mut self, id: TermId, op: Operator, a: TermId, b: TermId) -> Found {
        let (da, db) = (self.slope(a)?, self.slope(b)?);
        Ok(match op {
            Operator::Add => da.add(self.arena, db),
            Operator::Sub => da.add(self.arena, db.neg()),
            Operator::Mul => self.product(a, b, da, db),
            Operator::Div => self.quotient(a, b, da, db),
            Operator::Pow => self.power(id, a, b, da, db),
        })
    }

    /// `u'*v + u*v'`
    fn product(&mut self, u: TermId, v: TermId, du: Slope, dv: Slope) -> Slope {
        let (first, second) = (self.times(du, v), self.by(u, dv));
        first.add(self.arena, second)
    }

    /// `u'/v` for a constant `v`, `-u*v'/v^2` for a constant `u`, else `(u'*v - u*v')/v^2`.
    fn quotient(&mut self, u: TermId, v: TermId, du: Slope, dv: Slope) -> Slope {
        if !self.dependent.contains(v) {
            return du.div(self.arena, v);
        }
        let (first, second) = (self.times(du, v), self.by(u, dv));
        let top = first.add(self.arena, second.neg());
        let two = self.arena.integer(2);
        let square = self.arena.binary(Operator::Pow, v, two);
        top.div(self.arena, square)
    }

    /// The four rules for `u^v`, by which of the two depends on the variable.
    fn power(&mut self, id: TermId, u: TermId, v: TermId, du: Slope, dv: Slope) -> Slope {
        let outer = match (self.dependent.contains(u), self.dependent.contains(v)) {
            (true, false) => outer::by_base(self.arena, u, v),
            (false, true) => outer::by_exponent(self.arena, id, u),
            _ => return self.general_power(id, u, v, du, dv),
        };
        let inner = if self.dependent.contains(u) { du } else { dv };
        outer.mul(self.arena, inner)
    }

    /// `u^v*(v'*log(u) + v*u'/u)`
    fn general_power(&mut self, power: TermId, u: TermId, v: TermId, du: Slope, dv: Slope) -> Slope {
        let log = self.arena.call(Func::Log, u);
        let first = dv.mul(self.arena, Slope::whole(log));
        let second = self.by(v, du).div(self.arena, u);
        let inner = first.add(self.arena, second);
        Slope::whole(power).mul(self.arena, inner)
    }

    /// The chain rule: the outer derivative times the argument's own.
    fn call(&mut self, function: Func, argument: TermId) -> Found {
        let outer = outer::by_row(self.arena, &mut self.templates, function, &[argument], 0)?;
        Ok(outer.mul(self.arena, self.slope(argument)?))
    }

    /// The chain rule for two arguments: the sum over both.
    fn chain(&mut self, function: Func, arguments: [TermId; 2]) -> Found {
        let mut sum = self.zero;
        for (position, &argument) in arguments.iter().enumerate() {
            if !self.dependent.contains(argument) {
                continue;
            }
            let outer = outer::by_row(self.arena, &mut self.templates, function, &arguments, position)?;
            let term = outer.mul(self.arena, self.slope(argument)?);
            sum = sum.add(self.arena, term);
        }
        Ok(sum)
    }

    /// The chain rule for an unknown function: the order by each argument goes up in turn.
    fn unknown(&mut self, function: UnknownId, list: ListId) -> Found {
        let arguments = self.arena.list(list).to_vec();
        let mut sum = self.zero;
        for (position, &argument) in arguments.iter().enumerate() {
            if !self.dependent.contains(argument) {
                continue;
            }
            let outer = outer::by_order(self.arena, function, list, position);
            let term = outer.mul(self.arena, self.slope(argument)?);
            sum = sum.add(self.arena, term);
        }
        Ok(sum)
    }

    /// `if(c, a', b')`
    fn branches(&mut self, condition: TermId, a: TermId, b: TermId) -> Found {
        let (da, db) = (self.slope(a)?, self.slope(b)?);
        if da.is_zero(self.arena) && db.is_zero(self.arena) {
            return Ok(self.zero);
        }
        let (a, b) = (da.term(self.arena), db.term(self.arena));
        Ok(Slope::whole(self.arena.add(Node::If(condition, a, b))))
    }

    /// A derivative times a factor as it stands.
    fn times(&mut self, slope: Slope, factor: TermId) -> Slope {
        let factor = Slope::of(self.arena, factor);
        slope.mul(self.arena, factor)
    }

    /// A factor as it stands times a derivative.
    fn by(&mut self, factor: TermId, slope: Slope) -> Slope {
        let factor = Slope::of(self.arena, factor);
        factor.mul(self.arena, slope)
    }
}
