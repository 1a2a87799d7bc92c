//! Faults and warnings of what people take who wait too long.

use super::*;

/// The sound scenario with these rules on its pathway, a bridge, and a service for good.
fn text(rules: &str) -> String {
    let pathway =
        format!(r#"{{ "services": ["care", "abroad"], "bridge": "team", "gives_way": {{ {rules} }} }}"#);
    let services = r#""team": { "bridge": true, "places": 2 }, "spot": { "bridge": true, "places": 1 },
    "homes": { "permanent": true, "starts_per_week": 2 }, "care_instead": { "stay": { "fixed": "9d" } },
    "for_nobody": { "accepts": { "pathways": ["p0"] }, "stay": { "fixed": "9d" } },
    "abroad""#;
    with(r#"{ "services": ["care", "abroad"] }"#, &pathway).replacen(
        r#""abroad":"#,
        &format!("{services}:"),
        1,
    )
}

/// What stands after the places of all faults.
fn said(text: &str) -> Vec<String> {
    faults(text).iter().map(|f| f.split_once(" · ").unwrap_or_default().1.to_owned()).collect()
}

fn warnings(rules: &str) -> Vec<String> {
    let scenario = Scenario::from_json(&text(rules)).unwrap_or_else(|faults| panic!("{faults}"));
    let told = scenario.warnings.iter().map(ToString::to_string);
    told.filter(|w| w.starts_with("W12 pathways")).collect()
}

#[test]
fn a_rule_says_what_is_taken_instead() {
    for (rule, expected) in [
        (
            r#"{ "after": "7d" }"#,
            "pathways.p1.gives_way.r: \"to\" is missing; expected a service, a bridge, or \"home\"",
        ),
        (
            r#"{ "to": "sopt" }"#,
            "pathways.p1.gives_way.r.to: there is no service \"sopt\"; did you mean \"spot\"?",
        ),
        (r#"{ "to": 7 }"#, "pathways.p1.gives_way.r.to: 7 is not a text; expected a text in quotes"),
        (
            r#"{ "to": "care" }"#,
            "pathways.p1.gives_way.r.to: people of this pathway wait for care anyway; expected a service that is not one of the pathway's own",
        ),
        (
            r#"{ "to": "team" }"#,
            "pathways.p1.gives_way.r.to: people of this pathway wait for team anyway; expected a service that is not one of the pathway's own",
        ),
        (
            r#"{ "to": "home", "share": 1.1 }"#,
            "pathways.p1.gives_way.r.share: 1.1 is out of range; expected a share, from 0 to 1",
        ),
        (
            r#"{ "to": "home", "form": "free" }"#,
            "pathways.p1.gives_way.r.form: this key is not known; did you mean \"from\"?",
        ),
        (
            r#"{ "to": "home", "from": "reddy" }"#,
            "pathways.p1.gives_way.r.from: \"reddy\" is not one of these words; expected \"free\" or \"ready\"; did you mean \"ready\"?",
        ),
    ] {
        assert_eq!(said(&text(&format!(r#""r": {rule}"#))), [expected], "{rule}");
    }
    let sound = r#""a": { "to": "home" }, "b": { "after": "2d", "to": "spot" }, "c": { "to": "homes", "per_day": 0 }"#;
    assert_eq!(said(&text(sound)), [""; 0]);
}

#[test]
fn home_is_home_and_no_service() {
    let named = text(r#""r": { "to": "home" }"#).replace("care_instead", "home");
    assert_eq!(
        said(&named),
        [
            "pathways.p1.gives_way.r.to: \"home\" may mean the service of that name, or home without a service; expected another name for the service"
        ]
    );
}

#[test]
fn who_waits_for_nothing_gives_way_to_nothing() {
    let rule = r#""pathways": { "p0": { "gives_way": { "r": { "to": "care" } } }, "p1""#;
    assert_eq!(
        said(&with(r#""pathways": { "p1""#, rule)),
        [
            "pathways.p0.gives_way.r: the pathway has no services, so nobody waits for a place; expected \"services\" beside it, or no \"gives_way\""
        ]
    );
}

#[test]
fn a_pathway_has_eight_bridges_at_most_its_own_included() {
    let rules = |bridges: u32| -> String {
        let all: Vec<String> = (1..bridges).map(|n| format!(r#""r{n}": {{ "to": "spot{n}" }}"#)).collect();
        let services: Vec<String> =
            (1..bridges).map(|n| format!(r#""spot{n}": {{ "bridge": true }}, "#)).collect();
        text(&all.join(", ")).replacen(r#""team":"#, &format!(r#"{}"team":"#, services.concat()), 1)
    };
    assert_eq!(said(&rules(8)), [""; 0]);
    assert_eq!(
        said(&rules(9)),
        [
            "pathways.p1.gives_way.r8.to: 9 bridges of one pathway are too many; expected at most 8, those to which people give way included"
        ]
    );
}

#[test]
fn a_factor_on_a_stay_that_nobody_has_does_nothing() {
    assert_eq!(
        warnings(r#""a": { "to": "spot", "stay_factor": 2 }, "b": { "to": "home", "stay_factor": 2 }"#),
        ["a", "b"].map(|rule| format!(
            "W12 pathways.p1.gives_way.{rule}.stay_factor: people take no place in a service, so this does nothing"
        ))
    );
    assert_eq!(
        warnings(r#""a": { "to": "homes", "stay_factor": 2 }"#),
        ["W12 pathways.p1.gives_way.a.stay_factor: people stay there for good, so this does nothing"]
    );
    assert_eq!(warnings(r#""a": { "to": "care_instead", "stay_factor": 2 }"#), [""; 0]);
}

#[test]
fn a_rule_to_where_no_one_is_accepted_does_nothing() {
    assert_eq!(
        warnings(r#""a": { "to": "for_nobody" }, "b": { "to": "care_instead" }"#),
        ["W12 pathways.p1.gives_way.a.to: no one on this pathway is accepted there, so this does nothing"]
    );
}

#[test]
fn an_overlay_takes_a_rule_away_by_null_and_changes_one_of_its_words() {
    let base = text(r#""a": { "to": "home" }, "b": { "after": "2d", "to": "spot" }"#);
    let rules = |over: &str| {
        let over = format!(r#"{{ "extends": "s.json", "pathways": {{ "p1": {{ "gives_way": {over} }} }} }}"#);
        let files = files(&[("s.json", &base), ("o.json", &over)]);
        let scenario = Scenario::load(&files, "o.json", &[]).unwrap_or_else(|faults| panic!("{faults}"));
        let names = scenario.names.gives_way.iter().map(|name| name.key.clone());
        let days = scenario.plan.gives_way.iter().map(|rule| rule.after.days());
        names.zip(days).collect::<Vec<_>>()
    };
    let rule = |name: &str, days: f64| (name.to_owned(), days);
    assert_eq!(rules(r#"{ "a": null }"#), [rule("p1.b", 2.0)]);
    assert_eq!(rules(r#"{ "b": { "after": "5d" } }"#), [rule("p1.a", 0.0), rule("p1.b", 5.0)]);
    assert_eq!(rules("null"), []);
}

#[test]
fn who_gives_way_and_stays_no_time_goes_round_in_no_circle() {
    let circle = |factor: f64| {
        let rule = format!(r#""r": {{ "to": "care_instead", "stay_factor": {factor} }}"#);
        let back = r#""care_instead": { "exits": { "hospital": 1 }, "#;
        text(&rule).replacen(r#""care_instead": { "#, back, 1).replacen(
            r#""stay": { "fixed": "5d" }, "needs": { "p0": 0.8, "p1": 0.2 }"#,
            r#""stay": { "fixed": "0d" }, "needs": { "p0": 0, "p1": 1 }"#,
            1,
        )
    };
    assert_eq!(said(&circle(0.5)), [""; 0]);
    let told = said(&circle(0.0));
    assert!(told.len() == 1 && told[0].contains("go round in a circle without any time passing"), "{told:?}");
}
