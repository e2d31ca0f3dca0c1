//! What a proof file says beside its steps: the domain, and the lines of a differentiation.

use super::check::{Checker, rejected};
use super::derivative::{Dependent, dependent, slopes};
use super::facts::Scope;
use super::needs::Needed;
use super::{Problem, Rejection};
use crate::rules::DerivativeLine;
use crate::term::{Arena, Node, Operator, Symbol, TermId};
use rustc_hash::FxHashSet;

/// Whether both lists say the same of a point: the first with what a differentiation needs.
pub(super) fn check_domain(
    arena: &mut Arena,
    problem: &Problem,
    (asked, differentiated): (&[TermId], Option<(TermId, Symbol)>),
    said: &[TermId],
) -> Result<(), Rejection> {
    let mut c = Checker::new(arena, problem)?;
    let mut wanted = c.owed(asked)?;
    if let Some((body, x)) = differentiated {
        let body = c.resolved(body);
        let dependent = dependent(c.arena, body, x);
        wanted.extend(c.rules_needs(body, &dependent)?);
    }
    let stated = c.owed(said)?;
    let assumed = c.known_there(&wanted, &stated);
    assumed.or_else(|r| rejected(format!("more is said than holds: {}", r.reason)))?;
    let mut c = Checker::new(c.arena, problem)?;
    let found = c.known_there(&stated, &wanted);
    found.or_else(|r| rejected(format!("something is left out: {}", r.reason)))
}

impl Checker<'_> {
    /// What must hold for the terms to have values, and the conditions among them to hold.
    fn owed(&mut self, terms: &[TermId]) -> Result<Vec<Needed>, Rejection> {
        let terms: Vec<TermId> = terms.iter().map(|t| self.resolved(*t)).collect();
        let mut owed = self.needs(&terms)?;
        for t in terms {
            if super::check::is_condition(self.arena, t) {
                owed.extend(self.stated(t)?);
            }
        }
        Ok(owed)
    }

    /// Whether the second list is known where the first one and the assumptions hold.
    fn known_there(&mut self, facts: &[Needed], owed: &[Needed]) -> Result<(), Rejection> {
        // What stands there word for word needs no facts.
        let there: FxHashSet<&Needed> = facts.iter().collect();
        let left: Vec<Needed> = owed.iter().filter(|n| !there.contains(n)).cloned().collect();
        if left.is_empty() {
            return Ok(());
        }
        self.add_needs(facts.to_vec());
        self.settle(&[])?;
        self.all_known(&left)?;
        if self.scope.ring.over { rejected("budget") } else { Ok(()) }
    }
}

/// Each line by its own rule, on the domain of the raw derivative.
pub(super) fn check_lines(
    arena: &mut Arena,
    problem: &Problem,
    (body, x): (TermId, Symbol),
    lines: &[DerivativeLine],
    (raw, domain): (TermId, &[TermId]),
) -> Result<(), Rejection> {
    let alone = Problem { names: &[], ..*problem };
    let mut c = Checker::new(arena, &alone)?;
    let of_d: Vec<TermId> = domain.iter().copied().chain([raw]).collect();
    c.settle(&of_d)?;
    let depends = dependent(c.arena, body, x);
    let Some(slopes) = slopes(c.arena, x, &depends) else { return rejected("no rule for the derivative") };
    let inside: FxHashSet<TermId> = c.arena.reachable(&[body]).into_iter().collect();
    let zero = c.arena.integer(0);
    let mut met = FxHashSet::default();
    for (i, line) in lines.iter().enumerate() {
        let wrong = |what: &str| rejected(format!("line {} of the differentiation: {what}", i + 1));
        if !inside.contains(&line.of) || !met.insert(line.of) {
            return wrong("not a part of the formula, or one for the second time");
        }
        if line.rule != rule(c.arena, &depends, line.of) {
            return wrong("the rule has another name");
        }
        let own = slopes.of(line.of).unwrap_or(zero);
        let same = |scope: &mut Scope, arena: &mut Arena| scope.equal(arena, own, line.result);
        let known =
            own == line.result || same(&mut c.scope, c.arena) || c.thinly((&[], &[]), &[own, line.result], same);
        if !known || (line.of == body && line.result != raw) {
            return wrong("not the derivative");
        }
        if own != line.result {
            // What is written otherwise has a value all over D, too.
            let needs = c.needs(&[line.result])?;
            c.all_known(&needs)?;
        }
    }
    let results: Vec<TermId> = lines.iter().map(|line| line.result).collect();
    c.thin_is_harmless(&[&of_d[..], &results, &[body]].concat())?;
    if c.scope.ring.over { rejected("budget") } else { Ok(()) }
}

/// The name of the rule for a term.
fn rule(arena: &Arena, depends: &Dependent, t: TermId) -> String {
    let chained = |name: &str, inner: TermId| match arena.node(inner) {
        Node::Symbol(_) => name.to_string(),
        _ => format!("chain {name}"),
    };
    let name = match arena.node(t) {
        _ if !depends.contains(&t) => "constant",
        Node::Symbol(_) => "variable",
        Node::Neg(_) => "negation",
        Node::Apply(..) => "unknown function",
        Node::If(..) => "if",
        Node::Binary(op, a, b) => match (op, depends.contains(&a), depends.contains(&b)) {
            (Operator::Add, ..) => "sum",
            (Operator::Sub, ..) => "difference",
            (Operator::Mul, true, true) => "product",
            (Operator::Mul, ..) | (Operator::Div, _, false) => "constant multiple",
            (Operator::Div, ..) => "quotient",
            (Operator::Pow, true, true) => "general power",
            (Operator::Pow, true, false) => return chained("power", a),
            (Operator::Pow, ..) => return chained("exponential", b),
        },
        Node::Call(f, _) | Node::Call2(f, _, _) => {
            let mut inner = arena.children(t).filter(|c| depends.contains(c));
            let compound = inner.find(|c| !matches!(arena.node(*c), Node::Symbol(_)));
            return compound.map_or(f.name().to_string(), |c| chained(f.name(), c));
        }
        _ => "constant",
    };
    name.to_string()
}
