//! Carrying out the `diff`s that stand inside a term.

use super::rule::Room;
use super::scope::Scopes;
use super::{Raw, Unsupported, differentiate_once, merged};
use crate::term::{Arena, Node, Symbol, TermId};
use rustc_hash::FxHashMap;

/// The new term, the conditions of the derivatives' domains, and those that only a rule needs.
pub type Expanded = (TermId, Vec<TermId>, Vec<TermId>);

/// Replaces every `diff` inside a term, innermost first, by its raw derivative, order by order.
/// Returns the new term, the conditions of the derivatives' domains, and those among them that
/// only a rule needs, as in [`Raw`]; a condition that arises inside a branch binds only there.
///
/// # Errors
/// As [`super::differentiate`]; above the arena's limit of orders; where it would visit or add more terms than
/// the arena's limit.
///
/// ```
/// use chainrule::{derive::expand_diffs, parse::read, term::Arena};
/// let mut arena = Arena::new();
/// let term = read(&mut arena, "1 + diff(x^3, x, 2)");
/// let (expanded, _, _) = expand_diffs(&mut arena, term).unwrap();
/// assert_eq!(expanded, read(&mut arena, "1 + 3*2*x"));
/// ```
pub fn expand_diffs(arena: &mut Arena, term: TermId) -> Result<Expanded, Unsupported> {
    let limit = usize::try_from(arena.limits.added).unwrap_or(usize::MAX);
    expand_within(arena, term, limit)
}

/// [`expand_diffs`] with another limit.
pub(super) fn expand_within(arena: &mut Arena, term: TermId, limit: usize) -> Result<Expanded, Unsupported> {
    if !arena.has_diffs() {
        return Ok((term, Vec::new(), Vec::new()));
    }
    let order = arena.reachable(&[term]);
    if !order.iter().any(|&id| matches!(arena.node(id), Node::Diff(..))) {
        return Ok((term, Vec::new(), Vec::new()));
    }
    let mut budget = Budget { visits: limit, room: Room { limit, end: arena.len().saturating_add(limit) } };
    let mut new: FxHashMap<TermId, TermId> = FxHashMap::default();
    let mut found: Vec<(TermId, Raw)> = Vec::new();
    for id in order {
        let value = if let Node::Diff(body, x, n) = arena.node(id) {
            let raw = repeated(arena, new[&body], x, n, &mut budget)?;
            let value = raw.term;
            found.push((id, raw));
            value
        } else {
            let arguments: Vec<TermId> = arena.children(id).map(|c| new[&c]).collect();
            arena.with_children(id, &arguments)
        };
        new.insert(id, value);
    }
    let (domain, not_claimed) = bound(arena, term, &found, &new);
    Ok((new[&term], domain, not_claimed))
}

/// What is left of a limit.
struct Budget {
    visits: usize,
    room: Room,
}

/// The derivative of the given order, with the conditions of every order below it.
fn repeated(arena: &mut Arena, body: TermId, x: Symbol, order: u32, budget: &mut Budget) -> Result<Raw, Unsupported> {
    let highest = u32::try_from(arena.limits.order).unwrap_or(u32::MAX);
    if order > highest {
        return Err(Unsupported::Order { order, limit: highest });
    }
    let too_large = Unsupported::TooLarge { limit: budget.room.limit };
    let mut raw = Raw { term: body, domain: Vec::new(), not_claimed: Vec::new() };
    for _ in 0..order {
        budget.visits = budget.visits.checked_sub(arena.dag_size(raw.term)).ok_or(too_large)?;
        let next = differentiate_once(arena, raw.term, x, budget.room)?;
        raw.domain = merged(raw.domain, next.domain);
        raw.not_claimed = merged(raw.not_claimed, next.not_claimed);
        raw.term = next.term;
    }
    Ok(raw)
}

/// The conditions of all derivatives, each under the branches its `diff` stands in.
fn bound(
    arena: &mut Arena,
    term: TermId,
    found: &[(TermId, Raw)],
    new: &FxHashMap<TermId, TermId>,
) -> (Vec<TermId>, Vec<TermId>) {
    let scopes = Scopes::new(arena, term);
    let mut bind = |conditions: fn(&Raw) -> &[TermId]| {
        let mut all = Vec::new();
        for (at, raw) in found {
            for &condition in conditions(raw) {
                all.extend(scopes.bind(arena, *at, condition, |c| new.get(&c).copied().unwrap_or(c)));
            }
        }
        merged(all, Vec::new())
    };
    (bind(|raw| &raw.domain), bind(|raw| &raw.not_claimed))
}
