//! The one tree: hash-consed terms, exact numbers, the operator table and the function rows.
//!
//! This layer knows what formulas are made of and nothing of what they mean: it neither
//! simplifies nor recurses.

mod arena;
mod crossing;
mod function;
mod limits;
mod node;
mod number;
mod operator;
mod table;
mod traverse;
mod values;

pub use arena::Arena;
pub use crossing::Crossing;
pub use function::{Enclose, Func, Need, Parity, Row};
pub use limits::{Limits, UnknownLimit};
pub use node::{ListId, Node, NumberId, Symbol, TermId, Unknown, UnknownId};
pub use number::Rational;
pub use operator::{Operator, Precedence, Property, Relation};
pub use traverse::Children;
