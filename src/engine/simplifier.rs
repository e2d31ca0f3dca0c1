//! The library's way to ask: a builder for the problem, and the answer.

use super::answer::Answer;
use super::expr::Expr;
use super::fault::{Error, set_limit};
use super::problem::{Problem, Settings};
use super::report;
use super::verdict::Verdict;
use crate::render::{Notation, condition};
use crate::term::Arena;
use std::fmt;
use std::sync::Arc;

/// A problem's assumptions, given names and budget; asks as often as you like.
///
/// ```
/// use chainrule::{Expr, Simplifier};
/// let loss: Expr = "-(y*log(a) + (1-y)*log(1-a))".parse()?;
/// let by_score = Simplifier::new().given("a = sigma(z)").in_terms_of(["a", "y"]).diff(&loss, "z")?;
/// assert_eq!(by_score.expr().to_string(), "a - y");
/// # Ok::<(), chainrule::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Simplifier {
    pub(super) settings: Settings,
    pub(super) raw: bool,
}

impl Default for Simplifier {
    fn default() -> Self {
        Self::new()
    }
}

impl Simplifier {
    /// No assumptions, no names, the default budget.
    pub fn new() -> Self {
        Simplifier { settings: Settings { unfold: true, ..Settings::default() }, raw: false }
    }

    /// Assumes a condition, such as `0 < a < 1` or `n integer`. It is read when something is asked.
    ///
    /// ```
    /// use chainrule::{Expr, Simplifier};
    /// let root: Expr = "sqrt(x^2)".parse()?;
    /// assert_eq!(Simplifier::new().simplify(&root)?.expr().to_string(), "abs(x)");
    /// assert_eq!(Simplifier::new().assume("x > 0").simplify(&root)?.expr().to_string(), "x");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    #[must_use]
    pub fn assume(mut self, condition: &str) -> Self {
        self.settings.assume.push(condition.to_string());
        self
    }

    /// Gives a name or a function a meaning: `a = sigma(z)`, `f(a) = a^2`.
    ///
    /// ```
    /// use chainrule::{Expr, Simplifier};
    /// let call: Expr = "f(x + 1)".parse()?;
    /// let square = Simplifier::new().given("f(a) = a^2");
    /// assert_eq!(square.diff(&call, "x")?.expr().to_string(), "2*(x + 1)");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    #[must_use]
    pub fn given(mut self, definition: &str) -> Self {
        self.settings.given.push(definition.to_string());
        self
    }

    /// Names the variables the answer should use, where it can be expressed in them.
    #[must_use]
    pub fn in_terms_of<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.settings.wanted.extend(names.into_iter().map(Into::into));
        self
    }

    /// Declares a name as that of an unknown function, besides `f`, `g` and `h`.
    ///
    /// ```
    /// use chainrule::Simplifier;
    /// let ask = Simplifier::new().function("u");
    /// let product = ask.read("x*u(x)")?;
    /// assert_eq!(ask.diff(&product, "x")?.expr().to_string(), "u(x) + x*u'(x)");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    #[must_use]
    pub fn function(mut self, name: &str) -> Self {
        self.settings.functions.push(name.to_string());
        self
    }

    /// Leaves the derivatives of gradients, Jacobian and Hessian matrices as they are before
    /// simplification, with the parts that they share.
    #[must_use]
    pub fn raw(mut self) -> Self {
        self.raw = true;
        self
    }

    /// Gives answers with few steps: those of a differentiation are left out, and those of a
    /// simplification not unfolded into what a person writes. The answer is checked all the same.
    ///
    /// ```
    /// use chainrule::{Expr, Simplifier};
    /// let loss: Expr = "-(y*log(a) + (1 - y)*log(1 - a))".parse()?;
    /// let answer = Simplifier::new().brief().diff(&loss, "a")?;
    /// assert_eq!(answer.expr(), Simplifier::new().diff(&loss, "a")?.expr());
    /// assert!(answer.checked());
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    #[must_use]
    pub fn brief(mut self) -> Self {
        self.settings.unfold = false;
        self
    }

    /// Sets the work a simplification may take, in units; usually a million. Work is counted, so
    /// that the same budget gives the same answer everywhere. Where it ends the search, the best
    /// form so far is given, and the answer says so.
    ///
    /// ```
    /// use chainrule::{Expr, Simplifier};
    /// let sum: Expr = "x + x + x + x + x + x".parse()?;
    /// assert!(Simplifier::new().budget(3).simplify(&sum)?.stopped());
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    #[must_use]
    pub fn budget(mut self, units: u64) -> Self {
        self.settings.limits.work = units;
        self
    }

    /// Sets one of the [`limits`](crate::limits) by its word.
    ///
    /// # Errors
    /// Where there is no such limit.
    ///
    /// ```
    /// use chainrule::Simplifier;
    /// let flat = Simplifier::new().limit("depth", 2)?;
    /// assert_eq!(flat.read("((((x))))").unwrap_err().code(), "E0009");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn limit(mut self, word: &str, value: u64) -> Result<Self, Error> {
        set_limit(&mut self.settings.limits, word, value)?;
        Ok(self)
    }

    /// Reads a formula in which declared and defined functions may be called.
    ///
    /// # Errors
    /// Where the text, a definition or an assumption cannot be read.
    pub fn read(&self, text: &str) -> Result<Expr, Error> {
        let mut problem = Problem::new(&self.settings)?;
        let term = problem.read_any(text)?;
        Ok(Expr::new(Arc::new(problem.arena), term))
    }

    /// Simplifies a formula.
    ///
    /// # Errors
    /// Where a definition or an assumption cannot be read, a derivative in the formula has no rule,
    /// or a limit is passed.
    pub fn simplify(&self, formula: &Expr) -> Result<Simplified, Error> {
        let mut problem = Problem::new(&self.settings)?;
        let term = formula.planted(&mut problem.arena);
        let answer = problem.simplify(term)?;
        Ok(Simplified { arena: Arc::new(problem.arena), answer: Arc::new(answer) })
    }

    /// The derivative by a variable, simplified.
    ///
    /// # Errors
    /// As [`Simplifier::simplify`].
    pub fn diff(&self, formula: &Expr, variable: &str) -> Result<Simplified, Error> {
        self.diff_n(formula, variable, 1)
    }

    /// The derivative of an order from 1 to 100, simplified after each differentiation.
    ///
    /// # Errors
    /// As [`Simplifier::simplify`], and for any other order.
    ///
    /// ```
    /// use chainrule::{Expr, Simplifier};
    /// let bell: Expr = "exp(-x^2/2)".parse()?;
    /// let second = Simplifier::new().diff_n(&bell, "x", 2)?;
    /// assert_eq!(second.expr().to_string(), "exp(-x^2/2)*(x^2 - 1)");
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn diff_n(&self, formula: &Expr, variable: &str, order: u32) -> Result<Simplified, Error> {
        let mut problem = Problem::new(&self.settings)?;
        let term = formula.planted(&mut problem.arena);
        let x = problem.variable(variable)?;
        let answer = problem.diff(term, x, order)?;
        Ok(Simplified { arena: Arc::new(problem.arena), answer: Arc::new(answer) })
    }

    /// The verdict on the claim that two formulas agree wherever both have a value.
    ///
    /// # Errors
    /// As [`Simplifier::simplify`].
    pub fn prove_equal(&self, lhs: &Expr, rhs: &Expr) -> Result<Verdict, Error> {
        let mut problem = Problem::new(&self.settings)?;
        let (lhs, rhs) = (lhs.planted(&mut problem.arena), rhs.planted(&mut problem.arena));
        let found = problem.equal(lhs, rhs)?;
        Ok(Verdict::new(problem.arena, found))
    }
}

/// An answer with its conditions and its derivation.
///
/// It has a value wherever the formula has one and the assumptions hold, and the same one. Where
/// the conditions hold besides, the formula has a value wherever the answer has one.
#[derive(Clone, Debug)]
pub struct Simplified {
    arena: Arc<Arena>,
    answer: Arc<Answer>,
}

impl Simplified {
    pub(super) fn new(arena: Arc<Arena>, answer: Arc<Answer>) -> Self {
        Simplified { arena, answer }
    }

    /// The answer. Where [`Simplified::is_empty`] says so it stands for nothing.
    pub fn expr(&self) -> Expr {
        Expr::new(self.arena.clone(), self.answer.term)
    }

    /// The part of the formula's domain that the answer's own domain does not say already.
    pub fn conditions(&self) -> Vec<String> {
        self.answer.conditions.iter().map(|c| condition(&self.arena, *c, Notation::Text)).collect()
    }

    /// Whether the formula has no value anywhere.
    ///
    /// ```
    /// let nothing: chainrule::Expr = "1/(x - x)".parse()?;
    /// assert!(nothing.simplify()?.is_empty());
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.answer.empty()
    }

    /// Whether the checker has replayed every step, and found the conditions right.
    pub fn checked(&self) -> bool {
        self.answer.checked()
    }

    /// Whether a budget ended the search before its end.
    pub fn stopped(&self) -> bool {
        self.answer.stopped()
    }

    /// Remarks, such as that the answer could not be expressed in the wanted names.
    pub fn notes(&self) -> &[String] {
        &self.answer.notes
    }

    /// How the answer was reached: displays as named steps that a person can follow.
    ///
    /// ```
    /// let square: chainrule::Expr = "x/x".parse()?;
    /// assert_eq!(square.simplify()?.derivation().lines(), [
    ///     "  x/x",
    ///     "= 1                                     cancel x   (x != 0)",
    /// ]);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn derivation(&self) -> Derivation {
        Derivation { arena: self.arena.clone(), answer: self.answer.clone() }
    }
}

/// The way from a formula to its answer.
#[derive(Clone, Debug)]
pub struct Derivation {
    arena: Arc<Arena>,
    answer: Arc<Answer>,
}

impl Derivation {
    /// The number of steps after the differentiations.
    pub fn len(&self) -> usize {
        self.answer.stages.iter().map(|s| s.derivation.steps.len()).sum()
    }

    /// Whether the formula was its own answer.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its lines: for each differentiation the rule at each step, then each step with its word.
    pub fn lines(&self) -> Vec<String> {
        let mut arena = Arena::clone(&self.arena);
        self.answer.stages.iter().flat_map(|s| report::stage(&mut arena, s, Notation::Text)).collect()
    }
}

impl fmt::Display for Derivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines().join("\n"))
    }
}
