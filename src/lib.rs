//! Differentiates formulas symbolically and simplifies the result with an e-graph.
#![forbid(unsafe_code)]

#[doc(hidden)]
pub mod algebra;
#[doc(hidden)]
pub mod decide;
#[doc(hidden)]
pub mod derive;
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

pub use engine::{Error, Limit, explain, limits};
