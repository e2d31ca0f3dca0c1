//! Polynomials and factored rational functions over kernels.

mod poly;

pub use poly::{Monomial, Poly};
