//! What stands on pages: lines that fit, labels instead of keys, figures that say themselves that they
//! are not steady, warnings and faults once, and the scenarios that need no file.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::place::{Place, err, out};

const LONG: &str =
    "A service with a name that is a good deal longer than any column that could be given to it";

/// Long labels, large sums of money, and more people than `visits` has places for.
fn town(places: u64) -> Value {
    json!({
        "name": "A town with a name that takes up more than one line of a page that is sixty characters wide",
        "description": "What if everything had the longest name that anybody could think of? ".repeat(3),
        "calendar": { "start": "2024-10-01", "days": 28, "warm_up": "28d" },
        "groups": {
            "in": { "label": format!("{LONG}, people"), "arrivals": { "per_day": 30 }, "stay": { "exponential": { "mean": "3d" } },
                    "needs": { "p0": 0.5, "p1": 0.5 } },
            "from_home": { "enters": "community", "arrivals": { "per_day": 1 }, "needs": { "p1": 1 } } },
        "hospital": { "label": "The-hospital-of-the-town-without-a-space-in-its-name-to-break-it-at", "beds": 400 },
        "hub": { "sees": ["p1"], "staff": 9, "assessment": { "exponential": { "mean": "5h" } }, "cost_per_hour": 40 },
        "steps": { "letter": { "label": format!("{LONG}, step"), "starts": "ready", "takes": { "exponential": { "mean": "6h" } },
                               "staff": 9, "national_group": "hospital process" } },
        "pathways": { "p0": { "services": [] }, "p1": { "label": format!("{LONG}, pathway"), "services": ["visits"] } },
        "services": { "visits": { "label": LONG, "places": places, "stay": { "exponential": { "mean": "10d" } },
                                  "starts_per_week": 200, "cost_per_place": 123_456_789, "paid_by": "council" },
                      "unused_beds": { "places": 5, "stay": { "fixed": "9d" } } },
        "costs": { "acute_bed_day": 987_654 },
        "provenance": { "services.visits.places": { "kind": "assumed", "source": format!("{LONG} https://example.org/{}", "x".repeat(90)), "range": [150, 170] },
                        "steps.letter.takes.exponential.mean": { "kind": "fitted", "source": "invented", "range": ["4h", "9h"] } }
    })
}

/// A folder with the town in two sizes.
struct Towns(Place);

impl std::ops::Deref for Towns {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.0
    }
}

impl Towns {
    fn new() -> Self {
        let towns = [165, 140].map(|places| town(places).to_string());
        Self(Place::with(&[("town.json", &towns[0]), ("small.json", &towns[1])]))
    }

    fn wide(&self, columns: &str, words: &str) -> Output {
        self.command(words).env("COLUMNS", columns).output().unwrap()
    }

    fn run(&self, words: &str) -> Output {
        self.wide("", words)
    }
}

/// A sentence may go on in the next line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn no_line_of_any_page_is_longer_than_the_terminal() {
    let place = Towns::new();
    place.write(
        "seen.csv",
        format!("measure,label,observed,accept_low,accept_high,source\nnctr_bed_days,{LONG},1234567,1,98765432,s\n"),
    );
    place.write("return.csv", crate::ahead::daily_return(150));
    place.write("worlds.csv", "world,weight,services.visits.places\n1,1,150\n2,1,160\n3,1,170\n4,1,155\n");
    let common = "--runs 2 --charts none --force --out o";
    let commands = [
        format!("run town.json --observed seen.csv {common}"),
        format!("run small.json {common}"),
        format!("compare town.json small.json small.json {common}"),
        format!("sweep town.json --vary services.visits.places=150..170:10 {common}"),
        format!("sweep town.json --vary hub.staff=8,9 --vary services.visits.places=150..170:2 {common}"),
        format!(
            "sweep town.json --vary hub.staff=8..9 --vary steps.letter.takes.exponential.mean*=0.5..2 --design lhs:3 {common}"
        ),
        format!(
            "exchange town.json --give services.visits.places --for services.unused_beds.places --amounts 2,4 --for-amounts 1,2 {common}"
        ),
        format!("marginal town.json {common}"),
        format!(
            "optimise town.json --vary services.visits.places=160..170:5 --target nctr_remaining<=40 --most-runs 20 {common}"
        ),
        format!("sensitivity town.json --global --trajectories 2 {common}"),
        format!("causes town.json {common}"),
        format!("warm-up town.json {common}"),
        "learn town.json small.json --worlds worlds.csv --survey services.visits.places=2 --charts none --force --out o --runs 8".to_owned(),
        "compare town.json small.json --worlds worlds.csv --charts none --force --out o --runs 8".to_owned(),
        format!("calibrate town.json --observed return.csv --fit services.visits.places=150..170 {common}"),
        format!("backcast town.json --observed return.csv --require-skill {common}"),
        format!("forecast town.json --observed return.csv --weeks 3 {common}"),
        format!("dashboard town.json --observed return.csv --set calendar.start=2025-06-05 {common}"),
        "check town.json --explain".to_owned(),
        "trace town.json --patient in-2024-10-05-3".to_owned(),
    ];
    for columns in ["60", "80"] {
        let width: usize = columns.parse().unwrap();
        for words in &commands {
            let ended = place.wide(columns, words);
            let page = out(&ended);
            assert!(
                matches!(ended.status.code(), Some(0 | 4)) && page.lines().count() > 5,
                "{words}: {}",
                err(&ended)
            );
            for line in page.lines() {
                assert!(line.chars().count() <= width, "{words} at {columns}: {line}\n{page}");
            }
        }
    }
}

#[test]
fn help_is_as_wide_as_the_terminal() {
    let place = Towns::new();
    for columns in ["60", "80"] {
        for words in
            ["help", "run --help", "optimise --help", "sensitivity -h", "trace --help", "exchange --help"]
        {
            let ended = place.wide(columns, words);
            assert_eq!(ended.status.code(), Some(0));
            for line in out(&ended).lines() {
                assert!(line.chars().count() <= columns.parse().unwrap(), "{words} at {columns}: {line}");
            }
        }
    }
}

#[test]
fn what_grows_says_so_beside_the_figure_and_in_its_row() {
    let place = Towns::new();
    let cheap = "--set services.visits.cost_per_place=1 --set costs.acute_bed_day=1";
    let page = out(&place.run(&format!("run small.json --runs 2 --charts none --out o {cheap}")));
    let first: String = flat(page.split("  * ").nth(1).unwrap());
    assert!(first.contains("(still growing: depends on how long you look"), "{page}");
    assert!(first.contains(LONG), "it names what is short: {first}");
    let rows =
        |label: &str| page.lines().find(|line| line.trim_start().starts_with(label)).unwrap().to_owned();
    for label in ["People with NCTR at midnight", "Bed-days with NCTR", "Nine in ten leave within (days)"] {
        assert!(page.contains(&format!("{label} (still growing)")), "{label}: {}", rows(label));
    }
    assert!(!rows("People who left hospital alive").contains("growing"));
    let steady =
        out(&place.run("run town.json --runs 2 --charts none --set services.visits.places=400 --out p"));
    assert!(!steady.contains("growing"), "{steady}");

    let page = out(&place.run("compare town.json small.json --runs 2 --charts none --out q"));
    assert!(
        flat(&page).contains("In 1 of 2 scenarios “Bed-days with NCTR” is still growing: depends on"),
        "{page}"
    );
    let page =
        out(&place
            .run("sweep town.json --vary services.visits.places=140,400 --runs 2 --charts none --out r"));
    assert!(
        page.contains("(still growing)") && flat(&page).contains("depends on how long you look"),
        "{page}"
    );
}

#[test]
fn people_at_midnight_lead_and_the_two_other_counts_stand_beside_them_once() {
    let place = Towns::new();
    let page = out(&place.run("run town.json --runs 3 --charts svg --out o"));
    let results: Value =
        serde_json::from_slice(&fs::read(place.path().join("o/results.json")).unwrap()).unwrap();
    let first: String = flat(page.split("  * ").nth(1).unwrap());
    let midnight = results["outcomes"]["nctr_remaining"]["mean"].as_f64().unwrap();
    assert!(
        first.starts_with(&format!("In the simulation {midnight:.0} people ("))
            || first.starts_with(&format!("In the simulation {midnight:.1} people (")),
        "{midnight}: {first}"
    );
    assert_eq!(page.matches("People with NCTR at midnight").count(), 1, "{page}");
    let chart = fs::read_to_string(place.path().join("o/charts/nctr-by-day.svg")).unwrap();
    assert!(chart.contains("at midnight") && !chart.contains("average of each day"));
}

#[test]
fn sentences_and_tables_have_labels_and_no_keys() {
    let place = Towns::new();
    let words = [
        "sweep town.json --vary services.unused_beds.places=4,6 --runs 2 --charts none --out o",
        "optimise town.json --vary services.unused_beds.places=4,6 --target nctr_remaining<=400 --runs 2 --most-runs 10 --charts none --out p",
    ];
    for words in words {
        let page = out(&place.run(words));
        assert!(page.contains("laces of “Unused beds”") && !page.contains("unused_beds"), "{page}");
    }
    // Overlays that do not name themselves have the name of what they extend.
    for name in ["four", "six"] {
        place.write(&format!("{name}.json"), r#"{ "extends": "small.json" }"#);
    }
    let page = flat(&out(&place.run("compare small.json four.json six.json --runs 2 --charts none --out q")));
    assert!(page.contains("(four)") && page.contains("(six)"), "{page}");
}

#[test]
fn what_several_scenarios_share_is_said_once() {
    let place = Towns::new();
    for name in ["a", "b", "c"] {
        place.write(&format!("{name}.json"), format!(r#"{{ "extends": "small.json", "name": "{name}" }}"#));
    }
    let ended = place.run("compare small.json a.json b.json c.json --runs 2 --charts none --out o");
    let said = err(&ended) + &out(&ended);
    assert_eq!(said.matches("W01 services.visits: waiting will grow").count(), 1, "{said}");
    assert!(said.contains("(in all 4 scenarios)"), "{said}");
    let ended = place.run("run small.json --runs 2 --charts none --out p");
    let said = flat(&(err(&ended) + &out(&ended)));
    assert_eq!(said.matches("services.visits: waiting will grow").count(), 1, "{said}");

    let mut broken = town(140);
    broken["hospital"]["beds"] = json!(-3);
    place.write("small.json", broken.to_string());
    for words in ["compare small.json a.json b.json --out q", "check a.json b.json small.json"] {
        let ended = place.run(words);
        assert_eq!(ended.status.code(), Some(2));
        assert_eq!(err(&ended).matches("hospital.beds").count(), 1, "{words}: {}", err(&ended));
    }
}

#[test]
fn the_program_alone_can_run_a_harder_winter() {
    let place = Towns::new();
    for name in [
        "milton-keynes",
        "milton-keynes-year",
        "milton-keynes-2023",
        "winter",
        "bridging",
        "more-recuperation-beds",
        "more-acute-beds",
        "weekend-hub",
        "seven-day",
    ] {
        let ended = place.run(&format!("check builtin:{name}"));
        assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.json"));
        let in_file = wardflow::scenario::Scenario::open(&file, &[]).unwrap();
        let built_in = wardflow::scenario::Scenario::built_in(name, &[]).unwrap();
        assert_eq!(built_in.fingerprint, in_file.fingerprint, "{name}");
        assert!(!built_in.names.description.is_empty() && built_in.stem == name, "{name}");
    }
    let ended = place
        .run("run builtin:winter --runs 1 --charts none --set calendar.days=7 --set calendar.warm_up=7d");
    assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
    let folders: Vec<String> = fs::read_dir(place.path().join("output"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(folders.len() == 1 && folders[0].starts_with("winter-"), "{folders:?}");
}

#[test]
fn a_wrong_name_gets_the_nearest_or_the_list_and_a_bare_one_is_taken_for_a_built_in_scenario() {
    let place = Towns::new();
    let said = err(&place.run("check builtin:wintr"));
    assert!(said.contains("there is no such file; did you mean \"builtin:winter\"?"), "{said}");
    let said = err(&place.run("check builtin:nothing-like-it"));
    assert!(said.contains("builtin:bridging") && said.contains("builtin:seven-day"), "the list: {said}");
    for bare in ["winter", "winter.json"] {
        let said = err(&place.run(&format!("run {bare}")));
        assert!(said.contains("there is no such file; did you mean \"builtin:winter\"?"), "{said}");
    }
    for near in ["twon.json", "town"] {
        let said = err(&place.run(&format!("run {near}")));
        assert!(said.contains("there is no such file; did you mean \"town.json\"?"), "{said}");
    }
    let said = err(&place.run("run nothing-like-it.json"));
    assert!(!said.contains("did you mean"), "{said}");
}
