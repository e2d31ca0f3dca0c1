//! A derivative while it is put together: a sign, a numerator and a denominator.
//!
//! Keeping the three apart is what makes the raw line look like a textbook's: `y*(1/a)` is
//! written `y/a`, a sign goes to the front, zero terms and unit factors are dropped. Nothing is
//! expanded, collected or cancelled. Each operation adds a bounded number of terms: a walk to the
//! front of a product stops after [`REACH`] factors.

use crate::term::{Arena, Node, Operator, Rational, TermId};

/// How far down a product's left side a sign or a number is carried.
const REACH: usize = 8;

/// `±top/bottom`; in two numbers, which stay in registers where four would not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slope {
    negative: bool,
    /// The numerator, and above it the denominator.
    terms: u64,
}

/// No denominator.
const NONE: u32 = u32::MAX;

impl Slope {
    fn new(negative: bool, top: TermId, bottom: Option<TermId>) -> Self {
        let bottom = bottom.map_or(NONE, |b| b.0);
        Slope { negative, terms: u64::from(bottom) << 32 | u64::from(top.0) }
    }

    fn top(self) -> TermId {
        TermId(self.terms as u32)
    }

    fn bottom(self) -> Option<TermId> {
        Some((self.terms >> 32) as u32).filter(|b| *b != NONE).map(TermId)
    }

    /// The term as it stands.
    pub(super) fn whole(top: TermId) -> Self {
        Slope::new(false, top, None)
    }

    /// The derivative of a constant.
    pub(super) fn zero(arena: &mut Arena) -> Self {
        Slope::whole(arena.literal(Rational::ZERO))
    }

    /// The derivative of the variable.
    pub(super) fn one(arena: &mut Arena) -> Self {
        Slope::whole(arena.literal(Rational::ONE))
    }

    /// A term taken apart into sign, numerator and denominator; a number's fraction stays whole.
    pub(super) fn of(arena: &mut Arena, term: TermId) -> Self {
        let (outer, term) = unsigned(arena, term);
        match arena.node(term) {
            Node::Binary(Operator::Div, top, bottom) if !arena.is_rational(term) => {
                let (inner, top) = unsigned(arena, top);
                Slope::new(outer != inner, top, Some(bottom))
            }
            _ => Slope::new(outer, term, None),
        }
    }

    /// Whether nothing is left.
    pub(super) fn is_zero(self, arena: &Arena) -> bool {
        arena.is_zero(self.top())
    }

    /// The term it stands for.
    pub(super) fn term(self, arena: &mut Arena) -> TermId {
        let size = self.size(arena);
        if self.negative && !self.is_zero(arena) { negated(arena, size) } else { size }
    }

    /// `-self`
    pub(super) fn neg(self) -> Self {
        Slope { negative: !self.negative, ..self }
    }

    /// `self + other`, without zero terms.
    pub(super) fn add(self, arena: &mut Arena, other: Slope) -> Self {
        if self.is_zero(arena) {
            return other;
        }
        if other.is_zero(arena) {
            return self;
        }
        let (first, second) = (self.term(arena), other.size(arena));
        let op = if other.negative { Operator::Sub } else { Operator::Add };
        Slope::whole(arena.binary(op, first, second))
    }

    /// `self*other`, where `self` is the outer and `other` the inner derivative.
    pub(super) fn mul(self, arena: &mut Arena, other: Slope) -> Self {
        if self.is_zero(arena) || other.is_zero(arena) {
            return Slope::zero(arena);
        }
        let bottom = match (other.bottom(), self.bottom()) {
            (Some(a), Some(b)) => Some(product(arena, a, b)),
            (a, b) => a.or(b),
        };
        Slope::new(self.negative != other.negative, product(arena, self.top(), other.top()), bottom)
    }

    /// `self/divisor`
    pub(super) fn div(self, arena: &mut Arena, divisor: TermId) -> Self {
        if self.is_zero(arena) {
            return self;
        }
        let (flip, divisor) = match arena.node(divisor) {
            Node::Neg(a) => (true, a),
            _ => (false, divisor),
        };
        let bottom = match self.bottom() {
            Some(before) => product(arena, before, divisor),
            None => divisor,
        };
        let bottom = Some(bottom).filter(|&b| !arena.is_one(b));
        Slope::new(self.negative != flip, self.top(), bottom)
    }

    /// The term without its sign.
    fn size(self, arena: &mut Arena) -> TermId {
        match self.bottom() {
            Some(bottom) => arena.binary(Operator::Div, self.top(), bottom),
            None => self.top(),
        }
    }
}

/// `a*b` without unit factors and with a number in front.
pub(super) fn product(arena: &mut Arena, a: TermId, b: TermId) -> TermId {
    if arena.is_one(a) {
        return b;
    }
    if arena.is_one(b) {
        return a;
    }
    let (a, b) = if leads_with_number(arena, b) && !leads_with_number(arena, a) { (b, a) } else { (a, b) };
    if arena.is_rational(a) {
        let number = a;
        return at_front(arena, b, |arena, first| Some(arena.binary(Operator::Mul, number, first)))
            .unwrap_or_else(|| arena.binary(Operator::Mul, a, b));
    }
    arena.binary(Operator::Mul, a, b)
}

/// `-term`, the sign in front of the whole product: `-2*x`, `-(1 - y)/(1 - a)`.
fn negated(arena: &mut Arena, term: TermId) -> TermId {
    opposite(arena, term)
}

/// Whether the term has a sign in front, and the term without it.
fn unsigned(arena: &Arena, term: TermId) -> (bool, TermId) {
    match arena.node(term) {
        Node::Neg(a) => (true, a),
        _ => (false, term),
    }
}

fn opposite(arena: &mut Arena, term: TermId) -> TermId {
    match arena.node(term) {
        Node::Neg(a) => a,
        _ => arena.neg(term),
    }
}

/// Whether the first factor is within reach and a number.
fn leads_with_number(arena: &Arena, term: TermId) -> bool {
    let mut first = term;
    for _ in 0..=REACH {
        match arena.node(first) {
            Node::Binary(Operator::Mul, left, _) => first = left,
            Node::Binary(Operator::Div, left, _) if !arena.is_rational(first) => first = left,
            _ => return arena.is_rational(first),
        }
    }
    false
}

/// The term with `change` made to its first factor, or `None` where the first factor is out of
/// reach or `change` declines.
fn at_front(
    arena: &mut Arena,
    term: TermId,
    change: impl FnOnce(&mut Arena, TermId) -> Option<TermId>,
) -> Option<TermId> {
    let (first, path) = front(arena, term)?;
    let mut value = change(arena, first)?;
    for &(op, right) in path.iter().rev() {
        value = arena.binary(op, value, right);
    }
    Some(value)
}

/// The first factor, and the operators and right sides above it, outermost first.
#[allow(clippy::type_complexity)]
fn front(arena: &Arena, term: TermId) -> Option<(TermId, smallvec::SmallVec<[(Operator, TermId); REACH]>)> {
    let (mut first, mut path) = (term, smallvec::SmallVec::new());
    while let Node::Binary(op @ (Operator::Mul | Operator::Div), left, right) = arena.node(first) {
        if arena.is_rational(first) {
            break;
        }
        if path.len() == REACH {
            return None;
        }
        path.push((op, right));
        first = left;
    }
    Some((first, path))
}
