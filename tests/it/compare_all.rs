//! Every scenario beside a baseline on one page: which are taken, in which orders they stand, and that no row says
//! more than its interval.

use serde_json::{Value, json};

use crate::compare::riverside;
use crate::place::Place;

fn town() -> Value {
    let mut town = riverside();
    town["services"]["team"] =
        json!({ "places": 42, "stay": { "exponential": { "mean": "9d" } }, "cost_per_place": 100 });
    town
}

fn overlay(name: &str, over: &str, part: Value) -> String {
    let mut text = part;
    text["name"] = name.into();
    text["extends"] = over.into();
    text.to_string()
}

/// A folder with a baseline, four options, one of them on top of another, and three that are none.
fn folder() -> Place {
    let place = Place::with(&[]);
    place.write("base.json", town().to_string());
    let team = |places: u32| json!({ "services": { "team": { "places": places } } });
    place.write("more.json", overlay("More places", "base.json", team(46)));
    place.write("fewer.json", overlay("Fewer places", "base.json", team(40)));
    let bridge = json!({ "services": { "bridge": { "places": 4 } } });
    place.write("bridge.json", overlay("A bridge", "more.json", bridge));
    let therapy = json!({ "exponential": null, "lognormal": { "mean": "6h", "sigma": 1.0 } });
    let therapy = json!({ "steps": { "therapy": { "takes": therapy } } });
    place.write("therapy.json", overlay("Other luck", "base.json", therapy));
    place.write("longer.json", overlay("Longer", "base.json", json!({ "calendar": { "days": 61 } })));
    place.write("same.json", overlay("The same", "base.json", json!({ "notes": "Nothing else" })));
    place.write("apart.json", town().to_string());
    place.write("data.json", "[1, 2]");
    place
}

fn texts(of: &Value) -> Vec<String> {
    of.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

#[test]
fn all_overlays_of_a_folder_stand_on_one_page_in_both_orders_and_others_are_named() {
    let place = folder();
    let ended = place.run("compare base.json --all --runs 25 --out o --charts svg");
    let said = String::from_utf8(ended.stdout).unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let results: Value = place.json("o/results.json");
    let mut ranking = texts(&results["ranking"]);
    assert_eq!(ranking[0], "bridge", "bridge and places together do most");
    assert_eq!(results["ranked"][0]["option"], "bridge");
    ranking.sort();
    assert_eq!(ranking, ["bridge", "fewer", "more", "therapy"]);
    let left_out: Vec<&str> =
        results["left_out"].as_array().unwrap().iter().map(|one| one["scenario"].as_str().unwrap()).collect();
    assert_eq!(left_out, ["longer.json", "same.json"]);
    for part in [
        "Riverside and 4 options",
        "By the change of: Bed-days with NCTR",
        "By pounds for each bed-day avoided",
        "Left out: longer.json (it measures 61 days",
        "same.json (it changes nothing)",
        "Not priced, which does not mean free, though clearly fewer bed-days: “A bridge”",
        "The other 2 options have no pounds for a bed-day avoided: of 1 it is not clear that they avoid any and of 1 it is clear",
        "Of 4 options, 2 clearly lower this and 1 clearly raise it; of 1 neither is clear: Bed-days with NCTR.",
        "for each bed-day avoided",
    ] {
        assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(part), "{part} in\n{said}");
    }
    let by_pounds = results["ranking_by_pounds"].as_array().unwrap();
    assert_eq!(by_pounds.len(), 1, "{by_pounds:?}");
    assert_eq!((&by_pounds[0]["option"], &by_pounds[0]["by_pounds"]), (&json!("more"), &json!("price")));
    // Four places for 60 days at £100.
    let (spent, avoided) = (&by_pounds[0]["spent"]["mean"], &by_pounds[0]["bed_days_avoided"]["mean"]);
    assert!((spent.as_f64().unwrap() - 24_000.0).abs() < 1e-6, "{spent}");
    let price = by_pounds[0]["pounds_per_bed_day_avoided"]["value"].as_f64().unwrap();
    assert!((price - 24_000.0 / avoided.as_f64().unwrap()).abs() < 1e-9, "{price}");
    let ranking = String::from_utf8(place.read("o/ranking.csv")).unwrap();
    let rows: Vec<Vec<&str>> = ranking.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!((rows.len(), rows[1][1], rows[1][9]), (5, "bridge", "not_priced"), "{ranking}");
    let more = rows.iter().find(|row| row[1] == "more").unwrap();
    assert_eq!((more[8], more[9], more[15]), ("1", "price", ""), "{ranking}");
    assert!(place.at("o/charts/differences.svg").exists());
    // The same figures as one option beside the same baseline.
    place.run("compare base.json more.json --runs 25 --quiet --charts none --out p");
    let alone: Value = place.json("p/results.json");
    let mean = |of: &Value| of["differences"]["more"]["outcomes"]["nctr_bed_days"]["mean"].clone();
    assert_eq!(mean(&results), mean(&alone));
    assert!(alone.get("ranked").is_none() && alone.get("left_out").is_none());
}

#[test]
fn a_list_names_the_options_and_no_row_is_clear_that_is_not_in_the_files() {
    let place = folder();
    place.write("options.txt", "# the ones that matter\nmore.json\n\ntherapy.json # no other mean\n");
    let ended = place.run("compare base.json --list options.txt --runs 20 --charts none --out o");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let results: Value = place.json("o/results.json");
    assert_eq!(texts(&results["ranking"]), ["more", "therapy"]);
    for ranked in results["ranked"].as_array().unwrap() {
        let option = ranked["option"].as_str().unwrap();
        let of = &results["differences"][option]["outcomes"]["nctr_bed_days"];
        assert_eq!(ranked["clear_adjusted"], of["clear_adjusted"], "{option}");
        assert_eq!(ranked["difference"]["mean"], of["mean"], "{option}");
    }
    let said = String::from_utf8(ended.stdout).unwrap();
    let row = said.lines().find(|line| line.contains("Other luck") && !line.contains('“')).unwrap();
    assert!(row.contains("not clear"), "{said}");
}

#[test]
fn a_broken_file_beside_the_baseline_is_a_fault_with_its_path_and_nothing_runs() {
    let place = folder();
    place.write("broken.json", r#"{ "extends": "base.json", "hospital": { "bed": 3 } }"#);
    let told = |line: &str| {
        let ended = place.run(line);
        (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
    };
    let (code, why) = told("compare base.json --all --runs 2 --out o");
    assert!(code == Some(2) && why.contains("broken.json line 1") && why.contains("hospital.bed"), "{why}");
    place.write("broken.json", r#"{ "extends": "base.json" "#);
    let (code, why) = told("compare base.json --all --runs 2 --out o");
    assert!(code == Some(2) && why.contains("broken.json line 1"), "{why}");
    place.write("list.txt", "nowhere.json\n");
    let (code, why) = told("compare base.json --list list.txt --runs 2 --out o");
    assert!(code == Some(2) && why.contains("nowhere.json: there is no such file"), "{why}");
    let (code, why) = told("compare apart.json --all --runs 2 --out o");
    assert!(code == Some(2), "{why}");
    place.write("list.txt", "longer.json\n");
    let (code, why) = told("compare base.json --list list.txt --runs 2 --out o");
    assert!(
        code == Some(2)
            && why.contains("no scenario can be set beside base.json; longer.json: it measures 61"),
        "{why}"
    );
    assert!(!place.at("o").exists());
}

#[test]
fn the_page_of_many_options_is_as_narrow_as_asked() {
    let place = folder();
    for i in 0..31 {
        let part = json!({ "services": { "team": { "places": 43 + i % 5 }, "bridge": { "places": i } } });
        place.write(
            &format!("option-{i}.json"),
            overlay(&format!("An option of many, number {i}"), "base.json", part),
        );
    }
    for width in [60, 80] {
        let line = format!("compare base.json --all --runs 20 --charts none --force --out w{width}");
        let ended = place.command(&line).env("COLUMNS", width.to_string()).output().unwrap();
        let said = String::from_utf8(ended.stdout).unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        assert!(said.contains("and 35 options"), "{said}");
        assert!(said.lines().all(|line| line.chars().count() <= width), "{width}:\n{said}");
        // Both orders, no row of more than three lines, and a few paragraphs.
        assert!(said.lines().count() < if width == 60 { 300 } else { 180 }, "{width}:\n{said}");
        assert!(said.contains("36 files"), "files of each scenario are counted and not listed:\n{said}");
    }
}
