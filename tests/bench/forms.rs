//! Times closed forms: reads `{"expr": …, "wrt": …}` lines, answers each as `diff` does without steps, and prints
//! a line with the processor's seconds from the text to the answer with its conditions.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod clock;

use chainrule::{Expr, Notation, Simplifier};
use serde_json::{Value, json};
use std::io::BufRead;

fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let ask: Value = serde_json::from_str(&line).expect("JSON");
        println!("{}", answer(&ask).unwrap_or_else(|e| json!({"missing": e})));
    }
}

fn answer(ask: &Value) -> Result<Value, String> {
    let (text, by) = (ask["expr"].as_str().unwrap_or(""), ask["wrt"].as_str().unwrap_or(""));
    let order = ask["order"].as_u64().unwrap_or(1) as u32;
    let start = clock::cpu();
    let formula: Expr = text.parse().map_err(|e: chainrule::Error| e.message())?;
    let found = Simplifier::new().brief().diff_n(&formula, by, order).map_err(|e| e.message())?;
    let (result, conditions) = (found.expr(), found.conditions());
    let seconds = clock::cpu() - start;
    Ok(json!({
        "expr": formula.notation(Notation::Ascii),
        "wrt": by,
        "order": order,
        "seconds": seconds,
        "result": result.notation(Notation::Ascii),
        "conditions": conditions,
        "checked": found.checked(),
        "stopped": found.stopped(),
    }))
}
