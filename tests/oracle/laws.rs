//! What must hold of every answer, tried at points: the laws that properties and fuzzers share.
//! A law is broken only if it is so at two precisions.

use super::{Oracle, Place, Value, terms};
use chainrule::decide::{Finding, Judgement, Point};
use chainrule::derive;
use chainrule::engine::{Answer, Problem, Settings};
use chainrule::term::{Arena, Func, Node, Operator, Rational, Relation, Symbol, TermId};

/// The precisions at which a law must be found broken.
const BITS: [usize; 2] = [320, 1088];
/// Points at which a formula is tried.
const POINTS: usize = 20;

/// What a law says: nothing, or how it is broken.
pub type Law = Result<(), String>;

fn problem() -> Problem {
    Problem::new(&Settings::default()).unwrap()
}

fn number(value: &Value) -> bool {
    matches!(value, Value::Exact(_) | Value::About(_))
}

fn nothing(value: &Value) -> bool {
    matches!(value, Value::Nothing)
}

fn shown(arena: &Arena, term: TermId) -> String {
    chainrule::render::render(arena, term, chainrule::render::Notation::Text)
}

/// The points of x and y.
fn places(arena: &mut Arena, count: usize) -> Vec<Place> {
    let (x, y) = (arena.intern("x"), arena.intern("y"));
    terms::points(count).into_iter().map(|(a, b)| vec![(x, a), (y, b)]).collect()
}

fn place_of(point: &Point) -> Place {
    point.iter().map(|(symbol, _, value)| (symbol, value.clone())).collect()
}

fn said(arena: &Arena, place: &Place) -> String {
    place.iter().map(|(s, v)| format!("{} = {v}", arena.name(*s))).collect::<Vec<_>>().join(", ")
}

/// A complaint that every precision has.
fn confirmed(mut complaint: impl FnMut(&mut Oracle) -> Option<String>) -> Law {
    let mut last = None;
    for bits in BITS {
        match complaint(&mut Oracle::new(bits)) {
            None => return Ok(()),
            some => last = some,
        }
    }
    last.map_or(Ok(()), Err)
}

/// An answer has a value wherever the formula has one, and the same; its conditions and its own
/// domain are the formula's domain.
pub fn kept(arena: &mut Arena, term: TermId, answer: &Answer) -> Law {
    for place in places(arena, POINTS) {
        confirmed(|oracle| {
            let (a, b) = (oracle.value(arena, term, &place), oracle.value(arena, answer.term, &place));
            let held = oracle.all_hold(arena, &answer.conditions, &place);
            let what = if number(&a) && answer.empty() {
                "is said to have no value anywhere"
            } else if number(&a) && nothing(&b) {
                "loses its value"
            } else if number(&a) && held == Some(false) {
                "has a value beyond the conditions"
            } else if oracle.differ(&a, &b) == Some(true) {
                "changes its value"
            } else if nothing(&a) && number(&b) && held == Some(true) && !answer.empty() {
                "gets a value"
            } else {
                return None;
            };
            Some(format!("{} = {}: {what} at {}", shown(arena, term), shown(arena, answer.term), said(arena, &place)))
        })?;
    }
    Ok(())
}

/// Simplifies the formula that the bytes make: the value is kept, the domain is told, every step
/// replays. That there is no value anywhere may rest on an enclosure, which the checker doesn't
/// know; then the answer says that it isn't replayed.
pub fn simplified(bytes: &[u8]) -> Law {
    let mut problem = problem();
    let term = terms::term(&mut problem.arena, bytes);
    let Ok(answer) = problem.simplify(term) else { return Ok(()) };
    if !answer.checked() && !answer.empty() {
        return Err(format!("{} = {}: not replayed", shown(&problem.arena, term), shown(&problem.arena, answer.term)));
    }
    kept(&mut problem.arena, term, &answer)
}

/// Simplifying an answer again changes nothing.
pub fn idempotent(bytes: &[u8]) -> Law {
    let mut first = problem();
    let term = terms::term(&mut first.arena, bytes);
    let Ok(answer) = first.simplify(term) else { return Ok(()) };
    if answer.empty() || answer.stopped() {
        return Ok(());
    }
    let conditions: Vec<String> = answer.conditions.iter().map(|c| shown(&first.arena, *c)).collect();
    let mut second = Problem::new(&Settings { assume: conditions.clone(), ..Settings::default() }).unwrap();
    let once = shown(&first.arena, answer.term);
    let again = second.read(&once).map_err(|e| e.report())?;
    let Ok(found) = second.simplify(again) else { return Ok(()) };
    let twice = shown(&second.arena, found.term);
    if once == twice {
        return Ok(());
    }
    Err(format!("{} = {once} = {twice} where {conditions:?}", shown(&first.arena, term)))
}

/// A claim made from bytes: two formulas, or one and its simplest form, or that with a number in it
/// changed.
fn claim(problem: &mut Problem, bytes: &[u8]) -> Option<(TermId, TermId)> {
    let (&kind, rest) = bytes.split_first()?;
    if kind % 4 == 0 {
        let (a, b) = rest.split_at(rest.len() / 2);
        return Some((terms::term(&mut problem.arena, a), terms::term(&mut problem.arena, b)));
    }
    let term = terms::term(&mut problem.arena, rest);
    let answer = problem.simplify(term).ok().filter(|a| !a.empty())?;
    let arena = &mut problem.arena;
    Some(match kind % 4 {
        1 => (term, answer.term),
        2 => (term, altered(arena, answer.term, usize::from(kind / 4))),
        _ => (term, altered(arena, term, usize::from(kind / 4))),
    })
}

/// The term with one of its places changed: a number, a sign, an operator.
fn altered(arena: &mut Arena, term: TermId, which: usize) -> TermId {
    let all = arena.reachable(&[term]);
    let chosen = all[which % all.len()];
    arena.rebuild(term, |arena, old, rebuilt| {
        if old != chosen {
            return rebuilt;
        }
        match arena.node(rebuilt) {
            Node::Neg(a) => a,
            Node::Binary(Operator::Add, a, b) => arena.binary(Operator::Sub, a, b),
            Node::Binary(Operator::Sub, a, b) => arena.binary(Operator::Add, a, b),
            Node::Call(chainrule::term::Func::Abs, a) => a,
            Node::Number(_) => {
                let one = arena.integer(1);
                arena.binary(Operator::Add, rebuilt, one)
            }
            _ => arena.neg(rebuilt),
        }
    })
}

/// What is proved survives every point, what is refuted fails at its point, and what is said of
/// domains holds.
pub fn judged(bytes: &[u8]) -> Law {
    let mut problem = problem();
    let Some((lhs, rhs)) = claim(&mut problem, bytes) else { return Ok(()) };
    let Ok(found) = problem.equal(lhs, rhs) else { return Ok(()) };
    let arena = &mut problem.arena;
    let claim = format!("{} = {}", shown(arena, lhs), shown(arena, rhs));
    verdict(arena, lhs, rhs, &found).map_err(|e| format!("{claim}: {e}"))
}

fn verdict(arena: &mut Arena, lhs: TermId, rhs: TermId, found: &Judgement) -> Law {
    match &found.finding {
        Finding::Refuted(point, ..) => return refuted(arena, lhs, rhs, &place_of(point)),
        Finding::Proved(point) => {
            let place = place_of(point);
            confirmed(|o| {
                let values = [o.value(arena, lhs, &place), o.value(arena, rhs, &place)];
                values.iter().any(nothing).then(|| format!("no value at its point {}", said(arena, &place)))
            })?;
        }
        _ => {}
    }
    for (region, [with, without]) in [(&found.lhs_only, [lhs, rhs]), (&found.rhs_only, [rhs, lhs])] {
        let Some(region) = region else { continue };
        let place = place_of(&region.point);
        confirmed(|o| {
            let wrong = nothing(&o.value(arena, with, &place)) || number(&o.value(arena, without, &place));
            wrong.then(|| format!("the domains do not differ at {}", said(arena, &place)))
        })?;
    }
    for place in places(arena, POINTS) {
        confirmed(|o| at_a_point(o, arena, lhs, rhs, found, &place))?;
    }
    Ok(())
}

fn at_a_point(
    o: &mut Oracle,
    arena: &Arena,
    lhs: TermId,
    rhs: TermId,
    found: &Judgement,
    place: &Place,
) -> Option<String> {
    let (a, b) = (o.value(arena, lhs, place), o.value(arena, rhs, place));
    let both = number(&a) && number(&b);
    let held = o.all_hold(arena, &found.conditions, place);
    let proved = matches!(found.finding, Finding::Proved(_));
    let what = if proved && o.differ(&a, &b) == Some(true) {
        "proved, and fails"
    } else if both && found.finding == Finding::Vacuous {
        "vacuous, and has a point"
    } else if proved && both && held == Some(false) {
        "both sides have a value beyond the conditions"
    } else if proved && held == Some(true) && (nothing(&a) || nothing(&b)) {
        "a side has no value where the conditions hold"
    } else {
        return None;
    };
    Some(format!("{what} at {}", said(arena, place)))
}

fn refuted(arena: &Arena, lhs: TermId, rhs: TermId, place: &Place) -> Law {
    // Differences may be as small as the search can tell, so the precision is high.
    let mut oracle = Oracle::new(4096);
    let (a, b) = (oracle.value(arena, lhs, place), oracle.value(arena, rhs, place));
    let wrong = nothing(&a) || nothing(&b) || oracle.differ(&a, &b) == Some(false);
    if wrong { Err(format!("refuted at {}, where it does not fail", said(arena, place))) } else { Ok(()) }
}

/// The derivative agrees with quotients of differences wherever it is claimed; says how many points
/// could be tried.
pub fn differentiated(bytes: &[u8]) -> Result<usize, String> {
    let mut problem = problem();
    let term = terms::term(&mut problem.arena, bytes);
    let x = problem.arena.intern("x");
    let Ok(answer) = problem.diff(term, x, 1) else { return Ok(0) };
    if answer.empty() {
        return Ok(0);
    }
    let arena = &mut problem.arena;
    let mut tried = 0;
    for place in places(arena, 6) {
        let slope = |bits| slope(&mut Oracle::new(bits), arena, term, &answer, x, &place);
        // What holds at the lower precision needs no other; what doesn't may be its fault.
        let low = slope(BITS[0]);
        tried += usize::from(low == Some(true));
        if low == Some(false) && slope(BITS[1]) == low {
            let (f, g) = (shown(arena, term), shown(arena, answer.term));
            return Err(format!("the derivative of {f} is not {g} at {}", said(arena, &place)));
        }
    }
    Ok(tried)
}

/// Whether the quotient of differences over 2^-h is the derivative, to 60 bits; none where that
/// can't be told.
fn slope(o: &mut Oracle, arena: &Arena, term: TermId, answer: &Answer, x: Symbol, place: &Place) -> Option<bool> {
    if o.all_hold(arena, &answer.conditions, place)? {
        let slope = o.value(arena, answer.term, place);
        let mut quotient = |h: i32| {
            let step = Rational::from(2).pow(-h)?;
            let mut at = |shift: Rational| {
                let moved =
                    place.iter().map(|(s, v)| (*s, if *s == x { v.clone() + shift.clone() } else { v.clone() }));
                o.value(arena, term, &moved.collect())
            };
            let (high, low) = (at(step.clone()), at(-step.clone()));
            if nothing(&high) || nothing(&low) {
                return Some(None);
            }
            let rise = o.difference(&high, &low);
            let quotient = o.operated(Operator::Div, &rise, &Value::Exact(step * Rational::from(2)));
            number(&quotient).then_some(Some(quotient))
        };
        let (coarse, fine) = (quotient(80)?, quotient(90)?);
        if !number(&slope) {
            return None;
        }
        // The formula has a value all around a point at which a derivative is claimed.
        let (Some(coarse), Some(fine)) = (coarse, fine) else { return Some(false) };
        if !near(o, &coarse, &fine)? {
            return None;
        }
        return near(o, &slope, &fine);
    }
    None
}

/// Whether two values agree to 60 bits.
fn near(o: &mut Oracle, a: &Value, b: &Value) -> Option<bool> {
    let difference = o.difference(a, b);
    let (off, size) = (o.float(&difference)?, o.float(b)?);
    let scale = size.exponent().unwrap_or(0).max(0);
    Some(off.is_zero() || off.exponent()? < scale - 60)
}

/// A formula in which branches share parts, made from bytes.
fn branching(arena: &mut Arena, bytes: &[u8]) -> TermId {
    let (heads, tail) = bytes.split_at(bytes.len() / 2);
    let mut pool: Vec<TermId> = tail.chunks(6).map(|part| terms::term(arena, part)).collect();
    pool.push(arena.symbol("x"));
    let zero = arena.integer(0);
    for (i, byte) in heads.iter().enumerate() {
        let pick = |n: usize| pool[(usize::from(*byte) / 7 + n * (i + 1)) % pool.len()];
        let (a, b, c) = (pick(0), pick(1), pick(2));
        let condition = arena.relation(Relation::ALL[usize::from(*byte) % 6], a, zero);
        let choice = match byte % 3 {
            0 => arena.add(Node::If(condition, b, c)),
            1 => arena.add(Node::If(condition, b, zero)),
            _ => arena.call(Func::Log, a),
        };
        let op = if byte % 2 == 0 { Operator::Add } else { Operator::Mul };
        let more = arena.binary(op, choice, c);
        if arena.tree_size(more) < 400 {
            pool.push(more);
        }
    }
    pool[pool.len() - 1]
}

/// Reverse mode gives what forward mode gives: conditions literally, and values wherever the
/// conditions hold.
pub fn gradient_is_forward(bytes: &[u8], branches: bool) -> Law {
    let mut arena = Arena::new();
    let body = if branches { branching(&mut arena, bytes) } else { terms::term(&mut arena, bytes) };
    let by = ["x", "y", "z"].map(|name| arena.intern(name));
    let mut forward = Vec::new();
    for x in by {
        let Ok(raw) = derive::differentiate(&mut arena, body, x) else { return Ok(()) };
        forward.push(raw);
    }
    let found = derive::gradient(&mut arena, body, &by).map_err(|e| format!("{}: {e}", shown(&arena, body)))?;
    for (i, wanted) in forward.iter().enumerate() {
        let raw = found.raw(i);
        let name = |arena: &Arena| format!("{} by {}", shown(arena, body), arena.name(by[i]));
        if (&raw.domain, &raw.not_claimed) != (&wanted.domain, &wanted.not_claimed) {
            return Err(format!("{}: other conditions", name(&arena)));
        }
        for place in places(&mut arena, POINTS) {
            confirmed(|oracle| {
                if oracle.all_hold(&arena, &wanted.domain, &place) != Some(true) {
                    return None;
                }
                let (a, b) = (oracle.value(&arena, wanted.term, &place), oracle.value(&arena, raw.term, &place));
                let wrong = oracle.differ(&a, &b) == Some(true) || number(&a) && nothing(&b);
                let (forward, reverse) = (shown(&arena, wanted.term), shown(&arena, raw.term));
                let at = said(&arena, &place);
                wrong.then(|| format!("{}: {reverse} is not {forward} at {at}: {b:?}, {a:?}", name(&arena)))
            })?;
        }
    }
    Ok(())
}
