//! The signs a polynomial can have on D: each method gives a set that is right at every point, and
//! the sets are intersected until one sign is left.

use super::canonical::is_variable;
use super::facts::Facts;
use super::frac::Frac;
use super::interval::Interval;
use super::{Sign, sturm};
use crate::algebra::{Budget, Monomial, Poly, factor};
use crate::term::Rational;

/// Univariate polynomials above this degree are not looked into.
const HIGHEST_DEGREE: u32 = 16;

/// How far methods may call upon each other.
const LEVELS: u32 = 3;

/// Facts that are combined with a polynomial.
const MOST_COMBINED: usize = 16;

/// Work units for one attempt to factor, or to write a polynomial in terms of a fact.
const FACTOR_WORK: u64 = 5_000;

/// Fractions whose sides have more products of terms are not looked at as products.
const MOST_MULTIPLIED: usize = 16;

/// Polynomials longer than this are neither factored nor combined.
const MOST_TERMS: usize = 24;

type Method = fn(&mut Facts, &Poly, u32) -> Sign;

/// The methods with the level and the number of terms they need, cheap ones first: one term is its own content.
const METHODS: &[(u32, usize, Method)] = &[
    (0, 1, Facts::by_content),
    (0, 2, Facts::by_terms),
    (0, 1, Facts::by_interval),
    (0, 1, Facts::by_turns),
    (0, 1, Facts::by_diagonal),
    (1, 1, Facts::by_roots),
    (1, 1, Facts::by_cells),
    (1, 2, Facts::by_factors),
    (1, 2, Facts::by_square),
    (1, 2, Facts::by_root),
    (1, 1, Facts::by_known_factor),
    (2, 1, Facts::by_combination),
    (2, 1, Facts::by_substitution),
    (2, 1, Facts::by_ends),
    (2, 1, Facts::by_tangents),
];

impl Facts {
    /// The signs of a fraction where its denominator is not zero.
    pub(super) fn frac_sign(&mut self, frac: &Frac) -> Sign {
        let num = self.poly_sign(&frac.num);
        if frac.den.is_one() {
            return num;
        }
        let den = self.poly_sign(&frac.den).and(Sign::NONZERO);
        let sign = num.times(den);
        if sign.is_settled() || frac.num.len() * frac.den.len() > MOST_MULTIPLIED {
            return sign;
        }
        // A fact may be about factors from both sides of the line.
        sign.and(self.poly_sign(&frac.num.times(&frac.den)))
    }

    /// The signs of a polynomial.
    pub(super) fn sign_of_difference(&mut self, frac: &Frac) -> Sign {
        self.work = super::facts::WORK;
        self.frac_sign(frac)
    }

    /// The signs of a polynomial.
    pub(super) fn poly_sign(&mut self, p: &Poly) -> Sign {
        self.sign_at(p, LEVELS)
    }

    /// The signs of a polynomial from what else is known, as if it were not known itself.
    pub(super) fn estimate(&mut self, p: &Poly, level: u32) -> Sign {
        self.by_methods(p, level, Sign::ANY, false)
    }

    /// The signs of a polynomial by the methods below a level.
    pub(super) fn sign_at(&mut self, p: &Poly, level: u32) -> Sign {
        if let Some(value) = p.as_constant() {
            return Sign::of(&value);
        }
        let (content, p) = p.primitive();
        let sign = self.primitive_sign(&p, level);
        if content.is_negative() { sign.negated() } else { sign }
    }

    /// The signs of a polynomial by the facts and what was found before.
    pub(super) fn looked_up(&self, p: &Poly) -> Sign {
        let (content, p) = p.primitive();
        let known = self.known.get(&p).copied().unwrap_or(Sign::ANY);
        let sign = known.and(self.signs.get(&p).map_or(Sign::ANY, |found| found.1));
        if content.is_negative() { sign.negated() } else { sign }
    }

    fn primitive_sign(&mut self, p: &Poly, level: u32) -> Sign {
        let known = self.known.get(p).copied().unwrap_or(Sign::ANY);
        let (done, memo) = self.signs.get(p).copied().unwrap_or((0, Sign::ANY));
        let start = known.and(memo);
        if start.is_settled() || done >= level || self.work == 0 {
            return start;
        }
        self.work -= 1;
        // Asked again from within, the polynomial answers with what is known so far.
        self.signs.insert(p.clone(), (level, start));
        let sign = self.by_methods(p, level, start, true);
        self.signs.insert(p.clone(), (level, sign));
        sign
    }

    fn by_methods(&mut self, p: &Poly, level: u32, start: Sign, combine: bool) -> Sign {
        if let Some(sign) = self.of_free(p) {
            return start.and(sign);
        }
        let mut sign = start;
        for (needed, terms, method) in METHODS {
            if p.len() < *terms {
                continue;
            }
            if sign.is_settled() || *needed >= level || (*needed == 2 && !combine) {
                break;
            }
            sign = sign.and(method(self, p, level - 1));
        }
        sign
    }

    /// All that there is to know of a polynomial in variables alone that no fact is about: of degree
    /// one it takes every sign, in one variable its roots say the rest.
    fn of_free(&self, p: &Poly) -> Option<Sign> {
        let free = |k: u32| k >= self.free_from && is_variable(&self.space, k);
        match p.only_variable() {
            Some(k) if !free(k) => None,
            Some(k) if p.degree(k) == 1 => Some(Sign::ANY),
            Some(k) => sturm::signs_on(p, k, &Interval::default(), HIGHEST_DEGREE),
            None => {
                let variables = p.variables();
                let line = p.total_degree() == 1 && variables.iter().all(|&k| is_variable(&self.space, k));
                (line && variables.into_iter().any(free)).then_some(Sign::ANY)
            }
        }
    }

    /// A power product that divides every term, and the rest.
    fn by_content(&mut self, p: &Poly, level: u32) -> Sign {
        let content = p.monomial_content();
        if content.is_one() {
            return Sign::ANY;
        }
        let rest = p.over_monomial(&content).unwrap_or_else(|| p.clone());
        let rest = self.sign_at(&rest, level.max(1));
        self.monomial_sign(&content).times(rest)
    }

    /// The sum of the terms' signs.
    fn by_terms(&mut self, p: &Poly, _: u32) -> Sign {
        let mut sum = Sign::ZERO;
        for (m, c) in p.terms() {
            sum = sum.plus(self.monomial_sign(m).times(Sign::of(c)));
            if sum == Sign::ANY {
                break;
            }
        }
        sum
    }

    fn monomial_sign(&mut self, m: &Monomial) -> Sign {
        m.0.iter().fold(Sign::POSITIVE, |s, &(k, e)| s.times(self.kernel_sign(k).power(e)))
    }

    /// Interval arithmetic over the kernels' bounds.
    fn by_interval(&mut self, p: &Poly, _: u32) -> Sign {
        self.poly_interval(p).sign()
    }

    /// The values a polynomial can have, by interval arithmetic.
    pub(super) fn poly_interval(&mut self, p: &Poly) -> Interval {
        let mut sum = Interval::point(Rational::ZERO);
        for (m, c) in p.terms() {
            let mut term = Interval::point(c.clone());
            for &(k, e) in &m.0 {
                term = term.times(&self.kernel_interval(k).power(e));
            }
            sum = sum.plus(&term);
            if sum.is_everything() {
                break;
            }
        }
        sum
    }

    /// A polynomial in one kernel: its roots within the kernel's bounds, counted exactly.
    fn by_roots(&mut self, p: &Poly, _: u32) -> Sign {
        let Some(k) = p.only_variable() else { return Sign::ANY };
        if p.degree(k) < 2 {
            return Sign::ANY;
        }
        let range = self.kernel_interval(k);
        sturm::signs_on(p, k, &range, HIGHEST_DEGREE).unwrap_or(Sign::ANY)
    }

    /// The product of the factors' signs.
    fn by_factors(&mut self, p: &Poly, level: u32) -> Sign {
        let factors = self.factors(p);
        if let [(_, 1)] = factors[..] {
            return Sign::ANY;
        }
        factors.iter().fold(Sign::POSITIVE, |s, (f, e)| s.times(self.sign_at(f, level.max(1)).power(*e)))
    }

    /// `a*q^2 + b*q + c` through `4*a*p = (2*a*q + b)^2 + (4*a*c - b^2)`.
    fn by_square(&mut self, p: &Poly, level: u32) -> Sign {
        if p.len() > MOST_TERMS || p.total_degree() < 2 {
            return Sign::ANY;
        }
        let quadratic = |k: &u32| p.degree(*k) == 2;
        let kernels: Vec<u32> = p.variables().into_iter().filter(quadratic).collect();
        kernels.into_iter().fold(Sign::ANY, |s, k| if s.is_settled() { s } else { s.and(self.square_in(p, k, level)) })
    }

    fn square_in(&mut self, p: &Poly, k: u32, level: u32) -> Sign {
        let mut parts = [Poly::zero(), Poly::zero(), Poly::zero()];
        for (e, coefficient) in p.coefficients(k) {
            parts[e as usize] = coefficient;
        }
        let [c, b, a] = parts;
        let lead = self.sign_at(&a, level).and(Sign::NONZERO);
        if !self.sign_at(&a, level).within(Sign::NONZERO) || !lead.is_settled() {
            return Sign::ANY;
        }
        let rest = a.times(&c).scaled(&Rational::from(4)).minus(&b.times(&b));
        let square = if b.is_zero() { self.kernel_sign(k).power(2) } else { Sign::NONNEGATIVE };
        square.plus(self.sign_at(&rest, level)).times(lead)
    }

    /// A known polynomial that divides this one.
    fn by_known_factor(&mut self, p: &Poly, level: u32) -> Sign {
        let mut sign = Sign::ANY;
        if p.total_degree() < 2 {
            return sign;
        }
        for i in 0..self.order.len().min(MOST_COMBINED) {
            let fact = self.order[i].clone();
            let lone = fact.len() < 2 && fact.total_degree() < 2;
            if lone || fact == *p || fact.total_degree() >= p.total_degree() {
                continue;
            }
            if let Some(quotient) = p.divide_exact(&fact) {
                let known = self.known.get(&fact).copied().unwrap_or(Sign::ANY);
                sign = sign.and(known.times(self.sign_at(&quotient, level)));
            }
        }
        sign
    }

    /// `p = c*f + rest` for a fact f, where c removes one of p's terms.
    fn by_combination(&mut self, p: &Poly, level: u32) -> Sign {
        let mut sign = Sign::ANY;
        if p.len() > MOST_TERMS {
            return sign;
        }
        for i in 0..self.order.len().min(MOST_COMBINED) {
            let fact = self.order[i].clone();
            let known = self.known.get(&fact).copied().unwrap_or(Sign::ANY);
            if known == Sign::ANY || known == Sign::NONZERO || fact == *p {
                continue;
            }
            for (m, c) in p.terms() {
                let Some((_, d)) = fact.terms().iter().find(|(n, _)| n == m) else { continue };
                let Some(factor) = c.checked_div(d).filter(|_| !m.is_one()) else { continue };
                let rest = p.minus(&fact.scaled(&factor));
                let part = known.times(Sign::of(&factor));
                sign = sign.and(part.plus(self.sign_at(&rest, level.min(2))));
                if sign.is_settled() {
                    return sign;
                }
            }
        }
        sign
    }

    /// A kernel replaced by its bound and its distance from it, which has a known sign.
    fn by_substitution(&mut self, p: &Poly, _: u32) -> Sign {
        // For a linear polynomial it says no more than combining does.
        if p.len() > MOST_TERMS || p.total_degree() > 8 || p.total_degree() < 2 {
            return Sign::ANY;
        }
        let mut sign = Sign::ANY;
        for i in 0..self.order.len().min(MOST_COMBINED) {
            let fact = self.order[i].clone();
            let known = self.known.get(&fact).copied().unwrap_or(Sign::ANY);
            if fact.len() < 2 || known == Sign::ANY {
                continue;
            }
            for k in fact.variables() {
                if p.degree(k) > 0 && fact.degree(k) == 1 && !sign.is_settled() {
                    sign = sign.and(self.substituted(p, &fact, known, k));
                }
            }
        }
        sign
    }

    /// The signs of p's terms after solving `w = fact` for a kernel, with w's sign known.
    fn substituted(&mut self, p: &Poly, fact: &Poly, known: Sign, k: u32) -> Sign {
        let coefficients = fact.coefficients(k);
        let Some((_, lead)) = coefficients.first() else { return Sign::ANY };
        let Some(inverse) = lead.as_constant().and_then(|c| c.recip()) else { return Sign::ANY };
        let rest = fact.minus(&Poly::variable(k).times(lead));
        let w = self.space.len() as u32;
        let value = Poly::variable(w).minus(&rest).scaled(&inverse);
        let Ok(changed) = p.substitute(k, &value, &mut Budget::new(FACTOR_WORK)) else { return Sign::ANY };
        let mut sum = Sign::ZERO;
        for (power, coefficient) in changed.coefficients(w) {
            let distance = if power == 0 { Sign::POSITIVE } else { known.power(power) };
            sum = sum.plus(self.sign_at(&coefficient, 1).times(distance));
        }
        sum
    }

    /// Factors whose product is the polynomial, which is primitive, up to a positive number.
    pub(super) fn factors(&mut self, p: &Poly) -> Vec<(Poly, u32)> {
        if let Some(known) = self.splits.get(p) {
            return known.clone();
        }
        let found = split(p);
        self.splits.insert(p.clone(), found.clone());
        found
    }
}

/// Factors with positive first coefficients whose product is the polynomial, whose first
/// coefficient is positive, up to a positive number; the polynomial itself where it is long or
/// factoring it takes too much work.
pub(super) fn split(p: &Poly) -> Vec<(Poly, u32)> {
    let whole = || vec![(p.clone(), 1)];
    if p.len() > MOST_TERMS || p.total_degree() < 2 {
        return whole();
    }
    match factor(p, &mut Budget::new(FACTOR_WORK)) {
        Ok((content, factors)) if content.signum() > 0 && !factors.is_empty() => factors,
        _ => whole(),
    }
}
