//! A field step unfolded into what a person writes: distribute, cancel, expand, collect, factor.

use super::knowledge::Ground;
use crate::algebra::emit::{self, spell, spell_terms};
use crate::algebra::spelling::{self, Signed, addends, product};
use crate::algebra::{Fraction, Normal};
use crate::rules::{Reason, Ring, Step};
use crate::term::{Arena, Func, Node, Operator, Rational, Relation, TermId};

/// A line of the chain: what was done, what stands there then, and what it needs.
struct Line {
    word: Ring,
    term: TermId,
    conditions: Vec<TermId>,
}

/// The steps a person would write between two terms the normal form says are equal.
pub fn unfold(arena: &mut Arena, ground: &mut Ground<'_>, step: &Step) -> Vec<Step> {
    let (before, after) = (step.before, step.after);
    let mut lines = if same_plain(arena, ground, before, after) { chain(arena, ground, before) } else { Vec::new() };
    let limit = 4 * arena.tree_size(before) + 40;
    if lines.iter().any(|l| arena.tree_size(l.term) > limit || !ground.defined(arena, l.term)) {
        lines.clear();
    }
    if let Some(i) = lines.iter().position(|l| l.term == after) {
        lines.truncate(i + 1);
    }
    let last = lines.last().map_or(before, |l| l.term);
    if last != after {
        let word = word_for(arena, ground, last, after);
        lines.push(Line { word, term: after, conditions: Vec::new() });
    }
    let mut current = before;
    let mut steps = Vec::with_capacity(lines.len());
    for line in lines.into_iter() {
        if line.term == current {
            continue;
        }
        let reason = Reason::Ring(line.word);
        steps.push(Step {
            reason,
            place: step.place.clone(),
            before: current,
            after: line.term,
            conditions: line.conditions,
        });
        current = line.term;
    }
    steps
}

/// Whether field arithmetic alone, without relations between functions, makes the two equal.
fn same_plain(arena: &mut Arena, ground: &mut Ground<'_>, a: TermId, b: TermId) -> bool {
    let difference = arena.binary(Operator::Sub, a, b);
    let mut normal = Normal::new(arena, ground);
    normal.plain = true;
    normal.read(difference).is_ok_and(|f| f.is_zero())
}

/// The word for a step that is not unfolded further.
fn word_for(arena: &mut Arena, ground: &mut Ground<'_>, a: TermId, b: TermId) -> Ring {
    if !same_plain(arena, ground, a, b) {
        return kernel_word(arena, a, b);
    }
    let sum = |t| matches!(arena.node(t), Node::Binary(Operator::Add | Operator::Sub, _, _));
    let quotient = |t| arena.any(t, |n| matches!(n, Node::Binary(Operator::Div, _, _)));
    match (sum(a), sum(b)) {
        (true, false) if quotient(a) => Ring::CommonDenominator,
        (true, false) => Ring::Factor,
        (false, true) if quotient(a) => Ring::SplitFraction,
        (false, true) => Ring::Expand,
        _ if quotient(a) && arena.tree_size(b) < arena.tree_size(a) => Ring::Cancel,
        _ => Ring::Rearrange,
    }
}

/// Which family of functions the step uses a relation of.
fn kernel_word(arena: &Arena, a: TermId, b: TermId) -> Ring {
    let uses = |list: &[Func]| {
        [a, b].into_iter().any(|t| arena.any(t, |n| matches!(n, Node::Call(f, _) if list.contains(&f))))
    };
    if uses(&[Func::Sin, Func::Cos, Func::Tan, Func::Cot, Func::Sec, Func::Csc]) {
        Ring::Trigonometry
    } else if uses(&[
        Func::Exp,
        Func::Sinh,
        Func::Cosh,
        Func::Tanh,
        Func::Sigmoid,
        Func::Softplus,
        Func::Coth,
        Func::Sech,
        Func::Csch,
    ]) {
        Ring::Exponentials
    } else if uses(&[Func::Sqrt, Func::Abs]) {
        Ring::Roots
    } else if uses(&[Func::Log]) {
        Ring::Logarithms
    } else {
        Ring::Powers
    }
}

fn chain(arena: &mut Arena, ground: &mut Ground<'_>, before: TermId) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut current = before;
    if let Some(t) = distribute(arena, before) {
        lines.push(Line { word: Ring::Distribute, term: t, conditions: vec![] });
        current = t;
    } else if let Some(t) = common_denominator(arena, ground, before) {
        lines.push(Line { word: Ring::CommonDenominator, term: t, conditions: vec![] });
        current = t;
    }
    let (cancelled, conditions) = cancel(arena, current);
    if cancelled != current {
        lines.push(Line { word: Ring::Cancel, term: cancelled, conditions });
        current = cancelled;
    }
    for (word, whole) in [(Ring::Expand, false), (Ring::Collect, true)] {
        if let Some(t) = expand(arena, ground, current, whole).filter(|t| *t != current) {
            lines.push(Line { word, term: t, conditions: vec![] });
            current = t;
        }
    }
    lines
}

/// A product's factors above and below the line, and its sign.
struct Factors {
    negative: bool,
    above: Vec<TermId>,
    below: Vec<TermId>,
}

fn factors(arena: &Arena, root: TermId) -> Factors {
    let mut out = Factors { negative: false, above: Vec::new(), below: Vec::new() };
    let mut todo = vec![(true, root)];
    while let Some((above, t)) = todo.pop() {
        match arena.node(t) {
            Node::Binary(Operator::Mul, a, b) => todo.extend([(above, b), (above, a)]),
            Node::Binary(Operator::Div, a, b) => todo.extend([(!above, b), (above, a)]),
            Node::Neg(a) => {
                out.negative ^= true;
                todo.push((above, a));
            }
            _ if above => out.above.push(t),
            _ => out.below.push(t),
        }
    }
    out
}

fn assemble(arena: &mut Arena, above: &[TermId], below: &[TermId]) -> TermId {
    let is_one = |arena: &Arena, t: TermId| arena.as_rational(t).is_some_and(|v| v.is_one());
    let keep = |arena: &Arena, list: &[TermId]| -> Vec<TermId> {
        list.iter().copied().filter(|t| !is_one(arena, *t)).collect()
    };
    let (above, below) = (keep(arena, above), keep(arena, below));
    let top = product(arena, &above);
    if below.is_empty() {
        return top;
    }
    let bottom = product(arena, &below);
    arena.binary(Operator::Div, top, bottom)
}

fn is_sum(arena: &Arena, t: TermId) -> bool {
    matches!(arena.node(t), Node::Binary(Operator::Add | Operator::Sub, _, _))
}

/// A product with a sum of fractions becomes a sum of products.
fn distribute(arena: &mut Arena, root: TermId) -> Option<TermId> {
    let whole = factors(arena, root);
    let fraction = |arena: &Arena, t: TermId| {
        is_sum(arena, t) && addends(arena, t).iter().any(|(_, a)| !factors(arena, *a).below.is_empty())
    };
    let position = whole.above.iter().position(|t| fraction(arena, *t))?;
    if whole.above.len() + whole.below.len() < 2 {
        return None;
    }
    let mut others = whole.above.clone();
    let sum = others.remove(position);
    let mut terms = Vec::new();
    for (negative, t) in addends(arena, sum) {
        let part = factors(arena, t);
        let above: Vec<TermId> = part.above.iter().chain(&others).copied().collect();
        let below: Vec<TermId> = part.below.iter().chain(&whole.below).copied().collect();
        terms.push((negative ^ part.negative ^ whole.negative, assemble(arena, &above, &below)));
    }
    Some(spelling::signed_sum(arena, terms))
}

/// A sum of fractions over one denominator, numerators not yet expanded.
fn common_denominator(arena: &mut Arena, ground: &mut Ground<'_>, root: TermId) -> Option<TermId> {
    let parts = addends(arena, root);
    if parts.len() < 2 || parts.len() > 12 || parts.iter().all(|(_, t)| factors(arena, *t).below.is_empty()) {
        return None;
    }
    let mut normal = Normal::new(arena, ground);
    normal.plain = true;
    let whole = normal.read(root).ok()?;
    let mut read = Vec::new();
    for (negative, t) in &parts {
        read.push((*negative, normal.read(*t).ok()?));
    }
    let mut below = Fraction::one();
    for (_, f) in &read {
        for (p, e) in f.split().1.factors {
            let missing = e - below.exponent(&p);
            if missing > 0 {
                below.push(p, missing);
            }
        }
        let d = f.coefficient.bottom();
        let shared = (&below.coefficient * &d.recip()?).denominator();
        below.coefficient = &below.coefficient * &Rational::from_integer(shared);
    }
    if whole.split().1.factors.is_empty() && below.factors.is_empty() {
        return None;
    }
    // The denominator is the product of the sums as they are spelled, so it takes their signs.
    let odd: Vec<_> = below.factors.iter().filter(|(p, e)| e % 2 != 0 && p.len() > 1).map(|x| x.0.clone()).collect();
    for p in odd {
        if emit::spell_sum(&mut normal, &p).0.is_negative() {
            below.coefficient = -below.coefficient;
        }
    }
    let mut terms = Vec::new();
    for (negative, f) in read {
        let mut top = f.clone();
        top.coefficient = &top.coefficient * &below.coefficient;
        below.factors.iter().for_each(|(p, e)| top.push(p.clone(), *e));
        let (sign, t) = emit::spell_signed(&mut normal, &top);
        terms.push((negative ^ sign, t));
    }
    let bottom = spell(&mut normal, &below);
    let top = spelling::signed_sum(arena, terms);
    Some(arena.binary(Operator::Div, top, bottom))
}

/// Factors that stand above and below the line in one addend, struck out; they must not be zero.
fn cancel(arena: &mut Arena, root: TermId) -> (TermId, Vec<TermId>) {
    let mut conditions = Vec::new();
    let mut terms = Vec::new();
    for (negative, t) in addends(arena, root) {
        let mut part = factors(arena, t);
        let mut kept = Vec::new();
        for b in part.below {
            match part.above.iter().position(|a| *a == b) {
                Some(i) => {
                    part.above.remove(i);
                    let zero = arena.integer(0);
                    let condition = arena.relation(Relation::Ne, b, zero);
                    if arena.as_rational(b).is_none() && !conditions.contains(&condition) {
                        conditions.push(condition);
                    }
                }
                None => kept.push(b),
            }
        }
        terms.push((negative ^ part.negative, assemble(arena, &part.above, &kept)));
    }
    if conditions.is_empty() {
        return (root, conditions);
    }
    (spelling::signed_sum(arena, terms), conditions)
}

/// Products multiplied out addend by addend, or, with `whole`, like terms collected as well; above
/// the line where the term is one fraction.
fn expand(arena: &mut Arena, ground: &mut Ground<'_>, root: TermId, whole: bool) -> Option<TermId> {
    if let Node::Binary(Operator::Div, a, b) = arena.node(root) {
        let top = expand(arena, ground, a, whole)?;
        return Some(arena.binary(Operator::Div, top, b));
    }
    let parts = if whole { Signed::from_slice(&[(false, root)]) } else { addends(arena, root) };
    let mut terms = Vec::new();
    for (negative, t) in parts {
        let mut normal = Normal::new(arena, ground);
        normal.plain = true;
        let f = normal.read(t).ok()?;
        if f.factors.iter().any(|x| x.1 < 0) || !f.coefficient.is_integer() {
            terms.push((negative, t));
            continue;
        }
        let p = f.expanded(&mut normal.kernels).ok().filter(|p| p.len() <= 40)?;
        terms.extend(spell_terms(&mut normal, &p).into_iter().map(|(s, t)| (s ^ negative, t)));
    }
    Some(if whole { spelling::sum(arena, terms) } else { spelling::signed_sum(arena, terms) })
}
