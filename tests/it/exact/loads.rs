//! What is said of loads that a mean over all days hides, and of what opens where too many wait.

use serde_json::{Value, json};
use wardflow::scenario::Scenario;

/// Two people a day for a service, over a warm-up and thirteen weeks.
#[allow(clippy::needless_pass_by_value)] // Written where it is given.
fn said(service: Value, more: &Value) -> Vec<String> {
    let mut text = json!({
        "calendar": { "start": "2025-03-03", "days": 91, "warm_up": "364d" },
        "groups": { "g": { "enters": "ready", "arrivals": { "per_day": 2 }, "needs": { "p1": 1 } } },
        "pathways": { "p1": { "services": ["s"] } },
        "services": { "s": service }
    });
    for (key, value) in more.as_object().unwrap() {
        text[key] = value.clone();
    }
    let scenario = Scenario::from_json(&text.to_string()).unwrap_or_else(|faults| panic!("{faults}"));
    scenario.warnings.iter().map(ToString::to_string).filter(|text| !text.starts_with("W10")).collect()
}

#[test]
fn an_overload_that_begins_at_the_start_is_told_beside_a_calm_warm_up() {
    let places = |to: u32| json!({ "places": { "base": 20, "changes": [{ "from": "start", "to": to }] }, "stay": { "fixed": "4d" } });
    assert_eq!(
        said(places(5), &json!({})),
        ["W01 services.s: waiting grows through the measured days: needs 8.0 places on average, has 5.0"]
    );
    assert_eq!(said(places(12), &json!({})), [""; 0]);
    let hub = json!({ "hub": { "staff": { "mon-sun": 3, "hours": "08:00-16:00" }, "assessment": { "fixed": "8h" } },
        "events": { "sick": { "from": "2025-03-03", "to": "2025-06-01", "staff_factor": 0.34 } } });
    assert_eq!(
        said(json!({ "stay": { "fixed": "4d" } }), &hub),
        ["W01 hub: waiting grows through the measured days: needs 112.0 hours of work a week, has 56.0"]
    );
}

#[test]
fn what_a_change_at_the_start_puts_right_does_not_grow_without_end() {
    let service = json!({ "places": { "base": 5, "changes": [{ "from": "start", "to": 20 }] }, "stay": { "fixed": "4d" } });
    let found =
        said(service, &json!({ "calendar": { "start": "2025-03-03", "days": 28, "warm_up": "364d" } }));
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("W02 services.s: waiting grows in the warm-up: "), "{found:?}");
    assert!(found[0].contains("; needs 8.0 places on average, has 20.0 in the measured ones"), "{found:?}");
}

#[test]
fn what_triggers_and_escalation_open_holds_a_line() {
    let triggers = |places: u32| {
        json!({ "triggers": { "t": { "when": { "queue_above": { "service": "s", "people": 3 } },
                                     "adds": { "service": "s", "places": places } } } })
    };
    let service = || json!({ "places": 7, "stay": { "fixed": "4d" } });
    assert_eq!(
        said(service(), &triggers(3)),
        [
            "W02 services.s: needs 8.0 places on average, has 7.0 and at times 3.0 more: the queue is limited by \
             what opens at times"
        ]
    );
    assert!(said(json!({ "places": 4, "stay": { "fixed": "4d" } }), &triggers(3))[0].starts_with("W01"));
}

#[test]
fn places_that_a_trigger_has_opened_can_stand_still_too() {
    // Two who each need the other's place, and one more place, which the third has taken.
    let text = |opens: u32| {
        json!({
            "calendar": { "days": 40 },
            "groups": { "g": { "enters": "ready", "needs": { "p1": 0.5, "p2": 0.5 } } },
            "pathways": { "p1": { "services": ["a"] }, "p2": { "services": ["b"] } },
            "services": { "a": { "places": 1, "stay": { "fixed": "5d" }, "exits": { "care_home": 1 } },
                          "b": { "places": 1, "stay": { "fixed": "5d" }, "exits": { "long_term_care": 1 } } },
            "onward": { "care_home": { "service": "b" }, "long_term_care": { "service": "a" } },
            "triggers": { "t": { "when": { "queue_above": { "service": "a", "people": 0 } },
                                 "adds": { "service": "a", "places": opens } } }
        })
    };
    let still = |opens| {
        let story = crate::support::tell_with(&text(opens), &[("g", &[20])]);
        story.outcome("deadlock_days").unwrap()
    };
    assert!(still(1) > 10.0, "{}", still(1));
    assert!(still(100) < 1e-9, "{}", still(100));
}

#[test]
fn care_that_no_day_has_room_for_is_told() {
    let care = |most: f64, first: Value, last: Value| {
        said(
            json!({ "visits_per_day": most, "care": { "first": first, "last": last }, "stay": { "fixed": "4d" } }),
            &json!({}),
        )
    };
    assert!(care(100.0, json!(1), json!(3)).is_empty());
    let found = said(
        json!({ "visits_per_day": 100, "care": { "first": 1, "last": 101 }, "stay": { "fixed": "4d" } }),
        &json!({ "groups": { "g": { "enters": "ready", "arrivals": { "per_day": 0.1 }, "needs": { "p1": 1 } } } }),
    );
    assert_eq!(
        found,
        [
            "W17 services.s: everyone needs 101.0 visits a day or more at some time of the stay, and there are \
             never more than 100.0: no one ever starts here"
        ]
    );
    let some = care(100.0, json!({ "empirical": [1, 1, 1, 101] }), json!(1));
    assert!(some[0].starts_with("W17") && some[0].contains("% of people need 101.0"), "{some:?}");
}

#[test]
fn care_that_grows_in_all_alike_needs_room_for_the_most_of_all_together() {
    // Eight people at a time: 20 visits on average, 32 where all are on their last day.
    let with = |visits: u32, stay: Value| {
        said(json!({ "visits_per_day": visits, "care": { "first": 1, "last": 4 }, "stay": stay }), &json!({}))
    };
    let found = with(30, json!({ "fixed": "4d" }));
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("W01 services.s: ")
            && found[0].ends_with("needs 32.0 visits a day for that, has 30.0"),
        "{found:?}"
    );
    assert!(with(33, json!({ "fixed": "4d" })).is_empty());
    assert!(with(30, json!({ "lognormal": { "mean": "4d", "sigma": 0.6 } })).is_empty());
}

#[test]
fn a_limited_service_left_out_of_those_with_people_is_told() {
    let text = |given: Value| {
        said(
            json!({ "places": 20, "stay": { "fixed": "4d" } }),
            &json!({ "calendar": { "start": "2025-03-03", "days": 91 },
                     "pathways": { "p1": { "services": ["s", "t"] } },
                     "services": { "s": { "places": 20, "stay": { "fixed": "4d" } }, "t": { "places": 9, "stay": { "fixed": "4d" } } },
                     "initial": { "services": given } }),
        )
    };
    assert_eq!(
        text(json!({ "s": { "people": 8 } })),
        [
            "W15 initial.services: t is left out, so it starts empty and all of it is free, while others have people"
        ]
    );
    assert_eq!(text(json!({ "s": { "people": 8 }, "t": { "people": 0 } })), [""; 0]);
    assert_eq!(text(json!({ "s": { "people": 0 } })), [""; 0]);
}

#[test]
fn more_care_at_the_start_than_there_is_is_told() {
    let found = said(
        json!({ "hours_per_week": 90, "care": { "first": 10 }, "stay": { "fixed": "4d" } }),
        &json!({ "calendar": { "start": "2025-03-03", "days": 91 }, "initial": { "services": { "s": { "people": 12 } } } }),
    );
    assert_eq!(
        found,
        [
            "W15 initial.services.s: 12 people at the start need about 120 hours of care a week, of which there are 90: nobody new starts until what they need fits"
        ]
    );
}

/// The same people, who may give way by this rule, and a place for them to go to.
#[allow(clippy::needless_pass_by_value)] // Written where it is given.
fn giving_way(places: u32, rule: Value, spot: Value) -> Vec<String> {
    let found = said(
        json!({ "places": places, "stay": { "fixed": "4d" } }),
        &json!({
            "pathways": { "p1": { "services": ["s"], "gives_way": { "instead": rule } } },
            "services": { "s": { "places": places, "stay": { "fixed": "4d" } }, "spot": spot }
        }),
    );
    found.into_iter().filter(|text| !text.starts_with("W12")).collect()
}

#[test]
fn a_service_overloaded_before_people_give_way_has_an_equilibrium_where_all_can() {
    let spot = |places: Value| json!({ "places": places, "stay": { "fixed": "4d" } });
    let rule = |share: f64, to: &str| json!({ "after": "3d", "share": share, "per_day": 0.5, "to": to });
    let held = "W02 services.s: needs 8.0 places on average, has 5.0: the queue is limited by people who give way, \
                about 38% of all";
    assert_eq!(giving_way(5, rule(1.0, "home"), spot(json!(1))), [held]);
    assert_eq!(giving_way(5, rule(1.0, "spot"), spot(json!("unlimited"))), [held]);
    // Room for all eight who might come.
    assert_eq!(giving_way(5, rule(1.0, "spot"), spot(json!(8))), [held]);
    // Half of them leave: four places are needed by the others, and there are five.
    assert_eq!(giving_way(5, rule(0.5, "home"), spot(json!(1))), [held]);
    // A third leaves: 5.3 places are needed by the others.
    let some = giving_way(5, rule(1.0 / 3.0, "home"), spot(json!(1)));
    let by_whom = "W01 services.s: waiting will grow without end: needs 8.0 places on average, has 5.0; 5.3 of that is \
                   needed by people who stay in the queue whatever it takes, beside people who give way";
    assert_eq!(some[0], by_whom);
    // One place takes an eighth of them.
    let full = giving_way(5, rule(1.0, "spot"), spot(json!(1)));
    assert!(full[0].starts_with("W01 services.s: ") && full[0].contains("; 7.0 of that"), "{full:?}");
    // A share of nothing is no rule.
    let nobody = giving_way(5, rule(0.0, "home"), spot(json!(1)));
    assert_eq!(
        nobody[0],
        "W01 services.s: waiting will grow without end: needs 8.0 places on average, has 5.0"
    );
}

#[test]
fn a_queue_that_people_leave_settles_sooner() {
    #[allow(clippy::needless_pass_by_value)] // Written where it is given.
    let w10 = |change: Value| -> Vec<String> {
        let mut text = json!({
            "calendar": { "start": "2025-03-03", "days": 91, "warm_up": "60d" },
            "groups": { "g": { "enters": "ready", "arrivals": { "per_day": 1.96 }, "needs": { "p1": 1 } } },
            "pathways": { "p1": { "services": ["s"] } },
            "services": { "s": { "places": 20, "stay": { "exponential": { "mean": "10d" } } } }
        });
        for (path, value) in change.as_object().unwrap() {
            *text.pointer_mut(path).unwrap() = value.clone();
        }
        let scenario = Scenario::from_json(&text.to_string()).unwrap_or_else(|faults| panic!("{faults}"));
        scenario.warnings.iter().map(ToString::to_string).filter(|text| text.starts_with("W10")).collect()
    };
    let long = "W10 services.s: the warm-up of 60 days is shorter than the 4950 days that 20 places at 98% need to settle";
    assert_eq!(w10(json!({})), [long]);
    let way = |after: &str, share: f64| {
        json!({ "/pathways/p1": { "services": ["s"],
                "gives_way": { "home": { "after": after, "share": share, "per_day": 0.1, "to": "home" } } } })
    };
    assert_eq!(w10(way("7d", 1.0)), [""; 0], "17 days");
    let slow = w10(way("90d", 1.0));
    assert!(slow[0].contains("shorter than the 100 days that 20 places at 98%"), "{slow:?}");
    // Seven in ten stay: as if they were alone at 69%, and the others gone.
    let some = w10(way("57d", 0.3));
    assert!(
        some[0].contains("shorter than the 87 days") || some[0].contains("shorter than the 84 days"),
        "{some:?}"
    );
    // Who recovers or dies at 0.008 a day has gone after 125 days, on average.
    let hazards = json!({ "/groups/g": { "enters": "ready", "arrivals": { "per_day": 1.96 }, "needs": { "p1": 1 },
                          "while_waiting": { "recovers_per_day": 0.005, "dies_per_day": 0.003 } } });
    assert!(w10(hazards)[0].contains("shorter than the 125 days"), "{:?}", w10(json!({})));
    // Overloaded, it settles too: as fast as people leave.
    let over = json!({ "/services/s/places": 15, "/pathways/p1": way("90d", 1.0)["/pathways/p1"] });
    assert!(w10(over)[0].contains("shorter than the 100 days that 15 places at 131% need to settle"));
}

#[test]
fn who_recovers_or_dies_before_a_place_can_be_taken_does_not_come_and_who_falls_ill_takes_a_bed() {
    let with = |hazards: Value| {
        let text = json!({
            "calendar": { "start": "2025-03-03", "days": 91, "warm_up": "364d" },
            "hospital": { "beds": 30 },
            "groups": { "g": { "arrivals": { "per_day": 2 }, "stay": { "fixed": "5d" }, "needs": { "p1": 1 },
                               "while_waiting": hazards } },
            "steps": { "papers": { "starts": "decision", "takes": { "fixed": "10d" } } },
            "pathways": { "p1": { "services": ["s"] } },
            "services": { "s": { "places": 9, "stay": { "fixed": "4d" } } }
        });
        let scenario = Scenario::from_json(&text.to_string()).unwrap_or_else(|faults| panic!("{faults}"));
        scenario.explain().parts.into_iter().flat_map(|part| part.items).collect::<Vec<_>>().join("\n")
    };
    let none = with(json!({}));
    assert!(none.contains("needs 8 of 9 places") && none.contains("need 10 of 30 beds"), "{none}");
    // e^(−0.02 · 10) of eight places; two a day who wait ten days at 0.01 need a bed for three days.
    let some = with(json!({ "recovers_per_day": 0.015, "dies_per_day": 0.005, "unwell_per_day": 0.01,
                            "unwell_stay": { "fixed": "3d" } }));
    assert!(some.contains("needs 6.55 of 9 places") && some.contains("need 10.6 of 30 beds"), "{some}");
}
