//! The same people in both scenarios: how much less their difference varies than that of two runs
//! with luck of their own. The figures stand in `docs/method.md`.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use wardflow::base::statistics::Moments;
use wardflow::experiment::Silent;
use wardflow::experiment::points::Points;
use wardflow::measures::outcome::{SYSTEM, index_of};
use wardflow::scenario::{Scenario, Setting};

/// Any two fixed numbers will do; they were not chosen.
const SEEDS: [u64; 2] = [1, 2];

/// How many times smaller the variance of the paired difference is.
#[derive(Clone, Copy, Debug)]
struct Smaller {
    /// Than the two variances together, which is what the difference has where they share nothing.
    than_both: f64,
    /// Than that of the difference of an option with another seed.
    than_another_seed: f64,
}

fn shipped(file: &str, settings: &[&str]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    let settings: Vec<Setting> = settings.iter().map(|text| Setting::parse(text).unwrap()).collect();
    Scenario::open(&path, &settings).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Of `nctr_bed_days`, for each option; printed beside the mean difference.
fn smaller<const N: usize>(base: &Scenario, options: [(&str, &Scenario); N], runs: u64) -> [Smaller; N] {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let all = |seed: u64, scenarios: &[&Scenario]| {
        let mut points = Points::new(seed);
        let wanted: Vec<(&Scenario, u64)> = scenarios.iter().map(|&scenario| (scenario, runs)).collect();
        points.run(&wanted, threads, &Silent, &AtomicBool::new(false)).unwrap();
        points
    };
    let with_base: Vec<&Scenario> = [base].into_iter().chain(options.map(|(_, option)| option)).collect();
    let (same, other) = (all(SEEDS[0], &with_base), all(SEEDS[1], &with_base[1..]));
    let i = index_of(SYSTEM, "nctr_bed_days");
    let days = |points: &Points, scenario: &Scenario| -> Vec<f64> {
        points.of(scenario).iter().map(|r| r.system[i].unwrap()).collect()
    };
    let before = days(&same, base);
    options.map(|(what, option)| {
        let after = days(&same, option);
        let difference = |after: &[f64]| -> Vec<f64> { after.iter().zip(&before).map(|(a, b)| a - b).collect() };
        let variance = |values: &[f64]| Moments::of(values).sd.powi(2);
        let paired = variance(&difference(&after));
        let found = Smaller {
            than_both: (variance(&before) + variance(&after)) / paired,
            than_another_seed: variance(&difference(&days(&other, option))) / paired,
        };
        println!(
            "{what}, {runs} replications: {:.0} of {:.0} bed-days, sd {:.0} (alone {:.0} and {:.0}), variance {:.1} times \
             smaller than of both, {:.1} times than with another seed",
            Moments::of(&difference(&after)).mean,
            Moments::of(&before).mean,
            paired.sqrt(),
            variance(&before).sqrt(),
            variance(&after).sqrt(),
            found.than_both,
            found.than_another_seed
        );
        found
    })
}

#[track_caller]
fn at_least(times: f64, found: Smaller) {
    assert!(found.than_both >= times && found.than_another_seed >= times, "{found:?} and not {times}");
}

/// Four more of the 120 beds of pathway 2 in the reference network.
fn four_more_beds(runs: u64) -> Smaller {
    let base = shipped("reference-d2a.json", &[]);
    let option = shipped("reference-d2a.json", &["services.beds.places+=4"]);
    let [found] = smaller(&base, [("four more beds", &option)], runs);
    found
}

#[test]
fn a_paired_difference_of_the_reference_network_varies_a_tenth_as_much_at_most() {
    at_least(10.0, four_more_beds(20));
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn a_hundred_pairs_of_the_reference_network_vary_a_tenth_as_much_at_most() {
    at_least(10.0, four_more_beds(100));
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn a_hundred_pairs_of_the_winter_vary_a_quarter_as_much_for_beds_and_half_for_bridging() {
    let winter = "milton-keynes.json";
    let [beds, bridging, dated] = smaller(
        &shipped(winter, &[]),
        [
            ("four more recuperation beds", &shipped(winter, &["services.recuperation_beds.places+=4"])),
            ("ten bridging places", &shipped(winter, &["services.bridging.places=10"])),
            ("ten bridging places from the first day", &shipped("bridging.json", &[])),
        ],
        100,
    );
    at_least(4.0, beds);
    at_least(2.0, bridging);
    at_least(2.0, dated);
}
