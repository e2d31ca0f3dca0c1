//! Polynomials and factored rational functions over kernels.

mod budget;
pub mod emit;
mod factor;
mod field;
mod fraction;
mod gcd;
mod heuristic;
mod kernel;
mod modular;
mod monomial;
mod normal;
mod poly;
mod product;
#[cfg(test)]
mod samples;
mod square;
mod univariate;

pub use budget::{Budget, Exhausted};
pub use factor::{Factors, factor};
pub use fraction::{Failure, Fraction, Relations, order, reduce, single};
pub use gcd::{gcd, gcd_of};
pub use kernel::{Ignorance, Kernels, Key, Kind, Knowledge};
pub use monomial::Monomial;
pub use normal::{Normal, meaning};
pub use poly::Poly;
pub use square::{square_root, squarefree};
