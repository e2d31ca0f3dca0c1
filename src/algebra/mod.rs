//! Polynomials and factored rational functions over kernels.

mod angles;
mod apart;
mod budget;
mod content;
pub mod emit;
mod exponents;
mod factor;
mod field;
mod fraction;
mod functions;
mod gcd;
mod heuristic;
mod kernel;
mod layout;
mod linear;
mod modular;
mod monomial;
mod newton;
mod normal;
pub mod order;
mod poly;
mod product;
pub mod regroup;
mod roots;
#[cfg(test)]
mod samples;
pub mod shared;
pub mod spelling;
pub mod spread;
mod square;
pub mod turned;
mod univariate;

pub use apart::Split;
pub use budget::{Budget, Exhausted};
pub use factor::{Factors, factor};
pub use fraction::{Failure, Fraction, Relations, reduce, single};
pub use functions::meaning;
pub use gcd::{gcd, gcd_of};
pub use kernel::{Kernels, Key, Kind, Knowledge};
pub use monomial::Monomial;
pub use normal::Normal;
pub use poly::{Poly, Variables};
pub use roots::{divisor_of_quotients, is_sum_of_quotients};
pub use square::{root_within, squarefree};
