//! The grammar of LaTeX and its parser, held to each other as those of the plain notation are.

use super::ebnf::{Grammar, Random};
use super::{check_use, mutate, productions};
use chainrule::parse::Options;
use chainrule::parse::latex::{Setting, parse_latex};
use chainrule::term::Arena;
use std::collections::BTreeSet;

/// The grammar under test.
const FILE: &str = "grammar/latex.ebnf";

/// Refusals that a context-free grammar can't state.
const BEYOND: &[&str] = &["E0009", "E0010", "E0011", "E0012", "E0013", "E0016", "E0019", "E0021"];

/// The tokens sentences are made of, and the classes they belong to.
const WORDS: &[(&str, &[&str])] = &[
    ("2", &["number", "digit"]),
    ("0.5", &["number"]),
    ("x", &["letter"]),
    ("a", &["letter"]),
    ("e", &["letter"]),
    ("d", &["letter"]),
    ("f", &["letter"]),
    (r"\pi", &["letter"]),
    (r"\sigma", &["letter"]),
    (r"\theta", &["letter"]),
    (r"\mathrm{loss}", &["word"]),
    (r"\sin", &["function"]),
    (r"\log", &["function"]),
    (r"\max", &["function"]),
    (r"\hat", &["accent"]),
    ("=", &["relation", "comparison"]),
    (r"\le", &["relation", "comparison"]),
    (r"\approx", &["relation"]),
    (",", &["separator"]),
    (r"\implies", &["separator"]),
];

/// Further tokens that mutations may put in.
const SIGNS: &[&str] = &[
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "+",
    "-",
    r"\cdot",
    "/",
    "^",
    "_",
    "|",
    "'",
    r"\frac",
    r"\sqrt",
    r"\partial",
    r"\lvert",
    r"\rvert",
    r"\dv",
    r"\dot",
    r"\left(",
    r"\right)",
    r"\mathrm{e}",
];

fn class(class: &str, token: &str) -> Option<bool> {
    let known = WORDS.iter().any(|(_, classes)| classes.contains(&class));
    known.then(|| WORDS.iter().any(|(word, classes)| *word == token && classes.contains(&class)))
}

fn draw(class: &str, random: &mut Random) -> Option<String> {
    let members: Vec<&str> = WORDS.iter().filter(|(_, c)| c.contains(&class)).map(|(w, _)| *w).collect();
    if members.is_empty() { None } else { Some(members[random.below(members.len())].to_string()) }
}

/// Whether the passes before the parser change more than spaces: rows outside of cases are joined
/// where a relation follows, leading words are dropped. And `d d / d a` is the derivative of `d` for
/// the parser, where the grammar has a product too.
fn is_beyond(tokens: &[String]) -> bool {
    let mut cases = 0;
    let row = |t: &String| t == r"\\" || t == "&" || t == r"\text{if}" || t == r"\text{otherwise}";
    let loose = tokens.iter().any(|t| {
        cases += i32::from(t == r"\begin{cases}") - i32::from(t == r"\end{cases}");
        cases != 1 && row(t)
    });
    let twice = tokens.windows(2).any(|pair| pair[0] == "d" && pair[1] == "d");
    loose || twice || tokens.first().is_some_and(|t| t == r"\implies")
}

/// The code of the parser's refusal; `None` if it reads the text, and if it had to be mended, nothing.
fn refusal(text: &str) -> Option<Option<&'static str>> {
    let options = Options::default();
    let setting = Setting { options: &options, calls: &[], macros: &[] };
    match parse_latex(&mut Arena::new(), text, &setting) {
        Ok(read) if read.repairs.is_empty() => Some(None),
        Ok(_) => None,
        Err(error) => Some(Some(error.code())),
    }
}

#[test]
fn the_productions_are_the_functions() {
    let nonterminals: BTreeSet<String> = Grammar::load(FILE).rules.into_keys().collect();
    assert_eq!(nonterminals, productions("src/parse/latex"));
}

#[test]
fn every_nonterminal_is_used_and_defined() {
    check_use(&Grammar::load(FILE), &["formula"]);
}

#[test]
fn sentences_of_the_grammar_are_read_and_mutants_are_judged_alike() {
    let grammar = Grammar::load(FILE);
    let vocabulary: Vec<String> =
        WORDS.iter().map(|(w, _)| *w).chain(SIGNS.iter().copied()).map(String::from).collect();
    let mut random = Random(0x5eed);
    let (mut read, mut refused, mut wrong) = (0, 0, Vec::new());
    for round in 0..1500 {
        let mut tokens = Vec::new();
        grammar.draw(grammar.rules["formula"], &mut random, 4 + (round % 9) as usize, &mut tokens, &draw);
        if tokens.len() > 40 {
            continue;
        }
        for mutation in 0..6 {
            let text = tokens.join(" ");
            let list: Vec<&str> = tokens.iter().map(String::as_str).collect();
            if let Some(code) = refusal(&text).filter(|_| !is_beyond(&tokens)) {
                let fits = grammar.recognises("formula", &list, class);
                match code {
                    None if !fits => wrong.push(format!("read, but not in the grammar: {text}")),
                    Some(code) if fits && !BEYOND.contains(&code) => {
                        wrong.push(format!("{code} for a sentence: {text}"))
                    }
                    _ => {}
                }
                if mutation == 0 {
                    read += usize::from(code.is_none());
                    refused += usize::from(code.is_some());
                }
            }
            mutate(&mut tokens, &vocabulary, &mut random);
        }
    }
    assert!(wrong.is_empty(), "{} sentences are judged differently:\n{}", wrong.len(), wrong.join("\n"));
    assert!(2 * read > refused, "only {read} sentences are read, {refused} are beyond the grammar");
}
