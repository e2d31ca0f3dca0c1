//! The pages: rules and functions, limits, explanations of errors.

use super::args::To;
use super::output::Output;
use chainrule::rules::PAGE;
use chainrule::term::{Func, Need, Row};
use serde_json::json;

/// `rules`: every rewrite rule and every function's row.
pub fn rules(to: To, out: &mut Output) {
    if to == To::Json {
        return json(out);
    }
    let arrow = if to == To::Unicode { "⇒" } else { "=>" };
    let width = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let names = width(&mut PAGE.iter().map(|r| r.name.len()));
    let left = width(&mut PAGE.iter().map(|r| r.lhs.len()));
    for rule in PAGE {
        let condition = match rule.conditions {
            [] => String::new(),
            all => format!("   if {}", all.join(", ")),
        };
        out.line(&format!("{:<names$}  {:<left$} {arrow} {}{condition}", rule.name, rule.lhs, rule.rhs));
    }
    out.line("");
    for function in Func::ALL {
        let row = function.row();
        let mut line = format!("{:<10} d/du {}", call(row), derivatives(row).join("   d/dv "));
        let domain = domain(row);
        if !domain.is_empty() {
            line.push_str(&format!("   if {}", domain.join(", ")));
        }
        out.line(&line);
    }
}

fn json(out: &mut Output) {
    for rule in PAGE {
        let row = json!({"rule": rule.name, "lhs": rule.lhs, "rhs": rule.rhs, "conditions": rule.conditions});
        out.line(&row.to_string());
    }
    for function in Func::ALL {
        let row = function.row();
        let names = row.names;
        let row = json!({
            "function": names[0], "aliases": names[1..], "arity": row.arity(), "derivatives": row.derivatives,
            "domain": domain(row), "smooth": row.smooth, "range": row.range, "means": row.means
        });
        out.line(&row.to_string());
    }
}

fn call(row: &Row) -> String {
    format!("{}({})", row.names[0], if row.arity() == 1 { "u" } else { "u, v" })
}

fn derivatives(row: &Row) -> Vec<&str> {
    let shown = row.derivatives.iter().map(|d| if d.is_empty() { "none" } else { d });
    shown.collect()
}

/// The conditions of a function's domain and of its derivative's rule.
fn domain(row: &Row) -> Vec<&'static str> {
    let needs = row.domain.iter().map(|need| match need {
        Need::Where(condition) => condition,
        Need::EvenRoot => "u >= 0 or v odd",
        Need::IntegerOrPositive => "u integer or v > 0",
    });
    needs.chain(row.smooth.iter().copied()).collect()
}

/// `--limits`
pub fn limits(out: &mut Output) {
    for limit in chainrule::limits() {
        out.line(&format!("{:<10} {:<37} {:>15}   beyond: {}", limit.word, limit.name, limit.value, limit.beyond));
    }
}
