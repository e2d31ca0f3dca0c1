//! Micro-benchmarks of the parts: `cargo bench --bench micro`.

mod families;

use chainrule::algebra::{Knowledge, Normal};
use chainrule::derive;
use chainrule::engine::{Problem, Settings};
use chainrule::proof::{self, Claim};
use chainrule::simplify::{Request, simplify};
use chainrule::term::{Arena, TermId};
use divan::{Bencher, black_box};
use families::family;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The chain rule of logistic regression: field arithmetic alone.
const FIELD: &str = "(-y/a + (1-y)/(1-a))*a*(1-a)";
/// A formula for which rules must meet: the e-graph is saturated, and the shortest form extracted.
const RULES: &str = "sin(x)^4 - cos(x)^4 + 2*sin(x)*cos(x)";

/// Knows nothing of any term.
struct Nothing;

impl Knowledge for Nothing {
    fn positive(&mut self, _: &mut Arena, _: TermId) -> bool {
        false
    }

    fn nonnegative(&mut self, _: &mut Arena, _: TermId) -> bool {
        false
    }

    fn nonzero(&mut self, _: &mut Arena, _: TermId) -> bool {
        false
    }
}

fn main() {
    divan::main();
}

fn asked(text: &str) -> (Arena, TermId) {
    let mut problem = Problem::new(&Settings::default()).expect("a problem");
    let term = problem.read(text).expect("a formula");
    (problem.arena, term)
}

fn request(term: TermId) -> Request<'static> {
    Request { term, domain: &[], assumptions: &[], inputs: &[], names: &[], wanted: &[], refused: &[], unfold: false }
}

#[divan::bench(args = [1_000, 10_000, 100_000])]
fn intern(bencher: Bencher<'_, '_>, size: usize) {
    bencher.bench(|| family("nested", black_box(size)));
}

#[divan::bench(args = [1_000, 10_000, 100_000])]
fn diff(bencher: Bencher<'_, '_>, size: usize) {
    let built = family("nested", size).expect("a family");
    let copy = || built.arena.clone();
    bencher.with_inputs(copy).bench_refs(|arena| derive::differentiate(arena, built.body, built.by[0]));
}

#[divan::bench(args = [100, 1_000, 10_000])]
fn gradient(bencher: Bencher<'_, '_>, size: usize) {
    let built = family("network", size).expect("a family");
    let copy = || built.arena.clone();
    bencher.with_inputs(copy).bench_refs(|arena| derive::gradient(arena, built.body, &built.by));
}

#[divan::bench(args = [FIELD, RULES])]
fn normal_form(bencher: Bencher<'_, '_>, text: &str) {
    let (arena, term) = asked(text);
    bencher.with_inputs(|| arena.clone()).bench_refs(|arena| Normal::new(arena, &mut Nothing).read(term).is_ok());
}

/// The normal form, saturation and extraction together.
#[divan::bench(args = [FIELD, RULES])]
fn saturation_and_extraction(bencher: Bencher<'_, '_>, text: &str) {
    let (arena, term) = asked(text);
    bencher.with_inputs(|| arena.clone()).bench_refs(|arena| simplify(arena, &request(term)).term);
}

#[divan::bench(args = [FIELD, RULES])]
fn check(bencher: Bencher<'_, '_>, text: &str) {
    let mut problem = Problem::new(&Settings::default()).expect("a problem");
    let term = problem.read(text).expect("a formula");
    let answer = problem.simplify(term).expect("an answer");
    let stage = &answer.stages[0];
    bencher.with_inputs(|| problem.arena.clone()).bench_refs(|arena| {
        let derivation = &stage.derivation;
        let claim = Claim::Simplify {
            start: derivation.start,
            end: derivation.end,
            domain: &stage.domain,
            conditions: &stage.conditions,
        };
        let nothing = proof::Problem { assumptions: &[], names: &[] };
        assert!(proof::check(arena, &nothing, &claim, derivation).is_ok());
    });
}
