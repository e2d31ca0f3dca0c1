//! A term in full brackets, so that a test shows how a text was grouped; and LaTeX read to such texts.

use chainrule::parse::Options;
use chainrule::parse::latex::{Latex, LinkKind, Macro, Setting, parse_latex};
use chainrule::term::{Arena, Node, TermId};

/// The term in full brackets.
pub fn shown(arena: &Arena, id: TermId) -> String {
    let part = |id| shown(arena, id);
    match arena.node(id) {
        Node::Number(n) => arena.number_value(n).to_string(),
        Node::Pi => "pi".to_string(),
        Node::Symbol(s) => arena.name(s).to_string(),
        Node::Neg(a) => format!("(-{})", part(a)),
        Node::Binary(op, a, b) => format!("({}{}{})", part(a), op.symbol(), part(b)),
        Node::Relation(r, a, b) => format!("{} {} {}", part(a), r.symbol(), part(b)),
        Node::Property(p, a) => format!("{} {}", part(a), p.words()),
        Node::Call(f, a) => format!("{}({})", f.name(), part(a)),
        Node::Call2(f, a, b) => format!("{}({}, {})", f.name(), part(a), part(b)),
        Node::If(c, a, b) => format!("if({}, {}, {})", part(c), part(a), part(b)),
        Node::Diff(f, x, n) => format!("diff({}, {}, {n})", part(f), arena.name(x)),
        Node::Apply(f, list) => {
            let unknown = arena.unknown(f);
            let primes: String = unknown.orders.iter().map(|n| "'".repeat(*n as usize)).collect();
            let arguments: Vec<String> = arena.list(list).iter().map(|a| part(*a)).collect();
            format!("{}{primes}({})", arena.name(unknown.name), arguments.join(", "))
        }
    }
}

/// The chains of a text as one line: `a = b; c < d`.
pub fn chains(arena: &Arena, read: &Latex) -> String {
    let mut lines = Vec::new();
    for chain in &read.chains {
        assert_eq!(chain.parts.len(), chain.links.len() + 1);
        let mut line = String::new();
        for (i, part) in chain.parts.iter().enumerate() {
            if let Some(link) = i.checked_sub(1).and_then(|i| chain.links.get(i)) {
                line += match link.kind {
                    LinkKind::Equal => " = ",
                    LinkKind::Approximate => " ~ ",
                    LinkKind::Defines => " := ",
                    LinkKind::Relation(r) => [" ", r.symbol(), " "].concat().leak(),
                };
            }
            line += &shown(arena, part.term);
            for (x, value) in &part.at {
                line += &format!(" at {}={}", arena.name(*x), shown(arena, *value));
            }
        }
        lines.push(line);
    }
    lines.join("; ")
}

/// What a text is read as in a document that defines and declares something, or its error's code.
pub fn reading_in(text: &str, functions: &[&str], calls: &[(&str, &[&str])], macros: &[Macro]) -> String {
    let options = Options { functions: functions.iter().map(|f| f.to_string()).collect(), ..Options::default() };
    let names = |list: &[&str]| list.iter().map(|x| x.to_string()).collect();
    let calls: Vec<(String, Vec<String>)> = calls.iter().map(|(f, list)| (f.to_string(), names(list))).collect();
    let mut arena = Arena::new();
    match parse_latex(&mut arena, text, &Setting { options: &options, calls: &calls, macros }) {
        Ok(read) => chains(&arena, &read),
        Err(error) => {
            let (start, end) = error.span();
            assert!(start <= end && end <= text.len() && error.render(text).contains(error.code()), "{text}");
            error.code().to_string()
        }
    }
}

/// What a text is read as by itself.
pub fn reading(text: &str) -> String {
    reading_in(text, &[], &[], &[])
}

/// The notes on a text, and what was mended in it.
pub fn remarks(text: &str) -> (Vec<String>, Vec<String>) {
    let options = Options::default();
    let setting = Setting { options: &options, calls: &[], macros: &[] };
    let read = parse_latex(&mut Arena::new(), text, &setting).unwrap_or_else(|e| panic!("{}", e.render(text)));
    let texts = |notes: Vec<chainrule::parse::Note>| notes.into_iter().map(|n| n.text).collect();
    (texts(read.notes), texts(read.repairs))
}

/// Each text with its reading, or the code of its error.
pub fn table(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(text, expected)| {
            let found = reading(text);
            (found != *expected).then(|| format!("{text}\n  expected {expected}\n  found    {found}\n"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

/// The code of a text's error.
pub fn code(text: &str) -> Option<&'static str> {
    let options = Options::default();
    let setting = Setting { options: &options, calls: &[], macros: &[] };
    parse_latex(&mut Arena::new(), text, &setting).err().map(|e| e.code())
}
