//! Visits at home, from the published study: people whose whole plan of visits must fit, a smaller
//! plan before a bigger one.
//!
//! The study counts the queue at the end of the day and waits in whole days, so midnights are counted
//! here too. Its cost of waiting is that of people whose care has ended by the last day, those of the
//! start among them; here, of people who had started a mean stay before it.

use wardflow::measures::outcome::{SYSTEM, index_of};

use super::plos_one::{DELAY, Pathway, Point, RUNS, points, study};
use super::{mean, rms, set};
use crate::table::holds;
use crate::table::record::at_most;
use crate::theory::study::Study;

const DAYS: u32 = 232;
/// People in care at the start, who waited for nothing.
const AT_THE_START: f64 = 184.0;
/// Pounds a week for a visit a day, as the study's program has it.
const VISIT: f64 = 125.0;

fn seen(point: &Point, days: u32, runs: u64) -> Study {
    study(point.scenario, &[(Pathway::Visits, point.capacity)], &[set("calendar.days", days)], runs)
}

/// People waiting at midnight, on average.
fn waiting(point: &Point, runs: u64) -> Vec<f64> {
    // Nobody waits for anything else.
    seen(point, DAYS, runs).system("nctr_remaining")
}

/// Thousand pounds a week.
fn cost(point: &Point, runs: u64) -> f64 {
    // Scenarios 1 and 3 have stays of 13 days, 2 and 4 of 10.
    let days = DAYS - if point.scenario.is_multiple_of(2) { 13 } else { 10 };
    let seen = seen(point, days, runs);
    let started = seen.system("discharges");
    let on_the_day = seen.system("delay_band_0");
    // Undefined where nobody is.
    let of_delayed = seen.each(|r| r.system[index_of(SYSTEM, "delayed_days_mean")].unwrap_or(0.0));
    let waits: Vec<f64> = (0..started.len())
        .map(|i| of_delayed[i] * (1.0 - on_the_day[i]) * started[i] / (started[i] + AT_THE_START))
        .collect();
    let group = &seen.scenario.plan.groups[0];
    let arrivals = mean(&group.arrivals.per_day);
    (DELAY * mean(&waits) * 7.0 * arrivals + VISIT * f64::from(point.capacity)) / 1000.0
}

#[test]
fn a_point_of_each_published_curve_is_near_it_in_a_few_replications() {
    let all = points(&[Pathway::Visits]);
    for scenario in 0..4 {
        let point = all.iter().find(|p| p.scenario == scenario && p.queue.is_some()).expect("a point");
        point.judge(&waiting(point, 25)).expect("a queue on the chart");
    }
}

#[test]
#[ignore = "long: run by .ci/slow"]
pub fn curves_are_as_published() {
    holds("V2");
}

/// The figures of V2.
pub fn curves() {
    let all = points(&[Pathway::Visits]);
    let seen: Vec<(&Point, Vec<f64>)> =
        all.iter().filter(|p| p.queue.is_some()).map(|p| (p, waiting(p, RUNS))).collect();
    let errors: Vec<f64> =
        seen.iter().filter_map(|(point, waiting)| Some(mean(waiting) - point.queue?)).collect();
    let what = format!("people waiting at {} points, root of the mean square error", errors.len());
    at_most(&what, rms(&errors), 3.0);
    let costs: Vec<f64> = all
        .iter()
        .filter(|p| p.cost.is_some())
        .filter_map(|p| Some(100.0 * (cost(p, RUNS) / p.cost? - 1.0)))
        .collect();
    let what = format!("weekly cost at {} points, root of the mean square error in %", costs.len());
    at_most(&what, rms(&costs), 3.0);
    for (point, waiting) in seen {
        point.judge(&waiting);
    }
}
