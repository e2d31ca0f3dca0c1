//! The signs of each notation, one row each.

use super::Notation;
use crate::term::{Property, Relation};

/// What a notation writes for the signs that all notations have.
pub(super) struct Signs {
    /// The minus sign, of a negation and of a difference.
    pub minus: &'static str,
    /// The sign between two factors.
    pub times: &'static str,
    /// The opening parenthesis.
    pub open: &'static str,
    /// The closing parenthesis.
    pub close: &'static str,
    /// The circle's constant.
    pub pi: &'static str,
    /// Whether a number may stand directly before a name.
    pub juxtaposes: bool,
}

const PLAIN: Signs = Signs { minus: "-", times: "*", open: "(", close: ")", pi: "pi", juxtaposes: true };

/// The notation's row.
pub(super) fn signs(notation: Notation) -> &'static Signs {
    const ASCII: Signs = Signs { juxtaposes: false, ..PLAIN };
    const UNICODE: Signs = Signs { minus: "−", times: "·", pi: "π", ..PLAIN };
    const LATEX: Signs =
        Signs { minus: "-", times: r" \cdot ", open: r"\left(", close: r"\right)", pi: r"\pi", juxtaposes: true };
    match notation {
        Notation::Text => &PLAIN,
        Notation::Ascii => &ASCII,
        Notation::Unicode => &UNICODE,
        Notation::Latex => &LATEX,
    }
}

/// How the notation writes a comparison.
pub(super) fn relation_sign(notation: Notation, relation: Relation) -> &'static str {
    let (unicode, latex) = match relation {
        Relation::Ne => ("≠", r"\neq"),
        Relation::Le => ("≤", r"\leq"),
        Relation::Ge => ("≥", r"\geq"),
        same => (same.symbol(), same.symbol()),
    };
    match notation {
        Notation::Text | Notation::Ascii => relation.symbol(),
        Notation::Unicode => unicode,
        Notation::Latex => latex,
    }
}

/// What the notation writes after a term that has the property.
pub(super) fn property_words(notation: Notation, property: Property) -> &'static str {
    if notation != Notation::Latex {
        return property.words();
    }
    match property {
        Property::Integer => r"\in \mathbb{Z}",
        Property::NotInteger => r"\notin \mathbb{Z}",
        Property::NotPole => r"\notin \{0, -1, -2, \ldots\}",
        Property::Defined => r"\text{ defined}",
    }
}
