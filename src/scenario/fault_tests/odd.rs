//! Warnings: what is legal and cannot go well, or does nothing where it stands. Each scenario is as
//! small as it can be, so that nothing else is said of it.

use super::*;

/// A scenario of one group, five people a day on `p1`, with these sections.
fn small(sections: &str) -> String {
    let group = r#""g": { "arrivals": { "per_day": 5 }, "stay": { "fixed": "2d" }, "needs": { "p1": 1 } }"#;
    format!(
        r#"{{ "calendar": {{ "start": "2025-03-03", "days": 28 }}, "groups": {{ {group} }}, {sections} }}"#
    )
}

fn said_with(text: &str, settings: &[&str]) -> Vec<String> {
    let settings: Vec<Setting> = settings.iter().map(|s| Setting::parse(s).unwrap()).collect();
    let scenario = Scenario::load(&files(&[("s.json", text)]), "s.json", &settings);
    scenario.unwrap_or_else(|f| panic!("{f}")).warnings.iter().map(ToString::to_string).collect()
}

fn said(sections: &str) -> Vec<String> {
    said_with(&small(sections), &[])
}

const HOME: &str = r#""pathways": { "p1": {} }"#;
const ONE: &str =
    r#""pathways": { "p1": { "services": ["s"] } }, "services": { "s": { "stay": { "fixed": "5d" } } }"#;

#[test]
fn a_small_scenario_has_nothing_odd() {
    assert_eq!(said(HOME), [""; 0]);
    assert_eq!(said(ONE), [""; 0]);
}

mod events {
    use super::*;

    fn event(sections: &str, does: &str) -> Vec<String> {
        said(&format!(
            r#"{sections}, "events": {{ "e": {{ "from": "2025-03-05", "to": "2025-03-09", {does} }} }}"#
        ))
    }

    #[test]
    fn what_cannot_do_anything_says_why() {
        let steps = r#""steps": { "t": { "takes": { "fixed": "2h" } }, "u": { "takes": { "fixed": "2h" }, "staff": 9 } }"#;
        let with_steps = format!("{HOME}, {steps}");
        for (sections, does, told) in [
            (
                ONE,
                r#""services": ["s"], "starts_factor": 0"#,
                "starts_factor: nothing limits starts a week here, so this does nothing",
            ),
            (
                ONE,
                r#""starts_factor": 0"#,
                "starts_factor: no service limits its starts a week, so this does nothing",
            ),
            (HOME, r#""reach_factor": 0"#, "reach_factor: there are no board rounds, so this does nothing"),
            (
                HOME,
                r#""staff_factor": 0"#,
                "staff_factor: neither the hub nor any step has staff, so this does nothing",
            ),
            (HOME, r#""step_factor": 2"#, "step_factor: no step takes time, so this does nothing"),
            (HOME, r#""closes": true"#, "closes: there are no services, so this does nothing"),
            (
                &with_steps,
                r#""steps": ["t"], "staff_factor": 0"#,
                "staff_factor: this step has no staff, so this does nothing",
            ),
            (
                &with_steps,
                r#""steps": ["u", "t"], "staff_factor": 0.9"#,
                "steps[1]: this step has no staff, so \"staff_factor\" does nothing here",
            ),
            (ONE, r#""services": [], "closes": true"#, "services: the list is empty, so this does nothing"),
        ] {
            assert_eq!(event(sections, does), [format!("W12 events.e.{told}")], "{does}");
        }
        for does in [
            r#""staff_factor": 0.9"#,
            r#""steps": ["u"], "staff_factor": 0.9"#,
            r#""step_factor": 2"#,
            r#""uplift": 1"#,
        ] {
            assert_eq!(event(&with_steps, does), [""; 0], "{does}");
        }
    }

    #[test]
    fn a_bridge_and_a_place_for_good_have_no_stay_to_lengthen() {
        let services = r#""pathways": { "p1": { "services": ["s", "home"], "bridge": "b" } },
            "services": { "s": { "stay": { "fixed": "5d" } }, "b": { "bridge": true }, "home": { "permanent": true } }"#;
        assert_eq!(event(services, r#""services": ["s"], "stay_factor": 2"#), [""; 0]);
        assert_eq!(
            event(services, r#""services": ["s", "b", "home"], "stay_factor": 2"#),
            [
                "W12 events.e.services[1]: people leave a bridge when a place comes free elsewhere, so \"stay_factor\" does nothing here",
                "W12 events.e.services[2]: people stay here for good, so \"stay_factor\" does nothing here"
            ]
        );
    }

    #[test]
    fn an_event_by_chance_outside_the_run_is_told() {
        let text = |when: &str| {
            format!(r#"{HOME}, "events": {{ "e": {{ {when}, "lasts": {{ "fixed": "2d" }}, "uplift": 1 }} }}"#)
        };
        assert_eq!(said(&text(r#""chance": 0"#)), [""; 0], "switched off");
        assert_eq!(
            said(&text(r#""chance": 0.1, "from": "2026-01-01""#)),
            [
                "W03 events.e: it may begin only outside the run, 2025-03-03 to 2025-03-30, so it changes nothing"
            ]
        );
        assert_eq!(said(&text(r#""chance": 0.1, "from": "2025-03-10""#)), [""; 0]);
    }
}

#[test]
fn words_of_groups_that_can_do_nothing_say_why() {
    let group = |words: &str, sections: &str| {
        let text = small(sections)
            .replace(r#""needs": { "p1": 1 }"#, &format!(r#""needs": {{ "p1": 1 }}, {words}"#));
        said_with(&text, &[])
    };
    let beds = format!(r#"{HOME}, "hospital": {{ "beds": 20 }}"#);
    for (words, sections, told) in [
        (
            r#""elective": { "gives_up_at": "arrival" }"#,
            &*beds,
            "elective: these people are emergencies (\"kind\": \"elective\" is not given), so this does nothing",
        ),
        (
            r#""kind": "elective", "elective": { "gives_up_at": "arrival" }"#,
            HOME,
            "elective.gives_up_at: the acute beds are unlimited, so this does nothing",
        ),
        (
            r#""kind": "elective", "elective": { "rebooked_after": "7d" }"#,
            &*beds,
            "elective.rebooked_after: no one gives up without \"gives_up_at\", so this does nothing",
        ),
        (
            r#""while_waiting": { "dies_per_day": 0.1 }"#,
            HOME,
            "while_waiting: people of this group never wait once they are ready, so this does nothing",
        ),
        (
            r#""while_waiting": { "dies_per_day": 0.1 }"#,
            ONE,
            "while_waiting: people of this group never wait once they are ready, so this does nothing",
        ),
        (
            r#""traits": { "far": 0.2 }"#,
            HOME,
            "traits.far: nothing depends on this trait, so this does nothing",
        ),
    ] {
        let found = group(words, sections);
        assert!(found.contains(&format!("W12 groups.g.{told}")), "{words}: {found:?}");
    }
    let limited = ONE.replace(r#""s": {"#, r#""s": { "places": 40,"#);
    let found = group(r#""while_waiting": { "dies_per_day": 0.1 }"#, &limited);
    assert!(!found.iter().any(|w| w.starts_with("W12")), "{found:?}");
    let found = group(r#""kind": "elective", "elective": { "gives_up_at": "arrival" }"#, &beds);
    assert!(!found.iter().any(|w| w.starts_with("W12")), "{found:?}");
}

#[test]
fn words_of_places_that_can_do_nothing_say_why() {
    for (sections, told) in [
        (
            format!(r#"{HOME}, "hospital": {{ "turnaround": "2h" }}"#),
            "hospital.turnaround: the acute beds are unlimited, so this does nothing",
        ),
        (
            format!(r#"{HOME}, "hospital": {{ "board_rounds": {{ "mon-sun": {{ "at": ["09:00"] }}, "spread": 0.3 }} }}"#),
            "hospital.board_rounds.spread: every round finds all or none, so this does nothing",
        ),
        (
            format!(r#"{HOME}, "hub": {{ "sees": ["p1"], "assessment": {{ "fixed": "2h" }}, "referred_ahead": {{ "by": "1d" }} }}"#),
            "hub.referred_ahead.by: no one is foreseen without a \"share\", so this does nothing",
        ),
        (
            format!(r#"{HOME}, "steps": {{ "t": {{ "takes": {{ "fixed": "2h" }}, "concerns": {{ "not_groups": ["g"], "groups": ["h"] }} }} }}"#)
                .replace(r#""pathways""#, r#""onward": {}, "pathways""#),
            "",
        ),
        (
            ONE.replace(r#"{ "p1""#, r#"{ "p7": { "services": ["s"] }, "p1""#),
            "pathways.p7: no one comes who needs this pathway or is sent to it, so this does nothing",
        ),
        (
            ONE.replace(r#"{ "s":"#, r#"{ "spare": { "places": 3, "stay": { "fixed": "1d" } }, "s":"#),
            "services.spare: no pathway leads here, and nothing is followed by it, so this does nothing",
        ),
        (
            ONE.replace(r#"{ "s": {"#, r#"{ "s": { "priority": "hospital_before_bridged", "places": 40,"#),
            "services.s.priority: no one in this queue is on a bridge or at home, so this does nothing",
        ),
        (
            ONE.replace(r#"{ "s": {"#, r#"{ "s": { "priority": { "group_order": ["g"] }, "places": 40,"#),
            "services.s.priority: all in this queue are in one place of the order, so this does nothing",
        ),
        (
            ONE.replace(r#"{ "s": {"#, r#"{ "s": { "priority": "hospital_before_bridged", "#),
            "services.s.priority: nothing limits this service and there is no queue for it, so this does nothing",
        ),
        (
            format!(r#"{ONE}, "onward": {{ "care_home": {{ "service": "s" }} }}"#),
            "onward.care_home: no stay in a service ends so, so this does nothing",
        ),
    ] {
        if told.is_empty() {
            continue;
        }
        let found = said(&sections);
        assert!(found.contains(&format!("W12 {told}")), "{told}: {found:#?}");
    }
}

#[test]
fn a_hub_that_sees_nobody_is_told_of_its_pathways() {
    let text = small(r#""pathways": { "home": {} }, "hub": { "staff": 3, "assessment": { "fixed": "2h" } }"#)
        .replace(r#""p1": 1"#, r#""home": 1"#);
    let found = said_with(&text, &[]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(
        found[0].starts_with("W12 hub.staff: left out, \"sees\" names p1, p2 and p3, and no one"),
        "{found:?}"
    );
}

#[test]
fn an_overloaded_hub_or_step_is_told_with_both_figures() {
    // Five people a day, four hours each: 140 hours a week. One on weekdays, eight hours: 40.
    let hub =
        |staff: &str| said(&format!(r#"{HOME}, "hub": {{ {staff}, "assessment": {{ "fixed": "4h" }} }}"#));
    assert_eq!(
        hub(r#""staff": { "mon-fri": 1, "hours": "08:00-16:00" }"#),
        ["W01 hub: waiting will grow without end: needs 140.0 hours of work a week, has 40.0"]
    );
    assert_eq!(hub(r#""staff": { "mon-fri": 4, "hours": "08:00-16:00" }"#), [""; 0]);
    assert_eq!(
        hub(r#""staff": { "mon-fri": 18, "hours": "08:00-09:38" }"#),
        ["W02 hub: needs 140.0 hours of work a week, has 147.0: at 95% waits swing widely"]
    );
    assert_eq!(
        hub(r#""per_day": 4"#),
        ["W01 hub: waiting will grow without end: needs 5.0 pieces of work a day, has 4.0"]
    );
    // Pieces begin only while it is open: seven on five days are five a day.
    assert_eq!(
        hub(r#""hours": { "mon-fri": "08:00-18:00" }, "per_day": 6"#),
        ["W01 hub: waiting will grow without end: needs 5.0 pieces of work a day, has 4.3"]
    );
    let step = |words: &str| said(&format!(r#"{HOME}, "steps": {{ "t": {{ {words} }} }}"#));
    // Half of three in four, an hour each: 5 × 7 × 0.5 × 0.75 = 13.1 hours.
    assert_eq!(
        step(
            r#""concerns": { "share": 0.5 }, "skipped": 0.25, "takes": { "fixed": "1h" }, "staff": { "mon-fri": 1, "hours": "08:00-10:00" }"#
        ),
        ["W01 steps.t: waiting will grow without end: needs 13.1 hours of work a week, has 10.0"]
    );
    // By the open day: 35 a week for half a day each, one on five days a week.
    assert_eq!(
        step(
            r#""starts": "offer", "takes": { "fixed": "0.5d" }, "staff": { "mon-fri": 1, "hours": "08:00-16:00" }"#
        ),
        ["W01 steps.t: waiting will grow without end: needs 17.5 days of work a week, has 5.0"]
    );
    assert_eq!(
        step(r#""takes": { "fixed": "1h" }, "staff": { "mon-fri": 2, "hours": "08:00-16:00" }"#),
        [""; 0]
    );
}

#[test]
fn the_load_of_work_counts_whom_it_concerns_and_who_comes_back() {
    let hub = |words: &str, sections: &str| {
        let text = small(&format!(
            r#""pathways": {{ "p0": {{}}, "p1": {{}}, "p2": {{}} }}, "hub": {{ "sees": ["p1"], "per_day": 1, {sections} "assessment": {{ "fixed": "1h" }} }}"#
        ))
        .replace(r#""needs": { "p1": 1 }"#, words);
        let told = said_with(&text, &[]);
        let told = told.iter().find(|w| w.contains(" hub: ")).cloned().unwrap_or_default();
        told.split("needs ").nth(1).map(|rest| rest.split(' ').next().unwrap().to_owned()).unwrap_or_default()
    };
    assert_eq!(hub(r#""needs": { "p0": 0.6, "p1": 0.4 }"#, ""), "2.0");
    // A tenth of those who need p2 are sent to p1, and seen for it.
    assert_eq!(
        hub(r#""needs": { "p2": 0.6, "p1": 0.4 }"#, r#""wrong_pathway": { "p2": { "p1": 0.1 } },"#),
        "2.3"
    );
    assert_eq!(hub(r#""needs": { "p1": 1 }, "dies_in_hospital": 0.2"#, ""), "4.0");
    // Of each who leaves alive a fifth comes again: 5 ÷ (1 − 0.2).
    assert_eq!(hub(r#""needs": { "p1": 1 }, "readmitted_30d": 0.2"#, ""), "6.2");
    // Foreseen or not, each is seen once.
    assert_eq!(hub(r#""needs": { "p1": 1 }"#, r#""referred_ahead": { "share": 0.5, "by": "1d" },"#), "5.0");
}

#[test]
fn a_dated_factor_on_staff_and_on_stays_counts_for_its_days() {
    // Half the staff on 14 of 28 days: 40 hours and 20, 30 a week.
    let text = format!(
        r#"{HOME}, "hub": {{ "staff": {{ "mon-fri": 2, "hours": "08:00-12:00" }}, "assessment": {{ "fixed": "1h" }} }},
           "events": {{ "ill": {{ "from": "2025-03-03", "to": "2025-03-16", "staff_factor": 0.5 }} }}"#
    );
    assert_eq!(
        said(&text),
        ["W01 hub: waiting will grow without end: needs 35.0 hours of work a week, has 30.0"]
    );
    // Stays of 5 days, doubled on 14 of 28: 5 a day × 7.5.
    let text = format!(
        r#"{}, "events": {{ "ill": {{ "services": ["s"], "from": "2025-03-03", "to": "2025-03-16", "stay_factor": 2 }} }}"#,
        ONE.replace(r#""s": {"#, r#""s": { "places": 30,"#)
    );
    assert_eq!(
        said(&text),
        ["W01 services.s: waiting will grow without end: needs 37.5 places on average, has 30.0"]
    );
}

#[test]
fn a_line_that_people_leave_by_themselves_does_not_grow_without_end() {
    let text = |hazards: &str, more: &str| {
        small(&ONE.replace(r#""s": {"#, r#""s": { "places": 5,"#))
            .replace(r#""needs""#, &format!(r#""while_waiting": {{ {hazards} }}, "needs""#))
            .replace(r#""groups": {"#, &format!(r#""groups": {{ {more}"#))
    };
    // It settles within a stay, or the time until they have left.
    for (hazards, days) in [(r#""recovers_per_day": 0.5"#, 5), (r#""dies_per_day": 0.01"#, 100)] {
        let settles = format!(
            "W10 services.s: the warm-up of 0 days is shorter than the {days} days that 5 places at 500% need to settle"
        );
        assert_eq!(
            said_with(&text(hazards, ""), &[]),
            [
                "W02 services.s: needs 25.0 places on average, has 5.0: the queue is limited by people who recover \
                 or die while they wait, about 80% of all",
                &settles
            ]
        );
    }
    // Who is unwell again comes back into the line.
    let grows = |found: &[String]| {
        assert!(found[0].starts_with("W01 services.s: waiting will grow without end"), "{found:?}");
    };
    grows(&said_with(&text(r#""unwell_per_day": 0.5, "unwell_stay": { "fixed": "1d" }"#, ""), &[]));
    // Others who stay in line make it grow all the same.
    let others = r#""h": { "enters": "community", "arrivals": { "per_day": 2 }, "needs": { "p1": 1 } },"#;
    grows(&said_with(&text(r#""recovers_per_day": 0.5"#, others), &[]));
    let few = others.replace("2 }", "0.5 }");
    let found = said_with(&text(r#""recovers_per_day": 0.5"#, &few), &[]);
    assert!(found[0].starts_with("W02 services.s: needs 27.5 places"), "{found:?}");
}

#[test]
fn planned_people_who_are_cancelled_hold_the_line_for_beds() {
    let text = |elective: &str| {
        small(&format!(r#"{HOME}, "hospital": {{ "beds": 8 }}"#))
            .replace(r#""needs""#, &format!(r#""kind": "elective", "elective": {{ {elective} }}, "needs""#))
    };
    assert_eq!(
        said_with(&text(r#""gives_up_at": "20:00""#), &[]),
        [
            "W02 hospital.beds: acute stays alone need 10.0 beds on average, there are 8.0: the queue is limited by \
             planned people who are cancelled, about 20% of all"
        ]
    );
    for elective in ["", r#""gives_up_at": "20:00", "rebooked_after": "7d""#] {
        let found = said_with(&text(elective), &[]);
        assert!(found[0].starts_with("W01 hospital.beds: waiting will grow without end"), "{found:?}");
    }
}

#[test]
fn hours_that_never_meet_are_told_by_both_names() {
    let hours = |ward: &str, service: &str| {
        let service = ONE.replace(r#""s": {"#, &format!(r#""s": {{ "admits": {service},"#));
        said(&format!(r#"{service}, "hospital": {{ "discharge_hours": {ward} }}"#))
    };
    assert_eq!(
        hours(r#""08:00-10:00""#, r#""11:00-13:00""#),
        [
            "W13 services.s.admits: the ward lets people leave every day 8:00 to 10:00 (hospital.discharge_hours), \
             and this takes them in every day 11:00 to 13:00: there is no moment for both on any day of the run, so \
             no patient ever leaves hospital for it"
        ]
    );
    // The end of one is the beginning of the other: no moment is in both.
    assert_eq!(hours(r#""08:00-10:00""#, r#""10:00-13:00""#).len(), 1);
    assert_eq!(hours(r#""08:00-10:01""#, r#""10:00-13:00""#), [""; 0]);
    // Weekdays and weekends.
    assert_eq!(hours(r#"{ "mon-fri": "08:00-18:00" }"#, r#"{ "sat-sun": "08:00-18:00" }"#).len(), 1);
    assert_eq!(hours(r#"{ "mon-fri": "08:00-18:00" }"#, r#"{ "fri-sun": "08:00-18:00" }"#), [""; 0]);
    // A bank holiday is a Sunday, unless it has hours of its own.
    let never = hours(r#"{ "bank_holiday": "08:00-18:00" }"#, r#""08:00-18:00""#);
    assert_eq!(
        never,
        [
            "W13 hospital.discharge_hours: the ward lets people leave on no day of the run: no patient ever leaves"
        ]
    );
    let text = small(&format!(
        r#"{}, "hospital": {{ "discharge_hours": {{ "mon-fri": "08:00-18:00" }} }}"#,
        ONE.replace(
            r#""s": {"#,
            r#""s": { "admits": { "sat": "08:00-18:00", "bank_holiday": "08:00-18:00" },"#
        )
    ))
    .replace("28 }", r#"28, "bank_holidays": ["2025-03-04"] }"#);
    assert_eq!(said_with(&text, &[]).len(), 1, "the ward is closed on a bank holiday, as on a Sunday");
    let open = text.replace(
        r#"{ "mon-fri": "08:00-18:00" }"#,
        r#"{ "mon-fri": "08:00-18:00", "bank_holiday": "10:00-11:00" }"#,
    );
    let found = said_with(&open, &[]);
    assert!(found[0].contains("on only 1 of 28 days"), "{found:?}");
}

#[test]
fn a_service_that_is_never_open_and_work_that_is_never_done_are_told() {
    let closed = ONE.replace(
        r#""s": {"#,
        r#""s": { "places": { "base": 40, "closures": [{ "from": "2025-03-01", "to": "2025-04-01", "closed": true }] },"#,
    );
    let found = said(&closed);
    assert!(
        found.contains(
            &"W13 services.s: it takes people in on no day of the run: no one ever starts here".to_owned()
        ),
        "{found:?}"
    );
    let bridge = r#""pathways": { "p1": { "services": ["s"], "bridge": "b" } }, "hospital": { "discharge_hours": "08:00-10:00" },
        "services": { "s": { "places": 40, "stay": { "fixed": "5d" } }, "b": { "bridge": true, "admits": "11:00-12:00" } }"#;
    let found = said(bridge);
    assert!(found.iter().any(|w| w.starts_with("W13 services.b.admits: the ward")), "{found:?}");
    let step = |words: &str| {
        said(&format!(r#"{HOME}, "steps": {{ "t": {{ "takes": {{ "fixed": "1h" }}, {words} }} }}"#))
    };
    for (words, told) in [
        (
            r#""staff": { "mon-fri": 2, "hours": { "sat": "08:00-10:00" } }"#,
            "staff: no member of staff is ever on duty",
        ),
        (r#""staff": 0"#, "staff: no member of staff is ever on duty"),
        (r#""hours": { "bank_holiday": "08:00-10:00" }"#, "hours: it opens on no day of the run"),
        (r#""per_day": 0"#, "per_day: no piece of work may ever begin"),
    ] {
        let found = step(words);
        assert!(
            found.contains(&format!("W09 steps.t.{told}: people who need this wait for ever")),
            "{found:?}"
        );
    }
    let rounds = |rounds: &str| said(&format!(r#"{HOME}, "hospital": {{ "board_rounds": {{ {rounds} }} }}"#));
    assert_eq!(
        rounds(r#""bank_holiday": { "at": ["09:00"] }"#),
        [
            "W13 hospital.board_rounds: there is a round on no day of the run, so every patient is found at once"
        ]
    );
    assert_eq!(
        rounds(r#""mon-sun": { "at": ["09:00"], "reach": 0 }"#),
        ["W13 hospital.board_rounds: no round finds anyone: no patient ever leaves"]
    );
}

#[test]
fn services_whose_leavers_need_each_others_places_are_told() {
    let onward = |a: &str, b: &str, more: &str| {
        let service = |words: &str| {
            format!(
                r#"{{ {words} "stay": {{ "fixed": "5d" }}, "exits": {{ "independent": 0.4, "care_home": 0.3, "long_term_care": 0.3 }} }}"#
            )
        };
        let found = said(&format!(
            r#""pathways": {{ "p1": {{ "services": ["a", "b"] }} }}, "services": {{ "a": {}, "b": {} }},
               "onward": {{ "care_home": {{ "service": "b" }}, "long_term_care": {{ "service": "a", {more} "wait": {{ "fixed": "1d" }} }} }}"#,
            service(a),
            service(b)
        ));
        found.into_iter().filter(|w| w.starts_with("W14")).collect::<Vec<_>>()
    };
    let both = onward(r#""places": 40,"#, r#""places": 40,"#, "");
    assert_eq!(
        both,
        [
            "W14 services.a: people who leave a may need a place in a, and keep the one they have until then: once \
             it is full of them, no one moves again",
            "W14 services.a: people wait from a to b and from b to a in the place that they have: once all of these \
             are full of them, no one moves again",
            "W14 services.b: people who leave b may need a place in b, and keep the one they have until then: once \
             it is full of them, no one moves again"
        ]
    );
    assert_eq!(onward(r#""places": 40,"#, "", "").len(), 1, "only a limits who is there");
    assert_eq!(onward("", "", ""), [""; 0]);
    assert_eq!(onward(r#""starts_per_week": 40,"#, r#""starts_per_week": 40,"#, ""), [""; 0]);
}

#[test]
fn more_people_than_places_at_the_start_are_told_with_both_figures() {
    let initial = |beds: &str, service: &str, initial: &str| {
        let service = ONE.replace(r#""s": {"#, &format!(r#""s": {{ {service}"#));
        let found =
            said(&format!(r#"{service}, "hospital": {{ "beds": {beds} }}, "initial": {{ {initial} }}"#));
        found.into_iter().filter(|w| w.starts_with("W15")).collect::<Vec<_>>()
    };
    assert_eq!(
        initial(
            "20",
            r#""places": 7,"#,
            r#""hospital": { "people": 30 }, "services": { "s": { "people": 9 } }"#
        ),
        [
            "W15 initial.hospital: 30 people are in 20 acute beds at the start: nobody is admitted until fewer are there than beds",
            "W15 initial.services.s: 9 people are in 7 places at the start: nobody new starts until fewer are there than places"
        ]
    );
    let ready =
        r#""hospital": { "people": 20, "ready": 9 }, "services": { "s": { "people": 7, "queue": 2 } }"#;
    assert_eq!(initial("20", r#""places": 7,"#, ready), [""; 0]);
    assert_eq!(
        initial("20", r#""places": 10,"#, ready),
        ["W15 initial.services.s.queue: 2 people wait while 3 of 10 places are free: they start at once"]
    );
    assert_eq!(
        initial("20", "", ready),
        ["W15 initial.services.s.queue: 2 people wait for places without limit: they start at once"]
    );
    let escalation = r#"20, "escalation": { "beds": 9 }"#;
    let people = |n: u32| format!(r#""hospital": {{ "people": {n} }}"#);
    assert_eq!(initial(escalation, r#""places": 7,"#, &people(29)), [""; 0]);
    assert_eq!(
        initial(escalation, r#""places": 7,"#, &people(30)),
        [
            "W15 initial.hospital: 30 people are in 20 acute beds and 9 escalation beds at the start: nobody is admitted until fewer are there than beds"
        ]
    );
    assert_eq!(initial("\"unlimited\"", r#""places": 7, "starts_per_week": 3,"#, ready), [""; 0]);
}

#[test]
fn people_of_a_census_beyond_the_places_are_told() {
    let text = small(&format!(
        r#"{}, "hospital": {{ "beds": 1 }}, "initial": {{ "census": "who.csv" }}"#,
        ONE.replace(r#""s": {"#, r#""s": { "places": 1,"#)
    ));
    let rows =
        "where,since,group\nhospital,2025-03-01,g\nhospital,2025-03-02,g\ns,2025-03-02,g\ns,2025-03-02,g\n";
    let scenario = Scenario::load(&files(&[("s.json", &text), ("who.csv", rows)]), "s.json", &[]).unwrap();
    let found: Vec<String> =
        scenario.warnings.iter().filter(|w| w.code == "W15").map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "W15 initial.census: 2 people are in 1 acute bed at the start: nobody is admitted until fewer are there than beds",
            "W15 initial.census: s: 2 people are in 1 place at the start: nobody new starts until fewer are there than places"
        ]
    );
}

#[test]
fn a_value_set_that_a_dated_change_overrides_is_told() {
    let text =
        |changes: &str| {
            small(&ONE.replace(
                r#""s": {"#,
                &format!(r#""s": {{ "places": {{ "base": 40, "changes": [{changes}] }},"#),
            ))
            .replace(r#""days": 28"#, r#""days": 28, "warm_up": "28d""#)
        };
    let set = |changes: &str, settings: &[&str]| {
        let found = said_with(&text(changes), settings);
        found.into_iter().filter(|w| w.starts_with("W16")).collect::<Vec<_>>()
    };
    let start = r#"{ "from": "start", "to": 50 }"#;
    let later = r#"{ "from": "2025-03-10", "to": 60 }"#;
    let both = format!("{start}, {later}");
    let whole = "W16 services.s.places: its dated change on 2025-03-03 makes it 50, so the value set holds before that only, and not on the measured days from 2025-03-03 on; services.s.places.changes=null beside it takes its changes away, += and *= change them too";
    assert_eq!(set(start, &["services.s.places=45"]), [whole]);
    assert_eq!(set(&both, &["services.s.places.base=45"]), [whole]);
    assert_eq!(set(start, &["services.s.places=45", "services.s.places=46"]), [whole], "said once");
    assert_eq!(
        set(later, &["services.s.places=45"]),
        [
            "W16 services.s.places: its dated change on 2025-03-10 makes it 60, so the value set holds only until then, and not to the end of the run, 2025-03-30; services.s.places.changes=null beside it takes its changes away, += and *= change them too"
        ]
    );
    let long_ago = r#"{ "from": "2024-01-01", "to": 50 }"#;
    let never = set(long_ago, &["services.s.places=45"]);
    assert!(never[0].contains("so the value set never holds"), "{never:?}");
    for settings in [
        &["services.s.places+=5"][..],
        &["services.s.places*=2"],
        &["services.s.places={ \"base\": 45 }"],
        &["services.s.places=45", "services.s.places.changes=null"],
        &["services.s.stay={ \"fixed\": \"4d\" }"],
        &[],
    ] {
        assert_eq!(set(&both, settings), [""; 0], "{settings:?}");
    }
    assert_eq!(set(r#"{ "from": "2026-01-01", "to": 50 }"#, &["services.s.places=45"]), [""; 0]);
}

#[test]
fn no_word_of_a_shipped_scenario_is_idle_and_no_hours_of_it_never_meet() {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("scenarios").unwrap() {
        let path = entry.unwrap().path();
        let is_scenario = path.extension().is_some_and(|end| end == "json") && !path.ends_with("schema.json");
        if is_scenario {
            let warnings = Scenario::open(&path, &[]).unwrap_or_else(|f| panic!("{f}")).warnings;
            let known = |w: &&Warning| {
                let full = w.path.starts_with("services.") || w.path.starts_with("pathways.");
                // What is laid down for two years, of which a run has one: beds, and what the return counts.
                let dated =
                    w.path == "hospital.beds.changes" || w.path.starts_with("hospital.daily_return.counts");
                w.code == "W03" && dated
                    || matches!(w.code, "W05" | "W10" | "W11" | "W15" | "W33")
                    || matches!(w.code, "W01" | "W02") && full
            };
            let odd = warnings.iter().filter(|w| !known(w));
            found.extend(odd.map(|w| format!("{}: {w}", path.display())));
        }
    }
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_word_set_to_nothing_is_meant_so_and_not_told() {
    let group = r#""while_waiting": { "recovers_per_day": 0, "unwell_per_day": 0, "unwell_stay": { "fixed": "1d" } },
        "readmitted_30d": 0, "traits": { "far": 0 }, "needs""#;
    let sections = r#""pathways": { "p1": {} }, "costs": { "escalation_bed_day": 0 },
        "hospital": { "turnaround": "0h", "escalation": { "beds": 0, "open_above": 0.99, "close_below": 0.9 } },
        "events": { "e": { "from": "2025-03-05", "to": "2025-03-09", "reach_factor": 1, "staff_factor": 1, "starts_factor": 1, "closes": false } }"#;
    assert_eq!(said_with(&small(sections).replace(r#""needs""#, group), &[]), [""; 0]);
}
