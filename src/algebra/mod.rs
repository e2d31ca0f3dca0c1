//! Polynomials and factored rational functions over kernels.

mod budget;
mod factor;
mod field;
mod gcd;
mod heuristic;
mod modular;
mod monomial;
mod poly;
mod product;
#[cfg(test)]
mod samples;
mod square;
mod univariate;

pub use budget::{Budget, Exhausted};
pub use factor::{Factors, factor};
pub use gcd::{gcd, gcd_of};
pub use monomial::Monomial;
pub use poly::Poly;
pub use square::{square_root, squarefree};
