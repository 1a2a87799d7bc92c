//! Numbers, shares, lengths of time, dates and lists as a sentence has them.
//!
//! Figures are shown as they were typed, up to four of their digits. Knows nothing of scenarios.

use jiff::ToSpan;
use jiff::civil::Date;

/// A figure with at most so many significant digits, thousands apart, without noughts at the end.
pub fn figure(x: f64, digits: i32) -> String {
    if x.abs() < 1e-9 {
        return "0".to_owned();
    }
    let decimals = (digits - 1 - libm::log10(x.abs()).floor() as i32).clamp(0, 6) as usize;
    let text = format!("{:.decimals$}", x.abs());
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{}{out}{rest}", if x < 0.0 { "−" } else { "" })
}

/// A number as typed.
pub fn number(x: f64) -> String {
    let whole_digits = if x.abs() >= 1.0 { libm::log10(x.abs()).floor() as i32 + 1 } else { 0 };
    figure(x, 4.max(whole_digits))
}

/// `1 bed`, `484 beds`, `no beds`.
pub fn count(n: f64, what: &str) -> String {
    if n.abs() < 1e-9 {
        return format!("no {what}");
    }
    let one = (n - 1.0).abs() < 1e-9;
    let singular = match what {
        "people" => "person",
        other => other.strip_suffix('s').unwrap_or(other),
    };
    format!("{} {}", number(n), if one { singular } else { what })
}

/// A share in percent: `30%`, `0.2%`.
pub fn percent(share: f64) -> String {
    format!("{}%", number(share * 100.0))
}

/// A length of time: `30 minutes`, `4 hours`, `5.7 days`.
pub fn span(days: f64, digits: i32) -> String {
    let hours = days * 24.0;
    let (x, unit) = if days.abs() < 1e-12 {
        return "no time".to_owned();
    } else if hours < 1.0 - 1e-9 {
        (hours * 60.0, "minutes")
    } else if hours < 24.0 - 1e-9 {
        (hours, "hours")
    } else {
        (days, "days")
    };
    let shown = figure(x, digits);
    format!("{shown} {}", if shown == "1" { unit.trim_end_matches('s') } else { unit })
}

/// `1 October 2024`.
pub fn date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// `11 to 25 December 2024`, `9 December 2024 to 5 January 2025`, `1 May 2024`.
pub fn dates(from: Date, to: Date) -> String {
    if from == to {
        date(from)
    } else if (from.year(), from.month()) == (to.year(), to.month()) {
        format!("{} to {}", from.day(), date(to))
    } else if from.year() == to.year() {
        format!("{} to {}", from.strftime("%-d %B"), date(to))
    } else {
        format!("{} to {}", date(from), date(to))
    }
}

/// So many days later.
pub fn later(date: Date, days: i64) -> Date {
    date.checked_add(days.days()).unwrap_or(date)
}

/// `a`, `a and b`, `a, b and c`.
pub fn all_of(items: &[String]) -> String {
    joined(items, "and")
}

/// `a`, `a or b`, `a, b or c`.
pub fn any_of(items: &[String]) -> String {
    joined(items, "or")
}

fn joined(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        // Names with commas in them need a stronger sign between them.
        [first @ .., last] if items.iter().any(|item| item.contains(", ")) => {
            format!("{}; {word} {last}", first.join("; "))
        }
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// How much more or less a factor makes: `6% more`, `half as many`, `the same`.
pub fn more_or_less(factor: f64, more: &str, less: &str) -> String {
    let change = (factor - 1.0) * 100.0;
    if change.abs() < 0.05 {
        "the same".to_owned()
    } else if change > 0.0 {
        format!("{}% {more}", figure(change, 2))
    } else {
        format!("{}% {less}", figure(-change, 2))
    }
}

/// With a capital at its start.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
}

/// A trait's key as it stands in a sentence: `out_of_area` reads “out of area”.
pub fn quoted(key: &str) -> String {
    format!("“{}”", key.replace('_', " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as on;

    #[test]
    fn figures_keep_the_digits_that_were_typed() {
        assert_eq!(
            [0.2143, 16.25, 484.0, 1923.4, 5.714, 31.0].map(number),
            ["0.2143", "16.25", "484", "1,923", "5.714", "31"]
        );
        assert_eq!(
            (percent(0.0005), percent(0.816), percent(1.0)),
            ("0.05%".into(), "81.6%".into(), "100%".into())
        );
        assert_eq!(
            (number(12345.0), number(0.0), number(-0.35)),
            ("12,345".into(), "0".into(), "−0.35".into())
        );
    }

    #[test]
    fn lengths_have_the_unit_in_which_people_would_say_them() {
        assert_eq!(
            (span(2.0 / 24.0, 4), span(1.0, 4), span(5.7, 4)),
            ("2 hours".into(), "1 day".into(), "5.7 days".into())
        );
        assert_eq!(
            (span(0.5 / 24.0, 4), span(1.0 / 24.0, 4), span(0.0, 4)),
            ("30 minutes".into(), "1 hour".into(), "no time".into())
        );
    }

    #[test]
    fn dates_do_not_repeat_what_they_share() {
        assert_eq!(dates(on(2024, 12, 11), on(2024, 12, 25)), "11 to 25 December 2024");
        assert_eq!(dates(on(2024, 11, 9), on(2024, 12, 5)), "9 November to 5 December 2024");
        assert_eq!(dates(on(2024, 12, 23), on(2025, 1, 5)), "23 December 2024 to 5 January 2025");
        assert_eq!(dates(on(2024, 12, 23), on(2024, 12, 23)), "23 December 2024");
    }

    #[test]
    fn changes_read_as_more_or_less() {
        assert_eq!(more_or_less(1.45, "more", "fewer"), "45% more");
        assert_eq!(more_or_less(0.65, "more", "fewer"), "35% fewer");
        assert_eq!(more_or_less(1.0, "more", "fewer"), "the same");
    }
}
