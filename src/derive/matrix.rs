//! Jacobian and Hessian matrices: rows of gradients, of which only what may differ from 0 is kept.

use super::gradient::gradient;
use super::{Raw, Unsupported, merged};
use crate::term::{Arena, Symbol, TermId};
use rustc_hash::FxHashMap;

/// An entry of a matrix of derivatives that may differ from 0.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The row: a formula's position, or a variable's in a Hessian.
    pub row: usize,
    /// The column: a variable's position.
    pub column: usize,
    /// The derivative, not simplified.
    pub raw: Raw,
}

/// The derivatives of each formula by each variable that stands in it, not simplified, row by row.
/// Where there is no entry the derivative is 0: the formula does not hold the variable, or only
/// where its derivative is 0. Each row takes one walk over its formula.
///
/// # Errors
/// As [`gradient`](super::gradient).
///
/// ```
/// use chainrule::{derive::jacobian, parse::read, term::Arena};
/// let mut arena = Arena::new();
/// let formulas = ["x*y", "exp(y)"].map(|text| read(&mut arena, text));
/// let by = ["x", "y"].map(|name| arena.intern(name));
/// let entries = jacobian(&mut arena, &formulas, &by).unwrap();
/// let places: Vec<_> = entries.iter().map(|e| (e.row, e.column)).collect();
/// assert_eq!(places, [(0, 0), (0, 1), (1, 1)]);
/// ```
pub fn jacobian(arena: &mut Arena, formulas: &[TermId], by: &[Symbol]) -> Result<Vec<Entry>, Unsupported> {
    let columns = columns(by);
    let mut entries = Vec::new();
    for (row, &formula) in formulas.iter().enumerate() {
        entries.extend(self::row(arena, formula, by, &columns, row, 0)?);
    }
    Ok(entries)
}

/// The second derivatives, not simplified: the entries on and above the diagonal, row by row. The
/// matrix is symmetric, so the others need not be computed. A row takes one walk over the first
/// derivative by its variable, and looks only at the variables in it.
///
/// # Errors
/// As [`gradient`](super::gradient).
///
/// ```
/// use chainrule::{derive::hessian, parse::read, term::Arena};
/// let mut arena = Arena::new();
/// let body = read(&mut arena, "x^2*y + z");
/// let by = ["x", "y", "z"].map(|name| arena.intern(name));
/// let entries = hessian(&mut arena, body, &by).unwrap();
/// let wanted = [(0, 0, "2*y"), (0, 1, "2*x")].map(|(row, column, text)| (row, column, read(&mut arena, text)));
/// assert_eq!(entries.iter().map(|e| (e.row, e.column, e.raw.term)).collect::<Vec<_>>(), wanted);
/// ```
pub fn hessian(arena: &mut Arena, body: TermId, by: &[Symbol]) -> Result<Vec<Entry>, Unsupported> {
    let columns = columns(by);
    let first = gradient(arena, body, by)?;
    let mut entries = Vec::new();
    for (row, &slope) in first.terms.iter().enumerate() {
        let mut found = self::row(arena, slope, by, &columns, row, row)?;
        if !found.is_empty() {
            let lower = first.raw(row);
            for entry in &mut found {
                entry.raw.domain = merged(lower.domain.clone(), std::mem::take(&mut entry.raw.domain));
                entry.raw.not_claimed = merged(lower.not_claimed.clone(), std::mem::take(&mut entry.raw.not_claimed));
            }
        }
        entries.extend(found);
    }
    Ok(entries)
}

/// Each variable's position; of one that is named twice, the last.
fn columns(by: &[Symbol]) -> FxHashMap<Symbol, usize> {
    by.iter().enumerate().map(|(column, x)| (*x, column)).collect()
}

/// The entries of one row from a column on.
fn row(
    arena: &mut Arena,
    formula: TermId,
    by: &[Symbol],
    columns: &FxHashMap<Symbol, usize>,
    row: usize,
    from: usize,
) -> Result<Vec<Entry>, Unsupported> {
    let mut held: Vec<usize> =
        arena.variables(formula).iter().filter_map(|x| columns.get(x).copied()).filter(|c| *c >= from).collect();
    held.sort_unstable();
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let here: Vec<Symbol> = held.iter().map(|&column| by[column]).collect();
    let found = gradient(arena, formula, &here)?;
    let differs = |(i, _): &(usize, &usize)| !arena.is_zero(found.terms[*i]);
    let entries = held.iter().enumerate().filter(differs);
    Ok(entries.map(|(i, &column)| Entry { row, column, raw: found.raw(i) }).collect())
}
