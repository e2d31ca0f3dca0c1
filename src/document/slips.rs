//! What an author may have meant: the usual slips, tried one after the other on the right side until
//! one makes the claim true; else what the left side comes to.

use super::attempt::{Attempt, Outcome};
use super::chain::Form;
use super::claim::Claim;
use super::fragment::Writing;
use crate::engine::{Error, Problem};
use crate::parse;
use crate::render::{Notation, render};
use crate::term::{Arena, Func, Node, Operator, TermId};

/// The most corrections tried for a claim.
const TRIES: usize = 80;
/// The longest answer that is offered, in bytes.
const LONGEST_ANSWER: usize = 200;
/// The longest formula that is searched for slips, in parts.
const LONGEST: usize = 60;
/// The longest derivative that is differentiated again for a correction, in parts, and the largest
/// tree simplified: no longer answer would be offered.
const PARTS: u64 = 300;
const TREE: u64 = 2_000;

/// What should stand on the right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Correction {
    /// In plain notation.
    pub text: String,
    /// As the document would write it.
    pub written: String,
    /// How the author's differs.
    pub slip: String,
}

impl Correction {
    fn new(arena: &Arena, term: TermId, claim: &Claim, slip: String) -> Correction {
        let notation = if claim.writing == Writing::Latex { Notation::Latex } else { Notation::Text };
        Correction { text: render(arena, term, Notation::Text), written: render(arena, term, notation), slip }
    }
}

/// A correction that is proved, if one is found, or else what the left side comes to.
pub(super) fn correction(claim: &Claim, attempt: &Attempt<'_>) -> Option<Correction> {
    let number = matches!(claim.right.form, Form::Number(_));
    let right = if number { vec![] } else { corrections(claim).unwrap_or_default() };
    for (slip, text) in right.into_iter().take(TRIES) {
        let mut mended = claim.clone();
        mended.right.text.clone_from(&text);
        mended.right.form = Form::Other;
        if matches!(attempt.judge(&mended), Outcome::Proved(..)) {
            return tidy(&mended, attempt, slip.to_string()).ok();
        }
    }
    let lost = if number { None } else { factor(claim, attempt).ok().flatten() };
    lost.or_else(|| computed(claim, attempt).ok().flatten())
}

/// A problem that gives up early.
fn small(attempt: &Attempt<'_>, texts: &[&str]) -> Result<Problem, Error> {
    let mut problem = attempt.problem(texts)?;
    (problem.arena.limits.again, problem.arena.limits.tree) = (PARTS, TREE);
    Ok(problem)
}

/// The right side with the number that it lacks as a factor, if that is all.
fn factor(claim: &Claim, attempt: &Attempt<'_>) -> Result<Option<Correction>, Error> {
    let quotient = format!("({})/({})", claim.left.text, claim.right.text);
    let mut problem = small(attempt, &[&quotient])?;
    let term = problem.read(&quotient)?;
    let answer = problem.simplify(term)?;
    let number = problem.arena.as_rational(answer.term).filter(|n| !answer.empty() && !n.is_zero());
    let Some(number) = number else { return Ok(None) };
    let mut mended = claim.clone();
    mended.right.text = format!("({number})*({})", claim.right.text);
    let proved = matches!(attempt.judge(&mended), Outcome::Proved(..));
    Ok(if proved { Some(tidy(&mended, attempt, format!("a factor of {number}"))?) } else { None })
}

/// The mended right side simplified, with what it is differentiated carried out; as it stands if it would
/// become the left side, which says nothing.
fn tidy(claim: &Claim, attempt: &Attempt<'_>, slip: String) -> Result<Correction, Error> {
    let Claim { left, right, .. } = claim;
    let mut problem = small(&Attempt { given: vec![], ..attempt.clone() }, &[&left.text, &right.text])?;
    let (left, term) = (problem.read(&left.text)?, problem.read(&right.text)?);
    let answer = problem.simplify(term)?.term;
    let said = if answer == left { term } else { answer };
    Ok(Correction::new(&problem.arena, said, claim, slip))
}

/// The left side worked out, if that says more than the claim.
fn computed(claim: &Claim, attempt: &Attempt<'_>) -> Result<Option<Correction>, Error> {
    let mut problem = small(attempt, &[&claim.left.text, &claim.right.text])?;
    let term = problem.read(&claim.left.text)?;
    let answer = problem.simplify(term)?;
    if answer.empty() {
        return Ok(None);
    }
    let plain = problem.plain(answer.term)?;
    let point = attempt.point(&mut problem, &claim.left.at)?;
    let term = match point.is_empty() {
        true => answer.term,
        false => {
            let put = problem.put_in(plain, &point);
            problem.simplify(put)?.term
        }
    };
    let found = Correction::new(&problem.arena, term, claim, "the left side, worked out".into());
    Ok(Some(found).filter(|f| f.text != claim.left.text && f.text.len() < LONGEST_ANSWER))
}

/// The right side with one usual slip undone, and which.
fn corrections(claim: &Claim) -> Result<Vec<(&'static str, String)>, parse::ParseError> {
    let mut options = parse::Options::default();
    options.functions.extend(claim.right.functions.iter().cloned());
    let mut arena = Arena::new();
    let right = parse::parse_formula(&mut arena, &claim.right.text, &options)?.term;
    let mut found = Vec::new();
    if arena.dag_size(right) > LONGEST {
        return Ok(found);
    }
    let written = |arena: &Arena, term| render(arena, term, Notation::Ascii);
    let negative = arena.neg(right);
    found.push(("a sign", written(&arena, negative)));
    let variables: Vec<TermId> =
        claim.left.variables.union(&claim.right.variables).map(|name| arena.symbol(name)).collect();
    for (place, id) in places(&arena, right) {
        for (slip, new) in mended(&mut arena, id, &variables) {
            if let Some(whole) = arena.replace_at(right, &place, new) {
                found.push((slip, written(&arena, whole)));
            }
        }
    }
    whole(&mut arena, claim, right, &mut found);
    Ok(found)
}

/// Every place of a term, outermost first.
fn places(arena: &Arena, root: TermId) -> Vec<(Vec<u32>, TermId)> {
    let mut all = vec![(vec![], root)];
    let mut at = 0;
    while at < all.len() && all.len() < 4 * LONGEST {
        let (place, id): (Vec<u32>, TermId) = all[at].clone();
        for (i, child) in arena.children(id).enumerate() {
            all.push((place.iter().copied().chain([i as u32]).collect(), child));
        }
        at += 1;
    }
    all
}

/// What may have been meant by a part.
fn mended(arena: &mut Arena, id: TermId, variables: &[TermId]) -> Vec<(&'static str, TermId)> {
    let mut found = Vec::new();
    match arena.node(id) {
        Node::Binary(Operator::Add, a, b) => found.push(("a sign", arena.binary(Operator::Sub, a, b))),
        Node::Binary(Operator::Sub, a, b) => {
            found.push(("a sign", arena.binary(Operator::Add, a, b)));
            found.push(("the order of a difference", arena.binary(Operator::Sub, b, a)));
        }
        Node::Neg(a) => found.push(("a sign", a)),
        Node::Binary(Operator::Div, a, b) => {
            found.push(("a quotient upside down", arena.binary(Operator::Div, b, a)));
            let two = arena.integer(2);
            let square = arena.binary(Operator::Pow, b, two);
            found.push(("a square lost", arena.binary(Operator::Div, a, square)));
            found.push(("a factor too many", a));
        }
        Node::Binary(Operator::Mul, a, b) => found.extend([("a factor too many", a), ("a factor too many", b)]),
        Node::Binary(Operator::Pow, a, n) => {
            let one = arena.integer(1);
            let (up, down) = (arena.binary(Operator::Add, n, one), arena.binary(Operator::Sub, n, one));
            found.push(("a power off by one", arena.binary(Operator::Pow, a, up)));
            found.push(("a power off by one", arena.binary(Operator::Pow, a, down)));
            found.push(("a power too many", a));
            let mirrored = arena.neg(n);
            found.push(("the sign of an exponent", arena.binary(Operator::Pow, a, mirrored)));
        }
        Node::Call(Func::Log, a) => {
            let size = arena.call(Func::Abs, a);
            found.push(("bars lost", arena.call(Func::Log, size)));
        }
        Node::Call(Func::Sin, a) => found.push(("sine and cosine", arena.call(Func::Cos, a))),
        Node::Call(Func::Cos, a) => found.push(("sine and cosine", arena.call(Func::Sin, a))),
        Node::Call(Func::Abs, a) => found.push(("bars too many", a)),
        Node::Symbol(_) => {
            let two = arena.integer(2);
            found.push(("a power off by one", arena.binary(Operator::Pow, id, two)));
            found.extend(variables.iter().filter(|v| **v != id).map(|v| ("another variable", *v)));
        }
        Node::Call(..) => {
            let two = arena.integer(2);
            found.push(("a square lost", arena.binary(Operator::Pow, id, two)));
        }
        _ => {}
    }
    found
}

/// Slips of the whole right side: a factor that is lost, of numbers, variables, and the derivatives
/// of what stands inside the functions of the left side.
fn whole(arena: &mut Arena, claim: &Claim, right: TermId, found: &mut Vec<(&'static str, String)>) {
    let mut factors: Vec<(&'static str, String)> =
        ["2", "3", "4", "1/2", "1/3"].map(|n| ("a factor lost", n.to_string())).into();
    factors.extend(claim.left.variables.iter().map(|v| ("a factor lost", v.clone())));
    let mut options = parse::Options::default();
    options.functions.extend(claim.left.functions.iter().cloned());
    if let Ok(left) = parse::parse_formula(arena, &claim.left.text, &options) {
        for id in arena.reachable(&[left.term]) {
            let (Node::Call(_, inner) | Node::Binary(Operator::Pow, inner, _)) = arena.node(id) else { continue };
            for by in &claim.left.by {
                let inner = render(arena, inner, Notation::Ascii);
                factors.push(("an inner derivative lost", format!("diff({inner}, {by})")));
            }
        }
    }
    let text = render(arena, right, Notation::Ascii);
    for (slip, factor) in factors {
        found.push((slip, format!("({text})*{factor}")));
    }
    found.push(("the base of a logarithm", format!("({text})/log(10)")));
    found.push(("the base of a logarithm", format!("({text})/log(2)")));
}
