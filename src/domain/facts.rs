//! What is known at every point of a domain D, and what follows from it.
//!
//! A fact is the set of signs a polynomial over kernels can have on D. Facts come from conditions
//! that hold at every point of D; deriving one intersects sets that are each true at every point,
//! so the order of derivations changes how much is found, never whether it is true.

use super::cells::Cut;
use super::frac::Frac;
use super::interval::Interval;
use super::natural::{evident, of_all, of_number};
use super::nonzero::{factors, unsaid};
use super::polysign::split;
use super::space::{Form, Kind, Space};
use super::{Sign, Truth, load};
use crate::algebra::Poly;
use crate::term::{Arena, Node, Operator, Property, Rational, Relation, TermId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;

mod conclude;

/// Facts beyond this many are kept but nothing is derived from them.
const MOST_DERIVED: usize = 64;

/// Polynomials looked at for one question.
pub(super) const WORK: u32 = 600;

/// What is known at every point of a domain.
///
/// ```
/// use chainrule::domain::{Facts, Truth};
/// use chainrule::term::{Arena, Relation};
/// let mut arena = Arena::new();
/// let (x, zero, two) = (arena.symbol("x"), arena.integer(0), arena.integer(2));
/// let given = arena.relation(Relation::Gt, x, two);
/// let mut facts = Facts::new(&mut arena, &[given]);
/// let asked = arena.relation(Relation::Gt, x, zero);
/// assert_eq!(facts.holds(&mut arena, asked), Truth::Yes);
/// ```
#[derive(Clone, Default, Debug)]
pub struct Facts {
    pub(super) space: Space,
    pub(super) known: FxHashMap<Poly, Sign>,
    /// The known polynomials in the order they came.
    pub(super) order: Vec<Poly>,
    /// The known polynomials in one kernel, by kernel.
    pub(super) lines: FxHashMap<u32, Vec<Poly>>,
    pub(super) bounds: Vec<Interval>,
    pub(super) signs: FxHashMap<Poly, (u32, Sign)>,
    pub(super) kernel_memo: Vec<Option<(Sign, Interval)>>,
    pub(super) splits: FxHashMap<Poly, Vec<(Poly, u32)>>,
    pub(super) cuts: FxHashMap<u32, Rc<Cut>>,
    pub(super) work: u32,
    pub(super) depth: u32,
    pub(super) properties: FxHashSet<(Property, Form)>,
    pub(super) given: FxHashSet<TermId>,
    /// No fact is about the kernels from this one on, nor about anything they stand in.
    pub(super) free_from: u32,
    branching: Vec<TermId>,
    pub(super) answers: FxHashMap<TermId, Truth>,
    pub(super) contradictory: bool,
    /// Settled facts have not been held against the others yet.
    unchecked: bool,
    /// There are so many conditions that they are only recognised.
    pub(super) too_many: bool,
}

impl Facts {
    /// The facts of the domain on which all the conditions hold, and so have a value.
    /// Takes time linear in the conditions' size and quadratic in their number.
    pub fn new(arena: &mut Arena, conditions: &[TermId]) -> Facts {
        Facts::default().with(arena, conditions)
    }

    /// These facts and more conditions, such as those inside a branch.
    pub fn with(&self, arena: &mut Arena, more: &[TermId]) -> Facts {
        let mut facts = self.stated(arena, more);
        facts.conclude(arena);
        facts
    }

    /// Draws the conclusions from what was stated.
    pub(super) fn conclude(&mut self, arena: &mut Arena) {
        if !self.too_many {
            self.derive(arena);
        }
    }

    /// These facts and more conditions, without the conclusions from them.
    pub(super) fn stated(&self, arena: &mut Arena, more: &[TermId]) -> Facts {
        let mut facts = self.clone();
        facts.answers.clear();
        if facts.given.len() + more.len() > load::MOST_CONDITIONS {
            facts.too_many = true;
            facts.contradictory |= more.iter().any(|&c| evident(arena, c) == Some(false));
            facts.given.extend(more);
            return facts;
        }
        let (small, large): (Vec<TermId>, Vec<TermId>) = more.iter().partition(|&&c| load::is_small(arena, c));
        facts.given.extend(large);
        let mut all = of_all(arena, &small);
        all.extend(small);
        // What the signs of bases are is asked where powers are read.
        let powers = |arena: &Arena, c: TermId| arena.any(c, |node| is_fractional(arena, node));
        let (late, early): (Vec<TermId>, Vec<TermId>) =
            unsaid(arena, &all, &[]).into_iter().partition(|&c| powers(arena, c));
        early.into_iter().for_each(|c| facts.assume(arena, c));
        facts.free_from = facts.space.len() as u32;
        facts.settle_bases(arena, &late);
        late.into_iter().for_each(|c| facts.assume(arena, c));
        facts.given.extend(all);
        facts.free_from = facts.space.len() as u32;
        facts
    }

    /// Asks for the signs of what is raised to powers that are not whole.
    fn settle_bases(&mut self, arena: &mut Arena, conditions: &[TermId]) {
        for t in arena.reachable(conditions) {
            let Node::Binary(Operator::Pow, base, _) = arena.node(t) else { continue };
            if !is_fractional(arena, arena.node(t)) || !load::is_small(arena, base) {
                continue;
            }
            let Frac { num, den } = self.space.of(arena, base);
            for (p, _) in [num, den].iter().flat_map(|p| split(&p.primitive().1)) {
                self.work = WORK;
                match self.poly_sign(&p) {
                    Sign::POSITIVE => self.space.settle(&p, true),
                    Sign::NEGATIVE => self.space.settle(&p, false),
                    _ => {}
                }
            }
        }
    }

    /// Whether certainly no point satisfies all conditions.
    pub fn contradictory(&mut self) -> bool {
        if std::mem::take(&mut self.unchecked) {
            self.check_settled();
        }
        self.contradictory
    }

    /// A fact whose sign is settled can only be contradicted.
    fn check_settled(&mut self) {
        for i in 0..self.order.len().min(MOST_DERIVED) {
            let p = self.order[i].clone();
            let sign = self.known.get(&p).copied().unwrap_or(Sign::ANY);
            if self.contradictory || !sign.is_settled() {
                continue;
            }
            self.work = WORK;
            let estimate = self.estimate(&p, 2);
            self.contradictory |= sign.and(estimate).is_none();
        }
    }

    /// The signs the term can have on D, where it has a value.
    pub fn sign(&mut self, arena: &mut Arena, term: TermId) -> Sign {
        if self.too_many || !load::is_small(arena, term) {
            return Sign::ANY;
        }
        let frac = self.space.of(arena, term);
        self.work = WORK;
        self.frac_sign(&frac)
    }

    /// Takes a condition as a fact.
    fn assume(&mut self, arena: &mut Arena, condition: TermId) {
        if !self.given.insert(condition) {
            return;
        }
        if evident(arena, condition) == Some(false) {
            self.contradictory = true;
        }
        match arena.node(condition) {
            Node::Relation(relation, a, b) => {
                let difference = self.space.difference(arena, a, b);
                self.learn_frac(&difference, Sign::where_holds(relation));
                // Multiplied out, a product with a root doesn't show its factors.
                if relation == Relation::Ne && arena.is_zero(b) && self.space.has_radicals() {
                    for factor in factors(arena, a) {
                        let factor = self.space.of(arena, factor);
                        self.learn_frac(&factor, Sign::NONZERO);
                    }
                }
            }
            Node::Property(property, a) => self.assume_property(arena, property, a),
            Node::If(..) => self.branching.push(condition),
            _ => {}
        }
    }

    fn assume_property(&mut self, arena: &mut Arena, property: Property, term: TermId) {
        let form = self.space.form(arena, term);
        let frac = self.space.frac(form);
        let kernel = frac.num.variables().first().and_then(|&k| self.space.kernel(k));
        // Two powers with equal fractions need not be defined together; equal kernels are.
        let same_kernel = match (kernel.map(|k| k.kind), arena.node(term)) {
            (Some(Kind::Power(b, e)), Node::Binary(_, x, y)) => {
                (b, e) == (self.space.form(arena, x), self.space.form(arena, y))
            }
            (Some(Kind::Call2(..)), _) => kernel.is_some_and(|k| k.term == term),
            _ => false,
        };
        if property != Property::Defined || same_kernel {
            self.properties.insert((property, form));
        }
        // Zero is a whole number, and a pole.
        if matches!(property, Property::NotPole | Property::NotInteger) {
            self.learn_frac(&frac, Sign::NONZERO);
        }
        let opposite = match property {
            Property::Integer => Property::NotInteger,
            _ => Property::Integer,
        };
        let both = property != Property::NotPole && self.properties.contains(&(opposite, form)) && opposite != property;
        if both && property != Property::Defined {
            self.contradictory = true;
        }
        if let Some(value) = constant(&frac) {
            self.contradictory |= of_number(property, &value) == Some(false);
        }
    }

    /// Intersects what is known of a fraction's sign.
    pub(super) fn learn_frac(&mut self, frac: &Frac, sign: Sign) {
        if frac.den.is_one() || sign.within(Sign::ZERO) || sign == Sign::NONZERO {
            self.learn(&frac.num, sign);
            return;
        }
        self.work = WORK;
        let divisor = self.poly_sign(&frac.den).and(Sign::NONZERO);
        if divisor.is_settled() {
            self.learn(&frac.num, sign.times(divisor));
        } else if frac.num.len() * frac.den.len() <= 64 {
            // The quotient's sign is the product's, since the divisor is not zero.
            self.learn(&frac.num.times(&frac.den), sign);
        }
    }

    /// Intersects what is known of a polynomial's sign; says whether that was news.
    pub(super) fn learn(&mut self, p: &Poly, sign: Sign) -> bool {
        if let Some(value) = p.as_constant() {
            self.contradictory |= !Sign::of(&value).within(sign);
            return false;
        }
        if sign == Sign::ANY {
            return false;
        }
        let (content, p) = p.primitive();
        let sign = if content.is_negative() { sign.negated() } else { sign };
        let known = self.known.get(&p).copied();
        let both = known.unwrap_or(Sign::ANY).and(sign);
        if known == Some(both) {
            return false;
        }
        if known.is_none() {
            self.order.push(p.clone());
            if let Some(k) = p.only_variable() {
                self.lines.entry(k).or_default().push(p.clone());
            }
        }
        self.contradictory |= both.is_none();
        self.bound(&p, both);
        if both == Sign::POSITIVE || both == Sign::NEGATIVE {
            self.space.settle(&p, both == Sign::POSITIVE);
        }
        self.known.insert(p, both);
        self.forget();
        true
    }

    /// Conclusions drawn so far may get stronger.
    fn forget(&mut self) {
        self.signs.clear();
        self.cuts.clear();
        for k in 0..self.kernel_memo.len() {
            // Numbers stay what they are.
            if !self.space.is_number(k as u32) {
                self.kernel_memo[k] = None;
            }
        }
        self.answers.clear();
    }

    /// A polynomial linear in one kernel bounds it.
    fn bound(&mut self, p: &Poly, sign: Sign) {
        let Some(k) = p.only_variable() else { return };
        if p.degree(k) != 1 || sign.is_none() {
            return;
        }
        let [(_, a), rest @ ..] = p.terms() else { return };
        let constant = rest.first().map_or(Rational::ZERO, |t| t.1.clone());
        let shift = Interval::point(-constant);
        let Some(inverse) = a.recip() else { return };
        let range = Interval::of_sign(sign).plus(&shift).scaled(&inverse);
        let index = k as usize;
        if self.bounds.len() <= index {
            self.bounds.resize(index + 1, Interval::default());
        }
        self.bounds[index] = self.bounds[index].and(&range);
        self.contradictory |= self.bounds[index].is_empty();
    }
}

/// Whether a power has something else than a whole number above.
fn is_fractional(arena: &Arena, node: Node) -> bool {
    matches!(node, Node::Binary(Operator::Pow, _, e) if arena.as_rational(e).is_none_or(|e| !e.is_integer()))
}

/// The value of a fraction without kernels.
pub(super) fn constant(frac: &Frac) -> Option<Rational> {
    if frac.den.is_one() { frac.num.as_constant() } else { None }
}
