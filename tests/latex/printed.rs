//! What the renderer prints as LaTeX reads back to the same term.

use chainrule::parse::Options;
use chainrule::parse::latex::{Setting, parse_latex};
use chainrule::render::{Notation, render};
use chainrule::term::{Arena, Func, Node, Operator, Rational, Relation, TermId, Unknown};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

const NAMES: [&str; 15] =
    ["e", "d", "dx", "x", "y", "a", "w_1", "w_ij", "alpha", "theta_2", "loss", "t", "hat_y", "Omega", "N"];

/// What a printed term is read as: the term, or why not.
fn again(arena: &mut Arena, term: TermId) -> Result<(), String> {
    let shown = render(arena, term, Notation::Latex);
    let options = Options::default();
    let read = parse_latex(arena, &shown, &Setting { options: &options, calls: &[], macros: &[] });
    let read = read.map_err(|e| format!("{shown}\n{}", e.render(&shown)))?;
    match &read.chains[..] {
        [chain] if chain.parts.len() == 1 && chain.parts[0].term == term => Ok(()),
        [chain] => Err(format!("{shown}\nis read as {}", render(arena, chain.parts[0].term, Notation::Ascii))),
        _ => Err(format!("{shown}\nis read as {} formulas", read.chains.len())),
    }
}

#[test]
fn all_functions_are_read_back() {
    let mut wrong = String::new();
    for &function in Func::ALL {
        let mut arena = Arena::new();
        let (x, y, three) = (arena.symbol("x"), arena.symbol("y"), arena.integer(5));
        let sum = arena.binary(Operator::Add, x, y);
        let terms = match (function, function.row().arity()) {
            (Func::Root, _) => vec![arena.call2(function, x, three), arena.call2(function, sum, three)],
            (Func::Polygamma | Func::BesselJ, _) => vec![arena.call2(function, three, x)],
            (_, 1) => vec![arena.call(function, x), arena.call(function, sum)],
            _ => vec![arena.call2(function, x, y), arena.call2(function, sum, y)],
        };
        for term in terms {
            let two = arena.integer(2);
            let (square, scaled) = (arena.binary(Operator::Pow, term, two), arena.binary(Operator::Mul, term, y));
            for term in [term, square, scaled] {
                wrong += &again(&mut arena, term).err().map(|e| e + "\n").unwrap_or_default();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// One step in building a random term: what to make, and from which of the terms made so far.
type Recipe = (u8, u8, [u16; 3]);

fn leaves(arena: &mut Arena) -> Vec<TermId> {
    let mut pool: Vec<TermId> = NAMES.iter().map(|name| arena.symbol(name)).collect();
    pool.extend([0, 1, 2, 3, 10, 4711].map(|n| arena.integer(n)));
    pool.push(arena.literal(Rational::new(1, 2)));
    pool.push(arena.pi());
    pool
}

fn step(arena: &mut Arena, (kind, which, _): Recipe, [a, b, c]: [TermId; 3]) -> TermId {
    let which = which as usize;
    match kind % 12 {
        0..=4 => arena.binary(Operator::ALL[kind as usize % 12], a, b),
        5 | 6 => arena.neg(a),
        7 | 8 => {
            let function = Func::ALL[which % Func::ALL.len()];
            match (function, function.row().arity()) {
                (Func::Root, _) => {
                    let degree = arena.integer(which as i64 % 5 + 4);
                    arena.call2(function, a, degree)
                }
                (Func::Polygamma | Func::BesselJ, _) => a,
                (_, 1) => arena.call(function, a),
                _ => arena.call2(function, a, b),
            }
        }
        9 => {
            let condition = arena.relation(Relation::ALL[which % Relation::ALL.len()], a, b);
            arena.add(Node::If(condition, b, c))
        }
        10 => {
            let name = arena.intern(["f", "g", "h"][which % 3]);
            arena.apply(Unknown { name, orders: [which as u32 % 3].into() }, &[a])
        }
        _ => {
            let x = arena.intern(NAMES[which % NAMES.len()]);
            arena.add(Node::Diff(a, x, which as u32 % 3 + 1))
        }
    }
}

proptest! {
    #![proptest_config(Config { cases: 3000, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..Config::default() })]

    #[test]
    fn random_terms_are_read_back(recipes in prop::collection::vec(any::<Recipe>(), 1..12)) {
        let mut arena = Arena::new();
        let mut pool = leaves(&mut arena);
        for recipe in recipes {
            let pick = |n: u16| pool[pool.len() - 1 - ((u64::from(n).pow(3) * pool.len() as u64) >> 48) as usize];
            let term = step(&mut arena, recipe, recipe.2.map(pick));
            if arena.tree_size(term) < 200 {
                pool.push(term);
            }
        }
        let term = pool[pool.len() - 1];
        again(&mut arena, term).map_err(TestCaseError::fail)?;
    }
}
