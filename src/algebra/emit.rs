//! Fractions back to terms, spelled the way a person writes them.
//!
//! The taste of every answer is decided here: positive terms first, numbers before names before
//! functions before sums, the author's own spelling of a sum where there is one.

use super::fraction::single;
use super::kernel::{Kind, Knowledge};
use super::layout::{Few, Item, linear, number, write};
use super::normal::Normal;
use super::order::compare_terms;
use super::regroup::regrouped;
use super::spelling::{addends, scaled, sum};
use super::{Fraction, Poly};
use crate::term::{Arena, Func, Node, Operator, Rational, TermId};

/// The term for a fraction as it stands, factors unexpanded.
pub fn spell<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> TermId {
    let (sign, size) = spell_signed(n, f);
    if sign { n.arena.neg(size) } else { size }
}

/// A product being written: above and below the line.
struct Product {
    negative: bool,
    scale: Rational,
    items: Few<Item>,
    exponentials: Vec<(TermId, Rational)>,
}

/// The term without its sign, and whether it is to be negated.
pub fn spell_signed<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> (bool, TermId) {
    spelled_before(n, f).unwrap_or_else(|| spell_anew(n, f.clone()))
}

fn spell_anew<K: Knowledge>(n: &mut Normal<'_, K>, f: Fraction) -> (bool, TermId) {
    let spelled = write_product(n, &f);
    n.spelled.insert(f, spelled);
    spelled
}

/// The same, if it was written before or there is next to nothing to write.
fn spelled_before<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Option<(bool, TermId)> {
    if f.factors.is_empty() {
        let (top, bottom) = written_number(n, &f.coefficient.abs());
        return Some((f.coefficient.is_negative(), number(n.arena, &top, &bottom)));
    }
    if let [(p, 1)] = f.factors.as_slice()
        && let Some(bare) = single(p).and_then(|kernel| spell_bare(n, kernel, &f.coefficient))
    {
        return Some(bare);
    }
    n.spelled.get(f).copied()
}

/// A kernel that stands for a term, or its opposite: there is nothing to lay out, unless a sum takes the minus
/// sign in.
fn spell_bare<K: Knowledge>(n: &Normal<'_, K>, kernel: u32, coefficient: &Rational) -> Option<(bool, TermId)> {
    let Kind::Opaque(t) = *n.kernels.kind(kernel) else { return None };
    let negative = coefficient.is_negative();
    let turns = negative && matches!(n.arena.node(t), Node::Binary(Operator::Add | Operator::Sub, _, _));
    (coefficient.abs().is_one() && !turns).then_some((negative, t))
}

fn write_product<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> (bool, TermId) {
    let lowered = lowered_roots(n, f);
    let f = lowered.as_ref().unwrap_or(f);
    let mut product =
        Product { negative: false, scale: f.coefficient.clone(), items: Few::new(), exponentials: vec![] };
    for (p, e) in merge_roots(n, f) {
        add_factor(n, &mut product, &p, e);
    }
    product.negative = product.scale.is_negative();
    oppose(n.arena, &mut product);
    turn_sum(n.arena, &mut product);
    if product.exponentials.len() > 1 {
        let whole = sum_of_multiples(n, &product.exponentials);
        product.exponentials = vec![(whole, Rational::ONE)];
    }
    let (mut top, mut bottom) = written_number(n, &product.scale.abs());
    lower_number_roots(n.arena, &mut product, &mut top, &mut bottom);
    let term = write(n.arena, product.items, product.exponentials, &top, &bottom);
    (product.negative, term)
}

/// A sum of multiples of terms, as it comes or as the normal form writes it, whichever is shorter:
/// `(L - x) - L` is `-x`.
pub fn sum_of_multiples<K: Knowledge>(n: &mut Normal<'_, K>, parts: &[(TermId, Rational)]) -> TermId {
    let plain = linear(n.arena, parts, None);
    let mut value = Fraction::zero();
    for (t, c) in parts {
        let Ok(part) = n.read_part(*t) else { return plain };
        let Ok(sum) = value.plus(&part.scaled(c), &mut n.kernels) else { return plain };
        value = sum;
    }
    let factored = n.fully_factored(&value);
    let forms = [plain, spell(n, &value), spell(n, &factored)];
    forms.into_iter().min_by_key(|t| n.arena.tree_size(*t)).unwrap_or(plain)
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

/// A root of several factors above the line that all stand below it, written below instead:
/// `sqrt(2*t)/(2*t)` is `1/sqrt(2*t)`.
fn lowered_roots<K: Knowledge>(n: &Normal<'_, K>, f: &Fraction) -> Option<Fraction> {
    for (p, _) in f.factors.iter().filter(|x| x.1 == 1) {
        let Some(Kind::Root { radicand, index, .. }) = single(p).map(|k| n.kernels.kind(k)) else { continue };
        let stands_below = |(q, m): &(Poly, i32)| *m > 0 && f.exponent(q) <= -m || *m < 0 && f.exponent(q) >= -m;
        let scale = &f.coefficient * &radicand.coefficient;
        let number = scale.bits() < f.coefficient.bits() || radicand.coefficient.abs().is_one();
        if is_one_factor(radicand)
            || !number
            || radicand.factors.is_empty()
            || !radicand.factors.iter().all(stands_below)
        {
            continue;
        }
        let mut out = f.clone();
        radicand.factors.iter().for_each(|(q, m)| out.push(q.clone(), *m));
        out.push(p.clone(), -(*index as i32));
        out.coefficient = scale;
        return Some(out);
    }
    None
}

/// Factors with rational exponents: a root of a factor is that factor to a fraction.
fn merge_roots<K: Knowledge>(n: &Normal<'_, K>, f: &Fraction) -> Few<(Poly, Rational)> {
    let mut out: Few<(Poly, Rational)> = Few::new();
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
                product.items.push(Item::new(base, e));
                return;
            }
            None => {}
        }
        product.items.push(Item::new(base, e));
        return;
    };
    match n.kernels.kind(kernel).clone() {
        Kind::Opaque(t) => product.items.push(Item::new(t, e)),
        Kind::Exp { exponent, lattice, power: None } => {
            product.exponentials.push((exponent, &e * &Rational::new(1, lattice)));
        }
        Kind::Exp { lattice, power: Some((base, exponent)), .. } => {
            let (e, symbolic) = (&e * &Rational::new(1, lattice), Some(exponent));
            product.items.push(Item { base, exponent: e, symbolic, divides: true });
        }
        // A root of a power whose base may be negative: sqrt(x^2) is not x.
        Kind::Power { base, exponent, .. } if !e.is_integer() => {
            let power = n.arena.binary(Operator::Pow, base, exponent);
            product.items.push(Item::new(power, e));
        }
        Kind::Power { base, exponent, .. } => {
            // What stands below the line is not zero.
            let divides = e.is_negative();
            product.items.push(Item { base, exponent: e, symbolic: Some(exponent), divides });
        }
        Kind::Root { base, index, .. } => {
            product.items.push(Item::new(base, &e * &Rational::new(1, i64::from(index))));
        }
        Kind::Sin { angle, lattice } => push_angle(n, product, Func::Sin, angle, lattice, e),
        Kind::Cos { angle, lattice } => push_angle(n, product, Func::Cos, angle, lattice, e),
        Kind::Abs { inner, .. } => {
            let base = n.arena.call(Func::Abs, inner);
            product.items.push(Item::new(base, e));
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
    product.items.push(Item::new(base, e));
}

/// Whole powers of what a symbolic power has the opposite of as its base, as powers of that base:
/// `(-u)^n/u` is `-(-u)^(n - 1)`.
fn oppose(arena: &Arena, product: &mut Product) {
    for i in 0..product.items.len() {
        let base = product.items[i].base;
        let Node::Neg(u) = arena.node(base) else { continue };
        if product.items[i].symbolic.is_none() {
            continue;
        }
        for item in product.items.iter_mut().filter(|item| item.base == u && item.symbolic.is_none()) {
            if item.exponent.is_integer() {
                item.base = base;
                product.negative ^= !item.exponent.is_even();
            }
        }
    }
}

/// `-(a - 1)` is written `1 - a`: a sum takes a minus sign in, where that leaves none in front and the sum
/// does not meet its own symbolic power.
fn turn_sum(arena: &mut Arena, product: &mut Product) {
    if !product.negative {
        return;
    }
    for i in 0..product.items.len() {
        // Beside a symbolic power of the sum, both become one.
        let joins = |other: &Item| other.symbolic.is_some() && other.base == product.items[i].base;
        let joined = product.items.iter().any(joins);
        let item = &mut product.items[i];
        let odd = item.exponent.to_i64().is_some_and(|e| e % 2 != 0) && !joined;
        if !odd || !matches!(arena.node(item.base), Node::Binary(Operator::Add | Operator::Sub, _, _)) {
            continue;
        }
        let terms = addends(arena, item.base);
        if terms.iter().any(|t| t.0) {
            item.base = sum(arena, terms.into_iter().map(|(s, t)| (!s, t)).collect());
            product.negative = false;
            return;
        }
    }
}

/// `sqrt(2)/2` is written `1/sqrt(2)`.
fn lower_number_roots(arena: &Arena, product: &mut Product, top: &mut Rational, bottom: &mut Rational) {
    for item in product.items.iter_mut().filter(|item| item.symbolic.is_none() && !item.exponent.is_integer()) {
        let Some(value) = arena.as_rational(item.base).filter(Rational::is_integer) else { continue };
        if item.exponent == Rational::new(1, 2) && *bottom == value && !bottom.is_one() {
            item.exponent = Rational::new(-1, 2);
            *bottom = Rational::ONE;
        } else if item.exponent == Rational::new(-1, 2) && *top == value && !top.is_one() {
            item.exponent = Rational::new(1, 2);
            *top = Rational::ONE;
        }
    }
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
    let mut written = sum(n.arena, terms);
    if let Some((term, c)) = n.spellings.get(p)
        && n.arena.tree_size(*term) <= n.arena.tree_size(written)
        && let Some(scale) = c.recip()
    {
        // What can be grouped is shorter in the end: (w*t)^2 + 4 than 1 + (w*t/2)^2.
        let Some(grouped) = regrouped(n.arena, written) else { return (scale, *term) };
        let own = regrouped(n.arena, *term).unwrap_or(*term);
        if n.arena.tree_size(own) <= n.arena.tree_size(grouped) {
            return (scale, *term);
        }
        written = grouped;
    }
    (if negative { Rational::from(-1) } else { Rational::ONE }, written)
}

/// The terms of a polynomial with their signs: high degrees first, then by name.
pub fn spell_terms<K: Knowledge>(n: &mut Normal<'_, K>, p: &Poly) -> Vec<(bool, TermId)> {
    let mut keyed: Vec<(u32, bool, TermId)> = Vec::with_capacity(p.len());
    let exponential = p.variables().into_iter().any(|k| matches!(n.kernels.kind(k), Kind::Exp { .. }));
    for (m, c) in p.terms() {
        let bare = match m.0.as_slice() {
            [(kernel, 1)] => spell_bare(n, *kernel, c),
            _ => None,
        };
        let (negative, t) = bare.unwrap_or_else(|| {
            let f = Fraction::term(m, c);
            spelled_before(n, &f).unwrap_or_else(|| spell_anew(n, f))
        });
        // 1 + exp(x), but exp(x) - 1.
        let first = exponential && m.is_one() && !negative;
        keyed.push((if first { u32::MAX } else { m.total_degree() }, negative, t));
    }
    // Multiples of functions by what they are multiples of: 5*sin(x) - 2*sin(3x).
    let functions = keyed.iter().all(|x| matches!(n.arena.node(unscaled(n.arena, x.2)), Node::Call(..)));
    let name = |t| if functions { unscaled(n.arena, t) } else { t };
    keyed.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| compare_terms(n.arena, name(a.2), name(b.2))));
    keyed.into_iter().map(|(_, s, t)| (s, t)).collect()
}

/// A multiple of a term without its number.
fn unscaled(arena: &Arena, t: TermId) -> TermId {
    match arena.node(t) {
        Node::Binary(Operator::Mul, number, rest) if matches!(arena.node(number), Node::Number(_)) => rest,
        _ => t,
    }
}
