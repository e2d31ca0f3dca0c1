//! How a problem's texts are read: formulas, claims, and by which variable to differentiate.

use super::fault::{Error, Fault, within_memory};
use super::problem::Problem;
use crate::parse;
use crate::term::{Node, Relation, Symbol, TermId};

impl Problem {
    /// Reads a formula.
    ///
    /// # Errors
    /// Where it cannot be read, or is an equation.
    pub fn read(&mut self, text: &str) -> Result<TermId, Error> {
        let term = self.read_any(text)?;
        match self.arena.node(term) {
            Node::Relation(..) | Node::Property(..) => {
                let error = Error::new(Fault::Equation, "this is an equation, and a formula is wanted");
                Err(error.with_hint("equal says whether an equation holds"))
            }
            _ => Ok(term),
        }
    }

    /// Reads an equation into its two sides.
    ///
    /// # Errors
    /// Where it cannot be read, or is no equation.
    pub fn read_claim(&mut self, text: &str) -> Result<(TermId, TermId), Error> {
        let term = self.read_any(text)?;
        match self.arena.node(term) {
            Node::Relation(Relation::Eq, a, b) => Ok((a, b)),
            _ => {
                let error = Error::new(Fault::Equation, "this is not an equation");
                Err(error.with_hint("write A = B, or give the two sides apart"))
            }
        }
    }

    /// Reads a formula or an equation.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read_any(&mut self, text: &str) -> Result<TermId, Error> {
        let read = parse::parse_formula(&mut self.arena, text, &self.options);
        let read = read.map_err(|e| Error::text(e, text, ""))?;
        self.exponential |= read.exponential;
        for note in read.notes {
            if !self.notes.contains(&note.text) {
                self.notes.push(note.text);
            }
        }
        within_memory(&self.arena)?;
        Ok(read.term)
    }

    /// Reads a variable's name.
    ///
    /// # Errors
    /// Where the text is anything else.
    pub fn variable(&mut self, text: &str) -> Result<Symbol, Error> {
        let read = parse::parse_formula(&mut self.arena, text, &self.options).map(|r| self.arena.node(r.term));
        match read {
            Ok(Node::Symbol(symbol)) => Ok(symbol),
            Ok(_) => Err(Error::new(Fault::Variable, format!("`{}` is not a variable", shortened(text)))),
            Err(e) => Err(Error::text(e, text, "variable's name")),
        }
    }

    /// The variable to differentiate by: the named one, or the only one there is.
    ///
    /// # Errors
    /// Where there is more than one or none, and none is named.
    pub fn by(&mut self, term: TermId, named: Option<&str>) -> Result<Symbol, Error> {
        let all = self.arena.variables(term);
        if let Some(text) = named {
            let x = self.variable(text)?;
            let (plain, _) = self.given.plain(&mut self.arena, term, &[])?;
            if !all.contains(&x) && !self.arena.variables(plain).contains(&x) {
                self.notes.push(format!("`{}` does not stand in the formula", self.arena.name(x)));
            }
            return Ok(x);
        }
        let names = all.iter().map(|s| self.arena.name(*s)).collect::<Vec<_>>().join(", ");
        match all[..] {
            [x] => Ok(x),
            [] => Err(Error::new(Fault::Variable, "there is no variable to differentiate by").with_hint("say --wrt x")),
            _ => {
                let hint = format!("say --wrt {}", self.arena.name(all[0]));
                Err(Error::new(Fault::Variable, format!("there are several variables: {names}")).with_hint(hint))
            }
        }
    }
}

/// The function that a definition such as `loss(a) = a^2` defines.
pub(super) fn function_name(text: &str) -> Option<String> {
    let (head, _) = text.split_once('(')?;
    let name = head.trim();
    (!name.is_empty() && !text.split('=').next()?.is_empty() && !name.contains(['=', ' '])).then(|| name.to_string())
}

fn shortened(text: &str) -> String {
    text.chars().take(40).filter(|c| !c.is_control()).collect()
}
