//! Values in units of pi: the ranges of the inverse trigonometric functions have their ends there,
//! and the signs of the trigonometric functions change there.

use super::facts::Facts;
use super::frac::{Frac, negated, whole};
use super::interval::Interval;
use super::space::{Form, Kind, Space};
use super::{Sign, constants, table};
use crate::algebra::{Monomial, Poly};
use crate::term::{Arena, Func, Rational};

/// Longer facts are not looked at where waves have an end.
const MOST_TERMS: usize = 24;

impl Facts {
    /// A sum of multiples of pi and of kernels with bounds.
    pub(super) fn by_turns(&mut self, p: &Poly, _: u32) -> Sign {
        let is_pi = |facts: &Facts, k: u32| facts.space.kernel(k).is_some_and(|k| k.kind == Kind::Pi);
        if p.total_degree() > 1 || !p.terms().iter().any(|(m, _)| m.0.iter().any(|x| is_pi(self, x.0))) {
            return Sign::ANY;
        }
        self.turns(p).sign()
    }

    /// The values of a polynomial in units of pi.
    fn turns(&mut self, p: &Poly) -> Interval {
        let mut sum = Interval::point(Rational::ZERO);
        for (m, c) in p.terms() {
            let term = match m.0[..] {
                [] => in_turns(&Interval::point(c.clone())),
                [(k, 1)] => self.kernel_turns(k).scaled(c),
                _ => Interval::default(),
            };
            sum = sum.plus(&term);
            if sum.is_everything() {
                break;
            }
        }
        sum
    }

    fn kernel_turns(&mut self, k: u32) -> Interval {
        let own = match self.space.kernel(k).map(|k| k.kind) {
            Some(Kind::Pi) => return Interval::point(Rational::ONE),
            Some(Kind::Call(f, _) | Kind::Call2(f, _, _)) => table::turns(f).clone(),
            _ => Interval::default(),
        };
        let sign = Interval::of_sign(self.kernel_sign(k));
        own.and(&sign).and(&in_turns(&self.kernel_interval(k))).and(&self.beside_turns(k))
    }

    /// The values of a kernel in units of pi by the facts that compare it with a multiple of pi.
    fn beside_turns(&self, k: u32) -> Interval {
        let Some(pi) = self.space.find(Kind::Pi) else { return Interval::default() };
        let of = |p: &Poly, v: u32| p.terms().iter().find(|(m, _)| *m == Monomial::power(v, 1)).map(|t| t.1.clone());
        let mut range = Interval::default();
        for p in self.order.iter().filter(|p| p.len() == 2) {
            let (Some(a), Some(b), Some(sign)) = (of(p, k), of(p, pi), self.known.get(p)) else { continue };
            let Some(turns) = b.checked_div(&a) else { continue };
            let apart = if a.is_negative() { sign.negated() } else { *sign };
            range = range.and(&Interval::of_sign(apart).plus(&Interval::point(-turns)));
        }
        range
    }

    /// The sign of a sine or cosine by the other one, the tangent and those of the half argument.
    pub(super) fn wave_sign(&mut self, f: Func, argument: Form) -> Sign {
        if f == Func::Sin {
            let half = self.scaled(argument, &Rational::new(1, 2));
            let sign = self.double_sign(half);
            let above = self.met_sign(Func::Tan, argument).within(Sign::NONZERO);
            return if above { sign.and(Sign::NONZERO) } else { sign.and(self.beside(Func::Cos, argument)) };
        }
        // cos(u) = sin(u + pi/2)
        let half = self.eighth_beside_half(argument);
        let sign = half.map_or(Sign::ANY, |half| self.double_sign(half));
        sign.and(self.beside(Func::Sin, argument))
    }

    /// The sign of `sin(2*u)`, which is `2*sin(u)*cos(u)` and `2*tan(u)/(1 + tan(u)^2)`.
    fn double_sign(&self, u: Form) -> Sign {
        let product = self.met_sign(Func::Sin, u).times(self.met_sign(Func::Cos, u));
        self.met_sign(Func::Tan, u).and(product)
    }

    /// `u/2 + pi/4`, if the circle's constant was met.
    fn eighth_beside_half(&mut self, u: Form) -> Option<Form> {
        let pi = self.space.find(Kind::Pi)?;
        let half = self.scaled(u, &Rational::new(1, 2));
        let frac = self.space.frac(half);
        let eighth = Poly::variable(pi).scaled(&Rational::new(1, 4));
        frac.den.is_one().then(|| self.space.intern(Frac { num: frac.num.plus(&eighth), den: frac.den }))
    }

    /// Not zero, where the other function of the argument is known to be neither 1 nor -1, or the sine of
    /// twice the argument is known not to be zero, or its cosine to be off the end it has at the zeros.
    fn beside(&mut self, given: Func, argument: Form) -> Sign {
        let double = self.scaled(argument, &Rational::from(2));
        let end = if given == Func::Cos { 1 } else { -1 };
        let apart = self.misses(given, argument, 1) && self.misses(given, argument, -1)
            || self.misses(Func::Cos, double, end)
            || self.met_sign(Func::Sin, double).within(Sign::NONZERO)
            || self.would_vanish(double, end);
        if apart { Sign::NONZERO } else { Sign::ANY }
    }

    /// Whether something that is not zero would be where the sine of the argument is 0 and its cosine the given
    /// end: `1 + sin(2*x) + cos(2*x)` where `cos(x)` is.
    fn would_vanish(&self, argument: Form, end: i64) -> bool {
        let [sine, cosine] = [Func::Sin, Func::Cos].map(|f| self.space.find(Kind::Call(f, argument)));
        let (Some(sine), Some(cosine)) = (sine, cosine) else { return false };
        let there = |p: &Poly| {
            let rest = p.terms().iter().filter(|(m, _)| m.degree(sine) == 0).map(|(m, c)| {
                let odd = end < 0 && m.degree(cosine) % 2 == 1;
                (m.without(cosine), if odd { -c.clone() } else { c.clone() })
            });
            Poly::from_terms(rest.collect())
        };
        let both = |p: &&Poly| p.len() <= MOST_TERMS && p.degree(sine) > 0 && p.degree(cosine) > 0;
        self.order.iter().filter(both).any(|p| self.is_not_zero(p) && there(p).is_zero())
    }

    /// Whether a function that was met is known not to have a value.
    fn misses(&self, function: Func, argument: Form, value: i64) -> bool {
        let Some(k) = self.space.find(Kind::Call(function, argument)) else { return false };
        let distance = Poly::variable(k).minus(&Poly::constant(Rational::from(value)));
        self.is_not_zero(&distance)
    }

    /// Whether a fact says of a polynomial that it is not zero.
    fn is_not_zero(&self, p: &Poly) -> bool {
        self.known.get(p).is_some_and(|sign| sign.within(Sign::NONZERO))
    }

    /// The sum or difference of the sine and the cosine of one argument: zero only where the sine of
    /// twice that is -1, or 1.
    pub(super) fn by_diagonal(&mut self, p: &Poly, _: u32) -> Sign {
        let [(m, a), (n, b)] = p.terms() else { return Sign::ANY };
        let wave = |m: &Monomial| match m.0[..] {
            [(k, 1)] => self.space.kernel(k).map(|k| k.kind),
            _ => None,
        };
        match (wave(m), wave(n)) {
            (Some(Kind::Call(f, u)), Some(Kind::Call(g, v))) if u == v && a.abs() == b.abs() => {
                let double = self.scaled(u, &Rational::from(2));
                let waves = [f, g] == [Func::Sin, Func::Cos] || [f, g] == [Func::Cos, Func::Sin];
                let end = if a == b { -1 } else { 1 };
                if waves && self.misses(Func::Sin, double, end) { Sign::NONZERO } else { Sign::ANY }
            }
            _ => Sign::ANY,
        }
    }

    /// From -1 to 1, without an end that is not reached where the other function of the argument, or
    /// one of half the argument, is not zero, or where those of half the argument are not equal or not
    /// opposite: `1 - sin(2*u)` is `(sin(u) - cos(u))^2`.
    pub(super) fn short_of_one(&mut self, f: Func, argument: Form) -> Interval {
        let (other, half) =
            (if f == Func::Sin { Func::Cos } else { Func::Sin }, self.scaled(argument, &Rational::new(1, 2)));
        let apart = |f, u| self.met_sign(f, u).within(Sign::NONZERO);
        let both = apart(other, argument);
        let [unlike, unopposed] = [-1, 1].map(|sign| f == Func::Sin && self.are_apart(half, sign));
        let top = both || unlike || f == Func::Cos && apart(Func::Sin, half);
        let bottom = both || unopposed || f == Func::Cos && apart(Func::Cos, half);
        Interval { lo: Some((Rational::from(-1), !bottom)), hi: Some((Rational::ONE, !top)) }
    }

    /// Whether the sine and the cosine, times the sign, are known not to add up to zero.
    fn are_apart(&self, argument: Form, sign: i64) -> bool {
        let [sine, cosine] = [Func::Sin, Func::Cos].map(|f| self.space.find(Kind::Call(f, argument)));
        let (Some(s), Some(c)) = (sine, cosine) else { return false };
        let sum = Poly::variable(s).plus(&Poly::variable(c).scaled(&Rational::from(sign))).primitive().1;
        self.is_not_zero(&sum)
    }

    /// The sign of a function that was met, from the facts alone.
    fn met_sign(&self, f: Func, argument: Form) -> Sign {
        let kernel = self.space.find(Kind::Call(f, argument));
        kernel.and_then(|k| self.known.get(&Poly::variable(k))).copied().unwrap_or(Sign::ANY)
    }

    pub(super) fn scaled(&mut self, argument: Form, by: &Rational) -> Form {
        let frac = self.space.frac(argument);
        self.space.intern(Frac { num: frac.num.scaled(by), den: frac.den })
    }

    /// The sign of a trigonometric function whose argument stays between two of its zeros.
    pub(super) fn quadrant_sign(&mut self, f: Func, argument: Form) -> Sign {
        let frac = self.space.frac(argument);
        if !frac.den.is_one() || frac.num.total_degree() > 1 {
            return Sign::ANY;
        }
        let turns = self.turns(&frac.num);
        let sine = sine_sign(&turns);
        let cosine = sine_sign(&turns.plus(&Interval::point(Rational::new(1, 2))));
        match f {
            Func::Sin => sine,
            Func::Cos => cosine,
            Func::Tan => sine.times(cosine.and(Sign::NONZERO)),
            Func::Cot => cosine.times(sine.and(Sign::NONZERO)),
            Func::Sec => cosine.and(Sign::NONZERO),
            _ => sine.and(Sign::NONZERO),
        }
    }
}

impl Space {
    /// What stands beside the quarter turns in an angle, and how many there are, of 0 to 3.
    pub(super) fn quarter_turns(&self, x: &Frac) -> Option<(Frac, u32)> {
        let pi = self.find(Kind::Pi)?;
        let (m, c) = x.num.terms().iter().find(|(m, _)| *m == Monomial::power(pi, 1))?;
        let turns = (c * &Rational::from(2)).to_i64().filter(|_| x.den.is_one() && x.num.len() > 1)?;
        let rest = x.num.minus(&Poly::monomial(m.clone(), c.clone()));
        Some((whole(rest), turns.rem_euclid(4) as u32))
    }

    /// The sine or cosine of a multiple of pi where it is a rational number.
    pub(super) fn rational_wave(&self, f: Func, x: &Frac) -> Option<Rational> {
        let pi = Poly::variable(self.find(Kind::Pi)?);
        let c = x.num.leading_coefficient();
        let twelfths = (&c * &Rational::from(12)).to_i64().filter(|_| x.den.is_one() && x.num == pi.scaled(&c))?;
        let of_sine = if f == Func::Sin { twelfths } else { twelfths.checked_add(6)? };
        match of_sine.rem_euclid(24) {
            0 | 12 => Some(Rational::ZERO),
            2 | 10 => Some(Rational::new(1, 2)),
            14 | 22 => Some(Rational::new(-1, 2)),
            6 => Some(Rational::ONE),
            18 => Some(Rational::from(-1)),
            _ => None,
        }
    }

    /// The sine or cosine of an angle and so many quarter turns.
    pub(super) fn turned(&mut self, arena: &mut Arena, f: Func, rest: &Frac, turns: u32) -> Frac {
        let other = if f == Func::Sin { Func::Cos } else { Func::Sin };
        let g = if turns.is_multiple_of(2) { f } else { other };
        let flip = rest.num.leading_coefficient().is_negative();
        // sin(u + pi/2) is cos(u), cos(u + pi/2) is -sin(u); a half turn changes the sign.
        let minus = (turns >= 2) ^ (f == Func::Cos && !turns.is_multiple_of(2)) ^ (flip && g == Func::Sin);
        let kernel = self.called(arena, g, if flip { negated(rest) } else { rest.clone() });
        if minus { negated(&kernel) } else { kernel }
    }
}

/// A multiple of 1/pi.
fn in_turns(values: &Interval) -> Interval {
    let pi = constants::pi();
    let inverse = |end: super::interval::End| end.and_then(|e| e.0.recip());
    match (inverse(pi.hi), inverse(pi.lo)) {
        (Some(lo), Some(hi)) => values.times(&Interval::closed(lo, hi)),
        _ => Interval::default(),
    }
}

/// The sign of the sine, whose zeros are the whole numbers in units of pi.
fn sine_sign(turns: &Interval) -> Sign {
    let (Some((lo, lo_in)), Some((hi, hi_in))) = (&turns.lo, &turns.hi) else { return Sign::ANY };
    let zero = lo.floor();
    let next = &zero + &Rational::ONE;
    if *hi > next {
        return Sign::ANY;
    }
    let even = zero.is_even();
    let touches = (*lo == zero && *lo_in) || (*hi == next && *hi_in);
    Sign { neg: !even, zero: touches, pos: even }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sine_has_one_sign_between_two_zeros() {
        let between =
            |lo: (i64, i64), hi: (i64, i64)| Interval::closed(Rational::new(lo.0, lo.1), Rational::new(hi.0, hi.1));
        assert_eq!(sine_sign(&between((1, 4), (3, 4))), Sign::POSITIVE);
        assert_eq!(sine_sign(&between((0, 1), (1, 2))), Sign::NONNEGATIVE);
        assert_eq!(sine_sign(&between((-1, 2), (-1, 4))), Sign::NEGATIVE);
        assert_eq!(sine_sign(&between((-1, 2), (1, 2))), Sign::ANY);
    }
}
