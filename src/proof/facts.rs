//! What is known at every point of a domain, and what signs follow from it.
//!
//! Facts are signs of fractions in normal form. Each one is stored with what it says of its
//! factors; a query is answered by looking it up, by intervals, by Sturm's theorem in one kernel,
//! by dividing facts out and by subtracting positive multiples of facts.

use super::mono::{Gauss, Mono};
use super::poly::Poly;
use super::range::{ANY, NEG, POS, Range, Signs, ZERO, flip_signs, times_signs};
use super::ring::{Frac, Head, Ring};
use crate::term::{Func, Property, Rational, Relation, TermId};
use rustc_hash::FxHashMap;
use std::rc::Rc;

mod known;
mod reading;

/// A set of facts with everything that was worked out under them.
#[derive(Default)]
pub(super) struct Scope {
    pub(super) ring: Ring,
    /// Expanded terms.
    pub(super) memo: FxHashMap<TermId, Rc<Frac>>,
    /// Terms expanded with functions as they stand.
    pub(super) as_they_stand: FxHashMap<TermId, Rc<Frac>>,
    pub(super) ranges: FxHashMap<TermId, Range>,
    /// Whether inverse hyperbolic functions are unfolded to logarithms.
    pub(super) deep: bool,
    /// Whether functions are taken as they stand: enough for most steps on large formulas.
    pub(super) plain: bool,
    /// Whether these have sines for the squares of cosines from the start.
    pub(super) in_sines: bool,
    signs: FxHashMap<Frac, Signs>,
    /// Facts that others say, only looked up.
    noted: FxHashMap<Frac, Signs>,
    /// Facts on polynomials, for division and for sums.
    pub(super) sums: Vec<(Poly, Signs)>,
    bounds: FxHashMap<u32, Range>,
    pub(super) properties: Vec<(Property, Frac)>,
    /// The powers and calls that have a value where their parts have: no function for a power. Two that are
    /// equal need not have one together.
    pub(super) defined: Vec<(Option<Func>, [Rc<Frac>; 2])>,
    /// Whether an expanded term may say more once other facts are known.
    pub(super) open: bool,
    /// Whether a fact is about a product: it may say more of its factors once other facts are known.
    pub(super) products: bool,
    /// What functions' rows unfold to.
    pub(super) unfolded: FxHashMap<TermId, TermId>,
    /// The branches that are known to be taken, or that neither is.
    pub(super) taken: FxHashMap<TermId, Option<TermId>>,
    /// The fractions facts are about, in the order they came.
    keys: Vec<Frac>,
    /// Whether the facts exclude each other, as far as was seen: then they hold nowhere.
    contradiction: bool,
    /// Whether functions may be shifted by what is zero on a thin set, and whether some was.
    pub(super) thin: bool,
    pub(super) divided: bool,
    /// The work that counting roots has taken.
    pub(super) counted: usize,
    /// How many facts there were when contradictions were looked for.
    searched: usize,
    /// Conditions that hold at every point, but were not read yet.
    pub(super) waiting: Vec<TermId>,
}

/// So many facts are held against what is asked, and so many of these in combinations.
const MAX_SUMS: usize = 256;
pub(super) const MAX_COMBINED: usize = 64;

/// The signs of `a - b` that a comparison allows.
pub(super) fn allowed(relation: Relation) -> Signs {
    match relation {
        Relation::Eq => ZERO,
        Relation::Ne => NEG | POS,
        Relation::Lt => NEG,
        Relation::Le => NEG | ZERO,
        Relation::Gt => POS,
        Relation::Ge => POS | ZERO,
    }
}

impl Scope {
    /// Adds a fact on a property; the properties that have a sign are facts on signs, too.
    pub(super) fn learn_property(&mut self, property: Property, f: &Frac) {
        debug_assert!(property != Property::Defined, "what is defined is known by its parts");
        if property == Property::NotPole || property == Property::NotInteger {
            self.learn(f, ANY & !ZERO);
        }
        self.properties.push((property, f.clone()));
    }

    pub(super) fn knows(&self, property: Property, f: &Frac) -> bool {
        self.properties.iter().any(|(p, g)| *p == property && g == f)
    }

    /// Whether a fraction is known to be no whole number up to 0: no whole number, or above one that is none up
    /// to 0 by a whole number.
    pub(super) fn is_known_no_pole(&mut self, f: &Frac) -> bool {
        (0..self.properties.len()).any(|i| {
            let (property, known) = self.properties[i].clone();
            let apart = match property {
                Property::NotPole | Property::NotInteger => self.ring.minus(f, &known).rational(),
                _ => None,
            };
            apart.is_some_and(|n| n.is_integer() && (property == Property::NotInteger || !n.is_negative()))
        })
    }

    /// Adds the fact that `f` has one of these signs at every point.
    pub(super) fn learn(&mut self, f: &Frac, signs: Signs) {
        // What is said of a root goes on to its argument, as deep as roots are nested.
        stacker::maybe_grow(64 << 10, 1 << 20, || self.learn_one(f, signs));
    }

    /// Remembers a fact that another one says, where many have to be found.
    pub(super) fn note(&mut self, f: &Frac, signs: Signs) {
        let (key, turned) = self.key(f);
        self.noted.insert(key, if turned { flip_signs(signs) } else { signs });
    }

    fn learn_one(&mut self, f: &Frac, signs: Signs) {
        if let Some(c) = f.rational() {
            self.contradiction |= signs & Range::point(c).signs() == 0;
            return;
        }
        let (key, turned) = self.key(f);
        let signs = if turned { flip_signs(signs) } else { signs };
        let old = self.signs.get(&key).copied().unwrap_or(ANY);
        let new = old & signs;
        self.contradiction |= new == 0;
        if new == old {
            return;
        }
        self.signs.insert(key.clone(), new);
        if key.den.is_empty() {
            self.learn_bounds(&key.num, new);
            match self.sums.iter().position(|x| x.0 == key.num) {
                Some(i) => self.sums[i].1 = new,
                None if self.sums.len() < MAX_SUMS => self.sums.push((key.num.clone(), new)),
                None => {}
            }
        }
        self.learn_argument(&key, new);
        if let Some((argument, turned)) = self.crossing(&key) {
            self.learn(&argument, if turned { flip_signs(new) } else { new });
        }
        self.learn_factors(&key, new);
        if let Some(level) = self.level(&key) {
            self.learn(&Frac::poly(level), new);
        }
        self.keys.push(key);
    }

    /// Whether the facts exclude each other; looked for when something can't be shown otherwise.
    pub(super) fn contradictory(&mut self) -> bool {
        let (from, to) = (self.searched, self.keys.len());
        self.searched = to;
        // A new fact may exclude an old one.
        for i in if from < to { 0..to } else { 0..0 } {
            let key = self.keys[i].clone();
            self.contradiction = self.contradiction || self.signs_of(&key) == 0;
        }
        self.contradiction
    }

    /// What the sign of a root, a power or an absolute value says of its argument.
    fn learn_argument(&mut self, f: &Frac, signs: Signs) {
        let Some(kernel) = single(f).map(|k| &self.ring.kernels[k as usize]) else { return };
        let signs = match kernel.head {
            Head::Root | Head::OddRoot(_) => signs,
            // 0^y is 0 where it has a value.
            Head::Abs | Head::Power if signs & ZERO == 0 => NEG | POS,
            _ => return,
        };
        let argument = kernel.arguments.first().map(|a| self.ring.fracs[*a as usize].clone());
        if let Some(f) = argument {
            self.learn(&f, signs);
        }
    }

    /// A polynomial with the signs of the fraction: `u/v` has those of `u*v`, and a square of
    /// something that is not 0 changes none.
    fn level(&mut self, f: &Frac) -> Option<Poly> {
        let clear = self.squares_below(&f.num)?;
        let mut product = f.num.scaled(&clear, &Gauss::real(Rational::ONE));
        for &(d, e) in &f.den {
            let d = self.ring.polys[d as usize].clone();
            if !self.is_real(&d) || product.0.len() * d.0.len() > 64 {
                return None;
            }
            if e % 2 != 0 {
                product = self.ring.times_poly(&product, &d);
            }
        }
        (!f.den.is_empty() || !clear.is_one()).then_some(product)
    }

    /// The least even powers of kernels that clear a polynomial of negative exponents.
    fn squares_below(&self, p: &Poly) -> Option<Mono> {
        let mut clear = Mono::default();
        for k in p.kernels() {
            let least = p.0.iter().map(|t| t.0.degree(k)).min()?;
            if !least.is_negative() {
                continue;
            }
            if !self.ring.kernels[k as usize].real {
                return None;
            }
            let half = &(-least) * &Rational::new(1, 2);
            clear = clear.times(&Mono::power(k, &half.ceil() * &Rational::from(2)));
        }
        Some(clear)
    }

    /// The fraction up to positive factors and the sign of its first coefficient.
    fn key(&self, f: &Frac) -> (Frac, bool) {
        let Some((_, c)) = f.num.0.first() else { return (f.clone(), false) };
        let turned = c.lead() < 0;
        let scale = f.num.size().recip().unwrap_or(Rational::ONE);
        let scale = Gauss::real(if turned { -scale } else { scale });
        let mut positive = Mono::default();
        for (k, e) in self.ring.real_content(&f.num).0 {
            if self.ring.signs_of_power(k, self.own_range(k).signs(), &e) == POS {
                positive = positive.times(&Mono::power(k, -e));
            }
        }
        (Frac { num: f.num.scaled(&positive, &scale), den: f.den.clone() }, turned)
    }

    /// A kernel's bound from a polynomial of degree one in it.
    fn learn_bounds(&mut self, p: &Poly, signs: Signs) {
        let (lead, rest) = match p.0.as_slice() {
            [a] => (a, Rational::ZERO),
            [a, (m, b)] if m.is_one() && b.im.is_zero() => (a, b.re.clone()),
            [(m, b), a] if m.is_one() && b.im.is_zero() => (a, b.re.clone()),
            _ => return,
        };
        let [(k, e)] = lead.0.0.as_slice() else { return };
        let root = rest.checked_div(&lead.1.re);
        let (Some(root), true) = (root.map(|r| -r), e.is_one() && lead.1.im.is_zero()) else { return };
        let signs = if lead.1.re.is_negative() { flip_signs(signs) } else { signs };
        let mut range = Range::all();
        if signs & NEG == 0 {
            range = range.meet(&Range::at_least(root.clone(), signs & ZERO != 0));
        }
        if signs & POS == 0 {
            range = range.meet(&Range::at_most(root.clone(), signs & ZERO != 0));
        }
        range.nonzero = root.is_zero() && signs & ZERO == 0;
        let old = self.bounds.entry(*k).or_insert_with(Range::all);
        *old = old.meet(&range);
    }

    /// What a fact on a product says of its factors.
    fn learn_factors(&mut self, f: &Frac, signs: Signs) {
        let (_, content, p) = self.ring.primitive(&f.num);
        let alone = match content.0.as_slice() {
            [] => true,
            [(_, e)] => p.constant().is_some() && e.is_one(),
            _ => false,
        };
        if alone && f.den.is_empty() {
            return;
        }
        let mut parts: Vec<(Frac, Rational, Signs)> = Vec::new();
        for (k, e) in content.0 {
            let s = self.kernel_signs(k);
            let of_power = self.ring.signs_of_power(k, s, &e);
            parts.push((Frac::poly(Poly::kernel(k)), e, of_power));
        }
        let s = self.poly_signs(&p, 1);
        parts.push((Frac::poly(p), Rational::ONE, s));
        for &(d, e) in &f.den {
            let d = self.ring.polys[d as usize].as_ref().clone();
            let s = self.signs_of_divisor(&d, e);
            parts.push((Frac::poly(d), Rational::from(-e), s));
        }
        self.products = true;
        for i in 0..parts.len() {
            let others = parts.iter().enumerate().filter(|x| x.0 != i).fold(POS, |s, (_, x)| times_signs(s, x.2));
            let (part, e, _) = &parts[i];
            let odd = e.is_integer() && !e.is_even();
            let real = self.is_real(&part.num);
            let power = match others {
                POS => signs,
                NEG => flip_signs(signs),
                _ => ANY,
            };
            let mut said = match power {
                _ if odd => power,
                // An even power is below zero nowhere.
                _ if e.is_integer() && power & POS == 0 => ZERO,
                _ => ANY,
            };
            if !real {
                said |= ANY & !ZERO;
            }
            if signs & ZERO == 0 || e.is_negative() {
                said &= !ZERO;
            }
            if said != ANY && part.num.constant().is_none() {
                self.learn(&part.clone(), said);
            }
        }
    }
}

/// The kernel that a fraction consists of, if it is one.
pub(super) fn single(f: &Frac) -> Option<u32> {
    let [(m, c)] = f.num.0.as_slice() else { return None };
    let [(k, e)] = m.0.as_slice() else { return None };
    (f.den.is_empty() && e.is_one() && c.im.is_zero() && c.re.is_one()).then_some(*k)
}
