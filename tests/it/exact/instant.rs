//! Several things at one instant: what comes first, and who.

use serde_json::{Value, json};

use crate::support::{Story, scenario, story, tell};

/// One bed in the service, free when its person's stay ends at `free`; people whose stay ends at
/// `ends` need it.
fn case(people: u32, ready: u32, ends: &Value, free: &str) -> Value {
    json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "places": 1, "stay": { "fixed": "9d" } } },
        "initial": { "hospital": { "people": people, "ready": ready, "residual": ends },
                     "services": { "beds": { "people": 1, "residual": { "fixed": free } } } }
    })
}

#[test]
fn a_place_given_back_at_the_moment_of_need_is_used_at_that_moment() {
    let story = tell(&case(1, 0, &json!({ "fixed": "10h" }), "10h"));
    assert_eq!(story.when("left for beds"), ["day 0 10:00"]);
    assert!(story.reasons().is_empty());
}

#[test]
fn who_was_ready_first_is_first_in_line() {
    let story = tell(&case(2, 1, &json!({ "fixed": "10h" }), "20h"));
    assert_eq!(story.when("ready"), ["day 0 00:00", "day 0 10:00"]);
    assert_eq!(story.to_whom("started beds")[0], story.to_whom("ready")[0]);
}

/// Runs a case with one seed after another until the two people who are ready come in the order
/// asked for, and says who they are.
fn until(text: &Value, good: impl Fn(&Story) -> bool) -> Story {
    let scenario = scenario(text);
    (1..200).map(|seed| story(scenario.clone(), seed, 0)).find(good).expect("a seed with this order")
}

#[test]
fn of_two_found_at_one_round_the_one_whose_stay_ended_first_is_first() {
    let mut text = case(2, 0, &json!({ "uniform": { "min": "1h", "max": "12h" } }), "20h");
    text["hospital"] = json!({ "board_rounds": { "mon-sun": { "at": ["13:00"] } } });
    // The second of the two has the shorter stay, so that the index alone would tell the other way.
    let shorter = |story: &Story| story.patients.iter().min_by_key(|(_, p)| p.acute_end).unwrap().0;
    let second = |story: &Story| story.patients.iter().max_by_key(|(who, _)| who.2).unwrap().0;
    let story = until(&text, |story| shorter(story) == second(story));
    assert_eq!(story.when("ready"), ["day 0 13:00", "day 0 13:00"]);
    assert_eq!(story.to_whom("started beds")[0], shorter(&story));
}

#[test]
fn of_two_ready_together_the_order_is_by_group_name_and_then_by_index() {
    let mut text = case(2, 0, &json!({ "fixed": "10h" }), "20h");
    let first = story(scenario(&text), 1, 0);
    let by_index = first.to_whom("ready").into_iter().min_by_key(|who| who.2);
    assert_eq!(first.to_whom("started beds").first().copied(), by_index, "by index");
    text["groups"]["elders"] = json!({ "needs": { "p2": 1.0 } });
    // Groups in the order of their names: elders, people. The elder is the second of the two.
    let is_second = |story: &Story| {
        let mut people = story.to_whom("ready");
        people.sort_by_key(|who| who.2);
        people[0].0 == 1 && people[1].0 == 0
    };
    let story = until(&text, is_second);
    assert_eq!(story.to_whom("started beds")[0].0, 0, "by group name");
}

#[test]
fn capacity_changes_before_offers() {
    let mut text = case(1, 0, &json!({ "fixed": "10h" }), "9d");
    text["services"]["beds"]["places"] = json!({ "base": 1, "changes": [{ "from": "2024-01-02", "to": 2 }] });
    let story = tell(&text);
    assert_eq!(story.when("left for beds"), ["day 1 00:00"]);
}

#[test]
fn capacity_that_falls_as_a_place_is_given_back_is_not_offered() {
    let mut text = case(1, 0, &json!({ "fixed": "10h" }), "24h");
    text["services"]["beds"]["places"] = json!({
        "base": 1, "changes": [{ "from": "2024-01-02", "to": 0 }, { "from": "2024-01-05", "to": 1 }]
    });
    let story = tell(&text);
    assert_eq!(story.when("ended beds")[0], "day 1 00:00");
    assert_eq!(story.when("left for beds"), ["day 4 00:00"]);
}

#[test]
fn a_step_that_ends_as_a_place_is_free_loses_no_time() {
    let mut text = case(1, 0, &json!({ "fixed": "10h" }), "20h");
    text["steps"] = json!({ "arrange": { "starts": "decision", "takes": { "fixed": "10h" } } });
    assert_eq!(tell(&text).when("left for beds"), ["day 0 20:00"]);
}

#[test]
fn the_end_of_a_stay_comes_before_the_round_of_the_same_minute_and_that_before_offers() {
    let mut text = case(1, 0, &json!({ "fixed": "10h" }), "10h");
    text["hospital"] = json!({ "board_rounds": { "mon-sun": { "at": ["10:00"] } } });
    assert_eq!(tell(&text).when("left for beds"), ["day 0 10:00"]);
}

#[test]
fn a_bed_left_at_the_moment_of_an_offer_passes_on_at_that_moment() {
    // The one acute bed is freed by somebody who gets the service's place at 20:00.
    let story = crate::support::tell_with(
        &json!({
            "groups": {
                "people": { "needs": { "p2": 1.0 }, "stay": { "fixed": "1d" } },
                "later": { "arrivals": { "by_hour": [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
                           "stay": { "fixed": "1d" }, "needs": { "p0": 1.0 } }
            },
            "hospital": { "beds": 1 },
            "pathways": { "p0": { "services": [] }, "p2": { "services": ["beds"] } },
            "services": { "beds": { "places": 1, "stay": { "fixed": "9d" } } },
            "initial": { "hospital": { "people": 1, "group": "people", "residual": { "fixed": "10h" } },
                         "services": { "beds": { "people": 1, "residual": { "fixed": "20h" } } } }
        }),
        &[("later", &[1])],
    );
    assert_eq!(story.when("left for beds"), ["day 0 20:00"]);
    assert_eq!(story.when("admitted"), ["day 0 20:00"]);
    assert_eq!(story.when("left for home"), ["day 1 20:00"]);
}
