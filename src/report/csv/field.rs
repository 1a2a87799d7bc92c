//! What a field of a table is, read back by whoever puts tables into another form.

use jiff::civil::Date;

use crate::report::shown::figure;

/// Digits that a spreadsheet keeps; a longer number is a name.
const DIGITS: usize = 15;

/// A field of a CSV file of ours.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// There is no figure.
    Nothing,
    /// A number.
    Number(f64),
    /// An ISO date.
    Day(Date),
    /// Anything else.
    Text(String),
}

impl Field {
    /// What this text is.
    pub fn of(text: &str) -> Self {
        if text.is_empty() {
            return Self::Nothing;
        }
        // Files write numbers without powers of ten, so `12e4` is a name.
        let named = text.contains(['e', 'E']) || (!text.contains('.') && text.len() > DIGITS);
        if let Some(number) = text.parse().ok().filter(|_| !named && figure(text).is_some()) {
            return Self::Number(number);
        }
        day(text).map_or_else(|| Self::Text(as_text(text)), Self::Day)
    }
}

/// An ISO date and no more, within the years that spreadsheets count.
pub fn day(text: &str) -> Option<Date> {
    let is_day = text.len() == 10 && text.is_ascii() && text >= "1901";
    text.parse().ok().filter(|_| is_day)
}

/// A text without the apostrophe that was put before what a spreadsheet would run: where columns have kinds, it is a
/// text by its kind.
pub fn as_text(field: &str) -> String {
    field.strip_prefix('\'').filter(|rest| super::runs(rest)).unwrap_or(field).to_owned()
}
