//! The derivatives by all variables at once, and the matrices made of them.
//!
//! Reverse mode: [`reverse`](super::reverse) walks the formula once, from the whole to its parts,
//! whatever the number of variables. Each derivative's conditions are those that forward mode
//! gives, chosen from the same list.

use super::conditions::{Candidate, candidates, chosen};
use super::dependent::Dependent;
use super::expand::expand_diffs;
use super::holders::Holders;
use super::reverse::Reverse;
use super::template::Templates;
use super::{Raw, Unsupported, merged};
use crate::term::{Arena, Symbol, TermId};

/// A formula's derivatives by some variables, not simplified; from [`gradient`].
#[derive(Debug)]
pub struct Gradient {
    /// The derivatives, in the order of the variables; `0` where a variable does not stand in the
    /// formula. They share what they have in common.
    pub terms: Vec<TermId>,
    /// The conditions of the `diff`s inside the formula, which bind for every variable.
    domain: Vec<TermId>,
    not_claimed: Vec<TermId>,
    candidates: Vec<Candidate>,
    holders: Holders,
    /// For each variable, what stands above it.
    above: Vec<u32>,
}

impl Gradient {
    /// The derivative by the variable of that position with its conditions: the same ones that
    /// [`differentiate`](super::differentiate) gives. Linear in the number of conditions.
    ///
    /// # Panics
    /// If there is no such position.
    pub fn raw(&self, position: usize) -> Raw {
        if self.candidates.is_empty() {
            let (domain, not_claimed) = (self.domain.clone(), self.not_claimed.clone());
            return Raw { term: self.terms[position], domain, not_claimed };
        }
        let holding = self.holders.of(self.above[position]);
        let found = chosen(&self.candidates, |id| holding.contains(&id));
        Raw {
            term: self.terms[position],
            domain: merged(self.domain.clone(), found.domain),
            not_claimed: merged(self.not_claimed.clone(), found.not_claimed),
        }
    }

    /// The conditions under which the derivatives by all of the variables are claimed together, and
    /// those among them that only a rule needs, as in [`Raw`].
    pub fn conditions(&self) -> (Vec<TermId>, Vec<TermId>) {
        let found = chosen(&self.candidates, |id| self.holders.asked(id));
        (merged(self.domain.clone(), found.domain), merged(self.not_claimed.clone(), found.not_claimed))
    }
}

/// The derivatives of `body` by each of the variables, not simplified, in one walk over the formula:
/// the cost does not depend on the number of variables, and each derivative has the value and the
/// conditions that [`differentiate`](super::differentiate) gives it.
///
/// # Errors
/// As [`differentiate`](super::differentiate) by any of the variables, and where branches in each
/// other take more terms than the arena's limit.
///
/// ```
/// use chainrule::{derive::gradient, parse::read, term::Arena};
/// let mut arena = Arena::new();
/// let body = read(&mut arena, "x*y + sin(x)");
/// let by = [arena.intern("x"), arena.intern("y"), arena.intern("z")];
/// let found = gradient(&mut arena, body, &by).unwrap();
/// let wanted = ["y + cos(x)", "x", "0"].map(|text| read(&mut arena, text));
/// assert_eq!(found.terms, wanted);
/// ```
pub fn gradient(arena: &mut Arena, body: TermId, by: &[Symbol]) -> Result<Gradient, Unsupported> {
    let mut templates = Templates::new(arena);
    let (plain, domain, not_claimed) = expand_diffs(arena, body)?;
    let order = arena.reachable(&[plain]);
    let found = walk(arena, &mut templates, &order, by)?;
    Ok(Gradient { domain: merged(domain, found.domain), not_claimed: merged(not_claimed, found.not_claimed), ..found })
}

/// The gradient of a term without `diff`, given all its sub-terms, ascending.
pub(super) fn walk(
    arena: &mut Arena,
    templates: &mut Templates,
    order: &[TermId],
    by: &[Symbol],
) -> Result<Gradient, Unsupported> {
    let body = order[order.len() - 1];
    let columns = Columns::new(by);
    let dependent = Dependent::new(arena, order, |s| columns.of(s).is_some());
    let candidates = candidates(arena, templates, body, order, &|id| dependent.contains(id));
    let order = arguments_first(arena, body, &dependent);
    let holders = Holders::new(arena, &order, &dependent, &candidates);
    let mut terms = vec![arena.integer(0); by.len()];
    Reverse::new(arena, templates, &dependent, body).run(order, |x, term| {
        if let Some(column) = columns.of(x) {
            terms[column] = term;
        }
    })?;
    let mut above = vec![Holders::NONE; by.len()];
    for (column, x) in by.iter().enumerate() {
        terms[column] = columns.of(*x).map_or(terms[column], |first| terms[first]);
        if holders.is_needed()
            && let Some(leaf) = arena.symbol_term(*x)
        {
            above[column] = holders.above(&dependent, leaf);
        }
    }
    Ok(Gradient { terms, domain: vec![], not_claimed: vec![], candidates, holders, above })
}

/// The variables' positions, by symbol.
pub(super) struct Columns(Vec<u32>);

impl Columns {
    const NONE: u32 = u32::MAX;

    /// Of a variable that is named twice, the first position.
    pub(super) fn new(by: &[Symbol]) -> Self {
        let mut found = vec![Self::NONE; by.iter().map(|x| x.index() + 1).max().unwrap_or(0)];
        for (column, x) in by.iter().enumerate().rev() {
            found[x.index()] = column as u32;
        }
        Columns(found)
    }

    pub(super) fn of(&self, x: Symbol) -> Option<usize> {
        self.0.get(x.index()).filter(|column| **column != Self::NONE).map(|column| *column as usize)
    }
}

/// The sub-terms that hold a variable, arguments before the terms that use them, in the order in
/// which a reader is done with them: an order that does not depend on when a term was made.
fn arguments_first(arena: &Arena, body: TermId, dependent: &Dependent) -> Vec<TermId> {
    /// Marks a term on the list whose arguments have been met.
    const DONE: u32 = 1 << 31;
    let mut met = vec![false; dependent.len()];
    let mut order = Vec::with_capacity(dependent.len());
    let mut todo: Vec<u32> = Vec::with_capacity(32);
    todo.push(body.0);
    while let Some(next) = todo.pop() {
        let id = TermId(next & !DONE);
        if next & DONE != 0 {
            order.push(id);
            continue;
        }
        let Some(place) = dependent.place(id) else { continue };
        if !std::mem::replace(&mut met[place], true) {
            todo.push(next | DONE);
            let first = todo.len();
            arena.each_child(id, |c| todo.push(c.0));
            todo[first..].reverse();
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::differentiate;
    use crate::derive::tests::written;
    use crate::parse::read;
    use crate::term::{Func, Node, Operator, Relation};

    fn found(body: &'static str, by: &[&str], expected: &[&'static str]) {
        let mut arena = Arena::new();
        let body = read(&mut arena, body);
        let by: Vec<Symbol> = by.iter().map(|name| arena.intern(name)).collect();
        let wanted: Vec<TermId> = expected.iter().map(|text| read(&mut arena, text)).collect();
        let terms = gradient(&mut arena, body, &by).unwrap().terms;
        let shown: Vec<String> = terms.iter().map(|&t| written(&arena, t)).collect();
        assert_eq!(terms, wanted, "{shown:?}");
    }

    #[test]
    fn adjoints_are_summed_in_reading_order() {
        found("x*y + sin(x) + x^2", &["x", "y"], &["y + cos(x) + 2*x", "x"]);
        found("-(y*log(a) + (1 - y)*log(1 - a))", &["a"], &["-y/a + (1 - y)/(1 - a)"]);
        found("x*x/y", &["x", "y", "x"], &["x/y + x/y", "-x*x/y^2", "x/y + x/y"]);
        found("f(x, g(x))", &["x"], &["f'[0,1](x, g(x))*g'(x) + f'[1,0](x, g(x))"]);
    }

    #[test]
    fn branches_keep_their_parts_to_themselves() {
        found("if(x > 0, log(x), y)", &["x", "y"], &["if(x > 0, 1/x, 0)", "if(x > 0, 0, 1)"]);
        // The condition needs the part everywhere, and both branches together do.
        found("if(sqrt(x) > y, sqrt(x), 0)", &["x"], &["if(sqrt(x) > y, 1, 0)/(2*sqrt(x))"]);
        found("if(y > 0, sqrt(x), 3*sqrt(x))", &["x"], &["if(y > 0, 1, 3)/(2*sqrt(x))"]);
        // Two branches of two conditions do not: each is differentiated by itself.
        let apart = "if(y > 0, 1/(2*sqrt(x)), 0) + if(z > 0, 1/(2*sqrt(x)), 0)";
        found("if(y > 0, sqrt(x), 0) + if(z > 0, sqrt(x), 0)", &["x"], &[apart]);
    }

    #[test]
    fn conditions_are_those_of_each_variable() {
        let mut arena = Arena::new();
        let body = read(&mut arena, "abs(x)*sqrt(y) + z^y + if(x > z, log(z), y)");
        let by = ["x", "y", "z", "w"].map(|name| arena.intern(name));
        let found = gradient(&mut arena, body, &by).unwrap();
        for (i, x) in by.into_iter().enumerate() {
            let wanted = differentiate(&mut arena, body, x).unwrap();
            assert_eq!((found.raw(i).domain, found.raw(i).not_claimed), (wanted.domain, wanted.not_claimed));
        }
        let all = found.conditions().0;
        assert!((0..3).all(|i| found.raw(i).domain.iter().all(|c| all.contains(c) || i == 2)));
    }

    /// Deep, wide and branching formulas of 20,000 variables take a bounded number of terms each.
    #[test]
    fn many_variables_cost_one_walk() {
        for kind in 0..3 {
            let mut arena = Arena::new();
            let names: Vec<TermId> = (0..20_000).map(|i| arena.symbol(&format!("x{i}"))).collect();
            let by: Vec<Symbol> = (0..20_000).map(|i| arena.intern(&format!("x{i}"))).collect();
            let mut body = names[0];
            for &x in &names[1..] {
                let sine = arena.call(Func::Sin, body);
                body = match kind {
                    0 => arena.binary(Operator::Mul, body, x),
                    1 => arena.binary(Operator::Add, sine, x),
                    _ => {
                        let condition = arena.relation(Relation::Gt, body, x);
                        let product = arena.binary(Operator::Mul, body, x);
                        arena.add(Node::If(condition, product, body))
                    }
                };
            }
            let before = arena.len();
            gradient(&mut arena, body, &by).unwrap();
            assert!(arena.len() - before < 20_000 * 12, "{kind}: {}", arena.len() - before);
        }
    }
}
