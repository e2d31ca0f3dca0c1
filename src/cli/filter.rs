//! A filter of lines: they are read as they come and answered over all cores, in order.
//!
//! An answer waits only for those before it. At most a fixed number of lines is under way at once.
//! Unless their number is asked for, one thread begins and the others join where the work is worth it.

use super::output::Output;
use chainrule::engine::{Error, Fault};
use std::collections::BTreeMap;
use std::io::{BufRead, Read};
use std::sync::{Mutex, PoisonError, mpsc};

/// Groups of lines under way at once.
const UNDER_WAY: usize = 64;
/// Lines that have arrived together are answered in groups of up to so many.
const GROUP: usize = 8;
/// So much work is not worth more threads, each of which begins with cold caches and tables: some 250
/// short formulas.
const ALONE: u64 = 1 << 22;
/// The work of a line as such, in terms.
const LEAST: u64 = 64;
/// The stack of a thread that answers.
const STACK: usize = 16 << 20;

/// A line as it has arrived.
pub struct Arrived {
    /// Its number, from 1.
    pub number: usize,
    /// Where it begins, in bytes.
    pub offset: usize,
    /// The line, or that it is too long.
    pub line: Line,
}

/// A line, or that it is too long.
pub enum Line {
    Whole(Vec<u8>),
    TooLong,
}

impl Line {
    /// How many bytes are kept of it.
    pub fn len(&self) -> usize {
        match self {
            Line::Whole(bytes) => bytes.len(),
            Line::TooLong => 0,
        }
    }
}

/// What becomes of a line.
pub struct Answered<T> {
    pub answer: T,
    /// About how many terms were made for it.
    pub terms: usize,
}

impl<T> Answered<T> {
    /// The work it was: it grows faster than the terms do, about as their square.
    fn work(&self) -> u64 {
        (LEAST + self.terms as u64).saturating_pow(2)
    }
}

/// Answers every line of the input, with as many threads as there are cores if their number isn't
/// given, and has the answers said in order.
///
/// # Errors
/// Where the input cannot be read, and where an answer can't be said.
pub fn run<T: Send + 'static>(
    input: impl Read + Send + 'static,
    out: &mut Output,
    (threads, longest): (Option<usize>, u64),
    answer: impl Fn(Arrived) -> Answered<T> + Send + Sync + 'static,
    mut say: impl FnMut(&mut Output, T) -> Result<(), Error>,
) -> Result<(), Error> {
    let longest = usize::try_from(longest).unwrap_or(usize::MAX);
    let mut lines = Lines { input: std::io::BufReader::new(input), groups: 0, number: 0, offset: 0, longest };
    let cannot = |e: &dyn std::fmt::Display| Error::new(Fault::Internal, format!("no threads: {e}"));
    let alone = match threads {
        Some(1) => u64::MAX,
        Some(_) => 0,
        None => ALONE,
    };
    if one_by_one(&mut lines, out, &answer, &mut say, alone)? {
        return Ok(());
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).stack_size(STACK);
    let pool = pool.build().map_err(|e| cannot(&e))?;
    let (tickets, returned) = mpsc::sync_channel::<()>(UNDER_WAY);
    let (answers, ready) = mpsc::channel::<(usize, Vec<Result<T, Error>>)>();
    let lines = Mutex::new(lines);
    // Whoever has answered reads on.
    pool.spawn_broadcast(move |_| {
        while let Some((place, group)) = next_group(&lines, &tickets) {
            let all = group.into_iter().map(|line| line.map(|line| answer(line).answer));
            let _ = answers.send((place, all.collect()));
        }
    });
    let (mut waiting, mut next) = (BTreeMap::new(), 0);
    for (place, group) in ready {
        waiting.insert(place, group);
        while let Some(group) = waiting.remove(&next) {
            for answer in group {
                say(out, answer?)?;
            }
            next += 1;
            let _ = returned.recv();
        }
        out.flush();
        if out.closed() {
            return Ok(());
        }
    }
    Ok(())
}

/// Answers line by line on this thread until that much work is done; says whether that was all.
fn one_by_one<T, R: Read>(
    lines: &mut Lines<R>,
    out: &mut Output,
    answer: &impl Fn(Arrived) -> Answered<T>,
    say: &mut impl FnMut(&mut Output, T) -> Result<(), Error>,
    alone: u64,
) -> Result<bool, Error> {
    let mut done = 0u64;
    while done < alone {
        let group = lines.group();
        if group.is_empty() || out.closed() {
            return Ok(true);
        }
        for line in group {
            let answered = answer(line?);
            done = done.saturating_add(answered.work());
            say(out, answered.answer)?;
        }
        out.flush();
    }
    Ok(false)
}

/// The next group of lines and its place among the groups; none at the end. Groups get their tickets
/// in order: the next to be said has one.
fn next_group<R: Read>(
    lines: &Mutex<Lines<R>>,
    tickets: &mpsc::SyncSender<()>,
) -> Option<(usize, Vec<Result<Arrived, Error>>)> {
    let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
    let group = lines.group();
    if group.is_empty() || tickets.send(()).is_err() {
        return None;
    }
    lines.groups += 1;
    Some((lines.groups - 1, group))
}

/// The lines of an input, each up to a limit.
struct Lines<R> {
    input: std::io::BufReader<R>,
    /// How many groups have been read.
    groups: usize,
    number: usize,
    offset: usize,
    longest: usize,
}

impl<R: Read> Lines<R> {
    /// The next line and those that have arrived with it; empty at the end.
    fn group(&mut self) -> Vec<Result<Arrived, Error>> {
        let mut group: Vec<_> = self.next().into_iter().collect();
        while !group.is_empty() && group.len() < GROUP && self.input.buffer().contains(&b'\n') {
            group.extend(self.next());
        }
        group
    }

    fn next(&mut self) -> Option<Result<Arrived, Error>> {
        let mut bytes = Vec::new();
        self.number += 1;
        let (number, offset) = (self.number, self.offset);
        let read = (&mut self.input).take((self.longest as u64).saturating_add(1)).read_until(b'\n', &mut bytes);
        self.offset += bytes.len();
        match read {
            Ok(0) => None,
            Ok(_) if bytes.len() > self.longest && bytes.last() != Some(&b'\n') => {
                self.skip();
                Some(Ok(Arrived { number, offset, line: Line::TooLong }))
            }
            Ok(_) => Some(Ok(Arrived { number, offset, line: Line::Whole(bytes) })),
            Err(e) => Some(Err(Error::new(Fault::File, format!("the input cannot be read: {e}")))),
        }
    }

    /// Passes over the rest of a line.
    fn skip(&mut self) {
        loop {
            let (used, done) = match self.input.fill_buf() {
                Ok([]) | Err(_) => return,
                Ok(buffer) => match buffer.iter().position(|b| *b == b'\n') {
                    Some(at) => (at + 1, true),
                    None => (buffer.len(), false),
                },
            };
            self.input.consume(used);
            self.offset += used;
            if done {
                return;
            }
        }
    }
}
