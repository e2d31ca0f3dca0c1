//! The command line: arguments in, text out, exit codes. Everything else is the library's.

mod args;
mod audit;
pub mod batch;
mod check;
mod commands;
mod filter;
mod grad;
mod output;
mod pages;
mod progress;
mod proof;
mod schema;
mod tables;

use args::{Cli, Command};
use chainrule::engine::{Error, Fault};
use clap::Parser;
use commands::Done;
use output::{Output, tell};
use std::ffi::OsString;

/// The exit code of an error.
const FAILED: i32 = 2;

/// Runs the program with the process's arguments; the exit code.
pub fn run() -> i32 {
    let cli = match Cli::try_parse_from(std::env::args_os().map(spelled_out)) {
        Ok(cli) => cli,
        Err(e) => return usage(&e),
    };
    let mut out = Output::new();
    out.ends_when_interrupted();
    let done = command(cli, &mut out);
    let written = out.finish();
    match (done, written) {
        (Ok(done), Ok(())) => done as i32,
        (Err(e), _) | (_, Err(e)) => {
            tell(&e.report());
            FAILED
        }
    }
}

fn command(cli: Cli, out: &mut Output) -> Result<Done, Error> {
    if let Some(code) = cli.explain {
        let text = chainrule::explain(&code);
        let none = || Error::new(Fault::Request, format!("there is no error code `{code}`"));
        out.line(text.ok_or_else(none)?.trim_end());
        return Ok(Done::Yes);
    }
    if cli.limits {
        pages::limits(out);
        return Ok(Done::Yes);
    }
    match cli.command {
        Some(Command::Diff(arguments)) => commands::diff(&arguments, out),
        Some(Command::Grad(arguments)) => grad::grad(&arguments, out),
        Some(Command::Simplify { expr, forms, proof, shared }) => {
            commands::simplify(&expr, forms, &proof, &shared, out)
        }
        Some(Command::Equal(claim)) => commands::equal(&claim, out),
        Some(Command::Replay { file, bounds }) => proof::replay(&file, &bounds, out),
        Some(Command::Check(arguments)) => check::check(&arguments, out),
        Some(Command::Slope(arguments)) => commands::slope(&arguments, out),
        Some(Command::Batch { threads, bounds }) => {
            batch::run(std::io::stdin(), out, threads, bounds.limits()?)?;
            Ok(Done::Yes)
        }
        Some(Command::Tables { name, verify }) => tables::tables(name.as_deref(), verify, out),
        Some(Command::Rules { audit: true, .. }) => {
            audit::audit(out);
            Ok(Done::Yes)
        }
        Some(Command::Rules { to, .. }) => {
            pages::rules(to, out);
            Ok(Done::Yes)
        }
        None => Ok(Done::Yes),
    }
}

/// `-h` and `-V` alone are the usual requests; with more letters they are formulas.
fn spelled_out(argument: OsString) -> OsString {
    match argument.to_str() {
        Some("-h") => "--help".into(),
        Some("-V") => "--version".into(),
        _ => argument,
    }
}

/// Help and the version go to standard output, wrong arguments to standard error.
fn usage(error: &clap::Error) -> i32 {
    let text = error.render().to_string();
    if error.use_stderr() {
        tell(&text);
        return FAILED;
    }
    let mut out = Output::new();
    out.line(text.trim_end());
    match out.finish() {
        Ok(()) => 0,
        Err(e) => {
            tell(&e.report());
            FAILED
        }
    }
}
