//! Sums of fractions, written: as they come, by their denominators, with what they share in front.

use super::kernels::opaque;
use super::products::merged;
use super::radicals::by_author;
use super::{angles, hyperbolic};
use crate::algebra::emit::{spell, spell_signed};
use crate::algebra::{Fraction, Kind, Knowledge, Normal, Poly, order, single, spelling};
use crate::term::{Node, Operator, Rational, TermId};

/// The longest sum above the line, and everything else.
pub fn main_sum(f: &Fraction) -> Option<(Poly, Fraction)> {
    let (p, _) = f.factors.iter().filter(|(p, e)| *e == 1 && p.len() > 1).max_by_key(|(p, _)| p.len())?;
    let mut rest = f.clone();
    rest.push(p.clone(), -1);
    Some((p.clone(), rest))
}

/// Longer sums have few parts that are one function each.
const FEW: usize = 4;

/// Writes a sum of fractions as it stands, and first with tangents and hyperbolic functions where
/// they apply.
pub fn push_sum<K: Knowledge>(n: &mut Normal<'_, K>, parts: &[Fraction], out: &mut Vec<TermId>) {
    let named: Vec<Option<Fraction>> = parts.iter().map(|f| named(n, f, parts.len() <= FEW)).collect();
    if named.iter().any(Option::is_some) {
        let parts: Vec<Fraction> = named.into_iter().zip(parts).map(|(t, f)| t.unwrap_or(f.clone())).collect();
        push_as_it_stands(n, &parts, out);
    }
    push_as_it_stands(n, parts, out);
}

/// A part with functions that stand for a quotient in it, if that is shorter.
fn named<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, few: bool) -> Option<Fraction> {
    let tangents = angles::in_tangents(n, f);
    if tangents.is_some() || !few {
        return tangents;
    }
    let mut variants = angles::in_double_angles(n, f);
    variants.extend(by_author(n, f));
    if f.factors.iter().filter(|(p, e)| *e < 0 && p.len() > 1).count() > 1 {
        variants.extend(merged(n, f, -1, true));
    }
    if f.factors.iter().any(|(p, _)| p.len() > 1) {
        variants.extend(hyperbolic::variants(n, f));
    }
    if variants.is_empty() {
        return None;
    }
    let own = spell(n, f);
    let mut best = (n.arena.tree_size(own), None);
    for g in variants {
        let t = spell(n, &g);
        if n.arena.tree_size(t) < best.0 {
            best = (n.arena.tree_size(t), Some(g));
        }
    }
    best.1
}

fn push_as_it_stands<K: Knowledge>(n: &mut Normal<'_, K>, parts: &[Fraction], out: &mut Vec<TermId>) {
    let parts = parts.iter().filter(|f| !f.is_zero());
    let mut terms: Vec<(_, (bool, TermId))> = parts.map(|f| (powers(f), spell_signed(n, f))).collect();
    // 6/u^4 - 4/u^2: the long ones first, of these the higher powers, those below the line before.
    terms.sort_by(|(i, (_, a)), (j, (_, b))| {
        let size = |t| n.arena.tree_size(t);
        size(*b).cmp(&size(*a)).then(j.cmp(i)).then_with(|| order::compare_terms(n.arena, *a, *b))
    });
    out.push(spelling::sum(n.arena, terms.into_iter().map(|x| x.1).collect()));
}

/// The exponents below the line, together, and those above it.
fn powers(f: &Fraction) -> (i32, i32) {
    let sum = |side: i32| {
        let sizes = f.factors.iter().filter(|x| x.1.signum() == side).map(|x| x.1.saturating_abs());
        sizes.fold(0i32, i32::saturating_add)
    };
    (sum(-1), sum(1))
}

/// Writes a sum of fractions with those over one denominator brought together.
pub fn push_grouped<K: Knowledge>(n: &mut Normal<'_, K>, parts: Vec<Fraction>, out: &mut Vec<TermId>) {
    let mut groups: Vec<Vec<Fraction>> = Vec::new();
    for part in parts {
        match groups.iter_mut().find(|group| are_over_one(&group[0], &part)) {
            Some(group) => group.push(part),
            None => groups.push(vec![part]),
        }
    }
    if groups.len() < 2 || groups.iter().all(|group| group.len() == 1) {
        return;
    }
    let mut added = |group: Vec<Fraction>| {
        let mut parts = group.into_iter();
        let first = parts.next().unwrap_or_else(Fraction::zero);
        parts.try_fold(first, |sum, part| sum.plus(&part, &mut n.kernels))
    };
    if let Ok(sums) = groups.into_iter().map(&mut added).collect::<Result<Vec<_>, _>>() {
        push_sum(n, &sums, out);
    }
}

/// Whether the same stands below the line of both, with the same number.
fn are_over_one(a: &Fraction, b: &Fraction) -> bool {
    let [own, other] = [a, b].map(|f| f.factors.iter().filter(|x| x.1 < 0));
    a.coefficient.bottom() == b.coefficient.bottom() && own.eq(other)
}

/// Adds the forms that are shorter than one: of equally long ones, that one reads better.
pub fn push_shorter<K: Knowledge>(n: &Normal<'_, K>, forms: Vec<TermId>, than: TermId, out: &mut Vec<TermId>) {
    out.extend(forms.into_iter().filter(|t| n.arena.tree_size(*t) < n.arena.tree_size(than)));
}

/// Writes a sum with the factors all parts share in front of it, and without.
pub fn push_with_common<K: Knowledge>(n: &mut Normal<'_, K>, parts: Vec<Fraction>, out: &mut Vec<TermId>) {
    push_sum(n, &parts, out);
    push_common(n, &parts, out);
}

/// Writes a sum with the factors all parts share in front of it, if they share any.
pub fn push_common<K: Knowledge>(n: &mut Normal<'_, K>, parts: &[Fraction], out: &mut Vec<TermId>) {
    let Some(front) = shared(parts) else { return };
    let Some(number) = front.coefficient.recip() else { return };
    let inner: Vec<Fraction> = parts
        .iter()
        .cloned()
        .map(|mut f| {
            front.factors.iter().for_each(|(p, e)| f.push(p.clone(), -e));
            f.scaled(&number)
        })
        .collect();
    let mut sums = Vec::new();
    push_sum(n, &inner, &mut sums);
    out.extend(sums.into_iter().map(|s| times_term(n, &front, s)));
}

/// The factors that all parts share above the line or below it, and the greatest number that divides those
/// below it.
fn shared(parts: &[Fraction]) -> Option<Fraction> {
    let first = parts.first()?;
    let bottom = parts.iter().map(|f| f.coefficient.bottom().to_i64().unwrap_or(1)).fold(0, gcd);
    let mut out = Fraction::constant(Rational::from(bottom).recip()?);
    for (p, _) in &first.factors {
        let least = parts.iter().map(|f| f.exponent(p)).min().unwrap_or(0);
        let most = parts.iter().map(|f| f.exponent(p)).max().unwrap_or(0);
        out.push(p.clone(), if least > 0 { least } else { most.min(0) });
    }
    (out != Fraction::one()).then_some(out)
}

fn gcd(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// A fraction times a term that stays in one piece.
pub fn times_term<K: Knowledge>(n: &mut Normal<'_, K>, front: &Fraction, t: TermId) -> TermId {
    let (mut negative, above, below) = sides(n, front);
    let t = match n.arena.node(t) {
        Node::Neg(inner) => {
            negative = !negative;
            inner
        }
        _ => t,
    };
    let mut out = if n.arena.is_one(above) { t } else { n.arena.binary(Operator::Mul, above, t) };
    if let Some(b) = below {
        out = n.arena.binary(Operator::Div, out, b);
    }
    if negative { n.arena.neg(out) } else { out }
}

/// A fraction times a power of a sum that stays in one piece.
pub fn times_power<K: Knowledge>(n: &mut Normal<'_, K>, front: &Fraction, sum: TermId, exponent: i32) -> TermId {
    if exponent == 1 {
        return times_term(n, front, sum);
    }
    let (mut whole, sum) = (front.clone(), opaque(n, sum));
    whole.push(sum, exponent);
    spell(n, &whole)
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
