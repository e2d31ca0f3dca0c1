//! Verdicts: proved, refuted, vacuous or undecided.

mod dyadic;
mod elementary;
mod fixed;
mod interval;
