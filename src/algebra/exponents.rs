//! Exponentials and powers: whole powers of few kernels, through a lattice of exponents.

use super::fraction::{Failure, single};
use super::kernel::{Kernels, Key, Kind, Knowledge};
use super::linear::solve;
use super::normal::{Atom, Direction, Normal, small};
use super::{Fraction, Monomial, Poly};
use crate::term::{Func, Node, Operator, Rational, TermId};

/// A combination of pieces of exponents.
type Vector = Vec<(Atom, Rational)>;

impl<K: Knowledge> Normal<'_, K> {
    /// `b^e = exp(e log b)` for a base known to be positive.
    pub(super) fn positive_power(
        &mut self,
        base: TermId,
        b: &Fraction,
        exponent: TermId,
        e: &Fraction,
    ) -> Result<Fraction, Failure> {
        // Whole powers of a quotient may meet its parts: `(m/x)^(a - 1)*m/x^2` is `(m/x)^a/x`.
        let several = b.factors.len() > 1 && !self.kept;
        let whole = if several { whole_part(e, &mut self.kernels)?.to_i64().unwrap_or(0) } else { 0 };
        if let Some(n) = i32::try_from(whole).ok().filter(|n| *n != 0) {
            let rest = e.plus(&Fraction::constant(Rational::from(-whole)), &mut self.kernels)?;
            let spelled = super::emit::spell(self, &rest);
            let power = self.positive_power(base, b, spelled, &rest)?;
            return power.times(&b.pow(n, &mut self.kernels)?, &mut self.kernels);
        }
        let log = self.read_log(base, b)?;
        let product = e.times(&log, &mut self.kernels)?;
        let (base, exponent) = (self.shorter_spelling(b, base), self.shorter_spelling(e, exponent));
        let whole = self.exponential(&product, || (exponent, Some((base, exponent))))?;
        Ok(whole)
    }

    /// A power whose base may be negative: only whole parts of the exponent are split off, and
    /// only where the base is known not to be zero.
    pub(super) fn open_power(
        &mut self,
        base: TermId,
        b: Fraction,
        exponent: TermId,
        e: &Fraction,
    ) -> Result<Fraction, Failure> {
        let mut whole = 0;
        let mut rest = e.clone();
        if !self.kept && self.facts.nonzero(self.arena, base) {
            let constant = whole_part(e, &mut self.kernels)?;
            if let Some(n) = constant.to_i64().and_then(|n| i32::try_from(n).ok()) {
                whole = n;
                rest = e.plus(&Fraction::constant(-constant), &mut self.kernels)?;
            }
        }
        let negative = rest.coefficient.is_negative() && self.facts.nonzero(self.arena, base);
        if negative {
            rest = rest.negated();
        }
        let canonical = super::emit::spell(self, &rest);
        let own = whole == 0 && !negative;
        let spelled = if own { self.shorter_spelling(&rest, exponent) } else { canonical };
        let key = Key::Power(b.clone(), canonical);
        // Roots and powers in it are not brought together: they may not have values where their product has one.
        let plain = super::emit::spell(self, &b);
        let base = if self.arena.tree_size(plain) < self.arena.tree_size(base) { plain } else { base };
        let value = b.clone();
        let kernel = self.kernels.intern(key, || Kind::Power { base, value, exponent: spelled });
        let power = Fraction::kernel(kernel, if negative { -1 } else { 1 });
        if whole == 0 {
            return Ok(power);
        }
        let shift = if whole < 0 {
            self.inverse(&b)?.pow(-whole, &mut self.kernels)?
        } else {
            b.pow(whole, &mut self.kernels)?
        };
        power.times(&shift, &mut self.kernels)
    }

    /// `exp(v)` as a product of powers of exponential kernels.
    ///
    /// An exponent is a vector over its terms; it is written in the directions met before and in
    /// logarithms, whose exponentials are known, and becomes a direction of its own otherwise.
    pub(super) fn exponential(
        &mut self,
        v: &Fraction,
        spelled: impl FnOnce() -> (TermId, Option<(TermId, TermId)>),
    ) -> Result<Fraction, Failure> {
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
        let (logs, rest): (Vec<_>, Vec<_>) =
            vector.into_iter().partition(|(atom, _)| self.logarithm_of(atom).is_some());
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
    pub(super) fn product_of_powers(&mut self, logarithms: &[(Atom, Rational)]) -> Result<Fraction, Failure> {
        let mut out = Fraction::one();
        for (atom, c) in logarithms {
            if let Some(inside) = self.logarithm_of(atom) {
                let power = self.rational_power(inside, c)?;
                out = out.times(&power, &mut self.kernels)?;
            }
        }
        Ok(out)
    }

    pub(super) fn spell_vector(&mut self, vector: &[(Atom, Rational)]) -> Result<TermId, Failure> {
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

    pub(super) fn new_direction(
        &mut self,
        vector: Vec<(Atom, Rational)>,
        exponent: TermId,
        power: Option<(TermId, TermId)>,
    ) -> u32 {
        let named = power.map_or(exponent, |(b, e)| self.arena.binary(Operator::Pow, b, e));
        let lattice = self.lattices.get(&named).copied().unwrap_or(1);
        let index = self.directions.len();
        let kernel = self.kernels.intern(Key::Exponent(index), || Kind::Exp { exponent, lattice, power });
        self.directions.push(Direction { vector, kernel });
        kernel
    }

    pub(super) fn lattice_of(&self, kernel: u32) -> i64 {
        match self.kernels.kind(kernel) {
            Kind::Exp { lattice, .. } | Kind::Sin { lattice, .. } | Kind::Cos { lattice, .. } => *lattice,
            _ => 1,
        }
    }

    /// A coordinate in units of the lattice; a finer one asks for a restart with that lattice.
    pub(super) fn on_lattice(&mut self, kernel: u32, c: &Rational) -> Result<i32, Failure> {
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
        let finer = small(&scaled.denominator())
            .map(|d| lattice * i64::from(d))
            .filter(|l| *l <= 5040)
            .ok_or(Failure::Exhausted)?;
        self.lattices.insert(named, finer);
        Err(Failure::Restart)
    }

    /// The argument, if the atom is the logarithm of something alone.
    pub(super) fn logarithm_of(&self, atom: &Atom) -> Option<TermId> {
        let ([(kernel, 1)], []) = (atom.0.0.as_slice(), atom.1.as_slice()) else { return None };
        match self.kernels.kind(*kernel) {
            Kind::Opaque(t) => match self.arena.node(*t) {
                Node::Call(Func::Log, inside) => Some(inside),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn rational_power(&mut self, base: TermId, c: &Rational) -> Result<Fraction, Failure> {
        let b = self.read_part(base)?;
        match (small(&c.numerator()), small(&c.denominator())) {
            (Some(p), Some(1)) if p >= 0 => b.pow(p, &mut self.kernels),
            (Some(p), Some(1)) => self.inverse(&b)?.pow(-p, &mut self.kernels),
            (Some(p), Some(q)) => self.root_power(base, &b, p, q as u32),
            _ => Err(Failure::Exhausted),
        }
    }

    /// A fraction as a combination of power products, and of such over its denominator: `n/(n - 1)` is
    /// `1 + 1/(n - 1)`.
    fn vector(&mut self, v: &Fraction) -> Result<Vector, Failure> {
        let (above, below) = v.split();
        let top = above.scaled(&v.coefficient).expanded(&mut self.kernels)?;
        if below.factors.iter().all(|(p, _)| p.len() == 1) {
            return Ok(over(&top, &below));
        }
        let divisor = below.expanded(&mut self.kernels)?;
        let (whole, rest) = top.parted(&divisor, &mut self.kernels.work)?;
        Ok([over(&whole, &Fraction::one()), over(&rest, &below)].concat())
    }

    /// The coordinates of an exponent in the directions met so far and in logarithms, if these reach it.
    pub(super) fn coordinates(&self, vector: &[(Atom, Rational)]) -> Option<(Vec<(u32, Rational)>, Vector)> {
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
}

/// The terms of a polynomial over a denominator, each in its lowest terms.
fn over(top: &Poly, below: &Fraction) -> Vector {
    let term = |(m, c): &(Monomial, Rational)| {
        let mut f = Fraction::polynomial(&Poly::monomial(m.clone(), Rational::ONE));
        below.factors.iter().for_each(|(p, e)| f.push(p.clone(), -e));
        let (above, below) = f.split();
        let powers = above.factors.iter().map(|(p, e)| Monomial::power(single(p).unwrap_or(0), *e as u32));
        let m = powers.fold(Monomial::one(), |m, power| m.times(&power));
        ((m, below.factors.into_iter().map(|(p, e)| (p, -e)).collect()), c.clone())
    };
    top.terms().iter().map(term).collect()
}

/// The whole part of the constant term; below the line, the integer that stands before the leading
/// term of the denominator, as 1 in `n/(n - 1)`.
fn whole_part(f: &Fraction, kernels: &mut Kernels) -> Result<Rational, Failure> {
    let (above, below) = f.split();
    let (above, below) = (above.scaled(&f.coefficient).expanded(kernels)?, below.expanded(kernels)?);
    let lead = below.terms().first().map_or((Monomial::one(), Rational::ONE), Clone::clone);
    let like = above.terms().iter().find(|t| t.0 == lead.0).and_then(|t| t.1.checked_div(&lead.1));
    let like = like.unwrap_or(Rational::ZERO);
    Ok(if lead.0.is_one() || like.is_integer() { like.floor() } else { Rational::ZERO })
}
