//! Sines and cosines: of multiples of one angle, of inverse functions, of sums of angles.

use super::fraction::{Failure, single};
use super::kernel::{Kernels, Key, Kind, Knowledge};
use super::normal::Normal;
use super::{Fraction, Poly};
use crate::parse;
use crate::term::{Func, Node, Rational, TermId};

/// Sums of more terms are not taken apart.
const MOST_TERMS: usize = 3;
/// Larger multiples of inverse functions stay as they are.
const MOST_TURNS: i64 = 8;

/// The sine and the cosine of one angle.
type Waves = (Fraction, Fraction);

impl<K: Knowledge> Normal<'_, K> {
    pub(super) fn read_angle(&mut self, f: Func, a: TermId, v: &Fraction) -> Result<Fraction, Failure> {
        if v.is_zero() {
            return Ok(if f == Func::Sin { Fraction::zero() } else { Fraction::one() });
        }
        if let Some((sine, cosine)) = self.known_waves(v)? {
            return Ok(if f == Func::Sin { sine } else { cosine });
        }
        let unit = unit(v);
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

    pub(super) fn new_angle(&mut self, unit: Fraction, a: TermId, v: &Fraction) -> u32 {
        let angle = if v.coefficient.is_negative() { super::emit::spell(self, &v.negated()) } else { a };
        let lattice = self.lattices.get(&angle).copied().unwrap_or(1);
        let kernel = self.kernels.intern(Key::Sin(unit.clone()), || Kind::Sin { angle, lattice });
        self.kernels.intern(Key::Cos(unit), || Kind::Cos { angle, lattice });
        kernel
    }

    /// The fraction with `1 - cos(t)` and `1 + cos(t)` as `sin(t)^2`, and likewise of sines: a square may
    /// leave a root. None without such a pair.
    pub(super) fn waves_joined(&self, f: &Fraction) -> Option<Fraction> {
        let mut found = None::<Fraction>;
        for k in f.variables() {
            let other = match self.kernels.kind(k) {
                Kind::Sin { .. } => k + 1,
                Kind::Cos { .. } => k - 1,
                _ => continue,
            };
            let (below, above) = (Poly::variable(k).minus(&Poly::one()), Poly::variable(k).plus(&Poly::one()));
            let (m, n) = (f.exponent(&below), f.exponent(&above));
            if m.signum() * n.signum() <= 0 {
                continue;
            }
            let shared = m.abs().min(n.abs()) * m.signum();
            let out = found.get_or_insert_with(|| f.clone());
            out.push(below, -shared);
            out.push(above, -shared);
            out.push(Poly::variable(other), shared.checked_mul(2)?);
            out.coefficient = &out.coefficient * &Rational::from(-1).pow(shared)?;
        }
        found
    }

    /// `sin(n t)` and `cos(n t)` as polynomials in the sine and cosine of `t`.
    pub(super) fn multiple_angle(&mut self, sine: u32, n: u32) -> Result<(Fraction, Fraction), Failure> {
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

    /// The sine and cosine of an angle that is a multiple of an inverse function, or, where they are
    /// taken apart, a sum.
    fn known_waves(&mut self, v: &Fraction) -> Result<Option<Waves>, Failure> {
        if self.spread
            && let Some(terms) = self.addends(v)?
        {
            return self.of_sum(&terms).map(Some);
        }
        if let Some((rest, turns)) = self.quarter_turns(v)? {
            return Ok(Some(by_quarters(self.waves(&rest)?, turns)));
        }
        if let Some(waves) = self.exact_waves(v)? {
            return Ok(Some(waves));
        }
        let [(p, 1)] = v.factors.as_slice() else { return Ok(None) };
        let Some(Kind::Opaque(t)) = single(p).map(|k| self.kernels.kind(k).clone()) else { return Ok(None) };
        let turns = v.coefficient.to_i64().filter(|n| n.abs() <= MOST_TURNS);
        let (Some(turns), Node::Call(f, u)) = (turns, self.arena.node(t)) else { return Ok(None) };
        let (sine, cosine) = match f {
            Func::Asin => ("u", "sqrt(1 - u^2)"),
            Func::Acos => ("sqrt(1 - u^2)", "u"),
            Func::Atan => ("u/sqrt(1 + u^2)", "1/sqrt(1 + u^2)"),
            _ => return Ok(None),
        };
        let (sine, cosine) = (parse::filled(self.arena, sine, &[u]), parse::filled(self.arena, cosine, &[u]));
        let one = (self.read_part(sine)?, self.read_part(cosine)?);
        let mut all = (Fraction::zero(), Fraction::one());
        for _ in 0..turns.abs() {
            all = self.turned(&all, &one)?;
        }
        Ok(Some(if turns < 0 { (all.0.negated(), all.1) } else { all }))
    }

    /// What stands beside the quarter turns in an angle, and how many there are, of 0 to 3.
    fn quarter_turns(&mut self, v: &Fraction) -> Result<Option<(Fraction, u32)>, Failure> {
        if !v.variables().into_iter().any(|k| self.is_circle(k)) {
            return Ok(None);
        }
        let Some(terms) = self.addends(v)? else { return Ok(None) };
        let Some((term, turns)) = terms.iter().find_map(|t| Some((t, self.parts_of_half_turn(t, 2)?))) else {
            return Ok(None);
        };
        let rest = v.plus(&term.negated(), &mut self.kernels)?;
        Ok(Some((rest, turns.rem_euclid(4) as u32)))
    }

    /// Whether an angle is a multiple of an inverse function, which has a known sine.
    fn is_inverse(&self, v: &Fraction) -> bool {
        let [(p, 1)] = v.factors.as_slice() else { return false };
        let Some(Kind::Opaque(t)) = single(p).map(|k| self.kernels.kind(k)) else { return false };
        matches!(self.arena.node(*t), Node::Call(Func::Asin | Func::Acos | Func::Atan, _))
    }

    /// Whether a kernel is the circle's constant.
    pub(super) fn is_circle(&self, kernel: u32) -> bool {
        matches!(self.kernels.kind(kernel), Kind::Opaque(t) if self.arena.node(*t) == Node::Pi)
    }

    /// How many of `n` equal parts of a half turn the angle is, if it is a whole number of them.
    fn parts_of_half_turn(&self, v: &Fraction, n: i64) -> Option<i64> {
        let [(p, 1)] = v.factors.as_slice() else { return None };
        single(p).filter(|k| self.is_circle(*k))?;
        (&v.coefficient * &Rational::from(n)).to_i64()
    }

    /// The sine and cosine of a multiple of the sixth and the fourth part of a half turn.
    fn exact_waves(&mut self, v: &Fraction) -> Result<Option<Waves>, Failure> {
        let Some(twelfths) = self.parts_of_half_turn(v, 12) else { return Ok(None) };
        let (sine, cosine) = match twelfths.rem_euclid(6) {
            0 => ("0", "1"),
            2 => ("1/2", "sqrt(3)/2"),
            3 => ("sqrt(2)/2", "sqrt(2)/2"),
            4 => ("sqrt(3)/2", "1/2"),
            _ => return Ok(None),
        };
        let (sine, cosine) = (parse::read(self.arena, sine), parse::read(self.arena, cosine));
        let waves = (self.read_part(sine)?, self.read_part(cosine)?);
        Ok(Some(by_quarters(waves, twelfths.div_euclid(6).rem_euclid(4) as u32)))
    }

    /// The sine and cosine of an angle.
    fn waves(&mut self, v: &Fraction) -> Result<Waves, Failure> {
        let spelled = super::emit::spell(self, v);
        Ok((self.read_angle(Func::Sin, spelled, v)?, self.read_angle(Func::Cos, spelled, v)?))
    }

    /// The sine and cosine of the sum of two angles.
    fn turned(&mut self, a: &Waves, b: &Waves) -> Result<Waves, Failure> {
        let k = &mut self.kernels;
        let sine = a.0.times(&b.1, k)?.plus(&a.1.times(&b.0, k)?, k)?;
        let cosine = a.1.times(&b.1, k)?.plus(&a.0.times(&b.0, k)?.negated(), k)?;
        Ok((sine, cosine))
    }

    /// The terms of a short sum, over what is below the line.
    fn addends(&mut self, v: &Fraction) -> Result<Option<Vec<Fraction>>, Failure> {
        let (above, below) = v.split();
        let top = above.scaled(&v.coefficient).expanded(&mut self.kernels)?;
        if !(2..=MOST_TERMS).contains(&top.len()) {
            return Ok(None);
        }
        let below = below.pow(-1, &mut self.kernels)?;
        below.times_terms(&top, &mut self.kernels).map(Some)
    }

    fn of_sum(&mut self, terms: &[Fraction]) -> Result<Waves, Failure> {
        let mut all = (Fraction::zero(), Fraction::one());
        for term in terms {
            let one = self.waves(term)?;
            all = self.turned(&all, &one)?;
        }
        Ok(all)
    }

    /// Whether the angle of some sine or cosine is a sum that shares a term with another angle, or has
    /// the inverse of such a function for a term.
    pub fn angles_meet(&mut self) -> bool {
        let mut angles: Vec<Vec<Fraction>> = Vec::new();
        for k in 0..self.kernels.len() as u32 {
            let Kind::Sin { angle, .. } = *self.kernels.kind(k) else { continue };
            let Ok(value) = self.read_part(angle) else { continue };
            match self.addends(&value) {
                Ok(Some(terms)) if terms.iter().any(|t| self.is_inverse(t)) => return true,
                Ok(Some(terms)) => angles.push(terms.iter().map(unit).collect()),
                _ => angles.push(vec![unit(&value)]),
            }
        }
        let meet = |(i, a): (usize, &Vec<Fraction>)| angles[..i].iter().any(|b| a.iter().any(|t| b.contains(t)));
        angles.iter().enumerate().any(meet)
    }
}

/// The sine and cosine so many quarter turns further.
fn by_quarters(waves: Waves, turns: u32) -> Waves {
    (0..turns).fold(waves, |(sine, cosine), _| (cosine, sine.negated()))
}

/// The fraction without its number.
fn unit(f: &Fraction) -> Fraction {
    Fraction { coefficient: Rational::ONE, factors: f.factors.clone() }
}
