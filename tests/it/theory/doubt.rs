//! Luck and not knowing told apart, on systems of which both are known exactly: the law of total variance.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use wardflow::Scenario;
use wardflow::experiment::replicate::{Replications, Silent, replicate};
use wardflow::experiment::run::doubt::{Doubt, InWorld};
use wardflow::measures::outcome::{Key, PerService};
use wardflow::scenario::{InWorlds, Laid, Operation, World, Worlds};

use super::erlang::Mmc;

const DAYS: f64 = 200.0;
const SERVICE: f64 = 4.0;

fn scenario(servers: &str, rates: &[f64]) -> Scenario {
    let text = format!(
        r#"{{ "calendar": {{ "start": "2025-01-06", "days": {DAYS}, "warm_up": "120d" }},
             "groups": {{ "all": {{ "enters": "community", "arrivals": {{ "per_day": 5 }}, "needs": {{ "p": 1 }} }} }},
             "pathways": {{ "p": {{ "services": ["team"] }} }},
             "services": {{ "team": {{ "places": {servers}, "stay": {{ "exponential": {{ "mean": "{SERVICE}d" }} }} }} }} }}"#
    );
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("team.json");
    std::fs::write(&path, text).expect("written");
    let world = |rate: &f64| World { weight: 1.0 / rates.len() as f64, values: vec![rate.to_string()] };
    let worlds = Worlds {
        fitted_to: None,
        paths: vec![("groups.all.arrivals.per_day".to_owned(), Operation::Replace)],
        all: rates.iter().map(world).collect(),
    };
    let over = path.display().to_string();
    let laid = Laid { worlds, shown: "worlds.csv".to_owned(), over };
    Scenario::open_in(&path, &[], &InWorlds::These(Arc::new(laid)))
        .unwrap_or_else(|faults| panic!("{faults}"))
}

fn run(scenario: &Scenario, runs: u64, outcome: PerService) -> Vec<InWorld> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let how = Replications { runs, seed: 3, threads };
    let all = replicate(&scenario.plan, how, &Silent, &AtomicBool::new(false)).expect("all of them");
    all.iter().map(|r| (r.world, r.services[0][outcome.index()].expect("a value"))).collect()
}

fn variance(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64
}

/// Rates spread evenly between two.
fn rates(from: f64, to: f64, count: u32) -> Vec<f64> {
    (0..count).map(|i| from + (to - from) * (f64::from(i) + 0.5) / f64::from(count)).collect()
}

#[test]
fn with_endless_servers_both_parts_are_those_of_the_formulas() {
    // The number served is Poisson with mean λs; its average over T days has the variance 2λs·s/T·(1 − (1 − e^(−T/s))s/T).
    let rates = rates(4.0, 6.0, 50);
    let found = run(&scenario("\"unlimited\"", &rates), 800, PerService::PeopleMean);
    let doubt = Doubt::of(&found).expect("several worlds").doubt;
    let load = 5.0 * SERVICE;
    let ratio = SERVICE / DAYS;
    let within = 2.0 * load * ratio * (1.0 - ratio * (1.0 - (-1.0 / ratio).exp()));
    let between = variance(&rates.iter().map(|rate| rate * SERVICE).collect::<Vec<_>>());
    println!("within {} of {within}, between {} of {between}", doubt.within.powi(2), doubt.between.powi(2));
    // A variance of 750 degrees of freedom is known to 5%, one of 49 to 20%, but here worlds are all run.
    assert!((doubt.within.powi(2) / within - 1.0).abs() < 0.16);
    assert!((doubt.between.powi(2) / between - 1.0).abs() < 0.06);
    let total = variance(&found.iter().map(|(_, x)| *x).collect::<Vec<_>>());
    assert!((total / (within + between) - 1.0).abs() < 0.06, "the law of total variance: {total}");
    let share = between / (between + within / 800.0);
    let [low, high] = doubt.share95();
    assert!((low..=high).contains(&share), "{low} to {high}, {share}");
}

#[test]
fn with_few_servers_not_knowing_is_what_erlangs_formula_makes_of_the_rates() {
    let rates = rates(3.6, 4.4, 40);
    let queue = |rate: &f64| Mmc { arrivals_per_day: *rate, service_days: SERVICE, servers: 20 }.queue();
    let found = run(&scenario("20", &rates), 1_600, PerService::QueueMean);
    let doubt = Doubt::of(&found).expect("several worlds").doubt;
    let between = variance(&rates.iter().map(queue).collect::<Vec<_>>());
    println!("between {} of {between}, within {}", doubt.between.powi(2), doubt.within.powi(2));
    assert!((doubt.between.powi(2) / between - 1.0).abs() < 0.2);
    let mean = rates.iter().map(queue).sum::<f64>() / rates.len() as f64;
    let [low, high] = doubt.luck95;
    assert!(low - 0.02 * mean < mean && mean < high + 0.02 * mean, "{low} to {high}, {mean}");
}

#[test]
fn the_luck_part_is_the_interval_of_a_plain_run_as_long_as_worlds_are_alike() {
    let alike = rates(5.0, 5.000_01, 20);
    let found = run(&scenario("24", &alike), 400, PerService::PeopleMean);
    let plain: Vec<InWorld> = run(&scenario("24", &[5.0]), 400, PerService::PeopleMean);
    let doubt = Doubt::of(&found).expect("several worlds").doubt;
    let half = |[low, high]: [f64; 2]| 0.5 * (high - low);
    let sd = variance(&plain.iter().map(|(_, x)| *x).collect::<Vec<_>>()).sqrt();
    let own = 1.966 * sd / 20.0;
    println!("luck {} of {own}", half(doubt.luck95));
    assert!((half(doubt.luck95) / own - 1.0).abs() < 0.05);
}
