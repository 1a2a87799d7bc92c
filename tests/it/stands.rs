//! Whether an answer stands with a longer warm-up: near a full load it hangs on it, and is not told as one;
//! at a calm load nobody looks; and what has no equilibrium stands beside every point.

use serde_json::{Value, json};

use crate::place::{Place, err, out};

/// So many places for two people a day who stay ten days each (M/M/c), in services that share them.
fn ward(places: u32, warm_up: &str) -> Value {
    json!({
        "name": "Ward", "calendar": { "start": "2025-01-06", "days": 91, "warm_up": warm_up },
        "groups": { "all": { "enters": "ready", "arrivals": { "per_day": 2 }, "needs": { "p1": 1 } } },
        "pathways": { "p1": { "services": ["beds", "visits"] } },
        "services": {
            "beds": { "places": places - 4, "stay": { "exponential": { "mean": "10d" } }, "cost_per_place": 150 },
            "visits": { "places": 4, "stay": { "exponential": { "mean": "10d" } }, "cost_per_place": 100 }
        },
        "costs": { "acute_bed_day": 400 }
    })
}

fn place(scenario: &Value) -> Place {
    Place::with(&[("a.json", &scenario.to_string())])
}

fn results(place: &Place, folder: &str) -> Value {
    place.json(&format!("{folder}/results.json"))
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows of a table as maps of its columns.
fn rows(place: &Place, file: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let text = place.text(file);
    let mut table = csv::Reader::from_reader(text.as_bytes());
    table.deserialize().map(Result::unwrap).collect()
}

const TRADE: &str = "exchange a.json --give services.beds.places --for services.visits.places --amounts 1,2 \
                     --for-amounts 1,2,3 --charts none";

#[test]
fn near_a_full_load_the_effect_of_a_place_hangs_on_the_warm_up_and_is_said_not_to_stand() {
    let place = place(&ward(21, "60d"));
    let ended = place.run("marginal a.json --runs 60 --charts svg --out o");
    assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
    assert!(err(&ended).contains("repeated with 4 times the warm-up on 20 of the runs"), "{}", err(&ended));
    let page = flat(&out(&ended));
    assert!(page.contains("With four times the warm-up, by the same 20 runs, 1 place of"), "{page}");
    let do_not = "the answer hangs on how long the model ran before it was measured. Do not use it.";
    assert!(page.contains(do_not) && page.contains("(does not stand)"), "{page}");
    assert!(page.contains("(240 days for 60; 20 runs of the same people)"), "{page}");
    let found = results(&place, "o");
    let whole = &found["longer_warm_up"];
    assert_eq!((&whole["stands"], &whole["runs"]), (&json!(false), &json!(20)));
    for lever in found["levers"].as_array().unwrap() {
        let effect = &lever["longer_warm_up"];
        let at = |key: &str| effect[key].as_f64().unwrap();
        assert_eq!(effect["stands"], json!(false), "{lever}");
        assert!(at("longer_warm_up") < 1.15 * at("own_warm_up") && at("own_warm_up") < 0.0, "{effect}");
        assert!((at("longer_warm_up") - at("own_warm_up") - at("change")).abs() < 1e-6);
        assert!(effect["why"].as_str().unwrap().contains("15%"), "{effect}");
        // Twice the bed-days for the same money: the price is no price.
        let price = &lever["money"]["pounds_per_bed_day_avoided"];
        assert_eq!((&price["value"], &price["stands"]), (&Value::Null, &json!(false)));
        assert!(price["own_warm_up"].as_f64() > price["longer_warm_up"].as_f64(), "{price}");
    }
    let about = |row: &&std::collections::BTreeMap<String, String>| row["outcome"] == "nctr_bed_days";
    let table = rows(&place, "o/marginal.csv");
    assert!(
        table
            .iter()
            .filter(about)
            .all(|row| row["effect_stands"] == "false" && !row["stands_why"].is_empty())
    );
    let chart = place.text("o/charts/marginal.svg");
    assert!(chart.contains("does not stand"), "{chart}");
}

#[test]
fn at_a_calm_load_nothing_is_repeated_and_no_byte_depends_on_whether_it_might_have_been() {
    let place = place(&ward(29, "90d"));
    let option = json!({ "extends": "a.json", "name": "More", "services": { "beds": { "places": 27 } } });
    place.write("b.json", option.to_string());
    let studies = [
        TRADE,
        "marginal a.json --charts svg",
        "compare a.json b.json --charts svg",
        "sweep a.json --vary services.beds.places=25,27 --charts svg",
        "optimise a.json --vary services.beds.places=25,27 --target nctr_people<=5 --charts svg",
    ];
    for (i, study) in studies.iter().enumerate() {
        for (folder, flag) in [("with", ""), ("without", "--no-repeat")] {
            let ended = place.run(&format!("{study} {flag} --runs 5 --out {i}-{folder}"));
            assert_eq!(ended.status.code().map(|code| code % 4), Some(0), "{study}: {}", err(&ended));
            assert!(!err(&ended).contains("repeated"), "{}", err(&ended));
        }
        let files = |folder: &str| place.contents(&format!("{i}-{folder}"));
        assert_eq!(files("with"), files("without"), "{study}");
        let found = results(&place, &format!("{i}-with")).to_string();
        assert!(!found.contains("longer_warm_up") && !found.contains("stands"), "{study}");
        assert!(!found.contains("no_equilibrium"), "{study}");
    }
}

#[test]
fn a_rate_between_unlike_places_that_does_not_stand_is_not_printed_as_one() {
    // One line settles in a day; the other needs years.
    let mut two = ward(21, "60d");
    two["groups"]["others"] =
        json!({ "enters": "ready", "arrivals": { "per_day": 2 }, "needs": { "p2": 1 } });
    two["pathways"] = json!({ "p1": { "services": ["beds"] }, "p2": { "services": ["visits"] } });
    two["services"]["beds"]["places"] = json!(21);
    two["services"]["visits"] =
        json!({ "places": 3, "stay": { "exponential": { "mean": "1d" } }, "cost_per_place": 100 });
    let place = place(&two);
    let ended = place.run(
        "exchange a.json --give services.beds.places --for services.visits.places --amounts 1,2 --for-amounts \
         1,2,4 --runs 100 --charts svg --out o",
    );
    assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
    let found = results(&place, "o");
    let give = found["give"]["amounts"][0].clone();
    assert_eq!(give["longer_warm_up"]["stands"], json!(false), "{give}");
    assert_eq!(found["buy"]["amounts"][0]["longer_warm_up"]["stands"], json!(true), "{found}");
    assert_eq!(found["longer_warm_up"]["stands"], json!(false));
    let page = flat(&out(&ended));
    assert!(page.contains("Do not use it."), "{page}");
    // Where the rate itself falls, it is told nowhere.
    if let Some(rate) = found["answer"]["given_for_one"]["stands"].as_bool().filter(|stands| !stands) {
        assert!(
            !rate
                && found["answer"]["bought"].is_null()
                && found["answer"]["given_for_one"]["value"].is_null()
        );
        assert!(!page.contains("for 1 ("), "{page}");
        assert!(!place.at("o/charts/exchange.svg").exists());
    }
}

#[test]
fn without_the_repeat_the_page_and_the_files_say_that_nobody_looked() {
    let place = place(&ward(21, "60d"));
    for (flag, folder) in [("", "with"), ("--no-repeat", "without")] {
        place.run(&format!("{TRADE} {flag} --runs 40 --out {folder}"));
    }
    let [with, without] = ["with", "without"].map(|folder| results(&place, folder));
    assert_eq!(without["longer_warm_up"], json!({ "repeated": false, "stands": null, "why": "--no-repeat" }));
    assert_eq!(without["give"]["amounts"][0]["effect"], with["give"]["amounts"][0]["effect"]);
    assert_eq!(without["answer"]["given_for_one"]["stands"], Value::Null);
    let page = flat(&out(&place.run(&format!("{TRADE} --no-repeat --runs 40 --out again"))));
    assert!(page.contains("was not repeated with a longer one (--no-repeat)"), "{page}");
    assert!(page.contains("not verified with a longer warm-up"), "{page}");
    assert!(
        rows(&place, "without/exchange.csv")
            .iter()
            .all(|row| row["stands_why"] == "not repeated: --no-repeat")
    );
    // Two answers to two questions: neither folder is taken for the other.
    let refused = place.run(&format!("{TRADE} --no-repeat --runs 40 --out with"));
    assert_eq!(refused.status.code(), Some(2), "{}", err(&refused));
}

#[test]
fn who_is_there_at_the_start_or_a_file_of_arrivals_lets_no_warm_up_be_longer_and_that_is_said() {
    let mut census = ward(21, "60d");
    census["initial"] = json!({ "hospital": { "people": 3, "ready": 3 } });
    let place = place(&census);
    let ended = place.run(&format!("{TRADE} --runs 30 --out o"));
    let page = flat(&out(&ended));
    assert!(page.contains("could not be repeated with a longer one: “initial” says who is there"), "{page}");
    let why = results(&place, "o")["longer_warm_up"]["why"].as_str().unwrap().to_owned();
    assert!(why.contains("initial"), "{why}");

    let mut dated = ward(21, "60d");
    let mut days = "date,people\n".to_owned();
    let mut day: jiff::civil::Date = "2024-11-07".parse().unwrap();
    for _ in 0..151 {
        days.extend([&day.to_string(), ",2\n"]);
        day = day.tomorrow().unwrap();
    }
    place.write("days.csv", days);
    dated["groups"]["all"]["arrivals"] = json!({ "daily_rates": "days.csv" });
    place.write("a.json", dated.to_string());
    let ended = place.run(&format!("{TRADE} --runs 30 --out p"));
    assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
    let found = results(&place, "p");
    assert_eq!(found["longer_warm_up"]["repeated"], json!(false), "{}", found["longer_warm_up"]);
    assert!(flat(&out(&ended)).contains("no rate here is verified"), "{}", out(&ended));
}

#[test]
fn a_choice_is_looked_at_again_and_an_interrupted_repeat_goes_on_from_what_is_kept() {
    let place = place(&ward(22, "60d"));
    let study = "optimise a.json --vary services.beds.places=17..20:1 --target nctr_people<=3 --runs 40 \
                 --most-runs 60 --charts svg";
    let ended = place.run(&format!("{study} --out o"));
    let found = results(&place, "o");
    let again = &found["longer_warm_up"];
    assert_eq!(again["repeated"], json!(true), "{}", err(&ended));
    assert!(again["effects"]["cost_spent"].is_object() && again["effects"]["nctr_people"].is_object());
    // What a place costs does not depend on how long the model ran before.
    assert_eq!(again["effects"]["cost_spent"]["stands"], json!(true), "{again}");
    let page = flat(&out(&ended));
    assert!(page.contains("so this was repeated with four times the warm-up"), "{page}");
    let threads = place.run(&format!("{study} --threads 1 --out p"));
    assert_eq!(threads.status.code(), ended.status.code());
    assert_eq!(place.read("o/results.json"), place.read("p/results.json"));
}

#[test]
fn what_has_no_equilibrium_stands_beside_every_point_that_it_applies_to() {
    let place = place(&ward(26, "400d"));
    let ended =
        place.run("sweep a.json --vary services.beds.places=14,15,20,22 --runs 3 --charts svg --out o");
    assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
    let found = results(&place, "o");
    let told = |i: usize| found["points"][i]["no_equilibrium"].clone();
    assert_eq!([0, 1].map(told), [json!(["pathways.p1"]), json!(["pathways.p1"])]);
    assert_eq!([2, 3].map(told), [Value::Null, Value::Null]);
    let table = rows(&place, "o/sweep.csv");
    let grows = |row: &std::collections::BTreeMap<String, String>| row["no_equilibrium"].clone();
    assert!(
        table.iter().all(|row| (grows(row) == "pathways.p1") == ["0", "1"].contains(&row["point"].as_str()))
    );
    assert!(place.text("o/charts/sweep.svg").contains("Rings: still growing"));

    place.run("sensitivity a.json --vary services.beds.places=14..24 --runs 3 --charts svg --out s");
    let found = results(&place, "s");
    assert_eq!(found["inputs"][0]["low"]["no_equilibrium"], json!(["pathways.p1"]));
    assert_eq!(found["inputs"][0]["high"]["no_equilibrium"], Value::Null);
    let table = rows(&place, "s/sensitivity.csv");
    assert!(table.iter().all(|row| grows(row).is_empty() == (row["end"] == "high")));
    assert!(place.text("s/charts/tornado.svg").contains("^ still growing"));

    place.run(
        "optimise a.json --vary services.beds.places=14,22 --target nctr_people<=1 --runs 5 --most-runs 20 \
         --charts svg --out p",
    );
    let found = results(&place, "p");
    assert_eq!(found["points"][0]["no_equilibrium"], json!(["pathways.p1"]));
    let table = rows(&place, "p/points.csv");
    assert_eq!([grows(&table[0]), grows(&table[1])], ["pathways.p1".to_owned(), String::new()]);
    assert!(place.text("p/charts/frontier.svg").contains("^ still growing"));
}

#[test]
fn the_study_names_the_flag_in_its_help() {
    let place = Place::with(&[]);
    for study in ["exchange", "marginal", "optimise", "compare", "sweep"] {
        assert!(out(&place.run(&format!("{study} --help"))).contains("--no-repeat"), "{study}");
    }
}
