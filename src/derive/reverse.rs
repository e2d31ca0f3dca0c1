//! Reverse mode: from the whole formula to its parts, each part's adjoint built once.
//!
//! The adjoint of a sub-term is the derivative of the whole by it. It is the sum, over the terms
//! the sub-term is an argument of, of their adjoints times their outer derivatives; the summands
//! stand in the order in which a reader is done with those terms. Inside branches of `if` there is more
//! to say ([`branches`](super::branches)).

use super::branches::{Branches, EVERYWHERE};
use super::dependent::Dependent;
use super::outer;
use super::slope::Slope;
use super::template::Templates;
use super::{Unsupported, differentiate};
use crate::term::{Arena, Node, Operator, Symbol, TermId};
use smallvec::SmallVec;

/// No summand, or no further one.
const END: u32 = u32::MAX;

/// A summand of an adjoint, in the scope of a branch; the next one comes before it in reading.
#[derive(Clone, Copy)]
struct Summand {
    slope: Slope,
    scope: u32,
    next: u32,
}

/// Adjoints, each with the scope it is to be used in.
pub(super) type Adjoints = SmallVec<[(u32, Slope); 4]>;

/// One walk over a formula.
pub(super) struct Reverse<'a> {
    pub(super) arena: &'a mut Arena,
    templates: &'a mut Templates,
    dependent: &'a Dependent,
    body: TermId,
    /// By place, the last summand in reading order.
    heads: Vec<u32>,
    summands: Vec<Summand>,
    /// The first of the summands that have been used up.
    free: u32,
    branches: Option<Branches>,
}

impl<'a> Reverse<'a> {
    /// A walk over `body`, whose parts in `dependent` hold a variable.
    pub(super) fn new(
        arena: &'a mut Arena,
        templates: &'a mut Templates,
        dependent: &'a Dependent,
        body: TermId,
    ) -> Self {
        let heads = vec![END; dependent.len()];
        let branches = Branches::new(arena, dependent);
        Reverse { arena, templates, dependent, body, heads, summands: Vec::new(), free: END, branches }
    }

    /// Gives the derivative by each variable that stands in the formula to `found`. `order` lists
    /// the parts that hold a variable, arguments first.
    pub(super) fn run(mut self, order: Vec<TermId>, mut found: impl FnMut(Symbol, TermId)) -> Result<(), Unsupported> {
        if matches!(self.arena.node(self.body), Node::Relation(..) | Node::Property(..)) {
            return Err(Unsupported::NotAValue);
        }
        let one = Slope::one(self.arena);
        self.give(self.body, EVERYWHERE, one);
        for id in order.into_iter().rev() {
            let Some((scope, adjoint)) = self.settled(id)? else { continue };
            match self.arena.node(id) {
                Node::Symbol(x) => found(x, adjoint.term(self.arena)),
                _ => self.visit(id, scope, adjoint)?,
            }
        }
        Ok(())
    }

    /// What has been given to a term, in reading order; it is used up.
    fn take(&mut self, id: TermId, mut each: impl FnMut(&mut Arena, u32, Slope)) {
        let Some(place) = self.dependent.place(id) else { return };
        let mut at = std::mem::replace(&mut self.heads[place], END);
        while let Some(&Summand { slope, scope, next }) = self.summands.get(at as usize) {
            self.summands[at as usize].next = self.free;
            self.free = at;
            at = next;
            each(self.arena, scope, slope);
        }
    }

    /// Adds a summand to the adjoint of a term, before those that it has. A summand 0 says only
    /// that the term is evaluated in the scope.
    #[inline(always)]
    pub(super) fn give(&mut self, id: TermId, scope: u32, slope: Slope) {
        let Some(place) = self.dependent.place(id) else { return };
        if self.branches.is_none() && slope.is_zero(self.arena) {
            return;
        }
        let summand = Summand { slope, scope, next: self.heads[place] };
        self.heads[place] = match self.summands.get_mut(self.free as usize) {
            Some(used) => {
                let at = self.free;
                self.free = used.next;
                *used = summand;
                at
            }
            None => {
                self.summands.push(summand);
                self.summands.len() as u32 - 1
            }
        };
    }

    /// A term's adjoint and its scope; nothing where there is none to hand on. A term that stands in
    /// several branches and may have no value outside them is dealt with here.
    fn settled(&mut self, id: TermId) -> Result<Option<(u32, Slope)>, Unsupported> {
        if self.branches.is_none() {
            let mut sum = None;
            self.take(id, |arena, _, slope| sum = Some(sum.map_or(slope, |sum: Slope| sum.add(arena, slope))));
            return Ok(sum.map(|sum| (EVERYWHERE, sum)));
        }
        let mut adjoints = Adjoints::new();
        self.take(id, |_, scope, slope| adjoints.push((scope, slope)));
        let Some(branches) = &mut self.branches else { return Ok(None) };
        if let Node::Symbol(_) = self.arena.node(id) {
            return Ok(Some((EVERYWHERE, branches.everywhere(self.arena, adjoints)?)));
        }
        let left = branches.folded(self.arena, adjoints, self.dependent.place(id))?;
        if left.len() > 1 {
            self.apart(id, &left)?;
        }
        Ok(left.first().copied().filter(|_| left.len() == 1))
    }

    /// Differentiates a term by itself, by each variable in it, and multiplies by its adjoints.
    fn apart(&mut self, id: TermId, adjoints: &[(u32, Slope)]) -> Result<(), Unsupported> {
        if adjoints.iter().all(|(_, slope)| slope.is_zero(self.arena)) {
            return Ok(());
        }
        for x in self.arena.variables(id) {
            let leaf = self.arena.add(Node::Symbol(x));
            if self.dependent.contains(leaf) {
                let own = differentiate(self.arena, id, x)?.term;
                let own = Slope::of(self.arena, own);
                for &(scope, adjoint) in adjoints.iter().rev() {
                    let term = adjoint.mul(self.arena, own);
                    self.give(leaf, scope, term);
                }
            }
        }
        Ok(())
    }

    /// Hands a term's adjoint on to its arguments, the last argument first.
    fn visit(&mut self, id: TermId, scope: u32, adjoint: Slope) -> Result<(), Unsupported> {
        if adjoint.is_zero(self.arena) && !matches!(self.arena.node(id), Node::If(..)) {
            let children: SmallVec<[TermId; 3]> = self.arena.children(id).collect();
            children.into_iter().for_each(|c| self.give(c, scope, adjoint));
            return Ok(());
        }
        match self.arena.node(id) {
            Node::Neg(a) => self.give(a, scope, adjoint.neg()),
            Node::Binary(op, a, b) => self.binary(id, scope, adjoint, (op, a, b)),
            Node::Call(f, a) => {
                let outer = outer::by_row(self.arena, self.templates, f, &[a], 0)?;
                self.chain(a, scope, adjoint, outer);
            }
            Node::Call2(f, a, b) => {
                for (position, argument) in [(1, b), (0, a)] {
                    if self.dependent.contains(argument) {
                        let outer = outer::by_row(self.arena, self.templates, f, &[a, b], position)?;
                        self.chain(argument, scope, adjoint, outer);
                    }
                }
            }
            Node::Apply(f, list) => {
                let arguments: SmallVec<[TermId; 4]> = self.arena.list(list).into();
                for (position, argument) in arguments.into_iter().enumerate().rev() {
                    if self.dependent.contains(argument) {
                        let outer = outer::by_order(self.arena, f, list, position);
                        self.chain(argument, scope, adjoint, outer);
                    }
                }
            }
            Node::If(condition, a, b) => self.choice(condition, (a, b), scope, adjoint),
            Node::Relation(..) | Node::Property(..) | Node::Diff(..) => return Err(Unsupported::NotAValue),
            Node::Number(_) | Node::Pi | Node::Symbol(_) => {}
        }
        Ok(())
    }

    /// The chain rule: the adjoint times the outer derivative.
    fn chain(&mut self, argument: TermId, scope: u32, adjoint: Slope, outer: Slope) {
        let slope = adjoint.mul(self.arena, outer);
        self.give(argument, scope, slope);
    }

    /// The adjoint times a factor as it stands.
    fn times(&mut self, argument: TermId, scope: u32, adjoint: Slope, factor: TermId) {
        if self.dependent.contains(argument) {
            let factor = Slope::of(self.arena, factor);
            self.chain(argument, scope, adjoint, factor);
        }
    }

    fn binary(&mut self, id: TermId, scope: u32, adjoint: Slope, (op, a, b): (Operator, TermId, TermId)) {
        match op {
            Operator::Add | Operator::Sub => {
                self.give(b, scope, if op == Operator::Sub { adjoint.neg() } else { adjoint });
                self.give(a, scope, adjoint);
            }
            Operator::Mul => {
                self.times(b, scope, adjoint, a);
                self.times(a, scope, adjoint, b);
            }
            Operator::Div => {
                if self.dependent.contains(b) {
                    let two = self.arena.integer(2);
                    let square = self.arena.binary(Operator::Pow, b, two);
                    let top = Slope::of(self.arena, a).neg();
                    let outer = top.div(self.arena, square);
                    self.chain(b, scope, adjoint, outer);
                }
                let slope = adjoint.div(self.arena, b);
                self.give(a, scope, slope);
            }
            Operator::Pow => {
                if self.dependent.contains(b) {
                    let outer = outer::by_exponent(self.arena, id, a);
                    self.chain(b, scope, adjoint, outer);
                }
                if self.dependent.contains(a) {
                    let outer = outer::by_base(self.arena, a, b);
                    self.chain(a, scope, adjoint, outer);
                }
            }
        }
    }

    /// Each branch is differentiated in its own scope; the condition is evaluated only.
    fn choice(&mut self, condition: TermId, (a, b): (TermId, TermId), scope: u32, adjoint: Slope) {
        let Some(branches) = &mut self.branches else { return };
        let (yes, no) = branches.opened(condition, scope, adjoint);
        let zero = Slope::zero(self.arena);
        let one = if adjoint.is_zero(self.arena) { zero } else { Slope::one(self.arena) };
        self.give(b, no, one);
        self.give(a, yes, one);
        self.give(condition, scope, zero);
    }
}
