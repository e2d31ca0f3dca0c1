//! What is printed reads back to the same term, and prints the same again.

use chainrule::parse;
use chainrule::render::{Notation, render, render_within};
use chainrule::term::{Arena, Func, Node, Operator, Property, Rational, Relation, TermId, Unknown};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The notations that promise to read back.
const PLAIN: [Notation; 3] = [Notation::Text, Notation::Ascii, Notation::Unicode];

/// The largest tree worth printing in a test.
const LARGEST: u128 = 400;

const NAMES: [&str; 21] = [
    "x", "y", "a", "z", "e", "d", "dx", "x1", "w_1", "w_ij", "alpha", "alpha_2", "theta", "loss", "f", "E2", "sigma",
    "gamma", "mu_", "L'", "b1",
];

/// One step in building a random term: what to make, and from which of the terms made so far.
type Recipe = (u8, u8, [u16; 3]);

fn leaves(arena: &mut Arena) -> Vec<TermId> {
    let mut pool: Vec<TermId> = NAMES.iter().map(|name| arena.symbol(name)).collect();
    pool.extend([0, 1, 2, 3, 10, 123_456_789].map(|n| arena.integer(n)));
    let ten = |n| Rational::from(10).pow(n).unwrap();
    for decimal in [Rational::new(1, 2), Rational::new(5, 4), ten(30), ten(400) * Rational::from(15), ten(-9)] {
        pool.push(arena.literal(decimal));
    }
    pool.push(arena.pi());
    pool
}

fn relation(arena: &mut Arena, which: u8, a: TermId, b: TermId) -> TermId {
    arena.relation(Relation::ALL[which as usize % Relation::ALL.len()], a, b)
}

fn function(arena: &mut Arena, which: u8, a: TermId, b: TermId) -> TermId {
    let function = Func::ALL[which as usize % Func::ALL.len()];
    match (function, function.row().arity()) {
        (Func::Root, _) => {
            let index = arena.integer(i64::from(which % 5) + 1);
            arena.call2(function, a, index)
        }
        (_, 1) => arena.call(function, a),
        _ => arena.call2(function, a, b),
    }
}

fn unknown(arena: &mut Arena, which: u8, a: TermId, b: TermId) -> TermId {
    let name = arena.intern(["f", "g", "h"][which as usize % 3]);
    let (order, other) = (u32::from(which / 3 % 6), u32::from(which / 18 % 3));
    if which < 128 {
        arena.apply(Unknown { name, orders: [order].into() }, &[a])
    } else {
        arena.apply(Unknown { name, orders: [order, other].into() }, &[a, b])
    }
}

fn step(arena: &mut Arena, (kind, which, _): Recipe, [a, b, c]: [TermId; 3]) -> TermId {
    match kind % 12 {
        0..=4 => arena.binary(Operator::ALL[kind as usize % 12], a, b),
        5 | 6 => arena.neg(a),
        7 | 8 => function(arena, which, a, b),
        9 => {
            let condition = relation(arena, which, a, b);
            arena.add(Node::If(condition, b, c))
        }
        10 => unknown(arena, which, a, b),
        _ => {
            let x = arena.intern(NAMES[which as usize % NAMES.len()]);
            arena.add(Node::Diff(a, x, u32::from(which % 4) + 1))
        }
    }
}

/// A random term: each step takes its arguments from the leaves and from earlier steps, mostly
/// recent ones; the last may become a condition.
fn build(arena: &mut Arena, recipes: &[Recipe], ending: (u8, u8)) -> TermId {
    let mut pool = leaves(arena);
    let mut last = pool[0];
    for &recipe in recipes {
        // The fourth power makes most arguments recent, and so most terms deep.
        let back = |n: u16| ((u64::from(n).pow(4) >> 48) * pool.len() as u64) >> 16;
        let pick = |n: u16| pool[pool.len() - 1 - back(n) as usize];
        let term = step(arena, recipe, recipe.2.map(pick));
        if arena.tree_size(term) <= LARGEST {
            pool.push(term);
            last = term;
        }
    }
    match ending.0 % 8 {
        0 => relation(arena, ending.1, last, pool[ending.1 as usize % pool.len()]),
        1 => arena.add(Node::Property(Property::ALL[ending.1 as usize % Property::ALL.len()], last)),
        2 => {
            let (test, other) =
                (relation(arena, ending.1, last, pool[0]), relation(arena, ending.1 / 6, pool[1], last));
            let whole = arena.add(Node::Property(Property::Integer, last));
            arena.add(Node::If(test, other, whole))
        }
        _ => last,
    }
}

fn read(arena: &mut Arena, text: &str) -> Result<TermId, String> {
    let options = parse::Options::default();
    match parse::parse_formula(arena, text, &options) {
        Ok(parsed) => Ok(parsed.term),
        Err(error) => match parse::parse_condition(arena, text, &options).as_deref() {
            Ok([condition]) => Ok(*condition),
            _ => Err(error.render(text)),
        },
    }
}

fn reads_back(arena: &mut Arena, term: TermId) -> Result<(), TestCaseError> {
    for notation in PLAIN {
        for text in [render(arena, term, notation), render_within(arena, term, notation, 30)] {
            let again = read(arena, &text).map_err(TestCaseError::fail)?;
            let printed = render(arena, again, notation);
            prop_assert_eq!(again, term, "{:?}: {} was read as {}", notation, text, printed);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn every_term_reads_back_as_itself(
        recipes in prop::collection::vec(any::<Recipe>(), 1..24),
        ending in any::<(u8, u8)>(),
    ) {
        let mut arena = Arena::new();
        let term = build(&mut arena, &recipes, ending);
        reads_back(&mut arena, term)?;
    }
}

/// Texts that are printed exactly as they stand here, whichever notation they are read from.
const PINNED: &[[&str; 3]] = &[
    ["2a", "2*a", "2a"],
    ["3a^2", "3*a^2", "3a²"],
    ["1/a", "1/a", "1/a"],
    ["a - y", "a - y", "a − y"],
    ["a*(1 - a)", "a*(1 - a)", "a·(1 − a)"],
    ["(a - y)/(a*(1 - a))", "(a - y)/(a*(1 - a))", "(a − y)/(a·(1 − a))"],
    ["-a*b/c", "-a*b/c", "−a·b/c"],
    ["(-a)*b", "(-a)*b", "(−a)·b"],
    ["x + (-a*x)", "x + (-a*x)", "x + (−a·x)"],
    ["-x^2 - (-y)", "-x^2 - (-y)", "−x² − (−y)"],
    ["1/2*x", "1/2*x", "1/2·x"],
    ["1/(2x)", "1/(2*x)", "1/(2x)"],
    ["x^(-2)", "x^(-2)", "x⁻²"],
    ["2^3^x", "2^3^x", "2^(3^x)"],
    ["(x^2)^3", "(x^2)^3", "(x²)³"],
    ["sin(x)^2 + cos(x)^2", "sin(x)^2 + cos(x)^2", "sin(x)² + cos(x)²"],
    ["sqrt(x + 1) + sqrt(x)", "sqrt(x + 1) + sqrt(x)", "√(x + 1) + √x"],
    ["abs(x - abs(y))", "abs(x - abs(y))", "abs(x − |y|)"],
    ["1/(1 + exp(-x))", "1/(1 + exp(-x))", "1/(1 + exp(−x))"],
    ["sigmoid(z)*(1 - sigmoid(z))", "sigmoid(z)*(1 - sigmoid(z))", "σ(z)·(1 − σ(z))"],
    ["2*pi*alpha_1", "2*pi*alpha_1", "2π·α_1"],
    ["f'(g(x))*g'(x)", "f'(g(x))*g'(x)", "f'(g(x))·g'(x)"],
    ["f'[1,0](x, y)", "f'[1,0](x, y)", "f'[1,0](x, y)"],
    ["diff(f(x), x, 2)", "diff(f(x), x, 2)", "diff(f(x), x, 2)"],
    ["if(x >= 0, x, -x)", "if(x >= 0, x, -x)", "if(x ≥ 0, x, −x)"],
    ["a != 0", "a != 0", "a ≠ 0"],
    ["1e400*x", "1e400*x", "1e400·x"],
];

#[test]
fn pinned_texts_are_fixpoints() {
    for texts in PINNED {
        let mut arena = Arena::new();
        let terms = texts.map(|text| read(&mut arena, text).unwrap_or_else(|e| panic!("{e}")));
        for term in terms {
            assert_eq!(PLAIN.map(|n| render(&arena, term, n)), *texts);
        }
        assert!(terms.iter().all(|&t| t == terms[0]), "{texts:?}");
    }
}

#[test]
fn deep_terms_read_back() {
    let work = || {
        let mut arena = Arena::new();
        let mut term = arena.symbol("x");
        for _ in 0..100_000 {
            term = arena.call(Func::Sin, term);
        }
        let text = render(&arena, term, Notation::Text);
        assert_eq!(read(&mut arena, &text), Ok(term));
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap();
    assert!(thread.join().is_ok());
}
