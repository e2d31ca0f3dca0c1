//! The signs and bounds of kernels: from facts, from the row's range, from the argument.

use super::facts::Facts;
use super::frac::Frac;
use super::interval::Interval;
use super::space::{Form, Kind};
use super::{Sign, constants, invert, table};
use crate::algebra::Poly;
use crate::term::{Crossing, Func, Rational};

/// Arguments are looked into this far.
const DEEPEST: u32 = 12;

impl Facts {
    /// The signs of a kernel.
    pub(super) fn kernel_sign(&mut self, k: u32) -> Sign {
        // What is known without a look at the argument is often enough.
        if let Some(Kind::Call(f, _)) = self.space.kernel(k).map(|k| k.kind) {
            let sign = table::sign(f);
            if sign.is_settled() {
                return sign;
            }
        }
        self.kernel_values(k).0
    }

    /// The bounds of a kernel.
    pub(super) fn kernel_interval(&mut self, k: u32) -> Interval {
        self.kernel_values(k).1
    }

    fn kernel_values(&mut self, k: u32) -> (Sign, Interval) {
        let index = k as usize;
        if let Some(Some(known)) = self.kernel_memo.get(index) {
            return known.clone();
        }
        let known = self.known.get(&Poly::variable(k)).copied().unwrap_or(Sign::ANY);
        let bounds = self.bounds.get(index).cloned().unwrap_or_default();
        if self.depth >= DEEPEST {
            return (known.and(bounds.sign()), bounds);
        }
        if self.kernel_memo.len() <= index {
            self.kernel_memo.resize(index + 1, None);
        }
        // Asked again from within, the kernel answers with the facts alone.
        self.kernel_memo[index] = Some((known.and(bounds.sign()), bounds.clone()));
        self.depth += 1;
        let (sign, range) = self.own_values(k);
        self.depth -= 1;
        let range = range.and(&bounds).and(&Interval::of_sign(sign.and(known)));
        let sign = sign.and(known).and(range.sign());
        self.kernel_memo[index] = Some((sign, range.clone()));
        (sign, range)
    }

    /// What follows from what the kernel is.
    fn own_values(&mut self, k: u32) -> (Sign, Interval) {
        match self.space.kernel(k).map(|k| k.kind) {
            Some(Kind::Pi) => (Sign::POSITIVE, constants::pi()),
            Some(Kind::Call(f, argument)) => self.call_values(f, argument),
            Some(Kind::Call2(f, a, b)) => (self.call2_sign(f, a, b), table::range(f).clone()),
            Some(Kind::Power(base, _)) => (self.power_sign(base), Interval::default()),
            _ => (Sign::ANY, Interval::default()),
        }
    }

    fn form_sign(&mut self, form: Form) -> Sign {
        let frac = self.space.frac(form);
        self.frac_sign(&frac)
    }

    fn call_values(&mut self, f: Func, argument: Form) -> (Sign, Interval) {
        let mut range = table::range(f).and(&self.image(f, argument));
        let frac = self.space.frac(argument);
        let mut sign = self.special_sign(f, argument).and(table::sign(f));
        for crossing in f.crossings() {
            let side = self.side(&frac, crossing);
            range = range.and(&Interval::of_sign(side).plus(&Interval::point(Rational::from(crossing.value))));
            if crossing.value == 0 {
                sign = sign.and(side);
            }
        }
        (sign, range)
    }

    /// On which side of the crossing's value the function is.
    fn side(&mut self, argument: &Frac, crossing: &Crossing) -> Sign {
        let sign = self.frac_sign(&invert::shifted(argument, &Rational::from(crossing.at)));
        if crossing.rises { sign } else { sign.negated() }
    }

    /// Signs that are no matter of passing zero once.
    fn special_sign(&mut self, f: Func, argument: Form) -> Sign {
        match f {
            Func::Abs => self.form_sign(argument).power(2),
            Func::Relu => {
                let u = self.form_sign(argument);
                Sign { neg: false, zero: u.neg || u.zero, pos: u.pos }
            }
            Func::Floor => {
                let u = self.form_sign(argument);
                Sign { neg: u.neg, zero: u.zero || u.pos, pos: u.pos }
            }
            Func::Ceil => {
                let u = self.form_sign(argument);
                Sign { neg: u.neg, zero: u.zero || u.neg, pos: u.pos }
            }
            Func::Gamma => {
                let u = self.form_sign(argument);
                if u.within(Sign::POSITIVE) { Sign::POSITIVE } else { Sign::NONZERO }
            }
            Func::Sin | Func::Cos => self.quadrant_sign(f, argument).and(self.wave_sign(f, argument)),
            Func::Tan | Func::Cot => self.quadrant_sign(f, argument),
            Func::Sec | Func::Csc => self.quadrant_sign(f, argument).and(Sign::NONZERO),
            Func::Csch | Func::Coth | Func::Acsch | Func::Acot | Func::Acoth | Func::Acsc => Sign::NONZERO,
            _ => Sign::ANY,
        }
    }

    /// Where a function's bounds lie, given its argument's.
    fn image(&mut self, f: Func, argument: Form) -> Interval {
        let frac = self.space.frac(argument);
        let monotone: fn(&Rational) -> Option<Interval> = match f {
            Func::Exp => constants::exp,
            Func::Log => constants::log,
            Func::Sqrt => constants::sqrt,
            Func::Sin | Func::Cos => return self.wave(f, argument).and(&self.short_of_one(f, argument)),
            Func::Cosh => {
                let apart = self.form_sign(argument).within(Sign::NONZERO);
                return Interval { lo: Some((Rational::ONE, !apart)), hi: None };
            }
            _ => return Interval::default(),
        };
        if !frac.den.is_one() {
            return Interval::default();
        }
        let range = self.poly_interval(&frac.num);
        if let (Some(lo), Some(hi)) = (&range.lo, &range.hi)
            && lo == hi
        {
            return monotone(&lo.0).unwrap_or_default();
        }
        let low = |(v, closed): &(Rational, bool)| monotone(v)?.lo.map(|(w, _)| (w, *closed));
        let high = |(v, closed): &(Rational, bool)| monotone(v)?.hi.map(|(w, _)| (w, *closed));
        Interval { lo: range.lo.as_ref().and_then(low), hi: range.hi.as_ref().and_then(high) }
    }

    /// Sine and cosine differ by no more than their arguments do.
    fn wave(&mut self, f: Func, argument: Form) -> Interval {
        let frac = self.space.frac(argument);
        if !frac.den.is_one() {
            return Interval::default();
        }
        let range = self.poly_interval(&frac.num);
        let (Some((lo, _)), Some((hi, _))) = (&range.lo, &range.hi) else { return Interval::default() };
        let half = Rational::new(1, 2);
        let (middle, radius) = (&(lo + hi) * &half, &(hi - lo) * &half);
        let centre = constants::sine_or_cosine(&middle, f == Func::Sin).unwrap_or_default();
        centre.plus(&Interval::closed(-radius.clone(), radius))
    }

    fn call2_sign(&mut self, f: Func, a: Form, b: Form) -> Sign {
        let (u, v) = (self.form_sign(a), self.form_sign(b));
        match f {
            Func::Root => u,
            Func::Max => Sign { neg: u.neg && v.neg, zero: u.zero || v.zero, pos: u.pos || v.pos }.and(at_least(u, v)),
            Func::Min => {
                let max = Sign { neg: u.pos && v.pos, zero: u.zero || v.zero, pos: u.neg || v.neg };
                max.and(at_least(u.negated(), v.negated())).negated()
            }
            Func::Mod if v.within(Sign::POSITIVE) => Sign::NONNEGATIVE,
            Func::Mod if v.within(Sign::NEGATIVE) => Sign::NONNEGATIVE.negated(),
            _ => Sign::ANY,
        }
    }

    fn power_sign(&mut self, base: Form) -> Sign {
        let base = self.form_sign(base);
        if base.within(Sign::POSITIVE) {
            Sign::POSITIVE
        } else if base.within(Sign::NONNEGATIVE) {
            Sign::NONNEGATIVE
        } else if base.within(Sign::NONZERO) {
            Sign::NONZERO
        } else {
            Sign::ANY
        }
    }
}

/// The signs of a maximum, from each argument alone.
fn at_least(u: Sign, v: Sign) -> Sign {
    if u.within(Sign::POSITIVE) || v.within(Sign::POSITIVE) {
        Sign::POSITIVE
    } else if u.within(Sign::NONNEGATIVE) || v.within(Sign::NONNEGATIVE) {
        Sign::NONNEGATIVE
    } else {
        Sign::ANY
    }
}
