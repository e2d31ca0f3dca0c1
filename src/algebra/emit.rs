//! Fractions back to terms, spelled the way a person writes them.
//!
//! The taste of every answer is decided here: positive terms first, numbers before names before
//! functions before sums, the author's own spelling of a sum where there is one.

use super::fraction::single;
use super::kernel::{Kind, Knowledge};
use super::normal::Normal;
use super::order::{compare_factors, compare_terms};
use super::spelling::{addends, power, product, scaled, sum};
use super::{Fraction, Poly};
use crate::term::{Arena, Func, Node, Operator, Rational, TermId};

/// The term for a fraction as it stands, factors unexpanded.
pub fn spell<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> TermId {
    let (sign, size) = spell_signed(n, f);
    if sign { n.arena.neg(size) } else { size }
}

/// A factor on its way to be written: a base and its exponent.
struct Item {
    base: TermId,
    exponent: Rational,
    symbolic: Option<TermId>,
    /// Whether the base is known to be above zero, so that a symbolic power may stand below the line.
    divides: bool,
}

/// A product being written: above and below the line.
struct Product {
    negative: bool,
    scale: Rational,
    items: Vec<Item>,
    exponentials: Vec<(TermId, Rational)>,
}

/// The term without its sign, and whether it is to be negated.
pub fn spell_signed<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> (bool, TermId) {
    if f.factors.is_empty() {
        let (top, bottom) = written_number(n, &f.coefficient.abs());
        return (f.coefficient.is_negative(), write(n.arena, vec![], vec![], &top, &bottom));
    }
    let mut product = Product { negative: false, scale: f.coefficient.clone(), items: vec![], exponentials: vec![] };
    for (p, e) in merge_roots(n, f) {
        add_factor(n, &mut product, &p, e);
    }
    product.negative = product.scale.is_negative();
    turn_sum(n.arena, &mut product);
    let (mut top, mut bottom) = written_number(n, &product.scale.abs());
    lower_number_roots(n.arena, &mut product, &mut top, &mut bottom);
    let term = write(n.arena, product.items, product.exponentials, &top, &bottom);
    (product.negative, term)
}

/// A positive number's parts above and below the line: where decimals came in and the number is a
/// short decimal, it is written as one.
fn written_number<K: Knowledge>(n: &Normal<'_, K>, size: &Rational) -> (Rational, Rational) {
    let decimal = n.decimals && size.to_decimal().is_some_and(|d| d.len() <= DECIMAL);
    if decimal {
        return (size.clone(), Rational::ONE);
    }
    (size.top(), size.bottom())
}

/// The longest decimal that is written instead of a fraction.
const DECIMAL: usize = 12;

/// Factors with rational exponents: a root of a factor is that factor to a fraction.
fn merge_roots<K: Knowledge>(n: &Normal<'_, K>, f: &Fraction) -> Vec<(Poly, Rational)> {
    let mut out: Vec<(Poly, Rational)> = Vec::with_capacity(f.factors.len());
    let mut add = |p: &Poly, e: Rational| match out.iter_mut().find(|x| x.0 == *p) {
        Some(x) => x.1 = &x.1 + &e,
        None => out.push((p.clone(), e)),
    };
    for (p, e) in &f.factors {
        let whole = Rational::from(i64::from(*e));
        match single(p).map(|k| n.kernels.kind(k)) {
            Some(Kind::Root { radicand, index, .. }) if is_one_factor(radicand) => {
                for (q, m) in &radicand.factors {
                    add(q, &whole * &Rational::new(i64::from(*m), i64::from(*index)));
                }
            }
            _ => add(p, whole),
        }
    }
    out.retain(|x| !x.1.is_zero());
    out
}

/// Whether a radicand is one factor and no more.
fn is_one_factor(radicand: &Fraction) -> bool {
    radicand.coefficient.is_one() && matches!(radicand.factors.as_slice(), [(_, 1)])
}

fn add_factor<K: Knowledge>(n: &mut Normal<'_, K>, product: &mut Product, p: &Poly, e: Rational) {
    let Some(kernel) = single(p) else {
        let (scale, base) = spell_sum(n, p);
        let whole = e.to_i64().and_then(|e| i32::try_from(e).ok()).and_then(|e| scale.pow(e));
        match whole {
            Some(factor) => product.scale = &product.scale * &factor,
            // A sum under a root keeps its number and sign.
            None if !scale.is_one() => {
                let terms = spell_terms(n, p);
                let base = sum(n.arena, terms);
                product.items.push(Item { base, exponent: e, symbolic: None, divides: false });
                return;
            }
            None => {}
        }
        product.items.push(Item { base, exponent: e, symbolic: None, divides: false });
        return;
    };
    match n.kernels.kind(kernel).clone() {
        Kind::Opaque(t) => product.items.push(Item { base: t, exponent: e, symbolic: None, divides: false }),
        Kind::Exp { exponent, lattice, power: None } => {
            product.exponentials.push((exponent, &e * &Rational::new(1, lattice)));
        }
        Kind::Exp { lattice, power: Some((base, exponent)), .. } => {
            let (e, symbolic) = (&e * &Rational::new(1, lattice), Some(exponent));
            product.items.push(Item { base, exponent: e, symbolic, divides: true });
        }
        Kind::Power { base, exponent, .. } => {
            product.items.push(Item { base, exponent: e, symbolic: Some(exponent), divides: false });
        }
        Kind::Root { base, index, .. } => {
            product.items.push(Item {
                base,
                exponent: &e * &Rational::new(1, i64::from(index)),
                symbolic: None,
                divides: false,
            });
        }
        Kind::Sin { angle, lattice } => push_angle(n, product, Func::Sin, angle, lattice, e),
        Kind::Cos { angle, lattice } => push_angle(n, product, Func::Cos, angle, lattice, e),
        Kind::Abs { inner, .. } => {
            let base = n.arena.call(Func::Abs, inner);
            product.items.push(Item { base, exponent: e, symbolic: None, divides: false });
        }
    }
}

fn push_angle<K: Knowledge>(
    n: &mut Normal<'_, K>,
    product: &mut Product,
    f: Func,
    angle: TermId,
    lattice: i64,
    e: Rational,
) {
    let angle = scaled(n.arena, angle, &Rational::new(1, lattice));
    let base = n.arena.call(f, angle);
    product.items.push(Item { base, exponent: e, symbolic: None, divides: false });
}

/// `-(a - 1)` is written `1 - a`: a sum takes a minus sign in, where that leaves none in front.
fn turn_sum(arena: &mut Arena, product: &mut Product) {
    if !product.negative {
        return;
    }
    for item in &mut product.items {
        let odd = item.exponent.to_i64().is_some_and(|e| e % 2 != 0) && item.symbolic.is_none();
        if !odd || !matches!(arena.node(item.base), Node::Binary(Operator::Add | Operator::Sub, _, _)) {
            continue;
        }
        let terms: Vec<(bool, TermId)> = addends(arena, item.base).into_iter().map(|(s, t)| (!s, t)).collect();
        if terms.iter().any(|t| !t.0) {
            item.base = sum(arena, terms);
            product.negative = false;
            return;
        }
    }
}

/// `sqrt(2)/2` is written `1/sqrt(2)`.
fn lower_number_roots(arena: &Arena, product: &mut Product, top: &mut Rational, bottom: &mut Rational) {
    for item in &mut product.items {
        let Some(value) = arena.as_rational(item.base).filter(|v| v.is_integer() && item.symbolic.is_none()) else {
            continue;
        };
        if item.exponent == Rational::new(1, 2) && *bottom == value && !bottom.is_one() {
            item.exponent = Rational::new(-1, 2);
            *bottom = Rational::ONE;
        } else if item.exponent == Rational::new(-1, 2) && *top == value && !top.is_one() {
            item.exponent = Rational::new(1, 2);
            *top = Rational::ONE;
        }
    }
}

fn write(
    arena: &mut Arena,
    items: Vec<Item>,
    exponentials: Vec<(TermId, Rational)>,
    top: &Rational,
    bottom: &Rational,
) -> TermId {
    let (mut above, mut below, mut inverse) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(e) = write_exponential(arena, &exponentials) {
        above.push(e);
    }
    for (base, exponent) in merge_symbolic(arena, items) {
        match exponent {
            Written::Number(r) if r.is_negative() => below.push((base, -r)),
            Written::Number(r) => {
                let t = power(arena, base, &r);
                above.push(t);
            }
            Written::Term(e, divides) => match opposite(arena, e).filter(|_| divides) {
                Some(positive) => inverse.push((base, e, positive)),
                None => above.push(arena.binary(Operator::Pow, base, e)),
            },
        }
    }
    // x^(-n) by itself, but y/x^n.
    let beside = !above.is_empty() || !top.is_one();
    let powers = inverse.into_iter().map(|(base, e, positive)| (base, if beside { positive } else { e }));
    let powers: Vec<TermId> = powers.map(|(base, e)| arena.binary(Operator::Pow, base, e)).collect();
    let mut below: Vec<TermId> = merge_constant_roots(arena, below);
    above = join_constant_roots(arena, above);
    if beside {
        below.extend(powers)
    } else {
        above.extend(powers)
    }
    above.sort_by(|a, b| compare_factors(arena, *a, *b));
    below.sort_by(|a, b| compare_factors(arena, *a, *b));
    if !top.is_one() || above.is_empty() {
        let t = arena.literal(top.clone());
        above.insert(0, t);
    }
    if !bottom.is_one() {
        let t = arena.rational(bottom);
        below.insert(0, t);
    }
    let numerator = product(arena, &above);
    if below.is_empty() {
        return numerator;
    }
    let denominator = product(arena, &below);
    arena.binary(Operator::Div, numerator, denominator)
}

/// A power with a sum of multiples of terms above.
struct Power {
    base: TermId,
    exponent: Vec<(TermId, Rational)>,
    divides: bool,
}

enum Written {
    Number(Rational),
    /// And whether the base is known to be above zero.
    Term(TermId, bool),
}

/// The opposite of a sum all of whose terms have a minus sign.
fn opposite(arena: &mut Arena, e: TermId) -> Option<TermId> {
    let terms = addends(arena, e);
    let turned = terms.iter().map(|(_, t)| (false, *t)).collect();
    terms.iter().all(|t| t.0).then(|| sum(arena, turned))
}

/// Powers of one base with symbolic and whole exponents become one power: `x^n/x` is `x^(n - 1)`.
fn merge_symbolic(arena: &mut Arena, items: Vec<Item>) -> Vec<(TermId, Written)> {
    let mut out: Vec<(TermId, Written)> = Vec::new();
    let mut plain: Vec<(TermId, Rational)> = Vec::new();
    let mut bases: Vec<Power> = Vec::new();
    for Item { base, exponent, symbolic, divides } in items {
        match symbolic {
            Some(t) => match bases.iter_mut().find(|x| x.base == base) {
                Some(x) => {
                    x.exponent.push((t, exponent));
                    x.divides &= divides;
                }
                None => bases.push(Power { base, exponent: vec![(t, exponent)], divides }),
            },
            None => match plain.iter_mut().find(|x| x.0 == base) {
                Some(x) => x.1 = &x.1 + &exponent,
                None => plain.push((base, exponent)),
            },
        }
    }
    for Power { base, exponent: parts, divides } in bases {
        let shift = plain.iter().position(|x| x.0 == base && x.1.is_integer()).map(|i| plain.remove(i).1);
        let exponent = linear(arena, &parts, shift.as_ref());
        out.push((base, Written::Term(exponent, divides)));
    }
    out.extend(plain.into_iter().filter(|x| !x.1.is_zero()).map(|(b, r)| (b, Written::Number(r))));
    out
}

/// `Σ cᵢ tᵢ + shift`, written as a sum.
fn linear(arena: &mut Arena, parts: &[(TermId, Rational)], shift: Option<&Rational>) -> TermId {
    let mut terms: Vec<(bool, TermId)> = Vec::new();
    for (t, c) in parts {
        let (negative, t) = strip_sign(arena, *t);
        let size = scaled(arena, t, &c.abs());
        terms.push((negative ^ c.is_negative(), size));
    }
    if let Some(s) = shift.filter(|s| !s.is_zero()) {
        terms = shifted(arena, terms, s);
    }
    sum(arena, terms)
}

/// The terms of a sum and a number more, with all numbers in one.
fn shifted(arena: &mut Arena, terms: Vec<(bool, TermId)>, by: &Rational) -> Vec<(bool, TermId)> {
    let (mut number, mut rest) = (by.clone(), Vec::new());
    for (negative, t) in terms {
        for (minus, t) in addends(arena, t) {
            match arena.as_rational(t) {
                Some(v) if minus != negative => number = &number - &v,
                Some(v) => number = &number + &v,
                None => rest.push((minus != negative, t)),
            }
        }
    }
    if !number.is_zero() || rest.is_empty() {
        let t = arena.rational(&number.abs());
        rest.push((number.is_negative(), t));
    }
    rest
}

fn strip_sign(arena: &Arena, t: TermId) -> (bool, TermId) {
    match arena.node(t) {
        Node::Neg(a) => (true, a),
        _ => (false, t),
    }
}

fn write_exponential(arena: &mut Arena, parts: &[(TermId, Rational)]) -> Option<TermId> {
    if parts.is_empty() {
        return None;
    }
    let exponent = linear(arena, parts, None);
    Some(arena.call(Func::Exp, exponent))
}

/// Below the line, square roots of constants share one root: `sqrt(2*pi)`.
fn merge_constant_roots(arena: &mut Arena, items: Vec<(TermId, Rational)>) -> Vec<TermId> {
    let written: Vec<TermId> = items.iter().map(|(b, e)| power(arena, *b, e)).collect();
    join_constant_roots(arena, written)
}

fn join_constant_roots(arena: &mut Arena, items: Vec<TermId>) -> Vec<TermId> {
    let constant_root = |arena: &Arena, t: TermId| match arena.node(t) {
        Node::Call(Func::Sqrt, inside) if arena.variables(inside).is_empty() => Some(inside),
        _ => None,
    };
    if !items.iter().any(|t| constant_root(arena, *t).is_some()) {
        return items;
    }
    let (roots, mut rest): (Vec<TermId>, Vec<TermId>) =
        items.into_iter().partition(|t| constant_root(arena, *t).is_some());
    let mut inside: Vec<TermId> = roots.into_iter().filter_map(|t| constant_root(arena, t)).collect();
    inside.sort_by(|a, b| compare_factors(arena, *a, *b));
    if !inside.is_empty() {
        let t = product(arena, &inside);
        let root = arena.call(Func::Sqrt, t);
        rest.push(root);
    }
    rest
}

/// A primitive polynomial as a number times a sum: the author's spelling of the sum where there is
/// one that is not longer.
pub fn spell_sum<K: Knowledge>(n: &mut Normal<'_, K>, p: &Poly) -> (Rational, TermId) {
    if let Some(known) = n.written.get(p) {
        return known.clone();
    }
    let written = write_sum(n, p);
    n.written.insert(p.clone(), written.clone());
    written
}

fn write_sum<K: Knowledge>(n: &mut Normal<'_, K>, p: &Poly) -> (Rational, TermId) {
    let terms = spell_terms(n, p);
    let negative = terms.first().is_some_and(|t| t.0) && terms.iter().filter(|t| t.0).count() * 2 >= terms.len();
    let terms = if negative { terms.into_iter().map(|(s, t)| (!s, t)).collect() } else { terms };
    let written = sum(n.arena, terms);
    if let Some((term, c)) = n.spellings.get(p)
        && n.arena.tree_size(*term) <= n.arena.tree_size(written)
        && let Some(scale) = c.recip()
    {
        return (scale, *term);
    }
    (if negative { Rational::from(-1) } else { Rational::ONE }, written)
}

/// The terms of a polynomial with their signs: high degrees first, then by name.
pub fn spell_terms<K: Knowledge>(n: &mut Normal<'_, K>, p: &Poly) -> Vec<(bool, TermId)> {
    let mut keyed: Vec<(u32, bool, TermId)> = Vec::with_capacity(p.len());
    let exponential = p.variables().into_iter().any(|k| matches!(n.kernels.kind(k), Kind::Exp { .. }));
    for (m, c) in p.terms() {
        let (negative, t) = spell_signed(n, &Fraction::term(m, c));
        // 1 + exp(x), but exp(x) - 1.
        let first = exponential && m.is_one() && !negative;
        keyed.push((if first { u32::MAX } else { m.total_degree() }, negative, t));
    }
    keyed.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| compare_terms(n.arena, a.2, b.2)));
    keyed.into_iter().map(|(_, s, t)| (s, t)).collect()
}
