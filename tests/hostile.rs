//! Input that must not hurt, as it comes from a shell: each is answered or refused with its own
//! message, also with a stack of 256 KiB and an address space of 512 MiB.
#![cfg(unix)]

mod confined;

use confined::{confined, expect, fed};

/// A text, the exit code, and a part of what is said, in two tables: short texts and long ones.
#[rustfmt::skip]
const SHORT: &[(&[u8], i32, &str)] = &[
    (b"   \t ", 2, "E0001: there is no formula"),
    (b"\n\n\n", 2, "E0001: there is no formula"),
    (b")", 2, "E0005: unexpected `)`: no parenthesis is open here"),
    (b"()", 2, "E0006: there is nothing between the parentheses"),
    (b"(x))", 2, "E0005: unexpected `)`: no parenthesis is open here"),
    (b"+", 2, "E0004: a term is missing after `+`, before the end of the text"),
    (b"*x", 2, "E0004: there is nothing on the left of `*`"),
    (b"x*", 2, "E0004: a term is missing after `*`, before the end of the text"),
    (b"x++y", 0, "x + y"),
    (b"+-+-x", 0, "x"),
    (b"x^", 2, "E0004: a term is missing after `^`, before the end of the text"),
    (b"^2", 2, "E0004: there is nothing on the left of `^`"),
    (b"1 2", 2, "E0007: two numbers side by side: `1 2`"),
    (b"x = = y", 2, "E0004: a term is missing after `=`, before `=`"),
    (b"x = y = z", 2, "E0015: an equation has two sides, and a third follows"),
    (b"x =", 2, "E0004: a term is missing after `=`, before the end of the text"),
    (b"x == y", 1, "refuted"),
    (b",", 2, "E0004: there is nothing on the left of `,`"),
    (b"max(,x)", 2, "E0004: an argument is missing before `,`"),
    (b"atan2(y)", 2, "E0011: `atan2` takes 2 arguments, and 1 is given"),
    (b"x # comment", 2, "E0002: `#` cannot stand in a formula"),
    (b"\"x\"", 2, "E0002: `\"` cannot stand in a formula"),
    (b"x & y", 2, "E0002: `&` cannot stand in a formula"),
    (b"x\\y", 2, "E0002: `\\` cannot stand in a formula"),
    (b"0.1.2", 2, "E0008: a second decimal point in a number"),
    (b".5", 0, "0.5"),
    (b"1,000", 2, "E0003: unexpected `,`: commas separate the arguments of a function"),
    (b"1e", 2, "E0008: `1e` is the product 1*e or an unfinished power of ten"),
    (b"1e+", 2, "E0008: `1e` is the product 1*e or an unfinished power of ten"),
    (b"2e-3", 0, "0.002"),
    (b"2e - 3", 2, "E0008: `2e` is the product 2*e or an unfinished power of ten"),
    (b"0x10", 2, "E0008: there are no hexadecimal numbers"),
    (b"1e999999999", 2, "E0009: a number with more than 10000 digits"),
    (b"1e-999999999", 2, "E0009: a number with more than 10000 digits"),
    (b"19e9998", 0, "1.9e9999"),
    (b"1.9e9999", 0, "1.9e9999"),
    (b".19e-9998", 0, "1.9e-9999"),
    (b"1.9e-9999", 0, "1.9e-9999"),
    (b"1.9e10000", 2, "E0009: a number with more than 10000 digits"),
    (b"z^0.00000004", 0, "z^4e-8"),
    (b"(z/3)^0.00000004", 0, "(z/3)^4e-8"),
    (b"(2/3)^(1/2000000000)", 0, "(2/3)^(1/2000000000)"),
    (b"0.30000000000000004", 0, "0.30000000000000004"),
    (b"inf", 2, "E0019: `inf` is a reserved word"),
    (b"xy", 0, "xy"),
    (b"pi", 0, "pi"),
    (b"e", 0, "e"),
    (b"e^x", 0, "exp(x)"),
    (b"i", 0, "i"),
    (b"sin x", 0, "sin(x)"),
    (b"sin x y", 2, "E0012: `sin x y` can be sin(x)*y or sin(x*y)"),
    (b"sin(x)y", 0, "sin(x)*y"),
    (b"sin^2(x)", 0, "sin(x)^2"),
    (b"sin^-1(x)", 0, "asin(x)"),
    (b"a/b/c", 0, "a/b/c"),
    (b"f(x)", 0, "f(x)"),
    (b"x^-2", 0, "x^(-2)"),
    (b"-x^2", 0, "-x^2"),
    (b"(-x)^2", 0, "x^2"),
    (b"2^-x^2", 0, "2^(-x^2)"),
    (b"||x||", 2, "E0012: `||` can be a norm or two absolute values"),
    (b"|x", 2, "E0005: this `|` is never closed"),
    (b"x!", 2, "E0002: `!` cannot stand in a formula"),
    (b"x!!", 2, "E0002: `!` cannot stand in a formula"),
    (b"!x", 2, "E0002: `!` cannot stand in a formula"),
    (b"-x!", 2, "E0002: `!` cannot stand in a formula"),
    (b"log2(x)", 2, "E0010: the function `log2` is not known"),
    (b"log_2(x)", 0, "log(x)/log(2)"),
    (b"tanx", 2, "E0010: `tanx` is not a known name"),
    (b"x_1", 0, "x_1"),
    (b"1x", 0, "x"),
    (b"diff(x^2, x, -1)", 2, "E0013: the order of a derivative is a whole number from 0 on, written out"),
    (b"diff(x, y)", 0, "0"),
    (b"d/droot (2x)", 2, "E0010: the function `droot` is not known"),
    (b"d/dpi (2x)", 2, "E0010: the function `dpi` is not known"),
    (b"lim(x)", 2, "E0010: the function `lim` is not known"),
    (b"x->0", 2, "E0002: `->` is not a sign of this notation"),
    (b"x\xE2\x88\x921", 0, "x - 1"),
    (b"a\xC3\x97b", 0, "a*b"),
    (b"a\xC2\xB7b", 0, "a*b"),
    (b"a\xE2\x8B\x85b", 0, "a*b"),
    (b"x\xC2\xB2", 0, "x^2"),
    (b"x\xC2\xB2\xC2\xB3", 0, "x^23"),
    (b"\xE2\x88\x9Ex", 2, "E0002: `∞` cannot stand in a formula"),
    (b"\xCF\x80", 0, "pi"),
    (b"\xCE\xB1+\xCE\xB2", 0, "alpha + beta"),
    (b"x\xE2\x80\x8D", 2, "E0002: an invisible character (U+200D) cannot stand in a formula"),
    (b"\xE2\x80\xAEx+1\xE2\x80\xAC", 2, "E0002: the bidirectional control character RIGHT-TO-LEFT OVERRIDE (U+202E) cannot stand in a formula"),
    (b"x\xE2\x80\xA8+1", 0, "x + 1"),
    (b"\xC2\xA0x", 0, "x"),
    (b"\xE3\x80\x80x", 0, "x"),
    (b"x\xC2\xAD", 2, "E0002: a soft hyphen (U+00AD) cannot stand in a formula"),
    (b"\xEF\xBC\x91\xEF\xBC\x8B\xEF\xBC\x92", 2, "E0002: a full-width character (U+FF11) cannot stand in a formula"),
    (b"\xEF\xBC\x88x\xEF\xBC\x89", 2, "E0002: a full-width character (U+FF08) cannot stand in a formula"),
    (b"\xD9\xA1", 2, "E0002: `١`, a digit or number sign that is not ASCII (U+0661) cannot stand in a formula"),
    (b"\xF0\x9D\x91\xA5", 2, "E0002: a mathematical letter (U+1D465) cannot stand in a formula"),
    (b"e\xCC\x81", 2, "E0002: a combining mark (U+0301) cannot stand in a formula"),
    (b"\xED\x95\x9C\xEA\xB8\x80", 0, "한글"),
    (b"x\x00+1", 2, "E0002: a NUL byte (U+0000) cannot stand in a formula"),
    (b"\xFF\xFEx\x00+\x001\x00", 2, "E0018: the text is UTF-16 at byte 0: FF"),
    (b"x\xC0\x80", 2, "E0018: an overlong encoding at byte 1: C0"),
    (b"\xED\xA0\x80", 2, "E0018: half of a surrogate pair at byte 0: ED"),
    (b"\x1B[31mx\x1B[0m", 2, "E0002: the control character ESC (U+001B) cannot stand in a formula"),
    (b"x\x7F", 2, "E0002: the control character DEL (U+007F) cannot stand in a formula"),
    (b"9^9^9^9", 0, "9^9^9^9"),
    (b"(9^9)^9^9", 0, "(9^9)^9^9"),
    (b"x^(10^9)", 0, "x^10^9"),
    (b"(1+x)^(10^6)", 0, "(1 + x)^1000000"),
    (b"diff(tan(x), x, 1000)", 2, "E0009: the order of a derivative is above the limit 100"),
    (b"diff(x^5, x, 4294967296)", 2, "E0009: the order of a derivative is above the limit 100"),
    (b"exp(exp(exp(exp(10))))", 0, "exp(exp(exp(exp(10))))"),
    (b"gamma(10^12)", 0, "gamma(1000000000000)"),
    (b"mod(3^(10^18),7)", 0, "mod(3^10^18, 7)"),
    (b"floor(10^(10^6)*pi)", 0, "floor(10^10^6*pi)"),
    (b"(x-x)/(x-x)", 0, "has no value anywhere"),
    (b"(x1+y1)*(x2+y2)*(x3+y3)*(x4+y4)*(x5+y5)*(x6+y6)*(x7+y7)*(x8+y8)*(x9+y9)*(x10+y10)", 0, "(x1 + y1)*(x2 + y2)*(x3 + y3)"),
    (b"sqrt(2)+sqrt(3)+sqrt(5)+sqrt(7)+sqrt(11)+sqrt(13)+sqrt(17)+sqrt(19)-x", 0, "sqrt(2) + sqrt(3) + sqrt(5)"),
    (b"x1+x2+x3+x4+x5+x6+x7+x8+x9+x10+x11+x12", 0, "x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + x10 + x11 + x12"),
    (b"sin(a+b+c+d+e1+f)", 0, "sin(a + b + c + d + e1 + f)"),
];

/// The long texts: a beginning, what is repeated, how often, and an end.
const LONG: &[(&str, &str, usize, &str, i32, &str)] = &[
    ("", "9", 1_000_000, "", 2, "E0009: a number with more than 10000 digits"),
    ("0.", "3", 1_000_000, "", 2, "E0009: a number with more than 10000 digits"),
    ("1", "0", 1_000_000, " - 1", 2, "E0009: a number with more than 10000 digits"),
    ("", "0", 2_000_000, "", 2, "E0009: the text has 1048577 bytes, and the limit is 1048576"),
    ("", "-", 1_000_000, "x", 2, "E0009: nested deeper than 200000 levels"),
    ("", "x*", 100_000, "x", 0, "x*x*x*x*x"),
    ("", "x + ", 250_000, "x", 0, "x + x + x"),
    ("", "|", 100_000, "", 2, "E0012: `||` can be a norm or two absolute values"),
    ("", "(", 20_000, "", 2, "E0005: this `(` is never closed"),
    ("x", "^x", 10_000, "", 0, "x^x^x^x"),
];

#[test]
fn short_texts() {
    for (text, code, part) in SHORT {
        let command = if text.contains(&b'=') { "equal" } else { "simplify" };
        expect(&fed(confined(&[command, "-"]), text), text, *code, part);
    }
}

/// Powers of powers of numbers and of bounded values, with values of more digits than can be written.
#[test]
fn nested_powers() {
    let nested =
        |base: &str, exponent: &str, times| (0..times).fold(base.to_string(), |b, _| format!("({b})^{exponent}"));
    let texts = [
        nested("5", "4", 18),
        format!("tanh({})", nested("2/3", "4", 18)),
        format!("exp(atan(x)) + {}", nested("atan2(2, 1)", "4", 17)),
        format!("log({})^(1/2)", nested("atan(log(x))", "(-2)", 17)),
        format!("x/{}", nested("7", "(-4)", 14)),
    ];
    for text in texts {
        let output = fed(confined(&["simplify", "-"]), text.as_bytes());
        assert_eq!(output.status.code(), Some(0), "{text}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stdout.is_empty(), "{text}");
    }
}

/// Sums with a high power beside a function of the same variable: no sum is written in terms of
/// another where the power would be expanded for that.
#[test]
fn high_powers_in_sums() {
    let texts = [
        ("max(x, x^x) + x^512 + (x + (x + tan(x)))", "max(x, x^x) + x^512 + (x + (x + tan(x)))"),
        ("min(x, -y) + x^1024 + x", "min(x, -y) + x^1024 + x"),
        ("(x/y^4)^256 + min(x, -exp(y)) + x", "x^256/y^1024 + x + min(x, -exp(y))"),
    ];
    for (text, answer) in texts {
        let output = fed(confined(&["simplify", "-"]), text.as_bytes());
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().next(), Some(answer), "{text}");
    }
}

/// A logarithm with a root below the line, beside its own argument without.
#[test]
fn logarithms_of_quotients() {
    let text = "diff(abs(x)^(-1) - floor(atan2(x, 5/cos(y^3 + log(y/x^(1/2) + 0.5)))), x)";
    let output = fed(confined(&["simplify", "-"]), text.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn long_texts() {
    for (first, repeated, times, last, code, part) in LONG {
        let text = format!("{first}{}{last}", repeated.repeat(*times));
        expect(&fed(confined(&["simplify", "-"]), text.as_bytes()), text.as_bytes(), *code, part);
    }
}
