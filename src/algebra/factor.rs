//! Factors of polynomials in several variables, as far as light means reach.
//!
//! After contents and squarefree parts, a factor is decided by the variable in which its degree
//! is lowest: degree 1 is irreducible, degree 2 splits exactly if the discriminant is a square.
//! What has degree 3 or more in every variable is reduced to one variable where its exponents lie
//! on a line, has a variable less where it is homogeneous, or is packed into one variable by
//! Kronecker's substitution if that stays small. What is left stands as it is.

use super::budget::{Budget, Exhausted};
use super::gcd::{content_in, gcd};
use super::monomial::Monomial;
use super::poly::Poly;
use super::square::{root_within, squarefree};
use super::univariate;
use crate::term::Rational;
use known::Known;

mod known;

/// A content and primitive factors with their multiplicities.
pub type Factors = (Rational, Vec<(Poly, u32)>);

/// The highest degree after Kronecker's substitution.
const PACKED: u64 = 24;

/// Content and factors: the product of the content and the factors' powers is the polynomial.
///
/// The factors are primitive, have positive leading coefficients, are pairwise coprime and in a
/// fixed order (degree, length, terms). They are irreducible for most small polynomials, but that
/// is not promised. The zero polynomial is 0 without factors.
///
/// ```
/// use chainrule::algebra::{Budget, Poly, factor};
/// let (x, y) = (Poly::variable(0), Poly::variable(1));
/// let p = x.pow(2).minus(&y.pow(2));
/// let (_, factors) = factor(&p, &mut Budget::new(10_000)).unwrap();
/// assert_eq!(factors, vec![(x.minus(&y), 1), (x.plus(&y), 1)]);
/// ```
pub fn factor(p: &Poly, budget: &mut Budget) -> Result<Factors, Exhausted> {
    if p.is_zero() {
        return Ok((Rational::ZERO, Vec::new()));
    }
    if p.total_degree() == 1 {
        let (content, primitive) = p.primitive();
        return Ok((content, vec![(primitive, 1)]));
    }
    if let Some(found) = Known::recall(p, budget) {
        return Ok(found);
    }
    let before = budget.spent();
    let found = factors(p, budget)?;
    Known::keep(p, budget, budget.spent() - before, &found);
    Ok(found)
}

fn factors(p: &Poly, budget: &mut Budget) -> Result<Factors, Exhausted> {
    let mut found = Vec::new();
    for (part, multiplicity) in squarefree(p, budget)? {
        found.extend(split(part, budget)?.into_iter().map(|f| (f, multiplicity)));
    }
    found.sort_by(|(f, _), (g, _)| order(f).cmp(&order(g)).then_with(|| f.terms().cmp(g.terms())));
    let content = p.content();
    debug_assert!(found.iter().fold(Poly::constant(content.clone()), |q, (f, e)| q.times(&f.pow(*e))) == *p);
    Ok((content, found))
}

fn order(p: &Poly) -> (u32, usize) {
    (p.total_degree(), p.len())
}

/// What one look at a polynomial shows.
enum Look {
    /// Nothing splits it further.
    Whole(Poly),
    /// Factors that are finished.
    Done(Vec<Poly>),
    /// Two factors to be looked at again.
    Two(Poly, Poly),
}

/// The factors of a primitive squarefree polynomial without monomial content, or of a variable.
fn split(p: Poly, budget: &mut Budget) -> Result<Vec<Poly>, Exhausted> {
    let (mut open, mut found) = (vec![p], Vec::new());
    while let Some(p) = open.pop() {
        match look(p, budget)? {
            Look::Whole(p) => found.push(p),
            Look::Done(parts) => found.extend(parts),
            Look::Two(f, g) => open.extend([f, g]),
        }
    }
    Ok(found)
}

fn look(p: Poly, budget: &mut Budget) -> Result<Look, Exhausted> {
    budget.spend(p.work())?;
    let mut degrees = p.degrees().0;
    degrees.sort_by_key(|x| x.1);
    let Some(&(v, lowest)) = degrees.first() else { return Ok(Look::Done(Vec::new())) };
    if p.len() == 1 {
        return Ok(Look::Whole(p));
    }
    if degrees.len() == 1 {
        return Ok(Look::Done(univariate::parts(&p, v, budget)?));
    }
    // Without content in v, a factor has v; of degree 1 or 2 that leaves few ways.
    for (i, &(v, degree)) in degrees.iter().enumerate() {
        let content = content_in(&p, v, budget)?;
        if content.as_constant().is_none() {
            return by(p, content, budget);
        }
        match degree {
            1 => return Ok(Look::Whole(p)),
            2 => return quadratic(p, v, budget),
            _ if i == 0
                && let Some(parts) = on_a_line(&p, budget)? =>
            {
                return Ok(Look::Done(parts));
            }
            _ => {}
        }
    }
    debug_assert!(lowest > 2);
    if let Some(parts) = homogeneous(&p, v, budget)? {
        return Ok(Look::Done(parts));
    }
    packed(p, budget)
}

/// The polynomial in two factors, of which one is known.
fn by(p: Poly, factor: Poly, budget: &mut Budget) -> Result<Look, Exhausted> {
    Ok(match p.divide_exact_within(&factor, budget)? {
        Some(rest) if factor.as_constant().is_none() && rest.as_constant().is_none() => Look::Two(factor, rest),
        _ => Look::Whole(p),
    })
}

/// a v² + b v + c without content in v: with the discriminant's root s it is the product of the
/// primitive parts of 2a v + b − s and 2a v + b + s, and without one irreducible.
fn quadratic(p: Poly, v: u32, budget: &mut Budget) -> Result<Look, Exhausted> {
    let mut by_power = [Poly::zero(), Poly::zero(), Poly::zero()];
    for (e, coefficient) in p.coefficients(v) {
        by_power[e as usize] = coefficient;
    }
    let [c, b, a] = by_power;
    let four = Rational::from(4);
    let discriminant = b.times_within(&b, budget)?.minus(&a.times_within(&c, budget)?.scaled(&four));
    let Some(root) = root_within(&discriminant, budget)? else { return Ok(Look::Whole(p)) };
    let (first, second) = (a.scaled(&Rational::from(2)), b.minus(&root));
    let shared = gcd(&first, &second, budget)?;
    let linear = first.times_term(&Monomial::power(v, 1), &Rational::ONE).plus(&second);
    let factor = linear.divide_exact_within(&shared, budget)?.unwrap_or_default().primitive().1;
    by(p, factor, budget)
}

/// The factors of a polynomial whose exponents lie on a line, m·u(X/Y) with power products m, X
/// and Y: those of u, made homogeneous in X and Y. So a²b² − c² and x⁴ − y⁴ split.
fn on_a_line(p: &Poly, budget: &mut Budget) -> Result<Option<Vec<Poly>>, Exhausted> {
    let Some((above, below, powers)) = line(p) else { return Ok(None) };
    let terms = powers.iter().zip(p.terms()).map(|(&k, t)| (Monomial::power(0, k), t.1.clone()));
    let mut found = Vec::new();
    for u in univariate::parts(&Poly::of(terms.collect()), 0, budget)? {
        let degree = u.degree(0);
        let mut terms = Vec::with_capacity(u.len());
        for (m, c) in u.terms() {
            let k = m.degree(0);
            let (x, y) = (above.pow(k).ok_or(Exhausted)?, below.pow(degree - k).ok_or(Exhausted)?);
            terms.push((x.times(&y), c.clone()));
        }
        found.push(Poly::from_terms(terms));
    }
    Ok(Some(found))
}

/// The two power products and each term's power, if the exponents lie on a line.
fn line(p: &Poly) -> Option<(Monomial, Monomial, Vec<u32>)> {
    let last = &p.terms().last()?.0;
    let step = |m: &Monomial| {
        let shared = m.gcd(last);
        Some((m.over(&shared)?, last.over(&shared)?))
    };
    let (x, y) = step(&p.terms().first()?.0)?;
    let size = x.0.iter().chain(&y.0).fold(0, |g, t| univariate::shared(g, t.1)).max(1);
    let over = |m: &Monomial| Monomial(m.0.iter().map(|&(v, e)| (v, e / size)).collect());
    let (x, y) = (over(&x), over(&y));
    let &(v, e) = x.0.first()?;
    let power = |m: &Monomial| {
        let (above, below) = step(m)?;
        let k = above.degree(v) / e;
        (x.pow(k)? == above && y.pow(k)? == below).then_some(k)
    };
    let powers = p.terms().iter().map(|(m, _)| power(m)).collect::<Option<Vec<u32>>>()?;
    Some((x, y, powers))
}

/// The factors of a polynomial whose terms all have one total degree: v is set to 1 and comes
/// back as what each term lacks.
fn homogeneous(p: &Poly, v: u32, budget: &mut Budget) -> Result<Option<Vec<Poly>>, Exhausted> {
    let total = p.total_degree();
    if p.terms().iter().any(|(m, _)| m.total_degree() != total) {
        return Ok(None);
    }
    let flat = Poly::from_terms(p.terms().iter().map(|(m, c)| (m.without(v), c.clone())).collect());
    let parts = stacker::maybe_grow(1 << 16, 1 << 20, || split(flat.primitive().1, budget))?;
    let raised = |f: Poly| {
        let total = f.total_degree();
        let term = |(m, c): &(Monomial, Rational)| (m.times(&Monomial::power(v, total - m.total_degree())), c.clone());
        Poly::from_terms(f.terms().iter().map(term).collect()).primitive().1
    };
    Ok(Some(parts.into_iter().map(raised).collect()))
}

/// Kronecker's substitution (Knuth 4.6.2): exponents become digits of one exponent. A factor's
/// image is a product of factors of the image, so all such products are tried.
fn packed(p: Poly, budget: &mut Budget) -> Result<Look, Exhausted> {
    let degrees = p.degrees().0;
    let size = degrees.iter().fold(1u64, |size, &(_, e)| size.saturating_mul(u64::from(e) + 1));
    if size > PACKED + 1 {
        return Ok(Look::Whole(p));
    }
    let pack = |m: &Monomial| degrees.iter().fold(0, |k, &(v, e)| k * (e + 1) + m.degree(v));
    let image = Poly::from_terms(p.terms().iter().map(|(m, c)| (Monomial::power(0, pack(m)), c.clone())).collect());
    let mut factors = Vec::new();
    for (part, multiplicity) in squarefree(&image, budget)? {
        for f in univariate::parts(&part, 0, budget)? {
            factors.extend(std::iter::repeat_n(f, multiplicity as usize));
        }
    }
    for subset in 1u32..(1 << factors.len().min(10)) - 1 {
        let chosen = factors.iter().enumerate().filter(|(i, _)| subset >> i & 1 == 1).map(|x| x.1);
        let mut product = Poly::one();
        for f in chosen {
            product = product.times_within(f, budget)?;
        }
        let candidate = unpacked(&product, &degrees);
        if candidate.as_constant().is_none() && p.divide_exact_within(&candidate, budget)?.is_some() {
            return by(p, candidate, budget);
        }
    }
    Ok(Look::Whole(p))
}

fn unpacked(image: &Poly, degrees: &[(u32, u32)]) -> Poly {
    let term = |(m, c): &(Monomial, Rational)| {
        let (mut rest, mut out) = (m.degree(0), Monomial::one());
        for &(v, e) in degrees.iter().rev() {
            out = out.times(&Monomial::power(v, rest % (e + 1)));
            rest /= e + 1;
        }
        (out, c.clone())
    };
    Poly::from_terms(image.terms().iter().map(term).collect()).primitive().1
}

#[cfg(test)]
mod tests {
    use super::super::samples::*;
    use super::*;
    use proptest::prelude::*;

    fn found(p: &Poly) -> Vec<(Poly, u32)> {
        let (content, factors) = factor(p, &mut Budget::new(5_000_000)).unwrap();
        let product = factors.iter().fold(Poly::constant(content), |q, (f, e)| q.times(&f.pow(*e)));
        assert_eq!(product, *p);
        factors
    }

    fn check(p: &str, parts: &[&str]) {
        let mut factors: Vec<Poly> = found(&parse(p)).into_iter().map(|x| x.0).collect();
        for part in parts {
            let at = factors.iter().position(|f| *f == parse(part));
            factors.remove(at.unwrap_or_else(|| panic!("{part} of {p} is not in {factors:?}")));
        }
        assert_eq!(factors, vec![], "{p}");
    }

    #[test]
    fn known_factors() {
        check("a^2 b^2 - c^2", &["a b + c", "a b - c"]);
        check("x^2 - x y - 2 y^2", &["x + y", "x - 2 y"]);
        check("x^4 - y^4", &["x - y", "x + y", "x^2 + y^2"]);
        check("x^3 y^3 + 8", &["x y + 2", "x^2 y^2 - 2 x y + 4"]);
        check("x y + x z + w y + w z", &["x + w", "y + z"]);
        check("x^3 + y^3 + z^3 - 3 x y z", &["x + y + z", "x^2 - x y - x z + y^2 - y z + z^2"]);
        check("6 x^2 y - 6 y", &["y", "x - 1", "x + 1"]);
        check("x^2 + y^2", &["x^2 + y^2"]);
        check("x^2 + 2 x y + y^2 - z^2", &["x + y + z", "x + y - z"]);
        check("x^3 + x^2 y + x y^2 + y^3 + x + y", &["x + y", "x^2 + y^2 + 1"]);
        check("5", &[]);
    }

    #[test]
    fn multiplicities_and_content() {
        let p = parse("x + y").pow(5).times(&parse("x - y")).scaled(&Rational::new(-3, 4));
        let (content, factors) = factor(&p, &mut Budget::new(100_000)).unwrap();
        assert_eq!(content, Rational::new(-3, 4));
        assert_eq!(factors, vec![(parse("x - y"), 1), (parse("x + y"), 5)]);
        assert_eq!(factor(&Poly::zero(), &mut Budget::new(10)), Ok((Rational::ZERO, vec![])));
    }

    #[test]
    fn packing_splits_what_has_no_other_handle() {
        let (f, g) = (parse("x + y + 1"), parse("x^2 + 3 y^2 + x y + 5"));
        let factors = found(&f.times(&g));
        assert_eq!(factors, vec![(f, 1), (g, 1)]);
    }

    #[test]
    fn large_inputs_run_out() {
        let sum = (0..10).fold(Poly::one(), |s, i| s.plus(&Poly::variable(i)));
        assert_eq!(factor(&sum.pow(5), &mut Budget::new(2_000)), Err(Exhausted));
        let high = Poly::monomial(Monomial::power(0, 1 << 30), Rational::ONE).minus(&parse("y^3"));
        assert!(factor(&high.times(&parse("x^3 + y^5 + 1")), &mut Budget::new(100_000)).is_ok());
    }

    proptest! {
        #[test]
        fn factors_multiply_back_and_are_coprime(a in poly(), b in poly()) {
            let factors = found(&a.times(&b));
            for (i, (f, _)) in factors.iter().enumerate() {
                prop_assert!(f.content().is_one() && f.as_constant().is_none());
                for (g, _) in &factors[..i] {
                    prop_assert!(gcd(f, g, &mut Budget::new(1_000_000)).unwrap().is_one());
                }
            }
        }

        #[test]
        fn in_one_variable_factors_add_up(a in poly(), b in poly()) {
            let flat = |p: &Poly| (1..4).fold(p.clone(), |p, v| p.substitute(v, &Poly::one(), &mut Budget::new(100_000)).unwrap());
            let count = |p: &Poly| found(p).iter().map(|x| x.1).sum::<u32>();
            let (a, b) = (flat(&a), flat(&b));
            let p = a.times(&b);
            prop_assert!(p.is_zero() || count(&p) == count(&a) + count(&b));
        }
    }
}
