//! `batch`: JSON Lines in, JSON Lines out, in order, over all cores.

use super::filter::{self, Answered, Arrived, Line};
use super::output::Output;
use super::schema::{self, Identified, Names, Object, Op, Request};
use chainrule::engine::{Answer, Error, Fault, Problem, Settings};
use chainrule::term::Limits;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Answers every line of the input.
pub fn run(
    input: impl Read + Send + 'static,
    out: &mut Output,
    threads: Option<usize>,
    limits: Limits,
) -> Result<(), Error> {
    let answer = move |Arrived { number, line, .. }: Arrived| answered(number, &line, limits);
    filter::run(input, out, (threads, limits.line), answer, |out, text| {
        if !text.is_empty() {
            out.line(&text);
        }
        Ok(())
    })
}

/// The answer to a line that is not too long.
#[cfg(fuzzing)]
pub fn line(number: usize, bytes: &[u8]) -> String {
    answered(number, &Line::Whole(bytes.to_vec()), Limits::default()).answer
}

/// The answer to a line, without its line break; empty for an empty line.
fn answered(number: usize, line: &Line, limits: Limits) -> Answered<String> {
    let unread = |error: &Error| Answered { answer: unreadable(number, error), terms: 0 };
    let Line::Whole(bytes) = line else {
        return unread(&Error::new(Fault::Limit, format!("the line is longer than {} bytes", limits.line)));
    };
    let text = match chainrule::parse::decode(bytes) {
        Ok(text) => text.trim(),
        Err(e) => return unread(&Error::text(e, "", "")),
    };
    if text.is_empty() {
        return Answered { answer: String::new(), terms: 0 };
    }
    let (id, request) = match serde_json::from_str::<Request>(text) {
        Ok(mut request) => (request.id.take(), Ok(request)),
        Err(e) => match serde_json::from_str::<Identified>(text) {
            Ok(found) => (found.id, Err(Error::new(Fault::Request, one_line(&e.to_string())))),
            Err(e) => {
                let message = format!("this is not a JSON object: {}", one_line(&e.to_string()));
                return unread(&Error::new(Fault::Json, message));
            }
        },
    };
    let answer = catch_unwind(AssertUnwindSafe(|| answer(&request?, limits)));
    let failed = |_| Err(Error::new(Fault::Internal, "the program failed on this request"));
    let (object, terms) = answer.unwrap_or_else(failed).unwrap_or_else(|e| (schema::failure(&e), 0));
    Answered { answer: object.with_id(id.as_deref()), terms }
}

/// The object of a line that is no request: without an id, but with the line's number.
pub fn unreadable(number: usize, error: &Error) -> String {
    let mut object = schema::failure(error);
    object.insert("line", number);
    object.with_id(None)
}

/// serde says at which line of the text; there is one line.
fn one_line(message: &str) -> String {
    message.replace(" at line 1 column ", " at column ")
}

/// The answer to a request, and how many terms were made for it.
fn answer(request: &Request, limits: Limits) -> Result<(Object, usize), Error> {
    let settings = Settings {
        assume: request.assume.clone(),
        given: request.given.clone(),
        wanted: request.names.clone(),
        functions: vec![],
        texts: request.texts(),
        limits,
        unfold: request.steps,
    };
    let mut problem = Problem::new(&settings)?;
    let object = answer_in(&mut problem, request)?;
    Ok((object, problem.arena.len()))
}

fn answer_in(problem: &mut Problem, request: &Request) -> Result<Object, Error> {
    match request.op {
        Op::Equal => equal(problem, request),
        Op::Simplify => {
            refuse(request.wrt.is_some() || request.order.is_some(), "simplify takes no wrt and no order")?;
            let term = problem.read(expr(request)?)?;
            let found = problem.simplify(term)?;
            answered_with_forms(problem, request, &found)
        }
        Op::Diff => {
            let by = match &request.wrt {
                None => None,
                Some(Names::One(name)) => Some(name.as_str()),
                Some(Names::Many(_)) => {
                    return refuse(true, "wrt of diff is one name; grad takes a list").map(|()| Object::default());
                }
            };
            diff(problem, request, by)
        }
        Op::Grad => grad(problem, request),
    }
}

fn expr(request: &Request) -> Result<&str, Error> {
    refuse(request.lhs.is_some() || request.rhs.is_some(), "lhs and rhs go with equal")?;
    request.expr.as_deref().ok_or_else(|| Error::new(Fault::Request, "expr is missing"))
}

fn refuse(wrong: bool, message: &str) -> Result<(), Error> {
    if wrong { Err(Error::new(Fault::Request, message)) } else { Ok(()) }
}

fn diff(problem: &mut Problem, request: &Request, by: Option<&str>) -> Result<Object, Error> {
    let term = problem.read(expr(request)?)?;
    let x = problem.by(term, by)?;
    let order = u32::try_from(request.order.unwrap_or(1)).unwrap_or(u32::MAX);
    let found = problem.diff(term, x, order)?;
    answered_with_forms(problem, request, &found)
}

fn answered_with_forms(problem: &mut Problem, request: &Request, found: &Answer) -> Result<Object, Error> {
    let mut object = schema::answer(problem, found, request.steps, false);
    if request.forms {
        object.insert("forms", schema::forms(problem, found)?);
    }
    Ok(object)
}

/// The derivative by each of several variables, as a list.
fn grad(problem: &mut Problem, request: &Request) -> Result<Object, Error> {
    let named = match &request.wrt {
        None => &[][..],
        Some(Names::Many(names)) => names,
        Some(Names::One(_)) => return refuse(true, "wrt of grad is a list of names").map(|()| Object::default()),
    };
    refuse(request.order.is_some_and(|n| n != 1), "grad is of order 1")?;
    refuse(request.forms, "forms go with diff and simplify")?;
    let term = problem.read(expr(request)?)?;
    let by = problem.by_each(&[term], named)?;
    let found = problem.gradient(term, &by, false)?;
    Ok(super::grad::object(problem, &found, request.steps, false))
}

fn equal(problem: &mut Problem, request: &Request) -> Result<Object, Error> {
    refuse(request.wrt.is_some() || request.order.is_some(), "equal takes no wrt and no order")?;
    refuse(request.forms, "forms go with diff and simplify")?;
    let (lhs, rhs) = match (&request.expr, &request.lhs, &request.rhs) {
        (Some(claim), None, None) => problem.read_claim(claim)?,
        (None, Some(lhs), Some(rhs)) => (problem.read(lhs)?, problem.read(rhs)?),
        _ => return refuse(true, "equal takes lhs and rhs, or expr").map(|()| Object::default()),
    };
    let found = problem.equal(lhs, rhs)?;
    let mut object = schema::verdict(&problem.arena, &found);
    schema::note(&mut object, &problem.take_notes());
    if request.steps {
        let steps = found.derivation.map(|d| schema::steps(&mut problem.arena, &d));
        object.insert("steps", steps.unwrap_or_default());
    }
    Ok(object)
}
