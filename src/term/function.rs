//! The functions: all that is known of one stands in its row.
//!
//! Derivatives, domains and definitions are texts in our own notation, with `u` for the first
//! argument, `v` for the second and `r` for the value; the layers that need them read them with
//! the product's own parser. To add a function, add a row: the tests loop over the rows.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What an argument must satisfy for the function to have a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// A condition in `u` and `v`.
    Where(&'static str),
    /// `u >= 0`, unless the root's index `v` is odd; the index is a literal whole number above 0.
    EvenRoot,
    /// `u` is an integer or `v > 0`.
    IntegerOrPositive,
}

/// What exchanging the sign of the first argument does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parity {
    /// `f(-u) = f(u)`
    Even,
    /// `f(-u) = -f(u)`
    Odd,
    /// Neither.
    Neither,
}

/// How a rigorous enclosure of the value is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Enclose {
    /// By a correctly rounded library function and the row's monotonicity.
    Library,
    /// By enclosing the definition in `means`.
    Means,
    /// By our own series or case split.
    Own,
}

/// All that is known of one function.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The name, then its aliases.
    pub names: &'static [&'static str],
    /// How LaTeX writes it, without arguments.
    pub latex: &'static str,
    /// The derivative by each argument, before the chain rule; empty where there is none to give.
    pub derivatives: &'static [&'static str],
    /// Where the function has a value.
    pub domain: &'static [Need],
    /// What must hold besides for the derivative's rule.
    pub smooth: &'static [&'static str],
    /// What is known of the value `r`.
    pub range: &'static [&'static str],
    /// What a change of sign does.
    pub parity: Parity,
    /// The same function in other functions' terms, equal on the whole domain; empty for none.
    pub means: &'static str,
    /// Whether the function jumps somewhere inside its domain.
    pub jumps: bool,
    /// How to enclose its value.
    pub enclose: Enclose,
    /// Where to sample each argument, in tenths.
    pub sample: &'static [(i32, i32)],
}

impl Row {
    /// The number of arguments.
    pub fn arity(&self) -> usize {
        self.sample.len()
    }
}

macro_rules! functions {
    ($($id:ident $names:tt $latex:literal d $d:tt on $dom:tt if $smooth:tt in $range:tt $parity:ident $means:literal $jumps:literal $enclose:ident $sample:tt)*) => {
        /// A function with a row in the table.
        ///
        /// ```
        /// use chainrule::term::Func;
        /// let log = Func::named("ln").unwrap();
        /// assert_eq!(log, Func::Log);
        /// assert_eq!(log.row().derivatives, ["1/u"]);
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[allow(missing_docs)]
        pub enum Func { $($id),* }

        impl Func {
            /// Every function, in the order of the table.
            pub const ALL: &'static [Func] = &[$(Func::$id),*];
        }

        static ROWS: &[Row] = &[$(Row {
            names: &$names, latex: $latex, derivatives: &$d, domain: &$dom, smooth: &$smooth, range: &$range,
            parity: Parity::$parity, means: $means, jumps: $jumps, enclose: Enclose::$enclose, sample: &$sample,
        }),*];
    };
}

use Need::{EvenRoot, IntegerOrPositive, Where};

functions! {
    // id       names                          latex                    d by each argument                       on (domain)                            if (derivative's rule)            in (value)                       parity  means                       jumps enclose  sample
    Exp        ["exp"]                        r"\exp"                  d ["exp(u)"]                             on []                                  if []                             in ["r > 0"]                     Neither ""                          false Library [(-20, 20)]
    Log        ["log", "ln"]                  r"\log"                  d ["1/u"]                                on [Where("u > 0")]                    if []                             in []                            Neither ""                          false Library [(2, 50)]
    Sqrt       ["sqrt"]                       r"\sqrt"                 d ["1/(2*sqrt(u))"]                      on [Where("u >= 0")]                   if ["u > 0"]                      in ["r >= 0"]                    Neither ""                          false Library [(2, 50)]
    Cbrt       ["cbrt"]                       r"\sqrt[3]"              d ["1/(3*cbrt(u)^2)"]                    on []                                  if ["u != 0"]                     in []                            Odd     ""                          false Library [(-50, 50)]
    Root       ["root"]                       r"\operatorname{root}"   d ["root(u, v)/(v*u)", ""]               on [EvenRoot]                          if ["u != 0"]                     in []                            Neither ""                          false Own     [(2, 50), (20, 20)]
    Sin        ["sin"]                        r"\sin"                  d ["cos(u)"]                             on []                                  if []                             in ["r >= -1", "r <= 1"]         Odd     ""                          false Library [(-30, 30)]
    Cos        ["cos"]                        r"\cos"                  d ["-sin(u)"]                            on []                                  if []                             in ["r >= -1", "r <= 1"]         Even    ""                          false Library [(-30, 30)]
    Tan        ["tan"]                        r"\tan"                  d ["1/cos(u)^2"]                         on [Where("cos(u) != 0")]              if []                             in []                            Odd     "sin(u)/cos(u)"             false Library [(-14, 14)]
    Cot        ["cot"]                        r"\cot"                  d ["-1/sin(u)^2"]                        on [Where("sin(u) != 0")]              if []                             in []                            Odd     "cos(u)/sin(u)"             false Means   [(2, 29)]
    Sec        ["sec"]                        r"\sec"                  d ["sec(u)*tan(u)"]                      on [Where("cos(u) != 0")]              if []                             in []                            Even    "1/cos(u)"                  false Means   [(-14, 14)]
    Csc        ["csc"]                        r"\csc"                  d ["-csc(u)*cot(u)"]                     on [Where("sin(u) != 0")]              if []                             in []                            Odd     "1/sin(u)"                  false Means   [(2, 29)]
    Asin       ["asin", "arcsin"]             r"\arcsin"               d ["1/sqrt(1 - u^2)"]                    on [Where("u >= -1"), Where("u <= 1")] if ["u > -1", "u < 1"]            in ["r >= -pi/2", "r <= pi/2"]   Odd     ""                          false Library [(-9, 9)]
    Acos       ["acos", "arccos"]             r"\arccos"               d ["-1/sqrt(1 - u^2)"]                   on [Where("u >= -1"), Where("u <= 1")] if ["u > -1", "u < 1"]            in ["r >= 0", "r <= pi"]         Neither ""                          false Library [(-9, 9)]
    Atan       ["atan", "arctan"]             r"\arctan"               d ["1/(1 + u^2)"]                        on []                                  if []                             in ["r > -pi/2", "r < pi/2"]     Odd     ""                          false Library [(-50, 50)]
    Acot       ["acot", "arccot"]             r"\operatorname{arccot}" d ["-1/(1 + u^2)"]                       on [Where("u != 0")]                   if []                             in []                            Odd     "atan(1/u)"                 false Means   [(2, 50)]
    Asec       ["asec", "arcsec"]             r"\operatorname{arcsec}" d ["1/(abs(u)*sqrt(u^2 - 1))"]           on [Where("u^2 >= 1")]                 if ["u^2 > 1"]                    in ["r >= 0", "r <= pi"]         Neither "acos(1/u)"                 false Means   [(11, 50)]
    Acsc       ["acsc", "arccsc"]             r"\operatorname{arccsc}" d ["-1/(abs(u)*sqrt(u^2 - 1))"]          on [Where("u^2 >= 1")]                 if ["u^2 > 1"]                    in ["r >= -pi/2", "r <= pi/2"]   Odd     "asin(1/u)"                 false Means   [(-50, -11)]
    Sinh       ["sinh"]                       r"\sinh"                 d ["cosh(u)"]                            on []                                  if []                             in []                            Odd     "(exp(u) - exp(-u))/2"      false Library [(-20, 20)]
    Cosh       ["cosh"]                       r"\cosh"                 d ["sinh(u)"]                            on []                                  if []                             in ["r >= 1"]                    Even    "(exp(u) + exp(-u))/2"      false Library [(-20, 20)]
    Tanh       ["tanh"]                       r"\tanh"                 d ["1 - tanh(u)^2"]                      on []                                  if []                             in ["r > -1", "r < 1"]           Odd     "sinh(u)/cosh(u)"           false Library [(-20, 20)]
    Coth       ["coth"]                       r"\coth"                 d ["-1/sinh(u)^2"]                       on [Where("u != 0")]                   if []                             in []                            Odd     "cosh(u)/sinh(u)"           false Means   [(2, 30)]
    Sech       ["sech"]                       r"\operatorname{sech}"   d ["-sech(u)*tanh(u)"]                   on []                                  if []                             in ["r > 0", "r <= 1"]           Even    "1/cosh(u)"                 false Means   [(-30, 30)]
    Csch       ["csch"]                       r"\operatorname{csch}"   d ["-csch(u)*coth(u)"]                   on [Where("u != 0")]                   if []                             in []                            Odd     "1/sinh(u)"                 false Means   [(2, 30)]
    Asinh      ["asinh", "arsinh", "arcsinh"] r"\operatorname{arsinh}" d ["1/sqrt(u^2 + 1)"]                    on []                                  if []                             in []                            Odd     "log(u + sqrt(u^2 + 1))"    false Library [(-30, 30)]
    Acosh      ["acosh", "arcosh", "arccosh"] r"\operatorname{arcosh}" d ["1/sqrt(u^2 - 1)"]                    on [Where("u >= 1")]                   if ["u > 1"]                      in ["r >= 0"]                    Neither "log(u + sqrt(u^2 - 1))"    false Library [(11, 40)]
    Atanh      ["atanh", "artanh", "arctanh"] r"\operatorname{artanh}" d ["1/(1 - u^2)"]                        on [Where("u > -1"), Where("u < 1")]   if []                             in []                            Odd     "log((1 + u)/(1 - u))/2"    false Library [(-9, 9)]
    Acoth      ["acoth", "arcoth", "arccoth"] r"\operatorname{arcoth}" d ["1/(1 - u^2)"]                        on [Where("u^2 > 1")]                  if []                             in []                            Odd     "log((u + 1)/(u - 1))/2"    false Means   [(11, 40)]
    Asech      ["asech", "arsech", "arcsech"] r"\operatorname{arsech}" d ["-1/(u*sqrt(1 - u^2))"]               on [Where("u > 0"), Where("u <= 1")]   if ["u < 1"]                      in ["r >= 0"]                    Neither "acosh(1/u)"                false Means   [(1, 9)]
    Acsch      ["acsch", "arcsch", "arccsch"] r"\operatorname{arcsch}" d ["-1/(abs(u)*sqrt(1 + u^2))"]          on [Where("u != 0")]                   if []                             in []                            Odd     "asinh(1/u)"                false Means   [(-30, -2)]
    Abs        ["abs"]                        r"\operatorname{abs}"    d ["sign(u)"]                            on []                                  if ["u != 0"]                     in ["r >= 0"]                    Even    ""                          false Own     [(-30, -1)]
    Sign       ["sign", "sgn"]                r"\operatorname{sgn}"    d ["0"]                                  on []                                  if ["u != 0"]                     in ["r >= -1", "r <= 1"]         Odd     ""                          true  Own     [(-30, -1)]
    Min        ["min"]                        r"\min"                  d ["(1 - sign(u - v))/2", "(1 + sign(u - v))/2"] on []                          if ["u != v"]                     in []                            Neither "(u + v - abs(u - v))/2"    false Own     [(-30, 0), (1, 30)]
    Max        ["max"]                        r"\max"                  d ["(1 + sign(u - v))/2", "(1 - sign(u - v))/2"] on []                          if ["u != v"]                     in []                            Neither "(u + v + abs(u - v))/2"    false Own     [(-30, 0), (1, 30)]
    Floor      ["floor"]                      r"\operatorname{floor}"  d ["0"]                                  on []                                  if ["u not integer"]              in []                            Neither ""                          true  Own     [(11, 19)]
    Ceil       ["ceil"]                       r"\operatorname{ceil}"   d ["0"]                                  on []                                  if ["u not integer"]              in []                            Neither "-floor(-u)"                true  Own     [(11, 19)]
    Mod        ["mod"]                        r"\operatorname{mod}"    d ["1", "-floor(u/v)"]                   on [Where("v != 0")]                   if ["u/v not integer"]            in []                            Neither "u - v*floor(u/v)"          true  Means   [(71, 79), (30, 34)]
    Erf        ["erf"]                        r"\operatorname{erf}"    d ["2*exp(-u^2)/sqrt(pi)"]               on []                                  if []                             in ["r > -1", "r < 1"]           Odd     ""                          false Own     [(-20, 20)]
    Erfc       ["erfc"]                       r"\operatorname{erfc}"   d ["-2*exp(-u^2)/sqrt(pi)"]              on []                                  if []                             in ["r > 0", "r < 2"]            Neither "1 - erf(u)"                false Own     [(-20, 20)]
    Gamma      ["gamma"]                      r"\Gamma"                d ["gamma(u)*digamma(u)"]                on [Where("u not pole")]               if []                             in ["r != 0"]                    Neither ""                          false Own     [(5, 40)]
    Loggamma   ["loggamma"]                   r"\operatorname{loggamma}" d ["digamma(u)"]                         on [Where("u > 0")]                    if []                             in []                            Neither ""                          false Own     [(5, 40)]
    Digamma    ["digamma"]                    r"\operatorname{digamma}" d ["polygamma(1, u)"]                    on [Where("u not pole")]               if []                             in []                            Neither ""                          false Own     [(5, 40)]
    Polygamma  ["polygamma"]                  r"\operatorname{polygamma}" d ["", "polygamma(u + 1, v)"]         on [Where("u integer"), Where("u >= 0"), Where("v not pole")] if []      in []                            Neither ""                          false Own     [(10, 10), (5, 40)]
    Atan2      ["atan2"]                      r"\operatorname{atan2}"  d ["v/(u^2 + v^2)", "-u/(u^2 + v^2)"]    on [Where("u^2 + v^2 != 0")]           if ["v + sqrt(u^2 + v^2) > 0"]    in ["r > -pi", "r <= pi"]        Neither ""                          true  Own     [(2, 20), (-20, 20)]
    Sigmoid    ["sigmoid", "sigma"]           r"\sigma"                d ["sigmoid(u)*(1 - sigmoid(u))"]        on []                                  if []                             in ["r > 0", "r < 1"]            Neither "1/(1 + exp(-u))"           false Means   [(-30, 30)]
    Softplus   ["softplus"]                   r"\operatorname{softplus}" d ["sigmoid(u)"]                       on []                                  if []                             in ["r > 0"]                     Neither "log(1 + exp(u))"           false Means   [(-30, 30)]
    Relu       ["relu", "ReLU"]               r"\operatorname{ReLU}"   d ["(1 + sign(u))/2"]                    on []                                  if ["u != 0"]                     in ["r >= 0"]                    Neither "(u + abs(u))/2"            false Means   [(-30, -1)]
    LambertW   ["lambertw", "LambertW"]       r"\operatorname{LambertW}" d ["lambertw(u)/(u*(1 + lambertw(u)))"]  on [Where("u >= -exp(-1)")]            if ["u > -exp(-1)", "u != 0"]     in ["r >= -1"]                   Neither ""                          false Own     [(2, 30)]
    Si         ["Si"]                         r"\operatorname{Si}"     d ["sin(u)/u"]                           on []                                  if ["u != 0"]                     in []                            Odd     ""                          false Own     [(2, 30)]
    Ei         ["Ei"]                         r"\operatorname{Ei}"     d ["exp(u)/u"]                           on [Where("u != 0")]                   if []                             in []                            Neither ""                          false Own     [(2, 30)]
    BesselJ    ["besselj"]                    r"\operatorname{besselj}" d ["", "(besselj(u - 1, v) - besselj(u + 1, v))/2"] on [IntegerOrPositive]      if []                             in []                            Neither ""                          false Own     [(10, 10), (2, 30)]
}

impl Func {
    /// The function's row.
    pub fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The function's name.
    pub fn name(self) -> &'static str {
        self.row().names[0]
    }

    /// The function of that name or alias.
    pub fn named(name: &str) -> Option<Func> {
        BY_NAME.get(name).copied()
    }
}

/// The functions by their names and aliases.
static BY_NAME: LazyLock<FxHashMap<&'static str, Func>> =
    LazyLock::new(|| Func::ALL.iter().flat_map(|f| f.row().names.iter().map(|name| (*name, *f))).collect());
