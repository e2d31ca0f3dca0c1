//! The special functions' enclosures, held to reference values and to functional equations.

use chainrule::decide::{Point, Value, approximate, evaluate};
use chainrule::parse::read;
use chainrule::term::{Arena, Rational};
use std::time::{Duration, Instant};

/// A term without variables, and its value to 40 digits by mpmath 1.3.
const VALUES: &[(&str, &str)] = &[
    ("gamma(1/3)", "2.678938534707747633655692940974677644129"),
    ("gamma(29/20)", "0.8856613802710720774673308260817360346541"),
    ("gamma(-5/2)", "-0.9453087204829418812256893244486107641587"),
    (
        "gamma(1001/10)",
        "1478454494651513679874739643700584598156000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000.0",
    ),
    ("gamma(10^-20)", "99999999999999999999.4227843350984671394"),
    ("gamma(-99/10 - 10^-6)", "0.000003542710509324585717520710225413369540778"),
    ("loggamma(1/3)", "0.9854206469277670691871740369779613917356"),
    ("loggamma(3/2)", "-0.1207822376352452223455184457816472122519"),
    ("loggamma(1 + 10^-6)", "-0.0000005772148424349001218570997842608826111788"),
    ("loggamma(12345/7)", "11416.4761862133506961404468903670872636"),
    ("loggamma(10^20)", "4505170185988091368013.875996971992631104"),
    ("digamma(1)", "-0.5772156649015328606065120900824024310422"),
    ("digamma(1/3)", "-3.132033780020806322996419074287268854155"),
    ("digamma(-7/3)", "2.860337012784840099026230611926315449557"),
    ("digamma(10^6)", "13.8155100579641907707746154031061852456"),
    ("digamma(-1000 + 10^-6)", "-999993.0917415154825544164986080571837511"),
    ("polygamma(1, 1)", "1.644934066848226436472415166646025189219"),
    ("polygamma(2, 1/4)", "-129.3277399375369203333379671788439898873"),
    ("polygamma(3, 10)", "0.002319901304289868385557651340158666118367"),
    ("polygamma(20, 7/2)", "-9182070.204945626702884366216261354755322"),
    ("polygamma(5, 1000)", "0.00000000000002406005999994400011999960400181998894409"),
    ("lambertw(1)", "0.5671432904097838729999686622103555497538"),
    ("lambertw(-1/3)", "-0.6190612867359451121523269940209222333015"),
    ("lambertw(-3678/10000)", "-0.9793607149578284774761844434886481686056"),
    ("lambertw(10^-6)", "0.0000009999990000014999973333385416558666900097"),
    ("lambertw(10^6)", "11.38335808614005262200015678158500428903"),
    ("lambertw(10^100)", "224.8431064451185015393731343379556754108"),
    ("Si(1/3)", "0.3312825659301884225135046991300795291449"),
    ("Si(-10)", "-1.65834759421887404933097187938967248063"),
    ("Si(50)", "1.55161707248593589472798559485937754342"),
    ("Si(1000)", "1.570233121968771218147962778036334441002"),
    ("Si(10^6)", "1.570795390043119081462208201142128556725"),
    ("Si(10^-6)", "0.0000009999999999999444444444444461111111111111"),
    ("Ei(1/3)", "-0.1580921089711557103135773062301122859228"),
    ("Ei(10)", "2492.22897624187775913844014399852484899"),
    ("Ei(-1/3)", "-0.828887745348586636120206981163475682645"),
    ("Ei(-10)", "-0.000004156968929685324277402859810278180384346"),
    ("Ei(100)", "271555274485387982191401464231082541029600.0"),
    ("Ei(-100)", "-0.0000000000000000000000000000000000000000000003683597761682032180235192620508118987655"),
    ("Ei(-10^-6)", "-13.23829589306249124355699218316267337012"),
    ("erf(1/3)", "0.3626481117660629334081786401478658796921"),
    ("erf(5)", "0.9999999999984625402055719651498116565146"),
    ("erfc(1/3)", "0.6373518882339370665918213598521341203079"),
    ("erfc(5)", "0.000000000001537459794428034850188343485383378890118"),
    ("erfc(9)", "0.000000000000000000000000000000000000413703174651381023805390346736252459571"),
    ("erfc(-2)", "1.995322265018952734162069256367252928611"),
    ("erfc(10)", "0.000000000000000000000000000000000000000000002088487583762544757000786294957788611561"),
    ("besselj(0, 1)", "0.7651976865579665514497175261026632209093"),
    ("besselj(1, 50)", "-0.09751182812517513766145895387370161404049"),
    ("besselj(-2, 7/3)", "0.4198120255920498866749725223033778175372"),
    ("besselj(3, -20)", "0.0989013945604496756128772236500505933584"),
    ("besselj(0, 1000)", "0.02478668615242017456133073111569370878617"),
    ("besselj(10, 100000)", "0.001720124288677825249126946246842349728353"),
    ("besselj(1/3, 2)", "0.4429398181485762122504224177359511644234"),
    ("besselj(-1/3, 2)", "-0.07574998028513232290319351332080347404655"),
    ("besselj(7/2, 300)", "-0.00009666351080670849897205153299737713324803"),
    ("besselj(30, 2)", "0.000000000000000000000000000000003650256266474097105212937604505606554112"),
];

/// Terms of the variable x that are equal at every point of the list.
const EQUATIONS: &[(&str, &str, &[&str])] = &[
    ("gamma(x + 1)", "x*gamma(x)", &["1/3", "7/2", "-5/4", "33/10", "-303/7"]),
    ("gamma(x)*gamma(1 - x)*sin(pi*x)", "pi", &["1/3", "7/2", "-5/4", "33/10"]),
    ("gamma(x)*gamma(x + 1/2)", "2^(1 - 2*x)*sqrt(pi)*gamma(2*x)", &["1/3", "5/4", "100"]),
    ("exp(loggamma(x))", "gamma(x)", &["1/3", "5/4", "3/2", "100"]),
    ("digamma(x + 1) - digamma(x)", "1/x", &["1/3", "-7/2", "-5/4", "1000"]),
    ("polygamma(4, x + 1) - polygamma(4, x)", "24/x^5", &["1/3", "-7/2", "-5/4", "1000"]),
    ("polygamma(1, x) + polygamma(1, 1 - x)", "pi^2/sin(pi*x)^2", &["1/3", "-7/2", "5/4"]),
    ("digamma(1/2) + 2*log(2)", "digamma(1)", &["0"]),
    ("lambertw(x)*exp(lambertw(x))", "x", &["1/3", "-1/3", "-367/1000", "10^30", "10^-30"]),
    ("lambertw(x*exp(x))", "x", &["1/3", "-9/10", "-999999/1000000", "50"]),
    ("erfc(x) + erf(x)", "1", &["1/3", "-7/2", "20", "3"]),
    ("erfc(x) + erfc(-x)", "2", &["1/3", "-7/2", "20"]),
    ("Si(-x)", "-Si(x)", &["1/3", "700"]),
    ("besselj(2, x) + besselj(0, x)", "2/x*besselj(1, x)", &["1/3", "-50", "90", "100000"]),
    ("besselj(-3, x)", "-besselj(3, x)", &["1/3", "-50", "100000"]),
    ("besselj(1/2, x)", "sqrt(2/(pi*x))*sin(x)", &["1/3", "50", "100000"]),
    ("besselj(-3/2, x)", "-sqrt(2/(pi*x))*(sin(x) + cos(x)/x)", &["1/3", "50", "100000"]),
];

/// Terms whose value is too large or takes too long: given up, or enclosed, but soon.
const HARD: &[&str] = &[
    "gamma(10^6)",
    "gamma(-10^6 - 1/2)",
    "gamma(10^400)",
    "gamma(exp(1000))",
    "gamma(1/10^400)",
    "loggamma(10^400)",
    "loggamma(exp(-1000))",
    "digamma(-10^9 + 1/3)",
    "digamma(-10^400 + 1/3)",
    "polygamma(2, -10^6 + 1/3)",
    "polygamma(10^6, 2)",
    "polygamma(400, 1/3)",
    "polygamma(pi, 2)",
    "besselj(0, 10^9)",
    "besselj(0, 10^400)",
    "besselj(10^9, 3)",
    "besselj(4000, 2000)",
    "besselj(-4000 - 1/3, 2)",
    "besselj(1/3, 1500)",
    "lambertw(10^1000)",
    "lambertw(exp(10^6))",
    "lambertw(-exp(-1))",
    "lambertw(-exp(-1) + 10^-60)",
    "Si(10^9)",
    "Si(-10^400)",
    "Si(10^-400)",
    "Ei(10^9)",
    "Ei(-10^9)",
    "Ei(10^5)",
    "Ei(10^-400)",
    "erfc(10^9)",
    "erfc(300)",
    "erf(-10^400)",
];

fn value(text: &str, bits: u32) -> Value {
    let mut arena = Arena::new();
    let term = read(&mut arena, Box::leak(text.to_owned().into_boxed_str()));
    evaluate(&arena, term, &Point::default(), bits)
}

fn ends(value: &Value) -> Option<(Rational, Rational)> {
    match value {
        Value::Exact(x) => Some((x.clone(), x.clone())),
        Value::Enclosed(i) => Some((i.lo(), i.hi())),
        _ => None,
    }
}

fn power_of_two(exponent: i32) -> Rational {
    Rational::from(2).pow(exponent).expect("2 is not 0")
}

#[test]
fn enclosures_hold_the_reference_values_and_are_narrow() {
    for (text, reference) in VALUES {
        let Value::Exact(reference) = value(reference, 64) else { panic!("{text}") };
        let slack = reference.abs() * Rational::from(10).pow(-39).expect("10 is not 0");
        for bits in [20, 64, 150, 500] {
            let (lo, hi) = ends(&value(text, bits)).unwrap_or_else(|| panic!("{text} at {bits} bits"));
            let holds = &lo - &slack <= reference && reference <= &hi + &slack;
            assert!(holds, "{text} at {bits} bits: {}", value(text, bits));
            let narrow = reference.abs().max(Rational::ONE) * power_of_two(12 - bits as i32);
            assert!(hi - lo < narrow, "{text} at {bits} bits: {}", value(text, bits));
        }
    }
}

#[test]
fn functional_equations_hold() {
    for (lhs, rhs, points) in EQUATIONS {
        let mut arena = Arena::new();
        let (lhs_term, rhs_term) = (read(&mut arena, lhs), read(&mut arena, rhs));
        let difference = arena.binary(chainrule::term::Operator::Sub, lhs_term, rhs_term);
        let x = arena.intern("x");
        for at in *points {
            let Value::Exact(number) = value(at, 64) else { panic!("{at}") };
            let point = Point::new(&arena, [(x, number)]);
            for bits in [64, 300] {
                let place = format!("{lhs} = {rhs} at {at}, {bits} bits");
                let size = ends(&evaluate(&arena, rhs_term, &point, bits)).expect(&place).1.abs();
                let (lo, hi) = ends(&evaluate(&arena, difference, &point, bits)).expect(&place);
                assert!(lo.signum() <= 0 && hi.signum() >= 0, "{place}");
                let narrow = size.max(Rational::ONE) * power_of_two(24 - bits as i32);
                assert!(hi - lo < narrow, "{place}");
            }
        }
    }
}

/// Wide arguments: the value over `[c - r, c + r]` holds the values at points inside.
#[test]
fn intervals_hold_the_values_of_their_points() {
    let functions = [
        "gamma(@)",
        "loggamma(@)",
        "digamma(@)",
        "polygamma(1, @)",
        "polygamma(2, @)",
        "lambertw(@)",
        "Si(@)",
        "Ei(@)",
        "erf(@)",
        "erfc(@)",
        "besselj(0, @)",
        "besselj(3, @)",
        "besselj(5/2, @)",
        "besselj(-5/2, @)",
    ];
    // At few bits (sqrt(2) - 1)^k-like noise makes the argument wide: r grows with the factor.
    for function in functions {
        for center in ["1/4", "5/4", "3/2", "29/20", "7/4", "17/2", "40"] {
            for noise in [3, 8, 20, 40] {
                let wide = format!("{center} + 2^{noise}*(sqrt(2) - sqrt(2) + (pi - pi))");
                let value_of = |argument: &str, bits| value(&function.replace('@', &format!("({argument})")), bits);
                let Some((lo, hi)) = ends(&value_of(&wide, 45)) else { continue };
                let Some((a, b)) = ends(&value(&wide, 45)) else { panic!("{wide}") };
                for k in 0..=6 {
                    let at = &a + &((&b - &a) * Rational::new(k, 6));
                    let (inner_lo, inner_hi) = ends(&value_of(&at.to_string(), 200)).expect("a value");
                    assert!(lo <= inner_hi && inner_lo <= hi, "{function} at {at} in {wide}");
                }
            }
        }
    }
}

#[test]
fn hard_arguments_come_back_soon() {
    for text in HARD {
        for bits in [64, 512] {
            let now = Instant::now();
            let _ = value(text, bits);
            let limit = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 });
            assert!(now.elapsed() < limit, "{text} at {bits} bits takes {:?}", now.elapsed());
        }
    }
    for text in ["gamma(10^6)", "gamma(10^400)", "Ei(10^9)", "besselj(10^9, 3)", "polygamma(10^6, 2)"] {
        assert_eq!(value(text, 64), Value::Unknown, "{text}");
    }
}

#[test]
fn poles_and_arguments_outside_have_no_value() {
    for text in [
        "gamma(0)",
        "gamma(-7)",
        "digamma(-10^400)",
        "polygamma(1, -3)",
        "polygamma(-1, 3)",
        "polygamma(1/2, 3)",
        "loggamma(0)",
        "loggamma(-1/2)",
        "lambertw(-368/1000)",
        "Ei(0)",
        "besselj(1/2, -1)",
        "besselj(1/2, 0)",
    ] {
        assert_eq!(value(text, 64), Value::Undefined, "{text}");
    }
}

#[test]
fn decimals_are_rounded_correctly() {
    let decimal = |text| {
        let mut arena = Arena::new();
        let term = read(&mut arena, text);
        approximate(&arena, term, &Point::default(), 20)
    };
    assert_eq!(decimal("gamma(1/3)").as_deref(), Some("~2.67893853470774763366"));
    assert_eq!(decimal("lambertw(1)").as_deref(), Some("~0.567143290409783873"));
    assert_eq!(decimal("besselj(0, 10^6)").as_deref(), Some("~0.00033104301373987374"));
}
