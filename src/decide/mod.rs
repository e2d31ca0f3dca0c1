//! Verdicts: proved, refuted, vacuous or undecided.
