//! Function values: by their definition, by a relation, or as kernels of their own.

use super::fraction::{Failure, single};
use super::kernel::{Key, Kind, Knowledge};
use super::normal::Normal;
use super::{Fraction, Poly};
use crate::parse;
use crate::term::{Arena, Func, Node, Operator, Parity, Rational, TermId};

impl<K: Knowledge> Normal<'_, K> {
    pub(super) fn read_call(&mut self, id: TermId, f: Func, a: TermId) -> Result<Fraction, Failure> {
        let v = self.value(a);
        match f {
            Func::Exp => self.exponential(&v, || (a, None)),
            Func::Log => self.read_log(a, &v),
            Func::Sqrt => self.root_power(a, &v, 1, 2),
            Func::Abs => self.read_abs(a, &v),
            Func::Sign if !self.plain => self.read_sign(id, a, &v),
            _ if self.plain => self.read_opaque_call(id, f, &[a]),
            Func::Sin | Func::Cos => self.read_angle(f, a, &v),
            Func::Asinh | Func::Acosh | Func::Atanh | Func::Acoth => self.read_opaque_call(id, f, &[a]),
            _ if f.row().means.is_empty() => self.read_opaque_call(id, f, &[a]),
            _ => self.read_definition(f, &[a]),
        }
    }

    pub(super) fn read_call2(&mut self, id: TermId, f: Func, a: TermId, b: TermId) -> Result<Fraction, Failure> {
        if self.plain || f.row().means.is_empty() {
            self.read_opaque_call(id, f, &[a, b])
        } else {
            self.read_definition(f, &[a, b])
        }
    }

    pub(super) fn read_definition(&mut self, f: Func, arguments: &[TermId]) -> Result<Fraction, Failure> {
        let meaning = meaning(self.arena, f, arguments);
        self.read_part(meaning)
    }

    pub(super) fn read_opaque_call(&mut self, id: TermId, f: Func, arguments: &[TermId]) -> Result<Fraction, Failure> {
        let mut values: Vec<Fraction> = arguments.iter().map(|a| self.value(*a)).collect();
        let mut sign = Rational::ONE;
        let parity = match f {
            Func::BesselJ => parity_of_bessel(&values[0]),
            _ => f.row().parity,
        };
        if parity != Parity::Neither && leading_sign(&values[0]) < 0 {
            values[0] = values[0].negated();
            if parity == Parity::Odd {
                sign = Rational::from(-1);
            }
        } else if let Some(kernel) = self.kernels.find(&Key::Call(f, values.clone())) {
            return Ok(Fraction::kernel(kernel, 1));
        }
        if let Some(value) = self.known_value(f, arguments[0], &values[0])? {
            return Ok(value.scaled(&sign));
        }
        let flipped = parity != Parity::Neither && values[0] != self.value(arguments[0]);
        let spelled: Vec<TermId> = (0..values.len())
            .map(|i| {
                if i == 0 && flipped {
                    super::emit::spell(self, &values[0])
                } else {
                    self.shorter_spelling(&values[i], arguments[i])
                }
            })
            .collect();
        let term = if spelled == arguments { id } else { self.arena.with_children(id, &spelled) };
        let kernel = self.kernels.intern(Key::Call(f, values), || Kind::Opaque(term));
        Ok(Fraction::kernel(kernel, 1).scaled(&sign))
    }

    /// The value of a function at a number, where it is known.
    fn known_value(&mut self, f: Func, argument: TermId, at: &Fraction) -> Result<Option<Fraction>, Failure> {
        if f.values().is_empty() || self.arena.any(argument, |node| matches!(node, Node::Symbol(_) | Node::Apply(..))) {
            return Ok(None);
        }
        let opposite = (f.row().parity == Parity::Odd).then(|| at.negated());
        for (number, value) in f.values() {
            let number = parse::read(self.arena, number);
            let number = self.read_part(number)?;
            let turned = opposite.as_ref() == Some(&number);
            if number == *at || turned {
                let value = parse::read(self.arena, value);
                let value = self.read_part(value)?;
                return Ok(Some(if turned { value.negated() } else { value }));
            }
        }
        Ok(None)
    }

    /// The author's spelling of a value, unless the normal form's is shorter.
    pub(super) fn shorter_spelling(&mut self, value: &Fraction, spelled: TermId) -> TermId {
        if self.arena.tree_size(spelled) == 1 {
            return spelled;
        }
        let canonical = super::emit::spell(self, value);
        let canonical = super::regroup::regrouped(self.arena, canonical).unwrap_or(canonical);
        if self.arena.tree_size(canonical) < self.arena.tree_size(spelled) { canonical } else { spelled }
    }

    /// A number as one, if that is shorter than how it is spelled.
    pub(super) fn shorter_number(&mut self, spelled: TermId, value: &Rational) -> TermId {
        let whole = self.arena.rational(value);
        if self.arena.tree_size(whole) < self.arena.tree_size(spelled) { whole } else { spelled }
    }

    pub(super) fn read_abs(&mut self, a: TermId, v: &Fraction) -> Result<Fraction, Failure> {
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
            let spelled = super::emit::spell(self, &Fraction::factor(p));
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

    pub(super) fn read_sign(&mut self, id: TermId, a: TermId, v: &Fraction) -> Result<Fraction, Failure> {
        let mut inner = a;
        while let Some(next) = of_same_sign(self.arena, inner) {
            inner = next;
        }
        if inner != a {
            let sign = self.arena.call(Func::Sign, inner);
            return self.read_part(sign);
        }
        if self.facts.nonzero(self.arena, a) {
            let size = self.read_abs(a, v)?;
            let below = self.inverse(v)?;
            return size.times(&below, &mut self.kernels);
        }
        let rest = self.with_sign_of(v);
        if rest == *v {
            return self.read_opaque_call(id, Func::Sign, &[a]);
        }
        let inner = super::emit::spell(self, &rest);
        self.read_part(inner)?;
        let sign = self.arena.call(Func::Sign, inner);
        self.read_opaque_call(sign, Func::Sign, &[inner])
    }

    /// The factors that a fraction's sign is a matter of, odd powers as the first.
    fn with_sign_of(&mut self, v: &Fraction) -> Fraction {
        let mut rest = Fraction::constant(Rational::from(i64::from(v.coefficient.signum())));
        for (p, e) in &v.factors {
            let spelled = super::emit::spell(self, &Fraction::factor(p));
            let even = e % 2 == 0;
            if self.facts.positive(self.arena, spelled) || even && self.facts.nonzero(self.arena, spelled) {
                continue;
            }
            rest.push(p.clone(), if even { *e } else { 1 });
        }
        rest
    }

    /// Logarithms of products split where every factor is known to be positive.
    pub(super) fn read_log(&mut self, a: TermId, v: &Fraction) -> Result<Fraction, Failure> {
        let mut sum = Fraction::zero();
        let mut whole = Fraction { coefficient: v.coefficient.clone(), factors: vec![] };
        for (p, e) in &v.factors {
            let one = Fraction::factor(p);
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

    pub(super) fn log_factor(&mut self, p: &Poly, one: &Fraction, spelled: TermId) -> Result<Fraction, Failure> {
        if let Some(kernel) = single(p) {
            match self.kernels.kind(kernel).clone() {
                Kind::Exp { exponent, lattice, power: None } => {
                    let v = self.read_part(exponent)?;
                    return Ok(v.scaled(&Rational::new(1, lattice)));
                }
                Kind::Exp { exponent, lattice, power: Some((base, _)) } => {
                    let (e, b) = (self.read_part(exponent)?, self.read_part(base)?);
                    let log = self.read_log(base, &b)?;
                    return Ok(e.times(&log, &mut self.kernels)?.scaled(&Rational::new(1, lattice)));
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

    pub(super) fn log_kernel(&mut self, v: &Fraction, spelled: TermId) -> Fraction {
        let inner = self.shorter_spelling(v, spelled);
        let term = self.arena.call(Func::Log, inner);
        let key = Key::Call(Func::Log, vec![v.clone()]);
        Fraction::kernel(self.kernels.intern(key, || Kind::Opaque(term)), 1)
    }
}

/// A function's definition with its arguments put in.
pub fn meaning(arena: &mut Arena, f: Func, arguments: &[TermId]) -> TermId {
    parse::filled(arena, f.row().means, arguments)
}

/// In a whole order n, `besselj(-n, u)` is `(-1)^n*besselj(n, u)` (DLMF 10.4.1).
fn parity_of_bessel(order: &Fraction) -> Parity {
    match order.as_constant().filter(|n| n.is_integer()) {
        Some(n) if n.is_even() => Parity::Even,
        Some(_) => Parity::Odd,
        None => Parity::Neither,
    }
}

fn leading_sign(f: &Fraction) -> i32 {
    f.coefficient.signum()
}

/// What a function's distance from a number that it passes once has the sign of: `u` for `atan(u)` and for
/// `exp(u) - 1`.
fn of_same_sign(arena: &mut Arena, a: TermId) -> Option<TermId> {
    let (call, value) = match arena.node(a) {
        Node::Binary(Operator::Sub, call, number) => (call, arena.as_rational(number)?),
        _ => (a, Rational::ZERO),
    };
    let Node::Call(f, u) = arena.node(call) else { return None };
    let crossing = f.crossing_of(&value).filter(|c| c.rises)?;
    if crossing.at == 0 {
        return Some(u);
    }
    let at = arena.integer(crossing.at);
    Some(arena.binary(Operator::Sub, u, at))
}
