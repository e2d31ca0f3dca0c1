//! Each error code with an input that causes it, as people see it.

use chainrule::parse::latex::{Setting, parse_latex};
use chainrule::parse::{
    Code, Options, ParseError, Reader, decode, explain, parse_condition, parse_definition, parse_formula,
};
use chainrule::term::Arena;

/// The error an example causes.
fn caused(code: Code) -> ParseError {
    let (reader, bytes) = code.example();
    let (mut arena, options) = (Arena::new(), Options::default());
    let text = match decode(bytes) {
        Err(error) => return error,
        Ok(text) => text,
    };
    let setting = Setting { options: &options, calls: &[], macros: &[] };
    let result = match reader {
        Reader::Formula => parse_formula(&mut arena, text, &options).err(),
        Reader::Condition => parse_condition(&mut arena, text, &options).err(),
        Reader::Definition => parse_definition(&mut arena, text, &options).err(),
        Reader::Latex => parse_latex(&mut arena, text, &setting).err(),
        Reader::Bytes => None,
    };
    result.unwrap_or_else(|| panic!("the example of {} is read", code.id()))
}

#[test]
fn every_example_causes_its_error() {
    for code in Code::ALL {
        assert_eq!(caused(*code).code(), code.id());
        assert!(explain(code.id()).unwrap().contains("Example"), "{}", code.id());
    }
}

#[test]
fn codes_are_numbered_in_order() {
    for (i, code) in Code::ALL.iter().enumerate() {
        assert_eq!(code.id(), format!("E{:04}", i + 1));
    }
}

#[test]
fn errors_look_as_pinned() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/errors");
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.set_omit_expression(true);
    settings.bind(|| {
        for code in Code::ALL {
            let (_, bytes) = code.example();
            let text = String::from_utf8_lossy(bytes);
            let error = caused(*code);
            insta::assert_snapshot!(code.id(), format!("{}\n{}", code.explanation(), error.render(&text)));
        }
    });
}
