//! Which sub-terms hold a variable.

use crate::term::{Arena, Node, Symbol, TermId};

/// The sub-terms of a term that hold one of some variables: a bit each, and how many come before
/// each word of bits, so that what is kept of them stands in one list.
pub(super) struct Dependent {
    bits: Vec<u64>,
    before: Vec<u32>,
    count: usize,
}

impl Dependent {
    /// The sub-terms in which one of the variables stands, given all sub-terms, ascending.
    pub(super) fn new(arena: &Arena, order: &[TermId], by: impl Fn(Symbol) -> bool) -> Self {
        let top = order.last().map_or(0, |id| id.index());
        let mut found = Dependent { bits: vec![0; top / 64 + 1], before: Vec::new(), count: 0 };
        for &id in order {
            let mut holds = false;
            match arena.node(id) {
                Node::Symbol(s) => holds = by(s),
                _ => arena.each_child(id, |c| holds |= found.contains(c)),
            }
            if holds {
                found.bits[id.index() / 64] |= 1 << (id.index() % 64);
            }
        }
        let Dependent { bits, before, count } = &mut found;
        before.extend(bits.iter().map(|word| {
            let below = *count;
            // Most words are empty where the sub-terms are few.
            *count += if *word == 0 { 0 } else { word.count_ones() as usize };
            below as u32
        }));
        found
    }

    /// Whether the sub-term holds one of the variables.
    #[inline]
    pub(super) fn contains(&self, id: TermId) -> bool {
        self.bits.get(id.index() / 64).is_some_and(|word| word >> (id.index() % 64) & 1 == 1)
    }

    /// The number of such sub-terms.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// The sub-term's place among them, ascending.
    #[inline]
    pub(super) fn place(&self, id: TermId) -> Option<usize> {
        let (word, bit) = (id.index() / 64, id.index() % 64);
        let below = self.bits.get(word)? & ((1 << bit) - 1);
        self.contains(id).then(|| self.before[word] as usize + below.count_ones() as usize)
    }

    /// The sub-terms, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = TermId> + '_ {
        let left = |bits: u64| Some(bits).filter(|bits| *bits != 0);
        self.bits.iter().enumerate().flat_map(move |(word, &bits)| {
            std::iter::successors(left(bits), move |bits| left(bits & (bits - 1)))
                .map(move |bits| TermId((word * 64) as u32 + bits.trailing_zeros()))
        })
    }
}
