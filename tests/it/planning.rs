//! Commands that plan: sweeps, rates of exchange, marginal values and the cheapest mix, each as typed
//! and each against what is known by other means.

use std::fs;
use std::sync::atomic::AtomicBool;

use serde_json::Value;
use wardflow::experiment::Progress;
use wardflow::experiment::address::Address;
use wardflow::experiment::optimise::{Asked, FRESH, Optimum, Target, optimise};
use wardflow::experiment::points::Points;
use wardflow::experiment::replicate::Silent;
use wardflow::experiment::sweep::{Point, points};
use wardflow::experiment::vary::{Axis, Design};
use wardflow::measures::outcome::{SYSTEM, System};
use wardflow::scenario::Variants;

use crate::place::Place;

/// Two kinds of care, one of them dearer, for people who wait in acute beds.
const TOWN: &str = r#"{
  "name": "Town", "calendar": { "start": "2025-01-06", "days": 364, "warm_up": "60d" },
  "groups": { "home": { "arrivals": { "per_day": 2.5 }, "enters": "ready", "needs": { "p1": 1 } },
              "bed": { "arrivals": { "per_day": 1.2 }, "enters": "ready", "needs": { "p2": 1 } } },
  "hub": { "sees": ["p1", "p2"], "staff": 2, "assessment": { "exponential": { "mean": "9h" } }, "cost_per_hour": 1 },
  "pathways": { "p1": { "services": ["visits"] }, "p2": { "services": ["beds"] } },
  "services": { "visits": { "label": "Visits", "places": 28, "stay": { "exponential": { "mean": "10d" } }, "cost_per_place": 60, "paid_by": "council" },
                "beds": { "label": "Beds", "places": 14, "stay": { "exponential": { "mean": "10d" } }, "cost_per_place": 150, "paid_by": "nhs" } },
  "costs": { "acute_bed_day": 400 }
}"#;

fn place() -> Place {
    Place::with(&[("town.json", TOWN)])
}

#[test]
fn a_sweep_leaves_a_page_a_table_and_a_heat_map() {
    let place = place();
    let page = place.done(
        "sweep town.json --vary services.visits.places=26..30:2 --vary hub.staff+=0,1 --runs 4 --out s --charts svg",
    );
    for part in ["Town: 2 values varied", "6 points, 4 runs of each", "* the scenario as it is", "Cheapest"] {
        assert!(page.contains(part), "{part} in\n{page}");
    }
    assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
    let results = place.json("s/results.json");
    assert_eq!(results["points"].as_array().unwrap().len(), 6);
    assert_eq!(results["points"][2]["settings"]["services.visits.places"], "28");
    let same = &results["points"][2]["differences"]["nctr_bed_days"];
    assert_eq!(
        (&same["mean"], &same["sd"]),
        (&0.0.into(), &0.0.into()),
        "28 places and nobody more: as it is"
    );
    let manifest = place.json("s/manifest.json");
    assert!(manifest["people_simulated"].as_u64() > Some(1000), "who was simulated is counted");
    assert_eq!(manifest["scenario"]["name"], "Town");
    let table = place.text("s/sweep.csv");
    assert_eq!(table.lines().count(), 1 + 6 * SYSTEM.len());
    assert!(table.starts_with("point,services.visits.places,hub.staff+,runs,outcome,unit,mean,"));
    assert!(
        place.text("s/charts/sweep.svg").contains("<svg") && place.text("s/charts/cost.svg").contains("<svg")
    );
}

#[test]
fn a_latin_hypercube_and_runs_until_precise_are_swept_too() {
    let place = place();
    let output = place.run(
        "sweep town.json --vary services.visits.places=26..32 --vary services.beds.places=13..18 --design lhs:5 \
         --runs auto --precision 40% --most-runs 60 --by acute_bed_days --out s --charts none --json",
    );
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let results: Value = serde_json::from_slice(&output.stdout).unwrap();
    let points = results["points"].as_array().unwrap();
    assert_eq!(points.len(), 5);
    assert!(points.iter().all(|p| p["precision"]["met"] == true && p["runs"].as_u64().unwrap() >= 25));
}

#[test]
fn results_of_plans_do_not_depend_on_threads() {
    let place = place();
    let sweep = "sweep town.json --vary services.visits.places=26,30 --runs 7 --charts none --quiet";
    place.done(&format!("{sweep} --threads 1 --out one"));
    place.done(&format!("{sweep} --threads 3 --out three"));
    assert_eq!(place.text("one/results.json"), place.text("three/results.json"));
    assert_eq!(place.text("one/sweep.csv"), place.text("three/sweep.csv"));
}

#[test]
fn what_cannot_be_varied_or_met_is_said_before_anything_runs() {
    let place = place();
    for (words, said) in [
        ("sweep town.json --vary services.visits.places", "there is no \"=\""),
        ("sweep town.json --vary services.visit.places=1,2", "did you mean \"visits\"?"),
        ("sweep town.json --vary services.visits.places=1..9", "a range without a step"),
        (
            "sweep town.json --vary services.visits.places=1,2 --design sobol",
            "this is not a design; expected grid, or lhs:N",
        ),
        (
            "exchange town.json --give services.visits.places --for services.beds.place",
            "is not given, so there is nothing to change",
        ),
        (
            "exchange town.json --give services.visits.places --for services.beds.places --amounts 0,1",
            "expected numbers above 0",
        ),
        (
            "exchange town.json --give services.visits.places --for services.beds.places --runs auto",
            "--runs auto: this command does not take it",
        ),
        (
            "optimise town.json --vary services.visits.places=1,2 --target delay_day_p90<=2",
            "did you mean \"delay_days_p90\"?",
        ),
        (
            "optimise town.json --vary services.visits.places=1,2 --target delay_days_p90=2",
            "there is no <= or >=",
        ),
        (
            "optimise town.json --vary services.visits.places=1,2 --target pathways.p3.delay_days_p90<=5",
            "there is no \"p3\" in pathways",
        ),
        (
            "optimise town.json --vary services.visits.places=1,2 --target services.visit.wait_days_mean<=3",
            "did you mean \"visits\"?",
        ),
        (
            "optimise town.json --vary services.visits.places=1,2 --target nctr_people<=5%",
            "percent is for shares",
        ),
        (
            "optimise town.json --vary services.visits.places=1,2 --target acute_occupancy<=92",
            "did you mean 92%?",
        ),
        (
            "optimise town.json --vary services.visits.places=1,2 --target nctr_people<=5 --tolerance=-1",
            "expected a number from 0 on",
        ),
        (
            "optimise town.json --vary services.visits.places=1,2 --target nctr_people<=5 --confidence 1e-200",
            "expected a share from 50% to 99.99%",
        ),
        (
            "optimise town.json --vary services.visits.places=1,2 --target nctr_people<=5 --minimise services.visits.cots",
            "did you mean \"cost\"?",
        ),
        (
            "exchange town.json --give services.visits.places --for services.beds.places --on groups.home.nctr_bed_day",
            "did you mean \"nctr_bed_days\"?",
        ),
    ] {
        let output = place.run(words);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{words}: {error}");
        assert!(error.contains(said), "{words}: {error}");
    }
    assert!(!place.path().join("output").exists());
}

#[test]
fn an_exchange_says_how_many_of_one_do_what_one_of_the_other_does() {
    let place = place();
    let page = place.done(
        "exchange town.json --give services.visits.places --for services.beds.places --amounts 1,3 --for-amounts 1,2 \
         --runs 40 --out e --charts svg",
    );
    for part in ["place of “Visits” does what", "for 1 (", "At equal effect", "Money: for the same effect"]
    {
        assert!(page.contains(part), "{part} in\n{page}");
    }
    assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
    let results = place.json("e/results.json");
    assert_eq!((&results["on"], &results["meaning"]), (&"nctr_bed_days".into(), &"sound".into()));
    let (worth, needed) =
        (&results["give"]["amounts"][0]["worth"], &results["give"]["amounts"][0]["needed_for_one"]);
    let product = worth["value"].as_f64().unwrap() * needed["value"].as_f64().unwrap();
    assert!((product - 1.0).abs() < 1e-9, "one is the other turned round");
    assert!(
        place.path().join("e/charts/exchange.svg").exists()
            && place.path().join("e/charts/effects.svg").exists()
    );
    assert_eq!(place.text("e/exchange.csv").lines().count(), 5);
}

#[test]
fn without_a_clear_effect_there_is_no_rate_of_exchange() {
    let place = place();
    // The hub is never short of people here.
    let page = place.done(
        "exchange town.json --set hub.staff=50 --give services.visits.places --for hub.staff --runs 6 --out e --charts svg",
    );
    assert!(
        page.contains("There is no rate of exchange: 1 person on duty in the hub does not clearly change"),
        "{page}"
    );
    assert!(!place.path().join("e/charts/exchange.svg").exists());
}

/// The verdicts of an exchange's page, of what is given and of what is bought.
fn verdicts(page: &str) -> Vec<bool> {
    let rows = page.lines().filter(|line| line.starts_with("+ "));
    rows.map(|line| !line.contains("no clear difference")).collect()
}

#[test]
fn where_there_is_no_rate_for_want_of_clear_effects_the_table_calls_none_of_them_clear() {
    let place = place();
    let mut with_a_rate = 0;
    for (runs, give) in [(4, "hub.staff"), (4, "services.visits.places"), (6, "services.beds.places")] {
        let page = place.done(&format!(
            "exchange town.json --give {give} --for services.beds.places --amounts 1,2,3 --for-amounts 1,2,3 --runs {runs} \
             --out e --charts none --force"
        ));
        let clear = verdicts(&page);
        assert_eq!(clear.len(), 6, "{page}");
        let results = place.json("e/results.json");
        let told = |side: &str| {
            let amounts = results[side]["amounts"].as_array().unwrap();
            amounts.iter().map(|a| a["clear_adjusted"].as_bool().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!([told("give"), told("buy")].concat(), clear, "{page}");
        match results["meaning"].as_str().unwrap() {
            "what is bought has no clear effect" => assert!(!clear[3..].contains(&true), "{page}"),
            "what is given has no clear effect" => assert!(!clear[..3].contains(&true), "{page}"),
            _ => {
                with_a_rate += 1;
                assert!(clear[..3].contains(&true) && clear[3..].contains(&true), "{page}");
            }
        }
    }
    assert!(with_a_rate < 3, "few runs show little");
}

#[test]
fn one_more_in_brackets_has_no_pounds_for_a_bed_day() {
    let place = place();
    for runs in [3, 5, 8] {
        let page = place.done(&format!("marginal town.json --runs {runs} --out m --charts none --force"));
        let rows: Vec<&str> =
            page.lines().filter(|line| line.contains("(−") || line.contains("(+")).collect();
        for row in rows {
            let cells: Vec<&str> = row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
            assert_eq!(cells[cells.len() - 2], "-", "{page}");
        }
    }
}

#[test]
fn a_sweep_shows_what_has_to_be_spent_beside_the_cost_with_bed_days_in_use() {
    let place = place();
    let page =
        place.done("sweep town.json --vary services.visits.places=28,32 --runs 4 --out s --charts svg");
    let header = page.lines().find(|line| line.contains("verdict")).unwrap();
    assert!(header.contains("cost") && header.contains("spent"), "{page}");
    // Four places for 364 days at £60.
    let results = place.json("s/results.json");
    let spent = |i: usize| results["points"][i]["outcomes"]["cost_spent"]["mean"].as_f64().unwrap();
    assert!((spent(1) - spent(0) - 4.0 * 364.0 * 60.0).abs() < 1e-6);
    let (cost, spent) = (place.text("s/charts/cost.svg"), place.text("s/charts/spent.svg"));
    assert!(cost.contains("no budget gets back one that becomes free"), "{cost}");
    assert!(spent.contains("are not counted as money"), "{spent}");
    assert!(
        place.text("s/charts/sweep.svg").contains("32 places of “Visits”"),
        "no number without its thing"
    );
}

#[test]
fn an_end_below_which_nothing_lies_is_no_edge_of_a_sweep() {
    let place = place();
    let sweep = "sweep town.json --set services.beds.cost_per_place=90000 --vary services.beds.places=";
    let page = flat(&place.done(&format!("{sweep}0,14 --runs 4 --out s --charts none")));
    assert!(!page.contains("at the edge of what was tried"), "{page}");
    let page = flat(&place.done(&format!("{sweep}8,14 --runs 4 --out t --charts none")));
    assert!(page.contains("at the edge of what was tried"), "{page}");
}

#[test]
fn other_prices_of_an_option_and_the_size_of_what_is_not_priced_are_said() {
    let place = place();
    let write = |name: &str, text: &str| fs::write(place.path().join(name), text).unwrap();
    write(
        "free.json",
        r#"{ "extends": "town.json", "name": "Free", "services": { "visits": { "places": 32, "cost_per_place": 0 } } }"#,
    );
    write(
        "more.json",
        r#"{ "extends": "town.json", "name": "More", "services": { "visits": { "places": 32 } } }"#,
    );
    write(
        "fewer.json",
        r#"{ "extends": "town.json", "name": "Fewer", "services": { "visits": { "places": 32 } },
                             "groups": { "home": { "arrivals": { "per_day": 2.2 } } } }"#,
    );
    let compare = |option: &str| {
        flat(&place.done(&format!("compare town.json {option} --runs 12 --out {option}.out --charts none")))
    };
    let other = "The option has other prices than the baseline, which is part of this: “Visits”.";
    let page = compare("free.json");
    // 28 places that cost £60 in the baseline cost nothing here.
    assert!(page.contains("−£612,000 (the same in every run) spent") && page.contains(other), "{page}");
    let page = compare("more.json");
    assert!(
        !page.contains("other prices") && page.contains("“More” (places of “Visits” from 28 to 32) lowers"),
        "{page}"
    );
    let page = compare("fewer.json");
    assert!(page.contains("“Fewer” (places of “Visits” from 28 to 32, and more) lowers"), "{page}");
    write("bare.json", &TOWN.replace(r#", "cost_per_place": 60"#, ""));
    let page = flat(&place.done("compare bare.json town.json --runs 4 --out b --charts none"));
    assert!(page.contains("“Visits” (priced in one of the two)"), "{page}");
}

#[test]
fn acute_beds_that_are_priced_open_are_in_what_is_spent_and_not_beside_it() {
    let place = place();
    let text = TOWN
        .replace(r#""enters": "ready""#, r#""stay": { "fixed": "3d" }"#)
        .replace(r#""hub": {"#, r#""hospital": { "beds": 60 }, "hub": {"#)
        .replace(r#""acute_bed_day": 400"#, r#""acute_bed_day": 400, "open_acute_bed_day": 300"#);
    place.write("beds.json", text);
    fs::write(
        place.path().join("ten.json"),
        r#"{ "extends": "beds.json", "name": "Ten", "hospital": { "beds": 70 } }"#,
    )
    .unwrap();
    let page = flat(&place.done("compare beds.json ten.json --runs 3 --out c --charts none"));
    // Ten beds for 364 days at £300.
    assert!(page.contains("+£1.09m (the same in every run) spent"), "{page}");
    assert!(!page.contains("By who pays") || page.contains("each in use and not each open"), "{page}");
    let output = place.run(
        "optimise beds.json --vary services.visits.places=28,32,36 --vary services.beds.places=14,18 \
         --target nctr_people<=12 --runs 5 --most-runs 60 --out o --charts none",
    );
    let page = flat(&String::from_utf8_lossy(&output.stdout));
    assert!(page.contains("On 5 fresh runs"), "{page}");
    assert!(!page.contains("beds in use both"), "{page}");
}

#[test]
fn one_more_of_each_is_listed_with_its_price() {
    let place = place();
    let page = place.done("marginal town.json --runs 12 --out m --charts svg");
    assert!(page.contains("1 place of “Visits”") && page.contains("1 person on duty in the hub"), "{page}");
    assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
    let results = place.json("m/results.json");
    let levers = results["levers"].as_array().unwrap();
    let paths: Vec<&str> = levers.iter().map(|l| l["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["hub.staff", "services.beds.places", "services.visits.places"]);
    let beds = &levers[1]["money"]["spent"]["mean"];
    assert!((beds.as_f64().unwrap() - 364.0 * 150.0).abs() < 1e-6, "a bed for 364 days at £150");
    let staff = &levers[0]["money"]["spent"]["mean"];
    assert!((staff.as_f64().unwrap() - 364.0 * 24.0).abs() < 1e-6, "always on duty at £1 an hour");
}

#[test]
fn what_has_no_price_is_free_on_no_page_and_in_no_file() {
    let place = place();
    let none = "--set hub.cost_per_hour=null --runs 12";
    let page = place.done(&format!("marginal town.json {none} --out m --charts none"));
    let hub = page.lines().find(|line| line.contains("1 person on duty")).unwrap();
    assert!(hub.contains("not priced"), "{page}");
    let money = &place.json("m/results.json")["levers"][0]["money"];
    assert_eq!(money["not_priced"], serde_json::json!(["people on duty in the hub"]));
    for empty in ["spent", "pounds_per_bed_day_avoided", "single_runs"] {
        assert!(money[empty].is_null(), "{empty}: {money}");
    }
    let csv = place.text("m/marginal.csv");
    let cost = csv.lines().find(|line| line.starts_with("hub.staff,1,cost_total")).unwrap();
    assert!(cost.starts_with("hub.staff,1,cost_total,£,,,,,12,,,people on duty in the hub"), "{cost}");

    let page = place.done(&format!("sweep town.json {none} --vary hub.staff=2,3 --out s --charts svg"));
    assert!(page.contains("cheapest is not clear") && !page.contains("Cheapest"), "{page}");
    let results = place.json("s/results.json");
    assert!(results.get("least_cost").is_none() && results.get("least_spent").is_none());
    assert!(!place.path().join("s/charts/cost.svg").exists());

    place.write("more.json", r#"{ "extends": "town.json", "hub": { "staff": 3 } }"#);
    let page = place.done(&format!("compare town.json more.json {none} --out c --charts svg"));
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("Not priced, so neither") && !flat.contains("for each bed-day avoided"), "{page}");
    assert!(!place.path().join("c/charts/money.svg").exists(), "nothing priced is left to draw");
}

#[test]
fn a_sweep_over_acute_beds_is_judged_by_the_wait_for_one_unless_asked_otherwise() {
    let place = place();
    let ward = r#"{ "calendar": { "start": "2025-01-06", "days": 28 }, "hospital": { "beds": 30 }, "pathways": { "p0": { "services": [] } },
                    "groups": { "all": { "arrivals": { "per_day": 9 }, "stay": { "exponential": { "mean": "3d" } } } } }"#;
    place.write("ward.json", ward);
    let sweep = "sweep ward.json --vary hospital.beds=30,32 --runs 2 --charts none";
    place.done(&format!("{sweep} --out s"));
    assert_eq!(place.json("s/results.json")["by"], "bed_wait_hours_mean");
    place.done(&format!("{sweep} --by nctr_bed_days --out t"));
    assert_eq!(place.json("t/results.json")["by"], "nctr_bed_days");
}

#[test]
fn an_optimum_is_estimated_on_fresh_runs_and_a_target_out_of_reach_exits_4() {
    let place = place();
    let page = place.done(
        "optimise town.json --vary services.visits.places=28,32,36 --vary services.beds.places=14,18 \
         --target nctr_people<=8 --runs 30 --most-runs 600 --out o --charts svg",
    );
    for part in [
        "Town: the cheapest mix that meets the target",
        "Least of: the money to be spent on services, beds and staff; bed-days freed are not counted as money",
        "Choose 32 places of “Visits”",
        "the target holds",
        "Next: ",
        "a single run like the one simulated",
        "On 30 fresh runs, not of the search",
        "By the runs of the search: the frontier",
    ] {
        // A sentence may go on in the next line.
        let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(part), "{part} in\n{page}");
    }
    assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
    let results = place.json("o/results.json");
    assert_eq!((&results["met"], &results["decided"]), (&true.into(), &true.into()));
    assert_eq!(results["chosen"]["fresh"]["outcomes"]["nctr_people"]["n"], 30);
    for point in results["points"].as_array().unwrap() {
        let [low, high] = [0, 1].map(|end| point["targets_between"][0][end].as_f64().unwrap());
        let mean = point["means"]["nctr_people"].as_f64().unwrap();
        assert!(low <= mean && mean <= high, "{point}");
    }
    let chosen = results["chosen"]["point"].as_u64().unwrap() as usize;
    assert_ne!(
        results["chosen"]["fresh"]["outcomes"]["nctr_people"]["mean"],
        results["points"][chosen]["means"]["nctr_people"],
        "other runs than those of the search"
    );
    assert!(place.path().join("o/charts/frontier.svg").exists());
    // Three runs of a mix can show nothing, forty do.
    for (most, said) in [(3, "No mix is shown to meet the target"), (40, "No mix meets the target")] {
        let missed = place.run(&format!(
            "optimise town.json --vary services.visits.places=20,22 --target nctr_people<=1 --runs 5 \
             --most-runs {most} --out p-{most} --charts none"
        ));
        assert_eq!(missed.status.code(), Some(4));
        let page = String::from_utf8_lossy(&missed.stdout);
        assert!(page.contains(said), "{page}");
    }
}

/// The points of a grid of the town and what a search finds in it.
fn search(vary: &[&str], target: &str, most: u64) -> (Vec<Point>, Optimum, Points, Asked) {
    let place = place();
    let variants = Variants::of(Some(&place.path().join("town.json")), Vec::new()).unwrap();
    let axes: Vec<Axis> = vary.iter().map(|text| Axis::parse(text).unwrap()).collect();
    let grid = points(&variants, Design::Grid.points(&axes, 1).unwrap()).unwrap();
    let asked = Asked {
        targets: vec![Target::parse(target, &variants.base().names).unwrap()],
        minimise: Address::system(System::CostSpent),
        confidence: 0.95,
        tolerance: None,
        most,
        fresh: 20,
        chance: None,
    };
    let (mut store, mut fresh) = (Points::new(1), Points::new(1).fresh(FRESH));
    let how = (2, &Silent as &dyn Progress, &AtomicBool::new(false));
    let found = optimise(variants.base(), &grid, &asked, (&mut store, &mut fresh), how).unwrap();
    (grid, found, store, asked)
}

/// The search, by at most so many replications of a point, must find what `each` of every point find, up to what does
/// not matter.
fn agrees_with_enumeration(vary: &[&str], target: &str, most: u64, each: u64) {
    let (grid, found, mut store, asked) = search(vary, target, most);
    let spent = found.spent;
    let all: Vec<_> = grid.iter().map(|point| (&point.scenario, each)).collect();
    store.run(&all, 2, &Silent, &AtomicBool::new(false)).unwrap();
    let mean = |point: usize, outcome: Address| outcome.mean(store.of(&grid[point].scenario)).unwrap();
    let goal = asked.targets[0];
    let meets = |point: usize, slack: f64| goal.beyond(mean(point, goal.outcome)) <= slack;
    let cost = |point: usize| mean(point, asked.minimise);
    let best = (0..grid.len())
        .filter(|&p| meets(p, 0.0))
        .min_by(|a, b| cost(*a).total_cmp(&cost(*b)))
        .expect("some point meets the target");
    let chosen = found.selection.chosen.expect("a choice");
    let (tolerance, slack) = (found.tolerances.0, found.tolerances.1[0]);
    assert!(found.selection.decided, "{spent} runs");
    assert!(meets(chosen, slack), "{chosen} misses the target: {}", mean(chosen, goal.outcome));
    assert!(
        cost(chosen) <= cost(best) + tolerance,
        "chosen {chosen} at {}, best {best} at {}, tolerance {tolerance}",
        cost(chosen),
        cost(best)
    );
    let whole = grid.len() as u64 * each;
    eprintln!("{} points: {spent} replications in the search, {whole} to enumerate", grid.len());
    assert!(spent * 2 < whole, "{spent} of {whole}");
}

#[test]
fn the_search_finds_what_enumeration_finds() {
    let vary = ["services.visits.places=28..34:3", "services.beds.places=14..18:2"];
    agrees_with_enumeration(&vary, "nctr_people<=12", 400, 400);
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn the_search_finds_what_enumeration_finds_on_a_grid_of_75_points() {
    let vary = ["hub.staff=2..4:1", "services.visits.places=26..34:2", "services.beds.places=12..20:2"];
    // One mix lies so near the target that it takes thousands to tell.
    agrees_with_enumeration(&vary, "nctr_people<=8", 20_000, 1000);
}

/// The same page in one line.
fn flat(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

const GRID: &str =
    "optimise town.json --vary services.visits.places=28,32,36 --vary services.beds.places=14,18";

#[test]
fn the_choice_is_by_what_is_spent_and_what_bed_days_at_their_price_would_choose_stands_beside_it() {
    let place = place();
    let page = flat(
        &place
            .done(&format!("{GRID} --target nctr_people<=12 --runs 20 --most-runs 600 --out o --charts svg")),
    );
    let results = place.json("o/results.json");
    let point = |of: &Value| of["point"].as_u64().unwrap() as usize;
    let (chosen, other) = (&results["chosen"], &results["counted_the_other_way"]);
    assert_ne!(
        point(chosen),
        point(other),
        "an acute bed-day at £400 buys more places than the target needs"
    );
    assert_eq!((&results["minimise"], &other["minimise"]), (&"cost_spent".into(), &"cost_total".into()));
    // Places open all days, and two people on duty at £1 an hour: no more and no less.
    let spent = |of: usize| results["points"][of]["means"]["cost_spent"].as_f64().unwrap();
    let places = |of: usize| {
        let of = &results["points"][of]["settings"];
        let number = |path: &str| of[path].as_str().unwrap().parse::<f64>().unwrap();
        number("services.visits.places") * 60.0 + number("services.beds.places") * 150.0
    };
    for i in 0..6 {
        assert!((spent(i) - 364.0 * (places(i) + 48.0)).abs() < 1e-3, "{i}: {}", spent(i));
        let meets = results["points"][i]["targets"] == "meets";
        assert!(!meets || spent(i) >= spent(point(chosen)), "{i} meets the target for less");
    }
    let mean = |of: &str, what: &str| other[of][what].as_f64().unwrap();
    assert!(mean("means", "cost_spent") > mean("means_of_chosen", "cost_spent"));
    assert!(mean("means", "cost_total") < mean("means_of_chosen", "cost_total"));
    for part in [
        "Money counted both ways,",
        "Cheapest by what has to be spent:",
        "Cheapest with acute bed-days in use",
    ] {
        assert!(page.contains(part), "{part} in\n{page}");
    }
    assert!(page.contains("At the edge: 14 places of “Beds” is the least that was offered"), "{page}");
    assert_eq!(chosen["edges"][1]["path"], "services.beds.places");
    // Today is a point of the grid: it has one mark.
    let chart = place.text("o/charts/frontier.svg");
    assert_eq!(chart.matches(">Today: 28 · 14<").count(), 1, "{chart}");
    assert_eq!(results["today"]["point"], 0);
}

#[test]
fn what_has_no_price_makes_no_mix_the_cheapest() {
    let place = place();
    let words = "optimise town.json --vary hub.staff=2,3 --vary services.visits.places=32,36 --set services.beds.places=18 \
                 --target nctr_people<=12 --runs 5 --most-runs 100 --out o --charts none --force";
    let priced = flat(&place.done(words));
    assert!(priced.contains("the cheapest mix") && !priced.contains("Not priced"), "{priced}");
    let page = flat(&place.done(&format!("{words} --set hub.cost_per_hour=null")));
    assert!(page.contains("Not priced: people on duty in the hub."), "{page}");
    assert!(page.contains("not called the cheapest") && !page.contains("the cheapest mix that"), "{page}");
    let results = place.json("o/results.json");
    assert_eq!(
        (&results["called_cheapest"], &results["not_priced"][0]),
        (&false.into(), &"people on duty in the hub".into())
    );
    // Where another outcome is least, no money is spoken of.
    let output =
        place.run(&format!("{words} --set hub.cost_per_hour=null --minimise services.visits.people_mean"));
    let people = flat(&String::from_utf8_lossy(&output.stdout));
    assert!(
        people.contains("People in it on average, “Visits”") && !people.contains("Not priced"),
        "{people}"
    );
}

#[test]
fn targets_may_be_of_a_pathway_a_group_or_a_service_and_several_hold_together() {
    let place = place();
    place.done(&format!(
        "{GRID} --target pathways.p1.delay_days_p90<=9 --target services.visits.utilisation<=97% --target groups.bed.nctr_bed_days<=4000 \
         --runs 20 --most-runs 300 --out o --charts none --quiet"
    ));
    let results = place.json("o/results.json");
    let named: Vec<&str> =
        results["targets"].as_array().unwrap().iter().map(|t| t["outcome"].as_str().unwrap()).collect();
    assert_eq!(
        named,
        ["pathways.p1.delay_days_p90", "services.visits.utilisation", "groups.bed.nctr_bed_days"]
    );
    assert_eq!(results["targets"][1]["value"], 0.97);
    let holds = results["chosen"]["fresh"]["targets"].as_array().unwrap();
    assert!(holds.iter().all(|t| t["holds"] == true && t["n"] == 20), "{holds:?}");
    assert!(results["points"][0]["means"]["services.visits.utilisation"].as_f64().unwrap() > 0.8);
    let header = place.text("o/points.csv").lines().next().unwrap().to_owned();
    assert!(
        header.contains(",pathways.p1.delay_days_p90,services.visits.utilisation,groups.bed.nctr_bed_days"),
        "{header}"
    );
}

#[test]
fn a_target_on_people_who_never_come_is_not_met_by_nobody() {
    let place = place();
    let output = place.run(
        "optimise town.json --set groups.home.arrivals.per_day=0 --vary services.visits.places=1,2 \
         --target pathways.p1.delay_days_mean<=2 --runs 5 --most-runs 40 --out o --charts none",
    );
    assert_eq!(output.status.code(), Some(4), "{}", String::from_utf8_lossy(&output.stderr));
    let page = flat(&String::from_utf8_lossy(&output.stdout));
    assert!(
        page.contains("Nothing can be said of the target") && page.contains("undefined in every run"),
        "{page}"
    );
}

#[test]
fn places_of_one_service_are_exchanged_for_themselves_one_for_one() {
    let place = place();
    let page = flat(&place.done(
        "exchange town.json --give services.beds.places --for services.beds.places --amounts 2,4 --for-amounts 1,3 --runs 20 --out e --charts svg",
    ));
    assert!(
        page.contains("4 places of “Beds” do what 4 places of “Beds” do (4 to 4). That is 1.0 for 1"),
        "{page}"
    );
    let results = place.json("e/results.json");
    let equal = &results["give"]["amounts"][0]["equal_effect"];
    assert_eq!((&equal["bought"], &equal["given_for_one"]["value"]), (&2.0.into(), &1.0.into()));
    assert_eq!(results["answer"]["given_for_one"]["low"], 1.0);
}

#[test]
fn an_exchange_says_where_an_effect_lies_beyond_what_was_bought() {
    let place = place();
    let page = flat(&place.done(
        "exchange town.json --give services.beds.places --for services.visits.places --amounts 4,8 --for-amounts 1,2 --runs 30 --out e --charts svg",
    ));
    assert!(page.contains("4 places of “Beds” do more than 2 places of “Visits” do on average"), "{page}");
    let results = place.json("e/results.json");
    let equal = &results["give"]["amounts"][0]["equal_effect"];
    assert_eq!(
        (&equal["bought"], &equal["bought_high"], &results["answer"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(equal["beyond_what_was_bought"], true);
    assert!(place.text("e/charts/exchange.svg").contains("do more than 2 places"));
}

#[test]
fn another_question_to_the_same_scenarios_does_not_replace_the_answer_to_the_first() {
    let place = place();
    place.write("more.json", r#"{ "extends": "town.json", "hub": { "staff": 3 } }"#);
    let common = "--set calendar.days=28 --charts none --quiet --runs 2";
    let optimise = "optimise town.json --vary hub.staff=2,3 --target nctr_people<=1000";
    let sensitivity = "sensitivity town.json --vary hub.staff=1..3";
    let screening = "sensitivity town.json --vary hub.staff=1..3 --global";
    for (i, (words, own, other)) in [
        (optimise, "--most-runs 2000", "--most-runs 30"),
        (optimise, "--most-runs 30", "--most-runs 60"),
        (optimise, "--confidence 95%", "--confidence 90%"),
        ("sweep town.json --vary hub.staff=2,3", "--by nctr_bed_days", "--by discharges"),
        ("compare town.json more.json", "--by nctr_bed_days", "--by discharges"),
        (sensitivity, "--on nctr_bed_days", "--on discharges"),
        (sensitivity, "--on nctr_bed_days", "--on nctr_bed_days --on discharges"),
        (sensitivity, "--kinds stated,derived,assumed,fitted", "--kinds stated"),
        (sensitivity, "", "--apart"),
        (screening, "--trajectories 10", "--trajectories 11"),
        (sensitivity, "", "--global --trajectories 2"),
        ("exchange town.json --give hub.staff --for services.beds.places", "", "--on discharges"),
    ]
    .into_iter()
    .enumerate()
    {
        let code = |flags: &str| place.run(&format!("{words} {flags} {common} --out o{i}")).status.code();
        let first = code(own);
        assert!(matches!(first, Some(0 | 4)), "{words} {own}: {first:?}");
        let before = place.text(&format!("o{i}/results.json"));
        assert_eq!(code(own), first, "{words} {own}: the same");
        assert_eq!(code(other), Some(2), "{words} {other}");
        assert_eq!(place.text(&format!("o{i}/results.json")), before, "{words} {other}");
        // Typed or not, what holds by itself is the same question.
        let told = place.json(&format!("o{i}/manifest.json"));
        if i != 1 {
            assert_eq!(code(""), first, "{words}");
        }
        assert_eq!(place.json(&format!("o{i}/manifest.json"))["fingerprint"], told["fingerprint"]);
    }
}

#[test]
fn what_was_typed_twice_or_leads_nowhere_is_refused_with_the_flag_that_was_typed() {
    let place = place();
    let deep = "a.".repeat(20_000) + "b";
    for (words, expected) in [
        (format!("exchange town.json --give {deep} --for hub.staff"), "--give: the path leads deeper"),
        (format!("sweep town.json --vary {deep}=1,2"), "leads deeper than any scenario"),
        (format!("sensitivity town.json --vary {deep}=1..2"), "leads deeper than any scenario"),
        (format!("optimise town.json --vary {deep}=1,2 --target nctr_people<=5"), "leads deeper"),
        ("sweep town.json --vary hub.staff=3,3".to_owned(), "the value 3 appears twice"),
        ("sensitivity town.json --vary hub.staff=3..3".to_owned(), "both ends are the same"),
        ("sweep town.json --vary services.bed.places=3,4".to_owned(), "--vary services.bed.places: "),
        ("sensitivity town.json --vary services.bed.places=3..4".to_owned(), "--vary services.bed.places: "),
        (
            "exchange town.json --give services.bed.places --for hub.staff".to_owned(),
            "--give services.bed.places: ",
        ),
        (
            "exchange town.json --give hub.staff --for services.bed.places".to_owned(),
            "--for services.bed.places: ",
        ),
    ] {
        let ended = place.run(&format!("{words} --runs 2 --charts none --out p"));
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        let short: String = words.chars().take(80).collect();
        assert!(ended.status.code() == Some(2) && said.contains(expected), "{short}: {said}");
        assert!(!said.contains("--set"), "{short}: {said}");
    }
    assert!(!place.path().join("p").exists());
}
