//! What a statement's terms stand for: given names and functions replaced, derivatives carried out
//! one differentiation at a time, each of them recorded or looked up.

use crate::engine::fault::{Error, Fault, within_memory};
use crate::engine::given::Given;
use crate::term::{Arena, Node, Symbol, TermId};
use rustc_hash::FxHashMap;

/// A derivative with the conditions of its domain.
pub(super) type Derivative = (TermId, Vec<TermId>);

/// Where derivatives come from: made and written down, or read from a file.
pub(super) trait Derivatives {
    fn derivative(&mut self, arena: &mut Arena, of: TermId, by: Symbol) -> Result<Derivative, Error>;
}

/// One unfolding, with the conditions of the derivatives it met.
pub(super) struct Unfolding<'a> {
    pub(super) arena: &'a mut Arena,
    pub(super) given: &'a Given,
    pub(super) source: &'a mut dyn Derivatives,
    pub(super) domain: Vec<TermId>,
    active: Vec<Symbol>,
}

impl<'a> Unfolding<'a> {
    pub(super) fn new(arena: &'a mut Arena, given: &'a Given, source: &'a mut dyn Derivatives) -> Self {
        Unfolding { arena, given, source, domain: Vec::new(), active: Vec::new() }
    }

    /// The term without names, other than those in `keep`, without given functions and derivatives.
    pub(super) fn unfold(&mut self, term: TermId, keep: &[Symbol]) -> Result<TermId, Error> {
        // As deep as definitions and derivatives stand in each other.
        stacker::maybe_grow(64 << 10, 1 << 20, || self.unfold_here(term, keep))
    }

    fn unfold_here(&mut self, term: TermId, keep: &[Symbol]) -> Result<TermId, Error> {
        self.no_derivative_in_a_branch(term)?;
        let mut new: FxHashMap<TermId, TermId> = FxHashMap::default();
        for id in self.given.outside_partials(self.arena, term, keep) {
            let value = match self.arena.node(id) {
                Node::Symbol(s) if !keep.contains(&s) => self.name(id, s, keep)?,
                Node::Diff(body, x, order) if self.given.is_partial(x, keep) => {
                    let inner: Vec<Symbol> = keep.iter().copied().chain([x]).collect();
                    let body = self.unfold(body, &inner)?;
                    let met = self.domain.len();
                    let value = self.repeated(body, x, order)?;
                    self.unfold_domain(met, &FxHashMap::default(), keep)?;
                    self.unfold(value, keep)?
                }
                Node::Diff(body, x, order) => self.repeated(new[&body], x, order)?,
                node => {
                    let arguments: Vec<TermId> = self.arena.children(id).map(|c| new[&c]).collect();
                    match node {
                        Node::Apply(f, _) => self.applied(id, f, &arguments, keep)?,
                        _ => self.arena.with_children(id, &arguments),
                    }
                }
            };
            new.insert(id, value);
        }
        within_memory(self.arena)?;
        Ok(new[&term])
    }

    fn no_derivative_in_a_branch(&self, term: TermId) -> Result<(), Error> {
        let conditional = |id: &TermId| matches!(self.arena.node(*id), Node::If(..));
        let is_diff = |node| matches!(node, Node::Diff(..));
        let choices: Vec<TermId> = self.arena.reachable(&[term]).into_iter().filter(conditional).collect();
        match choices.into_iter().any(|id| self.arena.any(id, is_diff)) {
            true => Err(Error::new(Fault::Proof, "a derivative inside a branch of `if` cannot stand in a proof file")),
            false => Ok(()),
        }
    }

    fn name(&mut self, id: TermId, name: Symbol, keep: &[Symbol]) -> Result<TermId, Error> {
        let Some(&(_, definition)) = self.given.names.iter().find(|n| n.0 == name) else { return Ok(id) };
        self.unfold(definition, keep)
    }

    fn repeated(&mut self, body: TermId, x: Symbol, order: u32) -> Result<TermId, Error> {
        let highest = self.arena.limits.order;
        if u64::from(order) > highest {
            return Err(Error::new(Fault::Limit, format!("an order is above {highest}")));
        }
        let mut current = body;
        for _ in 0..order {
            let (next, domain) = self.source.derivative(self.arena, current, x)?;
            self.domain.extend(domain);
            current = next;
        }
        Ok(current)
    }

    /// The conditions met since there, with variables replaced.
    fn unfold_domain(
        &mut self,
        since: usize,
        values: &FxHashMap<Symbol, TermId>,
        keep: &[Symbol],
    ) -> Result<(), Error> {
        for condition in self.domain.split_off(since) {
            let condition = self.arena.substitute(condition, values);
            let condition = self.unfold(condition, keep)?;
            self.domain.push(condition);
        }
        Ok(())
    }

    /// A given function's value, or that of its derivative; any other stays as it is.
    fn applied(
        &mut self,
        id: TermId,
        f: crate::term::UnknownId,
        arguments: &[TermId],
        keep: &[Symbol],
    ) -> Result<TermId, Error> {
        let f = self.arena.unknown(f).clone();
        let Some((parameters, body)) = self.given.function(f.name).cloned() else {
            return Ok(self.arena.with_children(id, arguments));
        };
        if parameters.len() != arguments.len() || self.active.contains(&f.name) {
            let name = self.arena.name(f.name);
            return Err(Error::new(Fault::Circle, format!("the definition of `{name}` does not fit its use")));
        }
        self.active.push(f.name);
        // Names stay until the arguments are in: what they stand for may use a parameter's letter.
        let names = self.given.names.iter().map(|n| n.0);
        let inner: Vec<Symbol> = names.chain(keep.iter().chain(&parameters).copied()).collect();
        let met = self.domain.len();
        let mut body = self.unfold(body, &inner)?;
        for (x, n) in parameters.iter().zip(f.orders.iter()) {
            body = self.repeated(body, *x, *n)?;
        }
        let values: FxHashMap<Symbol, TermId> = parameters.into_iter().zip(arguments.iter().copied()).collect();
        self.unfold_domain(met, &values, keep)?;
        let value = self.arena.substitute(body, &values);
        let value = self.unfold(value, keep)?;
        self.active.pop();
        Ok(value)
    }
}
