//! Times the library's core on families of formulas of any size, one family a process.
//!
//!     cargo bench --bench scale -- FAMILY SIZE TASK ROUNDS
//!
//! prints one line of JSON: the processor's seconds of each round, the nodes before and after, the process's
//! peak memory, and the sum of the derivatives' values at a fixed point, by which
//! `tests/bench/run.py` compares the answer with other programs'.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod clock;
mod families;

use chainrule::derive::{differentiate, gradient, hessian};
use chainrule::parse::{Options, parse_formula};
use chainrule::render::{Notation, Style, render, render_shared};
use chainrule::term::{Arena, Limits, TermId};
use clock::cpu;
use families::{Family, family, sum_of_values};
use std::hint::black_box;

/// What one round came to.
struct Round {
    seconds: f64,
    before: usize,
    after: usize,
    bytes: usize,
    value: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let [name, size, task, rounds] = &arguments[..] else {
        eprintln!("usage: scale FAMILY SIZE TASK ROUNDS");
        std::process::exit(2);
    };
    let size: usize = size.parse().expect("a size");
    let rounds: usize = rounds.parse().expect("a number of rounds");
    let mut all = vec![round(name, size, task)];
    // What one round takes: the allocator keeps what it was given for the next.
    let peak = peak();
    all.extend((1..rounds).map(|_| round(name, size, task)));
    let last = all.last().expect("a round");
    let seconds: Vec<String> = all.iter().map(|r| format!("{:.9}", r.seconds)).collect();
    println!(
        "{{\"seconds\":[{}],\"before\":{},\"after\":{},\"arena\":{},\"peak\":{},\"value\":{:e}}}",
        seconds.join(","),
        last.before,
        last.after,
        last.bytes,
        peak,
        last.value
    );
}

/// A small formula is differentiated so often in one round.
const TIMES: usize = 1000;

/// Builds the family's formula and times one task on it.
fn round(name: &str, size: usize, task: &str) -> Round {
    let start = cpu();
    let mut built = family(name, size).unwrap_or_else(|| panic!("no family {name}"));
    let building = cpu() - start;
    let before = built.arena.len();
    let times = if name == "small" { TIMES } else { 1 };
    let mut copies = vec![built.arena.clone(); times - 1];
    let start = cpu();
    for arena in &mut copies {
        black_box(differentiate(arena, built.body, built.by[0]).expect("a derivative"));
    }
    let (terms, seconds) = match task {
        "build" => (vec![built.body], building),
        "parse" => (vec![built.body], parsing(&built)),
        _ => (run(&mut built, task), (cpu() - start) / times as f64),
    };
    let value = sum_of_values(&built, &terms);
    let round = Round { seconds, before, after: built.arena.len(), bytes: built.arena.bytes(), value };
    // What is freed is not timed.
    black_box(built);
    round
}

/// The seconds that reading the formula's text takes, where the text is not that of a graph.
fn parsing(built: &Family) -> f64 {
    let text = render(&built.arena, built.body, Notation::Ascii);
    let limits = Limits { formula: u64::MAX, depth: u64::MAX, ..Limits::default() };
    let mut arena = Arena::new();
    let start = cpu();
    let read = parse_formula(&mut arena, &text, &Options::within(&limits)).expect("a formula");
    let seconds = cpu() - start;
    assert_eq!(arena.dag_size(read.term), built.arena.dag_size(built.body));
    seconds
}

fn run(built: &mut Family, task: &str) -> Vec<TermId> {
    let Family { arena, body, by, .. } = built;
    match task {
        "diff" => vec![differentiate(arena, *body, by[0]).expect("a derivative").term],
        "grad" => gradient(arena, *body, by).expect("a gradient").terms,
        "hessian" => hessian(arena, *body, by).expect("a Hessian").into_iter().map(|e| e.raw.term).collect(),
        "print" => {
            let style = Style { notation: Notation::Ascii, ..Style::default() };
            let shown = render_shared(arena, &[*body], &style);
            black_box(&shown);
            vec![*body]
        }
        _ => panic!("no task {task}"),
    }
}

/// The process's peak memory in bytes; 0 where the system does not tell.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<usize>().ok()).map_or(0, |kib| kib * 1024)
}
