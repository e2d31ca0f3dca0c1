//! Any text as LaTeX: it is read or refused with an error that can be shown, within time and stack;
//! spans lie in the text, and what was read is printed in a way that reads back.
#![no_main]

use chainrule::parse::latex::{Setting, macros, parse_latex};
use chainrule::parse::{Options, decode, parse_formula};
use chainrule::render::{Notation, render};
use chainrule::term::{Arena, Node, TermId};
use libfuzzer_sys::fuzz_target;

/// Larger trees are not printed.
const LARGEST: u128 = 2_000;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = decode(bytes) else { return };
    // What stands before an empty line is a preamble.
    let (preamble, text) = text.split_once("\n\n").unwrap_or(("", text));
    let (mut arena, options, macros) = (Arena::new(), Options::default(), macros(preamble));
    let calls = [("L".to_string(), vec!["a".to_string(), "y".to_string()]), ("f".to_string(), vec!["x".to_string()])];
    let setting = Setting { options: &options, calls: &calls, macros: &macros };
    let read = match parse_latex(&mut arena, text, &setting) {
        Ok(read) => read,
        Err(error) => {
            let (start, end) = error.span();
            return assert!(start <= end && end <= text.len() && error.render(text).contains(error.code()));
        }
    };
    assert!(!read.chains.is_empty());
    for note in read.notes.iter().chain(&read.repairs) {
        assert!(text.get(note.span.0..note.span.1).is_some() && !note.text.contains('\n'));
    }
    for chain in &read.chains {
        assert_eq!(chain.parts.len(), chain.links.len() + 1);
        for part in &chain.parts {
            assert!(text.get(part.span.0..part.span.1).is_some());
            if arena.tree_size(part.term) > LARGEST {
                continue;
            }
            let shown = render(&arena, part.term, Notation::Text);
            let declared = Options { functions: functions(&arena, part.term), ..Options::default() };
            if let Ok(again) = parse_formula(&mut arena, &shown, &declared) {
                assert_eq!(again.term, part.term, "{shown}");
            }
        }
    }
});

/// The names of the unknown functions in a term: in plain notation they are declared.
fn functions(arena: &Arena, term: TermId) -> Vec<String> {
    let name = |t: TermId| match arena.node(t) {
        Node::Apply(f, _) => Some(arena.name(arena.unknown(f).name).to_string()),
        _ => None,
    };
    arena.reachable(&[term]).into_iter().filter_map(name).collect()
}
