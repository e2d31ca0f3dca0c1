//! Whether a domain is plain: the closure of its interior, so to speak, so that what holds on a
//! dense part of it and is continuous holds on all of it (`SOUNDNESS.md` §1).

use super::canonical::{canonical, is_variable};
use super::facts::Facts;
use super::natural::jumps;
use super::{Sign, Truth, load, sturm};
use crate::algebra::Poly;
use crate::term::{Arena, Node, Property, Rational, Relation, TermId};

/// Inequalities kept while variables are eliminated.
const MOST_INEQUALITIES: usize = 64;

/// Whether the domain given by the conditions is plain. The facts are those of the conditions.
///
/// It is not known to be plain if an integer variable, an equation, a branch, a function that jumps
/// or a power with an unsettled exponent stands in a condition. The weak conditions that D's other
/// conditions don't make strict fall into groups without a common variable, and each group must be
/// affine with a point that makes all of it strict, or a single variable's with simple roots only and none shared,
/// or one polynomial that never vanishes together with its gradient.
pub fn is_plain(arena: &mut Arena, conditions: &[TermId], facts: &Facts) -> bool {
    if facts.contradictory() || !load::are_few(arena, conditions) {
        return false;
    }
    let (mut facts, mut free) = (facts.clone(), Facts::default());
    let mut weak: Vec<Poly> = Vec::new();
    let needs = super::natural::of_all(arena, conditions);
    for &condition in needs.iter().chain(conditions) {
        if free.atom(arena, condition) == Truth::Yes && !jumps(arena, condition) {
            continue;
        }
        if jumps(arena, condition) {
            return false;
        }
        for simple in canonical(arena, condition) {
            match boundary(arena, &mut facts, simple) {
                Boundary::Open => {}
                Boundary::Weak(p) if weak.contains(&p) => {}
                Boundary::Weak(p) => weak.push(p),
                Boundary::Unsettled => return false,
            }
        }
    }
    weak.iter().all(|p| p.variables().iter().all(|&k| is_variable(&facts.space, k)))
        && groups(weak).iter().all(|group| has_simple_boundary(group))
}

enum Boundary {
    /// It holds in a neighbourhood of each of its points.
    Open,
    /// A polynomial that is not below zero.
    Weak(Poly),
    Unsettled,
}

fn boundary(arena: &mut Arena, facts: &mut Facts, condition: TermId) -> Boundary {
    match arena.node(condition) {
        Node::Relation(Relation::Ne | Relation::Lt | Relation::Gt, _, _) => Boundary::Open,
        Node::Relation(relation @ (Relation::Le | Relation::Ge), a, b) => {
            let frac = facts.space.difference(arena, a, b);
            let sign = facts.sign_of_difference(&frac);
            if sign.within(Sign::NONZERO) {
                Boundary::Open
            } else if !frac.den.is_one() {
                Boundary::Unsettled
            } else if relation == Relation::Le {
                Boundary::Weak(frac.num.scaled(&Rational::from(-1)))
            } else {
                Boundary::Weak(frac.num)
            }
        }
        Node::Property(Property::NotInteger | Property::NotPole, _) => Boundary::Open,
        Node::Property(Property::Defined, a) => match arena.node(a) {
            Node::Binary(crate::term::Operator::Pow, base, _) if facts.sign(arena, base).within(Sign::POSITIVE) => {
                Boundary::Open
            }
            _ => Boundary::Unsettled,
        },
        _ => Boundary::Unsettled,
    }
}

/// The polynomials in groups that share no variable.
fn groups(polys: Vec<Poly>) -> Vec<Vec<Poly>> {
    let mut groups: Vec<(Vec<u32>, Vec<Poly>)> = Vec::new();
    for p in polys {
        let mut joined = (p.variables(), vec![p]);
        for group in std::mem::take(&mut groups) {
            if group.0.iter().any(|v| joined.0.contains(v)) {
                joined.0.extend(group.0);
                joined.1.extend(group.1);
            } else {
                groups.push(group);
            }
        }
        groups.push(joined);
    }
    groups.into_iter().map(|g| g.1).collect()
}

fn has_simple_boundary(group: &[Poly]) -> bool {
    if group.iter().all(|p| p.total_degree() <= 1) {
        return strictly_feasible(group.to_vec());
    }
    let mut variables: Vec<u32> = group.iter().flat_map(Poly::variables).collect();
    variables.sort_unstable();
    variables.dedup();
    match (group, variables.as_slice()) {
        // Simple roots, and none shared: at each one a single condition changes its sign.
        (_, &[v]) => sturm::is_squarefree(&group.iter().fold(Poly::one(), |a, p| a.times(p)), v),
        ([p], _) => has_gradient(p),
        _ => false,
    }
}

/// Whether a polynomial certainly never vanishes together with its gradient.
fn has_gradient(p: &Poly) -> bool {
    let variables = p.variables();
    // Euler: a form of degree d is the sum of x*dp/dx over d, so what is left is the rest.
    let degree = Rational::from(i64::from(p.total_degree()));
    let slopes = variables.iter().map(|&v| p.derivative(v).times(&Poly::variable(v)));
    let sum = slopes.fold(Poly::zero(), |a, b| a.plus(&b));
    let rest = p.scaled(&degree).minus(&sum);
    rest.as_constant().is_some_and(|c| !c.is_zero())
}

/// Whether a point makes all affine polynomials positive, by Fourier and Motzkin's elimination.
fn strictly_feasible(mut polys: Vec<Poly>) -> bool {
    loop {
        polys.sort_by(|a, b| a.terms().cmp(b.terms()));
        polys.dedup();
        if polys.iter().any(|p| p.as_constant().is_some_and(|c| c.signum() <= 0)) || polys.len() > MOST_INEQUALITIES {
            return false;
        }
        let Some(v) = polys.iter().find_map(|p| p.variables().first().copied()) else { return true };
        polys = eliminated(&polys, v);
    }
}

fn eliminated(polys: &[Poly], v: u32) -> Vec<Poly> {
    let slope = |p: &Poly| p.derivative(v).as_constant().unwrap_or(Rational::ZERO);
    let mut out: Vec<Poly> = polys.iter().filter(|p| slope(p).is_zero()).cloned().collect();
    for above in polys.iter().filter(|p| slope(p).signum() > 0) {
        for below in polys.iter().filter(|p| slope(p).signum() < 0) {
            // Positive multiples whose terms in v cancel.
            out.push(above.scaled(&slope(below).abs()).plus(&below.scaled(&slope(above))));
        }
    }
    out.into_iter().map(|p| p.scaled(&p.content().abs().recip().unwrap_or(Rational::ONE))).collect()
}
