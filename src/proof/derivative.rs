//! Recomputes a derivative from the function rows, with the conditions of every rule used.

use super::Problem;
use super::Rejection;
use super::check::{Checker, rejected};
use super::expand::call;
use super::facts::Scope;
use super::needs::Needed;
use crate::parse::filled;
use crate::term::{Arena, Node, Operator, Property, Relation, Symbol, TermId};
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

/// The sub-terms in which a variable stands, in ascending order.
pub(super) struct Dependent(Vec<TermId>);

impl Dependent {
    pub(super) fn contains(&self, t: &TermId) -> bool {
        self.0.binary_search(t).is_ok()
    }
}

/// Sub-terms in ascending order with their derivatives; those that aren't listed do not depend on the variable.
pub(super) struct Slopes(Vec<(TermId, TermId)>);

impl Slopes {
    pub(super) fn of(&self, t: TermId) -> Option<TermId> {
        let at = self.0.binary_search_by_key(&t, |slope| slope.0).ok()?;
        Some(self.0[at].1)
    }
}

pub(super) fn check(
    arena: &mut Arena,
    problem: &Problem,
    (body, x): (TermId, Symbol),
    raw: TermId,
    domain: &[TermId],
) -> Result<(), Rejection> {
    // By a given name, the derivative is partial: the name is a variable like any other.
    let names: Vec<(Symbol, TermId)> = problem.names.iter().filter(|n| n.0 != x).copied().collect();
    let mut c = Checker::new(arena, &Problem { names: &names, ..*problem })?;
    let of_d: Vec<TermId> = domain.iter().copied().chain([raw]).collect();
    c.settle(&of_d)?;
    c.is_derivative((body, x), raw)?;
    c.thin_is_harmless(&[&of_d[..], &[body]].concat())
}

impl Checker<'_> {
    /// Whether `raw`, on whose domain the checker stands, is the derivative of `body`.
    pub(super) fn is_derivative(&mut self, (body, x): (TermId, Symbol), raw: TermId) -> Result<(), Rejection> {
        let (body, raw) = (self.resolved(body), self.resolved(raw));
        let dependent = dependent(self.arena, body, x);
        let mut owed = self.needs(&[body])?;
        owed.extend(self.rules_needs(body, &dependent)?);
        self.all_known(&owed)?;
        let Some(own) = by(self.arena, body, x, &dependent) else {
            return rejected("no rule for the derivative");
        };
        // Both come from the same rows, so that functions seldom need unfolding.
        let same = |scope: &mut Scope, arena: &mut Arena| {
            own == raw
                || Scope::read_alike(arena, own, raw)
                || scope.read_waiting(arena).equal_by_parts(arena, own, raw)
                || scope.equal_as_they_stand(arena, own, raw, 1)
                || scope.equal_unfolded(arena, own, raw)
        };
        if same(&mut self.scope, self.arena) || self.thinly((&[], &[]), &[own, raw], same) {
            return Ok(());
        }
        rejected(if self.scope.ring.over { "budget" } else { "not the derivative" })
    }

    /// What the rules of a differentiation need besides the natural domain of `body`.
    pub(super) fn rules_needs(&mut self, body: TermId, dependent: &Dependent) -> Result<Vec<Needed>, Rejection> {
        let rules = rules(&mut self.scope, self.arena, body, dependent);
        rules.map_or_else(|| rejected("the term is not understood"), Ok)
    }
}

/// What every rule needs that gives the derivative of `body` by the variable that `dependent` is about.
pub(super) fn rules(scope: &mut Scope, arena: &mut Arena, body: TermId, dependent: &Dependent) -> Option<Vec<Needed>> {
    let values = arena.has_choices().then(|| values(arena, body));
    scope.gathered(arena, &[body], |_, a, t, out| rule_needs(a, t, (dependent, values.as_ref()), out))
}

/// The sub-terms in which `x` stands.
pub(super) fn dependent(arena: &Arena, body: TermId, x: Symbol) -> Dependent {
    let mut found = Dependent(Vec::new());
    for t in arena.reachable(&[body]) {
        if matches!(arena.node(t), Node::Symbol(s) if s == x) || arena.children(t).any(|c| found.contains(&c)) {
            found.0.push(t);
        }
    }
    found
}

/// The sub-terms that are differentiated, where there are conditions: those that stand outside of them.
fn values(arena: &Arena, body: TermId) -> FxHashSet<TermId> {
    let (mut found, mut todo) = (FxHashSet::default(), vec![body]);
    while let Some(t) = todo.pop() {
        if found.insert(t) {
            let skipped = usize::from(matches!(arena.node(t), Node::If(..)));
            todo.extend(arena.children(t).skip(skipped));
        }
    }
    found
}

/// What the rule for a sub-term needs besides its natural domain. Conditions of an `if` count
/// too: they must have values around the point, and not change sides except where this leaves
/// the point out.
fn rule_needs(
    arena: &mut Arena,
    t: TermId,
    (dependent, values): (&Dependent, Option<&FxHashSet<TermId>>),
    out: &mut Vec<TermId>,
) {
    if !dependent.contains(&t) {
        return;
    }
    match arena.node(t) {
        Node::Relation(_, a, b) => out.push(arena.relation(Relation::Ne, a, b)),
        Node::Property(Property::Integer | Property::NotInteger, a) => {
            out.push(arena.add(Node::Property(Property::NotInteger, a)));
        }
        Node::Property(p, a) => out.push(arena.add(Node::Property(p, a))),
        Node::Binary(Operator::Pow, b, e) => {
            let zero = arena.integer(0);
            let literal = arena.as_rational(e);
            if literal.as_ref().is_some_and(|n| n.is_integer() && !n.is_negative()) {
                return;
            }
            // A fixed exponent that lets a negative base have a value is an integer.
            let relation = if dependent.contains(&e) { Relation::Gt } else { Relation::Ne };
            out.push(arena.relation(relation, b, zero));
        }
        _ => {
            let Some((f, arguments)) = call(arena, t) else { return };
            let row = f.row();
            let harmless = values.is_some_and(|values| !values.contains(&t)) && !row.jumps && row.domain.is_empty();
            for text in row.smooth.iter().filter(|_| !harmless) {
                out.push(filled(arena, text, &arguments));
            }
        }
    }
}

/// The derivative of `body`, where its rules hold, or `None` where a row has none to give.
pub(super) fn by(arena: &mut Arena, body: TermId, x: Symbol, dependent: &Dependent) -> Option<TermId> {
    let slopes = slopes(arena, x, dependent)?;
    Some(slopes.of(body).unwrap_or_else(|| arena.integer(0)))
}

/// The derivatives of all sub-terms that depend on the variable.
pub(super) fn slopes(arena: &mut Arena, x: Symbol, dependent: &Dependent) -> Option<Slopes> {
    let mut slopes = Slopes(Vec::with_capacity(dependent.0.len()));
    let one = arena.integer(1);
    for &t in &dependent.0 {
        if matches!(arena.node(t), Node::Relation(..) | Node::Property(..)) {
            continue;
        }
        let value = if arena.node(t) == Node::Symbol(x) { one } else { outer(arena, t, &slopes)? };
        slopes.0.push((t, value));
    }
    Some(slopes)
}

/// The chain rule for the outermost operation, given the arguments' derivatives.
fn outer(arena: &mut Arena, t: TermId, slopes: &Slopes) -> Option<TermId> {
    let zero = arena.integer(0);
    let of = |a: TermId| slopes.of(a);
    match arena.node(t) {
        Node::Neg(a) => of(a).map(|d| arena.neg(d)),
        Node::If(c, a, b) => Some(arena.add(Node::If(c, of(a).unwrap_or(zero), of(b).unwrap_or(zero)))),
        Node::Binary(op, a, b) => {
            let (d, e) = (of(a), of(b));
            Some(operation(arena, op, (a, d), (b, e), t))
        }
        Node::Apply(f, list) => {
            let arguments = arena.list(list).to_vec();
            let mut parts: SmallVec<[_; 2]> = SmallVec::new();
            for (i, a) in arguments.iter().enumerate() {
                if let Some(d) = of(*a) {
                    let mut unknown = arena.unknown(f).clone();
                    *unknown.orders.get_mut(i)? += 1;
                    parts.push((arena.apply(unknown, &arguments), d));
                }
            }
            sum_of_products(arena, &parts)
        }
        _ => {
            let (f, arguments) = call(arena, t)?;
            let mut parts: SmallVec<[_; 2]> = SmallVec::new();
            for (i, a) in arguments.iter().enumerate() {
                if let Some(d) = of(*a) {
                    let text = f.row().derivatives.get(i).filter(|text| !text.is_empty())?;
                    parts.push((filled(arena, text, &arguments), d));
                }
            }
            sum_of_products(arena, &parts)
        }
    }
}

fn sum_of_products(arena: &mut Arena, parts: &[(TermId, TermId)]) -> Option<TermId> {
    let terms: SmallVec<[TermId; 2]> = parts.iter().map(|(a, b)| product(arena, *a, *b)).collect();
    terms.into_iter().reduce(|a, b| sum(arena, Operator::Add, a, b))
}

/// The product without factors 1: what then reads like the given derivative needs no algebra.
fn product(arena: &mut Arena, a: TermId, b: TermId) -> TermId {
    let (zero, one) = (arena.integer(0), arena.integer(1));
    match (a, b) {
        _ if a == zero || b == zero => zero,
        _ if a == one => b,
        _ if b == one => a,
        _ => arena.binary(Operator::Mul, a, b),
    }
}

/// The sum or difference without terms 0.
fn sum(arena: &mut Arena, op: Operator, a: TermId, b: TermId) -> TermId {
    let zero = arena.integer(0);
    match (a, b) {
        _ if b == zero => a,
        _ if a == zero && op == Operator::Add => b,
        _ if a == zero => arena.neg(b),
        _ => arena.binary(op, a, b),
    }
}

/// The rules of the five operators; an argument without derivative is constant.
fn operation(
    arena: &mut Arena,
    op: Operator,
    (a, da): (TermId, Option<TermId>),
    (b, db): (TermId, Option<TermId>),
    t: TermId,
) -> TermId {
    use Operator::{Add, Div, Mul, Pow, Sub};
    let zero = arena.integer(0);
    match op {
        Add | Sub => sum(arena, op, da.unwrap_or(zero), db.unwrap_or(zero)),
        Mul => {
            let parts: SmallVec<[_; 2]> = da.map(|d| (d, b)).into_iter().chain(db.map(|d| (a, d))).collect();
            sum_of_products(arena, &parts).unwrap_or(zero)
        }
        Div => {
            let Some(d) = db else {
                let top = da.unwrap_or(zero);
                return arena.binary(Div, top, b);
            };
            let (left, right) = (product(arena, da.unwrap_or(zero), b), product(arena, a, d));
            let (top, two) = (sum(arena, Sub, left, right), arena.integer(2));
            let square = arena.binary(Pow, b, two);
            arena.binary(Div, top, square)
        }
        Pow => {
            let mut parts: SmallVec<[_; 2]> = SmallVec::new();
            if let Some(d) = da {
                let less = match arena.as_rational(b) {
                    Some(n) => arena.rational(&(&n - &crate::term::Rational::ONE)),
                    None => {
                        let one = arena.integer(1);
                        arena.binary(Sub, b, one)
                    }
                };
                let one = arena.integer(1);
                let power = if less == one { a } else { arena.binary(Pow, a, less) };
                parts.push((product(arena, b, power), d));
            }
            if let Some(d) = db {
                let log = arena.call(crate::term::Func::Log, a);
                parts.push((arena.binary(Mul, t, log), d));
            }
            sum_of_products(arena, &parts).unwrap_or(zero)
        }
    }
}
