//! The tokens as an input for nom.

use super::lexer::{Kind, Token};
use nom::{Input, Needed};
use std::iter::{Copied, Enumerate};
use std::slice::Iter;

/// A token of one of the notations.
pub(super) trait Lexeme: Copy {
    /// What a token can be.
    type Kind: Copy;
    /// The token after the last one.
    const END: Self;
    fn kind(&self) -> Self::Kind;
    fn span(&self) -> (usize, usize);
}

impl Lexeme for Token {
    type Kind = Kind;
    const END: Self = Token { kind: Kind::End, start: 0, end: 0 };

    fn kind(&self) -> Kind {
        self.kind
    }

    fn span(&self) -> (usize, usize) {
        (self.start as usize, self.end as usize)
    }
}

/// The tokens not read yet; two are equal if they are the same end of one list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tokens<'a, T = Token>(&'a [T]);

impl<'a, T: Lexeme> Tokens<'a, T> {
    pub fn new(tokens: &'a [T]) -> Self {
        Tokens(tokens)
    }

    /// The next token's kind; the end of the text is a token, and stays.
    pub fn kind(&self) -> T::Kind {
        self.ahead(0)
    }

    /// The kind of the token `n` places on.
    pub fn ahead(&self, n: usize) -> T::Kind {
        self.0.get(n).unwrap_or(&T::END).kind()
    }

    /// The token `n` places on, or the last one.
    pub fn token(&self, n: usize) -> T {
        self.0.get(n).or(self.0.last()).copied().unwrap_or(T::END)
    }

    /// The next token's place in the text.
    pub fn span(&self) -> (usize, usize) {
        self.token(0).span()
    }

    /// What follows the next token.
    pub fn rest(&self) -> Self {
        self.skip(1)
    }

    /// What follows `n` tokens.
    pub fn skip(&self, n: usize) -> Self {
        Tokens(self.0.get(n..).unwrap_or_default())
    }
}

impl<T> PartialEq for Tokens<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len()
    }
}

impl<'a, T: Lexeme> Input for Tokens<'a, T> {
    type Item = T;
    type Iter = Copied<Iter<'a, T>>;
    type IterIndices = Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        self.0.len()
    }

    fn take(&self, index: usize) -> Self {
        Tokens(&self.0[..index])
    }

    fn take_from(&self, index: usize) -> Self {
        Tokens(&self.0[index..])
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        let (before, after) = self.0.split_at(index);
        (Tokens(after), Tokens(before))
    }

    fn position<P: Fn(T) -> bool>(&self, predicate: P) -> Option<usize> {
        self.0.iter().position(|t| predicate(*t))
    }

    fn iter_elements(&self) -> Self::Iter {
        self.0.iter().copied()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.iter_elements().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if self.0.len() >= count { Ok(count) } else { Err(Needed::new(count - self.0.len())) }
    }
}
