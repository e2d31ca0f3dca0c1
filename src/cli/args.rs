//! The arguments, as data for the parser and the help texts.
//!
//! There are no options of one letter: `-h*x` is a formula.

use chainrule::engine::{Error, Fault, set_limit};
use chainrule::term::Limits;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Differentiates formulas and simplifies them, with conditions and a checked derivation.
#[derive(Parser, Debug)]
#[command(
    name = "chainrule",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
#[command(after_help = "An EXPR of - is read from standard input. Exit codes: 0 done or proved, 1 refuted or \
                        rejected, 3 undecided or vacuous, 2 error.")]
pub struct Cli {
    /// Say more about an error code
    #[arg(long, value_name = "CODE", exclusive = true)]
    pub explain: Option<String>,
    /// Print every limit with its value
    #[arg(long, exclusive = true)]
    pub limits: bool,
    /// Print help
    #[arg(long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// Print the version
    #[arg(long, action = ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// The derivative of a formula in closed form
    Diff(Diff),
    /// The derivatives by several variables: a gradient, a Jacobian or a Hessian matrix
    Grad(Grad),
    /// A formula in its simplest form
    Simplify {
        /// The formula
        #[arg(value_name = "EXPR", allow_hyphen_values = true)]
        expr: String,
        /// List the best form of each kind: factored, expanded, in partial fractions and so on
        #[arg(long)]
        forms: bool,
        #[command(flatten)]
        proof: Proof,
        #[command(flatten)]
        shared: Shared,
    },
    /// Whether an equation holds: proved, refuted, vacuous or undecided
    Equal(Equal),
    /// The slope between two near points, beside the derivative
    Slope(Slope),
    /// The claims of documents, each with its verdict and its place
    Check(Check),
    /// Answers requests, one JSON object a line, in order
    Batch {
        /// Threads to answer with; as many as there are cores if not given
        #[arg(long, value_name = "N")]
        threads: Option<usize>,
        #[command(flatten)]
        bounds: Bounds,
    },
    /// Checks a proof file with the checker alone
    Replay {
        /// The file that --proof wrote
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        bounds: Bounds,
    },
    /// Tables of derivatives: lists them, prints one, or verifies them
    Tables {
        /// Which one
        #[arg(value_name = "NAME")]
        name: Option<String>,
        /// Prove every formula
        #[arg(long)]
        verify: bool,
    },
    /// The rules and functions, one a line
    Rules {
        /// Say of each how it is tested, and which of the chapters' problems use it
        #[arg(long)]
        audit: bool,
        /// The notation of the output
        #[arg(long, value_name = "NOTATION", default_value = "text")]
        to: To,
    },
}

/// The arguments of `diff`.
#[derive(Args, Debug)]
pub struct Diff {
    /// The formula
    #[arg(value_name = "EXPR", allow_hyphen_values = true)]
    pub expr: String,
    /// The variable to differentiate by; needed where there is more than one
    #[arg(long, value_name = "X")]
    pub wrt: Option<String>,
    /// How often to differentiate
    #[arg(long, value_name = "N", default_value = "1", allow_hyphen_values = true)]
    pub order: String,
    /// Give the value at a point as well, such as a=2
    #[arg(long, value_name = "POINT", allow_hyphen_values = true)]
    pub at: Vec<String>,
    /// Stop at the raw derivative
    #[arg(long, conflicts_with = "forms")]
    pub raw: bool,
    /// List the best form of each kind: factored, expanded, in partial fractions and so on
    #[arg(long)]
    pub forms: bool,
    #[command(flatten)]
    pub proof: Proof,
    #[command(flatten)]
    pub shared: Shared,
}

/// The arguments of `grad`.
#[derive(Args, Debug)]
pub struct Grad {
    /// The formula
    #[arg(value_name = "EXPR", allow_hyphen_values = true)]
    pub expr: String,
    /// Another formula: together they make a Jacobian matrix, a row each
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    pub and: Vec<String>,
    /// The variables to differentiate by, separated by commas; all of them if not given
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub wrt: Vec<String>,
    /// The second derivatives, on and above the diagonal where they differ from 0
    #[arg(long)]
    pub hessian: bool,
    /// Stop at the raw derivatives
    #[arg(long)]
    pub raw: bool,
    #[command(flatten)]
    pub shared: Shared,
}

/// The arguments of `check`.
#[derive(Args, Debug)]
pub struct Check {
    /// Markdown (.md, .txt), LaTeX (.tex), claims (.formulas) or JSON (.jsonl); - is standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// How the files are written, whatever they are called
    #[arg(long = "as", value_name = "FORMAT")]
    pub format: Option<Written>,
    /// How to report
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub to: Form,
    /// Fail on conflicts too, and on what is vacuous, undecided or not understood
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub strict: Option<bool>,
    /// Say only what needs a look, and show no progress
    #[arg(long)]
    pub quiet: bool,
    /// Propose corrections of what is refuted as a diff, which `patch -p1` applies
    #[arg(long, conflicts_with = "to")]
    pub fix: bool,
    /// Findings of this file are accepted, and no reason to fail
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write what would be found fault with to a file, to be accepted from now on
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub write_baseline: Option<PathBuf>,
    /// Read no chainrule.toml
    #[arg(long)]
    pub no_config: bool,
    /// Assume a condition throughout, such as 'a > 0'
    #[arg(long, value_name = "CONDITION", allow_hyphen_values = true)]
    pub assume: Vec<String>,
    /// Names of unknown functions, besides f, g, h and primed ones
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub function: Vec<String>,
    /// Names of the loss, of which da is the derivative by a: the first one defined
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub loss: Vec<String>,
    #[command(flatten)]
    pub bounds: Bounds,
}

/// How a document is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Written {
    /// Markdown, or plain text
    Md,
    /// LaTeX
    Tex,
    /// One claim a line
    Formulas,
    /// One JSON value a line: a text with claims, {"tex": …}, or {"file": …, "text": …}
    Jsonl,
}

/// The forms of a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Form {
    /// For people
    Text,
    /// One array of objects
    Json,
    /// One object a line
    Jsonl,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
    /// A table
    Markdown,
}

/// The arguments of `equal`.
#[derive(Args, Debug)]
pub struct Equal {
    /// The equation, or its left side
    #[arg(value_name = "A = B", allow_hyphen_values = true)]
    pub lhs: String,
    /// The right side
    #[arg(value_name = "B", allow_hyphen_values = true)]
    pub rhs: Option<String>,
    /// Where it is not proved, name the part it turns on and the assumption that would do
    #[arg(long)]
    pub why: bool,
    #[command(flatten)]
    pub proof: Proof,
    #[command(flatten)]
    pub shared: Shared,
}

/// The arguments of `slope`.
#[derive(Args, Debug)]
pub struct Slope {
    /// The formula
    #[arg(value_name = "EXPR", allow_hyphen_values = true)]
    pub expr: String,
    /// The point, such as a=2
    #[arg(long, value_name = "POINT", required = true, allow_hyphen_values = true)]
    pub at: Vec<String>,
    /// How far the second point is from the first
    #[arg(long, value_name = "H", default_value = "0.001", allow_hyphen_values = true)]
    pub nudge: String,
    /// The variable to nudge; needed where there is more than one
    #[arg(long, value_name = "X")]
    pub wrt: Option<String>,
    #[command(flatten)]
    pub shared: Shared,
}

/// Where the proof goes.
#[derive(Args, Debug, Default)]
pub struct Proof {
    /// Write the derivation to a file that `replay` checks
    #[arg(long = "proof", value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// What a problem is asked under, and how its answer is written.
#[derive(Args, Debug, Default)]
pub struct Shared {
    /// Assume a condition, such as 'a > 0', '0 < a < 1' or 'n integer'
    #[arg(long, value_name = "CONDITION", allow_hyphen_values = true)]
    pub assume: Vec<String>,
    /// Give a name or a function a meaning: 'a = sigma(z)', 'f(a) = a^2'
    #[arg(long, value_name = "DEFINITION", allow_hyphen_values = true)]
    pub given: Vec<String>,
    /// Write the answer in these variables, separated by commas
    #[arg(long = "in", value_name = "NAMES", value_delimiter = ',')]
    pub names: Vec<String>,
    /// Names of unknown functions, besides f, g, h and primed ones
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub function: Vec<String>,
    /// Show how the answer was reached
    #[arg(long)]
    pub steps: bool,
    /// The notation of the answer
    #[arg(long, value_name = "NOTATION", default_value = "text")]
    pub to: To,
    #[command(flatten)]
    pub bounds: Bounds,
    /// Write an answer with named parts
    #[arg(long = "let")]
    pub lets: bool,
    /// Decimal places of rounded values
    #[arg(long, value_name = "N", default_value = "5")]
    pub digits: u32,
}

/// What a problem may take.
#[derive(Args, Debug, Default)]
pub struct Bounds {
    /// Units of work a simplification may take; the best form so far is given beyond
    #[arg(long, value_name = "UNITS")]
    pub budget: Option<u64>,
    /// Set a limit that --limits lists, such as depth=1000
    #[arg(long, value_name = "LIMIT=N")]
    pub limit: Vec<String>,
}

impl Bounds {
    /// The limits, with what is set here.
    ///
    /// # Errors
    /// Where there is no such limit, or no number is given.
    pub fn limits(&self) -> Result<Limits, Error> {
        self.over(Limits::default())
    }

    /// Other limits, with what is set here.
    ///
    /// # Errors
    /// Where there is no such limit, or no number is given.
    pub fn over(&self, mut limits: Limits) -> Result<Limits, Error> {
        limits.work = self.budget.unwrap_or(limits.work);
        for text in &self.limit {
            let (word, number) = text.split_once('=').unwrap_or((text, ""));
            let value = number.trim().parse::<u64>().map_err(|_| {
                let error = Error::new(Fault::Request, format!("`{text}` sets no limit to a whole number"));
                error.with_hint("write --limit depth=1000; --limits lists the limits")
            })?;
            set_limit(&mut limits, word.trim(), value)?;
        }
        Ok(limits)
    }
}

/// A notation for answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum To {
    /// One line as a person writes it: 3a^2
    #[default]
    Text,
    /// Every operator explicit: 3*a^2
    Ascii,
    /// Unicode's signs: 3a²
    Unicode,
    /// LaTeX's mathematics
    Latex,
    /// The object that batch gives
    Json,
}
