use super::*;
use crate::scenario::SourceKind;

fn told(text: &str) -> Explanation {
    Scenario::from_json(text).unwrap().explain()
}

fn part<'a>(told: &'a Explanation, title: &str) -> &'a [String] {
    told.parts.iter().find(|part| part.title == title).map_or(&[], |part| part.items.as_slice())
}

fn has(told: &Explanation, title: &str, sentence: &str) {
    let items = part(told, title);
    assert!(items.iter().any(|item| item.contains(sentence)), "{sentence:?} is not in {items:#?}");
}

const RIVERSIDE: &str = r#"{
  "name": "Riverside", "calendar": { "start": "2024-10-01", "days": 28, "warm_up": "28d" },
  "groups": {
    "older": { "label": "Older people", "arrivals": { "per_day": 16, "by_weekday": [1.2, 1, 1, 1, 1, 0.9, 0.9], "variance_over_mean": 4 },
               "stay": { "exponential": { "mean": "10d" } }, "dies_in_hospital": 0.05,
               "needs": { "p0": 0.8, "p1": 0.2 }, "traits": { "far_away": 0.25 } },
    "from_home": { "enters": "community", "arrivals": { "per_day": 0.5 }, "needs": { "p1": 1 } }
  },
  "events": { "flu": { "groups": ["older"], "from": "2024-10-10", "to": "2024-10-12", "uplift": 0.25 } },
  "hospital": { "label": "Riverside General", "beds": { "base": 200, "changes": [{ "from": "2024-10-07", "to": 210 }] },
                "board_rounds": { "mon-fri": { "at": ["09:30", "13:00"], "reach": 0.5 } }, "turnaround": "90min" },
  "hub": { "staff": { "mon-fri": 8, "hours": "08:00-18:00" }, "assessment": { "fixed": "2h" } },
  "steps": { "review": { "concerns": { "pathways": ["p1"], "share": 0.5 }, "takes": { "fixed": "1d" }, "hours": { "mon-fri": "09:00-17:00" } } },
  "pathways": { "p1": { "label": "Home with help", "services": ["visits"], "bridge": "bridging" } },
  "services": {
    "visits": { "label": "Visits", "places": 40, "starts_per_week": { "base": 7, "changes": [{ "from": "start", "to": 14, "over": "2w" }] },
                "accepts": { "not_traits": ["far_away"] }, "stay": { "exponential": { "mean": "10d" } },
                "exits": { "independent": 0.9, "hospital": 0.1 }, "cost_per_day": 50, "paid_by": "council" },
    "bridging": { "label": "Bridging", "bridge": true, "places": 12, "admits": "08:00-20:00", "respond_within": "4h" }
  },
  "provenance": {
    "services.visits": { "kind": "assumed", "source": "A guess" },
    "services.visits.places": { "kind": "stated", "source": "The plan" },
    "groups.older.arrivals": { "kind": "derived", "source": "A return" }
  }
}"#;

#[test]
fn who_comes_is_told_with_season_spread_stay_and_needs() {
    let told = told(&RIVERSIDE.replace(r#""accepts": { "not_traits": ["far_away"] }, "#, ""));
    for sentence in [
        "Older people: 16 people a day on average [1].",
        "On Mondays 20% more come than on an average day, on Saturdays and Sundays 10% fewer come [1].",
        "the variance is 4 times the mean [1]), so that two average days in three bring 8 to 24 people",
        "They need an acute bed for 10 days on average (half up to 6.9 days, one in ten over 23 days) [?].",
        "At its end 5% die [?].",
        "Of those who live, 80% need “P0” and 20% “Home with help” [?].",
        "25% are marked “far away” [?].",
        "From home: 0.5 people a day on average (3.5 a week) [?].",
    ] {
        has(&told, "Who comes", sentence);
    }
    has(&told, "Dated events", "Flu (10 to 12 October 2024): 25% more people come (Older people) [?].");
}

#[test]
fn a_dated_change_is_introduced_and_a_constant_is_as_if_always_so() {
    let told = told(&RIVERSIDE.replace(r#""accepts": { "not_traits": ["far_away"] }, "#, ""));
    has(
        &told,
        "The hospital",
        "Riverside General has 200 acute beds at first; 210 introduced on 7 October 2024 [?].",
    );
    has(&told, "Services", "40 places, as if always so [2];");
    has(
        &told,
        "Services",
        "at most 7 starts a week at first; 14 introduced step by step, 1 to 15 October 2024 [3]",
    );
    has(
        &told,
        "Services",
        "Bridging (at home): 12 places, as if always so [?]. People may start every day 8:00 to 20:00 [?].",
    );
    has(&told, "Services", "leaves hospital within 4 hours");
    assert_eq!(told.sources[1], Cited { kind: SourceKind::Stated, source: "The plan".to_owned() });
    assert!(told.missing);
}

#[test]
fn work_is_told_with_its_hours_and_whom_it_concerns() {
    let told = told(&RIVERSIDE.replace(r#""accepts": { "not_traits": ["far_away"] }, "#, ""));
    has(
        &told,
        "Work on the way out",
        "Review: for 50% of people who need “Home with help” [?]; it begins when they are ready to leave.",
    );
    has(&told, "Work on the way out", "It takes 1 open day for everyone [?].");
    has(&told, "Work on the way out", "Open: Mondays to Fridays 9:00 to 17:00, not on bank holidays [?].");
    has(
        &told,
        "The hospital",
        "Mondays to Fridays at 9:30 and 13:00 (each finds 50%, together 75%); not on bank holidays",
    );
    has(
        &told,
        "Who decides where people go",
        "8 people Mondays to Fridays, not on bank holidays, 8:00 to 18:00 on each of these days",
    );
    has(&told, "Services", "At the end 90% need no more and 10% go back to hospital [3].");
    has(&told, "Services", "It costs £50 a day for each person [3], paid by the council.");
}

#[test]
fn the_load_of_places_is_what_arrivals_and_stays_make_it() {
    let told = told(&RIVERSIDE.replace(r#""accepts": { "not_traits": ["far_away"] }, "#, ""));
    let sections = part(&told, "How full it must become");
    // 16.21 a day with the event, and a tenth of the two in five who can start go back to hospital: 16.33 × 0.95 × 0.2
    // + 0.5 people a day for 10 days each, in 40 places. Two hours each in the hub: 16.33 × 0.95 × 0.2 × 14.
    assert!(sections.iter().any(|s| s.starts_with("Visits: needs 36 of 40 places (90%)")), "{sections:#?}");
    assert!(
        sections.iter().any(|s| s.starts_with("The hub: needs 43.4 of 400 hours of work a week (11%)")),
        "{sections:#?}"
    );
    assert!(sections[1].starts_with("Acute beds: acute stays alone need 1"), "{sections:#?}");
}

#[test]
fn every_word_of_the_vocabulary_can_be_told() {
    let scenario = Scenario::from_json(include_str!("../vocabulary.json")).unwrap();
    let told = scenario.explain();
    assert!(told.parts.len() >= 11, "{:?}", told.parts.iter().map(|p| p.title).collect::<Vec<_>>());
    let all: String = told.parts.iter().flat_map(|part| part.items.iter().cloned()).collect();
    for name in scenario.names.services.iter().chain(&scenario.names.groups).chain(&scenario.names.steps) {
        assert!(all.contains(&name.label), "{}", name.label);
    }
    for sign in ["  ", " .", "..", " ,", "NaN", "inf", "{", "}", "[]"] {
        assert!(!all.contains(sign), "{sign:?} in {all}");
    }
}

#[test]
fn a_scenario_without_sources_is_told_without_marks() {
    let text = r#"{ "name": "Least", "calendar": { "start": "2024-10-01", "days": 3 }, "groups": { "g": { "arrivals": { "per_day": 2 } } } }"#;
    let told = told(text);
    assert!(told.sources.is_empty() && !told.missing);
    assert!(
        part(&told, "Who comes")[0].starts_with("G: 2 people a day on average. They come as emergencies")
    );
    has(&told, "The hospital", "The hospital has acute beds without limit.");
    has(&told, "Who decides where people go", "There is no hub");
}
