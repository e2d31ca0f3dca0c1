//! The command line program.

mod cli;

/// Terms are many and small, which is what this allocator is good at. On Linux it takes the place of the
/// system's own, whose usual calls are shorter than those for any alignment.
#[cfg(not(target_os = "linux"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
#[cfg(target_os = "linux")]
use mimalloc as _;

/// The stack to work on, in bytes, whatever stack the process was given.
const STACK: usize = 16 << 20;

fn main() {
    let code = stacker::grow(STACK, cli::run);
    // All is written: memory need not be given back page by page.
    signal_hook::low_level::exit(code);
}
