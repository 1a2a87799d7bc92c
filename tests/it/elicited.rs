//! Judgement from people: what they think is drawn from, where nothing was observed and where what was observed is
//! silent.

use std::fmt::Write;

use wardflow::Scenario;
use wardflow::measures::{DailyMeasure, Simulator};

use crate::place::Place;

/// How long visits go on changes nothing that a daily return holds.
const TOWN: &str = r#"{
  "name": "Town", "calendar": { "start": "2024-01-01", "days": 126, "warm_up": "35d" },
  "groups": { "all": { "arrivals": { "per_day": 9 }, "enters": "ready", "needs": { "p0": 0.6, "p1": 0.4 } } },
  "steps": { "arranging": { "concerns": { "pathways": ["p1"] }, "starts": "ready", "order": 1,
                            "takes": { "lognormal": { "mean": "6d", "sigma": 0.8 } } } },
  "pathways": { "p0": { "services": [] }, "p1": { "services": ["reablement"] } },
  "services": { "reablement": { "places": "unlimited", "stay": { "lognormal": { "mean": "10d", "sigma": 0.5 } } } },
  "provenance": { "services.reablement.stay.lognormal.mean": { "kind": "assumed", "source": "Nobody counted it", "elicited": [
    { "role": "therapy lead", "date": "2026-01-05", "low": "8d", "middle": "12d", "high": "40d" },
    { "role": "ward manager", "date": "2026-01-06", "low": "8d", "middle": "12d", "high": "40d", "weight": 3 }] } }
}"#;

const STAY: &str = "services.reablement.stay.lognormal.mean";

fn town() -> Place {
    Place::with(&[("town.json", TOWN)])
}

/// The stays of a file of worlds, in rising order.
fn stays(place: &Place, file: &str) -> Vec<f64> {
    let text = place.text(file);
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let column = lines.next().unwrap().iter().position(|name| *name == STAY).unwrap();
    let mut all: Vec<f64> = lines.map(|row| row[column].trim_end_matches('d').parse().unwrap()).collect();
    all.sort_by(f64::total_cmp);
    all
}

fn share_below(all: &[f64], value: f64) -> f64 {
    all.iter().filter(|x| **x < value).count() as f64 / all.len() as f64
}

fn in_one_line(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn where_nothing_was_observed_worlds_have_the_quantiles_that_people_named() {
    let place = town();
    for threads in [1, 2] {
        let page = place.done(&format!(
            "calibrate town.json --fit {STAY} --worlds 400 --threads {threads} --out on-{threads}"
        ));
        let page = in_one_line(&page);
        assert!(page.contains("400 worlds, drawn and compared with nothing"), "{page}");
        assert!(page.contains("judged by therapy lead, 2026-01-05; ward manager, 2026-01-06"), "{page}");
    }
    for file in ["worlds.csv", "calibrated.json", "results.json"] {
        assert_eq!(place.read(&format!("on-1/{file}")), place.read(&format!("on-2/{file}")), "{file}");
    }
    let stays = stays(&place, "on-1/worlds.csv");
    for (value, share) in [(8.0, 0.05), (12.0, 0.5), (40.0, 0.95)] {
        assert!(
            (share_below(&stays, value) - share).abs() <= 0.005,
            "{value}: {}",
            share_below(&stays, value)
        );
    }
    let medians = place.json("on-1/calibrated.json");
    assert_eq!(medians["services"]["reablement"]["stay"]["lognormal"]["mean"], "12d");
    let source = &medians["provenance"][STAY];
    assert_eq!(
        source["source"],
        "The median of what was judged by therapy lead, 2026-01-05; ward manager, 2026-01-06; before: Nobody counted it"
    );
    assert!(source["elicited"].is_array(), "they can be drawn from again");
    place.done("check on-1/calibrated.json");
    place.done("run town.json --worlds on-1/worlds.csv --runs 4 --charts none --out run");
    place.done(&format!("calibrate town.json --fit {STAY} --worlds 400 --seed 2 --out other"));
    assert_ne!(place.text("on-1/worlds.csv"), place.text("other/worlds.csv"));
}

#[test]
fn a_mark_and_a_typed_range_say_what_is_drawn_from() {
    let place = town();
    place.write(
        "marked.json",
        TOWN.replace(
            r#""Nobody counted it","#,
            r#""Nobody counted it", "calibrate": true, "range": ["10d", "20d"],"#,
        ),
    );
    place.done("calibrate marked.json --worlds 200 --out marked");
    let marked = stays(&place, "marked/worlds.csv");
    assert!(marked[0] >= 10.0 && marked[199] <= 20.0, "within the range");
    let below = share_below(&marked, 12.0);
    assert!(below > 0.45 && below < 0.6, "people think the lower part likelier: {below}");
    place.done(&format!("calibrate town.json --fit {STAY}=10d..20d --worlds 200 --out typed"));
    let typed = stays(&place, "typed/worlds.csv");
    assert!((share_below(&typed, 12.0) - 0.2).abs() < 0.02, "a typed range stands by itself");
    let page = place.done("check town.json --explain");
    let page = in_one_line(&page);
    assert!(
        page.contains("Nobody counted it; judged by therapy lead, 2026-01-05: 8d, 12d, 40d; ward"),
        "{page}"
    );
    assert!(page.contains("40d, weight 3"), "{page}");
}

#[test]
fn where_what_was_observed_is_silent_people_s_quantiles_stay() {
    let place = town();
    let scenario = Scenario::open(&place.at("town.json"), &[]).unwrap();
    let found = Simulator::new(&scenario.plan).replicate(77, 3).unwrap();
    let all = DailyMeasure::all(scenario.plan.services.len());
    let row = |wanted| &found.daily[all.iter().position(|m| *m == wanted).unwrap()];
    let mut csv = "date,nctr,discharged\n".to_owned();
    let mut date = scenario.plan.calendar.start();
    for (remaining, discharged) in row(DailyMeasure::NctrRemaining).iter().zip(row(DailyMeasure::Discharges))
    {
        writeln!(csv, "{date},{},{discharged}", remaining + discharged).unwrap();
        date = date.tomorrow().unwrap();
    }
    place.write("daily.csv", csv);
    let page = place.done(&format!(
        "calibrate town.json --observed daily.csv --runs 80 --worlds 300 --charts none --out fitted \
         --fit {STAY} --fit groups.all.arrivals.per_day=6..12"
    ));
    let page = in_one_line(&page);
    assert!(page.contains("judged by therapy lead, 2026-01-05"), "{page}");
    let stays = stays(&place, "fitted/worlds.csv");
    // 300 of 2000 points of a walk: 0.03 is the error of a share of a half.
    for (value, share, error) in [(8.0, 0.05, 0.05), (12.0, 0.5, 0.12), (40.0, 0.95, 0.05)] {
        assert!(
            (share_below(&stays, value) - share).abs() < error,
            "{value}: {}",
            share_below(&stays, value)
        );
    }
    let calibrated = place.json("fitted/calibrated.json");
    let entry = &calibrated["provenance"][STAY];
    assert_eq!(entry["kind"], "fitted", "it changes runs, and so it is held against what was observed");
    assert!(entry.get("elicited").is_none(), "what people think is in it already: {entry}");
    place.done("check fitted/calibrated.json");
}

#[test]
fn what_people_think_beyond_what_makes_sense_is_told() {
    let place = town();
    let share = r#""provenance": { "groups.all.needs.p1": { "kind": "assumed", "source": "", "range": [0.3, 0.5] }, "steps.arranging.skipped": { "kind": "assumed", "source": "", "elicited": [
        { "role": "hub lead", "date": "2026-01-05", "low": 0.5, "middle": 0.8, "high": 0.95 }] }, "#;
    let skipped = TOWN
        .replace(r#""provenance": { "#, share)
        .replace(r#""starts": "ready", "#, r#""starts": "ready", "skipped": 0.8, "#);
    place.write("skipped.json", skipped);
    let said = place.refused("calibrate skipped.json --fit steps.arranging.skipped");
    assert!(
        said.contains("steps.arranging.skipped: ") && said.contains("expected a share, from 0 to 1"),
        "{said}"
    );
}

#[test]
fn the_example_of_the_document_reads() {
    let text = include_str!("../../docs/calibrate.md");
    let block = text.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let example = block.into_iter().find(|block| block.contains("elicited")).unwrap();
    let place = town();
    place.write("example.json", format!("{{ \"extends\": \"town.json\", {example} }}"));
    let page = in_one_line(&place.done("check example.json --explain"));
    assert!(
        page.contains("judged by therapy lead, 2026-01-05: 20d, 26d, 40d; reablement manager, 2026-01-05: "),
        "{page}"
    );
}
