//! Terms to fractions over kernels, under the facts of a scope.

use super::facts::Scope;
use super::poly::{Gauss, Mono, Poly};
use super::range::{NEG, POS, Range, Signs, ZERO};
use super::ring::{Frac, Head, Kernel};
use crate::term::{Arena, Func, Node, Operator, Parity, Rational, TermId};
use smallvec::SmallVec;
use std::rc::Rc;

/// A factor of a real quantity.
#[derive(Clone)]
enum Factor {
    Kernel(u32),
    Poly(Poly),
}

impl Scope {
    /// The term as a fraction, in its most unfolded form.
    pub(super) fn expand(&mut self, arena: &mut Arena, root: TermId) -> Rc<Frac> {
        let mut stack = vec![root];
        while let Some(&t) = stack.last() {
            if self.memo.contains_key(&t) {
                stack.pop();
                continue;
            }
            let parts: SmallVec<[TermId; 4]> = match (self.means(arena, t), arena.node(t)) {
                (Some(other), _) => SmallVec::from_slice(&[other]),
                (None, Node::If(_, a, b)) => SmallVec::from_slice(&[a, b]),
                _ => arena.children(t).collect(),
            };
            let before = stack.len();
            stack.extend(parts.iter().filter(|p| !self.memo.contains_key(p)));
            if stack.len() > before {
                continue;
            }
            let value = match self.means(arena, t) {
                Some(other) => self.memo[&other].clone(),
                None => Rc::new(self.combined(arena, t, &parts)),
            };
            self.memo.insert(t, value);
        }
        self.memo[&root].clone()
    }

    /// What a function's row says it means, where that is worth unfolding.
    fn means(&mut self, arena: &mut Arena, t: TermId) -> Option<TermId> {
        use Func::{Acosh, Acoth, Asinh, Atanh};
        let (f, arguments) = call(arena, t)?;
        let late = matches!(f, Asinh | Acosh | Atanh | Acoth) && !self.deep;
        if late || f.row().means.is_empty() {
            return None;
        }
        if let Some(&known) = self.unfolded.get(&t) {
            return Some(known);
        }
        let value = self.instance(arena, f.row().means, &arguments);
        self.unfolded.insert(t, value);
        Some(value)
    }

    fn combined(&mut self, arena: &mut Arena, t: TermId, parts: &[TermId]) -> Frac {
        let args: SmallVec<[Rc<Frac>; 3]> = parts.iter().map(|p| self.memo[p].clone()).collect();
        let ring = &mut self.ring;
        match (arena.node(t), args.as_slice()) {
            (Node::Number(n), _) => Frac::number(arena.number_value(n).clone()),
            (Node::Pi, _) => {
                let range = Range::at_least(Rational::new(314_159_265, 100_000_000), false);
                let range = range.meet(&Range::at_most(Rational::new(314_159_266, 100_000_000), false));
                Frac::poly(Poly::kernel(ring.opaque(Head::Pi, &[], range)))
            }
            (Node::Symbol(s), _) => Frac::poly(Poly::kernel(ring.opaque(Head::Symbol(s), &[], Range::all()))),
            (Node::Neg(_), [a]) => Frac { num: a.num.negated(), den: a.den.clone() },
            (Node::Binary(op, _, _), [a, b]) => match op {
                Operator::Add => ring.plus(a, b),
                Operator::Sub => ring.minus(a, b),
                Operator::Mul => ring.times(a, b),
                Operator::Div => {
                    let under = ring.inverse(b);
                    ring.times(a, &under)
                }
                Operator::Pow => self.raised(a, b),
            },
            (Node::Call(f, _), [a]) => self.called(arena, f, a),
            (Node::Call2(Func::Root, _, v), [a, _]) => match arena.as_rational(v).and_then(|n| n.to_i64()) {
                Some(n) if n > 0 && n % 2 == 0 => self.root(a, &Rational::new(1, n)),
                Some(n) if n > 0 => self.odd_root(a, n),
                _ => self.opaque(arena, Head::Call(Func::Root), &args),
            },
            (Node::Call2(f, _, _), _) => self.opaque(arena, Head::Call(f), &args),
            (Node::If(c, _, _), _) => self.opaque(arena, Head::If(c), &args),
            (Node::Apply(f, _), _) => self.opaque(arena, Head::Apply(f), &args),
            _ => self.ring.nowhere(),
        }
    }

    fn called(&mut self, arena: &mut Arena, f: Func, u: &Frac) -> Frac {
        let odd_at_zero = u.num.is_zero() && f.row().parity == Parity::Odd && f != Func::Acot && f != Func::Acsch;
        match f {
            Func::Exp => self.exp(u),
            Func::Log => self.log(u),
            Func::Sqrt => self.root(u, &Rational::new(1, 2)),
            Func::Cbrt => self.odd_root(u, 3),
            Func::Abs => self.abs(u),
            Func::Sin | Func::Cos => {
                let turned = |c: i64| Frac {
                    num: u.num.scaled(&Mono::default(), &Gauss::imaginary(Rational::from(c))),
                    den: u.den.clone(),
                };
                let (up, down) = (self.exp(&turned(1)), self.exp(&turned(-1)));
                let half = Rational::new(1, 2);
                let (sum, scale) = match f {
                    Func::Cos => (self.ring.plus(&up, &down), Gauss::real(half)),
                    _ => (self.ring.minus(&up, &down), Gauss::imaginary(-half)),
                };
                Frac { num: sum.num.scaled(&Mono::default(), &scale), den: sum.den }
            }
            Func::Sign => match self.signs_of(u) {
                POS => Frac::number(Rational::ONE),
                NEG => Frac::number(Rational::from(-1)),
                s if s & ZERO == 0 => {
                    let (size, under) = (self.abs(u), self.ring.inverse(u));
                    self.ring.times(&size, &under)
                }
                _ => {
                    let (size, _, _) = self.ring.primitive(&u.num);
                    let scale = Frac::number(size.recip().unwrap_or(Rational::ONE));
                    let scaled = Rc::new(self.ring.times(u, &scale));
                    self.opaque(arena, Head::Call(f), &[scaled])
                }
            },
            _ if odd_at_zero => Frac::default(),
            _ => self.opaque(arena, Head::Call(f), &[Rc::new(u.clone())]),
        }
    }

    /// A kernel keyed by its arguments, with the sign of an even or odd function's pulled out.
    fn opaque(&mut self, arena: &mut Arena, head: Head, arguments: &[Rc<Frac>]) -> Frac {
        let parity = match head {
            Head::Call(f) => f.row().parity,
            _ => Parity::Neither,
        };
        let mut arguments: SmallVec<[Frac; 2]> = arguments.iter().map(|a| Frac::clone(a)).collect();
        let mut sign = Rational::ONE;
        if let Some(first) = arguments.first_mut().filter(|_| parity != Parity::Neither)
            && first.num.0.first().is_some_and(|t| t.1.lead() < 0)
        {
            first.num = first.num.negated();
            sign = if parity == Parity::Odd { -sign } else { sign };
        }
        let ids: SmallVec<[u32; 2]> = arguments.iter().map(|a| self.ring.intern(a)).collect();
        let id = match self.ring.kernel(head, &ids) {
            Some(id) => id,
            None => {
                let range = match head {
                    Head::Call(f) => self.row_range(arena, f),
                    _ => Range::all(),
                };
                self.ring.opaque(head, &ids, range)
            }
        };
        Frac::poly(Poly::term(Mono::power(id, Rational::ONE), Gauss::real(sign)))
    }

    /// `b^e`
    fn raised(&mut self, b: &Frac, e: &Frac) -> Frac {
        if let Some(r) = e.rational() {
            if b.num.is_zero() {
                return if r.signum() > 0 { Frac::default() } else { self.ring.nowhere() };
            }
            return match r.to_i64() {
                Some(n) => self.ring.power(b, n),
                None => self.root(b, &r),
            };
        }
        let signs = self.signs_of(b);
        if signs & !POS == 0 {
            let log = self.log(b);
            let product = self.ring.times(e, &log);
            return self.exp(&product);
        }
        let whole = e.num.0.iter().find(|t| t.0.is_one() && e.den.is_empty() && signs & ZERO == 0);
        let whole = whole.filter(|t| t.1.im.is_zero()).and_then(|t| t.1.re.to_i64()).unwrap_or(0);
        let rest = self.ring.minus(e, &Frac::number(Rational::from(whole)));
        let ids = [self.ring.intern(b), self.ring.intern(&rest)];
        let kernel = self.ring.opaque(Head::Power, &ids, Range { nonzero: signs & ZERO == 0, ..Range::all() });
        let factor = self.ring.power(b, whole);
        self.ring.times(&Frac::poly(Poly::kernel(kernel)), &factor)
    }

    /// A positive constant times factors with exponents; the constant's sign stays in a factor.
    fn factors(&mut self, f: &Frac) -> (Rational, Vec<(Factor, Rational, Signs)>) {
        let (size, content, p) = self.ring.primitive(&f.num);
        let mut all = Vec::new();
        for (k, e) in content.0 {
            all.push((Factor::Kernel(k), e, self.kernel_signs(k)));
        }
        for &(d, e) in &f.den {
            let d = self.ring.polys[d as usize].as_ref().clone();
            let signs = self.poly_signs(&d, 1) & !ZERO;
            all.push((Factor::Poly(d), Rational::from(-e), signs));
        }
        if p.rational().is_none_or(|c| !c.is_one()) {
            let signs = self.poly_signs(&p, 1);
            all.push((Factor::Poly(p), Rational::ONE, signs));
        }
        (size, all)
    }

    /// Splits a real quantity that is not negative into a positive constant, powers of factors
    /// that are never negative, and a rest.
    fn split(&mut self, f: &Frac) -> (Rational, Vec<(Factor, Rational)>, Poly) {
        let (size, factors) = self.factors(f);
        let (mut bases, mut rest) = (Vec::new(), Frac::number(Rational::ONE));
        for (factor, e, signs) in factors {
            let whole = e.to_i64();
            match (factor, whole) {
                (factor, _) if signs & NEG == 0 => bases.push((factor, e)),
                (Factor::Poly(p), Some(n)) if signs & POS == 0 => {
                    bases.push((Factor::Poly(p.negated()), e));
                    rest.num = if n % 2 == 0 { rest.num } else { rest.num.negated() };
                }
                (Factor::Kernel(k), None) => {
                    rest =
                        self.ring.times(&rest, &Frac::poly(Poly::term(Mono::power(k, e), Gauss::real(Rational::ONE))));
                }
                (factor, whole) => {
                    let n = whole.unwrap_or(1);
                    let p = match factor {
                        Factor::Kernel(k) => Poly::kernel(k),
                        Factor::Poly(p) => p,
                    };
                    let even = 2 * n.div_euclid(2);
                    if even != 0 {
                        let size = self.abs_kernel(&p);
                        bases.push((Factor::Kernel(size), Rational::from(even)));
                    }
                    if n != even {
                        rest = self.ring.times(&rest, &Frac::poly(p));
                    }
                }
            }
        }
        (size, bases, rest.num)
    }

    /// The principal power `f^r` of a quantity that is not negative.
    fn root(&mut self, f: &Frac, r: &Rational) -> Frac {
        if f.num.is_zero() {
            return if r.signum() > 0 { Frac::default() } else { self.ring.nowhere() };
        }
        let (size, bases, rest) = self.split(f);
        let mut out = self.number_power(&size, r);
        for (factor, e) in bases {
            let power = match factor {
                Factor::Kernel(k) => self.ring.kernel_power(k, &(&e * r)),
                Factor::Poly(p) => self.poly_power(&p, &(&e * r)),
            };
            out = self.ring.times(&out, &power);
        }
        let power = self.poly_power(&rest, r);
        self.ring.times(&out, &power)
    }

    /// The principal power of a polynomial, as a power of its kernel.
    fn poly_power(&mut self, p: &Poly, r: &Rational) -> Frac {
        if let [(m, c)] = p.0.as_slice()
            && c.im.is_zero()
            && c.re.is_one()
        {
            match m.0.as_slice() {
                [] => return Frac::number(Rational::ONE),
                [(k, e)] if e.is_one() => return self.ring.kernel_power(*k, r),
                _ => {}
            }
        }
        if let Some(c) = p.rational().filter(|c| c.signum() > 0) {
            return self.number_power(&c, r);
        }
        let id = self.keyed(Head::Root, p, Some(Rational::ONE), true);
        self.ring.kernel_power(id, r)
    }

    /// The kernel of that head with a polynomial as its argument.
    fn keyed(&mut self, head: Head, p: &Poly, modulus: Option<Rational>, real: bool) -> u32 {
        let argument = self.ring.intern(&Frac::poly(p.clone()));
        if let Some(id) = self.ring.kernel(head, &[argument]) {
            return id;
        }
        let modulus = modulus.map(|m| {
            let square = matches!(head, Head::Abs).then(|| self.ring.times_poly(p, p));
            (m, square.unwrap_or_else(|| p.clone()))
        });
        let signs = self.poly_signs(p, 1);
        let range = match head {
            Head::Abs => Range::of_signs(POS | (signs & ZERO)),
            Head::Prime => Range::of_signs(POS),
            Head::Root | Head::OddRoot(_) => Range::of_signs(signs),
            _ => Range::all(),
        };
        self.ring.new_kernel(Kernel { head, arguments: SmallVec::from_slice(&[argument]), modulus, real, range })
    }

    fn abs_kernel(&mut self, p: &Poly) -> u32 {
        let turn = p.0.first().is_some_and(|t| t.1.lead() < 0);
        let p = if turn { p.negated() } else { p.clone() };
        self.keyed(Head::Abs, &p, Some(Rational::from(2)), true)
    }

    /// `c^r` for `c > 0`, by the small primes of `c`.
    fn number_power(&mut self, c: &Rational, r: &Rational) -> Frac {
        let mut out = Frac::number(Rational::ONE);
        for (prime, e) in primes(c) {
            let k = self.keyed(Head::Prime, &Poly::number(prime), Some(Rational::ONE), true);
            let power = self.ring.kernel_power(k, &(&Rational::from(e) * r));
            out = self.ring.times(&out, &power);
        }
        out
    }

    fn odd_root(&mut self, f: &Frac, n: i64) -> Frac {
        if f.num.is_zero() {
            return Frac::default();
        }
        let (size, factors) = self.factors(f);
        let r = Rational::new(1, n);
        let mut out = self.number_power(&size, &r);
        for (factor, e, signs) in factors {
            let power = match factor {
                Factor::Kernel(k) if signs & NEG == 0 => self.ring.kernel_power(k, &(&e * &r)),
                Factor::Poly(p) if signs & NEG == 0 => self.poly_power(&p, &(&e * &r)),
                Factor::Kernel(_) if !e.is_integer() => self.ring.nowhere(),
                factor => {
                    let p = match factor {
                        Factor::Kernel(k) => Poly::kernel(k),
                        Factor::Poly(p) => p,
                    };
                    let turn = p.0.first().is_some_and(|t| t.1.lead() < 0);
                    let p = if turn { p.negated() } else { p };
                    if turn && !(&e * &Rational::new(1, 2)).is_integer() {
                        out.num = out.num.negated();
                    }
                    if p.rational().is_some_and(|c| c.is_one()) {
                        continue;
                    }
                    let id = self.keyed(Head::OddRoot(n), &p, Some(Rational::from(n)), true);
                    self.ring.kernel_power(id, &e)
                }
            };
            out = self.ring.times(&out, &power);
        }
        out
    }

    fn abs(&mut self, f: &Frac) -> Frac {
        if f.num.is_zero() {
            return Frac::default();
        }
        let (size, factors) = self.factors(f);
        let mut out = Frac::number(size);
        let mut rest = Poly::number(Rational::ONE);
        for (factor, e, signs) in factors {
            let (p, n) = match (factor, e.to_i64()) {
                (Factor::Kernel(k), None) => {
                    // Only a product of several such powers need be real.
                    rest = rest.scaled(&Mono::power(k, e), &Gauss::real(Rational::ONE));
                    continue;
                }
                (Factor::Kernel(k), Some(n)) => (Poly::kernel(k), n),
                (Factor::Poly(p), n) => (p, n.unwrap_or(1)),
            };
            let factor = match (signs & NEG == 0, signs & POS == 0) {
                (true, _) => Frac::poly(p),
                (_, true) => Frac::poly(p.negated()),
                _ if p.rational().is_some() => Frac::number(Rational::ONE),
                _ => Frac::poly(Poly::kernel(self.abs_kernel(&p))),
            };
            let power = self.ring.power(&factor, n);
            out = self.ring.times(&out, &power);
        }
        if rest.rational().is_none_or(|c| !c.is_one()) {
            let k = self.abs_kernel(&rest);
            out = self.ring.times(&out, &Frac::poly(Poly::kernel(k)));
        }
        out
    }

    fn log(&mut self, f: &Frac) -> Frac {
        if f.num.is_zero() {
            return self.ring.nowhere();
        }
        let (size, bases, rest) = self.split(f);
        let mut out = Frac::default();
        let mut parts: Vec<(Poly, Rational)> = bases
            .into_iter()
            .map(|(factor, e)| match factor {
                Factor::Kernel(k) => (Poly::kernel(k), e),
                Factor::Poly(p) => (p, e),
            })
            .collect();
        parts.extend(primes(&size).into_iter().map(|(p, e)| (Poly::number(p), Rational::from(e))));
        if rest.rational().is_none_or(|c| !c.is_one()) {
            parts.push((rest, Rational::ONE));
        }
        for (p, e) in parts {
            let log = self.log_of(p);
            let term = self.ring.times(&log, &Frac::number(e));
            out = self.ring.plus(&out, &term);
        }
        out
    }

    /// The logarithm of something that doesn't split: an exponential's is its exponent.
    fn log_of(&mut self, p: Poly) -> Frac {
        if let [(m, _)] = p.0.as_slice()
            && let [(k, e)] = m.0.as_slice()
            && e.is_one()
            && p == Poly::kernel(*k)
        {
            let kernel = &self.ring.kernels[*k as usize];
            let argument = kernel.arguments.first().map(|a| self.ring.fracs[*a as usize].clone());
            match (kernel.head, argument) {
                (Head::Exp(false), Some(a)) if kernel.range.nonzero && kernel.real => return Frac::clone(&a),
                (Head::Root | Head::Prime, Some(a)) => return self.log_kernel(&a.num),
                _ => {}
            }
        }
        self.log_kernel(&p)
    }

    fn log_kernel(&mut self, p: &Poly) -> Frac {
        Frac::poly(Poly::kernel(self.keyed(Head::Log, p, None, true)))
    }

    /// `exp` of a sum is a product of powers of `E[m]`, one for each term.
    fn exp(&mut self, f: &Frac) -> Frac {
        let mut out = Frac::number(Rational::ONE);
        for (m, c) in &f.num.0 {
            for (size, imaginary) in [(&c.re, false), (&c.im, true)] {
                if !size.is_zero() {
                    let power = self.exp_piece(m, &f.den, size, imaginary);
                    out = self.ring.times(&out, &power);
                }
            }
        }
        out
    }

    fn exp_piece(&mut self, m: &Mono, den: &[(u32, i64)], size: &Rational, imaginary: bool) -> Frac {
        let argument = Frac { num: Poly::term(m.clone(), Gauss::real(Rational::ONE)), den: SmallVec::from_slice(den) };
        if let ([(k, e)], true) = (m.0.as_slice(), den.is_empty())
            && e.is_one()
        {
            let kernel = &self.ring.kernels[*k as usize];
            match (kernel.head, imaginary) {
                (Head::Log, false) => {
                    let p = self.ring.fracs[kernel.arguments[0] as usize].num.clone();
                    return self.poly_power(&p, size);
                }
                (Head::Pi, true) => {
                    let unity = self.unity();
                    let turns = size - &(&Rational::from(2) * &(size * &Rational::new(1, 2)).floor());
                    return self.ring.kernel_power(unity, &turns);
                }
                _ => {}
            }
        }
        let id = self.ring.intern(&argument);
        let head = Head::Exp(imaginary);
        let kernel = self.ring.kernel(head, &[id]).unwrap_or_else(|| {
            let real = !imaginary && self.real_argument(&argument);
            let range = Range::of_signs(if real { POS } else { POS | NEG });
            self.ring.new_kernel(Kernel { head, arguments: SmallVec::from_slice(&[id]), modulus: None, real, range })
        });
        self.ring.kernel_power(kernel, size)
    }

    /// Whether a monomial over a denominator is real.
    fn real_argument(&self, f: &Frac) -> bool {
        self.is_real(&f.num) && f.den.iter().all(|x| self.is_real(&self.ring.polys[x.0 as usize]))
    }

    /// `exp(i·pi)`, whose twelfth root is `(√6 + √2)/4 + i(√6 − √2)/4`.
    fn unity(&mut self) -> u32 {
        if let Some(id) = self.ring.kernel(Head::Unity, &[]) {
            return id;
        }
        let half = Rational::new(1, 2);
        let (two, six) =
            (self.number_power(&Rational::from(2), &half).num, self.number_power(&Rational::from(6), &half).num);
        let quarter = |re: i64, im: i64| Gauss { re: Rational::new(re, 4), im: Rational::new(im, 4) };
        let value = six.scaled(&Mono::default(), &quarter(1, 1)).plus(&two.scaled(&Mono::default(), &quarter(1, -1)));
        let modulus = Some((Rational::new(1, 12), value));
        let range = Range { nonzero: true, ..Range::all() };
        self.ring.new_kernel(Kernel { head: Head::Unity, arguments: SmallVec::new(), modulus, real: false, range })
    }
}

/// The function and the arguments of a call.
pub(super) fn call(arena: &Arena, t: TermId) -> Option<(Func, SmallVec<[TermId; 2]>)> {
    match arena.node(t) {
        Node::Call(f, a) => Some((f, SmallVec::from_slice(&[a]))),
        Node::Call2(f, a, b) => Some((f, SmallVec::from_slice(&[a, b]))),
        _ => None,
    }
}

/// The prime powers of a positive number up to a bound, and what is left.
fn primes(c: &Rational) -> Vec<(Rational, i64)> {
    let mut out = Vec::new();
    for (part, sign) in [(Rational::from_integer(c.numerator()), 1), (Rational::from_integer(c.denominator()), -1)] {
        let Some(mut n) = part.to_i64() else {
            out.push((part, sign));
            continue;
        };
        for p in 2..1000 {
            let mut e = 0;
            while n % p == 0 {
                (n, e) = (n / p, e + 1);
            }
            if e > 0 {
                out.push((Rational::from(p), sign * e));
            }
            if p * p > n {
                break;
            }
        }
        if n > 1 {
            out.push((Rational::from(n), sign));
        }
    }
    out
}
