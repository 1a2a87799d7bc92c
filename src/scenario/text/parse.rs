//! JSON text to nodes. Comments are read over; all else is strict, since a lenient reader guesses.
//!
//! Knows no word of the vocabulary and no file system. `document` merges what it returns.

use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, ParseStringErrorKind, ast, parse_to_ast};
use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;

use super::encoding;
use super::fault::{Fault, Found};
use super::node;
use super::node::{Entry, Node, Origin, Value};
use super::path::{Path, Trail};

/// The largest file read.
pub const LARGEST: usize = 64 << 20;
pub const DEEPEST: usize = 64;
/// The most keys of one map: what reads them looks through all of them.
pub const MOST_KEYS: usize = 20_000;

/// The value in a file's bytes; faults go to `found`.
pub fn parse(file: &str, bytes: &[u8], found: &mut Found) -> Option<Node> {
    let whole = Origin::whole(file);
    let text = text_of(&whole, &Path::root(), bytes, "a scenario: JSON saved as UTF-8", found)?;
    let text = &*with_line_feeds(text);
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
            Reader { lines, found }.node(&value, &Trail::Root, 0)
        }
        Err(_) if !text.trim_start().starts_with(['{', '[', '/', '"']) => {
            let first = text.trim_start().lines().next().unwrap_or_default();
            let what = format!("this is not JSON: it begins with {}", node::show_text(first));
            found.fault(
                Fault::new(&whole, &Path::root(), what).expected("a scenario, which begins with \"{\""),
            );
            None
        }
        Err(error) => {
            let at = error.range().start;
            let (what, expected) = syntax(error.kind(), text.get(at..).unwrap_or_default());
            let fault = Fault::new(&lines.origin(at), &Path::root(), what);
            found.fault(match expected {
                Some(expected) => fault.expected(expected),
                None => fault,
            });
            None
        }
    }
}

/// What is wrong with the form of a text at a place, `rest` on, and what would be right.
fn syntax(kind: &ParseErrorKind, rest: &str) -> (String, Option<&'static str>) {
    use ParseErrorKind as Kind;
    let curly = rest.starts_with(['\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}']);
    let (what, expected) = match kind {
        Kind::NestingDepthExceeded => return (too_deep(), None),
        _ if curly => ("this is a curly quote, as word processors set it", "a straight one: \""),
        Kind::SingleQuotedStringsNotAllowed => ("single-quoted strings are not allowed", "double quotes: \""),
        Kind::TrailingCommasNotAllowed => {
            ("trailing commas are not allowed", "no comma after the last of a map or list")
        }
        Kind::UnterminatedObject => {
            ("the map that begins here is not closed", "\"}\" before the end of the file")
        }
        Kind::UnterminatedArray => ("the list that begins here is not closed", "\"]\" after its last value"),
        Kind::String(ParseStringErrorKind::UnterminatedStringLiteral) => {
            ("the text that begins here is not closed", "a second \" after it")
        }
        Kind::ExpectedComma => ("a comma is left out before this", "commas between keys and between values"),
        Kind::ExpectedStringObjectProperty => ("a key is written here without quotes", "double quotes: \""),
        Kind::ExpectedColonAfterObjectKey => {
            ("a colon is left out before this", "\":\" between key and value")
        }
        Kind::MultipleRootJsonValues => {
            ("there is text after the end of the scenario", "nothing after its last \"}\"")
        }
        Kind::UnexpectedToken | Kind::UnexpectedTokenInObject | Kind::UnexpectedWord => {
            let end = rest.find(|c: char| c.is_whitespace() || ",:]}".contains(c)).unwrap_or(rest.len());
            let word = node::show_text(&rest[..end.max(rest.chars().next().map_or(0, char::len_utf8))]);
            return (format!("{word} does not belong here"), Some("a value or a key as JSON has them"));
        }
        kind => {
            let mut what = kind.to_string();
            if let Some(first) = what.get_mut(0..1) {
                first.make_ascii_lowercase();
            }
            return (what, None);
        }
    };
    (what.to_owned(), Some(expected))
}

/// Bytes as text, without a byte order mark; `expected` is what to save instead of something else.
pub fn text_of<'a>(
    whole: &Origin,
    path: &Path,
    bytes: &'a [u8],
    expected: &str,
    found: &mut Found,
) -> Option<&'a str> {
    if bytes.len() > LARGEST {
        found.fault(
            Fault::new(whole, path, format!("the file has {} MB", bytes.len() >> 20))
                .expected(format!("at most {} MB", LARGEST >> 20)),
        );
        return None;
    }
    if let Some(what) = encoding::foreign(bytes) {
        found.fault(Fault::new(whole, path, format!("this is {what}")).expected(expected));
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let line = line_starts(&bytes[..error.valid_up_to()]).len() as u32;
            let origin = Origin { line: Some(line), ..whole.clone() };
            let what = format!("the file is not UTF-8 text{}", encoding::likely(bytes));
            found.fault(Fault::new(&origin, path, what).expected(expected));
            None
        }
    }
}

/// Where lines begin, as an editor numbers them: a line ends with a line feed, a carriage return, or
/// both.
pub fn line_starts(bytes: &[u8]) -> Vec<usize> {
    let ends = |&(i, &byte): &(usize, &u8)| {
        byte == b'\n' || byte == b'\r' && bytes.get(i + 1).is_none_or(|&next| next != b'\n')
    };
    std::iter::once(0).chain(bytes.iter().enumerate().filter(ends).map(|(i, _)| i + 1)).collect()
}

/// The same text, each place of it where it was, with a line feed for every carriage return that stands
/// alone: a comment ends with its line there too.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if !line_starts(text.as_bytes()).iter().any(|&start| text[..start].ends_with('\r')) {
        return Cow::Borrowed(text);
    }
    let mut next = text.chars().skip(1);
    let pairs = text.chars().map(|c| (c, next.next()));
    let each = pairs.map(|(c, next)| if c == '\r' && next != Some('\n') { '\n' } else { c });
    Cow::Owned(each.collect())
}

fn too_deep() -> String {
    format!("maps and lists are nested more than {DEEPEST} deep")
}

struct Lines<'a> {
    file: Arc<str>,
    text: &'a str,
    starts: Vec<usize>,
    /// The last place asked for, its line and its characters before: values are asked for one after
    /// another, and a file may be one long line.
    last: Cell<(usize, usize, usize)>,
}

impl<'a> Lines<'a> {
    fn of(file: &str, text: &'a str) -> Self {
        Self { file: file.into(), text, starts: line_starts(text.as_bytes()), last: Cell::default() }
    }

    fn origin(&self, at: usize) -> Origin {
        let line = self.starts.partition_point(|&start| start <= at);
        let (from, before) = match self.last.get() {
            (last, of, before) if of == line && last <= at => (last, before),
            _ => (self.starts[line - 1], 0),
        };
        let before = before + self.text.get(from..at).map_or(0, |between| between.chars().count());
        self.last.set((at, line, before));
        Origin { file: self.file.clone(), line: Some(line as u32), column: Some(before as u32 + 1) }
    }
}

struct Reader<'a, 'f> {
    lines: Lines<'a>,
    found: &'f mut Found,
}

impl Reader<'_, '_> {
    fn node(&mut self, value: &ast::Value<'_>, path: &Trail<'_>, depth: usize) -> Option<Node> {
        let origin = self.lines.origin(value.range().start);
        if depth > DEEPEST {
            self.found.fault(Fault::new(&origin, &path.path(), too_deep()));
            return None;
        }
        let value = match value {
            ast::Value::NullKeyword(_) => Value::Null,
            ast::Value::BooleanLit(b) => Value::Bool(b.value),
            ast::Value::StringLit(text) => Value::Text(text.value.clone().into_owned()),
            ast::Value::NumberLit(number) => match number.value.parse::<f64>() {
                Ok(x) if x.is_finite() => Value::Number(x),
                _ => {
                    let what = format!("{} is too large a number", node::show_text(number.value));
                    self.found.fault(Fault::new(&origin, &path.path(), what));
                    return None;
                }
            },
            ast::Value::Array(array) => {
                let nodes = array.elements.iter().enumerate();
                Value::List(
                    nodes.filter_map(|(i, v)| self.node(v, &Trail::Index(path, i), depth + 1)).collect(),
                )
            }
            ast::Value::Object(object) => Value::Map(self.entries(object, path, depth)),
        };
        Some(Node { origin, value })
    }

    fn entries(&mut self, object: &ast::Object<'_>, path: &Trail<'_>, depth: usize) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        if object.properties.len() > MOST_KEYS {
            let origin = self.lines.origin(object.range().start);
            let what = format!("the map has {} keys", object.properties.len());
            let fault = Fault::new(&origin, &path.path(), what);
            self.found.fault(fault.expected(format!("at most {MOST_KEYS}")));
            return entries;
        }
        for property in &object.properties {
            let key = property.name.as_str();
            let origin = self.lines.origin(property.range().start);
            let path = Trail::Key(path, key);
            if !seen.insert(key) {
                self.found.fault(Fault::new(&origin, &path.path(), "this key appears twice"));
            } else if let Some(node) = self.node(&property.value, &path, depth + 1) {
                entries.push(Entry { key: key.to_owned(), origin, node });
            }
        }
        entries
    }
}
