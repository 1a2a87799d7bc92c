//! What a cell says: a figure, one that was held back, one that is not there, or a text. Thousands commas,
//! percentages and the marks of statistical releases are understood; open `dates` for days and months.

use jiff::civil::DateTime;

/// A cell as it stands in a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// A text, or a figure written as one.
    Text(String),
    /// A number of a workbook.
    Number(f64),
    /// A date of a workbook.
    Date(DateTime),
}

/// What a cell says where a figure is looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// This number.
    Is(f64),
    /// This number of hundredths; the number itself is 1 for 100%.
    Percent(f64),
    /// Not published, so that nobody can be recognised: `*`, `[c]`.
    HeldBack,
    /// Not there: blank, `NA`, `-`.
    Missing,
    /// Something else.
    None,
}

impl Figure {
    /// The number, if there is one.
    pub fn number(self) -> Option<f64> {
        match self {
            Self::Is(x) | Self::Percent(x) => Some(x),
            _ => None,
        }
    }
}

const HELD_BACK: [&str; 10] = ["*", "**", "[c]", "c", "[c ]", "suppressed", "<5", "[low]", "[c1]", "x"];
const MISSING: [&str; 18] = [
    "na",
    "n/a",
    "#n/a",
    "nan",
    "null",
    "none",
    "-",
    "--",
    "–",
    "—",
    ".",
    "..",
    ":",
    "[x]",
    "[z]",
    "[u]",
    "nil return",
    "not available",
];

impl Cell {
    /// From a text; blanks round it do not count.
    pub fn of(text: &str) -> Self {
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'));
        if text.is_empty() { Self::Blank } else { Self::Text(text.to_owned()) }
    }

    /// The text; numbers and dates as a file would have them.
    pub fn text(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(x) => format!("{x}"),
            Self::Date(at) if at.time() == jiff::civil::Time::midnight() => at.date().to_string(),
            Self::Date(at) => at.to_string(),
        }
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        *self == Self::Blank
    }

    /// What it says as a figure.
    pub fn figure(&self) -> Figure {
        match self {
            Self::Blank => Figure::Missing,
            Self::Number(x) if x.is_finite() => Figure::Is(*x),
            Self::Number(_) | Self::Date(_) => Figure::None,
            Self::Text(text) => figure(text),
        }
    }
}

fn figure(text: &str) -> Figure {
    let small = text.trim().to_lowercase();
    if MISSING.contains(&small.as_str()) || small.is_empty() {
        return Figure::Missing;
    }
    if HELD_BACK.contains(&small.as_str()) {
        return Figure::HeldBack;
    }
    let (digits, percent) = match small.strip_suffix('%') {
        Some(rest) => (rest.trim_end(), true),
        None => (small.as_str(), false),
    };
    let digits: String = digits.chars().map(|c| if c == '\u{2212}' { '-' } else { c }).collect();
    let digits = digits.trim_start_matches('£');
    match number(digits) {
        Some(x) if percent => Figure::Percent(x / 100.0),
        Some(x) => Figure::Is(x),
        None => Figure::None,
    }
}

/// A number, with commas or thin blanks at every third digit of its whole part or with none.
fn number(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let whole = unsigned.split('.').next()?;
    let mut parts = whole.split([',', ' ', '\u{a0}', '\u{2009}', '\u{202f}']);
    let first = parts.next()?;
    let grouped: Vec<&str> = parts.collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let sound = if grouped.is_empty() {
        unsigned.bytes().next().is_some_and(|b| b.is_ascii_digit() || b == b'.')
    } else {
        digits(first) && first.len() <= 3 && grouped.iter().all(|part| part.len() == 3 && digits(part))
    };
    if !sound {
        return None;
    }
    let plain: String =
        text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')).collect();
    plain.parse::<f64>().ok().filter(|x| x.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_in_every_way_they_are_written() {
        let says = |text: &str| Cell::of(text).figure();
        assert_eq!(says("1,204"), Figure::Is(1204.0));
        assert_eq!(says(" 988\u{a0}"), Figure::Is(988.0));
        assert_eq!(says("81.3%"), Figure::Percent(81.3 / 100.0));
        assert_eq!(says("−3"), Figure::Is(-3.0));
        assert_eq!(says("1 204.5"), Figure::Is(1204.5));
        assert_eq!(says("1e3"), Figure::Is(1000.0));
        for held in ["*", "[c]", " C "] {
            assert_eq!(says(held), Figure::HeldBack, "{held}");
        }
        for missing in ["", "NA", "n/a", "-", "–", "#N/A", "[x]"] {
            assert_eq!(says(missing), Figure::Missing, "{missing}");
        }
        for none in ["12,5", "1,2345", "abc", "1-2", "12 Jan", "inf", "0x10", "1.2.3"] {
            assert_eq!(says(none), Figure::None, "{none}");
        }
    }
}
