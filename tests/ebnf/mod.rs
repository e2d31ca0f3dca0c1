//! A reader of EBNF, a recogniser by memoised search over the ends of each part, and a source of
//! sentences. It shares nothing with the parser.

use std::collections::{BTreeMap, HashMap};

#[derive(Clone, Debug)]
pub enum Part {
    Text(String),
    Class(String),
    Rule(String),
    All(Vec<usize>),
    One(Vec<usize>),
    Maybe(usize),
    Many(usize),
}

#[derive(Default)]
pub struct Grammar {
    pub parts: Vec<Part>,
    pub rules: BTreeMap<String, usize>,
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
    /// Reads a grammar file.
    pub fn load(path: &str) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
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

    /// Whether the tokens, fewer than 64, are a sentence.
    pub fn recognises(&self, start: &str, tokens: &[&str], leaf: Leaf) -> bool {
        let mut search = Search { grammar: self, tokens, leaf, memo: HashMap::new() };
        search.ends(self.rules[start], 0) >> tokens.len() & 1 == 1
    }

    /// A random sentence; below the budget's depth it ends as soon as it can.
    pub fn draw(
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
pub type Leaf = fn(&str, &str) -> Option<bool>;

struct Search<'a> {
    grammar: &'a Grammar,
    tokens: &'a [&'a str],
    leaf: Leaf,
    memo: HashMap<(usize, usize), Ends>,
}

/// A set of places in a sentence, one bit each.
type Ends = u64;

impl Search<'_> {
    /// Where a part that begins at `from` can end.
    fn ends(&mut self, part: usize, from: usize) -> Ends {
        if let Some(known) = self.memo.get(&(part, from)) {
            return *known;
        }
        let grammar = self.grammar;
        let found = match &grammar.parts[part] {
            Part::Text(text) => self.step(from, |token| token == text),
            Part::Class(class) => self.step(from, |token| (self.leaf)(class, token) == Some(true)),
            Part::Rule(rule) => match (self.leaf)(rule, self.tokens.get(from).copied().unwrap_or("")) {
                Some(_) => self.step(from, |token| (self.leaf)(rule, token) == Some(true)),
                None => self.ends(grammar.rules[rule], from),
            },
            Part::All(list) => list.iter().fold(1 << from, |starts, p| self.all_ends(*p, starts)),
            Part::One(list) => list.iter().fold(0, |found, p| found | self.ends(*p, from)),
            Part::Maybe(inner) => self.ends(*inner, from) | 1 << from,
            Part::Many(inner) => {
                let (mut found, mut next) = (0, 1 << from);
                while next != found {
                    (found, next) = (next, next | self.all_ends(*inner, next));
                }
                found
            }
        };
        self.memo.insert((part, from), found);
        found
    }

    fn all_ends(&mut self, part: usize, starts: Ends) -> Ends {
        (0..=self.tokens.len()).filter(|s| starts >> s & 1 == 1).fold(0, |found, s| found | self.ends(part, s))
    }

    fn step(&self, from: usize, fits: impl Fn(&str) -> bool) -> Ends {
        self.tokens.get(from).filter(|t| fits(t)).map_or(0, |_| 1 << (from + 1))
    }
}

/// xorshift64*, seeded: the same sentences on every run.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
    }
}
