//! One expected output, many ways to it.

use super::{SOLVED, none};
use crate::page::{page, start};
use crate::problem::{self, Problem, Task};
use chainrule::engine::{self, Settings};
use chainrule::render::{Notation, condition, render};
use chainrule::{Expr, Simplified};
use rayon::prelude::*;

/// Problems whose answer simplifies further when asked again, each with the reason.
const NOT_FIXED: &[(&str, &str)] = &[];

fn valued() -> impl Iterator<Item = &'static (Problem, Simplified)> {
    SOLVED.iter().filter(|(_, answer)| !answer.is_empty())
}

/// The problem's answer to a formula as it stands.
fn again(problem: &Problem, formula: &Expr) -> String {
    let answer = problem.ask().simplify(formula);
    answer.map_or_else(|e| e.report(), |a| a.expr().to_string())
}

#[test]
fn an_answer_is_its_own_answer() {
    let mut complaints = Vec::new();
    for (problem, answer) in valued() {
        let (first, second) = (answer.expr().to_string(), again(problem, &answer.expr()));
        let excused = NOT_FIXED.iter().any(|(place, _)| *place == problem.place());
        if (first == second) == excused {
            complaints.push(format!("{}: {first}, and again {second}", problem.place()));
        }
    }
    none(complaints);
}

#[test]
fn an_answer_is_not_larger_than_what_it_is_of() {
    let mut complaints = Vec::new();
    for (problem, answer) in valued() {
        let (before, after) = (start(problem, answer), answer.expr());
        if after.size() > before.size() {
            complaints.push(format!("{}: {before} became {after}", problem.place()));
        }
    }
    none(complaints);
}

#[test]
fn what_is_only_to_be_simplified_gets_shorter() {
    let chapter = valued().filter(|(problem, _)| problem.chapter == "12-simplification-only");
    let kept = chapter.filter(|(problem, answer)| answer.expr().size() >= start(problem, answer).size());
    none(kept.map(|(problem, answer)| format!("{}: {}", problem.place(), answer.expr())).collect());
}

#[test]
fn every_print_reads_back_to_the_answer() {
    let mut complaints = Vec::new();
    for (problem, answer) in valued() {
        let expr = answer.expr();
        for notation in [Notation::Text, Notation::Ascii, Notation::Unicode] {
            let print = expr.notation(notation);
            match problem.ask().read(&print) {
                Ok(read) if read == expr => {}
                Ok(read) => complaints.push(format!("{}: {print} reads as {read}", problem.place())),
                Err(e) => complaints.push(format!("{}: {}", problem.place(), e.report())),
            }
        }
    }
    none(complaints);
}

#[test]
fn a_formula_printed_and_read_comes_to_the_same() {
    let mut complaints = Vec::new();
    for (problem, answer) in valued() {
        let formula: Expr = problem.formula.parse().unwrap();
        for notation in [Notation::Ascii, Notation::Unicode] {
            let printed = Problem { formula: formula.notation(notation), ..problem.clone() };
            let (expected, found) = (page(problem, answer), printed.solve().map(|a| page(problem, &a)));
            if found.as_ref() != Ok(&expected) {
                complaints.push(format!("{}: {}", problem.place(), printed.formula));
            }
        }
    }
    none(complaints);
}

#[test]
fn threads_change_nothing() {
    let problems = problem::all();
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let pages: Vec<String> = pool.install(|| problems.par_iter().map(|p| page(p, &p.solve().unwrap())).collect());
        for ((problem, answer), found) in SOLVED.iter().zip(&pages) {
            assert_eq!(&page(problem, answer), found, "{} with {threads} threads", problem.place());
        }
    }
}

/// An answer by the engine itself: its text and conditions, and the lines of its derivation.
struct Asked {
    result: Vec<String>,
    lines: Vec<String>,
    checked: bool,
}

/// Asks the engine after it has met another text. What it met first has other ids for the same
/// symbols and terms, and nothing may depend on them.
fn asked(problem: &Problem, met: &str, unfold: bool) -> Asked {
    let settings = Settings {
        assume: problem.assume.clone(),
        given: problem.given.clone(),
        wanted: problem.wanted.clone(),
        unfold,
        ..Settings::default()
    };
    let mut engine = engine::Problem::new(&settings).unwrap();
    engine.read(met).unwrap();
    let term = engine.read(&problem.formula).unwrap();
    let found = match &problem.task {
        Task::Simplify => engine.simplify(term),
        Task::Diff { by, order } => {
            let x = engine.variable(by).unwrap();
            engine.diff(term, x, *order)
        }
    };
    let found = found.unwrap();
    let mut result = vec![render(&engine.arena, found.term, Notation::Text)];
    result.extend(found.conditions.iter().map(|c| condition(&engine.arena, *c, Notation::Text)));
    let stages = found.stages.iter();
    let lines = stages.flat_map(|s| engine::report::stage(&mut engine.arena, s, Notation::Text)).collect();
    Asked { result, lines, checked: found.checked() }
}

fn result(answer: &Simplified) -> Vec<String> {
    [answer.expr().to_string()].into_iter().chain(answer.conditions()).collect()
}

#[test]
fn the_order_of_variables_changes_nothing() {
    let mut complaints = Vec::new();
    for (problem, answer) in SOLVED.iter() {
        let variables = problem.formula.parse::<Expr>().unwrap().variables();
        let met = variables.iter().rev().fold("7".to_string(), |sum, v| format!("{sum} + {v}*3"));
        let found = asked(problem, &met, true);
        if found.result != result(answer) || found.lines != answer.derivation().lines() {
            complaints.push(format!("{}:\n{}", problem.place(), found.lines.join("\n")));
        }
    }
    none(complaints);
}

#[test]
fn the_answer_does_not_hang_on_the_derivation_being_written_out() {
    let mut complaints = Vec::new();
    for (problem, answer) in SOLVED.iter() {
        let found = asked(problem, "0", false);
        if found.result != result(answer) || !found.checked {
            complaints.push(format!("{}: {:?}, and {:?} in short", problem.place(), result(answer), found.result));
        }
    }
    none(complaints);
}
