//! Families of formulas of any size, and their values in floating point.

// Each program that includes this file uses a part of it.
#![allow(dead_code)]

use chainrule::term::{Arena, Func, Node, Operator, Symbol, TermId};

/// A formula with its variables, and the point at which they are tried.
pub struct Family {
    pub arena: Arena,
    pub body: TermId,
    pub by: Vec<Symbol>,
    /// The values of all symbols, by their order of creation.
    pub point: Vec<f64>,
}

/// The variables of a formula that is being built.
struct Names {
    arena: Arena,
    by: Vec<Symbol>,
    point: Vec<f64>,
}

impl Names {
    fn new() -> Self {
        Names { arena: Arena::new(), by: Vec::new(), point: Vec::new() }
    }

    /// A new variable to differentiate by.
    fn variable(&mut self, name: &str, value: f64) -> TermId {
        let symbol = self.arena.intern(name);
        self.by.push(symbol);
        self.point.push(value);
        self.arena.symbol(name)
    }

    fn op(&mut self, op: Operator, a: TermId, b: TermId) -> TermId {
        self.arena.binary(op, a, b)
    }

    fn number(&mut self, value: i64) -> TermId {
        self.arena.integer(value)
    }

    fn done(self, body: TermId) -> Family {
        Family { arena: self.arena, body, by: self.by, point: self.point }
    }
}

/// The family of that name at a size.
pub fn family(name: &str, size: usize) -> Option<Family> {
    Some(match name {
        "nested" => nested(size),
        "product" => product(size),
        "polynomial" => polynomial(size),
        "network" => network(size),
        "rosenbrock" => rosenbrock(size),
        "small" => small(),
        _ => return None,
    })
}

/// `sin(cos(exp(sin(cos(exp(… x …))))))`, so many calls deep.
fn nested(size: usize) -> Family {
    let mut names = Names::new();
    let mut body = names.variable("x", 0.3);
    for i in 0..size {
        body = names.arena.call([Func::Exp, Func::Cos, Func::Sin][i % 3], body);
    }
    names.done(body)
}

/// `x1*x2*…*xn`
fn product(size: usize) -> Family {
    let mut names = Names::new();
    let mut body = names.variable("x1", 1.0);
    for i in 2..=size {
        let x = names.variable(&format!("x{i}"), 1.0 + 1.0 / i as f64);
        body = names.op(Operator::Mul, body, x);
    }
    names.done(body)
}

/// `1*x + 2*x^2 + … + n*x^n`
fn polynomial(size: usize) -> Family {
    let mut names = Names::new();
    let x = names.variable("x", 0.9);
    let mut body = x;
    for i in 2..=size {
        let (c, n) = (names.number(i as i64 % 97 + 1), names.number(i as i64));
        let power = names.op(Operator::Pow, x, n);
        let term = names.op(Operator::Mul, c, power);
        body = names.op(Operator::Add, body, term);
    }
    names.done(body)
}

/// A network with 8 inputs, so many hidden units and one output: `10*n + 1` weights.
fn network(size: usize) -> Family {
    let mut names = Names::new();
    let weight = |k: usize| (k as f64 * 0.7).sin() / 4.0;
    let mut body = names.variable("b", 0.1);
    let inputs: Vec<TermId> = (0..8).map(|i| names.arena.symbol(&format!("x{i}"))).collect();
    for j in 0..size {
        let mut sum = names.variable(&format!("b{j}"), weight(j));
        for (i, input) in inputs.iter().enumerate() {
            let w = names.variable(&format!("w{j}_{i}"), weight(8 * j + i));
            let term = names.op(Operator::Mul, w, *input);
            sum = names.op(Operator::Add, sum, term);
        }
        let unit = names.arena.call(Func::Tanh, sum);
        let v = names.variable(&format!("v{j}"), weight(j + 3));
        let term = names.op(Operator::Mul, v, unit);
        body = names.op(Operator::Add, body, term);
    }
    // The inputs were made after the first variable.
    let inputs = (0..8).map(|i| 0.5 + i as f64 / 16.0);
    names.point.splice(1..1, inputs);
    names.done(body)
}

/// Rosenbrock's function of so many variables.
fn rosenbrock(size: usize) -> Family {
    let mut names = Names::new();
    let x: Vec<TermId> = (0..size).map(|i| names.variable(&format!("x{i}"), 1.0 + (i as f64).cos() / 8.0)).collect();
    let (one, two, hundred) = (names.number(1), names.number(2), names.number(100));
    let mut body = None;
    for pair in x.windows(2) {
        let square = names.op(Operator::Pow, pair[0], two);
        let valley = names.op(Operator::Sub, pair[1], square);
        let valley = names.op(Operator::Pow, valley, two);
        let valley = names.op(Operator::Mul, hundred, valley);
        let slope = names.op(Operator::Sub, one, pair[0]);
        let slope = names.op(Operator::Pow, slope, two);
        let term = names.op(Operator::Add, valley, slope);
        body = Some(body.map_or(term, |body| names.op(Operator::Add, body, term)));
    }
    let body = body.unwrap_or(one);
    names.done(body)
}

/// Ten nodes: `x*sin(x^2)*exp(3*x)`.
fn small() -> Family {
    let mut names = Names::new();
    let x = names.variable("x", 0.7);
    let (two, three) = (names.number(2), names.number(3));
    let square = names.op(Operator::Pow, x, two);
    let sine = names.arena.call(Func::Sin, square);
    let first = names.op(Operator::Mul, x, sine);
    let triple = names.op(Operator::Mul, three, x);
    let exp = names.arena.call(Func::Exp, triple);
    let body = names.op(Operator::Mul, first, exp);
    names.done(body)
}

/// The sum of the terms' values at the family's point.
pub fn sum_of_values(family: &Family, terms: &[TermId]) -> f64 {
    let arena = &family.arena;
    let order = arena.reachable(terms);
    let mut values = vec![f64::NAN; arena.len()];
    for id in order {
        let of = |id: TermId| values[id.index()];
        values[id.index()] = match arena.node(id) {
            Node::Number(n) => arena.number_value(n).to_f64(),
            Node::Symbol(s) => symbol(family, s),
            Node::Neg(a) => -of(a),
            Node::Binary(op, a, b) => match op {
                Operator::Add => of(a) + of(b),
                Operator::Sub => of(a) - of(b),
                Operator::Mul => of(a) * of(b),
                Operator::Div => of(a) / of(b),
                Operator::Pow => of(a).powf(of(b)),
            },
            Node::Call(Func::Sin, a) => of(a).sin(),
            Node::Call(Func::Cos, a) => of(a).cos(),
            Node::Call(Func::Exp, a) => of(a).exp(),
            Node::Call(Func::Log, a) => of(a).ln(),
            Node::Call(Func::Tanh, a) => of(a).tanh(),
            _ => f64::NAN,
        };
    }
    terms.iter().map(|t| values[t.index()]).sum()
}

/// Symbols are numbered in the order in which they were made.
fn symbol(family: &Family, symbol: Symbol) -> f64 {
    family.point.get(symbol.index()).copied().unwrap_or(f64::NAN)
}
