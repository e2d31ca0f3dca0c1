//! The elementary functions of an interval.
//!
//! A narrow interval is one [`Ball`] and costs one evaluation; a wide one is mapped by its ends.
//! `None` means that nothing is known of the value: it is too large, or the argument too wide.

use super::dyadic::Toward::{Above, Below};
use super::dyadic::{Dyadic, length};
use super::fixed::{Ball, Constants, LOST, Scale};
use super::gamma::Kept;
use super::interval::{Interval, MAX_EXPONENT};
use dashu::integer::IBig;

/// The extra bits every evaluation works with.
const GUARD: i64 = 32;
/// Arguments of sine and cosine above `2^16384` say nothing.
const MAX_ANGLE: i64 = 1 << 14;

/// Evaluates functions at one precision; keeps the constants for the next one.
#[derive(Debug)]
pub(super) struct Engine {
    /// The precision of results, in bits.
    pub bits: u32,
    constants: Constants,
    pub(super) kept: Kept,
}

impl Engine {
    pub fn new(bits: u32) -> Self {
        Engine { bits, constants: Constants::default(), kept: Kept::default() }
    }

    /// π
    pub fn pi(&mut self) -> Interval {
        let p = self.bits + GUARD as u32;
        let pi = self.constants.pi(p);
        self.interval(&pi, p, 0).unwrap_or_else(|| Interval::whole(3).hull(&Interval::whole(4)))
    }

    /// The exponential.
    pub fn exp(&mut self, x: &Interval) -> Option<Interval> {
        if x.top() > 24 {
            return (x.sign() == Some(-1) && x.high().top() > 24).then(vanishing);
        }
        self.increasing(x, Engine::exp_narrow)
    }

    fn exp_narrow(&mut self, x: &Interval) -> Option<Interval> {
        let (ball, p) = self.ball(x, 2 * i64::from(self.bits.isqrt()))?;
        let (value, k) = self.constants.exp(Scale { p }, &ball);
        let k = i64::try_from(k).ok()?;
        if k < -MAX_EXPONENT - 1 {
            return Some(vanishing());
        }
        self.interval(&value, p, k)
    }

    /// The natural logarithm of an interval above zero.
    pub fn log(&mut self, x: &Interval) -> Option<Interval> {
        self.increasing(x, Engine::log_narrow)
    }

    fn log_narrow(&mut self, x: &Interval) -> Option<Interval> {
        let mut k = x.high().top();
        let mut m = x.scaled(-k);
        if m.high() < &Dyadic::new(IBig::from(11), -4) {
            (k, m) = (k - 1, m.scaled(1));
        }
        if m.low() < &Dyadic::power(-1) {
            return None;
        }
        // Near 1 the logarithm is about as large as the distance to 1.
        let near = if k == 0 { self.smallness(&m.minus(&Interval::whole(1), 32)?) } else { 0 };
        let (ball, p) = self.ball(&m, near + i64::from(self.bits.isqrt()))?;
        let value = self.constants.log(Scale { p }, &ball, k);
        self.interval(&value, p, 0)
    }

    /// Sine and cosine.
    pub fn sin_cos(&mut self, x: &Interval) -> (Interval, Interval) {
        let unknown = Interval::whole(-1).hull(&Interval::whole(1));
        let values = self.sin_cos_narrow(x).map(|(s, c)| (s.within(-1, 1), c.within(-1, 1)));
        values.unwrap_or((unknown.clone(), unknown))
    }

    fn sin_cos_narrow(&mut self, x: &Interval) -> Option<(Interval, Interval)> {
        let top = x.top().max(0);
        if top > MAX_ANGLE {
            return None;
        }
        let (ball, p) = self.ball(x, self.smallness(x) + i64::from(self.bits.isqrt()))?;
        let (sine, cosine) = self.constants.sin_cos(Scale { p }, &ball, top as u32);
        Some((self.interval(&sine, p, 0)?, self.interval(&cosine, p, 0)?))
    }

    /// The arc tangent.
    pub fn atan(&mut self, x: &Interval) -> Option<Interval> {
        self.increasing(x, Engine::atan_narrow)
    }

    fn atan_narrow(&mut self, x: &Interval) -> Option<Interval> {
        if x.top() > 1 {
            // An interval from below 1 to above 2 is wide.
            if x.abs().low() < &Dyadic::power(0) {
                return None;
            }
            let inverse = Interval::whole(1).over(x, self.bits + GUARD as u32)?;
            let quarter = self.pi().scaled(-1);
            let quarter = if x.sign() == Some(-1) { quarter.negated() } else { quarter };
            return quarter.minus(&self.atan(&inverse)?, self.bits);
        }
        let (ball, p) = self.ball(x, self.smallness(x) + i64::from(self.bits.isqrt()))?;
        let value = self.constants.atan(Scale { p }, &ball);
        self.interval(&value, p, 0)
    }

    /// How many more bits a result as small as x needs, within reason.
    pub(super) fn smallness(&self, x: &Interval) -> i64 {
        (-x.top()).clamp(0, i64::from(self.bits))
    }

    /// A function that grows, of a narrow interval at once, of a wide one end by end.
    fn increasing(&mut self, x: &Interval, f: impl Fn(&mut Self, &Interval) -> Option<Interval>) -> Option<Interval> {
        if let Some(value) = f(self, x) {
            return Some(value);
        }
        if x.is_point() {
            return None;
        }
        let low = f(self, &Interval::point(x.low().clone()))?;
        let high = f(self, &Interval::point(x.high().clone()))?;
        Some(low.hull(&high))
    }

    /// A narrow interval as a ball, with its scale. An interval that is wide already is not worth
    /// more bits than its width leaves.
    fn ball(&self, x: &Interval, extra: i64) -> Option<(Ball, u32)> {
        let width = x.width();
        let wanted = i64::from(self.bits) + GUARD + extra;
        let p = if width.is_zero() { wanted } else { wanted.min(40 - width.top()) };
        if p < 48 {
            return None;
        }
        let (lo, hi) = (x.low().fixed(p, Below), x.high().fixed(p, Above));
        let r = u128::try_from(&hi - &lo).ok()? / 2 + 2;
        Some((Ball { v: (lo + hi) >> 1usize, r }, p as u32))
    }

    /// A ball at scale p times `2^k` as an interval; nothing where the ball says nothing.
    fn interval(&self, ball: &Ball, p: u32, k: i64) -> Option<Interval> {
        if ball.r >= LOST || length(&ball.v) > 1 << 30 {
            return None;
        }
        let r = IBig::from(ball.r);
        let e = k - i64::from(p);
        Interval::new(Dyadic::new(&ball.v - &r, e), Dyadic::new(&ball.v + r, e)).rounded(self.bits).sealed()
    }
}

/// From zero to the least number kept.
fn vanishing() -> Interval {
    Interval::new(Dyadic::zero(), Dyadic::power(-MAX_EXPONENT))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::Rational;
    use astro_float::{BigFloat, Consts, RoundingMode, Sign};

    /// The library's value, as a rational.
    fn exact(value: &BigFloat) -> Rational {
        let (Some(words), Some(e), Some(sign)) = (value.mantissa_digits(), value.exponent(), value.sign()) else {
            panic!("the library gave no number")
        };
        let m = words.iter().rev().fold(IBig::ZERO, |m, w| (m << 64usize) + IBig::from(*w));
        let size = Dyadic::new(m, i64::from(e) - 64 * words.len() as i64);
        if sign == Sign::Neg { size.negated().to_rational() } else { size.to_rational() }
    }

    fn float(m: i64, e: i64) -> BigFloat {
        BigFloat::from_i64(m, 64).mul(&BigFloat::from_f64(2f64.powi(e as i32), 64), 64, RoundingMode::ToEven)
    }

    type Library = fn(&BigFloat, usize, &mut Consts) -> BigFloat;
    type Ours = fn(&mut Engine, &Interval) -> Option<Interval>;

    #[test]
    fn enclosures_hold_the_library_s_values_and_are_narrow() {
        let functions: [(&str, Library, Ours); 5] = [
            ("exp", |x, p, c| x.exp(p, RoundingMode::ToEven, c), |e, x| e.exp(x)),
            ("log", |x, p, c| x.abs().ln(p, RoundingMode::ToEven, c), |e, x| e.log(&x.abs())),
            ("sin", |x, p, c| x.sin(p, RoundingMode::ToEven, c), |e, x| Some(e.sin_cos(x).0)),
            ("cos", |x, p, c| x.cos(p, RoundingMode::ToEven, c), |e, x| Some(e.sin_cos(x).1)),
            ("atan", |x, p, c| x.atan(p, RoundingMode::ToEven, c), |e, x| e.atan(x)),
        ];
        let mut consts = Consts::new().expect("memory");
        for (name, library, ours) in functions {
            for bits in [53u32, 64, 100, 200, 333, 1000, 3000] {
                let mut engine = Engine::new(bits);
                for (m, e) in [(1, 0), (-3, -1), (5, -3), (127, -7), (-1, -20), (12345, 0), (-77, 3), (1, -50), (9, -3)]
                {
                    let value = exact(&library(&float(m, e), bits as usize + 256, &mut consts));
                    let found = ours(&mut engine, &Interval::point(Dyadic::new(m.into(), e))).expect("in range");
                    assert!(found.contains(&value), "{name}({m}*2^{e}) at {bits} bits");
                    let loss = found.width().top() - found.top() + i64::from(bits);
                    assert!(loss < 4 || found.top() < -60, "{name}({m}*2^{e}) at {bits} bits loses {loss}");
                }
            }
        }
    }

    #[test]
    fn wide_arguments_are_mapped_by_their_ends() {
        let x = Interval::whole(-1).hull(&Interval::whole(3));
        let mut engine = Engine::new(64);
        let e = engine.exp(&x).unwrap();
        assert!(
            e.contains(&Rational::new(37, 100)) && e.contains(&Rational::from(20)) && !e.contains(&Rational::from(21))
        );
        assert!(engine.sin_cos(&x).0.contains(&Rational::ONE));
        assert!(engine.atan(&x).unwrap().contains(&Rational::new(31, 25)));
        let across = Interval::point(Dyadic::power(-1)).hull(&Interval::whole(5));
        assert!(engine.atan(&across).unwrap().contains(&Rational::new(1373, 1000)));
    }

    #[test]
    fn sizes_out_of_range_are_given_up() {
        let mut engine = Engine::new(64);
        assert_eq!(engine.exp(&Interval::point(Dyadic::power(40))), None);
        assert_eq!(engine.exp(&Interval::whole(1 << 24)), None);
        let small = engine.exp(&Interval::point(Dyadic::power(40).negated())).unwrap();
        assert!(small.low().is_zero() && small.high().signum() > 0);
    }
}
