//! Reads the tables' texts until the product's own parser takes over.

use crate::term::{Arena, Func, Operator, Property, Rational, Relation, TermId};

struct Reader<'a> {
    rest: &'a str,
}

/// The term a table's text stands for.
pub(super) fn read(arena: &mut Arena, text: &str) -> TermId {
    let mut r = Reader { rest: text };
    let a = r.sum(arena);
    for (sign, relation) in [
        ("!=", Relation::Ne),
        ("<=", Relation::Le),
        (">=", Relation::Ge),
        ("=", Relation::Eq),
        ("<", Relation::Lt),
        (">", Relation::Gt),
    ] {
        if r.eat(sign) {
            let b = r.sum(arena);
            return arena.relation(relation, a, b);
        }
    }
    for p in [Property::NotInteger, Property::NotPole, Property::Integer, Property::Defined] {
        if r.eat(p.words()) {
            return arena.add(crate::term::Node::Property(p, a));
        }
    }
    assert!(r.rest.trim().is_empty(), "unread: {}", r.rest);
    a
}

impl Reader<'_> {
    fn eat(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn sum(&mut self, a: &mut Arena) -> TermId {
        let mut x = self.product(a);
        loop {
            let op = if self.eat("+") {
                Operator::Add
            } else if self.eat("-") {
                Operator::Sub
            } else {
                return x;
            };
            let y = self.product(a);
            x = a.binary(op, x, y);
        }
    }

    fn product(&mut self, a: &mut Arena) -> TermId {
        let mut x = self.negation(a);
        loop {
            let op = if self.eat("*") {
                Operator::Mul
            } else if self.eat("/") {
                Operator::Div
            } else {
                return x;
            };
            let y = self.negation(a);
            x = a.binary(op, x, y);
        }
    }

    fn negation(&mut self, a: &mut Arena) -> TermId {
        if self.eat("-") {
            let x = self.negation(a);
            return a.neg(x);
        }
        let x = self.atom(a);
        if self.eat("^") {
            let y = self.negation(a);
            return a.binary(Operator::Pow, x, y);
        }
        x
    }

    fn atom(&mut self, a: &mut Arena) -> TermId {
        self.rest = self.rest.trim_start();
        if self.eat("(") {
            let x = self.sum(a);
            assert!(self.eat(")"), "unclosed: {}", self.rest);
            return x;
        }
        let end = self.rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        if let Ok(n) = word.parse::<i64>() {
            return a.literal(Rational::from(n));
        }
        if word == "pi" {
            return a.pi();
        }
        if !self.rest.starts_with('(') {
            return a.symbol(word);
        }
        self.eat("(");
        if word == "if" {
            let x = self.sum(a);
            let sign = [
                ("<=", Relation::Le),
                (">=", Relation::Ge),
                ("<", Relation::Lt),
                (">", Relation::Gt),
                ("=", Relation::Eq),
            ]
            .into_iter()
            .find(|s| self.eat(s.0));
            let y = self.sum(a);
            let c = a.relation(sign.unwrap().1, x, y);
            self.eat(",");
            let x = self.sum(a);
            self.eat(",");
            let y = self.sum(a);
            self.eat(")");
            return a.add(crate::term::Node::If(c, x, y));
        }
        let x = self.sum(a);
        let y = self.eat(",").then(|| self.sum(a));
        assert!(self.eat(")"), "unclosed: {}", self.rest);
        let f = Func::named(word).unwrap();
        match y {
            Some(y) => a.call2(f, x, y),
            None => a.call(f, x),
        }
    }
}
