//! What the facts say of a fraction or a kernel: its signs, its range, whether it is a whole number.

use super::super::mono::{Gauss, Mono};
use super::super::poly::Poly;
use super::super::range::{ANY, NEG, POS, Range, Signs, ZERO, flip_signs, times_signs};
use super::super::ring::{Frac, Head};
use super::Scope;
use crate::term::{Property, Rational};
use rustc_hash::FxHashMap;

impl Scope {
    pub(in super::super) fn looked_up(&self, f: &Frac) -> Signs {
        let (key, turned) = self.key(f);
        let found = |known: &FxHashMap<Frac, Signs>| known.get(&key).copied().unwrap_or(ANY);
        let signs = found(&self.signs) & if self.noted.is_empty() { ANY } else { found(&self.noted) };
        if turned { flip_signs(signs) } else { signs }
    }

    /// What is known of a kernel without a look at its arguments.
    pub(super) fn own_range(&self, k: u32) -> Range {
        let range = &self.ring.kernels[k as usize].range;
        self.bounds.get(&k).map_or_else(|| range.clone(), |bounds| range.meet(bounds))
    }

    pub(in super::super) fn kernel_range(&self, k: u32) -> Range {
        let kernel = &self.ring.kernels[k as usize];
        let mut range = self.own_range(k);
        if let (Head::Root | Head::Abs | Head::OddRoot(_), Some(a)) = (kernel.head, kernel.arguments.first()) {
            let signs = self.looked_up(&self.ring.fracs[*a as usize]);
            match kernel.head {
                Head::Abs => range.nonzero |= signs & ZERO == 0,
                _ => range = range.meet(&Range::of_signs(signs)),
            }
        }
        if let (Head::Exp(false), true, Some(a)) = (kernel.head, kernel.real, kernel.arguments.first()) {
            let signs = self.looked_up(&self.ring.fracs[*a as usize]);
            if signs & NEG == 0 {
                range = range.meet(&Range::at_least(Rational::ONE, signs & ZERO != 0));
            }
            if signs & POS == 0 {
                range = range.meet(&Range::at_most(Rational::ONE, signs & ZERO != 0));
            }
        }
        range
    }

    pub(in super::super) fn kernel_signs(&self, k: u32) -> Signs {
        self.kernel_range(k).signs()
    }

    /// The possible signs of a fraction at every point where it has a value.
    pub(in super::super) fn signs_of(&mut self, f: &Frac) -> Signs {
        let found = self.looked_up(f);
        if f.den.is_empty() {
            let mut signs = found & self.poly_signs(&f.num, 2);
            if signs.count_ones() > 1
                && let Some((argument, turned)) = self.crossing(f)
            {
                let found = self.signs_of(&argument);
                signs &= if turned { flip_signs(found) } else { found };
            }
            return match self.level(f) {
                Some(level) if signs.count_ones() > 1 => signs & self.poly_signs(&level, 2),
                _ => signs,
            };
        }
        let mut under = POS;
        for &(d, e) in &f.den {
            let d = self.ring.polys[d as usize].clone();
            under = times_signs(under, self.signs_of_divisor(&d, e));
        }
        let above = self.signs_of(&Frac::poly(f.num.clone()));
        let signs = found & times_signs(above, under);
        match self.level(f) {
            Some(level) if signs.count_ones() > 1 => signs & self.poly_signs(&level, 2),
            _ => signs,
        }
    }

    /// The signs of a power of a divisor, which is not zero: an even one is above zero if the divisor is real,
    /// which one of a single sign is.
    pub(super) fn signs_of_divisor(&mut self, d: &Poly, e: i64) -> Signs {
        let signs = self.poly_signs(d, 1) & !ZERO;
        match e % 2 == 0 {
            true if signs.count_ones() == 1 || self.is_real(d) => POS,
            true => NEG | POS,
            false => signs,
        }
    }

    /// Whether a fraction is a whole number at every point.
    pub(in super::super) fn is_integer(&self, f: &Frac) -> bool {
        let whole = |k: u32| {
            let kernel = &self.ring.kernels[k as usize];
            let rounded = matches!(kernel.head, Head::Call(f) if f.row().jumps && f.row().derivatives == ["0"]);
            rounded || self.knows(Property::Integer, &Frac::poly(Poly::kernel(k)))
        };
        let term = |(m, c): &(Mono, Gauss)| {
            c.im.is_zero()
                && c.re.is_integer()
                && m.0.iter().all(|(k, e)| e.is_integer() && !e.is_negative() && whole(*k))
        };
        self.knows(Property::Integer, f) || (f.den.is_empty() && f.num.0.iter().all(term))
    }
}
