//! What a kernel's sign says of its argument, and the other way round.

use super::Sign;
use super::facts::Facts;
use super::frac::Frac;
use super::space::Kind;
use crate::algebra::Poly;
use crate::term::{Func, Rational};

/// A polynomial `c*f(u) + d` as f, the argument's position, c and -d/c.
pub struct Linear {
    /// The kernel's kind.
    pub kind: Kind,
    /// The kernel's coefficient.
    pub coefficient: Rational,
    /// What the kernel is compared with.
    pub value: Rational,
}

/// Reads a polynomial as linear in one kernel.
pub fn linear(facts: &Facts, p: &Poly) -> Option<Linear> {
    let k = p.only_variable()?;
    let [(_, c), rest @ ..] = p.terms() else { return None };
    if p.degree(k) != 1 {
        return None;
    }
    let constant = rest.first().map_or(Rational::ZERO, |t| t.1.clone());
    let value = (-constant).checked_div(c)?;
    Some(Linear { kind: facts.space.kernel(k)?.kind, coefficient: c.clone(), value })
}

/// The fraction that must have the same or an implied sign when `f(u) - value` has the given one,
/// with that sign.
pub fn argument(facts: &Facts, found: &Linear, sign: Sign) -> Option<(Frac, Sign)> {
    let sign = if found.coefficient.is_negative() { sign.negated() } else { sign };
    let Kind::Call(f, form) = found.kind else { return None };
    let frac = facts.space.frac(form);
    if let Some(crossing) = f.crossing_of(&found.value) {
        let sign = if crossing.rises { sign } else { sign.negated() };
        return Some((shifted(&frac, &Rational::from(crossing.at)), sign));
    }
    match f {
        Func::Abs if found.value.is_zero() => match (sign.zero, sign.pos) {
            (false, true) => Some((frac, Sign::NONZERO)),
            (true, false) => Some((frac, Sign::ZERO)),
            _ => None,
        },
        Func::Cosh if found.value.is_one() => match (sign.zero, sign.pos) {
            (false, true) => Some((frac, Sign::NONZERO)),
            (true, false) => Some((frac, Sign::ZERO)),
            _ => None,
        },
        Func::Abs if found.value.signum() > 0 && frac.num.len() + frac.den.len() <= 4 => {
            // |u| is compared with a number above 0 as u^2 with its square.
            let square = Frac { num: frac.num.pow(2), den: frac.den.pow(2) };
            Some((shifted(&square, &(&found.value * &found.value)), sign))
        }
        Func::Cbrt => Some((shifted(&frac, &found.value.pow(3)?), sign)),
        Func::Sqrt if found.value.signum() > 0 => Some((shifted(&frac, &(&found.value * &found.value)), sign)),
        _ => None,
    }
}

/// A fraction less a number.
pub fn shifted(frac: &Frac, by: &Rational) -> Frac {
    Frac { num: frac.num.minus(&frac.den.scaled(by)), den: frac.den.clone() }
}

/// Learns of a kernel's argument what its value's sign says.
pub fn learn_argument(facts: &mut Facts, p: &Poly, sign: Sign) -> bool {
    let Some(found) = linear(facts, p) else { return false };
    let before = facts.order.len();
    if let Kind::Power(base, _) = found.kind
        && found.value.is_zero()
        && sign.within(Sign::NONZERO)
    {
        // 0^y is 0 for y > 0 and has no value for others.
        facts.learn_frac(&facts.space.frac(base), Sign::NONZERO);
    }
    let Some((frac, sign)) = argument(facts, &found, sign) else { return facts.order.len() > before };
    facts.learn_frac(&frac, sign);
    facts.order.len() > before
}
