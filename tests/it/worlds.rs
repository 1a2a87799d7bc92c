//! Studies in several worlds: one world is the scenario itself to the byte, every option runs in the same, what is
//! set beneath lies beneath, and faults help.

use std::fmt::Write;

use crate::place::Place;

const TOWN: &str = r#"{
  "name": "Town", "calendar": { "start": "2025-01-06", "days": 60, "warm_up": "40d" },
  "groups": { "all": { "arrivals": { "per_day": 5 }, "stay": { "exponential": { "mean": "3d" } }, "needs": { "p1": 0.5, "p2": 0.5 } } },
  "hospital": { "beds": 60 },
  "pathways": { "p1": { "services": ["visits"] }, "p2": { "services": ["beds"] } },
  "services": { "visits": { "setting": "home", "places": 34, "stay": { "exponential": { "mean": "12d" } }, "cost_per_place": 60 },
                "beds": { "setting": "bed", "places": 42, "stay": { "exponential": { "mean": "15d" } }, "cost_per_place": 180 } },
  "costs": { "acute_bed_day": 450 }
}"#;
const MORE_BEDS: &str =
    r#"{ "name": "More beds", "extends": "town.json", "services": { "beds": { "places": 46 } } }"#;
const MORE_VISITS: &str =
    r#"{ "name": "More visits", "extends": "town.json", "services": { "visits": { "places": 40 } } }"#;

/// Worlds in which people stay for longer in one service or the other.
fn worlds(count: usize) -> String {
    let mut csv =
        "world,weight,services.visits.stay.exponential.mean,services.beds.stay.exponential.mean\n".to_owned();
    for i in 0..count {
        let share = (i as f64 + 0.5) / count as f64;
        let other = (0.37 + 0.618_034 * i as f64).fract();
        writeln!(csv, "{},1,{:.3}d,{:.3}d", i + 1, 10.0 + 5.0 * share, 12.0 + 6.0 * other).unwrap();
    }
    csv
}

fn town() -> Place {
    Place::with(&[
        ("town.json", TOWN),
        ("beds.json", MORE_BEDS),
        ("visits.json", MORE_VISITS),
        ("worlds.csv", &worlds(20)),
    ])
}

#[test]
fn one_world_is_the_scenario_with_its_figures_to_the_byte() {
    let place = town();
    place.write("one.csv", "world,weight,services.beds.places\n1,1,42\n");
    for command in [
        "run town.json --runs 6",
        "compare town.json beds.json visits.json --runs 6",
        "sweep town.json --vary services.visits.places=34,38 --runs 6",
        "exchange town.json --give services.visits.places --for services.beds.places --runs 8",
        "marginal town.json --runs 6",
        "causes town.json --runs 6",
        "optimise town.json --vary services.visits.places=34,38 --target nctr_bed_days<=100000 --runs 20",
    ] {
        let plain = place.done(&format!("{command} --no-repeat --charts none --force --out plain").replace(
            if command.starts_with("run") || command.starts_with("causes") { "--no-repeat " } else { "\n" },
            "",
        ));
        let words = format!("{command} --no-repeat --worlds one.csv --charts none --force --out one")
            .replace(
                if command.starts_with("run") || command.starts_with("causes") {
                    "--no-repeat "
                } else {
                    "\n"
                },
                "",
            );
        let one = place.done(&words);
        assert_eq!(plain.replace("plain", "one"), one, "{command}");
        let (plain, mut other) = (place.contents("plain"), place.contents("one"));
        for (name, bytes) in plain {
            assert!(other.remove(&name).is_some_and(|other| other == bytes), "{command}: {name}");
        }
        assert!(other.is_empty());
    }
}

#[test]
fn every_option_runs_in_the_same_worlds_and_both_parts_are_told() {
    let place = town();
    let page = place.done("compare town.json beds.json visits.json --worlds worlds.csv --runs 80 --no-repeat --charts svg --out out");
    assert!(page.contains("Run in 20 worlds that fit what was observed (worlds.csv), 80 runs"), "{page}");
    assert!(page.contains("of 20 worlds"), "{page}");
    let column = |file: &str| {
        let text = place.text(&format!("out/runs/{file}.csv"));
        text.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(column("town"), column("beds"));
    assert_eq!(column("town"), column("visits"));
    let found = place.json("out/results.json");
    let d = &found["differences"]["beds"]["outcomes"]["nctr_bed_days"];
    let end = |of: &serde_json::Value, i: usize| of[i].as_f64().unwrap();
    assert!(end(&d["precision95"], 0) < end(&d["doubt"]["luck95"], 0));
    assert!(end(&d["precision95"], 1) > end(&d["doubt"]["luck95"], 1));
    assert_eq!(d["doubt"]["worlds"], 20);
    let share = d["doubt"]["share_not_known"].as_f64().unwrap();
    assert!((0.3..1.0).contains(&share), "{share}");
    let best = &found["decision"]["outcome"]["options"];
    let sum: f64 = ["town", "beds", "visits"].iter().map(|o| best[o]["best_share"].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-9);
    assert!(place.held("out").contains(&"charts/best-by-world.svg".to_owned()));
    let by_world = place.text("out/worlds.csv");
    assert_eq!(by_world.lines().count(), 1 + 20 * 3);
}

#[test]
fn the_same_bytes_come_from_any_number_of_threads_and_a_scenario_may_name_its_worlds() {
    let place = town();
    place.write("named.json", r#"{ "extends": "town.json", "worlds": "worlds.csv" }"#);
    let run = |words: &str, out: &str| {
        place.done(&format!("run {words} --runs 12 --charts none --quiet --out {out}"));
        let mut all = place.contents(out);
        // It tells the number of threads.
        all.remove("manifest.json");
        all
    };
    let one = run("named.json --threads 1", "one");
    assert_eq!(one, run("named.json --threads 2", "two"));
    let runs = |of: &str| place.text(&format!("{of}/runs.csv"));
    assert!(runs("one").lines().next().unwrap().ends_with(",world"));
    run("named.json --worlds none", "none");
    run("town.json", "plain");
    assert_eq!(runs("none"), runs("plain"));
    assert_ne!(runs("one"), runs("plain"));
}

#[test]
fn an_option_lies_over_the_worlds_and_a_world_over_what_it_is_set_in() {
    let place = town();
    // The option sets what the worlds move: with it the figure is the same in all of them.
    place.write("short.json", r#"{ "extends": "town.json", "services": { "beds": { "stay": { "exponential": { "mean": "12d" } } } } }"#);
    let ended = place
        .run("compare town.json short.json --worlds worlds.csv --runs 8 --no-repeat --charts none --out out");
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(said.contains("W35") && said.contains("services.beds.stay.exponential.mean"), "{said}");
    // What is set on the command line lies over the worlds too.
    place.done("run town.json --worlds worlds.csv --set services.beds.stay.exponential.mean=15d --set services.visits.stay.exponential.mean=12d --runs 8 --charts none --quiet --out set");
    place.done("run town.json --runs 8 --charts none --quiet --out plain");
    let without = |of: &str| {
        let text = place.text(&format!("{of}/runs.csv"));
        text.lines()
            .skip(1)
            .map(|line| line.split(',').take(30).collect::<Vec<_>>().join(","))
            .collect::<Vec<_>>()
    };
    assert_eq!(without("set"), without("plain"));
}

#[test]
fn faults_of_worlds_help() {
    let place = town();
    place.write("wrong.csv", "world,weight,services.bed.places\n1,1,40\n2,1,41\n");
    let said = place.refused("run town.json --worlds wrong.csv --runs 4");
    assert!(said.contains("wrong.csv, world 1") && said.contains("beds"), "{said}");
    place.write("late.csv", "world,weight,services.beds.places\n1,1,40\n2,1,many\n3,1,41\n");
    let said = place.refused("run town.json --worlds late.csv --runs 40 --charts none");
    assert!(said.contains("late.csv, world 2") && said.contains("many"), "{said}");
    assert!(!place.held(".").iter().any(|name| name.ends_with("results.json")), "nothing is written");
    place.write("days.csv", "world,weight,calendar.days\n1,1,60\n2,1,61\n");
    let said = place.refused("run town.json --worlds days.csv --runs 8 --charts none");
    assert!(said.contains("other days"), "{said}");
    let said = place.refused("run town.json --worlds nowhere.csv");
    assert!(said.contains("nowhere.csv"), "{said}");
    place.write("alone.json", TOWN);
    place.write("named.json", r#"{ "extends": "town.json", "worlds": "worlds.csv" }"#);
    let said = place.refused("compare named.json alone.json --runs 4 --no-repeat");
    assert!(said.contains("in the worlds of") && said.contains("--worlds none"), "{said}");
}

#[test]
fn sentences_of_a_choice_are_never_stronger_than_the_numbers() {
    let place = town();
    place.write("same.json", r#"{ "name": "Another name", "extends": "beds.json" }"#);
    place.write(
        "nothing.json",
        r#"{ "name": "Nothing", "extends": "town.json", "costs": { "price_year": "2025" } }"#,
    );
    let said = |options: &str, worlds: &str, runs: u32| {
        let page = place.done(&format!(
            "compare town.json {options} --worlds {worlds} --runs {runs} --no-repeat --charts none --force --out out"
        ));
        page.lines()
            .take_while(|line| !line.starts_with("Change of"))
            .fold(String::new(), |all, line| all + " " + line.trim())
    };
    // Two that are the same share every world in which they are the best, and neither is the cheaper.
    let tie = said("beds.json same.json", "worlds.csv", 40);
    assert!(tie.contains("come to the same in every world"), "{tie}");
    assert!(tie.contains("costs the same with “More beds” and “Another name” in every world"), "{tie}");
    // Of what changes nothing nothing is said to be the best.
    let none = said("nothing.json", "worlds.csv", 40);
    assert!(none.contains("come to the same in every world"), "{none}");
    assert!(!none.contains("loses least") && !none.contains("costs less"), "{none}");
    // In one world there is no share of worlds.
    place.write("one.csv", "world,weight,services.beds.places\n1,1,42\n");
    let one = said("beds.json visits.json", "one.csv", 8);
    assert!(!one.contains("worlds"), "{one}");
    // Worlds that weigh differently are told by weight.
    place.write("uneven.csv", worlds(8).replacen("\n1,1,", "\n1,3,", 1));
    let uneven = said("beds.json visits.json", "uneven.csv", 80);
    assert!(uneven.contains("by weight"), "{uneven}");
}

#[test]
fn a_chance_over_worlds_and_luck_chooses_more_than_an_average_does() {
    let place = town();
    let words = |more: &str, out: &str| {
        format!(
            "optimise town.json --vary services.visits.places=34..46:4 --target nctr_people<=9 --worlds worlds.csv --runs 80 --most-runs 200 --no-repeat --charts svg {more} --out {out}"
        )
    };
    let ended = |words: &str| {
        let ended = place.run(words);
        assert!(
            matches!(ended.status.code(), Some(0 | 4)),
            "{words}: {}",
            String::from_utf8_lossy(&ended.stderr)
        );
        String::from_utf8(ended.stdout).unwrap()
    };
    ended(&words("", "average"));
    let page = ended(&words("--chance 80%", "chance"));
    let found = |out: &str| place.json(&format!("{out}/results.json"));
    let chosen = |out: &str| found(out)["chosen"]["point"].as_u64();
    let (average, chance) = (chosen("average"), chosen("chance"));
    assert!(average.is_some() && chance >= average, "{average:?} {chance:?}");
    let all = found("chance");
    assert_eq!(all["chance"], 0.8);
    let share = |i: usize| all["points"][i]["chance"].as_f64().unwrap();
    assert!(share(3) >= share(0), "more places, more chance: {} {}", share(0), share(3));
    let said = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("of single runs, whichever of the worlds that fit is ours"), "{page}");
    assert!(place.text("chance/points.csv").lines().next().unwrap().contains(",chance"));
    assert!(all["regret"]["mixes"].as_array().unwrap().len() >= 2, "{}", all["regret"]);
    for wrong in ["0", "1.2", "120%", "many"] {
        place.refused(&words(&format!("--chance {wrong}"), "wrong"));
    }
}

#[test]
fn learn_says_what_a_figure_is_worth_and_refuses_what_is_unknown() {
    let place = town();
    // One option pays where visits are long, the other where beds are.
    let page = place.done(
        "learn town.json beds.json visits.json --worlds worlds.csv --runs 160 --survey services.beds.stay.exponential.mean=1d --out out",
    );
    assert!(page.contains("What better data is worth") && page.contains("Survey, with its error"), "{page}");
    let found = place.json("out/results.json");
    let value = &found["value"]["pounds"];
    let of = |path: &str| value["figures"][path]["a_year"].as_f64().unwrap();
    let (visits, beds) =
        (of("services.visits.stay.exponential.mean"), of("services.beds.stay.exponential.mean"));
    let all = value["everything_a_year"].as_f64().unwrap();
    assert!(visits >= 0.0 && beds >= 0.0 && visits.max(beds) <= 1.2 * all.max(1.0), "{value}");
    let survey = value["surveys"][0]["a_year"].as_f64().unwrap();
    assert!(survey <= beds + 1e-6 || beds == 0.0, "{survey} of {beds}");
    assert_eq!(place.text("out/learn.csv").lines().count(), 1 + 2 + 1);
    let said = place.refused("learn town.json beds.json --runs 8");
    assert!(said.contains("has no worlds") && said.contains("--worlds FILE"), "{said}");
    let said = place.refused("learn town.json beds.json --worlds worlds.csv --runs 8 --survey services.bed.stay.exponential.mean=1d");
    assert!(said.contains("did you mean \"services.beds.stay.exponential.mean\"?"), "{said}");
    let said = place.refused("learn town.json beds.json --worlds worlds.csv --runs 8 --survey services.beds.stay.exponential.mean=3h");
    assert!(said.contains("in \"d\""), "{said}");
}
