//! The page a snapshot holds: one whole derivation, to be judged by itself.

use crate::problem::{Problem, Task};
use chainrule::{Expr, Notation, Simplified};

/// One differentiation with the simplification after it, or one simplification alone.
#[derive(Default)]
pub struct Stage {
    /// The rule at each step of the differentiation.
    pub rules: Vec<String>,
    /// What is simplified: the raw derivative, or the formula with the given names replaced.
    pub start: String,
    /// The steps of the simplification.
    pub steps: Vec<String>,
}

/// The stages of a derivation, told apart by how its lines begin.
pub fn stages(problem: &Problem, answer: &Simplified) -> Vec<Stage> {
    let rule = match &problem.task {
        Task::Diff { by, .. } => format!("  d/d{by} ("),
        Task::Simplify => "= ".into(),
    };
    let mut all: Vec<Stage> = vec![];
    let mut ended = true;
    for line in answer.derivation().lines() {
        let (of_rule, of_step) = (line.starts_with(&rule) && !rule.starts_with('='), line.starts_with("= "));
        if ended && !of_step {
            all.push(Stage::default());
            ended = false;
        }
        let Some(stage) = all.last_mut() else { panic!("{} begins with a step", problem.place()) };
        match (of_rule, of_step) {
            (true, _) => stage.rules.push(line),
            (_, true) => stage.steps.push(line),
            _ => stage.start = line.trim_start().to_string(),
        }
        ended |= !of_rule && !of_step;
    }
    all
}

/// What the last simplification began with: the answer must not be larger.
pub fn start(problem: &Problem, answer: &Simplified) -> Expr {
    let stages = stages(problem, answer);
    let text = stages.last().map(|s| s.start.clone()).unwrap_or_default();
    problem.ask().read(&text).unwrap_or_else(|e| panic!("{}: {text}: {e}", problem.place()))
}

/// The whole page.
pub fn page(problem: &Problem, answer: &Simplified) -> String {
    let mut out = format!("{}\n", problem.text.trim_end());
    let stages = stages(problem, answer);
    for (i, stage) in stages.iter().enumerate() {
        let of = if stages.len() > 1 { format!(" {}", i + 1) } else { String::new() };
        match problem.task {
            Task::Diff { .. } => {
                section(&mut out, &format!("differentiate{of}"), &stage.rules);
                section(&mut out, &format!("raw derivative{of}"), &[format!("  {}", stage.start)]);
            }
            Task::Simplify => section(&mut out, "formula", &[format!("  {}", stage.start)]),
        }
        section(&mut out, &format!("simplify{of}"), &stage.steps);
    }
    section(&mut out, "answer", &result(answer));
    out
}

fn section(out: &mut String, title: &str, lines: &[String]) {
    if !lines.is_empty() {
        out.push_str(&format!("\n{title}\n{}\n", lines.join("\n")));
    }
}

fn result(answer: &Simplified) -> Vec<String> {
    let mut lines = Vec::new();
    if answer.is_empty() {
        lines.push("  has no value anywhere".to_string());
    } else {
        let expr = answer.expr();
        lines.extend(expr.to_string().lines().map(|l| format!("  {l}")));
        lines.push(format!("  LaTeX: {}", expr.notation(Notation::Latex)));
        let conditions = answer.conditions();
        if !conditions.is_empty() {
            lines.push(format!("  where {}", conditions.join(", ")));
        }
    }
    lines.extend(answer.notes().iter().map(|note| format!("  note: {note}")));
    if answer.stopped() {
        lines.push("  a budget ended the search".to_string());
    }
    lines.push(if answer.checked() { "  checked" } else { "  NOT CHECKED" }.to_string());
    lines
}
