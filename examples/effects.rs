//! What changes to the baseline year do to delayed bed-days, beside what another program found:
//! `cargo run --release --example effects -- 200`. After the number of replications and the seed
//! may stand settings that hold in the baseline and in every row: `PATH=VALUE`.
//!
//! Every change is in force since before the warm-up ("as if always so") and is compared with the
//! baseline replication by replication. Prints the Markdown table of `docs/effects.md`.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use wardflow::experiment::estimate::Estimate;
use wardflow::experiment::replicate::{Replications, Silent, replicate};
use wardflow::measures::Replication;
use wardflow::measures::outcome::{SYSTEM, index_of};
use wardflow::scenario::{Scenario, Setting};

const SEED: u64 = 1;
const YEAR: &str = "scenarios/milton-keynes-year.json";

/// A change, and what the throw-away prototype of the same rules found for its delayed bed-days:
/// mean, and the 95% interval of the mean.
struct Row {
    name: &'static str,
    settings: &'static [&'static str],
    prototype: [f64; 3],
}

const fn row(name: &'static str, prototype: [f64; 3], settings: &'static [&'static str]) -> Row {
    Row { name, settings, prototype }
}

const BRIDGING_10: &str = "services.bridging.places=10";
const PLACES_80: &str = "services.reablement.places=80";
const STARTS_34: &str = "services.reablement.starts_per_week=34";
const BEDS_5: &str = "services.recuperation_beds.places=21";
const HUB_ALL_WEEK: &str = r#"hub.staff={"mon-sun": 8, "hours": "08:00-18:00"}"#;
const THERAPY_ALL_WEEK: &str = r#"steps.therapy_review.staff={"mon-sun": 5, "hours": "08:00-16:30"}"#;
const ELSEWHERE_HALVED: &str = "steps.out_of_area.takes.lognormal.mean=6.25d";

const ROWS: &[Row] = &[
    row("bridging, 10 places", [-2510.0, -2720.0, -2300.0], &[BRIDGING_10]),
    row("bridging, 20 places", [-3060.0, -3350.0, -2780.0], &["services.bridging.places=20"]),
    row("reablement, 80 places, still 28 starts a week", [-1580.0, -1860.0, -1310.0], &[PLACES_80]),
    row("reablement, 65 places, 34 starts a week", [-1070.0, -1260.0, -880.0], &[STARTS_34]),
    row("reablement, 80 places and 34 starts", [-2510.0, -2880.0, -2140.0], &[PLACES_80, STARTS_34]),
    row(
        "bridging 10 with reablement 80 and 34",
        [-3380.0, -3750.0, -3000.0],
        &[BRIDGING_10, PLACES_80, STARTS_34],
    ),
    row("10 more acute beds", [210.0, 80.0, 330.0], &["hospital.beds=494"]),
    row("20 more acute beds", [310.0, 180.0, 450.0], &["hospital.beds=504"]),
    row("5 more recuperation beds", [-2210.0, -2540.0, -1890.0], &[BEDS_5]),
    row("10 more recuperation beds", [-2680.0, -3060.0, -2310.0], &["services.recuperation_beds.places=26"]),
    row(
        "stays in recuperation beds 3 days shorter",
        [-2220.0, -2550.0, -1890.0],
        &[
            "services.seacole.stay.lognormal.mean=36d",
            "services.recuperation_beds.stay.lognormal.mean=36d",
            "services.dementia_beds.stay.lognormal.mean=27.7d",
        ],
    ),
    row("hub: full staff at weekends", [-10.0, -130.0, 100.0], &[HUB_ALL_WEEK]),
    row("the same, and therapists at weekends", [-410.0, -540.0, -270.0], &[HUB_ALL_WEEK, THERAPY_ALL_WEEK]),
    row(
        "hub on weekdays only",
        [850.0, 730.0, 970.0],
        &[r#"hub.staff={"mon-fri": 8, "hours": "08:00-18:00"}"#],
    ),
    row(
        "one more ward therapist, Monday to Friday",
        [-300.0, -420.0, -180.0],
        &[r#"steps.therapy_review.staff={"mon-fri": 6, "sat-sun": 2, "hours": "08:00-16:30"}"#],
    ),
    row("80% referred ahead (30% now)", [-580.0, -700.0, -470.0], &["hub.referred_ahead.share=0.8"]),
    row("out-of-area step halved", [-4130.0, -4270.0, -4000.0], &[ELSEWHERE_HALVED]),
    row(
        "bridging 10, reablement 80 and 34, 5 recuperation beds, hub and therapy all week, out-of-area halved",
        [-11_400.0, -11_920.0, -10_880.0],
        &[BRIDGING_10, PLACES_80, STARTS_34, BEDS_5, HUB_ALL_WEEK, THERAPY_ALL_WEEK, ELSEWHERE_HALVED],
    ),
];

fn main() -> anyhow::Result<()> {
    let runs = match std::env::args().nth(1) {
        Some(number) => number.parse().with_context(|| format!("replications: {number}"))?,
        None => 200,
    };
    let seed = match std::env::args().nth(2) {
        Some(number) => number.parse().with_context(|| format!("seed: {number}"))?,
        None => SEED,
    };
    let everywhere: Vec<String> = std::env::args().skip(3).collect();
    let simulate = |settings: &[&str]| simulate(&everywhere, settings, runs, seed);
    let base = simulate(&[])?;
    let bed_days = Estimate::of("bed-days", values(&base, "nctr_bed_days"));
    println!("Baseline: {} delayed bed-days {}.", whole(bed_days.mean), interval(bed_days.range90));
    println!();
    println!(
        "| change | delayed bed-days | single years | people | occupancy, points | bed wait, hours | prototype | its interval widened by half | within |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for row in ROWS {
        let changed = simulate(row.settings)?;
        let by = |name: &str| {
            let pairs = values(&changed, name).zip(values(&base, name));
            Estimate::of("", pairs.map(|(a, b)| Some(a? - b?)))
        };
        let beds = by("nctr_bed_days");
        let [mean, low, high] = row.prototype;
        let wide = [mean - 1.5 * (mean - low), mean + 1.5 * (high - mean)];
        let found = beds.mean.context("a mean")?;
        println!(
            "| {} | {} {} | {} | {:+.1} | {:+.1} | {:+.1} | {mean:+.0} | {} | {} |",
            row.name,
            whole(beds.mean),
            interval(beds.precision95),
            interval(beds.range90),
            by("nctr_people").mean.unwrap_or(f64::NAN),
            100.0 * by("acute_occupancy").mean.unwrap_or(f64::NAN),
            by("bed_wait_hours_mean").mean.unwrap_or(f64::NAN),
            interval(Some(wide)),
            if (wide[0]..=wide[1]).contains(&found) { "yes" } else { "no" },
        );
    }
    Ok(())
}

fn simulate(
    everywhere: &[String],
    settings: &[&str],
    runs: u64,
    seed: u64,
) -> anyhow::Result<Vec<Replication>> {
    let all = everywhere.iter().map(String::as_str).chain(settings.iter().copied());
    let settings: Vec<Setting> = all.map(Setting::parse).collect::<Result<_, _>>()?;
    let scenario = Scenario::open(Path::new(YEAR), &settings)?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    Ok(replicate(&scenario.plan, Replications { runs, seed, threads }, &Silent, &AtomicBool::new(false))?)
}

fn values<'r>(replications: &'r [Replication], name: &str) -> impl Iterator<Item = Option<f64>> + use<'r> {
    let i = index_of(SYSTEM, name);
    replications.iter().map(move |r| r.system[i])
}

fn whole(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |v| format!("{v:+.0}"))
}

fn interval(ends: Option<[f64; 2]>) -> String {
    ends.map_or("–".to_owned(), |[low, high]| format!("[{low:+.0}, {high:+.0}]"))
}
