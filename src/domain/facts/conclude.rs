//! Conclusions from facts: one fact at a time, in rounds, until nothing new is found.

use super::super::canonical::is_variable;
use super::super::interval::Interval;
use super::super::space::Form;
use super::super::{Sign, Truth, invert};
use super::{Facts, MOST_DERIVED, WORK};
use crate::algebra::Poly;
use crate::term::{Arena, Node, Property, Rational};

/// Rounds of deriving facts from facts.
const ROUNDS: usize = 4;

impl Facts {
    /// Draws conclusions until nothing new is found, within a bound.
    pub(super) fn derive(&mut self, arena: &mut Arena) {
        if self.only_bounds() {
            return;
        }
        self.unchecked = true;
        // So many facts in a row have said nothing new.
        let mut silent = 0;
        for _ in 0..ROUNDS {
            if self.settle_branches(arena) | self.sharpen_integers() {
                silent = 0;
            }
            let mut next = 0;
            // Facts found on the way have their turn in the same round.
            while next < self.order.len().min(MOST_DERIVED) {
                if self.contradictory || silent >= self.order.len().min(MOST_DERIVED) {
                    return;
                }
                let p = self.order[next].clone();
                silent = if self.derive_from(&p) { 0 } else { silent + 1 };
                next += 1;
            }
        }
    }

    /// Draws the conclusions from one fact; says whether there were any.
    fn derive_from(&mut self, p: &Poly) -> bool {
        let known = self.known.get(p).copied().unwrap_or(Sign::ANY);
        self.work = WORK;
        let sign = match known {
            _ if known.is_settled() => known,
            Sign::NONZERO => known.and(self.estimate(p, 1)),
            _ => known.and(self.estimate(p, 2)),
        };
        self.learn(p, sign) | self.spread(p, sign) | invert::learn_argument(self, p, sign)
    }

    /// Whether variables are compared with numbers and nothing else is known, so that the bounds say
    /// all there is.
    fn only_bounds(&self) -> bool {
        let line = |p: &Poly| match p.only_variable() {
            Some(k) if p.degree(k) == 1 && is_variable(&self.space, k) => {
                let missing = self.known.get(p) == Some(&Sign::NONZERO);
                !missing || self.bounds.get(k as usize).is_none_or(Interval::is_everything)
            }
            _ => false,
        };
        self.properties.is_empty() && self.branching.is_empty() && self.order.iter().all(line)
    }

    /// Bounds of whole numbers are whole numbers that can be reached.
    fn sharpen_integers(&mut self) -> bool {
        let mut whole: Vec<Form> = self.properties.iter().filter(|p| p.0 == Property::Integer).map(|p| p.1).collect();
        whole.sort_unstable();
        let mut news = false;
        for form in whole {
            let frac = self.space.frac(form);
            let Some(k) = frac.num.only_variable() else { continue };
            if !frac.den.is_one() || frac.num != Poly::variable(k) {
                continue;
            }
            let bounds = self.bounds.get(k as usize).cloned().unwrap_or_default();
            let inside = |(v, closed): (Rational, bool), next: Rational| {
                if !closed && v == next { &next + &Rational::ONE } else { next }
            };
            let lo = bounds.lo.map(|e| inside(e.clone(), e.0.ceil()));
            let hi = bounds.hi.map(|e| -inside((-e.0.clone(), e.1), (-e.0).ceil()));
            for (end, sign) in [(lo, Sign::NONNEGATIVE), (hi, Sign::NONNEGATIVE.negated())] {
                let Some(end) = end else { continue };
                news |= self.learn(&Poly::variable(k).minus(&Poly::constant(end)), sign);
            }
        }
        news
    }

    /// What a product's sign says of its factors.
    fn spread(&mut self, p: &Poly, sign: Sign) -> bool {
        let factors = self.factors(p);
        if factors.len() == 1 && factors[0].1 == 1 {
            return false;
        }
        // Of one that is only not zero, the signs of the others say nothing.
        let sign_of = |(f, e): &(Poly, u32)| if sign == Sign::NONZERO { sign } else { self.poly_sign(f).power(*e) };
        let signs: Vec<Sign> = factors.iter().map(sign_of).collect();
        let mut news = false;
        for (i, (factor, exponent)) in factors.iter().enumerate() {
            let others = signs.iter().enumerate().filter(|(j, _)| *j != i);
            let others = others.fold(Sign::POSITIVE, |s, (_, t)| s.times(*t));
            let power = others.cofactor(sign);
            let even = exponent % 2 == 0;
            let own = if even { Sign { neg: power.pos, zero: power.zero, pos: power.pos } } else { power };
            // In one kernel, all that is known of it together may say more.
            let own = if p.only_variable().is_some() { own.and(self.poly_sign(factor)) } else { own };
            news |= self.learn(factor, own);
        }
        news
    }

    /// Takes up what holds in a branch once it is known which branch D lies in.
    fn settle_branches(&mut self, arena: &mut Arena) -> bool {
        let (mut todo, mut kept, mut news) = (std::mem::take(&mut self.branching), Vec::new(), false);
        while let Some(id) = todo.pop() {
            let Node::If(c, p, q) = arena.node(id) else { continue };
            let side = match self.atom(arena, c) {
                Truth::Yes => p,
                Truth::No => q,
                Truth::Unknown => {
                    kept.push(id);
                    continue;
                }
            };
            self.assume(arena, side);
            todo.append(&mut self.branching);
            news = true;
        }
        self.branching = kept;
        news
    }
}
