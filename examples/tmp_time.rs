use chainrule::{parse::*, term::Arena};
use std::time::Instant;
fn rss() -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .unwrap()
        .lines()
        .find(|l| l.starts_with("VmHWM"))
        .unwrap()
        .split_whitespace()
        .nth(1)
        .unwrap()
        .parse::<u64>()
        .unwrap()
        / 1024
}
fn main() {
    std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(|| {
            let cases: Vec<(&str, String)> = vec![
                ("sum", format!("{}x", "x + ".repeat(250_000))),
                ("prod", format!("{}x", "x*".repeat(100_000))),
                ("notes", "a(1-a)".repeat(150_000)),
                ("nines", "9".repeat(1_000_000)),
                ("bigs", "1e9999+".repeat(140_000)),
                ("9digits", format!("{}1", format!("{}+", "9".repeat(9999)).repeat(100))),
                ("decs", format!("{}1", format!("0.{}+", "3".repeat(9997)).repeat(100))),
                ("minus", format!("{}x", "-".repeat(1_000_000))),
                ("bars", "|x+".repeat(100_000)),
                ("parens", "(".repeat(100_000)),
                ("parens200k", format!("{}x{}", "(".repeat(200_000), ")".repeat(200_000))),
                ("sin", format!("{}x{}", "sin(".repeat(100_000), ")".repeat(100_000))),
                ("sin200k", format!("{}x{}", "sin(".repeat(200_000), ")".repeat(200_000))),
                ("sinbare", format!("{}x", "sin ".repeat(100_000))),
                ("if", format!("{}x{}", "if(x>0,x,".repeat(90_000), ")".repeat(90_000))),
                ("ifc", format!("{}x{}", "if(".repeat(90_000), ">0,x,x)".repeat(90_000))),
                ("d/dx", format!("{}x", "d/dx ".repeat(100_000))),
                ("pows", format!("{}x", "x^".repeat(200_000))),
                ("sups", format!("{}x", "x² ".repeat(200_000))),
                ("d/d a", "d".repeat(1_000_000)),
                ("primes", format!("f{}(x)", "'".repeat(1_000_000))),
                ("primes2", format!("{}", "f'".repeat(500_000))),
                ("args", format!("f({}x)", "x,".repeat(500_000))),
                ("max", format!("max({}x)", "x,".repeat(500_000))),
                ("sinx", format!("{}x", "sin x ".repeat(150_000))),
                ("words", (0..140_000).map(|i| format!("x{i}")).collect::<Vec<_>>().join(" ")),
            ];
            for (n, t) in cases {
                let o = Options::default();
                let s = Instant::now();
                let mut a = Arena::new();
                let r = parse_formula(&mut a, &t, &o);
                println!(
                    "{n:12} {:>8} bytes {:>8.1?} peak {} MB {}",
                    t.len(),
                    s.elapsed(),
                    rss(),
                    match r {
                        Ok(r) => format!("ok notes {}", r.notes.len()),
                        Err(e) => {
                            let s2 = Instant::now();
                            let l = e.render(&t);
                            format!("{e} [{} chars, {:?}]", l.len(), s2.elapsed())
                        }
                    }
                );
            }
        })
        .unwrap()
        .join()
        .unwrap();
}
