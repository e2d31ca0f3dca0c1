//! What a word means where it stands: a function, a variable, a word of the notation.

use super::codes::Code;
use super::context::{Context, Refused};
use super::lexer::{Kind, Token};
use super::spelling::{foreign, nearest, run_together};
use super::stream::Tokens;
use crate::term::Func;

/// What a word is, where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// A function with a row.
    Function(Func),
    /// `log_2`: the logarithm to a base.
    Logarithm(u32),
    /// A function of which nothing is known.
    Unknown,
    /// `diff`
    Derivative,
    /// `if`
    Choice,
    /// A variable or constant.
    Variable,
}

/// Greek letters that name a function too: a variable unless a parenthesis follows.
const LETTERS: &[(&str, Func)] = &[("sigma", Func::Sigmoid), ("gamma", Func::Gamma), ("Gamma", Func::Gamma)];

/// Words that stand for what no formula has as a value, and those that other notations put between conditions.
const REFUSED: &[&str] = &["inf", "infinity", "nan", "NaN", "Inf", "Infinity", "and", "or"];

/// Whether a word is a name and nothing else.
pub(super) fn is_name(name: &str) -> bool {
    Func::named(name).is_none()
        && logarithm(name).is_none()
        && !matches!(name, "if" | "diff")
        && !REFUSED.contains(&name)
}

/// The base of `log_2`.
fn logarithm(name: &str) -> Option<u32> {
    name.strip_prefix("log_")?.parse().ok()
}

/// What the word at `input` is; an error if it is a function that is not known or a reserved word.
pub(super) fn role(cx: &Context<'_>, input: Tokens<'_>) -> Result<Role, Refused> {
    let word = input.token(0);
    let name = cx.name(word);
    let primes = primes(input.rest());
    let called = input.ahead(1 + primes) == Kind::Open;
    if let Some((_, function)) = LETTERS.iter().find(|(letter, _)| *letter == name) {
        return Ok(if called { Role::Function(*function) } else { Role::Variable });
    }
    if let Some(function) = Func::named(&name) {
        return Ok(Role::Function(function));
    }
    if let Some(base) = logarithm(&name) {
        return if base >= 2 { Ok(Role::Logarithm(base)) } else { Err(unknown_function(cx, word, &name)) };
    }
    match &*name {
        "if" | "diff" if !called => Err(reserved(cx, word, &name)),
        "if" => Ok(Role::Choice),
        "diff" => Ok(Role::Derivative),
        other if REFUSED.contains(&other) => Err(reserved(cx, word, &name)),
        _ if called || (primes == 1 && input.ahead(2) == Kind::OpenSquare) => callee(cx, word, &name, primes),
        _ => plain(cx, word, &name),
    }
}

/// Whether a name alone can stand for a variable.
pub(super) fn names_a_variable(name: &str) -> bool {
    let word = matches!(name, "if" | "diff" | "pi") || REFUSED.contains(&name);
    let function = Func::named(name).is_some() || logarithm(name).is_some() || run_together(name).is_some();
    may_name_a_function(name) || !word && !function
}

/// Whether a name before a parenthesis is a function of the program.
pub(super) fn names_a_function(name: &str) -> bool {
    Func::named(name).is_some() || may_name_a_function(name)
}

/// Whether a name is that of a Greek letter which is a function only before a parenthesis.
pub(super) fn may_name_a_function(name: &str) -> bool {
    LETTERS.iter().any(|(letter, _)| *letter == name)
}

/// The role of a word without a row before a parenthesis.
fn callee(cx: &Context<'_>, word: Token, name: &str, primes: usize) -> Result<Role, Refused> {
    let declared = cx.options.functions.iter().any(|f| f == name);
    let letter = cx.source(word).chars().nth(1).is_none();
    match name {
        _ if primes > 0 || declared => Ok(Role::Unknown),
        "f" | "g" | "h" => Ok(Role::Unknown),
        _ if letter || name == "pi" => Ok(Role::Variable),
        _ => Err(unknown_function(cx, word, name)),
    }
}

/// A variable, unless it is a function name run together with its argument.
fn plain(cx: &Context<'_>, word: Token, name: &str) -> Result<Role, Refused> {
    match run_together(name) {
        Some((function, argument)) => {
            let hint = format!("write {function}({argument})");
            Err(cx.refuse_hint(Code::UnknownFunction, word.span(), format!("`{name}` is not a known name"), hint))
        }
        None => Ok(Role::Variable),
    }
}

fn reserved(cx: &Context<'_>, word: Token, name: &str) -> Refused {
    let hint = match name {
        "if" => "write if(condition, a, b)",
        "diff" => "write diff(f, x)",
        "and" => "write a comma between conditions that hold together, or a chain as in 0 < x < 1",
        "or" => "conditions are given that hold together; ask for each case by itself",
        _ => "formulas have real numbers as values, and no infinite ones",
    };
    cx.refuse_hint(Code::Reserved, word.span(), format!("`{name}` is a reserved word"), hint)
}

fn unknown_function(cx: &Context<'_>, word: Token, name: &str) -> Refused {
    let shown = cx.quote(word.span());
    let hint = match (foreign(name), nearest(name)) {
        (Some(hint), _) => format!("write {hint}"),
        (None, Some(near)) => format!("did you mean {near}? write {shown}*(…) for a product"),
        (None, None) => format!("write {shown}*(…) for a product, or declare it with --function {shown}"),
    };
    cx.refuse_hint(Code::UnknownFunction, word.span(), format!("the function `{shown}` is not known"), hint)
}

/// How many primes come next.
pub(super) fn primes(input: Tokens<'_>) -> usize {
    let mut count = 0;
    while input.ahead(count) == Kind::Prime {
        count += 1;
    }
    count
}
