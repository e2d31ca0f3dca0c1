//! One layout for every notation.
