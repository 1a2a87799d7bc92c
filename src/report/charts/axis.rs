//! Axes: round ticks from zero, ticks of dates, and how a number is written. Knows nothing of what is
//! drawn along them. Next: `fan.rs`, `bars.rs`.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::report::words::thousands;

/// Numbers are drawn up to here; what is greater is drawn as this.
const GREATEST: f64 = 1e15;

/// A number that can be drawn: finite, between 0 and a quadrillion. `None` for what is no number;
/// infinity is no number either (an unlimited capacity has no line).
pub fn drawable(value: f64) -> Option<f64> {
    value.is_finite().then(|| value.clamp(0.0, GREATEST))
}

/// Round ticks, from zero but where they are between two amounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// The ticks, from the beginning to the end of the axis.
    pub values: Vec<f64>,
    /// Decimals needed to write them.
    pub decimals: usize,
}

impl Ticks {
    /// At most `most` steps (at least one) that reach `greatest`.
    pub fn up_to(greatest: f64, most: usize) -> Self {
        let Some(greatest) = drawable(greatest).filter(|&greatest| greatest > 1e-9) else {
            return Self { values: vec![0.0, 1.0], decimals: 0 };
        };
        let most = most.max(1);
        let mut exponent = (libm::log10(greatest / most as f64)).floor() as i32 - 1;
        loop {
            // Steps of 25 are easy to read, steps of 2.5 are not.
            let digits: &[f64] = if exponent > 0 { &[1.0, 2.0, 2.5, 5.0] } else { &[1.0, 2.0, 5.0] };
            for digit in digits {
                let step = if exponent < 0 {
                    digit / libm::pow(10.0, f64::from(-exponent))
                } else {
                    digit * libm::pow(10.0, f64::from(exponent))
                };
                let steps = (greatest / step - 1e-9).ceil().max(1.0);
                if steps <= most as f64 {
                    let values = (0..=steps as u32).map(|i| f64::from(i) * step).collect();
                    return Self { values, decimals: usize::try_from(-exponent).unwrap_or(0) };
                }
            }
            exponent += 1;
        }
    }

    /// The same between two amounts: from a tick at or below the lesser to one at or above the greater.
    pub fn between(least: f64, greatest: f64, most: usize) -> Self {
        let span = Self::up_to(greatest - least, most.max(2) - 1);
        let step = span.values[1];
        let (first, end) = ((least / step + 1e-9).floor(), (greatest / step - 1e-9).ceil());
        let steps = (end - first).max(1.0) as u32;
        Self { values: (0..=steps).map(|i| (first + f64::from(i)) * step).collect(), ..span }
    }

    /// Where the axis begins.
    pub fn start(&self) -> f64 {
        self.values.first().copied().unwrap_or(0.0)
    }

    /// Where the axis ends.
    pub fn end(&self) -> f64 {
        self.values.last().copied().unwrap_or(1.0)
    }

    /// A tick as it is written.
    pub fn label(&self, value: f64) -> String {
        number(value, self.decimals)
    }
}

/// Decimals with which all numbers of a chart are written, by the greatest of them: none from 100, one
/// from 1, else two figures.
pub fn decimals_for(greatest: f64) -> usize {
    match drawable(greatest) {
        Some(greatest) if greatest >= 100.0 => 0,
        Some(greatest) if greatest < 1.0 && greatest > 1e-9 => {
            usize::try_from(1 - libm::log10(greatest).floor() as i32).unwrap_or(1)
        }
        _ => 1,
    }
}

/// A number with commas between thousands.
pub fn number(value: f64, decimals: usize) -> String {
    let value = drawable(value).unwrap_or(0.0);
    // Halves upwards, as pages round; what is written would round them to the even digit.
    let times = libm::pow(10.0, decimals as f64);
    let rounded = (value * times).round() / times;
    thousands(if rounded.is_finite() { rounded } else { value }, decimals)
}

/// One tick of a date axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateTick {
    /// Where.
    pub date: Date,
    /// Whether it names a day, not the beginning of a month.
    pub names_day: bool,
    /// Day and month, or month.
    pub label: String,
    /// The year, where it is new.
    pub year: Option<String>,
}

/// How far apart ticks of dates are.
#[derive(Clone, Copy, Debug)]
enum Every {
    Days(i32),
    Weeks(i32),
    Months(i32),
}

const STEPS: [Every; 13] = [
    Every::Days(1),
    Every::Days(2),
    Every::Weeks(1),
    Every::Weeks(2),
    Every::Months(1),
    Every::Months(2),
    Every::Months(3),
    Every::Months(6),
    Every::Months(12),
    Every::Months(24),
    Every::Months(60),
    Every::Months(120),
    Every::Months(1200),
];

/// Days from one date to another.
pub fn days_between(from: Date, to: Date) -> i32 {
    // Between two dates there are days only, however far apart they are.
    from.until(to).map_or(0, |span| span.get_days())
}

/// The closest ticks on whole days, Mondays or months from `first` to `last` of which at most `most`
/// stand on the axis; the first day itself where no other would.
pub fn date_ticks(first: Date, last: Date, most: usize) -> Vec<DateTick> {
    let dates = STEPS
        .iter()
        .map(|&every| dates_every(first, last, every, most))
        .find(|dates| dates.len() <= most)
        .unwrap_or_default();
    let dates = if dates.is_empty() { vec![(first, true)] } else { dates };
    let mut year = None;
    dates
        .into_iter()
        .map(|(date, names_day)| {
            let month = month_name(date);
            let label = if names_day { format!("{} {month}", date.day()) } else { month.to_owned() };
            let new_year = (year != Some(date.year())).then(|| date.year().to_string());
            year = Some(date.year());
            DateTick { date, names_day, label, year: new_year }
        })
        .collect()
}

/// The dates of one step, each with whether its day is named; one too many at most.
fn dates_every(first: Date, last: Date, every: Every, most: usize) -> Vec<(Date, bool)> {
    let start = match every {
        Every::Days(_) => Some(first),
        Every::Weeks(_) => {
            let past = i32::from(first.weekday().to_monday_zero_offset());
            first.checked_add(((7 - past) % 7).days()).ok()
        }
        Every::Months(months) => {
            let mut month = first.first_of_month();
            // Months count from January of the year 0, so that quarters and decades fall where expected.
            while month < first || (i32::from(month.year()) * 12 + i32::from(month.month()) - 1) % months != 0
            {
                let Ok(next) = month.checked_add(1.month()) else { return Vec::new() };
                month = next;
            }
            Some(month)
        }
    };
    let Some(start) = start else { return Vec::new() };
    let (span, names_day) = match every {
        Every::Days(days) => (days.days(), true),
        Every::Weeks(weeks) => (weeks.weeks(), true),
        Every::Months(months) => (months.months(), false),
    };
    start.series(span).take_while(|&date| date <= last).take(most + 1).map(|date| (date, names_day)).collect()
}

fn month_name(date: Date) -> &'static str {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(date.month() - 1).ok().and_then(|month| NAMES.get(month)).copied().unwrap_or("")
}

/// Turns amounts into places along a line.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Amount at the beginning of the axis: zero, as a rule.
    pub start: f64,
    /// Amount at the end of the axis.
    pub end: f64,
    /// Place of the beginning.
    pub zero_at: f64,
    /// Place of the end.
    pub end_at: f64,
}

impl Scale {
    /// Where an amount lies, never beyond the ends.
    pub fn at(self, amount: f64) -> f64 {
        let share = ((amount - self.start) / (self.end - self.start)).clamp(0.0, 1.0);
        self.zero_at + share * (self.end_at - self.zero_at)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn ticks_are_round_and_reach_the_greatest() {
        assert_eq!(Ticks::up_to(112.0, 6).values, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0, 120.0]);
        assert_eq!(Ticks::up_to(100.0, 5).values, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        let small = Ticks::up_to(0.03, 4);
        assert_eq!(
            small.values.iter().map(|&v| small.label(v)).collect::<Vec<_>>(),
            ["0.00", "0.01", "0.02", "0.03"]
        );
        let huge = Ticks::up_to(12_345_678.0, 5);
        assert_eq!(huge.label(huge.end()), "12,500,000");
        assert_eq!(Ticks::up_to(0.0, 5).values, [0.0, 1.0]);
    }

    #[test]
    fn ticks_between_two_amounts_hold_both_and_keep_to_their_number() {
        assert_eq!(Ticks::between(441.0, 486.0, 5).values, [440.0, 460.0, 480.0, 500.0]);
        for (least, greatest) in [(90.0, 91.0), (0.61, 0.99), (5e5, 9e5), (7.0, 7.0)] {
            let ticks = Ticks::between(least, greatest, 5);
            assert!(ticks.start() <= least && ticks.end() >= greatest, "{ticks:?}");
            assert!((2..=6).contains(&ticks.values.len()), "{ticks:?}");
        }
    }

    #[test]
    fn ticks_keep_to_their_number_for_any_greatest() {
        for greatest in
            [0.0, 1e-300, 1e-9, 0.03, 0.999, 1.0, 7.3, 99.9, 1e6, 1e15, f64::MAX, f64::INFINITY, f64::NAN]
        {
            for most in [0, 1, 2, 5, 12] {
                let ticks = Ticks::up_to(greatest, most);
                assert!((2..=most.max(1) + 1).contains(&ticks.values.len()), "{greatest} {most} {ticks:?}");
                assert!(
                    ticks.end() >= drawable(greatest).unwrap_or(0.0) * (1.0 - 1e-8),
                    "{greatest} {ticks:?}"
                );
            }
        }
    }

    #[test]
    fn thousands_have_commas() {
        assert_eq!(number(12_345_678.4, 0), "12,345,678");
        assert_eq!(number(999.0, 0), "999");
        assert_eq!(number(1234.56, 1), "1,234.6");
        assert_eq!(number(f64::NAN, 0), "0");
        assert_eq!([number(0.5, 0), number(324.5, 0), number(0.25, 1)], ["1", "325", "0.3"]);
    }

    #[test]
    fn ticks_of_dates_follow_the_length_of_the_period() {
        let labels = |first, last| {
            let ticks = date_ticks(first, last, 9);
            ticks.iter().map(|tick| tick.label.clone()).collect::<Vec<_>>()
        };
        assert_eq!(labels(date(2024, 10, 1), date(2024, 10, 1)), ["1 Oct"]);
        assert_eq!(labels(date(2024, 10, 1), date(2024, 10, 4)), ["1 Oct", "2 Oct", "3 Oct", "4 Oct"]);
        assert_eq!(labels(date(2024, 10, 1), date(2024, 10, 28)), ["7 Oct", "14 Oct", "21 Oct", "28 Oct"]);
        assert_eq!(labels(date(2024, 10, 1), date(2025, 3, 31)), ["Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]);
        assert_eq!(labels(date(2024, 4, 1), date(2027, 4, 5)), ["Jul", "Jan", "Jul", "Jan", "Jul", "Jan"]);
        assert_eq!(labels(date(2024, 1, 1), date(2024, 12, 31)), ["Jan", "Mar", "May", "Jul", "Sep", "Nov"]);
    }

    #[test]
    fn a_year_is_named_where_it_is_new() {
        let ticks = date_ticks(date(2024, 10, 1), date(2025, 3, 31), 9);
        let years: Vec<_> = ticks.iter().filter_map(|tick| tick.year.as_deref()).collect();
        assert_eq!(years, ["2024", "2025"]);
        assert_eq!(ticks[3].year.as_deref(), Some("2025"));
    }

    #[test]
    fn ticks_of_dates_hold_at_the_ends_of_time() {
        for (first, last) in [(Date::MIN, Date::MAX), (Date::MAX, Date::MAX), (Date::MIN, Date::MIN)] {
            for most in [1, 2, 8] {
                let ticks = date_ticks(first, last, most);
                assert!((1..=most).contains(&ticks.len()), "{first} {last} {most}: {}", ticks.len());
            }
        }
    }
}
