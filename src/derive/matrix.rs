//! Jacobian and Hessian matrices: rows of gradients, of which only what may differ from 0 is kept.

use super::expand::expand_diffs;
use super::gradient::{Columns, gradient, walk};
use super::template::Templates;
use super::{Raw, Unsupported, merged};
use crate::term::{Arena, Node, Symbol, TermId};

/// An entry of a matrix of derivatives that may differ from 0, or is 0 only under conditions.
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
/// Where there is no entry the derivative is 0 wherever the formula has a value: it does not hold the
/// variable, or only where its derivative is 0. Each row takes one walk over its formula.
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
    let (mut rows, mut entries) = (Rows::new(arena, by), Vec::new());
    for (row, &formula) in formulas.iter().enumerate() {
        let (plain, domain, not_claimed) = expand_diffs(arena, formula)?;
        let lower = Raw { term: plain, domain, not_claimed };
        rows.add(arena, (row, 0), || lower.clone(), plain, &mut entries)?;
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
    let first = gradient(arena, body, by)?;
    let (mut rows, mut entries) = (Rows::new(arena, by), Vec::new());
    for (row, &slope) in first.terms.iter().enumerate() {
        rows.add(arena, (row, row), || first.raw(row), slope, &mut entries)?;
    }
    Ok(entries)
}

/// What all rows of a matrix share.
struct Rows<'a> {
    templates: Templates,
    by: &'a [Symbol],
    columns: Columns,
}

impl<'a> Rows<'a> {
    fn new(arena: &mut Arena, by: &'a [Symbol]) -> Self {
        Rows { templates: Templates::new(arena), by, columns: Columns::new(by) }
    }

    /// The entries of one row from a column on: the derivatives of `formula`, which holds no `diff`,
    /// and whose own conditions are those of `lower`.
    fn add(
        &mut self,
        arena: &mut Arena,
        (row, from): (usize, usize),
        lower: impl FnOnce() -> Raw,
        formula: TermId,
        entries: &mut Vec<Entry>,
    ) -> Result<(), Unsupported> {
        let order = arena.reachable(&[formula]);
        let column = |id: &TermId| match arena.node(*id) {
            Node::Symbol(x) => self.columns.of(x).filter(|column| *column >= from),
            _ => None,
        };
        let mut held: Vec<usize> = order.iter().filter_map(column).collect();
        held.sort_unstable();
        if held.is_empty() {
            return Ok(());
        }
        let here: Vec<Symbol> = held.iter().map(|&column| self.by[column]).collect();
        let found = walk(arena, &mut self.templates, &order, &here)?;
        let lower = lower();
        for (i, &column) in held.iter().enumerate() {
            let mut raw = found.raw(i);
            if !arena.is_zero(raw.term) || !raw.not_claimed.is_empty() {
                raw.domain = merged(lower.domain.clone(), raw.domain);
                raw.not_claimed = merged(lower.not_claimed.clone(), raw.not_claimed);
                entries.push(Entry { row, column, raw });
            }
        }
        Ok(())
    }
}
