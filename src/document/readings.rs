//! Claims that fail as they are read, and hold as they may be meant: a derivative of the whole sum,
//! logarithms to another base.

use super::attempt::Attempt;
use super::claim::Claim;
use super::statement::in_parentheses;

/// How the claim is to be read so that it holds, if one of the usual ways does that.
pub(super) fn holding(claim: &Claim, attempt: &Attempt<'_>) -> Option<&'static str> {
    let readings = [
        (wider(claim), "it holds if the derivative is of the whole sum, which needs parentheses"),
        (with_base(claim, 10), "it holds for logarithms to the base 10; log is the natural one here"),
        (with_base(claim, 2), "it holds for logarithms to the base 2; log is the natural one here"),
    ];
    let holds = |(reading, _): &(Option<Claim>, _)| reading.as_ref().is_some_and(|r| attempt.judge(r).holds());
    readings.into_iter().find(holds).map(|(_, message)| message)
}

/// The claim with the derivative on its left taken of the whole sum, where it stands before one.
fn wider(claim: &Claim) -> Option<Claim> {
    let rest = claim.left.text.strip_prefix("diff")?;
    let inside = in_parentheses(rest).filter(|_| rest.starts_with('('))?;
    let (body, by) = inside.rsplit_once(", ")?;
    let more = rest[inside.len() + "()".len()..].trim_start();
    let mut wider = claim.clone();
    wider.left.text = format!("diff({body} {more}, {by})");
    more.starts_with(['+', '-']).then_some(wider)
}

/// The claim with logarithms to another base, if there are any.
fn with_base(claim: &Claim, base: u32) -> Option<Claim> {
    let mut found = claim.clone();
    for side in [&mut found.left, &mut found.right] {
        side.text = rebased(&side.text, base);
    }
    (found != *claim).then_some(found)
}

/// A text with its logarithms to another base, each in parentheses.
fn rebased(text: &str, base: u32) -> String {
    let mut found = text.to_string();
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    // From the last one on, so that the places of those before stay as they are.
    for (at, name) in text.rmatch_indices("log").filter(|(at, _)| !text[..*at].ends_with(letter)) {
        let call = &found[at + name.len()..];
        if let Some(inside) = in_parentheses(call).filter(|_| call.starts_with('(')) {
            let end = at + name.len() + inside.len() + "()".len();
            found.insert_str(end, &format!("/log({base}))"));
            found.insert(at, '(');
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_to_another_base() {
        assert_eq!(rebased("log(x)^2 + my_log(x)", 10), "(log(x)/log(10))^2 + my_log(x)");
        assert_eq!(rebased("2*log(log(x + 1))", 2), "2*(log((log(x + 1)/log(2)))/log(2))");
    }
}
