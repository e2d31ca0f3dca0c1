//! Values written as decimals: exactly where they end, else rounded and marked with `~`.

use super::arithmetic::Evaluator;
use super::interval::Interval;
use super::point::Point;
use super::program::Program;
use super::value::Value;
use crate::term::{Arena, Rational, TermId};

/// The precisions tried, each twice the one before.
const LADDER: [u32; 7] = [64, 128, 256, 512, 1024, 2048, 4096];
/// Longer exact decimals are rounded.
const MAX_PLACES: usize = 1_000;
/// Places of a value for people.
const PLACES: u32 = 12;
/// Between these powers of 2 a value is written without a power of 10.
const PLAIN: std::ops::Range<i64> = -16..70;
/// The precision at which a power of 10 is found.
const WORKING: u32 = 192;

/// A value as a decimal with up to `digits` places where it has to be rounded: `4.004001` if it
/// is exact and ends, `~0.33333` if it does not end or is enclosed. An enclosure whose ends round
/// differently is written by its middle; [`approximate`] raises the precision until they agree.
///
/// ```
/// use chainrule::decide::{Value, decimal};
/// use chainrule::term::Rational;
/// assert_eq!(decimal(&Value::Exact(Rational::new(4_004_001, 1_000_000)), 5), "4.004001");
/// assert_eq!(decimal(&Value::Exact(Rational::new(1, 3)), 5), "~0.33333");
/// ```
pub fn decimal(value: &Value, digits: u32) -> String {
    match value {
        Value::Exact(x) => exact(x).unwrap_or_else(|| format!("~{}", rounded(x, digits))),
        Value::Enclosed(i) => format!("~{}", rounded(&middle(i), digits)),
        Value::Undefined => "no value".into(),
        Value::Unknown => "unknown".into(),
    }
}

/// A value for people: exactly where it is rational and not too long, else with up to twelve places,
/// `~9.140623708944e2709265` where there would be too many digits before or zeros behind the point.
///
/// ```
/// use chainrule::decide::{Value, shown};
/// use chainrule::term::Rational;
/// assert_eq!(shown(&Value::Exact(Rational::new(1, 3))), "1/3");
/// assert_eq!(shown(&Value::Exact(Rational::from(-3).pow(9_999).unwrap())), "~-5.437833951142e4770");
/// ```
pub fn shown(value: &Value) -> String {
    match value {
        Value::Exact(x) if is_short(x) => x.to_string(),
        Value::Exact(x) => Interval::from_rational(x, WORKING).map_or_else(|| x.to_string(), |i| scientific(&i)),
        Value::Enclosed(i) if i.has_zero() || PLAIN.contains(&i.top()) => decimal(value, PLACES),
        Value::Enclosed(i) => scientific(i),
        other => decimal(other, PLACES),
    }
}

/// Whether a number is written out for people.
pub(super) fn is_short(x: &Rational) -> bool {
    x.bits() <= 4 * MAX_PLACES
}

/// The middle of an interval without 0 as a number from 1 to 10 and a power of 10.
fn scientific(i: &Interval) -> String {
    // The exponent of 2 times the decimal logarithm of 2.
    let guess = i128::from(i.top() - 1) * 301_029_995_663_981_195 / 1_000_000_000_000_000_000;
    let (mut exponent, size) = (guess as i64, i.abs());
    let scale = Interval::whole(10).power(exponent.unsigned_abs(), WORKING);
    let scaled = scale.and_then(|s| if exponent < 0 { size.times(&s, WORKING) } else { size.over(&s, WORKING) });
    let Some(scaled) = scaled else { return "too large to be shown".into() };
    let (ten, one) = (Rational::from(10), Rational::ONE);
    let mut leading = middle(&scaled);
    while leading >= ten {
        (leading, exponent) = (leading * Rational::new(1, 10), exponent + 1);
    }
    while leading < one {
        (leading, exponent) = (leading * ten.clone(), exponent - 1);
    }
    let mut digits = rounded(&leading, PLACES);
    if digits == "10" {
        (digits, exponent) = ("1".into(), exponent + 1);
    }
    let sign = if i.sign() == Some(-1) { "-" } else { "" };
    format!("~{sign}{digits}e{exponent}")
}

fn middle(i: &Interval) -> Rational {
    (i.lo() + i.hi()).checked_div(&Rational::from(2)).unwrap_or(Rational::ZERO)
}

/// The value of a term at a point as a decimal, correctly rounded to `digits` places: the
/// precision is raised until both ends of the enclosure round alike. `None` where the term has no
/// value or the precision doesn't suffice.
pub fn approximate(arena: &Arena, term: TermId, point: &Point, digits: u32) -> Option<String> {
    let program = Program::new(arena, &[term]);
    let mut evaluator = Evaluator::new(LADDER[0]);
    for bits in LADDER {
        let cells = program.run(&mut evaluator, point, bits);
        match cells.first()?.value() {
            Value::Undefined => return None,
            Value::Unknown => {}
            value @ Value::Exact(_) => return Some(decimal(value, digits)),
            Value::Enclosed(i) if i.top() > 4 * i64::from(LADDER[6]) => return None,
            Value::Enclosed(i) => {
                let (lo, hi) = (rounded(&i.lo(), digits), rounded(&i.hi(), digits));
                if lo == hi {
                    return Some(format!("~{lo}"));
                }
            }
        }
    }
    None
}

fn exact(x: &Rational) -> Option<String> {
    if x.is_integer() {
        return Some(x.to_string());
    }
    // A denominator 2^a·5^b has max(a, b) places, so a long one needs no division to be refused.
    (x.bits() <= 4 * MAX_PLACES).then(|| x.to_decimal()).flatten()
}

/// A number rounded to the nearest decimal with that many places; halves go away from zero.
fn rounded(x: &Rational, places: u32) -> String {
    let unit = Rational::from(10).pow(places.min(100_000) as i32).unwrap_or(Rational::ONE);
    let shifted = x.abs() * unit.clone() + Rational::new(1, 2);
    let nearest = shifted.floor().checked_div(&unit).unwrap_or(Rational::ZERO);
    let text = nearest.to_decimal().unwrap_or_default();
    if x.is_negative() && !nearest.is_zero() { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::Func;

    #[test]
    fn large_and_small_values_have_a_power_of_ten() {
        let shown_at = |text: &'static str| {
            let mut arena = Arena::new();
            let term = crate::parse::read(&mut arena, text);
            shown(&crate::decide::evaluate(&arena, term, &Point::default(), 128))
        };
        assert_eq!(shown_at("exp(-300)"), "~5.148200222412e-131");
        assert_eq!(shown_at("-exp(300)"), "~-1.942426395241e130");
        assert_eq!(shown_at("exp(-9)"), "~0.000123409804");
        assert_eq!(shown_at("sqrt(2)*10^24"), "~1.414213562373e24");
        assert_eq!(shown_at("1/3 + 10^24"), "3000000000000000000000001/3");
        assert_eq!(shown_at("log(2)*0"), "0");
    }

    #[test]
    fn a_logarithm_is_rounded_correctly() {
        let mut arena = Arena::new();
        let two = arena.integer(2);
        let log = arena.call(Func::Log, two);
        let text = |digits| approximate(&arena, log, &Point::default(), digits);
        assert_eq!(text(5).as_deref(), Some("~0.69315"));
        assert_eq!(text(40).as_deref(), Some("~0.6931471805599453094172321214581765680755"));
    }

    #[test]
    fn ends_are_exact_and_others_marked() {
        assert_eq!(decimal(&Value::Exact(Rational::new(-1, 8)), 2), "-0.125");
        assert_eq!(decimal(&Value::Exact(Rational::new(-2, 3)), 2), "~-0.67");
        assert_eq!(decimal(&Value::Exact(Rational::new(-1, 3000)), 2), "~0");
    }
}
