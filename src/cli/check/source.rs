//! What is checked: a document as a whole, or lines of JSON as they come.

use crate::cli::args::{Check, Written};
use chainrule::document::Format;
use chainrule::engine::{Error, Fault};
use chainrule::parse;
use chainrule::term::Limits;
use std::io::Read;
use std::path::Path;

/// A file, as far as it has to be read at once.
pub enum Source {
    Document(String, Format),
    Records(Box<dyn Read + Send>),
}

/// How a file is written.
#[derive(Clone, Copy)]
enum Kept {
    As(Format),
    Records,
}

/// Opens a file, and reads it if it is a document.
///
/// # Errors
/// Where it can't be read, is too long, or is written in an unknown way.
pub fn open(arguments: &Check, path: &Path, limits: &Limits) -> Result<Source, Error> {
    let name = path.display().to_string();
    let kept = kept(arguments, &name)?;
    let cannot = |e: std::io::Error| Error::new(Fault::File, format!("{name} cannot be read: {e}"));
    let file: Box<dyn Read + Send> = match name == "-" {
        true => Box::new(std::io::stdin()),
        false => Box::new(std::fs::File::open(path).map_err(cannot)?),
    };
    let Kept::As(format) = kept else { return Ok(Source::Records(file)) };
    let mut bytes = Vec::new();
    file.take(limits.document.saturating_add(1)).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() as u64 > limits.document {
        return Err(Error::new(Fault::Limit, format!("{name} has more than {} bytes", limits.document)));
    }
    let text = parse::decode(&bytes).map_err(|e| Error::new(Fault::File, format!("{name}: {}", e.message())))?;
    Ok(Source::Document(text.to_string(), format))
}

fn kept(arguments: &Check, name: &str) -> Result<Kept, Error> {
    let by_name = || match name.rsplit_once('.') {
        Some((_, extension)) if ["jsonl", "ndjson"].contains(&&*extension.to_ascii_lowercase()) => Some(Kept::Records),
        _ => Format::of(name).map(Kept::As),
    };
    let kept = match arguments.format {
        Some(Written::Md) => Some(Kept::As(Format::Markdown)),
        Some(Written::Tex) => Some(Kept::As(Format::Latex)),
        Some(Written::Formulas) => Some(Kept::As(Format::Formulas)),
        Some(Written::Jsonl) => Some(Kept::Records),
        None if name == "-" => Some(Kept::As(Format::Markdown)),
        None => by_name(),
    };
    kept.ok_or_else(|| {
        let error = Error::new(Fault::File, format!("{name}: how the file is written is not known by its name"));
        error.with_hint("say --as md, --as tex, --as formulas or --as jsonl")
    })
}
