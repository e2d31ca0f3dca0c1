//! Terms as fractions of polynomials over kernels.
//!
//! A kernel is a variable or a sub-term that is not rational in its arguments, such as `log(u)`;
//! kernels with equal arguments are one. A fraction and its term have equal values wherever the
//! term has one; the fraction may have a value where the term has none.

use super::print;
use crate::algebra::{Monomial, Poly};
use crate::term::{Arena, Func, Node, Operator, Parity, Rational, Symbol, TermId};
use rustc_hash::FxHashMap;

/// Products longer than this become kernels.
const MOST_TERMS: usize = 96;

/// Powers above this become kernels.
const HIGHEST_POWER: i64 = 24;

/// A numerator over a denominator; the denominator has coprime whole coefficients, the first
/// above zero, so a constant one is 1.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Frac {
    /// The numerator.
    pub num: Poly,
    /// The denominator.
    pub den: Poly,
}

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
}

impl Space {
    /// The kernel with that number.
    pub fn kernel(&self, index: u32) -> Option<Kernel> {
        self.kernels.get(index as usize).copied()
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

    fn simplified(&self, num: Poly, den: Poly) -> Option<Frac> {
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
        let kind = Kind::Power(self.form_of(sides.0), self.form_of(sides.1));
        Some(self.kernel_frac(kind, id))
    }

    fn form_of(&self, term: TermId) -> Form {
        self.of_term.get(&term).copied().unwrap_or(0)
    }

    fn whole_power(&self, x: &Frac, exponent: i64) -> Option<Frac> {
        if exponent.abs() > HIGHEST_POWER {
            return None;
        }
        let base = if exponent < 0 { inverse(x)? } else { x.clone() };
        let one = whole(Poly::one());
        (0..exponent.abs()).try_fold(one, |p, _| self.product(&p, &base))
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
            _ => {}
        }
        let flip = f.row().parity != Parity::Neither && x.num.leading_coefficient().is_negative();
        let (form, term) = if flip {
            let opposite = negated(&x);
            let inner = print::frac(arena, self, &opposite);
            (self.intern(opposite), arena.call(f, inner))
        } else {
            (self.form_of(argument), id)
        };
        let kernel = self.kernel_frac(Kind::Call(f, form), term);
        if f == Func::Abs {
            let square = self.product(&x, &x)?;
            self.remember_square(&kernel, square);
        }
        Some(if flip && f.row().parity == Parity::Odd { negated(&kernel) } else { kernel })
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
        let times = Rational::from_integer(content.numerator());
        let times = times.to_i64().filter(|n| n.abs() <= HIGHEST_POWER).unwrap_or(content.signum().into());
        let inner = Frac { num: x.num.scaled(&Rational::new(1, times)), den: x.den.clone() };
        let term = print::frac(arena, self, &inner);
        let term = arena.call(Func::Exp, term);
        let form = self.intern(inner);
        let kernel = self.kernel_frac(Kind::Call(Func::Exp, form), term);
        self.whole_power(&kernel, times)
    }

    fn kernel_frac(&mut self, kind: Kind, term: TermId) -> Frac {
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

/// A polynomial as a fraction.
pub fn whole(num: Poly) -> Frac {
    Frac { num, den: Poly::one() }
}

fn negated(x: &Frac) -> Frac {
    Frac { num: x.num.scaled(&Rational::from(-1)), den: x.den.clone() }
}

fn inverse(x: &Frac) -> Option<Frac> {
    if x.num.is_zero() { None } else { reduced(x.den.clone(), x.num.clone()) }
}

fn times(a: &Poly, b: &Poly) -> Option<Poly> {
    if a.is_one() {
        return Some(b.clone());
    }
    if b.is_one() {
        return Some(a.clone());
    }
    if a.is_zero() || b.is_zero() {
        return Some(Poly::zero());
    }
    (a.len().saturating_mul(b.len()) <= 2 * MOST_TERMS).then(|| a.times(b))
}

/// Even powers of a root replaced; `None` where that gets too long.
fn flatten(p: &Poly, kernel: u32, square: &Frac) -> Option<Frac> {
    let highest = p.degree(kernel) / 2;
    let mut sum = Poly::zero();
    for (e, coefficient) in p.coefficients(kernel) {
        let rest = Poly::monomial(Monomial::power(kernel, e % 2), Rational::ONE);
        let mut term = times(&coefficient, &rest)?;
        for i in 0..highest {
            term = times(&term, if i < e / 2 { &square.num } else { &square.den })?;
        }
        sum = sum.plus(&term);
    }
    let den = (0..highest).try_fold(Poly::one(), |d, _| times(&d, &square.den))?;
    Some(Frac { num: sum, den })
}

/// The fraction with what is plainly shared cancelled; `None` if it is too long or divides by 0.
fn reduced(num: Poly, den: Poly) -> Option<Frac> {
    if den.is_zero() || num.len() > MOST_TERMS || den.len() > MOST_TERMS {
        return None;
    }
    let (content, den) = den.primitive();
    let num = num.scaled(&content.recip()?);
    if num.is_zero() || den.is_one() {
        return Some(whole(num));
    }
    let shared = num.monomial_content().gcd(&den.monomial_content());
    let (num, den) = (num.over_monomial(&shared)?, den.over_monomial(&shared)?);
    if let Some(quotient) = num.divide_exact(&den) {
        return Some(whole(quotient));
    }
    if num.len() > 1
        && let Some(quotient) = den.divide_exact(&num)
    {
        let (content, den) = quotient.primitive();
        return Some(Frac { num: Poly::constant(content.recip()?), den });
    }
    Some(Frac { num, den })
}
