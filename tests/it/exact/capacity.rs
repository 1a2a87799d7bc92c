//! Beds and places that change, are fewer than the people in them, or are queued for.

use serde_json::json;

use crate::support::{assert_near, at, tell, tell_with};

/// Hours of the day in which people come: only in this one.
fn only_at(hour: usize) -> Vec<u32> {
    (0..24).map(|h| u32::from(h == hour)).collect()
}

#[test]
fn more_people_than_places_at_the_start_drain_and_nobody_is_thrown_out() {
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "places": 1, "stay": { "fixed": "9d" } } },
        "initial": { "hospital": { "people": 1, "ready": 1 },
                     "services": { "beds": { "people": 3, "queue": 1,
                                             "residual": { "uniform": { "min": "1d", "max": "5d" } } } } }
    }));
    let ends = story.moments("ended beds");
    assert!(ends[0] < ends[1] && ends[1] < ends[2]);
    assert_eq!(story.moments("started beds"), [ends[2]]);
}

#[test]
fn places_that_are_taken_away_drain_before_they_are_used_again() {
    // Four places, four people; two places from the second day; stays end one after another.
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "places": { "base": 4, "changes": [{ "from": "2024-01-02", "to": 2 }] },
                                "stay": { "fixed": "20d" } } },
        "initial": { "hospital": { "people": 2, "ready": 2 },
                     "services": { "beds": { "people": 4, "queue": 2,
                                             "residual": { "uniform": { "min": "2d", "max": "8d" } } } } }
    }));
    let ends = story.moments("ended beds");
    assert_eq!(story.moments("started beds"), [ends[2], ends[3]]);
}

#[test]
fn a_ramp_opens_whole_places_only() {
    // From 0 to 2 over four days: 0, 0.5, 1, 1.5, 2.
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p2": 1.0 } } },
        "pathways": { "p2": { "services": ["beds"] } },
        "services": { "beds": { "places": { "base": 0, "changes": [{ "from": "start", "to": 2, "over": "4d" }] },
                                "stay": { "fixed": "20d" } } },
        "initial": { "hospital": { "people": 2, "residual": { "fixed": "1h" } } }
    }));
    assert_eq!(story.when("started beds"), ["day 2 00:00", "day 4 00:00"]);
}

#[test]
fn emergencies_wait_for_a_bed_first_come_first_served() {
    let story = tell_with(
        &json!({
            "groups": { "people": { "arrivals": { "by_hour": only_at(3) }, "stay": { "fixed": "30d" } } },
            "hospital": { "beds": 2 },
            "initial": { "hospital": { "people": 2, "residual": { "fixed": "10h" } } }
        }),
        &[("people", &[3])],
    );
    let came = story.moments("arrived");
    assert_eq!(story.when("admitted"), ["day 0 10:00", "day 0 10:00"]);
    assert_eq!(story.to_whom("admitted"), story.to_whom("arrived")[..2]);
    let waits = [at(0, 10, 0).since(came[0]), at(0, 10, 0).since(came[1])];
    assert_near(story.outcome("bed_wait_hours_mean"), (waits[0] + waits[1]).hours() / 2.0);
    assert_near(story.outcome("bed_wait_over_4h"), 1.0);
    assert_near(story.outcome("bed_wait_over_12h"), 0.0);
    let queued = at(28, 0, 0).since(came[0]).hours();
    assert_near(story.outcome("hours_with_bed_queue"), queued);
    assert_near(story.outcome("admissions"), 2.0);
}

#[test]
fn planned_people_come_after_emergencies_and_do_not_count_in_bed_waits() {
    let story = tell_with(
        &json!({
            "groups": {
                "emergency": { "arrivals": { "by_hour": only_at(5) }, "stay": { "fixed": "1d" } },
                "planned": { "kind": "elective", "arrivals": { "by_hour": only_at(2) }, "stay": { "fixed": "2d" } }
            },
            "hospital": { "beds": 1 },
            "initial": { "hospital": { "people": 1, "group": "emergency", "residual": { "fixed": "10h" } } }
        }),
        &[("emergency", &[1]), ("planned", &[1])],
    );
    assert_eq!(story.when("admitted"), ["day 0 10:00", "day 1 10:00"]);
    let groups: Vec<u8> = story.to_whom("admitted").iter().map(|who| who.0).collect();
    assert_eq!(groups, [0, 1]);
    let wait = at(0, 10, 0).since(story.moments_of(story.to_whom("admitted")[0], "arrived")[0]);
    assert_near(story.outcome("bed_wait_hours_mean"), wait.hours());
    assert_near(story.outcome("admissions"), 2.0);
}

#[test]
fn beds_that_are_taken_away_empty_before_anybody_is_admitted() {
    let story = tell_with(
        &json!({
            "groups": { "people": { "arrivals": { "by_hour": only_at(12) }, "stay": { "fixed": "30d" } } },
            "hospital": { "beds": { "base": 3, "changes": [{ "from": "2024-01-02", "to": 1 }] } },
            "initial": { "hospital": { "people": 3, "residual": { "uniform": { "min": "2d", "max": "8d" } } } }
        }),
        &[("people", &[0, 1])],
    );
    let left = story.moments("left for home");
    assert_eq!(story.moments("admitted"), [left[2]]);
}

#[test]
fn no_limit_on_beds_means_no_wait_and_no_occupancy() {
    let story =
        tell_with(&json!({ "groups": { "people": { "stay": { "fixed": "30d" } } } }), &[("people", &[40])]);
    assert_eq!(story.moments("admitted"), story.moments("arrived"));
    assert_near(story.outcome("bed_wait_hours_mean"), 0.0);
    assert_eq!(story.outcome("acute_occupancy"), None);
}

#[test]
fn whoever_dies_in_hospital_leaves_at_the_end_of_the_stay_and_is_no_discharge() {
    let story = tell_with(
        &json!({
            "groups": { "people": { "stay": { "fixed": "3d" }, "needs": { "p2": 1.0 }, "dies_in_hospital": 1.0 } },
            "hospital": { "board_rounds": { "mon-sun": { "at": ["13:00"] } }, "discharge_hours": "13:00-14:00" },
            "hub": { "referred_ahead": { "share": 1.0, "by": "1d" } },
            "pathways": { "p2": { "services": ["beds"] } },
            "services": { "beds": { "stay": { "fixed": "9d" } } }
        }),
        &[("people", &[1])],
    );
    let admitted = story.moments("admitted")[0];
    assert_eq!(story.moments("died"), [admitted + crate::support::minutes(3 * 1440)]);
    assert!(story.moments("ready").is_empty());
    assert_near(story.outcome("discharges"), 0.0);
    assert_near(story.outcome("nctr_bed_days"), 0.0);
    assert_near(story.outcome("acute_bed_days"), 3.0);
    assert_eq!(story.outcome("delay_days_mean"), None);
}

#[test]
fn an_event_lengthens_the_stays_of_those_admitted_then() {
    let case = |from: &str, to: &str| {
        let story = tell_with(
            &json!({
                "groups": { "people": { "stay": { "fixed": "3d" } } },
                "events": { "cold": { "from": from, "to": to, "stay_factor": 1.5 } }
            }),
            &[("people", &[1])],
        );
        let stay = story.moments("ready")[0].since(story.moments("admitted")[0]);
        stay.days()
    };
    assert_near(Some(case("2024-01-01", "2024-01-01")), 4.5);
    assert_near(Some(case("2024-01-02", "2024-01-10")), 3.0);
}

#[test]
fn an_event_lengthens_the_stays_of_those_who_start_in_its_services_then() {
    let case = |from: &str, to: &str, lists: serde_json::Value| {
        let mut event = json!({ "from": from, "to": to, "stay_factor": 2 });
        event.as_object_mut().unwrap().extend(lists.as_object().unwrap().clone());
        let story = tell_with(
            &json!({
                "groups": { "people": { "stay": { "fixed": "1d" }, "needs": { "p2": 1.0 } } },
                "pathways": { "p2": { "services": ["beds"] } },
                "services": { "beds": { "stay": { "fixed": "2d" } }, "others": { "stay": { "fixed": "2d" } } },
                "events": { "outbreak": event }
            }),
            &[("people", &[1])],
        );
        let between = |from: &str, to: &str| story.moments(to)[0].since(story.moments(from)[0]).days();
        (between("admitted", "ready"), between("started beds", "ended beds"))
    };
    // Admitted on 1 January, in the service from the 2nd on.
    let beds = json!({ "services": ["beds"] });
    assert_eq!(case("2024-01-01", "2024-01-05", beds.clone()), (1.0, 4.0));
    assert_eq!(case("2024-01-03", "2024-01-05", beds.clone()), (1.0, 2.0), "it began before");
    assert_eq!(case("2024-01-02", "2024-01-02", beds), (1.0, 4.0), "the moment of the start counts");
    assert_eq!(case("2024-01-01", "2024-01-05", json!({ "services": ["others"] })), (1.0, 2.0));
    assert_eq!(case("2024-01-01", "2024-01-05", json!({ "groups": ["people"] })), (2.0, 2.0));
    assert_eq!(case("2024-01-01", "2024-01-05", json!({})), (2.0, 2.0));
    let both = json!({ "groups": ["people"], "services": ["beds"] });
    assert_eq!(case("2024-01-01", "2024-01-05", both), (2.0, 4.0));
}
