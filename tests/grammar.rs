//! The grammar file and the parser are held to each other in both directions.
//!
//! The file is read here by a small reader of EBNF, and recognised by memoised search over the
//! ends of each part, which shares nothing with the parser. Sentences are drawn from the grammar
//! and must be read; then they are mutated, and parser and grammar must agree.

use chainrule::parse::{Options, parse_condition, parse_definition, parse_formula};
use chainrule::term::{Arena, Node};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Class(String),
    Rule(String),
    All(Vec<usize>),
    One(Vec<usize>),
    Maybe(usize),
    Many(usize),
}

#[derive(Default)]
struct Grammar {
    parts: Vec<Part>,
    rules: BTreeMap<String, usize>,
    heights: Vec<usize>,
}

/// Reads EBNF: tokens first, then alternatives of sequences of items.
struct Reader<'a> {
    rest: &'a str,
    grammar: Grammar,
}

impl Reader<'_> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
        while let Some(comment) = self.rest.strip_prefix("(*") {
            self.rest = comment.split_once("*)").expect("a comment ends").1.trim_start();
        }
    }

    fn eat(&mut self, sign: &str) -> bool {
        self.skip();
        let found = self.rest.strip_prefix(sign);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn until(&mut self, end: char) -> String {
        let (text, rest) = self.rest.split_once(end).expect("a terminal ends");
        self.rest = rest;
        text.trim().to_string()
    }

    fn add(&mut self, part: Part) -> usize {
        self.grammar.parts.push(part);
        self.grammar.parts.len() - 1
    }

    fn list(&mut self, between: &str, item: fn(&mut Self) -> usize, make: fn(Vec<usize>) -> Part) -> usize {
        let mut parts = vec![item(self)];
        while self.eat(between) {
            parts.push(item(self));
        }
        if parts.len() == 1 { parts[0] } else { self.add(make(parts)) }
    }

    fn alternatives(&mut self) -> usize {
        self.list("|", |r| r.list(",", Self::item, Part::All), Part::One)
    }

    fn bracketed(&mut self, end: &str) -> usize {
        let inner = self.alternatives();
        assert!(self.eat(end), "expected {end} before {:.40}", self.rest);
        inner
    }

    fn item(&mut self) -> usize {
        if self.eat("\"") {
            let text = Part::Text(self.until('"'));
            return self.add(text);
        }
        if self.eat("?") {
            let class = Part::Class(self.until('?'));
            return self.add(class);
        }
        if self.eat("(") {
            return self.bracketed(")");
        }
        if self.eat("[") {
            let inner = self.bracketed("]");
            return self.add(Part::Maybe(inner));
        }
        if self.eat("{") {
            let inner = self.bracketed("}");
            return self.add(Part::Many(inner));
        }
        let name = self.name();
        self.add(Part::Rule(name))
    }

    fn name(&mut self) -> String {
        self.skip();
        let end = self.rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(self.rest.len());
        assert!(end > 0, "a name is expected before {:.40}", self.rest);
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        name.to_string()
    }
}

impl Grammar {
    fn load() -> Self {
        let text = std::fs::read_to_string("grammar/expression.ebnf").unwrap();
        let mut reader = Reader { rest: &text, grammar: Grammar::default() };
        reader.skip();
        while !reader.rest.is_empty() {
            let name = reader.name();
            assert!(reader.eat("="), "{name} has no =");
            let body = reader.alternatives();
            assert!(reader.eat(";"), "{name} has no end before {:.40}", reader.rest);
            assert!(reader.grammar.rules.insert(name.clone(), body).is_none(), "{name} stands twice");
            reader.skip();
        }
        let mut grammar = reader.grammar;
        grammar.measure();
        grammar
    }

    /// The height of the lowest tree of each part, so that drawing a sentence can end.
    fn measure(&mut self) {
        self.heights = vec![1 << 20; self.parts.len()];
        for _ in 0..self.parts.len() {
            for i in 0..self.parts.len() {
                self.heights[i] = match &self.parts[i] {
                    Part::Text(_) | Part::Class(_) | Part::Maybe(_) | Part::Many(_) => 0,
                    Part::Rule(r) if r == "number" || r == "superscript" => 0,
                    Part::Rule(r) => self.heights[self.rules[r]] + 1,
                    Part::All(list) => list.iter().map(|p| self.heights[*p]).max().unwrap(),
                    Part::One(list) => list.iter().map(|p| self.heights[*p]).min().unwrap(),
                };
            }
        }
    }

    fn recognises(&self, start: &str, tokens: &[&str], leaf: Leaf) -> bool {
        let mut search = Search { grammar: self, tokens, leaf, memo: HashMap::new() };
        search.ends(self.rules[start], 0).contains(&tokens.len())
    }

    /// A random sentence; below the budget's depth it ends as soon as it can.
    fn draw(
        &self,
        part: usize,
        random: &mut Random,
        budget: usize,
        out: &mut Vec<String>,
        leaf: &dyn Fn(&str, &mut Random) -> Option<String>,
    ) {
        let less = budget.saturating_sub(1);
        match &self.parts[part] {
            Part::Text(text) => out.push(text.clone()),
            Part::Class(class) => out.push(leaf(class, random).expect("a class has members")),
            Part::Rule(rule) => match leaf(rule, random) {
                Some(word) => out.push(word),
                None => self.draw(self.rules[rule], random, less, out, leaf),
            },
            Part::All(list) => list.iter().for_each(|p| self.draw(*p, random, budget, out, leaf)),
            Part::One(list) if budget == 0 => {
                let lowest = *list.iter().min_by_key(|p| self.heights[**p]).unwrap();
                self.draw(lowest, random, budget, out, leaf);
            }
            Part::One(list) => self.draw(list[random.below(list.len())], random, budget, out, leaf),
            Part::Maybe(inner) if budget > 0 && random.below(3) == 0 => self.draw(*inner, random, less, out, leaf),
            Part::Many(inner) if budget > 0 => {
                while random.below(3) == 0 {
                    self.draw(*inner, random, less, out, leaf);
                }
            }
            Part::Maybe(_) | Part::Many(_) => {}
        }
    }
}

/// Whether a token belongs to a class or rule; `None` where the grammar has to say.
type Leaf = fn(&str, &str) -> Option<bool>;

struct Search<'a> {
    grammar: &'a Grammar,
    tokens: &'a [&'a str],
    leaf: Leaf,
    memo: HashMap<(usize, usize), BTreeSet<usize>>,
}

impl Search<'_> {
    /// Where a part that begins at `from` can end.
    fn ends(&mut self, part: usize, from: usize) -> BTreeSet<usize> {
        if let Some(known) = self.memo.get(&(part, from)) {
            return known.clone();
        }
        let grammar = self.grammar;
        let found = match &grammar.parts[part] {
            Part::Text(text) => self.step(from, |token| token == text),
            Part::Class(class) => self.step(from, |token| (self.leaf)(class, token).unwrap_or(false)),
            Part::Rule(rule) => match (self.leaf)(rule, self.tokens.get(from).copied().unwrap_or("")) {
                Some(_) => self.step(from, |token| (self.leaf)(rule, token) == Some(true)),
                None => self.ends(grammar.rules[rule], from),
            },
            Part::All(list) => list.iter().fold(BTreeSet::from([from]), |starts, p| self.all_ends(*p, &starts)),
            Part::One(list) => list.iter().flat_map(|p| self.ends(*p, from)).collect(),
            Part::Maybe(inner) => &self.ends(*inner, from) | &BTreeSet::from([from]),
            Part::Many(inner) => {
                let mut found = BTreeSet::from([from]);
                loop {
                    let more = &self.all_ends(*inner, &found) | &found;
                    if more == found {
                        break found;
                    }
                    found = more;
                }
            }
        };
        self.memo.insert((part, from), found.clone());
        found
    }

    fn all_ends(&mut self, part: usize, starts: &BTreeSet<usize>) -> BTreeSet<usize> {
        starts.iter().flat_map(|s| self.ends(part, *s)).collect()
    }

    fn step(&self, from: usize, fits: impl Fn(&str) -> bool) -> BTreeSet<usize> {
        self.tokens.get(from).filter(|t| fits(t)).map(|_| from + 1).into_iter().collect()
    }
}

/// xorshift64*, seeded: the same sentences on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
    }
}

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

#[test]
fn the_productions_are_the_functions() {
    let mut functions = BTreeSet::new();
    for entry in std::fs::read_dir("src/parse").unwrap() {
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
    let nonterminals: BTreeSet<String> = Grammar::load().rules.into_keys().collect();
    assert_eq!(nonterminals, functions);
}

#[test]
fn every_nonterminal_is_used_and_defined() {
    let grammar = Grammar::load();
    let used: BTreeSet<&String> =
        grammar.parts.iter().filter_map(|p| if let Part::Rule(r) = p { Some(r) } else { None }).collect();
    let starts = ["formula", "conditions", "definition", "token"];
    for rule in grammar.rules.keys() {
        assert!(used.contains(rule) || starts.contains(&rule.as_str()), "{rule} is not used");
    }
    assert!(used.iter().all(|r| grammar.rules.contains_key(*r)));
}

#[test]
fn sentences_of_the_grammar_are_read_and_mutants_are_judged_alike() {
    let grammar = Grammar::load();
    let signs =
        ["(", ")", "+", "-", "*", "/", "^", "=", "<", "|", ",", "'", "[", "]", "if", "diff", "not", "integer", "√"];
    let vocabulary: Vec<String> = WORDS.iter().map(|(w, _)| *w).chain(signs).map(String::from).collect();
    for (start, rounds) in [("formula", 1500), ("conditions", 500), ("definition", 500)] {
        let mut random = Random(0x5eed + rounds);
        let (mut read, mut refused) = (0, 0);
        for round in 0..rounds {
            let mut tokens = Vec::new();
            grammar.draw(grammar.rules[start], &mut random, 4 + (round % 9) as usize, &mut tokens, &draw_word);
            tokens.truncate(if round % 50 == 0 { 30 } else { usize::MAX });
            if tokens.len() > 60 {
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
        assert!(read > refused, "{start}: only {read} sentences are read, {refused} are beyond the grammar");
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
        Node::Number(_) => kind == "number",
        Node::Symbol(_) | Node::Pi => kind == "word" && !text.contains(['(', ' ']),
        Node::Binary(..) => kind == "superscript",
        _ => false,
    }
}

#[test]
fn tokens_are_spelled_as_the_grammar_says() {
    let grammar = Grammar::load();
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
    let grammar = Grammar::load();
    let Part::One(signs) = &grammar.parts[grammar.rules["sign"]] else { panic!("sign is a list") };
    for sign in signs {
        let Part::Text(sign) = &grammar.parts[*sign] else { panic!("a sign is a text") };
        let code = refusal("formula", &format!("x{sign}"));
        assert_ne!(code, Some("E0002"), "{sign}");
    }
}
