//! Characters: which may stand in a name, how Greek letters are spelled, and what the others are called.

/// Greek letters and the ASCII names they stand for, so that both spellings are one variable.
const GREEK: &[(&str, &str)] = &[
    ("α", "alpha"),
    ("β", "beta"),
    ("γ", "gamma"),
    ("δ", "delta"),
    ("εϵ", "epsilon"),
    ("ζ", "zeta"),
    ("η", "eta"),
    ("θϑ", "theta"),
    ("ι", "iota"),
    ("κϰ", "kappa"),
    ("λ", "lambda"),
    ("μµ", "mu"),
    ("ν", "nu"),
    ("ξ", "xi"),
    ("ο", "omicron"),
    ("π", "pi"),
    ("ρϱ", "rho"),
    ("σς", "sigma"),
    ("τ", "tau"),
    ("υ", "upsilon"),
    ("φϕ", "phi"),
    ("χ", "chi"),
    ("ψ", "psi"),
    ("ω", "omega"),
];

/// The ASCII name of a Greek letter: `alpha` for `α`, `Alpha` for `Α`.
pub(super) fn greek(c: char) -> Option<String> {
    if c.is_ascii() {
        return None;
    }
    let lower = c.to_lowercase().next().unwrap_or(c);
    let &(_, name) = GREEK.iter().find(|(letters, _)| letters.contains(lower))?;
    if lower == c {
        return Some(name.to_string());
    }
    Some(name[..1].to_ascii_uppercase() + &name[1..])
}

/// Whether a character is a letter that names may be made of. Characters that have another
/// spelling of the same look (letters put together from marks, compatibility and mathematical
/// letters) are left out, so that one name can't be written in two ways.
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || (!c.is_ascii() && c.is_alphabetic() && refused(c).is_none())
}

/// A superscript digit or sign and the ASCII character it raises.
pub(super) fn superscript(c: char) -> Option<char> {
    let digits = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";
    digits.chars().zip("0123456789-+".chars()).find(|(s, _)| *s == c).map(|(_, d)| d)
}

/// Whether a character leaves no mark of its own on the screen, or moves what stands around it.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || bidirectional(c).is_some()
        || matches!(c as u32, 0xad | 0x34f | 0x180e | 0x200b..=0x200f | 0x2028 | 0x2029 | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff | 0xe0000..=0xe0fff)
}

/// What a character that cannot stand in a formula is called, and what to write instead.
pub(super) fn describe(c: char) -> (String, Option<String>) {
    let code = format!("U+{:04X}", c as u32);
    if let Some((what, hint)) = refused(c) {
        return (format!("{what} ({code})"), hint);
    }
    if let Some((_, hint)) = SIGNS.iter().find(|(s, _)| *s == c) {
        return (format!("`{c}`"), Some(hint.to_string()));
    }
    let what =
        if c.is_numeric() { "a digit or number sign that is not ASCII" } else { "a character without a meaning here" };
    let hint = c.is_numeric().then(|| "write numbers with the digits 0 to 9".to_string());
    if c.is_ascii() { (format!("`{c}`"), hint) } else { (format!("`{c}`, {what} ({code})"), hint) }
}

/// Signs that are used elsewhere, and what to write here.
const SIGNS: &[(char, &str)] = &[
    ('!', "there is no factorial; write gamma(x + 1) for x!"),
    ('[', "group with parentheses ( )"),
    (']', "group with parentheses ( )"),
    ('{', "group with parentheses ( )"),
    ('}', "group with parentheses ( )"),
    ('#', "there are no comments in a formula"),
    ('%', "write mod(a, b) for a remainder, or divide by 100"),
    ('\\', "this is plain notation, not LaTeX: write a/b or sqrt(x)"),
    ('$', "leave the dollar signs out"),
    (';', "give one formula at a time; arguments are separated by commas"),
    (':', "write = for equations and / for quotients"),
    ('.', "a point needs digits: write 0.5 or .5; a product is written with *"),
    ('"', "leave the quotation marks out"),
    ('∞', "infinity is not a number here"),
    ('∂', "write d/dx f or diff(f, x)"),
    ('½', "write 1/2"),
    ('¼', "write 1/4"),
    ('¾', "write 3/4"),
    ('°', "angles are in radians: multiply by pi/180"),
];

fn bidirectional(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{61c}' => "ARABIC LETTER MARK",
        '\u{200e}' => "LEFT-TO-RIGHT MARK",
        '\u{200f}' => "RIGHT-TO-LEFT MARK",
        '\u{202a}' => "LEFT-TO-RIGHT EMBEDDING",
        '\u{202b}' => "RIGHT-TO-LEFT EMBEDDING",
        '\u{202c}' => "POP DIRECTIONAL FORMATTING",
        '\u{202d}' => "LEFT-TO-RIGHT OVERRIDE",
        '\u{202e}' => "RIGHT-TO-LEFT OVERRIDE",
        '\u{2066}' => "LEFT-TO-RIGHT ISOLATE",
        '\u{2067}' => "RIGHT-TO-LEFT ISOLATE",
        '\u{2068}' => "FIRST STRONG ISOLATE",
        '\u{2069}' => "POP DIRECTIONAL ISOLATE",
        _ => return None,
    })
}

/// Characters refused on sight: they hide, or they look like something that is spelled otherwise.
fn refused(c: char) -> Option<(String, Option<String>)> {
    if let Some(name) = bidirectional(c) {
        return Some((format!("the bidirectional control character {name}"), None));
    }
    let code = c as u32;
    let (what, plain) = match code {
        0 => ("a NUL byte", None),
        0x1b => ("the control character ESC", None),
        0x7f => ("the control character DEL", None),
        1..=0x1f | 0x80..=0x9f => ("a control character", None),
        0xad => ("a soft hyphen", Some('-')),
        0x200b..=0x200d | 0x2060 | 0x180e => ("an invisible character", None),
        0xfeff => ("a byte order mark inside the text", None),
        0xfffd => ("the replacement character, which stands for bytes lost in a conversion", None),
        0x300..=0x36f | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0xfe20..=0xfe2f | 0x3099 | 0x309a => {
            ("a combining mark", None)
        }
        0x1100..=0x11ff | 0xa960..=0xa97f | 0xd7b0..=0xd7ff => ("half of a Hangul syllable", None),
        0xff01..=0xff5e => ("a full-width character", char::from_u32(code - 0xfee0)),
        0x1d400..=0x1d6a3 => ("a mathematical letter", mathematical(code - 0x1d400)),
        0x1d6a4..=0x1d7ff | 0x2100..=0x214f => ("a letterlike symbol", None),
        0xf900..=0xfaff | 0x2f800..=0x2fa1f | 0xfb00..=0xfdff | 0xfe70..=0xfefe => ("a compatibility character", None),
        _ => return None,
    };
    let hint = match what {
        "a combining mark" => Some("write the letter and its mark as one character, or leave the mark out".to_string()),
        _ => plain.map(|p| format!("write {p}")),
    };
    Some((what.to_string(), hint))
}

fn mathematical(offset: u32) -> Option<char> {
    let letter = (offset % 52) as u8;
    Some(char::from(if letter < 26 { b'A' + letter } else { b'a' + letter - 26 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greek_letters_have_one_name_each() {
        assert_eq!(greek('α').as_deref(), Some("alpha"));
        assert_eq!(greek('Γ').as_deref(), Some("Gamma"));
        assert_eq!(greek('ε'), greek('ϵ'));
        assert_eq!(greek('x'), None);
    }

    #[test]
    fn look_alikes_are_refused_with_the_plain_letter() {
        assert!(!is_letter('𝑥') && !is_letter('ｘ') && !is_letter('\u{301}') && is_letter('é') && is_letter('한'));
        assert_eq!(describe('𝑥').1.as_deref(), Some("write x"));
        assert_eq!(describe('（').1.as_deref(), Some("write ("));
    }
}
