//! Intermediate care of a Dutch region in which a tenth of the beds of two types may be used by both:
//! what a published study found, from the inputs of an earlier version of its model.
//!
//! Of the study itself only the abstract was seen. The beds of `dutch-separate-beds.json` were moved
//! until waits were about those that the abstract states; what pooling saves was left to come out.

use wardflow::base::statistics::Moments;

use super::receiving_hours::shorter;
use super::{mean, set, shipped};
use crate::table::holds;
use crate::table::record::{Row, at_most, row, shown, with_interval};
use crate::theory::erlang::Mmc;
use crate::theory::study::{Study, agrees};

const RUNS: u64 = 400;
const SEPARATE: &str = "dutch-separate-beds.json";
const TENTH: &str = "dutch-partial-pooling.json";
const ALL: &str = "dutch-full-pooling.json";

const COMPLEX: &str = "complex";
const REHABILITATION: &str = "rehabilitation";
const SIMPLE: &str = "simple";

fn study(file: &str, runs: u64) -> Study {
    Study::of_scenario(shipped(file, &[]), runs)
}

/// Mean waits in days, from readiness to the start in a bed, of each replication.
fn waits(seen: &Study, pathway: &str) -> Vec<f64> {
    seen.pathway(pathway, "delay_days_mean")
}

/// Days less, of the same people.
fn less(base: &[f64], option: &[f64]) -> Moments {
    Moments::of(&base.iter().zip(option).map(|(b, o)| b - o).collect::<Vec<f64>>())
}

#[test]
fn a_tenth_pooled_shortens_both_waits_in_a_few_replications() {
    let (separate, tenth) = (study(SEPARATE, 40), study(TENTH, 40));
    for pathway in [COMPLEX, REHABILITATION] {
        let saved = less(&waits(&separate, pathway), &waits(&tenth, pathway));
        assert!(saved.mean > 1.96 * saved.standard_error(), "{pathway}: {saved:?}");
    }
    let simple = less(&waits(&separate, SIMPLE), &waits(&tenth, SIMPLE));
    assert!(simple.mean.abs() + simple.sd < 1e-9, "beds for low complexity are not pooled: {simple:?}");
}

#[test]
#[ignore = "long: run by .ci/slow"]
pub fn a_tenth_pooled_saves_as_published() {
    holds("V10");
}

/// The figures of V10.
pub fn figures() {
    let (separate, tenth, all) = (study(SEPARATE, RUNS), study(TENTH, RUNS), study(ALL, RUNS));
    let types = [(COMPLEX, "high complexity"), (REHABILITATION, "geriatric rehabilitation")];
    for (pathway, of) in types {
        let (by, se) = shorter(&waits(&separate, pathway), &waits(&tenth, pathway));
        row(
            Row {
                what: format!("a tenth pooled: waits for {of}, shorter by %"),
                expected: "25 to 42, within 10 of that".to_owned(),
                ours: with_interval(by, se),
                holds: (15.0..=52.0).contains(&by),
            },
            &[by],
        );
    }
    for (pathway, of) in types {
        let saved = less(&waits(&separate, pathway), &waits(&tenth, pathway));
        row(
            Row {
                what: format!("a tenth pooled: waits for {of}, shorter by days"),
                expected: "at least 0.7 (published: more than 1)".to_owned(),
                ours: with_interval(saved.mean, saved.standard_error()),
                holds: saved.mean >= 0.7,
            },
            &[saved.mean],
        );
    }
    for (pathway, of, published) in [
        (COMPLEX, "high complexity", 4.0),
        (REHABILITATION, "geriatric rehabilitation", 4.0),
        (SIMPLE, "low complexity", 2.0),
    ] {
        let here = Moments::of(&waits(&separate, pathway));
        row(
            Row {
                what: format!("no bed pooled: days until a bed for {of} (beds were fitted to it)"),
                expected: format!("about {}, within 0.5", shown(published)),
                ours: with_interval(here.mean, here.standard_error()),
                holds: (here.mean - published).abs() <= 0.5,
            },
            &[here.mean],
        );
    }
    let simple = less(&waits(&separate, SIMPLE), &waits(&tenth, SIMPLE));
    at_most("a tenth pooled: waits for low complexity, changed by days", simple.mean.abs(), 1e-9);
    share(&separate, &tenth, &all);
    theory();
}

/// What a tenth saves of what pooling all beds would.
fn share(separate: &Study, tenth: &Study, all: &Study) {
    // People a day on each of the two pathways.
    let both = |seen: &Study| -> f64 {
        (3.11 * mean(&waits(seen, COMPLEX)) + 0.54 * mean(&waits(seen, REHABILITATION))) / 3.65
    };
    let (none, some, most) = (both(separate), both(tenth), both(all));
    let percent = 100.0 * (none - some) / (none - most);
    let what = "a tenth pooled: saved, in % of what pooling all beds saves".to_owned();
    let holds = percent >= 50.0;
    row(Row { what, expected: "at least 50".to_owned(), ours: shown(percent), holds }, &[percent]);
}

/// The earlier version with requests at all hours and no transfer, where every type is a line of its
/// own: Erlang's waits, and the stored ones, which are those of theory for one type of three.
fn theory() {
    let kept = |part: &str, places: u32| {
        set(format!("services.complex_and_rehabilitation.kept.{part}.places"), places)
    };
    let settings = [
        set("services.complex_and_rehabilitation.places", 146),
        kept(COMPLEX, 120),
        kept(REHABILITATION, 26),
        set("services.low_complexity.places", 75),
        set("groups.complex_from_home.arrivals.by_hour", "[]"),
        set("groups.simple.arrivals.by_hour", "[]"),
        set("steps.application.skipped", 1),
        set("steps.transfer.skipped", 1),
    ];
    let seen = Study::of_scenario(shipped(SEPARATE, &settings), RUNS);
    for (pathway, stored, arrivals_per_day, service_days, servers) in [
        (REHABILITATION, 0.389, 0.54, 35.3, 26),
        (COMPLEX, 0.01, 3.11, 35.05, 120),
        (SIMPLE, 0.02, 1.91, 34.21, 75),
    ] {
        let exact = Mmc { arrivals_per_day, service_days, servers }.wait_days();
        let what = format!(
            "{pathway}, {servers} beds, all hours, no transfer: days until a bed (stored: {})",
            shown(stored)
        );
        agrees(&what, &waits(&seen, pathway), exact, f64::INFINITY);
    }
}
