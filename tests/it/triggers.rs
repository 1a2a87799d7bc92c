//! Capacity that opens on a condition: when it is decided, when it is open, when it stands down, and
//! that shares are of what was there.

use serde_json::{Value, json};
use wardflow::measures::DailyMeasure;
use wardflow::scenario::plan::ServiceIndex;

use crate::capacity::only_at;
use crate::support::{Story, assert_near, tell, tell_with};

/// One place, in use for 20 days, and three people at home who wait for it; stays of three days.
fn case(trigger: &Value) -> Story {
    tell(&json!({
        "groups": { "people": { "enters": "community", "needs": { "step_up": 1.0 } } },
        "pathways": { "step_up": { "services": ["care"] } },
        "services": { "care": { "places": 1, "stay": { "fixed": "3d" } } },
        "initial": { "services": { "care": { "people": 1, "queue": 3, "residual": { "fixed": "20d" } } } },
        "triggers": { "more": trigger }
    }))
}

#[test]
fn capacity_opens_once_the_condition_has_held_and_it_is_mobilised() {
    let story = case(&json!({
        "when": { "queue_above": { "service": "care", "people": 2 } }, "held_for": "2d", "mobilise": "36h",
        "adds": { "service": "care", "places": 2 }
    }));
    // Decided on the third midnight, open a day and a half later, stood down at the midnight after,
    // since the queue is one person: who is there stays, and the last waits for the first place.
    assert_eq!(story.when("started care"), ["day 3 12:00", "day 3 12:00", "day 20 00:00"]);
    assert_eq!(story.when("ended care"), ["day 6 12:00", "day 6 12:00", "day 20 00:00", "day 23 00:00"]);
    assert_near(story.of_service("care", "utilisation"), (20.0 + 6.0 + 3.0) / (28.0 + 2.0 * 0.5));
}

#[test]
fn capacity_stands_down_by_its_own_rule() {
    let story = case(&json!({
        "when": { "queue_above": { "service": "care", "people": 2 } }, "held_for": "2d", "mobilise": "36h",
        "adds": { "service": "care", "places": 2 }, "stands_down": { "below": 1, "held_for": "1d" }
    }));
    // The queue is empty from noon of day 6: seen on day 7, and stood down on day 8.
    assert_eq!(story.when("started care"), ["day 3 12:00", "day 3 12:00", "day 6 12:00"]);
    assert_near(story.of_service("care", "utilisation"), (20.0 + 6.0 + 3.0) / (28.0 + 2.0 * 4.5));
}

/// What is open beyond the plan on each day, on average.
fn opened(story: &Story, measure: DailyMeasure) -> &[f32] {
    let all = DailyMeasure::all(story.scenario.plan.services.len());
    &story.found.daily[all.iter().position(|&m| m == measure).unwrap()]
}

#[test]
fn what_is_open_is_told_day_by_day_and_only_of_what_can_open() {
    let story = case(&json!({
        "when": { "queue_above": { "service": "care", "people": 2 } }, "held_for": "2d", "mobilise": "36h",
        "adds": { "service": "care", "places": 2 }
    }));
    // Two places for the second half of day 3.
    let places = opened(&story, DailyMeasure::OpenedPlaces(ServiceIndex(0)));
    let mut expected = [0.0; 28];
    expected[3] = 1.0;
    assert_eq!(places, expected);
    assert!(opened(&story, DailyMeasure::OpenedBeds).is_empty());
    let story = hospital(&json!({
        "when": { "hospital_occupancy_above": 0.9 }, "mobilise": "1d", "adds": { "beds": 1 }
    }));
    let beds = opened(&story, DailyMeasure::OpenedBeds);
    assert_eq!(beds.iter().position(|open| *open > 0.0), Some(2));
    assert_eq!(beds[2..], [1.0; 26]);
}

#[test]
fn a_condition_that_does_not_hold_long_enough_opens_nothing() {
    let story = case(&json!({
        "when": { "queue_above": { "service": "care", "people": 3 } },
        "adds": { "service": "care", "places": 2 }
    }));
    assert_eq!(story.when("started care"), ["day 20 00:00", "day 23 00:00", "day 26 00:00"]);
    assert_near(story.of_service("care", "utilisation"), 1.0);
}

/// Three people who come in the fourth hour and stay for ever.
fn hospital(trigger: &Value) -> Story {
    tell_with(
        &json!({
            "groups": { "people": { "arrivals": { "by_hour": only_at(3) }, "stay": { "fixed": "40d" } } },
            "hospital": { "beds": 2 },
            "triggers": { "more": trigger }
        }),
        &[("people", &[3])],
    )
}

#[test]
fn beds_open_by_occupancy_and_count_as_beds_beyond_the_core() {
    let story = hospital(&json!({
        "when": { "hospital_occupancy_above": 0.9 }, "mobilise": "1d", "adds": { "beds": 1 }
    }));
    assert_eq!(story.moments("admitted")[2].to_string(), "day 2 00:00");
    assert_near(story.outcome("escalation_bed_days"), 26.0);
    let used = story.outcome("acute_bed_days").unwrap();
    assert_near(story.outcome("acute_occupancy"), used / (2.0 * 28.0 + 26.0));
}

#[test]
fn beds_open_by_the_queue_for_them_and_close_without_throwing_anybody_out() {
    let story = hospital(&json!({ "when": { "bed_queue_above": 0 }, "adds": { "beds": 1 } }));
    assert_eq!(story.moments("admitted")[2].to_string(), "day 1 00:00");
    assert!(story.when("left for home").is_empty());
    // Open for one day only: the third stays in a bed that is not there any more.
    let used = story.outcome("acute_bed_days").unwrap();
    assert_near(story.outcome("acute_occupancy"), used / (2.0 * 28.0 + 1.0));
    assert_near(story.outcome("escalation_bed_days"), 27.0);
}

#[test]
fn places_open_by_the_number_of_people_past_ready() {
    let case = |above: u32| {
        tell(&json!({
            "groups": { "people": { "needs": { "p2": 1.0 } } },
            "pathways": { "p2": { "services": ["care"] } },
            "services": { "care": { "places": 0, "stay": { "fixed": "3d" } } },
            "initial": { "hospital": { "people": 3, "residual": { "fixed": "10h" } } },
            "triggers": { "more": { "when": { "nctr_above": above }, "adds": { "service": "care", "places": 2 } } }
        }))
    };
    let story = case(2);
    assert_eq!(story.when("started care"), ["day 1 00:00", "day 1 00:00"]);
    assert_near(story.of_service("care", "utilisation"), 6.0 / 2.0);
    assert!(case(3).when("started care").is_empty());
}

#[test]
fn two_triggers_open_beside_each_other() {
    let story = tell(&json!({
        "groups": { "people": { "enters": "community", "needs": { "step_up": 1.0 } } },
        "pathways": { "step_up": { "services": ["care"] } },
        "services": { "care": { "places": 0, "stay": { "fixed": "9d" } } },
        "initial": { "services": { "care": { "queue": 4 } } },
        "triggers": {
            "first": { "when": { "queue_above": { "service": "care", "people": 1 } }, "mobilise": "1d",
                       "adds": { "service": "care", "places": 1 }, "stands_down": { "below": 0 } },
            "second": { "when": { "queue_above": { "service": "care", "people": 1 } }, "mobilise": "2d",
                        "adds": { "service": "care", "places": 2 }, "stands_down": { "below": 0 } }
        }
    }));
    assert_eq!(story.when("started care"), ["day 1 00:00", "day 2 00:00", "day 2 00:00", "day 10 00:00"]);
}

/// Six people ready at 08:00 on Monday, for whom work of five hours is done by one person from 08:00 to 18:00, in the
/// hub or in a step.
fn desk(in_hub: bool, above: u32, adds: u32) -> Story {
    let mut work = json!({ "staff": { "mon-sun": 1, "hours": "08:00-18:00" }, "cost_per_hour": 10 });
    work[if in_hub { "assessment" } else { "takes" }] = json!({ "fixed": "5h" });
    let mut text = json!({
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "pathways": { "p1": { "services": [] } },
        "initial": { "hospital": { "people": 6, "residual": { "fixed": "8h" } } }
    });
    let (when, adds) = if in_hub {
        text["hub"] = work;
        (json!({ "hub_queue_above": above }), json!({ "hub_staff": adds }))
    } else {
        text["steps"] = json!({ "review": work });
        (
            json!({ "step_queue_above": { "step": "review", "people": above } }),
            json!({ "step": "review", "staff": adds }),
        )
    };
    text["triggers"] = json!({ "more": { "when": when, "adds": adds } });
    tell(&text)
}

#[test]
fn staff_come_when_the_queue_for_work_is_long_and_are_paid_for_the_hours_on_duty() {
    for in_hub in [true, false] {
        // Two are done on Monday; four are in the queue at midnight, and two more people come at 08:00.
        let story = desk(in_hub, 3, 2);
        let left = ["day 0 13:00", "day 0 18:00", "day 1 13:00", "day 1 13:00", "day 1 13:00", "day 1 18:00"];
        assert_eq!(story.when("left for home"), left, "hub {in_hub}");
        // 28 days of ten hours, and two people for ten hours on Tuesday.
        assert_near(story.outcome("cost_spent"), (28.0 * 10.0 + 2.0 * 10.0) * 10.0);
        for nothing in [desk(in_hub, 4, 2), desk(in_hub, 3, 0)] {
            let left =
                ["day 0 13:00", "day 0 18:00", "day 1 13:00", "day 1 18:00", "day 2 13:00", "day 2 18:00"];
            assert_eq!(nothing.when("left for home"), left, "hub {in_hub}");
            assert_near(nothing.outcome("cost_spent"), 28.0 * 10.0 * 10.0);
        }
    }
}

#[test]
fn when_staff_of_a_trigger_go_the_work_begun_last_waits() {
    // Day and night: the first is done on Tuesday at 14:00, the second begins at midnight with the person who comes
    // then, the third on Tuesday at 14:00. At the next midnight nobody queues, and one goes: the third stops after
    // ten hours and goes on when the second is done.
    let story = tell(&json!({
        "groups": { "people": {} },
        "steps": { "review": { "staff": 1, "takes": { "fixed": "30h" }, "cost_per_hour": 1 } },
        "initial": { "hospital": { "people": 3, "residual": { "fixed": "8h" } } },
        "triggers": { "more": { "when": { "step_queue_above": { "step": "review", "people": 1 } },
                                "adds": { "step": "review", "staff": 1 } } }
    }));
    assert_eq!(story.when("left for home"), ["day 1 14:00", "day 2 06:00", "day 3 02:00"]);
    assert_near(story.outcome("cost_spent"), 28.0 * 24.0 + 24.0);
}

#[test]
fn staff_of_a_trigger_work_only_where_the_roster_has_anybody() {
    // Nobody works on Tuesday; the two who come with the night before work on Wednesday.
    let story = tell(&json!({
        "groups": { "people": {} },
        "steps": { "review": { "staff": { "mon": 1, "wed-sun": 1, "hours": "08:00-18:00" },
                               "takes": { "fixed": "10h" }, "cost_per_hour": 10 } },
        "initial": { "hospital": { "people": 4, "residual": { "fixed": "8h" } } },
        "triggers": { "more": { "when": { "step_queue_above": { "step": "review", "people": 2 } },
                                "adds": { "step": "review", "staff": 2 } } }
    }));
    assert_eq!(story.when("left for home"), ["day 0 18:00", "day 2 18:00", "day 2 18:00", "day 2 18:00"]);
    assert_near(story.outcome("cost_spent"), (24.0 * 10.0 + 2.0 * 10.0) * 10.0);
}
