//! Factors that were found before.

use super::super::{Budget, Poly};
use super::Factors;
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// Factors found before, what they took and within which sizes: the same few polynomials are asked for by
/// everything that looks at a formula, and recalled they cost the same work.
pub(super) struct Known {
    found: Factors,
    spent: u64,
    sizes: (u64, u64),
}

/// So many polynomials are kept, none of them longer.
const MOST_KNOWN: usize = 512;
const LONGEST_KNOWN: usize = 16;

thread_local!(static KNOWN: RefCell<FxHashMap<Poly, Known>> = RefCell::default());

impl Known {
    pub(super) fn recall(p: &Poly, budget: &mut Budget) -> Option<Factors> {
        KNOWN.with_borrow(|all| {
            let known = all.get(p).filter(|known| known.sizes == budget.sizes())?;
            budget.spend(known.spent).ok()?;
            Some(known.found.clone())
        })
    }

    pub(super) fn keep(p: &Poly, budget: &Budget, spent: u64, found: &Factors) {
        if p.len() > LONGEST_KNOWN {
            return;
        }
        KNOWN.with_borrow_mut(|all| {
            if all.len() == MOST_KNOWN {
                all.clear();
            }
            all.insert(p.clone(), Known { found: found.clone(), spent, sizes: budget.sizes() });
        });
    }
}
