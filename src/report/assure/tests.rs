//! What stands in a pack, of studies made by hand.

use serde_json::json;

use super::*;
use crate::report::brief::sample::sample;
use crate::report::markdown::BLANK;

/// A scenario in which every text that a person types is this one.
fn scenario(typed: &str) -> Value {
    json!({
        "name": typed, "description": typed, "notes": typed,
        "calendar": { "start": "2024-10-01", "days": 182 },
        "groups": { "older": { "label": typed, "needs": { "p1": 1 } } },
        "steps": { "therapy": { "label": typed, "starts": "ready" } },
        "pathways": { "p1": { "label": typed, "services": ["beds"] } },
        "services": { "beds": { "label": typed, "places": 6 } },
        "provenance": {
            "services.beds.places": { "kind": "assumed", "source": typed, "range": [4, 8] },
            "steps.therapy.takes": { "kind": "fitted", "source": "what was seen", "fitted_to": "2024-06-30" },
            "groups.older.needs": { "kind": "stated", "source": "a plan" },
            "calendar.days": { "kind": "derived", "source": "a sum" },
        },
    })
}

/// A comparison with one option that has a guess of its own.
fn compared(typed: &str) -> Finished {
    let mut option = scenario(typed);
    option["name"] = "More beds".into();
    option["services"]["beds"]["places"] = 9.into();
    let wait = json!({ "delay_days_mean": {
        "baseline": { "mean": 2.04 }, "difference": { "mean": -0.31, "precision95": [-0.5, -0.12], "clear": true },
    } });
    Finished {
        findings: Some(sample()),
        manifest: json!({
            "wardflow": "0.1.0", "seed": 7, "fingerprint": "abc", "started": "2026-11-29T10:00:00Z", "people_simulated": 1234,
            "command": ["/some/where/wardflow", "compare", "a.json", "b.json"],
            "scenarios": {
                "more": { "fingerprint": "2b", "scenario": option },
                "today": { "fingerprint": "1a", "scenario": scenario(typed) },
            },
        }),
        results: json!({
            "runs": 100, "base": "today",
            "differences": { "more": { "fairness": { "groups": { "older": wait } } } },
            "scenarios": { "more": { "scenario": { "name": "More beds" } } },
        }),
    }
}

fn made(of: &Finished) -> String {
    pack(of).expect("there is a scenario")
}

fn section<'a>(page: &'a str, title: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("## {title}")).unwrap_or_else(|| panic!("{title} in {page}"));
    rest.split("\n## ").next().unwrap_or(rest)
}

#[test]
fn all_that_the_guides_ask_for_has_its_place() {
    let page = made(&compared("Riverside"));
    let titles: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let numbers: Vec<&str> = titles.iter().filter_map(|title| title.split(' ').next()).collect();
    assert_eq!(numbers, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    assert!(page.starts_with(HEADING));
    for kind in ["face", "verification", "cross", "external", "predictive"] {
        assert!(section(&page, "5").contains(&format!("| {kind} ")), "{kind}");
    }
    assert!(
        page.contains("doi.org/10.1016/j.jval.2012.04.012") && page.contains("gov.uk/guidance/the-aqua-book")
    );
    assert!(section(&page, "1").contains(&sample().answer.text));
    assert!(section(&page, "8").contains("| Seed | 7 |") && section(&page, "8").contains("`1a`"));
}

#[test]
fn nothing_that_people_have_to_say_is_said_for_them() {
    let page = made(&compared("Riverside"));
    assert!(page.contains("**Not signed.**") && section(&page, "10").contains("**Nobody has signed this.**"));
    assert!(
        section(&page, "10").contains("| Approver |  |  |  |") && section(&page, "1").contains("| Assurer |")
    );
    assert!(page.matches(BLANK).count() >= 12 && page.matches(BLANK).count() == page.matches("]**").count());
    assert!(section(&page, "5").contains("a program cannot do it"));
}

#[test]
fn assumptions_stand_before_fits_and_those_before_sums_where_no_ranking_was_measured() {
    let page = made(&compared("Riverside"));
    let log = section(&page, "3");
    assert!(log.contains("No ranking was measured"), "{log}");
    let at = |text: &str| log.find(text).unwrap_or_else(|| panic!("{text} in {log}"));
    assert!(log.contains("`services.beds.places` = 6 (4 to 8)"), "{log}");
    assert!(log.contains("`services.beds.places` = 9 (4 to 8) in “More beds”"), "{log}");
    assert!(at("`services.beds.places`") < at("`steps.therapy.takes`"));
    assert!(at("`steps.therapy.takes`") < at("`calendar.days`"));
    assert!(!log.contains("a plan"), "what is stated is data: {log}");
    assert!(section(&page, "4").contains("| a plan | stated | `groups.older.needs` | not given |"), "{page}");
}

#[test]
fn what_was_measured_ranks_the_log() {
    let mut of = compared("Riverside");
    let input = |path: &str, swing: f64| {
        json!({ "paths": [path], "swing": { "nctr_bed_days": swing },
                "low_to_high": { "nctr_bed_days": { "unit": "bed-days" } } })
    };
    of.results["on"] = json!(["nctr_bed_days"]);
    of.results["inputs"] = json!([input("calendar.days", 12.0), input("services.beds.places", 1410.0)]);
    let page = made(&of);
    let log = section(&page, "3");
    assert!(log.contains("| 1 | `services.beds.places` = 6 (4 to 8) | assumed |"), "{log}");
    assert!(
        log.contains("1,410 bed-days from one end of its range to the other")
            && log.contains("| 2 | `calendar.days`")
    );
    let turns = json!([{ "path": "steps.therapy.takes", "distance": 0.43, "clear": true }]);
    of.results["inputs"] = json!([]);
    of.results["decision"] =
        json!({ "worlds": 100, "by_outcome": { "ahead": "more", "behind": "today", "turns": turns } });
    let page = made(&of);
    assert!(
        section(&page, "3").contains("| 1 | `steps.therapy.takes` | fitted | what was seen | distance 0.43"),
        "{page}"
    );
    assert!(section(&page, "6").contains("100 sets of figures"));
}

#[test]
fn who_waits_longer_is_told_by_group() {
    let page = made(&compared("Riverside"));
    let row = "| Riverside (group) | days from ready to leaving | 2.0 | −0.31 | −0.50 to −0.12 | clear |";
    assert!(section(&page, "7").contains(row), "{}", section(&page, "7"));
    let mut run = compared("Riverside");
    run.results = json!({ "groups": { "older": { "delay_days_mean": { "mean": 1.64, "precision95": [0.4, 2.8] },
                                                "delay_days_p90": { "mean": 5.0 }, "nctr_bed_days": { "mean": 8180.0 } } } });
    assert!(
        section(&made(&run), "7").contains("| Riverside | 1.6 | 0.4 to 2.8 | 5.0 | 8,180 |"),
        "{}",
        made(&run)
    );
}

#[test]
fn it_is_due_a_year_after_the_earliest_end_of_data_and_says_where_that_is_past() {
    let mut of = compared("Riverside");
    let due = |of: &Finished| section(&made(of), "9").to_owned();
    assert!(due(&of).contains("By 30 June 2025: a year after 30 June 2024"), "{}", due(&of));
    assert!(due(&of).contains("That day had passed"));
    of.manifest["started"] = "2025-01-01T00:00:00Z".into();
    assert!(!due(&of).contains("That day had passed"));
    for stem in ["more", "today"] {
        of.manifest["scenarios"][stem]["scenario"]["provenance"] = json!({});
    }
    assert!(due(&of).contains("By 31 March 2026: a year after 31 March 2025"), "{}", due(&of));
}

#[test]
fn a_study_puts_no_markup_into_it() {
    let hostile = "# <b>x</b> `y` *z* [a](b) |c|\n\n## d \u{1b}[2J";
    let (page, usual) = (made(&compared(hostile)), made(&compared("plain")));
    assert!(!page.contains("<b>") && !page.contains("](b)") && !page.contains('\u{1b}'), "{page}");
    for marks in ["\n# ", "\n## ", "\n### ", "\n- ", "\n```"] {
        assert_eq!(page.matches(marks).count(), usual.matches(marks).count(), "{marks:?}\n{page}");
    }
    // A row of a table has as many cells as its header.
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let tables = page.lines().collect::<Vec<_>>();
    for pair in tables.windows(2).filter(|pair| pair.iter().all(|line| line.starts_with('|'))) {
        assert_eq!(cells(pair[0]), cells(pair[1]), "{pair:?}");
    }
}

#[test]
fn without_a_scenario_there_is_no_pack() {
    let of = Finished { results: json!({}), manifest: json!({ "scenarios": {} }), findings: None };
    assert!(pack(&of).is_none());
}
