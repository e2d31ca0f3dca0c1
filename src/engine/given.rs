//! What the user gave a meaning: names (`a = sigma(z)`) and functions (`f(a) = a^2`).
//!
//! Names and functions are replaced by what they stand for before anything else happens. A
//! derivative by a given name is partial: inside it the name is a variable like any other, and only
//! its result has the name replaced.

use super::fault::{Error, Fault, unsupported, within_memory};
use crate::derive;
use crate::parse::{self, Definition};
use crate::term::{Arena, Node, Symbol, TermId, Unknown};
use rustc_hash::FxHashMap;

/// The conditions of the derivatives that stood in a term.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Plain {
    /// The conditions of the derivatives' domains.
    pub domain: Vec<TermId>,
    /// Those among them where nothing is claimed beyond.
    pub not_claimed: Vec<TermId>,
}

/// A function's parameters and body.
type Body = (Vec<Symbol>, TermId);

/// The definitions of one problem.
#[derive(Clone, Default, Debug)]
pub struct Given {
    /// Names in the order they were given.
    pub names: Vec<(Symbol, TermId)>,
    functions: FxHashMap<Symbol, Body>,
}

impl Given {
    /// Reads definitions.
    ///
    /// # Errors
    /// Where a text is no definition, a name is defined twice, or definitions go in a circle.
    pub fn read(arena: &mut Arena, texts: &[String], options: &parse::Options) -> Result<Given, Error> {
        let most = arena.limits.given;
        if texts.len() as u64 > most {
            let message = format!("more than {most} definitions are given");
            return Err(Error::new(Fault::Limit, message));
        }
        let mut given = Given::default();
        for text in texts {
            let read = parse::parse_definition(arena, text, options);
            given.add(arena, read.map_err(|e| Error::text(e, text, "definition"))?)?;
        }
        for (name, _) in given.names.clone() {
            let term = arena.add(Node::Symbol(name));
            Expansion::new(arena, &given).expand(term, &[])?;
        }
        Ok(given)
    }

    fn add(&mut self, arena: &Arena, definition: Definition) -> Result<(), Error> {
        let name = match &definition {
            Definition::Name(name, _) | Definition::Function { name, .. } => *name,
        };
        if self.names.iter().any(|n| n.0 == name) || self.functions.contains_key(&name) {
            return Err(Error::new(Fault::Twice, format!("`{}` is defined twice", arena.name(name))));
        }
        match definition {
            Definition::Name(name, term) => self.names.push((name, term)),
            Definition::Function { name, parameters, body } => {
                self.functions.insert(name, (parameters, body));
            }
        }
        Ok(())
    }

    /// Whether the name was given.
    pub fn is_name(&self, symbol: Symbol) -> bool {
        self.names.iter().any(|n| n.0 == symbol)
    }

    /// Whether a derivative by the name is partial: it was given, and isn't kept as a variable.
    pub(super) fn is_partial(&self, x: Symbol, keep: &[Symbol]) -> bool {
        self.is_name(x) && !keep.contains(&x)
    }

    /// The sub-terms outside partial derivatives, arguments first.
    pub(super) fn outside_partials(&self, arena: &Arena, term: TermId, keep: &[Symbol]) -> Vec<TermId> {
        arena.reachable_by(&[term], |id, visit| {
            if !matches!(arena.node(id), Node::Diff(_, x, _) if self.is_partial(x, keep)) {
                arena.each_child(id, visit);
            }
        })
    }

    /// A given function's parameters and body.
    pub fn function(&self, name: Symbol) -> Option<&(Vec<Symbol>, TermId)> {
        self.functions.get(&name)
    }

    /// The given functions, sorted by name.
    pub fn functions<'a>(&'a self, arena: &'a Arena) -> Vec<(&'a str, &'a [Symbol], TermId)> {
        let row = |(name, (parameters, body)): (&Symbol, &'a Body)| (arena.name(*name), &parameters[..], *body);
        let mut all: Vec<_> = self.functions.iter().map(row).collect();
        all.sort_unstable_by_key(|f| f.0);
        all
    }

    /// The term with functions, names and derivatives replaced by what they stand for; names in
    /// `keep` stay.
    ///
    /// # Errors
    /// Where definitions go in a circle, a derivative has no rule, or a limit is passed.
    pub fn plain(&self, arena: &mut Arena, term: TermId, keep: &[Symbol]) -> Result<(TermId, Plain), Error> {
        let mut expansion = Expansion::new(arena, self);
        let term = expansion.expand(term, keep)?;
        let mut found = expansion.found;
        let (term, domain, not_claimed) = derive::expand_diffs(arena, term).map_err(unsupported)?;
        found.domain.extend(domain);
        found.not_claimed.extend(not_claimed);
        Ok((term, found))
    }

    /// Every name with its definition in variables alone; those in `keep` are left out.
    pub fn in_variables(&self, arena: &mut Arena, keep: &[Symbol]) -> Result<Vec<(Symbol, TermId)>, Error> {
        let names: Vec<Symbol> = self.names.iter().map(|n| n.0).filter(|n| !keep.contains(n)).collect();
        let mut all = Vec::with_capacity(names.len());
        for name in names {
            let term = arena.add(Node::Symbol(name));
            all.push((name, self.plain(arena, term, keep)?.0));
        }
        Ok(all)
    }
}

/// One expansion: what is being expanded, and what has been.
struct Expansion<'a> {
    arena: &'a mut Arena,
    given: &'a Given,
    active: Vec<Symbol>,
    done: FxHashMap<(Symbol, Vec<Symbol>), TermId>,
    found: Plain,
}

impl<'a> Expansion<'a> {
    fn new(arena: &'a mut Arena, given: &'a Given) -> Self {
        Expansion { arena, given, active: Vec::new(), done: FxHashMap::default(), found: Plain::default() }
    }

    /// Replaces names and functions. The depth of this recursion is that of definitions and of
    /// derivatives in each other, not that of the term.
    fn expand(&mut self, term: TermId, keep: &[Symbol]) -> Result<TermId, Error> {
        if self.given.names.is_empty() && self.given.functions.is_empty() {
            return Ok(term);
        }
        stacker::maybe_grow(64 << 10, 1 << 20, || self.expand_here(term, keep))
    }

    fn expand_here(&mut self, term: TermId, keep: &[Symbol]) -> Result<TermId, Error> {
        let mut new: FxHashMap<TermId, TermId> = FxHashMap::default();
        for id in self.given.outside_partials(self.arena, term, keep) {
            let value = match self.arena.node(id) {
                Node::Symbol(s) if !keep.contains(&s) => self.name(id, s, keep)?,
                Node::Diff(body, x, order) if self.given.is_partial(x, keep) => self.partial(body, x, order, keep)?,
                node => {
                    let arguments: Vec<TermId> = self.arena.children(id).map(|c| new[&c]).collect();
                    let applied = match node {
                        Node::Apply(f, _) => self.call(&self.arena.unknown(f).clone(), &arguments, keep)?,
                        _ => None,
                    };
                    applied.unwrap_or_else(|| self.arena.with_children(id, &arguments))
                }
            };
            new.insert(id, value);
        }
        within_memory(self.arena)?;
        Ok(new[&term])
    }

    fn name(&mut self, id: TermId, name: Symbol, keep: &[Symbol]) -> Result<TermId, Error> {
        let Some(&(_, definition)) = self.given.names.iter().find(|n| n.0 == name) else { return Ok(id) };
        if let Some(&known) = self.done.get(&(name, keep.to_vec())) {
            return Ok(known);
        }
        self.enter(name)?;
        let value = self.expand(definition, keep)?;
        self.active.pop();
        self.done.insert((name, keep.to_vec()), value);
        Ok(value)
    }

    fn enter(&mut self, name: Symbol) -> Result<(), Error> {
        if self.active.contains(&name) {
            let message = format!("the definition of `{}` leads back to itself", self.arena.name(name));
            return Err(Error::new(Fault::Circle, message));
        }
        self.active.push(name);
        Ok(())
    }

    /// The derivative by a given name, in which the name is a variable.
    fn partial(&mut self, body: TermId, x: Symbol, order: u32, keep: &[Symbol]) -> Result<TermId, Error> {
        let inner: Vec<Symbol> = keep.iter().copied().chain([x]).collect();
        let body = self.expand(body, &inner)?;
        let diff = self.arena.add(Node::Diff(body, x, order));
        let (term, domain, not_claimed) = derive::expand_diffs(self.arena, diff).map_err(unsupported)?;
        self.keep_conditions(Plain { domain, not_claimed }, &FxHashMap::default(), keep)?;
        self.expand(term, keep)
    }

    /// The value of a defined function, or of its derivative.
    fn call(&mut self, f: &Unknown, arguments: &[TermId], keep: &[Symbol]) -> Result<Option<TermId>, Error> {
        let Some((parameters, body)) = self.given.functions.get(&f.name).cloned() else { return Ok(None) };
        if parameters.len() != arguments.len() {
            let (name, n) = (self.arena.name(f.name), parameters.len());
            return Err(Error::new(Fault::Request, format!("`{name}` is defined with {n} arguments")));
        }
        // Names stay until the arguments are in: what they stand for may use a parameter's letter.
        self.enter(f.name)?;
        let names = self.given.names.iter().map(|n| n.0);
        let inner: Vec<Symbol> = names.chain(keep.iter().chain(&parameters).copied()).collect();
        let mut body = self.expand(body, &inner)?;
        let mut found = Plain::default();
        if self.must_expand(body, &parameters, arguments)? {
            let (term, domain, not_claimed) = derive::expand_diffs(self.arena, body).map_err(unsupported)?;
            (body, found) = (term, Plain { domain, not_claimed });
        }
        for (x, n) in parameters.iter().zip(f.orders.iter()).filter(|(_, n)| **n > 0) {
            let diff = self.arena.add(Node::Diff(body, *x, *n));
            let (term, domain, not_claimed) = derive::expand_diffs(self.arena, diff).map_err(unsupported)?;
            found.domain.extend(domain);
            found.not_claimed.extend(not_claimed);
            body = term;
        }
        let values: FxHashMap<Symbol, TermId> = parameters.into_iter().zip(arguments.iter().copied()).collect();
        self.keep_conditions(found, &values, keep)?;
        let value = self.arena.substitute(body, &values);
        let value = self.expand(value, keep)?;
        self.active.pop();
        Ok(Some(value))
    }

    /// Whether derivatives in a function's body must be carried out before its arguments are put in:
    /// `g(x) = diff(x^2, x)` at 3 is 2*3, and no derivative by 3. One that may reach through a given
    /// name to a variable of the arguments can't be.
    fn must_expand(&self, body: TermId, parameters: &[Symbol], arguments: &[TermId]) -> Result<bool, Error> {
        let same = parameters.iter().zip(arguments).all(|(x, a)| self.arena.node(*a) == Node::Symbol(*x));
        if same {
            return Ok(false);
        }
        let all = self.arena.reachable(&[body]);
        let by = all.into_iter().filter_map(|id| match self.arena.node(id) {
            Node::Diff(_, x, _) => Some(x),
            _ => None,
        });
        let by: Vec<Symbol> = by.collect();
        let named = self.arena.variables(body).into_iter().any(|s| self.given.is_name(s));
        match by.iter().find(|x| !parameters.contains(x)) {
            Some(x) if named => {
                let message = format!(
                    "a function is defined by a derivative by `{}`, which is none of its arguments",
                    self.arena.name(*x)
                );
                Err(Error::new(Fault::Request, message))
            }
            _ => Ok(!by.is_empty()),
        }
    }

    /// Keeps the conditions of derivatives, with variables replaced.
    fn keep_conditions(
        &mut self,
        new: Plain,
        values: &FxHashMap<Symbol, TermId>,
        keep: &[Symbol],
    ) -> Result<(), Error> {
        for (list, claimed) in [(new.domain, true), (new.not_claimed, false)] {
            for condition in list {
                let condition = self.arena.substitute(condition, values);
                let condition = self.expand(condition, keep)?;
                if claimed { &mut self.found.domain } else { &mut self.found.not_claimed }.push(condition);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Notation, render};

    fn plain(given: &[&str], text: &str, keep: &[&str]) -> Result<String, Error> {
        let mut arena = Arena::new();
        let options = parse::Options { functions: vec!["L".into()], ..parse::Options::default() };
        let texts: Vec<String> = given.iter().map(|t| t.to_string()).collect();
        let given = Given::read(&mut arena, &texts, &options)?;
        let term = parse::parse_formula(&mut arena, text, &options).map_err(|e| Error::text(e, text, ""))?.term;
        let keep: Vec<Symbol> = keep.iter().map(|k| arena.intern(k)).collect();
        let (term, _) = given.plain(&mut arena, term, &keep)?;
        Ok(render(&arena, term, Notation::Text))
    }

    #[test]
    fn names_and_functions_are_replaced() {
        let all = [
            (&["a = b + 1", "b = x^2"][..], "a*b", "(x^2 + 1)*x^2"),
            (&["f(a) = a^2"], "f(x + 1)", "(x + 1)^2"),
            (&["f(a) = a^2"], "f'(y)", "2y"),
            (&["f(a) = a*b", "b = a^2"], "f(t)", "t*a^2"),
            (&["L(a, y) = a - y", "f(x) = L(x, 1)"], "f(f(z))", "z - 1 - 1"),
            (&["a = x^2"], "diff(a, x)", "2x"),
            (&["a = x^2"], "diff(a^3, a)", "3(x^2)^2"),
            (&["a = x^2", "b = a + x"], "diff(b^2, a)", "2*(x^2 + x)"),
            // A derivative is taken before its variable gets a value.
            (&["g(x) = diff(x^2, x)"], "g(3)", "2*3"),
            (&["g(a) = diff(a*x, x)"], "g(x)", "x"),
            (&["f(x, y) = x^2*y", "g(x, y) = diff(f(x, y), x)"], "g(1, 2)", "2*1*2"),
            (&["f(x) = x^3", "g(x) = f'(x) + 1", "h(x) = diff(g(x), x)"], "h(2)", "3*2*2"),
        ];
        for (given, text, expected) in all {
            assert_eq!(plain(given, text, &[]).as_deref(), Ok(expected), "{given:?} {text}");
        }
        assert_eq!(plain(&["a = x^2"], "a + 1", &["a"]).as_deref(), Ok("a + 1"));
    }

    #[test]
    fn circles_and_second_definitions_are_errors() {
        let code = |given: &[&str]| plain(given, "1", &[]).unwrap_err().code();
        assert_eq!(code(&["a = b", "b = a"]), "E0103");
        assert_eq!(code(&["a = 1", "a = 2"]), "E0104");
        let circle = plain(&["f(x) = g(x)", "g(x) = f(x)"], "f(2)", &[]);
        assert_eq!(circle.unwrap_err().code(), "E0103");
    }
}
