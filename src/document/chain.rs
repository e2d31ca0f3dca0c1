//! A formula of a document as chains of equations, each side written out in our own notation.

use crate::decide::{Point, Value, evaluate};
use crate::parse::{Options, parse_formula};
use crate::term::{Arena, Relation};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a side is, for telling definitions from claims.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Form {
    /// A number as it is written, with its decimal places; fewer than none with a power of ten.
    Number(i32),
    /// A variable alone.
    Name(String),
    /// An unknown function of different variables.
    Call(String, Vec<String>),
    /// Anything else.
    Other,
}

/// One side of an equation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Side {
    /// The formula in plain ASCII notation.
    pub text: String,
    /// The bytes of the file.
    pub span: Range<usize>,
    /// What it is.
    pub form: Form,
    /// The variables in it.
    pub variables: BTreeSet<String>,
    /// The unknown functions called in it.
    pub functions: BTreeSet<String>,
    /// What is differentiated by in it.
    pub by: BTreeSet<String>,
    /// The names in what is differentiated, and by what, where that is not among them: y in dy/dx.
    pub apart: Vec<(BTreeSet<String>, String)>,
    /// The functions that stand with their own parameters as an argument of another: which, the how
    /// manieth, and the one inside.
    pub within: Vec<(String, usize, String)>,
    /// Whether a derivative in it is written as a partial one.
    pub partial: bool,
    /// The point of an evaluation bar.
    pub at: Vec<(String, String)>,
}

/// What stands between two sides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Link {
    /// `=`
    Equal,
    /// `≈`
    Approximate,
    /// `:=`
    Defines,
    /// `<` and its like.
    Relation(Relation),
}

/// `A = B = C`: a side more than links.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chain {
    /// The sides.
    pub sides: Vec<Side>,
    /// What stands between them.
    pub links: Vec<Link>,
}

/// What a comparison states.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition {
    /// In plain notation.
    pub text: String,
    /// Its variables.
    pub variables: BTreeSet<String>,
    /// The functions it calls.
    pub functions: BTreeSet<String>,
}

/// The precision at which it is told whether a number is rational.
const BITS: u32 = 64;

impl Side {
    /// Whether its value depends on nothing.
    pub fn is_constant(&self) -> bool {
        self.variables.is_empty() && self.functions.is_empty() && self.by.is_empty()
    }

    /// Whether it is a rational number, and written with digits alone: `2^(1/2)` is not.
    pub fn is_rational(&self) -> bool {
        let digits = self.text.chars().all(|c| c.is_ascii_digit() || "+-*/^.() ".contains(c));
        let mut arena = Arena::new();
        let read = if digits { parse_formula(&mut arena, &self.text, &Options::default()).ok() } else { None };
        let value = read.map(|read| evaluate(&arena, read.term, &Point::default(), BITS));
        matches!(value, Some(Value::Exact(_)))
    }
}

impl Chain {
    /// The chain cut at its comparisons: the equations between them, each a chain of its own.
    pub fn equations(&self) -> Vec<Chain> {
        let (mut found, mut from) = (Vec::new(), 0);
        let ends = (0..self.links.len()).filter(|i| self.links[*i].is_relation()).chain([self.links.len()]);
        for end in ends {
            let (sides, links) = (self.sides[from..=end].to_vec(), self.links[from..end].to_vec());
            found.push(Chain { sides, links });
            from = end + 1;
        }
        found
    }

    /// The conditions that it states: comparisons that follow one another are one, `0 < x < 1`.
    pub fn conditions(&self) -> Vec<Condition> {
        let mut found: Vec<Condition> = Vec::new();
        for (i, (link, pair)) in self.links.iter().zip(self.sides.windows(2)).enumerate() {
            let (Link::Relation(relation), [left, right]) = (link, pair) else { continue };
            let goes_on = i > 0 && self.links[i - 1].is_relation();
            let mut condition = found.pop_if(|_| goes_on).unwrap_or_else(|| Condition {
                text: left.text.clone(),
                variables: left.variables.clone(),
                functions: left.functions.clone(),
            });
            condition.text += &format!(" {} {}", relation.symbol(), right.text);
            condition.variables.extend(right.variables.iter().cloned());
            condition.functions.extend(right.functions.iter().cloned());
            found.push(condition);
        }
        found
    }
}

impl Link {
    /// Whether it compares its sides, and so states a condition.
    pub fn is_relation(self) -> bool {
        matches!(self, Link::Relation(_))
    }
}
