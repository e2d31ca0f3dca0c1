//! The whole way of a problem: read, names replaced, differentiated, simplified, replayed.

mod answer;
mod fault;
mod given;
mod limits;
mod point;
mod problem;
pub mod report;
mod stage;

pub use answer::{Answer, Differentiated, Stage};
pub use fault::{Error, Fault, explain};
pub use limits::{LINE, Limit, limits};
pub use point::{Reading, read_point, slope};
pub use problem::{Problem, Settings};
