//! Bridging care: the response, the kept turn, what may finish at home, and the longest stay.

use serde_json::{Value, json};

use crate::support::{Story, assert_near, tell};

/// One person whose stay ends at `ends`, with a bridge from 08:00 to 20:00 that answers in four
/// hours; the only place in reablement is free after `free`.
fn case(ends: &str, free: &str) -> Value {
    json!({
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "pathways": { "p1": { "services": ["helpers"], "bridge": "bridge" } },
        "services": {
            "helpers": { "places": 1, "stay": { "fixed": "20d" } },
            "bridge": { "bridge": true, "places": 2, "respond_within": "4h", "admits": "08:00-20:00" }
        },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": ends } },
                     "services": { "helpers": { "people": 1, "residual": { "fixed": free } } } }
    })
}

fn set(text: &mut Value, service: &str, key: &str, value: Value) {
    text["services"][service][key] = value;
}

fn minutes_of(story: &Story) -> Vec<(String, u64)> {
    story.reasons()
}

fn of(reasons: &[(&str, u64)]) -> Vec<(String, u64)> {
    reasons.iter().map(|(key, n)| ((*key).to_owned(), *n)).collect()
}

#[test]
fn four_hours_count_in_the_hours_of_the_bridge_only() {
    for (asked, home, waited) in [
        ("600min", "day 0 14:00", 240),
        ("1110min", "day 1 10:30", 16 * 60),
        ("1320min", "day 1 12:00", 14 * 60),
        ("300min", "day 0 12:00", 7 * 60),
        ("959min", "day 0 19:59", 240),
    ] {
        let story = tell(&case(asked, "10d"));
        assert_eq!(story.when("left on bridge"), [home], "asked {asked}");
        assert_eq!(minutes_of(&story), of(&[("bridging_response", waited)]), "asked {asked}");
        assert_eq!(story.when("started helpers"), ["day 10 00:00"]);
        assert_near(story.outcome("bridged"), 1.0);
    }
}

#[test]
fn a_response_that_ends_at_closing_time_brings_the_patient_home_in_the_morning() {
    let story = tell(&case("16h", "10d"));
    assert_eq!(story.when("left on bridge"), ["day 1 08:00"]);
    assert_eq!(minutes_of(&story), of(&[("bridging_response", 240), ("closed:bridge", 720)]));
}

#[test]
fn the_ward_must_be_open_for_a_bridge_as_for_a_place() {
    let mut text = case("10h", "10d");
    text["hospital"] = json!({ "discharge_hours": "15:00-17:00" });
    let story = tell(&text);
    assert_eq!(story.when("left on bridge"), ["day 0 15:00"]);
    assert_eq!(minutes_of(&story), of(&[("bridging_response", 240), ("ward_closed", 60)]));
}

#[test]
fn a_response_slower_than_promised_is_late_and_one_as_promised_is_not() {
    for (respond, late) in [("241min", 1.0), ("4h", 0.0)] {
        let mut text = case("10h", "10d");
        set(&mut text, "bridge", "respond", json!({ "fixed": respond }));
        let story = tell(&text);
        assert_near(story.of_service("bridge", "late_responses"), late);
        assert_near(story.outcome("late_responses"), late);
    }
    // Nights do not make a response late: asked at 18:30, four open hours.
    assert_near(tell(&case("1110min", "10d")).outcome("late_responses"), 0.0);
}

#[test]
fn a_definitive_place_before_leaving_cancels_the_bridge() {
    let story = tell(&case("10h", "12h"));
    assert_eq!(story.when("held bridge"), ["day 0 10:00"]);
    assert_eq!(story.when("not held bridge"), ["day 0 12:00"]);
    assert_eq!(story.when("left for helpers"), ["day 0 12:00"]);
    assert!(story.moments("left on bridge").is_empty());
    assert_near(story.outcome("bridged"), 0.0);
    assert_eq!(minutes_of(&story), of(&[("bridging_response", 120)]));
}

#[test]
fn a_definitive_place_at_the_moment_of_asking_needs_no_bridge() {
    let story = tell(&case("10h", "10h"));
    assert_eq!(story.when("left for helpers"), ["day 0 10:00"]);
    assert!(story.moments("held bridge").is_empty());
}

#[test]
fn a_definitive_place_also_cancels_a_bridge_that_is_here_and_waits_for_the_ward() {
    let mut text = case("10h", "1h");
    set(
        &mut text,
        "helpers",
        "places",
        json!({ "base": 1, "changes": [{ "from": "2024-01-01", "to": 0 }, { "from": "2024-01-02", "to": 1 }] }),
    );
    text["hospital"] = json!({ "discharge_hours": { "tue": "07:00-17:00" } });
    let story = tell(&text);
    assert_eq!(story.when("not held bridge"), ["day 1 00:00"]);
    assert_eq!(story.when("left for helpers"), ["day 1 07:00"]);
    assert_eq!(
        minutes_of(&story),
        of(&[("bridging_response", 240), ("closed:bridge", 240), ("ward_closed", (6 + 7) * 60)])
    );
}

#[test]
fn on_the_bridge_the_patient_keeps_its_turn_before_those_in_hospital() {
    let mut text = case("15h", "2d");
    text["initial"]["hospital"] = json!({ "people": 2, "ready": 1, "residual": { "fixed": "15h" } });
    set(&mut text, "bridge", "places", json!(1));
    set(&mut text, "helpers", "stay", json!({ "fixed": "5d" }));
    let story = tell(&text);
    let people = story.to_whom("ready");
    assert_eq!(story.when("ready"), ["day 0 00:00", "day 0 15:00"]);
    // Asked at 00:00, home at 12:00; the other finds the bridge full.
    assert_eq!(
        story.of(people[0])[2..],
        [
            "day 0 12:00 free",
            "day 0 12:00 left on bridge",
            "day 0 12:00 started bridge",
            "day 2 00:00 started helpers"
        ]
    );
    // The place went to the older turn; the bridge that it left takes four hours from 08:00.
    assert_eq!(
        story.of(people[1])[3..],
        [
            "day 2 12:00 free",
            "day 2 12:00 left on bridge",
            "day 2 12:00 started bridge",
            "day 7 00:00 started helpers"
        ]
    );
    assert_eq!(
        minutes_of(&story),
        of(&[("capacity:helpers", 33 * 60), ("bridging_response", (12 + 12) * 60)])
    );
    assert_near(story.outcome("bridged"), 2.0);
    assert_near(story.outcome("bridging_days_mean"), 3.0);
    assert_near(story.outcome("waiting_in_community"), 6.0 / 28.0);
}

#[test]
fn no_step_repeats_after_bridging() {
    let mut text = case("10h", "10d");
    text["steps"] = json!({
        "review": { "starts": "ready", "takes": { "fixed": "1h" } },
        "arrange": { "starts": "decision", "takes": { "fixed": "2h" } },
        "transport": { "starts": "offer", "takes": { "fixed": "3h" } }
    });
    let story = tell(&text);
    // Asked at 12:00 when both steps are done; transport runs inside the four hours.
    assert_eq!(story.when("left on bridge"), ["day 0 16:00"]);
    for step in ["review", "arrange", "transport"] {
        assert_eq!(story.moments(&format!("done {step}")).len(), 1, "{step}");
    }
    assert_eq!(story.when("done transport"), ["day 0 15:00"]);
    assert_eq!(story.when("started helpers"), ["day 10 00:00"]);
    let expected = [("step:arrange", 60), ("step:review", 60), ("bridging_response", 240)];
    let mut found = minutes_of(&story);
    found[..2].sort();
    assert_eq!(found, of(&expected));
}

#[test]
fn a_step_of_the_offer_that_outlasts_the_response_holds_the_patient() {
    let mut text = case("10h", "10d");
    text["steps"] = json!({ "transport": { "starts": "offer", "takes": { "fixed": "6h" } } });
    let story = tell(&text);
    assert_eq!(story.when("left on bridge"), ["day 0 16:00"]);
    assert_eq!(minutes_of(&story), of(&[("step:transport", 120), ("bridging_response", 240)]));
}

#[test]
fn a_definitive_place_takes_over_the_steps_of_the_offer_that_the_bridge_began() {
    let mut text = case("10h", "12h");
    text["steps"] = json!({ "transport": { "starts": "offer", "takes": { "fixed": "5h" } } });
    let story = tell(&text);
    // Begun at 10:00 for the bridge, done at 15:00 for the place held from 12:00.
    assert_eq!(story.when("held helpers"), ["day 0 12:00"]);
    assert_eq!(story.when("left for helpers"), ["day 0 15:00"]);
    assert_eq!(story.moments("done transport").len(), 1);
    assert_eq!(minutes_of(&story), of(&[("step:transport", 180), ("bridging_response", 120)]));
}

#[test]
fn steps_that_may_finish_at_home_do_not_hold_the_patient_but_its_turn() {
    let mut text = case("10h", "1h");
    text["steps"] = json!({ "arrange": { "starts": "decision", "takes": { "fixed": "50h" } } });
    let waits = tell(&text);
    assert_eq!(waits.when("left for helpers"), ["day 2 12:00"]);
    set(&mut text, "bridge", "skips", json!(["arrange"]));
    let story = tell(&text);
    // A place is free all along, but only when the step is done may it be taken.
    assert_eq!(story.when("left on bridge"), ["day 0 14:00"]);
    assert_eq!(story.when("done arrange"), ["day 2 12:00"]);
    assert_eq!(story.when("started helpers"), ["day 2 12:00"]);
    assert_eq!(minutes_of(&story), of(&[("bridging_response", 240)]));
}

#[test]
fn other_steps_of_the_decision_come_before_the_bridge() {
    let mut text = case("10h", "10d");
    text["steps"] = json!({
        "arrange": { "starts": "decision", "takes": { "fixed": "50h" } },
        "choice": { "starts": "decision", "takes": { "fixed": "3h" } }
    });
    set(&mut text, "bridge", "skips", json!(["arrange"]));
    let story = tell(&text);
    assert_eq!(story.when("held bridge"), ["day 0 13:00"]);
    assert_eq!(story.when("left on bridge"), ["day 0 17:00"]);
}

#[test]
fn a_bridge_is_never_asked_for_before_the_decision() {
    let mut text = case("10h", "10d");
    text["hub"] = json!({ "assessment": { "fixed": "3h" } });
    let story = tell(&text);
    assert_eq!(story.when("held bridge"), ["day 0 13:00"]);
    assert_eq!(minutes_of(&story), of(&[("hub_assessment", 180), ("bridging_response", 240)]));
}

#[test]
fn without_a_free_bridge_the_wait_is_for_the_service() {
    let mut text = case("10h", "2d");
    set(&mut text, "bridge", "places", json!(0));
    let story = tell(&text);
    assert_eq!(story.when("left for helpers"), ["day 2 00:00"]);
    assert_eq!(minutes_of(&story), of(&[("capacity:helpers", 38 * 60)]));
    assert_near(story.of_service("bridge", "queue_mean"), 38.0 / 24.0 / 28.0);
}

#[test]
fn whom_the_bridge_does_not_accept_waits_in_hospital() {
    let mut text = case("10h", "2d");
    text["groups"]["people"]["traits"] = json!({ "dementia": 1.0 });
    set(&mut text, "bridge", "accepts", json!({ "not_traits": ["dementia"] }));
    assert_eq!(tell(&text).when("left for helpers"), ["day 2 00:00"]);
}

#[test]
fn a_held_bridge_is_nobody_elses() {
    let mut text = case("10h", "20d");
    set(&mut text, "bridge", "places", json!(1));
    text["initial"]["hospital"]["people"] = json!(2);
    let story = tell(&text);
    assert_eq!(story.when("left on bridge"), ["day 0 14:00", "day 20 12:00"]);
    // The second asks at 10:00 too and has the bridge once the first has its place, from 08:00.
    assert_eq!(story.when("held bridge"), ["day 0 10:00", "day 20 00:00"]);
    let hours = 28.0 * 24.0;
    let first = 20.0 * 24.0 - 14.0;
    let second = 8.0 * 24.0 - 12.0;
    assert_near(story.of_service("bridge", "people_mean"), (first + second) / hours);
    assert_near(story.of_service("bridge", "utilisation"), (first + 4.0 + second + 12.0) / hours);
}

#[test]
fn a_service_that_is_closed_keeps_people_on_the_bridge_until_it_opens() {
    let mut text = case("10h", "44h");
    set(&mut text, "helpers", "admits", json!("09:00-17:00"));
    let story = tell(&text);
    assert_eq!(story.when("held helpers"), ["day 1 20:00"]);
    assert_eq!(story.when("started helpers"), ["day 2 09:00"]);
    assert_eq!(story.when("ended bridge"), ["day 2 09:00"]);
}

/// The same with two days as the longest stay, and so many places to fall back to.
fn with_fallback(places: &Value) -> Value {
    let mut text = case("10h", "20d");
    set(&mut text, "bridge", "longest_stay", json!("2d"));
    set(&mut text, "bridge", "falls_back_to", json!("home_care"));
    text["services"]["home_care"] = json!({ "places": places, "stay": { "fixed": "3d" } });
    text
}

#[test]
fn at_the_longest_stay_the_patient_moves_to_the_fall_back_that_has_room() {
    let story = tell(&with_fallback(&json!(1)));
    assert_eq!(story.when("left on bridge"), ["day 0 14:00"]);
    assert_eq!(story.when("started home_care"), ["day 2 14:00"]);
    assert_near(story.of_service("bridge", "overdue"), 0.0);
    assert!(story.moments("started helpers").is_empty(), "the lines are left");
    assert_near(story.outcome("bridging_days_mean"), 2.0);
}

#[test]
fn without_room_to_fall_back_to_it_stays_overdue_and_moves_when_there_is_room() {
    let places = json!({ "base": 0, "changes": [{ "from": "2024-01-06", "to": 1 }] });
    let story = tell(&with_fallback(&places));
    assert_eq!(story.when("overdue bridge"), ["day 2 14:00"]);
    assert_eq!(story.when("started home_care"), ["day 5 00:00"]);
    assert_near(story.of_service("bridge", "overdue"), 1.0);
    assert_near(story.of_service("home_care", "wait_days_mean"), 2.0 + 10.0 / 24.0);
}

#[test]
fn whoever_is_overdue_may_still_have_its_own_service_first() {
    let mut text = with_fallback(&json!(0));
    text["initial"]["services"]["helpers"]["residual"] = json!({ "fixed": "4d" });
    let story = tell(&text);
    assert_eq!(story.when("overdue bridge"), ["day 2 14:00"]);
    assert_eq!(story.when("started helpers"), ["day 4 00:00"]);
}

#[test]
fn a_bridge_without_a_fall_back_counts_as_overdue_and_goes_on() {
    let mut text = case("10h", "10d");
    set(&mut text, "bridge", "longest_stay", json!("2d"));
    let story = tell(&text);
    assert_eq!(story.when("overdue bridge"), ["day 2 14:00"]);
    assert_eq!(story.when("started helpers"), ["day 10 00:00"]);
}

#[test]
fn room_that_comes_at_the_very_end_of_the_longest_stay_is_room() {
    // The one place to fall back to is given back at 14:00 on Wednesday.
    let mut text = with_fallback(&json!(1));
    text["groups"]["others"] = json!({ "enters": "community", "needs": { "care": 1.0 } });
    text["pathways"]["care"] = json!({ "services": ["home_care"] });
    text["initial"]["services"]["home_care"] =
        json!({ "people": 1, "group": "others", "residual": { "fixed": "62h" } });
    let story = tell(&text);
    assert_eq!(story.when("started home_care"), ["day 2 14:00"]);
    assert_near(story.of_service("bridge", "overdue"), 0.0);
}

#[test]
fn room_that_comes_at_that_moment_is_room_whatever_was_planned_first() {
    // Somebody starts in the only place on Tuesday at 00:00, for 38 hours, when the end of the
    // longest stay is known already.
    let mut text = with_fallback(&json!({ "base": 0, "changes": [{ "from": "2024-01-02", "to": 1 }] }));
    set(&mut text, "home_care", "stay", json!({ "fixed": "38h" }));
    text["groups"]["others"] = json!({ "enters": "community", "needs": { "care": 1.0 } });
    text["pathways"]["care"] = json!({ "services": ["home_care"] });
    text["initial"]["services"]["home_care"] = json!({ "queue": 1, "group": "others" });
    let story = tell(&text);
    assert_eq!(story.when("started home_care"), ["day 1 00:00", "day 2 14:00"]);
    assert_near(story.of_service("bridge", "overdue"), 0.0);
}

#[test]
fn a_fall_back_that_is_a_service_of_the_pathway_is_one_line_and_not_two() {
    let mut text = case("10h", "5d");
    set(&mut text, "bridge", "longest_stay", json!("2d"));
    set(&mut text, "bridge", "falls_back_to", json!("helpers"));
    let story = tell(&text);
    assert_eq!(story.when("overdue bridge"), ["day 2 14:00"]);
    assert_eq!(story.when("started helpers"), ["day 5 00:00"]);
    assert_near(story.of_service("helpers", "queue_mean"), (5.0 - 10.0 / 24.0) / 28.0);
    assert_near(story.of_service("helpers", "wait_days_mean"), 5.0 - 10.0 / 24.0);
}

#[test]
fn nobody_falls_back_to_a_service_that_does_not_accept_them() {
    let mut text = with_fallback(&json!(1));
    text["groups"]["people"]["traits"] = json!({ "dementia": 1.0 });
    set(&mut text, "home_care", "accepts", json!({ "not_traits": ["dementia"] }));
    let story = tell(&text);
    assert!(story.moments("started home_care").is_empty());
    assert_eq!(story.when("overdue bridge"), ["day 2 14:00"]);
    assert_eq!(story.when("started helpers"), ["day 20 00:00"]);
}

#[test]
fn nobody_is_overdue_on_a_bridge_for_whom_a_place_is_held() {
    // Home at 14:00; the longest stay ends at 21:00 on the next day, after a place has come at 20:00
    // and before its service starts anybody in the morning.
    let overdue = |free: &str| {
        let mut text = case("10h", free);
        set(&mut text, "bridge", "longest_stay", json!("31h"));
        set(&mut text, "helpers", "admits", json!("08:00-18:00"));
        let story = tell(&text);
        (story.when("overdue bridge"), story.when("started helpers"))
    };
    assert_eq!(overdue("44h"), (vec![], vec!["day 2 08:00".to_owned()]));
    assert_eq!(overdue("46h"), (vec!["day 1 21:00".to_owned()], vec!["day 2 08:00".to_owned()]));
}
