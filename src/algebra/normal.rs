//! Terms to fractions over kernels: the normal form everything else is built on.
//!
//! Exponentials become whole powers of few kernels through a lattice of exponents, hyperbolic
//! functions become exponentials, roots and absolute values carry the relation `R^n = b`, and
//! angles that are rational multiples of each other share one sine and one cosine.

use super::fraction::{Failure, single};
use super::kernel::{Key, Kernels, Kind, Knowledge};
use super::{Fraction, Monomial, Poly};
use crate::parse;
use crate::term::{Arena, Func, Node, Operator, Parity, Rational, TermId};
use rustc_hash::{FxHashMap, FxHashSet};

/// A piece of an exponent or a sum: a power product over a denominator.
type Atom = (Monomial, Vec<(Poly, i32)>);

/// One independent direction among the exponents of a formula.
#[derive(Clone, Debug)]
struct Direction {
    vector: Vec<(Atom, Rational)>,
    kernel: u32,
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
    directions: Vec<Direction>,
    lattices: FxHashMap<TermId, i64>,
    /// Whether functions are taken as they stand, without relations between them.
    pub plain: bool,
    /// Whether numbers are written as decimals where that is exact.
    pub decimals: bool,
    /// How sums are spelled in the formula, by primitive polynomial.
    pub spellings: FxHashMap<Poly, (TermId, Rational)>,
}

const RESTARTS: usize = 8;
const WORK: u64 = 400_000;

impl<'a, K: Knowledge> Normal<'a, K> {
    /// A reader without any kernels.
    pub fn new(arena: &'a mut Arena, facts: &'a mut K) -> Self {
        Normal {
            arena,
            facts,
            kernels: Kernels::new(WORK),
            values: FxHashMap::default(),
            directions: Vec::new(),
            lattices: FxHashMap::default(),
            plain: false,
            decimals: false,
            spellings: FxHashMap::default(),
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

    fn forget(&mut self) {
        self.kernels.clear();
        self.values.clear();
        self.directions.clear();
        self.spellings.clear();
    }

    fn read_once(&mut self, roots: &[TermId]) -> Result<Vec<Fraction>, Failure> {
        let mut exponents: Vec<(u128, TermId)> = Vec::new();
        for id in self.arena.reachable(roots) {
            if let Node::Call(Func::Exp, a) = self.arena.node(id) {
                exponents.push((self.arena.tree_size(a), id));
            }
        }
        exponents.sort_unstable();
        for (_, id) in exponents {
            self.read_part(id)?;
        }
        roots.iter().map(|root| self.read_part(*root)).collect()
    }

    /// Reads every sub-term not read before, arguments first; sums are read as a whole.
    fn read_part(&mut self, root: TermId) -> Result<Fraction, Failure> {
        let order = self.arena.reachable(&[root]);
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
        let mut elsewhere: FxHashSet<TermId> = [root].into_iter().collect();
        for &id in order {
            if !self.is_sum(id) {
                elsewhere.extend(self.arena.children(id));
            }
        }
        order.iter().copied().filter(|id| self.is_sum(*id) && !elsewhere.contains(id)).collect()
    }

    fn remember_spelling(&mut self, id: TermId, value: &Fraction) {
        if let [(p, 1)] = value.factors.as_slice()
            && p.len() > 1
        {
            self.spellings.entry(p.clone()).or_insert((id, value.coefficient.clone()));
        }
    }

    fn opaque(&mut self, id: TermId) -> Fraction {
        let kernel = self.kernels.intern(Key::Term(id), || Kind::Opaque(id));
        Fraction::kernel(kernel, 1)
    }

    fn value(&self, id: TermId) -> Fraction {
        self.values[&id].clone()
    }

    fn read_node(&mut self, id: TermId) -> Result<Fraction, Failure> {
        match self.arena.node(id) {
            Node::Number(n) => Ok(Fraction::constant(self.arena.number_value(n).clone())),
            Node::Neg(a) => Ok(self.value(a).negated()),
            Node::Binary(Operator::Add | Operator::Sub, _, _) => self.read_sum(id),
            Node::Binary(Operator::Mul, a, b) => self.value(a).times(&self.value(b), &mut self.kernels),
            Node::Binary(Operator::Div, a, b) => {
                let below = self.inverse(&self.value(b))?;
                self.value(a).times(&below, &mut self.kernels)
            }
            Node::Binary(Operator::Pow, a, b) => self.read_power(a, b),
            Node::Call(f, a) => self.read_call(id, f, a),
            Node::Call2(f, a, b) => self.read_call2(id, f, a, b),
            _ => Ok(self.opaque(id)),
        }
    }

    fn read_sum(&mut self, id: TermId) -> Result<Fraction, Failure> {
        let mut parts = Vec::new();
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
                    let v = self.value(t);
                    parts.push(if negative { v.negated() } else { v });
                }
            }
        }
        self.sum(parts)
    }

    /// The sum of many fractions: polynomials first, then pairwise by halves.
    fn sum(&mut self, parts: Vec<Fraction>) -> Result<Fraction, Failure> {
        let (whole, mut rest): (Vec<_>, Vec<_>) = parts.into_iter().partition(is_term);
        let mut terms = Vec::new();
        for f in &whole {
            let p = f.expanded(&mut self.kernels)?;
            terms.extend(p.terms().iter().cloned());
        }
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

    /// The fraction with everything above the line multiplied out and relations applied, for
    /// products in which a root meets its conjugate.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn multiplied_out(&mut self, f: &Fraction) -> Result<Fraction, Failure> {
        let (above, below) = f.split();
        let p = above.scaled(&f.coefficient).expanded(&mut self.kernels)?;
        let top = super::fraction::reduce(&p, &mut self.kernels)?;
        top.times(&below.pow(-1, &mut self.kernels)?, &mut self.kernels)
    }

    /// One over the fraction, with roots moved out of sums below the line.
    fn inverse(&mut self, f: &Fraction) -> Result<Fraction, Failure> {
        let mut out = f.pow(-1, &mut self.kernels)?;
        while let Some((p, e, kernel)) = self.irrational_divisor(&out) {
            let (conjugate, norm) = self.conjugate(&p, kernel)?;
            if norm.is_zero() || norm.factors.iter().any(|x| x.0 == p) {
                break;
            }
            out.push(p, -e);
            let above = Fraction::polynomial(&conjugate).pow(-e, &mut self.kernels)?;
            let below = norm.pow(e, &mut self.kernels)?;
            out = out.times(&above, &mut self.kernels)?.times(&below, &mut self.kernels)?;
        }
        Ok(out)
    }

    fn irrational_divisor(&self, f: &Fraction) -> Option<(Poly, i32, u32)> {
        f.factors.iter().filter(|x| x.1 < 0 && x.0.len() > 1).find_map(|(p, e)| {
            let square_root = |k: &u32| matches!(self.kernels.kind(*k), Kind::Root { index: 2, .. }) && p.degree(*k) == 1;
            p.variables().into_iter().rev().find(square_root).map(|k| (p.clone(), *e, k))
        })
    }

    /// `a - b R` and `a² - b² R²` for a polynomial `a + b R`.
    fn conjugate(&mut self, p: &Poly, kernel: u32) -> Result<(Poly, Fraction), Failure> {
        let part = |degree| p.coefficients(kernel).into_iter().find(|c| c.0 == degree).map_or_else(Poly::zero, |c| c.1);
        let conjugate = part(0).minus(&part(1).times(&Poly::variable(kernel)));
        let product = p.times_within(&conjugate, &mut self.kernels.work)?;
        Ok((conjugate, super::fraction::reduce(&product, &mut self.kernels)?))
    }

    fn read_power(&mut self, base: TermId, exponent: TermId) -> Result<Fraction, Failure> {
        let (b, e) = (self.value(base), self.value(exponent));
        if let Some(r) = e.as_constant() {
            let r = r.clone();
            if let Some(n) = r.to_i64().and_then(|n| i32::try_from(n).ok()) {
                return if n < 0 { self.inverse(&b)?.pow(-n, &mut self.kernels) } else { self.whole_power(&b, n) };
            }
            if let (Some(p), Some(q)) = (small(&r.numerator()), small(&r.denominator()))
                && q > 1
            {
                return self.root_power(base, &b, p, q as u32);
            }
            return Err(Failure::Exhausted);
        }
        if self.facts.positive(self.arena, base) {
            return self.positive_power(base, &b, exponent, &e);
        }
        self.open_power(base, b, exponent, &e)
    }

    fn whole_power(&mut self, b: &Fraction, n: i32) -> Result<Fraction, Failure> {
        b.pow(n, &mut self.kernels)
    }

    /// `b^(p/q)` by the relation `R^q = b`; positive parts leave the root.
    fn root_power(&mut self, spelled: TermId, b: &Fraction, p: i32, q: u32) -> Result<Fraction, Failure> {
        if b.is_zero() {
            return if p > 0 { Ok(Fraction::zero()) } else { Err(Failure::DivisionByZero) };
        }
        let (mut outside, inside) = self.leave_root(b, q)?;
        let rest = if inside == Fraction::one() {
            Fraction::one()
        } else if b.coefficient == inside.coefficient && inside.factors == b.factors {
            self.root_kernel(inside, spelled, q)
        } else {
            self.split_root(inside, q)?
        };
        outside = outside.times(&rest, &mut self.kernels)?;
        if p < 0 { self.inverse(&outside)?.pow(-p, &mut self.kernels) } else { outside.pow(p, &mut self.kernels) }
    }

    fn root_kernel(&mut self, radicand: Fraction, spelled: TermId, index: u32) -> Fraction {
        let key = Key::Root(radicand.clone(), index);
        let base = self.shorter_spelling(&radicand, spelled);
        Fraction::kernel(self.kernels.intern(key, || Kind::Root { radicand, base, index }), 1)
    }

    /// Separate roots for the positive constant part and for the rest.
    fn split_root(&mut self, inside: Fraction, index: u32) -> Result<Fraction, Failure> {
        let mut out = Fraction::one();
        let mut rest = Fraction { coefficient: Rational::ONE, factors: vec![] };
        let sign = if inside.coefficient.is_negative() { Rational::from(-1) } else { Rational::ONE };
        for part in [Rational::from_integer(inside.coefficient.abs().numerator())] {
            if !part.is_one() {
                let spelled = self.arena.rational(&part);
                let root = self.root_kernel(Fraction::constant(part), spelled, index);
                out = out.times(&root, &mut self.kernels)?;
            }
        }
        for (p, e) in &inside.factors {
            let pi = single(p).is_some_and(|k| matches!(self.kernels.kind(k), Kind::Opaque(t) if self.arena.node(*t) == Node::Pi));
            if pi && *e > 0 {
                let spelled = self.arena.pi();
                let root = self.root_kernel(Fraction { coefficient: Rational::ONE, factors: vec![(p.clone(), 1)] }, spelled, index);
                out = out.times(&root.pow(*e, &mut self.kernels)?, &mut self.kernels)?;
            } else {
                rest.push(p.clone(), *e);
            }
        }
        rest.coefficient = sign;
        if rest != Fraction::one() {
            let spelled = super::emit::spell(self, &rest);
            let root = self.root_kernel(rest, spelled, index);
            out = out.times(&root, &mut self.kernels)?;
        }
        Ok(out)
    }

    /// Splits `b = outside^q · inside` with `outside` known not to be negative.
    fn leave_root(&mut self, b: &Fraction, q: u32) -> Result<(Fraction, Fraction), Failure> {
        let squares = if q == 2 { with_squares(b) } else { b.clone() };
        let (mut outside, mut inside) = (Fraction::one(), squares.clone());
        let (top, left_top) = perfect_part(&b.coefficient.abs().numerator(), q);
        let (bottom, left_bottom) = perfect_part(&b.coefficient.abs().denominator(), q);
        // b/d = b d^(q-1) / d^q, so no root stays below the line of the number.
        let lift = Rational::from_integer(left_bottom.clone()).pow(q as i32 - 1).ok_or(Failure::Exhausted)?;
        let below = Rational::from_integer(bottom) * Rational::from_integer(left_bottom);
        outside.coefficient = Rational::from_integer(top).checked_div(&below).ok_or(Failure::DivisionByZero)?;
        inside.coefficient = Rational::from_integer(left_top) * lift;
        if b.coefficient.is_negative() {
            inside.coefficient = -inside.coefficient;
        }
        for (p, e) in &squares.factors {
            let whole = e.div_euclid(q as i32);
            if whole == 0 {
                continue;
            }
            let spelled = super::emit::spell(self, &Fraction { coefficient: Rational::ONE, factors: vec![(p.clone(), 1)] });
            let exact = e % q as i32 == 0;
            if self.facts.positive(self.arena, spelled) || (exact && whole > 0 && self.facts.nonnegative(self.arena, spelled)) {
                outside.push(p.clone(), whole);
                inside.push(p.clone(), -whole * q as i32);
            } else {
                let negated = self.arena.neg(spelled);
                if q % 2 == 0 && self.facts.positive(self.arena, negated) {
                    outside.push(p.clone(), whole);
                    if whole % 2 != 0 {
                        outside.coefficient = -outside.coefficient.clone();
                    }
                    inside.push(p.clone(), -whole * q as i32);
                }
            }
        }
        // What didn't leave the root stays as it stood.
        Ok((outside.clone(), if outside.factors.is_empty() { Fraction { factors: b.factors.clone(), ..inside } } else { inside }))
    }

    /// `b^e = exp(e log b)` for a base known to be positive.
    fn positive_power(&mut self, base: TermId, b: &Fraction, exponent: TermId, e: &Fraction) -> Result<Fraction, Failure> {
        let log = self.read_log(base, b)?;
        let product = e.times(&log, &mut self.kernels)?;
        let whole = self.exponential(&product, || (exponent, Some((base, exponent))))?;
        Ok(whole)
    }

    /// A power whose base may be negative: only whole parts of the exponent are split off, and
    /// only where the base is known not to be zero.
    fn open_power(&mut self, base: TermId, b: Fraction, exponent: TermId, e: &Fraction) -> Result<Fraction, Failure> {
        let mut whole = 0;
        let mut rest = e.clone();
        if self.facts.nonzero(self.arena, base) {
            let constant = constant_term(e, &mut self.kernels)?.floor();
            if let Some(n) = constant.to_i64().and_then(|n| i32::try_from(n).ok()) {
                whole = n;
                rest = e.plus(&Fraction::constant(-constant), &mut self.kernels)?;
            }
        }
        let negative = rest.coefficient.is_negative() && self.facts.nonzero(self.arena, base);
        if negative {
            rest = rest.negated();
        }
        let spelled = if whole == 0 && !negative { exponent } else { super::emit::spell(self, &rest) };
        let canonical = super::emit::spell(self, &rest);
        let key = Key::Power(b.clone(), canonical);
        let value = b.clone();
        let kernel = self.kernels.intern(key, || Kind::Power { base, value, exponent: spelled });
        let power = Fraction::kernel(kernel, if negative { -1 } else { 1 });
        if whole == 0 {
            return Ok(power);
        }
        let shift = if whole < 0 { self.inverse(&b)?.pow(-whole, &mut self.kernels)? } else { b.pow(whole, &mut self.kernels)? };
        power.times(&shift, &mut self.kernels)
    }

    fn read_call(&mut self, id: TermId, f: Func, a: TermId) -> Result<Fraction, Failure> {
        let v = self.value(a);
        match f {
            Func::Exp => self.exponential(&v, || (a, None)),
            Func::Log => self.read_log(a, &v),
            Func::Sqrt => self.root_power(a, &v, 1, 2),
            Func::Abs => self.read_abs(a, &v),
            Func::Sign => self.read_sign(id, a, &v),
            _ if self.plain => self.read_opaque_call(id, f, &[a]),
            Func::Sin | Func::Cos => self.read_angle(f, a, &v),
            Func::Asinh | Func::Acosh | Func::Atanh | Func::Acoth => self.read_opaque_call(id, f, &[a]),
            _ if f.row().means.is_empty() => self.read_opaque_call(id, f, &[a]),
            _ => self.read_definition(f, &[a]),
        }
    }

    fn read_call2(&mut self, id: TermId, f: Func, a: TermId, b: TermId) -> Result<Fraction, Failure> {
        if self.plain || f.row().means.is_empty() { self.read_opaque_call(id, f, &[a, b]) } else { self.read_definition(f, &[a, b]) }
    }

    fn read_definition(&mut self, f: Func, arguments: &[TermId]) -> Result<Fraction, Failure> {
        let meaning = meaning(self.arena, f, arguments);
        self.read_part(meaning)
    }

    fn read_opaque_call(&mut self, id: TermId, f: Func, arguments: &[TermId]) -> Result<Fraction, Failure> {
        let mut values: Vec<Fraction> = arguments.iter().map(|a| self.value(*a)).collect();
        let mut sign = Rational::ONE;
        let parity = f.row().parity;
        if parity != Parity::Neither && leading_sign(&values[0]) < 0 {
            values[0] = values[0].negated();
            if parity == Parity::Odd {
                sign = Rational::from(-1);
            }
        } else if let Some(kernel) = self.kernels.find(&Key::Call(f, values.clone())) {
            return Ok(Fraction::kernel(kernel, 1));
        }
        let flipped = parity != Parity::Neither && values[0] != self.value(arguments[0]);
        let spelled: Vec<TermId> = (0..values.len())
            .map(|i| if i == 0 && flipped { super::emit::spell(self, &values[0]) } else { self.shorter_spelling(&values[i], arguments[i]) })
            .collect();
        let term = if spelled == arguments { id } else { self.arena.with_children(id, &spelled) };
        let kernel = self.kernels.intern(Key::Call(f, values), || Kind::Opaque(term));
        Ok(Fraction::kernel(kernel, 1).scaled(&sign))
    }

    /// The author's spelling of a value, unless the normal form's is shorter.
    pub(super) fn shorter_spelling(&mut self, value: &Fraction, spelled: TermId) -> TermId {
        let canonical = super::emit::spell(self, value);
        if self.arena.tree_size(canonical) < self.arena.tree_size(spelled) { canonical } else { spelled }
    }

    fn read_abs(&mut self, a: TermId, v: &Fraction) -> Result<Fraction, Failure> {
        if self.facts.nonnegative(self.arena, a) {
            return Ok(v.clone());
        }
        let negated = self.arena.neg(a);
        if self.facts.nonnegative(self.arena, negated) {
            return Ok(v.negated());
        }
        let mut out = Fraction::constant(v.coefficient.abs());
        let mut rest = Fraction::one();
        for (p, e) in &v.factors {
            let spelled = super::emit::spell(self, &Fraction { coefficient: Rational::ONE, factors: vec![(p.clone(), 1)] });
            if e % 2 == 0 || self.facts.nonnegative(self.arena, spelled) {
                out.push(p.clone(), *e);
            } else {
                rest.push(p.clone(), e % 2);
                out.push(p.clone(), e - e % 2);
            }
        }
        if rest == Fraction::one() {
            return Ok(out);
        }
        let inner = if rest.factors == v.factors { a } else { super::emit::spell(self, &rest) };
        let inner = self.shorter_spelling(&rest, inner);
        let key = Key::Abs(rest.clone());
        let kernel = self.kernels.intern(key, || Kind::Abs { argument: rest, inner });
        out.times(&Fraction::kernel(kernel, 1), &mut self.kernels)
    }

    fn read_sign(&mut self, id: TermId, a: TermId, v: &Fraction) -> Result<Fraction, Failure> {
        if !self.facts.nonzero(self.arena, a) {
            return self.read_opaque_call(id, Func::Sign, &[a]);
        }
        let size = self.read_abs(a, v)?;
        let below = self.inverse(v)?;
        size.times(&below, &mut self.kernels)
    }

    /// Logarithms of products split where every factor is known to be positive.
    fn read_log(&mut self, a: TermId, v: &Fraction) -> Result<Fraction, Failure> {
        let mut sum = Fraction::zero();
        let mut whole = Fraction { coefficient: v.coefficient.clone(), factors: vec![] };
        for (p, e) in &v.factors {
            let one = Fraction { coefficient: Rational::ONE, factors: vec![(p.clone(), 1)] };
            let spelled = super::emit::spell(self, &one);
            if v.factors.len() + usize::from(!v.coefficient.is_one()) > 1 && !self.facts.positive(self.arena, spelled)
                || v.factors.len() == 1 && *e != 1 && !self.facts.positive(self.arena, spelled)
            {
                whole.push(p.clone(), *e);
                continue;
            }
            let part = self.log_factor(p, &one, spelled)?.scaled(&Rational::from(i64::from(*e)));
            sum = sum.plus(&part, &mut self.kernels)?;
        }
        if whole != Fraction::one() {
            let spelled = if whole == *v { a } else { super::emit::spell(self, &whole) };
            let rest = self.log_kernel(&whole, spelled);
            sum = sum.plus(&rest, &mut self.kernels)?;
        }
        Ok(sum)
    }

    fn log_factor(&mut self, p: &Poly, one: &Fraction, spelled: TermId) -> Result<Fraction, Failure> {
        if let Some(kernel) = single(p) {
            match self.kernels.kind(kernel).clone() {
                Kind::Exp { exponent, lattice, power: None } => {
                    let v = self.read_part(exponent)?;
                    return Ok(v.scaled(&Rational::new(1, lattice)));
                }
                Kind::Root { radicand, base, index } => {
                    let v = self.read_log(base, &radicand)?;
                    return Ok(v.scaled(&Rational::new(1, i64::from(index))));
                }
                _ => {}
            }
        }
        Ok(self.log_kernel(one, spelled))
    }

    fn log_kernel(&mut self, v: &Fraction, spelled: TermId) -> Fraction {
        let inner = self.shorter_spelling(v, spelled);
        let term = self.arena.call(Func::Log, inner);
        let key = Key::Call(Func::Log, vec![v.clone()]);
        Fraction::kernel(self.kernels.intern(key, || Kind::Opaque(term)), 1)
    }

    /// `exp(v)` as a product of powers of exponential kernels.
    ///
    /// An exponent is a vector over its terms; it is written in the directions met before and in
    /// logarithms, whose exponentials are known, and becomes a direction of its own otherwise.
    fn exponential(&mut self, v: &Fraction, spelled: impl FnOnce() -> (TermId, Option<(TermId, TermId)>)) -> Result<Fraction, Failure> {
        let vector = self.vector(v)?;
        if let Some((coordinates, logarithms)) = self.coordinates(&vector) {
            let mut out = self.product_of_powers(&logarithms)?;
            for (kernel, c) in coordinates {
                let e = self.on_lattice(kernel, &c)?;
                out = out.times(&Fraction::kernel(kernel, e), &mut self.kernels)?;
            }
            return Ok(out);
        }
        let (exponent, power) = spelled();
        let exponent = if power.is_none() { self.shorter_spelling(v, exponent) } else { exponent };
        let (logs, rest): (Vec<_>, Vec<_>) = vector.into_iter().partition(|(atom, _)| self.logarithm_of(atom).is_some());
        let separate = if logs.is_empty() || power.is_some() { None } else { Some(self.spell_vector(&rest)?) };
        let apart = separate.is_some_and(|t| self.arena.tree_size(t) < self.arena.tree_size(exponent));
        let (vector, exponent, outside) = match separate.filter(|_| apart) {
            Some(t) => (rest, t, self.product_of_powers(&logs)?),
            None => (logs.into_iter().chain(rest).collect(), exponent, Fraction::one()),
        };
        let kernel = self.new_direction(vector, exponent, power);
        let e = i32::try_from(self.lattice_of(kernel)).map_err(|_| Failure::Exhausted)?;
        outside.times(&Fraction::kernel(kernel, e), &mut self.kernels)
    }

    /// `∏ argument^c` for `Σ c log(argument)`.
    fn product_of_powers(&mut self, logarithms: &[(Atom, Rational)]) -> Result<Fraction, Failure> {
        let mut out = Fraction::one();
        for (atom, c) in logarithms {
            if let Some(inside) = self.logarithm_of(atom) {
                let power = self.rational_power(inside, c)?;
                out = out.times(&power, &mut self.kernels)?;
            }
        }
        Ok(out)
    }

    fn spell_vector(&mut self, vector: &[(Atom, Rational)]) -> Result<TermId, Failure> {
        let mut sum = Fraction::zero();
        for ((m, below), c) in vector {
            let mut f = Fraction::polynomial(&Poly::monomial(m.clone(), c.clone()));
            for (p, e) in below {
                f.push(p.clone(), *e);
            }
            sum = sum.plus(&f, &mut self.kernels)?;
        }
        Ok(super::emit::spell(self, &sum))
    }

    fn new_direction(&mut self, vector: Vec<(Atom, Rational)>, exponent: TermId, power: Option<(TermId, TermId)>) -> u32 {
        let named = power.map_or(exponent, |(b, e)| self.arena.binary(Operator::Pow, b, e));
        let lattice = self.lattices.get(&named).copied().unwrap_or(1);
        let index = self.directions.len();
        let kernel = self.kernels.intern(Key::Exponent(index), || Kind::Exp { exponent, lattice, power });
        self.directions.push(Direction { vector, kernel });
        kernel
    }

    fn lattice_of(&self, kernel: u32) -> i64 {
        match self.kernels.kind(kernel) {
            Kind::Exp { lattice, .. } | Kind::Sin { lattice, .. } | Kind::Cos { lattice, .. } => *lattice,
            _ => 1,
        }
    }

    /// A coordinate in units of the lattice; a finer one asks for a restart with that lattice.
    fn on_lattice(&mut self, kernel: u32, c: &Rational) -> Result<i32, Failure> {
        let lattice = self.lattice_of(kernel);
        let scaled = c * &Rational::from(lattice);
        if let Some(n) = scaled.to_i64() {
            return i32::try_from(n).map_err(|_| Failure::Exhausted);
        }
        let named = match *self.kernels.kind(kernel) {
            Kind::Exp { power: Some((b, e)), .. } => self.arena.binary(Operator::Pow, b, e),
            Kind::Exp { exponent, .. } => exponent,
            Kind::Sin { angle, .. } | Kind::Cos { angle, .. } => angle,
            _ => return Err(Failure::Exhausted),
        };
        let finer = small(&scaled.denominator()).map(|d| lattice * i64::from(d)).filter(|l| *l <= 5040).ok_or(Failure::Exhausted)?;
        self.lattices.insert(named, finer);
        Err(Failure::Restart)
    }

    /// The argument, if the atom is the logarithm of something alone.
    fn logarithm_of(&self, atom: &Atom) -> Option<TermId> {
        let ([(kernel, 1)], []) = (atom.0.0.as_slice(), atom.1.as_slice()) else { return None };
        match self.kernels.kind(*kernel) {
            Kind::Opaque(t) => match self.arena.node(*t) {
                Node::Call(Func::Log, inside) => Some(inside),
                _ => None,
            },
            _ => None,
        }
    }

    fn rational_power(&mut self, base: TermId, c: &Rational) -> Result<Fraction, Failure> {
        let b = self.read_part(base)?;
        match (small(&c.numerator()), small(&c.denominator())) {
            (Some(p), Some(1)) if p >= 0 => b.pow(p, &mut self.kernels),
            (Some(p), Some(1)) => self.inverse(&b)?.pow(-p, &mut self.kernels),
            (Some(p), Some(q)) => self.root_power(base, &b, p, q as u32),
            _ => Err(Failure::Exhausted),
        }
    }

    /// A fraction as a combination of power products over its denominator.
    fn vector(&mut self, v: &Fraction) -> Result<Vec<(Atom, Rational)>, Failure> {
        let (above, below) = v.split();
        let top = above.scaled(&v.coefficient).expanded(&mut self.kernels)?;
        let mut out = Vec::with_capacity(top.len());
        for (m, c) in top.terms() {
            let mut f = Fraction::polynomial(&Poly::monomial(m.clone(), Rational::ONE));
            for (p, e) in &below.factors {
                f.push(p.clone(), -e);
            }
            let (above, below) = f.split();
            let m = above.factors.iter().fold(Monomial::one(), |m, (p, e)| m.times(&Monomial::power(single(p).unwrap_or(0), *e as u32)));
            out.push(((m, below.factors.into_iter().map(|(p, e)| (p, -e)).collect()), c.clone()));
        }
        Ok(out)
    }

    /// The coordinates of an exponent in the directions met so far and in logarithms, if these reach it.
    fn coordinates(&self, vector: &[(Atom, Rational)]) -> Option<(Vec<(u32, Rational)>, Vec<(Atom, Rational)>)> {
        let mut logs: Vec<&Atom> = Vec::new();
        for (atom, _) in vector.iter().chain(self.directions.iter().flat_map(|d| &d.vector)) {
            if self.logarithm_of(atom).is_some() && !logs.contains(&atom) {
                logs.push(atom);
            }
        }
        let units: Vec<[(Atom, Rational); 1]> = logs.iter().map(|a| [((*a).clone(), Rational::ONE)]).collect();
        let columns: Vec<&[(Atom, Rational)]> =
            self.directions.iter().map(|d| d.vector.as_slice()).chain(units.iter().map(|u| u.as_slice())).collect();
        let n = self.directions.len();
        let solution = solve(&columns, vector)?;
        let (inside, outside): (Vec<_>, Vec<_>) = solution.into_iter().partition(|x| x.0 < n);
        let kernels = inside.into_iter().map(|(i, c)| (self.directions[i].kernel, c)).collect();
        Some((kernels, outside.into_iter().map(|(i, c)| (logs[i - n].clone(), c)).collect()))
    }

    fn read_angle(&mut self, f: Func, a: TermId, v: &Fraction) -> Result<Fraction, Failure> {
        if v.is_zero() {
            return Ok(if f == Func::Sin { Fraction::zero() } else { Fraction::one() });
        }
        let unit = Fraction { coefficient: Rational::ONE, factors: v.factors.clone() };
        let kernel = match self.kernels.find(&Key::Sin(unit.clone())) {
            Some(kernel) => kernel,
            None => self.new_angle(unit, a, v),
        };
        let Kind::Sin { angle, .. } = *self.kernels.kind(kernel) else { return Err(Failure::Exhausted) };
        let unit_coefficient = self.read_part(angle)?.coefficient;
        let multiple = v.coefficient.checked_div(&unit_coefficient).ok_or(Failure::DivisionByZero)?;
        let n = self.on_lattice(kernel, &multiple)?;
        if n.unsigned_abs() > 24 {
            return Err(Failure::Exhausted);
        }
        let (sine, cosine) = self.multiple_angle(kernel, n.unsigned_abs())?;
        let value = if f == Func::Sin { sine } else { cosine };
        Ok(if f == Func::Sin && n < 0 { value.negated() } else { value })
    }

    fn new_angle(&mut self, unit: Fraction, a: TermId, v: &Fraction) -> u32 {
        let angle = if v.coefficient.is_negative() { super::emit::spell(self, &v.negated()) } else { a };
        let lattice = self.lattices.get(&angle).copied().unwrap_or(1);
        let kernel = self.kernels.intern(Key::Sin(unit.clone()), || Kind::Sin { angle, lattice });
        self.kernels.intern(Key::Cos(unit), || Kind::Cos { angle, lattice });
        kernel
    }

    /// `sin(n t)` and `cos(n t)` as polynomials in the sine and cosine of `t`.
    fn multiple_angle(&mut self, sine: u32, n: u32) -> Result<(Fraction, Fraction), Failure> {
        let (s, c) = (Poly::variable(sine), Poly::variable(sine + 1));
        let (mut sn, mut cn) = (Poly::zero(), Poly::one());
        for _ in 0..n {
            let next = sn.times(&c).plus(&cn.times(&s));
            cn = cn.times(&c).minus(&sn.times(&s));
            sn = next;
        }
        let reduced = |p: &Poly, k: &mut Kernels| super::fraction::reduce(p, k);
        if n == 1 {
            return Ok((Fraction::polynomial(&sn), Fraction::polynomial(&cn)));
        }
        Ok((reduced(&sn, &mut self.kernels)?, reduced(&cn, &mut self.kernels)?))
    }
}

/// A function's definition with its arguments put in.
pub fn meaning(arena: &mut Arena, f: Func, arguments: &[TermId]) -> TermId {
    let text = parse::read(arena, f.row().means);
    let mut values = FxHashMap::default();
    for (name, a) in ["u", "v"].iter().zip(arguments) {
        values.insert(arena.intern(name), *a);
    }
    arena.substitute(text, &values)
}

/// The fraction with factors that are squares of polynomials written as squares.
fn with_squares(f: &Fraction) -> Fraction {
    let mut out = Fraction::constant(f.coefficient.clone());
    for (p, e) in &f.factors {
        match super::square_root(p).filter(|_| p.len() > 2) {
            Some(root) => out.push(root, 2 * e),
            None => out.push(p.clone(), *e),
        }
    }
    out
}

fn is_term(f: &Fraction) -> bool {
    f.factors.iter().all(|(_, e)| *e > 0)
}

fn small(n: &dashu::integer::IBig) -> Option<i32> {
    i32::try_from(n).ok()
}

fn leading_sign(f: &Fraction) -> i32 {
    f.coefficient.signum()
}

/// `n = root^q · rest` with the largest root that small primes give.
fn perfect_part(n: &dashu::integer::IBig, q: u32) -> (dashu::integer::IBig, dashu::integer::IBig) {
    use dashu::integer::IBig;
    let (mut root, mut rest) = (IBig::ONE, n.clone());
    for prime in [2u32, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31] {
        let power = IBig::from(prime).pow(q as usize);
        while (&rest % &power).is_zero() && rest != IBig::ZERO {
            rest /= &power;
            root *= IBig::from(prime);
        }
    }
    let whole = Rational::from_integer(rest.clone()).exact_root(q as usize).filter(|r| !r.is_one());
    match whole {
        Some(r) => (root * r.numerator(), IBig::ONE),
        None => (root, rest),
    }
}

/// The constant term of a fraction whose denominator is a number.
fn constant_term(f: &Fraction, kernels: &mut Kernels) -> Result<Rational, Failure> {
    if !is_term(f) {
        return Ok(Rational::ZERO);
    }
    let p = f.expanded(kernels)?;
    Ok(p.terms().iter().find(|t| t.0.is_one()).map_or(Rational::ZERO, |t| t.1.clone()))
}

/// Solves `Σ xᵢ columnᵢ = target` exactly by elimination, if it can be solved.
fn solve(columns: &[&[(Atom, Rational)]], target: &[(Atom, Rational)]) -> Option<Vec<(usize, Rational)>> {
    let mut rows: Vec<(&Atom, Vec<Rational>)> = Vec::new();
    let n = columns.len();
    for (i, column) in columns.iter().copied().chain([target]).enumerate() {
        for (atom, c) in column {
            match rows.iter_mut().find(|r| r.0 == atom) {
                Some(row) => row.1[i] = c.clone(),
                None => {
                    let mut row = vec![Rational::ZERO; n + 1];
                    row[i] = c.clone();
                    rows.push((atom, row));
                }
            }
        }
    }
    let mut rows: Vec<Vec<Rational>> = rows.into_iter().map(|r| r.1).collect();
    let mut solution = Vec::new();
    let mut done = 0;
    for column in 0..n {
        let Some(pivot) = (done..rows.len()).find(|r| !rows[*r][column].is_zero()) else { continue };
        rows.swap(done, pivot);
        let lead = rows[done][column].clone();
        rows[done].iter_mut().for_each(|c| *c = c.checked_div(&lead).unwrap_or(Rational::ZERO));
        let reference = rows[done].clone();
        for (r, row) in rows.iter_mut().enumerate() {
            if r != done && !row[column].is_zero() {
                let factor = row[column].clone();
                row.iter_mut().zip(&reference).for_each(|(c, x)| *c = &*c - &(&factor * x));
            }
        }
        solution.push((column, done));
        done += 1;
    }
    if rows[done..].iter().any(|r| !r[n].is_zero()) {
        return None;
    }
    Some(solution.into_iter().map(|(c, r)| (c, rows[r][n].clone())).filter(|x| !x.1.is_zero()).collect())
}
