//! The table that interning looks things up in: positions in a list, found by hash.
//!
//! The things themselves stand in their list only. The table keeps for each a place and seven bits
//! of its hash, in groups of 32 places that are searched one after another, so that a look at the
//! list is seldom in vain. The caller's hash chooses the group by its upper half and the place in it
//! by its lowest bits: things that are made one after another should share a group, since a random
//! place for each costs a line of the processor's cache each.

use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// The places of a group, in eights.
const GROUP: usize = 4;
/// One in each byte, and the highest bit of each.
const EACH: u64 = 0x0101_0101_0101_0101;
const HIGHEST: u64 = 0x8080_8080_8080_8080;
/// Eight free places; the marks of others have their highest bit set.
const FREE: Eight = [0; 10];

/// Positions by hash: all from 0 up to their number.
#[derive(Clone, Default, Debug)]
pub(super) struct Table {
    /// Eight places each: their marks, a byte a place, and their positions side by side, so that a
    /// search that leaves the processor's cache leaves it once.
    eights: Vec<Eight>,
    len: usize,
}

/// The marks of eight places in the first two numbers, then their positions.
type Eight = [u32; 2 + 8];

/// Names, one after another in one text.
#[derive(Clone, Default, Debug)]
pub(super) struct Names {
    text: String,
    ends: Vec<u32>,
    table: Table,
}

impl Names {
    /// The number of a name, which it gets if it has none.
    pub(super) fn intern(&mut self, name: &str) -> u32 {
        let hash = FxBuildHasher.hash_one(name);
        let Names { text, ends, table } = self;
        let next = ends.len() as u32;
        let same = |n| part(text, ends, n) == name;
        let rehash = |n| FxBuildHasher.hash_one(part(text, ends, n));
        if let Some(known) = table.find_or_insert(hash, same, rehash) {
            return known;
        }
        text.push_str(name);
        ends.push(u32::try_from(text.len()).expect("limits keep an arena's names under 4 GiB"));
        next
    }

    /// The name with that number.
    pub(super) fn of(&self, number: u32) -> &str {
        part(&self.text, &self.ends, number)
    }

    /// The bytes the names take.
    pub(super) fn bytes(&self) -> usize {
        self.text.capacity() + 4 * self.ends.capacity() + self.table.bytes()
    }
}

fn part<'a>(text: &'a str, ends: &[u32], number: u32) -> &'a str {
    let start = number.checked_sub(1).map_or(0, |before| ends[before as usize]);
    &text[start as usize..ends[number as usize] as usize]
}

impl Table {
    /// The position of the thing with that hash for which `same` says yes.
    pub(super) fn find(&self, hash: u64, same: impl Fn(u32) -> bool) -> Option<u32> {
        if self.eights.is_empty() { None } else { self.search(hash, same).ok() }
    }

    /// The position of the thing with that hash for which `same` says yes; if there is none, it is
    /// the next one from here on. `rehash` gives the hash of a thing in the table.
    #[inline(always)]
    pub(super) fn find_or_insert(
        &mut self,
        hash: u64,
        same: impl Fn(u32) -> bool,
        rehash: impl Fn(u32) -> u64,
    ) -> Option<u32> {
        // At most five places of eight are taken.
        if self.len >= self.eights.len() * 5 {
            self.grow(self.eights.len() * 2, rehash);
        }
        match self.search(hash, same) {
            Ok(found) => Some(found),
            Err(at) => {
                self.put(at, mark(hash), self.len as u32);
                self.len += 1;
                None
            }
        }
    }

    /// The position, or the eight places at which the search ends, of which one is free.
    #[inline(always)]
    fn search(&self, hash: u64, same: impl Fn(u32) -> bool) -> Result<u32, usize> {
        let wanted = u64::from(mark(hash)) * EACH;
        let mut at = self.first(hash);
        loop {
            let eight = &self.eights[at];
            let marks = marks(eight);
            // The highest bit of each byte that is 0: those of equal marks, and now and then another.
            let other = marks ^ wanted;
            let mut equal = other.wrapping_sub(EACH) & !other & HIGHEST;
            while equal != 0 {
                let position = eight[2 + equal.trailing_zeros() as usize / 8];
                if same(position) {
                    return Ok(position);
                }
                equal &= equal - 1;
            }
            if marks & HIGHEST != HIGHEST {
                return Err(at);
            }
            at = self.after(at);
        }
    }

    /// Takes the first free place of eight.
    #[inline(always)]
    fn put(&mut self, at: usize, mark: u8, position: u32) {
        let eight = &mut self.eights[at];
        let place = (!marks(eight) & HIGHEST).trailing_zeros() as usize / 8 % 8;
        eight[place / 4] |= u32::from(mark) << (8 * (place % 4));
        eight[2 + place] = position;
    }

    /// The bytes the table takes.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Eight>() * self.eights.capacity()
    }

    /// Makes room for so many things in all; `rehash` gives the hash of a thing in the table.
    pub(super) fn reserve(&mut self, len: usize, rehash: impl Fn(u32) -> u64) {
        if len > self.eights.len() * 5 {
            self.grow((len / 5 + 1).next_power_of_two(), rehash);
        }
    }

    #[inline(never)]
    fn grow(&mut self, size: usize, rehash: impl Fn(u32) -> u64) {
        let size = size.max(2 * GROUP);
        // The old places are given back first: the positions are known without them.
        self.eights = Vec::new();
        self.eights = vec![FREE; size];
        for position in 0..self.len as u32 {
            let hash = rehash(position);
            let mut at = self.first(hash);
            while marks(&self.eights[at]) & HIGHEST == HIGHEST {
                at = self.after(at);
            }
            self.put(at, mark(hash), position);
        }
    }

    /// Where the search goes on.
    #[inline(always)]
    fn after(&self, at: usize) -> usize {
        (at + 1) & (self.eights.len() - 1)
    }

    /// Where the search for a hash begins.
    #[inline(always)]
    fn first(&self, hash: u64) -> usize {
        let groups = self.eights.len() / GROUP;
        ((hash >> 32) as usize & (groups - 1)) * GROUP + (hash as usize / 8 % GROUP)
    }
}

/// The bits kept of a hash, never those of a free place.
#[inline(always)]
fn mark(hash: u64) -> u8 {
    (hash >> 24) as u8 | 0x80
}

#[inline(always)]
fn marks(eight: &Eight) -> u64 {
    u64::from(eight[1]) << 32 | u64::from(eight[0])
}
