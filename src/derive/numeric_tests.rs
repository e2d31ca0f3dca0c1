//! The rows and the rules against difference quotients. Floating point is at home only here:
//! these tests look for misprints, they decide nothing.

use super::differentiate;
use crate::parse::read;
use crate::term::{Arena, Func, Node, Operator, Property, Relation, Symbol, TermId};
use rustc_hash::FxHashMap;

/// Functions whose values the evaluator below does not know.
const NOT_EVALUATED: [Func; 4] = [Func::Gamma, Func::Loggamma, Func::Digamma, Func::Polygamma];

#[test]
fn every_row_agrees_with_difference_quotients() {
    for &function in Func::ALL.iter().filter(|f| !NOT_EVALUATED.contains(f)) {
        let row = function.row();
        for (position, text) in row.derivatives.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let mut arena = Arena::new();
            let (u, v) = (arena.symbol("u"), arena.symbol("v"));
            let body = if row.arity() == 1 { arena.call(function, u) } else { arena.call2(function, u, v) };
            let name = arena.intern(if position == 0 { "u" } else { "v" });
            let derivative = read(&mut arena, text);
            for part in [0.13, 0.37, 0.5, 0.61, 0.89] {
                let values = sampled(&mut arena, row.sample, position, part);
                agree(&arena, body, derivative, name, &values, function.name());
            }
        }
    }
}

#[test]
fn every_rule_agrees_with_difference_quotients() {
    let bodies = [
        "x*sin(x) - 3*x^2/(1 + x)",
        "-(y*log(x) + (1 - y)*log(3 - x))",
        "(x^2 + 1)^3*(2*x - 1)^(-2)",
        "-x^(3/2)/(-2) - x^(-0.5)",
        "x^y + y^x + x^x + (x + 1)^(x*y)",
        "x^(-y)*x^(y/3)*(2*x)^(-y)",
        "exp(-x^2)*cos(2*x)/x",
        "log(log(3 + x))/sqrt(x/2)",
        "cos(cos(-x))*(-x)*(-1/x)",
        "sqrt(1 + sqrt(1 + sqrt(x)))",
        "1/(1/(1 + x/y))",
        "-1*x/(-y)*(-2*x)^2",
        "if(x > 1, x^2*y, sin(x)) + x*abs(x - 3)",
        "atan2(x*y, x - 3) + max(x^2, y) + mod(5*x, x + y)",
        "tanh(x*y)^2*sigmoid(-x)*2^(-x)",
        "diff(x^4*log(x), x, 2)*x",
        "root(x, 3)*cbrt(-x)",
    ];
    for body in bodies {
        let mut arena = Arena::new();
        let (id, x, y) = (read(&mut arena, body), arena.intern("x"), arena.intern("y"));
        for name in [x, y] {
            let plain = super::expand_diffs(&mut arena, id).unwrap().0;
            let raw = differentiate(&mut arena, id, name).unwrap().term;
            for (at, other) in [(0.71, 0.4), (1.3, 1.7), (2.6, 2.3)] {
                agree(&arena, plain, raw, name, &FxHashMap::from_iter([(x, at), (y, other)]), body);
            }
        }
    }
}

/// A point of a row's sample windows; a window without width belongs to an argument held fixed.
fn sampled(arena: &mut Arena, windows: &[(i32, i32)], position: usize, part: f64) -> FxHashMap<Symbol, f64> {
    let points = windows.iter().enumerate().map(|(i, &(low, high))| {
        let part = if i == position { part } else { 0.45 };
        (arena.intern(["u", "v"][i]), (f64::from(low) + part * f64::from(high - low)) / 10.0)
    });
    points.collect()
}

fn agree(arena: &Arena, body: TermId, raw: TermId, x: Symbol, values: &FxHashMap<Symbol, f64>, what: &str) {
    let at = |shift: f64| {
        let mut moved = values.clone();
        moved.entry(x).and_modify(|v| *v += shift);
        value(arena, body, &moved)
    };
    let h = 1e-4;
    let quotient = (8.0 * (at(h) - at(-h)) - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h);
    let found = value(arena, raw, values);
    let near = (quotient - found).abs() <= 1e-6 * (1.0 + found.abs());
    assert!(near, "{what} by {} at {values:?}: {quotient} but {found}", arena.name(x));
}

fn value(arena: &Arena, root: TermId, values: &FxHashMap<Symbol, f64>) -> f64 {
    let mut known: FxHashMap<TermId, f64> = FxHashMap::default();
    for id in arena.reachable(&[root]) {
        let of = |id: TermId| known[&id];
        let found = match arena.node(id) {
            Node::Number(n) => arena.number_value(n).to_f64(),
            Node::Pi => std::f64::consts::PI,
            Node::Symbol(s) => values[&s],
            Node::Neg(a) => -of(a),
            Node::Binary(op, a, b) => operated(op, of(a), of(b)),
            Node::Relation(r, a, b) => {
                f64::from(of(a).partial_cmp(&of(b)).is_some_and(|order| Relation::holds(r, order)))
            }
            Node::Property(p, a) => f64::from(p == Property::Integer && of(a).fract() == 0.0),
            Node::Call(f, a) => called(f, of(a), 0.0),
            Node::Call2(f, a, b) => called(f, of(a), of(b)),
            Node::If(c, a, b) => {
                if of(c) == 1.0 {
                    of(a)
                } else {
                    of(b)
                }
            }
            Node::Apply(..) | Node::Diff(..) => f64::NAN,
        };
        known.insert(id, found);
    }
    known[&root]
}

fn operated(op: Operator, a: f64, b: f64) -> f64 {
    match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mul => a * b,
        Operator::Div => a / b,
        Operator::Pow => a.powf(b),
    }
}

fn called(function: Func, u: f64, v: f64) -> f64 {
    let sign = |t: f64| if t == 0.0 { 0.0 } else { t.signum() };
    match function {
        Func::Exp => u.exp(),
        Func::Log => u.ln(),
        Func::Sqrt => u.sqrt(),
        Func::Cbrt => u.cbrt(),
        Func::Root => sign(u) * u.abs().powf(1.0 / v),
        Func::Sin => u.sin(),
        Func::Cos => u.cos(),
        Func::Tan => u.tan(),
        Func::Cot => 1.0 / u.tan(),
        Func::Sec => 1.0 / u.cos(),
        Func::Csc => 1.0 / u.sin(),
        Func::Asin => u.asin(),
        Func::Acos => u.acos(),
        Func::Atan => u.atan(),
        Func::Acot => (1.0 / u).atan(),
        Func::Asec => (1.0 / u).acos(),
        Func::Acsc => (1.0 / u).asin(),
        Func::Sinh => u.sinh(),
        Func::Cosh => u.cosh(),
        Func::Tanh => u.tanh(),
        Func::Coth => 1.0 / u.tanh(),
        Func::Sech => 1.0 / u.cosh(),
        Func::Csch => 1.0 / u.sinh(),
        Func::Asinh => u.asinh(),
        Func::Acosh => u.acosh(),
        Func::Atanh => u.atanh(),
        Func::Acoth => (1.0 / u).atanh(),
        Func::Asech => (1.0 / u).acosh(),
        Func::Acsch => (1.0 / u).asinh(),
        Func::Abs => u.abs(),
        Func::Sign => sign(u),
        Func::Min => u.min(v),
        Func::Max => u.max(v),
        Func::Floor => u.floor(),
        Func::Ceil => u.ceil(),
        Func::Mod => u - v * (u / v).floor(),
        Func::Atan2 => u.atan2(v),
        Func::Sigmoid => 1.0 / (1.0 + (-u).exp()),
        Func::Softplus => (1.0 + u.exp()).ln(),
        Func::Relu => u.max(0.0),
        Func::LambertW => (0..60).fold(0.5, |w: f64, _| w - (w * w.exp() - u) / (w.exp() * (1.0 + w))),
        _ => series(function, u, v),
    }
}

/// Power series and Bessel's integral, summed far enough for the sample windows.
fn series(function: Func, u: f64, v: f64) -> f64 {
    let odd = |term: fn(f64) -> f64| {
        let mut power = u;
        (0..60).fold(0.0, |sum, n| {
            let n = f64::from(n);
            let here = sum + power / (2.0 * n + 1.0);
            power *= -u * u / ((n + 1.0) * term(n));
            here
        })
    };
    match function {
        Func::Erf => odd(|_| 1.0) * 2.0 / std::f64::consts::PI.sqrt(),
        Func::Erfc => 1.0 - series(Func::Erf, u, v),
        Func::Si => odd(|n| 4.0 * n + 6.0),
        Func::Ei => {
            let euler = 0.577_215_664_901_532_9;
            let (sum, _) = (1..60).fold((0.0, 1.0), |(sum, power), n| {
                let power = power * u / f64::from(n);
                (sum + power / f64::from(n), power)
            });
            euler + u.abs().ln() + sum
        }
        Func::BesselJ => {
            let angle = |k: i32| (f64::from(k) + 0.5) * std::f64::consts::PI / 200.0;
            (0..200).map(|k| (u * angle(k) - v * angle(k).sin()).cos()).sum::<f64>() / 200.0
        }
        _ => f64::NAN,
    }
}
