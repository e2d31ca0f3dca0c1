//! Terms to fractions over kernels: the normal form everything else is built on.
//!
//! Exponentials become whole powers of few kernels through a lattice of exponents, hyperbolic
//! functions become exponentials, roots and absolute values carry the relation `R^n = b`, and
//! angles that are rational multiples of each other share one sine and one cosine.

use super::apart::Split;
use super::fraction::Failure;
use super::kernel::{Kernels, Key, Kind, Knowledge};
use super::{Budget, Fraction, Monomial, Poly};
use crate::term::{Arena, Func, Node, Operator, Rational, TermId};
use rustc_hash::{FxHashMap, FxHashSet};

/// A piece of an exponent or a sum: a power product over a denominator.
pub(super) type Atom = (Monomial, Vec<(Poly, i32)>);

/// One independent direction among the exponents of a formula.
#[derive(Clone, Debug)]
pub(super) struct Direction {
    pub(super) vector: Vec<(Atom, Rational)>,
    pub(super) kernel: u32,
}

/// Reads the terms of one formula into fractions.
pub struct Normal<'a, K: Knowledge> {
    /// The terms.
    pub arena: &'a mut Arena,
    /// What is known at every point of the domain.
    pub facts: &'a mut K,
    /// The kernels met so far.
    pub kernels: Kernels,
    values: FxHashMap<TermId, Fraction>,
    pub(super) directions: Vec<Direction>,
    pub(super) lattices: FxHashMap<TermId, i64>,
    /// Whether functions are taken as they stand, without relations between them.
    pub plain: bool,
    /// Whether roots stay below the line where their conjugate may be zero, and powers in one piece.
    pub kept: bool,
    /// How roots of products are read.
    pub split: Split,
    /// Whether sines and cosines of sums are taken apart.
    pub spread: bool,
    /// Whether sums of quotients keep their spelling below the line, and under roots all of it.
    pub held: bool,
    /// Whether numbers are written as decimals where that is exact.
    pub decimals: bool,
    /// Factors found before: shapes ask for the same ones again and again.
    pub(super) factored: FxHashMap<Poly, super::Factors>,
    /// How sums are spelled in the formula, by primitive polynomial.
    pub spellings: FxHashMap<Poly, (TermId, Rational)>,
    /// Sums written before: shapes write the same ones again and again.
    pub(super) written: FxHashMap<Poly, (Rational, TermId)>,
    /// Fractions written before, with the sign in front apart.
    pub(super) spelled: FxHashMap<Fraction, (bool, TermId)>,
}

/// Higher powers of sums are not taken apart.
pub(super) const HIGHEST: u32 = 1 << 16;
const RESTARTS: usize = 8;
const WORK: u64 = 400_000;

impl<'a, K: Knowledge> Normal<'a, K> {
    /// A reader without any kernels.
    pub fn new(arena: &'a mut Arena, facts: &'a mut K) -> Self {
        let limits = arena.limits;
        let work = Budget::new(limits.share(WORK)).with_sizes(limits.expansion, limits.integer);
        Normal {
            arena,
            facts,
            kernels: Kernels::new(work),
            values: FxHashMap::default(),
            directions: Vec::new(),
            lattices: FxHashMap::default(),
            plain: false,
            kept: false,
            split: Split::Whole,
            spread: false,
            held: false,
            decimals: false,
            factored: FxHashMap::default(),
            spellings: FxHashMap::default(),
            written: FxHashMap::default(),
            spelled: FxHashMap::default(),
        }
    }

    /// The fraction a term stands for.
    ///
    /// # Errors
    /// When a divisor is identically zero on the domain. When the budget is spent, the parts that
    /// can't be read become kernels of their own instead.
    pub fn read(&mut self, root: TermId) -> Result<Fraction, Failure> {
        self.read_all(&[root])?.pop().ok_or(Failure::Exhausted)
    }

    /// The fractions several terms stand for, over the same kernels.
    ///
    /// # Errors
    /// As for [`Normal::read`].
    pub fn read_all(&mut self, roots: &[TermId]) -> Result<Vec<Fraction>, Failure> {
        for _ in 0..RESTARTS {
            match self.read_once(roots) {
                Err(Failure::Restart) => self.forget(),
                done => return done,
            }
        }
        Err(Failure::Exhausted)
    }

    /// The factors of a polynomial, as [`super::factor`] finds them.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn factors(&mut self, p: &Poly) -> Result<super::Factors, Failure> {
        if let Some(known) = self.factored.get(p) {
            return Ok(known.clone());
        }
        let found = super::factor(p, &mut self.kernels.work)?;
        self.factored.insert(p.clone(), found.clone());
        Ok(found)
    }

    /// Every sum among the factors split as far as light factoring and the budget go:
    /// `(x - 1)*(x + 1)` instead of `x^2 - 1`.
    pub fn fully_factored(&mut self, f: &Fraction) -> Fraction {
        let mut out = Fraction::constant(f.coefficient.clone());
        for (p, e) in &f.factors {
            let fits = e.unsigned_abs() < HIGHEST;
            if p.len() > 1
                && fits
                && let Ok((c, parts)) = self.factors(p)
            {
                out.coefficient = &out.coefficient * &c.pow(*e).unwrap_or(Rational::ONE);
                parts.into_iter().for_each(|(q, m)| out.push(q, m as i32 * e));
            } else {
                out.push(p.clone(), *e);
            }
        }
        out
    }

    fn forget(&mut self) {
        self.kernels.clear();
        self.factored.clear();
        self.values.clear();
        self.directions.clear();
        self.spellings.clear();
        self.written.clear();
        self.spelled.clear();
    }

    fn read_once(&mut self, roots: &[TermId]) -> Result<Vec<Fraction>, Failure> {
        let order = self.arena.reachable(roots);
        let exponent = |id: &TermId| match self.arena.node(*id) {
            Node::Call(Func::Exp, a) => Some((self.arena.tree_size(a), *id)),
            _ => None,
        };
        let mut exponents: Vec<(u128, TermId)> = order.iter().filter_map(exponent).collect();
        if let ([root], true) = (roots, exponents.is_empty()) {
            return Ok(vec![self.read_in(order, *root)?]);
        }
        exponents.sort_unstable();
        for (_, id) in exponents {
            self.read_part(id)?;
        }
        roots.iter().map(|root| self.read_part(*root)).collect()
    }

    /// Reads every sub-term not read before, arguments first; sums are read as a whole.
    pub(super) fn read_part(&mut self, root: TermId) -> Result<Fraction, Failure> {
        self.read_in(self.arena.reachable(&[root]), root)
    }

    /// The same, with the sub-terms given.
    fn read_in(&mut self, order: Vec<TermId>, root: TermId) -> Result<Fraction, Failure> {
        let inner = self.inside_sums(&order, root);
        for id in order {
            if self.values.contains_key(&id) || inner.contains(&id) {
                continue;
            }
            let value = match self.read_node(id) {
                Err(Failure::Exhausted) => self.opaque(id),
                other => other?,
            };
            if self.is_sum(id) {
                self.remember_spelling(id, &value);
            }
            self.values.insert(id, value);
        }
        Ok(self.values[&root].clone())
    }

    fn is_sum(&self, id: TermId) -> bool {
        matches!(self.arena.node(id), Node::Binary(Operator::Add | Operator::Sub, _, _))
    }

    /// Sums that stand only in sums: they are read with the sum around them.
    fn inside_sums(&self, order: &[TermId], root: TermId) -> FxHashSet<TermId> {
        if !order.iter().any(|id| *id != root && self.is_sum(*id)) {
            return FxHashSet::default();
        }
        let mut elsewhere: FxHashSet<TermId> = [root].into_iter().collect();
        for &id in order {
            if !self.is_sum(id) {
                self.arena.each_child(id, |c| {
                    if self.is_sum(c) {
                        elsewhere.insert(c);
                    }
                });
            }
        }
        order.iter().copied().filter(|id| self.is_sum(*id) && !elsewhere.contains(id)).collect()
    }

    fn remember_spelling(&mut self, id: TermId, value: &Fraction) {
        if let [(p, 1)] = value.factors.as_slice()
            && p.len() > 1
        {
            self.spellings.entry(p.clone()).or_insert((id, value.coefficient.clone()));
            self.written.clear();
            self.spelled.clear();
        }
    }

    pub(super) fn opaque(&mut self, id: TermId) -> Fraction {
        let kernel = self.kernels.intern(Key::Term(id), || Kind::Opaque(id));
        Fraction::kernel(kernel, 1)
    }

    /// The logarithms that were read as something else, and as what.
    pub fn logarithms(&self) -> Vec<(TermId, Fraction)> {
        let is_log = |t: &TermId| matches!(self.arena.node(*t), Node::Call(Func::Log, _));
        let read = self.values.iter().filter(|x| is_log(x.0) && x.1.factors.iter().any(|f| f.0.len() > 1));
        let mut all: Vec<(TermId, Fraction)> = read.map(|x| (*x.0, x.1.clone())).collect();
        all.sort_unstable_by_key(|x| x.0);
        all
    }

    /// What a term was read as, if it was.
    pub fn read_before(&self, id: TermId) -> Option<Fraction> {
        self.values.get(&id).cloned()
    }

    pub(super) fn value(&self, id: TermId) -> Fraction {
        self.values[&id].clone()
    }

    fn read_node(&mut self, id: TermId) -> Result<Fraction, Failure> {
        match self.arena.node(id) {
            Node::Number(n) => Ok(Fraction::constant(self.arena.number_value(n).clone())),
            Node::Neg(a) => Ok(self.values[&a].negated()),
            Node::Binary(Operator::Add | Operator::Sub, _, _) => self.read_sum(id),
            Node::Binary(Operator::Mul, a, b) => {
                let product = self.values[&a].times(&self.values[&b], &mut self.kernels)?;
                self.conjugates_joined(product)
            }
            Node::Binary(Operator::Div, a, b) => {
                let below = match super::divisor_of_quotients(self.arena, b).filter(|_| self.held) {
                    Some((sum, power)) => self.opaque(sum).pow(-power, &mut self.kernels)?,
                    None => self.inverse(&self.value(b))?,
                };
                let quotient = self.values[&a].times(&below, &mut self.kernels)?;
                self.conjugates_joined(quotient)
            }
            Node::Binary(Operator::Pow, a, b) => self.read_power(a, b),
            Node::Call(f, a) => self.read_call(id, f, a),
            Node::Call2(f, a, b) => self.read_call2(id, f, a, b),
            _ => Ok(self.opaque(id)),
        }
    }

    fn read_sum(&mut self, id: TermId) -> Result<Fraction, Failure> {
        let (mut terms, mut rest) = (Vec::new(), Vec::new());
        let mut todo = vec![(id, false)];
        while let Some((t, negative)) = todo.pop() {
            match self.arena.node(t) {
                Node::Binary(Operator::Add, a, b) if t == id || !self.values.contains_key(&t) => {
                    todo.extend([(b, negative), (a, negative)]);
                }
                Node::Binary(Operator::Sub, a, b) if t == id || !self.values.contains_key(&t) => {
                    todo.extend([(b, !negative), (a, negative)]);
                }
                _ => {
                    let v = &self.values[&t];
                    if !is_term(v) {
                        rest.push(if negative { v.negated() } else { v.clone() });
                        continue;
                    }
                    let p = v.expanded(&mut self.kernels)?.into_terms();
                    terms.extend(p.into_iter().map(|(m, c)| (m, if negative { -c } else { c })));
                }
            }
        }
        let sum = self.sum(terms, rest)?;
        if self.kept { self.root_in_front(sum) } else { Ok(sum) }
    }

    /// The sum of the terms of a polynomial and of many fractions: these pairwise by halves.
    fn sum(&mut self, terms: Vec<(Monomial, Rational)>, mut rest: Vec<Fraction>) -> Result<Fraction, Failure> {
        let polynomial = super::fraction::reduce(&Poly::from_terms(terms), &mut self.kernels)?;
        rest.push(polynomial);
        while rest.len() > 1 {
            let mut next = Vec::with_capacity(rest.len().div_ceil(2));
            for pair in rest.chunks(2) {
                next.push(match pair {
                    [a, b] => a.plus(b, &mut self.kernels)?,
                    [a] => a.clone(),
                    _ => Fraction::zero(),
                });
            }
            rest = next;
        }
        Ok(rest.pop().unwrap_or_else(Fraction::zero))
    }

    fn read_power(&mut self, base: TermId, exponent: TermId) -> Result<Fraction, Failure> {
        let number = self.values[&exponent].as_constant().cloned();
        let whole = number.as_ref().and_then(|r| i32::try_from(r.to_i64()?).ok());
        if let Some(n) = whole.filter(|n| *n >= 0) {
            return self.values[&base].pow(n, &mut self.kernels);
        }
        let b = self.value(base);
        if let Some(n) = whole {
            return self.inverse(&b)?.pow(-n, &mut self.kernels);
        }
        if let Some(r) = number {
            let parts = small(&r.numerator()).zip(small(&r.denominator())).filter(|x| x.1 > 1);
            let (p, q) = parts.ok_or(Failure::Exhausted)?;
            return self.root_power(base, &b, p, q as u32);
        }
        let e = self.value(exponent);
        // (2*3)^x is 6^x.
        let base = b.as_constant().map_or(base, |value| self.shorter_number(base, value));
        if self.facts.positive(self.arena, base) {
            return self.positive_power(base, &b, exponent, &e);
        }
        self.open_power(base, b, exponent, &e)
    }
}

pub(super) fn is_term(f: &Fraction) -> bool {
    f.factors.iter().all(|(_, e)| *e > 0)
}

pub(super) fn small(n: &dashu::integer::IBig) -> Option<i32> {
    i32::try_from(n).ok()
}
