//! Proof files: every chapter's problem is written as one, and replayed.

#[path = "chapters/problem.rs"]
mod problem;

use chainrule::engine::{self, Asked, Settings, replay};
use problem::{Problem, Task};

/// The proof file of a problem.
fn proof(problem: &Problem) -> String {
    let settings = Settings {
        assume: problem.assume.clone(),
        given: problem.given.clone(),
        wanted: problem.wanted.clone(),
        unfold: true,
        ..Settings::default()
    };
    let mut engine = engine::Problem::new(&settings).unwrap();
    let term = engine.read(&problem.formula).unwrap();
    let (asked, found) = match &problem.task {
        Task::Simplify => (Asked::Simplify(term), engine.simplify(term)),
        Task::Diff { by, order } => {
            let x = engine.variable(by).unwrap();
            (Asked::Diff(term, x, *order), engine.diff(term, x, *order))
        }
    };
    engine.proof_of_answer(asked, &found.unwrap()).unwrap_or_else(|e| panic!("{}: {}", problem.place(), e.report()))
}

#[test]
fn every_problem_has_a_proof_that_replays() {
    let mut complaints = Vec::new();
    for problem in problem::all() {
        let text = proof(&problem);
        match replay(text.as_bytes()) {
            Ok(Ok(_)) => {}
            Ok(Err(refusal)) => complaints.push(format!("{}: {}", problem.place(), refusal.reason)),
            Err(e) => complaints.push(format!("{}: {}", problem.place(), e.report())),
        }
        std::fs::create_dir_all("/tmp/proofs").unwrap();
        std::fs::write(format!("/tmp/proofs/{}.json", problem.place().replace('/', "-")), text).unwrap();
    }
    assert!(complaints.is_empty(), "{} complaints\n{}", complaints.len(), complaints.join("\n"));
}
