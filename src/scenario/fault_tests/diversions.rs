//! Faults and warnings of diversions round an acute bed, of batches, of hours by day and of harm.

use super::*;

/// A scenario with this in its group, its hospital and its first service.
fn text(group: &str, hospital: &str, service: &str) -> String {
    format!(
        r#"{{ "name": "x", "calendar": {{ "start": "2024-01-01", "days": 7, "bank_holidays": ["2024-01-01"] }},
              "groups": {{ "ill": {{ "stay": {{ "fixed": "2d" }}, {group} }},
                           "home": {{ "enters": "community", "arrivals": {{ "per_day": 1 }}, "needs": {{ "p1": 1 }} }} }},
              "hospital": {{ "beds": 9, {hospital} }},
              "pathways": {{ "p1": {{ "services": ["care"] }} }},
              "services": {{ "care": {{ {service} "places": 9, "stay": {{ "fixed": "3d" }} }},
                             "team": {{ "places": 9, "stay": {{ "fixed": "3d" }} }},
                             "crossing": {{ "bridge": true, "places": 1 }},
                             "residence": {{ "permanent": true }} }} }}"#
    )
    .replace(",  }", " }")
}

const COME: &str = r#""arrivals": { "per_day": 1 }"#;

fn said(text: &str) -> Vec<String> {
    faults(text).iter().map(|f| f.split_once(" · ").unwrap_or_default().1.to_owned()).collect()
}

fn of_group(group: &str) -> Vec<String> {
    said(&text(&format!("{COME}, {group}"), "", ""))
}

fn warned(text: &str, of: &str) -> Vec<String> {
    let scenario = Scenario::from_json(text).unwrap_or_else(|faults| panic!("{faults}"));
    scenario.warnings.iter().map(ToString::to_string).filter(|w| w.contains(of)).collect()
}

#[test]
fn people_are_turned_to_services_that_are_there_and_let_people_go() {
    let at = "groups.ill.instead_of_admission";
    for (instead, expected) in [
        (
            r#"{ "tame": {} }"#,
            format!(
                "{at}.tame: there is no service \"tame\"; expected one of care, crossing, residence, team"
            ),
        ),
        (
            r#"{ "crossing": {} }"#,
            format!(
                "{at}.crossing: crossing is a bridge, where people wait for another service; expected a service \
                 whose stays end"
            ),
        ),
        (
            r#"{ "residence": {} }"#,
            format!(
                "{at}.residence: residence is where people stay for good; expected a service whose stays end"
            ),
        ),
        (
            r#"{ "team": { "share": 0.7 }, "care": { "share": 0.4 } }"#,
            format!("{at}: the shares sum to 1.1; expected at most 1: each person is turned to one service"),
        ),
        (
            r#"{ "team": { "share": 2 } }"#,
            format!("{at}.team.share: 2 is out of range; expected a share, from 0 to 1"),
        ),
    ] {
        assert_eq!(of_group(&format!("\"instead_of_admission\": {instead}")), [expected]);
    }
}

#[test]
fn who_takes_people_early_says_by_how_much() {
    let of = |service: &str| said(&text(COME, "", &format!("\"takes_early\": {service},")));
    let at = "services.care.takes_early";
    assert_eq!(of("{}"), [format!("{at}: \"by\" is missing; expected a length of time, as in \"4d\"")]);
    let pathways = of(r#"{ "by": "4d", "pathways": ["p7"] }"#);
    assert!(
        pathways[0].starts_with(&format!("{at}.pathways[0]: there is no pathway \"p7\"")),
        "{pathways:?}"
    );
    assert!(of(r#"{ "by": "4d", "pathways": ["p0"] }"#).is_empty());
}

#[test]
fn who_never_comes_to_a_bed_is_not_diverted_from_it() {
    for word in [r#""instead_of_admission": { "team": {} }"#, r#""leaves_bed_queue": {}"#] {
        let text = text(COME, "", "")
            .replace(r#""enters": "community","#, &format!(r#""enters": "community", {word},"#));
        let said = said(&text);
        assert!(said[0].contains("have no acute stay, so no"), "{said:?}");
    }
}

#[test]
fn a_diversion_that_nobody_can_follow_is_told() {
    let accepts = |groups: &str| format!(r#""accepts": {{ "groups": ["{groups}"] }},"#);
    let instead = format!(r#"{COME}, "instead_of_admission": {{ "care": {{ "share": 0.5 }} }}"#);
    let idle = warned(&text(&instead, "", &accepts("home")), "instead_of_admission");
    assert_eq!(
        idle,
        [
            "W12 groups.ill.instead_of_admission.care: no one of this group is accepted there, so this does nothing"
        ]
    );
    assert!(warned(&text(&instead, "", ""), "instead_of_admission").is_empty());
    let early = |groups: &str| format!(r#"{} "takes_early": {{ "by": "1d" }},"#, accepts(groups));
    let idle = warned(&text(COME, "", &early("home")), "takes_early");
    assert_eq!(
        idle,
        [
            "W12 services.care.takes_early: no one who is admitted is such a person and is accepted here, so this does nothing"
        ]
    );
    let leaves = format!(r#"{COME}, "kind": "elective", "leaves_bed_queue": {{}}"#);
    let idle = warned(&text(&leaves, "", ""), "leaves_bed_queue");
    assert_eq!(
        idle,
        [
            "W12 groups.ill.leaves_bed_queue: planned people leave the queue by \"elective\", so this does nothing"
        ]
    );
    // The service to which people are turned is not idle without a pathway.
    let turned = format!(r#"{COME}, "instead_of_admission": {{ "team": {{}} }}"#);
    assert!(warned(&text(&turned, "", ""), "services.team").is_empty());
    assert_eq!(warned(&text(COME, "", ""), "services.team").len(), 1);
}

#[test]
fn people_who_would_go_round_by_leaving_early_at_once_are_a_fault() {
    let early = r#""takes_early": { "by": "4d" }, "exits": { "hospital": 1 },"#;
    let round = text(COME, "", early).replacen(
        r#""places": 9, "stay": { "fixed": "3d" }"#,
        r#""places": 9, "stay": { "fixed": "0d" }"#,
        1,
    );
    let said = said(&round);
    assert!(said[0].contains("go round in a circle without any time passing"), "{said:?}");
}

#[test]
fn batches_are_of_whole_people() {
    let batch =
        |batch: &str| said(&text(&format!(r#""arrivals": {{ "per_day": 4, "batch": {batch} }}"#), "", ""));
    for (typed, number) in [("2.5", "2.5"), (r#"{ "empirical": [0, 2] }"#, "0")] {
        let expected = format!(
            "groups.ill.arrivals.batch: {number} people cannot come together; expected whole numbers, 1 or more"
        );
        assert_eq!(batch(typed), [expected]);
    }
    assert_eq!(batch("3"), [""; 0]);
}

#[test]
fn a_way_out_that_nobody_can_take_leaves_a_growing_queue_growing() {
    let warned = |leaves: &str| {
        let group = format!(r#""arrivals": {{ "per_day": 9 }}, "leaves_bed_queue": {leaves}"#);
        warned(&text(&group, "", ""), "hospital.beds")
    };
    let grows = |leaves: &str| warned(leaves).iter().any(|told| told.starts_with("W01"));
    assert!(!grows(r#"{ "per_day": 1 }"#), "{:?}", warned(r#"{ "per_day": 1 }"#));
    assert!(grows(r#"{ "per_day": 0 }"#) && grows(r#"{ "after": "30d" }"#));
}

#[test]
fn an_overlay_takes_a_diversion_away_or_changes_it() {
    let base = text(
        &format!(
            r#"{COME}, "instead_of_admission": {{ "team": {{ "share": 0.2 }} }}, "leaves_bed_queue": {{}}"#
        ),
        "",
        "",
    );
    let over = |over: &str| {
        let over = format!(r#"{{ "extends": "s.json", "groups": {{ "ill": {over} }} }}"#);
        let files = files(&[("o.json", &over), ("s.json", &base)]);
        let scenario = Scenario::load(&files, "o.json", &[]).unwrap_or_else(|faults| panic!("{faults}"));
        scenario.names.diversions.iter().map(|name| name.key.clone()).collect::<Vec<_>>()
    };
    let keys = ["ill.instead_of_admission.team", "ill.leaves_bed_queue"];
    assert_eq!(over("{}"), keys);
    assert_eq!(over(r#"{ "leaves_bed_queue": null }"#), keys[..1]);
    assert_eq!(over(r#"{ "instead_of_admission": null }"#), keys[1..]);
    let both = ["ill.instead_of_admission.care", keys[0], keys[1]];
    assert_eq!(over(r#"{ "instead_of_admission": { "care": { "share": 0.1 } } }"#), both);
}

#[test]
fn people_looked_after_elsewhere_or_leaving_early_ease_the_beds_as_far_as_there_is_room() {
    let needed = |group: &str, service: &str| {
        let text = text(group, "", service).replace(r#""beds": 9"#, r#""beds": 1"#);
        let told = warned(&text, "hospital.beds");
        told.iter().find_map(|w| Some(w.split_once("need ")?.1.split(' ').next()?.to_owned()))
    };
    let come = r#""arrivals": { "per_day": 2 }"#;
    assert_eq!(needed(come, "").as_deref(), Some("4.0"));
    let instead = format!(r#"{come}, "instead_of_admission": {{ "team": {{ "share": 0.5 }} }}"#);
    assert_eq!(needed(&instead, "").as_deref(), Some("2.0"));
    let early = r#""takes_early": { "by": "12h", "share": 1 },"#;
    assert_eq!(needed(come, early).as_deref(), Some("3.0"));
    // One in four of them has a place.
    let tight = text(&format!(r#"{come}, "instead_of_admission": {{ "team": {{ "share": 1 }} }}"#), "", "")
        .replace(r#""beds": 9"#, r#""beds": 1"#)
        .replace(
            r#""team": { "places": 9, "stay": { "fixed": "3d" } }"#,
            r#""team": { "places": 3, "stay": { "fixed": "6d" } }"#,
        );
    assert!(
        warned(&tight, "hospital.beds")[0].contains("need 3.0 beds"),
        "{:?}",
        warned(&tight, "hospital.beds")
    );
}

#[test]
fn batches_are_of_one_to_a_hundred_people_on_average() {
    let of =
        |batch: &str| said(&text(&format!(r#""arrivals": {{ "per_day": 1, "batch": {batch} }}"#), "", ""));
    let at = "groups.ill.arrivals.batch";
    assert_eq!(of("0"), [format!("{at}: 0 people cannot come together; expected whole numbers, 1 or more")]);
    assert_eq!(
        of(r#"{ "poisson": { "mean": 0.5 } }"#),
        [format!("{at}: batches of 0.5 people on average; expected at least 1 person")]
    );
    assert_eq!(of("101"), [format!("{at}: batches of 101 people on average; expected at most 100")]);
    assert!(of("100").is_empty() && of(r#"{ "poisson": { "mean": 2 } }"#).is_empty());
    assert!(of("-1")[0].starts_with(at), "{:?}", of("-1"));
}

#[test]
fn hours_by_day_are_24_on_every_day_of_the_week() {
    let of =
        |hours: &str| said(&text(&format!(r#""arrivals": {{ "per_day": 1, "by_hour": {hours} }}"#), "", ""));
    let list = |x: u32| format!("{:?}", [x; 24]);
    let at = "groups.ill.arrivals.by_hour";
    assert_eq!(
        of(&format!(r#"{{ "mon-fri": {} }}"#, list(1))),
        [format!(
            "{at}: there are no hours for sat; expected hours of every day, as in \"mon-fri\" and \"sat-sun\""
        )]
    );
    assert_eq!(
        of(&format!(r#"{{ "mon-sat": {}, "sun": [1, 2] }}"#, list(1))),
        [format!("{at}.sun: the list has 2 numbers; expected 24 numbers")]
    );
    assert_eq!(
        of(&format!(r#"{{ "mon-sun": {} }}"#, list(0))),
        [format!("{at}.mon-sun: all hours are 0; expected an hour in which people come")]
    );
    assert!(of(&format!(r#"{{ "mon-sun": {}, "bank_holiday": {} }}"#, list(1), list(2))).is_empty());
    assert_eq!(of("[1, 2]"), [format!("{at}: the list has 2 numbers; expected 24 numbers, or none")]);
}

#[test]
fn harm_needs_both_its_words_and_beds_that_are_limited() {
    let of = |harm: &str| said(&text(COME, &format!("\"bed_wait_harm\": {harm}"), ""));
    let at = "hospital.bed_wait_harm";
    assert_eq!(
        of("{}"),
        [
            format!("{at}: \"over\" is missing; expected a length of time, as in \"6h\""),
            format!("{at}: \"harmed\" is missing; expected a share, as in 0.012")
        ]
    );
    let unlimited =
        text(COME, r#""bed_wait_harm": { "over": "6h", "harmed": 0.01 }"#, "").replace(r#""beds": 9, "#, "");
    assert_eq!(
        warned(&unlimited, "bed_wait_harm"),
        ["W12 hospital.bed_wait_harm: the acute beds are unlimited, so this does nothing"]
    );
}
