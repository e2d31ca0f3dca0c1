//! Differentiation: the textbook's raw line and the rule at each step.
