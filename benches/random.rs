//! No scenario is slower than its events explain: `cargo bench --bench random [-- SCENARIOS]`.
//!
//! Two questions. Random scenarios, the same as in the tests: does one of them take far longer than
//! its people and events, at what they cost in general, account for? And lines that grow without end:
//! does an event become dearer the longer the line? Ends with 1 where the answer is yes. Each time is
//! the least of several, and of many more before anything is called slow, so that what else the machine
//! does is left out.

#![allow(clippy::unwrap_used, reason = "random scenarios fail as tests do")]

use std::cell::RefCell;
use std::process::ExitCode;
use std::time::Instant;

use serde_json::{Value, json};
use wardflow::measures::Simulator;
use wardflow::scenario::{Plan, Scenario};

#[path = "../tests/it/random.rs"]
mod random;

const WHOLE_PLANS: &str = "visits, whole plans";
const KEPT: &str = "the same, a part kept";
/// A scenario may take this many times what its days, people and events account for. The dearest
/// rule, whole plans in several services for people who stand in all of their lines, takes 6 to 9.
const DEARER: f64 = 10.0;
/// An event beside a line that is four times as long may cost this many times as much,
const STEEPER: f64 = 3.0;
/// and this many times where a smaller plan may pass a bigger one: each look goes through the line.
const THROUGH_THE_LINE: f64 = 5.0;
/// How often more is tried before something is called slow.
const AGAIN: u32 = 20;

fn main() -> ExitCode {
    // What cargo adds by itself begins with a dash.
    let number = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let scenarios = number.and_then(|word| word.parse().ok()).unwrap_or(10_000);
    let (random, lines) = (random_scenarios(scenarios), long_lines());
    if random && lines { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One replication of a plan.
struct Timed {
    nanoseconds: f64,
    /// Days of the run times places and lines to count in.
    cells: f64,
    events: f64,
}

fn timed(plan: &Plan, times: u32) -> Timed {
    // Events by chance make a plan for each replication, which has a price of its own.
    let plan = &*plan.of_replication(1, 0).expect("a plan");
    let mut simulator = Simulator::new(plan);
    let first = simulator.replicate(1, 0).expect("it runs");
    let least = (0..times).map(|_| {
        let began = Instant::now();
        std::hint::black_box(simulator.replicate(1, 0).expect("it runs"));
        began.elapsed().as_secs_f64() * 1e9
    });
    let days = f64::from(plan.calendar.warm_up_days() + plan.calendar.measured_days());
    Timed {
        nanoseconds: least.fold(f64::INFINITY, f64::min),
        cells: days * (plan.services.len() + plan.steps.len() + 4) as f64,
        events: (first.events + first.people) as f64,
    }
}

fn random_scenarios(number: u32) -> bool {
    let all: RefCell<Vec<(Timed, Value)>> = RefCell::default();
    let drawn = random::of_each(number, |text| {
        let scenario = Scenario::from_json(&text.to_string()).unwrap_or_else(|faults| panic!("{faults}"));
        all.borrow_mut().push((timed(&scenario.plan, 15), text.clone()));
        Ok(())
    });
    assert!(drawn.is_ok());
    let all = all.into_inner();
    // Least squares on nanoseconds = a cells + b events, without the tail that is looked for.
    let mut kept: Vec<&Timed> = all.iter().map(|(timed, _)| timed).collect();
    kept.sort_by(|x, y| (x.nanoseconds / x.events).total_cmp(&(y.nanoseconds / y.events)));
    kept.truncate(kept.len() * 99 / 100);
    let sum = |f: fn(&Timed) -> f64| kept.iter().map(|t| f(t)).sum::<f64>();
    let (cc, ce, ee) =
        (sum(|t| t.cells * t.cells), sum(|t| t.cells * t.events), sum(|t| t.events * t.events));
    let (cn, en) = (sum(|t| t.cells * t.nanoseconds), sum(|t| t.events * t.nanoseconds));
    let determinant = cc * ee - ce * ce;
    let (a, b) = ((cn * ee - en * ce) / determinant, (cc * en - ce * cn) / determinant);
    let mut ratios: Vec<(f64, &Timed, &Value)> = all
        .iter()
        .map(|(t, text)| {
            let accounted = a.max(0.0) * t.cells + b * t.events;
            let mut nanoseconds = t.nanoseconds;
            if nanoseconds > DEARER * accounted {
                let scenario = Scenario::from_json(&text.to_string()).expect("as before");
                nanoseconds = nanoseconds.min(timed(&scenario.plan, 15 * AGAIN).nanoseconds);
            }
            (nanoseconds / accounted, t, text)
        })
        .collect();
    ratios.sort_by(|x, y| x.0.total_cmp(&y.0));
    let at = |share: f64| ratios[((ratios.len() - 1) as f64 * share) as usize].0;
    println!("{number} random scenarios: {a:.1} ns a day and place, {b:.1} ns an event");
    println!(
        "time ÷ what these account for: median {:.2}, 99% {:.2}, 99.9% {:.2}, most {:.2}",
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0)
    );
    for (ratio, t, text) in ratios.iter().rev().take_while(|(ratio, ..)| *ratio > DEARER) {
        println!("{ratio:.2} times: {} cells, {} events: {text}", t.cells, t.events);
    }
    at(1.0) <= DEARER
}

/// A network in which one line grows without end.
fn growing(service: &Value, days: u32) -> Scenario {
    let text = json!({
        "name": "growing",
        "calendar": { "start": "2024-01-01", "days": days },
        "groups": { "all": { "arrivals": { "per_day": 30 }, "stay": { "exponential": { "mean": "3d" } },
                             "needs": { "p1": 1 }, "traits": { "frail": 0.3 } },
                    "home": { "enters": "community", "arrivals": { "per_day": 5 }, "needs": { "p1": 1 } } },
        "steps": { "arrange": { "starts": "decision", "concerns": { "share": 0.5 },
                                "takes": { "exponential": { "mean": "20d" } } } },
        "pathways": { "p1": { "services": ["team"] } },
        "services": { "team": service }
    });
    Scenario::from_json(&text.to_string()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn long_lines() -> bool {
    let stay = json!({ "lognormal": { "mean": "16d", "sigma": 0.8 } });
    let with = |mut service: Value| {
        service["stay"] = stay.clone();
        service
    };
    let kinds = [
        ("places", with(json!({ "places": 200 }))),
        ("starts", with(json!({ "starts_per_week": 100 }))),
        (
            "hours, the first week",
            with(
                json!({ "hours_per_week": 2000, "care": { "first": 14, "last": 5, "rule": "first_week_fits" } }),
            ),
        ),
        (
            WHOLE_PLANS,
            with(
                json!({ "visits_per_day": 400, "care": { "first": 3, "last": 1, "rule": "whole_plan_fits" } }),
            ),
        ),
        (
            KEPT,
            with(json!({ "places": 400, "visits_per_day": 400,
                         "care": { "first": 3, "last": 1, "rule": "whole_plan_fits" },
                         "kept": { "a": { "places": 40, "others": "when_none_of_them_waits",
                                          "accepts": { "traits": ["frail"] } } } })),
        ),
        ("hospital before bridged", with(json!({ "places": 200, "priority": "hospital_before_bridged" }))),
        ("ageing", with(json!({ "places": 200, "priority": { "ageing": 0.5 } }))),
        ("a trait first", with(json!({ "places": 200, "priority": { "trait_first": "frail" } }))),
    ];
    let mut all = true;
    println!("\na line that grows by some 20 people a day: ns an event in 100 and in 400 days");
    for (name, service) in kinds {
        let an_event = |days, times| {
            let timed = timed(&growing(&service, days).plan, times);
            timed.nanoseconds / timed.events
        };
        let most = if [WHOLE_PLANS, KEPT].contains(&name) { THROUGH_THE_LINE } else { STEEPER };
        let (short, mut long) = (an_event(100, 3), an_event(400, 3));
        if long > short * most {
            long = long.min(an_event(400, 3 * AGAIN));
        }
        let flat = long <= short * most;
        println!("{name:24} {short:8.1} {long:8.1}{}", if flat { "" } else { "   too steep" });
        all &= flat;
    }
    all
}
