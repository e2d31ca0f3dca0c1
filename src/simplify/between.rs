//! What simplification comes to between differentiations of high order: the normal form as it is
//! written, without a search.

use super::knowledge::Ground;
use super::sums::{main_sum, push_sum};
use super::{Outcome, Request, candidates, is_too_large};
use crate::algebra::emit::spell;
use crate::algebra::{Fraction, Normal};
use crate::domain::Facts;
use crate::rules::Step;
use crate::term::{Arena, TermId};

/// The shorter of a formula and its normal form, in one piece or term by term. Nothing is asked of
/// the formula's own domain: that the answer has a value wherever the formula has one is not known.
pub fn written(arena: &mut Arena, request: &Request<'_>) -> Option<Outcome> {
    if is_too_large(arena, request.term) {
        return None;
    }
    let conditions: Vec<TermId> = request.assumptions.iter().chain(request.domain).copied().collect();
    let mut facts = Facts::new(arena, &conditions);
    let mut ground = Ground::new(arena, &mut facts, request);
    let own = arena.tree_size(request.term);
    let mut best: Option<(u128, TermId)> = None;
    for plain in candidates::readings(arena, request.term) {
        // Another reading would be for little.
        if best.is_some_and(|b| b.0 <= own / 2) {
            break;
        }
        for form in forms(arena, &mut ground, request.term, plain)? {
            let size = arena.tree_size(form);
            if best.is_none_or(|b| size < b.0) {
                best = Some((size, form));
            }
        }
    }
    let (_, after) = best.filter(|b| b.0 < own)?;
    let step = Step::rearranged(request.term, after);
    Some(Outcome { term: after, steps: vec![step], stopped: false, empty: false })
}

fn forms(arena: &mut Arena, ground: &mut Ground<'_>, root: TermId, plain: bool) -> Option<Vec<TermId>> {
    let mut n = Normal::new(arena, ground);
    (n.plain, n.kept) = (plain, plain);
    let f = n.read(root).ok()?;
    let mut out = vec![spell(&mut n, &f)];
    by_terms(&mut n, &f, &mut out);
    Some(out)
}

/// The terms of the longest sum above the line, each over what is below it.
fn by_terms(n: &mut Normal<'_, Ground<'_>>, f: &Fraction, out: &mut Vec<TermId>) {
    if let Some((p, rest)) = main_sum(f)
        && rest.factors.iter().any(|x| x.1 < 0)
        && let Ok(parts) = rest.times_terms(&p, &mut n.kernels)
    {
        push_sum(n, &parts, out);
    }
}
