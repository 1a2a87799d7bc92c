//! Nobody on duty: whichever way staff fall to nobody, jobs in hand stop as in a gap of the roster.

use serde_json::{Value, json};

use crate::support::{Story, tell};

/// Two jobs of three hours, begun at 08:00 on Monday, with two hours a day for them.
fn case(work: &Value, event: Option<&Value>, in_hub: bool) -> Story {
    let mut work = work.clone();
    work[if in_hub { "assessment" } else { "takes" }] = json!({ "fixed": "3h" });
    let mut text = json!({
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "pathways": { "p1": { "services": [] } },
        "initial": { "hospital": { "people": 2, "residual": { "fixed": "8h" } } }
    });
    if in_hub {
        text["hub"] = work;
    } else {
        text["steps"] = json!({ "review": work });
    }
    if let Some(event) = event {
        text["events"] = json!({ "away": event });
    }
    tell(&text)
}

fn amount(of: &str, base: u32, on_tuesday: &Value) -> Value {
    let mut amount = on_tuesday.clone();
    amount["base"] = json!(base);
    let mut work = json!({ "hours": "08:00-10:00" });
    work[of] = amount;
    work
}

#[test]
fn jobs_in_hand_stop_when_nobody_is_on_duty_and_go_on_in_their_order() {
    let roster = json!({ "staff": { "mon-sun": 2, "hours": "08:00-10:00" } });
    let gap = json!({ "staff": { "mon": 2, "wed-sun": 2, "hours": "08:00-10:00" } });
    let tuesday = |more: &Value| {
        let mut event = json!({ "from": "2024-01-02", "to": "2024-01-02" });
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event
    };
    let closed = json!({ "closures": [tuesday(&json!({ "closed": true }))] });
    let lost = json!({ "closures": [tuesday(&json!({ "lost": 2 }))] });
    let changed =
        json!({ "changes": [{ "from": "2024-01-02", "to": 0 }, { "from": "2024-01-03", "to": 2 }] });
    let by_chance = tuesday(&json!({ "chance": 1, "lasts": { "fixed": "1d" }, "staff_factor": 0 }));
    for in_hub in [true, false] {
        for (what, work, event) in [
            ("a gap in the roster", &gap, None),
            ("a factor of 0", &roster, Some(tuesday(&json!({ "staff_factor": 0 })))),
            ("a factor that leaves less than one", &roster, Some(tuesday(&json!({ "staff_factor": 0.4 })))),
            ("an event by chance", &roster, Some(by_chance.clone())),
            ("a closure", &amount("staff", 2, &closed), None),
            ("all lost", &amount("staff", 2, &lost), None),
            ("a dated change", &amount("staff", 2, &changed), None),
            ("a closed number a day", &amount("per_day", 9, &closed), None),
            (
                "a number a day of 0",
                &amount("per_day", 9, &json!({ "closures": [tuesday(&json!({ "lost": 9 }))] })),
                None,
            ),
        ] {
            let story = case(work, event.as_ref(), in_hub);
            assert_eq!(story.when("left for home"), ["day 2 09:00", "day 2 09:00"], "{what}, hub {in_hub}");
            if in_hub {
                // From 10:00 on Monday to 08:00 on Wednesday it is closed.
                let booked =
                    [("hub_closed".to_owned(), 2 * 46 * 60), ("hub_assessment".to_owned(), 2 * 3 * 60)];
                assert_eq!(story.reasons(), booked, "{what}");
            }
        }
        // Half of them: one job goes on, the one begun last stops.
        let half = case(&roster, Some(&tuesday(&json!({ "staff_factor": 0.5 }))), in_hub);
        assert_eq!(half.when("left for home"), ["day 1 09:00", "day 1 10:00"]);
    }
}

#[test]
fn staff_on_duty_day_and_night_who_fall_to_nobody_stop_at_midnight() {
    // 26 hours from 08:00 on Monday: 16 of them on Monday, 10 on Thursday, when somebody is there again.
    let staff = json!({ "base": 1, "changes": [{ "from": "2024-01-02", "to": 0 }, { "from": "2024-01-04", "to": 1 }] });
    let mut text = json!({
        "groups": { "people": {} },
        "steps": { "review": { "staff": staff, "takes": { "fixed": "26h" } } },
        "initial": { "hospital": { "people": 1, "residual": { "fixed": "8h" } } }
    });
    assert_eq!(tell(&text).when("left for home"), ["day 3 10:00"]);
    text["steps"]["review"]["staff"] = json!(0);
    assert!(tell(&text).when("left for home").is_empty(), "no member of staff is ever on duty");
}
