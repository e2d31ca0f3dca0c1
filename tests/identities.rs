//! Identities that are proved and claims that must not be, one a line in `tests/identities/`.
//!
//! What was proved of a claim with one number altered is held to its values at many points, by an
//! evaluation in doubles that shares nothing with the enclosures.

use chainrule::decide::{Claimed, Finding, Side, judge};
use chainrule::parse::{Options, parse_condition, parse_formula};
use chainrule::term::{Arena, Func, Node, Operator, Property, Relation, Symbol, TermId};
use std::collections::HashMap;
use std::path::Path;

/// A claim: its name, its sides and what it assumes.
struct Claim {
    name: String,
    lhs: String,
    rhs: String,
    assume: Vec<String>,
}

fn table(file: &str) -> Vec<Claim> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/identities").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let claim = |line: &str| {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [name, lhs, rhs, assume @ ..] = &parts[..] else { panic!("{line}") };
        let assume = assume.join("").split(',').map(|s| s.trim().to_string()).filter(|s| !s.is_empty()).collect();
        Claim { name: name.to_string(), lhs: lhs.to_string(), rhs: rhs.to_string(), assume }
    };
    text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).map(claim).collect()
}

/// A claim read into an arena.
struct Read {
    arena: Arena,
    lhs: Side,
    rhs: Side,
    assume: Vec<TermId>,
}

fn read(claim: &Claim) -> Option<Read> {
    let (mut arena, options) = (Arena::new(), Options::default());
    let mut side = |text: &str| {
        let term = parse_formula(&mut arena, text, &options).ok()?.term;
        let (term, domain, not_claimed) = chainrule::derive::expand_diffs(&mut arena, term).ok()?;
        Some(Side { term, domain, not_claimed })
    };
    let (lhs, rhs) = (side(&claim.lhs)?, side(&claim.rhs)?);
    let mut assume = Vec::new();
    for text in &claim.assume {
        assume.extend(parse_condition(&mut arena, text, &options).ok()?);
    }
    Some(Read { arena, lhs, rhs, assume })
}

fn finding(read: &mut Read) -> Finding {
    let (lhs, rhs) = (read.lhs.clone(), read.rhs.clone());
    judge(&mut read.arena, &Claimed { lhs, rhs, assumptions: &read.assume, unfold: false }).finding
}

fn found(claim: &Claim) -> Finding {
    finding(&mut read(claim).unwrap_or_else(|| panic!("{}: {} = {}", claim.name, claim.lhs, claim.rhs)))
}

fn all_proved(file: &str) {
    let failing: Vec<String> = table(file)
        .iter()
        .filter(|c| !matches!(found(c), Finding::Proved(_)))
        .map(|c| format!("{}: {} = {} under {:?}", c.name, c.lhs, c.rhs, c.assume))
        .collect();
    assert!(failing.is_empty(), "not proved: {failing:#?}");
}

#[test]
fn our_own_identities_are_proved() {
    all_proved("true.txt");
}

#[test]
fn identities_of_the_handbooks_are_proved() {
    assert!(table("handbooks.txt").len() >= 120);
    all_proved("handbooks.txt");
}

#[test]
fn false_claims_are_never_proved() {
    let all = table("false.txt");
    assert!(all.len() >= table("true.txt").len());
    for c in &all {
        let found = found(c);
        assert!(!matches!(found, Finding::Proved(_)), "{}: {} = {} under {:?}", c.name, c.lhs, c.rhs, c.assume);
    }
}

/// A small stream of numbers, the same everywhere.
struct Stream(u64);

impl Stream {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// The text with one of its numbers altered.
fn altered(text: &str, stream: &mut Stream) -> Option<String> {
    let digit =
        |i: &usize| text.as_bytes()[*i].is_ascii_digit() && !text[..*i].ends_with(|c: char| c.is_alphanumeric());
    let starts: Vec<usize> = (0..text.len()).filter(digit).collect();
    let at = *starts.get(stream.below(starts.len().max(1)))?;
    let end = text[at..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |n| at + n);
    let n: u64 = text[at..end].parse().ok()?;
    let new = [n + 1, n.saturating_sub(1), 2 * n, n + 3][stream.below(4)];
    Some(format!("{}{new}{}", &text[..at], &text[end..]))
}

#[test]
fn altered_identities_are_proved_only_where_they_hold() {
    let all: Vec<Claim> = table("true.txt").into_iter().chain(table("handbooks.txt")).collect();
    let (mut stream, mut proved) = (Stream(11), 0);
    for round in 0..600 {
        let from = &all[stream.below(all.len())];
        let mut claim = Claim {
            assume: from.assume.clone(),
            lhs: from.lhs.clone(),
            rhs: from.rhs.clone(),
            name: from.name.clone(),
        };
        let place = stream.below(2 + claim.assume.len());
        let text = match place {
            0 => &mut claim.lhs,
            1 => &mut claim.rhs,
            n => &mut claim.assume[n - 2],
        };
        let Some(new) = altered(text, &mut stream) else { continue };
        *text = new;
        let Some(mut read) = read(&claim) else { continue };
        if !matches!(finding(&mut read), Finding::Proved(_)) {
            continue;
        }
        proved += 1;
        let wrong = counterexample(&read, &mut stream);
        assert_eq!(wrong, None, "round {round}: {} = {} under {:?}", claim.lhs, claim.rhs, claim.assume);
    }
    assert!(proved > 20, "{proved}");
}

/// A point where the conditions hold, both sides have values, and these differ.
fn counterexample(read: &Read, stream: &mut Stream) -> Option<Vec<(String, f64)>> {
    let conditions: Vec<TermId> = read.assume.iter().chain(&read.lhs.domain).chain(&read.rhs.domain).copied().collect();
    let mut names: Vec<Symbol> = [read.lhs.term, read.rhs.term].iter().flat_map(|t| read.arena.variables(*t)).collect();
    names.sort_by(|a, b| read.arena.name(*a).cmp(read.arena.name(*b)));
    names.dedup();
    for _ in 0..120 {
        let mut value = || match stream.below(3) {
            0 => stream.below(13) as f64 - 6.0,
            1 => (stream.below(41) as f64 - 20.0) / 8.0,
            _ => (stream.below(2001) as f64 - 1000.0) / 317.0,
        };
        let point: HashMap<Symbol, f64> = names.iter().map(|n| (*n, value())).collect();
        if !conditions.iter().all(|c| holds(&read.arena, *c, &point) == Some(true)) {
            continue;
        }
        let sides = (number(&read.arena, read.lhs.term, &point), number(&read.arena, read.rhs.term, &point));
        let (Some(a), Some(b)) = sides else { continue };
        if (a - b).abs() > 1e-6 * (1.0 + a.abs() + b.abs()) {
            return Some(names.iter().map(|n| (read.arena.name(*n).to_string(), point[n])).collect());
        }
    }
    None
}

fn holds(arena: &Arena, t: TermId, at: &HashMap<Symbol, f64>) -> Option<bool> {
    match arena.node(t) {
        Node::Relation(r, a, b) => {
            let (a, b) = (number(arena, a, at)?, number(arena, b, at)?);
            Some(match r {
                Relation::Eq => a == b,
                Relation::Ne => (a - b).abs() > 1e-9,
                Relation::Lt => a < b,
                Relation::Le => a <= b,
                Relation::Gt => a > b,
                Relation::Ge => a >= b,
            })
        }
        Node::Property(Property::Integer, a) => number(arena, a, at).map(|v| v.fract() == 0.0),
        Node::Property(Property::NotInteger, a) => number(arena, a, at).map(|v| v.fract() != 0.0),
        Node::Property(Property::Defined, a) => Some(number(arena, a, at).is_some()),
        _ => None,
    }
}

/// The value in doubles where there is one that is not near the end of a domain or a jump.
fn number(arena: &Arena, t: TermId, at: &HashMap<Symbol, f64>) -> Option<f64> {
    let of = |t: TermId| number(arena, t, at);
    let value = match arena.node(t) {
        Node::Number(n) => arena.number_value(n).to_f64(),
        Node::Pi => std::f64::consts::PI,
        Node::Symbol(s) => *at.get(&s)?,
        Node::Neg(a) => -of(a)?,
        Node::Binary(op, a, b) => {
            let (a, b) = (of(a)?, of(b)?);
            match op {
                Operator::Add => a + b,
                Operator::Sub => a - b,
                Operator::Mul => a * b,
                Operator::Div if b.abs() < 1e-9 => return None,
                Operator::Div => a / b,
                Operator::Pow if a.abs() < 1e-9 && b <= 0.0 => return None,
                Operator::Pow => a.powf(b),
            }
        }
        Node::If(c, a, b) => of(if holds(arena, c, at)? { a } else { b })?,
        Node::Call(f, a) => called(f, of(a)?)?,
        Node::Call2(f, a, b) => {
            let (a, b) = (of(a)?, of(b)?);
            match f {
                Func::Min => a.min(b),
                Func::Max => a.max(b),
                Func::Mod => a - b * called(Func::Floor, a / b)?,
                Func::Atan2 if a.abs() < 1e-9 => return None,
                Func::Atan2 => a.atan2(b),
                _ => return None,
            }
        }
        _ => return None,
    };
    value.is_finite().then_some(value)
}

fn called(f: Func, u: f64) -> Option<f64> {
    let near = |v: f64| (u - v).abs() < 1e-9;
    let whole = near(u.round());
    Some(match f {
        Func::Exp => u.exp(),
        Func::Log if u < 1e-9 => return None,
        Func::Log => u.ln(),
        Func::Sqrt if u < 1e-9 => return None,
        Func::Sqrt => u.sqrt(),
        Func::Cbrt => u.cbrt(),
        Func::Sin => u.sin(),
        Func::Cos => u.cos(),
        Func::Tan => u.tan(),
        Func::Cot => 1.0 / u.tan(),
        Func::Sec => 1.0 / u.cos(),
        Func::Csc => 1.0 / u.sin(),
        Func::Asin => u.asin(),
        Func::Acos => u.acos(),
        Func::Atan => u.atan(),
        Func::Acot => (1.0 / u).atan(),
        Func::Asec => (1.0 / u).acos(),
        Func::Acsc => (1.0 / u).asin(),
        Func::Sinh => u.sinh(),
        Func::Cosh => u.cosh(),
        Func::Tanh => u.tanh(),
        Func::Coth => 1.0 / u.tanh(),
        Func::Sech => 1.0 / u.cosh(),
        Func::Csch => 1.0 / u.sinh(),
        Func::Asinh => u.asinh(),
        Func::Acosh => u.acosh(),
        Func::Atanh => u.atanh(),
        Func::Acoth => (1.0 / u).atanh(),
        Func::Asech => (1.0 / u).acosh(),
        Func::Acsch => (1.0 / u).asinh(),
        Func::Abs => u.abs(),
        Func::Relu => u.max(0.0),
        Func::Sign if near(0.0) => 0.0,
        Func::Sign => u.signum(),
        Func::Floor | Func::Ceil if whole => u.round(),
        Func::Floor => u.floor(),
        Func::Ceil => u.ceil(),
        _ => return None,
    })
}
