//! Care that tapers: who fits in, and when.

use serde_json::{Value, json};

use crate::support::{Story, assert_near, scenario, story, tell};

/// People who wait for a service that gives 20 hours a week.
fn case(care: &Value, stay: &str, queue: u32) -> Value {
    json!({
        "calendar": { "days": 42 },
        "groups": { "people": { "enters": "community", "needs": { "step_up": 1.0 } } },
        "pathways": { "step_up": { "services": ["care"] } },
        "services": { "care": { "hours_per_week": 20, "care": care, "stay": { "fixed": stay } } },
        "initial": { "services": { "care": { "queue": queue } } }
    })
}

#[test]
fn the_second_person_waits_for_the_midnight_at_which_the_first_needs_little_enough() {
    // 14 falling to 5 over 28 days: at midnight d the first needs 14 − 9d ÷ 28 hours, which leaves
    // room for 14 more from 6 downwards: d = 25 (5.964), not 24 (6.286).
    let story = tell(&case(&json!({ "first": 14, "last": 5 }), "28d", 2));
    assert_eq!(story.when("started care"), ["day 0 00:00", "day 25 00:00"]);
    assert_eq!(story.when("ended care"), ["day 28 00:00"]);
}

#[test]
fn care_steps_at_midnight_from_the_hour_of_the_start() {
    // Begun at 10:00: at midnight d the first needs 14 − 9(d − 10 ÷ 24) ÷ 28, so d = 26.
    let story = tell(&json!({
        "calendar": { "days": 42 },
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "pathways": { "p1": { "services": ["care"] } },
        "services": { "care": { "hours_per_week": 20, "care": { "first": 14, "last": 5 }, "stay": { "fixed": "28d" } } },
        "initial": { "hospital": { "people": 2, "residual": { "fixed": "10h" } } }
    }));
    assert_eq!(story.when("started care"), ["day 0 10:00", "day 26 00:00"]);
}

#[test]
fn an_exit_makes_room_at_once() {
    let story = tell(&case(&json!({ "first": 14 }), "60h", 3));
    assert_eq!(story.when("started care"), ["day 0 00:00", "day 2 12:00", "day 5 00:00"]);
}

#[test]
fn a_smaller_need_does_not_pass_a_bigger_one_in_front_of_it() {
    // Loads in turn of 14, 14 and 4: the 4 would fit beside the first, and waits all the same.
    let text = case(&json!({ "first": { "empirical": [14, 4] }, "last": 0 }), "28d", 3);
    let scenario = scenario(&text);
    let loads = |story: &Story| -> Vec<i64> {
        let load = |what: &str| what.strip_prefix("load care ").and_then(|n| n.parse().ok());
        let starts = story.told.iter().filter_map(|t| load(&t.what)).filter(|n: &i64| *n > 0);
        starts.collect()
    };
    let found =
        (1..200).map(|seed| story(scenario.clone(), seed, 0)).find(|s| loads(s) == [14_000, 14_000, 4_000]);
    let story = found.expect("a seed with these needs");
    // Room for 14 beside the first from 14(1 − d ÷ 28) ≤ 6, so d = 16; then 6 + 14 = 20 leave none
    // for 4 until 14(1 − d ÷ 28) + 14(1 − (d − 16) ÷ 28) ≤ 16, so d = 20.
    assert_eq!(story.when("started care"), ["day 0 00:00", "day 16 00:00", "day 20 00:00"]);
}

#[test]
fn load_held_for_somebody_counts() {
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "steps": { "equipment": { "starts": "offer", "takes": { "fixed": "5h" } } },
        "pathways": { "p1": { "services": ["care"] } },
        "services": { "care": { "hours_per_week": 20, "care": { "first": 14 }, "stay": { "fixed": "10h" } } },
        "initial": { "hospital": { "people": 2, "residual": { "fixed": "10h" } } }
    }));
    // Held from 10:00, begun at 15:00, over at 01:00; the second is held from then.
    assert_eq!(story.when("held care"), ["day 0 10:00", "day 1 01:00"]);
    assert_eq!(story.when("started care"), ["day 0 15:00", "day 1 06:00"]);
    assert_near(story.of_service("care", "utilisation"), 14.0 * 30.0 / (20.0 * 28.0 * 24.0));
}

#[test]
fn somebody_in_mid_stay_at_the_start_needs_the_care_of_mid_stay() {
    // Fixed stays of 28 days under way: whoever has 7 days left needs 14 − 9 × 21 ÷ 28 = 7.25
    // hours, not the 14 of a first week.
    let mut text = case(&json!({ "first": 14, "last": 5 }), "28d", 0);
    text["initial"] = json!({ "services": { "care": { "people": 1, "residual": { "fixed": "7d" } } } });
    let story = tell(&text);
    assert!(story.told.iter().any(|t| t.what == "load care 7250"), "{:?}", story.told);
}

#[test]
fn halves_of_a_visit_go_to_the_even_number() {
    // Three visits falling to two over three days: 3, 2½ and 2, so the middle day has 2. From four
    // to three: 4, 3½ and 3, so it has 4.
    for (first, last, loads) in [(3, 2, [3000, -1000, -2000]), (4, 3, [4000, -1000, -3000])] {
        let mut text = case(&json!({ "first": first, "last": last }), "3d", 1);
        let care = text["services"]["care"].as_object_mut().unwrap();
        care.remove("hours_per_week");
        care.insert("visits_per_day".to_owned(), json!(10));
        let story = tell(&text);
        let load = |what: &str| what.strip_prefix("load care ").and_then(|n| n.parse::<i64>().ok());
        let changes: Vec<(u64, i64)> = story
            .told
            .iter()
            .filter_map(|t| Some((u64::from(t.at.day()), load(&t.what).filter(|by| *by != 0)?)))
            .collect();
        let fall = if first == 3 { 1 } else { 2 };
        assert_eq!(changes, [(0, loads[0]), (fall, loads[1]), (3, loads[2])]);
    }
}

#[test]
fn care_left_out_at_the_last_is_the_persons_own_at_the_first() {
    let mut text = case(&json!({ "first": { "empirical": [1, 50] } }), "10d", 1);
    text["services"]["care"]["hours_per_week"] = json!(100);
    let mut seen = std::collections::BTreeSet::new();
    for seed in 1..20 {
        let story = crate::support::story(crate::support::scenario(&text), seed, 0);
        let load = |what: &str| what.strip_prefix("load care ").and_then(|n| n.parse::<i64>().ok());
        let changes: Vec<i64> =
            story.told.iter().filter_map(|t| load(&t.what)).filter(|by| *by != 0).collect();
        assert_eq!(changes, [changes[0], -changes[0]], "seed {seed}");
        seen.insert(changes[0]);
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [1000, 50_000]);
}
