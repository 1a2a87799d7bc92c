//! Events that happen by chance: drawn for each replication and date, and like dated events in all
//! that they do.

use serde_json::{Value, json};
use wardflow::base::Time;
use wardflow::measures::{Replication, checked};
use wardflow::scenario::Scenario;

use crate::support::scenario;

/// A busy little place with one event.
fn case(event: &Value) -> Scenario {
    scenario(&json!({
        "calendar": { "days": 120 },
        "groups": { "people": { "arrivals": { "per_day": 6 }, "stay": { "exponential": { "mean": "4d" } },
                                "needs": { "p0": 0.5, "p1": 0.5 } } },
        "hospital": { "beds": 40, "board_rounds": { "mon-sun": { "at": ["10:00"], "reach": 0.8 } } },
        "steps": { "review": { "takes": { "gamma": { "mean": "6h", "sd": "3h" } }, "staff": 5 } },
        "pathways": { "p1": { "services": ["care"] } },
        "services": { "care": { "places": 40, "starts_per_week": 28, "stay": { "fixed": "9d" } } },
        "events": { "event": event }
    }))
}

fn run(scenario: &Scenario, index: u64) -> Replication {
    checked(&scenario.plan, 1, index).unwrap_or_else(|broken| panic!("{}", broken.join("; ")))
}

const EFFECTS: [(&str, f64); 6] = [
    ("uplift", 0.5),
    ("stay_factor", 1.5),
    ("step_factor", 2.0),
    ("reach_factor", 0.5),
    ("starts_factor", 0.4),
    ("staff_factor", 0.3),
];

#[test]
fn an_event_that_is_sure_to_happen_is_a_dated_one() {
    let mut effects: Vec<(&str, Value)> = EFFECTS.iter().map(|&(key, x)| (key, json!(x))).collect();
    effects.push(("closes", json!(true)));
    for (key, effect) in effects {
        // It begins on the tenth day only, and lasts for five.
        let mut chance =
            json!({ "chance": 1, "lasts": { "fixed": "5d" }, "from": "2024-01-10", "to": "2024-01-10" });
        let mut dated = json!({ "from": "2024-01-10", "to": "2024-01-14" });
        let mut none = json!({ "from": "2024-01-10", "to": "2024-01-14" });
        chance[key] = effect.clone();
        dated[key] = effect;
        none["stay_factor"] = json!(1);
        let (chance, dated, none) = (run(&case(&chance), 0), run(&case(&dated), 0), run(&case(&none), 0));
        assert_eq!(chance, dated, "{key}");
        assert_ne!(dated, none, "{key}");
    }
}

#[test]
fn an_event_that_never_happens_changes_nothing() {
    let never = case(&json!({ "chance": 0, "lasts": { "fixed": "5d" }, "uplift": 3 }));
    let none = case(&json!({ "from": "2024-01-10", "to": "2024-01-14", "stay_factor": 1 }));
    assert_eq!(run(&never, 3), run(&none, 3));
}

/// The days on which the service is closed in a replication.
fn closed(scenario: &Scenario, index: u64) -> Vec<u32> {
    let plan = scenario.plan.of_replication(1, index).expect("a plan");
    let days = 0..plan.calendar.days_to_end();
    days.filter(|&day| !plan.services[0].admits.value_at(Time::midnight(day))).collect()
}

fn outbreak(lasts: &Value, other: Option<&Value>) -> Scenario {
    let mut text = json!({
        "calendar": { "days": 1000 },
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "pathways": { "p1": { "services": ["care"] } },
        "services": { "care": { "stay": { "fixed": "9d" } } },
        "events": { "outbreak": { "chance": 0.1, "lasts": lasts, "closes": true } }
    });
    if let Some(other) = other {
        text["events"]["another"] = other.clone();
    }
    scenario(&text)
}

#[test]
fn events_happen_as_often_as_is_said_and_differ_between_replications() {
    let scenario = outbreak(&json!({ "fixed": "1d" }), None);
    let (first, second) = (closed(&scenario, 0), closed(&scenario, 1));
    assert_ne!(first, second);
    assert_eq!(first, closed(&scenario, 0));
    let days: usize = (0..20).map(|index| closed(&scenario, index).len()).sum();
    // 20,000 days at 0.1: a standard deviation of 42.
    assert!((2000 - 170..2000 + 170).contains(&days), "{days}");
}

#[test]
fn an_event_lasts_for_whole_days_and_one_that_begins_again_goes_on() {
    let begins = closed(&outbreak(&json!({ "fixed": "1d" }), None), 0);
    let lasts = closed(&outbreak(&json!({ "fixed": "3d" }), None), 0);
    let expected: Vec<u32> =
        (0..1000).filter(|day| begins.iter().any(|&begin| (begin..begin + 3).contains(day))).collect();
    assert!(begins.len() > 50);
    assert_eq!(lasts, expected);
}

#[test]
fn another_event_shifts_nobodys_luck() {
    let alone = outbreak(&json!({ "fixed": "2d" }), None);
    let another = json!({ "chance": 0.3, "lasts": { "fixed": "1d" }, "stay_factor": 2 });
    let beside = outbreak(&json!({ "fixed": "2d" }), Some(&another));
    assert_eq!(closed(&alone, 7), closed(&beside, 7));
}
