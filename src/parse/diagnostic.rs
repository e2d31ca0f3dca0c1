//! Errors as people see them: the line, a caret, at most about 120 columns.

use super::ParseError;

/// Characters of the line shown on each side of the fault.
const SIDE: usize = 56;

/// Line and column, both from 1, of a byte offset; columns count characters.
pub(super) fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..floor_boundary(text, offset)).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    (line, before[start..].chars().count() + 1)
}

/// The whole message: code, line and column, the line itself, carets, hint.
pub(super) fn render(error: &ParseError, text: &str) -> String {
    let (from, to) = error.span();
    let (from, to) = (floor_boundary(text, from), floor_boundary(text, to));
    let (line, column) = line_column(text, from);
    let (shown, lead, width) = window(text, from, to);
    let number = line.to_string();
    let gutter = " ".repeat(number.len());
    let mut out = format!(
        "error[{}]: {}\n{gutter}--> line {line}, column {column}\n{gutter} |\n{number} | {shown}\n{gutter} | {}{}\n",
        error.code(),
        error.message(),
        " ".repeat(lead),
        "^".repeat(width.max(1)),
    );
    if let Some(hint) = error.hint() {
        out.push_str(&format!("{gutter} = help: {hint}\n"));
    }
    out
}

/// The part of the line around the fault, how many columns stand before it, and its width.
fn window(text: &str, from: usize, to: usize) -> (String, usize, usize) {
    let start = text[..from].rfind('\n').map_or(0, |i| i + 1);
    let end = text[from..].find('\n').map_or(text.len(), |i| from + i);
    let left: Vec<char> = text[start..from].chars().rev().take(SIDE + 1).collect();
    let fault: Vec<char> = text[from..to.clamp(from, end)].chars().take(SIDE).collect();
    let room = 2 * SIDE - fault.len().min(SIDE);
    let after = (from + fault.iter().map(|c| c.len_utf8()).sum::<usize>()).min(end);
    let right: Vec<char> = text[after..end].chars().take(room.min(SIDE) + 1).collect();
    let mut shown = String::new();
    if left.len() > SIDE {
        shown.push('…');
    }
    shown.extend(left.iter().take(SIDE).rev().map(|c| printable(*c)));
    let lead = shown.chars().map(columns).sum();
    shown.extend(fault.iter().map(|c| printable(*c)));
    shown.extend(right.iter().take(SIDE).map(|c| printable(*c)));
    if right.len() > SIDE {
        shown.push('…');
    }
    (shown, lead, fault.iter().map(|c| columns(printable(*c))).sum())
}

/// The character itself, or a picture of it where a terminal would act on it or hide it.
pub(super) fn printable(c: char) -> char {
    match c {
        '\t' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('?'),
        '\u{7f}' => '\u{2421}',
        _ if super::character::is_invisible(c) => '?',
        _ => c,
    }
}

/// The columns a character takes in a terminal: two for the wide East Asian ones.
fn columns(c: char) -> usize {
    let wide = matches!(c as u32, 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd);
    if wide { 2 } else { 1 }
}

/// The nearest character boundary at or before an offset.
fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use crate::parse::{Options, parse_formula};
    use crate::term::Arena;

    #[test]
    fn a_long_line_is_cut_around_the_fault() {
        let text = format!("{}x*)+y{}", "x + ".repeat(5000), "+ x".repeat(5000));
        let error = parse_formula(&mut Arena::new(), &text, &Options::default()).unwrap_err();
        let shown = error.render(&text);
        assert!(shown.lines().all(|l| l.chars().count() <= 125), "{shown}");
        let lines: Vec<&str> = shown.lines().collect();
        let caret = lines[4].chars().position(|c| c == '^').unwrap();
        assert_eq!(lines[3].chars().nth(caret), Some(')'));
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let text = "\u{1b}[31mx";
        let error = parse_formula(&mut Arena::new(), text, &Options::default()).unwrap_err();
        assert!(error.render(text).chars().all(|c| c == '\n' || !c.is_control()));
    }
}
