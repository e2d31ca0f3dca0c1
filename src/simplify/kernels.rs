//! The kernels of a fraction, and others put in their place.

use crate::algebra::{Fraction, Key, Kind, Knowledge, Normal, Poly};
use crate::term::{Func, TermId};

/// The fraction with every factor changed; `None` where a factor can't be, or becomes 0.
pub fn replaced(f: &Fraction, mut change: impl FnMut(&Poly) -> Option<Poly>) -> Option<Fraction> {
    let mut out = Fraction::constant(f.coefficient.clone());
    for (p, e) in &f.factors {
        out.push_polynomial(&change(p).filter(|new| !new.is_zero())?, *e);
    }
    Some(out)
}

/// A term that stays in one piece, as a kernel.
pub fn opaque<K: Knowledge>(n: &mut Normal<'_, K>, t: TermId) -> Poly {
    Poly::variable(n.kernels.intern(Key::Term(t), || Kind::Opaque(t)))
}

/// A function's value as a kernel.
pub fn called<K: Knowledge>(n: &mut Normal<'_, K>, f: Func, t: TermId) -> Poly {
    let term = n.arena.call(f, t);
    opaque(n, term)
}

/// `E^d - 1` or `E^d + 1`.
pub fn binomial(p: &Poly, kernel: u32) -> Option<(u32, bool)> {
    let [(m, c), (one, d)] = p.terms() else { return None };
    if !one.is_one() || !c.is_one() || m.0.len() != 1 || m.degree(kernel) == 0 {
        return None;
    }
    (d.abs().is_one()).then(|| (m.degree(kernel), !d.is_negative()))
}
