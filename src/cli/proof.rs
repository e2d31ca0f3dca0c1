//! Proof files: `--proof FILE` and `replay FILE`.

use super::args::{Bounds, Proof};
use super::commands::Done;
use super::output::Output;
use chainrule::engine::{Error, Fault, replay as replayed};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Writes a proof where one is asked for.
pub fn write(proof: &Proof, text: impl FnOnce() -> Result<String, Error>) -> Result<(), Error> {
    let Some(path) = &proof.file else { return Ok(()) };
    let text = text()? + "\n";
    std::fs::write(path, text).map_err(|e| cannot(path, "written", &e))
}

fn cannot(path: &Path, what: &str, error: &std::io::Error) -> Error {
    Error::new(Fault::File, format!("{} cannot be {what}: {error}", path.display()))
}

/// `replay`
pub fn replay(path: &Path, bounds: &Bounds, out: &mut Output) -> Result<Done, Error> {
    let limits = bounds.limits()?;
    let mut bytes = Vec::new();
    let file: &mut dyn Read = match path.as_os_str() == "-" {
        true => &mut std::io::stdin(),
        false => &mut File::open(path).map_err(|e| cannot(path, "read", &e))?,
    };
    // One byte more than is allowed tells a file that is too long.
    file.take(limits.line.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| cannot(path, "read", &e))?;
    match replayed(&bytes, &limits)? {
        Ok(found) => {
            let counted = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
            let (steps, derivatives) = (counted(found.steps, "step"), counted(found.derivatives, "differentiation"));
            out.line(&format!("accepted: {steps}, {derivatives}"));
            Ok(Done::Yes)
        }
        Err(refusal) => {
            out.line(&format!("rejected: {}", refusal.reason));
            Ok(Done::No)
        }
    }
}
