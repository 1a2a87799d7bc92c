//! The hub: hours, staff, foresight, and the pathway decided.

use serde_json::{Value, json};

use crate::support::{Story, assert_near, minutes, tell, tell_with};

/// People whose stay ends so long after the first midnight and who need `p1`, for which there is
/// always a place.
fn case(hub: &Value, people: u32, ready: u32, ends: &str) -> Value {
    json!({
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "hub": hub,
        "pathways": { "p1": { "services": ["beds"] }, "p2": { "services": ["beds"] } },
        "services": { "beds": { "stay": { "fixed": "30d" } } },
        "initial": { "hospital": { "people": people, "ready": ready, "residual": { "fixed": ends } } }
    })
}

fn booked(story: &Story) -> Vec<(String, u64)> {
    story.reasons()
}

fn of(reasons: &[(&str, u64)]) -> Vec<(String, u64)> {
    reasons.iter().map(|(key, n)| ((*key).to_owned(), *n)).collect()
}

#[test]
fn an_assessment_stops_at_closing_time_and_goes_on_in_the_morning() {
    let hub = json!({ "staff": { "mon-sun": 1, "hours": "08:00-18:00" }, "assessment": { "fixed": "6h" } });
    let story = tell(&case(&hub, 1, 0, "15h"));
    assert_eq!(story.when("ready"), ["day 0 15:00"]);
    assert_eq!(story.when("decided p1"), ["day 1 11:00"]);
    assert_eq!(story.when("left for beds"), ["day 1 11:00"]);
    assert_eq!(story.when("because hub_assessment"), ["day 0 15:00", "day 1 08:00"]);
    assert_eq!(story.when("because hub_closed"), ["day 0 18:00"]);
    assert_eq!(booked(&story), of(&[("hub_closed", 14 * 60), ("hub_assessment", 6 * 60)]));
}

#[test]
fn an_assessment_that_ends_at_closing_time_is_done() {
    let hub = json!({ "staff": { "mon-sun": 1, "hours": "08:00-18:00" }, "assessment": { "fixed": "6h" } });
    let story = tell(&case(&hub, 1, 0, "12h"));
    assert_eq!(story.when("decided p1"), ["day 0 18:00"]);
    assert_eq!(booked(&story), of(&[("hub_assessment", 6 * 60)]));
}

#[test]
fn hours_without_staff_hold_everybody_up_alike_at_night() {
    let hub = json!({ "hours": { "mon-fri": "08:00-18:00" }, "assessment": { "fixed": "6h" } });
    let story = tell(&case(&hub, 3, 0, "15h"));
    assert_eq!(story.when("decided p1"), ["day 1 11:00"; 3]);
    assert_eq!(booked(&story), of(&[("hub_closed", 3 * 14 * 60), ("hub_assessment", 3 * 6 * 60)]));
}

#[test]
fn on_days_without_a_roster_the_hub_is_closed() {
    let hub = json!({ "staff": { "mon-fri": 1, "hours": "08:00-18:00" }, "assessment": { "fixed": "2h" } });
    // Ready on Friday at 17:00.
    let story = tell(&case(&hub, 1, 0, "113h"));
    assert_eq!(story.when("ready"), ["day 4 17:00"]);
    assert_eq!(story.when("decided p1"), ["day 7 09:00"]);
    assert_eq!(booked(&story), of(&[("hub_closed", 62 * 60), ("hub_assessment", 2 * 60)]));
}

#[test]
fn people_wait_in_line_for_the_staff_of_the_hub() {
    let hub = json!({ "staff": 1, "assessment": { "fixed": "2h" } });
    let story = tell(&case(&hub, 3, 0, "10h"));
    assert_eq!(story.when("decided p1"), ["day 0 12:00", "day 0 14:00", "day 0 16:00"]);
    assert_eq!(booked(&story), of(&[("hub_queue", (2 + 4) * 60), ("hub_assessment", 6 * 60)]));
}

#[test]
fn when_staff_fall_the_job_begun_last_pauses_and_resumes() {
    let staff = json!({ "base": 2, "changes": [{ "from": "2024-01-02", "to": 1 }] });
    let hub = json!({ "staff": staff, "assessment": { "fixed": "26h" } });
    // Begun at 00:00 and at 04:00. At midnight the second has 6 hours left; the first is done at
    // 02:00, so the second goes on then.
    let story = tell(&case(&hub, 2, 1, "4h"));
    assert_eq!(story.when("decided p1"), ["day 1 02:00", "day 1 08:00"]);
    assert_eq!(story.when("because hub_queue"), ["day 1 00:00"]);
    assert_eq!(booked(&story), of(&[("hub_queue", 2 * 60), ("hub_assessment", (26 + 26) * 60)]));
}

#[test]
fn with_nobody_on_duty_for_a_day_all_work_pauses() {
    let staff = json!({ "base": 1, "changes": [{ "from": "2024-01-02", "to": 0 }, { "from": "2024-01-03", "to": 1 }] });
    let hub = json!({ "staff": staff, "assessment": { "fixed": "6h" } });
    let story = tell(&case(&hub, 1, 0, "22h"));
    assert_eq!(story.when("decided p1"), ["day 2 04:00"]);
}

#[test]
fn the_hub_takes_a_number_of_people_a_day() {
    let hub = json!({ "per_day": 2, "assessment": { "fixed": "1h" } });
    let story = tell(&case(&hub, 5, 0, "10h"));
    let expected = ["day 0 11:00", "day 0 11:00", "day 1 01:00", "day 1 01:00", "day 2 01:00"];
    assert_eq!(story.when("decided p1"), expected);
    assert_eq!(booked(&story), of(&[("hub_queue", (14 + 14 + 38) * 60), ("hub_assessment", 5 * 60)]));
}

#[test]
fn people_of_other_pathways_are_decided_by_the_ward_at_once() {
    let hub = json!({ "sees": ["p2"], "assessment": { "fixed": "6h" } });
    let story = tell(&case(&hub, 1, 0, "10h"));
    assert_eq!(story.when("left for beds"), ["day 0 10:00"]);
    assert_eq!(booked(&story), of(&[]));
}

#[test]
fn a_wrong_pathway_is_decided_where_its_share_is_one() {
    let hub = json!({ "sees": [], "wrong_pathway": { "p1": { "p2": 1.0 } } });
    let mut text = case(&hub, 1, 0, "10h");
    text["pathways"]["p2"]["services"] = json!(["other"]);
    text["services"]["other"] = json!({ "stay": { "fixed": "30d" } });
    let story = tell(&text);
    assert_eq!(story.when("decided p2"), ["day 0 10:00"]);
    assert_eq!(story.when("left for other"), ["day 0 10:00"]);
    assert_near(story.outcome("wrong_pathway"), 1.0);
}

#[test]
fn whoever_needs_less_is_decided_so_rightly_and_nobody_else_is() {
    let of = |concerns: &Value| {
        let hub = json!({ "sees": [], "wrong_pathway": { "p2": { "p1": 0.0 } },
                          "right_sizing": { "smaller": { "concerns": concerns, "to": "p2" } } });
        let mut text = case(&hub, 1, 0, "10h");
        text["groups"]["others"] = json!({ "needs": { "p1": 1.0 } });
        text["initial"]["hospital"]["group"] = json!("people");
        text["pathways"]["p2"]["services"] = json!(["other"]);
        text["services"]["other"] = json!({ "stay": { "fixed": "30d" } });
        tell(&text)
    };
    let story = of(&json!({ "pathways": ["p1"] }));
    assert_eq!(story.when("decided p2"), ["day 0 10:00"]);
    assert_near(story.outcome("wrong_pathway"), 0.0);
    // None of them, and nobody of another group.
    for concerns in [json!({ "pathways": ["p1"], "share": 0.0 }), json!({ "groups": ["others"] })] {
        assert_eq!(of(&concerns).when("decided p1"), ["day 0 10:00"], "{concerns}");
    }
}

#[test]
fn the_hub_sees_people_by_need_or_by_the_pathway_decided() {
    for sees in ["p1", "p2"] {
        let hub = json!({ "sees": [sees], "assessment": { "fixed": "6h" },
                          "wrong_pathway": { "p1": { "p2": 1.0 } } });
        let story = tell(&case(&hub, 1, 0, "10h"));
        assert_eq!(story.when("decided p2"), ["day 0 16:00"], "sees {sees}");
    }
}

/// One person who comes on the first day for three days, foreseen so long ahead.
fn foreseen(by: &str, assessment: &str) -> Story {
    let hub = json!({ "referred_ahead": { "share": 1.0, "by": by }, "assessment": { "fixed": assessment } });
    let mut text = case(&hub, 0, 0, "0h");
    text.as_object_mut().unwrap().remove("initial");
    text["groups"]["people"]["stay"] = json!({ "fixed": "3d" });
    tell_with(&text, &[("people", &[1])])
}

#[test]
fn a_decision_made_ahead_is_kept_until_the_patient_is_ready() {
    let story = foreseen("1d", "6h");
    let admitted = story.moments("admitted")[0];
    assert_eq!(story.moments("decided p1"), [admitted + minutes(3 * 24 * 60)]);
    assert_eq!(story.moments("left for beds"), story.moments("ready"));
    assert_eq!(booked(&story), of(&[]));
}

#[test]
fn a_hub_that_began_ahead_and_needs_longer_delays_by_the_rest() {
    let story = foreseen("1d", "30h");
    let ready = story.moments("ready")[0];
    assert_eq!(story.moments("decided p1"), [ready + minutes(6 * 60)]);
    assert_eq!(booked(&story), of(&[("hub_assessment", 6 * 60)]));
}

#[test]
fn foresight_longer_than_the_stay_begins_at_admission() {
    let story = foreseen("5d", "80h");
    let ready = story.moments("ready")[0];
    assert_eq!(story.moments("decided p1"), [ready + minutes(8 * 60)]);
}
