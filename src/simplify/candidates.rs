//! Candidates: every form in which the normal form of a formula can be written.

use super::bases::{self, laurent};
use super::bessels;
use super::gammas;
use super::hyperbolic;
use super::knowledge::Ground;
use super::{logs, powers, shapes, sums};
use crate::algebra::emit::spell;
use crate::algebra::spelling::addends;
use crate::algebra::{Failure, Fraction, Normal, Split, divisor_of_quotients, is_sum_of_quotients};
use crate::term::{Arena, Func, Node, Operator, TermId};

/// What the normal form found out about a formula.
pub struct Found {
    /// Forms equal to the formula where both have a value; the formula itself is not among them.
    pub forms: Vec<TermId>,
    /// Whether some divisor is identically zero, so that the formula has no value anywhere.
    pub empty: bool,
    /// Whether the work budget ended the search for more.
    pub stopped: bool,
    /// Whether it ended before all forms of some reading were written.
    cut: bool,
    /// How each way to read the formula writes it.
    pub written: Vec<Written>,
}

/// How a reading writes a formula, and in how many kernels: exponents that meet are written as one, and
/// the same spelling read anew may have fewer.
pub type Written = (TermId, usize);

/// A form of so few nodes is not looked for in other readings.
const SMALL: u128 = 8;

/// How long a variant of a fraction may be as it stands where the best form has so many nodes: those longer
/// by a third, or by half among long ones, were never seen to have a shape that is shorter.
fn longest_variant(best: u128) -> u128 {
    best.saturating_add((best / 3 + 3).max(best / 2 + 1))
}

/// All candidates for one formula, but for those of a reading that writes it as the formula before:
/// they are the same.
pub fn candidates(arena: &mut Arena, ground: &mut Ground<'_>, root: TermId, before: &[Written]) -> Found {
    let mut found = Found { forms: Vec::new(), empty: false, stopped: false, cut: false, written: Vec::new() };
    let decimals = arena.any(root, |node| matches!(node, Node::Number(n) if !arena.number_value(n).is_integer()));
    let mut more = Vec::new();
    for plain in readings(arena, root) {
        let mut normal = Normal::new(arena, ground);
        (normal.plain, normal.kept, normal.decimals) = (plain, plain, decimals);
        more.extend(by_reading(&mut normal, root, before, &mut found));
        if found.forms.iter().any(|t| arena.tree_size(*t) <= SMALL && ground.defined(arena, *t)) {
            break;
        }
    }
    if holds_quotients(arena, root) {
        more.push(Way::Held);
    }
    more.dedup();
    for way in more {
        let mut normal = Normal::new(arena, ground);
        (normal.kept, normal.decimals) = (true, decimals);
        match way {
            Way::Apart(split) => (normal.plain, normal.split) = (true, split),
            Way::Spread => normal.spread = true,
            Way::Held => normal.held = true,
        }
        by_reading(&mut normal, root, before, &mut found);
    }
    for shifted in logs::shifted(arena, root) {
        let mut normal = Normal::new(arena, ground);
        normal.decimals = decimals;
        by_reading(&mut normal, shifted, before, &mut found);
    }
    let mut seen = rustc_hash::FxHashSet::default();
    found.forms.retain(|t| *t != root && seen.insert(*t));
    // Of a long sum the parts have forms though the whole has none.
    found.stopped |= found.cut && found.forms.is_empty();
    found
}

/// The ways to read a formula: with the relations between its functions, and plainly if it has any.
pub fn readings(arena: &Arena, root: TermId) -> impl Iterator<Item = bool> + use<> {
    let related = arena.any(root, |node| match node {
        Node::Call(f, _) | Node::Call2(f, _, _) => has_relations(f),
        Node::Binary(Operator::Pow, _, e) => arena.as_rational(e).is_none(),
        _ => false,
    });
    [false, true].into_iter().take(1 + usize::from(related))
}

/// Ways to read a formula that pay only for some.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// Roots of products as products of roots.
    Apart(Split),
    /// Sines and cosines of sums by those of the terms.
    Spread,
    /// Sums of quotients as they stand, below the line and under roots.
    Held,
}

/// Whether a sum of quotients stands under a root or below the line: the author's spelling may be shorter
/// than one that has left its denominator.
fn holds_quotients(arena: &Arena, root: TermId) -> bool {
    arena.any(root, |node| match node {
        Node::Call(Func::Sqrt, u) => is_sum_of_quotients(arena, u),
        Node::Binary(Operator::Div, _, b) => divisor_of_quotients(arena, b).is_some(),
        Node::Binary(Operator::Pow, u, e) => {
            arena.as_rational(e).is_some_and(|e| !e.is_integer()) && is_sum_of_quotients(arena, u)
        }
        _ => false,
    })
}

/// The candidates of one way to read the formula, and which others may find more.
fn by_reading(n: &mut Normal<'_, Ground<'_>>, root: TermId, before: &[Written], found: &mut Found) -> Option<Way> {
    let mut more = None;
    match n.read(root) {
        Ok(f) => {
            let written = spell(n, &f);
            let reading = (written, f.variables().len());
            let again = before.contains(&reading) || found.written.contains(&reading);
            found.written.push(reading);
            if again {
                return None;
            }
            if n.split == Split::Whole
                && let Some(split) = n.meets_own_root(&f)
            {
                more = Some(Way::Apart(split));
            } else if !n.spread && n.angles_meet() {
                more = Some(Way::Spread);
            }
            found.cut |= !whole(n, &f, &mut found.forms);
            if let Some(g) = multiplied_out(n, &f) {
                whole(n, &g, &mut found.forms);
            }
            by_addends(n, root, written, &mut found.forms);
            powers::taken_in(n, written, &mut found.forms);
        }
        // Inside a branch it says nothing of the others.
        Err(Failure::DivisionByZero) if n.arena.any(root, |node| matches!(node, Node::If(..))) => {}
        Err(Failure::DivisionByZero) => found.empty = true,
        Err(_) => found.stopped = true,
    }
    found.stopped |= n.kernels.work.left() == 0;
    more
}

/// Whether the normal form looks into the function, so that taking it as it stands is another way
/// to read a formula.
fn has_relations(f: Func) -> bool {
    matches!(f, Func::Sin | Func::Cos | Func::Sign | Func::Sqrt) || !f.row().means.is_empty()
}

/// All forms of a fraction and its variants; says whether the work units lasted.
fn whole(n: &mut Normal<'_, Ground<'_>>, f: &Fraction, out: &mut Vec<TermId>) -> bool {
    if !shaped(n, f, out) {
        return false;
    }
    let mut variants = bases::variants(n, f);
    variants.extend(hyperbolic::variants(n, f));
    variants.extend(logs::joined(n, f));
    variants.extend(bessels::variants(n, f));
    variants.extend(gammas::variants(n, f));
    variants.extend(powers::by_bases(n, f));
    let least = out.iter().map(|t| n.arena.tree_size(*t)).min().unwrap_or(u128::MAX);
    let mut kept: Vec<Fraction> = Vec::new();
    for g in variants {
        if g != *f && !kept.contains(&g) {
            let plain = spell(n, &g);
            if n.arena.tree_size(plain) <= longest_variant(least) {
                kept.push(g);
            }
        }
    }
    // As one fraction, a sum with a logarithm in it is long.
    kept.extend(logs::as_written(n, f));
    for g in kept {
        if !shaped(n, &g, out) {
            return false;
        }
        out.extend(laurent(n, &g));
    }
    out.extend(laurent(n, f));
    true
}

/// All shapes of one fraction, as long as the work units last: writing a fraction down costs its
/// terms, and each of about a dozen shapes looks at the terms of every kernel.
fn shaped(n: &mut Normal<'_, Ground<'_>>, f: &Fraction, out: &mut Vec<TermId>) -> bool {
    let terms: usize = f.factors.iter().map(|(p, _)| p.terms().iter().map(|t| t.0.0.len() + 1).sum::<usize>()).sum();
    let cost = (terms * terms * 10) as u64;
    if n.kernels.work.spend(cost).is_err() {
        return false;
    }
    shapes::all(n, f, out);
    true
}

/// The fraction multiplied out, where a relation may apply to the product of two sums.
fn multiplied_out(n: &mut Normal<'_, Ground<'_>>, f: &Fraction) -> Option<Fraction> {
    let sums = f.factors.iter().filter(|(p, e)| *e > 0 && p.len() > 1).map(|x| x.1).sum::<i32>();
    let terms: usize = f.factors.iter().filter(|x| x.1 > 0).map(|x| x.0.len()).product();
    if sums < 2 || terms > 64 {
        return None;
    }
    n.multiplied_out(f).ok().filter(|g| g != f)
}

/// The addends of a sum simplified one by one, for sums of unrelated parts.
fn by_addends(n: &mut Normal<'_, Ground<'_>>, root: TermId, written: TermId, out: &mut Vec<TermId>) {
    let addends = addends(n.arena, root);
    if addends.len() < 2 || addends.len() > 16 {
        return;
    }
    let mut parts = Vec::with_capacity(addends.len());
    for (negative, t) in addends {
        let Some(f) = n.read_before(t).or_else(|| n.read(t).ok()) else { return };
        parts.push(if negative { f.negated() } else { f });
    }
    sums::push_sum(n, &parts, out);
    let mut common = Vec::new();
    sums::push_common(n, &parts, &mut common);
    sums::push_shorter(n, common, written, out);
    sums::push_grouped(n, parts, out);
}
