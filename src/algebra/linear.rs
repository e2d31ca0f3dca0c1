//! Sparse linear systems over the rationals: which combination of given ones an exponent is.
//!
//! A column is a list of atoms with coefficients. Most have an atom of their own: these are settled
//! without elimination, in time linear in the entries; what is left open is brought to reduced form.

use crate::term::Rational;
use rustc_hash::FxHashMap;
use std::hash::Hash;

/// The coefficients other than 0 of a solution of `Σ xᵢ columnᵢ = target`, if there is one; where there are
/// several, the columns that depend on earlier ones have none.
pub(super) fn solve<A: Eq + Hash>(
    columns: &[&[(A, Rational)]],
    target: &[(A, Rational)],
) -> Option<Vec<(usize, Rational)>> {
    let open = undecided(columns, target)?;
    let mut rows: Vec<(&A, Vec<Rational>)> = Vec::new();
    let n = open.len();
    for (i, column) in open.iter().map(|c| columns[*c]).chain([target]).enumerate() {
        for (atom, c) in column {
            match rows.iter_mut().find(|r| r.0 == atom) {
                Some(row) => row.1[i] = c.clone(),
                None => {
                    let mut row = vec![Rational::ZERO; n + 1];
                    row[i] = c.clone();
                    rows.push((atom, row));
                }
            }
        }
    }
    let mut rows: Vec<Vec<Rational>> = rows.into_iter().map(|r| r.1).collect();
    let pivots = eliminate(&mut rows, n);
    if rows[pivots.len()..].iter().any(|r| !r[n].is_zero()) {
        return None;
    }
    let values = pivots.into_iter().zip(rows).map(|(c, row)| (open[c], row[n].clone()));
    Some(values.filter(|x| !x.1.is_zero()).collect())
}

/// The columns whose coefficient is open: one that alone has an atom which the target has not gets 0.
/// `None` if the target has an atom that no column has.
fn undecided<A: Eq + Hash>(columns: &[&[(A, Rational)]], target: &[(A, Rational)]) -> Option<Vec<usize>> {
    // How many columns have the atom, and the sum of their places: of a last one, its place.
    let mut holders: FxHashMap<&A, (usize, usize)> = FxHashMap::default();
    for (i, column) in columns.iter().enumerate() {
        for (atom, _) in *column {
            let held = holders.entry(atom).or_default();
            *held = (held.0 + 1, held.1 + i);
        }
    }
    for (atom, _) in target {
        // As if two more had it: no column is ever alone in what the target has.
        holders.get_mut(atom)?.0 += 2;
    }
    let mut open = vec![true; columns.len()];
    let mut alone: Vec<usize> = holders.values().filter(|h| h.0 == 1).map(|h| h.1).collect();
    while let Some(i) = alone.pop() {
        if std::mem::replace(&mut open[i], false) {
            for (atom, _) in columns[i] {
                let Some(held) = holders.get_mut(atom) else { continue };
                *held = (held.0 - 1, held.1 - i);
                alone.extend((held.0 == 1).then_some(held.1));
            }
        }
    }
    Some((0..columns.len()).filter(|i| open[*i]).collect())
}

/// Brings rows of `n` coefficients and a right side to reduced form: the columns of the pivots, in order.
fn eliminate(rows: &mut [Vec<Rational>], n: usize) -> Vec<usize> {
    let mut pivots = Vec::new();
    for column in 0..n {
        let done = pivots.len();
        let Some(pivot) = (done..rows.len()).find(|r| !rows[*r][column].is_zero()) else { continue };
        rows.swap(done, pivot);
        let lead = rows[done][column].clone();
        rows[done].iter_mut().for_each(|c| *c = c.checked_div(&lead).unwrap_or(Rational::ZERO));
        let reference = rows[done].clone();
        for (r, row) in rows.iter_mut().enumerate() {
            if r != done && !row[column].is_zero() {
                let factor = row[column].clone();
                row.iter_mut().zip(&reference).for_each(|(c, x)| *c = &*c - &(&factor * x));
            }
        }
        pivots.push(column);
    }
    pivots
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns and target as coefficients of the atoms 0, 1, 2, …
    fn solved(columns: &[&[i64]], target: &[i64]) -> Option<Vec<(usize, Rational)>> {
        let sparse = |dense: &[i64]| -> Vec<(usize, Rational)> {
            let entries = dense.iter().enumerate().filter(|x| *x.1 != 0);
            entries.map(|(atom, c)| (atom, Rational::from(*c))).collect()
        };
        let columns: Vec<_> = columns.iter().map(|c| sparse(c)).collect();
        solve(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>(), &sparse(target))
    }

    #[test]
    fn a_column_alone_in_an_atom_has_no_coefficient() {
        assert_eq!(solved(&[&[1, 1], &[0, 1, 1], &[0, 1]], &[0, 3]), Some(vec![(2, Rational::from(3))]));
        assert_eq!(solved(&[&[1, 1], &[0, 1, 1]], &[0, 1]), None);
        assert_eq!(solved(&[&[1]], &[0, 1]), None);
        assert_eq!(solved(&[], &[]), Some(Vec::new()));
    }

    #[test]
    fn what_depends_on_earlier_columns_has_no_coefficient() {
        assert_eq!(solved(&[&[1], &[2]], &[6]), Some(vec![(0, Rational::from(6))]));
        let halves = Some(vec![(0, Rational::new(1, 2)), (1, Rational::new(-1, 2))]);
        assert_eq!(solved(&[&[1, 1], &[1, -1], &[0, 5]], &[0, 1]), halves);
    }

    #[test]
    fn a_contradiction_has_no_solution() {
        assert_eq!(solved(&[&[1, 1], &[2, 2]], &[1, 2]), None);
    }
}
