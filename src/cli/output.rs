//! Standard output, where a reader that has gone away is no error, and a full disk is one.

use chainrule::engine::{Error, Fault};
use std::io::{self, BufWriter, ErrorKind, Stdout, Write};

/// What is written to standard output.
pub struct Output {
    out: BufWriter<Stdout>,
    failed: Option<io::Error>,
}

impl Output {
    /// Nothing written yet.
    pub fn new() -> Self {
        Output { out: BufWriter::with_capacity(1 << 16, io::stdout()), failed: None }
    }

    /// Writes a line.
    pub fn line(&mut self, text: &str) {
        if self.failed.is_none() {
            let written = self.out.write_all(text.as_bytes()).and_then(|()| self.out.write_all(b"\n"));
            self.failed = written.err();
        }
    }

    /// Hands on what has been written.
    pub fn flush(&mut self) {
        if self.failed.is_none() {
            self.failed = self.out.flush().err();
        }
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
        let failed = self.failed.take();
        // What could not be written must not be tried again when the buffer is dropped.
        let _ = self.out.into_parts();
        match failed {
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
