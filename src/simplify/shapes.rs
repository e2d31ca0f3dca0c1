//! The shapes one fraction can be written in: factored, expanded, split, divided, collected.
//!
//! Each function serves one class of formulas and says which; none needs to know what the others do.

use super::{bases, partial};
use crate::algebra::emit::{self, spell, spell_signed};
use crate::algebra::{Fraction, Key, Kind, Knowledge, Monomial, Normal, Poly, Relations, single};
use crate::algebra::{order, spelling};
use crate::term::{Node, Operator, Rational, TermId};

/// Longer sums take nothing in.
const MOST_DISTRIBUTED: usize = 8;

/// Work units for writing one sum in terms of another.
const THROUGH: u64 = 20_000;

/// The longest sum above the line, and everything else.
pub fn main_sum(f: &Fraction) -> Option<(Poly, Fraction)> {
    let (p, _) = f.factors.iter().filter(|(p, e)| *e == 1 && p.len() > 1).max_by_key(|(p, _)| p.len())?;
    let mut rest = f.clone();
    rest.push(p.clone(), -1);
    Some((p.clone(), rest))
}

/// All shapes of one fraction, duplicates included.
pub fn all<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    let plain = spell(n, f);
    out.push(plain);
    let split = fully_factored(n, f);
    if split != *f {
        out.push(spell(n, &split));
    }
    for g in expansions(n, f) {
        out.push(spell(n, &g));
    }
    for shape in [terms, divided, apart, collected, in_sub_sums, root_shifts] {
        shape(n, f, out);
    }
    if split != *f {
        for shape in [terms, divided, apart, collected] {
            shape(n, &split, out);
        }
    }
    // Of equally long forms, the fraction as it is reads better.
    let mut taken_in = Vec::new();
    distributed(n, f, &mut taken_in);
    out.extend(taken_in.into_iter().filter(|t| n.arena.tree_size(*t) < n.arena.tree_size(plain)));
}

/// Every factor split as far as light factoring goes: `(x - 1)*(x + 1)` instead of `x^2 - 1`.
pub fn fully_factored<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Fraction {
    let mut out = Fraction::constant(f.coefficient.clone());
    for (p, e) in &f.factors {
        if p.len() > 1
            && let Ok((c, parts)) = n.factors(p)
        {
            out.coefficient = &out.coefficient * &c.pow(*e).unwrap_or(Rational::ONE);
            parts.into_iter().for_each(|(q, m)| out.push(q, m as i32 * e));
        } else {
            out.push(p.clone(), *e);
        }
    }
    out
}

/// Products of sums multiplied out above the line, below it, or on both sides, for formulas in
/// which a short sum hides behind its factors: `1/(1 - x^2)`, `2*b + w*x - y`.
fn expansions<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> Vec<Fraction> {
    let above = merged(n, f, 1, false);
    let below = merged(n, f, -1, true);
    let both = below.as_ref().and_then(|g| merged(n, g, 1, false));
    let fractions = merged(n, f, -1, false);
    [above, below, both, fractions].into_iter().flatten().collect()
}

/// The factors on one side multiplied into one polynomial; with `by_exponent`, only sums that
/// stand to the same power.
fn merged<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, side: i32, by_exponent: bool) -> Option<Fraction> {
    let sums: Vec<(Poly, i32)> = f.factors.iter().filter(|(p, e)| e * side > 0 && p.len() > 1).cloned().collect();
    let first = sums.first()?.1;
    if by_exponent && (sums.len() < 2 || sums.iter().any(|x| x.1 != first)) {
        return None;
    }
    let mut rest = f.clone();
    sums.iter().for_each(|(p, e)| rest.push(p.clone(), -e));
    let mut product = Poly::one();
    for (p, e) in &sums {
        let power = if by_exponent { 1 } else { e.unsigned_abs() };
        let q = p.pow_within(power, n.kernels.budget()).ok()?;
        product = product.times_within(&q, n.kernels.budget()).ok()?;
        if product.len() > 40 {
            return None;
        }
    }
    if !by_exponent && side > 0 {
        let singles: Vec<(Poly, i32)> = rest.factors.iter().filter(|x| x.1 > 0).cloned().collect();
        for (p, e) in singles {
            let q = p.pow_within(e as u32, n.kernels.budget()).ok()?;
            product = product.times_within(&q, n.kernels.budget()).ok()?;
            rest.push(p, -e);
        }
        product = product.scaled(&rest.coefficient.top());
        rest.coefficient = rest.coefficient.bottom().recip()?;
    }
    let exponent = if by_exponent { first } else { side };
    let (content, primitive) = product.primitive();
    rest.coefficient = &rest.coefficient * &content.pow(exponent)?;
    if primitive.as_constant().is_some() {
        return Some(rest);
    }
    // A product stays one factor even where a power product divides it: that is its point.
    rest.push(primitive, exponent);
    Some(rest)
}

/// Numerators split over the denominator, alone and grouped by what is left below the line, for
/// sums of unrelated parts: `2*a/v^3 - r*t/(v - b)^2`, `s/t^2 - 1/s`.
fn terms<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    let Some((p, rest)) = main_sum(f) else { return };
    if p.len() > 12 || !rest.factors.iter().any(|x| x.1 < 0) && rest.coefficient.is_integer() {
        return;
    }
    let mut parts = Vec::with_capacity(p.len());
    for (m, c) in p.terms() {
        match Fraction::term(m, c).times(&rest, &mut n.kernels) {
            Ok(part) => parts.push(part),
            Err(_) => return,
        }
    }
    push_sum(n, &parts, out);
    push_grouped(n, parts, out);
}

/// What stands in front of a sum or below it taken into the sum where that cancels something, for
/// `v*(2 - (v/a)^2)`, `((x/s)^2 - 2)/s` and `(12*x - 8*x^3)*exp(-x^2)`.
fn distributed<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    let Some((p, rest)) = main_sum(f).filter(|(p, _)| p.len() <= MOST_DISTRIBUTED) else { return };
    let number = Fraction::constant(rest.coefficient.clone());
    let mut inner = Vec::new();
    // A number in front of a sum is best taken in where every term has one already.
    let bare = |(m, c): &(Monomial, Rational)| c.abs().is_one() && !m.is_one();
    if number.coefficient.is_integer() && !number.coefficient.abs().is_one() && !p.terms().iter().any(bare) {
        inner.push(number.clone());
    }
    for (q, e) in &rest.factors {
        let is_power = |k: &u32| matches!(n.kernels.kind(*k), Kind::Exp { .. } | Kind::Power { .. });
        if let Some(k) = single(q).filter(|k| *e < 0 && p.degree(*k) > 0 && !is_power(k)) {
            let part = Fraction::kernel(k, (*e).max(-(p.degree(k) as i32)));
            let whole = number.coefficient.is_integer();
            inner.push(if whole { part } else { Fraction { coefficient: number.coefficient.clone(), ..part } });
        }
    }
    for part in inner {
        let parts: Option<Vec<Fraction>> =
            p.terms().iter().map(|(m, c)| Fraction::term(m, c).times(&part, &mut n.kernels).ok()).collect();
        let front = part.pow(-1, &mut n.kernels).and_then(|g| g.times(&rest, &mut n.kernels));
        let (Some(mut parts), Ok(mut front)) = (parts, front) else { return };
        if front.coefficient.is_negative() {
            parts = parts.iter().map(Fraction::negated).collect();
            front = front.negated();
        }
        let mut sums = Vec::new();
        push_sum(n, &parts, &mut sums);
        push_grouped(n, parts, &mut sums);
        out.extend(sums.into_iter().map(|s| times_term(n, &front, s)));
    }
}

/// Writes a sum of fractions as it stands, and first with tangents where they apply.
pub fn push_sum<K: Knowledge>(n: &mut Normal<'_, K>, parts: &[Fraction], out: &mut Vec<TermId>) {
    let tangents: Vec<Option<Fraction>> = parts.iter().map(|f| bases::in_tangents(n, f)).collect();
    if tangents.iter().any(Option::is_some) {
        let parts: Vec<Fraction> = tangents.into_iter().zip(parts).map(|(t, f)| t.unwrap_or(f.clone())).collect();
        push_as_it_stands(n, &parts, out);
    }
    push_as_it_stands(n, parts, out);
}

fn push_as_it_stands<K: Knowledge>(n: &mut Normal<'_, K>, parts: &[Fraction], out: &mut Vec<TermId>) {
    let mut terms: Vec<(bool, TermId)> = parts.iter().filter(|f| !f.is_zero()).map(|f| spell_signed(n, f)).collect();
    terms.sort_by(|a, b| {
        n.arena.tree_size(b.1).cmp(&n.arena.tree_size(a.1)).then_with(|| order::compare_terms(n.arena, a.1, b.1))
    });
    out.push(spelling::sum(n.arena, terms));
}

/// Writes a sum of fractions with those over one denominator brought together.
pub fn push_grouped<K: Knowledge>(n: &mut Normal<'_, K>, parts: Vec<Fraction>, out: &mut Vec<TermId>) {
    let total = parts.len();
    let mut groups: Vec<(Fraction, Rational, Fraction)> = Vec::new();
    for part in parts {
        let (key, number) = (part.split().1, part.coefficient.bottom());
        match groups.iter_mut().find(|g| g.0 == key && g.1 == number) {
            Some(group) => match group.2.plus(&part, &mut n.kernels) {
                Ok(sum) => group.2 = sum,
                Err(_) => return,
            },
            None => groups.push((key, number, part)),
        }
    }
    if groups.len() < total && groups.len() > 1 {
        let sums: Vec<Fraction> = groups.into_iter().map(|g| g.2).collect();
        push_sum(n, &sums, out);
    }
}

/// Quotient and remainder by each sum below the line, for a whole part plus a rest: a
/// probability minus a label, `1/(1 + exp(-z)) - y`.
fn divided<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    let Some((p, rest)) = main_sum(f) else { return };
    let divisors: Vec<Poly> = rest.factors.iter().filter(|x| x.1 < 0 && x.0.len() > 1).map(|x| x.0.clone()).collect();
    for d in divisors {
        for v in d.variables() {
            let parts = partial::divided(&mut n.kernels, &p, &d, v);
            let Some((quotient, remainder)) = parts.filter(|x| !x.0.is_zero()) else { continue };
            let whole = Fraction::polynomial(&quotient.times(&d)).times(&rest, &mut n.kernels);
            let left = Fraction::polynomial(&remainder).times(&rest, &mut n.kernels);
            let (Ok(whole), Ok(left)) = (whole, left) else { continue };
            push_with_common(n, vec![whole, left], out);
        }
    }
}

/// Partial fractions over linear denominators of one variable: `(a - 1)/x - (b - 1)/(1 - x)`.
fn apart<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    let Some((p, rest)) = main_sum(f) else { return };
    for v in p.variables() {
        let linear = |q: &Poly| q.only_variable() == Some(v) && q.degree(v) == 1;
        let divisors = rest.factors.iter().filter(|(q, e)| *e == -1 && linear(q)).count();
        let below = rest.factors.iter().filter(|(q, e)| *e < 0 && q.degree(v) > 0).count();
        if divisors < 2 || divisors != below || p.degree(v) as usize >= divisors {
            continue;
        }
        if let Some(parts) = partial::apart(&mut n.kernels, &p, &rest, v) {
            push_with_common(n, parts, out);
        }
    }
}

/// Writes a sum with the factors all parts share in front of it, and without.
fn push_with_common<K: Knowledge>(n: &mut Normal<'_, K>, parts: Vec<Fraction>, out: &mut Vec<TermId>) {
    push_sum(n, &parts, out);
    let shared: Vec<(Poly, i32)> = parts[0]
        .factors
        .iter()
        .map(|(p, e)| {
            let all: Vec<i32> = parts.iter().map(|f| f.exponent(p)).chain([*e]).collect();
            let least = all.iter().copied().min().unwrap_or(0);
            let most = all.iter().copied().max().unwrap_or(0);
            (
                p.clone(),
                if least > 0 {
                    least
                } else if most < 0 {
                    most
                } else {
                    0
                },
            )
        })
        .filter(|x| x.1 != 0)
        .collect();
    if shared.is_empty() {
        return;
    }
    let inner: Vec<Fraction> = parts
        .into_iter()
        .map(|mut f| {
            shared.iter().for_each(|(p, e)| f.push(p.clone(), -e));
            f
        })
        .collect();
    let mut sums = Vec::new();
    push_sum(n, &inner, &mut sums);
    let front = Fraction { coefficient: Rational::ONE, factors: shared };
    out.extend(sums.into_iter().map(|s| times_term(n, &front, s)));
}

/// A fraction times a term that stays in one piece.
pub fn times_term<K: Knowledge>(n: &mut Normal<'_, K>, front: &Fraction, t: TermId) -> TermId {
    let (negative, above, below) = sides(n, front);
    let mut out = if n.arena.is_one(above) { t } else { n.arena.binary(Operator::Mul, above, t) };
    if let Some(b) = below {
        out = n.arena.binary(Operator::Div, out, b);
    }
    if negative { n.arena.neg(out) } else { out }
}

/// What is written above and below the line of a fraction, and whether a minus sign stands before it.
fn sides<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction) -> (bool, TermId, Option<TermId>) {
    let is_root = |p: &Poly| single(p).is_some_and(|k| matches!(n.kernels.kind(k), Kind::Root { .. }));
    if f.factors.iter().any(|(p, _)| is_root(p)) {
        // A root above and what it is of below are one power.
        let (negative, whole) = spell_signed(n, f);
        return match n.arena.node(whole) {
            Node::Binary(Operator::Div, a, b) => (negative, a, Some(b)),
            _ => (negative, whole, None),
        };
    }
    let (above, below) = f.split();
    let (negative, a) = spell_signed(n, &above.scaled(&f.coefficient.top()));
    let below = below.scaled(&f.coefficient.bottom());
    let b = (below != Fraction::one()).then(|| spell(n, &below));
    (negative, a, b)
}

/// Sums collected by each kernel, coefficients factored, for formulas of the shape
/// `exp(x)*(3 - x) - 3` or `2*b + w*(x1 + x2)`.
fn collected<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    let Some((p, rest)) = main_sum(f) else { return };
    if p.len() < 3 || p.len() > 24 {
        return;
    }
    for v in p.variables() {
        let groups = p.coefficients(v);
        if groups.iter().all(|g| g.1.len() < 2 || g.0 == 0) {
            continue;
        }
        let mut terms: Vec<(bool, TermId)> = Vec::new();
        for (e, c) in groups {
            if e == 0 {
                terms.extend(emit::spell_terms(n, &c));
            } else {
                let mut g = Fraction::polynomial(&c);
                g.push(Poly::variable(v), e as i32);
                terms.push(spell_signed(n, &g));
            }
        }
        let sum = spelling::sum(n.arena, terms);
        out.push(times_term(n, &rest, sum));
    }
}

/// Sums written in terms of a shorter sum of the author's, for formulas that depend on `x - m`
/// as a whole: `(x - m)^2 - s^2`, `1/(s^2 + (x - m)^2)`.
fn in_sub_sums<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    let longest = f.factors.iter().map(|(p, _)| p.len()).max().unwrap_or(0);
    let mut known: Vec<(Poly, TermId)> = n.spellings.iter().map(|(q, s)| (q.clone(), s.0)).collect();
    known.retain(|(q, _)| q.len() < longest);
    known.sort_by_key(|k| k.1);
    for (p, e) in f.factors.iter().filter(|(p, _)| p.len() > 1) {
        let mut rest = f.clone();
        rest.push(p.clone(), -e);
        for (q, spelled) in known.iter().filter(|(q, _)| q.len() < p.len()) {
            for v in q.variables() {
                match through(n, p, q, v, *spelled) {
                    Some(t) if *e == 1 => out.push(times_term(n, &rest, t)),
                    Some(t) => {
                        let whole = n.kernels.intern(Key::Term(t), || Kind::Opaque(t));
                        rest.push(Poly::variable(whole), *e);
                        out.push(spell(n, &rest));
                        rest.push(Poly::variable(whole), -e);
                    }
                    None => {}
                }
            }
        }
    }
}

/// `p` with the linear variable `v` of `q` eliminated in favour of `q`, if that is shorter.
fn through<K: Knowledge>(n: &mut Normal<'_, K>, p: &Poly, q: &Poly, v: u32, spelled: TermId) -> Option<TermId> {
    if q.degree(v) != 1 || p.degree(v) == 0 {
        return None;
    }
    let groups = q.coefficients(v);
    let lead = groups.first()?.1.as_constant()?;
    let tail = groups.iter().find(|g| g.0 == 0).map_or_else(Poly::zero, |g| g.1.clone());
    let name = n.kernels.intern(Key::Term(spelled), || Kind::Opaque(spelled));
    let scale = n.spellings.get(q).map_or(Rational::ONE, |s| s.1.clone());
    let whole = Poly::variable(name).scaled(&scale.recip()?);
    let value = whole.minus(&tail).scaled(&lead.recip()?);
    let new = n.kernels.budget().attempt(THROUGH, |budget| p.substitute(v, &value, budget)).ok()??;
    if new.len() >= p.len() {
        return None;
    }
    Some(spell(n, &Fraction::polynomial(&new)))
}

/// Powers of a root whose radicand is a fraction, written with the radicand as it stands:
/// `x/sqrt(1 + (x/k)^2)`, `v/(c^2*(1 - v^2/c^2)^(3/2))`.
fn root_shifts<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, out: &mut Vec<TermId>) {
    for (p, e) in &f.factors {
        let Some(kernel) = single(p) else { continue };
        let Kind::Root { radicand, base, index } = n.kernels.kind(kernel).clone() else { continue };
        let plain = matches!(radicand.factors.as_slice(), [(_, 1)]) && radicand.coefficient.is_one();
        if plain || radicand.factors.is_empty() {
            continue;
        }
        for shift in [-3, -2, -1, 1] {
            let mut rest = f.clone();
            rest.push(p.clone(), -e);
            let Ok(back) = radicand.pow(-shift, &mut n.kernels) else { continue };
            let Ok(rest) = rest.times(&back, &mut n.kernels) else { continue };
            let exponent = &Rational::new(i64::from(*e), i64::from(index)) + &Rational::from(i64::from(shift));
            out.push(with_power(n, &rest, base, &exponent));
        }
    }
}

/// A fraction times a base to a rational power.
fn with_power<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, base: TermId, exponent: &Rational) -> TermId {
    let power = spelling::power(n.arena, base, &exponent.abs());
    let kernel = n.kernels.intern(Key::Term(power), || Kind::Opaque(power));
    let mut g = f.clone();
    g.push(Poly::variable(kernel), if exponent.is_negative() { -1 } else { 1 });
    spell(n, &g)
}
