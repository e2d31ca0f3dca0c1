//! The table of `rules --audit`: every rule with its statement, how it is tested, and the chapters
//! whose problems' proofs use it.

use super::by_hand::DOMAIN_BY_HAND;
use chainrule::rules::PAGE;
use chainrule::term::{Func, Need};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The rules of differentiation that are no function's: their names in a proof, and what they say.
const STRUCTURE: [(&str, &str); 13] = [
    ("constant", "d/dx c = 0"),
    ("variable", "d/dx x = 1"),
    ("negation", "d/dx -u = -u'"),
    ("sum", "d/dx (u + v) = u' + v'"),
    ("difference", "d/dx (u - v) = u' - v'"),
    ("constant multiple", "d/dx c*u = c*u', d/dx u/c = u'/c   if c != 0"),
    ("product", "d/dx u*v = u'*v + u*v'"),
    ("quotient", "d/dx u/v = (u'*v - u*v')/v^2   if v != 0"),
    ("power", "d/dx u^c = c*u^(c - 1)*u'   if u != 0, unless c = 0, 1, 2, ..."),
    ("exponential", "d/dx c^u = c^u*log(c)*u'   if c > 0"),
    ("general power", "d/dx u^v = v*u^(v - 1)*u' + u^v*log(u)*v'   if u > 0"),
    ("unknown function", "d/dx f(u, v) = f[1,0](u, v)*u' + f[0,1](u, v)*v'"),
    ("if", "d/dx if(c, u, v) = if(c, u', v')   where c does not change sides"),
];

/// The chapters whose proofs use a name in some place.
type Uses = BTreeMap<String, BTreeSet<String>>;

/// Which chapters use which rules: of the page, and of differentiation.
fn uses<'a>(proofs: impl Iterator<Item = (&'a str, &'a str)>) -> (Uses, Uses) {
    let (mut page, mut slopes) = (Uses::new(), Uses::new());
    for (chapter, text) in proofs {
        let number = chapter.split('-').next().unwrap_or(chapter);
        let file: Value = serde_json::from_str(text).unwrap();
        let note = |uses: &mut Uses, name: &Value| {
            let name = name.as_str().unwrap().trim_start_matches("chain ").to_string();
            uses.entry(name).or_default().insert(number.to_string());
        };
        for rule in file["rules"].as_array().unwrap() {
            note(&mut page, &rule["rule"]);
        }
        for stage in file["stages"].as_array().unwrap() {
            for line in stage["differentiated"]["lines"].as_array().into_iter().flatten() {
                note(&mut slopes, &line["rule"]);
            }
        }
    }
    (page, slopes)
}

/// The table, a line for each rule.
pub fn table<'a>(proofs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let (page, slopes) = uses(proofs);
    let chapters = |uses: &Uses, name: &str| match uses.get(name) {
        Some(all) => format!("chapters {}", all.iter().map(String::as_str).collect::<Vec<_>>().join(", ")),
        None => "no chapter".to_string(),
    };
    let mut lines = vec!["Rewrite rules (200 points and every condition: tests/rules.rs)".to_string()];
    for rule in PAGE {
        let by_hand = DOMAIN_BY_HAND.iter().find(|(name, _)| *name == rule.name);
        let domain = by_hand.map_or("domain by the program".to_string(), |(_, why)| format!("domain by hand ({why})"));
        let statement = format!("{} => {}{}", rule.lhs, rule.rhs, condition(rule.conditions));
        lines.push(format!("{}: {statement} | points, {domain} | {}", rule.name, chapters(&page, rule.name)));
    }
    lines.push("\nDerivatives of functions (difference quotients and domains: tests/functions.rs)".to_string());
    for function in Func::ALL {
        let (name, row) = (function.name(), function.row());
        let need = |n: &Need| match n {
            Need::Where(text) => text.to_string(),
            Need::EvenRoot => "u >= 0 or v odd".to_string(),
            Need::IntegerOrPositive => "u integer or v > 0".to_string(),
        };
        let needs: Vec<String> = row.domain.iter().map(need).chain(row.smooth.iter().map(|s| s.to_string())).collect();
        let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
        let slopes_of = row.derivatives.iter().zip(["u", "v"]).filter(|(d, _)| !d.is_empty());
        let statement: Vec<String> = slopes_of.map(|(d, x)| format!("d/d{x} {d}")).collect();
        let statement = format!("{}{}", statement.join(", "), condition(&needs));
        lines.push(format!("{name}: {statement} | difference quotients, domain | {}", chapters(&slopes, name)));
    }
    lines.push("\nRules of differentiation (random formulas: tests/properties.rs)".to_string());
    for (name, statement) in STRUCTURE {
        lines.push(format!("{name}: {statement} | properties | {}", chapters(&slopes, name)));
    }
    lines.join("\n")
}

fn condition(all: &[&str]) -> String {
    if all.is_empty() { String::new() } else { format!("   if {}", all.join(", ")) }
}

/// The names that differentiations use and the table does not have.
pub fn missing<'a>(proofs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let known = |name: &String| STRUCTURE.iter().any(|s| s.0 == name) || Func::ALL.iter().any(|f| f.name() == name);
    uses(proofs).1.into_keys().filter(|name| !known(name)).collect()
}
