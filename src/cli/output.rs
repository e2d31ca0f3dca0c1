//! Standard output, where a reader that has gone away is no error, and a full disk is one.
//!
//! An interrupt (Ctrl-C) ends the program at once: what has been said is handed on whole, line by
//! line, and nothing is said that isn't known yet.

use chainrule::engine::{Error, Fault};
use std::io::{self, BufWriter, ErrorKind, Stdout, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The exit code after an interrupt: 128 and the signal's number.
const INTERRUPTED: i32 = 130;
/// How often, a hundredth of a second apart, an interrupt tries for the output: a line that is
/// under way may be waiting for a reader.
const TRIES: u32 = 10;

/// What is written to standard output.
pub struct Output {
    shared: Arc<Mutex<Lines>>,
}

/// The lines said, and what went wrong with them.
struct Lines {
    out: Option<BufWriter<Stdout>>,
    failed: Option<io::Error>,
}

impl Output {
    /// Nothing written yet.
    pub fn new() -> Self {
        let out = Some(BufWriter::with_capacity(1 << 16, io::stdout()));
        Output { shared: Arc::new(Mutex::new(Lines { out, failed: None })) }
    }

    /// Ends the program when it is interrupted, after what has been said.
    pub fn ends_when_interrupted(&self) {
        let shared = self.shared.clone();
        let end = move || {
            for _ in 0..TRIES {
                if let Ok(mut lines) = shared.try_lock() {
                    lines.flush();
                    break;
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            std::process::exit(INTERRUPTED);
        };
        // Without a handler the signal ends the program as well, only less tidily.
        let _ = ctrlc::set_handler(end);
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a line.
    pub fn line(&mut self, text: &str) {
        self.lines().line(text);
    }

    /// Hands on what has been written.
    pub fn flush(&mut self) {
        self.lines().flush();
    }

    /// Whether nothing more can be written.
    pub fn closed(&self) -> bool {
        self.lines().failed.is_some()
    }

    /// Ends the output.
    ///
    /// # Errors
    /// Where something could not be written, other than for want of a reader.
    pub fn finish(self) -> Result<(), Error> {
        let mut lines = self.lines();
        lines.flush();
        // What could not be written must not be tried again when the buffer is dropped.
        let _ = lines.out.take().map(BufWriter::into_parts);
        match lines.failed.take() {
            Some(e) if e.kind() != ErrorKind::BrokenPipe => {
                Err(Error::new(Fault::File, format!("the result cannot be written: {e}")))
            }
            _ => Ok(()),
        }
    }
}

impl Lines {
    fn line(&mut self, text: &str) {
        if let (None, Some(out)) = (&self.failed, &mut self.out) {
            let written = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n"));
            self.failed = written.err();
        }
    }

    fn flush(&mut self) {
        if let (None, Some(out)) = (&self.failed, &mut self.out) {
            self.failed = out.flush().err();
        }
    }
}

/// Writes to standard error; there is nobody to tell if that fails.
pub fn tell(text: &str) {
    let text = text.trim_end();
    let _ = writeln!(io::stderr().lock(), "{text}");
}
