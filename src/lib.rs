//! Differentiates formulas symbolically and simplifies the result with an e-graph. Every answer
//! comes with the conditions under which it is true and a derivation that a separate checker has
//! replayed.
//!
//! The whole way: a formula is read, differentiated, simplified and checked.
//!
//! ```
//! use chainrule::{Expr, Notation, Simplifier, prove_equal};
//!
//! // The loss of a neuron with output a, where the label is y.
//! let loss: Expr = "-(y*log(a) + (1-y)*log(1-a))".parse()?;
//! let slope = loss.diff("a")?;
//! assert_eq!(slope.expr().to_string(), "(a - y)/(a*(1 - a))");
//! assert_eq!(slope.conditions(), ["a > 0", "a < 1"]);
//! assert!(slope.checked());
//!
//! // The output is a sigmoid of the score z: a name the answer may use.
//! let neuron = Simplifier::new().given("a = sigma(z)").in_terms_of(["a", "y"]);
//! let by_score = neuron.diff(&loss, "z")?;
//! assert_eq!(by_score.expr().notation(Notation::Latex), "a - y");
//!
//! // The chain rule by hand comes to the same.
//! let by_hand: Expr = "(-y/a + (1-y)/(1-a))*a*(1-a)".parse()?;
//! assert!(prove_equal(&by_hand, &by_score.expr())?.is_proved());
//! # Ok::<(), chainrule::Error>(())
//! ```
//!
//! A derivation displays as named steps, one a line, and has no times, counts or paths in it. To
//! hold one in your own tests, give it to [insta](https://insta.rs):
//!
//! ```
//! # fn main() -> Result<(), chainrule::Error> {
//! let answer = "(-y/a + (1-y)/(1-a))*a*(1-a)".parse::<chainrule::Expr>()?.simplify()?;
//! insta::assert_snapshot!(answer.derivation(), @r"
//!   (-y/a + (1 - y)/(1 - a))*a*(1 - a)
//! = -y*a*(1 - a)/a + (1 - y)*a*(1 - a)/(1 - a)   distribute over the sum
//! = -y*(1 - a) + (1 - y)*a                cancel a and 1 - a   (a != 0, a != 1)
//! = a*y - y - a*y + a                     expand
//! = a - y                                 collect
//! ");
//! # Ok(())
//! # }
//! ```
//!
//! Variables are real, numbers are exact, and a formula has a value where every part of it has
//! one. What is meant by *equal*, *simplify* and *conditions* stands in the README.
#![forbid(unsafe_code)]

#[doc(hidden)]
pub mod algebra;
#[doc(hidden)]
pub mod decide;
#[doc(hidden)]
pub mod derive;
pub mod document;
#[doc(hidden)]
pub mod domain;
#[doc(hidden)]
pub mod engine;
#[doc(hidden)]
pub mod parse;
#[doc(hidden)]
pub mod proof;
#[doc(hidden)]
pub mod render;
#[doc(hidden)]
pub mod rules;
#[doc(hidden)]
pub mod simplify;
#[doc(hidden)]
pub mod term;

pub use engine::Matrix as Partials;
pub use engine::{
    Derivation, Difference, Error, Expr, Limit, Simplified, Simplifier, Verdict, explain, limits, prove_equal,
};
pub use render::Notation;
