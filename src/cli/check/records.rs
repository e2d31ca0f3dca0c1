//! Lines of JSON, checked as they come: in order, over all cores, each answered as soon as those
//! before it are.

use crate::cli::filter::{self, Answered, Arrived, Line};
use crate::cli::output::Output;
use crate::cli::schema::{Identified, failure};
use chainrule::document::{Finding, Record, Setting, report};
use chainrule::engine::{Error, Fault};
use chainrule::parse;
use report::Checked;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A line, and what became of it.
pub struct Answer {
    number: usize,
    offset: usize,
    line: String,
    found: Result<(Record, Vec<Finding>), Error>,
}

impl Answer {
    /// The record as it was checked, of a file of that name.
    ///
    /// # Errors
    /// What is wrong with the line.
    pub fn checked<'a>(&'a mut self, name: &'a str) -> Result<Checked<'a>, &'a Error> {
        let (record, findings) = self.found.as_mut().map_err(|e| &*e)?;
        let findings = std::mem::take(findings);
        let mut checked = match &record.file {
            Some(file) => Checked::new(file, &record.text, findings),
            None => Checked::line(name, &self.line, self.number, self.offset, findings),
        };
        checked.id = record.id.as_deref();
        Ok(checked)
    }

    /// What is said of a line that could not be read, for programs.
    pub fn object(&self, name: &str, error: &Error) -> String {
        let mut object = failure(error);
        object.insert("file", name);
        object.insert("line", self.number);
        let id = serde_json::from_str::<Identified>(self.line.trim()).ok().and_then(|found| found.id);
        object.with_id(id.as_deref())
    }

    /// Its number, from 1.
    pub fn number(&self) -> usize {
        self.number
    }
}

/// Checks every line of the input, and has the answers said in order.
///
/// # Errors
/// Where the input cannot be read.
pub fn check(
    input: Box<dyn Read + Send>,
    out: &mut Output,
    setting: Setting,
    mut say: impl FnMut(&mut Output, Answer),
) -> Result<(), Error> {
    let longest = setting.limits.line;
    filter::run(
        input,
        out,
        (None, longest),
        move |line| {
            // A term takes a few letters.
            let terms = line.line.len() / 4;
            Answered { answer: answer(line, &setting), terms }
        },
        |out, answer| {
            answer.into_iter().for_each(|answer| say(out, answer));
            Ok(())
        },
    )
}

/// What becomes of a line; nothing of an empty one.
fn answer(arrived: Arrived, setting: &Setting) -> Option<Answer> {
    let Arrived { number, offset, line } = arrived;
    let answer = |line: &str, found| Answer { number, offset, line: line.to_string(), found };
    let Line::Whole(bytes) = line else {
        let message = format!("the line is longer than {} bytes", setting.limits.line);
        return Some(answer("", Err(Error::new(Fault::Limit, message))));
    };
    let line = match parse::decode(&bytes) {
        Ok(text) => text.trim_end_matches(['\r', '\n']),
        Err(e) => return Some(answer("", Err(Error::text(e, "", "")))),
    };
    if line.trim().is_empty() {
        return None;
    }
    let checked = catch_unwind(AssertUnwindSafe(|| {
        let record = Record::read(line).map_err(|message| Error::new(Fault::Json, message))?;
        let findings = record.check(number, setting);
        Ok((record, findings))
    }));
    let failed = |_| Err(Error::new(Fault::Internal, "the program failed on this line"));
    Some(answer(line, checked.unwrap_or_else(failed)))
}
