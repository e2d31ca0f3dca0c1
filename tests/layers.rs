//! The order of the layers, and what no layer may name.
//!
//! Read from the sources: comments, texts and test code don't count. Each check is a function from
//! sources to complaints, and each is shown a planted line that it must complain about.

use std::fs;
use std::path::Path;

/// A layer uses only those before it. `lib` stands for what lib.rs exports.
const ORDER: [&str; 13] = [
    "term", "parse", "rules", "algebra", "domain", "derive", "simplify", "proof", "decide", "render", "engine", "lib",
    "cli",
];

/// Layers that may use less than their place allows.
const NARROWER: &[(&str, &[&str])] = &[
    // The checker shares no code with what it checks.
    ("proof", &["term", "parse", "rules"]),
    // It does not know that derivatives exist.
    ("simplify", &["term", "parse", "rules", "algebra", "domain"]),
    // It does not simplify.
    ("derive", &["term", "parse", "rules"]),
    // They are data and print it.
    ("rules", &["term"]),
    ("render", &["term"]),
];

/// What no layer below the command line names: clocks, files, the environment, the terminal.
const OUTSIDE: [&str; 14] = [
    "Instant",
    "SystemTime",
    "fs",
    "env",
    "process",
    "net",
    "stdin",
    "stdout",
    "stderr",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "dbg!",
];

/// One source file: its path below src, and its code without comments, texts and tests.
struct Source {
    path: String,
    code: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        Source { path: path.to_string(), code: shipped(&bare(text)).to_string() }
    }

    /// The layer the file belongs to.
    fn layer(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        match first {
            "main.rs" => "cli",
            "lib.rs" => "lib",
            folder => folder,
        }
    }

    /// The words of the code, each with its line; a macro's with its mark.
    fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = (1..).zip(self.code.lines());
        let words = lines.flat_map(|(i, line)| {
            line.split(|c| !is_of_word(c) && c != '!').map(move |word| (i, word.trim_start_matches('!')))
        });
        words.filter(|(_, word)| !word.is_empty())
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The text with comments and the insides of texts and characters taken out; lines stay.
fn bare(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let length = skipped(rest, out.chars().last());
        if length == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            out.push(' ');
            out.extend(rest[..length].chars().filter(|c| *c == '\n'));
            rest = &rest[length..];
        }
    }
    out
}

/// How long the comment, text or character is that starts here; 0 if none does.
fn skipped(text: &str, before: Option<char>) -> usize {
    let word = before.is_some_and(is_of_word);
    let hashes = text.trim_start_matches('r').bytes().take_while(|b| *b == b'#').count();
    let end = |from: usize, mark: &str| text[from..].find(mark).map_or(text.len(), |at| from + at + mark.len());
    if text.starts_with("//") {
        text.find('\n').unwrap_or(text.len())
    } else if text.starts_with("/*") {
        end(2, "*/")
    } else if !word && text.starts_with('r') && text[1 + hashes..].starts_with('"') {
        end(2 + hashes, &format!("\"{}", "#".repeat(hashes)))
    } else if text.starts_with('"') {
        quoted(text, '"')
    } else if text.starts_with("'\\") || text.starts_with('\'') && text.chars().nth(2) == Some('\'') {
        quoted(text, '\'')
    } else {
        0
    }
}

/// The length of what stands between two quotes, with them.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The code before the unit tests, which end a file.
fn shipped(code: &str) -> &str {
    code.find("#[cfg(test)]\nmod tests {").map_or(code, |at| &code[..at])
}

/// The names that follow `root` in a path, those of a group one by one: of `crate::{a::b, c}` a and c.
fn named_after(code: &str, root: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(root) {
        let line = 1 + code[..at].matches('\n').count();
        let whole = code[..at].chars().last().is_none_or(|c| !is_of_word(c) && c != ':');
        let rest = &code[at + root.len()..];
        if whole {
            found.extend(heads(rest).into_iter().map(|name| (line, name)));
        }
    }
    found
}

/// The first names of a path or of a group of paths.
fn heads(path: &str) -> Vec<String> {
    let word = |text: &str| text.trim_start().chars().take_while(|c| is_of_word(*c)).collect();
    let Some(group) = path.strip_prefix('{') else { return vec![word(path)] };
    let (mut depth, mut start, mut out) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                out.push(word(&group[start..at]));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    out.retain(|name: &String| !name.is_empty());
    out
}

/// The layers a file uses, with the lines where.
fn used(source: &Source) -> Vec<(usize, String)> {
    // From a layer's mod.rs one `super` is the crate, from its other files two are.
    let up = match source.path.matches('/').count() {
        1 if source.path.ends_with("/mod.rs") => "super::",
        _ => "super::super::",
    };
    let mut names: Vec<(usize, String)> = ["crate::", "chainrule::", up]
        .iter()
        .flat_map(|root| named_after(&source.code, root))
        .map(|(line, name)| (line, if ORDER.contains(&name.as_str()) { name } else { "lib".into() }))
        .collect();
    names.retain(|(_, name)| name != source.layer());
    names
}

fn wrong_order(source: &Source) -> Vec<String> {
    let layer = source.layer();
    let Some(place) = ORDER.iter().position(|l| *l == layer) else {
        return vec![format!("{}: the folder {layer} has no place in the order", source.path)];
    };
    let narrower = NARROWER.iter().find(|(l, _)| *l == layer).map(|(_, allowed)| *allowed);
    let allowed = narrower.unwrap_or(&ORDER[..place]);
    let wrong = used(source).into_iter().filter(|(_, name)| !allowed.contains(&name.as_str()));
    wrong.map(|(line, name)| format!("{}:{line}: {layer} uses {name}", source.path)).collect()
}

fn names_the_e_graph(source: &Source) -> Vec<String> {
    // The face of the layer shows no type of the e-graph either: it names none.
    let inside = source.layer() == "simplify" && source.path != "simplify/mod.rs";
    complaints(source, !inside, |word| word == "egg")
}

fn reaches_outside(source: &Source) -> Vec<String> {
    complaints(source, source.layer() != "cli", |word| OUTSIDE.contains(&word))
}

fn unsafe_code(source: &Source) -> Vec<String> {
    complaints(source, true, |word| word == "unsafe")
}

/// What the e-graph's own folder shows to the others.
fn shows_the_e_graph(source: &Source) -> Vec<String> {
    if source.path != "simplify/mod.rs" {
        return Vec::new();
    }
    let opened =
        |line: &str| line.starts_with("pub mod") || line.starts_with("pub use") || line.starts_with("pub type");
    let lines = source.code.lines().enumerate().filter(|(_, line)| opened(line));
    lines.map(|(i, line)| format!("{}:{}: {line}", source.path, i + 1)).collect()
}

fn complaints(source: &Source, held: bool, forbidden: impl Fn(&str) -> bool) -> Vec<String> {
    let found = source.words().filter(|(_, word)| held && forbidden(word));
    found.map(|(line, word)| format!("{}:{line}: {word}", source.path)).collect()
}

/// Every file of the program that is not declared as a test.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut files, mut tests, mut folders) = (Vec::new(), Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            tests.extend(declared_tests(&text).map(|name| folder.join(format!("{name}.rs"))));
            files.push((path, text));
        }
    }
    files.retain(|(path, _)| !tests.contains(path));
    files.sort();
    let below = |path: &Path| path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
    files.iter().map(|(path, text)| Source::new(&below(path), text)).collect()
}

/// The modules that a file declares for tests only.
fn declared_tests(text: &str) -> impl Iterator<Item = &str> {
    let declarations = text.split("#[cfg(test)]\nmod ").skip(1);
    declarations.filter_map(|rest| rest.lines().next()?.strip_suffix(';'))
}

fn hold(check: fn(&Source) -> Vec<String>, planted: &[(&str, &str)], harmless: &[(&str, &str)]) {
    for (path, line) in planted {
        assert!(!check(&Source::new(path, line)).is_empty(), "not seen in {path}: {line}");
    }
    for (path, line) in harmless {
        assert_eq!(check(&Source::new(path, line)), Vec::<String>::new(), "in {path}: {line}");
    }
    let all: Vec<String> = sources().iter().flat_map(check).collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn a_layer_uses_only_those_before_it() {
    let planted = [
        ("term/arena.rs", "use crate::parse::read;"),
        ("algebra/poly.rs", "use crate::{term::Arena, simplify::{self, Request}};"),
        ("algebra/poly.rs", "use crate::{\n    term::{Arena, TermId},\n    decide::Point,\n};"),
        ("domain/mod.rs", "fn f() { crate::derive::differentiate() }"),
        ("domain/mod.rs", "pub(crate) use super::derive;"),
        ("domain/facts.rs", "use super::super::derive;"),
        ("proof/check.rs", "use crate::algebra::Poly;"),
        ("proof/check.rs", "use crate::domain::Facts;"),
        ("proof/check.rs", "let t = \"//\"; let c = '\"'; crate::simplify::known();"),
        ("simplify/mod.rs", "use crate::derive;"),
        ("render/mod.rs", "use crate::Error;"),
        ("decide/mod.rs", "use crate::cli::args;"),
        ("plotting/mod.rs", "//! A folder without a place."),
    ];
    let harmless = [
        ("proof/check.rs", "use crate::{rules::PAGE, term::{Arena, Func}, parse};"),
        ("proof/check.rs", "// use crate::algebra::Poly;\nlet t = \"crate::algebra::Poly\"; /* crate::domain */"),
        ("proof/check.rs", "let t = r#\"a \" crate::algebra\"#;\nuse super::facts::Scope;"),
        ("term/mod.rs", "#[cfg(test)]\nmod tests {\n    use crate::parse::read;\n}"),
        ("cli/args.rs", "use chainrule::engine::Limits; use super::output;"),
    ];
    hold(wrong_order, &planted, &harmless);
}

#[test]
fn only_simplify_knows_the_e_graph() {
    let planted =
        [("decide/verdict.rs", "use egg::Id;"), ("simplify/mod.rs", "pub fn graph() -> egg::EGraph<N, ()> {")];
    hold(names_the_e_graph, &planted, &[("simplify/graph.rs", "use egg::Id;"), ("term/mod.rs", "// egg")]);
    let planted = [("simplify/mod.rs", "pub mod graph;"), ("simplify/mod.rs", "mod a;\npub use graph::Graph;")];
    hold(shows_the_e_graph, &planted, &[("simplify/mod.rs", "mod graph;\npub struct Request;")]);
}

#[test]
fn nothing_below_the_command_line_reaches_outside() {
    let planted = [
        ("simplify/graph.rs", "let start = std::time::Instant::now();"),
        ("decide/search.rs", "use std::time::SystemTime;"),
        ("parse/mod.rs", "let text = std::fs::read(path);"),
        ("engine/limits.rs", "std::env::var(name)"),
        ("lib.rs", "println!();"),
        ("term/arena.rs", "let a = 'a'; eprintln!(\"{a}\");"),
        ("domain/mod.rs", "io::stdin().lines()"),
    ];
    let harmless = [("cli/batch.rs", "io::stdout().lock()"), ("parse/mod.rs", "/// Reads stdin: println!\nfn f() {}")];
    hold(reaches_outside, &planted, &harmless);
}

#[test]
fn nothing_is_unsafe() {
    hold(unsafe_code, &[("cli/mod.rs", "unsafe { f() }")], &[("lib.rs", "#![forbid(unsafe_code)]")]);
}

#[test]
fn all_files_are_read_and_none_is_emptied() {
    let all = sources();
    for layer in ORDER {
        assert!(all.iter().any(|s| s.layer() == layer && s.words().count() > 20), "{layer}");
    }
    for source in all.iter().filter(|s| s.layer() != "lib" && s.path != "main.rs") {
        assert!(source.words().any(|(_, word)| matches!(word, "pub" | "impl" | "fn")), "{}", source.path);
    }
    let opened = |c: char| all.iter().map(|s| s.code.matches(c).count()).sum::<usize>();
    assert_eq!((opened('{'), opened('(')), (opened('}'), opened(')')));
}
