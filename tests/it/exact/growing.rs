//! Care that grows, in places that are held: what is promised until the start is enough, whenever that comes. Each case
//! goes through the laws, of which one is that care never outgrows its limit.

use serde_json::{Value, json};

use crate::capacity::only_at;
use crate::support::tell_with;

/// Visits that grow from 1 to 3 over the stay; `lost` of nine a day are not there on the third day.
fn care(lost: u32) -> Value {
    json!({
        "visits_per_day": { "base": 9, "closures": [{ "from": "2024-01-03", "to": "2024-01-03", "lost": lost }] },
        "care": { "first": 1, "last": 3 },
        "admits": { "tue-sun": "10:00-11:00" },
        "stay": { "fixed": "4d" }
    })
}

#[test]
fn whoever_is_taken_early_is_promised_its_care_until_the_ward_lets_it_go() {
    // Asked for on Monday, held until the ward opens on Wednesday: 1 visit on Wednesday and 3 on Thursday. Somebody at
    // home who asks on Tuesday would need 1 that day and 3 on Wednesday, and waits until the other has left.
    let story = tell_with(
        &json!({
            "groups": {
                "ill": { "stay": { "fixed": "10d" } },
                "at_home": { "enters": "community", "needs": { "step_up": 1.0 } }
            },
            "hospital": { "discharge_hours": { "wed": "09:00-17:00" } },
            "pathways": { "p0": { "services": [] }, "step_up": { "services": ["care"] } },
            "services": { "care": {
                "visits_per_day": 3, "care": { "first": 1, "last": 3 }, "stay": { "fixed": "2d" },
                "accepts": { "pathways": ["p0", "step_up"] },
                "takes_early": { "by": "20d", "pathways": ["p0"] }
            } },
            "initial": { "hospital": { "people": 1, "residual": { "fixed": "10d" } } }
        }),
        &[("at_home", &[0, 1])],
    );
    assert_eq!(story.when("held care")[0], "day 0 00:00");
    assert_eq!(story.when("started care"), ["day 2 09:00", "day 4 00:00"]);
}

#[test]
fn whoever_gave_way_is_promised_the_care_of_the_stay_that_it_will_have_there() {
    // Half as long as for those whose own service it is: 1, 3 from Tuesday, beside which four on Wednesday leave room
    // for no 2; the other starts on Wednesday.
    let story = tell_with(
        &json!({
            "groups": {
                "people": { "needs": { "p2": 1.0 } },
                "at_home": { "enters": "community", "needs": { "step_up": 1.0 }, "arrivals": { "by_hour": only_at(2) } }
            },
            "hospital": { "deconditioning": { "stay_factor_per_day": 0.001 } },
            "pathways": {
                "p2": { "services": ["ward"], "gives_way": { "instead": { "after": "1h", "to": "care", "stay_factor": 0.5 } } },
                "step_up": { "services": ["care"] }
            },
            "services": { "ward": { "places": 1, "stay": { "fixed": "20d" } }, "care": care(5) },
            "initial": { "hospital": { "people": 1, "residual": { "fixed": "0h" } },
                         "services": { "ward": { "people": 1, "residual": { "fixed": "20d" } } } }
        }),
        &[("at_home", &[1])],
    );
    let groups = story.to_whom("started care").into_iter().map(|who| who.0);
    assert_eq!(groups.collect::<Vec<_>>(), [1, 0], "groups are by name");
    assert_eq!(story.when("started care"), ["day 1 10:00", "day 2 10:00"]);
}
