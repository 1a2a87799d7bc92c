//! The worlds of the baseline, `scenarios/milton-keynes-worlds.csv`: they hold what the baseline marks, within its ranges and
//! round its own figures, and the documented command makes them.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use wardflow::scenario::Worlds;
use wardflow::scenario::worlds::read;
use wardflow::scenario::{Figure, Found, Provenance};
use wardflow::{Scenario, Setting};

use crate::place::Place;

fn text(file: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn table() -> String {
    text("scenarios/milton-keynes-worlds.csv")
}

/// The baseline and where its files are.
fn baseline(settings: &[Setting]) -> Scenario {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/milton-keynes.json");
    Scenario::open(&file, settings).expect("a sound scenario")
}

fn worlds() -> Worlds {
    read("milton-keynes-worlds.csv", table().as_bytes(), &mut Found::default()).expect("worlds")
}

fn figure(value: &Value) -> Figure {
    match value {
        Value::String(text) => Figure::of(text).expect("a figure"),
        number => Figure { number: number.as_f64().expect("a number"), unit: String::new() },
    }
}

/// The values of each path over the worlds, in their order of size.
fn sorted(worlds: &Worlds) -> BTreeMap<&str, Vec<Figure>> {
    let column = |j: usize| {
        let mut all: Vec<Figure> =
            worlds.all.iter().map(|world| Figure::of(&world.values[j]).expect("a figure")).collect();
        all.sort_by(|a, b| a.number.total_cmp(&b.number));
        all
    };
    worlds.paths.iter().enumerate().map(|(j, path)| (path.0.as_str(), column(j))).collect()
}

fn marked(scenario: &Scenario) -> Vec<&Provenance> {
    scenario.provenance.iter().filter(|entry| entry.calibrate).collect()
}

#[test]
fn the_worlds_hold_every_figure_that_the_baseline_marks_and_no_other_within_its_range() {
    let (base, worlds) = (baseline(&[]), worlds());
    assert_eq!(worlds.all.len(), 100);
    let columns = sorted(&worlds);
    let mut paths: Vec<&str> = marked(&base).iter().map(|entry| entry.path.as_str()).collect();
    paths.sort_unstable();
    assert_eq!(columns.keys().copied().collect::<Vec<_>>(), paths);
    for entry in marked(&base) {
        let [low, high] = entry.range.as_ref().expect("a range").each_ref().map(figure);
        for value in &columns[entry.path.as_str()] {
            assert_eq!(value.unit, low.unit, "{}", entry.path);
            assert!((low.number..=high.number).contains(&value.number), "{}: {value}", entry.path);
        }
    }
}

/// The error of the daily return from day to day: the baseline has it as what is left without the oddest days, the
/// worlds as it was.
const OUTSIDE: [&str; 1] = ["hospital.daily_return.spread"];

#[test]
fn each_figure_of_the_baseline_but_one_lies_within_the_spread_of_its_worlds() {
    let (base, worlds) = (baseline(&[]), worlds());
    for (path, values) in sorted(&worlds) {
        let stands = base.resolved.pointer(&format!("/{}", path.replace('.', "/"))).expect("a figure");
        let stands = figure(stands).number;
        let (low, high) = (values[0].number, values[values.len() - 1].number);
        let within = (low..=high).contains(&stands);
        assert_eq!(within, !OUTSIDE.contains(&path), "{path}: {stands} between {low} and {high}");
    }
}

#[test]
fn some_worlds_of_the_baseline_make_sound_scenarios_that_differ() {
    let worlds = worlds();
    let mut fingerprints: Vec<String> =
        (0..100).step_by(20).map(|world| baseline(&worlds.settings(world)).fingerprint).collect();
    fingerprints.sort();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), 5);
}

#[test]
#[ignore = "long"]
fn the_documented_command_makes_the_worlds_of_the_baseline() {
    let document = text("docs/milton-keynes-worlds.md");
    let words = document.split("```sh\nwardflow ").nth(1).and_then(|text| text.split("\n```").next());
    let words = words
        .expect("a command")
        .replace("\\\n", " ")
        .replace("scenarios/", &format!("{}/scenarios/", env!("CARGO_MANIFEST_DIR")));
    let place = Place::with(&[]);
    place.done(&format!(
        "{} --charts none --force --out fitted",
        words.split(" --out ").next().expect("a folder")
    ));
    assert!(
        place.text("fitted/worlds.csv") == table(),
        "renew scenarios/milton-keynes-worlds.csv by the command"
    );
}
