//! Verdicts: proved, refuted, vacuous or undecided.
//!
//! A claim is refuted at an exact rational point where both sides have values that certainly
//! differ. A value is exact where it is rational, and otherwise an interval whose ends are dyadic
//! numbers rounded outward, by integer arithmetic alone: the same on every platform.

mod arithmetic;
mod bernoulli;
mod bessel;
mod candidate;
mod decimal;
mod dyadic;
mod edges;
mod elementary;
mod fixed;
mod function;
mod gamma;
mod integral;
mod interval;
mod inverse;
mod lambert;
mod point;
mod program;
mod prove;
mod region;
mod sampling;
mod search;
mod special;
mod stability;
mod subjects;
mod value;
mod variable;
mod verdict;
mod why;

pub use decimal::{approximate, decimal, shown};
pub use interval::Interval;
pub use point::Point;
pub use program::{evaluate, holds};
pub use region::Region;
pub use search::{Refutation, SearchBudget, find_point, refute};
pub use stability::{lost_bits, stability_points};
pub use value::Value;
pub use verdict::{Claimed, Finding, Judgement, Obstacle, Side, judge};
pub use why::{Missing, why};
