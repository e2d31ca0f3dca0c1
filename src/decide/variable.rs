//! What the assumptions say of a single variable: whether it is whole, and its bounds.

use super::point::Point;
use super::program::evaluate;
use super::value::Value;
use crate::term::{Arena, Node, Property, Rational, Relation, Symbol, TermId};

/// What the assumptions say of a single variable.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    /// The variable.
    pub symbol: Symbol,
    /// Whether it is declared whole.
    pub integer: bool,
    low: Option<Rational>,
    high: Option<Rational>,
}

impl Variable {
    /// A variable of which nothing is known.
    pub fn new(symbol: Symbol) -> Self {
        Variable { symbol, integer: false, low: None, high: None }
    }

    /// The wanted value, or one inside the bounds that is as telling; `share` says where between
    /// two bounds.
    pub fn fit(&self, wanted: Rational, share: Rational) -> Rational {
        let wanted = if self.integer { wanted.floor() } else { wanted };
        let low = self.low.as_ref().is_none_or(|low| *low <= wanted);
        let high = self.high.as_ref().is_none_or(|high| wanted <= *high);
        let value = match (&self.low, &self.high) {
            _ if low && high => return wanted,
            (Some(low), Some(high)) => low + &((high - low) * share),
            (Some(low), None) => low + &wanted.abs(),
            (None, Some(high)) => high - &wanted.abs(),
            (None, None) => wanted,
        };
        if self.integer { value.floor() } else { value }
    }

    fn bound(&mut self, relation: Relation, value: Rational) {
        if relation != Relation::Lt && relation != Relation::Le && relation != Relation::Ne {
            let low = self.low.take().map_or(value.clone(), |old| old.max(value.clone()));
            self.low = Some(low);
        }
        if relation != Relation::Gt && relation != Relation::Ge && relation != Relation::Ne {
            let high = self.high.take().map_or(value.clone(), |old| old.min(value));
            self.high = Some(high);
        }
    }
}

/// Takes in an assumption on one variable: `n integer`, or a comparison with a constant.
pub(super) fn learn(arena: &Arena, assumption: TermId, variables: &mut [Variable]) {
    let place = |id: TermId| match arena.node(id) {
        Node::Symbol(s) => variables.iter().position(|v| v.symbol == s),
        _ => None,
    };
    match arena.node(assumption) {
        Node::Property(Property::Integer, a) => {
            if let Some(i) = place(a) {
                variables[i].integer = true;
            }
        }
        Node::Relation(relation, a, b) => {
            let known = |(relation, a, b)| Some((place(a)?, relation, constant(arena, b)?));
            let found = [(relation, a, b), (relation.flipped(), b, a)].map(known);
            for (i, relation, value) in found.into_iter().flatten() {
                variables[i].bound(relation, value);
            }
        }
        _ => {}
    }
}

/// The value of a term without variables; one in the middle where it is enclosed.
fn constant(arena: &Arena, id: TermId) -> Option<Rational> {
    if !arena.variables(id).is_empty() {
        return None;
    }
    match evaluate(arena, id, &Point::default(), 64) {
        Value::Exact(x) => Some(x),
        Value::Enclosed(i) if i.top().abs() < 4_096 => (i.lo() + i.hi()).checked_div(&Rational::from(2)),
        _ => None,
    }
}
