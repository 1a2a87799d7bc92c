//! Rosters, hours and staff of triggers: each moves delay the way it should, on paired replications, with an interval.

use std::sync::atomic::AtomicBool;

use serde_json::{Value, json};
use wardflow::base::statistics::Moments;
use wardflow::experiment::Silent;
use wardflow::experiment::points::Points;
use wardflow::measures::outcome::{SYSTEM, index_of};
use wardflow::scenario::Scenario;

const RUNS: u64 = 24;
/// Of 23 degrees of freedom, 99.9% on both sides.
const T: f64 = 3.77;

/// Six people a day for whom the hub decides, with five sixths of its time asked for.
fn town() -> Value {
    json!({
        "name": "Town", "calendar": { "start": "2025-01-06", "days": 84, "warm_up": "56d" },
        "groups": { "all": { "enters": "ready", "arrivals": { "per_day": 6 }, "needs": { "p1": 1 } } },
        "hub": { "staff": { "mon-fri": 2, "hours": "08:00-18:00" }, "assessment": { "exponential": { "mean": "2h" } } },
        "pathways": { "p1": { "services": [] } }
    })
}

fn scenario(text: &Value) -> Scenario {
    Scenario::from_json(&text.to_string()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn delayed(points: &Points, scenario: &Scenario) -> Vec<f64> {
    let i = index_of(SYSTEM, "nctr_bed_days");
    points.of(scenario).iter().map(|run| run.system[i].unwrap()).collect()
}

/// How many delayed bed-days more than in the town: the ends of the interval.
fn more(change: impl Fn(&mut Value)) -> [f64; 2] {
    let mut text = town();
    change(&mut text);
    let (base, option) = (scenario(&town()), scenario(&text));
    let mut points = Points::new(7);
    points.run(&[(&base, RUNS), (&option, RUNS)], 2, &Silent, &AtomicBool::new(false)).unwrap();
    let (before, after) = (delayed(&points, &base), delayed(&points, &option));
    let differences: Vec<f64> = after.iter().zip(&before).map(|(a, b)| a - b).collect();
    let found = Moments::of(&differences);
    let half = T * found.sd / (RUNS as f64).sqrt();
    println!("{:.1} ± {half:.1} of {:.1} bed-days", found.mean, Moments::of(&before).mean);
    [found.mean - half, found.mean + half]
}

#[track_caller]
fn fewer(change: impl Fn(&mut Value)) {
    let [_, most] = more(change);
    assert!(most < 0.0, "{most}");
}

#[test]
fn weekends_from_the_start_lessen_delay() {
    fewer(|town| town["hub"]["staff"]["changes"] = json!([{ "from": "start", "to": { "sat-sun": 2 } }]));
}

#[test]
fn staff_who_come_step_by_step_lessen_delay() {
    fewer(|town| {
        town["hub"]["staff"]["changes"] = json!([{ "from": "start", "to": { "mon-fri": 4 }, "over": "8w" }]);
    });
}

#[test]
fn longer_hours_from_the_start_lessen_delay() {
    fewer(|town| {
        town["hub"]["staff"]["hours"] =
            json!({ "mon-fri": "08:00-18:00", "changes": [{ "from": "start", "to": "08:00-20:00" }] });
    });
}

#[test]
fn a_night_shift_beside_the_day_lessens_delay() {
    fewer(|town| town["hub"]["staff"]["hours"] = json!("08:00-18:00, 22:00-04:00"));
}

#[test]
fn a_break_that_is_not_made_up_for_lengthens_delay() {
    let [least, _] = more(|town| town["hub"]["staff"]["hours"] = json!("08:00-12:00, 12:45-18:00"));
    assert!(least > 0.0, "{least}");
}

#[test]
fn staff_who_come_when_the_queue_is_long_lessen_delay() {
    fewer(|town| {
        town["triggers"] =
            json!({ "more": { "when": { "hub_queue_above": 8 }, "adds": { "hub_staff": 2 } } });
    });
}

#[test]
fn dated_changes_to_what_is_there_already_change_nothing() {
    let mut text = town();
    text["hub"]["staff"]["changes"] = json!([{ "from": "start", "to": { "mon-fri": 2, "sun": 0 } }]);
    text["hub"]["staff"]["hours"] = json!({ "mon-sun": ["08:00-12:00", "12:00-18:00"], "changes": [{ "from": "2025-02-01", "to": "08:00-18:00" }] });
    let (base, same) = (scenario(&town()), scenario(&text));
    assert_eq!(base.plan.hub, same.plan.hub);
    let [least, most] = more(|town| *town = text.clone());
    assert!(least.abs() + most.abs() <= 0.0, "{least} to {most}");
}
