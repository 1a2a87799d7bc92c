//! Who waits longer: waits by pathway, group and trait, counted by hand, and under another priority rule.

use serde_json::{Value, json};
use wardflow::measures::outcome::{Key, PerWaiter};

use crate::place::Place;
use crate::support::{assert_near, tell};

#[test]
fn a_wait_at_home_counts_for_the_pathway_the_group_and_each_trait_of_who_waits() {
    // The stay ends at 10:00, the bridge comes in four hours, and there is a place at midnight of day 10.
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p1": 1.0 }, "traits": { "far": 1.0, "near": 0.0 } } },
        "pathways": { "p1": { "services": ["helpers"], "bridge": "bridge" } },
        "services": {
            "helpers": { "places": 1, "stay": { "fixed": "20d" } },
            "bridge": { "bridge": true, "places": 2, "respond_within": "4h", "admits": "08:00-20:00" }
        },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } },
                     "services": { "helpers": { "people": 1, "residual": { "fixed": "10d" } } } }
    }));
    // One pathway, one group, and the traits in the order of their names.
    let [pathway, group, far, near] = story.found.waiters.as_slice() else {
        panic!("{:?}", story.found.waiters)
    };
    for row in [pathway, group, far] {
        assert_near(*PerWaiter::Discharges.of(row), 1.0);
        assert_near(*PerWaiter::DelayDaysMean.of(row), 4.0 / 24.0);
        assert_near(*PerWaiter::NctrBedDays.of(row), 4.0 / 24.0);
        assert_near(*PerWaiter::HomeWaitDaysMean.of(row), 230.0 / 24.0);
    }
    assert_near(*PerWaiter::Discharges.of(near), 0.0);
    assert_eq!((PerWaiter::DelayDaysMean.of(near), PerWaiter::HomeWaitDaysMean.of(near)), (&None, &None));
}

fn town(priority: &Value) -> String {
    let mut text = json!({
        "name": "Town", "calendar": { "start": "2025-01-06", "days": 120, "warm_up": "60d" },
        "groups": {
            "old": { "label": "Old people", "arrivals": { "per_day": 1.2 }, "enters": "ready", "needs": { "p2": 1 }, "traits": { "far": 1 } },
            "young": { "label": "Young people", "arrivals": { "per_day": 1.2 }, "enters": "ready", "needs": { "p2": 1 } }
        },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "places": 22, "stay": { "exponential": { "mean": "9d" } } } }
    });
    if !priority.is_null() {
        text["services"]["beds"]["priority"] = priority.clone();
    }
    text.to_string()
}

#[test]
fn who_is_served_last_is_named_as_who_waits_longer_and_who_is_served_first_as_who_waits_less() {
    let place = Place::with(&[]);
    place.write("base.json", town(&Value::Null));
    place.write(
        "young-first.json",
        town(&json!({ "group_order": ["young"] })).replace("\"Town\"", "\"Young first\""),
    );
    let page = place.done("compare base.json young-first.json --runs 30 --out o --charts none");
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let (longer, less) = words.split_once("Who waits less: ").expect(&page);
    let longer = longer.split_once("Who waits longer: ").expect(&page).1;
    assert!(longer.contains("Old people (group) (+") && longer.contains("Far (trait) (+"), "{page}");
    assert!(!longer.contains("Young people") && less.starts_with("Young people (group) (−"), "{page}");
    let results = place.json("o/results.json");
    let fairness = &results["differences"]["young-first"]["fairness"];
    let of = |kind: &str, key: &str| &fairness[kind][key]["delay_days_mean"];
    let mean = |of: &Value| of["difference"]["mean"].as_f64().unwrap();
    assert_eq!(of("groups", "old")["clear_adjusted"], true);
    assert!(mean(of("groups", "old")) > 0.0 && mean(of("groups", "young")) < 0.0);
    // The trait is the group's: the same people.
    assert_eq!(of("traits", "far"), of("groups", "old"));
    // One pathway with everybody: it is moved on, not away.
    assert!(mean(of("pathways", "p2")).abs() < 0.2 * mean(of("groups", "old")), "{fairness}");
    let level = |of: &Value, which: &str| of[which]["mean"].as_f64().unwrap();
    let old = of("groups", "old");
    assert!((level(old, "option") - level(old, "baseline") - mean(old)).abs() < 1e-9);
    let table = place.text("o/fairness.csv");
    assert!(
        table.lines().any(|line| line.starts_with("young-first,trait,far,Far,delay_days_mean,days,")),
        "{table}"
    );
    assert_eq!(table.lines().count(), 1 + 4 * 4, "a pathway, two groups and a trait, four outcomes of each");
}

#[test]
fn a_scenario_beside_itself_makes_nobody_wait_longer() {
    let place = Place::with(&[]);
    place.write("base.json", town(&Value::Null));
    place.write("same.json", town(&Value::Null));
    let page = place.done("compare base.json same.json --runs 20 --out o --charts none");
    assert!(!page.contains("Who waits"), "{page}");
}
