//! Figures that a run can be held against, under the names that `run --observed` knows, from what was read. A
//! range is given where the figure's own months say how far it moves; the others are shown and not judged.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::daily::Daily;
use super::extract::Extract;
use super::holidays::is_bank_holiday;
use super::months::Months;
use super::profile::{mean, within};
use super::role::Role;
use super::shares::Shares;

/// The days up to the last that are compared: a year.
const DAYS: usize = 365;
/// So many months make a range.
const ENOUGH_MONTHS: usize = 6;

/// A row of a file of observed figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// The measure's name.
    pub measure: String,
    /// In words.
    pub label: String,
    /// The figure.
    pub figure: f64,
    /// The 95% interval of the mean over months, Student's t.
    pub range: Option<[f64; 2]>,
}

impl Observed {
    fn new(measure: &str, label: &str, figure: f64) -> Self {
        Self { measure: measure.to_owned(), label: label.to_owned(), figure, range: None }
    }
}

type Days = Vec<(Date, f64)>;

/// Of a daily return: its last year.
pub fn of_daily(daily: &Daily) -> (Vec<Observed>, Option<(Date, Date)>) {
    let from = daily.days().saturating_sub(DAYS);
    let days = |series: &[Option<f64>]| -> Days {
        series.iter().enumerate().skip(from).filter_map(|(i, x)| Some((daily.date(i), (*x)?))).collect()
    };
    let [nctr, discharged, remaining] = daily.series().map(days);
    let mut rows = Vec::new();
    let mut level = |measure: &str, label: &str, days: &Days| {
        if let Some(figure) = mean(days.iter().map(|(_, x)| *x)) {
            rows.push(Observed { range: range(days), ..Observed::new(measure, label, figure) });
        }
    };
    level("discharges_per_day", "Discharges a day", &discharged);
    level("nctr_return", "People with no criteria to reside on the daily return", &nctr);
    level("nctr_remaining", "People remaining with no criteria to reside", &remaining);
    let weekend = |day: Date| day.weekday().to_monday_zero_offset() >= 5;
    let of = |days: &Days, which: &dyn Fn(Date) -> bool| {
        mean(days.iter().filter(|(day, _)| which(*day)).map(|(_, x)| *x))
    };
    let ordinary = |day: Date| !weekend(day) && !is_bank_holiday(day);
    let mut add = |measure: &str, label: &str, figure: Option<f64>| {
        rows.extend(figure.filter(|x| x.is_finite()).map(|figure| Observed::new(measure, label, figure)));
    };
    let over = |a: Option<f64>, b: Option<f64>| Some(a? / b.filter(|b| *b > 0.0)?);
    if discharged.len() >= 28 {
        let weekends = of(&discharged, &|day| weekend(day) && !is_bank_holiday(day));
        add(
            "discharges_weekend_ratio",
            "Discharges on a weekend day over those on a weekday",
            over(weekends, of(&discharged, &ordinary)),
        );
        let holidays = discharged.iter().filter(|(day, _)| is_bank_holiday(*day)).count();
        if holidays >= 3 {
            add(
                "discharges_bank_holiday_ratio",
                "Discharges on a bank holiday over those on a weekday",
                over(of(&discharged, &is_bank_holiday), of(&discharged, &ordinary)),
            );
        }
        let usual: Days = discharged.iter().copied().filter(|(day, _)| !is_bank_holiday(*day)).collect();
        let class = |day: Date| {
            i32::from(day.year()) * 100
                + i32::from((day.month() - 1) / 3) * 7
                + i32::from(day.weekday().to_monday_zero_offset())
        };
        add(
            "discharges_variance_over_mean",
            "Variance over mean of daily discharges within weekday and quarter",
            over(within(&usual, class), mean(usual.iter().map(|(_, x)| *x))),
        );
    }
    if remaining.len() >= 56 {
        let class = |day: Date| i32::from(day.year()) * 100 + i32::from(day.month());
        add(
            "nctr_remaining_within_month_sd",
            "Standard deviation of people remaining within a month",
            within(&remaining, class).map(f64::sqrt),
        );
        add(
            "nctr_remaining_lag1",
            "Correlation of people remaining from one day to the next",
            lag1(&remaining),
        );
        let all = mean(remaining.iter().map(|(_, x)| *x));
        let shape = (0..7).map(|w| {
            over(of(&remaining, &|day| day.weekday().to_monday_zero_offset() == w), all)
                .map(|r| (r - 1.0).abs())
        });
        let shape: Option<Vec<f64>> = shape.collect();
        add(
            "nctr_remaining_weekday_shape",
            "Largest departure of a weekday from the mean people remaining",
            shape.map(|all| all.into_iter().fold(0.0, f64::max)),
        );
        add(
            "nctr_remaining_christmas_rise",
            "Rise of people remaining from 23-29 December to 7-16 January",
            christmas(&remaining),
        );
    }
    let span = (daily.days() > 0).then(|| (daily.date(from), daily.date(daily.days() - 1)));
    (rows, span)
}

fn christmas(days: &Days) -> Option<f64> {
    let between = |from: Date, to: Date| -> Vec<f64> {
        days.iter().filter(|(day, _)| (from..=to).contains(day)).map(|(_, x)| *x).collect()
    };
    let years: std::collections::BTreeSet<i16> = days.iter().map(|(day, _)| day.year()).collect();
    years.into_iter().find_map(|year| {
        let before = between(date(year, 12, 23), date(year, 12, 29));
        let after = between(date(year.checked_add(1)?, 1, 7), date(year + 1, 1, 16));
        if before.len() < 5 || after.len() < 7 {
            return None;
        }
        Some(mean(after.into_iter())? / mean(before.into_iter()).filter(|x| *x > 0.0)? - 1.0)
    })
}

/// The correlation of neighbouring days, those left out between them not bridged.
fn lag1(days: &Days) -> Option<f64> {
    let centre = mean(days.iter().map(|(_, x)| *x))?;
    let pairs = days.windows(2).filter(|pair| pair[0].0.tomorrow().is_ok_and(|next| next == pair[1].0));
    let products = mean(pairs.map(|pair| (pair[0].1 - centre) * (pair[1].1 - centre)))?;
    let squares = mean(days.iter().map(|(_, x)| (x - centre) * (x - centre)))?;
    (squares > 0.0).then(|| products / squares)
}

/// The 95% interval of the mean over months, each as one figure: days of a month are not independent.
fn range(days: &Days) -> Option<[f64; 2]> {
    let mut months: BTreeMap<(i16, i8), Vec<f64>> = BTreeMap::new();
    for (day, x) in days {
        months.entry((day.year(), day.month())).or_default().push(*x);
    }
    let means: Vec<f64> =
        months.values().filter(|all| all.len() >= 15).filter_map(|all| mean(all.iter().copied())).collect();
    if means.len() < ENOUGH_MONTHS {
        return None;
    }
    crate::base::statistics::Moments::of(&means).interval95()
}

/// Of months of beds.
pub fn of_months(months: &Months) -> Vec<Observed> {
    let mut all = Vec::new();
    let by_beds =
        || Some(months.mean(Role::BedsOccupied)? / months.mean(Role::BedsAvailable).filter(|x| *x > 0.0)?);
    if let Some(share) = months.mean(Role::Occupancy).or_else(by_beds) {
        all.push(Observed::new("acute_occupancy", "Occupancy of acute beds", share));
    }
    all
}

/// Of bands of delay.
pub fn of_bands(shares: &Shares) -> Vec<Observed> {
    let on_the_day: f64 = shares.all.iter().filter(|one| one.group == "0").map(|one| one.share).sum();
    let late = 1.0 - on_the_day;
    let mut all = Vec::new();
    if late <= 0.0 {
        return all;
    }
    if on_the_day > 0.0 {
        all.push(Observed::new("share_delayed", "Share of discharges after the ready date", late));
    }
    for one in shares.all.iter().filter(|one| !one.group.is_empty() && one.group != "0") {
        let label = format!("Delayed by {} as a share of the delayed", one.name);
        all.push(Observed::new(&format!("delay_band_share:{}", one.group), &label, one.share / late));
    }
    all
}

/// Of an extract whose people have a day of readiness.
pub fn of_extract(extract: &Extract) -> Vec<Observed> {
    let delays = extract.delays();
    if delays.len() < super::fit::ENOUGH {
        return Vec::new();
    }
    let late: Vec<f64> = delays.iter().copied().filter(|x| *x >= 1.0).collect();
    let mut all = vec![Observed::new(
        "share_delayed",
        "Share of discharges with a ready date that came after it",
        late.len() as f64 / delays.len() as f64,
    )];
    if let Some(figure) = mean(late.iter().copied()) {
        all.push(Observed::new("delayed_days_mean", "Mean delay of the delayed in days", figure));
    }
    all
}
