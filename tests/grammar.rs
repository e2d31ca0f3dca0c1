//! The grammar file and the parser are held to each other in both directions.
//!
//! Sentences are drawn from the grammar and must be read; then they are mutated, and the parser
//! and a recogniser of the grammar, which share nothing, must agree.

mod ebnf;
#[path = "grammars/latex.rs"]
mod latex;

use chainrule::parse::{Options, parse_condition, parse_definition, parse_formula};
use chainrule::term::{Arena, Node};
use ebnf::{Grammar, Part, Random};
use std::collections::BTreeSet;

/// The grammar under test.
const FILE: &str = "grammar/expression.ebnf";

/// Refusals that a context-free grammar can't state.
const BEYOND: &[&str] = &["E0009", "E0010", "E0011", "E0012", "E0013", "E0016", "E0017", "E0020"];

/// The tokens sentences are made of, and the classes they belong to.
const WORDS: &[(&str, &[&str])] = &[
    ("2", &["number"]),
    ("0.5", &["number"]),
    ("²", &["superscript"]),
    ("⁻¹", &["superscript"]),
    ("x", &["name"]),
    ("a", &["name"]),
    ("e", &["name"]),
    ("w_1", &["name"]),
    ("pi", &["name", "pi"]),
    ("d", &["name", "d"]),
    ("dx", &["name", "differential"]),
    ("f", &["name", "unknown function"]),
    ("sigma", &["function letter"]),
    ("sin", &["function"]),
    ("log_2", &["function"]),
];

/// Token level: `number` and `superscript` are classes of words here.
fn word_class(class: &str, token: &str) -> Option<bool> {
    WORDS
        .iter()
        .any(|(_, classes)| classes.contains(&class))
        .then(|| WORDS.iter().any(|(word, classes)| *word == token && classes.contains(&class)))
}

fn draw_word(class: &str, random: &mut Random) -> Option<String> {
    let members: Vec<&str> = WORDS.iter().filter(|(_, c)| c.contains(&class)).map(|(w, _)| *w).collect();
    if members.is_empty() { None } else { Some(members[random.below(members.len())].to_string()) }
}

/// The code of the parser's refusal, or `None` if it reads the text.
fn refusal(start: &str, text: &str) -> Option<&'static str> {
    let (mut arena, options) = (Arena::new(), Options::default());
    match start {
        "formula" => parse_formula(&mut arena, text, &options).err(),
        "conditions" => parse_condition(&mut arena, text, &options).err(),
        _ => parse_definition(&mut arena, text, &options).err(),
    }
    .map(|e| e.code())
}

/// One change: a token left out, doubled, exchanged, or replaced by another.
fn mutate(tokens: &mut Vec<String>, vocabulary: &[String], random: &mut Random) {
    let at = random.below(tokens.len());
    match random.below(5) {
        0 if tokens.len() > 1 => drop(tokens.remove(at)),
        1 => tokens.insert(at, tokens[at].clone()),
        2 => {
            let other = random.below(tokens.len());
            tokens.swap(at, other);
        }
        3 => tokens.insert(at, vocabulary[random.below(vocabulary.len())].clone()),
        _ => tokens[at] = vocabulary[random.below(vocabulary.len())].clone(),
    }
}

/// The functions in a folder's files that are productions.
fn productions(folder: &str) -> BTreeSet<String> {
    let mut functions = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() || path.ends_with("tests.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for rest in source.split("fn ").skip(1) {
            let signature = rest.split('{').next().unwrap();
            let returned = signature.rsplit("->").next().unwrap().trim();
            if returned.starts_with("Read<") || returned.starts_with("Lexed<") {
                let end = signature.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap();
                functions.insert(signature[..end].to_string());
            }
        }
    }
    functions
}

/// Checks that the nonterminals of a grammar are used and defined.
fn check_use(grammar: &Grammar, starts: &[&str]) {
    let used: BTreeSet<&String> =
        grammar.parts.iter().filter_map(|p| if let Part::Rule(r) = p { Some(r) } else { None }).collect();
    for rule in grammar.rules.keys() {
        assert!(used.contains(rule) || starts.contains(&rule.as_str()), "{rule} is not used");
    }
    assert!(used.iter().all(|r| grammar.rules.contains_key(*r)));
}

#[test]
fn the_productions_are_the_functions() {
    let nonterminals: BTreeSet<String> = Grammar::load(FILE).rules.into_keys().collect();
    assert_eq!(nonterminals, productions("src/parse"));
}

#[test]
fn every_nonterminal_is_used_and_defined() {
    check_use(&Grammar::load(FILE), &["formula", "conditions", "definition", "token"]);
}

#[test]
fn sentences_of_the_grammar_are_read_and_mutants_are_judged_alike() {
    let grammar = Grammar::load(FILE);
    let signs =
        ["(", ")", "+", "-", "*", "/", "^", "=", "<", "|", ",", "'", "[", "]", "if", "diff", "not", "integer", "√"];
    let vocabulary: Vec<String> = WORDS.iter().map(|(w, _)| *w).chain(signs).map(String::from).collect();
    for (start, rounds) in [("formula", 800), ("conditions", 300), ("definition", 300)] {
        let mut random = Random(0x5eed + rounds);
        let (mut read, mut refused) = (0, 0);
        for round in 0..rounds {
            let mut tokens = Vec::new();
            grammar.draw(grammar.rules[start], &mut random, 4 + (round % 9) as usize, &mut tokens, &draw_word);
            tokens.truncate(if round % 50 == 0 { 30 } else { usize::MAX });
            if tokens.len() > 40 {
                continue;
            }
            for mutation in 0..6 {
                let text = tokens.join(" ");
                let list: Vec<&str> = tokens.iter().map(String::as_str).collect();
                let fits = grammar.recognises(start, &list, word_class);
                let code = refusal(start, &text);
                match code {
                    None => assert!(fits, "read, but not in the grammar ({start}): {text}"),
                    Some(code) => assert!(!fits || BEYOND.contains(&code), "{code} for a sentence of {start}: {text}"),
                }
                if mutation == 0 {
                    read += usize::from(code.is_none());
                    refused += usize::from(code.is_some());
                }
                mutate(&mut tokens, &vocabulary, &mut random);
            }
        }
        assert!(3 * read > refused, "{start}: only {read} sentences are read, {refused} are beyond the grammar");
    }
}

/// Character level, for the grammar of tokens.
fn character_class(class: &str, token: &str) -> Option<bool> {
    let c = token.chars().next().unwrap_or(' ');
    match class {
        "digit" => Some(c.is_ascii_digit()),
        "letter" => Some(c.is_ascii_alphabetic() || c == 'é'),
        "greek" => Some("αβσ".contains(c)),
        "raised digit" => Some("⁰¹²³".contains(c)),
        _ => None,
    }
}

/// Whether a text is one token of a kind, by what it is read as.
fn is_token(kind: &str, text: &str) -> bool {
    let mut arena = Arena::new();
    let shown = if kind == "superscript" { format!("x{text}") } else { text.to_string() };
    let Ok(read) = parse_formula(&mut arena, &shown, &Options::default()) else { return false };
    match arena.node(read.term) {
        Node::Number(_) => kind == "number" && !text.starts_with('+'),
        Node::Symbol(_) | Node::Pi => kind == "word" && !text.contains(['(', ' ']),
        Node::Binary(..) => kind == "superscript",
        _ => false,
    }
}

#[test]
fn tokens_are_spelled_as_the_grammar_says() {
    let grammar = Grammar::load(FILE);
    for (kind, alphabet) in [("number", "0123.eE+-"), ("superscript", "⁰¹²³⁻⁺"), ("word", "xdé_01απ")] {
        let letters: Vec<String> = alphabet.chars().map(String::from).collect();
        let mut random = Random(99);
        for _ in 0..4000 {
            let count = 1 + random.below(6);
            let tokens: Vec<&str> = (0..count).map(|_| letters[random.below(letters.len())].as_str()).collect();
            let text = tokens.concat();
            let fits = grammar.recognises(kind, &tokens, character_class);
            assert_eq!(is_token(kind, &text), fits, "{kind}: {text}");
        }
    }
}

#[test]
fn every_sign_is_read() {
    let grammar = Grammar::load(FILE);
    let Part::One(signs) = &grammar.parts[grammar.rules["sign"]] else { panic!("sign is a list") };
    for sign in signs {
        let Part::Text(sign) = &grammar.parts[*sign] else { panic!("a sign is a text") };
        let code = refusal("formula", &format!("x{sign}"));
        assert_ne!(code, Some("E0002"), "{sign}");
    }
}
