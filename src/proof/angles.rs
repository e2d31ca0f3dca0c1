//! Inverse circular functions as angles: their exponentials, and where they lie.
//!
//! `exp(i·A)` is algebraic for `A = atan u`, `asin u`, `acos u`, on all of the function's domain, so
//! that two angles are compared by their exponentials; what is left open is a multiple of a full
//! turn, which bounds in units of π exclude.

use super::decide::deeply;
use super::facts::Scope;
use super::poly::{Gauss, Mono, Poly};
use super::range::{ANY, NEG, POS, Range, Signs, ZERO};
use super::ring::{Frac, Head};
use crate::term::{Arena, Func, Rational, TermId};

/// The largest multiple of an angle whose exponential is worked out.
const MOST_TURNS: i64 = 64;

/// The signs of `x` and of `y`, and between what `atan2(y, x)` lies there, in units of π, each end
/// with whether it is attained.
type Direction = (Signs, Signs, (i64, i64, bool), (i64, i64, bool));

const DIRECTIONS: [Direction; 7] = [
    (POS, ANY, (-1, 2, false), (1, 2, false)),
    (POS | ZERO, ANY, (-1, 2, true), (1, 2, true)),
    (ANY, POS, (0, 1, false), (1, 1, false)),
    (ANY, POS | ZERO, (0, 1, true), (1, 1, true)),
    (ANY, NEG, (-1, 1, false), (0, 1, false)),
    (NEG, POS | ZERO, (1, 2, false), (1, 1, true)),
    (NEG, NEG, (-1, 1, false), (-1, 2, false)),
];

/// A function, two multiples of π/2, and its values strictly between these and with the ends.
type Quadrant = (Func, i64, i64, fn() -> Range, fn() -> Range);

const QUADRANTS: [Quadrant; 11] = [
    (Func::Cos, -1, 1, || Range::of_signs(POS), || Range::of_signs(POS | ZERO)),
    (Func::Cos, 1, 3, || Range::of_signs(NEG), || Range::of_signs(NEG | ZERO)),
    (Func::Cos, 0, 2, || between((-1, 1, false), (1, 1, false)), Range::all),
    (Func::Cos, -2, 0, || between((-1, 1, false), (1, 1, false)), Range::all),
    (Func::Sin, 0, 2, || Range::of_signs(POS), || Range::of_signs(POS | ZERO)),
    (Func::Sin, -2, 0, || Range::of_signs(NEG), || Range::of_signs(NEG | ZERO)),
    (Func::Sin, -1, 1, || between((-1, 1, false), (1, 1, false)), Range::all),
    (Func::Sin, 1, 3, || between((-1, 1, false), (1, 1, false)), Range::all),
    (Func::Sin, -3, -1, || between((-1, 1, false), (1, 1, false)), Range::all),
    (Func::Tan, 0, 1, || Range::of_signs(POS), || Range::of_signs(POS | ZERO)),
    (Func::Tan, -1, 0, || Range::of_signs(NEG), || Range::of_signs(NEG | ZERO)),
];

impl Scope {
    /// `exp(i·n·A)` for the angle `A` that the function gives for `u`, or for `u` and `v`.
    pub(super) fn exp_of_angle(&mut self, f: Func, u: &Frac, v: Option<&Frac>, n: &Rational) -> Option<Frac> {
        if let (Func::Atan2, Some(v)) = (f, v) {
            return self.exp_of_direction(u, v, n);
        }
        if let (Func::Acos, false) = (f, n.is_integer()) {
            return self.exp_of_half_angle(u, n);
        }
        let n = n.to_i64().filter(|n| n.abs() <= MOST_TURNS)?;
        let (one, half) = (Frac::number(Rational::ONE), Rational::new(1, 2));
        let iu = turned(u, if n < 0 { -1 } else { 1 });
        let size = n.abs();
        if f == Func::Atan {
            let (up, down) = (self.ring.plus(&one, &iu), self.ring.minus(&one, &iu));
            let under = self.ring.inverse(&down);
            let double = self.ring.times(&up, &under);
            let whole = self.ring.power(&double, size / 2);
            if size % 2 == 0 {
                return Some(whole);
            }
            let square = self.ring.times(u, u);
            let length = self.ring.plus(&one, &square);
            let single = self.root(&length, &-half);
            let single = self.ring.times(&up, &single);
            return Some(self.ring.times(&whole, &single));
        }
        let square = self.ring.times(u, u);
        let rest = self.ring.minus(&one, &square);
        let other = self.root(&rest, &half);
        let base = match f {
            Func::Asin => self.ring.plus(&other, &iu),
            _ => {
                let other = turned(&other, if n < 0 { -1 } else { 1 });
                self.ring.plus(u, &other)
            }
        };
        Some(self.ring.power(&base, size))
    }

    /// `exp(i·n·atan2(y, x))`: `(x + i·y)/√(x² + y²)` to the power `n`.
    fn exp_of_direction(&mut self, y: &Frac, x: &Frac, n: &Rational) -> Option<Frac> {
        let n = n.to_i64().filter(|n| n.abs() <= MOST_TURNS)?;
        let iy = turned(y, if n < 0 { -1 } else { 1 });
        let (up, down) = (self.ring.plus(x, &iy), self.ring.minus(x, &iy));
        let under = self.ring.inverse(&down);
        let double = self.ring.times(&up, &under);
        let whole = self.ring.power(&double, n.abs() / 2);
        if n % 2 == 0 {
            return Some(whole);
        }
        let square = self.ring.times(&up, &down);
        let length = self.root(&square, &Rational::new(-1, 2));
        let single = self.ring.times(&up, &length);
        Some(self.ring.times(&whole, &single))
    }

    /// `exp(i·n·acos(u)/2)`: `√((1 + u)/2) + i·√((1 - u)/2)` to the power `n`, as the angle's half
    /// lies between 0 and `π/2`.
    fn exp_of_half_angle(&mut self, u: &Frac, n: &Rational) -> Option<Frac> {
        let n = (n * &Rational::from(2)).to_i64().filter(|n| n.abs() <= MOST_TURNS)?;
        let (one, half) = (Frac::number(Rational::ONE), Rational::new(1, 2));
        let (over, under) = (self.ring.plus(&one, u), self.ring.minus(&one, u));
        let [over, under] = [over, under].map(|f| {
            let f = self.ring.times(&f, &Frac::number(half.clone()));
            self.root(&f, &half)
        });
        let under = turned(&under, if n < 0 { -1 } else { 1 });
        let base = self.ring.plus(&over, &under);
        Some(self.ring.power(&base, n.abs()))
    }

    /// Whether two angles are equal: their exponentials are, and they are less than a turn apart.
    pub(super) fn equal_angles(&mut self, arena: &mut Arena, a: TermId, b: TermId) -> bool {
        let d = self.difference(arena, a, b);
        let angles: Vec<&Rational> = d.num.0.iter().filter(|t| self.angle(&t.0).is_some()).map(|t| &t.1.re).collect();
        if angles.is_empty() || !d.den.is_empty() {
            return false;
        }
        let Some(whole) = common_denominator(&angles) else { return false };
        let apart = self.in_turns(&d);
        for times in [whole, 2 * whole] {
            let scale = Rational::from(times);
            let scaled = apart.times(&Range::point(scale.clone()));
            let turn = Rational::from(2);
            let below = scaled.hi.as_ref().is_some_and(|x| x.0 < turn || (x.0 == turn && !x.1));
            let above = scaled.lo.as_ref().is_some_and(|x| x.0 > -turn.clone() || (x.0 == -turn.clone() && !x.1));
            if !(below && above) {
                continue;
            }
            let exponent = Frac::poly(d.num.scaled(&Mono::default(), &Gauss::imaginary(scale)));
            // The second time, roots are at hand that others are products of.
            for _ in 0..2 {
                let value = self.exp(&exponent);
                let left = self.ring.minus(&value, &Frac::number(Rational::ONE));
                if self.vanishes(&left) {
                    return !self.ring.over;
                }
            }
        }
        false
    }

    /// What the place of an angle, in half turns, says of its sine, cosine or tangent.
    pub(super) fn circular_range(&mut self, arena: &mut Arena, f: Func, u: TermId) -> Range {
        let u = self.expand(arena, u);
        let turns = self.in_turns(&u);
        let mut range = Range::all();
        for (function, lo, hi, open, closed) in QUADRANTS {
            let (lo, hi) = (Rational::new(lo, 2), Rational::new(hi, 2));
            let (Some(a), Some(b)) = (&turns.lo, &turns.hi) else { return range };
            if function != f || a.0 < lo || b.0 > hi {
                continue;
            }
            let inside = (a.0 > lo || !a.1) && (b.0 < hi || !b.1);
            range = range.meet(&if inside { open() } else { closed() });
        }
        range
    }

    /// The inverse circular function that a monomial consists of.
    fn angle(&self, m: &Mono) -> Option<(Func, u32)> {
        let [(k, e)] = m.0.as_slice() else { return None };
        match self.ring.kernels[*k as usize].head {
            Head::Call(f @ (Func::Asin | Func::Acos | Func::Atan | Func::Atan2)) if e.is_one() => Some((f, *k)),
            _ => None,
        }
    }

    /// Bounds of a linear combination of kernels, in units of π.
    pub(super) fn in_turns(&mut self, f: &Frac) -> Range {
        if !f.den.is_empty() {
            return Range::all();
        }
        let mut sum = Range::point(Rational::ZERO);
        for (m, c) in &f.num.0 {
            let part = match m.0.as_slice() {
                [] => by_pi(&Range::point(Rational::ONE)),
                [(k, e)] if e.is_one() => self.kernel_in_turns(*k),
                _ => Range::all(),
            };
            if !c.im.is_zero() {
                return Range::all();
            }
            sum = sum.plus(&part.times(&Range::point(c.re.clone())));
        }
        sum
    }

    fn kernel_in_turns(&mut self, k: u32) -> Range {
        let kernel = &self.ring.kernels[k as usize];
        let (head, arguments) = (kernel.head, kernel.arguments.clone());
        let mut range = by_pi(&self.kernel_range(k));
        match head {
            Head::Pi => return Range::point(Rational::ONE),
            Head::Call(f @ (Func::Asin | Func::Acos | Func::Atan)) => {
                let u = self.ring.fracs[arguments[0] as usize].clone();
                range = range.meet(&self.angle_in_turns(f, &u));
            }
            Head::Call(Func::Atan2) => {
                range = range.meet(&between((-1, 1, false), (1, 1, true)));
                let y = self.ring.fracs[arguments[0] as usize].clone();
                let x = self.ring.fracs[arguments[1] as usize].clone();
                let (x, y) = (self.signs_of(&x), self.signs_of(&y));
                for (sides, heights, lo, hi) in DIRECTIONS {
                    if x & !sides == 0 && y & !heights == 0 {
                        range = range.meet(&between(lo, hi));
                    }
                }
            }
            _ => {}
        }
        for (p, signs) in &self.sums {
            range = range.meet(&self.bound_in_turns(p, *signs, k));
        }
        range
    }

    fn angle_in_turns(&mut self, f: Func, u: &Frac) -> Range {
        let one = Frac::number(Rational::ONE);
        let (sign, above, below) = (self.signs_of(u), self.ring.minus(u, &one), self.ring.plus(u, &one));
        let mut range = match f {
            Func::Atan => between((-1, 2, false), (1, 2, false)),
            Func::Asin => between((-1, 2, true), (1, 2, true)),
            _ => between((0, 1, true), (1, 1, true)),
        };
        if f == Func::Acos {
            range = match sign {
                POS => range.meet(&between((0, 1, true), (1, 2, false))),
                NEG => range.meet(&between((1, 2, false), (1, 1, true))),
                s if s & NEG == 0 => range.meet(&between((0, 1, true), (1, 2, true))),
                s if s & POS == 0 => range.meet(&between((1, 2, true), (1, 1, true))),
                _ => range,
            };
            return range;
        }
        range = range.meet(&Range::of_signs(sign));
        if f == Func::Atan {
            let quarter = Rational::new(1, 4);
            let (over, under) = (self.signs_of(&above), self.signs_of(&below));
            if over & POS == 0 {
                range = range.meet(&Range::at_most(quarter.clone(), over & ZERO != 0));
            } else if over & NEG == 0 {
                range = range.meet(&Range::at_least(quarter.clone(), over & ZERO != 0));
            }
            if under & NEG == 0 {
                range = range.meet(&Range::at_least(-quarter, under & ZERO != 0));
            } else if under & POS == 0 {
                range = range.meet(&Range::at_most(-quarter, under & ZERO != 0));
            }
            if let Some(c) = u.rational() {
                // No angle is larger than its tangent.
                let near = by_pi(&Range::point(c.abs()));
                range = range.meet(&Range { lo: near.negated().lo, hi: near.hi, nonzero: false });
            }
        }
        range
    }

    /// What a fact that is linear in a kernel and π says of the kernel.
    fn bound_in_turns(&self, p: &Poly, signs: Signs, k: u32) -> Range {
        let mut all = Range::all();
        let (mut slope, mut rest) = (Rational::ZERO, Range::point(Rational::ZERO));
        for (m, c) in &p.0 {
            match m.0.as_slice() {
                _ if !c.im.is_zero() => return all,
                [] => rest = rest.plus(&by_pi(&Range::point(c.re.clone()))),
                [(j, e)] if *j == k && e.is_one() => slope = c.re.clone(),
                [(j, e)] if e.is_one() && self.ring.kernels[*j as usize].head == Head::Pi => {
                    rest = rest.plus(&Range::point(c.re.clone()));
                }
                _ => return all,
            }
        }
        let Some(inverse) = slope.recip() else { return all };
        // k = (p - rest)/slope, where p has the signs of the fact.
        let root = rest.times(&Range::point(-inverse));
        let up = if slope.is_negative() { super::range::flip_signs(signs) } else { signs };
        if up & NEG == 0 {
            all.lo = root.lo.clone().map(|x| (x.0, x.1 && up & ZERO != 0));
        }
        if up & POS == 0 {
            all.hi = root.hi.map(|x| (x.0, x.1 && up & ZERO != 0));
        }
        all
    }

    /// Whether two quantities of one sign have equal squares.
    pub(super) fn equal_squares(&mut self, arena: &mut Arena, a: TermId, b: TermId) -> bool {
        let (x, y) = (self.signs(arena, a), self.signs(arena, b));
        if (x | y) & NEG != 0 && (x | y) & POS != 0 {
            return false;
        }
        let (a, b) = (self.expand(arena, a), self.expand(arena, b));
        let (a, b) = (self.ring.times(&a, &a), self.ring.times(&b, &b));
        let left = self.ring.minus(&a, &b);
        self.vanishes(&left) && !self.ring.over
    }

    /// Whether two real quantities, logarithms among them, have equal exponentials.
    pub(super) fn equal_exponentials(&mut self, arena: &mut Arena, a: TermId, b: TermId) -> bool {
        deeply(self, |scope| {
            let d = scope.difference(arena, a, b);
            let log = |m: &Mono| matches!(m.0.as_slice(), [(k, e)] if e.is_one() && scope.ring.kernels[*k as usize].head == Head::Log);
            let logs: Vec<&Rational> = d.num.0.iter().filter(|t| log(&t.0)).map(|t| &t.1.re).collect();
            let Some(times) = common_denominator(&logs).filter(|_| !logs.is_empty() && d.den.is_empty()) else {
                return false;
            };
            let exponent = scope.ring.times(&d, &Frac::number(Rational::from(times)));
            let value = scope.exp(&exponent);
            let left = scope.ring.minus(&value, &Frac::number(Rational::ONE));
            scope.vanishes(&left) && !scope.ring.over
        })
    }
}

/// `f` times `±i`.
fn turned(f: &Frac, sign: i64) -> Frac {
    Frac { num: f.num.scaled(&Mono::default(), &Gauss::imaginary(Rational::from(sign))), den: f.den.clone() }
}

fn common_denominator(all: &[&Rational]) -> Option<i64> {
    let mut whole = 1i64;
    for c in all {
        let mut least = whole;
        while !(*c * &Rational::from(least)).is_integer() {
            least += whole;
            if least > MOST_TURNS {
                return None;
            }
        }
        whole = least;
    }
    Some(whole)
}

/// The range between two fractions, each with whether it is attained.
fn between(lo: (i64, i64, bool), hi: (i64, i64, bool)) -> Range {
    Range::at_least(Rational::new(lo.0, lo.1), lo.2).meet(&Range::at_most(Rational::new(hi.0, hi.1), hi.2))
}

/// A range divided by π, rounded outward.
fn by_pi(range: &Range) -> Range {
    let inverse = Range::at_least(Rational::new(318_309_886, 1_000_000_000), false)
        .meet(&Range::at_most(Rational::new(318_309_887, 1_000_000_000), false));
    range.times(&inverse)
}
