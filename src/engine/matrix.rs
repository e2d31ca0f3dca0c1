//! Gradients and matrices of derivatives, as the library's users hold them.

use super::answer::Answer;
use super::expr::Expr;
use super::fault::Error;
use super::partials;
use super::problem::Problem;
use super::simplifier::{Simplified, Simplifier};
use crate::render::{Notation, Style, condition, render_shared};
use crate::term::{Arena, Symbol, TermId};
use std::fmt;
use std::sync::Arc;

/// Derivatives by several variables, from [`Simplifier::gradient`](crate::Simplifier::gradient) and
/// the like. They share what they have in common. Displays with a name for each shared part.
#[derive(Clone, Debug)]
pub struct Partials {
    arena: Arc<Arena>,
    found: Arc<partials::Partials>,
    rows: usize,
    symmetric: bool,
}

impl Partials {
    pub(super) fn new(arena: Arc<Arena>, found: partials::Partials, rows: usize) -> Self {
        Partials { arena, found: Arc::new(found), rows, symmetric: false }
    }

    /// The same entries as the upper half of a symmetric matrix.
    pub(super) fn symmetric(self) -> Self {
        Partials { rows: self.found.by.len(), symmetric: true, ..self }
    }

    /// The variables: one for each column.
    pub fn variables(&self) -> Vec<&str> {
        self.found.by.iter().map(|x| self.arena.name(*x)).collect()
    }

    /// The number of rows: formulas, or of a Hessian variables.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The entries, row by row, each with its row and column. A gradient has all; of a matrix those
    /// are left out that are 0 for certain, and of a Hessian those below the diagonal.
    pub fn entries(&self) -> impl Iterator<Item = (usize, usize, Simplified)> + '_ {
        let simplified = |answer: &Arc<Answer>| Simplified::new(self.arena.clone(), answer.clone());
        self.found.entries.iter().map(move |e| (e.row, e.column, simplified(&e.answer)))
    }

    /// One entry; `None` where it is 0 for certain, or out of range.
    pub fn get(&self, row: usize, column: usize) -> Option<Simplified> {
        let (row, column) = if self.symmetric && row > column { (column, row) } else { (row, column) };
        let at = self.found.entries.binary_search_by_key(&(row, column), |e| (e.row, e.column)).ok()?;
        Some(Simplified::new(self.arena.clone(), self.found.entries[at].answer.clone()))
    }

    /// Conditions that bind for all entries together, besides each one's own: where the formula is so
    /// large that they are not told for each.
    pub fn conditions(&self) -> Vec<String> {
        self.found.common.iter().map(|c| condition(&self.arena, *c, Notation::Text)).collect()
    }

    /// Remarks, such as that the derivatives were left raw.
    pub fn notes(&self) -> &[String] {
        &self.found.notes
    }

    /// Writes all entries in a notation, one a line, after the parts that have names.
    pub fn notation(&self, notation: Notation) -> String {
        let terms: Vec<TermId> = self.found.entries.iter().map(|e| e.answer.term).collect();
        let shown = render_shared(&self.arena, &terms, &Style { notation, force_let: true, ..Style::default() });
        let mut lines: Vec<String> = shown.lets.iter().map(|(name, part)| format!("let {name} = {part}")).collect();
        let name = |x: Symbol| self.arena.name(x);
        for (entry, text) in self.found.entries.iter().zip(&shown.results) {
            let x = name(self.found.by[entry.column]);
            lines.push(match (self.symmetric, self.rows) {
                (true, _) if entry.row == entry.column => format!("d2/d{x}2 = {text}"),
                (true, _) => format!("d2/d{} d{x} = {text}", name(self.found.by[entry.row])),
                (false, 1) => format!("d/d{x} = {text}"),
                (false, _) => format!("[{}] d/d{x} = {text}", entry.row + 1),
            });
        }
        lines.join("\n")
    }
}

impl Simplifier {
    /// The derivatives by several variables, each simplified like that of [`Simplifier::diff`]; by
    /// all that stand in the formula, sorted, where none is named. Those of a large formula are left
    /// raw; then they take one walk over it, whatever the number of variables.
    ///
    /// # Errors
    /// As [`Simplifier::simplify`], and where no variable can be found or a name is none.
    ///
    /// ```
    /// use chainrule::{Expr, Simplifier};
    /// let neuron: Expr = "sigma(w*x + b)".parse()?;
    /// let found = Simplifier::new().raw().gradient(&neuron, &["w", "b"])?;
    /// let sharing = found.to_string();
    /// assert!(sharing.starts_with("let t1 = sigmoid(w*x + b)\n"), "{sharing}");
    /// assert!(sharing.ends_with("d/dw = t2*x\nd/db = t2"), "{sharing}");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn gradient(&self, formula: &Expr, by: &[&str]) -> Result<Partials, Error> {
        self.partials(std::slice::from_ref(formula), by, |problem, terms, by, raw| problem.gradient(terms[0], by, raw))
    }

    /// The derivatives of several formulas by several variables: the entries that may differ from 0.
    ///
    /// # Errors
    /// As [`Simplifier::gradient`]; without a formula there is no variable.
    ///
    /// ```
    /// use chainrule::{Expr, Simplifier};
    /// let polar: [Expr; 2] = ["r*cos(t)".parse()?, "r*sin(t)".parse()?];
    /// let found = Simplifier::new().jacobian(&polar, &["r", "t"])?;
    /// assert_eq!(found.get(1, 1).unwrap().expr().to_string(), "r*cos(t)");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn jacobian(&self, formulas: &[Expr], by: &[&str]) -> Result<Partials, Error> {
        self.partials(formulas, by, |problem, terms, by, raw| problem.jacobian(terms, by, raw))
    }

    /// The second derivatives by each two of several variables: the entries on and above the
    /// diagonal that may differ from 0. The matrix is symmetric.
    ///
    /// # Errors
    /// As [`Simplifier::gradient`], and by given names.
    ///
    /// ```
    /// use chainrule::{Expr, Simplifier};
    /// let valley: Expr = "(1 - x)^2 + 100*(y - x^2)^2 + z".parse()?;
    /// let found = Simplifier::new().hessian(&valley, &[])?;
    /// assert_eq!(found.variables(), ["x", "y", "z"]);
    /// assert_eq!(found.get(0, 1).unwrap().expr().to_string(), "-400x");
    /// assert_eq!(found.get(1, 0).unwrap().expr().to_string(), "-400x");
    /// assert!(found.get(0, 2).is_none());
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn hessian(&self, formula: &Expr, by: &[&str]) -> Result<Partials, Error> {
        let ask = |problem: &mut Problem, terms: &[TermId], by: &[Symbol], raw| problem.hessian(terms[0], by, raw);
        self.partials(std::slice::from_ref(formula), by, ask).map(Partials::symmetric)
    }

    fn partials(
        &self,
        formulas: &[Expr],
        by: &[&str],
        ask: impl FnOnce(&mut Problem, &[TermId], &[Symbol], bool) -> Result<partials::Partials, Error>,
    ) -> Result<Partials, Error> {
        let mut problem = Problem::new(&self.settings)?;
        let terms: Vec<TermId> = formulas.iter().map(|f| f.planted(&mut problem.arena)).collect();
        let named: Vec<String> = by.iter().map(|name| name.to_string()).collect();
        let by = problem.by_each(&terms, &named)?;
        let found = ask(&mut problem, &terms, &by, self.raw)?;
        Ok(Partials::new(Arc::new(problem.arena), found, formulas.len()))
    }
}

impl fmt::Display for Partials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.notation(Notation::Text))
    }
}
