//! Data only: the rule page, and what steps and derivations consist of.

mod page;
mod step;

pub use page::{PAGE, Rewrite};
pub use step::{Derivation, DerivativeLine, Reason, Ring, Step};
