//! M(t)/G/∞: with beds for everybody and a rate that varies, the mean number in bed is
//! m(t) = ∫ rate(t − u) · P(stay > u) du (Eick, Massey and Whitt, Management Science 39, 1993).

use jiff::ToSpan;
use jiff::civil::Date;
use wardflow::measures::DailyMeasure;

use super::study::{LEVEL, Study, agrees, agrees_throughout};

/// Cells a day of the numerical integral; eight an hour.
const CELLS: usize = 192;

/// The mean number in bed on each day: the day's time average of m(t), from a rate for each day of
/// the run, the share of a day's people in each hour, and the chance that a stay is longer.
fn mean_by_day(rates: &[f64], by_hour: &[f64; 24], longer: impl Fn(f64) -> f64) -> Vec<f64> {
    // ∫₀ˣ P(stay > u) du on a mesh of half cells, since people come at the middle of a cell.
    let half = 0.5 / CELLS as f64;
    let mut upto = vec![0.0];
    for i in 0..(rates.len() + 1) * 2 * CELLS {
        let x = i as f64 * half;
        upto.push(upto[i] + half * (longer(x) + 4.0 * longer(x + half / 2.0) + longer(x + half)) / 6.0);
    }
    // Of one person of a day, the bed-days on the same day, the next, …
    let all: f64 = by_hour.iter().sum();
    let of_one: Vec<f64> = (0..rates.len())
        .map(|later| {
            (0..CELLS)
                .map(|cell| {
                    let share = by_hour[cell * 24 / CELLS] / all * 24.0 / CELLS as f64;
                    let came = 2 * cell + 1;
                    let (from, to) = (2 * CELLS * later, 2 * CELLS * (later + 1));
                    share * (upto[to - came] - upto[from.saturating_sub(came)])
                })
                .sum()
        })
        .collect();
    (0..rates.len()).map(|day| (0..=day).map(|came| rates[came] * of_one[day - came]).sum()).collect()
}

/// Dates from `first`.
fn dates(first: Date, days: usize) -> impl Iterator<Item = Date> {
    first.series(1.day()).take(days)
}

fn compare(seen: &Study, exact: &[f64]) {
    let days: Vec<Vec<f64>> = (0..exact.len())
        .map(|day| seen.each(|r| f64::from(seen.days(r, DailyMeasure::Hospital)[day])))
        .collect();
    agrees_throughout("people in bed", &days, exact, LEVEL);
    let total: Vec<f64> = seen.system("acute_bed_days");
    agrees("acute_bed_days", &total, exact.iter().sum(), LEVEL);
}

const WEEK: [f64; 7] = [1.3, 1.15, 1.1, 1.05, 1.1, 0.7, 0.6];
const YEAR: [f64; 12] = [1.15, 1.1, 1.0, 0.95, 0.9, 0.9, 0.9, 0.85, 0.9, 1.0, 1.05, 1.3];
const LEVEL_DAY: [f64; 24] = [1.0; 24];

#[test]
pub fn weekdays_months_and_an_event_move_the_number_in_bed_as_the_integral_says() {
    let (mean, sigma) = (5.0f64, 0.8);
    let scenario = format!(
        r#"{{ "name": "a rate that varies",
              "calendar": {{ "start": "2024-11-01", "days": 90, "warm_up": "60d" }},
              "groups": {{ "everyone": {{ "arrivals": {{ "per_day": 60, "by_weekday": {WEEK:?}, "by_month": {YEAR:?} }},
                                          "stay": {{ "lognormal": {{ "mean": "{mean}d", "sigma": {sigma} }} }} }} }},
              "events": {{ "epidemic": {{ "groups": ["everyone"], "from": "2024-12-14", "to": "2024-12-24", "uplift": 0.4 }} }} }}"#
    );
    let (warm_up, measured) = (60, 90);
    let rates: Vec<f64> = dates(Date::constant(2024, 9, 2), warm_up + measured)
        .map(|date| {
            let epidemic = (Date::constant(2024, 12, 14)..=Date::constant(2024, 12, 24)).contains(&date);
            let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
            let month = usize::from(date.month().unsigned_abs()) - 1;
            60.0 * WEEK[weekday] * YEAR[month] * if epidemic { 1.4 } else { 1.0 }
        })
        .collect();
    let mu = mean.ln() - sigma * sigma / 2.0;
    let longer = |days: f64| 0.5 * libm::erfc((days.ln() - mu) / (sigma * std::f64::consts::SQRT_2));
    let exact = &mean_by_day(&rates, &LEVEL_DAY, longer)[warm_up..];
    let (least, most) = range(exact);
    assert!(most > 1.5 * least, "the rate moves the number in bed: {least} to {most}");
    compare(&Study::of(&scenario, 100), exact);
}

#[test]
pub fn the_hour_of_arrival_carries_short_stays_over_midnight_as_the_integral_says() {
    // Everybody comes after 18:00 and stays a quarter of a day on average: half of the time in bed
    // falls on the next day.
    let week = [1.2, 0.9, 1.2, 0.9, 1.2, 0.8, 0.8];
    let mut evening = [0.0; 24];
    evening[18..].fill(1.0);
    let scenario = format!(
        r#"{{ "name": "evenings",
              "calendar": {{ "start": "2024-09-02", "days": 28, "warm_up": "7d" }},
              "groups": {{ "everyone": {{ "arrivals": {{ "per_day": 300, "by_weekday": {week:?}, "by_hour": {evening:?} }},
                                          "stay": {{ "exponential": {{ "mean": "6h" }} }} }} }} }}"#
    );
    let rates: Vec<f64> = (0..35).map(|day| 300.0 * week[day % 7]).collect();
    let longer = |days: f64| (-4.0 * days).exp();
    let level = mean_by_day(&rates, &LEVEL_DAY, longer);
    let exact = mean_by_day(&rates, &evening, longer);
    let moved = exact[8..].iter().zip(&level[8..]).map(|(e, l)| (e / l - 1.0).abs()).fold(0.0, f64::max);
    assert!(moved > 0.1, "the hour matters: {moved}");
    compare(&Study::of(&scenario, 100), &exact[7..]);
}

fn range(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, 0.0), |(least, most), &x| (least.min(x), most.max(x)))
}

#[test]
fn the_integral_of_a_constant_rate_settles_at_rate_times_mean_stay() {
    let exact = mean_by_day(&[8.0; 60], &LEVEL_DAY, |days| (-days / 2.5).exp());
    assert!((exact[59] - 20.0).abs() < 1e-6, "{}", exact[59]);
    // On the first day, from nobody: the time average of 20(1 − e^(−t/2.5)).
    let first = 20.0 * (1.0 - 2.5 * (1.0 - (-0.4f64).exp()));
    assert!((exact[0] - first).abs() < 1e-3, "{} against {first}", exact[0]);
}
