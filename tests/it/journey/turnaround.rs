//! A bed that is left is made ready before it is given again.

use serde_json::{Value, json};

use super::seen::only_at;
use crate::support::{Story, assert_near, at, minutes, tell_with};

/// One bed, left at 10:00 on Monday; somebody comes after 03:00 for twelve hours.
fn case(turnaround: &str) -> Story {
    tell_with(
        &json!({
            "groups": { "people": { "arrivals": { "by_hour": only_at(3) }, "stay": { "fixed": "12h" } } },
            "hospital": { "beds": 1, "turnaround": turnaround },
            "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
        }),
        &[("people", &[1])],
    )
}

#[test]
fn a_bed_in_turnaround_is_not_given() {
    for (turnaround, admitted) in [("0h", at(0, 10, 0)), ("2h", at(0, 12, 0)), ("135min", at(0, 12, 15))] {
        let story = case(turnaround);
        assert_eq!(story.moments("admitted"), [admitted], "{turnaround}");
        assert_eq!(story.moments("left for home"), [at(0, 10, 0), admitted + minutes(720)]);
        let waited = admitted.since(story.moments("arrived")[0]).hours();
        assert_near(story.outcome("bed_wait_hours_mean"), waited);
        assert_near(story.outcome("hours_with_bed_queue"), waited);
    }
}

#[test]
fn a_bed_in_turnaround_is_not_occupied_and_stays_in_the_denominator() {
    for turnaround in ["0h", "2h"] {
        let story = case(turnaround);
        // Ten hours and twelve hours of 28 days of one bed.
        assert_near(story.outcome("acute_bed_days"), 22.0 / 24.0);
        assert_near(story.outcome("acute_occupancy"), 22.0 / (28.0 * 24.0));
    }
}

/// Three beds, all left at 10:00; six people come after 03:00.
#[test]
fn every_bed_has_its_turnaround() {
    let story = tell_with(
        &json!({
            "groups": { "people": { "arrivals": { "by_hour": only_at(3) }, "stay": { "fixed": "5h" } } },
            "hospital": { "beds": 3, "turnaround": "90min" },
            "initial": { "hospital": { "people": 3, "residual": { "fixed": "10h" } } }
        }),
        &[("people", &[5])],
    );
    let (first, second) = ("day 0 11:30", "day 0 18:00");
    assert_eq!(story.when("admitted"), [first, first, first, second, second]);
}

#[test]
fn a_bed_in_which_somebody_died_has_its_turnaround_too() {
    let text: Value = json!({
        "groups": { "people": { "arrivals": { "by_hour": only_at(3) }, "stay": { "fixed": "12h" },
                                "dies_in_hospital": 1.0 } },
        "hospital": { "beds": 1, "turnaround": "2h" },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
    });
    let story = tell_with(&text, &[("people", &[1])]);
    assert_eq!(story.when("died"), ["day 0 10:00", "day 1 00:00"]);
    assert_eq!(story.when("admitted"), ["day 0 12:00"]);
}
