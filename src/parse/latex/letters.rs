//! Letters that make one word: `\mathrm{loss}`, `\text{and}`, and `log` without its backslash.

use super::commands::function;
use super::context::Log;
use super::expand::Sources;
use super::token::{Kind, Shape, Token};
use crate::parse::character::is_letter;
use crate::parse::codes::Code;
use crate::parse::context::quoted;
use crate::parse::error::ParseError;
use crate::parse::role::may_name_a_function;
use crate::term::Func;

/// Functions that are recognised without their backslash, whatever follows.
const BARE: &[&str] = &[
    "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "arcsin", "arccos", "arctan", "log",
    "ln", "exp", "sqrt", "max", "min",
];
/// Letters that are hardly ever a product.
const INSIDE: &[&str] = &["sin", "cos", "tan", "log", "exp", "sqrt"];
/// Words between two formulas.
const BETWEEN: &[&str] = &["and", "where", "with", "if", "for", "so", "then"];
/// Words between two formulas that are set as words.
const SPOKEN: &[&str] = &[
    "when",
    "for all",
    "for every",
    "since",
    "because",
    "hence",
    "thus",
    "therefore",
    "using",
    "und",
    "mit",
    "wobei",
    "für",
    "falls",
    "wenn",
    "et",
    "avec",
    "où",
    "si",
    "pour",
    "donc",
    "para",
    "donde",
    "и",
    "где",
    "если",
    "при",
    "且",
    "其中",
    "当",
    "若",
    "如果",
];
/// The word of the last row of `cases`.
const OTHERWISE: &[&str] = &[
    "otherwise",
    "else",
    "elsewhere",
    "sonst",
    "ansonsten",
    "sinon",
    "altrimenti",
    "en otro caso",
    "senão",
    "иначе",
    "其他",
    "其它",
    "否则",
];
/// Words that are no names.
const PROSE: &[&str] = &[
    "or", "all", "is", "are", "such", "that", "as", "by", "not", "unless", "except", "in", "on", "at", "of", "to",
    "the", "a", "an", "we", "has", "have", "from", "which",
];

/// What a word is by itself.
fn meaning(word: &str, own: &[String]) -> Kind {
    let single = word.chars().nth(1).is_none();
    match function(word).filter(|_| own.iter().all(|name| name != word && name.strip_suffix("_own") != Some(word))) {
        _ if BETWEEN.contains(&word) => Kind::Separator,
        _ if OTHERWISE.contains(&word) => Kind::Otherwise,
        Some(function) if !may_name_a_function(word) => Kind::Function(function),
        _ if word == "lg" => Kind::Decadic,
        _ if single => Kind::Letter,
        _ => Kind::Word,
    }
}

/// The letters in a row that begin the list, as they are, or as the one function that they name;
/// the second is how many were read.
pub(super) fn run(
    at: usize,
    whole: &[Token],
    sources: &Sources<'_>,
    log: &mut Log,
) -> Result<(Vec<Token>, usize), ParseError> {
    let list = whole.get(at..).unwrap_or_default();
    let touching = list.windows(2).take_while(|pair| match pair {
        [a, b] => b.kind == Kind::Letter && b.touches(a),
        _ => false,
    });
    let count = 1 + touching.count();
    let letters = list.get(..count).unwrap_or_default();
    let (Some(first), Some(last)) = (letters.first(), letters.last()) else { return Ok((Vec::new(), 1)) };
    let word = first.joined(*last);
    let name = sources.text(&word);
    let place = (word.start as usize, word.end as usize);
    if count == 1 || !name.is_ascii() {
        return Ok((letters.to_vec(), count));
    }
    let called = list.get(count).is_some_and(|t| matches!(t.kind, Kind::Open(_) | Kind::Size(_)));
    if BARE.contains(&name) || (called && name.len() > 2 && Func::named(name).is_some()) {
        let shown = quoted(name, (0, name.len()));
        log.note(place, || format!("`{shown}` is read as the function; LaTeX writes \\{shown}"));
        let kind = Func::named(name).map_or(Kind::Letter, Kind::Function);
        return Ok((vec![Token { kind, ..word }], count));
    }
    if INSIDE.iter().any(|f| name.contains(f)) || name.starts_with("ln") || name.ends_with("ln") {
        let shown = quoted(name, (0, name.len()));
        let message = format!("`{shown}` can be a function and letters, or a product of letters");
        let hint = "write the function with its backslash, as in \\sin x, or a name as \\mathrm{name}";
        return Err(ParseError::new(Code::Ambiguous, place, message).with_hint(hint));
    }
    if count > 2 {
        let shown = quoted(name, (0, name.len()));
        log.note(place, || format!("`{shown}` is a product of letters; \\mathrm{{{shown}}} is a name"));
    }
    let capitals = name.bytes().all(|b| b.is_ascii_uppercase());
    let before = at.checked_sub(1).and_then(|i| whole.get(i)).map(|t| t.kind);
    if count > 3 || (count > 2 || capitals) && stands_alone(before, list.get(count..).unwrap_or_default()) {
        log.doubt(place, format!("`{name}` is read as a product of letters, and may be meant as a name"));
    }
    Ok((letters.to_vec(), count))
}

/// Whether letters are a whole side of an equation, perhaps with an index or with arguments.
fn stands_alone(before: Option<Kind>, after: &[Token]) -> bool {
    let side = |kind| match kind {
        Kind::Link(_) | Kind::Separator | Kind::Amp | Kind::Row | Kind::Comma | Kind::Stop | Kind::Wide => true,
        Kind::Open(fence) | Kind::Close(fence) => fence.shape == Shape::Rows,
        _ => false,
    };
    let next = after.iter().map(|t| t.kind).find(|k| *k != Kind::Space);
    let more = |kind: Kind| kind == Kind::Under || kind.opens(Shape::Round);
    before.is_none_or(|k| side(k) || k == Kind::Space) && next.is_none_or(|k| side(k) || more(k))
        || next == Some(Kind::Under)
}

/// The word in `\mathrm{…}` and how many tokens it takes; `None` if the letters are set apart.
pub(super) fn named(
    at: usize,
    list: &[Token],
    sources: &Sources<'_>,
    own: &[String],
) -> Result<Option<(Token, usize)>, ParseError> {
    let Some(font) = list.get(at) else { return Ok(None) };
    let opened = matches!(list.get(at + 1).map(|t| t.kind), Some(Kind::Open(fence)) if fence.shape == Shape::Brace);
    let from = at + 1 + usize::from(opened);
    let tail = list.get(from..).unwrap_or_default();
    let plain = |t: &Token| matches!(t.kind, Kind::Letter | Kind::Digit);
    let inside: Vec<Token> = tail.iter().take_while(|t| plain(t)).take(if opened { 100 } else { 1 }).copied().collect();
    let closed =
        !opened || tail.get(inside.len()).is_some_and(|t| matches!(t.kind, Kind::Close(f) if f.shape == Shape::Brace));
    let touching = inside.windows(2).all(|p| matches!(p, [a, b] if b.touches(a)));
    let letter = inside.first().is_some_and(|t| t.kind == Kind::Letter);
    if let (Some(first), Some(last), true, true, true) = (inside.first(), inside.last(), closed, touching, letter) {
        let word = first.joined(*last);
        let text = sources.text(&word);
        let upright = sources.text(font) == "\\mathrm";
        let kind = if text == "e" && upright { Kind::Exponential } else { meaning(text, own) };
        let end = if opened { tail.get(inside.len()).map_or(last.end, |t| t.end) } else { last.end };
        let count = 1 + inside.len() + 2 * usize::from(opened);
        return Ok(Some((Token { kind, start: font.start, end, ..word }, count)));
    }
    let letters = tail.windows(2).take(100).take_while(|p| !matches!(p, [t, _] if matches!(t.kind, Kind::Close(_))));
    if opened && letters.into_iter().any(|p| matches!(p, [a, b] if a.kind == Kind::Letter && b.kind == Kind::Letter)) {
        let message = format!("the name in `{}` is not made of letters and digits", sources.text(font));
        return Err(ParseError::new(Code::Unsupported, (font.start as usize, font.end as usize), message));
    }
    Ok(None)
}

/// What the words of `\text{…}` are: a name, a function, what stands between formulas, or prose.
pub(super) fn spoken(token: Token, sources: &Sources<'_>, own: &[String]) -> Option<Token> {
    let text = sources.text(&token);
    let bare = text.trim().trim_matches(|c: char| matches!(c, ',' | '.' | ':' | ';') || c.is_whitespace());
    let kind = |kind| Some(Token { kind, ..token });
    if bare.is_empty() {
        return match text.trim() {
            "" => None,
            "," | ";" => kind(Kind::Comma),
            _ => kind(Kind::Stop),
        };
    }
    let lower = bare.to_lowercase();
    if BETWEEN.contains(&lower.as_str()) || SPOKEN.contains(&lower.as_str()) {
        return kind(Kind::Separator);
    }
    if OTHERWISE.contains(&lower.as_str()) {
        return kind(Kind::Otherwise);
    }
    let name = text.starts_with(is_letter) && text.chars().all(|c| is_letter(c) || c.is_ascii_digit());
    if !name || PROSE.contains(&lower.as_str()) && text.len() > 1 {
        return kind(Kind::Text);
    }
    kind(meaning(text, own))
}
