//! A table as CSV text: the one way in which tables are written, so that no cell is taken for more than
//! a text or a number. See `cell` for the rule. `field` reads them back.

pub mod field;

use std::borrow::Cow;
use std::io;

use crate::base::visible::visible;

/// A table that is being written.
pub struct Table(::csv::Writer<Vec<u8>>);

impl Default for Table {
    fn default() -> Self {
        Self::new()
    }
}

impl Table {
    /// Without a row yet.
    pub fn new() -> Self {
        Self(::csv::Writer::from_writer(Vec::new()))
    }

    /// Adds a row.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) -> io::Result<()> {
        for each in cells {
            self.0.write_field(cell(each.as_ref()).as_bytes())?;
        }
        Ok(self.0.write_record(None::<&[u8]>)?)
    }

    /// The whole, in UTF-8.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        self.0.into_inner().map_err(::csv::IntoInnerError::into_error)
    }
}

/// A number as a cell; nothing where there is none.
pub fn number(x: Option<f64>) -> String {
    x.map_or_else(String::new, |x| x.to_string())
}

/// The two ends of a range as cells.
pub fn ends(range: Option<[f64; 2]>) -> [String; 2] {
    [number(range.map(|r| r[0])), number(range.map(|r| r[1]))]
}

/// A cell as it is written. A spreadsheet runs a text that begins with `=`, `+`, `-` or `@` (spaces
/// before it count for nothing, wide forms as much): such a text that is no number gets an apostrophe
/// in front, which spreadsheets take as "this is a text". Control characters are shown by their number.
/// Numbers are left as they are. <https://owasp.org/www-community/attacks/CSV_Injection>
fn cell(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if runs(text) && !is_number(text) { Cow::Owned(format!("'{shown}")) } else { shown }
}

/// Whether a spreadsheet takes this for something to be worked out.
fn runs(text: &str) -> bool {
    text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Whether a text is a number as programs write them: words such as `-inf` are none.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') && text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_a_spreadsheet_would_run_gets_an_apostrophe_and_a_number_does_not() {
        for text in [
            "=1+1",
            "+HYPERLINK(\"x\")",
            "-2+3",
            "@SUM(1)",
            " =1",
            "\n=1",
            "-",
            "-x",
            "-inf",
            "＝1",
            "--1",
            "-1d",
        ] {
            assert_eq!(cell(text), format!("'{text}"), "{text:?}");
        }
        for text in
            ["", "-2", "-0.5", "+3", "1e-7", "-1e-7", "-.5", "2024-01-01", "a=b", "P1", "'=1", "x-y", "1+1"]
        {
            assert_eq!(cell(text), text, "{text:?}");
        }
        assert_eq!(cell("\t=1"), "'\\u{9}=1");
        assert_eq!(cell("\r\u{1b}[2J"), "\\u{d}\\u{1b}[2J");
    }

    #[test]
    fn rows_are_quoted_where_they_must_be() {
        let mut table = Table::new();
        table.row(["a", "b, c", "d \"e\""]).unwrap();
        table.row(["", "=1", "-1"]).unwrap();
        let text = String::from_utf8(table.finish().unwrap()).unwrap();
        assert_eq!(text, "a,\"b, c\",\"d \"\"e\"\"\"\n,'=1,-1\n");
    }
}
