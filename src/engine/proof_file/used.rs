//! The statements that a file carries of the rules and functions its steps use.

use super::format::{MeaningRecord, RuleRecord};
use crate::rules::{PAGE, Reason, Rewrite};
use crate::term::Func;

/// The statements of the rules and functions that steps for these reasons use.
pub(super) fn used(reasons: &[Reason]) -> (Vec<RuleRecord>, Vec<MeaningRecord>) {
    (used_rules(reasons), used_definitions(reasons))
}

/// The page's statements of the rules used, in the page's order.
fn used_rules(reasons: &[Reason]) -> Vec<RuleRecord> {
    let used = |name| reasons.iter().any(|r| matches!(r, Reason::Rule(n) | Reason::RuleReversed(n) if *n == name));
    let texts = |all: &[&str]| all.iter().map(|t| t.to_string()).collect();
    let record = |r: &Rewrite| RuleRecord {
        rule: r.name.into(),
        lhs: r.lhs.into(),
        rhs: r.rhs.into(),
        conditions: texts(r.conditions),
    };
    PAGE.iter().filter(|r| used(r.name)).map(record).collect()
}

/// What the functions mean that steps replace, in the table's order.
fn used_definitions(reasons: &[Reason]) -> Vec<MeaningRecord> {
    let used = |f: &&Func| reasons.contains(&Reason::Definition(**f));
    let record = |f: &Func| MeaningRecord { function: f.name().into(), means: f.row().means.into() };
    Func::ALL.iter().filter(used).map(record).collect()
}
