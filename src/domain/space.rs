//! Terms as fractions of polynomials over kernels.
//!
//! A kernel is a variable or a sub-term that is not rational in its arguments, such as `log(u)`;
//! kernels with equal arguments are one. A fraction and its term have equal values wherever the
//! term has one and what is known to be above zero is; the fraction may have a value where the term
//! has none.

use super::frac::{Frac, flatten, inverse, negated, reduced, times, whole};
use super::print;
use crate::algebra::Poly;
use crate::term::{Arena, Func, Node, Operator, Parity, Rational, Symbol, TermId};
use rustc_hash::FxHashMap;

/// Powers above this become kernels.
pub(super) const HIGHEST_POWER: i64 = 24;

/// The position of a fraction in its [`Space`].
pub type Form = u32;

/// What a kernel is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// A variable.
    Variable(Symbol),
    /// The circle's constant.
    Pi,
    /// A function of one argument.
    Call(Func, Form),
    /// A function of two arguments.
    Call2(Func, Form, Form),
    /// A power whose exponent is not a small whole number.
    Power(Form, Form),
    /// Anything else.
    Opaque(TermId),
}

/// A kernel with a term that has its value.
#[derive(Clone, Copy, Debug)]
pub struct Kernel {
    /// What it is.
    pub kind: Kind,
    /// The term.
    pub term: TermId,
}

/// The kernels and fractions met so far.
#[derive(Clone, Default, Debug)]
pub struct Space {
    kernels: Vec<Kernel>,
    kernel_ids: FxHashMap<Kind, u32>,
    forms: Vec<Frac>,
    form_ids: FxHashMap<Frac, Form>,
    of_term: FxHashMap<TermId, Form>,
    /// Kernels whose square is a fraction in earlier kernels.
    radicals: Vec<(u32, Frac)>,
    /// Primitive polynomials that are known to be above zero, or below.
    pub(super) settled: FxHashMap<Poly, bool>,
}

impl Space {
    /// The kernel with that number.
    pub fn kernel(&self, index: u32) -> Option<Kernel> {
        self.kernels.get(index as usize).copied()
    }

    /// Whether the kernel is the circle's constant, or a function of a number.
    pub fn is_number(&self, index: u32) -> bool {
        let is_number = |x: &Frac| x.den.is_one() && x.num.as_constant().is_some();
        match self.kernel(index).map(|k| k.kind) {
            Some(Kind::Pi) => true,
            Some(Kind::Call(_, form)) => self.forms.get(form as usize).is_some_and(is_number),
            _ => false,
        }
    }

    /// The number of the kernel that is that, if it was met.
    pub fn find(&self, kind: Kind) -> Option<u32> {
        self.kernel_ids.get(&kind).copied()
    }

    /// Whether some kernel's square is a fraction in others.
    pub fn has_radicals(&self) -> bool {
        !self.radicals.is_empty()
    }

    /// The square of a kernel that is the root of a fraction in others.
    pub fn square_of(&self, kernel: u32) -> Option<&Frac> {
        let root = matches!(self.kernel(kernel)?.kind, Kind::Call(Func::Sqrt, _));
        self.radicals.iter().find(|r| root && r.0 == kernel).map(|r| &r.1)
    }

    /// The number of kernels.
    pub fn len(&self) -> usize {
        self.kernels.len()
    }

    /// The fraction at a position.
    pub fn frac(&self, form: Form) -> Frac {
        self.forms.get(form as usize).cloned().unwrap_or_else(|| whole(Poly::zero()))
    }

    /// The position of a fraction.
    pub fn intern(&mut self, frac: Frac) -> Form {
        let next = self.forms.len() as Form;
        let id = *self.form_ids.entry(frac.clone()).or_insert(next);
        if id == next {
            self.forms.push(frac);
        }
        id
    }

    /// The fraction of a term; linear in the sub-terms not seen before.
    pub fn form(&mut self, arena: &mut Arena, term: TermId) -> Form {
        let mut todo = vec![term];
        while let Some(&id) = todo.last() {
            if self.of_term.contains_key(&id) {
                todo.pop();
                continue;
            }
            let before = todo.len();
            if is_transparent(arena.node(id)) {
                todo.extend(arena.children(id).filter(|c| !self.of_term.contains_key(c)));
            }
            if todo.len() == before {
                let frac = self.build(arena, id);
                let form = self.intern(frac);
                self.of_term.insert(id, form);
                todo.pop();
            }
        }
        self.of_term.get(&term).copied().unwrap_or(0)
    }

    /// The fraction of a term.
    pub fn of(&mut self, arena: &mut Arena, term: TermId) -> Frac {
        let form = self.form(arena, term);
        self.frac(form)
    }

    /// The difference of two terms.
    pub fn difference(&mut self, arena: &mut Arena, a: TermId, b: TermId) -> Frac {
        let (x, y) = (self.of(arena, a), self.of(arena, b));
        if y.num.is_zero() {
            return x;
        }
        let found = self.sum(&x, &negated(&y));
        found.unwrap_or_else(|| {
            let term = arena.binary(Operator::Sub, a, b);
            self.kernel_frac(Kind::Opaque(term), term)
        })
    }

    fn known(&self, term: TermId) -> Frac {
        self.of_term.get(&term).map_or_else(|| whole(Poly::zero()), |f| self.frac(*f))
    }

    fn build(&mut self, arena: &mut Arena, id: TermId) -> Frac {
        let found = match arena.node(id) {
            Node::Number(n) => Some(whole(Poly::constant(arena.number_value(n).clone()))),
            Node::Pi => Some(self.kernel_frac(Kind::Pi, id)),
            Node::Symbol(s) => Some(self.kernel_frac(Kind::Variable(s), id)),
            Node::Neg(a) => Some(negated(&self.known(a))),
            Node::Binary(op, a, b) => self.operation(arena, id, op, a, b),
            Node::Call(f, a) => self.call(arena, id, f, a),
            Node::Call2(f, a, b) => self.call2(id, f, a, b),
            _ => None,
        };
        found.unwrap_or_else(|| self.kernel_frac(Kind::Opaque(id), id))
    }

    fn operation(&mut self, arena: &mut Arena, id: TermId, op: Operator, a: TermId, b: TermId) -> Option<Frac> {
        let (x, y) = (self.known(a), self.known(b));
        match op {
            Operator::Add => self.sum(&x, &y),
            Operator::Sub => self.sum(&x, &negated(&y)),
            Operator::Mul => self.product(&x, &y),
            Operator::Div => self.product(&x, &inverse(&y)?),
            Operator::Pow => self.power(arena, id, (a, b), &x, &y),
        }
    }

    fn sum(&self, x: &Frac, y: &Frac) -> Option<Frac> {
        if x.den == y.den {
            return reduced(x.num.plus(&y.num), x.den.clone());
        }
        let (a, b) = (times(&x.num, &y.den)?, times(&y.num, &x.den)?);
        self.simplified(a.plus(&b), times(&x.den, &y.den)?)
    }

    /// The product, with squares of roots carried out.
    pub fn product(&self, x: &Frac, y: &Frac) -> Option<Frac> {
        self.simplified(times(&x.num, &y.num)?, times(&x.den, &y.den)?)
    }

    /// The fraction with squares of roots carried out, and what is plainly shared cancelled.
    pub(super) fn simplified(&self, num: Poly, den: Poly) -> Option<Frac> {
        let (mut num, mut den) = (num, den);
        for (kernel, square) in self.radicals.iter().rev() {
            if num.degree(*kernel) > 1 {
                let flat = flatten(&num, *kernel, square)?;
                (num, den) = (flat.num, times(&den, &flat.den)?);
            }
            if den.degree(*kernel) > 1 {
                let flat = flatten(&den, *kernel, square)?;
                (num, den) = (times(&num, &flat.den)?, flat.num);
            }
        }
        reduced(num, den)
    }

    fn power(&mut self, arena: &mut Arena, id: TermId, sides: (TermId, TermId), x: &Frac, y: &Frac) -> Option<Frac> {
        let constant = if y.den.is_one() { y.num.as_constant() } else { None };
        if let Some(found) = constant.as_ref().and_then(Rational::to_i64).and_then(|e| self.whole_power(x, e)) {
            return Some(found);
        }
        let twice = constant.and_then(|e| (&e * &Rational::from(2)).to_i64());
        if let Some(e) = twice.filter(|e| e.abs() <= HIGHEST_POWER) {
            let root = arena.call(Func::Sqrt, sides.0);
            let root = self.root(root, sides.0);
            return self.whole_power(&root, e);
        }
        if let Some(found) = self.power_of_units(arena, x, y) {
            return Some(found);
        }
        let kind = Kind::Power(self.form_of(sides.0), self.form_of(sides.1));
        Some(self.kernel_frac(kind, id))
    }

    fn form_of(&self, term: TermId) -> Form {
        self.of_term.get(&term).copied().unwrap_or(0)
    }

    pub(super) fn whole_power(&self, x: &Frac, exponent: i64) -> Option<Frac> {
        if exponent.abs() > HIGHEST_POWER {
            return None;
        }
        if exponent == 0 {
            return Some(whole(Poly::one()));
        }
        let base = if exponent < 0 { inverse(x)? } else { x.clone() };
        (1..exponent.abs()).try_fold(base.clone(), |p, _| self.product(&p, &base))
    }

    /// The square root `id` of a term: a number where it is one, else a kernel with its square.
    fn root(&mut self, id: TermId, radicand: TermId) -> Frac {
        let x = self.known(radicand);
        let number = if x.den.is_one() { x.num.as_constant() } else { None };
        if let Some(root) = number.filter(|c| !c.is_negative()).and_then(|c| c.exact_root(2)) {
            return whole(Poly::constant(root));
        }
        let root = self.kernel_frac(Kind::Call(Func::Sqrt, self.form_of(radicand)), id);
        self.remember_square(&root, x);
        root
    }

    fn call(&mut self, arena: &mut Arena, id: TermId, f: Func, argument: TermId) -> Option<Frac> {
        let x = self.known(argument);
        match f {
            Func::Exp => return self.exponential(arena, &x),
            Func::Sqrt => return Some(self.root(id, argument)),
            Func::Sin | Func::Cos => {
                if let Some(value) = self.rational_wave(f, &x) {
                    return Some(whole(Poly::constant(value)));
                }
                if let Some((rest, turns)) = self.quarter_turns(&x) {
                    return Some(self.turned(arena, f, &rest, turns));
                }
            }
            _ => {}
        }
        let flip = f.row().parity != Parity::Neither && x.num.leading_coefficient().is_negative();
        let kernel = if flip {
            self.called(arena, f, negated(&x))
        } else {
            self.kernel_frac(Kind::Call(f, self.form_of(argument)), id)
        };
        if f == Func::Abs {
            let square = self.product(&x, &x)?;
            self.remember_square(&kernel, square);
        }
        if matches!(f, Func::Sin | Func::Cos) {
            self.remember_wave(f, &kernel);
        }
        Some(if flip && f.row().parity == Parity::Odd { negated(&kernel) } else { kernel })
    }

    /// A function of a fraction, as a kernel.
    pub(super) fn called(&mut self, arena: &mut Arena, f: Func, x: Frac) -> Frac {
        let inner = print::frac(arena, self, &x);
        let (form, term) = (self.intern(x), arena.call(f, inner));
        self.kernel_frac(Kind::Call(f, form), term)
    }

    /// The square of a sine or cosine by that of the other one, if that was met before.
    fn remember_wave(&mut self, f: Func, kernel: &Frac) {
        let Some(Kind::Call(_, form)) = kernel.num.only_variable().and_then(|k| self.kernel(k)).map(|k| k.kind) else {
            return;
        };
        let other = if f == Func::Sin { Func::Cos } else { Func::Sin };
        if let Some(other) = self.find(Kind::Call(other, form)).filter(|o| kernel.num.degree(*o) == 0) {
            let square = Poly::variable(other).times(&Poly::variable(other));
            let first = self.radicals.iter().any(|r| r.0 == other);
            if !first {
                self.remember_square(kernel, whole(Poly::one().minus(&square)));
            }
        }
    }

    fn remember_square(&mut self, kernel: &Frac, square: Frac) {
        let Some(&k) = kernel.num.variables().first() else { return };
        if self.radicals.iter().all(|(r, _)| *r != k) {
            self.radicals.push((k, square));
        }
    }

    fn call2(&mut self, id: TermId, f: Func, a: TermId, b: TermId) -> Option<Frac> {
        let kind = Kind::Call2(f, self.form_of(a), self.form_of(b));
        Some(self.kernel_frac(kind, id))
    }

    /// `exp(n*u)` as the n-th power of `exp(u)`, where u has no whole factor and no leading minus.
    fn exponential(&mut self, arena: &mut Arena, x: &Frac) -> Option<Frac> {
        if x.num.is_zero() {
            return Some(whole(Poly::one()));
        }
        let content = x.num.content();
        let times = content.top();
        let times = times.to_i64().filter(|n| n.abs() <= HIGHEST_POWER).unwrap_or(content.signum().into());
        let inner = Frac { num: x.num.scaled(&Rational::new(1, times)), den: x.den.clone() };
        let term = print::frac(arena, self, &inner);
        let term = arena.call(Func::Exp, term);
        let form = self.intern(inner);
        let kernel = self.kernel_frac(Kind::Call(Func::Exp, form), term);
        self.whole_power(&kernel, times)
    }

    pub(super) fn kernel_frac(&mut self, kind: Kind, term: TermId) -> Frac {
        let next = self.kernels.len() as u32;
        let index = *self.kernel_ids.entry(kind).or_insert(next);
        if index == next {
            self.kernels.push(Kernel { kind, term });
        }
        whole(Poly::variable(index))
    }
}

/// Whether a node's fraction is made of its arguments'.
fn is_transparent(node: Node) -> bool {
    matches!(node, Node::Neg(_) | Node::Binary(..) | Node::Call(..) | Node::Call2(..))
}
