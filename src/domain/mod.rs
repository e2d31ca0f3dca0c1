//! Where terms have values: natural domains, what is known on a domain, which conditions follow
//! from which, and the conditions that are printed with an answer.
//!
//! Everything here is three-valued. A *yes* holds at every point of the domain, never just at most
//! of them; what is not certain is unknown.

mod bounds;
mod canonical;
mod cells;
mod choice;
mod constants;
mod facts;
mod frac;
#[cfg(test)]
mod fuzz;
mod holds;
mod interval;
mod invert;
mod kernel;
mod load;
mod natural;
mod nonzero;
mod opposites;
mod polysign;
mod print;
mod radicals;
mod remaining;
mod sign;
mod space;
mod spelled;
mod sturm;
mod table;
mod tangents;
#[cfg(test)]
mod tests;
mod turns;
mod units;

pub use canonical::canonical;
pub use facts::Facts;
pub use natural::{is_spelled_out, jumps, natural};
pub use nonzero::unsaid;
pub use remaining::remaining;
pub use sign::Sign;

/// Whether a condition holds on a domain.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Truth {
    /// At every point.
    Yes,
    /// At no point.
    No,
    /// Not known.
    Unknown,
}

impl Truth {
    /// Yes or no where one of the two is known.
    fn when(yes: bool, no: bool) -> Truth {
        match (yes, no) {
            (true, false) => Truth::Yes,
            (false, true) => Truth::No,
            _ => Truth::Unknown,
        }
    }

    /// Whether a value with the given signs has one of the allowed ones.
    fn of_sets(signs: Sign, allowed: Sign) -> Truth {
        Truth::when(signs.within(allowed), signs.and(allowed).is_none())
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Truth::Yes } else { Truth::No }
    }
}
