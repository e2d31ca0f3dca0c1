//! Conditions as a person would write them.

use super::cells;
use super::choice::{is_simple, shortest};
use super::facts::{Facts, constant};
use super::frac::{Frac, whole};
use super::natural::evident;
use super::polysign::split;
use super::space::{Kind, Space};
use super::{Sign, Truth, invert, load, print};
use crate::algebra::Poly;
use crate::term::{Arena, Node, Rational, Relation, TermId};

/// Longer conditions stay as they are spelled: that others say the same could only be seen by expanding them.
const LONGEST: u128 = 500;

/// Arguments are solved for this many times.
const MOST_SOLVED: usize = 32;

/// The condition as a conjunction of simple ones: products split, solved for a variable where it
/// is alone, and nothing that holds wherever it has a value.
///
/// The simple conditions hold just where the condition does, among the points at which every part
/// of the condition has a value. A condition that never holds is kept.
///
/// ```
/// use chainrule::domain::canonical;
/// use chainrule::term::{Arena, Operator, Relation};
/// let mut arena = Arena::new();
/// let (a, zero, one) = (arena.symbol("a"), arena.integer(0), arena.integer(1));
/// let rest = arena.binary(Operator::Sub, one, a);
/// let product = arena.binary(Operator::Mul, a, rest);
/// let condition = arena.relation(Relation::Ne, product, zero);
/// let expected = [arena.relation(Relation::Ne, a, zero), arena.relation(Relation::Ne, a, one)];
/// assert_eq!(canonical(&mut arena, condition), expected);
/// ```
pub fn canonical(arena: &mut Arena, condition: TermId) -> Vec<TermId> {
    all_canonical(arena, &[condition])
}

/// The simple conditions of several, one after the other.
pub fn all_canonical(arena: &mut Arena, conditions: &[TermId]) -> Vec<TermId> {
    let mut facts = Facts::default();
    let is_small = |&c: &TermId| load::is_small(arena, c) && arena.tree_size(c) <= LONGEST;
    let small: Vec<bool> = conditions.iter().map(is_small).collect();
    let roots: Vec<TermId> = conditions.iter().zip(&small).filter(|c| *c.1).map(|c| *c.0).collect();
    // Variables are numbered by name, so that sums come out in that order.
    for symbol in arena.variables_of(&roots) {
        let variable = arena.add(Node::Symbol(symbol));
        facts.space.form(arena, variable);
    }
    let simple = |(&c, small)| if small { canonical_on(arena, &mut facts, c) } else { vec![c] };
    conditions.iter().zip(small).flat_map(simple).collect()
}

/// The simple conditions of one; the facts know nothing.
fn canonical_on(arena: &mut Arena, facts: &mut Facts, condition: TermId) -> Vec<TermId> {
    match arena.node(condition) {
        Node::Relation(_, a, b) if is_bound(arena, a, b) => vec![condition],
        Node::Relation(relation, a, b) => {
            let difference = facts.space.difference(arena, a, b);
            let split = relation_on(arena, facts, relation, &difference);
            if split.iter().all(|&c| is_simple(arena, c)) || (relation == Relation::Ne && split.len() > 1) {
                return split;
            }
            let mut forms = vec![split];
            forms.extend(expanded(arena, facts, relation, &difference).map(|c| vec![c]));
            shortest(arena, condition, forms)
        }
        _ if evident(arena, condition) == Some(true) => Vec::new(),
        _ if facts.atom(arena, condition) == Truth::Yes => Vec::new(),
        _ => vec![condition],
    }
}

/// Whether a variable is compared with a whole number.
fn is_bound(arena: &Arena, a: TermId, b: TermId) -> bool {
    let whole = matches!(arena.node(b), Node::Number(n) if arena.number_value(n).is_integer());
    whole && matches!(arena.node(a), Node::Symbol(_))
}

/// The condition without a denominator, multiplied out.
fn expanded(arena: &mut Arena, facts: &mut Facts, relation: Relation, frac: &Frac) -> Option<TermId> {
    let divisor = whole(frac.den.clone());
    let free =
        matches!(relation, Relation::Eq | Relation::Ne) || facts.sign_of_difference(&divisor).within(Sign::NONNEGATIVE);
    let product = match free {
        true => frac.num.clone(),
        false => (frac.num.len() * frac.den.len() <= 4).then(|| frac.num.times(&frac.den))?,
    };
    // A condition in one variable keeps it on the left.
    let constant = product.terms().last().is_some_and(|t| t.0.is_one());
    (constant || product.variables().len() > 1).then(|| solved(arena, facts, relation, &whole(product)))
}

/// Whether the comparison with zero holds wherever it has a value.
fn always(facts: &mut Facts, relation: Relation, frac: &Frac) -> bool {
    // Of degree one in variables alone, a polynomial takes every sign.
    let line = frac.den.is_one() && frac.num.total_degree() == 1;
    let free = line && frac.num.variables().iter().all(|&k| is_variable(&facts.space, k));
    !free && facts.sign_of_difference(frac).within(Sign::where_holds(relation))
}

fn relation_on(arena: &mut Arena, facts: &mut Facts, relation: Relation, frac: &Frac) -> Vec<TermId> {
    // Of a product that is not zero each factor is asked by itself.
    if relation != Relation::Ne && always(facts, relation, frac) {
        return Vec::new();
    }
    match relation {
        Relation::Ne => {
            let (_, p) = frac.num.primitive();
            let mut all = Vec::new();
            for (factor, _) in split(&p) {
                let new = single(arena, facts, relation, factor);
                all.extend(new.into_iter().filter(|c| !all.contains(c)).collect::<Vec<_>>());
            }
            all
        }
        Relation::Eq => single(arena, facts, relation, frac.num.clone()),
        _ => order(arena, facts, relation, frac),
    }
}

/// An inequality: factors with a known sign go, those of even powers become `!= 0` where the
/// inequality is strict, and odd powers lose their exponent.
fn order(arena: &mut Arena, facts: &mut Facts, relation: Relation, frac: &Frac) -> Vec<TermId> {
    if frac.num.is_zero() {
        return vec![solved(arena, facts, relation, frac)];
    }
    let strict = matches!(relation, Relation::Lt | Relation::Gt);
    let (mut relation, mut kept, mut out) = (relation, Vec::new(), Vec::new());
    let sides = [(&frac.num, false), (&frac.den, true)];
    for (p, divisor) in sides {
        let (content, p) = p.primitive();
        if content.is_negative() {
            relation = relation.flipped();
        }
        if p.as_constant().is_some() {
            continue;
        }
        for (f, e) in split(&p) {
            let sign = facts.sign_of_difference(&whole(f.clone())).power(e);
            if sign.within(Sign::POSITIVE) {
                continue;
            } else if sign.within(Sign::NEGATIVE) {
                relation = relation.flipped();
            } else if sign.within(Sign::NONNEGATIVE) && (strict || divisor) {
                // A divisor's being zero is excluded by a condition of its own.
                if !divisor {
                    let above = if e % 2 == 0 { Relation::Ne } else { Relation::Gt };
                    out.extend(single(arena, facts, above, f));
                }
            } else {
                kept.push((f, if e % 2 == 0 { 2 } else { 1 }, divisor));
            }
        }
    }
    kept.sort_by(|(f, ..), (g, ..)| {
        let lead = |p: &Poly| p.terms().first().map(|t| t.0.clone());
        lead(g).cmp(&lead(f)).then(f.len().cmp(&g.len()))
    });
    match kept.as_slice() {
        [] if relation == Relation::Gt || relation == Relation::Ge => {}
        // An even power is not below zero.
        [(f, 2, false)] if relation == Relation::Le => out.extend(single(arena, facts, Relation::Eq, f.clone())),
        [(f, 1, _)] if f.total_degree() == 1 => out.extend(single(arena, facts, relation, f.clone())),
        _ if bounded(arena, facts, relation, &kept, &mut out) => {}
        [(f, 1, _)] => out.extend(single(arena, facts, relation, f.clone())),
        _ => out.push(product(arena, facts, relation, &kept)),
    }
    out
}

/// Where the factors are in one kernel and the inequality says that it lies in an interval, the
/// interval's bounds.
fn bounded(
    arena: &mut Arena,
    facts: &mut Facts,
    relation: Relation,
    factors: &[(Poly, u32, bool)],
    out: &mut Vec<TermId>,
) -> bool {
    let Some(kernel) = factors.first().and_then(|f| f.0.only_variable()) else { return false };
    let range = facts.kernel_interval(kernel);
    let Some(bounds) = cells::solution(factors, Sign::where_holds(relation), &range) else { return false };
    for (relation, value) in bounds {
        let p = Poly::variable(kernel).minus(&Poly::constant(value));
        out.extend(single(arena, facts, relation, p));
    }
    true
}

/// A product compared with zero: `x^2 > 1` where expanding leaves one term and a constant.
fn product(arena: &mut Arena, facts: &Facts, relation: Relation, factors: &[(Poly, u32, bool)]) -> TermId {
    let expanded = factors.iter().fold(Poly::one(), |p, (f, e, _)| p.times(&f.pow(*e)));
    if expanded.len() == 2 && expanded.monomial_content().is_one() && expanded.terms()[1].0.is_one() {
        return solved(arena, facts, relation, &whole(expanded));
    }
    let space = &facts.space;
    let terms: Vec<TermId> = factors
        .iter()
        .map(|(f, e, _)| {
            let base = print::poly(arena, space, f);
            print::power(arena, base, *e)
        })
        .collect();
    let all = terms.into_iter().reduce(|a, b| arena.binary(crate::term::Operator::Mul, a, b));
    let all = all.unwrap_or_else(|| arena.integer(1));
    super::natural::against_zero(arena, relation, all)
}

/// A polynomial compared with zero, its kernels' arguments solved for as far as they go.
fn single(arena: &mut Arena, facts: &mut Facts, relation: Relation, p: Poly) -> Vec<TermId> {
    let mut frac = whole(p);
    let mut relation = relation;
    for _ in 0..MOST_SOLVED {
        let sign = Sign::where_holds(relation);
        if always(facts, relation, &frac) {
            return Vec::new();
        }
        let Some(found) = invert::linear(facts, &frac.num).filter(|_| frac.den.is_one()) else { break };
        let Some((inner, sign)) = invert::argument(facts, &found, sign) else { break };
        let Some(next) = relation_of(sign) else { break };
        relation = next;
        if !inner.den.is_one() || inner.num.total_degree() > 1 || inner.num.len() > 2 {
            return relation_on(arena, facts, relation, &inner);
        }
        frac = inner;
    }
    vec![solved(arena, facts, relation, &frac)]
}

/// The comparison with zero that allows just these signs.
fn relation_of(sign: Sign) -> Option<Relation> {
    Relation::ALL.into_iter().find(|&r| Sign::where_holds(r) == sign)
}

/// The condition with a variable alone on the left, or the constant alone on the right, or the
/// negative terms on the right where there is no constant.
fn solved(arena: &mut Arena, facts: &Facts, relation: Relation, frac: &Frac) -> TermId {
    if let Some(value) = constant(frac) {
        let left = arena.rational(&value);
        return super::natural::against_zero(arena, relation, left);
    }
    let (content, p) = frac.num.primitive();
    let relation = if content.is_negative() { relation.flipped() } else { relation };
    if let Some(found) = invert::linear(facts, &p) {
        let scale = found.coefficient.is_negative();
        let relation = if scale { relation.flipped() } else { relation };
        let left = p.only_variable().and_then(|k| facts.space.kernel(k)).map(|k| k.term);
        let right = arena.rational(&found.value);
        return arena.relation(relation, left.unwrap_or(right), right);
    }
    let constant = p.terms().last().filter(|(m, _)| m.is_one()).map_or(Rational::ZERO, |t| t.1.clone());
    let varying = p.minus(&Poly::constant(constant.clone()));
    let (left, right) = if constant.is_zero() {
        let minus = |sign: i32| p.terms().iter().filter(|t| t.1.signum() == sign).cloned().collect();
        (Poly::from_terms(minus(1)), Poly::from_terms(minus(-1)).scaled(&Rational::from(-1)))
    } else if let [(_, c)] = varying.terms() {
        let inverse = c.recip().unwrap_or(Rational::ONE);
        (varying.scaled(&inverse), Poly::constant(-constant).scaled(&inverse))
    } else {
        (varying, Poly::constant(-constant))
    };
    let (left, right) = (print::poly(arena, &facts.space, &left), print::poly(arena, &facts.space, &right));
    arena.relation(relation, left, right)
}

/// Whether the kernel is a variable.
pub(super) fn is_variable(space: &Space, kernel: u32) -> bool {
    space.kernel(kernel).is_some_and(|k| matches!(k.kind, Kind::Variable(_)))
}
