//! Plain notation to terms, with spans and errors.
