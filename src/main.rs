//! The command line program.

mod cli;

/// Terms are many and small, which is what this allocator is good at.
#[global_allocator]
static ALLOCATOR: std::alloc::System = std::alloc::System;
use mimalloc as _;

/// The stack to work on, in bytes, whatever stack the process was given.
const STACK: usize = 16 << 20;

fn main() -> std::process::ExitCode {
    stacker::grow(STACK, cli::run)
}
