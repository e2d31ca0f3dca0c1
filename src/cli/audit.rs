//! `rules --audit`: the table that the tests generate and hold in `snapshots/rules.snap`.

use super::output::Output;

/// The snapshot: a head of the tool that keeps it, and the table.
const SNAPSHOT: &str = include_str!("../../snapshots/rules.snap");

/// Prints the table.
pub fn audit(out: &mut Output) {
    let table = SNAPSHOT.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n")).map_or(SNAPSHOT, |x| x.1);
    for line in table.lines() {
        out.line(line);
    }
}
