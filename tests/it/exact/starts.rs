//! Starts a week: even and free, whole and not, and what is lost on Sunday.

use serde_json::{Value, json};

use crate::support::{Story, tell};

/// People at home who wait from the start for a service with so many starts a week.
fn queue(service: &Value, people: u32) -> Value {
    let mut text = json!({
        "groups": { "people": { "enters": "community", "needs": { "step_up": 1.0 } } },
        "pathways": { "step_up": { "services": ["care"] } },
        "services": { "care": service },
        "initial": { "services": { "care": { "queue": people } } }
    });
    text["services"]["care"]["stay"] = json!({ "fixed": "1d" });
    text
}

fn days(story: &Story) -> Vec<u32> {
    story.moments("started care").iter().map(|at| at.day()).collect()
}

#[test]
fn seven_a_week_spread_evenly_are_one_a_day_from_midnight() {
    let story = tell(&queue(&json!({ "starts_per_week": 7 }), 9));
    let expected: Vec<String> = (0..9).map(|day| format!("day {day} 00:00")).collect();
    assert_eq!(story.when("started care"), expected);
}

#[test]
fn seven_a_week_without_spread_all_start_on_monday() {
    let story = tell(&queue(&json!({ "starts_per_week": 7, "spread": "free" }), 9));
    assert_eq!(days(&story), [0, 0, 0, 0, 0, 0, 0, 7, 7]);
}

#[test]
fn five_a_week_from_monday_to_friday_are_one_each_open_day() {
    let story = tell(&queue(&json!({ "starts_per_week": 5, "admits": { "mon-fri": "09:00-17:00" } }), 7));
    assert_eq!(days(&story), [0, 1, 2, 3, 4, 7, 8]);
    assert!(story.when("started care").iter().all(|at| at.ends_with("09:00")));
}

#[test]
fn twenty_eight_a_week_are_four_a_day() {
    let story = tell(&queue(&json!({ "starts_per_week": 28 }), 60));
    let expected: Vec<u32> = (0..60).map(|n| n / 4).collect();
    assert_eq!(days(&story), expected);
}

#[test]
fn the_kth_open_day_allows_its_share_of_the_week_rounded_up() {
    // ⌈k ÷ 7 × 3⌉: 1, 1, 2, 2, 3, 3, 3.
    let story = tell(&queue(&json!({ "starts_per_week": 3 }), 4));
    assert_eq!(days(&story), [0, 2, 4, 7]);
}

#[test]
fn the_fraction_of_a_week_carries_to_the_next() {
    // 2, 3, 2, 3. Two a week begin on the first and the fourth day, three on the first, third, fifth.
    let story = tell(&queue(&json!({ "starts_per_week": 2.5 }), 12));
    assert_eq!(days(&story), [0, 3, 7, 9, 11, 14, 17, 21, 23, 25]);
    let free = tell(&queue(&json!({ "starts_per_week": 2.5, "spread": "free" }), 12));
    assert_eq!(days(&free), [0, 0, 7, 7, 7, 14, 14, 21, 21, 21]);
}

#[test]
fn a_part_week_at_the_start_has_the_share_of_its_days() {
    let from_thursday = |service: Value, more: Value| {
        let mut text = queue(&service, 40);
        text["calendar"] = json!({ "start": "2024-01-04", "days": 28 });
        text["calendar"].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let days = days(&tell(&text));
        (0..5).map(|day| days.iter().filter(|d| **d == day).count()).collect::<Vec<_>>()
    };
    // Thursday to Sunday: 16 of 28, four a day; then Monday.
    assert_eq!(from_thursday(json!({ "starts_per_week": 28 }), json!({})), [4, 4, 4, 4, 4]);
    assert_eq!(
        from_thursday(json!({ "starts_per_week": 28, "spread": "free" }), json!({})),
        [16, 0, 0, 0, 24]
    );
    // Two of five open days; two of four where Monday is a holiday.
    let weekdays = json!({ "starts_per_week": 20, "admits": { "mon-fri": "00:00-24:00" } });
    assert_eq!(from_thursday(weekdays.clone(), json!({})), [4, 4, 0, 0, 4]);
    assert_eq!(from_thursday(weekdays, json!({ "bank_holidays": ["2024-01-01"] })), [5, 5, 0, 0, 4]);
    // As after a dated change or a closure up to Wednesday.
    let mut closed = queue(
        &json!({ "starts_per_week": { "base": 28, "closures": [{ "from": "2024-01-01", "to": "2024-01-03", "closed": true }] } }),
        20,
    );
    closed["calendar"] = json!({ "start": "2024-01-01", "days": 28 });
    assert_eq!(days(&tell(&closed))[..16], [3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6]);
}

#[test]
fn starts_that_nobody_used_by_sunday_are_lost() {
    // Three people are ready on Tuesday of the second week; two a week start.
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "pathways": { "p1": { "services": ["care"] } },
        "services": { "care": { "starts_per_week": 2, "spread": "free", "stay": { "fixed": "1d" } } },
        "initial": { "hospital": { "people": 3, "residual": { "fixed": "8d" } } }
    }));
    assert_eq!(days(&story), [8, 8, 14]);
}

#[test]
fn what_an_even_week_did_not_use_early_is_there_later_in_the_week() {
    // Nobody wants any before Thursday, when four of the seven are there.
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "pathways": { "p1": { "services": ["care"] } },
        "services": { "care": { "starts_per_week": 7, "stay": { "fixed": "1d" } } },
        "initial": { "hospital": { "people": 6, "residual": { "fixed": "74h" } } }
    }));
    assert_eq!(story.when("ready")[0], "day 3 02:00");
    assert_eq!(days(&story), [3, 3, 3, 3, 4, 5]);
}

#[test]
fn all_starts_count_whoever_sends_them() {
    // One from home and one from hospital wait; one a week starts.
    let story = tell(&json!({
        "groups": { "home": { "enters": "community", "needs": { "p1": 1.0 } },
                    "ward": { "needs": { "p1": 1.0 } } },
        "pathways": { "p1": { "services": ["care"] } },
        "services": { "care": { "starts_per_week": 1, "spread": "free", "stay": { "fixed": "1d" } } },
        "initial": { "hospital": { "people": 1, "group": "ward", "residual": { "fixed": "10h" } },
                     "services": { "care": { "queue": 1, "group": "home" } } }
    }));
    assert_eq!(days(&story), [0, 7]);
    assert_eq!(story.when("left for care"), ["day 7 00:00"]);
}

#[test]
fn a_place_held_over_sunday_counts_in_the_week_of_its_start() {
    // Both are ready on Saturday; the first holds this week's start and uses it on Monday, where it
    // counts; the second waits for the Monday after.
    let story = tell(&json!({
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "pathways": { "p1": { "services": ["care"] } },
        "services": { "care": { "starts_per_week": 1, "spread": "free", "admits": { "mon-fri": "09:00-17:00" },
                                "stay": { "fixed": "1d" } } },
        "initial": { "hospital": { "people": 2, "residual": { "fixed": "5d" } } }
    }));
    assert_eq!(story.when("held care"), ["day 5 00:00", "day 14 00:00"]);
    assert_eq!(story.when("started care"), ["day 7 09:00", "day 14 09:00"]);
}

#[test]
fn places_and_starts_must_both_have_room() {
    let mut text = queue(&json!({ "starts_per_week": 7, "spread": "free", "places": 3 }), 8);
    text["services"]["care"]["stay"] = json!({ "fixed": "36h" });
    // Three at 00:00 on Monday, three at 12:00 on Tuesday, and the seventh at 00:00 on Thursday.
    let story = tell(&text);
    assert_eq!(days(&story), [0, 0, 0, 1, 1, 1, 3, 7]);
}

#[test]
fn an_event_makes_fewer_starts() {
    let mut text = queue(&json!({ "starts_per_week": 14 }), 40);
    text["events"] = json!({ "holidays": { "services": ["care"], "from": "2024-01-08", "to": "2024-01-14", "starts_factor": 0.5 } });
    let story = tell(&text);
    let by_week: Vec<usize> =
        (0..4).map(|week| days(&story).iter().filter(|day| **day / 7 == week).count()).collect();
    assert_eq!(by_week, [14, 7, 14, 5]);
}

#[test]
fn people_who_come_for_good_are_bound_by_starts_alone() {
    let mut text = queue(&json!({ "permanent": true, "starts_per_week": 7 }), 9);
    text["services"]["care"].as_object_mut().unwrap().remove("stay");
    let story = tell(&text);
    assert_eq!(days(&story), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(story.outcome("care_home_admissions"), Some(9.0));
    assert!(story.moments("ended care").is_empty());
}
