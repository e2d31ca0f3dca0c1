//! The greatest common divisor of polynomials in several variables.
//!
//! Cheap answers come first: constants, equal polynomials, monomial contents, and degree bounds
//! from images modulo a prime, which settle most coprime pairs in a microsecond. What is left is
//! guessed by the heuristic gcd and checked by exact division, or computed by a primitive
//! remainder sequence. A common divisor counts as greatest only when the cofactors are known to
//! be coprime.

use super::budget::{Budget, Exhausted};
use super::heuristic;
use super::modular::degree_bounds;
use super::monomial::Monomial;
use super::poly::Poly;

/// How many numbers the heuristic gcd tries.
const ATTEMPTS: u32 = 3;

/// The greatest common divisor over the rationals, primitive over the whole numbers and with a
/// positive leading coefficient. `gcd(0, b)` is `b` made so, and `gcd(0, 0)` is 0.
///
/// The answer is exact. When the budget runs out there is none.
///
/// ```
/// use chainrule::algebra::{Budget, Poly, gcd};
/// let (x, y) = (Poly::variable(0), Poly::variable(1));
/// let (sum, difference) = (x.plus(&y), x.minus(&y));
/// let (a, b) = (sum.pow(2), sum.times(&difference));
/// assert_eq!(gcd(&a, &b, &mut Budget::new(10_000)), Ok(sum));
/// ```
pub fn gcd(a: &Poly, b: &Poly, budget: &mut Budget) -> Result<Poly, Exhausted> {
    budget.spend(a.work() + b.work())?;
    if a.is_zero() || b.is_zero() {
        return Ok(a.plus(b).primitive().1);
    }
    let (of_a, of_b) = (a.monomial_content(), b.monomial_content());
    let shared = of_a.gcd(&of_b);
    if a.len() == 1 || b.len() == 1 {
        return Ok(Poly::monomial(shared, crate::term::Rational::ONE));
    }
    let found = common(strip(a, &of_a), strip(b, &of_b), budget)?;
    Ok(if shared.is_one() { found } else { found.times_term(&shared, &crate::term::Rational::ONE) })
}

/// The gcd of any number of polynomials, 0 for none; stops as soon as it is 1.
pub fn gcd_of(polys: &[Poly], budget: &mut Budget) -> Result<Poly, Exhausted> {
    let mut sorted: Vec<&Poly> = polys.iter().collect();
    sorted.sort_by_key(|p| p.len());
    let mut found = Poly::zero();
    for p in sorted {
        found = gcd(&found, p, budget)?;
        if found.is_one() {
            break;
        }
    }
    Ok(found)
}

/// The content with respect to one variable: the gcd of the coefficients of its powers.
pub(super) fn content_in(p: &Poly, variable: u32, budget: &mut Budget) -> Result<Poly, Exhausted> {
    let highest = p.degree(variable);
    let terms_of = |e| p.terms().iter().filter(|t| t.0.degree(variable) == e).count();
    if terms_of(highest) == 1 || terms_of(0) == 1 {
        // One coefficient is a power product, so that the content is one.
        return Ok(Poly::monomial(p.monomial_content().without(variable), crate::term::Rational::ONE));
    }
    let coefficients: Vec<Poly> = p.coefficients(variable).into_iter().map(|x| x.1).collect();
    gcd_of(&coefficients, budget)
}

/// The primitive part without the monomial content.
fn strip(p: &Poly, content: &Monomial) -> Poly {
    let primitive = p.primitive().1;
    if content.is_one() { primitive } else { primitive.over_monomial(content).unwrap_or(primitive) }
}

/// The gcd of primitive polynomials without monomial content. Every call below has fewer
/// variables, so the depth is bounded by their number.
fn common(mut a: Poly, mut b: Poly, budget: &mut Budget) -> Result<Poly, Exhausted> {
    let mut found = Poly::one();
    loop {
        if a.as_constant().or_else(|| b.as_constant()).is_some() {
            return Ok(found);
        }
        if a == b {
            return found.times_within(&a, budget);
        }
        // Different ones of degree 1 share nothing.
        if a.total_degree() == 1 && b.total_degree() == 1 {
            return Ok(found);
        }
        let bounds = degree_bounds(&a, &b, budget)?;
        if bounds.iter().all(|x| x.1 == 0) {
            return Ok(found);
        }
        if bounds.iter().any(|x| x.1 == 0) {
            let rest = stacker::maybe_grow(1 << 16, 1 << 20, || without_free(&a, &b, &bounds, budget))?;
            return found.times_within(&rest, budget);
        }
        let Some((divisor, over_a, over_b)) = divisor(&a, &b, &bounds, budget)? else {
            let rest = stacker::maybe_grow(1 << 16, 1 << 20, || remainder_sequence(&a, &b, budget))?;
            return found.times_within(&rest, budget);
        };
        found = found.times_within(&divisor, budget)?;
        (a, b) = (over_a, over_b);
    }
}

/// The gcd where some variables cannot occur in it: it divides every coefficient of their power
/// products, so it is the gcd of all those coefficients.
fn without_free(a: &Poly, b: &Poly, bounds: &[(u32, u32)], budget: &mut Budget) -> Result<Poly, Exhausted> {
    let free: Vec<u32> = bounds.iter().filter(|x| x.1 == 0).map(|x| x.0).collect();
    let mut pieces = a.collect(&free);
    pieces.extend(b.collect(&free));
    let pieces: Vec<Poly> = pieces.into_iter().map(|x| x.1).collect();
    gcd_of(&pieces, budget)
}

type Divided = Option<(Poly, Poly, Poly)>;

/// A common divisor that is not a constant, with both quotients: one of the two polynomials, or
/// a guess that the divisions confirm.
fn divisor(a: &Poly, b: &Poly, bounds: &[(u32, u32)], budget: &mut Budget) -> Result<Divided, Exhausted> {
    let fits = |p: &Poly| bounds.iter().all(|&(v, e)| p.degree(v) <= e);
    if fits(a)
        && let Some(quotient) = b.divide_exact_within(a, budget)?
    {
        return Ok(Some((a.clone(), Poly::one(), quotient)));
    }
    if fits(b)
        && let Some(quotient) = a.divide_exact_within(b, budget)?
    {
        return Ok(Some((b.clone(), quotient, Poly::one())));
    }
    for attempt in 0..ATTEMPTS {
        let Some(guess) = heuristic::guess(a, b, attempt, budget)? else { continue };
        if guess.as_constant().is_some() {
            continue;
        }
        if let Some(over_a) = a.divide_exact_within(&guess, budget)?
            && let Some(over_b) = b.divide_exact_within(&guess, budget)?
        {
            return Ok(Some((guess, over_a, over_b)));
        }
    }
    Ok(None)
}

/// The gcd by pseudo-remainders, each made primitive (Knuth 4.6.1, algorithm E; Brown 1971).
fn remainder_sequence(a: &Poly, b: &Poly, budget: &mut Budget) -> Result<Poly, Exhausted> {
    let shared = a.degrees().gcd(&b.degrees());
    let Some(&(v, _)) = shared.0.iter().min_by_key(|x| x.1) else { return Ok(Poly::one()) };
    let (content_a, content_b) = (content_in(a, v, budget)?, content_in(b, v, budget)?);
    let content = gcd(&content_a, &content_b, budget)?;
    let primitive = |p: &Poly, content: &Poly, budget: &mut Budget| {
        Ok(p.divide_exact_within(content, budget)?.unwrap_or_default().primitive().1)
    };
    let (mut p, mut q) = (primitive(a, &content_a, budget)?, primitive(b, &content_b, budget)?);
    if p.degree(v) < q.degree(v) {
        std::mem::swap(&mut p, &mut q);
    }
    while q.degree(v) > 0 {
        let rest = pseudo_remainder(p, &q, v, budget)?;
        if rest.is_zero() {
            return content.times_within(&q, budget);
        }
        let of_rest = content_in(&rest, v, budget)?;
        p = std::mem::replace(&mut q, primitive(&rest, &of_rest, budget)?);
    }
    Ok(content)
}

/// The remainder of a multiple of `p` by `q` in one variable, without its rational content.
fn pseudo_remainder(mut p: Poly, q: &Poly, v: u32, budget: &mut Budget) -> Result<Poly, Exhausted> {
    let (degree, lead) = (q.degree(v), q.leading_in(v));
    while !p.is_zero() && p.degree(v) >= degree {
        let shift = Monomial::power(v, p.degree(v) - degree);
        let top = p.leading_in(v).times_term(&shift, &crate::term::Rational::ONE);
        p = lead.times_within(&p, budget)?.minus(&top.times_within(q, budget)?);
        budget.spend(p.work())?;
        p = p.primitive().1;
    }
    Ok(p)
}

#[cfg(test)]
mod tests {
    use super::super::samples::*;
    use super::*;
    use proptest::prelude::*;

    fn find(a: &Poly, b: &Poly) -> Poly {
        gcd(a, b, &mut Budget::new(10_000_000)).unwrap()
    }

    #[test]
    fn known_gcds() {
        let (p, q) = (parse("x^2 - 1"), parse("x - 1"));
        assert_eq!(find(&p, &q), q);
        assert_eq!(find(&parse("x^12 - 1"), &parse("x^8 - 1")), parse("x^4 - 1"));
        assert_eq!(find(&parse("2 x^2 y - 2 y"), &parse("4 x y + 4 y")), parse("x y + y"));
        assert_eq!(find(&parse("x y + y + z x + z"), &parse("w y + w z")), parse("y + z"));
        let (s, d) = (parse("x + y"), parse("x - y"));
        assert_eq!(find(&s.pow(5).times(&d), &s.pow(3).times(&d.pow(2))), s.pow(3).times(&d));
    }

    #[test]
    fn zero_and_constants() {
        let zero = Poly::zero();
        assert_eq!(find(&zero, &parse("-2 x + 4")), parse("x - 2"));
        assert_eq!(find(&zero, &zero), zero);
        assert_eq!(find(&parse("6"), &parse("4")), Poly::one());
        assert_eq!(find(&parse("6"), &zero), Poly::one());
    }

    #[test]
    fn remainder_sequence_agrees_with_the_quick_way() {
        let shared = parse("3 x^2 y - z x + 2 y z + 1");
        let a = shared.times(&parse("x^2 + y z - 5"));
        let b = shared.times(&parse("x y^2 + 7 z^2 + x"));
        assert_eq!(remainder_sequence(&a, &b, &mut Budget::new(10_000_000)), Ok(shared.clone()));
        assert_eq!(find(&a, &b), shared);
    }

    #[test]
    fn large_trivariates_stay_cheap() {
        let full = |n: i64| {
            let mut out = Poly::zero();
            for (i, m) in parse("x + y + z + 1").pow(4).terms().iter().enumerate() {
                out = out.plus(&Poly::monomial(m.0.clone(), crate::term::Rational::from(1 + (i as i64 * n) % 17)));
            }
            out
        };
        let (a, b, c) = (full(3), full(5), full(7));
        assert_eq!((a.len(), b.len()), (35, 35));
        let mut budget = Budget::new(100_000);
        assert_eq!(gcd(&a.times(&c), &b.times(&c), &mut budget), Ok(c.primitive().1));
    }

    #[test]
    fn large_inputs_run_out() {
        let sum = (0..10).fold(Poly::one(), |s, i| s.plus(&Poly::variable(i)));
        let (a, b) = (sum.pow(4), sum.plus(&parse("x y z")).pow(3).plus(&Poly::one()));
        assert_eq!(gcd(&a, &b, &mut Budget::new(500)), Err(Exhausted));
        let high = Poly::monomial(Monomial::power(0, 1_000_000_000), crate::term::Rational::ONE).minus(&Poly::one());
        assert_eq!(gcd(&high, &parse("x^2 + x + 1"), &mut Budget::new(100_000)), Err(Exhausted));
    }

    proptest! {
        #[test]
        fn gcd_holds_the_common_factor_and_divides_both(a in poly(), b in poly(), c in poly()) {
            let (p, q) = (a.times(&c), b.times(&c));
            let g = find(&p, &q);
            if !g.is_zero() {
                prop_assert!(p.divide_exact(&g).is_some() && q.divide_exact(&g).is_some());
                prop_assert!(c.is_zero() || g.divide_exact(&c).is_some());
                prop_assert!(g.content().is_one());
                let rest = find(&p.divide_exact(&g).unwrap(), &q.divide_exact(&g).unwrap());
                prop_assert!(rest.as_constant().is_some());
            }
        }

        #[test]
        fn remainder_sequence_gives_the_same(a in poly(), b in poly(), c in poly()) {
            let (p, q) = (a.times(&c), b.times(&c));
            prop_assume!(!p.is_zero() && !q.is_zero());
            let found = remainder_sequence(&p, &q, &mut Budget::new(10_000_000)).unwrap();
            prop_assert_eq!(found.primitive().1, find(&p, &q));
        }
    }
}
