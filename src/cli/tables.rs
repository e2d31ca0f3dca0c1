//! `tables`: the textbook's derivatives, each with the condition under which it holds.

use super::commands::Done;
use super::output::Output;
use chainrule::document::{Format, Kind, check, report};
use chainrule::engine::{Error, Fault};
use report::Checked;

macro_rules! table {
    ($name:literal) => {
        ($name, include_str!(concat!("../../tests/tables/", $name, ".md")))
    };
}

/// The tables' names and texts.
const TABLES: [(&str, &str); 14] = [
    table!("01-first-slopes"),
    table!("02-algebraic"),
    table!("03-exponentials"),
    table!("04-trigonometric"),
    table!("05-inverse-trigonometric"),
    table!("06-hyperbolic"),
    table!("07-absolute-values"),
    table!("08-higher-order"),
    table!("09-special"),
    table!("10-activations"),
    table!("11-losses"),
    table!("12-coordinates"),
    table!("13-identities"),
    table!("14-antiderivatives"),
];

/// Lists the tables, prints one, or verifies all or one.
pub fn tables(named: Option<&str>, verify: bool, out: &mut Output) -> Result<Done, Error> {
    let chosen: Vec<&(&str, &str)> = TABLES.iter().filter(|(name, _)| named.is_none_or(|n| n == *name)).collect();
    if chosen.is_empty() {
        let error = Error::new(Fault::Request, format!("there is no table `{}`", named.unwrap_or_default()));
        return Err(error.with_hint("chainrule tables lists them"));
    }
    let mut all = true;
    for (name, text) in chosen {
        if verify {
            all &= verified(name, text, out);
            out.flush();
        } else if named.is_some() {
            out.line(text.trim_end());
        } else {
            let title = text.lines().next().unwrap_or_default().trim_start_matches("# ");
            out.line(&format!("{name:<26} {title}, {} formulas", text.matches("$ |").count()));
        }
    }
    Ok(if all { Done::Yes } else { Done::No })
}

/// Says what of a table isn't proved, and how many are; whether all are.
fn verified(name: &str, text: &str, out: &mut Output) -> bool {
    let checked = Checked::new(name, text, check(text, Format::Markdown));
    let open = checked.findings.iter().filter(|f| f.kind.is_open());
    for finding in open.clone() {
        out.line(&report::shown(&checked, finding, false));
    }
    let proved = checked.findings.iter().filter(|f| f.kind == Kind::Proved).count();
    out.line(&format!("{name:<26} {proved} of {} proved", text.matches("$ |").count()));
    open.count() == 0
}
