//! Numbers, dates and units as a reader should see them: rounded to what can be known, thousands
//! apart, ranges with "to". Knows nothing of outcomes.

use jiff::ToSpan;
use jiff::civil::Date;

/// How finely the figures of one row are shown, all alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grain {
    percent: bool,
    pounds: bool,
    /// Decimals; below zero, figures are rounded to tens, hundreds …
    decimals: i32,
}

impl Grain {
    /// For figures in `unit` about as large as `size`: three figures for large ones, whole numbers
    /// from 20, one decimal from 1, else two; shares in percent, with one decimal below 10%.
    pub fn of(unit: &str, size: f64) -> Self {
        let (percent, pounds) = (unit == "share", unit == "£");
        let size = if percent { size * 100.0 } else { size }.abs();
        let decimals = if percent {
            i32::from(size < 10.0)
        } else if size < 1.0 {
            2
        } else if size < 20.0 {
            1
        } else if size < 1000.0 {
            0
        } else {
            2 - libm::log10(size).floor() as i32
        };
        Self { percent, pounds, decimals }
    }

    /// One figure more, for figures that are compared with each other.
    pub fn finer(unit: &str, size: f64) -> Self {
        let plain = Self::of(unit, size);
        Self { decimals: (plain.decimals + 1).min(if plain.percent { 1 } else { 2 }), ..plain }
    }

    /// A figure: `38,900`, `9.9`, `94%`, `£1.23m`.
    pub fn show(self, x: f64) -> String {
        if self.pounds && self.decimals <= -4 {
            return format!("£{}m", thousands(x / 1e6, (self.decimals + 6).max(0) as usize));
        }
        let pounds = if self.pounds { "£" } else { "" };
        format!("{pounds}{}{}", self.bare(x), if self.percent { "%" } else { "" })
    }

    /// A range: `33,500 to 46,600`, `92 to 97%`.
    pub fn range(self, [low, high]: [f64; 2]) -> String {
        let low = if self.percent { self.bare(low) } else { self.show(low) };
        format!("{low} to {}", self.show(high))
    }

    fn bare(self, x: f64) -> String {
        if x.abs() <= 0.0 {
            return "0".to_owned();
        }
        let x = if self.percent { x * 100.0 } else { x };
        let step = libm::pow(10.0, f64::from(self.decimals.min(0).abs()));
        let x = if self.decimals > 0 { x } else { (x / step).round() * step };
        thousands(x, self.decimals.max(0) as usize)
    }
}

/// A number with so many decimals and commas between thousands.
pub fn thousands(x: f64, decimals: usize) -> String {
    let text = format!("{x:.decimals$}");
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    // Nothing but noughts has no sign.
    let sign = if digits.contains(|c: char| ('1'..='9').contains(&c)) { sign } else { "" };
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// `1 October 2024`.
pub fn date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// `182 days from 1 October 2024 to 31 March 2025`.
pub fn period(start: Date, days: u32) -> String {
    let last = start.checked_add((i64::from(days) - 1).days()).unwrap_or(start);
    format!("{} from {} to {}", count(u64::from(days), "day"), date(start), date(last))
}

/// A word as a shell takes it.
pub fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=,+%@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// `1 run`, `2 runs`.
pub fn count(n: u64, what: &str) -> String {
    format!("{} {what}{}", thousands(n as f64, 0), if n == 1 { "" } else { "s" })
}

/// With a capital letter at the start.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `a`, `a and b`, `a, b and c`.
pub fn in_a_row(all: &[impl AsRef<str>]) -> String {
    let all: Vec<&str> = all.iter().map(AsRef::as_ref).collect();
    match all.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The text in lines of at most `width` characters, the first after `first` and the others after
/// spaces. A word that is longer than a line goes on in the next.
pub fn wrapped(text: &str, first: &str, width: usize) -> Vec<String> {
    let indent = first.chars().count();
    let room = width.saturating_sub(indent).max(1);
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    for word in text.split_whitespace().flat_map(|word| pieces(word, room)) {
        let length = line.chars().count();
        if length > indent && length + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
        }
        if line.chars().count() > indent {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

/// A word in pieces of at most so many characters, parted where paths and names have their joints.
fn pieces(mut word: &str, room: usize) -> Vec<&str> {
    let mut all = Vec::new();
    while let Some((end, _)) = word.char_indices().nth(room) {
        let joint = word[..end].rfind(['/', '-', '_', '.', ',', '=']).map_or(end, |at| at + 1);
        let (piece, rest) = word.split_at(joint);
        all.push(piece);
        word = rest;
    }
    all.push(word);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(unit: &str, x: f64) -> String {
        Grain::of(unit, x).show(x)
    }

    #[test]
    fn figures_are_rounded_to_what_a_reader_can_use() {
        assert_eq!(shown("bed-days", 38_932.7), "38,900");
        assert_eq!(shown("bed-days", 1_093.27), "1,090");
        assert_eq!(shown("people", 94.93), "95");
        assert_eq!(shown("days", 9.876), "9.9");
        assert_eq!(shown("days", 0.258), "0.26");
        assert_eq!(shown("£", 15_377_140.0), "£15.4m");
        assert_eq!(shown("share", 0.9412), "94%");
        assert_eq!(shown("share", 0.0941), "9.4%");
        assert_eq!((shown("people", 0.0), shown("share", -0.0)), ("0".to_owned(), "0%".to_owned()));
    }

    #[test]
    fn a_range_has_the_grain_of_its_mean_and_says_to() {
        assert_eq!(Grain::of("bed-days", 38_930.0).range([33_512.0, 46_640.0]), "33,500 to 46,600");
        assert_eq!(Grain::of("share", 0.94).range([0.915, 0.978]), "92 to 98%");
        assert_eq!(Grain::of("days", 0.95).range([0.9, 1.05]), "0.90 to 1.05");
        assert_eq!(Grain::of("£", 100_000.0).range([90_123.0, 120_000.0]), "£90,000 to £120,000");
    }

    #[test]
    fn periods_read_as_dates() {
        assert_eq!(period(Date::constant(2024, 10, 1), 182), "182 days from 1 October 2024 to 31 March 2025");
        assert_eq!(period(Date::constant(2024, 10, 1), 1), "1 day from 1 October 2024 to 1 October 2024");
    }

    #[test]
    fn text_wraps_between_words() {
        assert_eq!(wrapped("one two three", "- ", 9), ["- one two", "  three"]);
        assert_eq!(wrapped("", "- ", 9), ["- "]);
    }

    #[test]
    fn a_word_longer_than_the_line_is_parted_at_its_joints() {
        assert_eq!(
            wrapped("in output/my-winter/ and", "- ", 12),
            ["- in", "  output/my-", "  winter/", "  and"]
        );
        assert_eq!(wrapped("abcdefghijk lm", "", 4), ["abcd", "efgh", "ijk", "lm"]);
        assert_eq!(wrapped("é€日本語x", "", 3), ["é€日", "本語x"]);
    }
}
