//! A filter of lines: they are read as they come and answered over all cores, in order.
//!
//! An answer waits only for those before it. At most a fixed number of lines is under way at once.
//! Unless their number is asked for, one thread begins and the others join where the work is worth it.

use super::output::Output;
use chainrule::engine::{Error, Fault};
use std::collections::BTreeMap;
use std::io::{BufRead, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

/// Groups of lines under way at once.
const UNDER_WAY: usize = 64;
/// Lines that have arrived together are answered in groups of up to so many.
const GROUP: usize = 8;
/// What is answered in this time is not worth more threads, each of which begins with cold caches and tables.
const ALONE: Duration = Duration::from_millis(60);
/// The stack of a thread that answers.
const STACK: usize = 16 << 20;
/// The stack of a thread that waits.
const SMALL_STACK: usize = 64 << 10;

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

/// Answers every line of the input, with as many threads as there are cores if their number isn't
/// given, and has the answers said in order.
///
/// # Errors
/// Where the input cannot be read, and where an answer can't be said.
pub fn run<T: Send + 'static>(
    input: impl Read + Send + 'static,
    out: &mut Output,
    (threads, longest): (Option<usize>, u64),
    answer: impl Fn(Arrived) -> T + Send + Sync + 'static,
    mut say: impl FnMut(&mut Output, T) -> Result<(), Error>,
) -> Result<(), Error> {
    let longest = usize::try_from(longest).unwrap_or(usize::MAX);
    let mut lines = Lines { input: std::io::BufReader::new(input), groups: 0, number: 0, offset: 0, longest };
    let cannot = |e: &dyn std::fmt::Display| Error::new(Fault::Internal, format!("no threads: {e}"));
    let alone = match threads {
        Some(1) => Some(Timer::default()),
        Some(_) => None,
        None => Some(Timer::start(ALONE).map_err(|e| cannot(&e))?),
    };
    if let Some(timer) = alone
        && one_by_one(&mut lines, out, &answer, &mut say, &timer)?
    {
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
            let all = group.into_iter().map(|line| line.map(&answer));
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

/// Answers line by line on this thread until the time is up; says whether all is done.
fn one_by_one<T, R: Read>(
    lines: &mut Lines<R>,
    out: &mut Output,
    answer: &impl Fn(Arrived) -> T,
    say: &mut impl FnMut(&mut Output, T) -> Result<(), Error>,
    timer: &Timer,
) -> Result<bool, Error> {
    while !timer.is_up() {
        let group = lines.group();
        if group.is_empty() || out.closed() {
            return Ok(true);
        }
        for line in group {
            say(out, answer(line?))?;
        }
        out.flush();
    }
    Ok(false)
}

/// Says when a time is up that began with it; one that was not started never does.
#[derive(Default)]
struct Timer(Arc<AtomicBool>);

impl Timer {
    fn start(time: Duration) -> std::io::Result<Timer> {
        let timer = Timer::default();
        let up = Arc::clone(&timer.0);
        let wait = move || {
            std::thread::sleep(time);
            up.store(true, Ordering::Relaxed);
        };
        std::thread::Builder::new().stack_size(SMALL_STACK).spawn(wait)?;
        Ok(timer)
    }

    fn is_up(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
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
