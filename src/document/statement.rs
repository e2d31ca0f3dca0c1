//! Reading a formula of a document: its chains of equations, in one of the ways in which it may be meant.

use super::chain::{Chain, Form, Link, Side};
use super::fragment::{Fragment, Writing};
use super::prescan::{is_call, without_macros};
use crate::parse::latex::{LinkKind, Macro, Reach, Setting, parse_latex};
use crate::parse::{self, Note, Options, ParseError};
use crate::render::{Notation, render};
use crate::term::{Arena, Limits, Node, Symbol, TermId};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// A formula that was read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Statement {
    /// Its chains, in the order of the text.
    pub chains: Vec<Chain>,
    /// What was mended, and where in the file.
    pub repairs: Vec<(Range<usize>, String)>,
    /// How it was read where there is a choice.
    pub notes: Vec<String>,
    /// What may be meant otherwise, in a way that can't be read, and where in the file.
    pub doubts: Vec<(Range<usize>, String)>,
    /// Which of the less usual readings would make another formula of it.
    pub matters: Reach,
    /// What was read as a factor, and looks like a function.
    pub doubtful: Option<String>,
    /// Names that were read as factors of what stands in parentheses behind them.
    pub factors: Vec<Factor>,
}

/// A name and what stands in parentheses behind it: `y(2x)`, which was read as a product.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Factor {
    /// The name, as terms have it.
    pub name: String,
    /// The text between the parentheses.
    pub inside: String,
}

/// What the document says on how its formulas are read.
#[derive(Clone, Debug, Default)]
pub struct Habits {
    /// The functions it defines.
    pub functions: Vec<String>,
    /// Those among them whose bare names mean their values, with their parameters.
    pub calls: Vec<(String, Vec<String>)>,
    /// Its macros.
    pub macros: Arc<[Macro]>,
    /// Whether it uses `e` as a variable.
    pub lone_e: bool,
    /// The limits that are set for the check.
    pub limits: Limits,
}

/// Reads a formula, in one of the ways in which it may be meant.
///
/// # Errors
/// Where it cannot be read; the error's span counts from the formula's first byte.
pub fn read(fragment: &Fragment, habits: &Habits, reach: Reach) -> Result<Statement, ParseError> {
    let mut options = Options { reach, lone_e: habits.lone_e, ..Options::within(&habits.limits) };
    options.functions.extend(habits.functions.iter().cloned());
    let mut arena = Arena::new();
    arena.limits = habits.limits;
    match fragment.writing {
        Writing::Latex => latex(&mut arena, fragment, habits, &options),
        Writing::Plain => plain(&mut arena, fragment, &options),
    }
}

fn latex(arena: &mut Arena, fragment: &Fragment, habits: &Habits, options: &Options) -> Result<Statement, ParseError> {
    let text = without_macros(&fragment.text);
    if text.trim().is_empty() {
        return Ok(Statement::default());
    }
    let setting = Setting { options, calls: &habits.calls, macros: &habits.macros };
    let read = parse_latex(arena, &text, &setting)?;
    let start = fragment.span.start;
    let chains = read.chains.into_iter().map(|chain| {
        let sides = chain.parts.iter().map(|part| {
            let span = start + part.span.0..start + part.span.1;
            let at = part.at.iter().map(|(s, v)| (arena.name(*s).to_string(), written(arena, *v)));
            let written = fragment.text.get(part.span.0..part.span.1).unwrap_or("");
            let partial = written.contains("\\partial") || written.contains("\\pdv");
            Side { partial, ..side(arena, part.term, span, part.places, at.collect()) }
        });
        let links = chain.links.iter().map(|link| match link.kind {
            LinkKind::Equal => Link::Equal,
            LinkKind::Approximate => Link::Approximate,
            LinkKind::Defines => Link::Defines,
            LinkKind::Relation(relation) => Link::Relation(relation),
        });
        Chain { sides: sides.collect(), links: links.collect() }
    });
    let repairs = read.repairs.iter().map(|r| (start + r.span.0..start + r.span.1, r.text.clone()));
    let factors = factors(&fragment.text, &read.notes);
    let mut written = factors.iter().filter_map(|(_, span)| fragment.text.get(span.clone()));
    let doubtful = written.find(|factor| is_call(&fragment.text, factor.trim())).map(String::from);
    let factors = factors.into_iter().map(|(factor, _)| factor).collect();
    let notes = read.notes.iter().map(|n| n.text.clone()).collect();
    let whole = fragment.span.clone();
    let bars =
        fragment.escaped.then(|| (whole, "`\\|` in a table is a bar for Markdown, and a norm's for LaTeX".to_string()));
    let doubts = read.doubts.into_iter().map(|n| (start + n.span.0..start + n.span.1, n.text)).chain(bars).collect();
    let (chains, repairs, matters) = (chains.collect(), repairs.collect(), read.matters);
    Ok(Statement { chains, repairs, notes, doubts, matters, doubtful, factors })
}

/// The names that notes say were read as factors before brackets, and where they stand.
fn factors(text: &str, notes: &[Note]) -> Vec<(Factor, Range<usize>)> {
    let factor = |note: &Note| {
        let (name, _) = note.text.strip_prefix('`')?.split_once("(…)` is the product ")?;
        let inside = text.get(note.span.0..).and_then(in_parentheses).unwrap_or_default().to_string();
        Some((Factor { name: name.to_string(), inside }, note.span.0..note.span.1))
    };
    notes.iter().filter_map(factor).collect()
}

/// What stands between the first parentheses of a text.
pub(super) fn in_parentheses(text: &str) -> Option<&str> {
    let (_, behind) = text.split_once('(')?;
    let mut depth = 1;
    let end = behind.find(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    })?;
    behind.get(..end)
}

/// A line of claims in the plain notation: sides between `=`, `≈` (or `~=`) and `:=`.
fn plain(arena: &mut Arena, fragment: &Fragment, options: &Options) -> Result<Statement, ParseError> {
    let (mut sides, mut notes, mut all) = (Vec::new(), Vec::new(), Vec::new());
    let (pieces, links) = split(&fragment.text);
    for piece in pieces {
        let text = &fragment.text[piece.clone()];
        let read = parse::parse_formula(arena, text, options).map_err(|error| error.shifted(piece.start))?;
        all.extend(factors(text, &read.notes).into_iter().map(|(factor, _)| factor));
        notes.extend(read.notes.into_iter().map(|n| n.text));
        let lead = text.len() - text.trim_start().len();
        let span = fragment.span.start + piece.start + lead..fragment.span.start + piece.end;
        sides.push(side(arena, read.term, span, number(text.trim()), vec![]));
    }
    Ok(Statement { chains: vec![Chain { sides, links }], notes, factors: all, ..Statement::default() })
}

/// What stands between the sides of a line.
const LINKS: [(&str, Link); 5] = [
    ("≈", Link::Approximate),
    ("~=", Link::Approximate),
    (":=", Link::Defines),
    ("==", Link::Equal),
    ("=", Link::Equal),
];

/// The sides of a line and what stands between them; an `=` counts where it is alone.
fn split(text: &str) -> (Vec<Range<usize>>, Vec<Link>) {
    let (mut from, mut sides, mut links) = (0, Vec::new(), Vec::new());
    let (mut depth, mut at) = (0usize, 0);
    while let Some(c) = text[at..].chars().next() {
        let alone = |sign: &str| sign != "=" || !text[..at].ends_with(['<', '>', '!']);
        let found = LINKS.iter().find(|(sign, _)| depth == 0 && text[at..].starts_with(sign) && alone(sign));
        if let Some((sign, link)) = found {
            sides.push(from..at);
            links.push(*link);
            at += sign.len();
            from = at;
            continue;
        }
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += c.len_utf8();
    }
    sides.push(from..text.len());
    (sides, links)
}

/// The decimal places of a number, perhaps with a power of ten: 2 for `0.25`, -7 for `1.8e8`.
fn number(text: &str) -> Option<i32> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = compact.strip_prefix('-').unwrap_or(&compact);
    let power = ["e", "E", "*10^", "·10^", "×10^"].iter().find_map(|sign| digits.split_once(sign));
    let (digits, exponent) = power.unwrap_or((digits, "0"));
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let exponent: i32 = exponent.trim_matches(['(', ')']).parse().ok().filter(|_| plain)?;
    let decimals = i32::try_from(digits.split_once('.').map_or(0, |(_, after)| after.len())).ok()?;
    // A whole number times a power of ten is exact.
    if decimals > 0 || power.is_none() { decimals.checked_sub(exponent) } else { None }
}

fn written(arena: &Arena, term: TermId) -> String {
    render(arena, term, Notation::Ascii)
}

fn side(arena: &Arena, term: TermId, span: Range<usize>, places: Option<i32>, at: Vec<(String, String)>) -> Side {
    let mut side = Side {
        text: written(arena, term),
        span,
        form: form(arena, term, places),
        variables: arena.variables(term).into_iter().map(|s| arena.name(s).to_string()).collect(),
        functions: called(arena, term).collect(),
        by: BTreeSet::new(),
        apart: Vec::new(),
        within: Vec::new(),
        partial: false,
        at,
    };
    for id in arena.reachable(&[term]) {
        match arena.node(id) {
            Node::Apply(function, arguments) => {
                let unknown = arena.unknown(function);
                for (i, argument) in arena.list(arguments).iter().enumerate() {
                    if let Form::Call(inside, _) = form(arena, *argument, None) {
                        side.within.push((arena.name(unknown.name).to_string(), i, inside));
                    }
                }
                let primed = unknown.orders.iter().zip(arena.list(arguments)).filter(|(n, _)| **n > 0);
                let by = primed.flat_map(|(_, argument)| arena.variables(*argument));
                side.by.extend(by.map(|s| arena.name(s).to_string()));
            }
            Node::Diff(body, x, _) => {
                side.by.insert(arena.name(x).to_string());
                let (all, x) = (arena.variables(body), arena.name(x).to_string());
                let mut names: BTreeSet<String> = all.into_iter().map(|s| arena.name(s).to_string()).collect();
                if !names.is_empty() && !names.contains(&x) {
                    names.extend(called(arena, body));
                    side.apart.push((names, x));
                }
            }
            _ => {}
        }
    }
    side
}

/// The unknown functions that a term calls.
fn called(arena: &Arena, term: TermId) -> impl Iterator<Item = String> {
    arena.reachable(&[term]).into_iter().filter_map(|id| match arena.node(id) {
        Node::Apply(function, _) => Some(arena.name(arena.unknown(function).name).to_string()),
        _ => None,
    })
}

fn form(arena: &Arena, term: TermId, places: Option<i32>) -> Form {
    if let Some(places) = places {
        return Form::Number(places);
    }
    match arena.node(term) {
        Node::Symbol(name) => Form::Name(arena.name(name).to_string()),
        Node::Apply(function, arguments) => {
            let unknown = arena.unknown(function);
            let variables: Option<Vec<Symbol>> = arena.list(arguments).iter().map(|a| symbol(arena, *a)).collect();
            let apart = |all: &Vec<Symbol>| all.iter().collect::<BTreeSet<_>>().len() == all.len();
            match variables.filter(apart) {
                Some(all) if unknown.orders.iter().all(|n| *n == 0) => {
                    let parameters = all.iter().map(|s| arena.name(*s).to_string()).collect();
                    Form::Call(arena.name(unknown.name).to_string(), parameters)
                }
                _ => Form::Other,
            }
        }
        _ => Form::Other,
    }
}

fn symbol(arena: &Arena, term: TermId) -> Option<Symbol> {
    match arena.node(term) {
        Node::Symbol(symbol) => Some(symbol),
        _ => None,
    }
}
