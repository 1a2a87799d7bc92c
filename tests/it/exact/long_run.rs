//! People who are ready at the start and known by their number only: they wait as such people wait in the
//! long run of the same scenario.

use std::sync::atomic::AtomicBool;

use serde_json::{Value, json};
use wardflow::experiment::{Replications, Silent, replicate};
use wardflow::measures::outcome::{SYSTEM, index_of};
use wardflow::measures::{DailyMeasure, Replication};

use crate::support::{scenario, tell};

/// A hospital without seasons, whose people wait for a hub, for work that takes days, and for a place.
fn town(calendar: &Value, initial: &Value) -> Value {
    json!({
        "calendar": calendar,
        "groups": { "people": { "arrivals": { "per_day": 8 }, "stay": { "exponential": { "mean": "3d" } },
                                "needs": { "p0": 0.3, "p1": 0.7 } } },
        "hub": { "staff": 2, "assessment": { "exponential": { "mean": "6h" } } },
        "steps": {
            "letter": { "starts": "ready", "takes": { "exponential": { "mean": "1d" } } },
            "agreement": { "concerns": { "pathways": ["p1"] }, "starts": "decision", "takes": { "gamma": { "mean": "5d", "sd": "2d" } } },
            "car": { "concerns": { "pathways": ["p1"] }, "starts": "offer", "takes": { "fixed": "8h" } } },
        "pathways": { "p0": { "services": [] }, "p1": { "services": ["helpers"] } },
        "services": { "helpers": { "places": 66, "stay": { "exponential": { "mean": "10d" } } } },
        "initial": initial
    })
}

fn run(text: &Value, runs: u64, threads: usize) -> Vec<Replication> {
    let scenario = scenario(text);
    let how = Replications { runs, seed: 3, threads };
    replicate(&scenario.plan, how, &Silent, &AtomicBool::new(false)).unwrap()
}

/// The mean over runs of people who remain, by week.
fn remaining(found: &[Replication]) -> Vec<f64> {
    let services = found[0].services.len();
    let m = DailyMeasure::all(services).iter().position(|m| *m == DailyMeasure::NctrRemaining).unwrap();
    let days = found[0].daily[m].len();
    let on = |day: usize| found.iter().map(|r| f64::from(r.daily[m][day])).sum::<f64>() / found.len() as f64;
    (0..days / 7).map(|week| (7 * week..7 * week + 7).map(on).sum::<f64>() / 7.0).collect()
}

#[test]
fn a_start_at_the_long_runs_numbers_stays_at_them() {
    let long = run(&town(&json!({ "days": 364, "warm_up": "364d" }), &json!({})), 20, 2);
    let mean = |name: &str| {
        let i = index_of(SYSTEM, name);
        long.iter().map(|r| r.system[i].unwrap()).sum::<f64>() / long.len() as f64
    };
    let (ready, people) = (mean("nctr_people"), mean("acute_bed_days") / 364.0);
    let helped = long.iter().map(|r| r.services[0][1].unwrap()).sum::<f64>() / long.len() as f64;
    let initial = json!({ "hospital": { "people": people.round() as u32, "ready": ready.round() as u32 },
                          "services": { "helpers": { "people": helped.round() as u32 } } });
    let found = run(&town(&json!({ "days": 42 }), &initial), 200, 2);
    for (week, now) in remaining(&found).into_iter().enumerate() {
        assert!((now / ready - 1.0).abs() < 0.06, "week {week}: {now} of {ready}");
    }
    // The first day already: about as many leave as in the long run, and not nobody or everybody.
    let left = |r: &Replication| {
        let m = DailyMeasure::all(1).iter().position(|m| *m == DailyMeasure::Discharges).unwrap();
        r.daily[m][..3].iter().map(|&n| f64::from(n)).sum::<f64>() / 3.0
    };
    let first = found.iter().map(left).sum::<f64>() / found.len() as f64;
    assert!((first - 8.0).abs() < 1.0, "{first} a day");
}

#[test]
fn those_who_queue_for_a_service_are_counted_once() {
    let given = |queue: u32| {
        json!({ "hospital": { "people": 60, "ready": 30 },
                "services": { "helpers": { "people": 66, "queue": queue } } })
    };
    for queue in [0, 12] {
        let mut text = town(&json!({ "days": 1 }), &given(queue));
        // Nobody holds a place at a midnight.
        text["steps"].as_object_mut().unwrap().remove("car");
        let story = tell(&text);
        let at_start = |reason: &str| {
            let here = |t: &&crate::support::Told| t.at.0 == 0 && t.what == format!("because {reason}");
            story.told.iter().filter(here).count()
        };
        assert_eq!(story.moments("ready").iter().filter(|at| at.0 == 0).count(), 30);
        assert_eq!(at_start("capacity:helpers"), queue as usize, "with {queue} in the line");
        assert!(at_start("step:letter") + at_start("step:agreement") + at_start("hub_assessment") > 10);
    }
}

#[test]
fn numbers_of_nobody_and_of_one_are_kept() {
    for (people, ready) in [(0, 0), (5, 0), (1, 1), (5, 1), (40, 40)] {
        let initial = json!({ "hospital": { "people": people, "ready": ready } });
        let story = tell(&town(&json!({ "days": 3 }), &initial));
        let start = |what: &str| story.moments(what).iter().filter(|at| at.0 == 0).count();
        assert_eq!((start("into hospital"), start("ready")), (people, ready));
    }
}

#[test]
fn where_nobody_waits_in_the_long_run_the_way_out_begins_at_the_start() {
    // No hub, no work, no service: whoever is ready leaves.
    let text = json!({
        "groups": { "people": { "arrivals": { "per_day": 3 }, "stay": { "fixed": "2d" } } },
        "initial": { "hospital": { "people": 4, "ready": 3, "residual": { "fixed": "9h" } } }
    });
    let story = tell(&text);
    let first: Vec<String> = story.when("left for home").into_iter().take(4).collect();
    assert_eq!(first, ["day 0 00:00", "day 0 00:00", "day 0 00:00", "day 0 09:00"]);
}

#[test]
fn people_who_come_ready_and_days_from_a_file_have_a_long_run_too() {
    let text = json!({
        "groups": { "ready": { "enters": "ready", "arrivals": { "per_day": 2 }, "needs": { "p1": 1 } } },
        "pathways": { "p1": { "services": ["helpers"] } },
        "services": { "helpers": { "starts_per_week": 14, "stay": { "fixed": "3d" } } },
        "initial": { "hospital": { "people": 9, "ready": 9 } }
    });
    let start = |story: crate::support::Story| story.moments("ready").iter().filter(|at| at.0 == 0).count();
    assert_eq!(start(tell(&text)), 9);
    let mut text = text;
    text["groups"]["ready"]["arrivals"] = Value::Null;
    assert_eq!(start(crate::support::tell_with(&text, &[("ready", &[2; 28])])), 9);
}

#[test]
fn the_same_seed_gives_the_same_start_whatever_the_threads() {
    let initial = json!({ "hospital": { "people": 40, "ready": 20 } });
    let text = town(&json!({ "days": 14 }), &initial);
    let one = run(&text, 6, 1);
    assert_eq!(one, run(&text, 6, 4));
    assert_ne!(one[0], one[1], "each replication has luck of its own");
}

#[test]
fn people_at_home_wait_at_the_start_as_in_the_long_run_where_no_queue_is_given() {
    let given = |queue: Option<u32>| {
        let mut text = town(
            &json!({ "days": 28 }),
            &json!({ "hospital": { "people": 60, "ready": 30 }, "services": { "helpers": { "people": 66 } } }),
        );
        if let Some(queue) = queue {
            text["initial"]["services"]["helpers"]["queue"] = queue.into();
        }
        // One a day from home; of the seven places that come free a day the hospital needs six.
        text["groups"]["neighbours"] =
            json!({ "enters": "community", "arrivals": { "per_day": 1 }, "needs": { "p1": 1 } });
        text
    };
    let at_home = |queue| {
        let found = run(&given(queue), 200, 2);
        let m = DailyMeasure::all(1).iter().position(|m| *m == DailyMeasure::WaitingInCommunity).unwrap();
        found.iter().map(|r| f64::from(r.daily[m][0])).sum::<f64>() / 200.0
    };
    let mut long = given(None);
    long["calendar"] = json!({ "start": "2024-01-01", "days": 728, "warm_up": "364d" });
    long["initial"] = json!({});
    let long = run(&long, 20, 2);
    let i = index_of(SYSTEM, "waiting_in_community");
    let mean = long.iter().map(|r| r.system[i].unwrap()).sum::<f64>() / 20.0;
    let (none, all) = (at_home(Some(0)), at_home(None));
    assert!(none < 1.0, "who queues is counted: {none}");
    assert!(all > 0.5 * mean && mean > 1.0, "{all} of {mean}");
}
