//! Kernels: the parts of a formula that field arithmetic doesn't look into.

use super::fraction::Relations;
use super::{Budget, Fraction, Poly};
use crate::term::{Rational, TermId};
use rustc_hash::FxHashMap;

/// What is known of a term at every point of the domain; unknown is answered with `false`.
pub trait Knowledge {
    /// Whether the term is above zero.
    fn positive(&mut self, arena: &mut crate::term::Arena, term: TermId) -> bool;
    /// Whether the term is not below zero.
    fn nonnegative(&mut self, arena: &mut crate::term::Arena, term: TermId) -> bool;
    /// Whether the term is not zero.
    fn nonzero(&mut self, arena: &mut crate::term::Arena, term: TermId) -> bool;
}

/// What a kernel is, and how its powers are written.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A variable, the circle's constant, or a function nothing else is known of.
    Opaque(TermId),
    /// `exp(exponent/lattice)`; where `power` is given, `base^(exponent/lattice)` with another exponent.
    Exp {
        /// The exponent as it is written.
        exponent: TermId,
        /// The part of the exponent that makes one kernel.
        lattice: i64,
        /// The base and exponent, where it is written as a power of a positive base.
        power: Option<(TermId, TermId)>,
    },
    /// `base^exponent` with a base not known to be positive.
    Power {
        /// The base.
        base: TermId,
        /// The base as a fraction.
        value: Fraction,
        /// The exponent, without its whole part.
        exponent: TermId,
    },
    /// The root of the given index.
    Root {
        /// What the root is taken of.
        radicand: Fraction,
        /// The radicand as it is written.
        base: TermId,
        /// The index, at least 2.
        index: u32,
    },
    /// `sin(angle/lattice)`; the cosine is the next kernel.
    Sin {
        /// The angle as it is written.
        angle: TermId,
        /// The part of the angle that makes one kernel.
        lattice: i64,
    },
    /// `cos(angle/lattice)`; the sine is the kernel before.
    Cos {
        /// The angle as it is written.
        angle: TermId,
        /// The part of the angle that makes one kernel.
        lattice: i64,
    },
    /// `abs(argument)`
    Abs {
        /// The argument.
        argument: Fraction,
        /// The argument as it is written.
        inner: TermId,
    },
}

/// The kernels of one formula, numbered in the order they were met.
#[derive(Clone, Debug)]
pub struct Kernels {
    kinds: Vec<Kind>,
    ids: FxHashMap<Key, u32>,
    /// The work units left.
    pub work: Budget,
}

/// What identifies a kernel.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Key {
    /// An opaque term.
    Term(TermId),
    /// A direction in the space of exponents.
    Exponent(usize),
    /// A power of a base not known to be positive.
    Power(Fraction, TermId),
    /// A root.
    Root(Fraction, u32),
    /// The sine of an angle.
    Sin(Fraction),
    /// The cosine of an angle.
    Cos(Fraction),
    /// An absolute value.
    Abs(Fraction),
    /// A function of arguments.
    Call(crate::term::Func, Vec<Fraction>),
}

impl Kernels {
    /// No kernels, and a budget of work.
    pub fn new(work: Budget) -> Self {
        Kernels { kinds: Vec::new(), ids: FxHashMap::default(), work }
    }

    /// Forgets the kernels but not the work done.
    pub fn clear(&mut self) {
        self.kinds.clear();
        self.ids.clear();
    }

    /// What a kernel is.
    pub fn kind(&self, kernel: u32) -> &Kind {
        &self.kinds[kernel as usize]
    }

    /// What identifies a kernel; linear in the kernels.
    pub fn key(&self, kernel: u32) -> Option<&Key> {
        self.ids.iter().find(|x| *x.1 == kernel).map(|x| x.0)
    }

    /// The number of kernels.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether there is no kernel yet.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// The kernel of that key, if it was met.
    pub fn find(&self, key: &Key) -> Option<u32> {
        self.ids.get(key).copied()
    }

    /// The kernel of that key, made on first use.
    pub fn intern(&mut self, key: Key, kind: impl FnOnce() -> Kind) -> u32 {
        if let Some(&id) = self.ids.get(&key) {
            return id;
        }
        let id = self.kinds.len() as u32;
        self.kinds.push(kind());
        self.ids.insert(key, id);
        id
    }
}

impl Relations for Kernels {
    fn relation(&self, kernel: u32) -> Option<(u32, Fraction)> {
        match self.kind(kernel) {
            Kind::Root { radicand, index, .. } => Some((*index, radicand.clone())),
            Kind::Sin { .. } => {
                let cosine = Poly::variable(kernel + 1);
                let square = Poly::constant(Rational::ONE).minus(&cosine.times(&cosine));
                Some((2, Fraction::polynomial(&square)))
            }
            Kind::Abs { argument, .. } => {
                let mut square = argument.clone();
                square.coefficient = &square.coefficient * &square.coefficient;
                square.factors.iter_mut().for_each(|f| f.1 *= 2);
                Some((2, square))
            }
            _ => None,
        }
    }

    fn relation_in_products(&self, kernel: u32) -> bool {
        !matches!(self.kind(kernel), Kind::Sin { .. })
    }

    fn budget(&mut self) -> &mut Budget {
        &mut self.work
    }
}
