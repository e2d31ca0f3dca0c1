//! What a proof may go by: conditions that split the domain, and points at which to compare.

use crate::term::{Arena, Func, Node, Operator, Rational, Relation, TermId};
use rustc_hash::FxHashMap;

/// The most conditions that split the domain of one claim.
const MAX_SPLITS: usize = 6;
/// The most variables by which derivatives are compared.
const MAX_VARIABLES: usize = 2;

/// Conditions such that the claim has a simpler form where each holds and where it doesn't,
/// the ones with smaller terms first.
pub fn splits(arena: &mut Arena, sides: &[TermId], domain: &[TermId]) -> Vec<TermId> {
    let mut found = cells(arena, sides);
    for t in arena.reachable(sides) {
        found.extend(split(arena, t));
    }
    for &c in domain {
        if let Node::Relation(Relation::Ne, a, b) = arena.node(c)
            && matches!(arena.node(a), Node::Symbol(_))
            && arena.as_rational(b).is_some()
        {
            found.push(c);
        }
    }
    let mut out: Vec<TermId> = Vec::new();
    for c in found {
        if !out.contains(&c) && !arena.variables(c).is_empty() {
            out.push(c);
        }
    }
    out.truncate(MAX_SPLITS);
    out
}

/// What the outermost operation of a term turns on.
fn split(arena: &mut Arena, t: TermId) -> Option<TermId> {
    let zero = arena.integer(0);
    match arena.node(t) {
        Node::Call(Func::Abs | Func::Relu, u) => Some(arena.relation(Relation::Ge, u, zero)),
        Node::Call(Func::Sign, u) => Some(arena.relation(Relation::Ne, u, zero)),
        Node::Call2(Func::Min | Func::Max, u, v) => Some(arena.relation(Relation::Ge, u, v)),
        Node::If(c, _, _) => match arena.node(c) {
            Node::Relation(Relation::Eq, a, b) => Some(arena.relation(Relation::Ne, a, b)),
            _ => Some(c),
        },
        Node::Binary(Operator::Pow, mut b, e) if arena.as_rational(e).is_none() && arena.as_rational(b).is_none() => {
            while let Node::Neg(a) = arena.node(b) {
                b = a;
            }
            Some(arena.relation(Relation::Ne, b, zero))
        }
        _ => None,
    }
}

/// Where whole parts of affine functions of one variable change, by the part of the variable
/// that lies above its own whole part.
fn cells(arena: &mut Arena, sides: &[TermId]) -> Vec<TermId> {
    let mut breaks: Vec<(TermId, Rational, bool)> = Vec::new();
    let mut several = 0;
    for t in arena.reachable(sides) {
        let argument = match arena.node(t) {
            Node::Call(Func::Floor | Func::Ceil, u) => Some(u),
            Node::Call2(Func::Mod, u, v) => Some(arena.binary(Operator::Div, u, v)),
            _ => None,
        };
        let Some((x, slope, start)) = argument.and_then(|u| affine(arena, u)) else { continue };
        let up = !matches!(arena.node(t), Node::Call(Func::Ceil, _)) == !slope.is_negative();
        several += 1;
        let Some(steps) = slope.abs().ceil().to_i64().filter(|n| *n <= 8) else { continue };
        for i in 0..=steps {
            let level = &start.ceil() + &Rational::from(if slope.is_negative() { -i } else { i });
            let Some(at) = (&level - &start).checked_div(&slope) else { continue };
            let inside = !at.is_negative() && at < Rational::ONE && !(up && at.is_zero());
            if inside && !breaks.contains(&(x, at.clone(), up)) {
                breaks.push((x, at, up));
            }
        }
    }
    if several < 2 && breaks.len() > 1 {
        return vec![];
    }
    let mut out = Vec::new();
    for (x, at, up) in breaks {
        let whole = arena.call(Func::Floor, x);
        let part = arena.binary(Operator::Sub, x, whole);
        let at = arena.rational(&at);
        out.push(arena.relation(if up { Relation::Ge } else { Relation::Gt }, part, at));
    }
    out
}

/// The variable, slope and value at 0 of a term that is affine in one variable.
fn affine(arena: &Arena, root: TermId) -> Option<(TermId, Rational, Rational)> {
    let mut forms: FxHashMap<TermId, (Option<TermId>, Rational, Rational)> = FxHashMap::default();
    for t in arena.reachable(&[root]) {
        let form = match arena.node(t) {
            Node::Symbol(_) => (Some(t), Rational::ONE, Rational::ZERO),
            Node::Number(n) => (None, Rational::ZERO, arena.number_value(n).clone()),
            Node::Neg(a) => forms.get(&a).map(|(x, m, c)| (*x, -m.clone(), -c.clone()))?,
            Node::Binary(op, a, b) => combined(op, forms.get(&a)?, forms.get(&b)?)?,
            _ => return None,
        };
        forms.insert(t, form);
    }
    let (x, slope, start) = forms.remove(&root)?;
    Some((x.filter(|_| !slope.is_zero())?, slope, start))
}

type Form = (Option<TermId>, Rational, Rational);

fn combined(op: Operator, (x, m, c): &Form, (y, n, d): &Form) -> Option<Form> {
    if x.is_some() && y.is_some() && x != y {
        return None;
    }
    let z = x.or(*y);
    match op {
        Operator::Add => Some((z, m + n, c + d)),
        Operator::Sub => Some((z, m - n, c - d)),
        Operator::Mul if m.is_zero() => Some((*y, n * c, d * c)),
        Operator::Mul if n.is_zero() => Some((*x, m * d, c * d)),
        Operator::Div if n.is_zero() => Some((*x, m.checked_div(d)?, c.checked_div(d)?)),
        _ => None,
    }
}

/// Equations `x = p` that name points at which constants may be compared: none where no function
/// is the integral of a simpler one.
pub fn points(arena: &mut Arena, sides: &[TermId], domain: &[TermId]) -> Vec<TermId> {
    let integral = |n| matches!(n, Node::Call(f, _) | Node::Call2(f, _, _) if !f.row().jumps && INTEGRALS.contains(&f));
    if !sides.iter().any(|t| arena.any(*t, integral)) {
        return vec![];
    }
    let mut names: Vec<_> = sides.iter().flat_map(|t| arena.variables(*t)).collect();
    names.dedup();
    names.sort_by(|a, b| arena.name(*a).cmp(arena.name(*b)));
    names.dedup();
    names.truncate(MAX_VARIABLES);
    let mut values: Vec<TermId> = Vec::new();
    for n in [(0, 1), (1, 1), (-1, 1), (1, 2), (-1, 2), (2, 1), (-2, 1)] {
        values.push(arena.rational(&Rational::new(n.0, n.1)));
    }
    for &c in domain {
        // Beside the ends of an interval.
        if let Node::Relation(_, a, b) = arena.node(c)
            && let (Node::Symbol(_), Some(end)) = (arena.node(a), arena.as_rational(b))
        {
            for step in [Rational::ZERO, Rational::ONE, -Rational::ONE] {
                let near = arena.rational(&(&end + &step));
                if !values.contains(&near) {
                    values.push(near);
                }
            }
        }
    }
    let circle = |n| matches!(n, Node::Pi);
    if sides.iter().chain(domain).any(|t| arena.any(*t, circle)) {
        let (pi, minus) = (arena.pi(), arena.pi());
        let minus = arena.neg(minus);
        values.extend([pi, minus]);
    }
    let mut out = Vec::new();
    for x in names {
        let x = arena.add(Node::Symbol(x));
        out.extend(values.iter().map(|p| arena.relation(Relation::Eq, x, *p)).collect::<Vec<_>>());
    }
    out
}

/// Functions whose derivative is simpler than they are.
const INTEGRALS: [Func; 14] = [
    Func::Log,
    Func::Asin,
    Func::Acos,
    Func::Atan,
    Func::Acot,
    Func::Asec,
    Func::Acsc,
    Func::Asinh,
    Func::Acosh,
    Func::Atanh,
    Func::Acoth,
    Func::Asech,
    Func::Acsch,
    Func::Erf,
];
