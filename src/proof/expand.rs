//! Terms to fractions over kernels, under the facts of a scope.

use super::facts::Scope;
use super::mono::{Gauss, Mono};
use super::poly::Poly;
use super::range::{ANY, NEG, POS, Range, Signs, ZERO};
use super::ring::{Frac, Head};
use super::sums::addends_of_long;
use crate::parse::{filled, read};
use crate::term::{Arena, Func, Node, Operator, Parity, Rational, TermId};
use smallvec::{SmallVec, smallvec};
use std::rc::Rc;

/// Of longer bases the spelling is not looked at: each sum in them would be expanded by itself.
const LONG: u128 = 200;

impl Scope {
    /// The term as a fraction, in its most unfolded form.
    pub(super) fn expand(&mut self, arena: &mut Arena, root: TermId) -> Rc<Frac> {
        if let Some(known) = self.memo.get(&root) {
            return known.clone();
        }
        let mut stack: SmallVec<[TermId; 16]> = smallvec![root];
        while let Some(&t) = stack.last() {
            if self.memo.contains_key(&t) {
                stack.pop();
                continue;
            }
            let instead = self.instead(arena, t);
            let long = addends_of_long(arena, t);
            let mut parts: SmallVec<[TermId; 4]> = SmallVec::new();
            match (instead, arena.node(t), &long) {
                (Some(other), ..) => parts.push(other),
                (None, Node::If(_, a, b), _) => parts.extend([a, b]),
                (None, _, Some(addends)) => parts.extend(addends.iter().map(|x| x.0)),
                _ => arena.each_child(t, |part| parts.push(part)),
            }
            let mut args: SmallVec<[Rc<Frac>; 3]> = SmallVec::new();
            for part in &parts {
                match self.memo.get(part) {
                    Some(known) => args.push(known.clone()),
                    None if matches!(arena.node(*part), Node::Number(_) | Node::Symbol(_)) => {
                        let value = Rc::new(self.combined(arena, *part, (&[], &[])));
                        self.memo.insert(*part, value.clone());
                        args.push(value);
                    }
                    None => stack.push(*part),
                }
            }
            if args.len() < parts.len() {
                continue;
            }
            let value = match (instead, long, args.as_slice()) {
                (Some(_), _, [other]) => other.clone(),
                (None, Some(addends), _) => Rc::new(self.long_sum(&addends)),
                _ => Rc::new(self.combined(arena, t, (&parts, &args))),
            };
            self.memo.insert(t, value);
        }
        self.memo[&root].clone()
    }

    /// A term that is equal on all of the scope and is expanded in the term's place.
    fn instead(&mut self, arena: &mut Arena, t: TermId) -> Option<TermId> {
        let Node::If(c, a, b) = arena.node(t) else { return self.means(arena, t) };
        if let Some(&taken) = self.taken.get(&t) {
            return taken;
        }
        self.open = true;
        // Conditions may hold conditions, as deep as they are nested.
        let known = stacker::maybe_grow(64 << 10, 1 << 20, || self.decide(arena, c));
        let taken = known.map(|holds| if holds { a } else { b });
        self.taken.insert(t, taken);
        taken
    }

    /// What a function's row says it means, where that is worth unfolding.
    fn means(&mut self, arena: &mut Arena, t: TermId) -> Option<TermId> {
        use Func::{Acosh, Acoth, Asinh, Atanh, Cot, Csc, Sec, Tan};
        let (f, arguments) = call(arena, t)?;
        let late = matches!(f, Asinh | Acosh | Atanh | Acoth) && !self.deep;
        let kept = self.plain && !matches!(f, Tan | Cot | Sec | Csc);
        if late || kept || f.row().means.is_empty() {
            return None;
        }
        if let Some(&known) = self.unfolded.get(&t) {
            return Some(known);
        }
        let value = filled(arena, f.row().means, &arguments);
        self.unfolded.insert(t, value);
        Some(value)
    }

    fn combined(&mut self, arena: &mut Arena, t: TermId, (parts, args): (&[TermId], &[Rc<Frac>])) -> Frac {
        let ring = &mut self.ring;
        match (arena.node(t), args) {
            (Node::Number(n), _) => Frac::number(arena.number_value(n).clone()),
            (Node::Pi, _) => self.pi(),
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
                Operator::Pow => {
                    let plain = b.rational().is_some() || arena.tree_size(parts[0]) > LONG;
                    let signs = if plain { ANY } else { self.range(arena, parts[0]).signs() };
                    self.raised(a, b, signs)
                }
            },
            (Node::Call(f, argument), [a]) => match self.known_value(arena, f, argument, a) {
                Some(value) => value,
                None => self.called(arena, f, a),
            },
            (Node::Call2(Func::Root, _, v), [a, _]) => match arena.as_rational(v).and_then(|n| n.to_i64()) {
                Some(n) if n > 0 && n % 2 == 0 => self.root(a, &Rational::new(1, n)),
                Some(n) if n > 0 => self.odd_root(a, n),
                _ => self.opaque(arena, Head::Call(Func::Root), args),
            },
            (Node::Call2(Func::BesselJ, _, _), [n, u]) => self.bessel(arena, n, u),
            (Node::Call2(f, _, _), _) => self.opaque(arena, Head::Call(f), args),
            (Node::If(c, _, _), _) => self.opaque(arena, Head::If(c), args),
            (Node::Apply(f, _), _) => self.opaque(arena, Head::Apply(f), args),
            _ => self.ring.nowhere(),
        }
    }

    fn pi(&mut self) -> Frac {
        Frac::poly(Poly::kernel(self.ring.opaque(Head::Pi, &[], Range::of_pi())))
    }

    /// The value of a function at a number, where the function's row has it.
    fn known_value(&mut self, arena: &mut Arena, f: Func, argument: TermId, u: &Frac) -> Option<Frac> {
        if f.values().is_empty() || arena.any(argument, |node| matches!(node, Node::Symbol(_) | Node::Apply(..))) {
            return None;
        }
        let sides: &[i64] = if f.row().parity == Parity::Odd { &[1, -1] } else { &[1] };
        for (number, value) in f.values() {
            let number = read(arena, number);
            let at = self.expand(arena, number);
            for side in sides {
                let side = Frac::number(Rational::from(*side));
                let at = self.ring.times(&side, &at);
                if self.ring.minus(u, &at).num.is_zero() {
                    let value = read(arena, value);
                    let value = self.expand(arena, value);
                    return Some(self.ring.times(&side, &value));
                }
            }
        }
        None
    }

    fn called(&mut self, arena: &mut Arena, f: Func, u: &Frac) -> Frac {
        let odd_at_zero = u.num.is_zero() && f.row().parity == Parity::Odd && f != Func::Acot && f != Func::Acsch;
        match f {
            Func::Exp => self.exp(u),
            Func::Log => self.log(u),
            Func::Sqrt => self.root(u, &Rational::new(1, 2)),
            Func::Cbrt => self.odd_root(u, 3),
            Func::Abs => self.abs(u),
            Func::Cos if self.in_sines => self.cosine(arena, u),
            Func::Sin | Func::Cos if !self.plain => {
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
            Func::Sign => match self.sign_in_scope(u) {
                POS => Frac::number(Rational::ONE),
                NEG => Frac::number(Rational::from(-1)),
                ZERO => Frac::default(),
                s => self.sign(arena, u, s & ZERO != 0),
            },
            _ if odd_at_zero => Frac::default(),
            Func::Floor => self.floor(arena, u),
            Func::Gamma | Func::Digamma => self.gamma(arena, f, u),
            _ => self.opaque(arena, Head::Call(f), &[Rc::new(u.clone())]),
        }
    }

    /// The signs of a part on which the expanded term depends.
    fn sign_in_scope(&mut self, f: &Frac) -> Signs {
        self.open = true;
        self.signs_of(f)
    }

    /// A cosine as it stands: a kernel whose square is 1 less that of the sine.
    fn cosine(&mut self, arena: &mut Arena, u: &Frac) -> Frac {
        let u = [Rc::new(u.clone())];
        self.opaque(arena, Head::Call(Func::Sin), &u);
        let cosine = self.opaque(arena, Head::Call(Func::Cos), &u);
        cosine.num.kernels().into_iter().for_each(|k| self.settle_square(k));
        cosine
    }

    /// Gives the kernel of a cosine the square it has, if the sine stands somewhere.
    fn settle_square(&mut self, k: u32) {
        let arguments = self.ring.kernels[k as usize].arguments.clone();
        if let Some(sine) = self.ring.kernel(Head::Call(Func::Sin), &arguments) {
            let sine = Poly::kernel(sine);
            let square = Poly::number(Rational::ONE).minus(&sine.times(&sine));
            self.ring.kernels[k as usize].modulus = Some((Rational::from(2), square));
        }
    }

    /// A multiple of a polynomial, not by zero, with sines for the squares of cosines that stand in
    /// it as they are.
    pub(super) fn without_cosines(&mut self, mut p: Poly) -> Poly {
        for k in p.kernels() {
            if self.ring.kernels[k as usize].head == Head::Call(Func::Cos) {
                let least = p.0.iter().map(|t| t.0.degree(k)).min().unwrap_or(Rational::ZERO);
                p = p.scaled(&Mono::power(k, -least), &Gauss::real(Rational::ONE));
                self.settle_square(k);
            }
        }
        self.ring.reduced(p)
    }

    /// A kernel keyed by its arguments, with the sign of an even or odd function's pulled out.
    pub(super) fn opaque(&mut self, arena: &mut Arena, head: Head, arguments: &[Rc<Frac>]) -> Frac {
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

    /// `b^e`, where the base as it is spelled shows that it has one of these signs.
    fn raised(&mut self, b: &Frac, e: &Frac, spelled: Signs) -> Frac {
        if let Some(r) = e.rational() {
            if b.num.is_zero() {
                return if r.signum() > 0 { Frac::default() } else { self.ring.nowhere() };
            }
            return match r.to_i64() {
                Some(n) => self.ring.power(b, n),
                None => self.root(b, &r),
            };
        }
        if b.num.is_zero() {
            // 0^e has a value only where e > 0.
            return Frac::default();
        }
        let signs = if spelled & !POS == 0 { spelled } else { spelled & self.sign_in_scope(b) };
        if signs & !POS == 0 {
            let log = self.log(b);
            let product = self.ring.times(e, &log);
            return self.exp(&product);
        }
        if signs & !NEG == 0 && self.is_integer(e) {
            // b^e = (-1)^e·exp(e·log(-b)), and (-1)^e = exp(i·pi·e)
            let size = self.log(&Frac { num: b.num.negated(), den: b.den.clone() });
            let pi = self.pi();
            let turns = Frac { num: pi.num.scaled(&Mono::default(), &Gauss::imaginary(Rational::ONE)), den: pi.den };
            let (turns, size) = (self.ring.times(e, &turns), self.ring.times(e, &size));
            let (sign, size) = (self.exp(&turns), self.exp(&size));
            return self.ring.times(&sign, &size);
        }
        let (unit, rest) = self.by_sign(b);
        if unit.rational().is_none_or(|c| !c.is_one()) {
            // (c*b)^e = c^e*b^e for c > 0, and both sides have values together.
            let (unit, rest) = (self.raised(&unit, e, POS), self.raised(&rest, e, signs));
            return self.ring.times(&unit, &rest);
        }
        let whole = if signs & ZERO == 0 { self.whole_part(e) } else { 0 };
        let rest = self.ring.minus(e, &Frac::number(Rational::from(whole)));
        // b^(-w) = 1/b^w where b is not zero.
        let turned = signs & ZERO == 0 && rest.num.0.first().is_some_and(|t| t.1.lead() < 0);
        let (rest, sign) = if turned { (Frac { num: rest.num.negated(), ..rest }, -1) } else { (rest, 1) };
        let ids = [self.ring.intern(b), self.ring.intern(&rest)];
        let kernel = self.ring.opaque(Head::Power, &ids, Range { nonzero: signs & ZERO == 0, ..Range::all() });
        let (power, factor) = (self.ring.kernel_power(kernel, &Rational::from(sign)), self.ring.power(b, whole));
        self.ring.times(&power, &factor)
    }

    /// The integer that stands before the leading term of the denominator, as 1 in `n/(n - 1)`; the
    /// constant term where there is none.
    fn whole_part(&mut self, e: &Frac) -> i64 {
        let one = Poly::number(Rational::ONE);
        let below = e.den.iter().fold(one, |all, &(d, m)| self.ring.times_power(all, d, m));
        let Some((m, c)) = below.0.first() else { return 0 };
        let like = e.num.0.iter().find(|t| t.0 == *m && t.1.im.is_zero() && c.im.is_zero());
        like.and_then(|t| t.1.re.checked_div(&c.re)?.to_i64()).unwrap_or(0)
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
