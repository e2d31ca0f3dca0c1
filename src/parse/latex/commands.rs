//! The commands of LaTeX that have a meaning here, and those that are named and not read.

use super::LinkKind;
use super::token::{Fence, Font, Kind, Shape, Size};
use crate::parse::{character, spelling};
use crate::term::{Func, Relation};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const fn open(shape: Shape) -> Kind {
    Kind::Open(Fence::new(shape))
}

const fn close(shape: Shape) -> Kind {
    Kind::Close(Fence::new(shape))
}

const fn relation(relation: Relation) -> Kind {
    Kind::Link(LinkKind::Relation(relation))
}

/// Commands without their backslash, and what they are.
const COMMANDS: &[(&str, Kind)] = &[
    ("alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa", Kind::Greek),
    ("lambda mu nu xi omicron pi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega", Kind::Greek),
    ("Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar imath jmath aleph", Kind::Greek),
    ("lg", Kind::Decadic),
    ("frac dfrac tfrac cfrac", Kind::Fraction),
    ("sqrt", Kind::Root),
    ("hat widehat", Kind::Accent("hat_")),
    ("bar overline", Kind::Accent("bar_")),
    ("tilde widetilde", Kind::Accent("tilde_")),
    ("check", Kind::Accent("check_")),
    ("breve", Kind::Accent("breve_")),
    ("mathcal", Kind::Accent("cal_")),
    ("mathscr", Kind::Accent("scr_")),
    ("mathfrak", Kind::Accent("frak_")),
    ("dot", Kind::Dot(1)),
    ("ddot", Kind::Dot(2)),
    ("partial", Kind::Partial),
    ("dv pdv", Kind::Shorthand),
    ("mathrm operatorname operatorname* mathit mathsf mathtt mathnormal", Kind::Font(Font::Name)),
    (
        "text textrm textit textnormal textsf textup mbox hbox intertext shortintertext ref eqref cite",
        Kind::Font(Font::Text),
    ),
    ("left", Kind::Size(Size::Left)),
    ("right", Kind::Size(Size::Right)),
    ("bigl Bigl biggl Biggl", Kind::Size(Size::Opening)),
    ("bigr Bigr biggr Biggr", Kind::Size(Size::Closing)),
    ("big Big bigg Bigg", Kind::Size(Size::Any)),
    ("begin", Kind::Begin),
    ("end", Kind::Finish),
    (
        ", ; : ! > / thinspace medspace thickspace negthinspace enspace enskip relax limits nolimits blacksquare square qed qedhere",
        Kind::Space,
    ),
    ("displaystyle textstyle scriptstyle scriptscriptstyle nonumber notag mathstrut strut", Kind::Space),
    ("mathopen mathclose mathbin mathord mathrel mathpunct mathinner boxed ensuremath allowbreak nobreak", Kind::Space),
    ("label tag tag* hspace hspace* vspace vspace* color textcolor phantom hphantom vphantom", Kind::Skipped),
    ("quad qquad", Kind::Wide),
    ("\\ cr newline tabularnewline", Kind::Row),
    ("implies Rightarrow Longrightarrow iff Leftrightarrow Longleftrightarrow therefore", Kind::Separator),
    ("cdot times ast", Kind::Star),
    ("div", Kind::Slash),
    ("prime", Kind::Prime),
    ("lbrace {", open(Shape::Curly)),
    ("rbrace }", close(Shape::Curly)),
    ("lparen", open(Shape::Round)),
    ("rparen", close(Shape::Round)),
    ("lbrack", open(Shape::Square)),
    ("rbrack", close(Shape::Square)),
    ("lvert", open(Shape::Line)),
    ("rvert", close(Shape::Line)),
    ("lfloor", open(Shape::Floor)),
    ("rfloor", close(Shape::Floor)),
    ("lceil", open(Shape::Ceil)),
    ("rceil", close(Shape::Ceil)),
    ("vert", Kind::Bar),
    ("approx simeq doteq approxeq fallingdotseq", Kind::Link(LinkKind::Approximate)),
    ("coloneqq triangleq equiv coloneq", Kind::Link(LinkKind::Defines)),
    ("lt", relation(Relation::Lt)),
    ("gt", relation(Relation::Gt)),
    ("le leq leqslant leqq", relation(Relation::Le)),
    ("ge geq geqslant geqq", relation(Relation::Ge)),
    ("ne neq", relation(Relation::Ne)),
    ("int iint iiint oint smallint", Kind::Unsupported("integrals")),
    ("sum", Kind::Unsupported("sums with indices")),
    ("prod coprod", Kind::Unsupported("products with indices")),
    ("lim limsup liminf to rightarrow longrightarrow mapsto leftarrow", Kind::Unsupported("limits and maps")),
    ("cup cap in notin ni subset subseteq supset supseteq setminus emptyset varnothing", Kind::Unsupported("sets")),
    ("bigcup bigcap forall exists nexists land lor lnot neg wedge vee", Kind::Unsupported("sets and logic")),
    ("vec overrightarrow mathbf boldsymbol bm pmb nabla cross", Kind::Unsupported("vectors")),
    ("mathbb", Kind::Unsupported("sets of numbers and expectations")),
    ("circ", Kind::Unsupported("degrees and functions of functions")),
    ("top intercal dagger ddagger det tr otimes oplus odot bullet star", Kind::Unsupported("vectors and matrices")),
    ("matrix pmatrix", Kind::Unsupported("matrices")),
    ("binom dbinom tbinom choose", Kind::Unsupported("binomial coefficients")),
    ("| lVert rVert Vert norm", Kind::Unsupported("norms")),
    ("langle rangle bra ket braket", Kind::Unsupported("angle brackets")),
    ("ldots cdots dots vdots ddots dotsc dotsb dotsm dotsi", Kind::Unsupported("dots that stand for terms left out")),
    ("pm mp", Kind::Unsupported("a sign that is plus or minus")),
    ("infty", Kind::Unsupported("infinity")),
    ("sim propto cong mid perp parallel", Kind::Unsupported("this relation")),
    ("ll gg prec succ preceq succeq asymp lesssim gtrsim", Kind::Unsupported("this relation")),
    ("Pr arg argmax argmin sup inf gcd lcm deg dim hom ker", Kind::Unsupported("this operator")),
    ("Re Im", Kind::Unsupported("complex numbers")),
    ("bmod pmod mod", Kind::Unsupported("congruences")),
    ("overset underset stackrel underbrace overbrace substack", Kind::Unsupported("signs above or below others")),
    ("dddot ddddot acute grave mathring", Kind::Unsupported("this accent")),
    ("middle", Kind::Unsupported("a delimiter inside delimiters")),
    ("not", Kind::Unsupported("a sign crossed out (write \\ne)")),
];

static TABLE: LazyLock<FxHashMap<&str, Kind>> = LazyLock::new(|| {
    let rows = COMMANDS.iter().flat_map(|(names, kind)| names.split(' ').map(|name| (name, *kind)));
    let functions = FUNCTIONS.iter().filter_map(|name| Some((*name, Kind::Function(Func::named(name)?))));
    let called = CALLED.iter().map(|(name, function)| (*name, Kind::Function(*function)));
    rows.chain(functions).chain(called).collect()
});

/// The functions that LaTeX and its packages have commands for.
const FUNCTIONS: &[&str] = &[
    "exp", "log", "ln", "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "arccot", "arcsec",
    "arccsc", "sinh", "cosh", "tanh", "coth", "sech", "csch", "arsinh", "arcosh", "artanh", "arcoth", "asin", "acos",
    "atan", "max", "min", "abs", "erf", "erfc", "sgn", "sign", "relu", "ReLU", "softplus", "sigmoid", "floor", "ceil",
];

/// Environments of rows.
const ROWS: &[&str] = &[
    "aligned",
    "align",
    "alignedat",
    "alignat",
    "flalign",
    "gather",
    "gathered",
    "split",
    "multline",
    "multlined",
    "equation",
    "eqnarray",
    "displaymath",
    "math",
];

/// What a command is, by its name without the backslash.
pub(super) fn command(name: &str) -> Kind {
    let space = name.starts_with(char::is_whitespace);
    if space { Kind::Space } else { TABLE.get(name).copied().unwrap_or(Kind::Command) }
}

/// What functions are called besides, in other languages and older books.
const CALLED: &[(&str, Func)] = &[
    ("sen", Func::Sin),
    ("tg", Func::Tan),
    ("ctg", Func::Cot),
    ("cotg", Func::Cot),
    ("cosec", Func::Csc),
    ("arcsen", Func::Asin),
    ("arctg", Func::Atan),
    ("arcctg", Func::Acot),
    ("Arcsin", Func::Asin),
    ("Arccos", Func::Acos),
    ("Arctan", Func::Atan),
    ("sh", Func::Sinh),
    ("ch", Func::Cosh),
    ("th", Func::Tanh),
    ("cth", Func::Coth),
];

/// The function of a name, as LaTeX documents write it.
pub(super) fn function(name: &str) -> Option<Func> {
    Func::named(name).or_else(|| CALLED.iter().find(|(other, _)| *other == name).map(|(_, f)| *f))
}

/// What an environment is.
pub(super) fn environment(name: &str) -> Result<Shape, &'static str> {
    let plain = name.strip_suffix('*').unwrap_or(name);
    match plain {
        "cases" | "dcases" | "rcases" => Ok(Shape::Cases),
        _ if ROWS.contains(&plain) => Ok(Shape::Rows),
        "array" | "tabular" | "subarray" => Err("tables"),
        _ if plain.ends_with("matrix") => Err("matrices"),
        _ => Err("this environment"),
    }
}

/// Characters that are a token by themselves, and the sign each stands for.
pub(super) fn sign(c: char) -> Option<Kind> {
    Some(match c {
        '+' => Kind::Plus,
        '-' | '−' => Kind::Minus,
        '*' | '·' | '×' | '⋅' | '∗' => Kind::Star,
        '/' | '÷' | '∕' => Kind::Slash,
        '^' => Kind::Caret,
        '_' => Kind::Under,
        '\'' | '′' | '’' => Kind::Prime,
        '{' => open(Shape::Brace),
        '}' => close(Shape::Brace),
        '(' => open(Shape::Round),
        ')' => close(Shape::Round),
        '[' => open(Shape::Square),
        ']' => close(Shape::Square),
        '|' => Kind::Bar,
        ',' | ';' | '，' | '；' | '、' => Kind::Comma,
        '.' | '。' => Kind::Stop,
        '&' => Kind::Amp,
        '#' => Kind::Parameter,
        '∂' => Kind::Partial,
        '=' => Kind::Link(LinkKind::Equal),
        '≈' => Kind::Link(LinkKind::Approximate),
        '≡' | '≔' => Kind::Link(LinkKind::Defines),
        '<' => relation(Relation::Lt),
        '>' => relation(Relation::Gt),
        '≤' => relation(Relation::Le),
        '≥' => relation(Relation::Ge),
        '≠' => relation(Relation::Ne),
        '!' => Kind::Unsupported("factorials"),
        '∑' => Kind::Unsupported("sums with indices"),
        '∫' => Kind::Unsupported("integrals"),
        '∞' => Kind::Unsupported("infinity"),
        _ => return None,
    })
}

/// The plain parser's name of a Greek letter, by its command or character.
pub(super) fn greek(text: &str) -> String {
    match text.strip_prefix('\\') {
        Some(name) => {
            let name = name.strip_prefix("var").unwrap_or(name);
            name.to_string()
        }
        None => text.chars().map(|c| character::greek(c).unwrap_or_else(|| c.to_string())).collect(),
    }
}

/// The known command next to a name that is none.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let slips = if name.len() > 6 { 2 } else { 1 };
    let long = |other: &&str| other.len() > 2 && name.len() > 2 && name.len() < 24;
    let near = TABLE.keys().copied().filter(long).map(|other| (spelling::distance(name, other), other));
    near.filter(|(slip, _)| *slip <= slips).min().map(|(_, other)| other)
}
