//! The problems by chapter, as they stand in `tests/chapters/*.txt`, and how each is asked.
//!
//! ```text
//! --- name
//! diff EXPR by VARIABLE     or     simplify EXPR
//! assume CONDITION          any number of times
//! given DEFINITION          any number of times
//! in NAME, NAME
//! order N
//! ```

use chainrule::{Error, Expr, Simplified, Simplifier};
use std::fs;
use std::path::{Path, PathBuf};

/// What is asked of a formula.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Task {
    /// The derivative of an order by a variable.
    Diff { by: String, order: u32 },
    /// The formula as it stands, simplified.
    Simplify,
}

/// One problem of a chapter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub chapter: String,
    pub name: String,
    /// The lines of the problem as they were written.
    pub text: String,
    pub formula: String,
    pub task: Task,
    pub assume: Vec<String>,
    pub given: Vec<String>,
    pub wanted: Vec<String>,
}

impl Problem {
    /// Who is asked: the assumptions, the given names and the names of the answer.
    pub fn ask(&self) -> Simplifier {
        let ask = self.assume.iter().fold(Simplifier::new(), |ask, text| ask.assume(text));
        let ask = self.given.iter().fold(ask, |ask, text| ask.given(text));
        ask.in_terms_of(self.wanted.iter().cloned())
    }

    /// Asks the library.
    pub fn solve(&self) -> Result<Simplified, Error> {
        let (ask, formula) = (self.ask(), self.formula.parse::<Expr>()?);
        match &self.task {
            Task::Diff { by, order } => ask.diff_n(&formula, by, *order),
            Task::Simplify => ask.simplify(&formula),
        }
    }

    /// The chapter and the name.
    pub fn place(&self) -> String {
        format!("{}/{}", self.chapter, self.name)
    }
}

/// The folder of the package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files in a folder with an ending, sorted.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut all: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    all.retain(|p| p.extension().is_some_and(|e| e == ending));
    all.sort();
    all
}

/// The name of a file without its ending.
pub fn stem(path: &Path) -> String {
    path.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_string()
}

/// The titles of all chapters, sorted.
pub fn chapters() -> Vec<String> {
    files(&root().join("tests/chapters"), "txt").iter().map(|p| stem(p)).collect()
}

/// The problems of a chapter in the order of its file.
pub fn chapter(title: &str) -> Vec<Problem> {
    let path = root().join("tests/chapters").join(format!("{title}.txt"));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut parts = text.split("--- ");
    assert_eq!(parts.next().map(str::trim), Some(""), "{title} does not begin with a name");
    parts.map(|part| problem(title, part)).collect()
}

/// The problems of all chapters.
pub fn all() -> Vec<Problem> {
    chapters().iter().flat_map(|title| chapter(title)).collect()
}

fn problem(chapter: &str, part: &str) -> Problem {
    let (name, text) = part.trim().split_once('\n').unwrap_or_else(|| panic!("{chapter}: {part} has no task"));
    let mut problem = Problem {
        chapter: chapter.to_string(),
        name: name.trim().to_string(),
        text: text.to_string(),
        formula: String::new(),
        task: Task::Simplify,
        assume: vec![],
        given: vec![],
        wanted: vec![],
    };
    for line in text.lines() {
        let (word, rest) = line.split_once(' ').unwrap_or_else(|| panic!("{}: {line}", problem.place()));
        take(&mut problem, word, rest.trim());
    }
    assert!(!problem.formula.is_empty(), "{} asks nothing", problem.place());
    problem
}

fn take(problem: &mut Problem, word: &str, rest: &str) {
    let place = problem.place();
    match (word, &mut problem.task) {
        ("diff", task) => {
            let (formula, by) = rest.rsplit_once(" by ").unwrap_or_else(|| panic!("{place}: by which variable?"));
            problem.formula = formula.to_string();
            *task = Task::Diff { by: by.to_string(), order: 1 };
        }
        ("simplify", _) => problem.formula = rest.to_string(),
        ("assume", _) => problem.assume.push(rest.to_string()),
        ("given", _) => problem.given.push(rest.to_string()),
        ("in", _) => problem.wanted.extend(rest.split(',').map(|n| n.trim().to_string())),
        ("order", Task::Diff { order, .. }) => *order = rest.parse().unwrap_or_else(|e| panic!("{place}: {e}")),
        _ => panic!("{place}: `{word}` is not understood"),
    }
}
