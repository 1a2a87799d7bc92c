//! What an event does and to what: faults of lists and words that do not belong together.

use super::*;

const LISTS: [(&str, &str); 3] =
    [("groups", "[\"older\"]"), ("steps", "[\"equipment\"]"), ("services", "[\"care\"]")];

/// Each word that an event may have, a value, and the lists that it obeys.
const WORDS: [(&str, &str, &[&str]); 7] = [
    ("uplift", "0.5", &["groups"]),
    ("stay_factor", "2", &["groups", "services"]),
    ("step_factor", "2", &["steps"]),
    ("reach_factor", "0.5", &[]),
    ("starts_factor", "0.5", &["services"]),
    ("staff_factor", "0.5", &["steps"]),
    ("closes", "true", &["services"]),
];

/// The faults of the sound scenario with such an event, dated or by chance.
fn with_event(event: &str, by_chance: bool) -> Vec<String> {
    let when = if by_chance {
        r#""chance": 0.1, "lasts": { "fixed": "2d" }"#
    } else {
        r#""from": "2024-10-02", "to": "2024-10-04""#
    };
    let event = format!(r#""hospital": {{ "beds": 100 }}, "events": {{ "e": {{ {when}, {event} }} }}"#);
    let all = faults(&with(r#""hospital": { "beds": 100 }"#, &event));
    let said = all.iter().map(|f| f.split_once(" · ").map_or("", |(_, said)| said).to_owned());
    said.collect()
}

#[test]
fn a_word_beside_a_list_that_it_does_not_obey_is_a_fault() {
    for by_chance in [false, true] {
        for (word, value, obeys) in WORDS {
            assert_eq!(with_event(&format!(r#""{word}": {value}"#), by_chance), [""; 0], "{word} alone");
            for (list, names) in LISTS {
                let found = with_event(&format!(r#""{list}": {names}, "{word}": {value}"#), by_chance);
                let right = obeys.contains(&list);
                assert_eq!(found.len(), usize::from(!right), "{list} and {word}: {found:?}");
                assert!(
                    right || found[0].starts_with(&format!("events.e.{word}: this acts on ")),
                    "{found:?}"
                );
            }
        }
    }
    assert_eq!(
        with_event(r#""services": ["care"], "staff_factor": 0.5"#, false),
        [
            "events.e.staff_factor: this acts on staff of the hub and of all steps, whatever \"services\" beside it may name; expected \"steps\" beside it, or it in an event without a list"
        ]
    );
    assert_eq!(
        with_event(r#""groups": ["older"], "uplift": 0.2, "reach_factor": 0.5"#, false),
        [
            "events.e.reach_factor: this acts on all board rounds, whatever \"groups\" beside it may name; expected it in an event without a list"
        ]
    );
}

#[test]
fn words_with_lists_of_their_own_stand_together_and_a_list_for_nothing_is_a_fault() {
    assert_eq!(
        with_event(r#""groups": ["older"], "uplift": 0.2, "services": ["care"], "closes": true"#, false),
        [""; 0]
    );
    assert_eq!(with_event(r#""groups": ["older"], "services": ["care"], "stay_factor": 2"#, false), [""; 0]);
    assert_eq!(
        with_event(r#""groups": ["older"], "services": ["care"], "closes": true"#, false),
        [
            "events.e.groups: nothing in this event acts on what the list names; expected it to be left out, or uplift or stay_factor in the event"
        ]
    );
    assert_eq!(
        with_event(r#""steps": ["equipment"]"#, true),
        [
            "events.e.steps: nothing in this event acts on what the list names; expected it to be left out, or step_factor or staff_factor in the event"
        ]
    );
    // An event that is switched off keeps its list.
    assert_eq!(with_event(r#""services": ["care"], "closes": false"#, false), [""; 0]);
}

#[test]
fn a_factor_on_stays_acts_on_what_its_lists_name() {
    let factors = |lists: &str| {
        let event = format!(
            r#""hospital": {{}}, "events": {{ "e": {{ "from": "2024-10-02", "to": "2024-10-04", {lists} "stay_factor": 2 }} }}"#
        );
        let plan = Scenario::from_json(&with(r#""hospital": { "beds": 100 }"#, &event)).unwrap().plan;
        // The warm-up has 7 days, so 3 October is day 9.
        let on = crate::base::Time::midnight(9);
        let before = crate::base::Time::midnight(7);
        let services =
            plan.services.iter().map(|s| (s.stay_factor.value_at(before), s.stay_factor.value_at(on)));
        let groups = plan.groups.iter().map(|g| (g.stay_factor.value_at(before), g.stay_factor.value_at(on)));
        (groups.collect::<Vec<_>>(), services.collect::<Vec<_>>())
    };
    let (no, yes) = ((1.0, 1.0), (1.0, 2.0));
    // Groups home and older; services abroad and care.
    assert_eq!(factors(""), (vec![yes, yes], vec![no, no]));
    assert_eq!(factors(r#""groups": ["older"],"#), (vec![no, yes], vec![no, no]));
    assert_eq!(factors(r#""services": ["care"],"#), (vec![no, no], vec![no, yes]));
    assert_eq!(factors(r#""groups": ["older"], "services": ["care"],"#), (vec![no, yes], vec![no, yes]));
}

#[test]
fn stays_of_no_length_while_an_event_lasts_are_a_circle_too() {
    let circle = |event: &str| {
        let text = SOUND
            .replace(r#""fixed": "5d""#, r#""fixed": "0d""#)
            .replace(r#""p0": 0.8, "p1": 0.2"#, r#""p1": 1"#)
            .replace(r#""places": 40, "#, r#""exits": { "hospital": 1 }, "#)
            .replace(r#""abroad": {"#, r#""abroad": { "exits": { "hospital": 1 }, "#)
            .replace(r#""services": ["care", "abroad"]"#, r#""services": ["care"]"#)
            .replace(r#""groups": {"#, &format!(r#""events": {{ {event} }}, "groups": {{"#));
        faults(&text).len()
    };
    assert_eq!(circle(""), 0);
    let zero = r#""services": ["care"], "stay_factor": 0"#;
    assert_eq!(circle(&format!(r#""e": {{ "from": "2024-10-02", "to": "2024-10-04", {zero} }}"#)), 1);
    assert_eq!(circle(&format!(r#""e": {{ "chance": 0.1, "lasts": {{ "fixed": "1d" }}, {zero} }}"#)), 1);
}

#[test]
fn nothing_can_be_multiplied_of_unlimited() {
    let months = |amount: &str, factor: &str| {
        let twelve = [factor; 12].join(", ");
        let text = format!(r#""places": {{ {amount}, "by_month": [{twelve}] }}"#);
        let all = faults(&with(r#""places": 40"#, &text));
        all.iter().map(|f| f.split_once(" · ").map_or("", |(_, said)| said).to_owned()).collect::<Vec<_>>()
    };
    let told = [
        "services.care.places.by_month: nothing can be multiplied of \"unlimited\"; expected it to be left out, or an amount with a number",
    ];
    assert_eq!(months(r#""base": "unlimited""#, "0.5"), told);
    assert_eq!(
        months(r#""base": 40, "changes": [{ "from": "2024-10-03", "to": "unlimited" }]"#, "0.5"),
        told
    );
    assert_eq!(months(r#""base": "unlimited", "changes": [{ "from": "2024-10-03", "to": 5 }]"#, "2"), told);
    assert_eq!(months(r#""base": "unlimited""#, "1"), [""; 0], "neutral factors change nothing");
    assert_eq!(months(r#""base": 40"#, "0.5"), [""; 0]);
}
