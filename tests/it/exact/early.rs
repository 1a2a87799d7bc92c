//! Out of an acute bed before the acute stay is over: when, for whom, and what happens where there is no place.

use serde_json::{Value, json};

use crate::support::{Story, assert_near, tell, tell_with};

/// Somebody whose acute stay ends after `end`, and a service at home that takes everybody so long before.
fn case(end: &str, by: &str) -> Value {
    json!({
        "groups": { "ill": { "stay": { "fixed": "10d" } } },
        "services": { "ward": { "places": 1, "stay": { "fixed": "3d" }, "takes_early": { "by": by } } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": end } } }
    })
}

/// The place of the service is taken until then.
fn taken_until(text: &mut Value, free: &str) {
    text["initial"]["services"] = json!({ "ward": { "people": 1, "residual": { "fixed": free } } });
}

fn left_as_ever(story: &Story, when: &str) {
    assert_eq!(story.when("left for home"), [when]);
    assert_near(story.diverted("people"), 0.0);
    assert_near(story.diverted("acute_days_spared"), 0.0);
}

#[test]
fn somebody_leaves_so_long_before_the_end_and_counts_as_never_past_ready() {
    let story = tell(&case("6d", "4d"));
    assert_eq!(story.when("left for ward"), ["day 2 00:00"]);
    assert_eq!(story.when("started ward"), ["day 2 00:00"]);
    assert_eq!(story.when("ended ward"), ["day 5 00:00"]);
    assert!(story.moments("ready").is_empty());
    for (name, value) in
        [("acute_bed_days", 2.0), ("nctr_bed_days", 0.0), ("discharges", 1.0), ("delay_days_mean", 0.0)]
    {
        assert_near(story.outcome(name), value);
    }
    assert_near(story.diverted("people"), 1.0);
    assert_near(story.diverted("not_taken"), 0.0);
    assert_near(story.diverted("days"), 3.0);
    assert_near(story.diverted("acute_days_spared"), 4.0);
}

#[test]
fn nobody_leaves_before_coming() {
    let mut text = case("3d", "4d");
    let story = tell(&text);
    assert_eq!(story.when("left for ward"), ["day 0 00:00"]);
    assert_near(story.diverted("acute_days_spared"), 3.0);
    text.as_object_mut().unwrap().remove("initial");
    text["services"]["ward"]["takes_early"]["by"] = json!("40d");
    let story = tell_with(&text, &[("ill", &[1])]);
    assert_eq!(story.moments("left for ward"), story.moments("admitted"));
    assert_near(story.outcome("acute_bed_days"), 0.0);
    assert_near(story.diverted("acute_days_spared"), 10.0);
}

#[test]
fn a_place_is_taken_as_long_as_the_stay_lasts_and_not_after() {
    let mut text = case("6d", "4d");
    taken_until(&mut text, "4d");
    let story = tell(&text);
    assert_eq!(story.when("left for ward"), ["day 4 00:00"]);
    assert_near(story.diverted("acute_days_spared"), 2.0);
    assert_near(story.of_service("ward", "wait_days_mean"), 2.0);
    // At the very end of the stay it is too late.
    for free in ["6d", "7d"] {
        taken_until(&mut text, free);
        let story = tell(&text);
        left_as_ever(&story, "day 6 00:00");
        assert_near(story.diverted("not_taken"), 1.0);
        assert_eq!(story.when("not taken early"), ["day 6 00:00"]);
    }
}

#[test]
fn people_leave_early_within_the_hours_of_the_ward_and_of_the_service() {
    let mut text = case("6d", "4d");
    text["hospital"] = json!({ "discharge_hours": "09:00-20:00" });
    assert_eq!(tell(&text).when("left for ward"), ["day 2 09:00"]);
    text["services"]["ward"]["admits"] = json!("08:00-08:30");
    let story = tell(&text);
    left_as_ever(&story, "day 6 09:00");
    assert_near(story.diverted("not_taken"), 1.0);
    // The ward opens too late to leave before the end of the stay.
    let mut text = case("50h", "4h");
    text["hospital"] = json!({ "discharge_hours": "09:00-20:00" });
    left_as_ever(&tell(&text), "day 2 09:00");
}

#[test]
fn a_place_that_is_held_over_the_end_of_the_stay_is_given_back() {
    let mut text = case("51h", "20h");
    text["hospital"] = json!({ "discharge_hours": "06:00-20:00" });
    taken_until(&mut text, "46h");
    let story = tell(&text);
    assert_eq!(story.when("held ward"), ["day 1 22:00"]);
    assert_eq!(story.when("not held ward"), ["day 2 03:00"]);
    left_as_ever(&story, "day 2 06:00");
}

#[test]
fn whoever_dies_or_needs_something_else_is_not_taken() {
    let mut text = case("6d", "4d");
    text["groups"]["ill"]["dies_in_hospital"] = json!(1);
    assert_eq!(tell(&text).when("died"), ["day 6 00:00"]);
    let mut text = case("6d", "4d");
    text["services"]["ward"]["takes_early"]["pathways"] = json!(["p1"]);
    text["pathways"] = json!({ "p1": { "services": ["elsewhere"] } });
    text["services"]["elsewhere"] = json!({ "stay": { "fixed": "1d" } });
    text["groups"]["ill"]["needs"] = json!({ "p0": 0.999_999, "p1": 0.000_001 });
    left_as_ever(&tell(&text), "day 6 00:00");
    text["groups"]["ill"]["needs"] = json!({ "p0": 0.000_001, "p1": 0.999_999 });
    assert_eq!(tell(&text).when("left for ward"), ["day 2 00:00"]);
}

#[test]
fn work_that_was_asked_for_ahead_is_called_off() {
    let mut text = case("6d", "4d");
    text["services"]["elsewhere"] = json!({ "stay": { "fixed": "1d" } });
    text["pathways"] = json!({ "p1": { "services": ["elsewhere"] } });
    text["groups"]["ill"]["needs"] = json!({ "p1": 1 });
    text["hub"] = json!({ "referred_ahead": { "share": 1, "by": "5d" }, "assessment": { "fixed": "3d" } });
    let story = tell(&text);
    assert_eq!(story.when("left for ward"), ["day 2 00:00"]);
    assert!(story.moments("decided p1").is_empty());
}

#[test]
fn after_the_stay_in_the_service_the_exits_are_as_ever() {
    let mut text = case("6d", "4d");
    text["services"]["ward"]["exits"] = json!({ "hospital": 1 });
    // And so on: the next acute stay is 10 days, of which 4 are left out.
    assert_eq!(tell(&text).when("admitted"), ["day 5 00:00", "day 14 00:00", "day 23 00:00"]);
}

#[test]
fn of_nobody_or_by_no_time_it_changes_nothing() {
    let mut text = case("6d", "4d");
    text["groups"]["ill"]["arrivals"] = json!({ "per_day": 3 });
    let early = text["services"]["ward"].as_object_mut().unwrap().remove("takes_early");
    let none = tell(&text);
    for (by, share) in [("4d", 0), ("0d", 1)] {
        text["services"]["ward"]["takes_early"] = early.clone().unwrap();
        text["services"]["ward"]["takes_early"]["by"] = json!(by);
        text["services"]["ward"]["takes_early"]["share"] = json!(share);
        let story = tell(&text);
        assert_eq!((story.told, story.found.system), (none.told.clone(), none.found.system.clone()));
    }
}

#[test]
fn where_a_full_hospital_hurries_stays_a_place_in_the_queue_is_kept() {
    let mut text = case("6d", "4d");
    text["groups"]["ill"]["arrivals"] = json!({ "per_day": 3 });
    text["groups"]["ill"]["stay"] = json!({ "exponential": { "mean": "4d" } });
    text["hospital"] = json!({ "beds": 14, "pressure": { "reference": 0.9, "stays": 1 } });
    let story = tell(&text);
    assert!(story.diverted("people").unwrap() > 2.0);
    assert!(story.diverted("not_taken").unwrap() > 2.0);
}
