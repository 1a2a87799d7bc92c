//! How amounts are written at ticks and marks: thousands with commas, money as `£350k` and `£1.2m`.
//! Knows nothing of where they stand. Next: `span.rs`.

use super::axis::{decimals_for, number};
use super::span::{Span, bound};

/// How the amounts of one axis, or of one kind of mark, are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    pounds: bool,
    decimals: usize,
    /// The amount that counts as one, and what stands for it; `None` where each amount has its own.
    short: Option<(f64, &'static str)>,
    /// Whether there is room for no decimals at all.
    rough: bool,
    /// To whole multiples of this.
    step: f64,
}

const SHORT: [(f64, &str); 5] = [(1.0, ""), (1e3, "k"), (1e6, "m"), (1e9, "bn"), (1e12, "tn")];

impl Figures {
    /// For the ticks of an axis: all alike, as fine as the step between them needs.
    pub fn of_ticks(measure: &str, span: &Span) -> Self {
        Self::of_amounts(measure, span.least.abs().max(span.greatest.abs()), span.step)
    }

    /// The same, for ticks up to `greatest` on either side of zero.
    pub fn of_amounts(measure: &str, greatest: f64, step: f64) -> Self {
        let pounds = counts_pounds(measure);
        // £8,000 reads better than £8k, £12k better than £12,000.
        let short = if pounds && greatest >= 1e4 { short_for(greatest) } else { SHORT[0] };
        let step = step / short.0;
        let whole = |decimals: &usize| {
            let times = step * libm::pow(10.0, *decimals as f64);
            (times - times.round()).abs() < 1e-6 * times.max(1.0) && times > 0.5
        };
        let decimals = (0..=18).find(whole).unwrap_or(18);
        Self { pounds, decimals, short: Some(short), rough: false, step: 1.0 }
    }

    /// For ticks at these points, as fine as tells them apart, three decimals at most.
    pub fn of_points(measure: &str, points: &[f64]) -> Self {
        let greatest = points.iter().fold(0.0_f64, |greatest, at| greatest.max(bound(*at).abs()));
        let exact = |decimals: &i32| {
            let times = libm::pow(10.0, f64::from(*decimals));
            points.iter().all(|at| (bound(*at) * times - (bound(*at) * times).round()).abs() < 1e-6)
        };
        let decimals = (0..3).find(exact).unwrap_or(3);
        Self::of_amounts(measure, greatest, 1.0 / libm::pow(10.0, f64::from(decimals)))
    }

    /// For numbers printed at marks, the greatest of which is `greatest`.
    pub fn of_marks(measure: &str, greatest: f64) -> Self {
        let greatest = bound(greatest).abs();
        let pounds = counts_pounds(measure);
        let plain = !pounds || greatest < 1e4;
        Self {
            pounds,
            decimals: decimals_for(greatest),
            short: plain.then_some(SHORT[0]),
            rough: false,
            step: 1.0,
        }
    }

    /// For one amount with its range, the greatest of which is `greatest`: three figures of a large one, as sentences
    /// and tables show it.
    pub fn of_row(measure: &str, greatest: f64) -> Self {
        let greatest = bound(greatest).abs();
        let step = if greatest < 1000.0 { 1.0 } else { libm::pow(10.0, libm::log10(greatest).floor() - 2.0) };
        Self { step, ..Self::of_marks(measure, greatest) }
    }

    /// The same, three figures at most: `12.3k`, `123m`.
    pub fn shorter(self) -> Self {
        Self { short: None, ..self }
    }

    /// The same without decimals: `12k`.
    pub fn rough(self) -> Self {
        Self { short: None, rough: true, decimals: 0, ..self }
    }

    /// An amount: `1,234`, `−0.5`, `£350k`. One that is more than nothing never reads as nothing.
    pub fn write(&self, amount: f64) -> String {
        let text = self.bare(amount);
        match bound(amount) {
            x if x > 0.0 && reads_as_nothing(&text) && self.decimals < 4 => {
                format!("<{}", self.bare(1.0 / libm::pow(10.0, self.decimals as f64)))
            }
            x if x < 0.0 && !reads_as_nothing(&text) => format!("−{text}"),
            _ => text,
        }
    }

    /// A tick: `0`, `−50`, `£350k`.
    pub fn tick(&self, amount: f64) -> String {
        let text = self.bare(amount);
        if self.pounds && reads_as_nothing(&text) {
            return "£0".to_owned();
        }
        if amount < 0.0 && !reads_as_nothing(&text) { format!("−{text}") } else { text }
    }

    /// A difference: `+1,234`, `−£350k`, `0`.
    pub fn signed(&self, amount: f64) -> String {
        let text = self.bare(amount);
        match bound(amount) {
            _ if reads_as_nothing(&text) => "0".to_owned(),
            x if x < 0.0 => format!("−{text}"),
            _ => format!("+{text}"),
        }
    }

    /// Without its sign.
    fn bare(&self, amount: f64) -> String {
        let amount = bound(amount).abs();
        let amount = if self.step > 1.0 { (amount / self.step).round() * self.step } else { amount };
        let (one, name) = self.short.unwrap_or_else(|| short_for(amount));
        let decimals = match (self.short, amount / one) {
            _ if self.rough => 0,
            (Some(_), _) => self.decimals,
            (None, _) if one < 2.0 => {
                if amount < 100.0 {
                    self.decimals
                } else {
                    0
                }
            }
            (None, x) if x < 9.995 && one > 1e4 => 2,
            (None, x) if x < 99.95 => 1,
            (None, _) => 0,
        };
        let pounds = if self.pounds { "£" } else { "" };
        format!("{pounds}{}{name}", number(amount / one, decimals))
    }
}

/// The greatest of a thousand, a million … of which there is at least one, after rounding to three figures.
fn short_for(amount: f64) -> (f64, &'static str) {
    SHORT.into_iter().rev().find(|(one, _)| amount >= 0.9995 * one).unwrap_or(SHORT[0])
}

fn reads_as_nothing(text: &str) -> bool {
    !text.contains(|c: char| ('1'..='9').contains(&c))
}

/// Whether a measure counts single pounds ("£ a year", but not "£ thousand" or "£m").
fn counts_pounds(measure: &str) -> bool {
    let Some((_, after)) = measure.split_once('£') else { return false };
    let after = after.trim_start();
    let word: String = after.chars().take_while(|c| c.is_alphanumeric()).collect();
    !matches!(word.to_lowercase().as_str(), "m" | "k" | "000" | "000s" | "bn")
        && !["thousand", "million", "billion"].iter().any(|many| word.to_lowercase().starts_with(many))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(measure: &str, least: f64, greatest: f64) -> Vec<String> {
        let span = Span::over(least, greatest, 5, false);
        let figures = Figures::of_ticks(measure, &span);
        span.ticks().map(|tick| figures.tick(tick)).collect()
    }

    #[test]
    fn ticks_of_money_are_short_and_all_alike() {
        assert_eq!(
            ticks("Cost, £ a year", 0.0, 1.15e6),
            ["£0", "£0.25m", "£0.50m", "£0.75m", "£1.00m", "£1.25m"]
        );
        assert_eq!(ticks("Cost (£)", -1e5, 3.1e5), ["−£100k", "£0", "£100k", "£200k", "£300k", "£400k"]);
        assert_eq!(ticks("£ per bed-day", 0.0, 800.0), ["£0", "£200", "£400", "£600", "£800"]);
        assert_eq!(ticks("£ thousand", 0.0, 20_000.0), ["0", "5,000", "10,000", "15,000", "20,000"]);
        assert_eq!(ticks("Bed-days", 0.0, 2e6), ["0", "500,000", "1,000,000", "1,500,000", "2,000,000"]);
        assert_eq!(ticks("Share", 0.2, 0.34), ["0.20", "0.25", "0.30", "0.35"]);
    }

    #[test]
    fn numbers_at_marks_have_three_figures_where_they_are_money() {
        let figures = Figures::of_marks("£", 1_234_567.0);
        let written: Vec<String> = [1_234_567.0, 345_600.0, -34_560.0, 999_600.0, 3_456.0, 12.0, 0.0]
            .map(|x| figures.write(x))
            .into();
        assert_eq!(written, ["£1.23m", "£346k", "−£34.6k", "£1.00m", "£3.5k", "£12", "£0"]);
        let figures = Figures::of_marks("Bed-days", 12_345.0);
        assert_eq!([12_345.0, 0.03, -0.03].map(|x| figures.write(x)), ["12,345", "<1", "0"]);
        assert_eq!([12_345.0, 0.03, -40.0].map(|x| figures.signed(x)), ["+12,345", "0", "−40"]);
        assert_eq!(figures.shorter().write(12_345_678.0), "12.3m");
        assert_eq!([-2_071.0, 929.0, 0.2].map(|x| figures.rough().write(x)), ["−2k", "929", "<1"]);
    }

    #[test]
    fn a_measure_counts_pounds_only_where_it_says_so() {
        for measure in ["£", "Cost, £ more", "£/bed-day", "£ per bed-day"] {
            assert!(counts_pounds(measure), "{measure}");
        }
        for measure in ["", "Bed-days", "£m", "£ million", "Cost (£000)", "£ thousands", "£k a year"] {
            assert!(!counts_pounds(measure), "{measure}");
        }
    }
}
