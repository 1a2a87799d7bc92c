//! Hours, rosters and rounds with dated changes, and staff of triggers: what is wrong with each.

use super::*;

/// The fault of the step with these words, without its place.
fn of_step(words: &str) -> String {
    let text = fault(r#""takes": { "fixed": "1d" }"#, &format!(r#"{words}, "takes": {{ "fixed": "1d" }}"#));
    text.split_once("steps.equipment.").map_or(text.clone(), |(_, rest)| rest.to_owned())
}

#[test]
fn dated_changes_of_hours_and_rosters_say_what_is_wrong() {
    for (words, told) in [
        (
            r#""hours": "08:00-12:00, 11:00-17:00""#,
            r#"hours: "08:00-12:00, 11:00-17:00" are not in order; expected each stretch to begin when the one before it has ended"#,
        ),
        (
            r#""hours": "20:00-08:00, 09:00-10:00""#,
            r#"hours: "20:00-08:00, 09:00-10:00" are not in order; expected each stretch to begin when the one before it has ended"#,
        ),
        (
            r#""hours": ["08:00-12:00", 13]"#,
            r#"hours[1]: 13 are not hours; expected hours as in "08:00-18:00""#,
        ),
        (
            r#""hours": { "mon": "closed" }"#,
            "hours: these hours never open; expected hours on at least one day",
        ),
        (
            r#""hours": { "mon": "08:00-09:00", "changes": [{ "from": "start", "to": {} }] }"#,
            r#"hours.changes[0].to: no day is named; expected at least one day, as in "sat-sun""#,
        ),
        (
            r#""hours": { "mon": "08:00-09:00", "changes": [{ "from": "start", "to": { "tue": "08:00-09:00" }, "over": "2d" }] }"#,
            "hours.changes[0].over: this key is not known; expected one of from, to",
        ),
        (
            r#""hours": { "mon": "08:00-09:00", "changes": [{ "from": "2024-10-09", "to": "closed" }, { "from": "2024-10-08", "to": "closed" }] }"#,
            "hours.changes[1].from: 2024-10-08 does not come after the change before it; expected dates in order",
        ),
        (
            r#""staff": { "mon": 2, "changes": 3 }"#,
            "staff.changes: 3 is not a list; expected a list of dated changes",
        ),
        (
            r#""staff": { "mon": 2, "changes": [{ "from": "start" }] }"#,
            r#"staff.changes[0]: "to" is left out; expected "to""#,
        ),
        (
            r#""staff": { "mon": 2, "changes": [{ "from": "start", "to": 3 }] }"#,
            "staff.changes[0].to: 3 is not a map by days; expected a map by days",
        ),
        (
            r#""staff": { "mon": 2, "changes": [{ "from": "start", "to": { "mon": 1.5 } }] }"#,
            "staff.changes[0].to.mon: 1.5 is not a whole number; expected a whole number",
        ),
        (
            r#""staff": { "mon": 2, "changes": [{ "from": "start", "to": { "mon": 3 }, "by": "2024-10-09", "over": "2d" }] }"#,
            r#"staff.changes[0]: "over" and "by" are both given; expected one of them"#,
        ),
        (
            r#""staff": { "mon": 0, "changes": [{ "from": "start", "to": { "mon": 0 } }] }"#,
            "staff: no member of staff is ever on duty; expected people on at least one day",
        ),
    ] {
        assert_eq!(of_step(words), told, "{words}");
    }
}

#[test]
fn a_round_that_comes_new_needs_its_times() {
    let rounds = r#""hospital": { "board_rounds": { "mon": { "at": ["09:30"] },
        "changes": [{ "from": "start", "to": { "tue": { "reach": 0.5 } } }] }, "beds": 100"#;
    let told = fault(r#""hospital": { "beds": 100"#, rounds);
    assert!(
        told.ends_with(
            r#"hospital.board_rounds.changes[0].to: a day that had no round is given no times; expected "at", as in ["09:30"]"#
        ),
        "{told}"
    );
}

#[test]
fn a_trigger_of_staff_says_whose() {
    let with_trigger = |when: &str, adds: &str| {
        let trigger =
            format!(r#""triggers": {{ "t": {{ "when": {{ {when} }}, "adds": {{ {adds} }} }} }}, "pathways""#);
        with(r#""pathways""#, &trigger)
    };
    let one = |when, adds| {
        let all = faults(&with_trigger(when, adds));
        assert_eq!(all.len(), 1, "{all:#?}");
        all[0].split_once("triggers.t.").map_or_else(String::new, |(_, rest)| rest.to_owned())
    };
    let opens = r#"expected one of "beds", "service" and "places", "hub_staff", "step" and "staff""#;
    let said = format!("adds: it is not said what opens; {opens}");
    for adds in [
        "",
        r#""step": "equipment""#,
        r#""staff": 1"#,
        r#""hub_staff": 1, "beds": 2"#,
        r#""service": "care", "staff": 2"#,
    ] {
        assert_eq!(one(r#""nctr_above": 9"#, adds), said, "{adds}");
    }
    assert_eq!(
        one(r#""step_queue_above": { "people": 2 }"#, r#""beds": 2"#),
        r#"when.step_queue_above: "step" is left out; expected the step waited for"#
    );
    let warned =
        Scenario::from_json(&with_trigger(r#""hub_queue_above": 2"#, r#""step": "equipment", "staff": 2"#));
    let warned: Vec<String> = warned.unwrap().warnings.iter().map(ToString::to_string).collect();
    for told in [
        "W12 triggers.t.when.hub_queue_above: no one queues for this work, so this never opens anything",
        "W12 triggers.t.adds.staff: no one waits for staff here, so this does nothing",
    ] {
        assert!(warned.iter().any(|warning| warning == told), "{warned:#?}");
    }
}
