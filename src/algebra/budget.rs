//! A count of work, so that a computation stops at the same place on every machine.

/// The work units left; every costly loop spends from it.
///
/// One unit is about one operation on a small coefficient (tens of nanoseconds).
///
/// ```
/// use chainrule::algebra::{Budget, Exhausted};
/// let mut budget = Budget::new(10);
/// assert_eq!(budget.spend(7), Ok(()));
/// assert_eq!(budget.spend(7), Err(Exhausted));
/// assert_eq!(budget.spent(), 7);
/// ```
#[derive(Clone, Debug)]
pub struct Budget {
    left: u64,
    spent: u64,
    terms: u64,
    bits: u64,
}

/// The budget doesn't cover the next piece of work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Exhausted;

impl std::fmt::Display for Exhausted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the work budget is used up")
    }
}

impl std::error::Error for Exhausted {}

impl Budget {
    /// A budget of so many units.
    pub fn new(units: u64) -> Self {
        let usual = crate::term::Limits::default();
        Budget { left: units, spent: 0, terms: usual.expansion, bits: usual.integer }
    }

    /// A budget that never runs out in practice, for sizes the caller has bounded.
    pub fn unlimited() -> Self {
        Self::new(u64::MAX)
    }

    /// The budget, for results of at most so many terms with coefficients of so many bits.
    #[must_use]
    pub fn with_sizes(self, terms: u64, bits: u64) -> Self {
        Budget { terms, bits, ..self }
    }

    /// Whether a result of that estimated size may be computed at all.
    pub fn allows(&self, terms: u64, bits: u64) -> Result<(), Exhausted> {
        if terms <= self.terms && bits <= self.bits { Ok(()) } else { Err(Exhausted) }
    }

    /// The most terms that a result may have, and the most bits of its coefficients.
    pub(super) fn sizes(&self) -> (u64, u64) {
        (self.terms, self.bits)
    }

    /// Takes units off; when too few are left, nothing is taken.
    pub fn spend(&mut self, units: u64) -> Result<(), Exhausted> {
        self.left = self.left.checked_sub(units).ok_or(Exhausted)?;
        self.spent = self.spent.saturating_add(units);
        Ok(())
    }

    /// The units left.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// The units spent so far.
    pub fn spent(&self) -> u64 {
        self.spent
    }

    /// Runs an attempt that may spend at most `units`; what it spent is taken off in any case.
    /// `Ok(None)` says that the attempt ran out, `Err` that this budget has.
    pub fn attempt<T>(
        &mut self,
        units: u64,
        run: impl FnOnce(&mut Budget) -> Result<T, Exhausted>,
    ) -> Result<Option<T>, Exhausted> {
        let mut part = Budget { left: units.min(self.left), spent: 0, ..*self };
        let result = run(&mut part).ok();
        self.spend(part.spent)?;
        if result.is_none() && units >= self.left.saturating_add(part.spent) { Err(Exhausted) } else { Ok(result) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_that_runs_out_leaves_the_rest() {
        let mut budget = Budget::new(100);
        let twice = |b: &mut Budget| b.spend(8).and_then(|()| b.spend(8));
        assert_eq!(budget.attempt(10, twice), Ok(None));
        assert_eq!(budget.left(), 92);
        assert_eq!(budget.attempt(1000, |b| b.spend(200)), Err(Exhausted));
    }

    #[test]
    fn sizes_are_refused_before_anything_is_computed() {
        let mut budget = Budget::new(100).with_sizes(5, 64);
        assert_eq!(
            (budget.allows(5, 64), budget.allows(6, 1), budget.allows(1, 65)),
            (Ok(()), Err(Exhausted), Err(Exhausted))
        );
        assert_eq!(budget.attempt(10, |part| part.allows(6, 1)), Ok(None));
        assert_eq!(budget.left(), 100);
    }
}
