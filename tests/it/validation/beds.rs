//! The beds of two pathways out of hospital, from the published study: how many people wait, what
//! delays and beds cost together, and how many beds make that least.

use wardflow::measures::DailyMeasure;

use super::plos_one::{DELAY, FILES, Pathway, Point, RUNS, named, points, study};
use super::{mean, rms};
use crate::table::holds;
use crate::table::record::{Row, at_most, row, shown, within};
use crate::theory::study::Study;

const BEDS: [Pathway; 2] = [Pathway::Rehabilitation, Pathway::CareHome];

/// Pounds a day for a bed, used or not.
fn bed_cost(pathway: Pathway) -> f64 {
    if pathway == Pathway::Rehabilitation { 150.0 } else { 164.0 }
}

/// The mean over replications of people waiting on each day.
fn waiting_by_day(seen: &Study, pathway: Pathway) -> Vec<f64> {
    let measure = DailyMeasure::Queue(seen.service_index(pathway.service()));
    let all = seen.each(|r| seen.days(r, measure));
    (0..all[0].len()).map(|day| mean(&all.iter().map(|r| f64::from(r[day])).collect::<Vec<_>>())).collect()
}

/// Thousand pounds a week, as the study's program has it: the day's mean queue is rounded.
fn weekly_cost(point: &Point, seen: &Study) -> f64 {
    let rounded: Vec<f64> = waiting_by_day(seen, point.pathway).iter().map(|people| people.round()).collect();
    7.0 * (f64::from(point.capacity) * bed_cost(point.pathway) + DELAY * mean(&rounded)) / 1000.0
}

/// Simulates points of the same scenario two by two, one of each pathway.
fn at_each(all: &[Point], mut look: impl FnMut(&Point, &Study)) {
    for scenario in 0..FILES.len() {
        let of = |pathway| -> Vec<&Point> {
            all.iter().filter(|p| p.scenario == scenario && p.pathway == pathway).collect()
        };
        let pairs = BEDS.map(of);
        for i in 0..pairs[0].len().max(pairs[1].len()) {
            let here: Vec<&Point> = pairs.iter().filter_map(|points| points.get(i).copied()).collect();
            let capacities: Vec<(Pathway, u32)> = here.iter().map(|p| (p.pathway, p.capacity)).collect();
            let seen = study(scenario, &capacities, &[], RUNS);
            for point in here {
                look(point, &seen);
            }
        }
    }
}

#[test]
fn a_point_of_each_published_curve_is_as_published() {
    let all = points(&BEDS);
    let one_each = BEDS.into_iter().flat_map(|pathway| {
        let all = &all;
        (0..FILES.len()).filter_map(move |scenario| {
            all.iter().copied().find(|p| p.pathway == pathway && p.scenario == scenario && p.queue.is_some())
        })
    });
    let mut judged = 0;
    at_each(&one_each.collect::<Vec<_>>(), |point, seen| {
        point.judge(&seen.service(point.pathway.service(), "queue_mean")).expect("a queue on the chart");
        judged += 1;
    });
    assert_eq!(judged, 8);
}

#[test]
#[ignore = "long: run by .ci/slow"]
pub fn curves_and_least_costs_are_as_published() {
    holds("V1");
}

/// The figures of V1.
pub fn curves_and_least_costs() {
    let mut seen = Vec::new();
    at_each(&points(&BEDS), |point, study| {
        let waiting = study.service(point.pathway.service(), "queue_mean");
        seen.push((*point, waiting, weekly_cost(point, study)));
    });
    let errors: Vec<f64> =
        seen.iter().filter_map(|(point, waiting, _)| Some(mean(waiting) - point.queue?)).collect();
    let points = errors.len();
    at_most(&format!("people waiting at {points} points, root of the mean square error"), rms(&errors), 2.5);
    within(&format!("people waiting at {points} points, mean error"), mean(&errors), [-2.0, 2.0]);
    let costs: Vec<f64> =
        seen.iter().filter_map(|(point, _, cost)| Some(100.0 * (cost / point.cost? - 1.0))).collect();
    let what = format!("weekly cost at {} points, root of the mean square error in %", costs.len());
    at_most(&what, rms(&costs), 3.0);
    least_costs();
    for (point, waiting, _) in &seen {
        point.judge(waiting);
    }
}

/// Beds of least cost, searched in the study's steps of 5.
fn least_costs() {
    let text = include_str!("../../data/plos-one-optimum.csv");
    let rows = csv::Reader::from_reader(text.as_bytes()).into_records();
    let published: Vec<(usize, Pathway, u32)> = rows
        .map(|row| {
            let row = row.expect("a row of the table");
            let number = |i: usize| row[i].parse::<u32>().expect("a whole number");
            (number(0) as usize - 1, named(&row[1]), number(2))
        })
        .filter(|(_, pathway, _)| *pathway != Pathway::Visits)
        .collect();
    let steps: Vec<u32> = (0..7).map(|step| 5 * step).collect();
    let around = |&(scenario, pathway, best): &(usize, Pathway, u32)| {
        steps
            .iter()
            .map(move |step| Point {
                pathway,
                scenario,
                capacity: best + step - 15,
                cost: None,
                queue: None,
                run_sd: None,
            })
            .collect::<Vec<_>>()
    };
    let mut found: Vec<(usize, Pathway, u32, f64)> = Vec::new();
    at_each(&published.iter().flat_map(around).collect::<Vec<_>>(), |point, seen| {
        found.push((point.scenario, point.pathway, point.capacity, weekly_cost(point, seen)));
    });
    for (scenario, pathway, beds) in published {
        let mine = || found.iter().filter(|f| f.0 == scenario && f.1 == pathway);
        let least = mine().min_by(|a, b| a.3.total_cmp(&b.3)).expect("seven of them");
        let there = mine().find(|f| f.2 == beds).expect("the published one among them");
        let excess = 100.0 * (there.3 / least.3 - 1.0);
        let what =
            format!("{} in scenario {}: beds of least cost", pathway.group().to_uppercase(), scenario + 1);
        row(
            Row {
                what,
                expected: format!("{beds} ± 5; {beds} cost at most 1% more"),
                ours: format!("{}; {beds} cost {}% more", least.2, shown(excess)),
                holds: least.2.abs_diff(beds) <= 5 && excess <= 1.0,
            },
            &[f64::from(least.2), excess],
        );
    }
}
