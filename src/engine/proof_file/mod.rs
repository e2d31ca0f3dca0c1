//! Proof files: a derivation as JSON, readable by itself, and its replay by the checker alone.
//!
//! A file is one JSON object. Terms are texts in the `ascii` notation, which read back to the same
//! term; where the terms are large as trees they are written in the names listed under `let`, each
//! in the names before it. Unknown keys and versions are errors. Version 1 has these keys:
//!
//! | key | holds |
//! |---|---|
//! | `format`, `version` | `"chainrule proof"`, 1 |
//! | `statement` | `op` (`diff`, `simplify`, `equal`); `input`, or `lhs` and `rhs`; `wrt` and `order` of `diff`; `assume`, `integer` (names declared as integers), `given` (definitions), `functions` (unknown ones), `in` |
//! | `answer` | the answer of `diff` and `simplify`; absent where there is no value anywhere |
//! | `verdict` | of `equal`: `verdict` (`proved`, `refuted`, `vacuous`), the `point`, at a refuting one the values `lhs` and `rhs` |
//! | `conditions` | what is printed after `where` |
//! | `let` | `[name, term]` pairs |
//! | `derivatives` | the derivatives that stand inside the statement, one differentiation each: `of`, `by`, `result`, `domain` |
//! | `stages` | one for each order of `diff`, else one; none for a refutation |
//! | `rules` | the page's statement of every rule the steps use: `rule`, `lhs`, `rhs`, `conditions` |
//! | `definitions` | what a function means that a step replaces: `function`, `means` |
//!
//! A stage has the keys `differentiated` (`of`, `by` and the `lines`: `rule`, `of`, `result`),
//! `start`, `domain`, `steps`, `end`, `conditions` and `empty`. A step has a `kind`, the `rule`, the
//! `place` (a path of argument positions from 0), `before`, `after` and `conditions`. The kinds:
//! `ring` (equal as fractions over kernels; `rule` is a word for it), `rule` and `reversed` (an
//! instance of the rule, from left to right or back), `definition` (a function and its meaning),
//! `name` (a given name and its definition), `squares` (both sides of one sign, with equal squares),
//! `angles` (equal exponentials, less than a turn apart), `exponentials` (real, with equal
//! exponentials), `constant` (equal derivatives by the variable that is the `rule`, and equal values
//! at the point of the condition), `cases` (equal on each of the pieces that the conditions cut the
//! domain into). [`Reason`](crate::rules::Reason) says in full what each kind claims.
//!
//! What an accepted file means: with given names and functions replaced and the derivatives carried
//! out, the domain of a stage is where its input, or the input's derivative by the rules, has a
//! value, the assumptions and the conditions of the stage before included. There `start` and `end`
//! are equal; `end` has a value wherever the domain's conditions hold, and `conditions` with `end`
//! having a value say no less than the domain. For `equal` the sides agree wherever both have a
//! value, which they have at the `point`; `conditions` say where: those that are
//! printed, or all there are, where the checker does not see that the printed ones say it all.

mod format;
mod read;
mod replay;
mod statement;
mod used;
mod verdict;
mod write;

pub use replay::{Refusal, Replayed, replay};
pub use write::Asked;
