//! Coming back to hospital: from a service, and after a discharge.

use serde_json::json;

use crate::support::{assert_near, tell};

#[test]
fn people_who_come_back_at_one_moment_are_told_apart() {
    // Both leave a service at 08:00 on the same day, though they came on different days, each as the
    // first of the day; ready at once, they stand in two lines.
    let story = crate::support::tell_with(
        &json!({
            "groups": { "people": { "needs": { "p2": 1.0 } } },
            "pathways": { "p2": { "services": ["one", "two"] } },
            "services": {
                "one": { "places": { "base": 2, "changes": [{ "from": "2024-01-10", "to": 1 }] },
                         "admits": { "sat": "08:00-09:00" }, "stay": { "fixed": "7d" }, "exits": { "hospital": 1.0 } },
                "two": { "places": 1, "admits": { "sat": "08:00-09:00" }, "stay": { "fixed": "7d" } }
            },
            "initial": { "services": { "two": { "people": 1, "residual": { "fixed": "7d" } } } }
        }),
        &[("people", &[1, 1])],
    );
    assert_eq!(story.when("started one")[..2], ["day 5 08:00", "day 5 08:00"]);
    assert_eq!(story.when("admitted")[2..4], ["day 12 08:00", "day 12 08:00"]);
    // One starts in each of the two services that have a place by then.
    assert_eq!(story.when("left for two"), ["day 12 08:00"]);
    assert_eq!(story.when("left for one")[2..3], ["day 12 08:00"]);
}

#[test]
fn whoever_comes_back_from_a_service_is_not_readmitted_once_more_for_the_same_discharge() {
    let story = crate::support::tell_with(
        &json!({
            "calendar": { "days": 90 },
            "groups": { "people": { "needs": { "p2": 1.0 }, "stay": { "fixed": "1d" }, "readmitted_30d": 1.0 } },
            "pathways": { "p2": { "services": ["beds"] } },
            "services": { "beds": { "stay": { "fixed": "1min" }, "exits": { "hospital": 1.0 } } }
        }),
        &[("people", &[1])],
    );
    // Each episode lasts a day and a minute, and only one at a time is under way.
    let admitted = story.moments("admitted");
    assert!(admitted.len() > 50);
    for pair in admitted.windows(2) {
        assert_eq!(pair[1].since(pair[0]), crate::support::minutes(24 * 60 + 1));
    }
}

#[test]
fn whoever_died_in_a_service_does_not_come_back() {
    let story = crate::support::tell_with(
        &json!({
            "calendar": { "days": 90 },
            "groups": { "people": { "needs": { "p2": 1.0 }, "stay": { "fixed": "1d" }, "readmitted_30d": 1.0 } },
            "pathways": { "p2": { "services": ["beds"] } },
            "services": { "beds": { "stay": { "fixed": "1min" }, "exits": { "died": 1.0 } } }
        }),
        &[("people", &[5])],
    );
    assert_eq!(story.moments("admitted").len(), 5);
    assert_near(story.outcome("readmissions_30d"), 1.0);
}

#[test]
fn of_two_stays_in_services_one_after_another_each_ends_in_its_own_way() {
    // Half of the stays end in long-term care, which follows in a service like it: half of those
    // again need no more.
    let story = tell(&json!({
        "calendar": { "days": 60 },
        "groups": { "people": { "needs": { "p1": 1.0 } } },
        "pathways": { "p1": { "services": ["first"] } },
        "services": {
            "first": { "stay": { "fixed": "10d" }, "exits": { "independent": 0.5, "long_term_care": 0.5 } },
            "second": { "stay": { "fixed": "10d" }, "exits": { "independent": 0.5, "long_term_care": 0.5 } }
        },
        "onward": { "long_term_care": { "service": "second" } },
        "initial": { "hospital": { "people": 400, "residual": { "fixed": "1h" } } }
    }));
    let on_day = |day: u32| story.moments("started second").iter().filter(|at| at.day() == day).count();
    assert!((150..250).contains(&on_day(10)), "{}", on_day(10));
    assert!((60..140).contains(&on_day(20)), "{}", on_day(20));
    assert!((25..75).contains(&on_day(30)), "{}", on_day(30));
}
