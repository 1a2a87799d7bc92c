//! `calibrate`: figures that made a history are found again, the files go on to be used, faults help.

use std::fmt::Write;

use wardflow::measures::{DailyMeasure, Simulator};
use wardflow::{Scenario, Setting};

use crate::place::Place;

const HAMLET: &str = r#"{
  "name": "Hamlet", "calendar": { "start": "2024-01-01", "days": 182, "warm_up": "35d" },
  "groups": { "all": { "arrivals": { "per_day": 9 }, "enters": "ready", "needs": { "p0": 0.6, "p1": 0.4 } } },
  "events": { "slow": { "drifts": { "memory": "60d" }, "step_factor": 1.1 } },
  "steps": { "arranging": { "concerns": { "pathways": ["p1"] }, "starts": "ready", "order": 1,
                            "takes": { "lognormal": { "mean": "6d", "sigma": 0.8 } } },
             "letter": { "concerns": { "pathways": ["p0"] }, "starts": "ready", "order": 1,
                         "takes": { "exponential": { "mean": "1d" } } } },
  "pathways": { "p0": { "services": [] }, "p1": { "services": ["visits"] } },
  "services": { "visits": { "places": "unlimited", "stay": { "fixed": "10d" } } },
  "provenance": { "steps.arranging.takes.lognormal.mean": { "kind": "assumed", "source": "invented", "range": ["2d", "12d"], "calibrate": true } }
}"#;

/// One history of the hamlet as a daily return, where arranging takes so long.
fn history(place: &Place, takes: &str) -> String {
    let setting = Setting::parse(&format!("steps.arranging.takes.lognormal.mean={takes}")).unwrap();
    let scenario = Scenario::open(&place.at("hamlet.json"), &[setting]).unwrap();
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
    csv
}

fn hamlet() -> Place {
    let place = Place::with(&[("hamlet.json", HAMLET)]);
    place.write("daily.csv", history(&place, "7d"));
    place
}

const WORDS: &str = "calibrate hamlet.json --observed daily.csv --runs 80 --worlds 100 --charts none";

#[test]
fn the_figures_that_made_a_history_are_found_again_and_the_files_go_on_to_be_used() {
    let place = hamlet();
    let page = place.done(&format!("{WORDS} --fit groups.all.arrivals.per_day=6..12 --fit steps.arranging.takes.lognormal.mean=2d..12d --out fitted"));
    assert!(page.contains("100 worlds that fit, found by 80 runs in 3 waves"), "{page}");
    let results = place.json("fitted/results.json");
    for (i, truth) in [(0, 9.0), (1, 7.0)] {
        let range = &results["parameters"][i]["range90"];
        let end = |e: usize| range[e].as_str().unwrap().trim_end_matches('d').parse::<f64>().unwrap();
        assert!(end(0) < truth && truth < end(1), "{i}: {range}");
        assert!(end(1) - end(0) < 0.9 * [6.0, 10.0][i], "something was learned of {i}: {range}");
    }
    let worlds = place.text("fitted/worlds.csv");
    assert_eq!(worlds.lines().count(), 101);
    assert!(worlds.starts_with(
        "world,weight,fitted_to,groups.all.arrivals.per_day,steps.arranging.takes.lognormal.mean\n"
    ));
    assert!(worlds.lines().skip(1).all(|row| row.split(',').nth(2) == Some("2024-06-30")), "{worlds}");
    let calibrated = place.json("fitted/calibrated.json");
    assert_eq!(calibrated["services"]["visits"]["stay"]["fixed"], "10d", "it stands by itself");
    let source = &calibrated["provenance"]["groups.all.arrivals.per_day"];
    assert_eq!((&source["kind"], &source["fitted_to"]), (&"fitted".into(), &"2024-06-30".into()));
    let manifest = place.json("fitted/manifest.json");
    // 80 runs of waves, and each of 100 worlds three times: half a year and five weeks of nine people a day.
    let expected = 380.0 * 217.0 * 9.0;
    let people = manifest["people_simulated"].as_f64().unwrap();
    assert!((people / expected - 1.0).abs() < 0.05, "{people} people, about {expected} expected");
    assert_eq!(calibrated["events"]["slow"]["drifts"]["known"]["from"], "2024-01-01");
    place.done("check fitted/calibrated.json");
    place.done("run fitted/calibrated.json --runs 2 --charts none --out again");
}

#[test]
fn prices_and_what_is_not_there_yet_are_drawn_and_leave_the_fit_as_it_is() {
    let place = hamlet();
    let with_price = HAMLET
        .replace(r#""services": {"#, r#""costs": { "acute_bed_day": 400 }, "services": { "beds": { "places": 0, "stay": { "fixed": "9d" } },"#)
        .replace(r#""provenance": {"#, r#""provenance": { "costs.acute_bed_day": { "kind": "assumed", "source": "invented", "range": [300, 500], "calibrate": true },"#);
    place.write("priced.json", &with_price);
    place.done(&format!("{WORDS} --out plain"));
    let words = WORDS.replace("hamlet.json", "priced.json");
    let beside = "--draw services.beds.stay.fixed=5d..15d --draw groups.all.arrivals.per_day=8..10";
    let page = place.done(&format!("{words} {beside} --out drawn"));
    let told = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("not fitted, as nothing that was observed depends on it: Costs"), "{told}");
    assert!(told.contains("change what happens in the days that were observed; --fit would"), "{told}");
    assert!(told.contains("it: groups.all.arrivals.per_day."), "only that one does: {told}");
    let columns = |file: &str| -> Vec<Vec<String>> {
        place.text(file).lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    };
    let (alone, drawn) = (columns("plain/worlds.csv"), columns("drawn/worlds.csv"));
    let fitted = alone[0].len();
    assert_eq!(
        drawn[0][fitted..],
        ["costs.acute_bed_day", "services.beds.stay.fixed", "groups.all.arrivals.per_day"],
        "{:?} {:?}",
        alone[0],
        drawn[0]
    );
    assert!(
        alone.iter().zip(&drawn).all(|(alone, drawn)| alone[..] == drawn[..fitted]),
        "the fit is the same"
    );
    let costs: Vec<f64> = drawn[1..].iter().map(|row| row[fitted].parse().unwrap()).collect();
    let mean = costs.iter().sum::<f64>() / costs.len() as f64;
    assert!((mean - 400.0).abs() < 1.0 && costs.iter().all(|x| (300.0..=500.0).contains(x)), "{costs:?}");
}

#[test]
fn marks_that_rest_on_the_same_words_move_together() {
    let place = hamlet();
    let group =
        r#""all": { "arrivals": { "per_day": 9 }, "enters": "ready", "needs": { "p0": 0.6, "p1": 0.4 } }"#;
    let entry = |path: &str, source: &str| {
        format!(
            r#""{path}.arrivals.per_day": {{ "kind": "assumed", "source": "{source}", "range": [6, 12], "calibrate": true }},"#
        )
    };
    let halves = |sources: [&str; 2]| {
        HAMLET.replace(group, &format!("{group}, {}", group.replace("all", "others"))).replace(
            r#""provenance": {"#,
            &format!(
                r#""provenance": {{ {}{}"#,
                entry("groups.all", sources[0]),
                entry("groups.others", sources[1])
            ),
        )
    };
    for (sources, parameters) in [(["one", "one"], 2), (["one", "another"], 3)] {
        place.write("halves.json", halves(sources));
        place.done(&format!(
            "{} --out o --force",
            WORDS.replace("hamlet.json", "halves.json").replace("80", "16")
        ));
        let found = place.json("o/results.json")["parameters"].as_array().unwrap().len();
        assert_eq!(found, parameters, "{sources:?}");
    }
}

#[test]
fn worlds_are_the_same_bytes_on_any_number_of_threads() {
    let place = hamlet();
    for threads in [1, 2] {
        place.done(&format!("{WORDS} --threads {threads} --out on-{threads}"));
    }
    for file in ["worlds.csv", "calibrated.json", "results.json", "targets.csv", "days.csv"] {
        assert_eq!(place.read(&format!("on-1/{file}")), place.read(&format!("on-2/{file}")), "{file}");
    }
}

#[test]
fn figures_that_contradict_each_other_are_named_before_anything_is_fitted() {
    let place = hamlet();
    place.write(
        "observed.csv",
        "measure,label,observed,accept_low,accept_high,source\n\
         share_delayed,Share delayed,0.1,,,invented\n\
         delayed_days_mean,Days of the delayed,2,,,invented\n",
    );
    let page = place.done(&format!("{WORDS} --observed observed.csv --out fitted"));
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("contradicts itself in people remaining"), "{page}");
    assert!(page.contains("10.0% delayed × 2.0 days make"), "{page}");
}

#[test]
fn what_cannot_be_calibrated_is_told_with_what_was_expected() {
    let place = hamlet();
    place.write("plain.json", HAMLET.replace(", \"calibrate\": true", ""));
    place.write("limited.json", HAMLET.replace(r#""places": "unlimited""#, r#""places": 40"#));
    let table = "measure,label,observed,accept_low,accept_high,source\nshare_delayed,a,0.1,,,b\n";
    place.write("table.csv", table);
    place.write("short.csv", "date,nctr,discharged\n2024-01-01,30,9\n2024-01-02,31,8\n");
    for (words, said) in [
        ("calibrate hamlet.json --observed table.csv", "there is no daily return among the files"),
        ("calibrate hamlet.json --observed short.csv", "2 days with people remaining"),
        ("calibrate plain.json --observed daily.csv", "there is nothing to fit"),
        (
            "calibrate plain.json --observed daily.csv --draw groups.all.arrivals.per_day=6..9",
            "nothing to fit",
        ),
        (
            "calibrate hamlet.json --observed daily.csv --draw groups.all.arrivals.per_day",
            "provenance does not say between what it lies",
        ),
        (
            "calibrate hamlet.json --observed daily.csv --fit steps.arranging.takes.lognorml.mean",
            "did you mean \"steps.arranging.takes.lognormal.mean\"?",
        ),
        (
            "calibrate hamlet.json --observed daily.csv --fit services.visits.places=40",
            "this is not a plain range",
        ),
        ("calibrate hamlet.json --observed daily.csv --fit services.vists.places=1..9", "visits"),
        (
            "calibrate limited.json --observed daily.csv --fit services.visits.places=9.2..9.8",
            "no whole number",
        ),
        ("calibrate hamlet.json --observed daily.csv --observed daily.csv", "a second daily return"),
        ("calibrate hamlet.json --observed nowhere.csv", "nowhere.csv"),
        ("calibrate plain.json", "there is nothing to draw"),
        ("calibrate hamlet.json --from 2024-02-01", "--observed"),
    ] {
        let ended = place.run(words);
        let err = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(2), "{words}: {err}");
        assert!(err.contains(said), "{words}: {err}");
    }
}

#[test]
fn a_back_cast_forgets_what_calibrate_learned_of_the_past() {
    let place = hamlet();
    let known = r#""memory": "60d", "known": { "from": "2024-01-01", "every": "14d", "strengths": [3, 3, -3, -3, 3, 3, -3] }"#;
    place.write("known.json", HAMLET.replace(r#""memory": "60d""#, known));
    for name in ["hamlet", "known"] {
        let words = "--observed daily.csv --from 2024-04-01 --weeks 1,2 --members 20 --charts none";
        place.done(&format!("backcast {name}.json {words} --out {name}"));
    }
    assert_eq!(place.text("hamlet/origins.csv"), place.text("known/origins.csv"));
}

#[test]
fn what_a_scenario_knows_of_its_past_is_learned_anew() {
    let place = hamlet();
    let known = r#""memory": "60d", "known": { "from": "2024-01-01", "every": "14d", "strengths": [3, 3, -3, -3, 3, 3, -3] }"#;
    place.write("known.json", HAMLET.replace(r#""memory": "60d""#, known));
    for name in ["hamlet", "known"] {
        place.done(&format!("{} --out {name}", WORDS.replace("hamlet.json", &format!("{name}.json"))));
    }
    assert_eq!(place.text("hamlet/worlds.csv"), place.text("known/worlds.csv"));
    assert_eq!(place.json("hamlet/calibrated.json")["events"], place.json("known/calibrated.json")["events"]);
}

#[test]
fn what_no_run_reaches_of_people_remaining_is_named_and_the_nearest_stands_in_for_it() {
    let place = hamlet();
    // Days in turn half as high and half as high again: the return of the scenario has no error of its own.
    let mut strays = "date,nctr,discharged\n".to_owned();
    for (i, row) in place.text("daily.csv").lines().skip(1).enumerate() {
        let cells: Vec<&str> = row.split(',').collect();
        let [nctr, discharged] = [1, 2].map(|at: usize| cells[at].parse::<f64>().unwrap());
        let remaining = (nctr - discharged) * if i % 2 == 0 { 0.6 } else { 1.4 };
        writeln!(strays, "{},{},{discharged}", cells[0], remaining + discharged).unwrap();
    }
    place.write("daily.csv", strays);
    let page = place.done(&format!("{WORDS} --out fitted"));
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("what the nearest run reached is used in its place"), "{page}");
    let results = place.json("fitted/results.json");
    let nearest = results["nearest_used"].as_array().unwrap();
    let days = nearest
        .iter()
        .find(|one| one["target"].as_str().unwrap().contains("how much days of a week differ"))
        .unwrap_or_else(|| panic!("{nearest:?}"));
    let [observed, used] = ["observed", "used"].map(|key| days[key].as_f64().unwrap());
    assert!(observed > 0.35 && used < 0.3, "{days}");
}

#[test]
fn a_service_that_is_full_is_named_as_hiding_who_would_come() {
    let place = hamlet();
    place.write("limited.json", HAMLET.replace(r#""places": "unlimited""#, r#""places": 30"#));
    let words = WORDS.replace("hamlet.json", "limited.json");
    let said = |fit: &str, out: &str| {
        let page = place.done(&format!("{words} --fit {fit} --out {out}"));
        page.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let full = said("services.visits.places=18..24", "full");
    assert!(full.contains("Full in the worlds: Visits ("), "{full}");
    assert_eq!(place.json("full/results.json")["full_services"][0]["service"], "visits");
    let empty = said("services.visits.places=80..120", "empty");
    assert!(!empty.contains("Full in the worlds"), "{empty}");
}
