//! Input that must not hurt, as it comes from a shell: each is answered or refused with its own
//! message, also with a stack of 256 KiB and an address space of 512 MiB. And the program's
//! surroundings: locales, closed streams, a full disk, an interrupt.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_chainrule");

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

/// The program under a small stack and address space.
fn confined(arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    let limits = if cfg!(target_os = "linux") { "ulimit -s 256; ulimit -v 524288; " } else { "" };
    command.arg("-c").arg(format!("{limits}exec \"$0\" \"$@\"")).arg(PROGRAM).args(arguments);
    command
}

fn started(mut command: Command) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// The outcome of a command that is given a text.
fn fed(command: Command, text: &[u8]) -> Output {
    let mut child = started(command);
    let (mut input, text) = (child.stdin.take().unwrap(), text.to_vec());
    // A program that has read enough may end before it has read all.
    let feeder = std::thread::spawn(move || drop(input.write_all(&text)));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    output
}

#[track_caller]
fn expect(output: &Output, text: &[u8], code: i32, part: &str) {
    let start = String::from_utf8_lossy(&text[..text.len().min(40)]).into_owned();
    let said = String::from_utf8(if code == 2 { &output.stderr } else { &output.stdout }.clone()).unwrap();
    let shown: String = said.chars().take(300).collect();
    assert_eq!(output.status.code(), Some(code), "{start}: {shown}");
    assert!(said.replacen("]: ", ": ", 1).contains(part), "{start}: {shown}");
}

#[test]
fn short_texts() {
    for (text, code, part) in SHORT {
        let command = if text.contains(&b'=') { "equal" } else { "simplify" };
        expect(&fed(confined(&[command, "-"]), text), text, *code, part);
    }
}

#[test]
fn long_texts() {
    for (first, repeated, times, last, code, part) in LONG {
        let text = format!("{first}{}{last}", repeated.repeat(*times));
        expect(&fed(confined(&["simplify", "-"]), text.as_bytes()), text.as_bytes(), *code, part);
    }
}

#[test]
fn every_limit_is_said_where_it_is_passed() {
    let all: &[(&[&str], i32, &str)] = &[
        (&["simplify", "x + 1", "--limit", "formula=3"], 2, "E0009: the text has 5 bytes, and the limit is 3"),
        (&["simplify", "((((x))))", "--limit", "depth=3"], 2, "E0009: nested deeper than 3 levels"),
        (&["simplify", "1234", "--limit", "digits=3"], 2, "E0009: a number with more than 3 digits"),
        (&["diff", "x^9", "--order", "8", "--limit", "order=7"], 2, "E0107: the order 8 is not between 1 and 7"),
        (&["simplify", "x + diff(x^9, x, 8)", "--limit", "order=7"], 2, "above the limit 7"),
        (&["simplify", "x", "--given", "a = 1", "--limit", "given=0"], 2, "E0107: more than 0 definitions are given"),
        (&["simplify", "x + y", "--limit", "memory=10"], 2, "E0107: the formula takes more than 10 bytes of memory"),
        (
            &["simplify", "1 + diff(x^x, x, 2)", "--limit", "added=3"],
            2,
            "E0107: the derivative takes more than 3 terms",
        ),
        (&["diff", "x^x", "--order", "60", "--limit", "again=2000"], 2, "2000 is the limit"),
        (&["simplify", "x + x", "--limit", "parts=1"], 0, "x + x"),
        (&["simplify", "x + x", "--limit", "tree=2"], 0, "x + x"),
        (&["simplify", "x + x", "--limit", "work=1"], 0, "x + x"),
        (&["simplify", "x + x", "--budget", "1"], 0, "x + x"),
        (&["simplify", "(x + 1)*(x + 2) - x^2", "--limit", "expansion=3"], 0, "(x + 1)*(x + 2) - x^2"),
        (&["simplify", "2^100", "--limit", "integer=99"], 0, "2^100"),
        (&["simplify", "sin(x)^2 + x*cos(x)^2", "--limit", "egraph=2"], 0, ""),
        (&["simplify", "sin(x + 1)^2 + (x + 1)^3", "--limit", "printed=5"], 0, "let t1 = x + 1"),
        (&["simplify", "x", "--limit", "haste=5"], 2, "E0102: there is no limit `haste`"),
        (&["simplify", "x", "--limit", "depth"], 2, "E0102: `depth` sets no limit to a whole number"),
        (&["simplify", "x", "--limit", "depth=-1"], 2, "E0102: `depth=-1` sets no limit"),
    ];
    for (arguments, code, part) in all {
        expect(&fed(confined(arguments), b""), arguments.join(" ").as_bytes(), *code, part);
    }
    let listed = fed(confined(&["--limits"]), b"");
    let listed = String::from_utf8(listed.stdout).unwrap();
    let words: Vec<&str> = all.iter().filter_map(|(a, ..)| a.last()?.split_once('=').map(|s| s.0)).collect();
    for line in listed.lines() {
        let word = line.split(' ').next().unwrap();
        assert!(word == "line" || words.contains(&word), "no test passes the limit `{word}`");
    }
}

#[test]
fn a_line_of_a_batch_has_its_limit() {
    let lines = "{\"id\":1,\"op\":\"simplify\",\"expr\":\"x + x + x + x + x\"}\n{\"op\":\"simplify\",\"expr\":\"1\"}\n";
    let output = fed(confined(&["batch", "--limit", "line=40"]), lines.as_bytes());
    let said = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<&str> = said.lines().collect();
    assert!(answers[0].contains("the line is longer than 40 bytes") && answers[0].contains("\"line\":1"), "{said}");
    assert!(answers[1].contains("\"result\":\"1\"") && answers.len() == 2, "{said}");
}

#[test]
fn more_work_never_loses_what_less_work_finds() {
    let size = |budget: &str| {
        let output = fed(confined(&["simplify", "(x^2 - 1)/(x - 1) + sin(y)^2 + cos(y)^2", "--budget", budget]), b"");
        output.stdout.split(|b| *b == b'\n').next().unwrap().len()
    };
    let sizes = ["0", "100", "10000", "1000000", "20000000"].map(size);
    assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes[0] > sizes[3], "{sizes:?}");
}

#[test]
fn surroundings_change_nothing() {
    let run = |name: &str, value: &str| {
        let mut command = confined(&["diff", "-", "--at", "x=0.5", "--steps"]);
        command.env(name, value);
        fed(command, b"log(1 + x^2)*sin(x/3)").stdout
    };
    let plain = run("LC_ALL", "C");
    assert!(!plain.is_empty());
    for (name, value) in [("LC_ALL", "tr_TR.UTF-8"), ("LC_ALL", "de_DE.UTF-8"), ("TZ", "Asia/Kathmandu"), ("HOME", "/")]
    {
        assert_eq!(run(name, value), plain, "{name}={value}");
    }
}

#[test]
fn closed_streams_and_a_full_disk() {
    let shell = |script: &str| {
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).arg(PROGRAM);
        fed(command, b"")
    };
    assert_eq!(shell("\"$0\" simplify 'x +' 2>&-").status.code(), Some(2));
    assert_eq!(shell("\"$0\" equal 'x = 2x' 2>&-").status.code(), Some(1));
    assert_eq!(shell("\"$0\" batch < /dev/null").status.code(), Some(0));
    assert_eq!(shell("\"$0\" simplify - < /dev/null").status.code(), Some(2));
    let cut = shell("yes '{\"op\":\"simplify\",\"expr\":\"x+x\"}' | head -20000 | \"$0\" batch | head -1");
    assert!(cut.stderr.is_empty(), "{}", String::from_utf8_lossy(&cut.stderr));
    if std::path::Path::new("/dev/full").exists() {
        for script in
            ["\"$0\" simplify x > /dev/full", "echo '{\"op\":\"simplify\",\"expr\":\"x\"}' | \"$0\" batch > /dev/full"]
        {
            let full = shell(script);
            let said = String::from_utf8_lossy(&full.stderr);
            assert_eq!(full.status.code(), Some(2), "{said}");
            assert!(said.contains("E0111") && said.contains("cannot be written"), "{said}");
        }
    }
}

/// Sends the signal of Ctrl-C and says how long the program went on.
fn interrupted(child: &mut Child) -> Duration {
    let sent = Instant::now();
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let status = child.wait().unwrap();
    let took = sent.elapsed();
    assert_eq!(status.code(), Some(130));
    took
}

#[test]
fn an_interrupt_ends_a_search_at_once() {
    let mut command = confined(&["diff", "x^x", "--order", "100"]);
    command.arg("--limit").arg("again=100000000");
    let mut child = started(command);
    std::thread::sleep(Duration::from_millis(1500));
    // A fifth of a second is promised; the machine that tests may be busy.
    assert!(interrupted(&mut child) < Duration::from_millis(1000));
}

#[test]
fn an_interrupted_batch_keeps_its_whole_lines() {
    let mut child = started(confined(&["batch"]));
    let mut input = child.stdin.take().unwrap();
    for id in 1..=40 {
        writeln!(input, "{{\"id\":{id},\"op\":\"diff\",\"expr\":\"x^{id}\",\"wrt\":\"x\"}}").unwrap();
    }
    writeln!(input, "{{\"id\":41,\"op\":\"diff\",\"expr\":\"diff(x^x, x, 28)\",\"wrt\":\"x\"}}").unwrap();
    input.flush().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in 1..=40 {
        let line: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        assert_eq!(line["id"], id);
    }
    interrupted(&mut child);
    for line in lines {
        let line = line.unwrap();
        serde_json::from_str::<serde_json::Value>(&line).unwrap_or_else(|e| panic!("half a line, {e}: {line}"));
    }
}

/// No code of ours speaks to a network or starts a program.
#[test]
fn nothing_leaves_the_machine() {
    fn read(folder: &std::path::Path, all: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { read(&path, all) } else { all.push_str(&std::fs::read_to_string(&path).unwrap()) }
        }
    }
    let mut all = String::new();
    read(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    for word in ["std::net", "process::Command", "std::time", "SystemTime", "thread_rng"] {
        assert!(!all.lines().any(|l| l.contains(word) && !l.contains("time::Duration")), "{word}");
    }
}
