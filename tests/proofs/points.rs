//! Whether what a file claims survives points: its answer and conditions against what is asked,
//! every step of its chain, and every line of its differentiations against difference quotients.

use chainrule::decide::{Point, Value as At, evaluate, holds};
use chainrule::engine::{self, Settings};
use chainrule::parse::{self, Options};
use chainrule::render::{Notation, render};
use chainrule::term::{Arena, Operator, Rational, Symbol, TermId};
use serde_json::Value;
use std::collections::BTreeMap;

use super::corrupt::Dice;

/// Points with a value for each claim.
const POINTS: usize = 200;
const BITS: u32 = 128;

/// What was found of parts of files: most corruptions leave most parts as they were.
pub type Known = BTreeMap<String, Option<String>>;

/// What speaks against a file, if something does.
pub fn complaint(file: &Value, known: &mut Known) -> Option<String> {
    let statement = &file["statement"];
    let answer = format!("{statement} {} {}", file["answer"], file["conditions"]);
    let mut all = vec![once(known, answer, || Claims::new(file)?.answer())];
    for stage in file["stages"].as_array()? {
        let mut chain = stage.clone();
        chain["differentiated"].take();
        let key = format!("{statement} {chain}");
        let found = match known.get(&key) {
            Some(found) => found.clone(),
            None => Claims::new(file)?.chain(stage, known),
        };
        all.push(once(known, key, || found));
        let Some(by) = stage["differentiated"]["by"].as_str() else { continue };
        for line in stage["differentiated"]["lines"].as_array()? {
            let key = format!("{statement} {} {line}", stage["domain"]);
            all.push(once(known, key, || Claims::new(file)?.line(by, line, &stage["domain"])));
        }
    }
    all.into_iter().flatten().next()
}

fn once(known: &mut Known, key: String, find: impl FnOnce() -> Option<String>) -> Option<String> {
    known.entry(key).or_insert_with(find).clone()
}

struct Claims<'a> {
    file: &'a Value,
    engine: engine::Problem,
    assumptions: Vec<TermId>,
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(String::from)).collect()
}

impl<'a> Claims<'a> {
    fn new(file: &'a Value) -> Option<Self> {
        let s = &file["statement"];
        let declared = strings(&s["integer"]).into_iter().map(|n| format!("{n} integer"));
        let settings = Settings {
            assume: strings(&s["assume"]).into_iter().chain(declared).collect(),
            given: strings(&s["given"]),
            wanted: strings(&s["in"]),
            ..Settings::default()
        };
        let mut engine = engine::Problem::new(&settings).ok()?;
        let mut assumptions = Vec::new();
        for term in engine.assumptions().to_vec() {
            assumptions.push(engine.plain(term).ok()?);
        }
        Some(Claims { file, engine, assumptions })
    }

    /// A term or condition in variables alone.
    fn term(&mut self, text: &Value) -> Option<TermId> {
        let (options, text) = (Options::default(), text.as_str()?);
        let read = parse::parse_formula(&mut self.engine.arena, text, &options).map(|r| r.term);
        let read = read
            .or_else(|_| parse::parse_condition(&mut self.engine.arena, text, &options).map(|c| c[0]).map_err(|_| ()));
        self.engine.plain(read.ok()?).ok()
    }

    fn terms(&mut self, texts: &Value) -> Vec<TermId> {
        texts.as_array().into_iter().flatten().filter_map(|t| self.term(t)).collect()
    }

    /// What is asked, solved anew, against the answer with its conditions: the same values at the
    /// same points.
    fn answer(&mut self) -> Option<String> {
        let statement = &self.file["statement"];
        let input = self.engine.read(statement["input"].as_str()?).ok()?;
        let found = match statement["wrt"].as_str() {
            None => self.engine.simplify(input).ok()?,
            Some(x) => {
                let x = self.engine.variable(x).ok()?;
                self.engine.diff(input, x, statement["order"].as_u64()? as u32).ok()?
            }
        };
        let empty = self.file["answer"].is_null();
        if empty || found.empty() {
            return (empty != found.empty()).then(|| "an empty domain, or none".to_string());
        }
        let asked: Vec<TermId> = [found.term].into_iter().chain(found.conditions).collect();
        let asked: Vec<TermId> = asked.into_iter().filter_map(|t| self.engine.plain(t).ok()).collect();
        let term = self.term(&self.file["answer"])?;
        let conditions = self.terms(&self.file["conditions"]);
        let said: Vec<TermId> = [term].into_iter().chain(conditions).collect();
        if asked == said { None } else { self.compare(&asked, &said, true) }
    }

    /// Two terms with their conditions have the same values; that only one of them has a value is a
    /// difference if `both`.
    fn compare(&self, first: &[TermId], second: &[TermId], both: bool) -> Option<String> {
        let arena = &self.engine.arena;
        let all: Vec<TermId> = first.iter().chain(second).chain(&self.assumptions).copied().collect();
        let mut points = Points::new(arena, &all);
        let (mut met, mut tried) = (0, 0);
        while met < POINTS && tried < 8 * POINTS {
            let point = points.next(arena);
            tried += 1;
            if !self.assumptions.iter().all(|c| holds(arena, *c, &point, BITS) == Some(true)) {
                continue;
            }
            let (a, b) = (value(arena, first, &point), value(arena, second, &point));
            match (&a, &b) {
                (At::Unknown, _) | (_, At::Unknown) => {}
                (At::Undefined, At::Undefined) => {}
                (At::Undefined, _) | (_, At::Undefined) if both => {
                    return Some(format!("a value only on one side at {point}"));
                }
                (At::Undefined, _) | (_, At::Undefined) => {}
                _ if a.differs(&b) => return Some(format!("other values at {point}")),
                _ => met += 1,
            }
        }
        None
    }

    /// Each step leaves the values of the first term, on the domain. On the way a divisor may vanish
    /// at single points; what the end loses, the answer loses.
    fn chain(&mut self, stage: &Value, known: &mut Known) -> Option<String> {
        let mut current = self.read(&stage["start"])?;
        let domain = self.terms(&stage["domain"]);
        let plain = self.engine.plain(current).ok()?;
        let from: Vec<TermId> = [plain].into_iter().chain(domain).collect();
        let mut last = plain;
        for step in stage["steps"].as_array()? {
            let after = self.read(&step["after"])?;
            let place: Vec<u32> = step["place"].as_array()?.iter().filter_map(|i| Some(i.as_u64()? as u32)).collect();
            let Some(next) = self.engine.arena.replace_at(current, &place, after) else {
                return Some("a step leads nowhere".into());
            };
            current = next;
            let plain = self.engine.plain(current).ok()?;
            let shown = render(&self.engine.arena, plain, Notation::Ascii);
            let key = format!("{} {} {} {shown}", self.file["statement"], stage["start"], stage["domain"]);
            let found = if plain == last { None } else { once(known, key, || self.compare(&from, &[plain], false)) };
            if found.is_some() {
                return found.map(|why| format!("a step: {why}"));
            }
            last = plain;
        }
        // The same number may be spelled in two ways, as 0 and -0.
        let ended = match self.term(&stage["end"]) {
            Some(end) => end == last || self.compare(&from, &[end], false).is_none(),
            None => false,
        };
        (!ended).then(|| "the chain does not lead to its end".into())
    }

    /// A line's result is the slope of what it is of, on the domain.
    fn line(&mut self, by: &str, line: &Value, domain: &Value) -> Option<String> {
        let (domain, x) = (self.terms(domain), self.engine.variable(by).ok()?);
        let (of, result) = (self.read(&line["of"])?, self.read(&line["result"])?);
        let point = self.slope_differs(of, result, x, &domain)?;
        Some(format!("the line of {}: another slope at {point}", line["of"]))
    }

    fn read(&mut self, text: &Value) -> Option<TermId> {
        parse::parse_formula(&mut self.engine.arena, text.as_str()?, &Options::default()).ok().map(|r| r.term)
    }

    fn slope_differs(&mut self, of: TermId, result: TermId, x: Symbol, domain: &[TermId]) -> Option<Point> {
        let difference = {
            let arena = &mut self.engine.arena;
            let h = arena.rational(&tiny());
            let t = arena.name(x).to_string();
            let t = arena.symbol(&t);
            let (up, down) = (arena.binary(Operator::Add, t, h), arena.binary(Operator::Sub, t, h));
            let mut at = |place| arena.substitute(of, &[(x, place)].into_iter().collect());
            let (up, down) = (at(up), at(down));
            let (two, rise) = (arena.integer(2), arena.binary(Operator::Sub, up, down));
            let run = arena.binary(Operator::Mul, two, h);
            let quotient = arena.binary(Operator::Div, rise, run);
            arena.binary(Operator::Sub, quotient, result)
        };
        let arena = &self.engine.arena;
        let all: Vec<TermId> = [of, result].iter().chain(domain).copied().collect();
        let mut points = Points::new(arena, &all);
        let near = Rational::new(1, 1_000_000_000);
        for _ in 0..POINTS / 8 {
            let point = points.next(arena);
            let there = domain.iter().all(|c| holds(arena, *c, &point, BITS) == Some(true));
            let off = if there { evaluate(arena, difference, &point, BITS) } else { At::Unknown };
            let beyond = |end: Rational| off.differs(&At::Exact(end.clone())) && sign_beyond(&off, &end);
            if beyond(near.clone()) || beyond(-near.clone()) {
                return Some(point);
            }
        }
        None
    }
}

/// Whether a value lies certainly beyond a number, seen from 0.
fn sign_beyond(value: &At, end: &Rational) -> bool {
    let number = |v: &At| match v {
        At::Exact(x) => Some(x.clone()),
        _ => None,
    };
    match number(value) {
        Some(x) => {
            if end.is_negative() {
                &x < end
            } else {
                &x > end
            }
        }
        // An enclosure of its sign's side that doesn't touch the end, and no exact one near 0.
        None => value.sign() == Some(end.signum()) && value.differs(&At::Exact(end.clone())) && !close(value),
    }
}

/// Whether an enclosed value rounds to 0 at twelve places.
fn close(value: &At) -> bool {
    let text = chainrule::decide::decimal(value, 8);
    text.trim_start_matches(['~', '-']).chars().all(|c| c == '0' || c == '.')
}

fn tiny() -> Rational {
    let small = Rational::new(1, 1_000_000_000);
    &small * &small
}

/// A term's value where its conditions, the terms after it, hold; and none elsewhere.
fn value(arena: &Arena, claim: &[TermId], point: &Point) -> At {
    for condition in &claim[1..] {
        match holds(arena, *condition, point, BITS) {
            Some(true) => {}
            Some(false) => return At::Undefined,
            None => return At::Unknown,
        }
    }
    evaluate(arena, claim[0], point, BITS)
}

/// Small fractions for every variable, from a fixed seed.
struct Points {
    symbols: Vec<Symbol>,
    dice: Dice,
}

impl Points {
    fn new(arena: &Arena, terms: &[TermId]) -> Self {
        let mut symbols: Vec<Symbol> = terms.iter().flat_map(|t| arena.variables(*t)).collect();
        symbols.sort_unstable();
        symbols.dedup();
        Points { symbols, dice: Dice(0x9e37_79b9_7f4a_7c15) }
    }

    fn next(&mut self, arena: &Arena) -> Point {
        let dice = &mut self.dice;
        let mut number = || {
            let (top, bottom) = (dice.below(41) as i64 - 20, dice.below(7) as i64 + 1);
            if dice.below(3) == 0 { Rational::from(top / 4) } else { Rational::new(top, 2 * bottom) }
        };
        let values: Vec<(Symbol, Rational)> = self.symbols.iter().map(|s| (*s, number())).collect();
        Point::new(arena, values)
    }
}
