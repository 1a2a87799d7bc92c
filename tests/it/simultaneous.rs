//! Twice as much at one moment takes little more than twice the time, however much it is. Rests on a
//! clock, so it is ignored: `cargo test --profile long --test it simultaneous -- --ignored --nocapture`.

use std::time::Instant;

use serde_json::{Value, json};
use wardflow::base::Time;
use wardflow::engine::Agenda;
use wardflow::measures::Simulator;
use wardflow::scenario::Scenario;

/// The most that a doubling may cost, on average over four.
const MOST: f64 = 2.3;
/// Times below this, in seconds, are mostly what is there without any events.
const SHORT: f64 = 0.000_02;

/// The time that this thread has worked, in seconds, where the system tells it: others who work at the
/// same time do not count. Else the wall clock.
fn worked(begun: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| begun.elapsed().as_secs_f64(), |worked| worked * 1e-9)
}

/// How long the work takes when it is done so often, the least of three.
fn seconds(times: u32, mut work: impl FnMut()) -> f64 {
    let begun = Instant::now();
    let mut one = |_| {
        let before = worked(begun);
        (0..times).for_each(|_| work());
        (worked(begun) - before) / f64::from(times)
    };
    (0..3).map(&mut one).fold(f64::INFINITY, f64::min)
}

/// Doubles from the first size on and tells the table. What is wrong: where four doublings together cost
/// more than four times the most. A single one may cost more, where what is held outgrows a cache.
fn doubled(name: &str, sizes: &[u32], time: impl Fn(u32) -> f64) -> Vec<String> {
    let mut all: Vec<f64> = Vec::new();
    for &n in sizes {
        let now = time(n);
        let times = all.last().map_or(f64::NAN, |last| now / last);
        println!("{name}: {n}: {:.3} ms, {times:.2} times", now * 1000.0);
        all.push(now);
    }
    let each = |i: usize| (all[i] / all[i - 4].max(SHORT)).powf(0.25);
    let wrong = (4..all.len()).filter(|&i| each(i) > MOST);
    wrong.map(|i| format!("{name}: {}: each doubling took {:.2} times as long", sizes[i], each(i))).collect()
}

type Shape = (&'static str, fn(u32) -> Time);

#[test]
#[ignore = "rests on a clock"]
fn twice_the_events_at_one_moment_take_at_most_2_3_times_as_long() {
    let sizes: Vec<u32> = (0..11).map(|i| 1000 << i).collect();
    let mut wrong = Vec::new();
    let shapes: [Shape; 4] = [
        ("one moment", |_| Time(5000)),
        ("one bucket", |i| Time(u64::from(i) % 500_000)),
        ("one moment in three years", |_| Time::midnight(1100)),
        ("a moment a day", |i| Time::midnight(i % 100)),
    ];
    for (name, at) in shapes {
        wrong.extend(doubled(name, &sizes, |n| {
            // One agenda for all, as of replications: what the system takes for fresh memory is not its work.
            let mut agenda = Agenda::new(Time::NEVER);
            seconds((2_000_000 / n).max(1), || {
                agenda.clear();
                (0..n).for_each(|i| agenda.schedule(at(i), (i % 3) as u8, i));
                let mut taken = 0;
                while let Some((now, event)) = agenda.take() {
                    taken += 1;
                    if event < n {
                        agenda.schedule(now, 4, n + event);
                    }
                }
                assert_eq!(taken, 2 * n);
            })
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One replication of a scenario in seconds.
fn replicated(text: &Value) -> f64 {
    let scenario = Scenario::from_json(&text.to_string()).unwrap();
    let mut simulator = Simulator::new(&scenario.plan);
    seconds(1, || {
        simulator.replicate(1, 0).unwrap();
    })
}

fn planned(groups: u32, after: &str) -> Value {
    let group = json!({ "kind": "elective", "arrivals": { "per_day": 500 }, "stay": { "fixed": "9d" },
                        "elective": { "gives_up_at": "20:00", "rebooked_after": after } });
    (0..groups).map(|i| (format!("g{i:02}"), group.clone())).collect::<serde_json::Map<_, _>>().into()
}

fn at_the_start(people: u32, more: &Value) -> Value {
    let mut text = json!({
        "name": "many", "calendar": { "start": "2024-01-01", "days": 20 },
        "groups": { "all": { "arrivals": { "per_day": 1 }, "stay": { "fixed": "3d" }, "needs": { "p1": 1 } } },
        "hospital": { "beds": "unlimited" },
        "pathways": { "p1": { "services": ["care", "other"] } },
        "services": { "care": { "places": 10, "stay": { "fixed": "400d" } },
                      "other": { "places": 10, "stay": { "fixed": "400d" } } },
        "initial": { "hospital": { "people": people, "residual": { "fixed": "2d" } } }
    });
    for (key, value) in more.as_object().unwrap() {
        for (inner, value) in value.as_object().unwrap() {
            text[key][inner] = value.clone();
        }
    }
    text
}

#[test]
#[ignore = "rests on a clock"]
fn twice_the_people_at_one_moment_take_at_most_2_3_times_as_long() {
    let sizes = [12_500, 25_000, 50_000, 100_000, 200_000];
    let hazards = |what: &str| {
        json!({ "groups": { "all": { "arrivals": { "per_day": 1 }, "stay": { "fixed": "3d" },
        "needs": { "p1": 1 }, "while_waiting": { what: 1, "unwell_stay": { "fixed": "1d" } } } } })
    };
    let cases: Vec<(&str, Value)> = vec![
        ("a fixed stay", json!({})),
        (
            "readmission of everybody",
            json!({ "groups": { "all": { "arrivals": { "per_day": 1 },
            "stay": { "fixed": "3d" }, "readmitted_30d": 1 } }, "pathways": { "p1": { "services": [] } } }),
        ),
        (
            "a hub with a line",
            json!({ "hub": { "sees": ["p1"], "staff": 100, "assessment": { "fixed": "1h" } } }),
        ),
        (
            "a hub of all of them",
            json!({ "hub": { "sees": ["p1"], "staff": { "mon-fri": 999_999, "hours": "08:00-16:00" },
                                                   "assessment": { "fixed": "20h" } } }),
        ),
        ("a hub that opens and closes, and all recover", {
            let mut text = hazards("recovers_per_day");
            text["hub"] = json!({ "sees": ["p1"], "staff": { "mon-fri": 3, "hours": "08:00-16:00" },
                                  "assessment": { "fixed": "1h" } });
            text
        }),
        ("all fall ill again", hazards("unwell_per_day")),
        ("all die", hazards("dies_per_day")),
        (
            "a step with a line",
            json!({ "steps": { "s": { "starts": "ready", "staff": 50, "takes": { "fixed": "1h" } } } }),
        ),
        (
            "a step of all of them",
            json!({ "steps": { "s": { "starts": "ready", "staff": { "mon-fri": 999_999, "sat-sun": 10 }, "takes": { "fixed": "40h" } } } }),
        ),
        (
            "places for all at once",
            json!({ "services": { "care": { "places": { "base": 0, "changes": [{ "from": "2024-01-08", "to": 999_999 }] }, "stay": { "fixed": "3d" } } } }),
        ),
        (
            "board rounds",
            json!({ "hospital": { "board_rounds": { "mon-sun": { "at": ["09:30"], "reach": 0.5 } } } }),
        ),
    ];
    let mut wrong = Vec::new();
    for (name, more) in cases {
        wrong.extend(doubled(name, &sizes, |people| replicated(&at_the_start(people, &more))));
    }
    // All give up at one hour, behind others who wait.
    for after in ["7d", "2h"] {
        wrong.extend(doubled(&format!("planned people, {after}"), &[1, 2, 4, 8, 16, 32], |groups| {
            let groups = planned(groups, after);
            let mut text = json!({ "name": "many", "calendar": { "start": "2024-01-01", "days": 30 },
                                   "hospital": { "beds": 10 } });
            text["groups"] = groups;
            text["groups"]["emergency"] =
                json!({ "arrivals": { "per_day": 500 }, "stay": { "fixed": "9d" } });
            replicated(&text)
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
