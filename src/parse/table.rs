//! Texts of the product's own tables: each is parsed once in a thread and copied from then on.

use super::{Options, condition, whole};
use crate::term::{Arena, TermId};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// A text's term as the terms that stand in it, itself the last.
type Read = (Arena, Vec<TermId>);

thread_local! {
    static READ: RefCell<FxHashMap<&'static str, Rc<Read>>> = RefCell::default();
}

/// A copy of the text's term, with some variables replaced.
pub(super) fn copied(arena: &mut Arena, text: &'static str, value: impl Fn(&str) -> Option<TermId>) -> TermId {
    let entry = READ.with_borrow_mut(|known| known.entry(text).or_insert_with(|| Rc::new(parsed(text))).clone());
    arena.copied(&entry.0, &entry.1, value)
}

fn parsed(text: &'static str) -> Read {
    let mut arena = Arena::new();
    match whole(&mut arena, text, &Options::default(), true, condition::entry) {
        Ok(read) => {
            let order = arena.reachable(&[read.term]);
            (arena, order)
        }
        Err(error) => panic!("a row of a table cannot be read\n{}", error.render(text)),
    }
}
