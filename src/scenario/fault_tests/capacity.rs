//! Faults and warnings of capacity: closures, care, priorities, triggers, events by chance.

use super::*;

/// What stands after the place of the only fault.
fn said(from: &str, to: &str) -> String {
    let fault = fault(from, to);
    fault.split_once(" · ").map(|(_, said)| said.to_owned()).unwrap_or_default()
}

fn closure(closure: &str) -> String {
    said(r#""places": 40"#, &format!(r#""places": {{ "base": 40, "closures": [{closure}] }}"#))
}

fn warnings(from: &str, to: &str) -> Vec<String> {
    let scenario = Scenario::from_json(&with(from, to)).unwrap();
    let new = scenario.warnings.iter().filter(|w| matches!(w.code, "W03" | "W12"));
    new.map(ToString::to_string).collect()
}

#[test]
fn a_closure_says_when_and_what() {
    assert_eq!(
        closure(r#"{ "from": "2024-10-03", "to": "2024-10-02", "closed": true }"#),
        "services.care.places.closures[0].to: the last day, 2024-10-02, comes before the first, 2024-10-03; expected dates in order"
    );
    assert_eq!(
        closure(r#"{ "to": "2024-10-02", "closed": true }"#),
        "services.care.places.closures[0]: \"from\" is left out; expected the first and the last day"
    );
    let neither = "services.care.places.closures[0]: it is not said what is closed; expected \"closed\": true, or \"lost\" with a number of places";
    assert_eq!(closure(r#"{ "from": "2024-10-02", "to": "2024-10-02" }"#), neither);
    assert_eq!(closure(r#"{ "from": "2024-10-02", "to": "2024-10-02", "closed": false }"#), neither);
    assert_eq!(
        closure(r#"{ "from": "2024-10-02", "to": "2024-10-02", "closed": true, "lost": 2 }"#),
        neither
    );
    assert_eq!(
        closure(r#"{ "from": "2024-10-02", "to": "2024-10-02", "lost": 0.5 }"#),
        "services.care.places.closures[0].lost: 0.5 is not a whole number of places; expected a whole number, or \"unlimited\""
    );
    assert_eq!(
        said(
            r#""beds": 100"#,
            r#""beds": { "base": "unlimited", "closures": [{ "from": "2024-10-02", "to": "2024-10-02", "lost": 2 }] }"#
        ),
        "hospital.beds.closures[0].lost: nothing can be lost of \"unlimited\"; expected \"closed\": true, or an amount with a number"
    );
}

#[test]
fn a_closure_outside_the_run_is_told() {
    let text =
        r#""places": { "base": 40, "closures": [{ "from": "2025-10-02", "to": "2025-10-03", "lost": 2 }] }"#;
    assert_eq!(
        warnings(r#""places": 40"#, text),
        [
            "W03 services.care.places.closures[0]: 2025-10-02 to 2025-10-03 lies outside the run, so it changes nothing"
        ]
    );
}

#[test]
fn care_is_limited_in_hours_or_in_visits() {
    assert_eq!(
        said(r#""places": 40"#, r#""hours_per_week": 40, "visits_per_day": 40, "care": { "first": 2 }"#),
        "services.care.visits_per_day: \"hours_per_week\" and \"visits_per_day\" are both given; expected one of them"
    );
}

#[test]
fn a_priority_is_one_word_or_one_order() {
    let priority = |text: &str| said(r#""places": 40"#, &format!(r#""places": 40, "priority": {text}"#));
    assert_eq!(
        priority(r#""longest""#),
        "services.care.priority: \"longest\" is not one of these words; expected \"longest_wait\", \"hospital_before_bridged\" or \"end_of_life_first\""
    );
    assert_eq!(
        priority(r#""group_order""#),
        "services.care.priority: \"group_order\" alone says too little; expected { \"group_order\": [\"first\", \"second\"] }"
    );
    assert_eq!(
        priority(r#"{ "ageing": 0.5, "trait_first": "far" }"#),
        "services.care.priority: only one order can hold; expected one of group_order, ageing, trait_first, due_within"
    );
    assert_eq!(
        priority(r#"{ "group_order": ["older", "odler"] }"#),
        "services.care.priority.group_order[1]: there is no group \"odler\"; did you mean \"older\"?"
    );
    assert_eq!(
        priority(r#""end_of_life_first""#),
        "services.care.priority: no group has a trait \"end_of_life\"; expected one of far"
    );
}

fn trigger(trigger: &str) -> String {
    said(r#""hospital": {"#, &format!(r#""triggers": {{ "more": {trigger} }}, "hospital": {{"#))
}

#[test]
fn a_trigger_says_when_it_opens_and_what() {
    assert_eq!(
        trigger(r#"{ "adds": { "beds": 4 } }"#),
        "triggers.more.when: there is no condition; expected one of hospital_occupancy_above, nctr_above, bed_queue_above, queue_above, hub_queue_above, step_queue_above"
    );
    assert_eq!(
        trigger(r#"{ "when": { "nctr_above": 4, "bed_queue_above": 4 }, "adds": { "beds": 4 } }"#),
        "triggers.more.when: only one condition can hold; expected one of hospital_occupancy_above, nctr_above, bed_queue_above, queue_above, hub_queue_above, step_queue_above"
    );
    assert_eq!(
        trigger(r#"{ "when": { "queue_above": { "service": "care" } }, "adds": { "beds": 4 } }"#),
        "triggers.more.when.queue_above: \"people\" is left out; expected how many people"
    );
    let nothing = "triggers.more.adds: it is not said what opens; expected one of \"beds\", \"service\" and \"places\", \"hub_staff\", \"step\" and \"staff\"";
    assert_eq!(trigger(r#"{ "when": { "nctr_above": 4 } }"#), nothing);
    assert_eq!(
        trigger(r#"{ "when": { "nctr_above": 4 }, "adds": { "beds": 4, "service": "care", "places": 4 } }"#),
        nothing
    );
    assert_eq!(
        trigger(r#"{ "when": { "nctr_above": 4 }, "adds": { "service": "abroad", "places": 4 } }"#),
        "triggers.more.adds.service: there is no limit to the places of abroad; expected a service with \"places\""
    );
    assert_eq!(
        trigger(r#"{ "when": { "nctr_above": 4 }, "adds": { "beds": 4 }, "stands_down": { "below": 5 } }"#),
        "triggers.more.stands_down.below: it would close before it opens; expected at most 4"
    );
    assert_eq!(
        trigger(r#"{ "when": { "nctr_above": 4 }, "adds": { "beds": 4 }, "mobilize": "2d" }"#),
        "triggers.more.mobilize: this key is not known; did you mean \"mobilise\"?"
    );
    assert_eq!(
        said(
            r#""hospital": { "beds": 100 }"#,
            r#""triggers": { "more": { "when": { "hospital_occupancy_above": 0.9 }, "adds": { "service": "care", "places": 4 } } }"#
        ),
        "triggers.more.when.hospital_occupancy_above: there is no limit to acute beds; expected \"hospital.beds\" with a number"
    );
}

#[test]
fn an_event_by_chance_says_how_often_and_how_long() {
    let event = |event: &str| {
        said(r#""hospital": {"#, &format!(r#""events": {{ "storm": {event} }}, "hospital": {{"#))
    };
    assert_eq!(
        event(r#"{ "chance": 0.1, "uplift": 0.2 }"#),
        "events.storm: \"lasts\" is left out; expected how long it lasts"
    );
    assert_eq!(
        event(r#"{ "lasts": { "fixed": "2d" }, "uplift": 0.2 }"#),
        "events.storm: \"chance\" is left out; expected the chance a day that it begins"
    );
    assert_eq!(
        event(r#"{ "chance": 0.1, "lasts": { "fixed": "2d" }, "peak": "2024-10-03", "uplift": 0.2 }"#),
        "events.storm.peak: an event that happens by chance has no peak; expected it to be left out"
    );
    assert_eq!(
        event(
            r#"{ "chance": 0.1, "lasts": { "fixed": "2d" }, "from": "2024-10-03", "to": "2024-10-02", "uplift": 0.2 }"#
        ),
        "events.storm.to: the last day, 2024-10-02, comes before the first, 2024-10-03; expected dates in order"
    );
}

#[test]
fn a_trigger_can_be_set_but_not_invented() {
    let fault = fault_of_setting("triggers.more.mobilise=2d");
    assert!(fault.contains("triggers"), "{fault}");
}

#[test]
fn a_daily_return_counts_a_number_and_is_never_closed() {
    let counted = |counts: &str| {
        said(r#""beds": 100"#, &format!(r#""beds": 100, "daily_return": {{ "counts": {counts} }}"#))
    };
    let at = "hospital.daily_return.counts";
    assert_eq!(
        counted(r#""unlimited""#),
        format!("{at}: \"unlimited\" is not a number of people counted for each; expected a number")
    );
    assert_eq!(
        counted(
            r#"{ "base": 1, "closures": [{ "from": "2024-10-02", "to": "2024-10-02", "closed": true }] }"#
        ),
        format!(
            "{at}.closures: what is counted is never closed; expected it to be left out, or dated changes"
        )
    );
    assert_eq!(
        counted(r#"1, "spread": -0.1"#),
        "hospital.daily_return.spread: -0.1 is out of range; expected a standard deviation of a logarithm, from 0 to 3"
    );
}

#[test]
fn changes_outside_the_run_are_told_once() {
    let changes = |from: &[&str]| {
        let all: Vec<String> = from.iter().map(|d| format!(r#"{{ "from": "{d}", "to": 9 }}"#)).collect();
        warnings(
            r#""places": 40"#,
            &format!(r#""places": {{ "base": 40, "changes": [{}] }}"#, all.join(", ")),
        )
    };
    assert_eq!(
        changes(&["2024-10-02", "2024-12-25"]),
        [
            "W03 services.care.places.changes[1]: 2024-12-25 comes after the end of the run, so it changes nothing"
        ]
    );
    assert_eq!(
        changes(&["2023-01-01", "2023-02-01", "2024-12-25", "2025-01-01", "2025-02-01"]),
        [
            "W03 services.care.places.changes: 2 changes, 2023-01-01 to 2023-02-01, come before the start of the warm-up, so only the last of them holds",
            "W03 services.care.places.changes: 3 changes, 2024-12-25 to 2025-02-01, come after the end of the run, so they change nothing",
        ]
    );
}
