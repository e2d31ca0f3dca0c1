//! Differentiation: the textbook's raw line, the rule at each step and the conditions.
//!
//! Each distinct sub-term is differentiated once, arguments first, so time and the derivative's
//! size as a DAG are linear in the formula's size as a DAG. The chain rule is written once
//! ([`rule`]); the outer derivatives are the texts in the function rows. Nothing is simplified:
//! only zero terms, unit factors and signs are kept as a textbook keeps them ([`slope`]).
//! The conditions list where the rules hold ([`conditions`]), each under the conditions of the
//! branches it stands in ([`scope`]).

mod branches;
mod conditions;
mod dependent;
mod expand;
mod gradient;
mod holders;
mod lines;
mod matrix;
mod natural;
#[cfg(test)]
mod numeric_tests;
mod outer;
mod reverse;
mod rule;
mod scope;
mod slope;
mod template;
#[cfg(test)]
mod tests;

pub use expand::{Expanded, expand_diffs};
pub use gradient::{Gradient, gradient};
pub use lines::lines;
pub use matrix::{Entry, hessian, jacobian};

use crate::term::{Arena, Func, Symbol, TermId};
use rule::{Room, Rules};
use rustc_hash::FxHashSet;
use std::fmt;

/// A derivative before simplification, with the conditions under which it is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Raw {
    /// The textbook's raw line.
    pub term: TermId,
    /// The conditions of the derivative's domain, as relations and properties, besides those of
    /// the raw term itself: the natural domain of what was differentiated, and `not_claimed`.
    pub domain: Vec<TermId>,
    /// The conditions among them that only a rule needs, such as `u != 0` for `abs(u)`. Where one
    /// fails nothing is claimed: there may be a derivative or none.
    pub not_claimed: Vec<TermId>,
}

/// Why a formula has no derivative here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unsupported {
    /// The function's derivative by the argument of that position, counted from 0, has no rule.
    NoRule {
        /// The function.
        function: Func,
        /// The argument's position.
        argument: usize,
    },
    /// A condition or an equation stands where a value is differentiated.
    NotAValue,
    /// Carrying out the `diff`s of a formula visits or adds more than that many terms.
    TooLarge {
        /// The limit on new terms.
        limit: usize,
    },
    /// A `diff` has a higher order than the limit.
    Order {
        /// The order asked for.
        order: u32,
        /// The highest order allowed.
        limit: u32,
    },
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Unsupported::NoRule { function, argument } => {
                let (name, position) = (function.name(), argument + 1);
                write!(f, "there is no rule for the derivative of {name} by its argument {position}")
            }
            Unsupported::NotAValue => write!(f, "a condition or an equation has no derivative"),
            Unsupported::TooLarge { limit } => {
                write!(f, "the derivative takes more than {limit} terms before it is simplified")
            }
            Unsupported::Order { order, limit } => write!(f, "order {order} is above the limit of {limit}"),
        }
    }
}

impl std::error::Error for Unsupported {}

/// The derivative of `body` by `x`, not simplified. `diff`s inside `body` are carried out first.
/// Linear in the number of distinct sub-terms.
///
/// # Errors
/// Where a function's derivative by an argument that depends on `x` has no rule, where `body` is
/// a condition, and where a `diff` inside passes a limit.
///
/// ```
/// use chainrule::{derive::differentiate, parse::read, term::Arena};
/// let mut arena = Arena::new();
/// let (body, x) = (read(&mut arena, "x*log(x)"), arena.intern("x"));
/// let raw = differentiate(&mut arena, body, x).unwrap();
/// assert_eq!(raw.term, read(&mut arena, "log(x) + x/x"));
/// assert_eq!(raw.domain, [read(&mut arena, "x > 0")]);
/// ```
pub fn differentiate(arena: &mut Arena, body: TermId, x: Symbol) -> Result<Raw, Unsupported> {
    let (body, domain, not_claimed) = expand_diffs(arena, body)?;
    let mut raw = differentiate_once(arena, body, x, Room::FREE)?;
    raw.domain = merged(domain, raw.domain);
    raw.not_claimed = merged(not_claimed, raw.not_claimed);
    Ok(raw)
}

/// The derivative of a term without `diff`.
fn differentiate_once(arena: &mut Arena, body: TermId, x: Symbol, room: Room) -> Result<Raw, Unsupported> {
    let mut rules = Rules::new(arena, body, x);
    rules.run(room)?;
    let term = rules.derivative(body)?;
    let Rules { arena, mut templates, dependent, order, .. } = rules;
    let depends = |id: TermId| dependent.contains(id);
    let candidates = conditions::candidates(arena, &mut templates, body, &order, &depends);
    let found = conditions::chosen(&candidates, depends);
    Ok(Raw { term, domain: found.domain, not_claimed: found.not_claimed })
}

/// Both lists without repetitions, in order.
fn merged(first: Vec<TermId>, second: Vec<TermId>) -> Vec<TermId> {
    if first.is_empty() && second.len() < 2 {
        return second;
    }
    let mut seen = FxHashSet::default();
    first.into_iter().chain(second).filter(|c| seen.insert(*c)).collect()
}
