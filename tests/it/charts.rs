//! The charts of every command, on a small town: each says where it comes from, and what must be in it is.

use std::fs;

use serde_json::Value;

use crate::place::Place;

const TOWN: &str = r#"{
  "name": "Riverside & Hill",
  "calendar": { "start": "2025-01-06", "days": 14, "warm_up": "14d" },
  "groups": { "all": { "label": "Everybody", "arrivals": { "per_day": 8 }, "stay": { "exponential": { "mean": "3d" } },
                       "needs": { "p0": 0.7, "p1": 0.3 } } },
  "hospital": { "beds": 30, "escalation": { "beds": 6, "open_above": 0.95, "close_below": 0.8 },
                "board_rounds": { "mon-sun": { "at": ["10:00"], "reach": 0.5 } } },
  "steps": { "therapy": { "starts": "ready", "takes": { "fixed": "1d" } } },
  "pathways": { "p0": { "services": [] }, "p1": { "services": ["care"] } },
  "services": { "care": { "label": "Care at home", "places": 15, "stay": { "exponential": { "mean": "9d" } },
                          "cost_per_place": 100 },
                "spare": { "places": 5 } },
  "costs": { "acute_bed_day": 400 },
  "provenance": { "services.care.places": { "kind": "assumed", "source": "A guess", "range": [14, 16] },
                  "services.spare.places": { "kind": "assumed", "source": "A guess", "range": [4, 6] } }
}"#;

const COMMANDS: [&str; 10] = [
    "run town.json",
    "compare town.json more.json same.json",
    "sweep town.json --vary services.care.places=12..18:3",
    "sweep town.json --vary services.care.places=12,15 --vary hospital.beds+=0,2",
    "exchange town.json --give services.care.places --for hospital.beds --amounts 3,6 --for-amounts 2",
    "marginal town.json",
    "optimise town.json --vary services.care.places=12,15 --target nctr_people<=100",
    "sensitivity town.json",
    "causes town.json",
    "dashboard town.json --observed own.csv --measures bed_queue,nctr_remaining",
];

/// A folder with the town, an option for it, and one that changes nothing.
struct Town(Place);

impl std::ops::Deref for Town {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.0
    }
}

impl Town {
    fn new() -> Self {
        Self(Place::with(&[
            ("town.json", TOWN),
            (
                "more.json",
                r#"{ "extends": "town.json", "name": "More places", "services": { "care": { "places": 25 } } }"#,
            ),
            ("own.csv", "date,bed_queue\n2025-01-01,3\n2025-01-02,4\n2025-01-05,6\n"),
            ("same.json", r#"{ "extends": "town.json", "name": "Nothing new" }"#),
        ]))
    }

    /// Runs a command with few runs; its folder and its charts, by name.
    fn charts(&self, words: &str) -> (Value, Vec<(String, String)>) {
        let out = tempfile::tempdir_in(self.path()).unwrap();
        let mut command = self.command(words);
        let command = command.args(["--runs", "4", "--quiet", "--charts", "svg", "--out"]).arg(out.path());
        let output = command.output().unwrap();
        assert!(
            matches!(output.status.code(), Some(0 | 4)),
            "{words}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let manifest = fs::read(out.path().join("manifest.json")).unwrap();
        let charts = fs::read_dir(out.path().join("charts")).unwrap().map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).unwrap())
        });
        (serde_json::from_slice(&manifest).unwrap(), charts.collect())
    }

    fn chart(&self, words: &str, name: &str) -> String {
        let (_, charts) = self.charts(words);
        charts.into_iter().find(|chart| chart.0 == name).unwrap().1
    }
}

/// What is written in a picture, its lines joined.
fn written(svg: &str) -> String {
    let texts = svg.split("<text").skip(1).filter_map(|text| text.split_once('>')?.1.split_once('<'));
    texts.map(|(text, _)| text).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_chart_of_every_command_names_version_scenario_fingerprint_runs_and_seed() {
    let place = Town::new();
    let own = wardflow::scenario::Scenario::open(&place.at("town.json"), &[]).unwrap().fingerprint;
    for words in COMMANDS {
        let (manifest, charts) = place.charts(words);
        assert!(!charts.is_empty(), "{words}");
        let whole = &manifest["fingerprint"].as_str().unwrap()[..8];
        let study = if own.starts_with(whole) { String::new() } else { format!(" (whole study {whole})") };
        let start = format!(
            "Source: wardflow {}, Riverside &amp; Hill, fingerprint {}{study}, ",
            env!("CARGO_PKG_VERSION"),
            &own[..8]
        );
        for (name, svg) in charts {
            let description = svg.split_once("</desc>").unwrap().0;
            assert!(description.contains(&start), "{words} {name}: {description}");
            assert!(description.ends_with(", seed 1"), "{words} {name}");
            assert!(written(&svg).contains(&start), "{words} {name}: {}", written(&svg));
            assert!(!svg.contains(&*place.path().to_string_lossy()), "{words} {name} holds a path");
        }
    }
}

#[test]
fn a_png_has_the_same_source_as_the_svg() {
    let place = Town::new();
    let out = place.at("out");
    place.done("run town.json --runs 2 --quiet --charts all --out out");
    let read = |name: &str| fs::read(out.join("charts").join(name)).unwrap();
    let reader = png::Decoder::new(std::io::Cursor::new(read("nctr-by-day.png"))).read_info().unwrap();
    let chunk = reader.info().utf8_text.iter().find(|chunk| chunk.keyword == "Source").unwrap();
    let svg = String::from_utf8(read("nctr-by-day.svg")).unwrap();
    let said = chunk.get_text().unwrap().replace('&', "&amp;");
    assert!(svg.split_once("</desc>").unwrap().0.ends_with(&said), "{said}");
}

#[test]
fn waiting_for_a_board_round_stands_beside_the_causes() {
    let place = Town::new();
    let svg = place.chart("causes town.json", "causes");
    assert!(written(&svg).contains("Waiting to be found by a board round"), "{}", written(&svg));
    fs::write(place.at("seen.json"), r#"{ "extends": "town.json", "hospital": { "board_rounds": null } }"#)
        .unwrap();
    let svg = place.chart("causes seen.json", "causes");
    assert!(
        !written(&svg).contains("board round") && !written(&svg).contains("No delay"),
        "{}",
        written(&svg)
    );
}

#[test]
fn today_is_marked_where_it_is_one_of_the_values_and_told_outside_the_axis_where_not() {
    let place = Town::new();
    let svg = written(&place.chart("sweep town.json --vary services.care.places=12..18:3", "sweep"));
    assert!(svg.contains("today: 15") && !svg.contains("at none of these values"), "{svg}");
    for tick in ["12", "15", "18"] {
        assert!(svg.split(' ').any(|word| word == tick), "{svg}");
    }
    assert!(!svg.split(' ').any(|word| ["13", "16", "17"].contains(&word)), "{svg}");
    let svg = written(&place.chart("sweep town.json --vary services.care.places=12,18", "sweep"));
    assert!(!svg.contains("today:") && svg.contains("Today, at none of these values:"), "{svg}");
    let svg = written(
        &place.chart("sweep town.json --vary services.care.places=12,15 --vary hospital.beds+=0,2", "sweep"),
    );
    assert!(svg.contains("15 (today)") && svg.contains("+ 0 (today)") && !svg.contains("As it is"), "{svg}");
}

#[test]
fn inputs_and_options_that_change_nothing_are_said_to() {
    let place = Town::new();
    // Nobody ever goes to the spare places.
    let svg = written(&place.chart("sensitivity town.json", "tornado"));
    assert!(svg.contains("no change"), "{svg}");
    let svg = written(&place.chart("compare town.json more.json same.json", "differences"));
    assert!(svg.contains("no change"), "{svg}");
}

#[test]
fn target_and_today_stand_on_the_frontier_once() {
    let place = Town::new();
    let svg = place
        .chart("optimise town.json --vary services.care.places=12,15 --target nctr_people<=100", "frontier");
    let svg = written(&svg);
    assert_eq!(svg.matches("target: at most 100 people").count(), 1, "{svg}");
    assert!(svg.matches("Today").count() <= 1, "{svg}");
}

#[test]
fn the_line_of_beds_holds_escalation_beds() {
    let place = Town::new();
    let svg = place.chart("run town.json", "occupancy-by-day");
    assert!(written(&svg).contains("escalation beds too"), "{}", written(&svg));
}
