//! Functions whose first arguments differ by whole numbers: relations between them let one stand for others.

use crate::algebra::emit::spell;
use crate::algebra::{Failure, Fraction, Key, Kind, Knowledge, Normal, Poly, single};
use crate::term::{Func, Node, Rational, TermId};

/// The functions of one kind, by how far their first arguments are from the first one's.
pub struct Family {
    function: Func,
    /// The first argument that the others are counted from.
    pub first: Fraction,
    /// The arguments that are the same in all.
    pub others: Vec<Fraction>,
    written: Vec<TermId>,
    /// The distance and the kernel of each.
    pub members: Vec<(i64, u32)>,
}

/// The families of a function with more than one member in the fraction, none further apart than that.
pub fn families<K: Knowledge>(n: &mut Normal<'_, K>, f: &Fraction, function: Func, farthest: i64) -> Vec<Family> {
    let mut out: Vec<Family> = Vec::new();
    if !(0..n.kernels.len() as u32).any(|kernel| call_of(n, kernel, function).is_some()) {
        return out;
    }
    for kernel in f.variables() {
        let Some(term) = call_of(n, kernel, function) else { continue };
        let Some(Key::Call(_, values)) = n.kernels.key(kernel).cloned() else { continue };
        let Some((first, others)) = values.split_first() else { continue };
        let place = |family: &Family| {
            let apart = first.plus(&family.first.negated(), &mut n.kernels).ok()?;
            apart.as_constant().and_then(Rational::to_i64).filter(|_| family.others == others)
        };
        let found = out.iter().map(place).enumerate().find_map(|(i, offset)| Some((i, offset?)));
        match found {
            Some((i, offset)) => out[i].members.push((offset, kernel)),
            None => out.push(Family {
                function,
                first: first.clone(),
                others: others.to_vec(),
                written: n.arena.children(term).skip(1).collect(),
                members: vec![(0, kernel)],
            }),
        }
    }
    out.retain(|family| family.span().is_some_and(|(least, most)| least < most && most - least <= farthest));
    out
}

impl Family {
    /// The least and the greatest distance.
    pub fn span(&self) -> Option<(i64, i64)> {
        let distances = || self.members.iter().map(|m| m.0);
        distances().min().zip(distances().max())
    }

    /// The first argument at a distance.
    pub fn at<K: Knowledge>(&self, n: &mut Normal<'_, K>, distance: i64) -> Result<Fraction, Failure> {
        self.first.plus(&Fraction::constant(Rational::from(distance)), &mut n.kernels)
    }

    /// The function at a distance.
    pub fn member<K: Knowledge>(&self, n: &mut Normal<'_, K>, distance: i64) -> Result<Fraction, Failure> {
        if let Some((_, kernel)) = self.members.iter().find(|m| m.0 == distance) {
            return Ok(Fraction::kernel(*kernel, 1));
        }
        let first = self.at(n, distance)?;
        let written = spell(n, &first);
        let term = match self.written.first() {
            Some(other) => n.arena.call2(self.function, written, *other),
            None => n.arena.call(self.function, written),
        };
        let values = [first].into_iter().chain(self.others.iter().cloned()).collect();
        let kernel = n.kernels.intern(Key::Call(self.function, values), || Kind::Opaque(term));
        Ok(Fraction::kernel(kernel, 1))
    }
}

/// The call of a function that a kernel stands for, if it is one.
fn call_of<K: Knowledge>(n: &Normal<'_, K>, kernel: u32, function: Func) -> Option<TermId> {
    let Kind::Opaque(term) = *n.kernels.kind(kernel) else { return None };
    match n.arena.node(term) {
        Node::Call(f, _) | Node::Call2(f, _, _) if f == function => Some(term),
        _ => None,
    }
}

/// The fraction with a kernel's value in its place; none where a divisor becomes 0.
pub fn substituted<K: Knowledge>(
    n: &mut Normal<'_, K>,
    f: &Fraction,
    kernel: u32,
    value: &Fraction,
) -> Result<Option<Fraction>, Failure> {
    let (above, below) = value.split();
    let above = above.expanded(&mut n.kernels)?.scaled(&value.coefficient);
    let below = below.expanded(&mut n.kernels)?;
    let mut out = Fraction::constant(f.coefficient.clone());
    for (p, e) in &f.factors {
        // A power of the kernel alone keeps the factors of its value.
        if single(p) == Some(kernel) {
            let part = value.pow(*e, &mut n.kernels)?;
            out = out.times(&part, &mut n.kernels)?;
            continue;
        }
        let degree = p.degree(kernel);
        let mut sum = Poly::zero();
        for (power, coefficient) in p.coefficients(kernel) {
            let part = above.pow(power).times(&below.pow(degree - power));
            sum = sum.plus(&coefficient.times(&part));
        }
        if sum.is_zero() {
            return Ok((*e > 0).then(Fraction::zero));
        }
        let part = Fraction::polynomial(&sum).pow(*e, &mut n.kernels)?;
        let divisor = Fraction::polynomial(&below).pow(-e * degree as i32, &mut n.kernels)?;
        out = out.times(&part, &mut n.kernels)?.times(&divisor, &mut n.kernels)?;
    }
    Ok(Some(out))
}
