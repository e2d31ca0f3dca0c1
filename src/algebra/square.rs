//! Squarefree decomposition and exact square roots.

use super::budget::{Budget, Exhausted};
use super::gcd::{content_in, gcd};
use super::monomial::Monomial;
use super::poly::Poly;
use crate::term::Rational;

/// The squarefree parts with their multiplicities: primitive, pairwise coprime, without constants.
/// Their product times the content is the polynomial; several parts may have one multiplicity.
/// The zero polynomial has none.
///
/// (Yun, "On square-free decomposition algorithms", 1976, in one variable after the other.)
pub fn squarefree(p: &Poly, budget: &mut Budget) -> Result<Vec<(Poly, u32)>, Exhausted> {
    let (mut parts, content) = (Vec::new(), p.monomial_content());
    for &(v, e) in &content.0 {
        parts.push((Poly::variable(v), e));
    }
    let mut rest = p.over_monomial(&content).unwrap_or_default().primitive().1;
    while let Some(&(v, _)) = rest.degrees().0.iter().min_by_key(|x| x.1) {
        // The content is free of v and every factor of the rest has v: they share none.
        let content = content_in(&rest, v, budget)?;
        let primitive = if content.is_one() { Some(rest) } else { rest.divide_exact_within(&content, budget)? };
        let Some(primitive) = primitive else { break };
        yun(primitive, v, &mut parts, budget)?;
        rest = content;
    }
    Ok(parts)
}

/// The decomposition of a polynomial all of whose factors contain the variable, so that a factor
/// divides the derivative exactly if it stands there more than once.
fn yun(p: Poly, v: u32, parts: &mut Vec<(Poly, u32)>, budget: &mut Budget) -> Result<(), Exhausted> {
    if p.degree(v) == 1 {
        parts.push((p, 1));
        return Ok(());
    }
    let slope = p.derivative(v);
    let repeated = gcd(&p, &slope, budget)?;
    if repeated.is_one() {
        parts.push((p, 1));
        return Ok(());
    }
    let over = |p: &Poly, d: &Poly, budget: &mut Budget| Ok(p.divide_exact_within(d, budget)?.unwrap_or_default());
    let (mut all, mut rate) = (over(&p, &repeated, budget)?, over(&slope, &repeated, budget)?);
    let mut multiplicity = 1;
    while all.as_constant().is_none() {
        let rest = rate.minus(&all.derivative(v));
        let part = gcd(&all, &rest, budget)?;
        all = over(&all, &part, budget)?;
        rate = over(&rest, &part, budget)?;
        if part.as_constant().is_none() {
            parts.push((part, multiplicity));
        }
        multiplicity += 1;
    }
    Ok(())
}

/// The exact square root with a positive leading coefficient, if the polynomial is a square of a
/// polynomial over the rationals. It is paid for term by term: each term of the root is the first term
/// of what is left over twice the first term of the root.
pub fn root_within(p: &Poly, budget: &mut Budget) -> Result<Option<Poly>, Exhausted> {
    let [first, ..] = p.terms() else { return Ok(Some(Poly::zero())) };
    let ends = first_root(first).zip(p.terms().last().and_then(first_root));
    let (Some((lead, last)), Some(room)) = (ends, halved(&p.degrees())) else { return Ok(None) };
    let Some(inverse) = (lead.1.clone() + lead.1.clone()).recip() else { return Ok(None) };
    let mut root = Poly::monomial(lead.0.clone(), lead.1.clone());
    let mut rest = p.minus(&root.times(&root));
    while let Some((m, c)) = rest.terms().first() {
        let Some(m) = m.over(&lead.0).filter(|m| m.divides(&room) && *m >= last.0) else { return Ok(None) };
        let step = Poly::monomial(m, c * &inverse);
        let next = root.plus(&step);
        rest = rest.minus(&root.plus(&next).times_within(&step, budget)?);
        budget.spend(rest.work())?;
        root = next;
    }
    Ok(Some(root))
}

fn first_root(term: &(Monomial, Rational)) -> Option<(Monomial, Rational)> {
    Some((halved(&term.0)?, term.1.exact_root(2)?))
}

fn halved(m: &Monomial) -> Option<Monomial> {
    m.0.iter().map(|&(v, e)| (e % 2 == 0).then_some((v, e / 2))).collect::<Option<_>>().map(Monomial)
}

#[cfg(test)]
mod tests {
    use super::super::samples::*;
    use super::*;
    use proptest::prelude::*;

    fn square_root(p: &Poly) -> Option<Poly> {
        root_within(p, &mut Budget::new(1_000_000)).unwrap()
    }

    fn decompose(p: &Poly) -> Vec<(Poly, u32)> {
        squarefree(p, &mut Budget::new(10_000_000)).unwrap()
    }

    #[test]
    fn multiplicities_are_found() {
        let (s, d) = (parse("x + y"), parse("x - y"));
        assert_eq!(decompose(&s.pow(5).times(&d)), vec![(d, 1), (s, 5)]);
        assert_eq!(decompose(&parse("4 x^2 y")), vec![(parse("x"), 2), (parse("y"), 1)]);
        assert_eq!(decompose(&parse("7")), vec![]);
        assert_eq!(decompose(&Poly::zero()), vec![]);
    }

    #[test]
    fn roots_of_what_is_no_square() {
        for text in ["x", "-1", "2", "x^2 + 1", "x^2 + x + 1", "x^4 + y^4", "-1 x^2"] {
            assert_eq!(square_root(&parse(text)), None, "{text}");
        }
        assert_eq!(square_root(&Poly::zero()), Some(Poly::zero()));
        assert_eq!(square_root(&parse("9 x^4")), Some(parse("3 x^2")));
    }

    proptest! {
        #[test]
        fn parts_multiply_back_and_are_coprime(a in poly(), b in poly()) {
            let p = a.pow(2).times(&b);
            let parts = decompose(&p);
            let product = parts.iter().fold(Poly::constant(p.content()), |q, (f, e)| q.times(&f.pow(*e)));
            prop_assert!(p.is_zero() || product == p);
            for (i, (f, _)) in parts.iter().enumerate() {
                for (g, _) in &parts[..i] {
                    prop_assert!(gcd(f, g, &mut Budget::new(1_000_000)).unwrap().is_one());
                }
            }
        }

        #[test]
        fn the_root_of_a_square_is_found(a in poly()) {
            let root = square_root(&a.pow(2)).unwrap();
            prop_assert!(root == a || root == Poly::zero().minus(&a));
        }
    }
}
