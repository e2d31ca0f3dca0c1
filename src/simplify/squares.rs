//! Sums as a square and a rest.

use super::sums::times_power;
use crate::algebra::emit::{spell_signed, spell_terms};
use crate::algebra::spelling;
use crate::algebra::{Fraction, Knowledge, Normal, Poly, Relations, root_within};
use crate::term::{Rational, TermId};

/// Sums of so many terms are looked at.
const TERMS: std::ops::RangeInclusive<usize> = 3..=8;

/// Sums with a square in them completed, for formulas such as `(1 + k*r)^2 + 1`, which multiplied out is
/// `k^2*r^2 + 2*k*r + 2`.
pub fn completed<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    for (p, e) in f.factors.iter().filter(|x| TERMS.contains(&x.0.len())) {
        for v in p.variables() {
            let Some((square, rest)) = square_in(n, p, v) else { continue };
            let mut others = f.clone();
            others.push(p.clone(), -e);
            let mut whole = Fraction::whole(square);
            whole.factors.iter_mut().for_each(|x| x.1 = 2);
            whole.coefficient = &whole.coefficient * &whole.coefficient;
            let mut terms = vec![spell_signed(n, &whole)];
            terms.extend(spell_terms(n, &rest));
            let sum = spelling::sum(n.arena, terms);
            out.push(times_power(n, &others, sum, *e));
        }
    }
}

/// What is squared by one letter of a sum, and the rest, where both together have no more terms than the sum.
fn square_in<K: Knowledge>(n: &mut Normal<'_, K>, p: &Poly, v: u32) -> Option<(Poly, Poly)> {
    if p.degree(v) != 2 {
        return None;
    }
    let groups = p.coefficients(v);
    let of = |power: u32| groups.iter().find(|g| g.0 == power).map(|g| &g.1);
    let lead = root_within(of(2)?, n.kernels.budget()).ok()??;
    let half = of(1)?.divide_exact(&lead.scaled(&Rational::from(2)))?;
    let square = Poly::variable(v).times(&lead).plus(&half);
    let rest = p.minus(&square.times(&square));
    (!rest.is_zero() && square.len() + rest.len() <= p.len()).then_some((square, rest))
}
