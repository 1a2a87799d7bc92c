//! Who comes when: counts by hour, weekday, month, bank holiday and event against the rates that were
//! asked, each as even as chance is and no more.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use wardflow::base::{Span, Time};
use wardflow::model::{Change, Observer, Simulation};
use wardflow::scenario::Scenario;

use super::tools::{Seen, chi_square, kolmogorov_smirnov, level, no_serial_correlation, none_is_rare};

const WEEK: [f64; 7] = [1.3, 1.15, 1.1, 1.05, 1.1, 0.7, 0.6];
const YEAR: [f64; 12] = [1.15, 1.1, 1.0, 0.95, 0.9, 0.9, 0.9, 0.9, 0.95, 1.05, 1.05, 1.15];
const DAYS: usize = 731;
const PER_DAY: f64 = 60.0;
const FIRST: Date = date(2024, 1, 1);
const HOLIDAYS: [Date; 4] = [date(2024, 1, 1), date(2024, 12, 25), date(2024, 12, 26), date(2025, 12, 25)];
const WAVE: [Date; 3] = [date(2024, 11, 20), date(2024, 12, 20), date(2025, 1, 31)];
const QUIET: [Date; 2] = [date(2025, 6, 1), date(2025, 7, 15)];

fn hours() -> [f64; 24] {
    std::array::from_fn(|hour| [0.4, 0.2, 1.6, 2.0, 1.2, 0.6][hour / 4])
}

/// The rate of each day, from the file's words alone.
fn rates() -> Vec<f64> {
    FIRST
        .series(1.day())
        .take(DAYS)
        .map(|day| {
            let weekday = WEEK[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())];
            let month = YEAR[usize::from(day.month().unsigned_abs()) - 1];
            let holiday = if HOLIDAYS.contains(&day) { 0.5 } else { 1.0 };
            let days = |from: Date, to: Date| f64::from((to - from).get_days());
            let [from, peak, to] = WAVE;
            let wave = match day {
                day if day < from || day > to => 0.0,
                day if day <= peak => (days(from, day) + 1.0) / (days(from, peak) + 1.0),
                day => (days(day, to) + 1.0) / (days(peak, to) + 1.0),
            };
            let quiet = if (QUIET[0]..=QUIET[1]).contains(&day) { 0.6 } else { 1.0 };
            PER_DAY * weekday * month * holiday * (1.0 + 0.5 * wave) * quiet
        })
        .collect()
}

/// When everybody came.
#[derive(Default)]
struct Door(Vec<Time>);

impl Observer for Door {
    fn changed(&mut self, now: Time, change: Change<'_>) {
        if let Change::Arrived { .. } = change {
            self.0.push(now);
        }
    }
}

fn come(replication: u64) -> Vec<Time> {
    let text = format!(
        r#"{{ "name": "arrivals", "calendar": {{ "start": "{FIRST}", "days": {DAYS}, "bank_holidays": {:?} }},
              "groups": {{ "all": {{ "stay": {{ "fixed": "1h" }},
                  "arrivals": {{ "per_day": {PER_DAY}, "by_weekday": {WEEK:?}, "by_month": {YEAR:?},
                                 "by_hour": {:?}, "by_bank_holiday": 0.5 }} }} }},
              "events": {{ "wave": {{ "groups": ["all"], "from": "{}", "peak": "{}", "to": "{}", "uplift": 0.5 }},
                           "quiet": {{ "from": "{}", "to": "{}", "uplift": -0.4 }} }} }}"#,
        HOLIDAYS.map(|day| day.to_string()),
        hours(),
        WAVE[0],
        WAVE[1],
        WAVE[2],
        QUIET[0],
        QUIET[1],
    );
    let scenario = Scenario::from_json(&text).unwrap_or_else(|faults| panic!("{faults}"));
    let mut simulation = Simulation::new(&scenario.plan, Door::default());
    simulation.run(1, replication).unwrap();
    std::mem::take(simulation.observer()).0
}

fn hour(at: Time) -> usize {
    (at.time_of_day().0 / Span::HOUR.0) as usize
}

#[test]
fn people_come_at_the_hours_weekdays_months_holidays_and_events_that_were_asked() {
    let rates = rates();
    let by_hour = hours().map(|factor| factor / hours().iter().sum::<f64>());
    let mut seen: Vec<Seen> = Vec::new();
    for replication in 0..3 {
        let all = come(replication);
        // Cells of days, and of hours in them; the counts are Poisson, so nothing is fixed.
        let mut cells = |what: &str, cells: usize, of_day: &dyn Fn(usize) -> usize, by_the_hour: bool| {
            let width = if by_the_hour { 24 } else { 1 };
            let (mut counts, mut expected) = (vec![0u64; cells * width], vec![0.0; cells * width]);
            for &at in &all {
                counts[of_day(at.day() as usize) * width + if by_the_hour { hour(at) } else { 0 }] += 1;
            }
            for (day, rate) in rates.iter().enumerate() {
                for within in 0..width {
                    let share = if by_the_hour { by_hour[within] } else { 1.0 };
                    expected[of_day(day) * width + within] += rate * share;
                }
            }
            seen.push((format!("{what}, replication {replication}"), chi_square(&counts, &expected, 0)));
        };
        let dates: Vec<Date> = FIRST.series(1.day()).take(DAYS).collect();
        let of = |day: usize| dates[day];
        cells("hours", 1, &|_| 0, true);
        cells("weekdays", 7, &|day| day % 7, false);
        cells("hours of weekdays", 7, &|day| day % 7, true);
        cells("months", 12, &|day| usize::from(of(day).month().unsigned_abs()) - 1, false);
        cells("holidays", 2, &|day| usize::from(HOLIDAYS.contains(&of(day))), false);
        cells("the wave", 3, &|day| usize::from(of(day) >= WAVE[0]) + usize::from(of(day) > WAVE[2]), false);
        cells("quiet weeks", 2, &|day| usize::from((QUIET[0]..=QUIET[1]).contains(&of(day))), false);
        // Each day alone: chi-square with a cell a day is the dispersion of the counts.
        cells("days", DAYS, &|day| day, false);
        let mut by_day = vec![0.0; DAYS];
        for at in &all {
            by_day[at.day() as usize] += 1.0;
        }
        let residuals: Vec<f64> =
            by_day.iter().zip(&rates).map(|(n, rate)| (n - rate) / rate.sqrt()).collect();
        for lag in [1, 7] {
            let what = format!("days {lag} apart, replication {replication}");
            seen.push((what, no_serial_correlation(&residuals, lag)));
        }
        // Within the hour people come evenly.
        let within: Vec<f64> =
            all.iter().map(|at| (at.time_of_day().0 % Span::HOUR.0) as f64 / Span::HOUR.0 as f64).collect();
        seen.push((
            format!("within the hour, replication {replication}"),
            kolmogorov_smirnov(&within, |x| x),
        ));
    }
    none_is_rare("arrivals", &seen);
}

#[test]
fn people_of_a_day_come_in_no_order_of_their_own() {
    // The index of a person in the day says nothing of the hour.
    #[derive(Default)]
    struct Order(Vec<(u32, Time)>);
    impl Observer for Order {
        fn changed(&mut self, now: Time, change: Change<'_>) {
            if let Change::Arrived { patient, .. } = change {
                self.0.push((patient.index, now));
            }
        }
    }
    let text = r#"{ "name": "order", "calendar": { "start": "2024-01-01", "days": 4000 },
                    "groups": { "all": { "arrivals": { "per_day": 12 }, "stay": { "fixed": "1h" } } } }"#;
    let scenario = Scenario::from_json(text).unwrap_or_else(|faults| panic!("{faults}"));
    let mut simulation = Simulation::new(&scenario.plan, Order::default());
    simulation.run(1, 0).unwrap();
    let all = std::mem::take(simulation.observer()).0;
    let seen: Vec<Seen> = (0..8)
        .map(|index| {
            let mut counts = [0u64; 24];
            for (_, at) in all.iter().filter(|(i, _)| *i == index) {
                counts[hour(*at)] += 1;
            }
            (format!("hours of person {index}"), level(&counts))
        })
        .collect();
    none_is_rare("people of a day", &seen);
}
