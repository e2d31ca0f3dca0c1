//! Where angles lie, in units of π: inverse circular functions by the signs of their arguments, and
//! variables by the facts; and what that says of sines, cosines and tangents.

use super::facts::Scope;
use super::poly::Poly;
use super::range::{ANY, NEG, POS, Range, Signs, ZERO, flip_signs};
use super::ring::{Frac, Head};
use crate::term::{Arena, Func, Rational, TermId};

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

    /// Bounds of a linear combination of kernels, in units of π.
    pub(super) fn in_turns(&mut self, f: &Frac) -> Range {
        if !f.den.is_empty() {
            return Range::all();
        }
        let mut sum = Range::point(Rational::ZERO);
        for (m, c) in f.num.0.iter() {
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
        for (m, c) in p.0.iter() {
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
        let up = if slope.is_negative() { flip_signs(signs) } else { signs };
        if up & NEG == 0 {
            all.lo = root.lo.clone().map(|x| (x.0, x.1 && up & ZERO != 0));
        }
        if up & POS == 0 {
            all.hi = root.hi.map(|x| (x.0, x.1 && up & ZERO != 0));
        }
        all
    }
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
