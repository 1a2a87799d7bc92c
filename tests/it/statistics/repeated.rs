//! Whole studies repeated hundreds of times: how often the interval that a study reports holds the
//! truth, for means, for paired differences, and where the study stopped itself. The figures stand in
//! `docs/method.md`.
//!
//! A store of many replications is made once and dealt out in turn to one study after another.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use wardflow::base::statistics::Moments;
use wardflow::experiment::compare::Difference;
use wardflow::experiment::kept::Share;
use wardflow::experiment::precision::{Asked, OUTCOMES, until_precise};
use wardflow::experiment::replicate::in_order;
use wardflow::experiment::{Estimate, Replications, Silent};
use wardflow::measures::outcome::{Key, PATHWAY, SYSTEM, index_of};
use wardflow::measures::{DailyMeasure, Replication, Simulator};
use wardflow::scenario::Scenario;

use super::coverage::covered;
use crate::theory::erlang::Mmc;

/// What is kept of each replication, in their order.
type Store<const N: usize> = Vec<[f64; N]>;

fn store<const N: usize>(
    scenario: &Scenario,
    runs: u64,
    of: impl Fn(&Replication) -> [f64; N] + Sync + Send,
) -> Store<N> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let how = Replications { runs, seed: 1, threads };
    let make = || Simulator::new(&scenario.plan);
    let run = |s: &mut Simulator<'_>, i| Ok(of(&s.replicate(how.seed, i)?));
    in_order(how, &Silent, &AtomicBool::new(false), make, run).expect("all")
}

fn column<const N: usize>(store: &Store<N>, i: usize) -> Vec<f64> {
    store.iter().map(|row| row[i]).collect()
}

/// Four servers, 80% of their time in use; a fifth brings it to 64%.
const FOUR: Mmc = Mmc { arrivals_per_day: 32.0, service_days: 0.1, servers: 4 };
const FIVE: Mmc = Mmc { servers: 5, ..FOUR };

/// Share of beds in use, people queueing, hours waited; each exact.
type Queue = [f64; 3];

fn exact(q: Mmc) -> Queue {
    [q.utilisation(), q.queue(), 24.0 * q.wait_days()]
}

/// The queue settles in about S ÷ (c (1 − √ρ)²) = 2.2 days, so that after a warm-up of 30 nothing is
/// left of its empty start. 200 days make the mean wait of a replication as skewed as 0.9: what is left
/// is for the interval to cope with.
fn queue(q: Mmc, runs: u64) -> Store<3> {
    let Mmc { arrivals_per_day, service_days, servers } = q;
    let text = format!(
        r#"{{ "name": "queue", "calendar": {{ "start": "2024-01-01", "days": 200, "warm_up": "30d" }},
              "groups": {{ "everyone": {{ "arrivals": {{ "per_day": {arrivals_per_day} }},
                                          "stay": {{ "exponential": {{ "mean": "{service_days}d" }} }} }} }},
              "hospital": {{ "beds": {servers} }} }}"#
    );
    let scenario = Scenario::from_json(&text).unwrap_or_else(|faults| panic!("{faults}"));
    let line = DailyMeasure::all(0).iter().position(|&m| m == DailyMeasure::BedQueue).expect("a measure");
    let [used, wait] = ["acute_occupancy", "bed_wait_hours_mean"].map(|name| index_of(SYSTEM, name));
    store(&scenario, runs, |r| {
        let days = &r.daily[line];
        let queueing = days.iter().map(|&x| f64::from(x)).sum::<f64>() / days.len() as f64;
        [r.system[used].expect("a share"), queueing, r.system[wait].expect("a wait")]
    })
}

/// The share of studies of so many replications whose interval of the paired difference holds the
/// exact one.
fn covered_differences(before: &[f64], after: &[f64], n: usize, exact: f64) -> (f64, usize) {
    let (before, after) = (before.chunks_exact(n), after.chunks_exact(n));
    let count = before.len();
    let holds = |(before, after): (&[f64], &[f64])| {
        let pairs = before.iter().zip(after).map(|(&b, &a)| (Some(b), Some(a)));
        let [low, high] = Difference::of("people", pairs)
            .and_then(|d| d.precision95)
            .expect("an interval of the difference");
        low <= exact && exact <= high
    };
    (before.zip(after).filter(|&study| holds(study)).count() as f64 / count as f64, count)
}

#[track_caller]
fn told(what: &str, n: usize, (share, count): (f64, usize), [least, most]: [f64; 2]) {
    println!("{what:<44} n {n:>3}: {:>5.1}% of {count} intervals hold it", 100.0 * share);
    assert!((least..=most).contains(&share), "{what}, n {n}: {share} is not within {least} and {most}");
}

/// What became of studies that stopped themselves.
struct Stopped {
    studies: usize,
    /// The mean number of replications.
    runs: f64,
    /// For each value watched: the share of intervals that hold the truth, and the share of means
    /// that are off by no more of the truth than was asked.
    each: Vec<[f64; 2]>,
}

/// Studies that each go on from where the last one stopped, until the means watched are known as
/// precisely as asked.
fn stopped<const N: usize>(store: &Store<N>, truth: [f64; N], precision: f64, studies: usize) -> Stopped {
    let asked = Asked { precision, least: Asked::LEAST, most: 2000 };
    let how = Replications { runs: 0, seed: 1, threads: 1 };
    let (mut from, mut each) = (0, vec![[0.0; 2]; N]);
    for _ in 0..studies {
        let next = |(): &mut (), (i, _): (u64, bool)| Ok(Some(store.get(from + i as usize).copied()));
        let values = |row: &Option<[f64; N]>| row.expect("enough replications").map(Some).to_vec();
        let (how, never) = ((how, Share::ALL), AtomicBool::new(false));
        let found = until_precise(asked, how, &Silent, &never, || (), next, values);
        let (all, reached) = found.expect("it runs");
        assert!(reached.met);
        from += all.len();
        for (i, [holds, met]) in each.iter_mut().enumerate() {
            let found = Estimate::of("", all.iter().map(|row| row.map(|row| row[i])));
            let ([low, high], mean) = found.precision95.zip(found.mean).expect("an interval");
            *holds += f64::from(low <= truth[i] && truth[i] <= high) / studies as f64;
            *met += f64::from((mean - truth[i]).abs() <= precision * truth[i].abs()) / studies as f64;
        }
    }
    Stopped { studies, runs: from as f64 / studies as f64, each }
}

#[track_caller]
fn told_of_stopped(names: &[&str], found: &Stopped, [covers, meets]: [f64; 2]) {
    println!("{} studies stopped themselves after {:.1} replications on average", found.studies, found.runs);
    for (name, [holds, met]) in names.iter().zip(&found.each) {
        println!(
            "{name:<44} {:>5.1}% of intervals hold it, {:>5.1}% as precise as asked",
            100.0 * holds,
            100.0 * met
        );
        assert!(*holds >= covers, "{name}: {holds} of the intervals hold the truth, and not {covers}");
        assert!(*met >= meets, "{name}: {met} are as precise as asked, and not {meets}");
    }
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn a_thousand_studies_of_thirty_replications_hold_erlangs_truth_as_often_as_they_say() {
    const N: usize = 30;
    const WHAT: [&str; 3] = ["share of servers in use", "people queueing", "hours waited"];
    let (before, after) = (queue(FOUR, 30_000), queue(FIVE, 30_000));
    let (four, five) = (exact(FOUR), exact(FIVE));
    for (i, what) in WHAT.into_iter().enumerate() {
        let (b, a) = (column(&before, i), column(&after, i));
        println!(
            "{what}: skewness {:.2}, of one more server {:.2}",
            Moments::of(&b).skew,
            Moments::of(&a).skew
        );
        told(&format!("{what}, four servers"), N, covered(&b, N, four[i]), [0.93, 0.97]);
        told(&format!("{what}, five servers"), N, covered(&a, N, five[i]), [0.93, 0.97]);
        let differences = covered_differences(&b, &a, N, five[i] - four[i]);
        told(&format!("{what}, one server more"), N, differences, [0.93, 0.97]);
    }
    // The floor of 20 and the look-ahead of 5 are those of the command.
    told_of_stopped(&WHAT, &stopped(&before, four, 0.05, 500), [0.92, 0.9]);
}

/// Nobody knows the truth of the reference network: it is taken to be the mean of all replications,
/// which is ten times as sure as that of the largest study here.
#[test]
#[ignore = "long: run by .ci/slow"]
fn studies_of_the_reference_network_hold_the_mean_of_thirty_thousand_replications() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference-d2a.json");
    let scenario = Scenario::open(&file, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let p1 = scenario.names.pathways.iter().position(|p| p.key == "p1").expect("a pathway");
    let delay = index_of(PATHWAY, "delay_days_mean");
    let watched: Vec<usize> = OUTCOMES.iter().map(|outcome| outcome.index()).collect();
    let all: Store<6> = store(&scenario, 36_000, |r| {
        let of = |i: usize| watched.get(i).map_or(r.pathways[p1][delay], |&o| r.system[o]).expect("a value");
        std::array::from_fn(of)
    });
    let truth: [f64; 6] = std::array::from_fn(|i| Moments::of(&column(&all, i)).mean);
    let p1_delays = column(&all, 5);
    let found = Moments::of(&p1_delays);
    println!(
        "delay of pathway 1: {:.4} days, se {:.4}, skewness {:.2}",
        found.mean,
        found.standard_error(),
        found.skew
    );
    for n in [30, 100] {
        // So skewed that no share is promised; the bounds only see whether anything is broken.
        told("delay of pathway 1", n, covered(&p1_delays, n, truth[5]), [0.85, 0.98]);
    }
    // What `--runs auto` watches. Asked for less, it stops at so few replications that skew still tells.
    let system: Store<5> = all.iter().map(|row| std::array::from_fn(|i| row[i])).collect();
    for (i, outcome) in OUTCOMES.iter().enumerate() {
        println!("{}: skewness {:.2}", outcome.outcome().name, Moments::of(&column(&system, i)).skew);
    }
    let truth = std::array::from_fn(|i| truth[i]);
    for (precision, studies) in [(0.2, 500), (0.1, 140)] {
        println!("asked: {precision}");
        let names: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.outcome().name).collect();
        told_of_stopped(&names, &stopped(&system, truth, precision, studies), [0.8, 0.85]);
    }
}
