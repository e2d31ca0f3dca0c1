//! The functions of the rows, of a value.
//!
//! Those enclosed by a kernel stand in one table: where they are exact, their domain, the kernel.
//! The others are composed of them as their rows define them, but so that nothing overflows.

use super::arithmetic::{Evaluator, enclosed};
use super::elementary::Engine;
use super::interval::Interval;
use super::special;
use super::value::Value;
use super::value::Value::{Exact, Undefined, Unknown};
use crate::term::{Func, Operator, Rational, Relation};

/// A function enclosed by a kernel.
struct Kernel {
    function: Func,
    /// A whole argument with a whole value.
    exact: &'static [(i64, i64)],
    /// The domain: from, to, and whether the ends belong to it.
    domain: (Option<i64>, Option<i64>, bool),
    enclose: fn(&mut Engine, &Interval) -> Option<Interval>,
}

const EVERYWHERE: (Option<i64>, Option<i64>, bool) = (None, None, true);

const fn kernel(
    function: Func,
    exact: &'static [(i64, i64)],
    domain: (Option<i64>, Option<i64>, bool),
    enclose: fn(&mut Engine, &Interval) -> Option<Interval>,
) -> Kernel {
    Kernel { function, exact, domain, enclose }
}

static KERNELS: &[Kernel] = &[
    kernel(Func::Exp, &[(0, 1)], EVERYWHERE, |e, x| e.exp(x)),
    kernel(Func::Log, &[(1, 0)], (Some(0), None, false), |e, x| e.log(x)),
    kernel(Func::Sqrt, &[], (Some(0), None, true), |e, x| Some(x.root(2, e.bits))),
    kernel(Func::Cbrt, &[], EVERYWHERE, |e, x| Some(x.root(3, e.bits))),
    kernel(Func::Sin, &[(0, 0)], EVERYWHERE, |e, x| Some(e.sin_cos(x).0)),
    kernel(Func::Cos, &[(0, 1)], EVERYWHERE, |e, x| Some(e.sin_cos(x).1)),
    kernel(Func::Asin, &[(0, 0)], (Some(-1), Some(1), true), |e, x| e.asin(x)),
    kernel(Func::Acos, &[(1, 0)], (Some(-1), Some(1), true), |e, x| e.acos(x)),
    kernel(Func::Atan, &[(0, 0)], EVERYWHERE, |e, x| e.atan(x)),
    kernel(Func::Sinh, &[(0, 0)], EVERYWHERE, |e, x| e.sinh(x)),
    kernel(Func::Cosh, &[(0, 1)], EVERYWHERE, |e, x| e.cosh(x)),
    kernel(Func::Tanh, &[(0, 0)], EVERYWHERE, |e, x| e.tanh(x)),
    kernel(Func::Asinh, &[(0, 0)], EVERYWHERE, |e, x| e.asinh(x)),
    kernel(Func::Acosh, &[(1, 0)], (Some(1), None, true), |e, x| e.acosh(x)),
    kernel(Func::Atanh, &[(0, 0)], (Some(-1), Some(1), false), |e, x| e.atanh(x)),
    kernel(Func::Erf, &[(0, 0)], EVERYWHERE, |e, x| e.erf(x)),
    kernel(Func::Erfc, &[(0, 1)], EVERYWHERE, |e, x| e.erfc(x)),
    kernel(Func::Loggamma, &[(1, 0), (2, 0)], (Some(0), None, false), |e, x| e.loggamma(x)),
    kernel(Func::Si, &[(0, 0)], EVERYWHERE, |e, x| e.si(x)),
];

impl Evaluator {
    /// A function of one argument.
    pub fn call(&mut self, function: Func, u: &Value) -> Value {
        if !u.is_defined() {
            return u.clone();
        }
        match KERNELS.iter().find(|k| k.function == function) {
            Some(kernel) => self.kernel(kernel, u),
            None => self.composed(function, u),
        }
    }

    fn kernel(&mut self, kernel: &Kernel, u: &Value) -> Value {
        match self.inside(u, kernel.domain) {
            Some(true) => {}
            Some(false) => return Undefined,
            None => return Unknown,
        }
        if let Exact(x) = u
            && let Some(value) = self.exact_kernel(kernel, x)
        {
            return Exact(value);
        }
        let argument = self.argument(u);
        enclosed(argument.and_then(|x| (kernel.enclose)(&mut self.engine, &x)))
    }

    fn exact_kernel(&self, kernel: &Kernel, x: &Rational) -> Option<Rational> {
        match kernel.function {
            Func::Sqrt => self.exact_root_signed(x, 2),
            Func::Cbrt => self.exact_root_signed(x, 3),
            _ => {
                let whole = x.to_i64()?;
                kernel.exact.iter().find(|(at, _)| *at == whole).map(|(_, value)| Rational::from(*value))
            }
        }
    }

    fn exact_root_signed(&self, x: &Rational, index: usize) -> Option<Rational> {
        if x.is_zero() {
            return Some(Rational::ZERO);
        }
        let root = self.exact_root(&x.abs(), index)?;
        Some(if x.is_negative() { -root } else { root })
    }

    /// Whether a value lies in a domain, where that is settled.
    fn inside(&self, u: &Value, (from, to, closed): (Option<i64>, Option<i64>, bool)) -> Option<bool> {
        let (above, below) = if closed { (Relation::Ge, Relation::Le) } else { (Relation::Gt, Relation::Lt) };
        let check =
            |end: Option<i64>, relation| end.map_or(Some(true), |end| u.compare(relation, &Exact(Rational::from(end))));
        match (check(from, above), check(to, below)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }

    /// A function by way of others.
    fn composed(&mut self, function: Func, u: &Value) -> Value {
        match function {
            Func::Tan => self.quotient(Func::Sin, Func::Cos, u),
            Func::Cot => self.quotient(Func::Cos, Func::Sin, u),
            Func::Sec => self.one_over(Func::Cos, u),
            Func::Csc => self.one_over(Func::Sin, u),
            Func::Coth => self.one_over(Func::Tanh, u),
            Func::Sech => self.one_over(Func::Cosh, u),
            Func::Csch => self.one_over(Func::Sinh, u),
            Func::Acot => self.of_reciprocal(Func::Atan, u),
            Func::Asec => self.of_reciprocal(Func::Acos, u),
            Func::Acsc => self.of_reciprocal(Func::Asin, u),
            Func::Acoth => self.of_reciprocal(Func::Atanh, u),
            Func::Asech => self.of_reciprocal(Func::Acosh, u),
            Func::Acsch => self.of_reciprocal(Func::Asinh, u),
            Func::Sigmoid => self.sigmoid(u),
            Func::Softplus => self.softplus(u),
            other => special::call(self, other, u),
        }
    }

    fn quotient(&mut self, above: Func, below: Func, u: &Value) -> Value {
        let (a, b) = (self.call(above, u), self.call(below, u));
        self.binary(Operator::Div, &a, &b)
    }

    fn one_over(&mut self, below: Func, u: &Value) -> Value {
        let b = self.call(below, u);
        self.binary(Operator::Div, &whole(1), &b)
    }

    fn of_reciprocal(&mut self, function: Func, u: &Value) -> Value {
        let inverse = self.binary(Operator::Div, &whole(1), u);
        self.call(function, &inverse)
    }

    /// `e^-|u|`, which never overflows, and one more.
    fn decay(&mut self, u: &Value) -> (Value, Value) {
        let towards = if u.sign() == Some(-1) { u.clone() } else { self.negative(u) };
        let decay = self.call(Func::Exp, &towards);
        let more = self.binary(Operator::Add, &whole(1), &decay);
        (decay, more)
    }

    fn sigmoid(&mut self, u: &Value) -> Value {
        let (decay, more) = self.decay(u);
        let above = if u.sign() == Some(-1) { decay } else { whole(1) };
        self.binary(Operator::Div, &above, &more)
    }

    fn softplus(&mut self, u: &Value) -> Value {
        let (_, more) = self.decay(u);
        let log = self.call(Func::Log, &more);
        if u.sign() == Some(-1) { log } else { self.binary(Operator::Add, u, &log) }
    }
}

/// A whole number as a value.
pub(super) fn whole(n: i64) -> Value {
    Exact(Rational::from(n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::dyadic::Dyadic;
    use crate::decide::interval::{Interval, MAX_EXPONENT};
    use crate::decide::value::Value::Enclosed;

    fn call(function: Func, numerator: i64, denominator: i64) -> Value {
        Evaluator::new(64).call(function, &Exact(Rational::new(numerator, denominator)))
    }

    #[test]
    fn rational_values_are_exact() {
        assert_eq!(call(Func::Sqrt, 9, 4), Exact(Rational::new(3, 2)));
        assert_eq!(call(Func::Cbrt, -8, 27), Exact(Rational::new(-2, 3)));
        assert_eq!(call(Func::Sigmoid, 0, 1), Exact(Rational::new(1, 2)));
        assert_eq!(call(Func::Acos, 1, 1), whole(0));
        assert_eq!(call(Func::Floor, -3, 2), whole(-2));
        assert_eq!(call(Func::Gamma, 5, 1), whole(24));
    }

    #[test]
    fn outside_its_domain_a_function_has_no_value() {
        for (function, n, d) in [
            (Func::Log, 0, 1),
            (Func::Sqrt, -1, 9),
            (Func::Asin, 3, 2),
            (Func::Acosh, 1, 2),
            (Func::Atanh, 1, 1),
            (Func::Acoth, 1, 2),
            (Func::Acot, 0, 1),
            (Func::Asec, 1, 2),
            (Func::Coth, 0, 1),
            (Func::Gamma, -3, 1),
            (Func::LambertW, -1, 2),
            (Func::Ei, 0, 1),
        ] {
            assert_eq!(call(function, n, d), Undefined, "{function:?}({n}/{d})");
        }
        assert!(call(Func::Asin, -1, 1).is_defined() && call(Func::Cot, 1, 1).is_defined());
    }

    #[test]
    fn sizes_beyond_the_range_stay_in_the_function_s_range() {
        let far = 3 * MAX_EXPONENT;
        assert_eq!(call(Func::Exp, far, 1), Unknown);
        for (function, argument) in
            [(Func::Sigmoid, -far), (Func::Sigmoid, far), (Func::Softplus, far), (Func::Tanh, far)]
        {
            assert!(matches!(call(function, argument, 1), Enclosed(_)), "{function:?}({argument})");
        }
    }

    /// Series whose terms can't fall below the least number must end all the same.
    #[test]
    fn every_function_ends_near_zero_and_far_out() {
        let [tiny, huge] = [5 - MAX_EXPONENT, MAX_EXPONENT - 5].map(Dyadic::power);
        let ends = [huge.negated(), tiny.negated(), Dyadic::zero(), tiny, huge];
        for (i, low) in ends.iter().enumerate() {
            for high in &ends[i..] {
                let argument = Enclosed(Interval::new(low.clone(), high.clone()));
                for &function in Func::ALL.iter().filter(|f| f.row().arity() == 1) {
                    let value = Evaluator::new(64).call(function, &argument);
                    let zero = Evaluator::new(64).call(function, &Exact(Rational::ZERO));
                    let holds_zero = i <= 2 && high.signum() >= 0;
                    assert!(!holds_zero || !value.differs(&zero), "{function:?} of {argument:?}: {value:?}");
                }
            }
        }
    }
}
