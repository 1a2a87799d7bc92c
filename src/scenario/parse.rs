//! JSON text to nodes. Comments are read over; all else is strict, since a lenient reader guesses.
//!
//! Knows no word of the vocabulary and no file system. `document` merges what it returns.

use std::sync::Arc;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::fault::{Fault, Found};
use super::node::{Entry, Node, Origin, Value};
use super::path::Path;

/// The largest file read.
pub const LARGEST: usize = 64 << 20;
const DEEPEST: usize = 64;

/// The value in a file's bytes; faults go to `found`.
pub fn parse(file: &str, bytes: &[u8], found: &mut Found) -> Option<Node> {
    let whole = Origin::whole(file);
    let text = text_of(&whole, bytes, found)?;
    let lines = Lines::of(file, text);
    let options = ParseOptions {
        allow_comments: true,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    match parse_to_ast(text, &CollectOptions::default(), &options) {
        Ok(result) => {
            let Some(value) = result.value else {
                found.fault(Fault::new(&whole, &Path::root(), "the file is empty").expected("a scenario"));
                return None;
            };
            Reader { lines, found }.node(&value, &Path::root(), 0)
        }
        Err(error) => {
            let mut what = match error.kind() {
                ParseErrorKind::NestingDepthExceeded => too_deep(),
                kind => kind.to_string(),
            };
            if let Some(first) = what.get_mut(0..1) {
                first.make_ascii_lowercase();
            }
            found.fault(Fault::new(&lines.origin(error.range().start), &Path::root(), what));
            None
        }
    }
}

/// Bytes as text, without a byte order mark.
pub fn text_of<'a>(whole: &Origin, bytes: &'a [u8], found: &mut Found) -> Option<&'a str> {
    if bytes.len() > LARGEST {
        found.fault(
            Fault::new(whole, &Path::root(), format!("the file has {} MB", bytes.len() >> 20))
                .expected(format!("at most {} MB", LARGEST >> 20)),
        );
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].split(|&b| b == b'\n').count() as u32;
            let origin = Origin { line: Some(line), ..whole.clone() };
            found.fault(Fault::new(&origin, &Path::root(), "the file is not UTF-8 text"));
            None
        }
    }
}

fn too_deep() -> String {
    format!("maps and lists stand in each other more than {DEEPEST} deep")
}

struct Lines<'a> {
    file: Arc<str>,
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(file: &str, text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Self { file: file.into(), text, starts }
    }

    fn origin(&self, at: usize) -> Origin {
        let line = self.starts.partition_point(|&start| start <= at);
        let start = self.starts[line - 1];
        let column = self.text.get(start..at).map_or(0, |before| before.chars().count()) + 1;
        Origin { file: self.file.clone(), line: Some(line as u32), column: Some(column as u32) }
    }
}

struct Reader<'a, 'f> {
    lines: Lines<'a>,
    found: &'f mut Found,
}

impl Reader<'_, '_> {
    fn node(&mut self, value: &ast::Value<'_>, path: &Path, depth: usize) -> Option<Node> {
        let origin = self.lines.origin(value.range().start);
        if depth > DEEPEST {
            self.found.fault(Fault::new(&origin, path, too_deep()));
            return None;
        }
        let value = match value {
            ast::Value::NullKeyword(_) => Value::Null,
            ast::Value::BooleanLit(b) => Value::Bool(b.value),
            ast::Value::StringLit(text) => Value::Text(text.value.clone().into_owned()),
            ast::Value::NumberLit(number) => match number.value.parse::<f64>() {
                Ok(x) if x.is_finite() => Value::Number(x),
                _ => {
                    let what = format!("{} is too large a number", super::node::show_text(number.value));
                    self.found.fault(Fault::new(&origin, path, what));
                    return None;
                }
            },
            ast::Value::Array(array) => {
                let nodes = array.elements.iter().enumerate();
                Value::List(nodes.filter_map(|(i, v)| self.node(v, &path.index(i), depth + 1)).collect())
            }
            ast::Value::Object(object) => Value::Map(self.entries(object, path, depth)),
        };
        Some(Node { origin, value })
    }

    fn entries(&mut self, object: &ast::Object<'_>, path: &Path, depth: usize) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(object.properties.len());
        let mut seen = std::collections::BTreeSet::new();
        for property in &object.properties {
            let key = property.name.as_str();
            let origin = self.lines.origin(property.range().start);
            let path = path.key(key);
            if !seen.insert(key.to_owned()) {
                self.found.fault(Fault::new(&origin, &path, "this key stands twice"));
            } else if let Some(node) = self.node(&property.value, &path, depth + 1) {
                entries.push(Entry { key: key.to_owned(), origin, node });
            }
        }
        entries
    }
}
