//! Replications know nothing of each other, nor do seeds: what was found in one says nothing of the
//! next.

use wardflow::measures::outcome::{SYSTEM, index_of};
use wardflow::measures::{Replication, Simulator};
use wardflow::scenario::Scenario;

use super::tools::{Seen, no_serial_correlation, none_is_rare, uncorrelated};

const HOSPITAL: &str = r#"{
    "name": "hospital", "calendar": { "start": "2024-01-01", "days": 28, "warm_up": "14d" },
    "groups": { "all": { "arrivals": { "per_day": 6, "variance_over_mean": 1.4 },
                         "stay": { "lognormal": { "mean": "3d", "sigma": 0.8 } },
                         "needs": { "p0": 0.6, "p1": 0.4 }, "traits": { "frail": 0.3 } } },
    "hospital": { "beds": 24, "board_rounds": { "mon-sun": { "at": ["10:00", "14:00"], "reach": 0.6 }, "spread": 0.4 } },
    "hub": { "staff": 1, "assessment": { "gamma": { "mean": "4h", "sd": "2h" } } },
    "steps": { "review": { "takes": { "exponential": { "mean": "8h" } }, "skipped": 0.3 } },
    "pathways": { "p1": { "services": ["care"] } },
    "services": { "care": { "places": 22, "stay": { "gamma": { "mean": "8d", "sd": "5d" } } } },
    "events": { "outbreak": { "chance": 0.05, "lasts": { "fixed": "3d" }, "services": ["care"], "closes": true } }
}"#;

const OUTCOMES: [&str; 6] = [
    "admissions",
    "acute_bed_days",
    "nctr_bed_days",
    "delay_days_mean",
    "hours_with_bed_queue",
    "discharges",
];

fn of(all: &[Replication], name: &str) -> Vec<f64> {
    all.iter().map(|r| r.system[index_of(SYSTEM, name)].expect("a value")).collect()
}

fn replications(seed: u64, count: u64) -> Vec<Replication> {
    let scenario = Scenario::from_json(HOSPITAL).unwrap_or_else(|faults| panic!("{faults}"));
    let mut simulator = Simulator::new(&scenario.plan);
    (0..count).map(|i| simulator.replicate(seed, i).unwrap()).collect()
}

fn independent(seeds: [u64; 2], count: u64) {
    let mut seen: Vec<Seen> = Vec::new();
    let both = seeds.map(|seed| replications(seed, count));
    for name in OUTCOMES {
        let values = both.each_ref().map(|all| of(all, name));
        for (seed, values) in seeds.iter().zip(&values) {
            for lag in [1, 2, 5] {
                let what = format!("{name}, seed {seed}, replications {lag} apart");
                seen.push((what, no_serial_correlation(values, lag)));
            }
        }
        let [one, other] = &values;
        seen.push((format!("{name}, the same replication of two seeds"), uncorrelated(one, other)));
        // Replication r of one seed beside replication r + 1 of the next.
        let (ahead, behind) = (&one[1..], &other[..other.len() - 1]);
        seen.push((format!("{name}, two seeds one replication apart"), uncorrelated(ahead, behind)));
    }
    none_is_rare("replications and seeds", &seen);
}

#[test]
fn replications_and_seeds_know_nothing_of_each_other() {
    independent([1, 2], 400);
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn many_replications_and_seeds_know_nothing_of_each_other() {
    independent([1, 2], 20_000);
    independent([7, 7 + (1 << 32)], 20_000);
}
