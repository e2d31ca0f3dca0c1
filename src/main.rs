//! The command line program.

mod cli;

/// The stack to work on, in bytes, whatever stack the process was given.
const STACK: usize = 8 << 20;

fn main() -> std::process::ExitCode {
    stacker::grow(STACK, cli::run)
}
