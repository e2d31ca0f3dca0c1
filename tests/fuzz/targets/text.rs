//! Any bytes: they are read or refused with an error that can be shown; what was read is printed
//! in a way that reads back.
#![no_main]

use chainrule::parse::{Options, decode, parse_condition, parse_definition, parse_formula};
use chainrule::render::{Notation, render};
use chainrule::term::Arena;
use libfuzzer_sys::fuzz_target;

/// Larger trees are not printed.
const LARGEST: u128 = 2_000;

fuzz_target!(|bytes: &[u8]| {
    let (mut arena, options) = (Arena::new(), Options::default());
    let Ok(text) = decode(bytes).inspect_err(|e| assert!(!e.render("").is_empty())) else { return };
    for error in [parse_condition(&mut arena, text, &options).err(), parse_definition(&mut arena, text, &options).err()] {
        if let Some(error) = error {
            let (start, end) = error.span();
            assert!(start <= end && end <= text.len() && error.render(text).contains(error.code()));
        }
    }
    let read = match parse_formula(&mut arena, text, &options) {
        Ok(read) => read.term,
        Err(error) => return assert!(error.render(text).contains(error.code())),
    };
    if arena.tree_size(read) > LARGEST {
        return;
    }
    let _ = render(&arena, read, Notation::Latex);
    for notation in [Notation::Text, Notation::Ascii, Notation::Unicode] {
        let shown = render(&arena, read, notation);
        let again = parse_formula(&mut arena, &shown, &options).unwrap_or_else(|e| panic!("{shown}: {}", e.render(&shown)));
        assert_eq!(again.term, read, "{shown}");
    }
});
