//! What is too large to be reasoned about: there only identical conditions are recognised, so that
//! time stays linear.

use crate::term::{Arena, TermId};
use rustc_hash::FxHashSet;

/// Facts from more conditions than this are only recognised, not reasoned with.
pub const MOST_CONDITIONS: usize = 200;

/// Terms of more distinct sub-terms than this are not looked into.
const MOST_NODES: usize = 2_000;

/// Whether a term has few enough distinct sub-terms to be looked into.
pub fn is_small(arena: &Arena, term: TermId) -> bool {
    // No term has more sub-terms than were made before it.
    if term.index() < MOST_NODES {
        return true;
    }
    let (mut seen, mut todo) = (FxHashSet::default(), vec![term]);
    while let Some(id) = todo.pop() {
        if seen.insert(id) {
            if seen.len() > MOST_NODES {
                return false;
            }
            todo.extend(arena.children(id));
        }
    }
    true
}

/// Whether there are few conditions and each is small.
pub fn are_few(arena: &Arena, conditions: &[TermId]) -> bool {
    conditions.len() <= MOST_CONDITIONS && conditions.iter().all(|&c| is_small(arena, c))
}

#[cfg(test)]
mod tests {
    use crate::domain::{Facts, Truth, canonical, natural, remaining};
    use crate::term::{Arena, Func};

    #[test]
    fn many_and_long_conditions_are_only_recognised() {
        let mut arena = Arena::new();
        let mut term = arena.symbol("x");
        for _ in 0..100_000 {
            term = arena.call(Func::Log, term);
        }
        let all = natural(&mut arena, term);
        let mut facts = Facts::new(&mut arena, &all);
        let last = all[all.len() - 1];
        assert!(all.iter().all(|&c| facts.holds(&mut arena, c) == Truth::Yes));
        assert_eq!(Facts::default().holds(&mut arena, last), Truth::Unknown);
        assert_eq!(canonical(&mut arena, last), [last]);
        assert_eq!(remaining(&mut arena, &all, &[last], &[]).len(), all.len() - 1);
    }
}
