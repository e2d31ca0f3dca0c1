//! The command line: answers, exit codes, and inputs that must not hurt.

use assert_cmd::Command;
use std::process::Output;

fn chainrule(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("chainrule").unwrap();
    command.args(arguments);
    command
}

fn ran(arguments: &[&str], input: impl Into<Vec<u8>>) -> Output {
    chainrule(arguments).write_stdin(input).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Standard output, where the command succeeds and says nothing else.
#[track_caller]
fn answer(arguments: &[&str]) -> String {
    let output = ran(arguments, "");
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout).to_string()
}

const MISSION: &str = "(−y/a + (1−y)/(1−a))·a(1−a)";
const LOSS: &str = "-(y*log(a) + (1-y)*log(1-a))";

#[test]
fn answers() {
    let all: &[(&[&str], &str)] = &[
        (&["simplify", MISSION], "a - y\nwhere a != 0, a != 1\n"),
        (&["simplify", MISSION, "--to", "unicode"], "a − y\nwhere a ≠ 0, a ≠ 1\n"),
        (&["diff", "a^2"], "2a\n"),
        (&["diff", "a^3", "--to", "ascii"], "3*a^2\n"),
        (&["diff", "log(a)"], "1/a\nwhere a > 0\n"),
        (&["diff", "log(a)", "--assume", "a > 0"], "1/a\n"),
        (&["diff", "a^2", "--to", "latex"], "2a\n"),
        (&["diff", "a^2", "--at", "a=2"], "2a\nat a = 2: 4\n"),
        (&["diff", "log(a)", "--at", "a=-1"], "1/a\nwhere a > 0\nat a = -1: no value\n"),
        (&["diff", "x*y", "--wrt", "x", "--at", "x=1"], "y\nat x = 1: y\n"),
        (&["diff", "x^5", "--order", "3"], "60x^2\n"),
        (&["diff", "x*exp(x)", "--raw"], "exp(x) + x*exp(x)\n"),
        (&["diff", LOSS, "--wrt", "a"], "(a - y)/(a*(1 - a))\nwhere a > 0, a < 1\n"),
        (&["diff", "sigma(z)", "--given", "a = sigma(z)", "--in", "a"], "a*(1 - a)\n"),
        (&["diff", LOSS, "--wrt", "z", "--given", "a = sigma(z)", "--in", "a,y"], "a - y\n"),
        (&["diff", "f(x + 1)", "--given", "f(a) = a^3"], "3*(x + 1)^2\n"),
        (&["simplify", "-x^2"], "-x^2\n"),
        (&["simplify", "-h - h"], "-2h\n"),
        (&["simplify", "d/da a^2"], "2a\n"),
        (&["simplify", "1/(x - x)"], "has no value anywhere\n"),
        (&["simplify", "(x-x)/(x-x) + y"], "has no value anywhere\n"),
        (&["simplify", "x + x + x + x", "--budget", "2"], "x + x + x + x\n"),
        (&["simplify", "x^0"], "1\nwhere x != 0\n"),
        (&["equal", "diff(a^2, a) = 2a"], "proved\n"),
        (
            &["equal", "x/x", "1"],
            "proved\nwhere x != 0\nonly the right side can have a value where x = 0, as at x = 0\n",
        ),
        (
            &["equal", "(-1)^n*(-1)^n = 1"],
            "proved\nwhere (-1)^n defined\nonly the right side can have a value where (-1)^n not defined, as at n = 5/7\n",
        ),
        (
            &["equal", "1/x^n = x^(-n)"],
            "proved\nwhere x^n != 0\nonly the right side can have a value where x^n not defined, as at n = -13/4, x = 0\n",
        ),
        (
            &["equal", "x^n*x^m = x^(n + m)"],
            "proved\nwhere x^m defined, x^n defined\nonly the right side can have a value where x^m not defined or x^n not defined, as at m = 1/2, n = 1/2, x = -2\n",
        ),
    ];
    for (arguments, expected) in all {
        assert_eq!(answer(arguments), *expected, "{arguments:?}");
    }
}

#[test]
fn gradients_and_matrices() {
    let all: &[(&[&str], &str)] = &[
        (&["grad", "x^2*y + log(y)"], "d/dx = 2x*y\nd/dy = x^2 + 1/y\nwhere y > 0\n"),
        (&["grad", "abs(x)*y", "--wrt", "y,x"], "d/dy = abs(x)\nd/dx = sign(x)*y   where x != 0\n"),
        (&["grad", "r*cos(t)", "--and", "r^2"], "[1] d/dr = cos(t)\n[1] d/dt = -r*sin(t)\n[2] d/dr = 2r\n"),
        (&["grad", "x^2*y", "--hessian"], "d2/dx2 = 2y\nd2/dx dy = 2x\n"),
        (&["grad", "x^2*y", "--hessian", "--to", "unicode"], "∂²/∂x² = 2y\n∂²/∂x∂y = 2x\n"),
        (&["grad", "x + y", "--hessian"], "every entry is 0\n"),
        (&["grad", "abs(x)*y", "--hessian"], "d2/dx2 = 0\nd2/dx dy = sign(x)\nwhere x != 0\n"),
        (&["grad", "floor(x)", "--and", "x"], "[1] d/dx = 0   where x not integer\n[2] d/dx = 1\n"),
        (&["grad", "sigma(w*x)", "--raw", "--let", "--wrt", "w"], "let t1 = sigmoid(w*x)\nd/dw = t1*(1 - t1)*x\n"),
        (&["grad", LOSS, "--wrt", "z", "--given", "a = sigma(z)", "--in", "a,y"], "d/dz = a - y\n"),
    ];
    for (arguments, wanted) in all {
        assert_eq!(answer(arguments), *wanted, "{arguments:?}");
    }
    let refused = ran(&["grad", "x*y", "--wrt", "x,x"], "");
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("named twice"));
}

/// The derivatives of a large formula are given raw, and that is said.
#[test]
fn a_large_gradient_is_left_raw() {
    let sum: Vec<String> = (0..2_000).map(|i| format!("sin(x{i})")).collect();
    let output = ran(&["grad", "-"], sum.join(" + "));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout).lines().count(), 2_000);
    assert!(text(&output.stdout).starts_with("d/dx0 = cos(x0)\n"));
    assert!(text(&output.stderr).contains("given raw"));
}

#[test]
fn why_a_claim_is_open() {
    let said = |claim: &str| text(&ran(&["equal", claim, "--why"], "").stdout).lines().last().unwrap_or("").to_string();
    let all = [
        ("sqrt(x^2) = x", "why: sqrt(x^2) turns on x >= 0, which is not known; --assume 'x >= 0' would do"),
        ("(x^a)^b = x^(a*b)", "why: x^a turns on x > 0, which is not known; --assume 'x > 0' would do"),
        ("sin(pi*n) = 0", "why: sin(pi*n) turns on n integer, which is not known; --assume 'n integer' would do"),
        ("sin(x) = cos(x)", "why: no single assumption was found under which it is proved"),
        (
            "log(x*y) = log(x) + log(y)",
            "only the left side can have a value where x < 0 or y < 0, as at x = -7, y = -7",
        ),
    ];
    for (claim, expected) in all {
        let found = said(claim);
        assert!(
            found == expected || expected.starts_with("only") && found.starts_with("only the left"),
            "{claim}: {found}"
        );
    }
    let json = answer(&["equal", "sqrt(x^2) = x", "--assume", "x > 0", "--assume", "y > 0", "--to", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["assumed"], serde_json::json!(["x > 0"]));
    let output = ran(&["equal", "abs(x) = x", "--why", "--to", "json"], "");
    let json: serde_json::Value = serde_json::from_str(text(&output.stdout)).unwrap();
    assert_eq!(json["why"], serde_json::json!({"part": "abs(x)", "assume": ["x >= 0"]}));
}

#[test]
fn slopes() {
    let table = |values: [&str; 4]| {
        let labels = ["f(2)       = ", "f(2.001)   = ", "quotient   = ", "derivative = "];
        labels.iter().zip(values).map(|(label, value)| format!("{label}{value}\n")).collect::<String>()
    };
    let at = ["--at", "a=2", "--nudge", "0.001"];
    let slope = |expr| answer(&[&["slope", expr], &at[..]].concat());
    assert_eq!(slope("a^2"), table(["4", "4.004001", "4.001", "4"]));
    assert_eq!(slope("a^3"), table(["8", "8.012006001", "12.006001", "12"]));
    assert_eq!(slope("log(a)"), table(["~0.69315", "~0.69365", "~0.49988", "1/2"]));
    assert!(answer(&["slope", "log(a)", "--at", "a=2", "--digits", "10"]).contains("~0.6931471806\n"));
}

#[test]
fn the_missions_derivation() {
    let lines = answer(&["simplify", MISSION, "--steps"]);
    let steps: Vec<&str> = lines.lines().filter(|l| l.starts_with('=')).collect();
    assert!(steps.len() <= 6, "{lines}");
    for word in ["distribute over the sum", "cancel a and 1 - a   (a != 0, a != 1)", "expand", "collect"] {
        assert!(steps.iter().any(|s| s.ends_with(word)), "{word}: {lines}");
    }
    assert!(lines.ends_with("\n\na - y\nwhere a != 0, a != 1\n"), "{lines}");
    let lines = answer(&["diff", "sin(x^2)", "--steps"]);
    assert!(lines.contains("d/dx (sin(x^2)) = ") && lines.contains("chain sin"), "{lines}");
}

#[test]
fn exit_codes() {
    let all: &[(&[&str], i32)] = &[
        (&["equal", "sqrt(x^2)", "x"], 1),
        (&["equal", "sqrt(x^2) = x", "--assume", "x > 0"], 0),
        (&["equal", "f(x)", "g(x)"], 3),
        (&["equal", "log(x)", "log(-x)"], 3),
        (&["equal", "x", "y", "--assume", "x > 1", "--assume", "x < 0"], 3),
        (&["equal", "x + 1"], 2),
        (&["simplify", "x = 1"], 2),
        (&["diff", "x*y"], 2),
        (&["diff", "5"], 2),
        (&["diff", "x", "--wrt", "x+1"], 2),
        (&["diff", "x", "--at", "2"], 2),
        (&["diff", "besselj(n, x)", "--wrt", "n"], 2),
        (&["diff", "x^2", "--order", "1000000000"], 2),
        (&["diff", "x^2", "--order", "10^9"], 2),
        (&["diff", "x^2", "--order", "0"], 2),
        (&["simplify", "x", "--given", "a = b", "--given", "b = a"], 2),
        (&["simplify", "x", "--given", "a = 1", "--given", "a = 2"], 2),
        (&["simplify", "x", "--assume", "x + 1"], 2),
        (&["slope", "log(a)", "--at", "a=-1"], 2),
        (&["slope", "a", "--at", "a=1", "--nudge", "0"], 2),
        (&["simplify"], 2),
        (&["simplify", "x", "y"], 2),
        (&["diff", "x", "--wrt", "x", "--wrt", "x"], 2),
        (&["nothing"], 2),
        (&["--explain", "E9999"], 2),
        (&["--explain", "E0103"], 0),
        (&["--explain", "e0004"], 0),
        (&["--limits"], 0),
        (&["--help"], 0),
        (&["-h"], 0),
        (&["diff", "--help"], 0),
        (&["--version"], 0),
        (&["rules"], 0),
        (&["rules", "--to", "json"], 0),
    ];
    for (arguments, code) in all {
        let output = ran(arguments, "");
        assert_eq!(output.status.code(), Some(*code), "{arguments:?}: {}", text(&output.stderr));
        assert_eq!(output.stdout.is_empty(), *code == 2, "results on stdout, errors on stderr: {arguments:?}");
        assert!(*code != 2 || !output.stderr.is_empty(), "{arguments:?}");
    }
}

/// The formula on standard input, the exit code, and a part of standard output or standard error.
fn bad_inputs() -> Vec<(Vec<u8>, i32, &'static str)> {
    let deep = [b"sin(".repeat(100_000), b"x".to_vec(), b")".repeat(100_000)].concat();
    vec![
        (b"".to_vec(), 2, "E0001"),
        (b" \t\n".to_vec(), 2, "E0001"),
        (b"(x".to_vec(), 2, "E0005"),
        (b"x)".to_vec(), 2, "E0005"),
        (b"(".repeat(100_000), 2, "E0005"),
        (b"x + ".repeat(250_000), 2, "E0004"),
        ([b"x + ".repeat(250_000), b"x".to_vec()].concat(), 0, "x + x"),
        ([b"-".repeat(1_000_000), b"x".to_vec()].concat(), 2, "E0009"),
        (b"9".repeat(1_000_000), 2, "E0009"),
        (b"x".repeat(2_000_000), 2, "E0009"),
        (b"x\0+1".to_vec(), 2, "E0002"),
        (b"x\xC0\x80".to_vec(), 2, "E0018"),
        (b"\xFF\xFEx\0".to_vec(), 2, "E0018"),
        (b"9^9^9^9".to_vec(), 0, "9^9^9^9"),
        (b"1/0".to_vec(), 0, "has no value anywhere"),
        (b"0^0".to_vec(), 0, "has no value anywhere"),
        (b"1e400".to_vec(), 0, "1e400"),
        (b"1e999999999".to_vec(), 2, "E0009"),
        (b"frobnicate(x)".to_vec(), 2, "E0010"),
        (b"diff(x^2, x, 1000000000)".to_vec(), 2, "E0009"),
        (b"diff(x^2, y)".to_vec(), 0, "0"),
        (deep, 0, "sin(sin("),
    ]
}

#[test]
fn bad_input_is_answered_or_refused() {
    for (input, code, part) in bad_inputs() {
        let start = String::from_utf8_lossy(&input[..input.len().min(30)]).into_owned();
        let output = ran(&["simplify", "-"], input);
        let said = if code == 0 { text(&output.stdout) } else { text(&output.stderr) };
        assert_eq!(output.status.code(), Some(code), "{start}: {}", text(&output.stderr));
        assert!(said.contains(part), "{start}: {}", &said[..said.len().min(300)]);
    }
}

#[test]
fn a_variable_that_is_not_there_is_remarked() {
    let output = ran(&["diff", "a^2", "--wrt", "b"], "");
    assert_eq!(text(&output.stdout), "0\n");
    assert!(text(&output.stderr).contains("`b` does not stand in the formula"));
    let output = ran(&["simplify", "x", "--assume", "x > 0", "--assume", "x < 0"], "");
    assert_eq!(text(&output.stdout), "has no value anywhere\n");
    assert!(text(&output.stderr).contains("contradict"));
    let output = ran(&["simplify", "x*y", "--given", "a = x^2", "--in", "a"], "");
    assert_eq!(text(&output.stdout), "x*y\n");
    assert!(text(&output.stderr).contains("could not be expressed without"));
}

#[test]
fn a_deep_derivative_is_given_by_parts() {
    let deep = format!("{}x{}", "sin(".repeat(100_000), ")".repeat(100_000));
    let output = ran(&["diff", "-"], deep);
    let shown = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0));
    assert!(shown.starts_with("let t1 = ") && shown.len() < 10_000_000, "{}", &shown[..200]);
    assert!(answer(&["diff", "sin((x + 1)^5)", "--let"]).starts_with("let t1 = "));
}

#[test]
fn the_page_of_rules_lists_every_rule_and_function() {
    let page = answer(&["rules"]);
    for rule in chainrule::rules::PAGE {
        assert!(page.lines().any(|l| l.starts_with(rule.name)), "{}", rule.name);
    }
    for function in chainrule::term::Func::ALL {
        assert!(page.lines().any(|l| l.starts_with(&format!("{}(", function.name()))), "{function:?}");
    }
    for line in answer(&["rules", "--to", "json"]).lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

#[test]
fn every_error_code_is_explained() {
    for code in chainrule::parse::Code::ALL {
        assert!(answer(&["--explain", code.id()]).starts_with(code.id()));
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error_and_a_full_disk_is_one() {
    use std::process::{Command as Process, Stdio};
    let binary = env!("CARGO_BIN_EXE_chainrule");
    let mut child = Process::new(binary).arg("rules").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    if let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") {
        let output = Process::new(binary).arg("rules").stdout(full).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("E0111"));
    }
}
