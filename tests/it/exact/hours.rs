//! The hours of ward and services: when an offer can be used.

use serde_json::{Value, json};

use crate::support::{Story, tell};

/// One person whose stay ends so long after the first midnight; the only bed of the service is
/// free at 20:00.
fn case(admits: &Value, ward: &Value, ends: &str) -> Story {
    let mut text = json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "hospital": {},
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "places": 1, "stay": { "fixed": "5d" } } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": ends } },
                     "services": { "beds": { "people": 1, "residual": { "fixed": "20h" } } } }
    });
    if !admits.is_null() {
        text["services"]["beds"]["admits"] = admits.clone();
    }
    if !ward.is_null() {
        text["hospital"]["discharge_hours"] = ward.clone();
    }
    tell(&text)
}

fn reasons(story: &Story) -> Vec<(String, u64)> {
    story.reasons()
}

fn of(reasons: &[(&str, u64)]) -> Vec<(String, u64)> {
    reasons.iter().map(|(key, n)| ((*key).to_owned(), *n)).collect()
}

#[test]
fn a_place_that_is_free_in_the_evening_is_used_when_the_service_opens() {
    let story = case(&json!("08:00-18:00"), &Value::Null, "10h");
    assert_eq!(story.when("held beds"), ["day 0 20:00"]);
    assert_eq!(story.when("left for beds"), ["day 1 08:00"]);
    assert_eq!(story.when("started beds"), ["day 1 08:00"]);
    assert_eq!(reasons(&story), of(&[("capacity:beds", 600), ("closed:beds", 720)]));
}

#[test]
fn a_service_admits_at_its_opening_minute_and_not_at_its_closing_minute() {
    let story = case(&json!("08:00-20:00"), &Value::Null, "10h");
    assert_eq!(story.when("left for beds"), ["day 1 08:00"]);
    let story = case(&json!("20:00-22:00"), &Value::Null, "10h");
    assert_eq!(story.when("left for beds"), ["day 0 20:00"]);
}

#[test]
fn people_going_home_wait_for_the_ward_to_open() {
    let story = tell(&json!({
        "groups": { "people": {} },
        "hospital": { "discharge_hours": "09:00-17:00" },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "5h" } } }
    }));
    assert_eq!(story.when("left for home"), ["day 0 09:00"]);
    assert_eq!(reasons(&story), of(&[("ward_closed", 240)]));
}

#[test]
fn of_service_and_ward_both_must_be_open_and_the_service_is_booked_first() {
    let story = case(&json!("08:00-18:00"), &json!("09:00-17:00"), "10h");
    assert_eq!(story.when("left for beds"), ["day 1 09:00"]);
    assert_eq!(reasons(&story), of(&[("capacity:beds", 600), ("closed:beds", 720), ("ward_closed", 60)]));
}

#[test]
fn a_service_that_closes_while_the_ward_is_closed_is_booked_from_then() {
    // Offered at 20:00: the service is open until 21:00 and from 08:00, the ward from 10:00.
    let story = case(&json!("08:00-21:00"), &json!("10:00-17:00"), "10h");
    assert_eq!(story.when("left for beds"), ["day 1 10:00"]);
    let expected = [("capacity:beds", 600), ("closed:beds", 11 * 60), ("ward_closed", 60 + 120)];
    assert_eq!(reasons(&story), of(&expected));
}

#[test]
fn hours_that_never_meet_keep_the_patient_until_the_end() {
    let story = case(&json!("08:00-09:00"), &json!("09:00-17:00"), "10h");
    assert!(story.moments("left for beds").is_empty());
    assert_eq!(story.outcome("still_waiting"), Some(1.0));
}

#[test]
fn on_a_closed_day_nobody_is_admitted_though_the_place_is_held() {
    // Free on Monday at 20:00; open on Thursdays only.
    let story = case(&json!({ "thu": "08:00-18:00" }), &Value::Null, "10h");
    assert_eq!(story.when("held beds"), ["day 0 20:00"]);
    assert_eq!(story.when("left for beds"), ["day 3 08:00"]);
}

#[test]
fn an_event_that_closes_a_service_stops_its_admissions() {
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "stay": { "fixed": "5d" }, "admits": "08:00-18:00" } },
        "events": { "outbreak": { "services": ["beds"], "from": "2024-01-01", "to": "2024-01-04", "closes": true } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
    }));
    assert_eq!(story.when("left for beds"), ["day 4 08:00"]);
}
