//! Polynomials and factored rational functions over kernels.

mod budget;
mod gcd;
mod heuristic;
mod modular;
mod monomial;
mod poly;
mod product;
#[cfg(test)]
mod samples;

pub use budget::{Budget, Exhausted};
pub use gcd::{gcd, gcd_of};
pub use monomial::Monomial;
pub use poly::Poly;
