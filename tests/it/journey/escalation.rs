//! Escalation beds: when they open and close, whom they take, and how they are counted.

use serde_json::{Value, json};

use super::seen::{Seen, only_at, seen};
use crate::support::{Story, assert_near, at, tell_with};

/// Four core beds with four people until 48 hours; people who come after 06:00 on Monday stay for
/// as long as is said.
fn case(escalation: &Value, stay: &str, people: u32) -> Story {
    tell_with(
        &json!({
            "groups": { "people": { "arrivals": { "by_hour": only_at(6) }, "stay": { "fixed": stay } } },
            "hospital": { "beds": 4, "escalation": escalation },
            "costs": { "acute_bed_day": 400, "escalation_bed_day": 480 },
            "initial": { "hospital": { "people": 4, "residual": { "fixed": "48h" } } }
        }),
        &[("people", &[people])],
    )
}

/// When the beds changed and to how many.
fn beds(seen: &Seen) -> Vec<&str> {
    let mut beds: Vec<&str> = seen.told.iter().filter(|t| t.contains("beds")).map(String::as_str).collect();
    // Opening the hospital and opening the escalation beds fall into the first instant.
    beds.dedup();
    beds
}

fn opened(above: f64, below: f64) -> Value {
    json!({ "beds": 2, "open_above": above, "close_below": below })
}

#[test]
fn all_escalation_beds_open_at_once_above_their_share_of_core_beds() {
    // Four of four is above 0.99; three would be at 0.75, which is not above.
    let story = case(&opened(0.99, 0.6), "30d", 3);
    assert_eq!(beds(&seen(&story)), ["day 0 00:00 beds 4+0", "day 0 00:00 beds 4+2", "day 2 00:00 beds 4+0"]);
    let came = story.moments("arrived");
    // Two of three have a bed at once, the third when the core empties.
    assert_eq!(story.moments("admitted"), [came[0], came[1], at(2, 0, 0)]);
}

#[test]
fn escalation_beds_stay_shut_at_their_share_and_open_above_it() {
    let story = case(&opened(1.0, 0.6), "30d", 3);
    assert_eq!(beds(&seen(&story)), ["day 0 00:00 beds 4+0"]);
    assert_eq!(story.moments("admitted"), [at(2, 0, 0); 3]);
    assert_near(story.outcome("escalation_bed_days"), 0.0);
    assert_near(story.outcome("acute_occupancy"), (8.0 + 3.0 * 26.0) / 112.0);
}

#[test]
fn escalation_beds_stay_open_between_their_two_shares() {
    // Six hours after coming both are gone: four of four is not below 0.6 of the core.
    let story = case(&opened(0.99, 0.6), "6h", 2);
    assert_eq!(beds(&seen(&story)), ["day 0 00:00 beds 4+0", "day 0 00:00 beds 4+2", "day 2 00:00 beds 4+0"]);
    assert_near(story.outcome("escalation_bed_days"), 0.5);
}

#[test]
fn escalation_beds_close_below_their_share_and_not_at_it() {
    // When the four leave, two or three of the core's four are left.
    for (people, below, closes) in [(2, 0.5, false), (2, 0.51, true), (3, 0.75, false), (3, 0.76, true)] {
        let case = case(&json!({ "beds": 3, "open_above": 0.9, "close_below": below }), "20d", people);
        let closed = beds(&seen(&case)).contains(&"day 2 00:00 beds 4+0");
        assert_eq!(closed, closes, "{people} people, below {below}");
    }
}

#[test]
fn escalation_bed_days_are_people_beyond_the_core_and_opened_beds_are_available() {
    let story = case(&opened(0.99, 0.6), "30d", 3);
    let came = story.moments("arrived");
    let beyond = came[..2].iter().map(|&from| at(2, 0, 0).since(from).days()).sum::<f64>();
    assert_near(story.outcome("escalation_bed_days"), beyond);
    let all = 4.0 * 2.0 + came[..2].iter().map(|&from| at(28, 0, 0).since(from).days()).sum::<f64>() + 26.0;
    assert_near(story.outcome("acute_bed_days"), all);
    // Four core beds for 28 days and two more for two days.
    assert_near(story.outcome("acute_occupancy"), all / (4.0 * 28.0 + 2.0 * 2.0));
    assert_near(story.outcome("cost_total"), (all - beyond) * 400.0 + beyond * 480.0);
    // Beds in use are no money to be spent.
    assert_near(story.outcome("cost_spent"), 0.0);
}

#[test]
fn a_day_is_full_above_92_percent_of_the_beds_that_are_open() {
    // Core of four with six people from about 06:00 on Monday to Wednesday: Monday 4 + 2 × 17.5 ÷ 24
    // of 6 is 91%, Tuesday 100%, and from Wednesday on there are two of four.
    let story = case(&opened(0.99, 0.6), "30d", 2);
    let came = story.moments("arrived");
    let monday = 4.0 + came.iter().map(|&from| at(1, 0, 0).since(from).days()).sum::<f64>();
    assert!(monday / 6.0 < 0.92 && monday / 4.0 > 0.92);
    assert_near(story.outcome("days_over_92_percent"), 1.0);
}

#[test]
fn beds_in_turnaround_drain_before_the_core_is_used_again() {
    // At 48 hours four leave, two stay, and the escalation beds close; four beds of six are being
    // made ready until 51:00, so that all of the core is in use or not ready until then.
    let mut text = json!({
        "groups": {
            "first": { "arrivals": { "by_hour": only_at(6) }, "stay": { "fixed": "30d" } },
            "later": { "arrivals": { "by_hour": only_at(1) }, "stay": { "fixed": "30d" } }
        },
        "hospital": { "beds": 4, "turnaround": "3h", "escalation": opened(0.99, 0.6) },
        "initial": { "hospital": { "people": 4, "group": "first", "residual": { "fixed": "48h" } } }
    });
    let counts: [(&str, &[u32]); 2] = [("first", &[2]), ("later", &[0, 0, 1])];
    let story = tell_with(&text, &counts);
    assert_eq!(story.moments("admitted")[2], at(2, 3, 0));
    text["hospital"]["turnaround"] = json!("0h");
    let story = tell_with(&text, &counts);
    assert_eq!(story.moments("admitted")[2], story.moments("arrived")[2]);
}

#[test]
fn a_change_of_the_core_opens_and_closes_escalation_beds() {
    let story = crate::support::tell(&json!({
        "groups": { "people": {} },
        "hospital": { "beds": { "base": 6, "changes": [{ "from": "2024-01-04", "to": 4 }, { "from": "2024-01-06", "to": 9 }] },
                      "escalation": opened(0.99, 0.6) },
        "initial": { "hospital": { "people": 4, "residual": { "fixed": "20d" } } }
    }));
    assert_eq!(
        beds(&seen(&story)),
        [
            "day 0 00:00 beds 6+0",
            "day 3 00:00 beds 4+0",
            "day 3 00:00 beds 4+2",
            "day 5 00:00 beds 9+2",
            "day 5 00:00 beds 9+0"
        ]
    );
}
