//! The whole way of a problem: read, names replaced, differentiated, simplified, replayed.
//!
//! [`Problem`] is what the command line speaks to; [`Expr`] and [`Simplifier`] are its public face.

mod answer;
mod constant;
mod expr;
mod fault;
mod forms;
mod given;
mod limits;
mod matrix;
mod partials;
mod point;
mod problem;
mod proof_file;
mod reading;
pub mod report;
mod simplifier;
mod stage;
mod transplant;
mod verdict;

pub use answer::{Answer, Differentiated, Stage};
pub use expr::Expr;
pub use fault::{Error, Fault, explain, set_limit};
pub use forms::{Best, Form};
pub use limits::{Limit, limits};
pub use matrix::Partials as Matrix;
pub use partials::{Partial, Partials};
pub use point::{Reading, read_point, slope};
pub use problem::{Problem, Settings};
pub use proof_file::{Asked, Refusal, Replayed, replay};
pub use simplifier::{Derivation, Simplified, Simplifier};
pub use verdict::{Difference, Verdict, obstacle, prove_equal};
