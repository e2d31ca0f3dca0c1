//! The e-graph in which all equal forms meet, and the choice of the best.
