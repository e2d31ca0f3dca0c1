//! What the code never does, read from the code itself: no layer uses a later one, no e-graph
//! outside its folder, no clock, no input or output below the command line, no unsafe code.

use std::path::{Path, PathBuf};

/// The layers, each of which may use only those before it.
const ORDER: [&str; 15] = [
    "term", "parse", "rules", "algebra", "domain", "derive", "simplify", "proof", "decide", "render", "engine",
    "document", "lib", "cli", "main",
];

/// Layers that may use less than their place allows. The checker shares no code with what it
/// checks, simplification knows no derivatives, and derivatives and printing change no term.
const NARROWER: [(&str, &[&str]); 4] = [
    ("proof", &["term", "parse", "rules"]),
    ("simplify", &["term", "parse", "rules", "algebra", "domain"]),
    ("derive", &["term", "parse", "rules"]),
    ("render", &["term"]),
];

/// Parts of the standard library that see the outside world.
const OUTSIDE: [&str; 5] = ["fs", "env", "io", "net", "process"];

/// Words that read or write a terminal.
const TERMINAL: [&str; 8] = ["stdin", "stdout", "stderr", "print!", "println!", "eprint!", "eprintln!", "dbg!"];

/// A check gives what is wrong with one file: its path below `src`, and its text.
type Check = fn(&str, &str) -> Vec<String>;

/// What a check is for, the check, what it must find fault with, and what it must let pass.
type Line = (&'static str, Check, &'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)]);

/// One line a check, with lines it must find fault with and lines it must let pass.
#[rustfmt::skip]
const CHECKS: [Line; 5] = [
    ("layers use only earlier layers", layers,
        &[("term/arena.rs", "use crate::parse::read;"), ("algebra/poly.rs", "use crate::{term::Arena, domain::Facts};"),
          ("proof/check.rs", "let x = crate::algebra::order::compare(a);"), ("proof/mod.rs", "use super::domain::Facts;"),
          ("term/arena.rs", "use super::super::render;"), ("decide/a.rs", "use crate::{parse, engine::{self, Expr}};"),
          ("engine/a.rs", "use crate::Simplifier;"), ("rules/page.rs", "use crate::*;"), ("newcomer/mod.rs", ""),
          ("lib.rs", "mod cli;"), ("proof/a.rs", "use super::super::super::x;"), ("simplify/a.rs", "use crate::derive;"),
          ("derive/a.rs", "use crate::{term, domain::Facts};"), ("render/mod.rs", "crate::algebra::order::compare()")],
        &[("proof/check.rs", "use crate::rules::PAGE; // not crate::algebra"), ("lib.rs", "pub use engine::Expr;"),
          ("decide/verdict.rs", "use super::region; use crate::{proof, simplify::{self, Request}};"),
          ("algebra/mod.rs", "#[cfg(test)] mod tests { use super::poly; }"), ("term/a.rs", "pub(crate) fn f() {}")]),
    ("egg only in simplify", egg,
        &[("decide/a.rs", "use egg::EGraph;"), ("lib.rs", "pub fn f(id: egg::Id) {}"), ("cli/a.rs", "use egg as e;"),
          ("main.rs", "extern crate egg;"), ("term/a.rs", "use {egg::Id, nom};"), ("simplify/mod.rs", "pub use egg::Id;"),
          ("simplify/mod.rs", "pub mod graph;"), ("simplify/mod.rs", "mod graph;\npub use graph::Graph;")],
        &[("simplify/graph.rs", "use egg::EGraph;"), ("simplify/mod.rs", "mod graph;\npub struct Outcome;"), ("decide/a.rs", "let egg = \"egg::Id\"; // egg::Id")]),
    ("no clock", clock,
        &[("simplify/mod.rs", "let t = Instant::now();"), ("cli/a.rs", "use std::time::SystemTime;"),
          ("engine/a.rs", "use std::{fmt, time};"), ("cli/a.rs", "use std::time; fn f() { time::Instant::now(); }")],
        &[("engine/a.rs", "let instant = \"Instant\"; /* SystemTime */"), ("cli/a.rs", "use std::time::Duration;"),
          ("domain/a.rs", "#[cfg(test)]\nmod tests { use std::time::Instant; }")]),
    ("input and output only on the command line", terminal,
        &[("engine/a.rs", "println!(\"{x}\");"), ("parse/a.rs", "use std::{fmt, fs};"), ("lib.rs", "std::env::var(x)"),
          ("domain/a.rs", "#[cfg(test)] mod tests { fn f() { '}'; \"}\"; } } dbg!(x);"), ("term/a.rs", "fs::read(p)")],
        &[("cli/a.rs", "println!(\"{x}\");"), ("main.rs", "use std::process::ExitCode;"),
          ("domain/a.rs", "mod print; #[cfg(test)] mod tests { fn f() { println!(); } }"), ("term/a.rs", "use std::fmt;")]),
    ("no unsafe code", memory,
        &[("simplify/a.rs", "unsafe { f() }"), ("main.rs", "#[allow(unsafe_code)]")],
        &[("lib.rs", "#![forbid(unsafe_code)]"), ("term/a.rs", "// unsafe")]),
];

#[test]
fn the_code_keeps_the_rules() {
    let files = sources();
    assert!(files.len() > 50, "the sources were not found");
    for (name, check, _, _) in CHECKS {
        let faults: Vec<String> = files
            .iter()
            .flat_map(|(path, text)| check(path, &code(text)).into_iter().map(move |fault| format!("{path}: {fault}")))
            .collect();
        assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
    }
}

#[test]
fn every_check_can_fail() {
    for (name, check, bad, good) in CHECKS {
        for (path, line) in bad {
            assert!(!check(path, &code(line)).is_empty(), "{name} overlooks {line:?} in {path}");
        }
        for (path, line) in good {
            let faults = check(path, &code(line));
            assert!(faults.is_empty(), "{name} objects to {line:?} in {path}: {faults:?}");
        }
    }
}

#[test]
fn every_layer_has_its_files() {
    let files = sources();
    for layer in ORDER {
        assert!(files.iter().any(|(path, _)| layer_of(path) == layer), "no file in {layer}");
    }
}

fn layers(path: &str, text: &str) -> Vec<String> {
    let layer = layer_of(path);
    let Some(own) = rank(layer) else { return vec![format!("{layer} has no place in the order")] };
    let mut used = heads(text, "crate");
    // Above a file's own modules is the crate's root.
    let depth = path.trim_end_matches("/mod.rs").split('/').count();
    let supers = |n: usize| vec!["super"; n].join("::");
    used.extend(heads(&without_tests(text), &supers(depth)));
    if !heads(&without_tests(text), &supers(depth + 1)).is_empty() {
        return vec!["a path leads above the crate".into()];
    }
    if layer == "lib" {
        let text = text.replace("pub mod ", "");
        used.extend(words(&text).filter(|w| matches!(*w, "cli" | "main")).map(String::from));
    }
    let narrower = NARROWER.iter().find(|(narrow, _)| *narrow == layer);
    used.retain(|head| match rank(head) {
        Some(place) if place < own => narrower.is_some_and(|(_, allowed)| !allowed.contains(&head.as_str())),
        Some(place) => place > own,
        // A name that is no layer is the root's, which stands near the end.
        None => own < rank("lib").unwrap_or(0),
    });
    used.into_iter().map(|head| format!("{layer} uses {head}")).collect()
}

fn egg(path: &str, text: &str) -> Vec<String> {
    let imported = ["use egg ", "use egg;", "crate egg"].iter().any(|way| text.contains(way));
    let found = imported || !heads(text, "egg").is_empty();
    // What a layer's mod.rs opens or passes on is public, so that its types would be, too.
    let face = path == "simplify/mod.rs";
    let opened = face && ["pub mod ", "pub use ", "pub type "].iter().any(|way| text.contains(way));
    if opened || found && (face || layer_of(path) != "simplify") { vec!["shows egg".into()] } else { vec![] }
}

/// The command line may wait for its output to be free, which reads no clock.
fn clock(path: &str, text: &str) -> Vec<String> {
    let text = without_tests(text);
    let waits = layer_of(path) == "cli";
    let mut found: Vec<String> = heads(&text, "std").into_iter().filter(|head| head == "time" && !waits).collect();
    found.extend(words(&text).filter(|w| matches!(*w, "Instant" | "SystemTime")).map(String::from));
    found
}

fn terminal(path: &str, text: &str) -> Vec<String> {
    if matches!(layer_of(path), "cli" | "main") {
        return vec![];
    }
    let text = without_tests(text);
    let mut found: Vec<String> = heads(&text, "std").into_iter().filter(|h| OUTSIDE.contains(&h.as_str())).collect();
    found.extend(OUTSIDE.iter().filter(|part| !heads(&text, part).is_empty()).map(|part| part.to_string()));
    // A macro's name ends with its exclamation mark.
    let names = text.split(|c| !is_word(c) && c != '!');
    found.extend(names.filter(|w| TERMINAL.contains(w)).map(String::from));
    found
}

fn memory(_: &str, text: &str) -> Vec<String> {
    let text = text.replace("#![forbid(unsafe_code)]", "");
    words(&text).filter(|w| matches!(*w, "unsafe" | "unsafe_code")).map(String::from).collect()
}

fn layer_of(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

fn rank(layer: &str) -> Option<usize> {
    ORDER.iter().position(|l| *l == layer)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_word(c)).filter(|w| !w.is_empty())
}

/// The names that directly follow `root::`, with those in braces after it.
fn heads(text: &str, root: &str) -> Vec<String> {
    let start = format!("{root}::");
    let mut out = Vec::new();
    for (at, _) in text.match_indices(&start) {
        let before = text[..at].chars().next_back();
        if before.is_some_and(is_word) || text[..at].ends_with("::") {
            continue;
        }
        let rest = text[at + start.len()..].trim_start();
        match rest.strip_prefix('{') {
            Some(group) => out.extend(group_heads(group)),
            None => out.push(first_word(rest)),
        }
    }
    out
}

/// The first names of the paths in a group, up to its closing brace.
fn group_heads(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut out) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                let item = group[start..at].trim();
                if !item.is_empty() {
                    out.push(first_word(item));
                }
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    out
}

fn first_word(text: &str) -> String {
    let word: String = text.chars().take_while(|c| is_word(*c)).collect();
    if word.is_empty() { text.chars().take(1).collect() } else { word }
}

/// The text without what stands under `#[cfg(test)]`.
fn without_tests(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("#[cfg(test)]") {
        out.push_str(before);
        rest = after_item(after);
    }
    out + rest
}

/// What follows an item that ends with a semicolon or a closing brace.
fn after_item(text: &str) -> &str {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(c, ';' | '}') {
            return &text[at + 1..];
        }
    }
    ""
}

/// The text with comments and the insides of literals left out.
fn code(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let length = comment(rest).or_else(|| literal(rest, out.chars().next_back()));
        match length {
            Some(_) => out.push(' '),
            None => out.push(c),
        }
        rest = &rest[length.unwrap_or(c.len_utf8()).min(rest.len())..];
    }
    out
}

/// The length of the comment at the start.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    text.starts_with("/*").then(|| text.find("*/").map_or(text.len(), |at| at + 2))
}

/// The length of the string or character at the start; `before` is what stands before it.
fn literal(text: &str, before: Option<char>) -> Option<usize> {
    if text.starts_with('r') && !before.is_some_and(is_word) {
        let hashes = text[1..].chars().take_while(|c| *c == '#').count();
        if text[1 + hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let from = hashes + 2;
            return Some(text[from..].find(&end).map_or(text.len(), |at| from + at + end.len()));
        }
    }
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut inside = text.char_indices().skip(1);
    let mut length = 0;
    while let Some((at, c)) = inside.next() {
        match c {
            '\\' => _ = inside.next(),
            _ if c == quote => return Some(at + 1),
            _ => {}
        }
        length += 1;
        // A quote that is not closed after one character starts a lifetime.
        if quote == '\'' && length > 1 && !text.starts_with("'\\") {
            return None;
        }
    }
    None
}

/// Every file of the program that is not a test: its path below `src`, and its text.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let read = |path: &PathBuf| std::fs::read_to_string(path).expect("a source file is text");
    let tests: Vec<PathBuf> = files.iter().flat_map(|path| test_files(path, &read(path))).collect();
    let below = |path: &Path| path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
    files.iter().filter(|path| !tests.contains(path)).map(|path| (below(path), read(path))).collect()
}

/// The files a module declares under `#[cfg(test)]`.
fn test_files(path: &Path, text: &str) -> Vec<PathBuf> {
    let folder = path.parent().expect("a file has a folder");
    let declared = text.split("#[cfg(test)]").skip(1).filter_map(|item| item.trim_start().strip_prefix("mod "));
    let names = declared.filter_map(|item| item.split_once([';', '{'])).map(|(name, _)| name.trim());
    names.map(|name| folder.join(format!("{name}.rs"))).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("src can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}
