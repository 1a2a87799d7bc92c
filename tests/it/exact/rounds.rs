//! Board rounds: when the end of an acute stay is found.

use serde_json::{Value, json};

use crate::support::{assert_near, tell};

/// One person whose stay ends at 10:00 on Monday and who then goes home.
fn found_by(rounds: &Value) -> crate::support::Story {
    tell(&json!({
        "groups": { "people": {} },
        "hospital": { "board_rounds": rounds },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
    }))
}

#[test]
fn a_stay_that_ends_between_rounds_is_found_at_the_next_one() {
    let story = found_by(&json!({ "mon-sun": { "at": ["09:30", "13:00"] } }));
    assert_eq!(story.when("ready"), ["day 0 13:00"]);
    assert_eq!(story.when("left for home"), ["day 0 13:00"]);
    assert_near(story.outcome("round_wait_hours_mean"), 3.0);
    assert_near(story.outcome("round_wait_people"), 3.0 / 24.0 / 28.0);
    assert_near(story.outcome("nctr_bed_days"), 0.0);
}

#[test]
fn a_round_at_the_very_minute_of_the_end_of_the_stay_finds_it() {
    let story = found_by(&json!({ "mon-sun": { "at": ["10:00", "13:00"] } }));
    assert_eq!(story.when("ready"), ["day 0 10:00"]);
    assert_near(story.outcome("round_wait_hours_mean"), 0.0);
}

#[test]
fn without_rounds_people_are_ready_at_once() {
    let story = tell(&json!({
        "groups": { "people": {} },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
    }));
    assert_eq!(story.when("ready"), ["day 0 10:00"]);
    assert_eq!(story.when("left for home"), ["day 0 10:00"]);
}

#[test]
fn a_round_that_reaches_nobody_leaves_people_to_the_next_day() {
    let story = found_by(&json!({
        "mon": { "at": ["11:00", "13:00"], "reach": 0.0 }, "tue": { "at": ["09:30"], "reach": 1.0 }
    }));
    assert_eq!(story.when("ready"), ["day 1 09:30"]);
    assert_near(story.outcome("round_wait_hours_mean"), 23.5);
}

#[test]
fn a_bank_holiday_has_the_rounds_of_a_sunday_unless_it_has_its_own() {
    let rounds = json!({ "mon-sat": { "at": ["11:00"] }, "sun": { "at": ["12:00"] } });
    let case = |rounds: &Value| {
        tell(&json!({
            "calendar": { "bank_holidays": ["2024-01-01"] },
            "groups": { "people": {} },
            "hospital": { "board_rounds": rounds },
            "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
        }))
    };
    assert_eq!(case(&rounds).when("ready"), ["day 0 12:00"]);
    let mut own = rounds;
    own["bank_holiday"] = json!({ "at": ["14:30"] });
    assert_eq!(case(&own).when("ready"), ["day 0 14:30"]);
}

#[test]
fn an_event_lowers_the_reach_of_its_days() {
    let story = tell(&json!({
        "groups": { "people": {} },
        "hospital": { "board_rounds": { "mon-sun": { "at": ["13:00"] } } },
        "events": { "strike": { "from": "2024-01-01", "to": "2024-01-03", "reach_factor": 0.0 } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "10h" } } }
    }));
    assert_eq!(story.when("ready"), ["day 3 13:00"]);
}

#[test]
fn a_spread_of_next_to_nothing_between_days_moves_nobody() {
    let ready = |spread: f64| {
        let story = tell(&json!({
            "groups": { "people": {} },
            "hospital": { "board_rounds": { "mon-sun": { "at": ["09:30", "13:00"], "reach": 0.4 }, "spread": spread } },
            "initial": { "hospital": { "people": 60, "residual": { "fixed": "8h" } } }
        }));
        story.moments("ready")
    };
    let level = ready(0.0);
    assert!(level.len() == 60 && level.last() > level.first(), "{level:?}");
    assert_eq!(level, ready(1e-9));
}
