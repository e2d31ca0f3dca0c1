//! Standard output, where a reader that has gone away is no error, and a full disk is one.
//!
//! An interrupt (Ctrl-C) ends the program at once, unless lines are just being handed on: these are
//! handed on whole first. A second interrupt doesn't wait for them.

use chainrule::engine::{Error, Fault};
use signal_hook::consts::SIGINT;
use signal_hook::flag::{register, register_conditional_shutdown};
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code after an interrupt: 128 and the signal's number.
const INTERRUPTED: i32 = 130;
/// So many bytes are kept back at most.
const KEPT: usize = 1 << 16;

/// What is written to standard output.
pub struct Output {
    /// Whole lines that are not handed on yet.
    lines: Vec<u8>,
    /// What went wrong with those before.
    failed: Option<io::Error>,
    /// Whether no line is half handed on.
    whole: Arc<AtomicBool>,
    interrupted: Arc<AtomicBool>,
}

impl Output {
    /// Nothing written yet.
    pub fn new() -> Self {
        let (whole, interrupted) = (Arc::new(AtomicBool::new(true)), Arc::default());
        Output { lines: Vec::new(), failed: None, whole, interrupted }
    }

    /// Ends the program when it is interrupted.
    pub fn ends_when_interrupted(&self) {
        // Without a handler the signal ends the program as well, only less tidily.
        let second = register_conditional_shutdown(SIGINT, INTERRUPTED, self.interrupted.clone());
        let first = second.and_then(|_| register_conditional_shutdown(SIGINT, INTERRUPTED, self.whole.clone()));
        let _ = first.and_then(|_| register(SIGINT, self.interrupted.clone()));
    }

    /// Writes a line.
    pub fn line(&mut self, text: &str) {
        self.lines.extend_from_slice(text.as_bytes());
        self.lines.push(b'\n');
        if self.lines.len() >= KEPT {
            self.flush();
        }
    }

    /// Hands on what has been written.
    pub fn flush(&mut self) {
        if self.failed.is_none() && !self.lines.is_empty() {
            self.whole.store(false, Ordering::SeqCst);
            let mut out = io::stdout().lock();
            self.failed = out.write_all(&self.lines).and_then(|()| out.flush()).err();
            self.whole.store(true, Ordering::SeqCst);
            if self.interrupted.load(Ordering::SeqCst) {
                std::process::exit(INTERRUPTED);
            }
        }
        self.lines.clear();
    }

    /// Whether nothing more can be written.
    pub fn closed(&self) -> bool {
        self.failed.is_some()
    }

    /// Ends the output.
    ///
    /// # Errors
    /// Where something could not be written, other than for want of a reader.
    pub fn finish(mut self) -> Result<(), Error> {
        self.flush();
        match self.failed {
            Some(e) if e.kind() != ErrorKind::BrokenPipe => {
                Err(Error::new(Fault::File, format!("the result cannot be written: {e}")))
            }
            _ => Ok(()),
        }
    }
}

/// Writes to standard error; there is nobody to tell if that fails.
pub fn tell(text: &str) {
    let text = text.trim_end();
    let _ = writeln!(io::stderr().lock(), "{text}");
}
