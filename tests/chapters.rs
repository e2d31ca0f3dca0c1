//! The chapters: every problem of `tests/chapters/*.txt` is solved with the library's public
//! interface, and the whole derivation is held in `snapshots/<chapter>/<name>.snap`.
//!
//! Every answer must have been replayed by the checker, and must be the same however it is reached:
//! simplified again, read back from its prints, with other threads at work, with its variables met
//! in another order. To accept changed derivations: `INSTA_UPDATE=always cargo test --test chapters`.

#[path = "chapters/page.rs"]
mod page;
#[path = "chapters/problem.rs"]
mod problem;
#[path = "chapters/values.rs"]
mod values;
#[path = "chapters/ways.rs"]
mod ways;

use chainrule::Simplified;
use problem::{Problem, chapter, chapters, files, root, stem};
use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

/// Every problem with its answer, solved once for all tests.
static SOLVED: LazyLock<Vec<(Problem, Simplified)>> = LazyLock::new(|| {
    let solve = |p: Problem| {
        let answer = p.solve().unwrap_or_else(|e| panic!("{}: {}", p.place(), e.report()));
        (p, answer)
    };
    problem::all().into_iter().map(solve).collect()
});

/// Fails with all complaints at once, so that one run shows everything that is wrong.
fn none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "{} complaints\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn there_are_enough_problems_and_no_name_is_used_twice() {
    assert!(chapters().len() >= 14 && problem::all().len() >= 90);
    for title in chapters() {
        let names: Vec<String> = chapter(&title).into_iter().map(|p| p.name).collect();
        assert!(!names.is_empty(), "{title} has no problem");
        let different: BTreeSet<&String> = names.iter().collect();
        assert_eq!(different.len(), names.len(), "{title} uses a name twice");
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        assert!(names.iter().all(|n| !n.is_empty() && n.chars().all(plain)), "{title}: {names:?}");
    }
}

#[test]
fn every_answer_is_checked() {
    let unchecked = SOLVED.iter().filter(|(_, answer)| !answer.checked() || answer.stopped());
    none(unchecked.map(|(p, answer)| format!("{}: {}", p.place(), answer.expr())).collect());
}

#[test]
fn derivations_are_as_pinned() {
    let mut changed = Vec::new();
    for (problem, answer) in SOLVED.iter() {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(format!("../snapshots/{}", problem.chapter));
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.set_omit_expression(true);
        let page = page::page(problem, answer);
        let held = || settings.bind(|| insta::assert_snapshot!(problem.name.as_str(), page));
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(held)).is_err() {
            changed.push(problem.place());
        }
    }
    none(changed);
}

#[test]
fn every_snapshot_is_of_a_problem() {
    let mut orphans = Vec::new();
    let titles = chapters();
    for entry in fs::read_dir(root().join("snapshots")).unwrap() {
        let folder = entry.unwrap().path();
        let title = folder.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_string();
        let of_a_chapter = title.starts_with(|c: char| c.is_ascii_digit());
        if of_a_chapter && !titles.contains(&title) {
            orphans.push(title);
        } else if of_a_chapter {
            let names: Vec<String> = chapter(&title).into_iter().map(|p| p.name).collect();
            let held = files(&folder, "snap").into_iter().map(|p| stem(&p));
            orphans.extend(held.filter(|n| !names.contains(n)).map(|n| format!("{title}/{n}.snap")));
        }
    }
    none(orphans);
}

#[test]
fn snapshots_hold_no_float_time_or_path() {
    for (problem, answer) in SOLVED.iter() {
        let page = page::page(problem, answer);
        for trace in ["~", "…", "/home", "/tmp", "target/", "seconds", " ms", "distinct parts"] {
            assert!(!page.contains(trace), "{}: {trace}", problem.place());
        }
    }
}
