//! Derivatives by their names alone: `y'` and `y'(3)` where the document says `y = x^2`, `f_x` where
//! it defines f, `dz` where it defines a loss.

use super::chain::{Form, Link, Side};
use super::claim::Claim;
use super::definition::Definition;
use super::habits::letters;
use super::scope::{Place, Scope};
use std::collections::BTreeSet;

/// The claim with `y'` as the derivative of what the document defines as y.
pub(super) fn primed(claim: &Claim, scope: &Scope) -> Claim {
    let mut claim = claim.clone();
    for side in [&mut claim.left, &mut claim.right] {
        let names: Vec<String> = side.variables.iter().filter(|n| n.contains('\'')).cloned().collect();
        for name in names {
            let base = name.trim_end_matches('\'');
            let meaning = scope.meaning(base, claim.place).filter(|d| d.parameters.is_none());
            let Some(x) = meaning.and_then(Definition::variable) else { continue };
            let derivative = format!("diff({base}, {x}, {})", name.len() - base.len());
            side.text = replaced(&side.text, &name, &derivative);
            side.variables.remove(&name);
            side.variables.extend([base.to_string(), x.to_string()]);
            side.by.insert(x.to_string());
            side.apart.push(([base.to_string()].into(), x.to_string()));
        }
        // `f_x` without arguments, where the document defines f with x as a parameter.
        for name in side.variables.clone().into_iter().filter(|name| name.contains('_')) {
            let meaning = scope.meaning(&name, claim.place).filter(|d| d.body.starts_with("diff("));
            let Some((meaning, parameters)) = meaning.and_then(|d| Some((d, d.parameters.as_ref()?))) else { continue };
            side.text = replaced(&side.text, &name, &meaning.body);
            side.variables.remove(&name);
            side.variables.extend(parameters.iter().cloned());
            side.functions.extend(meaning.calls.iter().cloned());
            side.by.extend(parameters.iter().cloned());
        }
        if let Some((base, x, order, value)) = valued(side, claim.place, scope) {
            side.text = if order > 0 { format!("diff({base}, {x}, {order})") } else { base.clone() };
            side.functions.remove(&base);
            side.variables = [base, x.clone()].into();
            side.by = if order > 0 { [x.clone()].into() } else { BTreeSet::new() };
            side.at = if value == x { vec![] } else { vec![(x, value)] };
        }
    }
    claim
}

/// `dz = …` without a derivative beside it is the loss's, where the document defines a loss.
pub(super) fn of_loss(sides: &[Side], links: &[Link], scope: &Scope) -> Option<Side> {
    let Form::Name(name) = &sides[0].form else { return None };
    let by = name.strip_prefix('d').filter(|by| !by.is_empty())?;
    if links[0] != Link::Equal || sides.iter().any(|s| !s.by.is_empty()) {
        return None;
    }
    // A differential such as `dx = v dt` is no derivative, and neither is delta.
    let letter = by.split('_').next().is_some_and(|b| b.chars().count() == 1 && b.chars().all(char::is_alphabetic));
    let differential = |v: &String| v.len() > 1 && v.starts_with('d') && sides[1].variables.contains(&v[1..]);
    if !letter || sides[1].variables.iter().any(differential) {
        return None;
    }
    let loss = scope.setting.losses.iter().find_map(|l| scope.meaning(l, Place::MAX))?;
    if name == &format!("d{}", loss.name) || !reaches(loss, by, scope) {
        return None;
    }
    let called = match &loss.parameters {
        None => loss.name.clone(),
        Some(parameters) => format!("{}({})", loss.name, parameters.join(", ")),
    };
    let mut side = Side { text: format!("diff({called}, {by})"), form: Form::Other, ..sides[0].clone() };
    side.variables = loss.parameters.iter().flatten().cloned().chain([by.to_string()]).collect();
    side.functions = [loss.name.clone()].into();
    side.by = [by.to_string()].into();
    Some(side)
}

/// Whether a name stands in a definition or in what its names and parameters are defined by.
fn reaches(loss: &Definition, by: &str, scope: &Scope) -> bool {
    let parameters = || loss.parameters.iter().flatten();
    let names = loss.mentions.iter().chain(parameters()).cloned().collect();
    let direct = loss.mentions.contains(by) || parameters().any(|p| p == by);
    direct || scope.closure(&names, Place::MAX, &[]).iter().any(|d| d.mentions.contains(by))
}

/// The parts of a side `y'(3)` where y is no function in the document, but defined by one variable:
/// y, its variable, how many primes, and the value.
fn valued(side: &Side, place: Place, scope: &Scope) -> Option<(String, String, usize, String)> {
    let (head, value) = side.text.strip_suffix(')')?.split_once('(')?;
    let base = head.trim_end_matches('\'');
    let number = !value.is_empty() && value.chars().all(|c| c.is_ascii_digit() || "-./".contains(c));
    let meaning = scope.meaning(base, place).filter(|d| d.parameters.is_none())?;
    let x = meaning.variable().filter(|x| number || *x == value)?;
    Some((base.to_string(), x.to_string(), head.len() - base.len(), value.to_string()))
}

/// What may be meant otherwise where a name that is defined by one variable was read as a factor:
/// with `y = x^2`, `y(2x)` may be the value of y there.
pub(super) fn value(claim: &Claim, scope: &Scope) -> Option<String> {
    let found = claim.factors.iter().find(|factor| {
        let meaning = scope.meaning(&factor.name, claim.place).filter(|d| d.parameters.is_none());
        let x = meaning.and_then(Definition::variable);
        x.is_some_and(|x| holds(&factor.inside, x) && !holds(&factor.inside, &factor.name))
    })?;
    Some(format!("{0}(…) is read as a product, and may be meant as a value of {0}", found.name))
}

/// Whether a name stands in a text that is not read, as far as its letters tell; those of other
/// commands don't count.
fn holds(text: &str, name: &str) -> bool {
    let name = letters(name);
    let inside = |(i, part): (usize, &str)| {
        let command = if i == 0 { 0 } else { part.bytes().take_while(u8::is_ascii_alphabetic).count() };
        let (command, rest) = part.split_at(command);
        command == name || rest.contains(name)
    };
    text.split('\\').enumerate().any(inside)
}

/// A text with another one in the place of a name.
fn replaced(text: &str, name: &str, with: &str) -> String {
    let letter = |c: char| c.is_alphanumeric() || c == '_' || c == '\'';
    let (mut found, mut from) = (String::with_capacity(text.len()), 0);
    for (at, _) in text.match_indices(name) {
        let end = at + name.len();
        let whole = !text[..at].ends_with(letter) && !text[end..].starts_with(letter);
        if whole && at >= from {
            found.push_str(&text[from..at]);
            found.push_str(with);
            from = end;
        }
    }
    found + &text[from..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_texts() {
        assert!(holds("2x", "x") && holds("\\frac{t_1}{2}", "t_1") && holds("1 - \\psi", "psi"));
        assert!(!holds("\\max a", "x") && !holds("2a", "x"));
    }

    #[test]
    fn whole_names_are_replaced() {
        assert_eq!(replaced("y' + hat_y' - y''*y'", "y'", "d"), "d + hat_y' - y''*d");
    }
}
