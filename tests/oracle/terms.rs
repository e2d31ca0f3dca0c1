//! Formulas, points and conditions from bytes, so that properties and fuzzers draw from one source.

use chainrule::term::{Arena, Func, Node, Operator, Rational, Relation, TermId};

/// Trees larger than this are not built.
const LARGEST: u128 = 60;

/// The everyday functions; all others come up, too, but less often.
const COMMON: [Func; 10] =
    [Func::Exp, Func::Log, Func::Sqrt, Func::Sin, Func::Cos, Func::Tan, Func::Abs, Func::Tanh, Func::Atan, Func::Exp];

/// A formula in x and y: each byte is an instruction of a machine with a stack.
pub fn term(arena: &mut Arena, bytes: &[u8]) -> TermId {
    let mut stack: Vec<TermId> = Vec::new();
    let mut bytes = bytes.iter().copied();
    while let Some(byte) = bytes.next() {
        let next = step(arena, byte, &mut bytes, &mut stack);
        if arena.tree_size(next) <= LARGEST {
            stack.push(next);
        }
    }
    let mut all = stack.into_iter().rev();
    let mut sum = all.next().unwrap_or_else(|| arena.symbol("x"));
    for other in all {
        let larger = arena.binary(Operator::Add, other, sum);
        sum = if arena.tree_size(larger) <= LARGEST { larger } else { sum };
    }
    sum
}

fn step(arena: &mut Arena, byte: u8, more: &mut impl Iterator<Item = u8>, stack: &mut Vec<TermId>) -> TermId {
    let kind = byte % 64;
    match kind {
        0..=9 => return arena.symbol("x"),
        10..=13 => return arena.symbol("y"),
        14..=19 => return arena.integer(i64::from(kind) - 14),
        20 => return number(arena, 1, 2),
        21 => return number(arena, 3, 10),
        22 => return arena.pi(),
        _ => {}
    }
    let Some(a) = stack.pop() else { return arena.symbol("x") };
    match kind {
        23..=32 => arena.call(COMMON[usize::from(kind) - 23], a),
        33..=37 => {
            let f = Func::ALL[usize::from(more.next().unwrap_or(0)) % Func::ALL.len()];
            function(arena, f, a, stack)
        }
        38..=42 => {
            let exponent = [2, 3, -1, -2, 4][usize::from(kind) - 38];
            let n = arena.integer(exponent);
            arena.binary(Operator::Pow, a, n)
        }
        43 => {
            let half = arena.rational(&Rational::new(1, 2));
            arena.binary(Operator::Pow, a, half)
        }
        44 | 45 => arena.neg(a),
        46 => {
            let (b, c) = (stack.pop(), stack.pop());
            let (b, c) = (b.unwrap_or(a), c.unwrap_or(a));
            let relation = Relation::ALL[usize::from(more.next().unwrap_or(0)) % 6];
            let condition = arena.relation(relation, a, b);
            arena.add(Node::If(condition, b, c))
        }
        _ => {
            let Some(b) = stack.pop() else { return a };
            let op = match kind {
                47..=51 => Operator::Add,
                52..=54 => Operator::Sub,
                55..=58 => Operator::Mul,
                59..=61 => Operator::Div,
                62 => Operator::Pow,
                _ => return arena.call2(if byte < 128 { Func::Max } else { Func::Min }, b, a),
            };
            arena.binary(op, b, a)
        }
    }
}

fn function(arena: &mut Arena, f: Func, a: TermId, stack: &mut Vec<TermId>) -> TermId {
    if f == Func::Root {
        let n = arena.integer(3 + (stack.len() % 3) as i64);
        return arena.call2(f, a, n);
    }
    if f.row().arity() == 1 {
        arena.call(f, a)
    } else {
        let other = stack.pop().unwrap_or_else(|| arena.integer(2));
        arena.call2(f, other, a)
    }
}

fn number(arena: &mut Arena, top: i64, bottom: i64) -> TermId {
    arena.literal(Rational::new(top, bottom))
}

/// Points at which two variables are tried: the special ones first.
pub fn points(count: usize) -> Vec<(Rational, Rational)> {
    let special = [0, 1, -1, 2].map(|n| (Rational::from(n), Rational::from(n + 1)));
    let random = (0..).scan(7u64, |state, _| {
        let mut next = || {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let bits = (*state >> 33) as i64;
            Rational::new(bits % 97 - 48, 1 + bits / 97 % 16)
        };
        Some((next(), next()))
    });
    special.into_iter().chain(random).take(count).collect()
}
