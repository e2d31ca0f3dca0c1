//! How refusals are worded: what stands where it cannot, and what is missing.

use super::LinkKind;
use super::context::{Context, Span, span};
use super::token::{Fence, Kind, Shape, Token, Tokens};
use crate::parse::codes::Code;
use crate::parse::context::{Refused, shortened};

impl Context<'_> {
    /// Why the next token cannot follow what has been read.
    pub fn unexpected(&self, input: Tokens) -> Refused {
        let token = input.token(0);
        let (place, shown) = (span(token), self.shown(token));
        match token.kind {
            Kind::Number => self.side_by_side(token),
            Kind::Text | Kind::Otherwise => self.unsupported(place, "words inside of a formula"),
            Kind::Link(LinkKind::Relation(_) | LinkKind::Equal) if self.inside.get() > 0 => {
                self.refuse(Code::Relation, place, format!("{shown} stands inside of brackets"))
            }
            Kind::Comma if self.inside.get() > 0 => self.unsupported(place, "tuples, intervals and sets"),
            Kind::Under if self.previous(input).is_some_and(|t| matches!(t.kind, Kind::Bar | Kind::Close(_))) => {
                self.unsupported(place, "an index on a term, or an evaluation bar inside of one")
            }
            Kind::Under => self.unsupported(place, "an index on something that is no name"),
            Kind::Caret => {
                let message = "an exponent follows another one, or a term that is not in brackets";
                self.refuse_hint(Code::Ambiguous, place, message, "write (a^{b})^{c} or a^{b^{c}}")
            }
            Kind::Bar => self.refuse(Code::Bracket, place, "unexpected `|`: no bar is open here"),
            Kind::Prime => {
                let hint = "primes follow the name of a function: f'(x)";
                self.refuse_hint(Code::Unexpected, place, "unexpected prime", hint)
            }
            _ => self.refuse(Code::Unexpected, place, format!("unexpected {shown}")),
        }
    }

    fn side_by_side(&self, number: Token) -> Refused {
        let message = format!("the number {} follows a term", shortened(self.source(number)));
        let hint = "put the number first, or write \\cdot before it; an exponent of two digits needs braces";
        self.refuse_hint(Code::SideBySide, span(number), message, hint)
    }

    /// Why no operand can begin at the next token.
    pub fn no_operand(&self, input: Tokens) -> Refused {
        let (token, before) = (input.token(0), self.previous(input));
        let place = span(token);
        match (token.kind, before.map(|t| t.kind)) {
            (Kind::End, None) => self.refuse_hint(Code::Empty, place, "there is no formula", "write one, such as a^2"),
            (Kind::Text | Kind::Otherwise, _) => self.unexpected(input),
            (Kind::Separator, None) if self.source(token).starts_with(char::is_alphabetic) => {
                self.unsupported(place, "words inside of a formula")
            }
            (Kind::Close(_), Some(Kind::Open(fence))) if fence != Fence::new(Shape::Brace) => {
                let place = (before.map_or(place.0, |t| t.start as usize), place.1);
                self.refuse(Code::EmptyParentheses, place, "there is nothing between the parentheses")
            }
            (_, None) => {
                let message = format!("there is nothing on the left of {}", self.shown(token));
                self.refuse(Code::MissingOperand, place, message)
            }
            _ => {
                let sign = before.map(|t| self.shown(t)).unwrap_or_default();
                let message = format!("a term is missing after {sign}, before {}", self.shown(token));
                self.refuse(Code::MissingOperand, place, message)
            }
        }
    }

    /// A refusal of the depth of nesting.
    pub fn too_deep(&self, span: Span) -> Refused {
        let message = format!("nested deeper than {} levels", self.setting.options.depth);
        self.refuse(Code::Limit, span, message)
    }
}
