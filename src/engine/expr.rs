//! Formulas, as the library's users hold them.

use super::fault::{Error, Fault};
use super::matrix::Partials;
use super::point::{Reading, read_point};
use super::problem::{Problem, Settings};
use super::simplifier::{Simplified, Simplifier};
use super::transplant::transplant;
use crate::render::{Notation, Style, render_shared};
use crate::term::{Arena, TermId};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A formula, or an equation. Cheap to clone and to send to another thread.
///
/// A text is read by [`str::parse`], and [`Display`](fmt::Display) writes one that reads back to
/// the same formula. Nothing is simplified on the way: `2+3` is a sum.
///
/// ```
/// use chainrule::Expr;
/// let loss: Expr = "-(y*log(a) + (1-y)*log(1-a))".parse()?;
/// assert_eq!(loss.variables(), ["a", "y"]);
/// assert_eq!(loss.to_string(), "-(y*log(a) + (1 - y)*log(1 - a))");
/// assert_eq!(loss.to_string().parse::<Expr>()?, loss);
/// # Ok::<(), chainrule::Error>(())
/// ```
#[derive(Clone)]
pub struct Expr {
    arena: Arc<Arena>,
    term: TermId,
}

impl Expr {
    pub(super) fn new(arena: Arc<Arena>, term: TermId) -> Self {
        Expr { arena, term }
    }

    /// The formula in a problem's arena.
    pub(super) fn planted(&self, arena: &mut Arena) -> TermId {
        transplant(&self.arena, &[self.term], arena)[0]
    }

    /// The names of its variables, sorted.
    pub fn variables(&self) -> Vec<String> {
        self.arena.variables(self.term).into_iter().map(|s| self.arena.name(s).to_string()).collect()
    }

    /// Its size as a tree: leaves, binary operators, negations and calls each count one.
    ///
    /// ```
    /// let product: chainrule::Expr = "a*(1 - a)".parse()?;
    /// assert_eq!((product.size(), product.dag_size()), (5, 4));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn size(&self) -> u128 {
        self.arena.tree_size(self.term)
    }

    /// The number of its distinct parts.
    pub fn dag_size(&self) -> usize {
        self.arena.dag_size(self.term)
    }

    /// Writes it in a notation. A formula that is too large as a tree is written with named parts,
    /// one a line, and the formula in these names on the last line.
    ///
    /// ```
    /// use chainrule::{Expr, Notation};
    /// let root: Expr = "3sqrt(a)/b^2".parse()?;
    /// assert_eq!(root.notation(Notation::Ascii), "3*sqrt(a)/b^2");
    /// assert_eq!(root.notation(Notation::Unicode), "3·√a/b²");
    /// assert_eq!(root.notation(Notation::Latex), r"\frac{3\sqrt{a}}{b^{2}}");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn notation(&self, notation: Notation) -> String {
        let shared = render_shared(&self.arena, &[self.term], &Style { notation, ..Style::default() });
        let lets = shared.lets.into_iter().map(|(name, part)| format!("let {name} = {part}\n"));
        lets.chain(shared.results).collect()
    }

    /// The derivative by a variable, simplified. [`Simplifier`] does the same under assumptions.
    ///
    /// # Errors
    /// Where a function has no rule for it, or a limit is passed.
    ///
    /// ```
    /// let cube: chainrule::Expr = "a^3".parse()?;
    /// assert_eq!(cube.diff("a")?.expr().to_string(), "3a^2");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn diff(&self, variable: &str) -> Result<Simplified, Error> {
        Simplifier::new().diff(self, variable)
    }

    /// The derivatives by several variables, simplified; by all that stand in the formula where
    /// none is named.
    ///
    /// # Errors
    /// Where a function has no rule for it, a name is no variable's, or a limit is passed.
    ///
    /// ```
    /// let bowl: chainrule::Expr = "x^2*y + y^3".parse()?;
    /// assert_eq!(bowl.gradient(&[])?.to_string(), "d/dx = 2x*y\nd/dy = x^2 + 3y^2");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn gradient(&self, by: &[&str]) -> Result<Partials, Error> {
        Simplifier::new().gradient(self, by)
    }

    /// The second derivatives by each two of several variables, simplified: the entries on and above
    /// the diagonal that may differ from 0.
    ///
    /// # Errors
    /// As [`Expr::gradient`].
    ///
    /// ```
    /// let bowl: chainrule::Expr = "x^2*y + y^3".parse()?;
    /// assert_eq!(bowl.hessian(&[])?.to_string(), "d2/dx2 = 2y\nd2/dx dy = 2x\nd2/dy2 = 6y");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn hessian(&self, by: &[&str]) -> Result<Partials, Error> {
        Simplifier::new().hessian(self, by)
    }

    /// The formula in its simplest form.
    ///
    /// # Errors
    /// Where a derivative in it has no rule, or a limit is passed.
    ///
    /// ```
    /// let chain: chainrule::Expr = "(-y/a + (1-y)/(1-a))*a*(1-a)".parse()?;
    /// let answer = chain.simplify()?;
    /// assert_eq!(answer.expr().to_string(), "a - y");
    /// assert_eq!(answer.conditions(), ["a != 0", "a != 1"]);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn simplify(&self) -> Result<Simplified, Error> {
        Simplifier::new().simplify(self)
    }

    /// The value at a point that gives every variable a rational number: exact where it is
    /// rational, and otherwise correctly rounded to `digits` places and marked with `~`.
    ///
    /// # Errors
    /// Where the point is not well formed or leaves a variable open, and where there is no value.
    ///
    /// ```
    /// let log: chainrule::Expr = "log(a)".parse()?;
    /// assert_eq!(log.eval_at("a = 2", 5)?, "~0.69315");
    /// assert_eq!(log.eval_at("a = 1", 5)?, "0");
    /// assert_eq!(log.eval_at("a = -1", 5).unwrap_err().code(), "E0110");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn eval_at(&self, point: &str, digits: u32) -> Result<String, Error> {
        let mut problem = Problem::new(&Settings::default())?;
        let term = self.planted(&mut problem.arena);
        let point = read_point(&mut problem, &[point.to_string()])?;
        match problem.at(term, &[], &point, digits)? {
            Reading::Number(text) => Ok(text),
            Reading::Term(_) => Err(Error::new(Fault::Point, "the point leaves a variable open")),
            Reading::Nothing => Err(Error::new(Fault::NoValue, "there is no value at this point")),
        }
    }
}

impl FromStr for Expr {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Simplifier::new().read(text)
    }
}

impl PartialEq for Expr {
    /// Whether both are the same formula, written the same way.
    fn eq(&self, other: &Expr) -> bool {
        if Arc::ptr_eq(&self.arena, &other.arena) {
            return self.term == other.term;
        }
        let mut arena = Arena::new();
        self.planted(&mut arena) == other.planted(&mut arena)
    }
}

impl Eq for Expr {}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.notation(Notation::Text))
    }
}

impl fmt::Debug for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expr({self})")
    }
}
