//! `check FILE…`

mod baseline;
mod config;
mod paths;
mod records;
mod says;
mod source;

use super::args::{Check, Form};
use super::commands::Done;
use super::output::{Output, tell};
use super::progress::Progress;
use baseline::Baseline;
use chainrule::document::{self, Finding, Format, report};
use chainrule::engine::{Error, Fault};
use config::{Configs, Rules};
use report::Checked;
use says::Says;
use source::Source;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

/// Checks documents, and says what became of each formula. A file that can't be read stops no other.
pub fn check(arguments: &Check, out: &mut Output) -> Result<Done, Error> {
    let written = arguments.write_baseline.as_deref().map(Baseline::new);
    let says = Says::new(arguments);
    let mut session = Session { arguments, configs: Configs::new(arguments), known: vec![], written, says };
    let mut unread = None;
    for path in &arguments.files {
        // What is wrong with a configuration or a baseline is wrong with all.
        let rules = session.configs.of(path)?;
        let accepted = session.accepted(path, &rules)?;
        if let Some(by) = rules.ignores(path) {
            tell(&format!("note: {} says to ignore {}", by.display(), path.display()));
        } else if let Err(e) = session.file(path, &rules, &accepted, out)
            && let Some(before) = unread.replace(e)
        {
            tell(&before.report());
        }
    }
    session.says.end(out);
    let stale = session.known.iter().flat_map(|(_, known)| known.stale());
    stale.for_each(|line| tell(&format!("note: {line}")));
    if let Some(error) = unread {
        return Err(error);
    }
    if let Some(written) = session.written {
        let n = written.write()?;
        tell(&format!("note: {n} findings are accepted from now on"));
        return Ok(Done::Yes);
    }
    Ok(if session.says.failed { Done::No } else { Done::Yes })
}

/// The check of several files.
struct Session<'a> {
    arguments: &'a Check,
    configs: Configs<'a>,
    /// The baselines read so far, by their paths.
    known: Vec<(PathBuf, Baseline)>,
    /// The baseline to be written.
    written: Option<Baseline>,
    says: Says<'a>,
}

/// Where the accepted findings of a file stand: which baseline, and the file's name there.
type Accepted = Option<(usize, String)>;

impl Session<'_> {
    fn file(&mut self, path: &Path, rules: &Rules, accepted: &Accepted, out: &mut Output) -> Result<(), Error> {
        let name = path.display().to_string();
        let done = match source::open(self.arguments, path, &rules.setting.limits)? {
            Source::Document(text, format) => {
                self.document((path, &text, format), rules, accepted, out);
                Ok(())
            }
            Source::Records(input) => self.records((path, input), rules, accepted, out),
        };
        self.says.file(&name, out);
        done
    }

    fn accepted(&mut self, path: &Path, rules: &Rules) -> Result<Accepted, Error> {
        let Some(file) = rules.baseline.as_ref().filter(|_| self.written.is_none()) else { return Ok(None) };
        let at = match self.known.iter().position(|(known, _)| known == file) {
            Some(at) => at,
            None => {
                self.known.push((file.clone(), Baseline::read(file)?));
                self.known.len() - 1
            }
        };
        Ok(self.known.get(at).map(|(_, known)| (at, known.name(path))))
    }

    /// Marks what is accepted, or accepts it; documents in lines of JSON have names of their own.
    fn accept(&mut self, path: &Path, own: Option<&str>, accepted: &Accepted, findings: &mut [Finding]) {
        if let Some(written) = &mut self.written {
            let name = own.map_or_else(|| written.name(path), String::from);
            written.add(&name, findings);
        }
        if let Some((at, name)) = accepted
            && let Some((_, known)) = self.known.get_mut(*at)
        {
            known.accept(own.unwrap_or(name), findings);
        }
    }

    fn document(
        &mut self,
        (path, text, format): (&Path, &str, Format),
        rules: &Rules,
        accepted: &Accepted,
        out: &mut Output,
    ) {
        let name = path.display().to_string();
        let progress = Progress::new(!self.arguments.quiet, &name);
        let mut findings =
            document::check_with(text, format, &rules.setting, &|done, all| progress.at(done, Some(all)));
        progress.end();
        self.accept(path, None, accepted, &mut findings);
        self.says.findings(&Checked::new(&name, text, findings), rules.strict, out);
    }

    fn records(
        &mut self,
        (path, input): (&Path, Box<dyn Read + Send>),
        rules: &Rules,
        accepted: &Accepted,
        out: &mut Output,
    ) -> Result<(), Error> {
        let name = path.display().to_string();
        if self.arguments.fix {
            let error = Error::new(Fault::Request, format!("{name}: there are no corrections of JSON lines as a diff"));
            return Err(error.with_hint("the objects of --to jsonl have them as suggestions"));
        }
        // A bar would stand between the lines.
        let apart = !std::io::stdout().is_terminal() || matches!(self.arguments.to, Form::Json | Form::Sarif);
        let progress = Progress::new(!self.arguments.quiet && apart, &name);
        let mut bad = 0;
        let done = records::check(input, out, rules.setting.clone(), |out, mut answer| {
            let number = answer.number();
            progress.at(number, None);
            match answer.checked(&name) {
                Ok(mut checked) => {
                    let own = (checked.file != name).then_some(checked.file);
                    self.accept(path, own, accepted, &mut checked.findings);
                    self.says.findings(&checked, rules.strict, out);
                }
                Err(error) => {
                    let error = error.clone();
                    bad += 1;
                    if !self.says.unread(answer.object(&name, &error), out) {
                        tell(&format!("error[{}]: {name}:{number}: {}", error.code(), error.message()));
                    }
                }
            }
        });
        progress.end();
        done?;
        match bad {
            0 => Ok(()),
            1 => Err(Error::new(Fault::Json, format!("a line of {name} could not be read"))),
            n => Err(Error::new(Fault::Json, format!("{n} lines of {name} could not be read"))),
        }
    }
}
