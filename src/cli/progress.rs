//! How far a long check has come: a bar on the terminal, and nowhere else.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A check that takes longer shows its progress.
const LONG: Duration = Duration::from_millis(700);

/// A bar, which nobody sees before it is worth it.
pub struct Progress {
    bar: ProgressBar,
    /// Whether it may still be brought to the terminal.
    waiting: AtomicBool,
}

impl Progress {
    /// The progress of a file's check. It goes to standard error, and only if that is a terminal.
    pub fn new(wanted: bool, file: &str) -> Self {
        let bar = ProgressBar::hidden().with_prefix(file.to_string());
        let waiting = AtomicBool::new(wanted && std::io::stderr().is_terminal());
        Progress { bar, waiting }
    }

    /// So many are done, of all if their number is known.
    pub fn at(&self, done: usize, all: Option<usize>) {
        if self.waiting.load(Ordering::Relaxed)
            && self.bar.elapsed() > LONG
            && self.waiting.swap(false, Ordering::Relaxed)
        {
            let style = match all {
                Some(_) => "{prefix} [{bar:30}] {pos} of {len}, {eta} left",
                None => "{prefix} {spinner} {pos} lines",
            };
            if let Ok(style) = ProgressStyle::with_template(style) {
                self.bar.set_style(style);
            }
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        if let Some(all) = all {
            self.bar.set_length(all as u64);
        }
        // Threads come by in any order.
        if done as u64 > self.bar.position() {
            self.bar.set_position(done as u64);
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
