//! When people come: together, and at hours that differ by day.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{tell, tell_with};

/// All people of a day in one hour.
fn hour(hour: usize) -> Value {
    json!((0..24).map(|h| u32::from(h == hour)).collect::<Vec<_>>())
}

#[test]
fn hours_may_differ_by_day_and_a_bank_holiday_is_a_sunday_unless_it_has_its_own() {
    // Monday 1 January is a bank holiday.
    let mut text = json!({
        "calendar": { "bank_holidays": ["2024-01-01", "2024-01-09"] },
        "groups": { "ill": { "stay": { "fixed": "1h" },
                             "arrivals": { "by_hour": { "mon-fri": hour(9), "sat-sun": hour(21) } } } }
    });
    let at = |text: &Value| {
        let story = tell_with(text, &[("ill", &[2, 2, 0, 0, 0, 1, 1, 1, 1])]);
        story
            .moments("arrived")
            .iter()
            .map(|at| (at.day(), at.time_of_day().hours() as u32))
            .collect::<Vec<_>>()
    };
    let as_sunday = [(0, 21), (0, 21), (1, 9), (1, 9), (5, 21), (6, 21), (7, 9), (8, 21)];
    assert_eq!(at(&text), as_sunday);
    text["groups"]["ill"]["arrivals"]["by_hour"]["bank_holiday"] = hour(3);
    let own = [(0, 3), (0, 3), (1, 9), (1, 9), (5, 21), (6, 21), (7, 9), (8, 3)];
    assert_eq!(at(&text), own);
}

#[test]
fn hours_that_are_alike_on_all_days_are_the_list() {
    let hours: Vec<u32> = (0..24).collect();
    let mut text = json!({ "groups": { "ill": { "stay": { "fixed": "1d" }, "arrivals": { "per_day": 9, "by_hour": hours } } } });
    let list = tell(&text);
    text["groups"]["ill"]["arrivals"]["by_hour"] = json!({ "mon-sun": hours });
    assert_eq!(tell(&text).told, list.told);
}

#[test]
fn people_of_one_batch_come_at_one_moment() {
    let text = json!({ "groups": { "ill": { "stay": { "fixed": "1d" }, "arrivals": { "per_day": 9, "batch": 3 } } } });
    let story = tell(&text);
    let came = story.moments("arrived");
    let moments: BTreeSet<_> = came.iter().copied().collect();
    assert!(came.len() > 100, "{}", came.len());
    assert_eq!(came.len(), 3 * moments.len());
    let people: BTreeSet<_> = story.to_whom("arrived").into_iter().collect();
    assert_eq!(people.len(), came.len(), "each is somebody");
}

#[test]
fn batches_of_one_are_nothing_and_a_higher_rate_moves_no_batch() {
    let mut text =
        json!({ "groups": { "ill": { "stay": { "fixed": "1d" }, "arrivals": { "per_day": 4 } } } });
    let alone = tell(&text);
    text["groups"]["ill"]["arrivals"]["batch"] = json!(1);
    assert_eq!(tell(&text).told, alone.told);
    text["groups"]["ill"]["arrivals"]["batch"] = json!({ "empirical": [1, 2, 5] });
    let few: BTreeSet<_> = tell(&text).to_whom("arrived").into_iter().collect();
    text["groups"]["ill"]["arrivals"]["per_day"] = json!(8);
    let many: BTreeSet<_> = tell(&text).to_whom("arrived").into_iter().collect();
    assert!(few.is_subset(&many) && few.len() < many.len());
}
